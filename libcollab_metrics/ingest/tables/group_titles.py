"""Registers of several groups below each other on one tab: each has sessions of its own on the same days."""

from __future__ import annotations

import re
from collections.abc import Sequence

from libcollab_metrics.ingest.files.cells import SheetCells
from libcollab_metrics.ingest.values.columns import cell_text
from libcollab_metrics.ingest.values.lexicon import word_list
from libcollab_metrics.ingest.values.table import EncodedValues, RowsByTable, TableRows
from libcollab_metrics.model.names import clean_spaces, normalize_heading

#: Most cells of a title, and most characters of the title of a group.
MAX_TITLE_CELLS, MAX_TITLE = 2, 60
#: An hour: "9:00", "2 pm".
_HOUR = re.compile(r"\b\d{1,2}[:.]\d\d\b|\b\d{1,2}\s*[ap]\.?\s?m\b", re.IGNORECASE)


def find_group_above(cells: SheetCells, top: int) -> str:
    """Return the title directly above a row of headings if it names a group, a half day or an hour; else "".

    "Group A (Tues)", "PANGKAT UMAGA" and "2:00-3:30" do; "BOYS" and "Grade 3" are parts of one group.
    """
    if top < 1 or not 0 < cells.filled_counts[top - 1] <= MAX_TITLE_CELLS:
        return ""
    written = [cell for cell in cells.rows[top - 1] if cell is not None]
    text = clean_spaces(" ".join(cell_text(cell) for cell in written))
    words = re.findall(r"[^\W\d_]+", normalize_heading(text))
    names_group = words[:1] and set(words) & set(word_list("group_titles"))
    is_title = all(isinstance(cell, str) for cell in written) and len(text) <= MAX_TITLE
    return text if is_title and (names_group or _HOUR.search(text)) else ""


def number_groups(groups: Sequence[str], tables: Sequence[RowsByTable]) -> list[RowsByTable]:
    """Give the sessions of groups that met on the same days the title of their group as their number.

    Parameters
    ----------
    groups : sequence of str
        Title of the group of each table of a tab, "" if none is named.
    tables : sequence of RowsByTable
        Rows of each table.

    Returns
    -------
    list of RowsByTable
        The same rows; those of a group that shares a day with another one have a session number where they
        had none.
    """
    days = [_list_days(rows) for rows in tables]
    return [
        _number_sessions(rows, groups[at]) if groups[at] and _meets_with_another(at, groups, days) else rows
        for at, rows in enumerate(tables)
    ]


def _list_days(rows: RowsByTable) -> set[tuple[object, ...]]:
    """Return the program, place and day of each session with a list of people and no number."""
    sessions = rows.get("sessions")
    if sessions is None or not rows.get("participation"):
        return set()
    columns = [sessions.column(name) for name in ("program_id", "site", "date", "session_no")]
    return {tuple(key) for *key, number in zip(*columns, strict=True) if number is None and key[-1]}


def _meets_with_another(at: int, groups: Sequence[str], days: Sequence[set[tuple[object, ...]]]) -> bool:
    others = (n for n, group in enumerate(groups) if group and group != groups[at])
    return any(days[at] & days[n] for n in others)


def _number_sessions(rows: RowsByTable, group: str) -> RowsByTable:
    numbered = dict(rows)
    for name in ("sessions", "participation"):
        table = rows[name]
        numbers = table.column("session_no").fill_unknown(EncodedValues.constant(group, len(table)))
        numbered[name] = TableRows(table.columns | {"session_no": numbers}, len(table))
    return numbered
