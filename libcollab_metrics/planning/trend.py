"""Whether attendance rose or fell: two halves of the months compared, and no claim that chance alone could make."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from libcollab_metrics.metrics.definition import Evaluated, Value
from libcollab_metrics.metrics.intervals import differ

#: What a trend is made from: evaluate these by month.
TREND_METRICS = ("attendance_per_session", "attendance_coverage")
#: Fewer months than this to a half are no trend.
FEWEST_MONTHS = 3
#: Below this share of the sessions with a number, what is missing could turn the direction.
ENOUGH_COVERAGE = 0.5
#: And where more than a quarter of the months with a session have no number, they may be the ones that went otherwise.
ENOUGH_MONTHS = 0.75


@dataclass(frozen=True)
class Half:
    """One half of the months: its first and last ("2026-03"), and the average attendance per session over all of it."""

    first: str
    last: str
    average: float


@dataclass(frozen=True)
class Trend:
    """Two halves of the months that have an average, and whether they differ by more than chance would make them.

    `direction` is +1, −1, or 0 where the 95 % interval of the difference between the monthly averages holds 0. Without
    halves `reason` says why: `few-months` or `many-gaps`, with the months there are.
    """

    months: int
    before: Half | None = None
    after: Half | None = None
    direction: int = 0
    estimated: bool = False
    reason: str = ""


def trend_of(monthly: Evaluated) -> Trend:
    """Return the trend of the average attendance per session over the months of an evaluation.

    Each half's average is all its visits ÷ all its sessions with a number, never a mean of monthly averages. The middle
    one of an odd number of months is in neither half. Welch's test over the monthly averages decides the direction.
    """
    known = sorted((v for v in monthly.of("attendance_per_session") if _is_known(v)), key=_month)
    if len(known) < 2 * FEWEST_MONTHS:
        return Trend(len(known), reason="few-months")
    if _coverage(monthly) < ENOUGH_COVERAGE or len(known) < ENOUGH_MONTHS * _months_held(monthly):
        return Trend(len(known), reason="many-gaps")
    size = len(known) // 2
    before, after = known[:size], known[-size:]
    estimated = any(value.estimated for value in (*before, *after))
    return Trend(len(known), _half(before), _half(after), _direction(before, after), estimated)


def _is_known(value: Value) -> bool:
    return bool(value.groups.get("month")) and None not in (value.value, value.numerator) and bool(value.denominator)


def _month(value: Value) -> str:
    return str(value.groups["month"])


def _coverage(monthly: Evaluated) -> float:
    """The share of all sessions that have a number; 1 where nothing can be said of it."""
    shares = [v for v in monthly.of("attendance_coverage") if v.numerator is not None and v.denominator]
    held = sum(v.denominator or 0 for v in shares)
    return sum(v.numerator or 0 for v in shares) / held if held else 1.0


def _months_held(monthly: Evaluated) -> int:
    """Months in which something was held."""
    return sum(1 for v in monthly.of("attendance_coverage") if v.groups.get("month") and v.denominator)


def _half(values: Sequence[Value]) -> Half:
    visits, sessions = (sum(getattr(v, part) or 0 for v in values) for part in ("numerator", "denominator"))
    return Half(_month(values[0]), _month(values[-1]), visits / sessions)


def _direction(before: Sequence[Value], after: Sequence[Value]) -> int:
    first, second = ([float(v.value or 0) for v in half] for half in (before, after))
    if not differ(first, second):
        return 0
    return 1 if sum(second) > sum(first) else -1
