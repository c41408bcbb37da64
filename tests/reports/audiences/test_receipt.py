"""A receipt lists what was given and the books by lot; the packing list has the lots that were sent."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest
from pypdf import PdfReader

from libcollab_metrics.errors import LibCollabError
from libcollab_metrics.model import Dataset, Scope
from libcollab_metrics.reports import collect_report_data, publish, recipient_scope
from libcollab_metrics.reports.audiences import compose
from libcollab_metrics.reports.document import Document, Grid, Heading, Text
from libcollab_metrics.reports.document_options import DocumentOptions
from tests.reports.conftest import DAY, ENGLISH, MADE, plain
from tests.support.builders.datasets import dataset as small

DONOR, OTHER, CANARY = "Hope Foundation", "San Isidro ES", "Maria Makiling"
LEDGER: list[dict[str, Any]] = [
    {"p": "Drive", "on": "2026-01-12", "from_party": DONOR, "kind": "cash", "value": 15000},
    {"p": "Drive", "on": "2026-02-01", "from_party": DONOR, "kind": "cash", "value": 500},
    {"p": "Drive", "on": "2026-02-03", "from_party": DONOR, "kind": "cash", "value": 0},
    {
        "p": "Drive",
        "on": "2026-02-09",
        "from_party": DONOR,
        "kind": "in_kind",
        "quantity": 12,
        "unit": "boxes",
    },
    {
        "p": "Drive",
        "on": "2026-05-01",
        "from_party": DONOR,
        "kind": "cash",
        "value": 777,
        "status": "pledged",
    },
    {"p": "Drive", "on": "2026-01-20", "from_party": CANARY, "kind": "in_kind", "value": 90},
    {"p": "Reading", "on": "2026-01-21", "from_party": OTHER, "kind": "venue", "value": 6000},
    {"p": "Drive", "on": "2026-01-22", "from_party": "library", "kind": "cash", "value": 333},
]
LOTS: list[dict[str, Any]] = [
    {
        "p": "Drive",
        "lot": "A",
        "site": "Hall",
        "language": "Waray",
        "pledged": 100,
        "collected": 90,
        "shipped": 80,
    }
    | {"received": 78, "dispatched_on": "2026-03-02", "received_on": "2026-03-05"},
    {"p": "Drive", "lot": "B", "site": "School", "unit": "boxes", "pledged": 4, "shipped": 3}
    | {"dispatched_on": "2026-06-22"},
    {"p": "Drive", "lot": "C", "pledged": 50, "collected": 41, "collected_at_least": True},
]


def book_drive(
    lots: list[dict[str, Any]] | None = None, more_gifts: Sequence[dict[str, Any]] = ()
) -> Dataset:
    ledger = [{"to_party": "project", "status": "received"} | line for line in (*LEDGER, *more_gifts)]
    programs = [{"name": "Drive", "partners": [DONOR]}, {"name": "Reading", "partners": [OTHER]}]
    return small(
        ledger=ledger,
        deliveries=LOTS if lots is None else lots,
        programs=programs,
        settings={"currency": "PHP", "library": "Hill Library"},
    )


def receipt(data: Dataset, donor: str = "") -> Document:
    scope = recipient_scope(data, "receipt", donor, Scope(), DAY)
    options = DocumentOptions(recipient=donor)
    return compose("receipt", replace(collect_report_data(data, scope, DAY, MADE), options=options), ENGLISH)


def grid(composed: Document, title: str) -> Grid:
    return next(b for b in composed.blocks if isinstance(b, Grid) and b.title == title)


def test_receipt_lists_what_the_donor_gave_with_its_day() -> None:
    """15,000 and 500 in cash are 15,500; a pledge was not received, and others gave the rest."""
    given = grid(receipt(book_drive(), DONOR), "What was given")
    assert given.headings == ("Date", "Given", "For", "Value")
    assert given.rows == (
        ("12 January 2026", "cash", "Drive", "₱15,000"),
        ("1 February 2026", "cash", "Drive", "₱500"),
        ("9 February 2026", "12 boxes", "Drive", "–"),
    )
    assert given.note == "₱15,500 in cash in all."


def test_sum_with_an_unknown_or_least_amount_is_a_floor() -> None:
    unknown = {"p": "Drive", "on": "2026-03-01", "from_party": DONOR, "kind": "cash"}
    least = {**unknown, "value": 100, "value_at_least": True}
    for line in (unknown, least):
        note = grid(receipt(book_drive(more_gifts=[line]), DONOR), "What was given").note
        assert note.startswith("₱15,500+" if line is unknown else "₱15,600+")
    assert grid(receipt(book_drive(more_gifts=[least]), DONOR), "What was given").rows[-1][-1] == "₱100+"


def test_receipt_without_a_donor_names_partners_only() -> None:
    given = grid(receipt(book_drive()), "What was given")
    assert [row[1] for row in given.rows] == [DONOR, "somebody else", OTHER, DONOR, DONOR]


def test_books_are_listed_by_lot_in_their_own_unit() -> None:
    assert grid(receipt(book_drive(), DONOR), "Books").rows == (
        ("A", "Hall", "100", "90", "78"),
        ("B", "School", "4 boxes", "–", "–"),
        ("C", "–", "50", "41+", "–"),
    )


def test_packing_list_has_the_sent_lots_with_room_to_sign() -> None:
    """C was never sent; B is on its way, so that its number received is left to be written."""
    composed = receipt(book_drive(), DONOR)
    packing = composed.blocks[-1]
    assert isinstance(packing, Grid)
    assert packing.is_form
    assert packing.headings[-3:] == ("Received", "Counted by", "Signature")
    assert packing.rows == (
        ("A", "Hall", "Waray", "2 March 2026", "80", "78", "", ""),
        ("B", "School", "–", "22 June 2026", "3 boxes", "", "", ""),
    )
    headings = [block.text for block in composed.blocks if isinstance(block, Heading)]
    assert headings == [DONOR, "Receipt", "Hall and School", "Packing list"]


def test_without_a_sent_lot_there_is_no_packing_list() -> None:
    composed = receipt(book_drive([LOTS[2]]), DONOR)
    assert [block.text for block in composed.blocks if isinstance(block, Heading)] == [DONOR, "Receipt"]


def test_donor_of_another_program_gets_no_lots() -> None:
    titles = [b.title for b in receipt(book_drive(), OTHER).blocks if isinstance(b, Grid)]
    assert titles == ["What was given", "Signatures"]


def test_library_without_gifts_and_lots_has_one_sentence() -> None:
    composed = receipt(small([{"attended": 30}]))
    assert composed.blocks == (Text(ENGLISH.message("receipt-nothing")),)


def test_unknown_donor_is_rejected() -> None:
    with pytest.raises(LibCollabError, match="Nobody Inc"):
        receipt(book_drive(), "Nobody Inc")


def test_receipt_and_packing_list_are_two_pages_without_a_person() -> None:
    data = book_drive()
    scope = recipient_scope(data, "receipt", DONOR, Scope(), DAY)
    file = publish(
        data,
        audience="receipt",
        fmt="pdf",
        scope=scope,
        as_of=DAY,
        generated_at=MADE,
        language=ENGLISH,
        recipient=DONOR,
    )
    first, second = (plain(page.extract_text()) for page in PdfReader(io.BytesIO(file.data)).pages)
    assert first.startswith("HillLibraryHopeFoundation")
    assert "Signatures" in first
    assert second.startswith("HillLibraryHallandSchool")
    assert plain(CANARY) not in first + second
    assert plain(OTHER) not in first + second
