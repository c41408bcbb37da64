"""The list of sent copies on the share page, and what it says about each copy."""

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
from tests.support.browser.share_page import AUDIENCE_LABEL, LEDGER, open_share, typed
from tests.support.sheets import imported, xlsx


def list_text(app: AppTest) -> str:
    return "".join(str(element.proto.body) for element in app.get("html"))


def copy_sent(workspace: Workspace, to: str, **query: str) -> Workspace:
    """The workspace after a copy for a recipient was downloaded, as the button's click does it."""
    app = open_share(workspace, **query)
    typed(app, AUDIENCE_LABEL).set_value(to).run()
    click_download(app)
    workspace: Workspace = app.session_state["workspace"]
    return workspace


def click_download(app: AppTest) -> None:
    """Click the first download button; AppTest has none, so a trigger with the button's id is sent."""
    from streamlit.proto.WidgetStates_pb2 import WidgetState

    states = app._tree.get_widget_states()
    states.widgets.append(WidgetState(id=app.get("download_button")[0].proto.id, trigger_value=True))
    app._run(states)
    assert not app.exception


def test_download_lists_the_copy_with_its_recipient() -> None:
    workspace = copy_sent(only_attendance(), "Rotary Club")
    (entry,) = workspace.sent_documents
    assert (entry.to, entry.audience, entry.fmt, entry.language) == ("Rotary Club", "planning", "pdf", "en")
    assert not entry.of_sample
    assert {printed.metric: printed.text for printed in entry.figures}["attendance_total"] == "at least 40"
    app = open_share(workspace)
    assert "Rotary Club" in list_text(app)
    assert "Unchanged since." in list_text(app)
    assert entry.fingerprint in texts(app)


def test_copy_is_listed_under_its_addressee() -> None:
    partners = [["Partner", "Strengths"], ["Malinaw School", "a hall"], ["Tulay Circle", "readers"]]
    workspace = Workspace().append(imported(xlsx(Log=LOG, Ledger=LEDGER, Partners=partners)))
    app = open_share(workspace, "school")
    assert AUDIENCE_LABEL not in [box.label for box in app.text_input]
    click_download(app)
    next(box for box in app.selectbox if box.label == "Addressed to").set_value("Tulay Circle").run()
    click_download(app)
    assert [entry.to for entry in app.session_state["workspace"].sent_documents] == [
        "Malinaw School",
        "Tulay Circle",
    ]


@pytest.mark.parametrize(
    ("givers", "said"),
    [
        ((), ""),
        (("Malinaw School",), ""),
        (("Ana Reyes",), "1 giver is not recorded as a partner, so no document names them."),
        (
            ("Ana Reyes", "ana reyes", "Ben Cruz"),
            "2 givers are not recorded as partners, so no document names them.",
        ),
    ],
)
def test_unnamed_givers_are_counted_with_a_link_to_record_them(givers: tuple[str, ...], said: str) -> None:
    ledger_rows = [["Story hour", "2026-03-02", giver, "project", "cash", 50, "given"] for giver in givers]
    partners = [["Partner", "Strengths"], ["Malinaw School", "a hall"]]
    data = xlsx(Log=LOG, Ledger=[*LEDGER, *ledger_rows], Partners=partners)
    app = open_share(Workspace().append(imported(data)))
    assert not app.exception
    assert bool(said) == ("not recorded as" in texts(app))
    assert said in texts(app)
    labels = [link.proto.label for link in app.get("page_link")]
    assert labels.count("Record partners") == bool(said)


def test_recipient_typed_for_one_purpose_is_not_used_for_another() -> None:
    app = open_share(only_attendance())
    typed(app, AUDIENCE_LABEL).set_value("Rotary Club").run()
    app.radio(key="audience").set_value("board").run()
    assert typed(app, AUDIENCE_LABEL).value == ""
    click_download(app)
    assert [(entry.audience, entry.to) for entry in app.session_state["workspace"].sent_documents] == [
        ("board", "")
    ]


def test_same_copy_for_a_recipient_is_listed_once_a_day() -> None:
    workspace = copy_sent(copy_sent(only_attendance(), "Rotary Club"), "Rotary Club")
    assert len(workspace.sent_documents) == 1
    assert len(copy_sent(workspace, "School board").sent_documents) == 2


def test_later_sheet_changes_the_comparison_with_a_sent_copy() -> None:
    april = [LOG[0], ["2026-04-18", "Story hour", "Main", 43]]
    workspace = copy_sent(only_attendance(), "Rotary Club").append(imported(xlsx(Log=april), "April.xlsx"))
    shown = list_text(open_share(workspace))
    assert "Program attendance at least 40 → at least 83" in shown
    assert "Unchanged since" not in shown


def test_sample_copy_is_never_compared_with_own_figures() -> None:
    app = open_share()
    click_download(app)
    (entry,) = app.session_state["workspace"].sent_documents
    assert entry.of_sample
    assert "Sample data" in texts(open_page("overview", app.session_state["workspace"]))
    assert "Unchanged since." in list_text(open_share())  # a new session, from the files on disk
    own = app.session_state["workspace"].append(imported(xlsx(Log=LOG)))
    assert "made from sample data" in list_text(open_share(own))


def test_step_history_describes_a_sent_copy_in_words() -> None:
    workspace = copy_sent(only_attendance(), "Rotary Club")
    assert "Logged a copy: Planning pack, PDF, for “Rotary Club”" in texts(open_page("add", workspace))


def test_undo_takes_a_copy_off_the_list() -> None:
    app = open_page("add", copy_sent(only_attendance(), "Rotary Club"))
    assert "Rotary Club" in next(button for button in app.button if button.label.startswith("Undo: ")).help
    press(app, "Undo")
    workspace = app.session_state["workspace"]
    assert workspace.sent_documents == ()
    assert len(workspace.dataset().tables["sessions"]) == 3
    assert "Rotary Club" not in list_text(open_share(workspace))


def test_list_of_many_copies_shows_the_latest() -> None:
    workspace = copy_sent(only_attendance(), "")
    (entry,) = workspace.sent_documents
    for number in range(14):
        workspace = workspace.append(replace(entry, to=f"Reader {number}"))
    app = open_share(workspace)
    assert "Reader 13" in list_text(app)
    assert "Reader 1<" not in list_text(app)
    assert "3 earlier ones" in texts(app)


def test_changes_are_described_in_words_and_cut_short() -> None:
    changes = (Change("Visits", "40", "83"), *[Change(f"Figure {n}", "", f"{n}") for n in range(5)])
    description = describe_changes(Comparison(False, changes))
    assert (
        description
        == "Changed since: Visits 40 → 83, Figure 0 now 0, Figure 1 now 1, Figure 2 now 2, 2 more."
    )
    assert "Definitions changed" in describe_changes(Comparison(True, (), "2"))
    assert describe_changes(Comparison(False, ())) == "Key figures unchanged; other details would differ."


WISHED = {"documents": {"sponsor": {"tiers": [{"name": "Friend", "amount": 1500}]}}}
PAID = [LEDGER[0], ["Story hour", "2026-03-01", "library", "shop", "cash", 500, "spent"]]


def with_a_tier() -> Workspace:
    return Workspace().append(imported(xlsx(Log=LOG, Ledger=PAID)), Setting(WISHED))


def test_page_list_and_document_have_the_same_fingerprint() -> None:
    app = open_share(with_a_tier(), "sponsor")
    dataset = app.session_state["dataset"]
    published = publish(
        dataset,
        audience="sponsor",
        fmt="pdf",
        as_of=app.session_state["today"],
        generated_at=datetime(2026, 5, 1),
        language=language("en"),
    )
    assert f"Data code of this document: {published.record.fingerprint}." in texts(app)
    click_download(app)
    assert [entry.fingerprint for entry in app.session_state["workspace"].sent_documents] == [
        published.record.fingerprint
    ]


def test_another_requested_amount_counts_as_a_change() -> None:
    workspace = copy_sent(with_a_tier(), "Rotary Club", purpose="sponsor")
    assert "Unchanged since." in list_text(open_share(workspace, "sponsor"))
    more = {"documents": {"sponsor": {"tiers": [{"name": "Friend", "amount": 9000}]}}}
    assert "Unchanged since." not in list_text(open_share(workspace.append(Setting(more)), "sponsor"))
