"""The axes of a chart on paper: categories by their place with wrapped labels, numbers with the ends of their range."""

from __future__ import annotations

import json
import math
from typing import Any
from unicodedata import bidirectional

from libcollab_metrics.figures.layout import (
    HORIZONTAL,
    LABEL_LIMIT,
    LABEL_LIMIT_NARROW,
    label_width,
    points_of,
    printable,
    ticks,
    value_range,
    wrapped,
)
from libcollab_metrics.figures.letters import most_width
from libcollab_metrics.figures.line_ends import room_behind
from libcollab_metrics.figures.spec import Chart
from libcollab_metrics.figures.theme import SIZES
from libcollab_metrics.figures.vega_looks import SHAPES, by_series

Spec = dict[str, Any]
#: Up to this end of its axis a share is read against 0 to 100 %.
MOST_SHARE = 1.5
FROM_THE_RIGHT = frozenset({"R", "AL"})
#: Height of a line of a label.
LINE = 13


def encoding(chart: Chart, narrow: bool, field: str, field2: str = "") -> Spec:
    """Return where marks stand: the category across, the number of `field` along, from it to `field2` if given."""
    across, along = ("y", "x") if chart.kind in HORIZONTAL else ("x", "y")
    found: Spec = {across: _category(chart, narrow), along: {**number_axis(chart, narrow), "field": field}}
    if field2:
        found[along + "2"] = {"field": field2}
    if len(chart.series) > 1 and chart.kind in ("bars", "columns"):  # side by side, not over each other
        found[across + "Offset"] = {"field": "series", "scale": {"domain": by_series(chart, SHAPES)["domain"]}}
    return found


def _category(chart: Chart, narrow: bool) -> Spec:
    points, flat = points_of(chart), chart.kind in HORIZONTAL
    lines = [label_lines(printable(point.label), label_width(chart, narrow)) for point in points]
    labels = ["\n".join(label) for label in lines]
    places = len(points) + math.ceil(room_behind(chart, narrow))
    return {
        "field": "place",
        "type": "ordinal",
        "scale": {"domain": list(range(places)), "paddingInner": 0.35, "paddingOuter": 0.2},
        "axis": {"title": None, "labelExpr": f"split({json.dumps(labels)}[datum.value], '\\n')",
                 "values": ticks(chart, narrow), "labelAngle": 0, "ticks": False, "domain": not flat,
                 "labelPadding": 8, "labelOverlap": False,
                 "labelLimit": _limit([line for label in lines for line in label], narrow),
                 "labelOffset": _raised([len(label) for label in lines]) if flat else 0},
    }  # fmt: skip


def label_lines(label: str, width: int) -> list[str]:
    """A label in lines; what is read from the right stays in one, for lines of it would be drawn over each other."""
    return [label] if any(bidirectional(letter) in FROM_THE_RIGHT for letter in label) else wrapped(label, width)


def _limit(lines: list[str], narrow: bool) -> int:
    """Where labels are cut; 0, never, where none can be so wide: what has a limit is measured again and again."""
    limit = label_limit(narrow)
    return limit if any(most_width(line, SIZES["small"]) > limit for line in lines) else 0


def label_limit(narrow: bool) -> int:
    """Return the width a label never exceeds."""
    return LABEL_LIMIT_NARROW if narrow else LABEL_LIMIT


def number_axis(chart: Chart, narrow: bool = False) -> Spec:
    """Return the number axis, without the field that stands on it."""
    return {
        "type": "quantitative",
        "scale": {"domain": list(value_range(chart, narrow)), "nice": False, "zero": False},
        "axis": {"title": printable(chart.measure), "tickCount": 5, "ticks": False, "domain": False, "labelLimit": 0,
                 "format": ".0%" if chart.unit == "share" else ",.2~f", **_quarters(chart, narrow)},
    }  # fmt: skip


def _quarters(chart: Chart, narrow: bool) -> Spec:
    is_part = chart.unit == "share" and value_range(chart)[1] < MOST_SHARE
    if not is_part:
        return {}
    return {"values": [0, 0.5, 1] if narrow and chart.kind in HORIZONTAL else [0, 0.25, 0.5, 0.75, 1]}


def _raised(lines: list[int]) -> Spec:
    """Lift labels of several lines by half their height, so that they stand beside the middle of their bar."""
    test = f"{lines}[datum.value] === "
    conditions = [{"test": f"{test}{count}", "value": -(count - 1) * LINE / 2} for count in (2, 3)]
    return {"condition": conditions, "value": 0}
