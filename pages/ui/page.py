"""What all pages share: admission, the frame around a page, and the error boundary."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from contextvars import ContextVar
from dataclasses import dataclass

import streamlit as st

from libcollab_metrics.errors import LibCollabError
from libcollab_metrics.localization import Language
from libcollab_metrics.metrics import Comparison, Evaluation
from libcollab_metrics.model import Dataset, Scope
from libcollab_metrics.store import report_lack_of_memory
from pages.ui import session
from pages.ui.buttons import draw_button
from pages.ui.choice import open_choice
from pages.ui.look import apply_look, headline
from pages.ui.markdown import escape_markdown
from pages.ui.navigation import FORMER_ADDRESSES, PAGE_ICON, PageInfo, find_page, select_page, switch_page
from pages.ui.onboarding import note_opened_page
from pages.ui.scope_row import draw_badge_row, draw_scope_row
from pages.ui.streamlit_internals import allow_interruptions
from pages.ui.translation import _, later, screen_language
from pages.ui.workspace.undo import draw_undo_redo

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
    """Context of an opened page.

    Attributes
    ----------
    dataset : Dataset
        Data of the visitor.
    scope : Scope
        Selected period and filters.
    language : Language
        Language of the text.
    against : str, default ""
        Period to compare with: "last-year", "previous", or "" if nothing is compared.
    """

    dataset: Dataset
    scope: Scope
    language: Language
    against: str = ""

    def figures(self, by: str = "", metrics: tuple[str, ...] | None = None) -> Evaluation:
        """Evaluate the selected scope."""
        return session.figures(self.scope, by, metrics)

    def comparison(self, metrics: tuple[str, ...], by: str = "") -> Comparison | None:
        """Evaluate the selected scope next to the earlier period; None if nothing is compared."""
        if not self.against:
            return None
        return session.comparison(self.scope, by, metrics, self.against)


def open_page(name: str, *, filters: bool = True, titled: bool = True) -> Page:
    """Set up a page, draw its common parts, and return its context; every page's first call.

    Parameters
    ----------
    name : str
        Address of the page.
    filters : bool, default True
        Whether the page has the scope row; without it, it shows all data or draws its own controls.
    titled : bool, default True
        Whether to draw the page's name as the heading; without it, the page draws its own.

    Returns
    -------
    Page
        Dataset, selected scope, language, and the period to compare with.
    """
    require_app_shell()
    allow_interruptions()
    here = find_page(name)
    st.set_page_config(page_title=f"{_(here.title)} · libcollab", page_icon=PAGE_ICON, layout="wide")
    apply_look()
    note_opened_page(name)
    language = screen_language()
    # A spinner starts a thread at every run, whether it is shown or not.
    with nullcontext() if session.is_dataset_ready() else st.spinner(_("Opening your data …")):
        dataset = session.dataset()
    with st.sidebar:
        with error_boundary():
            draw_undo_redo()
        if session.is_shared():
            _draw_account()
    scope, against = Scope(), ""
    problems = open_choice(dataset, name)
    if here.shows_figures and filters:
        scope, against = draw_scope_row(dataset, here, language)
    else:
        draw_badge_row(here)
    if titled:
        headline(_(here.title))
    _draw_messages(here, problems if here.shows_figures else ())
    return Page(dataset, scope, language, against)


def _draw_messages(here: PageInfo, problems: tuple[str, ...]) -> None:
    """Draw what the last click did, and what is wrong with the stored work; empty without either.

    The container is always there, so that what is below stays open when a message appears.
    """
    with st.container(key="messages"):
        for message in session.pop_messages():
            _draw_message(message)
        stored = () if here.shows_figures else session.stored_state().warnings
        for sentence in (*problems, *session.pop_warnings(), *session.pop_download_errors(), *stored):
            st.warning(escape_markdown(_(sentence)))
        if session.store_error():
            st.warning(escape_markdown(_(session.store_error())))
            st.page_link(
                find_page("records").path, label=_("What you can do"), query_params={"table": "Settings"}
            )


#: What a success message calls the pages that it offers.
NEXT_STEPS = {
    "overview": (later("See results"), ":material/insights:"),
    "reports": (later("Make a report"), ":material/description:"),
}


def _draw_message(message: session.Message) -> None:
    st.success(escape_markdown(message.text), icon=":material/check_circle:")
    if message.pages:
        with st.container(horizontal=True, vertical_alignment="center", key="next-steps"):
            for name in message.pages:
                label, icon = NEXT_STEPS[name]
                st.page_link(find_page(name).path, label=_(label), icon=icon)


def _draw_account() -> None:
    """Draw the library the visitor is signed in for, and the sign-out button."""
    st.caption(escape_markdown(_("Signed in for {library}", library=session.library())))
    if draw_button(_("Sign out"), key="sign-out"):
        session.clear_visitor()
        st.logout()


@contextmanager
def error_boundary() -> Iterator[None]:
    """Show an expected error as one sentence and continue the page; the data is unchanged.

    An unexpected error is shown without its text, which can quote a cell: the screen gets a reference, the
    event log the code location. Only this and `session.clicked` suppress errors of any type.
    """
    try:
        with report_lack_of_memory(message=session.NOT_ENOUGH_MEMORY):
            yield
    except LibCollabError as error:
        st.error(escape_markdown(_(error.message)))
    except Exception as error:  # noqa: BLE001 - the border
        st.error(escape_markdown(session.report_unexpected_error(error)))
