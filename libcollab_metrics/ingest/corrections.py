"""Answers that change what is typed: a spelling joined, two people who are one, excused counted as absent."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from libcollab_metrics.ingest.departures import Departures
from libcollab_metrics.ingest.identity import person_keys
from libcollab_metrics.ingest.values import ReadRows, Rows, Values
from libcollab_metrics.model.names import fold
from libcollab_metrics.model.schema import SCHEMA


def apply_corrections(rows: Rows, given: Mapping[str, Any], key: bytes, log: Departures) -> None:
    """Change rows in place as the answers say; every change is noted."""
    _join(rows, given.get("spelling", {}), log)
    _one_person(rows, given.get("same_person", ()), key, log)
    people = rows.get("participation")
    if given.get("excused") == "absent" and people is not None:
        statuses = people.column("status")
        people.columns["status"] = statuses.map(lambda status: "absent" if status == "excused" else status)


def _join(rows: Rows, spelling: Mapping[str, str], log: Departures) -> None:
    wanted = {fold(old): new for old, new in spelling.items()}
    for table, listed in rows.items() if wanted else ():
        for field in SCHEMA[table].fields:
            if field.kind == "category" and field.name in listed.columns:
                _replace(listed, field.name, field.label, lambda old: wanted.get(fold(old), old), log)


def _replace(listed: ReadRows, name: str, label: str, new: Any, log: Departures) -> None:
    values = listed.columns[name]
    changed = values.map(lambda old: new(old) if isinstance(old, str) else old)
    differs = [old != now for old, now in zip(values.values, changed.values, strict=True)]
    places = np.flatnonzero(np.array(differs, dtype=bool)[values.codes])
    if len(places):
        old, now = values[places[0]], changed[places[0]]
        log.add_rows("spelling-joined", _rows(listed, places), 1, heading=label, value=old,
                     message=f'"{old}" read as "{now}"',
                     told=lambda n: f'"{values[places[n]]}" read as "{changed[places[n]]}"')  # fmt: skip
        listed.columns[name] = changed


def _rows(listed: ReadRows, places: Sequence[int] | np.ndarray[Any, Any]) -> list[int]:
    row = listed.column("row")
    return [int(row[place]) for place in places]


def _one_person(rows: Rows, pairs: Sequence[Sequence[str]], key: bytes, log: Departures) -> None:
    same: dict[str | None, str | None] = {}
    for first, *others in pairs:
        codes = person_keys([first, *others], key)
        same |= dict.fromkeys(codes[1:], codes[0])
    for listed in rows.values() if same else ():
        for name in ("person_key", "respondent_key"):
            values: Values = listed.column(name)
            places = np.flatnonzero(values.where(lambda person: person in same))
            if len(places):
                listed.columns[name] = values.map(lambda person: same.get(person, person))
                log.add_rows("same-person-perhaps", _rows(listed, places), 1, message="read as the person you named")
