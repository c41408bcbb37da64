"""How answers, scores and books become figures, one value a measure or a stage."""

from __future__ import annotations

from dataclasses import dataclass, replace

from libcollab_metrics.metrics import measures as m
from libcollab_metrics.metrics.cells import Cell, Tally
from libcollab_metrics.metrics.definition import Measure, Recipe, Value, Write, missing, share_of
from libcollab_metrics.metrics.intervals import t_interval, wilson
from libcollab_metrics.model.schema import STAGES


@dataclass(frozen=True)
class Agreement(Recipe):
    """Answers in the top two of five over valid answers, by measure and occasion, with Wilson's interval."""

    @property
    def top(self) -> Measure:
        return m.AGREEING

    @property
    def bottom(self) -> Measure:
        return m.ANSWERS

    @property
    def measures(self) -> tuple[Measure, ...]:
        return (m.AGREEING, m.ANSWERS, m.ASKED)

    def values(self, cell: Cell) -> tuple[Value, ...]:
        asked = {part: tally for part, tally in cell.parts(m.ANSWERS).items() if tally.count(m.ASKED)}
        if not any(tally.count(m.ANSWERS) for tally in asked.values()):
            return (missing("no-answers"),)
        return tuple(
            replace(_agreement(tally), group=(("measure", measure), ("occasion", occasion)))
            for (measure, occasion), tally in asked.items()
        )


def _agreement(tally: Tally) -> Value:
    agreeing, answers, asked = tally.count(m.AGREEING), tally.count(m.ANSWERS), tally.count(m.ASKED)
    bounds = wilson(agreeing, answers)
    if bounds is None:
        return missing("no-answers")
    return Value(
        "", value=agreeing / answers, numerator=agreeing, denominator=answers, n=answers,
        coverage=share_of(answers, asked), ci_low=bounds[0], ci_high=bounds[1],
    ).bounded("exact")  # fmt: skip


@dataclass(frozen=True)
class PairedMean(Recipe):
    """The mean of after less before over people with both scores, by measure, with Student's interval."""

    @property
    def top(self) -> Measure:
        return m.GAIN

    @property
    def bottom(self) -> Measure:
        return m.PAIRS

    @property
    def measures(self) -> tuple[Measure, ...]:
        return (m.GAIN, m.GAIN_SD, m.PAIRS, m.TESTED_BEFORE, m.TESTED)

    def values(self, cell: Cell) -> tuple[Value, ...]:
        parts = cell.parts(m.GAIN)
        if not any(tally.count(m.PAIRS) for tally in parts.values()):
            return (missing("no-pairs"),)
        return tuple(replace(_gain(tally), group=(("measure", measure),)) for (measure,), tally in parts.items())


def _gain(tally: Tally) -> Value:
    gain, pairs, spread = tally[m.GAIN], tally.count(m.PAIRS), tally[m.GAIN_SD]
    if gain is None:
        return missing("no-pairs")
    mean = gain / pairs
    low, high = t_interval(mean, spread, pairs) or (None, None)
    return Value(
        "", value=mean, numerator=gain, denominator=pairs, n=pairs,
        coverage=share_of(pairs, tally[m.TESTED_BEFORE]), ci_low=low, ci_high=high,
    ).bounded("exact")  # fmt: skip


@dataclass(frozen=True)
class Funnel(Recipe):
    """Books at each of the six stages, with how many lots say so."""

    @property
    def top(self) -> Measure:
        return m.BOOKS["pledged"]

    @property
    def measures(self) -> tuple[Measure, ...]:
        parts = (m.BOOKS, m.LOTS_KNOWN, m.LOTS_ESTIMATED, m.LOTS_BOUNDED)
        return (m.LOTS, *(measure for part in parts for measure in part.values()))

    def definition(self) -> str:
        return "sum of books at each stage: " + " → ".join(stage.replace("_", " ") for stage in STAGES)

    def formula(self, value: Value, write: Write) -> str:
        return write(m.BOOKS[value.groups.get("stage") or STAGES[0]], value.numerator)

    def values(self, cell: Cell) -> tuple[Value, ...]:
        if not cell.count(m.LOTS):
            return (missing("no-field", field="a number of books"),)
        return tuple(replace(_at_stage(cell, stage), group=(("stage", stage),)) for stage in STAGES)


def _at_stage(tally: Tally, stage: str) -> Value:
    books, known, lots = tally[m.BOOKS[stage]], tally.count(m.LOTS_KNOWN[stage]), tally.count(m.LOTS)
    if books is None:
        return missing("no-field", field=f"books {stage.replace('_', ' ')}")
    value = Value(
        "", value=books, numerator=books, n=known, coverage=known / lots,
        estimated=tally.count(m.LOTS_ESTIMATED[stage]) > 0,
    )  # fmt: skip
    whole = known == lots and not tally.count(m.LOTS_BOUNDED[stage])
    return value.bounded("exact" if whole else "at_least")
