"""How answers about a partnership become figures: fair, shared, apart, at risk; each partner by its own people."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from statistics import fmean

from libcollab_metrics.metrics import measures as m
from libcollab_metrics.metrics.cells import Cell
from libcollab_metrics.metrics.definition import Measure, Recipe, Value, Write, missing
from libcollab_metrics.model.schema import ALIGNMENT_ITEMS

FAIR, RELEVANT = ALIGNMENT_ITEMS[2], ALIGNMENT_ITEMS[3]
#: At or below this mean a partner's people no longer see what libraries are for.
AT_RISK = 2.5
#: Whose answers stand for the partner: all but those the library gave; a side nobody wrote is the partner's.
OF_PARTNER = frozenset({"partner", None})

Answers = Mapping[str, tuple[float, ...]]


def mean_answers(cell: Cell, items: Collection[str], sides: Collection[str | None]) -> Answers:
    """Return partner → the mean of each respondent over these statements, in the order of the partners' names.

    A statement rated twice by one person counts once, with the mean of the two. Of those who gave no name nobody can
    say who rated what: they are as many as rated the same statement, and each has the mean of them all, in which
    every statement weighs the same. Partners without a valid rating are absent.
    """
    by_person: dict[tuple[str, str], list[float]] = {}
    nameless: dict[str, dict[str, list[tuple[float, int]]]] = {}
    for (party, side, item, respondent), tally in cell.parts(m.OPINION_POINTS).items():
        points, ratings = tally[m.OPINION_POINTS], tally.count(m.OPINIONS)
        if party is None or item is None or item not in items or side not in sides or points is None:
            continue
        # One person, or one crowd, under both "partner" and a blank side is still one.
        if respondent is None:
            nameless.setdefault(party, {}).setdefault(item, []).append((points, ratings))
        else:
            by_person.setdefault((party, respondent), []).append(points / ratings)
    found: dict[str, list[float]] = {}
    for (party, _), means in by_person.items():
        found.setdefault(party, []).append(fmean(means))
    for party, rated in nameless.items():
        found.setdefault(party, []).extend(_crowd(rated.values()))
    return {party: tuple(means) for party, means in sorted(found.items())}


def _crowd(statements: Collection[Sequence[tuple[float, int]]]) -> list[float]:
    """The means of people without a name, from the points and the ratings of each statement."""
    people = max(sum(ratings for _, ratings in given) for given in statements)
    mean = fmean(sum(points for points, _ in given) / sum(ratings for _, ratings in given) for given in statements)
    return [mean] * people


class Answered(Recipe):
    """Whatever is made of ratings from 1 to 5, person by person."""

    @property
    def top(self) -> Measure:
        return m.OPINION_POINTS

    @property
    def bottom(self) -> Measure:
        return m.OPINION_GIVERS

    @property
    def measures(self) -> tuple[Measure, ...]:
        return (m.OPINION_POINTS, m.OPINIONS, m.OPINION_GIVERS)


@dataclass(frozen=True)
class Fairness(Answered):
    """The mean rating of "the exchange is fair", for each partner and each side."""

    def values(self, cell: Cell) -> tuple[Value, ...]:
        sides = sorted({side or "" for _, side, _, _ in cell.parts(m.OPINION_POINTS)})
        found = tuple(
            replace(_mean(means), group=(("party", party), ("side", side or None)))
            for side in sides
            for party, means in mean_answers(cell, (FAIR,), (side or None,)).items()
        )
        return tuple(sorted(found, key=lambda value: str(value.group))) or (missing("no-answers"),)

    def definition(self) -> str:
        return f'{self.top.label} ÷ {self.bottom.label} for "{FAIR}", each side apart'


@dataclass(frozen=True)
class Alignment(Answered):
    """The mean of all statements for each person, and of a partner's people for the partner."""

    def values(self, cell: Cell) -> tuple[Value, ...]:
        found = mean_answers(cell, ALIGNMENT_ITEMS, OF_PARTNER)
        means = tuple(replace(_mean(means), group=(("party", party),)) for party, means in found.items())
        return means or (missing("no-answers"),)

    def definition(self) -> str:
        return f"{self.top.label} on average by each person ÷ {self.bottom.label}, partner by partner"


def _mean(means: Iterable[float]) -> Value:
    people = tuple(means)
    mean, n = fmean(people), len(people)
    return Value("", value=mean, numerator=mean * n, denominator=n, n=n).bounded("exact")


@dataclass(frozen=True)
class Apart(Answered):
    """How far the partners' means lie apart, statement by statement."""

    @property
    def top(self) -> Measure:
        return m.HIGHEST_MEAN

    @property
    def bottom(self) -> Measure:
        return m.LOWEST_MEAN

    def values(self, cell: Cell) -> tuple[Value, ...]:
        if not mean_answers(cell, ALIGNMENT_ITEMS, OF_PARTNER):
            return (_too_few(),)
        return tuple(
            replace(_gap(mean_answers(cell, (item,), OF_PARTNER)), group=(("item", item),)) for item in ALIGNMENT_ITEMS
        )

    def formula(self, value: Value, write: Write) -> str:
        return f"{write(self.top, value.numerator)} − {write(self.bottom, value.denominator)}"


def _too_few() -> Value:
    return missing("too-few", n="2", things="partners")


def _gap(answers: Answers) -> Value:
    means = sorted(fmean(people) for people in answers.values())
    if len(means) < 2:
        return _too_few()
    lowest, highest = means[0], means[-1]
    return Value(
        "", value=highest - lowest, numerator=highest, denominator=lowest, n=len(means), lowest=lowest, highest=highest
    ).bounded("exact")


@dataclass(frozen=True)
class Relevance(Answered):
    """Whether the people of any partner doubt that libraries are relevant."""

    @property
    def top(self) -> Measure:
        return m.PARTNERS_IN_DOUBT

    @property
    def bottom(self) -> Measure:
        return m.PARTNERS_ASKED

    def values(self, cell: Cell) -> tuple[Value, ...]:
        means = [fmean(people) for people in mean_answers(cell, (RELEVANT,), OF_PARTNER).values()]
        if not means:
            return (missing("no-answers"),)
        doubting = sum(mean <= AT_RISK for mean in means)
        value = Value("", value=int(doubting > 0), numerator=doubting, denominator=len(means), n=len(means))
        return (value.bounded("exact"),)

    def definition(self) -> str:
        rated = f'a mean rating of "{RELEVANT}" of {AT_RISK} or less'
        return f"yes when there are {self.top.label} among the {self.bottom.label}: {rated}"

    def formula(self, value: Value, write: Write) -> str:
        part, everybody = write(self.top, value.numerator), write(self.bottom, value.denominator)
        return write.say("formula-among", part=part, all=everybody)
