"""People who came along with those on a list: a column such as "# of children with you"."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from libcollab_metrics.ingest.question_kinds import ask
from libcollab_metrics.ingest.tables.rows import SheetRows
from libcollab_metrics.ingest.values.columns import Column, ParseContext, parse_numbers
from libcollab_metrics.ingest.values.parts import find_axes, names_companions
from libcollab_metrics.ingest.values.table import EncodedValues, TableRows, concat_rows
from libcollab_metrics.messages import Message, join_with_and
from libcollab_metrics.model.readings import ColumnMapping, Question
from libcollab_metrics.model.schema import SCHEMA

ATTENDED = SCHEMA["sessions"].field("attended")
#: Most companions of one person; a larger number counts something else.
MAX_COMPANIONS = 60


def add_companions(
    body: SheetRows, rows: TableRows, mapping: Sequence[ColumnMapping], context: ParseContext
) -> tuple[TableRows, tuple[Question, ...]]:
    """Add one row without a name for each companion of a person on the list, and ask whether they came.

    Columns that are everyone together ("# adults", "# kids") count the person of the row too, or its family.

    Parameters
    ----------
    body : SheetRows
        Rows of the list.
    rows : TableRows
        One row per person on the list, in the order of `body`.
    mapping : sequence of ColumnMapping
        Fields of the columns; only columns without one may count companions.
    context : ParseContext
        Answers and issue log.

    Returns
    -------
    rows : TableRows
        The people and their companions.
    questions : tuple of Question
        Empty if no column counts companions, or if the user answered.
    """
    columns = [
        body.column(mapped)
        for mapped in mapping
        if mapped.field in ("", "check") and names_companions(mapped.heading)
    ]
    counts = [_count(column, context) for column in columns]
    counted = [(column, count) for column, count in zip(columns, counts, strict=True) if count.any()]
    answer = context.answers.get("companions")
    if not counted or len(rows) != len(body.used) or answer == "no":
        return rows, ()
    number = sum(count for _, count in counted)
    headings = join_with_and([f'"{column.heading}"' for column, _ in counted])
    column = counted[0][0]
    context.log.add_rows(
        "choice-assumed",
        column.rows[np.asarray(number) > 0],
        column.number,
        heading=column.heading,
        message=Message("{headings}: read as people who came along, without their names", headings=headings),
    )
    extra = rows.select(np.repeat(np.arange(len(rows)), number))
    extra = TableRows(
        extra.columns | {"person_key": EncodedValues.constant(None, len(extra))}, len(extra)
    ).assign_constants(age_group=None)
    axes = find_axes([column.heading for column, _ in counted])
    if axes and axes[0].is_complete and len(axes[0].places) == len(counted):
        rows = rows.select(np.asarray(number) == 0)
    asked = () if answer else (ask("companions", body.grid.cells.name, headings=headings),)
    return concat_rows([rows, extra]), asked


def _count(column: Column, context: ParseContext) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    """Return the number of companions of each row; all 0 if the column does not hold small numbers."""
    silent = parse_numbers(ATTENDED, column, context)
    values = [read.value for read in silent.values]
    filled = [value for value in values if value is not None]
    if not filled or max(filled) > MAX_COMPANIONS or any(value != int(value) for value in filled):
        return np.zeros(len(column), dtype=np.int64)
    return np.array([int(read.value or 0) for read in silent], dtype=np.int64)
