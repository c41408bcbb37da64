"""Count how many small mistakes in the metrics the tests notice: `make mutants`.

A mistake is one change in one place of a function in `libcollab_metrics/metrics/` (`tools/mistakes.py`). The
tests are collected once and run once unchanged; this records which functions each test runs and drops tests
that fail. Then each change is made in a fork of the process, which runs the tests that ran the changed
function until one fails. Tests whose file is named after the module or that mention its metrics run first,
the fastest of them before the others.

A change that no test notices is printed: a test is missing, or the change has no effect. NOT RUN means that
no test ran the changed function, though a test outside `--tests` may; it counts as not noticed. A change that
makes a test run forever fails by the time limit of a test. OUT OF TIME means that the tests took more than
`--most` seconds; it is counted separately, and as not noticed.

    python tools/mutants.py --sample 150 --seed 6 > found.txt
    python tools/mutants.py --left found.txt --marks slow     # again, with the slow tests
    python tools/mutants.py --only families/funding.py --marks "not long"
"""

from __future__ import annotations

import argparse
import inspect
import os
import pickle
import re
import signal
import sys
import time
from collections import Counter
from collections.abc import Sequence
from fnmatch import fnmatch
from pathlib import Path
from random import Random
from typing import Any

import pytest
from _pytest.runner import runtestprotocol
from hypothesis import Phase
from hypothesis import settings as examples

sys.path.insert(0, str(Path(__file__).parent.parent))
from tools.mistakes import FOLDER, Mutant, make, mutants_of, note_runs

ROOT = Path(__file__).parent.parent
#: The tests run by default; the slow ones are meant for changes that these do not notice.
QUICK = "not slow and not long and not browser"
#: The time limit of one test, in seconds.
ENDLESS = 120
ENDS = ("NOT NOTICED", "NOTICED", "NOT MADE", "NOT RUN")
OUT_OF_TIME = "OUT OF TIME"


class Trials:
    """Run the collected tests against one change after another, each in a fork of this process."""

    def __init__(self, drawn: Sequence[Mutant], most: int) -> None:
        self.drawn, self.most = drawn, most
        self.ends: Counter[str] = Counter()

    def pytest_sessionstart(self) -> None:
        """Let property tests stop at the first failing example.

        No example is shrunk or stored for the next change.
        """
        phases = (Phase.explicit, Phase.generate)
        examples.register_profile("mistakes", examples.get_profile("fixed"), phases=phases)
        examples.load_profile("mistakes")

    def pytest_runtestloop(self, session: Any) -> bool:
        """Run the tests against every change and print those that no test notices."""
        runs = _runs(session.items)
        print(
            f"{len(runs)} of {len(session.items)} tests pass without a mistake.", file=sys.stderr, flush=True
        )
        for number, mutant in enumerate(self.drawn, 1):
            tests = [n for n, (_, ran) in runs.items() if mutant.function in ran]
            seconds = {n: runs[n][0] for n in tests}
            outcome = self._try(mutant, _in_order(mutant, {n: session.items[n] for n in tests}, seconds))
            self.ends[outcome] += 1
            if outcome != "NOTICED":
                print(outcome, mutant, flush=True)
            print(f"{number} of {len(self.drawn)}: {dict(self.ends)}", file=sys.stderr, flush=True)
        return True

    def _try(self, mutant: Mutant, items: Sequence[Any]) -> str:
        child = os.fork()
        if not child:
            os._exit(_in_child(mutant, items))
        deadline = time.monotonic() + self.most
        while True:
            finished, status = os.waitpid(child, os.WNOHANG)
            if finished:
                return OUT_OF_TIME if os.WIFSIGNALED(status) else ENDS[os.WEXITSTATUS(status)]
            if time.monotonic() > deadline:
                os.kill(child, signal.SIGKILL)
            time.sleep(0.02)


def _silence_output() -> None:
    quiet = os.open(os.devnull, os.O_WRONLY)
    os.dup2(quiet, 1)
    os.dup2(quiet, 2)


def _fails(item: Any) -> bool:
    return any(report.failed for report in runtestprotocol(item, log=False, nextitem=None))


def _runs(items: Sequence[Any]) -> dict[int, tuple[float, frozenset[str]]]:
    """Return for each passing test, by its index, its seconds and the functions it ran.

    The tests run in a fork, because threads that a frame library starts here would be missing in later forks.
    """
    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        os.close(reading)
        _silence_output()
        with os.fdopen(writing, "wb") as target:
            pickle.dump(_run_once(items), target)
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading, "rb") as source:
        runs: dict[int, tuple[float, frozenset[str]]] = pickle.load(source)
    os.waitpid(child, 0)
    return runs


def _run_once(items: Sequence[Any]) -> dict[int, tuple[float, frozenset[str]]]:
    ran, passing = note_runs(), {}
    for number, item in enumerate(items):
        ran.clear()
        began = time.monotonic()
        if not _fails(item):
            passing[number] = (time.monotonic() - began, frozenset(ran))
    return passing


def _in_child(mutant: Mutant, items: Sequence[Any]) -> int:
    _silence_output()
    if not make(mutant):
        return ENDS.index("NOT MADE")
    if not items:
        return ENDS.index("NOT RUN")
    return ENDS.index("NOTICED" if any(map(_fails, items)) else "NOT NOTICED")


def _in_order(mutant: Mutant, tests: dict[int, Any], seconds: dict[int, float]) -> list[Any]:
    """Return the tests for a change, the likeliest to fail first.

    Tests whose file is named after the module and that mention its metrics come first, then those with one of
    the two; of equals, the fastest comes first.
    """
    module = Path(mutant.path).stem
    words = _metrics_of(mutant) or set(re.findall("[a-z_]{6,}", mutant.was))
    texts = {number: inspect.getsource(item.function) for number, item in tests.items()}
    distance = {
        number: (module not in item.path.stem) + (not any(word in texts[number] for word in words))
        for number, item in tests.items()
    }
    return [tests[number] for number in sorted(tests, key=lambda number: (distance[number], seconds[number]))]


def _metrics_of(mutant: Mutant) -> set[str]:
    """Return the metrics of a recipe in the changed module, or of the table with its name."""
    from libcollab_metrics.metrics import CATALOG

    stem = Path(mutant.path).stem
    module = ".".join(("libcollab_metrics", "metrics", *Path(mutant.path).with_suffix("").parts))
    metrics = {
        metric.id
        for metric in CATALOG
        if type(metric.recipe).__module__ == module and type(metric.recipe).__name__ == mutant.within
    }
    return metrics or {
        metric.id
        for metric in CATALOG
        if type(metric.recipe).__module__ == module
        or any(measure.table == stem for measure in metric.recipe.measures)
    }


def _choose_mutants(options: argparse.Namespace) -> tuple[list[Mutant], int]:
    """Return the changes to try and the number of possible changes."""
    modules = [p for p in sorted(FOLDER.rglob("*.py")) if fnmatch(str(p.relative_to(FOLDER)), options.only)]
    possible = [mutant for path in modules for mutant in mutants_of(path)]
    if options.left:
        unnoticed = Path(options.left).read_text().splitlines()
        return [m for m in possible if any(line.endswith(f" {m}") for line in unnoticed)], len(possible)
    return Random(options.seed).sample(possible, min(options.sample, len(possible))), len(possible)


def main() -> None:
    """Print every change that no test noticed and how many were noticed."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--sample", type=int, default=150, help="how many changes, drawn at random")
    parser.add_argument("--seed", type=int, default=6)
    parser.add_argument("--left", help="try what an earlier run printed as not noticed, instead of a sample")
    parser.add_argument(
        "--only", default="*", help="modules by their place in metrics/, such as families/*.py"
    )
    parser.add_argument("--marks", default=QUICK, help="which tests are run")
    parser.add_argument(
        "--tests", nargs="+", default=["tests/metrics"], help="folders and files of the tests"
    )
    parser.add_argument("--most", type=int, default=300, help="seconds for one change")
    options = parser.parse_args()
    drawn, possible = _choose_mutants(options)
    trials = Trials(drawn, options.most)
    pytest.main(
        ["-q", "-p", "no:cacheprovider", f"--timeout={ENDLESS}", "-m", options.marks, *options.tests],
        [trials],
    )
    tried = len(drawn) - trials.ends["NOT MADE"]
    print(
        f"{trials.ends['NOTICED']} of {tried} changes noticed; {possible} are possible. {dict(trials.ends)}"
    )


if __name__ == "__main__":
    os.chdir(ROOT)
    main()
