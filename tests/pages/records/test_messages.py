"""What the records page says of rows typed into it: how they were read, what they raise, and what is not
kept."""

from __future__ import annotations

import os

from libcollab_metrics.metrics import judge_criteria
from libcollab_metrics.model import Edit, Setting
from libcollab_metrics.store import Store, workspace_home
from pages.ui.records.fields import METRIC_NAMES
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
    assert Store(workspace_home(os.environ)).load().keep_notes
