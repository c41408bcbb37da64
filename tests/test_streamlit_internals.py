"""Test that the undocumented Streamlit APIs which the dashboard uses exist and behave as expected.

A failure names what a new version of Streamlit changed; adapt `pages/ui/streamlit_internals.py`.
"""

from __future__ import annotations

import ast
import importlib
import importlib.util
import inspect
import logging
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from pages.ui import streamlit_internals
from tests.support.browser.dashboard import ROOT

#: Each API that is used: its module, its name in that module, and its parameters.
USED = [
    ("streamlit.net_util", "get_external_ip", ()),
    ("streamlit.runtime", "exists", ()),
    ("streamlit.runtime", "get_instance", ()),
    ("streamlit.runtime", "Runtime.media_file_mgr", None),
    (
        "streamlit.runtime.media_file_manager",
        "MediaFileManager.add",
        ("self", "path_or_data", "mimetype", "coordinates", "file_name", "is_for_static_download"),
    ),
    ("streamlit.runtime.scriptrunner_utils.script_run_context", "get_script_run_ctx", ("suppress_warning",)),
    (
        "streamlit.runtime.scriptrunner_utils.script_requests",
        "ScriptRequests.on_scriptrunner_yield",
        ("self",),
    ),
    (
        "streamlit.runtime.scriptrunner_utils.script_requests",
        "ScriptRequests.request_rerun",
        ("self", "new_data"),
    ),
    # Used only by the tests (tests/conftest.py).
    ("streamlit.runtime.scriptrunner.script_runner", "_mpa_v1", ("main_script_path",)),
]


@pytest.mark.parametrize(
    ("module", "name", "parameters"), USED, ids=lambda part: part if isinstance(part, str) else ""
)
def test_each_used_api_has_its_name_and_parameters(
    module: str, name: str, parameters: tuple[str, ...] | None
) -> None:
    target = fresh(module)
    for part in name.split("."):
        assert hasattr(target, part), f"Streamlit no longer has {module}.{name}"
        target = getattr(target, part)
    if parameters is None:
        assert isinstance(target, property), f"{module}.{name} is no longer a property"
    else:
        assert tuple(inspect.signature(target).parameters) == parameters, (
            f"{module}.{name} takes other parameters now"
        )


def fresh(module: str) -> Any:
    """Return a copy of a module as Streamlit ships it, without what this process has patched in it."""
    spec = importlib.util.find_spec(module)
    assert spec, f"Streamlit no longer has {module}"
    assert spec.loader
    copy = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(copy)
    return copy


def test_foreign_origin_check_makes_no_outside_request(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from streamlit import net_util
    from streamlit.web.server.server_util import is_url_from_allowed_origins

    requested: list[str] = []

    def request(url: str, **options: object) -> None:
        requested.append(url)
        raise OSError

    monkeypatch.setattr("requests.get", request)
    monkeypatch.setattr(net_util, "get_external_ip", fresh("streamlit.net_util").get_external_ip)
    assert not is_url_from_allowed_origins("https://elsewhere.example")
    assert requested, "Streamlit no longer looks up its address this way; is the patch still needed?"
    requested.clear()
    streamlit_internals.disable_external_ip_lookup()
    assert not is_url_from_allowed_origins("https://elsewhere.example")
    assert is_url_from_allowed_origins("http://127.0.0.1:8501")
    assert requested == []


def test_files_are_read_in_the_parts_that_are_set(monkeypatch: pytest.MonkeyPatch) -> None:
    from starlette.responses import FileResponse

    usual = fresh("starlette.responses").FileResponse.chunk_size
    monkeypatch.setattr(FileResponse, "chunk_size", usual)
    streamlit_internals.send_files_in_large_parts()
    assert FileResponse.chunk_size > usual
    assert "self.chunk_size" in inspect.getsource(FileResponse)


@pytest.fixture
def no_page_logger() -> Iterator[logging.Logger]:
    """The logger that warns of a thread without a page; its level is restored afterwards."""
    logger = logging.getLogger("streamlit.runtime.scriptrunner_utils.script_run_context")
    level = logger.level
    yield logger
    logger.setLevel(level)


def test_warning_of_a_thread_without_page_is_silenced(
    no_page_logger: logging.Logger,
) -> None:
    from streamlit.runtime.scriptrunner_utils.script_run_context import get_script_run_ctx

    warnings: list[str] = []
    handler = logging.Handler(logging.WARNING)
    handler.emit = lambda record: warnings.append(record.getMessage())  # type: ignore[method-assign]
    no_page_logger.addHandler(handler)
    try:
        no_page_logger.setLevel(logging.WARNING)
        _on_a_thread(get_script_run_ctx)
        assert len(warnings) == 1, "Streamlit no longer warns under this logger's name"
        streamlit_internals.silence_warnings_without_page()
        _on_a_thread(get_script_run_ctx)
        assert len(warnings) == 1
    finally:
        no_page_logger.removeHandler(handler)


def _on_a_thread(call: Any) -> None:
    thread = threading.Thread(target=call)
    thread.start()
    thread.join()


def test_stored_download_survives_other_sessions_until_replaced(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from streamlit import runtime
    from streamlit.runtime.media_file_manager import MediaFileManager
    from streamlit.runtime.memory_media_file_storage import MemoryMediaFileStorage

    files = MediaFileManager(MemoryMediaFileStorage("/media"))
    monkeypatch.setattr(runtime, "exists", lambda: True)
    monkeypatch.setattr(runtime, "get_instance", lambda: SimpleNamespace(media_file_mgr=files))

    def is_stored(data: bytes) -> bool:
        for _ in range(3):
            files.clear_session_refs("another visitor")
            files.remove_orphaned_files()
        return any(files.read_file(name) for name in files._file_metadata if _data(files, name) == data)

    files.add(b"thrown away", "application/octet-stream", "button", "plan.pdf", is_for_static_download=True)
    files.clear_session_refs()
    assert not is_stored(b"thrown away"), (
        "Streamlit keeps downloads by itself now; is keep_download still needed?"
    )
    streamlit_internals.store_download(b"the file", "place", "plan.pdf")
    assert is_stored(b"the file"), "Streamlit drops a file that is kept under a place of its own"
    button = files.add(
        b"the file", "application/octet-stream", "button", "plan.pdf", is_for_static_download=True
    )
    assert len(files._file_metadata) == 1, (
        f"a download button would serve another file than the kept one: {button}"
    )
    streamlit_internals.store_download(b"a later file", "place", "plan.pdf")
    files.clear_session_refs()
    streamlit_internals.store_download(b"a later file", "place", "plan.pdf")
    assert is_stored(b"a later file")
    assert not is_stored(b"the file")


def _data(files: Any, name: str) -> bytes:
    file = files.read_file(name)
    return file.content if file else b""


def test_storing_a_download_without_a_server_does_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    from streamlit import runtime

    monkeypatch.setattr(runtime, "exists", lambda: False)
    monkeypatch.setattr(runtime, "get_instance", None)
    streamlit_internals.store_download(b"", "place", "plan.pdf")


@pytest.mark.parametrize(
    ("module", "quotes"),
    [
        ("streamlit.elements.widgets.data_editor", True),
        ("streamlit.elements.json", True),
        ("streamlit.runtime.scriptrunner.script_runner", True),
        ("streamlit.web.server.starlette.starlette_routes", False),
        ("streamlit.web.server.starlette.starlette_auth_routes", False),
    ],
)
def test_loggers_that_quote_user_input_are_known_by_name(module: str, quotes: bool) -> None:
    logger = importlib.import_module(module)._LOGGER.name
    assert logger == module, "Streamlit names its loggers in another way"
    assert streamlit_internals.quotes_user_input(logger) is quotes


@pytest.mark.parametrize("logger", ["libcollab", "uvicorn.error", "streamlitlike.web"])
def test_other_loggers_do_not_quote_user_input(logger: str) -> None:
    assert not streamlit_internals.quotes_user_input(logger)


def test_every_listed_endpoint_is_served_by_streamlit() -> None:
    code = (
        "import streamlit as st; print(*(r.path for r in st.App('app.py')._build_starlette_app().routes),"
        " sep='\\n')"
    )
    completed = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    core = f"/{streamlit_internals.CORE_PATH}/"
    served = {
        path.removeprefix(core).split("/")[0] for path in completed.stdout.split() if path.startswith(core)
    }
    wanted = {*streamlit_internals.NEEDED_ENDPOINTS, streamlit_internals.METRICS_ENDPOINT}
    assert wanted <= served, f"Streamlit no longer serves {sorted(wanted - served)} below {core}"


def test_every_streamlit_import_of_the_module_is_listed_here() -> None:
    tree = ast.parse(Path(inspect.getfile(streamlit_internals)).read_text(encoding="utf-8"))
    imported = {
        f"{node.module}.{alias.name}"
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and str(node.module).startswith("streamlit")
        for alias in node.names
    }
    assert imported == {
        "streamlit.net_util",
        "streamlit.runtime",
        "streamlit.runtime.scriptrunner_utils.script_run_context.get_script_run_ctx",
    }, "say in USED what else is used"


@pytest.mark.parametrize("came", [False, True])
def test_run_knows_whether_back_caused_it(monkeypatch: pytest.MonkeyPatch, came: bool) -> None:
    from streamlit.runtime.scriptrunner_utils.script_run_context import ScriptRunContext

    assert ScriptRunContext.is_history_navigation is False
    context = SimpleNamespace(is_history_navigation=came)
    monkeypatch.setattr(streamlit_internals, "get_script_run_ctx", lambda **_options: context)
    assert streamlit_internals.came_by_history() is came
