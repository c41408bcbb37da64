"""Panels shown on several pages: success criteria, official counts, and local notes."""

from __future__ import annotations

import streamlit as st

from libcollab_metrics.figures import ChartTable, format_value_with_unit, official_margin, official_note
from libcollab_metrics.localization import Language
from libcollab_metrics.metrics import (
    CATALOG,
    CriterionVerdict,
    Note,
    PeriodNotes,
    Value,
    collect_period_notes,
    find_metric,
    judge_criteria,
    list_tags,
)
from libcollab_metrics.model import Edit
from pages.ui import display, session
from pages.ui.page import Page, escape_markdown

COMPUTED_METRICS = {metric.id for metric in CATALOG}
VERDICT_SIGNS = {"met": "✓ met", "not met": "✗ not met", "undecided": "? undecided"}


def draw_criteria_table(frame: Page) -> None:
    """Draw every criterion of the chosen programs with its band, value and verdict."""
    chosen = dict(frame.scope.where).get("program", ())
    verdicts = [
        v for v in session.cached_lookup(judge_criteria, session.today()) if not chosen or v.program in chosen
    ]
    rows = [_criterion_row(frame, verdict) for verdict in verdicts]
    headings = tuple(rows[0]) if rows else ()
    display.draw_table(
        "The success contract", ChartTable(headings, tuple(tuple(row.values()) for row in rows), ())
    )


def _criterion_row(frame: Page, verdict: CriterionVerdict) -> dict[str, str]:
    words, late = frame.language, " (declared late)" if verdict.is_declared_late else ""
    currency = frame.dataset.settings.currency
    about = find_metric(verdict.metric_id) if verdict.metric_id in COMPUTED_METRICS else None
    return {
        "Program": verdict.program,
        "Criterion": verdict.name,
        "Band": _format_band(verdict, about.unit if about else "points", words, currency),
        "Counted": words.format_value_with_estimate(verdict.value, about, currency)
        if about
        else "not computed by this version",
        "Ideal": _format_ideal(verdict, about.unit if about else "points", words, currency),
        "Verdict": VERDICT_SIGNS[verdict.verdict]
        + (f": {words.message(verdict.remark)}" if verdict.remark else ""),
        "Declared": words.day(verdict.declared_on) + late if verdict.declared_on else "no date",
    }


def _format_ideal(verdict: CriterionVerdict, unit: str, words: Language, currency: str) -> str:
    return "none" if verdict.ideal is None else words.in_unit(verdict.ideal, unit, currency)


def _format_band(verdict: CriterionVerdict, unit: str, words: Language, currency: str) -> str:
    low, high = (
        None if end is None else words.in_unit(end, unit, currency) for end in (verdict.low, verdict.high)
    )
    if low and high:
        return words.message("range", low=low, high=high)
    return (
        words.message("at_least", value=low)
        if low
        else words.message("at_most", value=high)
        if high
        else "no band"
    )


# Counts for official forms: the two margins of the library survey, and a school's attendance.

MARGINS = {"age": "By intended audience", "format": "By format"}


def draw_official_counts(frame: Page) -> None:
    """Draw both margins of the library survey, their balance, and the figures of a school form.

    They are needed once a year and take a third of the page's time, so they are computed only when the panel
    is opened.
    """
    counts = st.expander("Counts for official forms", on_change="rerun", key="official-counts")
    if not counts.open:
        return
    with counts:
        evaluation = frame.figures(metrics=("imls_grid",))
        for margin, title in MARGINS.items():
            st.text(title)
            display.draw_table(
                title, official_margin(evaluation, margin, frame.language), "No session was held."
            )
        st.caption(
            f"Live sessions only; programs that do not count in official statistics are left out. "
            f"{official_note(evaluation, frame.language)}"
        )
        st.text("For a school's form")
        display.draw_cards(frame, ("average_daily_attendance", "month_attendance_pct"))


# Local notes next to the figures of the same program and month.

#: Maximum number of months with notes shown at once.
MAX_MONTHS_SHOWN = 6
ALL_TAGS = "all"


def draw_period_notes(frame: Page) -> None:
    """Draw the notes of the selection by month, newest first, each with the month's figures."""
    st.header("Local pulse", anchor=False)
    if frame.dataset.is_empty("notes"):
        display.draw_empty_state(
            "The pulse of the place", "notes: what people nearby told you, with a day and a tag", "notes"
        )
        return
    tags = list_tags(frame.dataset)
    tag = ALL_TAGS
    if tags:  # labels of this widget are Markdown
        tag = st.segmented_control(
            "Notes about",
            [ALL_TAGS, *tags],
            default=ALL_TAGS,
            key="tag",
            bind="query-params",
            format_func=escape_markdown,
        )
    months = session.cached_lookup(
        collect_period_notes,
        scope=frame.scope,
        as_of=session.today(),
        tag="" if tag in (ALL_TAGS, None) else tag,
    )
    if not months:
        st.text("No note in this selection.")
        return
    st.caption("Notes stay in the library. One that may be shown to others is marked by hand, one by one.")
    for month in months[:MAX_MONTHS_SHOWN]:
        _draw_month(frame, month)
    if len(months) > MAX_MONTHS_SHOWN:
        with st.expander("Earlier notes"):
            for month in months[MAX_MONTHS_SHOWN:]:
                _draw_month(frame, month)


def _draw_month(frame: Page, month: PeriodNotes) -> None:
    words = frame.language
    when = words.month(month.month) if month.month else "No day given"
    shown = [_format_figure(v, words) for v in month.figures.values() if v.value is not None]
    with st.container(border=True):
        st.markdown(f"**{escape_markdown(month.program or 'No program')} · {when}**")
        st.text(" · ".join(shown) or "Nothing was counted that month.")
        for note in month.notes:
            _draw_note(frame, note)


def _format_figure(value: Value, words: Language) -> str:
    about = find_metric(value.metric)
    if value.metric == "attendance_per_session":
        return words.message("pulse-average", value=words.format_value_with_estimate(value, about))
    return format_value_with_unit(value, about, words)


def _draw_note(frame: Page, note: Note) -> None:
    parts = [f"“{note.text}”", frame.language.day(note.day) if note.day else "", note.tag]
    text = " · ".join(part for part in parts if part)
    if note.origin is None or session.is_sample():
        st.text(text)
        return
    columns = st.columns([3, 1], vertical_alignment="center")
    columns[0].text(text)
    name = f"leave-{note.origin}-{note.may_leave}"
    marked = columns[1].checkbox("May be shown to others", value=note.may_leave, key=name)
    if marked != note.may_leave:
        session.append(Edit("notes", (), ((note.origin, {"may_leave": "yes" if marked else "no"}),)))
        st.rerun()
