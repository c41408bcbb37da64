"""Read one sheet: find its tables, map, read and correct their rows, and collect issues and questions.

1. Find each table and detect its layout.
2. Propose the mapping of columns to fields.
3. Read the context around the table.
4. Read the rows.
5. Ask what only the library can answer.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np

from libcollab_metrics.errors import unknown_name_error
from libcollab_metrics.ingest.answers import Answers, question_rank
from libcollab_metrics.ingest.corrections import apply_corrections
from libcollab_metrics.ingest.doubtful_rows import check_rows
from libcollab_metrics.ingest.files.cells import MAX_CELL_CHARACTERS, SheetCells
from libcollab_metrics.ingest.issue_log import IssueLog
from libcollab_metrics.ingest.layouts import LAYOUTS
from libcollab_metrics.ingest.layouts.base import NAME_FIELDS, ReadTask
from libcollab_metrics.ingest.layouts.near_names import report_near_names
from libcollab_metrics.ingest.layouts.online import drop_repeated_meetings
from libcollab_metrics.ingest.layouts.session_log import SUMMED_FIELDS
from libcollab_metrics.ingest.needed_columns import ask_for_columns, name_columns
from libcollab_metrics.ingest.preview import build_preview, count_exclusion_reasons, list_rejected_rows
from libcollab_metrics.ingest.programs import (
    SCHOOL_FORM,
    exclude_school_days,
    name_program_column,
)
from libcollab_metrics.ingest.question_kinds import ROW_KINDS, ask
from libcollab_metrics.ingest.questions import (
    ask_whether_headings,
    collect_sheet_questions,
    questions_from_issues,
)
from libcollab_metrics.ingest.refunds import settle_refunds
from libcollab_metrics.ingest.tables.amount_units import multiply_amounts
from libcollab_metrics.ingest.tables.context import (
    SheetContext,
    add_legend,
    close_marks,
    find_date_order,
    find_stated_year,
    merge_table_legends,
    read_context,
)
from libcollab_metrics.ingest.tables.detection import find_number_rows, find_table_above, find_tables
from libcollab_metrics.ingest.tables.evidence import TableEvidence
from libcollab_metrics.ingest.tables.grid import (
    HIDDEN_REASON,
    Grid,
    ask_about_hidden,
    blank_closed_days,
    exclude_hidden_columns,
    exclude_hidden_rows,
    is_masked,
    mark_withdrawals,
    mask_transposed_headings,
    unmerge_numbers,
)
from libcollab_metrics.ingest.tables.group_titles import find_group_above, number_groups
from libcollab_metrics.ingest.tables.heading import quotable_heading
from libcollab_metrics.ingest.tables.implied_cells import blank_repeated_table, fill_implied_cells
from libcollab_metrics.ingest.tables.legend import Legend
from libcollab_metrics.ingest.tables.mapping import (
    BY_CONTENT,
    drop_repeated_fields,
    hash_headings,
    map_template,
    propose_mapping,
    resolve_user_field,
)
from libcollab_metrics.ingest.tables.month_sections import name_rows_of_sections
from libcollab_metrics.ingest.tables.numbered_sections import report_other_sections
from libcollab_metrics.ingest.tables.other_lists import counts_at_door
from libcollab_metrics.ingest.tables.own_workbooks import (
    FORMS,
    GENERATED_REASON,
    blank_error_column,
    is_generated_sheet,
)
from libcollab_metrics.ingest.tables.row_kinds import MAX_PROPOSED_KINDS, ROW_LAYOUTS, likely_row_kinds
from libcollab_metrics.ingest.tables.rows import SheetRows
from libcollab_metrics.ingest.tables.tabs import ExcludedTab
from libcollab_metrics.ingest.values.columns import ParseContext
from libcollab_metrics.ingest.values.table import RowsByTable
from libcollab_metrics.messages import Message, join_messages, plural_message
from libcollab_metrics.model.addresses import cell_reference, parse_reference
from libcollab_metrics.model.import_summary import ROW_NOUNS
from libcollab_metrics.model.names import normalize_heading
from libcollab_metrics.model.readings import ColumnMapping, Question, SheetReading
from libcollab_metrics.model.schema import FIELD_LABELS, PRESENT_STATUSES


def read_sheet(
    cells: SheetCells,
    answers: Answers,
    key: bytes,
    log: IssueLog,
    first_tab_month: int,
    excluded_tab: ExcludedTab | None = None,
    legend: Legend | None = None,
) -> list[tuple[SheetReading, RowsByTable]]:
    """Read all tables of a sheet and add their issues to the log.

    Parameters
    ----------
    cells : SheetCells
        Cells of the sheet.
    answers : Answers
        Answers that apply to this sheet.
    key : bytes
        Secret of the workspace for pseudonyms.
    log : IssueLog
        Log that receives the issues.
    first_tab_month : int
        Month of the file's first tab named after a month; 1 when there is none.
    excluded_tab : ExcludedTab, optional
        Reason for excluding this tab given the other tabs of the file.
    legend : Legend, optional
        What other tabs of the file say about its marks; the sheet's own legend comes first.

    Returns
    -------
    list of (SheetReading, Rows)
        How each table was read, with its rows by table; a single "skipped" reading without rows when no table
        is read.
    """
    cells = blank_repeated_table(blank_error_column(cells, log), log)
    reason = _skip_reason(cells, answers, excluded_tab)
    grids = [] if reason else find_tables(name_rows_of_sections(fill_implied_cells(cells, log), log), answers)
    if answers.get("row_is") == "nothing" and all(grid.is_named_by_answer for grid in grids):
        reason, grids = reason or LEFT_OUT_BY_ANSWER, []
    if not grids:
        # the template's own sheets are not reported: the user did not type them
        if not reason and _count_data_rows(cells) >= MIN_DATA_ROWS:
            log.add("layout-unknown", message=NO_HEADINGS_REASON)
        elif reason != GENERATED_REASON:
            log.add("sheet-skipped", message=reason or NO_TABLE_REASON)
        asked = ask_about_hidden(cells, answers, log) if reason == HIDDEN_REASON else ()
        asked = (
            excluded_tab.question(cells.name)
            if excluded_tab is not None and reason == excluded_tab.message()
            else asked
        )
        return [(SheetReading(cells.name, "skipped", saw=reason or NO_TABLE_REASON, questions=asked), {})]
    _report_sheet_properties(cells, log)
    if answers.get("header_row") is None:
        report_other_sections(cells, log)
    legend = merge_table_legends(grids, legend)
    read = [_read_table(grid, answers, key, log, first_tab_month, legend) for grid in grids]
    groups = [find_group_above(grid.cells, grid.top) if grid.layout == "roster" else "" for grid in grids]
    tables = number_groups(groups, [rows for _, rows in read])
    return drop_repeated_meetings(
        [(reading, rows) for (reading, _), rows in zip(read, tables, strict=True)], log
    )


def _count_data_rows(cells: SheetCells) -> int:
    """Return how many rows have several cells, one of them a number."""
    return len(find_number_rows(cells, -1, MIN_DATA_CELLS))


def _read_table(
    grid: Grid,
    answers: Answers,
    key: bytes,
    log: IssueLog,
    first_tab_month: int,
    legend: Legend | None = None,
) -> tuple[SheetReading, RowsByTable]:
    _check_layout(grid.layout)
    _report_header_position(grid, log)
    typed = answers if grid.is_named_by_answer else answers.without("row_is")
    answers = name_columns(name_program_column(typed), {heading.text for heading in grid.headings})
    grid = exclude_hidden_rows(mask_transposed_headings(grid), answers, log)
    mapping = exclude_hidden_columns(grid, _build_mapping(grid, answers), answers, log)
    grid = unmerge_numbers(grid, mapping, log)
    if grid.layout not in LAYOUTS:
        if answers.get("row_is") == "nothing":
            return _leave_out(grid, mapping, log, "row-without-data", LEFT_OUT_BY_ANSWER), {}
        is_mapped = answers.get("mapping") or answers.get("column_of")
        if not is_mapped and counts_at_door(TableEvidence(grid.headings, grid.cells, grid.header)):
            return _leave_out(grid, mapping, log, "not-sessions", AT_DOOR_REASON), {}
        likely = _propose_readings(grid, answers, key, first_tab_month)
        return _read_unknown_layout(grid, mapping, log, likely, answers), {}
    around = read_context(grid, answers.get("date_order", ""), answers.get("year"))
    around = add_legend(around, legend) if legend else around
    around, answers = close_marks(around, answers)
    if answers.get("program") is not None:
        around = replace(around, program=answers.get("program"))
    # Under an instruction such as "0 if not applicable", a 0 is read as not recorded unless the librarian
    # answers otherwise.
    meant = answers.get("zero_means", "not-recorded" if around.zero_may_mean_none else "nobody-came")
    from_csv = bool(grid.cells.encoding)
    year, first_month = _detect_period(answers, around, first_tab_month)
    year = year or find_stated_year(grid, mapping)
    context = ParseContext(
        *(answers, log, year, from_csv, meant == "not-recorded", around.month, first_month),
        date_order=find_date_order(grid, mapping),
        spans_two_years=around.spans_two_years and not answers.get("year"),
    )
    if grid.layout in ("roster", SCHOOL_FORM):
        grid = mark_withdrawals(blank_closed_days(grid, around.closed_marks), log)
    in_units = multiply_amounts(grid, mapping, log)
    result = LAYOUTS[grid.layout].read(ReadTask(in_units, mapping, around, context, key))
    if grid.layout == SCHOOL_FORM and answers.get("whose") != "library":
        result = exclude_school_days(result, answers.get("whose"), log)
    result, refunds = settle_refunds(result, mapping, answers, log)
    result = check_rows(result, mapping, answers, log, refunds)
    result.body.excluded += _exclude_rows_above(grid, log)
    apply_corrections(result.tables, answers.values, key, log)
    if around.tardy_rule and result.tables.get("participation"):
        log.add(
            "rule-not-applied",
            value=around.tardy_rule,
            message=Message("not applied: people who came late were there"),
        )
    for mapped in mapping:
        _report_mapped_column(grid, mapped, log)
    _report_unused_answers(grid, mapping, result.body, answers, log)
    needed = ask_for_columns(grid, mapping, typed)
    asked = (
        *collect_sheet_questions(grid, mapping, around, context, result.body),
        *needed,
        *result.questions,
        *questions_from_issues(grid.cells.name, context, needed),
    )
    questions = tuple(sorted(asked, key=lambda question: question_rank(question.id, grid.cells.name)))
    decided = (*answers.get("same_person", ()), *answers.get("different_people", ()))
    near = report_near_names(result.body, mapping, decided, log)
    reading = _build_reading(grid, mapping, result.body, result.tables, questions, log)
    return replace(reading, near_names=near, replies=result.replies), result.tables


#: Reason for not reading a sheet that the user wants left out.
LEFT_OUT_BY_ANSWER = Message("you said to leave it out")
AT_DOOR_REASON = Message("it counts everyone who came through the door, not people at sessions")
NO_TABLE_REASON = Message("it holds no table")
#: Message for a sheet with data and no headings, and fewest rows of data and cells of such a row.
NO_HEADINGS_REASON = Message("It has rows of data, and no row that looks like their headings.")
MIN_DATA_ROWS, MIN_DATA_CELLS = 3, 3


def _skip_reason(cells: SheetCells, answers: Answers, excluded_tab: ExcludedTab | None) -> str:
    only = answers.get("only_sheets")
    if only is not None and cells.name not in only:
        return Message("not among the sheets chosen")
    if is_generated_sheet(cells):
        return GENERATED_REASON
    if answers.get("layout") == "skipped":
        return LEFT_OUT_BY_ANSWER
    if cells.is_hidden and answers.get("hidden_sheets", "leave-out") != "read":
        return HIDDEN_REASON
    if not cells.filled.any():
        return Message("the sheet is empty")
    return excluded_tab.message() if excluded_tab is not None else ""


def _detect_period(
    answers: Answers, sheet_context: SheetContext, first_tab_month: int
) -> tuple[int | None, int]:
    """Return the calendar year of a sheet and its first month.

    An answered year is the year of the first month it was asked for: the sheet's own, or the first tab's.
    """
    if answers.get("year"):
        return answers.get("year"), (
            (sheet_context.month or 1) if "year" in answers.sheet_keys else first_tab_month
        )
    return sheet_context.year, sheet_context.first_month


def _check_layout(layout: str) -> None:
    if layout not in (*LAYOUTS, "unknown"):
        raise unknown_name_error("layout", layout, LAYOUTS)


def _report_sheet_properties(cells: SheetCells, log: IssueLog) -> None:
    if cells.is_encoding_guessed:
        log.add("encoding-guessed", message=Message("read as {choice}", choice=cells.encoding))
    if cells.is_hidden:
        log.add("hidden-content", message=Message("the sheet is hidden and was read, as you answered"))
    for address in cells.formulas_without_value:
        log.add(
            "formula-without-value",
            *parse_reference(address),
            message=Message("the result of a formula was never stored"),
        )
    for address in cells.truncated:
        log.add(
            "text-shortened",
            *parse_reference(address),
            message=Message("the first {count} letters were read", count=MAX_CELL_CHARACTERS),
        )


def _report_header_position(grid: Grid, log: IssueLog) -> None:
    if grid.layout in FORMS:
        return  # printed by this program in fixed places
    if grid.top > grid.header and grid.headings:
        if all(map(is_masked, grid.headings)):
            return  # no headings: the columns are asked about
        message = Message("there is no row of headings: read as days, and how many people came")
        log.add("choice-assumed", grid.row_number(grid.top), grid.cells.first_column, message=message)
        return
    if grid.top > 0 and grid.cells.filled[: grid.top].any():
        log.add(
            "header-below-top",
            grid.row_number(grid.header),
            grid.cells.first_column,
            message=Message("the headings are in row {row}", row=str(grid.row_number(grid.header))),
        )
    if grid.top < grid.header:
        log.add(
            "header-rows-joined",
            grid.row_number(grid.top),
            grid.cells.first_column,
            message=Message(
                "the headings of rows {first} and {last} are read together",
                first=str(grid.row_number(grid.top)),
                last=str(grid.row_number(grid.header)),
            ),
        )


def _exclude_rows_above(grid: Grid, log: IssueLog) -> list[tuple[int, str]]:
    """Report unused rows of another table above the header row; return each with its reason."""
    above = None if grid.layout in FORMS or grid.table is not None else find_table_above(grid.cells, grid.top)
    if above is None:
        return []
    left = find_number_rows(grid.cells.window(0, grid.top), above.bottom)
    reason = Message(
        "a table of its own above the headings in row {row}", row=str(grid.row_number(grid.header))
    )
    log.add_rows(
        "row-left-out", [grid.row_number(index) for index in left], grid.cells.first_column, message=reason
    )
    return [(index, reason) for index in left]


def _build_mapping(grid: Grid, answers: Answers) -> list[ColumnMapping]:
    answered = answers.get("mapping", {})
    if grid.table is not None:
        return drop_repeated_fields(map_template(grid.headings, grid.table, answered), ())
    layout = LAYOUTS.get(grid.layout)
    if layout is not None and layout.is_generated:
        return []  # read line by line, by the codes printed on the sheet
    is_named = bool(answers.get("row_is") or answers.get("layout"))
    is_named = is_named or (layout is not None and layout.maps_nouns)
    proposed = propose_mapping(grid.headings, grid.layout, answered, grid.texts_under, is_named=is_named)
    if layout is None:
        return drop_repeated_fields(proposed, SUMMED_FIELDS)
    return drop_repeated_fields(
        layout.refine_mapping(grid, proposed), (*SUMMED_FIELDS, *layout.shared_fields)
    )


def _field_label(field: str) -> Message:
    """Return the label of a field with its table, "Sessions: Date"."""
    if field == "sessions.session_no":  # the template has no column for it
        return join_messages(": ", [Message("Sessions"), Message("Number of the session")])
    label = FIELD_LABELS.get(field, field)
    return join_messages(": ", [Message(part) for part in label.split(": ", 1)])


def _report_mapped_column(grid: Grid, mapped_column: ColumnMapping, log: IssueLog) -> None:
    row = grid.row_number(grid.header)
    if mapped_column.field in ("discard", *NAME_FIELDS) or mapped_column.field.endswith("respondent_key"):
        log.add(
            "personal-column-discarded",
            row,
            mapped_column.column,
            heading=mapped_column.heading,
            message=Message("read in memory only; no name or detail of a person is stored"),
        )
    elif mapped_column.reason == BY_CONTENT and mapped_column.field != "check":
        label = _field_label(mapped_column.field)
        message = Message("read as {choice}", choice=label)
        log.add("column-assumed", row, mapped_column.column, heading=mapped_column.heading, message=message)
    elif not mapped_column.field:
        log.add(
            "column-not-used",
            row,
            mapped_column.column,
            heading=mapped_column.heading,
            message=mapped_column.reason,
        )


def _report_unused_answers(
    grid: Grid, mapping: Sequence[ColumnMapping], body: SheetRows, answers: Answers, log: IssueLog
) -> None:
    """Report what the user answered about this table and the reader could not use."""
    wanted = {
        normalize_heading(heading): resolve_user_field(field, grid.layout)
        for heading, field in answers.get("mapping", {}).items()
        if field
    }
    row, layout = grid.row_number(grid.header), LAYOUTS[grid.layout]
    known_as = Message(grid.layout.replace("_", " "))
    for mapped in mapping:
        field = wanted.get(normalize_heading(mapped.heading), "")
        if not field:
            continue
        label = _field_label(field)
        if mapped.field != field:
            reason = Message('another column of this table is read as "{field}" already', field=label)
        elif layout.tables and not {field, field.partition(".")[0]} & {*layout.tables, "check", "discard"}:
            reason = Message(
                'a table read as {layout} has no use for "{field}"', layout=known_as, field=label
            )
        else:
            continue
        log.add("answer-not-used", row, mapped.column, heading=mapped.heading, message=reason)
    is_named = bool(answers.get("row_is") or answers.get("layout")) and grid.layout != "member_list"
    if is_named and not len(body.used) and body.excluded:
        most = Counter(reason for _, reason in body.excluded).most_common(1)[0][0]
        message = Message("read as {layout}, no row could be used: {reason}", layout=known_as, reason=most)
        log.add("answer-not-used", row, grid.cells.first_column, message=message)


#: Most headings quoted, and most characters of a question.
MAX_HEADINGS_QUOTED, MAX_QUESTION = 6, 240
#: Most rows and cells of a table that is read in several ways to say what each would give.
MAX_TRIAL_ROWS, MAX_TRIAL_CELLS = 5_000, 200_000
#: In the id of a question for a column that the rows need.
ASKED_COLUMNS = (".mapping.", ".column_of.")
#: Kinds of rows that any list of names can be.
LISTED_KINDS = ("partner", "program")


def _propose_readings(grid: Grid, answers: Answers, key: bytes, first_tab_month: int) -> dict[str, str]:
    """Return what a table that is not understood would give, by kind of row, the likeliest first.

    Rows that can be read only after a further question come behind the others. Rows without a number, such
    as sessions without people, and rows of which nothing is evidence come last.
    """
    height, width = grid.cells.height, len(grid.cells.columns)
    is_large = height > MAX_TRIAL_ROWS or height * width > MAX_TRIAL_CELLS
    if is_large or answers.get("row_is") or answers.get("layout"):
        return {}
    proposed: dict[str, str] = {}
    weak: dict[str, str] = {}
    unsure: dict[str, str] = {}
    likely, others = likely_row_kinds(TableEvidence(grid.headings, grid.cells, grid.header))
    for kind in [*likely, *others]:
        trial = Answers({**answers.values, "row_is": kind}, answers.sheet_keys | {"row_is"})
        tables = find_tables(grid.cells, trial)
        if len(tables) != 1 or tables[0].layout not in LAYOUTS:
            continue
        reading, rows = _read_table(tables[0], trial, key, IssueLog(grid.cells.name), first_tab_month)
        if reading.rows_used and (kind == "person" or _count_visits(rows) != 0):
            if counted := _describe_rows(kind, rows):
                is_weak = kind in LISTED_KINDS or kind in others or _count_people(kind, rows) == 0
                (weak if is_weak else proposed)[kind] = counted
        elif kind != "payment" and any(
            key in question.id for question in reading.questions for key in ASKED_COLUMNS
        ):
            (weak if kind in others else unsure)[kind] = Message("read after one more question")
    return dict([*proposed.items(), *unsure.items(), *weak.items()][:MAX_PROPOSED_KINDS])


def _count_visits(rows: RowsByTable) -> int | None:
    """Return the number of visits of the people listed; None without a list of people."""
    people = rows.get("participation")
    if not people:
        return None
    return int(people.column("status").where(PRESENT_STATUSES.__contains__).sum())


def _count_people(kind: str, rows: RowsByTable) -> int | None:
    """Return the number of people at sessions; None for rows of another kind."""
    if LAYOUTS[ROW_LAYOUTS[kind]].tables[0] != "sessions" or not rows.get("sessions"):
        return None
    return round(sum(float(count) for count in rows["sessions"].column("attended") if count is not None))


def _describe_rows(kind: str, rows: RowsByTable) -> Message | None:
    """Describe what a kind of row gives: "12 sessions, 340 people in all"; None if it gives nothing."""
    table = LAYOUTS[ROW_LAYOUTS[kind]].tables[0]
    if table == "participation" and (present := _count_visits(rows)) is not None:
        return plural_message(present, "{count} visit", "{count} visits")
    if table not in ROW_NOUNS or not rows.get(table):
        return None
    listed = rows[table]
    text = plural_message(len(listed), *ROW_NOUNS[table])
    if kind == "hours":
        hours = round(sum(float(hours) for hours in listed.column("quantity") if hours is not None), 1)
        return plural_message(hours, "{count} hour of work", "{count} hours of work")
    if table == "sessions":
        if not (people := _count_people(kind, rows)):
            return Message("{rows} without a number of people", rows=text)
        return join_messages(
            ", ", [text, plural_message(people, "{count} person in all", "{count} people in all")]
        )
    if table == "ledger":
        amounts = [float(amount) for amount in listed.column("value") if amount is not None]
        if amounts:
            total = f"{sum(amounts):,.2f}".removesuffix(".00")
            return Message("{rows} that add up to {total}", rows=text, total=total)
    return text


def _summarize_unknown(grid: Grid, rows: int, quoted: Sequence[str], most: int) -> Message:
    """Return how many rows are under which headings, at most `most` of them quoted."""
    names = ", ".join(quoted[:most]) + (", …" if len(quoted) > most else "") if most else ""
    row = grid.row_number(grid.header)
    filled = plural_message(rows, "{count} filled row", "{count} filled rows")
    if grid.header < grid.top:
        return Message("{rows} without headings", rows=filled)
    if not names:
        return Message("{rows} under the headings in row {row}", rows=filled, row=str(row))
    return Message("{rows} under the headings {names} in row {row}", rows=filled, names=names, row=str(row))


def _read_unknown_layout(
    grid: Grid, mapping: list[ColumnMapping], log: IssueLog, likely: Mapping[str, str], answers: Answers
) -> SheetReading:
    """Report that the layout is unknown, with what was seen and what each likely answer would give; ask."""
    filled = (np.flatnonzero(grid.cells.filled[grid.header + 1 :]) + grid.header + 1).tolist()
    quoted = [quotable_heading(heading) for heading in grid.headings if heading.text]
    summary = _summarize_unknown(grid, len(filled), quoted, MAX_HEADINGS_QUOTED)
    log.add(
        "layout-unknown",
        grid.row_number(grid.header),
        grid.cells.first_column,
        message=Message("It is not clear what this sheet is. It has {summary}.", summary=summary),
    )
    body = SheetRows(grid, excluded=[(index, Message("the sheet was not understood")) for index in filled])
    named = {kind: ROW_KINDS[kind].partition(",")[0].partition(" (")[0] for kind in likely}
    gives = [
        Message("If a row is {kind}: {rows}.", kind=Message(named[kind]), rows=text)
        for kind, text in likely.items()
    ]
    options = tuple(sorted(ROW_KINDS.items(), key=lambda kind: [*likely, *ROW_KINDS].index(kind[0])))
    texts = [
        join_messages(
            " ",
            [
                Message("I saw {rows}.", rows=_summarize_unknown(grid, len(filled), quoted, most)),
                *gives[:given],
                Message("What is one row of this sheet?"),
            ],
        )
        for given in range(len(gives), -1, -1)
        for most in range(MAX_HEADINGS_QUOTED, -1, -1)
    ]
    text = next((text for text in texts if len(text) <= MAX_QUESTION), texts[-1])
    questions = (
        ask("row_is", grid.cells.name, text=text, options=options),
        *ask_whether_headings(grid, answers),
    )
    return replace(_build_reading(grid, mapping, body, {}, questions, log), saw=summary)


def _leave_out(
    grid: Grid, mapping: list[ColumnMapping], log: IssueLog, code: str, reason: str
) -> SheetReading:
    """Report the rows of a table that counts nothing, according to the user or to its title."""
    filled = (np.flatnonzero(grid.cells.filled[grid.header + 1 :]) + grid.header + 1).tolist()
    rows = [grid.row_number(index) for index in filled]
    log.add_rows(code, rows, grid.cells.first_column, message=reason)
    body = SheetRows(grid, excluded=[(index, reason) for index in filled])
    return _build_reading(grid, mapping, body, {}, (), log)


def _build_reading(
    grid: Grid,
    mapping: Sequence[ColumnMapping],
    body: SheetRows,
    rows: RowsByTable,
    questions: tuple[Question, ...],
    log: IssueLog,
) -> SheetReading:
    fillable = LAYOUTS[grid.layout].tables[:1] if grid.layout in LAYOUTS else ()
    filled = max(rows, key=lambda table: len(rows[table]), default=next(iter(fillable), ""))
    main = grid.table.name if grid.table else filled
    return SheetReading(
        grid.cells.name,
        grid.layout,
        main,
        grid.row_number(grid.header),
        body.rows_read,
        len(body.used),
        len(body.totals) + len(body.excluded),
        tuple(mapping),
        questions,
        hash_headings(grid.headings),
        first_cell=cell_reference(grid.cells.first_row, grid.cells.first_column),
        reasons=count_exclusion_reasons(body),
        preview=build_preview(grid, body, log.issues(), log.name_cell),
        rejected=list_rejected_rows(grid, body),
    )
