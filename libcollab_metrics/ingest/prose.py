"""A memo in prose: lines such as "Nov. 1 Toddle Time I 31 / Toddle Time II 17", proposed as a table."""

from __future__ import annotations

import re
from datetime import datetime, time
from typing import Any

import numpy as np

from libcollab_metrics.ingest.body import Body
from libcollab_metrics.ingest.columns import Context, status_of
from libcollab_metrics.ingest.context import Surroundings
from libcollab_metrics.ingest.days import date_order
from libcollab_metrics.ingest.layout import Grid
from libcollab_metrics.ingest.memo import Line, line_text, read_line, read_piece
from libcollab_metrics.ingest.numbers import Read
from libcollab_metrics.ingest.titles import strip_status
from libcollab_metrics.ingest.values import ReadRows, Rows
from libcollab_metrics.model.readings import Question

_PIECES = re.compile(r"\s+/\s+|\s*[;•]\s*")


def read_prose(grid: Grid, around: Surroundings, context: Context) -> tuple[Body, Rows, tuple[Question, ...]]:
    """Return a session for each title and number of a line, on the line's day; always to be confirmed."""
    body = Body(grid)
    lines = [read_line(line_text(row)) for row in grid.cells.rows]
    order = _order([line for line in lines[grid.header + 1 :] if line], context)
    used, sessions = [], []
    for index in np.flatnonzero(grid.cells.filled).tolist():
        if index <= grid.header:
            continue
        line = lines[index]
        found = _sessions(grid.row_number(index), grid.cells.first_column, line, order, around, context) if line else []
        if found:
            used.append(index)
            sessions += found
        else:
            body.left.append((index, "no day with a title and a number"))
            context.log.add("row-left-out", grid.row_number(index), grid.cells.first_column,
                            message="no day with a title and a number")  # fmt: skip
    body.used = np.array(used, dtype=np.int64)
    context.log.add_rows("read-from-prose", body.numbers.tolist(), grid.cells.first_column,
                         message=f"{len(sessions)} sessions were read from {len(used)} lines of text")  # fmt: skip
    return body, {"sessions": ReadRows.of(sessions)}, _question(grid, sessions)


def _order(lines: list[Line], context: Context) -> str:
    """Whether day or month comes first, as answered or as some line decides; "" when nothing does."""
    decided: str = context.answers.get("date_order") or date_order(line.typed for line in lines)
    return decided


def _sessions(
    row: int, column: int, line: Line, order: str, around: Surroundings, context: Context
) -> list[dict[str, Any]]:
    named = line.day.in_order(order)
    day = named.on(context.year_of(named.month))
    if day is None:
        context.log.add("year-missing", row, column, message="no year is given")
    elif line.day.year is None:
        context.log.add("date-from-context", row, column, message=f"read as {day}")
    if named.ambiguous and not order:
        context.log.add("date-order-assumed", row, column, value=line.typed, message=f'"{line.typed}" read month-first')
    found = []
    for piece in _PIECES.split(line.rest):
        title, read = read_piece(piece)
        title, word = strip_status(title)
        status = status_of(word, context)
        if status:
            context.log.add("cancelled-by-title", row, column, message=f"read as {status}")
        elif read is None:
            continue
        elif read.code:
            context.log.add(read.code, row, column, message=read.text)
        found.append(_session(title or around.program, status, None if status == "cancelled" else read, row))
        found[-1] |= {
            "date": datetime.combine(day, time(0)) if day else None,
            "session_no": None if day else line.typed,
            "site": around.site or None,
        }
    return found


def _session(title: str, status: str, read: Read | None, row: int) -> dict[str, Any]:
    return {
        "program_id": title or None,
        "status": status or "held",
        "attended": read.value if read else None,
        "attended_is_estimate": bool(read and read.estimate),
        "attended_at_least": bool(read and read.at_least),
        "date_precision": "day",
        "events": 1.0,
        "row": row,
    }


def _question(grid: Grid, sessions: list[dict[str, Any]]) -> tuple[Question, ...]:
    """A table made of prose is always confirmed."""
    options = (("prose", "yes, use them"), ("skipped", "no, leave the sheet out"))
    text = f"{len(sessions)} sessions were read from lines of text. Are they right?"
    return (Question(f"sheets.{grid.cells.name}.layout", text, options, "prose"),)
