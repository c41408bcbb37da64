"""A forged file of saved work never swells the process of the pages; a sound one takes at most twice its
tables."""

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

#: What the process of the pages may grow by for a file it refuses.
MOST = 100 * MB
WINDOWS = {"a page that keeps nothing": False, "a workspace on the disk": True}


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    return worked(tmp_path_factory.mktemp("first")).save_work(DAY)


def opened_by_a_page(folder: Path, home: Path, do: str) -> list[Mapping[str, str | int]]:
    """What a process like that of the pages says of each file in a folder, and by how many bytes it has
    grown."""
    done = subprocess.run(
        [sys.executable, "-m", forged_saved_work.__name__, str(folder), do],
        cwd=ROOT,
        env={**os.environ, "LIBCOLLAB_HOME": str(home)},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    return [json.loads(line) for line in done.stdout.splitlines()]


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory, first: bytes) -> Path:
    """A folder with every forged file, and a sound one."""
    folder = tmp_path_factory.mktemp("files")
    for name, make in FORGED.items():
        (folder / name).write_bytes(make())
    (folder / "first").write_bytes(first)
    return folder


@pytest.mark.parametrize("name", FORGED)
def test_a_forged_file_is_one_sentence(files: Path, name: str) -> None:
    with pytest.raises(OpenError, match="damaged or was not made by") as told:
        unpack_workspace((files / name).read_bytes())
    assert str(told.value).count("\n") == 0


@pytest.mark.skipif(sys.platform != "linux", reason="Elsewhere the peak is told in other ways.")
def test_no_forged_file_swells_the_process_of_the_pages(tmp_path: Path, files: Path) -> None:
    told = opened_by_a_page(files, tmp_path / "home", "look")
    assert {str(file["name"]) for file in told if not file["said"]} == {"first"}
    grown = max(int(file["grown"]) for file in told)
    print(f"{grown / MB:.1f} MB")
    assert grown < MOST


@pytest.mark.parametrize(
    "limit", ["MAX_VALUES", "MAX_CELLS", "MAX_BATCH_COLUMNS", "MAX_TEXT_BYTES", "MAX_TOTAL_TEXT_BYTES"]
)
def test_no_file_is_saved_that_could_not_be_opened_again(
    kept: Path, monkeypatch: pytest.MonkeyPatch, limit: str
) -> None:
    store = worked(kept)
    whole = unpack_workspace(store.save_work(DAY)).contents
    monkeypatch.setattr(saved_content, limit, 50)
    with pytest.raises(LibCollabError, match="larger than one file may be"):
        store.save_work(DAY)
    monkeypatch.undo()
    assert unpack_workspace(store.save_work(DAY)).contents == whole


def large(rows: int) -> Import:
    """A list of people of so many rows."""
    draw = random.Random(5)
    listed = [
        [
            f"2026-0{draw.randint(1, 6)}-{draw.randint(1, 28):02d}",
            "Reading",
            f"Child {draw.randint(1, 5000)}",
            draw.choice(["Present", "Absent"]),
            draw.choice([7, 8, 9]),
        ]
        for _ in range(rows)
    ]
    return imported(csv_text([["Date", "Activity", "Name", "Status", "Age"], *listed]), "People.csv")


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="Elsewhere the peak is told in other ways.")
@pytest.mark.parametrize("on_disk", WINDOWS.values(), ids=WINDOWS.keys())
def test_a_sound_file_takes_at_most_twice_its_tables(tmp_path: Path, first: bytes, on_disk: bool) -> None:
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
    told = opened_by_a_page(folder, tmp_path / "home", "open on disk" if on_disk else "open")
    assert [file["said"] for file in told] == ["", ""]
    grown = int(told[-1]["grown"])
    print(f"{grown / MB:.1f} MB for tables of {tables / MB:.1f} MB")
    assert grown <= 2 * tables
    if on_disk:
        kept = Store(tmp_path / "home").load()
        assert kept.workspace.version == unpack_workspace(data).snapshot.workspace.version
