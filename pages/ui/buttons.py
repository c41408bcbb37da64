"""Buttons whose press is acted on even when another click interrupts the run that should have done it.

Streamlit stops a running page as soon as anything else is clicked. What `st.button` returns is lost if the run had not
come to the button yet; a press noted in the button's callback, which always runs, is still there in the next run.
"""

from __future__ import annotations

from typing import Any

import streamlit as st

from pages.ui import session


def button(label: str, *, key: str = "", **options: Any) -> bool:
    """Draw a button and return whether it was pressed, in this run or in one that was interrupted before it got here.

    Parameters
    ----------
    key : the name of the button; without one its label is taken, which must then occur once on the page.
    options : other options of `st.button`.
    """
    name = key or label
    st.button(label, key=name, on_click=session.note_press, args=(name,), **options)
    return session.take_press(name) and not options.get("disabled", False)


def submit_button(label: str, *, key: str, **options: Any) -> bool:
    """Draw the button that sends a form, and return whether it was pressed; see `button`."""
    st.form_submit_button(label, key=key, on_click=session.note_press, args=(key,), **options)
    return session.take_press(key) and not options.get("disabled", False)
