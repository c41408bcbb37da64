"""A name typed on the records page leaves that page nowhere: not by a draft, a refused row, a note, a log or
a file."""

from __future__ import annotations

import logging
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from streamlit.testing.v1 import AppTest

from libcollab_metrics.localization import language
from libcollab_metrics.model import SCHEMA, Workspace
from libcollab_metrics.reports import FORMATS, publish
from libcollab_metrics.store import pack_from_memory
from pages.ui.page import PAGES
from tests.pages.records.test_records import control, records, rows_of
from tests.pages.test_canaries import places, sent
from tests.pages.test_journey import settled
from tests.pages.test_pages import open_page, press
from tests.support.attackers import canaries
from tests.support.browser.dashboard import dashboard
from tests.support.browser.visitor import every_page
from tests.test_event_log import listening

__all__ = ["places", "sent"]

DAY, MADE = date(2026, 12, 31), datetime(2027, 1, 1, 12, tzinfo=UTC)
ANA, BEN, CARLA, DINO, EVA = canaries.names(5)
NOTE = "Vyzqárk came late"
STORY, RECORDS = "Story hour", "pages/records.py"
Rows = tuple[dict[str, str], ...]
#: Rows in which people and notes may stand, by table: those that can be kept.
KEPT: dict[str, Rows] = {
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
#: Rows that are refused, each with a person in a place that is none, or beside one.
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
    """Type rows into the grid of a table and ask for them to be kept; what is typed elsewhere stays."""
    app.query_params["table"] = SCHEMA[table].label
    if "drafts" not in app.session_state:
        app.session_state["drafts"] = {}
    app.session_state["drafts"][table] = {"rows": list(rows), "problems": {}, "round": 7}
    app.run()
    press(app, "Keep these rows")


def typed() -> AppTest:
    """A window in which all these rows were typed and sent; the refused ones are still there to be mended."""
    app = open_page("records")
    for table in {**KEPT, **REFUSED}:
        type_in(app, table, *KEPT.get(table, ()), *REFUSED.get(table, ()))
    waiting = {table: sum(map(bool, held["rows"])) for table, held in app.session_state["drafts"].items()}
    assert {table: many for table, many in waiting.items() if many} == {
        t: len(rows) for t, rows in REFUSED.items()
    }
    assert {table: rows_of(app, table) for table in KEPT} == {
        table: len(rows) for table, rows in KEPT.items()
    }
    return app


def on_other_pages(app: AppTest, sent: list[bytes]) -> dict[str, list[str]]:
    """Where on every page but that of the records a name is sent."""
    leaks = {}
    for place in PAGES:
        if place.path == RECORDS:
            continue
        sent.clear()
        app.switch_page(place.path).run()
        assert not app.exception
        leaks[place.title] = [hit for message in sent for hit in canaries.found(message, canaries.PERSON)]
    assert len(leaks) == len(PAGES) - 1
    return {title: hits for title, hits in leaks.items() if hits}


@pytest.mark.slow
def test_typed_names_reach_no_other_page_no_disk_and_no_log(
    sent: list[bytes],
    places: tuple[Path, ...],
    caplog: pytest.LogCaptureFixture,
    capfd: pytest.CaptureFixture[str],
) -> None:
    caplog.set_level(logging.DEBUG)
    with listening() as logbook:
        app = typed()
        assert canaries.found(b"".join(sent), canaries.PERSON)  # what is refused stands there to be mended
        assert on_other_pages(app, sent) == {}
    assert canaries.found(repr(app.session_state["workspace"].operations).encode(), canaries.PERSON) == []
    assert len(list(places[0].rglob("*.sqlite"))) == 1
    assert canaries.on_disk(*places) == []
    written = capfd.readouterr()
    said = caplog.text + written.out + written.err + logbook.getvalue()
    assert canaries.found(said.encode("utf-8", "surrogateescape")) == []


@pytest.mark.slow
def test_a_row_kept_is_not_sent_with_its_name_any_more(sent: list[bytes], places: tuple[Path, ...]) -> None:
    app = open_page("records")
    for table, rows in KEPT.items():
        type_in(app, table, *rows)
        sent.clear()
        app.run()
        assert rows_of(app, table) == len(rows)
        assert canaries.found(b"".join(sent), canaries.PERSON) == []


@pytest.mark.slow
def test_with_notes_kept_the_disk_holds_the_notes_that_were_kept_and_still_no_person(
    places: tuple[Path, ...],
) -> None:
    app = open_page("records", table="Notes")
    app.checkbox(key="offer-notes").check().run()
    for table in {**KEPT, **REFUSED}:
        type_in(app, table, *KEPT.get(table, ()), *REFUSED.get(table, ()))
    assert canaries.on_disk(*places, words=canaries.NOTED)
    assert canaries.on_disk(*places, words=canaries.PERSON) == []


@pytest.mark.slow
def test_no_document_and_no_saved_work_holds_what_was_typed() -> None:
    workspace: Workspace = typed().session_state["workspace"]
    assert canaries.found(repr(workspace.operations).encode(), canaries.NOTED)  # notes are in memory
    library = workspace.dataset()
    made = [
        publish(
            library,
            audience="planning",
            fmt=fmt,
            as_of=DAY,
            generated_at=MADE,
            language=language("en"),
            accept_unclear=True,
        )
        for fmt in FORMATS
    ]
    files = [file for one in made for file in (("document", one.data), *one.companion_files)]
    files.append(("saved", pack_from_memory(workspace, (), day=DAY)))
    assert {name: hits for name, data in files if (hits := canaries.found(data, place=name))} == {}
    with_notes = pack_from_memory(workspace, (), day=DAY, keep_notes=True)
    assert canaries.found(with_notes, canaries.PERSON) == []


def test_a_row_of_the_form_leaves_no_name_whether_it_is_refused_or_kept(
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
    press(app, "Keep this row")
    assert app.error
    assert canaries.on_disk(*places) == []
    control(app, "Rating").set_value("5")
    press(app, "Keep this row")
    assert rows_of(app, "outcomes") == 1
    sent.clear()
    app.run()
    assert canaries.found(b"".join(sent), canaries.PERSON) == []
    assert canaries.on_disk(*places) == []


@pytest.mark.parametrize(
    "reading", ["pages.ui.records.grid.read_typed_rows", "pages.ui.records.fields.describe_stored_rows"]
)
def test_an_error_nobody_foresaw_while_rows_are_kept_quotes_nobody(
    reading: str,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    mishaps: list[str],
    capfd: pytest.CaptureFixture[str],
    places: tuple[Path, ...],
) -> None:
    def fail(*given: object) -> None:
        raise ValueError(f"{ANA} is not in {given}")

    caplog.set_level(logging.DEBUG)
    monkeypatch.setattr(reading, fail)
    app = open_page("records")
    type_in(app, "outcomes", *KEPT["outcomes"])
    assert app.error
    written = capfd.readouterr()
    assert len(mishaps) == 1
    said = "".join((caplog.text, written.out, written.err, *mishaps, *(error.value for error in app.error)))
    assert canaries.found(said.encode("utf-8", "surrogateescape")) == []
    mishaps.clear()
    assert canaries.on_disk(*places) == []


@pytest.mark.browser
@pytest.mark.slow
def test_a_real_server_sends_no_name_typed_on_the_records_page_to_another_page(
    page: Page, tmp_path: Path, places: tuple[Path, ...]
) -> None:
    kept, home, temporary = places
    frames: list[bytes] = []
    page.on(
        "websocket", lambda socket: socket.on("framereceived", lambda frame: frames.append(as_bytes(frame)))
    )
    with dashboard(home, kept) as served:
        page.goto(f"{served.url}/records?table=Outcomes")
        settled(page)
        for label, text in (("Name or code", ANA), ("Measure", "knowledge"), ("Rating", f"{BEN}: 5")):
            page.get_by_role("textbox", name=label).first.fill(text)
        page.get_by_role("button", name="Keep this row").click()
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
        log = served.log.read_bytes()
    assert canaries.found(log) == []
    assert canaries.on_disk(kept, home, temporary) == []


def as_bytes(frame: bytes | str) -> bytes:
    return frame if isinstance(frame, bytes) else frame.encode()
