"""Write workbooks and CSV files whose bytes are the same in every run."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from xml.sax.saxutils import escape

from openpyxl import Workbook
from openpyxl.styles import PatternFill
from openpyxl.worksheet.worksheet import Worksheet

SAVED_AT = datetime(2025, 1, 1)
FILIPINO_MONTHS = (
    "Enero",
    "Pebrero",
    "Marso",
    "Abril",
    "Mayo",
    "Hunyo",
    "Hulyo",
    "Agosto",
    "Setyembre",
    "Oktubre",
    "Nobyembre",
    "Disyembre",
)
Row = Sequence[Any]


@dataclass(frozen=True)
class Formula:
    """A formula and its last result, as a spreadsheet program stores them."""

    text: str
    result: float | str


def sum_formula(column: str, first_row: int, last_row: int, result: float) -> Formula:
    """Return the sum of a range of one column."""
    return Formula(f"=SUM({column}{first_row}:{column}{last_row})", result)


class Book:
    """A workbook with fixed dates of creation and change, and formulas that store their last result."""

    def __init__(self) -> None:
        self._book = Workbook()
        self._book.remove(self._book.worksheets[0])
        self._book.properties.created = SAVED_AT
        self._results: list[tuple[str, str, float | str]] = []

    def add_sheet(
        self, title: str, rows: Iterable[Row], merge: Sequence[str] = (), dates: str = "m/d/yyyy"
    ) -> Worksheet:
        """Append a sheet with these rows from A1 on; `dates` is the number format of its dates."""
        sheet: Worksheet = self._book.create_sheet(title)
        for row_number, row in enumerate(rows, 1):
            for column_number, value in enumerate(row, 1):
                if value is None:
                    continue
                cell = sheet.cell(row_number, column_number)
                if isinstance(value, Formula):
                    cell.value = value.text
                    self._results.append((title, cell.coordinate, value.result))
                else:
                    cell.value = value
                if isinstance(value, date):
                    cell.number_format = dates
        for area in merge:
            sheet.merge_cells(area)
        return sheet

    def to_bytes(self) -> bytes:
        """Return the workbook as an XLSX file."""
        saved, result = io.BytesIO(), io.BytesIO()
        self._book.save(saved)
        with zipfile.ZipFile(saved) as package:
            parts = {name: package.read(name) for name in package.namelist()}
        for number, title in enumerate(self._book.sheetnames, 1):
            part = f"xl/worksheets/sheet{number}.xml"
            parts[part] = self._insert_results(title, parts[part].decode()).encode()
        core = parts["docProps/core.xml"].decode()
        stamp = SAVED_AT.strftime("%Y-%m-%dT%H:%M:%SZ")
        parts["docProps/core.xml"] = re.sub(r"\d{4}-\d\d-\d\dT[\d:]+Z", stamp, core).encode()
        with zipfile.ZipFile(result, "w") as package:
            for name, data in parts.items():
                entry = zipfile.ZipInfo(name, SAVED_AT.timetuple()[:6])
                package.writestr(entry, data, zipfile.ZIP_DEFLATED, 9)
        return result.getvalue()

    def _insert_results(self, title: str, markup: str) -> str:
        """Return the markup of a sheet with the stored result in each formula cell."""
        for sheet_title, cell, result in self._results:
            if sheet_title == title:
                kind = ""
                if isinstance(result, str):
                    kind = ' t="e"' if result.startswith("#") else ' t="str"'
                markup, replaced = re.subn(
                    rf'<c r="{cell}"((?: s="\d+")?)(?: t="\w+")?>(<f>.*?</f>)<v ?/?>(?:</v>)?</c>',
                    rf'<c r="{cell}"\g<1>{kind}>\g<2><v>{escape(str(result))}</v></c>',
                    markup,
                    count=1,
                )
                if not replaced:
                    raise ValueError(f"No formula in {title}, {cell}")
        return markup


def book_of(
    *sheets: tuple[str, Iterable[Row], Sequence[str]], dates: str = "m/d/yyyy"
) -> Callable[[], bytes]:
    """Return a function that writes a workbook of sheets, each with title, rows and merged ranges."""

    def build() -> bytes:
        book = Book()
        for title, rows, merge in sheets:
            book.add_sheet(title, rows, merge, dates)
        return book.to_bytes()

    return build


def colored_book_of(
    title: str,
    rows: Iterable[Row],
    merge: Sequence[str],
    dates: str,
    colors: Mapping[int, str],
    *more: tuple[str, Iterable[Row]],
) -> Callable[[], bytes]:
    """Return a function that writes a sheet with this format of dates and some rows in colors, and others."""

    def build() -> bytes:
        book = Book()
        sheet = book.add_sheet(title, rows, merge, dates)
        for number, color in colors.items():
            for cell in sheet[number]:
                cell.fill = PatternFill("solid", fgColor=color)
        for other, own in more:
            book.add_sheet(other, own)
        return book.to_bytes()

    return build


def write_csv(rows: Iterable[Row], delimiter: str = ",", encoding: str = "utf-8") -> bytes:
    """Return a CSV file with lines that end as on Windows."""
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter, lineterminator="\r\n").writerows(rows)
    return text.getvalue().encode(encoding)


def format_filipino_date(day: date) -> str:
    """Return a date in words, such as Enero 18, 2025."""
    return f"{FILIPINO_MONTHS[day.month - 1]} {day.day}, {day.year}"


def format_spanish_number(number: float, decimals: int) -> str:
    """Return a number with a point for thousands and a comma for decimals."""
    return f"{number:,.{decimals}f}".translate(str.maketrans(",.", ".,"))


def csv_of(rows: Iterable[Row], delimiter: str = ",", encoding: str = "utf-8") -> Callable[[], bytes]:
    """Return a function that writes a CSV file of these rows."""
    return lambda: write_csv(rows, delimiter, encoding)


def hide_columns(build: Callable[[], bytes], sheet: int, *columns: int) -> Callable[[], bytes]:
    """Return a function that writes the same workbook with these columns (from 1) of a sheet hidden."""

    def hidden() -> bytes:
        marks = "".join(f'<col min="{n}" max="{n}" width="12" hidden="1"/>' for n in sorted(columns))
        part, stream = f"xl/worksheets/sheet{sheet}.xml", io.BytesIO()
        with zipfile.ZipFile(io.BytesIO(build())) as old, zipfile.ZipFile(stream, "w") as new:
            for name in old.namelist():
                data = old.read(name)
                if name == part:
                    data = data.replace(b"<sheetData", f"<cols>{marks}</cols><sheetData".encode(), 1)
                new.writestr(name, data)
        return stream.getvalue()

    return hidden


def write_tally(number: int) -> str:
    """Return tally marks, every fifth a stroke across the four before it."""
    return " ".join(["||||/"] * (number // 5) + (["|" * (number % 5)] if number % 5 else []))
