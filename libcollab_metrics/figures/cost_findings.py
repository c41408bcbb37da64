"""Sentences and titles of the page of costs: who paid, programs within their funding, what costs least.

A comparison is claimed only if missing data cannot reverse it.
"""

from __future__ import annotations

from collections.abc import Sequence

from libcollab_metrics.figures.headlines import Headline, spell_number
from libcollab_metrics.figures.money import FundingSource, ProgramCash, format_money, format_money_figure
from libcollab_metrics.figures.text import party_name
from libcollab_metrics.figures.theme import MAX_COLOURED_PROGRAMS
from libcollab_metrics.localization import Language
from libcollab_metrics.metrics import CASH_SPENT, LIBRARY_CASH, CostPart, LedgerLine, Value
from libcollab_metrics.model import LIBRARY

#: Most words of a name inside a title.
MAX_NAME_WORDS, MAX_SOURCE_WORDS = 5, 4


def costs_headline(
    totals: Sequence[Value | None],
    sources: Sequence[FundingSource],
    parts: Sequence[CostPart],
    unclear: Sequence[LedgerLine],
    language: Language,
    currency: str = "",
    *,
    is_mixed: bool = False,
) -> Headline:
    """Write the sentence that says who paid for what was spent, and the note on what is open.

    Parameters
    ----------
    totals : sequence of Value or None
        Cash spent, cash received less spent, and the full cost; None where there is no value.
    sources : sequence of FundingSource
    parts : sequence of CostPart
        Parts of the totals.
    unclear : sequence of LedgerLine
        Cash lines without a payer.
    language : Language
        Language of the text.
    currency : str, default ""
        ISO code of the currency; empty for numbers without a symbol.
    is_mixed : bool, default False
        Whether the library paid cash into the project, so that it is not known whose cash was spent.

    Returns
    -------
    Headline
    """
    spent, balance, full = totals

    def money(amount: float) -> str:
        return format_money(amount, language, currency)

    note = _note(spent, full, sources, unclear, language, currency)
    if spent is None or not spent.value:
        return Headline(language.message("costs-none"), "", note)
    total = money(float(spent.value))
    if balance is not None and (balance.value or 0) < 0 and balance.certainty != "at_least":
        missing = money(-float(balance.value or 0))
        return Headline(language.message("costs-unfunded", missing=missing, total=total), "", note)
    share = None if balance is None else _grant_share(float(spent.value), sources, parts, is_mixed=is_mixed)
    if share is None:
        return Headline(language.message("costs-spent", total=total), "", note)
    if share == 0:
        return Headline(language.message("costs-own", total=total), "", note)
    if share == 1:
        return Headline(language.message("costs-grants-all", total=total), "", note)
    percent = language.share(share)
    return Headline(language.message("costs-grants", share=percent, total=total), "", note)


def _grant_share(
    spent: float, sources: Sequence[FundingSource], parts: Sequence[CostPart], *, is_mixed: bool
) -> float | None:
    """Return the share of the spending that others paid; None where the ledger cannot say it.

    That is so if the library also paid into the project, or if a payment has no payer.
    """
    own = sum(float(part.amount or 0) for part in parts if part.label == LIBRARY_CASH)
    if is_mixed or own > spent or any(source.party is None and source.cash for source in sources):
        return None
    return (spent - own) / spent


def sum_cash(sources: Sequence[FundingSource], *, own: bool) -> float:
    """Return the cash that the library gave, or that others gave.

    Parameters
    ----------
    sources : sequence of FundingSource
    own : bool
        Whether to add up the library's cash; otherwise that of named others.

    Returns
    -------
    float
        Amounts without a price are not in it.
    """
    given = [source for source in sources if source.cash is not None and source.party is not None]
    return sum(float(s.cash.value or 0) for s in given if s.cash and (s.party == LIBRARY) == own)


def _note(
    spent: Value | None,
    full: Value | None,
    sources: Sequence[FundingSource],
    unclear: Sequence[LedgerLine],
    language: Language,
    currency: str,
) -> str:
    own = sum_cash(sources, own=True)
    notes: list[str] = []
    if own and spent is not None and sum_cash(sources, own=False):
        notes.append(language.message("costs-note-own", amount=format_money(own, language, currency)))
    if unclear:
        count, is_priced = len(unclear), all(line.value is not None for line in unclear)
        amount = sum(line.value or 0 for line in unclear) if is_priced else 0
        key = ("costs-note-bill" if count == 1 else "costs-note-bills") + ("-of" if amount else "")
        words = {"count": spell_number(count, language).capitalize()} if count > 1 else {}
        words |= {"amount": format_money(amount, language, currency)} if amount else {}
        notes.append(language.message(key, **words))
    if not notes and full is not None and spent is not None and (full.value or 0) > (spent.value or 0):
        notes.append(
            language.message("costs-note-full", amount=format_money_figure(full, language, currency))
        )
    return " ".join(notes)


def fold_programs(programs: Sequence[ProgramCash], others: str) -> tuple[ProgramCash, ...]:
    """Return at most five rows: programs after the first four are added up.

    The last row stays open where one of its programs has nothing recorded as spent or received.

    Parameters
    ----------
    programs : sequence of ProgramCash
    others : str
        Name of the last row.

    Returns
    -------
    tuple of ProgramCash
    """
    if len(programs) <= MAX_COLOURED_PROGRAMS + 1:
        return tuple(programs)
    first, rest = programs[:MAX_COLOURED_PROGRAMS], programs[MAX_COLOURED_PROGRAMS:]
    spent = [cash.spent for cash in rest if cash.spent is not None]
    is_exact = all(value.certainty == "exact" for value in spent)
    total = Value("cost_cash", value=sum(float(value.value or 0) for value in spent))
    received = [cash.received for cash in rest if cash.received is not None]
    folded = ProgramCash(
        others,
        sum(received) if received else None,
        total.with_certainty("exact" if is_exact else "at_least") if spent else None,
        sum(cash.unclear for cash in rest),
        sum(cash.promised for cash in rest),
        is_open=any(cash.is_open or cash.spent is None for cash in rest),
        may_gain=any(cash.may_gain or cash.received is None for cash in rest),
    )
    return (*first, folded)


def funding_title(programs: Sequence[ProgramCash], language: Language) -> str:
    """Write how the programs compare with their funding, as far as the records decide it.

    Parameters
    ----------
    programs : sequence of ProgramCash
    language : Language
        Language of the text.

    Returns
    -------
    str
        The topic where nothing can be claimed.
    """
    known = [cash for cash in programs if cash.spent or cash.received]
    states = [cash.is_within_funding for cash in known]
    over = [cash.program for cash, state in zip(known, states, strict=True) if state is False]
    of, within = spell_number(len(known), language), states.count(True)
    if over and None not in states:
        if len(over) == 1 and over[0] and len(over[0].split()) <= MAX_SOURCE_WORDS:
            return language.message("cash-over-one", program=over[0])
        return language.message(
            "cash-over", count=spell_number(len(over), language).capitalize(), programs=of
        )
    if known and within == len(known):
        return language.message("cash-within-one" if within == 1 else "cash-within-all")
    if within > 1 and not over:
        count = spell_number(within, language).capitalize()
        return language.message("cash-within", count=count, programs=of)
    return language.message("cash-topic")


def cheapest_program(values: Sequence[Value]) -> str:
    """Return the program with the lowest cost per unit; "" if missing data could change it.

    Parameters
    ----------
    values : sequence of Value
        Cash cost per unit of every program.

    Returns
    -------
    str
    """
    if len(values) < 2 or not all(value.value for value in values):
        return ""
    lowest = min(values, key=lambda v: v.value or 0)
    is_certain = lowest.certainty in ("exact", "at_most") and all(
        value.certainty in ("exact", "at_least") and round(value.value or 0) > round(lowest.value or 0)
        for value in values
        if value is not lowest
    )
    name = str(lowest.groups["program"])
    return name if is_certain and len(name.split()) <= MAX_NAME_WORDS else ""


def total_title(parts: Sequence[CostPart], unclear: Sequence[LedgerLine], language: Language) -> str:
    """Compare time and gifts with the cash if entries without a payer cannot change it.

    Parameters
    ----------
    parts : sequence of CostPart
        Parts of the full cost.
    unclear : sequence of LedgerLine
        Cash lines without a payer.
    language : Language
        Language of the text.

    Returns
    -------
    str
    """
    cash = next((part for part in parts if part.label == CASH_SPENT), None)
    others = sum(float(part.amount or 0) for part in parts if part is not cash)
    is_open = any(line.value is None for line in unclear)
    if cash is None or not cash.amount or cash.priced < cash.lines or is_open:
        return language.message("total-topic")
    most = float(cash.amount) + sum(line.value or 0 for line in unclear)
    return language.message("total-gifts" if others > most else "total-topic")


def sources_title(sources: Sequence[FundingSource], language: Language) -> str:
    """Name the source of the grants if there is only one, or the largest if it gave more than half.

    Parameters
    ----------
    sources : sequence of FundingSource
    language : Language
        Language of the text.

    Returns
    -------
    str
    """
    topic = language.message("sources-topic")
    cash = [s for s in sources if s.cash is not None and (s.cash.value or 0) > 0]
    grants = [source for source in cash if source.party != LIBRARY]
    if not grants or any(source.party is None for source in cash):
        return topic
    largest = max(grants, key=lambda s: s.cash.value or 0 if s.cash else 0)
    name = party_name(largest.party, language)
    if len(name.split()) > MAX_SOURCE_WORDS:
        return topic
    if len(grants) == 1:
        return language.message("sources-only", name=name)
    total = sum_cash(sources, own=False) + sum_cash(sources, own=True)
    share = float(largest.cash.value or 0) / total if largest.cash else 0
    is_exact = all(source.cash is not None and source.cash.certainty == "exact" for source in cash)
    return language.message("sources-most", name=name) if share > 0.5 and is_exact else topic
