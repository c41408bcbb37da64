"""Error messages for rejected files: what the file is, what was measured, and what to do."""

from __future__ import annotations

import re
import unicodedata

from libcollab_metrics.errors import UnreadableFileError
from libcollab_metrics.ingest.files.xml_scan import MAX_TEXT_BYTES, PartRejected
from libcollab_metrics.ingest.limits import Limits, setting_for
from libcollab_metrics.messages import Message

CHOOSE = Message("Choose an Excel (.xlsx, .xls, .xlsb), OpenDocument (.ods) or CSV file.")
RESAVE = Message("Open it in Excel or LibreOffice, save it as .xlsx and choose the new file.")
UNLOCK = Message(
    "Open it in Excel, remove the password (File, Info, Protect Workbook), save it and choose it again."
)
COPY_CELLS = Message(
    "Open it in Excel, copy the cells into a new workbook, save that as .xlsx and choose it."
)
#: Extensions of links to Google documents that are not spreadsheets.
_GOOGLE_NON_SHEET_EXTENSIONS = (".gdoc", ".gslides", ".gform", ".gdraw", ".gsite", ".gmap", ".gjam")

_CONTAINER_MESSAGES = {
    "repeated part": Message("holds the same part twice, which no spreadsheet program writes"),
    "overlapping parts": Message("has parts that lie over one another, which no spreadsheet program writes"),
    "false size": Message(
        "holds more than its own list of contents says, which no spreadsheet program writes"
    ),
    "odd packing": Message("is packed in a way workbooks do not use"),
}
_PART_MESSAGES = {
    "doctype": Message("holds a document type declaration, which workbooks do not have"),
    "encoding": Message("stores its cells in a text encoding workbooks do not use"),
    "endless repeat": Message("repeats one filled cell more than 100,000 times, which no list does"),
    "hidden markup": Message("holds hidden markup inside a cell, which a reader could misread"),
    "twice": Message("contains one row or cell twice, and it is not clear which of the two counts"),
    "table in a cell": Message(
        "holds a table inside a cell, whose rows a reader would mix with those around it"
    ),
    "false string count": Message("announces more texts than it holds"),
}
#: Exceeded limit for each reason why a scan stopped.
_LIMIT_BY_REASON = {"too many sheets": "sheets", "too many strings": "strings", "too deep": "depth"}
_LIMIT_MESSAGES = {
    "upload": Message(
        "is {found} MB large, and this program opens up to {limit} MB. Leave out pictures or old sheets, or "
        "split the workbook, and choose the smaller file."
    ),
    "inflated": Message("unpacks to {found} MB, and this program reads up to {limit}. {advice}"),
    "members": Message("holds more than {limit} parts. {advice}"),
    "sheets": Message("has more than {limit} sheets. Copy the ones you need into a new workbook."),
    "strings": Message("holds more than {limit} different texts. Split it into smaller files."),
    "depth": Message("nests its parts more than {limit} deep, which no spreadsheet program does. {advice}"),
    "merges": Message("has more than {limit} merged ranges. {advice}"),
    "columns": Message(
        "{sheet}spans {found} columns (out to {cell}), and this program reads up to {limit}. If that cell is "
        "a stray one, clear it; otherwise copy the columns you need into a new workbook."
    ),
    "cells": Message(
        "{sheet}spans {found} cells{reach}, and this program reads up to {limit}. If a stray cell is far "
        "from the table, clear it; otherwise split the sheet into smaller files."
    ),
}


#: Maximum length of a file name in a message.
_MAX_NAME_LENGTH = 80


def display_name(name: str) -> str:
    r"""Format a file name for use in a message.

    Folders and control characters are removed, and the name is shortened to 80 letters.

    Examples
    --------
    >>> display_name("C:\\lists\\March\x07.xlsx")
    'March.xlsx'
    """
    label = re.split(r"[/\\]", name)[-1]
    label = "".join(ch for ch in label if unicodedata.category(ch)[0] != "C")
    label = " ".join(label.split()) or "The file"
    return label if len(label) <= _MAX_NAME_LENGTH else label[: _MAX_NAME_LENGTH - 1] + "…"


def invalid_container_error(reason: str, label: str, parts: int) -> UnreadableFileError:
    """Build the error for an invalid ZIP container; `parts` is the maximum number of its parts."""
    if reason == "damaged":
        return damaged_file_error(label)
    if reason == "too many parts":
        return limit_exceeded_error("members", label, parts)
    return _not_opened_error(label, _CONTAINER_MESSAGES[reason], RESAVE)


def invalid_part_error(refused: PartRejected, label: str, limits: Limits) -> UnreadableFileError:
    """Build the error for a workbook with an invalid part."""
    if refused.reason in ("damaged", "not well formed"):
        return damaged_file_error(label)
    if refused.reason == "password":
        return password_error(label)
    if refused.reason in _LIMIT_BY_REASON:
        limit = _LIMIT_BY_REASON[refused.reason]
        return limit_exceeded_error(limit, label, getattr(limits, limit))
    if refused.reason == "endless text":
        return line_too_long_error(label, MAX_TEXT_BYTES)
    where = f" ({refused.cell})" if refused.cell else ""
    if refused.reason == "beyond the grid":
        return UnreadableFileError(
            Message(
                "{file} has a cell beyond the edge of any Excel sheet{cell}. {advice}",
                file=label,
                cell=where,
                advice=COPY_CELLS,
            )
        )
    return _not_opened_error(label, _PART_MESSAGES[refused.reason], COPY_CELLS, where)


def _not_opened_error(label: str, fault: Message, advice: Message, cell: str = "") -> UnreadableFileError:
    return UnreadableFileError(
        Message(
            "{file} {fault}{cell}, so it was not opened. {advice}",
            file=label,
            fault=fault,
            cell=cell,
            advice=advice,
        )
    )


def limit_exceeded_error(
    limit_name: str, label: str, limit: int, measured: int = 0, *, sheet: int = 0, cell: str = ""
) -> UnreadableFileError:
    """Build the error for an exceeded limit, naming the setting that changes it.

    `sheet` is the number of the sheet, counted from 1; 0 means the whole file.
    """
    fault = Message(
        _LIMIT_MESSAGES[limit_name],
        limit=limit,
        found=measured,
        cell=cell,
        sheet=_format_sheet(sheet),
        reach=_format_reach(cell),
        advice=COPY_CELLS,
    )
    return UnreadableFileError(
        Message(
            "{file} {fault} Your administrator can change the limit: {setting}.",
            file=label,
            fault=fault,
            setting=setting_for(limit_name),
        )
    )


def too_many_lines_error(label: str, limit: int) -> UnreadableFileError:
    """Build the error for a text file with more lines than an Excel sheet has rows."""
    return UnreadableFileError(
        Message(
            "{file} has more than {limit} lines, and a sheet of Excel has no more rows. Split it into "
            "smaller files.",
            file=label,
            limit=limit,
        )
    )


def stray_cell_error(label: str, cells: int, filled: int, *, sheet: int, cell: str) -> UnreadableFileError:
    """Build the error for a stray cell so far away that the range would exhaust memory."""
    return UnreadableFileError(
        Message(
            "{file} {sheet}spans {cells} cells{reach}, but only {filled} of them hold anything. Clear the "
            "cell that is far from the table, or save the workbook as .xlsx, and choose it again.",
            file=label,
            sheet=_format_sheet(sheet),
            cells=cells,
            reach=_format_reach(cell),
            filled=filled,
        )
    )


def broken_formulas_error(label: str, errors: int, cell: str) -> UnreadableFileError:
    """Build the error for a workbook with mostly error cells such as #REF!; `cell` is the first."""
    return UnreadableFileError(
        Message(
            "{file} shows an error such as #REF! in {errors} cells, more than half of all (the first is "
            "{cell}): its formulas are broken. Open it in Excel, repair the formulas or paste the values in "
            "their place, and choose it again.",
            file=label,
            errors=errors,
            cell=cell,
        )
    )


def _format_sheet(number: int) -> str:
    return Message("(sheet {number}) ", number=str(number)) if number else ""


def _format_reach(cell: str) -> str:
    return Message(" (down to {cell})", cell=cell) if cell else ""


def unclosed_quote_error(label: str) -> UnreadableFileError:
    """Build the error for a text file with an unclosed quotation mark."""
    return UnreadableFileError(
        Message(
            "{file} has a quotation mark that is opened and never closed, which would hide the rows below "
            "it. Open it in Excel, check the rows and save it again.",
            file=label,
        )
    )


def line_too_long_error(label: str, limit: int) -> UnreadableFileError:
    """Build the error for a line or cell of millions of letters."""
    return UnreadableFileError(
        Message(
            "{file} has one line or cell of more than {limit} letters, which no list has. Open it in Excel, "
            "look for a cell that holds too much, clear it and save the file again.",
            file=label,
            limit=limit,
        )
    )


def damaged_file_error(label: str) -> UnreadableFileError:
    """Build the error for a damaged file."""
    return UnreadableFileError(
        Message(
            "{file} is damaged or only partly downloaded. Download or copy it again, or: {advice}",
            file=label,
            advice=RESAVE,
        )
    )


def duplicate_sheet_error(label: str, sheet: str) -> UnreadableFileError:
    """Build the error for a workbook with two sheets of the same name, which are ambiguous."""
    return UnreadableFileError(
        Message('{file} has two sheets named "{sheet}". {advice}', file=label, sheet=sheet, advice=COPY_CELLS)
    )


def empty_file_error(label: str) -> UnreadableFileError:
    """Build the error for an empty file."""
    return UnreadableFileError(
        Message(
            "{file} is empty. Check that it was saved or downloaded fully and choose it again.", file=label
        )
    )


def password_error(label: str) -> UnreadableFileError:
    """Build the error for a password-protected file."""
    return UnreadableFileError(
        Message("{file} is protected with a password. {advice}", file=label, advice=UNLOCK)
    )


def not_a_spreadsheet_error(label: str, kind: Message) -> UnreadableFileError:
    """Build the error for a file of another type; `kind` includes the article ("a PDF")."""
    return UnreadableFileError(
        Message("{file} is {kind}, not a spreadsheet. {advice}", file=label, kind=kind, advice=CHOOSE)
    )


def shortcut_error(label: str) -> UnreadableFileError:
    """Build the error for a link saved as a file."""
    return UnreadableFileError(
        Message(
            "{file} is a shortcut to a web page, not the sheet: open it, download the sheet and choose that "
            "file.",
            file=label,
        )
    )


def drive_link_error(label: str) -> UnreadableFileError:
    """Build the error for a Google Drive link file, whose extension gives the document type."""
    if label.lower().endswith(_GOOGLE_NON_SHEET_EXTENSIONS):
        return not_a_spreadsheet_error(label, Message("a link to a document in Google Drive"))
    return UnreadableFileError(
        Message(
            "{file} is a link to a Google Sheet, not the sheet: open it, choose File, Download, Microsoft "
            "Excel (.xlsx) and choose the downloaded file.",
            file=label,
        )
    )


def email_error(label: str) -> UnreadableFileError:
    """Build the error for a saved e-mail."""
    return UnreadableFileError(
        Message(
            "{file} is an e-mail, not a spreadsheet: open it, save the sheet attached to it and choose that "
            "file.",
            file=label,
        )
    )


def missing_heading_error(label: str, row: int, headings: int, width: int) -> UnreadableFileError:
    """Build the error for a CSV file whose rows all have one cell more than there are headings."""
    return UnreadableFileError(
        Message(
            "{file} has {headings} headings in row {row}, but the rows below have {width} cells. A heading "
            "is missing, so the others cannot be matched with their columns: add it and choose the file "
            "again.",
            file=label,
            headings=headings,
            row=row,
            width=width,
        )
    )


def web_page_error(label: str) -> UnreadableFileError:
    """Build the error for a web page, which Excel opens as a sheet when it contains a table."""
    return UnreadableFileError(
        Message("{file} is a web page under a spreadsheet's name. {advice}", file=label, advice=RESAVE)
    )


def sign_in_page_error(label: str) -> UnreadableFileError:
    """Build the error for a sign-in page saved in place of the sheet."""
    return UnreadableFileError(
        Message(
            "{file} is a web page that asks to sign in, not the sheet: sign in with your browser, download "
            "the sheet again and choose the new file.",
            file=label,
        )
    )


def apple_file_error(label: str, has_slides: bool = False) -> UnreadableFileError:
    """Build the error for a Numbers, Pages or Keynote document.

    These formats differ only in their slides and in the file extension.
    """
    if has_slides or label.lower().endswith((".key", ".pages")):
        program = "Keynote" if has_slides or label.lower().endswith(".key") else "Pages"
        return not_a_spreadsheet_error(label, Message("a document of Apple {program}", program=program))
    return UnreadableFileError(
        Message(
            "{file} is an Apple Numbers file: in Numbers choose File, Export To, Excel and choose that file.",
            file=label,
        )
    )


def archive_error(label: str, kind: Message, *, has_spreadsheet: bool | None = None) -> UnreadableFileError:
    """Build the error for an archive.

    `kind` includes the article. `has_spreadsheet` is None when the archive was not inspected.
    """
    if has_spreadsheet is False:
        return UnreadableFileError(
            Message(
                "{file} is {kind} without a workbook in it. {advice}", file=label, kind=kind, advice=CHOOSE
            )
        )
    inside = Message(" with a spreadsheet in it") if has_spreadsheet else ""
    return UnreadableFileError(
        Message(
            "{file} is {kind}{inside}: unpack it first (on Windows right click, Extract All; on a Mac double "
            "click) and choose the spreadsheet in it.",
            file=label,
            kind=kind,
            inside=inside,
        )
    )


def worker_crashed_error(label: str, advice: str = COPY_CELLS) -> UnreadableFileError:
    """Build the error for a file that crashed the worker process."""
    return UnreadableFileError(
        Message(
            "{file} could not be read safely: reading it took too much memory or failed. {advice}",
            file=label,
            advice=advice,
        )
    )


def timeout_error(label: str, seconds: float, advice: str = COPY_CELLS) -> UnreadableFileError:
    """Build the error for a file that exceeded the time limit."""
    return UnreadableFileError(
        Message(
            "{file} took longer than {seconds} seconds to read, so it was stopped. {advice}",
            file=label,
            seconds=seconds,
            advice=advice,
        )
    )
