"""Colours, fonts and sizes of every figure, on screen and on paper, in the light and in the dark."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

FONT = "Inter"
FONT_STACK = 'Inter, "Source Sans 3", "Segoe UI", system-ui, sans-serif'

#: Okabe-Ito, the four that keep 3:1 on white and stay apart under simulated colour blindness, then the grey of "other".
SERIES_COLOURS = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#7A868D")
#: On dark ground the first must be lighter to keep 3:1.
DARK_SERIES_COLOURS = ("#56B4E9", "#E8803A", "#2DBE95", "#DE9DC0", "#A9B4BA")
ACCENT = SERIES_COLOURS[0]
MAX_SERIES = 5


@dataclass(frozen=True)
class Theme:
    """What a drawing needs.

    `ink` is for words, `quiet` a weaker ink for axes (4.5:1 and more on `ground`), `on_mark` for words inside a mark.
    """

    ink: str
    quiet: str
    grid: str
    band: str
    ground: str
    on_mark: str
    series: tuple[str, ...]


LIGHT = Theme("#1a1a1a", "#5B616B", "#E3E8EB", "rgba(0,114,178,0.10)", "#ffffff", "#ffffff", SERIES_COLOURS)
DARK = Theme("#f2f4f5", "#B5BDC2", "#3A4147", "rgba(86,180,233,0.16)", "#0e1117", "#0e1117", DARK_SERIES_COLOURS)

#: Points: height of one bar with its gap, of a figure without its bars, of a time figure; below, in half width.
BAR_HEIGHT, FRAME_HEIGHT, TIME_HEIGHT = 30, 70, 230
FLOW_HEIGHT, LEGEND_LINE = 320, 20
NARROW_FLOW_HEIGHT = 240
NARROW_BAR_HEIGHT, NARROW_FRAME_HEIGHT, NARROW_TIME_HEIGHT = 27, 60, 175
#: Characters of one line of a bar's label, in full width and in half, and of a label under a time axis.
LABEL_CHARACTERS, NARROW_LABEL_CHARACTERS, MONTH_CHARACTERS = 30, 18, 5
#: Characters of one line of a name beside a flow.
FLOW_LABEL_CHARACTERS = 13
SIZES: Mapping[str, int] = MappingProxyType({"title": 15, "label": 12, "small": 11})


def theme(dark: bool = False) -> Theme:
    """Return the colours for light or dark ground."""
    return DARK if dark else LIGHT


def flow_colours(colours: Theme) -> Mapping[str, str]:
    """Return the colours of those who moved up, stayed and moved down; never red against green."""
    return {"up": colours.series[0], "same": colours.series[4], "down": colours.series[1]}
