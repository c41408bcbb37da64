"""What a log says beside its sessions: who helped, what it cost, what happened."""

from __future__ import annotations

import re
from collections.abc import Sequence

from libcollab_metrics.ingest.amounts import read_numbers, written_currency
from libcollab_metrics.ingest.columns import Column, Context, as_text
from libcollab_metrics.ingest.values import ReadRows, Rows, Values
from libcollab_metrics.model.names import fold, plain
from libcollab_metrics.model.schema import SCHEMA


def beside_sessions(
    columns: dict[str, Column], sessions: ReadRows, context: Context, marked: Values | None = None
) -> Rows:
    """Return what a log says beside its sessions, each in its own table: partners, costs, notes.

    `marked` names the partner behind a mark in each row, where one is known.
    """
    tables: Rows = {}
    listed = [columns["partners.name"].read(as_text)] if "partners.name" in columns else []
    listed += [marked] if marked is not None and marked.known.any() else []
    if listed:
        tables |= _partners(listed, sessions)
    if "notes.text" in columns:
        tables["notes"] = _beside(sessions, text=columns["notes.text"].read(lambda cell: as_text(cell) or None))
    if "ledger.value" in columns:
        reads = read_numbers(SCHEMA["ledger"].field("value"), columns["ledger.value"], context)
        tables["ledger"] = _beside(
            sessions,
            value=reads.map(lambda read: read.value),
            value_is_estimate=reads.map(lambda read: read.estimate),
            value_at_least=reads.map(lambda read: read.at_least),
            currency=written_currency(columns["ledger.value"]),
        ).with_all(kind="cash", status="spent")
    return {name: rows for name, rows in tables.items() if len(rows)}


def _beside(sessions: ReadRows, **values: Values) -> ReadRows:
    """Rows of another table beside the sessions where the first of the values is known."""
    own = {name: sessions.column(name) for name in ("program_id", "date", "row")}
    known = next(iter(values.values())).known
    return ReadRows(own | values, len(sessions)).keep(known)


def _partners(listed: Sequence[Values], sessions: ReadRows) -> Rows:
    """A partner written beside a session is linked to its program; a bare mark such as * is no name."""
    links: dict[str, dict[str, str]] = {}
    names: dict[str, str] = {}
    pairs = dict.fromkeys(pair for one in listed for pair in zip(sessions.column("program_id"), one, strict=True))
    for program, text in pairs:
        for name in re.split(r"[;\n]", text or ""):
            if re.search(r"\w", name) and plain(name) not in ("none", "n/a", "na"):
                names.setdefault(fold(name), name.strip())
                if program:
                    links.setdefault(program, {}).setdefault(fold(name), name.strip())
    return {
        "partners": ReadRows.of([{"name": name} for name in names.values()]),
        "programs": ReadRows.of([{"name": p, "partner_ids": "; ".join(n.values())} for p, n in links.items()]),
    }
