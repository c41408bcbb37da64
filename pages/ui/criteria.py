"""Table of the success criteria: columns, format of the band, and sign of each verdict."""

from __future__ import annotations

from functools import partial

from libcollab_metrics.figures import ChartTable, part_name
from libcollab_metrics.localization import Language
from libcollab_metrics.metrics import (
    CATALOG,
    CriterionVerdict,
    find_metric,
    judge_criteria,
)
from pages.ui import display, session
from pages.ui.cards import Behind
from pages.ui.metric_texts import metric_label
from pages.ui.page import Page
from pages.ui.translation import _, later

COMPUTED_METRICS = {metric.id for metric in CATALOG}
VERDICT_SIGNS = {"met": later("✓ met"), "not met": later("✗ not met"), "undecided": later("? undecided")}


def draw_criteria_table(frame: Page) -> None:
    """Draw every criterion of the chosen programs with its band, value and verdict."""
    chosen = dict(frame.scope.where).get("program", ())
    verdicts = [
        v for v in session.cached_lookup(judge_criteria, session.today()) if not chosen or v.program in chosen
    ]
    rows = [_criterion_row(frame, verdict) for verdict in verdicts]
    headings = tuple(rows[0]) if rows else ()
    display.draw_table(_("Targets"), ChartTable(headings, tuple(tuple(row.values()) for row in rows), ()))


def targets_behind(frame: Page) -> Behind:
    """Return the targets of the chosen programs as the rows behind a figure."""
    return Behind(_("Targets"), partial(draw_criteria_table, frame))


def _criterion_row(frame: Page, verdict: CriterionVerdict) -> dict[str, str]:
    words = frame.language
    set_on = words.day(verdict.declared_on) if verdict.declared_on else _("no date")
    if verdict.declared_on and verdict.is_declared_late:
        set_on = _("{day} (after the first session)", day=set_on)
    currency = frame.dataset.settings.currency
    about = find_metric(verdict.metric_id) if verdict.metric_id in COMPUTED_METRICS else None
    return {
        _("Program"): verdict.program,
        _("Target"): _criterion_name(verdict, words),
        _("Agreed range"): _format_band(verdict, about.unit if about else "points", words, currency),
        _("Result"): words.format_value_with_estimate(verdict.value, about, currency)
        if about
        else _("not computed by this version"),
        _("Ideal"): _format_ideal(verdict, about.unit if about else "points", words, currency),
        _("Verdict"): _(VERDICT_SIGNS[verdict.verdict])
        + (f": {words.message(verdict.remark)}" if verdict.remark else ""),
        _("Set on"): set_on,
    }


def _criterion_name(verdict: CriterionVerdict, words: Language) -> str:
    if verdict.metric_id not in COMPUTED_METRICS:
        return verdict.name
    name = metric_label(find_metric(verdict.metric_id))
    return f"{name}: {part_name(verdict.part, words)}" if verdict.part else name


def _format_ideal(verdict: CriterionVerdict, unit: str, words: Language, currency: str) -> str:
    return _("none") if verdict.ideal is None else words.in_unit(verdict.ideal, unit, currency)


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
        else _("no range")
    )
