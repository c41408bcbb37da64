"""Answers that change what is typed: a spelling joined, two people who are one, excused counted as absent."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from libcollab_metrics.ingest.beside import Rows
from libcollab_metrics.ingest.departures import Departures
from libcollab_metrics.ingest.identity import person_keys
from libcollab_metrics.model.names import fold
from libcollab_metrics.model.schema import SCHEMA


def apply_corrections(rows: Rows, given: Mapping[str, Any], key: bytes, log: Departures) -> None:
    """Change rows in place as the answers say; every change is noted."""
    _join(rows, given.get("spelling", {}), log)
    _one_person(rows, given.get("same_person", ()), key, log)
    if given.get("excused") == "absent":
        for row in rows.get("participation", ()):
            if row.get("status") == "excused":
                row["status"] = "absent"


def _join(rows: Rows, spelling: Mapping[str, str], log: Departures) -> None:
    wanted = {fold(old): new for old, new in spelling.items()}
    for table, listed in rows.items() if wanted else ():
        names = [field.name for field in SCHEMA[table].fields if field.kind == "category"]
        for row in listed:
            for name in names:
                old = row.get(name)
                if isinstance(old, str) and fold(old) in wanted and old != wanted[fold(old)]:
                    row[name] = wanted[fold(old)]
                    log.add("spelling-joined", row["row"], heading=SCHEMA[table].field(name).label, value=old,
                            message=f'"{old}" read as "{row[name]}"')  # fmt: skip


def _one_person(rows: Rows, pairs: list[list[str]], key: bytes, log: Departures) -> None:
    same: dict[str | None, str | None] = {}
    for first, *others in pairs:
        codes = person_keys([first, *others], key)
        same |= dict.fromkeys(codes[1:], codes[0])
    for listed in rows.values() if same else ():
        for row in listed:
            for name in ("person_key", "respondent_key"):
                if row.get(name) in same:
                    row[name] = same[row[name]]
                    log.add("same-person-perhaps", row["row"], message="read as the person you named")
