"""Places, groups, forms and periods once more, in plain Python over the rows and in fractions."""

from __future__ import annotations

import calendar
import csv
from collections.abc import Iterable, Mapping
from datetime import date
from fractions import Fraction
from itertools import pairwise
from math import inf
from typing import Any, NamedTuple

from tests.support.builders.datasets import AS_OF
from tests.support.paths import ROOT
from tests.support.references.attendance import CAME, Row, exact, share
from tests.support.references.evaluation import Reference

PEERS = ROOT / "libcollab_metrics" / "assets" / "peer_bands.csv"
AUDIENCES = ("0-5", "6-11", "12-18", "19+", "general interest")
FORMATS = ("onsite", "offsite", "live_virtual")
#: Whoever said only these came through nobody.
MARGINS = (("age", "age_group", AUDIENCES), ("format", "format", FORMATS))


class Range(NamedTuple):
    """A figure that has two ends instead of a value."""

    low: Fraction | None
    high: Fraction | None


Part = tuple[str | None, ...]
Expected = Fraction | Range | None
Parts = Mapping[Part, Expected]
Figures = Mapping[str, Parts]


def alone(figures: Mapping[str, Expected]) -> Figures:
    """Figures that are one number each."""
    return {metric: {(): figure} for metric, figure in figures.items()}


def months_later(day: date, months: int) -> date:
    """The same day so many months later, or the last of a shorter month."""
    years, month = divmod(day.month - 1 + months, 12)
    last = calendar.monthrange(day.year + years, month + 1)[1]
    return date(day.year + years, month + 1, min(day.day, last))


class ReachReference(Reference):
    """Whom the sessions reached, of those they were meant for."""

    def figures(self) -> Figures:
        """Every figure of this family, by its parts."""
        return {
            **alone({name: getattr(self, name)() for name in SINGLE}),
            "representativeness": self.representativeness(),
            "partner_sourced_share": self.partner_sourced_share(),
            "imls_grid": self.imls_grid(),
        }

    def of_the_library(self) -> Figures:
        """What is told of everything together only; the name of the peers is no figure."""
        return alone({"peer_band": self.peer_band()})

    @property
    def counted(self) -> list[tuple[Row, Any]]:
        """Sessions held with an attendance, and that."""
        known = [(s, self.visits_at(s)[0]) for s in self.held]
        return [(s, v) for s, v in known if v is not None]

    def target_group_per_1000(self) -> Fraction | None:
        """Visits of sessions for audiences whose number is known, over the people of those audiences.

        An audience whose sessions nobody counted is still one that was met: the figure is a lower bound then
        (R4).
        """
        people = self.settings["population_by"].get("age_group", {})
        visits = [v for s, v in self.counted if s["age_group"] in people]
        met = {s["age_group"] for s in self.held} & set(people)
        return share(1000 * sum(visits), sum(people[audience] for audience in met)) if visits else None

    def _known(self, field: str) -> dict[str, Any]:
        """Different people who came → what is known of them."""
        came = [p for p in self.marks if p["status"] in CAME and p["who"] is not None]
        return {p["who"]: p[field] for p in came if p[field] is not None}

    def representativeness(self) -> Parts:
        found: dict[Part, Expected] = {}
        for attribute, field in (("mother_tongue", "tongue"), ("person_age", "age")):
            people = self.settings["population_by"].get(attribute, {})
            classes = [
                c for what in self._known(field).values() if (c := _class_of(what, people)) is not None
            ]
            for name in people:
                here = share(classes.count(name), len(classes))
                there = share(people[name], sum(people.values()))
                told = here is not None and there and len(classes) >= 30
                found[attribute, name] = here / there if told and here is not None and there else None
        return found

    def site_coverage(self) -> Fraction | None:
        listed = set(self.settings["sites"]) or {row["site"] for row in self.tables["sites"]}
        return share(len({s["site"] for s in self.held} & listed), len(listed)) if self.held else None

    def partner_sourced_share(self) -> Parts:
        """Of the partners of these programs and whoever else was named."""
        sources = self._known("heard_from")
        partners = {name for p in self.tables["programs"] for name in p["partners"]}
        partners |= {row["name"] for row in self.tables["partners"]}
        ours = {
            name for p in self.tables["programs"] if self.keep({"p": p["name"]}) for name in p["partners"]
        }
        return {
            (party,): share(sum(party in said.split("; ") for said in sources.values()), len(sources))
            for party in partners
            if party in ours or any(party in said.split("; ") for said in sources.values())
        }

    def imls_grid(self) -> Parts:
        official = {p["name"] for p in self.tables["programs"] if p["official"] != "no"}
        live = [s for s in self.held if s["p"] in official]
        if not live:
            return {}
        found: dict[Part, Expected] = {}
        for margin, field, classes in MARGINS:
            for name in classes:
                found |= self._cells(margin, name, [s for s in live if s[field] == name])
            if loose := [s for s in live if s[field] not in classes]:
                found |= self._cells(margin, "unclassified", loose)
            found |= self._cells(margin, "total", live)
        shown = [
            s
            for s in self.sessions
            if s["format"] == "recorded" and s["status"] == "held" and s["p"] in official
        ]
        counts = self._cells("recorded", "recorded", shown)
        found["recorded", "recorded", "sessions"] = counts["recorded", "recorded", "sessions"]
        found["recorded", "recorded", "views"] = counts["recorded", "recorded", "visits"]
        return found

    def _cells(self, margin: str, name: str, sessions: list[Row]) -> dict[Part, Expected]:
        """How many sessions of a class there were, and how many came: nothing where there was none."""
        events = [Fraction(s["events"]) for s in sessions if s["events"] is not None]
        visits = [Fraction(v) for s in sessions if (v := self.visits_at(s)[0]) is not None]
        return {
            (margin, name, "sessions"): None if sessions and not events else sum(events, Fraction()),
            (margin, name, "visits"): None if sessions and not visits else sum(visits, Fraction()),
        }

    def _part(self, program: str) -> ReachReference:
        return ReachReference(self.tables, lambda row: self.keep(row) and row["p"] == program)

    def target_attainment(self) -> Fraction | None:
        """Visits over the targets of programs with both; people only where one program is looked at."""
        kept = [p for p in self.tables["programs"] if self.keep({"p": p["name"]})]
        aimed = [p for p in kept if p["target_ideal"] is not None]
        programs = [p for p in aimed if p["target_unit"] == "visits"]
        if not programs and len(aimed) == 1:
            return self._reached(aimed, "participants_unique")
        return self._reached(programs, "attendance_total")

    def _reached(self, programs: list[Row], amount: str) -> Fraction | None:
        both = [(getattr(self._part(p["name"]), amount)(), p["target_ideal"]) for p in programs]
        known = [(came, target) for came, target in both if came is not None]
        return share(sum(came for came, _ in known), sum(target for _, target in known))

    def month_attendance_pct(self) -> Fraction | None:
        """Presences over days × learners registered at the month's end, class by class: program, site and
        month."""
        dated = [s for s in self.held if s["on"]]
        came, due = 0, Fraction()
        classes = {s["id"]: (s["p"], s["site"], s["on"][:7]) for s in dated}
        for one in set(classes.values()):
            here = [s for s in dated if classes[s["id"]] == one]
            signed = [(s["on"], s["registered"]) for s in here if s["registered"] is not None]
            marked = {s["on"]: s for s in here if any(p["status"] != "unknown" for p in self.list_of(s))}
            if signed and marked:
                came += sum(p["status"] in CAME for s in here for p in self.list_of(s))
                due += len(marked) * Fraction(max(signed)[1])
        return share(came, due)

    def retention_rate(self) -> Fraction | None:
        """Quarters in which somebody was marked, each against the next one, even if nobody came then."""
        quarters: dict[str, set[str]] = {}
        for session in self.held:
            marked = (p for p in self.list_of(session) if p["who"] is not None and p["status"] != "unknown")
            if session["on"] and any(marked):
                names = {
                    p["who"] for p in self.list_of(session) if p["who"] is not None and p["status"] in CAME
                }
                quarter = f"{session['on'][:4]} {(int(session['on'][5:7]) - 1) // 3}"
                quarters.setdefault(quarter, set()).update(names)
        people = [quarters[quarter] for quarter in sorted(quarters)]
        return share(sum(len(a & b) for a, b in pairwise(people)), sum(len(a) for a, _ in pairwise(people)))

    def maintenance(self) -> Fraction | None:
        runs = []
        for program in self.tables["programs"]:
            days = [date.fromisoformat(s["on"]) for s in self.held if s["on"] and s["p"] == program["name"]]
            start = program["start"].date() if program["start"] is not None else min(days, default=None)
            if self.keep({"p": program["name"]}) and program["recurring"] == "yes" and start is not None:
                grown = months_later(start, 6)
                runs += [any(day >= grown for day in days)] if grown <= AS_OF else []
        return share(sum(runs), len(runs))

    def replacement_value(self) -> Fraction | None:
        visits, price = self.attendance_total(), self.settings["replacement_price"]
        return None if visits is None or price is None else visits * exact(price)

    def peer_band(self) -> Range | None:
        """Between which shares of the libraries of this size the average session lies."""
        average, people = self.attendance_per_session(), self.settings["population"]
        if average is None or people is None:
            return None
        (row,) = (
            r for r in _bands() if int(r["population_from"]) <= people < float(r["population_below"] or inf)
        )
        steps = [(Fraction(0), Fraction(-1))] + [(exact(at), exact(row[name])) for name, at in QUANTILES]
        low = max(at for at, visits in steps if visits < average)
        high = min((at for at, visits in steps if visits > average), default=Fraction(1))
        lower_bound = any(self.visits_at(s)[1] for s, _ in self.counted if s["events"])
        return Range(low, Fraction(1) if lower_bound else high)


QUANTILES = (("p10", 0.1), ("p25", 0.25), ("median", 0.5), ("p75", 0.75), ("p90", 0.9))
SINGLE = (
    "target_group_per_1000",
    "site_coverage",
    "target_attainment",
    "month_attendance_pct",
    "retention_rate",
    "maintenance",
    "replacement_value",
)


def _bands() -> list[dict[str, str]]:
    return list(csv.DictReader(PEERS.read_text(encoding="utf-8").splitlines()))


def _class_of(what: str, people: Iterable[str]) -> str | None:
    """The class of a population that a person belongs to: by its name, or by the years it spans."""
    for name in people:
        first, _, last = name.rstrip("+").partition("-")
        years = first.isdigit() and what.isdigit()
        if what == name or (years and int(first) <= int(what) <= (float(last) if last else inf)):
            return name
    return None
