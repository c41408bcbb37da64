"""“Saved” survives kill -9 at any instant: nothing said to be kept is lost, and nothing is half."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from itertools import count, islice
from multiprocessing.connection import Connection
from pathlib import Path
from random import Random

import pytest

from libcollab_metrics.model import Step, Workspace
from libcollab_metrics.store import Store
from libcollab_metrics.store.redaction import redact_for_disk
from tests.support.attackers.killed_process import killed
from tests.support.builders.store_steps import DAY, any_step, state

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows knows no kill -9.")
#: Steps held at most, so that undo and redo come often and a round stays short.
MOST = 8


def moves(seed: int, workspace: Workspace) -> Iterator[tuple[str, Step]]:
    """What a round does, without end: the same for the child that does it and the parent that checks it."""
    random, held, back = Random(seed), len(workspace.steps), len(workspace.undone_steps)
    for number in count():
        move = random.choice(["undo", "redo"] if held >= MOST else ["append", "append", "undo", "redo"])
        yield move, any_step(random, 10_000 * seed + number) if move == "append" else ()
        if move == "append":
            held, back = held + 1, 0
        elif move == "undo" and held:
            held, back = held - 1, back + 1
        elif move == "redo" and back:
            held, back = held + 1, back - 1


def work(folder: Path, seed: int, said: Connection) -> None:
    """The child: do what the round says, and report every move once it is kept."""
    store = Store(folder)
    plan = moves(seed, store.load().workspace)
    said.send("ready")
    for number, (move, step) in enumerate(plan, 1):
        if move == "append":
            store.append(*step, day=DAY)
        else:
            store.undo() if move == "undo" else store.redo()
        said.send(number)


def after(workspace: Workspace, plan: Iterable[tuple[str, Step]]) -> list[tuple[object, ...]]:
    """The state before the first move and after each one, as texts that tell every operation and its rows
    apart."""
    states = [state(workspace)]
    for move, step in plan:
        if move == "append":
            workspace = workspace.append(*(redact_for_disk(operation, DAY) for operation in step))
        else:
            workspace = workspace.undo() if move == "undo" else workspace.redo()
        states.append(state(workspace))
    return states


def killed_rounds(folder: Path, rounds: int, random: Random) -> tuple[int, set[str]]:
    """Kill a writing child again and again; return how many moves were kept in all, and how the kills
    fell."""
    kept, fell = 0, set()
    for seed in range(rounds):
        before = Store(folder).load().workspace
        reported = max([0, *killed(work, folder, random.uniform(0, 0.15), seed)])
        states = after(before, islice(moves(seed, before), reported + 1))
        found = state(Store(folder).load().workspace)
        assert found in states[reported : reported + 2], f"round {seed}: {reported} moves were reported"
        kept += reported
        fell.add("between" if found == states[reported] else "after it was kept, before it was said")
    return kept, fell


@pytest.mark.slow
def test_ten_kills_lose_nothing_said_to_be_kept(tmp_path: Path) -> None:
    kept, _ = killed_rounds(tmp_path, 10, Random(1))
    assert kept > 10


@pytest.mark.long
@pytest.mark.timeout(900)
def test_three_hundred_kills_lose_nothing_said_to_be_kept(tmp_path: Path) -> None:
    kept, fell = killed_rounds(tmp_path, 300, Random(2))
    assert kept > 100  # a loaded machine keeps fewer before each kill
    assert len(fell) == 2
