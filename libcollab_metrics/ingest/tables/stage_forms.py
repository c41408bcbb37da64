"""Sheets with the stages of books in their rows ("Pledged", "Collected" and so on), by place or for a lot."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

from libcollab_metrics.ingest.files.cells import SheetCells
from libcollab_metrics.ingest.tables.heading import has_total_word
from libcollab_metrics.ingest.tables.report_forms import ReportForm
from libcollab_metrics.ingest.values.columns import cell_text
from libcollab_metrics.ingest.values.lexicon import known_headings, known_words, word_list
from libcollab_metrics.ingest.values.numbers import parse_number
from libcollab_metrics.messages import Message
from libcollab_metrics.model.names import normalize_heading
from libcollab_metrics.model.schema import STAGES

STAGES_MESSAGE = Message("the stages of the books are in the rows: each column of numbers is read as one lot")
#: Most rows and columns of such a sheet, and fewest stages.
MAX_ROWS, MAX_COLUMNS, MIN_STAGES = 60, 30, 3
#: Share of the stages of a column that must be numbers.
MOST_NUMBERS = 0.6
#: Headings of the table that is read.
HEADINGS = {
    "pledged": "Pledged",
    "collected": "Collected",
    "usable": "Usable",
    "shipped": "Shipped",
    "received": "Received",
    "in_hands": "In readers' hands",
}


def read_stages_in_rows(cells: SheetCells) -> ReportForm | None:
    """Return a sheet with stages in its rows as a table with a row for each lot; None for other sheets.

    The stages are below each other in one column, at most one row for each. A total of the lots is no lot.
    """
    is_small = cells.height <= MAX_ROWS and len(cells.columns) <= MAX_COLUMNS
    if not is_small or cells.formulas_without_value:
        return None
    found = next(filter(None, (_find_stages(cells, place) for place in range(2))), None)
    if found is None:
        return None
    place, lines = found
    top = min(lines.values())
    header = next((row for row in range(top - 1, -1, -1) if cells.filled_counts[row] > 1), None)
    columns = [
        column
        for column in range(place + 1, len(cells.columns))
        if _holds_numbers([cells.rows[row][column] for row in lines.values()])
    ]
    names = {column: cells.rows[header][column] if header is not None else None for column in columns}
    lots = [column for column in columns if not _names_total(names[column])] or columns
    if not lots or (len(lots) > 1 and not all(isinstance(names[lot], str) for lot in lots)):
        return None
    titles = [[cell for cell in cells.rows[row] if cell is not None] for row in range(top) if row != header]
    headings: list[object] = ["Destination", *(HEADINGS[stage] for stage in lines)]
    rows: list[list[object]] = [*titles, headings]
    rows += [[names[lot], *(cells.rows[row][lot] for row in lines.values())] for lot in lots]
    first, base = (cells.first_row, cells.first_column), len(titles) + 1
    sources = [(header if header is not None else top), *lines.values()]
    addresses = {
        (base + across, down): (first[0] + row, first[1] + column)
        for across, column in enumerate([place, *lots])
        for down, row in enumerate(sources, 1)
    }
    turned = SheetCells.from_rows(cells.name, rows, is_hidden=cells.is_hidden, encoding=cells.encoding)
    return ReportForm(turned, addresses, STAGES_MESSAGE)


def _find_stages(cells: SheetCells, place: int) -> tuple[int, dict[str, int]] | None:
    """Return the column of the stages and the row of each; None if there are few, or one is named twice."""
    if place >= len(cells.columns):
        return None
    labelled = [
        (stage, row)
        for row in range(cells.height)
        if isinstance(label := cells.rows[row][place], str) and (stage := find_stage(label))
        if cells.filled_counts[row] > 1
    ]
    lines = dict(labelled)
    return (place, lines) if len(labelled) == len(lines) >= MIN_STAGES else None


def find_stage(label: str) -> str:
    """Return the stage that a label begins with, after a word for books or "already"; "" for others.

    Examples
    --------
    >>> [find_stage(text) for text in ("Recibidos en la escuela", "Ya en manos de los lectores", "Stock")]
    ['received', 'in_hands', '']
    >>> find_stage("Books pledged by schools"), find_stage("Not yet received")
    ('pledged', '')
    """
    words = re.findall(r"[^\W\d_]+", normalize_heading(label))
    skipped = {*known_words("lot_unit"), *word_list("stage_labels", "before")}
    while words and words[0] in skipped:
        words = words[1:]
    text = " ".join(words)
    found = [phrase for phrase in _phrases() if text == phrase or text.startswith(f"{phrase} ")]
    return _phrases()[max(found, key=len)] if found else ""


@cache
def _phrases() -> dict[str, str]:
    return dict(_list_phrases())


def _list_phrases() -> Iterator[tuple[str, str]]:
    for text, entry in known_headings("deliveries").items():
        if entry.role in STAGES:
            yield " ".join(re.findall(r"[^\W\d_]+", text)), entry.role
    for stage in STAGES:
        for phrase in word_list("stage_labels", stage):
            yield phrase, stage


def _holds_numbers(listed: Sequence[object]) -> bool:
    texts = [cell_text(cell) for cell in listed]
    numbers = [text for text in texts if text and parse_number(text).value is not None]
    has_days = any(re.search(r"\d[-/]\d", text) for text in texts)
    return len(numbers) >= MOST_NUMBERS * len(listed) and not has_days


def _names_total(name: object) -> bool:
    if not isinstance(name, str):
        return False
    return has_total_word(name) or normalize_heading(name) in word_list("totals", "everyone")
