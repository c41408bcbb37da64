"""Perspectives: one row an answer of one person about one partner."""

from __future__ import annotations

from libcollab_metrics.metrics.measures.counted import counted

OPINION_POINTS = counted("perspectives", "opinion_points", "sum", "points given", "rating", "rated", "point given")
OPINIONS = counted("perspectives", "opinions", "rows", "ratings", where="rated", one="rating")
OPINION_GIVERS = counted(
    "perspectives", "opinion_givers", "distinct", "people who answered", "respondent", "rated", "person who answered"
)
