"""Comparisons of this program with other ways to do the same: tasks, limits, and how both are measured."""

from __future__ import annotations

import gc
import io
import os
import statistics
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import pandas as pd
import psutil

from libcollab_metrics.ingest import Reader, read_file
from libcollab_metrics.localization import language
from libcollab_metrics.metrics import CORE, evaluate
from libcollab_metrics.model import Dataset, Import, Scope, Workspace
from libcollab_metrics.reports import collect_report_data
from libcollab_metrics.reports.audiences import compose
from libcollab_metrics.reports.render import FORMATS
from libcollab_metrics.store import Store
from tests.benchmarks.attendance import AS_OF, BY_HAND, large_library
from tests.benchmarks.documents import BARE
from tests.benchmarks.measuring import cpu_with_idle_spare
from tests.benchmarks.workbooks import attendees, xlsx
from tests.support.engines import ENGINES
from tests.support.month_imports import Window, import_month
from tests.support.paths import ROOT
from tests.support.sheets import imported

Work = Callable[[], object]
#: Limit of writing a document, in multiples of the bare library with the same blocks.
WRITING_LIMITS = {"pdf": 4.0, "pptx": 4.0, "html": 4.0, "docx": 8.0, "xlsx": 1.5}
#: Documents written in each run: some take only milliseconds.
WRITING_REPEATS = {"pdf": 2, "pptx": 4, "html": 100, "docx": 4, "xlsx": 20}
#: Months added before → limit of adding one more, in multiples of the second one.
ADDING_LIMITS = {60: 1.5, 240: 2.5}


@dataclass(frozen=True)
class Comparison:
    """One thing done by this program and by a reference; `limit` is the largest ratio of the two costs.

    Each run does its task `repeats` times. `measure` returns the seconds of one, by default those of all
    processes together.
    """

    task: str
    reference: str
    limit: float
    ours: Work
    theirs: Work
    rounds: int = 5
    repeats: int = 1
    measure: Callable[[Work, int], float] | None = None


@dataclass(frozen=True)
class Result:
    """Processor seconds of doing each once, in the order of the rounds."""

    comparison: Comparison
    ours: tuple[float, ...]
    theirs: tuple[float, ...]

    @property
    def ratios(self) -> list[float]:
        """Ratio of each pair: what slows the machine slows both."""
        return [mine / other for mine, other in zip(self.ours, self.theirs, strict=True)]

    @property
    def median(self) -> float:
        """Median of the ratios."""
        return statistics.median(self.ratios)

    def is_missed(self, tolerance: float = 1.1) -> bool:
        """Return whether the limit is exceeded by more than a tenth."""
        return self.median > tolerance * self.comparison.limit


def measure(comparison: Comparison) -> Result:
    """Measure both in turn, after each was done once and earlier garbage was collected."""
    ours, theirs, repeats = comparison.ours, comparison.theirs, comparison.repeats
    cpu = comparison.measure or cpu_of
    theirs()
    ours()
    gc.collect()
    pairs = [
        (cpu(ours, repeats), cpu(theirs, repeats))
        if number % 2
        else (cpu(theirs, repeats), cpu(ours, repeats))[::-1]
        for number in range(comparison.rounds)
    ]
    return Result(comparison, *zip(*pairs, strict=True))


def cpu_of(work: Work, repeats: int = 1) -> float:
    """Return the processor seconds of doing a task once, in this process and all that it started."""
    before = _tree_seconds()
    for _ in range(repeats):
        work()
    return (_tree_seconds() - before) / repeats


def _tree_seconds() -> float:
    ended = os.times()
    seconds = time.process_time() + ended.children_user + ended.children_system
    for child in psutil.Process().children(recursive=True):
        try:
            used = child.cpu_times()
        except psutil.NoSuchProcess:
            continue
        seconds += used.user + used.system
    return seconds


# The comparisons. Each group prepares its data when it is reached, and frees it afterwards.


def counting() -> Iterator[Comparison]:
    """All core metrics by program over a million attendance marks."""
    library = large_library(1_000_000)
    for engine, by_hand in BY_HAND.items():
        data = library if engine == "pandas" else ENGINES[engine](library)
        yield Comparison(
            f"core metrics by program, 1,000,000 marks, {engine}",
            f"the same counts written by hand in {engine}",
            1.5,
            lambda data=data: _count(data),
            lambda data=data, by_hand=by_hand: by_hand(data.tables),
        )


def growth_to(rows: int) -> Callable[[], Iterator[Comparison]]:
    """Ten times the marks, counted from pandas."""

    def compared() -> Iterator[Comparison]:
        small, large = large_library(rows // 10), large_library(rows)
        yield Comparison(
            f"core metrics by program, {rows:,} marks",
            f"{rows // 10:,} marks",
            11.0,
            lambda: _count(large),
            lambda: _count(small),
            3,
        )

    return compared


def reading() -> Iterator[Comparison]:
    """An attendance list of 50,000 × 12 cells, in a process of its own."""
    with Reader() as reader:
        for strings in ("shared", "inline"):
            data = xlsx(attendees(50_000), inline=strings == "inline")
            for engine, limit in (("openpyxl", 0.3), ("calamine", 0.8)):
                yield Comparison(
                    f"reading 50,000 rows of XLSX, {strings} strings",
                    f"pandas with {engine}",
                    limit,
                    lambda data=data: read_file(reader, "attendees.xlsx", data, b"k" * 32),
                    lambda data=data, engine=engine: pd.read_excel(io.BytesIO(data), engine=engine),
                    3 if engine == "openpyxl" else 5,
                    measure=lambda work, _: cpu_with_idle_spare(reader, work),
                )


def documents() -> Iterator[Comparison]:
    """The report for sponsors of the sample, in each format."""
    sample = ROOT / "data" / "sample_library.xlsx"
    data = Workspace().append(imported(sample.read_bytes(), sample.name)).dataset()
    day, made, english = date(2026, 6, 30), datetime(2026, 7, 1, 12, tzinfo=UTC), language("en")
    document = compose("sponsor", collect_report_data(data, Scope(), day, made), english)
    for fmt, limit in WRITING_LIMITS.items():
        numbers = iter(range(1_000_000))  # a new document each time, so that no cache holds it whole

        def write(fmt: str = fmt, numbers: Iterator[int] = numbers) -> object:
            return FORMATS[fmt](replace(document, footer=f"{document.footer} {next(numbers)}"), english)

        yield Comparison(
            f"writing a report as {fmt.upper()}",
            "its library with the same blocks",
            limit,
            write,
            BARE[fmt](document, english),
            repeats=WRITING_REPEATS[fmt],
        )


def adding() -> Iterator[Comparison]:
    """A month of 20 sessions after other months: encoded, replayed, stored, loaded and undone."""
    month = import_month(max(ADDING_LIMITS))
    with TemporaryDirectory() as folder:
        windows = {
            count: Window(Store(Path(folder) / str(count)), [import_month(number) for number in range(count)])
            for count in (1, *ADDING_LIMITS)
        }
        for count, limit in ADDING_LIMITS.items():
            yield Comparison(
                f"adding a month's sheet and undoing it, after {count} months",
                "after one month",
                limit,
                lambda count=count: _add_and_undo(windows[count], month),
                lambda: _add_and_undo(windows[1], month),
                9,
            )


def _add_and_undo(window: Window, month: Import) -> None:
    window.add(replace(month))
    window.undo()


def _count(data: Dataset) -> object:
    return evaluate(replace(data), metrics=CORE, by="program", as_of=AS_OF)


#: Groups of comparisons; the quick run takes under three minutes.
QUICK = (counting, growth_to(1_000_000), reading, adding, documents)
ALL = (counting, growth_to(1_000_000), growth_to(10_000_000), reading, adding, documents)
