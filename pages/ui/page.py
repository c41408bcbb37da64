"""What all pages share: filters, admission, the frame around a page, and the error boundary."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import date

import streamlit as st

from libcollab_metrics.errors import LibCollabError
from libcollab_metrics.figures import scope_sentence
from libcollab_metrics.localization import Language, language
from libcollab_metrics.metrics import Evaluation, field_values
from libcollab_metrics.model import FIRST_DAY, LAST_DAY, Dataset, Scope
from pages.ui import session
from pages.ui.buttons import draw_button
from pages.ui.look import apply_look, headline
from pages.ui.markdown import escape_markdown
from pages.ui.navigation import FORMER_ADDRESSES, PAGE_ICON, PageInfo, find_page, select_page, switch_page
from pages.ui.streamlit_internals import allow_interruptions
from pages.ui.workspace.undo import draw_undo_redo

# Filter widgets: their state is stored in the URL, so that a link shows the same figures.

#: Fields offered as filters, with their labels.
FILTER_FIELDS = (("program", "Programs"), ("partner", "Partners"), ("site", "Sites"))


def draw_sidebar_filters(dataset: Dataset) -> Scope:
    """Draw the filters in the sidebar and return the selected scope."""
    with st.sidebar:
        st.caption("Show only")
        return draw_scope_filters(dataset)


def draw_scope_filters(dataset: Dataset) -> Scope:
    """Draw the filters and return the selected scope, ignoring names that are not in the data."""
    for field, label in FILTER_FIELDS:
        options = _filter_options(dataset, field)
        if options:
            st.multiselect(label, options, key=field, bind="query-params", placeholder="all")
    for label, key in (("From", "from"), ("To", "to")):
        st.date_input(
            label,
            None,
            min_value=FIRST_DAY,
            max_value=LAST_DAY,
            key=key,
            bind="query-params",
            format="YYYY-MM-DD",
        )
    if _chosen_period() is None:
        st.warning("The period ends before it starts, so it is not used.")
    return current_scope(dataset)


def current_scope(dataset: Dataset) -> Scope:
    """Build the currently selected scope; callbacks use it before the filters are drawn."""
    where = []
    for field, _ in FILTER_FIELDS:
        options, chosen = _filter_options(dataset, field), st.session_state.get(field) or ()
        valid = tuple(name for name in chosen if name in options)
        if valid:
            where.append((field, valid))
    start, end = _chosen_period() or (None, None)
    return Scope(tuple(where), start, end)


def _filter_options(dataset: Dataset, field: str) -> tuple[str, ...]:
    """Return the names to choose from; empty if there are fewer than two."""
    options = tuple(field_values(dataset, field))
    return options if len(options) > 1 else ()


def _chosen_period() -> tuple[date | None, date | None] | None:
    """Return the selected period; None if it ends before it starts."""
    start, end = (
        day if isinstance(day := st.session_state.get(key), date) else None for key in ("from", "to")
    )
    return None if start and end and start > end else (start, end)


# Running a page: only through `app.py`, which checks who may see it.

#: True while `app.py` has admitted the running page.
_admitted: ContextVar[bool] = ContextVar("let in", default=False)


def run_page(page: Callable[[], None]) -> None:
    """Run a page to which access was granted."""
    mark = _admitted.set(True)
    try:
        page()
    finally:
        _admitted.reset(mark)


def require_app_shell() -> None:
    """Restart through `app.py` if a page was run directly; the first step of every page.

    Because the folder is called `pages`, Streamlit runs a bookmarked page directly until the first
    `st.navigation` of the server, bypassing sign-in and the error boundary.
    """
    if not _admitted.get():
        select_page(listed=False)
        st.rerun()


def follow_former_address(name: str) -> None:
    """Open the page that a former address names now, with the same query."""
    require_app_shell()
    page, added = FORMER_ADDRESSES[name]
    switch_page(page, added)


@st.cache_resource(show_spinner=False)
def freeze_garbage_collector() -> None:
    """Exclude the program's own objects from later garbage collections.

    Runs once, after the first page. A collection stops every visitor of the process, and nine tenths of what
    it scanned were permanent modules.
    """
    gc.collect()
    gc.freeze()


@dataclass(frozen=True)
class Page:
    """Context of an opened page: dataset, selected scope and language."""

    dataset: Dataset
    scope: Scope
    language: Language

    def figures(self, by: str = "", metrics: tuple[str, ...] | None = None) -> Evaluation:
        """Evaluate the selected scope."""
        return session.figures(self.scope, by, metrics)


SAMPLE_HELP = (
    "These figures are from an invented library: three programs over 18 months, with the gaps of real sheets."
    " They disappear when you add your own data."
)


def open_page(name: str, *, filters: bool = True, titled: bool = True) -> Page:
    """Set up a page, draw its common parts, and return its context; every page's first call.

    Parameters
    ----------
    name : str
        Address of the page.
    filters : bool, default True
        Whether the page has the filters of the sidebar; without them, it shows all data or draws its own.
    titled : bool, default True
        Whether to draw what the page shows and its name as the heading; without it, the page draws both.

    Returns
    -------
    Page
        Dataset, selected scope and language.
    """
    require_app_shell()
    allow_interruptions()
    here = find_page(name)
    st.set_page_config(page_title=f"{here.title} · libcollab", page_icon=PAGE_ICON, layout="wide")
    apply_look()
    english = language("en")
    dataset = session.dataset()
    filtered = here.shows_figures and filters
    with st.sidebar:
        with error_boundary():
            draw_undo_redo()
        if session.is_shared():
            _draw_account()
    scope = draw_sidebar_filters(dataset) if filtered else Scope()
    if titled:
        draw_scope_line(scope_sentence(scope, session.today(), english) if filtered else "")
        headline(here.title)
    _draw_messages(here)
    return Page(dataset, scope, english)


def draw_scope_line(sentence: str) -> None:
    """Draw what the page shows at the left, and the badge of the sample at the right."""
    if not sentence and not session.is_sample():
        return
    with st.container(horizontal=True, vertical_alignment="center", key="scope"):
        st.caption(escape_markdown(sentence), width="stretch")
        if session.is_sample():
            st.badge("Sample data", icon=":material/science:", color="orange", help=SAMPLE_HELP)
            st.page_link(find_page("add").path, label="Use my own data", icon=":material/upload_file:")


def _draw_messages(here: PageInfo) -> None:
    """Draw what the last click did, and what is wrong with the stored work; empty without either.

    The container is always there, so that what is below stays open when a message appears.
    """
    with st.container(key="messages"):
        for sentence in session.pop_messages():
            st.success(escape_markdown(sentence))
        stored = () if here.shows_figures else session.stored_state().warnings
        for sentence in (*session.pop_warnings(), *session.pop_download_errors(), *stored):
            st.warning(escape_markdown(sentence))
        if session.store_error():
            st.warning(escape_markdown(session.store_error()))
            st.page_link(
                find_page("records").path, label="What you can do", query_params={"table": "Settings"}
            )


def _draw_account() -> None:
    """Draw the library the visitor is signed in for, and the sign-out button."""
    st.caption(escape_markdown(f"Signed in for {session.library()}"))
    if draw_button("Sign out"):
        session.clear_visitor()
        st.logout()


@contextmanager
def error_boundary() -> Iterator[None]:
    """Show an expected error as one sentence and continue the page; the data is unchanged.

    An unexpected error is shown without its text, which can quote a cell: the screen gets a reference, the
    event log the code location. Only this and `session.clicked` suppress errors of any type.
    """
    try:
        yield
    except LibCollabError as error:
        st.error(escape_markdown(str(error)))
    except Exception as error:  # noqa: BLE001 - the border
        st.error(escape_markdown(session.report_unexpected_error(error)))


def reserve_queue_line() -> Callable[[int], None]:
    """Reserve a line on the page and return a callback that shows the queue position in it.

    It shows the number of files read before the visitor's. The line is cleared when the visitor's file is
    being read.
    """
    line = st.empty()

    def show(ahead: int) -> None:
        if ahead:
            line.text(
                "One file is read before yours …" if ahead == 1 else f"{ahead} files are read before yours …"
            )
        else:
            line.empty()

    return show
