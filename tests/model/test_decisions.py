"""Decisions about continuing a partnership: stored with reason and day, listed, withdrawn."""

from __future__ import annotations

from datetime import date

import pytest

from libcollab_metrics.errors import LibCollabError
from libcollab_metrics.ingest import build_blank_template
from libcollab_metrics.model import SHEET_TABLES, Merge, list_decisions, record_decision, withdraw_decision
from tests.support.builders.partner_library import FUND, SCHOOL, library, made
from tests.support.sheets import read, xlsx

FIRST = record_decision(SCHOOL, "renegotiate", " Who pays the bus? ", date(2026, 3, 1))
SECOND = record_decision(SCHOOL, "continue", "", date(2026, 6, 30), "Story hour")


def test_decisions_are_listed_latest_first() -> None:
    dataset = library().append(SECOND).append(FIRST).dataset()
    assert [(d.decision, d.day, d.reason, d.program) for d in list_decisions(dataset, SCHOOL.upper())] == [
        ("continue", date(2026, 6, 30), "", "Story hour"),
        ("renegotiate", date(2026, 3, 1), "Who pays the bus?", ""),
    ]
    assert list_decisions(dataset, FUND) == ()


def test_decision_can_be_withdrawn_or_undone() -> None:
    workspace = library().append(FIRST).append(SECOND)
    later, _ = list_decisions(workspace.dataset(), SCHOOL)
    remaining = list_decisions(workspace.append(withdraw_decision(later)).dataset(), SCHOOL)
    assert [d.decision for d in remaining] == ["renegotiate"]
    assert [d.decision for d in list_decisions(workspace.undo().dataset(), SCHOOL)] == ["renegotiate"]
    assert list_decisions(workspace.undo().undo().dataset(), SCHOOL) == ()


def test_decision_follows_a_merged_partner() -> None:
    workspace = library().append(FIRST).append(Merge("partners.name", SCHOOL, "Malinaw Elementary"))
    assert [d.decision for d in list_decisions(workspace.dataset(), "Malinaw Elementary")] == ["renegotiate"]


def test_unknown_decision_is_rejected() -> None:
    with pytest.raises(LibCollabError, match="continue"):
        record_decision(SCHOOL, "continu", "", date(2026, 3, 1))


def test_decisions_are_not_in_templates_or_read_from_sheets() -> None:
    assert "decisions" not in {table.name for table in SHEET_TABLES}
    assert b"Decisions" not in build_blank_template()
    heads = ["Partner", "Program", "Decision", "Reason", "Date"]
    result = read(xlsx(Decisions=[heads, [SCHOOL, "Story hour", "stop", "x", "2026-03-01"]]), "d.xlsx")
    assert "decisions" not in result.tables
    assert not any(m.field.startswith("decisions.") for sheet in result.reading.sheets for m in sheet.mapping)


def test_decision_is_not_on_the_partner_sheet() -> None:
    workspace = library()
    assert made(workspace.append(FIRST).dataset()) == made(workspace.dataset())
