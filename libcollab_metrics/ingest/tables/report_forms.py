"""Report forms: one session on a sheet of its own, with labels at the left and their values at the right."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from libcollab_metrics.ingest.files.cells import SheetCells
from libcollab_metrics.ingest.tables.evidence import TableEvidence
from libcollab_metrics.ingest.tables.header_row import find_header
from libcollab_metrics.ingest.tables.layout_scores import choose_layout
from libcollab_metrics.ingest.values.columns import cell_text
from libcollab_metrics.ingest.values.lexicon import word_list
from libcollab_metrics.ingest.values.numbers import parse_number
from libcollab_metrics.model.names import clean_spaces

#: Most rows and columns of a form, and fewest lines that are filled in.
MAX_ROWS, MAX_COLUMNS, MIN_LINES = 60, 12, 4
#: Most cells of a line: a label, one below it, and what was filled in.
MAX_CELLS = 3
#: Roles that the labels must have, one of each group.
NEEDED_ROLES = ({"date"}, {"attendance", "part", "unclear_count"}, {"program", "site"})


@dataclass(frozen=True)
class ReportForm:
    """A form as a table with one row.

    Attributes
    ----------
    cells : SheetCells
        The labels in the first row, and what was filled in below them.
    addresses : mapping of (int, int) to (int, int)
        Excel row and column in the sheet, by those in `cells`.
    """

    cells: SheetCells
    addresses: Mapping[tuple[int, int], tuple[int, int]]


@dataclass(frozen=True)
class _Line:
    """A label, the Excel row and column of the label and of the cell filled in, and that cell."""

    label: str
    row: int
    label_column: int
    column: int
    cell: object


def read_report_form(cells: SheetCells) -> ReportForm | None:
    """Return a form as a table of one session; None if the sheet is no such form, or is not filled in."""
    is_small = cells.height <= MAX_ROWS and len(cells.columns) <= MAX_COLUMNS
    if not is_small or cells.formulas_without_value:
        return None
    lines = _find_lines(cells)
    labels = [line.label.casefold() for line in lines]
    if sum(line.cell is not None for line in lines) < MIN_LINES or len(set(labels)) < len(labels):
        return None
    rows: list[list[object]] = [[line.label for line in lines], [line.cell for line in lines]]
    turned = SheetCells.from_rows(cells.name, rows, is_hidden=cells.is_hidden, encoding=cells.encoding)
    if not _holds_session(turned):
        return None
    addresses = {(1, n): (line.row, line.label_column) for n, line in enumerate(lines, 1)}
    addresses |= {(2, n): (line.row, line.column) for n, line in enumerate(lines, 1)}
    return ReportForm(turned, addresses)


def _find_lines(cells: SheetCells) -> list[_Line]:
    """Return the lines of a form up to its signatures; empty if the rows are no lines of a form.

    A label in the second column belongs to that in the first column of the line, or of one above.
    """
    lines: list[_Line] = []
    left, group, is_signed = -1, "", False
    for index, row in enumerate(cells.rows):
        filled = [(position, cell) for position, cell in enumerate(row) if cell is not None]
        if len(filled) > MAX_CELLS:
            return []
        texts = [clean_spaces(cell_text(cell)).rstrip(": ") for _, cell in filled]
        if not filled or (len(filled) == 1 and not lines):
            continue  # blank, or a title
        is_signed = is_signed or texts[0].casefold().startswith(word_list("signed_by"))
        if is_signed:
            continue
        left = filled[0][0] if not lines else left
        if filled[0][0] == left:
            group = texts[0] if len(filled) == MAX_CELLS else ""
        elif not group or filled[0][0] < left:
            return []
        names = texts[:-1] if len(filled) > 1 else texts
        label = " ".join(names if filled[0][0] == left else [group, *names])
        column, value = filled[-1] if len(filled) > 1 else (filled[0][0] + 1, None)
        first = cells.first_column
        lines.append(_Line(label, cells.first_row + index, first + filled[0][0], first + column, value))
    return lines


def _holds_session(turned: SheetCells) -> bool:
    """Return whether the labels are those of one session: its day, its people, and its title or place."""
    rows = find_header(turned)
    if rows is None or rows.bottom != 0:
        return False
    filled = {
        heading.role: cell_text(turned.columns[heading.column - 1][1])
        for heading in rows.headings
        if heading.role
    }
    if not all(filled.keys() & group for group in NEEDED_ROLES):
        return False
    counts = [text for role, text in filled.items() if role in NEEDED_ROLES[1]]
    numbers = [parse_number(text).value for text in counts]
    layout = choose_layout(TableEvidence(rows.headings, turned, rows.bottom))
    return layout == "session_log" and bool(filled["date"]) and any(value is not None for value in numbers)
