"""Simulate visitors who upload a sheet, read and click; collect response times, errors and memory."""

from __future__ import annotations

import asyncio
import statistics
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from random import Random

import psutil

from tests.benchmarks.visitor import VisitFailedError, Visitor

#: Pages a visitor reads, each with figures of its own.
READ = ("Overview", "Attendance & reach", "Costs & funding", "Outcomes", "Partners", "Planning")
#: Seconds a visitor reads between two clicks, evenly distributed.
PAUSE = (3.0, 9.0)
#: Seconds between the arrivals of two visitors.
ARRIVAL_INTERVAL = 1.0


@dataclass
class LoadResult:
    """Response times in seconds, errors, and the server's memory in bytes, of one run."""

    opening: list[float] = field(default_factory=list)
    reading: list[float] = field(default_factory=list)
    first_view: list[float] = field(default_factory=list)
    clicks: list[float] = field(default_factory=list)
    documents: list[float] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    memory: list[int] = field(default_factory=list)
    #: Processor seconds of the server and of the visitors, and seconds from the first arrival to the end.
    server_seconds: float = 0.0
    visitor_seconds: float = 0.0
    elapsed: float = 0.0

    @property
    def loading(self) -> tuple[list[float], list[float], list[float]]:
        """Times of opening, of reading the sheet, and until its first figures."""
        return self.opening, self.reading, self.first_view

    def describe(self) -> str:
        """Return the figures in a few lines."""
        times = (self.opening, self.reading, self.first_view, self.clicks, self.documents)
        names = ("opening", "upload until read", "first view of own figures", "click", "document")
        lines = [_line(name, values) for name, values in zip(names, times, strict=True) if values]
        lines.append(f"errors {len(self.errors)}, memory at most {max(self.memory, default=0) / 1e6:.0f} MB")
        lines.append(
            f"{self.elapsed:.0f} s elapsed, {self.server_seconds:.0f} s of processor for the server and "
            f"{self.visitor_seconds:.0f} for the visitors"
        )
        return "\n".join([*lines, *sorted(set(self.errors))[:5]])


def _line(name: str, seconds: list[float]) -> str:
    half, most, worst = statistics.median(seconds), p95(seconds), max(seconds)
    return f"{name}: median {half:.2f} s, p95 {most:.2f} s, worst {worst:.2f} s of {len(seconds)}"


def p95(seconds: list[float]) -> float:
    """Return the time that one in twenty exceeds; of fewer than twenty, the longest."""
    ordered = sorted(seconds)
    return ordered[min(len(ordered) - 1, int(0.95 * len(ordered)))]


async def load_sheet(visitor: Visitor, data: bytes) -> tuple[float, float, float]:
    """Open the dashboard with an empty workspace, upload a sheet, add it, and open the overview.

    Returns the seconds of opening, of reading, and until the overview shows the sheet's figures.
    """
    opening = await visitor.open()
    await visitor.open("Records", "table=Settings")
    await visitor.press("Stop saving in this window")  # each visitor has a workspace of its own then
    await visitor.open("Add data")
    reading = await visitor.upload("attendance.xlsx", data)
    first_view = await visitor.press("Add ") + await visitor.open("Overview")
    if not visitor.count("plotly_chart"):
        raise VisitFailedError("The overview shows no chart.")
    return opening, reading, first_view


async def click(visitor: Visitor, random: Random) -> float:
    """Open another page, or select other programs on this one; return the seconds it took."""
    if random.random() < 0.6 or not visitor.has("multiselect", "Programs"):
        return await visitor.open(random.choice(READ))
    programs = visitor.options("Programs")
    selected = random.sample(programs, random.randint(0, min(2, len(programs))))
    return await visitor.choose("Programs", *selected)


async def order_document(visitor: Visitor) -> float:
    """Open the reports page and download the summary; return the seconds it took."""
    begun = time.perf_counter()
    await visitor.open("Reports")
    if not await visitor.download("Download the"):
        raise VisitFailedError("The document is empty.")
    return time.perf_counter() - begun


@dataclass
class Crowd:
    """Visitors of one server who do the same things at the same time.

    Parameters
    ----------
    url, process : the address of the server and its process ID.
    users : the number of visitors, who arrive one a second.
    sheet : returns the workbook of each visitor.
    clicks : clicks of each visitor.
    documents : how many of them order a document at the same moment.
    pause : least and most seconds between two clicks.
    is_warm : all sheets are loaded and all pages have been opened before the first click.
    """

    url: str
    process: int
    users: int
    sheet: Callable[[int], bytes]
    clicks: int
    documents: int = 0
    pause: tuple[float, float] = PAUSE
    is_warm: bool = False

    async def run(self) -> LoadResult:
        """Let all visitors arrive, click and go; return what they experienced."""
        self._result, self._pending, self._all_loaded = LoadResult(), self.users, asyncio.Event()
        self._order_time = time.perf_counter() + ARRIVAL_INTERVAL * self.users + 2 * max(self.pause)
        async with _monitor(self.process, self._result):
            await asyncio.gather(*map(self._visit, range(self.users)))
        return self._result

    async def _visit(self, number: int) -> None:
        """Run one visit; a failure is one error of the run and ends the visit."""
        await asyncio.sleep(ARRIVAL_INTERVAL * number)
        try:
            async with Visitor(self.url) as visitor:
                try:
                    await self._load(visitor, number)
                finally:
                    self._count_loaded()
                if self.is_warm:
                    await self._all_loaded.wait()
                await self._click_repeatedly(visitor, number)
        except Exception as error:  # noqa: BLE001  any failure is one error of the run
            self._result.errors.append(f"{type(error).__name__}: {error}")

    async def _load(self, visitor: Visitor, number: int) -> None:
        times = await load_sheet(visitor, self.sheet(number))
        for seconds, results in zip(times, self._result.loading, strict=True):
            results.append(seconds)
        for page in READ if self.is_warm else ():
            await visitor.open(page)

    def _count_loaded(self) -> None:
        self._pending -= 1
        if not self._pending:
            self._all_loaded.set()

    async def _click_repeatedly(self, visitor: Visitor, number: int) -> None:
        random, ordered = Random(number), number >= self.documents
        if self.is_warm:
            await asyncio.sleep(random.uniform(0, max(self.pause)))  # not all at the same moment
        for _ in range(self.clicks):
            pause = random.uniform(*self.pause)
            if not ordered and time.perf_counter() + pause >= self._order_time:
                await asyncio.sleep(self._order_time - time.perf_counter())
                self._result.documents.append(await order_document(visitor))
                ordered = True
            await asyncio.sleep(pause)
            self._result.clicks.append(await click(visitor, random))


@asynccontextmanager
async def _monitor(process: int, result: LoadResult) -> AsyncIterator[None]:
    """Sample the memory of the server process twice a second, without its worker processes."""
    server = psutil.Process(process)

    async def sample() -> None:
        while True:
            result.memory.append(server.memory_info().rss)
            await asyncio.sleep(0.5)

    sampling = asyncio.create_task(sample())
    begun, server_before, visitors_before = time.perf_counter(), _cpu_seconds(server), time.process_time()
    try:
        yield
    finally:
        sampling.cancel()
        result.elapsed = time.perf_counter() - begun
        result.server_seconds = _cpu_seconds(server) - server_before
        result.visitor_seconds = time.process_time() - visitors_before


def _cpu_seconds(server: psutil.Process) -> float:
    times = server.cpu_times()
    return float(times.user + times.system)
