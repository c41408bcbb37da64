"""Who was expected at meetings that another sheet logs: an enrolment list gives the absent."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from libcollab_metrics.model.frames import cell, conform
from libcollab_metrics.model.issues import Issue
from libcollab_metrics.model.names import fold

Frames = dict[str, pd.DataFrame]

#: How a row of an enrolment list names the sheet or file whose meetings it is for, in place of a session.
_MARK = "enrolment of "


def enrolment_mark(name: str) -> str:
    """Return what stands as the session of a row that enrols a person in the meetings of a sheet or file."""
    return _MARK + fold(name)


def take_enrolled(frames: Frames) -> pd.DataFrame:
    """Take the rows of enrolment lists out of participation, so that a list alone is no session, and return them."""
    people = frames["participation"]
    enrolled = (people["source"] == "registration") & people["session_no"].str.startswith(_MARK)
    enrolled = enrolled.fillna(False).astype(bool)
    frames["participation"] = people[~enrolled].reset_index(drop=True)
    return people[enrolled].reset_index(drop=True)


def seat_enrolled(frames: Frames, enrolled: pd.DataFrame, files: Mapping[str, str]) -> list[Issue]:
    """Count enrolled people who are in a log as registered and present there, the others as registered and absent.

    Parameters
    ----------
    enrolled : rows of enrolment lists, as `take_enrolled` returns them.
    files : name of each imported file without its ending, by import id; a list may name a sheet or a file.

    Returns
    -------
    An issue for each list whose sheet or file is not there; nobody on it is counted.
    """
    issues = []
    for mark, listed in enrolled.groupby("session_no", sort=False):
        target = str(mark).removeprefix(_MARK)
        homes = _homes(frames["participation"], target, files)
        if not homes:
            issues.append(_unplaced(target, listed))
        for session_id in homes:
            _seat(frames, session_id, listed.drop_duplicates("person_key"))
    return issues


def _homes(people: pd.DataFrame, target: str, files: Mapping[str, str]) -> list[str]:
    """The sessions whose rows come from the sheet or file of this name."""
    sheets = people["sheet"].map(fold, na_action="ignore") == target
    sources = people["import_id"].map(lambda source: fold(files.get(source, "")), na_action="ignore") == target
    return list(dict.fromkeys(people["session_id"][(sheets.fillna(False) | sources.fillna(False)).astype(bool)]))


def _seat(frames: Frames, session_id: str, listed: pd.DataFrame) -> None:
    people, sessions = frames["participation"], frames["sessions"]
    here = people["session_id"] == session_id
    there = here & people["person_key"].isin(list(listed["person_key"].dropna()))
    people["source"] = people["source"].mask(there, "registration")
    home = sessions.index[sessions["session_id"] == session_id][0]
    missed = listed[~listed["person_key"].isin(list(people["person_key"][here].dropna()))]
    added = missed.assign(**_session_of(sessions, home))
    added = conform("participation", added).assign(session_id=session_id)
    added["session_id"] = added["session_id"].astype("string")
    frames["participation"] = pd.concat([people, added], ignore_index=True)
    if cell(sessions, home, "registered") is None:
        sessions.loc[home, "registered"] = float(len(listed))


def _session_of(sessions: pd.DataFrame, home: Any) -> dict[str, Any]:
    same = {name: sessions.at[home, name] for name in ("program_id", "date", "site", "start", "session_no")}
    return same | {"status": "absent"}


def _unplaced(target: str, listed: pd.DataFrame) -> Issue:
    sheet = cell(listed, 0, "sheet") if 0 in listed.index else listed["sheet"].iloc[0]
    row = listed["row"].iloc[0]
    place = "" if pd.isna(row) else f"A{row}"
    message = f'There is no sheet or file called "{target}", so the {len(listed)} people of this list are not counted.'
    return Issue("row-left-out", str(sheet), place, (place,) if place else (), message=message, count=len(listed))
