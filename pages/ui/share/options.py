"""Options of the documents of one purpose: format, language, selection, texts, notes.

Submitting the form is one step that can be undone.
"""

from __future__ import annotations

import base64
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

import streamlit as st

from libcollab_metrics.document_kinds import (
    DOCUMENT_AUDIENCES,
    audience_label,
    format_label,
)
from libcollab_metrics.errors import LibCollabError
from libcollab_metrics.figures import scope_sentence
from libcollab_metrics.localization import LANGUAGES
from libcollab_metrics.metrics import Note, field_values
from libcollab_metrics.model import Dataset, Scope
from libcollab_metrics.reports import note_id, prepare_logo
from pages.ui import session
from pages.ui.choice import FIELDS
from pages.ui.look import mark_usual_option
from pages.ui.markdown import escape_markdown
from pages.ui.page import Page
from pages.ui.scope_row import current_scope
from pages.ui.share.inputs import DocumentOptions, WidgetKeys, widget_key, widget_value
from pages.ui.share.photo import draw_photo, encode_photo, photo_options
from pages.ui.share.recommendations import draw_recommendations, recommendation_options
from pages.ui.tabs import accept_address
from pages.ui.translation import _, labels, later, screen_language
from pages.ui.workspace.storage import NOTES_LABEL

# Remembered options apply where the visitor has not chosen otherwise. Widgets are never set to them: that
# would drop a click made while the page is redrawn.

#: Label of the default option; its caption names the value.
DEFAULT = later("Default")


def draw_format_choice(dataset: Dataset, purpose: str) -> str:
    """Draw the format choice and return the current format; each purpose has a default."""
    usual = _default_format(dataset, purpose)
    st.header(_("2 · Format"), anchor=False)
    formats = DOCUMENT_AUDIENCES[purpose].formats
    if len(formats) > 1:
        _draw_choice_with_default(_("Format"), formats, format_label, "format", usual)
    else:
        st.caption(format_label(usual))
    return current_format(dataset, purpose)


def current_format(dataset: Dataset, purpose: str) -> str:
    """Return the current format: the chosen one, or the purpose's default."""
    chosen = st.session_state.get("format")
    return chosen if chosen in DOCUMENT_AUDIENCES[purpose].formats else _default_format(dataset, purpose)


def draw_language_choice(dataset: Dataset, purpose: str) -> str:
    """Draw the language choice and return the current language; each purpose remembers its own."""
    if len(LANGUAGES) > 1:
        usual = _default_language(dataset, purpose)
        _draw_choice_with_default(_("Language"), tuple(LANGUAGES), LANGUAGES.__getitem__, "language", usual)
    return current_language(dataset, purpose)


def current_language(dataset: Dataset, purpose: str) -> str:
    """Return the current language: the chosen one, or the purpose's default."""
    return st.session_state.get("language") or _default_language(dataset, purpose)


def draw_remembered_selection(frame: Page, purpose: str) -> Scope:
    """Offer the remembered, not overridden parts of the selection; return the selection."""
    rest = _remaining_selection(frame.dataset, purpose)
    if rest != Scope():
        sentence = scope_sentence(rest, session.today(), frame.language)
        st.checkbox(
            escape_markdown(
                _(
                    "As saved for the {document}: {selection}",
                    document=_(audience_label(purpose)).lower(),
                    selection=sentence,
                )
            ),
            value=True,
            key=_remembered_key(purpose),
            help=_(
                "What you choose under “Change content and branding” replaces it. Untick it to use only what"
                " you choose."
            ),
        )
    return current_selection(frame.dataset, purpose)


def current_selection(dataset: Dataset, purpose: str) -> Scope:
    """Return the current selection: the chosen parts, completed with accepted remembered parts."""
    chosen, rest = current_scope(dataset), _remaining_selection(dataset, purpose)
    if rest == Scope() or not st.session_state.get(_remembered_key(purpose), True):
        return chosen
    filters = dict((*chosen.where, *rest.where))
    where = tuple((field, filters[field]) for field in FIELDS if field in filters)
    return Scope(where, chosen.start or rest.start, chosen.end or rest.end)


def _draw_choice_with_default(
    label: str, options: Sequence[str], option_label: Callable[[str], str], key: str, default_option: str
) -> None:
    """Draw a choice whose first option is the default, so that no widget depends on the purpose.

    On the screen that option is not drawn: while it is chosen, the option that it represents looks chosen.
    """
    accept_address(key, options, option_label)
    names = {"": _(DEFAULT), **labels({option: option_label(option) for option in options})}
    with st.container(key=f"pills-{key}"):
        st.radio(
            label,
            ["", *options],
            format_func=names.__getitem__,
            key=key,
            bind="query-params",
            horizontal=True,
            label_visibility="collapsed",
        )
        st.html(mark_usual_option(2 + list(options).index(default_option)))


def _remembered_key(purpose: str) -> str:
    return f"as-remembered-{purpose}"


def _default_format(dataset: Dataset, purpose: str) -> str:
    """Return the remembered format of a purpose if it still exists, otherwise the default."""
    wanted = _document_options(dataset, purpose).get("format")
    kind = DOCUMENT_AUDIENCES[purpose]
    return wanted if wanted in kind.formats else kind.default_format


def _default_language(dataset: Dataset, purpose: str) -> str:
    """Return the remembered language of a purpose if it still exists, otherwise that of the pages."""
    wanted = _document_options(dataset, purpose).get("language")
    return wanted if wanted in LANGUAGES else screen_language().code


def _document_options(dataset: Dataset, purpose: str) -> Mapping[str, Any]:
    return dataset.settings.documents.get(purpose) or {}


def _remembered_selection(dataset: Dataset, purpose: str) -> Scope:
    """Return the remembered selection of a purpose, without names no longer in the data."""
    options = _document_options(dataset, purpose)
    known = {field: set(field_values(dataset, field)) for field in FIELDS if options.get(field)}
    filters = {
        field: tuple(name for name in options[field] if name in names) for field, names in known.items()
    }
    start, end = (date.fromisoformat(options[day]) if options.get(day) else None for day in ("from", "to"))
    return Scope(tuple((field, names) for field, names in filters.items() if names), start, end)


def _remaining_selection(dataset: Dataset, purpose: str) -> Scope:
    """Return the remembered parts the visitor did not override; the period is a single part."""
    remembered, chosen = _remembered_selection(dataset, purpose), current_scope(dataset)
    fields = dict(chosen.where)
    where = tuple((field, names) for field, names in remembered.where if field not in fields)
    has_period = chosen.start is not None or chosen.end is not None
    return Scope(where) if has_period else Scope(where, remembered.start, remembered.end)


#: Label and example of each text.
PARAGRAPHS: Mapping[str, tuple[str, str]] = {
    "need": (later("The need"), later("Most children here have no book at home.\n(household survey, 2024)")),
    "ask": (later("Your request"), later("Books and a shelf for two schools.")),
}
#: Paper sizes in the order of the choice.
PAPERS = {"": later("of your country"), "a4": "A4", "letter": later("US Letter")}
MAX_TIERS = 6
#: Number of empty gift rows offered in addition to the filled ones.
SPARE_TIERS = 2
#: Maximum number of characters of a note shown in the list.
MAX_NOTE_LENGTH = 80


def draw_options_form(frame: Page, purpose: str) -> None:
    """Draw the form; submitting remembers its values with the selection, format and language."""
    documents = frame.dataset.settings.documents
    own: Mapping[str, Any] = documents.get(purpose) or {}
    with st.form("wishes", border=True):
        boxes = _draw_letterhead(documents)
        boxes |= draw_photo(documents.get("photo") or {})
        boxes |= _draw_texts(purpose, own, frame.dataset.settings.currency)
        if purpose == "board":
            boxes |= draw_recommendations(frame, current_selection(frame.dataset, purpose))
        boxes |= _draw_note_choice(
            purpose, session.shareable_notes(current_selection(frame.dataset, purpose), purpose), own
        )
        st.caption(_("Saved texts appear in the document and on page 1."))
        # A callback runs even if the next click follows at once and draws another purpose.
        st.form_submit_button(
            _("Save for the {document}", document=_(audience_label(purpose)).lower()),
            key=f"remember-{purpose}",
            on_click=_store_options,
            args=(purpose, boxes),
        )
    for sentence in session.pop_refusals():
        st.error(escape_markdown(sentence))


@session.guard_callback
def _store_options(purpose: str, widget_keys: WidgetKeys) -> None:
    """Store the form's values with the current choices; show a refusal below the form."""
    dataset = session.dataset()
    chosen = {
        **_scope_options(current_selection(dataset, purpose)),
        "format": current_format(dataset, purpose),
        "language": current_language(dataset, purpose),
    }
    options = {
        **dataset.settings.documents,
        **_common_options(widget_keys),
        "photo": photo_options(widget_keys, dataset.settings.documents.get("photo") or {}),
        purpose: {**chosen, **_purpose_options(widget_keys)},
    }
    try:
        session.set_settings({"documents": _encode_logo(encode_photo(options))})
    except LibCollabError as error:
        session.add_refusal(_("{error} Nothing was saved.", error=_(error.message)))


def _encode_logo(options: DocumentOptions) -> DocumentOptions:
    """Encode an uploaded logo as text.

    Raises
    ------
    LibCollabError
        If the file is not an image.
    """
    uploaded = options.get("logo")
    logo = base64.b64encode(prepare_logo(uploaded)).decode() if isinstance(uploaded, bytes) else uploaded
    return {name: value for name, value in {**options, "logo": logo}.items() if value}


def _scope_options(scope: Scope) -> DocumentOptions:
    days = {"from": scope.start, "to": scope.end}
    return {name: list(values) for name, values in scope.where} | {
        name: day.isoformat() for name, day in days.items() if day is not None
    }


def _draw_letterhead(documents: Mapping[str, Any]) -> WidgetKeys:
    """Draw the contact line, logo, color and paper, which apply to every document."""
    contact, logo = documents.get("contact") or "", documents.get("logo") or ""
    boxes = {part: widget_key(part, "every", value) for part, value in (("contact", contact), ("logo", logo))}
    st.text_input(
        _("Contact line, on every document"),
        contact,
        max_chars=200,
        placeholder="Main Library, 12 Mabini Street, library@example.org",
        key=boxes["contact"],
    )
    if logo:
        st.image(base64.b64decode(logo), width=120, alt=_("Your logo"))
    st.file_uploader(
        _("Logo, on every document (PNG or JPEG)"),
        type=["png", "jpg", "jpeg"],
        max_upload_size=5,
        key=boxes["logo"],
    )
    if logo:
        boxes["without-logo"] = widget_key("without-logo", "every", logo)
        st.checkbox(_("Remove the logo"), key=boxes["without-logo"])
    boxes |= {part: widget_key(part, "every", documents.get(part)) for part in ("accent", "paper", "method")}
    with st.grid(2, min_column_width=180, vertical_alignment="bottom"):
        st.text_input(
            _("Accent color"),
            documents.get("accent") or "",
            max_chars=7,
            placeholder=_("from your logo"),
            help=_("Such as #B93C0B. It is darkened where text would be hard to read."),
            key=boxes["accent"],
        )
        st.selectbox(
            _("Paper"),
            tuple(PAPERS),
            tuple(PAPERS).index(documents.get("paper") or ""),
            format_func=labels(PAPERS).__getitem__,
            key=boxes["paper"],
        )
    st.text_input(
        _("Web address that describes how you count"),
        documents.get("method") or "",
        max_chars=200,
        placeholder="library.example/method",
        key=boxes["method"],
    )
    return boxes


def _common_options(boxes: WidgetKeys) -> DocumentOptions:
    """Return the inputs that apply to every document."""
    common: DocumentOptions = {
        part: (widget_value(boxes, part) or "").strip() for part in ("contact", "accent", "paper", "method")
    }
    upload = widget_value(boxes, "logo")
    if upload is not None:
        return common | {"logo": upload.getvalue()}
    return common | ({"logo": ""} if widget_value(boxes, "without-logo") else {})


def _draw_texts(purpose: str, own: Mapping[str, Any], currency: str) -> WidgetKeys:
    """Draw the inputs for the purpose's own texts."""
    boxes: WidgetKeys = {}
    kinds = DOCUMENT_AUDIENCES[purpose].texts
    if "headline" in kinds:
        boxes["headline"] = widget_key("headline", purpose, own.get("headline"))
        st.text_input(
            _("Headline in your own words"),
            own.get("headline") or "",
            max_chars=95,
            placeholder=_("empty: chosen from your results"),
            key=boxes["headline"],
        )
    for kind in (kind for kind in PARAGRAPHS if kind in kinds):
        label, example = map(_, PARAGRAPHS[kind])
        boxes[kind] = widget_key(kind, purpose, own.get(kind))
        st.text_area(label, own.get(kind) or "", max_chars=2000, placeholder=example, key=boxes[kind])
    if "offers" in kinds:
        boxes["offers"] = widget_key("offers", purpose, own.get("offers"))
        st.text_area(
            _("What sponsors get in return, one per line"),
            "\n".join(own.get("offers") or ()),
            max_chars=2000,
            placeholder=_("Your name on the shelf\nA reading hour with your staff"),
            key=boxes["offers"],
        )
    if "reply_by" in kinds:
        boxes["reply_by"] = widget_key("reply_by", purpose, own.get("reply_by"))
        day = date.fromisoformat(own["reply_by"]) if own.get("reply_by") else None
        st.date_input(_("Reply by"), day, key=boxes["reply_by"])
    return boxes | (_draw_tiers(own.get("tiers") or (), currency) if "tiers" in kinds else {})


def _purpose_options(boxes: WidgetKeys) -> DocumentOptions:
    """Return the inputs of this purpose, without empty ones."""
    entered: DocumentOptions = {
        kind: (widget_value(boxes, kind) or "").strip() for kind in ("headline", *PARAGRAPHS)
    }
    reply_by = widget_value(boxes, "reply_by")
    entered["reply_by"] = reply_by.isoformat() if reply_by else ""
    entered["offers"] = [
        line.strip() for line in (widget_value(boxes, "offers") or "").splitlines() if line.strip()
    ]
    rows = [
        {
            "name": widget_value(boxes, f"tier-name-{index}") or "",
            "amount": widget_value(boxes, f"tier-amount-{index}"),
        }
        for index in range(MAX_TIERS)
    ]
    entered["tiers"] = [row for row in rows if row["name"].strip() or row["amount"] is not None]
    entered["notes"] = widget_value(boxes, "notes")
    entered["recommendations"] = recommendation_options(boxes)
    return {name: value for name, value in entered.items() if value}


def _draw_tiers(known: Any, currency: str) -> WidgetKeys:
    """Draw the gift sizes; one without a name or an amount is refused on submission."""
    st.markdown(_("**Giving levels** – what each pays for is calculated from your own sessions"))
    boxes: WidgetKeys = {}
    for index in range(min(MAX_TIERS, len(known) + SPARE_TIERS)):
        tier: Mapping[str, Any] = known[index] if index < len(known) else {}
        name, amount = f"tier-name-{index}", f"tier-amount-{index}"
        with st.container(horizontal=True):
            st.text_input(
                _("Level {number} name", number=index + 1),
                tier.get("name") or "",
                max_chars=200,
                placeholder=_("Friend"),
                key=name,
            )
            st.number_input(
                " ".join(
                    filter(None, (_("Amount {number}", number=index + 1), currency and f"({currency})"))
                ),
                value=tier.get("amount"),
                format="%.10g",
                placeholder="5000",
                key=amount,
            )
        boxes |= {name: name, amount: amount}
    return boxes


def _draw_note_choice(purpose: str, known: tuple[Note, ...], own: Mapping[str, Any]) -> WidgetKeys:
    """Draw the choice of notes and quotes among those marked as shareable."""
    if not known:
        st.caption(_("No note of this selection is marked as shareable. Mark notes in Records."))
        return {}
    names = {note_id(note): _note_label(note) for note in known}
    boxes = {"notes": widget_key("notes", purpose, own.get("notes"))}
    st.multiselect(
        _("Notes and quotes to print"),
        list(names),
        [name for name in own.get("notes") or () if name in names],
        format_func=names.__getitem__,
        max_selections=12,
        placeholder=_("none"),
        key=boxes["notes"],
    )
    if session.store() is not None and not session.stored_state().keep_notes:
        st.caption(
            _(
                "Notes are stored only with “{label}” in Records, Settings. Without it, they leave the"
                " document when you close this window.",
                label=_(NOTES_LABEL),
            )
        )
    return boxes


def _note_label(note: Note) -> str:
    day = f"{note.day:%Y-%m-%d}: " if note.day else ""
    return f"{day}{note.text[:MAX_NOTE_LENGTH]}{'…' if len(note.text) > MAX_NOTE_LENGTH else ''}"
