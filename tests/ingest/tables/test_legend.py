"""Legends in running text: the mark, its sign, and the words up to the next mark."""

from __future__ import annotations

import pytest

from libcollab_metrics.ingest.files.cells import SheetCells
from libcollab_metrics.ingest.tables.grid import Grid
from libcollab_metrics.ingest.tables.legend import parse_legend, read_legend


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("(1 = asistió, F = falta, E = excusado)", {"1": "present", "f": "absent", "e": "excused"}),
        ("Key:  P = present   T = tardy (came late)", {"p": "present", "t": "late"}),
        ("( / = present,  blanko = absent)", {"/": "present", "": "absent"}),
        ("Codes: (blank) – Present; (x) – Absent.", {"": "present", "x": "absent"}),
        ("ABS - absent   EXC - excused", {"abs": "absent", "exc": "excused"}),
        ("Present = P, Absent = A", {"p": "present", "a": "absent"}),
        ("- = absent", {"-": "absent"}),
        ("Club – ✓ here, L late, – away", {"✓": "present", "l": "late", "–": "absent"}),
        ("• asistencia    / falta    R retardo", {"•": "present", "/": "absent", "r": "late"}),
        ("p = p", {}),
        ("wala - may lamay sa tapat", {}),
        ("Story hour - Friday", {}),
        (
            "R = retardo (cuenta como asistencia)  J = falta justificada (cuenta como falta)",
            {"r": "present", "j": "absent"},
        ),
        ("E = excused (counts as an absence)  L = late (10 min)", {"e": "absent", "l": "late"}),
    ],
)
def test_words_behind_a_mark_explain_it(text: str, expected: dict[str, str]) -> None:
    assert parse_legend([text]) == expected


@pytest.mark.parametrize(
    ("text", "closed", "other"),
    [
        ("P = present  XX = basement flooded, no club.  L = library duty", {"xx"}, {"l"}),
        ("A: asistió   R: se retiró   (-): feriado, no hubo taller", {"-"}, {"r"}),
        ("Guide: (blank) – Present; (x) – Absent. June 12 is a holiday, no class.", set(), set()),
        ("P = present  SNOW DAY - closed", set(), set()),
        ("P = present  12 = week of the fair", set(), set()),
    ],
)
def test_marks_without_a_status_are_closed_days_or_unexplained(
    text: str, closed: set[str], other: set[str]
) -> None:
    legend = read_legend(Grid(SheetCells.from_rows("Club", [["Name"]]), 0, (), "roster"), [text])
    assert (legend.closed, legend.other) == (closed, other)


def test_mark_for_no_school_is_no_absence() -> None:
    legend = parse_legend(["X = here   NS = no school, library program off"])
    assert legend == {"x": "present"}
