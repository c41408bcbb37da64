"""A library's logo as every format can print it: a small PNG, without what a camera writes beside a picture."""

from __future__ import annotations

import base64
import io

from libcollab_metrics.errors import LibCollabError

#: The most points a logo has to a side; more only makes every file larger.
MOST_POINTS = 600
#: A picture that claims to be larger is not opened.
LARGEST = 40_000_000


def as_logo(picture: bytes) -> bytes:
    """Return a PNG of at most 600 × 600 points; empty for an empty one, LibCollabError for what is no picture."""
    from PIL import Image

    if not picture:
        return b""
    try:
        with Image.open(io.BytesIO(picture), formats=("PNG", "JPEG")) as opened:
            if opened.width * opened.height > LARGEST:
                raise _unreadable()
            logo = opened.convert("RGBA")
    except (OSError, ValueError, SyntaxError):
        raise _unreadable() from None
    logo.thumbnail((MOST_POINTS, MOST_POINTS))
    held = io.BytesIO()
    logo.save(held, "PNG", optimize=True)
    return held.getvalue()


def _unreadable() -> LibCollabError:
    return LibCollabError("The logo cannot be read as a picture. Save it as a small PNG or JPEG file and try again.")


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
