"""Read the sheets of a file as cells, after preflight: numbers and dates out of range, merged ranges."""

from __future__ import annotations

import io
import math
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from itertools import count
from typing import TYPE_CHECKING

from libcollab_metrics.ingest.files.cells import (
    ErrorCell,
    SheetCells,
    cell_reference,
    column_letters,
    parse_reference,
)
from libcollab_metrics.ingest.files.csv import read_csv_table
from libcollab_metrics.ingest.files.detect import detect_format
from libcollab_metrics.ingest.files.preflight import Preflight, SheetNotes, check_upload, check_workbook
from libcollab_metrics.ingest.files.refusals import (
    damaged_file_error,
    display_name,
    duplicate_sheet_error,
    password_error,
)
from libcollab_metrics.ingest.limits import Limits, raise_memory_for_cells
from libcollab_metrics.model.scope import FIRST_DAY, LAST_DAY

if TYPE_CHECKING:
    from python_calamine import CalamineSheet

    from libcollab_metrics.ingest.files.xlsx_encode import EncodedSheet

__all__ = ["ErrorCell", "SheetCells", "cell_reference", "column_letters", "parse_reference", "read_sheets"]

#: Spreadsheets store an empty date, or a time of day alone, as one of the last days of 1899.
FIRST_DATE_YEAR = FIRST_DAY.year - 1
#: Most tables of a text page that are sheets of their own, and most characters of the name of one.
MAX_TABLES, MAX_TITLE = 100, 60
_CSV_BYTES_PER_CELL = 8  # typical cell with its delimiter; only used to decide on the memory limit


def read_sheets(data: bytes, name: str, limits: Limits) -> list[SheetCells]:
    """Read the sheets of a workbook or CSV file, in the file's order.

    Call this only in a worker process: a file may still crash the reader in ways the preflight does not
    detect.

    Parameters
    ----------
    data : bytes
        Content of the file.
    name : str
        Name of the file; used in messages and as the sheet name of a CSV file only.
    limits : Limits
        Limits on uploaded files.

    Returns
    -------
    list of SheetCells
        One entry per sheet, with long texts truncated.

    Raises
    ------
    UnreadableFileError
        If the file is not a spreadsheet, is damaged, or exceeds `limits`.
    """
    check_upload(len(data), name, limits)
    return [sheet.truncate_long_texts() for sheet in _read_any_sheets(data, name, limits)]


def _read_any_sheets(data: bytes, name: str, limits: Limits) -> list[SheetCells]:
    kind = detect_format(data, name)
    if kind == "csv":
        return _read_text_sheets(data, name, limits)
    checked = check_workbook(data, name, kind, limits)
    raise_memory_for_cells(checked.cells)
    return _read_workbook_sheets(checked, name)


def _read_text_sheets(data: bytes, name: str, limits: Limits) -> list[SheetCells]:
    raise_memory_for_cells(len(data) // _CSV_BYTES_PER_CELL)
    table = read_csv_table(data, name, limits)
    label = display_name(name)
    whole = SheetCells(
        label.rpartition(".")[0] or label,
        table.columns,
        encoding=table.encoding,
        is_encoding_guessed=table.is_encoding_guessed,
        ragged=table.ragged,
    )
    return _split_page(whole, table.ruled) if 1 < len(table.ruled) <= MAX_TABLES else [whole]


def _split_page(page: SheetCells, ruled: Sequence[tuple[int, int]]) -> list[SheetCells]:
    """Split a text page into a sheet for each table, named after the heading ("## Meetings") above it."""
    starts = [0, *(first - 1 for first, _ in ruled[1:])]
    headers = [row for _, row in ruled]
    above = [[cell for cell in page.rows[row] if cell is not None] for row in range(headers[0] - 1)]
    titles = tuple(cell for cells in above for cell in cells if isinstance(cell, str))
    used, sheets = {page.name}, [page.window(0, starts[1])]
    for start, end, row in zip(starts[1:], [*starts[2:], page.height], headers[1:], strict=True):
        cells = [cell for line in page.rows[start : row - 1] for cell in line if isinstance(cell, str)]
        headed = [text.strip(" #*_`:") for text in cells if text.startswith("#")]
        title = next(filter(None, reversed(headed)), page.name)[:MAX_TITLE]
        name = next(text for n in count(1) if (text := title if n == 1 else f"{title} ({n})") not in used)
        used.add(name)
        sheets.append(replace(page.window(start, end), name=name, titles=titles))
    return sheets


def _read_workbook_sheets(checked: Preflight, name: str) -> list[SheetCells]:
    import python_calamine as calamine

    try:
        with calamine.CalamineWorkbook.from_filelike(io.BytesIO(checked.data)) as workbook:
            metadata = workbook.sheets_metadata
            _check_sheet_names([meta.name for meta in metadata], name)
            notes = checked.notes if len(checked.notes) == len(metadata) else (SheetNotes(),) * len(metadata)
            return [
                _build_sheet(
                    workbook.get_sheet_by_index(number),
                    noted,
                    hidden=meta.visible != calamine.SheetVisibleEnum.Visible,
                )
                for number, (meta, noted) in enumerate(zip(metadata, notes, strict=True))
                if meta.typ == calamine.SheetTypeEnum.WorkSheet
            ]
    except calamine.PasswordError:
        raise password_error(display_name(name)) from None
    except (calamine.CalamineError, ValueError, OverflowError, OSError) as error:
        raise damaged_file_error(display_name(name)) from error


def _check_sheet_names(sheets: Sequence[str], name: str) -> None:
    """Reject duplicate sheet names: the reader would read the first sheet twice."""
    twice = next((sheet for index, sheet in enumerate(sheets) if sheet in sheets[:index]), None)
    if twice is not None:
        raise duplicate_sheet_error(display_name(name), display_name(twice))


def _build_sheet(sheet: CalamineSheet, notes: SheetNotes, *, hidden: bool) -> SheetCells:
    cells = _encoded_cells(sheet, notes.encoded) if notes.encoded else _all_cells(sheet, notes.errors)
    last_row, last_column = cells.first_row + cells.height - 1, cells.first_column + len(cells.columns) - 1

    def inside(row: int, column: int) -> bool:
        return cells.first_row <= row <= last_row and cells.first_column <= column <= last_column

    return replace(
        cells,
        is_hidden=hidden,
        merged=_merged_ranges(sheet, last_row, last_column),
        formulas_without_value=notes.formulas_without_value,
        hidden_rows=tuple(row for row in notes.hidden_rows if cells.first_row <= row <= last_row),
        struck_cells=tuple(place for place in notes.struck_cells if inside(*place)),
        colored_rows=tuple(row for row in notes.colored_rows if cells.first_row <= row <= last_row),
        hidden_columns=_expand_ranges(notes.hidden_columns, cells.first_column, last_column),
        filled_blanks=tuple(
            cell_reference(*position) for position in notes.filled_blanks if inside(*position)
        ),
    )


def _encoded_cells(sheet: CalamineSheet, encoded: EncodedSheet) -> SheetCells:
    """Read each distinct cell once, from the short sheet written by the preflight."""
    values = encoded.values_from_rows(sheet.to_python())
    for code, text in encoded.errors().items():
        values[code] = ErrorCell(text)
    top, left, columns = encoded.build_grid([_convert_cell(value) for value in values])
    return SheetCells(sheet.name, columns, top, left)


def _all_cells(sheet: CalamineSheet, errors: Mapping[str, str]) -> SheetCells:
    top, left = sheet.start or (0, 0)
    rows: list[list[object]] = sheet.to_python()  # type: ignore[assignment]
    for where, text in errors.items():
        row_number, column = parse_reference(where)
        if top < row_number <= top + len(rows) and left < column <= left + len(rows[0]):
            rows[row_number - top - 1][column - left - 1] = ErrorCell(text)
    cells = ([_convert_cell(value) for value in row] for row in rows)
    return SheetCells.from_rows(sheet.name, cells, first_row=top + 1, first_column=left + 1)


def _merged_ranges(sheet: CalamineSheet, bottom: int, right: int) -> tuple[tuple[int, int, int, int], ...]:
    """Return the merged ranges clipped to the used range: one may cover the whole grid."""
    claimed = ((t + 1, f + 1, r + 1, c + 1) for (t, f), (r, c) in sheet.merged_cell_ranges or [])
    cut = [(top, left, min(r, bottom), min(c, right)) for top, left, r, c in claimed]
    return tuple((t, f, r, c) for t, f, r, c in cut if r >= t and c >= f and (r, c) != (t, f))


def _expand_ranges(ranges: Sequence[tuple[int, int]], first: int, last: int) -> tuple[int, ...]:
    return tuple(
        sorted({column for low, high in ranges for column in range(max(low, first), min(high, last) + 1)})
    )


def _convert_cell(value: object) -> object:
    if isinstance(value, float) and not math.isfinite(value):
        return ErrorCell("#NUM!")  # a number out of range, such as 1E400
    if isinstance(value, date) and not FIRST_DATE_YEAR <= value.year <= LAST_DAY.year:
        return f"{value.year:04}-{value:%m-%d}"  # converted to text, so that no layout reads it as a date
    return value
