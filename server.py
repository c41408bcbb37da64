"""The dashboard as a shared server runs it: `app.py`, at no more addresses than an open page needs."""

import streamlit as st
from starlette.middleware import Middleware

from pages.ui.hosting.addresses import NeededAddressesOnly

app = st.App("app.py", middleware=[Middleware(NeededAddressesOnly)])
