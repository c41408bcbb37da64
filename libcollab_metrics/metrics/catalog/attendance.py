"""Who came: sessions, visits, different people, and how many of those meant to come."""

from __future__ import annotations

from libcollab_metrics.metrics.catalog.fields import OF_PEOPLE, OF_SESSIONS
from libcollab_metrics.metrics.definition import Metric
from libcollab_metrics.metrics.recipes.people import PeopleCount, PerPopulation
from libcollab_metrics.metrics.recipes.sessions import AverageVisits, RecordingCoverage, SessionCount, VisitCount

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
)  # fmt: skip
