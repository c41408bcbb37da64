"""What the result pages share below their hero chart: further figures, and what more data would show."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape

import streamlit as st

from libcollab_metrics.figures import (
    ChartTable,
    format_figure,
    format_money_figure,
    paired_bars,
    paired_lines,
    part_name,
    split_bar,
    verdict_dots,
)
from libcollab_metrics.localization import Language
from libcollab_metrics.metrics import Value, find_metric, select_cost_level
from pages.ui import display, session
from pages.ui.cards import MAX_FIGURES, Figure, card, figure_strip
from pages.ui.metric_texts import about_metric, metric_label
from pages.ui.page import Page
from pages.ui.translation import _

MONEY_UNITS = frozenset({"money"})


def percent(share: float, language: Language) -> str:
    """Return a share as a percentage without a space, never rounded to a false 0% or 100%."""
    return language.share(share)


def figure_text(frame: Page, value: Value) -> str:
    """Return a value as a figure; empty if it is not known."""
    metric = find_metric(value.metric)
    currency = frame.dataset.settings.currency
    if metric.unit in MONEY_UNITS and value.value is not None:
        return format_money_figure(value, frame.language, currency)
    return format_figure(value, metric, frame.language, currency)


def blank_unknown(table: ChartTable, language: Language) -> ChartTable:
    """Return a table with an empty cell for what is not recorded.

    Parameters
    ----------
    table : ChartTable
        Table as the documents print it.
    language : Language
        Language of its text.

    Returns
    -------
    ChartTable
        The same rows and columns.
    """
    unknown = {"–", language.message("not-recorded-yet")}
    rows = tuple(tuple("" if cell in unknown else cell for cell in row) for row in table.rows)
    return ChartTable(table.headings, rows, table.numeric)


def draw_values(
    frame: Page, metrics: Sequence[str], key: str, level: str = "cash", names: Mapping[str, str] | None = None
) -> None:
    """Draw the metrics that have a value as strips of figures; nothing for those without one.

    Parameters
    ----------
    frame : Page
        The open page.
    metrics : sequence of str
        Ids of the metrics.
    key : str
        Name of the strip on its page.
    level : str, default "cash"
        Level of the costs.
    names : mapping of str to str, optional
        What to call a metric instead of its label.
    """
    evaluation, figures = frame.figures(metrics=tuple(metrics)), []
    for name in metrics:
        metric = find_metric(name)
        for value in select_cost_level(evaluation.values_for(name), level):
            if shown := figure_text(frame, value):
                parts = [part_name(p, frame.language) for field, p in value.group if field != "level" and p]
                figures.append(
                    Figure(
                        " · ".join([(names or {}).get(name) or metric_label(metric), *parts]),
                        shown,
                        about_metric(metric),
                    )
                )
    for start in range(0, len(figures), MAX_FIGURES):
        figure_strip(figures[start : start + MAX_FIGURES], f"{key}-{start}")


def draw_known_figure(frame: Page, build: display.ChartBuilder, names: Sequence[str], by: str = "") -> None:
    """Draw a chart as a card; nothing if it has no data."""
    if not build(frame.figures(by, tuple(names)), frame.language).is_empty:
        display.draw_figure(frame, build, names, by)


@dataclass(frozen=True)
class Unlock:
    """What more data would show.

    Attributes
    ----------
    action : str
        What to add, translated or marked with `later`.
    gain : str
        What it gives, as `action`.
    tab : str, default ""
        Tab of Records on which it is typed.
    has_sheet : bool, default True
        Whether a sheet with it can be added.
    """

    action: str
    gain: str
    tab: str = ""
    has_sheet: bool = True


def draw_unlocks(entries: Sequence[Unlock], key: str) -> None:
    """Draw the list that ends a page: what to add, what it gives, and where; nothing without entries.

    Nothing can be added to a folder.
    """
    if not entries or session.is_read_only():
        return
    with card(f"unlock-{key}", _("Unlock more"), _("What a little more data would show")):
        for position, entry in enumerate(entries):
            with st.container(
                horizontal=True, vertical_alignment="center", gap="small", key=f"unlock-{key}-{position}"
            ):
                body = f"<span><b>{escape(_(entry.action))}</b>{escape(_(entry.gain))}</span>"
                st.html(f'<div class="lc-unlock">{_preview(entry)}{body}</div>', width="stretch")
                if entry.tab:
                    st.page_link(
                        "pages/records.py",
                        label=_("Type it"),
                        query_params={"table": entry.tab},
                    )
                if entry.has_sheet:
                    st.page_link("pages/add.py", label=_("Add a sheet"), icon=":material/upload_file:")


#: Invented months and amounts of the small pictures.
MONTHS, EARLIER, AMOUNTS = (3, 5, 4, 7, 8, 9), (2, 3, 3, 4, 5, 5), (5, 3, 2)
MONEY_TABS, TARGET_TABS = ("Ledger", "Settings"), ("Success criteria", "Programs")


def _preview(entry: Unlock) -> str:
    """Return the small picture of what is unlocked: its kind of chart with invented numbers."""
    if entry.tab in MONEY_TABS:
        return split_bar(AMOUNTS)
    if entry.tab in TARGET_TABS:
        return verdict_dots(("met", "met", "met", "not met", "undecided"))
    draw = paired_bars if entry.tab in ("Sessions", "Deliveries") else paired_lines
    return draw(MONTHS, EARLIER)
