"""The rows below the headings: which hold data, which sum up others, which are not used and why."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from libcollab_metrics.ingest.columns import Column, as_text
from libcollab_metrics.ingest.departures import Departures
from libcollab_metrics.ingest.layout import EXAMPLE, Grid
from libcollab_metrics.ingest.lexicon import word_list
from libcollab_metrics.ingest.totals import total_label
from libcollab_metrics.model.names import plain, tidy
from libcollab_metrics.model.reading import Mapped

#: Why a printed but unfilled line of a form is not used; it is not given back as a mistake.
BLANK_LINE = "a blank line of the form"


@dataclass
class Body:
    """Row indexes of a grid by what became of them; `left` pairs an index with the reason in words."""

    grid: Grid
    used: list[int] = field(default_factory=list)
    totals: list[int] = field(default_factory=list)
    left: list[tuple[int, str]] = field(default_factory=list)

    @property
    def rows_read(self) -> int:
        """Rows below the headings that hold anything."""
        return len(self.used) + len(self.totals) + len(self.left)

    @property
    def numbers(self) -> tuple[int, ...]:
        """Excel rows of the used rows."""
        return tuple(self.grid.row_number(index) for index in self.used)

    def column(self, mapped: Mapped) -> Column:
        """The used cells under one heading."""
        place = mapped.column - self.grid.cells.first_column
        rows = self.grid.cells.rows
        cells = tuple(rows[index][place] if place < len(rows[index]) else None for index in self.used)
        return Column(mapped.heading, mapped.column, self.numbers, cells)

    def leave_out(self, index: int, reason: str) -> None:
        """Move a used row to those left out."""
        self.used.remove(index)
        self.left.append((index, reason))


def sort_rows(
    grid: Grid, mapping: Sequence[Mapped], log: Departures, needs: Callable[[dict[str, list[object]]], str]
) -> Body:
    """Return the rows of a grid by what they are.

    `needs` gets a row's cells by field ("sessions.date" → its cells) and says what is missing for the row to be
    used, or nothing.
    """
    body = Body(grid)
    places = {mapped.column - grid.cells.first_column: mapped.field for mapped in mapping}
    ragged = set(grid.cells.ragged)
    width = max((place for place, cell in enumerate(grid.cells.rows[grid.header], 1) if cell is not None), default=0)
    titles = [heading.text for heading in grid.headings]
    stacked = False
    for index in range(grid.header + 1, len(grid.cells.rows)):
        row = grid.cells.rows[index]
        if all(cell is None for cell in row):
            continue
        number = grid.row_number(index)
        stacked = stacked or _other_headings(row, titles)
        label = total_label(row, places, grid.layout)
        if stacked:
            _leave(body, log, index, "row-left-out", "a second table, with its headings in another order")
        elif label is not None:
            body.totals.append(index)
            value = as_text(row[label])
            log.add("totals-row-left-out", number, grid.cells.first_column + label, value=value, message=f'"{value}"')
        elif _repeats(row, titles):
            _leave(body, log, index, "tables-stacked", "the headings again")
        elif grid.layout == "template" and plain(_first_word(row)).startswith(plain(EXAMPLE)):
            _leave(body, log, index, "example-row-skipped", "the template's example")
        elif number in ragged and any(cell is not None for cell in row[width:]):
            _leave(body, log, index, "ragged-row", "more cells than headings")
        elif _is_footer(_first_word(row)):
            _leave(body, log, index, "row-left-out", "a remark below the table")
        elif missing := needs(_by_field(row, places)):
            code = _code(row)
            _leave(body, log, index, code, BLANK_LINE if code == "blank-rows-skipped" else missing)
        else:
            body.used.append(index)
    return body


def _leave(body: Body, log: Departures, index: int, code: str, reason: str) -> None:
    body.left.append((index, reason))
    log.add(code, body.grid.row_number(index), body.grid.cells.first_column, message=reason)


def _code(row: Sequence[object]) -> str:
    """A row of printed numbers and zeros is a blank line of the form; anything else was meant as data."""
    filled = [as_text(cell) for cell in row if cell is not None]
    printed = all(text.replace(".", "").replace("#DIV/0!", "").isdigit() or not text for text in filled)
    return "blank-rows-skipped" if printed and len(filled) <= 2 else "row-left-out"


def _by_field(row: Sequence[object], places: dict[int, str]) -> dict[str, list[object]]:
    found: dict[str, list[object]] = {}
    for place, target in places.items():
        if target and place < len(row) and row[place] is not None:
            found.setdefault(target, []).append(row[place])
    return found


def _is_footer(text: str) -> bool:
    """True for a remark that stands in the first column below a table: who prepared it, what its marks mean."""
    folded = tidy(text).casefold()
    return folded.startswith(word_list("footers")) or (" = " in f" {folded} " and len(folded) > 8)


def _repeats(row: Sequence[object], titles: Sequence[str]) -> bool:
    same = sum(1 for cell, title in zip(row, titles, strict=False) if title and as_text(cell) == title)
    return same >= 2 and same >= sum(1 for title in titles if title) - 1


def _other_headings(row: Sequence[object], titles: Sequence[str]) -> bool:
    """True for a row of the same headings in another order: another table begins."""
    known = {plain(title) for title in titles if title}
    filled = [plain(as_text(cell)) for cell in row if cell is not None]
    same_place = [cell for cell, title in zip(row, titles, strict=False) if title and as_text(cell) == title]
    return len(filled) >= 3 and sum(text in known for text in filled) >= len(filled) - 1 and len(same_place) < 2


def _first_word(row: Sequence[object]) -> str:
    return next((text for cell in row if (text := as_text(cell))), "")
