"""A child's name leaves the memory of the session nowhere: not by a screen, a file, a disk, a log, or an error."""

from __future__ import annotations

import logging
import tempfile
from pathlib import Path

import pytest
from streamlit.runtime.forward_msg_queue import ForwardMsgQueue
from streamlit.testing.v1 import AppTest

from pages.ui.navigation import PAGES
from tests import canaries
from tests.pages.test_pages import open_page, press, texts, upload

#: Children in the quick round, and in the long one.
FEW, MANY = 12, 200
SIZES = [pytest.param(FEW, id="few"), pytest.param(MANY, id="many", marks=pytest.mark.long)]


@pytest.fixture
def sent(monkeypatch: pytest.MonkeyPatch) -> list[bytes]:
    """Every message the server would send to the browser, as the bytes that travel."""
    messages: list[bytes] = []
    enqueue = ForwardMsgQueue.enqueue

    def noting(queue: ForwardMsgQueue, message: object) -> None:
        messages.append(message.SerializeToString())  # type: ignore[attr-defined]
        enqueue(queue, message)  # type: ignore[arg-type]

    monkeypatch.setattr(ForwardMsgQueue, "enqueue", noting)
    return messages


@pytest.fixture
def places(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, kept: Path) -> tuple[Path, ...]:
    """Every folder in which the program could leave something: its data, the user's home, the temporary one."""
    home, temporary = tmp_path / "home", tmp_path / "temporary"
    for name, folder in (("HOME", home), ("TMPDIR", temporary)):
        folder.mkdir()
        monkeypatch.setenv(name, str(folder))
    monkeypatch.setattr(tempfile, "tempdir", str(temporary))
    return kept, home, temporary


def used(people: list[str]) -> AppTest:
    """A window in which the sheets of these people were reviewed and are in use."""
    app = upload(open_page("data"), f"{people[0]}.xlsx", canaries.workbook(people))
    assert canaries.found(texts(app).encode(), canaries.PERSON)  # the review may show them, from memory
    press(app, "Use these sheets")
    return app


@pytest.mark.slow
@pytest.mark.parametrize("many", SIZES)
def test_no_screen_but_the_review_is_sent_a_childs_name(
    many: int, sent: list[bytes], places: tuple[Path, ...], caplog: pytest.LogCaptureFixture,
    capfd: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    caplog.set_level(logging.DEBUG)
    app = used(canaries.names(many))
    leaks = {}
    for place in PAGES:
        sent.clear()
        app.switch_page(place.path).run()
        assert not app.exception
        leaks[place.title] = [hit for message in sent for hit in canaries.found(message, canaries.PERSON)]
    assert {title: hits for title, hits in leaks.items() if hits} == {}
    assert canaries.on_disk(*places) == []
    written = capfd.readouterr()
    assert canaries.found((caplog.text + written.out + written.err).encode("utf-8", "surrogateescape")) == []
