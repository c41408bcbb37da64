"""A shared server sends the files of the browser program compressed, and nothing else."""

from __future__ import annotations

import asyncio
import gzip

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import Message

from pages.ui.hosting.compression import CompressedStaticFilesMiddleware

SCRIPT = b"const program = 'storybook reading';\n" * 200
JAVASCRIPT = "text/javascript; charset=utf-8"


class Server:
    """The middleware before an application that counts its requests."""

    def __init__(
        self, content: bytes = SCRIPT, kind: str = JAVASCRIPT, status: int = 200, base: str = ""
    ) -> None:
        self.asked = 0

        def answer(request: Request) -> Response:
            self.asked += 1
            headers = {"ETag": '"one"', "Cache-Control": "immutable"}
            return Response(content, status, headers, kind)

        self.app = CompressedStaticFilesMiddleware(Starlette(routes=[Route("/{path:path}", answer)]), base)

    def get(self, path: str, method: str = "GET", **headers: str) -> tuple[dict[str, str], bytes]:
        """Return the headers and the body of one answer."""
        sent: list[Message] = []

        async def send(message: Message) -> None:
            sent.append(message)

        async def receive() -> Message:
            return {"type": "http.request", "body": b"", "more_body": False}

        named = {"accept-encoding": "gzip, br"} | {k.replace("_", "-"): v for k, v in headers.items()}
        raw = [(key.encode(), value.encode()) for key, value in named.items()]
        scope = {"type": "http", "method": method, "path": path, "query_string": b"", "headers": raw}
        asyncio.run(self.app(scope, receive, send))
        found = {key.decode().lower(): value.decode() for key, value in sent[0]["headers"]}
        return found, b"".join(message.get("body", b"") for message in sent[1:])


def test_static_script_is_compressed_and_has_the_same_content() -> None:
    headers, body = Server().get("/static/js/index.js")
    assert gzip.decompress(body) == SCRIPT
    assert len(body) < len(SCRIPT) / 10
    assert headers["content-encoding"] == "gzip"
    assert headers["content-length"] == str(len(body))
    assert headers["vary"] == "Accept-Encoding"
    assert headers["cache-control"] == "immutable"
    assert headers["etag"] == 'W/"one"'
    assert headers["content-type"] == JAVASCRIPT


def test_second_visitor_is_answered_from_memory() -> None:
    server = Server()
    first, second = server.get("/static/js/index.js"), server.get("/static/js/index.js")
    assert first == second
    assert server.asked == 1


@pytest.mark.parametrize("path", ["/media/0a1b.csv", "/overview", "/_stcore/health", "/statics/index.js"])
def test_pages_and_documents_are_never_compressed(path: str) -> None:
    headers, body = Server().get(path)
    assert "content-encoding" not in headers
    assert body == SCRIPT


def test_server_below_a_base_path_compresses_its_own_files() -> None:
    server = Server(base="/figures/")
    assert "content-encoding" in server.get("/figures/static/js/index.js")[0]
    assert "content-encoding" not in server.get("/static/js/index.js")[0]


@pytest.mark.parametrize(
    ("content", "kind", "status"),
    [(SCRIPT, "font/woff2", 200), (b"short", JAVASCRIPT, 200), (SCRIPT, JAVASCRIPT, 404)],
    ids=["font", "short", "missing"],
)
def test_answer_that_would_not_shrink_is_passed_on(content: bytes, kind: str, status: int) -> None:
    server = Server(content, kind, status)
    for _ in range(2):
        headers, body = server.get("/static/js/index.js")
        assert "content-encoding" not in headers
        assert body == content
    assert server.asked == 2


@pytest.mark.parametrize(
    "headers",
    [{"accept_encoding": "br"}, {"range": "bytes=0-9"}, {"if_none_match": '"one"'}],
    ids=["no gzip", "part", "unchanged"],
)
def test_browser_that_asks_for_something_else_gets_it(headers: dict[str, str]) -> None:
    server = Server()
    server.get("/static/js/index.js")
    found, body = server.get("/static/js/index.js", **headers)
    assert "content-encoding" not in found
    assert body == SCRIPT
    assert server.asked == 2
