"""What the visitor did so far, in words: one line a step."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from libcollab_metrics.model import (
    ALL_SHEETS,
    DECIDED,
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
from pages.ui.purposes import format_label, purpose_label

#: Settings whose own word says too little.
SETTINGS: Mapping[str, str] = {"documents": "what goes on your documents"}


def history(steps: Sequence[Step]) -> list[str]:
    """Return one line for each step, of everything it did."""
    return [" · ".join(_said(operation) for operation in step) for step in steps]


def _said(operation: Operation) -> str:
    if isinstance(operation, Import):
        used = sum(sheet.rows_used for sheet in operation.reading.sheets)
        return f"“{operation.reading.name}”: {used} rows used"
    if isinstance(operation, Setting):
        return "Set " + ", ".join(SETTINGS.get(name, name.replace("_", " ")) for name in operation.values)
    if isinstance(operation, Sent):
        whom = f", for “{operation.to}”" if operation.to else ""
        return f"Listed as sent: {purpose_label(operation.audience)}, {format_label(operation.fmt)}{whom}"
    if isinstance(operation, Merge):
        if operation.old == operation.new:
            return f"Kept “{operation.old}” apart"
        return f"Read “{operation.old}” as “{operation.new}” in every row"
    if isinstance(operation, Answer) and operation.fingerprint == ALL_SHEETS:
        once = operation.answers.get("duplicates") == "drop"
        return "What stands in two sheets counts once" if once else "What stands in two sheets counts in both"
    if isinstance(operation, Answer) and operation.fingerprint.startswith(DECIDED):
        return f"A partner's proposal was {operation.answers.get('decision', 'decided')}"
    if isinstance(operation, Answer) and not operation.answers:
        return "Forgot the answers for sheets with these headings"
    if isinstance(operation, Edit):
        return _edited(operation)
    return "answers kept for sheets with these headings"


def _edited(edit: Edit) -> str:
    """What was done to rows by hand, never what stands in them."""
    done = [("Typed", len(edit.rows)), ("Changed", len(edit.changed)), ("Removed", len(edit.removed))]
    said = [f"{verb} {count} {'row' if count == 1 else 'rows'}" for verb, count in done if count]
    return f"{SCHEMA[edit.table].label}: {', '.join(said).lower()}"
