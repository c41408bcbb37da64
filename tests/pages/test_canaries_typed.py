"""A name typed on the records page leaves it nowhere: not by a draft, refused row, note, log or file."""

from __future__ import annotations

import logging
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from streamlit.testing.v1 import AppTest

from libcollab_metrics.document_kinds import PAGE_FORMATS
from libcollab_metrics.localization import language
from libcollab_metrics.model import SCHEMA, Workspace
from libcollab_metrics.reports import publish
from libcollab_metrics.store import pack_from_memory
from tests.pages.records.test_records import control, records, rows_of
from tests.pages.test_canaries import places, sent
from tests.pages.test_journey import settled
from tests.pages.test_pages import open_page, press
from tests.support.attackers import canaries
from tests.support.browser.dashboard import dashboard
from tests.support.browser.visitor import every_page
from tests.support.views import VIEWS
from tests.test_event_log import listening

__all__ = ["places", "sent"]

DAY, MADE = date(2026, 12, 31), datetime(2027, 1, 1, 12, tzinfo=UTC)
ANA, BEN, CARLA, DINO, EVA = canaries.names(5)
NOTE = "Vyzqárk came late"
STORY, RECORDS = "Story hour", "pages/records.py"
Rows = tuple[dict[str, str], ...]
#: Rows that may contain people and notes, by table: those that can be stored.
STORED_ROWS: dict[str, Rows] = {
    "outcomes": (
        {"program_id": STORY, "respondent_key": ANA, "measure": "knowledge", "rating": "5"},
        {"program_id": STORY, "respondent_key": BEN, "measure": "knowledge", "rating": "4"},
    ),
    "perspectives": (
        {
            "partner_id": "Hope",
            "respondent_key": CARLA,
            "item": "The exchange between us is fair",
            "rating": "3",
        },
    ),
    "notes": ({"program_id": STORY, "text": NOTE, "date": "2026-03-21"},),
    "ledger": (
        {
            "program_id": STORY,
            "from_party": "library",
            "to_party": "Shop",
            "kind": "cash",
            "value": "800",
            "status": "spent",
            "note": NOTE,
        },
    ),
    "partners": ({"name": "Hope", "kind": "sponsor", "strengths": NOTE},),
}
#: Rows that are refused, each with a person's name in or next to an invalid cell.
REFUSED: dict[str, Rows] = {
    "outcomes": (
        {"program_id": STORY, "respondent_key": DINO, "measure": "knowledge", "rating": f"{EVA} had 5"},
    ),
    "perspectives": ({"partner_id": "Hope", "respondent_key": DINO, "item": EVA, "rating": "9"},),
    "sessions": ({"program_id": STORY, "date": EVA, "attended": f"{DINO} and {EVA}"},),
    "notes": ({"program_id": STORY, "text": f"{DINO}: {NOTE}", "date": EVA},),
    "criteria": ({"program_id": STORY, "metric_id": EVA, "low": DINO},),
}


def type_in(app: AppTest, table: str, *rows: dict[str, str]) -> None:
    """Type rows into the grid of a table and store them; what is typed elsewhere stays."""
    app.query_params["table"] = SCHEMA[table].label
    if "drafts" not in app.session_state:
        app.session_state["drafts"] = {}
    app.session_state["drafts"][table] = {"rows": list(rows), "problems": {}, "round": 7}
    app.run()
    press(app, "Save rows")


def session_with_typed_rows() -> AppTest:
    """A session in which all these rows were typed and sent; the refused ones wait for correction."""
    app = open_page("records")
    for table in {**STORED_ROWS, **REFUSED}:
        type_in(app, table, *STORED_ROWS.get(table, ()), *REFUSED.get(table, ()))
    waiting = {table: sum(map(bool, draft["rows"])) for table, draft in app.session_state["drafts"].items()}
    assert {table: count for table, count in waiting.items() if count} == {
        t: len(rows) for t, rows in REFUSED.items()
    }
    assert {table: rows_of(app, table) for table in STORED_ROWS} == {
        table: len(rows) for table, rows in STORED_ROWS.items()
    }
    return app


def leaks_on_other_pages(app: AppTest, sent: list[bytes]) -> dict[str, list[str]]:
    """The names sent on every page except the tab on which they were typed."""
    leaks = {}
    for view in VIEWS:
        if view.page == "records" and not view.query:
            continue
        sent.clear()
        view.open(app)
        assert not app.exception
        leaks[str(view)] = [hit for message in sent for hit in canaries.found(message, canaries.PERSON)]
    assert len(leaks) == len(VIEWS) - 1
    return {title: hits for title, hits in leaks.items() if hits}


@pytest.mark.slow
def test_typed_names_reach_no_other_page_disk_or_log(
    sent: list[bytes],
    places: tuple[Path, ...],
    caplog: pytest.LogCaptureFixture,
    capfd: pytest.CaptureFixture[str],
) -> None:
    caplog.set_level(logging.DEBUG)
    with listening() as logbook:
        app = session_with_typed_rows()
        assert canaries.found(b"".join(sent), canaries.PERSON)  # refused rows are shown for correction
        assert leaks_on_other_pages(app, sent) == {}
    assert canaries.found(repr(app.session_state["workspace"].operations).encode(), canaries.PERSON) == []
    assert len(list(places[0].rglob("*.sqlite"))) == 1
    assert canaries.on_disk(*places) == []
    output = capfd.readouterr()
    logged = caplog.text + output.out + output.err + logbook.getvalue()
    assert canaries.found(logged.encode("utf-8", "surrogateescape")) == []


@pytest.mark.slow
def test_stored_row_is_no_longer_sent_with_its_name(sent: list[bytes], places: tuple[Path, ...]) -> None:
    app = open_page("records")
    for table, rows in STORED_ROWS.items():
        type_in(app, table, *rows)
        sent.clear()
        app.run()
        assert rows_of(app, table) == len(rows)
        assert canaries.found(b"".join(sent), canaries.PERSON) == []


@pytest.mark.slow
def test_stored_notes_are_on_disk_without_any_person(
    places: tuple[Path, ...],
) -> None:
    app = open_page("records", table="Notes")
    app.checkbox(key="offer-notes").check().run()
    for table in {**STORED_ROWS, **REFUSED}:
        type_in(app, table, *STORED_ROWS.get(table, ()), *REFUSED.get(table, ()))
    assert canaries.on_disk(*places, words=canaries.NOTED)
    assert canaries.on_disk(*places, words=canaries.PERSON) == []


@pytest.mark.slow
def test_no_document_and_no_saved_work_contains_typed_names() -> None:
    workspace: Workspace = session_with_typed_rows().session_state["workspace"]
    assert canaries.found(repr(workspace.operations).encode(), canaries.NOTED)  # notes are in memory
    library = workspace.dataset()
    documents = [
        publish(
            library,
            audience="planning",
            fmt=fmt,
            as_of=DAY,
            generated_at=MADE,
            language=language("en"),
            accept_unclear=True,
        )
        for fmt in PAGE_FORMATS
    ]
    files = [
        file for published in documents for file in (("document", published.data), *published.companion_files)
    ]
    files.append(("saved", pack_from_memory(workspace, (), day=DAY)))
    assert {name: hits for name, data in files if (hits := canaries.found(data, place=name))} == {}
    with_notes = pack_from_memory(workspace, (), day=DAY, keep_notes=True)
    assert canaries.found(with_notes, canaries.PERSON) == []


def test_form_row_leaves_no_name_whether_refused_or_stored(
    sent: list[bytes], places: tuple[Path, ...]
) -> None:
    app = records("outcomes")
    for label, text in {
        "Program": STORY,
        "Name or code": ANA,
        "Measure": "knowledge",
        "Rating": f"{BEN}: 5",
    }.items():
        control(app, label).set_value(text)
    press(app, "Save row")
    assert app.error
    assert canaries.on_disk(*places) == []
    control(app, "Rating").set_value("5")
    press(app, "Save row")
    assert rows_of(app, "outcomes") == 1
    sent.clear()
    app.run()
    assert canaries.found(b"".join(sent), canaries.PERSON) == []
    assert canaries.on_disk(*places) == []


@pytest.mark.parametrize(
    "reading", ["pages.ui.records.grid.read_typed_rows", "pages.ui.records.fields.describe_stored_rows"]
)
def test_unexpected_error_while_storing_rows_quotes_no_name(
    reading: str,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    unexpected_errors: list[str],
    capfd: pytest.CaptureFixture[str],
    places: tuple[Path, ...],
) -> None:
    def fail(*args: object) -> None:
        raise ValueError(f"{ANA} is not in {args}")

    caplog.set_level(logging.DEBUG)
    monkeypatch.setattr(reading, fail)
    app = open_page("records")
    type_in(app, "outcomes", *STORED_ROWS["outcomes"])
    assert app.error
    output = capfd.readouterr()
    assert len(unexpected_errors) == 1
    logged = "".join(
        (caplog.text, output.out, output.err, *unexpected_errors, *(error.value for error in app.error))
    )
    assert canaries.found(logged.encode("utf-8", "surrogateescape")) == []
    unexpected_errors.clear()
    assert canaries.on_disk(*places) == []


@pytest.mark.long
@pytest.mark.browser
@pytest.mark.slow
def test_real_server_sends_no_typed_name_to_another_page(
    page: Page, tmp_path: Path, places: tuple[Path, ...]
) -> None:
    data_folder, home, temporary = places
    frames: list[bytes] = []
    page.on(
        "websocket", lambda socket: socket.on("framereceived", lambda frame: frames.append(as_bytes(frame)))
    )
    with dashboard(home, data_folder) as server:
        page.goto(f"{server.url}/records?table=Outcomes")
        settled(page)
        page.get_by_text("More fields").click()
        for label, text in (("Name or code", ANA), ("Measure", "knowledge"), ("Rating", f"{BEN}: 5")):
            page.get_by_role("textbox", name=label).first.fill(text)
        page.get_by_role("button", name="Save row", exact=True).click()
        expect(page.get_by_text("must be filled").first).to_be_visible()
        settled(page)
        assert canaries.found(b"".join(frames), canaries.PERSON)  # the refusal quotes what was typed
        frames.clear()
        leaks = {}
        for title in every_page(page):
            leaks[title] = canaries.found(b"".join(frames), canaries.PERSON)
            frames.clear()
        leaks.pop("Records")
        assert {title: hits for title, hits in leaks.items() if hits} == {}
        log = server.log.read_bytes()
    assert canaries.found(log) == []
    assert canaries.on_disk(data_folder, home, temporary) == []


def as_bytes(frame: bytes | str) -> bytes:
    return frame if isinstance(frame, bytes) else frame.encode()
