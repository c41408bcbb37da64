"""Two hostile files at the same moment: each refused in a sentence, the server alive, everybody else at
work."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.benchmarks.load import p95
from tests.pages.test_pages import LOG
from tests.pages.upload.test_hostile_uploads import KINDS, MOST, beside
from tests.support.attackers import raw_files
from tests.support.attackers.hostile_files.kind import Kind, refused
from tests.support.sheets import xlsx

#: Each ends or fills a reader that does not look first: the process that reads it, or the one that asked for
#: it.
STRAY = refused("a stray cell", "stray.xlsx", lambda: raw_files.stray_cell("XFD1048576"), "XFD1048576")
BOMB = refused("a bomb", "bomb.xlsx", lambda: raw_files.bomb(600, claimed=600 << 20), "one line or cell")
HONEST = Kind("an honest log", "March.xlsx", lambda: xlsx(Log=LOG))


@pytest.mark.slow
def test_two_hostile_files_at_once_are_refused_and_cost_nobody_else_a_session(tmp_path: Path) -> None:
    met = beside(tmp_path, [STRAY, BOMB, HONEST], at_once=2)
    for kind in (STRAY, BOMB):
        said = met.told[kind.name]
        assert kind.file in said
        assert kind.refused in said
        assert "\n" not in said
    assert met.told[HONEST.name] == "read"
    assert met.quiet
    assert met.during


@pytest.mark.long
@pytest.mark.timeout(3600)
def test_others_click_at_most_twice_as_slowly_during_any_two_hostile_uploads_at_once(tmp_path: Path) -> None:
    """Each kind meets another one: the list is gone through in twos from both ends."""
    half = len(KINDS) // 2
    pairs = [kind for two in zip(KINDS[:half], reversed(KINDS[half:]), strict=False) for kind in two]
    met = beside(tmp_path, pairs, at_once=2)
    quiet, during = p95(met.quiet), p95(met.during)
    print(
        f"\n{len(pairs)} kinds in twos; {len(met.quiet)} clicks in quiet: p95 {quiet:.3f} s; "
        f"{len(met.during)} beside two uploads: p95 {during:.3f} s, {during / quiet:.2f} × quiet; "
        f"slowest upload {max(met.seconds.values()):.1f} s"
    )
    assert [kind.name for kind in pairs if kind.refused and met.told[kind.name] == "read"] == []
    assert during <= MOST * quiet
