"""Test that the dashboard imports only public names, those in a package's `__all__`."""

from __future__ import annotations

import ast
import importlib
from collections import Counter
from pathlib import Path

import pytest

from tests.support.paths import ROOT

SCREENS = [ROOT / "app.py", *sorted((ROOT / "pages").rglob("*.py"))]
#: Modules of which every name is public.
SINGLE = {
    "libcollab_metrics.cancellation",
    "libcollab_metrics.document_kinds",
    "libcollab_metrics.errors",
    "libcollab_metrics.localization",
    "libcollab_metrics.messages",
}
#: The number of broad handlers by file, at the boundaries where any error is reported without its text: of a
#: page, of a click and of the command line, and of data decoded from disk, where any error means damage.
BORDERS = {
    "pages/ui/page.py": 1,
    "pages/ui/session/errors.py": 1,
    "libcollab_metrics/cli/commands.py": 1,
    "libcollab_metrics/store/database.py": 1,
}


@pytest.mark.parametrize("path", SCREENS, ids=lambda p: str(p.relative_to(ROOT)))
def test_page_imports_only_public_names(path: Path) -> None:
    private_names = []
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("libcollab_metrics"):
            module = str(node.module)
            public_names = getattr(importlib.import_module(module), "__all__", ())
            if module not in SINGLE:
                private_names += [
                    f"{module}.{alias.name}" for alias in node.names if alias.name not in public_names
                ]
        if isinstance(node, ast.Import):
            private_names += [a.name for a in node.names if a.name.startswith("libcollab_metrics")]
    assert private_names == []


def test_broad_exception_handlers_are_only_at_the_boundaries() -> None:
    """Elsewhere `except Exception` could hide a failure, unless it raises the error again."""
    handlers: Counter[str] = Counter()
    for path in [*SCREENS, *sorted((ROOT / "libcollab_metrics").rglob("*.py"))]:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ExceptHandler):
                caught = "" if node.type is None else ast.unparse(node.type)
                is_raised_again = isinstance(node.body[-1], ast.Raise) and node.body[-1].exc is None
                if caught in ("", "Exception", "BaseException") and not is_raised_again:
                    handlers[path.relative_to(ROOT).as_posix()] += 1
    assert handlers == BORDERS
