"""The scope row: period, comparison and filter, on every page, in the address, and only for this visitor."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from streamlit.testing.v1 import AppTest

from pages.ui.choice import IGNORED, NONE, OWN, Choice, address_of, parse_address
from pages.ui.navigation import PAGES
from pages.ui.overview import is_one_month
from pages.ui.scope_row import WHOLE
from tests.pages.test_journey import settled, turn_to
from tests.pages.test_pages import cards, html, only_attendance, open_page, texts
from tests.support.browser.dashboard import dashboard

STORY = "Storybook reading"
DEFAULT = ["Jan–Jun 2026", "vs Jan–Jun 2025", "All programs"]
HOSTILE = (
    "<script>alert(1)</script>",
    "\u202e=1+1",
    "../../etc/passwd",
    "2026-13-45",
    "1000-01-01",
    "9" * 5000,
    "",
    "Ana Cruz",
)


def labels(app: AppTest) -> list[str]:
    """What the buttons of the scope row say."""
    found = [popover.proto.popover for popover in app.get("popover")]
    return [popover.label for popover in found if popover.icon in ICONS]


ICONS = {f":material/{name}:" for name in ("calendar_month", "compare_arrows", "filter_list")}


def overview(**query: str) -> AppTest:
    """The overview after another page: the test client drops its widgets if it is the first one."""
    return open_page("attendance", **query).switch_page("pages/overview.py").run()


@pytest.mark.parametrize("name", ["overview", "attendance"])
def test_results_begin_with_the_recorded_months_and_last_year(name: str) -> None:
    app = open_page(name)
    assert labels(app) == DEFAULT
    assert dict(app.query_params) == {}
    assert not app.sidebar.multiselect


@pytest.mark.parametrize("name", WHOLE)
def test_pages_of_undated_records_begin_with_all_dates(name: str) -> None:
    assert labels(open_page(name)) == ["All dates", "No comparison", "All programs"]
    assert labels(open_page(name, period="recorded")) == DEFAULT


def test_planning_shows_all_dates_and_compares_nothing() -> None:
    assert labels(open_page("planning")) == ["All dates", "All programs"]


def test_pages_without_figures_have_no_scope_row() -> None:
    assert labels(open_page("quality")) == []


def test_records_of_a_few_months_show_all_dates() -> None:
    app = open_page("overview", only_attendance())
    assert labels(app) == ["All dates", "No comparison", "All programs"]
    assert cards(app)["Visits"] == "40+"


def test_choice_survives_every_page() -> None:
    app = overview()
    app.multiselect(key="program").set_value([STORY]).run()
    app.radio(key="period").set_value("all").run()
    for page in reversed(PAGES):
        app.query_params.clear()  # a link of the sidebar has no query
        app.switch_page(f"pages/{page.name}.py").run()
        assert not app.exception
        assert dict(app.query_params) == {"program": STORY, "period": "all"}
        if page.shows_figures and page.name != "reports":
            assert [label for label in labels(app) if label != "No comparison"] == ["All dates", STORY]
            assert app.multiselect(key="program").value == [STORY]
            assert app.radio(key="period").value == "all"


def test_link_opens_the_same_figures_in_a_new_window() -> None:
    first = open_page("attendance")
    first.multiselect(key="program").set_value([STORY]).run()
    first.date_input(key="to").set_value(date(2026, 3, 31)).run()
    query = {key: str(value) for key, value in dict(first.query_params).items()}
    assert query == {"program": STORY, "from": "2026-01-01", "to": "2026-03-31"}
    second = open_page("attendance", **query)
    assert labels(second) == labels(first)
    assert cards(second) == cards(first)


def test_choice_of_one_window_is_in_no_other() -> None:
    app = overview()
    app.multiselect(key="program").set_value([STORY]).run()
    assert labels(open_page("overview")) == DEFAULT


def test_comparison_can_be_changed_and_refused() -> None:
    app = overview()
    app.radio(key="compare").set_value("none").run()
    assert labels(app)[1] == "No comparison"
    assert "a year ago" not in html(app)
    app.radio(key="compare").set_value("previous").run()
    assert labels(app)[1] in ("vs Jul–Dec 2025", "No comparison")
    assert app.query_params["compare"] in ("previous", ["previous"])


def test_comparison_that_is_not_fair_says_why() -> None:
    app = open_page("overview", period="month")
    assert labels(app)[1] == "No comparison"
    assert "under 60%" in texts(app)


def test_period_that_ends_before_it_starts_is_not_used() -> None:
    app = overview()
    app.date_input(key="to").set_value(date(2025, 3, 31)).run()
    assert IGNORED["order"] in texts(app)
    assert labels(app)[0] == "All dates"
    app.date_input(key="from").set_value(date(2025, 2, 1)).run()
    assert labels(app)[0] == "Feb–Mar 2025"
    assert IGNORED["order"] not in texts(app)


def test_preset_replaces_own_dates() -> None:
    app = overview(**{"from": "2025-02-01", "to": "2025-03-31"})
    assert (labels(app)[0], app.radio(key="period").value) == ("Feb–Mar 2025", OWN)
    app.radio(key="period").set_value("recorded").run()
    assert labels(app) == DEFAULT
    assert dict(app.query_params) == {"period": "recorded"}


def test_own_dates_begin_with_those_shown() -> None:
    app = overview()
    app.radio(key="period").set_value(OWN).run()
    assert app.date_input(key="from").value == date(2026, 1, 1)
    assert labels(app)[0] == "Jan–Jun 2026"


@pytest.mark.parametrize("value", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_address_is_ignored_with_a_message(value: str) -> None:
    keys = ("program", "partner", "site", "period", "from", "to", "compare")
    app = open_page("overview", **dict.fromkeys(keys, value))
    assert not app.exception
    assert not app.error
    assert labels(app) == DEFAULT
    assert not value or value not in texts(app) + html(app)
    assert len([warning for warning in app.warning if "not used" in warning.value]) == len(keys)
    assert dict(app.query_params) == {}


def test_repeated_values_of_an_address_are_read_or_ignored() -> None:
    dataset = only_attendance().dataset()
    query = {
        "program": ["Craft", "Story hour", "Chess"],
        "period": ["all", "month"],
        "from": ["2026-01-01"] * 2,
    }
    choice, ignored = parse_address(query, dataset)
    assert choice == Choice((("program", ("Craft", "Story hour")),))
    assert ignored == (IGNORED["program"], IGNORED["from"], IGNORED["period"])


@pytest.mark.parametrize(
    "choice",
    [
        Choice(),
        Choice((("program", ("Craft",)), ("site", ("Hall", "Main"))), "fiscal-year", against=NONE),
        Choice((), OWN, date(2026, 1, 1), None, "previous"),
        Choice((), OWN, date(2026, 1, 1), date(2026, 1, 31)),
    ],
)
def test_address_means_the_choice_it_was_made_from(choice: Choice) -> None:
    assert parse_address(address_of(choice), only_attendance().dataset()) == (choice, ())


@pytest.mark.parametrize(
    ("start", "end", "is_one"),
    [
        (date(2024, 2, 1), date(2024, 2, 29), True),
        (date(2024, 2, 1), date(2024, 2, 28), False),
        (date(2024, 2, 1), date(2024, 3, 31), False),
        (None, None, False),
    ],
)
def test_one_month_is_recognized(start: date | None, end: date | None, is_one: bool) -> None:
    assert is_one_month(Choice((), OWN, start, end)) == is_one


def test_next_steps_of_the_overview_link_to_their_tables() -> None:
    app = open_page("overview")
    links = {link.proto.label: link.proto.query_string for link in app.get("page_link")}
    assert links["Name who pays ₱3,500"] == "table=Ledger"
    assert links["Add 13 missing head counts"] == "table=Sessions&only-missing=true"
    assert links["Ask about the ₱15,000 pledge"] == "table=Ledger"


def test_next_steps_are_hidden_without_any() -> None:
    assert "Next steps" in html(open_page("overview"))
    app = open_page("overview", only_attendance(), program="Story hour")
    assert "Next steps" not in html(app)


@pytest.fixture
def fresh_server(tmp_path: Path) -> Iterator[str]:
    """The address of a server that no one has visited."""
    with dashboard(tmp_path, tmp_path / "kept") as served:
        yield served.url


def go_back(page: Page, address: str) -> None:
    """Press Back once, and wait for the address that ends so."""
    page.go_back()
    expect(page).to_have_url(re.compile(re.escape(address) + "$"))
    settled(page)


@pytest.mark.browser
def test_each_press_of_back_undoes_one_action(page: Page, fresh_server: str) -> None:
    page.goto(fresh_server)
    settled(page)
    scope = page.locator(".st-key-scope")
    turn_to(page, "Attendance & reach")
    scope.get_by_role("button", name="Jan–Jun 2026").first.click()
    page.get_by_text("All dates", exact=True).click()
    expect(scope.get_by_role("button", name="All dates")).to_be_visible()
    settled(page)
    page.keyboard.press("Escape")
    page.get_by_role("tab", name="Reach").click()
    settled(page)
    turn_to(page, "Costs & funding")
    turn_to(page, "Help & definitions")
    go_back(page, "/costs?period=all")
    go_back(page, "/attendance?period=all&show=Reach")
    expect(scope.get_by_role("button", name="All dates")).to_be_visible()
    go_back(page, "/attendance")
    expect(scope.get_by_role("button", name="Jan–Jun 2026").first).to_be_visible()
    go_back(page, "/")
    expect(page).to_have_title("Overview · libcollab")


@pytest.mark.browser
def test_back_returns_to_the_former_language(page: Page, fresh_server: str) -> None:
    page.goto(f"{fresh_server}/?lang=es")
    settled(page)
    page.get_by_test_id("stSidebar").get_by_role("combobox").click()
    page.get_by_role("option", name="English").click()
    expect(page).to_have_title("Overview · libcollab")
    settled(page)
    go_back(page, "/?lang=es")
    expect(page).to_have_title("Panorama · libcollab")


@pytest.mark.browser
def test_filter_survives_pages_back_and_reload(page: Page, fresh_server: str) -> None:
    page.goto(f"{fresh_server}/attendance?program=Storybook+reading&period=all")
    settled(page)
    scope = page.locator(".st-key-scope")
    expect(scope.get_by_role("button", name="All dates")).to_be_visible()
    expect(scope.get_by_role("button", name=STORY)).to_be_visible()
    turn_to(page, "Overview")
    expect(page).to_have_url(re.compile(r"program=Storybook\+reading&period=all"))
    expect(scope.get_by_role("button", name=STORY)).to_be_visible()
    page.reload()
    settled(page)
    expect(scope.get_by_role("button", name=STORY)).to_be_visible()
    go_back(page, "/attendance?program=Storybook+reading&period=all")
    expect(scope.get_by_role("button", name=STORY)).to_be_visible()


@pytest.mark.browser
def test_click_on_a_month_shows_it_alone(page: Page, app_url: str) -> None:
    page.set_viewport_size({"width": 1280, "height": 1400})
    page.goto(app_url)
    settled(page)
    scope = page.locator(".st-key-scope")
    page.locator(".st-key-card-months .bars .point").nth(2).click(force=True)
    expect(scope.get_by_role("button", name="Mar 2025", exact=False).first).to_be_visible()
    settled(page)
    assert "from=2025-03-01&to=2025-03-31" in page.url
    page.get_by_role("button", name="Show all months").click()
    expect(scope.get_by_role("button", name="Jan–Jun 2026").first).to_be_visible()
    expect(page.get_by_role("button", name="Show all months")).to_have_count(0)
