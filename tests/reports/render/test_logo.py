"""A logo of any kind is a small picture or one sentence, and never a document that breaks."""

from __future__ import annotations

import base64
import io
import struct
import zlib

import pytest
from PIL import Image

from libcollab_metrics.errors import LibCollabError
from libcollab_metrics.model import Dataset, Settings
from libcollab_metrics.reports.publish import publish
from libcollab_metrics.reports.render import FORMATS
from libcollab_metrics.reports.render.office import logo_size, prepare_logo
from tests.reports.conftest import DAY, ENGLISH, MADE

TOO_LARGE = "too large a picture: it has more than 40 million points"


def part(name: bytes, held: bytes) -> bytes:
    return struct.pack(">I", len(held)) + name + held + struct.pack(">I", zlib.crc32(name + held))


def claiming(width: int, height: int) -> bytes:
    """A PNG of a few bytes that claims to have so many points."""
    head = part(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + part(b"IDAT", zlib.compress(b"\0" * 1000)) + part(b"IEND", b"")


def drawn(width: int, height: int, kind: str = "PNG") -> bytes:
    held = io.BytesIO()
    Image.new("L", (width, height), 90).save(held, kind)
    return held.getvalue()


@pytest.mark.parametrize(
    "picture",
    [claiming(60_000, 60_000), claiming(10_000, 10_000), claiming(2**31 - 1, 2**31 - 1), drawn(7000, 6000)],
)
def test_a_picture_that_is_or_claims_to_be_too_large_is_told_the_limit(picture: bytes) -> None:
    with pytest.raises(LibCollabError, match=TOO_LARGE):
        prepare_logo(picture)


@pytest.mark.parametrize(
    "picture",
    [
        b"no picture",
        b"\x89PNG\r\n\x1a\n",
        claiming(100, 100),
        claiming(0, 0),
        drawn(90, 30)[:60],
        drawn(90, 30, "JPEG")[:40],
    ],
)
def test_a_broken_picture_is_one_sentence(picture: bytes) -> None:
    with pytest.raises(LibCollabError, match="cannot be read as a picture"):
        prepare_logo(picture)


def test_a_large_picture_becomes_a_small_one() -> None:
    assert logo_size(prepare_logo(drawn(3000, 1500))) == (600, 300)
    assert prepare_logo(b"") == b""


@pytest.mark.parametrize("fmt", FORMATS)
def test_a_kept_logo_that_cannot_be_drawn_is_a_sentence_whatever_the_format(fmt: str) -> None:
    logo = base64.b64encode(claiming(60_000, 60_000)).decode()
    data = Dataset({}, settings=Settings().with_values({"documents": {"logo": logo}}))
    with pytest.raises(LibCollabError, match=TOO_LARGE):
        publish(data, audience="official", fmt=fmt, as_of=DAY, generated_at=MADE, language=ENGLISH)
