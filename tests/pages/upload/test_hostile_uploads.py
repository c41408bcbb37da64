"""The server survives any upload, and other visitors continue in their own sessions at their pace."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from tests.benchmarks.during_upload import Beside, uploads_beside_readers
from tests.benchmarks.load import p95
from tests.benchmarks.visitor import visited
from tests.support.attackers import hostile_files
from tests.support.attackers.hostile_files.kind import Kind
from tests.support.browser.dashboard import dashboard

#: How many times slower the clicks of others may become during an upload.
MOST = 2.0
#: Every kind, each under its unique name.
KINDS = [replace(kind, name=name) for name, kind in hostile_files.KINDS.items()]


def beside(tmp_path: Path, kinds: Sequence[Kind], at_once: int = 1) -> Beside:
    """Upload the kinds, `at_once` together, to a separate server, which must survive."""
    files = [(kind.name, kind.file, kind.make()) for kind in kinds]
    with dashboard(tmp_path, tmp_path / "kept") as server:
        outcome = visited(uploads_beside_readers(server.url, files, at_once))
        assert server.process.poll() is None
    assert list(outcome.told) == [kind.name for kind in kinds]
    assert [name for name, answer in outcome.told.items() if not answer] == []
    return outcome


@pytest.mark.slow
def test_hostile_upload_ends_no_other_session(tmp_path: Path) -> None:
    refused = [kind for kind in KINDS if kind.refused]
    outcome = beside(tmp_path, [refused[0], refused[len(refused) // 2], refused[-1]])
    assert len(outcome.quiet) >= 9  # each reader, before each upload
    assert "read" not in outcome.told.values()


@pytest.mark.long
@pytest.mark.timeout(3600)
def test_clicks_slow_at_most_twofold_during_every_hostile_upload(tmp_path: Path) -> None:
    outcome = beside(tmp_path, KINDS)
    quiet, during = p95(outcome.quiet), p95(outcome.during)
    slowest = max(outcome.seconds, key=outcome.seconds.__getitem__)
    print(
        f"\n{len(outcome.told)} kinds; {len(outcome.quiet)} clicks in quiet: p95 {quiet:.3f} s; "
        f"{len(outcome.during)} beside uploads: p95 {during:.3f} s, {during / quiet:.2f} × quiet; "
        f"slowest upload {outcome.seconds[slowest]:.1f} s ({slowest})"
    )
    assert during <= MOST * quiet
