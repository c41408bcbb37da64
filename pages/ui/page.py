"""Layout shared by all pages: order and titles of the pages, filters, styles, and error boundary."""

from __future__ import annotations

import gc
import re
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
from pages.ui.streamlit_internals import allow_interruptions

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


# Pages in reading order.


@dataclass(frozen=True)
class PageInfo:
    """A page: file, title, and whether it shows figures."""

    path: str
    title: str
    needs_data: bool = True


PAGES = (
    PageInfo("pages/home.py", "Home", needs_data=False),
    PageInfo("pages/data.py", "Your sheets", needs_data=False),
    PageInfo("pages/records.py", "Records", needs_data=False),
    PageInfo("pages/overview.py", "Overview"),
    PageInfo("pages/attendance.py", "Attendance"),
    PageInfo("pages/reach.py", "Reach"),
    PageInfo("pages/cost.py", "Cost"),
    PageInfo("pages/success.py", "Success"),
    PageInfo("pages/partners.py", "Partners"),
    PageInfo("pages/deliveries.py", "Deliveries"),
    PageInfo("pages/planning.py", "Planning"),
    PageInfo("pages/share.py", "Share"),
    PageInfo("pages/methods.py", "Methods", needs_data=False),
)


def find_page(name: str) -> PageInfo:
    """Return the page in the file `pages/<name>.py`."""
    return next(page for page in PAGES if page.path == f"pages/{name}.py")


def select_page() -> Callable[[], None]:
    """Return the function that runs the chosen page; each page draws its own navigation links."""
    return st.navigation(
        [st.Page(page.path, title=page.title, default=page is PAGES[0]) for page in PAGES],
        position="hidden",
    ).run


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
        select_page()
        st.rerun()


@st.cache_resource(show_spinner=False)
def freeze_garbage_collector() -> None:
    """Exclude the program's own objects from later garbage collections.

    Runs once, after the first page. A collection stops every visitor of the process, and nine tenths of what
    it scanned were permanent modules.
    """
    gc.collect()
    gc.freeze()


def draw_links() -> None:
    """Draw the links to all pages."""
    for page in PAGES:
        st.page_link(page.path, label=page.title)


@dataclass(frozen=True)
class Page:
    """Context of an opened page: dataset, selected scope and language."""

    dataset: Dataset
    scope: Scope
    language: Language

    def figures(self, by: str = "", metrics: tuple[str, ...] | None = None) -> Evaluation:
        """Evaluate the selected scope."""
        return session.figures(self.scope, by, metrics)


SAMPLE_FIGURES = (
    "These figures are from an invented sample library. Put in your own sheet under “Your sheets”."
)
SAMPLE_ROWS = (
    "These rows are of an invented sample library. They make room as soon as you keep a row of your own, "
    "or use a sheet under “Your sheets”."
)

#: Values with their words ("at least 1,605") are shown in full; captions have enough contrast in both themes.
STYLE = """<style>
[data-testid="stMetricLabel"], [data-testid="stMetricLabel"] p { font-size: 0.78rem; }
[data-testid="stMetricValue"] { font-size: 1.5rem; line-height: 1.3; }
[data-testid="stMetricValue"] *, [data-testid="stMetricLabel"] * {
  white-space: normal !important; overflow: visible; text-overflow: clip; overflow-wrap: anywhere;
  min-width: 0; max-width: 100%;
}
[data-testid="stHeading"] h2 { font-size: 1.5rem; }
[class*="st-key-figure-"] h2 { font-size: 1.1rem; padding-bottom: 0; }
[data-testid="stCaptionContainer"], [data-testid="stCaptionContainer"] * { color: inherit; opacity: 1; }
[data-testid="stCaptionContainer"] p { opacity: 0.76; }
</style>"""


def open_page(name: str, *, filters: bool = True) -> Page:
    """Set up a page, draw its common parts, and return its context; every page's first call.

    A page without `filters` shows all data, or draws the filters itself.
    """
    require_app_shell()
    allow_interruptions()
    here = find_page(name)
    st.set_page_config(page_title=f"{here.title} · libcollab", page_icon="📚", layout="wide")
    st.html(STYLE)
    with st.sidebar:
        st.markdown("**libcollab** · what came of it")
        draw_links()
        if session.is_shared():
            _draw_account()
    english = language("en")
    dataset = session.dataset()
    filtered = here.needs_data and filters
    scope = draw_sidebar_filters(dataset) if filtered else Scope()
    st.title(here.title)
    if session.store_error():
        st.warning(escape_markdown(session.store_error()))
    for sentence in session.pop_download_errors():
        st.warning(escape_markdown(sentence))
    if filtered:
        st.text(scope_sentence(scope, session.today(), english))
    if session.is_sample() and name not in ("home", "methods"):
        st.info(SAMPLE_ROWS if name == "records" else SAMPLE_FIGURES)
    return Page(dataset, scope, english)


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


#: Positions where Markdown creates automatic links and an invisible character must be inserted.
_AUTOLINK_POSITIONS = re.compile(r"(?<=http)(?=s?:)|(?<=https)(?=:)|(?<=www)(?=\.)|(?<=@)", re.IGNORECASE)
_WORD_JOINER = "\u2060"


def escape_markdown(text: str) -> str:
    """Escape text from a sheet for Markdown: it is shown as typed, never as markup.

    Markdown detects links after unescaping, so a word joiner is inserted to break them.
    """
    broken = _AUTOLINK_POSITIONS.sub(_WORD_JOINER, text)
    return "".join("\\" + letter if letter in "\\`*_{}[]()#+!|<>~:$" else letter for letter in broken)
