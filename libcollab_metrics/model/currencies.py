"""One currency everywhere: an amount written in another one is left out of every sum, and told."""

from __future__ import annotations

import pandas as pd

from libcollab_metrics.model.addresses import TYPED, Columns, address
from libcollab_metrics.model.issues import Issue
from libcollab_metrics.model.settings import Settings

#: What of a row is an amount of money.
AMOUNTS = ("value", "unit_value")


def one_currency(frames: dict[str, pd.DataFrame], settings: Settings, columns: Columns) -> list[Issue]:
    """Make amounts in another currency unknown, and tell of each sheet with such.

    The currency is that of the settings, else the one that most amounts are written in. An amount without a currency
    beside it is taken to be in it; nothing is converted.
    """
    ledger = frames["ledger"]
    priced = ledger[list(AMOUNTS)].notna().any(axis=1)
    written = ledger["currency"].where(priced)
    named = written.value_counts()
    kept = settings.currency.upper() or (str(named.index[0]) if len(named) else "")
    other = (written != kept).fillna(False).astype(bool)
    if not kept or not other.any():
        return []
    for name in AMOUNTS:
        ledger[name] = ledger[name].mask(other)
    return [
        _told(str(sheet), rows, kept, columns)
        for sheet, rows in ledger[other].groupby(ledger["sheet"].fillna(""), sort=False)
    ]


def _told(sheet: str, rows: pd.DataFrame, kept: str, columns: Columns) -> Issue:
    cells = tuple(
        address(int(row), columns.get((str(source), sheet, "ledger.value"), 1))
        for source, row in zip(rows["import_id"], rows["row"], strict=True)
        if not pd.isna(row) and source != TYPED
    )
    found = " and ".join(dict.fromkeys(rows["currency"].astype(str)))
    message = f"Amounts in {found} are left out of sums: everything else is counted in {kept}."
    return Issue("currency-mixed", sheet, cells[0] if cells else "", cells, "Value", found, message, len(rows))
