"""Compute sites, groups, formats and periods a second time, in plain Python and in fractions."""

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
#: The margins of the official grid: name, field and classes.
MARGINS = (("age", "age_group", AUDIENCES), ("format", "format", FORMATS))


class Range(NamedTuple):
    """A metric that has two ends instead of one value."""

    low: Fraction | None
    high: Fraction | None


Part = tuple[str | None, ...]
Expected = Fraction | Range | None
Parts = Mapping[Part, Expected]
Figures = Mapping[str, Parts]


def alone(figures: Mapping[str, Expected]) -> Figures:
    """Return metrics that are one number each."""
    return {metric: {(): figure} for metric, figure in figures.items()}


def months_later(day: date, months: int) -> date:
    """Return the same day some months later, or the last day of a shorter month."""
    years, month = divmod(day.month - 1 + months, 12)
    last = calendar.monthrange(day.year + years, month + 1)[1]
    return date(day.year + years, month + 1, min(day.day, last))


class ReachReference(Reference):
    """Metrics of whom the sessions reached, of those they were meant for."""

    def figures(self) -> Figures:
        """Return every metric of this family, by its parts."""
        return {
            **alone({name: getattr(self, name)() for name in SINGLE}),
            "representativeness": self.representativeness(),
            "partner_sourced_share": self.partner_sourced_share(),
            "imls_grid": self.imls_grid(),
        }

    def of_the_library(self) -> Figures:
        """Return the metrics that exist for the whole library only; the band's name is not a number."""
        return alone({"peer_band": self.peer_band()})

    @property
    def counted(self) -> list[tuple[Row, Any]]:
        """Held sessions with an attendance, each with its visits."""
        known = [(s, self.visits_at(s)[0]) for s in self.held]
        return [(s, v) for s, v in known if v is not None]

    def target_group_per_1000(self) -> Fraction | None:
        """Return visits of sessions for audiences of known size, over the people of those audiences.

        An audience whose sessions were not counted was still reached: the metric is then a lower bound (R4).
        """
        people = self.settings["population_by"].get("age_group", {})
        visits = [v for s, v in self.counted if s["age_group"] in people]
        met = {s["age_group"] for s in self.held} & set(people)
        return share(1000 * sum(visits), sum(people[audience] for audience in met)) if visits else None

    def _known(self, field: str) -> dict[str, Any]:
        """Return different people who came → what is known of them."""
        came = [p for p in self.marks if p["status"] in CAME and p["who"] is not None]
        return {p["who"]: p[field] for p in came if p[field] is not None}

    def representativeness(self) -> Parts:
        ratios: dict[Part, Expected] = {}
        for attribute, field in (("mother_tongue", "tongue"), ("person_age", "age")):
            people = self.settings["population_by"].get(attribute, {})
            classes = [
                c
                for known_value in self._known(field).values()
                if (c := _class_of(known_value, people)) is not None
            ]
            for name in people:
                share_of_visitors = share(classes.count(name), len(classes))
                share_of_population = share(people[name], sum(people.values()))
                is_defined = share_of_visitors is not None and share_of_population and len(classes) >= 30
                ratios[attribute, name] = (
                    share_of_visitors / share_of_population
                    if is_defined and share_of_visitors is not None and share_of_population
                    else None
                )
        return ratios

    def site_coverage(self) -> Fraction | None:
        listed = set(self.settings["sites"]) or {row["site"] for row in self.tables["sites"]}
        return share(len({s["site"] for s in self.held} & listed), len(listed)) if self.held else None

    def partner_sourced_share(self) -> Parts:
        """Return the shares of these programs' partners and of any other partner named."""
        sources = self._known("heard_from")
        partners = {name for p in self.tables["programs"] for name in p["partners"]}
        partners |= {row["name"] for row in self.tables["partners"]}
        program_partners = {
            name for p in self.tables["programs"] if self.keep({"p": p["name"]}) for name in p["partners"]
        }
        return {
            (party,): share(sum(party in answer.split("; ") for answer in sources.values()), len(sources))
            for party in partners
            if party in program_partners or any(party in answer.split("; ") for answer in sources.values())
        }

    def imls_grid(self) -> Parts:
        official = {p["name"] for p in self.tables["programs"] if p["official"] != "no"}
        live = [s for s in self.held if s["p"] in official]
        if not live:
            return {}
        grid: dict[Part, Expected] = {}
        for margin, field, classes in MARGINS:
            for name in classes:
                grid |= self._cells(margin, name, [s for s in live if s[field] == name])
            if unclassified := [s for s in live if s[field] not in classes]:
                grid |= self._cells(margin, "unclassified", unclassified)
            grid |= self._cells(margin, "total", live)
        shown = [
            s
            for s in self.sessions
            if s["format"] == "recorded" and s["status"] == "held" and s["p"] in official
        ]
        counts = self._cells("recorded", "recorded", shown)
        grid["recorded", "recorded", "sessions"] = counts["recorded", "recorded", "sessions"]
        grid["recorded", "recorded", "views"] = counts["recorded", "recorded", "visits"]
        return grid

    def _cells(self, margin: str, name: str, sessions: list[Row]) -> dict[Part, Expected]:
        """Return the sessions and visits of a class; 0 for a class without sessions."""
        events = [Fraction(s["events"]) for s in sessions if s["events"] is not None]
        visits = [Fraction(v) for s in sessions if (v := self.visits_at(s)[0]) is not None]
        return {
            (margin, name, "sessions"): None if sessions and not events else sum(events, Fraction()),
            (margin, name, "visits"): None if sessions and not visits else sum(visits, Fraction()),
        }

    def _part(self, program: str) -> ReachReference:
        return ReachReference(self.tables, lambda row: self.keep(row) and row["p"] == program)

    def target_attainment(self) -> Fraction | None:
        """Return visits over the targets of programs with both; people only for a single program."""
        selected = [p for p in self.tables["programs"] if self.keep({"p": p["name"]})]
        with_target = [p for p in selected if p["target_ideal"] is not None]
        programs = [p for p in with_target if p["target_unit"] == "visits"]
        if not programs and len(with_target) == 1:
            return self._reached(with_target, "participants_unique")
        return self._reached(programs, "attendance_total")

    def _reached(self, programs: list[Row], amount: str) -> Fraction | None:
        both = [(getattr(self._part(p["name"]), amount)(), p["target_ideal"]) for p in programs]
        known = [(came, target) for came, target in both if came is not None]
        return share(sum(came for came, _ in known), sum(target for _, target in known))

    def month_attendance_pct(self) -> Fraction | None:
        """Return presences over days × learners registered at the month's end.

        It adds up classes, each of a program, site and month.
        """
        dated = [s for s in self.held if s["on"]]
        came, due = 0, Fraction()
        classes = {s["id"]: (s["p"], s["site"], s["on"][:7]) for s in dated}
        for month_class in set(classes.values()):
            sessions = [s for s in dated if classes[s["id"]] == month_class]
            registrations = [(s["on"], s["registered"]) for s in sessions if s["registered"] is not None]
            marked = {s["on"]: s for s in sessions if any(p["status"] != "unknown" for p in self.list_of(s))}
            if registrations and marked:
                came += sum(p["status"] in CAME for s in sessions for p in self.list_of(s))
                due += len(marked) * Fraction(max(registrations)[1])
        return share(came, due)

    def retention_rate(self) -> Fraction | None:
        """Compare each quarter with recorded marks with the next such one, even if no person came then."""
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
            own = [s for s in self.sessions if s["on"] and s["p"] == program["name"]]
            days = [date.fromisoformat(s["on"]) for s in self.held if s["on"] and s["p"] == program["name"]]
            recorded = max((date.fromisoformat(s["on"]) for s in own), default=None)
            start = program["start"].date() if program["start"] is not None else min(days, default=None)
            if self.keep({"p": program["name"]}) and program["recurring"] == "yes" and start is not None:
                grown = months_later(start, 6)
                ended = program.get("end") is not None and program["end"].date() < grown
                is_known = ended or (recorded is not None and recorded >= grown)
                runs += [any(day >= grown for day in days)] if grown <= AS_OF and is_known else []
        return share(sum(runs), len(runs))

    def replacement_value(self) -> Fraction | None:
        visits, price = self.attendance_total(), self.settings["replacement_price"]
        return None if visits is None or price is None else visits * exact(price)

    def peer_band(self) -> Range | None:
        """Return the shares of libraries of this size between which the average session is."""
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


def _class_of(known_value: str, people: Iterable[str]) -> str | None:
    """Return the population class of a person: by its name, or by the ages it spans."""
    for name in people:
        first, _, last = name.rstrip("+").partition("-")
        years = first.isdigit() and known_value.isdigit()
        if known_value == name or (
            years and int(first) <= int(known_value) <= (float(last) if last else inf)
        ):
            return name
    return None
