"""A figure's formula in words, written from the labels of what was counted, with or without the numbers."""

from __future__ import annotations

from collections.abc import Callable

from libcollab_metrics.metrics.definition import Measure, Metric, Number, Value
from libcollab_metrics.metrics.recipes.money import Balance
from libcollab_metrics.metrics.recipes.outcomes import Funnel
from libcollab_metrics.model.schema import STAGES
from libcollab_metrics.wording import Language

Write = Callable[[Measure, Number | None], str]


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

    left = _left_side(value, metric, write)
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
    recipe = metric.recipe
    if isinstance(recipe, Funnel):
        return "sum of books at each stage: " + " → ".join(stage.replace("_", " ") for stage in STAGES)
    if recipe.bottom is None:
        return f"number of {recipe.top.label}" if recipe.top.how == "distinct" else f"sum of {recipe.top.label}"
    return _left_side(Value(metric.id), metric, lambda measure, number: measure.label)


def _left_side(value: Value, metric: Metric, write: Write) -> str:
    """What stands before the equals sign."""
    recipe, top, bottom = metric.recipe, value.numerator, value.denominator
    if recipe.bottom is None:
        stage = value.groups.get("stage") if isinstance(recipe, Funnel) else None
        return write(recipe.measures[1 + STAGES.index(stage)] if stage else recipe.top, top)
    if isinstance(recipe, Balance):
        given = None if top is None or bottom is None else (bottom + top) / 2
        received = None if top is None or bottom is None else (bottom - top) / 2
        gave, got = write(recipe.top, given), write(recipe.bottom, received)
        return f"({gave} − {got}) ÷ ({gave} + {got})"
    factor = f"{recipe.times:,} × " if recipe.times != 1 else ""
    return f"{factor}{write(recipe.top, top)} ÷ {write(recipe.bottom, bottom)}"


def _amount(measure: Measure, number: Number, language: Language, currency: str) -> str:
    if measure.money:
        return language.money(number, currency)
    return language.number(number, 0 if float(number).is_integer() else 1)


def _result(value: Value, metric: Metric, language: Language, currency: str) -> str:
    """What stands after the equals sign: the value with its certainty and interval, or the range."""

    def write(number: Number | None) -> str:
        return language.in_unit(number or 0, metric.unit, currency)

    if value.value is None:
        return language.say("range", low=write(value.low), high=write(value.high))
    text = write(value.value)
    if value.certainty in ("at_least", "at_most"):
        text = language.say(value.certainty, value=text)
    if value.ci_low is not None and value.ci_high is not None:
        text += f" ({language.say('range', low=write(value.ci_low), high=write(value.ci_high))})"
    return text
