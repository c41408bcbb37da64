"""Parts of the attendance page: headline, figures, this period against the last, sessions, and reach."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

import streamlit as st

from libcollab_metrics.figures import (
    MAX_STRIP_SESSIONS,
    REACH_METRICS,
    ReachRow,
    attendance_by_group,
    attendance_headline,
    attendance_over_time,
    attendance_per_session,
    attendance_rate_by_group,
    coverage_over_time,
    group_changes,
    language_match_by_group,
    lines_figure,
    participants_by_group,
    participants_by_partner,
    period_lines,
    reach_by_group,
    reach_rows,
    reach_title,
    session_strip,
    sessions_calendar,
    strip_figure,
    strongest_change,
)
from libcollab_metrics.metrics import (
    ListedSession,
    field_values,
    judge_criteria,
    list_sessions,
    read_facts,
)
from libcollab_metrics.model import Scope
from pages.ui import display, results, rows, session
from pages.ui.cards import Figure, card, chip, figure_strip, legend_keys
from pages.ui.details import Unlock, draw_unlocks, percent
from pages.ui.look import headline, program_colour
from pages.ui.page import Page
from pages.ui.results import Compared, Summary
from pages.ui.rows_behind import draw_sessions, sessions_behind
from pages.ui.tabs import accept_address
from pages.ui.translation import _, labels, later

GROUPS = {
    "site": later("Site"),
    "language": later("Language"),
    "age_group": later("Age group"),
    "program": later("Program"),
}
NOW_AND_THEN = {
    "last-year": later("People per session, now and a year ago"),
    "previous": later("People per session, now and before"),
}
STRIP_METRICS = (
    *("attendance_total", "attendance_per_session", "sessions_held", "attendance_coverage"),
    *("session_delivery_rate", "participants_unique", "seat_fill"),
)
AVERAGE = ("attendance_per_session",)
PLOTLY = {"displayModeBar": False}
ABOUT_STRIP = later(
    "One bar per session with a day. Pale: held, but no head count was recorded. ×: cancelled."
    "\n\nSessions dated only by month are not drawn."
)
ABOUT_REACH = later(
    "Different people on the lists of names, over everything recorded, of those the program is for."
    " A + means that some sessions have no list, so more people may have come. Hatched: not known."
    " Line: the target."
)
REACH_CHIPS = {"met": "good", "not met": "missed"}


def draw_headline(frame: Page, summary: Summary) -> None:
    """Draw the sentence that answers first."""
    found = attendance_headline(summary.evaluation, summary.comparison, frame.language)
    headline(_("Attendance & reach"), found.sentence, found.note)


def draw_visits(frame: Page, summary: Summary) -> None:
    """Draw the figures, the lines of two periods next to the groups, every session, and reach."""
    _draw_strip(frame, summary)
    left, right = st.columns([3, 2], gap="small")
    with left:
        _draw_lines(frame, summary)
    with right:
        _draw_groups(frame, summary)
    _draw_sessions(frame)
    _draw_reach_rows(frame)
    results.draw_more(partial(_draw_more, frame))
    draw_unlocks(_list_unlocks(frame), "attendance")


def _draw_strip(frame: Page, summary: Summary) -> None:
    compared = results.compare_metrics(summary, STRIP_METRICS)
    found = (
        results.visits_figure(frame, compared, "attendance_total", _("Visits")),
        results.visits_figure(frame, compared, "attendance_per_session", _("Visits per session")),
        results.held_figure(frame, compared),
        _people_figure(frame, compared),
        _seats_figure(frame, compared),
    )
    behind = sessions_behind(summary.evaluation.scope)
    shown = [replace(figure, behind=behind) for figure in found if figure is not None]
    figure_strip(shown[:4], "attendance")


def _people_figure(frame: Page, compared: Compared) -> Figure | None:
    figure = results.compared_figure(frame, compared, "participants_unique", _("Different people"))
    return figure and results.with_share(
        figure, compared.value("participants_unique"), later("{share} of sessions have names")
    )


def _seats_figure(frame: Page, compared: Compared) -> Figure | None:
    """Return the seats filled, without a change: it is rarely known for the same sessions."""
    alone = Compared(compared.evaluation, None)
    figure = results.compared_figure(frame, alone, "seat_fill", _("Seats filled"))
    return figure and results.with_share(
        figure, compared.value("seat_fill"), later("{share} of sessions have seats")
    )


def _draw_lines(frame: Page, summary: Summary) -> None:
    """Draw people per session by month: of the program that changed most, else of all."""
    by_program = summary.by_program.changes if summary.by_program else ()
    strongest = strongest_change(by_program)
    program = (strongest.now.groups.get("program") or "") if strongest else _only_program(frame)
    whole = summary.comparison.changes if summary.comparison else ()
    change = strongest or next((c for c in whole if c.now.metric == AVERAGE[0]), None)
    comparison, scope = summary.comparison, _of_program(summary.evaluation.scope, program)
    earlier = comparison.scope if comparison else None
    chart = period_lines(
        (results.monthly_figures(scope, *AVERAGE), _sessions(scope)),
        None
        if earlier is None
        else (
            results.monthly_figures(_of_program(earlier, program), *AVERAGE),
            _sessions(_of_program(earlier, program)),
        ),
        change,
        frame.language,
        program=program,
        against=comparison.against if comparison else "",
    )
    if not chart.months:
        return
    colours = session.program_colours()
    caption = _("Average of each month, {program}", program=program or _("all programs"))

    def more() -> None:
        display.draw_table_and_downloads(frame, attendance_per_session, AVERAGE, "month")
        draw_sessions(_of_program(frame.scope, program))

    about = results.about_metrics(frame, summary.evaluation, ("attendance_per_session", "attendance_total"))
    with card("lines", chart.title, caption, about=about, more=more, height="stretch"):
        colour = _colour(colours.get(program, ""))
        st.html(
            legend_of_lines(
                [(colour, chart.now.name, "line"), ("var(--last)", chart.before.name, "dotted")]
                if chart.before
                else [(colour, chart.now.name, "line")],
                colour if chart.now.dots or (chart.before and chart.before.dots) else "",
            )
        )
        st.plotly_chart(
            lines_figure(chart, frame.language, colours),
            key="chart-lines",
            theme="streamlit",
            alt=chart.alt,
            config=PLOTLY,
        )


def legend_of_lines(lines: list[tuple[str, str, str]], dot_colour: str) -> str:
    """Return the HTML of a legend of lines, and of the dots of their sessions if these have a color."""
    dots = [("dot", dot_colour, _("one session"))] if dot_colour else []
    return legend_keys([*((kind, colour, name) for colour, name, kind in lines), *dots])


def _only_program(frame: Page) -> str:
    """Return the program that the filter names; empty for several or all."""
    chosen = dict(frame.scope.where).get("program", ())
    return chosen[0] if len(chosen) == 1 else ""


def _of_program(scope: Scope, program: str) -> Scope:
    if not program:
        return scope
    others = tuple(condition for condition in scope.where if condition[0] != "program")
    return replace(scope, where=(*others, ("program", (program,))))


def _sessions(scope: Scope) -> tuple[ListedSession, ...]:
    """Return the sessions of a selection; none if they are too many to be drawn."""
    if not session.can_list(session.dataset(), "sessions"):
        return ()
    found: tuple[ListedSession, ...] = session.cached_lookup(
        list_sessions, scope=scope, as_of=session.today(), at_most=MAX_STRIP_SESSIONS
    )
    return found


def _colour(slot: str) -> str:
    return program_colour(slot) if slot else "var(--neutral-1)"


def _draw_groups(frame: Page, summary: Summary) -> None:
    """Draw then and now by a field that can be chosen; nothing if no field has two values."""
    fields = [name for name in GROUPS if len(field_values(frame.dataset, name)) > 1]
    if not fields:
        return
    slot = st.container(height="stretch")
    # The title is drawn before the control, whose choice is in the address on a first visit.
    accept_address("by", fields, GROUPS.__getitem__)
    chosen = st.session_state.get("by")
    by = chosen if chosen in fields else fields[0]
    compared = results.compare_metrics(summary, AVERAGE, by)
    found = group_changes(compared.evaluation, compared.comparison, by, frame.language)
    has_both = any(group.before is not None for group in found.groups)
    caption = _("Average of the sessions counted")
    if has_both and compared.comparison:
        caption = _(NOW_AND_THEN[compared.comparison.against])

    def more() -> None:
        display.draw_table_and_downloads(frame, attendance_per_session, AVERAGE, by)

    about = results.about_metrics(frame, compared.evaluation, AVERAGE)
    with slot, card("groups", found.title, caption, about=about, more=more, height="stretch"):
        st.segmented_control(
            _("Compare by"),
            fields,
            format_func=labels(GROUPS).__getitem__,
            default=fields[0],
            key="by",
            bind="query-params",
            required=True,
            label_visibility="collapsed",
        )
        values = [n for g in found.groups for n in (g.now, g.before) if n is not None]
        if not values:
            st.text(_("No head count in this period."))
            return
        scale = (min(values), max(values))
        words, slots = frame.language, session.program_colours()
        pairs = (
            rows.dumbbell(
                group.label,
                None if group.before is None else (group.before, words.average(group.before)),
                (group.now, words.average(group.now)),
                scale,
                _colour(slots.get(group.name, "")) if by == "program" else "var(--neutral-1)",
            )
            for group in found.groups
        )
        st.html(f'<div class="lc-groups">{"".join(pairs)}</div>')


def _draw_sessions(frame: Page) -> None:
    """Draw every dated session of the selection as a bar; nothing without any, a sentence for too many."""
    if not session.can_list(frame.dataset, "sessions"):
        st.caption(_("Single sessions are not drawn, because this folder has too many of them."))
        return
    found = _sessions(frame.scope)
    held = frame.figures("", ("sessions_held",)).value_for("sessions_held").value or 0
    if not found and held > MAX_STRIP_SESSIONS:
        count = frame.language.number(held)
        st.caption(_("Single sessions are not drawn: {count} of them would cover each other.", count=count))
        return
    colours = session.program_colours()
    strip = session_strip(found, list(colours), frame.language)
    if not strip.rows:
        return

    def more() -> None:
        display.draw_table_and_downloads(frame, sessions_calendar, ("session_days",), "")
        draw_sessions(frame.scope)

    caption = _("Every session with a day")
    with card("sessions", strip.title, caption, about=lambda: st.markdown(_(ABOUT_STRIP)), more=more):
        states = strip.states
        keys = {
            "counted": '<i class="lc-key" style="--c:{0}"></i>',
            "uncounted": '<i class="lc-key pale" style="--c:{0}"></i>',
            "cancelled": '<b class="lc-cross">×</b>',
        }
        first = _colour(colours.get(strip.rows[0].program, ""))
        shown = [
            f"<span>{key.format(first)}{frame.language.message(f'state-{state}')}</span>"
            for state, key in keys.items()
            if state in states
        ]
        st.html(f'<div class="lc-legend">{"".join(shown)}</div>')
        st.plotly_chart(
            strip_figure(strip, frame.language, colours),
            key="chart-sessions",
            theme="streamlit",
            alt=strip.alt,
            config=PLOTLY,
        )


def _draw_reach_rows(frame: Page) -> None:
    """Draw how many different people each program reached, of those it is for."""
    whole = Scope(tuple(c for c in frame.scope.where if c[0] in ("program", "partner")))
    found = reach_rows(
        session.figures(whole, "program", REACH_METRICS),
        _populations(frame, whole),
        session.cached_lookup(judge_criteria, session.today()),
        frame.language,
    )
    if not any(row.has_names for row in found):
        return

    def more() -> None:
        display.draw_table_and_downloads(frame, participants_by_group, ("participants_unique",), "program")

    with card(
        "reach",
        reach_title(found, frame.language),
        _("Different people so far, of those the program is for"),
        about=lambda: st.markdown(_(ABOUT_REACH)),
        more=more,
    ):
        slots = session.program_colours()
        lines = (_reach_row(frame, row, _colour(slots.get(row.program, ""))) for row in found)
        st.html(f'<div class="lc-wide">{"".join(lines)}</div>')


def _populations(frame: Page, scope: Scope) -> dict[str, float | None]:
    facts = read_facts(frame.dataset)
    selected = facts.program_ids(scope)
    known = {p.name: p.population for p in facts.programs.values() if selected is None or p.id in selected}
    order = [name for name in session.program_colours() if name in known]
    return {name: known[name] for name in (*order, *(name for name in known if name not in order))}


def _reach_row(frame: Page, row: ReachRow, colour: str) -> str:
    words = {"met": _("Met"), "not met": _("Missed"), "undecided": _("Open")}
    end, note = "", ""
    if not row.has_names:
        end, note = chip(_("Needs a list")), _("Head counts only")
    elif row.verdict:
        word = words[row.verdict]
        if row.target is not None and row.verdict == "met":
            word += f" {percent(row.target, frame.language)}"
        end = chip(word, REACH_CHIPS.get(row.verdict, "quiet"))
    if row.has_names and not row.is_complete:
        note = _("Names for some sessions")
    bar = (
        ""
        if row.share is None
        else rows.share_bullet(row.share, colour, row.target, is_complete=row.is_complete)
    )
    return rows.row(row.program, note, row.text, bar, end, colour)


def _draw_more(frame: Page) -> None:
    results.draw_known_figures(
        frame,
        "more-attendance",
        _("More about attendance"),
        (
            *("session_delivery_rate", "attendance_coverage", "attendance_rate", "show_up_rate"),
            *("completion_rate", "contact_hours", "seat_fill", "turnout_ratio"),
        ),
    )
    months = ("attendance_total", "sessions_held")
    results.draw_known_figure(frame, attendance_over_time, months, by="month")
    results.draw_known_figure(frame, coverage_over_time, ("attendance_coverage", "sessions_held"), by="month")
    results.draw_known_figure(frame, attendance_by_group, ("attendance_total",), by="program")
    results.draw_known_figure(frame, attendance_by_group, ("attendance_total",), by="site")
    for by in ("partner", "format"):
        if len(field_values(frame.dataset, by)) > 1:
            results.draw_known_figure(frame, attendance_per_session, AVERAGE, by=by)
    results.draw_known_figure(frame, attendance_rate_by_group, ("attendance_rate",), by="program")


def _list_unlocks(frame: Page) -> tuple[Unlock, ...]:
    found = []
    evaluation = frame.figures(metrics=("seat_fill", "sessions_held"))
    if frame.dataset.is_empty("sessions"):
        found.append(
            Unlock(_("Record sessions"), _("Shows visits, and how many come to each session"), "Sessions")
        )
    if frame.dataset.is_empty("participation"):
        found.append(
            Unlock(
                _("Add a roster or a list of names"),
                _("Shows how many different people came, and how regularly"),
            )
        )
    if not frame.dataset.is_empty("sessions") and all(
        value.reason is not None for value in evaluation.values_for("seat_fill")
    ):
        found.append(
            Unlock(_("Note the seats of each session"), _("Shows how full your sessions are"), "Sessions")
        )
    return tuple(found)


def draw_reach(frame: Page) -> None:
    """Draw how many different people came, of how many, and in which language."""
    results.draw_known_figures(
        frame,
        "reach-figures",
        _("People and places reached"),
        (
            *("participants_unique", "participants_bounds", "reach_rate", "attendance_per_1000"),
            *("target_group_per_1000", "visits_per_participant", "first_time_share", "site_coverage"),
            "language_match_rate",
        ),
    )
    results.draw_known_figure(frame, participants_by_group, ("participants_unique",), by="program")
    results.draw_known_figure(frame, reach_by_group, ("reach_rate",), by="program")
    results.draw_known_figure(frame, participants_by_group, ("participants_unique",), by="site")
    results.draw_known_figure(frame, language_match_by_group, ("language_match_rate",), by="program")
    results.draw_known_figure(frame, participants_by_partner, ("partner_sourced_share",))
    if not frame.dataset.is_empty("participation"):
        display.draw_parts(
            frame, _("Who came, compared with who lives there"), ("representativeness",), "group"
        )
    draw_unlocks(_list_reach_unlocks(frame), "reach")


def _list_reach_unlocks(frame: Page) -> tuple[Unlock, ...]:
    if not frame.dataset.is_empty("participation"):
        return ()
    gain = _("Shows how many different people came; a head count gives visits only")
    return (Unlock(_("Add a roster or a list of names"), gain),)
