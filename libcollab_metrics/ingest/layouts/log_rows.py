"""Rows of a log that are no session of their own: equal rows, other activities, one row for each group."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

import numpy as np

from libcollab_metrics.ingest.question_kinds import ask
from libcollab_metrics.ingest.tables.grid import Grid
from libcollab_metrics.ingest.tables.rows import SheetRows
from libcollab_metrics.ingest.values.columns import Column, ParseContext
from libcollab_metrics.ingest.values.lexicon import known_words, word_list
from libcollab_metrics.ingest.values.numbers import parse_number
from libcollab_metrics.ingest.values.parts import find_axes, part_of
from libcollab_metrics.ingest.values.table import EncodedValues, TableRows, first_duplicate_rows
from libcollab_metrics.messages import Message
from libcollab_metrics.model.names import normalize_heading
from libcollab_metrics.model.readings import ColumnMapping, Question

#: A row that does not count: "VOID", "Void - entered twice", "VOID Fall Festival", and no "Void fill art".
_VOID = re.compile(r"\W*VOID\b|\W*(?i:void)\s*(?:$|[-–—:;,.(])")

_DASH = re.compile(r"\s*[-–—]{1,3}\s*")


def handle_duplicate_rows(
    body: SheetRows, context: ParseContext
) -> np.ndarray[Any, np.dtype[np.bool_]] | None:
    """Report rows that are equal in every cell; drop them only if answered so.

    Two equal rows may be two sessions that look the same.

    Returns
    -------
    ndarray of bool or None
        None if all rows stay, otherwise for each formerly used row whether it stays.
    """
    cells = body.grid.cells
    first = first_duplicate_rows([column.codes[body.used] for column in cells.columns], len(body.used))
    twins = np.flatnonzero(first != np.arange(len(body.used)))
    if len(twins) == 0:
        return None
    earlier = [
        Message("the same as row {row}", row=str(row)) for row in body.excel_rows[first[twins]].tolist()
    ]
    context.log.add_rows(
        "duplicate-rows",
        body.excel_rows[twins],
        cells.first_column,
        message=earlier[0],
        message_for_row=earlier.__getitem__,
    )
    if context.answers.get("duplicates") != "drop":
        return None
    is_used: np.ndarray[Any, np.dtype[np.bool_]] = first == np.arange(len(body.used))
    body.exclude(twins, Message("the same as an earlier row"))
    return is_used


def exclude_other_activities(body: SheetRows, context: ParseContext) -> None:
    """Exclude rows whose type is that of an activity without a session: self-directed, kits to take home."""
    for heading in body.grid.headings:
        if not set(re.findall(r"[^\W\d_]+", normalize_heading(heading.text))) & set(word_list("types")):
            continue
        column = body.column_at(heading.column, heading.text)
        other = column.parse_normalized(lambda text: text.startswith(word_list("not_sessions"))).where(bool)
        message = Message(
            "an activity without a session: self-directed, taken home, or use of the room by others"
        )
        context.log.add_rows(
            "not-sessions", column.rows[other], column.number, heading=column.heading, message=message
        )
        body.exclude(np.flatnonzero(other), message)


def report_merged_rows(body: SheetRows, mapping: Sequence[ColumnMapping], context: ParseContext) -> None:
    """Report the further rows of a day and a number that are both merged: they may be one session.

    Until then, each row is a session without a number of its own.
    """
    fields = {mapped.column: mapped.field for mapped in mapping}
    ranges: dict[tuple[int, int], set[str]] = {}
    for top, column, bottom, last in body.grid.cells.merged:
        if column == last and bottom > top:
            ranges.setdefault((top, bottom), set()).add(fields.get(column, ""))
    inside = {
        row
        for (top, bottom), merged in ranges.items()
        if {"sessions.date", "sessions.attended"} <= merged
        for row in range(top + 1, bottom + 1)
    }
    rows = body.excel_rows[np.isin(body.excel_rows, list(inside))]
    message = Message("its day and number are merged with the row above: perhaps one session")
    context.log.add_rows("held-unclear", rows, body.grid.cells.first_column, message=message)


def exclude_recordings(body: SheetRows, mapping: Sequence[ColumnMapping], context: ParseContext) -> None:
    """Exclude recordings, which are no sessions.

    They have a dash for every head count and a number of views, or no number of people and a cell that says
    nothing but that they were recorded.
    """
    counted = [body.column(mapped) for mapped in mapping if mapped.field == "sessions.attended"]
    is_recording = np.zeros(len(body.used), dtype=bool)
    for heading in body.grid.headings:
        words = set(re.findall(r"[^\W\d_]+", normalize_heading(heading.text)))
        if heading.entry is None and words & set(word_list("recordings")):
            views = body.column_at(heading.column).parse_text(lambda text: bool(parse_number(text).value))
            is_recording |= views.where(bool)
    is_named = np.zeros(len(body.used), dtype=bool)
    for heading in body.grid.headings:
        texts = body.column_at(heading.column).parse_normalized(word_list("recordings", "cells").__contains__)
        is_named |= texts.where(bool)
    for column in counted:
        is_recording &= column.parse_text(lambda text: bool(_DASH.fullmatch(text))).where(bool)
        is_named &= ~column.parse_text(lambda text: bool(parse_number(text).value)).where(bool)
    is_recording |= is_named
    if not counted or not is_recording.any():
        return
    message = Message("watched as a recording, without people who came: no session")
    context.log.add_rows(
        "not-sessions", body.excel_rows[is_recording], body.grid.cells.first_column, message=message
    )
    body.exclude(np.flatnonzero(is_recording), message)


def exclude_void_rows(body: SheetRows, context: ParseContext) -> None:
    """Exclude rows with a cell that begins with VOID: they were entered by mistake."""
    is_void = np.zeros(len(body.used), dtype=bool)
    for heading in body.grid.headings:
        is_void |= body.column_at(heading.column).parse_text(lambda text: bool(_VOID.match(text))).where(bool)
    message = Message("the row says that it is void")
    context.log.add_rows(
        "not-sessions", body.excel_rows[is_void], body.grid.cells.first_column, message=message
    )
    body.exclude(np.flatnonzero(is_void), message)


def exclude_other_lines(body: SheetRows, mapping: Sequence[ColumnMapping], context: ParseContext) -> None:
    """Exclude the lines below the last total that count no people, where all rows above it do.

    A report goes on with other figures there: "B. COLLECTION", "Books on hand 1140".
    """
    columns = [body.column(mapped) for mapped in mapping if mapped.field == "sessions.attended"]
    if not columns or not body.totals:
        return
    counted = np.any([column.is_filled for column in columns], axis=0)
    below = body.used > max(body.totals)
    if not below.any() or counted[below].any() or below.all() or not counted[~below].all():
        return
    reason = Message("below the total, without a number of people")
    context.log.add_rows("row-left-out", body.excel_rows[below], body.grid.cells.first_column, message=reason)
    body.exclude(np.flatnonzero(below), reason)


def find_sessions_not_held(
    sessions: TableRows, body: SheetRows, events: Column | None, context: ParseContext
) -> TableRows:
    """Return cancelled sessions for the rows with fewer sessions held than planned.

    The plan is the other column under the label of the sessions held: "Sessions" over "Planned" and "Held".
    """
    planned = _find_planned_column(body, events) if events is not None else None
    if planned is None:
        return TableRows.from_dicts([])
    numbers = planned.parse_text(lambda text: parse_number(text).value)
    rows = [
        {name: session[name] for name in ("program_id", "date", "date_precision", "row")}
        | {"events": number - session["events"], "status": "cancelled"}
        for number, session in zip(numbers, sessions[:], strict=True)
        if number and session["events"] is not None and number > session["events"]
        if session["status"] == "held"
    ]
    message = Message(
        'fewer were held than "{heading}": the others are read as cancelled', heading=planned.heading
    )
    numbers_of_rows = [int(row["row"]) for row in rows]
    context.log.add_rows(
        "cancelled-by-title", numbers_of_rows, planned.number, heading=planned.heading, message=message
    )
    return TableRows.from_dicts(rows)


def _find_planned_column(body: SheetRows, events: Column) -> Column | None:
    """Return the plan of the sessions held: the other column under their label or about the same noun.

    "Sessions planned" and "Sessions held" are about the same.
    """
    headings = {heading.column: heading for heading in body.grid.headings}
    held = headings[events.number]
    others = [
        h
        for h in body.grid.headings
        if h is not held
        and (
            h.spanning_text == held.spanning_text
            if held.spanning_text
            else _noun_of(h.text) == _noun_of(held.text) != frozenset()
        )
    ]
    if len(others) != 1:
        return None
    words = set(re.findall(r"[^\W\d_]+", normalize_heading(others[0].own_text)))
    return body.column_at(others[0].column, others[0].text) if words & set(word_list("planned")) else None


def _noun_of(heading: str) -> frozenset[str]:
    """Return the words of a heading without those that count, and those for a plan and for what happened.

    Examples
    --------
    >>> _noun_of("No. of sessions planned") == _noun_of("Sessions held") == {"sessions"}
    True
    """
    words = set(re.findall(r"[^\W\d_]+", normalize_heading(heading)))
    counted = {*word_list("cross_measures", "counting"), *word_list("actual"), *known_words("held")}
    return frozenset(words - counted - set(word_list("planned")) - {"conducted", "isinagawa"})


#: What the rows of a session have in common.
SESSION_KEY = ("date", "program_id", "site", "start", "format", "language")


def merge_rows_of_groups(
    sessions: TableRows, audience: Column | None, grid: Grid, context: ParseContext
) -> tuple[TableRows, tuple[Question, ...]]:
    """Merge rows that count the children, teens and adults of one session; ask whether they are one.

    Only a sheet whose rows name groups that are everyone together is asked about.
    """
    answer = context.answers.get("rows_of_groups")
    if answer == "several" or audience is None or not _name_everyone(audience):
        return sessions, ()
    codes = [sessions.column(name).value_codes for name in SESSION_KEY]
    first = first_duplicate_rows(codes, len(sessions))
    by_group = first_duplicate_rows([*codes, sessions.column("age_group").value_codes], len(sessions))
    is_dated = sessions.column("date_precision").where(lambda how: how == "day")
    extra = is_dated & (first != np.arange(len(sessions)))
    if not extra.any() or (by_group != np.arange(len(sessions))).any():
        return sessions, ()
    numbers = [int(row) for row, more in zip(sessions.column("row"), extra.tolist(), strict=True) if more]
    message = Message(
        'the same day and title as a row above: part of one session by "{column}"', column=audience.heading
    )
    context.log.add_rows(
        "choice-assumed", numbers, audience.number, heading=audience.heading, message=message
    )
    asked = () if answer else (ask("rows_of_groups", grid.cells.name, heading=audience.heading),)
    return _merge_rows(sessions, first).select(~extra), asked


def report_rows_of_homes(sessions: TableRows, body: SheetRows, context: ParseContext) -> None:
    """Report that most rows share their day and title with others, and differ by where people are from.

    They may be parts of one session: "Webinar | 4 March | Ada County", "Webinar | 4 March | Adams County".
    """
    words = set(word_list("home_headings"))
    headings = [h for h in body.grid.headings if h.entry is None]
    named = [h for h in headings if words & set(re.findall(r"[^\W\d_]+", normalize_heading(h.text)))]
    if len(named) != 1 or not len(sessions):
        return
    first = first_duplicate_rows([sessions.column(name).value_codes for name in SESSION_KEY], len(sessions))
    is_shared = np.bincount(first, minlength=len(sessions))[first] > 1
    is_dated = sessions.column("date_precision").where(lambda how: how == "day")
    is_titled = sessions.column("program_id").known
    if 2 * int((is_shared & is_dated & is_titled).sum()) <= len(sessions):
        return
    message = Message(
        'the same day and title as another row: perhaps part of one session by "{column}"',
        column=named[0].text,
    )
    rows = [int(row) for row in sessions.column("row").select(first != np.arange(len(sessions)))]
    context.log.add_rows(
        "session-perhaps-twice", rows, named[0].column, heading=named[0].text, message=message
    )


def _name_everyone(audience: Column) -> bool:
    """Return whether the groups of a column are parts along one axis that are everyone together."""
    named = sorted({text for text in audience.cell_texts if text})
    axes = find_axes(named) if all(map(part_of, named)) else []
    return bool(axes) and axes[0].is_complete and len(axes[0].places) == len(named)


def _merge_rows(sessions: TableRows, first: np.ndarray[Any, np.dtype[np.int64]]) -> TableRows:
    """Return the rows with the head count of each group added up in its first row, and without its age."""
    groups: dict[int, list[int]] = {}
    for row, own in enumerate(first.tolist()):
        groups.setdefault(own, []).append(row)
    columns = {name: list(values) for name, values in sessions.columns.items()}
    for row, rows in groups.items():
        if len(rows) == 1:
            continue
        counts = [columns["attended"][n] for n in rows]
        known = [count for count in counts if count is not None]
        columns["attended"][row] = sum(known) if known else None
        for name in ("attended_is_estimate", "attended_at_least"):
            columns[name][row] = len(known) < len(rows) or any(columns[name][n] for n in rows)
        for name in columns.keys() & {"age_group", "age_class"}:
            columns[name][row] = None
    encoded = {name: EncodedValues.from_list(values) for name, values in columns.items()}
    return TableRows(encoded, len(sessions))
