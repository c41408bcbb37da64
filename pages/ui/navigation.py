"""The pages there are, in reading order."""

from __future__ import annotations

import gc
from collections.abc import Callable
from contextvars import ContextVar
from dataclasses import dataclass

import streamlit as st


@dataclass(frozen=True)
class Place:
    """A page: its file, its title, and whether it shows figures."""

    path: str
    title: str
    needs_data: bool = True


PAGES = (
    Place("pages/home.py", "Home", needs_data=False),
    Place("pages/data.py", "Your sheets", needs_data=False),
    Place("pages/records.py", "Records", needs_data=False),
    Place("pages/overview.py", "Overview"),
    Place("pages/attendance.py", "Attendance"),
    Place("pages/reach.py", "Reach"),
    Place("pages/cost.py", "Cost"),
    Place("pages/success.py", "Success"),
    Place("pages/partners.py", "Partners"),
    Place("pages/deliveries.py", "Deliveries"),
    Place("pages/planning.py", "Planning"),
    Place("pages/share.py", "Share"),
    Place("pages/methods.py", "Methods", needs_data=False),
)


def place(name: str) -> Place:
    """Return the page whose file is `pages/<name>.py`."""
    return next(page for page in PAGES if page.path == f"pages/{name}.py")


def chosen_page() -> Callable[[], None]:
    """Return what runs the page the reader chose; the list of pages is drawn by every page itself."""
    return st.navigation(
        [st.Page(page.path, title=page.title, default=page is PAGES[0]) for page in PAGES],
        position="hidden",
    ).run


#: Whether the page that runs now was let in by `app.py`.
_let_in: ContextVar[bool] = ContextVar("let in", default=False)


def run_page(page: Callable[[], None]) -> None:
    """Run a page that may be shown."""
    mark = _let_in.set(True)
    try:
        page()
    finally:
        _let_in.reset(mark)


def only_through_the_entrance() -> None:
    """End a page that runs past `app.py` and begin anew there; every page's first step.

    A folder called `pages` makes Streamlit run a bookmarked page on its own until the first `st.navigation` of the
    server: past the sign-in, past the border of errors.
    """
    if not _let_in.get():
        chosen_page()
        st.rerun()


@st.cache_resource(show_spinner=False)
def spare_the_collector() -> None:
    """Leave what the program itself consists of out of every later sweep for garbage; once, after the first page.

    A sweep stops every visitor of the process, and nine tenths of what it looked at were modules that never go.
    """
    gc.collect()
    gc.freeze()


def draw_links() -> None:
    """Draw the links to all pages."""
    for page in PAGES:
        st.page_link(page.path, label=page.title)
