"""A full disk costs nothing that was kept: one sentence, all as before, and work goes on when there is room
again."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random

import pytest

from libcollab_metrics.model import Setting
from libcollab_metrics.store import StorageError, Store, unpack_workspace
from tests.store.test_forgetting import GONE, ROSTER, code_of, own_store
from tests.store.test_migration import put
from tests.support.builders.store_steps import DAY, sheet_file, state
from tests.support.sheets import csv_text, imported

SIZE = 6 * 2**20


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 6 MB in memory, where this system lets us make one."""
    if sys.platform != "linux" or os.geteuid() != 0:
        pytest.skip("Only the keeper of a Linux system may make a disk of its own.")
    place = tmp_path / "disk"
    place.mkdir()
    made = subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={SIZE}", "tmpfs", place], capture_output=True)
    if made.returncode:
        pytest.skip("This system lets nobody make a disk of its own.")
    try:
        yield place
    finally:
        subprocess.run(["umount", "-l", place], check=True)


Doing = Callable[[Store], object]


def doings(saved: bytes) -> dict[str, Doing]:
    """Everything that writes, by what it is called here."""
    return {
        "import": lambda store: store.append(sheet_file(2), day=DAY),
        "undo": lambda store: store.undo(),
        "release": lambda store: store.add_release("figures " * 2000, DAY),
        "open": lambda store: store.open_work(unpack_workspace(saved), DAY),
        "forget": lambda store: store.delete_person(code_of(store, GONE), DAY),
        "bring up": lambda store: store.load(),
    }


def begun(folder: Path, doing: str) -> Store:
    """What each doing begins with: two steps and a person, or a file of a former version."""
    store = own_store(folder)
    if doing == "bring up":
        put(folder, 2)
    else:
        store.append(imported(csv_text(ROSTER), "People.csv"), day=DAY)
        store.append(Setting({"population": 90}), day=DAY)
        store.save_work(DAY)
    return store


def told(act: Callable[[], object]) -> str:
    """The sentence a doing ends with; empty when it was done."""
    try:
        act()
    except StorageError as refusal:
        return str(refusal)
    return ""


def filled(disk: Path, saved: bytes, rounds: int, random: Random) -> dict[str, int]:
    """Fill the disk to a random point before each doing; return how often it was refused and how often
    done."""
    counts = {"refused": 0, "done": 0}
    for number in range(rounds):
        doing, act = random.choice(sorted(doings(saved).items()))
        store = begun(disk / str(number), doing)
        before = None if doing == "bring up" else state(store.load().workspace)
        ballast = disk / "ballast"
        free = os.statvfs(disk).f_bavail * os.statvfs(disk).f_frsize
        ballast.write_bytes(bytes(max(free - random.choice([0, 4096, random.randrange(300_000)]), 0)))
        said = told(lambda act=act, store=store: act(store))  # type: ignore[misc]
        ballast.unlink()
        counts["refused" if said else "done"] += 1
        after = state(store.load().workspace)
        if said:
            assert "Nothing was changed" in said or "Nothing could be kept" in said
            assert "\n" not in said
            assert before in (None, after)
            assert told(lambda act=act, store=store: act(store)) == ""  # type: ignore[misc]
            after = state(store.load().workspace)
        assert after != before or doing == "release"
        for file in (*store.list_backups(), *store.paths.data_files):
            file.unlink(missing_ok=True)
    return counts


@pytest.fixture
def saved(tmp_path: Path) -> bytes:
    store = Store(tmp_path / "saved")
    store.append(sheet_file(1), day=DAY)
    return store.save_work(DAY)


@pytest.mark.slow
def test_twelve_full_disks_change_nothing(small_disk: Path, saved: bytes) -> None:
    assert filled(small_disk, saved, 12, Random(3))["refused"] > 0


@pytest.mark.long
@pytest.mark.timeout(900)
def test_a_hundred_full_disks_change_nothing(small_disk: Path, saved: bytes) -> None:
    counts = filled(small_disk, saved, 100, Random(4))
    print(counts)
    assert min(counts.values()) > 10
