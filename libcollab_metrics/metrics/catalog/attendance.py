"""Who came: sessions, visits, different people, and how many of those meant to come."""

from __future__ import annotations

from libcollab_metrics.metrics.catalog.fields import OF_PEOPLE, OF_PROGRAMS, OF_SESSIONS
from libcollab_metrics.metrics.definition import Metric
from libcollab_metrics.metrics.recipes.groups import PerTargetGroup, Representation, SentBy, SitesServed
from libcollab_metrics.metrics.recipes.official import OfficialGrid
from libcollab_metrics.metrics.recipes.people import PeopleCount, PerPopulation
from libcollab_metrics.metrics.recipes.persons import FirstTime, PeopleBounds, VisitsPerPerson
from libcollab_metrics.metrics.recipes.sessions import (
    AverageVisits,
    ContactHours,
    RecordingCoverage,
    SessionCount,
    SessionDays,
    VisitCount,
)
from libcollab_metrics.model.scope import PERIODS

ATTENDANCE: tuple[Metric, ...] = (
    Metric(
        "sessions_held", "Program sessions", "How often did we meet?", "sessions", "neutral",
        "IMLS Public Libraries Survey, as the state guides explain it", "attendance", SessionCount(), OF_SESSIONS,
        caveat="Each date of a series counts; recordings do not.", core=True,
    ),
    Metric(
        "attendance_total", "Program attendance", "How many visits were there?", "visits", "band",
        "IMLS Public Libraries Survey, as the state guides explain it", "attendance", VisitCount(), OF_SESSIONS,
        caveat="Visits, not people: whoever came three times counts three times. Gaps are not guessed.",
        guards="numerator", core=True, counts="counted-sessions",
    ),
    Metric(
        "attendance_coverage", "Recording coverage", "Of how much do we have a number?", "share", "higher",
        "This project; New York marks missing counts the same way", "attendance", RecordingCoverage(), OF_SESSIONS,
        caveat="The sessions without a number may differ from those with one.", core=True, counts="held-sessions",
    ),
    Metric(
        "attendance_per_session", "Average attendance per session", "How many come to a session?", "visits", "neutral",
        "LSTA evaluation worksheet", "attendance", AverageVisits(), OF_SESSIONS,
        caveat="Over sessions with a number only.", guards="numerator", core=True, counts="counted-sessions",
    ),
    Metric(
        "participants_unique", "Unique participants", "How many different people came?", "people", "higher",
        "Salesforce PMM; Mid-Hudson Library System", "attendance", PeopleCount(), OF_PEOPLE,
        caveat="People of two groups do not add up: who came to both is in both.", guards="numerator", core=True,
    ),
    Metric(
        "participants_bounds", "Possible number of people", "Between which numbers must the number of people lie?",
        "people", "neutral", "This project", "attendance", PeopleBounds(), OF_SESSIONS,
        caveat="Without an attendance for every session there is no upper end.",
        guards="low", counts="counted-sessions",
    ),
    Metric(
        "visits_per_participant", "Average sessions per participant", "How often did one person come?", "visits",
        "neutral", "Usual name", "attendance", VisitsPerPerson(), OF_PEOPLE,
        caveat="Over the people on lists only: all visits over them would divide other people's visits.",
        guards="denominator", counts="people",
    ),
    Metric(
        "reach_rate", "Reach", "What part of the people it is meant for came?", "share", "higher",
        "RE-AIM", "attendance", PerPopulation(PeopleCount()), OF_PEOPLE,
        caveat="Above 100 % people from outside came too.", guards="numerator", core=True, counts="people",
    ),
    Metric(
        "attendance_per_1000", "Attendances per 1,000 to be served", "How does it compare with the size of the place?",
        "per_1000", "neutral", "PLA Benchmark; formula as in ISO 11620", "attendance",
        PerPopulation(VisitCount(), 1000), OF_SESSIONS,
        caveat="Compare years only with full years.", guards="numerator", core=True, counts="counted-sessions",
    ),
    Metric(
        "target_group_per_1000", "Attendances per 1,000 of the target group",
        "How does it compare with the number of those it is meant for?", "per_1000", "neutral",
        "PLA Benchmark; Timberland compares with active cardholders", "attendance", PerTargetGroup(), OF_SESSIONS,
        caveat="Sessions for audiences whose number of people is in the settings; whoever came counts, of any age.",
        guards="numerator", counts="counted-sessions",
    ),
    Metric(
        "representativeness", "Representativeness ratio", "Do those who come resemble those who live here?", "ratio",
        "band", "Concept of RE-AIM; formula of this project", "attendance", Representation(), OF_SESSIONS,
        ("attribute", "class"),
        caveat="1 means the same share as in the population; people of an unknown group are in neither share.",
        guards="numerator", personal=True, counts="people",
    ),
    Metric(
        "site_coverage", "Sites served", "Have we been at every place on our list?", "share", "higher",
        "RE-AIM", "attendance", SitesServed(), (*OF_PROGRAMS, "format", *PERIODS, "language", "age_group"),
        caveat="Places that are not on the list do not count.", counts="sites",
    ),
    Metric(
        "first_time_share", "First-time share", "How many of those who came were new?", "share", "neutral",
        "An item of usual registration forms", "attendance", FirstTime(), OF_PEOPLE,
        caveat="People, not visits, and only those who answered; the interval covers chance only.",
        guards="denominator", counts="people",
    ),
    Metric(
        "contact_hours", "Contact hours", "How much time did people spend with us?", "hours", "neutral",
        "Salesforce PMM", "attendance", ContactHours(), OF_SESSIONS,
        caveat="Sessions with an attendance and both times; one that ends before it begins has no length.",
        guards="n", counts="visits",
    ),
    Metric(
        "partner_sourced_share", "Came through a partner", "Whom did which partner send us?", "share", "neutral",
        "An item of usual registration forms; formula of this project", "attendance", SentBy(), OF_PEOPLE, ("party",),
        caveat="A person may name several partners, so the shares may add up to more than 100 %.",
        guards="denominator", counts="people",
    ),
    Metric(
        "imls_grid", "Official age × format grid", "What do we report to the official survey?", "count", "neutral",
        "IMLS Public Libraries Survey, as the state guides explain it", "attendance", OfficialGrid(), OF_SESSIONS,
        ("margin", "class", "count"),
        caveat="Live sessions of programs not left out of official statistics, each with one audience and one format.",
        guards="numerator", counts="counted-sessions",
    ),
)  # fmt: skip

PICTURED_SESSIONS: tuple[Metric, ...] = (
    Metric(
        "session_days", "Sessions by day", "On which days did we meet?", "sessions", "neutral", "This project",
        "attendance", SessionDays(), OF_SESSIONS, ("day", "state"),
        caveat="Cancelled sessions often go unlogged.",
    ),
)  # fmt: skip
