"""Outcomes: one row an answer; pairs: one row a person tested."""

from __future__ import annotations

from libcollab_metrics.metrics.measures.counted import counted

AGREEING = counted("outcomes", "agreeing", "rows", "answers that agree", where="agrees", one="answer that agrees")
ANSWERS = counted("outcomes", "answers", "rows", "valid answers", where="valid", one="valid answer")
ASKED = counted("outcomes", "asked", "rows", "answers given or left blank", where="asked")
GAIN = counted("pairs", "gain", "sum", "points gained", "gain", one="point gained")
GAIN_SD = counted("pairs", "gain_sd", "std", "spread of the gains", "gain")
PAIRS = counted("pairs", "pairs", "rows", "people with both scores", where="paired", one="person with both scores")
TESTED_BEFORE = counted("pairs", "tested_before", "rows", "people with a before score", where="tested_before")
TESTED = counted("pairs", "tested", "rows", "people with a score")
READERS = counted(
    "readers", "readers", "rows", "readers with both scores", where="matched", one="reader with both scores"
)
IMPROVED_READERS = counted(
    "readers", "improved_readers", "rows", "readers who improved", where="improved", one="reader who improved"
)
