"""Every page with the sample, with no matching rows, and with an attendance sheet alone; then clicks."""

from __future__ import annotations

import json
import re
from html import escape, unescape
from typing import Any

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from libcollab_metrics.model import ISSUE_KINDS, Setting, Workspace
from pages.ui.navigation import find_page
from tests.support.browser.labels import ADD_BUTTON
from tests.support.paths import ROOT
from tests.support.sheets import imported, xlsx
from tests.support.views import TABS, VIEWS, View

LOG = [
    ["Date", "Title", "Location", "Attendance"],
    ["2026-03-07", "Story hour", "Main", 18],
    ["2026-03-14", "Story hour", "Hall", 22],
    ["2026-04-11", "Craft", "Main", None],
]
DRAWN = (
    *(View(name) for name in ("overview", "attendance", "costs", "partners", "planning")),
    *(view for view in TABS if view.query.get("show") == "Reach"),
    *(view for view in TABS if "more" in view.query),
)
ROSTER = [["Name", "2026-03-07", "2026-03-14"], ["Ana Cruz", "x", "x"], ["Ben Diaz", "x", None]]


def open_page(name: str, workspace: Workspace | None = None, **query: str) -> AppTest:
    """A page as a visitor sees it, with its own workspace if given."""
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=600)
    if workspace is not None:
        app.session_state["workspace"] = workspace
    for key, value in query.items():
        app.query_params[key] = value
    app.switch_page(f"pages/{name}.py")
    return app.run()


def texts(app: AppTest) -> str:
    """All the text of a page."""
    kinds = (
        "title",
        "header",
        "subheader",
        "markdown",
        "caption",
        "text",
        "info",
        "warning",
        "error",
        "success",
    )
    written = [str(element.value) for kind in kinds for element in app.get(kind)]
    written += [bar.proto.text for bar in app.get("progress")]
    return "\n".join([*written, *titles(app)])


def titles(app: AppTest) -> list[str]:
    """The headline of a page, the titles of its cards, summaries and questions, and its list of steps."""
    found = re.findall(
        r'class="lc-(?:head|title|summary|question|log|fix)">(.*?)</(?:header|div|ol)>', html(app)
    )
    return [unescape(re.sub("<[^>]*>", " ", part)).strip() for part in found]


def html(app: AppTest) -> str:
    """All the HTML of a page: headline, tables, legends and styles."""
    return "\n".join(element.proto.body for element in app.get("html"))


def tables(app: AppTest) -> list[pd.DataFrame]:
    """The HTML tables of a page, as the text of their cells."""
    found = []
    for table in re.findall(r"<table.*?</table>", html(app), re.DOTALL):
        rows = [re.findall(r"<t[hd].*?>(.*?)</t[hd]>", row, re.DOTALL) for row in table.split("<tr")[1:]]
        if len({len(row) for row in rows}) == 1:
            found.append(pd.DataFrame(rows[1:], columns=rows[0]))
    return found


def only_attendance() -> Workspace:
    return Workspace().append(imported(xlsx(Log=LOG)))


#: The overview has the library's name in place of its own.
ABOVE_HEADLINE = {"overview": "Malinaw Municipal Library"}


@pytest.mark.parametrize("view", VIEWS, ids=str)
def test_page_opens_on_the_sample(view: View) -> None:
    app = open_page(view.page, **view.query)
    assert not app.exception
    assert not app.error
    assert html(app).count("<h1>") == 1
    assert escape(ABOVE_HEADLINE.get(view.page, find_page(view.page).title)) in html(app)


@pytest.mark.slow
@pytest.mark.parametrize("view", VIEWS, ids=str)
def test_page_opens_with_an_attendance_sheet_alone(view: View) -> None:
    app = open_page(view.page, only_attendance(), **view.query)
    assert not app.exception
    assert not app.error


@pytest.mark.slow
@pytest.mark.parametrize("view", VIEWS, ids=str)
def test_page_opens_when_no_session_was_held(view: View) -> None:
    cancelled = [LOG[0], ["2026-03-07", "CANCELLED - Story hour", "Main", None]]
    app = open_page(view.page, Workspace().append(imported(xlsx(Log=cancelled))), **view.query)
    assert not app.exception
    assert not app.error


@pytest.mark.parametrize(
    ("view", "need"),
    [(View("costs"), "a ledger"), (View("outcomes"), "criteria"), (TABS[0], "a roster")],
    ids=str,
)
def test_empty_page_says_what_it_needs(view: View, need: str) -> None:
    app = open_page(view.page, only_attendance(), **view.query)
    assert need in texts(app) + html(app)


def test_sample_is_always_labelled_as_invented() -> None:
    assert "Sample data" in texts(open_page("overview"))
    assert "Sample data" not in texts(open_page("overview", only_attendance()))


def cards(app: AppTest) -> dict[str, str]:
    return {card.label: card.value for card in app.metric}


def test_card_says_at_least_while_a_session_has_no_number() -> None:
    shown = cards(open_page("attendance", only_attendance()))
    assert shown == {"Visits": "40+", "Visits per session": "20", "Sessions held": "3"}


def test_card_says_which_share_of_the_sessions_was_counted() -> None:
    assert "67% of sessions counted" in html(open_page("attendance", only_attendance()))


def test_card_opens_its_worked_formula() -> None:
    assert "40 visits ÷ 2 sessions" in texts(open_page("attendance", only_attendance()))


def test_address_filter_narrows_the_figures_and_is_shown() -> None:
    app = open_page("attendance", only_attendance(), site="Hall")
    assert cards(app)["Visits"] == "22"
    assert "Hall" in [popover.proto.popover.label for popover in app.get("popover")]


def test_unknown_filter_value_is_ignored() -> None:
    app = open_page("attendance", only_attendance(), site="Atlantis")
    assert not app.exception
    assert cards(app)["Visits"] == "40+"


def test_choosing_a_program_changes_the_numbers_and_back() -> None:
    app = open_page("attendance", only_attendance())
    app.multiselect(key="program").set_value(["Craft"]).run()
    assert "Visits" not in cards(app)
    app.multiselect(key="program").set_value([]).run()
    assert cards(app)["Visits"] == "40+"


def upload(app: AppTest, name: str, data: bytes) -> AppTest:
    app.file_uploader[0].upload(name, data)
    return app.run()


def test_upload_is_reviewed_then_confirmed_then_undone() -> None:
    app = upload(open_page("add"), "March.xlsx", xlsx(Log=LOG))
    assert "Check how we read" in texts(app)
    assert "Sample data" in texts(app)
    add_file(app)
    assert "3 rows" in texts(app)
    assert "Sample data" not in texts(app)
    press(app, "Undo")
    assert "Sample data" in texts(app)


def press(app: AppTest, label: str) -> None:
    """Press a button; those of undo and redo name their step after a colon."""
    named = f"{label}: " if label in ("Undo", "Redo") else label
    matches = str.startswith if named != label else str.__eq__
    next(button for button in app.button if matches(button.label, named)).click()
    app.run()
    assert not app.exception


def add_file(app: AppTest) -> None:
    """Add the file under review."""
    labels = [button.label for button in app.button if button.key != "use-all"]
    (label,) = filter(ADD_BUTTON.match, labels)
    press(app, label)


def test_unreadable_upload_is_one_sentence_and_the_data_stays() -> None:
    app = upload(open_page("add", only_attendance()), "empty.xlsx", b"")
    assert len(app.error) == 1
    assert "empty.xlsx" in app.error[0].value
    assert len(app.session_state["workspace"].dataset().tables["sessions"]) == 3


def test_answered_question_changes_how_the_sheet_is_read() -> None:
    app = upload(open_page("add"), "roster.xlsx", xlsx(Roster=ROSTER))
    question_boxes = {box.label: box for box in app.selectbox if "mean?" in box.label}
    assert len(question_boxes) == 2
    for label, box in question_boxes.items():
        box.set_value("absent" if "a blank mean" in label else "present")
    app.run()
    add_file(app)
    workspace = app.session_state["workspace"]
    assert sorted(workspace.dataset().tables["participation"]["status"]) == [
        "absent",
        "present",
        "present",
        "present",
    ]


def test_answers_are_reused_for_the_same_headings() -> None:
    app = upload(open_page("add"), "roster.xlsx", xlsx(Roster=ROSTER))
    for box in [box for box in app.selectbox if "mean?" in box.label]:
        box.set_value("absent" if "a blank mean" in box.label else "present")
    app.run()
    add_file(app)
    april = [["Name", "2026-04-04", "2026-04-11"], ["Ana Cruz", "x", None]]
    app = upload(app, "april.xlsx", xlsx(Roster=april))
    assert not [box for box in app.selectbox if "mean?" in box.label]


def test_typed_fact_changes_its_figure_and_can_be_undone() -> None:
    people = [
        ["Date", "Activity", "Name", "Status"],
        ["2026-03-07", "Story hour", "Ana Cruz", "Present"],
        ["2026-03-07", "Story hour", "Ben Diaz", "Absent"],
    ]
    workspace = Workspace().append(imported(xlsx(People=people)))
    served = workspace.append(Setting({"population": 10}))
    reach = "<span>Reach</span><b>10%</b>"
    assert reach not in html(open_page("attendance", workspace, show="Reach"))
    assert reach in html(open_page("attendance", served, show="Reach"))
    assert reach not in html(open_page("attendance", served.undo(), show="Reach"))


def specs(app: AppTest) -> list[dict[str, Any]]:
    return [json.loads(chart.proto.spec) for chart in app.get("plotly_chart")]


@pytest.mark.slow
@pytest.mark.parametrize("view", DRAWN, ids=str)
def test_no_chart_of_the_sample_is_blank(view: View) -> None:
    drawn = specs(open_page(view.page, **view.query))
    assert drawn
    for spec in drawn:
        numbers = [axis for trace in spec["data"] for axis in (trace.get("x"), trace.get("y")) if axis]
        assert numbers


@pytest.mark.slow
@pytest.mark.parametrize("view", DRAWN, ids=str)
def test_no_figure_of_the_sample_is_empty(view: View) -> None:
    app = open_page(view.page, **view.query)
    assert [title for title in titles(app) if "nothing to show" in title] == []


def test_gap_in_a_chart_is_not_zero() -> None:
    """March has 40 visits; April has a session without a number: a gap, not a bar of 0."""
    chart = specs(open_page("overview", only_attendance()))[0]
    assert 0 not in [value for trace in chart["data"] for value in (trace.get("y") or [])]


def test_help_page_defines_every_metric_and_issue() -> None:
    from libcollab_metrics.metrics import CATALOG

    shown = html(open_page("help"))
    assert not [metric.label for metric in CATALOG if f"<dt>{escape(metric.label)}</dt>" not in shown]
    assert not [kind.code for kind in ISSUE_KINDS.values() if f"command line: {kind.code}<" not in shown]


def test_help_search_finds_figures_messages_and_tasks() -> None:
    found = open_page("help", find="cost visit")
    assert "<dt>Cost per attendance</dt>" in html(found)
    assert "<dt>Mean score</dt>" not in html(found)
    assert "A sheet was not recognized" in html(open_page("help", find="sheet not recognized"))
    assert "Make a report" in [link.proto.label for link in open_page("help", find="report").get("page_link")]
    assert "Nothing has all of these words" in texts(open_page("help", find="zebra crossing"))


@pytest.mark.slow
def test_no_persons_name_is_on_any_page() -> None:
    people = [
        ["Date", "Activity", "Name", "Status"],
        ["2026-03-07", "Story hour", "Canary Birdsong", "Present"],
    ]
    workspace = Workspace().append(imported(xlsx(People=people)))
    for view in VIEWS:
        app = open_page(view.page, workspace, **view.query)
        shown = texts(app) + json.dumps(specs(app)) + "".join(str(frame.value) for frame in app.dataframe)
        assert "Canary" not in shown
