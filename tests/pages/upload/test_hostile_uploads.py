"""Whatever one visitor uploads, the server lives, and others read on at their pace in their own sessions."""

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

#: How many times slower others' clicks may become beside an upload.
MOST = 2.0
#: Every kind, under the name no other one has.
KINDS = [replace(kind, name=name) for name, kind in hostile_files.KINDS.items()]


def beside(tmp_path: Path, kinds: Sequence[Kind], at_once: int = 1) -> Beside:
    """Upload the kinds, so many at once, to a server of their own; it must live to the end."""
    files = [(kind.name, kind.file, kind.make()) for kind in kinds]
    with dashboard(tmp_path, tmp_path / "kept") as served:
        met = visited(uploads_beside_readers(served.url, files, at_once))
        assert served.process.poll() is None
    assert list(met.told) == [kind.name for kind in kinds]
    assert [name for name, said in met.told.items() if not said] == []
    return met


@pytest.mark.slow
def test_a_hostile_upload_costs_nobody_else_a_session(tmp_path: Path) -> None:
    refused = [kind for kind in KINDS if kind.refused]
    met = beside(tmp_path, [refused[0], refused[len(refused) // 2], refused[-1]])
    assert len(met.quiet) >= 9  # each reader, before each upload
    assert "read" not in met.told.values()


@pytest.mark.long
@pytest.mark.timeout(3600)
def test_others_click_at_most_twice_as_slowly_during_every_hostile_upload(tmp_path: Path) -> None:
    met = beside(tmp_path, KINDS)
    quiet, during = p95(met.quiet), p95(met.during)
    slowest = max(met.seconds, key=met.seconds.__getitem__)
    print(
        f"\n{len(met.told)} kinds; {len(met.quiet)} clicks in quiet: p95 {quiet:.3f} s; "
        f"{len(met.during)} beside uploads: p95 {during:.3f} s, {during / quiet:.2f} × quiet; "
        f"slowest upload {met.seconds[slowest]:.1f} s ({slowest})"
    )
    assert during <= MOST * quiet
