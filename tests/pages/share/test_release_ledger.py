"""The list of what left: every file is on it before anybody has it, and the next one is made beside it."""

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

DAY, MADE = date(2026, 6, 30), datetime(2026, 6, 30, tzinfo=UTC)


@pytest.fixture(scope="module")
def workspace() -> Workspace:
    return Workspace().append(imported(xlsx(Log=LOG)))


def document(
    workspace: Workspace, scope: Scope, ledger: ReleaseLedger, seen: ReleaseLedger | None = None
) -> bytes:
    """A finished CSV; `seen` is the list as it was when its numbers were protected."""
    dataset = workspace.dataset()
    ground = collect_report_data(dataset, scope, DAY, MADE, (), (ledger if seen is None else seen).numbers())
    return make_document(
        DocumentRequest(dataset, "planning", scope, DAY, language("en")),
        "csv",
        ground,
        QueuedDocument(),
        ledger,
    )


def visits(made: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(made)) as archive:
        (name,) = (name for name in archive.namelist() if name.endswith(".csv"))
        return total_of(archive.read(name).decode("utf-8-sig"))


@pytest.fixture(params=["disk", "window"])
def ledger(request: Any, tmp_path: Path) -> ReleaseLedger:
    place = Store(tmp_path) if request.param == "disk" else None
    return ReleaseLedger(place, [], DAY)


def test_a_document_is_on_the_list_for_whom_it_is_and_the_next_is_made_beside_it(
    workspace: Workspace, ledger: ReleaseLedger
) -> None:
    assert visits(document(workspace, QUARTER, ledger.for_recipient("Rotary"))) == "58"
    (entry,) = ledger.entries()
    assert (entry.day, entry.recipient) == (DAY, "Rotary")
    assert visits(document(workspace, TWO_MONTHS, ledger)) == ""
    assert len(ledger.entries()) == 2


def test_the_same_document_again_is_the_same_and_no_second_entry(
    workspace: Workspace, ledger: ReleaseLedger
) -> None:
    first = document(workspace, QUARTER, ledger)
    assert visits(document(workspace, QUARTER, ledger)) == visits(first)
    assert len(ledger.entries()) == 1


def test_a_document_drawn_before_another_left_is_made_anew(
    workspace: Workspace, ledger: ReleaseLedger
) -> None:
    """Two windows: the second was opened before the first one's copy left."""
    document(workspace, QUARTER, ledger)
    assert visits(document(workspace, TWO_MONTHS, ledger, seen=ReleaseLedger())) == ""


def test_of_the_sample_nothing_is_listed(workspace: Workspace) -> None:
    ledger = ReleaseLedger(day=DAY, is_sample=True)
    document(workspace, QUARTER, ledger)
    assert visits(document(workspace, TWO_MONTHS, ledger)) == "55"
    assert ledger.window_entries == []


def test_a_list_that_cannot_be_kept_lets_nothing_leave(
    workspace: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> int:
        raise StorageError("The disk is full.")

    monkeypatch.setattr(Store, "add_release", full)
    with pytest.raises(LibCollabError, match="disk is full"):
        document(workspace, QUARTER, ReleaseLedger(Store(tmp_path), [], DAY))


def test_figures_and_plans_are_on_the_list_and_made_beside_it(
    workspace: Workspace, ledger: ReleaseLedger
) -> None:
    dataset = workspace.dataset()
    figure = partial(make_figure, dataset, attendance_by_group, ["attendance_total"], "month")
    assert b"58" not in figure(Scope(), DAY, "csv", ledger)
    document(workspace, QUARTER, ledger)
    assert b"55" not in partial(make_figure, dataset, attendance_by_group, ["attendance_total"], "program")(
        TWO_MONTHS, DAY, "csv", ledger
    )
    listed = len(ledger.entries())
    make_plan(dataset, ("Story hour",), {}, Scope(), DAY, ledger)
    assert len(ledger.entries()) == listed + 1


def test_numbers_stand_until_a_file_with_others_leaves() -> None:
    other: Any = (("other", 1.0),)
    mine: Any = (("mine", 2.0),)
    assert is_audit_valid(1, mine, [other])
    assert is_audit_valid(1, mine, [other, mine, mine])
    assert not is_audit_valid(1, mine, [other, mine, other])


def test_the_page_says_beside_which_copy_a_figure_is_hidden(workspace: Workspace) -> None:
    app = open_page("share", workspace, **{"from": "2026-01-01", "to": "2026-02-28"})
    assert "Hidden here" not in texts(app)
    ledger = ReleaseLedger(None, app.session_state["left"], date(2026, 3, 3), "Rotary")
    document(workspace, QUARTER, ledger)
    said = texts(app.run()).replace("\\", "")  # as it is drawn
    assert "Hidden here: Program attendance" in said
    assert (
        "Beside the copy of 3 March 2026 for Rotary it would tell of fewer than 10 people or visits." in said
    )
    assert not app.exception


def test_the_sentence_names_few_figures_and_every_copy(workspace: Workspace) -> None:
    ledger = ReleaseLedger(None, [], date(2026, 3, 3))
    document(workspace, QUARTER, ledger)
    ground = collect_report_data(workspace.dataset(), TWO_MONTHS, DAY, MADE, (), ledger.numbers())
    (sentence,) = describe_release_conflicts(ground, ledger.entries(), language("en"))
    assert sentence.startswith("Hidden here: ")
    assert "Beside the copy of 3 March 2026 it would tell" in sentence


def test_a_copy_made_before_two_names_were_joined_still_counts(workspace: Workspace) -> None:
    """58 of Story hour left; as Story time its first two months would tell of 3 in March, and the page says
    so."""
    ledger = ReleaseLedger(None, [], date(2026, 3, 3), "Rotary")
    document(workspace, replace(QUARTER, where=(("program", ("Story hour",)),)), ledger)
    joined = workspace.append(Merge("programs.name", "Story hour", "Story time"))
    scope = replace(TWO_MONTHS, where=(("program", ("Story time",)),))
    assert visits(document(joined, scope, ReleaseLedger())) == "55"
    ground = collect_report_data(joined.dataset(), scope, DAY, MADE, (), ledger.numbers())
    (sentence,) = describe_release_conflicts(ground, ledger.entries(), language("en"))
    assert "Beside the copy of 3 March 2026 for Rotary it would tell" in sentence
    assert visits(document(joined, scope, ledger)) == ""
