"""Parts of the overview: headline, figures, visits by month, programs and their targets, what is missing."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import partial
from html import escape

import streamlit as st

from libcollab_metrics.figures import (
    MONTH_METRICS,
    OVERVIEW_METRICS,
    Headline,
    MonthlyVisits,
    NextStep,
    StepKind,
    attendance_over_time,
    find_next_steps,
    format_figure,
    format_money,
    monthly_visits,
    months_figure,
    overview_headline,
    split_bar,
    total_given,
    verdict_dots,
)
from libcollab_metrics.localization import language
from libcollab_metrics.metrics import (
    Comparison,
    LedgerLine,
    Value,
    collect_period_notes,
    find_metric,
    has_dated_sessions,
    judge_criteria,
    pair_changes,
)
from libcollab_metrics.model import SCHEMA, Dataset, Scope, last_day, month_label
from pages.ui import display, results, session
from pages.ui.cards import Behind, Figure, card, figure_strip, legend
from pages.ui.choice import CHOICE, OWN, SHOWN, Choice, current_choice, store_choice
from pages.ui.criteria import targets_behind
from pages.ui.details import Unlock, draw_unlocks
from pages.ui.look import headline, program_colour
from pages.ui.markdown import escape_markdown
from pages.ui.page import Page
from pages.ui.period_notes import draw_note_form
from pages.ui.records.form import ONLY_MISSING
from pages.ui.results import Summary, earlier_text
from pages.ui.rows_behind import draw_sessions, payments_behind, sessions_behind
from pages.ui.targets import draw_targets, find_progress, whole_programs
from pages.ui.translation import _, later, plural

#: Most figures of the strip with the number of sessions.
FEW_FIGURES = 3
#: Programs that have a series of their own in the chart of the months.
MAX_SERIES = 4
#: Keys in the session state: the choice before a month was clicked, and how often the chart was made anew.
BEFORE_MONTH, ROUND = "before-month", "months-round"
ABOUT_MONTHS = later(
    "Visits are head counts per session, added up by month.\n\nHatched: sessions that were held but not"
    " counted, drawn at the usual size of their program. They are in no figure."
)


def summarize(frame: Page) -> Summary:
    """Evaluate the overview, and compare it where the page compares."""
    found = frame.comparison(OVERVIEW_METRICS)
    if found is None:
        return Summary(frame.figures(metrics=OVERVIEW_METRICS), None, None)
    return Summary(found.evaluation, found, frame.comparison(OVERVIEW_METRICS, "program"))


def draw_headline(frame: Page, summary: Summary) -> None:
    """Draw the sentence that answers first, with the name of its program in its color."""
    found: Headline = overview_headline(
        summary.evaluation, summary.comparison, summary.by_program, frame.language
    )
    slot = session.program_colours().get(found.program, "")
    colour = program_colour(slot) if slot else ""
    library = frame.dataset.settings.library or session.library() or _("Overview")
    headline(library, found.sentence, found.note, name=found.program, colour=colour)


def draw_strip(frame: Page, summary: Summary) -> None:
    """Draw visits, visits per session, targets met, and what the partners gave; only what is known.

    With few of them, the number of sessions is drawn as well.
    """
    sessions = sessions_behind(frame.scope)
    compared = results.compare_metrics(summary, (*OVERVIEW_METRICS, "session_delivery_rate"))
    found = (
        _with_rows(results.visits_figure(frame, compared, "attendance_total", _("Visits")), sessions),
        _with_rows(
            results.visits_figure(frame, compared, "attendance_per_session", _("Visits per session")),
            sessions,
        ),
        _with_rows(_targets_figure(frame), targets_behind(frame)),
        _given_figure(frame, summary),
        _with_rows(results.held_figure(frame, compared), sessions),
    )
    known = [figure for figure in found if figure is not None]
    figure_strip(known[:-1] if len(known) > FEW_FIGURES else known, "overview")


def _with_rows(figure: Figure | None, behind: Behind) -> Figure | None:
    return figure and replace(figure, behind=behind)


def count_open_targets(missed: int, still_open: int) -> str:
    """Return how many targets are missed and how many are open; empty for none."""
    parts = []
    if missed:
        parts.append(plural(missed, "{count} missed", "{count} missed"))
    if still_open:
        parts.append(plural(still_open, "{count} open", "{count} open"))
    return ", ".join(parts)


def _targets_figure(frame: Page) -> Figure | None:
    chosen = dict(frame.scope.where).get("program", ())
    judged = [
        verdict
        for verdict in session.cached_lookup(judge_criteria, session.today())
        if not chosen or verdict.program in chosen
    ]
    if not judged:
        return None
    verdicts = [verdict.verdict for verdict in judged]
    early = len([verdict for verdict in judged if not verdict.is_declared_late])
    missed, still_open = verdicts.count("not met"), verdicts.count("undecided")
    return Figure(
        _("Targets met"),
        _("{part} of {all}", part=verdicts.count("met"), all=len(verdicts)),
        _("Targets that were set for the programs, checked against everything recorded."),
        chip=count_open_targets(missed, still_open),
        marker=""
        if early == len(verdicts)
        else _("{early} of {count} set in advance", early=early, count=len(verdicts)),
        picture=verdict_dots(verdicts),
    )


def _given_figure(frame: Page, summary: Summary) -> Figure | None:
    evaluation = frame.figures(metrics=("partner_given",))
    total, cash = total_given(evaluation)
    if total is None:
        return None
    metric, currency = find_metric("partner_given"), evaluation.currency
    in_cash = format_figure(cash, metric, frame.language, currency) if cash is not None else ""
    values = evaluation.values_for("partner_given")
    unpriced = len([value for value in values if value.group and value.value is None])
    figure = Figure(
        _("Partners gave"),
        format_figure(total, metric, frame.language, currency),
        _("Cash, goods, venue and time with a price, from all partners, over the whole selection."),
        chip=_("{in_cash} in cash", in_cash=in_cash) if in_cash else "",
        marker=plural(unpriced, "{count} gift without a price", "{count} gifts without a price")
        if unpriced
        else "",
        picture=split_bar([value.value for value in values if value.value]),
        behind=payments_behind(frame.scope, partial(_is_gift_of, {v.groups.get("party") for v in values})),
    )
    return _compare_given(frame, figure, total, summary.comparison)


def _is_gift_of(partners: Collection[str | None], line: LedgerLine) -> bool:
    return line.giver in partners and line.status in ("received", "spent")


def _compare_given(frame: Page, figure: Figure, now: Value, comparison: Comparison | None) -> Figure:
    """Add what the partners gave in the earlier period; a change only if the two totals compare fairly."""
    if comparison is None or comparison.reason or comparison.scope is None:
        return figure
    earlier = total_given(session.figures(comparison.scope, "", ("partner_given",)))[0]
    if earlier is None:
        return figure
    metric, currency = find_metric("partner_given"), frame.dataset.settings.currency
    before = format_figure(earlier, metric, frame.language, currency)
    (change,) = pair_changes((now,), (earlier,))
    below = " · ".join(part for part in (figure.chip, figure.marker) if part)
    if not change.is_fair or change.difference is None:
        return replace(figure, chip=earlier_text(before, comparison.against), marker=below)
    rises = change.difference >= 0
    size = format_money(abs(change.difference), frame.language, currency)
    return replace(
        figure,
        change=size,
        rises=rises,
        is_good=rises,
        chip=_("vs {earlier}", earlier=before),
        marker=below,
    )


def draw_months(frame: Page, summary: Summary) -> None:
    """Draw the visits by month and program; a click on a month shows that month only."""
    chart = _build_months(frame, summary)
    if not chart.months:
        return
    programs = session.program_colours()

    def more() -> None:
        display.draw_table_and_downloads(
            frame, attendance_over_time, ("attendance_total", "sessions_held"), "month"
        )
        draw_sessions(frame.scope)

    caption = _("Visits per month")
    caption = "" if caption == chart.title else caption
    with card("months", chart.title, caption, about=lambda: st.markdown(_(ABOUT_MONTHS)), more=more):
        _draw_month_line(frame, _month_legend(chart, programs, frame))
        key = f"chart-months-{st.session_state.get(ROUND, 0)}"
        st.plotly_chart(
            months_figure(chart, frame.language, programs),
            key=key,
            theme="streamlit",
            alt=chart.alt,
            config={"displayModeBar": False},
            on_select=partial(_choose_month, key, chart.months),
            selection_mode="points",
        )


def _draw_month_line(frame: Page, entries: str) -> None:
    """Draw the legend, a form for a note on the axis, and the button that returns from one month to all."""
    with st.container(horizontal=True, vertical_alignment="center", key="months-line"):
        if entries:
            st.html(entries, width="stretch")
        if BEFORE_MONTH in st.session_state and is_one_month(st.session_state[CHOICE]):
            st.button(_("Show all months"), key="show-all-months", on_click=_show_all_months, type="tertiary")
        if not session.is_sample() and not session.is_read_only():
            draw_note_form(frame)


@session.guard_callback
def _choose_month(key: str, months: Sequence[str]) -> None:
    """Choose the month of the clicked column; a second click on it has no effect."""
    points = st.session_state.get(key, {}).get("selection", {}).get("points", [])
    index = points[0].get("x") if points else None
    if not isinstance(index, (int, float)) or not 0 <= index < len(months):
        return
    choice, month = current_choice(session.dataset()), months[round(index)]
    if not (BEFORE_MONTH in st.session_state and is_one_month(choice)):
        st.session_state[BEFORE_MONTH] = choice
    start = date.fromisoformat(f"{month}-01")
    _apply_choice(replace(choice, period=OWN, start=start, end=last_day(month)))


@session.guard_callback
def _show_all_months() -> None:
    """Choose the period again that was shown before a month was clicked; filters stay as they are."""
    before, choice = st.session_state.pop(BEFORE_MONTH), current_choice(session.dataset())
    _apply_choice(replace(choice, period=before.period, start=before.start, end=before.end))


def _apply_choice(choice: Choice) -> None:
    """Store a choice made outside its controls; a new chart has no column selected."""
    store_choice(choice)
    st.session_state[SHOWN] = {}
    st.session_state[ROUND] = st.session_state.get(ROUND, 0) + 1


def is_one_month(choice: Choice) -> bool:
    """Return whether the chosen period is exactly one month."""
    start = choice.start
    return start is not None and start.day == 1 and choice.end == last_day(month_label(start))


def _build_months(frame: Page, summary: Summary) -> MonthlyVisits:
    chosen = dict(frame.scope.where).get("program", ())
    others = tuple(condition for condition in frame.scope.where if condition[0] != "program")
    names = [name for name in session.program_colours() if not chosen or name in chosen][:MAX_SERIES]
    whole = replace(frame.scope, start=None, end=None)
    series = {
        name: session.figures(Scope((*others, ("program", (name,)))), "month", MONTH_METRICS)
        for name in names
    }
    return monthly_visits(
        session.figures(whole, "month", MONTH_METRICS),
        series,
        summary.comparison,
        frame.language,
        current=summary.evaluation,
        notes=session.cached_lookup(collect_period_notes, scope=whole, as_of=session.today()),
    )


def _month_legend(chart: MonthlyVisits, programs: Mapping[str, str], frame: Page) -> str:
    shown = [series for series in chart.series if any(series.visits) or any(series.uncounted)]
    if not any(series.name for series in shown):  # visits without a program need no name
        return ""
    entries = [
        (
            program_colour(programs[series.name]) if series.name in programs else "var(--neutral-2)",
            series.name or frame.language.message("other-programs"),
        )
        for series in shown
    ]
    hatched = next(
        (entry for series, entry in zip(shown, entries, strict=True) if any(series.uncounted)), None
    )
    return legend(entries, (hatched[0], frame.language.message("held-not-counted")) if hatched else None)


def draw_targets_and_steps(frame: Page) -> None:
    """Draw the programs with a target next to what to do next; either alone takes the whole width."""
    found, steps = find_progress(frame), _find_steps(frame)
    if found and steps:
        left, right = st.columns([1.6, 1], gap="small")
        with left:
            draw_targets(frame, found)
        with right:
            _draw_steps(steps)
    elif found:
        draw_targets(frame, found)
    elif steps:
        _draw_steps(steps)


#: Symbol of each kind of step.
STEP_ICONS: Mapping[StepKind, str] = {
    "payer": "payments",
    "counts": "edit_note",
    "pledge": "handshake",
    "end": "event",
    "target": "flag",
}

#: What a step chooses on its tab of Records, by kind.
STEP_CHOICES: Mapping[StepKind, Mapping[str, str]] = {"counts": {ONLY_MISSING: "true"}}


def _find_steps(frame: Page) -> tuple[NextStep, ...]:
    if session.is_read_only():
        return ()
    spoken = frame.language
    return session.cached_lookup(
        _look_for_steps, whole_programs(frame), session.today(), spoken.code, spoken.region
    )


def _look_for_steps(
    dataset: Dataset, scope: Scope, as_of: date, code: str, region: str
) -> tuple[NextStep, ...]:
    return find_next_steps(dataset, scope=scope, as_of=as_of, language=language(code, region))


def _draw_steps(steps: Sequence[NextStep]) -> None:
    """Draw what to do next: each step opens the table in which it is done, and says what it brings."""
    caption = {
        1: _("One small fix for stronger figures"),
        2: _("Two small fixes for stronger figures"),
        3: _("Three small fixes for stronger figures"),
    }[len(steps)]
    with card("steps", _("Next steps"), caption, height="stretch"):
        for step in steps:
            with st.container(key=f"step-{step.kind}", gap=None):
                st.page_link(
                    "pages/records.py",
                    label=escape_markdown(step.title),
                    icon=f":material/{STEP_ICONS[step.kind]}:",
                    query_params={"table": SCHEMA[step.table].label, **STEP_CHOICES.get(step.kind, {})},
                )
                st.html(f'<p class="lc-gain">{escape(step.gain)}</p>')


#: What is unlocked where no session has a date, as on a sheet without a year.
DATES = Unlock(later("Give your sessions a date"), later("Shows the visits of each month"), "Sessions")
#: What is unlocked by each table: what to add, what it gives, and the tab of Records to type it on.
UNLOCKS = {
    "participation": Unlock(
        later("Add a list of names"), later("Shows how many different people came, and of how many")
    ),
    "criteria": Unlock(later("Set targets"), later("Shows which programs are on track"), "Success criteria"),
    "ledger": Unlock(
        later("Record gifts and costs"), later("Shows the cost of a visit and who pays it"), "Ledger"
    ),
    "partners": Unlock(
        later("Record your partners"), later("Shows what each partner gives and gets"), "Partners"
    ),
    "outcomes": Unlock(
        later("Add scores or ratings"), later("Shows what changed for the people who came"), "Outcomes"
    ),
}


def draw_unlock_list(frame: Page) -> None:
    """Draw what more data would show: dates, if no session has one, and one row per table without rows."""
    found = [entry for table, entry in UNLOCKS.items() if frame.dataset.is_empty(table)]
    if not session.is_read_only() and _has_only_undated_sessions():
        found.insert(0, DATES)
    draw_unlocks(found, "overview")


def _has_only_undated_sessions() -> bool:
    held = session.figures(Scope(), "", ("sessions_held",)).values_for("sessions_held")
    is_dated = session.cached_lookup(has_dated_sessions, session.today())
    return any(value.value for value in held) and not is_dated
