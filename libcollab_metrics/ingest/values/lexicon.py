"""Load known words: headings and the fields they map to, cell words and their meanings."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any

from babel import Locale

from libcollab_metrics.model.names import plain
from libcollab_metrics.model.schema import Field

LOCALES = ("en", "es", "fil")
#: Layouts that are lists of people, in addition to rosters, attendee logs and sign-in sheets.
MORE_LISTS = ("registration_export", "form_responses", "meeting_log", "scores")

#: Group of known words for each choice field, in addition to its own choices.
WORD_GROUPS = {
    "format": "format", "first_time": "yes_no", "official": "yes_no", "ledger_complete": "yes_no",
    "recurring": "yes_no", "may_leave": "yes_no", "sessions.status": "held", "participation.status": "status",
    "ledger.kind": "ledger_kind", "ledger.status": "ledger_status", "deliveries.unit": "lot_unit",
}  # fmt: skip


@dataclass(frozen=True)
class Entry:
    """Known heading.

    Attributes
    ----------
    role : str
        Role of the column.
    to : str
        Target field, as "table.field".
    weak : bool
        Whether the mapping must be confirmed by the librarian.
    """

    role: str
    to: str
    weak: bool


@cache
def headings(layout: str = "") -> Mapping[str, Entry]:
    """Return the entry of every known heading, by normalized text.

    Some layouts define their own words, which override all others (in a ledger, Type is a kind of gift).
    Otherwise the first role that lists a heading wins; within one role, a strong meaning overrides a weak
    one.
    """
    found: dict[str, Entry] = {}
    for role, data in _read("vocabularies.toml").get(layout, {}).items():
        _add(found, role, data)
    for role, data in _read("lexicon.toml").items():
        _add(found, role, data)
    return MappingProxyType(found)


def _add(found: dict[str, Entry], role: str, data: Mapping[str, Any]) -> None:
    for weak, listed in ((False, [*data.get("seen", ()), *data.get("memory", ())]), (True, data.get("weak", ()))):
        for word in listed:
            entry = Entry(role, data["to"], weak)
            if plain(word) not in found or (found[plain(word)].weak and not weak and found[plain(word)].role == role):
                found[plain(word)] = entry


def entry_to(target: str) -> Entry | None:
    """Return the entry of the first role mapped to a field ("sessions.attended"), or None."""
    return next(
        (Entry(role, target, False) for role, data in _read("lexicon.toml").items() if data["to"] == target), None
    )


@cache
def any_headings() -> frozenset[str]:
    """Return the headings known under any layout, normalized."""
    known = set(headings())
    for layout in _read("vocabularies.toml"):
        known |= set(headings(layout))
    return frozenset(known)


@cache
def words(group: str) -> Mapping[str, str]:
    """Return the meanings of the words in a group ("status", "held"), by normalized text."""
    table = _read("words.toml")[group]
    return MappingProxyType({plain(word) or word: meaning for meaning, listed in table.items() for word in listed})


def choice_words(path: str, field: Field) -> dict[str, str]:
    """Return the choices of a field ("ledger.status"), by the normalized words that mean them."""
    known = {plain(choice): choice for choice in field.choices}
    for name in (path, field.name):
        known |= words(WORD_GROUPS[name]) if name in WORD_GROUPS else {}
    return known


@cache
def word_list(group: str, key: str = "words") -> tuple[str, ...]:
    """Return the words of one list as written, longest first."""
    return tuple(sorted(_read("words.toml")[group][key], key=len, reverse=True))


@cache
def months() -> Mapping[str, int]:
    """Return month names and abbreviations in English, Spanish and Filipino, with their numbers."""
    names = {"sept": 9}
    for code in LOCALES:
        for context in ("format", "stand-alone"):
            for width in ("wide", "abbreviated"):
                listed = Locale.parse(code).months[context][width]
                names |= {plain(name): number for number, name in listed.items()}
    return MappingProxyType(names)


@cache
def weekdays() -> frozenset[str]:
    """Return weekday names and abbreviations in English, Spanish and Filipino, normalized."""
    found = set()
    for code in LOCALES:
        for width in ("wide", "abbreviated"):
            found |= {plain(name) for name in Locale.parse(code).days["format"][width].values()}
    return frozenset(found | {"thur", "thurs", "tues", "weds"})


@cache
def _read(name: str) -> Mapping[str, Mapping[str, Any]]:
    text = files("libcollab_metrics.ingest.values").joinpath(name).read_text(encoding="utf-8")
    return tomllib.loads(text)
