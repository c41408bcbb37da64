"""Rows told apart by a group of people, a partner or a place, so that each is counted by itself."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

import narwhals as nw

from libcollab_metrics.metrics.tables.rows import Frame, Rows, folded, is_named, text
from libcollab_metrics.model.names import fold, tidy

if TYPE_CHECKING:
    from libcollab_metrics.metrics.prepare import Prepared

#: What can be known of a person and of a population alike.
TRAITS = ("mother_tongue", "person_age")
OLDEST = 120
_BAND = re.compile(r"(\d{1,3})\s*(?:-|–|to)\s*(\d{1,3})|(\d{1,3})\s*\+")


def audiences(prepared: Prepared) -> Rows | None:
    """Return the sessions, told apart by their intended audience."""
    sessions = prepared.sessions
    if sessions is None:
        return None
    return Rows(sessions.frame.with_columns(audience=folded("age_group")), sessions.fields, ("audience",))


def places(prepared: Prepared) -> Rows | None:
    """Return the sessions, told apart by where they were held."""
    sessions = prepared.sessions
    if sessions is None:
        return None
    return Rows(sessions.frame.with_columns(place=text("site")), sessions.fields, ("place",))


def traits(prepared: Prepared) -> Rows | None:
    """Return one row a named presence and trait of the person for which the settings give populations.

    `class` is the group as the settings name it; a number of years stands in the band it lies in. Whoever is in no
    group of the settings has no row.
    """
    people, by_field = prepared.participation, prepared.facts.settings.population_by
    parts = [_of_trait(people.frame, trait, by_field[trait]) for trait in TRAITS if people and by_field.get(trait)]
    if people is None or not parts:
        return None
    frame = nw.concat(parts, how="vertical") if len(parts) > 1 else parts[0]
    return Rows(frame, people.fields, ("attribute", "class"))


def traits_known(prepared: Prepared) -> Rows | None:
    """Return the same rows, told apart by the trait alone."""
    rows = prepared.rows("traits")
    return None if rows is None else Rows(rows.frame, rows.fields, ("attribute",))


def _of_trait(people: Frame, trait: str, groups: Mapping[str, float]) -> Frame:
    found = nw.lit(None, dtype=nw.String)
    for name, labels in reversed(_labels(groups).items()):
        found = nw.when(is_named(trait, *labels)).then(nw.lit(name)).otherwise(found)
    frame = people.filter(nw.col("named_came")).with_columns(found.alias("class"), attribute=nw.lit(trait))
    return frame.filter(~nw.col("class").is_null())


def _labels(groups: Iterable[str]) -> dict[str, list[str]]:
    """The texts that put a person into each group: its name, and every age of a band such as 6-11 or 19+."""
    labels: dict[str, list[str]] = {}
    for name in groups:
        band = _BAND.fullmatch(tidy(name))
        low, high, oldest = band.groups() if band else (None, None, None)
        years = range(int(low or oldest or 0), int(high or OLDEST) + 1) if band else ()
        labels[name] = [name, *map(str, years)]
    return labels


def sources(prepared: Prepared) -> Rows | None:
    """Return one row a named presence and partner of whom the person heard; of several partners one row each."""
    people, partners = prepared.participation, prepared.facts.partners
    if people is None or not partners:
        return None
    heard = people.frame.filter(nw.col("source_known") & nw.col("named_came")).with_columns(heard=text("heard_from"))
    told = heard.group_by("heard").agg(nw.len().alias("times")).collect()
    naming: dict[str, list[str]] = {}
    for answer in told["heard"].to_list():
        for partner in named_in(answer, partners):
            naming.setdefault(partner, []).append(answer)
    parts = [heard.filter(nw.col("heard").is_in(said)).with_columns(party=nw.lit(p)) for p, said in naming.items()]
    if not parts:
        return None
    frame = nw.concat(parts, how="vertical") if len(parts) > 1 else parts[0]
    return Rows(frame, people.fields, ("party",))


def named_in(answer: str, partners: Mapping[str, str]) -> list[str]:
    """Return the partners an answer names, as printed: equal to a source in it, or as whole words within one.

    A name that stands inside a longer one of another partner is not named by that.

    Parameters
    ----------
    answer : one or several sources, separated by anything that is no letter.
    partners : folded name → printed name.

    Examples
    --------
    >>> named_in("a poster; the Hope Foundation", {"hope": "Hope", "hope foundation": "Hope Foundation"})
    ['Hope Foundation']
    """
    left, found = fold(answer), []
    for name in sorted(partners, key=len, reverse=True):
        left, times = re.subn(rf"(?<!\w){re.escape(name)}(?!\w)", "\n", left)
        found += [partners[name]] * bool(times)
    return found
