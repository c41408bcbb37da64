"""What each setting may be: one table of kinds, and the one sentence with which everything else is refused."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping
from datetime import date
from itertools import pairwise
from types import MappingProxyType
from typing import Any

from libcollab_metrics.errors import LibCollabError, did_you_mean
from libcollab_metrics.model.assumptions import read_social_return
from libcollab_metrics.model.schema import SCHEMA, Field

#: By what a population can be told apart: the audience of sessions, or what is known of a person.
POPULATION_FIELDS = ("age_group", "mother_tongue", "person_age")
#: Fields of a row that hold a band: none may be more than one that comes after it.
BAND, TARGET, RATE = ("low", "ideal", "high"), ("target_low", "target_ideal", "target_high"), ("low", "rate", "high")
#: What a criterion calls its program and its metric, beside the names of the table.
CRITERION_NAMES = MappingProxyType({"program": "program_id", "metric": "metric_id"})
ANY = math.inf

#: Reads one value that stands at a place ("population_by, age_group"), or refuses it.
Reader = Callable[[str, Any], Any]


def read_setting(name: str, value: object) -> Any:
    """Return the value of a setting as it is kept; LibCollabError says what is wrong, what was read, what to write.

    A name of its own is asked of the caller: one that is not in `SETTING_KINDS` is refused with the nearest.

    Examples
    --------
    >>> read_setting("currency", "php"), read_setting("sites", "Main")
    ('PHP', ('Main',))
    >>> try:
    ...     read_setting("completion_threshold", 75)
    ... except LibCollabError as error:
    ...     print(error)
    Setting “completion_threshold”: 75 was read, and that is out of range. Write a number from 0 to 1, such as 0.75.
    """
    if name not in SETTING_KINDS:
        raise did_you_mean("setting", name, SETTING_KINDS)
    return SETTING_KINDS[name](name, value)


def refused(place: str, value: object, wrong: str, write: str) -> LibCollabError:
    """Return the refusal of a value: where it stands, what was read, what is wrong with it, what to write."""
    return LibCollabError(f"Setting “{place}”: {_shown(value)} was read, and that is {wrong}. Write {write}.")


def _shown(value: object) -> str:
    """A value as it was typed, short; of what has parts only its kind."""
    if isinstance(value, str):
        return f"“{value[:60]}”"
    if isinstance(value, Mapping):
        return "a group of named values"
    if isinstance(value, list | tuple):
        return "a list"
    named = {None: "nothing", True: "true", False: "false"}
    return named[value] if value is None or isinstance(value, bool) else f"{value}"


def _number(low: float, high: float, example: str, *, whole: bool = False) -> Reader:
    """A number from `low` to `high`, both of them allowed."""
    kind = "a whole number" if whole else "a number"
    span = f"{kind}, {low:g} or more" if high == ANY else f"{kind} from {low:g} to {high:g}"
    write = f"{kind if low == -ANY else span}, such as {example}"

    def read(place: str, value: Any) -> float | int:
        if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
            raise refused(place, value, "no number", write)
        if not low <= value <= high:
            raise refused(place, value, "out of range", write)
        if whole and value != int(value):
            raise refused(place, value, "no whole number", write)
        return int(value) if whole else value

    return read


def _text(example: str, pattern: str = ".*", wrong: str = "no text") -> Reader:
    def read(place: str, value: Any) -> str:
        text = value.strip() if isinstance(value, str) else None
        if text is None or not re.fullmatch(pattern, text, re.DOTALL):
            raise refused(place, value, "no text" if text is None else wrong, example)
        return text

    return read


def _currency(place: str, value: Any) -> str:
    return str(_text("three letters, such as PHP", "|[A-Za-z]{3}", "no currency's three letters")(place, value)).upper()


def _word(*choices: str) -> Reader:
    def read(place: str, value: Any) -> str:
        word = value.strip().casefold() if isinstance(value, str) else None
        if word not in choices:
            shown = [f"“{choice}”" for choice in choices if choice]
            raise refused(place, value, "none of the choices", " or ".join(shown))
        return str(word)

    return read


def _names(example: str) -> Reader:
    """A list of names; one text alone is a list of one."""

    def read(place: str, value: Any) -> tuple[str, ...]:
        names = [value] if isinstance(value, str) else value
        if not isinstance(names, list | tuple) or not all(isinstance(name, str) for name in names):
            raise refused(place, value, "no list of names", f"a list such as {example}")
        return tuple(name.strip() for name in names if name.strip())

    return read


def _each(kind: Reader, example: str) -> Reader:
    """Values of one kind, each under a name of its own."""

    def read(place: str, value: Any) -> dict[str, Any]:
        given = _named(place, value, example)
        return {name: kind(f"{place}, {name}", part) for name, part in given.items()}

    return read


def _one_or_each(kind: Reader, example: str) -> Reader:
    """One value for all, or one under each name."""
    each = _each(kind, example)
    return lambda place, value: (each if isinstance(value, Mapping) else kind)(place, value)


def _named(place: str, value: Any, example: str) -> Mapping[str, Any]:
    if not isinstance(value, Mapping) or not all(isinstance(name, str) for name in value):
        raise refused(place, value, "no group of named values", f"it like {example}")
    return value


def _record(what: str, kinds: Mapping[str, Reader], order: tuple[str, ...], example: str) -> Reader:
    """Named values of different kinds, of which those in `order` may not fall; null is a value nobody entered."""

    def read(place: str, value: Any) -> dict[str, Any]:
        given = _named(place, value, example)
        for name in given:
            if name not in kinds:
                raise did_you_mean(what, name, kinds)
        found = {n: None if part is None else kinds[n](f"{place}, {n}", part) for n, part in given.items()}
        _check_order(place, [(name, end) for name in order if (end := found.get(name)) is not None])
        return found

    return read


def _check_order(place: str, ends: list[tuple[str, float]]) -> None:
    for (before, low), (after, high) in pairwise(ends):
        if low > high:
            wrong = f"more than “{after}”, {_shown(high)}"
            raise refused(f"{place}, {before}", low, wrong, f"“{before}” no higher than “{after}”")


def _day(place: str, value: Any) -> str:
    text = value.strip() if isinstance(value, str) else ""
    try:
        return f"{date.fromisoformat(text):%Y-%m-%d}"
    except ValueError:
        raise refused(place, value, "no day of the calendar", "it as year, month and day: 2026-01-10") from None


def _field(field: Field) -> Reader:
    """What a field of the tables may hold, by its kind."""
    if field.kind == "choice":
        return _word(*field.choices)
    if field.kind == "date":
        return _day
    if field.kind == "names":
        return lambda place, value: "; ".join(_names('["School", "Hope"]')(place, value))
    if field.kind in ("count", "number", "money"):
        whole = field.kind == "count"
        return _number(0 if whole else -ANY, ANY, field.example or "300", whole=whole)
    return _text(f"it as text, such as {field.example}", ".+", "empty")


PROGRAM_FIELDS: Mapping[str, Reader] = MappingProxyType(
    {f.name: _field(f) for f in SCHEMA["programs"].typed if f.name != "name"}
    | {"partners": _names('["Hope Foundation"]')}
)
CRITERION_FIELDS: Mapping[str, Reader] = MappingProxyType(
    {f.name: _field(f) for f in SCHEMA["criteria"].typed}
    | {alias: _field(SCHEMA["criteria"].field(name)) for alias, name in CRITERION_NAMES.items()}
)
_CRITERION = '{"program": "Story hour", "metric": "attendance_total", "low": 200}'


def _criteria(place: str, value: Any) -> tuple[Mapping[str, Any], ...]:
    if not isinstance(value, list | tuple):
        raise refused(place, value, "no list of criteria", f"a list such as [{_CRITERION}]")
    read = _record("criterion field", CRITERION_FIELDS, BAND, _CRITERION)
    return tuple(_criterion(read(f"{place}, number {number}", row)) for number, row in enumerate(value, 1))


def _criterion(row: Mapping[str, Any]) -> dict[str, Any]:
    """A criterion under the names of its table."""
    renamed = {CRITERION_NAMES.get(key, key): value for key, value in row.items()}
    if not renamed.get("program_id") or not renamed.get("metric_id"):
        raise LibCollabError("A criterion in the settings names no program or no metric. Give both.")
    return renamed


def _populations(place: str, value: Any) -> dict[str, Any]:
    example = '{"mother_tongue": {"Cebuano": 2900}}'
    for name in _named(place, value, example):
        if name not in POPULATION_FIELDS:
            raise did_you_mean("field of population_by", name, POPULATION_FIELDS)
    return dict(_each(_each(_number(0, ANY, "2900"), '{"Cebuano": 2900}'), example)(place, value))


def _small(place: str, value: Any) -> int:
    number = _number(-ANY, ANY, "10", whole=True)(place, value)
    if number < 5:
        raise refused(place, value, "too low: small numbers below 5 may not be shown", "a whole number, 5 or more")
    return int(number)


def _social_return(place: str, value: Any) -> Mapping[str, Any]:
    found = _named(place, value, '{"discount_rate": {…}, "outcomes": [{…}]}')
    read_social_return(found)  # what cannot be read is refused when it is entered, not when it is shown
    return found


_VOLUNTEER = {
    **{name: _number(0, ANY, "75") for name in RATE},
    "year": _number(1900, 2100, "2025", whole=True),
    **{name: _text("it as text") for name in ("source", "country")},
    "currency": _currency,
}  # fmt: skip

#: Every setting: how its value is read.
SETTING_KINDS: Mapping[str, Reader] = MappingProxyType(
    {
        "population": _number(0, ANY, "12000"),
        "population_by": _populations,
        "currency": _currency,
        "small_people": _small,
        "small_events": _small,
        "excused": _word("ignore", "absent"),
        "staff": _number(0, ANY, "2"),
        "staff_hours_per_month": _number(0, ANY, "320"),
        "staff_rate": _number(0, ANY, "95"),
        "volunteer_rate": _record("part of volunteer_rate", _VOLUNTEER, RATE, '{"low": 60, "rate": 75, "high": 95}'),
        "replacement_price": _number(0, ANY, "12.50"),
        "sroi": _social_return,
        "completion_threshold": _number(0, 1, "0.75"),
        "agreement_threshold": _one_or_each(_number(1, 100, "4"), '{"joy": 8}'),
        "scale_max": _each(_number(1, ANY, "20"), '{"reading score": 20}'),
        "sites": _names('["Main", "San Isidro"]'),
        "ledger_complete": _word("yes", "no", ""),
        "programs": _each(_record("program field", PROGRAM_FIELDS, TARGET, '{"population": 80}'),
                          '{"Story hour": {"population": 80}}'),
        "criteria": _criteria,
        "fiscal_year_start": _number(1, 12, "7", whole=True),
        "school_year_start": _number(1, 12, "6", whole=True),
    }
)  # fmt: skip
