"""The records page: typed in every tab, a figure or a list moves; undone, it is as before; nothing typed is lost."""

from __future__ import annotations

import os
from datetime import date
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from libcollab_metrics.metrics import evaluate, judge_criteria
from libcollab_metrics.model import SCHEMA, Dataset, Edit, Setting, Workspace
from libcollab_metrics.store import Store, home
from pages.ui.record_fields import METRIC_NAMES
from tests.pages.test_pages import cards, only_attendance, open_page, press, texts
from tests.sheets import imported, xlsx

DAY = date(2026, 12, 31)
HOSTILE = "*bold* <b>Tom</b> [x](y) =1+1"


def records(table: str, workspace: Workspace | None = None) -> AppTest:
    """The records page with the tab of a table open."""
    return open_page("records", workspace, table=SCHEMA[table].label if table in SCHEMA else "Settings")


def control(app: AppTest, label: str) -> Any:
    """The one control of the form that bears this label, required or not."""
    kinds = ("text_input", "text_area", "date_input", "selectbox", "multiselect", "number_input")
    found = [part for kind in kinds for part in app.get(kind) if part.label in (label, f"{label} *")]
    assert len(found) == 1, (label, len(found))
    return found[0]


def choose(app: AppTest, label: str, value: Any) -> None:
    part = control(app, label)
    if isinstance(value, str) and part.type in ("selectbox", "multiselect") and value not in part.options:
        raise AssertionError((label, value, part.options))
    part.set_value(value)


def fill(app: AppTest, **fields: Any) -> None:
    for label, value in fields.items():
        choose(app, label.replace("_", " "), value)


def unescaped(app: AppTest) -> str:
    """Everything the page says, as it is read on the screen."""
    return texts(app).replace("\\", "")


def data(app: AppTest) -> Dataset:
    made: Dataset = app.session_state["workspace"].dataset()
    return made


def figure(app: AppTest, metric: str, **options: Any) -> list[float | None]:
    return [value.value for value in evaluate(data(app), metrics=[metric], as_of=DAY, **options).of(metric)]


def draft(app: AppTest, table: str, *rows: dict[str, str]) -> None:
    """Rows in the grid as if they had been typed: a test cannot type into its cells."""
    app.session_state["drafts"] = {table: {"rows": list(rows), "problems": {}, "round": 7}}
    app.run()


def rows_of(app: AppTest, table: str) -> int:
    return len(data(app).tables[table])


STORY = "Story hour"
#: One row for each tab, in the texts of the grid, and what moves.
TYPED: dict[str, tuple[dict[str, str], str, list[float | None], list[float | None]]] = {
    "sessions": ({"program_id": STORY, "date": "2026-05-02", "attended": "9"}, "attendance_total", [40], [49]),
    "programs": ({"name": STORY, "target_ideal": "80"}, "target_attainment", [None], [0.5]),
    "partners": ({"name": "Hope", "kind": "sponsor"}, "", [0], [1]),
    "ledger": ({"program_id": STORY, "from_party": "library", "to_party": "Shop", "kind": "cash", "value": "800",
                "status": "spent"}, "cost_cash", [None], [800]),
    "deliveries": ({"program_id": STORY, "lot": "A", "shipped": "30"}, "", [0], [1]),
    "outcomes": ({"program_id": STORY, "measure": "knowledge", "rating": "5"}, "outcome_agreement", [None], [1]),
    "perspectives": ({"partner_id": "Hope", "item": "The exchange between us is fair", "rating": "3"}, "", [0], [1]),
    "criteria": ({"program_id": STORY, "metric_id": "Program attendance", "low": "30"}, "criteria_met_rate", [None],
                 [1]),
    "notes": ({"program_id": STORY, "text": "Typhoon", "date": "2026-03-21"}, "", [0], [1]),
    "sites": ({"site": "San Isidro", "population": "310"}, "", [0], [1]),
}  # fmt: skip


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
    "sessions": ({"Program": STORY, "Date": date(2026, 5, 2), "Attendance": "about 9"}, "attendance_total", [40], [49]),
    "programs": ({"Program": "Chess", "Target": "80"}, "", [2], [3]),
    "partners": ({"Partner": "Hope", "People it can reach": "30"}, "", [0], [1]),
    "ledger": ({"Program": STORY, "From": "library", "Kind": "cash", "Value": "800", "Status": "spent"}, "cost_cash",
               [None], [800]),
    "deliveries": ({"Program": STORY, "Lot": "A", "Shipped": "30"}, "", [0], [1]),
    "outcomes": ({"Program": STORY, "Measure": "knowledge", "Rating": "5"}, "outcome_agreement", [None], [1]),
    "perspectives": ({"Partner": "Hope", "Item": "The exchange between us is fair", "Rating": "3"}, "", [0], [1]),
    "criteria": ({"Program": STORY, "Metric": "Program attendance", "At least": "30"}, "criteria_met_rate", [None],
                 [1]),
    "notes": ({"Program": STORY, "Note": "Typhoon"}, "", [0], [1]),
    "sites": ({"Site": "Main"}, "", [0], [1]),
}  # fmt: skip


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
    people = [["Date", "Activity", "Name", "Status"], ["2026-03-07", STORY, "Ana Cruz", "Present"],
              ["2026-03-07", STORY, "Ben Diaz", "Present"]]  # fmt: skip
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
    assert dict(zip(programs["name"], programs["population"].fillna(0), strict=True)) == {STORY: 120, "Craft": 0}


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


def test_a_setting_moves_its_figure_and_undo_brings_it_back() -> None:
    people = [["Date", "Activity", "Name", "Status"], ["2026-03-07", STORY, "Ana Cruz", "Present"]]
    app = records("", Workspace().append(imported(xlsx(People=people))))
    control(app, "People to be served").set_value(10.0)
    control(app, "Currency (three letters)").set_value("php")
    control(app, "Value of a volunteer's hour").set_value(75.0)
    press(app, "Keep these settings")
    made = data(app).settings
    assert (made.population, made.currency, dict(made.volunteer_rate)) == (10, "PHP", {"rate": 75})
    assert figure(app, "reach_rate") == [0.1]
    press(app, "Undo the last step")
    assert figure(app, "reach_rate") == [None]


def test_settings_sent_unchanged_are_no_step() -> None:
    app = records("", only_attendance().append(Setting({"population": 10})))
    press(app, "Keep these settings")
    assert "Nothing was changed" in texts(app)
    assert len(app.session_state["workspace"].steps) == 2


@pytest.mark.parametrize("threshold", [8, {"joy": 8}])
def test_a_threshold_of_another_scale_stays_while_other_settings_change(threshold: object) -> None:
    app = records("", only_attendance().append(Setting({"agreement_threshold": threshold})))
    control(app, "People to be served").set_value(10.0)
    press(app, "Keep these settings")
    assert (data(app).settings.population, data(app).settings.agreement_threshold) == (10, threshold)


def test_an_amount_in_another_currency_is_refused_with_the_sentence() -> None:
    app = records("ledger", only_attendance().append(Setting({"currency": "PHP"})))
    draft(app, "ledger", {"program_id": STORY, "value": "$5"})
    press(app, "Keep these rows")
    assert "is in USD, and everything here is counted in PHP" in texts(app)
    assert rows_of(app, "ledger") == 0


def test_how_a_percentage_was_read_is_said() -> None:
    app = records("criteria", only_attendance())
    draft(app, "criteria", {"program_id": STORY, "metric_id": "Recording coverage", "low": "60 %"})
    press(app, "Keep these rows")
    assert "At least read as 60 %" in texts(app)
    assert [verdict.verdict for verdict in judge_criteria(data(app), DAY)] == ["met"]
    assert list(app.dataframe[0].value["At least"]) == ["60 %"]


def test_a_note_may_be_shown_to_others_only_if_somebody_says_so() -> None:
    app = records("notes", only_attendance())
    fill(app, Program=STORY, Note="Typhoon")
    press(app, "Keep this row")
    assert data(app).tables["notes"]["may_leave"].isna().all()
    control(app, "Which row").set_value(control(app, "Which row").options[1]).run()
    choose(app, "May be shown to others", "yes")
    press(app, "Change this row")
    assert list(data(app).tables["notes"]["may_leave"]) == ["yes"]


def test_words_typed_are_shown_as_typed_and_never_as_markup() -> None:
    app = records("programs", only_attendance())
    draft(app, "programs", {"name": HOSTILE, "audience": HOSTILE})
    press(app, "Keep these rows")
    assert HOSTILE in list(app.dataframe[0].value["Audience"])
    label = next(box.label for box in app.multiselect if "bold" in box.label)
    assert "*bold*" not in label
    assert label.replace("\\", "") == HOSTILE


def test_a_grid_left_alone_keeps_nothing() -> None:
    app = records("criteria", only_attendance())
    press(app, "Keep these rows")
    assert "Nothing was typed" in texts(app)
    assert len(app.session_state["workspace"].steps) == 1


def test_the_history_says_what_was_typed_without_repeating_it() -> None:
    workspace = only_attendance().append(Edit("notes", ({"program_id": STORY, "text": "Tita Baby came"},)))
    said = texts(open_page("data", workspace))
    assert "Notes: typed 1 row" in said
    assert "Baby" not in said


def test_an_empty_page_leads_to_the_tab_where_its_rows_can_be_typed() -> None:
    app = open_page("cost", only_attendance())
    links = [link.proto for link in app.get("page_link") if link.proto.label == "Type it here"]
    assert len(links) == 1
    assert "table=Ledger" in str(links[0])


def test_a_refused_setting_says_what_is_allowed_and_the_earlier_message_is_gone() -> None:
    app = records("", only_attendance())
    control(app, "Library staff").set_value(2.0)
    press(app, "Keep these settings")
    assert "Settings kept: staff." in unescaped(app)
    label = "Completed means came to this share of the sessions (0.75 is three of four)"
    for number, said in ((75.0, "Write a number from 0 to 1"), (-1.0, "out of range")):
        control(app, label).set_value(number)
        press(app, "Keep these settings")
        assert said in unescaped(app)
        assert "Settings kept" not in texts(app)
    control(app, label).set_value(0.75)
    control(app, "Value of a volunteer's hour, at least").set_value(90.0)
    control(app, "Value of a volunteer's hour").set_value(75.0)
    press(app, "Keep these settings")
    assert "more than “rate”, 75" in texts(app)
    assert data(app).settings.completion_threshold is None
    assert len(app.session_state["workspace"].steps) == 2


def test_a_criterion_may_name_a_part_in_the_grid_and_in_the_form() -> None:
    app = records("criteria", only_attendance())
    draft(app, "criteria", {"program_id": STORY, "metric_id": "cost_per_attendance: full", "low": "5"})
    press(app, "Keep these rows")
    assert list(data(app).tables["criteria"]["metric_id"]) == ["cost_per_attendance: full"]
    assert list(app.dataframe[0].value["Metric"]) == ["Cost per attendance: full"]
    assert "At least read as 5" in texts(app)
    choose(app, "Program", STORY)
    choose(app, "Metric", METRIC_NAMES["Average gain"])
    fill(app, **{"Part, if the figure has parts": "reading score", "At least": "2"})
    press(app, "Keep this row")
    assert list(data(app).tables["criteria"]["metric_id"])[1] == "mean_gain: reading score"
    control(app, "Which row").set_value(control(app, "Which row").options[1]).run()
    assert control(app, "Part, if the figure has parts").value in ("full", "reading score")


def test_a_part_that_no_figure_has_is_told_after_keeping() -> None:
    app = records("criteria", only_attendance())
    draft(app, "criteria", {"program_id": STORY, "metric_id": "Program attendance: Main", "low": "5"})
    press(app, "Keep these rows")
    assert "has no parts" in texts(app)


def test_the_issues_that_kept_rows_raise_are_shown_once() -> None:
    app = records("deliveries", only_attendance())
    draft(app, "deliveries", {"program_id": "Story hours", "lot": "A", "shipped": "5", "received": "9"})
    press(app, "Keep these rows")
    said = unescaped(app)
    assert "A stage holds more books than the one before (Received)" in said
    assert 'Nobody described a program "Story hours". Did you mean "Story hour"?' in said
    draft(app, "deliveries", {"program_id": STORY, "lot": "B", "shipped": "5"})
    assert "A stage holds more" not in texts(app)
    press(app, "Keep these rows")
    assert "A stage holds more" not in texts(app)


def test_a_name_typed_again_stood_already_and_what_changed_is_said() -> None:
    app = records("partners", only_attendance())
    draft(app, "partners", {"name": "Hope", "kind": "sponsor", "network_size": "20"})
    press(app, "Keep these rows")
    assert "stood already" not in texts(app)
    draft(app, "partners", {"name": "HOPE", "network_size": "30"})
    press(app, "Keep these rows")
    assert "“HOPE” stood already; changed: People it can reach." in unescaped(app)
    assert rows_of(app, "partners") == 1


def test_notes_say_that_they_are_not_kept_and_offer_the_tick() -> None:
    app = records("notes")
    assert "Notes are kept only with the tick “Keep notes”" in texts(app)
    next(box for box in app.checkbox if box.label == "Keep notes").check().run()
    assert "Notes are kept only" not in texts(app)
    assert Store(home(os.environ)).load().keep_notes
