"""Share card: the best count of the library, exact or a floor, else a gain, with place, date and method."""

from __future__ import annotations

from dataclasses import replace

from libcollab_metrics.figures import long_month, long_period
from libcollab_metrics.localization import Language
from libcollab_metrics.metrics.definition import Value
from libcollab_metrics.model.names import casefold_name
from libcollab_metrics.protection import PublicEvaluation
from libcollab_metrics.reports.about import about_numbers
from libcollab_metrics.reports.audiences.sections import Audience, Blocks
from libcollab_metrics.reports.claims import best_gain, figure_text, gain_hero, held_text, ranked_claims
from libcollab_metrics.reports.document import Hero, Heroes, Pictogram
from libcollab_metrics.reports.report_data import ReportData

#: Items of a pictogram: fewer are no picture, more cannot be drawn one by one.
MIN_MARKS, MAX_MARKS = 20, 600
#: Weakest claim of a card: a count with a coverage of at least 60%.
MIN_STRENGTH = 2
#: Most sites named on a card.
MAX_SITES = 2


def best_count(report_data: ReportData) -> Value | None:
    """Return the strongest count that is exact or a floor: books, visits, else sessions.

    Parameters
    ----------
    report_data : ReportData
        Protected report data.

    Returns
    -------
    Value or None
        None if nothing was counted.
    """
    for claim in ranked_claims(report_data, "sponsor"):
        if (
            claim.family in ("goods", "attendance")
            and claim.strength >= MIN_STRENGTH
            and _is_count(claim.value)
        ):
            return claim.value
    held = report_data.value("sessions_held")
    return held if held is not None and held.value and _is_count(held) else None


def best_figure(report_data: ReportData) -> Value | None:
    """Return the figure of the card: the best count, else the best average gain in scores.

    Parameters
    ----------
    report_data : ReportData
        Protected report data.

    Returns
    -------
    Value or None
        None if the card is an invitation.
    """
    gain = best_gain(report_data)
    return best_count(report_data) or (gain.value if gain else None)


def _is_count(value: Value) -> bool:
    return value.value is not None and value.certainty in ("exact", "at_least")


def _number(report_data: ReportData, language: Language) -> Blocks:
    """Build the number with its unit, place and date."""
    value = best_figure(report_data)
    if value is None:
        return ()
    if value.metric == "mean_gain":
        return (Heroes((gain_hero(value, language),)),)
    hero = Hero(
        figure_text(value, language), _unit(value, report_data, language), _when(value, report_data, language)
    )
    return (Heroes((hero,)),)


def _unit(value: Value, report_data: ReportData, language: Language) -> str:
    if value.metric == "books_at_stage":
        return language.message(f"unit-books-{value.groups.get('stage')}")
    if value.metric == "sessions_held":
        return language.plural(value.value or 0, "unit-sessions")
    held = report_data.value("sessions_held")
    kinds = [report_data.fact(program).kind for program in report_data.program_names]
    sessions = held_text(held, kinds, language)
    return language.message("unit-visits", sessions=sessions)


def _when(value: Value, report_data: ReportData, language: Language) -> str:
    """Write the places, if they are few and on record, and the date: a month for books, else the period."""
    names = _sites(value, report_data)
    are_listed = all(casefold_name(name) in report_data.listed_sites for name in names)
    sites = language.join_names(names) if are_listed and len(names) <= MAX_SITES else ""
    if value.metric == "books_at_stage":
        month = long_month(f"{report_data.as_of:%Y-%m}", language)
        return language.message("card-at-by" if sites else "card-by", sites=sites, month=month)
    months = report_data.recorded_months
    period = long_period(months[0], months[-1], language) if months else ""
    return language.message("card-at-in", sites=sites, period=period) if sites and period else sites or period


def _sites(value: Value, report_data: ReportData) -> tuple[str, ...]:
    """Return the sites of a count."""
    if value.metric == "books_at_stage":
        stage = value.groups.get("stage")
        return tuple(dict.fromkeys(lot.site for lot in report_data.lots if lot.site and stage in lot.counts))
    visited = report_data.sites.values_for("attendance_total")
    return tuple(str(v.groups["site"]) for v in visited if v.groups.get("site") and (v.value or v.is_hidden))


def _pictogram(report_data: ReportData, language: Language) -> Blocks:
    """Build one mark for each book or session; never for visits, which are people."""
    value, thanks = best_count(report_data), report_data.options.recipient
    if value is None or value.metric == "attendance_total":
        return ()
    count = int(value.value or 0)
    if not MIN_MARKS <= count <= MAX_MARKS:
        return ()
    text = language.message(f"card-mark-{value.metric}")
    return (Pictogram(count, f"{text} {language.message('card-thanks', name=thanks)}" if thanks else text),)


def about(report_data: ReportData, language: Language) -> str:
    """Write what "+" means and where the method is described."""
    value = best_figure(report_data)
    if value is None:
        return ""
    shown = report_data.whole.filter_values(lambda v: v.metric in (value.metric, "attendance_coverage"))
    return about_numbers(replace(report_data, whole=shown, verdicts=()), language)


def _only_the_number(report_data: ReportData) -> tuple[PublicEvaluation, ...]:
    """Return the values that are on the card."""
    value = best_figure(report_data)
    return (report_data.whole.filter_values(lambda v: value is not None and v == value),)


AUDIENCE = Audience(
    (_number, _pictogram),
    ("books_at_stage", "attendance_total", "sessions_held", "mean_gain"),
    about=about,
    select_evaluations=_only_the_number,
    is_one_page=True,
)
