"""Form that maps the columns of a sheet to fields, and the labels of fields and of given answers."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

import streamlit as st

from libcollab_metrics.ingest import NAME_ANSWERS, StoredAnswer, answer_label, list_fields
from libcollab_metrics.model import FIELD_LABELS, ColumnMapping, SheetReading, column_letters
from pages.ui.buttons import draw_submit_button
from pages.ui.markdown import escape_markdown
from pages.ui.translation import _, later, screen_language

NOT_USED = later("Not used")
#: Labels of mapping targets other than fields.
OTHER_TARGETS: Mapping[str, str] = {
    "": NOT_USED,
    "check": later("Compared with our count only"),
    "discard": later("Personal detail: not stored"),
    "period.month": later("Sessions: Month"),
    "period.year": later("Sessions: Year"),
    "participation.first_name": later("Participants: First name"),
    "participation.last_name": later("Participants: Last name"),
}
#: Labels of stored answers.
VALUE_LABELS: Mapping[str, str] = {
    "present": later("came"),
    "absent": later("did not come"),
    "late": later("came late"),
    "excused": later("excused"),
    "unknown": later("not recorded"),
    "nobody-came": later("no one came"),
    "not-recorded": later("no number was recorded"),
    "month-first": later("month first"),
    "day-first": later("day first"),
    "count": later("they count"),
    "leave-out": later("not counted"),
    "read": later("read"),
    "not-held": later("not held"),
    "held": later("held"),
    "rows": later("the rows are right"),
    "sheet": later("the sheet's total is right"),
    "low": later("the lower end counts"),
    "high": later("the upper end counts"),
    "keep": later("both count"),
    "drop": later("counted once"),
    "visits": later("visits"),
    "people": later("people"),
    "program": later("people at programs"),
    "door-count": later("everyone at the door"),
    "ignore": later("not in the rate"),
    "the-program": later("that program"),
    "another": later("another program"),
    "library": later("the library's sessions"),
    "school": later("the school's class days"),
    "nothing": later("nothing that counts"),
    "cancelled": later("not held"),
}


def field_label(field: str) -> str:
    """Return the label of the field a heading is mapped to."""
    if field in OTHER_TARGETS:
        return _(OTHER_TARGETS[field])
    if field in FIELD_LABELS:
        return ": ".join(map(_, FIELD_LABELS[field].split(": ", 1)))
    return field.replace("_", " ")


def reason_label(reason: str) -> str:
    """Return a mapping reason with field labels instead of codes."""
    text = _("a known heading") if reason == "exact" else _(reason)
    return re.sub(r"\b[a-z]+\.[a-z_]+\b", lambda match: field_label(match[0]), text)


def draw_headings_form(sheet: SheetReading, name: str) -> dict[str, Any] | None:
    """Draw one choice per heading; return the changed mapping once submitted, else None."""
    with st.form(f"headings-{name}", border=False):
        fields = list_fields(sheet.layout)
        mapping = {mapped.heading: _draw_heading_choice(mapped, fields, name) for mapped in sheet.mapping}
        if draw_submit_button(_("Apply changes"), key=f"match-{name}"):
            return {m.heading: mapping[m.heading] for m in sheet.mapping if mapping[m.heading] != m.field}
    return None


def _draw_heading_choice(mapped: ColumnMapping, fields: Sequence[str], name: str) -> str:
    """Draw the field choice of one heading, with the proposal preselected."""
    options = list(dict.fromkeys(("", mapped.field, *fields)))
    chosen: str = st.selectbox(
        escape_markdown(f"{column_letters(mapped.column)}: {mapped.heading}"),
        options,
        index=options.index(mapped.field),
        format_func={option: field_label(option) for option in options}.__getitem__,
        key=f"heading-{name}-{mapped.column}",
    )
    return chosen


def describe_answer(stored_answer: StoredAnswer) -> tuple[str, str]:
    """Return what an answer is about, and its value, in words."""
    if stored_answer.key in NAME_ANSWERS:
        about = _("One person") if stored_answer.key == "same_person" else _("Different people")
        return about, screen_language().join_names(tuple(f"“{name}”" for name in stored_answer.value))
    about = _(answer_label(stored_answer.key))
    if stored_answer.name is not None:
        about = f"{about} {f'“{stored_answer.name}”' if stored_answer.name else _('blank')}"
    return about, _value_label(stored_answer.key, stored_answer.value)


def _value_label(key: str, value: Any) -> str:
    if key == "mapping":
        return field_label(value)
    return _(VALUE_LABELS[value]) if value in VALUE_LABELS else str(value)
