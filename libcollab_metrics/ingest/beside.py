"""What a log says beside its sessions: who helped, what it cost, what happened."""

from __future__ import annotations

import re

from libcollab_metrics.ingest.amounts import read_numbers, written_currency
from libcollab_metrics.ingest.cells import ErrorCell
from libcollab_metrics.ingest.columns import Column, Context, as_text
from libcollab_metrics.ingest.values import ReadRows, Rows, Values
from libcollab_metrics.model.names import fold, plain, tidy
from libcollab_metrics.model.schema import SCHEMA


def session_partners(columns: dict[str, Column], marked: Values | None = None) -> dict[str, Values]:
    """Return the partners of each session under the name of their field, separated by semicolons.

    An empty text says that the session had no partner. Nothing is returned for a log that names no partner row by row:
    its sessions have the partners of their program.

    Parameters
    ----------
    columns : the columns of the log by the field they fill; the one of partners is `partners.name`.
    marked : the partner that a mark (such as *) in each row stands for, where one is known.
    """
    own = columns["partners.name"].read(_named) if "partners.name" in columns else None
    if marked is None or not marked.known.any():
        return {} if own is None else {"partners": own}
    behind = marked.map(lambda name: name or "")
    if own is None:
        return {"partners": behind}
    both = ("; ".join(dict.fromkeys(filter(None, pair))) for pair in zip(own, behind, strict=True))
    return {"partners": Values.of(both)}


def _named(cell: object) -> str | None:
    """Return the partners a cell names, None for a cell that shows an error; a bare mark such as * is no name."""
    if isinstance(cell, ErrorCell):
        return None
    names = map(tidy, re.split(r"[;\n]", cell if isinstance(cell, str) else as_text(cell)))
    return "; ".join(n for n in names if re.search(r"\w", n) and plain(n) not in ("none", "n/a", "na"))


def beside_sessions(columns: dict[str, Column], sessions: ReadRows, context: Context) -> Rows:
    """Return what a log records besides its sessions, each in its own table: partners, costs, notes."""
    tables: Rows = {}
    if "partners" in sessions.columns:
        tables |= _partners(sessions)
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


def _partners(sessions: ReadRows) -> Rows:
    """Return the partners that sessions name, and the programs these sessions belong to with their partners."""
    links: dict[str, dict[str, str]] = {}
    names: dict[str, str] = {}
    pairs = dict.fromkeys(zip(sessions.column("program_id"), sessions.column("partners"), strict=True))
    for program, listed in pairs:
        for name in filter(None, (listed or "").split("; ")):
            names.setdefault(fold(name), name)
            if program:
                links.setdefault(program, {}).setdefault(fold(name), name)
    return {
        "partners": ReadRows.of([{"name": name} for name in names.values()]),
        "programs": ReadRows.of([{"name": p, "partner_ids": "; ".join(n.values())} for p, n in links.items()]),
    }
