"""How lots of books become figures: the funnel and its yields, what was accepted, and how soon."""

from __future__ import annotations

from dataclasses import dataclass, replace

from libcollab_metrics.metrics import measures as m
from libcollab_metrics.metrics.cells import Cell, Tally
from libcollab_metrics.metrics.definition import Measure, Recipe, Value, Write, missing, share_of
from libcollab_metrics.metrics.tables.deliveries import STEPS
from libcollab_metrics.model.schema import STAGES


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
        return "sum of books at each stage: " + " → ".join(map(_words, STAGES))

    def formula(self, value: Value, write: Write) -> str:
        return write(m.BOOKS[value.groups.get("stage") or STAGES[0]], value.numerator)

    def values(self, cell: Cell) -> tuple[Value, ...]:
        if not cell.count(m.LOTS):
            return (missing("no-field", field="a number of books"),)
        return tuple(replace(books_at(cell, stage), group=(("stage", stage),)) for stage in STAGES)


def _words(stage: str) -> str:
    return stage.replace("_", " ")


def books_at(tally: Tally, stage: str) -> Value:
    """Return the books of some lots at one stage, at least where a lot has no number."""
    books, known, lots = tally[m.BOOKS[stage]], tally.count(m.LOTS_KNOWN[stage]), tally.count(m.LOTS)
    if books is None:
        return missing("no-field", field=f"books {_words(stage)}")
    value = Value(
        "", value=books, numerator=books, n=known, coverage=known / lots,
        estimated=tally.count(m.LOTS_ESTIMATED[stage]) > 0,
    )  # fmt: skip
    whole = known == lots and not tally.count(m.LOTS_BOUNDED[stage])
    return value.bounded("exact" if whole else "at_least")


@dataclass(frozen=True)
class BooksReceived(Recipe):
    """Books that arrived, as what a cost is divided by."""

    @property
    def top(self) -> Measure:
        return m.BOOKS["received"]

    @property
    def measures(self) -> tuple[Measure, ...]:
        received = (each["received"] for each in (m.BOOKS, m.LOTS_KNOWN, m.LOTS_ESTIMATED, m.LOTS_BOUNDED))
        return (m.LOTS, *received)

    def values(self, cell: Cell) -> tuple[Value, ...]:
        return (books_at(cell, "received"),)


@dataclass(frozen=True)
class StageYield(Recipe):
    """Books at a stage over books at the stage before it, over the lots with both numbers; one value a stage."""

    @property
    def top(self) -> Measure:
        return m.STEP_TO[STEPS[0][1]]

    @property
    def bottom(self) -> Measure:
        return m.STEP_FROM[STEPS[0][1]]

    @property
    def measures(self) -> tuple[Measure, ...]:
        steps = (m.STEP_TO, m.STEP_FROM, m.STEP_LOTS, m.STEP_ESTIMATED, m.STEP_FROM_BOUNDED, m.STEP_TO_BOUNDED)
        return (m.LOTS, *(each[to] for each in steps for _, to in STEPS))

    def values(self, cell: Cell) -> tuple[Value, ...]:
        if not any(cell.count(m.STEP_LOTS[to]) for _, to in STEPS):
            return (missing("no-field", field="the numbers of two stages"),)
        return tuple(replace(_yield(cell, this, to), group=(("stage", to),)) for this, to in STEPS)

    def definition(self) -> str:
        return f"{super().definition()}, and so on from stage to stage, over the lots with both numbers"

    def formula(self, value: Value, write: Write) -> str:
        to = value.groups.get("stage") or STEPS[0][1]
        return f"{write(m.STEP_TO[to], value.numerator)} ÷ {write(m.STEP_FROM[to], value.denominator)}"


def _yield(tally: Tally, this: str, to: str) -> Value:
    before, after, lots = tally[m.STEP_FROM[to]], tally[m.STEP_TO[to]], tally.count(m.STEP_LOTS[to])
    if before is None or after is None:
        return missing("no-field", field=f"books {_words(this)} and books {_words(to)}")
    if not before:
        return missing("zero-base")
    from_open, to_open = tally.count(m.STEP_FROM_BOUNDED[to]) > 0, tally.count(m.STEP_TO_BOUNDED[to]) > 0
    if from_open and to_open:
        return missing("undecided")
    value = Value(
        "", value=after / before, numerator=after, denominator=before, n=lots,
        coverage=lots / tally.count(m.LOTS), estimated=tally.count(m.STEP_ESTIMATED[to]) > 0,
    )  # fmt: skip
    return value.bounded("at_most" if from_open else "at_least" if to_open else "exact")


@dataclass(frozen=True)
class LotAcceptance(Recipe):
    """Lots of which something was received over lots shipped of which we know it."""

    @property
    def top(self) -> Measure:
        return m.LOTS_ACCEPTED

    @property
    def bottom(self) -> Measure:
        return m.LOTS_ANSWERED

    @property
    def measures(self) -> tuple[Measure, ...]:
        return (m.LOTS_ACCEPTED, m.LOTS_ANSWERED, m.LOTS_SENT)

    def values(self, cell: Cell) -> tuple[Value, ...]:
        accepted, answered = cell.count(m.LOTS_ACCEPTED), cell.count(m.LOTS_ANSWERED)
        if not answered:
            return (missing("no-field", field="both that a lot was shipped and how much was received"),)
        value = Value(
            "", value=accepted / answered, numerator=accepted, denominator=answered, n=answered,
            coverage=share_of(answered, cell.count(m.LOTS_SENT)),
        )  # fmt: skip
        return (value.bounded("exact"),)


@dataclass(frozen=True)
class DaysOnTheWay(Recipe):
    """The median of the days from the one a lot left to the one it arrived; lots still on the way are named."""

    @property
    def top(self) -> Measure:
        return m.DAYS_ON_THE_WAY

    @property
    def measures(self) -> tuple[Measure, ...]:
        return (m.DAYS_ON_THE_WAY, m.LOTS_TIMED, m.LOTS_LEFT, m.LOTS_WAITED_FOR)

    def values(self, cell: Cell) -> tuple[Value, ...]:
        days, timed = cell[m.DAYS_ON_THE_WAY], cell.count(m.LOTS_TIMED)
        waited = cell.parts(m.LOTS_WAITED_FOR).items()
        names = tuple(lot or "?" for (lot,), tally in waited if tally.count(m.LOTS_WAITED_FOR))
        if days is None:
            return (
                replace(missing("no-field", field="both the day a lot left and the day it arrived"), left_out=names),
            )
        value = Value(
            "", value=days, numerator=days, n=timed, coverage=share_of(timed, cell.count(m.LOTS_LEFT)), left_out=names
        )
        return (value.bounded("exact"),)

    def definition(self) -> str:
        return "median over the lots of: day received − day sent"

    def formula(self, value: Value, write: Write) -> str:
        lots, days = write(m.LOTS_TIMED, value.n), write(m.DAYS_ON_THE_WAY, value.numerator)
        return write.say("formula-median", lots=lots, days=days)
