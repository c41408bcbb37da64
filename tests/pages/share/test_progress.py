"""A report that takes long says so, and can be stopped and resumed."""

from __future__ import annotations

import itertools
import threading
import time
from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from libcollab_metrics.cancellation import cancellable, check_cancelled
from libcollab_metrics.errors import LibCollabError
from libcollab_metrics.localization import language
from libcollab_metrics.model import Dataset, Scope, Workspace
from libcollab_metrics.reports import collect_report_data
from pages.ui import progress
from pages.ui.progress import WatchedWork, WorkAbandonedError, run_watched
from pages.ui.share.documents import DocumentRequest
from tests.pages.test_pages import open_page, press
from tests.support.paths import ROOT
from tests.support.sheets import imported

DAY, MADE = date(2026, 6, 30), datetime(2026, 7, 1, 12)


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
                check_cancelled()
                time.sleep(0.01)
        except WorkAbandonedError:
            ended.set()

    place: Any = Shown(clicks=True)
    with pytest.raises(KeyboardInterrupt):
        run_watched(work, place)
    assert ended.wait(30)


def stop_at(step: int) -> Callable[[], None]:
    """A check that raises an error at this step of the work."""
    steps = itertools.count(1)

    def check() -> None:
        if next(steps) == step:
            raise WorkAbandonedError

    return check


@pytest.fixture(scope="module")
def sample() -> Dataset:
    return (
        Workspace()
        .append(imported((ROOT / "data" / "sample_library.xlsx").read_bytes(), "sample.xlsx"))
        .dataset()
    )


@pytest.mark.parametrize("step", [1, 40, 120])
def test_cancelled_report_ends_at_its_next_step(sample: Dataset, step: int) -> None:
    with cancellable(stop_at(step)), pytest.raises(WorkAbandonedError):
        collect_report_data(sample, Scope(), DAY, MADE)


def test_cancelled_page_draws_no_further_chart(sample: Dataset) -> None:
    data = collect_report_data(sample, Scope(), DAY, MADE)
    request = DocumentRequest(sample, "board", Scope(), DAY, language("en"))
    with cancellable(stop_at(2)), pytest.raises(WorkAbandonedError):
        request.render_first_page(data)


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
