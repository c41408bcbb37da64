"""What the librarian answered, seen from one sheet; an answer for the sheet outranks one for all."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from libcollab_metrics.errors import LibCollabError, did_you_mean
from libcollab_metrics.model import ALL_SHEETS, Answer, Setting
from libcollab_metrics.model.name_matching import NearSpelling
from libcollab_metrics.model.readings import FileReading, Question, SheetReading
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


# The questions of a file as one screen asks them: in a fixed order, the same one once, and the answers they make.

#: The order of sheets.md § 5: what the sheet is, then its headings, marks, days, numbers, people and partners.
ORDER = (
    "only_sheets", "hidden_sheets", "hidden_rows", "header_row", "layout", "activity", "tab_program",
    "mapping", "marks", "year",
    "date_order", "fiscal_year_start", "holidays", "people", "zero_means", "month_finished", "totals", "ranges",
    "postponed", "duplicates", "excused", "blank_checkin", "enrolment_of", "same_person", "spelling", "partner_mark",
    "age_class", "main_audience",
)  # fmt: skip
#: Answers that are numbers, and answers that are yes or no in the answers file.
NUMBERS = ("year", "header_row", "fiscal_year_start")
TRUTHS = {"true": True, "yes": True, "false": False, "no": False}
#: Answers that are never kept for the next sheet: they name people, or belong to one file only.
NEVER_KEPT = ("same_person", "only_sheets", "sheets")
YES_NO = (("yes", "yes, one and the same"), ("no", "no, two different ones"))

Choice = str | int | None


@dataclass(frozen=True)
class Asked:
    """One question on the screen.

    `key` and `name` say where its answer stands (key "marks", name "x"; `named` is False for plain keys such as
    "year"); `sheets` it holds for; `details` what each sheet says where several ask the same; `yes` is what a yes
    stands for: a pair of names, or the spelling that is kept.
    """

    key: str
    name: str
    named: bool
    text: str
    options: tuple[tuple[str, str], ...]
    default: str
    sheets: tuple[str, ...]
    details: tuple[tuple[str, str], ...] = ()
    yes: Any = None

    @property
    def is_number(self) -> bool:
        """True when a number is typed."""
        return self.key in NUMBERS and not self.options

    @property
    def is_text(self) -> bool:
        """True when words are typed: who stands behind an asterisk."""
        return not self.options and not self.is_number


def questions_of(reading: FileReading, joins: Sequence[NearSpelling] = (), *, apart: bool = False) -> tuple[Asked, ...]:
    """Return every question of a file in the order they are asked.

    Parameters
    ----------
    reading : the file as read.
    joins : near spellings to ask about beside the reader's own questions.
    apart : ask the same question of several sheets once for each of them, not once for all.
    """
    groups: dict[tuple[object, ...], list[tuple[str, Question, tuple[str, str, bool]]]] = {}
    for sheet in reading.sheets:
        for question in sheet.questions:
            where = path_of(question.id, sheet.name)
            if where[0] != "same_person":  # asked below, by the names themselves
                alike = (where, question.options, question.default, sheet.name if apart else "")
                groups.setdefault(alike, []).append((sheet.name, question, where))
    found = [_once(group) for group in groups.values()]
    found += [_same_person(sheet, *pair) for sheet in reading.sheets for pair in sheet.near_names]
    found += [_spelling(join) for join in joins]
    return tuple(sorted(found, key=lambda asked: _rank(asked.key)))


def rank(path: str, sheet: str) -> int:
    """Where a question stands in the order in which they are asked."""
    return _rank(path_of(path, sheet)[0])


def _rank(key: str) -> int:
    return ORDER.index(key) if key in ORDER else len(ORDER)


def path_of(path: str, sheet: str) -> tuple[str, str, bool]:
    """Return (key, name, is there a name) of a question's path; sheets, marks and labels may hold dots.

    Examples
    --------
    >>> path_of("sheets.Mar. 2026.marks.", "Mar. 2026"), path_of("sheets.March.partner_mark.*", "March")
    (('marks', '', True), ('partner_mark', '*', True))
    >>> path_of("sheets.March.year", "March"), path_of("sheets.March.age_class.Ages 3.5-6", "March")
    (('year', '', False), ('age_class', 'Ages 3.5-6', True))
    """
    key, dot, name = path.removeprefix(f"sheets.{sheet}.").partition(".")
    return key, name, bool(dot)


def _once(group: Sequence[tuple[str, Question, tuple[str, str, bool]]]) -> Asked:
    _, first, (key, name, named) = group[0]
    sheets = tuple(sheet for sheet, _, _ in group)  # a sheet of two tables may ask twice
    texts = [question.text for _, question, _ in group]
    shared = _shared_end(texts)
    details = tuple(
        (sheet, rest)
        for sheet, text in zip(sheets, texts, strict=True)
        if shared != text and (rest := text.removesuffix(shared).strip())
    )
    return Asked(
        key, name, named, shared or first.text, first.options, first.default, tuple(dict.fromkeys(sheets)), details
    )


def _shared_end(texts: Sequence[str]) -> str:
    """The sentences at the end that all texts have in common; the whole text where they are equal."""
    cut = [re.split(r"(?<=[.?!]) ", text) for text in texts]
    shared: list[str] = []
    for sentences in zip(*(reversed(parts) for parts in cut), strict=False):
        if len(set(sentences)) > 1:
            break
        shared.insert(0, sentences[0])
    return " ".join(shared)


def _same_person(sheet: SheetReading, row: int, name: str, other_row: int, other: str) -> Asked:
    text = f"Are “{name}” (row {row}) and “{other}” (row {other_row}) one person?"
    return Asked("same_person", f"{row}-{other_row}", True, text, YES_NO, "no", (sheet.name,), yes=[name, other])


def _spelling(join: NearSpelling) -> Asked:
    old, new = (f"“{name}” ({_rows(count)})" for name, count in ((join.old, join.old_rows), (join.new, join.new_rows)))
    text = f"Is {old} the same {join.kind.lower()} as {new}?"
    return Asked("spelling", join.old, True, text, YES_NO, "no", (), yes=join.new)


def _rows(count: int) -> str:
    return "1 row" if count == 1 else f"{count:,} rows"


def make_answers(chosen: Iterable[tuple[Asked, Choice]], reading: FileReading) -> dict[str, Any]:
    """Return what was chosen in the shape of an answers file; nothing chosen is no answer.

    An answer stands under each sheet that asked, so that it never changes another; a year that every table of
    the file asks for stands at the top, where it is the year of the first one. Joins stand at the top.
    """
    tables = {sheet.name for sheet in reading.sheets if sheet.layout != "skipped"}
    found: dict[str, Any] = {}
    for asked, choice in chosen:
        if choice is None or choice == "":
            continue
        if asked.yes is not None:
            if choice == "yes":
                _join(found, asked)
            continue
        value = TRUTHS.get(choice, choice) if asked.key == "month_finished" and isinstance(choice, str) else choice
        whole = asked.key == "year" and len(tables) > 1 and set(asked.sheets) >= tables
        under = () if whole else asked.sheets
        places = [found.setdefault("sheets", {}).setdefault(sheet, {}) for sheet in under] or [found]
        for place in places:
            if asked.named:
                place.setdefault(asked.key, {})[asked.name] = value
            else:
                place[asked.key] = value
    return found


def _join(found: dict[str, Any], asked: Asked) -> None:
    if asked.key == "same_person":
        found.setdefault("same_person", []).append(list(asked.yes))
    else:
        found.setdefault("spelling", {})[asked.name] = asked.yes


def merge_answers(given: Mapping[str, Any], more: Mapping[str, Any]) -> dict[str, Any]:
    """Return `given` with `more` on top: objects key by key, pairs of people added, anything else replaced."""
    merged = dict(given)
    for key, value in more.items():
        old = merged.get(key)
        if isinstance(old, Mapping) and isinstance(value, Mapping):
            merged[key] = merge_answers(old, value)
        elif key == "same_person" and isinstance(old, list):
            merged[key] = [*old, *(pair for pair in value if pair not in old)]
        else:
            merged[key] = value
    return merged


@dataclass(frozen=True)
class Given:
    """One answer given: under `key` (and `name` in it, None for plain keys), for these sheets (none: for all)."""

    key: str
    name: str | None
    value: Any
    sheets: tuple[str, ...] = ()


def given_answers(given: Mapping[str, Any]) -> tuple[Given, ...]:
    """Return the answers one by one; the same answer for several sheets is one."""
    sheets: dict[tuple[str, str | None, str], list[str]] = {}
    found: dict[tuple[str, str | None, str], Any] = {}
    for sheet, own in (("", given), *given.get("sheets", {}).items()):
        for key, name, value in _one_by_one(own):
            found.setdefault((key, name, repr(value)), value)
            sheets.setdefault((key, name, repr(value)), []).extend([sheet] if sheet else [])
    return tuple(Given(key, name, value, tuple(sheets[key, name, told])) for (key, name, told), value in found.items())


def _one_by_one(own: Mapping[str, Any]) -> Iterator[tuple[str, str | None, Any]]:
    for key, value in own.items():
        if key == "same_person":
            yield from ((key, None, pair) for pair in value)
        elif isinstance(value, Mapping) and key != "sheets":
            yield from ((key, name, one) for name, one in value.items())
        elif key != "sheets":
            yield key, None, value


def without_answer(given: Mapping[str, Any], one: Given) -> dict[str, Any]:
    """Return the answers without one of them, wherever it stands; the rest is as it was."""
    kept = {key: _less(key, value, one) for key, value in given.items() if key != "sheets"}
    sheets = {
        sheet: {key: left for key, value in own.items() if (left := _less(key, value, one)) not in (None, {}, [])}
        for sheet, own in given.get("sheets", {}).items()
    }
    return {key: value for key, value in kept.items() if value not in (None, {}, [])} | {"sheets": sheets}


def _less(key: str, value: Any, one: Given) -> Any:
    if key != one.key:
        return value
    if key == "same_person":
        return [pair for pair in value if pair != one.value]
    if one.name is not None:
        return {name: kept for name, kept in value.items() if (name, kept) != (one.name, one.value)}
    return None if value == one.value else value


def answers_to_keep(given: Mapping[str, Any], sheet: str) -> dict[str, Any]:
    """Return what may be kept on disk for the next sheet with these headings: never an answer that names a person."""
    own = given.get("sheets", {}).get(sheet, {})
    merged = merge_answers({key: value for key, value in given.items() if key != "sheets"}, own)
    return {key: value for key, value in merged.items() if key not in NEVER_KEPT and value not in ({}, None)}


def without_people(given: Mapping[str, Any]) -> dict[str, Any]:
    """Return the answers without those that name people: what may be copied from the screen."""
    kept = {key: value for key, value in given.items() if key not in ("same_person", "sheets")}
    sheets = {name: without_people(own) for name, own in given.get("sheets", {}).items()}
    return kept | ({"sheets": sheets} if any(sheets.values()) else {})
