"""What all visitors of one process share holds nothing of anybody: every cache and every changing name is
known."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from tests.support.browser.dashboard import ROOT

SCREENS = [ROOT / "app.py", *sorted((ROOT / "pages").rglob("*.py"))]
#: What is made once for all visitors, and why that tells nobody anything.
SHARED = {
    "reader": "starts a reading process for each file, which ends with it",
    "sample": "the invented library",
    "sample_dataset": "the invented library",
    "_sample_cache": "what is found in that very dataset and no other",
    "freeze_garbage_collector": "returns nothing",
    "start_event_log": "returns nothing",
    "use_system_allocator": "returns nothing",
    "_log_not_started": "a number of lacks",
    "installed_vulnerabilities": "versions of what is installed",
    "check_endpoints": "returns nothing",
}
CACHES = {"cache_resource", "cache_data", "cache", "lru_cache", "singleton", "memo"}
CHANGING = (ast.List, ast.Dict, ast.Set, ast.ListComp, ast.DictComp, ast.SetComp)


def _called(node: ast.expr) -> str:
    node = node.func if isinstance(node, ast.Call) else node
    return node.attr if isinstance(node, ast.Attribute) else getattr(node, "id", "")


def shared_by_all(tree: ast.Module) -> set[str]:
    """The functions whose result is kept for every visitor."""
    kept = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef) and CACHES & {_called(mark) for mark in node.decorator_list}:
            kept.add(node.name)
        elif isinstance(node, ast.Call) and _called(node) in CACHES and node.args:
            kept.add(_called(node.args[0]))
    return kept


def changing_names(tree: ast.Module) -> set[str]:
    """Names of a module whose value can be changed in place and is not named as a constant."""
    found = set()
    for node in tree.body:
        names = node.targets if isinstance(node, ast.Assign) else [getattr(node, "target", None)]
        if isinstance(getattr(node, "value", None), CHANGING):
            found |= {name.id for name in names if isinstance(name, ast.Name) and not name.id.isupper()}
    found |= {name for node in ast.walk(tree) if isinstance(node, ast.Global) for name in node.names}
    return found - {"__all__"}


def test_only_what_tells_nobody_anything_is_kept_for_all() -> None:
    kept = {name for path in SCREENS for name in shared_by_all(ast.parse(path.read_text(encoding="utf-8")))}
    assert kept == set(SHARED)


@pytest.mark.parametrize(
    "path",
    [path for path in SCREENS if path.parent.name != "pages"],
    ids=lambda path: path.relative_to(ROOT).as_posix(),
)
def test_no_module_of_the_dashboard_collects_anything(path: Path) -> None:
    assert changing_names(ast.parse(path.read_text(encoding="utf-8"))) == set()


@pytest.mark.parametrize(
    "text",
    [
        "@st.cache_data\ndef f(): ...",
        "@cache\ndef f(): ...",
        "@st.cache_resource(ttl=3)\ndef f(): ...",
        "x = cache(f)",
    ],
)
def test_the_rule_sees_what_is_kept_for_all(text: str) -> None:
    assert shared_by_all(ast.parse(text)) == {"f"}


@pytest.mark.parametrize(
    "text", ["seen = {}", "seen: list[str] = []", "def f():\n    global seen\n    seen = 1"]
)
def test_the_rule_sees_a_module_that_collects(text: str) -> None:
    assert changing_names(ast.parse(text)) == {"seen"}
