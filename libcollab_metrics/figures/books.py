"""What became of the books, beyond the funnel: how much came through each stage."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from typing import Protocol

from libcollab_metrics.figures import findings
from libcollab_metrics.figures.drafting import chart_of, ordered, with_caveat
from libcollab_metrics.figures.spec import Chart
from libcollab_metrics.figures.table import ChartTable
from libcollab_metrics.figures.words import Evaluated, group_name
from libcollab_metrics.metrics import find_metric
from libcollab_metrics.model.schema import STAGES
from libcollab_metrics.wording import Language


class LotOnTheWay(Protocol):
    """A lot that left and has not arrived; None for what is not known."""

    @property
    def name(self) -> str: ...
    @property
    def program(self) -> str: ...
    @property
    def site(self) -> str | None: ...
    @property
    def language(self) -> str | None: ...
    @property
    def sent_on(self) -> date: ...
    @property
    def days(self) -> int: ...
    @property
    def books(self) -> float | None: ...


def stage_yields(evaluation: Evaluated, language: Language) -> Chart:
    """What part of the books came through to each stage, over the lots that know both numbers."""
    metric = find_metric("stage_yield")
    by_stage = {value.groups.get("stage"): value for value in evaluation.of(metric.id)}
    rows = [(language.say(f"stage-{stage}"), by_stage[stage]) for stage in STAGES if stage in by_stage]
    rows = rows or [(language.say("whole"), value) for value in evaluation.of(metric.id)]
    title = findings.narrowest(rows, metric, language)
    return with_caveat("yields", "bars", title, rows, metric, language.say("category-stage"), evaluation, language)


def books_by_site(grouped: Evaluated, language: Language) -> Chart:
    """Books received, by site."""
    metric = find_metric("books_at_stage")
    received = [value for value in grouped.of(metric.id) if value.groups.get("stage") == "received"]
    rows = ordered([(group_name(value, "site", language), value) for value in received])
    rows = rows or [(language.say("whole"), value) for value in grouped.of(metric.id)]
    received_books = replace(metric, label=language.say("books-received"))
    title = findings.compared(rows, received_books, language, grouped.currency)
    chart = chart_of("books-by-site", "bars", title, rows, metric, language.say("category-site"), grouped, language)
    return replace(chart, measure=language.say("books-received"))


def lots_table(lots: Iterable[LotOnTheWay], language: Language) -> ChartTable:
    """Lots that left and have not arrived, the longest on the way first."""
    names = ("lot", "program", "category-site", "lot-language", "lot-sent", "lot-days", "lot-books")
    rows = tuple(
        (
            lot.name, lot.program, lot.site or language.say("not-recorded"),
            lot.language or language.say("not-recorded"), language.day(lot.sent_on), language.number(lot.days),
            language.say("not-recorded") if lot.books is None else language.number(lot.books),
        )
        for lot in lots
    )  # fmt: skip
    return ChartTable(tuple(language.say(name) for name in names), rows, (5, 6))
