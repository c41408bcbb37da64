"""What a log says beside its sessions: who helped, what it cost, what happened."""

from __future__ import annotations

import re
from typing import Any

from libcollab_metrics.ingest.columns import Column, Context, as_text, read_numbers
from libcollab_metrics.model.names import fold, plain
from libcollab_metrics.model.schema import SCHEMA

#: Rows by table, each with the fields of the schema and its Excel row.
Rows = dict[str, list[dict[str, Any]]]


def beside_sessions(columns: dict[str, Column], sessions: list[dict[str, Any]], context: Context) -> Rows:
    """Return what a log says beside its sessions, each in its own table: partners, costs, notes."""
    tables: Rows = {}
    if "partners.name" in columns:
        tables |= _partners(columns["partners.name"], sessions)
    if "notes.text" in columns:
        texts = [as_text(cell) for cell in columns["notes.text"].cells]
        tables["notes"] = [
            {"program_id": s["program_id"], "date": s["date"], "text": text, "row": s["row"]}
            for s, text in zip(sessions, texts, strict=False)
            if text
        ]
    if "ledger.value" in columns:
        reads = read_numbers(SCHEMA["ledger"].field("value"), columns["ledger.value"], context)
        tables["ledger"] = [
            {
                "program_id": s["program_id"],
                "date": s["date"],
                "kind": "cash",
                "status": "spent",
                "value": read.value,
                "value_is_estimate": read.estimate,
                "value_at_least": read.at_least,
                "row": s["row"],
            }
            for s, read in zip(sessions, reads, strict=False)
            if read.value is not None
        ]
    return tables


def _partners(column: Column, sessions: list[dict[str, Any]]) -> Rows:
    """A partner written beside a session is linked to its program; a bare mark such as * is no name."""
    links: dict[str, dict[str, str]] = {}
    names: dict[str, str] = {}
    for session, cell in zip(sessions, column.cells, strict=False):
        for name in re.split(r"[;\n]", as_text(cell)):
            if re.search(r"\w", name) and plain(name) not in ("none", "n/a", "na"):
                names.setdefault(fold(name), name.strip())
                if session["program_id"]:
                    links.setdefault(session["program_id"], {}).setdefault(fold(name), name.strip())
    return {
        "partners": [{"name": name} for name in names.values()],
        "programs": [{"name": p, "partner_ids": "; ".join(linked.values())} for p, linked in links.items()],
    }
