"""A figure of a strip opens its sessions, payments or deliveries, and never rows of people."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest
from playwright.sync_api import Page, expect
from streamlit.proto.WidgetStates_pb2 import WidgetState
from streamlit.testing.v1 import AppTest

from tests.pages.test_journey import settled
from tests.pages.test_pages import cards, open_page, tables


def opened(name: str, figure: str, column: str, **query: str) -> tuple[AppTest, pd.DataFrame]:
    """Open the rows behind a figure, as its button does; return the page and the table with this column."""
    app = open_page(name, **query)
    before = len(tables(app))
    (button,) = (part.proto for part in app.get("popover") if part.proto.popover.label.startswith(figure))
    states = app._tree.get_widget_states()
    states.widgets.append(WidgetState(id=button.id, bool_value=True))
    app._run(states)
    assert not app.exception
    assert len(tables(app)) == before + 1
    return app, next(table for table in tables(app) if column in table)


def amount(text: str) -> float:
    return float("".join(sign for sign in text if sign.isdigit() or sign == ".") or 0)


def test_visits_open_sessions_that_add_up_to_them() -> None:
    app, rows = opened("attendance", "Visits: ", "Status")
    assert sum(map(amount, rows["Visits"])) == amount(cards(app)["Visits"])
    assert list(rows.columns) == ["Date", "Program", "Visits", "Status"]


def test_cash_opens_payments_that_add_up_to_it() -> None:
    app, rows = opened("costs", "Cash spent", "From")
    assert sum(map(amount, rows["Value"])) == amount(cards(app)["Cash spent"])


def test_deliveries_open_their_lots() -> None:
    _, rows = opened("partners", "Lots accepted", "Lot", show="Book deliveries")
    assert "Lot" in rows.columns


def test_readers_with_scores_open_counts_and_no_rows_of_people() -> None:
    app, rows = opened("outcomes", "Scored higher", "Measure")
    assert len(rows)
    assert not [table for table in tables(app) if "Person" in table or "Name" in table]


def test_every_card_of_outcomes_has_its_downloads() -> None:
    app = open_page("outcomes", more="true")
    cards_of_page = [part.proto.popover.label for part in app.get("popover")]
    assert cards_of_page.count("Table and downloads") >= 8
    assert {button.label for button in app.get("download_button")} >= {"PNG", "SVG", "CSV"}


def test_menu_of_a_card_is_drawn_only_while_open(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.undo()
    app = open_page("outcomes", more="true")
    assert not {button.label for button in app.get("download_button")} & {"PNG", "SVG", "CSV"}


def test_partners_gave_is_compared_with_the_year_before() -> None:
    metric: Any = next(m for m in open_page("overview").metric if m.label == "Partners gave")
    assert "a year ago" in metric.delta or metric.delta_description.startswith("vs ")


@pytest.mark.browser
def test_figure_opens_its_rows_with_the_keyboard(page: Page, app_url: str) -> None:
    page.goto(app_url)
    settled(page)
    page.get_by_role("button", name="Partners gave: Payments and contributions").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("Payments and contributions (3)")).to_be_visible()
    expect(page.get_by_role("link", name="Open in Records")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("link", name="Open in Records")).to_be_hidden()
