"""Evidence about columns: what the words of a heading and the cells below it say together.

A heading that is known as a whole keeps its meaning, unless the cells contradict it. The others are matched
with the roles that no column has: each column gets a score for each role, and the best pairs win.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise, takewhile
from types import MappingProxyType
from typing import TYPE_CHECKING

import numpy as np

from libcollab_metrics.ingest.files.cells import SheetCells
from libcollab_metrics.ingest.tables.cash_sides import infer_cash_sides
from libcollab_metrics.ingest.tables.column_profiles import (
    MOST,
    ColumnProfile,
    count_texts,
    holds_marks,
    profile_column,
)
from libcollab_metrics.ingest.tables.cost_columns import infer_cost_total, infer_costs
from libcollab_metrics.ingest.tables.counted_people import (
    MIN_PARTS,
    confirm_attendance,
    find_words,
    infer_actual_count,
    infer_actuals_below_labels,
    infer_events,
    infer_group_visits,
    infer_joint_count,
    infer_latest_year,
    infer_number_of_people,
    infer_numbered_rows,
    infer_participants,
    infer_parts,
    infer_total_of_people,
    infer_users,
    is_open,
    numbers_in_series,
)
from libcollab_metrics.ingest.tables.delivery_columns import infer_stage_column
from libcollab_metrics.ingest.tables.export_headings import (
    clear_form_times,
    clear_job_titles,
    clear_respondents,
    clear_rooms,
    name_gift_export,
    separate_groups,
)
from libcollab_metrics.ingest.tables.form_questions import (
    asks_first_time,
    asks_one_person,
    infer_check_in,
    infer_first_time,
)
from libcollab_metrics.ingest.tables.gift_columns import has_promises, infer_gift_columns
from libcollab_metrics.ingest.tables.heading import (
    Heading,
    has_total_word,
    is_not_counted,
    read_heading,
    says_people_were_paid,
    separate_latest_year,
    sheet_title,
)
from libcollab_metrics.ingest.tables.label_pairs import infer_label_pairs
from libcollab_metrics.ingest.tables.letter_headings import explain_letters
from libcollab_metrics.ingest.tables.name_lists import infer_name_lists
from libcollab_metrics.ingest.tables.name_parts import find_short_name_parts, infer_name_parts
from libcollab_metrics.ingest.tables.register_people import infer_register_people, is_scan_column
from libcollab_metrics.ingest.tables.score_pairs import infer_score_pairs
from libcollab_metrics.ingest.tables.status_column import say_who_came
from libcollab_metrics.ingest.tables.survey_columns import HIGHEST, find_rating_columns
from libcollab_metrics.ingest.tables.unheaded_days import date_titled_meetings, name_unheaded_days
from libcollab_metrics.ingest.values.categories import is_agreement_column
from libcollab_metrics.ingest.values.dates import parse_day, parse_month
from libcollab_metrics.ingest.values.lexicon import (
    HeadingEntry,
    all_known_headings,
    known_headings,
    known_words,
    weekdays,
    word_list,
)
from libcollab_metrics.ingest.values.numbers import parse_number
from libcollab_metrics.ingest.values.parts import came_with_one
from libcollab_metrics.model.names import normalize_heading
from libcollab_metrics.model.schema import STAGES

if TYPE_CHECKING:
    from numpy.typing import NDArray

#: Columns that are looked at.
MAX_COLUMNS = 64
#: Share of dates below a heading that has a word for a date: notes and signatures may follow.
MOST_UNDER_WORD = 0.6
#: A numbered session, perhaps with its day: "s1", "ses. 2 - oct 8".
_NUMBERED = re.compile(r"([^\W\d_]+\.?)\s*#?\s*(\d{1,2})\b[\s:.–-]*(.*)")
#: The hours of a class, from and to: "7:30 am - 9:00 am", "16:00 a 17:30".
_HOURS = re.compile(r"\d{1,2}(?:[:.]\d\d|\s*[ap]\.?m)[^\d]{0,6}(?:-|–|to|a|hasta)\s*\d{1,2}", re.IGNORECASE)
#: Fewest numbered sessions of a list of people, and first columns in which its names may be.
MIN_NUMBERED, MAX_NAME_COLUMNS = 2, 4
#: Numbered sessions for each whose number may be misspelled: "W1", "W12", "W2".
NUMBERS_PER_SLIP = 8
#: Share of marks below each; a letter of the sheet itself may be explained in its legend.
HALF = 0.5
#: Fewest columns of marks below one heading that are days.
MIN_UNLABELLED_DAYS = 3
#: Most different answers to a statement of a survey, and fewest statements.
MAX_ANSWERS, MIN_STATEMENTS = 12, 2
LAST_DAY_OF_MONTH = 31
#: Most words of a heading whose words are looked at.
MAX_HEADING_WORDS = 7


@dataclass(frozen=True)
class Role:
    """What a column can be, and what speaks for it.

    Attributes
    ----------
    target : str
        Field that the column fills.
    kind : str
        Attribute of `ColumnProfile` that most of the cells must be of.
    content : float
        Score of a column whose cells are of that kind; it decides alone only if it reaches `MIN_SCORE`.
    is_number : bool
        Whether a word such as "expected" rules the role out.
    needed : float
        Share of the cells that must be of that kind; columns of counts often have a few words.
    """

    target: str
    kind: str
    content: float = 1.0
    is_number: bool = False
    needed: float = MOST


#: Roles that a heading can have by its words and cells, by their name in the lexicon. A column of dates is
#: the date under any heading; no other kind of cell decides alone.
ROLES: Mapping[str, Role] = MappingProxyType(
    {
        "date": Role("sessions.date", "dates", content=2.0),
        "attendance": Role("sessions.attended", "counts", is_number=True, needed=0.6),
        "person": Role("participation.person_key", "names"),
        "program": Role("programs.name", "words"),
        "site": Role("sessions.site", "places"),
        "start": Role("sessions.start", "times"),
        "notes": Role("notes.text", "called_off", content=2.0),
        "giver": Role("ledger.from_party", "words"),
        "amount": Role("ledger.value", "numbers", is_number=True),
    }
)
#: Roles that a column of a list of people does not get.
OF_SESSIONS = {"site", "start", "notes", "attendance", "giver", "amount"}
#: Layouts of pledges and payments, and those that need the day of a session.
PLEDGE_LAYOUTS, DATED_LAYOUTS = ("ledger", "agreement"), ("attendee_log", "session_log")
#: Key of weekdays among the words before the numbers of sessions, and fewest of them.
WEEKDAY, MIN_WEEKDAYS = "weekday", 3
#: Roles with words that rule them out: the name of a partner, the date of birth, the volunteers present.
RULED_OUT = ("person", "date", "attendance", "program")
#: Score of a word for the role in the heading, and of one at its end, where English has the noun ("child's
#: name"), or at its beginning, where Spanish and Filipino have it ("nombre del niño").
WORD_SCORE, DECISIVE_SCORE = 2.0, 0.5
#: Lowest score of a column that is used.
MIN_SCORE = 2.0
#: Fewest different stages of books in the headings of a sheet that counts things.
MIN_STAGES = 3
#: Names at most, and rows of each at least, of a column that does not list people who came.
FEW_NAMES, ROWS_PER_NAME = 3, 5


def infer_roles(headings: Sequence[Heading], cells: SheetCells, header: int) -> tuple[Heading, ...]:
    """Return the headings with the roles that their words and cells say, where none is known.

    Parameters
    ----------
    headings : sequence of Heading
        Headings of a table.
    cells : SheetCells
        Cells of the table.
    header : int
        Index of the last header row.

    Returns
    -------
    tuple of Heading
        The headings; those with a new meaning have `is_inferred`.
    """
    if any(heading.is_user_choice for heading in headings):
        return tuple(headings)
    headings = clear_form_times(clear_rooms(separate_groups(separate_latest_year(headings))))
    headings = explain_letters(clear_job_titles(headings), cells)
    headings = clear_respondents(name_gift_export(headings))
    headings = date_titled_meetings(name_unheaded_days(headings, cells, header), cells, header)
    headings = infer_name_parts(headings)
    headings = _number_unlabelled_days(headings, cells, header)
    headings = _infer_numbered_sessions(headings, cells, header)
    rated = find_rating_columns(headings, cells, header)
    named = [h for h in headings[:MAX_COLUMNS] if h.text and h.column not in rated]
    profiles = {h.column: profile_column(h, cells, header) for h in named}
    headings = infer_name_lists(infer_register_people(headings, profiles, cells, header), profiles)
    lists_people = any(heading.role in ("person", "first_name", "last_name") for heading in headings)
    cleared = [_clear_contradicted(h, profiles.get(h.column), lists_people) for h in headings]
    cleared = infer_total_of_people(infer_label_pairs(cleared, cells, header), profiles, cells, header)
    cleared = infer_check_in(infer_first_time(cleared, profiles), profiles, cells, header)
    cleared = infer_actual_count(infer_parts(cleared, profiles), profiles)
    cleared = infer_participants(infer_joint_count(cleared, profiles), profiles)
    cleared = infer_users(infer_number_of_people(cleared, profiles, cells.rows[:header]), profiles)
    cleared = infer_latest_year(infer_group_visits(cleared, profiles), profiles)
    cleared = _infer_day_numbers(_infer_day_of_start(cleared, profiles), profiles, cells, header)
    cleared = infer_actuals_below_labels(_infer_scan_time(cleared, profiles))
    cleared = _infer_months(cleared, profiles)
    cleared = infer_events(infer_cash_sides(cleared, profiles, cells, header), profiles)
    cleared = confirm_attendance(cleared, profiles)
    cleared = infer_stage_column(infer_gift_columns(cleared, profiles, cells, header), profiles)
    cleared = infer_score_pairs(cleared, profiles, cells, header)
    cleared = infer_cost_total(cleared, profiles, cells, header)
    taken = {heading.role for heading in cleared}
    if taken & {"person", "first_name", "last_name"}:
        taken |= OF_SESSIONS  # the school of a child, and the time of its coming, are not the session's
    is_rated = len(rated) >= MIN_STATEMENTS and not _counts_visitors(cleared, profiles)
    if _is_survey(cleared, profiles) or is_rated or asks_one_person(cleared):
        taken |= OF_SESSIONS  # how often a person came, and where something helped, are answers
    parts = sum(heading.role == "part" for heading in cleared)
    has_parts = parts >= MIN_PARTS or "unclear_count" in taken
    open_columns = [n for n, h in enumerate(cleared) if h.column in profiles and is_open(h)]
    is_counted = has_parts or has_promises(cleared, profiles) or _lists_valued_gifts(cleared)
    is_counted |= _counts_stages(cleared)
    roles = [role for role in ROLES if role not in taken and not (role == "attendance" and is_counted)]
    if not open_columns or not roles:
        final = infer_numbered_rows(infer_costs(cleared, profiles), profiles)
        return tuple(_infer_class_times(list(final), profiles))
    lists_people = bool(taken & {"person", "first_name", "last_name"})
    counts_things = _speaks_of_things(cleared, cells, header)
    counts_parts = sum(_has_word(heading, "some_people") for heading in cleared) > 1
    scores = np.array(
        [
            [
                0.0
                if role == "attendance"
                and (
                    (counts_things and _may_count_things(cleared[n]))
                    or (counts_parts and _has_word(cleared[n], "some_people"))
                )
                else _score(cleared[n], profiles[cleared[n].column], role, lists_people)
                for role in roles
            ]
            for n in open_columns
        ]
    )
    chosen = dict(_assign(scores))
    inferred = cleared
    if any(roles[number] == "person" for number in chosen.values()):
        others = (
            OF_SESSIONS - {"amount"} if says_people_were_paid(sheet_title(cells, header)) else OF_SESSIONS
        )
        chosen = {
            place: number
            for place, number in chosen.items()
            if roles[number] not in others
            and (roles[number] != "date" or _has_word(cleared[open_columns[place]], "date"))
        }
    for place, number in chosen.items():
        role, heading = roles[number], cleared[open_columns[place]]
        entry = HeadingEntry(role, ROLES[role].target, False)
        inferred[open_columns[place]] = replace(heading, entry=entry, is_inferred=True)
    final = infer_numbered_rows(infer_costs(inferred, profiles), profiles)
    return tuple(_infer_class_times(list(final), profiles))


def _lists_valued_gifts(headings: Sequence[Heading]) -> bool:
    """Return whether rows have a giver and a value: "Ilan" and "How many" count things there, not people."""
    known = [heading.own_role("ledger") for heading in headings[:MAX_COLUMNS]]
    return "giver" in known and bool({"amount", "estimate", "fund_in_kind"} & set(known))


def _counts_stages(headings: Sequence[Heading]) -> bool:
    """Return whether columns count what was sent, arrived and was given out: "Arrived" is of things then."""
    stages = {heading.own_role("deliveries") for heading in headings[:MAX_COLUMNS]} & set(STAGES)
    return len(stages) >= MIN_STAGES


def _infer_months(headings: list[Heading], profiles: Mapping[int, ColumnProfile]) -> list[Heading]:
    """Return the headings with the only column of names of months as the month: "Row Labels"."""
    if any(h.role in ("date", "month") or h.month or h.number is not None for h in headings):
        return headings
    listed = [
        h
        for h in headings
        if is_open(h) and (profile := profiles.get(h.column)) is not None and profile.months >= MOST
    ]
    if len(listed) != 1:
        return headings
    entry = known_headings()["month"]
    return [replace(h, entry=entry, is_inferred=True) if h is listed[0] else h for h in headings]


def infer_named_columns(
    headings: Sequence[Heading], cells: SheetCells, header: int, layout: str
) -> tuple[Heading, ...]:
    """Return the headings of a table whose rows the user named, with the columns that its layout needs.

    Pledges and payments have promised amounts, and scores are at two times. The only column of days is the
    day of a session, even next to names.
    """
    named = [h for h in headings[:MAX_COLUMNS] if h.text]
    profiles = {h.column: profile_column(h, cells, header) for h in named}
    found = list(headings)
    if layout in PLEDGE_LAYOUTS:
        found = infer_gift_columns(found, profiles, cells, header, is_money=True)
    if layout in ("scores", "attendee_log"):
        found = _infer_people(found, profiles)
    if layout == "scores":
        found = infer_score_pairs(found, profiles, cells, header, is_named=True)
    strong = [h for h in found if h.entry is not None and not h.entry.is_weak]
    if layout in DATED_LAYOUTS and not any(heading.role == "date" for heading in strong):
        days = [h for h in found if h.column in profiles and profiles[h.column].dates >= MOST]
        days = [h for h in days if h not in strong and h.day is None and h.month is None]
        days = [h for h in days if not _is_ruled_out(find_words(h), "date")]
        days = [h for h in days if h.entry is not None] or days  # a weak word, next to unknown ones
        if len(days) == 1:
            entry = HeadingEntry("date", ROLES["date"].target, False)
            found[found.index(days[0])] = replace(days[0], entry=entry, is_inferred=True)
    return tuple(found)


def _infer_people(headings: list[Heading], profiles: Mapping[int, ColumnProfile]) -> list[Heading]:
    """Return the headings with the people, where none is known: the only column of names, else of codes.

    "First" and "Last" next to each other are the parts of their names. The parents of a list are its people
    if no other column names any. Dates between the names ("SÁBADO 7 DE MARZO") are those of the lines below
    them.
    """
    if any(heading.role in ("person", "first_name", "last_name") for heading in headings):
        return headings
    if parts := find_short_name_parts(headings, profiles):
        return [
            replace(h, entry=parts[h.column], is_inferred=True) if h.column in parts else h for h in headings
        ]
    open_columns = [h for h in headings if h.column in profiles and is_open(h)]
    others = [h for h in open_columns if _has_word(h, "person") and profiles[h.column].names >= HALF]
    names = [h for h in others if not _is_ruled_out(find_words(h), "person")]
    words, numbers = set(word_list("person_codes")), set(word_list("register_people", "numbers"))
    named = [(h, set(find_words(h))) for h in open_columns if len(profiles[h.column].texts) > 1]
    codes = [h for h, own in named if words & own]
    of_people = [h for h, own in named if words & own and own & set(word_list("role_words", "person"))]
    codes = [h for h in codes if not profiles[h.column].is_serial_code]
    repeated = [h for h, own in named if numbers & own and profiles[h.column].repeated_codes >= MOST]
    choices = (names, of_people, codes, repeated, others)
    found = next((listed[0] for listed in choices if len(listed) == 1), None)
    entry = HeadingEntry("person", ROLES["person"].target, False)
    return [replace(h, entry=entry, is_inferred=True) if h is found else h for h in headings]


def _is_survey(headings: Sequence[Heading], profiles: Mapping[int, ColumnProfile]) -> bool:
    """Return whether several columns hold words of agreement: each row has the answers of one person."""
    few = [(heading, profiles[heading.column]) for heading in headings if heading.column in profiles]
    few = [(heading, profile) for heading, profile in few if len(profile.cells) <= MAX_ANSWERS]
    agreed = [is_agreement_column(profile.texts, heading.text) for heading, profile in few]
    return sum(agreed) >= MIN_STATEMENTS


def _counts_visitors(headings: Sequence[Heading], profiles: Mapping[int, ColumnProfile]) -> bool:
    """Return whether a column counts more people than an answer names: a row is a session that was rated."""
    return any(
        _has_word(heading, "attendance")
        and profile.counts >= MOST
        and any((parse_number(text).value or 0) > HIGHEST for text in profile.texts)
        for heading in headings
        if (profile := profiles.get(heading.column)) is not None
    )


def _infer_numbered_sessions(
    headings: Sequence[Heading], cells: SheetCells, header: int
) -> Sequence[Heading]:
    """Return the headings with the numbered sessions of a list of people: "S1", "Clase 2", "Ses 3 - Oct 8".

    So are weekdays whose dates nothing says. Each column holds marks or, before its session, nothing, and
    the numbers increase; few of them may be misspelled. The day behind a number is the session's.
    """
    lists_people = any(h.role in ("person", "first_name", "last_name") for h in headings)
    if not lists_people and not any(_has_word(heading, "person") for heading in headings[:MAX_NAME_COLUMNS]):
        return headings
    numbered: dict[str, list[tuple[int, Heading]]] = {}
    for heading in headings[:MAX_COLUMNS]:
        folded = normalize_heading(heading.text) if is_open(heading) else ""
        if (weekday := weekdays().get(folded)) is not None:
            session = replace(heading, entry=known_headings()["session #"], is_inferred=True)
            numbered.setdefault(WEEKDAY, []).append((weekday, session))
        match = _NUMBERED.fullmatch(folded)
        if match is None or match[1].rstrip(".") not in word_list("numbered_sessions"):
            continue
        day = parse_day(match[3].strip(" ()")) if match[3] else None
        if match[3] and day is None:
            continue
        entry = known_headings()["session #"] if day is None else None
        session = replace(heading, entry=entry, day=day, is_inferred=True)
        numbered.setdefault(match[1], []).append((int(match[2]), session))
    for key, found in numbered.items():
        slips = sum(low >= high for (low, _), (high, _) in pairwise(found))
        is_series = not slips or (key != WEEKDAY and slips * NUMBERS_PER_SLIP <= len(found))
        held = [h for _, h in found if count_texts(h, cells, header)]
        if (
            len(held) >= (MIN_WEEKDAYS if key == WEEKDAY else MIN_NUMBERED)
            and is_series
            and all(holds_marks(h, cells, header, HALF) for h in held)
        ):
            sessions = {heading.column: heading for _, heading in found}
            return [sessions.get(heading.column, heading) for heading in headings]
    return headings


def _number_unlabelled_days(headings: Sequence[Heading], cells: SheetCells, header: int) -> Sequence[Heading]:
    """Return the headings with the days of a list of people numbered, if only the first has a heading.

    "Attendance" over the first of several columns of marks is a label of all of them.
    """
    if not any(heading.role in ("person", "first_name", "last_name") for heading in headings):
        return headings
    for place, heading in enumerate(headings):
        if heading.role in ("attendance", "status") or _has_word(heading, "attendance"):
            blank = takewhile(lambda n: not headings[n].text, range(place + 1, len(headings)))
            days = [place, *takewhile(lambda n: holds_marks(headings[n], cells, header), blank)]
            if len(days) >= MIN_UNLABELLED_DAYS and holds_marks(heading, cells, header):
                numbered = {n: number for number, n in enumerate(days, start=1)}
                return [
                    replace(read_heading(f"Session {numbered[n]}", h.column), is_inferred=True)
                    if n in numbered
                    else h
                    for n, h in enumerate(headings)
                ]
    return headings


def _infer_scan_time(headings: list[Heading], profiles: Mapping[int, ColumnProfile]) -> list[Heading]:
    """Return the headings with a time stamp as the day of each row, in a log of people going in and out."""
    is_log = any(is_scan_column(profile.texts) for profile in profiles.values())
    if not is_log or any(heading.role == "date" for heading in headings):
        return headings
    stamps = [h for h in headings if h.column in profiles and profiles[h.column].dates >= MOST]
    known = [h for h in stamps if h.entry is not None and h.entry.role == "date"]
    stamps = known or [h for h in stamps if is_open(h)]
    entry = HeadingEntry("date", ROLES["date"].target, False)
    is_one = len(stamps) == 1 or bool(known)
    return [replace(h, entry=entry, is_inferred=True) if is_one and h in stamps else h for h in headings]


def _infer_class_times(headings: list[Heading], profiles: Mapping[int, ColumnProfile]) -> list[Heading]:
    """Return the headings of a list of people with the hours of the classes that they came to, as the start.

    Hours such as "7:30 am - 9:00 am" are those of a class, and not when a person came.
    """
    roles = {heading.role for heading in headings}
    if "date" not in roles or not roles & {"person", "first_name"} or roles & {"start", "end"}:
        return headings
    hours = [
        heading
        for heading in headings
        if heading.column in profiles
        and is_open(heading)
        and profiles[heading.column].is_repeated
        and all(map(_HOURS.search, profiles[heading.column].texts))
    ]
    entry = known_headings()["start time"]
    return [replace(h, entry=entry, is_inferred=True) if hours == [h] else h for h in headings]


def _infer_day_of_start(headings: list[Heading], profiles: Mapping[int, ColumnProfile]) -> list[Heading]:
    """Return the headings with the start of each row over days as its day, if none else is.

    "Start Time" and "Event Start" are such starts, and "Start Date" is one next to a number of people. "Count
    start" is none, and neither is "Time" over "10-12" next to a column of days.
    """
    if any(heading.role == "date" for heading in headings):
        return headings
    is_counted = any(heading.role in ("attendance", "part") for heading in headings)
    starts = [
        heading
        for heading in headings
        if heading.column in profiles
        and profiles[heading.column].dates >= MOST
        and _names_start(heading, ("program", "date") if is_counted else ("program",))
    ]
    dated = [h for h in headings if h.column in profiles and is_open(h) and profiles[h.column].dates >= MOST]
    if len(starts) != 1:
        return headings
    is_time = set(find_words(starts[0])) <= set(word_list("role_words", "times"))
    if is_time and any(h not in starts and _has_word(h, "date") for h in dated):
        return headings
    entry = HeadingEntry("date", ROLES["date"].target, False)
    return [replace(h, entry=entry, is_inferred=True) if h is starts[0] else h for h in headings]


def _infer_day_numbers(
    headings: list[Heading], profiles: Mapping[int, ColumnProfile], cells: SheetCells, header: int
) -> list[Heading]:
    """Return the headings with "Day" over days of the month that the tab or a title names as the day."""
    if any(heading.role in ("date", "person", "first_name", "last_name") for heading in headings):
        return headings
    listed = [
        h
        for h in headings
        if h.column in profiles
        and normalize_heading(h.text) in word_list("day_numbers")
        and _are_days_of_month(profiles[h.column])
    ]
    words = re.findall(r"[^\W\d_]{3,}", sheet_title(cells, header))
    if len(listed) != 1 or not any(map(parse_month, words)):
        return headings
    entry = HeadingEntry("date", ROLES["date"].target, False)
    return [replace(h, entry=entry, is_inferred=True) if h is listed[0] else h for h in headings]


def _are_days_of_month(profile: ColumnProfile) -> bool:
    """Return whether most cells are whole numbers from 1 to 31 that do not just number the rows.

    A label such as "Total of the month" may be below them.
    """
    texts = [text for text in profile.texts if not has_total_word(text)]
    numbers = [int(text) for text in texts if text.isdecimal()]
    return (
        len(numbers) >= MOST * len(texts) > 0
        and all(1 <= number <= LAST_DAY_OF_MONTH for number in numbers)
        and not profile.is_serial
    )


def _names_start(heading: Heading, nouns: Sequence[str]) -> bool:
    is_start = _has_word(heading, "start") and any(_has_word(heading, noun) for noun in nouns)
    return heading.role == "start" or (is_open(heading) and is_start)


def _clear_contradicted(heading: Heading, profile: ColumnProfile | None, lists_people: bool) -> Heading:
    """Return a heading without its meaning if the cells are of another kind: "Bata" (child) over names.

    "Name" over programs names them, and not the people who came.

    "Total present" sums up the days of a person on a list, and counts people anywhere else. "Attendance" over
    "Present" and "Absent" is no number of people, and neither "Adults" below "Loans" or "Enrolled" nor
    "Expected" below "Attendance" came.
    """
    if profile is None:
        return heading
    if heading.role in ("part", "attendance"):
        label = set(re.findall(r"[^\W\d_]+", normalize_heading(heading.spanning_text)))
        statuses = len(profile.texts) > 1 and not lists_people and say_who_came(profile.texts)
        others = bool(label & set(word_list("role_words", "not_attendance")))
        known = known_headings().get(normalize_heading(heading.own_text))  # "Confirmed attendance"
        labels = (heading.spanning_text,) if known else (heading.spanning_text, heading.own_text)
        not_counted = label and any(map(is_not_counted, labels))
        if statuses or others or not_counted:
            return replace(heading, entry=None, is_inferred=True)  # in every layout
    if len(profile.texts) < 2:
        return heading
    if _is_headed_name(heading) and profile.programs > HALF:
        return replace(heading, entry=known_headings()["program"], is_inferred=True)
    counted = profile.counts >= MOST and profile.has_several and not profile.is_serial
    names = heading.role == "person" and counted and not heading.is_inferred
    may_name = heading.role in ("attendance", "part", "unclear_count", "status") and profile.names >= MOST
    people = may_name and _has_word(heading, "person")
    if may_name and heading.role == "part" and len(find_words(heading)) == 1 and not profile.counts:
        return replace(heading, entry=known_headings()["name"], is_inferred=True)  # "Kids" over names
    mostly_counted = profile.counts >= MOST_UNDER_WORD and profile.has_several and not profile.is_serial
    marks = heading.role == "status" and (counted or (mostly_counted and not lists_people))
    total = heading.role == "totals" and counted and not lists_people and _has_word(heading, "attendance")
    audience = heading.role == "audience" and mostly_counted and _has_word(heading, "attendance")
    if marks and not lists_people and normalize_heading(heading.text) in word_list("attendance_headings"):
        return replace(heading, entry=known_headings()["attendance"], is_inferred=True)
    if marks or audience:
        return replace(heading, entry=None, is_inferred=True)  # in every layout
    return replace(heading, entry=None) if names or people or total else heading


def _is_headed_name(heading: Heading) -> bool:
    """Return whether a heading is "Name" alone: the cells decide whether of people or of programs."""
    return find_words(heading) in ([word] for word in word_list("named_things", "names"))


def _speaks_of_things(headings: Sequence[Heading], cells: SheetCells, header: int) -> bool:
    """Return whether a title or heading speaks of gifts, purchases or tasks, or a heading of donors."""
    title = set(re.findall(r"[^\W\d_]+", sheet_title(cells, header)))
    named = any(_has_word(h, "giver") or _has_word(h, "of_things") for h in headings)
    books = {word for word, unit in known_words("lot_unit").items() if unit == "books"}
    given = title & books and title & set(word_list("role_words", "not_attendance")) - books
    return named or bool(given or title & set(word_list("role_words", "of_things")))


def _may_count_things(heading: Heading) -> bool:
    """Return whether a heading without a word for people asks how many, or says that they arrived.

    Next to things it counts them.
    """
    words = set(find_words(heading)) & set(word_list("role_words", "attendance"))
    return heading.own_role("deliveries") in STAGES or words <= set(word_list("role_words", "how_many"))


def _has_word(heading: Heading, role: str) -> bool:
    return bool(set(find_words(heading)) & set(word_list("role_words", role)))


def _asks_what(words: Sequence[str], known: Collection[str]) -> bool:
    """Return whether one of the first words asks what, and not what place: "What branch do you use?"."""
    asked = [place for place, word in enumerate(words[:3]) if word in word_list("open_questions", "what")]
    return bool(asked) and not set(words[asked[0] + 1 : asked[0] + 2]) & set(known)


def _score(heading: Heading, profile: ColumnProfile, role: str, lists_people: bool) -> float:
    """Return the score of a column for a role; 0 if its cells are of another kind.

    A day under an unknown heading next to names may be any day of a person's life.
    """
    about = ROLES[role]
    share: float = getattr(profile, about.kind)
    words, known = find_words(heading), set(word_list("role_words", role))
    if role == "date" and lists_people and not set(words) & known:
        return 0.0
    needed = MOST_UNDER_WORD if role == "date" and set(words) & known else about.needed
    if share < needed or (role == "attendance" and (profile.is_serial or not profile.has_several)):
        return 0.0
    if len(words) > MAX_HEADING_WORDS:
        return 0.0  # a question, not the name of a column
    if about.kind in ("words", "names") and is_agreement_column(profile.texts, heading.text):
        return 0.0  # a statement that people agree with
    if role in RULED_OUT and _is_ruled_out(words, role):
        return 0.0
    if role in ("program", "site") and set(words[:1]) & set(word_list("manner_questions")):
        return 0.0  # "How did you hear of the event?"
    if role == "site" and "?" in heading.text and _asks_what(words, known):
        return 0.0  # "What does the library lack?"
    if role == "program" and numbers_in_series(profile):
        return 0.0  # "Session 1", "Session 2"
    answers = known_words("yes_no")
    if role in ("program", "site") and all(normalize_heading(text) in answers for text in profile.texts):
        return 0.0  # "Took place?" over nothing but yes
    if role == "person" and set(words[:1]) & set(word_list("open_questions")) and "?" in heading.text:
        return (
            0.0 if not set(words) & set(word_list("open_questions", "names")) else about.content + WORD_SCORE
        )
    if role == "person" and 0 < len(profile.texts) <= FEW_NAMES <= profile.rows / ROWS_PER_NAME:
        return 0.0  # who or what is behind every row, such as a host or a hall
    folded = normalize_heading(heading.text)
    is_of_others = folded in all_known_headings() and folded not in known_headings()
    if about.is_number and is_of_others and not set(words[-1:]) & known:
        return 0.0  # a number of something else on another kind of sheet
    if about.is_number and (is_not_counted(heading.text) or "%" in heading.text):
        return 0.0
    if role == "attendance" and asks_first_time(heading.text):
        return 0.0  # some of those who came
    score = about.content
    if role == "attendance" and set(words) & set(word_list("sheet_words", "programs")):
        score += DECISIVE_SCORE / 2  # those of the program rather than all visitors
    if set(words) & known:
        score += WORD_SCORE
        score += DECISIVE_SCORE if words and {words[0], words[-1]} & known else 0.0
    return score if score >= MIN_SCORE else 0.0


def _is_ruled_out(words: Sequence[str], role: str) -> bool:
    """Return whether a heading has a word that rules a role out; "Kids who took books" counts the kids."""
    helpers = word_list("helpers") if role == "attendance" else ()
    others = {*word_list("role_words", f"not_{role}"), *helpers}
    if role == "person" and _names_thing(words):
        return True
    if role == "attendance" and came_with_one(words):
        return True
    if role == "attendance" and set(words) & set(word_list("households")):
        return not set(words) & set(word_list("took_part"))  # the size of a family
    if role != "attendance" or not set(words) & others:
        return bool(set(words) & others)
    about = next((n for n, word in enumerate(words) if word in {*others, *word_list("role_words", role)}), 0)
    return words[about] in others or not set(words[about + 1 : about + 2]) & set(word_list("who"))


def _names_thing(words: Sequence[str]) -> bool:
    """Return whether a heading is the name of something else than a person: "course name".

    Examples
    --------
    >>> _names_thing(["course", "name"]), _names_thing(["nombre", "del", "taller"])
    (True, True)
    >>> _names_thing(["full", "name"]), _names_thing(["name", "of", "child"]), _names_thing(["name", "print"])
    (False, False, False)
    """
    names = [n for n, word in enumerate(words) if word in word_list("named_things", "names")]
    if len(names) != 1:
        return False
    is_of = words[names[0] + 1 : names[0] + 2] and words[names[0] + 1] in word_list("named_things", "of")
    about = set(words[names[0] + 2 :] if is_of else words[: names[0]])
    return bool(about & set(word_list("named_things", "things")))


def _assign(scores: NDArray[np.float64]) -> list[tuple[int, int]]:
    """Return pairs of a column and a role, the best first; each column and each role is in one pair at most.

    Of two columns that fit one role equally well, and no other role, neither is used without a question.
    """
    pairs: list[tuple[int, int]] = []
    for place in np.argsort(-scores, axis=None, kind="stable").tolist():
        row, role = divmod(place, scores.shape[1])
        free = all(row != other_row and role != other_role for other_row, other_role in pairs)
        if scores[row, role] > 0 and free and not _has_rival(scores, row, role):
            pairs.append((row, role))
    return pairs


def _has_rival(scores: NDArray[np.float64], row: int, role: int) -> bool:
    others = np.delete(scores, row, axis=0)
    rivals = others[others[:, role] >= scores[row, role]]
    return bool(len(rivals)) and bool((rivals.max(axis=1) <= rivals[:, role]).any())
