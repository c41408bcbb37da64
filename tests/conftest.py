"""Fixtures that several tests share: real files, a browser, and a running dashboard."""

from __future__ import annotations

import gc
import logging
import os
import shutil
import sys
import time
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from hypothesis import HealthCheck, settings
from playwright.sync_api import Page, expect
from streamlit.testing.v1 import local_script_runner

from libcollab_metrics.event_log import LOGGER
from libcollab_metrics.ingest.worker.reader import Reader
from tests.support.browser.dashboard import ROOT, dashboard
from tests.support.reading import read_in_this_process
from tests.support.replays import share_replays
from tools.browser import find_browser

# How long an example takes is never asserted, so that a slow or busy machine fails no test.
_PATIENT = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
# The same examples on every machine and in every run, fewer than in a search; nothing is stored between runs.
settings.register_profile("fixed", _PATIENT, derandomize=True, database=None, max_examples=10)
# Other examples in each run (make test-long, which sets the seed and prints it).
settings.register_profile("search", _PATIENT, derandomize=False, database=None, print_blob=True)
settings.load_profile(os.environ.get("LIBCOLLAB_EXAMPLES") or "fixed")

# Tests make many short-lived objects; searching them for cycles less often saves a tenth of the time.
gc.set_threshold(50_000, 50, 1_000)

share_replays()

# All tests run in UTC, whatever zone the machine is in; tests of time zones set their own.
os.environ["TZ"] = "UTC"
if hasattr(time, "tzset"):
    time.tzset()
#: The day on which tests open pages.
TODAY = date(2026, 11, 27)

#: Milliseconds a browser test waits for a state. No test waits for less, so that a slow or busy machine fails
#: no test.
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


@pytest.fixture(autouse=True)
def data_folder(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The folder of the test's data, empty at first and never the user's own."""
    folder = tmp_path_factory.mktemp("kept")
    if "app_url" in request.fixturenames:
        folder = request.getfixturevalue("app_home")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("LIBCOLLAB_HOME", str(folder))
        for name in (
            "LIBCOLLAB_MODE",
            "LIBCOLLAB_HOSTED",
            "LIBCOLLAB_LIBRARIES",
            "LIBCOLLAB_LOG",
            "LIBCOLLAB_DATASET",
        ):
            patch.delenv(name, raising=False)
        yield folder
    for part in ("data", "key"):  # journeys share one server
        shutil.rmtree(folder / part, ignore_errors=True)


@pytest.fixture(autouse=True)
def run_app_first(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let AppTest run `app.py` first, as a server does.

    AppTest forgets before each run that the app has named its pages.
    """

    def run_app(path: str) -> None:
        exec(compile(Path(path).read_text(encoding="utf-8"), path, "exec"), {"__name__": "__main__"})

    monkeypatch.setattr("streamlit.runtime.scriptrunner.script_runner._mpa_v1", run_app)


@pytest.fixture(autouse=True)
def no_component_scan(monkeypatch: pytest.MonkeyPatch) -> None:
    """Skip Streamlit's search of installed packages for components, which AppTest repeats every time."""
    scanner = "streamlit.components.v2.manifest_scanner.scan_component_manifests"
    monkeypatch.setattr(scanner, list)


@pytest.fixture(autouse=True)
def no_polling(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let AppTest wait for the end of a run instead of asking for it every millisecond.

    Its questions take processor time from the run that they wait for.
    """
    ask = local_script_runner.require_widgets_deltas

    def wait(runner: local_script_runner.LocalScriptRunner, timeout: float = 3) -> None:
        if runner._script_thread is not None:
            runner._script_thread.join(max(timeout, PATIENCE / 1_000))
        ask(runner, 1.0)

    monkeypatch.setattr(local_script_runner, "require_widgets_deltas", wait)


@pytest.fixture(autouse=True)
def no_worker_processes(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Read files in this process, except in tests marked `worker`: a worker takes half a second to start."""
    if request.node.get_closest_marker("worker") is None:
        monkeypatch.setattr(Reader, "start_spare", lambda self: None)
        monkeypatch.setattr(Reader, "run", read_in_this_process)


@pytest.fixture(autouse=True)
def fixed_day(monkeypatch: pytest.MonkeyPatch) -> None:
    """Open every page on the same day, because what is planned, late or running depends on it."""

    class Day(date):
        @classmethod
        def today(cls) -> date:
            return TODAY

    monkeypatch.setattr("pages.ui.session.workspaces.date", Day)


@pytest.fixture(autouse=True)
def no_earlier_uploads() -> Iterator[None]:
    """Forget the uploads that a reloaded page would find again: each test is a user of its own."""
    yield
    if loaded := sys.modules.get("pages.ui.session.recent_uploads"):
        loaded.recent_uploads.clear()


@pytest.fixture(autouse=True)
def restored_main_module() -> Iterator[None]:
    """Restore the main module after each test.

    AppTest leaves its page as the main module, which every process started later would run again.
    """
    main = sys.modules["__main__"]
    yield
    sys.modules["__main__"] = main


@pytest.fixture(autouse=True)
def unexpected_errors() -> Iterator[list[str]]:
    """The unexpected errors logged during the test; a test that leaves any in this list fails.

    A page turns an unexpected error into a sentence, so a page that opens is not proof that it worked.
    """
    failures: list[str] = []

    class ErrorCollector(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            failures.extend(line for line in [record.getMessage()] if '"event": "failure"' in line)

    handler = ErrorCollector(logging.ERROR)
    LOGGER.addHandler(handler)
    yield failures
    LOGGER.removeHandler(handler)
    assert failures == []


@pytest.fixture(scope="session")
def app_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data folder of the dashboard that the browser tests use."""
    return tmp_path_factory.mktemp("kept-by-the-app")


@pytest.fixture(scope="session")
def realdata() -> Path:
    """The folder of real public files; tests that need it are skipped if it does not exist."""
    folder = Path(os.environ.get("LIBCOLLAB_REALDATA") or ROOT.parent / "shared" / "realdata")
    if not folder.is_dir():
        pytest.skip("The real files are not here: set LIBCOLLAB_REALDATA to their folder.")
    return folder


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """Start the installed browser without background traffic."""
    path = find_browser()
    executable = {"executable_path": path} if path else {}
    return {**browser_type_launch_args, **executable, "args": list(QUIET), "timeout": PATIENCE}


@pytest.fixture
def page(page: Page) -> Iterator[Page]:
    """A browser page that fails its test if it requests anything from outside this machine."""
    page.set_default_timeout(PATIENCE)
    check = only_local_requests(page)
    yield page
    check()


def only_local_requests(page: Page) -> Callable[[], None]:
    """Return a check that the page has requested nothing from outside this machine since now."""
    requested: list[str] = []
    page.context.on("request", lambda request: requested.append(request.url))
    page.on("websocket", lambda websocket: requested.append(websocket.url))

    def check() -> None:
        outside = [url for url in requested if _is_outside(url)]
        assert outside == []

    return check


def _is_outside(url: str) -> bool:
    parts = urlsplit(url)
    return parts.scheme in ("http", "https", "ws", "wss") and parts.hostname != "127.0.0.1"


@pytest.fixture(scope="session")
def app_url(tmp_path_factory: pytest.TempPathFactory, app_home: Path) -> Iterator[str]:
    """The address of a dashboard that runs until the last test ends."""
    with dashboard(tmp_path_factory.mktemp("home"), app_home) as served:
        yield served.url
        failed = [
            line
            for line in served.log.read_text(errors="replace").splitlines()
            if '"event": "failure"' in line
        ]
    assert (
        failed == []
    )  # a page shows an unexpected error as a sentence, so a browser test may pass despite it
