"""The records page: typed in every tab, a figure or a list moves; undone, it is as before; nothing typed is
lost."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from libcollab_metrics.model import Workspace
from tests.pages.test_pages import cards, only_attendance, open_page, press, texts
from tests.support.browser.records_page import (
    STORY,
    choose,
    control,
    data,
    draft,
    figure,
    fill,
    records,
    rows_of,
)
from tests.support.sheets import imported, xlsx

#: One row for each tab, in the texts of the grid, and what moves.
TYPED: dict[str, tuple[dict[str, str], str, list[float | None], list[float | None]]] = {
    "sessions": (
        {"program_id": STORY, "date": "2026-05-02", "attended": "9"},
        "attendance_total",
        [40],
        [49],
    ),
    "programs": ({"name": STORY, "target_ideal": "80"}, "target_attainment", [None], [0.5]),
    "partners": ({"name": "Hope", "kind": "sponsor"}, "", [0], [1]),
    "ledger": (
        {
            "program_id": STORY,
            "from_party": "library",
            "to_party": "Shop",
            "kind": "cash",
            "value": "800",
            "status": "spent",
        },
        "cost_cash",
        [None],
        [800],
    ),
    "deliveries": ({"program_id": STORY, "lot": "A", "shipped": "30"}, "", [0], [1]),
    "outcomes": (
        {"program_id": STORY, "measure": "knowledge", "rating": "5"},
        "outcome_agreement",
        [None],
        [1],
    ),
    "perspectives": (
        {"partner_id": "Hope", "item": "The exchange between us is fair", "rating": "3"},
        "",
        [0],
        [1],
    ),
    "criteria": (
        {"program_id": STORY, "metric_id": "Program attendance", "low": "30"},
        "criteria_met_rate",
        [None],
        [1],
    ),
    "notes": ({"program_id": STORY, "text": "Typhoon", "date": "2026-03-21"}, "", [0], [1]),
    "sites": ({"site": "San Isidro", "population": "310"}, "", [0], [1]),
}


def moved(app: AppTest, table: str, metric: str) -> list[float | None]:
    return figure(app, metric) if metric else [rows_of(app, table)]


@pytest.mark.parametrize("table", TYPED)
def test_rows_typed_into_the_grid_move_their_figure_and_undo_brings_it_back(table: str) -> None:
    row, metric, before, after = TYPED[table]
    app = records(table, only_attendance())
    assert moved(app, table, metric) == before
    draft(app, table, row)
    press(app, "Keep these rows")
    assert "1 row kept" in texts(app)
    assert moved(app, table, metric) == after
    assert "typed" in set(app.dataframe[0].value["Where from"])
    press(app, "Undo the last step")
    assert moved(app, table, metric) == before
    press(app, "Redo the step taken back")
    assert moved(app, table, metric) == after


#: The same through the form: what is chosen and typed there, by the label of the field.
FORMS: dict[str, tuple[dict[str, Any], str, list[float | None], list[float | None]]] = {
    "sessions": (
        {"Program": STORY, "Date": date(2026, 5, 2), "Attendance": "about 9"},
        "attendance_total",
        [40],
        [49],
    ),
    "programs": ({"Program": "Chess", "Target": "80"}, "", [2], [3]),
    "partners": ({"Partner": "Hope", "People it can reach": "30"}, "", [0], [1]),
    "ledger": (
        {"Program": STORY, "From": "library", "Kind": "cash", "Value": "800", "Status": "spent"},
        "cost_cash",
        [None],
        [800],
    ),
    "deliveries": ({"Program": STORY, "Lot": "A", "Shipped": "30"}, "", [0], [1]),
    "outcomes": ({"Program": STORY, "Measure": "knowledge", "Rating": "5"}, "outcome_agreement", [None], [1]),
    "perspectives": (
        {"Partner": "Hope", "Item": "The exchange between us is fair", "Rating": "3"},
        "",
        [0],
        [1],
    ),
    "criteria": (
        {"Program": STORY, "Metric": "Program attendance", "At least": "30"},
        "criteria_met_rate",
        [None],
        [1],
    ),
    "notes": ({"Program": STORY, "Note": "Typhoon"}, "", [0], [1]),
    "sites": ({"Site": "Main"}, "", [0], [1]),
}


@pytest.mark.parametrize("table", FORMS)
def test_a_row_sent_with_the_form_moves_its_figure_and_undo_brings_it_back(table: str) -> None:
    fields, metric, before, after = FORMS[table]
    app = records(table, only_attendance())
    assert moved(app, table, metric) == before
    for label, value in fields.items():
        control(app, label).set_value(value)
    press(app, "Keep this row")
    assert not app.error
    assert moved(app, table, metric) == after
    press(app, "Undo the last step")
    assert moved(app, table, metric) == before


def test_a_missing_count_typed_for_a_session_of_a_sheet_moves_the_attendance() -> None:
    app = records("sessions", only_attendance())
    app.checkbox(key="only-missing").check().run()
    control(app, "Which row").set_value(control(app, "Which row").options[1]).run()
    choose(app, "Attendance", "17")
    press(app, "Change this row")
    assert figure(app, "attendance_total") == [57]
    told = [issue for issue in data(app).issues if issue.code == "typed-over"]
    assert [(issue.sheet, issue.cell) for issue in told] == [("Log", "D4")]
    press(app, "Undo the last step")
    assert figure(app, "attendance_total") == [40]


def test_a_row_of_a_sheet_is_removed_and_comes_back() -> None:
    app = records("sessions", only_attendance())
    control(app, "Which row").set_value(control(app, "Which row").options[2]).run()
    press(app, "Remove this row")
    assert figure(app, "attendance_total") == [18]
    assert rows_of(app, "sessions") == 2
    press(app, "Undo the last step")
    assert figure(app, "attendance_total") == [40]


def test_a_session_that_only_a_list_knows_gets_its_count() -> None:
    people = [
        ["Date", "Activity", "Name", "Status"],
        ["2026-03-07", STORY, "Ana Cruz", "Present"],
        ["2026-03-07", STORY, "Ben Diaz", "Present"],
    ]
    app = records("sessions", Workspace().append(imported(xlsx(People=people))))
    control(app, "Which row").set_value(control(app, "Which row").options[1]).run()
    assert control(app, "Date").disabled
    assert "Remove this row" not in {button.label for button in app.button}
    choose(app, "Attendance", "5")
    press(app, "Change this row")
    assert (figure(app, "attendance_total"), figure(app, "participants_unique")) == ([5], [2])
    assert rows_of(app, "sessions") == 1


def test_a_program_of_an_attendance_sheet_waits_to_be_linked_to_its_partners() -> None:
    app = records("programs", only_attendance())
    assert "Waiting for their partners" in texts(app)
    (box,) = [box for box in app.multiselect if box.label == STORY]
    box.set_value(["Hope"])
    press(app, "Link these programs")
    links = data(app).tables["program_partners"].astype(str).to_dict("records")
    assert links == [{"program_id": "story hour", "partner": "Hope"}]
    assert list(data(app).tables["partners"]["name"]) == ["Hope"]
    assert STORY not in [box.label for box in app.multiselect]
    press(app, "Undo the last step")
    assert data(app).is_empty("partners")
    assert STORY in [box.label for box in app.multiselect]


def test_a_program_keeps_its_name_and_its_other_facts_when_one_is_changed() -> None:
    app = records("programs", only_attendance())
    options = control(app, "Which row").options
    place = next(option for option in options if STORY in option)
    control(app, "Which row").set_value(place).run()
    assert control(app, "Program").disabled
    choose(app, "People to be served", "120")
    press(app, "Change this row")
    programs = data(app).tables["programs"]
    assert dict(zip(programs["name"], programs["population"].fillna(0), strict=True)) == {
        STORY: 120,
        "Craft": 0,
    }


def test_one_wrong_cell_loses_nothing_of_what_was_typed() -> None:
    app = records("partners", only_attendance())
    wrong = {"name": "School", "network_size": "lots", "strengths": "teachers"}
    draft(app, "partners", {"name": "Hope"}, wrong)
    press(app, "Keep these rows")
    assert rows_of(app, "partners") == 1
    said = "Row 1. People it can reach: “lots”"
    assert said in texts(app).replace("\\", "")
    assert app.session_state["drafts"]["partners"]["rows"] == [wrong]
    app.run()
    app.switch_page("pages/methods.py").run()
    app.switch_page("pages/records.py").run()
    app.query_params["table"] = "Partners"
    assert app.session_state["drafts"]["partners"]["rows"] == [wrong]


def test_a_row_of_the_form_that_is_refused_stays_as_it_was_typed() -> None:
    app = records("sessions", only_attendance())
    fill(app, Program=STORY, Attendance="many")
    press(app, "Keep this row")
    said = [error.value.replace("\\", "") for error in app.error]
    assert any("Attendance" in sentence for sentence in said)
    assert any("Date: this must be filled" in sentence for sentence in said)
    assert control(app, "Attendance").value == "many"
    assert rows_of(app, "sessions") == 3


def test_the_first_row_typed_takes_the_place_of_the_sample_and_undo_gives_it_back() -> None:
    app = records("partners")
    assert "invented sample" in texts(app)
    draft(app, "partners", {"name": "Hope"})
    press(app, "Keep these rows")
    assert "invented sample" not in texts(app)
    assert list(app.dataframe[0].value["Partner"]) == ["Hope"]
    press(app, "Undo the last step")
    assert "invented sample" in texts(app)


def test_a_row_of_the_sample_can_be_looked_at_only() -> None:
    app = records("partners")
    assert len(app.dataframe[0].value) > 1
    assert "Which row" not in [box.label for box in app.selectbox]


def test_what_was_typed_is_there_in_a_new_window() -> None:
    app = records("sessions")
    draft(app, "sessions", {"program_id": STORY, "date": "2026-05-02", "attended": "9"})
    press(app, "Keep these rows")
    assert cards(open_page("attendance"))["Program attendance"] == "9"
