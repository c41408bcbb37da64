"""Rows that hold the sums of the rows above, whatever they are called: "carried to summary", "5 boxes"."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING

import numpy as np

from libcollab_metrics.ingest.issue_log import IssueLog
from libcollab_metrics.ingest.tables.rows import MIN_SUMMED_ROWS, SheetRows
from libcollab_metrics.ingest.values.columns import Column, cell_text
from libcollab_metrics.ingest.values.numbers import parse_number
from libcollab_metrics.messages import Message
from libcollab_metrics.model.readings import ColumnMapping

if TYPE_CHECKING:
    from numpy.typing import NDArray


def exclude_sum_rows(
    body: SheetRows,
    mapping: Sequence[ColumnMapping],
    fields: Collection[str],
    may_be_sum: NDArray[np.bool_],
    log: IssueLog,
    min_columns: int = 1,
) -> None:
    """Exclude the rows whose numbers are the sums of the rows above, and report them as totals.

    Parameters
    ----------
    body : SheetRows
        Rows of the table; the sums are moved from the used rows to the totals.
    mapping : sequence of ColumnMapping
        Field of each column.
    fields : collection of str
        Fields whose numbers are compared.
    may_be_sum : ndarray of bool
        Used rows that may be sums, for example because they have no date.
    log : IssueLog
        Log of issues.
    min_columns : int, default 1
        Fewest numbers of a sum: a single one may be equal by chance.
    """
    columns = [body.column(mapped) for mapped in mapping if mapped.field in fields]
    if not columns or not may_be_sum.any():
        return
    places = _find_sums(
        body, np.array([_read_numbers(column) for column in columns]), may_be_sum, min_columns
    )
    for place in places:
        index = int(body.used[place])
        label = body.label(index)
        body.totals.append(index)
        log.add(
            "totals-row-left-out",
            body.grid.row_number(index),
            body.grid.cells.first_column,
            value=label,
            message=Message('"{label}": its numbers are the sums of the rows above', label=label),
        )
    body.totals.sort()
    body.used = np.delete(body.used, places)


def _read_numbers(column: Column) -> NDArray[np.float64]:
    values = [parse_number(cell_text(cell)).value for cell in column.distinct]
    numbers = np.array([np.nan if value is None else value for value in values], dtype=np.float64)
    cells: NDArray[np.float64] = numbers[column.codes]
    return cells


def _find_sums(
    body: SheetRows, numbers: NDArray[np.float64], may_be_sum: NDArray[np.bool_], min_columns: int
) -> list[int]:
    """Return the positions of the rows that add up all rows above, or those below the last total."""
    above = np.cumsum(np.nan_to_num(numbers), axis=1)
    above = np.concatenate([np.zeros((len(numbers), 1)), above], axis=1)
    totals = np.searchsorted(body.used, np.array(body.totals, dtype=np.int64))
    found: list[int] = []
    in_sums = np.zeros(len(numbers))
    for place in np.flatnonzero(may_be_sum).tolist():
        own = numbers[:, place]
        known = ~np.isnan(own)
        if int((own[known] > 0).sum()) < min_columns:
            continue
        start = max([0, *(last + 1 for last in found[-1:]), *totals[totals <= place].tolist()[-1:]])
        block = above[:, place] - above[:, start], place - start
        whole = above[:, place] - in_sums, place - len(found)
        if any(
            rows >= MIN_SUMMED_ROWS and np.allclose(own[known], sums[known]) for sums, rows in (block, whole)
        ):
            found.append(place)
            in_sums += np.nan_to_num(own)
    return found
