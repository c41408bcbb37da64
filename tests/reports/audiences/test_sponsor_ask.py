"""What the sponsor's pitch asks and offers: printed as typed, and counted by the plan's own model."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from typing import Any

import pandas as pd
import pytest

from libcollab_metrics.localization import Language
from libcollab_metrics.model import Dataset, Edit, Scope, Setting, Workspace
from libcollab_metrics.planning import Assumptions, PlanFigures, compute_assumptions, current_programs
from libcollab_metrics.reports import publish, report_data
from libcollab_metrics.reports.audiences import compose
from libcollab_metrics.reports.document import Document, Grid, Heading, Quote, Text
from libcollab_metrics.reports.report_data import (
    collect_report_data,
    load_document_options,
    note_id,
    releasable_notes,
)
from tests.reports.conftest import ENGLISH, MADE
from tests.support.sheets import imported, xlsx

AS_OF = date(2026, 6, 30)
SESSIONS = ["Program", "Date", "Attendance"]
LEDGER = ["Program", "Date", "From", "To", "Kind", "Value", "Status"]
#: Four sessions with 20 visits each cost 1,600 in all: 400 a session.
HELD = [["Story hour", f"2026-0{month}-05", 20] for month in (1, 2, 3, 4)]
PAID = [
    ["Story hour", "2026-01-02", "Hope Foundation", "shop", "cash", 1600, "spent"],
    ["Story hour", "2026-01-02", "project", "Hope Foundation", "promotion", 0, "received"],
    ["Story hour", "2026-02-02", "project", "Hope Foundation", "promotion", 0, "pledged"],
]
WISHES = {
    "need": "No library in the hills.\n\nThe road is often closed.",
    "ask": "A year of readings.",
    "offers": ["Your name on the shelf"],
    "tiers": [{"name": "Friend", "amount": 1000}, {"name": "Small", "amount": 300}],
}


def library(
    wishes: dict[str, Any] | None = None,
    *,
    paid: list[list[Any]] | None = None,
    held: list[list[Any]] | None = None,
    notes: tuple[dict[str, Any], ...] = (),
) -> Dataset:
    sheets = {
        "Sessions": [SESSIONS, *(HELD if held is None else held)],
        "Ledger": [LEDGER, *(PAID if paid is None else paid)],
        "Partners": [["Partner", "Kind of partner"], ["Hope Foundation", "sponsor"]],
    }
    settings = Setting({"currency": "PHP", "documents": {"sponsor": wishes or {}}})
    return Workspace().append(imported(xlsx(**sheets)), settings, Edit("notes", notes)).dataset()


def pitch(data: Dataset, spoken: Language = ENGLISH) -> Document:
    options = load_document_options("sponsor", data, Scope(), AS_OF)
    planned = current_programs(data, Scope(), AS_OF) if options.tiers else ()
    return compose(
        "sponsor", replace(collect_report_data(data, Scope(), AS_OF, MADE, planned), options=options), spoken
    )


def under(document: Document, title: str) -> list[Any]:
    """The blocks under a heading."""
    titles = [b.text if isinstance(b, Heading) else None for b in document.blocks]
    if title not in titles:
        return []
    start = titles.index(title) + 1
    end = next((i for i in range(start, len(titles)) if titles[i] is not None), len(titles))
    return list(document.blocks[start:end])


def test_need_is_printed_as_typed_one_paragraph_per_line() -> None:
    paragraphs = [block.text for block in under(pitch(library(WISHES)), "Why it matters")]
    assert paragraphs == ["No library in the hills.", "The road is often closed."]


def test_amounts_buy_what_the_plan_computes_and_list_the_assumptions() -> None:
    """1,000 at 400 a session: 2 sessions, 40 visits; 300 buys none."""
    text, tiers, assumed = under(pitch(library(WISHES)), "What we ask for")
    assert text.text == "A year of readings."
    assert tiers.headings == ("Program", "Friend, ₱1,000", "Small, ₱300.00")
    ((program, friend, small),) = tiers.rows
    assert program == "Story hour"
    assert "2 sessions, " in friend
    assert "40 visits" in friend
    assert small == "less than one session"
    ((_, cash, visits),) = assumed.rows
    assert "₱400.00" in cash
    assert "20.0" in visits


def test_only_the_largest_programs_are_planned(monkeypatch: pytest.MonkeyPatch) -> None:
    """Not the first by the alphabet; and a forecast that is not printed is not computed."""
    planned_programs: list[str] = []
    original = compute_assumptions

    def record_program(plan_figures: PlanFigures, *rest: Any) -> Assumptions:
        planned_programs.append(plan_figures.program)
        return original(plan_figures, *rest)

    monkeypatch.setattr(report_data, "compute_assumptions", record_program)
    sizes = {f"Program {number}": 20 + number for number in range(12)}
    held = [[name, f"2026-0{month}-05", size] for name, size in sizes.items() for month in (1, 2)]
    paid = [[name, "2026-01-02", "Hope Foundation", "shop", "cash", 800, "spent"] for name in sizes]
    data = library(WISHES, paid=paid, held=held)
    _, tiers, assumed = under(pitch(data), "What we ask for")
    largest = [f"Program {number}" for number in range(11, 1, -1)]
    assert [row[0] for row in tiers.rows] == [row[0] for row in assumed.rows] == largest
    assert sorted(planned_programs) == sorted(largest)
    for table in (tiers, assumed):
        assert table.note.startswith("These are the 10 largest of 12 programs by attendance.")


def test_amount_beyond_past_sessions_has_a_note() -> None:
    """Four sessions were held: 1,000 buys 2 of them, 20,000 would buy 50."""
    within, beyond = (
        under(pitch(library(WISHES | {"tiers": [{"name": "Gift", "amount": amount}]})), "What we ask for")[1]
        for amount in (1000, 20000)
    )
    note = "more sessions than were ever held"
    assert note not in within.note
    assert note in beyond.note


def test_amounts_are_listed_without_a_table_if_cost_is_unknown() -> None:
    _, *blocks = under(pitch(library(WISHES, paid=[])), "What we ask for")
    assert [block.text for block in blocks] == [
        "• Friend, ₱1,000",
        "• Small, ₱300.00",
        "What each amount pays for cannot be said yet: what a session costs in cash is not known.",
    ]


def test_offers_are_printed_with_the_record_of_past_promises() -> None:
    paragraphs = [block.text for block in under(pitch(library(WISHES)), "What you get in return")]
    assert paragraphs == [
        "• Your name on the shelf",
        "Promises of this kind kept so far: Hope Foundation 1 of 2.",
    ]


def test_sections_are_omitted_where_nothing_was_entered() -> None:
    document = pitch(library())
    titles = {block.text for block in document.blocks if isinstance(block, Heading)}
    assert not titles & {"Why it matters", "What we ask for", "What you get in return", "What people said"}


def test_only_releasable_chosen_notes_are_quoted() -> None:
    releasable_by_text = {
        "They asked for the same book again.": "yes",
        "Keep this one here.": "no",
        "Not chosen.": "yes",
    }
    notes = tuple(
        {
            "program_id": "Story hour",
            "date": pd.Timestamp(2026, month, 5),
            "text": text,
            "tag": "quote",
            "may_leave": releasable,
        }
        for month, (text, releasable) in enumerate(releasable_by_text.items(), 2)
    )
    offered = releasable_notes(library(notes=notes), Scope(), AS_OF)
    assert [note.text for note in offered] == ["Not chosen.", "They asked for the same book again."]
    chosen_ids = {note_id(note) for note in offered if note.text.startswith("They")} | {
        "of a note that is gone"
    }
    chosen = library({"notes": sorted(chosen_ids)}, notes=notes)
    quotes = [block for block in pitch(chosen).blocks if isinstance(block, Quote)]
    assert quotes == [Quote("They asked for the same book again.", "quote, 5 February 2026")]


@pytest.mark.parametrize("fmt", ["pdf", "xlsx"])
def test_entered_wishes_are_part_of_the_published_document(fmt: str) -> None:
    plain, wished = (
        publish(
            library(wishes),
            audience="sponsor",
            fmt=fmt,
            as_of=AS_OF,
            generated_at=datetime(2026, 7, 1),
            language=ENGLISH,
        )
        for wishes in (None, WISHES)
    )
    assert plain.data != wished.data
    assert plain.record.fingerprint != ""


def test_success_criteria_paragraph_is_always_printed() -> None:
    texts = [block.text for block in pitch(library()).blocks if isinstance(block, Text)]
    assert any(text.startswith("No success criterion has been declared yet") for text in texts)
    assert all(isinstance(block, Text | Grid) for block in under(pitch(library(WISHES)), "What we ask for"))
