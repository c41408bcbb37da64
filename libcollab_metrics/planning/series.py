"""What can be planned on: a program's attendance month by month, with every gap left a gap.

A library that counts most of its sessions rarely has a month in which every one was counted, and the visits of such a
month are only a floor. So a series holds the average attendance per session, which stands on the sessions that have a
number; a month without a session is a gap, not nobody. Where no row says how many sessions it sums up, the series holds
the visits of those months in which every row has a number.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from libcollab_metrics.metrics.definition import Evaluated, Number, Value
from libcollab_metrics.model.scope import every_month, last_day, month_of

#: What a series is made from: evaluate these by month.
SERIES_METRICS = ("sessions_held", "attendance_total", "attendance_per_session")

Basis = Literal["per-session", "per-month"]
State = Literal["known", "not-counted", "no-session", "hidden"]


@dataclass(frozen=True)
class Month:
    """One month: its number (None is a gap), why it is one, how many sessions were held, and what qualifies it.

    `value` is in visits per session or visits, by the basis of its series; `sessions` is None where unknown. A month
    is `not-counted` where no session has a number, or where the number is only a floor.
    """

    label: str
    value: float | None
    sessions: Number | None
    state: State
    estimated: bool = False


@dataclass(frozen=True)
class Series:
    """The months from the first session to the last finished month with one, in order.

    `unfinished` is the month that the day of the figures lies in, left out because it is not over; empty where the
    records end before it. `undated` says that some sessions have no date and are in no month.
    """

    basis: Basis
    months: tuple[Month, ...]
    unfinished: str = ""
    undated: bool = False

    @property
    def known(self) -> tuple[Month, ...]:
        """The months that have a number."""
        return tuple(month for month in self.months if month.value is not None)

    @property
    def met(self) -> tuple[Month, ...]:
        """The months in which the program met and the number of sessions is known."""
        return tuple(month for month in self.months if month.sessions)


def monthly_series(monthly: Evaluated) -> Series:
    """Return the series of a selection from its `SERIES_METRICS` by month; empty where nothing has a date.

    The basis is the one that leaves more months known, and the average per session where both leave as many.
    """
    by_metric = {name: by_month(monthly, name) for name in SERIES_METRICS}
    held = by_metric["sessions_held"]
    present = month_of(monthly.as_of)
    is_over = last_day(present) <= monthly.as_of
    met = sorted(m for m, value in held.items() if value.reason != "no-sessions" and (m < present or is_over))
    labels = every_month(met[0], met[-1]) if met else ()
    bases: tuple[tuple[Basis, str], ...] = (
        ("per-session", "attendance_per_session"),
        ("per-month", "attendance_total"),
    )
    made = [
        Series(
            basis,
            tuple(_month(label, held.get(label), by_metric[name].get(label)) for label in labels),
            "" if is_over or present not in held else present,
            has_undated(monthly),
        )
        for basis, name in bases
    ]
    return max(made, key=lambda series: len(series.known))


def by_month(monthly: Evaluated, metric: str) -> dict[str, Value]:
    """Return the values of a metric by the label of their month, without those that have none."""
    return {month: value for value in monthly.of(metric) if (month := value.groups.get("month")) is not None}


def _month(label: str, held: Value | None, counted: Value | None) -> Month:
    if held is None or held.reason == "no-sessions":
        return Month(label, None, None, "no-session")
    if counted is not None and counted.is_hidden:
        return Month(label, None, held.value, "hidden")
    if counted is None or counted.value is None or counted.certainty != "exact":
        return Month(label, None, held.value, "not-counted")
    return Month(label, float(counted.value), held.value, "known", counted.estimated)


def has_undated(monthly: Evaluated) -> bool:
    """Return whether some sessions have no date and so stand in no month."""
    undated = (v for v in monthly.of("sessions_held") if "month" in v.groups and v.groups["month"] is None)
    return any(value.reason != "no-sessions" for value in undated)
