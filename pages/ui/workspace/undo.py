"""Steps of the visitor in words, and the buttons that undo and redo them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape

import streamlit as st

from libcollab_metrics.document_kinds import audience_label, format_label
from libcollab_metrics.model import (
    ACCEPTED,
    ALL_SHEETS,
    DECISION_PREFIX,
    DECLINED,
    SCHEMA,
    SEEN,
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
from pages.ui.translation import _, later, plural

#: Descriptions of settings whose names are not self-explanatory.
SETTING_LABELS: Mapping[str, str] = {
    "documents": later("what goes on your documents"),
    "plan": later("the plan for the next term"),
}


#: What was decided about a proposal of a partner; one of a later version was decided.
PROPOSAL_DECISIONS = {
    ACCEPTED: later("Partner’s proposal accepted"),
    DECLINED: later("Partner’s proposal turned down"),
    SEEN: later("Partner’s proposal seen"),
}
DECIDED = later("Partner’s proposal decided")
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
        return _("add {layout}", layout=_(used[0].replace("_", " "))) if used else _("add file")
    if isinstance(operation, Edit):
        return _("edit {table}", table=_(SCHEMA[operation.table].label).lower())
    if isinstance(operation, Merge):
        if operation.old == operation.new:
            return _("separate names")
        return _("merge {name}", name=operation.old)
    if isinstance(operation, Setting) and set(operation.values) == {"plan"}:
        return _("change the plan")
    names: Mapping[type[Operation], str] = {
        Setting: _("change settings"),
        Sent: _("add to sharing history"),
        Answer: _("answer"),
    }
    return names.get(type(operation), _("last step"))


def _describe_operation(operation: Operation) -> str:
    if isinstance(operation, Import):
        used = sum(sheet.rows_used for sheet in operation.reading.sheets)
        return plural(
            used,
            "Added “{name}”: {count} row",
            "Added “{name}”: {count} rows",
            name=operation.reading.name,
        )
    if isinstance(operation, Setting):
        names = [_(SETTING_LABELS.get(name, name.replace("_", " "))) for name in operation.values]
        return _("Changed settings: {names}", names=", ".join(names))
    if isinstance(operation, Sent):
        document = {
            "document": _(audience_label(operation.audience)),
            "format": _(format_label(operation.fmt)),
        }
        if operation.to:
            return _(
                "Logged a copy: {document}, {format}, for “{recipient}”", **document, recipient=operation.to
            )
        return _("Logged a copy: {document}, {format}", **document)
    if isinstance(operation, Merge):
        if operation.old == operation.new:
            return _("“{name}” is a separate name", name=operation.old)
        return _("Merged “{old}” into “{new}”", old=operation.old, new=operation.new)
    if isinstance(operation, Answer) and operation.fingerprint == ALL_SHEETS:
        once = operation.answers.get("duplicates") == "drop"
        return _("Rows in two sheets count once") if once else _("Rows in two sheets count twice")
    if isinstance(operation, Answer) and operation.fingerprint.startswith(DECISION_PREFIX):
        return _(PROPOSAL_DECISIONS.get(operation.answers.get("decision"), DECIDED))
    if isinstance(operation, Answer) and not operation.answers:
        return _("Removed the answers for sheets with these headings")
    if isinstance(operation, Edit):
        return _describe_edit(operation)
    return _("Saved the answers for sheets with these headings")


def _describe_edit(edit: Edit) -> str:
    """Describe typed, changed and removed rows by number, never by content."""
    done = (
        (len(edit.rows), later("typed {count} row"), later("typed {count} rows")),
        (len(edit.changed), later("changed {count} row"), later("changed {count} rows")),
        (len(edit.removed), later("removed {count} row"), later("removed {count} rows")),
    )
    parts = [plural(count, one, many) for count, one, many in done if count]
    return f"{_(SCHEMA[edit.table].label)}: {', '.join(parts)}"


def draw_undo_redo() -> None:
    """Draw the undo and redo buttons, each only if it applies and with the name of its step."""
    workspace = session.workspace()
    # The step is part of the key: a button drawn before another window added a step does nothing.
    version = f"{len(workspace.steps)}-{session.stored_state().head}"
    with st.container(key="undo"):
        # The last step may belong to another page: logged copies are steps, too.
        if workspace.steps and _draw_step_button("undo", workspace.steps[-1], version):
            session.undo()
            st.rerun()
        if workspace.undone_steps and _draw_step_button("redo", workspace.undone_steps[-1], version):
            session.redo()
            st.rerun()


def _draw_step_button(action: str, step: Step, version: str) -> bool:
    label = _("Undo: {step}") if action == "undo" else _("Redo: {step}")
    return draw_button(
        label.format(step=escape_markdown(name_step(step))),
        key=f"{action}-{version}",
        icon=f":material/{action}:",
        type="tertiary",
        help=escape_markdown(describe_steps([step])[0]),
    )


def draw_steps() -> None:
    """Draw every step of the visitor as a list, oldest first."""
    lines = "".join(f"<li>{escape(line)}</li>" for line in describe_steps(session.workspace().steps))
    if lines:
        st.html(f'<ol class="lc-log">{lines}</ol>')
