"""What the records page says about typed rows: how they were parsed, their issues, and what is not stored."""

from __future__ import annotations

import os

from libcollab_metrics.metrics import judge_criteria
from libcollab_metrics.model import SCHEMA, Edit, Setting
from libcollab_metrics.store import Store, workspace_home
from pages.ui.records.fields import option_label
from tests.pages.test_pages import only_attendance, open_page, press, texts
from tests.support.browser.records_page import (
    DAY,
    STORY,
    choose,
    control,
    data,
    draft,
    fill,
    records,
    rows_of,
    unescaped,
)

HOSTILE = "*bold* <b>Tom</b> [x](y) =1+1"


def test_amount_in_another_currency_is_refused() -> None:
    app = records("ledger", only_attendance().append(Setting({"currency": "PHP"})))
    draft(app, "ledger", {"program_id": STORY, "value": "$5"})
    press(app, "Save rows")
    assert "is in $, and everything here is counted in PHP" in unescaped(app)
    assert rows_of(app, "ledger") == 0


def test_parsed_percentage_is_shown() -> None:
    app = records("criteria", only_attendance())
    draft(app, "criteria", {"program_id": STORY, "metric_id": "Recording coverage", "low": "60 %"})
    press(app, "Save rows")
    assert "At least read as 60%" in texts(app)
    assert [verdict.verdict for verdict in judge_criteria(data(app), DAY)] == ["met"]
    assert list(app.dataframe[0].value["At least"]) == ["60%"]


def test_note_may_be_released_only_after_a_yes() -> None:
    app = records("notes", only_attendance())
    fill(app, Program=STORY, Note="Typhoon")
    press(app, "Save row")
    assert data(app).tables["notes"]["may_leave"].isna().all()
    control(app, "Row").set_value(control(app, "Row").options[1]).run()
    choose(app, "May be shown to others", "yes")
    press(app, "Save changes")
    assert list(data(app).tables["notes"]["may_leave"]) == ["yes"]


def test_typed_text_is_shown_as_typed_and_never_as_markup() -> None:
    app = records("programs", only_attendance())
    draft(app, "programs", {"name": HOSTILE, "audience": HOSTILE})
    press(app, "Save rows")
    assert HOSTILE in list(app.dataframe[0].value["Audience"])
    label = next(box.label for box in app.multiselect if "bold" in box.label)
    assert "*bold*" not in label
    assert label.replace("\\", "") == HOSTILE


def test_unchanged_grid_stores_nothing() -> None:
    app = records("criteria", only_attendance())
    press(app, "Save rows")
    assert "Nothing was typed" in texts(app)
    assert len(app.session_state["workspace"].steps) == 1


def test_history_lists_typed_rows_without_repeating_them() -> None:
    workspace = only_attendance().append(Edit("notes", ({"program_id": STORY, "text": "Tita Baby came"},)))
    page_text = texts(open_page("add", workspace))
    assert "Notes: typed 1 row" in page_text
    assert "Baby" not in page_text


def test_empty_page_links_to_the_tab_for_its_rows() -> None:
    app = open_page("costs", only_attendance())
    links = [link.proto for link in app.get("page_link") if link.proto.label == "Type it"]
    assert len(links) == 1
    assert "table=Ledger" in str(links[0])


def test_criterion_may_name_a_part_in_grid_and_form() -> None:
    app = records("criteria", only_attendance())
    draft(app, "criteria", {"program_id": STORY, "metric_id": "cost_per_attendance: full", "low": "5"})
    press(app, "Save rows")
    assert list(data(app).tables["criteria"]["metric_id"]) == ["cost_per_attendance: full"]
    assert list(app.dataframe[0].value["Metric"]) == ["Cost per attendance: full"]
    assert "At least read as 5" in texts(app)
    choose(app, "Program", STORY)
    choose(app, "Metric", option_label(SCHEMA["criteria"].field("metric_id"), "Average gain"))
    fill(app, **{"Part, if the figure has parts": "reading score", "At least": "2"})
    press(app, "Save row")
    assert list(data(app).tables["criteria"]["metric_id"])[1] == "mean_gain: reading score"
    control(app, "Row").set_value(control(app, "Row").options[1]).run()
    assert control(app, "Part, if the figure has parts").value in ("full", "reading score")


def test_unknown_part_of_a_criterion_is_reported_after_storing() -> None:
    app = records("criteria", only_attendance())
    draft(app, "criteria", {"program_id": STORY, "metric_id": "Program attendance: Main", "low": "5"})
    press(app, "Save rows")
    assert "has no parts" in texts(app)


def test_issues_of_stored_rows_are_shown_once() -> None:
    app = records("deliveries", only_attendance())
    draft(app, "deliveries", {"program_id": "Story hours", "lot": "A", "shipped": "5", "received": "9"})
    press(app, "Save rows")
    page_text = unescaped(app)
    assert "More books at this stage than the one before (Received)" in page_text
    assert 'No one described a program "Story hours". Did you mean "Story hour"?' in page_text
    draft(app, "deliveries", {"program_id": STORY, "lot": "B", "shipped": "5"})
    assert "A stage holds more" not in texts(app)
    press(app, "Save rows")
    assert "A stage holds more" not in texts(app)


def test_duplicate_name_is_reported_with_what_changed() -> None:
    app = records("partners", only_attendance())
    draft(app, "partners", {"name": "Hope", "kind": "sponsor", "network_size": "20"})
    press(app, "Save rows")
    assert "stood already" not in texts(app)
    draft(app, "partners", {"name": "HOPE", "network_size": "30"})
    press(app, "Save rows")
    assert "“HOPE” existed already; changed: People it can reach." in unescaped(app)
    assert rows_of(app, "partners") == 1


def test_notes_tab_warns_that_notes_are_not_stored() -> None:
    app = records("notes")
    assert "Notes are saved only with “Save notes” ticked" in texts(app)
    next(box for box in app.checkbox if box.label == "Save notes").check().run()
    assert "Notes are kept only" not in texts(app)
    assert Store(workspace_home(os.environ)).load().keep_notes
