"""Scores and answers by their number of points, to know what their mean tells of those who have few."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import narwhals as nw

from libcollab_metrics.metrics.tables.rows import Rows

if TYPE_CHECKING:
    from libcollab_metrics.metrics.prepare import Prepared


def gains(prepared: Prepared) -> Rows | None:
    """Return the people with both scores, kept apart by measure and by how many points they gained."""
    pairs = prepared.rows("pairs")
    if pairs is None:
        return None
    return replace(pairs, frame=pairs.frame.filter(nw.col("paired")), parts=("measure", "gain"))


def ratings(prepared: Prepared) -> Rows | None:
    """Return the valid answers, kept apart by measure, occasion and points."""
    outcomes = prepared.rows("outcomes")
    if outcomes is None:
        return None
    return replace(outcomes, frame=outcomes.frame.filter(nw.col("valid")), parts=("measure", "occasion", "rating"))
