"""A document of everything that is hard to lay out.

It has forty bars, sixty months, long words, other scripts and wide tables.
"""

from __future__ import annotations

from dataclasses import replace

from libcollab_metrics.figures import Chart, Point, Series
from libcollab_metrics.reports.document import (
    Block,
    Callout,
    ChartBlock,
    Definition,
    Definitions,
    Document,
    Grid,
    Heading,
    KeyFigure,
    KeyFigures,
    Quote,
    Text,
)
from tests.reports.conftest import MADE
from tests.support.builders.evaluations import HOSTILE, chart

MONTHS = tuple(f"Month {i}" for i in range(60))
PROGRAMS = ", ".join(f"Program {i}" for i in range(40))
TITLE = (
    "A title that somebody typed without looking up, and that goes on over more than two lines of a slide at"
    " least"
)


def crowded() -> Document:
    """Return the document."""
    blocks: tuple[Block, ...] = (
        KeyFigures(
            tuple(
                KeyFigure(f"Figure {i}", "at least ₱1,234,567", "1 ÷ 2 = 0.5 " * 4, "Few.") for i in range(6)
            )
        ),
        Heading("Charts"),
        *(ChartBlock(drawn) for drawn in _charts()),
        ChartBlock(chart("bars", (Point("A", 1.0),)), is_half_width=True),
        ChartBlock(
            chart("dots", (Point("B", 0.4, 0.2, 0.6), Point("C", None, note="no score"))), is_half_width=True
        ),
        *_words(),
        *_tables(),
        Definitions(tuple(Definition(f"Figure {i}", "What it means, and what not. " * 6) for i in range(40))),
    )
    return Document(
        TITLE,
        "For the library",
        f"Programs: {PROGRAMS}.",
        "Coverage.",
        "0 rows left out.",
        blocks,
        "Definitions 1. Made on 1 July 2026. Data abc.",
        "en",
        MADE,
    )


def _charts() -> tuple[Chart, ...]:
    bars = tuple(Point(f"Partner {i} of a rather long name", float(i)) for i in range(40))
    weeks = tuple(tuple(Point(f"Week {w}", float(w)) for w in range(30)) for _ in range(6))
    sparse = tuple(Point(month, 3.0 if not i % 7 else None) for i, month in enumerate(MONTHS))
    recorded = tuple(Point(month, 20.0 if i < 30 else None) for i, month in enumerate(MONTHS))
    expected = tuple(Point(m, None) if i < 30 else Point(m, 22.0, 18.0, 27.0) for i, m in enumerate(MONTHS))
    forecast = (Series("Recorded", recorded), Series("Expected", expected, "dashed"))
    return (
        chart("bars", bars),
        chart("calendar", weeks),
        chart("columns", sparse, band=(None, 4.0)),
        replace(chart("line", recorded, band=(10.0, 30.0)), series=forecast),
    )


def _words() -> tuple[Block, ...]:
    return (
        Heading("Words", 2),
        Text("One short line."),
        *(Text("A long paragraph that says little and goes on. " * 14) for _ in range(6)),
        Text("مرحبا بكم في المكتبة"),
        Text("图书馆每周六上午举办故事会。" * 30),
        Text("W" * 300),
        Quote("We read it twice. " * 30, "A reader, 7 March 2026"),
        Callout("Mind this", "\n".join(HOSTILE)),
    )


def _tables() -> tuple[Grid, ...]:
    headings = tuple(f"Heading {i}" for i in range(12))
    rows = tuple(tuple(f"{row} and {column}" for column in range(12)) for row in range(40))
    hostile = tuple((text, text) for text in HOSTILE)
    return (
        Grid("Wide", headings, rows, tuple(range(1, 12)), "A note below. " * 12),
        Grid("Hostile", ("A", "B"), hostile, (1,)),
    )
