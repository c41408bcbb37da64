"""Chart layout for screen and paper: label wrapping, numbers at marks, heights, axis ranges, legends."""

from __future__ import annotations

import math
import re
import textwrap
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from libcollab_metrics.figures import theme
from libcollab_metrics.figures.chart import Chart, Point, Series, format_number
from libcollab_metrics.localization import Language

#: Characters that no font draws and that an image must not contain.
UNPRINTABLE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ufffe\uffff\ud800-\udfff]")
#: Maximum lines of one label; the rest is cut with … and is complete in the data table.
MAX_LABEL_LINES = 3
#: Lines of a label that fit next to a bar without increasing its height.
FREE_LABEL_LINES = 2
#: Maximum number of columns with a number on each; with more, only the highest has one.
MAX_LABELLED_COLUMNS = 14
#: Maximum labels on a time axis, at full and half width, and the allowed steps between them.
MAX_TICKS, MAX_TICKS_NARROW = 12, 7
STEPS = (1, 2, 3, 6, 12, 24, 60, 120)
#: Characters of a remark that fit in place of a missing bar.
REMARK_CHARACTERS = 60
#: Characters per line of such a remark when split in two lines, on a phone and at half width.
REMARK_LINE = 18

#: Fraction of the number axis reserved for the number after the longest mark.
LABEL_ROOM, LABEL_ROOM_SCREEN, LABEL_ROOM_NARROW = 0.16, 0.28, 0.45
#: The same for the two numbers of a pair.
PAIR_ROOM, PAIR_ROOM_NARROW = 0.25, 0.7

#: Columns of a calendar of weekdays.
DAYS = 7
#: Maximum number of lines labeled at their ends, and maximum characters of such a label.
MAX_LABELLED_LINES, MAX_LINE_LABEL_CHARACTERS = 3, 28
#: Points: width of a legend at full and half width, of a legend mark with its space, and of a character.
LEGEND_WIDTH, LEGEND_WIDTH_NARROW, LEGEND_MARK, CHARACTER = 605, 285, 30, 6
#: Points: maximum width of a label, which wide letters can reach before the character limit.
LABEL_LIMIT, LABEL_LIMIT_NARROW = 260, 130
#: Room for names next to a flow, as a fraction of its width.
FLOW_MARGIN = 0.55
#: Fraction of a scale left free at its ends, so that a mark at the end is not clipped.
MARK_ROOM = 0.06
HORIZONTAL = frozenset({"bars", "dots", "funnel", "stacked", "pairs"})
#: Points: length of the number axis of a stacked bar at full and half width, and of a digit inside the bar.
STACK_WIDTH, STACK_WIDTH_NARROW, DIGIT = 430, 165, 7


def strip_unprintable(text: str) -> str:
    """Remove control characters and lone surrogates."""
    return UNPRINTABLE.sub("", text)


def wrap_label(label: str, width: int = theme.LABEL_CHARACTERS) -> list[str]:
    """Wrap a label into at most three lines; break words longer than a line."""
    return list(_wrap(label, width))


@lru_cache(maxsize=2_000)
def _wrap(label: str, width: int) -> tuple[str, ...]:
    """Wrap a label once: each chart is drawn in several sizes and formats."""
    lines = textwrap.wrap(label, width, max_lines=MAX_LABEL_LINES, placeholder=" …", break_long_words=True)
    return tuple(lines) or ("",)


def label_width(chart: Chart, narrow: bool = False) -> int:
    """Return the maximum characters per line of a label."""
    if chart.kind not in HORIZONTAL:
        return theme.MONTH_CHARACTERS
    return theme.NARROW_LABEL_CHARACTERS if narrow else theme.LABEL_CHARACTERS


def screen_height(chart: Chart) -> int:
    """Return the height on the screen in points, for labels wrapped for a phone."""
    return figure_height(chart, label_characters=theme.NARROW_LABEL_CHARACTERS)


def figure_height(chart: Chart, narrow: bool = False, label_characters: int = 0) -> int:
    """Compute the drawing's height in points: one row per bar, plus extra lines of long labels."""
    if chart.kind == "flow":
        return theme.NARROW_FLOW_HEIGHT if narrow else theme.FLOW_HEIGHT
    if chart.kind == "calendar":
        square = theme.NARROW_SQUARE_HEIGHT if has_narrow_squares(chart) else theme.SQUARE_HEIGHT
        return theme.CALENDAR_FRAME + max(1, len(points_of(chart))) * square
    if chart.kind not in HORIZONTAL:
        names = _legend_height(chart, narrow, bool(label_characters))
        return (theme.NARROW_TIME_HEIGHT if narrow else theme.TIME_HEIGHT) + names
    width = label_characters or label_width(chart, narrow)
    extra = [max(0, len(wrap_label(point.label, width)) - FREE_LABEL_LINES) for point in points_of(chart)]
    # All rows have the height of the tallest: on the screen, where labels are narrow, each has room for the
    # longest.
    lines = max(extra, default=0) * len(extra) if label_characters else sum(extra)
    rows = max(1, len(points_of(chart))) * (len(chart.series) if chart.kind in ("bars", "funnel") else 1)
    frame, bar = theme.FRAME_HEIGHT, theme.BAR_HEIGHT
    if narrow:
        frame, bar = theme.NARROW_FRAME_HEIGHT, theme.NARROW_BAR_HEIGHT
    return (
        frame
        + rows * bar
        + lines * theme.SIZES["label"]
        + _legend_height(chart, narrow, bool(label_characters))
    )


def _legend_height(chart: Chart, narrow: bool, on_screen: bool) -> int:
    """Compute the height of the legend in points; on a phone each name takes a line."""
    if not has_legend(chart):
        return 0
    return theme.LEGEND_LINE * math.ceil(
        len(drawn_series(chart)) / (1 if on_screen else legend_columns(chart, narrow))
    )


def legend_columns(chart: Chart, narrow: bool = False) -> int:
    """Return how many legend entries fit in one line, each as wide as the longest."""
    longest = max((len(series.name) for series in drawn_series(chart)), default=0) * CHARACTER
    each = LEGEND_MARK + min(longest, legend_limit(chart, narrow))
    return max(1, int(_legend_width(chart, narrow) // each))


def legend_limit(chart: Chart, narrow: bool = False) -> int:
    """Return the maximum width of a legend entry in points; longer names end in an ellipsis."""
    return min(theme.LABEL_CHARACTERS * CHARACTER, _legend_width(chart, narrow) - LEGEND_MARK)


def _legend_width(chart: Chart, narrow: bool) -> int:
    """Return the width available to the legend: above horizontal bars it excludes their labels."""
    width = LEGEND_WIDTH_NARROW if narrow else LEGEND_WIDTH
    if chart.kind not in HORIZONTAL:
        return width
    lines = [
        line for point in points_of(chart) for line in wrap_label(point.label, label_width(chart, narrow))
    ]
    most = LABEL_LIMIT_NARROW if narrow else LABEL_LIMIT
    return width - min(most, max(map(len, lines), default=0) * CHARACTER)


def has_narrow_squares(chart: Chart) -> bool:
    """Return whether a calendar has more than seven columns."""
    return len(chart.series) > DAYS


def has_legend(chart: Chart) -> bool:
    """Return whether series are named in a legend because their marks cannot be labeled."""
    return len(chart.series) > 1 and (
        chart.kind in ("bars", "columns", "funnel", "dots", "stacked")
        or (chart.kind == "line" and not _can_label_line_ends(chart))
    )


def _can_label_line_ends(chart: Chart) -> bool:
    """Return whether lines can be labeled at their ends: few lines with short names."""
    return len(chart.series) <= MAX_LABELLED_LINES and all(
        len(series.name) <= MAX_LINE_LABEL_CHARACTERS for series in chart.series
    )


def drawn_series(chart: Chart) -> tuple[Series, ...]:
    """Return the series to draw: all dots and stacked parts, else the first five."""
    return chart.series if chart.kind in ("dots", "stacked") else chart.series[: theme.MAX_SERIES]


def points_of(chart: Chart) -> tuple[Point, ...]:
    """Return the points of the first series, which define the categories in order."""
    return chart.series[0].points if chart.series else ()


def stacked_part_ranges(chart: Chart) -> list[list[tuple[float, float]]]:
    """Return start and end of each part of a stacked bar, per series.

    An unknown part has length 0.
    """
    ends = [0.0] * len(points_of(chart))
    placed = []
    for series in chart.series:
        starts = ends
        ends = [start + (point.value or 0.0) for start, point in zip(starts, series.points, strict=True)]
        placed.append(list(zip(starts, ends, strict=True)))
    return placed


def stacked_bar_lengths(chart: Chart) -> list[float]:
    """Return the length of each stacked bar: the sum of its known parts."""
    rows = zip(*(series.points for series in chart.series), strict=True)
    return [sum(point.value or 0.0 for point in row) for row in rows]


def labelled_categories(chart: Chart, narrow: bool = False) -> list[int]:
    """Return the indices of the labeled categories.

    All bars are labeled; on a time axis as many evenly spaced months as fit.
    """
    count = len(points_of(chart))
    most = MAX_TICKS_NARROW if narrow else MAX_TICKS
    fitting = (step for step in STEPS if math.ceil(count / step) <= most)
    return list(range(0, count, 1 if chart.kind in HORIZONTAL else next(fitting, max(1, count))))


def value_labels(
    points: Sequence[Point], chart: Chart, language: Language, narrow: bool = False
) -> list[str]:
    """Return the number at each mark.

    On a crowded time axis only the highest mark has one, and for a line also the last.
    """
    most = MAX_LABELLED_COLUMNS // 2 if narrow else MAX_LABELLED_COLUMNS
    if chart.kind == "dots" and len(chart.series) > 1:  # many dots in a row have no room for numbers
        return [""] * len(points)
    if chart.kind == "stacked":
        return [_part_label(point, chart, language, narrow) for point in points]
    if chart.kind in HORIZONTAL or (len(points) <= most and chart.kind == "columns"):
        return [value_label(point, chart, language) for point in points]
    known = [i for i, point in enumerate(points) if point.value is not None]
    labelled = {max(known, key=lambda i: points[i].value or 0.0)} if known else set()
    # A number above a low column would overlap its taller neighbors.
    if known and chart.kind == "line":
        labelled.add(known[-1])
    return [value_label(point, chart, language) if i in labelled else "" for i, point in enumerate(points)]


def series_labels(series: Series, chart: Chart, language: Language, narrow: bool = False) -> list[str]:
    """Return the number at each mark of a series.

    In a chart with dashed or dotted lines, only the last mark of each line has a number, and comparison
    (dotted) lines have none.
    """
    labels = value_labels(series.points, chart, language, narrow)
    if chart.kind != "line" or all(line.style == "solid" for line in chart.series):
        return labels
    last = max((i for i, label in enumerate(labels) if label), default=-1)
    return [label if i == last and series.style != "dotted" else "" for i, label in enumerate(labels)]


def series_colour_index(series: Series, series_index: int) -> int:
    """Return the color index of a series.

    Comparison series and those after the fifth use the last color.
    """
    if series.colour_index is not None:
        return series.colour_index
    return theme.MAX_SERIES - 1 if series.style == "dotted" else min(series_index, theme.MAX_SERIES - 1)


def _part_label(point: Point, chart: Chart, language: Language, narrow: bool) -> str:
    """Return the number inside a stacked part, if it fits."""
    label, span = format_number(point.value, chart, language), value_range(chart, narrow)[1] or 1.0
    wide = (point.value or 0.0) / span * (STACK_WIDTH_NARROW if narrow else STACK_WIDTH)
    return label if (len(label) + 1) * DIGIT <= wide else ""


def value_label(point: Point, chart: Chart, language: Language) -> str:
    """Return the number of a mark in short form, with + or ≤ where it is a bound."""
    number = format_number(point.value, chart, language)
    if is_range(point):
        ends = [format_number(end, chart, language) for end in (point.low, point.high)]
        return language.message("range", low=ends[0], high=ends[1])
    bound = point.note.split(",")[0]
    if number and bound == language.message("mark-at_least"):
        return f"{number}+"
    return f"≤ {number}" if number and bound == language.message("mark-at_most") else number


def is_range(point: Point) -> bool:
    """Return whether only the two ends of a mark are known."""
    return point.value is None and point.low is not None and point.high is not None


def find_gaps(chart: Chart) -> list[tuple[int, Point]]:
    """Return the rows in which text replaces a missing mark.

    There are none where several marks share a row. A pair that lacks either number counts as missing.
    """
    if chart.kind not in HORIZONTAL or (len(chart.series) > 1 and chart.kind != "pairs"):
        return []
    rows = zip(*(series.points for series in chart.series), strict=True)
    return [
        (index, replace(points[0], value=None) if any(point.value is None for point in points) else points[0])
        for index, points in enumerate(rows)
    ]


def gap_label(point: Point, language: Language) -> str:
    """Return the text in place of a missing mark; empty where there is a mark."""
    if point.value is not None or is_range(point):
        return ""
    return textwrap.shorten(
        point.note.rstrip(".") or language.message("no-figure"), REMARK_CHARACTERS, placeholder=" …"
    )


def gap_lines(point: Point, language: Language) -> list[str]:
    """Return the text for a missing mark in two short lines that fit a phone and half a page."""
    label = gap_label(point, language)
    return textwrap.wrap(label, REMARK_LINE, max_lines=FREE_LABEL_LINES, placeholder=" …") if label else []


def screen_range(chart: Chart) -> tuple[float, float]:
    """Return the ends of the number axis on the screen.

    They leave room for numbers next to bars on a phone.
    """
    return value_range(chart, narrow=chart.kind == "pairs", room=LABEL_ROOM_SCREEN)


def value_range(chart: Chart, narrow: bool = False, room: float = 0.0) -> tuple[float, float]:
    """Return the ends of the number axis, with room for labels.

    Zero is included unless the chart has its own scale. A balance runs from −1 to 1.
    """
    if chart.unit == "balance":
        return (-1.15, 1.15)
    if chart.scale:
        room = (chart.scale[1] - chart.scale[0]) * MARK_ROOM
        return (chart.scale[0] - room, chart.scale[1] + room)
    if chart.kind == "stacked":
        return (0.0, max(stacked_bar_lengths(chart), default=0.0) or 1.0)
    numbers = [n for s in chart.series for p in s.points for n in (p.value, p.low, p.high) if n is not None]
    numbers += [end for end in chart.band or () if end is not None]
    low, high = min([0.0, *numbers]), max([0.0, *numbers])
    span = (high - low) or 1.0
    if chart.kind == "pairs":  # both numbers are written to the right of the larger one
        return (low, high + (PAIR_ROOM_NARROW if narrow else PAIR_ROOM) * span)
    if chart.unit == "share" and chart.kind not in HORIZONTAL:
        return (0.0, max(1.08, high * 1.1))
    if chart.kind not in HORIZONTAL or not room:
        room = LABEL_ROOM_NARROW if narrow and chart.kind in HORIZONTAL else LABEL_ROOM
    return (low - (0.12 * span if low < 0 else 0.0), high + room * span)


# Upper bound of the width of a text in the bundled font, without a layout engine.

#: Maximum width per class of letters, as a fraction of the font size; measured in Inter Regular.
_LETTER_CLASSES: tuple[tuple[str, float], ...] = (
    ("ijlI.,:;'| ", 0.31),
    ('frt()-/1"', 0.46),
    ("abcdeghknopqsuvxyz023456789", 0.65),
    ("ABCDEFGHJKLNOPQRSTUVXYZ&", 0.77),
    ("mwMW%", 1.0),
)
_WIDTHS = {letter: width for letters, width in _LETTER_CLASSES for letter in letters}
#: Width of a character that the font may lack, such as a Chinese letter.
_FALLBACK_WIDTH = 1.2


def max_text_width(text: str, size: float) -> float:
    """Return an upper bound of a text's width in points, rarely more than a fifth too large.

    Examples
    --------
    >>> round(max_text_width("Story hour", 11)), round(max_text_width("WWWW", 11))
    (63, 44)
    """
    return size * sum(_WIDTHS.get(letter, _FALLBACK_WIDTH) for letter in text)


# Labels at the ends of several lines, placed without overlap.

#: Characters per line of a line-end name and of a number; points of one character and of one line.
LINE_END_CHARACTERS, LINE_END_NUMBER_CHARACTERS, LINE_END_CHARACTER, LINE_END_GAP = 14, 7, 6.2, 13
#: Multiple of a name's width that must be clear of lines: on a phone the lines are drawn shorter.
LABEL_CLEARANCE_FACTOR = 1.4
#: Points: margin around the plot of a line chart, and width of the plot at full and half width.
PLOT_MARGIN, PLOT_WIDTH, PLOT_WIDTH_NARROW = 55, 570, 250


@dataclass(frozen=True)
class LineEnd:
    """The end of a line and its label, drawn `lift` points above the last mark.

    A line that ends at the end of the axis is labeled after its end. A line that ends earlier has other lines
    to the right and is labeled above or below, on the side the line does not come from.
    """

    series: int
    point_index: int
    value: float
    lines: tuple[str, ...]
    is_at_axis_end: bool
    lift: float


def line_ends(chart: Chart, language: Language, narrow: bool = False) -> tuple[LineEnd, ...]:
    """Return the labeled ends of several lines; none for one line or where a legend is used."""
    if not _has_line_labels(chart):
        return ()
    drawn = list(enumerate(drawn_series(chart)))
    ends = [end for number, series in drawn if (end := _line_end(number, series, chart, language, narrow))]
    last = max((end.point_index for end in ends), default=0)
    over = [end for end in ends if end.point_index < last]
    behind = [replace(end, is_at_axis_end=True) for end in ends if end.point_index == last]
    return (*over, *_separate_labels(sorted(behind, key=lambda end: end.value), chart, narrow))


def line_label_room(chart: Chart, narrow: bool = False) -> float:
    """Return how many positions of the time axis the line-end labels take; 0 without labels."""
    if not _has_line_labels(chart):
        return 0.0
    names = [line for series in drawn_series(chart) for line in wrap_label(series.name, LINE_END_CHARACTERS)]
    share = (max(map(len, (*names, " " * LINE_END_NUMBER_CHARACTERS))) * LINE_END_CHARACTER + 12) / (
        PLOT_WIDTH_NARROW if narrow else PLOT_WIDTH
    )
    return len(points_of(chart)) * share / (1 - share)


def _has_line_labels(chart: Chart) -> bool:
    return chart.kind == "line" and len(chart.series) > 1 and not has_legend(chart)


def _line_end(number: int, series: Series, chart: Chart, language: Language, narrow: bool) -> LineEnd | None:
    known = [(index, point.value) for index, point in enumerate(series.points) if point.value is not None]
    if not known:
        return None
    index, value = known[-1]
    label = series_labels(series, chart, language, narrow)[index]
    lines = (*wrap_label(series.name, LINE_END_CHARACTERS), *([label] if label else []))
    step = (PLOT_WIDTH_NARROW if narrow else PLOT_WIDTH) / (
        len(series.points) + line_label_room(chart, narrow)
    )
    covered = max(map(len, lines)) * LINE_END_CHARACTER * LABEL_CLEARANCE_FACTOR
    nearby_values = [n for at, n in known if (index - at) * step <= covered or at == known[-2:][0][0]]
    return LineEnd(
        number, index, value, lines, False, _label_offset(value, nearby_values, len(lines), chart, narrow)
    )


def _label_offset(value: float, nearby_values: list[float], lines: int, chart: Chart, narrow: bool) -> float:
    """Compute how far above or below a line's end its label must be to clear the line.

    The nearer side is preferred where it has room.
    """
    scale, top = _points_per_unit(chart, narrow), value_range(chart, narrow)[1]
    above, below = (max(nearby_values) - value) * scale, (value - min(nearby_values)) * scale
    aside = LINE_END_GAP * (lines + 1) / 2
    has_room = above + LINE_END_GAP * lines <= (top - value) * scale
    return above + aside if above <= below and has_room else -below - aside


def _points_per_unit(chart: Chart, narrow: bool) -> float:
    """Return points of height per unit."""
    low, high = value_range(chart, narrow)
    return (figure_height(chart, narrow) - PLOT_MARGIN) / ((high - low) or 1.0)


def _separate_labels(ends: list[LineEnd], chart: Chart, narrow: bool) -> list[LineEnd]:
    """Raise labels that would overlap, from the lowest up."""
    scale = _points_per_unit(chart, narrow)
    placed: list[LineEnd] = []
    for end in ends:
        lift = 0.0
        if placed:
            under = placed[-1]
            rise = (end.value - under.value) * scale
            lift = max(lift, under.lift + LINE_END_GAP * (len(under.lines) + len(end.lines)) / 2 - rise)
        placed.append(replace(end, lift=lift))
    return placed
