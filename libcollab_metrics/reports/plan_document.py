"""The plan of the next term as a document, made from protected numbers and of what a person typed."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime

from libcollab_metrics.figures import (
    Chart,
    ChartTable,
    assumptions_table,
    attendance_forecast,
    broken_limits,
    plan_note,
    plan_table,
    scope_sentence,
    what_must_be_true,
)
from libcollab_metrics.metrics import DEFINITIONS_VERSION, Evaluator
from libcollab_metrics.model import Dataset, Scope
from libcollab_metrics.planning import Ground, Plan, assumptions_of, ground_of, plan_of
from libcollab_metrics.protection import Numbers, PublicEvaluation, audited
from libcollab_metrics.reports import parts
from libcollab_metrics.reports.document import Block, Callout, ChartBlock, Document, Grid, Heading, Text
from libcollab_metrics.reports.fingerprint import fingerprint_of
from libcollab_metrics.reports.releases import Published, Release
from libcollab_metrics.reports.to_xlsx import to_xlsx
from libcollab_metrics.reports.turns import in_turn
from libcollab_metrics.wording import Language

#: The figures a plan is measured on and defines at its end.
DEFINED = ("sessions_held", "attendance_per_session", "attendance_total", "cost_per_session")


@in_turn
def publish_plan(
    dataset: Dataset,
    programs: Sequence[str],
    typed: Mapping[str, Mapping[str, float]],
    *,
    scope: Scope,
    as_of: date,
    generated_at: datetime,
    language: Language,
    released: Sequence[Numbers] = (),
) -> Published:
    """Write the plan of these programs as a workbook; the same request gives the same bytes.

    Parameters
    ----------
    programs : names of programs, in the order of the plan.
    typed : what a person changed, by program and assumption; everything else is measured, forecast or entered.
    scope, as_of : which rows count, and the day the figures are true for.
    generated_at : the time printed on the document; without a time zone it is taken as UTC.
    released : the numbers of everything that left before, beside which the new ones must give nothing away.
    """
    moment = generated_at if generated_at.tzinfo else generated_at.replace(tzinfo=UTC)
    counted = Evaluator(dataset, as_of)
    found = [ground_of(counted, program, scope) for program in programs]
    beside = [evaluation for pair in found for evaluation in pair]
    safe = audited(beside, counted, dataset.settings, released=released)
    public = safe.evaluations
    grounds = [Ground(*row) for row in zip(programs, public[::2], public[1::2], strict=True)]
    plan = plan_of((g.program, assumptions_of(g, dataset.settings, typed.get(g.program, {}))) for g in grounds)
    charts = [attendance_forecast(ground.monthly, language) for ground in grounds]
    document = replace(
        _document(plan, charts, public[1::2], scope, as_of, moment, dataset.settings.currency, language),
        departures=parts.issues_table(dataset.issues, language.say("table-issues"), language),
    )
    data = to_xlsx(document, language)
    hidden = sum(1 for evaluation in public for value in evaluation.values if value.is_hidden)
    record = Release(
        "plan", "xlsx", scope, as_of, moment, DEFINITIONS_VERSION, dataset.version, hidden, False,
        hashlib.sha256(data).hexdigest(),
    )  # fmt: skip
    return Published(f"plan-{as_of.isoformat()}.xlsx", data, record, numbers=safe.numbers)


def _document(
    plan: Plan, charts: Sequence[Chart], monthly: Sequence[PublicEvaluation], scope: Scope, as_of: date,
    moment: datetime, currency: str, language: Language,
) -> Document:  # fmt: skip
    table = _grid("table-plan", plan_table(plan, language, currency), language, plan_note(plan, language))
    blocks: list[Block] = [Heading(language.say("section-plan")), table]
    if broken := broken_limits(plan.together, language, currency):
        blocks.append(Callout(language.say("limits-broken"), "\n".join(broken)))
    blocks.append(Heading(language.say("section-must-be-true"), 2))
    blocks += [_must_be_true(row.program, what_must_be_true(row, language, currency), language) for row in plan.rows]
    blocks.append(Heading(language.say("section-assumptions")))
    blocks.append(_grid("table-assumptions", assumptions_table(plan, language, currency), language))
    blocks.append(Heading(language.say("section-forecasts")))
    blocks += [ChartBlock(chart) for chart in charts]
    blocks += [Heading(language.say("section-definitions")), parts.definitions_of(DEFINED, language)]
    return Document(
        title=language.say("plan-title"),
        subtitle=language.say("plan-subtitle"),
        scope=scope_sentence(scope, as_of, language),
        coverage="",
        issues="",
        blocks=tuple(blocks),
        footer=language.say(
            "footer", version=DEFINITIONS_VERSION, day=language.day(moment.date()), fingerprint=fingerprint_of(monthly)
        ),
        fingerprint=fingerprint_of(monthly),
        audience="plan",
        language=language.code,
        generated_at=moment,
        evaluations=tuple(monthly),
    )


def _grid(title: str, table: ChartTable, language: Language, note: str = "") -> Grid:
    return Grid(language.say(title), table.headings, table.rows, table.numeric, note)


def _must_be_true(program: str, text: str, language: Language) -> Text:
    return Text(language.say("plan-program", program=program, text=text))
