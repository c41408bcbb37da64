"""A reader with bad intentions: reads the numbers back from exported files and works out what they hide.

It knows the rows (who runs the programs knows which sessions there were), but not their counts. It takes
nothing from `libcollab_metrics.protection`: which rows a printed number counts is written down here a second
time, over the prepared tables, and every shown number is checked against it before it is used.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from libcollab_metrics.metrics import Evaluator
from libcollab_metrics.model import Dataset, Scope
from tests.support.references.disclosure import Cell, Found, K, known_to, worked_out

#: Metric → the column of the file and the rows it counts there: sums of visits, and different people.
VISITS: Mapping[str, tuple[tuple[str, str], ...]] = {
    "attendance_total": (("value", "counted"),),
    "attendance_per_session": (("numerator", "averaged"),),
    "attendance_per_1000": (("numerator", "counted"),),
    "replacement_value": (("numerator", "counted"),),
    "seat_fill": (("numerator", "filled"),),
    "turnout_ratio": (("numerator", "signed_up"),),
    "attendance_per_staff_hour": (("numerator", "staffed"),),
    "contact_hours": (("n", "timed"),),
    "attendance_rate": (("numerator", "came"), ("denominator", "due")),
    "show_up_rate": (("numerator", "listed_came"), ("denominator", "listed_known")),
}
PEOPLE: Mapping[str, tuple[tuple[str, str], ...]] = {
    "participants_unique": (("value", "came"),),
    "reach_rate": (("numerator", "came"),),
    "visits_per_participant": (("denominator", "came"),),
    "first_time_share": (("numerator", "first_time_yes"), ("denominator", "first_time_told")),
}
OFFICIAL = "imls_grid"
OF_SESSIONS = ("counted", "averaged", "filled", "signed_up", "staffed", "timed")
OF_MARKS = ("came", "due", "listed_came", "listed_known", "first_time_yes", "first_time_told")
#: As the files print a group without a name, and a number that is kept back.
NOT_RECORDED = "Not recorded."
KEPT_BACK = "Hidden to protect a small group."
#: Official forms are split by age: of fewer than these they must not tell.
K_OFFICIAL = 10


class Attacker:
    """Knows the rows of one dataset on one day."""

    def __init__(self, dataset: Dataset, as_of: date) -> None:
        counted = Evaluator(dataset, as_of)
        prepared = counted.prepare_tables(Scope())
        self.names = {pid: program.name for pid, program in prepared.facts.programs.items()}
        self.links = {self.names.get(pid, pid): partners for pid, partners in prepared.facts.links.items()}
        self.unofficial = {p.name for p in prepared.facts.programs.values() if p.official == "no"}
        sessions = _pandas(prepared, "sessions")
        marks = _pandas(prepared, "participation")
        self.visits = self._bearers(sessions, marks)
        self.people = self._persons(marks)

    def _placed(self, frame: pd.DataFrame) -> pd.DataFrame:
        """The columns by which rows are found, as text."""
        found = pd.DataFrame(index=frame.index)
        for field in ("site", "month"):
            found[field] = [str(v) if isinstance(v, str) else None for v in frame[field].astype(object)]
        found["program"] = [
            self.names.get(v, v) if isinstance(v, str) else None for v in frame["program_id"].astype(object)
        ]
        found["date"] = pd.to_datetime(frame["date"])
        return found

    def _bearers(self, sessions: pd.DataFrame, marks: pd.DataFrame | None) -> pd.DataFrame:
        """What bears visits: sessions with a number typed, and the marks of lists that were counted."""
        own = self._placed(sessions)
        own["size"] = sessions["visits"].astype(float).fillna(0.0)
        for column in OF_SESSIONS:
            own[column] = sessions[column].astype(bool)
        own["age"], own["form"] = _classes(sessions)
        listed = ~sessions["typed"].astype(bool) & sessions["visits"].notna()
        if marks is None or marks.empty:
            return _flagged(own)
        session_of = marks["session_id"].astype(str)
        whole = pd.DataFrame(
            {"id": sessions["session_id"].astype(str), **{c: own[c] for c in (*OF_SESSIONS, "age", "form")}}
        )
        borne = self._placed(marks)
        borne["size"] = 1.0
        for column in OF_MARKS:
            borne[column] = marks[column].astype(bool).to_numpy()
        by_id = whole[listed].set_index("id")
        for column in OF_SESSIONS:
            of_list = session_of.map(by_id[column]) if len(by_id) else pd.Series(False, index=marks.index)
            borne[column] = of_list.fillna(False).astype(bool).to_numpy() & borne["came"].to_numpy()
        for column in ("age", "form"):
            borne[column] = session_of.map(by_id[column]).to_numpy() if len(by_id) else None
        return _flagged(pd.concat([own[~listed | (own["size"] == 0)], borne], ignore_index=True))

    def _persons(self, marks: pd.DataFrame | None) -> pd.DataFrame:
        if marks is None or marks.empty:
            return pd.DataFrame({"person": [], "program": [], "site": [], "month": [], "date": []})
        found = self._placed(marks)
        found["person"] = [v if isinstance(v, str) else None for v in marks["person_key"].astype(object)]
        for column in OF_MARKS:
            found[column] = marks[column].astype(bool).to_numpy()
        return found[found["person"].notna()].reset_index(drop=True)

    def cells(self, text: str, scope: Scope) -> Iterator[Cell]:
        """Every number of people or visits that a file of this selection prints or keeps back."""
        for row in csv.DictReader(text.splitlines()):
            group = dict(part.split(": ", 1) for part in row["group"].split("; ") if part)
            for family, column, flag, k in _counted(row["metric"], group):
                if row[column] == "" and row["reason"] != KEPT_BACK:
                    continue
                rows = self.visits if family == "visits" else self.people
                inside = self._inside(rows, scope, group) & rows[flag].to_numpy(dtype=bool)
                if row["metric"] == OFFICIAL:
                    inside &= self._official(rows, group)
                name = f"{row['metric']} {column} [{row['group']}] {scope.start}–{scope.end} {scope.where}"
                shown = float(row[column]) if row[column] else None
                yield Cell(name, family, self._units(family, inside), shown, k, _kinds(scope, group))

    def _units(self, family: str, inside: NDArray[np.bool_]) -> NDArray[np.bool_]:
        """Rows as they are, or the different people on them."""
        if family == "visits":
            return inside
        everybody = sorted(set(self.people["person"]))
        here = set(self.people["person"][inside])
        return np.array([person in here for person in everybody], dtype=bool)

    def _inside(self, rows: pd.DataFrame, scope: Scope, group: Mapping[str, str]) -> NDArray[np.bool_]:
        kept = np.ones(len(rows), dtype=bool)
        if scope.start:
            kept &= (rows["date"] >= pd.Timestamp(scope.start)).to_numpy()
        if scope.end:
            kept &= (rows["date"] < pd.Timestamp(scope.end) + pd.Timedelta(days=1)).to_numpy()
        asked = [(field, {value}) for field, value in group.items()] + [(f, set(v)) for f, v in scope.where]
        for field, values in asked:
            if field in ("program", "site", "month"):
                known = rows[field].fillna(NOT_RECORDED)
                kept &= known.isin(values).to_numpy()
            elif field == "partner":
                partners = [self.links.get(name) or (NOT_RECORDED,) for name in rows["program"]]
                kept &= np.array([bool(values & set(of)) for of in partners], dtype=bool)
        return kept

    def _official(self, rows: pd.DataFrame, group: Mapping[str, str]) -> NDArray[np.bool_]:
        counting = ~rows["program"].isin(self.unofficial).to_numpy()
        if group["class"] == "total":
            return counting
        return counting & (rows["age" if group["margin"] == "age" else "form"] == group["class"]).to_numpy()

    def sizes(self, family: str) -> NDArray[np.float64]:
        return (
            self.visits["size"].to_numpy(dtype=float)
            if family == "visits"
            else np.ones(len(set(self.people["person"])))
        )

    def attack(self, cells: Iterable[Cell], before: Sequence[Cell] = ()) -> list[Found]:
        """Everything the shown numbers tell of the missing ones and of the small differences between two.

        What those `before` tell alone of it has left: it is found only where the others tell it more nearly.
        """
        found: list[Found] = []
        for family in ("visits", "people"):
            first, now = ([cell for cell in some if cell.family == family] for some in (before, cells))
            ours, sizes = [*first, *now], self.sizes(family)
            told = list(worked_out(ours, sizes, len(ours))) if ours else []
            known = list(worked_out(ours, sizes, len(first))) if told and first else []
            found += [one for one in told if not any(one.is_no_better_than(other) for other in known)]
        return found

    def attack_since(self, then: Iterable[Cell], cells: Sequence[Cell]) -> Iterator[Found]:
        """How few have come to what a file told `then`, where the numbers shown of now tell it."""
        for family in ("visits", "people"):
            sizes, now = self.sizes(family), [c for c in cells if c.family == family and c.shown is not None]
            before = [c for c in then if c.family == family and c.shown is not None]
            if not before or not now:
                continue
            kinds, place = np.unique(
                np.array([c.units for c in [*now, *before]], float), axis=1, return_inverse=True
            )
            known, ours = np.split(kinds, [len(now)])
            totals = np.array([c.shown for c in now])
            weights = np.bincount(place.ravel(), weights=sizes, minlength=kinds.shape[1])
            for cell, row in zip(before, ours, strict=True):
                shown, more = cell.shown or 0, row @ weights - (cell.shown or 0)
                if 0 < more < K and (
                    found := known_to(cell.name, row, shown, known, totals, float(row @ weights))
                ):
                    yield found


def hidden_and_all(cells: Iterable[Cell]) -> tuple[int, int]:
    """How many places keep their number back, and how many there are."""
    missing = [cell.shown is None for cell in cells]
    return sum(missing), len(missing)


def _pandas(prepared: Any, table: str) -> Any:
    rows = prepared.rows(table)
    return None if rows is None else rows.frame.collect().to_pandas().reset_index(drop=True)


def _flagged(rows: pd.DataFrame) -> pd.DataFrame:
    for column in (*OF_SESSIONS, *OF_MARKS):
        rows[column] = rows[column].fillna(False).astype(bool) if column in rows else False
    return rows


def _classes(sessions: pd.DataFrame) -> tuple[list[Any], list[Any]]:
    """The age class and the format each session stands under in the official form."""
    ages = ("0-5", "6-11", "12-18", "19+", "general interest")
    typed = sessions["age_class"] if "age_class" in sessions else pd.Series(None, index=sessions.index)
    group = sessions["age_group"] if "age_group" in sessions else pd.Series(None, index=sessions.index)
    pairs = zip(typed.astype(object), group.astype(object), strict=True)
    found = [t if isinstance(t, str) and t != "unclassified" else g for t, g in pairs]
    age = [v if isinstance(v, str) and v in ages else "unclassified" for v in found]
    form = [
        v if isinstance(v, str) and v in ("onsite", "offsite", "live_virtual") else "unclassified"
        for v in sessions["format"].astype(object)
    ]
    return age, form


def _kinds(scope: Scope, group: Mapping[str, str]) -> frozenset[str]:
    """The field it is a part by, or the fields and days its selection is made by."""
    by = {"program", "site", "month", "partner"} & group.keys()
    return frozenset(
        by or {field for field, _ in scope.where} | ({"days"} if scope.start or scope.end else set())
    )


def _counted(metric: str, group: Mapping[str, str]) -> Iterator[tuple[str, str, str, int]]:
    if metric == OFFICIAL and group.get("count") == "visits" and group.get("margin") in ("age", "format"):
        yield "visits", "numerator", "counted", K_OFFICIAL
    yield from (("visits", column, flag, K) for column, flag in VISITS.get(metric, ()))
    yield from (("people", column, flag, K) for column, flag in PEOPLE.get(metric, ()))
