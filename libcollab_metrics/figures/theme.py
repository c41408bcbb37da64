"""Colors, fonts and sizes of all figures, for screen and paper, light and dark."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

FONT = "Inter"
#: Font for files that do not embed one: installed on most machines and slightly narrower than Inter, so text
#: measured in Inter fits.
OFFICE_FONT = "Arial"
FONT_STACK = 'Inter, "Source Sans 3", "Segoe UI", system-ui, sans-serif'

#: Blue, orange, green and plum in the hues of Okabe-Ito, then gray for "other". All reach a contrast of 3:1
#: on white, remain distinct under simulated color blindness, and differ in lightness, so they are distinct in
#: grayscale.
SERIES_COLOURS = ("#0072B2", "#E5731A", "#0B5A2E", "#4A2C42", "#757F86")
#: On a dark background the first must be lighter to reach 3:1.
DARK_SERIES_COLOURS = ("#56B4E9", "#E8803A", "#2DBE95", "#DE9DC0", "#A9B4BA")
ACCENT = SERIES_COLOURS[0]
MAX_SERIES = 5


@dataclass(frozen=True)
class Theme:
    """Colors of a drawing.

    `ink` is the text color, `quiet` a weaker color for axes (at least 4.5:1 on `ground`).
    """

    ink: str
    quiet: str
    grid: str
    band: str
    ground: str
    series: tuple[str, ...]


LIGHT = Theme("#1a1a1a", "#5B616B", "#E3E8EB", "rgba(0,114,178,0.10)", "#ffffff", SERIES_COLOURS)
DARK = Theme("#f2f4f5", "#B5BDC2", "#3A4147", "rgba(86,180,233,0.16)", "#0e1117", DARK_SERIES_COLOURS)

#: Points: height of one bar with its gap, of a figure without its bars, of a time chart; below, at half
#: width.
BAR_HEIGHT, FRAME_HEIGHT, TIME_HEIGHT = 30, 70, 230
FLOW_HEIGHT, LEGEND_LINE = 320, 20
NARROW_FLOW_HEIGHT = 240
#: Points: height of a calendar square, of one with two lines, and of a calendar without its squares.
SQUARE_HEIGHT, NARROW_SQUARE_HEIGHT, CALENDAR_FRAME = 18, 30, 34
NARROW_BAR_HEIGHT, NARROW_FRAME_HEIGHT, NARROW_TIME_HEIGHT = 27, 60, 175
#: Characters per line of a bar label at full and at half width, and of a label on a time axis.
LABEL_CHARACTERS, NARROW_LABEL_CHARACTERS, MONTH_CHARACTERS = 30, 18, 5
#: Characters per line of a name next to a flow.
FLOW_LABEL_CHARACTERS = 13
SIZES: Mapping[str, int] = MappingProxyType({"title": 15, "label": 12, "small": 11})


def theme(dark: bool = False) -> Theme:
    """Return the colors for a light or dark background."""
    return DARK if dark else LIGHT


def flow_colours(colours: Theme) -> Mapping[str, str]:
    """Return the colors for moved up, unchanged and moved down; never red against green."""
    return {"up": colours.series[0], "same": colours.series[4], "down": colours.series[1]}


#: Fraction of the accent color in the palest calendar square.
MIN_TINT = 0.2


def tint(share: float, colours: Theme) -> str:
    """Mix background and accent color: the palest tint at 0, the accent itself at 1."""
    part = MIN_TINT + (1 - MIN_TINT) * share
    mixed = (
        round(g + (a - g) * part) for g, a in zip(_rgb(colours.ground), _rgb(colours.series[0]), strict=True)
    )
    return "#" + "".join(f"{channel:02x}" for channel in mixed)


def ink_for(colour: str) -> str:
    """Return black or white, the one with the higher contrast; it always reaches 4.5:1."""
    return max(("#000000", "#ffffff"), key=lambda ink: contrast(ink, colour))


def contrast(colour: str, background: str) -> float:
    """Compute the contrast ratio of two colors, from 1 to 21 (WCAG 2)."""
    dark, light = sorted((lightness(colour), lightness(background)))
    return (light + 0.05) / (dark + 0.05)


def lightness(colour: str) -> float:
    """Compute the relative luminance of a color, from 0 to 1 (WCAG 2)."""
    red, green, blue = (_linear(channel / 255) for channel in _rgb(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(channel: float) -> float:
    return channel / 12.92 if channel <= 0.04045 else float(((channel + 0.055) / 1.055) ** 2.4)


def _rgb(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)
