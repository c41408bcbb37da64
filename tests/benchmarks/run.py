"""Compare this program with other ways to do the same, and write the table of docs/performance.md.

``python -m tests.benchmarks.run [--quick] [--write]`` exits with 1 if a limit is missed by more than a tenth.
"""

from __future__ import annotations

import argparse
import os
import platform
import sys
from collections.abc import Iterable
from importlib.metadata import version
from pathlib import Path

import psutil

from libcollab_metrics.cli.memory import keep_freed_memory
from tests.benchmarks.comparisons import ALL, QUICK, Result, measure
from tests.support.paths import ROOT

PAGE = ROOT / "docs" / "performance.md"
BEGIN, END = "<!-- table of make bench -->", "<!-- end of the table -->"
#: Packages whose versions matter.
PACKAGES = ("pandas", "polars", "duckdb", "narwhals", "pyarrow", "python-calamine", "openpyxl", "typst")


def describe_machine() -> str:
    """Return processor, cores, memory, system and versions."""
    info = Path("/proc/cpuinfo")
    lines = info.read_text(encoding="utf-8").splitlines() if info.exists() else []
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    memory = psutil.virtual_memory().total / 2**30
    versions = ", ".join(f"{package} {version(package)}" for package in PACKAGES)
    return (
        f"{names[0] if names else platform.processor()}, {os.cpu_count()} cores, {memory:.0f} GiB of memory,"
        f" {platform.system()}, Python {platform.python_version()}, {versions}."
    )


def make_table(results: Iterable[Result]) -> str:
    """Return the results as Markdown."""
    lines = [
        "| task | compared with | seconds | ratio: median (least to most) | limit |",
        "|--|--|--|--|--|",
    ]
    for result in results:
        ratios, compared = result.ratios, result.comparison
        seconds = f"{min(result.ours):.3f} : {min(result.theirs):.3f}"
        ratio = f"{result.median:.2f} ({min(ratios):.2f} to {max(ratios):.2f})"
        met = "missed" if result.median > compared.limit else "met"
        lines.append(
            f"| {compared.task} | {compared.reference} | {seconds} | {ratio} | {compared.limit:g}, {met} |"
        )
    return "\n".join(lines)


def main() -> int:
    """Measure, print and write the table; return the exit status."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="leave out what takes minutes")
    parser.add_argument("--write", action="store_true", help="write the table to docs/performance.md")
    asked = parser.parse_args()
    keep_freed_memory()  # as commands do; for both sides
    results = []
    for group in QUICK if asked.quick else ALL:
        for comparison in group():
            results.append(measure(comparison))
            print(make_table(results[-1:]).splitlines()[-1], flush=True)
    if asked.write:
        text = PAGE.read_text(encoding="utf-8")
        before, after = text.partition(BEGIN)[0], text.partition(END)[2]
        table = f"{BEGIN}\n\n{describe_machine()}\n\n{make_table(results)}\n\n{END}"
        PAGE.write_text(before + table + after, encoding="utf-8")
    missed = [result.comparison.task for result in results if result.is_missed()]
    print(
        f"Missed by more than a tenth: {', '.join(missed)}"
        if missed
        else "Every limit is met within a tenth."
    )
    return int(bool(missed))


if __name__ == "__main__":
    sys.exit(main())
