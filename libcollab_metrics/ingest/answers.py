"""What the librarian answered, seen from one sheet; an answer for the sheet outranks one for all."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from libcollab_metrics.errors import LibCollabError, did_you_mean

#: Keys an answers file may hold, and whether this version acts on them.
KEYS: Mapping[str, bool] = {
    "marks": True, "year": True, "date_order": True, "fiscal_year_start": True, "zero_means": True,
    "header_row": True, "layout": True, "mapping": True, "excused": True, "people": True, "blank_checkin": True,
    "totals": True, "duplicates": True, "postponed": True, "ranges": True, "holidays": True, "month_finished": True,
    "hidden_rows": False, "hidden_sheets": True, "same_person": True, "spelling": True, "activity": True,
    "enrolment_of": True, "partner_mark": False, "age_class": False, "main_audience": False, "only_sheets": True,
    "sheets": True,
}  # fmt: skip

CHOICES: Mapping[str, tuple[object, ...]] = {
    "date_order": ("day-first", "month-first"), "zero_means": ("nobody-came", "not-recorded"),
    "excused": ("ignore", "absent"), "people": ("visits", "people"), "totals": ("rows", "sheet"),
    "duplicates": ("keep", "drop"), "postponed": ("cancelled", "held"), "ranges": ("low", "high"),
    "hidden_sheets": ("leave-out", "read"),
    "holidays": ("not-held", "held"), "activity": ("program", "door-count"),
    "hidden_rows": ("count", "leave-out"), "blank_checkin": ("absent", "unknown"),
    "month_finished": (True, False, "true", "false"),
}  # fmt: skip


@dataclass(frozen=True)
class Answers:
    """The answers that hold for one sheet."""

    given: Mapping[str, Any]
    own: frozenset[str] = frozenset()  # the keys answered for this sheet alone

    def get(self, key: str, default: Any = None) -> Any:
        """The answer, or the default when nobody answered."""
        value = self.given.get(key)
        return default if value is None else value


def answers_for(answers: Mapping[str, Any], sheet: str) -> Answers:
    """Return what holds for a sheet: the general answers under those given for it."""
    own = answers.get("sheets", {}).get(sheet, {})
    merged = {**answers, **own}
    for key in ("marks", "mapping"):
        merged[key] = {**answers.get(key, {}), **own.get(key, {})}
    return Answers(merged, frozenset(own))


def check_answers(answers: Mapping[str, Any]) -> list[str]:
    """Refuse unknown keys and values; return the known keys whose feature is not yet there."""
    later: list[str] = []
    for part in (answers, *answers.get("sheets", {}).values()):
        if not isinstance(part, Mapping):
            raise LibCollabError("The answers must be an object of keys and values.")
        for key, value in part.items():
            if key not in KEYS:
                raise did_you_mean("answer", key, KEYS)
            if key in CHOICES and value not in CHOICES[key]:
                raise LibCollabError(
                    f'The answer "{key}" is "{value}"; it can be {" or ".join(map(str, CHOICES[key]))}.'
                )
            if not KEYS[key] and key not in later:
                later.append(key)
    return later
