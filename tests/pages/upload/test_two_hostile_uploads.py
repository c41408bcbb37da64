"""Two hostile files at once: each is refused in one sentence, and the server and other sessions continue."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.benchmarks.load import p95
from tests.pages.test_pages import LOG
from tests.pages.upload.test_hostile_uploads import KINDS, MOST, upload_during_visits
from tests.support.attackers import raw_files
from tests.support.attackers.hostile_files.kind import Kind, refused
from tests.support.sheets import xlsx

#: Each crashes or exhausts a parser that does not check first: the worker process, or its parent.
STRAY = refused("a stray cell", "stray.xlsx", lambda: raw_files.stray_cell("XFD1048576"), "XFD1048576")
BOMB = refused("a bomb", "bomb.xlsx", lambda: raw_files.bomb(600, claimed=600 << 20), "one line or cell")
HONEST = Kind("an honest log", "March.xlsx", lambda: xlsx(Log=LOG))


@pytest.mark.long
def test_two_hostile_files_at_once_end_no_other_session(tmp_path: Path) -> None:
    outcome = upload_during_visits(tmp_path, [STRAY, BOMB, HONEST], at_once=2)
    for kind in (STRAY, BOMB):
        answer = outcome.answers[kind.name]
        assert kind.file in answer
        assert kind.refused in answer
        assert "\n" not in answer
    assert outcome.answers[HONEST.name] == "read"
    assert outcome.quiet
    assert outcome.during


@pytest.mark.long
@pytest.mark.timeout(3600)
def test_clicks_slow_at_most_twofold_during_two_hostile_uploads(tmp_path: Path) -> None:
    """Each kind is paired with another one: the list is taken in twos from both ends."""
    half = len(KINDS) // 2
    pairs = [kind for pair in zip(KINDS[:half], reversed(KINDS[half:]), strict=False) for kind in pair]
    outcome = upload_during_visits(tmp_path, pairs, at_once=2)
    quiet, during = p95(outcome.quiet), p95(outcome.during)
    print(
        f"\n{len(pairs)} kinds in twos; {len(outcome.quiet)} clicks in quiet: p95 {quiet:.3f} s; "
        f"{len(outcome.during)} beside two uploads: p95 {during:.3f} s, {during / quiet:.2f} × quiet; "
        f"slowest upload {max(outcome.seconds.values()):.1f} s"
    )
    assert [kind.name for kind in pairs if kind.refused and outcome.answers[kind.name] == "read"] == []
    assert during <= MOST * quiet
