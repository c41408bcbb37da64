"""Columns with the parts of a name: first and last names, second surnames and middle names."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from libcollab_metrics.ingest.tables.column_profiles import ColumnProfile
from libcollab_metrics.ingest.tables.counted_people import find_words, is_open
from libcollab_metrics.ingest.tables.heading import Heading
from libcollab_metrics.ingest.values.lexicon import HeadingEntry, known_headings, word_list
from libcollab_metrics.ingest.values.people import is_name_part
from libcollab_metrics.model.names import normalize_heading

#: Roles of the two parts of a name that a list must have.
NAME_ROLES = ("first_name", "last_name")
#: Share of names below a short heading.
HALF = 0.5


def infer_name_parts(headings: Sequence[Heading]) -> list[Heading]:
    """Return the headings with the parts of a name: "player_first_name", "Apellido paterno", "Nombre(s)".

    A second surname or a middle name is a part of the name, too.
    """
    known = {text: entry for text, entry in known_headings().items() if entry.role in NAME_ROLES}
    texts = {h.column: normalize_heading(h.text) for h in headings if is_open(h)}
    named = {
        column: entry
        for column, text in texts.items()
        for ending, entry in known.items()
        if text.endswith(f" {ending}")
    }
    if sorted(entry.role for entry in named.values()) != list(NAME_ROLES):
        named = _find_parts_of_names(headings)
    named = {h.column: entry for h in headings if (entry := named.get(h.column)) and entry.role != h.role}
    return [replace(h, entry=named[h.column], is_inferred=True) if h.column in named else h for h in headings]


def _find_parts_of_names(headings: Sequence[Heading]) -> dict[int, HeadingEntry]:
    """Return the meanings of a surname, a first name, and a second surname or middle name next to them."""
    people = [h for h in headings if is_open(h) or h.role in ("person", *NAME_ROLES)]
    last, first, second, middle = (
        [h.column for h in people if is_name_part(h.text, part)]
        for part in ("last", "first", "second", "middle")
    )
    if len(last) != 1 or len(first) != 1 or len(second + middle) > 1:
        return {}
    amounts = set(word_list("role_words", "amount"))
    if any(amounts & set(find_words(heading)) for heading in headings):
        return {}  # of those who paid or gave
    entries = {role: HeadingEntry(role, f"participation.{role}", False) for role in NAME_ROLES}
    named = {last[0]: entries["last_name"], first[0]: entries["first_name"]}
    between = HeadingEntry("person", "participation.person_key", False)
    return named | dict.fromkeys(second + middle, between)


def find_short_name_parts(
    headings: Sequence[Heading], profiles: Mapping[int, ColumnProfile]
) -> dict[int, HeadingEntry]:
    """Return the meanings of the columns "First" and "Last" over names; empty if one of them is missing."""
    entries = {entry.role: entry for entry in known_headings().values() if entry.role in NAME_ROLES}
    lists = zip(NAME_ROLES, ("first", "last"), strict=True)
    found = {
        heading.column: entries[role]
        for role, key in lists
        for heading in headings
        if normalize_heading(heading.text) in word_list("register_people", key)
        and heading.column in profiles
        and profiles[heading.column].names >= HALF
    }
    return found if len(found) == len(NAME_ROLES) == len({e.role for e in found.values()}) else {}
