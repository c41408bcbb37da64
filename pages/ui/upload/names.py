"""Merging of near-duplicate names and overlapping sheets; each decision can be undone alone."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from libcollab_metrics.model import (
    ALL_SHEETS,
    NAME_KINDS,
    OVERLAP_QUESTION,
    Answer,
    Issue,
    Merge,
    NearSpelling,
    Operation,
)
from pages.ui import session
from pages.ui.buttons import draw_button
from pages.ui.markdown import escape_markdown


def draw_overlap_question(overlaps: Sequence[Issue]) -> None:
    """Ask once whether rows in two sheets or files are duplicates; the answer is a step."""
    if not overlaps or session.is_sample():
        return
    with st.container(border=True):
        st.text(OVERLAP_QUESTION.text)
        for issue in overlaps:
            st.text(f"“{issue.sheet}”: {issue.message}")
        with st.container(horizontal=True):
            for value, label in reversed(OVERLAP_QUESTION.options):
                if draw_button(label[:1].upper() + label[1:], key=f"overlaps-{value}"):
                    _append_and_rerun(Answer(ALL_SHEETS, {"duplicates": value}))


def draw_name_merges() -> None:
    """Propose near-duplicate names, allow manual merges, and list merges with an undo button."""
    if session.is_sample():
        return
    st.header("Names in use")
    _draw_proposed_merges(session.find_near_names())
    _draw_active_merges(session.list_renames())
    _draw_manual_merge()


def _draw_proposed_merges(near_spellings: tuple[NearSpelling, ...]) -> None:
    if near_spellings:
        st.text("These may be one name, spelled in two ways. Nothing is joined before you say so.")
    for join in near_spellings:
        with st.container(border=True):
            st.text(
                f"{join.kind}: “{join.old}” ({_row_count_text(join.old_rows)}), “{join.new}” "
                f"({_row_count_text(join.new_rows)})"
            )
            with st.container(horizontal=True):
                key = f"{join.column}-{join.old}-{join.new}"
                if draw_button(escape_markdown(f"Join: all are “{join.new}”"), key=f"join-{key}"):
                    _append_and_rerun(Merge(join.column, join.old, join.new))
                if draw_button(escape_markdown(f"Keep “{join.old}” apart"), key=f"apart-{key}"):
                    _append_and_rerun(Merge(join.column, join.old, join.old))


def _draw_active_merges(active_merges: tuple[Merge, ...]) -> None:
    for merge in active_merges:
        with st.container(horizontal=True, vertical_alignment="center"):
            st.text(f"“{merge.old}” is read as “{merge.new}” in every row.")
            if draw_button(
                escape_markdown(f"Take “{merge.old}” back"), key=f"back-{merge.column}-{merge.old}"
            ):
                _append_and_rerun(Merge(merge.column, merge.old, merge.old))


def _draw_manual_merge() -> None:
    """Draw the manual merge: one name is read as another in all rows."""
    names = session.names_by_kind()
    kinds = [kind for kind in NAME_KINDS if names[kind]]
    if not kinds:
        return
    with st.expander("Read a name as another, in every row"):
        kind = st.selectbox("Kind of name", kinds, key="join-kind")
        spellings = sorted(names[kind], key=str.casefold)
        old = st.selectbox(
            "Every", spellings, index=None, key=f"join-old-{kind}", placeholder="the name as it stands"
        )
        new = st.selectbox(
            "is read as",
            [name for name in spellings if name != old],
            index=None,
            key=f"join-new-{kind}",
            placeholder="choose, or type another name",
            accept_new_options=True,
        )
        ready = bool(old and new and new.strip())
        if draw_button("Read it so in every row", disabled=not ready, key="join-by-hand") and old and new:
            _append_and_rerun(Merge(NAME_KINDS[kind], old, new.strip()))


def _append_and_rerun(operation: Operation) -> None:
    session.append(operation)
    st.rerun()


def _row_count_text(count: int) -> str:
    return "1 row" if count == 1 else f"{count:,} rows"
