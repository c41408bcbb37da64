"""People of several tabs of a file: one number is one person, and similar names are asked about.

Names are looked at in memory only; the rows hold their pseudonyms.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

import numpy as np

from libcollab_metrics.ingest.answers import merge_sheet_answers
from libcollab_metrics.ingest.files.cells import SheetCells
from libcollab_metrics.ingest.issue_log import IssueLog
from libcollab_metrics.ingest.layouts.attendee_list import join_name_columns
from libcollab_metrics.ingest.layouts.base import NAME_FIELDS
from libcollab_metrics.ingest.layouts.near_names import MAX_NAMES, find_near_names
from libcollab_metrics.ingest.layouts.person_ids import are_spellings, find_id_column
from libcollab_metrics.ingest.programs import SheetResult
from libcollab_metrics.ingest.values.columns import Column
from libcollab_metrics.ingest.values.people import normalize_person_name, pseudonymize_names
from libcollab_metrics.ingest.values.table import RowsByTable
from libcollab_metrics.messages import Message
from libcollab_metrics.model.readings import ColumnMapping, SheetReading

#: Most rows of all tabs that are searched for the same people.
MAX_ROWS = 200_000
#: Columns with the pseudonyms of people.
PERSON_FIELDS = ("person_key", "respondent_key")
#: Fewest words of a name that a number joins with one in another tab: each tab may number its people anew.
MIN_WORDS = 2


@dataclass(frozen=True)
class _Person:
    """A name where a tab has it first: its cell, its pseudonym, and the number of the person or ""."""

    tab: int
    table: int
    row: int
    column: int
    name: str
    code: str
    number: str


def match_people_across_tabs(
    results: Sequence[SheetResult], answers: Mapping[str, Any], key: bytes
) -> list[SheetResult]:
    """Give similar names with one number one pseudonym, and propose other similar names of two tabs.

    Parameters
    ----------
    results : sequence of SheetResult
        All sheets of a file; the rows of those with people get other pseudonyms.
    answers : mapping of str to Any
        All answers for the file.
    key : bytes
        Secret of the workspace for pseudonyms.

    Returns
    -------
    list of SheetResult
        The sheets, with the pairs of names to ask about. Files with a single tab of people, and those with
        more than 10,000 names or 200,000 rows, are returned as they are.
    """
    listed = [sum(map(len, rows.values())) for *_, parts in results for _, rows in parts if _has_people(rows)]
    if len(listed) < 2 or sum(listed) > MAX_ROWS:
        return list(results)
    people = [person for tab, result in enumerate(results) for person in _list_people(tab, result, key)]
    if len({person.tab for person in people}) < 2 or len(people) > MAX_NAMES:
        return list(results)
    joined = _join_by_number(results, people)
    return _propose_pairs(results, [p for p in people if (p.tab, p.code) not in joined], answers)


def _has_people(rows: RowsByTable) -> bool:
    """Return whether rows hold the pseudonyms of people."""
    return any(field in listed.columns for listed in rows.values() for field in PERSON_FIELDS)


def _list_people(tab: int, result: SheetResult, key: bytes) -> Iterator[_Person]:
    """Yield the people of each table of a tab who have rows."""
    cells, _, tables = result
    for place, (reading, rows) in enumerate(tables):
        codes = {
            code
            for listed in rows.values()
            for field in PERSON_FIELDS
            for code in listed.column(field).values
        }
        named = [m for m in reading.mapping if m.field in NAME_FIELDS]
        if not named or not codes - {None}:
            continue
        columns = {m.field: _column_below(cells, reading, m) for m in reversed(named)}
        ids = find_id_column(partial(_column_below, cells, reading), reading.mapping)
        names = list(join_name_columns(columns, len(columns[named[0].field])))
        own: dict[str, _Person] = {}
        for at, (name, code) in enumerate(zip(names, pseudonymize_names(names, key), strict=True)):
            if name is not None and code is not None and code in codes and code not in own:
                number = "" if ids is None else ids.text_at(at)
                row = int(columns[named[0].field].rows[at])
                own[code] = _Person(tab, place, row, named[0].column, name, code, number)
        yield from own.values()


def _column_below(cells: SheetCells, reading: SheetReading, mapped: ColumnMapping) -> Column:
    """Return the cells of a column below the headings, in the order of the rows."""
    column = cells.columns[mapped.column - cells.first_column]
    start = max(0, reading.header_row + 1 - cells.first_row)
    rows = np.arange(start, cells.height) + cells.first_row
    own, codes = np.unique(column.codes[start:], return_inverse=True)
    return Column(mapped.heading, mapped.column, rows, codes, [column.cells[code] for code in own.tolist()])


def _join_by_number(results: Sequence[SheetResult], people: Sequence[_Person]) -> set[tuple[int, str]]:
    """Give names with the number of a similar name in an earlier tab its pseudonym; return those replaced."""
    firsts: dict[str, list[_Person]] = {}
    joined = set()
    for person in people:
        if not person.number or len(person.name.split()) < MIN_WORDS:
            continue
        known = firsts.setdefault(person.number, [])
        same = next((first for first in known if are_spellings(person.name, first.name)), None)
        if same is None:
            known.append(person)
        elif same.code != person.code:
            _replace_code(results[person.tab], person.code, same.code)
            joined.add((person.tab, person.code))
            message = Message(
                "spelled differently; read as the person of row {row} of {sheet}, who has the same number",
                row=str(same.row),
                sheet=results[same.tab][0].name,
            )
            results[person.tab][1].add("spelling-joined", person.row, person.column, message=message)
    return joined


def _replace_code(result: SheetResult, old: str, new: str) -> None:
    for _, rows in result[2]:
        for listed in rows.values():
            listed.columns |= {
                name: listed.column(name).map(lambda code: new if code == old else code)
                for name in PERSON_FIELDS
                if old in listed.column(name).values
            }


def _propose_pairs(
    results: Sequence[SheetResult], people: Sequence[_Person], answers: Mapping[str, Any]
) -> list[SheetResult]:
    """Report similar names of different tabs, and add them to the pairs of the later one."""
    matched = list(results)
    tabs: dict[str, set[int]] = {}
    for person in people:
        tabs.setdefault(normalize_person_name(person.name), set()).add(person.tab)
    for one, other in find_near_names([person.name for person in people]):
        first, second = sorted((people[one], people[other]), key=lambda person: (person.tab, person.row))
        pair = {normalize_person_name(first.name), normalize_person_name(second.name)}
        if set.intersection(*(tabs[name] for name in pair)):
            continue  # the pair is in one tab, and was looked at there
        cells, log, tables = matched[second.tab]
        own = merge_sheet_answers(answers, cells.name)
        decided = (*own.get("same_person", ()), *own.get("different_people", ()))
        if any(pair <= {normalize_person_name(name) for name in group} for group in decided):
            continue
        _report_pair(log, second)
        near = (results[first.tab][0].name, first.row, first.name, second.row, second.name)
        reading, rows = tables[second.table]
        tables = [*tables]
        tables[second.table] = (replace(reading, near_names=(*reading.near_names, near)), rows)
        matched[second.tab] = (cells, log, tables)
    return matched


def _report_pair(log: IssueLog, second: _Person) -> None:
    message = Message("the name resembles that of another tab; read as two people unless you merge them")
    log.add("similar-names", second.row, second.column, message=message)
