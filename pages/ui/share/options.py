"""What the visitor wants on the papers of one purpose, in a form; sent, it is one step that can be undone."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

import streamlit as st

from libcollab_metrics.errors import LibCollabError
from libcollab_metrics.figures import scope_sentence
from libcollab_metrics.localization import LANGUAGES
from libcollab_metrics.metrics import Note, field_values
from libcollab_metrics.model import Dataset, Scope
from libcollab_metrics.reports import note_id, prepare_logo
from pages.ui import session
from pages.ui.page import CHOICES, Frame, chosen_scope, escaped
from pages.ui.share.purposes import LANGUAGE_LABELS, PURPOSES, format_label, formats, purpose_label, usual_format
from pages.ui.workspace.history import NOTES

# What was remembered for a purpose. It applies where the visitor has chosen nothing; no widget is ever set to it.
#
# Setting a widget to what another purpose remembers would drop a click that is on its way while the page is redrawn.

#: The option that stands for what is usual for the purpose; its caption says what that is.
DEFAULT = "Default"


def choose_format(dataset: Dataset, purpose: str) -> str:
    """Let the visitor say as what the document is written; each purpose has a usual format."""
    usual = _usual_format(dataset, purpose)
    _choose_or_usual("As what?", formats(), format_label, "format", usual)
    return chosen_format(dataset, purpose)


def chosen_format(dataset: Dataset, purpose: str) -> str:
    """The format that applies now: the one chosen, or the usual one of the purpose."""
    return st.session_state.get("format") or _usual_format(dataset, purpose)


def choose_language(dataset: Dataset, purpose: str) -> str:
    """Let the visitor say what language the document speaks; a purpose remembers its own."""
    if len(LANGUAGES) > 1:
        usual = _usual_language(dataset, purpose)
        _choose_or_usual("Language", LANGUAGES, lambda code: LANGUAGE_LABELS.get(code, code), "language", usual)
    return chosen_language(dataset, purpose)


def chosen_language(dataset: Dataset, purpose: str) -> str:
    """The language that applies now: the one chosen, or the usual one of the purpose."""
    return st.session_state.get("language") or _usual_language(dataset, purpose)


def offer_remembered(frame: Frame, purpose: str) -> Scope:
    """Offer what was remembered of the selection and is not chosen otherwise, and return the selection that applies."""
    rest = _not_chosen(frame.dataset, purpose)
    if rest != Scope():
        said = scope_sentence(rest, session.today(), frame.language)
        st.checkbox(
            escaped(f"As remembered for the {purpose_label(purpose).lower()}: {said}"),
            value=True,
            key=_tick(purpose),
            help="What you choose under “What goes in” replaces it. Without this tick, only what you choose applies.",
        )
    return chosen_selection(frame.dataset, purpose)


def chosen_selection(dataset: Dataset, purpose: str) -> Scope:
    """The selection that applies now: what is chosen and, of the rest, what was remembered unless it is refused."""
    chosen, rest = chosen_scope(dataset), _not_chosen(dataset, purpose)
    if rest == Scope() or not st.session_state.get(_tick(purpose), True):
        return chosen
    kept = dict((*chosen.where, *rest.where))
    where = tuple((field, kept[field]) for field, _ in CHOICES if field in kept)
    return Scope(where, chosen.start or rest.start, chosen.end or rest.end)


def _choose_or_usual(label: str, options: Sequence[str], in_words: Callable[[str], str], key: str, usual: str) -> None:
    """Draw a choice whose first option stands for the usual one, whichever that is: the purpose changes no widget."""
    st.radio(
        label,
        ["", *options],
        format_func=lambda option: in_words(option) if option else DEFAULT,
        captions=[f"{in_words(usual)}, unless you choose another", *("" for _ in options)],
        key=key,
        bind="query-params",
        horizontal=True,
    )


def _tick(purpose: str) -> str:
    return f"as-remembered-{purpose}"


def _usual_format(dataset: Dataset, purpose: str) -> str:
    """The format remembered for a purpose; without one that still exists, the format most readers want."""
    wanted = _wishes(dataset, purpose).get("format")
    return wanted if wanted in formats() else usual_format(purpose)


def _usual_language(dataset: Dataset, purpose: str) -> str:
    """The language remembered for a purpose; without one that still exists, the first."""
    wanted = _wishes(dataset, purpose).get("language")
    return wanted if wanted in LANGUAGES else LANGUAGES[0]


def _wishes(dataset: Dataset, purpose: str) -> Mapping[str, Any]:
    return dataset.settings.documents.get(purpose) or {}


def _remembered_selection(dataset: Dataset, purpose: str) -> Scope:
    """The selection remembered for a purpose; of its names only those the data still has."""
    wishes = _wishes(dataset, purpose)
    known = {field: set(field_values(dataset, field)) for field, _ in CHOICES if wishes.get(field)}
    kept = {field: tuple(name for name in wishes[field] if name in names) for field, names in known.items()}
    start, end = (date.fromisoformat(wishes[day]) if wishes.get(day) else None for day in ("from", "to"))
    return Scope(tuple((field, names) for field, names in kept.items() if names), start, end)


def _not_chosen(dataset: Dataset, purpose: str) -> Scope:
    """The parts of the remembered selection that the visitor has not chosen otherwise; the period is one part."""
    remembered, chosen = _remembered_selection(dataset, purpose), chosen_scope(dataset)
    fields = dict(chosen.where)
    where = tuple((field, names) for field, names in remembered.where if field not in fields)
    has_period = chosen.start is not None or chosen.end is not None
    return Scope(where) if has_period else Scope(where, remembered.start, remembered.end)


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
#: The widgets of the form: the part of the wishes each fills → its key.
Boxes = dict[str, str]


def wishes_form(frame: Frame, purpose: str) -> None:
    """Draw the form; what is sent is remembered with the selection, the format and the language that apply."""
    documents = frame.dataset.settings.documents
    own: Mapping[str, Any] = documents.get(purpose) or {}
    with st.form("wishes", border=True):
        boxes = _letterhead(documents)
        boxes |= _texts(purpose, own, frame.dataset.settings.currency)
        boxes |= _notes(purpose, session.notes_at_hand(chosen_selection(frame.dataset, purpose)), own)
        st.caption("These words stand in the document, and on page 1 below, once they are remembered.")
        # A callback: it runs even where the next click comes at once and draws another purpose.
        st.form_submit_button(
            f"Remember all this for the {purpose_label(purpose).lower()}",
            key=f"remember-{purpose}",
            on_click=_remember,
            args=(purpose, boxes),
        )
    for sentence in session.refused():
        st.error(escaped(sentence))


@session.clicked
def _remember(purpose: str, boxes: Boxes) -> None:
    """Remember what stands in the boxes with what was chosen; what is refused is said below the form."""
    dataset = session.dataset()
    chosen = {
        **_selected(chosen_selection(dataset, purpose)),
        "format": chosen_format(dataset, purpose),
        "language": chosen_language(dataset, purpose),
    }
    wishes = {**dataset.settings.documents, **_common(boxes), purpose: {**chosen, **_own(boxes)}}
    try:
        session.set_settings({"documents": _with_logo(wishes)})
    except LibCollabError as error:
        session.refuse(f"{error} Nothing was remembered.")


def _box(part: str, whose: str, current: Any) -> str:
    """The key of a box: another one for another purpose, and where something else is remembered than before.

    Nothing else makes another box, so that what is typed and not sent yet outlives everything else.
    """
    return f"wish-{part}-{whose}-{hashlib.sha256(repr(current).encode()).hexdigest()[:8]}"


def _with_logo(wishes: Wishes) -> Wishes:
    """The wishes with a picture just given as a text.

    Raises
    ------
    LibCollabError : the file given is no picture.
    """
    given = wishes.get("logo")
    logo = base64.b64encode(prepare_logo(given)).decode() if isinstance(given, bytes) else given
    return {name: value for name, value in {**wishes, "logo": logo}.items() if value}


def _selected(scope: Scope) -> Wishes:
    days = {"from": scope.start, "to": scope.end}
    return {name: list(kept) for name, kept in scope.where} | {
        name: day.isoformat() for name, day in days.items() if day is not None
    }


def _letterhead(documents: Mapping[str, Any]) -> Boxes:
    """The line and the picture that stand on every document, whatever its purpose."""
    contact, logo = documents.get("contact") or "", documents.get("logo") or ""
    boxes = {part: _box(part, "every", value) for part, value in (("contact", contact), ("logo", logo))}
    st.text_input(
        "Contact line, on every document",
        contact,
        max_chars=200,
        placeholder="Main Library, 12 Mabini Street, library@example.org",
        key=boxes["contact"],
    )
    if logo:
        st.image(base64.b64decode(logo), width=120, alt="Your logo")
    st.file_uploader(
        "Logo, on every document (PNG or JPEG)", type=["png", "jpg", "jpeg"], max_upload_size=5, key=boxes["logo"]
    )
    if logo:
        boxes["without-logo"] = _box("without-logo", "every", logo)
        st.checkbox("Leave the logo away", key=boxes["without-logo"])
    return boxes


def _common(boxes: Boxes) -> Wishes:
    """What was typed and given for every document."""
    common: Wishes = {"contact": _in(boxes, "contact") or ""}
    given = _in(boxes, "logo")
    if given is not None:
        return common | {"logo": given.getvalue()}
    return common | ({"logo": ""} if _in(boxes, "without-logo") else {})


def _texts(purpose: str, own: Mapping[str, Any], currency: str) -> Boxes:
    """Boxes for what this purpose prints in the library's own words."""
    boxes: Boxes = {}
    kinds = PURPOSES[purpose].texts
    for kind in (kind for kind in PARAGRAPHS if kind in kinds):
        label, example = PARAGRAPHS[kind]
        boxes[kind] = _box(kind, purpose, own.get(kind))
        st.text_area(label, own.get(kind) or "", max_chars=2000, placeholder=example, key=boxes[kind])
    if "offers" in kinds:
        boxes["offers"] = _box("offers", purpose, own.get("offers"))
        st.text_area(
            "What we offer in return, a line each",
            "\n".join(own.get("offers") or ()),
            max_chars=2000,
            placeholder="Your name on the shelf\nA reading hour with your staff",
            key=boxes["offers"],
        )
    return boxes | (_tiers(own.get("tiers") or (), currency) if "tiers" in kinds else {})


def _own(boxes: Boxes) -> Wishes:
    """What was typed and chosen for this purpose; the parts left empty are left out."""
    given: Wishes = {kind: (_in(boxes, kind) or "").strip() for kind in PARAGRAPHS}
    given["offers"] = [line.strip() for line in (_in(boxes, "offers") or "").splitlines() if line.strip()]
    rows = [
        {"name": _in(boxes, f"tier-name-{place}") or "", "amount": _in(boxes, f"tier-amount-{place}")}
        for place in range(MOST_TIERS)
    ]
    given["tiers"] = [row for row in rows if row["name"].strip() or row["amount"] is not None]
    given["notes"] = _in(boxes, "notes")
    return {name: value for name, value in given.items() if value}


def _in(boxes: Boxes, part: str) -> Any:
    """What stands in a box; None where this form has none."""
    return st.session_state.get(boxes[part]) if part in boxes else None


def _tiers(known: Any, currency: str) -> Boxes:
    """Sizes of a gift in small rows; one without a name or without an amount is refused in words when it is sent."""
    st.markdown("**Sizes of a gift** – what each buys is worked out from your own sessions")
    boxes: Boxes = {}
    for place in range(min(MOST_TIERS, len(known) + SPARE_TIERS)):
        tier: Mapping[str, Any] = known[place] if place < len(known) else {}
        name, amount = f"tier-name-{place}", f"tier-amount-{place}"
        with st.container(horizontal=True):
            st.text_input(
                f"Gift {place + 1}, called", tier.get("name") or "", max_chars=200, placeholder="Friend", key=name
            )
            st.number_input(
                f"Amount {place + 1} ({currency})" if currency else f"Amount {place + 1}", value=tier.get("amount"),
                format="%.10g", placeholder="5000", key=amount,
            )  # fmt: skip
        boxes |= {name: name, amount: amount}
    return boxes


def _notes(purpose: str, known: tuple[Note, ...], own: Mapping[str, Any]) -> Boxes:
    """Notes and quotes to choose among those marked as fit for others."""
    if not known:
        st.caption("No note of this selection is marked as fit to be shown to others; you mark them under “Records”.")
        return {}
    told = {note_id(note): _told(note) for note in known}
    boxes = {"notes": _box("notes", purpose, own.get("notes"))}
    st.multiselect(
        "Notes and quotes to print",
        list(told),
        [name for name in own.get("notes") or () if name in told],
        format_func=lambda name: told[name],
        max_selections=12,
        placeholder="none",
        key=boxes["notes"],
    )
    if session.store() is not None and not session.kept().keep_notes:
        st.caption(
            f"Notes are kept only with the tick “{NOTES}” under “Your sheets”; "
            "without it they leave the document when this window is closed."
        )
    return boxes


def _told(note: Note) -> str:
    day = f"{note.day:%Y-%m-%d}: " if note.day else ""
    return f"{day}{note.text[:SHORT]}{'…' if len(note.text) > SHORT else ''}"
