"""Compression of static files: each is compressed once and stored in memory.

Only files of the browser program below `/static/` are compressed; their names change with their content. No
page, figure or document is compressed: a compressed answer whose length an attacker can observe may disclose
what is in it.
"""

from __future__ import annotations

import gzip
from dataclasses import dataclass

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

#: Kinds of content that become smaller; fonts and pictures are compressed already.
COMPRESSIBLE = ("text/", "application/javascript", "application/json", "image/svg+xml")
#: Smallest answer in bytes that is worth compressing.
MIN_BYTES = 1_000
#: Requests with these headers are answered by the application itself: parts of a file, and "not modified".
_CONDITIONAL = ("range", "if-none-match", "if-modified-since")


@dataclass(frozen=True)
class _Compressed:
    headers: list[tuple[bytes, bytes]]
    body: bytes


class CompressedStaticFilesMiddleware:
    """ASGI middleware that answers requests for static files with their gzip form.

    Notes
    -----
    The first request for a file compresses it; later ones are answered from memory, which costs less than
    reading the file. Only existing files are stored, so that the memory is bounded by the browser program:
    about 3 MB for Streamlit 1.67.
    """

    def __init__(self, app: ASGIApp, base_path: str = "") -> None:
        self.app = app
        self._static = f"/{base_path.strip('/')}/static/".replace("//", "/")
        self._compressed: dict[str, _Compressed] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one request."""
        if not (scope["type"] == "http" and scope["path"].startswith(self._static) and _asks_for_gzip(scope)):
            await self.app(scope, receive, send)
            return
        path = scope["path"]
        if path not in self._compressed:
            answer = _Answer(send)
            await self.app(scope, receive, answer.receive)
            if answer.is_sent:
                return
            self._compressed[path] = answer.compress()
        found = self._compressed[path]
        await send({"type": "http.response.start", "status": 200, "headers": found.headers})
        await send({"type": "http.response.body", "body": found.body})


class _Answer:
    """Answer of the application: collected if it is to be compressed, passed on at once if not."""

    def __init__(self, send: Send) -> None:
        self._send = send
        self._start: Message = {}
        self._parts: list[bytes] = []
        self.is_sent = False

    async def receive(self, message: Message) -> None:
        """Take one message of the application."""
        if message["type"] == "http.response.start":
            self._start = message
            self.is_sent = not _is_compressible(message)
        if self.is_sent:
            await self._send(message)
        elif message["type"] == "http.response.body":
            self._parts.append(message.get("body", b""))

    def compress(self) -> _Compressed:
        """Return the gzip form of the collected answer."""
        body = gzip.compress(b"".join(self._parts), mtime=0)
        headers = MutableHeaders(raw=list(self._start["headers"]))
        headers["Content-Encoding"] = "gzip"
        headers["Content-Length"] = str(len(body))
        headers.add_vary_header("Accept-Encoding")
        if "etag" in headers:
            headers["ETag"] = f"W/{headers['etag'].removeprefix('W/')}"  # same content, other bytes
        return _Compressed(headers.raw, body)


def _asks_for_gzip(scope: Scope) -> bool:
    headers = Headers(scope=scope)
    accepted = {entry.partition(";")[0].strip() for entry in headers.get("accept-encoding", "").split(",")}
    return (
        scope["method"] == "GET" and "gzip" in accepted and not any(name in headers for name in _CONDITIONAL)
    )


def _is_compressible(start: Message) -> bool:
    headers = Headers(raw=start["headers"])
    size = int(headers.get("content-length", MIN_BYTES))
    kind = headers.get("content-type", "")
    return bool(
        start["status"] == 200
        and "content-encoding" not in headers
        and size >= MIN_BYTES
        and kind.startswith(COMPRESSIBLE)
    )
