"""The two margins of the official form, each a table: sessions and visits by age class, and by format."""

from __future__ import annotations

from libcollab_metrics.figures.table import ChartTable
from libcollab_metrics.figures.words import Evaluated, value_words
from libcollab_metrics.metrics import find_metric
from libcollab_metrics.metrics.definition import Value
from libcollab_metrics.wording import Language

MARGINS = ("age", "format")
COUNTS = ("sessions", "visits")


def official_margin(evaluation: Evaluated, margin: str, language: Language) -> ChartTable:
    """Return one margin, "age" or "format": a row a class, what is in no class and the total last.

    No row where nothing was held.
    """
    values = {
        (value.groups["class"], value.groups["count"]): value
        for value in evaluation.of("imls_grid")
        if value.groups.get("margin") == margin
    }
    classes = list(dict.fromkeys(name for name, _ in values))
    headings = tuple(language.say(name) for name in (f"margin-{margin}", "margin-sessions", "margin-visits"))
    rows = tuple(
        (_class(name, language), *(_cell(values.get((name, count)), evaluation, language) for count in COUNTS))
        for name in classes
    )
    return ChartTable(headings, rows, (1, 2))


def official_balance(evaluation: Evaluated, language: Language) -> str:
    """Say that the margins balance, what is in no class of each, and that some rows do not say how many sessions.

    Empty where nothing was held, or where how much was held is not known.
    """
    total = _sessions(evaluation, "age", "total")
    if total is None or total.value is None:
        return ""
    rest = {margin: _sessions(evaluation, margin, "unclassified") for margin in MARGINS}
    without = {
        margin: language.say("official-none") if value is None else _in_sessions(value, language)
        for margin, value in rest.items()
    }
    said = language.say(_finding(evaluation, any(rest.values())), sessions=_in_sessions(total, language), **without)
    return said if total.certainty == "exact" else f"{said} {language.say('official-events-unknown')}"


def _finding(evaluation: Evaluated, without_class: bool) -> str:
    """Both margins hold the same sessions; what is in no class of one of them may leave their classes unlike."""
    if any(value.note == "margins-differ" for value in evaluation.of("imls_grid")):
        return "official-differ"
    return "official-rest" if without_class else "official-balance"


def official_recorded(evaluation: Evaluated, language: Language) -> str:
    """Say how many recorded presentations there were and how often they were viewed: in no total of the form."""
    found = {v.groups["count"]: v for v in evaluation.of("imls_grid") if v.groups.get("margin") == "recorded"}
    if "sessions" not in found:
        return ""
    if not found["sessions"].value:
        return language.say("official-no-recorded")
    sessions, views = (_cell(found[name], evaluation, language) for name in ("sessions", "views"))
    return language.say("official-recorded", sessions=sessions, views=views)


def _sessions(evaluation: Evaluated, margin: str, of: str) -> Value | None:
    wanted = {"margin": margin, "class": of, "count": "sessions"}
    return next((v for v in evaluation.of("imls_grid") if v.groups == wanted), None)


def _in_sessions(value: Value, language: Language) -> str:
    """A number of sessions as said: "1 session", "at least 3 sessions"."""
    words = value_words(value, find_metric("imls_grid"), language)
    return language.say("sessions-one" if value.value == 1 else "sessions-many", value=words)


def official_note(evaluation: Evaluated, language: Language) -> str:
    """Return the remark that the two margins will not balance; empty where they do."""
    notes = dict.fromkeys(value.note for value in evaluation.of("imls_grid") if value.note)
    return " ".join(language.say(f"note-{note}") for note in notes)


def _class(name: str | None, language: Language) -> str:
    return language.messages.get(f"class-{name}", name or language.say("not-recorded"))


def _cell(value: Value | None, evaluation: Evaluated, language: Language) -> str:
    if value is None:
        return language.say("not-recorded")
    return value_words(value, find_metric(value.metric), language, evaluation.currency)
