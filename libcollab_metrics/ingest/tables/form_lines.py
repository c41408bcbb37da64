"""Lines of a form that hold no data: targets, sizes of groups, labels, numbers of columns, a top again."""

from __future__ import annotations

import re
from collections.abc import Mapping

import numpy as np

from libcollab_metrics.ingest.tables.grid import Grid
from libcollab_metrics.ingest.values.columns import cell_text
from libcollab_metrics.ingest.values.lexicon import word_list
from libcollab_metrics.model.names import normalize_heading

#: Most distinct cells of a column of the words "Target" and "Actual", in any spelling.
MAX_TARGET_TEXTS = 50
#: Most words of a label in place of a day.
MAX_LABEL_WORDS = 4
#: Fewest numbers of a row that numbers the columns.
MIN_COLUMN_NUMBERS = 4
#: Fewest cells of a row that repeats some of the headings and has nothing else.
MIN_REPEATED = 2
_LETTER = re.compile(r"[^\W\d_]")
#: A letter and its meaning: "T = target".
_EXPLAINED = re.compile(r"\b([^\W\d_])\s*[=:]\s*([^\W\d_]+)")


def find_target_rows(grid: Grid, field_by_position: Mapping[int, str]) -> list[int]:
    """Return the rows that a column of "Target" and "Actual" calls targets; empty if there is none.

    A column of statuses says which sessions are planned, and not which rows are targets.
    """
    planned = {*word_list("planned"), *word_list("planned", "targets")}
    actual = set(word_list("actual"))
    letters = _explained_letters(grid)
    planned |= {letter for letter, word in letters.items() if word in planned}
    actual |= {letter for letter, word in letters.items() if word in actual}
    below = np.arange(grid.cells.height) > grid.header
    for position, column in enumerate(grid.cells.columns):
        if field_by_position.get(position, "").endswith(".status"):
            continue
        codes = column.distinct_codes(grid.header + 1).tolist()
        if len(codes) > MAX_TARGET_TEXTS:
            continue
        words = {column.folded[code] for code in codes} - {None, ""}
        if words & planned and words & actual and words <= planned | actual:
            is_target = np.array([word in planned for word in column.folded])
            return np.flatnonzero(below & is_target[column.codes]).tolist()
    return []


def find_size_rows(grid: Grid, field_by_position: Mapping[int, str]) -> list[int]:
    """Return the rows with words such as "on the roll" in place of a day or a month."""
    words = {*word_list("not_counted", "enrolled"), *word_list("not_counted", "sizes")}
    below = np.arange(grid.cells.height) > grid.header
    found: set[int] = set()
    for position, column in enumerate(grid.cells.columns):
        if field_by_position.get(position) in ("sessions.date", "period.month"):
            texts = [re.findall(r"[^\W\d_]+", text or "") for text in column.folded]
            is_size = np.array([len(text) <= MAX_LABEL_WORDS and bool(words & {*text}) for text in texts])
            found |= set(np.flatnonzero(below & is_size[column.codes]).tolist())
    return sorted(found)


def _explained_letters(grid: Grid) -> dict[str, str]:
    """Return the first word of what the texts above a table explain of letters: "T = target  A = actual"."""
    texts = (cell for row in grid.cells.rows[: grid.top] for cell in row if isinstance(cell, str))
    pairs = (pair for text in texts for pair in _EXPLAINED.findall(normalize_heading(text)))
    return dict(pairs)


def find_label_rows(grid: Grid) -> list[int]:
    """Return the rows of a numbered list that have a label such as "Speaker:" in place of a number."""
    numbered = next((heading for heading in grid.headings if heading.role == "number"), None)
    if numbered is None:
        return []
    column = grid.cells.columns[numbered.column - grid.cells.first_column]
    is_label = np.array([isinstance(cell, str) and _is_label(cell) for cell in column.cells])
    below = np.arange(grid.cells.height) > grid.header
    return np.flatnonzero(below & is_label[column.codes]).tolist()


def _is_label(text: str) -> bool:
    return text.rstrip().endswith(":") and _LETTER.search(text) is not None


def find_repeated_tops(grid: Grid) -> list[int]:
    """Return the rows above repeated headings that have the labels of the rows above the first headings.

    Forms one below the other, such as receipts, have a number, a place and a day above their headings.
    """
    cells = grid.cells
    titles = [normalize_heading(heading.text) for heading in grid.headings if heading.text]
    if grid.header == 0 or len(titles) < MIN_REPEATED:
        return []
    again = np.zeros(cells.height, dtype=np.int32)
    for column in cells.columns:
        again += np.array([text in titles for text in column.folded])[column.codes]
    tops = []
    for start in np.flatnonzero((again >= len(titles)) & (np.arange(cells.height) > grid.header)).tolist():
        for above in range(1, grid.header + 1):
            first, row = cells.rows[grid.header - above], cells.rows[start - above]
            labels = [one for one, cell in zip(first, row, strict=True) if one == cell and _is_text(cell)]
            if sum(cell is not None for cell in row) < MIN_REPEATED or not labels:
                break
            tops.append(start - above)
    return tops


def _is_text(cell: object) -> bool:
    return isinstance(cell, str) and _LETTER.search(cell) is not None


def find_column_numbers(grid: Grid) -> list[int]:
    """Find the row below the headings that numbers all columns: "(1) | (2) | (3) | (4)"."""
    index = grid.header + 1
    if index >= grid.cells.height:
        return []
    texts = [cell_text(cell).strip("() .") for cell in grid.cells.rows[index] if cell is not None]
    numbers = [str(number) for number in range(1, len(texts) + 1)]
    return [index] if len(texts) >= MIN_COLUMN_NUMBERS and texts == numbers else []
