"""Facts about the library that no sheet repeats: population, currency, thresholds, targets, criteria."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from types import MappingProxyType
from typing import Any

from libcollab_metrics.errors import LibCollabError, did_you_mean


@dataclass(frozen=True)
class Settings:
    """The keys of `--settings`, each with the value it has when nobody typed one.

    None means not entered, never zero. `programs` maps a program's name to fields of its row, `criteria`
    lists rows of that table; both are folded into the tables and outrank what the sheets say.
    """

    population: float | None = None
    currency: str = ""
    small_people: int = 10
    small_events: int = 5
    excused: str = "ignore"
    staff: float | None = None
    staff_hours_per_month: float | None = None
    staff_rate: float | None = None
    volunteer_rate: Mapping[str, Any] = field(default_factory=lambda: MappingProxyType({}))
    completion_threshold: float | None = None
    agreement_threshold: float = 4
    scale_max: Mapping[str, float] = field(default_factory=lambda: MappingProxyType({}))
    sites: tuple[str, ...] = ()
    ledger_complete: str = ""
    programs: Mapping[str, Mapping[str, Any]] = field(default_factory=lambda: MappingProxyType({}))
    criteria: tuple[Mapping[str, Any], ...] = ()
    fiscal_year_start: int = 1
    school_year_start: int = 6

    def __post_init__(self) -> None:
        if self.small_people < 5 or self.small_events < 5:
            raise LibCollabError("Small numbers below 5 may not be shown: set small_people and small_events to 5 or more.")

    def updated(self, given: Mapping[str, Any]) -> Settings:
        """Return settings with the given keys replaced; an unknown key is refused with the nearest."""
        known = {f.name for f in fields(self)}
        for name in given:
            if name not in known:
                raise did_you_mean("setting", name, known)
        changes = dict(given)
        for name in ("sites", "criteria"):
            if name in changes:
                changes[name] = tuple(changes[name])
        return replace(self, **changes)
