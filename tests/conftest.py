"""What several tests need: real files, a browser, and the dashboard running on a free port."""

from __future__ import annotations

import logging
import os
import shutil
import sys
import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from hypothesis import HealthCheck, settings
from playwright.sync_api import Page, expect

from libcollab_metrics.event_log import LOGGER
from tests.support.browser.dashboard import ROOT, dashboard
from tools.browser import find_browser

# How long an example takes is never asserted: a slow or busy machine is no failure.
_PATIENT = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
# The same examples on every machine, every time; nothing remembered from the run before.
settings.register_profile("fixed", _PATIENT, derandomize=True, database=None)
# Other examples each time (make test-long, which gives the seed and prints it).
settings.register_profile("search", _PATIENT, derandomize=False, database=None, print_blob=True)
settings.load_profile(os.environ.get("LIBCOLLAB_EXAMPLES") or "fixed")

# A machine's own time zone changes no result; what other zones must not change has tests that set one.
os.environ["TZ"] = "UTC"
if hasattr(time, "tzset"):
    time.tzset()
#: The day on which the pages of a test are opened.
TODAY = date(2026, 11, 27)

#: Milliseconds a browser test waits for a state: a slow or busy machine is no failure, so no test waits for
#: less.
PATIENCE = 120_000
expect.set_options(timeout=PATIENCE)

QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


@pytest.hookimpl(tryfirst=True)  # before the workers read the groups
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Keep the browser journeys on one worker, so that the dashboard is started once."""
    for item in items:
        if item.get_closest_marker("browser"):
            item.add_marker(pytest.mark.xdist_group("browser"))


@pytest.fixture(autouse=True)
def kept(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The folder in which this test's dashboard keeps its work: never the user's own, and empty at first."""
    folder = tmp_path_factory.mktemp("kept")
    if "app_url" in request.fixturenames:
        folder = request.getfixturevalue("app_home")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("LIBCOLLAB_HOME", str(folder))
        for name in ("LIBCOLLAB_MODE", "LIBCOLLAB_HOSTED", "LIBCOLLAB_LIBRARIES", "LIBCOLLAB_LOG"):
            patch.delenv(name, raising=False)
        yield folder
    for part in ("data", "key"):  # journeys share one server
        shutil.rmtree(folder / part, ignore_errors=True)


@pytest.fixture(autouse=True)
def by_the_entrance(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let AppTest run `app.py` first, as a server does: before each run it forgets that the app has named its
    pages."""

    def run_app(path: str) -> None:
        exec(compile(Path(path).read_text(encoding="utf-8"), path, "exec"), {"__name__": "__main__"})

    monkeypatch.setattr("streamlit.runtime.scriptrunner.script_runner._mpa_v1", run_app)


@pytest.fixture(autouse=True)
def always_the_same_day(monkeypatch: pytest.MonkeyPatch) -> None:
    """Open every page on one day: what is planned, late or running depends on it."""

    class Day(date):
        @classmethod
        def today(cls) -> date:
            return TODAY

    monkeypatch.setattr("pages.ui.session.workspaces.date", Day)


@pytest.fixture(autouse=True)
def main_stays() -> Iterator[None]:
    """AppTest leaves its page as the main module, which every process started later would run again."""
    main = sys.modules["__main__"]
    yield
    sys.modules["__main__"] = main


@pytest.fixture(autouse=True)
def mishaps() -> Iterator[list[str]]:
    """What the program failed at without foreseeing it; a test that does not empty this list fails.

    The border of a page turns such a failure into a sentence, so a page that opens proves nothing by itself.
    """
    told: list[str] = []

    class Kept(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            told.extend(line for line in [record.getMessage()] if '"event": "failure"' in line)

    handler = Kept(logging.ERROR)
    LOGGER.addHandler(handler)
    yield told
    LOGGER.removeHandler(handler)
    assert told == []


@pytest.fixture(scope="session")
def app_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the dashboard of the browser journeys keeps its work."""
    return tmp_path_factory.mktemp("kept-by-the-app")


@pytest.fixture(scope="session")
def realdata() -> Path:
    """The folder of real public files; the test is skipped where they are not at hand."""
    folder = Path(os.environ.get("LIBCOLLAB_REALDATA") or ROOT.parent / "shared" / "realdata")
    if not folder.is_dir():
        pytest.skip("The real files are not here: set LIBCOLLAB_REALDATA to their folder.")
    return folder


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """Start the installed browser, without its own traffic."""
    found = find_browser()
    place = {"executable_path": found} if found else {}
    return {**browser_type_launch_args, **place, "args": list(QUIET), "timeout": PATIENCE}


@pytest.fixture
def page(page: Page) -> Iterator[Page]:
    """A browser page that fails its test when anything is asked for outside this machine."""
    page.set_default_timeout(PATIENCE)
    asked: list[str] = []
    page.context.on("request", lambda request: asked.append(request.url))
    page.on("websocket", lambda websocket: asked.append(websocket.url))
    yield page
    outside = [url for url in asked if _is_outside(url)]
    assert outside == []


def _is_outside(url: str) -> bool:
    parts = urlsplit(url)
    return parts.scheme in ("http", "https", "ws", "wss") and parts.hostname != "127.0.0.1"


@pytest.fixture(scope="session")
def app_url(tmp_path_factory: pytest.TempPathFactory, app_home: Path) -> Iterator[str]:
    """The address of a freshly started dashboard, ended after the last test."""
    with dashboard(tmp_path_factory.mktemp("home"), app_home) as served:
        yield served.url
        failed = [
            line
            for line in served.log.read_text(errors="replace").splitlines()
            if '"event": "failure"' in line
        ]
    assert (
        failed == []
    )  # a page turns a failure into a sentence, so a journey that goes on proves nothing by itself
