"""Native PowerPoint charts: chart types, bars per slide, number formats, axes, and error bars."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from libcollab_metrics.figures import Chart, Point, Series
from libcollab_metrics.figures.chart import format_number
from libcollab_metrics.figures.layout import (
    drawn_series,
    is_range,
    labelled_categories,
    points_of,
    series_colour_index,
    series_labels,
    value_range,
)
from libcollab_metrics.figures.story_vega import column_number
from libcollab_metrics.figures.theme import OFFICE_FONT
from libcollab_metrics.localization import Language
from libcollab_metrics.reports.render.pptx_data import plain_data
from libcollab_metrics.reports.render.text import printable

if TYPE_CHECKING:
    from pptx.chart.chart import Chart as Drawing
    from pptx.chart.data import CategoryChartData


# Chart types, splitting, category labels and reference lines.

#: Chart type of each kind in python-pptx; other kinds are rendered as tables.
KINDS = {
    "columns": "COLUMN_CLUSTERED",
    "bars": "BAR_CLUSTERED",
    "funnel": "BAR_CLUSTERED",
    "stacked": "BAR_STACKED",
    "line": "LINE_MARKERS",
    "dots": "LINE_MARKERS",
    "pairs": "LINE_MARKERS",
}
#: Kinds drawn as markers, with category names below.
MARKER_KINDS = frozenset({"dots", "pairs"})
HORIZONTAL_KINDS = frozenset({"bars", "funnel", "stacked"})
OVER_TIME = frozenset({"columns", "line"})
#: Maximum number of bars, and of markers, at a readable size on a full and on half a slide.
MAX_BARS, MAX_BARS_NARROW = 12, 8
MAX_DOTS, MAX_DOTS_NARROW = 9, 5
#: Fraction of the number axis reserved for the number after the longest bar.
LABEL_ROOM = 0.2


def has_native_chart(chart: Chart) -> bool:
    """Return whether a chart can be drawn natively; one without numbers becomes a table."""
    return chart.kind in KINDS and any(point.value is not None for s in chart.series for point in s.points)


def split_chart(chart: Chart, narrow: bool = False) -> list[Chart]:
    """Split a chart into parts that fit a slide or half a slide."""
    bars, dots = (MAX_BARS_NARROW, MAX_DOTS_NARROW) if narrow else (MAX_BARS, MAX_DOTS)
    return split_by_bars(chart, dots if chart.kind in MARKER_KINDS else bars)


def split_by_bars(chart: Chart, max_bars: int) -> list[Chart]:
    """Split a chart into parts of at most `max_bars` bars, all with the same number axis.

    Charts over time are never split.
    """
    total = len(points_of(chart))
    each = 1 if chart.kind == "stacked" or chart.kind in MARKER_KINDS else max(1, len(drawn_series(chart)))
    max_bars = max(1, max_bars // each)
    if chart.kind not in HORIZONTAL_KINDS | MARKER_KINDS or total <= max_bars:
        return [chart]
    share = -(-total // -(-total // max_bars))
    low, high = value_range(chart, room=LABEL_ROOM)
    whole = replace(chart, scale=chart.scale or (low, high))
    return [_slice_chart(whole, start, start + share) for start in range(0, total, share)]


def _slice_chart(chart: Chart, first: int, last: int) -> Chart:
    return replace(chart, series=tuple(replace(s, points=s.points[first:last]) for s in chart.series))


def category_labels(chart: Chart, language: Language) -> list[str]:
    """Return the category labels, each with the reason for a gap and with its interval."""
    return [
        printable(f"{point.label} ({remark})" if (remark := _remark(chart, index, language)) else point.label)
        for index, point in enumerate(points_of(chart))
    ]


def _remark(chart: Chart, category_index: int, language: Language) -> str:
    """Return what the reader must know about a category that its marks cannot show."""
    row = [
        (series, series.points[category_index])
        for series in drawn_series(chart)
        if category_index < len(series.points)
    ]
    if chart.kind in OVER_TIME:
        return language.message("cell-hidden") if any(point.hidden for _, point in row) else ""
    several = len(row) > 1
    remarks = [(series.name, _point_remark(point, chart, language)) for series, point in row]
    return "; ".join(f"{name}: {text}" if several else text for name, text in remarks if text)


def _point_remark(point: Point, chart: Chart, language: Language) -> str:
    if point.low is not None and point.high is not None and (chart.kind in MARKER_KINDS or is_range(point)):
        low, high = (format_number(end, chart, language) for end in (point.low, point.high))
        return language.message("range", low=low, high=high).replace(" ", "\u00a0")
    if point.hidden:
        return language.message("cell-hidden")
    # a stack may lack a part
    has_figure = point.value is not None or (chart.kind == "stacked" and not point.note)
    return "" if has_figure else language.message("no-figure")


def missing_reasons(chart: Chart) -> tuple[str, ...]:
    """Return why marks are missing, one sentence each.

    Months are omitted: their gap is self-explanatory.
    """
    if chart.kind in OVER_TIME:
        return ()
    gaps = [(s.name, p) for s in drawn_series(chart) for p in s.points if p.value is None and p.note]
    several = len(chart.series) > 1
    return tuple(f"{f'{name}, ' if several else ''}{p.label}: {p.note.rstrip('.')}." for name, p in gaps)


def has_band(chart: Chart) -> bool:
    """Return whether the chart has a declared range."""
    return chart.band is not None and chart.band != (None, None)


def reference_lines(chart: Chart, language: Language) -> list[Series]:
    """Return the reference lines: ends of the interval of a line, and of the declared range."""
    lines = []
    if chart.kind == "line":
        for series in drawn_series(chart):
            for end, message in (("low", "low"), ("high", "high")):
                points = tuple(Point(p.label, getattr(p, end)) for p in series.points)
                if any(point.value is not None for point in points):
                    lines.append(Series(f"{series.name}: {language.message(message)}", points, "dotted"))
    for edge, message in zip(chart.band or (), ("declared-from", "declared-to"), strict=False):
        if edge is not None and chart.kind in ("columns", "bars", "line"):
            points = tuple(Point(p.label, edge) for p in points_of(chart))
            lines.append(Series(language.message(message), points, "dashed", colour_index=4))
    return lines


# DrawingML that python-pptx has no API for: label formats, error bars, ranges as lines.

_SPACE = (
    'xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
)
#: Number formats of an axis by unit, where the number is not bare.
AXIS_FORMATS: Mapping[str, str] = MappingProxyType(
    {"share": r"0\ %", "balance": "+0.0;−0.0;0", "change": r"0%", "money": "#,##0"}
)
_SHOW_VALUE_ONLY = (
    '<c:showLegendKey val="0"/><c:showVal val="1"/><c:showCatName val="0"/><c:showSerName val="0"/>'
    '<c:showPercent val="0"/><c:showBubbleSize val="0"/>'
)
_MAX_DECIMALS = 2


def number_format(printed_text: str, value: float, unit: str, language: Language) -> str:
    r"""Return the format in which a spreadsheet displays a number as printed: "≥ ₱1,200", "63%".

    The label then changes with the number when someone edits it. For a number printed in words, the format is
    the literal text.

    Examples
    --------
    >>> from libcollab_metrics.localization import language
    >>> number_format("≥ 412", 412, "visits", language("en"))
    '"≥ "#,##0;"≥ "#,##0'
    >>> number_format("63%", 0.634, "share", language("en"))
    '#,##0\\ %;#,##0\\ %'
    """
    scaled = abs(value) * (100 if unit == "share" else 1)
    cores = ((language.number(scaled, decimals), decimals) for decimals in range(_MAX_DECIMALS, -1, -1))
    core, decimals = next(((core, d) for core, d in cores if core in printed_text), ("", 0))
    if not core:
        return _quote_literal(printed_text)
    before, after = printed_text.split(core, 1)
    number = "#,##0" + ("." + "0" * decimals if decimals else "")
    ending = r"\ %" if unit == "share" and after.strip() == "%" else _quote_literal(after)
    if before in ("+", "−"):
        return f"{_quote_literal('+')}{number}{ending};{_quote_literal('−')}{number}{ending};{number}{ending}"
    return f"{_quote_literal(before)}{number}{ending};{_quote_literal(before)}{number}{ending}"


def _quote_literal(text: str) -> str:
    return '"' + text.replace('"', "”") + '"' if text else ""


def set_point_labels(series: Any, formats: Sequence[str], position: str, points: float) -> None:
    """Set the number format of each mark's label; a mark with an empty format has no label."""
    from pptx.oxml import parse_xml

    look = _label_format_xml(points, "bg1" if position == "ctr" else "tx1", position)
    each = "".join(
        (
            f'<c:dLbl><c:idx val="{i}"/>{_format(code)}{look}</c:dLbl>'
            if code
            else f'<c:dLbl><c:idx val="{i}"/><c:delete val="1"/></c:dLbl>'
        )
        for i, code in enumerate(formats)
    )
    rest = look if any(formats) else '<c:delete val="1"/>'
    old = series.get_or_add_dLbls()
    series.replace(old, parse_xml(f"<c:dLbls {_SPACE}>{each}{rest}</c:dLbls>"))


def _format(code: str) -> str:
    from xml.sax.saxutils import quoteattr

    return f'<c:numFmt formatCode={quoteattr(code)} sourceLinked="0"/>'


def _label_format_xml(points: float, colour: str, position: str) -> str:
    return (
        "<c:spPr><a:noFill/><a:ln><a:noFill/></a:ln></c:spPr>"
        f'<c:txPr><a:bodyPr/><a:lstStyle/><a:p><a:pPr><a:defRPr sz="{round(points * 100)}"'
        ' b="1"><a:solidFill>'
        f'<a:schemeClr val="{colour}"/></a:solidFill><a:latin typeface="{OFFICE_FONT}"/></a:defRPr></a:pPr>'
        "<a:endParaRPr/></a:p></c:txPr>"
        f'<c:dLblPos val="{position}"/>{_SHOW_VALUE_ONLY}'
    )


def add_error_bars(series: Any, points: Sequence[Point], kind: str) -> None:
    """Draw intervals as editable error bars; for pairs, the line between the two numbers."""
    from pptx.oxml import parse_xml
    from pptx.oxml.ns import qn

    ends = [(p.value, p.low, p.high) for p in points]
    if not any(None not in end for end in ends):
        return
    below = [0.0 if v is None or low is None else v - low for v, low, _ in ends]
    above = [0.0 if v is None or high is None else high - v for v, _, high in ends]
    direction = "" if kind in ("bars", "funnel", "stacked", "columns") else '<c:errDir val="y"/>'
    xml = (
        f'<c:errBars {_SPACE}>{direction}<c:errBarType val="both"/><c:errValType val="cust"/><c:noEndCap'
        f' val="{int(kind == "pairs")}"/><c:plus>{_number_literals_xml(above)}</c:plus>'
        f"<c:minus>{_number_literals_xml(below)}</c:minus><c:spPr>"
        '<a:ln w="19050"><a:solidFill><a:schemeClr val="tx2"/></a:solidFill></a:ln></c:spPr></c:errBars>'
    )
    series.find(qn("c:cat")).addprevious(parse_xml(xml))


def _number_literals_xml(numbers: Sequence[float]) -> str:
    each = "".join(f'<c:pt idx="{i}"><c:v>{number!r}</c:v></c:pt>' for i, number in enumerate(numbers))
    return f'<c:numLit><c:formatCode>General</c:formatCode><c:ptCount val="{len(numbers)}"/>{each}</c:numLit>'


def thin_axis_labels(axis: Any, step: int) -> None:
    """Label only every `step`-th month, so that labels are horizontal and complete."""
    from pptx.oxml import parse_xml
    from pptx.oxml.ns import qn

    following = axis.find(qn("c:noMultiLvlLbl"))
    skip = parse_xml(f'<c:tickLblSkip {_SPACE} val="{step}"/>')
    if following is None:
        axis.append(skip)
    else:
        following.addprevious(skip)


def rotate_axis_labels(axis: Any, degrees: int) -> None:
    """Set the rotation of axis labels; horizontal labels can wrap."""
    from pptx.oxml.ns import qn

    body = next(axis.iter(qn("a:bodyPr")), None)
    if body is not None:
        body.set("rot", str(degrees * 60_000))
        body.set("vert", "horz")


def draw_columns_as_lines(space: Any, first: int) -> None:
    """Draw the columns from index `first` on as thin lines, on the same axes."""
    from pptx.oxml import parse_xml
    from pptx.oxml.ns import qn

    columns = next(space.iter(qn("c:barChart")))
    over = parse_xml(
        f'<c:lineChart {_SPACE}><c:grouping val="standard"/><c:varyColors val="0"/></c:lineChart>'
    )
    for series in columns.findall(qn("c:ser"))[first:]:
        for name in ("c:invertIfNegative", "c:spPr", "c:dLbls"):
            for old in series.findall(qn(name)):
                series.remove(old)
        line = (
            '<a:ln w="15875"><a:solidFill><a:schemeClr val="tx2"/></a:solidFill><a:prstDash'
            ' val="dash"/></a:ln>'
        )
        series.find(qn("c:tx")).addnext(parse_xml(f"<c:spPr {_SPACE}>{line}</c:spPr>"))
        series.find(qn("c:spPr")).addnext(parse_xml(f'<c:marker {_SPACE}><c:symbol val="none"/></c:marker>'))
        over.append(series)
    over.append(parse_xml(f'<c:marker {_SPACE} val="1"/>'))
    for axis in columns.findall(qn("c:axId")):
        over.append(parse_xml(f'<c:axId {_SPACE} val="{axis.get("val")}"/>'))
    columns.addnext(over)


#: Maximum number of months with horizontal labels, on a full and on half a slide.
MAX_HORIZONTAL_LABELS, MAX_HORIZONTAL_LABELS_NARROW = 14, 7
POINTS, POINTS_NARROW = 12, 11
#: Size of the numbers over columns of which there are few.
MAX_FEW, POINTS_OF_FEW = 6, 16
MARKERS = ("CIRCLE", "DIAMOND", "SQUARE", "TRIANGLE", "X")
DASHES = {"dashed": "DASH", "dotted": "ROUND_DOT"}


def draw_native_chart(
    placeholder: Any, chart: Chart, language: Language, created: datetime, narrow: bool = False
) -> None:
    """Insert the chart into its placeholder, with alt text."""
    from pptx.enum.chart import XL_CHART_TYPE

    upright = chart.kind == "bars" and has_band(chart)  # a bar chart cannot have range lines
    kind = "columns" if upright else chart.kind
    series = [*drawn_series(chart), *reference_lines(chart, language)]
    data = _data(chart, series, language, created)
    frame = placeholder.insert_chart(getattr(XL_CHART_TYPE, KINDS[kind]), data)
    frame._element.nvGraphicFramePr.cNvPr.set("descr", printable(chart.alt))
    drawing: Drawing = frame.chart
    _format_frame(drawing, chart, kind, narrow)
    for number, (data_series, drawn) in enumerate(zip(series, drawing.plots[0].series, strict=True)):
        _format_series(drawn, data_series, chart, kind, number)
        labels = _labels(data_series, chart, language, narrow) if number < len(drawn_series(chart)) else []
        set_point_labels(
            drawn._element, labels, _label_position(kind, number), _label_points(chart, kind, narrow)
        )
        add_error_bars(drawn._element, _points_with_ends(chart, number), kind)
    if kind == "columns" and len(series) > len(drawn_series(chart)):
        draw_columns_as_lines(drawing._chartSpace, len(drawn_series(chart)))


def _label_points(chart: Chart, kind: str, narrow: bool) -> int:
    if kind == "columns" and _is_few(chart, narrow):
        return POINTS_OF_FEW
    return POINTS_NARROW if narrow else POINTS


def _is_few(chart: Chart, narrow: bool) -> bool:
    """Return whether a chart has so few columns that each has a large number, and no axis."""
    return (
        chart.kind == "columns"
        and not narrow
        and len(chart.series) == 1
        and not has_band(chart)
        and len(points_of(chart)) <= MAX_FEW
    )


def _points_with_ends(chart: Chart, number: int) -> tuple[Point, ...]:
    """Return the points with an interval to draw: their own, or the two numbers of a pair."""
    drawn = drawn_series(chart)
    if chart.kind == "line" or number >= len(drawn):
        return ()
    if chart.kind != "pairs":
        return drawn[number].points
    rows = zip(*(series.points for series in drawn), strict=True)
    both = [[p.value for p in row if p.value is not None] for row in rows] if number == 0 else []
    return tuple(
        replace(point, low=min(ends), high=max(ends)) if len(ends) > 1 else point
        for point, ends in zip(drawn[0].points, both, strict=False)
    )


def _label_position(kind: str, number: int) -> str:
    """Return the label position; of a pair, before is on the left and after on the right."""
    if kind == "pairs":
        return "r" if number else "l"
    return {"dots": "r", "line": "t", "stacked": "ctr"}.get(kind, "outEnd")


def _data(chart: Chart, series: Sequence[Series], language: Language, created: datetime) -> CategoryChartData:
    from pptx.chart.data import CategoryChartData
    from pptx.chart.xlsx import CategoryWorkbookWriter

    data: CategoryChartData = plain_data(CategoryChartData, CategoryWorkbookWriter, created)
    data.categories = category_labels(chart, language)
    for data_series in series:
        data.add_series(printable(data_series.name), [p.value for p in data_series.points])  # type: ignore[no-untyped-call]
    return data


def _labels(series: Series, chart: Chart, language: Language, narrow: bool) -> list[str]:
    """Return the number format of each mark; empty for a mark without a label."""
    printed = series_labels(series, chart, language, narrow)
    if chart.kind == "pairs":
        printed = [format_number(point.value, chart, language) for point in series.points]
    if _is_few(chart, narrow):
        printed = [column_number(point, chart, language) for point in series.points]
    formats = [
        number_format(text, point.value, chart.unit, language) if point.value is not None else ""
        for text, point in zip(printed, series.points, strict=True)
    ]
    return [code if text else "" for code, text in zip(formats, printed, strict=True)]


def _format_frame(drawing: Drawing, chart: Chart, kind: str, narrow: bool) -> None:
    """Format everything except the marks: no title, a legend for several series, subtle axes."""
    from pptx.enum.chart import XL_LEGEND_POSITION
    from pptx.util import Pt

    drawing.has_title = False
    drawing.font.name, drawing.font.size = OFFICE_FONT, Pt(POINTS_NARROW if narrow else POINTS)
    _tint(drawing.font.fill, "TEXT_2")
    plotted = drawing.plots[0]
    drawing.has_legend = len(plotted.series) > 1 if hasattr(plotted, "series") else False
    if drawing.has_legend and drawing.legend is not None:
        drawing.legend.position, drawing.legend.include_in_layout = XL_LEGEND_POSITION.TOP, False
    if kind != "line" and kind not in MARKER_KINDS:
        plotted.gap_width = 55
    _category_axis(drawing, chart, kind, narrow)
    _number_axis(drawing, chart, kind, narrow)


def _category_axis(drawing: Drawing, chart: Chart, kind: str, narrow: bool) -> None:
    from pptx.enum.chart import XL_TICK_LABEL_POSITION, XL_TICK_MARK
    from pptx.util import Pt

    axis = drawing.category_axis
    axis.has_major_gridlines = False
    axis.major_tick_mark = XL_TICK_MARK.NONE
    axis.tick_label_position = XL_TICK_LABEL_POSITION.LOW
    _tint(axis.tick_labels.font.fill, "TEXT_1")
    if _is_few(chart, narrow):
        axis.tick_labels.font.size = Pt(POINTS_OF_FEW)
    _tint(axis.format.line.fill, "ACCENT_5")
    if kind in HORIZONTAL_KINDS:  # the first bar would be at the bottom; reversed, it is on top
        axis.reverse_order = True
    shown, count = labelled_categories(chart, narrow), len(points_of(chart))
    is_crowded = chart.kind in OVER_TIME and count > (
        MAX_HORIZONTAL_LABELS_NARROW if narrow else MAX_HORIZONTAL_LABELS
    )
    rotate_axis_labels(axis._element, -45 if is_crowded else 0)
    if is_crowded and len(shown) > 1:
        thin_axis_labels(axis._element, shown[1] - shown[0])


def _number_axis(drawing: Drawing, chart: Chart, kind: str, narrow: bool) -> None:
    """Format the number axis; it is hidden where all bars have labels.

    The measure is part of the caption.
    """
    from pptx.enum.chart import XL_TICK_LABEL_POSITION, XL_TICK_MARK
    from pptx.util import Pt

    axis = drawing.value_axis
    axis.minimum_scale, axis.maximum_scale, axis.major_unit = _ends(chart)
    axis.has_title = False
    axis.has_major_gridlines = False
    if kind in ("bars", "funnel") or _is_few(chart, narrow):
        axis.visible = False
        return
    axis.major_tick_mark = XL_TICK_MARK.NONE
    axis.format.line.fill.background()
    axis.has_major_gridlines = True
    axis.major_gridlines.format.line.width = Pt(0.75)
    _tint(axis.major_gridlines.format.line.fill, "BACKGROUND_2", brightness=-0.1)
    if kind in HORIZONTAL_KINDS:  # with a reversed category axis, the "high" position is at the bottom
        axis.tick_label_position = XL_TICK_LABEL_POSITION.HIGH
    axis.tick_labels.number_format_is_linked = False
    axis.tick_labels.number_format = AXIS_FORMATS.get(chart.unit, "#,##0.##;−#,##0.##;0")


def _ends(chart: Chart) -> tuple[float | None, float | None, float | None]:
    """Return minimum, maximum and step of the number axis; None where the program chooses.

    Zero is included unless the chart has its own scale.
    """
    if chart.unit == "balance":
        return -1.0, 1.0, 0.5
    if chart.scale:
        return *chart.scale, None
    low, high = value_range(chart, room=LABEL_ROOM)
    if chart.unit == "share":
        return 0.0, high, 0.25
    if low < 0:
        return None, None, None
    return (
        0.0,
        (_round_up(high) if chart.kind in MARKER_KINDS or chart.kind in HORIZONTAL_KINDS else None),
        None,
    )


def _round_up(end: float) -> float:
    """Round the end of an axis up to the next half power of ten."""
    step = 10.0 ** math.floor(math.log10(end)) / 2
    return math.ceil(end / step) * step


def _format_series(native_series: Any, series: Series, chart: Chart, kind: str, number: int) -> None:
    """Set the color of a series, equal in all formats, and its line or marker."""
    from pptx.enum.chart import XL_MARKER_STYLE
    from pptx.enum.dml import MSO_LINE
    from pptx.util import Pt

    colour = f"ACCENT_{series_colour_index(series, number) + 1}"
    if kind != "line" and kind not in MARKER_KINDS:
        is_accented = kind == "columns" and len(chart.series) == 1
        _tint(native_series.format.fill, "ACCENT_6" if is_accented else colour)
        if is_accented:
            _accent_last_column(native_series, series)
        native_series.invert_if_negative = False
        return
    native_series.smooth = False
    is_extra = number >= len(drawn_series(chart))
    marker = "NONE" if is_extra else MARKERS[number % len(MARKERS)] if kind in MARKER_KINDS else "CIRCLE"
    native_series.marker.style = getattr(XL_MARKER_STYLE, marker)
    if not is_extra:
        native_series.marker.size = 12 if kind in MARKER_KINDS else 6
        _tint(native_series.marker.format.fill, colour)
        native_series.marker.format.line.fill.background()
    if kind in MARKER_KINDS:
        native_series.format.line.fill.background()
        return
    native_series.format.line.width = Pt(1.25 if is_extra else 2.25)
    _tint(native_series.format.line.fill, colour)
    if series.style in DASHES:
        native_series.format.line.dash_style = getattr(MSO_LINE, DASHES[series.style])


def _accent_last_column(native_series: Any, series: Series) -> None:
    """Draw the latest column in the accent color; the others are neutral."""
    known = [index for index, point in enumerate(series.points) if point.value is not None]
    if known:
        _tint(native_series.points[known[-1]].format.fill, "ACCENT_1")


def _tint(fill: Any, colour: str, brightness: float = 0.0) -> None:
    from pptx.enum.dml import MSO_THEME_COLOR

    fill.solid()
    fill.fore_color.theme_color = getattr(MSO_THEME_COLOR, colour)
    if brightness:
        fill.fore_color.brightness = brightness
