"""What was entered rather than counted: programs with targets and populations, partners, criteria, settings."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import narwhals as nw
import pandas as pd

from libcollab_metrics.model.dataset import Dataset
from libcollab_metrics.model.names import fold
from libcollab_metrics.model.schema import LIBRARY, PROJECT
from libcollab_metrics.model.scope import Scope
from libcollab_metrics.model.settings import Settings


@dataclass(frozen=True)
class Program:
    """One program as entered; None where nothing was."""

    id: str
    name: str
    population: float | None = None
    target_low: float | None = None
    target_ideal: float | None = None
    target_high: float | None = None
    target_unit: str = "visits"
    ledger_complete: str = ""
    official: str = ""
    recurring: str = ""
    start: date | None = None
    end: date | None = None


@dataclass(frozen=True)
class Site:
    """One place as entered: how many people live or study there, and what they read."""

    name: str
    population: float | None = None
    languages: tuple[str, ...] = ()


@dataclass(frozen=True)
class Facts:
    """The small tables of a dataset in plain Python, and its settings.

    `links` maps a program to its partners, `partners` folded names to printed ones, `sites` the places entered by
    their folded name.
    """

    settings: Settings
    programs: Mapping[str, Program]
    links: Mapping[str, tuple[str, ...]]
    partners: Mapping[str, str]
    sites: Mapping[str, Site]

    @property
    def parties(self) -> Mapping[str, str]:
        """Whoever may be named outside, by folded name: the library, the project, and the partners on record."""
        return {LIBRARY: LIBRARY, PROJECT: PROJECT, **self.partners}

    @property
    def listed_sites(self) -> frozenset[str]:
        """The places to be served, folded: those of the settings, or else those of the sheet."""
        return frozenset(map(fold, self.settings.sites)) or frozenset(self.sites)

    def partners_in(self, scope: Scope) -> frozenset[str] | None:
        """The partners a scope names, as printed; None when it names none."""
        named = [{fold(value) for value in values} for name, values in scope.where if name == "partner"]
        if not named:
            return None
        known = {*self.partners.values(), *(name for names in self.links.values() for name in names)}
        return frozenset(name for name in known if all(fold(name) in wanted for wanted in named))

    def program_ids(self, scope: Scope) -> frozenset[str] | None:
        """The programs a scope keeps, by name and partner; None when it keeps all."""
        kept: frozenset[str] | None = None
        for name, values in scope.where:
            wanted = {fold(value) for value in values}
            if name == "program":
                ids = {p.id for p in self.programs.values() if p.id in values or fold(p.name) in wanted}
            elif name == "partner":
                ids = {pid for pid, names in self.links.items() if wanted & {fold(n) for n in names}}
            else:
                continue
            kept = frozenset(ids) if kept is None else kept & ids
        return kept

    def only_program(self, scope: Scope) -> str | None:
        """The id of the program that a scope names, None where it names none or keeps several."""
        ids = self.program_ids(scope) or ()
        return next(iter(ids)) if len(ids) == 1 and any(name == "program" for name, _ in scope.where) else None

    def named(self, program_id: str | None) -> Program:
        """The program with this id; a nameless one where rows name none."""
        if program_id is None:
            return Program("", "")
        return self.programs.get(program_id) or Program(program_id, program_id)

    def population_of(self, program_ids: Iterable[str | None]) -> float | None:
        """The one population these programs are meant for, None when there is no such number.

        All name the same: that. None names any, or they disagree: the library's own, if it was entered.
        """
        given = {self.named(pid).population for pid in program_ids}
        if len(given) == 1 and None not in given:
            return given.pop()
        return self.settings.population


def read_facts(dataset: Dataset, as_of: date) -> Facts:
    """Return the small tables of `dataset` as plain values."""
    programs = {str(row["program_id"]): _program(row) for row in rows_of(dataset, "programs") if row["program_id"]}
    links: dict[str, list[str]] = {}
    for row in rows_of(dataset, "program_partners"):
        links.setdefault(str(row["program_id"]), []).append(str(row["partner"]))
    known = [str(row["name"]) for row in rows_of(dataset, "partners") if row["name"]]
    known += [name for names in links.values() for name in names]
    return Facts(
        dataset.settings,
        programs,
        {pid: tuple(sorted(names)) for pid, names in links.items()},
        {fold(name): name for name in reversed(known)},
        {fold(str(row["site"])): _site(row) for row in rows_of(dataset, "sites") if row["site"]},
    )


def rows_of(dataset: Dataset, table: str) -> list[dict[str, Any]]:
    """The rows of a small table as dictionaries, None for whatever is unknown."""
    if table not in dataset.tables:
        return []
    frame = nw.from_native(dataset.tables[table]).lazy().collect()
    return [{k: plain(v) for k, v in row.items()} for row in frame.rows(named=True)]


def plain(value: Any) -> Any:
    """None for every way a library of frames says "unknown", the value itself otherwise."""
    return None if value is None or pd.isna(value) else value


def _program(row: Mapping[str, Any]) -> Program:
    return Program(
        str(row["program_id"]),
        row.get("name") or str(row["program_id"]),
        row.get("population"),
        row.get("target_low"),
        row.get("target_ideal"),
        row.get("target_high"),
        row.get("target_unit") or "visits",
        row.get("ledger_complete") or "",
        row.get("official") or "",
        row.get("recurring") or "",
        day_of(row.get("start")),
        day_of(row.get("end")),
    )


def day_of(moment: Any) -> date | None:
    """Return the day of a timestamp; None where there is none."""
    return None if moment is None else pd.Timestamp(moment).date()


def _site(row: Mapping[str, Any]) -> Site:
    languages = (part.strip() for part in re.split(r"[;\n,]", row["languages"] or ""))
    return Site(str(row["site"]), row["population"], tuple(part for part in languages if part))
