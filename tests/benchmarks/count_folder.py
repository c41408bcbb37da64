"""Count a large dataset folder once with DuckDB, and print time, memory and disk.

``python -m tests.benchmarks.count_folder 100_000_000 --memory 2GB --folder /somewhere/with/room``
"""

from __future__ import annotations

import argparse
import os
import resource
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from libcollab_metrics.metrics import CORE, evaluate
from libcollab_metrics.store import open_dataset
from tests.benchmarks.attendance import AS_OF
from tests.benchmarks.large_folder import write_large_folder

GB = 1e9


def folder_size(folder: Path) -> int:
    """Return the bytes of all files below a folder; files may be deleted meanwhile."""
    size = 0
    for path in folder.rglob("*"):
        try:
            size += path.stat().st_size
        except FileNotFoundError:
            continue
    return size


@contextmanager
def watch_size(folder: Path) -> Iterator[list[int]]:
    """Measure the size of a folder every second."""
    sizes, ended = [0], threading.Event()

    def watch() -> None:
        while not ended.wait(1):
            sizes.append(folder_size(folder))

    thread = threading.Thread(target=watch)
    thread.start()
    try:
        yield sizes
    finally:
        ended.set()
        thread.join()


def main() -> None:
    """Write the folder unless it exists, count all core metrics by program, and print what that took."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("marks", type=lambda text: int(float(text)))
    parser.add_argument("--folder", type=Path, required=True)
    parser.add_argument("--memory", default="2GB")
    asked = parser.parse_args()
    data = asked.folder / f"marks-{asked.marks}"
    if not data.exists():
        begun = time.perf_counter()
        write_large_folder(data, asked.marks)
        print(f"written in {time.perf_counter() - begun:,.0f} s", flush=True)
    spilled = asked.folder / "spilled"
    spilled.mkdir(exist_ok=True)
    os.environ["TMPDIR"] = str(spilled)
    wall, cpu = time.perf_counter(), time.process_time()
    with watch_size(spilled) as sizes:
        dataset = open_dataset(data, "duckdb", asked.memory)
        found = evaluate(dataset, metrics=CORE, by="program", as_of=AS_OF)
    wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    visits = sum(value.value or 0 for value in found.values_for("attendance_total"))
    print(
        f"{asked.marks:,} marks, {visits:,} visits: {folder_size(data) / GB:.2f} GB of Parquet,"
        f" {cpu:,.0f} s of CPU, {wall:,.0f} s, {peak / GB:.2f} GB of memory at most (limit {asked.memory}),"
        f" {max(sizes) / GB:.1f} GB of temporary files at most"
    )


if __name__ == "__main__":
    main()
