"""A forged file of saved work cannot exhaust memory; a valid one takes at most twice its tables."""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from libcollab_metrics.errors import LibCollabError
from libcollab_metrics.model import Import, Workspace
from libcollab_metrics.store import OpenError, Store, pack_from_memory, saved_content, unpack_workspace
from tests.support.attackers import forged_saved_work
from tests.support.attackers.forged_saved_work import FORGED, MB
from tests.support.builders.saved_work import worked
from tests.support.builders.store_steps import DAY
from tests.support.paths import ROOT
from tests.support.sheets import csv_text, imported

#: The largest memory growth of the dashboard process for a refused file.
MAX_GROWTH = 100 * MB
WINDOWS = {"a page that keeps nothing": False, "a workspace on the disk": True}


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    return worked(tmp_path_factory.mktemp("first")).save_work(DAY)


def open_in_subprocess(folder: Path, home: Path, action: str) -> list[Mapping[str, str | int]]:
    """The message and the memory growth for each file of a folder, in a process like the dashboard's."""
    done = subprocess.run(
        [sys.executable, "-m", forged_saved_work.__name__, str(folder), action],
        cwd=ROOT,
        env={**os.environ, "LIBCOLLAB_HOME": str(home)},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    return [json.loads(line) for line in done.stdout.splitlines()]


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory, first: bytes) -> Path:
    """A folder with every forged file, and a valid one."""
    folder = tmp_path_factory.mktemp("files")
    for name, make in FORGED.items():
        (folder / name).write_bytes(make())
    (folder / "first").write_bytes(first)
    return folder


@pytest.mark.parametrize("name", FORGED)
def test_forged_file_is_refused_in_one_sentence(files: Path, name: str) -> None:
    with pytest.raises(OpenError, match="damaged or was not made by") as caught:
        unpack_workspace((files / name).read_bytes())
    assert str(caught.value).count("\n") == 0


@pytest.mark.long
@pytest.mark.skipif(sys.platform != "linux", reason="Elsewhere the peak is measured in other ways.")
def test_forged_file_does_not_exhaust_memory(tmp_path: Path, files: Path) -> None:
    reports = open_in_subprocess(files, tmp_path / "home", "look")
    assert {str(file["name"]) for file in reports if not file["said"]} == {"first"}
    growth = max(int(file["grown"]) for file in reports)
    print(f"{growth / MB:.1f} MB")
    assert growth < MAX_GROWTH


@pytest.mark.parametrize(
    "limit", ["MAX_VALUES", "MAX_CELLS", "MAX_BATCH_COLUMNS", "MAX_TEXT_BYTES", "MAX_TOTAL_TEXT_BYTES"]
)
def test_file_that_could_not_be_opened_again_is_not_saved(
    data_folder: Path, monkeypatch: pytest.MonkeyPatch, limit: str
) -> None:
    store = worked(data_folder)
    contents = unpack_workspace(store.save_work(DAY)).contents
    monkeypatch.setattr(saved_content, limit, 50)
    with pytest.raises(LibCollabError, match="larger than one file may be"):
        store.save_work(DAY)
    monkeypatch.undo()
    assert unpack_workspace(store.save_work(DAY)).contents == contents


def large(rows: int) -> Import:
    """A list of people with this many rows."""
    rng = random.Random(5)
    people = [
        [
            f"2026-0{rng.randint(1, 6)}-{rng.randint(1, 28):02d}",
            "Reading",
            f"Child {rng.randint(1, 5000)}",
            rng.choice(["Present", "Absent"]),
            rng.choice([7, 8, 9]),
        ]
        for _ in range(rows)
    ]
    return imported(csv_text([["Date", "Activity", "Name", "Status", "Age"], *people]), "People.csv")


@pytest.mark.long
@pytest.mark.skipif(sys.platform != "linux", reason="Elsewhere the peak is measured in other ways.")
@pytest.mark.parametrize("on_disk", WINDOWS.values(), ids=WINDOWS.keys())
def test_valid_file_takes_at_most_twice_its_tables(tmp_path: Path, first: bytes, on_disk: bool) -> None:
    """Tables are measured as `DataFrame.memory_usage(deep=True)` does."""
    folder = tmp_path / "files"
    folder.mkdir()
    data = pack_from_memory(Workspace().append(large(200_000)), (), day=DAY)
    (folder / "large").write_bytes(data)
    (folder / "first").write_bytes(first)
    (operation,) = unpack_workspace(data).snapshot.workspace.operations
    assert isinstance(operation, Import)
    tables = sum(int(frame.memory_usage(deep=True).sum()) for frame in operation.tables.values())
    assert tables > 30 * MB
    reports = open_in_subprocess(folder, tmp_path / "home", "open on disk" if on_disk else "open")
    assert [file["said"] for file in reports] == ["", ""]
    growth = int(reports[-1]["grown"])
    print(f"{growth / MB:.1f} MB for tables of {tables / MB:.1f} MB")
    assert growth <= 2 * tables
    if on_disk:
        loaded = Store(tmp_path / "home").load()
        assert loaded.workspace.version == unpack_workspace(data).snapshot.workspace.version
