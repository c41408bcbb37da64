"""Reproducible Office files: document properties, fixed timestamps, and maximum size of the logo.

Properties have the document's time and no author, so that equal documents give equal bytes.
"""

from __future__ import annotations

import base64
import io
import struct
import warnings
import zipfile
import zlib
from typing import TYPE_CHECKING, Any

from libcollab_metrics.errors import LibCollabError
from libcollab_metrics.messages import Message
from libcollab_metrics.reports.document import Document
from libcollab_metrics.reports.render.text import printable

if TYPE_CHECKING:
    from PIL import Image

#: Earliest timestamp of a zip member.
ZIP_EPOCH = (1980, 1, 1, 0, 0, 0)
#: Maximum characters of a document property.
MAX_PROPERTY_LENGTH = 255


def write_properties(properties: Any, document: Document) -> None:
    """Write title, scope, language and time into a file's properties; leave the author empty."""
    moment = document.generated_at.replace(tzinfo=None)
    properties.title, properties.subject = _shorten(document.title), _shorten(document.scope)
    properties.language = document.language
    properties.author = properties.last_modified_by = properties.keywords = properties.comments = ""
    properties.created = properties.modified = properties.last_printed = moment
    properties.revision = 1


def drop_thumbnail(relations: Any) -> None:
    """Remove the thumbnail of the default template, which shows another document."""
    for key, relation in list(relations.items()):
        if relation.reltype.endswith("/thumbnail"):
            relations.pop(key)


def _shorten(text: str) -> str:
    """Shorten a text to the maximum length of a property; the document has the full text."""
    words = printable(text)
    return words if len(words) <= MAX_PROPERTY_LENGTH else f"{words[: MAX_PROPERTY_LENGTH - 1]}…"


def deterministic_zip(data: bytes) -> bytes:
    """Rewrite a zip with the same members in the same order and a fixed timestamp."""
    buffer = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as source,
        zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for name in source.namelist():
            member = zipfile.ZipInfo(name, ZIP_EPOCH)
            member.external_attr = 0o600 << 16
            target.writestr(member, source.read(name), zipfile.ZIP_DEFLATED)
    return buffer.getvalue()


# Logo: a small PNG that every format can embed, without camera metadata.

#: First bytes of a JPEG file.
JPEG = b"\xff\xd8\xff"
#: Maximum pixels per side of a logo; more only makes every file larger.
MAX_LOGO_PIXELS = 600
#: Pictures with more pixels are not decoded: they would exhaust memory, and a small file can claim any size.
MAX_PICTURE_PIXELS = 40_000_000
#: Exceptions that reading a damaged picture may raise.
DECODE_ERRORS = (
    OSError,
    ValueError,
    SyntaxError,
    EOFError,
    ArithmeticError,
    LookupError,
    struct.error,
    zlib.error,
)


def prepare_logo(picture: bytes) -> bytes:
    """Convert a picture to a PNG of at most 600 × 600 pixels.

    Parameters
    ----------
    picture : bytes
        PNG or JPEG file; may be empty.

    Returns
    -------
    bytes
        PNG file; empty for an empty picture.

    Raises
    ------
    LibCollabError
        The file is not a picture, is damaged, or has (or claims to have) more pixels than can be decoded.
    """
    if not picture:
        return b""
    try:
        logo = _open_picture(picture)
    except DECODE_ERRORS:
        raise LibCollabError(
            "The logo cannot be read as a picture. Save it as a small PNG or JPEG file and try again."
        ) from None
    logo.thumbnail((MAX_LOGO_PIXELS, MAX_LOGO_PIXELS))
    buffer = io.BytesIO()
    logo.save(buffer, "PNG", optimize=True)
    return buffer.getvalue()


#: Pixels per side and quality of a photo, smaller until it has at most so many bytes.
PHOTO_SIZES, MAX_PHOTO_BYTES = ((1200, 82), (1200, 65), (900, 65), (700, 50)), 200_000


def prepare_photo(picture: bytes) -> bytes:
    """Convert a photo to a JPEG of at most 1,200 × 1,200 pixels, upright and without camera metadata.

    Parameters
    ----------
    picture : bytes
        PNG or JPEG file; may be empty.

    Returns
    -------
    bytes
        JPEG file of at most 200,000 bytes; empty for an empty picture.

    Raises
    ------
    LibCollabError
        The file is not a picture, is damaged, or has (or claims to have) more pixels than can be decoded.
    """
    if not picture:
        return b""
    from PIL import Image

    try:
        opened = _open_picture(picture)
    except DECODE_ERRORS:
        raise LibCollabError(
            "The photo cannot be read as a picture. Save it as a PNG or JPEG file and try again."
        ) from None
    ground = Image.new("RGB", opened.size, "white")
    ground.paste(opened, mask=opened.getchannel("A"))
    for pixels, quality in PHOTO_SIZES:
        ground.thumbnail((pixels, pixels))
        buffer = io.BytesIO()
        ground.save(buffer, "JPEG", quality=quality, optimize=True)
        if buffer.tell() <= MAX_PHOTO_BYTES:
            break
    return buffer.getvalue()


def _open_picture(picture: bytes) -> Image.Image:
    """Decode a picture and turn it upright; check its number of pixels before decoding any."""
    from PIL import Image, ImageOps

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(picture), formats=("PNG", "JPEG")) as opened:
                if opened.width * opened.height > MAX_PICTURE_PIXELS:
                    raise _picture_too_large_error()
                return ImageOps.exif_transpose(opened).convert("RGBA")
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise _picture_too_large_error() from None


def _picture_too_large_error() -> LibCollabError:
    return LibCollabError(
        Message(
            "This is too large a picture: it has more than {millions} million points, width times height."
            " {side} × {side} are enough: save it smaller, as a PNG or JPEG file, and try again.",
            millions=MAX_PICTURE_PIXELS // 1_000_000,
            side=str(MAX_LOGO_PIXELS),
        )
    )


def picture_size(picture: bytes) -> tuple[int, int]:
    """Return width and height in pixels of a picture from `prepare_logo` or `prepare_photo`."""
    from PIL import Image

    with Image.open(io.BytesIO(picture), formats=("PNG", "JPEG")) as opened:
        return opened.size


def picture_address(picture: bytes) -> str:
    """Return a picture as an address that contains it."""
    kind = "jpeg" if picture.startswith(JPEG) else "png"
    return f"data:image/{kind};base64,{base64.b64encode(picture).decode()}"


def picture_svg(picture: bytes) -> str:
    """Return a picture inside an SVG, for a typesetter that only takes text; empty for no picture."""
    if not picture:
        return ""
    width, height = picture_size(picture)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}"'
        f' height="{height}"><image href="{picture_address(picture)}" width="{width}"'
        f' height="{height}"/></svg>'
    )
