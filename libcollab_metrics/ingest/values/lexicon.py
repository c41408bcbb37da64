"""Known words as data: which heading means which field, which word in a cell means what."""

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
#: Layouts that are lists of people, beside rosters, attendee logs and sign-in sheets.
MORE_LISTS = ("registration_export", "form_responses", "meeting_log", "scores")

#: Which group of known words a choice field reads with, beside its own choices.
WORD_GROUPS = {
    "format": "format", "first_time": "yes_no", "official": "yes_no", "ledger_complete": "yes_no",
    "recurring": "yes_no", "may_leave": "yes_no", "sessions.status": "held", "participation.status": "status",
    "ledger.kind": "ledger_kind", "ledger.status": "ledger_status", "deliveries.unit": "lot_unit",
}  # fmt: skip


@dataclass(frozen=True)
class Entry:
    """A known heading: the role it plays, where its column goes, and whether it must be asked first."""

    role: str
    to: str
    weak: bool


@cache
def headings(layout: str = "") -> Mapping[str, Entry]:
    """Every known heading, folded for comparison, with its entry; a strong use outranks a weak one.

    Some layouts have words of their own (in a ledger, Type is a kind of gift); under such a layout they outrank all.
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
    """The entry of the first role whose columns go to a target ("sessions.attended"); None when no heading does."""
    return next(
        (Entry(role, target, False) for role, data in _read("lexicon.toml").items() if data["to"] == target), None
    )


@cache
def any_headings() -> frozenset[str]:
    """Every heading that is known under any layout, folded."""
    known = set(headings())
    for layout in _read("vocabularies.toml"):
        known |= set(headings(layout))
    return frozenset(known)


@cache
def words(group: str) -> Mapping[str, str]:
    """The known words of one group ("status", "held", "format"…): folded word → what it means."""
    table = _read("words.toml")[group]
    return MappingProxyType({plain(word) or word: meaning for meaning, listed in table.items() for word in listed})


def choice_words(path: str, field: Field) -> dict[str, str]:
    """Return the words a choice field ("ledger.status") is written with, folded, and the choice each means."""
    known = {plain(choice): choice for choice in field.choices}
    for name in (path, field.name):
        known |= words(WORD_GROUPS[name]) if name in WORD_GROUPS else {}
    return known


@cache
def word_list(group: str, key: str = "words") -> tuple[str, ...]:
    """The words of one list, longest first, as they are written there."""
    return tuple(sorted(_read("words.toml")[group][key], key=len, reverse=True))


@cache
def months() -> Mapping[str, int]:
    """Month names and abbreviations in English, Spanish and Filipino → month number."""
    names = {"sept": 9}
    for code in LOCALES:
        for context in ("format", "stand-alone"):
            for width in ("wide", "abbreviated"):
                listed = Locale.parse(code).months[context][width]
                names |= {plain(name): number for number, name in listed.items()}
    return MappingProxyType(names)


@cache
def weekdays() -> frozenset[str]:
    """Weekday names and abbreviations in English, Spanish and Filipino, folded."""
    found = set()
    for code in LOCALES:
        for width in ("wide", "abbreviated"):
            found |= {plain(name) for name in Locale.parse(code).days["format"][width].values()}
    return frozenset(found | {"thur", "thurs", "tues", "weds"})


@cache
def _read(name: str) -> Mapping[str, Mapping[str, Any]]:
    text = files("libcollab_metrics.ingest.values").joinpath(name).read_text(encoding="utf-8")
    return tomllib.loads(text)
