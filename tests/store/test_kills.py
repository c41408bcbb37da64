"""“Saved” survives kill -9 at any moment: every reported step is stored, and no step is incomplete."""

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
#: Maximum number of steps, so that undo and redo are frequent and a round is short.
MAX_STEPS = 8


def moves(seed: int, workspace: Workspace) -> Iterator[tuple[str, Step]]:
    """The endless sequence of moves of a round: the same for the child and for the parent that checks it."""
    random, done_count, undone_count = Random(seed), len(workspace.steps), len(workspace.undone_steps)
    for number in count():
        move = random.choice(
            ["undo", "redo"] if done_count >= MAX_STEPS else ["append", "append", "undo", "redo"]
        )
        yield move, any_step(random, 10_000 * seed + number) if move == "append" else ()
        if move == "append":
            done_count, undone_count = done_count + 1, 0
        elif move == "undo" and done_count:
            done_count, undone_count = done_count - 1, undone_count + 1
        elif move == "redo" and undone_count:
            done_count, undone_count = done_count + 1, undone_count - 1


def run_moves_in_child(folder: Path, seed: int, connection: Connection) -> None:
    """The child process: do the moves of the round, and report each one once it is stored."""
    store = Store(folder)
    plan = moves(seed, store.load().workspace)
    connection.send("ready")
    for number, (move, step) in enumerate(plan, 1):
        if move == "append":
            store.append(*step, day=DAY)
        else:
            store.undo() if move == "undo" else store.redo()
        connection.send(number)


def states_after(workspace: Workspace, plan: Iterable[tuple[str, Step]]) -> list[tuple[object, ...]]:
    """The state before the first move and after each one, as texts that distinguish all rows."""
    states = [state(workspace)]
    for move, step in plan:
        if move == "append":
            workspace = workspace.append(*(redact_for_disk(operation, DAY) for operation in step))
        else:
            workspace = workspace.undo() if move == "undo" else workspace.redo()
        states.append(state(workspace))
    return states


def killed_rounds(folder: Path, rounds: int, random: Random) -> tuple[int, set[str]]:
    """Kill a writing child in each round; return how many moves were stored, and when the kills happened."""
    stored_count, kill_moments = 0, set()
    for seed in range(rounds):
        before = Store(folder).load().workspace
        reported = max([0, *killed(run_moves_in_child, folder, random.uniform(0, 0.15), seed)])
        states = states_after(before, islice(moves(seed, before), reported + 1))
        current = state(Store(folder).load().workspace)
        assert current in states[reported : reported + 2], f"round {seed}: {reported} moves were reported"
        stored_count += reported
        kill_moments.add(
            "between" if current == states[reported] else "after it was kept, before it was said"
        )
    return stored_count, kill_moments


@pytest.mark.slow
def test_ten_kills_lose_no_reported_step(tmp_path: Path) -> None:
    stored_count, _ = killed_rounds(tmp_path, 10, Random(1))
    assert stored_count > 10


@pytest.mark.long
@pytest.mark.timeout(900)
def test_three_hundred_kills_lose_no_reported_step(tmp_path: Path) -> None:
    stored_count, kill_moments = killed_rounds(tmp_path, 300, Random(2))
    assert stored_count > 100  # a loaded machine stores fewer before each kill
    assert len(kill_moments) == 2
