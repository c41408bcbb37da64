"""Reader for attendance lists and for sign-in sheets of one session."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np

from libcollab_metrics.ingest.issue_log import Departures
from libcollab_metrics.ingest.tables.context import Surroundings
from libcollab_metrics.ingest.tables.grid import Grid
from libcollab_metrics.ingest.tables.rows import Body, ByField, sort_rows
from libcollab_metrics.ingest.tables.status_column import column_question, read_statuses
from libcollab_metrics.ingest.values.columns import Column, Context, as_text, read_column, read_days
from libcollab_metrics.ingest.values.lexicon import word_list, words
from libcollab_metrics.ingest.values.people import fold_person, is_group, is_no_person, is_nobody, person_keys
from libcollab_metrics.ingest.values.table import ReadRows, Rows, Values, same_rows
from libcollab_metrics.model.name_matching import edits
from libcollab_metrics.model.names import plain
from libcollab_metrics.model.readings import Mapped, NearNames, Question
from libcollab_metrics.model.schema import SCHEMA

PARTICIPATION = SCHEMA["participation"]
NAME_FIELDS = ("participation.person_key", "participation.first_name", "participation.last_name")
#: Fields that identify one visit: one person at one session.
ONE_VISIT = ("person_key", "program_id", "date", "site", "start", "session_no")


def read_list(
    grid: Grid, mapping: Sequence[Mapped], around: Surroundings, context: Context, key: bytes
) -> tuple[Body, Rows, tuple[Question, ...]]:
    """Read an attendee log or a sign-in sheet into participation rows.

    Also returns the rows used and the questions about attendance marks that could not be resolved.
    """
    body = sort_rows(grid, mapping, context.log, _missing, _names_nobody)
    columns = {mapped.field: body.column(mapped) for mapped in reversed(mapping) if mapped.field}
    _leave_withdrawn(body, columns.get("participation.status"), context)
    columns = {mapped.field: body.column(mapped) for mapped in reversed(mapping) if mapped.field}
    length = len(body.used)
    _note_unsigned(body, mapping, context)
    _note_mixed(body, mapping, context)
    statuses, source, asked = _statuses(grid, mapping, columns, around, context, length)
    names = _names(columns, length)
    people = _keyed(names, key)
    _note_joined(people, names, columns, body, context)
    values = person_values(columns, context)
    values |= _days(columns.get("participation.date"), around, context, length)
    values |= {
        "program_id": _programs(columns.get("programs.name"), around.program, length),
        "person_key": people,
        "status": statuses,
        "source": Values.all(source, length),
        "row": Values.of(body.numbers.tolist()),
    }
    if around.site:
        values.setdefault("site", Values.all(around.site, length))
    rows = drop_or_note_twice(body, ReadRows(values, length), context)
    return body, {"participation": rows}, asked


def _note_unsigned(body: Body, mapping: Sequence[Mapped], context: Context) -> None:
    """Report names without a signature where most of the list is signed; they count as present."""
    for mapped in mapping:
        if mapped.field != "discard" or not plain(mapped.heading).startswith(word_list("signatures")):
            continue
        column = body.column(mapped)
        blank = column.read(lambda cell: cell is None).where(bool)
        if blank.any() and 2 * int(blank.sum()) < len(column):
            context.log.add_rows("signature-missing", column.rows[blank], mapped.column, heading=mapped.heading,
                                 message="not signed; counted as present")  # fmt: skip


def _note_mixed(body: Body, mapping: Sequence[Mapped], context: Context) -> None:
    """Report a column that marks children and accompanying adults; both are counted."""
    parts = words("people_parts")
    for mapped in mapping:
        if mapped.field not in ("", "check", "participation.age_group"):
            continue
        column = body.column(mapped)
        named = [parts.get(plain(as_text(cell))) for cell in column.distinct if as_text(cell)]
        if {"children", "adults"} <= set(named):
            context.log.add_rows("people-mixed", column.rows[:1], mapped.column, heading=mapped.heading,
                                 message=f'"{mapped.heading}" lists children and adults: both count')  # fmt: skip


def drop_or_note_twice(body: Body, rows: ReadRows, context: Context) -> ReadRows:
    """Report duplicate rows of a person at one session; drop them only if answered so."""
    first = same_rows([_alike(rows.column(name)) for name in ONE_VISIT], len(rows))
    named = rows.column("person_key").known
    twins = np.flatnonzero((first != np.arange(len(rows))) & named)
    if len(twins) == 0:
        return rows
    one, other = rows[int(first[twins[0]])], rows[int(twins[0])]
    same = "and the same status" if one["status"] == other["status"] else "and another status"
    message = f"the same person and session as row {one['row']}, {same}"
    context.log.add_rows("duplicate-rows", body.numbers[twins], body.grid.cells.first_column, message=message,
                         told=lambda n: f"the same person and session as row {rows[int(first[twins[n]])]['row']}"
                         )  # fmt: skip
    if context.answers.get("duplicates") != "drop":
        return rows
    kept = np.ones(len(rows), dtype=bool)
    kept[twins] = False
    body.leave_out(twins, "the same person and session as an earlier row")
    return rows.keep(kept)


def _alike(values: Values) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    """Return integer codes that are equal where the values are equal.

    Two spellings of one name have one pseudonym and therefore one code.
    """
    numbers: dict[object, int] = {}
    alike = [numbers.setdefault(value, len(numbers)) for value in values.values]
    codes: np.ndarray[tuple[int], np.dtype[np.int64]] = np.array(alike, dtype=np.int64)[values.codes]
    return codes


def read_people(columns: dict[str, Column], length: int, key: bytes) -> Values:
    """Compute the pseudonym of each row; real names do not leave this function.

    A name is one column, or first and last name together.
    """
    return _keyed(_names(columns, length), key)


def _keyed(names: Values, key: bytes) -> Values:
    return Values(names.codes, list(person_keys(names.values, key)))


def _names(columns: dict[str, Column], length: int) -> Values:
    """Join the name columns of each row; None for a blank or a placeholder."""
    parts = [columns[name] for name in NAME_FIELDS if name in columns]
    if not parts:
        return Values.all(None, length)
    alike, places = np.unique(same_rows([part.codes for part in parts], length), return_inverse=True)
    typed = [[as_text(part.distinct[part.codes[row]]) for part in parts] for row in alike]
    return Values(places, [" ".join(_of_a_name(one)) or None for one in typed])


def _of_a_name(parts: Sequence[str]) -> list[str]:
    """Return the parts of a name that are not placeholders.

    Next to a real first name, a word such as Do or Na is a family name.
    """
    somebody = [not is_nobody(text) for text in parts]
    named = any(somebody)
    return [text for text, own in zip(parts, somebody, strict=True) if text and (own or (named and text.isalpha()))]


def _note_joined(people: Values, names: Values, columns: dict[str, Column], body: Body, context: Context) -> None:
    """Report differently spelled names that were read as one person, by row number only."""
    spelled = names.codes[np.sort(np.unique(names.codes, return_index=True)[1])].tolist()  # in row order
    firsts: dict[object, int] = {}
    for code in spelled:
        firsts.setdefault(people.values[code], code)
    others = {code: firsts[person] for code in spelled if (person := people.values[code]) is not None
              and names.values[code] != names.values[firsts[person]]}  # fmt: skip
    if not others:
        return
    first_row = dict(zip(*(part.tolist() for part in _first_rows(names, body)), strict=True))
    places = np.flatnonzero(np.isin(names.codes, list(others)))
    column = next(columns[name] for name in NAME_FIELDS if name in columns)
    told = [f"spelled differently; read as the person of row {first_row[others[int(names.codes[p])]]}" for p in places]
    context.log.add_rows("spelling-joined", body.numbers[places], column.number, heading=column.heading,
                         message=told[0], told=told.__getitem__)  # fmt: skip


def _first_rows(names: Values, body: Body) -> tuple[np.ndarray[Any, Any], np.ndarray[Any, Any]]:
    codes, first = np.unique(names.codes, return_index=True)
    return codes, body.numbers[first]


def person_values(columns: dict[str, Column], context: Context) -> dict[str, Values]:
    """Read the personal fields of each row other than name, date and status."""
    own = ("date", "status", "person_key", "first_name", "last_name", "session_no")
    return {
        name.split(".")[1]: read_column("participation", PARTICIPATION.field(name.split(".")[1]), column, context)
        for name, column in columns.items()
        if name.startswith("participation.") and name.split(".")[1] not in own
    }


def _names_nobody(field: str, text: str) -> bool:
    return field in NAME_FIELDS and is_no_person(text)


def _missing(row: ByField) -> str:
    """Return why a row is excluded: no name and no status, or a heading inside the list."""
    names = [text for field in NAME_FIELDS for cell in row.get(field, ()) if not is_nobody(text := as_text(cell))]
    beside = [field for field in row if field not in (*NAME_FIELDS, "check")]
    if names and not beside and all(is_group(name) for name in names):
        return "a heading inside the table"
    return "" if names or row.get("participation.status") else "no name"


def _leave_withdrawn(body: Body, column: Column | None, context: Context) -> None:
    if column is None:
        return
    gone = np.flatnonzero(
        column.read(lambda cell: cell).where(lambda cell: words("order_state").get(plain(as_text(cell))) == "out")
    )
    if len(gone):
        context.log.add_rows("row-left-out", column.rows[gone], column.number, heading=column.heading,
                             message="withdrawn or cancelled before the session")  # fmt: skip
        body.leave_out(gone, "withdrawn or cancelled before the session")


def _statuses(
    grid: Grid, mapping: Sequence[Mapped], columns: dict[str, Column], around: Surroundings, context: Context,
    length: int,
) -> tuple[Values, str, tuple[Question, ...]]:  # fmt: skip
    """Read each row's status and its questions; without a status column all are present."""
    column = columns.get("participation.status")
    if column is None:
        return Values.all("present", length), "sign_in", ()
    statuses, asked = read_statuses(grid.cells.name, column, dict(around.legend), context)
    chosen = next(mapped for mapped in mapping if mapped.column == column.number)
    return statuses, "roster", (*column_question(grid, chosen, column, context), *asked)


def _days(column: Column | None, around: Surroundings, context: Context, length: int) -> dict[str, Values]:
    if column is not None:
        days = read_days(column, context)
        return {"date": days.map(lambda day: day[0]), "session_no": days.map(lambda day: day[1] or None)}
    day = around.day_above(context)
    return {"date": Values.all(day, length), "session_no": Values.all(None if day else "this sheet", length)}


def _programs(column: Column | None, fallback: str, length: int) -> Values:
    if column is None:
        return Values.all(fallback or None, length)
    return column.read(lambda cell: as_text(cell) or fallback or None)


# Near-duplicate names: pairs that may be one person are proposed, never merged automatically.

#: Maximum number of pairs proposed per sheet.
MOST = 20
#: Minimum and maximum length of a compared word; a longer one is not a name, and comparing costs its length
#: squared.
SHORTEST, LONGEST = 3, 60
#: Maximum number of distinct names compared; a longer list is not searched.
MOST_NAMES = 10_000
#: Name suffixes that distinguish two members of one family.
TELLING = frozenset(("jr", "sr", "ii", "iii", "iv"))


def note_near_names(body: Body, mapping: Sequence[Mapped], same: Sequence[Sequence[str]], log: Departures) -> NearNames:
    """Find near-duplicate names in the used rows and report each pair by row number only.

    `same` holds groups of names the user has already merged: they are not proposed again.
    """
    columns = {mapped.field: body.column(mapped) for mapped in reversed(mapping) if mapped.field in NAME_FIELDS}
    parts = [columns[field] for field in NAME_FIELDS if field in columns]
    if not parts:
        return ()
    firsts = np.unique(same_rows([part.codes for part in parts], len(body.used))).tolist()
    if len(firsts) > MOST_NAMES:
        return ()
    names = [" ".join(text for part in parts if (text := as_text(part.distinct[part.codes[row]]))) for row in firsts]
    rows = body.numbers[firsts].tolist()
    said = [{fold_person(name) for name in group} for group in same]
    found = []
    for one, other in near_names(names):
        if not any({fold_person(names[one]), fold_person(names[other])} <= group for group in said):
            found.append((rows[one], names[one], rows[other], names[other]))
            log.add("same-person-perhaps", rows[other], parts[0].number, heading=parts[0].heading,
                    message="the name is near that of another row; read as two people until you say so")  # fmt: skip
    return tuple(found)


def near_names(names: Sequence[str | None]) -> tuple[tuple[int, int], ...]:
    """Find pairs of names that may belong to one person.

    Returns the indices of the names' first occurrences, in order, at most 20 pairs. A pair is near when the
    words are the same in another order or with an additional initial, or when one word differs by one letter
    added, dropped, changed or swapped. Names that fold to the same person are already merged. Words with
    digits (Learner 01, Learner 02), Jr. and III, different initials, and a last letter that turns Mario into
    Maria distinguish two people. Uses one look-up per word, so 10,000 names take a tenth of a second;
    `note_near_names` does not search longer lists.

    Examples
    --------
    >>> near_names(["Anna Reyes", "Ben Diaz", "Ana Reyes", "REYES, Anna"])
    ((0, 2),)
    """
    first: dict[str, int] = {}
    for place, name in enumerate(names):
        if name and (folded := fold_person(name)):
            first.setdefault(folded, place)
    words = {folded: tuple(folded.split()) for folded in first}
    pairs = {_ordered(first[one], first[other]) for one, other in (*_same_words(words), *_one_word_off(words))}
    return tuple(sorted(pairs)[:MOST])


def _ordered(one: int, other: int) -> tuple[int, int]:
    return (one, other) if one < other else (other, one)


def _same_words(words: dict[str, tuple[str, ...]]) -> Iterable[tuple[str, str]]:
    """Yield pairs of names with the same words in any order, one possibly with an initial."""
    groups: dict[tuple[str, ...], list[str]] = {}
    for name, own in words.items():
        long = tuple(sorted(word for word in own if len(word) > 1))
        if len(long) > 1:
            groups.setdefault(long, []).append(name)
    for group in groups.values():
        for other in group[1:]:
            initials = [{word for word in words[name] if len(word) == 1} for name in (group[0], other)]
            if not all(initials) or initials[0] == initials[1]:
                yield group[0], other


def _one_word_off(words: dict[str, tuple[str, ...]]) -> Iterable[tuple[str, str]]:
    """Yield pairs of names that become equal when one word is replaced by a near word."""
    near = _near_words({word for own in words.values() for word in own})
    known: dict[tuple[str, ...], str] = {}
    for name, own in words.items():
        known.setdefault(tuple(sorted(own)), name)
    for name, own in words.items():
        for place, word in enumerate(own if len(own) > 1 else ()):
            for other in near.get(word, ()):
                found = known.get(tuple(sorted((*own[:place], other, *own[place + 1 :]))))
                if found is not None and found != name:
                    yield name, found


def _near_words(words: set[str]) -> dict[str, list[str]]:
    """Map each word to the words at edit distance 1.

    Candidates are found by a shared form with one letter dropped.
    """
    met: dict[str, list[str]] = {}
    for word in words:
        if SHORTEST <= len(word) <= LONGEST and word.isalpha() and word not in TELLING:
            for form in {word, *(word[:place] + word[place + 1 :] for place in range(len(word)))}:
                met.setdefault(form, []).append(word)
    near: dict[str, list[str]] = {}
    for alike in met.values():
        for place, one in enumerate(alike):
            for other in alike[place + 1 :]:
                if other not in near.get(one, ()) and edits(one, other, 1) <= 1 and not _two_people(one, other):
                    near.setdefault(one, []).append(other)
                    near.setdefault(other, []).append(one)
    return near


def _two_people(one: str, other: str) -> bool:
    """Return True if two words differ only in a final a or o: Mario and Maria are two people."""
    return one[:-1] == other[:-1] and {one[-1], other[-1]} == {"a", "o"}
