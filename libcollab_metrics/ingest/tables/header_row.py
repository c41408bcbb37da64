"""The header row of a sheet: the row that scores highest, the rows that rival it, and possible ones."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import numpy as np

from libcollab_metrics.ingest.files.cells import SheetCells
from libcollab_metrics.ingest.tables.column_evidence import infer_roles
from libcollab_metrics.ingest.tables.header_merge import (
    HeaderRows,
    extend_spanning_labels,
    has_months_over_days,
    has_subheadings,
    has_weekdays,
    headings_without_subheading,
    merge_header_rows,
    merge_rows,
    merged_columns,
)
from libcollab_metrics.ingest.tables.heading import Heading
from libcollab_metrics.ingest.tables.heading_rows import (
    MAX_COMPARED_COLUMNS,
    MIN_HEADER_SCORE,
    leading_headings,
    parse_heading_row,
    score_headings,
)
from libcollab_metrics.ingest.values.columns import cell_text
from libcollab_metrics.ingest.values.dates import parse_day, parse_month
from libcollab_metrics.ingest.values.lexicon import known_headings, word_list
from libcollab_metrics.ingest.values.numbers import parse_number
from libcollab_metrics.model.names import normalize_heading
from libcollab_metrics.model.scope import FIRST_DAY, LAST_DAY

#: Number of rows from the top that are searched for headings.
MAX_HEADER_ROW = 60
#: Share of the headings of an unknown layout that must differ from each other.
MOST_DISTINCT = 0.5
#: Share of the header's score at which another row is a rival and a question is asked.
RIVAL_SHARE = 0.75
#: Rows below a row that are compared with it.
ROWS_COMPARED = 2
#: Most columns of dates of a log, such as those planned and held.
MAX_DATE_COLUMNS = 2
#: Fewest numbers of a row with numbers above and below, if it is a row of data.
MIN_NUMBERS_BETWEEN = 2
#: A cell with a label and its value: "Date: March 2".
_KEY_AND_VALUE = re.compile(r"[^:]{2,20}:\s*\S")
_YEAR = re.compile(r"(?:19|20)\d\d(?:\.0)?")
#: Fewest days that the row above them names.
MIN_DAYS_NAMED = 3
#: Fewest years across the top of a table, and points of a scale.
MIN_LABELS, SCALE = 2, range(1, 6)
#: Fewest cells of a row of data that are also above it.
MIN_REPEATED = 2
#: Fewest blank rows below headings without a table above them; fewer are below a title.
MIN_BLANK_ROWS = 3
#: Texts of a row of headings for each one that may be repeated.
TEXTS_PER_REPEATED = 10
#: Fewest cells "Response" in the second row of an exported survey.
MIN_ANSWER_LABELS = 2
#: Fewest words of a row of headings above a blank row.
MIN_WORDS = 3


def find_header(cells: SheetCells) -> HeaderRows | None:
    """Find the row scoring highest as headings, else the first row that could be a header."""
    if "header" not in cells.memo:
        cells.memo["header"] = _find_header(cells)
    found: HeaderRows | None = cells.memo["header"]
    return found


def _find_header(cells: SheetCells) -> HeaderRows | None:
    best, worth = None, 0.0
    filled = np.flatnonzero(cells.filled)
    last = int(filled[-1]) if len(filled) else 0
    exported = _find_survey_export(cells, int(filled[0])) if last else None
    if exported is not None:
        return _with_inferred_roles(exported, cells)
    for index in range(min(MAX_HEADER_ROW, last)):
        value = score_headings(leading_headings(cells, index))
        if value > worth and not (_resembles_rows_below(cells, index) or _labels_period(cells, index)):
            best, worth = index, value
    if worth >= MIN_HEADER_SCORE and best is not None:
        if _names_days_below(cells, best):
            best += 1
        best = _find_first_days(cells, best)
        return _with_inferred_roles(merge_header_rows(cells, best), cells)
    possible = _find_possible_header(cells, last)
    if possible is None and len(filled) > 1 and len(names := parse_heading_row(cells, int(filled[0]))) == 1:
        possible = int(filled[0]) if _heads_names(names[0]) else None
    if possible is None:
        return None
    rows = HeaderRows(possible, possible, tuple(parse_heading_row(cells, possible)))
    return _with_inferred_roles(_with_known_subheadings(rows, cells), cells)


def is_row_of_days(cells: SheetCells, index: int) -> bool:
    """Return whether a row has several dates right of its first column, and no other cell."""
    headings = [heading for heading in leading_headings(cells, index) if heading.text]
    return (
        len(headings) > 1
        and cells.rows[index][0] is None
        and all(heading.day is not None and heading.entry is None for heading in headings)
    )


def begins_as(cells: SheetCells, row: int, other: int) -> bool:
    """Return whether the first filled cells of two rows are in the same column."""
    first, second = (
        next(n for n, cell in enumerate(cells.rows[r]) if cell is not None) for r in (row, other)
    )
    return first == second


def _find_first_days(cells: SheetCells, best: int) -> int:
    """Return the first row of days above a row of nothing but days, which heads the list of another group."""
    if not is_row_of_days(cells, best):
        return best
    above = (row for row in range(best) if cells.filled[row] and is_row_of_days(cells, row))
    return next(
        (row for row in above if begins_as(cells, row, best) and cells.rows[row + 1][0] is not None), best
    )


def _find_survey_export(cells: SheetCells, top: int) -> HeaderRows | None:
    """Return the headings of a survey exported with a second row of options; None for other tables.

    A question is above the first of its options, and "Response" is below a question without options.
    """
    below = parse_heading_row(cells, top + 1) if top + 1 < cells.height else []
    is_label = [normalize_heading(heading.text) in word_list("answer_labels") for heading in below]
    if sum(is_label) < MIN_ANSWER_LABELS:
        return None
    over, question = [], Heading("", 0)
    for heading in parse_heading_row(cells, top):
        question = heading if heading.text else replace(question, column=heading.column)
        over.append(question)
    under = [Heading("", h.column) if label else h for h, label in zip(below, is_label, strict=True)]
    return merge_rows(top, over, under)


def _with_known_subheadings(rows: HeaderRows, cells: SheetCells) -> HeaderRows:
    """Merge a row of unknown labels with headings below it: "Juvenile" over "Programs | Attendance".

    The headings are known, the same ones are below several labels, they are the days of weekdays or of
    months, or they are only below labels merged over them.
    """
    below = parse_heading_row(cells, rows.bottom + 1) if rows.bottom + 1 < cells.height else []
    merged = merged_columns(cells, rows.top)
    known = [heading for heading in below if heading.role and heading.column in merged]
    are_days = bool(below) and has_weekdays(
        below, rows.headings, headings_without_subheading(rows.headings, below)
    )
    are_days |= bool(below) and has_months_over_days(
        extend_spanning_labels(cells, rows.top, rows.headings, below), below
    )
    is_below = bool(merged and below) and has_subheadings(cells, rows.top, rows.headings, below)
    belongs = bool(known) or are_days or is_below or _repeat_headings(rows, below)
    return merge_header_rows(cells, rows.top) if belongs else rows


def _repeat_headings(rows: HeaderRows, below: Sequence[Heading]) -> bool:
    """Return whether a row has nothing but the same words below each of several labels.

    A heading merged over both rows is not below itself.
    """
    filled = [n for n, heading in enumerate(below) if heading.text not in ("", rows.headings[n].text)]
    own = [n for n in filled if rows.headings[n].text]
    texts = [normalize_heading(below[n].text) for n in filled]
    width = len(texts) // len(own) if own else 0
    return (
        len(own) > 1
        and width > 1
        and texts == texts[:width] * len(own)
        and len(set(texts[:width])) == width
        and own == [*range(own[0], own[-1] + 1, width)]
        and filled == [*range(own[0], own[-1] + width)]
        and all(text.replace(" ", "").isalpha() for text in texts)
    )


def _names_days_below(cells: SheetCells, index: int) -> bool:
    """Return whether a row numbers or names the days of the headings below it: "Wk 1" above 9 January.

    All of its cells but a label are above days, next to other headings, and no days are below these.
    """
    if index + 2 >= cells.height:
        return False
    above, below, values = (leading_headings(cells, row) for row in range(index, index + 3))
    over = [low for high, low in zip(above, below, strict=True) if high.text]
    dated = {heading.column for heading in over if heading.day is not None}
    has_others = any(
        low.text and not high.text and not low.day for high, low in zip(above, below, strict=True)
    )
    has_more_days = any(value.day is not None and value.column in dated for value in values)
    return has_others and len(dated) >= MIN_DAYS_NAMED and len(over) - len(dated) <= 1 and not has_more_days


def _with_inferred_roles(rows: HeaderRows, cells: SheetCells) -> HeaderRows:
    return replace(rows, headings=infer_roles(rows.headings, cells, rows.bottom))


def _resembles_rows_below(cells: SheetCells, index: int) -> bool:
    """Return True for a row of data: there are days below its days, or its number is followed by the next.

    Below the days of a roster are marks, and below months are counts. A log has days in one or two columns,
    so that its last row before a blank or a sum has days above its own.
    """
    headings = leading_headings(cells, index)
    if _has_days_above(cells, index, headings) or _is_between_numbers(cells, index):
        return True
    stop = min(index + 1 + ROWS_COMPARED, cells.height)
    below = [leading_headings(cells, row) for row in range(index + 1, stop) if cells.filled[row]]
    if not below:
        return False
    dated = [position for position, heading in enumerate(headings) if heading.day]
    if any(all(row[position].day is not None for row in below) for position in dated):
        return True
    first = next((position for position, heading in enumerate(headings) if heading.text), 0)
    serial, following = headings[first].text, below[0][first].text
    return serial.isdecimal() and following.isdecimal() and int(following) == int(serial) + 1


def _has_days_above(cells: SheetCells, index: int, headings: Sequence[Heading]) -> bool:
    dated = [position for position, heading in enumerate(headings) if heading.day]
    if not 1 <= len(dated) <= MAX_DATE_COLUMNS:
        return False
    above = [row for row in range(max(0, index - ROWS_COMPARED), index) if cells.filled[row]]
    return any(all(leading_headings(cells, row)[p].day for p in dated) for row in above)


def _is_between_numbers(cells: SheetCells, index: int) -> bool:
    """Return whether several numbers of a row have numbers above and counts below: they are no days."""
    if not 0 < index < cells.height - 1:
        return False
    columns = [
        [column[row] for row in (index - 1, index, index + 1)]
        for column in cells.columns[:MAX_COMPARED_COLUMNS]
    ]
    between = [column for column in columns if all(isinstance(cell, float) for cell in column)]
    return len(between) >= MIN_NUMBERS_BETWEEN and any(
        isinstance(column[2], float) and column[2] > 1 for column in between
    )


def _labels_period(cells: SheetCells, index: int) -> bool:
    """Return whether a row has a label and its value in two cells: "Month" and "January", "Year" and "2026".

    Several months or years across are headings.
    """
    texts = [cell_text(cell) for cell in cells.rows[index] if cell is not None]
    months = [text for text in texts if text.isalpha() and parse_month(text)]
    years = [text for text in texts if _YEAR.fullmatch(text)]
    known = known_headings()
    roles = [known[key].role if (key := normalize_heading(text)) in known else "" for text in texts]
    values = {"month": months, "year": years}
    return any(
        role in values and values[role] == [text] for role, text in zip(roles, texts[1:], strict=False)
    )


def find_rival_rows(cells: SheetCells, top: int, bottom: int) -> list[int]:
    """Find other rows with different words that score nearly as high as the chosen header."""
    chosen = [heading for index in {top, bottom} for heading in parse_heading_row(cells, index)]
    known = {normalize_heading(heading.text) for heading in chosen}
    needed = max(
        MIN_HEADER_SCORE,
        RIVAL_SHARE * max(score_headings(leading_headings(cells, index)) for index in (top, bottom)),
    )
    return [
        index
        for index in range(min(MAX_HEADER_ROW, cells.height))
        if not top <= index <= bottom
        and not (index == top - 1 and _names_days_below(cells, index))
        and score_headings(headings := leading_headings(cells, index)) >= needed
        and not {normalize_heading(heading.text) for heading in headings if heading.text} <= known
        and not _resembles_rows_below(cells, index)
        and not _is_data_row(cells, index)
    ]


def _is_data_row(cells: SheetCells, index: int) -> bool:
    """Return True for a row of data: most cells are repeated, or numbers are next to numbers."""
    columns = cells.columns[:MAX_COMPARED_COLUMNS]
    filled = [column for column in columns if column.codes[index]]
    repeated = sum(int((column.codes == column.codes[index]).sum()) > 1 for column in filled)
    numbers = [column for column in filled if isinstance(column[index], float)]
    near = index + 1 if index + 1 < cells.height and cells.filled[index + 1] else index - 1
    are_numbers = near >= 0 and all(isinstance(column[near], float) for column in numbers)
    return 2 * repeated > len(filled) or (2 * len(numbers) > len(filled) and are_numbers)


def _repeats_cells_above(cells: SheetCells, index: int) -> bool:
    """Return whether several cells of a row are also above it: it is a row of data, without headings."""
    columns = cells.columns[:MAX_COMPARED_COLUMNS]
    filled = [column for column in columns if column.codes[index]]
    repeated = sum(bool((column.codes[:index] == column.codes[index]).any()) for column in filled)
    return repeated >= MIN_REPEATED


def _has_labels(texts: Sequence[str]) -> bool:
    """Return whether a row has labels with their values: "Date: March 2", or "Date:" and "March 2"."""
    return any(text.endswith(":") for text in texts) or all(map(_KEY_AND_VALUE.match, texts))


def _is_in_log(cells: SheetCells, index: int) -> bool:
    """Return True for a row of data: its day is below that of the row above, or above those of rows below."""
    above = leading_headings(cells, index - 1) if index else []
    follows = any(
        high.day is not None and low.day is not None
        for high, low in zip(above, leading_headings(cells, index), strict=False)
    )
    return follows or _resembles_rows_below(cells, index)


def _has_numbers_below(cells: SheetCells, index: int) -> bool:
    """Return whether several words of a row are above numbers."""
    pairs = zip(cells.rows[index], cells.rows[index + 1], strict=True)
    numbers = [
        low for high, low in pairs if high is not None and parse_number(cell_text(low)).value is not None
    ]
    return len(numbers) > 1


def _heads_names(heading: Heading) -> bool:
    """Return whether the only heading of a list is one of names: "Name", "Nombre"."""
    return heading.role == "person" or normalize_heading(heading.text) in word_list("check_ins", "names")


def _are_labels(texts: Sequence[str]) -> bool:
    """Return whether numbers across the top of a table are years, or the points of a scale from 5 to 1.

    Examples
    --------
    >>> _are_labels(["2012", "2013"]), _are_labels(["5", "4", "3", "2", "1"]), _are_labels(["12", "7"])
    (True, True, False)
    """
    numbers = [int(text) for text in texts if text.isdecimal() and len(text) <= len("2026")]
    if len(numbers) < len(texts) or len(numbers) < MIN_LABELS:
        return False
    are_years = all(FIRST_DAY.year <= number <= LAST_DAY.year for number in numbers)
    return (are_years and numbers == sorted(set(numbers))) or sorted(numbers) == list(SCALE)


#: A year above amounts, perhaps with a remark: "2025 (for comparison)".
_YEAR_LABEL = re.compile(r"(?:FY\s*)?(?:19|20)\d\d(?:\s*[-/]\s*\d{2,4})?(?:\s*[(–-].*)?", re.IGNORECASE)


def _heads_rows_below_blank(cells: SheetCells, index: int, under: int) -> bool:
    """Return whether a row has several different words, above blanks and a row with numbers or days."""
    words = [cell for cell in cells.rows[index] if cell is not None]
    are_words = all(isinstance(w, str) and re.search(r"[^\W\d_]{2}", w) and not parse_day(w) for w in words)
    if not are_words or len({normalize_heading(str(word)) for word in words}) < max(len(words), MIN_WORDS):
        return False
    filled = [place for place, cell in enumerate(cells.rows[under]) if cell is not None]
    headed = [place for place in filled if cells.rows[index][place] is not None]
    has_values = any(
        isinstance(cells.rows[under][place], float | date)
        or parse_number(text := cell_text(cells.rows[under][place])).value is not None
        or parse_day(text) is not None
        for place in headed
    )
    return has_values and len(filled) > 1 and len(headed) == len(filled)


def _find_possible_header(cells: SheetCells, last: int) -> int | None:
    """Find a row of words above a row of at least two cells: an unknown layout.

    One line may be between them: the name of the first section. Rows of labels with values, and those above
    them, come last. Most words are distinct, and nearly all of them are unless numbers are below some.
    """
    labelled: int | None = None
    for index in range(min(MAX_HEADER_ROW, last)):
        texts = [cell_text(cell) for cell in cells.rows[index] if cell is not None]
        under = index + 1 + int(np.argmax(cells.filled[index + 1 :]))
        if 1 < under - index <= MIN_BLANK_ROWS:
            if _heads_rows_below_blank(cells, index, under):
                return index
            continue  # a title above a blank row
        below = [cell for cell in cells.rows[under] if cell is not None]
        if len(below) == 1 and under < last:
            below = [cell for cell in cells.rows[under + 1] if cell is not None]
        numbers = [text for text in texts if re.fullmatch(r"[\d.,%\s]*", text) and text != "%"]
        is_above_numbers = any(parse_number(cell_text(cell)).value is not None for cell in below)
        are_labels = not numbers or (is_above_numbers and _are_labels(numbers))
        are_years = is_above_numbers and len(texts) > 1 and all(map(_YEAR_LABEL.fullmatch, texts))
        is_worded = (len(texts) > max(1, len(numbers)) and are_labels) or are_years
        distinct = len(set(texts))
        repeated = len(texts) - distinct > len(texts) // TEXTS_PER_REPEATED and (
            distinct < MOST_DISTINCT * len(texts) or not _has_numbers_below(cells, index)
        )
        if not is_worded or repeated or len(below) < 2 or _is_in_log(cells, index):
            continue
        if _repeats_cells_above(cells, index):
            continue
        is_title = isinstance(below[0], str) and below[0].rstrip().endswith(":")  # "Date:" is below it
        if not _has_labels(texts) and not is_title:
            return index
        labelled = index if labelled is None else labelled
    return labelled
