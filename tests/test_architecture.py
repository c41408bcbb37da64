"""Test the structure of the code: pages, module owners, imports and module sizes.

Pages only open, choose and show; each slow library is imported by its owners only; importing the package is
quick.
"""

from __future__ import annotations

import ast
import inspect
import re
import subprocess
import sys
from collections.abc import Iterator, Mapping
from functools import cache
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest
import streamlit

from tests.support.paths import ROOT

PACKAGE = sorted((ROOT / "libcollab_metrics").rglob("*.py"))
PAGES = sorted((ROOT / "pages").glob("*.py"))

# The files that may import a slow library, and only inside a function.
OWNERS = {
    "python_calamine": {"ingest/files/workbook.py"},
    "openpyxl": {"ingest/files/workbook.py", "ingest/writers/annotated_copy.py"},
    "xlsxwriter": {
        "ingest/writers/annotated_copy.py",
        "ingest/writers/partner_sheet.py",
        "ingest/writers/plain_copy.py",
        "ingest/writers/template.py",
        "reports/render/pptx_data.py",
        "reports/render/to_xlsx.py",
    },
    "plotly": {
        "figures/months_plotly.py",
        "figures/plotly_spec.py",
        "figures/forecast_plotly.py",
        "figures/sessions_plotly.py",
        "figures/rails_plotly.py",
        "figures/to_plotly.py",
    },
    "vl_convert": {"figures/to_vega.py"},
    "jinja2": {"reports/render/to_html.py"},
    "markupsafe": {"reports/render/to_html.py"},
    "typst": {"reports/render/to_pdf.py"},
    "pptx": {
        "reports/render/pptx_charts.py",
        "reports/render/pptx_dumbbell.py",
        "reports/render/pptx_slides.py",
        "reports/render/pptx_template.py",
        "reports/render/to_pptx.py",
    },
    "docx": {
        "reports/render/docx_elements.py",
        "reports/render/docx_page.py",
        "reports/render/to_docx.py",
    },
    "scipy": {
        "metrics/intervals.py",
        "planning/forecast.py",
        "protection/audit.py",
        "protection/suppression.py",
    },
    "statsmodels": {"planning/forecast.py"},
    "threadpoolctl": {"planning/forecast.py"},
    "psutil": {"ingest/files/workbook.py"},
    "cryptography": {"store/keys.py"},
    "platformdirs": {"store/paths.py"},
}
COMPUTING = {"pandas", "numpy", "plotly", "polars", "narwhals", "scipy", "math", "statistics"}
GROUPING = {"groupby", "merge", "agg", "aggregate", "pivot", "pivot_table", "mean", "median", "cumsum"}
ARITHMETIC = (ast.Add, ast.Sub, ast.Mult, ast.Div, ast.FloorDiv, ast.Mod, ast.Pow)


@cache
def _tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))


def _imports(tree: ast.AST) -> Iterator[tuple[str, ast.stmt]]:
    """Yield every module imported below `tree`, by its full name."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield alias.name, node
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module, node


def _on_import(tree: ast.Module) -> Iterator[str]:
    """Return the modules imported when the file is: outside functions and `if TYPE_CHECKING`."""
    deferred: set[ast.AST] = set()
    for node in ast.walk(tree):
        is_function = isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda)
        if is_function or (isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test)):
            deferred.update(ast.walk(node))
    return (name for name, node in _imports(tree) if node not in deferred)


def _relative(path: Path) -> str:
    return path.relative_to(ROOT / "libcollab_metrics").as_posix()


def _is_text(node: ast.expr) -> bool:
    return isinstance(node, ast.JoinedStr) or (isinstance(node, ast.Constant) and isinstance(node.value, str))


def page_faults(tree: ast.Module) -> list[str]:
    """Return what a page must not do.

    A page must not compute, group, join, draw a figure itself or import another page.
    """
    faults = []
    for name, node in _imports(tree):
        if name.split(".")[0] in COMPUTING:
            faults.append(f"line {node.lineno} imports {name}")
        if name == "pages" or (name.startswith("pages.") and not name.startswith("pages.ui")):
            faults.append(f"line {node.lineno} imports another page: {name}")
    for node in ast.walk(tree):
        if isinstance(node, ast.BinOp) and isinstance(node.op, ARITHMETIC):
            if not (_is_text(node.left) or _is_text(node.right)):
                faults.append(f"line {node.lineno} does arithmetic: {ast.unparse(node)}")
        elif isinstance(node, ast.Attribute) and node.attr in GROUPING:
            faults.append(f"line {node.lineno} groups or joins: .{node.attr}")
        elif (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Name)
            and node.func.id in ("sum", "round")
        ):
            faults.append(f"line {node.lineno} computes: {node.func.id}()")
    return faults


@pytest.mark.parametrize("path", PAGES, ids=lambda p: p.stem)
def test_page_only_opens_chooses_and_shows(path: Path) -> None:
    assert page_faults(_tree(path)) == []


@pytest.mark.parametrize(
    "line",
    [
        "import pandas as pd",
        "from plotly import graph_objects",
        "share = 100 * part",
        "each = visits / sessions",
        "sites = rows.groupby('site')",
        "total = sum(rows)",
        "from pages import overview",
        "from pages.reach import draw",
    ],
)
def test_page_rule_finds_a_page_that_computes(line: str) -> None:
    assert len(page_faults(ast.parse(line))) == 1


@pytest.mark.parametrize(
    "line", ["from pages.ui import show", "title = 'At least ' + words", "st.write(', '.join(a))"]
)
def test_page_rule_allows_a_page_that_shows(line: str) -> None:
    assert page_faults(ast.parse(line)) == []


def test_heavy_library_is_imported_only_inside_functions_of_its_owners() -> None:
    not_owners, at_import = [], []
    for path in PACKAGE:
        tree = _tree(path)
        for name, node in _imports(tree):
            library = name.split(".")[0]
            if library in OWNERS and _relative(path) not in OWNERS[library]:
                not_owners.append(f"{_relative(path)}:{node.lineno} {name}")
        at_import += [
            f"{_relative(path)} {name}" for name in _on_import(tree) if name.split(".")[0] in OWNERS
        ]
    assert not_owners == []
    assert at_import == []


def test_package_never_imports_streamlit() -> None:
    importers = [
        _relative(path)
        for path in PACKAGE
        for name, _ in _imports(_tree(path))
        if name.split(".")[0] == "streamlit"
    ]
    assert importers == []


def private_streamlit(tree: ast.Module) -> list[str]:
    """Return what a module uses of Streamlit that Streamlit does not document.

    That is modules inside Streamlit, and strings that name such a module, a logger or an internal path.
    """
    faults = [
        f"line {node.lineno} imports {name}"
        for name, node in _imports(tree)
        if name.split(".")[0] == "streamlit" and not (isinstance(node, ast.Import) and name == "streamlit")
    ]
    docstrings = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if (
            isinstance(node, ast.Attribute)
            and isinstance(node.value, ast.Name)
            and node.value.id in ("st", "streamlit")
        ):
            if node.attr.startswith("_") or node.attr in PRIVATE_MODULES:
                faults.append(f"line {node.lineno} uses st.{node.attr}")
        elif (
            isinstance(node, ast.Constant)
            and id(node) not in docstrings
            and PRIVATE_NAMES.match(str(node.value))
        ):
            faults.append(f"line {node.lineno} names {node.value}")
    return faults


#: Modules that are attributes of `streamlit` only because Streamlit imports them itself.
PRIVATE_MODULES = {name for name, value in vars(streamlit).items() if inspect.ismodule(value)} - {
    "column_config"
}
PRIVATE_NAMES = re.compile(r"streamlit\.|_stcore")
DASHBOARD = [ROOT / "app.py", *sorted((ROOT / "pages").rglob("*.py")), *PACKAGE]


def test_only_one_module_uses_undocumented_streamlit_apis() -> None:
    faults_by_path = {path: private_streamlit(_tree(path)) for path in DASHBOARD}
    users = {path.relative_to(ROOT).as_posix(): faults for path, faults in faults_by_path.items() if faults}
    assert list(users) == ["pages/ui/streamlit_internals.py"], users


@pytest.mark.parametrize(
    "line",
    [
        "from streamlit import runtime",
        "from streamlit.runtime import get_instance",
        "import streamlit.web.cli",
        "st.runtime.exists()",
        "st._config.set_option('server.port', 1)",
        "logging.getLogger('streamlit.elements.json')",
        "path = '_stcore/metrics'",
    ],
)
def test_streamlit_rule_finds_undocumented_apis(line: str) -> None:
    assert len(private_streamlit(ast.parse(line))) == 1


@pytest.mark.parametrize(
    "line", ["import streamlit as st", "st.session_state['x'] = 1", "st.column_config.TextColumn()"]
)
def test_streamlit_rule_allows_documented_apis(line: str) -> None:
    assert private_streamlit(ast.parse(line)) == []


def test_no_module_is_named_utils_or_helpers() -> None:
    vague_names = {"utils", "util", "helpers", "helper", "common", "misc"}
    files = [*PACKAGE, *(ROOT / "pages").rglob("*.py"), *(ROOT / "tests").rglob("*.py")]
    assert [str(path) for path in files if path.stem in vague_names or path.parent.name in vague_names] == []


def test_there_are_no_import_cycles() -> None:
    """Imports inside functions count; imports for type checkers do not, because they never run."""
    modules = {_module(path): path for path in [*PACKAGE, *(ROOT / "pages").rglob("*.py")]}
    graph = {name: _imported_modules(path, modules) - {name} for name, path in modules.items()}
    tuple(TopologicalSorter(graph).static_order())


def test_cycle_search_finds_an_import_inside_a_function(tmp_path: Path) -> None:
    (tmp_path / "one.py").write_text("from two import that\n", encoding="utf-8")
    (tmp_path / "two.py").write_text("def that():\n    from one import this\n", encoding="utf-8")
    modules = {path.stem: path for path in tmp_path.glob("*.py")}
    with pytest.raises(CycleError):
        TopologicalSorter(
            {name: _imported_modules(path, modules) for name, path in modules.items()}
        ).prepare()


def _module(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


def _imported_modules(path: Path, modules: Mapping[str, Path]) -> set[str]:
    """Return which of these modules a file imports when it runs.

    A name imported from a package may be a module in that package.
    """
    tree, imported = _tree(path), set()
    for node in ast.walk(tree):
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test):
            node.body = []
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module:
            for alias in node.names:
                inner = f"{node.module}.{alias.name}"
                imported.add(inner if inner in modules else node.module)
        elif isinstance(node, ast.Import):
            imported.update(alias.name for alias in node.names)
    return imported & modules.keys()


# Imports between the packages: what docs/architecture.md draws, and what the code does.

Edges = set[tuple[str, str]]


def drawn_imports(page: str) -> Edges:
    """Return the arrows of the flowchart on a page."""
    (flowchart,) = re.findall(r"^```mermaid\nflowchart (.+?)^```", page, re.MULTILINE | re.DOTALL)
    return set(re.findall(r"^ *(\w+) --> (\w+)$", flowchart, re.MULTILINE))


def package_imports() -> Edges:
    """Return which package imports which; `pages` and the module `library` count as packages."""
    modules = {_module(path): path for path in [*PACKAGE, *(ROOT / "pages").rglob("*.py")]}
    edges = {
        (_package(importer), _package(imported))
        for importer, path in modules.items()
        for imported in _imported_modules(path, modules)
    }
    return {edge for edge in edges if len({*edge, ""}) == 3}


def _package(module: str) -> str:
    """Return the package that a module belongs to; empty for other modules at the top level."""
    top, *inner = module.split(".")
    name = top if top == "pages" else "".join(inner[:1])
    is_package = name in ("pages", "library") or (ROOT / "libcollab_metrics" / name).is_dir()
    return name if is_package else ""


def import_faults(drawn: Edges, occurring: Edges) -> list[str]:
    """Return the arrows that no import justifies, and the imports without a path of arrows."""
    sorter = TopologicalSorter[str]()
    for importer, imported in drawn:
        sorter.add(importer, imported)
    reached: dict[str, set[str]] = {}
    for name in sorter.static_order():
        direct = {imported for importer, imported in drawn if importer == name}
        reached[name] = direct.union(*(reached[imported] for imported in direct))
    extra = [f"extra: {importer} --> {imported}" for importer, imported in drawn - occurring]
    missing = [
        f"missing: {importer} --> {imported}"
        for importer, imported in occurring
        if imported not in reached.get(importer, ())
    ]
    return sorted(extra + missing)


def test_architecture_page_draws_the_imports_between_packages() -> None:
    """Each arrow is an import; an import may be drawn as a path of several arrows."""
    page = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    assert import_faults(drawn_imports(page), package_imports()) == []


def test_import_drawing_rule_finds_missing_and_extra_arrows() -> None:
    drawn = {("reports", "figures"), ("figures", "metrics"), ("metrics", "store")}
    occurring = {("reports", "figures"), ("figures", "metrics"), ("reports", "metrics"), ("store", "model")}
    assert import_faults(drawn, occurring) == ["extra: metrics --> store", "missing: store --> model"]


def code_length(path: Path) -> int:
    """Return the number of lines of a module without its docstrings."""
    text = path.read_text(encoding="utf-8")
    scopes = (ast.Module, ast.ClassDef, ast.FunctionDef)
    first_statements = [
        node.body[0] for node in ast.walk(ast.parse(text)) if isinstance(node, scopes) and node.body
    ]
    docstrings = [
        n for n in first_statements if isinstance(n, ast.Expr) and isinstance(n.value, ast.Constant)
    ]
    return len(text.splitlines()) - sum((node.end_lineno or 0) - node.lineno + 1 for node in docstrings)


def test_module_has_at_most_650_lines_of_code() -> None:
    """Split a module when a second module needs a part of it; the limit only stops unbounded growth."""
    lengths = {_relative(path): code_length(path) for path in PACKAGE}
    del lengths["metrics/measures.py"]  # one table of constants
    assert {name: lines for name, lines in lengths.items() if lines > 650} == {}


def test_importing_the_package_loads_no_heavy_library() -> None:
    loaded = _run("import sys, libcollab_metrics; print(' '.join(sys.modules))").split()
    assert sorted({"streamlit", "duckdb", "polars", *OWNERS} & set(loaded)) == []


def test_package_imports_nearly_as_fast_as_pandas() -> None:
    """The ratio of the least processor times is below 1.25; a ratio holds on any machine."""
    clock = "import time; import {0}; print(time.process_time())"
    pairs = [[float(_run(clock.format(name))) for name in ("libcollab_metrics", "pandas")] for _ in range(5)]
    ours, pandas = (min(times) for times in zip(*pairs, strict=True))
    assert ours / pandas < 1.25


def _run(code: str) -> str:
    completed = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    return completed.stdout
