"""The review screen: what was parsed, why rows are left out, questions, reused answers, and merged names."""

from __future__ import annotations

import html
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect
from streamlit.testing.v1 import AppTest

from libcollab_metrics.model import Answer, Edit, Merge, Workspace
from pages.ui.html_tables import render_sheet, render_table
from pages.ui.upload.questions import MAX_QUESTIONS_SHOWN
from tests.pages.test_journey import settled
from tests.pages.test_pages import add_file, open_page, press, texts, upload
from tests.support.browser.axe import own_violations
from tests.support.sheets import LOG, ROSTER, imported, read, sheet, xlsx

LIVE = '<img src=x onerror=alert(1)> "Ana" & <b>Ben</b>'
PEOPLE = [*ROSTER, [6, "Anna Reyes", "x", None, "x", 2], [7, "Ana Reyes", "x", None, "x", 2]]
TWO_SPELLINGS = [*LOG[:4], ["2026-03-28", "Storyhour", "Barangay hall", 9, None]]


def rosters(*tabs: str) -> bytes:
    """Rosters with the same people and marks, four weeks after each other."""
    later = [
        [cell + timedelta(weeks=4 * tab) if isinstance(cell, datetime) else cell for cell in ROSTER[0]]
        for tab in range(len(tabs))
    ]
    return xlsx(**{name: [days, *ROSTER[1:]] for name, days in zip(tabs, later, strict=True)})


def drawn(app: AppTest) -> str:
    """All content shown as an HTML table of the dashboard."""
    return "\n".join(element.proto.body for element in app.get("html"))


def boxes(app: AppTest, words: str) -> list[Any]:
    """The select boxes and switches whose question contains these words."""
    return [box for box in (*app.selectbox, *app.segmented_control) if words in label_of(box)]


def unanswered(app: AppTest, words: str) -> list[Any]:
    """Those of them without an answer."""
    return [box for box in boxes(app, words) if box.value in (None, "unknown")]


def label_of(widget: Any) -> str:
    """The label of a widget as displayed, without Markdown escapes."""
    return str(widget.label).replace("\\", "")


def buttons(app: AppTest, *words: str) -> list[Any]:
    """The buttons that begin with one of these words."""
    return [button for button in app.button if label_of(button).startswith(words)]


def answer_marks(app: AppTest) -> None:
    for box in boxes(app, "mean?"):
        box.set_value("absent" if "a blank mean" in label_of(box) else "present")
    app.run()
    assert not app.exception


def stored_answers(app: AppTest) -> list[Any]:
    return [
        operation.answers
        for operation in app.session_state["workspace"].operations
        if isinstance(operation, Answer)
    ]


def test_sheet_picture_gives_the_outcome_of_each_row_and_cell() -> None:
    shown = render_sheet(
        sheet(read(xlsx(Log=[[], [None, None, "San Isidro"], *([None, *row] for row in LOG)])))
    )
    assert '<th scope="col">B</th>' in shown
    assert '<th scope="row" class="lc-row-number">5</th><td class="lc-role">✓ used</td>' in shown
    assert '<td class="lc-role">total</td>' in shown
    assert 'aria-label="assumed">≈</span> about 20</td>' in shown
    assert shown.count('<th scope="row"') == 6


def test_no_markup_of_a_sheet_is_active_on_the_screen() -> None:
    rows = [
        [LIVE, None],
        ["Date", LIVE, "Title", "Attendance"],
        ["2026-03-07", LIVE, LIVE, 18],
        ["2026-03-08", LIVE, LIVE, "N/A"],
    ]
    app = upload(open_page("add"), f"{LIVE}.xlsx", xlsx(**{LIVE.replace("/", "")[:30]: rows}))
    assert not app.exception
    for shown in (drawn(app), render_table(LIVE, [LIVE, LIVE], [(LIVE, LIVE)])):
        assert html.escape(LIVE) in shown
        assert "<img" not in shown
        assert "<b>" not in shown


def test_rows_left_out_are_listed_with_their_reasons() -> None:
    app = upload(open_page("add"), "March.xlsx", xlsx(Log=LOG))
    assert "3 of 4 rows used. Not used: a total of other rows (row 5)" in texts(app).replace("\\", "")


def test_unused_columns_of_a_sheet_are_listed_on_one_line() -> None:
    rows = [
        ["Date", "Title", "Attendance", "Colour", "Smell"],
        ["2026-03-07", "Story hour", 18, "red", "sweet"],
    ]
    shown = drawn(upload(open_page("add"), "March.xlsx", xlsx(Log=rows)))
    assert shown.count(">A column was not used</th>") + shown.count(">A column was not used</td>") == 1
    assert ">Colour; Smell</td>" in shown


def test_headings_and_roster_days_are_listed_in_words() -> None:
    app = upload(open_page("add"), "March.xlsx", xlsx(Roster=ROSTER))
    shown = drawn(app)
    assert "Participants: Name</td>" in shown
    assert "C–E: 2026-03-07 … 2026-03-21 (3)" in shown
    assert "participation." not in shown


def test_same_question_of_two_sheets_is_asked_once() -> None:
    app = upload(open_page("add"), "March.xlsx", rosters("March", "April"))
    assert len(boxes(app, "What does")) == 2
    assert "(March, April)" in label_of(boxes(app, "What does “x” mean")[0])
    answer_marks(app)
    assert unanswered(app, "What does") == []
    add_file(app)
    assert set(app.session_state["workspace"].dataset().tables["participation"]["status"]) == {
        "present",
        "absent",
    }


def test_two_tables_of_one_sheet_are_named_by_their_cells() -> None:
    rows = [
        ["Date", "Title", "Attendance", None, "Date", "Activity", "Name"],
        ["2026-03-07", "Story hour", "about 18", None, "2026-03-08", "Craft", "Learner 01"],
    ]
    app = upload(open_page("add"), "March.xlsx", xlsx(Log=rows))
    (choice,) = [box for box in app.segmented_control if box.label == "Sheet"]
    assert [option.replace("\\", "") for option in choice.options] == [
        "Log · table at A1",
        "Log · table at E1",
    ]
    assert "Learner 01" not in drawn(app)
    choice.set_value(1).run()
    assert "Learner 01" in drawn(app)


def test_each_sheet_can_be_answered_separately() -> None:
    app = upload(open_page("add"), "March.xlsx", rosters("March", "April"))
    app.toggle[0].set_value(True).run()
    assert len(boxes(app, "What does")) == 4
    for box in boxes(app, "mean?"):
        box.set_value(
            "absent" if ("a blank mean" in label_of(box)) == ("(March)" in label_of(box)) else "present"
        )
    app.run()
    add_file(app)
    people = app.session_state["workspace"].dataset().tables["participation"]
    present_by_sheet = people[people["status"] == "present"].groupby("sheet", observed=True).size().to_dict()
    assert present_by_sheet == {"March": 11, "April": 4}


def test_skipped_question_keeps_the_default_and_its_issue() -> None:
    app = upload(open_page("add"), "March.xlsx", xlsx(Roster=ROSTER))
    add_file(app)
    workspace = app.session_state["workspace"]
    assert "mark-unconfirmed" in {issue.code for issue in workspace.dataset().issues}
    assert stored_answers(app) == []


def test_reused_answers_are_shown_and_can_be_forgotten() -> None:
    app = upload(open_page("add"), "March.xlsx", xlsx(Roster=ROSTER))
    answer_marks(app)
    add_file(app)
    april = [ROSTER[0], *ROSTER[2:]]
    app = upload(app, "April.xlsx", xlsx(Roster=april))
    (taken,) = [info.value for info in app.info if "from last time" in info.value]
    assert "came" in taken
    assert boxes(app, "What does") == []
    press(app, "Ask me again")
    assert len(unanswered(app, "What does")) == 2
    assert not [info for info in app.info if "last time" in info.value]
    app = upload(app, "May.xlsx", xlsx(Roster=[*april, [9, "Learner 09", "x"]]))
    assert not [info for info in app.info if "last time" in info.value]


def test_given_answers_are_shown_and_can_be_taken_back() -> None:
    app = upload(open_page("add"), "March.xlsx", xlsx(Roster=ROSTER))
    answer_marks(app)
    assert '"x": "present"' in app.code[0].value
    boxes(app, "Withdraw")[0].set_value("The mark “x”: came")
    press(app, "Withdraw and ask me again")
    assert [label_of(box) for box in unanswered(app, "What does")] == [
        "“x” appears 11 times. What does “x” mean? (Roster)"
    ]
    press(app, "Withdraw and ask me again")
    assert len(unanswered(app, "What does")) == 2


def test_similar_names_become_one_person_and_are_not_stored() -> None:
    app = upload(open_page("add"), "March.xlsx", xlsx(Roster=PEOPLE))
    answer_marks(app)
    box = boxes(app, "one person?")[0]
    assert "Anna Reyes" in label_of(box)
    assert "row 8" in label_of(box)
    assert box.value is None
    box.set_value("no").run()
    assert "Reyes" not in app.code[0].value
    boxes(app, "one person?")[0].set_value("yes").run()
    assert not app.exception
    assert "Reyes" not in app.code[0].value
    add_file(app)
    workspace = app.session_state["workspace"]
    assert workspace.dataset().tables["participation"]["person_key"].nunique() == 6
    assert all("same_person" not in answers for answers in stored_answers(app))
    assert "Reyes" not in repr(workspace.operations)
    assert "Reyes" not in texts(app) + drawn(app)


def test_similar_spelling_is_asked_about_and_remembered() -> None:
    app = upload(open_page("add"), "March.xlsx", xlsx(Log=TWO_SPELLINGS))
    box = boxes(app, "the same program")[0]
    assert label_of(box) == "Is “Storyhour” the same program as “Story hour”? 1 row and 3 rows."
    assert box.value == "no"
    box.set_value("yes").run()
    assert not app.exception
    add_file(app)
    assert list(app.session_state["workspace"].dataset().tables["programs"]["name"]) == ["Story hour"]
    assert stored_answers(app) == [{"spelling": {"Storyhour": "Story hour"}}]


def test_names_that_differ_in_dots_are_the_same_until_changed() -> None:
    """“Brgy. Hall” and “Brgy hall”: the same site is chosen; “two sites” stays after other answers."""
    rows = [[*row[:2], "Brgy hall", *row[3:]] for row in LOG[1:4]]
    log = [LOG[0], *rows, ["2026-03-28", "Story hour", "Brgy. Hall", 9, None]]
    app = upload(open_page("add"), "March.xlsx", xlsx(Log=log, Roster=ROSTER))
    (box,) = boxes(app, "the same site")
    assert box.value == "yes"
    box.set_value("no").run()
    answer_marks(app)
    assert boxes(app, "the same site")[0].value == "no"
    boxes(app, "the same site")[0].set_value("yes").run()
    add_file(app)
    assert set(app.session_state["workspace"].dataset().tables["sessions"]["site"].dropna()) == {"Brgy hall"}


def test_chosen_answer_is_an_assumption_until_confirmed() -> None:
    rows = [["Date", "Title", "Attendance"], ["3/7/2026", "Story hour", 18], ["3/8/2026", "Story hour", 9]]
    app = upload(open_page("add"), "March.xlsx", xlsx(Log=rows))
    (box,) = boxes(app, "the day or the month")
    assert box.value == "month-first"
    press(app, "Confirm these answers")
    assert boxes(app, "the day or the month")[0].value == "month-first"
    assert not buttons(app, "Confirm these answers")
    add_file(app)
    codes = {issue.code for issue in app.session_state["workspace"].dataset().issues}
    assert "date-order-assumed" not in codes


def test_collapsed_questions_are_not_confirmed() -> None:
    """Two marks on each of five sheets: eight questions are visible, and only those are confirmed."""
    sheets = ("March", "April", "May", "June", "July")
    app = upload(open_page("add"), "rosters.xlsx", rosters(*sheets))
    app.toggle[0].set_value(True).run()
    assert len(boxes(app, "What does")) == 2 * len(sheets)
    press(app, "Confirm these answers")
    (review,) = app.session_state["reviews"].values()
    confirmed = [mark for own in review["answers"]["sheets"].values() for mark in own.get("marks", ())]
    assert len(confirmed) == MAX_QUESTIONS_SHOWN


def test_new_spelling_is_compared_with_names_in_use() -> None:
    app = open_page("add", Workspace().append(imported(xlsx(Log=LOG))))
    app = upload(app, "April.xlsx", xlsx(Log=[LOG[0], ["2026-04-04", "Storyhour", "Barangay hall", 9, None]]))
    assert boxes(app, "the same program as “Story hour”? 1 row and 3 rows.")


def programs(app: AppTest) -> list[str]:
    return sorted(app.session_state["workspace"].dataset().tables["programs"]["name"])


def test_names_in_use_are_merged_and_restored() -> None:
    app = open_page("quality", Workspace().append(imported(xlsx(Log=TWO_SPELLINGS))))
    press(app, "Merge as “Story hour”")
    assert programs(app) == ["Story hour"]
    assert "“Storyhour” is merged into “Story hour”." in texts(app)
    press(app, "Restore “Storyhour”")
    assert programs(app) == ["Story hour", "Storyhour"]
    assert buttons(app, "Merge as ") == []
    press(app, "Undo")
    assert programs(app) == ["Story hour"]


def test_separate_names_are_not_proposed_again() -> None:
    app = open_page("quality", Workspace().append(imported(xlsx(Log=TWO_SPELLINGS))))
    press(app, "Keep separate")
    assert programs(app) == ["Story hour", "Storyhour"]
    assert buttons(app, "Merge as ", "Keep separate") == []


def test_any_name_can_be_merged_into_another() -> None:
    rows = [*LOG[:4], ["2026-03-28", "Craft", "Covered court", 9, None]]
    app = open_page("quality", Workspace().append(imported(xlsx(Log=rows))))
    app.selectbox(key="join-kind").set_value("Site").run()
    app.selectbox(key="join-old-Site").set_value("Barangay hall").run()
    app.selectbox(key="join-new-Site").set_value("Covered court").run()
    press(app, "Replace in every row")
    assert app.session_state["workspace"].operations[-1] == Merge(
        "sessions.site", "Barangay hall", "Covered court"
    )
    assert set(app.session_state["workspace"].dataset().tables["sessions"]["site"]) == {"Covered court"}


def test_sample_offers_no_name_corrections() -> None:
    assert "Rename or merge a name" not in [box.label for box in open_page("quality").expander]


def test_heading_mapped_by_hand_is_parsed_again() -> None:
    rows = [["Date", "Title", "Inside"], ["2026-03-07", "Story hour", 18]]
    app = upload(open_page("add"), "odd.xlsx", xlsx(Log=rows))
    boxes(app, "What is one row")[0].set_value("session").run()
    app.toggle(key=next(t.key for t in app.toggle if t.label == "Change what columns mean")).set_value(
        True
    ).run()
    boxes(app, "C: Inside")[0].set_value("sessions.attended")
    press(app, "Apply changes")
    assert "Sessions: Attendance" in drawn(app)
    add_file(app)
    assert list(app.session_state["workspace"].dataset().tables["sessions"]["attended"]) == [18]


@pytest.fixture
def narrow(page: Page, app_url: str, tmp_path: Path) -> Page:
    """The review screen of a roster on a phone."""
    path = tmp_path / "March.xlsx"
    path.write_bytes(xlsx(Roster=PEOPLE, Log=LOG))
    page.set_viewport_size({"width": 360, "height": 2400})
    page.goto(f"{app_url}/add")
    settled(page)
    page.get_by_test_id("stFileUploader").locator("input[type=file]").first.set_input_files(path)
    expect(page.get_by_text("Check how we read").first).to_be_visible()
    expect(page.get_by_role("region", name="Roster – your sheet")).to_be_visible()
    settled(page)
    return page


@pytest.mark.browser
def test_phone_scrolls_the_sheet_in_its_box_and_passes_axe(narrow: Page) -> None:
    box = narrow.get_by_role("region", name="Roster – your sheet")
    assert box.evaluate("box => box.scrollWidth > box.clientWidth")
    assert narrow.get_by_test_id("stMain").evaluate("page => page.scrollWidth <= page.clientWidth")
    box.focus()
    assert box.evaluate("box => document.activeElement === box")
    assert own_violations(narrow) == []


def test_duplicate_sessions_in_two_files_are_asked_about() -> None:
    again = imported(xlsx(Again=LOG[:3]), "b.xlsx")
    app = open_page("quality", Workspace().append(imported(xlsx(Log=LOG))).append(again))
    assert "in another sheet or file as well. Are they the same?" in texts(app)
    press(app, "Yes, count them once")
    assert app.session_state["workspace"].operations[-1].answers == {"duplicates": "drop"}
    assert not buttons(app, "Yes, count them once")
    press(app, "Undo")
    assert buttons(app, "Yes, count them once")


def test_program_of_an_added_sheet_can_be_changed() -> None:
    """A log without titles: its 22 visits count for no program, then for the one that is chosen."""
    log = [["Date", "Attendance"], ["2026-03-07", 10], ["2026-03-14", 12]]
    workspace = Workspace().append(imported(xlsx(Log=log)), Edit("programs", ({"name": "Story hour"},)))
    app = open_page("add", workspace)
    (box,) = boxes(app, "sheet “Log”")
    assert box.value is None
    box.set_value("Story hour")
    press(app, "Save programs")
    (after,) = boxes(app, "sheet “Log”")
    assert after.value == "Story hour"


@pytest.mark.browser
def test_day_of_a_list_is_typed_and_checked(page: Page, app_url: str, tmp_path: Path) -> None:
    path = tmp_path / "people.xlsx"
    path.write_bytes(xlsx(List=[["Nombre", "Colonia"], ["Ana Ruiz", "Centro"], ["Eva Gil", "Sur"]]))
    page.set_viewport_size({"width": 1280, "height": 1600})
    page.goto(f"{app_url}/add")
    settled(page)
    page.get_by_test_id("stFileUploader").locator("input[type=file]").first.set_input_files(path)
    expect(page.get_by_text("people.xlsx").first).to_be_visible()
    settled(page)
    if (chooser := page.get_by_label("File to check")).count():  # files of earlier visits
        chooser.first.click()
        page.get_by_role("option", name="people.xlsx").click()
        settled(page)
    page.get_by_label("What is one row of this sheet?").first.click()
    page.get_by_role("option", name="A person at a session").click()
    settled(page)
    day = page.get_by_label("Did these people come on one day?").first
    for typed in ("last week", "2026-03-07"):
        day.fill(typed)
        day.press("Enter")
        settled(page)
        expect(page.get_by_text("That is not a day.")).to_have_count(1 if typed == "last week" else 0)
    expect(page.get_by_text("Attendance list, March 2026").first).to_be_visible()
