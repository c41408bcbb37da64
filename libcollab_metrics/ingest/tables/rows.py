"""The rows below the headings: which hold data, which sum up others, which are not used and why."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, partial
from typing import TYPE_CHECKING, Any

import numpy as np

from libcollab_metrics.ingest.issue_log import Departures
from libcollab_metrics.ingest.tables.detection import EXAMPLE
from libcollab_metrics.ingest.tables.grid import Grid
from libcollab_metrics.ingest.tables.totals import is_average, perhaps_total, total_label
from libcollab_metrics.ingest.values.columns import Column, as_text
from libcollab_metrics.ingest.values.lexicon import word_list
from libcollab_metrics.ingest.values.numbers import read_number
from libcollab_metrics.ingest.values.table import same_rows
from libcollab_metrics.model.names import plain, tidy
from libcollab_metrics.model.readings import Mapped

if TYPE_CHECKING:
    from numpy.typing import NDArray


# Whether a row's numbers are the sums of the rows above it: how a total is known whose label alone does not say so.

#: Fields whose numbers a total row adds up.
COUNTS = ("sessions.attended", "sessions.events")
#: A total of one row is that row again.
ROWS_NEEDED = 2


class RunningSums:
    """Sums of the head counts of the data rows, moved down the table: since the last total, and from the top.

    Rows must be asked about from the top down; each data row is added once, so a long table costs one pass. No cell is
    read as a number before the first question.
    """

    def __init__(self, grid: Grid, places: Mapping[int, str], plainly_data: NDArray[np.int64]) -> None:
        self._columns = [
            grid.cells.columns[p] for p, t in places.items() if t in COUNTS and p < len(grid.cells.columns)
        ]
        self._waiting = plainly_data
        self._above = np.zeros((2, len(self._columns)))  # from the top, and since the last total
        self._open: tuple[list[NDArray[Any]], list[NDArray[Any]]] = ([], [])  # rows not yet in these sums
        self._rows = [0, 0]

    @cached_property
    def _read(self) -> list[NDArray[np.float64]]:
        """The number in each distinct cell of each column."""
        return [np.array([_number(cell) for cell in column.cells]) for column in self._columns]

    def add(self, rows: Sequence[int] | NDArray[Any]) -> None:
        """Count these row indexes among the data."""
        for waiting in self._open:
            waiting.append(np.array(rows, dtype=np.int64))
        self._rows = [seen + len(rows) for seen in self._rows]

    def after_total(self) -> None:
        """Begin a new block below a total."""
        self._open[1].clear()
        self._above[1], self._rows[1] = 0, 0

    def _add_up(self) -> None:
        for sums, waiting in zip(self._above, self._open, strict=True):
            rows = np.concatenate([np.zeros(0, dtype=np.int64), *waiting])
            waiting.clear()
            for place, (column, numbers) in enumerate(zip(self._columns, self._read, strict=True)):
                sums[place] += np.nansum(numbers[column.codes[rows]])

    def fit(self, index: int) -> bool:
        """True when every number of the row is the sum of those above it, since the last total or from the top."""
        self.reach(index)
        self._add_up()
        own = np.array([n[c.codes[index]] for n, c in zip(self._read, self._columns, strict=True)])
        known = ~np.isnan(own)
        if not (own[known] > 0).any():
            return False
        return any(
            rows >= ROWS_NEEDED and bool((own[known] == sums[known]).all())
            for rows, sums in zip(self._rows, self._above, strict=True)
        )

    def reach(self, index: int) -> None:
        """Add the data rows above this one that were not added yet."""
        upto = int(np.searchsorted(self._waiting, index))
        self.add(self._waiting[:upto])
        self._waiting = self._waiting[upto:]


def _number(cell: object) -> float:
    value = read_number(as_text(cell)).value
    return np.nan if value is None else value


#: Why a printed but unfilled line of a form is not used; it is not given back as a mistake.
BLANK_LINE = "a blank line of the form"
#: Why the line above a block of rows is not used; what it says is used for them.
HEADS_OTHERS = "a month that heads the rows below it"

_EXAMPLE = plain(EXAMPLE)

#: A row's cells by the field they fill.
ByField = Mapping[str, Sequence[object]]


@dataclass
class Body:
    """Row indexes of a grid by what became of them; `left` pairs an index with the reason in words.

    `averages` are those of the totals that are no sums.
    """

    grid: Grid
    used: NDArray[np.int64] = field(default_factory=lambda: np.zeros(0, dtype=np.int64))
    totals: list[int] = field(default_factory=list)
    averages: set[int] = field(default_factory=set)
    left: list[tuple[int, str]] = field(default_factory=list)

    @property
    def rows_read(self) -> int:
        """Rows below the headings that hold anything."""
        return len(self.used) + len(self.totals) + len(self.left)

    @property
    def numbers(self) -> NDArray[np.int64]:
        """Excel rows of the used rows."""
        return self.used + self.grid.cells.first_row

    def column(self, mapped: Mapped) -> Column:
        """The used cells under one heading."""
        return self.column_at(mapped.column, mapped.heading)

    def column_at(self, number: int, heading: str = "") -> Column:
        """The used cells of one Excel column."""
        codes, cells = self.grid.compact(number, self.used)
        return Column(heading, number, self.numbers, codes, cells)

    def label(self, index: int) -> str:
        """What a row is called: its first text with a letter, as typed; empty without one."""
        texts = (as_text(cell) for cell in self.grid.cells.rows[index] if isinstance(cell, str))
        return next((text for text in texts if any(letter.isalpha() for letter in text)), "")

    def leave_out(self, places: Sequence[int] | NDArray[Any], reason: str) -> None:
        """Move used rows, by their places among the used ones, to those left out."""
        gone = np.zeros(len(self.used), dtype=bool)
        gone[list(places)] = True
        self.left += [(int(index), reason) for index in self.used[gone]]
        self.used = self.used[~gone]


def sort_rows(
    grid: Grid,
    mapping: Sequence[Mapped],
    log: Departures,
    needs: Callable[[ByField], str],
    telling: Callable[[str, str], bool] | None = None,
    headings: Sequence[int] = (),
) -> Body:
    """Return the rows of a grid by what they are.

    Parameters
    ----------
    needs : gets a row's filled cells by field ("sessions.date" → its cells) and says what is missing for the row to
        be used, or nothing. Rows filled in the same columns get the same answer, so it is asked once for them.
    telling : says of a field and a text in it whether it must be looked at by itself (a word that divides the
        table); such rows are asked about one by one.
    headings : rows that name the month of those below them.
    """
    body = Body(grid)
    places = {mapped.column - grid.cells.first_column: mapped.field for mapped in mapping}
    filled = grid.cells.filled.copy()
    filled[: grid.header + 1] = False
    body.left += [(index, "the row is hidden") for index in sorted(grid.hidden)]
    filled[list(grid.hidden)] = False
    for index in headings:
        if filled[index]:
            _leave(body, log, index, "tables-stacked", HEADS_OTHERS)
    filled[list(headings)] = False
    signed = signature_block(grid)
    for index in signed:
        if filled[index]:
            _leave(body, log, index, "row-left-out", "signatures below the table")
    filled[signed] = False
    rows = np.flatnonzero(filled)
    odd = _odd_rows(grid, places, telling)[rows]
    missing = _missing_by_shape(grid, places, rows[~odd], needs)
    body.used = rows[~odd][[not reason for reason in missing]]
    judged = dict.fromkeys(rows[odd].tolist(), "")
    judged |= {int(row): reason for row, reason in zip(rows[~odd], missing, strict=True) if reason}
    _judge(body, places, log, needs, judged)
    return body


def _judge(
    body: Body, places: dict[int, str], log: Departures, needs: Callable[[ByField], str], judged: dict[int, str]
) -> None:
    """Look at the rows that are not plainly data, one by one; those that are data after all are used."""
    grid, used = body.grid, []
    ragged, width = set(grid.cells.ragged), grid.width
    titles = [heading.text for heading in grid.headings]
    sums = RunningSums(grid, places, body.used)
    for index in sorted(judged):
        row = grid.cells.rows[index]
        number = grid.row_number(index)
        label = total_label(row, places, grid.layout, partial(sums.fit, index))
        if label is not None:
            body.totals.append(index)
            value = as_text(row[label])
            if is_average(value):
                body.averages.add(index)
            else:
                sums.reach(index)
                sums.after_total()
            log.add("totals-row-left-out", number, grid.cells.first_column + label, value=value, message=f'"{value}"')
        elif _repeats(row, titles):
            _leave(body, log, index, "tables-stacked", "the headings again")
        elif grid.layout == "template" and plain(_first_word(row)).startswith(_EXAMPLE):
            _leave(body, log, index, "example-row-skipped", "the template's example")
        elif number in ragged and any(cell is not None for cell in row[width:]):
            _leave(body, log, index, "ragged-row", "more cells than headings")
        elif _is_footer(_first_word(row)):
            _leave(body, log, index, "row-left-out", "a remark below the table")
        elif missing := judged[index] or needs(_by_field(row, places)):
            code = "row-left-out" if _counts_somebody(row, places) else _code(row)
            _leave(body, log, index, code, BLANK_LINE if code == "blank-rows-skipped" else missing)
        else:
            used.append(index)
            sums.add([index])
    if used:
        body.used = np.sort(np.concatenate([body.used, np.array(used, dtype=np.int64)]))


def _leave(body: Body, log: Departures, index: int, code: str, reason: str) -> None:
    body.left.append((index, reason))
    log.add(code, body.grid.row_number(index), body.grid.cells.first_column, message=reason)


def _odd_rows(grid: Grid, places: Mapping[int, str], telling: Callable[[str, str], bool] | None) -> NDArray[np.bool_]:
    """Rows in which some cell may mean that the row is no data: decided once for each distinct cell."""
    odd = np.zeros(grid.cells.height, dtype=bool)
    for number in grid.cells.ragged:
        if 0 <= number - grid.cells.first_row < len(odd):
            odd[number - grid.cells.first_row] = True
    titles = {plain(heading.text) for heading in grid.headings if heading.text}
    for place, column in enumerate(grid.cells.columns):
        target = places.get(place, "")
        flags = np.zeros(len(column.cells), dtype=bool)
        for code, cell in enumerate(column.cells):
            if isinstance(cell, str):
                flags[code] = _is_odd(cell, titles) or (telling is not None and telling(target, cell))
        odd |= flags[column.codes]
    return odd


def _is_odd(text: str, titles: set[str]) -> bool:
    folded = plain(text)
    return folded in titles or perhaps_total(folded) or folded.startswith(_EXAMPLE) or _is_footer(text)


def _missing_by_shape(
    grid: Grid, places: Mapping[int, str], rows: NDArray[np.int64], needs: Callable[[ByField], str]
) -> list[str]:
    """What each row lacks, asked once for all rows that are filled in the same columns."""
    filled = [grid.cells.columns[place].codes[rows] != 0 for place in range(len(grid.cells.columns))]
    shapes = same_rows(filled, len(rows))
    asked = {int(first): needs(_by_field(grid.cells.rows[int(rows[first])], places)) for first in np.unique(shapes)}
    return [asked[first] for first in shapes.tolist()]


def _code(row: Sequence[object]) -> str:
    """A row of a printed number, zeros and errors is a blank line of the form; anything else was meant as data."""
    filled = [as_text(cell) for cell in row if cell is not None]
    printed = all(not text or text.replace(".", "", 1).isdigit() for text in filled)
    zeros = all(not text or float(text) == 0 for text in filled[1:]) if printed else False
    return "blank-rows-skipped" if printed and (zeros or len(filled) <= 2) else "row-left-out"


def _counts_somebody(row: Sequence[object], places: Mapping[int, str]) -> bool:
    """True when a number other than 0 stands under a head count: no blank line, whatever else the row lacks."""
    counted = [as_text(row[p]) for p, target in places.items() if target == "sessions.attended" and p < len(row)]
    return any(text.strip("0., ") for text in counted)


def _by_field(row: Sequence[object], places: Mapping[int, str]) -> dict[str, list[object]]:
    found: dict[str, list[object]] = {}
    for place, target in places.items():
        if target and place < len(row) and row[place] is not None:
            found.setdefault(target, []).append(row[place])
    return found


def signature_block(grid: Grid) -> list[int]:
    """Rows below "Prepared by" and the like that hold the names and titles of those who signed.

    The block goes on as long as its rows are filled no further than the line that opens it, or otherwise than every
    row above: below a page's signatures the list may go on.
    """
    cells = grid.cells
    opening = np.zeros(cells.height, dtype=bool)
    for column in cells.columns:
        opening |= np.array([isinstance(cell, str) and _opens_signatures(cell) for cell in column.cells])[column.codes]
    opens = [index for index in np.flatnonzero(opening).tolist() if index > grid.header]
    opens = [index for index in opens if _opens_signatures(_first_word(cells.rows[index]))]
    if not opens:
        return []
    above = {_filled_places(cells.rows[index]) for index in range(grid.header + 1, opens[0])}
    block: list[int] = []
    for opened in opens:
        own = _filled_places(cells.rows[opened])
        for index in range(opened + 1, cells.height):
            places = _filled_places(cells.rows[index])
            if opening[index] or (places in above and not places <= own):
                break
            total = perhaps_total(plain(_first_word(cells.rows[index])))
            block += [index] if places and not total else []
    return block


def _filled_places(row: Sequence[object]) -> frozenset[int]:
    return frozenset(place for place, cell in enumerate(row) if cell is not None)


def _opens_signatures(text: str) -> bool:
    return tidy(text).casefold().startswith(word_list("signed_by"))


def _is_footer(text: str) -> bool:
    """True for a remark that stands in the first column below a table: who prepared it, what its marks mean."""
    folded = tidy(text).casefold()
    explains = "=" in folded and " = " in f" {folded} " and len(folded) > 8
    return explains or folded.startswith(word_list("footers")) or folded.startswith(word_list("signed_by"))


def _repeats(row: Sequence[object], titles: Sequence[str]) -> bool:
    same = sum(1 for cell, title in zip(row, titles, strict=False) if title and as_text(cell) == title)
    return same >= 2 and same >= sum(1 for title in titles if title) - 1


def _first_word(row: Sequence[object]) -> str:
    return next((text for cell in row if (text := as_text(cell))), "")
