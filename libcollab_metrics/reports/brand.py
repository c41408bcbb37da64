"""Brand of a library's documents: one accent color, readable on white and on its tint, and the paper."""

from __future__ import annotations

import colorsys
import io
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Literal

from babel.numbers import get_territory_currencies

from libcollab_metrics.figures.theme import contrast

Paper = Literal["a4", "us-letter"]
#: Countries that print on US Letter.
LETTER_COUNTRIES = (
    *("US", "CA", "MX", "PH", "CO", "CL", "VE"),
    *("CR", "GT", "SV", "NI", "PA", "PR"),
)
#: Color of a library that has neither chosen one nor a logo with one.
DEFAULT_ACCENT = "#1F4E79"
#: Smallest contrast of text, share of the accent in its tint, and step by which a color is darkened.
MIN_CONTRAST, TINT_SHARE, DARKENING = 4.5, 0.08, 0.02
#: Saturation and lightness (HLS) from which a pixel of a logo counts as colored.
MIN_SATURATION, MIN_LIGHTNESS, MAX_LIGHTNESS = 0.25, 0.12, 0.88
#: Hues, in degrees, that turn muddy when darkened: numbers are then printed in ink.
MUDDY_HUES = (45, 80)
INK = "#1C1917"
#: Colors of small print and of lines.
SOFT, LINE = "#57534E", "#D6D3D1"
#: Ground of a document on a dark screen, and step by which the accent is lightened for it.
DARK_GROUND, LIGHTENING = "#171412", 0.06
#: Pixels along each side of the sample in which a logo's colors are counted.
SAMPLE_SIZE = 64


@dataclass(frozen=True)
class Brand:
    """The accent color of a library's documents, and their paper.

    Attributes
    ----------
    accent : str
        Hexadecimal color of fills and lines; as text it reaches 4.5:1 on white and on `tint`.
    paper : {"a4", "us-letter"}
        Size of the page.
    """

    accent: str = DEFAULT_ACCENT
    paper: Paper = "a4"

    @cached_property
    def tint(self) -> str:
        """The accent at 8% on white."""
        return mix(self.accent, TINT_SHARE)

    @cached_property
    def text(self) -> str:
        """Color of large numbers: the accent, or ink where its hue turns muddy."""
        hue, _, saturation = colorsys.rgb_to_hls(*_channels(self.accent))
        is_muddy = MUDDY_HUES[0] <= hue * 360 <= MUDDY_HUES[1] and saturation > MIN_SATURATION
        return INK if is_muddy else self.accent

    @cached_property
    def on_dark(self) -> str:
        """The accent on a dark screen, mixed with white until it reaches 4.5:1."""
        share, colour = 1.0, self.accent
        while contrast(colour, DARK_GROUND) < MIN_CONTRAST and share > 0:
            share -= LIGHTENING
            colour = mix(self.accent, share)
        return colour


#: Brand of a document without settings.
DEFAULT_BRAND = Brand()


def choose_brand(accent: str, logo: bytes, paper: str, country: str, currency: str) -> Brand:
    """Return the brand of the settings, with what is not set taken from the logo and the country.

    Parameters
    ----------
    accent : str
        Hexadecimal color, or empty for the strongest color of the logo.
    logo : bytes
        PNG or JPEG; may be empty.
    paper : str
        "a4", "letter", or empty to choose by country.
    country : str
        ISO code of the country; empty to take it from the currency.
    currency : str
        ISO code of the currency; may be empty.

    Returns
    -------
    Brand
    """
    colour = accent or strongest_colour(logo) or DEFAULT_ACCENT
    return Brand(readable_accent(colour), choose_paper(paper, country, currency))


def choose_paper(paper: str, country: str, currency: str) -> Paper:
    """Return the paper as set, else the one of the country, else of the countries that use the currency.

    Examples
    --------
    >>> choose_paper("", "", "PHP"), choose_paper("", "", "EUR"), choose_paper("a4", "US", "USD")
    ('us-letter', 'a4', 'a4')
    """
    if paper:
        return "us-letter" if paper == "letter" else "a4"
    if country:
        return "us-letter" if country.upper() in LETTER_COUNTRIES else "a4"
    uses = any(currency in get_territory_currencies(territory) for territory in LETTER_COUNTRIES)
    return "us-letter" if currency and uses else "a4"


def readable_accent(colour: str) -> str:
    """Darken a color in steps of 2% lightness until it reaches 4.5:1 on white and on its tint.

    Examples
    --------
    >>> readable_accent("#B93C0B"), readable_accent("#FF6600")
    ('#B93C0B', '#B84900')
    """
    hue, light, saturation = colorsys.rgb_to_hls(*_channels(colour))
    made = colour.upper()
    while light > 0 and min(contrast(made, "#FFFFFF"), contrast(made, mix(made, TINT_SHARE))) < MIN_CONTRAST:
        light = max(0.0, light - DARKENING)
        made = _hexadecimal(colorsys.hls_to_rgb(hue, light, saturation))
    return made


@lru_cache(maxsize=32)
def strongest_colour(logo: bytes) -> str:
    """Return the color that covers most of a logo, ignoring grays, white and black; empty without one."""
    if not logo:
        return ""
    from PIL import Image

    with Image.open(io.BytesIO(logo)) as picture:
        sample = picture.convert("RGBA").resize((SAMPLE_SIZE, SAMPLE_SIZE))
    weights: dict[tuple[int, ...], float] = {}
    for red, green, blue, alpha in zip(*(sample.getchannel(name).tobytes() for name in "RGBA"), strict=True):
        _, light, saturation = colorsys.rgb_to_hls(red / 255, green / 255, blue / 255)
        if alpha < 128 or saturation < MIN_SATURATION or not MIN_LIGHTNESS <= light <= MAX_LIGHTNESS:
            continue
        key = tuple(channel // 16 for channel in (red, green, blue))
        weights[key] = weights.get(key, 0.0) + saturation
    if not weights:
        return ""
    strongest = max(weights, key=lambda key: (weights[key], key))
    return _hexadecimal(tuple((channel * 16 + 8) / 255 for channel in strongest))


def mix(colour: str, share: float) -> str:
    """Mix a share of a color with white."""
    return _hexadecimal(tuple(1 - (1 - channel) * share for channel in _channels(colour)))


def _channels(colour: str) -> tuple[float, float, float]:
    red, green, blue = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    return red, green, blue


def _hexadecimal(channels: tuple[float, ...]) -> str:
    return "#" + "".join(f"{round(channel * 255):02X}" for channel in channels)
