"""A report that takes long says so, and can be stopped and resumed."""

from __future__ import annotations

import threading
import time
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from libcollab_metrics.errors import LibCollabError
from pages.ui import progress
from pages.ui.progress import WatchedWork, WorkAbandonedError, run_watched
from tests.pages.test_pages import open_page, press


class Shown:
    """Notes what a page would draw; the click of its visitor is an error."""

    def __init__(self, *, clicks: bool = False) -> None:
        self.positions: list[int] = []
        self.steps, self.clicks = 0, clicks

    def queued(self, ahead: int) -> None:
        self.positions.append(ahead)

    def stepped(self, done: int, count: int) -> None:
        self.steps += 1
        if self.clicks:
            raise KeyboardInterrupt

    def clear(self) -> None:
        self.steps += 1


def test_watched_work_returns_its_result_and_shows_the_queue(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(progress, "REDRAWN_AFTER", 0.01)
    seen, shown = threading.Event(), Shown()

    def work(watched: WatchedWork) -> str:
        watched.queued(2)
        while shown.positions != [2]:
            time.sleep(0.01)
        seen.set()
        return "done"

    place: Any = shown
    assert run_watched(work, place) == "done"
    assert seen.is_set()


def test_error_of_watched_work_reaches_the_page() -> None:
    def work(watched: WatchedWork) -> str:
        raise LibCollabError("no")

    place: Any = Shown()
    with pytest.raises(LibCollabError, match="no"):
        run_watched(work, place)


def test_click_ends_the_wait_and_then_the_work(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(progress, "REDRAWN_AFTER", 0.01)
    ended = threading.Event()

    def work(watched: WatchedWork) -> None:
        try:
            while True:
                watched.check()
                time.sleep(0.01)
        except WorkAbandonedError:
            ended.set()

    place: Any = Shown(clicks=True)
    with pytest.raises(KeyboardInterrupt):
        run_watched(work, place)
    assert ended.wait(30)


def words(app: AppTest) -> list[str]:
    return [info.value for info in app.info]


def drawn_page(app: AppTest) -> tuple[Any, ...]:
    """The document whose first page is drawn: purpose, recipient, selection and language."""
    _version, purpose, scope, _day, language, _unclear, recipient, _count = next(
        name for name, _page in app.session_state["pages"].items()
    )
    return purpose, recipient, scope, language


def test_stopped_first_page_can_be_drawn_later() -> None:
    app = open_page("reports", audience="board")
    app.session_state["stopped-page"] = drawn_page(app)
    app.run()
    assert words(app) == ["Page 1 was not drawn."]
    press(app, "Draw it")
    assert words(app) == []
    assert not app.exception


def test_stopped_figures_can_be_computed_later() -> None:
    app = open_page("reports", audience="board")
    app.session_state["stopped-figures"] = drawn_page(app)[:3]
    app.run()
    assert words(app) == ["The figures of this report were not computed."]
    assert not app.get("download_button")
    press(app, "Compute them")
    assert words(app) == []
    assert app.get("download_button")
