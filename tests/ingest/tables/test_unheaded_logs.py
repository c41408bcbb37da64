"""Days next to how many came are a log, also without a row of headings."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest

from tests.support.sheets import codes, read, xlsx

DAYS = [datetime(2026, 3, day) for day in (7, 14, 21, 28)]


def log(*counts: object) -> list[list[Any]]:
    return [[day, count, None] for day, count in zip(DAYS, counts, strict=False)]


@pytest.mark.parametrize(
    ("title", "counts"),
    [
        ([["STORY HOUR 2026 - how many children came"], []], (23, 17, "?", 26)),
        ([], (23, 17, "no story hour, fiesta", 26)),
    ],
    ids=["by its title", "by a day without people"],
)
def test_days_and_numbers_of_people_are_sessions(title: list[list[Any]], counts: tuple[Any, ...]) -> None:
    rows = [*title, *log(*counts), [None, 66, None], [], ["last year", 59, "same months"]]
    result = read(xlsx(Sheet1=rows))
    sessions = result.tables["sessions"]
    assert [row["attended"] for row in sessions] == [23, 17, None, 26]
    assert [row["date"] for row in sessions] == DAYS
    assert "choice-assumed" in codes(result)
    assert "header-below-top" not in codes(result)


@pytest.mark.parametrize(
    ("title", "counts"),
    [([["Books lent in 2026"]], (23, 17, 21, 26)), ([["Who came"]], (1, 2, 3, 4))],
    ids=["other numbers", "numbers of rows"],
)
def test_other_days_with_numbers_are_no_sessions(title: list[list[Any]], counts: tuple[Any, ...]) -> None:
    sheet = read(
        xlsx(Log=[["Date", "Attendance"], [DAYS[0], 18]], Other=[*title, *log(*counts)])
    ).reading.sheets[1]
    assert (sheet.layout, sheet.rows_used) in (("unknown", 0), ("skipped", 0))
