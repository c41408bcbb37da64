"""Summary of a file before it is added: a label, how many rows of each kind it adds, and what is missing."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

import pandas as pd
from babel import dates

from libcollab_metrics import localization
from libcollab_metrics.localization import Language, PhraseKind
from libcollab_metrics.model.dataset import Dataset
from libcollab_metrics.model.operations import Import
from libcollab_metrics.model.workspace import Workspace

#: Phrases for the rows that a file adds, by table: for one and for several, in the order of a sentence.
ROW_NOUNS = {
    "sessions": ("{count} session", "{count} sessions"),
    "ledger": ("{count} amount", "{count} amounts"),
    "deliveries": ("{count} lot of books", "{count} lots of books"),
    "outcomes": ("{count} result", "{count} results"),
    "perspectives": ("{count} rating", "{count} ratings"),
    "partners": ("{count} partner", "{count} partners"),
    "programs": ("{count} program", "{count} programs"),
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
OTHER_SHEETS = WORKBOOK, NOT_UNDERSTOOD = "workbook", "sheet that was not understood"
#: Sheets of which nothing counts before a question is answered, by layout.
FORM_NOUNS = {"sf2": "school attendance form"}
#: Phrases for further numbers, for one and for several, in the order of a sentence.
DETAILS = {
    "programs": ("{count} program", "{count} programs"),
    "people": ("{count} person", "{count} people"),
    "uncounted": ("{count} head count missing", "{count} head counts missing"),
    "cancelled": ("{count} cancelled", "{count} cancelled"),
}
OTHER_ROWS = ("{rows} and {count} other row", "{rows} and {count} other rows")
KIND_OF_PROGRAM = "{program} {kind}"
#: Every phrase, for the catalogs.
PHRASES = (
    *(phrase for forms in (*ROW_NOUNS.values(), *DETAILS.values(), OTHER_ROWS) for phrase in forms),
    *(*SHEET_NOUNS.values(), *FORM_NOUNS.values(), *OTHER_SHEETS, KIND_OF_PROGRAM),
)
ENGLISH = localization.language("en")
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
        Number of rows by table, of the tables in `ROW_NOUNS`; of sessions, those that were not cancelled.
    details : tuple of str
        Numbers of programs, people, missing head counts and cancelled sessions; those of 0 are omitted.
    effect : str
        What is added, in words: "13 sessions"; empty if nothing counts.
    """

    label: str
    counts: Counter[str]
    details: tuple[str, ...]
    effect: str


def describe_counts(counts: Counter[str], language: Language = ENGLISH) -> str:
    """Return numbers of rows in words, the sessions first.

    Parameters
    ----------
    counts : Counter of str
        Number of rows by table; tables that are not in `ROW_NOUNS` are ignored.
    language : Language, default ENGLISH
        Language of the words.

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
    named = [_count(number, ROW_NOUNS[table], language) for table, number in listed]
    if len(named) > MAX_KINDS:
        others = sum(number for _, number in listed[1:])
        return _count(others, OTHER_ROWS, language, rows=named[0])
    return language.join_names(tuple(named))


def _count(number: int, forms: tuple[str, str], language: Language, **values: str) -> str:
    """Return the phrase for one or for several in a language, with its number."""
    kind: PhraseKind = "screen-one" if number == 1 and forms[0] == forms[1] else "screen"
    phrase = language.translate(forms[number != 1], kind)
    return phrase.format(count=language.number(number), **values)


def summarize_import(imported: Import, language: Language = ENGLISH) -> ImportSummary:
    """Summarize what a file adds by itself: lists of people are counted as the sessions they attended.

    Parameters
    ----------
    imported : Import
        File as read.
    language : Language, default ENGLISH
        Language of the words.

    Returns
    -------
    ImportSummary
    """
    dataset = Workspace().append(imported).dataset()
    counts = Counter({table: len(dataset.tables[table]) for table in ROW_NOUNS if table in dataset.tables})
    counts["sessions"] = _count_sessions(dataset)
    if any(counts[table] for table in ("sessions", "ledger", "deliveries", "outcomes")):
        del counts["programs"]  # they come with the rows
    programs = _names(dataset, "programs")
    label = _label(imported, programs, _describe_period(dataset, language), language)
    details = tuple(
        _count(number, DETAILS[kind], language)
        for kind, number in _count_details(dataset, programs).items()
        if number
    )
    return ImportSummary(label, counts, details, describe_counts(counts, language))


def _label(imported: Import, programs: list[str], period: str, language: Language) -> str:
    tables: Counter[str] = Counter()
    for sheet in imported.reading.sheets:
        if sheet.table in SHEET_NOUNS:
            tables[sheet.table] += sheet.rows_used
    if len(tables) > MAX_KINDS:
        kind = WORKBOOK
    elif tables.total():
        kind = SHEET_NOUNS[tables.most_common(1)[0][0]]
    else:
        forms = (FORM_NOUNS[s.layout] for s in imported.reading.sheets if s.layout in FORM_NOUNS)
        kind = next(forms, NOT_UNDERSTOOD)
    kind = language.translate(kind, "screen")
    if len(programs) == 1:
        named = language.translate(KIND_OF_PROGRAM, "screen").format(program=programs[0], kind=kind)
    else:
        named = f"{kind[0].upper()}{kind[1:]}"
    return f"{named}, {period}" if period else named


def _count_details(dataset: Dataset, programs: list[str]) -> dict[str, int]:
    sessions = dataset.tables["sessions"]
    held = sessions["status"] == "held"
    return {
        "programs": len(programs),
        "people": dataset.tables["participation"]["person_key"].nunique(),
        "uncounted": int((held & sessions["attended"].isna() & (sessions["roster"] == "none")).sum()),
        "cancelled": _count_cancelled(dataset),
    }


def _count_sessions(dataset: Dataset) -> int:
    """Return the number of sessions that were not cancelled; a row of several counts as many."""
    sessions = dataset.tables["sessions"]
    events = sessions.loc[sessions["status"] != "cancelled", "events"].astype("Float64")
    return round(float(events.fillna(1).sum()))


def _count_cancelled(dataset: Dataset) -> int:
    return int((dataset.tables["sessions"]["status"] == "cancelled").sum())


def _names(dataset: Dataset, table: str) -> list[str]:
    return [str(name) for name in dataset.tables[table]["name"].dropna()]


def _describe_period(dataset: Dataset, language: Language) -> str:
    """Return the months from the first to the last dated row, "January–March 2026", or the years."""
    columns = [dataset.tables[table]["date"] for table in ("sessions", "ledger", "outcomes")]
    days = pd.concat(columns).dropna()
    if days.empty:
        return ""
    first, last = days.min(), days.max()
    if (dataset.tables["sessions"]["date_precision"] == "year").any():
        return str(last.year) if first.year == last.year else f"{first.year}–{last.year}"
    start, end = (dates.format_date(day, "LLLL y", language.locale) for day in (first, last))
    if first.year == last.year:
        start = dates.format_date(first, "LLLL", language.locale)
    return end if (first.year, first.month) == (last.year, last.month) else f"{start}–{end}"
