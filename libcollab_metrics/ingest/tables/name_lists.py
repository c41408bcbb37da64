"""Several names in each cell of a column: "Ana, Luis, Marta" below "Present"."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace

from libcollab_metrics.ingest.tables.column_profiles import ColumnProfile
from libcollab_metrics.ingest.tables.counted_people import counts_people, find_words
from libcollab_metrics.ingest.tables.heading import Heading
from libcollab_metrics.ingest.values.lexicon import known_headings, word_list
from libcollab_metrics.model.names import normalize_heading

#: Share of the cells that must be lists, and that more of the names must be in two different cells.
MOST, HALF = 0.8, 0.5
#: Fewest names of the longest cell: "Cruz, Ana" is one person, and so is "Cruz, Ana, Reyes" below "Name".
MIN_NAMES, MIN_BELOW_NAME = 3, 4
#: Roles of columns that may count the people whose names are listed.
COUNTING = ("attendance", "number", "part", "unclear_count", "totals")
_BETWEEN = re.compile(r"\s*[,;&\n]\s*(?:(?:and|y|at)\s+)?|\s+(?:and|y|at)\s+")
_AND = re.compile(r"\s(?:and|y|at)\s|[&;\n]")
_SEVERAL = re.compile(r"(?:[,;&\n]|\s(?:and|y|at)\s)[^\0]*?(?:[,;&\n]|\s(?:and|y|at)\s)")
#: What joins two people; a comma does not, because it is inside names.
_JOINED = re.compile(r"\s*[&+/;\n]\s*|\s+(?:and|y|at|e)\s+")
_SIGNS = ("&", "+", "/", ";", "\n", " and ", " y ", " at ", " e ")
_NAME = re.compile(r"[^\W\d_a-zà-ÿ][^\W\d_]+(?:[ .'’-]+[^\W\d_]+\.?){0,3}\.?")


def split_names(text: str) -> list[str]:
    """Return the names that a text lists; empty if a part of it cannot be a name.

    Examples
    --------
    >>> split_names("Ana, Luis y Marta"), split_names("Ana Cruz"), split_names("Ana, 3 kids")
    (['Ana', 'Luis', 'Marta'], ['Ana Cruz'], [])
    """
    parts = [part for part in _BETWEEN.split(text.strip()) if part]
    return parts if all(map(_NAME.fullmatch, parts)) else []


def may_list_names(texts: Iterable[str]) -> bool:
    """Return whether a text has what is between three names, such as two commas."""
    return _SEVERAL.search("\0".join(texts)) is not None


def find_joined_people(texts: Sequence[str]) -> dict[str, list[str]]:
    """Return the people of each cell that joins some who are each alone in another cell.

    Examples
    --------
    >>> find_joined_people(["R02", "R05", "R02 & R05", "Ana & Ben"])
    {'R02 & R05': ['R02', 'R05']}
    """
    joined = "\0".join(texts)
    if not any(sign in joined for sign in _SIGNS):
        return {}
    alone = {normalize_heading(text): text for text in texts}
    parts = {text: [normalize_heading(part) for part in _JOINED.split(text)] for text in texts}
    return {
        text: [alone[part] for part in own]
        for text, own in parts.items()
        if len(own) > 1 and all(part in alone for part in own)
    }


def list_names(heading: str, texts: Collection[str], *, is_repeated: bool = False) -> bool:
    """Return whether most of the distinct cells of a column list people, most of them in several cells.

    One cell that is repeated is enough, but not below "Name" or "Nombre".
    """
    lists = [names for names in map(split_names, texts) if names]
    if not lists or len(lists) < MOST * len(texts) or max(map(len, lists)) < MIN_NAMES:
        return False
    words = re.findall(r"[^\W\d_]+", normalize_heading(heading))
    is_name = not set(words).isdisjoint(word_list("named_things", "names"))
    if is_name and max(map(len, lists)) < MIN_BELOW_NAME and not any(map(_AND.search, texts)):
        return False
    times = Counter(normalize_heading(name) for names in lists for name in set(names))
    again = sum(count > 1 for count in times.values())
    return again > HALF * len(times) or (len(lists) == 1 and is_repeated and not is_name)


def infer_name_lists(headings: Sequence[Heading], profiles: Mapping[int, ColumnProfile]) -> list[Heading]:
    """Return the headings with "Attendees" or "Present" over lists of names as the people who came.

    Next to a column that counts them, the names stay unread.
    """
    words = {*word_list("role_words", "attendance"), *word_list("role_words", "person")}
    found = [
        h
        for h in headings
        if h.column in profiles
        and set(find_words(h)) & words
        and list_names(h.text, profiles[h.column].texts, is_repeated=profiles[h.column].is_repeated)
    ]
    others = [h for h in headings if h not in found]
    is_counted = any(
        h.role in COUNTING and counts_people(h, profiles[h.column]) for h in others if h.column in profiles
    )
    if len(found) != 1 or is_counted or any(h.role in ("person", "first_name") for h in others):
        return list(headings)
    return [
        replace(h, entry=known_headings()["name"], is_inferred=True) if h is found[0] else h for h in headings
    ]
