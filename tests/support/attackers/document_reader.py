"""An attacker who reads the numbers of exported files and works out what they hide.

It knows the rows, because whoever runs the programs knows which sessions took place, but not their counts. It
uses nothing from `libcollab_metrics.protection`: which rows a printed number counts is defined here a second
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

#: Metric → the columns of the file and the rows that each counts: sums of visits, and different people.
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
    "first_time_share": (("numerator", "first_time_yes"), ("denominator", "first_time_known")),
}
OFFICIAL = "imls_grid"
OF_SESSIONS = ("counted", "averaged", "filled", "signed_up", "staffed", "timed")
OF_MARKS = ("came", "due", "listed_came", "listed_known", "first_time_yes", "first_time_known")
#: How files print a group without a name, and a hidden number.
NOT_RECORDED = "Not recorded."
HIDDEN = "Hidden to protect a small group."
#: Official forms are split by age and must not disclose counts of fewer than this.
K_OFFICIAL = 10


class Attacker:
    """An attacker who knows the rows of one dataset on one day."""

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
        """Return the columns by which rows are selected, as text."""
        columns = pd.DataFrame(index=frame.index)
        for field in ("site", "month"):
            columns[field] = [str(v) if isinstance(v, str) else None for v in frame[field].astype(object)]
        columns["program"] = [
            self.names.get(v, v) if isinstance(v, str) else None for v in frame["program_id"].astype(object)
        ]
        columns["date"] = pd.to_datetime(frame["date"])
        return columns

    def _bearers(self, sessions: pd.DataFrame, marks: pd.DataFrame | None) -> pd.DataFrame:
        """Return what has visits: sessions with a typed number, and marks of the lists that count."""
        typed = self._placed(sessions)
        typed["size"] = sessions["visits"].astype(float).fillna(0.0)
        for column in OF_SESSIONS:
            typed[column] = sessions[column].astype(bool)
        typed["age"], typed["form"] = _classes(sessions)
        listed = ~sessions["typed"].astype(bool) & sessions["visits"].notna()
        if marks is None or marks.empty:
            return _flagged(typed)
        session_of = marks["session_id"].astype(str)
        by_session = pd.DataFrame(
            {"id": sessions["session_id"].astype(str), **{c: typed[c] for c in (*OF_SESSIONS, "age", "form")}}
        )
        marked = self._placed(marks)
        marked["size"] = 1.0
        for column in OF_MARKS:
            marked[column] = marks[column].astype(bool).to_numpy()
        by_id = by_session[listed].set_index("id")
        for column in OF_SESSIONS:
            of_list = session_of.map(by_id[column]) if len(by_id) else pd.Series(False, index=marks.index)
            marked[column] = of_list.fillna(False).astype(bool).to_numpy() & marked["came"].to_numpy()
        for column in ("age", "form"):
            marked[column] = session_of.map(by_id[column]).to_numpy() if len(by_id) else None
        return _flagged(pd.concat([typed[~listed | (typed["size"] == 0)], marked], ignore_index=True))

    def _persons(self, marks: pd.DataFrame | None) -> pd.DataFrame:
        if marks is None or marks.empty:
            return pd.DataFrame({"person": [], "program": [], "site": [], "month": [], "date": []})
        people = self._placed(marks)
        people["person"] = [v if isinstance(v, str) else None for v in marks["person_key"].astype(object)]
        for column in OF_MARKS:
            people[column] = marks[column].astype(bool).to_numpy()
        return people[people["person"].notna()].reset_index(drop=True)

    def cells(self, text: str, scope: Scope) -> Iterator[Cell]:
        """Yield every number of people or visits that a file of this selection prints or hides."""
        for row in csv.DictReader(text.splitlines()):
            group = dict(part.split(": ", 1) for part in row["group"].split("; ") if part)
            for family, column, flag, k in _counted(row["metric"], group):
                if row[column] == "" and row["reason"] != HIDDEN:
                    continue
                rows = self.visits if family == "visits" else self.people
                inside = self._inside(rows, scope, group) & rows[flag].to_numpy(dtype=bool)
                if row["metric"] == OFFICIAL:
                    inside &= self._official(rows, group)
                name = f"{row['metric']} {column} [{row['group']}] {scope.start}–{scope.end} {scope.where}"
                shown = float(row[column]) if row[column] else None
                yield Cell(name, family, self._units(family, inside), shown, k, _kinds(scope, group))

    def _units(self, family: str, inside: NDArray[np.bool_]) -> NDArray[np.bool_]:
        """Return the rows as they are, or the different people on them."""
        if family == "visits":
            return inside
        everybody = sorted(set(self.people["person"]))
        selected = set(self.people["person"][inside])
        return np.array([person in selected for person in everybody], dtype=bool)

    def _inside(self, rows: pd.DataFrame, scope: Scope, group: Mapping[str, str]) -> NDArray[np.bool_]:
        selected = np.ones(len(rows), dtype=bool)
        if scope.start:
            selected &= (rows["date"] >= pd.Timestamp(scope.start)).to_numpy()
        if scope.end:
            selected &= (rows["date"] < pd.Timestamp(scope.end) + pd.Timedelta(days=1)).to_numpy()
        conditions = [(field, {value}) for field, value in group.items()] + [
            (f, set(v)) for f, v in scope.where
        ]
        for field, values in conditions:
            if field in ("program", "site", "month"):
                known = rows[field].fillna(NOT_RECORDED)
                selected &= known.isin(values).to_numpy()
            elif field == "partner":
                partners = [self.links.get(name) or (NOT_RECORDED,) for name in rows["program"]]
                selected &= np.array([bool(values & set(of)) for of in partners], dtype=bool)
        return selected

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
        """Return what the shown numbers disclose of hidden ones and of small differences between two.

        What the cells in `before` alone disclose is already public; a count is returned only if the other
        cells narrow it further.
        """
        findings: list[Found] = []
        for family in ("visits", "people"):
            earlier, current = (
                [cell for cell in group if cell.family == family] for group in (before, cells)
            )
            all_cells, sizes = [*earlier, *current], self.sizes(family)
            disclosed = list(worked_out(all_cells, sizes, len(all_cells))) if all_cells else []
            known = list(worked_out(all_cells, sizes, len(earlier))) if disclosed and earlier else []
            findings += [
                finding
                for finding in disclosed
                if not any(finding.is_no_better_than(other) for other in known)
            ]
        return findings

    def attack_since(self, then: Iterable[Cell], cells: Sequence[Cell]) -> Iterator[Found]:
        """Yield small growths since an earlier file, where the numbers shown now disclose them."""
        for family in ("visits", "people"):
            sizes, current = (
                self.sizes(family),
                [c for c in cells if c.family == family and c.shown is not None],
            )
            before = [c for c in then if c.family == family and c.shown is not None]
            if not before or not current:
                continue
            kinds, column_kind = np.unique(
                np.array([c.units for c in [*current, *before]], float), axis=1, return_inverse=True
            )
            known, earlier = np.split(kinds, [len(current)])
            totals = np.array([c.shown for c in current])
            weights = np.bincount(column_kind.ravel(), weights=sizes, minlength=kinds.shape[1])
            for cell, row in zip(before, earlier, strict=True):
                shown, growth = cell.shown or 0, row @ weights - (cell.shown or 0)
                if 0 < growth < K and (
                    finding := known_to(cell.name, row, shown, known, totals, float(row @ weights))
                ):
                    yield finding


def hidden_and_all(cells: Iterable[Cell]) -> tuple[int, int]:
    """Return how many cells hide their number, and how many cells there are."""
    missing = [cell.shown is None for cell in cells]
    return sum(missing), len(missing)


def _pandas(prepared: Any, table: str) -> Any:
    rows = prepared.rows(table)
    return None if rows is None else pd.DataFrame(rows.frame.rows())


def _flagged(rows: pd.DataFrame) -> pd.DataFrame:
    for column in (*OF_SESSIONS, *OF_MARKS):
        rows[column] = rows[column].fillna(False).astype(bool) if column in rows else False
    return rows


def _classes(sessions: pd.DataFrame) -> tuple[list[Any], list[Any]]:
    """Return the age class and the format of each session in the official form."""
    ages = ("0-5", "6-11", "12-18", "19+", "general interest")
    typed = sessions["age_class"] if "age_class" in sessions else pd.Series(None, index=sessions.index)
    group = sessions["age_group"] if "age_group" in sessions else pd.Series(None, index=sessions.index)
    pairs = zip(typed.astype(object), group.astype(object), strict=True)
    labels = [t if isinstance(t, str) and t != "unclassified" else g for t, g in pairs]
    age = [v if isinstance(v, str) and v in ages else "unclassified" for v in labels]
    form = [
        v if isinstance(v, str) and v in ("onsite", "offsite", "live_virtual") else "unclassified"
        for v in sessions["format"].astype(object)
    ]
    return age, form


def _kinds(scope: Scope, group: Mapping[str, str]) -> frozenset[str]:
    """Return the field that a cell is a part by, or the fields and days of its selection."""
    by = {"program", "site", "month", "partner"} & group.keys()
    return frozenset(
        by or {field for field, _ in scope.where} | ({"days"} if scope.start or scope.end else set())
    )


def _counted(metric: str, group: Mapping[str, str]) -> Iterator[tuple[str, str, str, int]]:
    if metric == OFFICIAL and group.get("count") == "visits" and group.get("margin") in ("age", "format"):
        yield "visits", "numerator", "counted", K_OFFICIAL
    yield from (("visits", column, flag, K) for column, flag in VISITS.get(metric, ()))
    yield from (("people", column, flag, K) for column, flag in PEOPLE.get(metric, ()))
