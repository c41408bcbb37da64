"""A library whose March is small.

If a quarter and its first two months are released one after another, the difference is 3.
"""

from __future__ import annotations

import csv
from datetime import date

from libcollab_metrics.model import Scope

LOG = [
    ["Date", "Program", "Site", "Attended"],
    ["2026-01-10", "Story hour", "Hall", 30],
    ["2026-02-10", "Story hour", "Hall", 25],
    ["2026-03-10", "Story hour", "Hall", 3],
    ["2026-04-10", "Story hour", "Hall", 40],
    ["2026-05-10", "Story hour", "Hall", 50],
]
QUARTER = Scope(start=date(2026, 1, 1), end=date(2026, 3, 31))
TWO_MONTHS = Scope(start=date(2026, 1, 1), end=date(2026, 2, 28))


def total_of(text: str) -> str:
    """Return the attendance total that a CSV prints; empty if it is hidden."""
    rows = csv.DictReader(text.splitlines())
    return next(row["value"] for row in rows if row["metric"] == "attendance_total" and not row["group"])
