"""Write cells as read to a plain Excel workbook, for formats without colors and comments."""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from contextlib import suppress
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

from libcollab_metrics.ingest.files.cells import ErrorCell, SheetCells
from libcollab_metrics.ingest.files.xml_scan import strip_invalid_xml_chars

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.worksheet import Worksheet

CREATED = datetime(2000, 1, 1)  # fixed, so that the same cells produce the same bytes
FORMATS = {"date": "yyyy-mm-dd", "moment": "yyyy-mm-dd hh:mm", "time": "hh:mm", "span": "[h]:mm"}
_ERRORS = ("#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!")
_FORBIDDEN_CHARACTERS = str.maketrans(dict.fromkeys("[]:*?/\\", "-"))
_MAX_NAME_LENGTH = 31
#: Text that is an unambiguous whole number: no leading zero, no thousands separator.
_WHOLE = re.compile(r"0|[1-9]\d{0,14}")
_DAY = re.compile(r"(19|20)\d\d-[01]\d-[0-3]\d")


def write_plain_copy(sheets: Sequence[SheetCells]) -> bytes:
    """Write the cells of each sheet at their original addresses, with text kept as text."""
    from xlsxwriter import Workbook

    stream = io.BytesIO()
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    with Workbook(stream, options) as book:
        book.set_properties({"created": CREATED})
        used_names: set[str] = set()
        shown = any(not cells.is_hidden for cells in sheets)
        active = False
        for cells in sheets:
            page = book.add_worksheet(unique_sheet_name(cells.name, used_names))
            writer = CellWriter(book, page)
            _merge_cells(page, cells)
            for row, values in enumerate(cells.rows, cells.first_row - 1):
                for column, value in enumerate(values, cells.first_column - 1):
                    writer.write(row, column, convert_text(value) if cells.encoding else value)
            if cells.is_hidden and shown:
                page.hide()
            elif not active:
                page.activate()
                page.set_first_sheet()
                active = True
    return stream.getvalue()


def unique_sheet_name(name: str, used_names: set[str]) -> str:
    """Return a valid Excel sheet name that is not in `used_names`, and add it to `used_names`."""
    base = name.translate(_FORBIDDEN_CHARACTERS).strip("'")[:_MAX_NAME_LENGTH] or "Sheet"
    names = [base, *(f"{base[: _MAX_NAME_LENGTH - 4]} {n}" for n in range(2, 100))]
    chosen = next(candidate for candidate in names if candidate.casefold() not in used_names)
    used_names.add(chosen.casefold())
    return chosen


def convert_text(value: object) -> object:
    """Convert a text that can only be a whole number or a date; return other values unchanged."""
    if not isinstance(value, str):
        return value
    if _WHOLE.fullmatch(value):
        return float(value)
    if _DAY.fullmatch(value):
        try:
            return date.fromisoformat(value)
        except ValueError:
            return value
    return value


class CellWriter:
    """Writer of typed cells: dates as dates, text never as formulas, invalid characters removed."""

    def __init__(self, book: Workbook, page: Worksheet, **format_options: object) -> None:
        self._page = page
        self._plain = book.add_format(format_options) if format_options else None
        self._formats = {
            name: book.add_format({"num_format": form, "align": "left", **format_options})
            for name, form in FORMATS.items()
        }

    def write(self, row: int, column: int, value: object) -> None:
        """Write one cell; None writes nothing."""
        page = self._page
        if value is None:
            return
        if isinstance(value, bool):
            page.write_boolean(row, column, value, self._plain)
        elif isinstance(value, float | int):
            page.write_number(row, column, value, self._plain)
        elif isinstance(value, ErrorCell) and value.text in _ERRORS:
            page.write_formula(row, column, "=" + value.text, self._plain, value.text)
        elif _is_date_or_time(value):
            page.write_datetime(row, column, value, self._formats[_format_kind(value)])
        else:
            text = value.text if isinstance(value, ErrorCell) else str(value)
            page.write_string(row, column, strip_invalid_xml_chars(text), self._plain)


def _is_date_or_time(value: object) -> bool:
    if isinstance(value, datetime | date):
        return value.year >= 1900  # Excel does not support earlier dates
    return isinstance(value, time | timedelta)


def _format_kind(value: object) -> str:
    if isinstance(value, datetime):
        return "moment" if value.time() != time(0) else "date"
    return "date" if isinstance(value, date) else "time" if isinstance(value, time) else "span"


def _merge_cells(page: Worksheet, cells: SheetCells) -> None:
    """Merge the original ranges before the cells are written; overlapping ranges are skipped."""
    from xlsxwriter.exceptions import OverlappingRange

    for top, left, bottom, right in cells.merged:
        with suppress(OverlappingRange):
            page.merge_range(top - 1, left - 1, bottom - 1, right - 1, "")
