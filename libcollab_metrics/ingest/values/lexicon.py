"""Load known words: headings and the fields they map to, cell words and their meanings."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any

from babel import Locale

from libcollab_metrics.model.names import normalize_heading
from libcollab_metrics.model.schema import Field

LOCALES = ("en", "es", "fil")
#: Layouts that are lists of people, in addition to rosters, attendee logs and sign-in sheets.
PERSON_LIST_LAYOUTS = ("registration_export", "form_responses", "meeting_log", "scores")

#: Groups of known words for each choice field, in addition to its own choices.
WORD_GROUPS = {
    "format": ("format",),
    "first_time": ("first_visit",),
    "official": ("yes_no",),
    "ledger_complete": ("yes_no",),
    "recurring": ("yes_no",),
    "may_leave": ("yes_no",),
    "sessions.status": ("held",),
    "participation.status": ("status",),
    "ledger.kind": ("ledger_kind", "kind_of_gift"),
    "ledger.status": ("ledger_status",),
    "deliveries.unit": ("lot_unit",),
}


@dataclass(frozen=True)
class HeadingEntry:
    """Known heading.

    Attributes
    ----------
    role : str
        Role of the column.
    target : str
        Target field, as "table.field".
    is_weak : bool
        Whether the mapping must be confirmed by the librarian.
    """

    role: str
    target: str
    is_weak: bool


@cache
def known_headings(layout: str = "") -> Mapping[str, HeadingEntry]:
    """Return the entry of every known heading, by normalized text.

    Some layouts define their own words, which override all others (in a ledger, Type is a kind of gift), and
    may extend the words of another layout. Otherwise the first role that lists a heading wins; within one
    role, a strong meaning overrides a weak one.
    """
    entries: dict[str, HeadingEntry] = {}
    vocabularies = _load_toml("vocabularies.toml")
    vocabulary = vocabularies.get(layout, {})
    for words in (vocabulary, vocabularies.get(vocabulary.get("extends", ""), {})):
        for role, data in words.items():
            if role != "extends":
                _add_entries(entries, role, data)
    for role, data in _load_toml("lexicon.toml").items():
        _add_entries(entries, role, data)
    return MappingProxyType(entries)


def _add_entries(entries: dict[str, HeadingEntry], role: str, data: Mapping[str, Any]) -> None:
    for weak, listed in (
        (False, [*data.get("seen", ()), *data.get("memory", ())]),
        (True, data.get("weak", ())),
    ):
        for word in listed:
            entry = HeadingEntry(role, data["to"], weak)
            if normalize_heading(word) not in entries or (
                entries[normalize_heading(word)].is_weak
                and not weak
                and entries[normalize_heading(word)].role == role
            ):
                entries[normalize_heading(word)] = entry


def find_entry(target: str) -> HeadingEntry | None:
    """Return the entry of the first role mapped to a field ("sessions.attended"), or None."""
    return next(
        (
            HeadingEntry(role, target, False)
            for role, data in _load_toml("lexicon.toml").items()
            if data["to"] == target
        ),
        None,
    )


@cache
def all_known_headings() -> frozenset[str]:
    """Return the headings known under any layout, normalized."""
    known = set(known_headings())
    for layout in _load_toml("vocabularies.toml"):
        known |= set(known_headings(layout))
    return frozenset(known)


@cache
def known_words(group: str) -> Mapping[str, str]:
    """Return the meanings of the words in a group ("status", "held"), by normalized text."""
    table = _load_toml("words.toml")[group]
    return MappingProxyType(
        {normalize_heading(word) or word: meaning for meaning, listed in table.items() for word in listed}
    )


def choice_words(path: str, field: Field) -> dict[str, str]:
    """Return the choices of a field ("ledger.status"), by the normalized words that mean them."""
    known = {normalize_heading(choice): choice for choice in field.choices}
    for name in (path, field.name):
        for group in WORD_GROUPS.get(name, ()):
            known |= known_words(group)
    return known


#: End of an answer before a remark: "N - trip clash", "Y (from 13 Oct)".
_END_OF_ANSWER = re.compile(r"\s+[-–—]\s*|\s*[(,;:]")


def yes_or_no(text: str) -> str:
    """Return "yes" or "no" for a text that is a word for one of them, perhaps before a remark; else "".

    Examples
    --------
    >>> yes_or_no("Y (from 13 Oct)"), yes_or_no("N - trip clash"), yes_or_no("No idea")
    ('yes', 'no', '')
    """
    known = known_words("yes_no")
    answers = (known.get(normalize_heading(part) or part) for part in (text, _END_OF_ANSWER.split(text)[0]))
    return next((answer for answer in answers if answer in ("yes", "no")), "")


def asked_status(heading: str) -> str:
    """Return what a heading asks of a session: "held", "cancelled" or "postponed"; "" if none of them.

    Examples
    --------
    >>> asked_status("Took place?"), asked_status("Cancelled"), asked_status("Date")
    ('held', 'cancelled', '')
    >>> asked_status("Natuloy ba ang session?"), asked_status("Was the class cancelled?")
    ('held', 'cancelled')
    >>> asked_status("¿Cuentacuentos?"), asked_status("Storytime?"), asked_status("Storytime")
    ('held', 'held', '')
    """
    folded = normalize_heading(heading)
    lists = {"held": "headings", "cancelled": "cancelled", "postponed": "postponed"}
    named = next((asked for asked, key in lists.items() if folded in word_list("asked_if_held", key)), "")
    if named or not heading.rstrip().endswith(("?", "?:")):
        return named
    if folded.strip("¿? ") in word_list("sheet_words", "whole_programs"):
        return "held"
    phrases = {"cancelled": "cancelled", "postponed": "postponed", "held": "verbs"}
    asked = (asked for asked, key in phrases.items() if _has_phrase(folded, word_list("asked_if_held", key)))
    return next(asked, "")


def asks_for_answers(heading: str) -> bool:
    """Return whether yes and no, or ticks, below a heading say whether a row counts: "Done", "Omit"."""
    keys = ("omit", "counts", "void", "paid", "came", "away")
    folded = normalize_heading(heading).lstrip("¿")
    return bool(asked_status(heading)) or any(folded in word_list("ruled_out", key) for key in keys)


def _has_phrase(folded: str, phrases: tuple[str, ...]) -> bool:
    return any(re.search(rf"(?<!\w){re.escape(phrase)}(?!\w)", folded) for phrase in phrases)


@cache
def word_list(group: str, key: str = "words") -> tuple[str, ...]:
    """Return the words of one list as written, longest first."""
    return tuple(sorted(_load_toml("words.toml")[group][key], key=len, reverse=True))


def sheet_titles(layout: str) -> tuple[str, ...]:
    """Return the words of a title, tab or heading that name a kind of sheet; empty for most layouts."""
    return tuple(_load_toml("words.toml")["sheet_titles"].get(layout, ()))


def names_layout(text: str, layout: str) -> bool:
    """Return whether a normalized text has a word that names a kind of sheet, such as "volunteer"."""
    return any(re.search(rf"\b{re.escape(word)}", text) for word in sheet_titles(layout))


@cache
def months() -> Mapping[str, int]:
    """Return month names and abbreviations in English, Spanish and Filipino, with their numbers."""
    names = {"febr": 2, "pebr": 2, "mzo": 3, "agos": 8, "agto": 8, "sept": 9, "sepbre": 9, "octbre": 10}
    names |= {"novbre": 11, "dicbre": 12, "dbre": 12, "setiembre": 9}
    for code in LOCALES:
        for context in ("format", "stand-alone"):
            for width in ("wide", "abbreviated"):
                listed = Locale.parse(code).months[context][width]
                names |= {normalize_heading(name): number for number, name in listed.items()}
    return MappingProxyType(names)


@cache
def weekdays() -> Mapping[str, int]:
    """Return weekdays in English, Spanish and Filipino, in full and shortened, numbered from Monday, 0."""
    names = {"tues": 1, "weds": 2, "thur": 3, "thurs": 3}
    for code in LOCALES:
        for width in ("wide", "abbreviated"):
            listed = Locale.parse(code).days["format"][width]
            names |= {normalize_heading(name): number for number, name in listed.items()}
    return MappingProxyType(names)


@cache
def _load_toml(name: str) -> Mapping[str, Mapping[str, Any]]:
    text = files("libcollab_metrics.ingest.values").joinpath(name).read_text(encoding="utf-8")
    return tomllib.loads(text)
