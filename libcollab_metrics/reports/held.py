"""Whether the sponsor may be shown who pays: the lines of money that nobody has cleared yet."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from libcollab_metrics.metrics.facts import read_facts, rows_of
from libcollab_metrics.model import Dataset, Scope
from libcollab_metrics.wording import Language

#: Lines told one by one; a longer list ends in how many more there are.
MOST_TOLD = 12


def unclear_lines(dataset: Dataset, scope: Scope, language: Language) -> tuple[str, ...]:
    """Return the cash lines without a clear bearer, each as program, kind and value."""
    if dataset.is_empty("ledger"):
        return ()
    facts = read_facts(dataset, date.max)
    names = {key: program.name for key, program in facts.programs.items()}
    kept = facts.program_ids(scope)
    rows = [row for row in rows_of(dataset, "ledger") if _is_unclear(row) and _is_in(row, scope, kept)]
    return tuple(_told(row, names, language, dataset.settings.currency) for row in rows)


def held_back_text(lines: tuple[str, ...], language: Language) -> str:
    """Return why the sponsor summary waits, with the lines to clear."""
    told = list(lines[:MOST_TOLD])
    if len(lines) > MOST_TOLD:
        told.append(language.say("more", count=len(lines) - MOST_TOLD))
    return language.say(
        "held-back-one" if len(lines) == 1 else "held-back-many", count=len(lines), lines="; ".join(told)
    )


def _is_unclear(row: dict[str, Any]) -> bool:
    return row["kind"] == "cash" and (row["status"] in (None, "unclear") or not row["from_party"])


def _is_in(row: dict[str, Any], scope: Scope, kept: frozenset[str] | None) -> bool:
    if kept is not None and row["program_id"] not in kept:
        return False
    return not (scope.start or scope.end) or _is_between(row["date"], scope.start, scope.end)


def _is_between(moment: Any, start: date | None, end: date | None) -> bool:
    if moment is None:
        return False
    day = moment.date()
    return (start is None or day >= start) and (end is None or day <= end)


def _told(row: dict[str, Any], names: dict[str, str], language: Language, currency: str) -> str:
    return ", ".join(_parts(row, names, language, currency))


def _parts(row: dict[str, Any], names: dict[str, str], language: Language, currency: str) -> Iterator[str]:
    yield names.get(str(row["program_id"]), language.say("no-program"))
    yield language.say("kind-cash")
    yield language.say("no-value") if row["value"] is None else language.money(float(row["value"]), currency)
