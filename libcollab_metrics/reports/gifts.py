"""What one sponsor gave in cash: the part of each program, what is spent and in hand, pledges and shares."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from libcollab_metrics.errors import unknown_name_error
from libcollab_metrics.figures import format_money
from libcollab_metrics.localization import Language
from libcollab_metrics.metrics import (
    OTHER_PARTY,
    Evaluator,
    LedgerLine,
    field_values,
    list_exchanged_lines,
    list_unclear_lines,
)
from libcollab_metrics.model import Dataset, Scope, partner_names
from libcollab_metrics.model.names import casefold_name
from libcollab_metrics.model.schema import LIBRARY, PROJECT
from libcollab_metrics.reports.report_data import ReportData

#: Share of the cash from which a gift is named as the source of a result, and not as a part of it.
SOLE_SHARE = 0.8
#: Documents for sponsors: held back while the payer of some cash is unclear.
SPONSOR_DOCUMENTS = ("sponsor", "pitch")


@dataclass(frozen=True)
class GiftPart:
    """The part of a gift that was given for one program, in the workspace currency.

    Attributes
    ----------
    program : str
        Printed name; empty for a gift without a program.
    amount : float
        Received from the sponsor.
    spent, in_hand : float or None
        Of the amount; None if the cost or an income of the program is not known. They add up to the amount.
    is_shared : bool
        Whether others gave cash for the program too, so that its expenses are split in proportion.
    unsettled : float
        Amount of the bills of the program without a payer.
    is_floor : bool
        Whether a part of the gift has no amount, so that more was received.
    may_be_spent : bool
        Whether an expense has no amount, or costs are not all recorded, so that less may be in hand.
    """

    program: str
    amount: float
    spent: float | None
    in_hand: float | None
    is_shared: bool
    unsettled: float
    is_floor: bool = False
    may_be_spent: bool = False


@dataclass(frozen=True)
class Gift:
    """The cash of one sponsor, or of all sponsors.

    Attributes
    ----------
    party : str
        Name of the sponsor; empty for all.
    parts : tuple of GiftPart
        One per program, the largest first.
    pledges : tuple of LedgerLine
        Cash that was pledged and has not been received, by day.
    share : float or None
        Share of all cash received, the library's own included; None if nothing is recorded.
    may_print_share : bool
        False if the share would reveal the amount of the only other outside giver.
    helpers : tuple of str
        Other parties that gave something for the same programs, by name.
    """

    party: str
    parts: tuple[GiftPart, ...]
    pledges: tuple[LedgerLine, ...]
    share: float | None
    may_print_share: bool
    helpers: tuple[str, ...]

    @property
    def amount(self) -> float:
        """Cash received from the sponsor."""
        return sum(part.amount for part in self.parts)

    @property
    def spent(self) -> float | None:
        """Spent of the amount; None if it is not known for a part."""
        return _sum(part.spent for part in self.parts)

    @property
    def in_hand(self) -> float | None:
        """In hand of the amount; None if it is not known for a part."""
        return _sum(part.in_hand for part in self.parts)

    @property
    def is_floor(self) -> bool:
        """Whether a part of the gift has no amount, so that more was received."""
        return any(part.is_floor for part in self.parts)

    @property
    def unsettled(self) -> float:
        """Amount of the bills without a payer of the programs of the gift."""
        return sum(part.unsettled for part in self.parts)

    @property
    def is_sole(self) -> bool:
        """Whether the gift is at least `SOLE_SHARE` of the cash."""
        return self.share is not None and self.share >= SOLE_SHARE


def sponsor_names(lines: Iterable[LedgerLine]) -> tuple[str, ...]:
    """Return the parties that gave or pledged something to the project, without the library.

    Parameters
    ----------
    lines : iterable of LedgerLine
        Lines as partners may see them.

    Returns
    -------
    tuple of str
        Names, the largest cash gift first.
    """
    cash: dict[str, float] = {}
    for line in lines:
        if is_outside(line):
            given = (line.value or 0.0) if line.kind == "cash" and line.status == "received" else 0.0
            cash[str(line.giver)] = cash.get(str(line.giver), 0.0) + given
    return tuple(sorted(cash, key=lambda name: (-cash[name], name.casefold())))


def recipient_scope(dataset: Dataset, audience: str, recipient: str, scope: Scope, as_of: date) -> Scope:
    """Return the selection of a document that is addressed to one sponsor or partner.

    Parameters
    ----------
    dataset : Dataset
        Recorded data.
    audience : str
        Key of `AUDIENCES`; only documents for sponsors, donors and partners depend on the recipient.
    recipient : str
        Name of the sponsor or partner; empty for none.
    scope : Scope
        Selection without the recipient.
    as_of : date
        Date of the evaluation.

    Returns
    -------
    Scope
        For a sponsor, narrowed to the programs it gave for; for a partner, to its sessions.

    Raises
    ------
    LibCollabError
        If no giver or partner has that name.
    """
    if not recipient or audience not in (*SPONSOR_DOCUMENTS, "receipt", "school"):
        return scope
    if audience == "school":
        known = {casefold_name(name): name for name in partner_names(dataset)}
        if casefold_name(recipient) not in known:
            raise unknown_name_error("partner", recipient, known.values())
        return _narrow(scope, "partner", (known[casefold_name(recipient)],))
    lines = list_exchanged_lines(Evaluator(dataset, as_of), scope)
    own = [line for line in lines if is_outside(line) and is_from(line, recipient)]
    if not own:
        raise unknown_name_error("sponsor", recipient, sponsor_names(lines))
    programs = {line.program for line in own}
    everything = {line.program for line in lines} | set(field_values(dataset, "program"))
    if "" in programs or programs >= everything - {""}:
        return scope
    return _narrow(scope, "program", tuple(sorted(programs)))


def _narrow(scope: Scope, field: str, names: tuple[str, ...]) -> Scope:
    chosen = dict(scope.where).get(field)
    remaining = names if chosen is None else tuple(name for name in names if name in chosen) or names
    return Scope((*scope.without_field(field).where, (field, remaining)), scope.start, scope.end)


def find_gift(report_data: ReportData, party: str) -> Gift:
    """Return the cash of one sponsor, or of all sponsors together if no name is given.

    The expenses of a program are those paid from its project funds: received from outside, minus the balance
    of `cash_balance`. With several givers, expenses are split in proportion to the gifts.

    Parameters
    ----------
    report_data : ReportData
        Protected report data.
    party : str
        Name of the sponsor; case is ignored.

    Returns
    -------
    Gift
        Without parts if no cash was received from the sponsor.
    """
    outside = [line for line in report_data.lines if is_outside(line)]
    received = [line for line in outside if line.kind == "cash" and line.status == "received"]
    own = [line for line in received if is_from(line, party)]
    by_program = _sum_by_program(own)
    open_ended = {line.program for line in own if line.value is None or line.at_least}
    parts = [
        _part(program, amount, received, report_data, program in open_ended)
        for program, amount in by_program.items()
    ]
    pledged = [
        line
        for line in outside
        if line.kind == "cash" and line.status == "pledged" and is_from(line, party) and line.value
    ]
    library = sum(
        share.numerator or 0
        for share in report_data.whole.values_for("fund_share")
        if share.groups.get("party") == LIBRARY and share.groups.get("kind") == "cash"
    )
    total = sum(line.value or 0.0 for line in received) + library
    amount = sum(by_program.values())
    others = {casefold_name(str(line.giver)) for line in received if not is_from(line, party)}
    return Gift(
        party,
        tuple(sorted(parts, key=lambda part: (-part.amount, part.program.casefold()))),
        tuple(sorted(pledged, key=lambda line: line.day or date.max)),
        amount / total if total and amount else None,
        len(others) != 1,
        _helpers(outside, party, set(by_program)),
    )


def _part(
    program: str, amount: float, received: list[LedgerLine], report_data: ReportData, is_floor: bool
) -> GiftPart:
    given = sum(line.value or 0.0 for line in received if line.program == program)
    balance = report_data.program_value("cash_balance", program)
    unsettled = sum(line.value or 0.0 for line in report_data.unclear if line.program == program)
    share = amount / given if given else 1.0
    is_shared = share < 1 - 1e-9
    if balance is None or balance.value is None:
        return GiftPart(program, amount, None, None, is_shared, unsettled, is_floor)
    spent = min(max(given - float(balance.value), 0.0), given) * share
    may_be_spent = balance.certainty in ("at_most", "partial")
    return GiftPart(program, amount, spent, amount - spent, is_shared, unsettled, is_floor, may_be_spent)


def _helpers(lines: list[LedgerLine], party: str, programs: set[str]) -> tuple[str, ...]:
    """Return the other parties that gave something for the programs, or for any if there are none.

    Who gave cash is not named: a sponsor's report has nothing about another giver.
    """
    givers = {casefold_name(line.giver or "") for line in lines if line.kind == "cash"}
    named = [
        str(line.giver)
        for line in lines
        if line.status == "received"
        and casefold_name(line.giver or "") not in givers
        and not (party and is_from(line, party))
        and (not programs or line.program in programs)
    ]
    return tuple(dict.fromkeys(name for name in named if name != OTHER_PARTY))


def gift_money(amount: float, is_floor: bool, language: Language, currency: str) -> str:
    """Format an amount; with "+" if more than the recorded amount is possible."""
    return format_money(amount, language, currency) + ("+" if is_floor else "")


def in_hand_money(amount: float, is_most: bool, is_least: bool, language: Language, currency: str) -> str:
    """Format money in hand: "≤" if expenses may be missing, "+" if gifts may be, "~" if both."""
    sign = "~" if is_most and is_least else "≤ " if is_most else ""
    return sign + gift_money(amount, is_least and not is_most, language, currency)


def open_bills(parts: Iterable[GiftPart], report_data: ReportData) -> tuple[LedgerLine, ...]:
    """Return the bills without a payer of the programs of a gift."""
    programs = {part.program for part in parts}
    return tuple(line for line in report_data.unclear if line.program in programs)


def part_amounts(part: GiftPart, report_data: ReportData, language: Language) -> tuple[str, str, str]:
    """Write what was received, spent and is in hand of a part; empty where it is not known.

    With a bill that is not settled, "*" refers to the remark that names it.
    """
    currency = report_data.whole.currency
    received = gift_money(part.amount, part.is_floor, language, currency)
    if part.spent is None or part.in_hand is None:
        return received, "", ""
    has_bill = bool(open_bills((part,), report_data))
    is_most = part.may_be_spent and not has_bill
    in_hand = in_hand_money(part.in_hand, is_most, part.is_floor, language, currency)
    return received, gift_money(part.spent, is_most, language, currency), in_hand + ("*" if has_bill else "")


def gift_amounts(gift: Gift, report_data: ReportData, language: Language) -> tuple[str, str, str]:
    """Write what was received, spent and is in hand of a gift, the parts added up."""
    currency = report_data.whole.currency
    may_be_spent = any(part.may_be_spent and not open_bills((part,), report_data) for part in gift.parts)
    return (
        gift_money(gift.amount, gift.is_floor, language, currency),
        gift_money(gift.spent or 0, may_be_spent, language, currency),
        in_hand_money(gift.in_hand or 0, may_be_spent, gift.is_floor, language, currency),
    )


def gift_remark(gift: Gift, report_data: ReportData, language: Language) -> str:
    """Write how shared expenses are split, and which bills are not settled; empty for neither."""
    remarks = [language.message("gift-shared")] if any(part.is_shared for part in gift.parts) else []
    bills = open_bills(gift.parts, report_data)
    if bills:
        remarks.append("*" + bills_sentence("gift", bills, language, report_data.whole.currency))
    return " ".join(remarks)


def bills_sentence(where: str, bills: Sequence[LedgerLine], language: Language, currency: str) -> str:
    """Write that bills are being settled or, if all of them are paid, that their payer is not recorded.

    Parameters
    ----------
    where : {"gift", "about"}
        Block of the sentence.
    bills : sequence of LedgerLine
        Bills; at least one.
    language : Language
    currency : str
        ISO code of the currency.
    """
    amount = bills_amount(bills, language, currency)
    if not amount:
        return language.message(f"{where}-unsettled-unpriced")
    if all(line.status == "spent" for line in bills):
        return language.message(f"{where}-payer-unknown", amount=amount)
    return language.plural(len(bills), f"{where}-unsettled", count=language.number(len(bills)), amount=amount)


def bills_amount(bills: Iterable[LedgerLine], language: Language, currency: str) -> str:
    """Format the sum of bills; with "+" if one has no amount, and empty if none has."""
    amounts = [line.value for line in bills]
    known = [amount for amount in amounts if amount is not None]
    if not known:
        return ""
    return format_money(sum(known), language, currency) + ("+" if len(known) < len(amounts) else "")


def is_outside(line: LedgerLine) -> bool:
    """Return whether somebody other than the library gave a line to the library or the project."""
    return bool(
        line.giver
        and casefold_name(line.giver) not in (LIBRARY, PROJECT)
        and casefold_name(line.taker or "") in (LIBRARY, PROJECT)
    )


def is_from(line: LedgerLine, party: str) -> bool:
    """Return whether a line is from a party; any line is, if the party has no name."""
    return not party or casefold_name(line.giver or "") == casefold_name(party)


def _sum_by_program(lines: Iterable[LedgerLine]) -> dict[str, float]:
    sums: dict[str, float] = {}
    for line in lines:
        if line.value:
            sums[line.program] = sums.get(line.program, 0.0) + line.value
    return sums


def _sum(amounts: Iterable[float | None]) -> float | None:
    known = list(amounts)
    return None if not known or any(amount is None for amount in known) else sum(a or 0.0 for a in known)


# Cash without a known payer, which holds back the documents for sponsors.


def has_unclear_cash(report_data: ReportData) -> bool:
    """Return whether the payer of some cash is unclear."""
    value = report_data.value("fund_clarity")
    return value is not None and value.value is not None and value.value < 1


#: Maximum number of lines listed; a longer list ends with the number of remaining lines.
MAX_LISTED_LINES = 12


def unclear_cash_lines(dataset: Dataset, scope: Scope, as_of: date, language: Language) -> tuple[str, ...]:
    """List the cash lines without a known payer, as program, kind and value, without names.

    Parameters
    ----------
    dataset : Dataset
        Recorded data.
    scope : Scope
        Selection of rows.
    as_of : date
        Date of the evaluation.
    language : Language
        Language of the text.

    Returns
    -------
    tuple[str, ...]
        One text per line.
    """
    lines = list_unclear_lines(dataset, scope=scope, as_of=as_of)
    return tuple(", ".join(_line_parts(line, language, dataset.settings.currency)) for line in lines)


def write_blocked_message(lines: tuple[str, ...], language: Language) -> str:
    """Write why the sponsor summary is blocked, with the lines to clear."""
    listed = list(lines[:MAX_LISTED_LINES])
    if len(lines) > MAX_LISTED_LINES:
        listed.append(language.message("more", count=len(lines) - MAX_LISTED_LINES))
    return language.message(
        "held-back-one" if len(lines) == 1 else "held-back-many", count=len(lines), lines="; ".join(listed)
    )


def _line_parts(line: LedgerLine, language: Language, currency: str) -> Iterator[str]:
    yield line.program or language.message("no-program")
    yield language.message("kind-cash")
    yield language.message("no-value") if line.value is None else language.money(line.value, currency)
