"""A total is a check and never a session, wherever it stands and whatever it is called."""

from __future__ import annotations

import pytest

from tests.support.sheets import LOG, codes, read, xlsx


@pytest.mark.parametrize(
    "rows",
    [
        [["TOTAL", None, None, 38, None], *LOG[1:-1]],
        [*LOG[1:-1], [None, None, None, 38, None]],
        [LOG[1], ["Subtotal", None, None, 18, None], *LOG[2:-1], ["Grand Total", None, None, 38, None]],
        [*LOG[1:-1], ["Total for March", None, None, 38, None]],
    ],
)
def test_a_total_is_no_session_wherever_it_stands(rows: list[list[object]]) -> None:
    found = read(xlsx(Log=[LOG[0], *rows]))
    assert [r["attended"] for r in found.tables["sessions"]] == [18, 20, None]
    assert "totals-disagree" not in codes(found)


@pytest.mark.parametrize(
    "label",
    [
        "Total attendance",
        "March total",
        "Total no. of participants",
        "Monthly total",
        "Overall",
        "Average",
        "TOTAL: 28",
        "Grand Total",
        "Kabuuan",
        "All Branches (Total) ",
    ],
)
@pytest.mark.parametrize("column", [0, 1])
def test_a_total_is_known_by_many_names_in_the_day_or_the_title(label: str, column: int) -> None:
    last: list[object] = [None, None, None, 28, None]
    last[column] = label
    found = read(xlsx(Log=[LOG[0], LOG[1], ["2026-03-08", "Story hour", "Main", 10, None], last]))
    assert [r["attended"] for r in found.tables["sessions"]] == [18, 10]
    assert next(i for i in found.issues if i.code == "totals-row-left-out").cell == ("A4", "B4")[column]


def test_a_total_that_disagrees_is_told_and_the_rows_stand() -> None:
    found = read(xlsx(Log=[*LOG[:-1], ["TOTAL", None, None, 40, None]]))
    assert "totals-disagree" in codes(found)
    assert sum(r["attended"] or 0 for r in found.tables["sessions"]) == 38


def test_a_program_called_total_something_is_not_a_total() -> None:
    found = read(xlsx(Log=[LOG[0], ["2026-03-07", "Total Recall film", "Hall", 12, None]]))
    assert found.tables["sessions"][0]["attended"] == 12
