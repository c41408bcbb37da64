"""The minimum work of each output library: the same pages, sheets or slides from finished content."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any
from unittest.mock import patch

from libcollab_metrics.localization import Language
from libcollab_metrics.reports.document import Document
from libcollab_metrics.reports.render import FORMATS

Work = Callable[[], object]


def bare_pdf(document: Document, language: Language) -> Work:
    """The same template, data and drawings, compiled with a new footer each time, so that no cache helps."""
    import typst

    calls: list[tuple[tuple[Any, ...], dict[str, Any]]] = []
    real = typst.compile

    def record_compile(*args: Any, **options: Any) -> Any:
        calls.append((args, options))
        return real(*args, **options)

    with patch("typst.compile", record_compile):
        FORMATS["pdf"](document, language)
    args, options = calls[-1]
    footer = document.footer
    times = iter(range(1_000_000, 2_000_000))  # numbers that no other document of a comparison has

    def work() -> object:
        data = options["sys_inputs"]["document"].replace(footer, f"{footer} {next(times)}")
        return real(*args, **{**options, "sys_inputs": {"document": data}})

    return work


def bare_xlsx(document: Document, language: Language) -> Work:
    """The same sheets, and as many charts, each with as many series."""
    from tests.benchmarks.bare_workbook import bare_workbook

    return bare_workbook(FORMATS["xlsx"](document, language))


def bare_pptx(document: Document, language: Language) -> Work:
    """As many slides with the same words, tables of the same size and charts with the same numbers."""
    from pptx import Presentation

    deck = Presentation(io.BytesIO(FORMATS["pptx"](document, language)))
    slides = [[_shape(shape) for shape in slide.shapes] for slide in deck.slides]

    def work() -> object:
        output = Presentation()
        for shapes in slides:
            slide = output.slides.add_slide(output.slide_layouts[6])
            for draw, content in shapes:
                draw(slide, content)
        buffer = io.BytesIO()
        output.save(buffer)
        return buffer.getvalue()

    return work


def _shape(shape: Any) -> tuple[Callable[[Any, Any], None], Any]:
    if shape.has_chart:
        plot = shape.chart.plots[0]
        names = [str(category) for category in plot.categories]
        return _draw_chart, (names, [(series.name, list(series.values)) for series in plot.series])
    if shape.has_table:
        return _draw_table, [[cell.text for cell in row.cells] for row in shape.table.rows]
    return _draw_words, shape.text_frame.text if shape.has_text_frame else ""


def _draw_chart(slide: Any, content: Any) -> None:
    from pptx.chart.data import CategoryChartData
    from pptx.enum.chart import XL_CHART_TYPE

    names, series = content
    data = CategoryChartData()
    data.categories = names or [str(number) for number, _ in enumerate(series[0][1])]  # a chart of points
    for name, values in series:
        data.add_series(name, values)
    slide.shapes.add_chart(XL_CHART_TYPE.BAR_CLUSTERED, 0, 0, 900_000, 900_000, data)


def _draw_table(slide: Any, rows: Any) -> None:
    table = slide.shapes.add_table(len(rows), len(rows[0]), 0, 0, 900_000, 900_000).table
    for number, row in enumerate(rows):
        for column, text in enumerate(row):
            table.cell(number, column).text = text


def _draw_words(slide: Any, text: str) -> None:
    slide.shapes.add_textbox(0, 0, 900_000, 900_000).text_frame.text = text


def bare_docx(document: Document, language: Language) -> Work:
    """The same words, tables of the same size, and the same pictures, already drawn."""
    import docx
    from docx.oxml.ns import qn

    source = docx.Document(io.BytesIO(FORMATS["docx"](document, language)))
    texts = ["".join(t.text or "" for t in p.iter(qn("w:t"))) for p in source.element.body.iter(qn("w:p"))]
    pictures = [part.blob for part in source.part.package.image_parts]
    tables = [(len(table.rows), len(table.columns)) for table in source.tables]

    def work() -> object:
        output = docx.Document()
        for text in texts:
            output.add_paragraph(text)
        for picture in pictures:
            output.add_picture(io.BytesIO(picture))
        for rows, columns in tables:
            output.add_table(rows, columns)
        buffer = io.BytesIO()
        output.save(buffer)
        return buffer.getvalue()

    return work


def bare_html(document: Document, language: Language) -> Work:
    """The same template with its finished values."""
    from libcollab_metrics.reports.render import to_html

    template, context = to_html._template(), {}

    class Noted:
        def render(self, **values: Any) -> str:
            context.update(values)
            return template.render(**values)

    with patch.object(to_html, "_template", Noted):
        to_html.to_html(document, language)
    return lambda: template.render(**context).encode()


def bare_csv(document: Document, language: Language) -> Work:
    """The same rows."""
    rows = list(csv.reader(io.StringIO(FORMATS["csv"](document, language).decode("utf-8-sig"))))

    def work() -> object:
        buffer = io.StringIO(newline="")
        csv.writer(buffer).writerows(rows)
        return buffer.getvalue().encode()

    return work


#: Format → the minimum work of its library.
BARE: Mapping[str, Callable[[Document, Language], Work]] = MappingProxyType(
    {
        "pdf": bare_pdf,
        "xlsx": bare_xlsx,
        "pptx": bare_pptx,
        "docx": bare_docx,
        "html": bare_html,
        "csv": bare_csv,
    }
)
