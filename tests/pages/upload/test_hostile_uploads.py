"""The server survives any upload, and other visitors continue in their own sessions at their pace."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from tests.benchmarks.during_upload import DuringUpload, uploads_during_visits
from tests.benchmarks.load import p95
from tests.benchmarks.visitor import visited
from tests.support.attackers import hostile_files
from tests.support.attackers.hostile_files.kind import Kind
from tests.support.browser.dashboard import dashboard

#: How many times slower the clicks of others may become during an upload.
MOST = 2.0
#: Every kind, each under its unique name.
KINDS = [replace(kind, name=name) for name, kind in hostile_files.KINDS.items()]


def upload_during_visits(tmp_path: Path, kinds: Sequence[Kind], at_once: int = 1) -> DuringUpload:
    """Upload the kinds, `at_once` together, to a separate server, which must survive."""
    files = [(kind.name, kind.file, kind.make()) for kind in kinds]
    with dashboard(tmp_path, tmp_path / "kept") as server:
        outcome = visited(uploads_during_visits(server.url, files, at_once))
        assert server.process.poll() is None
    assert list(outcome.answers) == [kind.name for kind in kinds]
    assert [name for name, answer in outcome.answers.items() if not answer] == []
    return outcome


@pytest.mark.long
def test_hostile_upload_ends_no_other_session(tmp_path: Path) -> None:
    refused = [kind for kind in KINDS if kind.refused]
    outcome = upload_during_visits(tmp_path, [refused[0], refused[len(refused) // 2], refused[-1]])
    assert len(outcome.quiet) >= 9  # each reader, before each upload
    assert "read" not in outcome.answers.values()


@pytest.mark.long
@pytest.mark.timeout(3600)
def test_clicks_slow_at_most_twofold_during_every_hostile_upload(tmp_path: Path) -> None:
    outcome = upload_during_visits(tmp_path, KINDS)
    quiet, during = p95(outcome.quiet), p95(outcome.during)
    slowest = max(outcome.seconds, key=outcome.seconds.__getitem__)
    print(
        f"\n{len(outcome.answers)} kinds; {len(outcome.quiet)} clicks in quiet: p95 {quiet:.3f} s; "
        f"{len(outcome.during)} beside uploads: p95 {during:.3f} s, {during / quiet:.2f} × quiet; "
        f"slowest upload {outcome.seconds[slowest]:.1f} s ({slowest})"
    )
    assert during <= MOST * quiet
