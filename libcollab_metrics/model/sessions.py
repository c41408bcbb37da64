"""Session matching: when roster and log are one session, duplicates across sheets, enrolment lists."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

import numpy as np
import pandas as pd

from libcollab_metrics.messages import Message, plural_message
from libcollab_metrics.model.dataset import Frames, cell_value, conform_frame, frame_from_rows
from libcollab_metrics.model.issues import Issue
from libcollab_metrics.model.names import casefold_name
from libcollab_metrics.model.readings import Question
from libcollab_metrics.model.registers import (
    Sheet,
    duplicate_issues,
    find_registers,
    number_sheets,
    report_shared_registers,
)
from libcollab_metrics.model.schema import PRESENT_STATUSES

SESSION_KEY = ["program_id", "date", "site", "start", "session_no", "origin"]
#: Maximum difference of start times, in minutes, of a roster and a log row of one session; an exact match is
#: preferred.
NEAR_MINUTES = 15


def match_sessions(frames: Frames) -> list[Issue]:
    """Assign session ids to sessions and participation, and report the matches as issues.

    A roster and a log row with the same program and day (and site and start time, where both have one) are
    one session, for which the attendance typed in the log is used. Sessions that occur only in a roster are
    added. Rosters without a program are different sessions if they are on different sheets.
    """
    if frames["sessions"].empty and frames["participation"].empty:
        frames |= {name: frame.copy() for name, frame in _match_no_sessions().items()}
        return []
    return _match_sessions(frames)


@cache
def _match_no_sessions() -> Frames:
    """Return the matched tables of a dataset without sessions, computed once: as slow as a thousand rows."""
    frames = {name: conform_frame(name, pd.DataFrame()) for name in ("sessions", "participation")}
    _match_sessions(frames)
    return frames


def _match_sessions(frames: Frames) -> list[Issue]:
    registers = find_registers(frames["sessions"], frames["participation"])
    sessions = _merge_rosters(_add_origin(_fill_defaults(frames["sessions"]), registers))
    people = _add_origin(frames["participation"], registers)
    people["status"] = people["status"].fillna("unknown")
    group = people.groupby(SESSION_KEY, dropna=False, sort=False).ngroup()
    keys = _session_keys(people[~group.duplicated()])
    sessions = pd.concat([sessions, _roster_sessions(sessions, people, group, keys)], ignore_index=True)
    home, where, issues = _match_rows(sessions)
    sessions, survivors = _merge_rows(sessions, home)
    sessions["session_id"] = _session_ids(sessions)
    ids = dict(zip(survivors, sessions["session_id"].tolist(), strict=True))
    people["session_id"] = pd.array([ids[where[key]] for key in keys], dtype="string")[group.to_numpy()]
    sessions["roster"] = _update_roster_state(sessions, people)
    issues += report_shared_registers(people)
    frames["sessions"], frames["participation"] = (
        sessions.drop(columns="origin"),
        people.drop(columns="origin"),
    )
    return issues


def _fill_defaults(sessions: pd.DataFrame) -> pd.DataFrame:
    defaults = {
        "status": "held",
        "roster": "none",
        "attended_is_estimate": False,
        "attended_at_least": False,
        "date_precision": "day",
    }
    return sessions.fillna(defaults)


def _add_origin(frame: pd.DataFrame, registers: Mapping[Sheet, str]) -> pd.DataFrame:
    """Add the file and register as `origin` to rows without a program: they match only in the register."""
    if frame["program_id"].notna().all():
        return frame.assign(origin=pd.array([""] * len(frame), dtype="string"))
    number, sheets = number_sheets(frame)
    named = pd.array([f"{file}|{registers.get((file, sheet), '')}" for file, sheet in sheets], dtype="string")
    origin = pd.Series(named[number], index=frame.index)
    return frame.assign(origin=origin.where(frame["program_id"].isna(), ""))


def _merge_rosters(sessions: pd.DataFrame) -> pd.DataFrame:
    """Merge roster rows of one session (boys on one sheet, girls on another).

    The numbers of people registered are added.
    """
    listed = sessions["roster"] != "none"
    if not listed.any():
        return sessions.reset_index(drop=True)
    group = sessions.groupby(SESSION_KEY, dropna=False, sort=False).ngroup()
    partial = (listed & (sessions["roster"] == "partial")).groupby(group).transform("any")
    sessions["roster"] = sessions["roster"].mask(listed & partial, "partial")
    registered = sessions["registered"].where(listed).groupby(group).transform("sum", min_count=1)
    sessions["registered"] = registered.where(listed, sessions["registered"])
    again = group.where(listed, -1 - pd.Series(range(len(sessions)), index=sessions.index)).duplicated()
    return sessions[~again].reset_index(drop=True)


def _session_keys(frame: pd.DataFrame) -> list[tuple[Any, ...]]:
    """Return the session key of each row as a hashable tuple; unknown parts are None."""
    columns = [_known_values(frame[name]) for name in SESSION_KEY]
    return list(zip(*columns, strict=True))


def _known_values(column: pd.Series) -> list[Any]:
    """Return the values of a column; None where unknown."""
    missing = column.isna().to_numpy()
    values = column.astype(object).tolist()
    return [None if unknown else value for value, unknown in zip(values, missing, strict=True)]


def _roster_sessions(
    sessions: pd.DataFrame, people: pd.DataFrame, group: pd.Series, keys: list[tuple[Any, ...]]
) -> pd.DataFrame:
    """Create a session row for each session that occurs only in a roster.

    A roster is complete if every mark is explained and it is not a sign-in list. `group` numbers the session
    of each row of `people`, in the order of `keys`.
    """
    if not keys:
        return sessions.iloc[:0]
    known = set(_session_keys(sessions[sessions["roster"] != "none"]))
    unsure = (people["status"] == "unknown") | (people["source"] == "sign_in").fillna(False)
    partial = unsure.groupby(group).any().tolist()
    first = people[~group.duplicated()]
    places = {name: first[name].tolist() for name in ("import_id", "sheet", "row")}
    rows = [
        dict(zip(SESSION_KEY, key, strict=True))
        | {"roster": "partial" if partial[number] else "complete", "events": 1.0}
        | {name: column[number] for name, column in places.items()}
        for number, key in enumerate(keys)
        if key not in known
    ]
    if not rows:
        return sessions.iloc[:0]
    made = _fill_defaults(frame_from_rows("sessions", rows))
    return made.assign(origin=pd.array([row["origin"] for row in rows], dtype="string"))


def _match_rows(
    sessions: pd.DataFrame,
) -> tuple[list[int], dict[tuple[Any, ...], int], list[Issue]]:
    """Return, per session row, the row it merges into: itself or a log row of the same session.

    Also return the row of each session key of a roster, and the issues.
    """
    home, used = list(range(len(sessions))), set()
    if (sessions["roster"] == "none").all():
        return home, {}, []
    logs: dict[tuple[Any, Any], list[int]] = defaultdict(list)
    keys = _session_keys(sessions)
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
        free = [log for log in logs.get(key[:2], ()) if log not in used]
        same = [log for log in free if _is_same_session(keys[log], key)] or [
            log for log in free if _is_near_session(keys[log], key)
        ]
        if same:
            home[row] = same[0]
            used.add(same[0])
            joined[str(sheets[row])].append(same[0])
        elif key[0] is None and key[1] in logged_days:
            perhaps[str(sheets[row])].append(row)
    where = {key: home[row] for row, key in enumerate(keys) if rosters[row] != "none"}
    issues = [_match_issue(sheet, sessions, rows) for sheet, rows in joined.items()]
    issues += [_unnamed_roster_issue(sheet, sessions, rows) for sheet, rows in perhaps.items()]
    return home, where, issues


def _is_same_session(left: tuple[Any, ...], right: tuple[Any, ...]) -> bool:
    """Return whether site and start are equal wherever both keys have them."""
    return all(a is None or b is None or a == b for a, b in zip(left[2:4], right[2:4], strict=True))


def _is_near_session(left: tuple[Any, ...], right: tuple[Any, ...]) -> bool:
    """Return whether the sites agree and the start times differ by at most `NEAR_MINUTES`."""
    near = left[3] is not None and right[3] is not None and abs(left[3] - right[3]) <= NEAR_MINUTES
    return near and _is_same_session((*left[:3], None), (*right[:3], None))


def _match_issue(sheet: str, sessions: pd.DataFrame, rows: list[int]) -> Issue:
    first, log = rows[0], str(cell_value(sessions, rows[0], "sheet"))
    row = cell_value(sessions, first, "row")
    address = f"A{row}" if row is not None else ""
    message = plural_message(
        len(rows),
        '{count} session of the list on "{sheet}" is the same meeting as a row of "{log}" (same program and '
        "day); the number typed there is used.",
        '{count} sessions of the list on "{sheet}" are the same meetings as rows of "{log}" (same program '
        "and day); the number typed there is used.",
        sheet=sheet,
        log=log,
    )
    return Issue("session-matched", log, address, (address,), message=message, count=len(rows))


def _unnamed_roster_issue(sheet: str, sessions: pd.DataFrame, rows: list[int]) -> Issue:
    """Report a roster without a program on a day that a log has; both count until resolved."""
    row = cell_value(sessions, rows[0], "row")
    address = f"A{row}" if row is not None else ""
    message = plural_message(
        len(rows),
        "{count} session of this list falls on a day of a log, but the list names no program: both count.",
        "{count} sessions of this list fall on days of a log, but the list names no program: both count.",
    )
    return Issue("session-perhaps-twice", sheet, address, (address,), message=message, count=len(rows))


def _merge_rows(sessions: pd.DataFrame, targets: list[int]) -> tuple[pd.DataFrame, list[int]]:
    """Drop merged rows after filling missing values of the row they merge into.

    At most one row merges into another, which is not itself merged.
    """
    home, own = np.array(targets, dtype=np.intp), np.arange(len(sessions))
    merged, survivors = np.flatnonzero(home != own), np.flatnonzero(home == own)
    if not len(merged):
        return sessions.reset_index(drop=True), survivors.tolist()
    columns = {}
    for name, values in sessions.items():
        filled = merged if name == "roster" else merged[values.isna().to_numpy()[home[merged]]]
        source = own.copy()
        source[home[filled]] = filled
        columns[name] = values.array.take(source[survivors])
    return pd.DataFrame(columns, copy=False), survivors.tolist()


def _session_ids(sessions: pd.DataFrame) -> pd.Series:
    """Build ids from program, day, site, start and an ordinal: two equal rows are two sessions."""
    texts = [_column_texts(sessions[name]) for name in SESSION_KEY]
    base = pd.Series(["|".join(parts) for parts in zip(*texts, strict=True)], dtype="string")
    if not base.duplicated().any():
        return base + "|1"
    return base + "|" + (base.groupby(base).cumcount() + 1).astype("string")


def _column_texts(column: pd.Series) -> list[str]:
    """Return the values of a column as texts, each distinct one converted once; empty where unknown."""
    if column.isna().all():
        return [""] * len(column)
    codes, distinct = pd.factorize(column)
    if isinstance(distinct, pd.DatetimeIndex):
        texts = [text.replace("T", " ") for text in np.datetime_as_string(distinct.to_numpy(), "s")]
    else:
        texts = [str(value) for value in _known_values(pd.Series(distinct))]
    texts.append("")  # code -1: unknown
    return [texts[code] for code in codes.tolist()]


def count_present(sessions: pd.DataFrame, people: pd.DataFrame) -> pd.Series:
    """Count, per session, the roster rows of people who came, on time or late."""
    came = people[people["status"].isin(PRESENT_STATUSES)].groupby("session_id").size()
    return sessions["session_id"].map(came).astype("Float64").fillna(0)


def _update_roster_state(sessions: pd.DataFrame, people: pd.DataFrame) -> pd.Series:
    """Mark a partial roster as complete if its named people who came match the typed attendance.

    An attendance that is an estimate proves nothing.
    """
    partial = sessions["roster"] == "partial"
    if not partial.any():
        return sessions["roster"]
    named = count_present(sessions, people[people["person_key"].notna()])
    proven = partial & (named == sessions["attended"]).fillna(False) & (named > 0)
    return sessions["roster"].mask(proven & ~sessions["attended_is_estimate"], "complete")


# Sessions and people in two sheets or files: reported, and counted once if the user confirms the duplicates.

#: Fingerprint of the stored answers that apply to all sheets.
ALL_SHEETS = ""
#: Asked once for all sheets, so its id does not contain a sheet.
OVERLAP_QUESTION = Question(
    "duplicates",
    "These sessions, people or payments seem to be in another sheet or file as well. Are they the same?",
    (("keep", "no, both count"), ("drop", "yes, count them once")),
    "keep",
)

#: Fields that identify a session, and a person's visit, in different sheets.
DUPLICATE_SESSION_KEY = ("program_id", "date", "site", "start", "session_no", "age_group", "format")
DUPLICATE_VISIT_KEY = ("program_id", "date", "site", "start", "session_no", "person_key")


def report_duplicates(frames: Frames, *, drop: bool) -> list[Issue]:
    """Report rows that already occur in an earlier sheet or file; with `drop`, remove them.

    Rows of one sheet are not compared: two sessions on one day may have equal rows. Rows without a program or
    day are never duplicates.
    """
    issues = []
    for table, key in (("sessions", DUPLICATE_SESSION_KEY), ("participation", DUPLICATE_VISIT_KEY)):
        frame = frames[table]
        twins = _is_duplicate(frame, key)
        issues += duplicate_issues(frame[twins], table, is_dropped=drop)
        if drop and twins.any():
            frames[table] = frame[~twins].reset_index(drop=True)
    return issues


def _is_duplicate(frame: pd.DataFrame, key: Sequence[str]) -> pd.Series:
    """Flag rows that duplicate a row of an earlier sheet.

    Equal rows are matched by number: the second one in a sheet duplicates the second one in another sheet.
    """
    if frame["sheet"].nunique() < 2 and frame["import_id"].nunique() < 2:
        return pd.Series(False, index=frame.index)
    sure = frame["program_id"].notna() & frame["date"].notna()
    if "person_key" in key:
        sure &= frame["person_key"].notna()
    else:
        sure &= frame["roster"].isna() | (frame["roster"] == "none")
    equal = frame.loc[sure, list(key)].duplicated(keep=False)
    if not equal.any():
        return pd.Series(False, index=frame.index)
    listed = frame.loc[equal.index[equal], [*key, "import_id", "sheet"]]
    source = listed.groupby(["import_id", "sheet"], dropna=False, sort=False).ngroup()
    value_group = listed.groupby(list(key), dropna=False, sort=False).ngroup()
    groups = pd.DataFrame({"alike": value_group, "source": source})
    groups["number"] = groups.groupby(["alike", "source"], sort=False).cumcount()
    later = groups.duplicated(["alike", "number"])
    return later.reindex(frame.index, fill_value=False)


# Enrolment lists: people expected at the sessions another sheet logs; those who did not come are absent.

#: Prefix of `session_no` in rows of an enrolment list; the name of the sheet or file with the sessions
#: follows.
_ENROLMENT_PREFIX = "enrolment of "


def enrolment_key(name: str) -> str:
    """Return the `session_no` that enrols a person in all sessions of a sheet or file."""
    return _ENROLMENT_PREFIX + casefold_name(name)


def pop_enrolment_lists(frames: Frames) -> pd.DataFrame:
    """Remove and return the enrolment rows of participation, so that they do not form sessions."""
    people = frames["participation"]
    enrolled = (people["source"] == "registration") & people["session_no"].str.startswith(_ENROLMENT_PREFIX)
    enrolled = enrolled.fillna(False).astype(bool)
    frames["participation"] = people[~enrolled].reset_index(drop=True)
    return people[enrolled].reset_index(drop=True)


def attach_enrolments(frames: Frames, enrolled: pd.DataFrame, files: Mapping[str, str]) -> list[Issue]:
    """Add enrolled people to their sessions: registered and present if listed, else absent.

    Parameters
    ----------
    frames : dict of str to DataFrame
        Tables; `participation` and `sessions` are updated.
    enrolled : DataFrame
        Rows of enrolment lists, as returned by `pop_enrolment_lists`.
    files : Mapping[str, str]
        Import id → file name without extension; a list may name a sheet or a file.

    Returns
    -------
    list of Issue
        One for each list whose sheet or file does not exist; the people on it are not counted.
    """
    issues = []
    for mark, listed in enrolled.groupby("session_no", sort=False):
        target = str(mark).removeprefix(_ENROLMENT_PREFIX)
        homes = _find_sessions(frames["participation"], target, files)
        if not homes:
            issues.append(_missing_target_issue(target, listed))
        for session_id in homes:
            _attach_to_session(frames, session_id, listed.drop_duplicates("person_key"))
    return issues


def _find_sessions(people: pd.DataFrame, target: str, files: Mapping[str, str]) -> list[str]:
    """Return the ids of the sessions whose rows come from the sheet or file of this name."""
    sheets = people["sheet"].map(casefold_name, na_action="ignore") == target
    sources = (
        people["import_id"].map(lambda source: casefold_name(files.get(source, "")), na_action="ignore")
        == target
    )
    return list(
        dict.fromkeys(people["session_id"][(sheets.fillna(False) | sources.fillna(False)).astype(bool)])
    )


def _attach_to_session(frames: Frames, session_id: str, enrolled_people: pd.DataFrame) -> None:
    people, sessions = frames["participation"], frames["sessions"]
    here = people["session_id"] == session_id
    there = here & people["person_key"].isin(list(enrolled_people["person_key"].dropna()))
    people["source"] = people["source"].mask(there, "registration")
    home = sessions.index[sessions["session_id"] == session_id][0]
    missed = enrolled_people[~enrolled_people["person_key"].isin(list(people["person_key"][here].dropna()))]
    added = missed.assign(**_absent_values(sessions, home))
    added = conform_frame("participation", added).assign(session_id=session_id)
    added["session_id"] = added["session_id"].astype("string")
    frames["participation"] = pd.concat([people, added], ignore_index=True)
    if cell_value(sessions, home, "registered") is None:
        sessions.loc[home, "registered"] = float(len(enrolled_people))


def _absent_values(sessions: pd.DataFrame, row_index: Any) -> dict[str, Any]:
    same = {
        name: sessions.at[row_index, name] for name in ("program_id", "date", "site", "start", "session_no")
    }
    return same | {"status": "absent"}


def _missing_target_issue(target: str, listed: pd.DataFrame) -> Issue:
    sheet = cell_value(listed, 0, "sheet") if 0 in listed.index else listed["sheet"].iloc[0]
    row = listed["row"].iloc[0]
    address = "" if pd.isna(row) else f"A{row}"
    message = Message(
        'There is no sheet or file called "{target}", so the {count} people of this list are not counted.',
        target=target,
        count=len(listed),
    )
    return Issue(
        "row-left-out", str(sheet), address, (address,) if address else (), message=message, count=len(listed)
    )
