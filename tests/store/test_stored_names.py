"""SECURITY.md names every column whose text is written to the disk as typed."""

from __future__ import annotations

import re
from pathlib import Path

from libcollab_metrics.model import PEOPLE, SCHEMA, Edit
from libcollab_metrics.store import Store
from tests.support.builders.store_steps import DAY
from tests.support.paths import ROOT

SECURITY = ROOT / "SECURITY.md"
WORDS = ("category", "names", "text")


def documented_columns() -> dict[str, set[str]]:
    """Table → the labels of its columns, as SECURITY.md lists them."""
    text = (
        SECURITY.read_text(encoding="utf-8")
        .partition("| written to the disk by name |")[2]
        .partition("\n\n")[0]
    )
    rows = re.findall(r"^\| ([^(|]+?)(?: \([^|]*)? \| ([^|]+) \|$", text, re.MULTILINE)
    return {table: set(columns.split(", ")) for table, columns in rows}


def stored_columns(folder: Path) -> dict[str, set[str]]:
    """The same, from a workspace in which every text column was typed: the columns stored as typed."""
    columns: dict[str, set[str]] = {}
    for name, table in SCHEMA.items():
        store = Store(folder / name)
        if name == "notes":
            store.set_keeps_notes(True)
        fields = [field for field in table.fields if field.kind in WORDS and field.name not in PEOPLE]
        store.append(Edit(name, ({field.name: f"Quimbo {field.name}" for field in fields},)), day=DAY)
        (operation,) = store.load().workspace.operations
        assert isinstance(operation, Edit)
        typed = {field.label for field in fields if operation.rows[0][field.name] == f"Quimbo {field.name}"}
        columns[table.label] = typed
    return columns


def test_security_md_lists_exactly_the_columns_stored_as_typed(tmp_path: Path) -> None:
    assert documented_columns() == stored_columns(tmp_path)
    assert "To" not in documented_columns()["Ledger"]
