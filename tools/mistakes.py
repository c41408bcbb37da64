"""Small mistakes in the functions of `libcollab_metrics/metrics/`, one change of one place each, and how to
make them.

A mistake is a comparison turned, a sum made a difference, a condition negated, a number one more, a keyword
left out or a result gone. The tables at the top of a module are definitions and stay as they are.
"""

from __future__ import annotations

import ast
import builtins
import gc
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import CodeType, FunctionType

from tests.support.paths import ROOT

FOLDER = ROOT / "libcollab_metrics" / "metrics"
#: Keywords that are words for a reader and no part of a number.
WORDS = ("label", "one", "caveat", "core")
TURNED: dict[type[ast.AST], type[ast.AST]] = {
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
    ast.And: ast.Or,
    ast.Or: ast.And,
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.Div,
    ast.Div: ast.Mult,
    ast.FloorDiv: ast.Div,
    ast.BitAnd: ast.BitOr,
    ast.BitOr: ast.BitAnd,
    ast.Mod: ast.Mult,
    ast.Pow: ast.Mult,
}


@dataclass(frozen=True)
class Mutant:
    """One change of one place: where it is, what stood there, what does now, the new text, its class and
    function."""

    path: str
    line: int
    was: str
    became: str
    source: str
    within: str
    function: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}  {self.was}  →  {self.became}"


def mutants_of(path: Path) -> list[Mutant]:
    """Every change of one module, in the order of its lines."""
    source = path.read_text()
    tree = ast.parse(source)
    inside = {id(node): place_of(path, f) for f in _outermost(tree) for s in f.body for node in ast.walk(s)}
    classes = {
        id(node): c.name for c in ast.walk(tree) if isinstance(c, ast.ClassDef) for node in ast.walk(c)
    }
    typed = {id(node) for owner in ast.walk(tree) for note in _annotations(owner) for node in ast.walk(note)}
    changes = []
    for node in ast.walk(tree):
        for new in _changed(node) if id(node) in inside.keys() - typed else ():
            was, became = ast.unparse(node), ast.unparse(new)
            text = _with(source, node, became)
            if was != became and text is not None:
                place = str(path.relative_to(FOLDER))
                of = (classes.get(id(node), ""), inside[id(node)])
                changes.append(Mutant(place, node.lineno, was, became, text, *of))
    return changes


def place_of(path: Path, function: ast.FunctionDef) -> str:
    """The name under which the run of a function is noted."""
    return f"{path.relative_to(FOLDER)}:{function.lineno}"


def _outermost(tree: ast.AST) -> Iterator[ast.FunctionDef]:
    """Every function that stands in no other."""
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.FunctionDef):
            yield node
        else:
            yield from _outermost(node)


def _annotations(node: ast.AST) -> Iterator[ast.AST]:
    for name in ("annotation", "returns"):
        note = getattr(node, name, None)
        if isinstance(note, ast.AST):
            yield note
    if (
        isinstance(node, ast.Assign)
        and isinstance(node.value, ast.BinOp)
        and isinstance(node.value.op, ast.BitOr)
    ):
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
    path = FOLDER / mutant.path
    before, after = (compile(text, str(path), "exec") for text in (path.read_text(), mutant.source))
    return _exchange(path, before, after)


def note_runs() -> set[str]:
    """Let every function write into the set that is returned, by `place_of`, that it ran."""
    ran: set[str] = set()
    builtins.note_run = ran.add  # type: ignore[attr-defined]
    for path in FOLDER.rglob("*.py"):
        text = path.read_text()
        noting = ast.parse(text)
        for function in _outermost(noting):
            note = ast.parse(f"note_run({place_of(path, function)!r})").body[0]
            for node in ast.walk(note):
                ast.copy_location(node, function.body[0])
            function.body.insert(0, note)
        _exchange(path, compile(text, str(path), "exec"), compile(noting, str(path), "exec"))
    return ran


def _exchange(path: Path, before: CodeType, after: CodeType) -> bool:
    """Give every function object of a module its code of after; False where none has another."""
    wanted = {
        (w.co_name, w.co_firstlineno): n
        for w, n in functions_of(before, after)
        if w.co_code != n.co_code or w.co_consts != n.co_consts or w.co_names != n.co_names
    }
    made = False
    for function in gc.get_objects():
        if isinstance(function, FunctionType) and function.__code__.co_filename == str(path):
            new = wanted.get((function.__code__.co_name, function.__code__.co_firstlineno))
            if new is not None and len(new.co_freevars) == len(function.__code__.co_freevars):
                function.__code__, made = new, True
    return made
