"""Columns of a log of sessions that hold what each session cost."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from libcollab_metrics.ingest.files.cells import SheetCells
from libcollab_metrics.ingest.tables.amounts import add_up, read_amounts
from libcollab_metrics.ingest.tables.heading import Heading, is_not_counted
from libcollab_metrics.ingest.values.currencies import find_currency
from libcollab_metrics.ingest.values.lexicon import HeadingEntry, word_list
from libcollab_metrics.model.names import normalize_heading

if TYPE_CHECKING:
    from libcollab_metrics.ingest.tables.column_profiles import ColumnProfile

#: Roles of columns that count people on a log of sessions.
COUNT_ROLES = {"attendance", "part", "unclear_count"}
#: Share of the cells that must be numbers, and of the rows whose total must be the sum of its parts.
MOST_NUMBERS, MOST_SUMS = 0.8, 0.9
#: The name of a currency in brackets or at the end of a heading: "(PHP)", "Q", "S/".
_CURRENCY_NAME = re.compile(r"\([^()]*\)|\b[A-Z]{1,4}\.?/?$|\bRs\.?|\b[Kk][Ss]h\.?")
COST = HeadingEntry("cost", "ledger.value", False)


def infer_cost_total(
    headings: list[Heading], profiles: Mapping[int, ColumnProfile], cells: SheetCells, header: int
) -> list[Heading]:
    """Return the headings of a log of sessions with the total of a block of costs as the cost of each row.

    A label above the headings, such as "Expenses", spans the block, and in most rows its column "Total" is
    the sum of the others.

    Parameters
    ----------
    headings : list of Heading
        Headings of the table.
    profiles : mapping of int to ColumnProfile
        Profiles by column number.
    cells : SheetCells
        Cells of the table.
    header : int
        Index of the last header row.
    """
    if not header or not {heading.role for heading in headings} & COUNT_ROLES:
        return headings
    for span in _find_blocks_of_costs(cells, header - 1):
        block = [h for h in headings if h.column in span and h.column in profiles]
        totals = [h for h in block if normalize_heading(h.own_text) in word_list("totals")]
        parts = [h for h in block if h not in totals and profiles[h.column].numbers >= MOST_NUMBERS]
        counts = any(heading.role in COUNT_ROLES for heading in block)
        if len(totals) == 1 and parts and not counts and _add_up(totals[0], parts, cells, header):
            return [replace(h, entry=COST, is_inferred=True) if h is totals[0] else h for h in headings]
    return headings


def infer_costs(headings: list[Heading], profiles: Mapping[int, ColumnProfile]) -> list[Heading]:
    """Return the headings of a log of sessions with the columns of money that was spent as its costs.

    "Spent on supplies ($)" is such a column, and so is "Speaker fee". A column of all costs is used alone; of
    others each is a part of the costs. Budgets, income and values of gifts are none.
    """
    roles = {heading.role for heading in headings}
    if not roles & COUNT_ROLES or "cost" in roles:
        return headings
    spent = [
        h
        for h in headings
        if h.entry is None and h.column in profiles and profiles[h.column].numbers >= MOST_NUMBERS
        if names_spending(h.text)
    ]
    spent = [heading for heading in spent if _is_whole_block(heading, spent, headings, profiles)]
    whole = [heading for heading in spent if names_all_costs(heading.text)]
    costs = whole if len(whole) == 1 else [] if whole else spent
    return [replace(h, entry=COST, is_inferred=True) if h in costs else h for h in headings]


def _is_whole_block(
    heading: Heading,
    spent: Sequence[Heading],
    headings: Sequence[Heading],
    profiles: Mapping[int, ColumnProfile],
) -> bool:
    """Return whether all numbers below the label over a cost are costs: "Actual" over food and fees."""
    label, others = heading.spanning_text, set(word_list("session_costs", "others"))
    block = [h for h in headings if h.spanning_text == label and h.column in profiles]
    block = [h for h in block if not _words_of(h.own_text) & others]
    return not label or all(h in spent or profiles[h.column].numbers < MOST_NUMBERS for h in block)


def names_spending(heading: str) -> bool:
    """Return whether a heading speaks of money that was spent: on things, or to pay someone.

    Examples
    --------
    >>> [names_spending(text) for text in ("Spent on supplies ($)", "Speaker fee", "Gasto en materiales")]
    [True, True, True]
    >>> [names_spending(text) for text in ("Budget for supplies", "Cost per child", "Fee", "Snacks")]
    [False, False, False, False]
    >>> names_spending("Snacks (₱)"), names_spending("Donated snacks (₱)"), names_spending("Spent to date")
    (True, False, False)
    """
    words = _words_of(heading)
    if words & set(word_list("session_costs", "others")) or is_not_counted(heading):
        return False
    if words & set(word_list("session_costs", "spent")):
        return True
    if words & set(word_list("session_costs", "pay")):
        return bool(words & set(word_list("session_costs", "paid_people")))
    return bool(find_currency(heading)) and bool(words & set(word_list("session_costs", "goods")))


def names_payment(heading: str) -> bool:
    """Return whether a heading speaks of a payment and does not name the payee: "Fee paid".

    Examples
    --------
    >>> [names_payment(text) for text in ("Fee paid", "Speaker fee", "Registration fee")]
    [True, False, False]
    """
    words = _words_of(heading)
    if words & set(word_list("session_costs", "others")) or names_spending(heading):
        return False
    return bool(words & set(word_list("session_costs", "pay")))


def names_amount(heading: str) -> bool:
    """Return whether a heading names a currency, and no budget, income or value.

    Examples
    --------
    >>> [names_amount(text) for text in ("Presenter ($)", "Donations ($)", "Presenter")]
    [True, False, False]
    """
    return bool(find_currency(heading)) and not _words_of(heading) & set(word_list("session_costs", "others"))


def names_all_costs(heading: str) -> bool:
    """Return whether a heading speaks of costs and of nothing that was bought.

    Examples
    --------
    >>> [names_all_costs(text) for text in ("Total spent", "Costo (S/)", "Snacks cost", "Speaker fee")]
    [True, True, False, False]
    """
    around = {*word_list("session_costs", "spent"), *word_list("session_costs", "around")}
    return bool(_words_of(heading) & set(word_list("session_costs", "spent"))) and not (
        _words_of(_CURRENCY_NAME.sub(" ", heading)) - around
    )


def _words_of(heading: str) -> set[str]:
    return set(re.findall(r"[^\W\d_]+", normalize_heading(heading)))


def _find_blocks_of_costs(cells: SheetCells, index: int) -> list[range]:
    """Return the columns below each label of a row that has a word for expenses; a title is no label."""
    row, number = cells.rows[index], cells.first_row + index
    filled = [position for position, cell in enumerate(row) if cell is not None]
    words = {*word_list("spending", "amounts"), "cost", "costs", "costo", "costos"}
    blocks = []
    for position, following in pairwise([*filled, len(row)]):
        text = row[position]
        if (
            not position
            or not isinstance(text, str)
            or not set(re.findall(r"[^\W\d_]+", normalize_heading(text))) & words
        ):
            continue
        first, last = cells.first_column + position, cells.first_column + following - 1
        merged = [right for top, left, bottom, right in cells.merged if (top, left) == (number, first)]
        blocks.append(range(first, (merged[0] if merged else last) + 1))
    return blocks


def _add_up(total: Heading, parts: Sequence[Heading], cells: SheetCells, header: int) -> bool:
    read = np.array([read_amounts(part, cells, header) for part in parts])
    return add_up(read, read_amounts(total, cells, header), share=MOST_SUMS)
