"""What the page of costs draws: cash in and out by program, the parts of the total, sources of funding."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from libcollab_metrics.figures.costs import LedgerLine
from libcollab_metrics.figures.partners import Contribution
from libcollab_metrics.figures.text import EvaluationLike
from libcollab_metrics.localization import Language
from libcollab_metrics.metrics.definition import Value
from libcollab_metrics.model.names import casefold_name
from libcollab_metrics.model.schema import LIBRARY, PROJECT

#: Amounts from here on are shown without decimals.
WHOLE_FROM = 20
#: Metrics of the cash of each program.
CASH_METRICS = ("cost_cash", "cash_balance")
#: Metrics of the sources of funding.
SOURCE_METRICS = ("fund_share", "partner_given", "pledge_fulfilment")


@dataclass(frozen=True)
class ProgramCash:
    """Cash of one program.

    Attributes
    ----------
    program : str
        Empty for lines without a program.
    received, spent : Value or None
        None where nothing is recorded.
    unclear : float
        Cash entries whose payer is not known.
    promised : float
        Cash pledged to the project and not yet received.
    is_open : bool
        Whether an entry has no amount, so that more may have been spent.
    may_gain : bool
        Whether an entry has no amount, so that more may have been received.
    """

    program: str
    received: float | None
    spent: Value | None
    unclear: float = 0.0
    promised: float = 0.0
    is_open: bool = False
    may_gain: bool = False

    @property
    def is_within_funding(self) -> bool | None:
        """Whether what was received covers what was spent, also with the unclear entries; None if unknown."""
        spent = None if self.spent is None else self.spent.value
        if self.received is None or spent is None:
            return None
        if spent > self.received:
            return None if self.may_gain else False
        return None if self.is_open or spent + self.unclear > self.received else True


def cash_by_program(
    evaluation: EvaluationLike,
    unclear: Iterable[Contribution],
    pledges: Iterable[LedgerLine],
    order: Sequence[str] = (),
    *,
    incomplete: Collection[str] = (),
) -> tuple[ProgramCash, ...]:
    """Return the cash of each program.

    Parameters
    ----------
    evaluation : EvaluationLike
        `CASH_METRICS` by program.
    unclear : iterable of Contribution
        Cash entries whose payer is not known.
    pledges : iterable of LedgerLine
        Lines that are pledged.
    order : sequence of str, default ()
        Programs in reading order; others follow.
    incomplete : collection of str, default ()
        Programs whose ledger is declared to lack costs.

    Returns
    -------
    tuple of ProgramCash
        Programs with any cash.
    """
    spent = {str(v.groups.get("program") or ""): v for v in evaluation.values_for("cost_cash")}
    balances = {str(v.groups.get("program") or ""): v for v in evaluation.values_for("cash_balance")}
    unclear, pledged = list(unclear), [line for line in pledges if _is_cash_promised(line)]
    names = dict.fromkeys((*spent, *balances, *(line.program for line in (*unclear, *pledged))))
    ranks = {name: rank for rank, name in enumerate(order)}
    found = []
    for name in sorted(names, key=lambda name: (ranks.get(name, len(ranks)), not name, name.casefold())):
        cost, balance = spent.get(name), balances.get(name)
        own = [line for line in unclear if line.program == name]
        cash = ProgramCash(
            name,
            None if balance is None else _as_float(balance.numerator),
            None if cost is None or cost.value is None else cost,
            sum(line.value or 0.0 for line in own),
            sum(line.value or 0.0 for line in pledged if line.program == name),
            name in incomplete or _is_open(cost, balance, own),
            balance is not None and balance.certainty == "at_least",
        )
        if cash.received or cash.spent or cash.unclear or cash.promised:
            found.append(cash)
    return tuple(found)


def _is_cash_promised(line: LedgerLine) -> bool:
    return (
        line.kind == "cash"
        and casefold_name(line.taker or "") == PROJECT
        and casefold_name(line.giver or "") != LIBRARY
    )


def _is_open(cost: Value | None, balance: Value | None, unclear: Sequence[Contribution]) -> bool:
    """Return whether more may have been spent than the amounts that are recorded, unclear ones included."""
    if any(line.value is None or line.at_least for line in unclear):
        return True
    is_partly_priced = cost is not None and cost.coverage is not None and cost.coverage < 1
    is_known = balance is not None and balance.reason is None and balance.certainty in ("exact", "at_least")
    return is_partly_priced or not (is_known or unclear)


def _as_float(number: float | int | None) -> float | None:
    return None if number is None else float(number)


@dataclass(frozen=True)
class FundingSource:
    """What one party gave.

    Attributes
    ----------
    party : str or None
        None where no giver is named.
    cash, in_kind : Value or None
        Amounts with a price; None where nothing was given.
    promised : float
        Pledged and not yet given, where it has a price.
    fulfilment : Value or None
        Share of its pledges that it has fulfilled.
    """

    party: str | None
    cash: Value | None = None
    in_kind: Value | None = None
    promised: float = 0.0
    fulfilment: Value | None = None


def funding_sources(evaluation: EvaluationLike, pledges: Iterable[LedgerLine]) -> tuple[FundingSource, ...]:
    """Return what each party gave, the largest first and the library last.

    Parameters
    ----------
    evaluation : EvaluationLike
        `SOURCE_METRICS`.
    pledges : iterable of LedgerLine
        Lines that are pledged.

    Returns
    -------
    tuple of FundingSource
        Parties with anything given or promised.
    """
    promised: dict[str | None, float] = {}
    for line in pledges:
        if line.giver and casefold_name(line.giver) != PROJECT:
            key = casefold_name(line.giver)
            promised[key] = promised.get(key, 0.0) + (line.value or 0.0)
    shares = [value for value in evaluation.values_for("fund_share") if value.group]
    fulfilled = [value for value in evaluation.values_for("pledge_fulfilment") if value.group]
    parties = dict.fromkeys(value.groups.get("party") for value in (*shares, *fulfilled))
    found = [
        FundingSource(
            party,
            _given(party, "cash", evaluation),
            _given(party, "in_kind", evaluation),
            promised.get(casefold_name(party or ""), 0.0) if party else 0.0,
            next((value for value in fulfilled if value.groups.get("party") == party), None),
        )
        for party in parties
    ]
    return tuple(sorted(found, key=lambda s: (s.party is None, s.party == LIBRARY, -_size(s))))


def _size(source: FundingSource) -> float:
    return sum(float(value.value or 0) for value in (source.cash, source.in_kind) if value is not None)


def _given(party: str | None, kind: str, evaluation: EvaluationLike) -> Value | None:
    """Return what a party gave in cash or in kind; a lower bound where something has no price."""
    share = next(
        (
            value
            for value in evaluation.values_for("fund_share")
            if value.groups.get("party") == party and value.groups.get("kind") == kind
        ),
        None,
    )
    if share is None or share.numerator is None:
        return None
    parts = [
        value
        for value in evaluation.values_for("partner_given")
        if value.groups.get("party") == party and (value.groups.get("kind") == "cash") == (kind == "cash")
    ]
    is_exact = all(value.value is not None and value.certainty == "exact" for value in parts)
    return Value("partner_given", value=share.numerator).with_certainty("exact" if is_exact else "at_least")


def sum_exchange(evaluation: EvaluationLike, metric: str, party: str) -> Value | None:
    """Return what a partner gave or received in all, a lower bound where something has no price.

    Parameters
    ----------
    evaluation : EvaluationLike
        With `partner_given` or `partner_received`.
    metric : str
        One of the two.
    party : str
        Name of the partner; case is ignored.

    Returns
    -------
    Value or None
        None where nothing with a price is recorded.
    """
    name = casefold_name(party)
    parts = [
        value
        for value in evaluation.values_for(metric)
        if value.group and casefold_name(value.groups.get("party") or "") == name
    ]
    priced = [value.value for value in parts if value.value is not None]
    if not priced:
        return None
    is_exact = len(priced) == len(parts) and all(value.certainty == "exact" for value in parts)
    return Value(metric, value=sum(priced)).with_certainty("exact" if is_exact else "at_least")


def format_money(amount: float, language: Language, currency: str = "") -> str:
    """Format an amount for a screen: whole from 20 up, two decimals below.

    Parameters
    ----------
    amount : float
    language : Language
        Language of the text.
    currency : str, default ""
        ISO code of the currency; empty for numbers without a symbol.

    Returns
    -------
    str
        The amount.

    Examples
    --------
    >>> from libcollab_metrics.localization import language
    >>> format_money(900.0, language("en"), "PHP"), format_money(17.446, language("en"), "PHP")
    ('₱900', '₱17.45')
    """
    if abs(amount) < WHOLE_FROM:
        return language.money(amount, currency)
    whole = float(round(amount))
    text = language.money(whole, currency)
    return text if abs(whole) >= 1000 else text.replace(f"{language.separators[0]}00", "", 1)


def format_money_figure(value: Value, language: Language, currency: str = "") -> str:
    """Format an amount as a figure: "₱41,980+", "≤ ₱17,650"; empty if it is not known.

    Parameters
    ----------
    value : Value
    language : Language
        Language of the text.
    currency : str, default ""
        ISO code of the currency; empty for numbers without a symbol.

    Returns
    -------
    str
        The figure.
    """
    if value.value is None or value.reason is not None:
        return ""
    written = format_money(float(value.value), language, currency)
    if value.certainty == "at_least":
        return f"{written}+"
    return f"≤ {written}" if value.certainty == "at_most" else written
