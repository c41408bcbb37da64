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
    """Return one margin, "age" or "format": a row a class, what is in no class last; no row where nothing was held."""
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
