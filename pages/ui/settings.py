"""Facts about the library that no sheet repeats, as a short form."""

from __future__ import annotations

import streamlit as st

from libcollab_metrics.model import Settings
from pages.ui import session


def settings_form(settings: Settings) -> None:
    """Draw the form; what is sent becomes one operation, so that it can be undone."""
    with st.expander("Facts about your library"), st.form("settings", border=False):
        population = st.number_input(
            "People to be served",
            min_value=0,
            value=_whole(settings.population),
            step=1,
            placeholder="not entered",
            help="Reach is the share of these people who came. Programs with their own number keep it.",
        )
        currency = st.text_input("Currency (three letters)", settings.currency, max_chars=3, help="PHP, USD, EUR …")
        threshold = st.number_input(
            "Completed means came to this share of the sessions",
            min_value=0.0,
            max_value=1.0,
            value=settings.completion_threshold,
            step=0.05,
            placeholder="not entered",
        )
        small = st.number_input(
            "Groups of people below this number stay in the library", min_value=5, value=settings.small_people, step=1
        )
        if st.form_submit_button("Keep these facts"):
            given = {
                "population": population or None,
                "currency": currency.strip().upper(),
                "completion_threshold": threshold,
                "small_people": int(small),
            }
            changed = {name: value for name, value in given.items() if value != getattr(settings, name)}
            if changed:
                session.set_settings(changed)
                st.rerun()


def _whole(number: float | None) -> int | None:
    return None if number is None else int(number)
