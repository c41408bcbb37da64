"""Costs, funds and partners once more, in plain Python over the rows and in fractions."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from typing import Any

from libcollab_metrics.model.schema import ALIGNMENT_ITEMS
from tests.support.builders.datasets import AS_OF
from tests.support.references.attendance import Row, exact, share
from tests.support.references.evaluation import Reference

DONE = ("received", "spent")
HOURS = ("staff_hours", "volunteer_hours")
#: Whoever gave hours of staff that are the library's own.
OWN = ("library", "project", None)
Shares = dict[tuple[str | None, str], Fraction | None]


def total(amounts: Iterable[Fraction | None]) -> Fraction | None:
    """The sum of what is known, None where nothing is."""
    known = [amount for amount in amounts if amount is not None]
    return sum(known, Fraction()) if known else None


def mean(numbers: Iterable[Fraction]) -> Fraction:
    """The mean of at least one number."""
    found = list(numbers)
    return sum(found, Fraction()) / len(found)


class MoneyReference(Reference):
    """Figures of money and of partnerships over the rows that are kept."""

    def rate(self, kind: str) -> Fraction | None:
        """What an hour of a kind is worth."""
        rate = (
            self.settings["staff_rate"]
            if kind == "staff_hours"
            else self.settings["volunteer_rate"].get("rate")
        )
        return None if rate is None else exact(rate)

    def cash_in(self) -> list[Row]:
        """Lines of cash that came from anybody but the project."""
        return [
            r
            for r in self.ledger
            if r["kind"] == "cash" and r["from_party"] != "project" and self._comes_in(r)
        ]

    def hours_of_sessions(self, kind: str) -> list[Row]:
        """Held sessions whose program has no hours of this kind in the ledger, of staff none of the library's
        own."""
        happened = [
            r for r in self.tables["ledger"] if self._happened(r) and r["kind"] == kind and self.is_gift(r)
        ]
        told = {r["p"] for r in happened if kind != "staff_hours" or r["from_party"] in OWN}
        return [s for s in self.sessions if s["status"] == "held" and s["p"] not in told]

    def worth_of_sessions(self, kind: str) -> Fraction | None:
        rate = self.rate(kind)
        hours = [s[kind] for s in self.hours_of_sessions(kind) if s[kind] is not None]
        return total(exact(h) * rate for h in hours) if rate is not None else None

    def cost_full(self) -> Fraction | None:
        lines = [self.worth(r) for r in self.ledger if self.is_cash_cost(r) or self.is_gift(r)]
        return total([*lines, *map(self.worth_of_sessions, HOURS)])

    def cost_library(self) -> Fraction | None:
        """None also where hours of the library's staff have no rate."""
        paid = [self.worth(r) for r in self.cash_in() if r["from_party"] == "library"]
        back = [
            self.worth(r) or Fraction()
            for r in self.ledger
            if r["kind"] == "cash"
            and r["to_party"] == "library"
            and r["from_party"] != "library"
            and r["status"] in DONE
        ]
        staff = [r for r in self.ledger if r["kind"] == "staff_hours" and self.is_gift(r)]
        ours = [r for r in staff if r["from_party"] in OWN]
        hours = [s["staff_hours"] for s in self.hours_of_sessions("staff_hours")]
        unrated = any(self.worth(r) is None and r["quantity"] is not None for r in ours) or any(
            h is not None for h in hours
        )
        if self.settings["staff_rate"] is None and unrated:
            return None
        known = total([*paid, *map(self.worth, ours), self.worth_of_sessions("staff_hours")])
        return None if known is None else known - sum(back, Fraction())

    def in_kind_value(self) -> Fraction | None:
        return total(self.worth(r) for r in self.ledger if self.is_gift(r))

    def fund_share(self) -> Shares:
        gifts = [r for r in self.ledger if self.is_gift(r) and r["from_party"] != "project"]
        return {**self._shares(self.cash_in(), "cash"), **self._shares(gifts, "in_kind")}

    def _shares(self, rows: list[Row], kind: str) -> Shares:
        everything = total(map(self.worth, rows))
        found: Shares = {}
        for party in {r["from_party"] for r in rows}:
            gave = total(self.worth(r) for r in rows if r["from_party"] == party)
            found[(party, kind)] = None if gave is None or not everything else gave / everything
        return found

    def pledge_fulfilment(self) -> dict[str, Fraction | None]:
        found: dict[str, Fraction | None] = {}
        for party in {r["from_party"] for r in self.ledger} - {"project", None}:
            rows = [r for r in self.ledger if r["from_party"] == party]
            kept = [r for r in rows if r["status"] in DONE]
            came, promised = (
                total(map(self.worth, r))
                for r in (kept, [r for r in rows if r["status"] in (*DONE, "pledged")])
            )
            unknown = came is None and bool(kept)
            found[party] = None if unknown or not promised else (came or Fraction()) / promised
        return found

    def cash_balance(self) -> Fraction | None:
        """The difference where both are known; the caller looks at what leaves it undecided."""
        came, spent = total(map(self.worth, self.cash_in())), self.cost_cash()
        return None if came is None or spent is None else came - spent

    def leverage_ratio(self) -> Fraction | None:
        gave = [*self.cash_in(), *(r for r in self.ledger if self.is_gift(r))]
        ours = total(self.worth(r) for r in gave if r["from_party"] == "library")
        theirs = total(self.worth(r) for r in gave if r["from_party"] not in ("library", "project", None))
        return None if theirs is None or not ours else theirs / ours

    def benefit_delivery(self) -> dict[str, Fraction | None]:
        rows = [
            r
            for r in self.ledger
            if r["kind"] == "promotion" and r["to_party"] not in ("project", "library", None)
        ]
        clear = [r for r in rows if r["status"] in (*DONE, "pledged")]
        return {
            party: share(
                sum(r["to_party"] == party and r["status"] in DONE for r in clear), _count(clear, party)
            )
            for party in {r["to_party"] for r in rows}
        }

    def by_kind(self, side: str) -> Shares:
        """Given (`from_party`) or received (`to_party`) by party and kind."""
        came, went = (
            [r for r in self.ledger if self._comes_in(r)],
            [r for r in self.ledger if self._goes_out(r)],
        )
        rows = came if side == "from_party" else went
        parties = self.give_take_balance().keys()
        kept = [r for r in rows if r[side] in parties]
        return {
            (party, kind): total(self.worth(r) for r in kept if (r[side], r["kind"]) == (party, kind))
            for party, kind in {(r[side], r["kind"]) for r in kept}
        }

    def _means(self, items: Iterable[str], sides: tuple[str | None, ...]) -> dict[str, list[Fraction]]:
        """Partner → one mean a person; a statement rated twice counts once, the nameless are as many as rated
        one."""
        wanted, day = set(items), AS_OF.isoformat()
        answers: dict[tuple[str, str | None], dict[tuple[Any, ...], list[Fraction]]] = {}
        for row in self.tables["perspectives"]:
            known = (
                row["rating"] is not None
                and 1 <= row["rating"] <= 5
                and (row["on"] is None or row["on"] <= day)
            )
            if known and row["item"] in wanted and row["side"] in sides:
                of_item = answers.setdefault((row["by"], row["who"]), {})
                # A crowd that left the side blank is the same crowd.
                place = (row["side"] if row["who"] is not None else None, row["item"])
                of_item.setdefault(place, []).append(exact(row["rating"]))
        found: dict[str, list[Fraction]] = {}
        for (party, who), of_item in answers.items():
            people = max(map(len, of_item.values())) if who is None else 1
            found.setdefault(party, []).extend([mean(map(mean, of_item.values()))] * people)
        return found

    def alignment_mean(self) -> dict[str, Fraction | None]:
        return {
            party: mean(people) for party, people in self._means(ALIGNMENT_ITEMS, ("partner", None)).items()
        }

    def alignment_gap(self) -> dict[str, Fraction | None]:
        found: dict[str, Fraction | None] = {}
        for item in ALIGNMENT_ITEMS:
            means = [mean(people) for people in self._means((item,), ("partner", None)).values()]
            found[item] = max(means) - min(means) if len(means) > 1 else None
        return found

    def relevance_flag(self) -> Fraction | None:
        means = [mean(people) for people in self._means((ALIGNMENT_ITEMS[3],), ("partner", None)).values()]
        return Fraction(any(m <= Fraction(5, 2) for m in means)) if means else None


def _count(rows: list[Row], party: str) -> int:
    return sum(row["to_party"] == party for row in rows)
