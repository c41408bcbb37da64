"""Compute the main metrics a second time, in plain Python over rows and in fractions."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from tests.support.builders.datasets import AS_OF
from tests.support.references.attendance import AttendanceReference, Row, exact, share


def scale_of(row: Row) -> Any:
    """Return the highest rating: the row's own, unless that is a maximum of scores; otherwise 5."""
    highest = row["scale_max"] if row["before"] is None and row["after"] is None else None
    return highest if highest and highest > 1 else 5


class Reference(AttendanceReference):
    """Metrics of money, answers, scores and books, besides those of attendance."""

    def worth(self, row: Row) -> Fraction | None:
        if row["value"] is not None:
            return exact(row["value"])
        if row["quantity"] is not None and row["unit_value"] is not None:
            return exact(row["quantity"]) * exact(row["unit_value"])
        rates = {
            "volunteer_hours": self.settings["volunteer_rate"].get("rate"),
            "staff_hours": self.settings["staff_rate"],
        }
        rate = rates.get(row["kind"])
        return (
            exact(row["quantity"]) * exact(rate) if rate is not None and row["quantity"] is not None else None
        )

    def _is_outlay(self, row: Row) -> bool:
        return row["kind"] == "cash" and row["status"] == "spent" and row["to_party"] != "project"

    def is_cash_cost(self, row: Row) -> bool:
        program = [r for r in self.tables["ledger"] if r["p"] == row["p"] and self._happened(r)]
        into = row["kind"] == "cash" and row["status"] == "spent" and row["to_party"] == "project"
        return self._is_outlay(row) or (into and not any(map(self._is_outlay, program)))

    def is_gift(self, row: Row) -> bool:
        return (
            row["kind"] != "cash" and row["to_party"] == "project" and row["status"] in ("received", "spent")
        )

    def cost_cash(self) -> Fraction | None:
        worth = [self.worth(r) for r in self.ledger if self.is_cash_cost(r)]
        known = [w for w in worth if w is not None]
        return sum(known, Fraction()) if known else None

    def cost_coverage(self) -> Fraction | None:
        rows = [r for r in self.ledger if self.is_cash_cost(r) or self.is_gift(r)]
        return share(sum(self.worth(r) is not None for r in rows), len(rows))

    def fund_clarity(self) -> Fraction | None:
        rows = [r for r in self.ledger if r["kind"] == "cash"]
        clear = [r for r in rows if r["status"] not in ("unclear", None) and r["from_party"]]
        return share(len(clear), len(rows))

    def give_take_balance(self) -> dict[str, Fraction | None]:
        partners = {name for p in self.tables["programs"] for name in p["partners"]}
        partners |= {row["name"] for row in self.tables.get("partners", ())}
        balances: dict[str, Fraction | None] = {}
        named = {r[side] for r in self.ledger for side in ("from_party", "to_party")}
        for party in named - {"project", "library", None}:
            given_rows = [r for r in self.ledger if r["from_party"] == party and self._comes_in(r)]
            taken_rows = [r for r in self.ledger if r["to_party"] == party and self._goes_out(r)]
            if given_rows or (taken_rows and party in partners):
                given_amounts = [w for w in map(self.worth, given_rows) if w is not None]
                taken_amounts = [w for w in map(self.worth, taken_rows) if w is not None]
                total = sum(given_amounts) + sum(taken_amounts)
                balances[party] = (
                    share(sum(given_amounts) - sum(taken_amounts), total)
                    if given_amounts and taken_amounts
                    else None
                )
        return balances

    def _comes_in(self, row: Row) -> bool:
        cash_in = row["status"] == "spent" or (row["status"] == "received" and row["to_party"] == "project")
        return (row["kind"] == "cash" and cash_in) or self.is_gift(row)

    def _goes_out(self, row: Row) -> bool:
        return row["from_party"] in ("project", "library") and row["status"] in ("received", "spent")

    def cost_per(self, unit: str) -> Fraction | None:
        """Return cost over visits or people, over programs with both; None if both are incomplete."""
        programs = []
        for program in {r["p"] for r in (*self.ledger, *self.sessions)}:
            part = Reference(self.tables, lambda row, program=program: self.keep(row) and row["p"] == program)
            amount = part.attendance_total() if unit == "visits" else part.participants_unique()
            if part.cost_cash() is not None and amount is not None:
                programs.append((program, part))
        if not programs:
            return None
        names = {name for name, _ in programs}
        combined = Reference(self.tables, lambda row: self.keep(row) and row["p"] in names)
        if unit == "visits":
            amount, complete = combined.attendance_total(), combined.attendance_is_exact()
        else:
            amount, complete = (
                Fraction(len(combined.people())),
                all(map(combined.fully_marked, combined.held)),
            )
        if not complete and any(part.cost_is_partial(name) for name, part in programs):
            return None
        return share(combined.cost_cash(), amount)

    def cost_is_partial(self, program: str) -> bool:
        declared = {p["name"]: p["ledger_complete"] for p in self.tables["programs"]}[program]
        cash = [r for r in self.ledger if r["kind"] == "cash"]
        unpriced = any(self.is_cash_cost(r) and self.worth(r) is None for r in cash)
        return declared == "no" or unpriced or any(r["status"] in ("unclear", None) for r in cash)

    def cost_per_attendance(self) -> Fraction | None:
        return self.cost_per("visits")

    def cost_per_participant(self) -> Fraction | None:
        return self.cost_per("people")

    def outcome_agreement(self) -> dict[tuple[str, str | None], Fraction | None]:
        answers: dict[tuple[str, str | None], list[Row]] = {}
        for row in self.outcomes:
            tested = any(row[score] is not None for score in ("before", "after", "words", "seconds"))
            if row["rating"] is not None or not tested:
                answers.setdefault((row["measure"], row["occasion"]), []).append(row)
        judged = {k: [r["rating"] for r in rows if self._is_judged(r)] for k, rows in answers.items()}
        return {k: share(sum(r >= 4 for r in ratings), len(ratings)) for k, ratings in judged.items()}

    @staticmethod
    def _is_judged(row: Row) -> bool:
        """Return whether a rating is from 1 to 5; on other scales, agreement has no defined threshold."""
        return scale_of(row) == 5 and row["rating"] is not None and 1 <= row["rating"] <= 5

    def mean_gain(self) -> dict[str, Fraction | None]:
        gains: dict[str, list[Fraction]] = {}
        rows_by_reader: dict[tuple[Any, ...], list[Row]] = {}
        for row in self.outcomes:
            if row["before"] is None and row["after"] is None:
                continue
            gains.setdefault(row["measure"], [])
            if row["before"] is not None and row["after"] is not None:
                gains[row["measure"]].append(exact(row["after"]) - exact(row["before"]))
            if row["who"] is not None:
                rows_by_reader.setdefault((row["p"], row["who"], row["measure"]), []).append(row)
        for (_, _, measure), rows in rows_by_reader.items():
            before = [exact(r["before"]) for r in rows if r["before"] is not None]
            after = [exact(r["after"]) for r in rows if r["after"] is not None]
            has_pair = any(r["before"] is not None and r["after"] is not None for r in rows)
            if before and after and not has_pair:
                gains[measure].append(sum(after) / len(after) - sum(before) / len(before))
        return {measure: share(sum(values), len(values)) for measure, values in gains.items()}

    def books_received(self) -> Fraction | None:
        known = []
        for lot in self.tables["deliveries"]:
            books_per_unit = lot["books_per_unit"] if lot["unit"] == "boxes" else 1
            arrived = lot["received_on"] is None or lot["received_on"].date() <= AS_OF
            if self.keep(lot) and arrived and lot["received"] is not None and books_per_unit is not None:
                known.append(lot["received"] * books_per_unit)
        return Fraction(sum(known)) if known else None
