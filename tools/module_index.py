"""Write docs/modules.md, the list of all modules with what each is for, from their docstrings.

`make reference` runs it. A test compares the page with the code.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "modules.md"
FOLDERS = ("pages", "libcollab_metrics")
INTRODUCTION = (
    "The first line of each module's docstring, by folder. [Architecture](architecture.md) shows how the\n"
    "modules work together. `make reference` writes this page: do not edit it."
)


def render() -> str:
    """Return the page."""
    return "\n".join(["# Modules", "", INTRODUCTION, "", *_lines()])


def _lines() -> Iterator[str]:
    paths = [ROOT / "app.py", *(path for folder in FOLDERS for path in sorted((ROOT / folder).rglob("*.py")))]
    for folder, modules in groupby(sorted(paths, key=_order), key=lambda path: path.parent):
        yield from (f"## {folder.relative_to(ROOT).as_posix()}/" if folder != ROOT else "## Top level", "")
        for path in modules:
            yield f"- `{path.name}`: {first_line(path)}"
        yield ""


def _order(path: Path) -> tuple[str, bool, str]:
    """Sort by folder; the package's own docstring comes first."""
    folder = path.parent.relative_to(ROOT).as_posix()
    return (folder, path.name != "__init__.py", path.name)


def first_line(path: Path) -> str:
    """Return the first line of a module's docstring."""
    return (ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or "").partition("\n")[0]


if __name__ == "__main__":
    PAGE.write_text(render(), encoding="utf-8")
