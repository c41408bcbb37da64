"""Detection of tabs without data of their own: instructions, summaries, lists of choices."""

from __future__ import annotations

import re
from collections import ChainMap, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from libcollab_metrics.ingest.answers import Answers, merge_sheet_answers
from libcollab_metrics.ingest.files.cells import SheetCells
from libcollab_metrics.ingest.question_kinds import ask
from libcollab_metrics.ingest.tables.detection import find_tables
from libcollab_metrics.ingest.tables.legend import Legend, read_legend_lines, read_legend_tab
from libcollab_metrics.ingest.tables.own_workbooks import is_generated_sheet
from libcollab_metrics.ingest.values.columns import cell_text
from libcollab_metrics.ingest.values.dates import parse_month, parse_year
from libcollab_metrics.ingest.values.lexicon import word_list
from libcollab_metrics.messages import Message
from libcollab_metrics.model.names import normalize_heading
from libcollab_metrics.model.readings import Question

# A tab whose numbers are the sums of the other tabs is a summary, regardless of its name.

#: Layouts whose tabs repeat the same rows and columns, one per month or branch.
REPEATED_LAYOUTS = ("tally_grid", "aggregated_log", "month_grid")
#: Minimum number of matching sums required to call a tab a summary.
MIN_MATCHING_SUMS = 2

#: Numbers of a table by row label and heading.
Numbers = Mapping[tuple[str, str], float]


def find_summary_tabs(sheets: Sequence[SheetCells], answers: Mapping[str, Answers]) -> dict[str, str]:
    """Find tabs whose every number is the sum of the same cells of all other tabs.

    A tab named after a month is data, and so is one that sums up fewer than two tabs with numbers.
    """
    numbers_by_tab = {
        cells.name: _read_numbers(cells, answers[cells.name]) for cells in sheets if not cells.is_hidden
    }
    tables = {name: table for name, table in numbers_by_tab.items() if table is not None}
    sums: dict[str, str] = {}
    for name, (layout, numbers) in tables.items():
        others = [
            tab_numbers
            for tab, (kind, tab_numbers) in tables.items()
            if tab != name and kind == layout and any(tab_numbers.values())
        ]
        if parse_month(name) is None and len(others) >= 2 and _is_sum(numbers, others):
            sums[name] = layout
    return sums


def _is_sum(numbers: Numbers, other_tabs: Sequence[Numbers]) -> bool:
    added: defaultdict[tuple[str, str], float] = defaultdict(float)
    for tab_numbers in other_tabs:
        for cell, number in tab_numbers.items():
            added[cell] += number
    there = [cell for cell, number in numbers.items() if number]
    return len(there) >= MIN_MATCHING_SUMS and {k: v for k, v in added.items() if v} == {
        p: numbers[p] for p in there
    }


def _read_numbers(cells: SheetCells, answers: Answers) -> tuple[str, Numbers] | None:
    """Return the layout and numbers of a sheet with one table of repeated rows, else None."""
    grids = find_tables(cells, answers) if cells.filled.any() else []
    if len(grids) != 1 or grids[0].layout not in REPEATED_LAYOUTS:
        return None
    grid = grids[0]
    numbers: defaultdict[tuple[str, str], float] = defaultdict(float)
    for row in grid.cells.rows[grid.header + 1 :]:
        row_label = " ".join(normalize_heading(cell_text(cell)) for cell in row if isinstance(cell, str))
        for heading in grid.headings:
            cell = row[heading.column - grid.cells.first_column]
            if (
                isinstance(cell, int | float)
                and not isinstance(cell, bool)
                and heading.role not in ("year", "month")
            ):
                numbers[row_label, normalize_heading(f"{heading.spanning_text} {heading.text}")] += float(
                    cell
                )
    return grid.layout, numbers


#: The end of a name such as "Oct OLD".
_OLD = re.compile(r"\w [(]?(?:old|backup|superseded)[)]?(?: [\d-]+)?$")
#: The end of the name of an age group, such as "3-year-old".
_AGE_GROUP = re.compile(r"\b(?:year|yr|month|mo|week)s?[ -]old$")
#: Reason why a tab is not read, by its type.
REASONS = {
    "ignore": Message("its name or its title says not to use it"),
    "compared": Message("its name or its title says that it is there for comparison"),
    "summary": Message("it is called a summary, whose figures would count twice"),
    "corrections": Message("it says what is wrong on the other tabs; they were read as they are"),
    "guide": Message("it holds instructions"),
    "lists": Message("it holds lists to choose from"),
    "earlier": Message("it is the budget of an earlier year than another tab"),
    "sums": Message("its numbers are the sums of the other tabs"),
    "legend": Message("it explains the marks of the other tabs"),
}
#: Types that are recognized by what the tab holds, not by its name.
FOUND_BY_CONTENT = ("sums", "legend", "compared", "earlier")
#: Types that are excluded even if the tab holds a table of known layout.
ALWAYS_EXCLUDED_TYPES = ("ignore", "compared", "summary", "corrections", "sums", "earlier")
#: Fewest years of the tabs of a file with budgets.
MIN_YEARS = 2
#: Issue of an excluded tab that leaves the figures of the others open, by type.
DOUBTS = {"corrections": "corrections-not-used"}
#: Rows of a tab that are searched for titles.
MAX_TITLE_ROWS = 4
#: Most rows of a guide that are searched for the headings of another tab, and fewest of these.
MAX_GUIDE_ROWS, MIN_HEADINGS = 40, 3
#: Fewest tabs of a file in which a tab can explain the marks of another one.
MIN_TABS_WITH_LEGEND = 2


@dataclass(frozen=True)
class ExcludedTab:
    """An excluded tab: the reason, the layout of its table, and the issue of one that may hold other rows."""

    reason: str
    layout: str = ""
    doubt: str = ""

    def message(self) -> str:
        """Return the reason, and what to do if a table is excluded with the tab."""
        if not self.layout:
            return self.reason
        return Message("{reason}; it holds a table, so say if it should be read", reason=self.reason)

    def question(self, sheet: str) -> tuple[Question, ...]:
        """Ask whether a tab with a table should be read after all."""
        if not self.layout:
            return ()
        text = Message("This tab was left out: {reason}. Should it be read?", reason=self.reason)
        options = (
            ("skipped", Message("no, leave it out")),
            (self.layout, Message("yes, as a {layout}", layout=Message(self.layout.replace("_", " ")))),
        )
        return (ask("layout", sheet, text=text, options=options, default="skipped"),)


def find_legend_tabs(sheets: Sequence[SheetCells]) -> dict[str, dict[str, str]]:
    """Return the status by mark of each tab that only explains the marks of other tabs."""
    if len(sheets) < MIN_TABS_WITH_LEGEND:
        return {}
    legends = {cells.name: read_legend_tab(cells) for cells in sheets}
    return {name: legend for name, legend in legends.items() if legend}


def merge_legends(sheets: Sequence[SheetCells]) -> Legend:
    """Return the legend that tabs of a file give for all its sheets; the first meaning of a mark counts.

    A tab only explains marks, or does so in lines above or below a table without any.
    """
    tabs = find_legend_tabs(sheets)
    legends = [Legend(statuses, frozenset(), frozenset()) for statuses in tabs.values()]
    if len(sheets) >= MIN_TABS_WITH_LEGEND:
        legends += [read_legend_lines(cells) for cells in sheets if cells.name not in tabs]
    statuses = ChainMap(*(legend.statuses for legend in legends))
    closed = frozenset().union(*(legend.closed for legend in legends)) - set(statuses)
    other = frozenset().union(*(legend.other for legend in legends)) - set(statuses) - closed
    return Legend(dict(statuses), closed, other)


def find_excluded_tabs(sheets: Sequence[SheetCells], answers: Mapping[str, Any]) -> dict[str, ExcludedTab]:
    """Find the tabs of a file that are not read, by name.

    A tab is excluded because of its name only if another tab has data; a tab of instructions or lists with a
    table of known layout is read, unless it shows how to fill in another tab. A tab named in an answer
    (`only_sheets`, its own layout) is read.
    """
    asked = {cells.name: merge_sheet_answers(answers, cells.name) for cells in sheets}
    sums = find_summary_tabs(sheets, asked) if len(sheets) > 2 else {}
    legends = find_legend_tabs(sheets)
    earlier = _find_earlier_budgets(sheets, asked)
    sorts = {
        cells.name: "sums"
        if cells.name in sums
        else "legend"
        if cells.name in legends
        else "earlier"
        if cells.name in earlier
        else _find_titled_type(cells) or detect_tab_type(cells.name)
        for cells in sheets
    }
    if not any(sorts.values()):
        return {}
    aside: dict[str, ExcludedTab] = {}
    for cells in sheets:
        sort = sorts[cells.name]
        if not sort or is_generated_sheet(cells) or is_requested(cells.name, asked[cells.name]):
            continue
        layout = _find_known_layout(cells, asked[cells.name])
        shows_examples = sort == "guide" and _repeats_headings(cells, sheets)
        if not layout or sort in ALWAYS_EXCLUDED_TYPES or shows_examples:
            aside[cells.name] = ExcludedTab(REASONS[sort], layout, DOUBTS.get(sort, ""))
    rest = [cells for cells in sheets if cells.name not in aside and not cells.is_hidden]
    if aside and any(_find_known_layout(cells, asked[cells.name]) for cells in rest):
        return aside
    return {name: tab for name, tab in aside.items() if name in legends and rest}


def _find_earlier_budgets(sheets: Sequence[SheetCells], asked: Mapping[str, Answers]) -> set[str]:
    """Return the tabs whose names are earlier years than another tab, if both are budgets of the same form.

    Their lines have no days that separate them, such as "FY26 final" and "FY27".
    """
    years = {cells.name: year for cells in sheets if (year := _find_year(cells.name)) and not cells.is_hidden}
    if len(set(years.values())) < MIN_YEARS:
        return set()
    found: dict[tuple[str, ...], list[str]] = defaultdict(list)
    for cells in sheets:
        if cells.name in years:
            grids = find_tables(cells, asked[cells.name])
            if len(grids) == 1 and grids[0].layout == "budget":
                headings = tuple(normalize_heading(heading.text) for heading in grids[0].headings)
                found[headings].append(cells.name)
    return {name for names in found.values() for name in names if years[name] < max(years[n] for n in names)}


def _find_year(name: str) -> int | None:
    """Return the year that the name of a tab has: "Budget 2026", "FY27 draft"; None without one.

    Examples
    --------
    >>> _find_year("FY26 final"), _find_year("2025-2026"), _find_year("March")
    (2026, 2025, None)
    """
    short = re.search(r"\bFY\s?['’]?(\d\d)\b", name, re.IGNORECASE)
    return 2000 + int(short[1]) if short else parse_year(name)


def _repeats_headings(cells: SheetCells, sheets: Sequence[SheetCells]) -> bool:
    """Return whether below a sentence a tab has the headings of another tab: those that it explains."""
    rows = [_normalize_row(row) for row in cells.rows[:MAX_GUIDE_ROWS]]
    first = next((n for n, row in enumerate(rows) if len(row) == 1 and len(row[0].split()) > 2), len(rows))
    headings = {row for row in rows[first:] if len(row) >= MIN_HEADINGS}
    others = [other for other in sheets if other.name != cells.name]
    return any(_normalize_row(row) in headings for other in others for row in other.rows[:MAX_GUIDE_ROWS])


def _normalize_row(row: Sequence[object]) -> tuple[str, ...]:
    """Return the filled cells of a row of words, normalized; empty for other rows."""
    filled = [cell for cell in row if cell is not None]
    are_words = all(isinstance(cell, str) for cell in filled)
    return tuple(normalize_heading(str(cell)) for cell in filled) if are_words else ()


def detect_tab_type(name: str) -> str:
    """Return the type of a tab by its name: ignore, summary, guide, lists or "".

    Examples
    --------
    >>> (detect_tab_type("Summary 2026"), detect_tab_type("Summary (board)"), detect_tab_type("READ ME!"),
    ...  detect_tab_type("March"), detect_tab_type("Total Recall club"))
    ('summary', 'summary', 'guide', '', '')
    """
    if (bare := re.sub(r"\s*\([^()]*\)$", "", name)) != name and detect_tab_type(bare) == "summary":
        return "summary"
    folded = normalize_heading(re.sub(r"[^\w\s'-]", " ", name))
    if _OLD.search(folded) and not _AGE_GROUP.search(folded):
        return "ignore"
    return next(
        (
            sort
            for sort in REASONS
            if sort not in FOUND_BY_CONTENT and _has_listed_name(folded, word_list("tabs", sort))
        ),
        "",
    )


def _find_titled_type(cells: SheetCells) -> str:
    """Return the type of a tab by a part of a title: "Backup copy. Do not use.", "2024 (for comparison)".

    Its name may say that it is that of another year: "2024-25 LAST YEAR".
    """
    lines = [[cell for cell in row if cell is not None] for row in cells.rows[:MAX_TITLE_ROWS]]
    titles = [line[0] for line in lines if len(line) == 1 and isinstance(line[0], str)]
    parts = [normalize_heading(part) for title in titles for part in re.split(r"[.,;:()!]|\s[–—-]+\s", title)]
    if any(part in word_list("tabs", "not_used") for part in parts):
        return "ignore"
    name = normalize_heading(re.sub(r"[^\w\s]", " ", cells.name))
    named = [word for word in word_list("tabs", "compared") if f" {word} " in f" {name} "]
    return "compared" if named or any(part in word_list("tabs", "compared") for part in parts) else ""


def _has_listed_name(folded: str, listed: Sequence[str]) -> bool:
    """Return True if a listed word is the name, ends it, or precedes a year or allowed word."""
    for word in listed:
        if folded == word or folded.endswith(f" {word}"):
            return True
        following = folded.removeprefix(f"{word} ").split(" ")[0] if folded.startswith(f"{word} ") else ""
        if following.isdigit() or following in word_list("tabs", "follows"):
            return True
    return False


def is_requested(name: str, answers: Answers) -> bool:
    """Return whether an answer asks to read this tab: as one of the sheets chosen, or with a layout."""
    only = answers.get("only_sheets")
    return (only is not None and name in only) or (
        "layout" in answers.sheet_keys and answers.get("layout") != "skipped"
    )


def _find_known_layout(cells: SheetCells, answers: Answers) -> str:
    """Return the first known layout among a sheet's tables; "" if there is none."""
    if not cells.filled.any():
        return ""
    layouts = [grid.layout for grid in find_tables(cells, answers)]
    return next((layout for layout in layouts if layout != "unknown"), "")
