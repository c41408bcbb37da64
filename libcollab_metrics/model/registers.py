"""Registers on several sheets of a file: halves, continued lists, and lists of people who walked in."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from libcollab_metrics.messages import Message, plural_message
from libcollab_metrics.model.addresses import cell_reference
from libcollab_metrics.model.dataset import Frames
from libcollab_metrics.model.issues import Issue
from libcollab_metrics.model.names import casefold_name
from libcollab_metrics.model.schema import PRESENT_STATUSES

#: A sheet by its import and name.
Sheet = tuple[str, str]

#: Words of the names of sheets with half of a register, and those of groups that meet on their own.
HALVES = frozenset(("boys", "girls", "boy", "girl", "male", "female", "males", "females", "lalaki", "babae"))
HALVES |= {"niños", "niñas", "ninos", "ninas", "varones", "mujeres", "hombres"}
CLUBS = frozenset(("club", "team", "night", "group", "troop", "grupo", "equipo", "pangkat", "taller"))
#: Words at the end of the names of sheets that continue a register, and names of those with people who came
#: without being on it.
CONTINUED = frozenset(("cont", "contd", "continued", "continuation", "sigue", "continuación", "karugtong"))
#: A page of a register behind the first: "Page 2", "Register p. 3".
_PAGE = re.compile(r"(.*?)\s*[-–(]?\s*\b(?:page|pg|p|página|pagina|pág|pahina)\s*\.?\s*(\d{1,2})\s*\)?")
WALK_INS = frozenset(("walk ins", "walk in", "walkins", "walkin", "drop ins", "dropins", "not on register"))
WALK_INS |= {"not on the register", "not on the list", "not registered", "unregistered", "no inscritos"}
WALK_INS |= {"sin inscripción", "sin inscribir", "fuera de lista", "wala sa listahan", "hindi nakalista"}


def find_registers(*frames: pd.DataFrame) -> dict[Sheet, str]:
    """Return the register of each sheet with rows without a program.

    It is the sheet itself, except where the boys and the girls of a register each have a sheet, where a sheet
    continues another one, and where one lists the people who came without being on the only register with
    all its days.
    """
    unnamed = [frame[frame["program_id"].isna()] for frame in frames]
    sheets = {sheet: None for frame in unnamed for sheet in number_sheets(frame)[1]}
    registers = {sheet: _register_of(sheet[1]) for sheet in sheets}
    for file, name in sheets:
        words = _words_of(name)
        others = [other for other in sheets if other[0] == file and other[1] != name]
        if _is_later_page(name):
            matches = _find_first_page(name, others)
        elif _continues(name):
            matches = [other for other in others if _words_of(other[1]) == words[:-1]]
        elif _lists_walk_ins(name):
            own = _days_of(unnamed, (file, name))
            matches = [other for other in others if _days_of(unnamed, other) >= own]
        else:
            continue
        if len(matches) == 1:
            registers[file, name] = registers[matches[0]]
    return registers


def _continues(sheet: str) -> bool:
    return any(word in CONTINUED for word in _words_of(sheet)[-1:]) or _is_later_page(sheet)


def _is_later_page(sheet: str) -> bool:
    match = _PAGE.fullmatch(casefold_name(sheet))
    return match is not None and int(match[2]) > 1


def _find_first_page(sheet: str, others: Sequence[Sheet]) -> list[Sheet]:
    """Return the sheet of the first page, "Page 1" or "Register", of which another one is a later page.

    A page that names no register continues the only other sheet.
    """
    match = _PAGE.fullmatch(casefold_name(sheet))
    base = match[1] if match else ""
    pages = {other: _PAGE.fullmatch(casefold_name(other[1])) for other in others}
    first = [other for other, page in pages.items() if page and page[1] == base and int(page[2]) == 1]
    plain = [other for other, page in pages.items() if not page and base in ("", casefold_name(other[1]))]
    return first or plain


def _lists_walk_ins(sheet: str) -> bool:
    return " ".join(_words_of(sheet)) in WALK_INS


def drop_repeated_visits(frames: Frames) -> list[Issue]:
    """Drop rows of people who are on a register and, for the same session, on its list of walk-ins.

    A person counts once: as present if one of the two sheets says so.

    Parameters
    ----------
    frames : dict of str to DataFrame
        Tables; `participation` is updated.

    Returns
    -------
    list of Issue
        One for each sheet from which rows were dropped.
    """
    people = frames["participation"]
    number, sheets = number_sheets(people)
    is_added = np.array([_continues(name) or _lists_walk_ins(name) for _, name in sheets], dtype=bool)
    if not is_added.any():
        return []
    registers = find_registers(frames["sessions"], people)
    added = pd.Series(is_added[number], index=people.index)
    homes = pd.array([registers.get(sheet, "") for sheet in sheets], dtype="string")[number]
    listed = people.assign(home=pd.Series(homes, index=people.index).where(people["program_id"].isna(), ""))
    key = ["import_id", "program_id", "date", "site", "start", "session_no", "person_key", "home"]
    visit = listed.groupby(key, dropna=False, sort=False).ngroup()
    present = people["status"].isin(PRESENT_STATUSES).fillna(False).astype(bool)
    on_register, on_added = ((~added).groupby(visit).transform("any"), added.groupby(visit).transform("any"))
    came = (present & ~added).groupby(visit).transform("any")
    came_in = (present & added).groupby(visit).transform("any")
    is_known = people["person_key"].notna() & people["date"].notna()
    uses_register = came | ~came_in
    dropped = is_known & on_register & on_added & (added == uses_register)
    if dropped.any():
        frames["participation"] = people[~dropped].reset_index(drop=True)
    return duplicate_issues(people[dropped], "participation", is_dropped=True)


def _days_of(frames: Sequence[pd.DataFrame], sheet: Sheet) -> set[Any]:
    """Return the days of the rows of a sheet."""
    file, name = sheet
    own = [frame[(frame["import_id"] == file) & (frame["sheet"] == name)] for frame in frames]
    return {day for frame in own for day in frame["date"].dropna().unique()}


def _register_of(sheet: str) -> str:
    """Return the name of a sheet without the words for boys and girls.

    Examples
    --------
    >>> _register_of("Grade 3 - Boys") == _register_of("Grade 3 - Girls"), _register_of("Girls club")
    (True, 'Girls club')
    """
    words = _words_of(sheet)
    others = [word for word in words if word not in HALVES]
    is_group = len(others) == len(words) or any(word in CLUBS for word in others)
    return sheet if is_group else " ".join(others)


def _words_of(sheet: str) -> list[str]:
    return re.findall(r"\w+", casefold_name(sheet))


def number_sheets(frame: pd.DataFrame) -> tuple[NDArray[np.intp], list[Sheet]]:
    """Return the number of the sheet of each row, and the sheets, each as import and name."""
    files, file_names = pd.factorize(frame["import_id"].fillna(""))
    tabs, tab_names = pd.factorize(frame["sheet"].fillna(""))
    number, pairs = pd.factorize(files * max(len(tab_names), 1) + tabs)
    places = (divmod(int(pair), max(len(tab_names), 1)) for pair in pairs)
    return number, [(str(file_names[file]), str(tab_names[tab])) for file, tab in places]


def report_shared_registers(people: pd.DataFrame) -> list[Issue]:
    """Report the sheets that were read as one register, file by file."""
    unnamed = people[people["program_id"].isna()]
    issues = []
    for _, own in unnamed.groupby("origin", sort=False):
        sheets = own["sheet"].dropna().unique().tolist()
        if len(sheets) > 1 and own.groupby("date")["sheet"].nunique().gt(1).any():
            message = Message(
                'the people on "{first}" and "{second}" are read as one group with the same sessions',
                first=sheets[0],
                second=sheets[1],
            )
            issues.append(Issue("session-matched", sheets[0], "A1", ("A1",), message=message))
    return issues


def _duplicates_message(count: int, table: str, is_dropped: bool) -> Message:
    if table == "sessions":
        rows = plural_message(count, "{count} session is", "{count} sessions are")
    else:
        rows = plural_message(count, "{count} row of people is", "{count} rows of people are")
    if is_dropped:
        return Message("{rows} in another sheet or file as well: counted once.", rows=rows)
    return Message("{rows} in another sheet or file as well: both count until you say otherwise.", rows=rows)


def duplicate_issues(duplicates: pd.DataFrame, table: str, *, is_dropped: bool) -> list[Issue]:
    """Create one issue per sheet for the duplicate rows."""
    issues = []
    for sheet, rows in duplicates.groupby(duplicates["sheet"].fillna(""), sort=False):
        cells = tuple(cell_reference(int(row), 1) for row in rows["row"].dropna())
        message = _duplicates_message(len(rows), table, is_dropped)
        issues.append(
            Issue("duplicate-rows", str(sheet), cells[0] if cells else "", cells, "", "", message, len(rows))
        )
    return issues
