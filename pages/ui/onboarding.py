"""First steps of a new library: three links that disappear once they are done."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import streamlit as st

from pages.ui import session
from pages.ui.navigation import find_page
from pages.ui.translation import _, later

#: Key in the session state of the names of the pages that were opened, and of what was hidden.
OPENED, HIDDEN = "opened-pages", "first-steps-hidden"


@dataclass(frozen=True)
class FirstStep:
    """One step: what to do, on which page, and whether it is done."""

    label: str
    page: str
    tab: str
    is_done: Callable[[], bool]


def _has_own_data() -> bool:
    return not session.is_sample()


def _has_target() -> bool:
    tables = session.dataset().tables
    return _has_own_data() and (
        len(tables["criteria"]) > 0 or tables["programs"]["target_ideal"].notna().any()
    )


def _has_report() -> bool:
    return _has_own_data() and (
        "reports" in st.session_state.get(OPENED, ()) or bool(session.sent_documents())
    )


FIRST_STEPS = (
    FirstStep(later("Add your sheet"), "add", "", _has_own_data),
    FirstStep(later("Set a target"), "records", "Programs", _has_target),
    FirstStep(later("Make a report"), "reports", "", _has_report),
)


def note_opened_page(name: str) -> None:
    """Remember that a page was opened in this window."""
    st.session_state.setdefault(OPENED, set()).add(name)


def draw_first_steps() -> None:
    """Draw the steps in one line; nothing once all are done or hidden, or for a folder."""
    if session.is_read_only():
        return
    done = [step.is_done() for step in FIRST_STEPS]
    if all(done) or st.session_state.get(HIDDEN):
        return
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="first-steps"):
        st.html(f'<p class="lc-eye">{_("First steps")}</p>', width="content")
        for number, (step, is_done) in enumerate(zip(FIRST_STEPS, done, strict=True), 1):
            icon = "check_circle" if is_done else f"counter_{number}"
            st.page_link(
                find_page(step.page).path,
                label=_(step.label),
                icon=f":material/{icon}:",
                query_params={"table": step.tab} if step.tab else None,
            )
        st.button(_("Hide"), key="hide-first-steps", on_click=_hide, type="tertiary", icon=":material/close:")


def _hide() -> None:
    st.session_state[HIDDEN] = True
