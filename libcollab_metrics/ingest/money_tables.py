"""Tables of money next to each other: income and the expenses paid from it, payments and their sums."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from math import isclose

from libcollab_metrics.ingest.issue_log import IssueLog
from libcollab_metrics.ingest.programs import SheetResult
from libcollab_metrics.ingest.values.table import RowsByTable, TableRows, mask_value
from libcollab_metrics.messages import Message
from libcollab_metrics.model.readings import SheetReading
from libcollab_metrics.model.schema import PROJECT

#: Fewest sums, and fewest payments that they add up.
MIN_SUMS, MIN_PAYMENTS = 2, 3
#: Largest difference from rounding.
MAX_ROUNDING = 0.005
SUMS_REASON = Message("its amounts are the sums of the dated payments next to them")


def drop_sums_of_payments(read_sheets: Sequence[SheetResult]) -> list[SheetResult]:
    """Return the tables of a file without those that add up the dated payments of the same sheet.

    Such as a small table of kinds of expenses and their totals. None of its rows has a day, its total is that
    of the payments, and the same became of its amounts: income may be as much as what was spent.

    Parameters
    ----------
    read_sheets : sequence of SheetResult
        All sheets of a file.

    Returns
    -------
    list of SheetResult
        The sheets; a table of sums has no rows, and is reported.
    """
    result: list[SheetResult] = []
    for cells, log, listed in read_sheets:
        dated = [rows["ledger"] for _, rows in listed if _is_dated(rows)]
        payments = [ledger for ledger in dated if len(ledger) >= MIN_PAYMENTS]
        result.append(
            (
                cells,
                log,
                [
                    _exclude_table(reading, log) if _are_sums(rows, payments) else (reading, rows)
                    for reading, rows in listed
                ],
            )
        )
    return result


def _is_dated(rows: RowsByTable) -> bool:
    ledger = rows.get("ledger")
    return ledger is not None and "date" in ledger.columns and bool(ledger.column("date").known.all())


def _total(ledger: TableRows) -> float:
    return sum(float(value) for value in ledger.column("value") if value is not None)


def _statuses(ledger: TableRows) -> set[object]:
    return {*ledger.column("status")}


def _are_sums(rows: RowsByTable, payments: Sequence[TableRows]) -> bool:
    ledger = rows.get("ledger")
    if ledger is None or len(ledger) < MIN_SUMS:
        return False
    if "date" in ledger.columns and ledger.column("date").known.any():
        return False
    total = _total(ledger)
    return total > 0 and any(
        isclose(total, _total(paid), abs_tol=MAX_ROUNDING) and _statuses(paid) == _statuses(ledger)
        for paid in payments
    )


def _exclude_table(reading: SheetReading, log: IssueLog) -> tuple[SheetReading, RowsByTable]:
    log.add("totals-row-left-out", reading.header_row, message=SUMS_REASON)
    excluded = replace(
        reading,
        questions=(),
        rows_used=0,
        rows_left_out=reading.rows_read,
        reasons=((SUMS_REASON, reading.rows_read, ()),),
    )
    return excluded, {}


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
