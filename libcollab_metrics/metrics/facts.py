"""Read entered facts: programs, targets, populations, partners, sites and settings."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

import pandas as pd

from libcollab_metrics.metrics.frames import Frame, open_tables
from libcollab_metrics.model.dataset import Dataset
from libcollab_metrics.model.names import casefold_name
from libcollab_metrics.model.schema import LIBRARY, PROJECT
from libcollab_metrics.model.scope import Scope
from libcollab_metrics.model.settings import Settings

#: Columns of the tables of programs and sites that are facts.
PROGRAM_COLUMNS = (
    *("program_id", "name", "population", "target_low", "target_ideal", "target_high", "target_unit"),
    *("ledger_complete", "official", "recurring", "kind", "start", "end"),
)
SITE_COLUMNS = ("site", "population", "languages")


@dataclass(frozen=True)
class Program:
    """One program as entered; None where nothing was entered."""

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
    kind: str = ""
    start: date | None = None
    end: date | None = None


@dataclass(frozen=True)
class Site:
    """One site as entered: its population and the languages read there."""

    name: str
    population: float | None = None
    languages: tuple[str, ...] = ()


@dataclass(frozen=True)
class Facts:
    """The small tables of a dataset as plain Python values, with its settings.

    Attributes
    ----------
    settings : Settings
    programs : mapping of str to Program
        By program id.
    links : mapping of str to tuple of str
        Program id to partner names.
    partners : mapping of str to str
        Case-folded name to printed name.
    sites : mapping of str to Site
        By case-folded name.
    """

    settings: Settings
    programs: Mapping[str, Program]
    links: Mapping[str, tuple[str, ...]]
    partners: Mapping[str, str]
    sites: Mapping[str, Site]

    @property
    def parties(self) -> Mapping[str, str]:
        """Parties that may be named in public, by case-folded name: library, project and partners."""
        return {LIBRARY: LIBRARY, PROJECT: PROJECT, **self.partners}

    @property
    def listed_sites(self) -> frozenset[str]:
        """Case-folded names of the sites to be served, from the settings or else from the sheet."""
        return frozenset(map(casefold_name, self.settings.sites)) or frozenset(self.sites)

    def find_partners(self, scope: Scope) -> frozenset[str] | None:
        """Return the printed names of the partners in a scope; None if it names none."""
        named = [
            {casefold_name(value) for value in values} for name, values in scope.where if name == "partner"
        ]
        if not named:
            return None
        known = {*self.partners.values(), *(name for names in self.links.values() for name in names)}
        return frozenset(name for name in known if all(casefold_name(name) in wanted for wanted in named))

    def program_ids(self, scope: Scope) -> frozenset[str] | None:
        """Return the programs that a scope selects by name and partner; None if it selects all."""
        selected: frozenset[str] | None = None
        for name, values in scope.where:
            wanted = {casefold_name(value) for value in values}
            if name == "program":
                ids = {*values} & {p.id for p in self.programs.values()}
                ids |= {pid for key in wanted for pid in self._ids_by_name.get(key, ())}
            elif name == "partner":
                ids = {pid for pid, names in self.links.items() if wanted & {casefold_name(n) for n in names}}
            else:
                continue
            selected = frozenset(ids) if selected is None else selected & ids
        return selected

    @cached_property
    def _ids_by_name(self) -> Mapping[str, Collection[str]]:
        """Ids of the programs by case-folded name."""
        ids: dict[str, list[str]] = {}
        for program in self.programs.values():
            ids.setdefault(casefold_name(program.name), []).append(program.id)
        return ids

    def find_only_program(self, scope: Scope) -> str | None:
        """Return the id of the only program a scope names; None if it names none or selects several."""
        ids = self.program_ids(scope) or ()
        return (
            next(iter(ids)) if len(ids) == 1 and any(name == "program" for name, _ in scope.where) else None
        )

    def program_by_id(self, program_id: str | None) -> Program:
        """Return the program with this id, or an unnamed one if the id is None."""
        if program_id is None:
            return Program("", "")
        return self.programs.get(program_id) or Program(program_id, program_id)

    def common_population(self, program_ids: Iterable[str | None]) -> float | None:
        """Return the common population of these programs, or None if it is not known.

        If all programs name the same population, return it. Otherwise return the library's own, if entered.
        """
        populations = {self.program_by_id(pid).population for pid in program_ids}
        if len(populations) == 1 and None not in populations:
            return populations.pop()
        return self.settings.population


def read_facts(dataset: Dataset) -> Facts:
    """Return the small tables of a dataset as plain values.

    Parameters
    ----------
    dataset : Dataset
        Dataset to read.

    Returns
    -------
    Facts
        Programs, partners, sites and settings.
    """
    programs = read_rows(dataset, "programs", PROGRAM_COLUMNS)
    sites = read_rows(dataset, "sites", SITE_COLUMNS)
    links: dict[str, list[str]] = {}
    for row in read_rows(dataset, "program_partners"):
        links.setdefault(str(row["program_id"]), []).append(str(row["partner"]))
    known = [str(row["name"]) for row in read_rows(dataset, "partners", ("name",)) if row["name"]]
    known += [name for names in links.values() for name in names]
    return Facts(
        dataset.settings,
        {str(row["program_id"]): _program(row) for row in programs if row["program_id"]},
        {pid: tuple(sorted(names)) for pid, names in links.items()},
        {casefold_name(name): name for name in reversed(known)},
        {casefold_name(str(row["site"])): _site(row) for row in sites if row["site"]},
    )


def share_facts(dataset: Dataset) -> Facts:
    """Return the facts of a dataset, read once."""
    if "facts" not in dataset.shared:
        dataset.shared["facts"] = read_facts(dataset)
    facts: Facts = dataset.shared["facts"]
    return facts


def open_recorded_table(dataset: Dataset, table: str) -> Frame | None:
    """Return a table as recorded, opened once; None if missing or without rows in memory."""
    if "tables" not in dataset.shared:
        dataset.shared["tables"] = open_tables(dataset.tables)
    opened: Mapping[str, Frame | None] = dataset.shared["tables"]
    return opened.get(table)


def read_rows(dataset: Dataset, table: str, columns: Collection[str] = ()) -> list[dict[str, Any]]:
    """Return the rows of a small table as dictionaries, with None for unknown values.

    Only the given columns are read, as far as the table has them; all if none are given.
    """
    frame = open_recorded_table(dataset, table)
    if frame is None:
        return []
    wanted = [column for column in frame.columns if column in columns]
    return (frame.select(*wanted) if wanted else frame).rows()


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
        row.get("kind") or "",
        to_date(row.get("start")),
        to_date(row.get("end")),
    )


def to_date(moment: Any) -> date | None:
    """Return the date of a timestamp, or None."""
    return None if moment is None else pd.Timestamp(moment).date()


def _site(row: Mapping[str, Any]) -> Site:
    languages = (part.strip() for part in re.split(r"[;\n,]", row["languages"] or ""))
    return Site(str(row["site"]), row["population"], tuple(part for part in languages if part))
