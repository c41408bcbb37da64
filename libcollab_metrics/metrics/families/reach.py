"""Metrics of reach: target groups, representation and its minimum n, referrals, official forms."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from libcollab_metrics.metrics import measures as m
from libcollab_metrics.metrics.counting import GroupCounts, Tally, sum_tallies
from libcollab_metrics.metrics.definition import (
    OF_PEOPLE,
    OF_PROGRAMS,
    OF_SESSIONS,
    FormulaWriter,
    Metric,
    Number,
    Recipe,
    Value,
    compute_ratio,
    compute_share,
    undefined_value,
)
from libcollab_metrics.metrics.families.attendance import (
    SessionCount,
    VisitCount,
    compute_sessions,
    compute_visits,
)
from libcollab_metrics.metrics.families.participation import PeopleCount, PerPopulation
from libcollab_metrics.metrics.tables.official import RECORDED
from libcollab_metrics.model.names import casefold_name
from libcollab_metrics.model.schema import AGE_CLASSES, LIVE_FORMATS, UNCLASSIFIED
from libcollab_metrics.model.scope import PERIODS

#: Minimum number of known people for a statement about representation.
KNOWN_PEOPLE = 30
#: Attendance by intended audience: the same measures over another table.
BY_AUDIENCE = tuple(replace(measure, table="audiences") for measure in VisitCount().measures)


@dataclass(frozen=True)
class PerTargetGroup(Recipe):
    """Attendance of sessions for an audience per thousand people of that audience."""

    times: int = 1000

    top = BY_AUDIENCE[0]
    bottom = m.TARGET_GROUP
    measures = BY_AUDIENCE

    def values(self, cell: GroupCounts) -> tuple[Value, ...]:
        people = {
            casefold_name(name): n
            for name, n in cell.facts.settings.population_by.get("age_group", {}).items()
            if n
        }
        counted = {part: t for part, t in cell.parts(self.top).items() if t[m.VISITS] is not None}
        if not counted:
            return (undefined_value("no-counts"),)
        known = {
            part: tally
            for part, tally in cell.parts(self.top).items()
            if casefold_name(part[0] or "") in people
        }
        total = compute_visits(sum_tallies(known.values(), VisitCount().measures))
        if total.value is None:
            return (undefined_value("no-population"),)
        met = [part for part, tally in known.items() if tally.count(m.HELD_ROWS)]
        population = sum(people[casefold_name(part[0] or "")] for part in met)
        left_out = tuple(part[0] for part in counted if part[0] is not None and part not in known)
        rate = replace(
            total, value=self.times * total.value / population, denominator=population, left_out=left_out
        )
        return (rate.with_certainty(total.certainty),)


@dataclass(frozen=True)
class Representation(Recipe):
    """A group's share of the attendees over its share of the population; one value per group."""

    top = m.OF_CLASS
    bottom = m.OF_TRAIT
    measures = (m.OF_CLASS, m.OF_TRAIT, m.PEOPLE)

    def values(self, cell: GroupCounts) -> tuple[Value, ...]:
        populations = {
            trait: n for trait, n in cell.facts.settings.population_by.items() if trait != "age_group" and n
        }
        if not populations:
            return (undefined_value("no-setting", name="population_by"),)
        known = {
            trait: cell.parts(m.OF_TRAIT).get((trait,), Tally()).count(m.OF_TRAIT) for trait in populations
        }
        if not any(known.values()):
            return (undefined_value("no-field", field="a mother tongue or an age that the populations name"),)
        return tuple(
            value
            for trait, groups in populations.items()
            for value in _compute_representation(cell, trait, groups, known[trait])
        )

    def definition(self) -> str:
        return f"({self.top.label} ÷ {self.bottom.label}) ÷ the group's share of the population"

    def formula(self, value: Value, write: FormulaWriter) -> str:
        share = 100 * (value.numerator or 0) / (value.denominator or 1)
        population = (
            write(m.POPULATION_SHARE, share / value.value)
            if value.value
            else write.message("formula-population")
        )
        return (
            f"({write(self.top, value.numerator)} ÷ {write(self.bottom, value.denominator)}) ÷ {population}"
        )


def _compute_representation(
    cell: GroupCounts, trait: str, groups: Mapping[str, float], known_people: int
) -> list[Value]:
    """Return the ratio of each group of one trait; undefined below `KNOWN_PEOPLE` known people."""
    if known_people < KNOWN_PEOPLE:
        few = undefined_value("too-few", n=str(KNOWN_PEOPLE), things="people whose group is known")
        return [replace(few, group=(("attribute", trait),))]
    counted, everybody = cell.parts(m.OF_CLASS), sum(groups.values())
    values = []
    for name, population in groups.items():
        people = counted.get((trait, name), Tally()).count(m.OF_CLASS)
        part = (("attribute", trait), ("class", name))
        if not population:
            values.append(replace(undefined_value("no-population"), group=part))
            continue
        value = compute_ratio(
            people, known_people, coverage=compute_share(known_people, cell.count(m.PEOPLE))
        )
        parity = replace(value, value=people / known_people / (population / everybody), group=part)
        values.append(parity.with_certainty("exact"))
    return values


@dataclass(frozen=True)
class PartnerReferrals(Recipe):
    """People who heard of it from a partner over people with a known source, by partner."""

    top = m.SENT_BY
    bottom = m.SOURCE_KNOWN
    measures = (m.SENT_BY, m.SOURCE_KNOWN, m.PEOPLE)

    def values(self, cell: GroupCounts) -> tuple[Value, ...]:
        known, named = cell.count(m.SOURCE_KNOWN), cell.parts(m.SENT_BY)
        if not known:
            return (undefined_value("no-field", field="who told the person about it, with a name"),)
        linked = {name for pid in cell.chosen_programs() for name in cell.facts.links.get(pid, ())}
        parties = linked | {str(party) for (party,) in named}
        if not parties:
            return (undefined_value("no-field", field="a partner"),)
        coverage = compute_share(known, cell.count(m.PEOPLE))
        return tuple(
            replace(
                compute_ratio(_count_referred(named, party), known, coverage=coverage),
                group=(("party", party),),
            )
            for party in sorted(parties, key=str.casefold)
        )


def _count_referred(counts: Mapping[tuple[str | None, ...], Tally], party: str) -> int:
    return counts.get((party,), Tally()).count(m.SENT_BY)


@dataclass(frozen=True)
class SitesServed(Recipe):
    """Listed sites with a held session over all listed sites."""

    top = m.SITES_SERVED
    bottom = m.SITES
    measures = (m.PLACES, m.HELD_ROWS)

    def values(self, cell: GroupCounts) -> tuple[Value, ...]:
        listed = cell.facts.listed_sites
        if not listed:
            return (undefined_value("no-setting", name="sites"),)
        held, parts = cell.count(m.HELD_ROWS), cell.parts(m.PLACES)
        if not held:
            return (undefined_value("no-sessions"),)
        known = {part[0]: tally.count(m.PLACES) for part, tally in parts.items() if part[0] is not None}
        served = {casefold_name(place) for place, times in known.items() if times} & listed
        value = compute_ratio(len(served), len(listed), coverage=compute_share(sum(known.values()), held))
        return (value.with_certainty("exact" if sum(known.values()) == held else "at_least"),)


# Metrics of official forms: the two margins of the library survey, and school attendance.

MARGINS: Mapping[str, tuple[str, ...]] = {"age": AGE_CLASSES, "format": LIVE_FORMATS}
#: Class name of a margin's total.
TOTAL = "total"
_COUNTS = tuple(dict.fromkeys((*VisitCount().measures, *SessionCount().measures)))
#: The same measures over the table of margins.
BY_CLASS = tuple(replace(measure, table="official") for measure in _COUNTS)


@dataclass(frozen=True)
class OfficialGrid(Recipe):
    """Sessions and visits by age class and by format, the two margins of the official form.

    The cross table is never computed. Every class of a margin has a line; a class without sessions is 0.
    Unclassified sessions have their own line and make every other class of the margin a lower bound. The note
    "margins-differ" says that the two margins have different sums, so the form will not balance. The line
    "total" of a margin includes everything, classified or not. Recorded presentations and their views have a
    line of their own and are excluded from the totals.
    """

    top = BY_CLASS[0]
    measures = BY_CLASS

    def values(self, cell: GroupCounts) -> tuple[Value, ...]:
        tallies = {(margin or "", of or ""): tally for (margin, of), tally in cell.parts(self.top).items()}
        live = [tally for (margin, _), tally in tallies.items() if margin != RECORDED]
        if not any(tally.count(m.HELD_ROWS) for tally in live):
            return (undefined_value("no-sessions"),)
        sessions = [value for margin in MARGINS for value in _margin_lines(tallies, margin, "sessions")]
        visits = [value for margin in MARGINS for value in _margin_lines(tallies, margin, "visits")]
        return (
            *_mark_imbalance(sessions),
            *_mark_imbalance(visits),
            *_recorded_lines(tallies.get((RECORDED, RECORDED))),
        )

    def definition(self) -> str:
        return "number of sessions and sum of visits, each by age class and by format"

    def formula(self, value: Value, write: FormulaWriter) -> str:
        return write(m.EVENTS_HELD if value.groups.get("count") == "sessions" else self.top, value.value)


def _recorded_lines(tally: Tally | None) -> tuple[Value, ...]:
    """Return recorded presentations and their views, which are never added to live numbers."""
    shown = (("margin", RECORDED), ("class", RECORDED))
    return (
        _class_line(tally, "sessions").changed(group=(*shown, ("count", "sessions"))),
        _class_line(tally, "visits").changed(group=(*shown, ("count", "views"))),
    )


def _margin_lines(counts: Mapping[tuple[str, str], Tally], margin: str, count_kind: str) -> list[Value]:
    """Return the lines of one margin: its classes, unclassified sessions if any, and the total."""
    rest = counts.get((margin, UNCLASSIFIED))
    classes = [*MARGINS[margin], *([UNCLASSIFIED] if rest else [])]
    values = []
    for name in classes:
        value = _class_line(counts.get((margin, name)), count_kind)
        if rest and name != UNCLASSIFIED and value.value is not None:
            value = value.with_certainty("at_least")
        values.append(value.changed(group=(("margin", margin), ("class", name), ("count", count_kind))))
    everything = sum_tallies((tally for (of, _), tally in counts.items() if of == margin), BY_CLASS)
    total = _class_line(everything, count_kind)
    return [*values, total.changed(group=(("margin", margin), ("class", TOTAL), ("count", count_kind)))]


def _class_line(tally: Tally | None, count_kind: str) -> Value:
    """Return the sessions or visits of one class; a class without sessions is exactly 0.

    Only visits have a numerator, which rule R9 checks: a number of sessions does not disclose anything about
    people.
    """
    if count_kind == "sessions":
        sessions = compute_sessions(tally) if tally else Value("", value=0, n=0).with_certainty("exact")
        return sessions.changed(numerator=None)
    return compute_visits(tally) if tally else Value("", value=0, numerator=0, n=0).with_certainty("exact")


def _mark_imbalance(values: list[Value]) -> list[Value]:
    totals = {
        margin: _sum_classified(v for v in values if v.groups["margin"] == margin) for margin in MARGINS
    }
    if len(set(totals.values())) == 1:
        return values
    return [value.changed(note="margins-differ") if value.value is not None else value for value in values]


def _sum_classified(values: Iterable[Value]) -> Number:
    return sum(value.value or 0 for value in values if value.groups["class"] not in (UNCLASSIFIED, TOTAL))


@dataclass(frozen=True)
class DailyAttendance(Recipe):
    """Presences over the school days with marks."""

    top = m.ATTENDED_ON_DAYS
    bottom = m.DAYS_MARKED
    measures = (m.ATTENDED_ON_DAYS, m.DAYS_MARKED, m.MARKS, m.MARKS_KNOWN)

    def values(self, cell: GroupCounts) -> tuple[Value, ...]:
        marks, days = cell.count(m.MARKS), cell.count(m.DAYS_MARKED)
        if not marks:
            return (undefined_value("no-people"),)
        if not days:
            return (undefined_value("no-field", field="a day with explained marks"),)
        covered = compute_share(cell.count(m.MARKS_KNOWN), marks)
        return (compute_ratio(cell.count(m.ATTENDED_ON_DAYS), days, coverage=covered),)


@dataclass(frozen=True)
class MonthAttendance(Recipe):
    """Presences over the days due for the learners registered at the end of each month.

    For one class and month this is average daily attendance over the learners registered at the month's end.
    """

    top = m.MONTH_PRESENCES
    bottom = m.MONTH_DUE
    measures = (m.MONTH_PRESENCES, m.MONTH_DUE, m.MONTH_LEARNERS, m.CLASS_MONTHS, m.CLASS_MONTHS_KNOWN)

    def values(self, cell: GroupCounts) -> tuple[Value, ...]:
        due = cell[m.MONTH_DUE]
        if due is None:
            return (
                undefined_value("no-field", field="a number of registered learners with days with marks"),
            )
        covered = compute_share(cell.count(m.CLASS_MONTHS_KNOWN), cell.count(m.CLASS_MONTHS))
        value = compute_ratio(cell[m.MONTH_PRESENCES], due, coverage=covered)
        return (value if value.value is None else replace(value, n=cell[m.MONTH_LEARNERS]),)


METRICS: tuple[Metric, ...] = (
    Metric(
        "reach_rate",
        "Reach",
        "What part of the people it is meant for came?",
        "share",
        "higher",
        "RE-AIM",
        "attendance",
        PerPopulation(PeopleCount()),
        OF_PEOPLE,
        caveat="Above 100% people from outside came too.",
        guards="numerator",
        is_core=True,
        counts="people",
    ),
    Metric(
        "attendance_per_1000",
        "Attendances per 1,000 to be served",
        "How does it compare with the size of the place?",
        "per_1000",
        "neutral",
        "PLA Benchmark; formula as in ISO 11620",
        "attendance",
        PerPopulation(VisitCount(), 1000),
        OF_SESSIONS,
        caveat="Compare years only with full years.",
        guards="numerator",
        is_core=True,
        counts="counted-sessions",
    ),
    Metric(
        "target_group_per_1000",
        "Attendances per 1,000 of the target group",
        "How does it compare with the number of those it is meant for?",
        "per_1000",
        "neutral",
        "PLA Benchmark; Timberland compares with active cardholders",
        "attendance",
        PerTargetGroup(),
        OF_SESSIONS,
        caveat=(
            "Sessions for audiences whose number of people is in the settings; whoever came counts, of any"
            " age."
        ),
        guards="numerator",
        counts="counted-sessions",
    ),
    Metric(
        "representativeness",
        "Representativeness ratio",
        "Do those who come resemble those who live here?",
        "ratio",
        "band",
        "Concept of RE-AIM; formula of this project",
        "attendance",
        Representation(),
        OF_SESSIONS,
        ("attribute", "class"),
        caveat=(
            "1 means the same share as in the population; people of an unknown group are in neither share."
        ),
        guards="numerator",
        is_personal=True,
        counts="people",
    ),
    Metric(
        "site_coverage",
        "Sites served",
        "Have we been at every place on our list?",
        "share",
        "higher",
        "RE-AIM",
        "attendance",
        SitesServed(),
        (*OF_PROGRAMS, "format", *PERIODS, "language", "age_group"),
        caveat="Places that are not on the list do not count.",
        counts="sites",
    ),
    Metric(
        "partner_sourced_share",
        "Came through a partner",
        "Whom did which partner send us?",
        "share",
        "neutral",
        "An item of usual registration forms; formula of this project",
        "attendance",
        PartnerReferrals(),
        OF_PEOPLE,
        ("party",),
        caveat="A person may name several partners, so the shares may add up to more than 100%.",
        guards="denominator",
        counts="people",
    ),
    Metric(
        "imls_grid",
        "Official age × format grid",
        "What do we report to the official survey?",
        "count",
        "neutral",
        "IMLS Public Libraries Survey, as the state guides explain it",
        "attendance",
        OfficialGrid(),
        OF_SESSIONS,
        ("margin", "class", "count"),
        caveat=(
            "Live sessions of programs not left out of official statistics, each with one audience and one"
            " format."
        ),
        guards="numerator",
        counts="counted-sessions",
    ),
    Metric(
        "average_daily_attendance",
        "Average Daily Attendance (DepEd)",
        "How many learners come on a school day?",
        "people",
        "neutral",
        "DepEd School Form 2",
        "participation",
        DailyAttendance(),
        OF_PEOPLE,
        caveat="School days are days with explained marks.",
        guards="value",
        counts="school-days",
    ),
    Metric(
        "month_attendance_pct",
        "Percentage of attendance for the month (DepEd)",
        "What part of the learners registered comes on a school day?",
        "share",
        "higher",
        "DepEd School Form 2",
        "participation",
        MonthAttendance(),
        (*OF_PROGRAMS, "site", *PERIODS),
        caveat="Learners registered at the end of each month, so it may pass 100% after some left.",
        guards="n",
        counts="learners",
    ),
)
