"""The planning page: a changed assumption changes the figures, and changing it back restores them."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page
from streamlit.testing.v1 import AppTest

from libcollab_metrics.model import Setting, Workspace
from tests.pages.test_journey import settled
from tests.pages.test_pages import only_attendance, open_page, press, tables, texts
from tests.support.sheets import imported, xlsx

HEADINGS = ["Date", "Title", "Location", "Attendance"]
EIGHT = [[f"2025-{month:02d}-04", "Story hour", "Main", 10 + month % 3] for month in range(1, 9)]


def workspace(rows: list[list[Any]]) -> Workspace:
    return Workspace().append(imported(xlsx(Log=[HEADINGS, *rows])))


def cards(app: AppTest) -> dict[str, str]:
    return {card.label: card.value for card in app.metric}


def box(app: AppTest, label: str) -> Any:
    return next(box for box in (*app.slider, *app.number_input) if box.label == label)


def html(app: AppTest) -> str:
    return " ".join(element.proto.body for element in app.get("html"))


def test_sample_has_targets_a_forecast_and_a_plan() -> None:
    app = open_page("planning")
    page_text = texts(app)
    assert "Hold 22  Storybook reading  sessions by Dec 2026 and expect about 500 visits" in page_text
    assert "Storybook reading: about 23 people per session through Dec 2026" in page_text
    assert "1,112+" in html(app)
    assert cards(app)["Visits"] == "503"
    assert "446–566" in html(app)
    more = open_page("planning", more="true")
    assert "75%–90%" in html(more)
    assert "Among 1,161 US public libraries" in texts(more)
    assert "Context, never a criterion" in texts(more)


def test_changed_assumption_changes_the_plan_and_back() -> None:
    """22 sessions of 22.5 visits are 503.

    5 a month for 6 months are 30 sessions, 675 visits and 75 staff hours.
    """
    app = open_page("planning")
    before = cards(app)
    box(app, "Sessions per month").set_value(5.0).run()
    assert not app.exception
    after = cards(app)
    assert (after["Sessions"], after["Visits"], after["Staff hours"]) == ("30", "675", "75 h")
    assert after["Cash per visit"] == before["Cash per visit"]
    press(app, "Reset plan")
    assert cards(app) == before
    assert "Reset plan" not in [button.label for button in app.button]


def test_program_is_added_to_the_plan_and_removed() -> None:
    app = open_page("planning")
    assert ">503 (" in html(app)
    box(app, "Sessions per month").set_value(5.0).run()
    assert ">675 (" not in html(app)
    press(app, "Add to plan")
    assert ">675 (" in html(app)
    assert "In the plan for next term" in html(app)
    box(app, "Sessions per month").set_value(4.0).run()
    press(app, "Update plan")
    assert ">675 (" not in html(app)
    press(app, "Remove from plan")
    assert ">503 (" in html(app)
    assert "Add to plan" in [button.label for button in app.button]


def test_added_plan_is_stored_and_undone() -> None:
    app = open_page("planning", workspace(EIGHT))
    box(app, "Sessions per month").set_value(3.0).run()
    press(app, "Add to plan")
    stored = app.session_state["workspace"]
    assert stored.dataset().settings.plan == {"Story hour": {"sessions_per_month": 3.0}}
    assert box(open_page("planning", stored), "Sessions per month").value == 3.0
    press(app, "Undo: change the plan")
    assert app.session_state["workspace"].dataset().settings.plan == {}


def test_number_typed_as_it_was_is_no_change() -> None:
    app = open_page("planning")
    measured = box(app, "Sessions per month").value
    box(app, "Sessions per month").set_value(5.0).run()
    box(app, "Sessions per month").set_value(measured).run()
    assert cards(app)["Visits"] == "503"
    assert not [button for button in app.button if button.label == "Reset plan"]


def test_typed_money_shows_the_rest_and_how_far_it_reaches() -> None:
    app = open_page("planning")
    assert "Budget left" not in html(app)
    box(app, "Available budget").set_value(10_000.0).run()
    assert "<span>Budget left</span><b>₱3,533</b>" in html(app)
    assert "<span>Most sessions with this budget</span><b>34</b>" in html(app)


def test_more_hours_than_available_is_a_warning() -> None:
    app = open_page("planning")
    assert not app.warning
    box(app, "Staff hours available per month").set_value(5.0).run()
    press(app, "Add to plan")
    assert [box.value for box in app.warning] == ["The plan needs 185% of the available staff hours."] * 2


def test_input_for_one_program_survives_viewing_another() -> None:
    app = open_page("planning")
    box(app, "Months").set_value(2.0).run()
    app.pills(key="plan-program").set_value("Workshop for slow readers").run()
    assert box(app, "Months").value == 6
    app.pills(key="plan-program").set_value("Storybook reading").run()
    assert box(app, "Months").value == 2
    assert cards(app)["Sessions"] == "7.4"


def test_another_program_adds_a_row_and_a_sum() -> None:
    app = open_page("planning")
    assert ">Total<" not in html(app)
    app.multiselect(key="plan-programs-0").set_value(["Storybook reading", "Workshop for slow readers"]).run()
    assert ">Total<" in html(app)
    assert "Workshop for slow readers: visits per session: 14" in texts(app)
    app.multiselect(key="plan-programs-0").set_value([]).run()
    assert not app.exception
    assert ">Total<" not in html(app)


def test_attendance_sheet_alone_lists_what_is_missing_and_where() -> None:
    app = open_page("planning", only_attendance())
    assert not app.exception
    assert not app.error
    assert "Plan the next months" in texts(app) or "sessions by" in texts(app)
    assert "Fewer than 8 months" in html(app)
    assert "Unlock more" in texts(app)
    shown = html(app)
    assert [title for title in ("Record what sessions cost", "Note staff hours") if title not in shown] == []
    assert "Staff hours" not in cards(app)
    assert "–" not in cards(app).values()


def test_plan_omits_columns_without_a_value() -> None:
    (plan,) = [table for table in tables(open_page("planning", only_attendance())) if "Months" in table]
    assert list(plan) == ["Program", "Sessions per month", "Months", "Visits"]
    assert plan["Visits"].iloc[-1].endswith("+")


def test_typed_hours_count_at_once() -> None:
    app = open_page("planning", only_attendance())
    box(app, "Staff hours per session").set_value(3.0).run()
    assert cards(app)["Staff hours"] == "36 h"


def test_setting_changes_the_page_and_can_be_undone() -> None:
    typed = only_attendance().append(Setting({"population": 1500, "staff_hours_per_month": 320}))
    app = open_page("planning", typed)
    assert "75%–90%" in html(open_page("planning", typed, more="true"))
    assert box(app, "Staff hours available per month").value == 320
    undone = open_page("planning", typed.undo())
    assert "75%–90%" not in html(open_page("planning", typed.undo(), more="true"))
    assert box(undone, "Staff hours available per month").value is None


@pytest.mark.parametrize(("months", "is_forecast"), [(7, False), (8, True)])
def test_forecast_begins_with_the_eighth_month(months: int, is_forecast: bool) -> None:
    app = open_page("planning", workspace(EIGHT[:months]))
    assert ("about 11 people per session" in texts(app)) == is_forecast
    assert ("Fewer than 8 months" in html(app)) == (not is_forecast)


def test_zero_visits_forecast_zero_visits() -> None:
    app = open_page("planning", workspace([[row[0], row[1], row[2], 0] for row in EIGHT]))
    assert not app.exception
    assert "about 0 people per session" in texts(app)
    assert cards(app)["Visits"] == "0"


@pytest.mark.parametrize(
    "rows",
    [
        [["2026-03-07", "CANCELLED - Story hour", "Main", None]],
        [["2026-03-07", "Story hour", "Main", None]],
        [["2026-03-07", None, "Main", 12]],
    ],
    ids=["nothing held", "nothing counted", "no program"],
)
def test_page_opens_whatever_is_missing(rows: list[list[Any]]) -> None:
    app = open_page("planning", workspace(rows))
    assert not app.exception
    assert not app.error


def test_log_without_programs_is_forecast_whole_and_by_site() -> None:
    rows = [[row[0], None, site, row[3]] for row in EIGHT for site in ("Main", "Hall")]
    grid = Workspace().append(
        imported(xlsx(Log=[["Date", "Location", "Attendance"], *[[r[0], r[2], r[3]] for r in rows]]))
    )
    app = open_page("planning", grid, site="Hall")
    assert not app.exception
    assert "All programs: about 11 people per session" in texts(app)
    assert cards(app)["Sessions"] == "6"
    assert "Plan for next term" not in texts(app)


def test_program_name_is_shown_as_typed() -> None:
    name = "**Story** <b>hour</b> $x$"
    app = open_page("planning", workspace([[row[0], name, row[2], row[3]] for row in EIGHT]))
    assert not app.exception
    assert "<b>hour" not in html(app)
    assert "**Story** &lt;b&gt;hour&lt;/b&gt; $x$" in html(app)


def test_plan_can_be_downloaded() -> None:
    labels = [element.proto.label for element in open_page("planning").get("download_button")]
    assert "Download plan" in labels


@pytest.mark.browser
def test_plan_of_next_term_fits_a_phone(page: Page, app_url: str) -> None:
    page.set_viewport_size({"width": 360, "height": 760})
    page.goto(f"{app_url}/planning")
    settled(page)
    table = page.get_by_role("table", name="Plan")
    table.scroll_into_view_if_needed()
    box = table.locator("xpath=..")
    assert box.evaluate("box => box.scrollWidth <= box.clientWidth")
    assert table.get_by_role("cell").count() == 6
