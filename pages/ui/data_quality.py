"""Parts of the data quality page: how many rows are used, and every issue of the sheets."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from libcollab_metrics.model import Dataset, Issue
from pages.ui import session
from pages.ui.cards import card
from pages.ui.issue_tables import GROUP_HEADINGS, list_issue_rows, render_issue_table
from pages.ui.look import headline
from pages.ui.translation import _, format_number, later, plural

#: One line under the heading of each group.
CAPTIONS = {
    "left-out": later("Fix these in your sheet or in Records, and they count."),
    "assumption": later("These count. Change what is wrong."),
    "note": later("Nothing to do."),
}
#: The same where the rows come from a folder.
FOLDER_CAPTIONS = {
    **CAPTIONS,
    "left-out": later("Fix these in your sheets and export the folder again, and they count."),
    "assumption": later("These count. Change what is wrong in your sheets."),
}


def draw_headline(dataset: Dataset) -> None:
    """Draw how many rows are used, and how many issues are open."""
    found = list_issue_rows(dataset.issues, has_several_sheets=True)
    headline(_("Data quality"), _describe_rows(dataset) or _describe_issues(found), _describe_note(found))


def _describe_rows(dataset: Dataset) -> str:
    """Return how many rows of the sheets are counted; "" without a sheet."""
    sheets = [sheet for reading in dataset.readings for sheet in reading.sheets]
    read, used = (sum(getattr(sheet, name) for sheet in sheets) for name in ("rows_read", "rows_used"))
    if not read:
        return ""
    if used == read:
        return plural(
            read, "The {count} row of your sheets is used", "All {count} rows of your sheets are used"
        )
    return plural(
        used,
        "{count} of {all} rows of your sheets is used",
        "{count} of {all} rows of your sheets are used",
        all=format_number(read),
    )


def _describe_issues(found: dict[str, list[tuple[str, ...]]]) -> str:
    return _("Some entries need a fix") if "left-out" in found else _("Everything you entered is used")


def _describe_note(found: dict[str, list[tuple[str, ...]]]) -> str:
    fixes, checks = (len(found.get(severity, ())) for severity in ("left-out", "assumption"))
    parts = []
    if fixes:
        parts.append(plural(fixes, "{count} issue needs a fix", "{count} issues need a fix"))
    if checks:
        parts.append(plural(checks, "{count} assumption to check", "{count} assumptions to check"))
    return ", ".join(parts) + "." if parts else ""


def draw_all_issues(issues: Sequence[Issue]) -> None:
    """Draw the issues in a card per group; those for information are collapsed."""
    found = list_issue_rows(issues, has_several_sheets=True)
    captions = FOLDER_CAPTIONS if session.is_read_only() else CAPTIONS
    for severity, rows in found.items():
        title = f"{_(GROUP_HEADINGS[severity])} ({len(rows)})"
        table = render_issue_table(title, rows, has_several_sheets=True)
        if severity == "note":
            with st.expander(title, icon=":material/info:"):
                st.html(table)
        else:
            with card(f"issues-{severity}", title, _(captions[severity])):
                st.html(table)
