"""Classification of the rows below the header: data, totals and excluded rows with a reason."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field
from datetime import date
from functools import cache, partial
from math import isclose
from typing import TYPE_CHECKING, Any

import numpy as np

from libcollab_metrics.ingest.files.cells import CellColumn
from libcollab_metrics.ingest.issue_log import IssueLog
from libcollab_metrics.ingest.tables.column_profiles import find_legend
from libcollab_metrics.ingest.tables.detection import EXAMPLE_PREFIX
from libcollab_metrics.ingest.tables.form_lines import (
    MIN_REPEATED,
    find_column_numbers,
    find_label_rows,
    find_repeated_tops,
    find_size_rows,
    find_target_rows,
)
from libcollab_metrics.ingest.tables.grid import Grid
from libcollab_metrics.ingest.tables.heading import months_in_period
from libcollab_metrics.ingest.tables.ragged_rows import continues_last_cell
from libcollab_metrics.ingest.tables.running_totals import MIN_SUMMED_ROWS, RunningTotals, number_of
from libcollab_metrics.ingest.tables.totals import (
    MIN_PREFIX,
    find_total_label,
    is_average,
    is_possible_total,
    total_beginnings,
    words_of_totals,
)
from libcollab_metrics.ingest.values.columns import Column, cell_text
from libcollab_metrics.ingest.values.dates import parse_day
from libcollab_metrics.ingest.values.lexicon import word_list
from libcollab_metrics.ingest.values.table import first_duplicate_rows
from libcollab_metrics.messages import Message
from libcollab_metrics.model.names import clean_spaces, has_phrase, normalize_heading
from libcollab_metrics.model.readings import ColumnMapping

if TYPE_CHECKING:
    from numpy.typing import NDArray


#: Months of a year.
MONTHS_OF_YEAR = 12
#: Reason for excluding a printed but unfilled line of a form; it is not returned as a rejected row.
BLANK_LINE_REASON = Message("a blank line of the form")
#: Reason for excluding the rows below the last total of a form: its table ends there.
BELOW_TOTAL_REASON = Message("below the combined total")
#: Reason for excluding the line above a block of rows that gives their month or day.
MONTH_HEADING_REASON = Message("a month or day that heads the rows below it")

#: Reason for excluding a row that shows how to fill in a form.
EXAMPLE_REASON = Message("an example of how to fill in a row")
#: Letters of the longest text that is looked at as the pattern of a date.
MAX_PATTERN = 20

#: What an answer sheet without any answer lacks: it holds nothing to count.
NO_ANSWER_REASON = Message("no rating and no name")
NO_STATEMENT_REASON = Message("no statement is rated")
SUMMARY_REASON = Message("it sums up the answers above")
#: Reason for excluding a row of a list of people that says that the library was closed.
CLOSED_REASON = Message("says that there was no session")
#: Reason for excluding a line of a register that begins with the sign of a footnote.
FOOTNOTE_REASON = Message("a footnote")
#: Reasons for excluding a row of a cash book that names a balance, without and with an amount.
REMARK_BELOW_TOTAL = Message("a remark below the total")
BALANCE_REASON = Message("a balance, and nothing paid in or out")
CARRIED_REASON = Message("a balance carried over: it sums up other rows")
#: Reason for excluding an entry of a ledger that was never paid.
CANCELLED_REASON = Message("its description says that it was cancelled or void")
#: Reason for excluding a row of a list of people with a number in place of a first or last name.
COUNT_REASON = Message("a number in place of a name: it counts the rows")
#: Reason for excluding a row of a list of people that heads those below it: "BOYS".
HEADING_REASON = Message("a heading inside the table")
#: Fields in which a number is no name.
NAME_PARTS = ("participation.first_name", "participation.last_name")
NOTHING_TO_COUNT = (
    NO_ANSWER_REASON,
    NO_STATEMENT_REASON,
    SUMMARY_REASON,
    CLOSED_REASON,
    BALANCE_REASON,
    CARRIED_REASON,
    COUNT_REASON,
    FOOTNOTE_REASON,
    HEADING_REASON,
)

_EXAMPLE = normalize_heading(EXAMPLE_PREFIX)
#: What begins a cell that shows how to fill in the form: "e.g. Jane Doe".
_EXAMPLE_OF = re.compile(r"(?:e\.g\.|p\. ?ej\.|ej\.)\s", re.IGNORECASE)
#: Fewest distinct cells of a column that are searched together.
MIN_SEARCHED = 500
#: Letters of a line that are looked at first; no word that begins a footer is shorter.
MIN_OPENING = 3
#: Most letters of a word for an example that needs a point or a colon: Hal is also a first name.
LONGEST_SHORT_FORM = 3
#: Most rows of a table that only shows how to fill in another one.
MAX_EXAMPLES = 5
#: Fewest rows of a sum of all rows, most rows that are added, and fewest numbers of such a sum.
MIN_ADDENDS, MAX_ROWS_ADDED, MIN_SUMS = 3, 5_000, 2
#: Fewest characters of a line to sign on.
MIN_SIGNATURE_LINE = 6
_LETTER = re.compile(r"[^\W\d_]")
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_NUMBER = re.compile(r"\d+(?:[.,]\d{3})*")
#: Fewest numbers in the only text of a row that may be data: a day and a count in one cell.
MIN_NUMBERS_IN_TEXT = 2

#: Filled cells of a row by mapped field.
ByField = Mapping[str, Sequence[object]]


@dataclass
class SheetRows:
    """Row indices of a grid by classification.

    Attributes
    ----------
    grid : Grid
        Table the rows belong to.
    used : ndarray of int
        Indices of the data rows.
    totals : list of int
        Indices of the total rows.
    unchecked_totals : set of int
        Those totals that are not compared with the rows above: averages, sums
        of the rows below, and totals of another year.
    excluded : list of (int, str)
        Index and reason of each excluded row.
    """

    grid: Grid
    used: NDArray[np.int64] = field(default_factory=lambda: np.zeros(0, dtype=np.int64))
    totals: list[int] = field(default_factory=list)
    unchecked_totals: set[int] = field(default_factory=set)
    excluded: list[tuple[int, str]] = field(default_factory=list)
    _columns: dict[tuple[int, str], tuple[NDArray[np.int64], Column]] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )

    @property
    def rows_read(self) -> int:
        """Number of nonblank rows below the headings."""
        return len(self.used) + len(self.totals) + len(self.excluded)

    @property
    def excel_rows(self) -> NDArray[np.int64]:
        """Excel row numbers of the used rows."""
        return self.used + self.grid.cells.first_row

    def column(self, mapped: ColumnMapping) -> Column:
        """Return the used cells under a mapped heading."""
        return self.column_at(mapped.column, mapped.heading)

    def column_at(self, number: int, heading: str = "") -> Column:
        """Return the used cells of an Excel column; the same object while the used rows are the same."""
        used, column = self._columns.get((number, heading), (None, None))
        if column is None or used is not self.used:
            codes, cells = self.grid.encode_column(number, self.used)
            column = Column(heading, number, self.excel_rows, codes, cells)
            self._columns[number, heading] = self.used, column
        return column

    def label(self, index: int) -> str:
        """Return the label of a row: its first text with a letter; "" if there is none."""
        texts = (cell_text(cell) for cell in self.grid.cells.rows[index] if isinstance(cell, str))
        return next((text for text in texts if any(letter.isalpha() for letter in text)), "")

    def exclude(self, places: Sequence[int] | NDArray[Any], reason: str) -> None:
        """Exclude used rows, given by their positions in `used`, with a reason."""
        is_excluded = np.zeros(len(self.used), dtype=bool)
        is_excluded[list(places)] = True
        self.excluded += [(int(index), reason) for index in self.used[is_excluded]]
        self.used = self.used[~is_excluded]


def classify_rows(
    grid: Grid,
    mapping: Sequence[ColumnMapping],
    log: IssueLog,
    missing_reason: Callable[[ByField], str],
    is_divider: Callable[[str, str], bool] | None = None,
    headings: Sequence[int] = (),
) -> SheetRows:
    """Classify the rows of a grid below its header.

    Parameters
    ----------
    grid : Grid
        Table to classify.
    mapping : sequence of ColumnMapping
        Field of each column.
    log : IssueLog
        Log of issues.
    missing_reason : callable
        Takes the filled cells of a row by field and returns what is missing for the row to be used, or "".
        Called once for all rows that are filled in the same columns.
    is_divider : callable, optional
        Takes a field and a text, and returns True if the row must be checked individually, for example
        because the text divides the table.
    headings : sequence of int
        Indices of rows that name the month or day of those below them.

    Returns
    -------
    SheetRows
        The classified rows.
    """
    body = SheetRows(grid)
    places = {mapped.column - grid.cells.first_column: mapped.field for mapped in mapping}
    filled = grid.cells.filled.copy()
    filled[: grid.header + 1] = False
    body.excluded += [(index, Message("the row is hidden")) for index in sorted(grid.hidden)]
    filled[list(grid.hidden)] = False
    for index in headings:
        if filled[index]:
            _exclude_row(body, log, index, "tables-stacked", MONTH_HEADING_REASON)
    filled[list(headings)] = False
    for found, reason in (
        (find_signature_block(grid), Message("signatures below the table")),
        (find_column_numbers(grid), Message("the numbers of the columns")),
        (range(find_legend(grid.cells, grid.header), grid.cells.height), Message("a legend below the table")),
        (find_target_rows(grid, places), Message("a target, next to a row of what happened")),
        (find_size_rows(grid, places), Message("the size of a group or a goal, not who came")),
        (find_label_rows(grid), Message("a label in place of a number, and no line of the list")),
        (find_repeated_tops(grid), Message("the top of a form again, above its headings")),
        (_find_quarter_lines(grid), MONTH_HEADING_REASON),
    ):
        for index in found:
            if filled[index]:
                _exclude_row(body, log, index, "row-without-data", reason)
        filled[found] = False
    if _is_example(grid, int(filled.sum())):
        for index in np.flatnonzero(filled).tolist():
            _exclude_row(body, log, index, "example-row-skipped", EXAMPLE_REASON)
        filled[:] = False
    rows = np.flatnonzero(filled)
    odd = _mask_odd_rows(grid, places, is_divider)[rows]
    missing = _missing_reasons(grid, places, rows[~odd], missing_reason)
    body.used = rows[~odd][[not reason for reason in missing]]
    judged = dict.fromkeys(rows[odd].tolist(), "")
    judged |= {int(row): reason for row, reason in zip(rows[~odd], missing, strict=True) if reason}
    _classify_odd_rows(body, places, log, missing_reason, judged)
    _exclude_sum_of_all(body, log)
    return body


def _exclude_sum_of_all(body: SheetRows, log: IssueLog) -> None:
    """Exclude the last or first used row if each of its numbers is the sum of all others, whatever its name.

    Several numbers must agree in columns that are not in proportion. A row with a day is no total.
    """
    if not MIN_ADDENDS < len(body.used) <= MAX_ROWS_ADDED:
        return
    for place in (len(body.used) - 1, 0):
        index = int(body.used[place])
        row = body.grid.cells.rows[index]
        numbers = {at: number_of(cell) for at, cell in enumerate(row) if cell is not None}
        numbers = {at: number for at, number in numbers.items() if number > 0}
        is_dated = any(isinstance(cell, date) or (isinstance(cell, str) and parse_day(cell)) for cell in row)
        if is_dated or len(numbers) < MIN_SUMS or max(numbers.values()) <= 1:
            continue
        others = np.delete(body.used, place)
        added = np.array([_numbers_in(body.grid.cells.columns[at], others) for at in numbers])
        totals = np.array([*numbers.values()])
        are_sums = np.allclose(added.sum(axis=1), totals, rtol=1e-9)
        shares = {tuple(own) for own in np.round(added / totals[:, None], 6).tolist()}
        if are_sums and len(shares) >= MIN_SUMS and (np.count_nonzero(added, axis=1) >= MIN_ADDENDS).all():
            label, first = body.label(index), body.grid.cells.first_column
            body.totals = sorted([*body.totals, index])
            body.used = others
            message = Message('"{label}": its numbers are the sums of other rows', label=label)
            log.add("totals-row-left-out", body.grid.row_number(index), first, value=label, message=message)
            return


def _numbers_in(column: CellColumn, rows: NDArray[np.int64]) -> NDArray[np.float64]:
    """Return the numbers of a column in some rows, 0 for other cells."""
    numbers = {code: number_of(column.cells[code]) for code in np.unique(column.codes[rows]).tolist()}
    return np.nan_to_num([numbers[code] for code in column.codes[rows].tolist()])


def _classify_odd_rows(
    body: SheetRows,
    field_by_position: dict[int, str],
    log: IssueLog,
    missing_reason: Callable[[ByField], str],
    reason_by_row: dict[int, str],
) -> None:
    """Classify rows that are not plainly data one by one; add those that are data to `used`."""
    grid = body.grid
    used: list[int] = []
    ragged, width = set(grid.cells.ragged), grid.width
    titles = [
        [heading.text for heading in grid.headings],
        [heading.own_text for heading in grid.headings],
        [heading.spanning_text or heading.text for heading in grid.headings],
    ]
    sums = RunningTotals(grid, field_by_position, body.used)
    numbers = [h.column - grid.cells.first_column for h in grid.headings if h.role == "number"]
    numbering = numbers[0] if numbers else None
    for index in sorted(reason_by_row):
        row = grid.cells.rows[index]
        number = grid.row_number(index)
        label = find_total_label(row, field_by_position, grid.layout, partial(sums.matches, index), numbering)
        if body.totals and is_combined_total(grid.cells.rows[body.totals[-1]], grid.layout):
            _exclude_row(body, log, index, "row-without-data", BELOW_TOTAL_REASON)
        elif label is not None:
            body.totals.append(index)
            value = cell_text(row[label])
            is_longer = len(body.totals) > 1 and has_phrase(value, word_list("totals", "longer_periods"))
            if is_average(value) or is_longer or _names_other_year(value, grid):
                body.unchecked_totals.add(index)
            else:
                sums.advance_to(index)
                sums.start_block()
            log.add(
                "totals-row-left-out",
                number,
                grid.cells.first_column + label,
                value=value,
                message=f'"{value}"',
            )
        elif _is_repeated_header(row, titles):
            _exclude_row(body, log, index, "tables-stacked", Message("the headings again"))
        elif reason := _find_example(row, field_by_position, grid.layout):
            _exclude_row(body, log, index, "example-row-skipped", reason)
        elif (
            number in ragged
            and any(cell is not None for cell in row[width:])
            and not continues_last_cell(grid, index, log)
        ):
            _exclude_row(body, log, index, "ragged-row", Message("more cells than headings"))
        elif _is_footer(_first_text(row)) and not any(isinstance(cell, (int, float)) for cell in row):
            _exclude_row(body, log, index, "row-without-data", Message("a remark below the table"))
        elif missing := reason_by_row[index] or missing_reason(_cells_by_field(row, field_by_position)):
            code = _exclusion_code(row, field_by_position, missing)
            if code == "row-left-out" and _is_sum_alone(body, index, used):
                body.totals.append(index)
                body.unchecked_totals.add(index)
                reason = Message("the sum of numbers above it")
                log.add("totals-row-left-out", number, grid.cells.first_column, message=reason)
                continue
            if code == "row-left-out" and is_remark_below_total(body, index):
                code, missing = "row-without-data", REMARK_BELOW_TOTAL
            _exclude_row(
                body, log, index, code, BLANK_LINE_REASON if code == "blank-rows-skipped" else missing
            )
        else:
            used.append(index)
            sums.add([index])
    if used:
        body.used = np.sort(np.concatenate([body.used, np.array(used, dtype=np.int64)]))


def _is_sum_alone(body: SheetRows, index: int, others: Sequence[int]) -> bool:
    """Return whether the only number of a row adds up its column since the last total, or that total's row.

    "month" and 193 below the head counts of a month; "kids + adults" and 401 below their two totals. `others`
    are rows of data that are not among the used ones yet.
    """
    cells = body.grid.cells
    found = [(place, cell) for place, cell in enumerate(cells.rows[index]) if isinstance(cell, float)]
    if len(found) != 1 or found[0][1] <= 0:
        return False
    (place, value), last = found[0], max(body.totals, default=body.grid.header)
    if body.totals:
        stated = [cell for cell in cells.rows[last] if isinstance(cell, float)]
        if len(stated) >= MIN_SUMMED_ROWS and isclose(sum(stated), value):
            return True
    column = cells.columns[place]
    rows = [row for row in (*body.used.tolist(), *others) if last < row < index]
    above = [cell for row in rows if isinstance(cell := column[row], float)]
    return len(above) >= MIN_SUMMED_ROWS and isclose(sum(above), value)


def _find_quarter_lines(grid: Grid) -> list[int]:
    """Return the rows with nothing but a quarter or half a year, which head the rows below: "2nd Quarter"."""
    cells = grid.cells
    alone = np.flatnonzero(cells.filled_counts[grid.header + 1 :] == 1) + grid.header + 1
    texts = {
        row: next(cell for cell in cells.rows[row] if cell is not None)
        for row in alone.tolist()
        if row + 1 < cells.height and cells.filled_counts[row + 1] > 1
    }
    periods = {row: months_in_period(text) for row, text in texts.items() if isinstance(text, str)}
    return [row for row, months in periods.items() if months and len(months) < MONTHS_OF_YEAR]


def is_remark_below_total(body: SheetRows, index: int) -> bool:
    """Return whether a row is a single text below the last total, with no more of the table below it."""
    cells = body.grid.cells
    below_total = bool(body.totals) and index > max(body.totals)
    if not below_total or (cells.filled_counts[index:] > 1).any():
        return False
    return any(isinstance(cell, str) for cell in cells.rows[index])


def _names_other_year(label: str, grid: Grid) -> bool:
    """Return True for the total of a year that the title does not cover: "TOTAL 2023" below those of 2024."""
    above = " ".join([grid.cells.name, *(_first_text(row) for row in grid.cells.rows[: grid.header + 1])])
    own, covered = set(map(int, _YEAR.findall(label))), list(map(int, _YEAR.findall(above)))
    return bool(own and covered) and not own & set(range(min(covered), max(covered) + 1))


def is_combined_total(row: Sequence[object], layout: str) -> bool:
    """Return True for the total of all learners, with which a form with one column per day ends."""
    texts = (cell_text(cell) for cell in row if isinstance(cell, str))
    label = next((text for text in texts if _LETTER.search(text)), "")
    return layout in ("roster", "sf2") and normalize_heading(label).startswith("combined")


def _exclude_row(body: SheetRows, log: IssueLog, index: int, code: str, reason: str) -> None:
    body.excluded.append((index, reason))
    log.add(code, body.grid.row_number(index), body.grid.cells.first_column, message=reason)


def _mask_odd_rows(
    grid: Grid, field_by_position: Mapping[int, str], is_divider: Callable[[str, str], bool] | None
) -> NDArray[np.bool_]:
    """Mask rows with a cell that may mean the row is not data; decided once per distinct cell."""
    odd = np.zeros(grid.cells.height, dtype=bool)
    for number in grid.cells.ragged:
        if 0 <= number - grid.cells.first_row < len(odd):
            odd[number - grid.cells.first_row] = True
    titles = _all_titles(grid)
    for position, column in enumerate(grid.cells.columns):
        target = field_by_position.get(position, "")
        flags = np.zeros(len(column.cells), dtype=bool)
        is_dated = target.endswith(".date")
        may_be_odd = _mask_possibly_odd(column, titles)
        for code, (cell, possibly) in enumerate(zip(column.cells, may_be_odd, strict=True)):
            if isinstance(cell, str):
                flags[code] = is_divider is not None and is_divider(target, cell)
                if possibly or is_dated:
                    folded = normalize_heading(cell)
                    pattern = is_dated and _is_date_pattern(folded)
                    flags[code] |= pattern or _is_odd(cell, folded, titles)
            elif isinstance(cell, float):
                flags[code] = target in NAME_PARTS
        odd |= flags[column.codes]
    return odd


def _all_titles(grid: Grid) -> frozenset[str]:
    """Return the texts of the headings, with and without the labels over them."""
    return frozenset(
        normalize_heading(text)
        for heading in grid.headings
        for text in (heading.text, heading.own_text, heading.spanning_text)
        if text
    )


def _mask_possibly_odd(column: CellColumn, titles: frozenset[str]) -> Sequence[bool]:
    """Mask the cells that may be odd or a signature; in a long column one search rules out most of them.

    The search only knows how such texts begin, and the words inside them: it may find others too.
    """
    if len(column.cells) < MIN_SEARCHED:
        return [True] * len(column.cells)
    return column.search(_odd_text_pattern(titles))


@cache
def _odd_text_pattern(titles: frozenset[str]) -> str:
    """Return a pattern, in the syntax of Arrow, that matches at least every odd text."""
    examples = (*word_list("examples"), *word_list("examples", "anywhere"))
    starts = {_EXAMPLE, *word_list("footers"), *word_list("signed_by"), *word_list("totals", "shares")}
    starts |= {head for head in total_beginnings() if len(head) == MIN_PREFIX}
    whole = {*titles, *examples, *total_beginnings()} - starts - {""}
    inside = "|".join(_match_spaces(word) for word in sorted(words_of_totals()))
    beginnings = "|".join(_match_spaces(head) for head in sorted(starts))
    alone = "|".join(_match_spaces(text) for text in sorted(whole))
    mark = r"[\s.:;?!*_]*"
    lead = rf"^{mark}"
    return (
        rf"[^\x00-\x7F]|=|[\s_]/[\s_]|^[^A-Za-z]*$|{lead}\S[\s_]|{lead}(?:{beginnings})"
        rf"|{lead}(?:{alone}){mark}$|{inside}"
    )


def _match_spaces(text: str) -> str:
    """Return a pattern of a text whose spaces may be several, or underscores."""
    return re.escape(text).replace(r"\ ", r"[\s_]+")


def _is_odd(text: str, folded: str, titles: Set[str]) -> bool:
    if not _LETTER.search(text):
        return folded in titles  # a number is no total and no remark
    is_word = folded in word_list("examples") or folded in word_list("examples", "anywhere")
    is_example = is_word or folded.startswith(_EXAMPLE)
    return folded in titles or is_possible_total(folded) or is_example or _is_footer(text)


def _is_example(grid: Grid, rows: int) -> bool:
    """Return whether a table of few rows is below a line such as "Example:"."""
    above = np.flatnonzero(grid.cells.filled[: grid.top])
    if not len(above) or rows > MAX_EXAMPLES or grid.cells.filled_counts[above[-1]] > 1:
        return False
    text = normalize_heading(_first_text(grid.cells.rows[int(above[-1])])).strip(" :.")
    return len(text) > LONGEST_SHORT_FORM and text.removesuffix("s") in word_list("examples")


def _find_example(row: Sequence[object], field_by_position: Mapping[int, str], layout: str) -> str:
    """Return why a row shows how to fill in the form, by its first text or a cell such as "mm/dd/yyyy"."""
    text = _first_text(row)
    first = normalize_heading(text)
    is_word = first in word_list("examples") and (len(first) > LONGEST_SHORT_FORM or text[-1] in ".:")
    if is_word or (layout == "template" and first.startswith(_EXAMPLE)):
        return Message("the template's example")
    if _EXAMPLE_OF.match(text):
        return EXAMPLE_REASON
    texts = {position: normalize_heading(cell) for position, cell in enumerate(row) if isinstance(cell, str)}
    is_pattern = any(
        field_by_position.get(position, "").endswith(".date") and _is_date_pattern(text)
        for position, text in texts.items()
    )
    is_example = bool(set(texts.values()) & set(word_list("examples", "anywhere")))
    return EXAMPLE_REASON if is_pattern or is_example else ""


def _is_date_pattern(folded: str) -> bool:
    """Return whether a text says how to write a date, such as "mm/dd/yyyy" or "dia-mes-ano"."""
    parts = re.split(r"[\s/.-]+", folded) if len(folded) <= MAX_PATTERN else []
    return len(parts) > 1 and set(parts) <= set(word_list("examples", "date_parts"))


def _missing_reasons(
    grid: Grid,
    field_by_position: Mapping[int, str],
    rows: NDArray[np.int64],
    missing_reason: Callable[[ByField], str],
) -> list[str]:
    """Return what each row lacks, evaluated once per combination of filled columns."""
    filled = [grid.cells.columns[position].codes[rows] != 0 for position in range(len(grid.cells.columns))]
    shapes = first_duplicate_rows(filled, len(rows))
    asked = {
        int(first): missing_reason(_cells_by_field(grid.cells.rows[int(rows[first])], field_by_position))
        for first in np.unique(shapes)
    }
    return [asked[first] for first in shapes.tolist()]


def _exclusion_code(row: Sequence[object], field_by_position: Mapping[int, str], missing: str) -> str:
    """Return the issue code of an excluded row.

    A row with only a printed number, zeros and errors is a blank line of the form. A single text is a remark
    or a heading. Any other row was meant as data, and could count.
    """
    if missing in NOTHING_TO_COUNT:
        return "row-without-data"
    if _has_head_count(row, field_by_position):
        return "row-left-out"
    filled = [cell_text(cell) for cell in row if cell is not None]
    printed = all(not text or text.replace(".", "", 1).isdigit() for text in filled)
    zeros = all(not text or float(text) == 0 for text in filled[1:]) if printed else False
    if printed and (zeros or len(filled) <= 2):
        return "blank-rows-skipped"
    is_remark = len(filled) == 1 and len(_NUMBER.findall(filled[0])) < MIN_NUMBERS_IN_TEXT
    return "row-without-data" if is_remark else "row-left-out"


def _has_head_count(row: Sequence[object], field_by_position: Mapping[int, str]) -> bool:
    """Return True if a head count other than 0 is present: the row is not a blank line."""
    counted = [
        cell_text(row[p])
        for p, target in field_by_position.items()
        if target == "sessions.attended" and p < len(row)
    ]
    return any(text.strip("0., ") for text in counted)


def _cells_by_field(row: Sequence[object], field_by_position: Mapping[int, str]) -> dict[str, list[object]]:
    cells: dict[str, list[object]] = {}
    for position, target in field_by_position.items():
        if target and position < len(row) and row[position] is not None:
            cells.setdefault(target, []).append(row[position])
    return cells


#: Fewest words of a note.
MIN_NOTE_WORDS = 4


def find_notes(body: SheetRows) -> Iterator[tuple[int, int, str]]:
    """Yield the Excel row, the column and the text of each note outside the used rows and the headings."""
    cells = body.grid.cells
    is_other = cells.filled.copy()
    is_other[body.used] = is_other[body.grid.top : body.grid.header + 1] = False
    for index in np.flatnonzero(is_other).tolist():
        for place, cell in enumerate(cells.rows[index]):
            if isinstance(cell, str) and len(cell.split()) >= MIN_NOTE_WORDS:
                yield cells.first_row + index, cells.first_column + place, cell


def find_signature_block(grid: Grid) -> list[int]:
    """Find rows below "Prepared by" and similar lines that hold names and titles of signers.

    The block continues while its rows are filled no further than the opening line, or unlike every row above
    it: below the signatures of a page the list may continue.
    """
    cells = grid.cells
    opening = np.zeros(cells.height, dtype=bool)
    titles = _all_titles(grid)
    for column in cells.columns:
        possible = zip(column.cells, _mask_possibly_odd(column, titles), strict=True)
        signs = [odd and isinstance(cell, str) and _is_signature_line(cell) for cell, odd in possible]
        opening |= np.array(signs)[column.codes]
    opens = [index for index in np.flatnonzero(opening).tolist() if index > grid.header]
    opens = [index for index in opens if _is_signature_line(_first_text(cells.rows[index]))]
    if not opens:
        return []
    above = {_filled_positions(cells.rows[index]) for index in range(grid.header + 1, opens[0])}
    block: list[int] = []
    for opened in opens:
        own = _filled_positions(cells.rows[opened])
        if not _LETTER.search(_first_text(cells.rows[opened])):
            block.append(opened)  # a line to sign on
        for index in range(opened + 1, cells.height):
            places = _filled_positions(cells.rows[index])
            if opening[index] or (places in above and not places <= own):
                break
            total = is_possible_total(normalize_heading(_first_text(cells.rows[index])))
            block += [index] if places and not total else []
    return block


def _filled_positions(row: Sequence[object]) -> frozenset[int]:
    return frozenset(position for position, cell in enumerate(row) if cell is not None)


def _is_signature_line(text: str) -> bool:
    if not _LETTER.search(text):
        return len(text) >= MIN_SIGNATURE_LINE and not text.strip("_ .")
    return _may_begin(text, "signed_by") and clean_spaces(text).casefold().startswith(word_list("signed_by"))


def _is_footer(text: str) -> bool:
    """Return True for a remark below a table: who prepared it, or what its marks mean.

    >>> [_is_footer(text) for text in ("Fuente: INE", "Fuentes R., Isidora", "Prepared by: A. Cruz")]
    [True, False, True]
    """
    if "=" not in text and not _may_begin(text, "footers", "signed_by"):
        return False
    folded = clean_spaces(text).casefold()
    explains = "=" in folded and " = " in f" {folded} " and len(folded) > 8
    return explains or folded.startswith(word_list("signed_by")) or _begins_remark(folded)


def _begins_remark(folded: str) -> bool:
    """Return whether a text begins with a word such as "legend" as a whole: Fuentes is a surname."""
    begin = next((word for word in word_list("footers") if folded.startswith(word)), "")
    return bool(begin) and (begin[-1] == ":" or re.match(r"[^\w,]|$", folded[len(begin) :]) is not None)


def _may_begin(text: str, *groups: str) -> bool:
    """Return whether a text may begin with a word of a group, by its first letters."""
    return not text.isascii() or text.lstrip()[:MIN_OPENING].lower() in _openings(*groups)


@cache
def _openings(*groups: str) -> frozenset[str]:
    return frozenset(word[:MIN_OPENING] for group in groups for word in word_list(group))


def _is_repeated_header(row: Sequence[object], titles: Sequence[Sequence[str]]) -> bool:
    """Return whether a row repeats the headings, with or without the labels over them, or these labels."""
    texts = [cell_text(cell) for cell in row]
    filled = sum(map(bool, texts))
    for listed in titles:
        same = sum(bool(title) and text == title for text, title in zip(texts, listed, strict=False))
        if (same >= 2 and same >= sum(map(bool, listed)) - 1) or same == filled >= MIN_REPEATED:
            return True
    return False


def _first_text(row: Sequence[object]) -> str:
    return next((text for cell in row if (text := cell_text(cell))), "")
