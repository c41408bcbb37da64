"""Parts of the data quality page: how many rows are used, and every issue of the sheets."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from libcollab_metrics.model import Dataset, Issue
from pages.ui.cards import card
from pages.ui.html_tables import render_table
from pages.ui.issue_tables import GROUP_HEADINGS, issue_headings, list_issue_rows
from pages.ui.look import headline

#: One line under the heading of each group.
CAPTIONS = {
    "left-out": "Fix these in your sheet or in Records, and they count.",
    "assumption": "These count. Change what is wrong.",
    "note": "Nothing to do.",
}


def draw_headline(dataset: Dataset) -> None:
    """Draw how many rows are used, and how many issues are open."""
    found = list_issue_rows(dataset.issues, has_several_sheets=True)
    headline("Data quality", _describe_rows(dataset) or _describe_issues(found), _describe_note(found))


def _describe_rows(dataset: Dataset) -> str:
    """Return how many rows of the sheets are counted; "" without a sheet."""
    sheets = [sheet for reading in dataset.readings for sheet in reading.sheets]
    read, used = (sum(getattr(sheet, name) for sheet in sheets) for name in ("rows_read", "rows_used"))
    if not read:
        return ""
    if used == read:
        return f"All {read:,} rows of your sheets are used"
    return f"{used:,} of {read:,} rows of your sheets are used"


def _describe_issues(found: dict[str, list[tuple[str, ...]]]) -> str:
    return "Everything you entered is used" if "left-out" not in found else "Some entries need a fix"


def _describe_note(found: dict[str, list[tuple[str, ...]]]) -> str:
    fixes, checks = (len(found.get(severity, ())) for severity in ("left-out", "assumption"))
    parts = []
    if fixes:
        parts.append("1 issue needs a fix" if fixes == 1 else f"{fixes} issues need a fix")
    if checks:
        parts.append("1 assumption to check" if checks == 1 else f"{checks} assumptions to check")
    return ", ".join(parts) + "." if parts else ""


def draw_all_issues(issues: Sequence[Issue]) -> None:
    """Draw the issues in a card per group; those for information are collapsed."""
    found = list_issue_rows(issues, has_several_sheets=True)
    heads = issue_headings(has_several_sheets=True)
    for severity, rows in found.items():
        title = f"{GROUP_HEADINGS[severity]} ({len(rows)})"
        if severity == "note":
            with st.expander(title, icon=":material/info:"):
                st.html(render_table(title, heads, rows))
        else:
            with card(f"issues-{severity}", title, CAPTIONS[severity]):
                st.html(render_table(title, heads, rows))
