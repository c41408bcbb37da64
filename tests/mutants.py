"""How many small mistakes in the figures the tests would notice: `make mutants` makes one at a time and counts them.

A mistake is one change of one place in a function of `libcollab_metrics/metrics/`: a comparison turned, a sum made a
difference, a condition negated, a number one more, a keyword left out, a result gone. The tests are collected once;
each change is made in a copy of the process, where the tests of the module's own name run first, then those that name
what changed, until one fails. What no test notices is printed: a test is missing, or the change changes nothing.
The tables at the top of a module are definitions and stay as they are.

    python tests/mutants.py --sample 150 --seed 6
    python tests/mutants.py --only recipes/money.py --marks "not long"
"""

from __future__ import annotations

import argparse
import ast
import gc
import os
import re
import resource
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fnmatch import fnmatch
from pathlib import Path
from random import Random
from types import CodeType, FunctionType
from typing import Any

import pytest
from _pytest.runner import runtestprotocol

ROOT = Path(__file__).parent.parent
FOLDER = ROOT / "libcollab_metrics" / "metrics"
#: What the changes are tried on; the slow ones are for a closer look at what is left.
QUICK = "not slow and not long and not browser"
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
    """One change of one module: where it is, what stood there, what does now, the whole new text, and the class."""

    path: str
    line: int
    was: str
    became: str
    source: str
    within: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}  {self.was}  →  {self.became}"


def mutants_of(path: Path) -> list[Mutant]:
    """Every change of one module, in the order of its lines."""
    source = path.read_text()
    tree = ast.parse(source)
    inside = {
        id(node) for f in ast.walk(tree) if isinstance(f, ast.FunctionDef) for s in f.body for node in ast.walk(s)
    }
    classes = {id(node): c.name for c in ast.walk(tree) if isinstance(c, ast.ClassDef) for node in ast.walk(c)}
    typed = {id(node) for owner in ast.walk(tree) for note in _annotations(owner) for node in ast.walk(note)}
    changes = []
    for node in ast.walk(tree):
        for new in _changed(node) if id(node) in inside - typed else ():
            was, became = ast.unparse(node), ast.unparse(new)
            text = _with(source, node, became)
            if was != became and text is not None:
                place = str(path.relative_to(FOLDER))
                changes.append(Mutant(place, node.lineno, was, became, text, classes.get(id(node), "")))
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


Found = list[tuple[CodeType, CodeType]]


def functions_of(before: CodeType, after: CodeType) -> Found:
    """Every function at the top of a module or a class, as it was and as it is changed."""
    pairs: Found = []
    inner = ([c for c in code.co_consts if isinstance(c, CodeType)] for code in (before, after))
    for was, now in zip(*inner, strict=True):
        is_function = was.co_flags & 0x2  # its names are its own, which those of a class body are not
        pairs += [(was, now)] if is_function else functions_of(was, now)
    return pairs


def make(mutant: Mutant) -> bool:
    """Make the change in every function object there is; False where it reaches none."""
    file = str(FOLDER / mutant.path)
    before, after = (compile(text, file, "exec") for text in (Path(file).read_text(), mutant.source))
    wanted = {(w.co_name, w.co_firstlineno): n for w, n in functions_of(before, after) if w.co_code != n.co_code
              or w.co_consts != n.co_consts or w.co_names != n.co_names}  # fmt: skip
    made = False
    for function in gc.get_objects():
        if isinstance(function, FunctionType) and function.__code__.co_filename == file:
            new = wanted.get((function.__code__.co_name, function.__code__.co_firstlineno))
            if new is not None and len(new.co_freevars) == len(function.__code__.co_freevars):
                function.__code__, made = new, True
    return made


class Trials:
    """Runs the collected tests against one change after the other, each in a copy of this process."""

    def __init__(self, drawn: Sequence[Mutant], most: int) -> None:
        self.drawn, self.most = drawn, most
        self.noticed, self.left, self.untried = 0, 0, 0

    def pytest_runtestloop(self, session: Any) -> bool:
        files: dict[Path, list[Any]] = {}
        for item in session.items:
            files.setdefault(item.path, []).append(item)
        texts = {file: file.read_text() for file in files}
        for number, mutant in enumerate(self.drawn, 1):
            self._try(mutant, [item for file in _in_order(mutant, texts, files) for item in files[file]])
            print(
                f"{number} of {len(self.drawn)}: {self.noticed} noticed, {self.left} not", file=sys.stderr, flush=True
            )
        return True

    def _try(self, mutant: Mutant, items: Sequence[Any]) -> None:
        child = os.fork()
        if not child:
            os._exit(_in_child(mutant, items, self.most))
        _, status = os.waitpid(child, 0)
        ended = "OUT OF TIME" if os.WIFSIGNALED(status) else ENDS[os.WEXITSTATUS(status)]
        self.noticed += ended == "NOTICED"
        self.untried += ended == "NOT TRIED"
        if ended in ("NOT NOTICED", "OUT OF TIME"):
            self.left += 1
        if ended != "NOTICED":
            print(ended, mutant, flush=True)


ENDS = ("NOT NOTICED", "NOTICED", "NOT TRIED")


def _in_child(mutant: Mutant, items: Sequence[Any], most: int) -> int:
    resource.setrlimit(resource.RLIMIT_CPU, (most, most + 5))
    quiet = os.open(os.devnull, os.O_WRONLY)
    os.dup2(quiet, 1)
    os.dup2(quiet, 2)
    if not make(mutant):
        return 2
    for item in items:
        if any(report.failed for report in runtestprotocol(item, log=False, nextitem=None)):
            return 1
    return 0


def _in_order(mutant: Mutant, texts: dict[Path, str], files: dict[Path, list[Any]]) -> list[Path]:
    """The test files for a change: of the module's own name, then by how often they name its figures, a test."""
    own = Path(mutant.path).stem
    words = _figures(mutant) or set(re.findall("[a-z_]{6,}", mutant.was))
    names = {file: sum(text.count(word) for word in words) / len(files[file]) for file, text in texts.items()}
    return sorted(files, key=lambda file: (own not in file.stem, -names[file], len(files[file])))


def _figures(mutant: Mutant) -> set[str]:
    """The figures made by a recipe of the changed module, or counted over the table of its name."""
    from libcollab_metrics.metrics import CATALOG

    stem = Path(mutant.path).stem
    module = ".".join(("libcollab_metrics", "metrics", *Path(mutant.path).with_suffix("").parts))
    here = {m.id for m in CATALOG if type(m.recipe).__module__ == module and type(m.recipe).__name__ == mutant.within}
    return here or {
        m.id for m in CATALOG
        if type(m.recipe).__module__ == module or any(measure.table == stem for measure in m.recipe.measures)
    }  # fmt: skip


def main() -> None:
    """Print every change that no test noticed, and how many were."""
    asked = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    asked.add_argument("--sample", type=int, default=150, help="how many changes, drawn at random")
    asked.add_argument("--seed", type=int, default=6)
    asked.add_argument("--only", default="*", help="modules by their place in metrics/, such as recipes/*.py")
    asked.add_argument("--marks", default=QUICK, help="which tests are run")
    asked.add_argument("--most", type=int, default=600, help="seconds of the processor for one change")
    chosen = asked.parse_args()
    modules = [p for p in sorted(FOLDER.rglob("*.py")) if fnmatch(str(p.relative_to(FOLDER)), chosen.only)]
    every = [mutant for path in modules for mutant in mutants_of(path)]
    trials = Trials(Random(chosen.seed).sample(every, min(chosen.sample, len(every))), chosen.most)
    pytest.main(["-q", "-p", "no:cacheprovider", "-m", chosen.marks, "tests/metrics"], [trials])
    tried = trials.noticed + trials.left
    print(
        f"{trials.noticed} of {tried} changes noticed; {len(every)} are possible, {trials.untried} could not be made."
    )


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    os.chdir(ROOT)
    main()
