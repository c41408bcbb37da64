"""The release ledger: every file is listed before it is released, and the next one is audited against it."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from libcollab_metrics.errors import LibCollabError
from libcollab_metrics.figures import attendance_by_group
from libcollab_metrics.localization import language
from libcollab_metrics.model import Merge, Scope, Workspace
from libcollab_metrics.reports import collect_report_data
from libcollab_metrics.store import StorageError, Store
from pages.ui.share.documents import (
    DocumentRequest,
    QueuedDocument,
    ReleaseLedger,
    is_audit_valid,
    make_document,
    make_figure,
    make_plan,
)
from pages.ui.share.history import describe_release_conflicts
from tests.pages.test_pages import open_page, texts
from tests.support.builders.small_march import LOG, QUARTER, TWO_MONTHS, total_of
from tests.support.sheets import imported, xlsx

ENGLISH = language("en")

DAY, MADE = date(2026, 6, 30), datetime(2026, 6, 30, tzinfo=UTC)


@pytest.fixture(scope="module")
def workspace() -> Workspace:
    return Workspace().append(imported(xlsx(Log=LOG)))


def document(
    workspace: Workspace, scope: Scope, ledger: ReleaseLedger, seen: ReleaseLedger | None = None
) -> bytes:
    """A finished CSV; `seen` is the ledger against which its numbers were protected."""
    dataset = workspace.dataset()
    collected = collect_report_data(
        dataset, scope, DAY, MADE, (), (ledger if seen is None else seen).numbers()
    )
    return make_document(
        DocumentRequest(dataset, "board", scope, DAY, ENGLISH),
        "csv",
        collected,
        QueuedDocument(),
        ledger,
    )


def visits(archive_data: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(archive_data)) as archive:
        (name,) = (name for name in archive.namelist() if name.endswith(".csv"))
        return total_of(archive.read(name).decode("utf-8-sig"))


@pytest.fixture(params=["disk", "window"])
def ledger(request: Any, tmp_path: Path) -> ReleaseLedger:
    store = Store(tmp_path) if request.param == "disk" else None
    return ReleaseLedger(store, [], DAY)


def test_document_is_listed_with_its_recipient_and_restricts_the_next(
    workspace: Workspace, ledger: ReleaseLedger
) -> None:
    assert visits(document(workspace, QUARTER, ledger.for_recipient("Rotary"))) == "58"
    (entry,) = ledger.entries()
    assert (entry.day, entry.recipient) == (DAY, "Rotary")
    assert visits(document(workspace, TWO_MONTHS, ledger)) == ""
    assert len(ledger.entries()) == 2


def test_repeated_document_is_the_same_and_adds_no_entry(workspace: Workspace, ledger: ReleaseLedger) -> None:
    first = document(workspace, QUARTER, ledger)
    assert visits(document(workspace, QUARTER, ledger)) == visits(first)
    assert len(ledger.entries()) == 1


def test_document_protected_before_another_release_is_protected_again(
    workspace: Workspace, ledger: ReleaseLedger
) -> None:
    """Two sessions: the second was opened before the first one's copy was released."""
    document(workspace, QUARTER, ledger)
    assert visits(document(workspace, TWO_MONTHS, ledger, seen=ReleaseLedger())) == ""


def test_sample_documents_are_not_listed(workspace: Workspace) -> None:
    ledger = ReleaseLedger(day=DAY, is_sample=True)
    document(workspace, QUARTER, ledger)
    assert visits(document(workspace, TWO_MONTHS, ledger)) == "55"
    assert ledger.window_entries == []


def test_release_is_refused_if_the_ledger_cannot_be_written(
    workspace: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> int:
        raise StorageError("The disk is full.")

    monkeypatch.setattr(Store, "add_release", full)
    with pytest.raises(LibCollabError, match="disk is full"):
        document(workspace, QUARTER, ReleaseLedger(Store(tmp_path), [], DAY))


def test_figures_and_plans_are_listed_and_audited(workspace: Workspace, ledger: ReleaseLedger) -> None:
    dataset = workspace.dataset()
    figure = partial(make_figure, dataset, attendance_by_group, ["attendance_total"], "month")
    assert b"58" not in figure(Scope(), DAY, "csv", ledger, ENGLISH)
    document(workspace, QUARTER, ledger)
    assert b"55" not in partial(make_figure, dataset, attendance_by_group, ["attendance_total"], "program")(
        TWO_MONTHS, DAY, "csv", ledger, ENGLISH
    )
    entries_before = len(ledger.entries())
    make_plan(dataset, ("Story hour",), {}, Scope(), DAY, ledger, ENGLISH)
    assert len(ledger.entries()) == entries_before + 1


def test_audit_is_valid_until_other_numbers_are_released() -> None:
    others: Any = (("other", 1.0),)
    own: Any = (("mine", 2.0),)
    assert is_audit_valid(1, own, [others])
    assert is_audit_valid(1, own, [others, own, own])
    assert not is_audit_valid(1, own, [others, own, others])


def test_page_says_which_copy_restricts_a_figure(workspace: Workspace) -> None:
    app = open_page("reports", workspace, **{"from": "2026-01-01", "to": "2026-02-28"})
    assert "Hidden here" not in texts(app)
    ledger = ReleaseLedger(None, app.session_state["left"], date(2026, 3, 3), "Rotary")
    document(workspace, QUARTER, ledger)
    page_text = texts(app.run()).replace("\\", "")  # as displayed
    assert "Hidden here: Program attendance" in page_text
    assert (
        "Together with the copy of 3 March 2026 for Rotary, it would reveal fewer than 10 people or visits."
        in page_text
    )
    assert not app.exception


def test_conflict_sentence_names_few_figures_and_every_copy(workspace: Workspace) -> None:
    ledger = ReleaseLedger(None, [], date(2026, 3, 3))
    document(workspace, QUARTER, ledger)
    collected = collect_report_data(workspace.dataset(), TWO_MONTHS, DAY, MADE, (), ledger.numbers())
    (sentence,) = describe_release_conflicts(collected, ledger.entries(), ENGLISH)
    assert sentence.startswith("Hidden here: ")
    assert "Together with the copy of 3 March 2026, it would reveal" in sentence


def test_copy_made_before_two_names_were_merged_still_counts(workspace: Workspace) -> None:
    """58 of Story hour were released; as Story time, January and February would disclose 3 in March."""
    ledger = ReleaseLedger(None, [], date(2026, 3, 3), "Rotary")
    document(workspace, replace(QUARTER, where=(("program", ("Story hour",)),)), ledger)
    merged = workspace.append(Merge("programs.name", "Story hour", "Story time"))
    scope = replace(TWO_MONTHS, where=(("program", ("Story time",)),))
    assert visits(document(merged, scope, ReleaseLedger())) == "55"
    collected = collect_report_data(merged.dataset(), scope, DAY, MADE, (), ledger.numbers())
    (sentence,) = describe_release_conflicts(collected, ledger.entries(), ENGLISH)
    assert "Together with the copy of 3 March 2026 for Rotary, it would reveal" in sentence
    assert visits(document(merged, scope, ledger)) == ""
