"""Participation: one row a person at a held session; enrolments: one row a person in a program."""

from __future__ import annotations

from libcollab_metrics.metrics.measures.counted import counted

PEOPLE = counted("participation", "people", "distinct", "different people", "person_key", "came", "person")
NAMED = counted("participation", "named", "rows", "named and explained marks", where="named")
CAME = counted("participation", "came", "rows", "presences", where="came", one="presence")
DUE = counted("participation", "due", "rows", "presences and absences", where="due", one="presence or absence")
ABSENCE_SEEN = counted(
    "participation", "absence_seen", "rows", "presences on lists that show who was absent", where="came_on_full_list"
)
MARKS_KNOWN = counted("participation", "marks_known", "rows", "marks explained", where="known")
MARKS = counted("participation", "marks", "rows", "marks")
LISTED_CAME = counted(
    "participation",
    "listed_came",
    "rows",
    "registered people who came",
    where="listed_came",
    one="registered person who came",
)
LISTED_KNOWN = counted(
    "participation", "listed_known", "rows", "registered people", where="listed_known", one="registered person"
)
LISTED_PEOPLE = counted("participation", "listed_people", "distinct", "different people", "person_key", "listed_known")
LISTED_NAMELESS = counted("participation", "listed_nameless", "rows", "people without a name", where="listed_nameless")
LISTED = counted("participation", "listed", "rows", "registered people listed", where="listed")
LISTED_SESSIONS = counted(
    "participation", "listed_sessions", "distinct", "sessions with a registration list", "session_id", "listed"
)
LOWEST_SESSION = counted("session_rates", "lowest_session", "min", "lowest session", "rate")
HIGHEST_SESSION = counted("session_rates", "highest_session", "max", "highest session", "rate")
MATCHED = counted(
    "hearing",
    "matched",
    "rows",
    "presences in a language the person knows",
    where="matched",
    one="presence in a language the person knows",
)
BOTH_KNOWN = counted(
    "hearing",
    "both_known",
    "rows",
    "presences where both languages are known",
    where="both_known",
    one="presence where both languages are known",
)
#: Who and how many sessions are behind the presences on either side: whoever comes often is still one person.
HEARD_PEOPLE = counted("hearing", "heard_people", "distinct", "different people", "person_key", "matched")
HEARD_SESSIONS = counted("hearing", "heard_sessions", "distinct", "sessions", "session_id", "matched")
UNHEARD_PEOPLE = counted("hearing", "unheard_people", "distinct", "different people", "person_key", "unmatched")
UNHEARD_SESSIONS = counted("hearing", "unheard_sessions", "distinct", "sessions", "session_id", "unmatched")
HEARERS = counted("hearing", "hearers", "rows", "presences", where="came", one="presence")

ENROLLED = counted(
    "enrolments",
    "enrolled",
    "rows",
    "people enrolled at the start",
    where="enrolled",
    one="person enrolled at the start",
)
DECIDABLE = counted(
    "enrolments", "decidable", "rows", "people enrolled at the start, as far as the marks decide", where="decidable"
)
COMPLETED = counted("enrolments", "completed", "rows", "people who attended enough sessions", where="completed")
COMPLETERS = counted("enrolments", "completers", "distinct", "people who attended enough", "person_key", "completed")
DECIDABLE_PEOPLE = counted("enrolments", "decidable_people", "distinct", "different people", "person_key", "decidable")

NAMED_CAME = counted(
    "participation", "named_came", "rows", "presences by name", where="named_came", one="presence by name"
)
FIRST_TIMERS = counted(
    "participation", "first_timers", "distinct", "people who came for the first time", "person_key", "first_time_yes",
    "person who came for the first time",
)  # fmt: skip
FIRST_TIME_TOLD = counted(
    "participation", "first_time_told", "distinct", "people who said whether it was", "person_key", "first_time_told",
    "person who said whether it was",
)  # fmt: skip
SOURCE_KNOWN = counted(
    "participation", "source_known", "distinct", "people who said who told them", "person_key", "source_known",
    "person who said who told them",
)  # fmt: skip
CAME_ON_DAYS = counted("participation", "came_on_days", "rows", "presences", where="came_on_day", one="presence")
DAYS_MARKED = counted(
    "participation", "days_marked", "distinct", "school days marked", "date", "day_marked", "school day marked"
)
SENT_BY = counted("sources", "sent_by", "distinct", "people it told", "person_key", one="person it told")
OF_CLASS = counted("traits", "of_class", "distinct", "people of the group who came", "person_key")
OF_TRAIT = counted("traits_known", "of_trait", "distinct", "people whose group is known", "person_key")

REPEATERS = counted(
    "attenders", "repeaters", "rows", "people who came to two sessions or more", where="repeated",
    one="person who came to two sessions or more",
)  # fmt: skip
RETURNED = counted(
    "returns", "returned", "rows", "people who came in the next period too", where="came_again",
    one="person who came in the next period too",
)  # fmt: skip
CAME_BEFORE_NEXT = counted(
    "returns", "came_before_next", "rows", "people who came in a period", where="has_next",
    one="person who came in a period",
)  # fmt: skip
NEXT_RUNNING = counted("returns", "next_running", "rows", "people whose next period still runs", where="next_running")
NEXT_OPEN = counted("returns", "next_open", "rows", "people who may have come unlisted", where="next_open")
DROPPED = counted(
    "last_marks", "dropped", "distinct", "people absent three times in a row", "person_key", "dropped",
    "person absent three times in a row",
)  # fmt: skip
MONTH_PRESENCES = counted("school_months", "month_presences", "sum", "presences", "presences", "enrolled", "presence")
MONTH_DUE = counted(
    "school_months", "month_due", "sum", "days of registered learners", "due", "enrolled", "day of a registered learner"
)
MONTH_LEARNERS = counted("school_months", "month_learners", "sum", "learners registered", "learners", "enrolled")
CLASS_MONTHS = counted("school_months", "class_months", "rows", "classes and months marked")
CLASS_MONTHS_KNOWN = counted(
    "school_months", "class_months_known", "rows", "classes and months with a number registered", where="enrolled"
)
