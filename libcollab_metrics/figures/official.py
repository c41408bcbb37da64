"""Tables of the official form: sessions and visits by age class and by format, and what they lack."""

from __future__ import annotations

from libcollab_metrics.figures.chart import ChartTable
from libcollab_metrics.figures.text import EvaluationLike, format_figure, format_value
from libcollab_metrics.localization import Language
from libcollab_metrics.metrics import find_metric
from libcollab_metrics.metrics.definition import Value

COUNTS = ("sessions", "visits")


def official_margin(evaluation: EvaluationLike, margin: str, language: Language) -> ChartTable:
    """Build the table of one margin, with unclassified sessions and the total last.

    Parameters
    ----------
    evaluation : EvaluationLike
        Evaluated metrics, with `imls_grid`.
    margin : str
        "age" or "format".
    language : Language
        Language of the text.

    Returns
    -------
    ChartTable
        One row per class: sessions and visits; no rows where no sessions were held.
    """
    values = {
        (value.groups["class"], value.groups["count"]): value
        for value in evaluation.values_for("imls_grid")
        if value.groups.get("margin") == margin
    }
    classes = list(dict.fromkeys(name for name, _ in values))
    headings = tuple(
        language.message(name) for name in (f"margin-{margin}", "margin-sessions", "margin-visits")
    )
    rows = tuple(
        (
            _class(name, language),
            *(_cell(values.get((name, count)), evaluation, language) for count in COUNTS),
        )
        for name in classes
    )
    return ChartTable(headings, rows, (1, 2))


def official_recorded(evaluation: EvaluationLike, language: Language) -> str:
    """Describe the number of recorded presentations and their views, which no total includes.

    Parameters
    ----------
    evaluation : EvaluationLike
        Evaluated metrics, with `imls_grid`.
    language : Language
        Language of the text.

    Returns
    -------
    str
        A sentence; empty where there are none.
    """
    values = {
        v.groups["count"]: v
        for v in evaluation.values_for("imls_grid")
        if v.groups.get("margin") == "recorded"
    }
    if "sessions" not in values or not values["sessions"].value:
        return ""
    sessions, views = (_cell(values[name], evaluation, language) for name in ("sessions", "views"))
    return language.message("official-recorded", sessions=sessions, views=views)


def official_note(evaluation: EvaluationLike, language: Language) -> str:
    """Return the remark that the two margins do not balance.

    Parameters
    ----------
    evaluation : EvaluationLike
        Evaluated metrics, with `imls_grid`.
    language : Language
        Language of the text.

    Returns
    -------
    str
        A sentence; empty where the margins balance.
    """
    notes = dict.fromkeys(value.note for value in evaluation.values_for("imls_grid") if value.note)
    return " ".join(language.message(f"note-{note}") for note in notes)


def _class(name: str | None, language: Language) -> str:
    return language.messages.get(f"class-{name}", name or language.message("not-recorded"))


def _cell(value: Value | None, evaluation: EvaluationLike, language: Language) -> str:
    if value is None:
        return language.message("not-recorded")
    if value.certainty == "at_least" and not value.value:  # sessions of no class may belong here
        return "–"
    metric, currency = find_metric(value.metric), evaluation.currency
    return format_figure(value, metric, language, currency) or format_value(value, metric, language, currency)
