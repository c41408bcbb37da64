"""Events of a chart's months, found in the notes: one word each, from a fixed list.

The text of a note is never shown here, because a note may name a person.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from libcollab_metrics.localization import Language
from libcollab_metrics.metrics.notes import PeriodNotes

#: Words of notes, in English, Filipino and Spanish, that mean an event.
EVENT_WORDS = {
    "typhoon": r"typhoons?|bagyo|tif[oó]n(?:es)?|cyclones?|hurricanes?|hurac[aá]n(?:es)?",
    "storm": r"storms?|unos|tormentas?",
    "flood": r"floods?|flooded|flooding|baha|inundaci[oó]n(?:es)?",
    "earthquake": r"earthquakes?|lindol|terremotos?|sismos?",
    "outage": r"power (?:cuts?|outages?|failures?)|brownouts?|blackouts?|apag[oó]n(?:es)?|walang kuryente",
    "epidemic": r"epidemics?|pandemic|lockdown|quarantine|dengue|measles|epidemya|epidemias?|cuarentena",
    "strike": r"strikes?|welga|huelgas?",
    "election": r"elections?|halalan|eleccion(?:es)?",
    "exams": r"exams?|examinations?|pagsusulit|ex[aá]menes",
}
_PATTERNS = {kind: re.compile(rf"\b(?:{words})\b", re.IGNORECASE) for kind, words in EVENT_WORDS.items()}
#: Months without an event between two that are still drawn as one line, and words of one line.
MAX_GAP, MAX_WORDS = 1, 2


@dataclass(frozen=True)
class Event:
    """A line under the axis: indexes of its first and last month, and its words."""

    first: int
    last: int
    words: str


def find_events(notes: Iterable[PeriodNotes], months: Sequence[str], language: Language) -> tuple[Event, ...]:
    """Return the events of the months of a chart; neighbors are merged.

    Parameters
    ----------
    notes : iterable of PeriodNotes
        Notes of a selection.
    months : sequence of str
        Months of the chart, without gaps.
    language : Language
        Language of the words.

    Returns
    -------
    tuple of Event
        In the order of the months.
    """
    place = {month: index for index, month in enumerate(months)}
    found: dict[int, Counter[str]] = {}
    for period in notes:
        if period.month in place:
            named = [kind for note in period.notes for kind in _kinds(note.text)]
            found.setdefault(place[period.month], Counter()).update(named)
    spans: list[tuple[int, int, Counter[str]]] = []
    for index in sorted(place for place, named in found.items() if named):
        if spans and index - spans[-1][1] <= MAX_GAP + 1:
            first, _, kinds = spans.pop()
            spans.append((first, index, kinds + found[index]))
        else:
            spans.append((index, index, found[index]))
    return tuple(Event(first, last, _words(kinds, language)) for first, last, kinds in spans)


def _kinds(text: str) -> list[str]:
    return [kind for kind, pattern in _PATTERNS.items() if pattern.search(text)]


def _words(kinds: Counter[str], language: Language) -> str:
    words = [language.message(f"event-{kind}") for kind, _ in kinds.most_common(MAX_WORDS)]
    return words[0] if len(words) == 1 else language.message("and", first=words[0], last=words[1])
