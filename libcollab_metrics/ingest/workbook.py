"""Every sheet of a file as cells with addresses, read only after the preflight let it pass."""

from __future__ import annotations

import io
import math

from libcollab_metrics.errors import UnreadableFile
from libcollab_metrics.ingest.cells import ErrorCell, SheetCells, address, column_letters, position
from libcollab_metrics.ingest.csvtext import read_text_table
from libcollab_metrics.ingest.preflight import Limits
from libcollab_metrics.ingest.sniff import display_name, sniff

__all__ = ["ErrorCell", "SheetCells", "address", "column_letters", "position", "read_sheets"]


def read_sheets(data: bytes, name: str, limits: Limits) -> list[SheetCells]:
    """Return the sheets of a workbook or CSV, in the file's order.

    Raises
    ------
    UnreadableFile : the file is not a spreadsheet, is damaged, or is larger than `limits` allow.
    """
    kind = sniff(data, name)
    if kind == "csv":
        return [_text_sheet(data, name)]
    return _workbook_sheets(data, name)


def _text_sheet(data: bytes, name: str) -> SheetCells:
    table = read_text_table(data, name)
    title = display_name(name).rsplit(".", 1)[0] or display_name(name)
    return SheetCells(
        title, table.rows, encoding=table.encoding, encoding_guessed=table.encoding_guessed, ragged=table.ragged
    )


def _workbook_sheets(data: bytes, name: str) -> list[SheetCells]:
    import python_calamine as calamine

    try:
        with calamine.CalamineWorkbook.from_filelike(io.BytesIO(data)) as workbook:
            sheets = []
            for meta in workbook.sheets_metadata:
                if meta.typ != calamine.SheetTypeEnum.WorkSheet:
                    continue
                sheet = workbook.get_sheet_by_name(meta.name)
                start = sheet.start or (0, 0)
                merged = tuple((a + 1, b + 1, c + 1, d + 1) for (a, b), (c, d) in sheet.merged_cell_ranges or ())
                rows = [[_cell(value) for value in row] for row in sheet.to_python()]
                hidden = meta.visible != calamine.SheetVisibleEnum.Visible
                sheets.append(SheetCells(meta.name, rows, start[0] + 1, start[1] + 1, hidden, merged))
            return sheets
    except (calamine.CalamineError, ValueError, OSError) as error:
        raise UnreadableFile(f"{display_name(name)} is damaged or only partly downloaded.") from error


def _cell(value: object) -> object:
    if value == "":
        return None
    if isinstance(value, float) and not math.isfinite(value):
        return ErrorCell("#NUM!")
    return value
