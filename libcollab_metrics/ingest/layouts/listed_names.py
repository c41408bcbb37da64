"""Rows of a list with several people in a cell, and a visit for each of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np

from libcollab_metrics.ingest.issue_log import IssueLog
from libcollab_metrics.ingest.tables.name_lists import (
    MIN_NAMES,
    find_joined_people,
    list_names,
    may_list_names,
    split_names,
)
from libcollab_metrics.ingest.tables.rows import SheetRows
from libcollab_metrics.ingest.values.columns import Column
from libcollab_metrics.messages import Message

if TYPE_CHECKING:
    from numpy.typing import NDArray

#: Reason for excluding a row whose cell lists no one who is on other rows.
NO_NAMES = Message("no names of people who are in other rows")


def expand_name_lists(
    body: SheetRows, column: Column | None, log: IssueLog
) -> tuple[SheetRows, Column | None]:
    """Return the rows with one for each name of a cell, and the names; the same rows if no cell lists any.

    A row with another text than the names of other rows is excluded and reported: "Team discussion". In other
    columns, two people who are alone in other rows are two in one cell: "R02 & R05".
    """
    if column is None:
        return body, None
    texts = column.cell_texts
    lists = [split_names(text) for text in texts] if may_list_names(texts) else []
    if not any(len(names) >= MIN_NAMES for names in lists) or not list_names(
        column.heading, texts, is_repeated=True
    ):
        joined = find_joined_people(texts)
        people = [joined.get(text, [text]) for text in texts] if joined else []
        return _repeat_rows(body, column, column.codes, people) if joined else (body, None)
    listed = {name for names in lists if len(names) > 1 for name in names}
    is_other = np.array([not listed.intersection(names) for names in lists])[column.codes]
    log.add_rows("row-left-out", column.rows[is_other], column.number, message=NO_NAMES)
    body.exclude(np.flatnonzero(is_other), NO_NAMES)
    return _repeat_rows(body, column, column.codes[~is_other], lists)


def _repeat_rows(
    body: SheetRows, column: Column, codes: NDArray[Any], lists: Sequence[Sequence[str]]
) -> tuple[SheetRows, Column]:
    """Return the rows, one for each name of a cell, and the names; `codes` are the lists of the rows."""
    numbers = {
        name: number
        for number, name in enumerate(dict.fromkeys(name for code in codes.tolist() for name in lists[code]))
    }
    coded = [[numbers[name] for name in names if name in numbers] for names in lists]
    rows = np.repeat(np.arange(len(codes)), [len(coded[code]) for code in codes])
    named = np.array([number for code in codes for number in coded[code]], dtype=np.int64)
    wide = replace(body, used=body.used[rows])
    return wide, Column(column.heading, column.number, wide.excel_rows, named, list(numbers))


def join_rows(body: SheetRows) -> SheetRows:
    """Return rows of which several were made of one with each of them once."""
    used = np.unique(body.used)
    excluded = [(row, reason) for row, reason in dict(body.excluded).items() if row not in used]
    return replace(body, used=used, excluded=excluded)
