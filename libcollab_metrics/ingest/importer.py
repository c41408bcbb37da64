"""Import a file: find its tables, read their rows and collect issues and questions.

1. Open the file (detect its type, check its size, read its cells).
2. Choose the sheets.
3. Find each table and detect its layout.
4. Propose the mapping of columns to fields.
5. Read the context around the table.
6. Read the rows.
7. Ask what only the library can answer.

The dry run on the review screen is the import itself.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from libcollab_metrics.errors import LibCollabError, UnreadableFile
from libcollab_metrics.ingest.answers import Answers, answers_for, check_answers, rank
from libcollab_metrics.ingest.files.cells import MOST_LETTERS, SheetCells
from libcollab_metrics.ingest.files.detect import display_name
from libcollab_metrics.ingest.files.workbook import read_sheets
from libcollab_metrics.ingest.issue_log import Departures
from libcollab_metrics.ingest.layouts import OWN_LAYOUTS, READERS
from libcollab_metrics.ingest.layouts.attendee_list import NAME_FIELDS, note_near_names
from libcollab_metrics.ingest.layouts.base import Task
from libcollab_metrics.ingest.layouts.online import told_once
from libcollab_metrics.ingest.layouts.registration import ask_whose_enrolment, undated_names
from libcollab_metrics.ingest.layouts.session_log import SHARED
from libcollab_metrics.ingest.limits import LAPTOP, Limits
from libcollab_metrics.ingest.preview import left_out_reasons, picture, rejected_rows
from libcollab_metrics.ingest.questions import ask, ask_fiscal_year, follow_up
from libcollab_metrics.ingest.tables.context import Surroundings, look_around
from libcollab_metrics.ingest.tables.detection import recognise, rows_with_numbers, table_above
from libcollab_metrics.ingest.tables.grid import (
    HIDDEN,
    Grid,
    ask_about_hidden,
    count_merged_once,
    leave_hidden_columns,
    leave_hidden_rows,
    without_names,
)
from libcollab_metrics.ingest.tables.mapping import (
    fingerprint,
    first_use_only,
    propose_mapping,
    settle,
    template_mapping,
)
from libcollab_metrics.ingest.tables.own_workbooks import FORMS, OWN_SHEET, is_own_sheet, without_error_column
from libcollab_metrics.ingest.tables.rows import Body
from libcollab_metrics.ingest.tables.tabs import Aside, tabs_aside
from libcollab_metrics.ingest.values.columns import Context
from libcollab_metrics.ingest.values.dates import read_month
from libcollab_metrics.ingest.values.people import person_keys
from libcollab_metrics.ingest.values.table import ReadRows, Rows, Values, stacked
from libcollab_metrics.ingest.worker.protocol import to_arrow, to_words
from libcollab_metrics.model.addresses import address, position
from libcollab_metrics.model.issues import Issue
from libcollab_metrics.model.names import fold
from libcollab_metrics.model.readings import FileReading, Mapped, Question, SheetReading
from libcollab_metrics.model.schema import SCHEMA

if TYPE_CHECKING:
    import pyarrow as pa


# Answers that change values as typed: merged spellings, merged persons, excused counted as absent.


def apply_corrections(rows: Rows, given: Mapping[str, Any], key: bytes, log: Departures) -> None:
    """Apply the answers that change values to the rows, in place, and report each change."""
    _join(rows, given.get("spelling", {}), log)
    _one_person(rows, given.get("same_person", ()), key, log)
    people = rows.get("participation")
    if given.get("excused") == "absent" and people is not None:
        statuses = people.column("status")
        people.columns["status"] = statuses.map(lambda status: "absent" if status == "excused" else status)


def _join(rows: Rows, spelling: Mapping[str, str], log: Departures) -> None:
    wanted = {fold(old): new for old, new in spelling.items()}
    for table, listed in rows.items() if wanted else ():
        for field in SCHEMA[table].fields:
            if field.kind == "category" and field.name in listed.columns:
                _replace(listed, field.name, field.label, lambda old: wanted.get(fold(old), old), log)


def _replace(listed: ReadRows, name: str, label: str, new: Any, log: Departures) -> None:
    values = listed.columns[name]
    changed = values.map(lambda old: new(old) if isinstance(old, str) else old)
    differs = [old != now for old, now in zip(values.values, changed.values, strict=True)]
    places = np.flatnonzero(np.array(differs, dtype=bool)[values.codes])
    if len(places):
        old, now = values[places[0]], changed[places[0]]
        log.add_rows("spelling-joined", _rows(listed, places), 1, heading=label, value=old,
                     message=f'"{old}" read as "{now}"',
                     told=lambda n: f'"{values[places[n]]}" read as "{changed[places[n]]}"')  # fmt: skip
        listed.columns[name] = changed


def _rows(listed: ReadRows, places: Sequence[int] | np.ndarray[Any, Any]) -> list[int]:
    row = listed.column("row")
    return [int(row[place]) for place in places]


def _one_person(rows: Rows, pairs: Sequence[Sequence[str]], key: bytes, log: Departures) -> None:
    same: dict[str | None, str | None] = {}
    for first, *others in pairs:
        codes = person_keys([first, *others], key)
        same |= dict.fromkeys(codes[1:], codes[0])
    for listed in rows.values() if same else ():
        for name in ("person_key", "respondent_key"):
            values: Values = listed.column(name)
            places = np.flatnonzero(values.where(lambda person: person in same))
            if len(places):
                listed.columns[name] = values.map(lambda person: same.get(person, person))
                log.add_rows("same-person-perhaps", _rows(listed, places), 1, message="read as the person you named")


# Read one sheet: find, map, read and correct its tables, and collect issues and questions.

#: Fields that several columns may fill, for some layouts only.
MORE_SHARED = {
    "roster": ("participation.status",),
    "sf2": ("participation.status",),
    "tally_grid": ("sessions.events",),
    "libcal": ("sessions.site",),
    "form_responses": ("outcomes.rating",),
    "ledger": ("ledger.note", "ledger.quantity"),
    "scores": ("outcomes.before", "outcomes.after"),
}
LAYOUTS = tuple(READERS)


def read_sheet(
    cells: SheetCells, answers: Answers, key: bytes, log: Departures, tabs_begin: int, aside: Aside | None = None
) -> list[tuple[SheetReading, Rows]]:
    """Read all tables of a sheet and add their issues to the log.

    Parameters
    ----------
    cells : SheetCells
        Cells of the sheet.
    answers : Answers
        Answers that apply to this sheet.
    key : bytes
        Secret of the workspace for pseudonyms.
    log : Departures
        Log that receives the issues.
    tabs_begin : int
        Month of the file's first tab named after a month; 1 when there is none.
    aside : Aside, optional
        Reason for excluding this tab given the other tabs of the file.

    Returns
    -------
    list of (SheetReading, Rows)
        How each table was read, with its rows by table; a single "skipped" reading without rows when no table
        is read.
    """
    cells = without_error_column(cells, log)
    reason = _not_read(cells, answers, aside)
    grids = [] if reason else recognise(cells, answers)
    if not grids:
        if reason != OWN_SHEET:  # the template's own sheets are not reported: the user did not type them
            log.add("sheet-skipped", message=reason or "it holds no table")
        asked = ask_about_hidden(cells, answers, log) if reason == HIDDEN else ()
        asked = aside.question(cells.name) if aside is not None and reason == aside.told() else asked
        return [(SheetReading(cells.name, "skipped", saw=reason or "it holds no table", questions=asked), {})]
    _note_file(cells, log)
    return told_once([_read_table(grid, answers, key, log, tabs_begin) for grid in grids], log)


def _read_table(
    grid: Grid, answers: Answers, key: bytes, log: Departures, tabs_begin: int
) -> tuple[SheetReading, Rows]:
    _check_layout(grid.layout)
    _note_place(grid, log)
    grid = leave_hidden_rows(without_names(grid), answers, log)
    mapping = leave_hidden_columns(grid, _mapping(grid, answers), answers, log)
    grid = count_merged_once(grid, mapping, log)
    if grid.layout not in LAYOUTS:
        return _unknown(grid, mapping, log), {}
    around = look_around(grid, answers.get("date_order", "month-first"))
    # Under an instruction such as "0 if not applicable", a 0 is read as not recorded unless the librarian
    # answers otherwise.
    meant = answers.get("zero_means", "not-recorded" if around.zero_may_mean_none else "nobody-came")
    from_csv = bool(grid.cells.encoding)
    year, first_month = _period(answers, around, tabs_begin)
    context = Context(answers, log, year, from_csv, meant == "not-recorded", around.month, first_month)
    found = READERS[grid.layout](Task(grid, mapping, around, context, key))
    found.body.left += _left_above(grid, log)
    apply_corrections(found.rows, answers.given, key, log)
    if around.tardy_rule and found.rows.get("participation"):
        log.add("rule-not-applied", value=around.tardy_rule, message="not applied: whoever came late was there")
    for mapped in mapping:
        _note_mapped(grid, mapped, log)
    asked = (*ask(grid, mapping, around, context, found.body), *found.asked, *follow_up(grid.cells.name, context))
    questions = tuple(sorted(asked, key=lambda question: rank(question.id, grid.cells.name)))
    near = note_near_names(found.body, mapping, answers.get("same_person", ()), log)
    reading = _reading(grid, mapping, found.body, found.rows, questions, log.issues())
    return replace(reading, near_names=near, replies=found.replies), found.rows


def _not_read(cells: SheetCells, answers: Answers, aside: Aside | None) -> str:
    only = answers.get("only_sheets")
    if only is not None and cells.name not in only:
        return "not among the sheets chosen"
    if is_own_sheet(cells):
        return OWN_SHEET
    if answers.get("layout") == "skipped":
        return "you said to leave it out"
    if cells.hidden and answers.get("hidden_sheets", "leave-out") != "read":
        return HIDDEN
    if not cells.filled.any():
        return "the sheet is empty"
    return aside.told() if aside is not None else ""


def _period(answers: Answers, around: Surroundings, tabs_begin: int) -> tuple[int | None, int]:
    """Return the calendar year of a sheet and its first month.

    An answered year is the year of the first month it was asked for: the sheet's own, or the first tab's.
    """
    if answers.get("year"):
        return answers.get("year"), (around.month or 1) if "year" in answers.own else tabs_begin
    return around.year, around.first_month


def _check_layout(layout: str) -> None:
    if layout not in (*LAYOUTS, "unknown"):
        raise LibCollabError(f'There is no layout "{layout}". Known: {", ".join(LAYOUTS)}.')


def _note_file(cells: SheetCells, log: Departures) -> None:
    if cells.encoding_guessed:
        log.add("encoding-guessed", message=f"read as {cells.encoding}")
    if cells.hidden:
        log.add("hidden-content", message="the sheet is hidden and was read because you said so")
    for place in cells.formulas_without_value:
        log.add("formula-without-value", *position(place), message="the result of a formula was never stored")
    for place in cells.shortened:
        log.add("text-shortened", *position(place), message=f"the first {MOST_LETTERS:,} letters were read")


def _note_place(grid: Grid, log: Departures) -> None:
    if grid.layout in FORMS:
        return  # printed by this program in fixed places
    if grid.top > 0 and grid.cells.filled[: grid.top].any():
        log.add("header-below-top", grid.row_number(grid.header), grid.cells.first_column,
                message=f"the headings stand in row {grid.row_number(grid.header)}")  # fmt: skip
    if grid.top < grid.header:
        rows = f"{grid.row_number(grid.top)} and {grid.row_number(grid.header)}"
        log.add("header-rows-joined", grid.row_number(grid.top), grid.cells.first_column,
                message=f"the headings of rows {rows} are read together")  # fmt: skip


def _left_above(grid: Grid, log: Departures) -> list[tuple[int, str]]:
    """Report unused rows of another table above the header row; return each with its reason."""
    above = None if grid.layout in FORMS or grid.table is not None else table_above(grid.cells, grid.top)
    if above is None:
        return []
    left = rows_with_numbers(grid.cells.window(0, grid.top), above.bottom)
    reason = f"a table of its own above the headings in row {grid.row_number(grid.header)}"
    log.add_rows("row-left-out", [grid.row_number(index) for index in left], grid.cells.first_column, message=reason)
    return [(index, reason) for index in left]


def _mapping(grid: Grid, answers: Answers) -> list[Mapped]:
    given = answers.get("mapping", {})
    if grid.table is not None:
        return first_use_only(template_mapping(grid.headings, grid.table, given), ())
    if grid.layout in OWN_LAYOUTS:
        return []  # read line by line, by the codes printed on the sheet
    shared = (*SHARED, *MORE_SHARED.get(grid.layout, ()))
    proposed = propose_mapping(grid.headings, grid.layout, given, grid.texts_under)
    return first_use_only(settle(grid, proposed), shared)


def _note_mapped(grid: Grid, mapped: Mapped, log: Departures) -> None:
    row = grid.row_number(grid.header)
    if mapped.field in ("discard", *NAME_FIELDS) or mapped.field.endswith("respondent_key"):
        log.add("personal-column-discarded", row, mapped.column, heading=mapped.heading,
                message="read in memory only; no name or detail of a person is kept")  # fmt: skip
    elif not mapped.field:
        log.add("column-not-used", row, mapped.column, heading=mapped.heading, message=mapped.reason)


def _unknown(grid: Grid, mapping: list[Mapped], log: Departures) -> SheetReading:
    """Report that the layout is unknown, with what was seen, and ask for it."""
    filled = (np.flatnonzero(grid.cells.filled[grid.header + 1 :]) + grid.header + 1).tolist()
    names = ", ".join(f'"{heading.text}"' for heading in grid.headings if heading.text)
    saw = f"{len(filled)} filled rows under the headings {names} in row {grid.row_number(grid.header)}"
    log.add(
        "layout-unknown",
        grid.row_number(grid.header),
        grid.cells.first_column,
        message=f"I could not tell what this sheet is. I saw {saw}.",
    )
    body = Body(grid, left=[(index, "the sheet was not understood") for index in filled])
    options = tuple((layout, layout.replace("_", " ")) for layout in LAYOUTS if layout not in OWN_LAYOUTS)
    question = Question(f"sheets.{grid.cells.name}.layout", f"What is this sheet? I saw {saw}.", options, "unknown")
    return replace(_reading(grid, mapping, body, {}, (question,), log.issues()), saw=saw)


def _reading(
    grid: Grid, mapping: Sequence[Mapped], body: Body, rows: Rows, questions: tuple[Question, ...],
    issues: Sequence[Issue],
) -> SheetReading:  # fmt: skip
    main = grid.table.name if grid.table else max(rows, key=lambda table: len(rows[table]), default="")
    return SheetReading(
        grid.cells.name, grid.layout, main, grid.row_number(grid.header), body.rows_read, len(body.used),
        len(body.totals) + len(body.left), tuple(mapping), questions, fingerprint(grid.headings),
        first_cell=address(grid.cells.first_row, grid.cells.first_column),
        reasons=left_out_reasons(body), preview=picture(grid, body, issues), rejected=rejected_rows(grid, body),
    )  # fmt: skip


# Assign a list of people to the program its tab is named after, if a log in the same file has that program.

LISTS = ("roster", "sf2", "sign_in", "attendee_log")
#: Cells of a sheet, its issue log, and for each of its tables the reading and the rows.
ReadSheet = tuple[SheetCells, Departures, list[tuple[SheetReading, Rows]]]
OPTIONS = (("the-program", "the program of that name"), ("another", "another program, or none"))


def programs_by_tab(done: Sequence[ReadSheet], answers: Mapping[str, Any]) -> list[ReadSheet]:
    """Assign lists without a program to the program of their tab's name, and ask to confirm."""
    logged = {fold(name): name for _, _, found in done for reading, rows in found
              if reading.layout not in LISTS for name in _programs(rows)}  # fmt: skip
    return [_named(sheet, logged.get(fold(sheet[0].name)), answers) for sheet in done]


def _programs(rows: Rows) -> set[str]:
    if "sessions" not in rows:
        return set()
    return {name for name in rows["sessions"].column("program_id").values if name}


def _named(sheet: ReadSheet, program: str | None, answers: Mapping[str, Any]) -> ReadSheet:
    cells, log, found = sheet
    if program is None or not any(_is_open(*one) for one in found):
        return sheet
    meant = answers_for(answers, cells.name).get("tab_program", "the-program") == "the-program"
    if meant:
        log.add("program-from-tab", value=cells.name, message=f'the list is read as that of "{program}"')
    question = Question(
        f"sheets.{cells.name}.tab_program", f'Is this the list of the program "{program}"?', OPTIONS, "the-program"
    )
    return cells, log, [_under(*one, program if meant else None, question) if _is_open(*one) else one for one in found]


def _is_open(reading: SheetReading, rows: Rows) -> bool:
    """Return whether a table is a list of people without any program."""
    listed = rows.get("participation")
    return reading.layout in LISTS and listed is not None and not listed.column("program_id").known.any()


def _under(reading: SheetReading, rows: Rows, program: str | None, question: Question) -> tuple[SheetReading, Rows]:
    asked = replace(reading, questions=(*reading.questions, question))
    return asked, {table: listed.with_all(program_id=program) for table, listed in rows.items()}


@dataclass(frozen=True)
class Reading:
    """Result of reading a file: rows by table, how each sheet was read, and all issues."""

    tables: Rows
    reading: FileReading
    issues: tuple[Issue, ...]


def read_cells(sheets: Sequence[SheetCells], name: str, answers: Mapping[str, Any], key: bytes, source: str) -> Reading:
    """Read all sheets of one file under the given answers.

    Parameters
    ----------
    sheets : sequence of SheetCells
        Cells of the file.
    name : str
        Name of the file; shown to the user and never used as a path.
    answers : mapping of str to Any
        Answers as in `--answers`; every key is optional.
    key : bytes
        Secret of the workspace for pseudonyms.
    source : str
        Short code of the file, stored with every row.

    Returns
    -------
    Reading
        Rows by table, how each sheet was read, and all issues.

    Raises
    ------
    LibCollabError
        If an answer is not valid.
    UnreadableFile
        If no sheet contains a table.
    """
    check_answers(answers)
    parts: dict[str, list[ReadRows]] = {}
    readings, issues = [], []
    begin = _tabs_begin(sheets)
    for cells, log, found in programs_by_tab(_read_all(sheets, answers, key, begin), answers):
        for reading, rows in found:
            readings.append(reading)
            for table, listed in rows.items():
                parts.setdefault(table, []).append(listed.with_all(sheet=cells.name, import_id=source))
        issues += log.issues()
    if all(reading.layout == "skipped" for reading in readings):
        raise UnreadableFile(
            f"No table was found in {display_name(name)}: no sheet has a row of headings with rows below it. "
            "Put one heading in each column of the first row and one session or one person in each row under it, "
            "then try again."
        )
    tables = {table: stacked(listed) for table, listed in parts.items()}
    readings = ask_whose_enrolment(readings)
    if min(_months_of_tabs(sheets), default=begin) < begin:  # the tabs run past December
        readings = ask_fiscal_year(readings, begin, answers)
    return Reading(tables, FileReading(display_name(name), tuple(readings)), tuple(issues))


def answer_request(header: dict[str, Any], data: bytes, key: bytes) -> tuple[dict[str, Any], dict[str, pa.Table]]:
    """Read one file inside the worker process.

    Returns
    -------
    tuple of (dict, dict)
        Reading and issues as plain data, with the rows as Arrow tables; or, under "refused", the message that
        rejects the answers, without tables.

    Raises
    ------
    UnreadableFile
        If the file cannot be read or has no table.
    """
    limits = Limits(**header["limits"]) if "limits" in header else LAPTOP
    sheets = read_sheets(data, header["name"], limits)
    try:
        found = read_cells(sheets, header["name"], header.get("answers", {}), key, source_code(data))
    except UnreadableFile:
        raise
    except LibCollabError as refusal:
        return {"refused": str(refusal)}, {}
    return to_words(found.reading, found.issues), to_arrow(found.tables)


def source_code(data: bytes) -> str:
    """Return the code that links rows to their file (first 12 hex digits of its SHA-256)."""
    return hashlib.sha256(data).hexdigest()[:12]


def _read_all(
    sheets: Sequence[SheetCells], answers: Mapping[str, Any], key: bytes, begin: int
) -> list[tuple[SheetCells, Departures, list[tuple[SheetReading, Rows]]]]:
    """Read every sheet of the file.

    Next to a meeting log, a list of names without dates is not assumed to be a sign-in sheet: its layout is
    asked.
    """

    def read(cells: SheetCells, **more: str) -> tuple[SheetCells, Departures, list[tuple[SheetReading, Rows]]]:
        log, own = Departures(cells.name), answers_for(answers, cells.name)
        own = replace(own, given={**own.given, **more})
        return cells, log, read_sheet(cells, own, key, log, begin, aside.get(cells.name))

    aside = tabs_aside(sheets, answers)
    done = [read(cells) for cells in sheets]
    if not any(reading.layout == "meeting_log" for _, _, found in done for reading, _ in found):
        return done
    return [
        read(cells, layout="unknown")
        if undated_names(found) and not answers_for(answers, cells.name).get("layout")
        else (cells, log, found)
        for cells, log, found in done
    ]


def _tabs_begin(sheets: Sequence[SheetCells]) -> int:
    """Return the month of the first tab named after a month, or 1.

    Tabs from October to September give 10.
    """
    return next(iter(_months_of_tabs(sheets)), 1)


def _months_of_tabs(sheets: Sequence[SheetCells]) -> list[int]:
    """Return the months of the tabs named after a month without a year, in tab order."""
    named = [read_month(cells.name) for cells in sheets if not cells.name.isdigit()]
    return [found[1] for found in named if found and found[0] is None]
