"""No visitor gets another visitor's file: the name of every download includes a new random token.

Streamlit serves a file under an id made of its length, its name and, from 1 MiB on, only its first,
middle and last 64 KiB. Two visitors' workbooks can agree in all of these except the name.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from tests.pages.test_pages import open_page, press, upload
from tests.support.paths import ROOT
from tests.support.sheets import xlsx

SHOWN = [ROOT / "app.py", *sorted((ROOT / "pages").rglob("*.py"))]
#: The position of the file name in Streamlit's call: after the label and the data.
NAME = 2


def unsigned_downloads(tree: ast.Module) -> list[str]:
    """The downloads whose name has no `session.token()`, either inline or assigned in the same scope."""
    faults = []
    for function in [tree, *_functions(tree)]:
        assigned = {
            target.id: node.value
            for node in _own_nodes(function)
            if isinstance(node, ast.Assign)
            for target in node.targets
            if isinstance(target, ast.Name)
        }
        for node in _own_nodes(function):
            if isinstance(node, ast.Call) and getattr(node.func, "attr", "") == "download_button":
                name = _file_name(node)
                name = assigned.get(name.id) if isinstance(name, ast.Name) else name
                if name is None or "session.token()" not in _calls(name):
                    faults.append(f"line {node.lineno}: {ast.unparse(name) if name else 'no name'}")
    return faults


def _functions(tree: ast.Module) -> list[ast.AST]:
    return [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]


def _own_nodes(node: ast.AST) -> Iterator[ast.AST]:
    """The nodes of a function or module, without those of functions and classes inside it."""
    for child in ast.iter_child_nodes(node):
        if not isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            yield child
            yield from _own_nodes(child)


def _file_name(call: ast.Call) -> ast.expr | None:
    named = [word.value for word in call.keywords if word.arg == "file_name"]
    return named[0] if named else next(iter(call.args[NAME:]), None)


def _calls(name: ast.expr) -> set[str]:
    return {ast.unparse(node) for node in ast.walk(name) if isinstance(node, ast.Call)}


@pytest.mark.parametrize("path", SHOWN, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_every_download_name_includes_a_new_token(path: Path) -> None:
    assert unsigned_downloads(ast.parse(path.read_text(encoding="utf-8"))) == []


def test_rule_finds_the_existing_downloads() -> None:
    assert sum(path.read_text(encoding="utf-8").count("download_button(") for path in SHOWN) > 7


@pytest.mark.parametrize(
    "line",
    [
        "st.download_button('Take it', data, 'plan.xlsx')",
        "st.download_button('Take it', data)",
        "column.download_button('Take it', data, file_name=f'{today}.xlsx')",
        "name = 'plan.xlsx'\nst.download_button('Take it', data, name)",
        "def draw():\n    st.download_button('Take it', data, name)\nname = f'{session.token()}.xlsx'",
    ],
)
def test_rule_detects_a_download_without_a_token(line: str) -> None:
    assert len(unsigned_downloads(ast.parse(line))) == 1


@pytest.mark.parametrize(
    "line",
    [
        "st.download_button('Take it', data, f'plan-{session.token()}.xlsx')",
        "name = f'plan-{session.token()}.xlsx'\nst.download_button('Take it', data, file_name=name)",
    ],
)
def test_rule_accepts_a_download_with_a_token(line: str) -> None:
    assert unsigned_downloads(ast.parse(line)) == []


def offered(shared_name: str) -> str:
    """A page that offers a 2 MiB file whose only private byte is outside the parts that Streamlit hashes."""
    return f"""
import streamlit as st
from pages.ui import session

data = bytearray(2 << 20)
data[300_000] = st.session_state["mine"]
st.download_button("Take it", bytes(data), {shared_name} or f"mine-{{session.token()}}.xlsx")
"""


def address(mine: int, shared_name: str) -> str:
    app = AppTest.from_string(offered(shared_name))
    app.session_state["mine"] = mine
    return str(app.run().get("download_button")[0].proto.url)


def test_two_visitors_with_similar_large_files_get_their_own() -> None:
    assert address(1, "'plan.xlsx'") == address(2, "'plan.xlsx'")  # without a token both get the same address
    assert address(1, "''") != address(2, "''")


def test_two_sessions_offer_one_marked_workbook_under_different_names(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    rows = [["Date", "Title", "Attendance"], ["2026-03-07", "Story hour", 18], ["soon", "Story hour", 20]]
    names: list[str] = []
    monkeypatch.setattr(st, "download_button", lambda label, data, name, **rest: names.append(name))

    def offered_names() -> set[str]:
        app = upload(open_page("add"), "March.xlsx", xlsx(Log=rows))
        names.clear()
        press(app, "Mark issues in my workbook")
        return set(names)

    first = offered_names()
    assert first
    assert first.isdisjoint(offered_names())
