"""Compute criteria, projects and partner programs a second time, in plain Python and fractions."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from math import inf

from libcollab_metrics.model.schema import ALIGNMENT_ITEMS
from tests.support.builders.datasets import AS_OF
from tests.support.references.attendance import CAME, Row, share
from tests.support.references.evaluation import Reference
from tests.support.references.money import MoneyReference
from tests.support.references.outcomes import Outcomes
from tests.support.references.reach import Expected, Figures, Parts, Range, alone

FAIR = ALIGNMENT_ITEMS[2]


class SuccessReference(MoneyReference):
    """Metrics of criteria that were declared beforehand."""

    def figures(self) -> Figures:
        """Return every metric of this family, by its parts."""
        return {
            **alone(
                {
                    "criteria_met_rate": _rate(
                        [v for verdicts in self._verdicts().values() for v in verdicts]
                    ),
                    "project_success_rate": _rate([_project(v) for v in self._verdicts().values()]),
                    "declared_first_share": self.declared_first_share(),
                }
            ),
            "partner_programs": self.partner_programs(),
        }

    def of_the_library(self) -> Figures:
        """Return the metrics that exist for the whole library only."""
        return {"give_take_rating": self.give_take_rating()}

    def _declared(self) -> list[Row]:
        known = [c for c in self.tables["criteria"] if self.keep(c)]
        return [c for c in known if c["declared_on"] is None or c["declared_on"].date() <= AS_OF]

    def _verdicts(self) -> dict[str, list[bool | None]]:
        """Return program → the verdict on each criterion, None if it is open."""
        verdicts: dict[str, list[bool | None]] = {}
        for criterion in self._declared():
            program = criterion["p"]
            part = SuccessReference(self.tables, lambda row, program=program: row["p"] == program)
            verdicts.setdefault(program, []).append(part.judge(program, criterion))
        return verdicts

    def judge(self, program: str, criterion: Row) -> bool | None:
        """Return True if all possible values are within the bounds, False if none is, otherwise None."""
        low, high = criterion["low"], criterion["high"]
        possible = self._possible(program, criterion["metric_id"])
        if possible is None or (low is None and high is None):
            return None
        floor, ceiling = (-inf if low is None else low), (inf if high is None else high)
        least, most = possible
        if floor <= least and most <= ceiling:
            return True
        return False if least > ceiling or most < floor else None

    def _possible(self, program: str, metric: str) -> tuple[Fraction, Fraction | float] | None:
        """Return the smallest and largest possible value of a metric of the program; None if unknown."""
        match metric:
            case "attendance_total":
                value, may_rise = self.attendance_total(), not self.attendance_is_exact()
            case "participants_unique":
                value, may_rise = self.participants_unique(), not all(map(self.fully_marked, self.held))
            case "cost_cash":
                value, may_rise = self.cost_cash(), self.cost_is_partial(program)
            case "attendance_rate":
                return self._possible_rates()
            case _:
                measure = metric.removeprefix("mean_gain: ")
                people = Outcomes(self).pairs().get((measure,), [])
                is_whole = all(after is not None for _, before, after in people if before is not None)
                value, may_rise = (self.mean_gain().get(measure) if is_whole else None), False
        return None if value is None else (value, inf if may_rise else value)

    def _possible_rates(self) -> tuple[Fraction, Fraction] | None:
        if self.attendance_rate() is None:
            return None
        came = sum(p["status"] in CAME for p in self.marks)
        unknown = sum(p["status"] == "unknown" for p in self.marks)
        people = came + self._absences() + unknown
        return Fraction(came, people), Fraction(came + unknown, people)

    def declared_first_share(self) -> Fraction | None:
        """Return the share declared before the day of the program's first session."""
        begun = [c for c in self._declared() if self._first_session(c["p"]) is not None]
        dated = [c for c in begun if c["declared_on"] is not None]
        return share(sum(self._is_before(c) for c in dated), len(dated))

    def _is_before(self, criterion: Row) -> bool:
        return criterion["declared_on"].date().isoformat() < str(self._first_session(criterion["p"]))

    def _first_session(self, program: str) -> str | None:
        reference = Reference(self.tables)
        return min((s["on"] for s in reference.held if s["on"] and s["p"] == program), default=None)

    def partner_programs(self) -> Parts:
        """Return how many programs began by partner, and how many of them after the first."""
        counts: dict[tuple[str | None, ...], Expected] = {}
        selected = [p for p in self.tables["programs"] if self.keep({"p": p["name"]})]
        for party in {name for p in selected for name in p["partners"]}:
            began = [self._began(p) for p in selected if party in p["partners"]]
            begun = [day for day in began if day is None or day <= AS_OF.isoformat()]
            days = [day for day in begun if day is not None]
            counts[party, "all"] = Fraction(len(begun)) if begun else None
            counts[party, "after-first"] = Fraction(sum(day > min(days) for day in days)) if days else None
        return counts

    def _began(self, program: Row) -> str | None:
        typed = program["start"]
        return self._first_session(program["name"]) if typed is None else typed.date().isoformat()

    def give_take_rating(self) -> Parts:
        """Return by partner and side the mean rating of whether the exchange is fair."""
        ratings: dict[tuple[str | None, ...], Expected] = {}
        for side in ("partner", "library", None):
            means = self._means((FAIR,), (side,))
            ratings |= {
                (party, side): sum(people, Fraction()) / len(people) for party, people in means.items()
            }
        return ratings


def _project(verdicts: Sequence[bool | None]) -> bool | None:
    if False in verdicts:
        return False
    return None if None in verdicts else True


def _rate(verdicts: Sequence[bool | None]) -> Expected:
    """Return the share met: from what is certainly met to what may be met."""
    if not verdicts:
        return None
    met, failed = verdicts.count(True), verdicts.count(False)
    low, high = Fraction(met, len(verdicts)), Fraction(len(verdicts) - failed, len(verdicts))
    return low if low == high else Range(low, high)
