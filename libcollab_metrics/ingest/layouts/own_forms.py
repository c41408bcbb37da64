"""Readers for returned partner sheets and the blank template: replies, ratings, and blank cells.

Ratings of a partner are stored as they are; corrections are only proposed to the user.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from libcollab_metrics.errors import LibCollabError
from libcollab_metrics.ingest.files.cells import CellColumn
from libcollab_metrics.ingest.issue_log import IssueLog
from libcollab_metrics.ingest.layouts.base import ReadResult, ReadTask
from libcollab_metrics.ingest.layouts.deliveries import build_stage_fields
from libcollab_metrics.ingest.tables.grid import Grid
from libcollab_metrics.ingest.tables.own_workbooks import (
    DAY,
    FACTS,
    PARTNER,
    RATINGS,
    ROLE,
    find_headings,
    find_labelled_cell,
    find_labelled_text,
)
from libcollab_metrics.ingest.tables.rows import BLANK_LINE_REASON, ByField, SheetRows, classify_rows
from libcollab_metrics.ingest.values.columns import (
    CellIssue,
    Column,
    ParseContext,
    cell_text,
    not_a_choice_message,
    parse_column,
    parse_currencies,
    parse_days,
    parse_numbers,
    report_issues,
)
from libcollab_metrics.ingest.values.lexicon import choice_words, known_words
from libcollab_metrics.ingest.values.numbers import ParsedNumber
from libcollab_metrics.ingest.values.people import pseudonymize_names
from libcollab_metrics.ingest.values.table import EncodedValues, TableRows
from libcollab_metrics.messages import Message, join_with_and
from libcollab_metrics.model.names import normalize_heading
from libcollab_metrics.model.partners import canonical_text, split_ref
from libcollab_metrics.model.readings import Reply
from libcollab_metrics.model.schema import ALIGNMENT_ITEMS, SCHEMA, STAGES, Field

RATING = SCHEMA["perspectives"].field("rating")
FOREIGN_REF_REASON = Message("its code under Ref is none of this program's")
NO_PARTNER_REASON = Message("no partner is named above the statements")


def read_facts(task: ReadTask) -> ReadResult:
    """Return the answered rows and the reply of each; unanswered rows count as blank lines."""
    grid, context = task.grid, task.context
    form = _Form(grid, FACTS)
    body, refs = SheetRows(grid), dict[int, str]()
    for index in form.filled_rows():
        ref = form.text(index, "Ref")
        answered = form.text(index, "Right?") or form.text(index, "Should be")
        if not ref and not answered:
            continue  # a section heading
        if not answered:
            form.exclude_blank(body, context, index)
        elif _is_own_ref(ref):
            refs[index] = ref
        else:
            body.excluded.append((index, FOREIGN_REF_REASON))
            context.log.add(
                "row-left-out", grid.row_number(index), form.number("Ref"), message=FOREIGN_REF_REASON
            )
    body.used = np.array(list(refs), dtype=np.int64)
    return ReadResult(body, {}, replies=tuple(_build_replies(form, refs, context)))


def _is_own_ref(ref: str) -> bool:
    try:
        return bool(split_ref(ref))
    except ValueError:
        return False


def _build_replies(form: _Form, refs: dict[int, str], context: ParseContext) -> Iterable[Reply]:
    """Build one reply per row that needs attention: a readable correction, or a question."""
    partner, right = (
        find_labelled_text(form.grid.cells, form.grid.header, PARTNER),
        _read_yes_no(form, list(refs), context),
    )
    unheard = replace(context, log=IssueLog(form.grid.cells.name))  # stored values do not raise issues
    fields: dict[tuple[str, str], list[int]] = {}
    for index, ref in refs.items():
        table, _, name = split_ref(ref)
        fields.setdefault((table, name), []).append(index)
    replies: dict[int, Reply] = {}
    for (table, name), rows in fields.items():
        proposed, recorded = form.column("Should be", rows), form.column("Recorded", rows)
        field = SCHEMA[table].field(name) if name else None
        reads = (
            _parse_field_values(table, field, proposed, context)
            if field
            else [ParsedNumber(None)] * len(rows)
        )
        before = (
            _parse_field_values(table, field, recorded, unheard)
            if field
            else [ParsedNumber(None)] * len(rows)
        )
        for row_number, index in enumerate(rows):
            reply = Reply(
                partner,
                refs[index],
                canonical_text(before[row_number].value),
                right[index],
                cell_text(proposed.cells[row_number]),
                canonical_text(reads[row_number].value),
                reads[row_number].is_estimate,
                reads[row_number].is_lower_bound,
            )
            if _needs_attention(reply):
                replies[index] = reply
    return [replies[index] for index in sorted(replies)]


def _needs_attention(reply: Reply) -> bool:
    """Return True for "no", and for a typed correction that differs from the recorded value."""
    return reply.right == "no" or (bool(reply.typed) and (not reply.value or reply.value != reply.recorded))


def _read_yes_no(form: _Form, rows: Sequence[int], context: ParseContext) -> dict[int, str]:
    known, column = known_words("yes_no"), form.column("Right?", rows)
    texts = column.cell_texts
    words = [known.get(normalize_heading(text) or text, "") for text in texts]
    cell_issues: list[CellIssue] = [
        ("choice-unknown", Message('"{value}" is neither yes nor no', value=text))
        if text and answer not in ("yes", "no")
        else None
        for text, answer in zip(texts, words, strict=True)
    ]
    report_issues(column, context, cell_issues)
    read = EncodedValues(column.codes, [answer if answer in ("yes", "no") else "" for answer in words])
    return dict(zip(rows, read, strict=True))


def _parse_field_values(table: str, field: Field, column: Column, context: ParseContext) -> list[Any]:
    """Parse each cell as a value of a field, with its flags; None where it cannot be parsed."""
    if field.kind in ("count", "number", "money"):
        return list(parse_numbers(field, column, context))
    if field.kind == "date":
        return [ParsedNumber(day[0]) for day in parse_days(column, context, report_blanks=False)]
    known = choice_words(f"{table}.{field.name}", field)
    texts = column.cell_texts
    values = [known.get(normalize_heading(text) or text) if text else None for text in texts]
    cell_issues: list[CellIssue] = [
        (("choice-unknown", not_a_choice_message(text, field)) if text and value is None else None)
        for text, value in zip(texts, values, strict=True)
    ]
    report_issues(column, context, cell_issues)
    return list(EncodedValues(column.codes, [ParsedNumber(value) for value in values]))  # type: ignore[arg-type]


def read_ratings(task: ReadTask) -> ReadResult:
    """Read rated rows as perspectives of the partner's side, and comments as replies.

    One returned sheet is one respondent. The code is derived from the partner, the role and the answers: two
    coordinators get different codes, and a sheet saved twice gets the same code.
    """
    grid, context = task.grid, task.context
    form = _Form(grid, RATINGS)
    body = SheetRows(grid)
    partner = find_labelled_text(grid.cells, grid.header, PARTNER)
    items: dict[int, str] = {}
    for index in form.filled_rows():
        item = _find_statement(form.text(index, "Statement"))
        if not item:
            continue
        if not form.text(index, "Rating") and not form.text(index, "Comment"):
            form.exclude_blank(body, context, index)
        elif not partner:
            body.excluded.append((index, NO_PARTNER_REASON))
            context.log.add(
                "row-left-out", grid.row_number(index), form.number("Statement"), message=NO_PARTNER_REASON
            )
        else:
            items[index] = item
    body.used = np.array(list(items), dtype=np.int64)
    rated = [index for index in items if form.text(index, "Rating")]
    rows = _build_perspectives(form, rated, items, partner, context, task.key)
    replies = tuple(
        Reply(partner, f"S{ALIGNMENT_ITEMS.index(items[index]) + 1}", typed=comment)
        for index in items
        if (comment := form.text(index, "Comment"))
    )
    return ReadResult(body, {"perspectives": rows} if rated else {}, replies=replies)


def _find_statement(text: str) -> str:
    """Find the statement a cell begins with; the cell may repeat it in several languages."""
    return next(
        (item for item in ALIGNMENT_ITEMS if normalize_heading(text).startswith(normalize_heading(item))), ""
    )


def _build_perspectives(
    form: _Form, rated: Sequence[int], items: dict[int, str], partner: str, context: ParseContext, key: bytes
) -> TableRows:
    length = len(rated)
    return TableRows(
        {
            "row": EncodedValues.from_list(form.grid.row_number(index) for index in rated),
            "partner_id": EncodedValues.constant(partner, length),
            "side": EncodedValues.constant("partner", length),
            "respondent_key": EncodedValues.constant(_respondent_code(form, partner, key), length),
            "item": EncodedValues.from_list(items[index] for index in rated),
            "rating": _read_ratings(form.column("Rating", rated), context),
            "date": EncodedValues.constant(_read_form_date(form, context) if rated else None, length),
        },
        length,
    )


def _respondent_code(form: _Form, partner: str, key: bytes) -> str | None:
    grid = form.grid
    texts = [cell_text(cell) for row in grid.cells.rows for cell in row]
    answers = hashlib.sha256("\n".join(texts).encode()).hexdigest()
    role = find_labelled_text(grid.cells, grid.header, ROLE)
    return pseudonymize_names([f"{partner} {role} {answers}"], key)[0]


def _read_ratings(column: Column, context: ParseContext) -> EncodedValues:
    """Parse ratings as numbers; report values other than 1 to 5 and read them as unknown."""
    reads = parse_numbers(RATING, column, context)
    outside = [read.value is not None and read.value not in (1, 2, 3, 4, 5) for read in reads.values]
    cell_issues: list[CellIssue] = [
        (
            "outside-scale",
            Message('"{value}" is none of 1, 2, 3, 4, 5: read as unknown', value=cell_text(cell)),
        )
        if out
        else None
        for cell, out in zip(column.distinct, outside, strict=True)
    ]
    report_issues(column, context, cell_issues)
    return EncodedValues(
        reads.codes, [None if out else r.value for r, out in zip(reads.values, outside, strict=True)]
    )


def _read_form_date(form: _Form, context: ParseContext) -> Any:
    """Read the date typed above the statements; report it if missing."""
    grid = form.grid
    cell, row, column = find_labelled_cell(grid.cells, grid.header, DAY)
    if cell is None:
        context.log.add(
            "date-missing", heading=DAY, message=Message("no date: these answers count in no period")
        )
        return None
    codes = CellColumn.from_cells([cell])
    typed = Column(DAY, column, np.array([row]), codes.codes, codes.cells)
    return parse_days(typed, context)[0][0]


class _Form:
    """One form of a partner sheet, with cells addressed by the headings above them."""

    def __init__(self, grid: Grid, layout: str) -> None:
        self.grid = grid
        headings = find_headings(layout, grid.cells.rows[grid.header])
        self._positions = {
            heading: position for heading, position in headings.items() if position is not None
        }
        if len(self._positions) < len(headings):
            raise LibCollabError(
                Message(
                    "“{sheet}” is no sheet for a partner: row {row} does not have the headings {headings}. "
                    "Take back the answer that says what the sheet is.",
                    sheet=grid.cells.name,
                    row=str(grid.row_number(grid.header)),
                    headings=", ".join(headings),
                )
            )

    def number(self, heading: str) -> int:
        """Return the Excel column number of a heading."""
        return self.grid.cells.first_column + self._positions[heading]

    def text(self, index: int, heading: str) -> str:
        """Return the text of a row's cell under a heading."""
        return cell_text(self.grid.cells.columns[self._positions[heading]][index])

    def column(self, heading: str, rows: Sequence[int]) -> Column:
        """Return the cells of these rows under a heading."""
        chosen = np.array(rows, dtype=np.int64)
        codes, cells = self.grid.encode_column(self.number(heading), chosen)
        return Column(heading, self.number(heading), chosen + self.grid.cells.first_row, codes, cells)

    def filled_rows(self) -> list[int]:
        """Return the indices of nonblank, visible rows below the headings."""
        below = np.flatnonzero(self.grid.cells.filled).tolist()
        return [index for index in below if index > self.grid.header and index not in self.grid.hidden]

    def exclude_blank(self, body: SheetRows, context: ParseContext, index: int) -> None:
        """Exclude an unanswered row and report it."""
        body.excluded.append((index, BLANK_LINE_REASON))
        context.log.add(
            "blank-rows-skipped",
            self.grid.row_number(index),
            self.grid.cells.first_column,
            message=Message("no one answered here"),
        )


# Sheets of the blank template: one table per sheet, read without questions.

PSEUDONYM_FIELDS = ("person_key", "respondent_key")


def read_template_sheet(task: ReadTask) -> ReadResult:
    """Read the rows of a template sheet into its table, without examples and incomplete rows."""
    grid, mapping, table, context, key = task.grid, task.mapping, task.grid.table, task.context, task.key
    if table is None:
        raise KeyError(grid.cells.name)
    required = {
        f"{table.name}.{field.name}": field.label for field in table.typed_fields if field.is_required
    }

    def missing(row: ByField) -> str:
        blank = [label for name, label in required.items() if not row.get(name)]
        fields = [Message(label) for label in blank]
        return Message("{fields} missing", fields=join_with_and(fields)) if blank else ""

    body = classify_rows(grid, mapping, context.log, missing)
    columns = {m.field: body.column(m) for m in reversed(mapping) if m.field.startswith(table.name + ".")}
    values: dict[str, EncodedValues] = {"row": EncodedValues.from_list(body.excel_rows.tolist())}
    for target, column in columns.items():
        values |= read_field_column(table.name, target.split(".")[1], column, context, key)
    length = len(body.used)
    return ReadResult(
        body,
        {
            table.name: TableRows(
                fill_blank_cells(table.name, values, columns.get("sessions.events"), length), length
            )
        },
    )


def fill_blank_cells(
    table: str, values: dict[str, EncodedValues], events: Column | None, length: int
) -> dict[str, EncodedValues]:
    """Fill in the meaning of blank cells: one event per session row, an unknown attendance mark."""
    if table == "sessions":
        defaults = (
            events.parse(lambda cell: None if cell is not None else 1.0)
            if events
            else EncodedValues.constant(1.0, length)
        )
        return values | {
            "events": defaults.fill_unknown(values["events"]) if "events" in values else defaults
        }
    if table == "participation":
        status = values.get("status", EncodedValues.constant(None, length)).map(
            lambda status: status or "unknown"
        )
        return values | {"source": EncodedValues.constant("roster", length), "status": status}
    return values


def read_field_column(
    table: str, name: str, column: Column, context: ParseContext, key: bytes
) -> dict[str, EncodedValues]:
    """Parse a column into the fields it fills: its own field, flags, currency, date precision."""
    field = SCHEMA[table].field(name)
    if name in PSEUDONYM_FIELDS:
        names = [cell_text(cell) or None for cell in column.distinct]
        return {name: EncodedValues(column.codes, list(pseudonymize_names(names, key)))}
    if table == "deliveries" and name in STAGES:
        return build_stage_fields(name, parse_numbers(field, column, context))
    if name == "attended" or (name == "value" and table == "ledger"):
        reads = parse_numbers(field, column, context)
        written = {"currency": parse_currencies(column)} if field.kind == "money" else {}
        return written | {
            name: reads.map(lambda read: read.value),
            f"{name}_is_estimate": reads.map(lambda read: read.is_estimate),
            f"{name}_at_least": reads.map(lambda read: read.is_lower_bound),
        }
    if name == "date" and table in ("sessions", "participation"):
        days = parse_days(column, context, accept_months=table == "sessions")
        fields = {"date": days.map(lambda day: day[0]), "session_no": days.map(lambda day: day[1] or None)}
        return fields | ({"date_precision": days.map(lambda day: day[2])} if table == "sessions" else {})
    return {name: parse_column(table, field, column, context)}
