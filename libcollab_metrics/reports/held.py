"""Whether the sponsor may be shown who pays: the lines of money that nobody has cleared yet."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from libcollab_metrics.metrics import LedgerLine, unclear_lines
from libcollab_metrics.model import Dataset, Scope
from libcollab_metrics.wording import Language

#: Lines told one by one; a longer list ends in how many more there are.
MOST_TOLD = 12


def lines_to_clear(dataset: Dataset, scope: Scope, as_of: date, language: Language) -> tuple[str, ...]:
    """Return the cash lines without a clear bearer, each as program, kind and value: never a name."""
    lines = unclear_lines(dataset, scope=scope, as_of=as_of)
    return tuple(", ".join(_parts(line, language, dataset.settings.currency)) for line in lines)


def held_back_text(lines: tuple[str, ...], language: Language) -> str:
    """Return why the sponsor summary waits, with the lines to clear."""
    told = list(lines[:MOST_TOLD])
    if len(lines) > MOST_TOLD:
        told.append(language.say("more", count=len(lines) - MOST_TOLD))
    return language.say(
        "held-back-one" if len(lines) == 1 else "held-back-many", count=len(lines), lines="; ".join(told)
    )


def _parts(line: LedgerLine, language: Language, currency: str) -> Iterator[str]:
    yield line.program or language.say("no-program")
    yield language.say("kind-cash")
    yield language.say("no-value") if line.value is None else language.money(line.value, currency)
