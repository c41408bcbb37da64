"""A large library made of numbers, and counts of the core metrics by program, written by hand."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from types import MappingProxyType
from typing import Any

import numpy as np
import pandas as pd
import polars as pl

from libcollab_metrics.model import Dataset
from libcollab_metrics.model.dataset import conform_frame, to_categorical
from libcollab_metrics.model.scope import period_labels
from libcollab_metrics.model.settings import Settings

AS_OF = date(2026, 12, 31)
PROGRAMS, SESSIONS_OF_MARKS, PEOPLE_OF_MARKS = 12, 50, 15
#: Share of the sessions of a program that a person must attend to complete it.
THRESHOLD = 0.001
Counts = dict[str, list[float]]


def large_library(marks: int) -> Dataset:
    """Return a library with this many attendance marks, in pandas frames."""
    chance = np.random.default_rng(7)
    count = marks // SESSIONS_OF_MARKS
    ids = np.array([f"s{n:07d}" for n in range(count)])
    people = np.array([f"k{n:07d}" for n in range(marks // PEOPLE_OF_MARKS)])
    days = pd.Timestamp("2025-01-01") + pd.to_timedelta(chance.integers(0, 600, count), unit="D")
    sessions = pd.DataFrame(
        {
            "session_id": ids,
            "program_id": np.array([f"p{n:02d}" for n in range(PROGRAMS)])[
                chance.integers(0, PROGRAMS, count)
            ],
            "date": days,
            "date_precision": "day",
            "status": "held",
            "events": 1.0,
            "site": np.array(["Main", "Hall", "Chapel"])[chance.integers(0, 3, count)],
            "roster": "complete",
        }
    )
    listed = pd.DataFrame(
        {
            "session_id": ids[np.sort(chance.integers(0, count, marks))],
            "person_key": people[chance.integers(0, len(people), marks)],
            "status": np.array(["present", "present", "late", "absent"])[chance.integers(0, 4, marks)],
            "mother_tongue": np.array(["Waray", "Filipino"])[chance.integers(0, 2, marks)],
        }
    )
    programs = pd.DataFrame({"name": [f"P{n:02d}" for n in range(PROGRAMS)]})
    tables = {
        "sessions": _typed("sessions", sessions, ("session_id", "program_id")),
        "participation": _typed("participation", listed, ("session_id", "person_key")),
        "programs": _typed("programs", programs, ()).assign(program_id=programs["name"].str.lower()),
        "session_languages": pd.DataFrame({"session_id": ids, "language": "Waray"}).astype("category"),
    }
    labels = period_labels(tables["sessions"]["date"], 1, 6)
    tables["sessions"] = pd.concat([tables["sessions"], labels], axis=1)
    return Dataset(MappingProxyType(tables), Settings().with_values({"completion_threshold": THRESHOLD}))


def _typed(table: str, rows: pd.DataFrame, keys: tuple[str, ...]) -> pd.DataFrame:
    frame = conform_frame(table, rows)
    for key in keys:
        frame[key] = rows[key].astype("string")
    return to_categorical(table, frame)


def count_in_pandas(tables: Mapping[str, Any]) -> Counts:
    """Count with pandas."""
    sessions, marks = tables["sessions"], tables["participation"]
    came = marks["status"].isin(["present", "late"])
    visits = came.groupby(marks["session_id"], observed=True).sum()
    held = sessions[sessions["status"] == "held"]
    held = held.assign(visits=held["session_id"].astype("string").map(visits).fillna(0).astype(float))
    spoken = tables["session_languages"].astype("string").assign(heard=True)
    keys = marks[["session_id", "person_key", "mother_tongue"]].astype("string")
    frame = keys.assign(came=came).merge(
        held[["session_id", "program_id", "date"]].astype({"session_id": "string"}), on="session_id"
    )
    frame = frame.merge(
        spoken, left_on=["session_id", "mother_tongue"], right_on=["session_id", "language"], how="left"
    )
    frame["matched"] = frame["came"] & frame["heard"].notna()
    programs = held.groupby("program_id", observed=True)
    by_program = frame.groupby("program_id", observed=True)
    present = frame[frame["came"]].groupby("program_id", observed=True)
    rates = frame.groupby(["program_id", "session_id"], observed=True)["came"].mean()
    rates = rates.groupby("program_id", observed=True)
    frame["at_start"] = frame["date"] == frame["program_id"].map(programs["date"].min()).astype(
        "datetime64[us]"
    )
    frame["attended"] = frame["session_id"].where(frame["came"])
    persons = frame.groupby(["program_id", "person_key"], observed=True).agg(
        at_start=("at_start", "max"), attended=("attended", "nunique")
    )
    needed = persons.index.get_level_values(0).map(programs.size()).to_numpy(float) * THRESHOLD
    persons["completed"] = persons["at_start"] & (persons["attended"] >= needed - 1e-9)
    enrolled = persons.groupby("program_id", observed=True)
    found = {
        "sessions": programs["events"].sum(),
        "visits": programs["visits"].sum(),
        "people": present["person_key"].nunique(),
        "came": by_program["came"].sum(),
        "due": by_program.size(),
        "lowest": rates.min(),
        "highest": rates.max(),
        "matched": by_program["matched"].sum(),
        "heard_people": frame[frame["matched"]].groupby("program_id", observed=True)["person_key"].nunique(),
        "enrolled": enrolled["at_start"].sum(),
        "completed": enrolled["completed"].sum(),
    }
    return {name: [float(n) for n in numbers.sort_index()] for name, numbers in found.items()}


def count_in_polars(tables: Mapping[str, Any]) -> Counts:
    """Count with Polars."""
    is_here = pl.col("status").cast(pl.String).is_in(["present", "late"])
    marks = (
        tables["participation"]
        .lazy()
        .select("person_key", "mother_tongue", session_id=pl.col("session_id"), came=is_here)
    )
    visits = marks.group_by("session_id").agg(visits=pl.col("came").sum())
    held = tables["sessions"].lazy().filter(pl.col("status").cast(pl.String) == "held")
    held = held.select("session_id", "program_id", "date", "events").join(visits, on="session_id", how="left")
    starts = held.group_by("program_id").agg(first=pl.col("date").min(), meetings=pl.len())
    spoken = tables["session_languages"].lazy().with_columns(heard=True)
    frame = marks.join(held.join(starts, on="program_id"), on="session_id").join(
        spoken, left_on=["session_id", "mother_tongue"], right_on=["session_id", "language"], how="left"
    )
    frame = frame.with_columns(matched=pl.col("came") & pl.col("heard").is_not_null()).collect().lazy()
    person = pl.col("person_key")
    rates = frame.group_by("program_id", "session_id").agg(rate=pl.col("came").mean())
    persons = frame.group_by("program_id", "person_key").agg(
        at_start=(pl.col("date") == pl.col("first")).any(),
        attended=pl.col("session_id").filter("came").n_unique(),
        meetings=pl.col("meetings").first(),
    )
    completed = pl.col("at_start") & (pl.col("attended") >= pl.col("meetings") * THRESHOLD - 1e-9)
    parts = pl.collect_all(
        [
            held.group_by("program_id").agg(sessions=pl.col("events").sum(), visits=pl.col("visits").sum()),
            frame.group_by("program_id").agg(
                people=person.filter("came").n_unique(),
                came=pl.col("came").sum(),
                due=pl.len(),
                matched=pl.col("matched").sum(),
                heard_people=person.filter("matched").n_unique(),
            ),
            rates.group_by("program_id").agg(lowest=pl.col("rate").min(), highest=pl.col("rate").max()),
            persons.group_by("program_id").agg(enrolled=pl.col("at_start").sum(), completed=completed.sum()),
        ]
    )
    rows = [part.with_columns(pl.col("program_id").cast(pl.String)).sort("program_id") for part in parts]
    return {
        name: [float(n) for n in part[name]] for part in rows for name in part.columns if name != "program_id"
    }


def count_in_duckdb(tables: Mapping[str, Any]) -> Counts:
    """Count with one SQL query."""
    for table in ("sessions", "participation"):
        tables[table].create_view(table, replace=True)
    rows = tables["session_languages"].query("languages", QUERY).to_arrow_table().to_pydict()
    return {name: [float(n) for n in numbers] for name, numbers in rows.items() if name != "program_id"}


QUERY = f"""
WITH marks AS MATERIALIZED (
    SELECT session_id, person_key, mother_tongue, status IN ('present', 'late') AS came FROM participation
), held AS MATERIALIZED (
    SELECT session_id, program_id, date, events FROM sessions WHERE status = 'held'
), visits AS (
    SELECT session_id, count(*) FILTER (came) AS visits FROM marks GROUP BY session_id
), programs AS MATERIALIZED (
    SELECT program_id, min(date) AS first, count(*) AS meetings,
        sum(events) AS sessions, sum(visits) AS visits
    FROM held LEFT JOIN visits USING (session_id) GROUP BY program_id
), frame AS MATERIALIZED (
    SELECT m.session_id, m.person_key, m.came, h.program_id, h.date,
        m.came AND l.language IS NOT NULL AS matched
    FROM marks m JOIN held h USING (session_id)
    LEFT JOIN languages l ON l.session_id = m.session_id AND l.language = m.mother_tongue
), counts AS (
    SELECT program_id, count(DISTINCT person_key) FILTER (came) AS people, count(*) FILTER (came) AS came,
        count(*) AS due, count(*) FILTER (matched) AS matched,
        count(DISTINCT person_key) FILTER (matched) AS heard_people
    FROM frame GROUP BY program_id
), rates AS (
    SELECT program_id, min(rate) AS lowest, max(rate) AS highest
    FROM (SELECT program_id, avg(came::INT) AS rate FROM frame GROUP BY program_id, session_id)
    GROUP BY program_id
), persons AS (
    SELECT program_id, person_key, bool_or(date = first) AS at_start, first(meetings) AS meetings,
        count(DISTINCT session_id) FILTER (came) AS attended
    FROM frame JOIN programs USING (program_id) GROUP BY program_id, person_key
), enrolled AS (
    SELECT program_id, count(*) FILTER (at_start) AS enrolled,
        count(*) FILTER (at_start AND attended >= meetings * {THRESHOLD} - 1e-9) AS completed
    FROM persons GROUP BY program_id
)
SELECT program_id, sessions, visits, people, came, due, lowest, highest, matched, heard_people,
    enrolled, completed
FROM programs JOIN counts USING (program_id) JOIN rates USING (program_id) JOIN enrolled USING (program_id)
ORDER BY program_id
"""
#: Counts by hand for each engine.
BY_HAND: Mapping[str, Callable[[Mapping[str, Any]], Counts]] = MappingProxyType(
    {"pandas": count_in_pandas, "polars": count_in_polars, "duckdb": count_in_duckdb}
)
