"""Columns that count people or sessions under headings that do not say so by themselves."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from libcollab_metrics.ingest.files.cells import SheetCells
from libcollab_metrics.ingest.tables.amounts import read_amounts
from libcollab_metrics.ingest.tables.column_profiles import ColumnProfile
from libcollab_metrics.ingest.tables.export_headings import without_group
from libcollab_metrics.ingest.tables.heading import JOINED_WORDS, Heading, is_not_counted
from libcollab_metrics.ingest.values.columns import cell_text
from libcollab_metrics.ingest.values.dates import parse_day
from libcollab_metrics.ingest.values.lexicon import HeadingEntry, known_headings, months, word_list
from libcollab_metrics.ingest.values.numbers import parse_number
from libcollab_metrics.ingest.values.parts import (
    AGES,
    are_age_ranges,
    expand_abbreviations,
    names_several,
    part_of,
)
from libcollab_metrics.model.names import normalize_heading

#: Largest number of people of a day below "#" or "Numbers".
MAX_UNNAMED_COUNT = 999
#: Share of the cells that must be days, and that must be counts; the others may be remarks.
MOST_DATES, MOST_COUNTS = 0.8, 0.6
#: Share of the cells that must be counts in a column of sessions.
MOST_PLAIN_COUNTS = 0.7
#: Fewest columns of parts: a single one, such as "including men", is never read as everyone present.
MIN_PARTS = 2
#: What two digits of a year are added to.
CENTURY = 2000
#: Parts by the half of the day.
HALF_DAYS = ("am", "pm")
#: Letters of two sexes next to each other: male and female, hombres and mujeres, boys and girls.
SEX_LETTERS = ({"m", "f"}, {"h", "m"}, {"b", "g"})
#: A part of the people who came.
PART = HeadingEntry("part", "sessions.attended", False)
#: Fewest columns that a total adds up, and fewest rows in which it does.
MIN_PARTS_OF_TOTAL, MIN_ROWS_OF_TOTAL = 2, 3
_COUNTED = re.compile(r"\d+\s+(.+)")
#: The year at the end of a heading: "2026", "FY27", "FY 2026-27", "(2026)".
_YEAR_OF_COLUMN = re.compile(
    r"\b(?:(?:[fcsa]y|year|ano|taon) ?'?)?((?:20)\d\d|(?<=y)\d\d)(?:[-/]\d{2,4})?\)?$"
)

#: Roles of columns that name people.
PERSON_PARTS = ("person", "first_name", "last_name")


def infer_actual_count(headings: list[Heading], profiles: Mapping[int, ColumnProfile]) -> list[Heading]:
    """Return the headings with "Actual" or "Through the door" as the people, next to those expected."""
    roles = {heading.role for heading in headings}
    is_dated = "date" in roles or any(profile.dates >= MOST_DATES for profile in profiles.values())
    if not is_dated or roles & {"attendance", "part", "person", "first_name", "last_name"}:
        return headings
    if not any(set(find_words(heading)) & set(word_list("expected_people")) for heading in headings):
        return headings
    entry = HeadingEntry("attendance", "sessions.attended", False)
    return [
        replace(h, entry=entry, is_inferred=True)
        if h.column in profiles and is_open(h) and _is_actual_count(h, profiles[h.column])
        else h
        for h in headings
    ]


def _is_actual_count(heading: Heading, profile: ColumnProfile) -> bool:
    if normalize_heading(heading.text) in word_list("next_to_booked"):
        return counts_people(heading, profile)
    return find_words(heading) in ([word] for word in word_list("actual"))


def infer_number_of_people(
    headings: list[Heading], profiles: Mapping[int, ColumnProfile], above: Sequence[Sequence[object]]
) -> list[Heading]:
    """Return the headings with "#" or "Numbers" as the people of each day, if the sheet says so.

    A title such as "Who came" does, or such a heading over text, or a cell such as "8 kids", or below "#" a
    word such as "cancelled" in place of a number.
    """
    roles = [heading.role for heading in headings]
    if {"attendance", "part", "person", "first_name", "last_name"} & set(roles):
        return headings
    if "date" not in roles and not any(profile.dates >= MOST_DATES for profile in profiles.values()):
        return headings
    unnamed = word_list("unnamed_counts")
    numbers = [
        h
        for h in headings
        if h.column in profiles
        and (h.role == "number" or (is_open(h) and normalize_heading(h.text).rstrip(".") in unnamed))
    ]
    if len(numbers) != 1 or not counts_people(numbers[0], profile := profiles[numbers[0].column]):
        return headings
    counts = _numbers(profile)
    if counts == sorted(set(counts)) or max(counts) > MAX_UNNAMED_COUNT:
        return headings  # numbers of receipts, or of pages
    words = {word for row in above for cell in row for word in normalize_heading(cell_text(cell)).split()}
    words |= {word for h in headings if h.role == "notes" or is_open(h) for word in find_words(h)}
    speaks = words & set(word_list("attendance_titles"))
    is_called_off = profile.called_off and numbers[0].role == "number"
    if not speaks and not is_called_off and not _names_people(profile.texts):
        return headings
    entry = HeadingEntry("attendance", "sessions.attended", False)
    return [replace(h, entry=entry, is_inferred=True) if h is numbers[0] else h for h in headings]


def infer_participants(headings: list[Heading], profiles: Mapping[int, ColumnProfile]) -> list[Heading]:
    """Return the headings with "Participants" over numbers as the people of each day, even next to names.

    "Name | Date | Participants" lists events and not the people who came, unless a day is repeated: a family
    may sign in with the number of its members.
    """
    roles = {heading.role for heading in headings}
    if {"attendance", "part", "unclear_count", "events"} & roles or "date" not in roles:
        return headings
    days = [profiles[h.column] for h in headings if h.role == "date" and h.column in profiles]
    if {"person", "first_name", "last_name"} & roles and any(day.is_repeated for day in days):
        return headings
    people, around = set(word_list("cross_measures", "people")), set(word_list("cross_measures", "counting"))
    counted = [
        h
        for h in headings
        if h.column in profiles
        and is_open(h)
        and (words := set(find_words(h))) & people
        and words <= people | around
        and counts_people(h, profile := profiles[h.column])
        and profile.has_several
    ]
    if len(counted) != 1:
        return headings
    entry = HeadingEntry("attendance", "sessions.attended", False)
    return [replace(h, entry=entry, is_inferred=True) if h is counted[0] else h for h in headings]


def infer_group_visits(headings: list[Heading], profiles: Mapping[int, ColumnProfile]) -> list[Heading]:
    """Return the headings with "Visits" as the sessions of each row, next to a column of more people.

    A class that visits is one visit: "Visits" 6, "Students" 131. Where visits outnumber the people in a row,
    they are the people who came in at the door.
    """
    visits = [h for h in headings if normalize_heading(h.text) in word_list("group_visits")]
    words = set(word_list("role_words", "attendance"))
    people = [h for h in headings if is_open(h) and set(find_words(h)) & words and h.column in profiles]
    counted = [h for h in people if counts_people(h, profiles[h.column])]
    is_alone = len(visits) == len(counted) == 1 and visits[0].role == "attendance"
    if not is_alone or visits[0].column not in profiles or any(h.role == "events" for h in headings):
        return headings
    fewer, more = (_numbers(profiles[h.column]) for h in (visits[0], counted[0]))
    if not fewer or not more or min(more) <= max(fewer):
        return headings
    entries = {
        visits[0]: HeadingEntry("events", "sessions.events", False),
        counted[0]: HeadingEntry("attendance", "sessions.attended", False),
    }
    return [replace(h, entry=entries[h], is_inferred=True) if h in entries else h for h in headings]


def infer_events(headings: list[Heading], profiles: Mapping[int, ColumnProfile]) -> list[Heading]:
    """Return the headings with "Sessions" over counts as the sessions of each row.

    A day or a month is next to them, or the attendance, or the heading says that they took place. Elsewhere
    they may be the sessions that a person came to, or that a program plans.
    """
    roles = {heading.role for heading in headings}
    if roles & {"events", "person", "first_name", "last_name"}:
        return headings
    words = {word for heading in headings for word in find_words(heading)}
    took_place = {*word_list("attendance_titles"), *word_list("sessions_counted", "held")}
    is_dated = roles & {"date", "month"} or any(profile.dates >= MOST_DATES for profile in profiles.values())
    if not is_dated and not words & took_place:
        return headings
    entry = HeadingEntry("events", "sessions.events", False)
    return [
        replace(h, entry=entry, is_inferred=True)
        if _counts_sessions(h)
        and h.column in profiles
        and _is_plain_count(profiles[h.column])
        and (is_open(h) or h.role == "totals")
        else h
        for h in headings
    ]


def _is_plain_count(profile: ColumnProfile) -> bool:
    return profile.counts >= MOST_PLAIN_COUNTS and not profile.is_serial


def _says_sessions_took_place(text: str) -> bool:
    """Return whether words are those of sessions and of their taking place: "Children's programmes held".

    "Children in sessions held" are people.
    """
    words = re.findall(r"[^\W\d_]+", text)
    took_place = set(words) & set(word_list("sessions_counted", "held"))
    is_inside = bool(set(words) & set(word_list("named_things", "inside")))
    return (
        bool(set(words) & set(word_list("sessions_counted", "plural"))) and bool(took_place) and not is_inside
    )


def _counts_sessions(heading: Heading) -> bool:
    """Return whether a heading counts sessions, below any label: "Juvenile" over "Programs".

    It consists of words for sessions, for a number and for what took place: "Programs held", not "Computer
    sessions". "Session No." is the number of a session.
    """
    words = word_list("event_headings")
    own = normalize_heading(heading.own_text)
    is_labelled = bool(heading.spanning_text) and own in words
    label = set(re.findall(r"[^\W\d_]+", normalize_heading(heading.spanning_text)))
    if _says_how_many_took_place(own) and label & set(word_list("sessions_counted", "plural")):
        return True
    if own in word_list("totals") and _names_sessions(heading.spanning_text):
        return True
    if _says_sessions_took_place(own):
        return True
    if part_of(own):
        return False  # "0-5" below "Programs": those for an age
    return normalize_heading(heading.text) in words or is_labelled or _names_sessions(heading.text)


def _says_how_many_took_place(text: str) -> bool:
    """Return whether a text has words for a number, and for what took place: "Cant. realizadas"."""
    words = set(re.findall(r"[^\W\d_]+|#", text))
    counting = {*word_list("cross_measures", "counting"), *word_list("sessions_counted", "how_many")}
    held = set(word_list("sessions_counted", "held"))
    return bool(words & counting) and bool(words & held) and words <= counting | held


def _names_sessions(text: str) -> bool:
    """Return whether a text counts sessions.

    Examples
    --------
    >>> [_names_sessions(text) for text in ("Programs held", "Computer sessions", "Session No.")]
    [True, False, False]
    >>> _names_sessions("Read-aloud sessions held (no.)"), _names_sessions("No. of children in sessions held")
    (True, False)
    >>> _names_sessions("Family nights held"), _names_sessions("Sesiones de lectura realizadas")
    (True, True)
    """
    folded = normalize_heading(text)
    for phrase in word_list("sessions_counted", "phrases"):
        folded = folded.replace(phrase, "sessions")
    words = re.findall(r"[^\W\d_]+|#", folded)
    several, one = (set(word_list("sessions_counted", kind)) for kind in ("plural", "singular"))
    held = set(word_list("sessions_counted", "held"))
    if is_not_counted(" ".join(word for word in words if word not in held)):  # "offered" may mean planned
        return False
    counting = {*word_list("cross_measures", "counting"), *word_list("sessions_counted", "how_many")}
    around = counting | held
    took_place = any(first in several and second in held for first, second in pairwise(words))
    people = {*word_list("role_words", "attendance"), *word_list("people_parts", "children")}
    if took_place and set(words) & counting and not set(words) & people:
        return True
    if _names_what_was_held(words) and not set(words) & people:
        return True
    is_one = set(words) & one and set(words[:1]) & around
    return bool(is_one or set(words) & several) and set(words) <= several | one | around


def _names_what_was_held(words: Sequence[str]) -> bool:
    """Return whether words say that a kind of sessions was held: "Family nights held"."""
    sessions = {*word_list("sessions_counted", "plural"), *word_list("sessions_counted", "kinds")}
    return (
        len(words) > 1
        and words[-1] in word_list("sessions_counted", "took_place")
        and (words[-2] in sessions or words[0] in sessions)
        and not set(words) & set(word_list("cross_measures", "among"))
    )


def _numbers(profile: ColumnProfile) -> list[float]:
    return [value for text in profile.texts if (value := parse_number(text).value) is not None]


def _names_people(texts: Sequence[str]) -> bool:
    """Return whether a number is followed by a word for people, and by nothing else: "8 kids"."""
    people = {*word_list("people_parts", "children"), *word_list("people_parts", "adults")}
    people |= set(word_list("role_words", "attendance"))
    found = [_COUNTED.fullmatch(normalize_heading(text)) for text in texts]
    return any(match is not None and match[1] in people for match in found)


def infer_joint_count(headings: list[Heading], profiles: Mapping[int, ColumnProfile]) -> list[Heading]:
    """Return the headings with "Babies + grown-ups" as the people of each row, if nothing else counts."""
    if {"attendance", "part", "person", "first_name", "last_name"} & {heading.role for heading in headings}:
        return headings
    joint = [h for h in headings if is_open(h) and h.column in profiles and names_several(h.text)]
    if len(joint) != 1 or not counts_people(joint[0], profiles[joint[0].column]):
        return headings
    entry = HeadingEntry("attendance", "sessions.attended", False)
    return [replace(h, entry=entry, is_inferred=True) if h is joint[0] else h for h in headings]


def infer_numbered_rows(
    headings: Sequence[Heading], profiles: Mapping[int, ColumnProfile]
) -> Sequence[Heading]:
    """Return the headings with the numbers of sessions, if each row is one with its number of people.

    "Class" over 1, 2, 3 and "Day" over "Day 1", "Day 2" number sessions; a week may have several, unless
    those absent are counted too.
    """
    roles = {heading.role for heading in headings}
    if "attendance" not in roles or roles & {"date", "month", "year", "program", "person", "session_no"}:
        return headings
    numbered = [h for h in headings if is_open(h) and h.column in profiles and _numbers_sessions(h)]
    texts = {normalize_heading(heading.text) for heading in headings}
    counts_absent = bool(texts & {*word_list("status", "absent"), *word_list("numbered_rows", "absent")})
    rows = [h for h in numbered if counts_absent or not _names_week(h)]
    if len(rows) != 1 or not numbers_in_series(profiles[rows[0].column]):
        return headings
    entry = known_headings()["session #"]
    return [replace(h, entry=entry, is_inferred=True) if h is rows[0] else h for h in headings]


def _numbers_sessions(heading: Heading) -> bool:
    """Return whether a heading is a word for a session, or for its number."""
    words = [word for word in find_words(heading) if word not in word_list("register_people", "numbers")]
    return len(words) == 1 and words[0] in word_list("numbered_sessions")


def _names_week(heading: Heading) -> bool:
    return bool(set(find_words(heading)) & {*word_list("week_words"), "sem"})


def numbers_in_series(profile: ColumnProfile) -> bool:
    """Return whether the cells are 1, 2, 3 and so on, perhaps behind a word: "Day 1", "Day 2"."""
    numbers = [re.fullmatch(r"[^\W\d_]*\s*#?\s*(\d{1,3})", text) for text in profile.texts]
    found = [int(match[1]) for match in numbers if match]
    return len(found) == len(profile.texts) > 1 and found == list(range(found[0], found[0] + len(found)))


def infer_users(headings: list[Heading], profiles: Mapping[int, ColumnProfile]) -> list[Heading]:
    """Return the headings with "Readers" or "Usuarios" as perhaps the people of each day.

    That is so where each row has a day, and no other column counts people.
    """
    counting = {"attendance", "part", "unclear_count", "events", "person", "first_name", "last_name"}
    roles = {heading.role for heading in headings}
    if "date" not in roles or roles & counting:
        return headings
    users, around = set(word_list("users")), set(word_list("users", "around"))
    named = [
        h
        for h in headings
        if is_open(h) and (words := set(find_words(h))) & users and words <= users | around
    ]
    if len(named) != 1 or named[0].column not in profiles:
        return headings
    if not counts_people(named[0], profiles[named[0].column]):
        return headings
    others = set(word_list("users", "others"))
    others |= set(word_list("role_words", "attendance")) - users
    if any(
        set(find_words(h)) & others and h.column in profiles and profiles[h.column].counts for h in headings
    ):
        return headings
    entry = HeadingEntry("unclear_count", "sessions.attended", False)
    return [replace(h, entry=entry, is_inferred=True) if h is named[0] else h for h in headings]


def infer_actuals_below_labels(headings: list[Heading]) -> list[Heading]:
    """Return the headings with what happened under a label: "No. of sessions" over "Target" and "Actual".

    The other columns under such a label are targets, and are never counted.
    """
    actual = {h.spanning_text for h in headings if h.spanning_text and _is_actual(h)}
    if not actual:
        return headings
    return [
        replace(h, entry=_entry_of_label(h.spanning_text) if _is_actual(h) else None, is_inferred=True)
        if h.spanning_text in actual and _entry_of_label(h.spanning_text)
        else h
        for h in headings
    ]


def _is_actual(heading: Heading) -> bool:
    return normalize_heading(heading.own_text).rstrip(".") in word_list("actual")


def infer_total_of_people(
    headings: list[Heading], profiles: Mapping[int, ColumnProfile], cells: SheetCells, header: int
) -> list[Heading]:
    """Return the headings with "Grand total" as the people of each day or month, if it adds up people.

    Some of the columns that it adds up have no meaning ("Parents" over "M" and "F"), or the same one.
    """
    roles = {heading.role for heading in headings}
    if roles & {"attendance", "person", "first_name", "last_name"} or not roles & {"date", "month"}:
        return headings
    labelled = [h for h in headings if h.column in profiles and _is_total_below_label(h)]
    if len(labelled) == 1 and profiles[labelled[0].column].counts >= MOST_COUNTS:
        entry = HeadingEntry("attendance", "sessions.attended", False)
        cleared = [replace(h, entry=None, is_inferred=True) if h.role == "part" else h for h in headings]
        return [replace(h, entry=entry, is_inferred=True) if h is labelled[0] else h for h in cleared]
    counted = [h for h in headings if h.column in profiles and profiles[h.column].counts > 0]
    totals = [h for h in counted if h.role == "totals"]
    parts = [h for h in counted if h.role == "part" or (is_open(h) and _names_any_people(h))]
    known = {part_of(part.text) for part in parts} - {""}
    is_unclear = len(known) < len(parts)  # some do not say who they count, or several count the same
    if not totals or len(parts) < MIN_PARTS_OF_TOTAL or not is_unclear:
        return headings
    summed = np.nansum([read_amounts(part, cells, header) for part in parts], axis=0)
    everyone = [total for total in totals if _are_sums(read_amounts(total, cells, header), summed)]
    if len(everyone) != 1:
        return headings
    entries = dict.fromkeys(parts) | {everyone[0]: HeadingEntry("attendance", "sessions.attended", False)}
    return [replace(h, entry=entries[h], is_inferred=True) if h in entries else h for h in headings]


def _are_sums(totals: NDArray[np.float64], sums: NDArray[np.float64]) -> bool:
    filled = np.isfinite(totals)
    return bool(filled.sum() >= MIN_ROWS_OF_TOTAL and (sums == totals)[filled].all())


def _is_total_below_label(heading: Heading) -> bool:
    """Return whether a heading is "T" or "Total" below a label for all who came: "TOTAL PRESENT"."""
    label = set(re.findall(r"[^\W\d_]+", normalize_heading(heading.spanning_text)))
    people = {*word_list("role_words", "attendance"), *word_list("attendance_titles")}
    is_total = normalize_heading(heading.own_text) in ("t", *word_list("totals"))
    return (
        is_total and "total" in label and bool(label & people) and not is_not_counted(heading.spanning_text)
    )


def _names_any_people(heading: Heading) -> bool:
    """Return whether a heading, or a label over it, has a word for people or the letter of a sex."""
    people = {*word_list("role_words", "attendance"), *word_list("people_parts", "adults")}
    own = normalize_heading(heading.own_text)
    return bool(set(find_words(heading)) & people) or part_of(own) != "" or own in ("b", "g", "m", "f", "h")


def infer_latest_year(headings: list[Heading], profiles: Mapping[int, ColumnProfile]) -> list[Heading]:
    """Return the headings with those of the latest of several years, of rows that are months or days.

    "Programs" over "FY27" and "FY26", or "Attendance 2026" next to "Attendance 2025": the months are those of
    the latest year, and so are days without a year. The columns of other years are never counted.
    """
    if not any(heading.role in ("month", "date") for heading in headings):
        return headings
    days = (profiles[h.column].texts for h in headings if h.role == "date" and h.column in profiles)
    of_days = {day.year for texts in days for text in texts if (day := parse_day(text))} - {None}
    years: dict[str, dict[int, Heading]] = {}
    for heading in headings:
        match = _YEAR_OF_COLUMN.search(normalize_heading(heading.text))
        if match and heading.column in profiles:
            label = normalize_heading(heading.text)[: match.start()].strip(" -,(")
            years.setdefault(label, {})[int(match[1][-2:])] = heading
    entries: dict[int, HeadingEntry | None] = {}
    for label, own in years.items():
        is_counted = len(own) > 1 and profiles[own[max(own)].column].counts >= MOST_COUNTS
        if is_counted and of_days <= {max(own) + CENTURY}:
            entries |= {heading.column: None for heading in own.values()}
            entries[own[max(own)].column] = _entry_of_label(label)
    return [
        replace(h, entry=entries[h.column], is_inferred=True) if h.column in entries else h for h in headings
    ]


def _entry_of_label(label: str) -> HeadingEntry | None:
    """Return the meaning of a label that counts sessions or people; None for others."""
    words = set(re.findall(r"[^\W\d_]+", normalize_heading(label)))
    known = known_headings()
    whole = known.get(normalize_heading(label))
    if whole is not None and whole.role == "events":
        return whole
    if _names_sessions(label):
        return HeadingEntry("events", "sessions.events", False)
    unclear = any(word in known and known[word].role == "unclear_count" for word in words)
    if unclear or words & set(word_list("role_words", "attendance")):
        return HeadingEntry("attendance", "sessions.attended", False)
    return None


def counts_people(heading: Heading, profile: ColumnProfile) -> bool:
    """Return whether a column holds counts that are neither planned nor shares nor a sum."""
    words = set(find_words(heading))
    sums = {*word_list("totals"), *word_list("totals", "leading"), *word_list("totals", "everyone")}
    ruled_out = is_not_counted(heading.text) or words & sums or "%" in heading.text
    is_serial = profile.is_serial and not part_of(heading.text)
    return profile.counts >= MOST_COUNTS and not is_serial and not ruled_out


def confirm_attendance(headings: Sequence[Heading], profiles: Mapping[int, ColumnProfile]) -> list[Heading]:
    """Return the headings with a word such as "Asistencias" as the attendance, next to a number of sessions.

    In a list of people it would be how often each came.
    """
    roles = {heading.role for heading in headings}
    weak = [
        h
        for h in headings
        if h.column in profiles and h.entry and h.entry.is_weak and h.entry.target == "sessions.attended"
    ]
    if "events" not in roles or roles & {"attendance", "part", *PERSON_PARTS} or len(weak) != 1:
        return list(headings)
    entry = replace(weak[0].entry, is_weak=False) if weak[0].entry else None
    return [replace(h, entry=entry, is_inferred=True) if h is weak[0] else h for h in headings]


def is_open(heading: Heading) -> bool:
    """Return whether a heading has no meaning yet: no known one, and it is neither a day nor a month.

    A heading that may mean something is never used unasked.
    """
    dated = heading.day is not None or heading.month is not None or heading.number is not None
    return heading.entry is None and not dated


def find_words(heading: Heading) -> list[str]:
    """Return the words of a heading, normalized and written out."""
    text = JOINED_WORDS.sub(" ", heading.text)
    return re.findall(r"[^\W\d_]+", normalize_heading(expand_abbreviations(text)))


def infer_parts(headings: Sequence[Heading], profiles: Mapping[int, ColumnProfile]) -> list[Heading]:
    """Return the headings with every column that counts a part of the people: kids and grown-ups.

    A part of those who came is never taken for all of them. A column of counts below the same label as a
    part is a part too, unless it is their total.
    """
    labels = {h.spanning_text for h in headings if h.role == "part" and without_group(h.text) == h.text} - {
        ""
    }
    headings = [
        replace(h, entry=PART, is_inferred=True) if h.spanning_text in labels and _is_named_by_label(h) else h
        for h in headings
    ]
    if any(heading.role in ("person", "first_name", "last_name", "attendance") for heading in headings):
        return list(headings)
    headings = _clear_days_of_parts(headings)
    known = [heading for heading in headings if heading.role == "part"]
    sexes = _find_sexes(headings)
    parts = {
        heading.column
        for heading in headings
        if heading.column in profiles
        and (is_open(heading) or (heading.column in sexes and heading.role == "status"))
        and (_names_part(heading) or heading.spanning_text in labels or heading.column in sexes)
        and counts_people(heading, profiles[heading.column])
    }
    if len(known) + len(parts) < MIN_PARTS:
        return list(headings)
    return [replace(h, entry=PART, is_inferred=True) if h.column in parts else h for h in headings]


def _find_sexes(headings: Sequence[Heading]) -> set[int]:
    """Return the columns headed M and F, H and M, or B and G, next to each other under one label.

    No weekday is between them, and no other label that may count those who came has such a pair.
    """
    letters: dict[str, list[str]] = {}
    for heading in headings:
        letters.setdefault(heading.spanning_text, []).append(normalize_heading(heading.own_text))
    pairs = [
        pair
        for pair in pairwise(headings)
        if pair[0].spanning_text == (label := pair[1].spanning_text)
        and {normalize_heading(heading.own_text) for heading in pair} in SEX_LETTERS
        and not is_not_counted(label)
        and not any(letters[label].count(letter) > 1 for letter in "mfhbg")
    ]
    return {heading.column for heading in pairs[0]} if len(pairs) == 1 else set()


def _names_part(heading: Heading) -> bool:
    """Return whether a heading names a part of the people; M and F alone may be weekdays.

    Those of a month ("Jan kids") are no part next to those of another, "English books for children" is no
    part of the children, and "Adult" below "Loans" counts none.
    """
    label = re.findall(r"[^\W\d_]+", normalize_heading(heading.spanning_text))
    if set(label) & set(word_list("role_words", "not_attendance")):
        return False
    if _says_sessions_took_place(normalize_heading(heading.text)):
        return False
    words, people = find_words(heading), set(word_list("role_words", "attendance"))
    things = set(word_list("measures", "things")) - people
    about = next((word for word in words if word in things or word in people), "")
    if len(words) > 1 and ({words[0], words[-1]} & set(months()) or about in things):
        return False
    part = part_of(heading.text)
    if part in HALF_DAYS and not heading.spanning_text and set(words) - people - set(word_list("half_days")):
        return False  # "AM RH" is no part of the people
    return part_of(heading.text) not in ("", "small_group") and len(heading.text.strip()) > 1


def _clear_days_of_parts(headings: list[Heading]) -> list[Heading]:
    """Return the headings with ages and levels as no days: 6-11 before 12-18, and 1 to 5 below "Grade"."""
    parts = {heading.column: part_of(heading.text) for heading in headings}
    ages = [heading for heading in headings if parts[heading.column] == AGES]
    levels = [h for h in headings if h.spanning_text and h.number is not None and parts[h.column] == "grade"]
    no_days = levels if len(levels) >= MIN_PARTS else []
    if are_age_ranges([heading.text for heading in ages if "-" in heading.text]):
        no_days = [*no_days, *ages]
    return [replace(h, day=None, month=None, number=None) if h in no_days else h for h in headings]


def _is_named_by_label(heading: Heading) -> bool:
    """Return whether a heading means attendance only because the label over several columns does."""
    return heading.role == "attendance" and normalize_heading(heading.own_text) not in known_headings()
