"""Summary of the files under review: what each adds, whether it repeats another, and the buttons for them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

import streamlit as st

from libcollab_metrics.ingest import collect_questions
from libcollab_metrics.model import (
    Import,
    ImportSummary,
    describe_counts,
    find_earlier_version,
    find_existing_import,
    summarize_import,
)
from pages.ui import html_tables, session
from pages.ui.buttons import draw_button
from pages.ui.markdown import escape_markdown

#: Message about a partner's sheet while only the sample is loaded: there is nothing to compare it with.
NEEDS_OWN_DATA = (
    "What a partner says is compared with your own records, and there are none yet: use your own sheets"
    " first. This file waits here meanwhile."
)
#: What can happen to a file that another one repeats.
VERSION_CHOICES = {
    "replace": "Replace the earlier file with this one",
    "both": "Use both: they hold different sessions",
}


@dataclass(frozen=True)
class ReadFile:
    """A pending file as read.

    Attributes
    ----------
    sha256, name : str
    imported : Import
    summary : ImportSummary
    """

    sha256: str
    name: str
    imported: Import
    summary: ImportSummary

    @property
    def is_usable(self) -> bool:
        """Whether a row of it was used, and what it is compared with exists."""
        has_rows = any(sheet.rows_used for sheet in self.imported.reading.sheets)
        return has_rows and not (session.is_sample() and self.imported.reading.is_partner_file)


def describe_file(sha256: str, imported: Import) -> ReadFile:
    """Return a pending file with its summary, computed once each time the file is read."""
    summaries = st.session_state.setdefault("summaries", {})
    if sha256 not in summaries or summaries[sha256][0] is not imported:
        summaries[sha256] = (imported, summarize_import(imported))
    return ReadFile(sha256, session.pending_uploads()[sha256][0], imported, summaries[sha256][1])


def draw_all_files(files: Sequence[ReadFile]) -> None:
    """Draw one line per pending file, and one button that adds all of them."""
    usable = [file for file in files if file.is_usable]
    total = describe_counts(sum((file.summary.counts for file in usable), Counter[str]()))
    with st.container(border=True, key="all-files"):
        st.markdown(
            f"**{len(files)} files read, {total or ('their rows' if usable else 'nothing')} ready to add**"
        )
        rows = [
            (
                file.name,
                file.summary.effect or "nothing yet",
                f"{len(collect_questions(file.imported.reading)):,}",
                file.summary.label,
            )
            for file in files
        ]
        st.html(html_tables.render_table("The files", ("File", "Adds", "Questions", "What it is"), rows))
        if usable and draw_button(f"Add {total or 'their rows'}", type="primary", key="use-all"):
            _add_all(usable)
            st.rerun()


def _add_all(files: Sequence[ReadFile]) -> None:
    """Add the files one after another; one that repeats a file in use stays, to be decided by itself."""
    added = 0
    for file in files:
        workspace, key = session.workspace(), session.key()
        if find_existing_import(file.imported, workspace, key) or find_earlier_version(
            file.imported, workspace, key
        ):
            session.add_warning(f"“{file.name}” repeats rows of a file in use: decide below what happens.")
            continue
        session.confirm_upload(file.sha256, file.imported, session.review_answers().get(file.sha256, {}))
        added += 1
    if added:
        session.add_message(f"{added:,} {'file was' if added == 1 else 'files were'} added.")


def draw_file_summary(file: ReadFile) -> None:
    """Draw what one file adds, the decision about an earlier version, and the buttons to add or remove it."""
    with st.container(border=True, key=f"summary-{file.sha256[:8]}"):
        if file.is_usable:
            st.markdown(f"**{escape_markdown(file.summary.effect or 'Its rows')} ready to add**")
        st.text(" · ".join((file.summary.label, *file.summary.details)))
        if session.is_sample() and file.imported.reading.is_partner_file:
            st.info(NEEDS_OWN_DATA)
        elif not file.is_usable:
            st.warning(
                "Nothing in this file can be counted yet. Answer the questions below, or match the headings."
            )
        is_wanted = file.is_usable and _confirm_duplicate_import(file)
        replaced = _choose_version(file) if is_wanted else ""
        with st.container(horizontal=True):
            if is_wanted and draw_button(
                f"Add {file.summary.effect or 'its rows'}", type="primary", key=f"use-{file.sha256}"
            ):
                answers = session.review_answers().get(file.sha256, {})
                session.confirm_upload(file.sha256, replace(file.imported, replaces=replaced), answers)
                st.rerun()
            draw_remove_button(file.sha256)


def draw_remove_button(sha256: str) -> None:
    """Draw the button that discards a pending file."""
    if draw_button("Remove this file", key=f"drop-{sha256}"):
        session.drop_upload(sha256)
        st.rerun()


def _confirm_duplicate_import(file: ReadFile) -> bool:
    """Show that the file's rows are already in use, and return True if it should be used anyway."""
    name = find_existing_import(file.imported, session.workspace(), session.key())
    if not name:
        return True
    st.info(
        escape_markdown(
            f"These rows are in use already, as “{name}”: it is the same sheet, saved again. Nothing was"
            " added. Remove this file, unless it lists other sessions with the same numbers."
        )
    )
    return st.checkbox("These are other sessions: use this file as well", key=f"alike-{file.sha256}")


def _choose_version(file: ReadFile) -> str:
    """Ask whether a file replaces the earlier one that it repeats; return the SHA-256 of that one, or ""."""
    if find_existing_import(file.imported, session.workspace(), session.key()):
        return ""
    earlier = find_earlier_version(file.imported, session.workspace(), session.key())
    if earlier is None:
        return ""
    changes = [
        f"{count:,} {'row is' if count == 1 else 'rows are'} {what}"
        for count, what in (
            (earlier.same, "the same"),
            (earlier.added, "new"),
            (earlier.removed, "no longer there"),
        )
        if count
    ]
    st.info(escape_markdown(f"This looks like a newer version of “{earlier.name}”: {', '.join(changes)}."))
    chosen = st.radio(
        "What should happen to the earlier file?",
        list(VERSION_CHOICES),
        format_func=VERSION_CHOICES.__getitem__,
        key=f"version-{file.sha256}",
        help="Rows that you changed by hand in the earlier file are not carried over. Undo brings it back.",
    )
    return earlier.sha256 if chosen == "replace" else ""
