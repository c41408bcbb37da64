"""A picture of page 1, and material gathered once: both by the way every document goes, and refused like
one."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from PIL import Image

from libcollab_metrics.errors import LibCollabError, ReleaseBlockedError
from libcollab_metrics.model import Dataset, Scope
from libcollab_metrics.reports import (
    AUDIENCES,
    FORMATS,
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


def asked(**options: Any) -> dict[str, Any]:
    return {"audience": "planning", "as_of": DAY, "generated_at": MADE, "language": ENGLISH, **options}


@pytest.mark.parametrize("audience", AUDIENCES)
def test_the_picture_is_one_sheet_of_paper_for_every_audience(
    sample: Dataset, material: ReportData, audience: str
) -> None:
    drawn = preview_png(sample, **asked(audience=audience, accept_unclear=True), report_data=material)
    with Image.open(io.BytesIO(drawn)) as picture:
        assert picture.format == "PNG"
        assert picture.height / picture.width == pytest.approx(297 / 210, abs=0.01)
        assert len(picture.convert("L").getcolors() or []) > 10  # something is printed on it


def test_the_picture_is_held_back_like_the_document(sample: Dataset) -> None:
    with pytest.raises(ReleaseBlockedError):
        preview_png(sample, **asked(audience="sponsor"))
    with pytest.raises(LibCollabError, match="sponsor"):
        preview_png(sample, **asked(audience="sponser"))


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_a_picture_is_drawn_whatever_is_typed(text: str) -> None:
    assert first_page(everywhere(text), ENGLISH).startswith(b"\x89PNG")


@pytest.mark.parametrize("fmt", FORMATS)
def test_a_document_from_material_at_hand_is_the_same_to_the_byte(
    sample: Dataset, material: ReportData, fmt: str
) -> None:
    alone = publish(sample, **asked(fmt=fmt))
    assert publish(sample, **asked(fmt=fmt), report_data=replace(material, generated_at=MADE)) == alone


def test_material_of_another_selection_day_or_plan_is_refused(sample: Dataset, material: ReportData) -> None:
    for other in ({"scope": Scope((), date(2026, 1, 1))}, {"as_of": date(2026, 1, 1)}):
        with pytest.raises(ValueError, match="another selection"):
            publish(sample, **asked(fmt="csv", **other), report_data=material)
    tiers = {"sponsor": {"tiers": [{"name": "Friend", "amount": 5000}]}}
    asking = replace(sample, settings=sample.settings.with_values({"documents": tiers}))
    planned = programs_to_plan("sponsor", asking, ALL, DAY)
    assert planned
    assert programs_to_plan("planning", asking, ALL, DAY) == ()
    pitch = asked(audience="sponsor", fmt="csv", accept_unclear=True)
    with pytest.raises(ValueError, match="another selection, day or plan"):
        publish(asking, **pitch, report_data=material)
    assert publish(
        asking, **pitch, report_data=collect_report_data(asking, ALL, DAY, MADE, planned)
    ) == publish(asking, **pitch)
