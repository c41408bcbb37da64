"""Tables of money of one file: income and what was paid from it, payments and their sums, transfers."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import permutations
from math import isclose

from libcollab_metrics.ingest.files.cells import SheetCells
from libcollab_metrics.ingest.issue_log import IssueLog
from libcollab_metrics.ingest.programs import ReadTables, SheetResult
from libcollab_metrics.ingest.rows_across_tabs import exclude_rows
from libcollab_metrics.ingest.tables.heading import sheet_title
from libcollab_metrics.ingest.values.lexicon import word_list
from libcollab_metrics.ingest.values.table import RowsByTable, TableRows, mask_value
from libcollab_metrics.messages import Message
from libcollab_metrics.model.names import normalize_heading
from libcollab_metrics.model.readings import SheetReading
from libcollab_metrics.model.schema import PROJECT

#: Fewest sums, and fewest payments that they add up.
MIN_SUMS, MIN_PAYMENTS = 2, 3
#: Largest difference from rounding.
MAX_ROUNDING = 0.005
#: Fewest transfers between two tabs if no note calls them so.
MIN_TRANSFERS = 2
#: Statuses of what was paid back.
PAID = ("spent", "unclear")
REPAID_REASON = Message("paid back to those who had paid: among the payments of another tab")
PROMISED_REASON = Message("another tab lists gifts with the amounts of these promises")
TRANSFER_REASON = Message("moved from one account of the file to another: neither spent nor received")
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


def drop_transfers(read_sheets: Sequence[SheetResult]) -> list[SheetResult]:
    """Return the tables of a file without the amounts that were moved from one account to another.

    An amount that one tab paid out is one that another tab took in on the same day, and a note calls it a
    transfer or there are several. It is neither spent nor received.

    Parameters
    ----------
    read_sheets : sequence of SheetResult
        All sheets of a file.

    Returns
    -------
    list of SheetResult
        The sheets without both rows of each transfer, which are reported.
    """
    if sum(any(map(_is_dated, (rows for _, rows in tables))) for *_, tables in read_sheets) < 2:
        return list(read_sheets)
    tabs = {cells.name: [*_list_movements(tables)] for cells, _, tables in read_sheets}
    moved: dict[str, set[int]] = {name: set() for name in tabs}
    for payer, taker in permutations(tabs, 2):
        pairs = _match_transfers(
            [own for own in tabs[payer] if own.status == "spent"],
            [own for own in tabs[taker] if own.status == "received"],
        )
        if len(pairs) >= MIN_TRANSFERS or any(paid.is_named or got.is_named for paid, got in pairs):
            moved[payer] |= {paid.row for paid, _ in pairs}
            moved[taker] |= {got.row for _, got in pairs}
    result: list[SheetResult] = []
    for cells, log, tables in read_sheets:
        own = moved[cells.name]
        if own:
            log.add_rows("row-without-data", sorted(own), 1, message=TRANSFER_REASON)
            tables = [exclude_rows(reading, rows, "ledger", own, TRANSFER_REASON) for reading, rows in tables]
        result.append((cells, log, tables))
    return result


def drop_repayments(read_sheets: Sequence[SheetResult]) -> list[SheetResult]:
    """Return the tables of a file without what was paid back to those who had paid for it.

    A tab titled "Reimbursements" has amounts that other tabs list as spent. Where only some of them are
    there, all count, and the costs of the file may be less.

    Parameters
    ----------
    read_sheets : sequence of SheetResult
        All sheets of a file.

    Returns
    -------
    list of SheetResult
        The sheets without the rows of repayments, which are reported.
    """
    repaying = {cells.name for cells, _, tables in read_sheets if _repays(cells, tables)}
    others = (tables for cells, _, tables in read_sheets if cells.name not in repaying)
    spent = Counter(amount for tables in others for amount in _list_amounts(tables, ("spent",)))
    result: list[SheetResult] = []
    for cells, log, tables in read_sheets:
        repaid = Counter(_list_amounts(tables, PAID)) if cells.name in repaying else Counter()
        if repaid and repaid <= spent and not _takes_in(tables):
            tables = [_exclude_repaid(reading, rows, log) for reading, rows in tables]
        elif repaid & spent:
            log.add("numbers-perhaps-twice", message=REPAID_REASON)
        result.append((cells, log, tables))
    return result


def report_fulfilled_promises(read_sheets: Sequence[SheetResult]) -> None:
    """Report the tabs of promises with amounts that were received, if another tab lists one of them too.

    A promise that is called "given" in one tab and the gift in another are one gift.
    """
    received = {cells.name: Counter(_list_amounts(tables, ("received",))) for cells, _, tables in read_sheets}
    for cells, log, tables in read_sheets:
        if not any(reading.layout == "agreement" for reading, _ in tables):
            continue
        others = [amounts for name, amounts in received.items() if name != cells.name]
        if received[cells.name] & sum(others, Counter[float]()):
            log.add("numbers-perhaps-twice", message=PROMISED_REASON)


def _takes_in(tables: ReadTables) -> bool:
    """Return whether a tab also has amounts that were received or promised."""
    ledgers = (rows["ledger"] for _, rows in tables if "ledger" in rows)
    return any(status not in PAID for ledger in ledgers for status in ledger.column("status"))


def _exclude_repaid(
    reading: SheetReading, rows: RowsByTable, log: IssueLog
) -> tuple[SheetReading, RowsByTable]:
    """Return a table without its amounts, and its reading without the questions about them."""
    own = {int(row) for row in rows["ledger"].column("row")} if "ledger" in rows else set()
    log.add_rows("row-without-data", sorted(own), 1, message=REPAID_REASON)
    return exclude_rows(replace(reading, questions=()), rows, "ledger", own, REPAID_REASON)


def _repays(cells: SheetCells, tables: ReadTables) -> bool:
    """Return whether the name or the title of a tab says that its amounts were paid back."""
    header = max(tables[0][0].header_row - cells.first_row, 0) if tables else 0
    return bool(set(word_list("transfers", "repaid")) & set(sheet_title(cells, header).split()))


def _list_amounts(tables: ReadTables, statuses: Collection[str]) -> Iterator[float]:
    """Yield the amounts with one of these statuses, to the cent."""
    for ledger in (rows["ledger"] for _, rows in tables if "ledger" in rows):
        for value, status in zip(ledger.column("value"), ledger.column("status"), strict=True):
            if value is not None and status in statuses:
                yield round(float(value), 2)


@dataclass(frozen=True)
class _Movement:
    """A dated amount of money of a tab, its Excel row, and whether its note calls it a transfer."""

    row: int
    day: object
    value: float
    status: str
    is_named: bool


def _list_movements(tables: ReadTables) -> Iterator[_Movement]:
    words = set(word_list("transfers"))
    for ledger in (rows["ledger"] for _, rows in tables if _is_dated(rows)):
        names = ("row", "date", "value", "status", "note", "kind")
        for row, day, value, status, note, kind in zip(*(ledger.column(n) for n in names), strict=True):
            if value and kind == "cash":
                is_named = bool(words & set(re.findall(r"[^\W\d_]+", normalize_heading(note or ""))))
                yield _Movement(int(row), day, value, status, is_named)


def _match_transfers(
    paid: Sequence[_Movement], received: Sequence[_Movement]
) -> list[tuple[_Movement, _Movement]]:
    """Pair each amount paid with one received of the same day; named ones if there are any."""
    free = list(received)
    pairs = []
    for own in paid:
        same = next((other for other in free if (other.day, other.value) == (own.day, own.value)), None)
        if same is not None:
            free.remove(same)
            pairs.append((own, same))
    named = [pair for pair in pairs if pair[0].is_named or pair[1].is_named]
    return named or pairs
