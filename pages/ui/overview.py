"""Parts of the overview: headline, figures, visits by month, programs and their targets, what is missing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from html import escape

import streamlit as st

from libcollab_metrics.figures import (
    MONTH_METRICS,
    OVERVIEW_METRICS,
    Headline,
    MonthlyVisits,
    attendance_over_time,
    format_figure,
    monthly_visits,
    months_figure,
    overview_headline,
    paired_bars,
    paired_lines,
    scope_sentence,
    split_bar,
    total_given,
    verdict_dots,
)
from libcollab_metrics.metrics import (
    Change,
    Comparison,
    Evaluation,
    Value,
    compare,
    find_metric,
    judge_criteria,
    latest_recorded_scope,
)
from libcollab_metrics.model import Scope
from libcollab_metrics.planning import TargetProgress, compute_progress, programs_with_targets
from pages.ui import display, session
from pages.ui.cards import Figure, card, chip, figure_strip, legend
from pages.ui.look import headline, program_colour
from pages.ui.page import Page, draw_scope_line

AGO = {"last-year": "a year ago", "previous": "before"}
#: Programs that have a series of their own in the chart of the months.
MAX_SERIES = 4
ABOUT_MONTHS = (
    "Visits are head counts per session, added up by month.\n\nHatched: sessions that were held but not"
    " counted, drawn at the usual size of their program. They are in no figure."
)
ABOUT_TARGETS = (
    "Visits or people since each program began, over everything recorded. Shaded: the range that was agreed."
    " Line: the target. The verdict comes from the range only."
)


@dataclass(frozen=True)
class Summary:
    """What the overview shows: figures of the period, and their comparison if there is one."""

    evaluation: Evaluation
    comparison: Comparison | None
    by_program: Comparison | None


def summarize(frame: Page) -> Summary:
    """Evaluate the overview: of the chosen period, else of the recorded months of the latest year.

    Where nothing can be compared, it shows the whole selection.
    """
    scope: Scope | None = frame.scope
    if frame.scope.start is None and frame.scope.end is None:
        scope = latest_recorded_scope(frame.figures("month", ("sessions_held",)))
    if scope is not None and scope.start is not None and scope.end is not None:
        found = _compare(scope, "")
        if not found.reason:
            return Summary(found.evaluation, found, _compare(scope, "program", found.against))
    return Summary(frame.figures(metrics=OVERVIEW_METRICS), None, None)


def _compare(scope: Scope, by: str, against: str = "") -> Comparison:
    return session.cached_lookup(
        compare, metrics=OVERVIEW_METRICS, scope=scope, by=by, as_of=session.today(), against=against
    )


def draw_headline(frame: Page, summary: Summary) -> None:
    """Draw the period, and the sentence that answers first with the name of its program in its color."""
    shown = scope_sentence(summary.evaluation.scope, session.today(), frame.language)
    draw_scope_line(shown)
    found: Headline = overview_headline(
        summary.evaluation, summary.comparison, summary.by_program, frame.language
    )
    slot = session.program_colours().get(found.program, "")
    colour = program_colour(slot) if slot else ""
    headline("Overview", found.sentence, found.note, name=found.program, colour=colour)


def draw_strip(frame: Page, summary: Summary) -> None:
    """Draw visits, visits per session, targets met, and what the partners gave; only what is known."""
    found = (
        _visits_figure(frame, summary),
        _average_figure(frame, summary),
        _targets_figure(frame),
        _given_figure(frame),
    )
    figure_strip([figure for figure in found if figure is not None], "overview")


def _find_change(summary: Summary, metric: str) -> Change | None:
    changes = summary.comparison.changes if summary.comparison else ()
    return next((c for c in changes if c.now.metric == metric and c.earlier.value is not None), None)


def _coverage(value: Value) -> dict[str, object]:
    if value.coverage is None or value.coverage >= 1:
        return {}
    return {"marker": f"{value.coverage:.0%} of sessions counted", "share": value.coverage}


def _visits_figure(frame: Page, summary: Summary) -> Figure | None:
    value = next(iter(summary.evaluation.values_for("attendance_total")), None)
    metric = find_metric("attendance_total")
    if value is None or not (shown := format_figure(value, metric, frame.language)):
        return None
    figure = Figure("Visits", shown, f"{metric.question} {metric.caveat}", **_coverage(value))  # type: ignore[arg-type]
    change = _find_change(summary, "attendance_total")
    if change is None or summary.comparison is None:
        return figure
    earlier = format_figure(change.earlier, metric, frame.language)
    return replace(
        figure,
        chip=f"{earlier} {AGO[summary.comparison.against]}",
        picture=paired_bars(*_months_of_both(summary.comparison, "attendance_total")),
    )


def _months_of_both(comparison: Comparison, metric: str) -> tuple[tuple[float | None, ...], ...]:
    """Return a metric of each month of the period, and of each month of the earlier one."""
    scopes = (comparison.evaluation.scope, comparison.scope or Scope())
    return tuple(_monthly_values(session.figures(scope, "month", (metric,)), metric) for scope in scopes)


def _monthly_values(evaluation: Evaluation, metric: str) -> tuple[float | None, ...]:
    values = [v for v in evaluation.values_for(metric) if v.groups.get("month")]
    return tuple(v.value for v in sorted(values, key=lambda v: str(v.groups.get("month"))))


def _average_figure(frame: Page, summary: Summary) -> Figure | None:
    value = next(iter(summary.evaluation.values_for("attendance_per_session")), None)
    metric = find_metric("attendance_per_session")
    if value is None or not (shown := format_figure(value, metric, frame.language)):
        return None
    figure = Figure("Visits per session", shown, f"{metric.question} {metric.caveat}", **_coverage(value))  # type: ignore[arg-type]
    change = _find_change(summary, "attendance_per_session")
    if change is None or change.difference is None or not change.is_fair or summary.comparison is None:
        return figure
    return replace(
        figure,
        change=frame.language.average(abs(change.difference)),
        rises=change.difference >= 0,
        is_good=change.difference >= 0,
        chip=f"vs {frame.language.average(change.earlier.value or 0)}",
        picture=paired_lines(*_months_of_both(summary.comparison, "attendance_per_session")),
    )


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
    parts = [f"{n} {word}" for n, word in ((missed, "missed"), (still_open, "open")) if n]
    return Figure(
        "Targets met",
        f"{verdicts.count('met')} of {len(verdicts)}",
        "Targets that were set for the programs, checked against everything recorded.",
        chip=", ".join(parts),
        marker="" if early == len(verdicts) else f"{early} of {len(verdicts)} set in advance",
        picture=verdict_dots(verdicts),
    )


def _given_figure(frame: Page) -> Figure | None:
    evaluation = frame.figures(metrics=("partner_given",))
    total, cash = total_given(evaluation)
    if total is None:
        return None
    metric, currency = find_metric("partner_given"), evaluation.currency
    in_cash = format_figure(cash, metric, frame.language, currency) if cash is not None else ""
    values = evaluation.values_for("partner_given")
    unpriced = len([value for value in values if value.group and value.value is None])
    return Figure(
        "Partners gave",
        format_figure(total, metric, frame.language, currency),
        "Cash, goods, venue and time with a price, from all partners, over the whole selection.",
        chip=f"{in_cash} in cash" if in_cash else "",
        marker=f"{unpriced} {'gift' if unpriced == 1 else 'gifts'} without a price" if unpriced else "",
        picture=split_bar([value.value for value in values if value.value]),
    )


def draw_months(frame: Page, summary: Summary) -> None:
    """Draw the visits by month and program; nothing if no session was held."""
    chart = _build_months(frame, summary)
    if not chart.months:
        return
    programs = session.program_colours()

    def more() -> None:
        display.draw_table_and_downloads(
            frame, attendance_over_time, ("attendance_total", "sessions_held"), "month"
        )

    with card("months", chart.title, "Visits per month", about=lambda: st.markdown(ABOUT_MONTHS), more=more):
        st.html(_month_legend(chart, programs, frame))
        st.plotly_chart(
            months_figure(chart, frame.language, programs),
            key="chart-months",
            theme="streamlit",
            alt=chart.alt,
            config={"displayModeBar": False},
        )


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
        session.figures(whole, "month", MONTH_METRICS), series, summary.comparison, frame.language
    )


def _month_legend(chart: MonthlyVisits, programs: Mapping[str, str], frame: Page) -> str:
    shown = [series for series in chart.series if any(series.visits) or any(series.uncounted)]
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


def draw_targets(frame: Page) -> None:
    """Draw each program with a target: reached so far, the agreed range, the target and the verdict."""
    whole = Scope(tuple(c for c in frame.scope.where if c[0] in ("program", "partner")))
    aiming = programs_with_targets(frame.dataset, whole)
    if not aiming:
        return
    evaluation = session.figures(whole, "program", ("target_attainment",))
    found = [
        compute_progress(
            program, evaluation.value_for("target_attainment", program=program.name), session.today()
        )
        for program in aiming
    ]
    order = list(session.program_colours())
    found.sort(key=lambda p: order.index(p.program.name) if p.program.name in order else len(order))
    with card(
        "targets",
        _targets_title(found),
        "Reached so far, agreed range and target",
        about=lambda: st.markdown(ABOUT_TARGETS),
        height="stretch",
    ):
        st.html("".join(_target_row(frame, progress) for progress in found))


VERDICT_CHIPS = {"met": ("In range", "good"), "not met": ("Missed", "missed")}


def _targets_title(found: Sequence[TargetProgress]) -> str:
    met = len([progress for progress in found if progress.verdict == "met"])
    if not met:
        return "Programs and their targets"
    if met == len(found):
        return "The program is in its range" if met == 1 else f"All {met} programs are in their range"
    return f"{met} of {len(found)} programs are in their range"


def _target_row(frame: Page, progress: TargetProgress) -> str:
    program, words = progress.program, frame.language
    slot = session.program_colours().get(program.name, "")
    colour = program_colour(slot) if slot else "var(--neutral-2)"
    word, kind = VERDICT_CHIPS.get(progress.verdict or "", ("Open", "quiet"))
    unit = words.message(f"{program.target_unit}-many", value=words.number(program.target_ideal or 0))
    small = f"<small>Target {escape(unit)}</small>" if program.target_ideal else ""
    value = format_figure(progress.reached, find_metric("attendance_total"), words)
    return (
        f'<div class="lc-row"><div class="a"><i class="lc-dot" style="--c:{colour}"></i>'
        f'{escape(program.name)}{small}</div><div class="v">{escape(value)}</div>'
        f'<div class="p">{_bullet(progress, colour)}</div>'
        f'<div class="c">{chip(word, kind)}</div></div>'
    )


def _bullet(progress: TargetProgress, colour: str) -> str:
    """Return a bar of what was reached, the agreed range behind it, and the target as a line."""
    program = progress.program
    reached = progress.reached.value or progress.reached.low or 0
    ends = [n for n in (program.target_low, program.target_ideal, program.target_high, reached) if n]
    full = max(ends, default=1) * 1.06
    parts = []
    if program.target_low and program.target_high:
        width = program.target_high - program.target_low
        parts.append(f'<em style="left:{program.target_low / full:.1%};width:{width / full:.1%}"></em>')
    parts.append(f'<b style="width:{reached / full:.1%}"></b>')
    if program.target_ideal:
        parts.append(f'<u style="left:{program.target_ideal / full:.1%}"></u>')
    return f'<div class="lc-bullet" style="--c:{colour}">{"".join(parts)}</div>'


#: What is unlocked by each table: what to add, what it gives, and the tab of Records to type it on.
UNLOCKS = (
    ("participation", "Add a list of names", "Shows how many different people came, and of how many", ""),
    ("criteria", "Set targets", "Shows which programs are on track", "Success criteria"),
    ("ledger", "Record gifts and costs", "Shows the cost of a visit and who pays it", "Ledger"),
    ("partners", "Record your partners", "Shows what each partner gives and gets", "Partners"),
    ("outcomes", "Add scores or ratings", "Shows what changed for the people who came", "Outcomes"),
)


def draw_unlock_list(frame: Page) -> None:
    """Draw what more data would show: one row per table without any; nothing if every table has rows."""
    missing = [entry for entry in UNLOCKS if frame.dataset.is_empty(entry[0])]
    if not missing:
        return
    with card("unlock", "Unlock more", "What one more sheet, or a few typed rows, would show"):
        for table, action, gain, tab in missing:
            with st.container(
                horizontal=True, vertical_alignment="center", key=f"unlock-{table}", gap="medium"
            ):
                st.html(
                    f'<div class="lc-unlock"><b>{escape(action)}</b>{escape(gain)}</div>', width="stretch"
                )
                if tab:
                    st.page_link("pages/records.py", label="Type it", query_params={"table": tab})
                st.page_link("pages/add.py", label="Add a sheet", icon=":material/upload_file:")
