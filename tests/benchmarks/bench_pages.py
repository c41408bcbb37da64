"""Processor time of the server for first visits and filter changes, next to plain pages: `make bench`."""

from __future__ import annotations

import asyncio
import statistics
from collections.abc import Awaitable, Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil
import pytest
from playwright.sync_api import Browser

from tests.benchmarks.load import load_sheet
from tests.benchmarks.visitor import Visitor, visited
from tests.benchmarks.workbooks import attendees, xlsx
from tests.support.browser.dashboard import Served, dashboard
from tests.support.paths import ROOT

pytestmark = [pytest.mark.worker, pytest.mark.browser, pytest.mark.timeout(1800)]
#: Filter changes are measured in blocks: the system counts processor time in hundredths of a second.
ROWS, BLOCK, BLOCKS, VISITS = 50_000, 8, 4, 5
PLAIN = ROOT / "tests" / "benchmarks" / "plain"
FIRST_VISIT_LIMIT, FILTER_LIMIT = 1.5, 0.35
#: The page with about as many charts as the plain one, opened with all of them.
PAGE = "Attendance & reach"


def used(server: Served) -> float:
    """Processor seconds of a server and its worker processes so far."""
    process = psutil.Process(server.process.pid)
    times = [one.cpu_times() for one in (process, *process.children(recursive=True))]
    ended = process.cpu_times()
    return sum(t.user + t.system for t in times) + ended.children_user + ended.children_system


@contextmanager
def served(folder: Path, app: Path = ROOT / "app.py") -> Iterator[Served]:
    folder.mkdir()
    with dashboard(folder, folder / "data", app=app) as running:
        yield running


async def _seconds_per_change(
    server: Served, change: Callable[[int], Awaitable[object]], numbers: Iterable[int]
) -> float:
    """Return the mean processor seconds of the server for a block of changes."""
    chosen = list(numbers)
    await asyncio.sleep(0.5)
    begun = used(server)
    for number in chosen:
        await change(number)
    await asyncio.sleep(0.3)
    return (used(server) - begun) / len(chosen)


async def _blocks(server: Served, change: Callable[[int], Awaitable[object]]) -> list[float]:
    """Return the seconds per change of each block; each change chooses another program."""
    return [
        await _seconds_per_change(server, change, range(block * BLOCK, (block + 1) * BLOCK))
        for block in range(BLOCKS)
    ]


def change_filter_of_dashboard(server: Served, data: bytes) -> tuple[list[float], list[float]]:
    """Return the seconds per change for filters chosen for the first time, and for the same ones again."""

    async def visit() -> tuple[list[float], list[float]]:
        async with Visitor(server.url) as visitor:
            await load_sheet(visitor, data)
            await visitor.open(PAGE)

            def change(number: int) -> Awaitable[object]:
                return visitor.open(PAGE, f"program=Program+{number}")

            return await _blocks(server, change), await _blocks(server, change)

    return visited(visit())


def change_filter_of_plain_page(server: Served) -> list[float]:
    async def visit() -> list[float]:
        async with Visitor(server.url) as visitor:
            await visitor.open()
            return await _blocks(server, lambda number: visitor.choose("Programs", f"Program {number}"))

    return visited(visit())


def test_filter_change_costs_less_than_on_a_plain_page(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = xlsx(attendees(ROWS))
    sheet = tmp_path / "attendance.xlsx"
    sheet.write_bytes(data)
    monkeypatch.setenv("PLAIN_SHEET", str(sheet))
    with served(tmp_path / "plain", PLAIN / "charts.py") as plain:
        theirs = statistics.median(change_filter_of_plain_page(plain))
    with served(tmp_path / "ours") as ours:
        first, again = map(statistics.median, change_filter_of_dashboard(ours, data))
    print(
        f"\n{first * 1000:.0f} ms of processor, {again * 1000:.0f} ms for a filter seen before, "
        f"plain page {theirs * 1000:.0f} ms: {first / theirs:.2f} × and {again / theirs:.2f} ×"
    )
    assert first <= FILTER_LIMIT * theirs


def first_visits(server: Served, browser: Browser) -> list[float]:
    """Return the processor seconds of the server for visits of a browser with an empty cache."""
    seconds = []
    for _ in range(VISITS):
        begun = used(server)
        page = browser.new_page()
        page.goto(server.url)
        page.get_by_role("heading", level=1).first.wait_for()
        page.wait_for_load_state("networkidle")
        page.wait_for_timeout(1500)
        seconds.append(used(server) - begun)
        page.close()
    return seconds


def test_first_visit_costs_little_more_than_the_smallest_page(tmp_path: Path, browser: Browser) -> None:
    with served(tmp_path / "hello", PLAIN / "hello.py") as hello:
        theirs = statistics.median(first_visits(hello, browser))
    with served(tmp_path / "ours") as ours:
        mine = statistics.median(first_visits(ours, browser)[1:])
    print(f"\n{mine * 1000:.0f} ms of processor, smallest page {theirs * 1000:.0f} ms: {mine / theirs:.2f} ×")
    assert mine <= FIRST_VISIT_LIMIT * theirs
