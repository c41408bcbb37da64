"""Sessions that two tabs of a file list: as a remark says, or as leftovers of a tab that was copied."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from operator import attrgetter

from libcollab_metrics.ingest.files.cells import SheetCells
from libcollab_metrics.ingest.issue_log import IssueLog
from libcollab_metrics.ingest.programs import SheetResult
from libcollab_metrics.ingest.values.dates import parse_month
from libcollab_metrics.ingest.values.lexicon import word_list
from libcollab_metrics.ingest.values.table import RowsByTable
from libcollab_metrics.messages import Message
from libcollab_metrics.model.names import casefold_name, normalize_heading
from libcollab_metrics.model.readings import SheetReading

#: Most sessions of all tabs that are compared.
MAX_ROWS = 50_000
#: Fewest letters of a tab that a remark names.
MIN_TAB_NAME = 3
REASON = Message("another tab has the same session")


@dataclass(frozen=True)
class _Session:
    """A dated session of a tab with the people who came, and its Excel row."""

    cells: SheetCells
    row: int
    day: tuple[int, int, int]
    people: float
    program: str

    @property
    def tab(self) -> str:
        """Name of the tab."""
        return self.cells.name

    @property
    def words(self) -> str:
        """The words of the row, normalized, between spaces."""
        typed = self.cells.rows[self.row - self.cells.first_row]
        return f" {' '.join(normalize_heading(cell) for cell in typed if isinstance(cell, str))} "


def drop_sessions_of_other_tabs(read_sheets: Sequence[SheetResult]) -> list[SheetResult]:
    """Return the tables of a file without sessions that another tab lists too.

    They have the day, the number of people and the program of a session there, and a remark of either names
    the other tab or speaks of it. Or a tab named after a month has sessions of another month, which has a tab
    of its own with the same sessions: a copy that was not cleared.

    Parameters
    ----------
    read_sheets : sequence of SheetResult
        All sheets of a file.

    Returns
    -------
    list of SheetResult
        The sheets without the later one of two such sessions, or the one on the tab of another month; they
        are reported. Files with more than 50,000 sessions are returned as they are.
    """
    tabs = [result for result in read_sheets if any(rows.get("sessions") for _, rows in result[2])]
    if len(tabs) < 2 or sum(len(rows.get("sessions", ())) for *_, own in tabs for _, rows in own) > MAX_ROWS:
        return list(read_sheets)
    listed = [session for result in tabs for session in _list_sessions(result)]
    order = {cells.name: place for place, (cells, *_) in enumerate(read_sheets)}
    dropped: dict[str, dict[int, _Session]] = {name: {} for name in order}
    by_count = attrgetter("day", "people")
    for _, group in groupby(sorted(listed, key=by_count), key=by_count):
        same = sorted(group, key=lambda session: order[session.tab])
        for place, later in enumerate(same if len({session.tab for session in same}) > 1 else ()):
            for first in same[:place]:
                again = _find_repeated(first, later)
                other = first if again is later else later
                if again is not None and other.row not in dropped[other.tab]:
                    dropped[again.tab][again.row] = other
    result: list[SheetResult] = []
    for cells, log, tables in read_sheets:
        own = dropped[cells.name]
        if own:
            _report(own, log)
            tables = [exclude_rows(reading, rows, "sessions", own, REASON) for reading, rows in tables]
        result.append((cells, log, tables))
    return result


def _list_sessions(result: SheetResult) -> Iterator[_Session]:
    cells, _, tables = result
    names = ("row", "date", "date_precision", "attended", "program_id")
    for sessions in (rows["sessions"] for _, rows in tables if rows.get("sessions")):
        for row, day, how, people, program in zip(*(sessions.column(n) for n in names), strict=True):
            if day is not None and how in (None, "day") and people:
                own = (day.year, day.month, day.day)
                yield _Session(cells, int(row), own, float(people), casefold_name(program or ""))


def _find_repeated(first: _Session, later: _Session) -> _Session | None:
    """Return the one of two sessions that repeats the other; None if nothing says so."""
    differs = first.program and later.program and first.program != later.program
    if first.tab == later.tab or differs:
        return None
    if _names_tab(first.words, later.tab) or _names_tab(later.words, first.tab):
        return later
    months = [parse_month(session.tab) for session in (first, later)]
    if first.program != later.program or None in months:
        return None
    is_own = [month is not None and month[1] == first.day[1] for month in months]
    return None if is_own[0] == is_own[1] else later if is_own[0] else first


def _names_tab(words: str, tab: str) -> bool:
    """Return whether the words of a row name another tab, or say that one has the row too."""
    name = normalize_heading(tab)
    is_named = (
        len(name) >= MIN_TAB_NAME and parse_month(name) is None and f" {name} " in words.replace(",", " ")
    )
    return is_named or any(f" {phrase} " in words for phrase in word_list("other_tabs"))


def _report(dropped: dict[int, _Session], log: IssueLog) -> None:
    for row, other in sorted(dropped.items()):
        message = Message(
            'the same session as row {row} of "{tab}"; it counts once', row=str(other.row), tab=other.tab
        )
        log.add("session-matched", row, 1, message=message)


def exclude_rows(
    reading: SheetReading, rows: RowsByTable, table: str, excel_rows: Collection[int], reason: Message
) -> tuple[SheetReading, RowsByTable]:
    """Return a table that was read without some of its rows, and its reading with their number and reason.

    Parameters
    ----------
    reading : SheetReading
        How the table was read.
    rows : mapping of str to TableRows
        Its rows by table.
    table : str
        Table without the rows.
    excel_rows : collection of int
        Excel row numbers.
    reason : Message
        Why they are excluded.
    """
    listed = rows.get(table)
    if listed is None:
        return reading, rows
    is_excluded = listed.column("row").where(lambda row: int(row) in excel_rows)
    count = len({*listed.select(is_excluded).column("row")})
    if not count:
        return reading, rows
    counted = replace(
        reading,
        rows_used=reading.rows_used - count,
        rows_left_out=reading.rows_left_out + count,
        reasons=(*reading.reasons, (reason, count, ())),
    )
    return counted, {**rows, table: listed.select(~is_excluded)}
