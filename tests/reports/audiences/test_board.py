"""The board's report: criteria, people reached, cost at each level, and every partner in one table."""

from __future__ import annotations

from typing import Any

import pytest

from libcollab_metrics.document_kinds import PAGE_FORMATS
from libcollab_metrics.model import Dataset, Scope
from libcollab_metrics.reports import publish
from libcollab_metrics.reports.audiences import compose
from libcollab_metrics.reports.document import Document, Grid, Heading, Text
from libcollab_metrics.reports.report_data import collect_report_data
from tests.reports.conftest import DAY, ENGLISH, MADE, parts, plain
from tests.support.builders.datasets import dataset as small

CANARY = "Maria Makiling"


def board_library(**more: Any) -> Dataset:
    """
    Cash: 4,000 of the library, 12,000 of Hope; 9,000 spent. Gifts: a room of 6,000 by the school.
    Hope was thanked in a newsletter worth 2,000, and will be once more; it promises 3,000.
    """
    ledger = [
        {"from_party": "library", "to_party": "project", "kind": "cash", "value": 4000, "status": "received"},
        {"from_party": "Hope", "to_party": "project", "kind": "cash", "value": 12000, "status": "received"},
        {"from_party": "project", "to_party": CANARY, "kind": "cash", "value": 9000, "status": "spent"},
        {"from_party": "School", "to_party": "project", "kind": "venue", "value": 6000, "status": "received"},
        {
            "from_party": "library",
            "to_party": "Hope",
            "kind": "promotion",
            "value": 2000,
            "status": "received",
        },
        {
            "from_party": "library",
            "to_party": "Hope",
            "kind": "promotion",
            "value": 1000,
            "status": "pledged",
        },
        {"from_party": "Hope", "to_party": "project", "kind": "cash", "value": 3000, "status": "pledged"},
    ]
    sessions = [{"on": "2026-01-10", "attended": 31}, {"on": "2026-02-10", "attended": 29}]
    programs = [{"name": "Story hour", "partners": ["Hope", "School"]}]
    criteria = [{"metric_id": "attendance_total", "low": 50}]
    return small(
        sessions, ledger=ledger, programs=programs, criteria=criteria, settings={"currency": "PHP"} | more
    )


def document(data: Dataset) -> Document:
    return compose("board", collect_report_data(data, Scope(), DAY, MADE), ENGLISH)


def grid(composed: Document, title: str) -> tuple[tuple[str, ...], ...]:
    return next(
        (b.rows for b in composed.blocks if isinstance(b, Grid) and b.title == ENGLISH.message(title)), ()
    )


def test_cost_levels_are_listed_with_what_each_is_made_of() -> None:
    rows = {row[0]: row[1:] for row in grid(document(board_library()), "table-levels")}
    assert rows["Cash cost"] == ("₱9,000", "sum of cash spent")
    assert rows["Full cost"][0] == "₱15,000"
    assert rows["Value of gifts"][0] == "₱6,000"
    assert rows["Library net cost"][0] == "₱4,000"


def test_unknown_cost_level_gives_its_reason_instead_of_zero() -> None:
    rows = {row[0]: row[1:] for row in grid(document(board_library()), "table-levels")}
    assert rows["Value of volunteer hours"][0] == "–"
    assert "A setting is missing" in rows["Value of volunteer hours"][1]


def test_cost_table_is_omitted_without_recorded_money() -> None:
    composed = document(small([{"on": "2026-01-10", "attended": 31}]))
    assert grid(composed, "table-levels") == ()
    assert "No cost was recorded" in repr(composed.blocks)


def test_every_partner_has_one_row() -> None:
    assert grid(document(board_library()), "table-partners") == (
        ("Hope", "1", "cash ₱12,000", "promotion ₱2,000", "80%", "50%"),
        ("School", "1", "venue ₱6,000", "–", "100%", "–"),
    )


def test_open_contributions_are_listed() -> None:
    rows = grid(document(board_library()), "table-open")
    assert [(row[2], row[3], row[5], row[6]) for row in rows] == [
        ("the library", "Hope", "₱1,000", "pledged"),
        ("Hope", "the project", "₱3,000", "pledged"),
    ]


def test_sections_run_from_promises_to_the_outlook() -> None:
    titles = [b.text for b in document(board_library()).blocks if isinstance(b, Heading)]
    order = [
        ENGLISH.message(f"section-{name}")
        for name in ("promised", "happened", "borne", "partners", "open", "ahead")
    ]
    assert [title for title in titles if title in order] == order


def test_board_request_is_printed_as_typed() -> None:
    wishes = {
        "documents": {"board": {"need": "The van is old.\nChildren wait.", "ask": "Two days of a driver."}}
    }
    data = board_library(**wishes)
    file = publish(data, audience="board", fmt="pdf", as_of=DAY, generated_at=MADE, language=ENGLISH)
    text = plain("".join(parts(file.data)))
    for line in ("The van is old.", "Children wait.", "Two days of a driver."):
        assert plain(line) in text


@pytest.mark.parametrize("fmt", PAGE_FORMATS)
def test_payee_appears_in_no_file(fmt: str) -> None:
    file = publish(board_library(), audience="board", fmt=fmt, as_of=DAY, generated_at=MADE, language=ENGLISH)
    assert plain(CANARY) not in plain("".join(parts(file.data)))


def test_empty_library_gets_a_report_of_what_is_unknown() -> None:
    composed = document(small())
    assert not grid(composed, "table-partners")
    assert not grid(composed, "table-levels") or {row[1] for row in grid(composed, "table-levels")} == {"–"}
    assert Heading(ENGLISH.message("section-unknown")) in composed.blocks


def test_one_session_without_money_makes_a_report() -> None:
    composed = document(small([{"attended": 30}]))
    assert any(isinstance(block, Text) and "1 session" in block.text for block in composed.blocks)
    assert not grid(composed, "table-partners")
