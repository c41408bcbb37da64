"""Button presses that were not handled yet."""

from __future__ import annotations

import streamlit as st


def note_press(name: str) -> None:
    """Record that a button was pressed; the callback of every button handled by the page itself.

    Parameters
    ----------
    name : str
        Key of the button.
    """
    _noted().add(name)


def take_press(name: str) -> bool:
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
    pressed = name in _noted()
    _noted().discard(name)
    return pressed


def forget_presses() -> None:
    """Clear unhandled presses; called when a page was drawn completely."""
    _noted().clear()


def _noted() -> set[str]:
    found: set[str] = st.session_state.setdefault("pressed", set())
    return found
