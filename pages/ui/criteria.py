"""Table of the success criteria: columns, format of the band, and sign of each verdict."""

from __future__ import annotations

from libcollab_metrics.figures import ChartTable, tight_percent
from libcollab_metrics.localization import Language
from libcollab_metrics.metrics import (
    CATALOG,
    CriterionVerdict,
    find_metric,
    judge_criteria,
)
from pages.ui import display, session
from pages.ui.page import Page

COMPUTED_METRICS = {metric.id for metric in CATALOG}
VERDICT_SIGNS = {"met": "✓ met", "not met": "✗ not met", "undecided": "? undecided"}


def draw_criteria_table(frame: Page) -> None:
    """Draw every criterion of the chosen programs with its band, value and verdict."""
    chosen = dict(frame.scope.where).get("program", ())
    verdicts = [
        v for v in session.cached_lookup(judge_criteria, session.today()) if not chosen or v.program in chosen
    ]
    rows = [_criterion_row(frame, verdict) for verdict in verdicts]
    headings = tuple(rows[0]) if rows else ()
    display.draw_table(
        "Targets", ChartTable(headings, tuple(tuple(map(tight_percent, row.values())) for row in rows), ())
    )


def _criterion_row(frame: Page, verdict: CriterionVerdict) -> dict[str, str]:
    words, late = frame.language, " (after the first session)" if verdict.is_declared_late else ""
    currency = frame.dataset.settings.currency
    about = find_metric(verdict.metric_id) if verdict.metric_id in COMPUTED_METRICS else None
    return {
        "Program": verdict.program,
        "Target": verdict.name,
        "Agreed range": _format_band(verdict, about.unit if about else "points", words, currency),
        "Result": words.format_value_with_estimate(verdict.value, about, currency)
        if about
        else "not computed by this version",
        "Ideal": _format_ideal(verdict, about.unit if about else "points", words, currency),
        "Verdict": VERDICT_SIGNS[verdict.verdict]
        + (f": {words.message(verdict.remark)}" if verdict.remark else ""),
        "Set on": words.day(verdict.declared_on) + late if verdict.declared_on else "no date",
    }


def _format_ideal(verdict: CriterionVerdict, unit: str, words: Language, currency: str) -> str:
    return "none" if verdict.ideal is None else words.in_unit(verdict.ideal, unit, currency)


def _format_band(verdict: CriterionVerdict, unit: str, words: Language, currency: str) -> str:
    low, high = (
        None if end is None else words.in_unit(end, unit, currency) for end in (verdict.low, verdict.high)
    )
    if low and high:
        return words.message("range", low=low, high=high)
    return (
        words.message("at_least", value=low)
        if low
        else words.message("at_most", value=high)
        if high
        else "no range"
    )
