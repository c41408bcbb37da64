"""What every page stands in: its title, the list of pages, where the figures come from, and the one error border."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import streamlit as st

from libcollab_metrics.errors import LibCollabError
from libcollab_metrics.figures import scope_sentence
from libcollab_metrics.metrics import Evaluation
from libcollab_metrics.model import Dataset, Scope
from libcollab_metrics.wording import Language, language
from pages.ui import session
from pages.ui.buttons import button
from pages.ui.filters import filters_in_sidebar
from pages.ui.navigation import draw_links, only_through_the_entrance, place


@dataclass(frozen=True)
class Frame:
    """An opened page: the data, what is chosen, and the language it speaks."""

    dataset: Dataset
    scope: Scope
    language: Language

    def figures(self, by: str = "", metrics: tuple[str, ...] | None = None) -> Evaluation:
        """The values of the chosen selection."""
        return session.figures(self.scope, by, metrics)


SAMPLE_FIGURES = "These figures are from an invented sample library. Put in your own sheet under “Your sheets”."
SAMPLE_ROWS = (
    "These rows are of an invented sample library. They make room as soon as you keep a row of your own, "
    "or use a sheet under “Your sheets”."
)

#: Numbers with their words ("at least 1,605") are shown whole; small print is dark enough to read in either theme.
STYLE = """<style>
[data-testid="stMetricLabel"], [data-testid="stMetricLabel"] p { font-size: 0.78rem; }
[data-testid="stMetricValue"] { font-size: 1.5rem; line-height: 1.3; }
[data-testid="stMetricValue"] *, [data-testid="stMetricLabel"] * {
  white-space: normal !important; overflow: visible; text-overflow: clip; overflow-wrap: anywhere; min-width: 0;
  max-width: 100%;
}
[data-testid="stHeading"] h2 { font-size: 1.5rem; }
[class*="st-key-figure-"] h2 { font-size: 1.1rem; padding-bottom: 0; }
[data-testid="stCaptionContainer"], [data-testid="stCaptionContainer"] * { color: inherit; opacity: 1; }
[data-testid="stCaptionContainer"] p { opacity: 0.76; }
</style>"""


def open_page(name: str, *, filters: bool = True) -> Frame:
    """Set the page up, draw what stands around it, and return what it needs; every page's first line.

    A page without `filters` shows everything, or lets the visitor choose at a place of its own.
    """
    only_through_the_entrance()
    here = place(name)
    st.set_page_config(page_title=f"{here.title} · libcollab", page_icon="📚", layout="wide")
    st.html(STYLE)
    with st.sidebar:
        st.markdown("**libcollab** · what came of it")
        draw_links()
        if session.is_shared():
            _signed_in()
    english = language("en")
    dataset = session.dataset()
    filtered = here.needs_data and filters
    scope = filters_in_sidebar(dataset) if filtered else Scope()
    st.title(here.title)
    if session.trouble():
        st.warning(escaped(session.trouble()))
    for sentence in session.failed_downloads():
        st.warning(escaped(sentence))
    if filtered:
        st.text(scope_sentence(scope, session.today(), english))
    if session.is_sample() and name not in ("home", "methods"):
        st.info(SAMPLE_ROWS if name == "records" else SAMPLE_FIGURES)
    return Frame(dataset, scope, english)


def _signed_in() -> None:
    """Draw whose figures these are, and the way out."""
    st.caption(escaped(f"Signed in for {session.library()}"))
    if button("Sign out"):
        session.leave()
        st.logout()


@contextmanager
def border() -> Iterator[None]:
    """Show what the package refuses as one sentence; the page goes on, the data stays as it was.

    What nobody foresaw is told without its text, which can quote a cell: on the screen a reference, in the logbook the
    place in the code. This and `session.clicked` are the only places that stop an error of any kind.
    """
    try:
        yield
    except LibCollabError as error:
        st.error(escaped(str(error)))
    except Exception as error:  # noqa: BLE001 - the border
        st.error(escaped(session.unforeseen(error)))


def queue_place() -> Callable[[int], None]:
    """Reserve a line on the page and return what writes into it how many files are read before the visitor's own.

    The line is empty once the file's turn has come.
    """
    line = st.empty()

    def show(ahead: int) -> None:
        if ahead:
            line.text("One file is read before yours …" if ahead == 1 else f"{ahead} files are read before yours …")
        else:
            line.empty()

    return show


#: What Markdown makes a link of without being asked: the places in which a mark nobody sees must stand.
_LINKED = re.compile(r"(?<=http)(?=s?:)|(?<=https)(?=:)|(?<=www)(?=\.)|(?<=@)", re.IGNORECASE)
_UNSEEN = "\u2060"


def escaped(text: str) -> str:
    """Text from a sheet, made safe for Markdown: shown as typed, never as markup.

    Links are made of the finished text, whatever was escaped in it: a word joiner breaks them.
    """
    broken = _LINKED.sub(_UNSEEN, text)
    return "".join("\\" + letter if letter in "\\`*_{}[]()#+!|<>~:$" else letter for letter in broken)
