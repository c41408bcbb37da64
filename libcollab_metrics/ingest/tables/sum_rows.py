"""Rows that hold the sums or averages of other rows, wherever they are and whatever they are called."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import date
from functools import partial
from operator import itemgetter
from typing import TYPE_CHECKING

import numpy as np

from libcollab_metrics.ingest.issue_log import IssueLog
from libcollab_metrics.ingest.tables.rows import SheetRows
from libcollab_metrics.ingest.tables.running_totals import MIN_SUMMED_ROWS
from libcollab_metrics.ingest.values.columns import Column, cell_text
from libcollab_metrics.ingest.values.dates import parse_day, parse_month
from libcollab_metrics.ingest.values.lexicon import weekdays, word_list
from libcollab_metrics.ingest.values.numbers import parse_number
from libcollab_metrics.messages import Message
from libcollab_metrics.model.names import normalize_heading
from libcollab_metrics.model.readings import ColumnMapping

if TYPE_CHECKING:
    from numpy.typing import NDArray

#: The amount of a row, and what it is the product of.
VALUE, PRODUCT_OF = "ledger.value", ("ledger.quantity", "ledger.unit_value")
#: Fewest rows with a number that are added up below or around their sum.
MIN_ADDENDS = 3
#: The number of a line of an outline: "1. Material", "1.2 Paper".
_OUTLINE_NUMBER = re.compile(r"\s*(\d{1,2}(?:\.\d{1,2})*)[.)]?\s+\D")
_OUTLINE_CODE = re.compile(r"(\d+(?:\.\d+)*)")
#: Fewest rows that break down a sum.
MIN_BREAKDOWN = 2
#: Fewest chapters of a budget that sum up their items, and fewest amounts of each.
MIN_CHAPTERS, MIN_AMOUNTS_OF_CHAPTER = 2, 2
#: Most rows of an outline whose sums are looked for.
MAX_OUTLINE = 500
#: Share of the rows with a day or month in a column of these.
MOST_PERIODS = 0.7
#: Share of the rows with a number in a column that is compared without having a field.
MOST_NUMBERS = 0.8
#: Rows that are compared at once: a long table has few sums.
ROWS_AT_ONCE = 1024
#: Largest share of the rows that are blank in a column which nearly every row fills, and of rows that begin a
#: section and sum it up: they lack the quantity and the unit of its items.
MOST_BLANK, SECTIONS_BLANK = 0.2, 0.4


def exclude_sum_rows(
    body: SheetRows,
    mapping: Sequence[ColumnMapping],
    fields: Collection[str],
    may_be_sum: NDArray[np.bool_],
    log: IssueLog,
    min_columns: int = 1,
    is_marked: Callable[[int], bool] | None = None,
    *,
    with_unmapped: bool = False,
) -> None:
    """Exclude the rows whose numbers are the sums or averages of others, and report them as totals.

    Parameters
    ----------
    body : SheetRows
        Rows of the table; the sums are moved from the used rows to the totals.
    mapping : sequence of ColumnMapping
        Field of each column.
    fields : collection of str
        Fields whose numbers are compared.
    may_be_sum : ndarray of bool
        Used rows that may be sums, for example because they have no date.
    log : IssueLog
        Log of issues.
    min_columns : int, default 1
        Fewest numbers of a sum: a single one may be equal by chance.
    is_marked : callable, optional
        Takes the position of a used row that is the sum of two rows above it, and returns whether anything
        else speaks for a total; by default nothing else has to.
    with_unmapped : bool, default False
        Whether columns of numbers without a field are compared too.
    """
    columns = [body.column(mapped) for mapped in mapping if mapped.field in fields]
    if not columns or not may_be_sum.any():
        return
    numbers = np.array([_read_numbers(column) for column in columns])
    if VALUE in fields:
        _fill_products(numbers, [column.number for column in columns], body, mapping)
    if with_unmapped:
        others = [_read_numbers(body.column(mapped)) for mapped in mapping if mapped.field in ("", "check")]
        numeric = [column for column in others if np.isfinite(column).mean() >= MOST_NUMBERS]
        numbers = np.array([*numbers, *numeric])
    may_be_sum = may_be_sum & ((numbers > 0).sum(axis=0) >= min_columns)
    found = _find_sums(body, numbers, may_be_sum, is_marked)
    averages = _find_averages(numbers, may_be_sum, [*found])
    messages = {}
    for place, is_above in (found | dict.fromkeys(averages, False)).items():
        label = body.label(int(body.used[place]))
        messages[place] = (
            Message('"{label}": its numbers are the averages of the other rows', label=label)
            if place in averages
            else Message('"{label}": its numbers are the sums of the rows above', label=label)
            if is_above
            else Message('"{label}": its numbers are the sums of other rows', label=label)
        )
    _move_to_totals(body, messages, log, [place for place, is_above in found.items() if is_above])


def _fill_products(
    numbers: NDArray[np.float64], places: Sequence[int], body: SheetRows, mapping: Sequence[ColumnMapping]
) -> None:
    """Fill the blanks of the only column of amounts with the quantity times the value of one."""
    parts = [[mapped for mapped in mapping if mapped.field == field] for field in PRODUCT_OF]
    valued = {mapped.column for mapped in mapping if mapped.field == VALUE}
    amounts = [position for position, place in enumerate(places) if place in valued]
    if len(amounts) != 1 or any(len(own) != 1 for own in parts):
        return
    quantity, unit = (_read_numbers(body.column(own[0])) for own in parts)
    own = numbers[amounts[0]]
    numbers[amounts[0]] = np.where(np.isnan(own), quantity * unit, own)


def _move_to_totals(
    body: SheetRows, messages: Mapping[int, Message], log: IssueLog, checked: Collection[int] = ()
) -> None:
    """Move used rows to the totals and report each with its message; compare only the checked ones."""
    for place, message in sorted(messages.items(), key=itemgetter(0)):
        index = int(body.used[place])
        body.totals.append(index)
        if place not in checked:
            body.unchecked_totals.add(index)
        row, column = body.grid.row_number(index), body.grid.cells.first_column
        log.add("totals-row-left-out", row, column, value=body.label(index), message=message)
    body.totals.sort()
    body.used = np.delete(body.used, [*messages])


def exclude_subtotals(body: SheetRows, mapping: Sequence[ColumnMapping], field: str, log: IssueLog) -> None:
    """Exclude the sums of blocks of amounts, whatever they are called, and report them as totals.

    Amounts are round and few, and two of them may add up to a third by chance. So a sum of only two rows has
    a word for a total in its label or ends its block, and where the table has one column of amounts, a sum
    also lacks a cell that nearly every row has.

    Parameters
    ----------
    body : SheetRows
        Rows of the table; the sums are moved from the used rows to the totals.
    mapping : sequence of ColumnMapping
        Field of each column.
    field : str
        Field of the amounts.
    log : IssueLog
        Log of issues.
    """
    amounts = sum(mapped.field == field for mapped in mapping)
    if not amounts or len(body.used) <= MIN_SUMMED_ROWS:
        return
    _exclude_breakdown(body, [body.column(mapped) for mapped in mapping if mapped.field == field], log)
    if amounts == 1:  # next to amounts before tax, and taxes
        exclude_odd_sums(body, mapping, (field,), log)
    may_be_sum = np.ones(len(body.used), dtype=bool) if amounts > 1 else mask_unlike_rows(body)
    if may_be_sum.any():
        is_marked = partial(_is_marked, body, body.used)
        exclude_sum_rows(body, mapping, (field,), may_be_sum, log, min(amounts, 2), is_marked)


def exclude_odd_sums(
    body: SheetRows, mapping: Sequence[ColumnMapping], fields: Collection[str], log: IssueLog
) -> None:
    """Exclude the rows that are sums in two columns of numbers, one of which may have no field.

    Quantities and amounts grow together, so that the last item may equal the sum of those above it by chance.
    A sum therefore also differs from the other rows: it lacks a cell that most of them have, or has other
    words in place of a day or month.

    Parameters
    ----------
    body : SheetRows
        Rows of the table; the sums are moved from the used rows to the totals.
    mapping : sequence of ColumnMapping
        Field of each column.
    fields : collection of str
        Fields of which a sum has a number.
    log : IssueLog
        Log of issues.
    """
    if len(body.used) <= MIN_SUMMED_ROWS:
        return
    may_be_sum = mask_unlike_rows(body, SECTIONS_BLANK) | mask_rows_without(body, is_period)
    exclude_sum_rows(body, mapping, fields, may_be_sum, log, 2, lambda _: False, with_unmapped=True)


def mask_rows_without(body: SheetRows, is_one: Callable[[object], bool]) -> NDArray[np.bool_]:
    """Mask the used rows with other words in a column of days, months or weekdays."""
    odd = np.zeros(len(body.used), dtype=bool)
    for column in body.grid.cells.columns if len(body.used) else ():
        codes = column.codes[body.used]
        periods = np.array([is_one(cell) for cell in column.cells], dtype=bool)[codes]
        if periods.mean() >= MOST_PERIODS:
            odd |= ~periods & (codes != 0)
    return odd


def is_period(cell: object) -> bool:
    """Return whether a cell is a day or a month, which a bare number is not."""
    if not isinstance(cell, str):
        return isinstance(cell, date)
    has_words = any(map(str.isalpha, cell))
    return parse_day(cell) is not None or (has_words and parse_month(cell) is not None)


def is_weekday(cell: object) -> bool:
    """Return whether a cell is the name of a weekday."""
    return isinstance(cell, str) and normalize_heading(cell) in weekdays()


def _exclude_breakdown(body: SheetRows, columns: Sequence[Column], log: IssueLog) -> None:
    """Exclude the last rows if they break down the sum of those above, and report them as totals.

    They lack a cell, such as the day, that every row above them has.
    """
    numbers = np.nan_to_num(np.array([_read_numbers(column) for column in columns]))
    sums = numbers.cumsum(axis=1)
    for place in _find_last_filled(body):
        whole = sums[:, place - 1]
        below = sums[:, -1] - whole
        is_stated = numbers[:, place:].any(axis=1)
        if (whole[is_stated] > 0).any() and np.allclose(below[is_stated], whole[is_stated]):
            messages = {
                at: Message(
                    '"{label}": with the rows next to it, the sum of the rows above',
                    label=body.label(int(body.used[at])),
                )
                for at in range(place, len(body.used))
            }
            _move_to_totals(body, messages, log)
            return


def exclude_outline_sums(
    body: SheetRows, mapping: Sequence[ColumnMapping], field: str, log: IssueLog
) -> None:
    """Exclude the sums of a numbered outline, "1. Material" above "1.1 Books" and "1.2 Paper", as totals.

    The number is that of the label, or in the first cell: "51 | Staff" is the sum of "51.01.05 | Salaries".
    Without such numbers, each chapter is the sum of the items below it in several columns.

    Parameters
    ----------
    body : SheetRows
        Rows of the table; the sums are moved from the used rows to the totals.
    mapping : sequence of ColumnMapping
        Field of each column.
    field : str
        Field of the amounts.
    log : IssueLog
        Log of issues.
    """
    columns = [body.column(mapped) for mapped in mapping if mapped.field == field]
    numbers = [_find_outline_number(body, index) for index in body.used.tolist()] if columns else []
    amounts = np.nan_to_num(np.array([_read_numbers(column) for column in columns]))
    if columns and (nested := _find_nested_sums(amounts, _read_totals(body, columns))):
        _move_to_totals(body, {place: _describe_sum(body, place) for place in nested}, log)
        return
    if not any(len(number) > 1 for number in numbers):
        chapters = _find_chapters(amounts) if len(columns) >= MIN_AMOUNTS_OF_CHAPTER else []
        _move_to_totals(body, {place: _describe_sum(body, place) for place in chapters}, log)
        return
    parts: dict[tuple[str, ...], list[int]] = {}
    for place, number in enumerate(numbers):
        above = (number[:length] for length in range(len(number) - 1, 0, -1))
        parts.setdefault(next((group for group in above if group in numbers), ()), []).append(place)
    messages = {
        place: _describe_sum(body, place)
        for place, number in enumerate(numbers)
        if number
        and number in parts
        and np.allclose(amounts[:, parts[number]].sum(axis=1), amounts[:, place])
    }
    _move_to_totals(body, messages, log)


def _describe_sum(body: SheetRows, place: int) -> Message:
    label = body.label(int(body.used[place]))
    return Message('"{label}": its numbers are the sums of other rows', label=label)


def _read_totals(body: SheetRows, columns: Sequence[Column]) -> list[NDArray[np.float64]]:
    """Return the numbers of each total of a table in some columns; those without any are omitted."""
    places = [column.number - body.grid.cells.first_column for column in columns]
    rows = [[cell_text(body.grid.cells.rows[total][place]) for place in places] for total in body.totals]
    totals = [np.array([parse_number(text).value or 0.0 for text in row]) for row in rows]
    return [total for total in totals if total.any()]


def _find_nested_sums(amounts: NDArray[np.float64], totals: Sequence[NDArray[np.float64]]) -> list[int]:
    """Return the positions of the rows that are sums of the rows below them, at any depth of an outline.

    Without them the other rows add up to a total of the table, and with them they do not. At least one is the
    sum of several rows: two gifts may be equal.
    """
    if amounts.shape[1] > MAX_OUTLINE or any(np.allclose(amounts.sum(axis=1), total) for total in totals):
        return []
    for fewest in (1, MIN_BREAKDOWN):
        sums = _collapse(amounts, fewest) if _collapse(amounts, MIN_BREAKDOWN) else []
        others = np.delete(amounts, sums, axis=1).sum(axis=1)
        if sums and any(np.allclose(others, total) for total in totals):
            return sums
    return []


def _collapse(amounts: NDArray[np.float64], fewest: int) -> list[int]:
    """Return the positions of the rows that are the sums of the next rows or sums, from the bottom up."""
    items: list[int] = []  # what is below, the nearest last
    sums = []
    for place in reversed(range(amounts.shape[1])):
        own = amounts[:, place]
        below = amounts[:, items[::-1]].cumsum(axis=1)
        equal = np.flatnonzero(np.isclose(below, own[:, None]).all(axis=0)) + 1
        equal = equal[equal >= fewest]
        if own.any() and len(equal):
            sums.append(place)
            del items[len(items) - int(equal[0]) :]
        items.append(place)
    return sums[::-1]


def _find_chapters(amounts: NDArray[np.float64]) -> list[int]:
    """Return the positions of the rows that are each the sum of the items below, up to the next such row.

    The chapters and their items are the whole table; one chapter at least has several items.
    """
    chapters: list[int] = []
    place, length, most = 0, amounts.shape[1], 0
    while place < length:
        sums = amounts[:, place + 1 :].cumsum(axis=1)
        is_sum = np.asarray(np.isclose(sums, amounts[:, [place]]).all(axis=0), dtype=np.bool_)
        if not is_sum.any() or not amounts[:, place].any():
            return []
        items = int(np.argmax(is_sum)) + 1
        while place + items + 1 < length and not amounts[:, place + items + 1].any():
            items += 1  # items without an amount
        chapters.append(place)
        most = max(most, items)
        place += 1 + items
    return chapters if len(chapters) >= MIN_CHAPTERS and most >= MIN_BREAKDOWN else []


def _find_outline_number(body: SheetRows, index: int) -> tuple[str, ...]:
    """Return the parts of the number that a row begins with, "51.01.05"; empty if it has none."""
    match = _OUTLINE_NUMBER.match(body.label(index))
    if match is None:
        first = next((cell for cell in body.grid.cells.rows[index] if cell is not None), None)
        match = _OUTLINE_CODE.fullmatch(cell_text(first))
    return tuple(match[1].split(".")) if match else ()


def _find_last_filled(body: SheetRows) -> set[int]:
    """Return the positions from which on a column is blank that every row above them fills."""
    places = set()
    for column in body.grid.cells.columns:
        filled = column.codes[body.used] != 0
        count = int(filled.sum())
        if MIN_ADDENDS <= count <= len(filled) - MIN_BREAKDOWN and filled[:count].all():
            places.add(count)
    return places


def _is_marked(body: SheetRows, used: NDArray[np.int64], place: int) -> bool:
    """Return whether a used row is above a heading or a total, or has a word for a total in its label."""
    filled = body.grid.cells.filled
    below = int(used[place]) + 1 + np.flatnonzero(filled[used[place] + 1 :])[:1]
    if len(below) and (place + 1 == len(used) or below[0] != used[place + 1]):
        return True
    label = normalize_heading(body.label(int(used[place])))
    return bool(set(word_list("totals")) & set(label.split()))


def mask_unlike_rows(body: SheetRows, most_blank: float = MOST_BLANK) -> NDArray[np.bool_]:
    """Mask the used rows without a cell in a column that nearly every row fills, such as the class.

    `most_blank` is the largest share of the rows that are blank in such a column.
    """
    is_blank = np.array([column.codes[body.used] == 0 for column in body.grid.cells.columns])
    filled_by_most = is_blank.sum(axis=1) <= max(1, most_blank * len(body.used))
    unlike: NDArray[np.bool_] = is_blank[filled_by_most].any(axis=0)
    return unlike


def _read_numbers(column: Column) -> NDArray[np.float64]:
    texts = list(map(cell_text, column.distinct))
    counts = [parse_number(text).value for text in texts]
    values = [  # a refund is no count
        parse_number(text, is_count=False).value if count is None else count
        for text, count in zip(texts, counts, strict=True)
    ]
    numbers = np.array([np.nan if value is None else value for value in values], dtype=np.float64)
    cells: NDArray[np.float64] = numbers[column.codes]
    return cells


def _find_sums(
    body: SheetRows,
    numbers: NDArray[np.float64],
    may_be_sum: NDArray[np.bool_],
    is_marked: Callable[[int], bool] | None,
) -> dict[int, bool]:
    """Return the positions of the rows of sums, and whether each adds up rows above it.

    A sum of the rows below is the first row of its block: a blank row is above it, or it lacks cells that
    nearly every row has.
    """
    length = len(body.used)
    totals = np.searchsorted(body.used, np.array(body.totals, dtype=np.int64))
    above = _find_sums_of_earlier(numbers, may_be_sum, totals, MIN_SUMMED_ROWS, is_marked)
    found = dict.fromkeys(above, True)
    opens_block = (np.diff(body.used, prepend=-1) > 1) | mask_unlike_rows(body, SECTIONS_BLANK)
    opens_block[list(found)] = False
    below = _find_sums_of_earlier(
        numbers[:, ::-1], (may_be_sum & opens_block)[::-1], length - totals, MIN_ADDENDS
    )
    found |= {length - 1 - place: False for place in below}
    others = np.ones(length, dtype=bool)
    others[list(found)] = False
    everything = np.nansum(numbers[:, others], axis=1)
    if np.count_nonzero(numbers[:, others] > 0, axis=1).max(initial=0) <= MIN_ADDENDS:
        return found
    is_sum = may_be_sum & others & _equals(2 * numbers, everything[:, None])
    return found | dict.fromkeys(np.flatnonzero(is_sum).tolist(), False)


def _find_sums_of_earlier(
    numbers: NDArray[np.float64],
    may_be_sum: NDArray[np.bool_],
    totals: NDArray[np.int64],
    min_addends: int,
    is_marked: Callable[[int], bool] | None = None,
) -> list[int]:
    """Return the positions of the rows that add up all earlier rows, or those since the last total.

    Totals are given by the number of rows before each. A sum of fewer than `MIN_ADDENDS` rows must be marked
    as one, if it can be.
    """
    length = numbers.shape[1]
    earlier = np.concatenate([np.zeros((len(numbers), 1)), np.cumsum(np.nan_to_num(numbers), axis=1)], axis=1)
    places = np.arange(length)
    starts = np.zeros(length + 1, dtype=np.int64)
    starts[totals] = totals
    starts = np.maximum.accumulate(starts)[:length]
    found: list[int] = []
    in_sums, begin, place = np.zeros(len(numbers)), 0, 0
    while place < length:
        window = slice(place, place + ROWS_AT_ONCE)
        start = np.maximum(starts[window], begin)
        block = earlier[:, window][:, : len(start)] - earlier[:, start]
        addends = places[window] - start
        whole, rows = earlier[:, window][:, : len(start)] - in_sums[:, None], places[window] - len(found)
        in_block = _equals(numbers[:, window], block) & (addends >= min_addends)
        in_whole = _equals(numbers[:, window], whole) & (rows >= min_addends)
        addends = np.where(in_whole, rows, addends)
        equal = np.flatnonzero(may_be_sum[window] & (in_block | in_whole))
        sums = (
            step
            for step in equal.tolist()
            if is_marked is None or addends[step] >= MIN_ADDENDS or is_marked(place + step)
        )
        step = next(sums, None)
        if step is None:
            place += ROWS_AT_ONCE
            continue
        place += step
        found.append(place)
        in_sums += np.nan_to_num(numbers[:, place])
        place += 1
        begin = place
    return found


def _equals(own: NDArray[np.float64], sums: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Return the rows whose known numbers are all equal to the sums."""
    equal: NDArray[np.bool_] = (np.isnan(own) | np.isclose(own, sums)).all(axis=0)
    return equal


def _find_averages(
    numbers: NDArray[np.float64], may_be_sum: NDArray[np.bool_], sums: Sequence[int]
) -> list[int]:
    """Return the positions of the rows whose numbers are the averages of the rows that are no sums.

    One of them has decimals below numbers without: whole numbers may be equal to an average by chance.
    """
    is_other = np.ones(numbers.shape[1], dtype=bool)
    is_other[list(sums)] = False
    has_decimals = (numbers % 1 > 0) & is_other
    has_lone_decimals = has_decimals[has_decimals.sum(axis=1) == 1].any(axis=0)
    found = []
    for place in np.flatnonzero(may_be_sum & has_lone_decimals).tolist():
        is_other[place] = False
        known = ~np.isnan(numbers[:, place])
        own, others = numbers[known, place], numbers[np.ix_(known, is_other)]
        is_other[place] = True
        has_own_decimals = bool(((own % 1 > 0) & ~(others % 1 > 0).any(axis=1)).any())
        counted = (others > 0).sum(axis=1).min() >= MIN_ADDENDS
        if counted and has_own_decimals and all(map(_is_average, own, others)):
            found.append(place)
    return found


def _is_average(number: float, others: NDArray[np.float64]) -> bool:
    """Return True for the mean of the known numbers, or of those above 0, rounded to as many decimals."""
    decimals = len(f"{number:.10g}".partition(".")[2])
    known = others[~np.isnan(others)]
    means = (known.mean(), known[known > 0].mean())
    return any(abs(number - mean) <= 0.5 * 10.0**-decimals + 1e-9 for mean in means)
