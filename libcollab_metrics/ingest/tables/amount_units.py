"""Units of the amounts of a table: "in thousand pesos", "₱'000", "en miles de pesos"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from libcollab_metrics.ingest.files.cells import CellColumn
from libcollab_metrics.ingest.issue_log import IssueLog
from libcollab_metrics.ingest.tables.grid import Grid
from libcollab_metrics.ingest.values.numbers import parse_number
from libcollab_metrics.messages import Message
from libcollab_metrics.model.readings import ColumnMapping

#: Fields whose amounts are money.
AMOUNT_FIELDS = ("ledger.value", "ledger.unit_value")
_CURRENCY = r"(?:₱|php|p|pesos?|us\$|usd|us|dollars?|\$|€|euros?|eur|£|gbp)"
#: What may follow the word for the unit: a currency, or the end of the phrase.
_END = rf"(?=\s*(?:$|[^\w\s]|(?:of\s+|de\s+|ng\s+)?{_CURRENCY}(?!\w)))"
_UNITS = (
    (
        1000,
        re.compile(
            rf"\bin\s+(?:{_CURRENCY}\s*)?thousands?{_END}|\(\s*(?:{_CURRENCY}\s+)?thousands?(?:\s+of)?\s+{_CURRENCY}\s*\)"
            rf"|(?<!\d)[’'‘`]\s?0{{3}}s?\b|(?:{_CURRENCY}|\()\s*0{{3}}s?\b|\ben\s+miles{_END}|\bsa\s+libong\s+piso\b",
            re.IGNORECASE,
        ),
    ),
    (
        1_000_000,
        re.compile(
            rf"\bin\s+(?:{_CURRENCY}\s*)?millions?{_END}|\ben\s+millones{_END}|\bsa\s+milyong\s+piso\b",
            re.IGNORECASE,
        ),
    ),
)
_DIGITS = re.compile(r"\d[\d.,]*")


def find_unit_of_amounts(text: str) -> tuple[int, str]:
    """Return by how much the amounts of a table are multiplied and the words that say so; else (1, "").

    Examples
    --------
    >>> find_unit_of_amounts("(amounts in thousand pesos)"), find_unit_of_amounts("Php 1,000")
    ((1000, 'in thousand'), (1, ''))
    >>> find_unit_of_amounts("Budget (₱'000)")
    (1000, "'000")
    """
    matches = ((unit, match) for unit, pattern in _UNITS if (match := pattern.search(text)))
    return next(((unit, match.group()) for unit, match in matches), (1, ""))


def multiply_amounts(grid: Grid, mapping: Sequence[ColumnMapping], log: IssueLog) -> Grid:
    """Return the table with its amounts of money in units, where a title or heading says otherwise.

    Each column is reported with the words that name its unit.
    """
    columns = list(grid.cells.columns)
    amounts = [mapped for mapped in mapping if mapped.field in AMOUNT_FIELDS]
    around = " | ".join(_texts_around(grid)) if amounts and grid.table is None else ""
    for mapped in amounts:
        unit, said = find_unit_of_amounts(f"{mapped.heading} | {around}")
        if unit == 1:
            continue
        position = mapped.column - grid.cells.first_column
        columns[position] = _multiply(columns[position], unit, grid.header + 1)
        log.add(
            "amounts-multiplied",
            grid.row_number(grid.header),
            mapped.column,
            heading=mapped.heading,
            value=said,
            message=Message('"{text}": each amount is multiplied by {unit}', text=said, unit=unit),
        )
    return replace(grid, cells=replace(grid.cells, columns=tuple(columns)))


def _texts_around(grid: Grid) -> list[str]:
    """Return the name of the tab, the texts above the table and the lines of one text below its headings."""
    rows = [
        [cell for cell in row if cell is not None]
        for index, row in enumerate(grid.cells.rows)
        if index <= grid.header or (grid.cells.filled[index] and _is_line(row))
    ]
    return [grid.cells.name, *(cell for row in rows for cell in row if isinstance(cell, str))]


def _is_line(row: Sequence[object]) -> bool:
    return sum(cell is not None for cell in row) == 1


def _multiply(column: CellColumn, unit: int, first: int) -> CellColumn:
    """Return a column whose numbers from a row on are multiplied; other cells and rows are unchanged."""
    codes = column.codes.copy()
    codes[first:] = np.where(codes[first:] > 0, codes[first:] + len(column.cells) - 1, 0)
    return CellColumn(codes, [*column.cells, *(_multiply_cell(cell, unit) for cell in column.cells[1:])])


def _multiply_cell(cell: object, unit: int) -> object:
    """Multiply a number, or the numbers in a text such as "approx 12.5"; a text is unchanged without one."""
    if isinstance(cell, float):
        return round(cell * unit, 6)
    if not isinstance(cell, str) or not (value := parse_number(cell).value):
        return cell
    wanted = round(value * unit, 6)
    text = _DIGITS.sub(lambda digits: f"{(parse_number(digits.group()).value or 0) * unit:.15g}", cell)
    return text if parse_number(text).value == wanted else f"{wanted:.15g}"
