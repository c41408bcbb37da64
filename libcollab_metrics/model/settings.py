"""Facts about the library that no sheet repeats: population, currency, thresholds, targets, criteria."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from types import MappingProxyType
from typing import Any

import pandas as pd

from libcollab_metrics.errors import LibCollabError, did_you_mean
from libcollab_metrics.model.assumptions import read_social_return
from libcollab_metrics.model.issues import Issue

#: By what a population can be told apart: the audience of sessions, or what is known of a person.
POPULATION_FIELDS = ("age_group", "mother_tongue", "person_age")


@dataclass(frozen=True)
class Settings:
    """The keys of `--settings`, each with the value it has when nobody typed one.

    None means not entered, never zero. `programs` maps a program's name to fields of its row, `criteria`
    lists rows of that table; both are folded into the tables and outrank what the sheets say. `population_by`
    says how many people each group has, by a field of `POPULATION_FIELDS`: {"mother_tongue": {"Cebuano": 2900}}.
    `agreement_threshold` is the rating from which on an answer agrees: one number, or one a measure ({"joy": 8}).
    `staff_hours_per_month` are the hours all `staff` together work in a month. `sites` outranks the sheet of sites.
    """

    population: float | None = None
    population_by: Mapping[str, Mapping[str, float]] = field(default_factory=lambda: MappingProxyType({}))
    currency: str = ""
    small_people: int = 10
    small_events: int = 5
    excused: str = "ignore"
    staff: float | None = None
    staff_hours_per_month: float | None = None
    staff_rate: float | None = None
    volunteer_rate: Mapping[str, Any] = field(default_factory=lambda: MappingProxyType({}))
    replacement_price: float | None = None
    sroi: Mapping[str, Any] = field(default_factory=lambda: MappingProxyType({}))
    completion_threshold: float | None = None
    agreement_threshold: float | Mapping[str, float] = 4
    scale_max: Mapping[str, float] = field(default_factory=lambda: MappingProxyType({}))
    sites: tuple[str, ...] = ()
    ledger_complete: str = ""
    programs: Mapping[str, Mapping[str, Any]] = field(default_factory=lambda: MappingProxyType({}))
    criteria: tuple[Mapping[str, Any], ...] = ()
    fiscal_year_start: int = 1
    school_year_start: int = 6

    def __post_init__(self) -> None:
        if self.small_people < 5 or self.small_events < 5:
            raise LibCollabError(
                "Small numbers below 5 may not be shown: set small_people and small_events to 5 or more."
            )
        _refuse_no_numbers("scale_max", self.scale_max)
        if isinstance(self.agreement_threshold, Mapping) or not _is_number(self.agreement_threshold):
            _refuse_no_numbers("agreement_threshold", self.agreement_threshold)
        read_social_return(self.sroi)  # what cannot be read is refused when it is entered, not when it is shown

    def updated(self, given: Mapping[str, Any]) -> Settings:
        """Return settings with the given keys replaced; an unknown key is refused with the nearest."""
        known = {f.name for f in fields(self)}
        for name in given:
            if name not in known:
                raise did_you_mean("setting", name, known)
        for name in given.get("population_by") or ():
            if name not in POPULATION_FIELDS:
                raise did_you_mean("field of population_by", name, POPULATION_FIELDS)
        changes = dict(given)
        for name in ("sites", "criteria"):
            if name in changes:
                changes[name] = tuple(changes[name])
        return replace(self, **changes)


def _is_number(value: object) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def _refuse_no_numbers(key: str, given: object) -> None:
    """Refuse anything but a number a measure."""
    if not isinstance(given, Mapping) or not all(map(_is_number, given.values())):
        raise LibCollabError(f'"{key}" needs a number for each measure: {{"reading score": 20}}.')


def settings_from_rows(frame: pd.DataFrame) -> tuple[Settings, list[Issue]]:
    """Return the settings a template's sheet holds; a key or value that cannot be read becomes an issue."""
    settings, issues = Settings(), []
    for key, value, sheet, row in zip(frame["key"], frame["value"], frame["sheet"], frame["row"], strict=True):
        try:
            settings = settings.updated({_plain_key(key): _typed(_plain_key(key), value)})
        except (LibCollabError, ValueError) as error:
            where = "" if pd.isna(sheet) else str(sheet)
            cell = "" if pd.isna(row) else f"A{row}"
            reason = str(error) if isinstance(error, LibCollabError) else f'"{value}" is not a value for {key}.'
            issues.append(Issue("setting-not-read", where, cell, (cell,), "Setting", str(key), reason))
    return settings, issues


def _plain_key(key: object) -> str:
    return str(key).strip().casefold().replace(" ", "_")


def _typed(key: str, value: object) -> object:
    """Read a setting typed in one cell; those with parts of their own cannot stand in a cell."""
    text = "" if value is None else str(value).strip()
    if key == "sites":
        return tuple(part.strip() for part in text.split(";") if part.strip())
    if key in ("currency", "excused", "ledger_complete"):
        return text
    if key in ("population_by", "volunteer_rate", "sroi", "programs", "criteria"):
        raise LibCollabError(f'"{key}" has its own sheet or is given in a settings file; it cannot stand in one cell.')
    if key in ("scale_max", "agreement_threshold") and ":" in text:
        parts = (part.rpartition(":") for part in text.split(";") if part.strip())
        return {measure.strip(): _number(number) for measure, _, number in parts}
    return _number(text)


def _number(text: str) -> float:
    number = float(text.replace(",", ""))
    return int(number) if number.is_integer() else number
