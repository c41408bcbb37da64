"""A small library with two sponsors, worked by hand: gifts, expenses, sessions, a pledge and an open bill."""

from __future__ import annotations

from typing import Any

from libcollab_metrics.model import Dataset, Setting, Workspace
from tests.support.sheets import imported, xlsx

SESSIONS = ["Program", "Date", "Planned", "Held", "Attendance"]
LEDGER = ["Program", "Date", "From", "To", "Kind", "Value", "Status"]
PARTNERS = [["Partner", "Kind of partner"], ["Hope Foundation", "sponsor"], ["Rotary Club", "sponsor"]]
#: Two sessions a month from January to June: 20 visits each, and five for the book club.
HELD = [
    [program, f"2026-{month:02}-{day:02}", "yes", "yes", visits]
    for month in range(1, 7)
    for program, day, visits in (("Story hour", 5, 20), ("Story hour", 19, 20), ("Book club", 12, 5))
]
#: Story hour: 4,000 received, 2,000 of it spent, 100 paid by the library. Book club: 500 received, 700 spent.
PAID = [
    ["Story hour", "2026-01-02", "Hope Foundation", "project", "cash", 3000, "received"],
    ["Story hour", "2026-01-03", "Rotary Club", "project", "cash", 1000, "received"],
    ["Story hour", "2026-02-02", "project", "Bookshop", "cash", 2000, "spent"],
    ["Story hour", "2026-02-03", "library", "Bookshop", "cash", 100, "spent"],
    ["Book club", "2026-01-04", "Hope Foundation", "project", "cash", 500, "received"],
    ["Book club", "2026-03-04", "project", "Bookshop", "cash", 700, "spent"],
    ["Story hour", "2026-09-01", "Hope Foundation", "project", "cash", 800, "pledged"],
]
OPEN_BILL = ["Story hour", "2026-06-01", "", "Bus company", "cash", 350, "unclear"]


def gift_library(
    *more_lines: list[Any],
    held: list[list[Any]] | None = None,
    paid: list[list[Any]] | None = None,
    documents: dict[str, Any] | None = None,
    **sheets: list[list[Any]],
) -> Dataset:
    """Return the library; `more_lines` are added to the ledger, and `sheets` to the workbook."""
    made = {
        "Sessions": [SESSIONS, *(HELD if held is None else held)],
        "Ledger": [LEDGER, *(PAID if paid is None else paid), *more_lines],
        "Partners": PARTNERS,
    }
    settings = {"library": "Pinewood Library", "currency": "PHP", "documents": documents or {}}
    return Workspace().append(imported(xlsx(**made, **sheets)), Setting(settings)).dataset()
