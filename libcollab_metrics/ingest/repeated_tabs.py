"""Tabs that repeat the other tabs of a file: a line with the sums of each tab, or the same rows again."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from functools import cached_property
from typing import Any

import numpy as np

from libcollab_metrics.ingest.answers import Answers, merge_sheet_answers
from libcollab_metrics.ingest.files.cells import SheetCells
from libcollab_metrics.ingest.programs import ReadTables, SheetResult
from libcollab_metrics.ingest.tables.tabs import REASONS, ExcludedTab, detect_tab_type, is_requested
from libcollab_metrics.ingest.values.dates import parse_day, parse_month
from libcollab_metrics.ingest.values.lexicon import word_list
from libcollab_metrics.ingest.values.table import TableRows
from libcollab_metrics.messages import Message
from libcollab_metrics.model.names import normalize_heading

#: Fewest lines of a summary in which each is named after a tab, and letters of a tab that begins such a name.
MIN_LINES, MIN_TAB_NAME = 2, 6
#: Most rows that are read from a line of a summary: what was received, what was spent, by kind.
MAX_ROWS_OF_LINE = 4
#: Columns whose sums a line of a summary has, and those of the day of a row, by table.
SUMMED = {
    "deliveries": ("shipped", "received", "collected", "usable", "pledged", "in_hands"),
    "ledger": ("value",),
    "sessions": ("attended", "events"),
}
#: Columns that identify a row of people or of their answers, next to its day; and tables of which few rows
#: show that they are the same.
IDENTIFIED = {
    "participation": ("person_key", "status"),
    "outcomes": ("respondent_key", "measure", "before", "after", "rating", "words", "seconds"),
}
#: Layout of people with the number of times that each came.
VISIT_COUNTS = "visit_counts"
#: What an unread tab with their sums would be read as.
LAYOUTS_OF_SUMS = {"deliveries": "deliveries", "ledger": "ledger", "sessions": "aggregated_log"}
FEW_ROWS = ("sessions", *IDENTIFIED)
DAYS_OF_ROWS = {
    "deliveries": ("dispatched_on", "received_on"),
    "ledger": ("date",),
    "sessions": ("date",),
}
#: What identifies a row, and its numbers and status.
_Key = tuple[object, tuple[object, ...]]
#: The number of an invoice or a receipt, with letters: "F-1040", "OR 84277"; "Show 325" is a title.
_DOCUMENT = re.compile(r"[a-z]{1,4}[/.#-]{0,2}\d{2,}|[a-z]{1,4} [/.#-]?\d{4,}")
#: A day and a time: "2026/08/22 11:10:00 AM".
_TIMESTAMP = re.compile(r"\d[-/.]\d.*\d:\d\d")
#: Most numbers of a row that are compared: one tab may lack the others.
MAX_KEY_NUMBERS = 2
#: Fewest rows of a tab that repeats those of others, and fewest if these have more.
MIN_REPEATED_ROWS, MIN_SAME_ROWS = 3, 6
#: Fewest different numbers of a tab whose rows are all in one other tab that has more.
MIN_DIFFERENT = 3
#: Share of the rows of a list that are those of other tabs.
MOST_LISTED = 0.8
#: A copy or another version of a tab: "March (2)", "March - Copy", "March v2".
_VERSION = re.compile(
    r"(.+?)[\s_-]*(?:\(\d\)|[(]?(?:copy|copia|kopya|draft|borrador)[)]?|v\d|ver\.? ?\d)", re.I
)
#: A copy that says so before or behind the name of the tab: "Copy of March", "March - Copy".
_COPY = re.compile(r"(?:copy of|copia de|kopya ng) +(.+)|(.+?)[\s_-]*[(]?(?:copy|copia|kopya)[)]?", re.I)
#: Most letters of the name of a tab.
MAX_TAB_NAME = 31
#: Rows above a table that are searched for the word draft.
MAX_TITLE_ROWS = 4
#: Kind of issue of a tab that may hold other rows.
DOUBT = "tab-perhaps-repeats"
#: Fewest days or months of which a tab has the sums.
MIN_DAYS_OF_SUM = 3
#: Fewest cells, and one more, of a tab that may be a copy of another.
MIN_CELLS = 8
#: Largest difference of two sums.
CENT = 0.005
REPEATED_REASON = Message("other tabs have the same days and numbers")
VERSION_REASON = Message("it has most of the days of another tab, whose name is the same but for its end")
VISITS_REASON = Message("it says how often each person came, and other tabs have sessions")
OTHER_SUMS_REASON = Message("it is called a summary, but its numbers are not the sums of the other tabs")


def find_repeated_tabs(
    read_sheets: Sequence[SheetResult], answers: Mapping[str, Any]
) -> dict[str, ExcludedTab]:
    """Find the tabs whose every line is the sum of another tab, or one of the rows of the other tabs.

    Parameters
    ----------
    read_sheets : sequence of SheetResult
        All sheets of a file.
    answers : mapping of str to Any
        All answers for the file.

    Returns
    -------
    dict of str to ExcludedTab
        Why each of these tabs is excluded, by name. A tab with the rows of several others is excluded before
        them, and of two tabs with the same rows the second. A tab that the user asked to read is neither
        excluded nor a reason to exclude another.
    """
    logs = {cells.name: log for cells, log, _ in read_sheets}
    tables_of = {cells.name: {reading.table for reading, _ in tables} for cells, _, tables in read_sheets}
    asked = {cells.name: merge_sheet_answers(answers, cells.name) for cells, *_ in read_sheets}
    found = _find_equal_tabs(
        [sheet for sheet in read_sheets if not is_requested(sheet[0].name, asked[sheet[0].name])]
    )
    found |= _find_sums_of_visits(
        [sheet for sheet in read_sheets if not is_requested(sheet[0].name, asked[sheet[0].name])]
    )
    for table in (*SUMMED, *IDENTIFIED):
        tabs = {
            cells.name: _Tab(cells, tables[0][0].layout, table, parts)
            for cells, _, tables in read_sheets
            if (parts := [rows[table] for _, rows in tables if rows.get(table)])
            if not is_requested(cells.name, asked[cells.name]) and cells.name not in found
        }
        keys = _list_keys(tabs) if len(tabs) > 1 else {}
        same = (*_find_copies(keys), *_find_parts(keys), *_find_undated_copies(tabs, keys))
        found |= {name: ExcludedTab(REPEATED_REASON, tabs[name].layout) for name in same}
        for needed in (MIN_LINES, 1):
            for name, tab in reversed(tabs.items()):
                others = {other: own for other, own in tabs.items() if other != name and other not in found}
                if not others or name in found:
                    continue
                if (
                    needed > 1
                    and table in SUMMED
                    and (
                        _sums_up_tabs(tab, others, logs.keys() - tabs.keys())
                        or _sums_up_days(tab, list(others.values()))
                    )
                ):
                    found[name] = ExcludedTab(REASONS["sums"], tab.layout)
                elif needed > 1 and table in SUMMED and (numbers := _count_equal_sums(tab, others)):
                    found[name] = ExcludedTab(REASONS["sums"], tab.layout, "" if numbers > 1 else DOUBT)
                elif _repeats_rows(
                    keys[name], [keys[other] for other in others], needed, may_be_few=table in FEW_ROWS
                ):
                    doubt = DOUBT if needed == 1 and not _has_documents(keys[name]) else ""
                    if doubt and _is_within_another(keys[name], [keys[other] for other in others]):
                        doubt = "tab-within-another"
                    found[name] = ExcludedTab(REPEATED_REASON, tab.layout, doubt)
        rest = {name: own for name, own in keys.items() if name not in found}
        for name in _find_versions({other: tabs[other] for other in rest}, rest):
            found[name] = ExcludedTab(VERSION_REASON, tabs[name].layout, "tab-version")
            del rest[name]
        again = _find_second_listing(rest)
        for name in again:
            doubt = "" if _has_documents(keys[name]) else DOUBT
            found[name] = ExcludedTab(REPEATED_REASON, tabs[name].layout, doubt)
        once = {name: own for name, own in rest.items() if name not in again}
        for name in _find_rows_elsewhere(once):
            shown = [name, *(other for other in once if other != name and once[other] & once[name])]
            shown = [other for other in shown if table in tables_of[other]] or shown
            logs[shown[0]].add("numbers-perhaps-twice", message=REPEATED_REASON)
        if table in SUMMED:
            summed = {name: tab for name, tab in tabs.items() if name not in found}
            unread = [
                cells
                for cells, _, read in read_sheets
                if all(reading.layout == "unknown" for reading, _ in read)
                and not is_requested(cells.name, asked[cells.name])
            ]
            sums = [cells.name for cells in unread if _lists_sums_of_tabs(cells, summed)]
            found |= {name: ExcludedTab(REASONS["sums"], LAYOUTS_OF_SUMS[table]) for name in sums}
    _report_read_summaries([sheet for sheet in read_sheets if sheet[0].name not in found], asked)
    return found


def _report_read_summaries(read_sheets: Sequence[SheetResult], asked: Mapping[str, Answers]) -> None:
    """Report the tabs that are called a summary, and are read next to another tab with rows of their kind."""
    filled = {
        cells.name: {table for _, rows in tables for table, listed in rows.items() if listed} & set(SUMMED)
        for cells, _, tables in read_sheets
    }
    for cells, log, _ in read_sheets:
        others = set().union(*(own for name, own in filled.items() if name != cells.name))
        is_summary = detect_tab_type(cells.name) == "summary" and not is_requested(
            cells.name, asked[cells.name]
        )
        if is_summary and filled[cells.name] & others:
            log.add("numbers-perhaps-twice", message=REASONS["summary"])


def _find_equal_tabs(read_sheets: Sequence[SheetResult]) -> dict[str, ExcludedTab]:
    """Return the tabs that are called a copy, and whose cells are all those of an earlier tab.

    Tabs with other names may be equal: boxes of one size, or the same people at several sessions.
    """
    found: dict[str, ExcludedTab] = {}
    seen: list[SheetCells] = []
    for cells, _, tables in read_sheets:
        layouts = [reading.layout for reading, rows in tables if rows]
        words = set(re.findall(r"[^\W\d_]+", normalize_heading(cells.name)))
        names = [other.name for other in seen if layouts and _have_same_cells(cells, other)]
        is_copy = words & set(word_list("tabs", "copies")) or any(
            _find_base(cells.name, [n])[0] for n in names
        )
        if names and is_copy:
            found[cells.name] = ExcludedTab(REPEATED_REASON, layouts[0])
        seen.append(cells)
    return found


def _find_sums_of_visits(read_sheets: Sequence[SheetResult]) -> dict[str, ExcludedTab]:
    """Return the tabs that say how often each person came, next to a tab with sessions or people."""
    layouts = {
        cells.name: {
            reading.layout for reading, rows in tables if rows.keys() & {"sessions", "participation"}
        }
        for cells, _, tables in read_sheets
    }
    if not any(found - {VISIT_COUNTS} for found in layouts.values()):
        return {}
    return {
        name: ExcludedTab(VISITS_REASON, VISIT_COUNTS, DOUBT)
        for name, found in layouts.items()
        if found == {VISIT_COUNTS}
    }


def _have_same_cells(cells: SheetCells, other: SheetCells) -> bool:
    """Return whether two tabs have the same filled cells in the same places."""
    is_same_size = cells.height == other.height and len(cells.columns) == len(other.columns)
    is_filled = bool(cells.filled_counts.sum() > MIN_CELLS)
    return is_same_size and is_filled and list(cells.rows) == list(other.rows)


def _lists_sums_of_tabs(cells: SheetCells, others: Mapping[str, _Tab]) -> bool:
    """Return whether lines of a tab that was not read are each named after a tab and have its sum.

    The sums are in one column, and no other line is between these.
    """
    names = [_find_tab(row, others) for row in cells.rows]
    lines = [place for place, name in enumerate(names) if name]
    if len(lines) < MIN_LINES or len({names[place] for place in lines}) < len(lines):
        return False
    below = cells.rows[lines[0] : lines[-1] + 1]
    if len(below) > len(lines):
        return False
    sums = [others[names[place]].sums for place in lines]
    kinds = {key for own in sums for key, value in own.items() if value and key[0] != "events"}
    columns = zip(*(cells.rows[place] for place in lines), strict=True)
    return any(
        len(set(column)) > 1
        and all(
            isinstance(cell, int | float) and abs(cell - own[kind]) < CENT
            for cell, own in zip(column, sums, strict=True)
        )
        for column in columns
        for kind in kinds
    )


def find_other_sums(summary: ReadTables, read_sheets: Sequence[SheetResult]) -> str:
    """Return the table of a summary of which no number is a sum of the other tabs; "" if there is none.

    Parameters
    ----------
    summary : list of (SheetReading, Rows)
        How a tab that is excluded because of its name would be read.
    read_sheets : sequence of SheetResult
        All sheets of the file as they are read.
    """
    for table, numbers in SUMMED.items():
        own = [rows[table] for _, rows in summary if rows.get(table)]
        others = [rows[table] for *_, tables in read_sheets if own for _, rows in tables if rows.get(table)]
        sums, added = (_list_sums(_add_up(parts, numbers)) for parts in (own, others))
        if sums and added and not any(abs(own_sum - other) < CENT for own_sum in sums for other in added):
            return table
    return ""


def name_table(read: ReadTables, table: str) -> ReadTables:
    """Return the reading of an excluded tab with the table of the rows that it may hold."""
    return [(replace(reading, table=table), rows) for reading, rows in read]


def _list_sums(sums: Counter[tuple[str, str]]) -> set[float]:
    """Return the sums of columns that are not 0, by status and of all, without numbers of sessions."""
    counted = {key: float(value) for key, value in sums.items() if key[0] != "events"}
    columns = {number for number, _ in counted}
    totals = {sum(value for key, value in counted.items() if key[0] == number) for number in columns}
    return {*counted.values(), *totals} - {0.0}


def _find_base(name: str, tabs: Iterable[str]) -> tuple[str, bool]:
    """Return the tab of which another one's name says that it is a version, and whether it says a copy."""
    match, copied = _VERSION.fullmatch(name), _COPY.fullmatch(name)
    base = (copied[1] or copied[2] if copied else match[1] if match else "").strip().casefold()
    is_cut = copied is not None and len(name) == MAX_TAB_NAME
    named = [
        other
        for other in tabs
        if base
        and other != name
        and (other.casefold() == base or (is_cut and other.casefold().startswith(base)))
    ]
    return (named[0], copied is not None) if len(named) == 1 else ("", False)


def _find_copies(keys: Mapping[str, Counter[_Key]]) -> list[str]:
    """Return the tabs that are called another version of a tab, and whose rows are all in it."""
    bases = {name: _find_base(name, keys)[0] for name in keys}
    return [name for name, base in bases.items() if base and len(keys[name]) > 1 and keys[name] <= keys[base]]


def _find_undated_copies(tabs: Mapping[str, _Tab], keys: Mapping[str, Counter[_Key]]) -> list[str]:
    """Return the tabs without days that are called another version of a tab, and list the same people."""
    found = []
    for name, own in keys.items():
        tab = tabs[name]
        base = "" if own or tab.table not in IDENTIFIED else _find_base(name, tabs)[0]
        if base and not keys[base] and len(tab.people) > 1 and tab.people == tabs[base].people:
            found.append(name)
    return found


def _find_versions(tabs: Mapping[str, _Tab], keys: Mapping[str, Counter[_Key]]) -> list[str]:
    """Return the tabs that are another version of a tab, such as "May (2)" with most of the days of "May".

    One that is called a copy may lack days of the tab, or have further ones. Of the two, the one that calls
    itself a draft is returned, else the one with the longer name.
    """
    found: list[str] = []
    for name in tabs:
        first, is_copy = _find_base(name, tabs)
        if not first or first in found:
            continue
        of_people = tabs[name].table in IDENTIFIED
        days, others = (
            Counter((what, own[0] if of_people else None) for what, own in keys[tab].elements())
            for tab in (name, first)
        )
        shared = (days & others).total()
        fewer, more = sorted((days.total(), others.total()))
        if shared >= max(MIN_REPEATED_ROWS, MOST_LISTED * more) or (is_copy and shared == fewer > 1):
            found.append(first if _is_draft(tabs[first].cells) and not _is_draft(tabs[name].cells) else name)
    return found


def _is_draft(cells: SheetCells) -> bool:
    texts = (cell for row in cells.rows[:MAX_TITLE_ROWS] for cell in row if isinstance(cell, str))
    words = set(re.findall(r"[^\W\d_]+", normalize_heading(" ".join([cells.name, *texts]))))
    return bool(words & set(word_list("tabs", "draft")))


def _find_parts(keys: Mapping[str, Counter[_Key]]) -> list[str]:
    """Return the tabs whose rows one tab lists together, and others: it has nearly all, and a few more."""
    for whole, listed in keys.items():
        parts = {name: own for name, own in keys.items() if name != whole and own and own <= listed}
        together = sum(parts.values(), Counter())
        is_list = len(parts) >= MIN_LINES and _is_varied(together) and together <= listed != together
        if is_list and together.total() >= max(MIN_REPEATED_ROWS, MOST_LISTED * listed.total()):
            return list(parts)
    return []


def _find_second_listing(keys: Mapping[str, Counter[_Key]]) -> list[str]:
    """Return the tabs that list the rows of other tabs again in another order, as by route and by school.

    Tabs with a row in common are on different sides; the second side is that of the later tabs. Both sides
    have the same rows: several that differ, and none of which numbers alone show that it is the same.
    """
    tabs_by_row: dict[_Key, list[str]] = {}
    for name, own in keys.items():
        for row in own:
            tabs_by_row.setdefault(row, []).append(name)
    shared = {name: {other for row in own for other in tabs_by_row[row]} for name, own in keys.items()}
    second: list[str] = []
    side: dict[str, bool] = {}
    for first in keys:
        if first in side:
            continue
        side[first] = False
        together = [first]
        for name in together:
            new = [other for other in shared[name] if other not in side]
            side |= dict.fromkeys(new, not side[name])
            together += new
        sides = [[name for name in together if side[name] is half] for half in (False, True)]
        rows, again = (sum((keys[name] for name in half), Counter()) for half in sides)
        is_enough = min(map(len, sides)) >= MIN_LINES and rows.total() >= MIN_SAME_ROWS
        if is_enough and rows == again and _is_varied(rows) and all(what is not None for what, _ in rows):
            second += sides[1]
    return second


def _find_rows_elsewhere(keys: Mapping[str, Counter[_Key]]) -> list[str]:
    """Return the tabs of which nearly every row is in some other tab too."""
    everywhere = sum(keys.values(), Counter())
    return [
        name
        for name, own in keys.items()
        if _is_varied(own)
        and (own & (everywhere - own)).total() >= max(MIN_REPEATED_ROWS, MOST_LISTED * own.total())
    ]


@dataclass(frozen=True)
class _Tab:
    """The cells of a tab, its layout, and its rows of one table."""

    cells: SheetCells
    layout: str
    table: str
    parts: Sequence[TableRows]

    @cached_property
    def sums(self) -> Counter[tuple[str, str]]:
        """Sums of its numbers, by column and by what became of an amount."""
        return _add_up(self.parts, SUMMED[self.table])

    @cached_property
    def people(self) -> Counter[tuple[object, ...]]:
        """Who came, or what each person said, whatever the day."""
        columns = [[rows.column(name) for name in IDENTIFIED[self.table]] for rows in self.parts]
        return Counter(row for own in columns for row in zip(*own, strict=True))

    @cached_property
    def days(self) -> dict[object, tuple[float, ...]]:
        """Sums of its numbers by day."""
        return _add_up_days(self.parts, SUMMED[self.table], by_month=False)

    @cached_property
    def months(self) -> dict[object, tuple[float, ...]]:
        """Sums of its numbers by month, whatever its year."""
        return _add_up_days(self.parts, SUMMED[self.table], by_month=True)


def _sums_up_tabs(tab: _Tab, others: Mapping[str, _Tab], unread: Collection[str]) -> bool:
    """Return whether several lines are each named after another tab, and have its sums.

    Others may be named after a tab that was not read, and up to half after none.
    """
    if sum(map(len, tab.parts)) > MAX_ROWS_OF_LINE * (len(others) + len(unread)):
        return False
    lines = _list_lines(tab)
    names, rows_of_tab, first = [*others, *unread], tab.cells.rows, tab.cells.first_row
    named = {row: _find_tab(rows_of_tab[row - first], names) for row in lines}
    found = [name for name in named.values() if name]
    if len({*found}) < len(found) or 2 * len(found) < len(lines):
        return False
    named = {row: name for row, name in named.items() if name in others}
    numbers = SUMMED[tab.table]
    return len(named) >= MIN_LINES and all(
        _has_sums(_add_up(lines[row], numbers), others[name].sums) for row, name in named.items()
    )


def _list_lines(tab: _Tab) -> dict[int, list[TableRows]]:
    """Return the rows of a tab by the Excel row of their line."""
    lines: dict[int, list[TableRows]] = {}
    for rows in tab.parts:
        for place, row in enumerate(rows.column("row")):
            lines.setdefault(int(row), []).append(rows.select(np.array([place])))
    return lines


def _count_equal_sums(tab: _Tab, others: Mapping[str, _Tab]) -> int:
    """Return how many numbers each line of a tab has at least, if each line has the sums of a tab of its own.

    0 where a line has the sums of no other tab or of several, or a tab has no more than one row.
    """
    several = {name: other.sums for name, other in others.items() if sum(map(len, other.parts)) > 1}
    if sum(map(len, tab.parts)) > MAX_ROWS_OF_LINE * len(several):
        return 0
    lines = [_add_up(parts, SUMMED[tab.table]) for parts in _list_lines(tab).values()]
    equal = [[name for name, sums in several.items() if _has_sums(line, sums)] for line in lines]
    if len(lines) < MIN_LINES or any(len(names) != 1 for names in equal):
        return 0
    is_once = len({names[0] for names in equal}) == len(lines)
    counts = [sum(value > (key[0] == "events") for key, value in line.items()) for line in lines]
    return min(counts) if is_once else 0


def _sums_up_days(tab: _Tab, others: Sequence[_Tab]) -> bool:
    """Return whether each day or month of a tab has the sums of several other tabs, and of all of them."""
    has_years = all(rows.column("date").known.all() for rows in tab.parts)
    own, *listed = (each.days if has_years else each.months for each in (tab, *others))
    sources = [other for other in listed if other.keys() & own.keys()]
    if len(own) < MIN_DAYS_OF_SUM or len(sources) < MIN_LINES or len({*own.values()}) < MIN_DAYS_OF_SUM:
        return False
    return all(
        not value or abs(value - sum(other[day][place] for other in sources if day in other)) < CENT
        for day, values in own.items()
        for place, value in enumerate(values)
    )


def _add_up_days(
    parts: Sequence[TableRows], numbers: Sequence[str], *, by_month: bool
) -> dict[object, tuple[float, ...]]:
    """Return the sums of numbers by day, or by month whatever its year, without days that have none."""
    days: dict[object, list[float]] = {}
    for rows in parts:
        columns = [rows.column(name) for name in numbers]
        listed = rows.column("date")
        if by_month:
            typed = rows.column("session_no").map(lambda text: text and parse_month(text))
            typed = typed.map(lambda month: month and month[1])
            listed = typed.fill_unknown(listed.map(lambda day: day and day.month))
        for day, status, *values in zip(listed, rows.column("status"), *columns, strict=True):
            if day is not None and status in (None, "held"):
                sums = days.setdefault(day, [0.0] * len(numbers))
                for place, value in enumerate(values):
                    sums[place] += value or 0.0
    return {day: tuple(sums) for day, sums in days.items() if any(sums)}


def _find_tab(row: Sequence[object], tabs: Iterable[str]) -> str:
    """Return the one tab after which a line is named: in full, by its beginning, or by its month."""
    texts = [normalize_heading(cell) for cell in row if isinstance(cell, str)]
    found = {tab for tab in tabs for text in texts if _is_tab_name(text, normalize_heading(tab))}
    return found.pop() if len(found) == 1 else ""


def _is_tab_name(text: str, tab: str) -> bool:
    is_longer = len(tab) >= MIN_TAB_NAME and text.startswith(tab)
    month = parse_month(tab)
    return text == tab or is_longer or (month is not None and parse_month(text) == month)


def _add_up(parts: Sequence[TableRows], numbers: Sequence[str]) -> Counter[tuple[str, str]]:
    """Return the sums of columns, by column and by what became of an amount; a row without events is one."""
    sums: Counter[tuple[str, str]] = Counter()
    for rows in parts:
        statuses = ["" if status in (None, "held") else str(status) for status in rows.column("status")]
        for number in numbers:
            for value, status in zip(rows.column(number), statuses, strict=True):
                sums[number, status] += (number == "events") if value is None else value
    return sums


def _has_sums(line: Counter[tuple[str, str]], sums: Counter[tuple[str, str]]) -> bool:
    """Return whether each number of a line is the sum of a tab, and one of them is not 0.

    A line may lack a column of the tab; "events" counts its sessions only if it has more than one.
    """
    own = {key: value for key, value in line.items() if value and key[0] != "events"}
    events = line["events", ""]
    has_events = events in (1.0, sums["events", ""])
    return bool(own) and has_events and all(abs(value - sums[key]) < CENT for key, value in own.items())


def _repeats_rows(
    own: Counter[_Key], others: Sequence[Counter[_Key]], needed: int, *, may_be_few: bool
) -> bool:
    """Return whether other tabs, at least so many, have every row with a number; of several that differ.

    The other tabs have no further rows, as where one tab lists all of them; else few rows may be the same by
    chance, unless they have the numbers of their documents or one tab has all of them and they may be few:
    two donors may give the same on the same days. Numbers alone show it only where they are spread over
    several tabs: boxes may be of one size.
    """
    sources = [other for other in others if own & other]
    if len(sources) < needed or own.total() < MIN_REPEATED_ROWS or not _is_varied(own):
        return False
    is_whole = all(other <= own for other in sources)
    if not own <= sum(sources, Counter()):
        return False
    if needed > 1:
        return is_whole
    if any(what is None for what, _ in own):
        return False
    is_in_one = may_be_few and _is_varied(own, MIN_DIFFERENT) and any(own <= other for other in sources)
    return is_whole or _has_documents(own) or own.total() >= MIN_SAME_ROWS or is_in_one


def _is_within_another(own: Counter[_Key], others: Sequence[Counter[_Key]]) -> bool:
    """Return whether another tab has all rows and further ones on days in between: those of other places."""
    days = [_day_parts(what) for what, _ in own]
    further = [_day_parts(what) for other in others if own <= other for what, _ in other - own]
    return all(days) and any(min(days) <= day <= max(days) for day in further)


def _day_parts(what: object) -> tuple[int, ...]:
    """Return the year, month and day of a key, or the last two; empty if it has no day."""
    if isinstance(what, date):
        return what.year, what.month, what.day
    return tuple(what) if isinstance(what, tuple) and all(isinstance(part, int) for part in what) else ()


def _is_varied(keys: Counter[_Key], fewest: int = MIN_LINES) -> bool:
    """Return whether rows have several different numbers."""
    return len({numbers for _, numbers in keys}) >= fewest


def _has_documents(keys: Counter[_Key]) -> bool:
    """Return whether each row has the number of its document."""
    return all(isinstance(what, str) for what, _ in keys)


def _list_keys(tabs: Mapping[str, _Tab]) -> dict[str, Counter[_Key]]:
    """Return the keys of the rows of each tab; days without their year where a tab has days without one."""
    listed = {
        name: list(_person_keys(tab) if tab.table in IDENTIFIED else _row_keys(tab, tab.table))
        for name, tab in tabs.items()
    }
    if any(
        isinstance(what, tuple) and isinstance(what[0], int) for rows in listed.values() for what, _ in rows
    ):
        listed = {name: [(_drop_year(what), own) for what, own in rows] for name, rows in listed.items()}
    return {name: Counter(rows) for name, rows in listed.items()}


def _drop_year(what: object) -> object:
    return (what.month, what.day) if isinstance(what, date) else what


def _person_keys(tab: _Tab) -> Iterator[_Key]:
    """Yield what identifies each row of people or answers: its day or session, and who came or what was said.

    An answer with a time is identified by it, as a text. Rows without a person have the texts of the row. A
    row without a day has no key, and neither has one with only its number: "1" below March and below April.
    """
    who, *_ = columns = IDENTIFIED[tab.table]
    for rows in tab.parts:
        numbers = rows.column("session_no" if tab.table == "participation" else "occasion")
        listed = zip(rows.column("row"), rows.column("date"), numbers, strict=True)
        values = [rows.column(name) for name in columns]
        for place, (row, day, number) in enumerate(listed):
            typed = tab.cells.rows[int(row) - tab.cells.first_row]
            own = tuple(column[place] for column in values)
            sent = next((str(cell) for cell in typed if _has_time(cell)), None)
            if rows.column(who)[place] is None:
                own += tuple(map(str, typed))
            what = sent or day or next(iter(_parse_day_and_month(number)), None)
            if what is not None:
                yield what, own


def _has_time(cell: object) -> bool:
    """Return whether a cell has a day and a time of it."""
    if isinstance(cell, datetime):
        return cell.time() != time()
    return isinstance(cell, str) and _TIMESTAMP.search(cell) is not None


def _row_keys(tab: _Tab, table: str) -> Iterator[_Key]:
    """Yield what identifies each row with a number: its day or document, its numbers and its status.

    A payment is identified by the number of its document, if it has one; a lot without a day, by its numbers
    alone (None). A row that nothing identifies has itself as its key, which no other tab has.
    """
    names = [name for name in SUMMED[table] if name != "events"]
    for rows in tab.parts:
        numbers = [rows.column(name) for name in names]
        days = [rows.column(name) for name in DAYS_OF_ROWS[table]]
        precise = rows.column("date_precision").where(lambda how: how in (None, "day"))
        for place, (row, status) in enumerate(zip(rows.column("row"), rows.column("status"), strict=True)):
            values = [column[place] for column in numbers if column[place]][:MAX_KEY_NUMBERS]
            typed = tab.cells.rows[int(row) - tab.cells.first_row]
            known = [column[place] for column in days if column[place] is not None and precise[place]]
            known += [day for cell in typed if table == "deliveries" and (day := _read_day(cell))]
            if table == "sessions" and not known and precise[place]:
                known += _parse_day_and_month(rows.column("session_no")[place])
            own = None if len(values) > 1 else (tab.cells.name, row)
            what: object = known[0] if known else own
            if table == "ledger":
                what = _find_document(typed) or what
            if values:
                held = "" if status in (None, "held") else str(status)
                yield what, (*values, held)


def _parse_day_and_month(text: str | None) -> list[tuple[int, int]]:
    """Return the month and the day of the label of a session whose year is not known, if it has both."""
    parsed = parse_day(text) if text else None
    return [] if parsed is None else [(parsed.month, parsed.day)]


def _read_day(cell: object) -> date | None:
    """Return the day of a cell with a date and a year; of a lot, it need not say what happened then."""
    if isinstance(cell, date):
        return date(cell.year, cell.month, cell.day)
    parsed = parse_day(cell) if isinstance(cell, str) else None
    return parsed.to_date(None) if parsed is not None and parsed.year else None


def _find_document(row: Sequence[object]) -> str:
    """Return the first text of a row that numbers a document, such as "F-1040"; "" if there is none."""
    texts = (normalize_heading(cell) for cell in row if isinstance(cell, str))
    return next((text for text in texts if _DOCUMENT.fullmatch(text)), "")
