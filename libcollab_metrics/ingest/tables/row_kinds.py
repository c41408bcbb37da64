"""Kinds of rows: which layout each means, and which a table may have that is not understood."""

from __future__ import annotations

from collections.abc import Sequence

from libcollab_metrics.ingest.tables.evidence import MIN_DAY_COLUMNS, TableEvidence, count_meetings
from libcollab_metrics.ingest.tables.export_headings import lists_orders
from libcollab_metrics.ingest.tables.heading import Heading, heading_month
from libcollab_metrics.ingest.tables.layout_scores import LAYOUT_EVIDENCE, rank_layouts
from libcollab_metrics.ingest.values.lexicon import names_layout
from libcollab_metrics.model.names import normalize_heading

#: Layout of a table whose rows are of this kind, and of one whose columns are days or months.
ROW_LAYOUTS: dict[str, str] = {
    "session": "session_log",
    "person-at-session": "attendee_log",
    "person": "member_list",
    "payment": "ledger",
    "delivery": "deliveries",
    "score": "scores",
    "answer": "form_responses",
    "month-total": "aggregated_log",
    "partner": "partner_list",
    "promise": "agreement",
    "hours": "volunteer_log",
    "program": "program_list",
    "budget-line": "budget",
}


def layout_of_rows(row_kind: str, headings: Sequence[Heading], title: str = "") -> str:
    """Return the layout of a table whose rows the user named; "" if they named none.

    Days across the top make people a roster, seats of orders a registration export, and months across the
    top make totals a month grid. Hours are those of volunteers, unless the title or a heading speaks of
    staff.
    """
    if row_kind == "person-at-session" and count_meetings(headings) >= MIN_DAY_COLUMNS:
        return "roster"
    if row_kind == "person-at-session" and lists_orders({normalize_heading(h.text) for h in headings}):
        return "registration_export"
    months = sum(heading_month(heading) is not None for heading in headings)
    if row_kind == "hours" and max(count_meetings(headings), months) >= MIN_DAY_COLUMNS:
        return "hours_grid"
    if (
        row_kind == "hours"
        and names_layout(title, "staff_roster")
        and not names_layout(title, "volunteer_log")
    ):
        return "staff_roster"
    if row_kind == "month-total" and months >= MIN_DAY_COLUMNS:
        return "month_grid"
    return ROW_LAYOUTS.get(row_kind, "")


#: Scores closer than this do not decide alone: the best layout is read, and the user is asked.
MIN_MARGIN = 1.0


def close_row_kinds(evidence: TableEvidence) -> tuple[str, ...]:
    """Return the kinds of rows whose layouts score nearly the same, the best first; empty if one is clear."""
    ranked = rank_layouts(evidence)
    kinds = {layout: kind for kind, layout in ROW_LAYOUTS.items()}
    close = [
        kinds[layout] for score, layout in ranked if score > ranked[0][0] - MIN_MARGIN and layout in kinds
    ]
    return tuple(close) if len(close) > 1 else ()


#: Most kinds of rows that are tried for a table that is not understood, and most that are proposed.
MAX_TRIED_KINDS, MAX_PROPOSED_KINDS = 6, 3


#: Kinds that any column of numbers or of answers can be, whatever its heading.
ALWAYS_TRIED = ("payment", "answer")


def likely_row_kinds(evidence: TableEvidence) -> tuple[list[str], list[str]]:
    """Return what a row of a table may be, and what it may be without evidence.

    The first are the kinds of which any needs are met, the likeliest first. The others need no more than a
    column, which the user can name.
    """
    shares: dict[str, float] = {}
    for entry in LAYOUT_EVIDENCE:
        shares[entry.layout] = max(entry.share(evidence), shares.get(entry.layout, 0))
    shares["member_list"] = shares["sign_in"]
    shares["deliveries"] = max(
        shares["deliveries"], shares["books_by_donor"]
    )  # books, with or without their donor
    likely = [kind for kind, layout in ROW_LAYOUTS.items() if shares[layout] > 0]
    likely.sort(key=lambda kind: -shares[ROW_LAYOUTS[kind]])
    others = [kind for kind in ALWAYS_TRIED if kind not in likely]
    return likely[: MAX_TRIED_KINDS - len(others)], others
