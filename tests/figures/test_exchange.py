"""Tables about partners: an overview, two parties compared, and what a school received."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import pytest

from libcollab_metrics.figures import (
    contribution_table,
    partners_table,
    party_value,
)
from libcollab_metrics.localization import language
from libcollab_metrics.metrics import OTHER_PARTY, Evaluation
from tests.support.builders.datasets import dataset, everything

ENGLISH = language("en")


def exchanged() -> Evaluation:
    """Hope gave 900 and promised 300 more; the library gave 100 and promoted Hope, worth 40."""
    ledger = [
        {"from_party": "Hope", "to_party": "project", "kind": "cash", "value": 900, "status": "received"},
        {"from_party": "Hope", "to_party": "project", "kind": "in_kind", "status": "received"},
        {"from_party": "Hope", "to_party": "project", "kind": "cash", "value": 300, "status": "pledged"},
        {"from_party": "library", "to_party": "project", "kind": "cash", "value": 100, "status": "received"},
        {"from_party": "library", "to_party": "Hope", "kind": "promotion", "value": 40, "status": "received"},
    ]
    return everything(dataset(ledger=ledger, programs=[{"name": "Story hour", "partners": ["Hope"]}]))


def test_each_partner_has_one_row_and_library_has_none() -> None:
    assert partners_table(exchanged(), ENGLISH).rows == (
        ("Hope", "1", "cash 900.00; goods no price", "promotion 40.00", "75%", "100%"),
    )


def test_party_is_found_regardless_of_letter_case() -> None:
    result = party_value(exchanged(), "pledge_fulfilment", "HOPE")
    assert result is not None
    assert result.value == pytest.approx(900 / 1200)
    assert party_value(exchanged(), "pledge_fulfilment", "Trust") is None
    assert party_value(exchanged(), "partner_given", "Hope", "venue") is None


def test_empty_dataset_gives_empty_tables() -> None:
    nothing = everything(dataset())
    assert partners_table(nothing, ENGLISH).rows == ()


@dataclass
class Given:
    program: str = ""
    day: date | None = date(2026, 1, 12)
    kind: str | None = "in_kind"
    giver: str | None = "Hope"
    taker: str | None = "A School"
    quantity: float | None = None
    unit: str | None = None
    value: float | None = 15000
    status: str | None = "received"
    estimated: bool = False
    at_least: bool = False


@pytest.mark.parametrize(
    ("line", "cells"),
    [
        (Given(), ("Hope", "goods", "2026-01-12", "", "", "15,000", "received")),
        (Given(status="spent", value=None), ("Hope", "goods", "2026-01-12", "", "", "no price", "received")),
        (Given(value=12.5, estimated=True), ("Hope", "goods", "2026-01-12", "", "", "≈ 12.50", "received")),
        (
            Given(at_least=True, estimated=True),
            ("Hope", "goods", "2026-01-12", "", "", "≥ 15,000", "received"),
        ),
        (Given(status="pledged"), ("Hope", "goods: ₱15,000 promised", "", "", "", "", "to follow")),
        (Given(status="pledged", value=None), ("Hope", "goods", "", "", "", "", "to follow")),
        (
            Given(status=None, giver=None, day=None),
            ("no one named", "goods: ₱15,000, not clear whether it came", "", "", "", "", "unclear"),
        ),
        (
            Given(giver=OTHER_PARTY, program="Drive"),
            ("somebody else", "goods, Drive", "2026-01-12", "", "", "15,000", "received"),
        ),
        (
            Given(kind="staff_hours", quantity=4, unit="Hours", giver="library"),
            ("the library", "4 staff hours", "2026-01-12", "", "", "15,000", "received"),
        ),
    ],
)
def test_contribution_is_written_as_the_form_requires(line: Given, cells: tuple[str, ...]) -> None:
    assert contribution_table([line], ENGLISH, "PHP").rows == (("1", *cells),)
