"""Steps of the visitor in words, and the buttons that undo and redo them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import streamlit as st

from libcollab_metrics.document_kinds import audience_label, format_label
from libcollab_metrics.model import (
    ALL_SHEETS,
    DECISION_PREFIX,
    SCHEMA,
    Answer,
    Edit,
    Import,
    Merge,
    Operation,
    Sent,
    Setting,
    Step,
)
from pages.ui import session
from pages.ui.buttons import draw_button
from pages.ui.markdown import escape_markdown

#: Descriptions of settings whose names are not self-explanatory.
SETTING_LABELS: Mapping[str, str] = {"documents": "what goes on your documents"}


def describe_steps(steps: Sequence[Step]) -> list[str]:
    """Describe each step in one line."""
    return [" · ".join(_describe_operation(operation) for operation in step) for step in steps]


def _describe_operation(operation: Operation) -> str:
    if isinstance(operation, Import):
        used = sum(sheet.rows_used for sheet in operation.reading.sheets)
        return f"“{operation.reading.name}”: {used} rows used"
    if isinstance(operation, Setting):
        return "Set " + ", ".join(
            SETTING_LABELS.get(name, name.replace("_", " ")) for name in operation.values
        )
    if isinstance(operation, Sent):
        recipient = f", for “{operation.to}”" if operation.to else ""
        return (
            f"Listed as sent: {audience_label(operation.audience)}, {format_label(operation.fmt)}{recipient}"
        )
    if isinstance(operation, Merge):
        if operation.old == operation.new:
            return f"“{operation.old}” is a name of its own"
        return f"Read “{operation.old}” as “{operation.new}” in every row"
    if isinstance(operation, Answer) and operation.fingerprint == ALL_SHEETS:
        once = operation.answers.get("duplicates") == "drop"
        return "Rows found in two sheets count once" if once else "Rows found in two sheets count in both"
    if isinstance(operation, Answer) and operation.fingerprint.startswith(DECISION_PREFIX):
        return f"A partner's proposal was {operation.answers.get('decision', 'decided')}"
    if isinstance(operation, Answer) and not operation.answers:
        return "Forgot the answers for sheets with these headings"
    if isinstance(operation, Edit):
        return _describe_edit(operation)
    return "answers kept for sheets with these headings"


def _describe_edit(edit: Edit) -> str:
    """Describe typed, changed and removed rows by number, never by content."""
    done = [("Typed", len(edit.rows)), ("Changed", len(edit.changed)), ("Removed", len(edit.removed))]
    parts = [f"{verb} {count} {'row' if count == 1 else 'rows'}" for verb, count in done if count]
    return f"{SCHEMA[edit.table].label}: {', '.join(parts).lower()}"


def draw_undo_redo() -> None:
    """Draw the undo and redo buttons, each only if it applies."""
    workspace = session.workspace()
    # The step is part of the key: a button drawn before another window added a step does nothing.
    version = f"{len(workspace.steps)}-{session.stored_state().head}"
    with st.container(horizontal=True):
        # The last step may belong to another page: sent copies are steps, too.
        if workspace.steps and draw_button(
            "Undo the last step",
            key=f"undo-{version}",
            help=escape_markdown(describe_steps(workspace.steps[-1:])[0]),
        ):
            session.undo()
            st.rerun()
        if workspace.undone_steps and draw_button("Redo the step taken back", key=f"redo-{version}"):
            session.redo()
            st.rerun()


def draw_steps() -> None:
    """Draw every step of the visitor, oldest first."""
    if session.is_sample():
        st.text("The sample library is in use. Your own data replaces it as soon as you add some.")
    for line in describe_steps(session.workspace().steps):
        st.text(line)
