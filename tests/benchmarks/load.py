"""Simulated visitors who arrive, upload a sheet, read and click, and the times and errors they met."""

from __future__ import annotations

import asyncio
import random
import statistics
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import psutil

from tests.benchmarks.visitor import VisitFailed, Visitor

#: Pages a visitor reads, each with figures of its own.
READ = ("Overview", "Attendance & reach", "Costs & funding", "Outcomes", "Partners", "Planning")
#: Seconds a visitor reads between two clicks, evenly spread.
THINKING = (3.0, 9.0)
#: Seconds between two visitors who arrive.
ARRIVING = 1.0


@dataclass
class Met:
    """What the visitors of one run met; all times in seconds."""

    opening: list[float] = field(default_factory=list)
    reading: list[float] = field(default_factory=list)
    first_view: list[float] = field(default_factory=list)
    clicks: list[float] = field(default_factory=list)
    documents: list[float] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    memory: list[int] = field(default_factory=list)
    #: Processor seconds of the server and of the visitors, and how long the run took.
    served: float = 0.0
    visited: float = 0.0
    took: float = 0.0

    def describe(self) -> str:
        """The figures in a few lines."""
        times = (self.opening, self.reading, self.first_view, self.clicks, self.documents)
        names = ("opening", "upload until read", "first view of own figures", "click", "document")
        lines = [_line(name, values) for name, values in zip(names, times, strict=True) if values]
        lines.append(f"errors {len(self.errors)}, memory at most {max(self.memory, default=0) / 1e6:.0f} MB")
        lines.append(
            f"{self.took:.0f} s, of which the server computed {self.served:.0f} and the visitors "
            f"{self.visited:.0f}"
        )
        return "\n".join([*lines, *sorted(set(self.errors))[:5]])


def _line(name: str, seconds: list[float]) -> str:
    half, most, worst = statistics.median(seconds), p95(seconds), max(seconds)
    return f"{name}: median {half:.2f} s, p95 {most:.2f} s, worst {worst:.2f} s of {len(seconds)}"


def p95(seconds: list[float]) -> float:
    """The time that one in twenty exceeds; of fewer than twenty, the longest."""
    ordered = sorted(seconds)
    return ordered[min(len(ordered) - 1, int(0.95 * len(ordered)))]


async def settled_on(visitor: Visitor, data: bytes) -> tuple[float, float, float]:
    """Open the dashboard without stored work, upload a sheet, use it, and open the first figures.

    Returns the seconds of opening, of reading, and until the first view of the figures.
    """
    opening = await visitor.open()
    await visitor.open("Records", "table=Settings")
    await visitor.press("Stop saving in this window")  # each visitor has a workspace of its own then
    await visitor.open("Add data")
    reading = await visitor.upload("attendance.xlsx", data)
    first_view = await visitor.press("Add ") + await visitor.open("Overview")
    if not visitor.count("plotly_chart"):
        raise VisitFailed("The overview shows no chart.")
    return opening, reading, first_view


async def settled(visitor: Visitor, data: bytes, results: Met) -> None:
    """Open the dashboard with a sheet, and add the seconds of each step to the results."""
    opening, reading, first_view = await settled_on(visitor, data)
    results.opening.append(opening)
    results.reading.append(reading)
    results.first_view.append(first_view)


async def clicked(visitor: Visitor, chance: random.Random) -> float:
    """One click as people do: another page, or on a page other programs."""
    if chance.random() < 0.6 or not visitor.has("multiselect", "Programs"):
        return await visitor.open(chance.choice(READ))
    programs = visitor.options("Programs")
    return await visitor.choose(
        "Programs", *chance.sample(programs, chance.randint(0, min(2, len(programs))))
    )


async def ordered(visitor: Visitor, results: Met) -> None:
    """Open the share page and download the summary."""
    begun = time.perf_counter()
    await visitor.open("Reports")
    if not await visitor.download("Download the"):
        raise VisitFailed("The document is empty.")
    results.documents.append(time.perf_counter() - begun)


async def visit(
    url: str, data: bytes, results: Met, number: int, *, clicks: int, order_after: float | None = None
) -> None:
    """One visit from arrival to leaving; any failure is recorded as one error and ends the visit.

    `order_after` is the second at which this visitor orders a document, whatever was read until then.
    """
    chance, begun = random.Random(number), time.perf_counter()
    await asyncio.sleep(ARRIVING * number)
    try:
        async with Visitor(url) as visitor:
            await settled(visitor, data, results)
            for _ in range(clicks):
                pause = chance.uniform(*THINKING)
                if order_after is not None and time.perf_counter() - begun + pause >= order_after:
                    await asyncio.sleep(order_after - (time.perf_counter() - begun))
                    await ordered(visitor, results)
                    order_after = None
                await asyncio.sleep(pause)
                results.clicks.append(await clicked(visitor, chance))
    except Exception as trouble:  # noqa: BLE001  any failure is one error of the run
        results.errors.append(f"{type(trouble).__name__}: {trouble}")


@asynccontextmanager
async def watched(process: int, results: Met) -> AsyncIterator[None]:
    """Sample the memory of the server process twice a second, without its worker processes."""
    server = psutil.Process(process)

    async def look() -> None:
        while True:
            results.memory.append(server.memory_info().rss)
            await asyncio.sleep(0.5)

    looking = asyncio.create_task(look())
    begun, served, visited = time.perf_counter(), _used(server), time.process_time()
    try:
        yield
    finally:
        looking.cancel()
        results.took = time.perf_counter() - begun
        results.served, results.visited = _used(server) - served, time.process_time() - visited


def _used(process: psutil.Process) -> float:
    times = process.cpu_times()
    return float(times.user + times.system)


async def crowd(
    url: str, process: int, users: int, sheet: Callable[[int], bytes], *, clicks: int, orders: int = 0
) -> Met:
    """Run `users` visitors who arrive one a second; then `orders` of them order a document at once."""
    results, all_there = Met(), ARRIVING * users + 2 * max(THINKING)
    async with watched(process, results):
        await asyncio.gather(
            *(
                visit(
                    url,
                    sheet(number),
                    results,
                    number,
                    clicks=clicks,
                    order_after=all_there if number < orders else None,
                )
                for number in range(users)
            )
        )
    return results
