"""Test exported folders on the command line: the figures of their files, and no name in them."""

from __future__ import annotations

from pathlib import Path

import pyarrow.parquet as pq
import pytest

from tests.support.command_line import figures, one, run
from tests.support.sheets import xlsx

SHEETS = {
    "Anas group": [
        ["Name", "2026-03-07", "2026-03-14"],
        *([f"Canary Cruz{letter}", "x", "x" if letter < "D" else ""] for letter in "ABCDEF"),
    ],
    "Costs": [
        ["Date", "From", "To", "Kind", "Value", "Status", "Note"],
        ["2026-03-07", "library", "Canary Shop", "cash", 500, "spent", "Canary remark"],
    ],
}


@pytest.fixture(scope="module")
def exported(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A workbook with a roster and a ledger, and the folder exported from it."""
    folder = tmp_path_factory.mktemp("exported")
    book = folder / "Canary book.xlsx"
    book.write_bytes(xlsx(**SHEETS))
    completed = run("export-dataset", book, "--out", folder / "data")
    assert completed.returncode == 0, completed.stderr
    assert "do not pass it on" in completed.stderr
    return book, folder / "data"


@pytest.mark.parametrize("engine", ["pandas", "duckdb"])
def test_folder_gives_the_figures_of_its_files(exported: tuple[Path, Path], engine: str) -> None:
    book, folder = exported
    asked = ("--by", "program", "--as-of", "2026-12-31")
    of_files, of_folder = figures(book, *asked), figures("--data", folder, "--engine", engine, *asked)
    assert of_folder == of_files
    program = one(of_folder, "cost_cash", program=None)
    assert program["value"] == 500


def test_folder_contains_no_name_and_no_free_text(exported: tuple[Path, Path]) -> None:
    _, folder = exported
    contents = (folder / "dataset.json").read_text(encoding="utf-8")
    tables = [pq.read_table(path) for path in folder.rglob("*.parquet")]
    contents += "".join(str(table.to_pylist()) for table in tables)
    assert "payee 1" in contents
    assert "Canary" not in contents
    assert "Anas" not in contents


def test_folder_and_files_are_not_mixed(exported: tuple[Path, Path]) -> None:
    book, folder = exported
    wrong = {
        (): "Give the files to read",
        (book, "--data", folder): "without files",
        (book, "--engine", "duckdb"): "Give --data too",
        ("--data", folder, "--memory", "2GB"): "Only DuckDB",
        ("--data", folder, "--engine", "duckdb", "--memory", "much"): "a size such as 2GB",
    }
    for arguments, message in wrong.items():
        completed = run("metrics", *arguments)
        assert (completed.returncode, message in completed.stderr) == (2, True), arguments
    assert run("metrics", "--data", folder / "sessions").returncode == 1


def test_lack_of_memory_is_one_sentence(exported: tuple[Path, Path]) -> None:
    completed = run("metrics", "--data", exported[1], "--engine", "duckdb", "--memory", "1MB")
    assert completed.returncode == 2
    assert "The 1MB of --memory are not enough" in completed.stderr
