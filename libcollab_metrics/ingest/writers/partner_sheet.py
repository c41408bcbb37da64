"""Write the partner sheet (records to check, statements to rate): sections, hints, colors, widths."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import TYPE_CHECKING

from libcollab_metrics.ingest.tables.own_workbooks import (
    DAY,
    FACTS,
    HEADINGS,
    PARTNER,
    PARTNER_GUIDE_MARKER,
    RATINGS,
    ROLE,
    SUBTITLE_LANGUAGES,
    load_sheet_texts,
)
from libcollab_metrics.ingest.writers.template import A4, new_workbook
from libcollab_metrics.localization import LANGUAGES, language
from libcollab_metrics.model.names import clean_spaces
from libcollab_metrics.model.partners import Line, list_partner_lines
from libcollab_metrics.model.schema import ALIGNMENT_ITEMS

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

    from libcollab_metrics.model.dataset import Dataset

ABOUT_NAME, FACTS_NAME, RATINGS_NAME = "About this sheet", "What we recorded", "How you see it"
#: Section headings by table.
SECTIONS = {
    "programs": "Programs together",
    "ledger": "Given and received",
    "deliveries": "Books on their way",
}
BLUE, DARK, GREY, PALE, WASH, FILL_IN = "#0072B2", "#1F2933", "#5B616B", "#B8C4CC", "#E8EDF2", "#FFFBEA"
FACT_WIDTHS, RATING_WIDTHS = (15, 26, 24, 10, 26), (13, 50, 11, 30)
GUIDE_WIDTH, LETTERS_A_LINE = 76, 82
NOT_RECORDED = "–"
RATING_RULE = "Please choose 1, 2, 3, 4 or 5."
ROLE_HINT = "such as principal; no names. If two share it: 1, 2"


def build_partner_sheet(dataset: Dataset, partner: str, day: date) -> bytes:
    """Build the workbook for one partner to check its records and rate the statements.

    It has a guide in each language, one row per fact with a code under Ref, and one row per statement. It
    contains no head counts, persons, notes, ratings, or names of other partners. The completed workbook is
    imported by `read_file`. The same records always produce the same bytes.

    Parameters
    ----------
    dataset : Dataset
        Records of the workspace.
    partner : str
        Name of the partner.
    day : date
        Date of issue, printed on the sheet.

    Returns
    -------
    bytes
        Content of an XLSX file.

    Raises
    ------
    LibCollabError
        If the partner does not exist; the message suggests the closest name.
    """
    lines = list_partner_lines(dataset, partner)
    stream = io.BytesIO()
    with new_workbook(stream) as workbook:
        page = _Page(workbook, _clean_text(partner))
        page.write_guide(day)
        page.write_facts(lines)
        page.write_ratings()
    return stream.getvalue()


@dataclass(frozen=True)
class _Page:
    """Workbook being written, with its cell formats."""

    workbook: Workbook
    partner: str

    def cell_format(self, **more: object) -> Format:
        return self.workbook.add_format({"font_size": 10, "font_color": DARK, "valign": "vcenter", **more})

    def write_guide(self, day: date) -> None:
        """Write the guide in a single column, so that neither readers nor the importer see a table."""
        sheet = self._add_sheet(ABOUT_NAME, (GUIDE_WIDTH,))
        sheet.write_string(0, 0, self.partner, self.cell_format(bold=True, font_size=18, font_color=BLUE))
        sheet.write_string(1, 0, PARTNER_GUIDE_MARKER, self.cell_format(font_color=GREY, font_size=9))
        sheet.set_row(0, 30)
        row, head = 3, self.cell_format(bold=True, font_size=13, bottom=1, bottom_color=PALE)
        step = self.cell_format(text_wrap=True, valign="top", font_size=11)
        for code in LANGUAGES:
            sheet.write_string(row, 0, load_sheet_texts(code)["title"], head)
            sheet.set_row(row, 24)
            for text in load_sheet_texts(code)["steps"]:
                row += 1
                sheet.write_string(row, 0, text.format(day=language(code).day(day)), step)
                sheet.set_row(row, 6 + 15 * (1 + len(text) // LETTERS_A_LINE))
            row += 2

    def write_facts(self, lines: Sequence[Line]) -> None:
        """Write one row per fact, below the row of its record and the heading of its table."""
        sheet = self._add_sheet(FACTS_NAME, FACT_WIDTHS)
        self._write_title(
            sheet,
            FACTS_NAME,
            "Choose yes or no in each line. Where it is not right, write what it should be.",
        )
        self._write_key(sheet, 2, PARTNER, self.partner)
        row = self._write_headings(sheet, 4, FACTS)
        first, looks = row, _FactFormats(self)
        for table, group in groupby(lines, lambda line: line.table):
            sheet.write_string(row, 1, SECTIONS[table], looks.section)
            sheet.set_row(row, 24)
            row += 1
            for line in group:
                row = looks.write(sheet, row, line)
        if not lines:
            sheet.write_string(row, 1, "Nothing is recorded yet about what we did together.", looks.section)
        sheet.data_validation(
            first, 3, max(row, first), 3, _choice_validation(["yes", "no"], "Please choose yes or no.")
        )
        sheet.ignore_errors({"number_stored_as_text": f"A1:E{row + 1}"})

    def write_ratings(self) -> None:
        """Write one row per statement, in schema order."""
        sheet = self._add_sheet(RATINGS_NAME, RATING_WIDTHS)
        self._write_title(
            sheet,
            RATINGS_NAME,
            "1 not at all · 2 a little · 3 partly · 4 mostly · 5 fully. Leave empty what you cannot say.",
        )
        self._write_key(sheet, 2, PARTNER, self.partner)
        self._write_key(sheet, 3, ROLE, None, ROLE_HINT)
        self._write_key(sheet, 4, DAY, None, "such as 2026-03-07")
        row = first = self._write_headings(sheet, 6, RATINGS)
        number = self.cell_format(border=1, border_color=PALE, align="center")
        fill = self.cell_format(border=1, border_color=PALE, bg_color=FILL_IN, text_wrap=True)
        rating = self.cell_format(border=1, border_color=PALE, bg_color=FILL_IN, align="center", font_size=14)
        for index, item in enumerate(ALIGNMENT_ITEMS):
            sheet.set_row(row, 48)
            sheet.write_number(row, 0, index + 1, number)
            self._write_translated(
                sheet,
                row,
                1,
                item,
                [load_sheet_texts(code)["statements"][index] for code in SUBTITLE_LANGUAGES],
            )
            sheet.write_blank(row, 2, None, rating)
            sheet.write_blank(row, 3, None, fill)
            row += 1
        sheet.data_validation(first, 2, row - 1, 2, _choice_validation([1, 2, 3, 4, 5], RATING_RULE))

    def _add_sheet(self, name: str, widths: Sequence[int]) -> Worksheet:
        sheet = self.workbook.add_worksheet(name)
        for column, width in enumerate(widths):
            sheet.set_column(column, column, width)
        sheet.hide_gridlines(2)
        sheet.set_paper(A4)
        sheet.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.7)
        sheet.fit_to_pages(1, 0)
        sheet.set_footer("&L&9&A&R&9&P / &N")
        return sheet

    def _write_title(self, sheet: Worksheet, title: str, hint: str) -> None:
        sheet.set_row(0, 28)
        sheet.write_string(0, 0, title, self.cell_format(bold=True, font_size=18, font_color=BLUE))
        sheet.write_string(1, 0, hint, self.cell_format(font_color=GREY))

    def _write_key(self, sheet: Worksheet, row: int, key: str, value: str | None, hint: str = "") -> None:
        """Write a key with its value, or with a blank cell to fill in and a hint."""
        sheet.set_row(row, 20)
        sheet.write_string(row, 0, key, self.cell_format(bold=True))
        if value is not None:
            sheet.write_string(row, 1, value, self.cell_format(bold=True, font_size=11))
            return
        sheet.write_blank(
            row, 1, None, self.cell_format(bottom=1, bottom_color=PALE, bg_color=FILL_IN, align="left")
        )
        sheet.write_string(row, 2, hint, self.cell_format(font_size=8.5, font_color=GREY))

    def _write_headings(self, sheet: Worksheet, row: int, layout: str) -> int:
        head = self.cell_format(bold=True, font_color="#FFFFFF", bg_color=BLUE, text_wrap=True, valign="top")
        small = self.cell_format(font_size=8, font_color="#FFFFFF")
        bold = self.cell_format(bold=True, font_color="#FFFFFF")
        for column, heading in enumerate(HEADINGS[layout]):
            below = [
                load_sheet_texts(code)["headings"][heading]
                for code in SUBTITLE_LANGUAGES
                if heading in load_sheet_texts(code)["headings"]
            ]
            shown = f"{heading} 1 to 5" if heading == "Rating" else heading
            if below:
                sheet.write_rich_string(row, column, bold, shown, small, "\n" + " · ".join(below), head)
            else:
                sheet.write_string(row, column, shown, head)
        sheet.set_row(row, 32)
        sheet.freeze_panes(row + 1, 0)
        sheet.repeat_rows(row)
        return row + 1

    def _write_translated(
        self, sheet: Worksheet, row: int, column: int, text: str, below: Sequence[str]
    ) -> None:
        strong, small = self.cell_format(bold=True), self.cell_format(font_size=8.5, font_color=GREY)
        cell = self.cell_format(text_wrap=True, border=1, border_color=PALE)
        sheet.write_rich_string(row, column, strong, text, small, "\n" + "\n".join(below), cell)


class _FactFormats:
    """Cell formats of the fact rows, created once per workbook."""

    def __init__(self, page: _Page) -> None:
        edge: dict[str, object] = {"bottom": 1, "bottom_color": PALE}
        line: dict[str, object] = {"bg_color": WASH, "bold": True}
        self.section = page.cell_format(bold=True, font_size=12, font_color=BLUE)
        self.line = page.cell_format(**line, text_wrap=True)
        self.line_ref = page.cell_format(bg_color=WASH, font_size=7, font_color=GREY)
        self.ref = page.cell_format(**edge, font_size=7, font_color=GREY)
        self.what = page.cell_format(**edge, indent=1)
        self.recorded = page.cell_format(**edge, text_wrap=True)
        self.choose = page.cell_format(border=1, border_color=PALE, bg_color=FILL_IN, align="center")
        self.fill = page.cell_format(border=1, border_color=PALE, bg_color=FILL_IN, text_wrap=True)

    def write(self, sheet: Worksheet, row: int, line: Line) -> int:
        """Write a record and its facts; return the next free row."""
        sheet.write_string(row, 0, line.ref, self.line_ref)
        title = _clean_text(line.title)
        sheet.merge_range(row, 1, row, 2, "", self.line)
        sheet.write_string(row, 1, title, self.line)
        sheet.set_row(row, 6 + 14 * (1 + len(title) // 48))
        for offset, (ref, label, recorded) in enumerate(_clean_facts(line), 1):
            sheet.write_string(row + offset, 0, ref, self.ref)
            sheet.write_string(row + offset, 1, label, self.what)
            sheet.write_string(row + offset, 2, recorded or NOT_RECORDED, self.recorded)
            sheet.set_row(row + offset, 17)
        last = row + len(line.facts)
        for at in range(row, last + 1):
            sheet.write_blank(at, 3, None, self.choose)
            sheet.write_blank(at, 4, None, self.fill)
        return last + 1


def _clean_facts(line: Line) -> Iterator[tuple[str, str, str]]:
    return ((fact.ref, _clean_text(fact.label), fact.recorded) for fact in line.facts)


def _clean_text(text: str) -> str:
    """Return the text on one line, without characters that a workbook cannot contain."""
    return "".join(letter for letter in clean_spaces(text) if letter.isprintable())


def _choice_validation(source: Sequence[object], message: str) -> dict[str, object]:
    return {
        "validate": "list",
        "source": list(source),
        "error_title": "Is this right?",
        "error_message": message,
    }
