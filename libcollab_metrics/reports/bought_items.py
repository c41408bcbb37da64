"""What the cash of some programs bought: expenses of the ledger with a quantity and a unit, by unit."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from libcollab_metrics.metrics import LedgerLine
from libcollab_metrics.model.names import casefold_name
from libcollab_metrics.reports.report_data import ReportData

#: Smallest share of the expenses that items must cover to be shown, and most items.
MIN_NAMED_SHARE, MAX_ITEMS = 0.6, 5


@dataclass(frozen=True)
class BoughtItem:
    """Something that was bought.

    Attributes
    ----------
    name : str
        Unit as typed ("picture books"); empty for the remaining expenses.
    quantity, amount : float
        In its unit, and in the workspace currency.
    is_floor : bool
        Whether an amount is a lower bound.
    """

    name: str
    quantity: float
    amount: float
    is_floor: bool = False


def bought_items(report_data: ReportData, programs: Collection[str]) -> tuple[BoughtItem, ...]:
    """Return what the cash of some programs bought, the largest first and the remaining expenses last.

    Parameters
    ----------
    report_data : ReportData
        Protected report data.
    programs : collection of str
        Printed names.

    Returns
    -------
    tuple of BoughtItem
        Empty if less than `MIN_NAMED_SHARE` of the expenses have a quantity and a unit.
    """
    spent = [
        line
        for line in report_data.lines
        if line.kind == "cash" and line.status == "spent" and line.value and line.program in programs
    ]
    by_unit: dict[str, list[LedgerLine]] = {}
    for line in spent:
        if line.quantity and line.unit:
            by_unit.setdefault(casefold_name(line.unit), []).append(line)
    items = sorted((_add_up(lines) for lines in by_unit.values()), key=lambda item: -item.amount)[:MAX_ITEMS]
    total, named = sum(line.value or 0.0 for line in spent), sum(item.amount for item in items)
    if not total or named < MIN_NAMED_SHARE * total:
        return ()
    rest = total - named
    return (*items, BoughtItem("", 0, rest, any(line.at_least for line in spent))) if rest else tuple(items)


def _add_up(lines: Iterable[LedgerLine]) -> BoughtItem:
    found = list(lines)
    return BoughtItem(
        str(found[0].unit),
        sum(line.quantity or 0.0 for line in found),
        sum(line.value or 0.0 for line in found),
        any(line.at_least for line in found),
    )
