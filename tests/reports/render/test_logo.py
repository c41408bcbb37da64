"""A logo of any kind becomes a small picture or one error message, and never breaks a document."""

from __future__ import annotations

import base64
import io
import struct
import zlib

import pytest
from PIL import Image

from libcollab_metrics.document_kinds import PAGE_FORMATS
from libcollab_metrics.errors import LibCollabError
from libcollab_metrics.model import Dataset, Settings
from libcollab_metrics.reports.publish import publish
from libcollab_metrics.reports.render.office import picture_size, prepare_logo
from tests.reports.conftest import DAY, ENGLISH, MADE

TOO_LARGE = "too large a picture: it has more than 40 million points"


def part(name: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))


def png_claiming_size(width: int, height: int) -> bytes:
    """A PNG of a few bytes whose header claims the given size."""
    head = part(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + part(b"IDAT", zlib.compress(b"\0" * 1000)) + part(b"IEND", b"")


def picture_of(width: int, height: int, kind: str = "PNG") -> bytes:
    buffer = io.BytesIO()
    Image.new("L", (width, height), 90).save(buffer, kind)
    return buffer.getvalue()


@pytest.mark.parametrize(
    "picture",
    [
        png_claiming_size(60_000, 60_000),
        png_claiming_size(10_000, 10_000),
        png_claiming_size(2**31 - 1, 2**31 - 1),
        picture_of(7000, 6000),
    ],
)
def test_oversized_picture_is_refused_with_the_limit(picture: bytes) -> None:
    with pytest.raises(LibCollabError, match=TOO_LARGE):
        prepare_logo(picture)


@pytest.mark.parametrize(
    "picture",
    [
        b"no picture",
        b"\x89PNG\r\n\x1a\n",
        png_claiming_size(100, 100),
        png_claiming_size(0, 0),
        picture_of(90, 30)[:60],
        picture_of(90, 30, "JPEG")[:40],
    ],
)
def test_broken_picture_is_refused_with_one_sentence(picture: bytes) -> None:
    with pytest.raises(LibCollabError, match="cannot be read as a picture"):
        prepare_logo(picture)


def test_large_picture_is_scaled_down() -> None:
    assert picture_size(prepare_logo(picture_of(3000, 1500))) == (600, 300)
    assert prepare_logo(b"") == b""


@pytest.mark.parametrize("fmt", PAGE_FORMATS)
def test_unusable_stored_logo_is_refused_in_every_format(fmt: str) -> None:
    logo = base64.b64encode(png_claiming_size(60_000, 60_000)).decode()
    data = Dataset({}, settings=Settings().with_values({"documents": {"logo": logo}}))
    with pytest.raises(LibCollabError, match=TOO_LARGE):
        publish(data, audience="official", fmt=fmt, as_of=DAY, generated_at=MADE, language=ENGLISH)
