"""The printable sign-in sheet, whose typed copy is read without a question."""

from __future__ import annotations

import io

from libcollab_metrics.ingest.template import new_workbook

KEYS = ("Program", "Date", "Site")
HEADINGS = ("No.", "Name", "Age", "Mother tongue", "First time?", "Who told you about us?")
WIDTHS = (10, 34, 8, 18, 13, 26)
LINES = 25
LINE_HEIGHT = 38  # points: fills an A4 page, and leaves room for a large hand
PROMISE = "Names stay in the library. Only numbers are ever reported."


def sign_in_sheet() -> bytes:
    """Return an A4 page to print: program, date and site to fill in, then 25 numbered lines.

    Typed as it stands, one sheet is one session; a pre-printed number without a name is nobody. The bytes are
    always the same.
    """
    stream = io.BytesIO()
    with new_workbook(stream) as workbook:
        sheet = workbook.add_worksheet("Sign-in")
        label = workbook.add_format({"bold": True, "font_size": 14, "valign": "vcenter"})
        line = workbook.add_format({"font_size": 14, "bottom": 1, "valign": "vcenter", "align": "left"})
        head = workbook.add_format(
            {"bold": True, "font_size": 11, "border": 1, "bg_color": "#E8EDF2", "text_wrap": True, "valign": "vcenter"}
        )
        cell = workbook.add_format({"font_size": 12, "border": 1, "valign": "vcenter"})
        number = workbook.add_format({"font_size": 12, "border": 1, "valign": "vcenter", "align": "center"})
        for column, width in enumerate(WIDTHS):
            sheet.set_column(column, column, width)
        for row, key in enumerate(KEYS):
            sheet.set_row(row, LINE_HEIGHT)
            sheet.write_string(row, 0, key, label)
            sheet.write_blank(row, 1, None, line)
        first = len(KEYS) + 1
        sheet.set_row(first, LINE_HEIGHT)
        for column, heading in enumerate(HEADINGS):
            sheet.write_string(first, column, heading, head)
        for count in range(1, LINES + 1):
            sheet.set_row(first + count, LINE_HEIGHT)
            sheet.write_number(first + count, 0, count, number)
            for column in range(1, len(HEADINGS)):
                sheet.write_blank(first + count, column, None, cell)
        sheet.set_paper(9)  # A4
        sheet.set_margins(left=0.5, right=0.5, top=0.5, bottom=0.7)
        sheet.fit_to_pages(1, 1)
        sheet.set_footer("&C" + PROMISE)
    return stream.getvalue()
