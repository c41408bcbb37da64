"""Several figures that share their parts, in one table: a row a measure or a party, a column a figure."""

from __future__ import annotations

from collections.abc import Sequence

from libcollab_metrics.figures.table import ChartTable
from libcollab_metrics.figures.words import Evaluated, metric_name, part_name, value_words
from libcollab_metrics.metrics import find_metric
from libcollab_metrics.metrics.definition import Value
from libcollab_metrics.wording import Language


def parts_table(evaluation: Evaluated, metrics: Sequence[str], language: Language, heading: str) -> ChartTable:
    """Return these figures by their own parts; each cell says its interval and its n, or why there is no number.

    A figure that has no parts here, because it does not exist at all, says why in every row.
    """
    found = {metric: {_label(value, language): value for value in evaluation.of(metric)} for metric in metrics}
    rows = [label for label in dict.fromkeys(label for values in found.values() for label in values) if label]
    headings = (language.say(heading), *(metric_name(find_metric(metric), language) for metric in metrics))
    table = tuple(
        (row, *(_cell(found[m].get(row, found[m].get("")), evaluation, language) for m in metrics)) for row in rows
    )
    return ChartTable(headings, table, tuple(range(1, len(headings))))


def _label(value: Value, language: Language) -> str:
    return ", ".join(part_name(part, language) for _, part in value.group if part)


def _cell(value: Value | None, evaluation: Evaluated, language: Language) -> str:
    if value is None:
        return "–"
    metric = find_metric(value.metric)
    said = value_words(value, metric, language, evaluation.currency)
    if value.value is None:
        return said
    notes = []
    if value.ci_low is not None and value.ci_high is not None:
        ends = [language.in_unit(end, metric.unit, evaluation.currency) for end in (value.ci_low, value.ci_high)]
        notes.append(language.say("range", low=ends[0], high=ends[1]))
    if value.n is not None and value.n != value.value:
        notes.append(language.say("card-n", n=language.number(value.n)))
    return f"{said} ({', '.join(notes)})" if notes else said
