"""Options of a document from the settings: letterhead, request, offers, amounts, chosen notes."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType
from typing import Any

from libcollab_metrics.metrics import collect_period_notes
from libcollab_metrics.metrics.notes import Note
from libcollab_metrics.model import Dataset, Scope
from libcollab_metrics.reports.brand import DEFAULT_BRAND, Brand, choose_brand
from libcollab_metrics.reports.document import NO_LETTERHEAD, Letterhead
from libcollab_metrics.reports.photo import LibraryPhoto, load_photo
from libcollab_metrics.reports.render.office import prepare_logo


@dataclass(frozen=True)
class Tier:
    """A donation amount: its name, and the amount in the workspace currency."""

    name: str
    amount: float


@dataclass(frozen=True)
class DocumentOptions:
    """Options of one document; each is empty where nothing was entered.

    `need` and `ask` are paragraphs as typed, `offers` the benefits to the sponsor, one per line; `notes` are
    those chosen among the notes cleared for release, newest first. `headline` replaces the title, `reply_by`
    is the day of the answer, `method` the address of the description of the method, `recipient` the sponsor
    or partner it is addressed to. `photo` is printed only within its consent. `recommendations` are the
    library's own, by `DecisionNeeded.key`.
    """

    letterhead: Letterhead = NO_LETTERHEAD
    need: str = ""
    ask: str = ""
    offers: tuple[str, ...] = ()
    tiers: tuple[Tier, ...] = ()
    notes: tuple[Note, ...] = ()
    headline: str = ""
    reply_by: date | None = None
    method: str = ""
    recipient: str = ""
    brand: Brand = DEFAULT_BRAND
    photo: LibraryPhoto | None = None
    recommendations: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))


#: Options of a document without settings.
NO_OPTIONS = DocumentOptions()


def load_document_options(audience: str, dataset: Dataset, scope: Scope, as_of: date) -> DocumentOptions:
    """Return the options of this audience's document from the settings.

    A chosen note that has since lost its clearance for release is dropped.
    """
    options = dataset.settings.documents
    own: Mapping[str, Any] = options.get(audience) or {}
    chosen = frozenset(own.get("notes") or ())
    logo = prepare_logo(base64.b64decode(options.get("logo") or ""))
    return DocumentOptions(
        Letterhead(logo, options.get("contact") or "", dataset.settings.library),
        _need(audience, options),
        own.get("ask") or "",
        tuple(own.get("offers") or ()),
        tuple(Tier(tier["name"], tier["amount"]) for tier in own.get("tiers") or ()),
        tuple(note for note in releasable_notes(dataset, scope, as_of, audience) if note_id(note) in chosen)
        if chosen
        else (),
        own.get("headline") or "",
        date.fromisoformat(own["reply_by"]) if own.get("reply_by") else None,
        options.get("method") or "",
        brand=choose_brand(
            options.get("accent") or "",
            logo,
            options.get("paper") or "",
            options.get("country") or "",
            dataset.settings.currency,
        ),
        photo=load_photo(options.get("photo") or {}),
        recommendations={
            own_words["decision"]: own_words["text"] for own_words in own.get("recommendations") or ()
        },
    )


def _need(audience: str, options: Mapping[str, Any]) -> str:
    """Return the need as typed for an audience; the slides for a sponsor have that of the pitch."""
    purposes = ("sponsor", "pitch") if audience == "sponsor" else (audience,)
    return next((need for purpose in purposes if (need := (options.get(purpose) or {}).get("need"))), "")


def split_need(need: str) -> tuple[tuple[str, ...], str]:
    r"""Split a need as typed into its paragraphs and its source: a last line in brackets.

    Examples
    --------
    >>> split_need("Most children have no book at home.\n(Household survey, 2024)")
    (('Most children have no book at home.',), 'Household survey, 2024')
    >>> split_need("The van is old.")
    (('The van is old.',), '')
    """
    lines = tuple(line.strip() for line in need.splitlines() if line.strip())
    if len(lines) > 1 and lines[-1][0] in "([":
        return lines[:-1], lines[-1].strip("()[]")
    return lines, ""


def releasable_notes(dataset: Dataset, scope: Scope, as_of: date, audience: str = "") -> tuple[Note, ...]:
    """Return the notes of a scope that are cleared for release to an audience, newest first.

    Parameters
    ----------
    dataset : Dataset
        Recorded data.
    scope : Scope
        Selection of rows.
    as_of : date
        Date of the evaluation; a consent that ended before it is no consent.
    audience : str, default ""
        Key of `AUDIENCES`. A quote that was shared for one sponsor is included by default and for the
        sponsor's report only.

    Returns
    -------
    tuple[Note, ...]
        Notes that may appear in a document.
    """
    notes = (
        note
        for month in collect_period_notes(dataset, scope=scope, as_of=as_of)
        for note in month.notes
        if note.may_be_quoted(as_of, in_public=audience not in ("", "sponsor"))
    )
    return tuple(sorted(notes, key=lambda note: (note.day or date.min, note.text), reverse=True))


def note_id(note: Note) -> str:
    """Return the id of a chosen note.

    The id depends on the note's date, tag and text: after an edit, the note must be chosen again.

    Parameters
    ----------
    note : Note
        Note to identify.

    Returns
    -------
    str
        Sixteen hexadecimal digits.
    """
    content = f"{note.day}|{note.tag}|{note.text}"
    return hashlib.sha256(content.encode("utf-8", "surrogatepass")).hexdigest()[:16]
