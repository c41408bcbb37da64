"""The sides of a cash book: money in and out next to a running balance, by their words or their sums."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import permutations
from typing import TYPE_CHECKING

import numpy as np

from libcollab_metrics.ingest.files.cells import SheetCells
from libcollab_metrics.ingest.tables.amounts import read_amounts
from libcollab_metrics.ingest.tables.heading import has_total_word
from libcollab_metrics.ingest.values.columns import cell_text
from libcollab_metrics.ingest.values.currencies import find_currency
from libcollab_metrics.ingest.values.lexicon import HeadingEntry, word_list
from libcollab_metrics.model.names import has_phrase, normalize_heading

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from libcollab_metrics.ingest.tables.column_profiles import ColumnProfile
    from libcollab_metrics.ingest.tables.heading import Heading

#: Share of the cells that must be numbers in a column of money.
MOST_NUMBERS = 0.8
#: Most columns of money whose sums are tried, without and with a heading "Balance".
MAX_MONEY_COLUMNS, MAX_NAMED_COLUMNS = 6, 16
#: Fewest entries that lead from one balance to the next, and the share of all entries that must.
MIN_ENTRIES, MOST_ENTRIES = 4, 0.9
#: Largest difference from rounding.
MAX_ROUNDING = 0.005
#: What a heading says of the currency of its amounts: "Pasok (₱)", "In £".
_CURRENCY_NOTE = re.compile(r"\s*\([^)]*\)$|\s*[$€£₱₦₹]$")


def find_money_section(cells: SheetCells, top: int, bottom: int) -> str:
    """Return "income" or "expenses" if the label directly above the headings of a table says so, else "".

    Parameters
    ----------
    cells : SheetCells
        Cells of the table.
    top, bottom : int
        Indices of the first and the last header row; the label may be the first.
    """
    index = top if top < bottom else top - 1
    above = [cell for cell in cells.rows[index] if cell is not None] if index >= 0 else []
    if len(above) != 1:
        return ""
    words = set(re.findall(r"[^\W\d_]+", normalize_heading(cell_text(above[0]))))
    sections = {"income": "income", "expenses": "expenses", "next_to_income": "expenses"}
    named = {side for key, side in sections.items() if words & set(word_list("money_sections", key))}
    return named.pop() if len(named) == 1 else ""


def find_section_statuses(cells: SheetCells, header: int) -> dict[int, str]:
    """Return what became of the amounts below lines such as "Income" and "Expenses", by Excel row.

    A line holds nothing but its words; the next such line ends the section, and below its total any line of
    words does: "SALE FACTS".

    Parameters
    ----------
    cells : SheetCells
        Cells of the table.
    header : int
        Index of the last header row.

    Returns
    -------
    dict of int to str
        "received", "spent", or "given" for what was given in kind, without the rows outside of sections.
    """
    income, expenses = (set(word_list("money_sections", key)) for key in ("income", "expenses"))
    found: dict[int, str] = {}
    status, is_added_up = "", False
    for index in range(header + 1, cells.height):
        filled = [cell for cell in cells.rows[index] if cell is not None]
        label = normalize_heading(filled[0]) if filled and isinstance(filled[0], str) else ""
        words = set(re.findall(r"[^\W\d_]+", label)) if len(filled) == 1 else set()
        if words and any(phrase in label for phrase in word_list("gifts", "titled")):
            status, is_added_up = "given", False  # "IN-KIND RECEIVED" is no income
        elif words & income or words & expenses:
            status, is_added_up = "received" if words & income else "spent", False
        elif words and is_added_up:
            status = ""
        elif status:
            found[cells.first_row + index] = status
            is_added_up |= has_total_word(label)
    return found


def infer_cash_sides(
    headings: list[Heading], profiles: Mapping[int, ColumnProfile], cells: SheetCells, header: int
) -> list[Heading]:
    """Return the headings with the columns of money in and money out, next to a running balance.

    Headings such as "In", "Out" and "Balance" say so, or each balance is the one above it, plus the first
    amount, minus the second, whatever the headings. In a month without income, the column for it is blank.

    Parameters
    ----------
    headings : list of Heading
        Headings of a table.
    profiles : mapping of int to ColumnProfile
        Profiles by column number.
    cells : SheetCells
        Cells of the table.
    header : int
        Index of the last header row.

    Returns
    -------
    list of Heading
        The headings; those of the two sides have `is_inferred`.
    """
    money = [h for h in headings if h.column in profiles and _holds_amounts(profiles[h.column])]
    blank = [h for h in headings if h.column not in profiles or not profiles[h.column].texts]
    sides = _find_sides_by_words(money) or _find_sides_by_sums(money, cells, header)
    if not sides:
        named = [*money, *blank]
        sides = _find_sides_by_words(named) or _find_sides_in_turn(named, cells, header)
    entries = {column: HeadingEntry(role, "ledger.value", False) for column, role in sides.items()}
    return [
        replace(h, entry=entries.get(h.column, h.entry), is_inferred=True) if h.column in entries else h
        for h in headings
    ]


def _holds_amounts(profile: ColumnProfile) -> bool:
    """Return whether nearly all cells are numbers, but for a word such as "VOID" in place of one."""
    words = {*word_list("voided"), *word_list("cancelled_in_title")}
    voided = sum(normalize_heading(text) in words for text in profile.texts)
    filled = len(profile.texts)
    return filled > voided and profile.numbers * filled >= MOST_NUMBERS * (filled - voided)


def _bare_text(heading: Heading) -> str:
    return _CURRENCY_NOTE.sub("", normalize_heading(heading.text))


def _note_behind(heading: Heading) -> str:
    """Return what is in brackets at the end of a heading, with them."""
    found = re.search(r"\([^()]*\)$", heading.text.replace("\N{MINUS SIGN}", "-").strip())
    return normalize_heading(found[0]) if found else ""


def _find_sides_by_words(money: Sequence[Heading], *, needs_balance: bool = True) -> dict[int, str]:
    """Return the roles of the columns headed "In" and "Out" next to a balance; empty if there are none.

    A sign or a word in brackets behind the words outranks them: "Debit (+)", "Debe (entra)".
    """
    found = {_bare_text(heading): heading.column for heading in money}
    sides = {side: [found[w] for w in word_list("cash_book", side) if w in found] for side in ("in", "out")}
    for side, sign in (("in", "(+)"), ("out", "(-)")):
        words = {sign, *(f"({word})" for word in word_list("cash_book", side))}
        noted = [h.column for h in money if _note_behind(h) in words]
        sides[side] = noted or sides[side]
    is_balanced = bool(set(found) & set(word_list("balances"))) or not needs_balance
    if not is_balanced or any(len(columns) != 1 for columns in sides.values()):
        return {}
    return {columns[0]: f"money_{side}" for side, columns in sides.items()}


def _find_sides_in_turn(money: Sequence[Heading], cells: SheetCells, header: int) -> dict[int, str]:
    """Return the roles of two columns headed "In" and "Out" without a balance; empty if there are none.

    A title, a currency or decimals say that they are money, and each row has one of both.
    """
    sides = _find_sides_by_words(money, needs_balance=False)
    if not sides:
        return {}
    amounts = {h.column: read_amounts(h, cells, header) for h in money if h.column in sides}
    columns = [cells.columns[number - cells.first_column] for number in amounts]
    has_signs = any(isinstance(c, str) and find_currency(c) for column in columns for c in column.cells)
    if not has_signs and not _is_money(money, amounts, cells, header):
        return {}
    both = np.all([np.isfinite(values) for values in amounts.values()], axis=0)
    return sides if both.sum() <= 1 else {}  # but for the totals


def _find_sides_by_sums(money: Sequence[Heading], cells: SheetCells, header: int) -> dict[int, str]:
    """Return the roles of two columns that lead from each balance to the next; empty if none do.

    The latest entry is the last or the first: banks list the newest first.
    """
    named = [h.column for h in money if _bare_text(h) in word_list("balances")]
    if len(money) < len(("in", "out", "balance")) or (len(money) > MAX_MONEY_COLUMNS and len(named) != 1):
        return {}
    amounts = {h.column: read_amounts(h, cells, header) for h in money[:MAX_NAMED_COLUMNS]}
    if not _is_money(money, amounts, cells, header):
        return {}
    found = [
        columns
        for columns in permutations(amounts, 3)
        if (len(named) != 1 or columns[-1] == named[0])
        and any(_leads_to_balances(*(amounts[column][::step] for column in columns)) for step in (1, -1))
    ]
    if len(found) != 1:
        return {}
    coming, going, _ = found[0]
    return {coming: "money_in", going: "money_out"}


def _is_money(
    money: Sequence[Heading], amounts: Mapping[int, NDArray[np.float64]], cells: SheetCells, header: int
) -> bool:
    """Return whether numbers are money: by a currency, decimals, or a word of the title or a heading.

    Hours, days of leave and books come and go too.
    """
    if any(find_currency(heading.text) for heading in money):
        return True
    above = [cell_text(cell) for row in cells.rows[:header] for cell in row if isinstance(cell, str)]
    title = " ".join([cells.name, *above])
    if speaks_of_things(title, money):
        return False
    headed = set(re.findall(r"[^\W\d_]+", normalize_heading(" ".join(heading.text for heading in money))))
    words = headed | set(re.findall(r"[^\W\d_]+", normalize_heading(title)))
    has_decimals = any((values[~np.isnan(values)] % 1 > 0).any() for values in amounts.values())
    names_money = words & set(word_list("cash_book", "titles")) or headed & set(
        word_list("cash_book", "of_money")
    )
    return has_decimals or bool(names_money)


def speaks_of_things(title: str, headings: Sequence[Heading]) -> bool:
    """Return whether a title or heading speaks of things that come and go, such as books, hours and days.

    A currency in a heading, or a title such as "Petty cash of the book club", says that they are money all
    the same.
    """
    if any(find_currency(heading.text) for heading in headings):
        return False
    if has_phrase(title, word_list("cash_book", "books")):
        return False
    text = normalize_heading(" ".join([title, *(heading.text for heading in headings)]))
    return bool(set(re.findall(r"[^\W\d_]+", text)) & set(word_list("cash_book", "others")))


def _leads_to_balances(
    coming: NDArray[np.float64], going: NDArray[np.float64], balances: NDArray[np.float64]
) -> bool:
    """Return whether each balance is the one above it, plus what came in, minus what went out.

    Rows with amounts on both sides are sums, and are not looked at. The two explain nearly all changes: a
    column of one kind of payment does not.
    """
    inward, outward = np.nan_to_num(coming), np.nan_to_num(going)
    is_entry = ((inward != 0) ^ (outward != 0)) & ~np.isnan(balances)
    known = np.flatnonzero(~np.isnan(balances))
    previous = np.full(len(balances), np.nan)
    previous[known[1:]] = balances[known[:-1]]
    is_entry &= ~np.isnan(previous)
    if is_entry.sum() < MIN_ENTRIES or not (inward != 0).any() or not (outward[is_entry] != 0).any():
        return False
    changes = balances != previous
    if is_entry.sum() < MOST_ENTRIES * (changes & ~np.isnan(balances) & ~np.isnan(previous)).sum():
        return False
    steps = balances[is_entry] - previous[is_entry]
    agree = np.abs(steps - (inward - outward)[is_entry]) <= MAX_ROUNDING
    return bool(agree.mean() >= MOST_ENTRIES)
