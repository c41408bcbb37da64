"""How one value of a setting is read, or refused in the one sentence all refusals share."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping
from datetime import date
from itertools import pairwise
from typing import Any

from libcollab_metrics.errors import LibCollabError, did_you_mean
from libcollab_metrics.model.scope import check_day

ANY = math.inf

#: Reads one value that stands at a place ("population_by, age_group"), or refuses it.
Reader = Callable[[str, Any], Any]


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


def a_number(low: float, high: float, example: str, *, whole: bool = False) -> Reader:
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


def a_text(example: str, pattern: str = ".*", wrong: str = "no text") -> Reader:
    def read(place: str, value: Any) -> str:
        text = value.strip() if isinstance(value, str) else None
        if text is None or not re.fullmatch(pattern, text, re.DOTALL):
            raise refused(place, value, "no text" if text is None else wrong, example)
        return text

    return read


def a_currency(place: str, value: Any) -> str:
    return str(
        a_text("three letters, such as PHP", "|[A-Za-z]{3}", "no currency's three letters")(place, value)
    ).upper()


def a_word(*choices: str) -> Reader:
    def read(place: str, value: Any) -> str:
        word = value.strip().casefold() if isinstance(value, str) else None
        if word not in choices:
            shown = [f"“{choice}”" for choice in choices if choice]
            raise refused(place, value, "none of the choices", " or ".join(shown))
        return str(word)

    return read


def a_list_of_names(example: str) -> Reader:
    """A list of names; one text alone is a list of one."""

    def read(place: str, value: Any) -> tuple[str, ...]:
        names = [value] if isinstance(value, str) else value
        if not isinstance(names, list | tuple) or not all(isinstance(name, str) for name in names):
            raise refused(place, value, "no list of names", f"a list such as {example}")
        return tuple(name.strip() for name in names if name.strip())

    return read


def named_values(kind: Reader, example: str) -> Reader:
    """Values of one kind, each under a name of its own."""

    def read(place: str, value: Any) -> dict[str, Any]:
        given = named(place, value, example)
        return {name: kind(f"{place}, {name}", part) for name, part in given.items()}

    return read


def one_or_named(kind: Reader, example: str) -> Reader:
    """One value for all, or one under each name."""
    each = named_values(kind, example)
    return lambda place, value: (each if isinstance(value, Mapping) else kind)(place, value)


def named(place: str, value: Any, example: str) -> Mapping[str, Any]:
    if not isinstance(value, Mapping) or not all(isinstance(name, str) for name in value):
        raise refused(place, value, "no group of named values", f"it like {example}")
    return value


def a_record(what: str, kinds: Mapping[str, Reader], order: tuple[str, ...], example: str) -> Reader:
    """Named values of different kinds, of which those in `order` may not fall; null is a value nobody entered."""

    def read(place: str, value: Any) -> dict[str, Any]:
        given = named(place, value, example)
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


def a_day(place: str, value: Any) -> str:
    text = value.strip() if isinstance(value, str) else ""
    try:
        return check_day(date.fromisoformat(text)).isoformat()
    except (ValueError, LibCollabError):
        raise refused(
            place, value, "no day of the calendar from 1900 to 2199", "it as year, month and day: 2026-01-10"
        ) from None


def a_list(one: Reader, most: int, example: str) -> Reader:
    """A list of values of one kind, no longer than `most`."""

    def read(place: str, value: Any) -> tuple[Any, ...]:
        if not isinstance(value, list | tuple):
            raise refused(place, value, "no list", f"a list such as {example}")
        if len(value) > most:
            raise refused(place, value, f"longer than {most} entries", "a shorter list")
        return tuple(one(f"{place}, number {number}", entry) for number, entry in enumerate(value, 1))

    return read
