"""Open presentations and read what is on their slides."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

from pptx import Presentation

from libcollab_metrics.figures import Chart
from libcollab_metrics.reports.audiences import AUDIENCES
from libcollab_metrics.reports.document import ChartBlock, Document
from libcollab_metrics.reports.render.plain import flatten_columns
from libcollab_metrics.reports.render.pptx_charts import has_native_chart
from tests.reports.conftest import plain

Deck = Any
NAMES = (*AUDIENCES, "crowded")


def opened(data: bytes) -> Deck:
    return Presentation(io.BytesIO(data))


def shapes(deck: Deck) -> Iterator[Any]:
    return (shape for slide in deck.slides for shape in slide.shapes)


def charts(deck: Deck) -> list[Any]:
    return [shape for shape in shapes(deck) if shape.has_chart]


def said(deck: Deck) -> str:
    """Return every word on the slides: in text frames, in tables and at the marks of charts."""
    texts = [shape.text_frame.text for shape in shapes(deck) if shape.has_text_frame]
    texts += [cell.text for shape in shapes(deck) if shape.has_table for cell in shape.table.iter_cells()]
    texts += [str(name) for shape in charts(deck) for name in shape.chart.plots[0].categories]
    return plain(" ".join(texts))


def notes(deck: Deck) -> str:
    return plain(" ".join(s.notes_slide.notes_text_frame.text for s in deck.slides if s.has_notes_slide))


def drawn_charts(document: Document) -> list[Chart]:
    return [
        block.chart
        for block in flatten_columns(document.blocks)
        if isinstance(block, ChartBlock) and has_native_chart(block.chart)
    ]
