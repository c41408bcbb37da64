"""Book deliveries: books by stage, losses between stages, time in transit, and lots on the way."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial

import streamlit as st

from libcollab_metrics.figures import (
    book_funnel,
    books_by_site,
    fit_title,
    format_figure,
    group_name,
    lots_table,
    stage_yields,
)
from libcollab_metrics.metrics import Evaluation, Value, find_metric, list_boxed_lots, lots_in_transit
from libcollab_metrics.model import STAGES
from pages.ui import display, results, session
from pages.ui.cards import card, figure_strip
from pages.ui.details import percent
from pages.ui.html_tables import render_table
from pages.ui.page import Page
from pages.ui.rows import row, share_bullet
from pages.ui.rows_behind import draw_lots, lots_behind
from pages.ui.translation import _, later

#: Figures of the strip and what they are called in it; the counted share, for the marker.
FIGURES = {
    "lot_acceptance": (later("Lots accepted"), later("{share} of lots")),
    "days_to_deliver": (later("Days on the way"), later("{share} of lots")),
    "cost_per_book": (later("Cost per book"), later("{share} of books")),
    "books_per_child": (later("Books per child"), later("{share} of sites")),
}

STAGE_METRICS = ("books_at_stage", "stage_yield")


def draw_deliveries(frame: Page) -> None:
    """Draw the way of the books from pledge to reader."""
    _draw_strip(frame)
    _draw_stages(frame)
    _draw_sites(frame)
    _draw_lots(frame)
    results.draw_known_figures(frame, "languages", _("Books and readers"), ("book_language_match",))


def _draw_strip(frame: Page) -> None:
    compared = results.Compared(frame.figures(metrics=tuple(FIGURES)), None)
    found = [
        replace(results.with_share(figure, compared.value(name), what), behind=lots_behind(frame))
        for name, (label, what) in FIGURES.items()
        if (figure := results.compared_figure(frame, compared, name, _(label))) is not None
    ]
    figure_strip(found, "deliveries")


def _draw_stages(frame: Page) -> None:
    """Draw the books at each stage, with what is left of the stage before; nothing without any."""
    evaluation = frame.figures(metrics=STAGE_METRICS)
    books = _by_group(evaluation, "books_at_stage", "stage")
    left = _by_group(evaluation, "stage_yield", "stage")
    stages = [stage for stage in STAGES if stage in books]
    if not stages:
        return
    notes, before = {}, ""
    for stage in STAGES:
        if stage in left and before:
            share = percent(float(left[stage].value or 0), frame.language)
            notes[stage] = _("{share} of {stage}", share=share, stage=_stage_name(frame, before).lower())
        before = stage

    def more() -> None:
        display.draw_table_and_downloads(frame, book_funnel, ("books_at_stage",), "")
        display.draw_table_and_downloads(frame, stage_yields, ("stage_yield",), "")

    topic = _("Books at each stage")
    title = fit_title(stage_yields(evaluation, frame.language).title, topic) if left else topic
    about = results.about_metrics(frame, evaluation, STAGE_METRICS)
    with card("stages", title, _("Books, and their share of the stage before"), about=about, more=more):
        _draw_bars(
            frame, [(_stage_name(frame, stage), notes.get(stage, ""), books[stage]) for stage in stages]
        )


def _draw_sites(frame: Page) -> None:
    """Draw the books received by site; nothing with fewer than two sites."""
    evaluation = frame.figures("site", ("books_at_stage",))
    received = [v for v in evaluation.values_for("books_at_stage") if v.groups.get("stage") == "received"]
    sites = sorted((v for v in received if v.value), key=lambda v: -float(v.value or 0))
    if len(sites) < 2:
        return

    def more() -> None:
        display.draw_table_and_downloads(frame, books_by_site, ("books_at_stage",), "site")

    topic = _("Books received by site")
    title = fit_title(books_by_site(evaluation, frame.language).title, topic)
    with card("book-sites", title, topic if title != topic else "", more=more):
        _draw_bars(frame, [(group_name(site, "site", frame.language), "", site) for site in sites])


def _by_group(evaluation: Evaluation, metric: str, field: str) -> dict[str, Value]:
    """Return the known values of a metric by one of its groups."""
    return {
        name: value
        for value in evaluation.values_for(metric)
        if value.value is not None and (name := value.groups.get(field))
    }


def _stage_name(frame: Page, stage: str) -> str:
    return frame.language.message(f"stage-{stage}")


def _draw_bars(frame: Page, named: Sequence[tuple[str, str, Value]]) -> None:
    """Draw numbers of books as rows: name and note, number, and a bar as long as its share of the largest."""
    metric, largest = find_metric("books_at_stage"), max(float(value.value or 0) for *_, value in named) or 1
    drawn = [
        row(
            name,
            note,
            format_figure(value, metric, frame.language),
            share_bullet(float(value.value or 0) / largest, "var(--neutral-1)"),
            "",
        )
        for name, note, value in named
    ]
    st.html(f'<div class="lc-plain">{"".join(drawn)}</div>')


def _draw_lots(frame: Page) -> None:
    """Draw the lots on the way, and those that are counted in boxes only; nothing without any."""
    waiting = session.cached_lookup(lots_in_transit, frame.scope, as_of=session.today())
    boxed = list_boxed_lots(frame.dataset, frame.scope)
    table = lots_table(waiting, frame.language)
    if table.rows:
        with card(
            "lots", _("On the way"), _("Lots sent and not yet received"), more=partial(draw_lots, frame)
        ):
            st.html(render_table(_("Lots on the way"), table.headings, table.rows, table.numeric))
    if boxed:
        st.caption(frame.language.message("boxes-unconverted", lots=frame.language.join_names(boxed)))
