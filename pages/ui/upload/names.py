"""Merging of near-duplicate names and overlapping sheets; each decision can be undone alone."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

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
from pages.ui.cards import card
from pages.ui.markdown import escape_markdown
from pages.ui.translation import _, labels, plural, screen_language


def draw_overlap_question(overlaps: Sequence[Issue]) -> None:
    """Ask once whether rows in two sheets or files are duplicates; the answer is a step."""
    if not overlaps or session.is_sample():
        return
    with card("overlap", _(OVERLAP_QUESTION.text)):
        for issue in overlaps:
            st.text(f"“{issue.sheet}”: {_(issue.message)}")
        with st.container(horizontal=True):
            for value, label in reversed(OVERLAP_QUESTION.options):
                if draw_button(_(label)[:1].upper() + _(label)[1:], key=f"overlaps-{value}"):
                    _append_and_rerun(Answer(ALL_SHEETS, {"duplicates": value}))


def draw_name_merges() -> None:
    """Propose near-duplicate names, allow manual merges, and list merges with an undo button."""
    if session.is_sample():
        return
    similar, merges = session.find_near_names(), session.list_renames()
    if similar:
        with card("similar", _("Possible duplicate names"), _("Merge them if they mean the same.")):
            for pair in similar:
                _draw_proposed_merge(pair)
    with st.expander(_("Rename or merge a name"), icon=":material/merge:", expanded=bool(merges)):
        _draw_active_merges(merges)
        _draw_manual_merge()


def _draw_proposed_merge(pair: NearSpelling) -> None:
    key = f"{pair.column}-{pair.old}-{pair.new}"
    counts = screen_language().join_names((_row_count_text(pair.old_rows), _row_count_text(pair.new_rows)))
    with st.container(horizontal=True, vertical_alignment="center", key=f"row-ask-{key}", gap="small"):
        title = _(
            "Is “{old}” the same {kind} as “{new}”?", old=pair.old, kind=_(pair.kind).lower(), new=pair.new
        )
        st.html(
            f'<div class="lc-question"><h3>{escape(title)}</h3><p>{escape(counts)}</p></div>', width="stretch"
        )
        if draw_button(escape_markdown(_("Merge as “{new}”", new=pair.new)), key=f"join-{key}"):
            _append_and_rerun(Merge(pair.column, pair.old, pair.new))
        if draw_button(_("Keep separate"), key=f"apart-{key}", type="tertiary"):
            _append_and_rerun(Merge(pair.column, pair.old, pair.old))


def _draw_active_merges(active_merges: tuple[Merge, ...]) -> None:
    for merge in active_merges:
        with st.container(horizontal=True, vertical_alignment="center"):
            st.text(_("“{old}” is merged into “{new}”.", old=merge.old, new=merge.new))
            if draw_button(
                escape_markdown(_("Restore “{old}”", old=merge.old)),
                key=f"back-{merge.column}-{merge.old}",
                icon=":material/undo:",
                type="tertiary",
            ):
                _append_and_rerun(Merge(merge.column, merge.old, merge.old))


def _draw_manual_merge() -> None:
    """Draw the manual merge: one name is read as another in all rows."""
    names = session.names_by_kind()
    kinds = [kind for kind in NAME_KINDS if names[kind]]
    if not kinds:
        st.caption(_("There are no names yet."))
        return
    kind = st.selectbox(
        _("Kind of name"), kinds, key="join-kind", format_func=labels({kind: kind for kind in kinds}).get
    )
    spellings = sorted(names[kind], key=str.casefold)
    old = st.selectbox(
        _("Name to replace"), spellings, index=None, key=f"join-old-{kind}", placeholder=_("Choose a name")
    )
    new = st.selectbox(
        _("Replace with"),
        [name for name in spellings if name != old],
        index=None,
        key=f"join-new-{kind}",
        placeholder=_("Choose or type a name"),
        accept_new_options=True,
    )
    ready = bool(old and new and new.strip())
    if draw_button(_("Replace in every row"), disabled=not ready, key="join-by-hand") and old and new:
        _append_and_rerun(Merge(NAME_KINDS[kind], old, new.strip()))


def _append_and_rerun(operation: Operation) -> None:
    session.append(operation)
    st.rerun()


def _row_count_text(count: int) -> str:
    return plural(count, "{count} row", "{count} rows")
