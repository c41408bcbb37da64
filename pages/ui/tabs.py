"""Tabs and choices whose addresses work in every language."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import streamlit as st

from libcollab_metrics.localization import LANGUAGES, language
from pages.ui.translation import _


def draw_tabs(names: Sequence[str], key: str) -> Sequence[Any]:
    """Draw tabs, of which the open one is in the address and in the session under its translated name.

    The address outranks the session: a link opens its tab although another one was open before. A name in
    another language, of a link or of the language chosen before, opens the same tab.

    Parameters
    ----------
    names : sequence of str
        English names, in the order of the tabs.
    key : str
        Key of the tabs and of the address.

    Returns
    -------
    sequence of TabContainer
        The tabs.
    """
    labels = [_(name) for name in names]
    given, opened = st.query_params.get(key, st.session_state.get(key)), st.session_state.get(key)
    if given not in labels or opened not in (given, None):
        for name, label in zip(names, labels, strict=True):
            if given in _in_every_language(name):
                st.session_state[key] = label
    return st.tabs(labels, key=key, bind="query-params")


def accept_address(key: str, options: Sequence[str], label: Callable[[str], str]) -> None:
    """Choose the option that the address names, as itself or in any language, before its control is drawn.

    Parameters
    ----------
    key : str
        Key of the control and of the address.
    options : sequence of str
        Values of the control.
    label : callable
        Returns the English label of an option.
    """
    given = st.query_params.get(key)
    if key in st.session_state or given is None:
        return
    for option in options:
        if given in (option, *_in_every_language(label(option))):
            st.session_state[key] = option


def _in_every_language(phrase: str) -> set[str]:
    return {language(code).translate(phrase, "screen") for code in LANGUAGES}
