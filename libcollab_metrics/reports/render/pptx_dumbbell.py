"""Native PowerPoint chart of scores before and after: two dots on a line for each measure, on one scale."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any
from xml.sax.saxutils import escape

from libcollab_metrics.figures import Chart
from libcollab_metrics.figures.chart import Point, format_number
from libcollab_metrics.figures.layout import wrap_label
from libcollab_metrics.figures.theme import OFFICE_FONT
from libcollab_metrics.localization import Language
from libcollab_metrics.reports.render.pptx_data import plain_data
from libcollab_metrics.reports.render.pptx_template import theme_fill
from libcollab_metrics.reports.render.text import printable

if TYPE_CHECKING:
    from pptx.chart.data import XyChartData

_SPACE = (
    'xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
)
#: Left edge, top, width and height of the plot in shares of the chart: names are left of it, gains right.
PLOT = (0.2, 0.12, 0.56, 0.76)
#: Characters per line of a name; points of names, numbers and small print.
NAME_CHARACTERS, NAME_POINTS, NUMBER_POINTS, GAIN_POINTS, SMALL_POINTS = 18, 15, 15, 20, 13


def draw_dumbbell(placeholder: Any, chart: Chart, language: Language, created: datetime) -> None:
    """Insert the chart into its placeholder: dots, a line between them, names, gains, and alt text."""
    from pptx.enum.chart import XL_CHART_TYPE

    pairs = [
        (before, after)
        for before, after in zip(chart.series[0].points, chart.series[1].points, strict=True)
        if before.value is not None and after.value is not None
    ]
    frame = placeholder.insert_chart(XL_CHART_TYPE.XY_SCATTER, _data(chart, pairs, created))
    frame._element.nvGraphicFramePr.cNvPr.set("descr", printable(chart.alt))
    drawing = frame.chart
    drawing.has_title = False
    drawing.font.name, drawing.font.size = OFFICE_FONT, _points(SMALL_POINTS)
    _format_axes(drawing, chart, len(pairs))
    _format_legend(drawing)
    before, after, names, gains = (series._element for series in drawing.plots[0].series)
    _mark(before, 13, theme_fill("accent6"), theme_fill("tx2"))
    _mark(after, 15, theme_fill("accent1"), theme_fill("accent1"))
    _connect(before, pairs)
    for series, side, place, colour, bold in (
        (before, 0, "l", "tx2", False),
        (after, 1, "r", "accent1", True),
    ):
        texts = [format_number(pair[side].value, chart, language) for pair in pairs]
        _label(series, [[(text, NUMBER_POINTS, bold, colour)] for text in texts], place)
    for series in (names, gains):
        _mark(series, 0, "<a:noFill/>", "<a:noFill/>")
    _label(names, [_name_lines(before_point) for before_point, _ in pairs], "l")
    _label(gains, [_gain_lines(after_point) for _, after_point in pairs], "r")


Line = tuple[str, float, bool, str]


def _name_lines(point: Point) -> list[Line]:
    return [(line, NAME_POINTS, True, "tx1") for line in wrap_label(printable(point.label), NAME_CHARACTERS)]


def _gain_lines(point: Point) -> list[Line]:
    gain, _, likely = point.note.partition("\n")
    lines = [(printable(gain), GAIN_POINTS, True, "accent1"), (printable(likely), SMALL_POINTS, False, "tx2")]
    return [line for line in lines if line[0]]


def _points(size: float) -> Any:
    from pptx.util import Pt

    return Pt(size)


def _data(chart: Chart, pairs: Sequence[tuple[Point, Point]], created: datetime) -> XyChartData:
    """Return both numbers of each pair, and the places of names and gains at the ends of the scale."""
    from pptx.chart.data import XyChartData
    from pptx.chart.xlsx import XyWorkbookWriter

    data: XyChartData = plain_data(XyChartData, XyWorkbookWriter, created)
    low, high = chart.scale or (0.0, 1.0)
    rows = [len(pairs) - number - 0.5 for number in range(len(pairs))]
    columns: tuple[tuple[str, list[float]], ...] = (
        *(
            (printable(series.name), [pair[side].value or 0.0 for pair in pairs])
            for side, series in enumerate(chart.series[:2])
        ),
        (printable(chart.category), [low] * len(pairs)),
        (printable(chart.measure), [high] * len(pairs)),
    )
    for name, numbers in columns:
        series = data.add_series(name)  # type: ignore[no-untyped-call]
        for x, y in zip(numbers, rows, strict=True):
            series.add_data_point(x, y)
    return data


def _format_axes(drawing: Any, chart: Chart, count: int) -> None:
    from pptx.enum.chart import XL_TICK_LABEL_POSITION, XL_TICK_MARK
    from pptx.enum.dml import MSO_THEME_COLOR
    from pptx.oxml import parse_xml

    scale, rows = drawing.category_axis, drawing.value_axis
    scale.minimum_scale, scale.maximum_scale = chart.scale or (0.0, 1.0)
    scale.has_major_gridlines, scale.major_tick_mark = True, XL_TICK_MARK.NONE
    if chart.unit == "share":
        scale.major_unit = 0.1
    scale.major_gridlines.format.line.fill.solid()
    scale.major_gridlines.format.line.fill.fore_color.theme_color = MSO_THEME_COLOR.BACKGROUND_1
    scale.major_gridlines.format.line.fill.fore_color.brightness = -0.15
    scale.format.line.fill.background()
    scale.tick_label_position = XL_TICK_LABEL_POSITION.LOW
    scale.tick_labels.number_format_is_linked = False
    scale.tick_labels.number_format = "0%" if chart.unit == "share" else "General"
    rows.minimum_scale, rows.maximum_scale = 0, count
    rows.has_major_gridlines, rows.visible = False, False
    left, top, width, height = PLOT
    places = "".join(
        f'<c:{name} val="{value}"/>' for name, value in (("x", left), ("y", top), ("w", width), ("h", height))
    )
    layout = (
        f'<c:layout {_SPACE}><c:manualLayout><c:layoutTarget val="inner"/><c:xMode val="edge"/>'
        f'<c:yMode val="edge"/>{places}</c:manualLayout></c:layout>'
    )
    plot = drawing._chartSpace.chart.plotArea
    for old in plot.findall("{*}layout"):
        plot.remove(old)
    plot.insert(0, parse_xml(layout))


def _format_legend(drawing: Any) -> None:
    """Show the key of the two dots, without the places of names and gains."""
    from pptx.enum.chart import XL_LEGEND_POSITION
    from pptx.oxml import parse_xml

    drawing.has_legend = True
    drawing.legend.position, drawing.legend.include_in_layout = XL_LEGEND_POSITION.TOP, False
    for number in (3, 2):
        entry = f'<c:legendEntry {_SPACE}><c:idx val="{number}"/><c:delete val="1"/></c:legendEntry>'
        drawing.legend._element.find("{*}legendPos").addnext(parse_xml(entry))


def _mark(series: Any, size: int, fill: str, line: str) -> None:
    """Draw the points of a series as circles without a line between them; size 0 draws none."""
    from pptx.oxml import parse_xml

    for name in ("spPr", "marker"):
        for old in series.findall(f"{{*}}{name}"):
            series.remove(old)
    symbol = (
        f'<c:symbol val="circle"/><c:size val="{size}"/><c:spPr>{fill}<a:ln w="25400">{line}</a:ln></c:spPr>'
        if size
        else '<c:symbol val="none"/>'
    )
    anchor = series.find("{*}tx")
    anchor.addnext(parse_xml(f"<c:marker {_SPACE}>{symbol}</c:marker>"))
    anchor.addnext(parse_xml(f"<c:spPr {_SPACE}><a:ln><a:noFill/></a:ln></c:spPr>"))


def _connect(series: Any, pairs: Sequence[tuple[Point, Point]]) -> None:
    """Draw the line between the two numbers of each pair as an error bar of the first."""
    from pptx.oxml import parse_xml

    changes = [(after.value or 0.0) - (before.value or 0.0) for before, after in pairs]
    plus, minus = ([max(sign * change, 0.0) for change in changes] for sign in (1, -1))
    xml = (
        f'<c:errBars {_SPACE}><c:errDir val="x"/><c:errBarType val="both"/><c:errValType val="cust"/>'
        f'<c:noEndCap val="1"/><c:plus>{_literals(plus)}</c:plus><c:minus>{_literals(minus)}</c:minus>'
        f'<c:spPr><a:ln w="57150">{theme_fill("accent1", 0.45)}</a:ln></c:spPr></c:errBars>'
    )
    series.find("{*}xVal").addprevious(parse_xml(xml))


def _literals(numbers: Sequence[float]) -> str:
    points = "".join(f'<c:pt idx="{i}"><c:v>{number!r}</c:v></c:pt>' for i, number in enumerate(numbers))
    return (
        f'<c:numLit><c:formatCode>General</c:formatCode><c:ptCount val="{len(numbers)}"/>{points}</c:numLit>'
    )


def _label(series: Any, labels: Sequence[Sequence[Line]], place: str) -> None:
    """Write a text of one or several lines at each point."""
    from pptx.oxml import parse_xml

    shown = "".join(
        f'<c:{name} val="{int(name == "showVal")}"/>'
        for name in (
            "showLegendKey",
            "showVal",
            "showCatName",
            "showSerName",
            "showPercent",
            "showBubbleSize",
        )
    )
    each = "".join(
        f'<c:dLbl><c:idx val="{i}"/>{_text_xml(lines, place)}<c:dLblPos val="{place}"/>{shown}</c:dLbl>'
        for i, lines in enumerate(labels)
        if lines
    )
    for old in series.findall("{*}dLbls"):
        series.remove(old)
    rest = f'<c:dLblPos val="{place}"/>{shown}'
    anchor = series.find("{*}errBars")
    anchor = series.find("{*}xVal") if anchor is None else anchor
    anchor.addprevious(parse_xml(f"<c:dLbls {_SPACE}>{each}{rest}</c:dLbls>"))


def _text_xml(lines: Sequence[Line], place: str) -> str:
    paragraphs = "".join(_line_xml(line, place) for line in lines)
    return f'<c:tx><c:rich><a:bodyPr wrap="none"/><a:lstStyle/>{paragraphs}</c:rich></c:tx>'


def _line_xml(line: Line, place: str) -> str:
    text, points, bold, colour = line
    look = f'sz="{round(points * 100)}" b="{int(bold)}"'
    side = "r" if place == "l" else "l"
    return (
        f'<a:p><a:pPr algn="{side}"><a:defRPr/></a:pPr><a:r><a:rPr {look}>{theme_fill(colour)}'
        f'<a:latin typeface="{OFFICE_FONT}"/></a:rPr><a:t>{escape(text)}</a:t></a:r></a:p>'
    )
