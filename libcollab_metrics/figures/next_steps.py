"""What to do next to make the figures stronger: a few small gaps of the records, each with what it brings."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from libcollab_metrics.figures.text import format_figure
from libcollab_metrics.localization import Language
from libcollab_metrics.metrics.evaluate import evaluate, find_metric
from libcollab_metrics.metrics.facts import read_facts
from libcollab_metrics.metrics.listings import LedgerLine, list_overdue_pledges, list_unclear_lines
from libcollab_metrics.model.completeness import find_open_effects
from libcollab_metrics.model.dataset import Dataset
from libcollab_metrics.model.scope import Scope

StepKind = Literal["payer", "counts", "pledge", "end", "target"]
#: Steps shown at once: more are a list of faults, not an invitation.
MAX_STEPS = 3


@dataclass(frozen=True)
class NextStep:
    """One thing to do.

    Attributes
    ----------
    kind : str
        "payer", "counts", "pledge", "end" or "target".
    title : str
        What to do. It names no one but a program.
    gain : str
        What it brings.
    table : str
        Table in which it is done.
    """

    kind: StepKind
    title: str
    gain: str
    table: str


def find_next_steps(
    dataset: Dataset, *, scope: Scope, as_of: date, language: Language
) -> tuple[NextStep, ...]:
    """Return what to do next, at most `MAX_STEPS` of different kinds.

    Parameters
    ----------
    dataset : Dataset
        Data to look at.
    scope : Scope
        Selection; its gaps are looked for.
    as_of : date
        Day of the evaluation.
    language : Language
        Language of the text.

    Returns
    -------
    tuple of NextStep
        The most useful first; empty if nothing is missing.
    """
    steps = [
        *_name_payers(list_unclear_lines(dataset, scope=scope, as_of=as_of), dataset, language),
        *_add_counts(dataset, scope, as_of, language),
        *_ask_about_pledges(list_overdue_pledges(dataset, scope=scope, as_of=as_of), dataset, language),
        *_describe_programs(dataset, scope, language),
    ]
    return tuple(steps[:MAX_STEPS])


def _name_payers(lines: Sequence[LedgerLine], dataset: Dataset, language: Language) -> Iterator[NextStep]:
    if not lines:
        return
    amount = _amount(lines[0], dataset, language)
    name = "many" if len(lines) > 1 else "one" if amount else "unpriced"
    title = language.message(f"next-payer-{name}", amount=amount, count=len(lines))
    yield NextStep("payer", title, language.message("next-payer-gain"), "ledger")


def _add_counts(dataset: Dataset, scope: Scope, as_of: date, language: Language) -> Iterator[NextStep]:
    metrics = ("attendance_total", "attendance_coverage")
    evaluation = evaluate(dataset, metrics=metrics, scope=scope, as_of=as_of)
    coverage, total = evaluation.value_for("attendance_coverage"), evaluation.value_for("attendance_total")
    missing = round((coverage.denominator or 0) - (coverage.numerator or 0))
    if missing <= 0 or total.value is None:
        return
    shown = format_figure(total, find_metric("attendance_total"), language)
    title = language.plural(missing, "next-counts", count=missing)
    gain = "next-counts-gain" if _lacks_only_counts(dataset) else "next-counts-gain-part"
    yield NextStep("counts", title, language.message(gain, total=shown), "sessions")


def _lacks_only_counts(dataset: Dataset) -> bool:
    """Return whether nothing but missing head counts keeps the number of visits from being exact."""
    sessions = dataset.tables["sessions"]
    bounded = "attended_at_least" in sessions and bool(sessions["attended_at_least"].fillna(False).any())
    return not bounded and not find_open_effects(dataset)


def _ask_about_pledges(
    lines: Sequence[LedgerLine], dataset: Dataset, language: Language
) -> Iterator[NextStep]:
    if not lines:
        return
    amount = _amount(lines[0], dataset, language)
    name = "many" if len(lines) > 1 else "one" if amount else "unpriced"
    title = language.message(f"next-pledge-{name}", amount=amount, count=len(lines))
    yield NextStep("pledge", title, language.message("next-pledge-gain"), "ledger")


def _describe_programs(dataset: Dataset, scope: Scope, language: Language) -> Iterator[NextStep]:
    """Ask for one end date and one target, where other programs show that targets are used."""
    facts = read_facts(dataset)
    selected = facts.program_ids(scope)
    programs = [p for p in facts.programs.values() if selected is None or p.id in selected]
    programs.sort(key=lambda program: program.name.casefold())
    aiming = [program for program in programs if program.target_ideal is not None]
    endless = next((program for program in aiming if program.end is None), None)
    aimless = next((program for program in programs if program.target_ideal is None), None)
    if endless is not None:
        title = language.message("next-end", program=endless.name)
        yield NextStep("end", title, language.message("next-end-gain"), "programs")
    if aimless is not None and aiming:
        title = language.message("next-target", program=aimless.name)
        yield NextStep("target", title, language.message("next-target-gain"), "programs")


def _amount(line: LedgerLine, dataset: Dataset, language: Language) -> str:
    """Return the amount of a line; empty without a price, or if it is only a bound or an estimate."""
    if line.value is None or line.estimated or line.at_least:
        return ""
    return language.money(line.value, dataset.settings.currency)
