"""Annotate the librarian's workbook, within limits on cells and comments; write its rejected rows.

Each cell with an issue is colored and commented; all other parts of the file stay unchanged.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, field, replace
from functools import partial
from typing import TYPE_CHECKING, Any

from libcollab_metrics.errors import UnreadableFileError
from libcollab_metrics.fair_semaphore import OnPosition
from libcollab_metrics.ingest.files.detect import detect_format
from libcollab_metrics.ingest.files.preflight import check_workbook
from libcollab_metrics.ingest.files.refusals import display_name
from libcollab_metrics.ingest.files.workbook import read_sheets
from libcollab_metrics.ingest.files.zip_container import ZipError
from libcollab_metrics.ingest.limits import LAPTOP, LARGE_FILE_CELLS, Limits, raise_memory_for_cells
from libcollab_metrics.ingest.tables.own_workbooks import ERROR_HEADING, GENERATED_REASON, error_text
from libcollab_metrics.ingest.tables.rows import EXAMPLE_REASON, MONTH_HEADING_REASON
from libcollab_metrics.ingest.worker.progress import OnStep
from libcollab_metrics.ingest.worker.reader import Reader
from libcollab_metrics.ingest.writers.cell_styles import EMPTY_STYLESHEET, CellPosition, CellStyles, SheetPart
from libcollab_metrics.ingest.writers.comments import (
    COMMENTS_TYPE,
    DRAWING_TYPE,
    REMARKS_SHEET,
    build_remarks_sheet,
    first_free_block,
    format_remark,
    join_remarks,
    write_comment_shapes,
    write_comments,
)
from libcollab_metrics.ingest.writers.ooxml import (
    OFFICE_NAMESPACE,
    STRICT_NAMESPACE,
    Element,
    Package,
    UnsupportedMarkup,
    append_child,
    apply_edits,
    build_start_tag,
    parse_outline,
)
from libcollab_metrics.ingest.writers.plain_copy import (
    CREATED,
    CellWriter,
    convert_text,
    unique_sheet_name,
    write_plain_copy,
)
from libcollab_metrics.localization import Language, language
from libcollab_metrics.messages import Message
from libcollab_metrics.model.addresses import cell_reference, parse_reference
from libcollab_metrics.model.issues import Issue
from libcollab_metrics.model.operations import Import
from libcollab_metrics.model.readings import FileReading, SheetReading

if TYPE_CHECKING:
    import pyarrow as pa
    from xlsxwriter import Workbook

#: Maximum number of cells in a workbook to annotate; larger ones would take minutes to open.
MAX_CELLS = 2_000_000
#: Maximum number of comments in a workbook, because more slow Excel down. Further cells are colored and
#: listed only.
MAX_COMMENTS = 10_000
ENGLISH = "en"
SEVERITY_ORDER = ("left-out", "assumption", "note")
_EXTENSIONS = (("template.macroEnabled", ".xltm"), ("macroEnabled", ".xlsm"), ("template", ".xltx"))
_SHEET_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"
_STYLES_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"


@dataclass(frozen=True)
class AnnotatedWorkbook:
    """Annotated workbook, with its required file extension and remarks for the user."""

    data: bytes
    extension: str
    remarks: tuple[str, ...]


@dataclass(frozen=True)
class _Mark:
    """Mark on one cell: the severity that sets its color, and the text of its comment."""

    severity: str
    words: str


def answer_annotation(
    header: dict[str, Any], data: bytes, key: bytes
) -> tuple[dict[str, Any], dict[str, pa.Table]]:
    """Annotate one file inside the worker process.

    Returns
    -------
    tuple of (dict, dict)
        Remarks and file extension, and the new file as an Arrow table with a single cell.
    """
    import pyarrow as pa

    issues = [
        Issue(**{**issue, "cells": tuple(issue["cells"]), "messages": tuple(issue["messages"])})
        for issue in header["issues"]
    ]
    limits = Limits(**header["limits"]) if "limits" in header else LAPTOP
    code = str(header.get("language", ENGLISH))
    marked = annotate(data, str(header["name"]), issues, limits, header.get("own", ()), code)
    about = {"remarks": list(marked.remarks), "ending": marked.extension}
    return about, {"file": pa.table({"bytes": pa.array([marked.data], pa.large_binary())})}


def annotate(
    data: bytes,
    name: str,
    issues: Sequence[Issue],
    limits: Limits = LAPTOP,
    remark_sheets: Sequence[str] = (),
    language_code: str = ENGLISH,
) -> AnnotatedWorkbook:
    """Annotate a workbook.

    All parts of an XLSX file that need no change are copied byte for byte. For other formats, a plain
    workbook of the cells as read is created and annotated. `remark_sheets` lists the sheets that an earlier
    annotation added; `language_code` is that of the comments.

    Raises
    ------
    UnreadableFileError
        If the file cannot be read, is too large, or has an unsupported structure.
    """
    label, words = display_name(name), language(language_code)
    kind = detect_format(data, name)
    remarks = []
    if kind == "xlsx":
        cells = check_workbook(data, name, kind, limits).cells
    else:
        sheets = read_sheets(data, name, limits)
        cells = sum(len(sheet.rows) * len(sheet.rows[0]) for sheet in sheets if sheet.rows)
        remarks.append(
            Message(
                "{file} is {kind}, which cannot hold colours and comments: this is an Excel copy of its "
                "cells, with values in place of formulas and without its looks.",
                file=label,
                kind=Message("a CSV file") if kind == "csv" else Message("an {kind} file", kind=kind.upper()),
            )
        )
    if cells > MAX_CELLS:
        raise UnreadableFileError(
            Message(
                "{file} has more than {limit} cells, too many to mark one by one. What was found is listed "
                "on this page; split the workbook to have its cells marked.",
                file=label,
                limit=MAX_CELLS,
            )
        )
    raise_memory_for_cells(LARGE_FILE_CELLS + 1)  # a sheet's XML is held in memory in full while edited
    try:
        marked = _Annotator(
            write_plain_copy(sheets) if kind != "xlsx" else data, issues, remark_sheets, words
        ).run()
    except (UnsupportedMarkup, ZipError, KeyError, ValueError) as error:
        raise UnreadableFileError(
            Message(
                "{file} is built in a way that cannot be marked without risk to it. What was found is "
                "listed on this page. To have the cells marked, open it in Excel, save it as .xlsx and "
                "upload that.",
                file=label,
            )
        ) from error
    return replace(marked, remarks=(*remarks, *marked.remarks))


class _Annotator:
    def __init__(self, data: bytes, issues: Sequence[Issue], own: Sequence[str], words: Language) -> None:
        self.package = Package(data)
        self.issues = [issue for issue in issues if issue.sheet not in own]
        self.own = own
        self.words = words
        self.remarks: list[str] = []
        self.tops: dict[tuple[str, str], str] = {}
        self.book_path = self._find_workbook_path()
        self.book = self.package.require(self.book_path)
        self.strict = b"purl.oclc.org/ooxml" in self.book
        self.family = STRICT_NAMESPACE if self.strict else OFFICE_NAMESPACE
        root = parse_outline(self.book)
        self.namespace = root.attributes.get("xmlns") or root.attributes.get("xmlns:" + root.prefix[:-1], "")
        listed = root.find_first("sheets")
        if listed is None:
            raise UnsupportedMarkup
        self.listed = listed
        targets = {relation.id: relation for relation in self.package.relationships(self.book_path)}
        self.sheets = {
            sheet.attributes.get("name", ""): targets[identity].path
            for sheet in listed.children
            if (identity := _relationship_id(sheet)) in targets and targets[identity].kind == "worksheet"
        }
        self.styles_path = next((r.path for r in targets.values() if r.kind == "styles"), "")
        if not self.styles_path:
            self._add_styles()
        self.looks = CellStyles(self.package.require(self.styles_path))
        self.block = first_free_block(self.package)
        self.comments_left = MAX_COMMENTS
        self.hidden_by_talk = 0

    def run(self) -> AnnotatedWorkbook:
        """Annotate every sheet, add the sheet of remarks, and return the workbook."""
        for name, path in self.sheets.items():
            marks = _collect_marks([issue for issue in self.issues if issue.sheet == name], self.words)
            if marks or self._has_comments(path):
                self._annotate_sheet(name, path, marks)
        self._write_remarks_sheet()
        self.package.write(self.styles_path, self.looks.render())
        self._add_remarks()
        kind = self.package.content_type(self.book_path)
        ending = next((ending for part, ending in _EXTENSIONS if part in kind), ".xlsx")
        return AnnotatedWorkbook(self.package.build(), ending, tuple(self.remarks))

    def _find_workbook_path(self) -> str:
        paths = [
            relation.path for relation in self.package.relationships("") if relation.kind == "officeDocument"
        ]
        if not paths:
            raise UnsupportedMarkup
        return paths[0]

    def _add_styles(self) -> None:
        self.styles_path = "xl/styles.xml"
        self.package.write(self.styles_path, EMPTY_STYLESHEET)
        self.package.add_relationship(self.book_path, "styles", self.styles_path, family=self.family)
        self.package.declare_content_type(self.styles_path, _STYLES_TYPE)

    def _has_comments(self, path: str) -> bool:
        return any(relation.kind == "comments" for relation in self.package.relationships(path))

    def _annotate_sheet(self, name: str, path: str, marks: dict[CellPosition, list[_Mark]]) -> None:
        part = SheetPart(self.package.require(path))
        at_top: dict[CellPosition, list[_Mark]] = {}
        for position, listed in marks.items():
            top = part.merged_top_left(position)
            at_top.setdefault(top, []).extend(listed)
            if top != position:
                self.tops[name, cell_reference(*position)] = cell_reference(*top)
        self._write_comments(
            path,
            part,
            {
                position: join_remarks([mark.words for mark in cell_marks])
                for position, cell_marks in at_top.items()
            },
        )
        looks = {
            position: self._style_function(cell_marks, force_dark=part.has_tables)
            for position, cell_marks in at_top.items()
        }
        self.package.write(path, part.apply_styles(looks))

    def _style_function(self, marks: Sequence[_Mark], *, force_dark: bool) -> Callable[[int], int]:
        severity = min((mark.severity for mark in marks), key=SEVERITY_ORDER.index)
        return partial(self.looks.style_for_severity, severity=severity, force_dark=force_dark)

    def _write_comments(self, path: str, part: SheetPart, notes: dict[CellPosition, str]) -> None:
        relations = {relation.kind: relation for relation in self.package.relationships(path)}
        talks = self._threaded_cells(path)
        self.hidden_by_talk += len(talks & set(notes))
        commented = sorted(set(notes) - talks)[: self.comments_left]
        self.comments_left -= len(commented)
        notes = {position: notes[position] for position in commented}
        if not notes and "comments" not in relations:
            return
        old = relations.get("comments")
        content, new, removed = write_comments(
            self.package.read(old.path) if old else None, notes, self.namespace, self.words
        )
        drawing = (
            next((r for r in self.package.relationships(path) if r.id == part.drawing), None)
            if part.drawing
            else None
        )
        boxes, self.block = write_comment_shapes(
            self.package.read(drawing.path) if drawing else None,
            {position: notes[position] for position in new},
            removed,
            {position: words for position, words in notes.items() if position not in new},
            self.block,
            part.column_width,
        )
        self._store_comments(
            path, part, content, old.path if old else "", boxes, drawing.path if drawing else ""
        )

    def _store_comments(
        self, path: str, part: SheetPart, content: bytes, old: str, boxes: bytes, drawing: str
    ) -> None:
        if not old:
            old = self.package.free_path("xl/comments{}.xml")
            self.package.add_relationship(path, "comments", old, family=self.family)
            self.package.declare_content_type(old, COMMENTS_TYPE)
        self.package.write(old, content)
        if not drawing:
            drawing = self.package.free_path("xl/drawings/vmlDrawing{}.vml")
            self.package.declare_extension("vml", DRAWING_TYPE)
            part.attach_drawing(
                self.package.add_relationship(path, "vmlDrawing", drawing, family=self.family), self.family
            )
        self.package.write(drawing, boxes)

    def _threaded_cells(self, path: str) -> set[CellPosition]:
        """Return the cells with a threaded comment, where Excel displays only that conversation."""
        positions: set[CellPosition] = set()
        for relation in self.package.relationships(path):
            if relation.kind.casefold() == "threadedcomment":
                xml = self.package.read(relation.path)
                listed = parse_outline(xml).children if xml else []
                positions |= {parse_reference(e.attributes["ref"]) for e in listed if "ref" in e.attributes}
        return positions

    def _write_remarks_sheet(self) -> None:
        """Write the sheet of remarks last in the workbook, or over that of an earlier annotation."""
        content = build_remarks_sheet(self.issues, self.looks, self.namespace, self.tops, self.words)
        earlier = next((path for name, path in self.sheets.items() if name in self.own), "")
        if earlier:
            self.package.write(earlier, content)
            return
        path = self.package.free_path("xl/worksheets/sheet{}.xml")
        self.package.write(path, content)
        self.package.declare_content_type(path, _SHEET_TYPE)
        identity = self.package.add_relationship(self.book_path, "worksheet", path, family=self.family)
        first = self.listed.children[0]
        id_name = next(name for name in first.attributes if name.rpartition(":")[2] == "id")
        number = 1 + max(int(sheet.attributes.get("sheetId", "0")) for sheet in self.listed.children)
        # Some programs declare the prefix of the id on each sheet element only.
        spaces = {name: value for name, value in first.attributes.items() if name.startswith("xmlns")}
        values = {**spaces, "name": self._free_sheet_name(), "sheetId": str(number), id_name: identity}
        edits = [append_child(self.book, self.listed, build_start_tag(first.tag, values, empty=True))]
        self.package.write(self.book_path, apply_edits(self.book, edits))

    def _free_sheet_name(self) -> str:
        used_names = {sheet.attributes.get("name", "").casefold() for sheet in self.listed.children}
        own = self.words.translate(REMARKS_SHEET, "screen")
        names = [own, *(f"{own} ({n})" for n in range(2, 100))]
        return next(name for name in names if name.casefold() not in used_names)

    def _add_remarks(self) -> None:
        if self.hidden_by_talk:
            self.remarks.append(
                Message(
                    "{count} of the cells already have a conversation, to which no comment can be added: "
                    "they are coloured, and their notes are on the sheet “{sheet}”.",
                    count=self.hidden_by_talk,
                    sheet=REMARKS_SHEET,
                )
            )
        if self.comments_left <= 0:
            self.remarks.append(
                Message(
                    "Only the first {limit} cells have a comment; the others are coloured.",
                    limit=MAX_COMMENTS,
                )
            )
        if any(path.startswith("_xmlsignatures/") for path in self.package.paths()):
            self.remarks.append(
                Message("The workbook had a digital signature, which is not valid for the marked copy.")
            )


def _collect_marks(issues: Sequence[Issue], words: Language) -> dict[CellPosition, list[_Mark]]:
    """Collect the marks of each cell of one sheet, most severe first."""
    marks: dict[CellPosition, list[_Mark]] = {}
    for issue in sorted(issues, key=lambda issue: SEVERITY_ORDER.index(issue.severity)):
        for number, cell in enumerate(issue.cells):
            marks.setdefault(parse_reference(cell), []).append(
                _Mark(issue.severity, format_remark(issue, number, words))
            )
    return marks


def _relationship_id(sheet: Element) -> str:
    return next((value for name, value in sheet.attributes.items() if name.rpartition(":")[2] == "id"), "")


# Files for the librarian to correct: the annotated workbook, and the rejected rows.

#: Rows without an error; they are copied as they are, or omitted.
_REMARK_REASON = "a remark below the table"
_OMITTED_REASONS = ("the headings again", MONTH_HEADING_REASON, EXAMPLE_REASON, "the template's example")


@dataclass(frozen=True)
class WorkbookDownload:
    """Workbook to download.

    Attributes
    ----------
    data : bytes
        Content of the workbook.
    name : str
        File name.
    remarks : tuple of str
        Messages to show next to the download button.
    """

    data: bytes = field(repr=False)
    name: str = ""
    remarks: tuple[str, ...] = ()


def build_annotated_workbook(
    reader: Reader,
    name: str,
    data: bytes,
    imported: Import,
    *,
    language_code: str = ENGLISH,
    limits: Limits = LAPTOP,
    cancelled: Callable[[], bool] | None = None,
    queued: OnPosition = lambda ahead: None,
    stepped: OnStep = lambda done, count: None,
) -> WorkbookDownload | None:
    """Color and comment every cell with an issue in the librarian's own workbook.

    The work is done in a worker process. Sheets and their order, formulas and their results, column widths,
    merged cells, charts, images and macros stay byte for byte; a last sheet lists every issue. A file in a
    format without colors and comments (XLS, XLSB, ODS, CSV) is returned as an Excel copy of its cells, with a
    remark that says so.

    Parameters
    ----------
    reader : Reader
        Pool of worker processes.
    name : str
        Name of the uploaded file.
    data : bytes
        Content of the uploaded file.
    imported : Import
        Result of reading the file.
    language_code : str, default "en"
        Language of the comments.
    limits : Limits, optional
        Limits on uploaded files; see `load_limits`.
    cancelled : callable, optional
        Polled while the file is annotated; a true result cancels the work.
    queued : callable, optional
        Called with the number of files ahead in the queue; see `Reader.run`.
    stepped : callable, optional
        Called while the file is annotated; see `Reader.run`.

    Returns
    -------
    WorkbookDownload or None
        Annotated workbook; None when there are no issues.

    Raises
    ------
    UnreadableFileError
        If the file is too large to be annotated, or has a structure that cannot be edited safely.
    """
    own = [sheet.name for sheet in imported.reading.sheets if sheet.saw == GENERATED_REASON]
    issues = [asdict(issue) for issue in imported.issues if issue.sheet not in own]
    if not issues:
        return None
    header = {
        "name": name,
        "work": "annotate",
        "limits": asdict(limits),
        "issues": issues,
        "own": own,
        "language": language_code,
    }
    about, tables = reader.run(header, data, b"", cancelled=cancelled, queued=queued, stepped=stepped)
    marked: bytes = tables["file"]["bytes"][0].as_py()
    return WorkbookDownload(
        marked, _annotated_name(name, str(about["ending"]), language_code), tuple(about["remarks"])
    )


def _annotated_name(name: str, ending: str, language_code: str) -> str:
    stem, dot, _ = display_name(name).rpartition(".")
    marked = Message("{name} (marked)", name=stem if dot else display_name(name))
    return language(language_code).translate(marked, "screen") + ending


def build_rejected_workbook(reading: FileReading, language_code: str = ENGLISH) -> bytes | None:
    """Write the rejected rows to a workbook, to be corrected and uploaded again.

    Each sheet with such rows becomes one sheet of the same name, with the rows above the header row, the
    header row as typed, the rejected rows, and a last column "Error" that the importer ignores. Typed text is
    never written as a formula.

    Parameters
    ----------
    reading : FileReading
        Import result of the file.
    language_code : str, default "en"
        Language of the reasons.

    Returns
    -------
    bytes or None
        Content of an XLSX file; None when no row needs correction.
    """
    sheets = [sheet for sheet in reading.sheets if _has_rejected_rows(sheet)]
    if not sheets:
        return None
    from xlsxwriter import Workbook

    stream = io.BytesIO()
    with Workbook(
        stream, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    ) as book:
        book.set_properties({"created": CREATED})
        used_names: set[str] = set()
        for sheet in sheets:
            _write_rejected(book, sheet, unique_sheet_name(sheet.name, used_names), language(language_code))
    return stream.getvalue()


def _has_rejected_rows(sheet: SheetReading) -> bool:
    return any(
        reason not in (ERROR_HEADING, _REMARK_REASON, *_OMITTED_REASONS) for _, reason, _ in sheet.rejected
    )


def _write_rejected(book: Workbook, sheet: SheetReading, name: str, words: Language) -> None:
    page = book.add_worksheet(name)
    plain, bold = CellWriter(book, page), CellWriter(book, page, bold=True)
    red = book.add_format({"font_color": "#9C1C13", "text_wrap": True, "valign": "top"})
    above = [cells for _, role, cells, _ in sheet.preview if role == "title"]
    heads = [cells for _, reason, cells in sheet.rejected if reason == ERROR_HEADING]
    rows = [line for line in sheet.rejected if line[1] not in (ERROR_HEADING, *_OMITTED_REASONS)]
    width = max(len(cells) for _, _, cells in sheet.rejected)
    for row_index, cells in enumerate([*above, *heads]):
        _write_cells(bold if row_index >= len(above) else plain, row_index, cells)
    top = max(len(above) + len(heads), 1)
    page.write_string(top - 1, width, ERROR_HEADING, book.add_format({"bold": True}))
    for row_index, (row, reason, cells) in enumerate(rows, start=top):
        _write_cells(plain, row_index, cells)
        page.write_string(row_index, width, error_text(row, words.translate(reason, "screen")), red)
    page.set_column(0, width - 1, 16)
    page.set_column(width, width, 60)
    page.freeze_panes(top, 0)
    page.set_landscape()
    page.fit_to_pages(1, 0)


def _write_cells(writer: CellWriter, row: int, cells: tuple[str, ...]) -> None:
    for column, text in enumerate(cells):
        writer.write(row, column, convert_text(text) if text else None)
