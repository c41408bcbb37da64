"""Sessions and people that stand in two sheets or files: told, and counted once if the librarian says so."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from libcollab_metrics.model.addresses import address
from libcollab_metrics.model.issues import Issue
from libcollab_metrics.model.reading import Question

Frames = dict[str, pd.DataFrame]

#: The fingerprint under which answers are kept that hold for all sheets together.
ALL_SHEETS = ""
#: Asked once for all sheets, so its path is a key without a sheet.
OVERLAP_QUESTION = Question(
    "duplicates",
    "Some sessions or people also stand in another sheet or file. Are they the same, written twice?",
    (("keep", "no, both count"), ("drop", "yes, count them once")),
    "keep",
)

#: What two rows of different sheets must have in common to be one session, or one person at one session.
SESSION = ("program_id", "date", "site", "start", "session_no", "age_group", "format")
VISIT = ("program_id", "date", "site", "start", "session_no", "person_key")


def notice_overlaps(frames: Frames, *, drop: bool) -> list[Issue]:
    """Tell of rows that already stand in an earlier sheet or file; with `drop`, take the later ones out.

    Rows of one sheet are never compared here: two sessions of a day may look alike. A row without a program or a
    day is never taken for another.
    """
    issues = []
    for table, key in (("sessions", SESSION), ("participation", VISIT)):
        frame = frames[table]
        twins = _twins(frame, key)
        issues += _told(frame[twins], table, drop)
        if drop and twins.any():
            frames[table] = frame[~twins].reset_index(drop=True)
    return issues


def _twins(frame: pd.DataFrame, key: Sequence[str]) -> pd.Series:
    """Rows whose like stands in an earlier sheet: the second of one sheet is the like of the second of another."""
    sure = frame["program_id"].notna() & frame["date"].notna()
    if "person_key" in key:
        sure &= frame["person_key"].notna()
    else:
        sure &= frame["roster"].isna() | (frame["roster"] == "none")
    listed = frame.loc[sure, [*key, "import_id", "sheet"]]
    if listed.empty or len(listed[["import_id", "sheet"]].drop_duplicates()) < 2:
        return pd.Series(False, index=frame.index)
    source = listed.groupby(["import_id", "sheet"], dropna=False, sort=False).ngroup()
    alike = listed.groupby(list(key), dropna=False, sort=False).ngroup()
    place = pd.DataFrame({"alike": alike, "source": source})
    place["number"] = place.groupby(["alike", "source"], sort=False).cumcount()
    later = place.duplicated(["alike", "number"])
    return later.reindex(frame.index, fill_value=False)


def _told(twins: pd.DataFrame, table: str, drop: bool) -> list[Issue]:
    what = "sessions" if table == "sessions" else "rows of people"
    issues = []
    for sheet, rows in twins.groupby(twins["sheet"].fillna(""), sort=False):
        cells = tuple(address(int(row), 1) for row in rows["row"].dropna())
        count = "they are counted once" if drop else "both count until you say that they are one"
        message = f"{len(rows)} {what} also stand in another sheet or file: {count}."
        issues.append(Issue("duplicate-rows", str(sheet), cells[0] if cells else "", cells, "", "", message, len(rows)))
    return issues
