"""Evidence about a table: what its headings, cells and titles show, computed when it is asked for."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from libcollab_metrics.ingest.files.cells import SheetCells
from libcollab_metrics.ingest.tables.cross_columns import CrossColumns, find_cross_columns
from libcollab_metrics.ingest.tables.heading import (
    Heading,
    is_level_column,
    sheet_title,
)
from libcollab_metrics.ingest.tables.heading_rows import has_day_numbers
from libcollab_metrics.ingest.tables.register_people import is_scan_column
from libcollab_metrics.ingest.values.columns import cell_text
from libcollab_metrics.ingest.values.currencies import find_currency
from libcollab_metrics.ingest.values.lexicon import word_list
from libcollab_metrics.model.names import normalize_heading

PERSON_ROLES = {"person", "first_name", "last_name"}
_NUMBER, _DIGIT = re.compile(r"^\s*[₱$€£]?\s*\d[\d.,]*\s*$"), re.compile(r"\d")
#: Fewest day or month columns of a roster or a month grid.
MIN_DAY_COLUMNS = 2
#: Most different cells of a column of scans, marks or names of helpers, with its titles and headings.
MAX_FEW_TEXTS = 200
#: Headings that are looked up in the vocabulary of each layout; a sheet may have thousands.
MAX_OWN_COLUMNS = 256


@dataclass(frozen=True, eq=False)
class TableEvidence:
    """What the headings, cells and titles of a table show; a fact is computed when a clue asks for it.

    Attributes
    ----------
    headings : sequence of Heading
        Headings of the table.
    cells : SheetCells
        Cells of the table.
    header : int
        Index of the last header row.
    """

    headings: Sequence[Heading]
    cells: SheetCells
    header: int

    @cached_property
    def weights(self) -> dict[str, float]:
        """Weight of each clue that was asked for: 0 if it does not hold."""
        return {}

    @cached_property
    def roles(self) -> set[str]:
        """Unambiguous roles of the headings in the common vocabulary."""
        return heading_roles(self.headings)

    @cached_property
    def meeting_roles(self) -> set[str]:
        """Unambiguous roles of the headings in the vocabulary of meeting logs."""
        return heading_roles(self.headings, "meeting_log")

    def own_roles(self, layout: str) -> set[str]:
        """Return the roles that the first headings have in a layout's own vocabulary."""
        if layout not in self._own_roles:
            first = self.headings[:MAX_OWN_COLUMNS]
            self._own_roles[layout] = {heading.own_role(layout) for heading in first} - {""}
        return self._own_roles[layout]

    @cached_property
    def _own_roles(self) -> dict[str, set[str]]:
        return {}

    @cached_property
    def heading_texts(self) -> set[str]:
        """Normalized texts of the headings."""
        return {normalize_heading(heading.text) for heading in self.headings if heading.text}

    @cached_property
    def title(self) -> str:
        """Normalized name of the tab and text of the rows above the table's last header row."""
        return sheet_title(self.cells, self.header)

    @cached_property
    def words(self) -> str:
        """Title and headings as one normalized text."""
        return " ".join([self.title, *sorted(self.heading_texts)])

    @cached_property
    def meeting_count(self) -> int:
        """Number of columns that are a day or a numbered session."""
        return count_meetings(self.headings)

    @cached_property
    def cross_columns(self) -> CrossColumns | None:
        """Columns of counts with a dimension across the top."""
        return find_cross_columns(self.headings, self.cells, self.header)

    def texts_under(self, heading: Heading) -> set[str]:
        """Return the distinct texts below a heading."""
        if heading.column not in self._texts_under:
            column = self.cells.columns[heading.column - self.cells.first_column]
            codes = column.distinct_codes(self.header + 1).tolist()
            self._texts_under[heading.column] = {cell_text(column.cells[code]) for code in codes}
        return self._texts_under[heading.column]

    @cached_property
    def _texts_under(self) -> dict[int, set[str]]:
        return {}

    def counts_people(self, heading: Heading) -> bool:
        """Return whether the cells below a heading for people are numbers, some above 1."""
        is_count = heading.role in ("part", "attendance", "unclear_count")
        return is_count and are_head_counts(self.texts_under(heading))

    def holds_scores(self, heading: Heading) -> bool:
        """Return whether numbers, levels of reading or nothing yet are below a heading."""
        texts = self.texts_under(heading) - {""}
        return not texts or any(map(_DIGIT.search, texts)) or is_level_column(texts)

    def has_few_texts(self, heading: Heading) -> bool:
        """Return whether the column of a heading has at most `MAX_FEW_TEXTS` different cells."""
        return len(self.cells.columns[heading.column - self.cells.first_column].cells) <= MAX_FEW_TEXTS

    def holds_scans(self, heading: Heading) -> bool:
        """Return whether the column of a heading says in or out, and both occur."""
        return self.has_few_texts(heading) and is_scan_column(self.texts_under(heading))

    @cached_property
    def holds_payments(self) -> bool:
        """Whether a column of money shows what people paid or promised, and not when they came."""
        words = {*word_list("fees"), *word_list("promised_amounts", "promised"), *word_list("gifts")}
        money = [h for h in self.headings if words & set(normalize_heading(h.text).split())]
        money += [h for h in self.headings if find_currency(h.text)]
        return any(are_numbers(self.texts_under(heading)) for heading in money)


def heading_roles(headings: Sequence[Heading], layout: str = "") -> set[str]:
    """Return the unambiguous roles of headings, in the vocabulary of one layout."""
    entries = [heading.entry_for(layout) for heading in headings]
    played = {entry.role for entry in entries if entry is not None and not entry.is_weak}
    counted = played & {"unclear_count", "part"} and not played & PERSON_ROLES
    return played | {"attendance"} if counted else played


def count_meetings(headings: Sequence[Heading]) -> int:
    """Return how many headings name a day, a numbered session, or a day number of a month."""
    named = sum(1 for heading in headings if heading.day is not None or heading.role == "session_no")
    return named + (
        sum(1 for heading in headings if heading.number is not None) if has_day_numbers(headings) else 0
    )


def are_head_counts(texts: Iterable[str]) -> bool:
    """Return True for whole numbers of which some exceed 1; a 1 or 0 alone may be a mark."""
    numbers = [text for text in texts if text]
    return all(text.isdecimal() for text in numbers) and any(
        text.lstrip("0") not in ("", "1") for text in numbers
    )


def are_numbers(texts: set[str]) -> bool:
    """Return whether at least half of the filled texts are numbers, with or without a sign of money."""
    filled = texts - {""}
    return bool(filled) and 2 * sum(bool(_NUMBER.match(text)) for text in filled) >= len(filled)
