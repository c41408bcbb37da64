"""A chart on a slide: native, with its numbers, gaps, bounds and intervals, and never a formula."""

from __future__ import annotations

import io

import pytest
from openpyxl import load_workbook

from libcollab_metrics.figures import Point
from libcollab_metrics.reports.document import ChartBlock, Grid, Heading, Text
from libcollab_metrics.reports.render.pptx_charts import KINDS
from libcollab_metrics.reports.render.to_pptx import to_pptx
from tests.reports.conftest import ENGLISH, plain
from tests.reports.test_renderers import document
from tests.support.builders.evaluations import HOSTILE, chart
from tests.support.documents.presentations import charts, opened, said, shapes


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_chart_text_is_never_a_formula(text: str) -> None:
    points = (Point(text, 1.0), Point("B", None, note=text))
    drawn = chart("bars", (points, points), title=text, caption=text, alt=text)
    deck = opened(to_pptx(document(Heading(text), ChartBlock(drawn), title=text), ENGLISH))
    (shape,) = charts(deck)
    book = load_workbook(io.BytesIO(shape.chart.part.chart_workbook.xlsx_part.blob))
    cells = [cell for row in book.active.iter_rows() for cell in row]
    assert [cell.coordinate for cell in cells if cell.data_type == "f" or cell.hyperlink] == []
    assert list(shape.chart.plots[0].categories)[1].startswith("B")


@pytest.mark.parametrize("text", [text for text in HOSTILE if text.isprintable()])
def test_slides_print_text_as_typed(text: str) -> None:
    deck = opened(to_pptx(document(Heading("Topic"), Text(text), Grid("Table", ("A",), ((text,),))), ENGLISH))
    assert said(deck).count(plain(text)) == 2


def test_gap_stays_a_gap_and_hidden_points_say_so() -> None:
    points = (
        Point("A", 40.0),
        Point("B", 0.0),
        Point("C", None, hidden=True, note="hidden to protect a small group"),
    )
    deck = opened(to_pptx(document(Heading("Topic"), ChartBlock(chart("bars", points))), ENGLISH))
    plot = charts(deck)[0].chart.plots[0]
    assert list(plot.series[0].values) == [40.0, 0.0, None]
    assert list(plot.categories) == ["A", "B", "C (hidden)"]
    assert plain("C: hidden to protect a small group.") in said(deck)


def test_bound_label_keeps_its_sign_and_follows_its_number() -> None:
    points = (Point("A", 412.0, note="at least"), Point("B", 0.634, note=""))
    money = chart("bars", (Point("A", 9150.0, note="at least"),), unit="money", currency="PHP")
    blocks = (
        ChartBlock(chart("bars", points[:1])),
        ChartBlock(chart("bars", points[1:], unit="share")),
        ChartBlock(money),
    )
    deck = opened(to_pptx(document(Heading("Topic"), *blocks), ENGLISH))
    formats = [
        code.get("formatCode")
        for shape in charts(deck)
        for code in shape.chart.plots[0].series[0]._element.findall(".//{*}dLbl/{*}numFmt")
    ]
    assert [code.split(";")[0] for code in formats] == ['#,##0"+"', r"#,##0\ %", '"₱"#,##0"+"']


def test_declared_range_is_drawn_as_lines() -> None:
    banded = chart("bars", (Point("A", 20.0), Point("B", 31.0)), band=(15.0, 30.0))
    deck = opened(to_pptx(document(Heading("Topic"), ChartBlock(banded)), ENGLISH))
    columns, lines = charts(deck)[0].chart.plots
    assert [list(series.values) for series in lines.series] == [[15.0, 15.0], [30.0, 30.0]]
    assert list(columns.series[0].values) == [20.0, 31.0]


def test_interval_is_drawn_and_written() -> None:
    dots = chart("dots", (Point("Confidence", 0.72, 0.58, 0.83),), unit="share")
    deck = opened(to_pptx(document(Heading("Topic"), ChartBlock(dots)), ENGLISH))
    plot = charts(deck)[0].chart.plots[0]
    bars = plot.series[0]._element.find("{*}errBars")
    ends = [float(v.text) for v in bars.findall(".//{*}pt/{*}v")]
    assert ends == pytest.approx([0.11, 0.14])
    assert plain(next(iter(plot.categories))) == plain("Confidence (58% to 83%)")


def test_before_and_after_are_joined() -> None:
    before = (Point("Score", 9.5), Point("Speed", 40.0), Point("New", None, note="no score"))
    after = (Point("Score", 11.6), Point("Speed", 31.0), Point("New", 12.0))
    deck = opened(to_pptx(document(Heading("Topic"), ChartBlock(chart("pairs", (before, after)))), ENGLISH))
    first, second = charts(deck)[0].chart.plots[0].series
    error_lengths = [float(v.text) for v in first._element.findall("{*}errBars//{*}pt/{*}v")]
    assert error_lengths == pytest.approx([2.1, 0, 0, 0, 9.0, 0])
    assert second._element.find("{*}errBars") is None


def test_forty_bars_continue_on_slides_with_the_same_axis() -> None:
    bars = chart("bars", tuple(Point(f"Partner {i}", float(i)) for i in range(40)))
    deck = opened(to_pptx(document(Heading("Topic"), ChartBlock(bars)), ENGLISH))
    drawn = [shape.chart for shape in charts(deck)]
    assert sum(len(list(c.plots[0].categories)) for c in drawn) == 40
    assert len(drawn) > 1
    assert len({c.value_axis.maximum_scale for c in drawn}) == 1


def test_every_kind_of_chart_is_drawn_or_shown_as_table() -> None:
    for kind in ("flow", "calendar", *KINDS):
        row = (Point("A", 40.0, 30.0, 48.0), Point("B", 12.0))
        deck = opened(to_pptx(document(Heading("Topic"), ChartBlock(chart(kind, (row, row)))), ENGLISH))
        assert bool(charts(deck)) == (kind in KINDS)
        assert bool([s for s in shapes(deck) if s.has_table]) == (kind not in KINDS)
        assert "A" in said(deck)


def test_calendar_is_a_table_with_darker_cells_for_more() -> None:
    weekdays = tuple(
        tuple(Point(f"Week {w}", float(w) if w % 2 else None) for w in range(14)) for _ in range(3)
    )
    deck = opened(to_pptx(document(Heading("Topic"), ChartBlock(chart("calendar", weekdays))), ENGLISH))
    tables = [shape.table for shape in shapes(deck) if shape.has_table]
    rows = [row for table in tables for row in list(table.rows)[1:]]
    fills = {row.cells[0].text: row.cells[1]._tc.tcPr.findall("{*}solidFill/{*}srgbClr") for row in rows}
    assert [name for name, fill in fills.items() if not fill] == [f"Week {w}" for w in range(0, 14, 2)]
    light, dark = (sum(bytes.fromhex(fills[f"Week {w}"][0].get("val"))) for w in (1, 13))
    assert light > dark
