"""The import, in numbered steps; the dry run on the review screen is the import itself.

1. open the file (sniff, preflight, cells)      2. choose the sheets      3. find the table and its layout
4. propose the mapping      5. look around it      6. read the rows      7. ask what only the library knows
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from libcollab_metrics.errors import LibCollabError, UnreadableFile
from libcollab_metrics.ingest.answers import answers_for, check_answers
from libcollab_metrics.ingest.cells import SheetCells
from libcollab_metrics.ingest.days import read_month
from libcollab_metrics.ingest.departures import Departures
from libcollab_metrics.ingest.enrolment import ask_whose_enrolment, undated_names
from libcollab_metrics.ingest.follow_ups import ask_fiscal_year
from libcollab_metrics.ingest.limits import LAPTOP, Limits
from libcollab_metrics.ingest.one_sheet import read_sheet
from libcollab_metrics.ingest.program_tabs import programs_by_tab
from libcollab_metrics.ingest.sniff import display_name
from libcollab_metrics.ingest.tabs import tabs_aside
from libcollab_metrics.ingest.values import ReadRows, Rows, stacked
from libcollab_metrics.ingest.wire import to_arrow, to_words
from libcollab_metrics.ingest.workbook import read_sheets
from libcollab_metrics.model.issues import Issue
from libcollab_metrics.model.readings import FileReading, SheetReading

if TYPE_CHECKING:
    import pyarrow as pa


@dataclass(frozen=True)
class Reading:
    """A file as read: rows by table, how each sheet was read, and every departure."""

    tables: Rows
    reading: FileReading
    issues: tuple[Issue, ...]


def read_cells(sheets: Sequence[SheetCells], name: str, answers: Mapping[str, Any], key: bytes, source: str) -> Reading:
    """Return everything the sheets of one file say, under the given answers.

    Parameters
    ----------
    sheets : the file's cells; `name` its name, shown and never used as a path.
    answers : as in `--answers`; every key optional.
    key : the workspace's secret for pseudonyms.
    source : a short code of the file, kept with every row.

    Raises
    ------
    UnreadableFile : no sheet holds a table.
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
    if min(_months_of_tabs(sheets), default=begin) < begin:  # the tabs go beyond December
        readings = ask_fiscal_year(readings, begin, answers)
    return Reading(tables, FileReading(display_name(name), tuple(readings)), tuple(issues))


def answer_request(header: dict[str, Any], data: bytes, key: bytes) -> tuple[dict[str, Any], dict[str, pa.Table]]:
    """Read one file inside the throw-away process: words and Arrow tables, or the sentence that refuses it."""
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
    """Return the code by which rows remember their file."""
    return hashlib.sha256(data).hexdigest()[:12]


def _read_all(
    sheets: Sequence[SheetCells], answers: Mapping[str, Any], key: bytes, begin: int
) -> list[tuple[SheetCells, Departures, list[tuple[SheetReading, Rows]]]]:
    """Read every sheet; beside a meeting log a list of names without a day is no sign-in, so it is asked about."""

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
    """The month of the first tab that is named after one: October, when tabs run from October to September."""
    return next(iter(_months_of_tabs(sheets)), 1)


def _months_of_tabs(sheets: Sequence[SheetCells]) -> list[int]:
    """The months after which tabs are named, without a year, in their order."""
    named = [read_month(cells.name) for cells in sheets if not cells.name.isdigit()]
    return [found[1] for found in named if found and found[0] is None]
