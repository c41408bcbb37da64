"""What one of each cost, level by level, and the lines behind a cost: tables, for three levels share no axis."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Protocol

from libcollab_metrics.figures.table import ChartTable
from libcollab_metrics.figures.words import Evaluated, metric_name, party_name, value_words
from libcollab_metrics.metrics import find_metric
from libcollab_metrics.metrics.definition import Value
from libcollab_metrics.metrics.recipes.cost import LEVELS
from libcollab_metrics.model.names import fold
from libcollab_metrics.wording import Language

#: Kinds whose name says that they are hours, and units that would say it twice.
IN_HOURS = frozenset({"staff_hours", "volunteer_hours"})
HOURS = frozenset({"h", "hr", "hrs", "hour", "hours", "oras", "hora", "horas"})
#: Assumptions shown of those that move a social return.
MOST_MOVING = 2
#: Costs of one unit, in the order a reader asks for them.
PER_UNIT = (
    "cost_per_attendance", "cost_per_participant", "cost_per_session", "cost_per_contact_hour", "cost_per_completer",
    "cost_per_improved_reader", "cost_per_book",
)  # fmt: skip


class Part(Protocol):
    """One sort of cost at one level."""

    @property
    def level(self) -> str: ...
    @property
    def label(self) -> str: ...
    @property
    def amount(self) -> float | None: ...
    @property
    def lines(self) -> int: ...
    @property
    def priced(self) -> int: ...
    @property
    def taken(self) -> bool: ...


class Line(Protocol):
    """One line of the ledger as recorded; None where nothing was entered."""

    @property
    def program(self) -> str: ...
    @property
    def day(self) -> date | None: ...
    @property
    def kind(self) -> str | None: ...
    @property
    def giver(self) -> str | None: ...
    @property
    def taker(self) -> str | None: ...
    @property
    def quantity(self) -> float | None: ...
    @property
    def unit(self) -> str | None: ...
    @property
    def value(self) -> float | None: ...
    @property
    def status(self) -> str | None: ...


class Assumed(Protocol):
    """A number nobody can look up, from low to high, with its source."""

    @property
    def name(self) -> str: ...
    @property
    def low(self) -> float: ...
    @property
    def high(self) -> float: ...
    @property
    def source(self) -> str: ...


class Moving(Protocol):
    """How far one assumption moves a social return, all others in their middle."""

    @property
    def outcome(self) -> str: ...
    @property
    def assumption(self) -> Assumed: ...
    @property
    def low(self) -> float: ...
    @property
    def high(self) -> float: ...


def swings_table(swings: Sequence[Moving], language: Language) -> ChartTable:
    """The two assumptions that move a social return most: from what to what, by whom, and how far it moves."""
    headings = tuple(language.say(f"swing-{name}") for name in ("assumption", "between", "source", "return"))
    return ChartTable(headings, tuple(_swing_row(swing, language) for swing in swings[:MOST_MOVING]), ())


def _swing_row(swing: Moving, language: Language) -> tuple[str, ...]:
    assumed = swing.assumption
    between, moved = (
        language.say("range", low=language.in_unit(low, "ratio"), high=language.in_unit(high, "ratio"))
        for low, high in ((assumed.low, assumed.high), (swing.low, swing.high))
    )
    name = language.phrase(assumed.name.replace("_", " "), "assumption")
    return f"{swing.outcome}: {name}", between, assumed.source, moved


def unit_costs(evaluation: Evaluated, language: Language) -> ChartTable:
    """What one visit, person, session, hour, completer, reader and book cost at each level, or why nobody can say.

    A number is exact, "at least" or "at most"; levels stand side by side and are never mixed.
    """
    headings = (language.say("cost-of-one"), *(language.say(f"level-{level}") for level in LEVELS))
    rows = tuple(_unit_row(metric, evaluation, language) for metric in PER_UNIT)
    return ChartTable(headings, rows, (1, 2, 3))


def _unit_row(metric: str, evaluation: Evaluated, language: Language) -> tuple[str, ...]:
    values = evaluation.of(metric)
    by_level = {value.groups.get("level"): value for value in values}
    alone = values[0] if values and not values[0].group else None
    return metric_name(find_metric(metric), language), *(
        _unit(by_level.get(level, alone), evaluation, language) for level in LEVELS
    )


def _unit(value: Value | None, evaluation: Evaluated, language: Language) -> str:
    if value is None:
        return language.say("not-known")
    return value_words(value, find_metric(value.metric), language, evaluation.currency)


def cost_parts_table(parts: Sequence[Part], language: Language, currency: str = "") -> ChartTable:
    """What the cost of each level is made of, and how many lines of each sort have no price."""
    headings = tuple(language.say(name) for name in ("cost-level", "cost-part", "cost-amount", "cost-unpriced"))
    return ChartTable(headings, tuple(_part_row(part, language, currency) for part in parts), (2, 3))


def _part_row(part: Part, language: Language, currency: str) -> tuple[str, ...]:
    amount = language.say("unpriced") if part.amount is None else language.money(part.amount, currency)
    label = language.phrase(part.label, "measure")
    label = language.say("cost-less", part=label) if part.taken else label
    without = language.say("lines-without", count=part.lines - part.priced, lines=part.lines)
    return language.say(f"level-{part.level}"), label, amount, without


def ledger_table(lines: Iterable[Line], language: Language, currency: str = "") -> ChartTable:
    """Lines of the ledger as recorded, or as they may leave: one of somebody without a name has none."""
    names = ("program", "line-day", "line-from", "line-to", "line-what", "line-value", "line-status")
    headings = tuple(language.say(name) for name in names)
    return ChartTable(headings, tuple(_line_row(line, language, currency) for line in lines), (5,))


def what_was_given(line: Line, language: Language) -> str:
    """Write what a line is about: "84 volunteer hours", "3 boxes goods", "cash"."""
    kind = language.messages.get(f"kind-{line.kind}", line.kind or "")
    unit = "" if (line.kind or "") in IN_HOURS and fold(line.unit or "") in HOURS else line.unit or ""
    amount = "" if line.quantity is None else language.number(line.quantity, 0 if line.quantity % 1 == 0 else 1)
    return " ".join(part for part in (amount, unit, kind) if part)


def _line_row(line: Line, language: Language, currency: str) -> tuple[str, ...]:
    what = what_was_given(line, language)
    value = language.say("no-value") if line.value is None else language.money(line.value, currency)
    day = language.day(line.day) if line.day else ""
    status = language.messages.get(f"status-{line.status}", line.status or "")
    taker = "" if line.taker is None else party_name(line.taker, language)
    return line.program, day, party_name(line.giver, language), taker, what, value, status
