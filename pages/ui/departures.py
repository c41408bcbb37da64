"""What a file departed by from what was typed, and the file itself given back with every problem marked."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from libcollab_metrics.ingest import rejected_workbook
from libcollab_metrics.model import Import, Issue
from pages.ui import picture, session
from pages.ui.buttons import button
from pages.ui.frame import queue_place
from pages.ui.show import SEVERITIES

#: What a kind of departure means for the figures, as the heading of its group.
GROUPS: Mapping[str, str] = {
    "left-out": "Left out: not in any figure until it is mended",
    "assumption": "Assumed: used, and you can change it",
    "note": "Good to know: no figure depends on it",
}


def departures(found: Import) -> None:
    """Every departure from what was typed, grouped by what it does to the figures, one line a kind."""
    st.subheader("What departed from what was typed")
    if not found.issues:
        st.text("Nothing: every cell was used as it was typed.")
    several = len(found.reading.sheets) > 1
    for severity, group in GROUPS.items():
        rows = [_departure(issue, several) for issue in found.issues if issue.severity == severity]
        if rows:
            with st.expander(f"{group} ({len(rows)})", expanded=severity != "note"):
                heads = (
                    "What was found",
                    *["Sheet"][:several],
                    "Where",
                    "How often",
                    "As typed",
                    "Read as",
                    "What to do",
                )
                st.html(picture.plain_table(SEVERITIES[severity], heads, sorted(rows)))


def _departure(issue: Issue, several: bool) -> tuple[str, ...]:
    cells = ", ".join(issue.cells[:6]) + (" …" if len(issue.cells) > 6 else "")
    where = " · ".join(part for part in (issue.heading, cells) if part)
    told = issue.message or issue.kind.why
    return issue.kind.title, *[issue.sheet][:several], where, f"{issue.count:,}", issue.value, told, issue.kind.advice


def give_back(sha256: str, found: Import) -> None:
    """What can be mended outside: the rejected rows, and the librarian's own workbook with comments."""
    with st.container(horizontal=True):
        data = rejected_workbook(found.reading)
        if data is not None:
            st.download_button(
                "Download the rows that could not be used",
                session.handed_out(lambda: data, "rows-to-mend", format="xlsx"),
                f"rows-to-mend-{session.token()}.xlsx",
                key=f"rejected-{sha256}",
                help="Mend them in Excel and upload the file again; the Error column is not read.",
                on_click="ignore",
            )
        marked = button(
            "Mark the problems in my own workbook",
            key=f"mark-{sha256}",
            help="Your file as it is, with each problem cell coloured and a comment that says what to do.",
        )
    if marked:
        _own_workbook(sha256, found)


def _own_workbook(sha256: str, found: Import) -> None:
    """Make the librarian's own workbook with comments, and offer it."""
    place = queue_place()
    with st.spinner("Marking …", show_time=True):
        given = session.marked_workbook(sha256, found, place)
    if given is None:
        st.text("Nothing in this file departs from what was typed.")
        return
    for remark in given.remarks:
        st.text(remark)
    st.download_button(
        "Download my workbook with the problems marked",
        session.handed_out(lambda: given.data, "marked-workbook", format="xlsx"),
        f"{session.token()}-{given.name}",
        key=f"marked-{sha256}",
        on_click="ignore",
    )
