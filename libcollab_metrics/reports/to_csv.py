"""Protected numbers as CSV: tidy, in UTF-8 that Excel recognises, and no cell that a spreadsheet would run."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

from libcollab_metrics.figures import Chart, chart_table
from libcollab_metrics.reports.document import Document
from libcollab_metrics.reports.tidy import COLUMNS, Cell, tidy_rows
from libcollab_metrics.wording import Language

#: What makes a spreadsheet take a text for a formula.
LIVE = ("=", "+", "-", "@", "\t", "\r", "\n")


def to_csv(document: Document, language: Language) -> bytes:
    """Return every number the document is made of as one tidy table."""
    return written([COLUMNS, *tidy_rows(document.evaluations, language, document.caution)])


def figure_csv(chart: Chart, language: Language) -> bytes:
    """Return the table behind a figure, with its title, caption and source below."""
    table = chart_table(chart, language)
    words = [(text,) for text in (chart.title, chart.caption, chart.source) if text]
    return written([table.headings, *table.rows, (), *words])


def written(rows: Iterable[Sequence[Cell]]) -> bytes:
    """Return rows as CSV: UTF-8 with a mark that Excel recognises, no cell that a spreadsheet would run."""
    held = io.StringIO(newline="")
    csv.writer(held, lineterminator="\r\n").writerows([safe(cell) for cell in row] for row in rows)
    return held.getvalue().encode("utf-8-sig", errors="replace")


def safe(cell: Cell) -> Cell:
    """Return a cell that no spreadsheet runs: a text that looks like a formula gets an apostrophe before it.

    Examples
    --------
    >>> safe("=1+1"), safe("Story hour"), safe(-3.5)
    ("'=1+1", 'Story hour', -3.5)
    """
    if not isinstance(cell, str):
        return cell
    visible = "".join(c for c in cell if c in "\t\r\n" or (c.isprintable() and c != "\ufffe"))
    return "'" + visible if visible.lstrip(" ").startswith(LIVE) else visible
