"""Reader for test scores before and after: one row per person, or one row per test."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np

from libcollab_metrics.ingest.layouts.attendee_list import NAME_FIELDS, read_people
from libcollab_metrics.ingest.layouts.registration import equal_codes
from libcollab_metrics.ingest.tables.column_roles import BY_ROW, FIELDS, score_role, scores_of
from libcollab_metrics.ingest.tables.heading import NAMED, Score, score_of
from libcollab_metrics.ingest.tables.rows import Body, ByField, sort_rows
from libcollab_metrics.ingest.values.columns import Column, Context, Said, as_text, read_column, read_numbers, tell
from libcollab_metrics.ingest.values.lexicon import word_list, words
from libcollab_metrics.ingest.values.table import ReadRows, Rows, Values, same_rows, stacked
from libcollab_metrics.model.names import plain
from libcollab_metrics.model.schema import SCHEMA

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from libcollab_metrics.ingest.layouts.base import Task

OUTCOMES = SCHEMA["outcomes"]
PHASES = ("before", "after")
#: Name of a measure without a heading.
UNNAMED = "score"
_OF = re.compile(r"^\s*(\d+(?:[.,]\d+)?)\s*(?:/|out of|of)\s*(\d+)\s*$", re.IGNORECASE)
_NUMBER = re.compile(r"^\d+(\.\d+)?$")
_PERCENT = re.compile(r"^\s*(\d+(?:[.,]\d+)?)\s*%\s*$")


def read_scores(task: Task) -> tuple[Body, Rows]:
    """Read one outcomes row per person and measure, with the scores before and after.

    A blank, or a word such as absent, means not tested: unknown, never zero. Names are replaced by pseudonyms
    here. Tests with different maximum scores are two measures, because their difference would be meaningless.
    """
    body = sort_rows(task.grid, task.mapping, task.context.log, _missing, _is_best_row)
    by_row = any(m.reason == BY_ROW for m in task.mapping)
    if by_row:
        _leave_unknown_phases(body, task)
    columns = {m.field: body.column(m) for m in reversed(task.mapping) if m.field}
    length = len(body.used)
    same = _same(columns, task, body)
    best = _best(columns, task, length)
    rows = (_row_by_row if by_row else _side_by_side)(body, task, same, best)
    return body, {"outcomes": _told_twice(rows, body, task.context)}


def _missing(row: ByField) -> str:
    names = [plain(as_text(cell)) for name in NAME_FIELDS for cell in row.get(name, ())]
    if any(name in word_list("best_row") for name in names):
        return "the highest possible scores"
    scored = any(row.get(field) for field in (*FIELDS.values(), "check"))
    return "" if scored else "not tested: no score"


def _is_best_row(field: str, text: str) -> bool:
    return field in NAME_FIELDS and plain(text) in word_list("best_row")


def _same(columns: Mapping[str, Column], task: Task, body: Body) -> dict[str, Values]:
    """Read the fields shared by all scores of a row: person, program, date, occasion, measure."""
    context, length = task.context, len(body.used)
    found = {
        name: read_column("outcomes", OUTCOMES.field(name), columns[f"outcomes.{name}"], context)
        for name in ("program_id", "date", "occasion", "measure")
        if f"outcomes.{name}" in columns
    }
    program = Values.all(task.around.program or None, length)
    found["program_id"] = found.get("program_id", program).otherwise(program)
    found["respondent_key"] = read_people(dict(columns), length, task.key)
    return found | {"row": Values.of(body.numbers.tolist())}


def _best(columns: Mapping[str, Column], task: Task, length: int) -> Values:
    """Read the maximum score column, where there is one."""
    if "outcomes.scale_max" not in columns:
        return Values.all(None, length)
    return read_column("outcomes", OUTCOMES.field("scale_max"), columns["outcomes.scale_max"], task.context)


def _best_row(task: Task) -> Mapping[int, float]:
    """Read the maximum scores from a row of their own, by Excel column number."""
    grid = task.grid
    for mapped in task.mapping:
        if mapped.field not in (*NAME_FIELDS, "check", ""):
            continue
        codes, cells = grid.compact(mapped.column, np.arange(grid.header + 1, grid.cells.height))
        wanted = [code for code, cell in enumerate(cells) if plain(as_text(cell)) in word_list("best_row")]
        rows = np.flatnonzero(np.isin(codes, wanted)) + grid.header + 1
        if len(rows):
            row = grid.cells.rows[int(rows[0])]
            numbers = {grid.cells.first_column + place: cell for place, cell in enumerate(row)}
            return {column: float(as_text(cell)) for column, cell in numbers.items() if _NUMBER.match(as_text(cell))}
    return {}


def _side_by_side(body: Body, task: Task, same: Mapping[str, Values], best: Values) -> ReadRows:
    """Build one row per person and measure from the columns before and after."""
    known, in_row = scores_of(task.grid), _best_row(task)
    by_measure: dict[tuple[str, str], dict[str, tuple[Column, float | None]]] = {}
    for mapped in task.mapping:
        phase = next((phase for phase, field in FIELDS.items() if field == mapped.field), None)
        if phase is not None:
            score = known.get(mapped.column) or _by_hand(mapped.heading)
            column = body.column(mapped)
            by_measure.setdefault((score.measure, ""), {}).setdefault(
                phase, (column, score.best or in_row.get(mapped.column))
            )
    parts = []
    for (measure, _), sides in _comparable(by_measure, task.context).items():
        parts.append(_measured(measure, sides, task, same, best))
    return stacked(parts)


def _by_hand(heading: str) -> Score:
    """Return the score of a column mapped by the user; without its own name, measure is ""."""
    score = score_of(heading)
    return score if score.phase or score.measure in NAMED else replace(score, measure="")


Sides = dict[str, tuple[Column, float | None]]


def _comparable(by_measure: dict[tuple[str, str], Sides], context: Context) -> dict[tuple[str, str], Sides]:
    """Split a before and an after with different maximum scores into two measures; report it."""
    found: dict[tuple[str, str], Sides] = {}
    for (measure, _), sides in by_measure.items():
        tops = {best for _, best in sides.values() if best is not None}
        if len(tops) < 2:
            found[measure, ""] = sides
            continue
        for phase, (column, best) in sides.items():
            name = f"{measure or UNNAMED} (of {best:g})" if best is not None else measure
            context.log.add("choice-assumed", int(column.rows[0]) if len(column) else 0, column.number,
                            heading=column.heading, message="the tests before and after have different highest scores: "
                            "read as two measures")  # fmt: skip
            found[name, phase] = {phase: (column, best)}
    return found


def _measured(measure: str, sides: Sides, task: Task, same: Mapping[str, Values], best: Values) -> ReadRows:
    length = len(same["row"])
    reads = {phase: _numbers(column, measure, task.context) for phase, (column, _) in sides.items()}
    values: dict[str, Values] = dict(same)
    tops = best
    for phase, (number, top) in reads.items():
        values[phase] = number
        tops = tops.otherwise(top).otherwise(Values.all(sides[phase][1], length))
    values["scale_max"] = tops
    named = Values.all(measure or None, length).otherwise(same.get("measure", Values.all(None, length)))
    values["measure"] = named.map(lambda name: name or UNNAMED)
    known = np.zeros(length, dtype=bool)
    for phase in reads:
        known |= values[phase].known
    return ReadRows(values, length).keep(known)


def _phase_column(body: Body, task: Task) -> Column:
    roles = {heading.column: score_role(heading) for heading in task.grid.headings}
    return body.column(next(mapped for mapped in task.mapping if roles.get(mapped.column) == "phase"))


def _leave_unknown_phases(body: Body, task: Task) -> None:
    """Exclude rows whose phase is neither before nor after, and report them."""
    when = _phase_column(body, task)
    texts = [as_text(cell) for cell in when.distinct]
    said: list[Said] = [
        None if score_of(text).phase else ("choice-unknown", f'"{text}" says neither before nor after')
        for text in texts
    ]
    tell(when, task.context, said)
    gone = np.array([one is not None for one in said], dtype=bool)[when.codes]
    body.leave_out(np.flatnonzero(gone), "it does not say whether it was before or after")


def _row_by_row(body: Body, task: Task, same: Mapping[str, Values], best: Values) -> ReadRows:
    """Build one row per test; a column holds the phase (before or after) of each."""
    known, when = scores_of(task.grid), _phase_column(body, task)
    phases = [score_of(as_text(cell)) for cell in when.distinct]
    parts = []
    for mapped in (m for m in task.mapping if m.reason == BY_ROW):
        score = known.get(mapped.column, Score("", ""))
        own = Values(when.codes, [one.measure or None for one in phases])
        column, length = body.column(mapped), len(body.used)
        number, top = _numbers(column, score.measure, task.context)
        measure = Values.all(score.measure or None, length).otherwise(own)
        for phase in PHASES:
            here = number.known & Values(when.codes, phases).where(lambda one, phase=phase: one.phase == phase)
            values = dict(same) | {
                phase: number,
                "scale_max": best.otherwise(top).otherwise(Values.all(score.best, length)),
                "measure": measure.otherwise(same.get("measure", Values.all(None, length))).map(
                    lambda name: name or UNNAMED
                ),
            }
            parts.append(ReadRows(values, length).keep(here))
    return stacked(parts)


def _numbers(column: Column, measure: str, context: Context) -> tuple[Values, Values]:
    """Parse the scores of a column, and the maximum score of cells such as "14/20" or "85 %".

    Reading levels are coded 0 to 3. A person who was not tested has no score.
    """
    if measure == "philiri_level":
        return _levels(column, context), Values.all(None, len(column))
    split = [_split(cell) for cell in column.distinct]
    bare = replace(column, distinct=[number for number, _ in split])
    reads = read_numbers(OUTCOMES.field("before"), bare, context, column.distinct)
    tell(column, context, [_said(cell, read.value) for cell, read in zip(column.distinct, reads.values, strict=True)])
    numbers = reads.map(lambda read: None if read.value is None or read.value < 0 else read.value)
    return numbers, Values(column.codes, [best for _, best in split])


def _split(cell: object) -> tuple[object, float | None]:
    text = as_text(cell) if isinstance(cell, str) else ""
    if plain(text) in word_list("not_tested"):
        return None, None
    if found := _OF.match(text):
        return found[1], float(found[2])
    if found := _PERCENT.match(text):
        return found[1], 100.0
    return cell, None


def _said(cell: object, value: float | None) -> Said:
    if isinstance(cell, str) and plain(cell) in word_list("not_tested"):
        return "missing-code", "not tested: no score"
    if value is not None and value < 0:
        return "number-unreadable", "a score is not below zero"
    return None


def _levels(column: Column, context: Context) -> Values:
    """Parse reading levels: Independent 3, Instructional 2, Frustration 1, Non-reader 0."""
    known = words("reading_level")
    levels: list[float | None] = []
    said: list[Said] = []
    for cell in column.distinct:
        text = plain(as_text(cell))
        coded = known.get(text) or (text if text in ("0", "1", "2", "3") else None)
        levels.append(float(coded) if coded else None)
        missing = text in word_list("not_tested") or text in word_list("missing")
        said.append(None if coded or not text else ("missing-code", "") if missing else ("choice-unknown", ""))
    tell(column, context, said)
    return Values(column.codes, levels)


def _told_twice(rows: ReadRows, body: Body, context: Context) -> ReadRows:
    """Report duplicate scores of a person, measure and date; drop them only if answered so."""
    alike: list[NDArray[Any]] = [
        equal_codes(rows.column(name)) for name in ("respondent_key", "program_id", "measure", "date", "occasion")
    ]
    sides = [rows.column(phase).known for phase in PHASES]
    first = same_rows([*alike, *sides], len(rows))
    twins = np.flatnonzero((first != np.arange(len(rows))) & rows.column("respondent_key").known)
    if not len(twins):
        return rows
    numbers = [int(rows.column("row")[place]) for place in twins.tolist()]
    message = f"the same person and test as row {rows.column('row')[int(first[twins[0]])]}"
    context.log.add_rows("duplicate-rows", numbers, body.grid.cells.first_column, message=message,
                         told=lambda n: f"the same person and test as row {rows.column('row')[int(first[twins[n]])]}",
                         )  # fmt: skip
    if context.answers.get("duplicates") != "drop":
        return rows
    kept = np.ones(len(rows), dtype=bool)
    kept[twins] = False
    return rows.keep(kept)
