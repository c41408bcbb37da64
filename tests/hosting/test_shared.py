"""Every cache and every mutable module variable is known, because all visitors of a process share them."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from tests.support.browser.dashboard import ROOT

SCREENS = [ROOT / "app.py", *sorted((ROOT / "pages").rglob("*.py"))]
#: What is created once for all visitors, and why it discloses nothing.
SHARED = {
    "reader": "starts a reading process for each file, which ends with it",
    "sample": "the invented library",
    "sample_dataset": "the invented library",
    "recent_uploads": "pending uploads, found again only under the name of their owner",
    "_shared_cache": "what is found in that very dataset and no other",
    "_open_folder": "the folder of the only library, which a shared server refuses",
    "freeze_garbage_collector": "returns nothing",
    "hide_file_list": "returns nothing",
    "style_sheet": "fonts, colors and rules",
    "_history_script": "a script",
    "start_event_log": "returns nothing",
    "use_system_allocator": "returns nothing",
    "_log_not_started": "a number of lacks",
    "installed_vulnerabilities": "versions of what is installed",
    "check_endpoints": "returns nothing",
}
CACHES = {"cache_resource", "cache_data", "cache", "lru_cache", "singleton", "memo"}
MUTABLE = (ast.List, ast.Dict, ast.Set, ast.ListComp, ast.DictComp, ast.SetComp)


def _called(node: ast.expr) -> str:
    node = node.func if isinstance(node, ast.Call) else node
    return node.attr if isinstance(node, ast.Attribute) else getattr(node, "id", "")


def find_cached_functions(tree: ast.Module) -> set[str]:
    """The functions whose result is cached for every visitor."""
    cached = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef) and CACHES & {_called(mark) for mark in node.decorator_list}:
            cached.add(node.name)
        elif isinstance(node, ast.Call) and _called(node) in CACHES and node.args:
            cached.add(_called(node.args[0]))
    return cached


def find_mutable_names(tree: ast.Module) -> set[str]:
    """Module variables that are mutable and not named as constants."""
    mutable = set()
    for node in tree.body:
        names = node.targets if isinstance(node, ast.Assign) else [getattr(node, "target", None)]
        if isinstance(getattr(node, "value", None), MUTABLE):
            mutable |= {name.id for name in names if isinstance(name, ast.Name) and not name.id.isupper()}
    mutable |= {name for node in ast.walk(tree) if isinstance(node, ast.Global) for name in node.names}
    return mutable - {"__all__"}


def test_only_known_functions_are_cached_for_all() -> None:
    cached = {
        name
        for path in SCREENS
        for name in find_cached_functions(ast.parse(path.read_text(encoding="utf-8")))
    }
    assert cached == set(SHARED)


@pytest.mark.parametrize(
    "path",
    [path for path in SCREENS if path.parent.name != "pages"],
    ids=lambda path: path.relative_to(ROOT).as_posix(),
)
def test_dashboard_modules_have_no_mutable_variables(path: Path) -> None:
    assert find_mutable_names(ast.parse(path.read_text(encoding="utf-8"))) == set()


@pytest.mark.parametrize(
    "text",
    [
        "@st.cache_data\ndef f(): ...",
        "@cache\ndef f(): ...",
        "@st.cache_resource(ttl=3)\ndef f(): ...",
        "x = cache(f)",
    ],
)
def test_rule_detects_functions_cached_for_all(text: str) -> None:
    assert find_cached_functions(ast.parse(text)) == {"f"}


@pytest.mark.parametrize(
    "text", ["seen = {}", "seen: list[str] = []", "def f():\n    global seen\n    seen = 1"]
)
def test_rule_detects_mutable_module_variables(text: str) -> None:
    assert find_mutable_names(ast.parse(text)) == {"seen"}
