"""What the status column of a list says: who withdrew, which day was off, who came, and where no one came."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from libcollab_metrics.ingest.question_kinds import NOT_LISTED, ask
from libcollab_metrics.ingest.tables.context import SheetContext
from libcollab_metrics.ingest.tables.mapping import BY_HAND
from libcollab_metrics.ingest.tables.rows import SheetRows
from libcollab_metrics.ingest.tables.status_column import (
    HOURS_REASON,
    MAX_CELLS_LISTED,
    MIN_CONCLUSIVE,
    STATUS_FIELD,
    ask_status_column,
    read_statuses,
    settle_remarks,
)
from libcollab_metrics.ingest.values.columns import Column, ParseContext, cell_text
from libcollab_metrics.ingest.values.lexicon import known_words, word_list
from libcollab_metrics.ingest.values.marks import COMMON_MARKS, normalize_mark
from libcollab_metrics.ingest.values.numbers import parse_number
from libcollab_metrics.ingest.values.table import EncodedValues, TableRows, first_duplicate_rows
from libcollab_metrics.messages import Message, plural_message
from libcollab_metrics.model.addresses import list_cells
from libcollab_metrics.model.names import normalize_heading
from libcollab_metrics.model.readings import ColumnMapping, Question
from libcollab_metrics.model.schema import PRESENT_STATUSES

if TYPE_CHECKING:
    from numpy.typing import NDArray

#: Beginnings of a status that says that there was no session.
NEGATIONS = ("no ", "walang ", "wala ", "sin ")
#: What may be in front of a status behind a name.
_SIGN = re.compile(r"[-–—(\[:]")
#: A status behind a name: "Irv Mandel - absent, hip surgery", "Hal Brandt (absent)".
_STATUS_BEHIND = re.compile(
    r"(.{2,}?)\s*(?:\s[-–—]\s|[(\[:])\s*([^\W\d_][^()\[\],;]*?)\s*(?:[,;][^()\[\]]*)?[)\]]?"
)
#: Fewest different numbers above 0 of a column of amounts, such as the minutes that people stayed, and the
#: largest number of a code for a status.
MIN_AMOUNTS, MAX_CODE = 4, 9
#: Most rows below a list that sum it up.
MAX_ROWS_BELOW = 3
#: Most columns of ticks that are asked about.
MAX_TICKED = 3
#: Fields that identify a session on a list.
SESSION_KEY = ("program_id", "date", "site", "start", "session_no")
#: What separates a status from its reason: "canceled - snow".
_BEFORE_REASON = re.compile(r"\s*[(,;:]|\s+[-–—]\s+")


def exclude_withdrawn(body: SheetRows, column: Column | None, context: ParseContext) -> None:
    """Exclude the rows of people who withdrew or cancelled before the session."""
    if column is None:
        return
    withdrawn = np.flatnonzero(column.parse(cell_text).where(_says_withdrawn))
    if len(withdrawn):
        context.log.add_rows(
            "row-without-data",
            column.rows[withdrawn],
            column.number,
            heading=column.heading,
            message=Message("withdrawn or cancelled before the session"),
        )
        body.exclude(withdrawn, Message("withdrawn or cancelled before the session"))


def _says_withdrawn(text: str) -> bool:
    """Return whether a status says that somebody withdrew or cancelled, with or without the reason.

    Examples
    --------
    >>> [_says_withdrawn(text) for text in ("Cancelled (tutor sick)", "canceled - snow", "No show")]
    [True, True, False]
    """
    known = known_words("order_state")
    return any(
        known.get(normalize_heading(part)) == "out"
        for part in (text, _BEFORE_REASON.split(text, maxsplit=1)[0])
    )


def exclude_days_off(
    body: SheetRows, statuses: Column | None, context: ParseContext, closed_marks: Collection[str] = ()
) -> None:
    """Exclude the rows whose status says that there was no session: "No program" for everyone on a day.

    So does a mark that the legend or an answer explains so. "Holiday" may also be that of one person.
    """
    if statuses is None:
        return
    column = body.column_at(statuses.number, statuses.heading)
    notices = {normalize_heading(w) for w in word_list("no_session") if w.startswith(NEGATIONS)}
    is_off = column.parse_normalized(notices.__contains__).where(bool)
    is_off |= column.parse_text(normalize_mark).where(set(closed_marks).__contains__)
    _exclude_marked(body, column, is_off, Message("there was no session"), context)


def exclude_undated_below(
    body: SheetRows, dates: Column | None, names: Column | None, context: ParseContext
) -> None:
    """Exclude up to three rows below a blank one that lack a day and sum up the list: "hrs on the sheet".

    Every row above has a day. In place of a name, each of them speaks of hours.
    """
    if dates is None or names is None or len(body.used) <= MAX_ROWS_BELOW:
        return
    is_dated = body.column_at(dates.number, dates.heading).is_filled
    last = int(np.flatnonzero(is_dated)[-1]) if is_dated.any() else -1
    below = len(is_dated) - last - 1
    is_apart = 0 < below <= MAX_ROWS_BELOW and body.used[last + 1] > body.used[last] + 1
    if last < MAX_ROWS_BELOW or not is_apart or not is_dated[: last + 1].all():
        return
    labels = body.column_at(names.number, names.heading)
    if not all(_speaks_of_hours(labels.text_at(row)) for row in range(last + 1, len(is_dated))):
        return
    reason = Message("below the list, and without a day")
    context.log.add_rows("row-without-data", body.excel_rows[last + 1 :], dates.number, message=reason)
    body.exclude(range(last + 1, len(is_dated)), reason)


def _speaks_of_hours(text: str) -> bool:
    words = re.findall(r"[^\W\d_]+", normalize_heading(text))
    return text.startswith(("+", "=")) or bool(set(words) & set(word_list("work_done", "hours")))


def exclude_not_listed(
    body: SheetRows, statuses: Column | None, legend: Mapping[str, str], context: ParseContext
) -> None:
    """Exclude the rows of people who were not on the list then, as the legend or an answer says of a mark."""
    if statuses is None:
        return
    column = body.column_at(statuses.number, statuses.heading)
    answered = {normalize_mark(mark): meaning for mark, meaning in context.answers.get("marks", {}).items()}
    marks = {mark for mark, meaning in (dict(legend) | answered).items() if meaning == NOT_LISTED}
    is_gone = column.parse_text(normalize_mark).where(marks.__contains__)
    _exclude_marked(body, column, is_gone, Message("not on the list then"), context)


def _exclude_marked(
    body: SheetRows, column: Column, excluded: NDArray[np.bool_], reason: str, context: ParseContext
) -> None:
    """Exclude and report these rows of a status column."""
    if excluded.any():
        context.log.add_rows(
            "row-without-data", column.rows[excluded], column.number, heading=column.heading, message=reason
        )
        body.exclude(np.flatnonzero(excluded), reason)


def read_list_statuses(
    body: SheetRows,
    mapping: Sequence[ColumnMapping],
    columns: dict[str, Column],
    sheet_context: SheetContext,
    context: ParseContext,
) -> tuple[EncodedValues, str, tuple[Question, ...]]:
    """Read each row's status and its questions; without a status column all are present."""
    grid, length = body.grid, len(body.used)
    column = columns.get("participation.status")
    if column is None:
        return EncodedValues.constant("present", length), "sign_in", _ask_ticks(body, mapping, context)
    chosen = next(mapped for mapped in mapping if mapped.column == column.number)
    column = settle_remarks(column, grid, chosen, context)
    if chosen.reason in (BY_HAND, HOURS_REASON):
        column = _read_amounts(column, context, may_be_small=chosen.reason == HOURS_REASON)
    statuses, asked = read_statuses(grid.cells.name, column, dict(sheet_context.legend), context)
    return statuses, "roster", (*ask_status_column(grid, chosen, column, context), *asked)


def _read_amounts(column: Column, context: ParseContext, *, may_be_small: bool) -> Column:
    """Return a column of minutes or other amounts with each number above 0 as present; report it.

    Small numbers may be codes, unless `may_be_small`.
    """
    numbers = [parse_number(text).value for text in column.cell_texts]
    amounts = [number is not None and number > 0 for number in numbers]
    known = [number for number in numbers if number is not None]
    are_codes = not may_be_small and max(known, default=0) <= MAX_CODE
    if sum(amounts) < MIN_AMOUNTS or 2 * len(known) < len(column.distinct) or are_codes:
        return column
    is_amount = np.array(amounts, dtype=bool)[column.codes]
    message = Message("a number above 0: read as present")
    context.log.add_rows(
        "choice-assumed", column.rows[is_amount], column.number, heading=column.heading, message=message
    )
    pairs = zip(column.distinct, amounts, strict=True)
    return replace(column, distinct=["present" if above else cell for cell, above in pairs])


def split_absences(column: Column) -> tuple[Column, NDArray[np.bool_]]:
    """Return the names without "absent" behind them, and which rows have it: "Irv Mandel - absent, ill"."""
    known = known_words("status")
    names: list[object] = []
    away = []
    for cell, text in zip(column.distinct, column.cell_texts, strict=True):
        match = _STATUS_BEHIND.fullmatch(text) if _SIGN.search(text) else None
        status = known.get(normalize_heading(match[2])) if match and len(match[2]) >= MIN_CONCLUSIVE else None
        away.append(status in ("absent", "excused"))
        names.append(match[1].strip() if match and away[-1] else cell)
    is_away: NDArray[np.bool_] = np.array(away, dtype=bool)[column.codes]
    return replace(column, distinct=names) if any(away) else column, is_away


def _ask_ticks(
    body: SheetRows, mapping: Sequence[ColumnMapping], context: ParseContext
) -> tuple[Question, ...]:
    """Ask whether ticks of some of the people say that they came, if the user said that a row is a visit."""
    if context.answers.get("row_is") != "person-at-session":
        return ()
    ticked = [mapped for mapped in mapping if not mapped.field and mapped.reason != BY_HAND]
    ticked = [mapped for mapped in ticked if _are_ticks(body.column(mapped))]
    asked = []
    for mapped in ticked:
        column = body.column(mapped)
        blank = ~_mask_ticks(column)
        message = Message("blank, and not known whether that means absent; counted as present")
        context.log.add_rows(
            "signature-missing", column.rows[blank], mapped.column, heading=mapped.heading, message=message
        )
        if len(ticked) > MAX_TICKED:
            continue
        text = plural_message(
            int(column.is_filled.sum()),
            '"{column}" is filled for one of {rows} people. Does it say who came?',
            '"{column}" is filled for {count} of {rows} people. Does it say who came?',
            column=mapped.heading,
            rows=len(column),
        )
        options = ((STATUS_FIELD, Message("yes")), ("check", Message("no")))
        sheet = body.grid.cells.name
        asked.append(ask("mapping", sheet, entry=mapped.heading, text=text, options=options, default="check"))
    return tuple(asked)


def _mask_ticks(column: Column) -> NDArray[np.bool_]:
    known = known_words("yes_no")
    return column.parse_text(
        lambda text: bool(text) and (normalize_mark(text) in COMMON_MARKS or normalize_heading(text) in known)
    ).where(bool)


def _are_ticks(column: Column) -> bool:
    """Return whether most cells are ticks or words for yes and no, and others are blank or other words."""
    filled, ticks = int(column.is_filled.sum()), int(_mask_ticks(column).sum())
    return 0 < ticks < len(column) and 2 * ticks > filled


def settle_unattended(
    body: SheetRows, rows: TableRows, statuses: Column | None, context: ParseContext
) -> tuple[TableRows, tuple[Question, ...]]:
    """Ask whether a session was held to which no one on the list came.

    Perhaps no one came, or a meeting with one person was called off.
    """
    answer = context.answers.get("unattended")
    if statuses is None or answer == "held":
        return rows, ()
    there = [name for name in SESSION_KEY if name in rows.columns]
    sessions = first_duplicate_rows([rows.column(name).codes for name in there], len(rows))
    status = rows.column("status")
    came, is_away = (
        status.where(frozenset(of).__contains__) for of in (PRESENT_STATUSES, ("absent", "excused"))
    )
    is_open = ~np.isin(sessions, sessions[came])
    is_empty = is_open & ~np.isin(sessions, sessions[~is_away])
    if answer == "cancelled":
        rows, is_open = rows.select(~is_empty), (is_open & ~is_empty)[~is_empty]
        is_empty = np.zeros(len(rows), dtype=bool)
    if not is_open.any():
        return rows, ()
    reason = Message("no one on the list is known to have come: read as held")
    listed = rows.column("row").select(is_open)
    context.log.add_rows(
        "held-unclear", np.array(list(listed)), statuses.number, heading=statuses.heading, message=reason
    )
    if not is_empty.any():
        return rows, ()
    listed = rows.column("row").select(np.flatnonzero(is_empty)[: MAX_CELLS_LISTED + 1])
    cells = [context.log.name_cell(int(row), statuses.number) for row in listed]
    text = plural_message(
        len(np.unique(sessions[is_empty])),
        "No one on the list came to a session ({cells}). Was it held?",
        "No one on the list came to {count} sessions ({cells}). Were they held?",
        cells=list_cells(cells, MAX_CELLS_LISTED),
    )
    return rows, (ask("unattended", body.grid.cells.name, text=text),)
