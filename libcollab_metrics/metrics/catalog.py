"""Every figure the project can print, in reading order, each with its one definition."""

from __future__ import annotations

from libcollab_metrics.metrics import measures as m
from libcollab_metrics.metrics.definition import Metric
from libcollab_metrics.metrics.extended import EXTENDED
from libcollab_metrics.metrics.recipes.money import Balance, CashCost, PerUnitCost, RowShare
from libcollab_metrics.metrics.recipes.outcomes import Agreement, Funnel, PairedMean
from libcollab_metrics.metrics.recipes.people import (
    AttendanceRate,
    Completion,
    LanguageMatch,
    PeopleCount,
    PerPopulation,
    ShowUp,
)
from libcollab_metrics.metrics.recipes.sessions import (
    AverageVisits,
    Delivery,
    RecordingCoverage,
    SessionCount,
    VisitCount,
)
from libcollab_metrics.metrics.recipes.success import Attainment, CriteriaRange, ProjectRange
from libcollab_metrics.model.scope import PERIODS

OF_PROGRAMS = ("program", "partner")
OF_MONEY = (*OF_PROGRAMS, *PERIODS)
OF_SESSIONS = (*OF_PROGRAMS, "site", "format", *PERIODS, "language", "age_group")
OF_PEOPLE = (*OF_SESSIONS, "mother_tongue", "person_age")

CATALOG: tuple[Metric, ...] = (
    Metric(
        "sessions_held", "Program sessions", "How often did we meet?", "sessions", "neutral",
        "IMLS Public Libraries Survey, as the state guides explain it", "attendance", SessionCount(), OF_SESSIONS,
        caveat="Each date of a series counts; recordings do not.",
    ),
    Metric(
        "attendance_total", "Program attendance", "How many visits were there?", "visits", "band",
        "IMLS Public Libraries Survey, as the state guides explain it", "attendance", VisitCount(), OF_SESSIONS,
        caveat="Visits, not people: whoever came three times counts three times. Gaps are not guessed.",
        guards="numerator",
    ),
    Metric(
        "attendance_coverage", "Recording coverage", "Of how much do we have a number?", "share", "higher",
        "This project; New York marks missing counts the same way", "attendance", RecordingCoverage(), OF_SESSIONS,
        caveat="The sessions without a number may differ from those with one.",
    ),
    Metric(
        "attendance_per_session", "Average attendance per session", "How many come to a session?", "visits", "neutral",
        "LSTA evaluation worksheet", "attendance", AverageVisits(), OF_SESSIONS,
        caveat="Over sessions with a number only.", guards="numerator",
    ),
    Metric(
        "participants_unique", "Unique participants", "How many different people came?", "people", "higher",
        "Salesforce PMM; Mid-Hudson Library System", "attendance", PeopleCount(), OF_PEOPLE,
        caveat="People of two groups do not add up: who came to both is in both.", guards="numerator",
    ),
    Metric(
        "reach_rate", "Reach", "What part of the people it is meant for came?", "share", "higher",
        "RE-AIM", "attendance", PerPopulation(PeopleCount()), OF_PEOPLE,
        caveat="Above 100 % people from outside came too.", guards="numerator",
    ),
    Metric(
        "attendance_per_1000", "Attendances per 1,000 to be served", "How does it compare with the size of the place?",
        "per_1000", "neutral", "PLA Benchmark; formula as in ISO 11620", "attendance",
        PerPopulation(VisitCount(), 1000), OF_SESSIONS,
        caveat="Compare years only with full years.", guards="numerator",
    ),
    Metric(
        "session_delivery_rate", "Sessions delivered as planned", "How much of the plan took place?", "share", "higher",
        "Concept of RE-AIM", "participation", Delivery(), OF_SESSIONS,
        caveat="Cancelled sessions often go unlogged, so this leans high.",
    ),
    Metric(
        "target_attainment", "Target attainment", "How near did we come to what we aimed for?", "share", "band",
        "LibCal's anticipated attendance; the band is this project's", "participation", Attainment(), OF_PROGRAMS,
        caveat="Above the upper end of the band is crowding, not success.", guards="numerator",
    ),
    Metric(
        "show_up_rate", "Show-up rate", "How many of those who registered came?", "share", "higher",
        "Attendee statuses of Eventbrite and HubSpot", "participation", ShowUp(), OF_PEOPLE,
        caveat="Excused counts as not having come. Walk-ins are not in it.", guards="denominator",
    ),
    Metric(
        "attendance_rate", "Attendance rate", "How regularly do the people on our lists come?", "share", "higher",
        "Salesforce PMM; Aam Digital", "participation", AttendanceRate(), OF_PEOPLE,
        caveat="Late counts as present; marks nobody explained count as neither.", guards="denominator",
    ),
    Metric(
        "completion_rate", "Completion rate", "How many of those who began stayed?", "share", "higher",
        "Stages of Salesforce PMM; the threshold is the library's", "participation", Completion(),
        (*OF_PROGRAMS, "site", "mother_tongue", "person_age"),
        caveat="Of a program as a whole: whoever was on the list of its first day.", guards="denominator",
    ),
    Metric(
        "criteria_met_rate", "Criteria met", "How many of the criteria we set beforehand are met?", "share", "higher",
        "This project", "success", CriteriaRange(), OF_PROGRAMS,
        caveat="A criterion that the records cannot decide yet stays open and widens the range.",
    ),
    Metric(
        "project_success_rate", "Project success rate", "How many programs met all their criteria?", "share", "higher",
        "This project", "success", ProjectRange(), OF_PROGRAMS,
        caveat="One failed criterion settles a program; undecided ones are not dropped.",
    ),
    Metric(
        "outcome_agreement", "Agreement", "How many say that it helped them?", "share", "higher",
        "Practice of Project Outcome", "outcomes", Agreement(), OF_MONEY, ("measure", "occasion"),
        caveat="The interval covers chance only, not who chose to answer.", guards="n", personal=True,
    ),
    Metric(
        "mean_gain", "Average gain", "How much did the scores change?", "points", "higher",
        "Paired comparison, as in textbooks", "outcomes", PairedMean(), OF_MONEY, ("measure",),
        caveat="Change, not proof of cause: low scorers tend to rise anyway, and children grow.",
        guards="n", personal=True,
    ),
    Metric(
        "cost_cash", "Cash cost", "How much money was spent?", "money", "neutral",
        "This project", "cost", CashCost(), OF_MONEY, caveat="Recorded outlays; gifts and hours are not in it.",
    ),
    Metric(
        "cost_coverage", "Cost coverage", "Of how many cost lines do we know the value?", "share", "higher",
        "This project", "cost", RowShare(m.COST_PRICED, m.COST_ROWS), OF_MONEY,
        caveat="Cash outlays and gifts to the project; gifts without a price are never counted as 0.",
    ),
    Metric(
        "cost_per_attendance", "Cost per attendance", "What did one visit cost?", "money", "lower",
        "Usual name", "cost", PerUnitCost(VisitCount()), OF_MONEY, ("level",),
        caveat="Cash only, over programs with both a cost and an attendance.", guards="denominator",
    ),
    Metric(
        "cost_per_participant", "Cost per participant", "What did one person cost?", "money", "lower",
        "Usual name", "cost", PerUnitCost(PeopleCount()), OF_MONEY, ("level",),
        caveat="Cash only, over programs with both a cost and lists of people.", guards="denominator",
    ),
    Metric(
        "fund_clarity", "Money with a clear bearer", "Is it clear who pays?", "share", "higher",
        "This project", "cost", RowShare(m.CASH_CLEAR, m.CASH_ROWS), OF_MONEY,
        caveat="Below 100 % the sponsor summary waits.",
    ),
    Metric(
        "give_take_balance", "Give-and-take balance", "Who gives more than they receive?", "balance", "band",
        "This project; concept of reciprocity", "partners", Balance(), OF_MONEY, ("party", "kind"),
        caveat="From −1 (only receives) to +1 (only gives); priced items only, and not a score of fairness.",
    ),
    Metric(
        "books_at_stage", "Books at each stage", "How many books reached whom?", "books", "neutral",
        "Practice of book drives", "books", Funnel(), (*OF_PROGRAMS, "site"), ("stage",),
        caveat="Boxes are not converted unless somebody says how many books are in one.",
    ),
    Metric(
        "language_match_rate", "Heard in a language they know", "Can people follow the language?", "share", "higher",
        "Mother tongue column of DepEd School Form 1; formula of this project", "language", LanguageMatch(), OF_PEOPLE,
        caveat="A floor for children of several languages, and not a test of understanding.",
        guards="denominator", personal=True,
    ),
)  # fmt: skip

__all__ = ["CATALOG", "EXTENDED"]
