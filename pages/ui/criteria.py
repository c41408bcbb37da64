"""The success contract as a table: each criterion, what was counted, and the verdict."""

from __future__ import annotations

from libcollab_metrics.figures import ChartTable
from libcollab_metrics.metrics import CATALOG, CriterionVerdict, find_metric, judge_criteria
from libcollab_metrics.wording import Language
from pages.ui import session, show
from pages.ui.frame import Frame

COMPUTED = {metric.id for metric in CATALOG}
SIGNS = {"met": "✓ met", "not met": "✗ not met", "undecided": "? undecided"}


def criteria_table(frame: Frame) -> None:
    """Show every criterion of the chosen programs with its band, its value and its verdict in words."""
    chosen = dict(frame.scope.where).get("program", ())
    verdicts = [v for v in session.looked_up(judge_criteria, session.today()) if not chosen or v.program in chosen]
    rows = [_row(frame, verdict) for verdict in verdicts]
    headings = tuple(rows[0]) if rows else ()
    show.table("The success contract", ChartTable(headings, tuple(tuple(row.values()) for row in rows), ()))


def _row(frame: Frame, verdict: CriterionVerdict) -> dict[str, str]:
    words, late = frame.language, " (declared late)" if verdict.declared_late else ""
    currency = frame.dataset.settings.currency
    about = find_metric(verdict.metric_id) if verdict.metric_id in COMPUTED else None
    return {
        "Program": verdict.program,
        "Criterion": verdict.name,
        "Band": _band(verdict, about.unit if about else "points", words, currency),
        "Counted": words.value_text(verdict.value, about, currency) if about else "not computed by this version",
        "Ideal": _ideal(verdict, about.unit if about else "points", words, currency),
        "Verdict": SIGNS[verdict.verdict] + (f": {words.say(verdict.remark)}" if verdict.remark else ""),
        "Declared": words.day(verdict.declared_on) + late if verdict.declared_on else "no date",
    }


def _ideal(verdict: CriterionVerdict, unit: str, words: Language, currency: str) -> str:
    return "none" if verdict.ideal is None else words.in_unit(verdict.ideal, unit, currency)


def _band(verdict: CriterionVerdict, unit: str, words: Language, currency: str) -> str:
    low, high = (None if end is None else words.in_unit(end, unit, currency) for end in (verdict.low, verdict.high))
    if low and high:
        return words.say("range", low=low, high=high)
    return words.say("at_least", value=low) if low else words.say("at_most", value=high) if high else "no band"
