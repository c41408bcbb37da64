"""The blank workbook, made from the tables themselves: one sheet a table, a column a field."""

from __future__ import annotations

import io
from datetime import date, datetime, time
from typing import TYPE_CHECKING

from libcollab_metrics.model.schema import SCHEMA, Field, Table

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

GUIDE_SHEET = "Start here"
REQUIRED_MARK = " *"
EXAMPLE_MARK = "e.g. "  # the reader leaves out a row whose first filled cell begins with this
LAST_ROW = 2000  # as far as the drop-down lists reach
CREATED = datetime(2026, 1, 1)  # fixed, so that the same tables make the same bytes

HOW_TO = (
    "1. You need not fill every sheet. Sessions alone already gives attendance; each further sheet answers more.",
    "2. Type below the grey example row. It is left out when the file is read; you may also delete it.",
    "3. A heading with * must be filled. Hold the mouse over a heading to see what it means.",
    "4. Leave a cell empty when you do not know. Type 0 only when it was counted and was nothing.",
    '5. "about 20" is fine: it is read as an estimate. Write dates as 2026-03-07.',
    "6. Use the same name for the same program, partner and site on every sheet.",
    "7. Write library for yourselves and project for the project itself, in From and To of the ledger.",
    "8. Do not rename the sheets or the headings. Save, then upload this file on the page Data.",
    "Names of people are turned into codes in memory when the file is read, and are never kept or exported.",
)

# What the sheet Settings understands in its first column, in the order people ask for it.
SETTING_MEANINGS = {
    "population": "How many people your library serves.",
    "currency": "The currency of every amount, such as PHP.",
    "staff": "How many people work at the library.",
    "staff_hours_per_month": "Hours all of them work in a month.",
    "staff_rate": "What one staff hour costs.",
    "completion_threshold": "Share of sessions a participant must attend to have completed, such as 0.75.",
    "agreement_threshold": "The rating from which an answer counts as agreement; 4 unless you say otherwise.",
    "excused": "ignore or absent: what an excused absence counts as.",
    "fiscal_year_start": "The month your fiscal year begins, 1 to 12.",
    "school_year_start": "The month your school year begins, 1 to 12.",
    "ledger_complete": "yes when the ledger holds every cost.",
    "small_people": "Groups of fewer people are hidden in what leaves the library; 10 unless you raise it.",
    "small_events": "Head counts below this are hidden in what leaves the library; 5 unless you raise it.",
}

NUMBER_FORMATS = {
    "date": "yyyy-mm-dd",
    "time": "hh:mm",
    "count": "#,##0",
    "number": "#,##0.##",
    "money": "#,##0.00",
}
WIDTHS = {"text": 34, "category": 24, "names": 34, "choice": 16, "date": 13, "time": 11}


def blank_template() -> bytes:
    """Return the blank workbook: a guide, then one sheet a table in the order of SCHEMA.

    Row 1 of a sheet bears the headings (`Field.label`, with " *" where required) with the meaning as a comment,
    row 2 a grey example whose first cell begins with "e.g. ". Rows 3 to 2000 offer the choices of choice fields and
    question unlikely dates and numbers. The same tables always make the same bytes.
    """
    stream = io.BytesIO()
    with new_workbook(stream) as workbook:
        _write_guide(workbook)
        for table in SCHEMA.values():
            _write_table(workbook, table)
    return stream.getvalue()


def new_workbook(stream: io.BytesIO) -> Workbook:
    """Return an empty workbook that writes no formula or link from text, and bears a fixed date."""
    import xlsxwriter

    workbook = xlsxwriter.Workbook(stream, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    workbook.set_properties({"created": CREATED})
    return workbook


def heading(field: Field) -> str:
    """Return the heading of a field on the template: its label, marked when it must be filled."""
    return field.label + (REQUIRED_MARK if field.required else "")


def _write_guide(workbook: Workbook) -> None:
    """Write the guide in one column, so that nobody, and no reader, takes it for a table."""
    sheet = workbook.add_worksheet(GUIDE_SHEET)
    title = workbook.add_format({"bold": True, "font_size": 18, "font_color": "#0072B2"})
    strong = workbook.add_format({"bold": True, "bottom": 1})
    link = workbook.add_format({"font_color": "#0072B2", "underline": 1})
    sheet.hide_gridlines(2)
    sheet.set_column(0, 0, 100)
    sheet.write_string(0, 0, "Your library's workbook", title)
    sheet.write_column(2, 0, HOW_TO)
    top = 3 + len(HOW_TO)
    sheet.write_string(top, 0, "The sheets", strong)
    for row, table in enumerate(SCHEMA.values(), start=top + 1):
        sheet.write_url(row, 0, f"internal:'{table.label}'!A1", link, f"{table.label}: {table.meaning}")
    top += len(SCHEMA) + 2
    sheet.write_string(top, 0, "What the sheet Settings understands", strong)
    sheet.write_column(top + 1, 0, [f"{name}: {meaning}" for name, meaning in SETTING_MEANINGS.items()])
    _fit_on_paper(sheet)


def _write_table(workbook: Workbook, table: Table) -> None:
    sheet = workbook.add_worksheet(table.label)
    head = {"bold": True, "text_wrap": True, "valign": "top", "font_color": "#ffffff", "border": 1}
    required = workbook.add_format({**head, "bg_color": "#0072B2"})
    optional = workbook.add_format({**head, "bg_color": "#5B616B"})
    for column, field in enumerate(table.typed):
        sheet.set_column(column, column, _width(field), workbook.add_format(_look(field)))
        sheet.write_string(0, column, heading(field), required if field.required else optional)
        sheet.write_comment(0, column, _comment(table, field), {"x_scale": 2, "font_size": 9})
        _write_example(sheet, column, field, workbook.add_format(_look(field, example=True)))
        rule = _rule(table, field)
        if rule:
            sheet.data_validation(2, column, LAST_ROW - 1, column, rule)
    sheet.set_row(0, 32)
    sheet.freeze_panes(1, 0)
    sheet.repeat_rows(0)
    _fit_on_paper(sheet)


def _fit_on_paper(sheet: Worksheet) -> None:
    sheet.set_landscape()
    sheet.set_paper(9)  # A4
    sheet.fit_to_pages(1, 0)


def _width(field: Field) -> int:
    example = len(EXAMPLE_MARK + field.example) + 2 if field.kind in ("text", "category", "names", "choice") else 0
    return max(WIDTHS.get(field.kind, 12), min(len(heading(field)) // 2 + 4, 24), min(example, 48))


def _look(field: Field, example: bool = False) -> dict[str, object]:
    shown = {"num_format": NUMBER_FORMATS[field.kind]} if field.kind in NUMBER_FORMATS else {}
    return {**shown, **({"italic": True, "font_color": "#8A8F98"} if example else {})}


def _comment(table: Table, field: Field) -> str:
    lines = [field.meaning]
    if field.choices and field.name != "item":
        lines.append("Choose: " + ", ".join(field.choices) + ".")
    if field.required:
        lines.append("Must be filled.")
    if field is table.typed[0]:
        lines.insert(0, table.meaning)
    return "\n".join(lines)


def _write_example(sheet: Worksheet, column: int, field: Field, look: Format) -> None:
    """Write the example as what it is (a date as a date), so that it shows how to type."""
    if column == 0:
        sheet.write_string(1, column, EXAMPLE_MARK + field.example, look)
    elif not field.example:
        sheet.write_blank(1, column, None, look)
    elif field.kind == "date":
        sheet.write_datetime(1, column, datetime.fromisoformat(field.example), look)
    elif field.kind == "time":
        sheet.write_datetime(1, column, time.fromisoformat(field.example), look)
    elif field.kind in ("count", "number", "money"):
        sheet.write_number(1, column, float(field.example), look)
    else:
        sheet.write_string(1, column, field.example, look)


def _rule(table: Table, field: Field) -> dict[str, object] | None:
    """Return what Excel offers and asks in a column; None where anything may be typed.

    Choices are held to. Dates and numbers only ask back: "about 20" and "March 2026" are read too.
    """
    if field.choices:
        return {"validate": "list", "source": list(field.choices), "error_message": "Please choose from the list."}
    if table.name == "settings" and field.name == "key":
        return {"validate": "list", "source": list(SETTING_MEANINGS), "error_type": "warning"}
    if field.kind == "date":
        return _asks_back("date", date(1990, 1, 1), date(2100, 1, 1), "A date such as 2026-03-07 was expected.")
    if field.kind == "time":
        return _asks_back("time", time(0, 0), time(23, 59), "A time such as 10:00 was expected.")
    if field.kind == "count":
        return _asks_back("integer", 0, 10_000_000, "A whole number was expected; leave it empty when nobody counted.")
    if field.kind in ("number", "money"):
        return _asks_back("decimal", 0, 1_000_000_000, "A number was expected; leave it empty when it is not known.")
    return None


def _asks_back(kind: str, low: object, high: object, message: str) -> dict[str, object]:
    return {
        "validate": kind,
        "criteria": "between",
        "minimum": low,
        "maximum": high,
        "error_type": "warning",
        "error_title": "Is this right?",
        "error_message": message,
    }
