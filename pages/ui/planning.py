"""Parts of the planning page: plan and outcomes, forecast, targets, and the plan for the next term."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, partial
from html import escape

import streamlit as st

from libcollab_metrics.figures import (
    assumption_interval,
    assumption_source,
    attendance_forecast,
    exceeded_limits,
    forecast_figure,
    forecast_lines,
    format_outcome,
    outcome_assumptions_text,
    outcome_cell,
    peers_sentence,
    plan_conditions,
    plan_headline,
    plan_note,
    plan_table,
    target_progress,
)
from libcollab_metrics.metrics import field_values, find_metric, find_peer_band
from libcollab_metrics.model import SCHEMA, Scope
from libcollab_metrics.planning import (
    ASSUMPTIONS,
    SERIES_METRICS,
    Assumption,
    Assumptions,
    Outcome,
    apply_typed_values,
    build_monthly_series,
    compute_outcomes,
    current_programs,
    narrow_to_program,
    programs_with_targets,
)
from pages.ui import display, results, session
from pages.ui.cards import card, chip, legend_keys
from pages.ui.details import Unlock, draw_unlocks
from pages.ui.display import hold_download
from pages.ui.html_tables import render_table
from pages.ui.look import headline, program_colour
from pages.ui.markdown import escape_markdown
from pages.ui.page import Page
from pages.ui.read_only import draw_too_large_note
from pages.ui.rows_behind import draw_sessions
from pages.ui.share.documents import make_plan
from pages.ui.targets import draw_targets, find_progress
from pages.ui.translation import _, later

#: Assumptions set with a slider once they are known: step, and lowest upper end.
SLIDERS: Mapping[str, tuple[float, float]] = {
    "sessions_per_month": (0.1, 8.0),
    "months": (1.0, 12.0),
    "visits_per_session": (0.5, 40.0),
}
#: Assumptions always visible, and those that are collapsed.
FIRST_ASSUMPTIONS = (*SLIDERS, "cash_per_session")
OTHER_ASSUMPTIONS = tuple(name for name in ASSUMPTIONS if name not in FIRST_ASSUMPTIONS)
STEP_SIZES: Mapping[str, float] = {"months": 1.0, "sessions_per_month": 1.0, "money": 100.0}
#: Outcomes shown first, if known; the others follow collapsed.
FIRST_OUTCOMES = ("visits", "sessions", "cash", "cash_per_visit", "staff_hours", "seats_filled")
MAX_PROGRAM_PILLS = 6
#: What is to record for an outcome that is unknown: what to add, what it gives, and the tab of Records.
UNLOCKS: Mapping[str, Unlock] = {
    "visits_per_session": Unlock(
        later("Count the people of each session"), later("Shows what a plan brings"), "Sessions"
    ),
    "cash_per_session": Unlock(
        later("Record what sessions cost"), later("Shows the cash a plan needs"), "Ledger"
    ),
    "seats_per_session": Unlock(
        later("Note the seats of a session"), later("Shows how full sessions will be"), "Sessions"
    ),
    "staff_hours_per_session": Unlock(
        later("Note staff hours"), later("Shows the staff time a plan takes"), "Sessions"
    ),
    "staff_hours_per_month": Unlock(
        later("Enter the staff hours you have"),
        later("Shows how many sessions the team can run"),
        "Settings",
        False,
    ),
}
MAX_UNLOCKS = 3


@dataclass(frozen=True)
class PlanView:
    """The plan of one program: what was measured, with the visitor's changes, and what follows."""

    program: str
    measured: Assumptions
    changes: Mapping[str, float]

    @cached_property
    def assumptions(self) -> Assumptions:
        """Assumptions with the visitor's changes."""
        return apply_typed_values(self.measured, self.changes)

    @cached_property
    def outcomes(self) -> Mapping[str, Outcome]:
        """What follows from the assumptions."""
        return compute_outcomes(self.assumptions)


def draw_plan(frame: Page) -> str:
    """Draw headline, choice of the program, plan and outcomes; return the program ("" for all)."""
    head = st.container()
    program = _choose_program(frame)
    view = PlanView(program, session.plan_assumptions(frame.scope, program), session.plan_changes(program))
    with head:
        _draw_headline(frame, view)
    left, right = st.columns([2, 3], gap="small")
    with left, card("plan", _("Your plan"), _("Measured values until you change them"), height="stretch"):
        _draw_assumptions(frame, view)
    # The controls above may just have changed the plan.
    view = PlanView(program, view.measured, session.plan_changes(program))
    with (
        right,
        card(
            "outcomes",
            _("What it takes"),
            _("Small figures: the likely range, four times out of five"),
            about=partial(_draw_about_outcomes, frame, view),
            height="stretch",
        ),
    ):
        _draw_outcomes(frame, view)
        if program:
            _draw_acceptance(view)
    return program


def _choose_program(frame: Page) -> str:
    """Draw the choice of a program; "" for all if no program is named."""
    chosen = dict(frame.scope.where).get("program", ())
    order = list(session.program_colours())
    names = [name for name in field_values(frame.dataset, "program") if not chosen or name in chosen]
    names.sort(key=lambda name: order.index(name) if name in order else len(order))
    if not names:
        return ""
    held = {
        v.groups.get("program"): v.value or 0
        for v in frame.figures("program", ("sessions_held",)).values_for("sessions_held")
    }
    running = [
        name for name in current_programs(frame.dataset, frame.scope, session.today()) if name in names
    ]
    first = max(running or names, key=lambda name: held.get(name, 0))
    if len(names) > MAX_PROGRAM_PILLS:
        return st.selectbox(_("Program"), names, index=names.index(first), key="plan-program")
    return (
        st.pills(
            _("Program"),
            names,
            default=first,
            required=True,
            key="plan-program",
            format_func=escape_markdown,
            label_visibility="collapsed",
        )
        or first
    )


def _colour(program: str) -> str:
    """Return the color of a program in charts."""
    return session.program_colours().get(program, "#000001")


def _draw_headline(frame: Page, view: PlanView) -> None:
    months = build_monthly_series(_own_page(frame, view.program).figures("month", SERIES_METRICS)).months
    last = months[-1].label if months else ""
    found = plan_headline(view.assumptions, view.outcomes, last, view.program, frame.language)
    colour = program_colour(_colour(view.program)) if view.program else ""
    headline(_("Planning"), found.sentence, found.note, name=found.program, colour=colour)


def _own_page(frame: Page, program: str) -> Page:
    return Page(frame.dataset, narrow_to_program(frame.scope, program), frame.language)


def _draw_assumptions(frame: Page, view: PlanView) -> None:
    for name in FIRST_ASSUMPTIONS:
        _draw_assumption(frame, view, view.measured[name])
    with st.expander(_("More assumptions"), icon=":material/tune:"):
        for name in OTHER_ASSUMPTIONS:
            _draw_assumption(frame, view, view.measured[name])
    if view.changes:
        st.button(
            _("Reset plan"),
            on_click=session.reset_plan,
            args=(view.program,),
            icon=":material/undo:",
            type="tertiary",
        )


def _draw_assumption(frame: Page, view: PlanView, measured: Assumption) -> None:
    """Draw the control of one assumption; a value different from the measured one is a change."""
    words, name = frame.language, measured.id
    measured_value = None if measured.value is None else round(float(measured.value), 2)
    # A changed measurement gets a new control: the previous value was not chosen by the visitor.
    box = f"plan-{view.program}-{name}-{measured_value}-{session.count_plan_resets()}"
    interval = assumption_interval(measured, words, frame.dataset.settings.currency)
    source = assumption_source(measured, words)
    options = {
        "label": words.message(f"assumption-{name}"),
        "key": box,
        "on_change": session.change_plan,
        "args": (view.program, name, measured_value, box),
        "help": escape_markdown(", ".join(part for part in (interval, source) if part)),
    }
    value = view.changes.get(name, measured_value)
    if name in SLIDERS and measured_value is not None and value is not None:
        step, end = SLIDERS[name]
        highest = max(end, math.ceil(2 * measured_value), math.ceil(value))
        st.slider(
            **options,
            min_value=0.0,
            max_value=float(highest),
            value=float(value),
            step=step,
            format="%.0f" if step == 1 else "%.1f",
        )
        return
    st.number_input(
        **options,
        min_value=0.0,
        value=value,
        step=STEP_SIZES.get(name, 0.5),
        format="%.10g",
        placeholder=words.message("assumption-unknown"),
    )


def _draw_outcomes(frame: Page, view: PlanView) -> None:
    """Draw the known outcomes as figures; the warnings about limits follow."""
    currency = frame.dataset.settings.currency
    known = {name: found for name, found in view.outcomes.items() if found.value.reason is None}
    first = [name for name in FIRST_OUTCOMES if name in known]
    if not first:
        st.text(frame.language.message("plan-note-other"))
    with st.grid(3, min_column_width=130, gap="medium"):
        for name in first:
            with st.container(gap="xxsmall"):
                _draw_outcome(frame, view.outcomes, name)
    for broken in exceeded_limits(view.outcomes, frame.language, currency):
        st.warning(escape_markdown(broken), icon=":material/warning:")
    others = [found for name, found in known.items() if name not in first]
    if others:
        with st.expander(_("More outcomes"), icon=":material/unfold_more:"):
            rows = [
                f"<div><span>{escape(frame.language.message(f'outcome-{found.id}'))}</span>"
                f"<b>{escape(format_outcome(found, frame.language, currency)[0])}</b></div>"
                for found in others
            ]
            st.html(f'<div class="lc-figures">{"".join(rows)}</div>')


def _draw_acceptance(view: PlanView) -> None:
    """Draw the button that adds the program to the plan for the next term, or that removes it."""
    accepted = session.accepted_plans().get(view.program)
    with st.container(horizontal=True, vertical_alignment="center", key="acceptance"):
        if accepted != view.changes:
            label = _("Add to plan") if accepted is None else _("Update plan")
            st.button(
                label,
                on_click=session.accept_plan,
                args=(view.program,),
                icon=":material/add:",
                type="primary",
                help=_("Uses these numbers in the plan for next term, below."),
            )
        else:
            st.html(chip(_("In the plan for next term"), "good"), width="content")
        if accepted is not None:
            st.button(
                _("Remove from plan"), on_click=session.drop_plan, args=(view.program,), type="tertiary"
            )


def _draw_outcome(frame: Page, outcomes: Mapping[str, Outcome], name: str) -> None:
    words, currency = frame.language, frame.dataset.settings.currency
    shown, likely = format_outcome(outcomes[name], words, currency)
    if name == "staff_hours" and outcomes["staff_share"].value.reason is None:
        share = format_outcome(outcomes["staff_share"], words, currency)[0]
        likely = _("{share} of team time", share=share)
    st.metric(escape_markdown(words.message(f"outcome-{name}")), shown)
    st.html(f'<span class="lc-marker">{escape(likely)}</span>')


def _draw_about_outcomes(frame: Page, view: PlanView) -> None:
    for outcome in view.outcomes.values():
        if outcome.value.reason is None:
            label = frame.language.message(f"outcome-{outcome.id}")
            st.markdown(f"**{escape_markdown(label)}**")
            st.text(outcome_assumptions_text(outcome, frame.language))


def draw_forecast(frame: Page, program: str) -> None:
    """Draw a program's months with the forecast; nothing before the first counted month."""
    own = _own_page(frame, program)
    chart = forecast_lines(own.figures("month", SERIES_METRICS), program, frame.language)
    if not any(value is not None for value in chart.values):
        return

    details = attendance_forecast(own.figures("month", SERIES_METRICS), frame.language)

    def about() -> None:
        st.text(details.caption)
        st.caption(escape_markdown(details.source))

    def more() -> None:
        display.draw_table_and_downloads(own, attendance_forecast, SERIES_METRICS, "month")
        draw_sessions(own.scope)

    caption = chart.reason or ("" if chart.caption == chart.title else chart.caption)
    with card("forecast", chart.title, caption, about=about, more=more):
        colour = program_colour(_colour(program))
        if chart.points:
            entries = [("line", colour, _("recorded months")), ("pale", colour, _("forecast, 80% range"))]
            entries.append(("dotted", "var(--last)", _("same month last year, or the latest")))
            st.html(legend_keys(entries))
        st.plotly_chart(
            forecast_figure(chart, frame.language, _colour(program)),
            key=f"chart-forecast-{program}",
            theme="streamlit",
            alt=chart.alt,
            config={"displayModeBar": False},
        )


def draw_progress(frame: Page) -> None:
    """Draw the progress of every program with a target; nothing without one."""
    found = find_progress(frame)
    if found:
        draw_targets(frame, found)


def draw_next_term(frame: Page) -> None:
    """Draw the plan of the chosen programs with all changes, and its download."""
    names = field_values(frame.dataset, "program")
    if not names:
        return
    running = [
        name for name in current_programs(frame.dataset, frame.scope, session.today()) if name in names
    ]
    words, currency = frame.language, frame.dataset.settings.currency
    accepted = session.accepted_plans()
    usual = [name for name in names if name in accepted or name in running] or names
    caption = _("As added by you, or at the usual pace") if accepted else _("Each program at its usual pace")
    with card("next-term", words.message("plan-title"), caption):
        chosen = st.multiselect(
            _("Programs in the plan"),
            names,
            default=usual,
            key=f"plan-programs-{len(accepted)}",
            label_visibility="collapsed",
            placeholder=_("Choose the programs to plan"),
        )
        if not chosen:
            return
        plan = session.program_plan(frame.scope, chosen, accepted)
        table = plan_table(plan, words, currency, outcome_cell)
        filled = [column for column in range(len(table.headings)) if any(row[column] for row in table.rows)]
        headings, *rows = ([line[column] for column in filled] for line in (table.headings, *table.rows))
        numeric = [place for place, column in enumerate(filled) if column in table.numeric]
        st.html(render_table(words.message("plan-title"), headings, rows, numeric))
        for broken in exceeded_limits(plan.totals, words, currency):
            st.warning(escape_markdown(broken), icon=":material/warning:")
        with st.expander(words.message("section-must-be-true"), icon=":material/checklist:"):
            st.text("\n".join(f"{r.program}: {plan_conditions(r, words, currency)}." for r in plan.rows))
            st.caption(escape_markdown(plan_note(plan, words)))
        _draw_plan_download(frame, chosen)


def _draw_plan_download(frame: Page, chosen: Sequence[str]) -> None:
    if not session.can_release(frame.dataset):
        draw_too_large_note()
        return
    make = partial(
        make_plan,
        frame.dataset,
        tuple(chosen),
        session.accepted_plans(),
        frame.scope,
        session.today(),
        session.release_ledger(),
        frame.language,
    )
    name = f"plan-{session.token()}.xlsx"
    st.download_button(
        _("Download plan"),
        hold_download(session.guard_download(make, "plan", format="xlsx"), name),
        name,
        icon=":material/download:",
        on_click="ignore",
        help=_(
            "An Excel workbook. Small groups are hidden in it, so it may use fewer months than this page."
        ),
    )


def draw_more(frame: Page, program: str) -> None:
    """Draw further figures behind one click: progress by month, capacity of the team, peers."""
    results.draw_more(partial(_draw_more, frame, program))


def _draw_more(frame: Page, program: str) -> None:
    whole = narrow_to_program(Scope(), program)
    for aiming in programs_with_targets(frame.dataset, whole):
        # People do not add up over months, so progress by month is drawn for visits only.
        if aiming.target_unit != "participants":
            reached = Page(frame.dataset, whole, frame.language)
            display.draw_figure(
                reached, partial(target_progress, aiming), SERIES_METRICS, "month", is_short=True
            )
    results.draw_known_figures(
        frame,
        "capacity",
        _("Capacity of the team"),
        (
            "deployable_sessions",
            "staff_deployment",
            "attendance_per_staff_hour",
            "volunteer_hours",
            "volunteer_share",
        ),
    )
    _draw_peer_comparison(frame)


def _draw_peer_comparison(frame: Page) -> None:
    """Draw the rank of the average session among libraries of the same size; nothing if unknown."""
    (value,) = frame.figures(metrics=("peer_band",)).values_for("peer_band")
    population, words = frame.dataset.settings.population, frame.language
    if value.reason is not None or not population:
        return
    results.draw_known_figures(frame, "peers", _("Compared with libraries of your size"), ("peer_band",))
    caveat = words.translate(find_metric("peer_band").caveat, "caveat")
    st.caption(escape_markdown(f"{peers_sentence(find_peer_band(population), words)} {caveat}"))


def draw_unlock_list(frame: Page, program: str) -> None:
    """Draw what to record to complete the plan; nothing if it is complete."""
    measured = session.plan_assumptions(frame.scope, program)
    found = [entry for name, entry in UNLOCKS.items() if measured[name].value is None]
    if not programs_with_targets(frame.dataset, Scope()):
        gain = _("Shows how far each program is from it")
        found.append(Unlock(_("Set a target for a program"), gain, SCHEMA["programs"].label, False))
    draw_unlocks(found[:MAX_UNLOCKS], "planning")
