"""Inputs of the form of document options: the key and the value of each."""

from __future__ import annotations

import hashlib
from typing import Any

import streamlit as st

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
