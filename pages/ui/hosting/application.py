"""Parts of the ASGI application in `app.py`: its middleware, and what happens when the server starts."""

from __future__ import annotations

import asyncio
import webbrowser
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import streamlit as st
from starlette.middleware import Middleware

from pages.ui.hosting.addresses import ClosedEndpointsMiddleware, own_host
from pages.ui.hosting.compression import CompressedStaticFilesMiddleware

MIDDLEWARE = (
    Middleware(ClosedEndpointsMiddleware),
    Middleware(CompressedStaticFilesMiddleware, base_path=st.get_option("server.baseUrlPath") or ""),
)


@asynccontextmanager
async def open_browser(_app: st.App) -> AsyncIterator[None]:
    """Open the dashboard in the browser when the server starts, unless it is `server.headless`.

    The port is open by then, so that the browser's request is answered once the server is ready.
    """
    if not st.get_option("server.headless"):
        url = f"http://{own_host()}:{st.get_option('server.port')}"
        # Not awaited: a browser that runs in the terminal would delay the start.
        asyncio.get_running_loop().run_in_executor(None, webbrowser.open, url)
    yield
