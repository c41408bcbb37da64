"""ASGI application for a shared server: `app.py`, without unneeded endpoints, with compressed scripts."""

import streamlit as st
from starlette.middleware import Middleware

from pages.ui.hosting.addresses import ClosedEndpointsMiddleware
from pages.ui.hosting.compression import CompressedStaticFilesMiddleware

app = st.App(
    "app.py",
    middleware=[
        Middleware(ClosedEndpointsMiddleware),
        Middleware(CompressedStaticFilesMiddleware, base_path=st.get_option("server.baseUrlPath") or ""),
    ],
)
