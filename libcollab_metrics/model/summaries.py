"""Rows that sum up another sheet or file: sessions by month or program, and the spending of a budget."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator
from math import isclose

import pandas as pd

from libcollab_metrics.messages import Message, plural_message
from libcollab_metrics.model.addresses import cell_reference
from libcollab_metrics.model.dataset import Frames
from libcollab_metrics.model.issues import Issue
from libcollab_metrics.model.sessions import count_present

#: File and sheet of a row; both empty for a row typed in the program.
Source = tuple[str, str]
#: People and sessions.
Count = tuple[float, int]
#: Fewest rows of a source that must equal sums.
MIN_EQUAL = 2
#: Months covered by a row, by the precision of its date.
MONTHS = {"month": 1, "year": 12}


def report_summaries(frames: Frames, decision: str | None, requested: Collection[Source]) -> list[Issue]:
    """Report the rows that sum up dated rows of another sheet or file, and remove those that certainly do.

    A row without a day certainly sums up others where its people are the sum of theirs, and the spending of a
    budget where it is the sum of all payments. Other rows of the same months and programs count as well until
    the user answers.

    Parameters
    ----------
    frames : dict of str to DataFrame
        All tables, with sessions matched. Rows are removed in place.
    decision : str or None
        "drop" if the user said that the rows of different sheets are the same, "keep" if not.
    requested : collection of Source
        Sheets that the user asked to read: they are not compared with other sheets of the same file.

    Returns
    -------
    list of Issue
        "summary-left-out" for rows that were removed, "summary-perhaps-twice" for rows that count as well.
    """
    if decision == "keep":
        return []
    issues: list[Issue] = []
    found = {
        "sessions": _find_session_summaries(frames, requested),
        "ledger": _find_budget_spending(frames["ledger"]),
    }
    for table, is_certain in found.items():
        if is_certain.empty:
            continue
        frame = frames[table]
        dropped = is_certain.index if decision == "drop" else is_certain.index[is_certain]
        issues += _describe(frame.loc[dropped], table, "summary-left-out")
        issues += _describe(frame.loc[is_certain.index.difference(dropped)], table, "summary-perhaps-twice")
        frames[table] = frame.drop(index=dropped).reset_index(drop=True)
    return issues


def _describe(rows: pd.DataFrame, table: str, code: str) -> Iterator[Issue]:
    for sheet, listed in rows.groupby(rows["sheet"].fillna(""), sort=False):
        cells = tuple(cell_reference(int(row), 1) for row in listed["row"].dropna())
        message = _describe_rows(table, len(listed))
        how = (
            Message("{rows}: counted once", rows=message)
            if code == "summary-left-out"
            else Message("{rows}: both count until you say otherwise", rows=message)
        )
        yield Issue(code, str(sheet), cells[0] if cells else "", cells, message=how, count=len(listed))


def _describe_rows(table: str, count: int) -> Message:
    if table == "sessions":
        return plural_message(
            count,
            "{count} row has the months or the program of sessions that another sheet or file lists by day",
            "{count} rows have the months or programs of sessions that another sheet or file lists by day",
        )
    return plural_message(
        count,
        "{count} amount spent by a budget may be the sum of payments listed in another sheet or file",
        "{count} amounts spent by a budget may be the sums of payments listed in another sheet or file",
    )


def _sources(frame: pd.DataFrame) -> list[Source]:
    return list(zip(frame["import_id"].fillna(""), frame["sheet"].fillna(""), strict=True))


def _find_session_summaries(frames: Frames, requested: Collection[Source]) -> pd.Series:
    """Return, for each session row that sums up dated ones of another source, whether it certainly does.

    Rows of the same sheet without months are named only if they certainly sum up those of their program: a
    summary next to or below its sessions.
    """
    sessions = frames["sessions"]
    held = sessions["status"].fillna("held") == "held"
    by_day = sessions["date"].notna() & (sessions["date_precision"].fillna("day") == "day")
    is_counted = sessions["attended"].notna() | sessions["events"].notna()
    may_sum = held & ~by_day & is_counted
    if not may_sum.any() or not by_day.any():
        return pd.Series(dtype=bool)
    summed = sessions[may_sum]
    dated = _DatedPeople(sessions[held & by_day], frames["participation"])
    equal, same_sessions, own = {}, {}, set()
    fields = [summed[name] for name in ("program_id", "date", "date_precision", "attended", "events")]
    for row, source, program, begin, precision, attended, events in zip(
        summed.index, _sources(summed), *fields, strict=True
    ):
        months = range(0) if pd.isna(begin) else _months(begin, precision)
        named = "" if pd.isna(program) else program
        counts = dated.of_others(named, months, source, source in requested)
        if not counts and not months:
            counts = dated.of_sheet(named, source)
            own |= {row} if counts else set()
        if counts:
            people, held = (sum(numbers) for numbers in zip(*counts, strict=True))
            equal[row] = pd.notna(attended) and people > 0 and bool(attended == people)
            same_sessions[row] = pd.notna(events) and bool(events == held)
    found = _require_agreement(pd.Series(equal, dtype=bool), pd.Series(same_sessions, dtype=bool), summed)
    return found[found | ~found.index.isin(own)]


def _require_agreement(equal: pd.Series, same_sessions: pd.Series, summed: pd.DataFrame) -> pd.Series:
    """Return which rows certainly are sums.

    The people of one row may be equal by chance; with its sessions, or those of several rows, they are not.
    """
    rows = summed.loc[equal.index]
    number = equal.groupby([rows["import_id"].fillna(""), rows["sheet"].fillna("")]).transform("sum")
    return equal & (same_sessions | (number >= MIN_EQUAL))


def _months(begin: pd.Timestamp, precision: str | None) -> range:
    first = begin.year * 12 + begin.month
    return range(first, first + MONTHS.get(precision or "month", 1))


class _DatedPeople:
    """People and number of the sessions listed by day, by month, program ("" if unknown) and source."""

    def __init__(self, sessions: pd.DataFrame, people: pd.DataFrame) -> None:
        attended = sessions["attended"].fillna(count_present(sessions, people)).fillna(0).astype(float)
        months = sessions["date"].dt.year * 12 + sessions["date"].dt.month
        keys = [months, *(sessions[name].fillna("") for name in ("program_id", "import_id", "sheet"))]
        self.by_month: defaultdict[int, list[tuple[str, Source, Count]]] = defaultdict(list)
        self.by_program: defaultdict[str, list[tuple[Source, Count]]] = defaultdict(list)
        totals = attended.groupby(keys).agg(["sum", "size"])
        levels = [totals.index.get_level_values(level).tolist() for level in range(len(keys))]
        counts = zip(totals["sum"].tolist(), totals["size"].tolist(), strict=True)
        for month, program, file, sheet, count in zip(*levels, counts, strict=True):
            self.by_month[month].append((program, (file, sheet), count))
            self.by_program[program].append(((file, sheet), count))

    def of_others(self, program: str, months: range, source: Source, in_other_files: bool) -> list[Count]:
        """Return the people and sessions of the same months and program in other sources or files.

        Without months the program must be the same; with them, an unknown program agrees with any.
        """
        if months:
            listed = [
                (other, total)
                for month in months
                for named, other, total in self.by_month.get(month, ())
                if not program or named in ("", program)
            ]
        else:
            listed = self.by_program.get(program, []) if program else []
        part = 1 if in_other_files else 2
        return [total for other, total in listed if other[:part] != source[:part]]

    def of_sheet(self, program: str, source: Source) -> list[Count]:
        """Return the people and sessions of a program on one sheet; empty for an unknown program."""
        listed = self.by_program.get(program, []) if program else []
        return [total for other, total in listed if other == source]


def _find_budget_spending(ledger: pd.DataFrame) -> pd.Series:
    """Return, for each amount that a budget says was spent, whether it certainly sums up payments elsewhere.

    Empty if no other sheet or file lists payments of the same programs.
    """
    is_planned = (ledger["status"] == "budgeted") & ledger["date"].isna()  # a dated one was called off
    budgets = set(_sources(ledger[is_planned]))
    if not budgets:
        return pd.Series(dtype=bool)
    spent = ledger[(ledger["status"] == "spent") & (ledger["kind"].fillna("cash") == "cash")]
    in_budget = pd.Series([source in budgets for source in _sources(spent)], index=spent.index, dtype=bool)
    planned, paid = spent[in_budget & spent["date"].isna()], spent[~in_budget]
    if paid["program_id"].notna().all():
        planned = planned[planned["program_id"].isna() | planned["program_id"].isin(paid["program_id"])]
    if planned.empty or paid.empty:
        return pd.Series(dtype=bool)
    is_sum = isclose(float(planned["value"].sum()), float(paid["value"].sum()), abs_tol=0.005)
    return pd.Series(is_sum, index=planned.index)
