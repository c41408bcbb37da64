"""Make single small changes (mutants) in the functions of `libcollab_metrics/metrics/`.

A change alters a comparison or an operator, negates a condition, adds one to a number, drops a keyword
argument or returns None instead of a result. The tables at the top of a module are definitions and are not
changed.
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
#: Keyword arguments that hold texts for readers and do not affect a number.
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
    """One change in one place.

    It holds the path and line, the code before and after, the changed source of the module, and the class and
    function around the change.
    """

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
    """Return every change of one module."""
    source = path.read_text()
    tree = ast.parse(source)
    functions = {
        id(node): place_of(path, function)
        for function in _outermost(tree)
        for statement in function.body
        for node in ast.walk(statement)
    }
    classes = {
        id(node): scope.name
        for scope in ast.walk(tree)
        if isinstance(scope, ast.ClassDef)
        for node in ast.walk(scope)
    }
    excluded = {
        id(node) for owner in ast.walk(tree) for part in _unchanged_parts(owner) for node in ast.walk(part)
    }
    changes = []
    for node in ast.walk(tree):
        for replacement in _replacements(node) if id(node) in functions.keys() - excluded else ():
            was, became = ast.unparse(node), ast.unparse(replacement)
            changed = _with_replacement(source, node, became)
            if was != became and changed is not None:
                relative = str(path.relative_to(FOLDER))
                location = (classes.get(id(node), ""), functions[id(node)])
                changes.append(Mutant(relative, node.lineno, was, became, changed, *location))
    return changes


def place_of(path: Path, function: ast.FunctionDef) -> str:
    """Return the name under which the run of a function is recorded."""
    return f"{path.relative_to(FOLDER)}:{function.lineno}"


def _outermost(tree: ast.AST) -> Iterator[ast.FunctionDef]:
    """Yield every function that is not inside another function."""
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.FunctionDef):
            yield node
        else:
            yield from _outermost(node)


def _unchanged_parts(node: ast.AST) -> Iterator[ast.AST]:
    """Yield the parts of a node that must not change: annotations, type aliases and errors."""
    for name in ("annotation", "returns"):
        annotation = getattr(node, name, None)
        if isinstance(annotation, ast.AST):
            yield annotation
    if (
        isinstance(node, ast.Assign)
        and isinstance(node.value, ast.BinOp)
        and isinstance(node.value.op, ast.BitOr)
    ):
        yield node.value  # a type alias
    if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING":
        yield node
    if isinstance(node, ast.Raise):
        yield node  # the text of an error


def _replacements(node: ast.AST) -> Iterator[ast.AST]:
    """Yield the replacements of one node."""
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


def _with_replacement(source: str, node: ast.AST, new: str) -> str | None:
    """Return the source with one node replaced, or None if the result is not valid Python."""
    lines = source.encode().splitlines(keepends=True)
    first, last = node.lineno - 1, (node.end_lineno or 0) - 1  # type: ignore[attr-defined]
    prefix, suffix = lines[first][: node.col_offset], lines[last][node.end_col_offset :]  # type: ignore[attr-defined]
    replacement = new if isinstance(node, ast.stmt) else f"({new})"
    text = b"".join([*lines[:first], prefix, replacement.encode(), suffix, *lines[last + 1 :]]).decode()
    try:
        ast.parse(text)
    except SyntaxError:
        return None
    return text


Found = list[tuple[CodeType, CodeType]]


def functions_of(before: CodeType, after: CodeType) -> Found:
    """Return every function of a module or class as a pair of its code before and after."""
    pairs: Found = []
    inner = ([c for c in code.co_consts if isinstance(c, CodeType)] for code in (before, after))
    for was, now in zip(*inner, strict=True):
        is_function = was.co_flags & 0x2  # it has its own local names, unlike a class body
        pairs += [(was, now)] if is_function else functions_of(was, now)
    return pairs


def make(mutant: Mutant) -> bool:
    """Apply a change to every function object that exists; return False if none is affected."""
    path = FOLDER / mutant.path
    before, after = (compile(text, str(path), "exec") for text in (path.read_text(), mutant.source))
    return _replace_code(path, before, after)


def note_runs() -> set[str]:
    """Let every function add its `place_of` to the returned set whenever it runs."""
    ran: set[str] = set()
    builtins.note_run = ran.add  # type: ignore[attr-defined]
    for path in FOLDER.rglob("*.py"):
        text = path.read_text()
        instrumented = ast.parse(text)
        for function in _outermost(instrumented):
            statement = ast.parse(f"note_run({place_of(path, function)!r})").body[0]
            for node in ast.walk(statement):
                ast.copy_location(node, function.body[0])
            function.body.insert(0, statement)
        _replace_code(path, compile(text, str(path), "exec"), compile(instrumented, str(path), "exec"))
    return ran


def _replace_code(path: Path, before: CodeType, after: CodeType) -> bool:
    """Replace the code of a module's function objects; return False if none has changed."""
    changed = {
        (old.co_name, old.co_firstlineno): new
        for old, new in functions_of(before, after)
        if old.co_code != new.co_code or old.co_consts != new.co_consts or old.co_names != new.co_names
    }
    replaced = False
    for function in gc.get_objects():
        if isinstance(function, FunctionType) and function.__code__.co_filename == str(path):
            new = changed.get((function.__code__.co_name, function.__code__.co_firstlineno))
            if new is not None and len(new.co_freevars) == len(function.__code__.co_freevars):
                function.__code__, replaced = new, True
    return replaced
