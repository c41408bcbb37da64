"""Reader for memos in prose: lines such as "Nov. 1 Toddle Time I 31 / Toddle Time II 17"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime, time
from typing import Any

import numpy as np

from libcollab_metrics.ingest.layouts.base import ReadResult, ReadTask
from libcollab_metrics.ingest.layouts.session_titles import find_remark_status, strip_status
from libcollab_metrics.ingest.question_kinds import ask
from libcollab_metrics.ingest.tables.context import SheetContext
from libcollab_metrics.ingest.tables.grid import Grid
from libcollab_metrics.ingest.tables.memo_lines import MemoLine, join_row, parse_line, parse_piece
from libcollab_metrics.ingest.tables.rows import SheetRows
from libcollab_metrics.ingest.values.columns import (
    ParseContext,
    resolve_status,
)
from libcollab_metrics.ingest.values.dates import detect_date_order
from libcollab_metrics.ingest.values.numbers import ParsedNumber
from libcollab_metrics.ingest.values.table import TableRows
from libcollab_metrics.messages import Message, plural_message
from libcollab_metrics.model.readings import Question


def read_prose(task: ReadTask) -> ReadResult:
    """Read one session per title and number of a line; the result always needs confirmation."""
    grid, sheet_context, context = task.grid, task.sheet_context, task.context
    body = SheetRows(grid)
    lines = [parse_line(join_row(row)) for row in grid.cells.rows]
    order = _find_date_order([line for line in lines[grid.header + 1 :] if line], context)
    used, sessions = [], []
    for index in np.flatnonzero(grid.cells.filled).tolist():
        if index <= grid.header:
            continue
        line = lines[index]
        line_sessions = (
            _parse_sessions(
                grid.row_number(index), grid.cells.first_column, line, order, sheet_context, context
            )
            if line
            else []
        )
        if line_sessions:
            used.append(index)
            sessions += line_sessions
        else:
            body.excluded.append((index, Message("no day with a title and a number")))
            has_number = any(character.isdigit() for character in join_row(grid.cells.rows[index]))
            context.log.add(
                "row-left-out" if has_number else "row-without-data",
                grid.row_number(index),
                grid.cells.first_column,
                message=Message("no day with a title and a number"),
            )
    unread = [index for index, _ in body.excluded if (line := lines[index]) and re.search(r"\d", line.rest)]
    if unread and sessions and context.answers.get("layout") != "prose":
        return _ask_first(body, used, unread, len(sessions), task)
    body.used = np.array(used, dtype=np.int64)
    context.log.add_rows(
        "read-from-prose",
        body.excel_rows.tolist(),
        grid.cells.first_column,
        message=Message(
            "{sessions} read from {lines} of text",
            sessions=plural_message(len(sessions), "{count} session", "{count} sessions"),
            lines=plural_message(len(used), "{count} line", "{count} lines"),
        ),
    )
    return ReadResult(
        body, {"sessions": TableRows.from_dicts(sessions)}, _confirmation_question(grid, sessions)
    )


def _ask_first(
    body: SheetRows, used: Sequence[int], unread: Sequence[int], count: int, task: ReadTask
) -> ReadResult:
    """Use no line of a memo of which some dated lines have a number that is not read, and ask."""
    grid, reason = (
        task.grid,
        Message("some lines with a day and a number could not be read: not used until confirmed"),
    )
    body.excluded += [(index, reason) for index in used]
    rows = [grid.row_number(index) for index in used]
    task.context.log.add_rows("row-left-out", rows, grid.cells.first_column, message=reason)
    text = Message(
        "{count} sessions were read from lines of text, and {unread} more lines have a day and a number but"
        " no count of people. Use the sessions all the same?",
        count=count,
        unread=len(unread),
    )
    options = (("skipped", Message("no, leave the sheet out")), ("prose", Message("yes, use them")))
    question = ask("layout", grid.cells.name, text=text, options=options, default="skipped")
    return ReadResult(body, {}, (question,))


def _find_date_order(lines: list[MemoLine], context: ParseContext) -> str:
    """Return the date order from the answer or an unambiguous line; "" if undecided."""
    decided: str = context.answers.get("date_order") or detect_date_order(line.date_text for line in lines)
    return decided


def _parse_sessions(
    row: int, column: int, line: MemoLine, order: str, sheet_context: SheetContext, context: ParseContext
) -> list[dict[str, Any]]:
    named = line.day.with_order(order)
    day = named.to_date(context.year_for_month(named.month))
    if day is None:
        context.log.add("year-missing", row, column, message=Message("no year is given"))
    elif line.day.year is None:
        context.log.add("date-from-context", row, column, message=Message("read as {choice}", choice=day))
    if named.is_ambiguous and not order:
        context.log.add(
            "date-order-assumed",
            row,
            column,
            value=line.date_text,
            message=Message('"{value}" read month-first', value=line.date_text),
        )
    parsed = []
    for piece in line.pieces():
        title, read = parse_piece(piece)
        title, word = strip_status(title)
        if read is None and not word and (word := find_remark_status(title)):
            title = ""
        status = resolve_status(word, context)
        if status:
            context.log.add(
                "cancelled-by-title", row, column, message=Message("read as {choice}", choice=Message(status))
            )
        elif read is None:
            continue
        elif read.code:
            context.log.add(read.code, row, column, message=read.message)
        parsed.append(
            _build_session(
                title or sheet_context.program, status, None if status == "cancelled" else read, row
            )
        )
        parsed[-1] |= {
            "date": datetime.combine(day, time(0)) if day else None,
            "session_no": None if day else line.date_text,
            "site": sheet_context.site or None,
        }
    return parsed


def _build_session(title: str, status: str, read: ParsedNumber | None, row: int) -> dict[str, Any]:
    return {
        "program_id": title or None,
        "status": status or "held",
        "attended": read.value if read else None,
        "attended_is_estimate": bool(read and read.is_estimate),
        "attended_at_least": bool(read and read.is_lower_bound),
        "date_precision": "day",
        "events": 1.0,
        "row": row,
    }


def _confirmation_question(grid: Grid, sessions: list[dict[str, Any]]) -> tuple[Question, ...]:
    """Ask the user to confirm the sessions; sessions read from prose are never used unconfirmed."""
    options = (("prose", Message("yes, use them")), ("skipped", Message("no, leave the sheet out")))
    text = plural_message(
        len(sessions),
        "{count} session was read from lines of text. Is it right?",
        "{count} sessions were read from lines of text. Are they right?",
    )
    return (ask("layout", grid.cells.name, text=text, options=options, default="prose"),)
