"""Colors, fonts and sizes: tokens of the screens, and the colors of figures for screen and paper."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
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

# Screens: one table of tokens, from which the style sheet, the theme of Streamlit and the charts take colors.

#: Color of each token on a light and on a dark screen. Neutrals 3 and 4 never carry a value alone.
SCREEN_TOKENS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "page": ("#FFFFFF", "#13161B"),
        "sidebar": ("#F8F7F3", "#0F1216"),
        "soft": ("#F5F4F0", "#1D2128"),
        "border": ("#E3E2DC", "#2C323B"),
        "grid": ("#EDECE7", "#23282F"),
        "ink": ("#1B2330", "#ECEEF2"),
        "ink-2": ("#4A5362", "#C3CAD4"),
        "ink-3": ("#5B6472", "#A2ABB8"),
        "last": ("#8D95A1", "#7C8694"),
        "action": ("#1F4E79", "#7DB3E8"),
        "on-action": ("#FFFFFF", "#13161B"),
        "good": ("#1B6E45", "#6FD3A1"),
        "attention": ("#8A4B08", "#F0BC70"),
        "missed": ("#A83226", "#F49C92"),
        "event": ("#B7791F", "#D9A441"),
        "neutral-1": ("#34465C", "#C4CFDD"),
        "neutral-2": ("#6C7E95", "#8C9BB0"),
        "neutral-3": ("#A9B5C4", "#5E6B7E"),
        "neutral-4": ("#D5DBE3", "#3C4654"),
    }
)
#: Colors of the programs in the order of their first session.
PROGRAM_COLOURS = (
    ("#2F6FB7", "#6FA8EA"),
    ("#D56A24", "#F0985A"),
    ("#169A82", "#58CDB4"),
    ("#7A3E78", "#EBC6F2"),
    ("#A88400", "#D9B84A"),
    ("#C8497C", "#EE86AC"),
    ("#596779", "#A3B1C2"),
    ("#3F93C2", "#8FD0EE"),
)
#: Programs that one chart colors at most: more than that cannot be distinguished by hue alone.
MAX_COLOURED_PROGRAMS = 4

# Streamlit replaces these colors in a chart by those of the theme in use: #000001 to #000010 are categorical,
# #000011 to #000020 sequential, #000021 to #000030 diverging. One figure thus serves both themes.

#: Token of each sequential and each diverging color of the theme.
SEQUENTIAL_TOKENS = (
    *("page", "grid", "border", "neutral-4", "neutral-3"),
    *("last", "neutral-2", "ink-3", "ink-2", "ink"),
)
DIVERGING_TOKENS = (
    *("missed", "attention", "neutral-1", "good", "soft"),
    *("border", "neutral-4", "neutral-3", "neutral-2", "event"),
)


def slot(token: str) -> str:
    """Return the color in a chart that the screen replaces by a token's.

    Parameters
    ----------
    token : str
        One of `SEQUENTIAL_TOKENS` or `DIVERGING_TOKENS`.

    Returns
    -------
    str
        Color in a chart.
    """
    first, tokens = (11, SEQUENTIAL_TOKENS) if token in SEQUENTIAL_TOKENS else (21, DIVERGING_TOKENS)
    return f"#{first + tokens.index(token):06d}"


def program_slots(programs: Sequence[str]) -> Mapping[str, str]:
    """Return the color in a chart of each program that has one of its own.

    Parameters
    ----------
    programs : sequence of str
        Programs in the order of their first session.

    Returns
    -------
    mapping of str to str
        Color by program; programs without one are drawn in a neutral.
    """
    return {name: f"#{number:06d}" for number, name in enumerate(programs[: len(PROGRAM_COLOURS)], 1)}


#: Colors of charts on the screens; the neutrals are for all that is not a program.
SCREEN = Theme(
    ink=slot("ink"),
    quiet=slot("ink-3"),
    grid="rgba(128,132,140,0.20)",
    band="rgba(128,132,140,0.10)",
    ground=slot("page"),
    series=tuple(map(slot, ("neutral-1", "neutral-2", "neutral-3", "neutral-4", "border"))),
)

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
    same = colours.series[3 if colours is SCREEN else 4]
    return {"up": colours.series[0], "same": same, "down": colours.series[1]}


#: Fraction of the accent color in the palest calendar square.
MIN_TINT = 0.2


def tint(share: float, colours: Theme) -> str:
    """Mix background and accent color: the palest tint at 0, the accent itself at 1."""
    if colours is SCREEN:  # the ends of a scale between two neutrals, on which ink is readable
        return colours.series[2] if share > 0.5 else colours.series[3]
    part = MIN_TINT + (1 - MIN_TINT) * share
    mixed = (
        round(g + (a - g) * part) for g, a in zip(_rgb(colours.ground), _rgb(colours.series[0]), strict=True)
    )
    return "#" + "".join(f"{channel:02x}" for channel in mixed)


def ink_inside(colour: str, colours: Theme) -> str:
    """Return the color of text inside a mark; on a screen, the page's color on all but the pale neutrals."""
    if colours is SCREEN:
        return colours.ink if colour in colours.series[2:] else colours.ground
    return ink_for(colour)


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
