"""Tables made from the prepared ones for one question each, by the name measures know them by."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING

from libcollab_metrics.metrics.tables import calendar, groups, official, points, returning
from libcollab_metrics.metrics.tables.rows import Rows

if TYPE_CHECKING:
    from libcollab_metrics.metrics.prepare import Prepared

#: Each is made once, when it is first counted; None where nothing of it was recorded.
DERIVED: Mapping[str, Callable[[Prepared], Rows | None]] = MappingProxyType(
    {
        "attenders": returning.attenders,
        "returns": returning.returns,
        "last_marks": returning.last_marks,
        "audiences": groups.audiences,
        "traits": groups.traits,
        "traits_known": groups.traits_known,
        "sources": groups.sources,
        "places": groups.places,
        "official": official.margins,
        "school_months": official.school_months,
        "months": calendar.months,
        "team": calendar.team,
        "session_days": calendar.session_days,
        "gains": points.gains,
        "ratings": points.ratings,
    }
)
#: Those that a grouping makes another table, kept no longer than it; the others differ with the selection alone.
OF_GROUPING = frozenset({"returns", "months"})
