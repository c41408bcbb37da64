"""Compute unit costs, staff hours, books and the social return a second time, in fractions."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from math import floor
from typing import NamedTuple

from tests.support.references.attendance import Row, exact, share
from tests.support.references.money import DONE, OWN, MoneyReference, total
from tests.support.references.outcomes import STAGES, Outcomes
from tests.support.references.reach import Expected, Figures, Parts, Range, alone

LEVELS = ("cash", "library", "full")
UNCLEAR = ("unclear", None)
UNITS = ("visits", "people", "sessions", "contact_hours", "completers", "improved", "books")
METRICS = {
    "visits": "cost_per_attendance",
    "people": "cost_per_participant",
    "sessions": "cost_per_session",
    "contact_hours": "cost_per_contact_hour",
    "completers": "cost_per_completer",
    "improved": "cost_per_improved_reader",
    "books": "cost_per_book",
}


class Amount(NamedTuple):
    """The divisor of a cost, None if unknown, and whether all of it is known."""

    number: Fraction | None
    complete: bool


class CostReference(MoneyReference):
    """Costs per unit and metrics of the staff."""

    def figures(self) -> Figures:
        """Return every metric of this family, by its parts."""
        units = {METRICS[unit]: {(level,): self.unit_cost(unit, level) for level in LEVELS} for unit in UNITS}
        return {
            **alone({name: getattr(self, name)() for name in SINGLE}),
            **units,
            "sponsor_cost_per_visit": self.sponsor_cost_per_visit(),
            "books_at_stage": self.books_at_stage(),
        }

    def of_the_library(self) -> Figures:
        """Return the metrics that exist for the whole library only."""
        return alone({"sroi_range": self.sroi_range()})

    def _of(self, programs: Iterable[str]) -> CostReference:
        names = set(programs)
        return CostReference(self.tables, lambda row: self.keep(row) and row["p"] in names)

    @property
    def _programs(self) -> set[str]:
        return {p["name"] for p in self.tables["programs"] if self.keep({"p": p["name"]})}

    # Divisors of costs

    def amount(self, unit: str) -> Amount:
        """Return how many of a unit there were."""
        return getattr(self, f"_{unit}")()  # type: ignore[no-any-return]

    def _visits(self) -> Amount:
        return Amount(self.attendance_total(), self.attendance_is_exact())

    def _people(self) -> Amount:
        return Amount(self.participants_unique(), all(map(self.fully_marked, self.held)))

    def _sessions(self) -> Amount:
        return Amount(self.sessions_held(), all(s["events"] is not None for s in self.held))

    def _contact_hours(self) -> Amount:
        timed = [
            s for s in self.held if s["start"] is not None and s["end"] is not None and s["end"] > s["start"]
        ]
        hours = [self.visits_at(s)[0] * Fraction(s["end"] - s["start"], 60) for s in timed if self._came(s)]
        return Amount(total(hours), len(hours) == len(self.held) and self.attendance_is_exact())

    def _came(self, session: Row) -> bool:
        return self.visits_at(session)[0] is not None

    def _completers(self) -> Amount:
        """Return how many people attended often enough; if that is open for everyone, at least 0."""
        threshold = self.settings["completion_threshold"]
        if threshold is None:
            return Amount(None, False)
        fates = [
            (person, fate)
            for p in {s["p"] for s in self.held}
            for person, fate in zip(self._enrolled(p), self._fates(p, exact(threshold)), strict=True)
        ]
        completers = {person for person, fate in fates if fate}
        complete = all(fate is not None for _, fate in fates) and all(map(self.fully_marked, self.held))
        return Amount(Fraction(len(completers)) if fates else None, complete)

    def _improved(self) -> Amount:
        """Return how many readers improved; a reader with a name counts once, whatever the test.

        The number is never complete, because some readers were not tested.
        """
        rows = [row for rows in Outcomes(self).pairs().values() for row in rows]
        pairs = [(row["who"], a > b) for row, b, a in rows if b is not None and a is not None]
        rose = [person for person, up in pairs if up]
        return Amount(Fraction(len(set(rose) - {None}) + rose.count(None)) if pairs else None, False)

    def _books(self) -> Amount:
        outcomes = Outcomes(self)
        arrived = [outcomes._lot(lot, "received") for lot in outcomes.lots]
        return Amount(total(arrived), None not in arrived)

    # Costs

    def cost(self, level: str) -> Fraction | None:
        return getattr(self, f"cost_{level}")()  # type: ignore[no-any-return]

    def unit_cost(self, unit: str, level: str) -> Fraction | None:
        """Return the cost over programs with both; None if unknowns could both raise and lower it."""
        parts = {p: self._of([p]) for p in self._programs}
        both = [
            p for p, r in parts.items() if r.cost(level) is not None and r.amount(unit).number is not None
        ]
        whole = self._of(both)
        cost, amount = whole.cost(level), whole.amount(unit)
        may_rise = any(parts[p].may_rise(p, level) for p in both)
        may_fall = level == "library" and any(parts[p].may_fall() for p in both)
        if not amount.complete:  # uncounted units bring it nearer to zero
            may_rise, may_fall = may_rise or (cost or 0) < 0, may_fall or (cost or 0) >= 0
        return None if may_rise and may_fall else share(cost, amount.number)

    def may_rise(self, program: str, level: str) -> bool:
        """Return whether unknown costs could raise the level.

        These are lines without a price, unclear lines, unrecorded hours, or a ledger declared incomplete.
        """
        (declared,) = (p["ledger_complete"] for p in self.tables["programs"] if p["name"] == program)
        lines = {"cash": self._cash_lines, "library": self._library_lines, "full": self._full_lines}[level]()
        unpriced = any(self.worth(row) is None for row in lines if row["status"] in DONE)
        unclear = any(row["status"] in UNCLEAR for row in lines)
        return (
            (declared == "no" and self.cost(level) is not None)
            or unpriced
            or unclear
            or self._hours_missing(level)
        )

    def may_fall(self) -> bool:
        """Return whether cash to the library is unclear or has no amount."""
        refunds = [r for r in self.ledger if r["kind"] == "cash" and r["to_party"] == "library"]
        unpriced = [
            r
            for r in refunds
            if self.worth(r) is None and r["from_party"] != "library" and r["status"] in DONE
        ]
        return bool(unpriced) or any(r["status"] in UNCLEAR for r in refunds)

    def _cash_lines(self) -> list[Row]:
        """Return cash spent, and cash that may have been spent."""
        cash = [r for r in self.ledger if r["kind"] == "cash"]
        return [r for r in cash if self.is_cash_cost(r) or r["status"] in UNCLEAR]

    def _library_lines(self) -> list[Row]:
        """Return cash from the library, its staff's hours and lines that may be either, without refunds."""
        cash = [r for r in self.ledger if r["kind"] == "cash" and r["to_party"] != "library"]
        own = [r for r in self.ledger if r["kind"] == "staff_hours" and r["to_party"] == "project"]
        own = [r for r in own if r["from_party"] in OWN and r["status"] != "pledged"]
        paid = [r for r in self.cash_in() if r["from_party"] == "library"]
        return [*(r for r in cash if r["status"] in UNCLEAR), *own, *paid]

    def _full_lines(self) -> list[Row]:
        into = [r for r in self.ledger if r["kind"] != "cash" and r["to_party"] == "project"]
        return [*self._cash_lines(), *(r for r in into if r["status"] != "pledged")]

    def _hours_missing(self, level: str) -> bool:
        """Return whether only some sessions record their hours, or recorded hours have no rate."""
        kinds = {"cash": (), "library": ("staff_hours",), "full": ("staff_hours", "volunteer_hours")}[level]
        for kind in kinds:
            recorded = [s[kind] for s in self.hours_of_sessions(kind)]
            known = [hours for hours in recorded if hours is not None]
            if known and (None in recorded or self.rate(kind) is None):
                return True
        return False

    def volunteer_hours(self) -> Fraction | None:
        return self._hours("volunteer_hours")

    def volunteer_value(self) -> Fraction | None:
        rate, hours = self.rate("volunteer_hours"), self._hours("volunteer_hours")
        return None if rate is None or hours is None else hours * rate

    def _hours(self, kind: str) -> Fraction | None:
        """Return hours given to the project: of its ledger, or of its sessions if the ledger has none."""
        lines = [r for r in self.ledger if r["kind"] == kind and self.is_gift(r)]
        lines = [r for r in lines if kind != "staff_hours" or r["from_party"] in OWN]
        known = [r["quantity"] for r in lines] + [s[kind] for s in self.hours_of_sessions(kind)]
        return total(exact(hours) for hours in known if hours is not None)

    def sponsor_cost_per_visit(self) -> Parts:
        parties = {r["from_party"] for r in self.cash_in()} - {"project", "library", None}
        return {(party,): self._sponsored(str(party)) for party in parties}

    def _sponsored(self, party: str) -> Fraction | None:
        parts = {p: self._of([p]) for p in self._programs}
        gave = {p: [r for r in part.cash_in() if r["from_party"] == party] for p, part in parts.items()}
        amount = {p: total(map(self.worth, lines)) for p, lines in gave.items()}
        both = [p for p in parts if amount[p] is not None and parts[p].attendance_total() is not None]
        unclear = [r for r in self._of(both).ledger if r["kind"] == "cash" and r["status"] in UNCLEAR]
        open_lines = any(r["from_party"] == party for r in unclear)
        unpriced = any(self.worth(r) is None for p in both for r in gave[p])
        unpriced |= any(p["ledger_complete"] == "no" for p in self.tables["programs"] if p["name"] in both)
        visits = self._of(both)._visits()
        if not both or (not visits.complete and (open_lines or unpriced)):
            return None
        return share(total(amount[p] for p in both), visits.number)

    # The staff

    def _staff_records(self) -> list[tuple[str | None, Fraction | None]]:
        """Return the day and hours of every record of the library's staff time."""
        lines = [
            r
            for r in self.ledger
            if r["kind"] == "staff_hours" and self.is_gift(r) and r["from_party"] in OWN
        ]
        records = [(r["on"], r["quantity"]) for r in lines]
        records += [(s["on"], s["staff_hours"]) for s in self.hours_of_sessions("staff_hours")]
        return [(day, None if hours is None else exact(hours)) for day, hours in records]

    def _staff_hours(self) -> Fraction | None:
        return total(hours for _, hours in self._staff_records())

    def _all_months(self) -> int:
        """Return the months from the first to the last record of all programs, which share one staff."""
        whole = CostReference(self.tables)
        dated = [*(day for day, _ in whole._staff_records()), *(s["on"] for s in whole.sessions)]
        days = sorted(day for day in dated if day is not None)
        if not days:
            return 0
        first, last = days[0], days[-1]
        return 12 * (int(last[:4]) - int(first[:4])) + int(last[5:7]) - int(first[5:7]) + 1

    def staff_deployment(self) -> Fraction | None:
        hours, free = self._staff_hours(), self.settings["staff_hours_per_month"]
        return None if hours is None or free is None else share(hours, free * self._all_months())

    def deployable_sessions(self) -> Fraction | None:
        """Return how many whole sessions fit in the hours that all programs leave free in a month."""
        hours_per_session, hours_per_month = self._hours_each(), self.settings["staff_hours_per_month"]
        hours = CostReference(self.tables)._staff_hours()
        if not hours_per_session or hours_per_month is None or hours is None or not self._all_months():
            return None
        taken = hours / self._all_months()
        return Fraction(max(0, floor((hours_per_month - taken) / hours_per_session)))

    def _hours_each(self) -> Fraction | None:
        """Return staff hours per event, over programs and sessions that know both."""
        hours, events = Fraction(), Fraction()
        for program in self._programs:
            part = self._of([program])
            lines = [r for r in part.ledger if r["kind"] == "staff_hours" and self.is_gift(r)]
            lines = [r for r in lines if r["from_party"] in OWN]
            recorded = [s for s in part.hours_of_sessions("staff_hours") if s["format"] != "recorded"]
            numbered = all(s["events"] is not None for s in part.held)
            if lines and all(r["quantity"] is not None for r in lines) and numbered and part.sessions_held():
                hours += sum(exact(r["quantity"]) for r in lines)
                events += part.sessions_held() or 0
            for s in recorded if not lines else ():
                if s["staff_hours"] is not None and s["events"] is not None:
                    hours, events = hours + exact(s["staff_hours"]), events + s["events"]
        return share(hours, events)

    # Books and the social return

    def books_at_stage(self) -> Parts:
        outcomes = Outcomes(self)
        return {(stage,): total(outcomes._lot(lot, stage) for lot in outcomes.lots) for stage in STAGES}

    def books_per_child(self) -> Fraction | None:
        """Return books over the population of the sites; if no site's is known, over that of the programs.

        A site whose lots were not counted still received books: the metric is then a lower bound (R4).
        """
        outcomes = Outcomes(self)
        people = {
            row["site"]: row["population"] for row in self.tables["sites"] if row["population"] is not None
        }
        arrived = [(lot, outcomes._lot(lot, "received")) for lot in outcomes.lots]
        known = [(lot, books) for lot, books in arrived if books is not None]
        if sites := {lot["site"] for lot in outcomes.lots} & set(people):
            placed = [books for lot, books in known if lot["site"] in sites]
            return share(sum(placed), sum(people[site] for site in sites)) if placed else None
        population_by_program = {p["name"]: p["population"] for p in self.tables["programs"]}
        populations = {population_by_program[lot["p"]] for lot in outcomes.lots}
        population = populations.pop() if len(populations) == 1 else None
        return (
            share(total(books for _, books in known), population or self.settings["population"])
            if known
            else None
        )

    def sroi_range(self) -> Expected:
        """Return the social return with all assumptions low, and with all high, over the full cost.

        If the cost is incomplete, there is no lower end.
        """
        assumptions, cost = self.settings.get("sroi"), self.cost_full()
        if not assumptions or not cost:
            return None
        low, high = (
            sum((_returns(o, end) for o in assumptions["outcomes"]), Fraction()) for end in ("low", "high")
        )
        partial = any(self._of([p]).may_rise(p, "full") for p in self._programs)
        return Range(None if partial else low / cost, high / cost)


SINGLE = ("volunteer_hours", "volunteer_value", "staff_deployment", "deployable_sessions", "books_per_child")
SHARES = ("deadweight", "others", "displacement")


def _returns(outcome: Row, end: str) -> Fraction:
    """Return what one outcome is worth over its years, without a discount."""
    worth = exact(outcome["quantity"][end]) * exact(outcome["value"][end])
    for name in SHARES:
        worth *= 1 - exact(outcome[name][end]) if name in outcome else 1
    retention = 1 - exact(outcome["drop_off"][end]) if "drop_off" in outcome else Fraction(1)
    return sum((worth * retention**year for year in range(outcome.get("years", 1))), Fraction())
