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

#: Where decisions of one kind are made that several modules could make.
GUIDE = {
    "a word recognized in sheets": "`ingest/values/*.toml`; its meaning in one layout: that layout's reader",
    "how a cell becomes a value": "`ingest/values/`; which cells belong to the table: `ingest/tables/`",
    "when typed or read rows are implausible": "`model/checks.py`",
    "a metric's formula or threshold": "`metrics/families/`; the columns it counts: `metrics/tables/`",
    "what is too small to be released": "`protection/policy.py`",
    "the columns and order of a table or chart": "`figures/`, by topic",
    "the order of a screen": "the page in `pages/`; of its forms, lists and tabs: `pages/ui/`",
    "the order of a document": "its reader in `reports/audiences/`; paper and page size: the renderer",
    "an option of the command": "`cli/commands.py`; how its files are loaded: `cli/options.py`",
    "a sentence": "`languages/`; of an error or issue: where it is raised",
}


def render() -> str:
    """Return the page."""
    guide = [f"| {what} | {where} |" for what, where in GUIDE.items()]
    head = ["# Modules", "", INTRODUCTION, "", "| to change | look in |", "|--|--|", *guide, ""]
    return "\n".join([*head, *_lines()])


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
