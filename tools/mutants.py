"""How many small mistakes in the figures the tests would notice: `make mutants` makes one at a time and
counts them.

A mistake is one change of one place in a function of `libcollab_metrics/metrics/` (`tools/mistakes.py`). The
tests are collected once and run once as they are: which functions each of them ran is noted, and one that
fails without a mistake has no say later. Then each change is made in a copy of the process, where the tests
that ran the changed function run, those of the module's own name and of its figures first, then the quick
ones, until one fails. What no test notices is printed: a test is missing, or the change changes nothing. A
change that no test runs, or the import alone, is told as NOT RUN and counts as not noticed, though a test of
another folder (`--tests`) may see it; one that no longer ends fails by the time limit of a test, as it would
in `make test`; one whose tests are not over in `--most` seconds is OUT OF TIME, told apart and counted as not
noticed.

    python tools/mutants.py --sample 150 --seed 6 > found.txt
    python tools/mutants.py --left found.txt --marks slow     # what is left, before the slow tests
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
#: What the changes are tried on; the slow ones are for a closer look at what is left.
QUICK = "not slow and not long and not browser"
#: Seconds after which a test counts as one that does not end.
ENDLESS = 120
ENDS = ("NOT NOTICED", "NOTICED", "NOT MADE", "NOT RUN")
OUT_OF_TIME = "OUT OF TIME"


class Trials:
    """Runs the collected tests against one change after the other, each in a copy of this process."""

    def __init__(self, drawn: Sequence[Mutant], most: int) -> None:
        self.drawn, self.most = drawn, most
        self.ends: Counter[str] = Counter()

    def pytest_sessionstart(self) -> None:
        """The first example that fails is enough; none is kept for the next change."""
        phases = (Phase.explicit, Phase.generate)
        examples.register_profile("mistakes", examples.get_profile("fixed"), phases=phases)
        examples.load_profile("mistakes")

    def pytest_runtestloop(self, session: Any) -> bool:
        runs = _runs(session.items)
        print(
            f"{len(runs)} of {len(session.items)} tests pass without a mistake.", file=sys.stderr, flush=True
        )
        for number, mutant in enumerate(self.drawn, 1):
            tests = [n for n, (_, ran) in runs.items() if mutant.function in ran]
            seconds = {n: runs[n][0] for n in tests}
            ended = self._try(mutant, _in_order(mutant, {n: session.items[n] for n in tests}, seconds))
            self.ends[ended] += 1
            if ended != "NOTICED":
                print(ended, mutant, flush=True)
            print(f"{number} of {len(self.drawn)}: {dict(self.ends)}", file=sys.stderr, flush=True)
        return True

    def _try(self, mutant: Mutant, items: Sequence[Any]) -> str:
        child = os.fork()
        if not child:
            os._exit(_in_child(mutant, items))
        ends = time.monotonic() + self.most
        while True:
            ended, status = os.waitpid(child, os.WNOHANG)
            if ended:
                return OUT_OF_TIME if os.WIFSIGNALED(status) else ENDS[os.WEXITSTATUS(status)]
            if time.monotonic() > ends:
                os.kill(child, signal.SIGKILL)
            time.sleep(0.02)


def _quietly() -> None:
    quiet = os.open(os.devnull, os.O_WRONLY)
    os.dup2(quiet, 1)
    os.dup2(quiet, 2)


def _fails(item: Any) -> bool:
    return any(report.failed for report in runtestprotocol(item, log=False, nextitem=None))


def _runs(items: Sequence[Any]) -> dict[int, tuple[float, frozenset[str]]]:
    """The place of each test that passes as things are, how long it takes, and the functions it ran.

    They run in a copy of the process too: threads that a frame library began here would be missing in later
    copies.
    """
    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        os.close(reading)
        _quietly()
        with os.fdopen(writing, "wb") as out:
            pickle.dump(_run_once(items), out)
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading, "rb") as given:
        found: dict[int, tuple[float, frozenset[str]]] = pickle.load(given)
    os.waitpid(child, 0)
    return found


def _run_once(items: Sequence[Any]) -> dict[int, tuple[float, frozenset[str]]]:
    ran, found = note_runs(), {}
    for number, item in enumerate(items):
        ran.clear()
        began = time.monotonic()
        if not _fails(item):
            found[number] = (time.monotonic() - began, frozenset(ran))
    return found


def _in_child(mutant: Mutant, items: Sequence[Any]) -> int:
    _quietly()
    if not make(mutant):
        return ENDS.index("NOT MADE")
    if not items:
        return ENDS.index("NOT RUN")
    return ENDS.index("NOTICED" if any(map(_fails, items)) else "NOT NOTICED")


def _in_order(mutant: Mutant, tests: dict[int, Any], seconds: dict[int, float]) -> list[Any]:
    """The tests for a change: of the module's own name first, then those that name its figures, the quick
    before."""
    own = Path(mutant.path).stem
    words = _figures(mutant) or set(re.findall("[a-z_]{6,}", mutant.was))
    texts = {number: inspect.getsource(item.function) for number, item in tests.items()}
    far = {
        number: (own not in item.path.stem) + (not any(w in texts[number] for w in words))
        for number, item in tests.items()
    }
    return [tests[number] for number in sorted(tests, key=lambda number: (far[number], seconds[number]))]


def _figures(mutant: Mutant) -> set[str]:
    """The figures made by a recipe of the changed module, or counted over the table of its name."""
    from libcollab_metrics.metrics import CATALOG

    stem = Path(mutant.path).stem
    module = ".".join(("libcollab_metrics", "metrics", *Path(mutant.path).with_suffix("").parts))
    here = {
        m.id
        for m in CATALOG
        if type(m.recipe).__module__ == module and type(m.recipe).__name__ == mutant.within
    }
    return here or {
        m.id
        for m in CATALOG
        if type(m.recipe).__module__ == module or any(measure.table == stem for measure in m.recipe.measures)
    }


def _drawn(chosen: argparse.Namespace) -> tuple[list[Mutant], int]:
    """The changes to try, and how many are possible."""
    modules = [p for p in sorted(FOLDER.rglob("*.py")) if fnmatch(str(p.relative_to(FOLDER)), chosen.only)]
    every = [mutant for path in modules for mutant in mutants_of(path)]
    if chosen.left:
        left = Path(chosen.left).read_text().splitlines()
        return [m for m in every if any(line.endswith(f" {m}") for line in left)], len(every)
    return Random(chosen.seed).sample(every, min(chosen.sample, len(every))), len(every)


def main() -> None:
    """Print every change that no test noticed, and how many were."""
    asked = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    asked.add_argument("--sample", type=int, default=150, help="how many changes, drawn at random")
    asked.add_argument("--seed", type=int, default=6)
    asked.add_argument("--left", help="try what an earlier run printed as not noticed, instead of a sample")
    asked.add_argument(
        "--only", default="*", help="modules by their place in metrics/, such as families/*.py"
    )
    asked.add_argument("--marks", default=QUICK, help="which tests are run")
    asked.add_argument("--tests", nargs="+", default=["tests/metrics"], help="folders and files of the tests")
    asked.add_argument("--most", type=int, default=300, help="seconds for one change")
    chosen = asked.parse_args()
    drawn, possible = _drawn(chosen)
    trials = Trials(drawn, chosen.most)
    pytest.main(
        ["-q", "-p", "no:cacheprovider", f"--timeout={ENDLESS}", "-m", chosen.marks, *chosen.tests], [trials]
    )
    tried = len(drawn) - trials.ends["NOT MADE"]
    print(
        f"{trials.ends['NOTICED']} of {tried} changes noticed; {possible} are possible. {dict(trials.ends)}"
    )


if __name__ == "__main__":
    os.chdir(ROOT)
    main()
