"""All measures by table, with labels: each counts rows of a prepared table or aggregates a column."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import pairwise
from types import MappingProxyType
from typing import NamedTuple

from libcollab_metrics.metrics.definition import Aggregate, Measure
from libcollab_metrics.model.schema import STAGES

# Constructors of measures: a count over one table, or an amount of money.

#: Money is summed in ten-thousandths of the currency unit: sums of integers do not depend on the order.
MONEY_PARTS = 10_000


def count_measure(
    table: str,
    id: str,
    aggregate: Aggregate,
    label: str,
    column: str = "",
    where: str = "",
    singular: str = "",
) -> Measure:
    """Return a measure over a prepared table; see `Measure` for the parameters."""
    return Measure(id, label, table, aggregate, column, where, singular)


def money_measure(table: str, id: str, label: str, where: str, column: str = "priced") -> Measure:
    """Return the sum of a money column stored in units of 1 / `MONEY_PARTS`."""
    return Measure(id, label, table, "sum", column, where, is_money=True, per=MONEY_PARTS)


class Lines(NamedTuple):
    """Line counts behind an amount: all, with a value, with an estimate, with a lower bound."""

    rows: Measure
    priced: Measure
    estimated: Measure
    bounded: Measure


def line_measures(table: str, id: str, label: str, conditions: tuple[str, str, str, str]) -> Lines:
    """Return the line counts behind an amount, one per condition."""
    names = zip(Lines._fields, conditions, strict=True)
    return Lines(*(count_measure(table, f"{id}_{name}", "rows", label, where=where) for name, where in names))


# Sessions: one row per session; a row may summarize several events.

HELD_ROWS = count_measure("sessions", "held_rows", "rows", "rows held", where="held", singular="row held")
EVENTS_HELD = count_measure(
    "sessions", "events_held", "sum", "sessions held", "events", "held", "session held"
)
EVENTS_UNKNOWN = count_measure(
    "sessions", "events_unknown", "rows", "rows without a number of sessions", where="held_unknown_events"
)
COUNTED_ROWS = count_measure(
    "sessions", "counted_rows", "rows", "rows with a number", where="counted", singular="row with a number"
)
EVENTS_COUNTED = count_measure(
    "sessions",
    "events_counted",
    "sum",
    "sessions with an attendance number",
    "events",
    "counted",
    "session with an attendance number",
)
VISITS = count_measure("sessions", "visits", "sum", "visits", "visits", "counted", "visit")
ESTIMATES = count_measure("sessions", "estimates", "rows", "estimated rows", where="counted_estimate")
ESTIMATED_VISITS = count_measure(
    "sessions", "estimated_visits", "sum", "estimated visits", "visits", "counted_estimate"
)
LOWER_BOUNDS = count_measure(
    "sessions", "lower_bounds", "rows", "rows that are lower bounds", where="counted_lower"
)


@dataclass(frozen=True)
class JointMeasures:
    """Visits of sessions where another quantity is also known, that quantity, and line counts.

    The line counts say how many rows are estimates or lower bounds.
    """

    visits: Measure
    quantity: Measure
    events: Measure
    rows: Measure
    estimates: Measure
    estimated_visits: Measure
    lower: Measure

    @property
    def measures(self) -> tuple[Measure, ...]:
        """All measures."""
        counted = (self.visits, self.quantity, self.events, self.rows)
        return (*counted, self.estimates, self.estimated_visits, self.lower)


def _joint_measures(where: str, label: str, column: str, singular: str = "") -> JointMeasures:
    """Return the measures over the sessions for which the condition `where` holds."""
    return JointMeasures(
        count_measure("sessions", f"visits_{where}", "sum", "visits", "visits", where, "visit"),
        count_measure("sessions", f"{column}_{where}", "sum", label, column, where, singular),
        count_measure("sessions", f"events_of_{where}", "sum", "sessions", "events", where, "session"),
        count_measure("sessions", f"rows_{where}", "rows", "rows", where=where),
        count_measure("sessions", f"estimates_{where}", "rows", "estimated rows", where=f"{where}_estimate"),
        count_measure(
            "sessions", f"estimated_{where}", "sum", "estimated visits", "visits", f"{where}_estimate"
        ),
        count_measure(
            "sessions", f"lower_{where}", "rows", "rows that are lower bounds", where=f"{where}_lower"
        ),
    )


AVERAGED = _joint_measures("averaged", "sessions", "events", "session")
FILLED = _joint_measures("filled", "seats", "seats", "seat")
SIGNED_UP = _joint_measures("signed_up", "people registered", "registered", "person registered")
STAFFED = _joint_measures("staffed", "staff hours", "staff_hours", "staff hour")
TIMED_VISITS = _joint_measures("timed", "minutes of visits", "visit_minutes")
CONTACT_HOURS = replace(
    TIMED_VISITS.quantity,
    id="contact_hours",
    label="hours spent together",
    singular="hour spent together",
    per=60,
)
LARGEST_EVENT = count_measure("sessions", "largest_event", "max", "largest session", "visits_an_event")
UNNAMED = count_measure("sessions", "unnamed", "sum", "visits of people without a name", "unnamed", "counted")
EVENTS_PLANNED = count_measure(
    "sessions",
    "events_planned",
    "sum",
    "sessions held or cancelled",
    "events",
    "planned",
    "session held or cancelled",
)
PLANNED_ROWS = count_measure(
    "sessions",
    "planned_rows",
    "rows",
    "rows held or cancelled",
    where="planned",
    singular="row held or cancelled",
)
PLANNED_UNKNOWN = count_measure(
    "sessions", "planned_unknown", "rows", "rows without a number of sessions", where="planned_unknown_events"
)
FULL_ROSTERS = count_measure(
    "sessions", "full_rosters", "rows", "sessions where everyone is named and marked", where="fully_marked"
)
PLACES = count_measure("places", "places", "rows", "sessions held", where="held")
DAY_EVENTS = count_measure(
    "session_days", "day_events", "sum", "sessions of a day", "events", singular="session of a day"
)
DAY_UNKNOWN = count_measure(
    "session_days", "day_unknown", "rows", "rows without a number of sessions", where="events_unknown"
)
STRATUM_VISITS = count_measure(
    "partner_strata", "stratum_visits", "sum", "visits", "visits", singular="visit"
)
STRATUM_EVENTS = count_measure(
    "partner_strata", "stratum_events", "sum", "sessions", "events", singular="session"
)
STRATUM_ESTIMATES = count_measure(
    "partner_strata", "stratum_estimates", "rows", "estimated rows", where="averaged_estimate"
)
MONTHS = count_measure("months", "months", "rows", "months", singular="month")


# Participation: one row per person at a held session; enrolments: one row per person in a program.

PEOPLE = count_measure(
    "participation", "people", "distinct", "different people", "person_key", "came", "person"
)
NAMED = count_measure("participation", "named", "rows", "named and explained marks", where="named")
ATTENDED = count_measure("participation", "came", "rows", "presences", where="came", singular="presence")
DUE = count_measure(
    "participation", "due", "rows", "presences and absences", where="due", singular="presence or absence"
)
ABSENCE_SEEN = count_measure(
    "participation",
    "absence_seen",
    "rows",
    "presences on lists that show who was absent",
    where="came_on_full_list",
)
MARKS_KNOWN = count_measure("participation", "marks_known", "rows", "marks explained", where="known")
MARKS = count_measure("participation", "marks", "rows", "marks")
LISTED_ATTENDED = count_measure(
    "participation",
    "listed_came",
    "rows",
    "registered people who came",
    where="listed_came",
    singular="registered person who came",
)
LISTED_KNOWN = count_measure(
    "participation",
    "listed_known",
    "rows",
    "registered people",
    where="listed_known",
    singular="registered person",
)
LISTED_PEOPLE = count_measure(
    "participation", "listed_people", "distinct", "different people", "person_key", "listed_known"
)
LISTED_NAMELESS = count_measure(
    "participation", "listed_nameless", "rows", "people without a name", where="listed_nameless"
)
LISTED = count_measure("participation", "listed", "rows", "registered people listed", where="listed")
LISTED_SESSIONS = count_measure(
    "participation",
    "listed_sessions",
    "distinct",
    "sessions with a registration list",
    "session_id",
    "listed",
)
LOWEST_SESSION = count_measure("session_rates", "lowest_session", "min", "lowest session", "rate")
HIGHEST_SESSION = count_measure("session_rates", "highest_session", "max", "highest session", "rate")
MATCHED = count_measure(
    "hearing",
    "matched",
    "rows",
    "presences in a language the person knows",
    where="matched",
    singular="presence in a language the person knows",
)
BOTH_KNOWN = count_measure(
    "hearing",
    "both_known",
    "rows",
    "presences where both languages are known",
    where="both_known",
    singular="presence where both languages are known",
)
#: People and sessions behind the visits on either side; a frequent visitor is still one person.
HEARD_PEOPLE = count_measure(
    "hearing", "heard_people", "distinct", "different people", "person_key", "matched"
)
HEARD_SESSIONS = count_measure("hearing", "heard_sessions", "distinct", "sessions", "session_id", "matched")
UNHEARD_PEOPLE = count_measure(
    "hearing", "unheard_people", "distinct", "different people", "person_key", "unmatched"
)
UNHEARD_SESSIONS = count_measure(
    "hearing", "unheard_sessions", "distinct", "sessions", "session_id", "unmatched"
)
HEARERS = count_measure("hearing", "hearers", "rows", "presences", where="came", singular="presence")

ENROLLED = count_measure(
    "enrolments",
    "enrolled",
    "rows",
    "people enrolled at the start",
    where="enrolled",
    singular="person enrolled at the start",
)
DECIDABLE = count_measure(
    "enrolments",
    "decidable",
    "rows",
    "people enrolled at the start, as far as the marks decide",
    where="decidable",
)
COMPLETED = count_measure(
    "enrolments", "completed", "rows", "people who attended enough sessions", where="completed"
)
COMPLETERS = count_measure(
    "enrolments", "completers", "distinct", "people who attended enough", "person_key", "completed"
)
DECIDABLE_PEOPLE = count_measure(
    "enrolments", "decidable_people", "distinct", "different people", "person_key", "decidable"
)

NAMED_ATTENDED = count_measure(
    "participation",
    "named_came",
    "rows",
    "presences by name",
    where="named_came",
    singular="presence by name",
)
FIRST_TIMERS = count_measure(
    "participation",
    "first_timers",
    "distinct",
    "people who came for the first time",
    "person_key",
    "first_time_yes",
    "person who came for the first time",
)
FIRST_TIME_ANSWERED = count_measure(
    "participation",
    "first_time_known",
    "distinct",
    "people who said whether it was",
    "person_key",
    "first_time_known",
    "person who said whether it was",
)
SOURCE_KNOWN = count_measure(
    "participation",
    "source_known",
    "distinct",
    "people who said who told them",
    "person_key",
    "source_known",
    "person who said who told them",
)
ATTENDED_ON_DAYS = count_measure(
    "participation", "came_on_days", "rows", "presences", where="came_on_day", singular="presence"
)
DAYS_MARKED = count_measure(
    "participation",
    "days_marked",
    "distinct",
    "school days marked",
    "date",
    "day_marked",
    "school day marked",
)
SENT_BY = count_measure(
    "sources", "sent_by", "distinct", "people it told", "person_key", singular="person it told"
)
OF_CLASS = count_measure("traits", "of_class", "distinct", "people of the group who came", "person_key")
OF_TRAIT = count_measure("traits_known", "of_trait", "distinct", "people whose group is known", "person_key")

REPEATERS = count_measure(
    "attenders",
    "repeaters",
    "rows",
    "people who came to two sessions or more",
    where="repeated",
    singular="person who came to two sessions or more",
)
RETURNED = count_measure(
    "returns",
    "returned",
    "rows",
    "people who came in the next period too",
    where="came_again",
    singular="person who came in the next period too",
)
ATTENDED_BEFORE_NEXT = count_measure(
    "returns",
    "came_before_next",
    "rows",
    "people who came in a period",
    where="has_next",
    singular="person who came in a period",
)
NEXT_RUNNING = count_measure(
    "returns", "next_running", "rows", "people whose next period still runs", where="next_running"
)
NEXT_OPEN = count_measure(
    "returns", "next_open", "rows", "people who may have come unlisted", where="next_open"
)
DROPPED = count_measure(
    "last_marks",
    "dropped",
    "distinct",
    "people absent three times in a row",
    "person_key",
    "dropped",
    "person absent three times in a row",
)
MONTH_PRESENCES = count_measure(
    "school_months", "month_presences", "sum", "presences", "presences", "enrolled", "presence"
)
MONTH_DUE = count_measure(
    "school_months",
    "month_due",
    "sum",
    "days of registered learners",
    "due",
    "enrolled",
    "day of a registered learner",
)
MONTH_LEARNERS = count_measure(
    "school_months", "month_learners", "sum", "learners registered", "learners", "enrolled"
)
CLASS_MONTHS = count_measure("school_months", "class_months", "rows", "classes and months marked")
CLASS_MONTHS_KNOWN = count_measure(
    "school_months",
    "class_months_known",
    "rows",
    "classes and months with a number registered",
    where="enrolled",
)


# Hours: one row per line of work; each hour is counted once.

STAFF_HOURS = count_measure("hours", "staff_hours", "sum", "staff hours", "hours", "staff", "staff hour")
STAFF_LINES = count_measure("hours", "staff_lines", "rows", "lines of staff hours", where="staff")
STAFF_LINES_KNOWN = count_measure(
    "hours", "staff_lines_known", "rows", "lines with staff hours", where="staff_known"
)
LIBRARY_HOURS = count_measure(
    "hours",
    "library_hours",
    "sum",
    "hours of library staff",
    "hours",
    "library_staff",
    "hour of library staff",
)
LIBRARY_LINES = count_measure(
    "hours", "library_lines", "rows", "lines of library staff", where="library_staff"
)
LIBRARY_LINES_KNOWN = count_measure(
    "hours", "library_lines_known", "rows", "lines with hours of library staff", where="library_staff_known"
)
LIBRARY_LINES_WRITTEN = count_measure(
    "hours",
    "library_lines_written",
    "rows",
    "lines of library staff in the ledger",
    where="library_staff_ledger",
)
VOLUNTEER_HOURS = count_measure(
    "hours", "volunteer_hours", "sum", "volunteer hours", "hours", "volunteer", "volunteer hour"
)
VOLUNTEER_LINES = count_measure(
    "hours", "volunteer_lines", "rows", "lines of volunteer hours", where="volunteer"
)
VOLUNTEER_LINES_KNOWN = count_measure(
    "hours", "volunteer_lines_known", "rows", "lines with volunteer hours", where="volunteer_known"
)
VOLUNTEER_LINES_WRITTEN = count_measure(
    "hours",
    "volunteer_lines_written",
    "rows",
    "lines of volunteer hours in the ledger",
    where="volunteer_ledger",
)
#: Comparable hours of staff and of volunteers, and lines that leave one of the two open.
STAFF_COMPARABLE = replace(STAFF_HOURS, id="staff_comparable", where="staff_comparable")
STAFF_COMPARABLE_LINES = replace(STAFF_LINES_KNOWN, id="staff_comparable_lines", where="staff_comparable")
STAFF_OPEN = count_measure("hours", "staff_open", "rows", "lines without staff hours", where="staff_open")
VOLUNTEERS_COMPARABLE = replace(VOLUNTEER_HOURS, id="volunteers_comparable", where="volunteer_comparable")
VOLUNTEERS_COMPARABLE_LINES = replace(
    VOLUNTEER_LINES_KNOWN, id="volunteers_comparable_lines", where="volunteer_comparable"
)
VOLUNTEERS_OPEN = count_measure(
    "hours", "volunteers_open", "rows", "lines without volunteer hours", where="volunteer_open"
)
STAFF_WORTH = money_measure("hours", "staff_worth", "staff hours at their rate", "staff")
LIBRARY_WORTH = money_measure(
    "hours", "library_worth", "hours of library staff at their rate", "library_staff"
)
VOLUNTEER_WORTH = money_measure("hours", "volunteer_worth", "volunteer hours at their rate", "volunteer")
STAFF_WORTH_LINES, LIBRARY_WORTH_LINES, VOLUNTEER_WORTH_LINES = (
    line_measures(
        "hours",
        f"{who}_worth",
        label,
        (f"{who}_recorded", f"{who}_worth", f"{who}_estimate", f"{who}_bounded"),
    )
    for who, label in (
        ("staff", "lines of staff hours"),
        ("library_staff", "lines of hours of library staff"),
        ("volunteer", "lines of volunteer hours"),
    )
)
#: Ledger lines with neither hours nor a value: an unpriced cost.
STAFF_WITHOUT_HOURS, LIBRARY_WITHOUT_HOURS, VOLUNTEER_WITHOUT_HOURS = (
    count_measure("hours", f"{who}_unrecorded", "rows", label, where=f"{who}_unrecorded")
    for who, label in (
        ("staff", "lines of the ledger without staff hours"),
        ("library_staff", "lines of the ledger without hours of library staff"),
        ("volunteer", "lines of the ledger without volunteer hours"),
    )
)
#: The same over all programs regardless of the group, because they share one staff.
TEAM_TAKEN = replace(LIBRARY_HOURS, id="team_taken", table="team")
TEAM_LINES = replace(LIBRARY_LINES, id="team_lines", table="team")
TEAM_LINES_KNOWN = replace(LIBRARY_LINES_KNOWN, id="team_lines_known", table="team")


# Effort and capacity of sessions, over the sessions that record them.

STAFF_HOURS_TIMED = count_measure(
    "sessions", "staff_hours_timed", "sum", "staff hours", "staff_hours", "staff_timed", "staff hour"
)
STAFF_EVENTS = count_measure(
    "sessions",
    "staff_events",
    "sum",
    "sessions with staff hours",
    "events",
    "staff_timed",
    "session with staff hours",
)
VOLUNTEER_HOURS_TIMED = count_measure(
    "sessions",
    "volunteer_hours_timed",
    "sum",
    "volunteer hours",
    "volunteer_hours",
    "volunteers_timed",
    "volunteer hour",
)
VOLUNTEER_EVENTS = count_measure(
    "sessions",
    "volunteer_events",
    "sum",
    "sessions with volunteer hours",
    "events",
    "volunteers_timed",
    "session with volunteer hours",
)
SEATS = count_measure("sessions", "seats", "sum", "seats", "seats", "seated", "seat")
SEATED_EVENTS = count_measure(
    "sessions",
    "seated_events",
    "sum",
    "sessions with a capacity",
    "events",
    "seated",
    "session with a capacity",
)


# Ledger: one row per contribution or expense.

CASH_COST = money_measure("ledger", "cash_cost", "cash spent", "cash_cost")
CASH_COST_ROWS = count_measure(
    "ledger", "cash_cost_rows", "rows", "cash outlays", where="cash_cost", singular="cash outlay"
)
CASH_COST_PRICED = count_measure(
    "ledger",
    "cash_cost_priced",
    "rows",
    "cash outlays with an amount",
    where="cash_cost_priced",
    singular="cash outlay with an amount",
)
CASH_COST_ESTIMATED = count_measure(
    "ledger",
    "cash_cost_estimated",
    "rows",
    "estimated outlays",
    where="cash_cost_estimated",
    singular="estimated outlay",
)
CASH_COST_BOUNDED = count_measure(
    "ledger",
    "cash_cost_bounded",
    "rows",
    "outlays that are lower bounds",
    where="cash_cost_bounded",
    singular="outlay that is a lower bound",
)
CASH_UNCLEAR = count_measure(
    "ledger", "cash_unclear", "rows", "cash lines that are unclear", where="unclear_cash"
)
CASH_ROWS = count_measure("ledger", "cash_rows", "rows", "cash lines", where="cash", singular="cash line")
CASH_CLEAR = count_measure(
    "ledger",
    "cash_clear",
    "rows",
    "cash lines with a known payer",
    where="clear_cash",
    singular="cash line with a known payer",
)
COST_ROWS = count_measure("ledger", "cost_rows", "rows", "cost lines", where="cost", singular="cost line")
COST_PRICED = count_measure(
    "ledger",
    "cost_priced",
    "rows",
    "cost lines with a value",
    where="cost_priced",
    singular="cost line with a value",
)
CASH_IN = money_measure("ledger", "cash_in", "cash received", "received")
CASH_IN_ROWS = count_measure("ledger", "cash_in_rows", "rows", "lines of cash received", where="received")
CASH_IN_PRICED = count_measure(
    "ledger", "cash_in_priced", "rows", "lines of cash with an amount", where="received_priced"
)
CASH_IN_ESTIMATED = count_measure(
    "ledger", "cash_in_estimated", "rows", "estimates", where="received_estimated"
)
CASH_IN_BOUNDED = count_measure("ledger", "cash_in_bounded", "rows", "lower bounds", where="received_bounded")
UNCLEAR_IN = count_measure(
    "ledger", "unclear_in", "rows", "unclear lines of cash to the project", where="unclear_in"
)
GIFTS = money_measure("ledger", "gifts", "gifts", "gift_in")
GIFT_ROWS = count_measure("ledger", "gift_rows", "rows", "gifts", where="gift_in", singular="gift")
GIFT_PRICED = count_measure("ledger", "gift_priced", "rows", "gifts with a value", where="gift_priced")
GIFT_ESTIMATED = count_measure("ledger", "gift_estimated", "rows", "estimated gifts", where="gift_estimated")
GIFT_BOUNDED = count_measure(
    "ledger", "gift_bounded", "rows", "gifts worth at least that", where="gift_bounded"
)

UNCLEAR_OUT = count_measure("ledger", "unclear_out", "rows", "unclear outlays", where="unclear_out")
UNCLEAR_GIFT = count_measure("ledger", "unclear_gift", "rows", "unclear gifts", where="unclear_gift")
UNCLEAR_STAFF = count_measure(
    "ledger", "unclear_staff", "rows", "unclear lines of library staff", where="unclear_library_staff"
)
UNCLEAR_TO_LIBRARY = count_measure(
    "ledger", "unclear_to_library", "rows", "unclear lines to the library", where="unclear_to_library"
)
LIBRARY_PAID = money_measure("ledger", "library_paid", "cash from the library", "library_paid")
LIBRARY_BACK = money_measure("ledger", "library_back", "cash to the library", "library_back")
OTHERS_PAID = money_measure("ledger", "others_paid", "cash from others", "others_paid")
GOODS = money_measure("ledger", "goods", "gifts other than hours", "goods")
CASH_LINES = Lines(CASH_COST_ROWS, CASH_COST_PRICED, CASH_COST_ESTIMATED, CASH_COST_BOUNDED)
GIFT_LINES = Lines(GIFT_ROWS, GIFT_PRICED, GIFT_ESTIMATED, GIFT_BOUNDED)
LIBRARY_PAID_LINES, LIBRARY_BACK_LINES, OTHERS_PAID_LINES, GOODS_LINES = (
    line_measures("ledger", sort, label, (sort, f"{sort}_known", f"{sort}_estimate", f"{sort}_bounded"))
    for sort, label in (
        ("library_paid", "lines of cash from the library"),
        ("library_back", "lines of cash to the library"),
        ("others_paid", "lines of cash from others"),
        ("goods", "lines of gifts other than hours"),
    )
)

CONTRIBUTIONS = money_measure("given", "given", "given", "")
CONTRIBUTION_ROWS = count_measure("given", "given_rows", "rows", "things given")
CONTRIBUTIONS_PRICED = count_measure(
    "given", "given_priced", "rows", "things given with a value", where="known"
)
CONTRIBUTIONS_ESTIMATED = count_measure(
    "given", "given_estimated", "rows", "estimated values", where="estimate"
)
CONTRIBUTIONS_BOUNDED = count_measure(
    "given", "given_bounded", "rows", "values that are lower bounds", where="bounded"
)
RECEIVED = money_measure("received", "received", "received", "")
RECEIVED_ROWS = count_measure("received", "received_rows", "rows", "things received")
RECEIVED_PRICED = count_measure(
    "received", "received_priced", "rows", "things received with a value", where="known"
)
RECEIVED_ESTIMATED = count_measure(
    "received", "received_estimated", "rows", "estimated values", where="estimate"
)
RECEIVED_BOUNDED = count_measure(
    "received", "received_bounded", "rows", "values that are lower bounds", where="bounded"
)

FULFILLED = money_measure("promised", "kept", "received or spent", "kept")
FULFILLED_ROWS = count_measure("promised", "kept_rows", "rows", "lines received or spent", where="kept")
FULFILLED_BOUNDED = count_measure(
    "promised", "kept_bounded", "rows", "values that are lower bounds", where="kept_bounded"
)
PROMISED = money_measure("promised", "promised", "pledged, received or spent", "clear")
PROMISED_ROWS = count_measure("promised", "promised_rows", "rows", "clear lines", where="clear")
PROMISED_PRICED = count_measure(
    "promised", "promised_priced", "rows", "clear lines with a value", where="clear_known"
)
PROMISED_ESTIMATED = count_measure(
    "promised", "promised_estimated", "rows", "estimated values", where="clear_estimate"
)
PROMISED_BOUNDED = count_measure(
    "promised", "promised_bounded", "rows", "values that are lower bounds", where="clear_bounded"
)
SPONSOR_UNCLEAR = count_measure(
    "promised", "sponsor_unclear", "rows", "unclear lines of cash", where="unclear_cash"
)
BENEFITS_DELIVERED = count_measure(
    "promotion", "benefits_kept", "rows", "benefits delivered", where="kept", singular="benefit delivered"
)
BENEFITS = count_measure(
    "promotion", "benefits", "rows", "benefits promised", where="clear", singular="benefit promised"
)


# Deliveries: one row per lot.


def _measure_per_stage(
    id: str, aggregate: Aggregate, label: str, column: str = "", where: str = ""
) -> MappingProxyType[str, Measure]:
    """Return one measure per stage.

    An asterisk in an argument is replaced by the stage, and in the label by the stage's words.
    """
    return MappingProxyType(
        {
            stage: count_measure(
                "deliveries",
                id.replace("*", stage),
                aggregate,
                label.replace("*", stage.replace("_", " ")),
                column.replace("*", stage),
                where.replace("*", stage),
            )
            for stage in STAGES
        }
    )


LOTS = count_measure("deliveries", "lots", "rows", "lots", singular="lot")
BOOKS = _measure_per_stage("books_*", "sum", "books *", "books_*")
LOTS_KNOWN = _measure_per_stage("lots_*", "rows", "lots with a number", where="known_*")
LOTS_ESTIMATED = _measure_per_stage("estimated_*", "rows", "lots that are estimates", where="estimated_*")
LOTS_BOUNDED = _measure_per_stage("bounded_*", "rows", "lots that are lower bounds", where="bounded_*")

# A step leads from one stage to the next and is named after the stage it leads to.
STEPS = tuple(pairwise(STAGES))
STEP_LOTS = _measure_per_stage("step_lots_*", "rows", "lots with both numbers", where="step_*")
STEP_ESTIMATED = _measure_per_stage(
    "step_estimated_*", "rows", "lots that are estimates", where="step_estimated_*"
)
STEP_FROM_BOUNDED = _measure_per_stage(
    "step_from_bounded_*", "rows", "lots that held at least so many", where="step_from_bounded_*"
)
STEP_TO_BOUNDED = _measure_per_stage(
    "step_to_bounded_*", "rows", "lots that hold at least so many", where="step_to_bounded_*"
)
STEP_TO = _measure_per_stage("step_to_*", "sum", "books *", "books_*", "step_*")
STEP_FROM = MappingProxyType(
    {
        to: count_measure(
            "deliveries", f"step_from_{to}", "sum", f"books {this}", f"books_{this}", f"step_{to}"
        )
        for this, to in STEPS
    }
)

LOTS_SENT = count_measure(
    "deliveries", "lots_sent", "rows", "lots shipped", where="sent", singular="lot shipped"
)
LOTS_ANSWERED = count_measure(
    "deliveries",
    "lots_answered",
    "rows",
    "lots shipped of which we know whether they were accepted",
    where="answered",
    singular="lot shipped of which we know whether it was accepted",
)
LOTS_ACCEPTED = count_measure(
    "deliveries", "lots_accepted", "rows", "lots accepted", where="accepted", singular="lot accepted"
)
LOTS_DISPATCHED = count_measure(
    "deliveries", "lots_left", "rows", "lots with a day on which they left", where="left"
)
LOTS_TIMED = count_measure(
    "deliveries", "lots_timed", "rows", "lots with both days", where="timed", singular="lot with both days"
)
DAYS_IN_TRANSIT = count_measure(
    "deliveries", "days_on_the_way", "median", "days on the way", "days", "timed", "day on the way"
)
LOTS_IN_TRANSIT = count_measure(
    "lots_by_name", "lots_waited_for", "rows", "lots on the way", where="on_the_way"
)

PLACE_LOTS = count_measure("lots_by_place", "place_lots", "rows", "lots", singular="lot")
PLACE_KNOWN = count_measure(
    "lots_by_place", "place_known", "rows", "lots with a number received", where="known_received"
)
PLACE_ESTIMATED = count_measure(
    "lots_by_place", "place_estimated", "rows", "lots that are estimates", where="estimated_received"
)
PLACE_BOUNDED = count_measure(
    "lots_by_place", "place_bounded", "rows", "lots that are lower bounds", where="bounded_received"
)
PLACE_RECEIVED = count_measure(
    "lots_by_place", "place_received", "sum", "books received", "books_received", singular="book received"
)
#: Sums over places, computed elsewhere; defined for the text of the formulas.
BOOKS_READABLE = Measure(
    "books_readable", "books received in a language the site reads", "lots_by_place", "sum"
)
BOOKS_OF_LANGUAGE = Measure(
    "books_of_language", "books received where both languages are known", "lots_by_place", "sum"
)


# Outcomes: one row per answer; pairs and speeds: one row per person and measure tested; levels: one row per
# reader.

AGREEING = count_measure(
    "outcomes", "agreeing", "rows", "answers that agree", where="agrees", singular="answer that agrees"
)
DISAGREEING = count_measure(
    "outcomes",
    "disagreeing",
    "rows",
    "answers that disagree",
    where="disagrees",
    singular="answer that disagrees",
)
#: Difference of the two above; defined for the text of the formula.
NET_AGREEING = Measure("net_agreeing", "more answers that agree than disagree", "outcomes", "sum")
ANSWERS = count_measure(
    "outcomes", "answers", "rows", "valid answers", where="valid", singular="valid answer"
)
#: Answers on scales with a known agreement threshold.
JUDGED = count_measure("outcomes", "judged", "rows", "valid answers", where="judged", singular="valid answer")
JUDGES = count_measure(
    "outcomes", "judges", "distinct", "different people who answered", "respondent_key", "judged"
)
UNNAMED_JUDGED = count_measure(
    "outcomes", "unnamed_judged", "rows", "answers without a name", where="unnamed_judged"
)
SCALES = count_measure("outcomes", "scales", "distinct", "scales", "scale", "valid")
ASKED = count_measure("outcomes", "asked", "rows", "answers given or left blank", where="asked")
#: End of the scale, highest rating that disagrees, and lowest rating that agrees.
SCALE_END = count_measure("outcomes", "scale_end", "max", "points of the scale", "scale", "valid")
DISAGREES_TO = count_measure(
    "outcomes", "disagrees_to", "max", "points up to which one disagrees", "disagrees_to", "judged"
)
AGREES_FROM = count_measure(
    "outcomes", "agrees_from", "max", "points from which on one agrees", "agrees_from", "judged"
)
RATED = count_measure("ratings", "rated", "rows", "answers with so many points")
RATINGS = count_measure("outcomes", "ratings", "sum", "points given", "rating", "valid", "point given")
GRANT_AGREEING = count_measure(
    "outcomes",
    "grant_agreeing",
    "rows",
    "answers that agree",
    where="grant_agrees",
    singular="answer that agrees",
)
GRANT_ANSWERS = count_measure(
    "outcomes", "grant_answers", "rows", "valid answers to an item of the grant", where="grant_valid"
)
GRANT_JUDGED = count_measure(
    "outcomes",
    "grant_judged",
    "rows",
    "valid answers to an item of the grant",
    where="grant_judged",
    singular="valid answer to an item of the grant",
)
GRANT_JUDGES = count_measure(
    "outcomes", "grant_judges", "distinct", "different people who answered", "respondent_key", "grant_judged"
)
GRANT_UNNAMED = count_measure(
    "outcomes", "grant_unnamed", "rows", "answers without a name", where="grant_unnamed"
)
GRANT_ASKED = count_measure(
    "outcomes", "grant_asked", "rows", "answers given or left blank", where="grant_asked"
)
RESPONDENTS = count_measure(
    "respondents",
    "respondents",
    "distinct",
    "different people who answered",
    "respondent_key",
    "valid",
    "person who answered",
)
ALL_ANSWERS = count_measure(
    "respondents", "all_answers", "rows", "valid answers", where="valid", singular="valid answer"
)
UNNAMED_ANSWERS = count_measure(
    "respondents", "unnamed_answers", "rows", "answers without a name", where="unnamed_answer"
)

GAIN = count_measure("pairs", "gain", "sum", "points gained", "gain", singular="point gained")
GAINERS = count_measure("gains", "gainers", "rows", "people who gained so many points")
MEAN_GAIN = count_measure("pairs", "mean_gain", "mean", "points gained on average", "gain")
GAIN_SD = count_measure("pairs", "gain_sd", "std", "points of spread of the gains", "gain")
POINTS_BEFORE = count_measure("pairs", "points_before", "sum", "points scored before", "before", "paired")
POINTS_AFTER = count_measure("pairs", "points_after", "sum", "points scored after", "after", "paired")
LOWEST_BEFORE = count_measure(
    "pairs", "lowest_before", "min", "points of the lowest score before", "before", "paired"
)
LOWEST_AFTER = count_measure(
    "pairs", "lowest_after", "min", "points of the lowest score after", "after", "paired"
)
HIGHEST_BEFORE = count_measure(
    "pairs", "highest_before", "max", "points of the highest score before", "before", "paired"
)
HIGHEST_AFTER = count_measure(
    "pairs", "highest_after", "max", "points of the highest score after", "after", "paired"
)
BEFORE_SD = count_measure("pairs", "before_sd", "std", "spread of the scores before", "before", "paired")
AFTER_SD = count_measure("pairs", "after_sd", "std", "spread of the scores after", "after", "paired")
#: Computed from the two above; defined for the text of the formula.
BOTH_SD = Measure("both_sd", "points of spread of the scores, before and after on average", "pairs", "std")
PAIRS = count_measure(
    "pairs", "pairs", "rows", "people with both scores", where="paired", singular="person with both scores"
)
PAIRED_PEOPLE = count_measure("pairs", "paired_people", "distinct", "different people", "person", "paired")
PAIRED_NAMELESS = count_measure(
    "pairs", "paired_nameless", "rows", "pairs without a name", where="paired_nameless"
)
TESTED_BEFORE = count_measure(
    "pairs",
    "tested_before",
    "rows",
    "people with a before score",
    where="tested_before",
    singular="person with a before score",
)
TESTED = count_measure("pairs", "tested", "rows", "people with a score")
IMPROVED = count_measure(
    "pairs",
    "improved",
    "rows",
    "people who scored higher",
    where="improved",
    singular="person who scored higher",
)
WORSENED = count_measure(
    "pairs",
    "worsened",
    "rows",
    "people who scored lower",
    where="worsened",
    singular="person who scored lower",
)
PAIRS_SCALED = count_measure(
    "pairs", "pairs_scaled", "rows", "people with both scores of a known scale", where="scaled"
)
PERCENT_GAINED = count_measure(
    "pairs", "percent_gained", "mean", "percent of the scale gained on average", "gain_percent", "scaled"
)
PERCENT_POSSIBLE = count_measure(
    "pairs", "percent_left", "mean", "percent of the scale left to gain", "left_percent", "scaled"
)

FASTER = count_measure(
    "speeds", "faster", "sum", "words a minute gained", "gain", singular="word a minute gained"
)
FASTER_SD = count_measure("speeds", "faster_sd", "std", "spread of the gains", "gain")
TIMED = count_measure(
    "speeds", "timed_pairs", "rows", "people timed twice", where="paired", singular="person timed twice"
)
TIMED_BEFORE = count_measure("speeds", "timed_before", "rows", "people timed before", where="tested_before")

MOVED_UP = count_measure(
    "levels",
    "moved_up",
    "rows",
    "readers a level or more up",
    where="moved_up",
    singular="reader a level or more up",
)
MOVED_DOWN = count_measure("levels", "moved_down", "rows", "readers a level or more down", where="moved_down")
#: Difference of the two above; defined for the text of the formula.
NET_MOVED = Measure("net_moved", "more readers up than down", "levels", "sum")
LEVELED = count_measure(
    "levels",
    "leveled",
    "rows",
    "readers with both levels",
    where="leveled",
    singular="reader with both levels",
)
BELOW_TOP = count_measure(
    "levels", "below_top", "rows", "readers below Independent before", where="below_top"
)
LEVEL_BEFORE = count_measure(
    "levels", "level_before", "rows", "readers with a level before", where="level_tested_before"
)
FLOWS = count_measure("level_flows", "flows", "rows", "readers", singular="reader")

READERS = count_measure(
    "readers",
    "readers",
    "rows",
    "readers with both scores",
    where="matched",
    singular="reader with both scores",
)
IMPROVED_READERS = count_measure(
    "readers",
    "improved_readers",
    "rows",
    "readers who improved",
    where="improved",
    singular="reader who improved",
)
#: The same over several programs; each row without a name counts as a separate reader.
IMPROVED_BY_NAME = count_measure(
    "readers", "improved_by_name", "distinct", "readers who improved", "person", "improved"
)
IMPROVED_UNNAMED = count_measure(
    "readers", "improved_unnamed", "rows", "readers without a name", where="unnamed_improved"
)


# Perspectives: one row per answer of one person about one partner.

OPINION_POINTS = count_measure(
    "perspectives", "opinion_points", "sum", "points given", "rating", "rated", "point given"
)
OPINIONS = count_measure("perspectives", "opinions", "rows", "ratings", where="rated", singular="rating")
OPINION_GIVERS = count_measure(
    "perspectives",
    "opinion_givers",
    "distinct",
    "people who answered",
    "respondent",
    "rated",
    "person who answered",
)


# Entered or computed numbers, not counted; defined for the text of the formulas.

FULL_COST = Measure("full_cost", "full cost", "programs", "sum", is_money=True)
LIBRARY_COST = Measure("library_cost", "borne by the library", "programs", "sum", is_money=True)
OTHERS_CONTRIBUTION = Measure("others_gave", "given by others", "programs", "sum", is_money=True)
LIBRARY_CONTRIBUTION = Measure("library_gave", "given by the library", "programs", "sum", is_money=True)
ALL_CONTRIBUTIONS = Measure("all_given", "given by all", "programs", "sum", is_money=True)
VOLUNTEER_RATE = Measure("volunteer_rate", "the value of an hour", "programs", "sum", is_money=True)
REPLACEMENT_PRICE = Measure(
    "replacement_price", "the price of one visit elsewhere", "programs", "sum", is_money=True
)
SOCIAL_VALUE = Measure("social_value", "value of the outcomes, as assumed", "programs", "sum", is_money=True)
SOCIAL_LOW = Measure("social_low", "with every assumption low", "programs", "sum", is_money=True)
SOCIAL_HIGH = Measure("social_high", "with every assumption high", "programs", "sum", is_money=True)
HIGHEST_MEAN = Measure("highest_mean", "highest mean rating of a partner", "programs", "max")
LOWEST_MEAN = Measure("lowest_mean", "lowest mean rating of a partner", "programs", "min")
PARTNERS_IN_DOUBT = Measure(
    "partners_in_doubt", "partners in doubt", "programs", "rows", singular="partner in doubt"
)
PARTNERS_ASKED = Measure(
    "partners_asked", "partners that answered", "programs", "rows", singular="partner that answered"
)
PROGRAMS_TOGETHER = Measure(
    "programs_together", "programs together", "programs", "rows", singular="program together"
)
POPULATION = Measure("population", "people to be served", "programs", "sum", singular="person to be served")
REACHED = Measure("reached", "attendances reached", "programs", "sum")
TARGET = Measure("target", "attendances aimed for", "programs", "sum")
CRITERIA = Measure("criteria", "criteria declared", "criteria", "rows", singular="criterion declared")
CRITERIA_MET = Measure("criteria_met", "criteria met", "criteria", "rows", singular="criterion met")
CRITERIA_DATED = Measure(
    "criteria_dated",
    "criteria with a date of declaration",
    "criteria",
    "rows",
    singular="criterion with a date of declaration",
)
CRITERIA_FIRST = Measure(
    "criteria_first",
    "criteria declared before the first session",
    "criteria",
    "rows",
    singular="criterion declared before the first session",
)
PROJECTS = Measure("projects", "programs with criteria", "criteria", "rows", singular="program with criteria")
PROJECTS_MET = Measure(
    "projects_met",
    "programs that met all their criteria",
    "criteria",
    "rows",
    singular="program that met all its criteria",
)
SITES = Measure("sites", "sites on the list", "programs", "rows", singular="site on the list")
SITES_SERVED = Measure("sites_served", "sites served", "programs", "rows", singular="site served")
TEAM_HOURS = Measure("team_hours", "hours the staff has", "programs", "sum", singular="hour the staff has")
HOURS_FREE = Measure("hours_free", "hours free", "programs", "sum", singular="hour free")
HOURS_AN_EVENT = Measure(
    "hours_an_event", "staff hours a session", "programs", "sum", singular="staff hour a session"
)
RECURRING = Measure(
    "recurring",
    "recurring programs that began six months ago or earlier",
    "programs",
    "rows",
    singular="recurring program that began six months ago or earlier",
)
STILL_RUNNING = Measure(
    "still_running",
    "recurring programs that met after six months",
    "programs",
    "rows",
    singular="recurring program that met after six months",
)
BOTH_HOURS = Measure(
    "both_hours", "staff and volunteer hours", "programs", "sum", singular="staff or volunteer hour"
)
TARGET_GROUP = Measure(
    "target_group", "people of the target group", "programs", "sum", singular="person of the target group"
)
POPULATION_SHARE = Measure("population_share", "% of the population", "programs", "sum")

__all__ = ["MONEY_PARTS"]
