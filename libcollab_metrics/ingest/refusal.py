"""The sentences with which the door turns a file away: what it is, what was counted, what to do."""

from __future__ import annotations

from libcollab_metrics.errors import UnreadableFile

CHOOSE = "Choose an Excel (.xlsx, .xls, .xlsb), OpenDocument (.ods) or CSV file."
RESAVE = "Open it in Excel or LibreOffice, save it as .xlsx and choose the new file."
UNLOCK = "Open it in Excel, remove the password (File, Info, Protect Workbook), save it and choose it again."
COPY_CELLS = "Open it in Excel, copy the cells into a new workbook, save that as .xlsx and choose it."

_CONTAINER = {
    "too many parts": "holds more than {parts:,} parts, and no spreadsheet program writes so many",
    "repeated part": "holds the same part twice, which no spreadsheet program writes",
    "overlapping parts": "has parts that lie over one another, which no spreadsheet program writes",
    "false size": "holds more than its own list of contents says, which no spreadsheet program writes",
    "odd packing": "is packed in a way workbooks do not use",
}
_PART = {
    "doctype": "holds a document type declaration, which workbooks do not have",
    "encoding": "stores its cells in a text encoding workbooks do not use",
    "too deep": "nests its parts deeper than any spreadsheet program does",
    "hidden markup": "holds hidden markup inside a cell, which a reader could misread",
    "false string count": "announces more texts than it holds",
}
_LIMITS = {
    "upload": "is {found:,} MB large, and this program opens up to {limit:,} MB. Leave out pictures or old sheets, "
    "or split the workbook, and choose the smaller file.",
    "inflated": "unpacks to more than {limit:,} MB. " + COPY_CELLS,
    "columns": "{sheet}spans {found:,} columns (out to {cell}), and this program reads up to {limit:,}. If that cell "
    "is a stray one, clear it; otherwise copy the columns you need into a new workbook.",
    "rows": "has more than {limit:,} lines, and a sheet of Excel has no more rows. Split it into smaller files.",
    "cells": "{sheet}spans {found:,} cells{reach}, and this program reads up to {limit:,}. If a stray cell stands far "
    "from the table, clear it; otherwise split the sheet into smaller files.",
}


def container_refused(reason: str, label: str) -> UnreadableFile:
    """Return the refusal for an unsound zip container."""
    if reason == "damaged":
        return damaged(label)
    return UnreadableFile(f"{label} {_CONTAINER[reason]}, so it was not opened. {RESAVE}")


def part_refused(reason: str, cell: str, label: str, sheets: int, strings: int) -> UnreadableFile:
    """Return the refusal for a workbook whose inside is unsound; `cell` is an address or empty."""
    if reason in ("damaged", "not well formed"):
        return damaged(label)
    if reason == "password":
        return locked(label)
    if reason == "too many sheets":
        return UnreadableFile(f"{label} has more than {sheets} sheets. Copy the ones you need into a new workbook.")
    if reason == "too many strings":
        return UnreadableFile(f"{label} holds more than {strings:,} different texts. Split it into smaller files.")
    where = f" ({cell})" if cell else ""
    if reason == "beyond the grid":
        return UnreadableFile(f"{label} has a cell beyond the edge of any Excel sheet{where}. {COPY_CELLS}")
    return UnreadableFile(f"{label} {_PART[reason]}{where}, so it was not opened. {COPY_CELLS}")


def too_large(what: str, label: str, limit: int, found: int = 0, *, sheet: int = 0, cell: str = "") -> UnreadableFile:
    """Return the refusal for a limit that was passed; `sheet` counts from 1, 0 when it is the whole file."""
    words = _LIMITS[what].format(
        limit=limit,
        found=found,
        cell=cell,
        sheet=f"(sheet {sheet}) " if sheet else "",
        reach=f" (down to {cell})" if cell else "",
    )
    return UnreadableFile(f"{label} {words}")


def never_closed(label: str) -> UnreadableFile:
    """Return the refusal for a text table whose quotation marks do not come in pairs."""
    return UnreadableFile(
        f"{label} has a quotation mark that is opened and never closed, so the rows below it would be lost in one cell. "
        "Open it in Excel, check the rows and save it again."
    )


def line_too_long(label: str, limit: int) -> UnreadableFile:
    """Return the refusal for one line, or one cell, of millions of letters."""
    return UnreadableFile(
        f"{label} has one line or cell of more than {limit:,} letters, which no list has. "
        "Open it in Excel, look for a cell that holds too much, clear it and save the file again."
    )


def damaged(label: str) -> UnreadableFile:
    """Return the refusal for a file that cannot be taken apart."""
    return UnreadableFile(f"{label} is damaged or only partly downloaded. Download or copy it again, or: {RESAVE}")


def locked(label: str) -> UnreadableFile:
    """Return the refusal for a file behind a password."""
    return UnreadableFile(f"{label} is protected with a password. {UNLOCK}")


def not_a_spreadsheet(label: str, kind: str) -> UnreadableFile:
    """Return the refusal for a file that is something else, `kind` with its article ("a PDF")."""
    return UnreadableFile(f"{label} is {kind}, not a spreadsheet. {CHOOSE}")


def died(label: str) -> UnreadableFile:
    """Return the refusal for a file that ended the process reading it."""
    return UnreadableFile(f"{label} could not be read safely: reading it took too much memory or failed. {COPY_CELLS}")


def too_slow(label: str, seconds: float) -> UnreadableFile:
    """Return the refusal for a file that took longer than the wait allowed."""
    return UnreadableFile(f"{label} took longer than {seconds:g} seconds to read, so it was stopped. {COPY_CELLS}")
