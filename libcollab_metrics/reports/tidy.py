"""Public evaluations as one tidy table: one row a metric and group, numbers as numbers, reasons in words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from libcollab_metrics.figures import metric_name, scope_sentence
from libcollab_metrics.metrics import DEFINITIONS_VERSION, find_metric
from libcollab_metrics.metrics.definition import Value
from libcollab_metrics.protection import PublicEvaluation
from libcollab_metrics.wording import Language

Cell = str | float | None

COLUMNS = (
    "metric", "label", "group", "value", "unit", "numerator", "denominator", "n", "coverage", "low", "high",
    "ci_low", "ci_high", "certainty", "estimated", "reason", "scope", "definitions",
)  # fmt: skip
#: The columns that together tell one row from every other.
KEY = ("metric", "group", "scope")
NUMBERS = ("value", "numerator", "denominator", "n", "coverage", "low", "high", "ci_low", "ci_high")


def tidy_rows(
    evaluations: Sequence[PublicEvaluation], language: Language, caution: str = ""
) -> Iterator[tuple[Cell, ...]]:
    """Yield the rows under `COLUMNS`, in the order evaluated; the same metric and group stands once.

    `caution` is what a reader of any row must know; it stands behind the scope of each.
    """
    seen: set[tuple[object, ...]] = set()
    for evaluation in evaluations:
        said = f"{scope_sentence(evaluation.scope, evaluation.as_of, language)} {caution}".rstrip()
        for value in evaluation.values:
            if (key := (value.metric, value.group, said)) not in seen:
                seen.add(key)
                yield _row(value, evaluation.currency, said, language)


def _row(value: Value, currency: str, scope: str, language: Language) -> tuple[Cell, ...]:
    about = find_metric(value.metric)
    group = "; ".join(f"{name}: {language.say('not-recorded') if part is None else part}" for name, part in value.group)
    unit = f"{about.unit} {currency}".strip() if about.unit == "money" else about.unit
    numbers: dict[str, Cell] = {name: getattr(value, name) for name in NUMBERS}
    words: dict[str, Cell] = {
        "metric": value.metric,
        "label": metric_name(about, language),
        "group": group,
        "unit": unit,
        "certainty": value.certainty if any(n is not None for n in (value.value, value.low, value.high)) else "",
        "estimated": language.say("yes") if value.estimated else language.say("no"),
        "reason": language.reason(value) if value.reason else "",
        "scope": scope,
        "definitions": DEFINITIONS_VERSION,
    }
    row = {**numbers, **words}
    return tuple(row[name] for name in COLUMNS)
