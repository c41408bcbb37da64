"""Assumptions of a social return (SROI): ranges with source and author, validated."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from libcollab_metrics.errors import LibCollabError, unknown_name_error
from libcollab_metrics.messages import Message, join_messages

#: Assumptions every outcome needs, and shares that are deducted from it (0 if not entered).
REQUIRED_PARTS, SHARE_PARTS = ("quantity", "value"), ("deadweight", "others", "displacement", "drop_off")
PART_DESCRIPTIONS = MappingProxyType(
    {
        "quantity": Message("how many people or things changed"),
        "value": Message("what one change is worth"),
        "deadweight": Message("share that would have happened anyway"),
        "others": Message("share owed to others"),
        "displacement": Message("share that only moved from elsewhere"),
        "drop_off": Message("share lost from year to year"),
        "discount_rate": Message("discount rate"),
    }
)


@dataclass(frozen=True)
class Assumption:
    """Assumed number in the range `low` to `high`, with its `source` and `author`."""

    name: str
    low: float
    high: float
    source: str
    author: str

    @property
    def midpoint(self) -> float:
        """Midpoint of the range."""
        return (self.low + self.high) / 2


@dataclass(frozen=True)
class SocialOutcome:
    """One outcome of a social return, over `years` years, with its assumptions by name."""

    outcome: str
    years: int
    assumptions: Mapping[str, Assumption]


@dataclass(frozen=True)
class SocialReturn:
    """All inputs of a social return except the cost."""

    outcomes: tuple[SocialOutcome, ...]
    discount_rate: Assumption


def parse_social_return(value: Mapping[str, Any]) -> SocialReturn | None:
    """Parse the setting `sroi`; None if nothing was entered.

    Shape: `{"discount_rate": {...}, "outcomes": [{"outcome": "...", "years": 1, "quantity": {...}, "value":
    {...}, "deadweight": {...}, "others": {...}, "displacement": {...}, "drop_off": {...}}]}`, where each
    `{...}` is `{"low": 0.2, "high": 0.4, "source": "...", "author": "..."}`.

    Raises
    ------
    LibCollabError
        If a part is unknown, missing or invalid.
    """
    if not value:
        return None
    for key in value:
        if key not in ("outcomes", "discount_rate"):
            raise unknown_name_error("part of the social return", key, ("outcomes", "discount_rate"))
    outcomes = value.get("outcomes") or ()
    listed = isinstance(outcomes, list | tuple) and all(isinstance(outcome, Mapping) for outcome in outcomes)
    if not outcomes or not listed:
        raise LibCollabError("A social return needs a list of outcomes, each with a quantity and a value.")
    rate = _parse_assumption("discount_rate", value.get("discount_rate"), "the social return")
    return SocialReturn(tuple(map(_parse_outcome, outcomes)), rate)


def _parse_outcome(value: Mapping[str, Any]) -> SocialOutcome:
    name = str(value.get("outcome") or "").strip()
    if not name:
        raise LibCollabError("Every outcome of the social return needs a name: write it under “outcome”.")
    known = ("outcome", "years", *REQUIRED_PARTS, *SHARE_PARTS)
    for key in value:
        if key not in known:
            raise unknown_name_error("assumption", key, known)
    for key in REQUIRED_PARTS:
        if key not in value:
            raise LibCollabError(
                Message(
                    "“{name}”: {part} ({key}) is missing.", name=name, part=PART_DESCRIPTIONS[key], key=key
                )
            )
    years = value.get("years", 1)
    if not isinstance(years, int) or isinstance(years, bool) or not 1 <= years <= 100:
        raise LibCollabError(
            Message(
                "“{name}”: “{years}” is not a number of years. Write a whole number from 1 to 100.",
                name=name,
                years=str(years),
            )
        )
    read = {
        key: _parse_assumption(key, value.get(key), f"“{name}”") for key in (*REQUIRED_PARTS, *SHARE_PARTS)
    }
    return SocialOutcome(name, years, MappingProxyType(read))


def _parse_assumption(name: str, value: object, context: str) -> Assumption:
    """Parse one assumption; a share or rate that was not entered is 0."""
    if value is None:
        return Assumption(name, 0.0, 0.0, "", "")
    if not isinstance(value, Mapping) or not {"low", "high", "source", "author"} <= set(value):
        raise LibCollabError(
            Message(
                "{context}: {part} ({key}) needs a low, a high, a source and an author.",
                context=context,
                part=PART_DESCRIPTIONS[name],
                key=name,
            )
        )
    ends = [
        _parse_number(value[end], join_messages(": ", (context, PART_DESCRIPTIONS[name])))
        for end in ("low", "high")
    ]
    _check_range(name, ends, context)
    source, author = str(value["source"]).strip(), str(value["author"]).strip()
    if not source or not author:
        raise LibCollabError(
            Message(
                "{context}: say where {part} ({key}) comes from, and who assumed it.",
                context=context,
                part=PART_DESCRIPTIONS[name],
                key=name,
            )
        )
    return Assumption(name, min(ends), max(ends), source, author)


def _parse_number(value: object, context: str) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        raise LibCollabError(
            Message("{context}: “{value}” is not a number.", context=context, value=str(value))
        )
    return float(value)


def _check_range(name: str, bounds: list[float], context: str) -> None:
    if name in SHARE_PARTS and not all(0 <= end <= 1 for end in bounds):
        raise LibCollabError(
            Message(
                "{context}: {part} ({key}) is a share from 0 to 1; 0.2 means 20%.",
                context=context,
                part=PART_DESCRIPTIONS[name],
                key=name,
            )
        )
    if name in ("quantity", "discount_rate") and min(bounds) < 0:
        raise LibCollabError(
            Message(
                "{context}: {part} ({key}) cannot be below 0.",
                context=context,
                part=PART_DESCRIPTIONS[name],
                key=name,
            )
        )
