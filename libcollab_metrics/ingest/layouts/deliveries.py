"""Reader for delivery logs other than the template: stages, books or boxes, lots over several rows."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from typing import TYPE_CHECKING, Any

import numpy as np

from libcollab_metrics.ingest.layouts.base import ReadResult, ReadTask
from libcollab_metrics.ingest.layouts.log_rows import handle_duplicate_rows
from libcollab_metrics.ingest.question_kinds import ask
from libcollab_metrics.ingest.tables.column_roles import is_tick_column
from libcollab_metrics.ingest.tables.delivery_columns import (
    delivery_role,
    find_unit,
    name_receivers,
    says_not_yet,
)
from libcollab_metrics.ingest.tables.heading import sheet_title
from libcollab_metrics.ingest.tables.reconcile import compare_totals
from libcollab_metrics.ingest.tables.rows import ByField, SheetRows, classify_rows
from libcollab_metrics.ingest.tables.sum_rows import exclude_odd_sums, exclude_sum_rows, mask_unlike_rows
from libcollab_metrics.ingest.values.columns import (
    CellIssue,
    Column,
    cell_text,
    parse_column,
    parse_numbers,
    report_issues,
    split_measure,
    split_measures,
)
from libcollab_metrics.ingest.values.lexicon import known_words, word_list
from libcollab_metrics.ingest.values.numbers import ParsedNumber, parse_number
from libcollab_metrics.ingest.values.table import EncodedValues, TableRows, first_duplicate_rows, mask_value
from libcollab_metrics.messages import Message
from libcollab_metrics.model.names import normalize_heading
from libcollab_metrics.model.readings import ColumnMapping, Question
from libcollab_metrics.model.schema import SCHEMA, STAGES

if TYPE_CHECKING:
    from numpy.typing import NDArray


# Quantities of a lot at each stage, with their estimate and lower-bound flags.

DELIVERIES = SCHEMA["deliveries"]


def build_stage_fields(stage: str, reads: EncodedValues) -> dict[str, EncodedValues]:
    """Build the three fields of a stage from parsed numbers (`ParsedNumber`)."""
    return {
        stage: reads.map(lambda read: read.value),
        f"{stage}_is_estimate": reads.map(lambda read: read.is_estimate),
        f"{stage}_at_least": reads.map(lambda read: read.is_lower_bound),
    }


#: Date field that shows a stage was reached, in a log with one number per lot.
STAGE_DATES = {"shipped": "dispatched_on", "received": "received_on"}
#: Fewest stages that must all be added up in a row like the others: one number may be a sum by chance.
MIN_COLUMNS_OF_SUM = 2
DATE_FIELD_BY_STAGE = {"shipped": "dispatched_on", "received": "received_on", "in_hands": "received_on"}


def read_deliveries(task: ReadTask) -> ReadResult:
    """Read one row per lot with the number of books, or boxes, at each stage.

    A blank stage is unknown, never zero. Boxes are never converted to books. If each row is one stage of a
    lot, the rows of a lot are merged.
    """
    context = task.context
    roles = {h.column: delivery_role(h) for h in task.grid.headings}
    names_lots = bool({m.field for m in task.mapping} & {"deliveries.lot", "deliveries.site"})
    is_log = "stage" in roles.values() and not names_lots
    missing = _missing_step_reason if is_log else _missing_reason
    body = classify_rows(task.grid, task.mapping, context.log, missing)
    counted = [f"deliveries.{stage}" for stage in STAGES]
    anywhere = np.ones(len(body.used), dtype=bool)
    exclude_sum_rows(body, task.mapping, counted, anywhere, context.log, MIN_COLUMNS_OF_SUM)
    exclude_odd_sums(body, task.mapping, counted, context.log)
    if len(body.used) > MIN_COLUMNS_OF_SUM:
        exclude_sum_rows(body, task.mapping, counted, mask_unlike_rows(body), context.log)
    _exclude_unknown_stages(body, task, roles)
    _exclude_other_goods(body, task)
    handle_duplicate_rows(body, context)
    _exclude_planned_lots(body, task)
    columns = {m.field: body.column(m) for m in reversed(task.mapping) if m.field}
    by_role = {
        roles[m.column]: body.column(m) for m in reversed(task.mapping) if roles.get(m.column) and m.field
    }
    length = len(body.used)
    values = _read_plain_fields(columns, task, length)
    wide = {m.field.split(".")[1]: body.column(m) for m in task.mapping if m.field.split(".")[-1] in STAGES}
    numbers = [m for m in task.mapping if roles.get(m.column) == "number" and m.field]
    in_units = sorted(
        (m for m in numbers if find_unit(m.heading)), key=lambda m: find_unit(m.heading) != "books"
    )
    in_books = in_units[0] if in_units else None  # "#" may number the rows
    number = body.column(in_books) if in_books else by_role.get("number")
    if number is not None and is_serial(number.cell_texts):
        number = None
    in_unit = [number] if number and _is_count(number) and not _is_exceeded(number, wide.values()) else []
    values["unit"] = _find_units(values, [*wide.values(), *in_unit], task, length)
    for stage, column in _resolve_ticks(wide, number, task).items():
        values |= build_stage_fields(stage, _read_stage_numbers(stage, column, values["unit"], task))
    for stage in wide:
        under = [mapped for mapped in task.mapping if mapped.field == f"deliveries.{stage}"]
        if len(under) == 1:
            compare_totals(
                body, under[0], _mask_boxes(values[stage], values["unit"]), context, can_override=False
            )
    rows = TableRows(values, length)
    if number is not None and not wide:
        rows = _merge_stage_rows(rows, number, by_role, task)
    growth = () if is_log else _ask_about_growth(rows, task)
    questions = (*growth, *_ask_for_stage(rows, task))
    return ReadResult(body, {"deliveries": rows}, questions)


def _missing_reason(row: ByField) -> str:
    labels = [*row.get("deliveries.site", ()), *row.get("deliveries.lot", ())]
    if any(
        normalize_heading(cell_text(cell)).rstrip(":") in word_list("planned", "targets") for cell in labels
    ):
        return Message("a target, and no lot")
    if any(row.get(f"deliveries.{stage}") for stage in STAGES):
        return ""
    named = bool(row.get("deliveries.lot") or row.get("deliveries.site"))
    return "" if named and len(row) >= 2 else Message("no number, and nothing that identifies the lot")


def _missing_step_reason(row: ByField) -> str:
    """Return why a row of a log of stages without lots is excluded: it lacks its stage or its number."""
    return "" if len(row.get("check", ())) > 1 else Message("no number, or no stage")


def _exclude_planned_lots(body: SheetRows, task: ReadTask) -> None:
    """Exclude lots that are only planned: as the title says, where none is received, or a cell of the row."""
    words, first = set(word_list("planned")), task.grid.cells.first_column
    is_planned = np.zeros(len(body.used), dtype=bool)
    for column in body.grid.cells.columns:
        is_planned |= np.array([text in words for text in column.folded], dtype=bool)[column.codes[body.used]]
    reason = Message("the row says that it is planned")
    task.context.log.add_rows("row-without-data", body.excel_rows[is_planned], first, message=reason)
    body.exclude(np.flatnonzero(is_planned), reason)
    title = set(re.findall(r"[^\W\d_]+", sheet_title(body.grid.cells, body.grid.header)))
    received = [m for m in task.mapping if m.field in ("deliveries.received", "deliveries.in_hands")]
    if not title & words or not received or not len(body.used):
        return
    if any(text for mapped in received for text in body.column(mapped).cell_texts):
        return
    reason = Message("the title says that it is planned, and nothing was received")
    task.context.log.add_rows("row-without-data", body.excel_rows, first, message=reason)
    body.exclude(np.arange(len(body.used)), reason)


def _exclude_unknown_stages(body: SheetRows, task: ReadTask, roles: Mapping[int, str]) -> None:
    """Exclude rows whose stage is an unknown word, and report them.

    A lot that is not there yet remains if the day on which it was sent is known.
    """
    mapped = next((m for m in task.mapping if roles.get(m.column) == "stage" and m.field), None)
    if mapped is None or any(m.field.split(".")[-1] in STAGES for m in task.mapping):
        return
    column, known = body.column(mapped), known_words("stage")
    cell_issues = [_stage_issue(cell_text(cell), known) for cell in column.distinct]
    report_issues(column, task.context, cell_issues)
    unknown = np.array([issue is not None for issue in cell_issues], dtype=bool)[column.codes]
    sent = next((m for m in task.mapping if m.field == "deliveries.dispatched_on"), None)
    if sent is not None:
        not_yet = column.parse_normalized(says_not_yet).where(bool)
        unknown &= ~(not_yet & body.column(sent).is_filled)
    body.exclude(np.flatnonzero(unknown), Message("its stage is not known"))


def _exclude_other_goods(body: SheetRows, task: ReadTask) -> None:
    """Exclude and report the rows that a column such as "Item" calls notebooks, where others are of books."""
    units = known_words("lot_unit")
    goods = {word for word in word_list("books_given", "goods") if units.get(word) is None}
    if any(find_unit(mapped.heading) == "books" for mapped in task.mapping if mapped.field):
        return  # its numbers count books, whatever is in the boxes
    for mapped in task.mapping:
        headed = set(re.findall(r"[^\W\d_]+", normalize_heading(mapped.heading)))
        if mapped.field or not headed & {*word_list("gifts", "things"), "what", "description"}:
            continue
        column = body.column(mapped)
        words = [set(re.findall(r"[^\W\d_]+", normalize_heading(text))) for text in column.cell_texts]
        are_books = [any(units.get(word) == "books" for word in own) for own in words]
        are_goods = [bool(own & goods) for own in words]
        if not any(are_books) or not any(are_goods):
            continue
        is_other = np.array([other and not book for other, book in zip(are_goods, are_books, strict=True)])
        rows = np.flatnonzero(is_other[column.codes])
        reason = Message("it counts other things than books")
        task.context.log.add_rows("row-without-data", body.excel_rows[rows], mapped.column, message=reason)
        body.exclude(rows, reason)
        return


def _stage_issue(text: str, known: Mapping[str, str]) -> CellIssue:
    """Return the issue of a word for a stage, none if it is known; "not yet" leaves nothing out."""
    folded = normalize_heading(text)
    if folded in known:
        return None
    if says_not_yet(folded):
        return "row-without-data", Message("not delivered, or not yet")
    return "row-left-out", Message('"{value}" is no stage of a delivery', value=text)


def _read_plain_fields(
    columns: Mapping[str, Column], task: ReadTask, length: int
) -> dict[str, EncodedValues]:
    """Read the fields of a lot that are parsed cell by cell."""
    names = (
        "program_id",
        "lot",
        "site",
        "language",
        "unit",
        "books_per_unit",
        "dispatched_on",
        "received_on",
    )
    values = {
        name: parse_column("deliveries", DELIVERIES.field(name), columns[f"deliveries.{name}"], task.context)
        for name in names
        if f"deliveries.{name}" in columns
    }
    for name, fallback in (("program_id", task.sheet_context.program), ("site", task.sheet_context.site)):
        values[name] = values.get(name, EncodedValues.constant(None, length)).fill_unknown(
            EncodedValues.constant(fallback or None, length)
        )
    return values | {"row": EncodedValues.from_list(excel_rows(columns, length))}


def excel_rows(columns: Mapping[str, Column], length: int) -> list[int]:
    """Return the Excel row numbers of the used rows."""
    return next((column.rows.tolist() for column in columns.values()), [0] * length)


def _find_units(
    values: Mapping[str, EncodedValues], counted: list[Column], task: ReadTask, length: int
) -> EncodedValues:
    """Find the unit each row counts; None means books.

    Sources in order: the unit column, the lot name ("C (boxes)"), the cells ("12 boxes"), the headings.
    """
    nothing = EncodedValues.constant(None, length)
    units = values.get("unit", nothing)
    units = units.fill_unknown(
        values.get("lot", nothing).map(lambda lot: find_unit(_bracketed_text(lot)) or None)
    )
    in_cells = {"boxes": np.zeros(length, dtype=bool), "books": np.zeros(length, dtype=bool)}
    for column in counted:
        for unit, there in in_cells.items():
            there |= column.parse(lambda cell: find_unit(split_measure(cell)[1] or "")).where(
                lambda u, one=unit: u == one
            )
    units = units.fill_unknown(mask_value(in_cells["boxes"] & ~in_cells["books"], "boxes"))
    units = units.fill_unknown(mask_value(in_cells["books"], "books"))
    named = {find_unit(column.heading) for column in counted} - {""}
    return units.fill_unknown(EncodedValues.constant(named.pop() if len(named) == 1 else None, length))


def _is_count(number: Column) -> bool:
    """Return whether a column counts books or boxes: "12 boxes" does, and "boxes 1-6" names some of them."""
    counted = number.parse(lambda cell: parse_number(cell_text(split_measure(cell)[0])).value)
    filled = number.is_filled
    return 2 * int(counted.known.sum()) > int(filled.sum())


def _is_exceeded(number: Column, stages: Iterable[Column]) -> bool:
    """Return whether a stage has more than the number of a lot in most rows: 139 books in 5 boxes."""
    most = number.parse(lambda cell: parse_number(cell_text(cell)).value)
    for column in stages:
        pairs = zip(most, column.parse(lambda cell: parse_number(cell_text(cell)).value), strict=True)
        larger = [count > own for own, count in pairs if own is not None and count is not None]
        if 2 * sum(larger) > len(larger):
            return True
    return False


def _mask_boxes(numbers: EncodedValues, units: EncodedValues) -> EncodedValues:
    """Mask quantities in boxes where other rows count books: a total of books excludes them."""
    boxes = units.where(lambda unit: unit == "boxes")
    if boxes.all():
        return numbers
    return EncodedValues(np.where(boxes, len(numbers.values), numbers.codes), [*numbers.values, None])


def _bracketed_text(lot: str | None) -> str:
    return " ".join(re.findall(r"\(([^)]*)\)", lot or ""))


def _read_stage_numbers(stage: str, column: Column, units: EncodedValues, task: ReadTask) -> EncodedValues:
    """Parse the numbers (`ParsedNumber`) of a stage; report and mask boxes in rows that count books."""
    bare, written = split_measures(column)
    odd = written.where(lambda unit: find_unit(unit or "") == "boxes") & units.where(
        lambda unit: unit == "books"
    )
    task.context.log.add_rows(
        "number-unreadable",
        column.rows[odd],
        column.number,
        heading=column.heading,
        value=cell_text(column.distinct[column.codes[odd][0]]) if odd.any() else "",
        message=Message("boxes in a row that counts books are not converted"),
    )
    reads = parse_numbers(DELIVERIES.field(stage), bare, task.context, column.distinct)
    return EncodedValues(np.where(odd, len(reads.values), reads.codes), [*reads.values, ParsedNumber(None)])


def _resolve_ticks(wide: Mapping[str, Column], number: Column | None, task: ReadTask) -> dict[str, Column]:
    """Return the stage columns; where a stage is only ticked, use the number of the lot.

    Without such a number, a tick means what was at the last stage before that is counted.
    """
    columns, before = dict(wide), None
    for stage in (stage for stage in STAGES if stage in wide):
        column = wide[stage]
        if not is_tick_column(set(column.cell_texts)):
            before = column
            continue
        source = before if number is None else number
        if source is None:
            continue
        ticked = column.is_filled
        codes = np.where(ticked, source.codes, len(source.distinct))
        columns[stage] = Column(column.heading, column.number, column.rows, codes, [*source.distinct, None])
        task.context.log.add_rows(
            "choice-assumed",
            column.rows[ticked],
            column.number,
            heading=column.heading,
            message=Message("a tick: the whole lot was at this stage"),
        )
    return columns


def _merge_stage_rows(
    rows: TableRows, number: Column, by_role: Mapping[str, Column], task: ReadTask
) -> TableRows:
    """Merge rows that each hold one number of a lot at a stage given by a word or a date.

    Rows without a lot or a place remain apart. A lot with the day on which it was sent was shipped, whatever
    the word says.
    """
    reads = _read_stage_numbers("received", number, rows.column("unit"), task)
    steps = by_role.get("stage")
    if steps is None:
        return _assign_stages_by_date(rows, reads, number, task)
    stages = steps.parse_normalized(_known_stages(task).get)
    lots = [rows.column(name).value_codes for name in ("program_id", "lot", "site", "language", "unit")]
    again = _count_repeats_above([*lots, stages.value_codes], len(rows))
    first = first_duplicate_rows([*lots, again], len(rows))
    if not any(rows.column(name).known.any() for name in ("lot", "site")):
        return _read_steps(rows, stages, reads)
    days = by_role.get("day")
    dates = (
        parse_column("deliveries", DELIVERIES.field("received_on"), days, task.context)
        if days is not None
        else EncodedValues.constant(None, len(rows))
    )
    made = [
        _merge_lot(rows, np.flatnonzero(first == index), stages, reads, dates)
        for index in np.unique(first).tolist()
    ]
    return TableRows.from_dicts(made)


def _read_steps(rows: TableRows, stages: EncodedValues, reads: EncodedValues) -> TableRows:
    """Return rows that each say how many books reached a stage, and none at the others of the sheet."""
    values = dict(rows.columns)
    for stage in {stages.values[code] for code in np.unique(stages.codes).tolist()} - {None}:
        is_here = stages.where(lambda own, one=stage: own == one)
        codes = np.where(is_here, reads.codes, len(reads.values))
        values |= build_stage_fields(str(stage), EncodedValues(codes, [*reads.values, ParsedNumber(0.0)]))
    return TableRows(values, len(rows))


def _known_stages(task: ReadTask) -> Mapping[str, str]:
    """Return the stage of each known word; what was delivered to a school was received there."""
    known = known_words("stage")
    if not name_receivers(task.grid.headings, {h.column: delivery_role(h) for h in task.grid.headings}):
        return known
    return {**known, **dict.fromkeys(word_list("handed_over"), "received")}


def _count_repeats_above(columns: list[NDArray[Any]], length: int) -> NDArray[np.int64]:
    """Count equal rows above each row: a lot shipped twice stays two rows."""
    first = first_duplicate_rows(columns, length)
    seen: dict[int, int] = {}
    times = []
    for first_row in first.tolist():
        times.append(seen.get(first_row, 0))
        seen[first_row] = times[-1] + 1
    return np.array(times, dtype=np.int64)


def _merge_lot(
    rows: TableRows,
    row_indices: NDArray[Any],
    stages: EncodedValues,
    reads: EncodedValues,
    dates: EncodedValues,
) -> dict[str, Any]:
    lot = rows[int(row_indices[0])]
    for row_index in row_indices.tolist():
        stage, read = stages[row_index], reads[row_index]
        sent = {"shipped"} if lot.get("dispatched_on") is not None and lot.get("shipped") is None else set()
        for reached in sorted({stage, *sent} - {None}):
            lot |= {
                reached: read.value,
                f"{reached}_is_estimate": read.is_estimate,
                f"{reached}_at_least": read.is_lower_bound,
            }
        if stage in DATE_FIELD_BY_STAGE and dates[row_index] is not None:
            lot[DATE_FIELD_BY_STAGE[stage]] = dates[row_index]
    return lot


def _assign_stages_by_date(
    rows: TableRows, reads: EncodedValues, number: Column, task: ReadTask
) -> TableRows:
    """Assign the single number of each lot to the stages that have a date, and report it.

    What was received from a donor, and has no school, is collected: the day is that of the library.
    """
    values = dict(rows.columns)
    headings = task.grid.headings
    is_intake = any(heading.own_role("books_by_donor") == "giver" for heading in headings)
    is_intake &= not name_receivers(headings, {h.column: delivery_role(h) for h in headings})
    for stage, day in STAGE_DATES.items():
        there = rows.column(day).known
        if stage == "received" and is_intake:
            stage = "collected"
            values.pop(day, None)
        codes = np.where(there, reads.codes, len(reads.values))
        values |= build_stage_fields(stage, EncodedValues(codes, [*reads.values, ParsedNumber(None)]))
        task.context.log.add_rows(
            "choice-assumed",
            number.rows[there],
            number.number,
            heading=number.heading,
            message=Message(
                "the lot has a day for it: read as the number {stage}", stage=Message(stage.replace("_", " "))
            ),
        )
    return TableRows(values, len(rows))


#: Most columns of numbers of which a table without a stage is asked what became of them.
MAX_STAGE_QUESTIONS = 2
#: What became of the books of a column, as answers to the question.
STAGE_OPTIONS = (
    ("deliveries.collected", Message("they were collected")),
    ("deliveries.usable", Message("they were sorted and are usable")),
    ("deliveries.shipped", Message("they were sent")),
    ("deliveries.received", Message("the school or partner received them")),
    ("deliveries.in_hands", Message("they were given to readers")),
    ("check", Message("it does not count books")),
)


def _ask_for_stage(rows: TableRows, task: ReadTask) -> tuple[Question, ...]:
    """Ask what became of the books of a table of which no column has a stage."""
    if any(rows.column(stage).known.any() for stage in STAGES if len(rows)):
        return ()
    known = {heading.column: delivery_role(heading) for heading in task.grid.headings}
    counts = [
        mapped
        for mapped in task.mapping
        if mapped.reason != "by hand"
        and known.get(mapped.column) not in (*STAGES, "total")
        and not _names_people(mapped.heading)
        and _are_numbers_of_books(task.grid.texts_under(mapped.column))
    ]
    of_books = [mapped for mapped in counts if find_unit(mapped.heading) == "books"]
    return tuple(
        ask(
            "mapping",
            task.grid.cells.name,
            entry=mapped.heading,
            text=Message('What became of the books that "{column}" counts?', column=mapped.heading),
            options=STAGE_OPTIONS,
            default="check",
        )
        for mapped in (of_books or counts)[:MAX_STAGE_QUESTIONS]
    )


def _names_people(heading: str) -> bool:
    """Return whether a heading counts people and no books: "Bilang ng bata", "No. of children"."""
    words = set(re.findall(r"[^\W\d_]+", normalize_heading(heading)))
    people = {*word_list("people_parts", "children"), *word_list("people_parts", "adults")}
    return bool(words & people) and find_unit(heading) != "books"


def _are_numbers_of_books(texts: Collection[str]) -> bool:
    """Return whether most of several texts are whole numbers that do not just number the rows."""
    filled = [text for text in texts if text]
    numbers = [value for text in filled if (value := parse_number(text).value) is not None and value % 1 == 0]
    return len(numbers) > 1 and not is_serial(filled) and 2 * len(numbers) > len(filled)


def is_serial(texts: Iterable[str]) -> bool:
    """Return whether several texts only number the rows: 1, 2, 3."""
    numbers = sorted(value for text in texts if text and (value := parse_number(text).value) is not None)
    return len(numbers) > 1 and numbers == [*range(1, len(numbers) + 1)]


def _ask_about_growth(rows: TableRows, task: ReadTask) -> tuple[Question, ...]:
    """Ask whether a heading is mapped correctly where a stage holds more than the stage before.

    People may give more books than they promised.
    """
    questions = []
    stages = [stage for stage in STAGES if stage != "pledged"]
    before = np.full(len(rows), np.nan)
    by_stage = {m.field: m for m in reversed(task.mapping)}
    for stage in stages:
        here = np.array([np.nan if value is None else value for value in rows.column(stage)], dtype=float)
        grows, mapped = np.flatnonzero(here > before), by_stage.get(f"deliveries.{stage}")
        if len(grows) and mapped is not None and mapped.reason != "by hand":
            questions.append(
                _growth_question(
                    mapped, rows.column("row")[int(grows[0])], here[grows[0]], before[grows[0]], task
                )
            )
        before = np.where(np.isnan(here), before, here)
    return tuple(questions)


def _growth_question(mapped: ColumnMapping, row: int, here: float, before: float, task: ReadTask) -> Question:
    text = Message(
        'In row {row} "{column}" holds {here}, more than the {before} of the stage before. Is the heading '
        "matched right?",
        row=str(row),
        column=mapped.heading,
        here=here,
        before=before,
    )
    options = (
        (mapped.field, Message("yes, both numbers are right")),
        ("check", Message("no, leave this column out")),
    )
    return ask(
        "mapping",
        task.grid.cells.name,
        entry=mapped.heading,
        text=text,
        options=options,
        default=mapped.field,
    )
