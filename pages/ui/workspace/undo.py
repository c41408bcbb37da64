"""Steps of the visitor in words, and the buttons that undo and redo them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape

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


#: Most characters of the name of a step on a button.
MAX_STEP_NAME = 28


def describe_steps(steps: Sequence[Step]) -> list[str]:
    """Describe each step in one line."""
    return [" · ".join(_describe_operation(operation) for operation in step) for step in steps]


def name_step(step: Step) -> str:
    """Name a step in a few words, as the object of "undo": "add session log"."""
    name = _name_operation(step[0])
    return name if len(name) <= MAX_STEP_NAME else name[: MAX_STEP_NAME - 1] + "…"


def _name_operation(operation: Operation) -> str:
    if isinstance(operation, Import):
        used = [sheet.layout for sheet in operation.reading.sheets if sheet.rows_used]
        return f"add {used[0].replace('_', ' ')}" if used else "add file"
    if isinstance(operation, Edit):
        return f"edit {SCHEMA[operation.table].label.lower()}"
    if isinstance(operation, Merge):
        return "separate names" if operation.old == operation.new else f"merge {operation.old}"
    names: Mapping[type[Operation], str] = {Setting: "change settings", Sent: "log a copy", Answer: "answer"}
    return names.get(type(operation), "last step")


def _describe_operation(operation: Operation) -> str:
    if isinstance(operation, Import):
        used = sum(sheet.rows_used for sheet in operation.reading.sheets)
        return f"Added “{operation.reading.name}”: {used:,} {'row' if used == 1 else 'rows'}"
    if isinstance(operation, Setting):
        return "Changed settings: " + ", ".join(
            SETTING_LABELS.get(name, name.replace("_", " ")) for name in operation.values
        )
    if isinstance(operation, Sent):
        recipient = f", for “{operation.to}”" if operation.to else ""
        return (
            f"Logged a copy: {audience_label(operation.audience)}, {format_label(operation.fmt)}{recipient}"
        )
    if isinstance(operation, Merge):
        if operation.old == operation.new:
            return f"“{operation.old}” is a separate name"
        return f"Merged “{operation.old}” into “{operation.new}”"
    if isinstance(operation, Answer) and operation.fingerprint == ALL_SHEETS:
        once = operation.answers.get("duplicates") == "drop"
        return "Rows in two sheets count once" if once else "Rows in two sheets count twice"
    if isinstance(operation, Answer) and operation.fingerprint.startswith(DECISION_PREFIX):
        return f"Partner’s proposal {operation.answers.get('decision', 'decided')}"
    if isinstance(operation, Answer) and not operation.answers:
        return "Removed the answers for sheets with these headings"
    if isinstance(operation, Edit):
        return _describe_edit(operation)
    return "Saved the answers for sheets with these headings"


def _describe_edit(edit: Edit) -> str:
    """Describe typed, changed and removed rows by number, never by content."""
    done = [("Typed", len(edit.rows)), ("Changed", len(edit.changed)), ("Removed", len(edit.removed))]
    parts = [f"{verb} {count} {'row' if count == 1 else 'rows'}" for verb, count in done if count]
    return f"{SCHEMA[edit.table].label}: {', '.join(parts).lower()}"


def draw_undo_redo() -> None:
    """Draw the undo and redo buttons, each only if it applies and with the name of its step."""
    workspace = session.workspace()
    # The step is part of the key: a button drawn before another window added a step does nothing.
    version = f"{len(workspace.steps)}-{session.stored_state().head}"
    with st.container(key="undo"):
        # The last step may belong to another page: logged copies are steps, too.
        if workspace.steps and _draw_step_button("Undo", workspace.steps[-1], f"undo-{version}"):
            session.undo()
            st.rerun()
        if workspace.undone_steps and _draw_step_button(
            "Redo", workspace.undone_steps[-1], f"redo-{version}"
        ):
            session.redo()
            st.rerun()


def _draw_step_button(verb: str, step: Step, key: str) -> bool:
    return draw_button(
        f"{verb}: {escape_markdown(name_step(step))}",
        key=key,
        icon=f":material/{verb.lower()}:",
        type="tertiary",
        help=escape_markdown(describe_steps([step])[0]),
    )


def draw_steps() -> None:
    """Draw every step of the visitor as a list, oldest first."""
    lines = "".join(f"<li>{escape(line)}</li>" for line in describe_steps(session.workspace().steps))
    if lines:
        st.html(f'<ol class="lc-log">{lines}</ol>')
