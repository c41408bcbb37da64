"""Form that maps the columns of a sheet to fields, and the labels of fields and of given answers."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import streamlit as st

from libcollab_metrics.ingest import StoredAnswer, answer_label
from libcollab_metrics.model import FIELD_LABELS, ColumnMapping, SheetReading, column_letters
from pages.ui.buttons import draw_submit_button
from pages.ui.markdown import escape_markdown

NOT_USED = "Not used"
#: Labels of mapping targets other than fields.
OTHER_TARGETS: Mapping[str, str] = {
    "": NOT_USED,
    "check": "Compared with our count only",
    "discard": "Personal detail: not stored",
    "period.month": "Sessions: Month",
    "period.year": "Sessions: Year",
    "participation.first_name": "Participants: First name",
    "participation.last_name": "Participants: Last name",
}
#: Labels of stored answers.
VALUE_LABELS: Mapping[str, str] = {
    "present": "came",
    "absent": "did not come",
    "late": "came late",
    "excused": "excused",
    "unknown": "not recorded",
    "nobody-came": "nobody came",
    "not-recorded": "no number was recorded",
    "month-first": "month first",
    "day-first": "day first",
    "count": "they count",
    "leave-out": "not counted",
    "read": "read",
    "not-held": "not held",
    "held": "held",
    "rows": "the rows are right",
    "sheet": "the sheet's total is right",
    "low": "the lower end counts",
    "high": "the upper end counts",
    "keep": "both count",
    "drop": "counted once",
    "visits": "visits",
    "people": "people",
    "program": "people at programs",
    "door-count": "everyone at the door",
    "ignore": "not in the rate",
    "the-program": "that program",
    "another": "another program",
    "library": "the library's sessions",
    "school": "the school's class days",
    "nothing": "nothing that counts",
    "cancelled": "not held",
}


def field_label(field: str) -> str:
    """Return the label of the field a heading is mapped to."""
    return OTHER_TARGETS.get(field) or FIELD_LABELS.get(field) or field.replace("_", " ")


def reason_label(reason: str) -> str:
    """Return a mapping reason with field labels instead of codes."""
    text = re.sub(r"\b[a-z]+\.[a-z_]+\b", lambda match: field_label(match[0]), reason)
    return "a known heading" if text == "exact" else text


def draw_headings_form(sheet: SheetReading, name: str) -> dict[str, Any] | None:
    """Draw one choice per heading; return the changed mapping once submitted, else None."""
    with st.form(f"headings-{name}", border=False):
        mapping = {mapped.heading: _draw_heading_choice(mapped, name) for mapped in sheet.mapping}
        if draw_submit_button("Apply mapping", key=f"match-{name}"):
            return {m.heading: mapping[m.heading] for m in sheet.mapping if mapping[m.heading] != m.field}
    return None


def _draw_heading_choice(mapped: ColumnMapping, name: str) -> str:
    """Draw the field choice of one heading, with the proposal preselected."""
    own = {mapped.field: ""} if mapped.field and mapped.field not in FIELD_LABELS else {}
    options = ["", *own, *FIELD_LABELS]
    chosen: str = st.selectbox(
        escape_markdown(f"{column_letters(mapped.column)}: {mapped.heading}"),
        options,
        index=options.index(mapped.field),
        format_func=field_label,
        key=f"heading-{name}-{mapped.column}",
    )
    return chosen


def describe_answer(stored_answer: StoredAnswer) -> tuple[str, str]:
    """Return what an answer is about, and its value, in words."""
    if stored_answer.key == "same_person":
        return "One person", " and ".join(f"“{name}”" for name in stored_answer.value)
    about = answer_label(stored_answer.key)
    if stored_answer.name is not None:
        about = f"{about} {f'“{stored_answer.name}”' if stored_answer.name else 'blank'}"
    return about, _value_label(stored_answer.key, stored_answer.value)


def _value_label(key: str, value: Any) -> str:
    if key == "mapping":
        return field_label(value)
    return VALUE_LABELS.get(value, value) if isinstance(value, str) else str(value)
