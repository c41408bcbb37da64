"""The status of a partnership: talk soon, strong, steady or not enough known, and the rule behind it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from libcollab_metrics.metrics.definition import EVERYTHING, Value
from libcollab_metrics.metrics.evaluate import evaluate
from libcollab_metrics.metrics.families.partners import AT_RISK
from libcollab_metrics.metrics.listings import LedgerLine, list_pledges
from libcollab_metrics.metrics.partnership import AGREEMENT_THRESHOLD, Dot, compute_alignment_dots
from libcollab_metrics.model.dataset import Dataset
from libcollab_metrics.model.names import casefold_name
from libcollab_metrics.model.scope import Scope

StatusName = Literal["talk-soon", "strong", "steady", "unknown"]
StatusRule = Literal[
    "pledge-overdue", "benefit-overdue", "low-rating", "shared-view", "none-applies", "no-data"
]
#: Statuses, the strongest first.
STATUS_ORDER: tuple[StatusName, ...] = ("strong", "steady", "talk-soon", "unknown")


@dataclass(frozen=True)
class PartnerStatus:
    """The status of one partnership.

    Attributes
    ----------
    partner : str
    name : {"talk-soon", "strong", "steady", "unknown"}
    rule : str
        The rule that applied: the first of a partner's overdue pledge, an overdue benefit for it, one of its
        ratings of 2.5 or less, a shared view of 4.0 or more, none of these, or no ratings and no pledges.
    overdue : tuple of LedgerLine
        Its pledges and the benefits promised to it whose day has passed.
    lowest : Dot or None
        The partner's lowest mean rating.
    shared_view : float or None
        Mean of the partner's ratings of all statements.
    """

    partner: str
    name: StatusName
    rule: StatusRule
    overdue: tuple[LedgerLine, ...] = ()
    lowest: Dot | None = None
    shared_view: float | None = None


def judge_partner_statuses(
    dataset: Dataset, partners: Iterable[str], *, scope: Scope = EVERYTHING, as_of: date
) -> tuple[PartnerStatus, ...]:
    """Return the status of each partner, the strongest first, and equal ones by their shared view.

    A pledge is overdue if its day is before `as_of` and it is still only pledged; without a day it is not.
    For the library's own screens only.

    Parameters
    ----------
    dataset : Dataset
    partners : iterable of str
    scope : Scope
    as_of : date

    Returns
    -------
    tuple of PartnerStatus
    """
    metrics = ("alignment_mean", "pledge_fulfilment", "benefit_delivery")
    values = evaluate(dataset, metrics=metrics, scope=scope, as_of=as_of).values
    dots = compute_alignment_dots(dataset, scope=scope, as_of=as_of)
    pledges = list_pledges(dataset, scope=scope)
    overdue = [line for line in pledges if line.day is not None and line.day < as_of]
    found = [_judge(partner, values, dots, pledges, overdue) for partner in partners]
    return tuple(
        sorted(found, key=lambda s: (STATUS_ORDER.index(s.name), -(s.shared_view or 0), s.partner.casefold()))
    )


def _judge(
    partner: str,
    values: Sequence[Value],
    dots: Sequence[Dot],
    pledges: Sequence[LedgerLine],
    overdue: Sequence[LedgerLine],
) -> PartnerStatus:
    name = casefold_name(partner)
    own = [value for value in values if casefold_name(value.groups.get("party") or "") == name]
    view = next((value.value for value in own if value.metric == "alignment_mean"), None)
    lowest = min(
        (dot for dot in dots if casefold_name(dot.party) == name), key=lambda d: d.mean, default=None
    )
    owed = tuple(line for line in overdue if _is_between(line, name))
    from_them = any(casefold_name(line.giver or "") == name for line in owed)
    promised = [value for value in own if value.metric != "alignment_mean" and value.reason is None]
    rule: StatusRule
    status: StatusName
    if owed:
        status, rule = "talk-soon", "pledge-overdue" if from_them else "benefit-overdue"
    elif lowest is not None and lowest.mean <= AT_RISK:
        status, rule = "talk-soon", "low-rating"
    elif view is not None and view >= AGREEMENT_THRESHOLD:
        status, rule = "strong", "shared-view"
    elif lowest is not None or promised or any(_is_between(line, name) for line in pledges):
        status, rule = "steady", "none-applies"
    else:
        status, rule = "unknown", "no-data"
    return PartnerStatus(partner, status, rule, owed, lowest, None if view is None else float(view))


def _is_between(line: LedgerLine, partner: str) -> bool:
    """Return whether a line is from a partner, or to it."""
    return partner in (casefold_name(line.giver or ""), casefold_name(line.taker or ""))
