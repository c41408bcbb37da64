"""The share page: its purposes, formats, first-page preview, and place in the queue."""

from __future__ import annotations

import io
import threading
import zipfile
from datetime import UTC, datetime

import pytest

from libcollab_metrics.document_kinds import (
    DOCUMENT_AUDIENCES,
    DOCUMENT_FORMATS,
    PAGE_FORMATS,
    download_extension,
)
from libcollab_metrics.localization import LANGUAGES, language
from libcollab_metrics.model import Scope, Workspace
from libcollab_metrics.reports import (
    AUDIENCES,
    FORMATS,
    collect_report_data,
    rendering_slot,
)
from pages.ui.share.documents import (
    DocumentRequest,
    QueuedDocument,
    ReleaseLedger,
    describe_position,
    make_document,
)
from tests.pages.test_pages import LOG, only_attendance, texts
from tests.support.browser.share_page import DAY, LEDGER, downloads, open_share, pictures
from tests.support.sheets import imported, xlsx


def test_every_purpose_and_format_can_be_chosen() -> None:
    assert list(DOCUMENT_AUDIENCES) == list(AUDIENCES)
    assert list(DOCUMENT_FORMATS) == list(FORMATS)
    assert all(purpose.default_format in purpose.formats for purpose in DOCUMENT_AUDIENCES.values())
    assert {fmt for purpose in DOCUMENT_AUDIENCES.values() for fmt in purpose.formats} == set(
        DOCUMENT_FORMATS
    )


@pytest.mark.parametrize("purpose", tuple(DOCUMENT_AUDIENCES))
@pytest.mark.parametrize(
    "workspace", [only_attendance(), Workspace().append(imported(xlsx(Log=LOG, Ledger=LEDGER)))]
)
def test_every_purpose_shows_its_first_page_and_one_button(purpose: str, workspace: Workspace) -> None:
    app = open_share(workspace, purpose)
    assert not app.exception
    assert not app.error
    (picture,) = pictures(app)
    assert picture.imgs[0].alt.startswith(
        f"Page 1 of the {DOCUMENT_AUDIENCES[purpose].label.lower()}. All programs, all dates"
    )
    usual = DOCUMENT_AUDIENCES[purpose].default_format
    assert downloads(app) == [f"Download {DOCUMENT_FORMATS[usual].label}"]


@pytest.mark.parametrize("fmt", PAGE_FORMATS)
def test_button_names_the_chosen_format(fmt: str) -> None:
    app = open_share(only_attendance(), format=DOCUMENT_FORMATS[fmt].label)
    assert downloads(app) == [f"Download {DOCUMENT_FORMATS[fmt].label}"]
    assert ("It comes as a zip" in texts(app)) == (download_extension(fmt) == "zip")


def test_csv_download_includes_its_metadata_file() -> None:
    dataset = only_attendance().dataset()
    collected = collect_report_data(dataset, Scope(), DAY, datetime(2026, 5, 1, tzinfo=UTC))
    archive_data = make_document(
        DocumentRequest(dataset, "board", Scope(), DAY, language("en")),
        "csv",
        collected,
        QueuedDocument(),
        ReleaseLedger(),
    )
    with zipfile.ZipFile(io.BytesIO(archive_data)) as archive:
        assert [name.split(".", 1)[1] for name in archive.namelist()] == ["csv", "csv-metadata.json"]
    assert download_extension("csv") == "zip"


def test_another_purpose_selects_its_usual_format() -> None:
    app = open_share(only_attendance(), "sponsor")
    assert downloads(app) == ["Download PDF"]
    app.radio(key="audience").set_value("official").run()
    assert downloads(app) == ["Download Excel"]


def test_download_of_an_open_bill_names_its_consequence() -> None:
    app = open_share(purpose="sponsor")
    assert "This bill has no payer." in texts(app)
    assert "₱3,500" in texts(app)
    assert "it names this bill as being settled" in texts(app)
    assert len(pictures(app)) == 1  # the librarian sees it, with the amounts flagged
    assert downloads(app) == [
        "Create anyway and download PDF",
        "Create anyway and download one for each of the 4",
    ]
    app.radio(key="audience").set_value("planning").run()
    assert "has no payer" not in texts(app)
    assert downloads(app)


def test_library_sees_the_hidden_numbers_with_reasons() -> None:
    app = open_share()
    assert "Hidden in this document" in [box.label for box in app.expander]
    table = next(block.proto.body for block in app.get("html") if "Why it is hidden" in block.proto.body)
    assert "Only you see this" in table
    assert "88% (14 of 16)" in table
    assert "The rest of the group is fewer than 10 people." in table


def test_page_says_that_nothing_is_hidden() -> None:
    large = imported(xlsx(Log=[LOG[0], ["2026-03-07", "Story hour", "Main", 48]]))
    app = open_share(Workspace().append(large))
    assert any("so nothing is hidden" in line.value for line in app.caption)


@pytest.mark.slow
@pytest.mark.parametrize(
    "purpose",
    [
        pytest.param(purpose, marks=() if purpose == "sponsor" else pytest.mark.long)
        for purpose in DOCUMENT_AUDIENCES
    ],
)
def test_every_purpose_is_drawn_in_every_language(purpose: str) -> None:
    app = open_share(purpose=purpose)
    drawn = set()
    for code in LANGUAGES:
        app.radio(key="language").set_value(code).run()
        assert not app.exception
        assert not app.error
        drawn.add(pictures(app)[0].imgs[0].url)
    assert len(drawn) == len(LANGUAGES)


def test_cancelled_sessions_alone_do_not_crash() -> None:
    cancelled = [LOG[0], ["2026-03-07", "CANCELLED - Story hour", "Main", None]]
    app = open_share(Workspace().append(imported(xlsx(Log=cancelled))))
    assert not app.exception
    assert not app.error
    assert downloads(app)


def test_waiting_user_sees_the_position_in_the_queue() -> None:
    app, order = open_share(), QueuedDocument()
    app.session_state["order"] = order
    for ahead in (2, 1, 0):
        order.position = ahead
        assert describe_position(ahead) in texts(app.run())
    order.position = None
    assert "made before yours" not in texts(app.run())


def test_preview_shows_its_position_while_two_documents_are_created(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    app = open_share()
    entered, leave = threading.Semaphore(0), threading.Event()
    positions: list[int] = []

    def hold_slot() -> None:
        with rendering_slot():
            entered.release()
            leave.wait(600)

    def record_position(ahead: int) -> str:
        positions.append(ahead)
        leave.set()
        return describe_position(ahead)

    monkeypatch.setattr("pages.ui.share.inputs.describe_position", record_position)

    holders = [threading.Thread(target=hold_slot) for _ in range(2)]
    for thread in holders:
        thread.start()
        entered.acquire()
    drawn = app.radio(key="audience").set_value("board").run()
    for thread in holders:
        thread.join()
    assert positions[0] == 2
    assert len(pictures(drawn)) == 1
    assert "made before yours" not in texts(drawn)


def test_queued_document_clears_its_position_when_done_or_failed() -> None:
    order, seen = QueuedDocument(), []
    with order.hold_slot():
        seen.append(order.position)
    with pytest.raises(ValueError, match="no document"), order.hold_slot():
        raise ValueError("no document")
    assert (seen, order.position) == ([0], None)
