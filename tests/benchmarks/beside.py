"""What readers meet while somebody else uploads: their clicks in quiet, and their clicks beside the upload."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from itertools import cycle

from tests.benchmarks.visitor import Visitor

#: Pages the readers go round.
ROUND = ("Overview", "Attendance", "Reach", "Success")
#: Seconds a reader waits between two clicks, and readers at once.
PAUSE, READERS = 0.4, 3
#: Seconds of quiet before every upload.
QUIET = 2.0


@dataclass
class Beside:
    """The readers' clicks in seconds, and what the uploader was told of each file."""

    quiet: list[float] = field(default_factory=list)
    during: list[float] = field(default_factory=list)
    told: dict[str, str] = field(default_factory=dict)
    seconds: dict[str, float] = field(default_factory=dict)
    sessions: set[str] = field(default_factory=set)


async def uploads_beside_readers(url: str, files: Sequence[tuple[str, str, bytes]]) -> Beside:
    """Upload files (what it is, its name, its bytes) one after the other, each after some quiet, beside readers.

    A reader whose session ends, or who is shown an error, ends it all with that error.
    """
    met = Beside()
    async with AsyncExitStack() as windows:
        readers = [await windows.enter_async_context(Visitor(url)) for _ in range(READERS)]
        for reader in readers:
            await reader.open()
            for page in ROUND:  # what is counted once for all is counted now
                await reader.open(page)
        begun = [reader.session for reader in readers]
        uploading, ended = asyncio.Event(), asyncio.Event()
        reading = [asyncio.create_task(_read(reader, met, uploading, ended)) for reader in readers]
        for what, name, data in files:
            await asyncio.sleep(QUIET)
            uploading.set()
            moment = time.perf_counter()
            met.told[what] = await _upload(url, name, data)
            met.seconds[what] = time.perf_counter() - moment
            uploading.clear()
            if any(task.done() for task in reading):
                break
        ended.set()
        await asyncio.gather(*reading)
        assert [reader.session for reader in readers] == begun, "A reader was given another session."
    return met


async def _read(reader: Visitor, met: Beside, uploading: asyncio.Event, ended: asyncio.Event) -> None:
    for page in cycle(ROUND):
        if ended.is_set():
            return
        before = uploading.is_set()
        taken = await reader.open(page)
        if before == uploading.is_set():  # a click half in quiet belongs to neither
            (met.during if before else met.quiet).append(taken)
        await asyncio.sleep(PAUSE)


async def _upload(url: str, name: str, data: bytes) -> str:
    """Upload one file in a window of its own, and return what that window is told of it."""
    async with Visitor(url) as uploader:
        await uploader.open()
        await uploader.open("Your sheets")
        await uploader.upload(name, data)
        if uploader.has("button", "Use these sheets"):
            return "read"
        return next((said for said in reversed(uploader.alerts()) if "sample" not in said), "")
