"""The sample library by every field: small values are never released, others are released as evaluated."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from libcollab_metrics.metrics import CATALOG, evaluate
from libcollab_metrics.model import SCOPE_FIELDS, Dataset, Workspace
from libcollab_metrics.protection import protect
from libcollab_metrics.protection.policy import EXPOSURES
from tests.support.examples import often
from tests.support.paths import ROOT
from tests.support.sheets import imported

SAMPLE = ROOT / "data" / "sample_library.xlsx"
DAY = date(2026, 6, 30)


@pytest.fixture(scope="module")
def sample() -> Dataset:
    return Workspace().append(imported(SAMPLE.read_bytes(), "sample.xlsx")).dataset()


@pytest.mark.parametrize("by", often(SCOPE_FIELDS, 2))
def test_small_values_are_hidden_and_others_released_unchanged(sample: Dataset, by: str) -> None:
    evaluations = [evaluate(sample, by=group, as_of=DAY) for group in ("", by)]
    for before, after in zip(evaluations, protect(evaluations, sample.settings), strict=True):
        assert (after.scope, after.by, after.as_of, after.currency) == (
            before.scope,
            before.by,
            before.as_of,
            before.currency,
        )
        for truth, public in zip(before.values, after.values, strict=True):
            if truth.small:
                assert public.value is None
                assert public.numerator is public.denominator is public.n is public.coverage is None
            if public.note == "small-group":
                assert truth.value in (0, 1)
            elif public.reason not in ("small-cell", "withheld", "private"):
                expected = replace(
                    truth, lowest=None, highest=None, people=None, points=None, small=False, judged=()
                )
                if public.note == "no-interval":
                    assert truth.metric == "mean_gain"
                    expected = replace(expected, ci_low=None, ci_high=None, note="no-interval")
                assert replace(public, lowest=None, highest=None, small=False) == expected


def test_every_guarded_metric_has_an_exposure_rule() -> None:
    """A new metric falls back on its own word; the core ones are each reviewed."""
    assert {metric.id for metric in CATALOG if metric.guards} <= set(EXPOSURES)
