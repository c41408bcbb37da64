"""Test the folder of Parquet files: the same values from every engine, and nothing that names a person."""

from __future__ import annotations

import gc
import json
import stat
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from libcollab_metrics.errors import LibCollabError, UnreadableFileError
from libcollab_metrics.metrics import evaluate
from libcollab_metrics.metrics.frames import open_tables
from libcollab_metrics.metrics.frames.narwhals_frame import StoredTable
from libcollab_metrics.model import SCHEMA, FileReading, Issue, SheetReading
from libcollab_metrics.store import open_dataset, write_dataset
from libcollab_metrics.store.dataset_folder import DESCRIPTION
from tests.support.builders.datasets import everything
from tests.support.builders.story import story
from tests.support.engines import differences

SHEET = SheetReading("Ana's list", "roster", "sessions")
#: The story, with a row that was left out.
DATA = replace(
    story(),
    issues=(Issue("row-left-out", SHEET.name, value="Ana"),),
    readings=(FileReading("Ana.xlsx", (SHEET,)),),
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("export") / "data"
    write_dataset(DATA, path)
    return path


@pytest.mark.parametrize("engine", ["pandas", "polars", "duckdb"])
def test_folder_has_the_values_of_the_dataset(folder: Path, engine: str) -> None:
    """The row that was left out makes totals lower bounds, also in the folder."""
    expected, found = (everything(data, by="program") for data in (DATA, open_dataset(folder, engine)))
    assert differences(expected.values, found.values) == []
    total = found.value_for("attendance_total", program="Story hour")
    assert total.certainty == "at_least"


def test_folder_is_private_and_partitioned_by_year(folder: Path) -> None:
    paths = [folder, *folder.rglob("*")]
    modes = {stat.S_IMODE(path.stat().st_mode) for path in paths}
    assert modes == {0o700, 0o600}
    assert sorted(path.name for path in (folder / "sessions").iterdir()) == ["2026", "undated"]
    days = pq.read_table(folder / "sessions" / "2026" / "0001.parquet")["date"].to_pylist()
    assert {day.year for day in days} == {2026}


def test_codes_are_running_numbers_shared_by_all_tables(folder: Path) -> None:
    data = open_dataset(folder)
    people = {*data.tables["participation"]["person_key"].dropna()}
    people |= {
        key for table in ("outcomes", "perspectives") for key in data.tables[table]["respondent_key"].dropna()
    }
    assert sorted(people, key=int) == [str(number) for number in range(1, len(people) + 1)]
    assert {*data.tables["participation"]["session_id"]} <= {*data.tables["sessions"]["session_id"]}
    assert len({*data.tables["sessions"]["session_id"]}) == len(data.tables["sessions"])


def test_description_quotes_no_sheet_or_cell(folder: Path) -> None:
    described = (folder / DESCRIPTION).read_text(encoding="utf-8")
    assert "Ana" not in described
    assert json.loads(described)["issues"] == [{"code": "row-left-out", "sheet": "sheet 1", "count": 1}]
    assert "the library" not in described  # the author of an assumption


def test_only_a_new_folder_is_written(folder: Path, tmp_path: Path) -> None:
    with pytest.raises(LibCollabError, match="not empty"):
        write_dataset(story(), folder)
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(LibCollabError, match="could not be written"):
        write_dataset(story(), tmp_path / "file")


def test_damaged_folder_is_refused_with_a_reason(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFileError, match="no folder of a dataset"):
        open_dataset(tmp_path)
    write_dataset(story(), tmp_path)
    (tmp_path / "ledger" / "undated" / "0001.parquet").rename(tmp_path / "elsewhere")
    (tmp_path / "ledger" / "2026" / "0001.parquet").unlink(missing_ok=True)
    with pytest.raises(UnreadableFileError, match="the files of ledger are missing"):
        open_dataset(tmp_path)
    described = json.loads((tmp_path / DESCRIPTION).read_text(encoding="utf-8"))
    (tmp_path / DESCRIPTION).write_text(json.dumps(described | {"layout": 99}), encoding="utf-8")
    with pytest.raises(UnreadableFileError, match="another version"):
        open_dataset(tmp_path)


def test_file_without_all_its_rows_is_refused(tmp_path: Path) -> None:
    write_dataset(story(), tmp_path)
    file = next((tmp_path / "sessions").rglob("*.parquet"))
    pq.write_table(pq.read_table(file).slice(1), file)
    with pytest.raises(UnreadableFileError, match="sessions do not have all their rows"):
        open_dataset(tmp_path, "duckdb")


def test_several_threads_count_one_folder(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A connection of DuckDB refuses a second thread instead of waiting for it."""
    monkeypatch.setattr("libcollab_metrics.metrics.frames.MAX_ROWS_IN_MEMORY", 0)
    data = open_dataset(folder, "duckdb")
    with ThreadPoolExecutor(4) as threads:
        counted = [
            threads.submit(
                evaluate, data, metrics=["attendance_total", "participants_unique"], as_of=date(2026, 12, 31)
            )
            for _ in range(4)
        ]
    first, *others = [each.result().values for each in counted]
    assert all(values == first for values in others)


def test_stored_tables_are_dropped_when_unused(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("libcollab_metrics.metrics.frames.MAX_ROWS_IN_MEMORY", 0)
    frame = open_tables(open_dataset(folder, "duckdb").tables)["sessions"]
    assert frame is not None
    stored = frame.materialize()
    held = stored.select("session_id")
    del stored
    assert len(held.rows()) == len(frame.rows())
    del held
    gc.collect()
    assert StoredTable.unused
    frame.rows()
    assert StoredTable.unused == []


def test_table_of_names_has_all_columns(folder: Path) -> None:
    """Free text is not exported; the pages find its columns empty."""
    for engine in ("pandas", "duckdb"):
        partners = open_dataset(folder, engine).read_table("partners")
        assert {field.name for field in SCHEMA["partners"].fields} <= set(partners)
    assert list(open_dataset(folder).read_table("notes")["text"]) == []


def test_engine_is_checked_and_its_memory_limited(folder: Path) -> None:
    with pytest.raises(LibCollabError, match="engine"):
        open_dataset(folder, "excel")
    with pytest.raises(LibCollabError, match="no amount of memory"):
        open_dataset(folder, "duckdb", "much")
    relation = open_dataset(folder, "duckdb", "512MB").tables["sessions"]
    limit = relation.query("sessions", "SELECT current_setting('memory_limit')").fetchall()
    assert limit == [("488.2 MiB",)]
