"""Compute people, school days, seats and hours a second time, in plain Python and in fractions."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from typing import Any

from tests.support.references.attendance import CAME, Row, exact, share
from tests.support.references.evaluation import Reference

HOURS = ("staff_hours", "volunteer_hours")


class PeopleReference(Reference):
    """Metrics of people, each written from its definition, not from the engine's code."""

    def _who(self, marks: Iterable[Row]) -> set[str]:
        return {p["who"] for p in marks if p["who"] is not None}

    @property
    def came(self) -> list[Row]:
        """Presences at held sessions."""
        return [p for p in self.marks if p["status"] in CAME]

    def _with(self, *fields: str) -> list[tuple[Row, Any]]:
        """Return held sessions with an attendance and all these fields, each with its visits."""
        known = [(s, self.visits_at(s)[0]) for s in self.held]
        return [(s, v) for s, v in known if v is not None and all(s[field] is not None for field in fields)]

    def visits_per_participant(self) -> Fraction | None:
        return share(sum(p["who"] is not None for p in self.came), len(self.people()))

    def first_time_share(self) -> Fraction | None:
        recorded = [p for p in self.came if p["first_time"] in ("yes", "no")]
        return share(
            len(self._who(p for p in recorded if p["first_time"] == "yes")), len(self._who(recorded))
        )

    def repeat_rate(self) -> Fraction | None:
        sessions = {person: {p["at"] for p in self.came if p["who"] == person} for person in self.people()}
        return share(sum(len(attended) > 1 for attended in sessions.values()), len(sessions))

    def contact_hours(self) -> Fraction | None:
        timed = [(s, v) for s, v in self._with("start", "end") if s["end"] > s["start"]]
        return Fraction(sum(v * (s["end"] - s["start"]) for s, v in timed), 60) if timed else None

    def seat_fill(self) -> Fraction | None:
        seated = [(s, v) for s, v in self._with("capacity", "events") if s["events"]]
        return share(sum(v for _, v in seated), sum(s["capacity"] * s["events"] for s, _ in seated))

    def turnout_ratio(self) -> Fraction | None:
        signed = self._with("registered")
        return share(sum(v for _, v in signed), sum(s["registered"] for s, _ in signed))

    def attendance_per_staff_hour(self) -> Fraction | None:
        staffed = self._with("staff_hours")
        return share(sum(v for _, v in staffed), sum(exact(s["staff_hours"]) for s, _ in staffed))

    def average_daily_attendance(self) -> Fraction | None:
        dated = {s["id"]: s["on"] for s in self.held if s["on"]}
        marked = [p for p in self.marks if p["status"] != "unknown" and p["at"] in dated]
        return share(sum(p["status"] in CAME for p in marked), len({dated[p["at"]] for p in marked}))

    def language_known_share(self) -> Fraction | None:
        spoken = {s["id"] for s in self.held if s["language"]}
        return share(sum(p["at"] in spoken and p["tongue"] is not None for p in self.came), len(self.came))

    def drop_off_count(self) -> Fraction | None:
        days = {s["id"]: (s["on"], s["p"]) for s in self.held if s["on"]}
        dropped_off = set()
        for person in self._who(self.marks):
            for program in {s["p"] for s in self.held}:
                marks = [
                    p for p in self.marks if p["who"] == person and days.get(p["at"], ("", ""))[1] == program
                ]
                last = max((days[p["at"]][0] for p in marks if p["status"] in CAME), default="")
                missed = [p for p in marks if p["status"] == "absent" and days[p["at"]][0] > last]
                dropped_off |= {person} if len(missed) >= 3 else set()
        dated = any(p["status"] != "unknown" and p["at"] in days for p in self.marks)
        return Fraction(len(dropped_off)) if self._records_absences() and dated else None

    def hours(self, program: str) -> dict[str, list[Fraction]]:
        """Return the comparable hours of staff and of volunteers: by session, or of a whole program."""
        into, own = ("received", "spent"), ("library", "project", None)
        lines = [
            r for r in self.tables["ledger"] if self._happened(r) and r["p"] == program and r["kind"] in HOURS
        ]
        lines = [r for r in lines if r["to_party"] == "project" and r["status"] in into]
        held = [s for s in self.sessions if s["status"] == "held" and s["p"] == program]
        if not lines:
            held = [s for s in held if None not in (s["staff_hours"], s["volunteer_hours"])]
        hours_by_kind = {}
        for kind in HOURS:
            lines_of_kind = [r for r in lines if r["kind"] == kind]
            is_in_ledger = any(kind == "volunteer_hours" or r["from_party"] in own for r in lines_of_kind)
            known = [r["quantity"] for r in lines_of_kind if self.keep(r)] + (
                [] if is_in_ledger else [s[kind] for s in held]
            )
            hours_by_kind[kind] = [exact(hours) for hours in known if hours is not None]
        return hours_by_kind

    def volunteer_share(self) -> Fraction | None:
        volunteers, both = Fraction(0), Fraction(0)
        for program in {p["name"] for p in self.tables["programs"]}:
            known = self.hours(program)
            if all(known.values()):
                volunteers += sum(known["volunteer_hours"])
                both += sum(sum(hours) for hours in known.values())
        return share(volunteers, both)

    def bounds(self) -> tuple[Any, Any] | None:
        """Return the ends of the possible number of people."""
        counted = [(s, self.visits_at(s)[0]) for s in self.held if self.visits_at(s)[0] is not None]
        if not counted:
            return None
        largest = max(
            (-(-Fraction(v) // Fraction(s["events"])) for s, v in counted if s["events"]), default=0
        )
        low = max(len(self.people()), largest)
        if not self.attendance_is_exact():
            return low, None
        named = [
            sum(p["who"] is not None and p["status"] in CAME for p in self.list_of(s)) for s, _ in counted
        ]
        unnamed = sum(max(0, v - n) for (_, v), n in zip(counted, named, strict=True))
        return low, max(low, len(self.people()) + unnamed)
