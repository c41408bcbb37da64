"""Files uploaded and not yet used, in memory only: the part of the session both reading and undoing look at."""

from __future__ import annotations

from typing import Any

import streamlit as st


def pending() -> dict[str, tuple[str, bytes]]:
    """Files uploaded and not yet confirmed: sha256 → name and bytes, in memory only."""
    return st.session_state.setdefault("pending", {})


def handled() -> dict[str, str]:
    """Files dealt with in this window: sha256 → the upload that brought each."""
    return st.session_state.setdefault("handled", {})


def answers() -> dict[str, Any]:
    """The answers given on the review screen so far."""
    return st.session_state.setdefault("answers", {})


def dismiss(sha256: str) -> None:
    """Forget a waiting file and everything read from it."""
    pending().pop(sha256, None)
    st.session_state.get("read", {}).pop(sha256, None)
    answers().pop(sha256, None)
