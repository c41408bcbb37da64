"""First steps of a new library, a note typed at the chart of the months, and the rows behind a figure."""

from __future__ import annotations

from datetime import date

from streamlit.testing.v1 import AppTest

from libcollab_metrics.model import Edit
from tests.pages.test_pages import only_attendance, open_page, press, tables, texts

TARGET = Edit("programs", ({"name": "Story hour", "target_ideal": 100.0, "target_unit": "visits"},))


def first_steps(app: AppTest) -> dict[str, bool]:
    """The steps that are shown, and whether each is done."""
    links = [link.proto for link in app.get("page_link")]
    labels = ("Add your sheet", "Set a target", "Make a report")
    return {link.label: "check_circle" in link.icon for link in links if link.label in labels}


def test_first_steps_are_ticked_and_disappear() -> None:
    assert list(first_steps(open_page("overview")).values()) == [False, False, False]
    own = only_attendance()
    assert list(first_steps(open_page("overview", own)).values()) == [True, False, False]
    app = open_page("overview", own.append(TARGET))
    assert list(first_steps(app).values()) == [True, True, False]
    app.switch_page("pages/reports.py").run()
    app.switch_page("pages/overview.py").run()
    assert first_steps(app) == {}


def test_figures_come_before_the_first_steps() -> None:
    parts = [part.type for part in open_page("overview").main if part.type in ("metric", "page_link")]
    own_data, *others = parts  # the link next to the badge of the sample
    assert own_data == "page_link"
    assert others[:5] == [*["metric"] * 4, "page_link"]


def test_first_steps_can_be_hidden() -> None:
    app = open_page("overview")
    press(app, "Hide")
    assert first_steps(app) == {}


def notes(app: AppTest) -> list[tuple[str, str]]:
    table = app.session_state["workspace"].dataset().tables["notes"]
    return [(f"{row.date:%Y-%m-%d}", row.text) for row in table.itertuples()]


def test_note_is_typed_at_the_months_and_undone() -> None:
    app = open_page("overview", only_attendance())
    press(app, "Save note")
    assert [warning.value for warning in app.warning] == ["Enter a date and what happened."]
    app.date_input[-1].set_value(date(2026, 3, 9))
    next(box for box in app.text_input if box.label == "What happened").set_value("Typhoon, roads closed")
    press(app, "Save note")
    assert "Note added." in texts(app)
    assert notes(app) == [("2026-03-09", "Typhoon, roads closed")]
    press(app, "Undo")
    assert notes(app) == []


def test_sample_offers_no_note() -> None:
    assert "Save note" not in [button.label for button in open_page("overview").button]


def grids(app: AppTest) -> list[list[str]]:
    return [list(table.columns) for table in tables(app)]


def test_rows_behind_a_figure_are_sessions_payments_and_lots() -> None:
    assert ["Date", "Program", "Visits", "Status"] in grids(open_page("overview"))
    payments = ["Date", "From", "Value", "Kind", "Program", "To", "Status"]
    assert payments in grids(open_page("costs"))
    lots = [columns for columns in grids(open_page("partners", show="Book deliveries")) if "Lot" in columns]
    assert lots
    for page in ("overview", "attendance", "costs", "planning"):
        assert not [columns for columns in grids(open_page(page)) if "Name" in columns or "Person" in columns]


def test_sessions_behind_a_figure_are_those_of_the_selection() -> None:
    app = open_page("overview", only_attendance(), program="Craft")
    (sessions,) = [table for table in tables(app) if "Visits" in table and "Status" in table]
    assert list(sessions["Program"]) == ["Craft"]
