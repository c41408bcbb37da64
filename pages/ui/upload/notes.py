"""Data-quality notes of a file under review, and the downloads in which they are marked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import streamlit as st

from libcollab_metrics.ingest import build_rejected_workbook
from libcollab_metrics.model import Import, Issue
from pages.ui import html_tables, session
from pages.ui.buttons import draw_button
from pages.ui.page import reserve_queue_line

#: Heading of each group of notes: its effect on the figures.
GROUP_HEADINGS: Mapping[str, str] = {
    "left-out": "Not counted – needs a fix",
    "assumption": "Counted, with an assumption",
    "note": "For information",
}
#: Kinds of issues about whole columns: those of one sheet are one row.
COLUMN_KINDS = frozenset({"column-not-used", "column-assumed", "personal-column-discarded"})
#: Most columns named in a row.
MAX_COLUMNS_NAMED = 8


def draw_notes(sha256: str, imported: Import) -> None:
    """Draw all notes of a file, collapsed: by their effect on the figures, one line per kind."""
    rows = {
        severity: sorted(_list_rows(imported, severity, len(imported.reading.sheets) > 1))
        for severity in GROUP_HEADINGS
    }
    count = sum(map(len, rows.values()))
    if not count:
        st.caption("Every cell was counted as it was typed.")
        return
    with st.expander(f"All data-quality notes ({count})", icon=":material/fact_check:"):
        for severity, heading in GROUP_HEADINGS.items():
            if rows[severity]:
                several = ["Sheet"] if len(imported.reading.sheets) > 1 else []
                heads = ("Issue", *several, "Where", "Count", "Your cell", "We used", "Suggested fix")
                st.subheader(f"{heading} ({len(rows[severity])})", anchor=False)
                st.html(html_tables.render_table(heading, heads, rows[severity]))
        _draw_downloads(sha256, imported)


def _list_rows(imported: Import, severity: str, several: bool) -> list[tuple[str, ...]]:
    found = [issue for issue in imported.issues if issue.severity == severity]
    return [_issue_row(group, several) for group in _group_columns(found)]


def _group_columns(issues: Sequence[Issue]) -> list[list[Issue]]:
    """Group the issues about whole columns by kind and sheet; every other issue is alone."""
    groups: dict[object, list[Issue]] = {}
    for issue in issues:
        key: object = (issue.code, issue.sheet) if issue.code in COLUMN_KINDS else id(issue)
        groups.setdefault(key, []).append(issue)
    return list(groups.values())


def _issue_row(issues: Sequence[Issue], several: bool) -> tuple[str, ...]:
    """Return one row of the table of notes, of one issue or of those about several columns."""
    first = issues[0]
    if len(issues) == 1:
        cells = ", ".join(first.cells[:6]) + (" …" if len(first.cells) > 6 else "")
        where = " · ".join(part for part in (first.heading, cells) if part)
        value, message = first.value, first.message or first.kind.why
    else:
        named = [issue.heading or issue.cell for issue in issues[:MAX_COLUMNS_NAMED]]
        where = "; ".join(named) + (" …" if len(issues) > MAX_COLUMNS_NAMED else "")
        value, message = "", first.kind.why
    count = f"{sum(issue.count for issue in issues):,}"
    return (first.kind.title, *[first.sheet][:several], where, count, value, message, first.kind.advice)


def _draw_downloads(sha256: str, imported: Import) -> None:
    """Offer downloads for correction: the skipped rows, and the user's workbook with comments."""
    with st.container(horizontal=True):
        data = build_rejected_workbook(imported.reading)
        if data is not None:
            st.download_button(
                "Download skipped rows",
                session.guard_download(lambda: data, "skipped-rows", format="xlsx"),
                f"skipped-rows-{session.token()}.xlsx",
                key=f"rejected-{sha256}",
                icon=":material/download:",
                help="Fix them in Excel and upload the file; the Error column is not read.",
                on_click="ignore",
            )
        marked = draw_button(
            "Mark issues in my workbook",
            key=f"mark-{sha256}",
            icon=":material/edit_note:",
            help="Your file as it is, with each cell that has an issue colored, and a comment that says what"
            " to do.",
        )
    if marked:
        _draw_annotated_workbook(sha256, imported)


def _draw_annotated_workbook(sha256: str, imported: Import) -> None:
    """Create the user's workbook with comments and offer it for download."""
    queue_line = reserve_queue_line()
    with st.spinner("Marking …", show_time=True):
        annotated = session.annotate_upload(sha256, imported, queue_line)
    if annotated is None:
        st.text("This file has no issues to mark.")
        return
    for remark in annotated.remarks:
        st.text(remark)
    st.download_button(
        "Download my marked workbook",
        session.guard_download(lambda: annotated.data, "marked-workbook", format="xlsx"),
        f"{session.token()}-{annotated.name}",
        key=f"marked-{sha256}",
        on_click="ignore",
    )
