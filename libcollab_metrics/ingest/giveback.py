"""The rows that could not be used, given back as a workbook that can be mended and uploaded again."""

from __future__ import annotations

import io
from datetime import datetime

from libcollab_metrics.model.reading import FileReading

_FIXED = datetime(2000, 1, 1)
_FORBIDDEN = str.maketrans(dict.fromkeys("[]:*?/\\", "-"))


def rejected_workbook(reading: FileReading) -> bytes | None:
    """Return a workbook with one sheet per sheet that had rejected rows, their reasons in a last column "Error".

    Cells are written as text, never as formulas. None when nothing was rejected.
    """
    sheets = [sheet for sheet in reading.sheets if len(sheet.rejected) > 1]
    if not sheets:
        return None
    from xlsxwriter import Workbook

    stream = io.BytesIO()
    with Workbook(stream, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}) as book:
        book.set_properties({"created": _FIXED})
        bold, red = book.add_format({"bold": True}), book.add_format({"font_color": "#B3261E"})
        for number, sheet in enumerate(sheets, 1):
            page = book.add_worksheet(f"{number} {sheet.name.translate(_FORBIDDEN)}"[:31])
            width = max(len(cells) for _, _, cells in sheet.rejected)
            for place, (row, reason, cells) in enumerate(sheet.rejected):
                for column, text in enumerate(cells):
                    page.write_string(place, column, text, bold if place == 0 else None)
                page.write_string(
                    place, width, "Error" if place == 0 else f"Row {row}: {reason}", bold if place == 0 else red
                )
            page.set_column(0, width - 1, 16)
            page.set_column(width, width, 44)
            page.freeze_panes(1, 0)
    return stream.getvalue()
