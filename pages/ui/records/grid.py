"""Text grid for typing many rows; rejected rows stay in the grid with their problem."""

from __future__ import annotations

import time
from typing import Any

import pandas as pd
import streamlit as st

from libcollab_metrics.ingest import TypedRowsResult, read_typed_rows
from libcollab_metrics.model import SCHEMA, Edit, Field
from pages.ui import session
from pages.ui.buttons import draw_button
from pages.ui.markdown import escape_markdown
from pages.ui.records.fields import LABEL_FIELDS, PART_HELP, field_options, store_rows
from pages.ui.streamlit_internals import defer_interruptions
from pages.ui.translation import _, later

PROBLEM = later("Problem")
#: Number of blank rows in an empty grid.
BLANK_ROWS = 5
#: Seconds that saving waits for the last cell, which the browser sends 0.15 s after it was typed, so that a
#: quick click on the button is received before it.
CELL_DELAY = 0.5


def draw_record_grid(table: str) -> None:
    """Draw the grid of a table and store the accepted rows."""
    draft, fields = session.draft(table), SCHEMA[table].typed_fields
    key = f"grid-{table}-{draft['round']}"
    if key not in st.session_state:  # first drawn, or drawn again after another page: restore the draft
        draft["shown"] = _draft_frame(table, draft)
    edited = st.data_editor(
        draft["shown"],
        key=key,
        num_rows="dynamic",
        hide_index=True,
        column_config=_column_config(table),
        column_order=_column_order(table),
        disabled=[PROBLEM],
        placeholder="",
        alt=_("Rows to be typed into {label}", label=_(SCHEMA[table].label)),
    )
    draft["rows"] = [_typed_row(line, fields) for line in edited.to_dict("records")]
    for index, sentence in draft["problems"].items():
        st.warning(escape_markdown(_("Row {row}. {problem}", row=index + 1, problem=_(sentence))))
    st.caption(_("Dates as 2026-03-07, estimates as “about 20”; leave a cell empty where nothing is known."))
    if draft.pop("is_saving", False):
        defer_interruptions()
        _store_draft(table, draft)
    if draw_button(_("Save rows"), key=f"keep-{table}"):
        draft["is_saving"] = True
        time.sleep(CELL_DELAY)
        st.rerun()


def _draft_frame(table: str, draft: dict[str, Any]) -> pd.DataFrame:
    """Build the grid's rows from the draft as text columns; blank rows if the draft is empty."""
    fields = SCHEMA[table].typed_fields
    rows: list[dict[str, str]] = draft["rows"] or [{}] * BLANK_ROWS
    lines = pd.DataFrame(
        {field.label: [row.get(field.name) for row in rows] for field in fields}, dtype="string"
    )
    if draft["problems"]:
        problems = {index: _(sentence) for index, sentence in draft["problems"].items()}
        lines.insert(
            0, PROBLEM, pd.array([problems.get(index) for index in range(len(rows))], dtype="string")
        )
    return lines


def _column_order(table: str) -> list[str]:
    """Return the columns, those that are usually known first."""
    fields = SCHEMA[table].typed_fields
    usual = [field.label for field in fields if field.is_required or field.name in LABEL_FIELDS[table]]
    return [PROBLEM, *usual, *(field.label for field in fields if field.label not in usual)]


def _column_config(table: str) -> dict[str, Any]:
    columns: dict[str, Any] = {PROBLEM: st.column_config.TextColumn(_(PROBLEM), width="medium")}
    for field in SCHEMA[table].typed_fields:
        columns[field.label] = st.column_config.TextColumn(
            _(field.label) + (" *" if field.is_required else ""),
            help=_field_help(field),
            default=_field_default(field),
        )
    return columns


def _field_help(field: Field) -> str:
    options = field_options(field)[:12]
    sentences = [_(field.meaning)]
    if options:
        sentences.append(_("One of: {options}.", options=", ".join(map(escape_markdown, options))))
    if field.name == "metric_id":
        sentences += [_(PART_HELP), _("Write it after a colon.")]
    if field.example and not options:
        sentences.append(_("For example: {example}.", example=field.example))
    return " ".join(sentences)


def _field_default(field: Field) -> str | None:
    """Return the default of a field: a criterion is declared on the current date unless changed."""
    return session.today().isoformat() if field.name == "declared_on" else None


def _typed_row(line: dict[str, Any], fields: tuple[Field, ...]) -> dict[str, str]:
    return {field.name: str(line[field.label]) for field in fields if not pd.isna(line[field.label])}


def _store_draft(table: str, draft: dict[str, Any]) -> None:
    """Append the accepted rows as one step; rejected rows become the new draft."""
    typed = _nonempty_rows(draft["rows"])
    if not typed:  # the grid is unchanged, so a cell that is still being sent is not lost
        session.add_message(_("Nothing was typed."))
        st.rerun()
    result: TypedRowsResult = read_typed_rows(table, typed, session.typing_context())
    if result.accepted:
        store_rows(Edit(table, result.accepted, issues=result.issues), result, is_new=True)
    draft["rows"] = [dict(row.typed) for row in result.rejected]
    draft["problems"] = {index: row.message for index, row in enumerate(result.rejected)}
    draft["round"] += 1
    st.rerun()


def _nonempty_rows(rows: list[dict[str, str]]) -> list[dict[str, str]]:
    """Return the rows with any value other than the grid's defaults."""
    return [row for row in rows if set(row) - {"declared_on"}]
