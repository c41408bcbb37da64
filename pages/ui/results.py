"""Parts that result pages share: compared figures, tables of further figures, and what more data shows."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from html import escape

import streamlit as st

from libcollab_metrics.figures import format_figure, paired_bars, paired_lines, part_name
from libcollab_metrics.metrics import (
    Change,
    Comparison,
    Evaluation,
    Value,
    find_metric,
    format_worked_formula,
)
from libcollab_metrics.model import Scope
from pages.ui import display, session
from pages.ui.cards import Figure, card, marker
from pages.ui.details import percent
from pages.ui.display import ChartBuilder
from pages.ui.markdown import escape_markdown
from pages.ui.metric_texts import about_metric, metric_label
from pages.ui.page import Page, error_boundary
from pages.ui.translation import _, later, plural, screen_language

#: Most months in a small picture of one period.
MAX_MONTHS = 24
#: Metrics of such pictures, evaluated together.
PICTURED = ("attendance_total", "attendance_per_session", "sessions_held")
#: Name of what unfolds the rest of a page, and its key in the address.
MORE_FIGURES, MORE_KEY = later("More figures"), "more"


#: An earlier value, by the period that is compared with.
EARLIER = {"last-year": later("{value} a year ago"), "previous": later("{value} before")}


@dataclass(frozen=True)
class Summary:
    """What the overview shows: figures of the period, and their comparison if there is one."""

    evaluation: Evaluation
    comparison: Comparison | None
    by_program: Comparison | None


@dataclass(frozen=True)
class Compared:
    """Figures of the period that a page shows, and their comparison if there is one."""

    evaluation: Evaluation
    comparison: Comparison | None

    def value(self, metric: str) -> Value | None:
        """Return the only value of a metric; None if it is undefined."""
        found = next(iter(self.evaluation.values_for(metric)), None)
        return None if found is None or found.reason is not None else found

    def change(self, metric: str) -> Change | None:
        """Return the change of a metric whose earlier value is known."""
        changes = self.comparison.changes if self.comparison else ()
        return next((c for c in changes if c.now.metric == metric and c.earlier.value is not None), None)


def compare_metrics(summary: Summary, metrics: tuple[str, ...], by: str = "") -> Compared:
    """Evaluate metrics of the period of a summary, compared with the same earlier period."""
    scope, base = summary.evaluation.scope, summary.comparison
    if base is None:
        return Compared(session.figures(scope, by, metrics), None)
    found = session.comparison(scope, by, metrics, base.against)
    return Compared(found.evaluation, None if found.reason else found)


def earlier_text(value: str, against: str) -> str:
    """Return an earlier value with its period, as in "412 a year ago"."""
    return _(EARLIER[against], value=value)


def compared_figure(frame: Page, compared: Compared, name: str, label: str) -> Figure | None:
    """Return a figure of a strip: a change only where the periods compare fairly, else the old number.

    Parameters
    ----------
    frame : Page
        The page.
    compared : Compared
        The metric, compared if possible.
    name : str
        Id of the metric.
    label : str
        What the figure is called, in at most 16 characters.

    Returns
    -------
    Figure or None
        None if nothing is known.
    """
    value, metric, words = compared.value(name), find_metric(name), frame.language
    currency = compared.evaluation.currency
    if value is None or not (shown := format_figure(value, metric, words, currency)):
        return None
    figure = Figure(label, shown, about_metric(metric))
    change, comparison = compared.change(name), compared.comparison
    if change is None or comparison is None:
        return figure
    before = format_figure(change.earlier, metric, words, currency)
    if not change.is_fair or change.difference is None:
        return replace(figure, chip=earlier_text(before, comparison.against))
    is_average = metric.recipe.is_ratio and metric.unit != "share"
    size = abs(change.difference)
    text = words.average(size) if is_average else words.number(size * (100 if metric.unit == "share" else 1))
    rises = change.difference >= 0
    return replace(
        figure,
        change=f"{text} {_('pts')}" if metric.unit == "share" else text,
        rises=rises,
        is_good=rises if metric.direction != "lower" else not rises,
        chip=_("vs {before}", before=before),
    )


def with_months(figure: Figure, compared: Compared, name: str) -> Figure:
    """Return the figure with a small picture of its months: lines for an average, bars for a total."""
    comparison = compared.comparison
    draw = paired_lines if find_metric(name).recipe.is_ratio else paired_bars
    now = _monthly_values(monthly_figures(compared.evaluation.scope, name), name)
    if comparison is not None:
        before = monthly_figures(comparison.scope or Scope(), name)
        return replace(figure, picture=draw(now, _monthly_values(before, name)))
    return replace(figure, picture=draw(now, ())) if len(now) <= MAX_MONTHS else figure


def monthly_figures(scope: Scope, name: str) -> Evaluation:
    """Evaluate a metric by month, together with those that other parts of the page draw."""
    return session.figures(scope, "month", PICTURED if name in PICTURED else (name,))


def _monthly_values(evaluation: Evaluation, name: str) -> tuple[float | None, ...]:
    values = [value for value in evaluation.values_for(name) if value.groups.get("month")]
    return tuple(v.value for v in sorted(values, key=lambda v: str(v.groups.get("month"))))


def with_share(figure: Figure, value: Value | None, phrase: str) -> Figure:
    """Return the figure with a marker, a phrase with its counted share; unchanged if all was counted."""
    if value is None or value.coverage is None or value.coverage >= 1:
        return figure
    return replace(
        figure, marker=_(phrase, share=percent(value.coverage, screen_language())), share=value.coverage
    )


def visits_figure(frame: Page, compared: Compared, name: str, label: str) -> Figure | None:
    """Return a figure of visits with the counted share of its sessions, and a picture of its months."""
    figure = compared_figure(frame, compared, name, label)
    if figure is None:
        return None
    figure = with_share(figure, compared.value(name), later("{share} of sessions counted"))
    return with_months(figure, compared, name)


def held_figure(frame: Page, compared: Compared) -> Figure | None:
    """Return the number of sessions held, and how many were cancelled."""
    figure = compared_figure(frame, compared, "sessions_held", _("Sessions held"))
    value = compared.value("sessions_held")
    if figure is None or value is None or not value.value:
        return None
    figure = with_months(figure, compared, "sessions_held")
    planned = compared.value("session_delivery_rate")
    if planned is None or planned.denominator is None or planned.numerator is None:
        return figure
    cancelled = round(planned.denominator - planned.numerator)
    return replace(
        figure, marker=plural(cancelled, "{count} cancelled", "{count} cancelled") if cancelled else ""
    )


def about_metrics(frame: Page, evaluation: Evaluation, names: Sequence[str]) -> Callable[[], None]:
    """Return what draws the definitions of metrics, with the formula of each whole value."""

    def draw() -> None:
        for name in names:
            metric = find_metric(name)
            st.markdown(f"**{escape_markdown(metric_label(metric))}**")
            st.text(about_metric(metric))
            whole = [value for value in evaluation.values_for(name) if not value.group]
            for value in whole:
                formula = format_worked_formula(value, metric, frame.language, evaluation.currency)
                if formula:
                    st.text(formula)

    return draw


def draw_more(draw: Callable[[], None]) -> None:
    """Draw further figures behind one click, and only then; whether it is open is part of the address."""
    more = st.expander(_(MORE_FIGURES), key=MORE_KEY, on_change="rerun", bind="query-params")
    if more.open:
        with more, error_boundary():
            draw()


def draw_known_figures(frame: Page, key: str, title: str, names: tuple[str, ...]) -> None:
    """Draw the metrics that have a value as rows of one card; nothing without any."""
    evaluation = frame.figures(metrics=names)
    rows = [_figure_row(frame, value, evaluation) for name in names for value in evaluation.values_for(name)]
    known = [row for row in rows if row]
    if not known:
        return
    shown = [name for name in names if any(v.reason is None for v in evaluation.values_for(name))]
    with card(key, title, about=about_metrics(frame, evaluation, shown)):
        st.html(f'<div class="lc-figures">{"".join(known)}</div>')


def _figure_row(frame: Page, value: Value, evaluation: Evaluation) -> str:
    metric = find_metric(value.metric)
    shown = format_figure(value, metric, frame.language, evaluation.currency)
    if not shown:
        return ""
    shown = re.sub(r"[\u00a0 ]pp\b", f" {_('pts')}", shown)
    parts = [
        part_name(name, frame.language)
        for field, name in value.group
        if field != "level" and name not in (None, "all")
    ]
    name = metric_label(metric) + (f" – {' · '.join(parts)}" if parts else "")
    below = (
        marker("")
        if value.coverage is None or value.coverage >= 1
        else marker(_("{share} recorded", share=percent(value.coverage, frame.language)), value.coverage)
    )
    return f"<div><span>{escape(name)}{below}</span><b>{escape(shown)}</b></div>"


def draw_known_figure(frame: Page, build: ChartBuilder, names: Sequence[str], by: str = "") -> None:
    """Draw a chart as a card, unless it has nothing to show."""
    if not build(frame.figures(by, tuple(names)), frame.language).is_empty:
        display.draw_figure(frame, build, names, by, is_short=True)
