"""Documents that the visitor cancels: no file, no release, and no entry in the sharing history."""

from __future__ import annotations

import io
import zipfile
from datetime import date, datetime

import pytest

from libcollab_metrics.errors import LibCollabError
from libcollab_metrics.localization import language
from libcollab_metrics.model import Scope, Workspace
from libcollab_metrics.reports import collect_report_data, programs_to_plan
from pages.ui.share import documents
from pages.ui.share.documents import (
    DocumentRequest,
    QueuedDocument,
    ReleaseLedger,
    make_document,
    make_document_for_each,
)
from tests.pages.share.test_history import click_download
from tests.pages.test_pages import LOG, only_attendance, press, texts
from tests.support.browser.share_page import LEDGER, open_share
from tests.support.sheets import imported, xlsx

DAY = date(2026, 4, 30)
PARTNERS = [["Partner", "Strengths"], ["Malinaw School", "a hall"], ["Tulay Circle", "readers"]]


def requests(*names: str) -> list[DocumentRequest]:
    dataset = Workspace().append(imported(xlsx(Log=LOG, Ledger=LEDGER, Partners=PARTNERS))).dataset()
    return [
        DocumentRequest(dataset, "school", Scope(), DAY, language("en"), recipient=name) for name in names
    ]


def test_finished_zip_is_released_and_listed_for_each_recipient() -> None:
    order, ledger = QueuedDocument(), ReleaseLedger(day=DAY)
    data = make_document_for_each(requests("Malinaw School", "Tulay Circle"), "html", order, ledger)
    assert len(zipfile.ZipFile(io.BytesIO(data)).namelist()) == 2
    assert [entry.to for entry in order.to_list] == ["Malinaw School", "Tulay Circle"]
    assert ledger.entries()
    app = open_share()
    app.session_state["order"] = order
    before = len(app.session_state["workspace"].steps)
    app.run()
    workspace = app.session_state["workspace"]
    assert [entry.to for entry in workspace.sent_documents] == ["Malinaw School", "Tulay Circle"]
    assert len(workspace.steps) == before + 1


def test_cancelled_zip_releases_and_lists_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    order, ledger = QueuedDocument(), ReleaseLedger(day=DAY)
    publish = documents.publish

    def cancel_meanwhile(*args: object, **options: object) -> object:
        order.is_cancelled = True
        return publish(*args, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(documents, "publish", cancel_meanwhile)
    with pytest.raises(LibCollabError, match="cancelled"):
        make_document_for_each(requests("Malinaw School", "Tulay Circle"), "html", order, ledger)
    assert (order.to_list, order.is_open, ledger.entries()) == ((), False, ())


def test_cancelled_document_is_not_released() -> None:
    order, ledger = QueuedDocument(is_cancelled=True), ReleaseLedger(day=DAY)
    (request,) = requests("Malinaw School")
    planned = programs_to_plan("school", request.dataset, request.scope, DAY)
    data = collect_report_data(request.dataset, request.scope, DAY, datetime(2026, 4, 30), planned)
    with pytest.raises(LibCollabError, match="cancelled"):
        make_document(request, "html", data, order, ledger)
    assert ledger.entries() == ()


def test_cancelling_removes_the_entry_that_the_click_added() -> None:
    app = open_share(only_attendance())
    click_download(app)
    assert len(app.session_state["workspace"].sent_documents) == 1
    press(app, "Cancel")
    assert app.session_state["order"].is_cancelled
    assert not app.session_state["workspace"].sent_documents
    assert "Cancelling …" in texts(app)
