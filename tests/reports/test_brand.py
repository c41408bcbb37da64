"""Brand: an accent readable on white and on its tint, from the logo; paper from the country."""

from __future__ import annotations

import io

import pytest
from PIL import Image

from libcollab_metrics.figures.theme import contrast
from libcollab_metrics.reports.brand import (
    INK,
    MIN_CONTRAST,
    Brand,
    choose_brand,
    choose_paper,
    readable_accent,
    strongest_colour,
)


def picture(*colours: str) -> bytes:
    """Return a logo of equally wide stripes."""
    image = Image.new("RGB", (30 * len(colours), 30), "white")
    for number, colour in enumerate(colours):
        image.paste(colour, (30 * number, 0, 30 * number + 30, 30))
    stream = io.BytesIO()
    image.save(stream, "PNG")
    return stream.getvalue()


@pytest.mark.parametrize("colour", ["#FF6600", "#FFEE00", "#00FF00", "#88CCFF", "#FFFFFF", "#1F4E79"])
def test_accent_is_readable_on_white_and_on_its_tint(colour: str) -> None:
    brand = Brand(readable_accent(colour))
    assert min(contrast(brand.accent, "#FFFFFF"), contrast(brand.accent, brand.tint)) >= MIN_CONTRAST


def test_readable_color_is_not_changed() -> None:
    assert readable_accent("#B93C0B") == "#B93C0B"


def test_numbers_are_in_ink_where_the_hue_turns_muddy() -> None:
    assert Brand(readable_accent("#FFEE00")).text == INK
    assert Brand("#B93C0B").text == "#B93C0B"


def test_color_of_a_logo_ignores_white_black_and_gray() -> None:
    found = strongest_colour(picture("white", "white", "black", "gray", "#B93C0B"))
    assert abs(int(found[1:3], 16) - 0xB9) < 16
    assert strongest_colour(picture("white", "black", "gray")) == ""


def test_typed_color_outranks_the_logo() -> None:
    assert choose_brand("#0F6B4F", picture("#B93C0B"), "", "", "").accent == "#0F6B4F"


@pytest.mark.parametrize(
    ("paper", "country", "currency", "expected"),
    [
        ("", "", "PHP", "us-letter"),
        ("", "", "EUR", "a4"),
        ("", "", "", "a4"),
        ("", "ES", "USD", "a4"),
        ("", "mx", "", "us-letter"),
        ("letter", "ES", "EUR", "us-letter"),
    ],
)
def test_paper_is_chosen_by_setting_then_country_then_currency(
    paper: str, country: str, currency: str, expected: str
) -> None:
    assert choose_paper(paper, country, currency) == expected
