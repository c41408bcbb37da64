"""ASGI application for a shared server: `app.py`, with unneeded Streamlit endpoints closed."""

import streamlit as st
from starlette.middleware import Middleware

from pages.ui.hosting.addresses import ClosedEndpointsMiddleware

app = st.App("app.py", middleware=[Middleware(ClosedEndpointsMiddleware)])
