"""Recognition of tabs that sum up, by month, the dated rows of the other tabs of a file."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from libcollab_metrics.ingest.answers import merge_sheet_answers
from libcollab_metrics.ingest.issue_log import IssueLog
from libcollab_metrics.ingest.programs import SheetResult
from libcollab_metrics.ingest.question_kinds import ask
from libcollab_metrics.ingest.tables.tabs import ExcludedTab, is_requested
from libcollab_metrics.ingest.values.table import RowsByTable, TableRows
from libcollab_metrics.messages import Message
from libcollab_metrics.model.names import casefold_name
from libcollab_metrics.model.schema import PRESENT_STATUSES

SUMS_REASON = Message("its numbers by month are the sums of the dated rows of the other tabs")
NEAR_REASON = Message("its numbers by month are nearly the sums of the dated rows of the other tabs")
MONTHS_QUESTION = Message(
    "This tab counts months of which other tabs list the days, and is added to them. Should it be read?"
)
#: Largest difference between the people of a summary and of its dated rows, as a share of the latter.
MAX_DIFFERENCE = 0.1
#: Fewest months whose people decide alone; the sessions of fewer must be equal too.
MIN_MONTHS = 2
#: Fewest months, and share of them, that must be equal where others differ much.
MIN_EQUAL, MOST_EQUAL = 3, 0.7
#: Year and month.
Month = tuple[int, int]


@dataclass
class Count:
    """Sessions held in a month and the people who came to them."""

    sessions: float = 0.0
    people: float = 0.0


def find_month_summaries(
    read_sheets: Sequence[SheetResult], answers: Mapping[str, Any]
) -> dict[str, ExcludedTab]:
    """Find the tabs that count by month what the dated rows of the other tabs list.

    Every month of such a tab has dated rows, and its people are their sums, or nearly so or with the same
    number of sessions. A tab that the user asked to read is not one.

    Parameters
    ----------
    read_sheets : sequence of SheetResult
        All sheets of a file.
    answers : mapping of str to Any
        All answers for the file.

    Returns
    -------
    dict of str to ExcludedTab
        Why each of these tabs is excluded, by name.
    """
    summaries = {}
    for (name, layout), (listed, dated) in _compared_tabs(read_sheets).items():
        if is_requested(name, merge_sheet_answers(answers, name)):
            continue
        if not listed.keys() <= dated.keys():
            continue
        same_sessions = all(count.sessions == dated[month].sessions for month, count in listed.items())
        same_people = all(count.people == dated[month].people for month, count in listed.items())
        if same_people and (same_sessions or len(listed) >= MIN_MONTHS):
            summaries[name] = ExcludedTab(SUMS_REASON, layout)
        elif same_sessions or _has_near_people(listed, dated):
            summaries[name] = ExcludedTab(NEAR_REASON, layout, "tab-perhaps-repeats")
    return summaries


def ask_about_months(read_sheets: Sequence[SheetResult], answers: Mapping[str, Any]) -> list[SheetResult]:
    """Ask about the tabs that count months with dated rows in other tabs and were read all the same."""
    open_tabs = {
        name: layout
        for name, layout in _compared_tabs(read_sheets)
        if not is_requested(name, merge_sheet_answers(answers, name))
    }
    return [_ask_about_tab(sheet, open_tabs.get(sheet[0].name, "")) for sheet in read_sheets]


def report_twins(read_sheets: Sequence[SheetResult]) -> None:
    """Report tables of sums without days that add up to the people of another table of the file.

    Visits by month and by branch may be the same visits, and so may a log and a summary at its right.
    """
    totals: list[tuple[float, bool, IssueLog]] = []
    for _, log, tables in read_sheets:
        for sessions in (rows["sessions"] for _, rows in tables if rows.get("sessions")):
            is_dated = any(how == "day" for how in sessions.column("date_precision"))
            counts = list(_count_sessions(sessions))
            if len(counts) >= MIN_MONTHS and (people := sum(people for *_, people in counts)):
                totals.append((people, is_dated, log))
    for place, (people, is_dated, log) in enumerate(totals):
        others = [(at, other) for at, other in enumerate(totals) if at != place and other[0] == people]
        if not is_dated and any(at < place or other[1] for at, other in others):
            message = Message("its numbers add up to those of another table of the file")
            log.add("numbers-perhaps-twice", message=message)


def _ask_about_tab(sheet: SheetResult, layout: str) -> SheetResult:
    cells, log, tables = sheet
    if not layout:
        return sheet
    options = (
        ("skipped", Message("no, leave it out")),
        (layout, Message("yes, as a {layout}", layout=Message(layout.replace("_", " ")))),
    )
    question = ask("layout", cells.name, text=MONTHS_QUESTION, options=options, default=layout)
    log.add("numbers-perhaps-twice", message=Message("other tabs list days of the months that it counts"))
    (first, rows), *others = tables
    return cells, log, [(replace(first, questions=(*first.questions, question)), rows), *others]


def _compared_tabs(
    read_sheets: Sequence[SheetResult],
) -> dict[tuple[str, str], tuple[dict[Month, Count], dict[Month, Count]]]:
    """Return what tabs of months count, and the dated rows of the other tabs, by name and layout.

    Only for tabs with a month that has dated rows, and that name no other programs than those or their tabs.
    """
    compared = {}
    for cells, log, tables in read_sheets:
        rows = [rows["sessions"] for _, rows in tables if rows.get("sessions")]
        if not rows or any(how != "month" for part in rows for how in part.column("date_precision")):
            continue
        others = [
            other for sheet in read_sheets if sheet[0].name != cells.name for _, other in sheet[2] if other
        ]
        dated = _count_by_month([count for other in others for count in _count_days(other)])
        own_counts = [count for part in rows for count in _count_sessions(part)]
        if log.has_issue("year-missing"):
            own_counts = _place_in_order(own_counts, sorted(dated))
        listed = _count_by_month(own_counts)
        own, named = _programs(rows), _programs([part for other in others for part in other.values()])
        named |= {casefold_name(sheet[0].name) for sheet in read_sheets if named}
        if listed.keys() & dated.keys() and (not own or not named or own & named):
            compared[cells.name, tables[0][0].layout] = (listed, dated)
    return compared


def _programs(parts: Sequence[TableRows]) -> set[str]:
    return {casefold_name(name) for part in parts for name in part.column("program_id") if name}


def _place_in_order(
    counts: Sequence[tuple[Any, float, float]], months: Sequence[Month]
) -> list[tuple[Any, float, float]]:
    """Return the counts of months without a year as those of the months with dated rows, in their order."""
    if any(day is not None for day, _, _ in counts):
        return list(counts)
    return [
        (date(*month, 1), sessions, people)
        for month, (_, sessions, people) in zip(months, counts, strict=False)
    ]


def _count_by_month(counts: Sequence[tuple[Any, float, float]]) -> dict[Month, Count]:
    """Return the sum of (day, sessions, people) by month, without months in which nothing happened."""
    months: defaultdict[Month, Count] = defaultdict(Count)
    for day, sessions, people in counts:
        if day is not None and (sessions or people):
            month = months[day.year, day.month]
            month.sessions += sessions
            month.people += people
    return dict(months)


def _count_days(rows: RowsByTable) -> Iterator[tuple[Any, float, float]]:
    """Yield the day, sessions and people of dated rows: of counted sessions, else of lists of people."""
    sessions, visits = rows.get("sessions"), rows.get("participation")
    if sessions and (not visits or sessions.column("attended").known.any()):
        yield from _count_sessions(
            sessions.select(sessions.column("date_precision").where(lambda value: value == "day"))
        )
    elif visits:
        present = visits.select(visits.column("status").where(lambda status: status in PRESENT_STATUSES))
        days = [day for day in present.column("date") if day is not None]
        yield from ((day, 0.0, 1.0) for day in days)
        yield from ((day, 1.0, 0.0) for day in set(days))


def _count_sessions(rows: TableRows) -> Iterator[tuple[Any, float, float]]:
    names = ("date", "events", "attended", "status")
    for day, events, people, status in zip(*(rows.column(name) for name in names), strict=True):
        if status in (None, "held"):
            yield day, events or 0.0, people or 0.0


def _has_near_people(listed: Mapping[Month, Count], dated: Mapping[Month, Count]) -> bool:
    """Return whether the people of several months are those of the dated rows, or differ little from them.

    Most months are equal, or all differ little.
    """
    differences = [abs(count.people - dated[month].people) for month, count in listed.items()]
    near = [
        difference <= MAX_DIFFERENCE * dated[month].people
        for difference, month in zip(differences, listed, strict=True)
    ]
    equal = differences.count(0.0)
    return (len(listed) >= MIN_MONTHS and all(near)) or equal >= max(MIN_EQUAL, MOST_EQUAL * len(listed))
