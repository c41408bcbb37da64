"""The main figures once more, in plain Python over the rows and in fractions: what the engine is compared with."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any

from tests.metrics.build import AS_OF

Row = dict[str, Any]
Keep = Callable[[Row], bool]
CAME = ("present", "late")


def share(top: Any, bottom: Any) -> Fraction | None:
    """A ratio, None where nothing divides."""
    return Fraction(top) / Fraction(bottom) if bottom else None


def exact(number: Any) -> Fraction:
    """A typed number as it was typed."""
    return Fraction(str(number))


def scale_of(row: Row) -> Any:
    """The highest rating of an answer: its own, unless that is the maximum of scores beside it; else five."""
    own = row["scale_max"] if row["before"] is None and row["after"] is None else None
    return own if own and own > 1 else 5


class Reference:
    """Figures of the programs and rows that `keep` keeps."""

    def __init__(self, tables: dict[str, Any], keep: Keep = lambda row: True) -> None:
        self.tables, self.keep, self.settings = tables, keep, tables["settings"]
        self.sessions = [s for s in tables["sessions"] if self._happened(s) and keep(s)]
        live = [s for s in self.sessions if s["format"] != "recorded"]
        self.planned, self.held = live, [s for s in live if s["status"] == "held"]
        self.ledger = [r for r in tables["ledger"] if self._happened(r) and keep(r)]
        self.outcomes = [r for r in tables["outcomes"] if self._happened(r) and keep(r)]

    def _happened(self, row: Row) -> bool:
        return row["on"] is None or row["on"] <= AS_OF.isoformat()

    def list_of(self, session: Row) -> list[Row]:
        """The marks of one session."""
        return [p for p in self.tables["people"] if p["at"] == session["id"]]

    def visits_at(self, session: Row) -> tuple[Any, bool]:
        """A session's attendance and whether it is a lower bound."""
        marks = self.list_of(session)
        came = sum(p["status"] in CAME for p in marks)
        if session["attended"] is not None:
            return session["attended"], session["attended_at_least"]
        if session["roster"] == "complete":
            return came, False
        known = [p for p in marks if p["status"] != "unknown"]
        if session["roster"] == "partial" and known and (came or known == marks):  # absences beside gaps say nothing
            return came, True
        return None, False

    @property
    def marks(self) -> list[Row]:
        """All marks at held sessions."""
        return [p for s in self.held for p in self.list_of(s)]

    def sessions_held(self) -> Fraction | None:
        known = [s["events"] for s in self.held if s["events"] is not None]
        return Fraction(sum(known)) if known else None

    def attendance_total(self) -> Fraction | None:
        known = [v for v, _ in map(self.visits_at, self.held) if v is not None]
        return Fraction(sum(known)) if known else None

    def coverage(self) -> Fraction | None:
        counted = [s for s in self.held if self.visits_at(s)[0] is not None]
        if any(s["events"] is None for s in self.held) or not sum(s["events"] or 0 for s in self.held):
            return share(len(counted), len(self.held))
        return share(sum(s["events"] for s in counted), sum(s["events"] for s in self.held))

    attendance_coverage = coverage

    def attendance_is_exact(self) -> bool:
        return self.coverage() == 1 and not any(lower for v, lower in map(self.visits_at, self.held) if v is not None)

    def attendance_per_session(self) -> Fraction | None:
        known = [(self.visits_at(s)[0], s["events"]) for s in self.held if s["events"]]
        known = [(v, e) for v, e in known if v is not None]
        return share(sum(v for v, _ in known), sum(e for _, e in known))

    def session_delivery_rate(self) -> Fraction | None:
        if any(s["events"] is None for s in self.planned) or not sum(s["events"] or 0 for s in self.planned):
            return share(len(self.held), len(self.planned))
        return share(sum(s["events"] for s in self.held), sum(s["events"] for s in self.planned))

    def people(self) -> set[str]:
        return {p["who"] for p in self.marks if p["who"] is not None and p["status"] in CAME}

    def participants_unique(self) -> Fraction | None:
        told = any(p["who"] is not None and p["status"] != "unknown" for p in self.marks)
        return Fraction(len(self.people())) if told else None

    def fully_marked(self, session: Row) -> bool:
        marks = self.list_of(session)
        named = [p for p in marks if p["status"] in CAME and p["who"] is not None]
        clear = all(p["status"] != "unknown" and (p["who"] is not None or p["status"] not in CAME) for p in marks)
        return session["roster"] == "complete" and clear and (self.visits_at(session)[0] or 0) <= len(named)

    def population(self) -> Any:
        given = {p["name"]: p["population"] for p in self.tables["programs"]}
        wanted = {given[s["p"]] for s in self.held}
        return wanted.pop() if len(wanted) == 1 and None not in wanted else self.settings["population"]

    def reach_rate(self) -> Fraction | None:
        people = self.participants_unique()
        return None if people is None else share(people, self.population())

    def attendance_per_1000(self) -> Fraction | None:
        visits = self.attendance_total()
        return None if visits is None else share(1000 * visits, self.population())

    def show_up_rate(self) -> Fraction | None:
        lists = [self._registered(s) for s in self.held if s["registered"] is not None and self._is_list(s)]
        known = [p for marks in lists for p in marks if p["status"] != "unknown"]
        return share(sum(p["status"] in CAME for p in known), len(known))

    def _is_list(self, session: Row) -> bool:
        marks = self._registered(session)
        return len(marks) <= session["registered"] and all(p["source"] != "sign_in" for p in marks)

    def _registered(self, session: Row) -> list[Row]:
        """The rows of a registration list; without any, everybody on the list."""
        marks = self.list_of(session)
        return [p for p in marks if p["source"] == "registration"] or list(marks)

    def attendance_rate(self) -> Fraction | None:
        missed = ("absent", "excused") if self.settings["excused"] == "absent" else ("absent",)
        came = sum(p["status"] in CAME for p in self.marks)
        absent = sum(p["status"] in missed for p in self.marks)
        shown = all(
            s["roster"] == "complete" and all(p["source"] != "sign_in" for p in self.list_of(s))
            for s in self.held
            if any(p["status"] in CAME for p in self.list_of(s))
        )
        if not came and any(p["status"] == "unknown" for p in self.marks):  # the presences may be what is not explained
            return None
        return share(came, came + absent) if absent or shown else None

    def completion_rate(self) -> Fraction | None:
        threshold = self.settings["completion_threshold"]
        if threshold is None:
            return None
        fates = [f for p in {s["p"] for s in self.held} for f in self._fates(p, exact(threshold))]
        decided = [f for f in fates if f is not None]
        return share(sum(decided), len(decided))

    def _fates(self, program: str, threshold: Fraction) -> list[bool | None]:
        held = [s for s in self.held if s["p"] == program]
        days = [s["on"] for s in held if s["on"]]
        first = [s for s in held if days and s["on"] == min(days)]
        enrolled = {p["who"] for s in first for p in self.list_of(s) if p["who"] is not None}
        fates: list[bool | None] = []
        for person in enrolled:
            certain, possible = 0, 0
            for session in held:
                statuses = [p["status"] for p in self.list_of(session) if p["who"] == person]
                came = any(s in CAME for s in statuses)
                explained = any(s != "unknown" for s in statuses)
                complete = session["roster"] == "complete"
                certain += came
                # On a complete list an unknown mark leaves it open, elsewhere so does not being explained.
                possible += came or ("unknown" in statuses if complete else not explained)
            needed = threshold * len(held)
            fates.append(True if certain >= needed else None if possible >= needed else False)
        return fates

    def language_match_rate(self) -> Fraction | None:
        known = [
            p["tongue"] in session["language"].split("; ")
            for session in self.held
            if session["language"]
            for p in self.list_of(session)
            if p["status"] in CAME and p["tongue"]
        ]
        return share(sum(known), len(known))

    def worth(self, row: Row) -> Fraction | None:
        if row["value"] is not None:
            return exact(row["value"])
        if row["quantity"] is not None and row["unit_value"] is not None:
            return exact(row["quantity"]) * exact(row["unit_value"])
        rate = self.settings["volunteer_rate"].get("rate")
        if row["kind"] == "volunteer_hours" and rate is not None and row["quantity"] is not None:
            return exact(row["quantity"]) * exact(rate)
        return None

    def _is_outlay(self, row: Row) -> bool:
        return row["kind"] == "cash" and row["status"] == "spent" and row["to_party"] != "project"

    def is_cash_cost(self, row: Row) -> bool:
        program = [r for r in self.tables["ledger"] if r["p"] == row["p"] and self._happened(r)]
        into = row["kind"] == "cash" and row["status"] == "spent" and row["to_party"] == "project"
        return self._is_outlay(row) or (into and not any(map(self._is_outlay, program)))

    def is_gift(self, row: Row) -> bool:
        return row["kind"] != "cash" and row["to_party"] == "project" and row["status"] in ("received", "spent")

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
            gave = [r for r in self.ledger if r["from_party"] == party and self._comes_in(r)]
            took = [r for r in self.ledger if r["to_party"] == party and self._goes_out(r)]
            if gave or (took and party in partners):
                given = [w for w in map(self.worth, gave) if w is not None]
                taken = [w for w in map(self.worth, took) if w is not None]
                total = sum(given) + sum(taken)
                balances[party] = share(sum(given) - sum(taken), total) if given and taken else None
        return balances

    def _comes_in(self, row: Row) -> bool:
        cash_in = row["status"] == "spent" or (row["status"] == "received" and row["to_party"] == "project")
        return (row["kind"] == "cash" and cash_in) or self.is_gift(row)

    def _goes_out(self, row: Row) -> bool:
        return row["from_party"] in ("project", "library") and row["status"] in ("received", "spent")

    def cost_per(self, unit: str) -> Fraction | None:
        """Cost over visits or people, over programs with both; None also where both are partial."""
        programs = []
        for program in {r["p"] for r in (*self.ledger, *self.sessions)}:
            part = Reference(self.tables, lambda row, program=program: self.keep(row) and row["p"] == program)
            amount = part.attendance_total() if unit == "visits" else part.participants_unique()
            if part.cost_cash() is not None and amount is not None:
                programs.append((program, part))
        if not programs:
            return None
        names = {name for name, _ in programs}
        whole = Reference(self.tables, lambda row: self.keep(row) and row["p"] in names)
        if unit == "visits":
            amount, complete = whole.attendance_total(), whole.attendance_is_exact()
        else:
            amount, complete = Fraction(len(whole.people())), all(map(whole.fully_marked, whole.held))
        if not complete and any(part.cost_is_partial(name) for name, part in programs):
            return None
        return share(whole.cost_cash(), amount)

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
        asked: dict[tuple[str, str | None], list[Row]] = {}
        for row in self.outcomes:
            tested = any(row[score] is not None for score in ("before", "after", "words", "seconds"))
            if row["rating"] is not None or not tested:
                asked.setdefault((row["measure"], row["occasion"]), []).append(row)
        judged = {k: [r["rating"] for r in rows if self._is_judged(r)] for k, rows in asked.items()}
        return {k: share(sum(r >= 4 for r in ratings), len(ratings)) for k, ratings in judged.items()}

    @staticmethod
    def _is_judged(row: Row) -> bool:
        """An answer from 1 to 5; on another scale nobody said from which rating on one agrees."""
        return scale_of(row) == 5 and row["rating"] is not None and 1 <= row["rating"] <= 5

    def mean_gain(self) -> dict[str, Fraction | None]:
        gains: dict[str, list[Fraction]] = {}
        loose: dict[tuple[Any, ...], list[Row]] = {}
        for row in self.outcomes:
            if row["before"] is None and row["after"] is None:
                continue
            gains.setdefault(row["measure"], [])
            if row["before"] is not None and row["after"] is not None:
                gains[row["measure"]].append(exact(row["after"]) - exact(row["before"]))
            if row["who"] is not None:
                loose.setdefault((row["p"], row["who"], row["measure"]), []).append(row)
        for (_, _, measure), rows in loose.items():
            before = [exact(r["before"]) for r in rows if r["before"] is not None]
            after = [exact(r["after"]) for r in rows if r["after"] is not None]
            whole = any(r["before"] is not None and r["after"] is not None for r in rows)
            if before and after and not whole:
                gains[measure].append(sum(after) / len(after) - sum(before) / len(before))
        return {measure: share(sum(found), len(found)) for measure, found in gains.items()}

    def books_received(self) -> Fraction | None:
        known = []
        for lot in self.tables["deliveries"]:
            each = lot["books_per_unit"] if lot["unit"] == "boxes" else 1
            arrived = lot["received_on"] is None or lot["received_on"].date() <= AS_OF
            if self.keep(lot) and arrived and lot["received"] is not None and each is not None:
                known.append(lot["received"] * each)
        return Fraction(sum(known)) if known else None
