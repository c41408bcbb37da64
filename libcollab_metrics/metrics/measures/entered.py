"""What is not counted but entered; here for the words of the formulas."""

from __future__ import annotations

from libcollab_metrics.metrics.definition import Measure

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
