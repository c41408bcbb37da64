"""Write a metric's formula and definition in words, from the labels of its measures."""

from __future__ import annotations

from dataclasses import dataclass

from libcollab_metrics.localization import Language
from libcollab_metrics.metrics.definition import Measure, Metric, Number, Value


def format_worked_formula(value: Value, metric: Metric, language: Language, currency: str = "") -> str:
    """Return the formula with the numbers of one value.

    Parameters
    ----------
    value : Value
        A value of `metric`.
    metric : Metric
    language : Language
    currency : str
        Currency of the workspace, for money.

    Returns
    -------
    str
        Empty if the value is undefined and is not a range.

    Examples
    --------
    >>> from libcollab_metrics.metrics import find_metric
    >>> from libcollab_metrics.localization import language
    >>> average = Value("attendance_per_session", value=28527 / 969, numerator=28527, denominator=969)
    >>> format_worked_formula(average, find_metric("attendance_per_session"), language("en"))
    '28,527 visits ÷ 969 sessions = 29.4'
    """
    if value.reason is not None or (value.value is None and value.certainty != "range"):
        return ""

    left = metric.recipe.formula(value, _NumberWriter(language, currency))
    if metric.recipe.bottom is None:
        return left if value.certainty == "exact" else language.message(value.certainty, value=left)
    return f"{left} = {_format_result(value, metric, language, currency)}"


def format_definition(metric: Metric, language: Language) -> str:
    """Return the meaning of a metric in a few sentences: formula, caveat and source.

    Parameters
    ----------
    metric : Metric
    language : Language

    Returns
    -------
    str

    Examples
    --------
    >>> from libcollab_metrics.metrics import find_metric
    >>> from libcollab_metrics.localization import language
    >>> format_definition(find_metric("attendance_coverage"), language("en")).split(".")[0]
    'Sessions with an attendance number ÷ sessions held'
    """
    formula, caveat = format_formula(metric, language), language.translate(metric.caveat, "caveat")
    source = language.message("definition-source", source=language.translate(metric.source, "source"))
    parts = (formula[0].upper() + formula[1:], caveat.rstrip("."), source)
    return " ".join(f"{part}." for part in parts if part)


def format_formula(metric: Metric, language: Language) -> str:
    """Return the formula of a metric in words, without numbers.

    Parameters
    ----------
    metric : Metric
    language : Language

    Returns
    -------
    str
    """
    return language.translate(metric.recipe.definition(), "definition")


@dataclass(frozen=True)
class _NumberWriter:
    """Formula writer that prints numbers and labels in one language."""

    language: Language
    currency: str

    def __call__(self, measure: Measure, number: Number | None) -> str:
        return (
            f"{self._amount(measure, number or 0)}"
            f" {self.language.translate(measure.label_for(number), 'measure')}"
        )

    def _amount(self, measure: Measure, number: Number) -> str:
        if measure.is_money:
            return self.language.money(number, self.currency)
        return self.language.number(number, 0 if float(number).is_integer() else 1)

    def number(self, value: float, decimals: int = 0) -> str:
        return self.language.number(value, decimals)

    def message(self, message: str, **values: str) -> str:
        return self.language.message(message, **values)


def _format_result(value: Value, metric: Metric, language: Language, currency: str) -> str:
    """Return the right side of the formula: the value with certainty and interval, or the range."""

    def write(number: Number | None) -> str:
        return language.in_unit(number or 0, metric.unit, currency)

    if value.value is None:
        return language.format_value(value, metric, currency)
    text = write(value.value)
    if value.certainty in ("at_least", "at_most"):
        text = language.message(value.certainty, value=text)
    if value.ci_low is not None and value.ci_high is not None:
        text += f" ({language.message('range', low=write(value.ci_low), high=write(value.ci_high))})"
    return text
