"""The smallest page, to compare the first visit with."""

from __future__ import annotations

import streamlit as st

if __name__ == "__main__":
    st.title("Hello")
