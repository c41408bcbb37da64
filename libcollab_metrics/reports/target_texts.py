"""Targets in words and as bars: their names, what was aimed for, the result, and how it is marked."""

from __future__ import annotations

from collections.abc import Sequence

from libcollab_metrics.figures import format_money, metric_name, part_name
from libcollab_metrics.localization import Language
from libcollab_metrics.metrics import CATALOG, CriterionVerdict
from libcollab_metrics.metrics.definition import Metric, Value
from libcollab_metrics.reports.claims import figure_text
from libcollab_metrics.reports.decisions import CLARITY, DecisionNeeded, decision_number, shown_targets
from libcollab_metrics.reports.document import TargetBar
from libcollab_metrics.reports.report_data import ReportData

Cells = tuple[str, str, str, str]
#: Symbols of a target that was met, and of a decision.
MET, TO_DECIDE = "●", "◆"


def target_name(target: CriterionVerdict, report_data: ReportData, language: Language) -> str:
    """Return what a target is about in plain words: "Visits", "People reached, of 120".

    Parameters
    ----------
    target : CriterionVerdict
        Target whose verdict may be shown.
    report_data : ReportData
        Protected report data.
    language : Language
        Language of the text.

    Returns
    -------
    str
        The name of the metric where there is no shorter one.
    """
    value = report_data.judged_value(target)
    known = f"target-{target.metric_id}"
    if f"{known}-of" in language.messages and value.denominator:
        return language.message(f"{known}-of", of=language.number(value.denominator))
    metric = _metric(target)
    name = language.messages.get(known) or (metric_name(metric, language) if metric else target.metric)
    if not target.part:
        return name
    return language.message("target-part", target=name, part=part_name(target.part, language))


def _metric(target: CriterionVerdict) -> Metric | None:
    return next((metric for metric in CATALOG if metric.id == target.metric_id), None)


def aim_text(target: CriterionVerdict, language: Language, currency: str) -> str:
    """Write what was aimed for: "1,000 or more", "₱15,000 or less", "120 to 240", "all".

    Parameters
    ----------
    target : CriterionVerdict
        Target.
    language : Language
        Language of the text.
    currency : str
        ISO code of the currency; empty for numbers without a symbol.

    Returns
    -------
    str
        Empty if neither end was declared.
    """
    metric = _metric(target)
    unit = metric.unit if metric else "count"

    def write(end: float) -> str:
        return format_money(end, language, currency) if unit == "money" else language.in_unit(end, unit)

    low, high = target.low, target.high
    if unit == "share" and low == 1:
        return language.message("aim-all")
    if low is not None and high is not None:
        return language.message("aim-between", low=write(low), high=write(high))
    if low is not None:
        return language.message("aim-low", low=write(low))
    return "" if high is None else language.message("aim-high", high=write(high))


def result_text(target: CriterionVerdict, report_data: ReportData, language: Language) -> str:
    """Write the result of a target as a figure: "1,112+", "93%", "4 of 5"; or that it is not known."""
    value = report_data.judged_value(target)
    if target.metric_id == CLARITY and value.value is not None and value.denominator:
        part, whole = language.number(value.numerator or 0), language.number(value.denominator)
        return language.message("part-of-all", part=part, all=whole)
    currency = report_data.declared.currency
    text = figure_text(value, language, currency) if _metric(target) else ""
    return text or language.message("target-unknown")


def target_rows(report_data: ReportData, language: Language) -> tuple[tuple[CriterionVerdict, Cells], ...]:
    """Return the targets whose verdict may be shown, each with program, name, aim and result as texts.

    Parameters
    ----------
    report_data : ReportData
        Protected report data.
    language : Language
        Language of the text.

    Returns
    -------
    tuple of (CriterionVerdict, tuple of str)
        In the order of the criteria; a target with a hidden result is left out.
    """
    currency = report_data.declared.currency
    return tuple(
        (
            target,
            (
                target.program,
                target_name(target, report_data, language),
                aim_text(target, language, currency),
                result_text(target, report_data, language),
            ),
        )
        for target in shown_targets(report_data)
    )


def target_bar(
    target: CriterionVerdict,
    decisions: Sequence[DecisionNeeded],
    report_data: ReportData,
    language: Language,
) -> TargetBar:
    """Build the bar of a target; one that was missed or cannot be judged names its decision.

    Parameters
    ----------
    target : CriterionVerdict
        Target whose verdict may be shown.
    decisions : sequence of DecisionNeeded
        All decisions of the report, in their order.
    report_data : ReportData
        Protected report data.
    language : Language
        Language of the text.

    Returns
    -------
    TargetBar
    """
    number = decision_number(decisions, target)
    if number:
        symbol, status = TO_DECIDE, language.message("target-decision", number=language.number(number))
    else:
        symbol, status = MET, language.message("target-ideal" if target.where == "ideal" else "target-met")
    value = report_data.judged_value(target)
    return TargetBar(
        target.program,
        target_name(target, report_data, language),
        aim_text(target, language, report_data.declared.currency),
        result_text(target, report_data, language),
        symbol,
        status,
        _share_of_target(target, value),
        value.certainty == "at_least" and target.verdict == "undecided",
        bool(number),
    )


def _share_of_target(target: CriterionVerdict, value: Value) -> float | None:
    """Return the result relative to the lower end of the target, or to the upper one if it has only that."""
    mark = target.high if target.low is None else target.low
    known = value.low if value.value is None else value.value
    return None if known is None or not mark or mark < 0 else max(0.0, float(known) / mark)
