"""Display of metric cards, figures with downloads, issues and empty states; nothing is computed here."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from itertools import cycle

import streamlit as st

from libcollab_metrics.figures import (
    PLOTLY_CONFIG,
    SCREEN,
    Chart,
    ChartTable,
    chart_table,
    fit_title,
    parts_table,
    to_plotly,
)
from libcollab_metrics.localization import Language
from libcollab_metrics.metrics import Evaluation, find_metric
from pages.ui import html_tables, session
from pages.ui.cards import card
from pages.ui.markdown import escape_markdown
from pages.ui.metric_texts import about_metric, metric_label
from pages.ui.page import Page
from pages.ui.read_only import draw_too_large_note
from pages.ui.share.documents import make_figure
from pages.ui.streamlit_internals import silence_warnings_without_page, store_download
from pages.ui.translation import _

# A file created on click stays in memory until its window has fetched it, even if many other users click.

#: Maximum number of such files in the process; the oldest is dropped first.
MAX_MEDIA_FILES = 20
_media_ids = cycle(range(MAX_MEDIA_FILES))
silence_warnings_without_page()


def hold_download(make: Callable[[], bytes], name: str) -> Callable[[], bytes]:
    """Wrap a download callable so that its file stays available until it is fetched.

    Streamlit drops a file created on click as soon as two pages were drawn, by any visitor; on a busy server
    its window has not fetched it by then. A file added under a separate media id stays, and has the same URL
    as long as its name and bytes are the same.

    Files that can contain names of people (rejected rows, the user's workbook, a backup with notes) are not
    held: they would outlive their window in memory.
    """

    def made() -> bytes:
        data = make()
        store_download(data, f"made-on-a-click-{next(_media_ids)}", name)
        return data

    return made


#: Files of a figure, by their ending.
FIGURE_FILES = {"png": "PNG", "svg": "SVG", "csv": "CSV"}

ChartBuilder = Callable[[Evaluation, Language], Chart]


def draw_figure(
    frame: Page, build: ChartBuilder, names: Sequence[str], by: str = "", *, is_short: bool = False
) -> None:
    """Draw a chart as a card: the finding, what is measured, and behind symbols the definition and data.

    Where the title must be short, a longer finding gives way to what is measured.
    """
    evaluation = frame.figures(by, tuple(names))
    chart = build(evaluation, frame.language)

    def about() -> None:
        _draw_definitions(tuple(dict.fromkeys((names[0], *chart.metrics))))
        st.caption(escape_markdown(f"{chart.caption} {chart.source}"))

    def more() -> None:
        draw_table_and_downloads(frame, build, names, by)

    caption = chart.caption if chart.is_empty else _measured(chart)
    more_of_it = None if chart.is_empty else more
    title = fit_title(chart.title, caption) if is_short else chart.title
    caption = "" if caption == title else caption
    with card(f"{chart.key}-{by}", title, caption, about=about, more=more_of_it):
        if chart.is_empty:
            with st.expander(_("Why, for each")):
                _draw_chart_table(frame, chart)
            return
        st.plotly_chart(
            to_plotly(chart, frame.language, SCREEN, session.program_colours()),
            key=f"chart-{chart.key}-{by}",
            theme="streamlit",
            alt=chart.alt,
            config=dict(PLOTLY_CONFIG),
        )


def _measured(chart: Chart) -> str:
    """Return what a chart measures, and by what."""
    if not chart.category or chart.category.casefold() in chart.measure.casefold():
        return chart.measure
    category = chart.category[:1].lower() + chart.category[1:]
    return _("{measure} by {category}", measure=chart.measure, category=category)


def _draw_chart_table(frame: Page, chart: Chart) -> None:
    rows = chart_table(chart, frame.language)
    st.html(html_tables.render_table(chart.title, rows.headings, rows.rows, rows.numeric, is_tall=True))


def draw_table_and_downloads(
    frame: Page, build: ChartBuilder, names: Sequence[str], by: str, *, place: str = ""
) -> None:
    """Draw a chart's table, and downloads of the released version if allowed.

    Parameters
    ----------
    frame : Page
        The open page.
    build : callable
        Builds the chart.
    names : sequence of str
        Metrics of the chart.
    by : str
        What the chart is grouped by; empty for the whole.
    place : str, default ""
        Name of the place, where a page offers the same downloads in several.
    """
    chart = build(frame.figures(by, tuple(names)), frame.language)
    _draw_chart_table(frame, chart)
    if any(find_metric(name).audience != "anyone" for name in names):
        st.caption(_("This figure is for the library alone, so there is no file of it."))
        return
    if not session.can_release(frame.dataset):
        draw_too_large_note()
        return
    st.caption(_("The files hide small groups; this page shows them to the library only."))
    files, ledger = st.container(horizontal=True), session.release_ledger()
    for ending, label in FIGURE_FILES.items():
        make = partial(
            make_figure,
            frame.dataset,
            build,
            names,
            by,
            frame.scope,
            session.today(),
            ending,
            ledger,
            frame.language,
        )
        make = session.guard_download(make, "figure", format=ending)
        name = f"{chart.key}-{session.token()}.{ending}"
        files.download_button(
            label,
            hold_download(make, name),
            name,
            key=f"{ending}-{chart.key}-{by}{place}",
            on_click="ignore",
            width="stretch",
        )


def draw_table(title: str, rows: ChartTable, nothing: str = "") -> None:
    """Draw a table as HTML; `nothing` is shown if it has no rows."""
    if rows.rows:
        st.html(html_tables.render_table(title, rows.headings, rows.rows, rows.numeric))
    elif nothing:
        st.text(nothing)


def draw_parts(
    frame: Page, title: str, names: Sequence[str], heading: str, build: ChartBuilder | None = None
) -> None:
    """Draw metrics that have parts as a table in a card; nothing if none has parts.

    Behind symbols are the definitions, and the downloads of a chart of the first metric if there is one.
    """
    rows = parts_table(frame.figures(metrics=tuple(names)), names, frame.language, heading)
    if not rows.rows:
        return

    def more() -> None:
        if build is not None:
            draw_table_and_downloads(frame, build, names[:1], "", place="parts")

    with card(
        f"parts-{names[0]}",
        title,
        about=partial(_draw_definitions, names),
        more=more if build is not None else None,
    ):
        draw_table(title, rows)


def _draw_definitions(names: Sequence[str]) -> None:
    for name in names:
        metric = find_metric(name)
        st.markdown(f"**{escape_markdown(metric_label(metric))}**")
        st.text(about_metric(metric))
