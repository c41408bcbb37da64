"""A child's name never leaves the session's memory: not by a screen, a file, a disk, a log or an error."""

from __future__ import annotations

import logging
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page
from streamlit.runtime.forward_msg_queue import ForwardMsgQueue
from streamlit.testing.v1 import AppTest

from tests.pages.test_pages import add_file, open_page, texts, upload
from tests.support.attackers import canaries
from tests.support.browser.dashboard import dashboard
from tests.support.browser.visitor import every_page, uploaded, use
from tests.support.views import VIEWS

#: Number of children in the quick run, and in the long one.
FEW, MANY = 12, 200
SIZES = [pytest.param(FEW, id="few"), pytest.param(MANY, id="many", marks=pytest.mark.long)]


@pytest.fixture
def sent(monkeypatch: pytest.MonkeyPatch) -> list[bytes]:
    """Every message that the server would send to the browser, as bytes."""
    messages: list[bytes] = []
    enqueue = ForwardMsgQueue.enqueue

    def record(queue: ForwardMsgQueue, message: object) -> None:
        messages.append(message.SerializeToString())  # type: ignore[attr-defined]
        enqueue(queue, message)  # type: ignore[arg-type]

    monkeypatch.setattr(ForwardMsgQueue, "enqueue", record)
    return messages


@pytest.fixture
def places(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, data_folder: Path) -> tuple[Path, ...]:
    """Every folder where the program could write: its data, the user's home, the temporary folder."""
    home, temporary = tmp_path / "home", tmp_path / "temporary"
    for name, folder in (("HOME", home), ("TMPDIR", temporary)):
        folder.mkdir()
        monkeypatch.setenv(name, str(folder))
    monkeypatch.setattr(tempfile, "tempdir", str(temporary))
    return data_folder, home, temporary


def used(people: list[str]) -> AppTest:
    """A session in which the sheets of these people were reviewed and are in use."""
    app = upload(open_page("add"), f"{people[0]}.xlsx", canaries.workbook(people))
    assert canaries.found(texts(app).encode(), canaries.PERSON)  # the review may show them, from memory
    add_file(app)
    return app


@pytest.mark.slow
@pytest.mark.parametrize("many", SIZES)
def test_only_the_review_screen_is_sent_a_childs_name(
    many: int,
    sent: list[bytes],
    places: tuple[Path, ...],
    caplog: pytest.LogCaptureFixture,
    capfd: pytest.CaptureFixture[str],
) -> None:
    caplog.set_level(logging.DEBUG)
    app = used(canaries.names(many))
    leaks = {}
    for view in VIEWS:
        sent.clear()
        view.open(app)
        assert not app.exception
        leaks[str(view)] = [hit for message in sent for hit in canaries.found(message, canaries.PERSON)]
    assert {title: hits for title, hits in leaks.items() if hits} == {}
    assert canaries.on_disk(*places) == []
    output = capfd.readouterr()
    assert canaries.found((caplog.text + output.out + output.err).encode("utf-8", "surrogateescape")) == []


@pytest.mark.parametrize(
    "data", [b"%PDF-1.7 of zyq", b"PK\x03\x04 half", b"\xd0\xcf\x11\xe0 old"], ids=["pdf", "zip", "ole"]
)
def test_refused_file_leaves_its_name_in_no_log(
    data: bytes, places: tuple[Path, ...], caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    caplog.set_level(logging.DEBUG)
    app = upload(open_page("add"), f"{canaries.names(1)[0]}.xlsx", data)
    assert app.error
    app.switch_page("pages/overview.py").run()
    assert not app.exception
    output = capfd.readouterr()
    assert canaries.found((caplog.text + output.out + output.err).encode("utf-8", "surrogateescape")) == []
    assert canaries.on_disk(*places) == []


def test_unexpected_error_quotes_nothing(
    monkeypatch: pytest.MonkeyPatch,
    sent: list[bytes],
    caplog: pytest.LogCaptureFixture,
    unexpected_errors: list[str],
    capfd: pytest.CaptureFixture[str],
) -> None:
    name = canaries.names(1)[0]

    def fail(*_: object, **__: object) -> None:
        raise ValueError(f"{name} is not in the list")

    caplog.set_level(logging.DEBUG)
    monkeypatch.setattr("pages.ui.overview.draw_strip", fail)
    app = open_page("overview")
    assert app.error
    output = capfd.readouterr()
    logged = "".join((caplog.text, output.out, output.err, *unexpected_errors)).encode(
        "utf-8", "surrogateescape"
    )
    assert len(unexpected_errors) == 1
    unexpected_errors.clear()
    assert canaries.found(logged) == []
    assert [m[:600] for m in sent if canaries.found(m)] == []


@pytest.mark.browser
@pytest.mark.parametrize("many", [pytest.param(FEW, id="few", marks=pytest.mark.long), *SIZES[1:]])
def test_real_server_sends_no_childs_name_outside_the_review(
    many: int, page: Page, tmp_path: Path, places: tuple[Path, ...]
) -> None:
    data_folder, home, temporary = places
    people = canaries.names(many)
    file = tmp_path / f"{people[0]}.xlsx"
    file.write_bytes(canaries.workbook(people))
    frames: list[bytes] = []
    page.on(
        "websocket", lambda socket: socket.on("framereceived", lambda frame: frames.append(_bytes(frame)))
    )
    with dashboard(home, data_folder) as server:
        uploaded(page, server.url, file)
        assert canaries.found(b"".join(frames), canaries.PERSON)
        use(page)
        leaks = {}
        for title in _visit_pages(page, frames):
            leaks[title] = canaries.found(b"".join(frames), canaries.PERSON)
            assert frames, title
        assert {title: hits for title, hits in leaks.items() if hits} == {}
        assert canaries.on_disk(data_folder, home, temporary) == []


def _bytes(frame: bytes | str) -> bytes:
    return frame if isinstance(frame, bytes) else frame.encode()


def _visit_pages(page: Page, frames: list[bytes]) -> Iterator[str]:
    """Each page, with only the frames that it was sent."""
    frames.clear()
    for title in every_page(page):
        yield title
        frames.clear()
