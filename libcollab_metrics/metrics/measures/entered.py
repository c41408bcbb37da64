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
