"""Perspectives: one row an answer of one person about one partner."""

from __future__ import annotations

from libcollab_metrics.metrics.measures.counted import counted

RATED_POINTS = counted("perspectives", "rated_points", "sum", "points given", "rating", "rated", "point given")
RATINGS = counted("perspectives", "ratings", "rows", "ratings", where="rated", one="rating")
RESPONDENTS = counted(
    "perspectives", "respondents", "distinct", "people who answered", "respondent", "rated", "person who answered"
)
