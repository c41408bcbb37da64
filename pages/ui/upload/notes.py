"""Data-quality notes of a file under review, and the downloads in which they are marked."""

from __future__ import annotations

from functools import partial

import streamlit as st

from libcollab_metrics.ingest import build_rejected_workbook
from libcollab_metrics.model import Import
from pages.ui import session
from pages.ui.buttons import draw_button
from pages.ui.issue_tables import GROUP_HEADINGS, list_issue_rows, render_issue_table
from pages.ui.progress import WorkProgress
from pages.ui.streamlit_internals import allow_interruptions
from pages.ui.translation import _, screen_language


def draw_notes(sha256: str, imported: Import) -> None:
    """Draw all notes of a file, collapsed: by their effect on the figures, one line per kind."""
    several = len(imported.reading.sheets) > 1
    rows = list_issue_rows(imported.issues, has_several_sheets=several)
    if not rows:
        st.caption(_("Every cell was counted as it was typed."))
        return
    count = sum(map(len, rows.values()))
    with st.expander(_("All data-quality notes ({count})", count=count), icon=":material/fact_check:"):
        for severity, found in rows.items():
            heading = _(GROUP_HEADINGS[severity])
            st.subheader(f"{heading} ({len(found)})", anchor=False)
            st.html(render_issue_table(heading, found, has_several_sheets=several))
        _draw_downloads(sha256, imported)


def _draw_downloads(sha256: str, imported: Import) -> None:
    """Offer downloads for correction: the skipped rows, and the user's workbook with comments."""
    with st.container(horizontal=True):
        data = build_rejected_workbook(imported.reading, screen_language().code)
        if data is not None:
            st.download_button(
                _("Download skipped rows"),
                session.guard_download(lambda: data, "skipped-rows", format="xlsx"),
                f"skipped-rows-{session.token()}.xlsx",
                key=f"rejected-{sha256}",
                icon=":material/download:",
                help=_("Fix them in Excel and upload the file; the Error column is not read."),
                on_click="ignore",
            )
        marked = draw_button(
            _("Mark issues in my workbook"),
            key=f"mark-{sha256}",
            icon=":material/edit_note:",
            help=_(
                "Your file as it is, with each cell that has an issue colored, and a comment that says what"
                " to do."
            ),
        )
    if marked:
        _draw_annotated_workbook(sha256, imported)


def _draw_annotated_workbook(sha256: str, imported: Import) -> None:
    """Create the user's workbook with comments and offer it for download."""
    allow_interruptions()  # it changes nothing, so that the next click may end it
    name = session.pending_uploads()[sha256][0]
    progress = WorkProgress(
        _("Marking the issues in “{name}” …", name=name),
        key=f"cancel-marking-{sha256}",
        on_cancel=partial(session.add_message, _("“{name}” was not marked.", name=name)),
    )
    annotated = session.annotate_upload(sha256, imported, progress)
    progress.clear()
    if annotated is None:
        st.text(_("This file has no issues to mark."))
        return
    for remark in annotated.remarks:
        st.text(_(remark))
    st.download_button(
        _("Download my marked workbook"),
        session.guard_download(lambda: annotated.data, "marked-workbook", format="xlsx"),
        f"{session.token()}-{annotated.name}",
        key=f"marked-{sha256}",
        on_click="ignore",
    )
