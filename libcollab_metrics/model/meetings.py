"""Which rows speak of the same session: a log's row and a list of people are one meeting, not two."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

import pandas as pd

from libcollab_metrics.model.frames import cell, frame_of
from libcollab_metrics.model.issues import Issue

Frames = dict[str, pd.DataFrame]
KEY = ["program_id", "date", "site", "start", "session_no", "origin"]
#: Two starts of one program on one day this close are one meeting, unless another log row fits exactly.
NEAR_MINUTES = 15
CAME = ("present", "late")


def recognise_sessions(frames: Frames) -> list[Issue]:
    """Give every session an id and every participation row its session; raise what was assumed.

    A roster's session and a log's row with the same program and day (and site and start time, where both name
    one) are one session, whose typed number stands. Sessions known only from a list of people are added. Lists of
    people that name no program are apart when they stand on different sheets.
    """
    sessions = _one_a_list(_with_origin(_with_defaults(frames["sessions"])))
    people = _with_origin(frames["participation"])
    people["status"] = people["status"].fillna("unknown")
    group = people.groupby(KEY, dropna=False, sort=False).ngroup()
    keys = _keys(people[~group.duplicated()])
    sessions = pd.concat([sessions, _sessions_of_lists(sessions, people, group, keys)], ignore_index=True)
    home, issues = _match(sessions)
    rosters = sessions["roster"].tolist()
    where = {key: home[row] for row, key in enumerate(_keys(sessions)) if rosters[row] != "none"}
    sessions, survivors = _merge_rows(sessions, home)
    sessions["session_id"] = _ids(sessions)
    ids = dict(zip(survivors, sessions["session_id"], strict=True))
    people["session_id"] = pd.array([ids[where[key]] for key in keys], dtype="string")[group.to_numpy()]
    sessions["roster"] = _roster_state(sessions, people)
    frames["sessions"], frames["participation"] = sessions.drop(columns="origin"), people.drop(columns="origin")
    return issues


def _with_defaults(sessions: pd.DataFrame) -> pd.DataFrame:
    defaults = {
        "status": "held", "roster": "none", "attended_is_estimate": False,
        "attended_at_least": False, "date_precision": "day",
    }  # fmt: skip
    return sessions.fillna(defaults)


def _with_origin(frame: pd.DataFrame) -> pd.DataFrame:
    """Mark rows that name no program with the sheet they come from: two such lists are two programs."""
    sheet = frame["import_id"].fillna("") + "|" + frame["sheet"].fillna("")
    return frame.assign(origin=sheet.where(frame["program_id"].isna(), "").astype("string"))


def _one_a_list(sessions: pd.DataFrame) -> pd.DataFrame:
    """Let lists of the same meeting (boys on one sheet, girls on another) stand for one session.

    Whom each list says registered adds up.
    """
    listed = sessions["roster"] != "none"
    group = sessions.groupby(KEY, dropna=False, sort=False).ngroup()
    partial = (listed & (sessions["roster"] == "partial")).groupby(group).transform("any")
    sessions["roster"] = sessions["roster"].mask(listed & partial, "partial")
    registered = sessions["registered"].where(listed).groupby(group).transform("sum", min_count=1)
    sessions["registered"] = registered.where(listed, sessions["registered"])
    again = group.where(listed, -1 - pd.Series(range(len(sessions)), index=sessions.index)).duplicated()
    return sessions[~again].reset_index(drop=True)


def _keys(frame: pd.DataFrame) -> list[tuple[Any, ...]]:
    """The session each row speaks of, as a hashable value; unknown parts are None."""
    known = frame[KEY]
    return list(known.astype(object).where(known.notna(), None).itertuples(index=False, name=None))


def _sessions_of_lists(
    sessions: pd.DataFrame, people: pd.DataFrame, group: pd.Series, keys: list[tuple[Any, ...]]
) -> pd.DataFrame:
    """A row for each meeting that only a list of people knows; the list is complete if every mark is explained.

    `group` numbers the meeting of each row of people, in the order of `keys`.
    """
    known = {key for key, roster in zip(_keys(sessions), sessions["roster"], strict=True) if roster != "none"}
    unsure = (people["status"] == "unknown") | (people["source"] == "sign_in").fillna(False)
    partial = unsure.groupby(group).any().tolist()
    first = people[~group.duplicated()]
    places = {name: first[name].tolist() for name in ("import_id", "sheet", "row")}
    rows = [
        dict(zip(KEY, key, strict=True))
        | {"roster": "partial" if partial[number] else "complete", "events": 1.0}
        | {name: column[number] for name, column in places.items()}
        for number, key in enumerate(keys)
        if key not in known
    ]
    made = _with_defaults(frame_of("sessions", rows))
    return made.assign(origin=pd.array([row["origin"] for row in rows], dtype="string"))


def _match(sessions: pd.DataFrame) -> tuple[list[int], list[Issue]]:
    """For each session row the row it is merged into (itself, or a log's row of the same meeting)."""
    home, taken = list(range(len(sessions))), set()
    logs: dict[tuple[Any, Any], list[int]] = defaultdict(list)
    keys = _keys(sessions)
    rosters, sheets = sessions["roster"].tolist(), sessions["sheet"].tolist()
    for row, key in enumerate(keys):
        if rosters[row] == "none" and key[1] is not None:
            logs[key[:2]].append(row)
    logged_days = {day for _, day in logs}
    joined: dict[str, list[int]] = defaultdict(list)
    perhaps: dict[str, list[int]] = defaultdict(list)
    for row, key in enumerate(keys):
        if rosters[row] == "none":
            continue
        free = [log for log in logs.get(key[:2], ()) if log not in taken]
        same = [log for log in free if _agree(keys[log], key)] or [log for log in free if _nearly(keys[log], key)]
        if same:
            home[row] = same[0]
            taken.add(same[0])
            joined[str(sheets[row])].append(same[0])
        elif key[0] is None and key[1] in logged_days:
            perhaps[str(sheets[row])].append(row)
    found = [_matched(sheet, sessions, rows) for sheet, rows in joined.items()]
    return home, [*found, *(_unnamed(sheet, sessions, rows) for sheet, rows in perhaps.items())]


def _agree(one: tuple[Any, ...], other: tuple[Any, ...]) -> bool:
    """True when site and start are equal wherever both rows name them."""
    return all(a is None or b is None or a == b for a, b in zip(one[2:4], other[2:4], strict=True))


def _nearly(one: tuple[Any, ...], other: tuple[Any, ...]) -> bool:
    """True when sites agree and the starts are close: people join a meeting before and after its hour."""
    near = one[3] is not None and other[3] is not None and abs(one[3] - other[3]) <= NEAR_MINUTES
    return near and _agree((*one[:3], None), (*other[:3], None))


def _matched(sheet: str, sessions: pd.DataFrame, rows: list[int]) -> Issue:
    first, log = rows[0], str(cell(sessions, rows[0], "sheet"))
    row = cell(sessions, first, "row")
    place = f"A{row}" if row is not None else ""
    message = (
        f'{len(rows)} sessions of the list on "{sheet}" are the same meetings as rows of '
        f'"{log}" (same program and day); the number typed there stands.'
    )
    return Issue("session-matched", log, place, (place,), message=message, count=len(rows))


def _unnamed(sheet: str, sessions: pd.DataFrame, rows: list[int]) -> Issue:
    """A list that names no program, on a day that a log knows: both count until the list says whose it is."""
    row = cell(sessions, rows[0], "row")
    place = f"A{row}" if row is not None else ""
    message = f"{len(rows)} sessions of this list fall on days of a log, but the list names no program: both count."
    return Issue("session-perhaps-twice", sheet, place, (place,), message=message, count=len(rows))


def _merge_rows(sessions: pd.DataFrame, home: list[int]) -> tuple[pd.DataFrame, list[int]]:
    """Drop merged rows, after lending the row that stays whatever it did not know."""
    for row, target in enumerate(home):
        if row == target:
            continue
        for name in sessions.columns:
            if name == "roster" or cell(sessions, target, name) is None:
                sessions.at[target, name] = cell(sessions, row, name)
    survivors = [row for row, target in enumerate(home) if row == target]
    return sessions.loc[survivors].reset_index(drop=True), survivors


def _ids(sessions: pd.DataFrame) -> pd.Series:
    """Program, day, site, start and an ordinal: two equal rows are two sessions."""
    base = pd.Series(["|".join("" if v is None else str(v) for v in key) for key in _keys(sessions)], dtype="string")
    return base + "|" + (base.groupby(base).cumcount() + 1).astype("string")


def came_per_session(sessions: pd.DataFrame, people: pd.DataFrame) -> pd.Series:
    """Return for each session how many rows of its list say that someone came, late or not."""
    came = people[people["status"].isin(CAME)].groupby("session_id").size()
    return sessions["session_id"].map(came).astype("Float64").fillna(0)


def _roster_state(sessions: pd.DataFrame, people: pd.DataFrame) -> pd.Series:
    """A partial list is complete after all where as many named people came as the number typed."""
    named = came_per_session(sessions, people[people["person_key"].notna()])
    proven = (sessions["roster"] == "partial") & (named == sessions["attended"]).fillna(False) & (named > 0)
    return sessions["roster"].mask(proven & ~sessions["attended_is_estimate"], "complete")
