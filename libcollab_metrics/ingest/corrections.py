"""Answers that change values as typed: merged spellings, merged persons, and excused counted as absent."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from libcollab_metrics.ingest.issue_log import IssueLog
from libcollab_metrics.ingest.values.people import pseudonymize_names
from libcollab_metrics.ingest.values.table import EncodedValues, RowsByTable, TableRows
from libcollab_metrics.messages import Message
from libcollab_metrics.model.names import casefold_name
from libcollab_metrics.model.schema import SCHEMA


def apply_corrections(rows: RowsByTable, answers: Mapping[str, Any], key: bytes, log: IssueLog) -> None:
    """Apply the answers that change values to the rows, in place, and report each change."""
    _merge_spellings(rows, answers.get("spelling", {}), log)
    _merge_persons(rows, answers.get("same_person", ()), key, log)
    people = rows.get("participation")
    if answers.get("excused") == "absent" and people is not None:
        statuses = people.column("status")
        people.columns["status"] = statuses.map(lambda status: "absent" if status == "excused" else status)


def _merge_spellings(rows: RowsByTable, spelling: Mapping[str, str], log: IssueLog) -> None:
    wanted = {casefold_name(old): new for old, new in spelling.items()}
    for table, listed in rows.items() if wanted else ():
        for field in SCHEMA[table].fields:
            if field.kind == "category" and field.name in listed.columns:
                _replace_values(
                    listed, field.name, field.label, lambda old: wanted.get(casefold_name(old), old), log
                )


def _replace_values(table_rows: TableRows, name: str, label: str, replacement: Any, log: IssueLog) -> None:
    values = table_rows.columns[name]
    changed = values.map(lambda old: replacement(old) if isinstance(old, str) else old)
    differs = [old != now for old, now in zip(values.values, changed.values, strict=True)]
    places = np.flatnonzero(np.array(differs, dtype=bool)[values.codes])
    if len(places):
        old, now = values[places[0]], changed[places[0]]
        log.add_rows(
            "spelling-joined",
            _excel_rows(table_rows, places),
            1,
            heading=label,
            value=old,
            message=Message('"{old}" read as "{new}"', old=old, new=now),
            message_for_row=lambda n: Message(
                '"{old}" read as "{new}"', old=values[places[n]], new=changed[places[n]]
            ),
        )
        table_rows.columns[name] = changed


def _excel_rows(table_rows: TableRows, positions: Sequence[int] | np.ndarray[Any, Any]) -> list[int]:
    row = table_rows.column("row")
    return [int(row[index]) for index in positions]


def _merge_persons(
    rows: RowsByTable, same_person: Sequence[Sequence[str]], key: bytes, log: IssueLog
) -> None:
    same: dict[str | None, str | None] = {}
    for first, *others in same_person:
        codes = pseudonymize_names([first, *others], key)
        same |= dict.fromkeys(codes[1:], codes[0])
    for listed in rows.values() if same else ():
        for name in ("person_key", "respondent_key"):
            values: EncodedValues = listed.column(name)
            places = np.flatnonzero(values.where(lambda person: person in same))
            if len(places):
                listed.columns[name] = values.map(lambda person: same.get(person, person))
                log.add_rows(
                    "same-person-perhaps",
                    _excel_rows(listed, places),
                    1,
                    message=Message("read as the person you named"),
                )
