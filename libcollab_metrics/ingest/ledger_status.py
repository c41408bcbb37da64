"""What became of each amount: a word of the sheet, an answer, or unclear and asked once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np

from libcollab_metrics.ingest.columns import Column, Context, Said, as_text, tell
from libcollab_metrics.ingest.lexicon import words
from libcollab_metrics.ingest.marks import normal_mark
from libcollab_metrics.ingest.values import Values
from libcollab_metrics.model.names import plain
from libcollab_metrics.model.readings import Question
from libcollab_metrics.model.schema import LEDGER_STATUSES

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from libcollab_metrics.ingest.body import Body

OPTIONS = (("received", "received: it is in hand"), ("spent", "spent: it was paid out"),
           ("pledged", "promised, not here yet"), ("unclear", "I do not know"))  # fmt: skip
RESERVED = ("project", "library")


def read_statuses(column: Column | None, context: Context, length: int) -> Values:
    """Return the status each row's word stands for, an answer before the known words; None for a blank.

    A word nobody knows is unclear, which is told and asked.
    """
    if column is None:
        return Values.all(None, length)
    given, known = answered(context), words("ledger_status")
    statuses: list[str | None] = []
    said: list[Said] = []
    for cell in column.distinct:
        text = as_text(cell)
        status = given.get(normal_mark(text)) or known.get(plain(text) or text)
        statuses.append(status or "unclear" if text else None)
        said.append(("choice-assumed", f'"{text}" read as unclear') if text and status is None else None)
    tell(column, context, said)
    return Values(column.codes, statuses)


def answered(context: Context) -> Mapping[str, str]:
    """The answers about words of a ledger; answers about marks of attendance are others."""
    given = context.answers.get("marks", {})
    return {normal_mark(word): status for word, status in given.items() if status in LEDGER_STATUSES}


def settle_blanks(
    statuses: Values, parties: tuple[Values, Values], counts: NDArray[np.bool_], column: Column | int, body: Body,
    context: Context,
) -> tuple[Values, NDArray[np.bool_]]:  # fmt: skip
    """Return every row's status, and which rows nothing speaks for: they are unclear and asked about.

    Without a column of statuses an amount from a payer to a payee outside was spent. An answer about the blank
    outranks that.

    Parameters
    ----------
    parties : who gave and who received.
    counts : rows with an amount or a quantity; the others are not asked about.
    column : the column of statuses, else the number of the column with the amounts.
    """
    blank, said = ~statuses.known, answered(context).get("")
    if said:
        return statuses.otherwise(Values.all(said, len(statuses))), np.zeros(len(statuses), dtype=bool)
    paid = np.zeros(len(statuses), dtype=bool)
    if isinstance(column, int):
        paid = blank & counts & parties[0].known & parties[1].where(lambda name: bool(name) and name not in RESERVED)
        context.log.add_rows("choice-assumed", body.numbers[paid], column, heading="Status",
                             message="from a payer to a payee outside: read as spent")  # fmt: skip
    open_rows = blank & counts & ~paid
    where = (column, "Status") if isinstance(column, int) else (column.number, column.heading)
    context.log.add_rows("choice-assumed", body.numbers[open_rows], where[0], heading=where[1],
                         message="nothing says what became of it: read as unclear")  # fmt: skip
    return statuses.otherwise(when(paid, "spent")).otherwise(Values.all("unclear", len(statuses))), open_rows


def status_questions(
    sheet: str, column: Column | None, open_rows: NDArray[np.bool_], context: Context
) -> tuple[Question, ...]:
    """One question a word nobody knows, and one about the rows without a word."""
    path, found = f"sheets.{sheet}.marks", []
    counts: Counter[str] = Counter()
    for text, times in _unknown_words(column).items():
        if normal_mark(text) not in answered(context):
            counts[text] += times
    for text, times in counts.items():
        asked = f'"{text}" stands as status in {_rows(times)}. What became of these amounts?'
        found.append(Question(f"{path}.{normal_mark(text)}", asked, OPTIONS, "unclear"))
    if open_rows.any():
        asked = (
            f"Nothing says what became of the amounts in {_rows(int(open_rows.sum()))}. Were they spent or received?"
        )
        found.append(Question(f"{path}.", asked, OPTIONS, "unclear"))
    return tuple(found)


def _unknown_words(column: Column | None) -> dict[str, int]:
    if column is None:
        return {}
    often = np.bincount(column.codes, minlength=len(column.distinct)).tolist()
    known = words("ledger_status")
    texts = [as_text(cell) for cell in column.distinct]
    return {t: n for t, n in zip(texts, often, strict=True) if t and n and (plain(t) or t) not in known}


def _rows(count: int) -> str:
    return "1 row" if count == 1 else f"{count:,} rows"


def when(mask: NDArray[np.bool_], value: Any) -> Values:
    """Return a value where something holds, unknown elsewhere."""
    return Values(np.where(mask, 0, 1), [value, None])
