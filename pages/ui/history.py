"""What the visitor did so far, in words: one line a step."""

from __future__ import annotations

from collections.abc import Sequence

from libcollab_metrics.model import ALL_SHEETS, DECIDED, Answer, Import, Merge, Operation, Setting, Step


def history(steps: Sequence[Step]) -> list[str]:
    """Return one line for each step, of everything it did."""
    return [" · ".join(_said(operation) for operation in step) for step in steps]


def _said(operation: Operation) -> str:
    if isinstance(operation, Import):
        used = sum(sheet.rows_used for sheet in operation.reading.sheets)
        return f"“{operation.reading.name}”: {used} rows used"
    if isinstance(operation, Setting):
        return "Set " + ", ".join(name.replace("_", " ") for name in operation.values)
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
    return "answers kept for sheets with these headings" if isinstance(operation, Answer) else "Changed a row"
