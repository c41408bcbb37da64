"""Facts about the library that no sheet repeats: population, currency, thresholds, targets, criteria."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Any

import pandas as pd

from libcollab_metrics.errors import LibCollabError
from libcollab_metrics.model.issues import Issue
from libcollab_metrics.model.setting_readers import refused
from libcollab_metrics.model.settings_checks import SETTING_KINDS, read_setting


@dataclass(frozen=True)
class Settings:
    """The keys of `--settings`, each with the value it has when nobody typed one.

    None means not entered, never zero. `programs` maps a program's name to fields of its row, `criteria`
    lists rows of that table; both are folded into the tables and outrank what the sheets say. `population_by`
    says how many people each group has, by age group, mother tongue or age: {"mother_tongue": {"Cebuano": 2900}}.
    `agreement_threshold` is the rating from which on an answer agrees: one number, or one a measure ({"joy": 8}).
    `documents` is what the library wants on its papers (`document_wishes`).
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
    documents: Mapping[str, Any] = field(default_factory=lambda: MappingProxyType({}))
    fiscal_year_start: int = 1
    school_year_start: int = 6

    def updated(self, given: Mapping[str, Any]) -> Settings:
        """Return settings with the given keys replaced; None takes a key back to what it is when nobody typed it.

        LibCollabError tells of the first key that does not exist, or whose value cannot be used.
        """
        unset = Settings()
        changes = {
            name: getattr(unset, name) if value is None and name in SETTING_KINDS else read_setting(name, value)
            for name, value in given.items()
        }
        return replace(self, **changes)


def settings_kept(settings: Settings, given: Mapping[str, Any]) -> tuple[Settings, list[Issue]]:
    """Return settings with what can be used of those kept earlier, and an issue for each other one.

    Nothing wrong is kept (`Workspace.append` refuses it), but what an older version kept must still open.
    """
    issues = []
    for name, value in given.items():
        try:
            settings = settings.updated({name: value})
        except LibCollabError as error:
            issues.append(Issue("setting-not-read", heading="Setting", value=name, message=str(error)))
    return settings, issues


def settings_from_rows(frame: pd.DataFrame) -> tuple[Settings, list[Issue]]:
    """Return the settings a template's sheet holds; a key or value that cannot be read becomes an issue."""
    settings, issues = Settings(), []
    for key, value, sheet, row in zip(frame["key"], frame["value"], frame["sheet"], frame["row"], strict=True):
        try:
            settings = settings.updated({_plain_key(key): _typed(_plain_key(key), value)})
        except LibCollabError as error:
            where = "" if pd.isna(sheet) else str(sheet)
            cell = "" if pd.isna(row) else f"A{row}"
            issues.append(Issue("setting-not-read", where, cell, (cell,), "Setting", str(key), str(error)))
    return settings, issues


def _plain_key(key: object) -> str:
    return str(key).strip().casefold().replace(" ", "_")


def _typed(key: str, value: object) -> object:
    """Read a setting typed in one cell; those with parts of their own cannot stand in a cell."""
    text = "" if value is None else str(value).strip()
    if key == "sites":
        return tuple(part.strip() for part in text.split(";") if part.strip())
    if key in ("population_by", "volunteer_rate", "sroi", "programs", "criteria", "documents"):
        raise LibCollabError(f'"{key}" has its own sheet or is given in a settings file; it cannot stand in one cell.')
    if key in ("currency", "excused", "ledger_complete"):
        return text
    if key in ("scale_max", "agreement_threshold") and ":" in text:
        parts = (part.rpartition(":") for part in text.split(";") if part.strip())
        return {measure.strip(): _number(number.strip()) for measure, _, number in parts}
    if key == "scale_max":
        raise refused(key, text, "no measure with its highest score", "it like reading score: 20; confidence: 10")
    return _number(text)


def _number(text: str) -> float | str:
    """The number in a cell; of anything else the text, and the table of kinds says what it should have been."""
    try:
        number = float(text.replace(",", ""))
    except ValueError:
        return text
    return int(number) if number.is_integer() else number
