"""Every address of a running server answers a visitor who is not signed in as SECURITY.md says."""

from __future__ import annotations

import gzip
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread
from urllib.parse import urlsplit

import pytest
from websockets.sync.client import connect

from libcollab_metrics.errors import LibCollabError
from pages.ui.hosting import addresses
from tests.support.browser.dashboard import ROOT, dashboard, free_port
from tests.support.browser.shared_server import running

#: Requests that test each row of the table in SECURITY.md. STATIC is replaced by a script that the page
#: names.
STATIC = "/static/…"
REQUESTS = {
    "/": ("GET /", "GET /overview", "GET /records", "GET /no-such-page", "GET /app/static/file.txt"),
    "/static/": (f"GET {STATIC}", "GET /favicon.png", "GET /manifest.json"),
    "/_stcore/health": ("GET /_stcore/health", "HEAD /_stcore/health"),
    "/_stcore/host-config": ("GET /_stcore/host-config",),
    "/_stcore/stream": ("CONNECT /_stcore/stream",),
    "/_stcore/upload_file/": (
        "PUT /_stcore/upload_file/session/file",
        "DELETE /_stcore/upload_file/session/file",
    ),
    "/media/": ("GET /media/0a1b.pdf", "HEAD /media/0a1b.pdf"),
    "/auth/login": ("GET /auth/login", "GET /auth/logout", "GET /oauth2callback"),
    "/component/": ("GET /component/any/index.html",),
    "/_stcore/bidi-components/": ("GET /_stcore/bidi-components/any/index.js",),
    "/_stcore/metrics": (
        "GET /_stcore/metrics",
        "GET /_stcore/metrics?families=any",
        "GET /_stcore/%6Detrics",
    ),
    "/_stcore/agent/openapi.json": ("GET /_stcore/agent/openapi.json",),
    "/_stcore/agent/interact": ("GET /_stcore/agent/interact", "GET /_stcore/agent/mcp"),
    "anything else below /_stcore/": ("GET /_stcore/script-health-check", "GET /_stcore/new-in-some-version"),
}


def table() -> dict[str, set[int]]:
    """Return the rows of SECURITY.md: the first address of each, with its status."""
    text = (ROOT / "SECURITY.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| (.+?) \| .+ \| (\d{3}) \|$", text, re.MULTILINE)
    return {
        re.split(r"`?, ", row.replace("…", ""))[0].replace("`", ""): {int(status)} for row, status in rows
    }


def answers(url: str) -> dict[str, set[int]]:
    """The statuses of each row's requests, sent without a cookie."""
    return {
        row: {_status(url, *request.split()) for request in requests} for row, requests in REQUESTS.items()
    }


def _status(url: str, method: str, path: str) -> int:
    if method == "CONNECT":
        with connect(url.replace("http", "ws") + path, subprotocols=["streamlit"], origin=url) as socket:  # type: ignore[list-item, arg-type]
            return socket.response.status_code if socket.response else 0
    return _request(url, method, path)[0]


def _request(url: str, method: str, path: str, **headers: str) -> tuple[int, bytes]:
    if path == STATIC:
        path = "/" + re.findall(rb'"\./(static/[^"]+\.js)"', _request(url, "GET", "/")[1])[0].decode()
    connection = HTTPConnection(urlsplit(url).netloc, timeout=30)
    try:
        connection.request(method, path, headers=headers)
        response = connection.getresponse()
        return response.status, response.read()
    finally:
        connection.close()


def test_security_table_and_requests_have_the_same_rows() -> None:
    assert set(table()) == set(REQUESTS)


@pytest.mark.slow
def test_shared_server_answers_strangers_as_the_table_says(tmp_path: Path) -> None:
    with running(tmp_path) as site:
        assert answers(site.url) == table()
        assert _request(site.url, "POST", "/_stcore/agent/mcp")[0] == 404
        assert _request(site.url, "OPTIONS", "/_stcore/metrics")[0] == 404
        assert _request(site.url, "GET", "//_stcore/metrics")[0] == 404
        assert _upload_status_with_token(site.url) == 400
        plain = _request(site.url, "GET", STATIC)[1]
        packed = _request(site.url, "GET", STATIC, **{"Accept-Encoding": "gzip"})[1]
        assert gzip.decompress(packed) == plain
        assert len(packed) < len(plain) / 2


def _upload_status_with_token(url: str) -> int:
    """The status of an upload with the token that every visitor gets, but without an open session."""
    connection = HTTPConnection(urlsplit(url).netloc, timeout=30)
    connection.request("GET", "/_stcore/health")
    response = connection.getresponse()
    response.read()
    cookie = str(response.headers["Set-Cookie"]).partition(";")[0]
    headers = {"Cookie": cookie, "X-Xsrftoken": cookie.partition("=")[2]}
    return _request(url, "PUT", "/_stcore/upload_file/session/file", **headers)[0]


@pytest.mark.slow
def test_laptop_answers_as_the_table_says(tmp_path: Path) -> None:
    with dashboard(tmp_path, tmp_path / "data") as server:
        assert answers(server.url) == table()


@pytest.mark.slow
def test_server_with_open_metrics_fails_the_check(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    script = tmp_path / "script.py"
    script.write_text("import streamlit as st; st.title('No closed endpoints')")
    with (
        dashboard(tmp_path, tmp_path / "data", app=script) as server,
        pytest.raises(LibCollabError, match="make serve"),
    ):
        check(monkeypatch, urlsplit(server.url).port or 0, base="")


def test_security_table_covers_every_streamlit_route() -> None:
    code = (
        "import streamlit as st; print(*(r.path for r in st.App('app.py')._build_starlette_app().routes),"
        " sep='\\n')"
    )
    process = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    routes = {route.partition("{")[0] for route in process.stdout.split() if route.startswith("/")} - {"/"}
    requested_paths = {request.split()[1] for requests in REQUESTS.values() for request in requests}
    assert len(routes) > 10
    assert [
        route for route in sorted(routes) if not any(path.startswith(route) for path in requested_paths)
    ] == []


@contextmanager
def server_answering(status: int) -> Iterator[int]:
    """Run a server that answers every request with one status, and yield its port."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(status if self.path == "/site/_stcore/metrics" else 500)
            self.end_headers()

        def log_message(self, *words: object) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield server.server_port
    finally:
        server.shutdown()
        server.server_close()


def check(monkeypatch: pytest.MonkeyPatch, port: int, base: str = "/site/") -> None:
    options = {"server.port": port, "server.address": "0.0.0.0", "server.baseUrlPath": base}
    monkeypatch.setattr(addresses.st, "get_option", options.get)
    addresses.check_endpoints.__wrapped__()


def test_server_with_closed_metrics_passes(monkeypatch: pytest.MonkeyPatch) -> None:
    with server_answering(404) as port:
        check(monkeypatch, port)


def test_server_with_open_metrics_gets_the_start_command(monkeypatch: pytest.MonkeyPatch) -> None:
    with (
        server_answering(200) as port,
        pytest.raises(LibCollabError, match=r"/site/_stcore/metrics .* make serve"),
    ):
        check(monkeypatch, port)


def test_server_that_cannot_reach_itself_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(LibCollabError, match="could not reach itself"):
        check(monkeypatch, free_port())


@pytest.mark.parametrize(
    ("path", "closed"),
    [
        ("/_stcore/metrics", True),
        ("/_stcore/metrics/", True),
        ("/_stcore//metrics", True),
        ("/site/_stcore/metrics", True),
        ("/_stcore/", True),
        ("/_stcore/health", False),
        ("/_stcore/upload_file/session/file", False),
        ("/media/_stcore.pdf", False),
        ("/", False),
    ],
)
def test_every_address_that_no_page_needs_is_closed(path: str, closed: bool) -> None:
    assert addresses.is_closed_endpoint(path) == closed
