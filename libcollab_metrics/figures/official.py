"""Tables of the official form: sessions and visits by age class and by format, and what they lack."""

from __future__ import annotations

from libcollab_metrics.figures.chart import ChartTable
from libcollab_metrics.figures.text import EvaluationLike, format_value
from libcollab_metrics.localization import Language
from libcollab_metrics.metrics import find_metric
from libcollab_metrics.metrics.definition import Value

MARGINS = ("age", "format")
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


def official_balance(evaluation: EvaluationLike, language: Language) -> str:
    """Describe whether the margins balance, with unclassified and uncounted sessions.

    Parameters
    ----------
    evaluation : EvaluationLike
        Evaluated metrics, with `imls_grid`.
    language : Language
        Language of the text.

    Returns
    -------
    str
        A sentence; empty where no sessions were held or their number is not known.
    """
    total = _sessions(evaluation, "age", "total")
    if total is None or total.value is None:
        return ""
    rest = {margin: _sessions(evaluation, margin, "unclassified") for margin in MARGINS}
    without = {
        margin: language.message("official-none") if value is None else _format_sessions(value, language)
        for margin, value in rest.items()
    }
    text = language.message(
        _balance_message(evaluation, any(rest.values())),
        sessions=_format_sessions(total, language),
        **without,
    )
    return text if total.certainty == "exact" else f"{text} {language.message('official-events-unknown')}"


def _balance_message(evaluation: EvaluationLike, has_unclassified: bool) -> str:
    """Return the message id: margins differ, have unclassified sessions, or balance.

    Both margins hold the same sessions, but the sessions without a class may differ between them.
    """
    if any(value.note == "margins-differ" for value in evaluation.values_for("imls_grid")):
        return "official-differ"
    return "official-rest" if has_unclassified else "official-balance"


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
        A sentence; empty where recorded presentations were not evaluated.
    """
    values = {
        v.groups["count"]: v
        for v in evaluation.values_for("imls_grid")
        if v.groups.get("margin") == "recorded"
    }
    if "sessions" not in values:
        return ""
    if not values["sessions"].value:
        return language.message("official-no-recorded")
    sessions, views = (_cell(values[name], evaluation, language) for name in ("sessions", "views"))
    return language.message("official-recorded", sessions=sessions, views=views)


def _sessions(evaluation: EvaluationLike, margin: str, class_name: str) -> Value | None:
    wanted = {"margin": margin, "class": class_name, "count": "sessions"}
    return next((v for v in evaluation.values_for("imls_grid") if v.groups == wanted), None)


def _format_sessions(value: Value, language: Language) -> str:
    """Format a number of sessions: "1 session", "at least 3 sessions"."""
    words = format_value(value, find_metric("imls_grid"), language)
    return language.message("sessions-one" if value.value == 1 else "sessions-many", value=words)


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
    return format_value(value, find_metric(value.metric), language, evaluation.currency)
