"""What a slide draws of a chart: which kinds, in how many parts, under which names, with which lines beside."""

from __future__ import annotations

from dataclasses import replace

from libcollab_metrics.figures import Chart, Point, Series
from libcollab_metrics.figures.chart import written
from libcollab_metrics.figures.layout import drawn_series, is_range, points_of, value_range
from libcollab_metrics.reports.printable import printable
from libcollab_metrics.wording import Language

#: Each kind of chart as the library names it; a kind that is not here stands as its table.
KINDS = {
    "columns": "COLUMN_CLUSTERED",
    "bars": "BAR_CLUSTERED",
    "funnel": "BAR_CLUSTERED",
    "stacked": "BAR_STACKED",
    "line": "LINE_MARKERS",
    "dots": "LINE_MARKERS",
    "pairs": "LINE_MARKERS",
}
#: Kinds of marks beside each other, each with its name below.
MARKED = frozenset({"dots", "pairs"})
FLAT = frozenset({"bars", "funnel", "stacked"})
OVER_TIME = frozenset({"columns", "line"})
#: Bars, and dots beside each other, that a slide and half a slide hold at a readable size.
MOST_BARS, MOST_BARS_NARROW = 12, 8
MOST_DOTS, MOST_DOTS_NARROW = 9, 5
#: Part of the number axis left free for the number past the longest bar.
LABEL_ROOM = 0.2


def is_drawn(chart: Chart) -> bool:
    """True where a slide can draw the chart as its own; one without a number is told as a table."""
    return chart.kind in KINDS and any(point.value is not None for s in chart.series for point in s.points)


def pieces(chart: Chart, narrow: bool = False) -> list[Chart]:
    """Return the chart, or where a slide or half a slide cannot show all its bars its parts."""
    bars, dots = (MOST_BARS_NARROW, MOST_DOTS_NARROW) if narrow else (MOST_BARS, MOST_DOTS)
    return divided(chart, dots if chart.kind in MARKED else bars)


def divided(chart: Chart, most: int) -> list[Chart]:
    """Return the chart in parts of at most so many bars each, all on the same number axis; time is never divided."""
    total = len(points_of(chart))
    each = 1 if chart.kind == "stacked" or chart.kind in MARKED else max(1, len(drawn_series(chart)))
    most = max(1, most // each)
    if chart.kind not in FLAT | MARKED or total <= most:
        return [chart]
    share = -(-total // -(-total // most))
    low, high = value_range(chart, room=LABEL_ROOM)
    whole = replace(chart, scale=chart.scale or (low, high))
    return [_part(whole, start, start + share) for start in range(0, total, share)]


def _part(chart: Chart, first: int, last: int) -> Chart:
    return replace(chart, series=tuple(replace(s, points=s.points[first:last]) for s in chart.series))


def categories(chart: Chart, language: Language) -> list[str]:
    """Return the name of each mark, with why it is missing or hidden, and with its interval."""
    return [
        printable(f"{point.label} ({remark})" if (remark := _remark(chart, place, language)) else point.label)
        for place, point in enumerate(points_of(chart))
    ]


def _remark(chart: Chart, place: int, language: Language) -> str:
    """What a reader must know of a mark that the mark cannot show."""
    row = [(one, one.points[place]) for one in drawn_series(chart) if place < len(one.points)]
    if chart.kind in OVER_TIME:
        return language.say("cell-hidden") if any(point.hidden for _, point in row) else ""
    several = len(row) > 1
    said = [(one.name, _told(point, chart, language)) for one, point in row]
    return "; ".join(f"{name}: {text}" if several else text for name, text in said if text)


def _told(point: Point, chart: Chart, language: Language) -> str:
    if point.low is not None and point.high is not None and (chart.kind in MARKED or is_range(point)):
        low, high = (written(end, chart, language) for end in (point.low, point.high))
        return language.say("range", low=low, high=high).replace(" ", "\u00a0")
    if point.hidden:
        return language.say("cell-hidden")
    is_told = point.value is not None or (chart.kind == "stacked" and not point.note)  # nobody has to bear a part
    return "" if is_told else language.say("no-figure")


def missing(chart: Chart) -> tuple[str, ...]:
    """Why marks are missing, a sentence each; of months without a session the gap says enough."""
    if chart.kind in OVER_TIME:
        return ()
    gaps = [(s.name, p) for s in drawn_series(chart) for p in s.points if p.value is None and p.note]
    several = len(chart.series) > 1
    return tuple(f"{f'{name}, ' if several else ''}{p.label}: {p.note.rstrip('.')}." for name, p in gaps)


def has_band(chart: Chart) -> bool:
    return chart.band is not None and chart.band != (None, None)


def lines_beside(chart: Chart, language: Language) -> list[Series]:
    """Lines beside what was found: the ends of the declared range, and of what is expected."""
    found = []
    if chart.kind == "line":
        for one in drawn_series(chart):
            for end, message in (("low", "low"), ("high", "high")):
                points = tuple(Point(p.label, getattr(p, end)) for p in one.points)
                if any(point.value is not None for point in points):
                    found.append(Series(f"{one.name}: {language.say(message)}", points, "dotted"))
    for edge, message in zip(chart.band or (), ("declared-from", "declared-to"), strict=False):
        if edge is not None and chart.kind in ("columns", "bars", "line"):
            points = tuple(Point(p.label, edge) for p in points_of(chart))
            found.append(Series(language.say(message), points, "dashed", look=4))
    return found
