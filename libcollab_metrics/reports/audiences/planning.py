"""Planning pack: what to expect and what limits it, what it takes, what if, and a page for each program."""

from __future__ import annotations

from collections.abc import Sequence

from libcollab_metrics.figures import long_period
from libcollab_metrics.figures.plan_story import path_to_aim, people_forecast
from libcollab_metrics.figures.story_charts import growth_columns
from libcollab_metrics.localization import Language
from libcollab_metrics.metrics import CATALOG, CriterionVerdict
from libcollab_metrics.planning import MIN_MONTHS, ProgramTerm, forecast_series, total
from libcollab_metrics.reports.audiences.planning_details import (
    DEFINED_METRICS,
    program_pages,
    takes_sections,
)
from libcollab_metrics.reports.audiences.sections import Audience, Blocks
from libcollab_metrics.reports.balances import sum_balances
from libcollab_metrics.reports.decisions import shown_targets
from libcollab_metrics.reports.document import ChartBlock, Columns, Grid, Hero, Heroes, Lead
from libcollab_metrics.reports.plan_texts import (
    cash_text,
    likely_visits,
    plan_cash,
    planned_sessions,
    round_visits,
    session_word,
    visits_text,
)
from libcollab_metrics.reports.report_data import ReportData
from libcollab_metrics.reports.target_texts import target_name
from libcollab_metrics.reports.term_plan import PlannedProgram, TermPlan, plan_term, team_hours

#: Widths of the running path and of the targets next to it.
PATH_AND_TARGETS = (11, 7)
#: Most targets to adopt.
MAX_ADOPTED = 7


def title(report_data: ReportData, language: Language) -> str:
    """Write the headline: expected visits and sessions, and what limits them."""
    if report_data.options.headline:
        return report_data.options.headline
    term = plan_term(report_data)
    if term is None:
        return language.message("plan-nothing")
    sessions, visits = planned_sessions(term.plans, report_data, language), total(term.plans, "visits")
    if visits is None or not visits[1]:
        first = language.message("plan-sessions", sessions=sessions)
    else:
        expected = visits_text(visits[0], language)
        first = language.message("plan-visits", visits=expected, sessions=sessions)
    return " ".join(filter(None, (first, _limit_sentence(term, language))))


def _limit_sentence(term: TermPlan, language: Language) -> str:
    limits, enough = (
        [language.message(f"limit-{name}") for name in names] for names in (term.limits, term.enough)
    )
    # "cancellations" and "seats" are plural by themselves.
    is_plural = len(limits) > 1 or term.limits in (("cancellations",), ("seats",))
    if not limits:
        if not enough:
            return ""
        suffix = "one" if term.enough == ("cash",) else "many"
        return language.message(f"plan-enough-{suffix}", enough=language.join_names(tuple(enough)))
    listed = language.join_names(tuple(limits))
    listed = listed[:1].upper() + listed[1:]
    suffix = "many" if is_plural else "one"
    if not enough:
        return language.message(f"plan-limit-{suffix}", limits=listed)
    others = enough[0]
    if len(enough) > 1:
        others = language.message("limit-or", first=", ".join(enough[:-1]), last=enough[-1])
    return language.message(f"plan-limit-not-{suffix}", limits=listed, enough=others)


def addressee(report_data: ReportData, language: Language) -> str:
    """Write what the document is, and for which months."""
    term = plan_term(report_data)
    name = language.message("plan-pack")
    return f"{name}, {long_period(term.months[0], term.months[-1], language)}" if term else name


def _heroes(report_data: ReportData, language: Language) -> Blocks:
    """Build the four numbers: sessions, visits, staff time, cash; those that are known."""
    term = plan_term(report_data)
    if term is None:
        return (Lead("", language.message("plan-nothing-todo")),)
    return (Heroes(term_heroes(term.programs, report_data, language)),)


def term_heroes(
    programs: Sequence[PlannedProgram], report_data: ReportData, language: Language
) -> tuple[Hero, ...]:
    """Build the large numbers of some planned programs.

    Parameters
    ----------
    programs : sequence of PlannedProgram
        Programs, added up.
    report_data : ReportData
        Protected report data.
    language : Language
        Language of the text.

    Returns
    -------
    tuple of Hero
        Sessions, then what is known of visits, staff time and cash for every program.
    """
    plans = [planned.plan for planned in programs]
    found = [
        _sessions_hero(programs, report_data, language),
        _visits_hero(plans, language),
        _staff_hero(plans, language),
        _cash_hero(programs, report_data, language),
    ]
    return tuple(hero for hero in found if hero is not None)


def _sessions_hero(programs: Sequence[PlannedProgram], report_data: ReportData, language: Language) -> Hero:
    plans = [planned.plan for planned in programs]
    if len(plans) == 1:
        pace = plans[0].assumptions["sessions_per_month"]
        values = {"pace": language.number(pace.value or 0, 1), "months": language.number(pace.n or 0)}
        note = language.message("plan-pace-typed" if pace.source == "typed" else "plan-pace", **values)
    else:
        is_typed = any(plan.assumptions["sessions_per_month"].source == "typed" for plan in plans)
        key = "plan-pace-all-typed" if is_typed else "plan-pace-all"
        note = language.message(key, programs=language.number(len(plans)))
    sessions = language.number(sum(plan.sessions for plan in plans))
    return Hero(sessions, session_word(plans, report_data, language), note)


def _visits_hero(plans: Sequence[ProgramTerm], language: Language) -> Hero | None:
    visits = total(plans, "visits")
    if visits is None or not visits[1]:
        return None
    note = ""
    if likely := likely_visits(plans, language):
        low, high = likely.split("–")
        note = language.message("plan-likely", low=low, high=high)
    elif len(plans) == 1:
        people = language.number(plans[0].assumptions["visits_per_session"].value or 0)
        note = language.message("plan-each", people=people)
    number = language.message("plan-about", number=visits_text(visits[0], language))
    return Hero(number, language.message("plan-unit-visits"), note)


def _staff_hero(plans: Sequence[ProgramTerm], language: Language) -> Hero | None:
    hours = total(plans, "staff_hours")
    if hours is None or not hours[1]:
        return None
    team = team_hours(plans[0])
    note = language.message("plan-share-of-team", share=language.share(hours[0] / team)) if team else ""
    written = language.message("plan-hours", hours=language.number(hours[0]))
    return Hero(written, language.message("plan-unit-staff"), note)


def _cash_hero(
    programs: Sequence[PlannedProgram], report_data: ReportData, language: Language
) -> Hero | None:
    costs = [plan_cash(planned.plan) for planned in programs]
    cost = sum(amount or 0 for amount in costs)
    if None in costs or not cost:
        return None
    note = ""
    in_hand = sum_balances((planned.balance for planned in programs), least=0.0)
    if in_hand is not None:
        key = "plan-cash-missing" if in_hand.amount < cost else "plan-cash-paid"
        amounts = {"in_hand": in_hand, "missing": in_hand.after(cost)}
        currency = report_data.whole.currency
        written = {name: amount.written(language, currency) for name, amount in amounts.items()}
        note = language.message(key, **written)
    return Hero(cash_text(cost, report_data, language), language.message("plan-unit-cash"), note)


# Page one: recorded and expected people, the path to the aim, and the targets to adopt.


def _history(report_data: ReportData, language: Language) -> Blocks:
    """Draw the people at a session of the largest program, or by month where nothing can be forecast."""
    term = plan_term(report_data)
    chart = forecast_chart(term.leading, language) if term else None
    if chart is not None:
        return (chart,)
    columns = growth_columns(report_data.months, report_data.change, language)
    return (ChartBlock(columns),) if columns is not None and not columns.is_empty else ()


def forecast_chart(planned: PlannedProgram, language: Language) -> ChartBlock | None:
    """Build the chart of a program's people at a session; None without a forecast."""
    seats = planned.plan.assumptions["seats_per_session"].value
    chart = people_forecast(planned.monthly, planned.plan, seats, language)
    return None if chart is None else ChartBlock(chart)


def _path_and_targets(report_data: ReportData, language: Language) -> Blocks:
    term = plan_term(report_data)
    if term is None:
        return ()
    path, adopt = _path(term, language), _targets_to_adopt(term, report_data, language)
    if path is not None and adopt is not None:
        return (Columns(((path,), (adopt,)), PATH_AND_TARGETS),)
    return tuple(block for block in (path, adopt) if block is not None)


def _path(term: TermPlan, language: Language) -> ChartBlock | None:
    """Draw the running total of visits; None unless every program has a forecast."""
    sums = [total(term.plans, name) for name in ("visits", "low", "high")]
    if any(found is None or not found[1] for found in sums):
        return None
    aim, floor, high = (round_visits(found[0]) for found in sums if found is not None)
    last_year: dict[str, float] = {}
    if all(planned.last_year for planned in term.programs):
        for planned in term.programs:
            for month, visits in planned.last_year.items():
                last_year[month] = last_year.get(month, 0.0) + visits
    is_estimated = any(planned.is_estimated for planned in term.programs)
    heading = _path_title(aim, sum(last_year.values()) if last_year else None, language)
    monthly = term.programs[0].monthly
    chart = path_to_aim(term.months, aim, floor, high, last_year, is_estimated, language, monthly, heading)
    return ChartBlock(chart, is_half_width=True)


def _path_title(aim: float, before: float | None, language: Language) -> str:
    written = language.number(aim)
    if before is None:
        return language.message("plan-aim-only", aim=written)
    difference = 0 if aim == round_visits(before) else aim - round(before)
    name = "more" if difference > 0 else "fewer" if difference < 0 else "same"
    return language.message(f"plan-aim-{name}", aim=written, difference=language.number(abs(difference)))


def _targets_to_adopt(term: TermPlan, report_data: ReportData, language: Language) -> Grid | None:
    """Build the table of floors and aims: visits from the forecast, the other targets as declared."""
    rows = []
    is_single = len(term.programs) == 1
    for planned in term.programs:
        plan = planned.plan
        if plan.visits is None or plan.low is None:
            continue
        name = language.message("plan-adopt-visits")
        rows.append(
            (
                _named(name, plan.program, is_single, language),
                visits_text(plan.low, language),
                visits_text(plan.visits, language),
            )
        )
    names = {planned.program for planned in term.programs}
    for target in shown_targets(report_data):
        floor, aim = _declared(target, language)
        if target.program in names and target.metric_id not in FORECAST_METRICS and floor:
            name = target_name(target, report_data, language)
            rows.append((_named(name, target.program, is_single, language), floor, aim))
    if not rows:
        return None
    headings = (
        language.message("plan-adopt-by", day=language.day(term.end, with_year=False)),
        language.message("plan-floor"),
        language.message("plan-aim-heading"),
    )
    has_forecast = any(plan.low is not None for plan in term.plans)
    note = language.message("plan-adopt-note") if has_forecast else ""
    return Grid(
        language.message("plan-adopt"), headings, tuple(rows[:MAX_ADOPTED]), (1, 2), note, bold_columns=(2,)
    )


#: Metrics whose targets follow from the forecast.
FORECAST_METRICS = frozenset({"attendance_total", "target_attainment"})


def _named(name: str, program: str, is_single: bool, language: Language) -> str:
    if is_single or not program:
        return name
    return language.message("plan-adopt-of", target=name, program=program)


def _declared(target: CriterionVerdict, language: Language) -> tuple[str, str]:
    """Return the floor and the aim of a declared target; empty without a floor."""
    metric = next((metric for metric in CATALOG if metric.id == target.metric_id), None)
    if metric is None or target.low is None:
        return "", ""
    ends = [
        "–"
        if end is None
        else language.message("aim-all")
        if metric.unit == "share" and end == 1
        else language.in_unit(end, metric.unit)
        for end in (target.low, target.ideal)
    ]
    return ends[0], ends[1]


def about(report_data: ReportData, language: Language) -> str:
    """Write the strip about the forecast."""
    term = plan_term(report_data)
    if term is None:
        return ""
    first = term.leading
    ahead = forecast_series(first.series)
    if ahead.reason is not None:
        return language.message("plan-about-none", months=language.number(MIN_MONTHS))
    coverage = (
        report_data.program_value("attendance_coverage", first.program)
        if first.program
        else report_data.value("attendance_coverage")
    )
    known, held = (coverage.numerator, coverage.denominator) if coverage is not None else (None, None)
    sentences = [
        language.message(
            "plan-about-forecast",
            months=language.number(ahead.months_used),
            known=language.number(known or 0),
            held=language.number(held or 0),
        ),
        language.message("plan-about-wave" if ahead.is_seasonal else "plan-about-no-wave"),
        language.message("plan-about-same"),
    ]
    if any(planned.is_estimated for planned in term.programs):
        sentences.append(language.message("plan-about-last-year"))
    method = report_data.options.method
    sentences.append(
        language.message("about-method", address=method) if method else language.message("about-definitions")
    )
    return " ".join(sentences)


def _takes(report_data: ReportData, language: Language) -> Blocks:
    term = plan_term(report_data)
    return takes_sections(term, report_data, language) if term else ()


def _program_pages(report_data: ReportData, language: Language) -> Blocks:
    term = plan_term(report_data)
    if term is None:
        return ()
    return program_pages(term, term_heroes, forecast_chart, report_data, language)


AUDIENCE = Audience(
    (_heroes, _history, _path_and_targets, _takes, _program_pages),
    DEFINED_METRICS,
    title=title,
    addressee=addressee,
    about=about,
)
