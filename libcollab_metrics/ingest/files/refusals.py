"""Error messages for rejected files: what the file is, what was measured, and what to do."""

from __future__ import annotations

import re
import unicodedata

from libcollab_metrics.errors import UnreadableFileError
from libcollab_metrics.ingest.files.xml_scan import MAX_TEXT_BYTES, PartRejected
from libcollab_metrics.ingest.limits import Limits, setting_for

CHOOSE = "Choose an Excel (.xlsx, .xls, .xlsb), OpenDocument (.ods) or CSV file."
RESAVE = "Open it in Excel or LibreOffice, save it as .xlsx and choose the new file."
UNLOCK = "Open it in Excel, remove the password (File, Info, Protect Workbook), save it and choose it again."
COPY_CELLS = "Open it in Excel, copy the cells into a new workbook, save that as .xlsx and choose it."
#: Extensions of links to Google documents that are not spreadsheets.
_GOOGLE_NON_SHEET_EXTENSIONS = (".gdoc", ".gslides", ".gform", ".gdraw", ".gsite", ".gmap", ".gjam")

_CONTAINER_MESSAGES = {
    "repeated part": "holds the same part twice, which no spreadsheet program writes",
    "overlapping parts": "has parts that lie over one another, which no spreadsheet program writes",
    "false size": "holds more than its own list of contents says, which no spreadsheet program writes",
    "odd packing": "is packed in a way workbooks do not use",
}
_PART_MESSAGES = {
    "doctype": "holds a document type declaration, which workbooks do not have",
    "encoding": "stores its cells in a text encoding workbooks do not use",
    "endless repeat": "repeats one filled cell more than 100,000 times, which no list does",
    "hidden markup": "holds hidden markup inside a cell, which a reader could misread",
    "twice": "contains one row or cell twice, and it is not clear which of the two counts",
    "table in a cell": "holds a table inside a cell, whose rows a reader would mix with those around it",
    "false string count": "announces more texts than it holds",
}
#: Exceeded limit for each reason why a scan stopped.
_LIMIT_BY_REASON = {"too many sheets": "sheets", "too many strings": "strings", "too deep": "depth"}
_LIMIT_MESSAGES = {
    "upload": (
        "is {found:,} MB large, and this program opens up to {limit:,} MB. Leave out pictures or old sheets, "
        "or split the workbook, and choose the smaller file."
    ),
    "inflated": "unpacks to {found:,} MB, and this program reads up to {limit:,}. " + COPY_CELLS,
    "members": "holds more than {limit:,} parts. " + COPY_CELLS,
    "sheets": "has more than {limit:,} sheets. Copy the ones you need into a new workbook.",
    "strings": "holds more than {limit:,} different texts. Split it into smaller files.",
    "depth": "nests its parts more than {limit:,} deep, which no spreadsheet program does. " + COPY_CELLS,
    "merges": "has more than {limit:,} merged ranges. " + COPY_CELLS,
    "columns": (
        "{sheet}spans {found:,} columns (out to {cell}), and this program reads up to {limit:,}. If that cell"
        " is a stray one, clear it; otherwise copy the columns you need into a new workbook."
    ),
    "cells": (
        "{sheet}spans {found:,} cells{reach}, and this program reads up to {limit:,}. If a stray cell is"
        " far from the table, clear it; otherwise split the sheet into smaller files."
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
    return UnreadableFileError(f"{label} {_CONTAINER_MESSAGES[reason]}, so it was not opened. {RESAVE}")


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
            f"{label} has a cell beyond the edge of any Excel sheet{where}. {COPY_CELLS}"
        )
    return UnreadableFileError(
        f"{label} {_PART_MESSAGES[refused.reason]}{where}, so it was not opened. {COPY_CELLS}"
    )


def limit_exceeded_error(
    limit_name: str, label: str, limit: int, measured: int = 0, *, sheet: int = 0, cell: str = ""
) -> UnreadableFileError:
    """Build the error for an exceeded limit, naming the setting that changes it.

    `sheet` is the number of the sheet, counted from 1; 0 means the whole file.
    """
    words = _LIMIT_MESSAGES[limit_name].format(
        limit=limit, found=measured, cell=cell, sheet=_format_sheet(sheet), reach=_format_reach(cell)
    )
    return UnreadableFileError(
        f"{label} {words} Whoever runs this program can move the limit: {setting_for(limit_name)}."
    )


def too_many_lines_error(label: str, limit: int) -> UnreadableFileError:
    """Build the error for a text file with more lines than an Excel sheet has rows."""
    return UnreadableFileError(
        f"{label} has more than {limit:,} lines, and a sheet of Excel has no more rows. Split it into smaller"
        " files."
    )


def stray_cell_error(label: str, cells: int, filled: int, *, sheet: int, cell: str) -> UnreadableFileError:
    """Build the error for a stray cell so far away that the range would exhaust memory."""
    return UnreadableFileError(
        f"{label} {_format_sheet(sheet)}spans {cells:,} cells{_format_reach(cell)}, but only {filled:,} of "
        "them hold anything. "
        "Clear the cell that is far from the table, or save the workbook as .xlsx, and choose it again."
    )


def broken_formulas_error(label: str, errors: int, cell: str) -> UnreadableFileError:
    """Build the error for a workbook with mostly error cells such as #REF!; `cell` is the first."""
    return UnreadableFileError(
        f"{label} shows an error such as #REF! in {errors:,} cells, more than half of all (the first is"
        f" {cell}): its formulas are broken. Open it in Excel, repair the formulas or paste the values in"
        " their place, and choose it again."
    )


def _format_sheet(number: int) -> str:
    return f"(sheet {number}) " if number else ""


def _format_reach(cell: str) -> str:
    return f" (down to {cell})" if cell else ""


def unclosed_quote_error(label: str) -> UnreadableFileError:
    """Build the error for a text file with an unclosed quotation mark."""
    return UnreadableFileError(
        f"{label} has a quotation mark that is opened and never closed, which would hide the rows below it. "
        "Open it in Excel, check the rows and save it again."
    )


def line_too_long_error(label: str, limit: int) -> UnreadableFileError:
    """Build the error for a line or cell of millions of letters."""
    return UnreadableFileError(
        f"{label} has one line or cell of more than {limit:,} letters, which no list has. "
        "Open it in Excel, look for a cell that holds too much, clear it and save the file again."
    )


def damaged_file_error(label: str) -> UnreadableFileError:
    """Build the error for a damaged file."""
    return UnreadableFileError(
        f"{label} is damaged or only partly downloaded. Download or copy it again, or: {RESAVE}"
    )


def duplicate_sheet_error(label: str, sheet: str) -> UnreadableFileError:
    """Build the error for a workbook with two sheets of the same name, which are ambiguous."""
    return UnreadableFileError(f'{label} has two sheets named "{sheet}". {COPY_CELLS}')


def empty_file_error(label: str) -> UnreadableFileError:
    """Build the error for an empty file."""
    return UnreadableFileError(
        f"{label} is empty. Check that it was saved or downloaded fully and choose it again."
    )


def password_error(label: str) -> UnreadableFileError:
    """Build the error for a password-protected file."""
    return UnreadableFileError(f"{label} is protected with a password. {UNLOCK}")


def not_a_spreadsheet_error(label: str, kind: str) -> UnreadableFileError:
    """Build the error for a file of another type; `kind` includes the article ("a PDF")."""
    return UnreadableFileError(f"{label} is {kind}, not a spreadsheet. {CHOOSE}")


def shortcut_error(label: str) -> UnreadableFileError:
    """Build the error for a link saved as a file."""
    return UnreadableFileError(
        f"{label} is a shortcut to a web page, not the sheet: open it, download the sheet and choose that"
        " file."
    )


def drive_link_error(label: str) -> UnreadableFileError:
    """Build the error for a Google Drive link file, whose extension gives the document type."""
    if label.lower().endswith(_GOOGLE_NON_SHEET_EXTENSIONS):
        return not_a_spreadsheet_error(label, "a link to a document in Google Drive")
    return UnreadableFileError(
        f"{label} is a link to a Google Sheet, not the sheet: open it, choose File, Download, Microsoft Excel"
        " (.xlsx) and choose the downloaded file."
    )


def email_error(label: str) -> UnreadableFileError:
    """Build the error for a saved e-mail."""
    return UnreadableFileError(
        f"{label} is an e-mail, not a spreadsheet: open it, save the sheet attached to it and choose that"
        " file."
    )


def web_page_error(label: str) -> UnreadableFileError:
    """Build the error for a web page, which Excel opens as a sheet when it contains a table."""
    return UnreadableFileError(f"{label} is a web page under a spreadsheet's name. {RESAVE}")


def sign_in_page_error(label: str) -> UnreadableFileError:
    """Build the error for a sign-in page saved in place of the sheet."""
    return UnreadableFileError(
        f"{label} is a web page that asks to sign in, not the sheet: sign in with your browser, download the"
        " sheet again and choose the new file."
    )


def apple_file_error(label: str, has_slides: bool = False) -> UnreadableFileError:
    """Build the error for a Numbers, Pages or Keynote document.

    These formats differ only in their slides and in the file extension.
    """
    if has_slides or label.lower().endswith((".key", ".pages")):
        program = "Keynote" if has_slides or label.lower().endswith(".key") else "Pages"
        return not_a_spreadsheet_error(label, f"a document of Apple {program}")
    return UnreadableFileError(
        f"{label} is an Apple Numbers file: in Numbers choose File, Export To, Excel and choose that file."
    )


def archive_error(label: str, kind: str, *, has_spreadsheet: bool | None = None) -> UnreadableFileError:
    """Build the error for an archive.

    `kind` includes the article. `has_spreadsheet` is None when the archive was not inspected.
    """
    if has_spreadsheet is False:
        return UnreadableFileError(f"{label} is {kind} without a workbook in it. {CHOOSE}")
    inside = " with a spreadsheet in it" if has_spreadsheet else ""
    return UnreadableFileError(
        f"{label} is {kind}{inside}: unpack it first (on Windows right click, Extract All; on a Mac double"
        " click) and choose the spreadsheet in it."
    )


def worker_crashed_error(label: str, advice: str = COPY_CELLS) -> UnreadableFileError:
    """Build the error for a file that crashed the worker process."""
    return UnreadableFileError(
        f"{label} could not be read safely: reading it took too much memory or failed. {advice}"
    )


def timeout_error(label: str, seconds: float, advice: str = COPY_CELLS) -> UnreadableFileError:
    """Build the error for a file that exceeded the time limit."""
    return UnreadableFileError(
        f"{label} took longer than {seconds:g} seconds to read, so it was stopped. {advice}"
    )
