"""The planning page: a changed assumption changes the figures, and changing it back restores them."""

from __future__ import annotations

from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from libcollab_metrics.model import Setting, Workspace
from tests.pages.test_pages import only_attendance, open_page, press, texts
from tests.support.sheets import imported, xlsx

HEADINGS = ["Date", "Title", "Location", "Attendance"]
EIGHT = [[f"2025-{month:02d}-04", "Story hour", "Main", 10 + month % 3] for month in range(1, 9)]


def workspace(rows: list[list[Any]]) -> Workspace:
    return Workspace().append(imported(xlsx(Log=[HEADINGS, *rows])))


def cards(app: AppTest) -> dict[str, str]:
    return {card.label: card.value for card in app.metric}


def box(app: AppTest, label: str) -> Any:
    return next(box for box in app.number_input if box.label == label)


def html(app: AppTest) -> str:
    return " ".join(element.proto.body for element in app.get("html"))


def test_sample_has_targets_a_forecast_and_a_plan() -> None:
    app = open_page("planning")
    page_text = texts(app)
    assert "Storybook reading: about 23 visits a session from Jul 2026 to Dec 2026" in page_text
    assert "at least 1,112 visits" in html(app)
    assert cards(app)["Visits"] == "503"
    assert cards(app)["Libraries of the same size with a lower average"] == "75 % to 90 %"
    assert "Of 1,161 US public libraries" in page_text
    assert "Context, never a criterion" in page_text


def test_changed_assumption_changes_the_plan_and_back() -> None:
    """22 sessions of 22.5 visits are 503.

    5 a month for 6 months are 30 sessions, 675 visits and 75 staff hours.
    """
    app = open_page("planning")
    before = cards(app)
    box(app, "Sessions a month").set_value(5.0).run()
    assert not app.exception
    after = cards(app)
    assert (after["Sessions"], after["Visits"], after["Staff hours"]) == ("30", "675", "75 h")
    assert after["Cash a visit"] == before["Cash a visit"]
    assert ">675 (" in html(app)
    assert "typed here" in texts(app)
    press(app, "Back to what was measured")
    assert cards(app) == before
    assert "typed here" not in texts(app)


def test_number_typed_as_it_was_is_no_change() -> None:
    app = open_page("planning")
    measured = box(app, "Sessions a month").value
    box(app, "Sessions a month").set_value(5.0).run()
    box(app, "Sessions a month").set_value(measured).run()
    assert cards(app)["Visits"] == "503"
    assert not [button for button in app.button if button.label == "Back to what was measured"]


def test_typed_money_shows_the_rest_and_how_far_it_reaches() -> None:
    app = open_page("planning")
    assert "Money left" not in texts(app)
    box(app, "Money there is").set_value(10_000.0).run()
    assert "Money left: ₱3,533.33" in texts(app)
    assert "Most sessions by this money: 34" in texts(app)


def test_more_hours_than_available_is_a_warning() -> None:
    app = open_page("planning")
    assert not app.warning
    box(app, "Hours of all staff in a month").set_value(5.0).run()
    assert [box.value for box in app.warning] == [
        "It takes more hours than all staff have\\: 185 % of them."
    ] * 2


def test_input_for_one_program_survives_viewing_another() -> None:
    app = open_page("planning")
    box(app, "Months").set_value(2.0).run()
    app.selectbox(key="plan-program").set_value("Workshop for slow readers").run()
    assert box(app, "Months").value == 6
    app.selectbox(key="plan-program").set_value("Storybook reading").run()
    assert box(app, "Months").value == 2
    assert cards(app)["Sessions"] == "7.4"


def test_another_program_adds_a_row_and_a_sum() -> None:
    app = open_page("planning")
    assert ">Together<" not in html(app)
    app.multiselect(key="plan-programs").set_value(["Storybook reading", "Workshop for slow readers"]).run()
    assert ">Together<" in html(app)
    assert "Workshop for slow readers: visits a session: 14" in texts(app)
    app.multiselect(key="plan-programs").set_value([]).run()
    assert not app.exception
    assert "Choose the programs to plan." in texts(app)


def test_attendance_sheet_alone_lists_what_is_missing_and_where() -> None:
    app = open_page("planning", only_attendance())
    assert not app.exception
    assert not app.error
    page_text = texts(app)
    assert "Story hour: no forecast yet. Fewer than 8 months with a number." in page_text
    assert "A target needs a number to aim for" in page_text
    assert (
        "The rest of the plan needs seats a session, staff hours a session, volunteer hours a session, cash a"
        " session and hours of all staff in a month." in page_text
    )
    assert "The comparison needs the people to be served" in page_text
    labels = [link.proto.label for link in app.get("page_link")]
    assert [label for label in labels if label.startswith("Type it under")] == [
        "Type it under “Sessions”",
        "Type it under “Ledger”",
        "Type it under “Settings”",
    ]
    assert labels.count("Type it here") == 2
    assert cards(app)["Staff hours"] == "–"
    assert cards(app)["Sessions the team can carry"] == "–"


def test_typed_hours_count_at_once() -> None:
    app = open_page("planning", only_attendance())
    box(app, "Staff hours a session").set_value(3.0).run()
    assert cards(app)["Staff hours"] == "36 h"


def test_setting_changes_the_page_and_can_be_undone() -> None:
    typed = only_attendance().append(Setting({"population": 1500, "staff_hours_per_month": 320}))
    app = open_page("planning", typed)
    assert cards(app)["Libraries of the same size with a lower average"] == "75 % to 90 %"
    assert box(app, "Hours of all staff in a month").value == 320
    undone = open_page("planning", typed.undo())
    assert "Libraries of the same size with a lower average" not in cards(undone)
    assert box(undone, "Hours of all staff in a month").value is None


@pytest.mark.parametrize(("months", "is_forecast"), [(7, False), (8, True)])
def test_forecast_begins_with_the_eighth_month(months: int, is_forecast: bool) -> None:
    page_text = texts(open_page("planning", workspace(EIGHT[:months])))
    assert ("about 11 visits a session" in page_text) == is_forecast
    assert ("Fewer than 8 months" in page_text) == (not is_forecast)


def test_zero_visits_forecast_zero_visits() -> None:
    app = open_page("planning", workspace([[row[0], row[1], row[2], 0] for row in EIGHT]))
    assert not app.exception
    assert "0 visits a session" in texts(app)
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
    assert "All programs at Hall: about 11 visits a session" in texts(app)
    assert cards(app)["Sessions"] == "6"
    assert "A plan by program needs" in texts(app)


def test_program_name_is_shown_as_typed() -> None:
    name = "**Story** <b>hour</b> $x$"
    app = open_page("planning", workspace([[row[0], name, row[2], row[3]] for row in EIGHT]))
    assert not app.exception
    assert "<b>hour" not in html(app)
    heads = [head.value for head in app.header]
    assert any("\\*\\*Story\\*\\*" in head for head in heads)


def test_plan_can_be_downloaded() -> None:
    labels = [element.proto.label for element in open_page("planning").get("download_button")]
    assert "Download the plan (Excel)" in labels
