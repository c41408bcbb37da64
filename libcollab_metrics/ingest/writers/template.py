"""Write the blank template (number formats, data validation) and the printable sign-in sheet.

The template is generated from the schema: one sheet per table, one column per field.
"""

from __future__ import annotations

import io
import tomllib
from collections.abc import Mapping
from datetime import date, datetime, time
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from libcollab_metrics.localization import LANGUAGES
from libcollab_metrics.model.schema import SHEET_TABLES, Field, Table

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

REQUIRED_MARK = " *"
EXAMPLE_MARK = "e.g. "  # the importer ignores a row whose first filled cell begins with this
GUIDE_WIDTH = 100  # fits a typical screen at full size, and a page
LETTERS_A_LINE = 112  # of the guide, in the widest common font
A4 = 9  # Excel's paper size code
LAST_ROW = 2000  # last row of the data validation
CREATED = datetime(2026, 1, 1)  # fixed, so that the same tables produce the same bytes

NUMBER_FORMATS = {
    "date": "yyyy-mm-dd",
    "time": "hh:mm",
    "count": "#,##0",
    "number": "#,##0.##",
    "money": "#,##0.00",
}
WIDTHS = {"text": 34, "category": 24, "names": 34, "choice": 16, "date": 13, "time": 11}


def build_blank_template() -> bytes:
    """Build the blank template: a guide in each of `LANGUAGES`, then one sheet per table.

    Row 1 of a sheet has the headings (`Field.label`, with " *" if required), with the meaning of each field
    as a comment. Row 2 is a gray example whose first cell begins with "e.g. ". Rows 3 to 2000 have drop-down
    lists for choice fields and warnings for unlikely dates and numbers. The same tables always produce the
    same bytes.

    Returns
    -------
    bytes
        Content of an XLSX file.
    """
    stream = io.BytesIO()
    with new_workbook(stream) as workbook:
        for language in LANGUAGES:
            _write_guide(workbook, load_instructions(language))
        for table in SHEET_TABLES:
            _write_table(workbook, table)
    return stream.getvalue()


def new_workbook(stream: io.BytesIO) -> Workbook:
    """Create an empty workbook with a fixed date that never converts text to formulas or links."""
    import xlsxwriter

    workbook = xlsxwriter.Workbook(
        stream, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    workbook.set_properties({"created": CREATED})
    return workbook


def template_heading(field: Field) -> str:
    """Return the heading of a field on the template: its label, with a mark if it is required."""
    return field.label + (REQUIRED_MARK if field.is_required else "")


@cache
def load_instructions(language: str) -> Mapping[str, Any]:
    """Load the text of the guide in one of `LANGUAGES`: title, steps, and meanings.

    The English meanings of the sheets come from the schema.
    """
    text = files("libcollab_metrics.ingest.writers").joinpath("instructions.toml").read_text(encoding="utf-8")
    instructions = tomllib.loads(text)[language]
    return MappingProxyType({"sheets": {table.name: table.meaning for table in SHEET_TABLES}} | instructions)


def setting_meanings() -> Mapping[str, str]:
    """Return the keys of the Settings sheet with their meanings, in display order."""
    return MappingProxyType(load_instructions("en")["settings"])


def _write_guide(workbook: Workbook, guide: Mapping[str, Any]) -> None:
    """Write the guide in a single column, so that neither readers nor the importer see a table."""
    sheet = workbook.add_worksheet(guide["sheet"])
    title = workbook.add_format({"bold": True, "font_size": 18, "font_color": "#0072B2"})
    strong = workbook.add_format({"bold": True, "bottom": 1})
    wrapped = workbook.add_format({"text_wrap": True, "valign": "top"})
    link = workbook.add_format({"font_color": "#005A92", "underline": 1, "text_wrap": True, "valign": "top"})
    sheet.hide_gridlines(2)
    sheet.set_column(0, 0, GUIDE_WIDTH)
    sheet.write_string(0, 0, guide["title"], title)
    lines = [*guide["steps"], guide["names"]]
    _write_lines(sheet, 2, lines, wrapped)
    top = 3 + len(lines)
    sheet.write_string(top, 0, guide["the_sheets"], strong)
    for row, table in enumerate(SHEET_TABLES, start=top + 1):
        text = f"{table.label}: {guide['sheets'][table.name]}"
        sheet.write_url(row, 0, f"internal:'{table.label}'!A1", link, text)
        sheet.set_row(row, _line_height(text))
    top += len(SHEET_TABLES) + 2
    sheet.write_string(top, 0, guide["the_settings"], strong)
    _write_lines(
        sheet, top + 1, [f"{name}: {meaning}" for name, meaning in guide["settings"].items()], wrapped
    )
    sheet.set_landscape()
    sheet.set_paper(A4)
    sheet.set_margins(left=0.5, right=0.5, top=0.5, bottom=0.5)
    sheet.fit_to_pages(1, 1)


def _write_lines(sheet: Worksheet, top: int, lines: list[str], cell_format: Format) -> None:
    for row, text in enumerate(lines, start=top):
        sheet.write_string(row, 0, text, cell_format)
        sheet.set_row(row, _line_height(text))


def _line_height(text: str) -> int:
    """Return the height of a guide line in points, since some programs do not fit wrapped text."""
    return 16 * (1 + len(text) // LETTERS_A_LINE)


def _write_table(workbook: Workbook, table: Table) -> None:
    sheet = workbook.add_worksheet(table.label)
    head = {"bold": True, "text_wrap": True, "valign": "top", "font_color": "#ffffff", "border": 1}
    required = workbook.add_format({**head, "bg_color": "#0072B2"})
    optional = workbook.add_format({**head, "bg_color": "#5B616B"})
    for column, field in enumerate(table.typed_fields):
        sheet.set_column(column, column, _column_width(field), workbook.add_format(_format_options(field)))
        sheet.write_string(0, column, template_heading(field), required if field.is_required else optional)
        sheet.write_comment(0, column, _heading_comment(table, field), {"x_scale": 2, "font_size": 9})
        _write_example(sheet, column, field, workbook.add_format(_format_options(field, example=True)))
        rule = _validation_rule(table, field)
        if rule:
            sheet.data_validation(2, column, LAST_ROW - 1, column, rule)
    sheet.set_row(0, 32)
    sheet.freeze_panes(1, 0)
    sheet.repeat_rows(0)
    _fit_on_paper(sheet)


def _fit_on_paper(sheet: Worksheet) -> None:
    sheet.set_landscape()
    sheet.set_paper(A4)
    sheet.fit_to_pages(1, 0)


def _column_width(field: Field) -> int:
    example = (
        len(EXAMPLE_MARK + field.example) + 2 if field.kind in ("text", "category", "names", "choice") else 0
    )
    return max(WIDTHS.get(field.kind, 12), min(len(template_heading(field)) // 2 + 4, 24), min(example, 48))


def _format_options(field: Field, example: bool = False) -> dict[str, object]:
    shown = {"num_format": NUMBER_FORMATS[field.kind]} if field.kind in NUMBER_FORMATS else {}
    return {**shown, **({"italic": True, "font_color": "#8A8F98"} if example else {})}


def _heading_comment(table: Table, field: Field) -> str:
    lines = [field.meaning]
    if field.choices and field.name != "item":
        lines.append("Choose: " + ", ".join(field.choices) + ".")
    if field.is_required:
        lines.append("Must be filled.")
    if field is table.typed_fields[0]:
        lines.insert(0, table.meaning)
    return "\n".join(lines)


def _write_example(sheet: Worksheet, column: int, field: Field, cell_format: Format) -> None:
    """Write the example with its own type (a date as a date), to show how to type it."""
    if column == 0:
        sheet.write_string(1, column, EXAMPLE_MARK + field.example, cell_format)
    elif not field.example:
        sheet.write_blank(1, column, None, cell_format)
    elif field.kind == "date":
        sheet.write_datetime(1, column, datetime.fromisoformat(field.example), cell_format)
    elif field.kind == "time":
        sheet.write_datetime(1, column, time.fromisoformat(field.example), cell_format)
    elif field.kind in ("count", "number", "money"):
        sheet.write_number(1, column, float(field.example), cell_format)
    else:
        sheet.write_string(1, column, field.example, cell_format)


def _validation_rule(table: Table, field: Field) -> dict[str, object] | None:
    """Build the data validation for a column; None where any value is allowed.

    Choices are enforced. Dates and numbers only cause a warning, because "about 20" and "March 2026" can be
    parsed too.
    """
    if field.choices:
        return {
            "validate": "list",
            "source": list(field.choices),
            "error_message": "Please choose from the list.",
        }
    if table.name == "settings" and field.name == "key":
        return {"validate": "list", "source": list(setting_meanings()), "error_type": "warning"}
    if field.kind == "date":
        return _warning_rule(
            "date", date(1990, 1, 1), date(2100, 1, 1), "A date such as 2026-03-07 was expected."
        )
    if field.kind == "time":
        return _warning_rule("time", time(0, 0), time(23, 59), "A time such as 10:00 was expected.")
    if field.kind == "count":
        return _warning_rule(
            "integer", 0, 10_000_000, "A whole number was expected; leave it empty if no one counted."
        )
    if field.kind in ("number", "money"):
        return _warning_rule(
            "decimal", 0, 1_000_000_000, "A number was expected; leave it empty when it is not known."
        )
    return None


def _warning_rule(kind: str, low: object, high: object, message: str) -> dict[str, object]:
    return {
        "validate": kind,
        "criteria": "between",
        "minimum": low,
        "maximum": high,
        "error_type": "warning",
        "error_title": "Is this right?",
        "error_message": message,
    }


# The printable sign-in sheet; when typed as printed, it is imported without questions.

SIGN_IN_KEYS = ("Program", "Date", "Site")
SIGN_IN_HEADINGS = ("No.", "Name", "Age", "Mother tongue", "First time?", "Who told you about us?")
SIGN_IN_WIDTHS = (10, 34, 8, 18, 13, 26)
SIGN_IN_LINES = 25
LINE_HEIGHT = 38  # points; fills an A4 page and leaves room for large handwriting
PRIVACY_NOTE = "Names stay in the library. Only numbers are ever reported."


def build_sign_in_sheet() -> bytes:
    """Build an A4 page to print: program, date and site to fill in, then 25 numbered lines.

    Typed as printed, one sheet is one session, and a printed number without a name is not a participant. The
    output is always the same bytes.

    Returns
    -------
    bytes
        Content of an XLSX file.
    """
    stream = io.BytesIO()
    with new_workbook(stream) as workbook:
        sheet = workbook.add_worksheet("Sign-in")
        label = workbook.add_format({"bold": True, "font_size": 14, "valign": "vcenter"})
        line = workbook.add_format({"font_size": 14, "bottom": 1, "valign": "vcenter", "align": "left"})
        head = workbook.add_format(
            {
                "bold": True,
                "font_size": 11,
                "border": 1,
                "bg_color": "#E8EDF2",
                "text_wrap": True,
                "valign": "vcenter",
            }
        )
        cell = workbook.add_format({"font_size": 12, "border": 1, "valign": "vcenter"})
        number = workbook.add_format({"font_size": 12, "border": 1, "valign": "vcenter", "align": "center"})
        for column, width in enumerate(SIGN_IN_WIDTHS):
            sheet.set_column(column, column, width)
        for row, key in enumerate(SIGN_IN_KEYS):
            sheet.set_row(row, LINE_HEIGHT)
            sheet.write_string(row, 0, key, label)
            sheet.write_blank(row, 1, None, line)
        first = len(SIGN_IN_KEYS) + 1
        sheet.set_row(first, LINE_HEIGHT)
        for column, heading in enumerate(SIGN_IN_HEADINGS):
            sheet.write_string(first, column, heading, head)
        for count in range(1, SIGN_IN_LINES + 1):
            sheet.set_row(first + count, LINE_HEIGHT)
            sheet.write_number(first + count, 0, count, number)
            for column in range(1, len(SIGN_IN_HEADINGS)):
                sheet.write_blank(first + count, column, None, cell)
        sheet.set_paper(9)  # A4
        sheet.set_margins(left=0.5, right=0.5, top=0.5, bottom=0.7)
        sheet.fit_to_pages(1, 1)
        sheet.set_footer("&C" + PRIVACY_NOTE)
    return stream.getvalue()
