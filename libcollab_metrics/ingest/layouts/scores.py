"""Reader for test scores before and after: maximum scores, percentages, reading levels, duplicates."""

from __future__ import annotations

import re
from calendar import month_name
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np

from libcollab_metrics.ingest.layouts.attendee_list import compute_pseudonyms
from libcollab_metrics.ingest.layouts.base import NAME_FIELDS, ReadResult, ReadTask
from libcollab_metrics.ingest.tables.grid import Grid
from libcollab_metrics.ingest.tables.heading import (
    LEVEL_MEASURE,
    LEVEL_MEASURE_OF,
    NAMED_MEASURES,
    Score,
    is_level_column,
    parse_score_heading,
)
from libcollab_metrics.ingest.tables.rows import ByField, SheetRows, classify_rows
from libcollab_metrics.ingest.tables.score_columns import (
    BY_ROW_REASON,
    FIELD_BY_PHASE,
    find_score_columns,
    score_role,
)
from libcollab_metrics.ingest.tables.sum_rows import exclude_sum_rows, mask_unlike_rows
from libcollab_metrics.ingest.values.columns import (
    CellIssue,
    Column,
    ParseContext,
    cell_text,
    parse_column,
    parse_numbers,
    report_issues,
)
from libcollab_metrics.ingest.values.lexicon import known_words, months, word_list
from libcollab_metrics.ingest.values.numbers import parse_number, split_score
from libcollab_metrics.ingest.values.table import (
    EncodedValues,
    TableRows,
    concat_rows,
    first_duplicate_rows,
)
from libcollab_metrics.messages import Message
from libcollab_metrics.model.names import normalize_heading
from libcollab_metrics.model.schema import SCHEMA

if TYPE_CHECKING:
    from numpy.typing import NDArray


OUTCOMES = SCHEMA["outcomes"]
PHASES = ("before", "after")
#: Name of a measure without a heading.
DEFAULT_MEASURE = "score"
#: Fewest levels that are names of rows.
MIN_LEVELS = 2
#: Why a row of levels below the learners is none of them.
LEVEL_COUNT_REASON = Message("a count of the learners at each level")
MAXIMUM_REASON = Message("the highest possible scores")
_NUMBER = re.compile(r"^\d+(\.\d+)?$")


def read_scores(task: ReadTask) -> ReadResult:
    """Read one outcomes row per person and measure, with the scores before and after.

    A blank, or a word such as absent, means not tested: unknown, never zero. Names are replaced by pseudonyms
    here. Tests with different maximum scores are two measures, because their difference would be meaningless.
    """
    body = classify_rows(task.grid, task.mapping, task.context.log, _missing_reason)
    exclude_sum_rows(
        body, task.mapping, tuple(FIELD_BY_PHASE.values()), mask_unlike_rows(body), task.context.log
    )
    _exclude_maximum_rows(body, task)
    _exclude_names_of_levels(body, task)
    _exclude_counts_of_levels(body, task)
    by_row = any(m.reason == BY_ROW_REASON for m in task.mapping)
    if by_row:
        _exclude_unknown_phases(body, task)
    columns = {m.field: body.column(m) for m in reversed(task.mapping) if m.field}
    length = len(body.used)
    same = _read_shared_fields(columns, task, body)
    best = _read_maximum_column(columns, task, length)
    rows = (_build_rows_from_tests if by_row else _build_rows_from_columns)(body, task, same, best)
    return ReadResult(body, {"outcomes": _handle_duplicate_scores(rows, body, task.context)})


def _missing_reason(row: ByField) -> str:
    scored = any(row.get(field) for field in (*FIELD_BY_PHASE.values(), "check"))
    return "" if scored else Message("not tested: no score")


def _exclude_maximum_rows(body: SheetRows, task: ReadTask) -> None:
    """Exclude the rows that call themselves the highest possible scores, and have none below any other.

    Max is also the name of a child.
    """
    is_maximum = np.zeros(len(body.used), dtype=bool)
    for column in body.grid.cells.columns:
        is_word = np.array([_names_maximum(text or "") for text in column.folded], dtype=bool)
        is_maximum |= is_word[column.codes[body.used]]
    for mapped in task.mapping:
        if is_maximum.any() and mapped.field in FIELD_BY_PHASE.values():
            read = body.column(mapped).parse(lambda cell: parse_number(cell_text(cell)).value)
            scores = np.array([np.nan if score is None else score for score in read])
            is_maximum &= ~(scores < np.nanmax(scores, initial=-np.inf))
    task.context.log.add_rows("row-without-data", body.excel_rows[is_maximum], 1, message=MAXIMUM_REASON)
    body.exclude(np.flatnonzero(is_maximum), MAXIMUM_REASON)


def _names_maximum(folded: str) -> bool:
    """Return whether a folded text names the highest possible scores.

    Examples
    --------
    >>> [_names_maximum(text) for text in ("hps", "max. marks", "full marks", "max", "marks", "max cruz")]
    [True, True, True, True, False, False]
    """
    if folded in word_list("best_row"):
        return True
    words = set(re.findall(r"[^\W\d_]+", folded))
    maxima, counted = (set(word_list("best_row", key)) for key in ("maxima", "counted"))
    others = words - maxima - counted - set(word_list("best_row", "between"))
    return bool(words & maxima) and bool(words & counted) and not others


def _exclude_names_of_levels(body: SheetRows, task: ReadTask) -> None:
    """Exclude rows named after levels, of which learners may have one in place of a score: "Word | 4 | 4".

    One such name may be that of a learner: Malaya is a name too. A table without names whose rows are levels
    counts the learners at each of them, and holds no score.
    """
    levels = set(known_words("reading_level")) | {
        normalize_heading(text)
        for mapped in task.mapping
        if mapped.field in FIELD_BY_PHASE.values()
        for text in task.grid.texts_under(mapped.column)
        if any(map(str.isalpha, text))
    }
    named = next((mapped for mapped in task.mapping if mapped.field in NAME_FIELDS), None)
    scored = {mapped.column for mapped in task.mapping if mapped.field in FIELD_BY_PHASE.values()}
    labels = [mapped for mapped in task.mapping if mapped.column not in scored] if named is None else [named]
    for mapped in labels:
        column = body.column(mapped)
        names = column.parse_normalized(lambda text: text.removesuffix(" level").removesuffix(" readers"))
        is_level = names.where(levels.__contains__)
        if len({names[row] for row in np.flatnonzero(is_level).tolist()}) < MIN_LEVELS:
            continue
        if named is None and 2 * is_level.sum() > len(is_level):
            is_level[:] = True
        break
    else:
        return
    task.context.log.add_rows(
        "row-without-data", body.excel_rows[is_level], column.number, message=LEVEL_COUNT_REASON
    )
    body.exclude(np.flatnonzero(is_level), LEVEL_COUNT_REASON)


def _exclude_counts_of_levels(body: SheetRows, task: ReadTask) -> None:
    """Exclude rows that count the learners at each level, and their headings, below levels in words."""
    levels = [
        body.column(mapped)
        for mapped in task.mapping
        if mapped.field in FIELD_BY_PHASE.values() and is_level_column(task.grid.texts_under(mapped.column))
    ]
    if not levels or not any(column.parse_normalized(_is_level_word).where(bool).any() for column in levels):
        return
    filled = np.array([column.parse_text(bool).where(bool) for column in levels])
    counts = np.array([column.parse_text(_is_count_or_phase).where(bool) for column in levels])
    is_summary = filled.any(axis=0) & (counts | ~filled).all(axis=0)
    task.context.log.add_rows(
        "row-without-data", body.excel_rows[is_summary], levels[0].number, message=LEVEL_COUNT_REASON
    )
    body.exclude(np.flatnonzero(is_summary), LEVEL_COUNT_REASON)


def _is_level_word(text: str) -> bool:
    return text in known_words("reading_level")


def _is_count_or_phase(text: str) -> bool:
    return text.isdecimal() or (
        not _is_level_word(normalize_heading(text)) and bool(_parse_phase(text).phase)
    )


def _read_shared_fields(
    columns: Mapping[str, Column], task: ReadTask, body: SheetRows
) -> dict[str, EncodedValues]:
    """Read the fields shared by all scores of a row: person, program, date, occasion, measure."""
    context, length = task.context, len(body.used)
    fields = {
        name: parse_column("outcomes", OUTCOMES.field(name), columns[f"outcomes.{name}"], context)
        for name in ("program_id", "date", "occasion", "measure")
        if f"outcomes.{name}" in columns
    }
    program = EncodedValues.constant(task.sheet_context.program or None, length)
    fields["program_id"] = fields.get("program_id", program).fill_unknown(program)
    fields["respondent_key"] = compute_pseudonyms(dict(columns), length, task.key)
    return fields | {"row": EncodedValues.from_list(body.excel_rows.tolist())}


def _read_maximum_column(columns: Mapping[str, Column], task: ReadTask, length: int) -> EncodedValues:
    """Read the maximum score column, where there is one."""
    if "outcomes.scale_max" not in columns:
        return EncodedValues.constant(None, length)
    return parse_column("outcomes", OUTCOMES.field("scale_max"), columns["outcomes.scale_max"], task.context)


def _find_maximum_row(task: ReadTask) -> Mapping[int, float]:
    """Read the maximum scores from a row of their own, by Excel column number."""
    grid = task.grid
    scored = [mapped.column for mapped in task.mapping if mapped.field in FIELD_BY_PHASE.values()]
    for mapped in task.mapping:
        if mapped.field not in (*NAME_FIELDS, "check", ""):
            continue
        codes, cells = grid.encode_column(mapped.column, np.arange(grid.header + 1, grid.cells.height))
        wanted = [
            code for code, cell in enumerate(cells) if _names_maximum(normalize_heading(cell_text(cell)))
        ]
        rows = np.flatnonzero(np.isin(codes, wanted)) + grid.header + 1
        numbers = [_numbers_of_row(grid, row) for row in rows.tolist()]
        numbers = [own for own in numbers if not _are_highest_reached(own, scored, grid)]
        if numbers:  # Max is also the name of a child, whose scores are lower
            return max(numbers, key=lambda own: sum(own.get(column, 0.0) for column in scored))
    return {}


def _are_highest_reached(numbers: Mapping[int, float], scored: Sequence[int], grid: Grid) -> bool:
    """Return whether different numbers are the highest of their columns: no maximum score."""
    own = {column: numbers[column] for column in scored if column in numbers}
    if len(set(own.values())) < 2:
        return False
    reached = [_numbers_of_row(grid, row) for row in range(grid.header + 1, grid.cells.height)]
    others = [row for row in reached if row != numbers]
    return all(number == max((row.get(c, 0.0) for row in others), default=0.0) for c, number in own.items())


def _numbers_of_row(grid: Grid, row: int) -> dict[int, float]:
    """Return the numbers of a row by Excel column."""
    texts = enumerate(map(cell_text, grid.cells.rows[row]), start=grid.cells.first_column)
    return {column: float(text) for column, text in texts if _NUMBER.match(text)}


def _build_rows_from_columns(
    body: SheetRows, task: ReadTask, same: Mapping[str, EncodedValues], best: EncodedValues
) -> TableRows:
    """Build one row per person and measure from the columns before and after."""
    known, in_row = find_score_columns(task.grid), _find_maximum_row(task)
    by_measure: dict[tuple[str, str], dict[str, tuple[Column, float | None]]] = {}
    for mapped in task.mapping:
        phase = next((phase for phase, field in FIELD_BY_PHASE.items() if field == mapped.field), None)
        if phase is not None:
            score = known.get(mapped.column) or _score_of_user_column(mapped.heading)
            column = body.column(mapped)
            by_measure.setdefault((score.measure, ""), {}).setdefault(
                phase, (column, score.maximum or in_row.get(mapped.column))
            )
    parts = []
    for (measure, _), sides in _split_by_maximum(by_measure, task.context).items():
        parts.append(_build_measure_rows(measure, sides, task, same, best))
    return concat_rows(parts)


def _score_of_user_column(heading: str) -> Score:
    """Return the score of a column mapped by the user; without its own name, measure is ""."""
    score = parse_score_heading(heading)
    return score if score.phase or score.measure in NAMED_MEASURES else replace(score, measure="")


PhaseColumns = dict[str, tuple[Column, float | None]]


def _split_by_maximum(
    by_measure: dict[tuple[str, str], PhaseColumns], context: ParseContext
) -> dict[tuple[str, str], PhaseColumns]:
    """Split a before and an after with different maximum scores into two measures; report it."""
    columns: dict[tuple[str, str], PhaseColumns] = {}
    for (measure, _), sides in by_measure.items():
        tops = {best for _, best in sides.values() if best is not None}
        if len(tops) < 2:
            columns[measure, ""] = sides
            continue
        for phase, (column, best) in sides.items():
            name = f"{measure or DEFAULT_MEASURE} (of {best:g})" if best is not None else measure
            context.log.add(
                "choice-assumed",
                int(column.rows[0]) if len(column) else 0,
                column.number,
                heading=column.heading,
                message=Message(
                    "the tests before and after have different highest scores: read as two measures"
                ),
            )
            columns[name, phase] = {phase: (column, best)}
    return columns


def _build_measure_rows(
    measure: str, sides: PhaseColumns, task: ReadTask, same: Mapping[str, EncodedValues], best: EncodedValues
) -> TableRows:
    length = len(same["row"])
    reads = {phase: _read_score_values(column, measure, task.context) for phase, (column, _) in sides.items()}
    values: dict[str, EncodedValues] = dict(same)
    tops = best
    for phase, (number, top) in reads.items():
        values[phase] = number
        tops = tops.fill_unknown(top).fill_unknown(EncodedValues.constant(sides[phase][1], length))
    values["scale_max"] = tops
    named = EncodedValues.constant(measure or None, length).fill_unknown(
        same.get("measure", EncodedValues.constant(None, length))
    )
    values["measure"] = named.map(lambda name: name or DEFAULT_MEASURE)
    if "occasion" not in same:
        values["occasion"] = EncodedValues.constant(_months_of_headings(sides), length)
    known = np.zeros(length, dtype=bool)
    for phase in reads:
        known |= values[phase].known
    return TableRows(values, length).select(known)


def _months_of_headings(sides: PhaseColumns) -> str | None:
    """Return the months that the headings of both scores name, as an occasion: "June 2025 to March 2026"."""
    found = [_find_month(sides[phase][0].heading) for phase in PHASES if phase in sides]
    return " to ".join(found) if all(found) and len(set(found)) == len(PHASES) else None


def _find_month(heading: str) -> str:
    """Return the only month in a heading, with its year if there is one; empty without one."""
    words = re.findall(r"[^\W\d_]+|\b\d{4}\b", normalize_heading(heading))
    numbers = [months()[word] for word in words if word in months()]
    years = [word for word in words if word.isdecimal()]
    if len(numbers) != 1 or len(years) > 1:
        return ""
    return " ".join([month_name[numbers[0]], *years])


def _find_phase_column(body: SheetRows, task: ReadTask) -> Column:
    roles = {heading.column: score_role(heading) for heading in task.grid.headings}
    return body.column(next(mapped for mapped in task.mapping if roles.get(mapped.column) == "phase"))


def _parse_phase(text: str) -> Score:
    """Parse a cell of the column that says when a test was taken: "Pre-test reading", or "Final"."""
    phase = known_words("score_phase_cells").get(normalize_heading(text))
    return Score(phase, "") if phase else parse_score_heading(text)


def _exclude_unknown_phases(body: SheetRows, task: ReadTask) -> None:
    """Exclude rows whose phase is neither before nor after, and report them."""
    when = _find_phase_column(body, task)
    texts = when.cell_texts
    cell_issues: list[CellIssue] = [
        None
        if _parse_phase(text).phase
        else ("choice-unknown", Message('"{value}" says neither before nor after', value=text))
        for text in texts
    ]
    report_issues(when, task.context, cell_issues)
    unknown = np.array([issue is not None for issue in cell_issues], dtype=bool)[when.codes]
    body.exclude(np.flatnonzero(unknown), Message("it does not say whether it was before or after"))


def _build_rows_from_tests(
    body: SheetRows, task: ReadTask, same: Mapping[str, EncodedValues], best: EncodedValues
) -> TableRows:
    """Build one row per test; a column holds the phase (before or after) of each."""
    known, when = find_score_columns(task.grid), _find_phase_column(body, task)
    phases = [_parse_phase(text) for text in when.cell_texts]
    parts = []
    for mapped in (m for m in task.mapping if m.reason == BY_ROW_REASON):
        score = known.get(mapped.column, Score("", ""))
        own = EncodedValues(when.codes, [score_heading.measure or None for score_heading in phases])
        column, length = body.column(mapped), len(body.used)
        number, top = _read_score_values(column, score.measure, task.context)
        measure = EncodedValues.constant(score.measure or None, length).fill_unknown(own)
        for phase in PHASES:
            here = number.known & EncodedValues(when.codes, phases).where(
                lambda score_heading, phase=phase: score_heading.phase == phase
            )
            values = dict(same) | {
                phase: number,
                "scale_max": best.fill_unknown(top).fill_unknown(
                    EncodedValues.constant(score.maximum, length)
                ),
                "measure": measure.fill_unknown(
                    same.get("measure", EncodedValues.constant(None, length))
                ).map(lambda name: name or DEFAULT_MEASURE),
            }
            parts.append(TableRows(values, length).select(here))
    return concat_rows(parts)


def _read_score_values(
    column: Column, measure: str, context: ParseContext
) -> tuple[EncodedValues, EncodedValues]:
    """Parse the scores of a column, and the maximum score of cells such as "14/20" or "85 %".

    Reading levels are coded 0 to 3. A person who was not tested has no score.
    """
    if measure == LEVEL_MEASURE or measure.startswith(LEVEL_MEASURE_OF):
        return _read_levels(column, context), EncodedValues.constant(None, len(column))
    split = [_score_and_maximum(cell) for cell in column.distinct]
    bare = replace(column, distinct=[number for number, _ in split])
    reads = parse_numbers(OUTCOMES.field("before"), bare, context, column.distinct)
    report_issues(
        column,
        context,
        [_score_issue(cell, read.value) for cell, read in zip(column.distinct, reads.values, strict=True)],
    )
    numbers = reads.map(lambda read: None if read.value is None or read.value < 0 else read.value)
    return numbers, EncodedValues(column.codes, [best for _, best in split])


def _score_and_maximum(cell: object) -> tuple[object, float | None]:
    text = cell_text(cell) if isinstance(cell, str) else ""
    if normalize_heading(text) in word_list("not_tested"):
        return None, None
    return split_score(text) or (cell, None)


def _score_issue(cell: object, value: float | None) -> CellIssue:
    if isinstance(cell, str) and normalize_heading(cell) in word_list("not_tested"):
        return "missing-code", Message("not tested: no score")
    if value is not None and value < 0:
        return "number-unreadable", Message("a score is not below zero")
    return None


def _read_levels(column: Column, context: ParseContext) -> EncodedValues:
    """Parse reading levels: Independent 3, Instructional 2, Frustration 1, Non-reader 0."""
    known = known_words("reading_level")
    levels: list[float | None] = []
    cell_issues: list[CellIssue] = []
    for cell in column.distinct:
        text = normalize_heading(cell_text(cell))
        coded = known.get(text) or (text if text in ("0", "1", "2", "3") else None)
        levels.append(float(coded) if coded else None)
        missing = text in word_list("not_tested") or text in word_list("missing")
        cell_issues.append(
            None if coded or not text else ("missing-code", "") if missing else ("choice-unknown", "")
        )
    report_issues(column, context, cell_issues)
    return EncodedValues(column.codes, levels)


def _handle_duplicate_scores(rows: TableRows, body: SheetRows, context: ParseContext) -> TableRows:
    """Report duplicate scores of a person, measure and date; drop them only if answered so."""
    key_codes: list[NDArray[Any]] = [
        rows.column(name).value_codes
        for name in ("respondent_key", "program_id", "measure", "date", "occasion")
    ]
    sides = [rows.column(phase).known for phase in PHASES]
    first = first_duplicate_rows([*key_codes, *sides], len(rows))
    twins = np.flatnonzero((first != np.arange(len(rows))) & rows.column("respondent_key").known)
    if not len(twins):
        return rows
    numbers = [int(rows.column("row")[row_index]) for row_index in twins.tolist()]
    earlier = [
        Message("the same person and test as row {row}", row=str(rows.column("row")[int(first[twin])]))
        for twin in twins
    ]
    context.log.add_rows(
        "duplicate-rows",
        numbers,
        body.grid.cells.first_column,
        message=earlier[0],
        message_for_row=earlier.__getitem__,
    )
    if context.answers.get("duplicates") != "drop":
        return rows
    is_used = np.ones(len(rows), dtype=bool)
    is_used[twins] = False
    return rows.select(is_used)
