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
DECIDABLE_PEOPLE = counted("enrolments", "decidable_people", "distinct", "different people", "person_key", "decidable")
