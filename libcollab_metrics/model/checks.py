"""Consistency checks of tables: implausible attendance, dominant values, scores above the maximum.

The checks treat rows read from sheets and rows typed in the dashboard in the same way.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from typing import Any

import pandas as pd

from libcollab_metrics.messages import Message
from libcollab_metrics.model.addresses import TYPED, Columns, cell_reference
from libcollab_metrics.model.dataset import Dataset, Frames
from libcollab_metrics.model.issues import Issue
from libcollab_metrics.model.names import NAME_FIELDS, casefold_name
from libcollab_metrics.model.schema import LIBRARY, PRESENT_STATUSES, SCHEMA, STAGES, Field
from libcollab_metrics.model.sessions import count_present
from libcollab_metrics.model.settings import Settings

#: Minimum number of known values before one is reported as dominant: over half of the total, or more than ten
#: times the median.
DOMINANT_FROM = 5
#: A roster's share of presences below the first number, or of exactly 1, is implausible from this many marks
#: on.
IMPLAUSIBLE_BELOW, IMPLAUSIBLE_FROM = 0.2, 20
#: Highest rating where no other maximum is given; ratings start at 1.
DEFAULT_MAX_RATING = 5


#: Issue code, table, mask of the flagged rows, and the field the issue points at.
Check = tuple[str, str, pd.Series, str]


def check_tables(frames: Frames, settings: Settings, columns: Columns) -> list[Issue]:
    """Check the tables for contradictions and return them as issues; the tables are not changed."""
    flags = [
        check
        for table, checks in TABLE_CHECKS
        if not frames[table].empty
        for check in checks(frames, settings)
    ]
    rows = (
        issue
        for code, table, flagged, column in flags
        for issue in _issues_by_sheet(columns, code, table, frames[table], flagged, column)
    )
    return [*rows, *_check_presence_share(frames["participation"])]


def _check_sessions(frames: Frames, settings: Settings) -> Iterator[Check]:
    sessions = frames["sessions"]
    attended, events, held = sessions["attended"], sessions["events"], sessions["status"] == "held"
    yield "roster-exceeds-count", "sessions", _is_below_roster(sessions, frames["participation"]), "attended"
    yield "size-implausible", "sessions", _has_implausible_size(sessions, settings), "attended"
    yield "zero-with-events", "sessions", (attended == 0) & (events > 0), "attended"
    yield "people-without-events", "sessions", (attended > 0) & (events == 0), "events"
    yield "events-unknown", "sessions", events.isna() & held, "events"
    yield "times-reversed", "sessions", sessions["end"] < sessions["start"], "end"
    yield "dominant-value", "sessions", _is_dominant(attended), "attended"


def _check_ledger(frames: Frames, _: Settings) -> Iterator[Check]:
    ledger = frames["ledger"]
    yield "spent-into-project", "ledger", _is_spent_into_project(ledger), "status"
    yield "given-to-library", "ledger", _is_contribution_to_library(ledger), "to_party"
    yield "value-disagrees", "ledger", _has_wrong_value(ledger), "value"


def _check_deliveries(frames: Frames, _: Settings) -> Iterator[Check]:
    lots = frames["deliveries"]
    for stage, grows in _has_growing_stage(lots).items():
        yield "stage-grows", "deliveries", grows, stage
    yield "received-before-sent", "deliveries", lots["received_on"] < lots["dispatched_on"], "received_on"


def _check_ratings(frames: Frames, settings: Settings) -> Iterator[Check]:
    outcomes = frames["outcomes"]
    yield "outside-scale", "outcomes", _is_outside_scale(outcomes, _max_ratings(outcomes, settings)), "rating"


def _check_perspectives(frames: Frames, _: Settings) -> Iterator[Check]:
    perspectives = frames["perspectives"]
    yield "outside-scale", "perspectives", _is_outside_scale(perspectives, DEFAULT_MAX_RATING), "rating"


def _check_scores(frames: Frames, settings: Settings) -> Iterator[Check]:
    for side, above in _is_above_max(frames["outcomes"], settings).items():
        yield "score-above-scale", "outcomes", above, side


#: Checks of the rows of each table, in the order in which their issues are listed.
TABLE_CHECKS: tuple[tuple[str, Callable[[Frames, Settings], Iterator[Check]]], ...] = (
    ("sessions", _check_sessions),
    ("ledger", _check_ledger),
    ("deliveries", _check_deliveries),
    ("outcomes", _check_ratings),
    ("perspectives", _check_perspectives),
    ("outcomes", _check_scores),
)


def _issues_by_sheet(
    columns: Columns, code: str, table: str, frame: pd.DataFrame, flagged: pd.Series, column: str
) -> list[Issue]:
    """Create one issue per sheet for the flagged rows, with their cells."""
    is_flagged = flagged.fillna(False).astype(bool)
    if not is_flagged.any():
        return []
    hits = frame[is_flagged]
    field = SCHEMA[table].field(column)
    issues = []
    for sheet, rows in hits.groupby(hits["sheet"].fillna(""), sort=False):
        cells = tuple(
            cell_reference(int(row), columns.get((str(source), str(sheet), f"{table}.{column}"), 1))
            for source, row in zip(rows["import_id"], rows["row"], strict=True)
            if not pd.isna(row) and source != TYPED  # typed rows are on no sheet
        )
        shown = _format_value(rows[column].iloc[0], field)
        issues.append(
            Issue(
                code, str(sheet), cells[0] if cells else "", cells, Message(field.label), shown, "", len(rows)
            )
        )
    return issues


def _format_value(value: Any, field: Field) -> str:
    """Format a value as a person types it; times are stored as minutes since midnight."""
    if pd.isna(value):
        return ""
    if field.kind == "time":
        return "{:02}:{:02}".format(*divmod(int(value), 60))
    return f"{value:g}" if isinstance(value, float) else str(value)


def _is_below_roster(sessions: pd.DataFrame, people: pd.DataFrame) -> pd.Series:
    return count_present(sessions, people) > sessions["attended"]


def _has_implausible_size(sessions: pd.DataFrame, settings: Settings) -> pd.Series:
    """Flag attendance above twice the seats, or above the population the library serves."""
    events = sessions["events"].fillna(1).clip(lower=1)
    above_seats = sessions["attended"] > 2 * sessions["capacity"] * events
    if settings.population is None:
        return above_seats
    return above_seats.fillna(False) | (sessions["attended"] > settings.population * events).fillna(False)


def _is_dominant(numbers: pd.Series) -> pd.Series:
    known = numbers.dropna()
    if len(known) < DOMINANT_FROM:
        return pd.Series(False, index=numbers.index)
    largest = numbers == known.max()
    swamps = known.max() > known.sum() / 2 or known.max() > 10 * known.median() > 0
    return largest if swamps else pd.Series(False, index=numbers.index)


def _is_spent_into_project(ledger: pd.DataFrame) -> pd.Series:
    to = ledger["to_party"].str.casefold()
    return (ledger["kind"] == "cash") & (ledger["status"] == "spent") & (to == "project")


def _is_contribution_to_library(ledger: pd.DataFrame) -> pd.Series:
    """Flag contributions to the library that name a program.

    What others give to the library does not fund the program named.
    """
    giver, taker = (ledger[name].str.strip().str.casefold() for name in ("from_party", "to_party"))
    return (taker == LIBRARY) & ~giver.isin((LIBRARY, "project")).fillna(False) & ledger["program_id"].notna()


def _has_wrong_value(ledger: pd.DataFrame) -> pd.Series:
    return (ledger["value"] - ledger["quantity"] * ledger["unit_value"]).abs() > 0.005


def _is_outside_scale(answers: pd.DataFrame, max_rating: pd.Series | int) -> pd.Series:
    return (answers["rating"] < 1) | (answers["rating"] > max_rating)


def _max_scores(outcomes: pd.DataFrame, settings: Settings) -> pd.Series:
    """Return each row's highest possible score: its own, else the one set for its measure."""
    max_scores = {casefold_name(measure): float(number) for measure, number in settings.scale_max.items()}
    return outcomes["scale_max"].fillna(
        outcomes["measure"].astype("string").map(casefold_name, na_action="ignore").map(max_scores)
    )


def _max_ratings(outcomes: pd.DataFrame, settings: Settings) -> pd.Series:
    """Return each row's highest possible rating.

    In a row with scores `scale_max` is the maximum of the test, so its rating uses the default scale.
    """
    highest = _max_scores(outcomes, settings)
    scored = outcomes["before"].notna() | outcomes["after"].notna()
    return highest.mask(scored | ~(highest > 1)).fillna(DEFAULT_MAX_RATING)


def _is_above_max(outcomes: pd.DataFrame, settings: Settings) -> dict[str, pd.Series]:
    """Flag scores above the highest possible one, for `before` and `after`.

    The scores are reported, not removed.
    """
    highest = _max_scores(outcomes, settings)
    before, after = outcomes["before"] > highest, outcomes["after"] > highest
    return {"before": before, "after": after}


def _has_growing_stage(deliveries: pd.DataFrame) -> dict[str, pd.Series]:
    """Flag, for each stage after the first, lots with more books than at the last known stage."""
    before, grows = deliveries[STAGES[0]], {}
    for stage in STAGES[1:]:
        grows[stage] = deliveries[stage] > before
        before = deliveries[stage].fillna(before)
    return grows


def _check_presence_share(people: pd.DataFrame) -> list[Issue]:
    issues = []
    lists = people[people["source"] == "roster"]
    for sheet, statuses in lists["status"].groupby(lists["sheet"].fillna(""), sort=False):
        known = statuses[statuses != "unknown"]
        share = known.isin(PRESENT_STATUSES).mean()
        if len(known) >= IMPLAUSIBLE_FROM and (share < IMPLAUSIBLE_BELOW or share == 1):
            message = Message(
                "{share}% of {count} marks are presences.", share=round(share * 100), count=len(known)
            )
            issues.append(Issue("presence-implausible", str(sheet), message=message, count=len(known)))
    return issues


# Comparison of two versions of a dataset: issues added by an edit, and existing rows it changed.


def issues_added(before: Dataset, after: Dataset) -> list[Issue]:
    """Return the issues that are new in `after`, or affect more rows than in `before`.

    Parameters
    ----------
    before, after : Dataset
        Versions of the dataset before and after an edit.

    Returns
    -------
    list of Issue
        For an issue that only grew, the message is the part about the added rows.
    """
    earlier = {_issue_key(issue): issue for issue in before.issues}
    return [
        _grown_issue(earlier[_issue_key(issue)], issue) if _issue_key(issue) in earlier else issue
        for issue in after.issues
        if issue not in before.issues
    ]


def _issue_key(issue: Issue) -> tuple[str, str, str]:
    return issue.code, issue.sheet, issue.heading


def _grown_issue(earlier: Issue, issue: Issue) -> Issue:
    """Return the issue with the part of its message about the added rows, if it only became longer."""
    added = issue.message.removeprefix(earlier.message).strip() if earlier.message else ""
    return replace(issue, message=added) if added and added != issue.message else issue


def changed_existing_rows(
    table: str, names: Iterable[str], before: Dataset, after: Dataset
) -> dict[str, list[str]]:
    """Return the typed names that already had a row, with the fields whose value changed.

    Parameters
    ----------
    table : str
        Table that was edited.
    names : iterable of str
        Names typed by the user.
    before, after : Dataset
        Versions of the dataset before and after the edit.

    Returns
    -------
    dict of str to list of str
        Name → labels of the changed fields; empty for a table without one row per name.
    """
    if table not in NAME_FIELDS:
        return {}
    was, now = _rows_by_name(table, before), _rows_by_name(table, after)
    both = {name: key for name in names if (key := casefold_name(name)) in was and key in now}
    return {name: _changed_labels(table, was[key], now[key]) for name, key in both.items()}


def _rows_by_name(table: str, dataset: Dataset) -> dict[str, Any]:
    """Return case-folded name → row, without programs known only from their sessions."""
    frame = dataset.tables[table]
    written = frame[frame["import_id"].notna()]
    return {
        casefold_name(str(name)): row
        for name, (_, row) in zip(written[NAME_FIELDS[table]], written.iterrows(), strict=True)
    }


def _changed_labels(table: str, before: Any, after: Any) -> list[str]:
    fields = [field for field in SCHEMA[table].typed_fields if field.name != NAME_FIELDS[table]]
    return [field.label for field in fields if not _is_equal(before[field.name], after[field.name])]


def _is_equal(left: Any, right: Any) -> bool:
    return bool(pd.isna(left) and pd.isna(right)) or bool(
        not pd.isna(left) and not pd.isna(right) and left == right
    )
