"""A dataset folder with any number of attendance marks, written in parts that fit into memory."""

from __future__ import annotations

import json
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from libcollab_metrics.model.scope import period_labels
from libcollab_metrics.store.dataset_folder import DESCRIPTION, write_dataset
from tests.benchmarks.attendance import PEOPLE_OF_MARKS, PROGRAMS, SESSIONS_OF_MARKS, large_library

#: Marks of one part: its people and sessions occur in no other part.
PART = 2_500_000
YEARS = (2025, 2026)


def write_large_folder(folder: Path, marks: int) -> None:
    """Write a dataset folder with this many attendance marks, like a small one of the same library."""
    with TemporaryDirectory() as small:
        write_dataset(large_library(1_000), Path(small) / "data")
        (Path(small) / "data").rename(folder)
    schemas = {}
    for table in ("sessions", "participation", "session_languages"):
        for path in sorted((folder / table).rglob("*.parquet")):
            schemas[table] = pq.read_schema(path)
            path.unlink()
    rows = dict.fromkeys(schemas, 0)
    for number in range(-(-marks // PART)):
        part = _make_part(number, min(PART, marks - number * PART))
        for table, columns in part.items():
            year = "undated" if table == "session_languages" else str(YEARS[number % len(YEARS)])
            path = folder / table / year / f"{number + 1:04d}.parquet"
            path.parent.mkdir(exist_ok=True)
            length = len(next(iter(columns.values())))
            rows[table] += length
            arrays = [
                pa.array(columns[field.name]).cast(field.type)
                if field.name in columns
                else pa.nulls(length, field.type)
                for field in schemas[table]
            ]
            pq.write_table(pa.table(arrays, schema=schemas[table]), path, compression="zstd")
    described = json.loads((folder / DESCRIPTION).read_text(encoding="utf-8"))
    described["tables"] |= rows
    (folder / DESCRIPTION).write_text(json.dumps(described), encoding="utf-8")


def _make_part(number: int, marks: int) -> dict[str, dict[str, Any]]:
    """Return the columns of one part by table; every other column is unknown."""
    chance = np.random.default_rng(number)
    count, people = marks // SESSIONS_OF_MARKS, marks // PEOPLE_OF_MARKS
    ids = np.arange(count) + number * (PART // SESSIONS_OF_MARKS)
    start = pd.Timestamp(YEARS[number % len(YEARS)], 1, 1)
    days = pd.Series(start + pd.to_timedelta(chance.integers(0, 365, count), unit="D"))
    places = np.sort(chance.integers(0, count, marks))
    labels = {name: column.astype(str) for name, column in period_labels(days, 1, 6).items()}
    sessions = {
        "session_id": ids,
        "program_id": np.array([f"p{n:02d}" for n in range(PROGRAMS)])[chance.integers(0, PROGRAMS, count)],
        "date": days.astype("datetime64[us]"),
        "date_precision": np.full(count, "day"),
        "status": np.full(count, "held"),
        "events": np.ones(count),
        "site": np.array(["Main", "Hall", "Chapel"])[chance.integers(0, 3, count)],
        "roster": np.full(count, "complete"),
        **labels,
    }
    participation = {
        "session_id": ids[places],
        "person_key": chance.integers(0, people, marks) + number * (PART // PEOPLE_OF_MARKS),
        "date": days.to_numpy("datetime64[us]")[places],
        "status": np.array(["present", "present", "late", "absent"])[chance.integers(0, 4, marks)],
        "mother_tongue": np.array(["Waray", "Filipino"])[chance.integers(0, 2, marks)],
    }
    languages = {"session_id": ids, "language": np.full(count, "Waray")}
    return {"sessions": sessions, "participation": participation, "session_languages": languages}
