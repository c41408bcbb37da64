"""Metrics of book deliveries: stages, acceptance, time, books per child, and languages readers know."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from libcollab_metrics.metrics import measures as m
from libcollab_metrics.metrics.counting import GroupCounts, Tally
from libcollab_metrics.metrics.definition import (
    OF_PROGRAMS,
    FormulaWriter,
    Measure,
    Metric,
    Number,
    Recipe,
    Value,
    compute_share,
    undefined_value,
)
from libcollab_metrics.metrics.facts import Site
from libcollab_metrics.metrics.measures import STEPS
from libcollab_metrics.model.names import casefold_name
from libcollab_metrics.model.schema import STAGES


@dataclass(frozen=True)
class Funnel(Recipe):
    """Number of books at each of the six stages; `n` is the number of lots with a number."""

    top = m.BOOKS["pledged"]

    @property
    def measures(self) -> tuple[Measure, ...]:
        parts = (m.BOOKS, m.LOTS_KNOWN, m.LOTS_ESTIMATED, m.LOTS_BOUNDED)
        return (m.LOTS, *(measure for part in parts for measure in part.values()))

    def definition(self) -> str:
        return "sum of books at each stage: " + " → ".join(map(_stage_words, STAGES))

    def formula(self, value: Value, write: FormulaWriter) -> str:
        return write(m.BOOKS[value.groups.get("stage") or STAGES[0]], value.numerator)

    def values(self, cell: GroupCounts) -> tuple[Value, ...]:
        if not cell.count(m.LOTS):
            return (undefined_value("no-field", field="a number of books"),)
        return tuple(compute_books_at(cell, stage).changed(group=(("stage", stage),)) for stage in STAGES)


def _stage_words(stage: str) -> str:
    return stage.replace("_", " ")


def compute_books_at(tally: Tally, stage: str) -> Value:
    """Return the number of books at one stage; a lower bound if a lot has no number."""
    books, known, lots = tally[m.BOOKS[stage]], tally.count(m.LOTS_KNOWN[stage]), tally.count(m.LOTS)
    if books is None:
        return undefined_value("no-field", field=f"books {_stage_words(stage)}")
    value = Value(
        "",
        value=books,
        numerator=books,
        n=known,
        coverage=known / lots,
        estimated=tally.count(m.LOTS_ESTIMATED[stage]) > 0,
    )
    whole = known == lots and not tally.count(m.LOTS_BOUNDED[stage])
    return value.with_certainty("exact" if whole else "at_least")


@dataclass(frozen=True)
class BooksReceived(Recipe):
    """Books received, used as a divisor of costs."""

    top = m.BOOKS["received"]

    @property
    def measures(self) -> tuple[Measure, ...]:
        received = (each["received"] for each in (m.BOOKS, m.LOTS_KNOWN, m.LOTS_ESTIMATED, m.LOTS_BOUNDED))
        return (m.LOTS, *received)

    def values(self, cell: GroupCounts) -> tuple[Value, ...]:
        return (compute_books_at(cell, "received"),)


@dataclass(frozen=True)
class StageYield(Recipe):
    """Books at a stage over books at the previous one, over lots with both numbers, by stage."""

    top = m.STEP_TO[STEPS[0][1]]
    bottom = m.STEP_FROM[STEPS[0][1]]

    @property
    def measures(self) -> tuple[Measure, ...]:
        steps = (
            m.STEP_TO,
            m.STEP_FROM,
            m.STEP_LOTS,
            m.STEP_ESTIMATED,
            m.STEP_FROM_BOUNDED,
            m.STEP_TO_BOUNDED,
        )
        return (m.LOTS, *(each[to] for each in steps for _, to in STEPS))

    def values(self, cell: GroupCounts) -> tuple[Value, ...]:
        if not any(cell.count(m.STEP_LOTS[to]) for _, to in STEPS):
            return (undefined_value("no-field", field="the numbers of two stages"),)
        return tuple(_compute_yield(cell, this, to).changed(group=(("stage", to),)) for this, to in STEPS)

    def definition(self) -> str:
        return f"{super().definition()}, and so on from stage to stage, over the lots with both numbers"

    def formula(self, value: Value, write: FormulaWriter) -> str:
        to = value.groups.get("stage") or STEPS[0][1]
        return f"{write(m.STEP_TO[to], value.numerator)} ÷ {write(m.STEP_FROM[to], value.denominator)}"


def _compute_yield(tally: Tally, from_stage: str, to_stage: str) -> Value:
    before, after, lots = (
        tally[m.STEP_FROM[to_stage]],
        tally[m.STEP_TO[to_stage]],
        tally.count(m.STEP_LOTS[to_stage]),
    )
    if before is None or after is None:
        return undefined_value(
            "no-field", field=f"books {_stage_words(from_stage)} and books {_stage_words(to_stage)}"
        )
    if not before:
        return undefined_value("zero-base")
    from_open, to_open = (
        tally.count(m.STEP_FROM_BOUNDED[to_stage]) > 0,
        tally.count(m.STEP_TO_BOUNDED[to_stage]) > 0,
    )
    if from_open and to_open:
        return undefined_value("undecided")
    value = Value(
        "",
        value=after / before,
        numerator=after,
        denominator=before,
        n=lots,
        coverage=lots / tally.count(m.LOTS),
        estimated=tally.count(m.STEP_ESTIMATED[to_stage]) > 0,
    )
    return value.with_certainty("at_most" if from_open else "at_least" if to_open else "exact")


@dataclass(frozen=True)
class LotAcceptance(Recipe):
    """Lots with something received over shipped lots with a known outcome."""

    top = m.LOTS_ACCEPTED
    bottom = m.LOTS_ANSWERED
    measures = (m.LOTS_ACCEPTED, m.LOTS_ANSWERED, m.LOTS_SENT)

    def values(self, cell: GroupCounts) -> tuple[Value, ...]:
        accepted, answered = cell.count(m.LOTS_ACCEPTED), cell.count(m.LOTS_ANSWERED)
        if not answered:
            return (
                undefined_value("no-field", field="both that a lot was shipped and how much was received"),
            )
        value = Value(
            "",
            value=accepted / answered,
            numerator=accepted,
            denominator=answered,
            n=answered,
            coverage=compute_share(answered, cell.count(m.LOTS_SENT)),
        )
        return (value.with_certainty("exact"),)


@dataclass(frozen=True)
class DeliveryDays(Recipe):
    """Median number of days from shipment to arrival; lots in transit are named."""

    top = m.DAYS_IN_TRANSIT
    measures = (m.DAYS_IN_TRANSIT, m.LOTS_TIMED, m.LOTS_DISPATCHED, m.LOTS_IN_TRANSIT)

    def values(self, cell: GroupCounts) -> tuple[Value, ...]:
        days, timed = cell[m.DAYS_IN_TRANSIT], cell.count(m.LOTS_TIMED)
        waited = cell.parts(m.LOTS_IN_TRANSIT).items()
        names = tuple(lot or "?" for (lot,), tally in waited if tally.count(m.LOTS_IN_TRANSIT))
        if days is None:
            return (
                replace(
                    undefined_value("no-field", field="both the day a lot left and the day it arrived"),
                    left_out=names,
                ),
            )
        value = Value(
            "",
            value=days,
            numerator=days,
            n=timed,
            coverage=compute_share(timed, cell.count(m.LOTS_DISPATCHED)),
            left_out=names,
        )
        return (value.with_certainty("exact"),)

    def definition(self) -> str:
        return "median over the lots of: day received − day sent"

    def formula(self, value: Value, write: FormulaWriter) -> str:
        lots, days = write(m.LOTS_TIMED, value.n), write(m.DAYS_IN_TRANSIT, value.numerator)
        return write.message("formula-median", lots=lots, days=days)


# Metrics of the sites the books went to: books per child, and whether they can be read there.

#: Separators between the languages of one lot.
_LANGUAGE_SEPARATORS = re.compile(r"[;,/&+]|\band\b|\by\b|\bat\b")


@dataclass(frozen=True)
class BooksPerChild(Recipe):
    """Books received over the population of the sites they went to.

    If no site has a population, use the common population of the programs. Otherwise, sites without a
    population are named and their books are excluded.
    """

    top = m.PLACE_RECEIVED
    bottom = m.POPULATION
    measures = (
        m.PLACE_RECEIVED,
        m.PLACE_LOTS,
        m.PLACE_KNOWN,
        m.PLACE_BOUNDED,
        m.PLACE_ESTIMATED,
        *BooksReceived().measures,
    )

    def values(self, cell: GroupCounts) -> tuple[Value, ...]:
        places = list(_iterate_places(cell))
        peopled = [place for place in places if place.site is not None and place.site.population is not None]
        if not places or not any(place.tally.count(m.PLACE_KNOWN) for place in places):
            return (undefined_value("no-field", field="a number of books received"),)
        if not peopled:
            return (self._by_program(cell, places),)
        sites = {
            casefold_name(place.site.name): place.site.population or 0 for place in peopled if place.site
        }
        left_out = sorted({place.name for place in places if place not in peopled and place.name})
        return (replace(_divide_by_people(peopled, sum(sites.values())), left_out=tuple(left_out)),)

    def _by_program(self, cell: GroupCounts, places: list[_Place]) -> Value:
        receiving = [pid for pid, tally in cell.programs.items() if tally.count(m.LOTS)]
        population = cell.facts.common_population(receiving)
        return (
            undefined_value("no-population") if population is None else _divide_by_people(places, population)
        )


@dataclass(frozen=True)
class _Place:
    """Deliveries to one site in one language."""

    name: str
    language: str
    site: Site | None
    tally: Tally


def _iterate_places(cell: GroupCounts) -> Iterator[_Place]:
    for (name, language), tally in cell.parts(m.PLACE_LOTS).items():
        yield _Place(name or "", language or "", cell.facts.sites.get(casefold_name(name or "")), tally)


def _sum_places(places: list[_Place], measure: Measure) -> Number:
    return sum(place.tally[measure] or 0 for place in places)


def _divide_by_people(places: list[_Place], people: float) -> Value:
    known, lots = _sum_places(places, m.PLACE_KNOWN), _sum_places(places, m.PLACE_LOTS)
    if not known:
        return undefined_value("no-field", field="a number of books received")
    if not people:
        return undefined_value("zero-base")
    books = _sum_places(places, m.PLACE_RECEIVED)
    value = Value(
        "",
        value=books / people,
        numerator=books,
        denominator=people,
        n=known,
        coverage=known / lots,
        estimated=_sum_places(places, m.PLACE_ESTIMATED) > 0,
    )
    return value.with_certainty(
        "exact" if known == lots and not _sum_places(places, m.PLACE_BOUNDED) else "at_least"
    )


@dataclass(frozen=True)
class BookLanguageMatch(Recipe):
    """Books received in a language read at their site, over books with both languages known.

    A lot in several languages counts as readable if the site reads one of them.
    """

    top = m.PLACE_RECEIVED
    bottom = m.PLACE_RECEIVED
    measures = (m.PLACE_RECEIVED, m.PLACE_LOTS, m.PLACE_ESTIMATED, m.PLACE_BOUNDED)

    def values(self, cell: GroupCounts) -> tuple[Value, ...]:
        read: dict[bool | None, list[_Place]] = {True: [], False: [], None: []}
        for place in _iterate_places(cell):
            read[_is_readable(place)].append(place)
        known = [*read[True], *read[False]]
        books = _sum_places(known, m.PLACE_RECEIVED)
        if not known or all(place.tally[m.PLACE_RECEIVED] is None for place in known):
            return (
                undefined_value(
                    "no-field", field="books received, their language, and a site whose languages are listed"
                ),
            )
        if not books:
            return (undefined_value("zero-base"),)
        readable = _sum_places(read[True], m.PLACE_RECEIVED)
        value = Value(
            "",
            value=readable / books,
            numerator=readable,
            denominator=books,
            n=books,
            coverage=compute_share(books, _sum_places([*known, *read[None]], m.PLACE_RECEIVED)),
            estimated=_sum_places(known, m.PLACE_ESTIMATED) + _sum_places(known, m.PLACE_BOUNDED) > 0,
        )
        return (value.with_certainty("exact"),)

    def formula(self, value: Value, write: FormulaWriter) -> str:
        return f"{write(m.BOOKS_READABLE, value.numerator)} ÷ {write(m.BOOKS_OF_LANGUAGE, value.denominator)}"

    def definition(self) -> str:
        return f"{m.BOOKS_READABLE.label} ÷ {m.BOOKS_OF_LANGUAGE.label}"


def _is_readable(place: _Place) -> bool | None:
    """Return whether the site reads the language of the books; None if unknown."""
    languages = {casefold_name(part) for part in _LANGUAGE_SEPARATORS.split(place.language) if part.strip()}
    if place.site is None or not place.site.languages or not languages:
        return None
    return not languages.isdisjoint(casefold_name(language) for language in place.site.languages)


LOT_FIELDS = (*OF_PROGRAMS, "site")

METRICS: tuple[Metric, ...] = (
    Metric(
        "books_at_stage",
        "Books at each stage",
        "How many books reached whom?",
        "books",
        "neutral",
        "Practice of book drives",
        "books",
        Funnel(),
        LOT_FIELDS,
        ("stage",),
        caveat="Boxes are not converted unless somebody says how many books are in one.",
        is_core=True,
        counts="lots",
    ),
    Metric(
        "stage_yield",
        "Yield of a stage",
        "What part of the books came through to this stage?",
        "share",
        "higher",
        "This project",
        "books",
        StageYield(),
        LOT_FIELDS,
        ("stage",),
        caveat="Over lots with both numbers; yields over different lots do not multiply.",
        counts="lots",
    ),
    Metric(
        "books_per_child",
        "Books per child at the sites",
        "How many books are there for a child?",
        "ratio",
        "band",
        "Book Aid International sends a box of 300 for up to 500 children",
        "books",
        BooksPerChild(),
        LOT_FIELDS,
        caveat="Over the sites whose population is known; books they had before are not in it.",
        counts="lots",
    ),
    Metric(
        "book_language_match",
        "Books in a language the site reads",
        "Can the books be read there?",
        "share",
        "higher",
        "Concept of book dumping",
        "books",
        BookLanguageMatch(),
        LOT_FIELDS,
        caveat="Books whose language or site's languages are not known are left out.",
        counts="books",
    ),
    Metric(
        "lot_acceptance",
        "Lots accepted",
        "How many of the lots sent were taken?",
        "share",
        "higher",
        "This project",
        "books",
        LotAcceptance(),
        LOT_FIELDS,
        caveat="Some places refuse educational goods; a lot of which nothing was received was not accepted.",
        counts="lots",
    ),
    Metric(
        "days_to_deliver",
        "Days on the way",
        "How long is a lot on the way?",
        "days",
        "lower",
        "This project",
        "books",
        DeliveryDays(),
        LOT_FIELDS,
        caveat="Half of the lots took longer. Lots still on the way are not in it, so this leans low.",
        counts="lots",
    ),
)
