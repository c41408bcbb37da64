"""Inputs of the form of document options, with the key and the value of each; the line of the queue."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import Any

import streamlit as st

from pages.ui.share.documents import describe_position

DocumentOptions = dict[str, Any]
#: Widget key of each document option in the form.
WidgetKeys = dict[str, str]


def widget_key(part: str, purpose: str, current: Any) -> str:
    """Return the widget key of an input, which depends on the purpose and the remembered value.

    Nothing else changes the key, so that unsent input is preserved.
    """
    return f"wish-{part}-{purpose}-{hashlib.sha256(repr(current).encode()).hexdigest()[:8]}"


def widget_value(boxes: WidgetKeys, part: str) -> Any:
    """Return the value of an input; None if this form does not have it."""
    return st.session_state.get(boxes[part]) if part in boxes else None


def position_line() -> Callable[[int], object]:
    """Return a callback that shows a position in the queue on a line of its own, and clears it at the end."""
    line = st.empty()
    return lambda ahead: line.text(describe_position(ahead)) if ahead else line.empty()
