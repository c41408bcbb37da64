"""Tabs that hold no data of their own: instructions, summaries, lists of choices, tabs nobody should use."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from libcollab_metrics.ingest.answers import Answers, answers_for
from libcollab_metrics.ingest.cells import SheetCells
from libcollab_metrics.ingest.layout import recognise
from libcollab_metrics.ingest.lexicon import word_list
from libcollab_metrics.ingest.returned import is_own_sheet
from libcollab_metrics.ingest.summing import summing_tabs
from libcollab_metrics.model.names import plain
from libcollab_metrics.model.readings import Question

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
