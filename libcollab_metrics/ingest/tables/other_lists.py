"""Lists that resemble attendance: loans, duty rosters, days of joining, expected people, hours of work."""

from __future__ import annotations

import re
from collections import Counter

import numpy as np

from libcollab_metrics.ingest.tables.column_profiles import count_texts
from libcollab_metrics.ingest.tables.cross_columns import numbers_under
from libcollab_metrics.ingest.tables.evidence import (
    MAX_OWN_COLUMNS,
    PERSON_ROLES,
    TableEvidence,
    are_numbers,
)
from libcollab_metrics.ingest.tables.heading import Heading
from libcollab_metrics.ingest.tables.name_lists import list_names
from libcollab_metrics.ingest.values.columns import cell_text
from libcollab_metrics.ingest.values.lexicon import names_layout, weekdays, word_list
from libcollab_metrics.model.names import has_phrase, normalize_heading

#: Roles that distinguish the sessions of a day, and rows of a day that are no sessions without them.
ROW_NAMES, MANY_A_DAY = frozenset({"program", "site", "start", "end", "title", "session_no", "group"}), 4
#: Fewest columns of views, likes and shares.
MIN_POST_COLUMNS = 2
#: Fewest people with a day of their own that may not be one of coming.
MIN_ALONE = 4
#: Fewest columns of loans of a table that counts no people.
MIN_LOAN_COLUMNS = 2
#: Words for books.
BOOKS = re.compile(r"\b(?:books?|libros?|aklat)\b")
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
#: Fewest distinct shifts or days off of a duty roster.
MIN_SHIFTS = 2
_SHIFT = re.compile(
    r"\d{1,2}(?::\d\d)?\s*(?:[ap]\.?m\.?)?\s*[-–]\s*\d{1,2}(?::\d\d)?\s*(?:[ap]\.?m\.?)?", re.IGNORECASE
)
#: Name of a form of humanitarian data: 3W, 4W, 345W.
_WHO_WHAT_WHERE = re.compile(r"\b[345]{1,3}w\b")
#: Most words of a part of a title, such as "BOOKED".
MAX_WORDS_OF_PART = 3
#: Columns that are looked at for people who take turns, and fewest names and smallest share of names in each.
MAX_DUTY_COLUMNS, MIN_DUTY_NAMES, MOST_DUTY_NAMES = 20, 3, 0.7
#: One to three words in capitals that may be a name: "Tsong Rudy", "Ma'am Tess".
_NAME = re.compile(r"[A-ZÁÉÍÓÚÑ][^\W\d_'’.]+(?:['’.][^\W\d_]+)?\.?(?: [A-ZÁÉÍÓÚÑ][\w'’.]+){0,2}")
#: Most hours of a visit.
LONGEST_VISIT = 12
#: Fewest columns with the same names, or with tags.
MIN_COLUMNS = 3


def lists_other_days(evidence: TableEvidence) -> bool:
    """Return whether the title or a heading says that people are listed by another day than one they came.

    A title says nothing of it where a column such as "Attended?" says who came.
    """
    if "status" not in evidence.roles and _has_only_days_of_joining(evidence):
        return True
    came = set(word_list("attendance_headings"))
    says_who_came = any(h.role == "status" and normalize_heading(h.text) in came for h in evidence.headings)
    titles = () if says_who_came else (evidence.title,)
    named = (("titles", titles), ("headings", evidence.heading_texts))
    return any(
        re.search(rf"\b{re.escape(word)}\b", text)
        for key, among in named
        for word in word_list("other_days", key)
        for text in among
    )


def _has_only_days_of_joining(evidence: TableEvidence) -> bool:
    """Return whether a heading says when people joined a list, and no other column is the day of each row."""
    named = {h.column: set(re.findall(r"[^\W\d_]+", normalize_heading(h.text))) for h in evidence.headings}
    days = set(word_list("role_words", "date"))
    dated = {h.column for h in evidence.headings if h.role == "date"}
    stems = word_list("other_days", "of_joining")
    joined = {column for column, words in named.items() if any(word.startswith(stems) for word in words)}
    joined &= dated | {column for column, words in named.items() if words & days}
    return bool(joined) and dated <= joined


def counts_expected_people(evidence: TableEvidence) -> bool:
    """Return whether the tab or a part of the title says that its people are those expected: "BOOKED".

    A heading or another word of the title may say that they came.
    """
    lines = [
        evidence.cells.name,
        *(c for r in evidence.cells.rows[: evidence.header] for c in r if isinstance(c, str)),
    ]
    parts = [
        set(re.findall(r"[^\W\d_]+", normalize_heading(part)))
        for line in lines
        for part in re.split(r"[.,;:()]|\s[–—-]+\s", line)
    ]
    expected, came = set(word_list("expected_people")), set(word_list("attendance_titles"))
    said = {word for text in evidence.heading_texts for word in re.findall(r"[^\W\d_]+", text)}
    if came & (said | set().union(*parts)):
        return False
    return any(part & expected and len(part) <= MAX_WORDS_OF_PART for part in parts)


def has_day_for_each(evidence: TableEvidence) -> bool:
    """Return whether each of several people has a day of their own, and nothing says that they came.

    Days of a person's life, such as those when they were hired, differ like that; people who come share a day
    or come again.
    """
    words = re.findall(r"[^\W\d_]+", evidence.words)
    if any(word.startswith(word_list("visit_words", "beginnings")) for word in words):
        return False
    roles = (("date",), ("person", "first_name", "last_name"))
    named = [next((h for h in evidence.headings if h.role in of), None) for of in roles]
    columns = [h for h in named if h is not None and evidence.has_few_texts(h)]
    often = [count_texts(heading, evidence.cells, evidence.header) for heading in columns]
    if any(list_names(heading.text, evidence.texts_under(heading)) for heading in columns):
        return False
    alone = [texts for texts in often if len(texts) >= MIN_ALONE and max(texts.values()) == 1]
    return len(alone) == len(roles)


def lists_loans(evidence: TableEvidence) -> bool:
    """Return whether headings say when things are due, and when they were returned."""
    headings = set(evidence.heading_texts)
    return all(headings & set(word_list("loans", key)) for key in ("due", "back"))


def counts_loans(evidence: TableEvidence) -> bool:
    """Return whether several columns count loans, and none everyone who came: "Children" are books then.

    The title may say instead that they are loans.
    """
    roles = Counter(heading.role for heading in evidence.headings)
    if roles["attendance"] or roles["events"] or roles["unclear_count"]:
        return False
    if has_phrase(evidence.title, word_list("loans", "titles")):
        words = set(re.findall(r"[^\W\d_]+", evidence.words))
        return not words & set(word_list("attendance_titles"))
    if roles["part"] > 1:
        return False
    counted = set(word_list("loans", "counted"))
    headings = [set(re.findall(r"[^\W\d_]+", text)) for text in evidence.heading_texts]
    return sum(bool(words & counted) for words in headings) >= MIN_LOAN_COLUMNS


#: Fewest columns of how the people who came in used a library.
MIN_USES = 2


def counts_at_door(evidence: TableEvidence) -> bool:
    """Return whether the title speaks of a counter at the door, and no row has a title of its own.

    So do columns of the people who came in, of loans and of computers used, without a program.
    """
    roles = Counter(heading.role for heading in evidence.headings)
    if roles["program"] or roles["events"] or roles["title"]:
        return False
    if has_phrase(evidence.title, word_list("door_counters", "titles")):
        return True
    if roles["attendance"] != 1 or set(roles) & {"person", "part", "site", "start"}:
        return False
    words = {h: set(re.findall(r"[^\W\d_]+", normalize_heading(h.text))) for h in evidence.headings}
    entering = set(word_list("door_counters", "entering"))
    enters = any(own & entering and h.role == "attendance" for h, own in words.items())
    uses = [
        h
        for h, own in words.items()
        if own & set(word_list("door_counters", "uses")) and are_numbers(evidence.texts_under(h))
    ]
    return enters and len(uses) >= MIN_USES


def gives_goods(evidence: TableEvidence) -> bool:
    """Return whether the title speaks of things that are given or delivered, and nothing speaks of visits.

    The things are books of the title, those that a column counts, "Distribution list" over "Books given", or
    those that a column names, such as "Storybooks" below "Item".
    """
    words = re.findall(r"[^\W\d_]+", evidence.words)
    if any(word.startswith(word_list("books_given", "visits")) for word in words):
        return False
    if not set(re.findall(r"[^\W\d_]+", evidence.title)) & set(word_list("books_given")):
        return False
    goods = set(word_list("books_given", "goods"))
    return BOOKS.search(evidence.title) is not None or any(
        (
            goods & set(re.findall(r"[^\W\d_]+", normalize_heading(heading.text)))
            and are_numbers(evidence.texts_under(heading))
        )
        or _names_goods(evidence.texts_under(heading) - {""})
        for heading in evidence.headings[:MAX_OWN_COLUMNS]
    )


def _names_goods(texts: set[str]) -> bool:
    """Return whether most different texts of a column name things that are given out."""
    goods = set(word_list("books_given", "goods"))
    named = [bool(goods & set(re.findall(r"[^\W\d_]+", normalize_heading(text)))) for text in texts]
    return 2 * sum(named) > len(named)


def counts_pages(evidence: TableEvidence) -> bool:
    """Return whether numbers of pages are below a heading: people read at home."""
    pages = set(word_list("home_reading"))
    named = [h for h in evidence.headings if pages & set(normalize_heading(h.text).split())]
    return any(are_numbers(evidence.texts_under(heading)) for heading in named)


def counts_posts(evidence: TableEvidence) -> bool:
    """Return whether several columns count what posts brought about online, and none who came."""
    views, posts = set(word_list("online_counts", "views")), set(word_list("online_counts"))
    named = [(h, set(re.findall(r"[^\W\d_]+", normalize_heading(h.text)))) for h in evidence.headings]
    counted = [words for _, words in named if words & (views | posts)]
    people = ("attendance", "part", "unclear_count")
    others = [h for h, words in named if h.role in people and not words & (views | posts)]
    return len(counted) >= MIN_POST_COLUMNS and any(words & posts for words in counted) and not others


def lists_households(evidence: TableEvidence) -> bool:
    """Return whether each day has many rows without a program, place, time or title: those of families."""
    dated = [heading for heading in evidence.headings if heading.role == "date"]
    if len(dated) != 1 or evidence.roles & ROW_NAMES:
        return False
    days = count_texts(dated[0], evidence.cells, evidence.header)
    return len(days) > 0 and days.total() >= MANY_A_DAY * len(days)


def lists_duties(evidence: TableEvidence) -> bool:
    """Return whether the same names are in several columns: who brings snacks, who cleans, and so on."""
    columns = []
    for heading in filter(evidence.has_few_texts, evidence.headings[:MAX_DUTY_COLUMNS]):
        texts = evidence.texts_under(heading) - {""}
        named = sum(bool(_NAME.fullmatch(text)) for text in texts)
        if len(texts) >= MIN_DUTY_NAMES and named >= MOST_DUTY_NAMES * len(texts):
            columns.append(texts)
    shared = [own for own in columns if any(2 * len(own & b) > len(own) for b in columns if b is not own)]
    return len(shared) >= MIN_COLUMNS


def holds_shifts(evidence: TableEvidence) -> bool:
    """Return whether most distinct cells below the days are hours such as 8-5, or days off.

    On a sheet about staff, a single day off says so: "OFF" next to letters for shifts. So does a title such
    as "Staff rota".
    """
    headings = evidence.headings[:MAX_OWN_COLUMNS]
    days = [heading for heading in headings if heading.day]
    dated = days or [heading for heading in headings if heading.number is not None]
    if dated and has_phrase(evidence.title, word_list("days_off", "titles")):
        return True
    texts = {text for day in days for text in evidence.texts_under(day) if text and not _YEAR.search(text)}
    texts -= {text for text in texts if normalize_heading(text) in weekdays()}
    shifts = [text for text in texts if _SHIFT.fullmatch(text) or text.casefold() in word_list("days_off")]
    if shifts and names_layout(evidence.title, "staff_roster"):
        return True
    return len(shifts) >= MIN_SHIFTS and any(map(_SHIFT.fullmatch, shifts)) and 2 * len(shifts) > len(texts)


def holds_work_hours(evidence: TableEvidence) -> bool:
    """Return whether people worked: they have hours and pay, or times, hours and what they worked on.

    A title that speaks of hours says so, too, and so do more hours than a visit can take.
    """

    def speak_of(key: str) -> list[Heading]:
        known = set(word_list("work_done", key))
        return [h for h in evidence.headings if known & set(normalize_heading(h.text).split())]

    hours = [heading for heading in speak_of("hours") if are_numbers(evidence.texts_under(heading))]
    if hours and any(are_numbers(evidence.texts_under(heading)) for heading in speak_of("pay")):
        return True
    title = set(re.findall(r"[^\W\d_]+", evidence.title))
    if hours and title & set(word_list("work_done", "titles")):
        return True
    if any(_has_long_hours(evidence, heading) for heading in hours):
        return True
    has_times = {"start", "end"} <= evidence.own_roles("volunteer_log")
    return has_times and bool(hours) and any(heading not in hours for heading in speak_of("words"))


def _has_long_hours(evidence: TableEvidence, heading: Heading) -> bool:
    """Return whether a column of hours has numbers in rows with a person that are longer than any visit.

    Where there is a column of days, a row without one may be a total with its label.
    """
    cells, first = evidence.cells, evidence.header + 1
    named = np.zeros(cells.height, dtype=bool)
    for other in evidence.headings:
        if other.role in PERSON_ROLES:
            named |= cells.columns[other.column - cells.first_column].codes != 0
    for other in evidence.headings:
        if other.role == "date":
            named &= cells.columns[other.column - cells.first_column].codes != 0
    numbers = numbers_under(heading, cells, evidence.header)
    return any(number > LONGEST_VISIT for number, own in zip(numbers, named[first:], strict=False) if own)


def has_hxl_tags(evidence: TableEvidence) -> bool:
    """Return whether a table says who does what where: by tags such as "#adm1", or the name of its form."""
    if _WHO_WHAT_WHERE.search(evidence.title):
        return True
    below = evidence.cells.rows[evidence.header + 1 : evidence.header + 2]
    return sum(cell_text(cell).startswith("#") for row in below for cell in row) >= MIN_COLUMNS
