"""A figure's formula in words, written from the labels of what was counted, with or without the numbers."""

from __future__ import annotations

from libcollab_metrics.metrics.definition import Measure, Metric, Number, Value
from libcollab_metrics.wording import Language


def worked(value: Value, metric: Metric, language: Language, currency: str = "") -> str:
    """Return the formula with the numbers of one value; empty where there is no value and no range.

    Parameters
    ----------
    value : a value of `metric`.
    currency : the workspace's, for money.

    Examples
    --------
    >>> from libcollab_metrics.metrics import find_metric
    >>> from libcollab_metrics.wording import language
    >>> average = Value("attendance_per_session", value=28527 / 969, numerator=28527, denominator=969)
    >>> worked(average, find_metric("attendance_per_session"), language("en"))
    '28,527 visits ÷ 969 sessions = 29.4'
    """
    if value.reason is not None or (value.value is None and value.certainty != "range"):
        return ""

    def write(measure: Measure, number: Number | None) -> str:
        return f"{_amount(measure, number or 0, language, currency)} {measure.words(number)}"

    left = metric.recipe.formula(value, write)
    if metric.recipe.bottom is None:
        return left if value.certainty == "exact" else language.say(value.certainty, value=left)
    return f"{left} = {_result(value, metric, language, currency)}"


def definition_text(metric: Metric) -> str:
    """Return what a metric means in one or two plain sentences: its formula, its caveat, its source.

    Examples
    --------
    >>> from libcollab_metrics.metrics import find_metric
    >>> definition_text(find_metric("attendance_coverage")).split(".")[0]
    'Sessions with an attendance number ÷ sessions held'
    """
    formula = formula_text(metric)
    parts = (formula[0].upper() + formula[1:], metric.caveat.rstrip("."), f"Source: {metric.source}")
    return " ".join(f"{part}." for part in parts if part)


def formula_text(metric: Metric) -> str:
    """Return the formula of a metric from the labels of its measures."""
    return metric.recipe.definition()


def _amount(measure: Measure, number: Number, language: Language, currency: str) -> str:
    if measure.money:
        return language.money(number, currency)
    return language.number(number, 0 if float(number).is_integer() else 1)


def _result(value: Value, metric: Metric, language: Language, currency: str) -> str:
    """What stands after the equals sign: the value with its certainty and interval, or the range."""

    def write(number: Number | None) -> str:
        return language.in_unit(number or 0, metric.unit, currency)

    if value.value is None:
        return language.bare_text(value, metric, currency)
    text = write(value.value)
    if value.certainty in ("at_least", "at_most"):
        text = language.say(value.certainty, value=text)
    if value.ci_low is not None and value.ci_high is not None:
        text += f" ({language.say('range', low=write(value.ci_low), high=write(value.ci_high))})"
    return text
