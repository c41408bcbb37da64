"""Compute attendance and people a second time, in plain Python over rows and in fractions."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any

from tests.support.builders.datasets import AS_OF

Row = dict[str, Any]
Keep = Callable[[Row], bool]
CAME = ("present", "late")


def share(top: Any, bottom: Any) -> Fraction | None:
    """Return a ratio, or None if the divisor is 0."""
    return Fraction(top) / Fraction(bottom) if bottom else None


def exact(number: Any) -> Fraction:
    """Return a typed number exactly."""
    return Fraction(str(number))


class AttendanceReference:
    """Metrics of sessions and people, over the programs and rows that `keep` selects."""

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
        """Return the marks of one session."""
        return [p for p in self.tables["people"] if p["at"] == session["id"]]

    def visits_at(self, session: Row) -> tuple[Any, bool]:
        """Return a session's attendance and whether it is a lower bound."""
        marks = self.list_of(session)
        came = sum(p["status"] in CAME for p in marks)
        if session["attended"] is not None:
            return session["attended"], session["attended_at_least"]
        if session["roster"] == "complete":
            return came, False
        known = [p for p in marks if p["status"] != "unknown"]
        if (
            session["roster"] == "partial" and known and (came or known == marks)
        ):  # absences next to gaps prove nothing
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
        return self.coverage() == 1 and not any(
            lower for v, lower in map(self.visits_at, self.held) if v is not None
        )

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
        is_recorded = any(p["who"] is not None and p["status"] != "unknown" for p in self.marks)
        return Fraction(len(self.people())) if is_recorded else None

    def fully_marked(self, session: Row) -> bool:
        marks = self.list_of(session)
        named = [p for p in marks if p["status"] in CAME and p["who"] is not None]
        clear = all(
            p["status"] != "unknown" and (p["who"] is not None or p["status"] not in CAME) for p in marks
        )
        return session["roster"] == "complete" and clear and (self.visits_at(session)[0] or 0) <= len(named)

    def population(self) -> Any:
        population_by_program = {p["name"]: p["population"] for p in self.tables["programs"]}
        populations = {population_by_program[s["p"]] for s in self.held}
        return (
            populations.pop()
            if len(populations) == 1 and None not in populations
            else self.settings["population"]
        )

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
        """Return the rows of a registration list, or all rows if there is none."""
        marks = self.list_of(session)
        return [p for p in marks if p["source"] == "registration"] or list(marks)

    def attendance_rate(self) -> Fraction | None:
        came = sum(p["status"] in CAME for p in self.marks)
        if not came and any(
            p["status"] == "unknown" for p in self.marks
        ):  # the unknown marks may be presences
            return None
        return share(came, came + self._absences()) if self._records_absences() else None

    def _absences(self) -> int:
        missed = ("absent", "excused") if self.settings["excused"] == "absent" else ("absent",)
        return sum(p["status"] in missed for p in self.marks)

    def _records_absences(self) -> bool:
        """Return whether an absence is marked, or every list with presences would show absences."""
        lists = [s for s in self.held if any(p["status"] in CAME for p in self.list_of(s))]
        shown = all(
            s["roster"] == "complete" and all(p["source"] != "sign_in" for p in self.list_of(s))
            for s in lists
        )
        return self._absences() > 0 or (bool(lists) and shown)

    def completion_rate(self) -> Fraction | None:
        threshold = self.settings["completion_threshold"]
        if threshold is None:
            return None
        fates = [f for p in {s["p"] for s in self.held} for f in self._fates(p, exact(threshold))]
        decided = [f for f in fates if f is not None]
        return share(sum(decided), len(decided))

    def _enrolled(self, program: str) -> list[str]:
        """Return the people on the list of a program's first session."""
        held = [s for s in self.held if s["p"] == program]
        days = [s["on"] for s in held if s["on"]]
        first = [s for s in held if days and s["on"] == min(days)]
        return sorted({p["who"] for s in first for p in self.list_of(s) if p["who"] is not None})

    def _fates(self, program: str, threshold: Fraction) -> list[bool | None]:
        held = [s for s in self.held if s["p"] == program]
        fates: list[bool | None] = []
        for person in self._enrolled(program):
            certain, possible = 0, 0
            for session in held:
                statuses = [p["status"] for p in self.list_of(session) if p["who"] == person]
                came = any(s in CAME for s in statuses)
                explained = any(s != "unknown" for s in statuses)
                complete = session["roster"] == "complete"
                certain += came
                # Possible too: an unknown mark on a complete list, no explained mark on any other.
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
