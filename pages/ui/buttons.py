"""Buttons whose press is handled completely even if another click interrupts the run.

Streamlit stops a running page as soon as anything else is clicked. The return value of `st.button` is lost if
the run had not reached the button yet; a press recorded in the button's callback, which always runs, is still
available in the next run. Once a press is being handled, the run finishes before the next click counts.
"""

from __future__ import annotations

from typing import Any

import streamlit as st

from pages.ui import session
from pages.ui.streamlit_internals import defer_interruptions


def draw_button(label: str, *, key: str = "", **options: Any) -> bool:
    """Draw a button and return whether it was pressed, in this run or an interrupted one.

    Parameters
    ----------
    label : str
        Label.
    key : str, default ""
        Key of the button; defaults to the label, which must then be unique on the page.
    **options
        Other options of `st.button`.

    Returns
    -------
    bool
        True once per press.
    """
    name = key or label
    st.button(label, key=name, on_click=session.record_press, args=(name,), **options)
    return _is_pressed(name, options)


def draw_submit_button(label: str, *, key: str, **options: Any) -> bool:
    """Draw a form's submit button and return whether it was pressed; see `draw_button`."""
    st.form_submit_button(label, key=key, on_click=session.record_press, args=(key,), **options)
    return _is_pressed(key, options)


def _is_pressed(name: str, options: dict[str, Any]) -> bool:
    pressed = session.pop_press(name)
    if pressed:
        defer_interruptions()
    return pressed and not options.get("disabled", False)
