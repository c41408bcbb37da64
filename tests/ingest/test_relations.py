"""What must not change a number: the order of rows and columns, where the table stands, how it is split or saved."""

from __future__ import annotations

import random
from datetime import date
from typing import Any

import pytest

from libcollab_metrics.metrics import evaluate
from libcollab_metrics.model import Workspace
from tests.sheets import csv_text, dataset, imported, xlsx

HEADS = ["Date", "Title", "Location", "Attendance", "Staff Hours"]
ROWS: list[list[object]] = [
    [f"2026-{month:02d}-{day:02d}", title, site, count, 2]
    for month, day, title, site, count in [
        (1, 10, "Story hour", "Main", 18), (1, 17, "Story hour", "Hall", None), (2, 7, "Craft", "Main", 0),
        (2, 14, "Story hour", "Main", "about 20"), (3, 7, "CANCELLED - Craft", "Main", None),
        (3, 14, "Craft", "Hall", 31),
    ]
]  # fmt: skip
AS_OF = date(2026, 12, 31)


def figures(made: Any) -> list[tuple[Any, ...]]:
    found = [*evaluate(made, as_of=AS_OF).values, *evaluate(made, by="site", as_of=AS_OF).values,
             *evaluate(made, by="month", as_of=AS_OF).values]  # fmt: skip
    return [
        (v.metric, v.group, v.value, v.numerator, v.denominator, v.coverage, v.certainty, v.estimated, v.reason)
        for v in found
    ]


EXPECTED = figures(dataset(xlsx(Log=[HEADS, *ROWS])))


def shuffled() -> bytes:
    rows = list(ROWS)
    random.Random(7).shuffle(rows)
    return xlsx(Log=[HEADS, *rows])


def reordered() -> bytes:
    order = [3, 1, 4, 0, 2]
    return xlsx(Log=[[row[i] for i in order] for row in [HEADS, *ROWS]])


RENAMED = {
    "Date": "Petsa",
    "Title": "Nombre de la Acción Formativa",
    "Location": "Lugar",
    "Attendance": "Bilang ng dumalo",
}
SAME = {
    "rows in another order": shuffled(),
    "columns in another order": reordered(),
    "titles above": xlsx(Log=[["San Isidro Library"], ["Sessions held"], [], HEADS, *ROWS]),
    "blank rows between": xlsx(Log=[HEADS, *(line for row in ROWS for line in (row, [None] * 5))]),
    "headings in other languages": xlsx(Log=[[RENAMED.get(h, h) for h in HEADS], *ROWS]),
    "headings in capitals": xlsx(Log=[[h.upper() + " " for h in HEADS], *ROWS]),
    "a total below": xlsx(Log=[HEADS, *ROWS, ["TOTAL", None, None, 69, None]]),
    "shifted to the right": xlsx(Log=[[None, None, *row] for row in [HEADS, *ROWS]]),
    "an instruction tab": xlsx(Read_me=[["Fill in one row a session."]], Log=[HEADS, *ROWS]),
}


@pytest.mark.parametrize("how", SAME)
def test_the_same_sheet_gives_the_same_figures(how: str) -> None:
    assert figures(dataset(SAME[how])) == EXPECTED


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_a_csv_of_the_sheet_gives_the_same_figures(delimiter: str) -> None:
    rows = [["" if cell is None else cell for cell in row] for row in [HEADS, *ROWS]]
    assert figures(dataset(csv_text(rows, delimiter), "log.csv")) == EXPECTED


def test_a_sheet_split_in_two_and_appended_gives_the_same_figures() -> None:
    first, second = xlsx(Log=[HEADS, *ROWS[:3]]), xlsx(Log=[HEADS, *ROWS[3:]])
    made = Workspace().append(imported(first)).append(imported(second, "two.xlsx")).dataset()
    assert figures(made) == EXPECTED


def test_month_names_in_another_language_change_nothing() -> None:
    named = {"01": "Enero", "02": "Pebrero", "03": "marzo"}
    rows = [[f"{row[0][8:]} {named[row[0][5:7]]} 2026", *row[1:]] for row in ROWS]  # type: ignore[index]
    assert figures(dataset(xlsx(Log=[HEADS, *rows]))) == EXPECTED
