"""Assumptions of a plan for the next term, and the unit of each."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Literal

AssumptionUnit = Literal["sessions", "months", "visits", "hours", "money"]

#: Assumption → unit, in display order.
ASSUMPTIONS: Mapping[str, AssumptionUnit] = MappingProxyType(
    {
        "sessions_per_month": "sessions",
        "months": "months",
        "visits_per_session": "visits",
        "seats_per_session": "visits",
        "staff_hours_per_session": "hours",
        "staff_hours_per_month": "hours",
        "volunteer_hours_per_session": "hours",
        "cash_per_session": "money",
        "money": "money",
    }
)
