"""Summary of a file before it is added: a label, how many rows of each kind it adds, and what is missing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

import pandas as pd

from libcollab_metrics.model.dataset import Dataset
from libcollab_metrics.model.operations import Import
from libcollab_metrics.model.workspace import Workspace

#: Rows that a file adds, by table: singular and plural, in the order in which they are named.
ROW_NOUNS = {
    "sessions": ("session", "sessions"),
    "ledger": ("amount", "amounts"),
    "deliveries": ("lot of books", "lots of books"),
    "outcomes": ("result", "results"),
    "perspectives": ("rating", "ratings"),
    "partners": ("partner", "partners"),
    "programs": ("program", "programs"),
}
#: Kinds of sheet, by the table that most of their rows fill.
SHEET_NOUNS = {
    "sessions": "session log",
    "participation": "attendance list",
    "ledger": "ledger",
    "deliveries": "book deliveries",
    "outcomes": "results",
    "perspectives": "partner ratings",
    "partners": "partner list",
    "programs": "program list",
}
#: Most kinds of rows named one by one in a button.
MAX_KINDS = 2


@dataclass(frozen=True)
class ImportSummary:
    """What a file adds to a workspace.

    Attributes
    ----------
    label : str
        Name of the file for a person: "Story hour session log, March–April 2026".
    counts : Counter of str
        Number of rows by table, of the tables in `ROW_NOUNS`.
    details : tuple of str
        Numbers of programs, people, missing head counts and cancelled sessions; those of 0 are omitted.
    """

    label: str
    counts: Counter[str]
    details: tuple[str, ...]

    @property
    def effect(self) -> str:
        """What is added, in words: "13 sessions"; empty if nothing counts."""
        return describe_counts(self.counts)


def describe_counts(counts: Counter[str]) -> str:
    """Return numbers of rows in words, the sessions first.

    Parameters
    ----------
    counts : Counter of str
        Number of rows by table; tables that are not in `ROW_NOUNS` are ignored.

    Returns
    -------
    str
        Empty if there is no row.

    Examples
    --------
    >>> describe_counts(Counter(sessions=13)), describe_counts(Counter(sessions=1, ledger=20))
    ('13 sessions', '1 session and 20 amounts')
    >>> describe_counts(Counter(sessions=13, ledger=20, partners=2))
    '13 sessions and 22 other rows'
    """
    listed = [(table, counts[table]) for table in ROW_NOUNS if counts[table]]
    named = [f"{number:,} {ROW_NOUNS[table][number != 1]}" for table, number in listed]
    if len(named) > MAX_KINDS:
        others = sum(number for _, number in listed[1:])
        return f"{named[0]} and {others:,} other rows"
    return " and ".join(named)


def summarize_import(imported: Import) -> ImportSummary:
    """Summarize what a file adds by itself: lists of people are counted as the sessions they attended.

    Parameters
    ----------
    imported : Import
        File as read.

    Returns
    -------
    ImportSummary
    """
    dataset = Workspace().append(imported).dataset()
    counts = Counter({table: len(dataset.tables[table]) for table in ROW_NOUNS if table in dataset.tables})
    if any(counts[table] for table in ("sessions", "ledger", "deliveries", "outcomes")):
        del counts["programs"]  # they come with the rows
    programs = _names(dataset, "programs")
    period = _describe_period(dataset)
    return ImportSummary(_label(imported, programs, period), counts, tuple(_details(dataset, programs)))


def _label(imported: Import, programs: list[str], period: str) -> str:
    tables = Counter(
        {sheet.table: sheet.rows_used for sheet in imported.reading.sheets if sheet.table in SHEET_NOUNS}
    )
    if len(tables) > MAX_KINDS:
        kind = "workbook"
    else:
        kind = SHEET_NOUNS[tables.most_common(1)[0][0]] if tables.total() else "sheet that was not understood"
    named = f"{programs[0]} {kind}" if len(programs) == 1 else f"{kind[0].upper()}{kind[1:]}"
    return f"{named}, {period}" if period else named


def _details(dataset: Dataset, programs: list[str]) -> Iterable[str]:
    sessions = dataset.tables["sessions"]
    held = sessions["status"] == "held"
    uncounted = int((held & sessions["attended"].isna() & (sessions["roster"] == "none")).sum())
    people = dataset.tables["participation"]["person_key"].nunique()
    for number, one, many in (
        (len(programs), "program", "programs"),
        (people, "person", "people"),
        (uncounted, "head count missing", "head counts missing"),
        (int((sessions["status"] == "cancelled").sum()), "cancelled", "cancelled"),
    ):
        if number:
            yield f"{number:,} {one if number == 1 else many}"


def _names(dataset: Dataset, table: str) -> list[str]:
    return [str(name) for name in dataset.tables[table]["name"].dropna()]


def _describe_period(dataset: Dataset) -> str:
    """Return the months from the first to the last dated row: "January–March 2026"."""
    dates = [dataset.tables[table]["date"] for table in ("sessions", "ledger", "outcomes")]
    days = pd.concat(dates).dropna()
    if days.empty:
        return ""
    first, last = days.min(), days.max()
    if (first.year, first.month) == (last.year, last.month):
        return f"{last:%B %Y}"
    return f"{first:%B}–{last:%B %Y}" if first.year == last.year else f"{first:%B %Y}–{last:%B %Y}"
