"""The review screen: what was read and why not more, every question once, what is taken from last time, and
joins."""

from __future__ import annotations

import html
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect
from streamlit.testing.v1 import AppTest

from libcollab_metrics.model import Answer, Merge, Workspace
from pages.ui.html_tables import render_sheet, render_table
from tests.pages.test_journey import settled
from tests.pages.test_pages import open_page, press, texts, upload
from tests.support.sheets import LOG, ROSTER, imported, read, sheet, xlsx

LIVE = '<img src=x onerror=alert(1)> "Ana" & <b>Ben</b>'
PEOPLE = [*ROSTER, [6, "Anna Reyes", "x", None, "x", 2], [7, "Ana Reyes", "x", None, "x", 2]]
TWO_SPELLINGS = [*LOG[:4], ["2026-03-28", "Storyhour", "Barangay hall", 9, None]]


def drawn(app: AppTest) -> str:
    """Everything shown as a table of our own."""
    return "\n".join(element.proto.body for element in app.get("html"))


def boxes(app: AppTest, words: str) -> list[Any]:
    """The choices whose question holds these words."""
    return [box for box in app.selectbox if words in said(box)]


def said(widget: Any) -> str:
    """What a widget's label says once its Markdown is drawn."""
    return str(widget.label).replace("\\", "")


def buttons(app: AppTest, *words: str) -> list[Any]:
    """The buttons that begin with one of these words."""
    return [button for button in app.button if said(button).startswith(words)]


def answer_marks(app: AppTest) -> None:
    for box in boxes(app, "mean?"):
        box.set_value("absent" if "a blank mean" in said(box) else "present")
    press(app, "Read it again with these answers")


def kept_answers(app: AppTest) -> list[Any]:
    return [one.answers for one in app.session_state["workspace"].operations if isinstance(one, Answer)]


def test_the_picture_says_what_became_of_each_row_and_cell_in_words() -> None:
    shown = render_sheet(
        sheet(read(xlsx(Log=[[], [None, None, "San Isidro"], *([None, *row] for row in LOG)])))
    )
    assert '<th scope="col">B</th>' in shown
    assert '<th scope="row" class="lc-row">5</th><td>used</td>' in shown
    assert "<td>total, compared only</td>" in shown
    assert 'aria-label="assumed">≈</span>about 20</td>' in shown
    assert shown.count('<th scope="row"') == 6


def test_no_markup_in_a_sheet_is_alive_on_the_screen() -> None:
    rows = [
        [LIVE, None],
        ["Date", LIVE, "Title", "Attendance"],
        ["2026-03-07", LIVE, LIVE, 18],
        ["2026-03-08", LIVE, LIVE, "N/A"],
    ]
    app = upload(open_page("data"), f"{LIVE}.xlsx", xlsx(**{LIVE.replace("/", "")[:30]: rows}))
    assert not app.exception
    for shown in (drawn(app), render_table(LIVE, [LIVE], [(LIVE, LIVE)])):
        assert html.escape(LIVE) in shown
        assert "<img" not in shown
        assert "<b>" not in shown


def test_rows_not_used_are_told_with_their_reasons_and_rows() -> None:
    app = upload(open_page("data"), "March.xlsx", xlsx(Log=LOG))
    assert "**3 of 4 rows used**" in texts(app)
    assert "Not used: a total of other rows (row 5)" in texts(app)


def test_headings_are_told_in_words_and_the_days_of_a_roster_on_one_line() -> None:
    app = upload(open_page("data"), "March.xlsx", xlsx(Roster=ROSTER))
    shown = drawn(app)
    assert "Participants: Name</td>" in shown
    assert "C–E: 2026-03-07 … 2026-03-21 (3)" in shown
    assert "participation." not in shown


def test_the_same_question_of_two_sheets_is_asked_once_and_answered_for_both() -> None:
    app = upload(open_page("data"), "March.xlsx", xlsx(March=ROSTER, April=ROSTER))
    assert len(boxes(app, "What does")) == 2
    assert "(March, April)" in said(boxes(app, "What does x mean")[0])
    answer_marks(app)
    assert boxes(app, "What does") == []
    press(app, "Use these sheets")
    assert set(app.session_state["workspace"].dataset().tables["participation"]["status"]) == {
        "present",
        "absent",
    }


def test_two_tables_of_one_sheet_are_told_apart_by_where_they_begin() -> None:
    rows = [
        ["Date", "Title", "Attendance", None, "Date", "Activity", "Name"],
        ["2026-03-07", "Story hour", "about 18", None, "2026-03-08", "Craft", "Learner 01"],
    ]
    app = upload(open_page("data"), "March.xlsx", xlsx(Log=rows))
    choice = boxes(app, "Sheet shown below")[0]
    assert [option.replace("\\", "") for option in choice.options] == [
        "Log · table at A1",
        "Log · table at E1",
    ]
    assert "Learner 01" not in drawn(app)
    choice.set_value(1).run()
    assert "Learner 01" in drawn(app)


def test_each_sheet_can_be_answered_apart() -> None:
    app = upload(open_page("data"), "March.xlsx", xlsx(March=ROSTER, April=ROSTER))
    app.toggle[0].set_value(True).run()
    assert len(boxes(app, "What does")) == 4
    for box in boxes(app, "mean?"):
        box.set_value("absent" if ("a blank" in said(box)) == ("(March)" in said(box)) else "present")
    press(app, "Read it again with these answers")
    press(app, "Use these sheets")
    people = app.session_state["workspace"].dataset().tables["participation"]
    came = people[people["status"] == "present"].groupby("sheet", observed=True).size().to_dict()
    assert came == {"March": 11, "April": 4}


def test_a_question_skipped_keeps_what_is_assumed_and_its_issue() -> None:
    app = upload(open_page("data"), "March.xlsx", xlsx(Roster=ROSTER))
    press(app, "Use these sheets")
    workspace = app.session_state["workspace"]
    assert "mark-unconfirmed" in {issue.code for issue in workspace.dataset().issues}
    assert kept_answers(app) == []


def test_answers_from_last_time_are_said_and_can_be_forgotten() -> None:
    app = upload(open_page("data"), "March.xlsx", xlsx(Roster=ROSTER))
    answer_marks(app)
    press(app, "Use these sheets")
    april = [ROSTER[0], *ROSTER[2:]]
    app = upload(app, "April.xlsx", xlsx(Roster=april))
    assert "Taken from last time" in app.info[0].value
    assert "came" in app.info[0].value
    assert boxes(app, "What does") == []
    press(app, "Forget these answers and ask me again")
    assert len(boxes(app, "What does")) == 2
    assert not [info for info in app.info if "last time" in info.value]
    app = upload(app, "May.xlsx", xlsx(Roster=[*april, [9, "Learner 09", "x"]]))
    assert not [info for info in app.info if "last time" in info.value]


def test_answers_given_are_shown_for_the_command_line_and_each_can_be_taken_back() -> None:
    app = upload(open_page("data"), "March.xlsx", xlsx(Roster=ROSTER))
    answer_marks(app)
    assert '"x": "present"' in app.code[0].value
    boxes(app, "Take back")[0].set_value("The mark “x”: came")
    press(app, "Take it back and ask me again")
    assert [said(box).endswith("What does x mean? (Roster)") for box in boxes(app, "What does")] == [True]
    press(app, "Take it back and ask me again")
    assert len(boxes(app, "What does")) == 2


def test_two_near_names_become_one_person_and_the_names_are_not_kept() -> None:
    app = upload(open_page("data"), "March.xlsx", xlsx(Roster=PEOPLE))
    answer_marks(app)
    box = boxes(app, "one person?")[0]
    assert "Anna Reyes" in said(box)
    assert "row 8" in said(box)
    box.set_value("yes")
    press(app, "Read it again with these answers")
    assert boxes(app, "one person?") == []
    assert "Reyes" not in app.code[0].value
    press(app, "Use these sheets")
    workspace = app.session_state["workspace"]
    assert workspace.dataset().tables["participation"]["person_key"].nunique() == 6
    assert all("same_person" not in answers for answers in kept_answers(app))
    assert "Reyes" not in repr(workspace.operations)
    assert "Reyes" not in texts(app) + drawn(app)


def test_a_near_spelling_is_asked_about_and_remembered_for_the_next_sheet() -> None:
    app = upload(open_page("data"), "March.xlsx", xlsx(Log=TWO_SPELLINGS))
    box = boxes(app, "the same program")[0]
    assert "“Storyhour” (1 row)" in said(box)
    box.set_value("yes")
    press(app, "Read it again with these answers")
    assert boxes(app, "the same program") == []
    press(app, "Use these sheets")
    assert list(app.session_state["workspace"].dataset().tables["programs"]["name"]) == ["Story hour"]
    assert kept_answers(app) == [{"spelling": {"Storyhour": "Story hour"}}]


def test_a_new_spelling_is_compared_with_the_names_already_in_use() -> None:
    app = open_page("data", Workspace().append(imported(xlsx(Log=LOG))))
    app = upload(app, "April.xlsx", xlsx(Log=[LOG[0], ["2026-04-04", "Storyhour", "Barangay hall", 9, None]]))
    assert "“Story hour” (3 rows)" in said(boxes(app, "the same program")[0])


def programs(app: AppTest) -> list[str]:
    return sorted(app.session_state["workspace"].dataset().tables["programs"]["name"])


def test_names_in_use_are_joined_in_place_taken_back_and_undone() -> None:
    app = open_page("data", Workspace().append(imported(xlsx(Log=TWO_SPELLINGS))))
    press(app, buttons(app, "Join: all are “Story hour”")[0].label)
    assert programs(app) == ["Story hour"]
    assert "“Storyhour” is read as “Story hour” in every row." in texts(app)
    press(app, buttons(app, "Take “Storyhour” back")[0].label)
    assert programs(app) == ["Story hour", "Storyhour"]
    assert buttons(app, "Join: ") == []
    press(app, "Undo the last step")
    assert programs(app) == ["Story hour"]


def test_names_kept_apart_are_not_proposed_again() -> None:
    app = open_page("data", Workspace().append(imported(xlsx(Log=TWO_SPELLINGS))))
    press(app, buttons(app, "Keep “Storyhour” apart")[0].label)
    assert programs(app) == ["Story hour", "Storyhour"]
    assert buttons(app, "Join: ", "Keep “") == []


def test_any_name_can_be_read_as_another_in_every_row() -> None:
    rows = [*LOG[:4], ["2026-03-28", "Craft", "Covered court", 9, None]]
    app = open_page("data", Workspace().append(imported(xlsx(Log=rows))))
    app.selectbox(key="join-kind").set_value("Site").run()
    app.selectbox(key="join-old-Site").set_value("Barangay hall").run()
    app.selectbox(key="join-new-Site").set_value("Covered court").run()
    press(app, "Read it so in every row")
    assert app.session_state["workspace"].operations[-1] == Merge(
        "sessions.site", "Barangay hall", "Covered court"
    )
    assert set(app.session_state["workspace"].dataset().tables["sessions"]["site"]) == {"Covered court"}


def test_the_sample_offers_nothing_to_mend() -> None:
    assert "Names in use" not in texts(open_page("data"))


def test_a_heading_matched_by_hand_is_read_again() -> None:
    rows = [["Date", "Title", "Kids in"], ["2026-03-07", "Story hour", 18]]
    app = upload(open_page("data"), "odd.xlsx", xlsx(Log=rows))
    boxes(app, "What is this sheet")[0].set_value("session_log")
    press(app, "Read it again with these answers")
    boxes(app, "Kids in")[0].set_value("sessions.attended")
    press(app, "Read it again with these headings")
    assert "Sessions: Attendance" in drawn(app)
    press(app, "Use these sheets")
    assert list(app.session_state["workspace"].dataset().tables["sessions"]["attended"]) == [18]


@pytest.fixture
def narrow(page: Page, app_url: str, tmp_path: Path) -> Page:
    """The review screen of a roster on a telephone."""
    path = tmp_path / "March.xlsx"
    path.write_bytes(xlsx(Roster=PEOPLE, Log=LOG))
    page.set_viewport_size({"width": 360, "height": 2400})
    page.goto(f"{app_url}/data")
    settled(page)
    page.get_by_test_id("stFileUploader").locator("input[type=file]").first.set_input_files(path)
    expect(page.get_by_text("How I read").first).to_be_visible()
    expect(page.get_by_role("region", name="Roster as it was typed")).to_be_visible()
    settled(page)
    return page


@pytest.mark.browser
def test_on_a_telephone_the_sheet_scrolls_in_its_own_box_and_axe_finds_nothing_in_it(narrow: Page) -> None:
    from axe_playwright_python.sync_playwright import Axe

    box = narrow.get_by_role("region", name="Roster as it was typed")
    assert box.evaluate("box => box.scrollWidth > box.clientWidth")
    assert narrow.get_by_test_id("stMain").evaluate("page => page.scrollWidth <= page.clientWidth")
    box.focus()
    assert box.evaluate("box => document.activeElement === box")
    found = [
        f["id"] for f in Axe().run(narrow).response["violations"] if f["id"] != "presentation-role-conflict"
    ]
    assert found == []


def test_sessions_in_two_files_are_asked_about_on_the_page_and_the_answer_can_be_taken_back() -> None:
    again = imported(xlsx(Again=LOG[:3]), "b.xlsx")
    app = open_page("data", Workspace().append(imported(xlsx(Log=LOG))).append(again))
    assert "also stand in another sheet or file" in texts(app)
    press(app, "Yes, count them once")
    assert app.session_state["workspace"].operations[-1].answers == {"duplicates": "drop"}
    assert "What stands in two sheets counts once" in texts(app)
    assert not buttons(app, "Yes, count them once")
    press(app, "Undo the last step")
    assert buttons(app, "Yes, count them once")
