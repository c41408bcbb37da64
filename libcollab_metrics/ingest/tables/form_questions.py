"""Questions of forms as headings: those that address one person, ask for a first visit or check people in."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from libcollab_metrics.ingest.tables.counted_people import find_words, is_open
from libcollab_metrics.ingest.tables.heading import Heading, sheet_title
from libcollab_metrics.ingest.values.lexicon import HeadingEntry, known_words, word_list
from libcollab_metrics.model.names import normalize_heading

if TYPE_CHECKING:
    from libcollab_metrics.ingest.files.cells import SheetCells
    from libcollab_metrics.ingest.tables.column_profiles import ColumnProfile

#: Fewest columns of a form, most of which address the person who answers.
MIN_QUESTIONS = 4
#: Share of the answers that must be yes or no, names, or times of sending.
MOST_ANSWERS = 0.8
#: Between two words of a heading, and the two kinds of visits: "New / Returning", "Bago o dati".
_ALTERNATIVES, _VISITS = re.compile(r"[/|]|\b(?:or|o)\b"), {"yes", "no"}
FIRST_TIME = HeadingEntry("first_time", "participation.first_time", False)
PERSON = HeadingEntry("person", "participation.person_key", False)
DAY = HeadingEntry("date", "sessions.date", False)


def asks_one_person(headings: Sequence[Heading]) -> bool:
    """Return whether most headings address one person: "How often do you visit the library?".

    A form about a session asks how many people came.
    """
    asked = [find_words(h) for h in headings if h.text and h.role != "date"]
    own, came = set(word_list("own_party", "addressed")), set(word_list("took_part"))
    people = set(word_list("role_words", "attendance")) - came
    if any(came & set(words) and people & set(words) for words in asked):
        return False
    return len(asked) >= MIN_QUESTIONS and 2 * sum(bool(own & set(words)) for words in asked) > len(asked)


def infer_first_time(headings: list[Heading], profiles: Mapping[int, ColumnProfile]) -> list[Heading]:
    """Return the headings with yes and no below "First time at our library?" as first visits.

    Those with both of the words of a heading such as "New / Returning" below them are so, too.
    """
    if {heading.role for heading in headings} & {"first_time", "attendance", "part"}:
        return headings
    asked = [h for h in headings if is_open(h) and h.column in profiles]
    asked = [h for h in asked if asks_first_time(h.text) or _names_both_visits(h)]
    known = known_words("first_visit")
    answered = [
        h
        for h in asked
        if (texts := [normalize_heading(text) for text in profiles[h.column].texts])
        and sum(text in known for text in texts) >= MOST_ANSWERS * len(texts)
    ]
    return _with_entries(headings, {answered[0].column: FIRST_TIME} if len(answered) == 1 else {})


def _names_both_visits(heading: Heading) -> bool:
    """Return whether the words of a heading are a first visit and a later one: "Bago / Dati"."""
    parts = [part.strip() for part in _ALTERNATIVES.split(normalize_heading(heading.text))]
    known = {
        word: visit for word, visit in known_words("first_visit").items() if word not in known_words("yes_no")
    }
    return len(parts) == len(_VISITS) and {known.get(part) for part in parts} == _VISITS


def asks_first_time(text: str) -> bool:
    """Return whether a heading asks for a first visit, or counts those for whom it is the first."""
    return any(
        re.search(rf"\b{re.escape(phrase)}\b", normalize_heading(text)) for phrase in word_list("first_time")
    )


def infer_check_in(
    headings: list[Heading], profiles: Mapping[int, ColumnProfile], cells: SheetCells, header: int
) -> list[Heading]:
    """Return the headings with the time of sending as the day, and a question for a name as the person.

    That is so in a form with which people check in: its title or a question says so.
    """
    stamps = [h for h in headings if _is_stamp(h) and h.column in profiles]
    roles = {heading.role for heading in headings if heading.entry is not None and not heading.entry.is_weak}
    if len(stamps) != 1 or "date" in roles or roles & {"attendance", "part"}:
        return headings
    if profiles[stamps[0].column].dates < MOST_ANSWERS:
        return headings
    texts = " / ".join([sheet_title(cells, header), *(normalize_heading(h.text) for h in headings)])
    if not asks_to_check_in(texts) or asks_before(texts):
        return headings
    entries = {stamps[0].column: DAY}
    if not roles & {"person", "first_name", "last_name"}:
        named = [h for h in headings if _asks_name(h) and h.column in profiles]
        named = [h for h in named if profiles[h.column].names >= MOST_ANSWERS]
        if len(named) != 1:
            return headings
        entries[named[0].column] = PERSON
    return _with_entries(headings, entries)


def _is_stamp(heading: Heading) -> bool:
    entry = heading.entry_for("form_responses")
    return entry is not None and entry.role == "sent"


def _asks_name(heading: Heading) -> bool:
    words = set(find_words(heading))
    return is_open(heading) and bool(words & set(word_list("check_ins", "names")))


def asks_to_check_in(text: str) -> bool:
    """Return whether a normalized title or heading says that people check in."""
    return _speaks_of(text, "check_ins")


def asks_before(text: str) -> bool:
    """Return whether a normalized title or heading is about another day: "Will you attend?", "Sign-up"."""
    return _speaks_of(text, "check_ins", "not")


def _speaks_of(text: str, name: str, key: str = "words") -> bool:
    return any(re.search(rf"\b{re.escape(phrase)}\b", text) for phrase in word_list(name, key))


def _with_entries(headings: list[Heading], entries: Mapping[int, HeadingEntry]) -> list[Heading]:
    return [
        replace(h, entry=entries[h.column], is_inferred=True) if h.column in entries else h for h in headings
    ]
