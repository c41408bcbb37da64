"""Texts of the pages in the visitor's language: English phrases with named values, and plurals."""

from __future__ import annotations

from collections.abc import Mapping
from contextvars import ContextVar
from typing import TypeVar

import streamlit as st

from libcollab_metrics.localization import LANGUAGES, Language, language, match_language
from libcollab_metrics.messages import Message
from pages.ui.streamlit_internals import came_by_history

Option = TypeVar("Option")
#: Keys of the language in the session state and in the address, and of what was last written to the address.
CHOSEN, ADDRESS, WRITTEN = "screen-language", "lang", "screen-language-written"
#: Language of this run of a page; None before `open_language`, as in a callback.
_of_run: ContextVar[Language | None] = ContextVar("language of the run", default=None)


def screen_language() -> Language:
    """Return the language of the pages that the visitor chose, that of the browser at first."""
    return _of_run.get() or _load_language(st.session_state.get(CHOSEN, _browser_language()[0]))


def _browser_language() -> tuple[str, str]:
    """Return the code of the browser's language, English if the pages are not in it, and its region."""
    return match_language(st.context.locale or "")


def _load_language(code: str) -> Language:
    """Load a language, with the numbers of the browser's region if it is the browser's language."""
    spoken, region = _browser_language()
    return language(code, region if code == spoken else "")


def _(text: str, /, **values: object) -> str:
    """Translate an English phrase, and put values in the place of their names; translate a message.

    `make words` adds the phrases of all calls with a literal to the catalogs; those that reach a call in a
    variable are marked with `later` where they are written.

    Parameters
    ----------
    text : str
        English phrase, with names in braces; without values, braces are plain characters. Or a message of the
        package, which has its values.
    **values : object
        Values by name.

    Returns
    -------
    str
        The phrase in the visitor's language; in English if it is not in the catalog.

    Examples
    --------
    >>> _("{met} of {all}", met=2, all=3)
    '2 of 3'
    """
    translated = screen_language().translate(text, "screen")
    return translated.format(**values) if values else translated


def plural(count: float, one: str, many: str, /, **values: object) -> str:
    """Translate the phrase for one or for another number, which is the value `count`.

    Phrases that are equal in English have a translation each.

    Examples
    --------
    >>> plural(1, "{count} row", "{count} rows"), plural(1200, "{count} row", "{count} rows")
    ('1 row', '1,200 rows')
    """
    values = {"count": format_number(count)} | values
    if count == 1 and one == many:
        return screen_language().translate(one, "screen-one").format(**values)
    return _(one if count == 1 else many, **values)


def translate_message(text: str) -> str:
    """Translate a message of the package; text as it was typed is returned unchanged."""
    return _(text) if isinstance(text, Message) else text


def labels(phrases: Mapping[Option, str]) -> dict[Option, str]:
    """Translate the label of each option of a control, once per run.

    Examples
    --------
    >>> labels({"own": "Own dates"})
    {'own': 'Own dates'}
    """
    return {option: _(phrase) for option, phrase in phrases.items()}


def later(text: str) -> str:
    """Mark an English phrase that is translated where it is shown; returns it unchanged."""
    return text


def format_number(value: float) -> str:
    """Return a whole number with the separators of the visitor's language."""
    return screen_language().number(value)


def open_language() -> None:
    """Take over the language of the address, and write that of the session to it; first step of every run.

    The language belongs to the session and is written to the address unless it is that of the browser, so
    that a reloaded page or a link has it. The address outranks the session where it says something new, and
    always after Back.
    """
    state, given, first = st.session_state, st.query_params.get(ADDRESS), _browser_language()[0]
    if came_by_history() and given is None:
        state[CHOSEN] = first
    if given in LANGUAGES and given != state.get(WRITTEN):
        state[CHOSEN] = given
    chosen = state.setdefault(CHOSEN, first)
    if chosen == first:
        st.query_params.pop(ADDRESS, None)
    elif chosen != given:
        st.query_params[ADDRESS] = chosen
    state[WRITTEN] = chosen
    _of_run.set(_load_language(chosen))


def draw_screen_language() -> None:
    """Draw the choice of the language in the sidebar."""
    st.session_state["language-shown"] = st.session_state[CHOSEN] = screen_language().code
    st.sidebar.selectbox(
        _("Language"),
        list(LANGUAGES),
        format_func=LANGUAGES.__getitem__,
        key="language-shown",
        on_change=_choose_language,
        label_visibility="collapsed",
    )


def _choose_language() -> None:
    st.session_state[CHOSEN] = st.session_state["language-shown"]
