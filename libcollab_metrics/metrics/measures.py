"""Everything that is counted, each over one table at its own grain."""

from __future__ import annotations

from types import MappingProxyType

from libcollab_metrics.metrics.definition import How, Measure
from libcollab_metrics.model.schema import STAGES

#: Money is added in ten-thousandths of the currency unit: whole numbers add up the same in any order.
MONEY_PARTS = 10_000


def _in(table: str, id: str, how: How, label: str, column: str = "", where: str = "", one: str = "") -> Measure:
    return Measure(id, label, table, how, column, where, one)


def _money(table: str, id: str, label: str, where: str) -> Measure:
    return Measure(id, label, table, "sum", "priced", where, money=True, per=MONEY_PARTS)


# Sessions: one row a session, or several events summed up in one row.
HELD_ROWS = _in("sessions", "held_rows", "rows", "rows held", where="held")
EVENTS_HELD = _in("sessions", "events_held", "sum", "sessions held", "events", "held", "session held")
EVENTS_UNKNOWN = _in(
    "sessions", "events_unknown", "rows", "rows without a number of sessions", where="held_unknown_events"
)
COUNTED_ROWS = _in("sessions", "counted_rows", "rows", "rows with a number", where="counted")
EVENTS_COUNTED = _in(
    "sessions", "events_counted", "sum", "sessions with an attendance number", "events", "counted",
    "session with an attendance number",
)  # fmt: skip
VISITS = _in("sessions", "visits", "sum", "visits", "visits", "counted", "visit")
VISITS_AVERAGED = _in("sessions", "visits_averaged", "sum", "visits", "visits", "averaged", "visit")
EVENTS_AVERAGED = _in("sessions", "events_averaged", "sum", "sessions", "events", "averaged", "session")
ESTIMATES = _in("sessions", "estimates", "rows", "estimated rows", where="counted_estimate")
LOWER_BOUNDS = _in("sessions", "lower_bounds", "rows", "rows that are lower bounds", where="counted_lower")
ESTIMATES_AVERAGED = _in("sessions", "estimates_averaged", "rows", "estimated rows", where="averaged_estimate")
LOWER_AVERAGED = _in("sessions", "lower_averaged", "rows", "rows that are lower bounds", where="averaged_lower")
EVENTS_PLANNED = _in(
    "sessions", "events_planned", "sum", "sessions held or cancelled", "events", "planned", "session held or cancelled"
)
PLANNED_ROWS = _in("sessions", "planned_rows", "rows", "rows held or cancelled", where="planned")
PLANNED_UNKNOWN = _in(
    "sessions", "planned_unknown", "rows", "rows without a number of sessions", where="planned_unknown_events"
)
FULL_ROSTERS = _in(
    "sessions", "full_rosters", "rows", "sessions where everyone is named and marked", where="fully_marked"
)

# Participation: one row a person at a held session.
PEOPLE = _in("participation", "people", "distinct", "different people", "person_key", "came", "person")
NAMED = _in("participation", "named", "rows", "named and explained marks", where="named")
CAME = _in("participation", "came", "rows", "presences", where="came", one="presence")
DUE = _in("participation", "due", "rows", "presences and absences", where="due", one="presence or absence")
ABSENCE_SEEN = _in(
    "participation", "absence_seen", "rows", "presences on lists that show who was absent", where="came_on_full_list"
)
MARKS_KNOWN = _in("participation", "marks_known", "rows", "marks explained", where="known")
MARKS = _in("participation", "marks", "rows", "marks")
LISTED_CAME = _in(
    "participation",
    "listed_came",
    "rows",
    "registered people who came",
    where="listed_came",
    one="registered person who came",
)
LISTED_KNOWN = _in(
    "participation", "listed_known", "rows", "registered people", where="listed_known", one="registered person"
)
LISTED = _in("participation", "listed", "rows", "registered people listed", where="listed")
LISTED_SESSIONS = _in(
    "participation", "listed_sessions", "distinct", "sessions with a registration list", "session_id", "listed"
)
LOWEST_SESSION = _in("session_rates", "lowest_session", "min", "lowest session", "rate")
HIGHEST_SESSION = _in("session_rates", "highest_session", "max", "highest session", "rate")
MATCHED = _in(
    "hearing",
    "matched",
    "rows",
    "presences in a language the person knows",
    where="matched",
    one="presence in a language the person knows",
)
BOTH_KNOWN = _in(
    "hearing",
    "both_known",
    "rows",
    "presences where both languages are known",
    where="both_known",
    one="presence where both languages are known",
)
HEARERS = _in("hearing", "hearers", "rows", "presences", where="came", one="presence")

# Enrolments: one row a person in a program.
ENROLLED = _in(
    "enrolments",
    "enrolled",
    "rows",
    "people enrolled at the start",
    where="enrolled",
    one="person enrolled at the start",
)
DECIDABLE = _in(
    "enrolments", "decidable", "rows", "people enrolled at the start, as far as the marks decide", where="decidable"
)
COMPLETED = _in("enrolments", "completed", "rows", "people who attended enough sessions", where="completed")
DECIDABLE_PEOPLE = _in("enrolments", "decidable_people", "distinct", "different people", "person_key", "decidable")

# Ledger: one row a contribution or outlay.
CASH_COST = _money("ledger", "cash_cost", "cash spent", "cash_cost")
CASH_COST_ROWS = _in("ledger", "cash_cost_rows", "rows", "cash outlays", where="cash_cost", one="cash outlay")
CASH_COST_PRICED = _in(
    "ledger",
    "cash_cost_priced",
    "rows",
    "cash outlays with an amount",
    where="cash_cost_priced",
    one="cash outlay with an amount",
)
CASH_COST_ESTIMATED = _in(
    "ledger", "cash_cost_estimated", "rows", "estimated outlays", where="cash_cost_estimated", one="estimated outlay"
)
CASH_COST_BOUNDED = _in(
    "ledger", "cash_cost_bounded", "rows", "outlays that are lower bounds", where="cash_cost_bounded",
    one="outlay that is a lower bound",
)  # fmt: skip
CASH_UNCLEAR = _in("ledger", "cash_unclear", "rows", "cash lines that are unclear", where="unclear_cash")
CASH_ROWS = _in("ledger", "cash_rows", "rows", "cash lines", where="cash", one="cash line")
CASH_CLEAR = _in(
    "ledger",
    "cash_clear",
    "rows",
    "cash lines with a clear bearer",
    where="clear_cash",
    one="cash line with a clear bearer",
)
COST_ROWS = _in("ledger", "cost_rows", "rows", "cost lines", where="cost", one="cost line")
COST_PRICED = _in(
    "ledger", "cost_priced", "rows", "cost lines with a value", where="cost_priced", one="cost line with a value"
)
GIVEN = _money("given", "given", "given", "")
GIVEN_ROWS = _in("given", "given_rows", "rows", "things given")
RECEIVED = _money("received", "received", "received", "")
RECEIVED_ROWS = _in("received", "received_rows", "rows", "things received")

# Outcomes: one row an answer; pairs: one row a person tested.
AGREEING = _in("outcomes", "agreeing", "rows", "answers that agree", where="agrees", one="answer that agrees")
ANSWERS = _in("outcomes", "answers", "rows", "valid answers", where="valid", one="valid answer")
ASKED = _in("outcomes", "asked", "rows", "answers given or left blank", where="asked")
GAIN = _in("pairs", "gain", "sum", "points gained", "gain", one="point gained")
GAIN_SD = _in("pairs", "gain_sd", "std", "spread of the gains", "gain")
PAIRS = _in("pairs", "pairs", "rows", "people with both scores", where="paired", one="person with both scores")
TESTED_BEFORE = _in("pairs", "tested_before", "rows", "people with a before score", where="tested_before")
TESTED = _in("pairs", "tested", "rows", "people with a score")

# Deliveries: one row a lot.
LOTS = _in("deliveries", "lots", "rows", "lots", one="lot")
BOOKS = MappingProxyType(
    {s: _in("deliveries", f"books_{s}", "sum", f"books {s.replace('_', ' ')}", f"books_{s}") for s in STAGES}
)
LOTS_KNOWN = MappingProxyType(
    {s: _in("deliveries", f"lots_{s}", "rows", "lots with a number", where=f"known_{s}") for s in STAGES}
)
LOTS_ESTIMATED = MappingProxyType(
    {s: _in("deliveries", f"estimated_{s}", "rows", "lots that are estimates", where=f"estimated_{s}") for s in STAGES}
)
LOTS_BOUNDED = MappingProxyType(
    {s: _in("deliveries", f"bounded_{s}", "rows", "lots that are lower bounds", where=f"bounded_{s}") for s in STAGES}
)

# Not counted but entered; here for the words of the formulas.
POPULATION = Measure("population", "people to be served", "programs", "sum", one="person to be served")
REACHED = Measure("reached", "attendances reached", "programs", "sum")
TARGET = Measure("target", "attendances aimed for", "programs", "sum")
CRITERIA = Measure("criteria", "criteria declared", "criteria", "rows", one="criterion declared")
CRITERIA_MET = Measure("criteria_met", "criteria met", "criteria", "rows", one="criterion met")
PROJECTS = Measure("projects", "programs with criteria", "criteria", "rows", one="program with criteria")
PROJECTS_MET = Measure(
    "projects_met", "programs that met all their criteria", "criteria", "rows", one="program that met all its criteria"
)
