"""The questions of one sheet and its headings, as a form; the answers go back in the shape of an answers file."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import streamlit as st

from libcollab_metrics.model import SCHEMA, Mapped, Question, SheetReading
from pages.ui.frame import escaped

NOT_USED = "– not used –"
#: Fields a heading can be matched with by hand, by the words a librarian reads.
FIELDS: Mapping[str, str] = {
    f"{table.name}.{field.name}": f"{table.label}: {field.label}" for table in SCHEMA.values() for field in table.typed
}


def answer_form(sheet: SheetReading, name: str) -> dict[str, Any] | None:
    """Draw the form of one sheet; return its answers when they were sent, else None."""
    with st.form(name, border=False):
        found: dict[str, Any] = {}
        for question in sheet.questions:
            _ask(question, question.id.removeprefix(f"sheets.{sheet.name}."), found, name)
        with st.expander("Headings and what they fill", expanded=sheet.layout == "unknown"):
            mapping = {mapped.heading: _match(mapped, name) for mapped in sheet.mapping}
        changed = {m.heading: mapping[m.heading] for m in sheet.mapping if mapping[m.heading] != m.field}
        if st.form_submit_button("Read it again with these answers"):
            if changed:
                found["mapping"] = changed
            return found
    return None


def _ask(question: Question, path: str, found: dict[str, Any], name: str) -> None:
    """One question; an answer that is the default is not an answer."""
    label, key = escaped(question.text), f"{name}-{question.id}"
    if path == "year":
        year = st.number_input(label, min_value=1990, max_value=2100, value=None, step=1, key=key)
        if year is not None:
            found["year"] = int(year)
        return
    options = dict(question.options)
    values = [*options] if question.default in options else [question.default, *options]
    chosen = st.selectbox(
        label,
        values,
        index=values.index(question.default),
        key=key,
        format_func=lambda value: options.get(value, "I do not know"),
    )
    if chosen != question.default:
        group, _, mark = path.partition(".")
        if group == "marks":
            found.setdefault("marks", {})[mark] = chosen
        else:
            found[path] = chosen


def _match(mapped: Mapped, name: str) -> str:
    """The field of one heading, changed by hand or left as proposed."""
    own = {mapped.field: mapped.field} if mapped.field and mapped.field not in FIELDS else {}
    options = ["", *own, *FIELDS]
    chosen: str = st.selectbox(
        f"{escaped(mapped.heading)} ({escaped(mapped.reason)})",
        options,
        index=options.index(mapped.field),
        format_func=lambda field: FIELDS.get(field, field if field else NOT_USED),
        key=f"{name}-{mapped.column}",
    )
    return chosen
