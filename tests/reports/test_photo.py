"""A photo is printed only within its consent, and the checklist says why it is not."""

from __future__ import annotations

import base64
import io
import zipfile
from datetime import date
from typing import Any

import pytest
from PIL import Image
from pypdf import PdfReader

from libcollab_metrics.document_kinds import DOCUMENT_AUDIENCES
from libcollab_metrics.errors import LibCollabError
from libcollab_metrics.model import Dataset, Scope
from libcollab_metrics.reports import apply_document_options, collect_report_data, list_fixes, publish
from libcollab_metrics.reports.audiences import compose
from libcollab_metrics.reports.document import Block, Columns, Photo
from libcollab_metrics.reports.photo import PHOTO_DOCUMENTS
from libcollab_metrics.reports.render.office import MAX_PHOTO_BYTES, prepare_photo
from tests.reports.conftest import DAY, ENGLISH, MADE
from tests.support.builders.gift_library import gift_library

YESTERDAY = "2026-06-29"
CHILDREN = {"shows": "children", "consent": "public", "guardian": "yes"}
assert date.fromisoformat(YESTERDAY) < DAY


def picture(kind: str = "JPEG", size: tuple[int, int] = (90, 60), **options: Any) -> bytes:
    buffer = io.BytesIO()
    Image.effect_noise(size, 90).convert("RGB").save(buffer, kind, **options)
    return buffer.getvalue()


def library(**consent: str) -> Dataset:
    photo = {"picture": base64.b64encode(picture()).decode(), "caption": "Our shelf", **consent}
    return gift_library(documents={"photo": photo})


def blocks(found: tuple[Block, ...]) -> list[Block]:
    inner = [b for block in found if isinstance(block, Columns) for column in block.columns for b in column]
    return [*found, *inner]


def photos(data: Dataset, audience: str) -> tuple[list[Photo], tuple[str, ...]]:
    """The photos of a document, and what the librarian is asked to fix."""
    made = apply_document_options(collect_report_data(data, Scope(), DAY, MADE), audience, data)
    document = compose(audience, made, ENGLISH)
    shown = [block for block in blocks(document.blocks) if isinstance(block, Photo)]
    return shown, tuple(fix for fix in list_fixes(made, audience, ENGLISH) if "photo" in fix)


@pytest.mark.parametrize(
    ("consent", "audience", "reason"),
    [
        ({}, "sponsor", "no consent of the people"),
        ({"shows": "adults"}, "sponsor", "no consent of the people"),
        ({"shows": "adults", "consent": "sponsor"}, "sponsor", ""),
        ({"shows": "adults", "consent": "sponsor"}, "pitch", "for the sponsor only"),
        ({"shows": "adults", "consent": "sponsor"}, "board", "for the sponsor only"),
        ({"shows": "adults", "consent": "public"}, "pitch", ""),
        ({"consent": "public"}, "sponsor", "consent of their guardians"),
        ({"shows": "children", "consent": "public"}, "pitch", "consent of their guardians"),
        (CHILDREN, "pitch", ""),
        (CHILDREN | {"until": DAY.isoformat()}, "sponsor", ""),
        (CHILDREN | {"until": YESTERDAY}, "sponsor", "ended on 29 June 2026"),
        ({"shows": "no-person"}, "board", ""),
    ],
)
def test_photo_is_printed_only_within_its_consent(
    consent: dict[str, str], audience: str, reason: str
) -> None:
    shown, fixes = photos(library(**consent), audience)
    assert [photo.caption for photo in shown] == ([] if reason else ["Our shelf"])
    assert [reason in fix for fix in fixes] == ([True] if reason else [])
    if shown and consent.get("shows") != "no-person":
        assert shown[0].source == "✓ shown with written consent"


def test_other_documents_have_no_photo() -> None:
    for audience in set(DOCUMENT_AUDIENCES) - set(PHOTO_DOCUMENTS):
        assert photos(library(**CHILDREN), audience) == ([], ())


def pictures(data: bytes, fmt: str) -> int:
    """The number of photos in a file."""
    if fmt == "pdf":
        return sum(
            image.image is not None for page in PdfReader(io.BytesIO(data)).pages for image in page.images
        )
    if fmt == "html":
        return data.count(b"data:image/jpeg;base64,")
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return sum(name.endswith((".jpg", ".jpeg")) for name in archive.namelist())


@pytest.mark.parametrize("audience", PHOTO_DOCUMENTS)
@pytest.mark.parametrize("fmt", ["pdf", "html", "docx", "pptx"])
def test_files_have_the_photo_with_and_not_without_consent(audience: str, fmt: str) -> None:
    for consent, expected in ((CHILDREN, 1), ({"consent": "public"}, 0)):
        made = publish(
            library(**consent),
            audience=audience,
            fmt=fmt,
            as_of=DAY,
            generated_at=MADE,
            language=ENGLISH,
            accept_unclear=True,
        )
        assert pictures(made.data, fmt) == expected


def test_photo_is_upright_small_and_without_metadata() -> None:
    """A camera stores the turn of a photo, its place and its time next to the picture."""
    exif = Image.Exif()
    exif[0x0112], exif[0x010E] = 6, "Canary"
    made = prepare_photo(picture(size=(2400, 1600), quality=98, exif=exif))
    assert len(made) <= MAX_PHOTO_BYTES
    assert b"Canary" not in made
    assert b"Exif" not in made
    with Image.open(io.BytesIO(made)) as opened:
        assert opened.format == "JPEG"
        assert opened.height == pytest.approx(1.5 * opened.width, abs=2)


def test_file_that_is_no_photo_is_refused() -> None:
    with pytest.raises(LibCollabError, match="photo cannot be read as a picture"):
        prepare_photo(b"no picture")
