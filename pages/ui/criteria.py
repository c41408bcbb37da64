"""The success contract as a table: each criterion, what was counted, and the verdict."""

from __future__ import annotations

import streamlit as st

from libcollab_metrics.metrics import CriterionVerdict, find_metric, judge_criteria
from libcollab_metrics.wording import Language
from pages.ui import session
from pages.ui.frame import Frame

SIGNS = {"met": "✓ met", "not met": "✗ not met", "undecided": "? undecided"}


def criteria_table(frame: Frame) -> None:
    """Show every criterion of the chosen programs with its band, its value and its verdict in words."""
    chosen = dict(frame.scope.where).get("program", ())
    verdicts = [v for v in judge_criteria(frame.dataset, session.today()) if not chosen or v.program in chosen]
    st.dataframe([_row(frame, verdict) for verdict in verdicts], hide_index=True)


def _row(frame: Frame, verdict: CriterionVerdict) -> dict[str, str]:
    words, late = frame.language, " (declared late)" if verdict.declared_late else ""
    if not verdict.known_metric:
        return {
            "Program": verdict.program,
            "Criterion": f"{verdict.metric_id} (not a metric of this version)",
            "Band": "",
            "Counted": "–",
            "Verdict": SIGNS["undecided"],
            "Declared": "",
        }
    about = find_metric(verdict.metric_id)
    counted = words.value_text(verdict.value, about, frame.dataset.settings.currency)
    declared = words.day(verdict.declared_on) + late if verdict.declared_on else "no date"
    return {
        "Program": verdict.program,
        "Criterion": about.label,
        "Band": _band(verdict, about.unit, words, frame.dataset.settings.currency),
        "Counted": counted,
        "Verdict": SIGNS[verdict.verdict],
        "Declared": declared,
    }


def _band(verdict: CriterionVerdict, unit: str, words: Language, currency: str) -> str:
    low, high = (None if end is None else words.in_unit(end, unit, currency) for end in (verdict.low, verdict.high))
    if low and high:
        return words.say("range", low=low, high=high)
    return words.say("at_least", value=low) if low else words.say("at_most", value=high) if high else "no band"
