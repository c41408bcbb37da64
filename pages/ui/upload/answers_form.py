"""Forms for the questions of a file and its headings: labels of fields and answers, pairs shown."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

import streamlit as st

from libcollab_metrics.ingest import PendingQuestion, StoredAnswer, answer_label
from libcollab_metrics.model import FIELD_LABELS, ColumnMapping, SheetReading
from pages.ui.buttons import draw_submit_button
from pages.ui.markdown import escape_markdown

NOT_USED = "– not used –"
UNKNOWN = "I do not know"
TYPE_A_NAME = "Choose or type a name"
#: Maximum number of questions shown before the rest is collapsed.
MAX_QUESTIONS_SHOWN = 8
#: Maximum number of name pairs shown before the rest is collapsed, so that the questions fit on one screen.
MAX_PAIRS_SHOWN = 5
#: Labels of mapping targets other than fields.
OTHER_TARGETS: Mapping[str, str] = {
    "": NOT_USED,
    "check": "Compared with our own count, never counted",
    "discard": "Personal detail: not kept",
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
    "leave-out": "left out",
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
    "ignore": "left out of the rate",
    "the-program": "that program",
    "another": "another program",
    "library": "the library's sessions",
    "school": "the school's class days",
    "nothing": "nothing that counts",
    "cancelled": "not held",
}

Choice = str | int | None


def field_label(field: str) -> str:
    """Return the label of the field a heading is mapped to."""
    return OTHER_TARGETS.get(field) or FIELD_LABELS.get(field) or field.replace("_", " ")


def reason_label(reason: str) -> str:
    """Return a mapping reason with field labels instead of codes."""
    text = re.sub(r"\b[a-z]+\.[a-z_]+\b", lambda match: field_label(match[0]), reason)
    return "a known heading" if text == "exact" else text


def draw_questions_form(
    questions: Sequence[PendingQuestion], name: str
) -> list[tuple[PendingQuestion, Choice]] | None:
    """Draw every question of a file as one form; return the choices once submitted, else None.

    The first option is always the current assumption: leaving it is not an answer.
    """
    pairs = [question for question in questions if question.confirmed_value is not None]
    others = [question for question in questions if question.confirmed_value is None]
    shown_pairs = pairs[: max(0, min(MAX_PAIRS_SHOWN, MAX_QUESTIONS_SHOWN - len(others)))]
    with st.form(f"questions-{name}"):
        chosen = _draw_questions([*others[:MAX_QUESTIONS_SHOWN], *shown_pairs], name)
        for title, more in (
            ("More questions", others[MAX_QUESTIONS_SHOWN:]),
            ("More names that may be one", pairs[len(shown_pairs) :]),
        ):
            if more:
                with st.expander(f"{title} ({len(more)})"):
                    chosen += _draw_questions(more, name)
        return (
            chosen if draw_submit_button("Read it again with these answers", key=f"answer-{name}") else None
        )


def _draw_questions(questions: Sequence[PendingQuestion], name: str) -> list[tuple[PendingQuestion, Choice]]:
    """Draw questions one below another; repeated details of the same marks are shown once."""
    chosen = []
    before: tuple[tuple[str, str], ...] = ()
    for question in questions:
        if question.details and question.details != before:
            st.text("\n".join(f"{sheet}: {detail}" for sheet, detail in question.details))
        before = question.details
        chosen.append(
            (
                question,
                _draw_question(
                    question, f"ask-{name}-{question.key}-{question.name}-{'·'.join(question.sheets)}"
                ),
            )
        )
    return chosen


def _draw_question(question: PendingQuestion, key: str) -> Choice:
    where = f" ({', '.join(question.sheets)})" if question.sheets else ""
    label = escape_markdown(question.text + where)
    if question.is_number:
        low, high = (
            (1990, 2100)
            if question.key == "year"
            else (1, 12)
            if question.key == "fiscal_year_start"
            else (1, 999)
        )
        number = st.number_input(label, min_value=low, max_value=high, value=None, step=1, key=key)
        return None if number is None else int(number)
    if question.is_text:
        return (
            st.text_input(label, key=key, max_chars=120, placeholder=question.default or UNKNOWN).strip()
            or None
        )
    options = dict(question.options)
    assumed = (
        f"{options[question.default]} – assumed until you say" if question.default in options else UNKNOWN
    )
    names = {
        value: text
        for value, text in options.items()
        if question.confirmed_value is None or value != question.default
    }
    if question.is_open:
        return (
            st.selectbox(
                label, list(names), index=None, key=key, placeholder=TYPE_A_NAME, accept_new_options=True
            )
            or None
        )
    chosen: str = st.selectbox(
        label, ["", *names], key=key, format_func=lambda value: names.get(value) or assumed
    )
    return chosen


def draw_headings_form(sheet: SheetReading, name: str) -> dict[str, Any] | None:
    """Draw one choice per heading; return the changed mapping once submitted, else None."""
    with st.form(f"headings-{name}", border=False):
        mapping = {mapped.heading: _draw_heading_choice(mapped, name) for mapped in sheet.mapping}
        if draw_submit_button("Read it again with these headings", key=f"match-{name}"):
            return {m.heading: mapping[m.heading] for m in sheet.mapping if mapping[m.heading] != m.field}
    return None


def _draw_heading_choice(mapped: ColumnMapping, name: str) -> str:
    """Draw the field choice of one heading, with the proposal preselected."""
    own = {mapped.field: ""} if mapped.field and mapped.field not in FIELD_LABELS else {}
    options = ["", *own, *FIELD_LABELS]
    chosen: str = st.selectbox(
        escape_markdown(f"{mapped.heading} ({reason_label(mapped.reason)})"),
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
