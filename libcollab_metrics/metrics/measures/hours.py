"""Hours: one row a line that says who worked, each hour once."""

from __future__ import annotations

from dataclasses import replace

from libcollab_metrics.metrics.measures.counted import counted, lines, money

STAFF_HOURS = counted("hours", "staff_hours", "sum", "staff hours", "hours", "staff", "staff hour")
STAFF_LINES = counted("hours", "staff_lines", "rows", "lines of staff hours", where="staff")
STAFF_LINES_KNOWN = counted("hours", "staff_lines_known", "rows", "lines with staff hours", where="staff_known")
LIBRARY_HOURS = counted(
    "hours", "library_hours", "sum", "hours of library staff", "hours", "library_staff", "hour of library staff"
)
LIBRARY_LINES = counted("hours", "library_lines", "rows", "lines of library staff", where="library_staff")
LIBRARY_LINES_KNOWN = counted(
    "hours", "library_lines_known", "rows", "lines with hours of library staff", where="library_staff_known"
)
LIBRARY_LINES_WRITTEN = counted(
    "hours", "library_lines_written", "rows", "lines of library staff in the ledger", where="library_staff_ledger"
)
VOLUNTEER_HOURS = counted("hours", "volunteer_hours", "sum", "volunteer hours", "hours", "volunteer", "volunteer hour")
VOLUNTEER_LINES = counted("hours", "volunteer_lines", "rows", "lines of volunteer hours", where="volunteer")
VOLUNTEER_LINES_KNOWN = counted(
    "hours", "volunteer_lines_known", "rows", "lines with volunteer hours", where="volunteer_known"
)
VOLUNTEER_LINES_WRITTEN = counted(
    "hours", "volunteer_lines_written", "rows", "lines of volunteer hours in the ledger", where="volunteer_ledger"
)
#: Hours of staff and of volunteers that can be set side by side, and lines that leave one of them open.
STAFF_BESIDE = replace(STAFF_HOURS, id="staff_beside", where="staff_beside")
STAFF_BESIDE_LINES = replace(STAFF_LINES_KNOWN, id="staff_beside_lines", where="staff_beside")
STAFF_OPEN = counted("hours", "staff_open", "rows", "lines without staff hours", where="staff_open")
VOLUNTEERS_BESIDE = replace(VOLUNTEER_HOURS, id="volunteers_beside", where="volunteer_beside")
VOLUNTEERS_BESIDE_LINES = replace(VOLUNTEER_LINES_KNOWN, id="volunteers_beside_lines", where="volunteer_beside")
VOLUNTEERS_OPEN = counted("hours", "volunteers_open", "rows", "lines without volunteer hours", where="volunteer_open")
STAFF_WORTH = money("hours", "staff_worth", "staff hours at their rate", "staff")
LIBRARY_WORTH = money("hours", "library_worth", "hours of library staff at their rate", "library_staff")
VOLUNTEER_WORTH = money("hours", "volunteer_worth", "volunteer hours at their rate", "volunteer")
STAFF_WORTH_LINES, LIBRARY_WORTH_LINES, VOLUNTEER_WORTH_LINES = (
    lines("hours", f"{who}_worth", label, (f"{who}_told", f"{who}_worth", f"{who}_estimate", f"{who}_bounded"))
    for who, label in (
        ("staff", "lines of staff hours"),
        ("library_staff", "lines of hours of library staff"),
        ("volunteer", "lines of volunteer hours"),
    )
)
#: Lines of the ledger with neither hours nor a worth: a cost that nobody priced.
STAFF_UNTOLD, LIBRARY_UNTOLD, VOLUNTEER_UNTOLD = (
    counted("hours", f"{who}_untold", "rows", label, where=f"{who}_untold")
    for who, label in (
        ("staff", "lines of the ledger without staff hours"),
        ("library_staff", "lines of the ledger without hours of library staff"),
        ("volunteer", "lines of the ledger without volunteer hours"),
    )
)
#: The same of every program together, whatever the group: it is one staff.
TEAM_TAKEN = replace(LIBRARY_HOURS, id="team_taken", table="team")
TEAM_LINES = replace(LIBRARY_LINES, id="team_lines", table="team")
TEAM_LINES_KNOWN = replace(LIBRARY_LINES_KNOWN, id="team_lines_known", table="team")
