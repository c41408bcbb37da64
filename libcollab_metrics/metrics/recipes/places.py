"""How books become figures of the places they went to: how many a child has, and whether they can be read there."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from libcollab_metrics.metrics import measures as m
from libcollab_metrics.metrics.cells import Cell, Tally
from libcollab_metrics.metrics.definition import Measure, Number, Recipe, Value, Write, missing, share_of
from libcollab_metrics.metrics.facts import Site
from libcollab_metrics.metrics.recipes.books import BooksReceived
from libcollab_metrics.model.names import fold

#: What stands between the languages of one lot.
_SEVERAL = re.compile(r"[;,/&+]|\band\b|\by\b|\bat\b")


@dataclass(frozen=True)
class BooksPerChild(Recipe):
    """Books received over the people living or studying at the sites they went to.

    Where no site has a population, the one population of the programs stands in for them. Sites without a population
    are named and their books are not counted.
    """

    @property
    def top(self) -> Measure:
        return m.PLACE_RECEIVED

    @property
    def bottom(self) -> Measure:
        return m.POPULATION

    @property
    def measures(self) -> tuple[Measure, ...]:
        return (
            m.PLACE_RECEIVED, m.PLACE_LOTS, m.PLACE_KNOWN, m.PLACE_BOUNDED, m.PLACE_ESTIMATED,
            *BooksReceived().measures,
        )  # fmt: skip

    def values(self, cell: Cell) -> tuple[Value, ...]:
        places = list(_places(cell))
        peopled = [place for place in places if place.site is not None and place.site.population is not None]
        if not places or not any(place.tally.count(m.PLACE_KNOWN) for place in places):
            return (missing("no-field", field="a number of books received"),)
        if not peopled:
            return (self._by_program(cell, places),)
        sites = {fold(place.site.name): place.site.population or 0 for place in peopled if place.site}
        left_out = sorted({place.name for place in places if place not in peopled and place.name})
        return (replace(_per_person(peopled, sum(sites.values())), left_out=tuple(left_out)),)

    def _by_program(self, cell: Cell, places: list[_Place]) -> Value:
        receiving = [pid for pid, tally in cell.programs.items() if tally.count(m.LOTS)]
        population = cell.facts.population_of(receiving)
        return missing("no-population") if population is None else _per_person(places, population)


@dataclass(frozen=True)
class _Place:
    """What went to one place in one language."""

    name: str
    language: str
    site: Site | None
    tally: Tally


def _places(cell: Cell) -> Iterator[_Place]:
    for (name, language), tally in cell.parts(m.PLACE_LOTS).items():
        yield _Place(name or "", language or "", cell.facts.sites.get(fold(name or "")), tally)


def _sum(places: list[_Place], measure: Measure) -> Number:
    return sum(place.tally[measure] or 0 for place in places)


def _per_person(places: list[_Place], people: float) -> Value:
    known, lots = _sum(places, m.PLACE_KNOWN), _sum(places, m.PLACE_LOTS)
    if not known:
        return missing("no-field", field="a number of books received")
    if not people:
        return missing("zero-base")
    books = _sum(places, m.PLACE_RECEIVED)
    value = Value(
        "", value=books / people, numerator=books, denominator=people, n=known, coverage=known / lots,
        estimated=_sum(places, m.PLACE_ESTIMATED) > 0,
    )  # fmt: skip
    return value.bounded("exact" if known == lots and not _sum(places, m.PLACE_BOUNDED) else "at_least")


@dataclass(frozen=True)
class LanguageOfBooks(Recipe):
    """Books received in a language their site reads over those where both languages are known.

    A lot in several languages is one the site can read if it reads one of them.
    """

    @property
    def top(self) -> Measure:
        return m.PLACE_RECEIVED

    @property
    def bottom(self) -> Measure:
        return m.PLACE_RECEIVED

    @property
    def measures(self) -> tuple[Measure, ...]:
        return (m.PLACE_RECEIVED, m.PLACE_LOTS, m.PLACE_ESTIMATED, m.PLACE_BOUNDED)

    def values(self, cell: Cell) -> tuple[Value, ...]:
        read: dict[bool | None, list[_Place]] = {True: [], False: [], None: []}
        for place in _places(cell):
            read[_is_read(place)].append(place)
        known = [*read[True], *read[False]]
        books = _sum(known, m.PLACE_RECEIVED)
        if not known or all(place.tally[m.PLACE_RECEIVED] is None for place in known):
            return (missing("no-field", field="books received, their language, and a site whose languages are listed"),)
        if not books:
            return (missing("zero-base"),)
        readable = _sum(read[True], m.PLACE_RECEIVED)
        value = Value(
            "", value=readable / books, numerator=readable, denominator=books, n=books,
            coverage=share_of(books, _sum([*known, *read[None]], m.PLACE_RECEIVED)),
            estimated=_sum(known, m.PLACE_ESTIMATED) + _sum(known, m.PLACE_BOUNDED) > 0,
        )  # fmt: skip
        return (value.bounded("exact"),)

    def formula(self, value: Value, write: Write) -> str:
        return f"{write(m.BOOKS_READABLE, value.numerator)} ÷ {write(m.BOOKS_OF_LANGUAGE, value.denominator)}"

    def definition(self) -> str:
        return f"{m.BOOKS_READABLE.label} ÷ {m.BOOKS_OF_LANGUAGE.label}"


def _is_read(place: _Place) -> bool | None:
    """Whether the site reads the books; None where it cannot be said."""
    languages = {fold(part) for part in _SEVERAL.split(place.language) if part.strip()}
    if place.site is None or not place.site.languages or not languages:
        return None
    return not languages.isdisjoint(fold(language) for language in place.site.languages)
