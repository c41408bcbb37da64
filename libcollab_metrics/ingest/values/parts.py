"""Parts of a head count: what part of those who came a heading counts, and which parts belong together.

Parts along one axis (boys and girls; children and adults; onsite and online) add up to everyone. Parts along
two axes count the same people twice, so that one axis is added up and the other is only compared.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from libcollab_metrics.ingest.values.lexicon import word_list
from libcollab_metrics.model.names import has_phrase, normalize_heading

#: Names of the parts in `count_parts` of `values/words.toml`.
PARTS = (
    *("male", "female", "boys", "girls", "babies", "children", "teens", "adults", "seniors", "parents"),
    *("learners", "teachers", "onsite", "online", "offsite", "am", "pm", "walk_in", "grade", "small_group"),
    *("new", "returning"),
)
#: Part of a heading that names ages: "6-11", "Ages 12 to 18", "19+".
AGES = "ages"
YOUNG = frozenset(("babies", "children", "teens"))
GROWN = frozenset(("adults", "seniors"))
#: Who came for the first time and who came again; other headings with these words count other things.
VISITS = ("new", "returning")
#: Axes and their parts, in the order in which they are preferred where several are complete.
AXES = {
    "format": frozenset(("onsite", "online", "offsite", "walk_in")),
    "half-day": frozenset(("am", "pm")),
    "sex": frozenset(("male", "female", "boys", "girls")),
    "age": YOUNG | GROWN | {AGES},
    "role": frozenset(("learners", "teachers", "parents")),
    "grade": frozenset(("grade",)),
    "visit": frozenset(VISITS),
    "group": frozenset(("small_group",)),
}
_AGE_RANGE = re.compile(
    r"(?:ages?|edad|edades|aged|taon)?\s*(\d{1,2})\s*(?:-|–|to|a|hanggang)\s*(\d{1,2})"
    r"(?:'?s)?\s*(?:y/?o|yrs?|years?|years old|anos|taon|taong gulang)?"
)
_YEARS = r"(?:\s*(?:y/?o|yrs?\.?|years?|years old|anos|taon|taong gulang))?"
#: Ages behind a label over several columns: "Asistentes por edad 6-12".
_LABELLED_AGES = re.compile(
    r".*\b(?:ages?|edad|edades|edad de|asistentes|participantes|attendance|attendees|participants|dumalo)"
    r"\s+(\d{1,2}\s*[-–]\s*\d{1,2}|\d{1,2}\+)"
)
_AGE_LIMIT = re.compile(
    rf"(?:ages?|edad)?\s*\d{{1,2}}{_YEARS}"
    r"\s*(?:\+|and up|& up|and over|and above|& above|and older|pataas|o mas|y mas)"
    rf"|(?:under|below|above|over|menores de|mayores de)[\s-]+\d{{1,2}}(?:'?s)?{_YEARS}"
    r"|u[\s-]?\d{1,2}(?:'?s)?"
)
#: Words of ages without an upper limit, and the age at which people are grown up.
_NO_LIMIT, _GROWN_UP = re.compile(r"\+|\b(?:up|over|above|older|pataas|mas|mayores)\b"), 18
#: A word of four letters or more that ends in a full stop inside or at the end of a heading.
_ABBREVIATION = re.compile(r"\b([^\W\d_]{4,})\.(?=\s|$)")
#: Signs and words that join two groups of people: "Adults & helpers".
_JOINS = re.compile(r"[&+/,]| (?:and|y|e|at) ")
#: A note that the cells are strokes.
_TALLY_NOTE = re.compile(r"\s*\((?:tally|tallies|palitos|rayas|rayitas|guhit)\)$", re.IGNORECASE)
#: A heading with what it adds up in brackets.
_ADDED = re.compile(r"(.*?[^\W\d_].*?)\s*\(([^()]*)\)\s*")
#: The number of a level of a school: 3, 3rd, IV.
_LEVEL = re.compile(r"\d+\w*|[ivx]+")


@cache
def _parts_by_words() -> dict[tuple[str, ...], str]:
    return {tuple(_split(word)): part for part in PARTS for word in word_list("count_parts", part)}


def _split(text: str) -> list[str]:
    return re.findall(r"[^\W_]+", normalize_heading(expand_abbreviations(text)))


def expand_abbreviations(text: str) -> str:
    """Return a heading with words for people that end in a full stop written out.

    Examples
    --------
    >>> expand_abbreviations("Adolesc."), expand_abbreviations("Asist. del mes"), expand_abbreviations("Est.")
    ('adolescente', 'asisten del mes', 'Est.')
    """
    return _ABBREVIATION.sub(_write_out, text) if "." in text else text


def _write_out(match: re.Match[str]) -> str:
    beginning = normalize_heading(match[1])
    return next((word for word in _words_for_people() if word.startswith(beginning)), match[0])


@cache
def _words_for_people() -> tuple[str, ...]:
    parts = [word for part in PARTS for word in word_list("count_parts", part) if " " not in word]
    return tuple(sorted({*parts, *word_list("role_words", "attendance")}))


def part_of(heading: str) -> str:
    """Return the part of those who came that a heading counts; "" if it counts everyone or is not known.

    Examples
    --------
    >>> [part_of(text) for text in ("Boys", "# of Senior Citizens", "Below 8 yrs", "Attendance F", "Pax")]
    ['boys', 'seniors', 'ages', 'female', '']
    >>> [part_of(text) for text in ("Under-5s", "U5's", "5 to 11s", "Over 60s")]
    ['ages', 'ages', 'ages', 'ages']
    >>> part_of("Escolares"), part_of("Útiles escolares"), part_of("Teachers in room")
    ('children', '', '')
    >>> part_of("Present B"), part_of("G"), part_of("Group B")
    ('boys', 'girls', '')
    >>> part_of("Grade 3"), part_of("Grade"), part_of("Teens"), part_of("Teen helpers")
    ('grade', '', 'teens', '')
    >>> part_of("Under 5s (tally)")
    'ages'
    >>> part_of("General Interest"), part_of("General fund")
    ('ages', '')
    >>> part_of("Attended (hall+online)"), part_of("Children (boys & girls)"), part_of("Teens (13+)")
    ('', 'children', 'teens')
    """
    heading = _TALLY_NOTE.sub("", heading)
    added = _ADDED.fullmatch(heading)
    if added and sum(bool(part.strip()) for part in _JOINS.split(added[2])) > 1:
        return part_of(added[1])  # the brackets list what was added up
    folded = normalize_heading(heading)
    labelled = _LABELLED_AGES.fullmatch(folded)
    if labelled or _AGE_RANGE.fullmatch(folded) or _AGE_LIMIT.fullmatch(folded):
        return AGES
    if folded in word_list("all_ages"):
        return AGES
    words, known = _split(heading), _parts_by_words()
    if {*words[:1], *words[-1:]} & set(word_list("helpers")) and not _JOINS.search(folded):
        return ""
    if {known.get((word,)) for word in words} >= {"boys", "girls"}:
        return "children"
    people = set(word_list("role_words", "attendance"))
    is_hombres = words == ["h"] or (words[-1:] == ["h"] and bool(people & set(words)))
    if words[-1:] in (["m"], ["f"]) or is_hombres:  # "H" and "M" are hombres and mujeres
        return "male" if words[-1] == "m" else "female"
    if words[-1:] in (["b"], ["g"]) and set(words[:-1]) <= people:
        return "boys" if words[-1] == "b" else "girls"
    if tuple(words[:2]) in known and known[tuple(words[:2])] == "small_group":
        return "small_group"  # "Of which: seniors"
    for length in (3, 2, 1):
        for start in range(len(words) - length + 1):
            part = known.get(tuple(words[start : start + length]))
            if part == "teachers" and set(words) & set(word_list("count_parts", "in_charge")):
                return ""  # "Teachers in room": those who were in charge
            is_numbered = words[start] in word_list("count_parts", "numbered")
            is_numbered = is_numbered and not (part and length > 1)  # "Gr-ups" are grown-ups
            if is_numbered and not _names_level(words[start + 1 :] + words[:start]):
                return ""
            is_alone = part in VISITS or words[start] in word_list("count_parts", "alone")
            if part and not (is_alone and _counts_others(words[:start] + words[start + length :])):
                return part
    return ""


def names_several(heading: str) -> bool:
    """Return whether a heading counts several parts of those who came together.

    Examples
    --------
    >>> names_several("babies + grown ups"), names_several("Kids/adults"), names_several("Adults & helpers")
    (True, True, False)
    """
    parts = [part_of(part) for part in _JOINS.split(normalize_heading(heading)) if part.strip()]
    return len(set(parts)) > 1 and "" not in parts


def _names_level(words: Sequence[str]) -> bool:
    """Return whether the words next to "Grade" say which one: 3, 3rd, K, IV."""
    named = word_list("count_parts", "levels")
    return any(word in named or _LEVEL.fullmatch(word) for word in words)


def names_subgroup(heading: str) -> bool:
    """Return whether a heading narrows its part down: by age, grade or half-day, or as "small" and "big".

    Examples
    --------
    >>> [names_subgroup(text) for text in ("Kids 0-5", "Kids AM", "Small kids", "Kids at craft")]
    [True, True, True, False]
    """
    words, known = _split(heading), _parts_by_words()
    parts = {known.get((word,), "") for word in words} - {""}
    return len(parts) > 1 or any(map(str.isdecimal, words)) or bool(set(words) & set(word_list("subgroups")))


def _counts_others(words: Sequence[str]) -> bool:
    """Return whether the words next to "new" or "returning" may be no people: "New cards"."""
    return not set(words) <= {*word_list("role_words", "attendance"), *word_list("counted"), "of"}


def came_with_one(words: Sequence[str]) -> bool:
    """Return whether the words of a heading ask for people who came with the person who answers.

    Examples
    --------
    >>> came_with_one(["how", "many", "people", "came", "with", "you"])
    True
    """
    text = f" {' '.join(words)} "
    return any(f" {phrase} " in text for phrase in word_list("companions", "with_you"))


def names_companions(heading: str) -> bool:
    """Return whether a heading counts people who came with the person of the row.

    Examples
    --------
    >>> [names_companions(text) for text in ("# of children with you", "Guests", "Children's ages")]
    [True, True, False]
    >>> names_companions("Brought by")
    False
    """
    folded = f" {normalize_heading(heading)} "
    words = re.findall(r"[^\W\d_]+|#", folded)
    if set(words) & set(word_list("companions")) and not set(words) & {"age", "by"}:
        return True
    if came_with_one(words):
        return True
    counts = any(folded.startswith(f" {word} ") for word in word_list("companions", "how_many"))
    return counts and bool(part_of(heading))


def names_guests(label: str) -> bool:
    """Return whether the label of a line of a register means people whose names are not on it.

    Examples
    --------
    >>> [names_guests(text) for text in ("Bisita (di nakalista)", "Walk-ins", "Guest, Ana", "Ana Reyes")]
    [True, True, False, False]
    """
    return "," not in label and has_phrase(label, word_list("companions", "guests"))


def are_age_ranges(headings: Sequence[str]) -> bool:
    """Return whether headings are ages that follow each other: 0-5, 6-11, 12-18.

    One alone, such as 6-11, may be a day.

    Examples
    --------
    >>> are_age_ranges(["0-5", "6-11"]), are_age_ranges(["6-11"]), are_age_ranges(["6-11", "6-18"])
    (True, False, False)
    """
    matches = [_AGE_RANGE.fullmatch(normalize_heading(heading)) for heading in headings]
    ranges = [(int(match[1]), int(match[2])) for match in matches if match]
    return len(ranges) > 1 and all(low == last + 1 for (_, last), (low, _) in pairwise(ranges))


@dataclass(frozen=True)
class Axis:
    """Parts that add up.

    Attributes
    ----------
    name : str
        Key of `AXES`.
    places : tuple of int
        Indices of their headings.
    is_complete : bool
        Whether everyone who came is in one of the parts: both sexes, the young and the grown, and so on.
    """

    name: str
    places: tuple[int, ...]
    is_complete: bool


def find_axes(headings: Sequence[str]) -> list[Axis]:
    """Return the axes of headings that count parts, complete ones first.

    Boys and girls are children where a column of adults is on the same sheet; parents and teachers are
    grown-ups where there are children, and no column of adults or learners. So are men and women, but not
    males and females.

    Examples
    --------
    >>> [(axis.name, axis.places) for axis in find_axes(["Male", "Female", "Children", "Adults"])]
    [('sex', (0, 1)), ('age', (2, 3))]
    >>> [(axis.name, axis.places) for axis in find_axes(["Boys", "Girls", "Parents"])]
    [('age', (0, 1, 2))]
    >>> [(axis.name, axis.places) for axis in find_axes(["Under 5s", "Parents / carers"])]
    [('age', (0, 1))]
    >>> [(axis.name, axis.places) for axis in find_axes(["Men", "Women", "Children"])]
    [('age', (0, 1, 2))]
    """
    parts = [part_of(heading) for heading in headings]
    found, axis_of = set(parts), {part: name for name, members in AXES.items() for part in members}
    if "girls" not in found:
        axis_of["boys"] = "age"  # "niños" alone are children of both sexes
    young = found & (YOUNG | {AGES}) or ("boys" in found and axis_of["boys"] == "age")
    grown = found & GROWN
    if found & {"babies", "children"} and not grown and _are_grown_up(headings, parts):
        axis_of |= dict.fromkeys(("male", "female"), "age")  # men, women and children
    helpers = found & {"parents", "teachers"}
    if {"boys", "girls"} <= found and not young and not found & {"male", "female"} and (grown or helpers):
        axis_of |= {"boys": "age", "girls": "age"}
        young = True
    all_young = all(_are_young_ages(h) for h, part in zip(headings, parts, strict=True) if part == AGES)
    if "learners" not in found and young and not grown and all_young:
        axis_of |= dict.fromkeys(helpers, "age")
    if "learners" in found and not helpers and grown and not young:
        axis_of["learners"] = "age"
    axes = []
    for name in AXES:
        places = tuple(n for n, part in enumerate(parts) if part and axis_of[part] == name)
        if places:
            own = {parts[n] for n in places}
            axes.append(Axis(name, places, len(places) > 1 and _is_complete(name, own, found)))
    return sorted(axes, key=lambda axis: not axis.is_complete)


def _are_grown_up(headings: Sequence[str], parts: Sequence[str]) -> bool:
    """Return whether the two columns of one sex each are headed as grown-ups: "Men", "Ladies"."""
    named = {
        part: set(_split(h)) for h, part in zip(headings, parts, strict=True) if part in ("male", "female")
    }
    words = set(word_list("count_parts", "grown_up"))
    return len(named) > 1 and all(own & words for own in named.values())


def _are_young_ages(heading: str) -> bool:
    """Return whether ages are those of children only: "Under 5s" and "6-11", but not "12+".

    Examples
    --------
    >>> [_are_young_ages(text) for text in ("Under 5s", "6-11", "12+", "Ages 12-25")]
    [True, True, False, False]
    """
    folded = normalize_heading(heading)
    numbers = list(map(int, re.findall(r"\d+", folded)))
    return bool(numbers) and not _NO_LIMIT.search(folded) and max(numbers) <= _GROWN_UP


def _is_complete(axis: str, own: set[str], found: set[str]) -> bool:
    """Return whether everyone is in one of the parts of an axis, as far as the headings say."""
    if axis == "sex":
        return {"male", "female"} <= own or ({"boys", "girls"} <= own and not found & (GROWN | {AGES}))
    if axis == "age":
        grown = own & (GROWN | {"parents", "teachers", "male", "female"})
        return AGES in own or bool(grown and own - grown)
    if axis == "visit":
        return own == set(VISITS)
    return axis != "group"
