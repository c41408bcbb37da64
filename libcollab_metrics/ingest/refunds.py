"""Refunds among the money received: they come off the costs, unless the user says that they are income."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from libcollab_metrics.ingest.answers import Answers
from libcollab_metrics.ingest.doubtful_words import find_doubtful_word
from libcollab_metrics.ingest.issue_log import IssueLog
from libcollab_metrics.ingest.layouts.base import ReadResult
from libcollab_metrics.ingest.question_kinds import ask
from libcollab_metrics.ingest.values.columns import cell_text
from libcollab_metrics.ingest.values.table import EncodedValues, TableRows, mask_value
from libcollab_metrics.messages import Message, plural_message
from libcollab_metrics.model.addresses import list_cells
from libcollab_metrics.model.readings import ColumnMapping

if TYPE_CHECKING:
    from numpy.typing import NDArray

#: Most cells that the question lists.
MAX_LISTED = 3
SUBTRACTED = Message("money that came back: it comes off the costs")


def settle_refunds(
    result: ReadResult, mapping: Sequence[ColumnMapping], answers: Answers, log: IssueLog
) -> tuple[ReadResult, frozenset[int]]:
    """Read refunds among the money received as negative costs, and ask about them.

    A refund of what was bought is no income. It is recognized by a word in a note or a column that is not
    used, in a book that also has money spent.

    Parameters
    ----------
    result : ReadResult
        A table as read.
    mapping : sequence of ColumnMapping
        Fields of its columns.
    answers : Answers
        "subtract" or "income" under `refunds`, if the user answered.
    log : IssueLog
        Log that receives the issue.

    Returns
    -------
    ReadResult
        With negative costs in place of the refunds, and a question while it is not answered.
    frozenset of int
        Excel rows of the refunds: what their remarks say is settled.
    """
    ledger = result.tables.get("ledger")
    if ledger is None or not len(ledger):
        return result, frozenset()
    found = _find_refunds(result, ledger, mapping)
    answer = answers.get("refunds")
    if not found or answer == "income":
        return result, frozenset(found)
    is_refund = ledger.column("row").where(found.__contains__)
    is_refund &= ledger.column("status").where(lambda status: status == "received")
    own = ledger.column("value")
    back = _show_rows(is_refund, own.map(lambda value: None if value is None else -value))
    changed = {"value": back.fill_unknown(own)}
    changed["status"] = mask_value(is_refund, "spent").fill_unknown(ledger.column("status"))
    changed |= {party: _show_rows(~is_refund, ledger.column(party)) for party in ("from_party", "to_party")}
    rows = TableRows(ledger.columns | changed, len(ledger))
    result = replace(result, tables=result.tables | {"ledger": rows})
    if answer is None:
        for row, column in found.items():
            log.add("choice-assumed", row, column, message=SUBTRACTED)
        cells = [log.name_cell(row, column) for row, column in found.items()]
        text = plural_message(
            len(cells),
            "{cells} speaks of a refund. Does this money come off the costs?",
            "{cells} speak of refunds. Does this money come off the costs?",
            cells=list_cells(cells, MAX_LISTED),
        )
        question = ask("refunds", result.body.grid.cells.name, text=text)
        result = replace(result, questions=(*result.questions, question))
    return result, frozenset(found)


def _show_rows(is_shown: NDArray[np.bool_], values: EncodedValues) -> EncodedValues:
    """Return the values of some rows; None in the others."""
    return EncodedValues(np.where(is_shown, values.codes, len(values.values)), [*values.values, None])


def _find_refunds(result: ReadResult, ledger: TableRows, mapping: Sequence[ColumnMapping]) -> dict[int, int]:
    """Return the column of the word for a refund by Excel row of the money received that has one."""
    statuses = ledger.column("status")
    if not statuses.where(lambda status: status == "spent").any():
        return {}
    is_in = statuses.where(lambda status: status == "received")
    is_in &= ledger.column("value").where(lambda value: value is not None and value > 0)
    rows = {int(row) for row in ledger.column("row").select(is_in) if row is not None}
    found: dict[int, int] = {}
    for mapped in mapping:
        if mapped.field not in ("", "ledger.note", "notes.text"):
            continue
        column = result.body.column_at(mapped.column)
        words = [bool(find_doubtful_word(cell_text(cell), ("refunds",))) for cell in column.distinct]
        hits = np.array(words, dtype=bool)[column.codes]
        found |= {
            row: mapped.column for row in column.rows[hits].tolist() if row in rows and row not in found
        }
    return dict(sorted(found.items()))
