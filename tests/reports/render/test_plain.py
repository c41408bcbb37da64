"""Designed blocks as simple ones with the same texts."""

from __future__ import annotations

from libcollab_metrics.reports.document import Bar, Bars, Callout
from libcollab_metrics.reports.render.plain import simplify


def test_bar_without_a_name_is_its_value() -> None:
    bars = Bars("Seats", (Bar("", "75% filled", 0.75), Bar("Reading", "55 h", 1.0)), "A note.")
    assert simplify(bars) == (Callout("Seats", "75% filled\nReading: 55 h\nA note."),)
