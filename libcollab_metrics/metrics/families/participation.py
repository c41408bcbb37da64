"""Metrics of people: participants, attendance rate, completion, retention, drop-off, language match."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

from libcollab_metrics.metrics import measures as m
from libcollab_metrics.metrics.counting import GroupCounts, Tally
from libcollab_metrics.metrics.definition import (
    OF_PEOPLE,
    OF_PROGRAMS,
    OF_SESSIONS,
    FormulaWriter,
    Measure,
    Metric,
    Recipe,
    Value,
    compute_ratio,
    compute_share,
    undefined_value,
)
from libcollab_metrics.metrics.families.attendance import (
    Delivery,
    VisitCount,
    VisitsOver,
    compute_visits,
    is_attendance_complete,
)
from libcollab_metrics.metrics.intervals import wilson_interval


@dataclass(frozen=True)
class PeopleCount(Recipe):
    """Number of distinct people over all held sessions, recounted for every selection."""

    top = m.PEOPLE
    measures = (m.PEOPLE, m.NAMED, m.FULL_ROSTERS, m.HELD_ROWS)

    def values(self, cell: GroupCounts) -> tuple[Value, ...]:
        return (compute_people(cell),)


def compute_people(tally: Tally) -> Value:
    """Return the distinct people of some sessions; exact only if every roster is fully marked."""
    if not tally.count(m.NAMED):
        return undefined_value("no-people")
    people, full, held = tally.count(m.PEOPLE), tally.count(m.FULL_ROSTERS), tally.count(m.HELD_ROWS)
    value = Value("", value=people, numerator=people, n=people, coverage=compute_share(full, held))
    return value.with_certainty("exact" if full == held else "at_least")


@dataclass(frozen=True)
class PerPopulation(Recipe):
    """A total over the population to be served, times a factor."""

    total: VisitCount | PeopleCount
    times: int = 1

    @property
    def top(self) -> Measure:
        return self.total.top

    bottom = m.POPULATION

    @property
    def measures(self) -> tuple[Measure, ...]:
        return (*self.total.measures, m.HELD_ROWS)

    def values(self, cell: GroupCounts) -> tuple[Value, ...]:
        (total,) = self.total.values(cell)
        if total.value is None:
            return (total,)
        active = [pid for pid, tally in cell.programs.items() if tally.count(m.HELD_ROWS)]
        population = cell.facts.common_population(active)
        if not population:
            return (undefined_value("no-population"),)
        rate = replace(total, value=self.times * total.value / population, denominator=population)
        return (rate.with_certainty(total.certainty),)


@dataclass(frozen=True)
class ShowUpRate(Recipe):
    """Registered people who came over registered people with an explained mark."""

    top = m.LISTED_ATTENDED
    bottom = m.LISTED_KNOWN
    measures = (
        m.LISTED_ATTENDED,
        m.LISTED_KNOWN,
        m.LISTED,
        m.LISTED_SESSIONS,
        m.LISTED_PEOPLE,
        m.LISTED_NAMELESS,
    )

    def values(self, cell: GroupCounts) -> tuple[Value, ...]:
        came, known = cell.count(m.LISTED_ATTENDED), cell.count(m.LISTED_KNOWN)
        if not known:
            return (undefined_value("no-list"),)
        value = compute_ratio(came, known, coverage=compute_share(known, cell[m.LISTED]))
        people = cell.count(m.LISTED_PEOPLE) + cell.count(m.LISTED_NAMELESS)
        return (add_wilson_if_distinct(value, people) if cell.count(m.LISTED_SESSIONS) == 1 else value,)


@dataclass(frozen=True)
class AttendanceRate(Recipe):
    """Presences over presences and absences, with the lowest and highest session; no interval.

    Unexplained marks bound the rate: none of these people came, or all did.
    """

    top = m.ATTENDED
    bottom = m.DUE
    measures = (
        m.ATTENDED,
        m.DUE,
        m.ABSENCE_SEEN,
        m.MARKS,
        m.MARKS_KNOWN,
        m.LOWEST_SESSION,
        m.HIGHEST_SESSION,
    )

    def values(self, cell: GroupCounts) -> tuple[Value, ...]:
        came, due, marks = cell.count(m.ATTENDED), cell.count(m.DUE), cell.count(m.MARKS)
        if not marks:
            return (undefined_value("no-people"),)
        if not has_recorded_absences(cell):
            return (undefined_value("no-absence"),)
        if came == 0 and cell.count(m.MARKS_KNOWN) < marks:
            return (undefined_value("no-presence"),)
        value = compute_ratio(came, due, coverage=compute_share(cell[m.MARKS_KNOWN], marks))
        unknown = marks - cell.count(m.MARKS_KNOWN)
        if unknown:  # none of them came, or all did
            low, high = came / (due + unknown), (came + unknown) / (due + unknown)
            value = replace(value, certainty="partial", low=low, high=high)
        return (replace(value, lowest=cell[m.LOWEST_SESSION], highest=cell[m.HIGHEST_SESSION]),)


def has_recorded_absences(tally: Tally) -> bool:
    """Return whether absences are recorded: someone is absent, or all rosters would show it.

    Rosters that only list presences do not show absences.
    """
    came, due = tally.count(m.ATTENDED), tally.count(m.DUE)
    return due > 0 and (due > came or tally.count(m.ABSENCE_SEEN) >= came)


@dataclass(frozen=True)
class Completion(Recipe):
    """Enrolled people who attended enough, over those decided by their marks."""

    top = m.COMPLETED
    bottom = m.DECIDABLE
    measures = (m.COMPLETED, m.DECIDABLE, m.ENROLLED, m.DECIDABLE_PEOPLE)

    def values(self, cell: GroupCounts) -> tuple[Value, ...]:
        enrolled, decidable = cell.count(m.ENROLLED), cell.count(m.DECIDABLE)
        if not enrolled:
            return (undefined_value("no-people"),)
        if cell.facts.settings.completion_threshold is None:
            return (undefined_value("no-setting", name="completion_threshold"),)
        if not decidable:
            return (undefined_value("undecided"),)
        value = compute_ratio(cell.count(m.COMPLETED), decidable, coverage=compute_share(decidable, enrolled))
        return (add_wilson_if_distinct(value, cell.count(m.DECIDABLE_PEOPLE)),)


@dataclass(frozen=True)
class LanguageMatch(Recipe):
    """Presences in a language the person knows over presences where both languages are known."""

    top = m.MATCHED
    bottom = m.BOTH_KNOWN

    @property
    def measures(self) -> tuple[Measure, ...]:
        behind = (m.HEARD_PEOPLE, m.HEARD_SESSIONS, m.UNHEARD_PEOPLE, m.UNHEARD_SESSIONS)
        return (m.MATCHED, m.BOTH_KNOWN, m.HEARERS, *behind)

    def values(self, cell: GroupCounts) -> tuple[Value, ...]:
        matched, known = cell.count(m.MATCHED), cell.count(m.BOTH_KNOWN)
        if not known:
            return (undefined_value("no-field", field="a mother tongue with a session language"),)
        heard = _min_people(matched, cell.count(m.HEARD_PEOPLE), cell.count(m.HEARD_SESSIONS))
        others = _min_people(known - matched, cell.count(m.UNHEARD_PEOPLE), cell.count(m.UNHEARD_SESSIONS))
        value = compute_ratio(matched, known, coverage=compute_share(known, cell[m.HEARERS]))
        return (replace(value, people=(heard, others)),)


def _min_people(visits: int, named: int, sessions: int) -> int:
    """Return the minimum number of distinct people behind some visits.

    One person visits a session only once.
    """
    return max(named, math.ceil(visits / sessions)) if sessions else named


@dataclass(frozen=True)
class LanguageCoverage(Recipe):
    """Presences where both languages are known over all presences."""

    top = m.BOTH_KNOWN
    bottom = m.HEARERS
    measures = (m.BOTH_KNOWN, m.HEARERS)

    def values(self, cell: GroupCounts) -> tuple[Value, ...]:
        hearers = cell.count(m.HEARERS)
        return (
            compute_ratio(cell.count(m.BOTH_KNOWN), hearers) if hearers else undefined_value("no-people"),
        )


def add_wilson_if_distinct(value: Value, people: int) -> Value:
    """Return the share with its Wilson interval if its denominator counts distinct people.

    The interval is invalid if a person is counted twice, such as with two answers or in two programs.
    """
    return add_wilson(value) if people == value.denominator else value


def add_wilson(value: Value) -> Value:
    """Return the share with its Wilson interval; each unit must be one person counted once."""
    bounds = wilson_interval(int(value.numerator or 0), int(value.denominator or 0))
    return replace(value, ci_low=bounds[0], ci_high=bounds[1]) if bounds else value


# Bounds of the number of people, visits per person, first-time visitors, returns and drop-outs.


@dataclass(frozen=True)
class PeopleBounds(Recipe):
    """Range of the number of people: at least the largest session, at most 1 per unnamed visit."""

    top = m.PEOPLE
    bottom = m.UNNAMED
    is_ratio = False
    measures = (m.PEOPLE, m.LARGEST_EVENT, m.UNNAMED, *VisitCount().measures)

    def values(self, cell: GroupCounts) -> tuple[Value, ...]:
        visits = compute_visits(cell)
        if visits.value is None:
            return (visits,)
        people, unnamed = cell.count(m.PEOPLE), cell[m.UNNAMED] or 0
        low = max(people, math.ceil(cell[m.LARGEST_EVENT] or 0))
        high = max(low, people + unnamed) if is_attendance_complete(cell) else None
        return (replace(visits, value=None, numerator=people, low=low, high=high, certainty="range"),)

    def definition(self) -> str:
        return (
            f"at least the {m.PEOPLE.label} on lists or the people at the {m.LARGEST_EVENT.label}, whichever"
            f" are more, and at most the people on lists + {m.UNNAMED.label}"
        )

    def formula(self, value: Value, write: FormulaWriter) -> str:
        people = write(m.PEOPLE, value.numerator)
        if value.high is None:
            return write.message("formula-listed-at-least", people=people)
        unnamed = write(m.UNNAMED, value.high - (value.numerator or 0))
        return write.message("formula-listed", people=people, unnamed=unnamed)


@dataclass(frozen=True)
class VisitsPerPerson(Recipe):
    """Named visits over the distinct people they belong to."""

    top = m.NAMED_ATTENDED
    bottom = m.PEOPLE
    measures = (m.NAMED_ATTENDED, m.PEOPLE, m.NAMED, m.ATTENDED)

    def values(self, cell: GroupCounts) -> tuple[Value, ...]:
        if not cell.count(m.NAMED):
            return (undefined_value("no-people"),)
        named, came = cell.count(m.NAMED_ATTENDED), cell.count(m.ATTENDED)
        return (compute_ratio(named, cell.count(m.PEOPLE), coverage=compute_share(named, came)),)


@dataclass(frozen=True)
class FirstTimeShare(Recipe):
    """People who answered that it was their first time over people who answered the question."""

    top = m.FIRST_TIMERS
    bottom = m.FIRST_TIME_ANSWERED
    measures = (m.FIRST_TIMERS, m.FIRST_TIME_ANSWERED, m.PEOPLE)

    def values(self, cell: GroupCounts) -> tuple[Value, ...]:
        answered = cell.count(m.FIRST_TIME_ANSWERED)
        if not answered:
            return (undefined_value("no-field", field="an answer to “first time?” with a name"),)
        value = compute_ratio(
            cell.count(m.FIRST_TIMERS), answered, coverage=compute_share(answered, cell.count(m.PEOPLE))
        )
        return (add_wilson(value),)


@dataclass(frozen=True)
class RepeatRate(Recipe):
    """People with two or more sessions over all named attendees.

    A lower bound where a session has no full roster, because any of them may have attended it.
    """

    top = m.REPEATERS
    bottom = m.PEOPLE
    measures = (m.REPEATERS, *PeopleCount().measures)

    def values(self, cell: GroupCounts) -> tuple[Value, ...]:
        if not cell.count(m.NAMED):
            return (undefined_value("no-people"),)
        full, held = cell.count(m.FULL_ROSTERS), cell.count(m.HELD_ROWS)
        value = compute_ratio(
            cell.count(m.REPEATERS), cell.count(m.PEOPLE), coverage=compute_share(full, held)
        )
        return (value.with_certainty("exact" if full == held else "at_least"),)


@dataclass(frozen=True)
class Retention(Recipe):
    """Named people of a period who also came in the next one, over the people of that period.

    A lower bound while the next period is running, or where a session of either period has no full roster.
    """

    top = m.RETURNED
    bottom = m.ATTENDED_BEFORE_NEXT
    measures = (m.RETURNED, m.ATTENDED_BEFORE_NEXT, m.NEXT_RUNNING, m.NEXT_OPEN, m.NAMED)

    def values(self, cell: GroupCounts) -> tuple[Value, ...]:
        if not cell.count(m.NAMED):
            return (undefined_value("no-people"),)
        if not cell.count(m.ATTENDED_BEFORE_NEXT):
            return (undefined_value("not-yet"),)
        value = compute_ratio(cell.count(m.RETURNED), cell.count(m.ATTENDED_BEFORE_NEXT))
        may_rise = cell.count(m.NEXT_RUNNING) or cell.count(m.NEXT_OPEN)
        return (value.with_certainty("at_least" if may_rise else "exact"),)


@dataclass(frozen=True)
class DropOff(Recipe):
    """People with absences as their last three marks in a program."""

    needs_whole_programs = True

    top = m.DROPPED
    measures = (m.DROPPED, m.ATTENDED, m.DUE, m.ABSENCE_SEEN, m.MARKS, m.DAYS_MARKED)

    def values(self, cell: GroupCounts) -> tuple[Value, ...]:
        if not cell.count(m.MARKS):
            return (undefined_value("no-people"),)
        if not has_recorded_absences(cell):
            return (undefined_value("no-absence"),)
        if not cell.count(m.DAYS_MARKED):
            return (undefined_value("no-dates"),)
        people = cell.count(m.DROPPED)
        return (Value("", value=people, numerator=people, n=people).with_certainty("exact"),)


METRICS: tuple[Metric, ...] = (
    Metric(
        "participants_unique",
        "Unique participants",
        "How many different people came?",
        "people",
        "higher",
        "Salesforce PMM; Mid-Hudson Library System",
        "attendance",
        PeopleCount(),
        OF_PEOPLE,
        caveat="People of two groups do not add up: who came to both is in both.",
        guards="numerator",
        is_core=True,
    ),
    Metric(
        "participants_bounds",
        "Possible number of people",
        "Between which numbers must the number of people lie?",
        "people",
        "neutral",
        "This project",
        "attendance",
        PeopleBounds(),
        OF_SESSIONS,
        caveat="Without an attendance for every session there is no upper end.",
        guards="low",
        counts="counted-sessions",
    ),
    Metric(
        "visits_per_participant",
        "Average sessions per participant",
        "How often did one person come?",
        "visits",
        "neutral",
        "Usual name",
        "attendance",
        VisitsPerPerson(),
        OF_PEOPLE,
        caveat="Over the people on lists only: all visits over them would divide other people's visits.",
        guards="denominator",
        counts="people",
    ),
    Metric(
        "first_time_share",
        "First-time share",
        "How many of those who came were new?",
        "share",
        "neutral",
        "An item of usual registration forms",
        "attendance",
        FirstTimeShare(),
        OF_PEOPLE,
        caveat="People, not visits, and only those who answered; the interval covers chance only.",
        guards="denominator",
        counts="people",
    ),
    Metric(
        "session_delivery_rate",
        "Sessions delivered as planned",
        "How much of the plan took place?",
        "share",
        "higher",
        "Concept of RE-AIM",
        "participation",
        Delivery(),
        OF_SESSIONS,
        caveat="Cancelled sessions often go unlogged, so this leans high.",
        is_core=True,
        counts="planned-sessions",
    ),
    Metric(
        "seat_fill",
        "Seats filled",
        "How full were we?",
        "share",
        "band",
        "LibCal's seats",
        "participation",
        VisitsOver(m.FILLED, "a number of seats with an attendance"),
        OF_SESSIONS,
        caveat="Over sessions with both numbers; above 100% people stood.",
        guards="numerator",
        counts="seats",
    ),
    Metric(
        "show_up_rate",
        "Show-up rate",
        "How many of those who registered came?",
        "share",
        "higher",
        "Attendee statuses of Eventbrite and HubSpot",
        "participation",
        ShowUpRate(),
        OF_PEOPLE,
        caveat="Excused counts as not having come. Walk-ins are not in it.",
        guards="denominator",
        is_core=True,
        counts="registrations",
    ),
    Metric(
        "turnout_ratio",
        "Attended per registered",
        "How many came for each who registered?",
        "share",
        "neutral",
        "This project",
        "participation",
        VisitsOver(m.SIGNED_UP, "a number of registrations with an attendance"),
        OF_SESSIONS,
        caveat="Walk-ins are in it, so it may pass 100 %; it is no show-up rate.",
        guards="numerator",
        counts="registrations",
    ),
    Metric(
        "attendance_rate",
        "Attendance rate",
        "How regularly do the people on our lists come?",
        "share",
        "higher",
        "Salesforce PMM; Aam Digital",
        "participation",
        AttendanceRate(),
        OF_PEOPLE,
        caveat="Late counts as present; unexplained marks count as neither.",
        guards="denominator",
        is_core=True,
        counts="marks",
    ),
    Metric(
        "completion_rate",
        "Completion rate",
        "How many of those who began stayed?",
        "share",
        "higher",
        "Stages of Salesforce PMM; the threshold is the library's",
        "participation",
        Completion(),
        (*OF_PROGRAMS, "site", "mother_tongue", "person_age"),
        caveat="Of a program as a whole: whoever was on the list of its first day.",
        guards="denominator",
        is_core=True,
        counts="people",
    ),
    Metric(
        "retention_rate",
        "Retention to next period",
        "How many came again in the next period?",
        "share",
        "higher",
        "Usual name",
        "participation",
        Retention(),
        OF_PEOPLE,
        caveat=(
            "By a period: each against the next one with a list of people. Otherwise quarters, all pairs"
            " together."
        ),
        guards="denominator",
        counts="people",
    ),
    Metric(
        "repeat_rate",
        "Came more than once",
        "How many came to more than one session?",
        "share",
        "neutral",
        "Usual name",
        "participation",
        RepeatRate(),
        OF_PEOPLE,
        caveat="Compare equal spans of time only; sessions without a list of people are not in it.",
        guards="denominator",
        counts="people",
    ),
    Metric(
        "drop_off_count",
        "Three absences in a row",
        "Whom should somebody ask after?",
        "people",
        "lower",
        "A report of Salesforce PMM",
        "participation",
        DropOff(),
        OF_PROGRAMS,
        caveat=(
            "By the last three marks in a program; excused and unknown marks neither break nor lengthen the"
            " row."
        ),
        guards="numerator",
        audience="screen",
    ),
    Metric(
        "language_match_rate",
        "Heard in a language they know",
        "Can people follow the language?",
        "share",
        "higher",
        "Mother tongue column of DepEd School Form 1; formula of this project",
        "language",
        LanguageMatch(),
        OF_PEOPLE,
        caveat="A floor for children of several languages, and not a test of understanding.",
        guards="denominator",
        is_personal=True,
        is_core=True,
        counts="visits",
    ),
    Metric(
        "language_known_share",
        "Language coverage",
        "Of how many visits do we know both languages?",
        "share",
        "higher",
        "This project",
        "language",
        LanguageCoverage(),
        OF_PEOPLE,
        caveat="The mother tongue of the person and the language of the session.",
        guards="numerator",
        counts="visits",
    ),
)
