"""Names of files, functions, classes, arguments and variables use the words of the glossary."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from tests.support.paths import ROOT

#: Words that say less than the term of the field: report, store, duplicate, adjacent, no one.
BANNED = frozenset(
    [
        "alike",
        "anybody",
        "bear",
        "bearer",
        "bears",
        "beside",
        "besides",
        "kept",
        "mend",
        "mended",
        "mending",
        "mishap",
        "mishaps",
        "nobody",
        "somebody",
        "stands",
        "telling",
        "tells",
        "told",
        "whoever",
        "whom",
        "whose",
    ]
)
FOLDERS = ("libcollab_metrics", "pages", "tests", "tools", "data")


def modules() -> list[Path]:
    return [path for folder in FOLDERS for path in sorted((ROOT / folder).rglob("*.py"))]


@cache
def all_names() -> list[tuple[Path, str, int]]:
    """Return the file, the name and the line of each name that a module defines."""
    return [(path, *found) for path in modules() for found in names(ast.parse(path.read_text("utf-8")))]


def names(tree: ast.Module) -> Iterator[tuple[str, int]]:
    """Yield each name that a module defines, with its line; keywords and strings are not included."""
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            yield node.name, node.lineno
        elif isinstance(node, ast.arg):
            yield node.arg, node.lineno
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            yield node.id, node.lineno
        elif isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store):
            yield node.attr, node.lineno


def words(name: str) -> set[str]:
    return set(re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name).lower().split("_"))


def test_no_name_uses_a_banned_word() -> None:
    banned = [
        f"{path.relative_to(ROOT)}:{line} {name}" for path, name, line in all_names() if words(name) & BANNED
    ]
    assert banned == []


def test_no_file_name_uses_a_banned_word() -> None:
    assert [str(path) for path in modules() if words(path.stem) & BANNED] == []


def test_test_names_have_at_most_ten_words() -> None:
    long_names = [
        f"{path.relative_to(ROOT)}:{line} {name}"
        for path, name, line in all_names()
        if name.startswith("test_") and len(name.split("_")) > 11
    ]
    assert long_names == []


def test_camel_case_and_snake_case_names_are_split() -> None:
    assert words("ToldOnce") & BANNED == {"told"}
    assert words("is_kept") & BANNED == {"kept"}
    assert not words("keep_with_next") & BANNED
