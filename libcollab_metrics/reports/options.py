"""What a library chose for a document: its letterhead, what it asks for and offers, the words it lets go."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from libcollab_metrics.metrics import pulse
from libcollab_metrics.metrics.pulse import Note
from libcollab_metrics.model import Dataset, Scope
from libcollab_metrics.planning import plan_programs
from libcollab_metrics.reports.document import NO_LETTERHEAD, Letterhead
from libcollab_metrics.reports.picture import as_logo


@dataclass(frozen=True)
class Tier:
    """One size of a gift: what it is called, and its amount in the workspace currency."""

    name: str
    amount: float


@dataclass(frozen=True)
class Options:
    """The wishes for one document; everything is empty where nobody wished anything.

    `need` and `ask` are paragraphs as typed, `offers` what the sponsor gets in return, a line each; `notes` are
    those chosen among the notes that may leave, newest first.
    """

    letterhead: Letterhead = NO_LETTERHEAD
    need: str = ""
    ask: str = ""
    offers: tuple[str, ...] = ()
    tiers: tuple[Tier, ...] = ()
    notes: tuple[Note, ...] = ()


#: Nothing was wished.
NO_WISHES = Options()


def options_for(audience: str, dataset: Dataset, scope: Scope, as_of: date) -> Options:
    """Return what the settings wish for this audience's document; a note that may not leave (any more) stays."""
    wishes = dataset.settings.documents
    own: Mapping[str, Any] = wishes.get(audience) or {}
    chosen = frozenset(own.get("notes") or ())
    return Options(
        Letterhead(as_logo(base64.b64decode(wishes.get("logo") or "")), wishes.get("contact") or ""),
        own.get("need") or "",
        own.get("ask") or "",
        tuple(own.get("offers") or ()),
        tuple(Tier(tier["name"], tier["amount"]) for tier in own.get("tiers") or ()),
        tuple(note for note in notes_to_choose(dataset, scope, as_of) if note_id(note) in chosen) if chosen else (),
    )


def planned_for(audience: str, dataset: Dataset, scope: Scope, as_of: date) -> tuple[str, ...]:
    """Return the programs of which this audience's document says what money buys: none while no amounts are named."""
    tiers = (dataset.settings.documents.get(audience) or {}).get("tiers")
    return tuple(plan_programs(dataset, scope, as_of)) if tiers else ()


def notes_to_choose(dataset: Dataset, scope: Scope, as_of: date) -> tuple[Note, ...]:
    """Return the notes of a selection that somebody marked as fit to be shown to others, newest first."""
    notes = (note for month in pulse(dataset, scope=scope, as_of=as_of) for note in month.notes if note.may_leave)
    return tuple(sorted(notes, key=lambda note: (note.day or date.min, note.text), reverse=True))


def note_id(note: Note) -> str:
    """Return the short word a chosen note is remembered by: it changes with the note's day and words."""
    said = f"{note.day}|{note.tag}|{note.text}"
    return hashlib.sha256(said.encode("utf-8", "surrogatepass")).hexdigest()[:16]
