"""Forms for the settings of the library: label, help and step of each input, in one form."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import streamlit as st

from libcollab_metrics.errors import LibCollabError
from libcollab_metrics.model import Settings
from pages.ui import session
from pages.ui.buttons import draw_submit_button
from pages.ui.markdown import escape_markdown
from pages.ui.translation import _, labels, later

MONTHS = (
    later("January"),
    later("February"),
    later("March"),
    later("April"),
    later("May"),
    later("June"),
    later("July"),
    later("August"),
    later("September"),
    later("October"),
    later("November"),
    later("December"),
)


def draw_all_settings(settings: Settings) -> None:
    """Draw all settings in one form; changed values become one operation."""
    st.text(_("Facts about your library. Leave a number empty if you don’t know it."))
    with st.form("all-settings", border=True):
        entered: dict[str, Any] = {}
        for title, part in SETTING_GROUPS:
            st.subheader(_(title), anchor=False)
            with st.grid(3, min_column_width=230, vertical_alignment="bottom"):
                entered |= part(settings)
        sent = draw_submit_button(_("Save settings"), key="keep-settings", type="primary")
    if sent:
        changed = {
            name: value for name, value in entered.items() if value != _plain_value(getattr(settings, name))
        }
        if changed and _store_settings(changed):
            session.add_message(
                _(
                    "Settings saved: {names}.",
                    names=", ".join(_(name.replace("_", " ")) for name in changed),
                )
            )
            st.rerun()
        if not changed:
            st.info(_("Nothing was changed."))


def _store_settings(changed: Mapping[str, Any]) -> bool:
    """Store settings; if refused, show the error below the form and store none of them."""
    try:
        session.set_settings(changed)
    except LibCollabError as error:
        st.error(escape_markdown(_("{error} Nothing was saved.", error=_(error.message))))
        return False
    return True


def _plain_value(value: Any) -> Any:
    return dict(value) if isinstance(value, Mapping) else value


def _draw_library_settings(settings: Settings) -> dict[str, Any]:
    library = st.text_input(
        _("Name of the library"),
        settings.library,
        max_chars=200,
        placeholder=_("e.g. {example}", example="Malinaw Municipal Library"),
        help=_("It is printed on every report."),
    )
    population = _draw_number(
        _("People to be served"),
        settings.population,
        help=_("Reach is the share of these people who came. A program’s own number takes precedence."),
    )
    currency = st.text_input(
        _("Currency (three letters)"),
        settings.currency,
        max_chars=3,
        placeholder=_("e.g. {example}", example="PHP"),
        help=_("One currency for everything; amounts are never converted."),
    )
    complete = _draw_choice(
        _("Are all costs listed?"),
        settings.ledger_complete,
        {"": later("not stated"), "yes": later("yes"), "no": later("no")},
    )
    months = labels({month: month for month in MONTHS}).__getitem__
    fiscal = st.selectbox(
        _("Fiscal year begins in"), MONTHS, settings.fiscal_year_start - 1, format_func=months
    )
    school = st.selectbox(
        _("School year begins in"), MONTHS, settings.school_year_start - 1, format_func=months
    )
    return {
        "library": library.strip(),
        "population": population,
        "currency": currency.strip().upper(),
        "ledger_complete": complete,
        "fiscal_year_start": MONTHS.index(fiscal) + 1,
        "school_year_start": MONTHS.index(school) + 1,
    }


def _draw_work_settings(settings: Settings) -> dict[str, Any]:
    work = {
        "staff": _draw_number(_("Library staff"), settings.staff),
        "staff_hours_per_month": _draw_number(
            _("Staff hours for programs per month"), settings.staff_hours_per_month
        ),
        "staff_rate": _draw_number(_("Value of a staff hour"), settings.staff_rate),
        "replacement_price": _draw_number(
            _("What a visitor would pay elsewhere"),
            settings.replacement_price,
            help=_("An assumption: the price of a comparable visit. Never added to other values."),
        ),
    }
    rate = {
        "low": _draw_number(_("Value of a volunteer hour, low"), settings.volunteer_rate.get("low")),
        "rate": _draw_number(_("Value of a volunteer hour"), settings.volunteer_rate.get("rate")),
        "high": _draw_number(_("Value of a volunteer hour, high"), settings.volunteer_rate.get("high")),
        "year": _draw_number(_("Year of that value"), settings.volunteer_rate.get("year")),
        "source": st.text_input(
            _("Source of that value"), settings.volunteer_rate.get("source") or ""
        ).strip(),
    }
    known = {name: value for name, value in rate.items() if value not in (None, "")}
    return {**work, "volunteer_rate": known}


def _draw_threshold_settings(settings: Settings) -> dict[str, Any]:
    return {
        "completion_threshold": _draw_number(
            _("Share of sessions that completes a program"),
            settings.completion_threshold,
            step=0.05,
            help=_("The completion threshold: 0.75 is three of four sessions attended."),
        ),
        "agreement_threshold": _draw_agreement_threshold(settings.agreement_threshold),
        "excused": _draw_choice(
            _("An excused absence"),
            settings.excused,
            {"ignore": later("not counted"), "absent": later("counts as an absence")},
        ),
        "small_people": _draw_required_number(_("Hide groups of people smaller than"), settings.small_people),
        "small_events": _draw_required_number(
            _("Hide groups of sessions smaller than"), settings.small_events
        ),
    }


def _draw_agreement_threshold(current: float | Mapping[str, float]) -> float | Mapping[str, float]:
    """Read the threshold for all measures; if empty, thresholds per measure stay unchanged."""
    number = _draw_number(
        _("Ratings that count as agreement"),
        None if isinstance(current, Mapping) else current,
        help=_("One number for all measures, from 1 to 5 unless their highest possible rating is another."),
    )
    return _plain_value(current) if number is None else number


def _draw_number(
    label: str, value: float | None, *, step: float = 1.0, help: str | None = None, empty: str = ""
) -> float | None:
    """Draw a number field; an empty field is None, never 0.

    The field accepts any number: the settings check the range with a message, whereas the browser would
    refuse silently.
    """
    number = st.number_input(
        label,
        value=None if value is None else float(value),
        step=step,
        format="%g",
        placeholder=empty or _("not entered"),
        help=help,
    )
    return None if number is None else float(number)


def _draw_required_number(label: str, value: float) -> float:
    """Draw a number field for a required value; an emptied field leaves it unchanged."""
    number = _draw_number(label, value, empty=f"{value:g}")
    return value if number is None else number


def _draw_choice(label: str, value: str, options: Mapping[str, str]) -> str:
    listed = list(options)
    chosen: str = st.selectbox(
        label,
        listed,
        listed.index(value) if value in listed else 0,
        format_func=labels(options).__getitem__,
    )
    return chosen


#: Groups of the form, with the function that draws the inputs of each.
SETTING_GROUPS: tuple[tuple[str, Callable[[Settings], dict[str, Any]]], ...] = (
    (later("Library"), _draw_library_settings),
    (later("Staff and volunteers"), _draw_work_settings),
    (later("How figures are counted"), _draw_threshold_settings),
)
