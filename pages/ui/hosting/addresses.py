"""Endpoints of the server: closes Streamlit's unneeded ones and verifies that.

SECURITY.md lists all endpoints and what each exposes.
"""

from __future__ import annotations

import ssl
from functools import cache
from http.client import HTTPConnection, HTTPException, HTTPSConnection

import streamlit as st
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from libcollab_metrics.errors import LibCollabError
from pages.ui.streamlit_internals import CORE_PATH, METRICS_ENDPOINT, NEEDED_ENDPOINTS

#: Timeout in seconds of a request to this server itself.
TIMEOUT_SECONDS = 5
#: Loopback address of a server that listens on all interfaces.
_LOOPBACK = {"": "127.0.0.1", "0.0.0.0": "127.0.0.1", "::": "::1"}


class ClosedEndpointsMiddleware:
    """ASGI middleware that returns 404 for closed endpoints and passes on all other requests."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one request."""
        if scope["type"] == "http" and is_closed_endpoint(scope["path"]):
            await PlainTextResponse("Not Found", status_code=404)(scope, receive, send)
        else:
            await self.app(scope, receive, send)


def is_closed_endpoint(path: str) -> bool:
    """Return whether a path is a Streamlit endpoint that no page needs.

    Examples
    --------
    >>> (is_closed_endpoint("/_stcore/metrics"), is_closed_endpoint("/_stcore/health"),
    ...  is_closed_endpoint("/overview"))
    (True, False, False)
    """
    _, is_core, rest = path.partition(f"/{CORE_PATH}/")
    return bool(is_core) and rest.split("/")[0] not in NEEDED_ENDPOINTS


@cache  # errors are not cached: the check is repeated at the next visit
def check_endpoints() -> None:
    """Request this server's own metrics endpoint without credentials.

    Raises
    ------
    LibCollabError
        If the response is not 404, or there is none.
    """
    path = "/".join(
        part
        for part in ("", str(st.get_option("server.baseUrlPath")).strip("/"), CORE_PATH, METRICS_ENDPOINT)
        if part
    )
    try:
        status = _request_status(f"/{path}")
    except (OSError, HTTPException):
        raise LibCollabError(f"The server could not reach itself to check that /{path} is closed.") from None
    if status != 404:
        raise LibCollabError(
            f"The address /{path} shows the server's metrics to anybody. Start the server with make serve."
        )


def own_host() -> str:
    """Return the address of this server for programs on the same machine."""
    address = str(st.get_option("server.address") or "")
    return _LOOPBACK.get(address, address)


def _request_status(path: str) -> int:
    """Return the status of a request to this server without a cookie."""
    host, port = own_host(), int(st.get_option("server.port"))
    if st.get_option("server.sslCertFile"):
        # The certificate names the site, not this machine, and nothing secret is sent.
        context = ssl._create_unverified_context()
        connection: HTTPConnection = HTTPSConnection(host, port, timeout=TIMEOUT_SECONDS, context=context)
    else:
        connection = HTTPConnection(host, port, timeout=TIMEOUT_SECONDS)
    try:
        connection.request("GET", path)
        return connection.getresponse().status
    finally:
        connection.close()
