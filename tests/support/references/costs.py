"""Costs of a unit, hours of the staff, books and the social return once more, in plain Python and in
fractions."""

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
    """What costs are divided by, None where unknown, and whether all of it is known."""

    number: Fraction | None
    complete: bool


class CostReference(MoneyReference):
    """What a unit costs, and of what the staff has."""

    def figures(self) -> Figures:
        """Every figure of this family, by its parts."""
        units = {METRICS[unit]: {(level,): self.unit_cost(unit, level) for level in LEVELS} for unit in UNITS}
        return {
            **alone({name: getattr(self, name)() for name in SINGLE}),
            **units,
            "sponsor_cost_per_visit": self.sponsor_cost_per_visit(),
            "books_at_stage": self.books_at_stage(),
        }

    def of_the_library(self) -> Figures:
        """What is told of everything together only."""
        return alone({"sroi_range": self.sroi_range()})

    def _of(self, programs: Iterable[str]) -> CostReference:
        names = set(programs)
        return CostReference(self.tables, lambda row: self.keep(row) and row["p"] in names)

    @property
    def _programs(self) -> set[str]:
        return {p["name"] for p in self.tables["programs"] if self.keep({"p": p["name"]})}

    # What costs are divided by

    def amount(self, unit: str) -> Amount:
        """How many of a unit there were."""
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
        """People who came often enough; of a program where that is still open for everyone, at least none."""
        threshold = self.settings["completion_threshold"]
        if threshold is None:
            return Amount(None, False)
        fates = [
            (who, fate)
            for p in {s["p"] for s in self.held}
            for who, fate in zip(self._enrolled(p), self._fates(p, exact(threshold)), strict=True)
        ]
        done = {who for who, fate in fates if fate}
        complete = all(fate is not None for _, fate in fates) and all(map(self.fully_marked, self.held))
        return Amount(Fraction(len(done)) if fates else None, complete)

    def _improved(self) -> Amount:
        """Readers with a name once, whatever they were tested in; never all of them, for some were not
        tested."""
        rows = [row for rows in Outcomes(self).pairs().values() for row in rows]
        pairs = [(row["who"], a > b) for row, b, a in rows if b is not None and a is not None]
        rose = [who for who, up in pairs if up]
        return Amount(Fraction(len(set(rose) - {None}) + rose.count(None)) if pairs else None, False)

    def _books(self) -> Amount:
        outcomes = Outcomes(self)
        arrived = [outcomes._lot(lot, "received") for lot in outcomes.lots]
        return Amount(total(arrived), None not in arrived)

    # Costs

    def cost(self, level: str) -> Fraction | None:
        return getattr(self, f"cost_{level}")()  # type: ignore[no-any-return]

    def unit_cost(self, unit: str, level: str) -> Fraction | None:
        """Over the programs with both; None where what is unknown may raise it as well as lower it."""
        parts = {p: self._of([p]) for p in self._programs}
        both = [
            p for p, r in parts.items() if r.cost(level) is not None and r.amount(unit).number is not None
        ]
        whole = self._of(both)
        cost, amount = whole.cost(level), whole.amount(unit)
        more = any(parts[p].may_rise(p, level) for p in both)
        less = level == "library" and any(parts[p].may_fall() for p in both)
        if not amount.complete:  # what was not counted brings it nearer to zero
            more, less = more or (cost or 0) < 0, less or (cost or 0) >= 0
        return None if more and less else share(cost, amount.number)

    def may_rise(self, program: str, level: str) -> bool:
        """A line of the level without a price, an unclear one, hours nobody wrote down, or a ledger said to
        be open."""
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
        """Cash to the library that is unclear or has no amount."""
        back = [r for r in self.ledger if r["kind"] == "cash" and r["to_party"] == "library"]
        unpriced = [
            r for r in back if self.worth(r) is None and r["from_party"] != "library" and r["status"] in DONE
        ]
        return bool(unpriced) or any(r["status"] in UNCLEAR for r in back)

    def _cash_lines(self) -> list[Row]:
        """Cash spent, and cash of which nobody knows whether it was."""
        cash = [r for r in self.ledger if r["kind"] == "cash"]
        return [r for r in cash if self.is_cash_cost(r) or r["status"] in UNCLEAR]

    def _library_lines(self) -> list[Row]:
        """Cash from the library, its staff's hours, and what may be either; without what came back to it."""
        cash = [r for r in self.ledger if r["kind"] == "cash" and r["to_party"] != "library"]
        own = [r for r in self.ledger if r["kind"] == "staff_hours" and r["to_party"] == "project"]
        own = [r for r in own if r["from_party"] in OWN and r["status"] != "pledged"]
        paid = [r for r in self.cash_in() if r["from_party"] == "library"]
        return [*(r for r in cash if r["status"] in UNCLEAR), *own, *paid]

    def _full_lines(self) -> list[Row]:
        into = [r for r in self.ledger if r["kind"] != "cash" and r["to_party"] == "project"]
        return [*self._cash_lines(), *(r for r in into if r["status"] != "pledged")]

    def _hours_missing(self, level: str) -> bool:
        """Some sessions say their hours and others do not, or hours have no rate."""
        kinds = {"cash": (), "library": ("staff_hours",), "full": ("staff_hours", "volunteer_hours")}[level]
        for kind in kinds:
            told = [s[kind] for s in self.hours_of_sessions(kind)]
            known = [hours for hours in told if hours is not None]
            if known and (None in told or self.rate(kind) is None):
                return True
        return False

    def volunteer_value(self) -> Fraction | None:
        rate, hours = self.rate("volunteer_hours"), self._hours("volunteer_hours")
        return None if rate is None or hours is None else hours * rate

    def _hours(self, kind: str) -> Fraction | None:
        """Hours into the project: of the ledger where it has lines of the kind, else of the sessions."""
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
        """Day and hours of everything that should say how long the library's staff was busy."""
        lines = [
            r
            for r in self.ledger
            if r["kind"] == "staff_hours" and self.is_gift(r) and r["from_party"] in OWN
        ]
        found = [(r["on"], r["quantity"]) for r in lines]
        found += [(s["on"], s["staff_hours"]) for s in self.hours_of_sessions("staff_hours")]
        return [(day, None if hours is None else exact(hours)) for day, hours in found]

    def _staff_hours(self) -> Fraction | None:
        return total(hours for _, hours in self._staff_records())

    def _all_months(self) -> int:
        """The months from the first record to the last, of all programs: they share one staff."""
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
        """Whole sessions in the hours all programs leave free in a month."""
        each, a_month = self._hours_each(), self.settings["staff_hours_per_month"]
        hours = CostReference(self.tables)._staff_hours()
        if not each or a_month is None or hours is None or not self._all_months():
            return None
        taken = hours / self._all_months()
        return Fraction(max(0, floor((a_month - taken) / each)))

    def _hours_each(self) -> Fraction | None:
        """Hours of staff an event, over programs and sessions that know both."""
        hours, events = Fraction(), Fraction()
        for program in self._programs:
            part = self._of([program])
            lines = [r for r in part.ledger if r["kind"] == "staff_hours" and self.is_gift(r)]
            lines = [r for r in lines if r["from_party"] in OWN]
            told = [s for s in part.hours_of_sessions("staff_hours") if s["format"] != "recorded"]
            numbered = all(s["events"] is not None for s in part.held)
            if lines and all(r["quantity"] is not None for r in lines) and numbered and part.sessions_held():
                hours += sum(exact(r["quantity"]) for r in lines)
                events += part.sessions_held() or 0
            for s in told if not lines else ():
                if s["staff_hours"] is not None and s["events"] is not None:
                    hours, events = hours + exact(s["staff_hours"]), events + s["events"]
        return share(hours, events)

    # Books and the social return

    def books_at_stage(self) -> Parts:
        outcomes = Outcomes(self)
        return {(stage,): total(outcomes._lot(lot, stage) for lot in outcomes.lots) for stage in STAGES}

    def books_per_child(self) -> Fraction | None:
        """Over the sites whose people are known; where none is, over the people of the programs.

        A site whose lots nobody counted is still one that books went to: the figure is a lower bound then
        (R4).
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
        given = {p["name"]: p["population"] for p in self.tables["programs"]}
        wanted = {given[lot["p"]] for lot in outcomes.lots}
        one = wanted.pop() if len(wanted) == 1 else None
        return (
            share(total(books for _, books in known), one or self.settings["population"]) if known else None
        )

    def sroi_range(self) -> Expected:
        """All assumptions low over the full cost, and all high; an open cost leaves no lower end."""
        wanted, cost = self.settings.get("sroi"), self.cost_full()
        if not wanted or not cost:
            return None
        low, high = (
            sum((_returns(o, end) for o in wanted["outcomes"]), Fraction()) for end in ("low", "high")
        )
        partial = any(self._of([p]).may_rise(p, "full") for p in self._programs)
        return Range(None if partial else low / cost, high / cost)


SINGLE = ("volunteer_value", "staff_deployment", "deployable_sessions", "books_per_child")
SHARES = ("deadweight", "others", "displacement")


def _returns(outcome: Row, end: str) -> Fraction:
    """What one outcome is worth over its years, without a discount."""
    each = exact(outcome["quantity"][end]) * exact(outcome["value"][end])
    for name in SHARES:
        each *= 1 - exact(outcome[name][end]) if name in outcome else 1
    kept = 1 - exact(outcome["drop_off"][end]) if "drop_off" in outcome else Fraction(1)
    return sum((each * kept**year for year in range(outcome.get("years", 1))), Fraction())
