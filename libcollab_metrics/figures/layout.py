"""How a chart is laid out, the same on screen and on paper: wrapped labels, label steps, heights, ranges."""

from __future__ import annotations

import math
import re
import textwrap
from collections.abc import Sequence
from dataclasses import dataclass, replace

from libcollab_metrics.figures import theme
from libcollab_metrics.figures.chart import Chart, Point, Series, written
from libcollab_metrics.localization import Language

#: Characters no font draws and no image may hold.
UNPRINTABLE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ufffe\uffff\ud800-\udfff]")
#: Lines of one label; what does not fit ends in … and stands whole in the table.
MOST_LINES = 3
#: Lines that fit beside a bar without making room.
LINES_OF_A_BAR = 2
#: Columns with a number over each; with more, only the highest bears one.
MOST_LABELLED = 14
#: Labels that fit under a time axis, in full width and in half, and the steps between them.
MOST_TICKS, MOST_TICKS_NARROW = 12, 7
STEPS = (1, 2, 3, 6, 12, 24, 60, 120)
#: Characters of a remark that fit where a bar is missing.
REMARK_CHARACTERS = 60
#: Characters of one of two lines of it on a telephone and in half width.
REMARK_LINE = 18

#: Part of the number axis that is left free for the number written past the longest mark.
LABEL_ROOM, LABEL_ROOM_SCREEN, LABEL_ROOM_NARROW = 0.16, 0.28, 0.45
#: The same for the two numbers of a pair.
PAIR_ROOM, PAIR_ROOM_NARROW = 0.25, 0.7

#: Columns of a calendar of weekdays.
DAYS = 7
#: Lines that are named at their ends, and the characters such a name may have.
MOST_NAMED, LONGEST_NAMED = 3, 28
#: Points of a drawing's width for a legend, in full width and in half, of a mark with its space, and of a character.
LEGEND_WIDTH, LEGEND_WIDTH_NARROW, LEGEND_MARK, CHARACTER = 605, 285, 30, 6
#: Points of a label's width, which wide letters fill before its characters are used up.
LABEL_LIMIT, LABEL_LIMIT_NARROW = 260, 130
#: Room for names beside a flow, as a part of its width.
FLOW_MARGIN = 0.55
#: Part of a scale left free at its ends, so that a mark there is whole.
MARK_ROOM = 0.06
HORIZONTAL = frozenset({"bars", "dots", "funnel", "stacked", "pairs"})
#: Points of the number axis of a stacked bar in full and in half width, and those of a digit inside it.
STACK_WIDTH, STACK_WIDTH_NARROW, DIGIT = 430, 165, 7


def printable(text: str) -> str:
    """Take out what cannot be printed: control characters and broken letters."""
    return UNPRINTABLE.sub("", text)


def wrapped(label: str, width: int = theme.LABEL_CHARACTERS) -> list[str]:
    """Break a label into at most three lines; words longer than a line are cut."""
    return textwrap.wrap(label, width, max_lines=MOST_LINES, placeholder=" …", break_long_words=True) or [""]


def label_width(chart: Chart, narrow: bool = False) -> int:
    """Return how many characters fit in one line of a label."""
    if chart.kind not in HORIZONTAL:
        return theme.MONTH_CHARACTERS
    return theme.NARROW_LABEL_CHARACTERS if narrow else theme.LABEL_CHARACTERS


def screen_height(chart: Chart) -> int:
    """Return the height on the screen, where labels are as narrow as a telephone needs them."""
    return height(chart, label_characters=theme.NARROW_LABEL_CHARACTERS)


def height(chart: Chart, narrow: bool = False, label_characters: int = 0) -> int:
    """Return the drawing's height in points: a row for each bar, more where a label has three lines."""
    if chart.kind == "flow":
        return theme.NARROW_FLOW_HEIGHT if narrow else theme.FLOW_HEIGHT
    if chart.kind == "calendar":
        square = theme.NARROW_SQUARE_HEIGHT if has_narrow_squares(chart) else theme.SQUARE_HEIGHT
        return theme.CALENDAR_FRAME + max(1, len(points_of(chart))) * square
    if chart.kind not in HORIZONTAL:
        names = _legend_height(chart, narrow, bool(label_characters))
        return (theme.NARROW_TIME_HEIGHT if narrow else theme.TIME_HEIGHT) + names
    width = label_characters or label_width(chart, narrow)
    extra = [max(0, len(wrapped(point.label, width)) - LINES_OF_A_BAR) for point in points_of(chart)]
    # Rows are all as high as the highest: on the screen, where labels are narrow, each has room for the longest label.
    lines = max(extra, default=0) * len(extra) if label_characters else sum(extra)
    rows = max(1, len(points_of(chart))) * (len(chart.series) if chart.kind in ("bars", "funnel") else 1)
    frame, bar = theme.FRAME_HEIGHT, theme.BAR_HEIGHT
    if narrow:
        frame, bar = theme.NARROW_FRAME_HEIGHT, theme.NARROW_BAR_HEIGHT
    return frame + rows * bar + lines * theme.SIZES["label"] + _legend_height(chart, narrow, bool(label_characters))


def _legend_height(chart: Chart, narrow: bool, on_screen: bool) -> int:
    """Room for the names of several series, in as many lines as they need; a telephone gives each a line."""
    if not has_legend(chart):
        return 0
    return theme.LEGEND_LINE * math.ceil(len(drawn_series(chart)) / (1 if on_screen else legend_columns(chart, narrow)))


def legend_columns(chart: Chart, narrow: bool = False) -> int:
    """Return how many names of series stand beside each other above the drawing, each as wide as the longest."""
    longest = max((len(series.name) for series in drawn_series(chart)), default=0) * CHARACTER
    each = LEGEND_MARK + min(longest, legend_limit(chart, narrow))
    return max(1, int(_legend_width(chart, narrow) // each))


def legend_limit(chart: Chart, narrow: bool = False) -> int:
    """Return the points a name above the drawing may take; longer ones end in an ellipsis."""
    return min(theme.LABEL_CHARACTERS * CHARACTER, _legend_width(chart, narrow) - LEGEND_MARK)


def _legend_width(chart: Chart, narrow: bool) -> int:
    """What the labels of flat bars leave of the width, for names stand over the bars."""
    width = LEGEND_WIDTH_NARROW if narrow else LEGEND_WIDTH
    if chart.kind not in HORIZONTAL:
        return width
    lines = [line for point in points_of(chart) for line in wrapped(point.label, label_width(chart, narrow))]
    most = LABEL_LIMIT_NARROW if narrow else LABEL_LIMIT
    return width - min(most, max(map(len, lines), default=0) * CHARACTER)


def has_narrow_squares(chart: Chart) -> bool:
    """True for a calendar with more columns than a week has days."""
    return len(chart.series) > DAYS


def has_legend(chart: Chart) -> bool:
    """True where series are named above the drawing, because they cannot be named at their marks."""
    return len(chart.series) > 1 and (
        chart.kind in ("bars", "columns", "funnel", "dots", "stacked") or (chart.kind == "line" and not _few(chart))
    )


def _few(chart: Chart) -> bool:
    """True for lines that can be named at their ends: so few, and with names so short, that all have room there."""
    return len(chart.series) <= MOST_NAMED and all(len(series.name) <= LONGEST_NAMED for series in chart.series)


def drawn_series(chart: Chart) -> tuple[Series, ...]:
    """The series that are drawn: all dots and all parts, for none may be left out; of other marks the first five."""
    return chart.series if chart.kind in ("dots", "stacked") else chart.series[: theme.MAX_SERIES]


def points_of(chart: Chart) -> tuple[Point, ...]:
    """The points of the first series: the categories in order."""
    return chart.series[0].points if chart.series else ()


def parts(chart: Chart) -> list[list[tuple[float, float]]]:
    """Where each part of a stacked bar begins and ends, series by series; an unknown part has no length."""
    ends = [0.0] * len(points_of(chart))
    placed = []
    for series in chart.series:
        starts = ends
        ends = [start + (point.value or 0.0) for start, point in zip(starts, series.points, strict=True)]
        placed.append(list(zip(starts, ends, strict=True)))
    return placed


def lengths(chart: Chart) -> list[float]:
    """How long each bar of a stacked chart is: its known parts together."""
    rows = zip(*(series.points for series in chart.series), strict=True)
    return [sum(point.value or 0.0 for point in row) for row in rows]


def ticks(chart: Chart, narrow: bool = False) -> list[int]:
    """Return which categories bear a label: all bars, and as many months as fit, evenly."""
    count = len(points_of(chart))
    most = MOST_TICKS_NARROW if narrow else MOST_TICKS
    fitting = (step for step in STEPS if math.ceil(count / step) <= most)
    return list(range(0, count, 1 if chart.kind in HORIZONTAL else next(fitting, max(1, count))))


def value_labels(points: Sequence[Point], chart: Chart, language: Language, narrow: bool = False) -> list[str]:
    """Return the number at each mark; on a crowded time axis only at the highest, of a line also at the last."""
    most = MOST_LABELLED // 2 if narrow else MOST_LABELLED
    if chart.kind == "dots" and len(chart.series) > 1:  # many dots in a row have no room for numbers
        return [""] * len(points)
    if chart.kind == "stacked":
        return [_part_label(point, chart, language, narrow) for point in points]
    if chart.kind in HORIZONTAL or (len(points) <= most and chart.kind == "columns"):
        return [value_label(point, chart, language) for point in points]
    known = [i for i, point in enumerate(points) if point.value is not None]
    kept = {max(known, key=lambda i: points[i].value or 0.0)} if known else set()
    # A number over a low column between taller ones would stand in its neighbours.
    if known and chart.kind == "line":
        kept.add(known[-1])
    return [value_label(point, chart, language) if i in kept else "" for i, point in enumerate(points)]


def series_labels(series: Series, chart: Chart, language: Language, narrow: bool = False) -> list[str]:
    """Return the number at each mark of a series; where something is expected, the last of each line and no other.

    What is only there to compare with bears none.
    """
    labels = value_labels(series.points, chart, language, narrow)
    if chart.kind != "line" or all(other.style == "solid" for other in chart.series):
        return labels
    last = max((i for i, label in enumerate(labels) if label), default=-1)
    return [label if i == last and series.style != "dotted" else "" for i, label in enumerate(labels)]


def look_of(series: Series, number: int) -> int:
    """Return which look a series bears: after the fifth all bear the last, as does what is only to compare with."""
    if series.look is not None:
        return series.look
    return theme.MAX_SERIES - 1 if series.style == "dotted" else min(number, theme.MAX_SERIES - 1)


def _part_label(point: Point, chart: Chart, language: Language, narrow: bool) -> str:
    """The number inside a stacked part that has room for it."""
    label, span = written(point.value, chart, language), value_range(chart, narrow)[1] or 1.0
    wide = (point.value or 0.0) / span * (STACK_WIDTH_NARROW if narrow else STACK_WIDTH)
    return label if (len(label) + 1) * DIGIT <= wide else ""


def value_label(point: Point, chart: Chart, language: Language) -> str:
    """Return the number of a mark, with ≥ or ≤ where it is a bound, in the short form a mark has room for."""
    number = written(point.value, chart, language)
    if is_range(point):
        ends = [written(end, chart, language) for end in (point.low, point.high)]
        return language.say("range", low=ends[0], high=ends[1])
    sign = {language.say("mark-at_least"): "≥ ", language.say("mark-at_most"): "≤ "}.get(point.note.split(",")[0], "")
    return sign + number if number else ""


def is_range(point: Point) -> bool:
    """True for a mark of which only the two ends are known."""
    return point.value is None and point.low is not None and point.high is not None


def gaps_of(chart: Chart) -> list[tuple[int, Point]]:
    """The rows in which words stand for missing marks; none where several marks share a row.

    A pair that lacks a number lacks both, and says so.
    """
    if chart.kind not in HORIZONTAL or (len(chart.series) > 1 and chart.kind != "pairs"):
        return []
    rows = zip(*(series.points for series in chart.series), strict=True)
    return [
        (place, replace(points[0], value=None) if any(point.value is None for point in points) else points[0])
        for place, points in enumerate(rows)
    ]


def gap_label(point: Point, language: Language) -> str:
    """What stands where a mark is missing; nothing where there is a mark."""
    if point.value is not None or is_range(point):
        return ""
    return textwrap.shorten(point.note.rstrip(".") or language.say("no-figure"), REMARK_CHARACTERS, placeholder=" …")


def gap_lines(point: Point, language: Language) -> list[str]:
    """The words for a missing mark in two short lines, which a telephone and half a page show whole."""
    label = gap_label(point, language)
    return textwrap.wrap(label, REMARK_LINE, max_lines=LINES_OF_A_BAR, placeholder=" …") if label else []


def screen_range(chart: Chart) -> tuple[float, float]:
    """Return the ends of the number axis on the screen, where a number must fit beside its bar on a telephone too."""
    return value_range(chart, narrow=chart.kind == "pairs", room=LABEL_ROOM_SCREEN)


def value_range(chart: Chart, narrow: bool = False, room: float = 0.0) -> tuple[float, float]:
    """Return the ends of the number axis, with room for labels: zero is always in, a balance runs from −1 to 1."""
    if chart.unit == "balance":
        return (-1.15, 1.15)
    if chart.scale:
        room = (chart.scale[1] - chart.scale[0]) * MARK_ROOM
        return (chart.scale[0] - room, chart.scale[1] + room)
    if chart.kind == "stacked":
        return (0.0, max(lengths(chart), default=0.0) or 1.0)
    numbers = [n for s in chart.series for p in s.points for n in (p.value, p.low, p.high) if n is not None]
    numbers += [end for end in chart.band or () if end is not None]
    low, high = min([0.0, *numbers]), max([0.0, *numbers])
    span = (high - low) or 1.0
    if chart.kind == "pairs":  # both numbers are written behind the larger one
        return (low, high + (PAIR_ROOM_NARROW if narrow else PAIR_ROOM) * span)
    if chart.unit == "share" and chart.kind not in HORIZONTAL:
        return (0.0, max(1.08, high * 1.1))
    if chart.kind not in HORIZONTAL or not room:
        room = LABEL_ROOM_NARROW if narrow and chart.kind in HORIZONTAL else LABEL_ROOM
    return (low - (0.12 * span if low < 0 else 0.0), high + room * span)


# How wide a text can be in the bundled typeface, without asking a typesetter.

#: The most a letter of each sort takes, as a part of the size of the letters; measured in Inter Regular.
_SORTS: tuple[tuple[str, float], ...] = (
    ("ijlI.,:;'| ", 0.31),
    ('frt()-/1"', 0.46),
    ("abcdeghknopqsuvxyz023456789", 0.65),
    ("ABCDEFGHJKLNOPQRSTUVXYZ&", 0.77),
    ("mwMW%", 1.0),
)
_WIDTHS = {letter: width for letters, width in _SORTS for letter in letters}
#: What the typeface may lack, such as a Chinese letter.
_ANY_OTHER = 1.2


def most_width(text: str, size: float) -> float:
    """Return a width in points that a text never exceeds in letters of this size, and seldom falls short of by a fifth.

    Examples
    --------
    >>> round(most_width("Story hour", 11)), round(most_width("WWWW", 11))
    (63, 44)
    """
    return size * sum(_WIDTHS.get(letter, _ANY_OTHER) for letter in text)


# Which name and number stand at the end of each of several lines, far enough apart; on screen and on paper.

#: Characters of one line of a name at the end of a line and of a number, points of one character and of one line.
LINE_END_CHARACTERS, LINE_END_NUMBER_CHARACTERS, LINE_END_CHARACTER, LINE_END_GAP = 14, 7, 6.2, 13
#: How much more of a line than its own width a name is kept clear of: a telephone draws the line shorter.
COVERED = 1.4
#: Points around a line chart's plot, and the width of a plot of full and of half width.
AROUND, PLOT, PLOT_NARROW = 55, 570, 250


@dataclass(frozen=True)
class LineEnd:
    """Where a line ends and what is written there, `lift` points above its last mark.

    What ends with the axis is named behind it; what ends before has other lines behind it and is named over or under
    itself, on the side it does not come from.
    """

    series: int
    place: int
    value: float
    lines: tuple[str, ...]
    behind: bool
    lift: float


def line_ends(chart: Chart, language: Language, narrow: bool = False) -> tuple[LineEnd, ...]:
    """Return the ends of several lines; a single line needs no name, and many are named above."""
    if not _is_named(chart):
        return ()
    drawn = list(enumerate(drawn_series(chart)))
    found = [end for number, series in drawn if (end := _end(number, series, chart, language, narrow))]
    last = max((end.place for end in found), default=0)
    over = [end for end in found if end.place < last]
    behind = [replace(end, behind=True) for end in found if end.place == last]
    return (*over, *_apart(sorted(behind, key=lambda end: end.value), chart, narrow))


def room_behind(chart: Chart, narrow: bool = False) -> float:
    """Return how many places of the time axis the names behind it take; none where no name stands there."""
    if not _is_named(chart):
        return 0.0
    names = [line for series in drawn_series(chart) for line in wrapped(series.name, LINE_END_CHARACTERS)]
    share = (max(map(len, (*names, " " * LINE_END_NUMBER_CHARACTERS))) * LINE_END_CHARACTER + 12) / (
        PLOT_NARROW if narrow else PLOT
    )
    return len(points_of(chart)) * share / (1 - share)


def _is_named(chart: Chart) -> bool:
    return chart.kind == "line" and len(chart.series) > 1 and not has_legend(chart)


def _end(number: int, series: Series, chart: Chart, language: Language, narrow: bool) -> LineEnd | None:
    known = [(place, point.value) for place, point in enumerate(series.points) if point.value is not None]
    if not known:
        return None
    place, value = known[-1]
    label = series_labels(series, chart, language, narrow)[place]
    lines = (*wrapped(series.name, LINE_END_CHARACTERS), *([label] if label else []))
    step = (PLOT_NARROW if narrow else PLOT) / (len(series.points) + room_behind(chart, narrow))
    covered = max(map(len, lines)) * LINE_END_CHARACTER * COVERED
    beside = [n for at, n in known if (place - at) * step <= covered or at == known[-2:][0][0]]
    return LineEnd(number, place, value, lines, False, _clear(value, beside, len(lines), chart, narrow))


def _clear(value: float, beside: list[float], lines: int, chart: Chart, narrow: bool) -> float:
    """How far over or under a line's end its name is clear of the line before it: the nearer, where it has room."""
    scale, top = _scale(chart, narrow), value_range(chart, narrow)[1]
    above, below = (max(beside) - value) * scale, (value - min(beside)) * scale
    aside = LINE_END_GAP * (lines + 1) / 2
    has_room = above + LINE_END_GAP * lines <= (top - value) * scale
    return above + aside if above <= below and has_room else -below - aside


def _scale(chart: Chart, narrow: bool) -> float:
    """Points of height of one unit."""
    low, high = value_range(chart, narrow)
    return (height(chart, narrow) - AROUND) / ((high - low) or 1.0)


def _apart(ends: list[LineEnd], chart: Chart, narrow: bool) -> list[LineEnd]:
    """Lift names that would stand in each other, the lowest first."""
    scale = _scale(chart, narrow)
    placed: list[LineEnd] = []
    for end in ends:
        lift = 0.0
        if placed:
            under = placed[-1]
            rise = (end.value - under.value) * scale
            lift = max(lift, under.lift + LINE_END_GAP * (len(under.lines) + len(end.lines)) / 2 - rise)
        placed.append(replace(end, lift=lift))
    return placed
