"""Readers' click times while another visitor uploads, compared with their clicks without an upload."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from itertools import cycle

from tests.benchmarks.visitor import Visitor

#: Pages the readers visit in turn.
ROUND = ("Overview", "Attendance & reach", "Costs & funding", "Outcomes")
#: Seconds a reader waits between two clicks, and readers at once.
PAUSE, READERS = 0.4, 3
#: Seconds of quiet before every upload.
QUIET = 2.0


@dataclass
class DuringUpload:
    """The readers' clicks in seconds, and what the uploader's page said about each file."""

    quiet: list[float] = field(default_factory=list)
    during: list[float] = field(default_factory=list)
    answers: dict[str, str] = field(default_factory=dict)
    seconds: dict[str, float] = field(default_factory=dict)
    sessions: set[str] = field(default_factory=set)


async def uploads_during_visits(
    url: str, files: Sequence[tuple[str, str, bytes]], at_once: int = 1
) -> DuringUpload:
    """Upload files (description, name, bytes), `at_once` at a time, while readers click.

    Each batch follows a quiet phase. A reader whose session ends, or who is shown an error, ends the run with
    that error.
    """
    clicks = DuringUpload()
    async with AsyncExitStack() as windows:
        readers = [await windows.enter_async_context(Visitor(url)) for _ in range(READERS)]
        for reader in readers:
            await reader.open()
            for page in ROUND:  # fills the caches that all readers share
                await reader.open(page)
        sessions = [reader.session for reader in readers]
        uploading, ended = asyncio.Event(), asyncio.Event()
        reading = [asyncio.create_task(_read(reader, clicks, uploading, ended)) for reader in readers]
        for first in range(0, len(files), at_once):
            batch = files[first : first + at_once]
            before = len(clicks.quiet)
            await asyncio.sleep(QUIET)
            while len(clicks.quiet) < before + READERS and not any(task.done() for task in reading):
                await asyncio.sleep(PAUSE)  # a slow machine takes longer over a click in quiet
            uploading.set()
            answers = await asyncio.gather(*(_upload(url, name, data) for _, name, data in batch))
            uploading.clear()
            for (description, _, _), (answer, seconds) in zip(batch, answers, strict=True):
                clicks.answers[description], clicks.seconds[description] = answer, seconds
            if any(task.done() for task in reading):
                break
        ended.set()
        await asyncio.gather(*reading)
        assert [reader.session for reader in readers] == sessions, "A reader was given another session."
    return clicks


async def _read(
    reader: Visitor, clicks: DuringUpload, uploading: asyncio.Event, ended: asyncio.Event
) -> None:
    for page in cycle(ROUND):
        if ended.is_set():
            return
        before = uploading.is_set()
        taken = await reader.open(page)
        if before == uploading.is_set():  # a click that spans a change counts for neither
            (clicks.during if before else clicks.quiet).append(taken)
        await asyncio.sleep(PAUSE)


async def _upload(url: str, name: str, data: bytes) -> tuple[str, float]:
    """Upload one file in a separate window; return its page's answer and the seconds it took."""
    started = time.perf_counter()
    async with Visitor(url) as uploader:
        await uploader.open()
        await uploader.open("Add data")
        if len(data) > uploader.find("file_uploader").max_upload_size_mb << 20:
            return "The browser does not send a file of this size.", time.perf_counter() - started
        await uploader.upload(name, data)
        messages = [alert for alert in uploader.alerts() if "sample" not in alert]
        read = uploader.has("button", "Add ")
        return "read" if read else "\n".join(messages), time.perf_counter() - started
