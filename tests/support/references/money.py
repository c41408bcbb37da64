"""Compute costs, funds and partnerships a second time, in plain Python and in fractions."""

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
#: Parties whose staff hours are the library's own.
OWN = ("library", "project", None)
Shares = dict[tuple[str | None, str], Fraction | None]


def total(amounts: Iterable[Fraction | None]) -> Fraction | None:
    """Return the sum of the known amounts, or None if none is known."""
    known = [amount for amount in amounts if amount is not None]
    return sum(known, Fraction()) if known else None


def mean(numbers: Iterable[Fraction]) -> Fraction:
    """Return the mean of at least one number."""
    values = list(numbers)
    return sum(values, Fraction()) / len(values)


class MoneyReference(Reference):
    """Metrics of money and partnerships."""

    def rate(self, kind: str) -> Fraction | None:
        """Return what an hour of a kind is worth."""
        rate = (
            self.settings["staff_rate"]
            if kind == "staff_hours"
            else self.settings["volunteer_rate"].get("rate")
        )
        return None if rate is None else exact(rate)

    def cash_in(self) -> list[Row]:
        """Return the lines of cash from any party but the project."""
        return [
            r
            for r in self.ledger
            if r["kind"] == "cash" and r["from_party"] != "project" and self._comes_in(r)
        ]

    def hours_of_sessions(self, kind: str) -> list[Row]:
        """Return held sessions whose program has no hours of this kind in the ledger.

        Of staff hours only the library's own count.
        """
        lines = [
            r for r in self.tables["ledger"] if self._happened(r) and r["kind"] == kind and self.is_gift(r)
        ]
        programs_in_ledger = {r["p"] for r in lines if kind != "staff_hours" or r["from_party"] in OWN}
        return [s for s in self.sessions if s["status"] == "held" and s["p"] not in programs_in_ledger]

    def worth_of_sessions(self, kind: str) -> Fraction | None:
        rate = self.rate(kind)
        hours = [s[kind] for s in self.hours_of_sessions(kind) if s[kind] is not None]
        return total(exact(h) * rate for h in hours) if rate is not None else None

    def cost_full(self) -> Fraction | None:
        lines = [self.worth(r) for r in self.ledger if self.is_cash_cost(r) or self.is_gift(r)]
        return total([*lines, *map(self.worth_of_sessions, HOURS)])

    def cost_library(self) -> Fraction | None:
        """Return the library's net cost; None also if hours of its staff have no rate."""
        paid = [self.worth(r) for r in self.cash_in() if r["from_party"] == "library"]
        refunds = [
            self.worth(r) or Fraction()
            for r in self.ledger
            if r["kind"] == "cash"
            and r["to_party"] == "library"
            and r["from_party"] != "library"
            and r["status"] in DONE
        ]
        staff = [r for r in self.ledger if r["kind"] == "staff_hours" and self.is_gift(r)]
        own_staff = [r for r in staff if r["from_party"] in OWN]
        hours = [s["staff_hours"] for s in self.hours_of_sessions("staff_hours")]
        unrated = any(self.worth(r) is None and r["quantity"] is not None for r in own_staff) or any(
            h is not None for h in hours
        )
        if self.settings["staff_rate"] is None and unrated:
            return None
        known = total([*paid, *map(self.worth, own_staff), self.worth_of_sessions("staff_hours")])
        return None if known is None else known - sum(refunds, Fraction())

    def in_kind_value(self) -> Fraction | None:
        return total(self.worth(r) for r in self.ledger if self.is_gift(r))

    def fund_share(self) -> Shares:
        gifts = [r for r in self.ledger if self.is_gift(r) and r["from_party"] != "project"]
        into_project = {r["p"] for r in self.cash_in() if r["to_party"] == "project"}
        cash = [
            r
            for r in self.cash_in()
            if r["from_party"] is not None or r["to_party"] == "project" or r["p"] not in into_project
        ]
        return {**self._shares(cash, "cash"), **self._shares(gifts, "in_kind")}

    def _shares(self, rows: list[Row], kind: str) -> Shares:
        everything = total(map(self.worth, rows))
        shares: Shares = {}
        for party in {r["from_party"] for r in rows}:
            given = total(self.worth(r) for r in rows if r["from_party"] == party)
            shares[(party, kind)] = None if given is None or not everything else given / everything
        return shares

    def pledge_fulfilment(self) -> dict[str, Fraction | None]:
        fulfilment: dict[str, Fraction | None] = {}
        for party in {r["from_party"] for r in self.ledger} - {"project", None}:
            rows = [r for r in self.ledger if r["from_party"] == party]
            fulfilled = [r for r in rows if r["status"] in DONE]
            came, promised = (
                total(map(self.worth, r))
                for r in (fulfilled, [r for r in rows if r["status"] in (*DONE, "pledged")])
            )
            unknown = came is None and bool(fulfilled)
            fulfilment[party] = None if unknown or not promised else (came or Fraction()) / promised
        return fulfilment

    def cash_from_others(self) -> Fraction | None:
        return total(self.worth(r) for r in self._received() if r["from_party"] != "library")

    def _received(self) -> list[Row]:
        """Return the lines of cash in; money spent without a giver is an outlay, and no income."""
        outlays = [r for r in self.ledger if r["status"] == "spent" and r["to_party"] != "project"]
        without_source = [r for r in outlays if r["from_party"] is None]
        return [r for r in self.cash_in() if r not in without_source]

    def cash_balance(self) -> Fraction | None:
        """Return the difference if both are known; the caller checks what leaves it undecided."""
        came, spent = total(map(self.worth, self._received())), self.cost_cash()
        return None if came is None else came - (spent or 0)

    def leverage_ratio(self) -> Fraction | None:
        lines = [*self.cash_in(), *(r for r in self.ledger if self.is_gift(r))]
        own = total(self.worth(r) for r in lines if r["from_party"] == "library")
        external = total(self.worth(r) for r in lines if r["from_party"] not in ("library", "project", None))
        return None if external is None or not own else external / own

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
        """Return amounts given (`from_party`) or received (`to_party`) by party and kind."""
        incoming, outgoing = (
            [r for r in self.ledger if self._comes_in(r)],
            [r for r in self.ledger if self._goes_out(r)],
        )
        rows = incoming if side == "from_party" else outgoing
        parties = self.give_take_balance().keys()
        partner_rows = [r for r in rows if r[side] in parties]
        return {
            (party, kind): total(self.worth(r) for r in partner_rows if (r[side], r["kind"]) == (party, kind))
            for party, kind in {(r[side], r["kind"]) for r in partner_rows}
        }

    def _means(self, items: Iterable[str], sides: tuple[str | None, ...]) -> dict[str, list[Fraction]]:
        """Return partner → one mean per person.

        An item that a person rated twice counts once. Unnamed respondents count as many as rated one item.
        """
        wanted_items, day = set(items), AS_OF.isoformat()
        answers: dict[tuple[str, str | None], dict[tuple[Any, ...], list[Fraction]]] = {}
        for row in self.tables["perspectives"]:
            known = (
                row["rating"] is not None
                and 1 <= row["rating"] <= 5
                and (row["on"] is None or row["on"] <= day)
            )
            if known and row["item"] in wanted_items and row["side"] in sides:
                ratings_by_item = answers.setdefault((row["by"], row["who"]), {})
                # Unnamed respondents are one group, whether or not they gave a side.
                key = (row["side"] if row["who"] is not None else None, row["item"])
                ratings_by_item.setdefault(key, []).append(exact(row["rating"]))
        means: dict[str, list[Fraction]] = {}
        for (party, respondent), ratings_by_item in answers.items():
            people = max(map(len, ratings_by_item.values())) if respondent is None else 1
            means.setdefault(party, []).extend([mean(map(mean, ratings_by_item.values()))] * people)
        return means

    def alignment_mean(self) -> dict[str, Fraction | None]:
        return {
            party: mean(people) for party, people in self._means(ALIGNMENT_ITEMS, ("partner", None)).items()
        }

    def alignment_gap(self) -> dict[str, Fraction | None]:
        gaps: dict[str, Fraction | None] = {}
        for item in ALIGNMENT_ITEMS:
            means = [mean(people) for people in self._means((item,), ("partner", None)).values()]
            gaps[item] = max(means) - min(means) if len(means) > 1 else None
        return gaps

    def relevance_flag(self) -> Fraction | None:
        means = [mean(people) for people in self._means((ALIGNMENT_ITEMS[3],), ("partner", None)).values()]
        return Fraction(any(m <= Fraction(5, 2) for m in means)) if means else None


def _count(rows: list[Row], party: str) -> int:
    return sum(row["to_party"] == party for row in rows)
