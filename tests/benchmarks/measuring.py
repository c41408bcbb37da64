"""Cost of reading: processor seconds of all processes together, and a unit to compare seconds with."""

from __future__ import annotations

import io
import os
import threading
import time
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from libcollab_metrics.ingest import Reader, read_file
from libcollab_metrics.model import Import

#: Bytes to inflate, and the seconds that takes on the machine on which the limits in seconds were set.
_UNIT_BYTES, _UNIT_SECONDS = 50_000_000, 0.06


@dataclass(frozen=True)
class Cost:
    """One reading: processor seconds of both processes, wall seconds, longest stall of another thread."""

    cpu: float
    wall: float
    stall: float


def slowness() -> float:
    """How many times slower than that machine this one is, at least 1."""
    packed = zlib.compress(bytes(_UNIT_BYTES), 1)
    return max(1.0, cheapest(lambda: zlib.decompress(packed)) / _UNIT_SECONDS)


def cheapest(work: Callable[[], object], times: int = 3) -> float:
    """The least processor time of a few runs: the rest is noise from other programs."""
    costs = []
    for _ in range(times):
        begun = time.process_time()
        work()
        costs.append(time.process_time() - begun)
    return min(costs)


def inflating(data: bytes) -> float:
    """Processor seconds of inflating a workbook's XML."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = [(info.header_offset, info) for info in archive.infolist() if info.filename.endswith(".xml")]
        packed = []
        for at, info in parts:
            start = at + 30 + int.from_bytes(data[at + 26 : at + 28], "little")
            start += int.from_bytes(data[at + 28 : at + 30], "little")
            packed.append(data[start : start + info.compress_size])
    return cheapest(lambda: [zlib.decompress(part, -15) for part in packed], 5)


def read_measured(reader: Reader, name: str, data: bytes) -> tuple[Import, Cost]:
    """Read a file while a spare process waits; the time the spare used to start is not counted."""
    results: list[tuple[Import, float]] = []

    def read() -> None:
        wall = time.perf_counter()
        results.append((read_file(reader, name, data, b"k" * 32), time.perf_counter() - wall))

    with ticking() as gaps:
        cpu = cpu_with_idle_spare(reader, read)
    (result, wall) = results[0]
    return result, Cost(cpu, wall, max(gaps, default=0.0))


def cpu_with_idle_spare(reader: Reader, work: Callable[[], object]) -> float:
    """Processor seconds of this process and of those that end, from when the spare process waits for a file.

    The time that the spare used to start is not counted, nor that of the next one, which starts meanwhile.
    """
    spare = _ready(reader)
    started = _used(spare)
    mine, ended = time.process_time(), _used_by_ended()
    work()
    mine, ended = time.process_time() - mine, _used_by_ended() - ended
    return mine + (ended - started if ended else 0.0)


def _ready(reader: Reader) -> int:
    """Wait until the spare process is idle; return its process id."""
    reader.start_spare()
    spare = reader._spare
    assert spare is not None
    used = -1.0
    while used != (now := _used(spare.pid)) or now == 0:
        used = now
        time.sleep(0.3)
    return spare.pid


def _used(process: int) -> float:
    with open(f"/proc/{process}/stat", encoding="ascii") as status:
        fields = status.read().rpartition(") ")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _used_by_ended() -> float:
    times = os.times()
    return times.children_user + times.children_system


@contextmanager
def ticking() -> Iterator[list[float]]:
    """Run another thread in this process and record how long it waited between two looks at the clock."""
    gaps: list[float] = []
    ended = threading.Event()

    def tick() -> None:
        last = time.perf_counter()
        while not ended.is_set():
            time.sleep(0.001)
            now = time.perf_counter()
            gaps.append(now - last)
            last = now

    thread = threading.Thread(target=tick)
    thread.start()
    try:
        yield gaps
    finally:
        ended.set()
        thread.join()
