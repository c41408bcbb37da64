"""Money in hand with its bounds: less if an expense may be missing, more if a gift may be."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from libcollab_metrics.localization import Language
from libcollab_metrics.metrics.definition import Value
from libcollab_metrics.reports.gifts import in_hand_money

#: Certainties of a balance that may be lower, and of one that may be higher.
OPEN_BELOW, OPEN_ABOVE = ("at_most", "range", "partial"), ("at_least", "range", "partial")


@dataclass(frozen=True)
class Balance:
    """Money in hand.

    Attributes
    ----------
    amount : float
    may_be_less, may_be_more : bool
        Whether an expense, or a gift, may not be recorded with its amount.
    """

    amount: float
    may_be_less: bool = False
    may_be_more: bool = False

    def written(self, language: Language, currency: str) -> str:
        """Write the money in hand, with "≤", "+" or "~" if it is a bound."""
        return in_hand_money(self.amount, self.may_be_less, self.may_be_more, language, currency)

    def after(self, cost: float) -> Balance:
        """Return what remains when a cost is paid, or what is missing, as a positive amount."""
        rest = self.amount - cost
        if rest < 0:
            return Balance(-rest, self.may_be_more, self.may_be_less)
        return Balance(rest, self.may_be_less, self.may_be_more)


def read_balance(value: Value | None) -> Balance | None:
    """Return the money in hand of a value of `cash_balance`; None if it is not known."""
    if value is None or value.value is None:
        return None
    return Balance(float(value.value), value.certainty in OPEN_BELOW, value.certainty in OPEN_ABOVE)


def sum_balances(balances: Iterable[Balance | None], *, least: float | None = None) -> Balance | None:
    """Add up balances, each at least `least` if it is given; None if one is not known."""
    found = list(balances)
    known = [balance for balance in found if balance is not None]
    if len(known) < len(found):
        return None
    amounts = (balance.amount if least is None else max(balance.amount, least) for balance in known)
    return Balance(
        sum(amounts),
        any(balance.may_be_less for balance in known),
        any(balance.may_be_more for balance in known),
    )
