"""Notes are shown with the figures of their own program and month, and nothing is derived from them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from types import MappingProxyType
from typing import Any

import pandas as pd

from libcollab_metrics.metrics import collect_period_notes, list_tags
from libcollab_metrics.model.addresses import RowAddress
from libcollab_metrics.model.dataset import Dataset, conform_frame, to_categorical
from libcollab_metrics.model.scope import Scope, period_labels
from tests.support.builders.datasets import AS_OF, dataset

SESSIONS = [
    {"p": "Story hour", "on": "2026-03-07", "attended": 18},
    {"p": "Story hour", "on": "2026-03-21"},
    {"p": "Craft", "on": "2026-03-08", "attended": 7},
]
SHEET = {"import_id": "a1", "sheet": "Notes", "row": 4, "part": 0}
NOTES = [
    {"program_id": "story hour", "date": "2026-03-21", "text": "Typhoon, roads closed", "tag": "weather"},
    {"program_id": "story hour", "date": "2026-03-07", "text": "puppets"},
    {"program_id": "craft", "date": "2026-05-01", "text": "No glue left", "tag": "money"} | SHEET,
    {"program_id": "story hour", "date": "2027-01-01", "text": "not yet"},
    {"program_id": "story hour", "text": "some day"},
]


def dataset_with_notes(rows: list[dict[str, Any]] = NOTES) -> Dataset:
    base = dataset(SESSIONS, programs=[{"name": "Story hour", "partners": ["Hope"]}])
    frame = pd.DataFrame(
        [{**row, "date": pd.Timestamp(row["date"]) if "date" in row else pd.NaT} for row in rows]
    )
    notes = to_categorical("notes", conform_frame("notes", frame)).astype({"program_id": "category"})
    notes = pd.concat([notes, period_labels(notes["date"], 1, 6)], axis=1)
    return replace(base, tables=MappingProxyType({**base.tables, "notes": notes}))


def test_notes_are_grouped_with_figures_of_program_and_month() -> None:
    """
    month     program     visits          sessions  notes
    2026-05   Craft       –               –         No glue left
    2026-03   Story hour  at least 18     2         Typhoon, roads closed; puppets
    no day    Story hour  –               –         some day
    """
    periods = collect_period_notes(dataset_with_notes(), as_of=AS_OF)
    assert [(p.month, p.program, [n.text for n in p.notes]) for p in periods] == [
        ("2026-05", "Craft", ["No glue left"]),
        ("2026-03", "Story hour", ["Typhoon, roads closed", "puppets"]),
        (None, "Story hour", ["some day"]),
    ]
    march = periods[1].figures
    assert (march["attendance_total"].value, march["attendance_total"].certainty) == (18, "at_least")
    assert march["sessions_held"].value == 2
    for empty in (periods[0], periods[2]):
        assert [(v.value, v.reason) for v in empty.figures.values()] == [(None, "no-sessions")] * 3


def test_tag_program_partner_and_dates_filter_notes() -> None:
    data = dataset_with_notes()
    assert list_tags(data) == ("money", "weather")
    assert [n.text for p in collect_period_notes(data, as_of=AS_OF, tag="weather") for n in p.notes] == [
        "Typhoon, roads closed"
    ]
    for where in (("program", ("Craft",)), ("partner", ("Hope",))):
        programs = {p.program for p in collect_period_notes(data, scope=Scope((where,)), as_of=AS_OF)}
        assert programs == {"Craft" if where[0] == "program" else "Story hour"}
    spring = Scope(start=date(2026, 4, 1), end=date(2026, 5, 31))
    assert [p.program for p in collect_period_notes(data, scope=spring, as_of=AS_OF)] == ["Craft"]
    assert collect_period_notes(data, scope=Scope((("site", ("Main",)),)), as_of=AS_OF) == ()


def test_notes_are_private_by_default_and_know_their_origin() -> None:
    periods = collect_period_notes(dataset_with_notes(), as_of=AS_OF)
    assert not any(note.may_leave for p in periods for note in p.notes)
    assert periods[0].notes[0].origin == RowAddress("a1", "Notes", 4)
    assert periods[1].notes[0].origin is None


def test_no_notes_give_an_empty_list() -> None:
    assert collect_period_notes(dataset(SESSIONS), as_of=AS_OF) == ()
    assert list_tags(dataset()) == ()
