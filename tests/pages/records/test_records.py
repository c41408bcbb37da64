"""The records page: a row typed in any tab changes a figure or list, undo restores it, no input is lost."""

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

#: One row for each tab, in the texts of the grid, with the figure or list that it changes.
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


def current_values(app: AppTest, table: str, metric: str) -> list[float | None]:
    return figure(app, metric) if metric else [rows_of(app, table)]


@pytest.mark.parametrize("table", TYPED)
def test_grid_rows_change_their_figure_and_undo_restores_it(table: str) -> None:
    row, metric, before, after = TYPED[table]
    app = records(table, only_attendance())
    assert current_values(app, table, metric) == before
    draft(app, table, row)
    press(app, "Save rows")
    assert "1 row saved" in texts(app)
    assert current_values(app, table, metric) == after
    assert "typed" in set(app.dataframe[0].value["Source"])
    press(app, "Undo")
    assert current_values(app, table, metric) == before
    press(app, "Redo")
    assert current_values(app, table, metric) == after


#: The same through the form: the values to enter, by field label.
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
def test_form_row_changes_its_figure_and_undo_restores_it(table: str) -> None:
    fields, metric, before, after = FORMS[table]
    app = records(table, only_attendance())
    assert current_values(app, table, metric) == before
    for label, value in fields.items():
        control(app, label).set_value(value)
    press(app, "Save row")
    assert not app.error
    assert current_values(app, table, metric) == after
    press(app, "Undo")
    assert current_values(app, table, metric) == before


def test_missing_count_typed_for_a_session_changes_the_attendance() -> None:
    app = records("sessions", only_attendance())
    app.checkbox(key="only-missing").check().run()
    control(app, "Row").set_value(control(app, "Row").options[1]).run()
    choose(app, "Attendance", "17")
    press(app, "Save changes")
    assert figure(app, "attendance_total") == [57]
    issues = [issue for issue in data(app).issues if issue.code == "typed-over"]
    assert [(issue.sheet, issue.cell) for issue in issues] == [("Log", "D4")]
    press(app, "Undo")
    assert figure(app, "attendance_total") == [40]


def test_sheet_row_is_removed_and_restored() -> None:
    app = records("sessions", only_attendance())
    control(app, "Row").set_value(control(app, "Row").options[2]).run()
    press(app, "Delete row")
    assert figure(app, "attendance_total") == [18]
    assert rows_of(app, "sessions") == 2
    press(app, "Undo")
    assert figure(app, "attendance_total") == [40]


def test_session_known_only_from_a_list_gets_its_count() -> None:
    people = [
        ["Date", "Activity", "Name", "Status"],
        ["2026-03-07", STORY, "Ana Cruz", "Present"],
        ["2026-03-07", STORY, "Ben Diaz", "Present"],
    ]
    app = records("sessions", Workspace().append(imported(xlsx(People=people))))
    control(app, "Row").set_value(control(app, "Row").options[1]).run()
    assert control(app, "Date").disabled
    assert "Delete row" not in {button.label for button in app.button}
    choose(app, "Attendance", "5")
    press(app, "Save changes")
    assert (figure(app, "attendance_total"), figure(app, "participants_unique")) == ([5], [2])
    assert rows_of(app, "sessions") == 1


def test_program_of_an_attendance_sheet_waits_for_its_partners() -> None:
    app = records("programs", only_attendance())
    assert "Programs without a partner" in texts(app)
    (box,) = [box for box in app.multiselect if box.label == STORY]
    box.set_value(["Hope"])
    press(app, "Link programs")
    links = data(app).tables["program_partners"].astype(str).to_dict("records")
    assert links == [{"program_id": "story hour", "partner": "Hope"}]
    assert list(data(app).tables["partners"]["name"]) == ["Hope"]
    assert STORY not in [box.label for box in app.multiselect]
    press(app, "Undo")
    assert data(app).is_empty("partners")
    assert STORY in [box.label for box in app.multiselect]


def test_changing_one_fact_keeps_the_other_facts_of_a_program() -> None:
    app = records("programs", only_attendance())
    options = control(app, "Row").options
    option_of_program = next(option for option in options if STORY in option)
    control(app, "Row").set_value(option_of_program).run()
    assert control(app, "Program").disabled
    choose(app, "People to be served", "120")
    press(app, "Save changes")
    programs = data(app).tables["programs"]
    assert dict(zip(programs["name"], programs["population"].fillna(0), strict=True)) == {
        STORY: 120,
        "Craft": 0,
    }


def test_one_wrong_cell_loses_no_typed_row() -> None:
    app = records("partners", only_attendance())
    wrong = {"name": "School", "network_size": "lots", "strengths": "teachers"}
    draft(app, "partners", {"name": "Hope"}, wrong)
    press(app, "Save rows")
    assert rows_of(app, "partners") == 1
    message = "Row 1. People it can reach: “lots”"
    assert message in texts(app).replace("\\", "")
    assert app.session_state["drafts"]["partners"]["rows"] == [wrong]
    app.run()
    app.switch_page("pages/help.py").run()
    app.switch_page("pages/records.py").run()
    app.query_params["table"] = "Partners"
    assert app.session_state["drafts"]["partners"]["rows"] == [wrong]


def test_refused_form_row_stays_as_typed() -> None:
    app = records("sessions", only_attendance())
    fill(app, Program=STORY, Attendance="many")
    press(app, "Save row")
    messages = [error.value.replace("\\", "") for error in app.error]
    assert any("Attendance" in sentence for sentence in messages)
    assert any("Date: this must be filled" in sentence for sentence in messages)
    assert control(app, "Attendance").value == "many"
    assert rows_of(app, "sessions") == 3


def test_first_typed_row_replaces_the_sample_and_undo_restores_it() -> None:
    app = records("partners")
    assert "Sample data" in texts(app)
    draft(app, "partners", {"name": "Hope"})
    press(app, "Save rows")
    assert "Sample data" not in texts(app)
    assert list(app.dataframe[0].value["Partner"]) == ["Hope"]
    press(app, "Undo")
    assert "Sample data" in texts(app)


def test_sample_rows_are_read_only() -> None:
    app = records("partners")
    assert len(app.dataframe[0].value) > 1
    assert "Row" not in [box.label for box in app.selectbox]


def test_typed_rows_are_there_in_a_new_session() -> None:
    app = records("sessions")
    draft(app, "sessions", {"program_id": STORY, "date": "2026-05-02", "attended": "9"})
    press(app, "Save rows")
    assert cards(open_page("attendance"))["Visits"] == "9"


def test_link_to_missing_counts_opens_the_first_such_session() -> None:
    app = open_page("records", only_attendance(), **{"table": "Sessions", "only-missing": "true"})
    assert control(app, "Row").value == "1. 2026-04-11 · Craft · Main"
    assert control(app, "Attendance").value == ""
    choose(app, "Attendance", "9")
    press(app, "Save changes")
    assert data(app).tables["sessions"]["attended"].notna().all()
    assert control(app, "Row").value == "New row"


def test_link_to_type_sessions_opens_their_tab() -> None:
    links = {link.proto.label: link.proto.query_string for link in open_page("add").get("page_link")}
    assert links["Type sessions"] == "table=Sessions&only-missing=false"


def test_link_to_a_tab_opens_it_although_another_was_open() -> None:
    app = records("settings")
    app.query_params["table"] = "Partners"
    app.run()
    assert app.session_state["table"] == "Partners"
