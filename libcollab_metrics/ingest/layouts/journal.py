"""Journals in double entry: each payment is on two lines, and only those of expenses and income count."""

from __future__ import annotations

import re
from collections.abc import Mapping

import numpy as np

from libcollab_metrics.ingest.tables.rows import SheetRows
from libcollab_metrics.ingest.values.columns import Column, ParseContext
from libcollab_metrics.ingest.values.lexicon import word_list
from libcollab_metrics.ingest.values.table import EncodedValues
from libcollab_metrics.messages import Message
from libcollab_metrics.model.names import normalize_heading

#: Fewest lines of a journal, and the share of its lines that must have an account of a known class.
MIN_LINES, MOST_LINES = 4, 0.9
OTHER_SIDE_REASON = Message("the other side of an entry: what is owned or owed, neither spent nor received")
UNKNOWN_REASON = Message("an account that is none of expenses, income, assets and liabilities")
#: What separates the class of an account from its name: "Expenses:Travel", "Assets - Bank".
_SEPARATOR = re.compile(r"\s*[:/>\\]|\s+[-–]\s+")


def exclude_other_accounts(body: SheetRows, context: ParseContext) -> int | None:
    """Exclude and report the lines of a journal that are of neither expenses nor income.

    Those of what is owned or owed are the other sides of entries; one of an unknown account may be a payment.

    Parameters
    ----------
    body : SheetRows
        Rows of a ledger. Its lines of expenses and of income remain.
    context : ParseContext
        Log that receives the issue.

    Returns
    -------
    int or None
        Number of the column of accounts; None if the table is no journal: most cells of one column begin with
        the class of an account ("Assets:Bank"), and some are of expenses or income, and others of neither.
    """
    for number, _ in enumerate(body.grid.cells.columns, body.grid.cells.first_column):
        classes = body.column_at(number).parse_text(_find_class)
        if len(body.used) < MIN_LINES or classes.known.mean() < MOST_LINES:
            continue
        is_owned = classes.where(lambda own: own == "owned")
        if not is_owned.any() or is_owned.sum() == classes.known.sum():
            continue
        unknown = ~classes.known
        context.log.add_rows("row-without-data", body.excel_rows[is_owned], number, message=OTHER_SIDE_REASON)
        context.log.add_rows("row-left-out", body.excel_rows[unknown], number, message=UNKNOWN_REASON)
        body.exclude(np.flatnonzero(is_owned | unknown), OTHER_SIDE_REASON)
        return number
    return None


def find_account_sides(accounts: Column) -> EncodedValues:
    """Return "spent" or "received" for each line of a journal; income has negative amounts."""
    return accounts.parse_text(_find_class)


def _find_class(text: str) -> str | None:
    """Return what an account is for: "spent", "received" or "owned"; None if its class is not known.

    Examples
    --------
    >>> [_find_class(text) for text in ("Expenses:Travel", "Income - Gifts", "Assets:Bank", "Travel")]
    ['spent', 'received', 'owned', None]
    """
    return _classes().get(normalize_heading(_SEPARATOR.split(text, maxsplit=1)[0]))


def _classes() -> Mapping[str, str]:
    names = ("spent", "received", "owned")
    return {word: name for name in names for word in word_list("account_classes", name)}
