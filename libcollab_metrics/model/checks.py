"""What does not fit together, in one table or between two, for read and typed rows alike."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

import pandas as pd

from libcollab_metrics.model.addresses import TYPED, Columns, address
from libcollab_metrics.model.dataset import Dataset
from libcollab_metrics.model.issues import Issue
from libcollab_metrics.model.names import NAMED, fold
from libcollab_metrics.model.schema import LIBRARY, SCHEMA, STAGES, Field
from libcollab_metrics.model.sessions import came_per_session
from libcollab_metrics.model.settings import Settings

Frames = dict[str, pd.DataFrame]

#: A number is called dominant from this many rows on, when it is over half the total or ten times the median.
DOMINANT_FROM = 5
#: Shares of presence below this, or of exactly one, over this many marks, are implausible.
IMPLAUSIBLE_BELOW, IMPLAUSIBLE_FROM = 0.2, 20
#: Ratings run from 1 to this unless a highest possible one is given.
RATED_TO = 5


#: The code of an issue, the table, its flagged rows, and the field to point at.
Check = tuple[str, str, pd.Series, str]


def check_tables(frames: Frames, settings: Settings, columns: Columns) -> list[Issue]:
    """Return every contradiction in the tables; nothing is changed by looking."""
    found = [*_of_sessions(frames, settings), *_of_money(frames), *_of_books(frames), *_of_answers(frames, settings)]
    rows = (
        issue
        for code, table, flagged, column in found
        for issue in _rows(columns, code, table, frames[table], flagged, column)
    )
    return [*rows, *_presence(frames["participation"])]


def _of_sessions(frames: Frames, settings: Settings) -> Iterator[Check]:
    sessions = frames["sessions"]
    attended, events, held = sessions["attended"], sessions["events"], sessions["status"] == "held"
    yield "roster-exceeds-count", "sessions", _listed_more(sessions, frames["participation"]), "attended"
    yield "size-implausible", "sessions", _implausible(sessions, settings), "attended"
    yield "zero-with-events", "sessions", (attended == 0) & (events > 0), "attended"
    yield "people-without-events", "sessions", (attended > 0) & (events == 0), "events"
    yield "events-unknown", "sessions", events.isna() & held, "events"
    yield "times-reversed", "sessions", sessions["end"] < sessions["start"], "end"
    yield "dominant-value", "sessions", _dominant(attended), "attended"


def _of_money(frames: Frames) -> Iterator[Check]:
    ledger = frames["ledger"]
    yield "spent-into-project", "ledger", _spent_into_project(ledger), "status"
    yield "given-to-library", "ledger", _given_to_library(ledger), "to_party"
    yield "value-disagrees", "ledger", _value_disagrees(ledger), "value"


def _of_books(frames: Frames) -> Iterator[Check]:
    lots = frames["deliveries"]
    for stage, grows in _stage_grows(lots).items():
        yield "stage-grows", "deliveries", grows, stage
    yield "received-before-sent", "deliveries", lots["received_on"] < lots["dispatched_on"], "received_on"


def _of_answers(frames: Frames, settings: Settings) -> Iterator[Check]:
    outcomes, perspectives = frames["outcomes"], frames["perspectives"]
    yield "outside-scale", "outcomes", _outside(outcomes, _scales(outcomes, settings)), "rating"
    yield "outside-scale", "perspectives", _outside(perspectives, RATED_TO), "rating"
    for side, above in _above_max(outcomes, settings).items():
        yield "score-above-scale", "outcomes", above, side


def _rows(columns: Columns, code: str, table: str, frame: pd.DataFrame, flagged: pd.Series, column: str) -> list[Issue]:
    """One issue a sheet for the flagged rows, at their row in that sheet."""
    hits = frame[flagged.fillna(False).astype(bool)]
    field = SCHEMA[table].field(column)
    issues = []
    for sheet, rows in hits.groupby(hits["sheet"].fillna(""), sort=False):
        cells = tuple(
            address(int(row), columns.get((str(source), str(sheet), f"{table}.{column}"), 1))
            for source, row in zip(rows["import_id"], rows["row"], strict=True)
            if not pd.isna(row) and source != TYPED  # a typed row stands on no sheet
        )
        shown = _shown(rows[column].iloc[0], field)
        issues.append(Issue(code, str(sheet), cells[0] if cells else "", cells, field.label, shown, "", len(rows)))
    return issues


def _shown(value: Any, field: Field) -> str:
    """A number as a person types it; a time of day is kept in minutes."""
    if pd.isna(value):
        return ""
    if field.kind == "time":
        return "{:02}:{:02}".format(*divmod(int(value), 60))
    return f"{value:g}" if isinstance(value, float) else str(value)


def _listed_more(sessions: pd.DataFrame, people: pd.DataFrame) -> pd.Series:
    return came_per_session(sessions, people) > sessions["attended"]


def _implausible(sessions: pd.DataFrame, settings: Settings) -> pd.Series:
    """Twice the seats, or more people at one session than the library serves."""
    events = sessions["events"].fillna(1).clip(lower=1)
    above_seats = sessions["attended"] > 2 * sessions["capacity"] * events
    if settings.population is None:
        return above_seats
    return above_seats.fillna(False) | (sessions["attended"] > settings.population * events).fillna(False)


def _dominant(numbers: pd.Series) -> pd.Series:
    known = numbers.dropna()
    if len(known) < DOMINANT_FROM:
        return pd.Series(False, index=numbers.index)
    largest = numbers == known.max()
    swamps = known.max() > known.sum() / 2 or known.max() > 10 * known.median() > 0
    return largest if swamps else pd.Series(False, index=numbers.index)


def _spent_into_project(ledger: pd.DataFrame) -> pd.Series:
    to = ledger["to_party"].str.casefold()
    return (ledger["kind"] == "cash") & (ledger["status"] == "spent") & (to == "project")


def _given_to_library(ledger: pd.DataFrame) -> pd.Series:
    """What somebody else gave to the library in the name of a program: it is none of the program's money."""
    giver, taker = (ledger[name].str.strip().str.casefold() for name in ("from_party", "to_party"))
    return (taker == LIBRARY) & ~giver.isin((LIBRARY, "project")).fillna(False) & ledger["program_id"].notna()


def _value_disagrees(ledger: pd.DataFrame) -> pd.Series:
    return (ledger["value"] - ledger["quantity"] * ledger["unit_value"]).abs() > 0.005


def _outside(answers: pd.DataFrame, highest: pd.Series | int) -> pd.Series:
    return (answers["rating"] < 1) | (answers["rating"] > highest)


def _highest(outcomes: pd.DataFrame, settings: Settings) -> pd.Series:
    """The highest possible score: the row's own, else the one the settings give for its measure."""
    given = {fold(measure): float(number) for measure, number in settings.scale_max.items()}
    return outcomes["scale_max"].fillna(outcomes["measure"].astype("string").map(fold, na_action="ignore").map(given))


def _scales(outcomes: pd.DataFrame, settings: Settings) -> pd.Series:
    """Up to where a rating may go; beside scores, the highest possible one is the test's."""
    highest = _highest(outcomes, settings)
    scored = outcomes["before"].notna() | outcomes["after"].notna()
    return highest.mask(scored | ~(highest > 1)).fillna(RATED_TO)


def _above_max(outcomes: pd.DataFrame, settings: Settings) -> dict[str, pd.Series]:
    """For each side: scores above the highest possible one; kept, and told."""
    highest = _highest(outcomes, settings)
    before, after = outcomes["before"] > highest, outcomes["after"] > highest
    return {"before": before, "after": after}


def _stage_grows(deliveries: pd.DataFrame) -> dict[str, pd.Series]:
    """For each stage after the first: lots that hold more there than at the last stage known before it."""
    before, grows = deliveries[STAGES[0]], {}
    for stage in STAGES[1:]:
        grows[stage] = deliveries[stage] > before
        before = deliveries[stage].fillna(before)
    return grows


def _presence(people: pd.DataFrame) -> list[Issue]:
    issues = []
    lists = people[people["source"] == "roster"]
    for sheet, statuses in lists["status"].groupby(lists["sheet"].fillna(""), sort=False):
        known = statuses[statuses != "unknown"]
        share = known.isin(("present", "late")).mean()
        if len(known) >= IMPLAUSIBLE_FROM and (share < IMPLAUSIBLE_BELOW or share == 1):
            message = f"{share:.0%} of {len(known)} marks are presences."
            issues.append(Issue("presence-implausible", str(sheet), message=message, count=len(known)))
    return issues


# What typing brought about beyond its rows: the issues they raise, and what changed of a name that stood already.


def issues_raised(before: Dataset, after: Dataset) -> list[Issue]:
    """Return the issues that `after` has and `before` had not, or had of fewer rows.

    Issues of typed rows stand together; of one that only grew, its message is what is said of the new rows.
    """
    earlier = {_place(issue): issue for issue in before.issues}
    return [
        _grown(earlier[_place(issue)], issue) if _place(issue) in earlier else issue
        for issue in after.issues
        if issue not in before.issues
    ]


def _place(issue: Issue) -> tuple[str, str, str]:
    return issue.code, issue.sheet, issue.heading


def _grown(earlier: Issue, issue: Issue) -> Issue:
    added = issue.message.removeprefix(earlier.message).strip()
    return replace(issue, message=added) if added else issue


def stood_already(table: str, names: Iterable[str], before: Dataset, after: Dataset) -> dict[str, list[str]]:
    """Return the names described before, each with the labels of the fields that are different now.

    `names` are those typed; a table in which a row is more than its name has none.
    """
    if table not in NAMED:
        return {}
    was, now = _described(table, before), _described(table, after)
    both = {name: key for name in names if (key := fold(name)) in was and key in now}
    return {name: _changed(table, was[key], now[key]) for name, key in both.items()}


def _described(table: str, dataset: Dataset) -> dict[str, Any]:
    """Folded name → its row, for the rows that somebody wrote; a program named by its sessions is not described."""
    frame = dataset.tables[table]
    written = frame[frame["import_id"].notna()]
    return {fold(str(name)): row for name, (_, row) in zip(written[NAMED[table]], written.iterrows(), strict=True)}


def _changed(table: str, was: Any, now: Any) -> list[str]:
    fields = [field for field in SCHEMA[table].typed if field.name != NAMED[table]]
    return [field.label for field in fields if not _same(was[field.name], now[field.name])]


def _same(one: Any, other: Any) -> bool:
    return bool(pd.isna(one) and pd.isna(other)) or bool(not pd.isna(one) and not pd.isna(other) and one == other)
