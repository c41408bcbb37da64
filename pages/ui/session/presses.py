"""Button presses that were not handled yet."""

from __future__ import annotations

import streamlit as st


def record_press(name: str) -> None:
    """Record that a button was pressed; the callback of every button handled by the page itself.

    Parameters
    ----------
    name : str
        Key of the button.
    """
    _pressed_buttons().add(name)


def pop_press(name: str) -> bool:
    """Return whether a button was pressed, and clear the press.

    Parameters
    ----------
    name : str
        Key of the button.

    Returns
    -------
    bool
        True if the button was pressed.
    """
    pressed = name in _pressed_buttons()
    _pressed_buttons().discard(name)
    return pressed


def clear_presses() -> None:
    """Clear unhandled presses; called when a page was drawn completely."""
    _pressed_buttons().clear()


def _pressed_buttons() -> set[str]:
    pressed: set[str] = st.session_state.setdefault("pressed", set())
    return pressed
