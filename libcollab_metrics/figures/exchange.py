"""What leaves about partners: each at a glance, one beside the library kind by kind, and a school's donations form."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol

from libcollab_metrics.figures.costs import Line, what_was_given
from libcollab_metrics.figures.table import ChartTable
from libcollab_metrics.figures.words import Evaluated, party_name, value_words
from libcollab_metrics.metrics import find_metric
from libcollab_metrics.metrics.definition import Value
from libcollab_metrics.model.names import fold
from libcollab_metrics.model.schema import LEDGER_KINDS, LIBRARY
from libcollab_metrics.wording import Language

#: Whoever has one of these has a row in the table of partners.
AT_A_GLANCE = ("partner_programs", "partner_given", "partner_received")
#: The figures of one party that stand in its row of the table of partners, after what it gave and received.
KEPT = ("pledge_fulfilment", "benefit_delivery")
#: How the donations form calls what the ledger calls received, spent and pledged.
ARRIVED = frozenset({"received", "spent"})
#: The currency as the form itself writes it.
FORM_CURRENCY = {"PHP": "Php"}


class Contribution(Line, Protocol):
    """A line of which is also known whether its value is an estimate or a lower bound."""

    @property
    def estimated(self) -> bool: ...
    @property
    def at_least(self) -> bool: ...


def partners_table(evaluation: Evaluated, language: Language) -> ChartTable:
    """Return every partner in one row: programs together, what it gave and received by kind, and what was kept.

    Figures of two partners may stand on the same program and are never added.
    """
    headings = tuple(language.say(f"glance-{name}") for name in ("partner", "programs", "gave", "received", *KEPT))
    return ChartTable(headings, tuple(_glance(name, evaluation, language) for name in _partners(evaluation)), (1, 4, 5))


def _partners(evaluation: Evaluated) -> list[str]:
    """Whoever has a program with the library, gave or received; the library itself is no partner of its own."""
    names = {v.groups.get("party") for metric in AT_A_GLANCE for v in evaluation.of(metric)}
    return sorted((name for name in names if name and name != LIBRARY), key=str.casefold)


def _glance(partner: str, evaluation: Evaluated, language: Language) -> tuple[str, ...]:
    programs = party_value(evaluation, "partner_programs", partner, "all")
    return (
        party_name(partner, language),
        _written(programs, evaluation, language),
        _by_kind("partner_given", partner, evaluation, language),
        _by_kind("partner_received", partner, evaluation, language),
        *(_written(party_value(evaluation, metric, partner), evaluation, language) for metric in KEPT),
    )


def party_value(evaluation: Evaluated, metric: str, party: str, kind: str = "") -> Value | None:
    """Return one party's value of a metric, of one kind where it has kinds; None where it has none."""
    wanted = {"party": fold(party), **({"kind": kind} if kind else {})}
    for value in evaluation.of(metric):
        groups = {name: fold(part or "") for name, part in value.group}
        if wanted.items() <= groups.items():
            return value
    return None


def _written(value: Value | None, evaluation: Evaluated, language: Language) -> str:
    """A number with its sign; a dash where there is none."""
    if value is None or value.reason is not None:
        return "–"
    return value_words(value, find_metric(value.metric), language, evaluation.currency)


def _by_kind(metric: str, partner: str, evaluation: Evaluated, language: Language) -> str:
    """What a partner gave or received, kind by kind, in one cell."""
    found = [(kind, party_value(evaluation, metric, partner, kind)) for kind in LEDGER_KINDS]
    said = [
        language.say("worth-of-kind", kind=_kind(kind, language), worth=_worth(value, evaluation, language))
        for kind, value in found
        if value is not None
    ]
    return language.say("joined-by-semicolon").join(said) or "–"


def exchange_table(evaluation: Evaluated, partner: str, language: Language) -> ChartTable:
    """Return what one partner gave and what it received, a row a kind; no row where nothing was."""
    sides = ("partner_given", "partner_received")
    headings = tuple(language.say(name) for name in ("category-kind", "glance-gave", "glance-received"))
    rows = []
    for kind in LEDGER_KINDS:
        cells = [party_value(evaluation, side, partner, kind) for side in sides]
        if any(cell is not None for cell in cells):
            rows.append((_kind(kind, language), *(_worth(cell, evaluation, language) for cell in cells)))
    return ChartTable(headings, tuple(rows), (1, 2))


def pair_shares(evaluation: Evaluated, partner: str, language: Language) -> ChartTable:
    """Return which share of the cash and of the gifts one partner and the library bore; what is left, others did."""
    rows = []
    for kind in ("cash", "in_kind"):
        cells = [party_value(evaluation, "fund_share", party, kind) for party in (partner, LIBRARY)]
        if any(cell is not None and cell.reason is None for cell in cells):
            said = (_written(cell, evaluation, language) for cell in cells)
            rows.append((language.say(f"share-{kind}"), *said))
    headings = tuple(language.say(name) for name in ("category-kind", "category-partner", "party-library"))
    return ChartTable(headings, tuple(rows), (1, 2))


def _kind(kind: str, language: Language) -> str:
    return language.messages.get(f"kind-{kind}", kind)


def _worth(value: Value | None, evaluation: Evaluated, language: Language) -> str:
    if value is None:
        return "–"
    if value.value is None:
        return language.say("unpriced")
    return value_words(value, find_metric(value.metric), language, evaluation.currency)


def contribution_table(lines: Iterable[Contribution], language: Language, currency: str = "") -> ChartTable:
    """Return contributions in the columns of a school's donations form, numbered in the order given.

    A day and an amount stand only where something arrived: of a pledge and of an unclear line the amount is told
    beside the purpose, and what has no price says so. Region and Division are ticks that the school sets itself.
    """
    written = FORM_CURRENCY.get(currency, currency)
    amount = language.say("form-amount", currency=written) if written else language.say("form-amount-plain")
    names = ("number", "donor", "purpose", "date", "region", "division")
    headings = (*(language.say(f"form-{name}") for name in names), amount, language.say("form-status"))
    rows = tuple(_contribution(number, line, language, currency) for number, line in enumerate(lines, 1))
    return ChartTable(headings, rows, (6,))


def _contribution(number: int, line: Contribution, language: Language, currency: str) -> tuple[str, ...]:
    arrived = line.status in ARRIVED
    day = line.day.isoformat() if line.day and arrived else ""
    amount = _amount(line, language) if arrived else ""
    status = language.say("form-received" if arrived else f"form-{line.status or 'unclear'}")
    return (
        str(number), party_name(line.giver, language), _purpose(line, language, currency), day, "", "", amount, status,
    )  # fmt: skip


def _amount(line: Contribution, language: Language) -> str:
    if line.value is None:
        return language.say("unpriced")
    sign = "≥ " if line.at_least else "≈ " if line.estimated else ""
    return sign + language.number(line.value, 0 if line.value % 1 == 0 else 2)


def _purpose(line: Contribution, language: Language, currency: str) -> str:
    """What it was, for which program; of what has not arrived for certain also how much was written down."""
    what = what_was_given(line, language)
    if line.status not in ARRIVED and line.value is not None:
        money = language.money(line.value, currency)
        what = language.say(f"form-purpose-{line.status or 'unclear'}", what=what, money=money)
    return language.say("form-purpose-of", what=what, program=line.program) if line.program else what
