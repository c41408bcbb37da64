"""Test that Spark counts the same as pandas over the whole catalog; `make spark` sets it up.

Everything is counted in a local session, and over Spark Connect on a server of its own.
"""

from __future__ import annotations

import gc
import json
import os
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from pathlib import Path
from types import MappingProxyType
from typing import Any

import pytest

from libcollab_metrics.errors import LibCollabError
from libcollab_metrics.metrics import CATALOG, PICTURED, Evaluation, Value, find_metric, frames
from libcollab_metrics.metrics.frames import narwhals_frame, open_tables
from libcollab_metrics.model.dataset import Dataset
from libcollab_metrics.model.scope import SCOPE_FIELDS, Scope
from libcollab_metrics.store import engines, open_dataset, write_dataset
from tests.support.browser.dashboard import free_port
from tests.support.builders.datasets import everything
from tests.support.builders.random_workspaces import random_library
from tests.support.builders.story import story
from tests.support.command_line import figures, run_in_new_process
from tests.support.engines import differences
from tests.support.paths import ROOT
from tests.support.spark import connect_session, local_session

pyspark = pytest.importorskip("pyspark", reason="Spark is not installed in this environment: make spark")

pytestmark = pytest.mark.long
FIGURES = (*CATALOG, *PICTURED)
SESSIONS = {"local": local_session, "connect": connect_session}
EXACT_UNITS = ("sessions", "visits", "people", "books", "criteria", "programs", "count", "money")
#: A few metrics that are counts of different tables.
COUNTS = ("sessions_held", "attendance_total", "participants_unique")
SCOPES = {
    "program": Scope((("program", ("Workshop",)),)),
    "partner": Scope((("partner", ("School",)), ("mother_tongue", ("Waray", "Filipino")))),
    "days": Scope(start=date(2026, 3, 3), end=date(2026, 4, 10)),
}
SEEDS = (1, 2)


@pytest.fixture(scope="module", params=SESSIONS)
def session(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """A session that `open_dataset` finds, and that counts small tables too.

    The time zone is west of Greenwich: midnight there is another time in Spark's.
    """
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(frames, "MAX_ROWS_IN_MEMORY", 0)
        patch.delenv("SPARK_REMOTE", raising=False)
        patch.setenv("TZ", "America/New_York")
        time.tzset()
        with SESSIONS[request.param](tmp_path_factory.mktemp("session")) as session:
            yield session
    time.tzset()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The story, as it is exported."""
    folder = tmp_path_factory.mktemp("spark") / "data"
    write_dataset(story(), folder)
    return folder


@pytest.fixture(scope="module")
def counted(folder: Path, session: Any) -> Dataset:
    """The story, opened once: tables that every grouping shares are computed once."""
    return open_dataset(folder, "spark")


@pytest.fixture
def without_session(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let `open_dataset` find no running session."""

    def active() -> None:
        raise pyspark.errors.PySparkRuntimeError(
            errorClass="NO_ACTIVE_OR_DEFAULT_SESSION", messageParameters={}
        )

    monkeypatch.setattr(pyspark.sql.SparkSession, "active", active)


def check_equal(expected: Evaluation, found: Evaluation) -> None:
    """Fail unless all values agree to nine digits, and counts and money to the last digit."""
    assert differences(expected.values, found.values, 1e-9) == []
    assert [*map(exact_part, found.values)] == [*map(exact_part, expected.values)]


def exact_part(value: Value) -> tuple[object, ...]:
    """The numbers of a value that are counts or money."""
    is_exact = find_metric(value.metric).unit in EXACT_UNITS
    numbers = (value.n, value.value, value.low, value.high) if is_exact else (value.n,)
    return tuple(
        number if isinstance(number, int) or number is None else round(number, 2) for number in numbers
    )


@pytest.mark.parametrize("by", ["", *SCOPE_FIELDS])
def test_every_metric_is_the_same_on_spark(counted: Dataset, by: str) -> None:
    check_equal(*(everything(data, by=by, metrics=FIGURES) for data in (story(), counted)))


@pytest.mark.parametrize("scope", SCOPES.values(), ids=SCOPES)
def test_every_selection_is_the_same_on_spark(counted: Dataset, scope: Scope) -> None:
    check_equal(*(everything(data, scope=scope, metrics=FIGURES) for data in (story(), counted)))


@pytest.mark.usefixtures("session")
@pytest.mark.parametrize("seed", SEEDS)
def test_random_libraries_are_the_same_on_spark(tmp_path: Path, seed: int) -> None:
    data = random_library(seed).dataset()
    write_dataset(data, tmp_path / "data")
    opened = open_dataset(tmp_path / "data", "spark")
    check_equal(*(everything(library, by="program", metrics=FIGURES) for library in (data, opened)))


@pytest.mark.usefixtures("session")
def test_folder_exported_again_is_counted_anew(tmp_path: Path) -> None:
    """The paths and the numbers of rows remain, the rows change."""
    first, folder = story(), tmp_path / "data"
    marks = first.tables["participation"]
    absent = marks.assign(status=marks["status"].where(marks.index % 2 == 0, "absent"))
    second = replace(first, tables=MappingProxyType({**first.tables, "participation": absent}))
    for data, name in ((first, "former"), (second, "present")):
        write_dataset(data, folder)
        expected, found = (everything(d, metrics=COUNTS) for d in (data, open_dataset(folder, "spark")))
        check_equal(expected, found)
        folder.rename(tmp_path / name)


def test_stored_tables_are_released_before_the_next_query(counted: Dataset) -> None:
    frame = open_tables(counted.tables)["sessions"]
    assert frame is not None
    stored = frame.materialize()
    selected = stored.select("session_id")
    del stored
    gc.collect()
    assert narwhals_frame._UNUSED_SPARK_TABLES == []
    assert len(selected.rows()) == len(frame.rows())
    del selected
    gc.collect()
    assert len(narwhals_frame._UNUSED_SPARK_TABLES) == 1
    frame.rows()
    assert narwhals_frame._UNUSED_SPARK_TABLES == []


def test_running_session_is_found_in_other_threads(
    session: Any, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("SPARK_REMOTE", raising=False)
    with ThreadPoolExecutor(1) as thread:
        other = thread.submit(open_dataset, folder, "spark").result()
    for data in (open_dataset(folder, "spark"), other):
        assert {frame.sparkSession for frame in data.tables.values() if hasattr(frame, "sparkSession")} == {
            session
        }


@pytest.mark.usefixtures("session")
def test_command_line_counts_with_spark(folder: Path) -> None:
    asked = ["--data", folder, "--by", "program", *(word for name in COUNTS for word in ("--metric", name))]
    assert figures(*asked, "--engine", "spark") == figures(*asked, "--engine", "pandas")


@pytest.mark.usefixtures("session")
def test_new_process_finds_folder_and_server(folder: Path) -> None:
    """The path is relative to the folder of the process, which is not that of the server."""
    asked = ("--by", "program", "--as-of", "2026-12-31")
    given = os.path.relpath(folder, ROOT)
    completed = run_in_new_process("metrics", "--data", given, *asked, "--engine", "spark", "--json")
    assert completed.returncode == 0, completed.stderr
    assert json.loads(completed.stdout) == figures("--data", folder, *asked, "--engine", "pandas")


@pytest.mark.usefixtures("session")
def test_files_that_spark_cannot_read_are_reported(tmp_path: Path) -> None:
    with pytest.raises(LibCollabError, match="cannot read the files of this folder"):
        engines.open_parquet({"sessions": [tmp_path / "missing.parquet"]}, "spark")


@pytest.mark.usefixtures("without_session")
@pytest.mark.parametrize("address", ["sc://127.0.0.1:{port}/;token=abc", "127.0.0.1:{port}"])
def test_address_without_server_is_reported_soon(
    folder: Path, monkeypatch: pytest.MonkeyPatch, address: str
) -> None:
    monkeypatch.setattr(engines, "SPARK_SECONDS", 1)
    monkeypatch.setenv("SPARK_REMOTE", address.format(port=free_port()))
    with pytest.raises(LibCollabError, match=r"No Spark Connect server answers") as raised:
        open_dataset(folder, "spark")
    assert "abc" not in str(raised.value)


@pytest.mark.usefixtures("without_session")
def test_package_that_connect_needs_is_named(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SPARK_REMOTE", "sc://127.0.0.1:1")
    monkeypatch.setitem(sys.modules, "grpc", None)
    with pytest.raises(LibCollabError, match=r"Install the package pyspark\[connect\]"):
        open_dataset(folder, "spark")


def test_spark_without_java_says_what_it_needs(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SPARK_REMOTE", raising=False)
    monkeypatch.delenv("SPARK_CONNECT_MODE_ENABLED", raising=False)
    monkeypatch.setenv("JAVA_HOME", str(folder))
    completed = run_in_new_process("metrics", "--data", folder, "--engine", "spark")
    assert completed.returncode == 2
    assert "It needs Java 17 or later on this machine" in completed.stderr
