"""Documents of ten seeded libraries: whatever is missing, they are whole, short and without holes."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import fields, is_dataclass
from functools import cache
from typing import Any

import pytest
from PIL import Image
from pypdf import PdfReader

from libcollab_metrics.document_kinds import DOCUMENT_AUDIENCES
from libcollab_metrics.figures import Chart
from libcollab_metrics.localization import language
from libcollab_metrics.model import Scope
from libcollab_metrics.reports import (
    FORMATS,
    apply_document_options,
    collect_report_data,
    programs_to_plan,
    recipient_scope,
)
from libcollab_metrics.reports.audiences import compose
from libcollab_metrics.reports.document import Columns, Document, Grid, Heading, Points
from libcollab_metrics.reports.render.text import text_width_em
from tests.reports.conftest import MADE
from tests.support.builders.seeded_libraries import AS_OF, SeededLibrary, seeded_library

SEEDS = range(1, 11)
QUICK = (3, 4)
#: Most pages of a PDF; the others depend on how much is recorded.
PAGES = {"sponsor": 1, "pitch": 2, "receipt": 2}
#: What a text of a document never contains: a value that Python writes, an empty place, a hole.
HOLES = re.compile(r"\bNone\b(?! (?:is|of)\b)|\bnan\b|\bNaN\b|\{\w*\}|  | [,.;:](?:\s|$)|\(\)|“”|,,|^[,.;]")

library = cache(seeded_library)


@cache
def document(seed: int, audience: str) -> Document:
    """The document of an audience, addressed to the first sponsor if it is for one."""
    made: SeededLibrary = library(seed)
    recipient = made.sponsor if audience in ("sponsor", "pitch", "receipt") else ""
    scope = recipient_scope(made.dataset, audience, recipient, Scope(), AS_OF)
    planned = programs_to_plan(audience, made.dataset, scope, AS_OF)
    data = collect_report_data(made.dataset, scope, AS_OF, MADE, planned)
    options = apply_document_options(data, audience, made.dataset, recipient)
    return compose(audience, options, language(made.language))


def texts(part: Any) -> Iterator[str]:
    """Every text of a block, also those of its charts."""
    if isinstance(part, str):
        yield part
    elif isinstance(part, Sequence) and not isinstance(part, bytes):
        for item in part:
            yield from texts(item)
    elif is_dataclass(part) and not isinstance(part, type):
        for each in fields(part):
            if not (isinstance(part, Chart) and each.name in ("key", "kind", "unit", "currency")):
                yield from texts(getattr(part, each.name))


def check_texts(made: Document) -> None:
    parts = (made.title, made.about, made.addressee, made.period, made.blocks, made.story, made.sheets)
    assert [text for text in texts(parts) if HOLES.search(text)] == []
    assert made.title


def check_blocks(blocks: Sequence[Any]) -> None:
    """Check that each heading, table and list has content below it."""
    for at, block in enumerate(blocks):
        if isinstance(block, Columns):
            for column in block.columns:
                assert column
                check_blocks(column)
        if isinstance(block, Points):
            assert all(point.opening or point.text for point in block.points)
        if isinstance(block, Grid):
            assert block.rows
        if isinstance(block, Heading):
            following = blocks[at + 1] if at + 1 < len(blocks) else None
            assert block.text
            assert following is not None, block.text
            assert not (isinstance(following, Heading) and following.level <= block.level), block.text


def check_pdf(data: bytes, audience: str) -> None:
    pages = PdfReader(io.BytesIO(data)).pages
    assert len(pages) <= PAGES.get(audience, len(pages))
    for page in pages:
        width = float(page.mediabox.width)
        ends: list[tuple[float, str]] = []

        def note(text: str, cm: list[float], tm: list[float], _font: Any, size: float) -> None:
            points = size * abs(tm[0] * cm[0])
            left = tm[4] * cm[0] + cm[4]
            ends.append((left + text_width_em(text.strip(), False) * points * 0.94, text))  # noqa: B023

        assert page.extract_text(visitor_text=note)
        assert [text for end, text in ends if text.strip() and end > width] == []


@pytest.mark.parametrize("audience", DOCUMENT_AUDIENCES)
@pytest.mark.parametrize(
    "seed", [pytest.param(seed, marks=[] if seed in QUICK else [pytest.mark.long]) for seed in SEEDS]
)
def test_document_of_a_seeded_library_has_no_holes(seed: int, audience: str) -> None:
    made = document(seed, audience)
    check_texts(made)
    check_blocks(made.blocks)


@pytest.mark.long
@pytest.mark.parametrize("audience", DOCUMENT_AUDIENCES)
@pytest.mark.parametrize("seed", SEEDS)
def test_files_of_a_seeded_library_are_made_within_limits(seed: int, audience: str) -> None:
    made, code = document(seed, audience), language(library(seed).language)
    for fmt in DOCUMENT_AUDIENCES[audience].formats:
        data = FORMATS[fmt](made, code)
        if fmt == "pdf":
            check_pdf(data, audience)
        if fmt == "png":
            with Image.open(io.BytesIO(data)) as picture:
                assert picture.size == (1080, 1080)
