"""Plans of the programs: changes in this window, and those accepted into the plan for the next term."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from libcollab_metrics.model import Setting
from pages.ui.session.errors import guard_callback
from pages.ui.session.messages import add_message
from pages.ui.session.opened_folder import is_read_only
from pages.ui.session.workspaces import append, dataset, is_sample
from pages.ui.translation import _

#: Accepted changes by program.
Plans = Mapping[str, Mapping[str, float]]


def plan_changes(program: str) -> dict[str, float]:
    """Return the visitor's changes to a program's plan, for the life of the window.

    At first they are those in the plan for the next term.

    Parameters
    ----------
    program : str
        Program, "" for all.

    Returns
    -------
    dict of str to float
        Changed value by assumption; mutable.
    """
    changes: dict[str, dict[str, float]] = st.session_state.setdefault("plan", {})
    return changes.setdefault(program, dict(accepted_plans().get(program, {})))


@guard_callback
def change_plan(program: str, name: str, measured_value: float | None, widget_key: str) -> None:
    """Store the value typed for an assumption, unless it equals the measured one.

    It is the input's callback, because callbacks run even if the page draws another program or is
    interrupted.

    Parameters
    ----------
    program : str
        Program.
    name : str
        Assumption.
    measured_value : float or None
        Measured value shown in the input.
    widget_key : str
        Key of the input.
    """
    typed, changes = st.session_state.get(widget_key), plan_changes(program)
    changes.pop(name, None)
    if typed is not None and typed != measured_value:
        changes[name] = typed


@guard_callback
def reset_plan(program: str) -> None:
    """Reset a program's plan to the measured values; its inputs are recreated.

    Parameters
    ----------
    program : str
        Program.
    """
    plan_changes(program).clear()
    st.session_state["plan_round"] = count_plan_resets() + 1


def count_plan_resets() -> int:
    """Return the number of plan resets, which is part of the inputs' keys.

    Returns
    -------
    int
        Number of resets in this window.
    """
    return st.session_state.get("plan_round", 0)


def accepted_plans() -> Plans:
    """Return the plan for the next term; that of the sample or a folder lasts as long as the window.

    Returns
    -------
    mapping
        Changed values by assumption, by program.
    """
    if is_sample() or is_read_only():
        plans: Plans = st.session_state.get("accepted-plans", {})
        return plans
    return dataset().settings.plan


@guard_callback
def accept_plan(program: str) -> None:
    """Add a program with the visitor's changes to the plan for the next term.

    Parameters
    ----------
    program : str
        Program.
    """
    _store_plans({**accepted_plans(), program: dict(plan_changes(program))})
    add_message(_("{program} is in the plan for the next term.", program=program))


@guard_callback
def drop_plan(program: str) -> None:
    """Remove a program from the plan for the next term; the visitor's changes remain.

    Parameters
    ----------
    program : str
        Program.
    """
    _store_plans({name: plan for name, plan in accepted_plans().items() if name != program})


def _store_plans(plans: Plans) -> None:
    if is_sample() or is_read_only():
        st.session_state["accepted-plans"] = plans
    else:
        append(Setting({"plan": plans}))
