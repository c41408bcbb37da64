"""What the librarian answered, seen from one sheet; an answer for the sheet outranks one for all."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from libcollab_metrics.errors import LibCollabError, did_you_mean
from libcollab_metrics.model import ALL_SHEETS, Answer, Setting
from libcollab_metrics.model.schema import LEDGER_STATUSES, STATUSES
from libcollab_metrics.model.scope import FIRST_DAY, LAST_DAY

#: Keys an answers file may hold, each with the kind of value it takes.
KEYS: Mapping[str, type] = {
    "marks": dict, "year": int, "date_order": str, "fiscal_year_start": int, "zero_means": str, "header_row": int,
    "layout": str, "mapping": dict, "excused": str, "people": str, "blank_checkin": str, "totals": str,
    "duplicates": str, "postponed": str, "ranges": str, "holidays": str, "month_finished": object, "hidden_rows": str,
    "hidden_sheets": str, "same_person": list, "spelling": dict, "activity": str, "enrolment_of": str,
    "partner_mark": dict, "age_class": dict, "main_audience": dict, "only_sheets": list, "sheets": dict,
    "tab_program": str,
}  # fmt: skip
_SAID = {int: "a whole number", str: "a word", dict: "an object of names and values", list: "a list"}
CLASSES = ("0-5", "6-11", "12-18", "19+", "general interest", "unclassified")
#: What the values inside an object may be.
VALUES: Mapping[str, tuple[str, ...]] = {
    "marks": (*STATUSES, *LEDGER_STATUSES), "age_class": CLASSES, "main_audience": CLASSES,
}  # fmt: skip

CHOICES: Mapping[str, tuple[object, ...]] = {
    "date_order": ("day-first", "month-first"), "zero_means": ("nobody-came", "not-recorded"),
    "excused": ("ignore", "absent"), "people": ("visits", "people"), "totals": ("rows", "sheet"),
    "duplicates": ("keep", "drop"), "postponed": ("cancelled", "held"), "ranges": ("low", "high"),
    "hidden_sheets": ("leave-out", "read"), "tab_program": ("the-program", "another"),
    "holidays": ("not-held", "held"), "activity": ("program", "door-count"),
    "hidden_rows": ("count", "leave-out"), "blank_checkin": ("absent", "unknown"),
    "month_finished": (True, False, "true", "false"),
}  # fmt: skip
#: Objects whose values are texts.
TEXTS = ("mapping", "spelling", "partner_mark")
#: What the entries of a list must be.
LISTS: Mapping[str, Callable[[object], bool]] = {
    "only_sheets": lambda sheet: isinstance(sheet, str),
    "same_person": lambda names: (
        isinstance(names, list | tuple) and len(names) > 1 and all(isinstance(name, str) for name in names)
    ),
}
LIST_SAID = {"only_sheets": "a list of names of sheets", "same_person": 'a list such as [["Ana Cruz", "A. Cruz"]]'}
#: The least and the most a whole number may be.
RANGES: Mapping[str, tuple[int, int]] = {
    "year": (FIRST_DAY.year, LAST_DAY.year), "fiscal_year_start": (1, 12), "header_row": (1, 1_048_576),
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


def for_all_files(given: Mapping[str, Any]) -> tuple[Answer | Setting, ...]:
    """Return what the answers say about all sheets and files together, as operations of a workspace.

    That is whether sessions standing in two of them are one, and the month in which the fiscal year begins, which
    the sheet that asked may have been answered for.
    """
    own = [given, *given.get("sheets", {}).values()]
    starts = [part["fiscal_year_start"] for part in own if part.get("fiscal_year_start")]
    found: list[Answer | Setting] = []
    if given.get("duplicates"):
        found.append(Answer(ALL_SHEETS, {"duplicates": given["duplicates"]}))
    if starts:
        found.append(Setting({"fiscal_year_start": starts[0]}))
    return tuple(found)


def check_answers(answers: Mapping[str, Any]) -> None:
    """Refuse unknown keys and values with a sentence that says what is possible."""
    sheets = answers.get("sheets", {})
    for part in (answers, *(sheets.values() if isinstance(sheets, Mapping) else ())):
        if not isinstance(part, Mapping):
            raise LibCollabError("The answers must be an object of keys and values.")
        for key, value in part.items():
            if key not in KEYS:
                raise did_you_mean("answer", key, KEYS)
            _check_value(key, value)


def _check_value(key: str, value: object) -> None:
    kind = KEYS[key]
    if value is None and kind not in (dict, list):
        return
    if not isinstance(value, kind) or (kind is int and isinstance(value, bool)):
        raise LibCollabError(f'The answer "{key}" must be {_SAID[kind]}.')
    if key in RANGES and isinstance(value, int) and not RANGES[key][0] <= value <= RANGES[key][1]:
        least, most = RANGES[key]
        raise LibCollabError(f'The answer "{key}" must be a whole number from {least} to {most}.')
    if key in CHOICES and value not in CHOICES[key]:
        raise LibCollabError(f'The answer "{key}" is "{value}"; it can be {" or ".join(map(str, CHOICES[key]))}.')
    if key in TEXTS and not all(isinstance(text, str) for text in value.values()):  # type: ignore[attr-defined]
        raise LibCollabError(f'Every value of the answer "{key}" must be a text.')
    if key in LISTS and not all(map(LISTS[key], value)):  # type: ignore[call-overload]
        raise LibCollabError(f'The answer "{key}" must be {LIST_SAID[key]}.')
    for name, chosen in value.items() if key in VALUES and isinstance(value, dict) else ():
        if chosen not in VALUES[key]:
            raise LibCollabError(f'The answer "{key}" of "{name}" can be {" or ".join(VALUES[key])}.')
