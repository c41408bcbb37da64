"""The pages that evaluate a partnership: with the sample, with one sheet alone, and after clicks."""

from __future__ import annotations

import pytest

from libcollab_metrics.model import Edit, Setting, Workspace
from tests.metrics.families.test_social_return import CHILDREN
from tests.pages.test_pages import cards, html, only_attendance, open_page, press, texts
from tests.support.views import View

SPONSOR = "Banaag Book Foundation"


def tables(app: object) -> str:
    """All content written as HTML tables."""
    return "".join(element.proto.body for element in app.get("html"))  # type: ignore[attr-defined]


def ledger(*rows: dict[str, object]) -> Edit:
    defaults = {"program_id": "Story hour", "kind": "cash", "status": "received", "to_party": "project"}
    return Edit("ledger", tuple(defaults | row for row in rows))


def partner(name: str) -> tuple[Edit, Edit]:
    return Edit("partners", ({"name": name},)), Edit(
        "programs", ({"name": "Story hour", "partner_ids": name},)
    )


def test_sample_shows_every_partner() -> None:
    app = open_page("partners", more="true")
    shown = tables(app)
    for name in (SPONSOR, "Malinaw Disaster Office", "Malinaw Elementary School", "Tulay Reading Circle"):
        assert name in shown
    assert "never in a document for partners or sponsors" in texts(app)
    assert {label.replace("\\", ""): value for label, value in cards(app).items()} == {
        "Libraries are relevant: at risk": "yes"
    }


def test_questions_are_below_the_exchange() -> None:
    shown = tables(open_page("partners"))
    assert shown.index("They gave · latest 2 of 4") < shown.index("They got") < shown.index("Ask them")


def test_note_names_the_kinds_that_were_given() -> None:
    assert "in cash, goods, space and time." in texts(open_page("partners"))
    gifts = ledger(
        {"kind": "in_kind", "from_party": "Hope", "value": 500.0},
        {"kind": "venue", "from_party": "Hope", "value": 200.0},
        {"kind": "promotion", "from_party": "Hope", "value": 300.0},
        {"kind": "cash", "from_party": "Library", "value": 900.0},
    )
    shown = texts(open_page("partners", only_attendance().append(*partner("Hope"), gifts)))
    assert "They gave 1,000 in goods, space and promotion." in shown


def test_early_warning_and_dots_cannot_be_downloaded() -> None:
    labels = [element.proto.label for element in open_page("partners", more="true").get("download_button")]
    # The sheet for the partner, and six releasable figures as two images and as data.
    assert labels.count("PNG") == labels.count("SVG") == labels.count("CSV") == 6
    assert len(labels) == 19


@pytest.mark.slow
def test_partner_decision_starts_empty_and_is_stored() -> None:
    own = only_attendance().append(*partner("Hope"))
    app = open_page("partners", own, who="Hope")
    decision = next(radio for radio in app.radio if "go on" in radio.label)
    assert decision.value is None
    decision.set_value("renegotiate")
    next(area for area in app.text_area if area.label == "Why?").set_value("The bus was never paid")
    press(app, next(button.label for button in app.button if "Record decision" in button.label))
    assert len(app.session_state["workspace"].dataset().tables["decisions"]) == 1
    assert "The bus was never paid" in texts(app)


def test_typed_and_linked_partner_changes_the_page_and_back() -> None:
    start = only_attendance()
    assert "at least one partner" in texts(open_page("partners", start))
    linked = start.append(*partner("Hope"))
    assert "Hope" in tables(open_page("partners", linked))
    with_gift = linked.append(ledger({"from_party": "Hope", "value": 500.0}))
    assert "500" in tables(open_page("partners", with_gift))
    assert "500" not in tables(open_page("partners", with_gift.undo()))


def test_cost_has_three_levels_and_follows_the_hourly_rate() -> None:
    spent = {"from_party": "project", "to_party": "shop", "status": "spent", "value": 900.0}
    hours = {"from_party": "library", "kind": "staff_hours", "quantity": 10.0, "value": None}
    own = only_attendance().append(ledger(spent, hours))
    before, after = (
        cards(open_page("costs", own)),
        cards(open_page("costs", own.append(Setting({"staff_rate": 50.0})))),
    )
    assert before["Cash spent"] == after["Cash spent"] == "900"
    assert "1,400" in after["Incl. in-kind"]
    assert "1,400" not in before.get("Incl. in-kind", "")


def test_unclear_line_is_listed_by_name_until_cleared() -> None:
    unclear = {"from_party": None, "to_party": "Bus company", "status": "unclear", "value": 3500.0}
    own = only_attendance().append(ledger(unclear))
    assert "Bus company" in tables(open_page("costs", own, more="true"))
    from libcollab_metrics.model import RowAddress

    address = RowAddress("typed", "", 1)
    cleared = own.append(Edit("ledger", (), ((address, {"status": "spent", "from_party": "Hope"}),)))
    assert "Entries without a payer" in tables(open_page("costs", own, more="true"))
    assert "Entries without a payer" not in tables(open_page("costs", cleared, more="true"))
    assert "Bus company" in tables(open_page("costs", cleared.undo(), more="true"))


def test_boxes_are_not_converted_until_their_book_count_is_known() -> None:
    lot = {"program_id": "Drive", "lot": "Lot E", "unit": "boxes", "received": 7.0}
    own = Workspace().append(Edit("deliveries", (lot,)))
    assert "Lot E" in texts(open_page("partners", own, show="Book deliveries"))
    with_count = own.append(Edit("deliveries", ({**lot, "lot": "Lot F", "books_per_unit": 20.0},)))
    assert "Lot F" not in texts(open_page("partners", with_count, show="Book deliveries"))


@pytest.mark.parametrize(
    ("view", "need"),
    [
        (View("partners"), "at least one partner"),
        (View("costs"), "a ledger"),
        (View("outcomes"), "Set targets"),
        (View("attendance", {"show": "Notes"}), "notes"),
    ],
    ids=str,
)
def test_page_with_a_sheet_alone_names_what_it_lacks(view: View, need: str) -> None:
    app = open_page(view.page, only_attendance(), **view.query)
    assert not app.exception
    assert need in texts(app) + html(app)
    links = [element.proto.page for element in app.get("page_link")]
    assert any("records" in link for link in links)


def test_note_is_marked_releasable_individually_and_back() -> None:
    own = only_attendance().append(
        Edit(
            "notes", ({"program_id": "Story hour", "text": "Typhoon", "tag": "weather"}, {"text": "Puppets"})
        )
    )
    app = open_page("attendance", own, show="Notes")
    boxes = [box for box in app.checkbox if box.label == "May be shown to others"]
    assert [box.value for box in boxes] == [False, False]
    boxes[0].check().run()
    workspace = app.session_state["workspace"]
    assert list(workspace.dataset().tables["notes"]["may_leave"].dropna()) == ["yes"]
    assert not list(workspace.undo().dataset().tables["notes"]["may_leave"].dropna())


def test_social_return_drivers_are_shown_once_assumed() -> None:
    spent = {"from_party": "project", "to_party": "shop", "status": "spent", "value": 45000.0}
    own = only_attendance().append(ledger(spent))
    assert "moves the social return" not in tables(open_page("costs", own, more="true"))
    app = open_page("costs", own.append(Setting({"sroi": {"outcomes": [CHILDREN]}})), more="true")
    assert not app.exception
    assert "What moves the social return most" in tables(app)
    assert "Children who read at home: value" in tables(app)


def test_deliveries_are_rows_of_bars_with_the_signs_of_figures() -> None:
    app = open_page("partners", show="Book deliveries")
    assert not app.get("plotly_chart")
    shown = html(app)
    assert "980+" in shown
    assert "90% of pledged" in shown
    assert "≥" not in shown
