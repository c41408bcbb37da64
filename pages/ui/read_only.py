"""What pages show instead of rows and forms while a folder is opened read-only."""

from __future__ import annotations

import streamlit as st

from pages.ui import session
from pages.ui.look import headline
from pages.ui.translation import _


def draw_read_only_note() -> None:
    """Say that the figures come from a folder, and what to do to change them."""
    st.info(_(session.READ_ONLY), icon=":material/folder_open:")


def draw_read_only_page(name: str) -> None:
    """Draw a page that has only forms: its heading, and the sentence."""
    headline(name, _("These figures cannot be changed here"))
    draw_read_only_note()


def draw_too_large_note() -> None:
    """Say why no files are made from a large folder."""
    st.caption(_(session.TOO_LARGE))


def draw_folder_badge() -> None:
    """Draw the badge of the folder."""
    with st.container(horizontal=True, vertical_alignment="center", width="content", key="opened-folder"):
        st.badge(
            _("Read-only folder"), icon=":material/folder_open:", color="blue", help=_(session.READ_ONLY)
        )
