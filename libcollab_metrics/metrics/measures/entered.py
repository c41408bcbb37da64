"""What is not counted but entered; here for the words of the formulas."""

from __future__ import annotations

from libcollab_metrics.metrics.definition import Measure

FULL_COST = Measure("full_cost", "full cost", "programs", "sum", money=True)
LIBRARY_COST = Measure("library_cost", "borne by the library", "programs", "sum", money=True)
OTHERS_GAVE = Measure("others_gave", "given by others", "programs", "sum", money=True)
LIBRARY_GAVE = Measure("library_gave", "given by the library", "programs", "sum", money=True)
ALL_GIVEN = Measure("all_given", "given by all", "programs", "sum", money=True)
VOLUNTEER_RATE = Measure("volunteer_rate", "the value of an hour", "programs", "sum", money=True)
REPLACEMENT_PRICE = Measure("replacement_price", "the price of one visit elsewhere", "programs", "sum", money=True)
SOCIAL_VALUE = Measure("social_value", "value of the outcomes, as assumed", "programs", "sum", money=True)
SOCIAL_LOW = Measure("social_low", "with every assumption low", "programs", "sum", money=True)
SOCIAL_HIGH = Measure("social_high", "with every assumption high", "programs", "sum", money=True)
HIGHEST_MEAN = Measure("highest_mean", "highest mean rating of a partner", "programs", "max")
LOWEST_MEAN = Measure("lowest_mean", "lowest mean rating of a partner", "programs", "min")
PARTNERS_IN_DOUBT = Measure("partners_in_doubt", "partners in doubt", "programs", "rows", one="partner in doubt")
PARTNERS_ASKED = Measure("partners_asked", "partners that answered", "programs", "rows", one="partner that answered")
PROGRAMS_TOGETHER = Measure("programs_together", "programs together", "programs", "rows", one="program together")
POPULATION = Measure("population", "people to be served", "programs", "sum", one="person to be served")
REACHED = Measure("reached", "attendances reached", "programs", "sum")
TARGET = Measure("target", "attendances aimed for", "programs", "sum")
CRITERIA = Measure("criteria", "criteria declared", "criteria", "rows", one="criterion declared")
CRITERIA_MET = Measure("criteria_met", "criteria met", "criteria", "rows", one="criterion met")
CRITERIA_DATED = Measure(
    "criteria_dated",
    "criteria with a date of declaration",
    "criteria",
    "rows",
    one="criterion with a date of declaration",
)
CRITERIA_FIRST = Measure(
    "criteria_first", "criteria declared before the first session", "criteria", "rows",
    one="criterion declared before the first session",
)  # fmt: skip
PROJECTS = Measure("projects", "programs with criteria", "criteria", "rows", one="program with criteria")
PROJECTS_MET = Measure(
    "projects_met", "programs that met all their criteria", "criteria", "rows", one="program that met all its criteria"
)
SITES = Measure("sites", "sites on the list", "programs", "rows", one="site on the list")
SITES_SERVED = Measure("sites_served", "sites served", "programs", "rows", one="site served")
TEAM_HOURS = Measure("team_hours", "hours the staff has", "programs", "sum", one="hour the staff has")
HOURS_FREE = Measure("hours_free", "hours free", "programs", "sum", one="hour free")
HOURS_AN_EVENT = Measure("hours_an_event", "staff hours a session", "programs", "sum", one="staff hour a session")
RECURRING = Measure(
    "recurring", "recurring programs that began six months ago or earlier", "programs", "rows",
    one="recurring program that began six months ago or earlier",
)  # fmt: skip
STILL_RUNNING = Measure(
    "still_running", "recurring programs that met after six months", "programs", "rows",
    one="recurring program that met after six months",
)  # fmt: skip
BOTH_HOURS = Measure("both_hours", "staff and volunteer hours", "programs", "sum", one="staff or volunteer hour")
TARGET_GROUP = Measure(
    "target_group", "people of the target group", "programs", "sum", one="person of the target group"
)
POPULATION_SHARE = Measure("population_share", "% of the population", "programs", "sum")
