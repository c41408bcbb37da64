"""Cash books in two parts: a table of income, and a table of expenses that were paid from it."""

from __future__ import annotations

from collections.abc import Sequence

from libcollab_metrics.ingest.programs import SheetResult
from libcollab_metrics.ingest.values.table import RowsByTable, TableRows, mask_value
from libcollab_metrics.model.schema import PROJECT


def pay_expenses_from_income(read_sheets: Sequence[SheetResult]) -> list[SheetResult]:
    """Return the tables of a file with the project as the payer of what was spent from its income.

    A file that has a table of money received and another of money spent is a cash book in two parts. An
    expense whose payer is named was paid by that payer.

    Parameters
    ----------
    read_sheets : sequence of SheetResult
        All sheets of a file.

    Returns
    -------
    list of SheetResult
        The sheets; rows of expenses have a payer.
    """
    tables = [rows for _, _, listed in read_sheets for _, rows in listed]
    if not any(_holds_only(rows, "received") for rows in tables):
        return list(read_sheets)
    return [
        (cells, log, [(reading, _pay_from_project(rows)) for reading, rows in listed])
        for cells, log, listed in read_sheets
    ]


def _holds_only(rows: RowsByTable, status: str) -> bool:
    """Return whether a table holds only money of one status."""
    ledger = rows.get("ledger")
    if ledger is None or not len(ledger):
        return False
    is_cash = ledger.column("kind").where(lambda kind: kind == "cash")
    return bool((is_cash & ledger.column("status").where(lambda own: own == status)).all())


def _pay_from_project(rows: RowsByTable) -> RowsByTable:
    if not _holds_only(rows, "spent"):
        return rows
    ledger = rows["ledger"]
    payers = ledger.column("from_party")
    payers = payers.fill_unknown(mask_value(~payers.known, PROJECT))
    return {**rows, "ledger": TableRows(ledger.columns | {"from_party": payers}, len(ledger))}
