"""What was sent to whom: the list on the share page, and what it says of each copy."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import pytest
from streamlit.testing.v1 import AppTest

from libcollab_metrics.localization import language
from libcollab_metrics.model import Setting, Workspace
from libcollab_metrics.reports import Change, Comparison, publish
from pages.ui.share.history import describe_changes
from tests.pages.test_pages import LOG, only_attendance, open_page, press, texts
from tests.support.browser.share_page import FOR_WHOM, LEDGER, open_share, typed
from tests.support.sheets import imported, xlsx


def listed(app: AppTest) -> str:
    return "".join(str(element.proto.body) for element in app.get("html"))


def copy_sent(workspace: Workspace, to: str, **query: str) -> Workspace:
    """The workspace after a copy was downloaded for somebody: what the button's click does."""
    app = open_share(workspace, **query)
    typed(app, FOR_WHOM).set_value(to).run()
    click_download(app)
    workspace: Workspace = app.session_state["workspace"]
    return workspace


def click_download(app: AppTest) -> None:
    """AppTest has no download buttons of its own; a click is a trigger with the button's id."""
    from streamlit.proto.WidgetStates_pb2 import WidgetState

    states = app._tree.get_widget_states()
    states.widgets.append(WidgetState(id=app.get("download_button")[0].proto.id, trigger_value=True))
    app._run(states)
    assert not app.exception


def test_a_download_puts_the_copy_on_the_list_with_whom_it_is_for() -> None:
    workspace = copy_sent(only_attendance(), "Rotary Club")
    (entry,) = workspace.sent_documents
    assert (entry.to, entry.audience, entry.fmt, entry.language) == ("Rotary Club", "planning", "xlsx", "en")
    assert not entry.of_sample
    assert {printed.metric: printed.text for printed in entry.figures}["attendance_total"] == "at least 40"
    app = open_share(workspace)
    assert "Rotary Club" in listed(app)
    assert "Unchanged since." in listed(app)
    assert entry.fingerprint in texts(app)


def test_a_copy_can_be_for_a_partner_of_the_data_unless_somebody_is_typed() -> None:
    partners = [["Partner", "Strengths"], ["Malinaw School", "a hall"]]
    workspace = Workspace().append(imported(xlsx(Log=LOG, Ledger=LEDGER, Partners=partners)))
    app = open_share(workspace)
    next(box for box in app.selectbox if box.label == "… or a partner").set_value("Malinaw School").run()
    click_download(app)
    typed(app, FOR_WHOM).set_value("Rotary Club").run()
    click_download(app)
    assert [entry.to for entry in app.session_state["workspace"].sent_documents] == [
        "Malinaw School",
        "Rotary Club",
    ]


@pytest.mark.parametrize(
    ("givers", "said"),
    [
        ((), ""),
        (("Malinaw School",), ""),
        (("Ana Reyes",), "1 giver in the ledger is not recorded as a partner: no document says who it is."),
        (
            ("Ana Reyes", "ana reyes", "Ben Cruz"),
            "2 givers in the ledger are not recorded as partners: no document says who they are.",
        ),
    ],
)
def test_givers_that_no_document_names_are_counted_with_a_way_to_record_them(
    givers: tuple[str, ...], said: str
) -> None:
    given = [["Story hour", "2026-03-02", giver, "project", "cash", 50, "given"] for giver in givers]
    partners = [["Partner", "Strengths"], ["Malinaw School", "a hall"]]
    data = xlsx(Log=LOG, Ledger=[*LEDGER, *given], Partners=partners)
    app = open_share(Workspace().append(imported(data)))
    assert not app.exception
    assert bool(said) == ("not recorded as" in texts(app))
    assert said in texts(app)
    labels = [link.proto.label for link in app.get("page_link")]
    assert labels.count("Record who is a partner") == bool(said)


def test_the_reader_typed_for_one_purpose_is_not_the_reader_of_another() -> None:
    app = open_share(only_attendance())
    typed(app, FOR_WHOM).set_value("Rotary Club").run()
    app.radio(key="audience").set_value("board").run()
    assert typed(app, FOR_WHOM).value == ""
    click_download(app)
    assert [(entry.audience, entry.to) for entry in app.session_state["workspace"].sent_documents] == [
        ("board", "")
    ]


def test_the_same_copy_for_the_same_reader_is_listed_once_a_day() -> None:
    workspace = copy_sent(copy_sent(only_attendance(), "Rotary Club"), "Rotary Club")
    assert len(workspace.sent_documents) == 1
    assert len(copy_sent(workspace, "School board").sent_documents) == 2


def test_a_sheet_read_since_changes_what_was_sent_and_is_told() -> None:
    april = [LOG[0], ["2026-04-18", "Story hour", "Main", 43]]
    workspace = copy_sent(only_attendance(), "Rotary Club").append(imported(xlsx(Log=april), "April.xlsx"))
    shown = listed(open_share(workspace))
    assert "Program attendance at least 40 → at least 83" in shown
    assert "Unchanged since" not in shown


def test_a_copy_of_the_sample_is_never_compared_with_figures_of_ones_own() -> None:
    app = open_share()
    click_download(app)
    (entry,) = app.session_state["workspace"].sent_documents
    assert entry.of_sample
    assert "invented sample" in texts(open_page("overview", app.session_state["workspace"]))
    assert "Unchanged since." in listed(open_share())  # a new window, from what is kept on the disk
    own = app.session_state["workspace"].append(imported(xlsx(Log=LOG)))
    assert "made of the sample library" in listed(open_share(own))


def test_the_steps_taken_say_in_words_what_was_sent() -> None:
    workspace = copy_sent(only_attendance(), "Rotary Club")
    assert "Listed as sent: Planning pack, Workbook (Excel), for “Rotary Club”" in texts(
        open_page("data", workspace)
    )


def test_a_copy_is_taken_off_the_list_like_any_step() -> None:
    app = open_page("data", copy_sent(only_attendance(), "Rotary Club"))
    assert "Rotary Club" in next(button for button in app.button if button.label == "Undo the last step").help
    press(app, "Undo the last step")
    workspace = app.session_state["workspace"]
    assert workspace.sent_documents == ()
    assert len(workspace.dataset().tables["sessions"]) == 3
    assert "Rotary Club" not in listed(open_share(workspace))


def test_a_list_of_many_copies_shows_the_latest() -> None:
    workspace = copy_sent(only_attendance(), "")
    (entry,) = workspace.sent_documents
    for number in range(14):
        workspace = workspace.append(replace(entry, to=f"Reader {number}"))
    app = open_share(workspace)
    assert "Reader 13" in listed(app)
    assert "Reader 1<" not in listed(app)
    assert "3 earlier ones" in texts(app)


def test_changes_are_told_in_words_and_not_without_end() -> None:
    changes = (Change("Visits", "40", "83"), *[Change(f"Figure {n}", "", f"{n}") for n in range(5)])
    said = describe_changes(Comparison(False, changes))
    assert said == "Changed since: Visits 40 → 83, Figure 0 now 0, Figure 1 now 1, Figure 2 now 2, 2 more."
    assert "other definitions" in describe_changes(Comparison(True, (), "2"))
    assert (
        describe_changes(Comparison(False, ()))
        == "Key figures unchanged since; something else in it would be printed otherwise."
    )


WISHED = {"documents": {"sponsor": {"tiers": [{"name": "Friend", "amount": 1500}]}}}
PAID = [LEDGER[0], ["Story hour", "2026-03-01", "library", "shop", "cash", 500, "spent"]]


def with_a_tier() -> Workspace:
    return Workspace().append(imported(xlsx(Log=LOG, Ledger=PAID)), Setting(WISHED))


def test_the_fingerprint_on_the_page_and_on_the_list_is_that_on_the_document() -> None:
    app = open_share(with_a_tier(), "sponsor")
    shown = app.session_state["dataset"]
    made = publish(
        shown,
        audience="sponsor",
        fmt="pdf",
        as_of=app.session_state["today"],
        generated_at=datetime(2026, 5, 1),
        language=language("en"),
    )
    assert f"Fingerprint of its data: {made.record.fingerprint}." in texts(app)
    click_download(app)
    assert [entry.fingerprint for entry in app.session_state["workspace"].sent_documents] == [
        made.record.fingerprint
    ]


def test_another_amount_asked_for_is_told_of_a_copy_that_asked_less() -> None:
    workspace = copy_sent(with_a_tier(), "Rotary Club", purpose="sponsor")
    assert "Unchanged since." in listed(open_share(workspace, "sponsor"))
    more = {"documents": {"sponsor": {"tiers": [{"name": "Friend", "amount": 9000}]}}}
    assert "Unchanged since." not in listed(open_share(workspace.append(Setting(more)), "sponsor"))
