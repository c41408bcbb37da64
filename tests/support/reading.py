"""A reader that answers in the test's own process, for tests of other things than worker processes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import pytest

from libcollab_metrics.errors import LibCollabError, UnreadableFileError
from libcollab_metrics.ingest.worker import process
from libcollab_metrics.ingest.worker.protocol import pack_answer, unpack_answer
from libcollab_metrics.ingest.worker.reader import Reader


def read_in_this_process(
    reader: Reader,
    header: Mapping[str, Any],
    data: bytes,
    key: bytes,
    *,
    queued: Callable[[int], None] = lambda ahead: None,
    **_: object,
) -> tuple[dict[str, Any], dict[str, Any]]:
    """Answer as `Reader.run` does, with the same queue, work and protocol, but without limits."""
    with reader._line.hold_slot(queued), pytest.MonkeyPatch.context() as patch:
        patch.setattr(process, "raise_memory_limit", lambda: None)
        work = process._resolve_work(str(header.get("work", "import")))
        try:
            words, tables = work(dict(header), data, key)
        except LibCollabError as refusal:
            words, tables = {"error": refusal.message}, {}
        words, tables = unpack_answer(b"".join(bytes(piece) for piece in pack_answer(words, tables)))
    if "error" in words:
        raise UnreadableFileError(words["error"])
    return words, tables
