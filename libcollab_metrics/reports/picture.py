"""A library's logo as every format can print it: a small PNG, without what a camera writes beside a picture."""

from __future__ import annotations

import base64
import io
import struct
import warnings
import zlib
from typing import TYPE_CHECKING

from libcollab_metrics.errors import LibCollabError

if TYPE_CHECKING:
    from PIL import Image

#: The most points a logo has to a side; more only makes every file larger.
MOST_POINTS = 600
#: A picture of more points is not opened: it would fill the memory, and a small file can claim any size.
LARGEST = 40_000_000
#: What a picture that is broken may raise while it is read.
BROKEN = (OSError, ValueError, SyntaxError, EOFError, ArithmeticError, LookupError, struct.error, zlib.error)


def as_logo(picture: bytes) -> bytes:
    """Return a PNG of at most 600 × 600 points; empty for an empty one.

    Raises
    ------
    LibCollabError : what is no picture, is broken, or has (or only claims to have) more points than can be opened.
    """
    if not picture:
        return b""
    try:
        logo = _opened(picture)
    except BROKEN:
        raise LibCollabError(
            "The logo cannot be read as a picture. Save it as a small PNG or JPEG file and try again."
        ) from None
    logo.thumbnail((MOST_POINTS, MOST_POINTS))
    held = io.BytesIO()
    logo.save(held, "PNG", optimize=True)
    return held.getvalue()


def _opened(picture: bytes) -> Image.Image:
    """The picture with its points; how many it has is asked before any is read."""
    from PIL import Image

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(picture), formats=("PNG", "JPEG")) as opened:
                if opened.width * opened.height > LARGEST:
                    raise _too_large()
                return opened.convert("RGBA")
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise _too_large() from None


def _too_large() -> LibCollabError:
    return LibCollabError(
        f"The logo is too large a picture: it has more than {LARGEST // 1_000_000} million points, width times height. "
        f"{MOST_POINTS} × {MOST_POINTS} are enough: save it smaller, as a PNG or JPEG file, and try again."
    )


def points_of(logo: bytes) -> tuple[int, int]:
    """Return how many points wide and high a PNG of `as_logo` is."""
    from PIL import Image

    with Image.open(io.BytesIO(logo), formats=("PNG",)) as opened:
        return opened.size


def as_svg(logo: bytes) -> str:
    """Return the logo inside a drawing, for a typesetter that takes only texts; empty for none."""
    if not logo:
        return ""
    width, height = points_of(logo)
    held = base64.b64encode(logo).decode()
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}">'
        f'<image href="data:image/png;base64,{held}" width="{width}" height="{height}"/></svg>'
    )
