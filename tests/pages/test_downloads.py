"""No visitor is ever given another's file: the name of every download bears a word drawn anew.

Streamlit serves a file under a number made of its length, its name and, from 1 MiB on, only its first, middle
and last 64 KiB. Two visitors' workbooks can agree in all of these but the name.
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
#: Where Streamlit takes the name of a download: after the label and the data.
NAME = 2


def unsigned_downloads(tree: ast.Module) -> list[str]:
    """The downloads whose name holds no `session.token()` of its own, written in it or in a line just
    before."""
    faults = []
    for function in [tree, *_functions(tree)]:
        written = {
            target.id: node.value
            for node in _own(function)
            if isinstance(node, ast.Assign)
            for target in node.targets
            if isinstance(target, ast.Name)
        }
        for node in _own(function):
            if isinstance(node, ast.Call) and getattr(node.func, "attr", "") == "download_button":
                name = _file_name(node)
                name = written.get(name.id) if isinstance(name, ast.Name) else name
                if name is None or "session.token()" not in _calls(name):
                    faults.append(f"line {node.lineno}: {ast.unparse(name) if name else 'no name'}")
    return faults


def _functions(tree: ast.Module) -> list[ast.AST]:
    return [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]


def _own(place: ast.AST) -> Iterator[ast.AST]:
    """What stands in a function or at the head of a file, without the functions inside it."""
    for child in ast.iter_child_nodes(place):
        if not isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            yield child
            yield from _own(child)


def _file_name(call: ast.Call) -> ast.expr | None:
    named = [word.value for word in call.keywords if word.arg == "file_name"]
    return named[0] if named else next(iter(call.args[NAME:]), None)


def _calls(name: ast.expr) -> set[str]:
    return {ast.unparse(node) for node in ast.walk(name) if isinstance(node, ast.Call)}


@pytest.mark.parametrize("path", SHOWN, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_every_download_bears_a_word_drawn_anew(path: Path) -> None:
    assert unsigned_downloads(ast.parse(path.read_text(encoding="utf-8"))) == []


def test_the_rule_found_the_downloads_there_are() -> None:
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
def test_the_rule_sees_a_download_without_one(line: str) -> None:
    assert len(unsigned_downloads(ast.parse(line))) == 1


@pytest.mark.parametrize(
    "line",
    [
        "st.download_button('Take it', data, f'plan-{session.token()}.xlsx')",
        "name = f'plan-{session.token()}.xlsx'\nst.download_button('Take it', data, file_name=name)",
    ],
)
def test_the_rule_lets_a_download_with_one_pass(line: str) -> None:
    assert unsigned_downloads(ast.parse(line)) == []


def offered(shared_name: str) -> str:
    """A page that offers a file of 2 MiB whose only private byte lies where Streamlit does not look."""
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


def test_two_visitors_whose_large_files_look_alike_are_given_their_own() -> None:
    assert address(1, "'plan.xlsx'") == address(2, "'plan.xlsx'")  # what would happen with a name they share
    assert address(1, "''") != address(2, "''")


def test_two_windows_offer_one_marked_workbook_under_different_names(monkeypatch: pytest.MonkeyPatch) -> None:
    rows = [["Date", "Title", "Attendance"], ["2026-03-07", "Story hour", 18], ["soon", "Story hour", 20]]
    offered: list[str] = []
    monkeypatch.setattr(st, "download_button", lambda label, data, name, **rest: offered.append(name))

    def marked() -> set[str]:
        app = upload(open_page("data"), "March.xlsx", xlsx(Log=rows))
        offered.clear()
        press(app, "Mark the problems in my own workbook")
        return set(offered)

    first = marked()
    assert first
    assert first.isdisjoint(marked())
