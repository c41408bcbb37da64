"""What is not counted but entered; here for the words of the formulas."""

from __future__ import annotations

from libcollab_metrics.metrics.definition import Measure

FULL_COST = Measure("full_cost", "full cost", "programs", "sum", money=True)
LIBRARY_COST = Measure("library_cost", "borne by the library", "programs", "sum", money=True)
POPULATION = Measure("population", "people to be served", "programs", "sum", one="person to be served")
REACHED = Measure("reached", "attendances reached", "programs", "sum")
TARGET = Measure("target", "attendances aimed for", "programs", "sum")
CRITERIA = Measure("criteria", "criteria declared", "criteria", "rows", one="criterion declared")
CRITERIA_MET = Measure("criteria_met", "criteria met", "criteria", "rows", one="criterion met")
PROJECTS = Measure("projects", "programs with criteria", "criteria", "rows", one="program with criteria")
PROJECTS_MET = Measure(
    "projects_met", "programs that met all their criteria", "criteria", "rows", one="program that met all its criteria"
)
