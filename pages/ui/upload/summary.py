"""Summary of the files under review: what each adds, whether it repeats another, and the buttons for them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from html import escape

import streamlit as st

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
from pages.ui.translation import _, format_number, labels, later, plural, screen_language
from pages.ui.upload.questions import count_questions

#: Message about a partner's sheet while only the sample is loaded: there is nothing to compare it with.
NEEDS_OWN_DATA = later(
    "This file compares a partner’s view with your records. Add your own sheets first; the file stays here."
)
#: What can happen to a file that another one repeats.
VERSION_CHOICES = {"replace": later("Replace the earlier file"), "both": later("Keep both files")}
#: Pages that are offered after data was added.
NEXT_PAGES = ("overview", "reports")


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
    language = screen_language()
    if sha256 not in summaries or summaries[sha256][:2] != (id(imported), language.code):
        summaries[sha256] = (id(imported), language.code, summarize_import(imported, language))
    return ReadFile(sha256, session.pending_uploads()[sha256][0], imported, summaries[sha256][-1])


def draw_all_files(files: Sequence[ReadFile]) -> None:
    """Draw one button that adds all pending files, and one line per file."""
    usable = [file for file in files if file.is_usable]
    total = _count_rows(usable)
    questions = sum(count_questions(file.sha256) for file in files)
    asked = [plural(questions, "{count} question", "{count} questions")] if questions else []
    with st.container(border=True, key="summary", horizontal=True, vertical_alignment="center", gap="small"):
        _draw_title(total or _("Nothing"), [_("{count} files", count=len(files)), *asked])
        if usable and draw_button(
            _("Add {rows}", rows=total or _("their rows")),
            type="primary",
            key="use-all",
            icon=":material/check:",
        ):
            _add_all(usable)
            st.rerun()
    rows = [
        (
            file.name,
            file.summary.effect or _("nothing yet"),
            format_number(count_questions(file.sha256)),
            file.summary.label,
        )
        for file in files
    ]
    with st.container(border=True, key="all-files"):
        st.html(
            html_tables.render_table(
                _("The files"), (_("File"), _("Adds"), _("Questions"), _("What it is")), rows
            )
        )


def _count_rows(files: Sequence[ReadFile]) -> str:
    """Return what these files add together, in words."""
    return describe_counts(sum((file.summary.counts for file in files), Counter[str]()), screen_language())


def _draw_title(effect: str, details: Sequence[str]) -> None:
    title, below = escape(_("{rows} ready to add", rows=effect)), escape(" · ".join(details))
    st.html(
        f'<div class="lc-summary"><h2>{title}</h2><p>{below}</p></div>',
        width="stretch",
    )


def _add_all(files: Sequence[ReadFile]) -> None:
    """Add the files one after another; one that repeats a file in use stays, to be decided by itself."""
    added = []
    for file in files:
        workspace, key = session.workspace(), session.key()
        if find_existing_import(file.imported, workspace, key) or find_earlier_version(
            file.imported, workspace, key
        ):
            session.add_warning(
                _(
                    "“{name}” repeats rows of a file you added before. Decide below what happens to it.",
                    name=file.name,
                )
            )
            continue
        session.confirm_upload(file.sha256, file.imported, session.review(file.sha256).get("answers", {}))
        added.append(file)
    if added:
        total = _count_rows(added)
        session.add_message(
            plural(
                len(added),
                "{rows} added from {count} file.",
                "{rows} added from {count} files.",
                rows=total or _("Rows"),
            ),
            pages=NEXT_PAGES,
        )


def draw_file_summary(file: ReadFile, *, is_only: bool) -> None:
    """Draw what one file adds, the decision about an earlier version, and the buttons to add or remove it.

    Parameters
    ----------
    file : ReadFile
        The file.
    is_only : bool
        Whether no other file is pending: the button to add it is then the primary one of the page.
    """
    name = "summary" if is_only else "summary-one"
    repeated = find_existing_import(file.imported, session.workspace(), session.key())
    with st.container(border=True, key=name):
        actions = st.container(
            horizontal=True, vertical_alignment="center", gap="small", key=f"actions-{file.sha256[:8]}"
        )
        is_wanted = file.is_usable and (not repeated or _confirm_duplicate(file, repeated))
        replaced = _choose_version(file) if is_wanted and not repeated else ""
        if session.is_sample() and file.imported.reading.is_partner_file:
            st.info(_(NEEDS_OWN_DATA))
        elif not file.is_usable:
            st.warning(
                _("Nothing can be counted yet. Choose below what one row is, or what the columns mean.")
            )
        with actions:
            _draw_title(
                (file.summary.effect or _("Its rows")) if file.is_usable else _("Nothing"),
                [file.summary.label, *file.summary.details],
            )
            draw_remove_button(file.sha256)
            if is_wanted and draw_button(
                _("Add {rows}", rows=file.summary.effect or _("its rows")),
                type="primary" if is_only else "secondary",
                key=f"use-{file.sha256}",
                icon=":material/check:",
            ):
                answers = session.review(file.sha256).get("answers", {})
                session.confirm_upload(file.sha256, replace(file.imported, replaces=replaced), answers)
                session.add_message(
                    _("{rows} added.", rows=file.summary.effect or _("Rows")), pages=NEXT_PAGES
                )
                st.rerun()


def draw_remove_button(sha256: str) -> None:
    """Draw the button that discards a pending file."""
    if draw_button(_("Remove file"), key=f"drop-{sha256}", icon=":material/delete:", type="tertiary"):
        session.drop_upload(sha256)
        st.rerun()


def _confirm_duplicate(file: ReadFile, name: str) -> bool:
    """Show that the file's rows are already in use, and return True if it should be added anyway."""
    st.info(
        escape_markdown(
            _(
                "You added these rows before, as “{name}”. Remove this file, unless it has different"
                " sessions.",
                name=name,
            )
        )
    )
    return st.checkbox(_("These are different sessions – add this file too"), key=f"alike-{file.sha256}")


def _choose_version(file: ReadFile) -> str:
    """Ask whether a file replaces the earlier one that it repeats; return the SHA-256 of that one, or ""."""
    earlier = find_earlier_version(file.imported, session.workspace(), session.key())
    if earlier is None:
        return ""
    changes = [
        plural(count, one, many)
        for count, one, many in (
            (earlier.same, later("{count} row unchanged"), later("{count} rows unchanged")),
            (earlier.added, later("{count} row new"), later("{count} rows new")),
            (earlier.removed, later("{count} row no longer in it"), later("{count} rows no longer in it")),
        )
        if count
    ]
    with st.container(horizontal=True, vertical_alignment="center", key=f"row-version-{file.sha256[:8]}"):
        title = _("Is this a newer version of “{name}”?", name=earlier.name)
        st.html(
            f'<div class="lc-question"><h3>{escape(title)}</h3><p>{escape(", ".join(changes))}</p></div>',
            width="stretch",
        )
        chosen = st.segmented_control(
            escape_markdown(title),
            list(VERSION_CHOICES),
            default="replace",
            required=True,
            format_func=labels(VERSION_CHOICES).__getitem__,
            key=f"version-{file.sha256}",
            label_visibility="collapsed",
            width="content",
            help=_("Changes you typed into the earlier file are not carried over. Undo restores it."),
        )
    return earlier.sha256 if chosen == "replace" else ""
