"""A full disk loses nothing: one message, the state is unchanged, and work continues once there is space."""

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
    """A disk of 6 MB in memory, where this system allows one."""
    if sys.platform != "linux" or os.geteuid() != 0:
        pytest.skip("Only the keeper of a Linux system may make a disk of its own.")
    mount_point = tmp_path / "disk"
    mount_point.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={SIZE}", "tmpfs", mount_point], capture_output=True
    )
    if mounted.returncode:
        pytest.skip("This system lets nobody make a disk of its own.")
    try:
        yield mount_point
    finally:
        subprocess.run(["umount", "-l", mount_point], check=True)


Action = Callable[[Store], object]


def actions(saved: bytes) -> dict[str, Action]:
    """Every operation that writes, by its name in this test."""
    return {
        "import": lambda store: store.append(sheet_file(2), day=DAY),
        "undo": lambda store: store.undo(),
        "release": lambda store: store.add_release("figures " * 2000, DAY),
        "open": lambda store: store.open_work(unpack_workspace(saved), DAY),
        "forget": lambda store: store.delete_person(code_of(store, GONE), DAY),
        "bring up": lambda store: store.load(),
    }


def prepared_store(folder: Path, action: str) -> Store:
    """The store before an operation: two steps and a person, or a file of an earlier version."""
    store = own_store(folder)
    if action == "bring up":
        put(folder, 2)
    else:
        store.append(imported(csv_text(ROSTER), "People.csv"), day=DAY)
        store.append(Setting({"population": 90}), day=DAY)
        store.save_work(DAY)
    return store


def error_message(act: Callable[[], object]) -> str:
    """The error message of an operation; empty when it succeeded."""
    try:
        act()
    except StorageError as refusal:
        return str(refusal)
    return ""


def count_full_disk_outcomes(disk: Path, saved: bytes, rounds: int, random: Random) -> dict[str, int]:
    """Fill the disk to a random point before each operation; return how many were refused and done."""
    counts = {"refused": 0, "done": 0}
    for number in range(rounds):
        action, act = random.choice(sorted(actions(saved).items()))
        store = prepared_store(disk / str(number), action)
        state_before = None if action == "bring up" else state(store.load().workspace)
        ballast = disk / "ballast"
        free = os.statvfs(disk).f_bavail * os.statvfs(disk).f_frsize
        ballast.write_bytes(bytes(max(free - random.choice([0, 4096, random.randrange(300_000)]), 0)))
        message = error_message(lambda act=act, store=store: act(store))  # type: ignore[misc]
        ballast.unlink()
        counts["refused" if message else "done"] += 1
        state_after = state(store.load().workspace)
        if message:
            assert "Nothing was changed" in message or "Nothing could be kept" in message
            assert "\n" not in message
            assert state_before in (None, state_after)
            assert error_message(lambda act=act, store=store: act(store)) == ""  # type: ignore[misc]
            state_after = state(store.load().workspace)
        assert state_after != state_before or action == "release"
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
    assert count_full_disk_outcomes(small_disk, saved, 12, Random(3))["refused"] > 0


@pytest.mark.long
@pytest.mark.timeout(900)
def test_hundred_full_disks_change_nothing(small_disk: Path, saved: bytes) -> None:
    counts = count_full_disk_outcomes(small_disk, saved, 100, Random(4))
    print(counts)
    assert min(counts.values()) > 10
