"""Import a file: open it, choose its sheets, read each, and settle what concerns several of them.

The dry run on the review screen is the import itself.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Any

from libcollab_metrics.errors import LibCollabError, UnreadableFileError
from libcollab_metrics.ingest.answers import Answers, check_answers, merge_sheet_answers
from libcollab_metrics.ingest.files.cells import SheetCells
from libcollab_metrics.ingest.files.refusals import display_name
from libcollab_metrics.ingest.files.workbook import read_sheets
from libcollab_metrics.ingest.issue_log import IssueLog
from libcollab_metrics.ingest.layouts.registration import ask_enrolment_target
from libcollab_metrics.ingest.layouts.signatures import repeats_people_of
from libcollab_metrics.ingest.limits import LAPTOP, Limits
from libcollab_metrics.ingest.money_tables import (
    drop_repayments,
    drop_sums_of_payments,
    drop_transfers,
    pay_expenses_from_income,
    report_fulfilled_promises,
)
from libcollab_metrics.ingest.month_summaries import ask_about_months, find_month_summaries, report_twins
from libcollab_metrics.ingest.people_across_tabs import match_people_across_tabs
from libcollab_metrics.ingest.programs import ReadTables, SheetResult, assign_programs
from libcollab_metrics.ingest.questions import (
    add_fiscal_year_question,
)
from libcollab_metrics.ingest.repeated_tabs import (
    OTHER_SUMS_REASON,
    find_other_sums,
    find_repeated_tabs,
    name_table,
)
from libcollab_metrics.ingest.rows_across_tabs import drop_sessions_of_other_tabs
from libcollab_metrics.ingest.sheet_reader import LEFT_OUT_BY_ANSWER, read_sheet
from libcollab_metrics.ingest.stages_across_tabs import drop_repeated_stages
from libcollab_metrics.ingest.tables.report_forms import (
    read_calendar,
    read_log_in_columns,
    read_report_form,
)
from libcollab_metrics.ingest.tables.stage_forms import read_stages_in_rows
from libcollab_metrics.ingest.tables.tabs import REASONS, find_excluded_tabs, is_requested, merge_legends
from libcollab_metrics.ingest.values.dates import names_two_years, parse_day, parse_month
from libcollab_metrics.ingest.values.table import RowsByTable, TableRows, concat_rows
from libcollab_metrics.ingest.worker.progress import report_step
from libcollab_metrics.ingest.worker.protocol import reading_to_json, to_arrow
from libcollab_metrics.messages import Message
from libcollab_metrics.model.issues import Issue
from libcollab_metrics.model.readings import FileReading

if TYPE_CHECKING:
    import pyarrow as pa

#: A year in the name of a file, or in the name or the first rows of a tab.
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
MAX_TITLE_ROWS = 3
#: First rows in which days without a year are headings, their most characters, and fewest that are dates.
MAX_HEADING_ROWS, LONGEST_DAY, MIN_SAME_DAYS = 12, 12, 3


@dataclass(frozen=True)
class FileContent:
    """Result of reading a file: rows by table, how each sheet was read, and all issues."""

    tables: RowsByTable
    reading: FileReading
    issues: tuple[Issue, ...]


def read_cells(
    sheets: Sequence[SheetCells], name: str, answers: Mapping[str, Any], key: bytes, source_id: str
) -> FileContent:
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
    source_id : str
        Short code of the file, stored with every row.

    Returns
    -------
    FileContent
        Rows by table, how each sheet was read, and all issues.

    Raises
    ------
    LibCollabError
        If an answer is not valid.
    UnreadableFileError
        If no sheet contains a table.
    """
    check_answers(answers)
    parts: dict[str, list[TableRows]] = {}
    readings, issues = [], []
    if (year := _find_year(name, sheets)) is not None:
        sheets = [replace(cells, file_year=year) for cells in sheets]
    begin = _first_tab_month(sheets)
    results = drop_sums_of_payments(_read_all_sheets(sheets, answers, key, begin))
    results = pay_expenses_from_income(drop_repayments(drop_transfers(results)))
    report_fulfilled_promises(results)
    results = drop_sessions_of_other_tabs(match_people_across_tabs(results, answers, key))
    results = drop_repeated_stages(results)
    for cells, log, sheet_tables in assign_programs(results, answers, display_name(name)):
        for reading, rows in sheet_tables:
            readings.append(reading)
            for table, listed in rows.items():
                parts.setdefault(table, []).append(
                    listed.assign_constants(sheet=cells.name, import_id=source_id)
                )
        issues += log.issues()
    if all(reading.layout == "skipped" and reading.saw != LEFT_OUT_BY_ANSWER for reading in readings):
        raise UnreadableFileError(
            Message(
                "No table was found in {file}: no sheet has a row of headings with rows below it. Put one "
                "heading in each column of the first row and one session or one person in each row under "
                "it, then try again.",
                file=display_name(name),
            )
        )
    tables = {table: concat_rows(listed) for table, listed in parts.items()}
    readings = ask_enrolment_target(readings)
    if min(_tab_months(sheets), default=begin) < begin:  # the tabs run past December
        readings = add_fiscal_year_question(readings, begin, answers)
    return FileContent(tables, FileReading(display_name(name), tuple(readings)), tuple(issues))


def answer_request(
    header: dict[str, Any], data: bytes, key: bytes
) -> tuple[dict[str, Any], dict[str, pa.Table]]:
    """Read one file inside the worker process.

    Returns
    -------
    tuple of (dict, dict)
        Reading and issues as plain data, with the rows as Arrow tables; or, under "refused", the message that
        rejects the answers, without tables.

    Raises
    ------
    UnreadableFileError
        If the file cannot be read or has no table.
    """
    limits = Limits(**header["limits"]) if "limits" in header else LAPTOP
    sheets = read_sheets(data, header["name"], limits)
    try:
        imported = read_cells(sheets, header["name"], header.get("answers", {}), key, source_id_for(data))
    except UnreadableFileError:
        raise
    except LibCollabError as refusal:
        return {"refused": refusal.message}, {}
    return reading_to_json(imported.reading, imported.issues), to_arrow(imported.tables)


def source_id_for(data: bytes) -> str:
    """Return the code that links rows to their file (first 12 hex digits of its SHA-256)."""
    return hashlib.sha256(data).hexdigest()[:12]


def _find_year(name: str, sheets: Sequence[SheetCells]) -> int | None:
    """Return the only year that the name of a file, or its tabs with their first rows, have.

    None for a school year and for several years; those of dates count, too, but alone they may be years of
    birth, unless days without a year on another tab are the same days. A file with one tab has no year but
    that of its name.

    Examples
    --------
    >>> _find_year("Talleres 2026.xlsx", []), _find_year("Club 2025-26.xlsx", []), _find_year("Club.xlsx", [])
    (2026, None, None)
    """
    stem = name.rpartition(".")[0]
    texts, dates = [], set()
    for cells in sheets if len(sheets) > 1 else ():
        top = [cell for row in cells.rows[:MAX_TITLE_ROWS] for cell in row]
        texts += [cells.name, *(cell for cell in top if isinstance(cell, str))]
        dates |= {cell.year for column in cells.columns for cell in column.cells if isinstance(cell, date)}
    if any(map(names_two_years, (stem, *texts))):
        return None
    years = {int(year) for year in _YEAR.findall(stem)}
    if not years and (named := {int(year) for text in texts for year in _YEAR.findall(text)}):
        years = named | dates
    years = years or _find_year_of_days(sheets)
    return years.pop() if len(years) == 1 else None


def _find_year_of_days(sheets: Sequence[SheetCells]) -> set[int]:
    """Return the years in which several days without a year, such as "7/11" above marks, have a date."""
    dated: dict[int, set[tuple[int, int]]] = {}
    for cells in sheets:
        for column in cells.columns:
            for cell in column.cells:
                if isinstance(cell, date):
                    dated.setdefault(cell.year, set()).add((cell.month, cell.day))
    top = [cell for cells in sheets for row in cells.rows[:MAX_HEADING_ROWS] for cell in row]
    typed = {cell for cell in top if isinstance(cell, str) and len(cell) <= LONGEST_DAY and dated}
    days = {(day.month, day.day) for cell in typed if (day := parse_day(cell)) and day.year is None}
    return {year for year, own in dated.items() if len(own & days) >= MIN_SAME_DAYS}


def _read_all_sheets(
    sheets: Sequence[SheetCells], answers: Mapping[str, Any], key: bytes, first_tab_month: int
) -> list[SheetResult]:
    """Read every sheet of the file; opening it was the first step, and each sheet is one more."""
    tables = [cells for cells in sheets if merge_sheet_answers(answers, cells.name).get("header_row") is None]
    readers = (read_report_form, read_log_in_columns, read_calendar, read_stages_in_rows)
    turned = [(cells.name, next(filter(None, (read(cells) for read in readers)), None)) for cells in tables]
    forms = {name: form for name, form in turned if form is not None}
    sheets = [forms[cells.name].cells if cells.name in forms else cells for cells in sheets]
    excluded, legend = find_excluded_tabs(sheets, answers), merge_legends(sheets)
    results: list[SheetResult] = []
    summaries: dict[str, ReadTables] = {}
    for number, cells in enumerate(sheets, 1):
        report_step(number, 1 + len(sheets))
        form, own = forms.get(cells.name), merge_sheet_answers(answers, cells.name)
        log = IssueLog(cells.name, form.addresses if form else None)
        if form:
            log.add("choice-assumed", *next(iter(form.addresses)), message=form.message)
        tab = excluded.get(cells.name)
        read = read_sheet(cells, own, key, log, first_tab_month, tab, legend)
        if tab is not None and tab.doubt:
            log.add(tab.doubt, message=tab.reason)
        if tab is not None and tab.layout and tab.reason == REASONS["summary"]:
            trial_log = IssueLog(cells.name)
            summaries[cells.name] = read_sheet(cells, own, key, trial_log, first_tab_month, None, legend)
        if is_requested(cells.name, own):
            read = [(replace(reading, is_requested=True), rows) for reading, rows in read]
        results.append((cells, log, read))
    repeated = find_month_summaries(results, answers) | find_repeated_tabs(results, answers)
    for position, (cells, log, read) in enumerate(results):
        if (tab := repeated.get(cells.name)) is not None:
            log, own = IssueLog(cells.name), merge_sheet_answers(answers, cells.name)
            excluded_read = read_sheet(cells, own, key, log, first_tab_month, tab)
            if tab.doubt:
                log.add(tab.doubt, message=tab.reason)
                excluded_read = name_table(excluded_read, read[0][0].table)
            results[position] = (cells, log, excluded_read)
        elif table := find_other_sums(summaries.get(cells.name, []), results):
            log.add("tab-perhaps-repeats", message=OTHER_SUMS_REASON)
            results[position] = (cells, log, name_table(read, table))
    _settle_members(results, answers, key, first_tab_month)
    report_twins(results)
    return ask_about_months(results, answers)


def _settle_members(
    results: list[SheetResult], answers: Mapping[str, Any], key: bytes, first_tab_month: int
) -> None:
    """Read a list again as one of members if another sheet has the attendance of most of its people."""
    for position, (cells, _, read) in enumerate(results):
        others = [rows for n, result in enumerate(results) if n != position for _, rows in result[2]]
        present = {
            person
            for rows in others
            if rows.get("participation")
            for person in rows["participation"].column("person_key").values
        }
        if present and any(repeats_people_of(cells, reading, present, key) for reading, _ in read):
            own, log = merge_sheet_answers(answers, cells.name), IssueLog(cells.name)
            members = Answers({**own.values, "row_is": "person"}, own.sheet_keys | {"row_is"})
            results[position] = (cells, log, read_sheet(cells, members, key, log, first_tab_month))


def _first_tab_month(sheets: Sequence[SheetCells]) -> int:
    """Return the month of the first tab named after a month, or 1.

    Tabs from October to September give 10.
    """
    return next(iter(_tab_months(sheets)), 1)


def _tab_months(sheets: Sequence[SheetCells]) -> list[int]:
    """Return the months of the tabs named after a month without a year, in tab order."""
    named = [parse_month(cells.name) for cells in sheets if not cells.name.isdigit()]
    return [month[1] for month in named if month and month[0] is None]
