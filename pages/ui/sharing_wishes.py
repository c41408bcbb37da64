"""What the visitor wants on the papers of one purpose, in a form; sent, it is one step that can be undone."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping
from typing import Any

import streamlit as st

from libcollab_metrics.errors import LibCollabError
from libcollab_metrics.metrics import Note
from libcollab_metrics.model import Scope
from libcollab_metrics.reports import as_logo, note_id
from pages.ui import session
from pages.ui.frame import Frame, escaped
from pages.ui.keeping import NOTES
from pages.ui.purposes import PURPOSES, purpose_label

#: What each text is asked by, with an example.
PARAGRAPHS: Mapping[str, tuple[str, str]] = {
    "need": ("The need", "Why there is something to do, in your own words."),
    "ask": ("What we ask for", "Books and a shelf for two schools."),
}
MOST_TIERS = 6
#: Empty rows offered beside the amounts that are there.
SPARE_TIERS = 2
#: Letters of a note shown in the list to choose from.
SHORT = 80

Wishes = dict[str, Any]


def wishes_form(frame: Frame, purpose: str, fmt: str, scope: Scope, spoken: str) -> None:
    """Draw the form; what is sent is remembered with the selection, the format and the language at hand."""
    documents = frame.dataset.settings.documents
    own: Mapping[str, Any] = documents.get(purpose) or {}
    # Another memory is another form; what is typed and not sent yet outlives everything else.
    memory = hashlib.sha256(repr((documents.get("contact"), documents.get("logo"), own)).encode()).hexdigest()[:8]
    with st.form(f"wishes-{purpose}-{memory}", border=True):
        common = _letterhead(documents)
        texts = _texts(PURPOSES[purpose].texts, own, frame.dataset.settings.currency)
        notes = _notes(session.notes_at_hand(scope), own)
        st.caption("These words stand in the document, and on page 1 below, once they are remembered.")
        sent = st.form_submit_button(f"Remember all this for the {purpose_label(purpose).lower()}")
    if not sent:
        return
    chosen = {**_selected(scope), "format": fmt, "language": spoken, **texts, **notes}
    wishes = {**documents, **common, purpose: chosen}
    with_logo = _with_logo(wishes)
    if with_logo is not None and _remembered({"documents": with_logo}):
        st.rerun()


def _remembered(setting: Wishes) -> bool:
    try:
        session.set_settings(setting)
    except LibCollabError as error:
        st.error(escaped(f"{error} Nothing was remembered."))
        return False
    return True


def _with_logo(wishes: Wishes) -> Wishes | None:
    """The wishes with a picture just given as a text; None, and a sentence, where it is no picture."""
    given = wishes.get("logo")
    try:
        logo = base64.b64encode(as_logo(given)).decode() if isinstance(given, bytes) else given
    except LibCollabError as error:
        st.error(escaped(f"{error} Nothing was remembered."))
        return None
    return {name: value for name, value in {**wishes, "logo": logo}.items() if value}


def _selected(scope: Scope) -> Wishes:
    days = {"from": scope.start, "to": scope.end}
    return {name: list(kept) for name, kept in scope.where} | {
        name: day.isoformat() for name, day in days.items() if day is not None
    }


def _letterhead(documents: Mapping[str, Any]) -> Wishes:
    """The line and the picture that stand on every document, whatever its purpose."""
    contact = st.text_input(
        "Contact line, on every document",
        documents.get("contact") or "",
        max_chars=200,
        placeholder="Main Library, 12 Mabini Street, library@example.org",
    )
    logo = documents.get("logo") or ""
    if logo:
        st.image(base64.b64decode(logo), width=120, alt="Your logo")
    given = st.file_uploader("Logo, on every document (PNG or JPEG)", type=["png", "jpg", "jpeg"], max_upload_size=5)
    without = bool(logo) and st.checkbox("Leave the logo away")
    if given is not None:
        return {"contact": contact, "logo": given.getvalue()}
    return {"contact": contact, "logo": "" if without else logo}


def _texts(kinds: tuple[str, ...], own: Mapping[str, Any], currency: str) -> Wishes:
    """What this purpose prints in the library's own words; the parts left empty are left out."""
    given: Wishes = {}
    for kind in (kind for kind in PARAGRAPHS if kind in kinds):
        label, example = PARAGRAPHS[kind]
        given[kind] = st.text_area(label, own.get(kind) or "", max_chars=2000, placeholder=example).strip()
    if "offers" in kinds:
        lines = st.text_area(
            "What we offer in return, a line each",
            "\n".join(own.get("offers") or ()),
            max_chars=2000,
            placeholder="Your name on the shelf\nA reading hour with your staff",
        )
        given["offers"] = [line.strip() for line in lines.splitlines() if line.strip()]
    if "tiers" in kinds:
        given["tiers"] = _tiers(own.get("tiers") or (), currency)
    return {name: value for name, value in given.items() if value}


def _tiers(known: Any, currency: str) -> list[dict[str, Any]]:
    """Sizes of a gift in small rows; one without a name or without an amount is refused in words when it is sent."""
    st.markdown("**Sizes of a gift** – what each buys is worked out from your own sessions")
    rows: list[dict[str, Any]] = []
    for place in range(min(MOST_TIERS, len(known) + SPARE_TIERS)):
        tier: Mapping[str, Any] = known[place] if place < len(known) else {}
        with st.container(horizontal=True):
            name = st.text_input(
                f"Gift {place + 1}, called", tier.get("name") or "", max_chars=200, placeholder="Friend",
                key=f"tier-name-{place}",
            )  # fmt: skip
            amount = st.number_input(
                f"Amount {place + 1} ({currency})" if currency else f"Amount {place + 1}", value=tier.get("amount"),
                format="%.10g", placeholder="5000", key=f"tier-amount-{place}",
            )  # fmt: skip
        if name.strip() or amount is not None:
            rows.append({"name": name, "amount": amount})
    return rows


def _notes(known: tuple[Note, ...], own: Mapping[str, Any]) -> Wishes:
    """Notes and quotes to choose among those marked as fit for others."""
    if not known:
        st.caption("No note of this selection is marked as fit to be shown to others; you mark them under “Records”.")
        return {}
    told = {note_id(note): _told(note) for note in known}
    chosen = st.multiselect(
        "Notes and quotes to print",
        list(told),
        [name for name in own.get("notes") or () if name in told],
        format_func=lambda name: told[name],
        max_selections=12,
        placeholder="none",
    )
    if session.store() is not None and not session.kept().keep_notes:
        st.caption(
            f"Notes are kept only with the tick “{NOTES}” under “Your sheets”; "
            "without it they leave the document when this window is closed."
        )
    return {"notes": chosen} if chosen else {}


def _told(note: Note) -> str:
    day = f"{note.day:%Y-%m-%d}: " if note.day else ""
    return f"{day}{note.text[:SHORT]}{'…' if len(note.text) > SHORT else ''}"
