"""Partners' proposals: shown with the current record, accepted or declined one by one, and undone."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest

from libcollab_metrics.errors import LibCollabError
from libcollab_metrics.model import (
    ACCEPTED,
    DECLINED,
    SEEN,
    Edit,
    Proposal,
    RowAddress,
    Workspace,
    accept_proposal,
    collect_proposals,
    decide_proposal,
    filter_pending,
)
from libcollab_metrics.model.partners import split_ref
from tests.support.builders.partner_library import (
    FUND,
    LEDGER,
    PROGRAMS,
    SCHOOL,
    filled,
    library,
    made,
    ref_of,
)
from tests.support.sheets import imported


def _with_returned_sheet(
    workspace: Workspace, *facts: tuple[str, str, object, object], **more: Any
) -> Workspace:
    """The workspace with the school's returned sheet: (title, what, Right?, Should be)."""
    data = made(workspace.dataset())
    answers = {ref_of(data, title, field): (right, instead) for title, field, right, instead in facts}
    return workspace.append(imported(filled(data, answers, **more), "back.xlsx"))


def _proposals(workspace: Workspace) -> tuple[Proposal, ...]:
    return collect_proposals(workspace.operations, workspace.dataset())


def _ledger(workspace: Workspace, column: str) -> list[Any]:
    values = workspace.dataset().tables["ledger"][column]
    return [None if value != value else value for value in values.astype(object).where(values.notna(), None)]


FACT = ("another party", "Value", "no", "12,000")


@pytest.mark.parametrize(("code", "amount"), [("en", "12,000.50"), ("es", "12.000,50"), ("fil", "12,000.50")])
def test_numbers_of_proposals_follow_the_language(code: str, amount: str) -> None:
    workspace = _with_returned_sheet(library(), ("another party", "Value", "no", "12,000.50"))
    (proposal,) = collect_proposals(workspace.operations, workspace.dataset(), code)
    assert proposal.proposed == amount
    assert proposal.recorded == ("15.000" if code == "es" else "15,000")


@pytest.mark.parametrize(
    ("code", "day"),
    [("en", "20 February 2026"), ("es", "20 de febrero de 2026"), ("fil", "Pebrero 20, 2026")],
)
def test_dates_of_proposals_follow_the_language(code: str, day: str) -> None:
    workspace = _with_returned_sheet(library(), (f"{SCHOOL} →", "Date", "no", "2026-02-20"))
    (proposal,) = collect_proposals(workspace.operations, workspace.dataset(), code)
    assert proposal.proposed == day


def test_proposal_changes_nothing_by_itself() -> None:
    workspace = _with_returned_sheet(library(), FACT)
    (proposal,) = _proposals(workspace)
    assert (proposal.state, proposal.partner, proposal.recorded, proposal.current, proposal.proposed) == (
        "open",
        SCHOOL,
        "15,000",
        "15,000",
        "12,000",
    )
    assert proposal.title == f"{FUND} → {SCHOOL} · Story hour"
    assert (proposal.table, proposal.field, proposal.value) == ("ledger", "value", 12000.0)
    assert proposal.address is not None
    assert (proposal.address.sheet, proposal.address.row) == ("Ledger", 3)
    assert _ledger(workspace, "value") == [None, 15000.0, 77777.0]


def test_accepting_changes_one_cell_and_can_be_undone() -> None:
    workspace = _with_returned_sheet(library(), FACT)
    (proposal,) = _proposals(workspace)
    after = workspace.append(*accept_proposal(proposal))
    assert _ledger(after, "value") == [None, 12000.0, 77777.0]
    assert [(i.cell, i.value) for i in after.dataset().issues if i.code == "typed-over"] == [("H3", "15000")]
    (decided,) = _proposals(after)
    assert decided.decision == ACCEPTED
    assert not filter_pending([decided])
    assert _ledger(after.undo(), "value") == [None, 15000.0, 77777.0]
    assert filter_pending(_proposals(after.undo())) == (proposal,)


def test_declining_changes_no_record_and_is_remembered() -> None:
    workspace = _with_returned_sheet(library(), FACT, ("Lot A", "Received", "no", 280))
    first, second = _proposals(workspace)
    after = workspace.append(decide_proposal(first, DECLINED))
    assert _ledger(after, "value") == _ledger(workspace, "value")
    assert filter_pending(_proposals(after)) == (second,)


def test_estimate_stays_an_estimate_and_exact_value_clears_it() -> None:
    guess = _with_returned_sheet(library(), (*FACT[:3], "about 12,000"))
    after = guess.append(*accept_proposal(_proposals(guess)[0]))
    assert _ledger(after, "value_is_estimate")[1] is True
    exact = _with_returned_sheet(after, (*FACT[:3], "11,500"))
    proposal = filter_pending(_proposals(exact))[0]
    assert (proposal.current, proposal.proposed) == ("about 12,000", "11,500")
    final = exact.append(*accept_proposal(proposal))
    assert (_ledger(final, "value")[1], _ledger(final, "value_is_estimate")[1]) == (11500.0, False)


def test_changed_or_matching_row_is_reported() -> None:
    workspace = _with_returned_sheet(library(), FACT)
    (proposal,) = _proposals(workspace)
    assert proposal.address is not None
    moved = workspace.append(Edit("ledger", (), changed=((proposal.address, {"value": 14000.0}),)))
    (changed,) = _proposals(moved)
    assert (changed.state, changed.recorded, changed.current) == ("changed", "15,000", "14,000")
    assert _ledger(moved.append(*accept_proposal(changed)), "value")[1] == 12000.0
    done = workspace.append(Edit("ledger", (), changed=((proposal.address, {"value": 12000.0}),)))
    assert [(p.state, p.can_be_accepted) for p in _proposals(done)] == [("same", False)]


def test_removed_row_cannot_be_changed() -> None:
    workspace = _with_returned_sheet(library(), FACT)
    (proposal,) = _proposals(workspace)
    assert proposal.address is not None
    gone = workspace.append(Edit("ledger", (), removed=(proposal.address,)))
    (remaining,) = _proposals(gone)
    assert (remaining.state, remaining.current, remaining.proposed) == ("gone", "", "12,000")
    with pytest.raises(LibCollabError, match="no longer in your records"):
        accept_proposal(remaining)
    assert not filter_pending(_proposals(gone.append(decide_proposal(remaining, SEEN))))


def test_rejection_without_correction_and_comments_are_questions() -> None:
    workspace = _with_returned_sheet(
        library(),
        ("another party", "Status", "no", None),
        ("Lot A", "", "no", "never came"),
        comments={2: "Ask us first"},
    )
    assert [(p.state, p.label, p.current, p.proposed) for p in _proposals(workspace)] == [
        ("question", "Status", "pledged", ""),
        ("question", "The line as a whole", "", "never came"),
        ("question", "Comment", "", "Ask us first"),
    ]
    assert not any(p.can_be_accepted for p in _proposals(workspace))


def test_corrected_program_keeps_its_other_fields() -> None:
    workspace = _with_returned_sheet(
        library(), ("Story hour", "Start", "no", "2026-01-12"), ("Story hour", "End", None, "30 June 2026")
    )
    for proposal in _proposals(workspace):
        workspace = workspace.append(*accept_proposal(proposal))
    programs = workspace.dataset().tables["programs"].set_index("name")
    assert list(programs.index) == ["Story hour", "Vault drive"]
    row = programs.loc["Story hour"]
    assert (row["start"], row["end"]) == (datetime(2026, 1, 12), datetime(2026, 6, 30))
    assert (row["population"], row["partner_ids"]) == (77777, f"{SCHOOL}; {FUND}")


def test_typed_rows_can_be_corrected() -> None:
    row = {
        "program_id": "Story hour",
        "from_party": SCHOOL,
        "to_party": "project",
        "kind": "cash",
        "value": 100.0,
        "status": "pledged",
    }
    workspace = _with_returned_sheet(
        library(Ledger=LEDGER[:1]).append(Edit("ledger", (row,))), (f"{SCHOOL} →", "Status", "no", "received")
    )
    (proposal,) = _proposals(workspace)
    assert proposal.address == RowAddress("typed", "", 1)
    assert _ledger(workspace.append(*accept_proposal(proposal)), "status") == ["received"]


def test_same_row_number_on_two_sheets_is_distinct() -> None:
    second_sheet = [
        LEDGER[0],
        ["Story hour", "2026-05-05", SCHOOL, "project", "cash", None, None, 50, "received", None],
    ]
    workspace = library(Ledger=LEDGER[:2], Cash=second_sheet)
    assert list(workspace.dataset().tables["ledger"]["row"]) == [2, 2]
    workspace = _with_returned_sheet(workspace, (f"{SCHOOL} →", "Date", "no", "2026-02-19"))
    (proposal,) = _proposals(workspace)
    assert proposal.address is not None
    assert proposal.address.sheet == "Ledger"


def test_same_returned_sheet_twice_is_rejected() -> None:
    workspace = _with_returned_sheet(library(), FACT)
    with pytest.raises(LibCollabError, match="already here"):
        workspace.append(workspace.operations[-1])


def test_proposals_are_filtered_by_partner_name() -> None:
    proposals = _proposals(_with_returned_sheet(library(), FACT))
    assert filter_pending(proposals, SCHOOL.upper()) == proposals
    assert filter_pending(proposals, FUND) == ()


@pytest.mark.parametrize(
    "ref", ["", "L3", "XAAAAAAAA-value", "LAAAAAAAA-note", "Laaaaaaaa", "LAAAAAAAA-from_party", "S1"]
)
def test_invalid_reference_code_is_rejected(ref: str) -> None:
    with pytest.raises(ValueError, match=f"^{ref}$"):
        split_ref(ref)


def test_program_reference_depends_on_its_name_not_its_row() -> None:
    again = [PROGRAMS[0], PROGRAMS[2], PROGRAMS[1]]
    assert ref_of(made(library().dataset()), "Story hour") == ref_of(
        made(library(Programs=again).dataset()), "Story hour"
    )
