"""What is being typed and not kept yet, and what is to be said once."""

from __future__ import annotations

from typing import Any

import streamlit as st

from libcollab_metrics.ingest import (
    Known,
)
from libcollab_metrics.metrics import CATALOG
from pages.ui.session.workspaces import key, own_dataset


def known() -> Known:
    """What typed rows are read against."""
    names = {name: (metric.id, metric.unit) for metric in CATALOG for name in (metric.id, metric.label)}
    return Known(key(), own_dataset().settings.currency, names)


def draft(table: str) -> dict[str, Any]:
    """What is being typed for a table and not kept yet: `rows` as typed, `problems` by place, `round` of the grid.

    It outlives a page change and a refusal; it is in memory only.
    """
    drafts: dict[str, dict[str, Any]] = st.session_state.setdefault("drafts", {})
    return drafts.setdefault(table, {"rows": [], "problems": {}, "round": 0})


def tell(*sentences: str) -> None:
    """Say something at the next run of the page, once."""
    st.session_state.setdefault("sentences", []).extend(sentences)


def told() -> list[str]:
    """What was to be said; it is forgotten now."""
    return st.session_state.pop("sentences", [])


def point_out(*sentences: str) -> None:
    """Warn of something at the next run of the page, once."""
    st.session_state.setdefault("warnings", []).extend(sentences)


def pointed_out() -> list[str]:
    """What was to be warned of; it is forgotten now."""
    return st.session_state.pop("warnings", [])


def refuse(*sentences: str) -> None:
    """Say at the next run of the page, once, what a click was refused for."""
    st.session_state.setdefault("refusals", []).extend(sentences)


def refused() -> list[str]:
    """What clicks were refused for; it is forgotten now."""
    return st.session_state.pop("refusals", [])
