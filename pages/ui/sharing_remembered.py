"""What was remembered for a purpose. It applies where the visitor has chosen nothing; no widget is ever set to it.

Setting a widget to what another purpose remembers would drop a click that is on its way while the page is redrawn.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

import streamlit as st

from libcollab_metrics.figures import scope_sentence
from libcollab_metrics.metrics import field_values
from libcollab_metrics.model import Dataset, Scope
from libcollab_metrics.wording import LANGUAGES
from pages.ui import session
from pages.ui.filters import CHOICES, chosen_scope
from pages.ui.frame import Frame, escaped
from pages.ui.purposes import LANGUAGE_LABELS, format_label, formats, purpose_label, usual_format

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
