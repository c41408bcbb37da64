"""Tabs that hold no data of their own: instructions, summaries, lists of choices, tabs nobody should use."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from libcollab_metrics.ingest.answers import Answers, answers_for
from libcollab_metrics.ingest.files.cells import SheetCells
from libcollab_metrics.ingest.tables.detection import recognise
from libcollab_metrics.ingest.tables.own_workbooks import is_own_sheet
from libcollab_metrics.ingest.values.columns import as_text
from libcollab_metrics.ingest.values.dates import read_month
from libcollab_metrics.ingest.values.lexicon import word_list
from libcollab_metrics.model.names import plain
from libcollab_metrics.model.readings import Question

# A tab that sums up the others of its file, whatever it is called: its numbers are checks, not data.

#: Layouts whose tabs repeat the same rows and columns: a month each, or a branch each.
REPEATED = ("tally_grid", "aggregated_log", "month_grid")
#: So many numbers must be sums before it is no chance.
SUMS_NEEDED = 2

#: The numbers of a table by what stands beside and above them.
Numbers = Mapping[tuple[str, str], float]


def summing_tabs(sheets: Sequence[SheetCells], answers: Mapping[str, Answers]) -> dict[str, str]:
    """Return the tabs every number of which is the sum of the same cells of all others, each with its layout.

    A tab named after a month is data, and so is one that sums up fewer than two tabs with numbers.
    """
    found = {cells.name: _numbers(cells, answers[cells.name]) for cells in sheets if not cells.hidden}
    tables = {name: table for name, table in found.items() if table is not None}
    sums: dict[str, str] = {}
    for name, (layout, numbers) in tables.items():
        others = [
            other for tab, (kind, other) in tables.items() if tab != name and kind == layout and any(other.values())
        ]
        if read_month(name) is None and len(others) >= 2 and _is_sum(numbers, others):
            sums[name] = layout
    return sums


def _is_sum(numbers: Numbers, others: Sequence[Numbers]) -> bool:
    added: defaultdict[tuple[str, str], float] = defaultdict(float)
    for other in others:
        for place, number in other.items():
            added[place] += number
    there = [place for place, number in numbers.items() if number]
    return len(there) >= SUMS_NEEDED and {k: v for k, v in added.items() if v} == {p: numbers[p] for p in there}


def _numbers(cells: SheetCells, answers: Answers) -> tuple[str, Numbers] | None:
    """The layout of a sheet's one table of repeated rows, and its numbers; None for any other sheet."""
    grids = recognise(cells, answers) if cells.filled.any() else []
    if len(grids) != 1 or grids[0].layout not in REPEATED:
        return None
    grid = grids[0]
    numbers: defaultdict[tuple[str, str], float] = defaultdict(float)
    for row in grid.cells.rows[grid.header + 1 :]:
        beside = " ".join(plain(as_text(cell)) for cell in row if isinstance(cell, str))
        for heading in grid.headings:
            cell = row[heading.column - grid.cells.first_column]
            if isinstance(cell, int | float) and not isinstance(cell, bool) and heading.role not in ("year", "month"):
                numbers[beside, plain(f"{heading.over} {heading.text}")] += float(cell)
    return grid.layout, numbers


#: Why a tab is not read, by the sort that its name or its sums tell.
REASONS = {
    "ignore": "its name says not to use it",
    "summary": "it is called a summary, whose figures would count twice",
    "guide": "it holds instructions",
    "lists": "it holds lists to choose from",
    "sums": "its numbers are the sums of the other tabs",
}
#: Sorts that are left out even where the tab holds a table that is known.
DATA_ALL_THE_SAME = ("ignore", "summary", "sums")


@dataclass(frozen=True)
class Aside:
    """A tab that is not read: why, and the layout of the table in it, if it holds one."""

    reason: str
    layout: str = ""

    def told(self) -> str:
        """The reason, and what to do where a table is left out with the tab."""
        return f"{self.reason}; it holds a table, so say if it should be read" if self.layout else self.reason

    def question(self, sheet: str) -> tuple[Question, ...]:
        """Ask whether a tab with a table should be read after all."""
        if not self.layout:
            return ()
        text = f"This tab was left out: {self.reason}. Should it be read?"
        options = (("skipped", "no, leave it out"), (self.layout, f"yes, as a {self.layout.replace('_', ' ')}"))
        return (Question(f"sheets.{sheet}.layout", text, options, "skipped"),)


def tabs_aside(sheets: Sequence[SheetCells], answers: Mapping[str, Any]) -> dict[str, Aside]:
    """Return the tabs of a file that are not read, by their name.

    A tab is left out for its name only beside another tab with data; a tab of instructions or lists that holds a
    known table is read. Whoever answers for a tab by name (`only_sheets`, its own layout) has it read.
    """
    asked = {cells.name: answers_for(answers, cells.name) for cells in sheets}
    sums = summing_tabs(sheets, asked) if len(sheets) > 2 else {}
    sorts = {cells.name: "sums" if cells.name in sums else sort_of(cells.name) for cells in sheets}
    if not any(sorts.values()):
        return {}
    aside: dict[str, Aside] = {}
    for cells in sheets:
        sort = sorts[cells.name]
        if not sort or is_own_sheet(cells) or _is_wanted(cells.name, asked[cells.name]):
            continue
        layout = _known_layout(cells, asked[cells.name])
        if not layout or sort in DATA_ALL_THE_SAME:
            aside[cells.name] = Aside(REASONS[sort], layout)
    rest = (cells for cells in sheets if cells.name not in aside and not cells.hidden)
    return aside if aside and any(_known_layout(cells, asked[cells.name]) for cells in rest) else {}


def sort_of(name: str) -> str:
    """What the name of a tab says it is: ignore, summary, guide, lists, or nothing.

    Examples
    --------
    >>> sort_of("Summary 2026"), sort_of("READ ME!"), sort_of("March"), sort_of("Total Recall club")
    ('summary', 'guide', '', '')
    """
    folded = plain(re.sub(r"[^\w\s'-]", " ", name))
    return next((sort for sort in REASONS if sort != "sums" and _named(folded, word_list("tabs", sort))), "")


def _named(folded: str, listed: Sequence[str]) -> bool:
    """True where a word of the list is the name, ends it, or begins it before a year or a word that belongs to it."""
    for word in listed:
        if folded == word or folded.endswith(f" {word}"):
            return True
        following = folded.removeprefix(f"{word} ").split(" ")[0] if folded.startswith(f"{word} ") else ""
        if following.isdigit() or following in word_list("tabs", "follows"):
            return True
    return False


def _is_wanted(name: str, answers: Answers) -> bool:
    only = answers.get("only_sheets")
    return (only is not None and name in only) or ("layout" in answers.own and answers.get("layout") != "skipped")


def _known_layout(cells: SheetCells, answers: Answers) -> str:
    """The layout of the first table in a sheet that is known; nothing where there is none."""
    if not cells.filled.any():
        return ""
    layouts = [grid.layout for grid in recognise(cells, answers)]
    return next((layout for layout in layouts if layout != "unknown"), "")
