"""What the librarian gets back to mend: her own workbook with its problem cells marked, and the rows not used."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING

from libcollab_metrics.ingest.body import HEADS_OTHERS
from libcollab_metrics.ingest.child import Reader
from libcollab_metrics.ingest.limits import LAPTOP, Limits
from libcollab_metrics.ingest.plain_copy import CREATED, CellWriter, from_text, sheet_name
from libcollab_metrics.ingest.returned import ERROR_HEADING, OWN_SHEET, error_text
from libcollab_metrics.ingest.sniff import display_name
from libcollab_metrics.model.operations import Import
from libcollab_metrics.model.readings import FileReading, SheetReading
from libcollab_metrics.turns import Told

if TYPE_CHECKING:
    from xlsxwriter import Workbook

#: Rows that hold no mistake: they come back as they are, or not at all.
_REMARK = "a remark below the table"
_NOT_GIVEN_BACK = ("the headings again", HEADS_OTHERS, "the template's example")


@dataclass(frozen=True)
class GivenBack:
    """A workbook to download: its bytes, its name, and sentences the librarian should read beside the button."""

    data: bytes = field(repr=False)
    name: str = ""
    remarks: tuple[str, ...] = ()


def annotated_workbook(
    reader: Reader,
    name: str,
    data: bytes,
    found: Import,
    *,
    limits: Limits = LAPTOP,
    cancelled: Callable[[], bool] | None = None,
    queued: Told = lambda ahead: None,
) -> GivenBack | None:
    """Return the librarian's own workbook with every problem cell coloured and commented.

    The work is done in the throw-away process. Sheets, their order, formulas and their results, widths, merged
    cells, charts, pictures and macros stay byte for byte; a last sheet lists every departure. A file that cannot
    hold colours and comments (XLS, XLSB, ODS, CSV) comes back as an Excel copy of its cells, and a remark says so.

    Parameters
    ----------
    reader : keeps the reading process waiting.
    name, data : the file as it was uploaded.
    found : what was read from it.
    limits : how large the file may be (`limits_in` reads them from the environment).
    cancelled : asked while the file is marked; True ends it.
    queued : called with the number of files that are read before this one (`Reader.run`).

    Returns
    -------
    GivenBack, or None when there is nothing to say of the file.

    Raises
    ------
    UnreadableFile : it is too large to be marked, or built in a way that cannot be marked without risk.
    """
    own = [sheet.name for sheet in found.reading.sheets if sheet.saw == OWN_SHEET]
    issues = [asdict(issue) for issue in found.issues if issue.sheet not in own]
    if not issues:
        return None
    header = {"name": name, "work": "annotate", "limits": asdict(limits), "issues": issues, "own": own}
    words, tables = reader.run(header, data, b"", cancelled=cancelled, queued=queued)
    marked: bytes = tables["file"]["bytes"][0].as_py()
    return GivenBack(marked, _marked_name(name, str(words["ending"])), tuple(words["remarks"]))


def _marked_name(name: str, ending: str) -> str:
    stem, dot, _ = display_name(name).rpartition(".")
    return f"{stem if dot else display_name(name)} (marked){ending}"


def rejected_workbook(reading: FileReading) -> bytes | None:
    """Return a workbook of the rows that could not be used, to be mended and uploaded again.

    One sheet, under its own name, for each sheet that had such rows: what stood above the headings, the headings
    as typed, the rows, and a last column "Error" that the reader passes over. Typed text is never a formula. None
    when no row needs mending.
    """
    sheets = [sheet for sheet in reading.sheets if _to_mend(sheet)]
    if not sheets:
        return None
    from xlsxwriter import Workbook

    stream = io.BytesIO()
    with Workbook(stream, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}) as book:
        book.set_properties({"created": CREATED})
        taken: set[str] = set()
        for sheet in sheets:
            _write_rejected(book, sheet, sheet_name(sheet.name, taken))
    return stream.getvalue()


def _to_mend(sheet: SheetReading) -> bool:
    return any(reason not in (ERROR_HEADING, _REMARK, *_NOT_GIVEN_BACK) for _, reason, _ in sheet.rejected)


def _write_rejected(book: Workbook, sheet: SheetReading, name: str) -> None:
    page = book.add_worksheet(name)
    plain, bold = CellWriter(book, page), CellWriter(book, page, bold=True)
    red = book.add_format({"font_color": "#9C1C13", "text_wrap": True, "valign": "top"})
    above = [cells for _, role, cells, _ in sheet.preview if role == "title"]
    heads = [cells for _, reason, cells in sheet.rejected if reason == ERROR_HEADING]
    rows = [line for line in sheet.rejected if line[1] not in (ERROR_HEADING, *_NOT_GIVEN_BACK)]
    width = max(len(cells) for _, _, cells in sheet.rejected)
    for place, cells in enumerate([*above, *heads]):
        _write(bold if place >= len(above) else plain, place, cells)
    top = max(len(above) + len(heads), 1)
    page.write_string(top - 1, width, ERROR_HEADING, book.add_format({"bold": True}))
    for place, (row, reason, cells) in enumerate(rows, start=top):
        _write(plain, place, cells)
        page.write_string(place, width, error_text(row, reason), red)
    page.set_column(0, width - 1, 16)
    page.set_column(width, width, 60)
    page.freeze_panes(top, 0)
    page.set_landscape()
    page.fit_to_pages(1, 0)


def _write(writer: CellWriter, row: int, cells: tuple[str, ...]) -> None:
    for column, text in enumerate(cells):
        writer.write(row, column, from_text(text) if text else None)
