"""Columns of ratings from 1 to 5 in a table of answers, whose scale the title or a heading explains."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from libcollab_metrics.ingest.files.cells import SheetCells
from libcollab_metrics.ingest.values.categories import is_no_answer
from libcollab_metrics.ingest.values.columns import cell_text
from libcollab_metrics.ingest.values.lexicon import word_list
from libcollab_metrics.messages import Message
from libcollab_metrics.model.names import normalize_heading
from libcollab_metrics.model.readings import ColumnMapping

if TYPE_CHECKING:
    from libcollab_metrics.ingest.tables.grid import Grid
    from libcollab_metrics.ingest.tables.heading import Heading

#: Fewest words of a heading that is a statement or a question, unless it explains the scale itself.
MIN_STATEMENT_WORDS = 3
#: Lowest and highest rating, most columns that are looked at, and most averages below a column of ratings.
LOWEST, HIGHEST, MAX_STATEMENTS, MAX_AVERAGES = 1.0, 5.0, 64, 2
#: Most rows at the end of a sheet that are searched for a legend.
MAX_LINES_BELOW = 10
#: A number of the scale and what it means: "5 = strongly agree", "1 malo".
_MEANING = re.compile(r"(?<![\d/.,-])([15])(?![\d/.,])\s*(?:=|:|-|–|\()?\s*([^\W\d_][^\d=]*)")
#: "(1-5)", "from 1 to 5", "del 1 al 5".
_RANGE = re.compile(r"(?<![\d/.,-])1\s*(?:-|–|to|a|al|hanggang)\s*5(?![\d/.,-])")
#: A scale in brackets behind a statement: "The books were suitable (1-5)".
_SCALE_BEHIND = re.compile(r"\S\s*[(\[]\s*1\s*(?:-|–|to|a|al|hanggang|/)\s*5\s*[)\]]\s*[?.:]?$")
#: A rating, perhaps with its meaning: "4", "4.5", "5 - loved it".
_RATING = re.compile(r"(\d(?:[.,]\d+)?)(?:\s*[-–=:(]\s*[^\W\d_].*)?")
#: Fewest statements with a scale behind them, if nothing says in words what the numbers mean.
MIN_SCALED = 2


def explains_ratings(text: str) -> bool:
    """Return whether a text says what 1 and 5 mean, and 5 is the best.

    Examples
    --------
    >>> explains_ratings("1 = no way ... 5 = absolutely"), explains_ratings("1 = excellent, 5 = poor")
    (True, False)
    >>> explains_ratings("Rate the workshop (1-5)"), explains_ratings("Workshop of May 1-5, 2026")
    (True, False)
    """
    folded = normalize_heading(text)
    meanings = dict(_MEANING.findall(folded))
    if set(meanings) == {"1", "5"}:
        worst, best = (set(re.findall(r"[^\W\d_]+", meanings[number])) for number in "15")
        low, high = set(word_list("rating_words", "low")), set(word_list("rating_words", "high"))
        return bool(worst & low or best & high) and not worst & high - low and not best & low
    words = set(re.findall(r"[^\W\d_]+", folded))
    return _RANGE.search(folded) is not None and bool(words & set(word_list("rating_words", "scale")))


def find_rating_columns(headings: Sequence[Heading], cells: SheetCells, header: int) -> list[int]:
    """Return the numbers of the columns of ratings from 1 to 5; empty if nothing explains the scale.

    Parameters
    ----------
    headings : sequence of Heading
        Headings of the table.
    cells : SheetCells
        Cells of the table.
    header : int
        Index of the last header row.
    """
    looked_at = headings[:MAX_STATEMENTS]
    own = [heading for heading in looked_at if explains_ratings(heading.text)]
    above = [cell_text(cell) for row in cells.rows[:header] for cell in row if isinstance(cell, str)]
    if any(map(explains_ratings, (*above, *_lines_below(cells, header)))):
        own += [heading for heading in looked_at if heading not in own and _is_statement(heading)]
    own += _find_scaled_statements([heading for heading in looked_at if heading not in own])
    return [heading.column for heading in own if _holds_ratings(heading, cells, header)]


def _lines_below(cells: SheetCells, header: int) -> list[str]:
    """Return the texts of the last rows that have a single cell, such as a legend below the table."""
    last = cells.rows[max(header + 1, cells.height - MAX_LINES_BELOW) :]
    lines = [[cell for cell in row if cell is not None] for row in last]
    return [cell_text(line[0]) for line in lines if len(line) == 1 and isinstance(line[0], str)]


def _find_scaled_statements(headings: Sequence[Heading]) -> list[Heading]:
    """Return the statements with "(1-5)" behind them; empty if there is only one."""
    scaled = [h for h in headings if _SCALE_BEHIND.search(normalize_heading(h.text)) and _is_statement(h)]
    return scaled if len(scaled) >= MIN_SCALED else []


def _is_statement(heading: Heading) -> bool:
    """Return whether a heading is a statement or a question that does not ask for a number."""
    words = re.findall(r"[^\W\d_]+", normalize_heading(heading.text))
    return len(words) >= MIN_STATEMENT_WORDS and not set(words) & set(word_list("rating_words", "counted"))


def _holds_ratings(heading: Heading, cells: SheetCells, header: int) -> bool:
    """Return whether the cells below a heading are 1, 2, 3, 4 or 5, blank, or one of a few averages."""
    column = cells.columns[heading.column - cells.first_column]
    codes, often = np.unique(column.codes[header + 1 :], return_counts=True)
    whole = others = 0
    for code, times in zip(codes.tolist(), often.tolist(), strict=True):
        text = cell_text(column.cells[code])
        if not text or is_no_answer(text):
            continue
        written = _RATING.fullmatch(text)
        rating = float(written[1].replace(",", ".")) if written else 0.0
        if not LOWEST <= rating <= HIGHEST:
            return False
        is_whole = rating.is_integer()
        whole, others = whole + is_whole * times, others + (not is_whole) * times
    return others <= MAX_AVERAGES and whole > others


def refine_form_mapping(grid: Grid, mapped: Sequence[ColumnMapping]) -> list[ColumnMapping]:
    """Map the columns of ratings of a table of answers to the rating; the user's choices stay unchanged."""
    rated = set(find_rating_columns(grid.headings, grid.cells, grid.header))
    reason = Message("by its numbers: ratings from 1 to 5, as the title or heading explains")
    return [
        replace(mapping, field="outcomes.rating", reason=reason)
        if mapping.column in rated and mapping.reason != "by hand"
        else mapping
        for mapping in mapped
    ]
