"""What a file made of zipped parts says of itself: its document's time and nobody's name, the same bytes each time."""

from __future__ import annotations

import base64
import io
import struct
import warnings
import zipfile
import zlib
from typing import TYPE_CHECKING, Any

from libcollab_metrics.errors import LibCollabError
from libcollab_metrics.reports.document import Document
from libcollab_metrics.reports.render.text import printable

if TYPE_CHECKING:
    from PIL import Image

#: The earliest day a zipped file can name.
LONG_AGO = (1980, 1, 1, 0, 0, 0)
#: The most letters a property of such a file may have.
MOST_LETTERS = 255


def write_properties(properties: Any, document: Document) -> None:
    """Write title, scope, language and time of a document into a file's properties, and nobody as its author."""
    moment = document.generated_at.replace(tzinfo=None)
    properties.title, properties.subject = _short(document.title), _short(document.scope)
    properties.language = document.language
    properties.author = properties.last_modified_by = properties.keywords = properties.comments = ""
    properties.created = properties.modified = properties.last_printed = moment
    properties.revision = 1


def drop_thumbnail(relations: Any) -> None:
    """Take out of a file's relations the small picture its library's empty file bears: it shows another document."""
    for key, relation in list(relations.items()):
        if relation.reltype.endswith("/thumbnail"):
            relations.pop(key)


def _short(text: str) -> str:
    """A text as a property holds it; the whole one stands in the document."""
    words = printable(text)
    return words if len(words) <= MOST_LETTERS else f"{words[: MOST_LETTERS - 1]}…"


def deterministic_zip(data: bytes) -> bytes:
    """Return the same members in the same order, each without the time it was written."""
    held = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as given, zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as kept:
        for name in given.namelist():
            member = zipfile.ZipInfo(name, LONG_AGO)
            member.external_attr = 0o600 << 16
            kept.writestr(member, given.read(name), zipfile.ZIP_DEFLATED)
    return held.getvalue()


# A library's logo as every format can print it: a small PNG, without what a camera writes beside a picture.

#: The most points a logo has to a side; more only makes every file larger.
MOST_POINTS = 600
#: A picture of more points is not opened: it would fill the memory, and a small file can claim any size.
LARGEST = 40_000_000
#: What a picture that is broken may raise while it is read.
BROKEN = (OSError, ValueError, SyntaxError, EOFError, ArithmeticError, LookupError, struct.error, zlib.error)


def prepare_logo(picture: bytes) -> bytes:
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


def logo_size(logo: bytes) -> tuple[int, int]:
    """Return how many points wide and high a PNG of `prepare_logo` is."""
    from PIL import Image

    with Image.open(io.BytesIO(logo), formats=("PNG",)) as opened:
        return opened.size


def logo_svg(logo: bytes) -> str:
    """Return the logo inside a drawing, for a typesetter that takes only texts; empty for none."""
    if not logo:
        return ""
    width, height = logo_size(logo)
    held = base64.b64encode(logo).decode()
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}">'
        f'<image href="data:image/png;base64,{held}" width="{width}" height="{height}"/></svg>'
    )
