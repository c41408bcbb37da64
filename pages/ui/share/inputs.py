"""Inputs of the form of document options, with the key and the value of each; the progress of its figures."""

from __future__ import annotations

import hashlib
from collections.abc import Hashable
from functools import partial
from typing import Any

import streamlit as st

from pages.ui import session
from pages.ui.progress import WorkProgress
from pages.ui.share.documents import describe_position
from pages.ui.translation import _

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


def figures_progress(asked: Hashable) -> WorkProgress:
    """Return the place for the progress of computing a report's figures, with a button to stop it."""
    return WorkProgress(
        _("Computing the figures …"),
        key="stop-figures",
        on_cancel=partial(session.stop_preview, "figures", asked),
        describe_queue=describe_position,
    )
