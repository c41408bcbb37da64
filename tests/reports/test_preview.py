"""The preview of page 1 and shared report data follow the same rules and refusals as every document."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from PIL import Image

from libcollab_metrics.document_kinds import PAGE_FORMATS
from libcollab_metrics.errors import LibCollabError, ReleaseBlockedError
from libcollab_metrics.model import Dataset, Scope
from libcollab_metrics.reports import (
    AUDIENCES,
    ReportData,
    collect_report_data,
    preview_png,
    programs_to_plan,
    publish,
)
from libcollab_metrics.reports.render.to_pdf import first_page
from tests.reports.conftest import DAY, ENGLISH, MADE
from tests.reports.test_hostile_text import HOSTILE, everywhere

ALL = Scope()


def request(**options: Any) -> dict[str, Any]:
    return {"audience": "planning", "as_of": DAY, "generated_at": MADE, "language": ENGLISH, **options}


@pytest.mark.parametrize("audience", AUDIENCES)
def test_preview_is_one_sheet_for_every_audience(
    sample: Dataset, material: ReportData, audience: str
) -> None:
    png = preview_png(sample, **request(audience=audience, accept_unclear=True), report_data=material)
    with Image.open(io.BytesIO(png)) as picture:
        assert picture.format == "PNG"
        # The sample is paid for in pesos: its paper is US Letter. A card is square.
        expected = 1 if audience == "card" else 11 / 8.5
        assert picture.height / picture.width == pytest.approx(expected, abs=0.01)
        assert len(picture.convert("L").getcolors() or []) > 10  # the picture is not blank


def test_preview_is_blocked_like_the_document(sample: Dataset) -> None:
    with pytest.raises(ReleaseBlockedError):
        preview_png(sample, **request(audience="sponsor"))
    with pytest.raises(LibCollabError, match="sponsor"):
        preview_png(sample, **request(audience="sponser"))


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_preview_is_drawn_for_any_typed_text(text: str) -> None:
    assert first_page(everywhere(text), ENGLISH).startswith(b"\x89PNG")


@pytest.mark.parametrize(
    "fmt", [fmt if fmt == "pdf" else pytest.param(fmt, marks=pytest.mark.long) for fmt in PAGE_FORMATS]
)
def test_document_from_given_report_data_is_the_same(sample: Dataset, material: ReportData, fmt: str) -> None:
    alone = publish(sample, **request(fmt=fmt))
    assert publish(sample, **request(fmt=fmt), report_data=replace(material, generated_at=MADE)) == alone


def test_report_data_of_another_scope_day_or_plan_is_refused(sample: Dataset, material: ReportData) -> None:
    for change in ({"scope": Scope((), date(2026, 1, 1))}, {"as_of": date(2026, 1, 1)}):
        with pytest.raises(ValueError, match="another selection"):
            publish(sample, **request(fmt="csv", **change), report_data=material)
    assert programs_to_plan("planning", sample, ALL, DAY)
    assert programs_to_plan("sponsor", sample, ALL, DAY) == ()
    sponsor_request = request(audience="sponsor", fmt="csv", accept_unclear=True)
    with pytest.raises(ValueError, match="another selection, day or plan"):
        publish(sample, **sponsor_request, report_data=material)
    assert publish(
        sample, **sponsor_request, report_data=collect_report_data(sample, ALL, DAY, MADE)
    ) == publish(sample, **sponsor_request)
