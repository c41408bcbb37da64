"""Drafts of typed rows, and messages shown once at the next run."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import streamlit as st

from libcollab_metrics.ingest import TypingContext
from libcollab_metrics.metrics import CATALOG
from pages.ui.session.workspaces import key, own_dataset


def typing_context() -> TypingContext:
    """Return what typed rows are validated against.

    Returns
    -------
    Known
        Pseudonym key, currency, and metrics by id and label.
    """
    names = {name: (metric.id, metric.unit) for metric in CATALOG for name in (metric.id, metric.label)}
    return TypingContext(key(), own_dataset().settings.currency, names)


def draft(table: str) -> dict[str, Any]:
    """Return the draft of a table: rows typed but not stored yet.

    It is in memory only, and outlives page changes and refusals.

    Parameters
    ----------
    table : str
        Name of the table.

    Returns
    -------
    dict
        `rows` as typed, `problems` by row position, `round`, the version of the grid, and `is_saving` once
        the grid is to be saved.
    """
    drafts: dict[str, dict[str, Any]] = st.session_state.setdefault("drafts", {})
    return drafts.setdefault(table, {"rows": [], "problems": {}, "round": 0})


@dataclass(frozen=True)
class Message:
    """Success message, and the pages that it offers as next steps.

    Attributes
    ----------
    text : str
        One sentence.
    pages : tuple of str, default ()
        Addresses of the pages.
    """

    text: str
    pages: tuple[str, ...] = ()


def add_message(*sentences: str, pages: tuple[str, ...] = ()) -> None:
    """Queue success messages for the next run of the page.

    Parameters
    ----------
    *sentences : str
        Messages, each shown once.
    pages : tuple of str, default ()
        Addresses of the pages to offer as next steps.
    """
    st.session_state.setdefault("sentences", []).extend(Message(text, pages) for text in sentences)


def pop_messages() -> list[Message]:
    """Return the queued success messages, and clear them.

    Returns
    -------
    list of Message
        Messages in order.
    """
    return st.session_state.pop("sentences", [])


def add_warning(*sentences: str) -> None:
    """Queue warnings for the next run of the page.

    Parameters
    ----------
    *sentences : str
        Warnings, each shown once.
    """
    st.session_state.setdefault("warnings", []).extend(sentences)


def pop_warnings() -> list[str]:
    """Return the queued warnings, and clear them.

    Returns
    -------
    list of str
        Warnings in order.
    """
    return st.session_state.pop("warnings", [])


def add_refusal(*sentences: str) -> None:
    """Queue messages about refused actions for the next run of the page.

    Parameters
    ----------
    *sentences : str
        Messages, each shown once.
    """
    st.session_state.setdefault("refusals", []).extend(sentences)


def pop_refusals() -> list[str]:
    """Return the queued messages about refused actions, and clear them.

    Returns
    -------
    list of str
        Messages in order.
    """
    return st.session_state.pop("refusals", [])
