"""Buttons that were pressed and not acted on yet."""

from __future__ import annotations

import streamlit as st


def note_press(name: str) -> None:
    """Note that a button was pressed; the callback of every button that the page itself acts on."""
    _noted().add(name)


def take_press(name: str) -> bool:
    """Whether this button was pressed; asking forgets it."""
    pressed = name in _noted()
    _noted().discard(name)
    return pressed


def forget_presses() -> None:
    """Forget presses no button came for: called when a page was drawn to its end."""
    _noted().clear()


def _noted() -> set[str]:
    found: set[str] = st.session_state.setdefault("pressed", set())
    return found
