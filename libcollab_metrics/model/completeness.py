"""Completeness of a dataset: which issues and open questions may change a number, and in which direction."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import product
from types import MappingProxyType
from typing import Literal

from libcollab_metrics.model.dataset import Dataset
from libcollab_metrics.model.readings import EACH_COLUMN, PARTNER_FORMS, SheetReading

#: What an open matter may do: add data, remove data, remove data that is counted twice or without a name, add
#: or remove, change the number of people of a session, show that two people are one or that one did not come,
#: remove a session without people, add or remove a session whose people count in any case, add data to a
#: period (rows without a day), change a balance, or say that hours are those of staff and not of volunteers.
Effect = Literal[
    "more",
    "less",
    "twice",
    "either",
    "visits",
    "people",
    "absent",
    "held",
    "sessions",
    "days",
    "balance",
    "hours",
]

#: Effect of each kind of issue that leaves out data which could count. Kinds that are not listed leave out
#: nothing that counts (totals, remarks, names), or a single cell that the coverage of its metrics shows.
ISSUE_EFFECTS: Mapping[str, Effect] = MappingProxyType(
    {
        "workbook-unreadable": "more",
        "layout-unknown": "more",
        "members-not-counted": "more",
        "school-days-not-counted": "more",
        "day-not-explained": "more",
        "version-open": "twice",
        "ragged-row": "more",
        "row-left-out": "more",
        "answer-not-used": "either",
        "answer-unreadable": "either",
        "door-count": "more",
        "door-count-perhaps": "less",
        "count-of-cancelled": "more",
        "status-unclear": "more",
        "session-perhaps-twice": "twice",
        "numbers-perhaps-twice": "twice",
        "tab-perhaps-repeats": "more",
        "tab-version": "either",
        "tab-within-another": "either",
        "corrections-not-used": "either",
        "remark-open": "less",
        "held-unclear": "held",
        "signature-missing": "absent",
        "arrival-times": "more",
        "one-session-assumed": "more",
        "session-unclear": "sessions",
        "sessions-perhaps-several": "sessions",
        "homes-assumed": "more",
        "similar-names": "people",
        "several-people-perhaps": "more",
        "date-unreadable": "days",
        "date-missing": "days",
        "year-missing": "days",
        "opening-balance": "balance",
    }
)
#: Effect of each question that is open, by the key of its answer. Questions that are not listed change the
#: meaning of a cell, which its own issue and the coverage show.
QUESTION_EFFECTS: Mapping[str, Effect] = MappingProxyType(
    {
        "hidden_sheets": "more",
        "hidden_rows": "less",
        "tab_program": "more",
        "totals": "either",
        "header_row": "either",
        "head_count": "visits",
        "count_note": "visits",
        "postponed": "more",
        "duplicates": "twice",
        "rows_of_groups": "more",
        "companions": "twice",
        "refunds": "either",
    }
)
#: Tables whose rows describe the same thing: a row missing in one is missing in the other.
_ATTENDANCE = frozenset({"sessions", "participation"})
#: Layouts whose rows are hours that people worked.
LAYOUTS_OF_HOURS = ("volunteer_log", "staff_roster")
#: Key for every table: what an unread sheet holds is not known.
ANY_TABLE = ""


def find_open_effects(dataset: Dataset) -> Mapping[str, frozenset[Effect]]:
    """Return what may still change the numbers of a dataset, by table.

    Parameters
    ----------
    dataset : Dataset

    Returns
    -------
    mapping of str to frozenset of Effect
        Effects by table; those under `ANY_TABLE` apply to every table.
    """
    sheets = [sheet for reading in dataset.readings for sheet in reading.sheets]
    effects: dict[str, set[Effect]] = {}
    for table, effect in (*_issue_effects(dataset, sheets), *_question_effects(sheets)):
        for name in _ATTENDANCE if table in _ATTENDANCE else (table,):
            effects.setdefault(name, set()).add(effect)
    return MappingProxyType({table: frozenset(found) for table, found in effects.items()})


def _issue_effects(dataset: Dataset, sheets: Iterable[SheetReading]) -> Iterator[tuple[str, Effect]]:
    tables: dict[str, set[str]] = {}
    for sheet in sheets:
        if sheet.layout not in PARTNER_FORMS:
            tables.setdefault(sheet.name, set()).update(_tables_of(sheet))
    for issue in dataset.issues:
        if issue.code in ISSUE_EFFECTS:
            for table in tables.get(issue.sheet, ()) if issue.sheet else (ANY_TABLE,):
                yield table, ISSUE_EFFECTS[issue.code]
    for issue in dataset.overlaps:
        if issue.code != "summary-left-out":
            for table in tables.get(issue.sheet, ()) or ("sessions",):
                yield table, "twice"


def _question_effects(sheets: Iterable[SheetReading]) -> Iterator[tuple[str, Effect]]:
    for sheet in sheets:
        for question in sheet.questions:
            key = question.id.removeprefix(f"sheets.{sheet.name}.").partition(".")[0]
            if key in QUESTION_EFFECTS:
                effect = QUESTION_EFFECTS[key]
                if any(value == EACH_COLUMN for value, _ in question.options):
                    effect = "either"  # a row may have several sessions, or none
                if key == "header_row" and sheet.layout == "unknown":
                    effect = "more"  # nothing of the sheet is counted
                yield from ((table, effect) for table in _tables_of(sheet))
            elif key == "mark_columns":
                yield from _effects_of_mark_columns(sheet)
            elif key == "kinds" and sheet.layout in LAYOUTS_OF_HOURS:
                yield sheet.table, "hours"
            elif key == "marks" and sheet.table == "ledger":
                yield sheet.table, "more"  # amounts of which nothing says what became of them
            elif key == "mapping" and any(value == "ledger.value" for value, _ in question.options):
                yield "ledger", "more"  # amounts that may be costs


def _effects_of_mark_columns(sheet: SheetReading) -> Iterator[tuple[str, Effect]]:
    """Yield what columns may change that are sessions or people, or neither.

    A list of people has at least as many sessions and visits with them, and perhaps people who never came.
    """
    effects: tuple[Effect, ...] = (
        ("more", "visits", "absent") if sheet.table == "participation" else ("either",)
    )
    yield from product(_tables_of(sheet), effects)


def _tables_of(sheet: SheetReading) -> tuple[str, ...]:
    """Return the tables with rows of a sheet.

    The books of a list by donor are gifts and lots, and people who answer a survey were at a session.
    """
    further = {"books_by_donor": "deliveries", "form_responses": "participation"}
    return (sheet.table, further[sheet.layout]) if sheet.layout in further else (sheet.table,)
