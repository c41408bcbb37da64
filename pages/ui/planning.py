"""Parts of the planning page: targets, forecast, what-if inputs and their steps, next term's plan."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from copy import deepcopy
from functools import partial

import streamlit as st

from libcollab_metrics.figures import (
    assumption_interval,
    assumption_source,
    attendance_forecast,
    exceeded_limits,
    outcome_assumptions_text,
    outcome_text,
    peers_sentence,
    plan_conditions,
    plan_note,
    plan_table,
    progress_table,
    target_progress,
)
from libcollab_metrics.metrics import field_values, find_metric, find_peer_band, format_worked_formula
from libcollab_metrics.model import SCHEMA, Scope
from libcollab_metrics.planning import (
    ASSUMPTIONS,
    SERIES_METRICS,
    Assumption,
    Assumptions,
    Outcome,
    PlanRow,
    apply_typed_values,
    compute_outcomes,
    compute_plan,
    compute_progress,
    current_programs,
    narrow_to_program,
    programs_with_targets,
)
from pages.ui import display, session
from pages.ui.display import hold_download
from pages.ui.html_tables import render_table
from pages.ui.markdown import escape_markdown
from pages.ui.page import Page
from pages.ui.share.documents import make_plan

#: Step size of an assumption's input.
STEP_SIZES: Mapping[str, float] = {
    "months": 1.0,
    "sessions_per_month": 1.0,
    "visits_per_session": 1.0,
    "money": 100.0,
}
#: Table in which a missing assumption can be recorded.
TABLE_ASSUMPTIONS: Mapping[str, Sequence[str]] = {
    "sessions": (
        "sessions_per_month",
        "visits_per_session",
        "seats_per_session",
        "staff_hours_per_session",
        "volunteer_hours_per_session",
    ),
    "ledger": ("cash_per_session",),
    "settings": ("staff_hours_per_month",),
}
#: Number of inputs per row.
INPUTS_PER_ROW = 3
#: Outcomes shown as cards; the limits are shown as text where known.
CARD_OUTCOMES = (
    "sessions",
    "visits",
    "people",
    "seats_filled",
    "staff_hours",
    "volunteer_hours",
    "cash",
    "cash_per_visit",
)
LIMIT_OUTCOMES = ("staff_share", "most_sessions_by_hours", "money_left", "most_sessions_by_money")


def choose_program(frame: Page) -> str:
    """Draw the choice of a program; "" for all if no program is named."""
    chosen = dict(frame.scope.where).get("program", ())
    names = [name for name in field_values(frame.dataset, "program") if not chosen or name in chosen]
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
    return st.selectbox("Program", names, index=names.index(first), key="plan-program")


def draw_targets(frame: Page) -> None:
    """Draw the progress of every program with a target."""
    st.header("Targets against actual", anchor=False)
    # A target applies to the whole program, so filters on dates or sites are ignored.
    whole = Scope(
        tuple(condition for condition in frame.scope.where if condition[0] in ("program", "partner"))
    )
    aiming = programs_with_targets(frame.dataset, whole)
    if not aiming:
        display.draw_empty_state(
            "A target", "a number to aim for, and the days a program begins and ends", "programs"
        )
        return
    evaluation = session.figures(whole, "program", ("target_attainment",))
    standings = [
        compute_progress(p, evaluation.value_for("target_attainment", program=p.name), session.today())
        for p in aiming
    ]
    table = progress_table(standings, frame.language)
    st.html(render_table("Targets against actual", table.headings, table.rows))
    st.caption(
        "Over everything recorded of a program, whatever days are shown. The verdict comes from the band"
        " only."
    )


def draw_forecast(frame: Page, program: str) -> None:
    """Draw a program's months with the forecast, and its progress to the target if it has one."""
    own = Page(frame.dataset, narrow_to_program(frame.scope, program), frame.language)
    display.draw_figure(own, attendance_forecast, SERIES_METRICS, by="month")
    whole = narrow_to_program(Scope(), program)
    for aiming in programs_with_targets(frame.dataset, whole):
        if aiming.target_unit == "participants":
            st.caption(
                "People do not add up over months, so the way to this target is not drawn month by month."
            )
            continue
        reached = Page(frame.dataset, whole, frame.language)
        display.draw_figure(reached, partial(target_progress, aiming), SERIES_METRICS, by="month")


def draw_what_if_form(frame: Page, program: str) -> None:
    """Draw the inputs for a plan's assumptions and the resulting outcomes."""
    st.header(f"What if – {escape_markdown(program)}" if program else "What if", anchor=False)
    measured, changes = session.plan_assumptions(frame.scope, program), session.plan_changes(program)
    st.caption("Each box holds what was measured, forecast or entered. Change one and see what follows.")
    names = list(ASSUMPTIONS)
    for first in range(0, len(names), INPUTS_PER_ROW):
        for column, name in zip(
            st.columns(INPUTS_PER_ROW), names[first : first + INPUTS_PER_ROW], strict=False
        ):
            with column:
                _draw_assumption(frame, program, measured[name], changes)
    if changes:
        st.button("Back to what was measured", on_click=session.reset_plan, args=(program,))
    _draw_outcomes(frame, apply_typed_values(measured, changes))
    _draw_missing_assumptions(frame, measured)


def _draw_assumption(frame: Page, program: str, measured: Assumption, changes: Mapping[str, float]) -> None:
    """Draw the input of one assumption; a value different from the measured one is a change."""
    words, name = frame.language, measured.id
    measured_value = None if measured.value is None else round(float(measured.value), 2)
    # A changed measurement gets a new input: the previous value was not chosen by the visitor.
    box = f"plan-{program}-{name}-{measured_value}-{session.count_plan_resets()}"
    st.number_input(
        words.message(f"assumption-{name}"),
        min_value=0.0,
        value=changes.get(name, measured_value),
        step=STEP_SIZES.get(name, 0.5),
        format="%.10g",
        placeholder=words.message("assumption-unknown"),
        key=box,
        on_change=session.change_plan,
        args=(program, name, measured_value, box),
    )
    shown = apply_typed_values({name: measured}, {n: v for n, v in changes.items() if n == name})[name]
    interval = assumption_interval(shown, words, frame.dataset.settings.currency)
    st.caption(
        escape_markdown(", ".join(part for part in (interval, assumption_source(shown, words)) if part))
    )


def _draw_outcomes(frame: Page, assumed: Assumptions) -> None:
    outcomes = compute_outcomes(assumed)
    with st.grid(4, min_column_width=185):
        for name in CARD_OUTCOMES:
            _draw_outcome_card(frame, outcomes[name])
    for broken in exceeded_limits(outcomes, frame.language, frame.dataset.settings.currency):
        st.warning(escape_markdown(broken))
    for name in LIMIT_OUTCOMES:
        if outcomes[name].value.reason is None:
            label, text = frame.language.message(f"outcome-{name}"), _outcome_text(frame, outcomes[name])
            st.text(f"{label}: {text}")
    st.caption(
        "In brackets: where at least four of five should lie. People are only bounded: from always the same"
        " people to never the same."
    )


def _draw_outcome_card(frame: Page, outcome: Outcome) -> None:
    known = outcome.value.reason is None
    with st.container(border=True, height="stretch"):
        text = _outcome_text(frame, outcome)
        number, _, interval = text.partition(" (")
        rests_on = outcome_assumptions_text(outcome, frame.language)
        st.metric(frame.language.message(f"outcome-{outcome.id}"), number if known else "–", help=rests_on)
        st.caption(
            escape_markdown(f"({interval}" if known and interval else "" if known else text) or "\u00a0"
        )


def _outcome_text(frame: Page, outcome: Outcome) -> str:
    return outcome_text(outcome, frame.language, frame.dataset.settings.currency)


def _draw_missing_assumptions(frame: Page, measured: Assumptions) -> None:
    """List unknown assumptions with links to record them; money to spend is never asked for."""
    unknown = {
        table: [n for n in names if measured[n].value is None] for table, names in TABLE_ASSUMPTIONS.items()
    }
    labels = [
        frame.language.message(f"assumption-{name}").casefold()
        for names in unknown.values()
        for name in names
    ]
    if not labels:
        return
    st.info(f"The rest of the plan needs {frame.language.join_names(tuple(labels), most=len(labels))}.")
    for table in (table for table, names in unknown.items() if names):
        label = SCHEMA[table].label
        st.page_link("pages/records.py", label=f"Type it under “{label}”", query_params={"table": label})


def draw_team_capacity(frame: Page) -> None:
    """Draw how many more sessions the team could run, independent of the program."""
    st.header("What the team can carry", anchor=False)
    display.draw_cards(
        frame, ("deployable_sessions", "staff_deployment", "attendance_per_staff_hour", "volunteer_share")
    )


def draw_peer_comparison(frame: Page) -> None:
    """Draw the rank of the average session among libraries of the same size, with its caveat."""
    st.header("Among libraries of the same size", anchor=False)
    (value,) = frame.figures(metrics=("peer_band",)).values_for("peer_band")
    population, words, about = frame.dataset.settings.population, frame.language, find_metric("peer_band")
    if value.reason is not None:
        st.text(words.reason(value))
        if not population:
            display.draw_empty_state(
                "The comparison", "the people to be served: one number for the whole library", "settings"
            )
        return
    with st.container(border=True):
        st.metric("Libraries of the same size with a lower average", words.format_value(value, about))
        st.text(format_worked_formula(value, about, words))
        if population:
            st.text(peers_sentence(find_peer_band(population), words))
        st.caption(about.caveat)


def draw_next_term(frame: Page) -> None:
    """Draw the plan of the chosen programs with all changes, and its download."""
    st.header("Plan of the next term", anchor=False)
    names = field_values(frame.dataset, "program")
    if not names:
        display.draw_empty_state(
            "A plan by program", "sessions that say which program they belong to", "sessions"
        )
        return
    running = [
        name for name in current_programs(frame.dataset, frame.scope, session.today()) if name in names
    ]
    chosen = st.multiselect("Programs in the plan", names, default=running or names, key="plan-programs")
    if not chosen:
        st.text("Choose the programs to plan.")
        return
    plan = compute_plan(
        (name, apply_typed_values(session.plan_assumptions(frame.scope, name), session.plan_changes(name)))
        for name in chosen
    )
    words, currency = frame.language, frame.dataset.settings.currency
    table = plan_table(plan, words, currency)
    st.html(render_table("Plan of the next term", table.headings, table.rows))
    st.caption(escape_markdown(plan_note(plan, words)))
    for broken in exceeded_limits(plan.totals, words, currency):
        st.warning(escape_markdown(broken))
    st.markdown("**What must be true**")
    for row in plan.rows:
        st.text(f"{row.program}: {plan_conditions(row, words, currency)}.")
    _draw_plan_download(frame, chosen, plan.rows)


def _draw_plan_download(frame: Page, chosen: Sequence[str], rows: Sequence[PlanRow]) -> None:
    typed = {row.program: deepcopy(session.plan_changes(row.program)) for row in rows}
    make = partial(
        make_plan, frame.dataset, tuple(chosen), typed, frame.scope, session.today(), session.release_ledger()
    )
    name = f"plan-{session.token()}.xlsx"
    st.download_button(
        "Download the plan (Excel)",
        hold_download(session.guard_download(make, "plan", format="xlsx"), name),
        name,
        type="primary",
        on_click="ignore",
    )
    st.caption("Small groups are hidden in the file, so it may rest on fewer months than this page.")
