"""How many small mistakes in the figures the tests would notice: `make mutants` makes one at a time and counts them.

A mistake is one change of one place of `libcollab_metrics/metrics/`: a comparison turned, a sum made a difference, a
condition negated, a number one more, a keyword left out, a result gone. Each runs in a process of its own, which reads
the changed module from memory and every other file as it is, against the test files of the module's own name and then
the quickest, until one fails. What no test notices is printed: a test is missing, or the change changes nothing.

    python tests/mutants.py --sample 150 --seed 6
    python tests/mutants.py --only recipes/money.py
"""

from __future__ import annotations

import argparse
import ast
import importlib
import importlib.abc
import importlib.util
import json
import os
import re
import resource
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fnmatch import fnmatch
from importlib.machinery import ModuleSpec
from pathlib import Path
from random import Random
from types import ModuleType

ROOT = Path(__file__).parent.parent
FOLDER = ROOT / "libcollab_metrics" / "metrics"
CLOCK = ROOT / ".mutants.json"
#: What the changes are tried on; the slow ones are for a closer look at what is left.
QUICK = "not slow and not long and not browser"

#: What every child would import for itself, and nothing that is changed.
AT_HAND = ("hypothesis", "narwhals", "numpy", "pandas", "pytest", "scipy.stats", "libcollab_metrics.model")
PLAIN = ("-p", "no:cacheprovider", "-p", "no:xdist", "-p", "no:playwright")
#: Keywords that are words for a reader and no part of a number.
WORDS = ("label", "one", "caveat", "core")
TURNED: dict[type[ast.AST], type[ast.AST]] = {
    ast.Eq: ast.NotEq, ast.NotEq: ast.Eq, ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt,
    ast.In: ast.NotIn, ast.NotIn: ast.In, ast.Is: ast.IsNot, ast.IsNot: ast.Is, ast.And: ast.Or, ast.Or: ast.And,
    ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.Div, ast.Div: ast.Mult, ast.FloorDiv: ast.Div,
    ast.BitAnd: ast.BitOr, ast.BitOr: ast.BitAnd, ast.Mod: ast.Mult, ast.Pow: ast.Mult,
}  # fmt: skip


@dataclass(frozen=True)
class Mutant:
    """One change of one module: where it is, what stood there, what stands there now, and the whole new text."""

    path: str
    line: int
    end: int
    was: str
    became: str
    source: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}  {self.was}  →  {self.became}"


def mutants_of(path: Path) -> list[Mutant]:
    """Every change of one module, in the order of its lines."""
    source = path.read_text()
    tree = ast.parse(source)
    typed = {id(node) for owner in ast.walk(tree) for note in _annotations(owner) for node in ast.walk(note)}
    changes = []
    for node in ast.walk(tree):
        for new in _changed(node) if id(node) not in typed and hasattr(node, "lineno") else ():
            was, became = ast.unparse(node), ast.unparse(new)
            text = _with(source, node, became)
            if was != became and text is not None:
                place = str(path.relative_to(FOLDER))
                changes.append(Mutant(place, node.lineno, node.end_lineno or 0, was, became, text))
    return changes


def _annotations(node: ast.AST) -> Iterator[ast.AST]:
    for name in ("annotation", "returns"):
        note = getattr(node, name, None)
        if isinstance(note, ast.AST):
            yield note
    if isinstance(node, ast.Assign) and isinstance(node.value, ast.BinOp) and isinstance(node.value.op, ast.BitOr):
        yield node.value  # a type with a name of its own
    if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING":
        yield node
    if isinstance(node, ast.Raise):
        yield node  # the words of an error


def _changed(node: ast.AST) -> Iterator[ast.AST]:
    """What may stand in place of one node."""
    match node:
        case ast.Compare(left, [op], [right]) if type(op) in TURNED:
            yield ast.Compare(left, [TURNED[type(op)]()], [right])  # type: ignore[list-item]
        case ast.BinOp(left, op, right) if type(op) in TURNED:
            yield ast.BinOp(left, TURNED[type(op)](), right)  # type: ignore[arg-type]
        case ast.BoolOp(op, parts):
            yield ast.BoolOp(TURNED[type(op)](), parts)  # type: ignore[arg-type]
        case ast.UnaryOp(_, operand):
            yield operand
        case ast.IfExp(test, body, orelse):
            yield ast.IfExp(ast.UnaryOp(ast.Not(), test), body, orelse)
        case ast.comprehension():
            return
        case ast.Constant(bool(value)):
            yield ast.Constant(not value)
        case ast.Constant(int(value)) | ast.Constant(float(value)):
            yield ast.Constant(value + 1)
        case ast.Return(value) if value is not None and ast.unparse(value) not in ("None", "()", "''"):
            yield ast.Return(ast.Constant(None))
        case ast.Call(called, given, named) if ast.unparse(called) != "dataclass":
            for dropped in named:
                if dropped.arg not in (None, *WORDS):
                    yield ast.Call(called, given, [word for word in named if word is not dropped])


def _with(source: str, node: ast.AST, new: str) -> str | None:
    """The text with one node written anew; None where that is no Python any more."""
    lines = source.encode().splitlines(keepends=True)
    first, last = node.lineno - 1, (node.end_lineno or 0) - 1  # type: ignore[attr-defined]
    head, tail = lines[first][: node.col_offset], lines[last][node.end_col_offset :]  # type: ignore[attr-defined]
    written = new if isinstance(node, ast.stmt) else f"({new})"
    text = b"".join([*lines[:first], head, written.encode(), tail, *lines[last + 1 :]]).decode()
    try:
        ast.parse(text)
    except SyntaxError:
        return None
    return text


class Changed(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Gives out the changed text of one module when it is imported."""

    def __init__(self, mutant: Mutant) -> None:
        parts = ("libcollab_metrics", "metrics", *Path(mutant.path).with_suffix("").parts)
        self.package = parts[-1] == "__init__"
        self.name, self.mutant = ".".join(parts[: -1 if self.package else None]), mutant

    def find_spec(self, name: str, path: object = None, target: object = None) -> ModuleSpec | None:
        file = str(FOLDER / self.mutant.path)
        if name != self.name:
            return None
        return importlib.util.spec_from_file_location(name, file, loader=self, submodule_search_locations=(
            [str(Path(file).parent)] if self.package else None))  # fmt: skip

    def exec_module(self, module: ModuleType) -> None:
        exec(compile(self.mutant.source, str(FOLDER / self.mutant.path), "exec"), vars(module))


def run_apart(files: Sequence[str], marks: str, most: int, mutant: Mutant | None = None) -> int:
    """Run test files in a child until one fails; 0 is passed, 1 failed, -1 out of time."""
    child = os.fork()
    if not child:
        os._exit(_in_child(files, marks, most, mutant))
    _, status = os.waitpid(child, 0)
    return -1 if os.WIFSIGNALED(status) else os.WEXITSTATUS(status)


def _in_child(files: Sequence[str], marks: str, most: int, mutant: Mutant | None) -> int:
    import pytest

    resource.setrlimit(resource.RLIMIT_CPU, (most, most + 5))
    quiet = os.open(os.devnull, os.O_WRONLY)
    os.dup2(quiet, 1)
    os.dup2(quiet, 2)
    if mutant is not None:
        sys.meta_path.insert(0, Changed(mutant))
    for batch in (files[:2], files[2:6], files[6:]):  # to collect tests takes longer than to run the first few
        if batch and (code := pytest.main(["-x", "-q", *PLAIN, "-m", marks, *batch])) not in (0, 5):
            return int(code)
    return 0


def seconds_of(files: Sequence[str]) -> dict[str, float]:
    """How long each test file takes as it is; found once and kept beside."""
    found = json.loads(CLOCK.read_text()) if CLOCK.exists() else {}
    for file in files:
        if file not in found:
            begun = time.perf_counter()
            if run_apart([file], QUICK, 3600) != 0:
                sys.exit(f"{file} fails as it is.")
            found[file] = time.perf_counter() - begun
            CLOCK.write_text(json.dumps(found, indent=1))
    return found


def in_order(mutant: Mutant, seconds: Mapping[str, float]) -> list[str]:
    """The test files for a change: of the module's own name, then those that name what changed, then the quickest."""
    own, words = Path(mutant.path).stem, set(re.findall("[a-z_]{6,}", mutant.was))
    names = {file: sum(word in (ROOT / file).read_text() for word in words) for file in seconds}
    return sorted(seconds, key=lambda file: (own not in Path(file).stem, -min(names[file], 3), seconds[file]))


def main() -> None:
    """Print every change that no test noticed, and how many were."""
    asked = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    asked.add_argument("--sample", type=int, default=150, help="how many changes, drawn at random")
    asked.add_argument("--seed", type=int, default=6)
    asked.add_argument("--only", default="*", help="modules by their place in metrics/, such as recipes/*.py")
    asked.add_argument("--marks", default=QUICK, help="which tests are run")
    asked.add_argument("--most", type=int, default=600, help="seconds of the processor for one change")
    chosen = asked.parse_args()
    for module in AT_HAND:
        importlib.import_module(module)
    every = [m for p in sorted(FOLDER.rglob("*.py")) if fnmatch(str(p.relative_to(FOLDER)), chosen.only)
             for m in mutants_of(p)]  # fmt: skip
    drawn = Random(chosen.seed).sample(every, min(chosen.sample, len(every)))
    seconds = seconds_of(sorted(str(p.relative_to(ROOT)) for p in (ROOT / "tests" / "metrics").glob("test_*.py")))
    left = []
    for number, mutant in enumerate(drawn, 1):
        ended = run_apart(in_order(mutant, seconds), chosen.marks, chosen.most, mutant)
        if ended in (0, -1):
            left.append(mutant)
            print("OUT OF TIME" if ended else "NOT NOTICED", mutant, flush=True)
        print(f"{number} of {len(drawn)} tried, {len(left)} not noticed", file=sys.stderr, flush=True)
    print(f"{len(drawn) - len(left)} of {len(drawn)} changes noticed ({len(every)} are possible).")


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    os.chdir(ROOT)
    main()
