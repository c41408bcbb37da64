"""Group notes by program and month, with the metrics of the same program and month."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd

from libcollab_metrics.metrics.definition import EVERYTHING, Value, undefined_value
from libcollab_metrics.metrics.evaluate import evaluate
from libcollab_metrics.metrics.facts import read_facts, read_rows
from libcollab_metrics.model.addresses import RowAddress
from libcollab_metrics.model.dataset import Dataset
from libcollab_metrics.model.scope import Scope

#: Metrics shown with the notes.
NOTE_METRICS = ("sessions_held", "attendance_total", "attendance_per_session")

Group = tuple[str | None, str | None]


@dataclass(frozen=True)
class Note:
    """One note as recorded.

    Attributes
    ----------
    day : date or None
    text, tag : str
        Tag is empty if none was given.
    origin : RowAddress or None
        Source row; None for a note without a row of its own.
    may_leave : bool
        Whether the note may be published.
    consent : str
        Whom the speaker agreed to share it with, "sponsor" or "public"; empty if no consent is recorded.
    consent_until : date or None
        Last day of the consent; None for no end.
    """

    day: date | None
    text: str
    tag: str
    origin: RowAddress | None
    may_leave: bool
    consent: str = ""
    consent_until: date | None = None

    def may_be_quoted(self, as_of: date, *, in_public: bool) -> bool:
        """Return whether a document may print the note: cleared, and within the consent of its speaker.

        Parameters
        ----------
        as_of : date
            Day of the document.
        in_public : bool
            Whether anybody may read the document, and not one sponsor only.

        Returns
        -------
        bool
        """
        is_current = self.consent_until is None or self.consent_until >= as_of
        return self.may_leave and is_current and not (in_public and self.consent == "sponsor")


@dataclass(frozen=True)
class PeriodNotes:
    """Notes of one program in one month, with that month's metrics.

    Attributes
    ----------
    program : str
        Printed name.
    month : str or None
        As "2026-03"; None for notes without a day.
    notes : tuple of Note
        Newest first.
    figures : mapping of str to Value
        Metrics of `NOTE_METRICS`; undefined where nothing was counted.
    """

    program: str
    month: str | None
    notes: tuple[Note, ...]
    figures: Mapping[str, Value]


def collect_period_notes(
    dataset: Dataset, *, scope: Scope = EVERYTHING, as_of: date, tag: str = ""
) -> tuple[PeriodNotes, ...]:
    """Return the notes of a selection with the metrics of their program and month, newest first.

    Parameters
    ----------
    dataset : Dataset
    scope : Scope
        Programs, partners and days filter the notes. A scope with any other field selects no notes, because
        notes do not record it.
    as_of : date
        Later notes are excluded.
    tag : str
        Only notes with this tag; all if empty.

    Returns
    -------
    tuple of PeriodNotes
    """
    facts = read_facts(dataset)
    selected = _select_notes(dataset, facts.program_ids(scope), scope, as_of, tag)
    notes = []
    for program_id in {program for program, _ in selected}:
        name = facts.program_by_id(program_id).name
        monthly = _monthly_metrics(dataset, name, as_of) if program_id else {}
        for month in {m for p, m in selected if p == program_id}:
            figures = {
                metric: monthly.get((metric, month), undefined_value("no-sessions"))
                for metric in NOTE_METRICS
            }
            notes.append(PeriodNotes(name, month, tuple(selected[program_id, month]), figures))
    newest = sorted(notes, key=lambda p: (p.month or "", p.program.casefold()), reverse=True)
    return tuple(newest)


def list_tags(dataset: Dataset) -> tuple[str, ...]:
    """Return the tags in use.

    Parameters
    ----------
    dataset : Dataset

    Returns
    -------
    tuple of str
        Sorted case-insensitively.
    """
    return tuple(
        sorted({str(row["tag"]) for row in read_rows(dataset, "notes") if row["tag"]}, key=str.casefold)
    )


def _select_notes(
    dataset: Dataset, ids: frozenset[str] | None, scope: Scope, as_of: date, tag: str
) -> dict[Group, list[Note]]:
    strange = any(name not in ("program", "partner") for name, _ in scope.where)
    selected: dict[Group, list[Note]] = defaultdict(list)
    for row in read_rows(dataset, "notes"):
        note = _parse_note(row)
        inside = ids is None or row["program_id"] in ids
        if (
            note.text
            and inside
            and not strange
            and _is_in_scope(note.day, scope, as_of)
            and tag in ("", note.tag)
        ):
            selected[row["program_id"], row.get("month")].append(note)
    for notes in selected.values():
        notes.sort(key=lambda note: (note.day or date.min, note.text), reverse=True)
    return selected


def _parse_note(row: Mapping[str, Any]) -> Note:
    day = None if row["date"] is None else pd.Timestamp(row["date"]).date()
    words, tag = (str(row[name] or "") for name in ("text", "tag"))
    until = row.get("consent_until")
    return Note(
        day,
        words,
        tag,
        RowAddress.from_row(row),
        row.get("may_leave") == "yes",
        str(row.get("consent") or ""),
        None if until is None else pd.Timestamp(until).date(),
    )


def _is_in_scope(day: date | None, scope: Scope, as_of: date) -> bool:
    if day is None:
        return not (scope.start or scope.end)
    first, last = scope.start or date.min, min(scope.end or date.max, as_of)
    return first <= day <= last


def _monthly_metrics(dataset: Dataset, program: str, as_of: date) -> dict[tuple[str, str | None], Value]:
    """Return the metrics of one program by month."""
    alone = Scope((("program", (program,)),))
    monthly = evaluate(dataset, metrics=NOTE_METRICS, scope=alone, by="month", as_of=as_of)
    return {(value.metric, value.groups.get("month")): value for value in monthly.values}
