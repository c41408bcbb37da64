"""Planning pack from page two on: hours, seats, budget, what if, dates, and a page for each program."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date

from libcollab_metrics.figures import format_money, long_period, metric_name, party_name
from libcollab_metrics.figures.planning import assumption_source, assumption_text
from libcollab_metrics.localization import Language
from libcollab_metrics.metrics import OTHER_PARTY, LedgerLine, find_metric
from libcollab_metrics.metrics.definition import Value
from libcollab_metrics.model.names import casefold_name
from libcollab_metrics.model.schema import LIBRARY, PROJECT
from libcollab_metrics.model.scope import last_day, month_label
from libcollab_metrics.planning import ASSUMPTIONS, ProgramTerm, total
from libcollab_metrics.reports.asks import plan_program
from libcollab_metrics.reports.audiences.sections import Blocks
from libcollab_metrics.reports.balances import Balance, read_balance, sum_balances
from libcollab_metrics.reports.claims import figure_text, sessions_text
from libcollab_metrics.reports.decisions import find_decisions
from libcollab_metrics.reports.document import (
    Bar,
    Bars,
    Block,
    ChartBlock,
    Columns,
    Grid,
    Heading,
    Hero,
    Heroes,
    PlainBlock,
    Point,
    Points,
)
from libcollab_metrics.reports.plan_texts import (
    cash_text,
    likely_visits,
    plan_cash,
    planned_sessions,
    round_cash,
    round_visits,
    session_word,
    visits_text,
)
from libcollab_metrics.reports.report_data import ReportData
from libcollab_metrics.reports.term_plan import PlannedProgram, TermPlan, seats_filled, team_hours

#: Most programs in the bars and the budget, and with a page of their own.
MAX_BARS, MAX_PAGES, MAX_DATES = 6, 8, 6
#: Figures of a program so far, on its page.
SO_FAR = (
    "sessions_held",
    "attendance_total",
    "attendance_per_session",
    "session_delivery_rate",
    "attendance_coverage",
    "cost_per_session",
)
DEFINED_METRICS = (*SO_FAR, "cost_cash", "cash_balance")
#: Variants of a plan in the order of the table.
VARIANTS = ("season", "all", "more")
BULLET = "•"
#: Relative widths of the figures so far and what the plan rests on.
SO_FAR_AND_BASIS = (1, 2)


def takes_sections(term: TermPlan, report_data: ReportData, language: Language) -> Blocks:
    """Build page two: what the plan takes, and what if.

    Parameters
    ----------
    term : TermPlan
        The plan.
    report_data : ReportData
        Protected report data.
    language : Language
        Language of the text.

    Returns
    -------
    tuple of Block
        Begins with a heading on a new page.
    """
    budget = _budget(term, report_data, language)
    blocks: list[Block] = [
        *_side_by_side(_staff(term, report_data, language), _seats(term, report_data, language)),
        *([budget] if budget is not None else []),
        *_what_if(term.programs, report_data, language),
        *_side_by_side(_must_hold(term, report_data, language), _dates(term, report_data, language)),
    ]
    if not blocks:
        return ()
    return (Heading(_takes_title(term, report_data, language), has_page_break=True), *blocks)


def _side_by_side(*blocks: PlainBlock | None) -> Blocks:
    """Put two blocks next to each other; a single one has the whole width."""
    known = [block for block in blocks if block is not None]
    return (Columns(tuple((block,) for block in known), (1, 1)),) if len(known) > 1 else tuple(known)


def _takes_title(term: TermPlan, report_data: ReportData, language: Language) -> str:
    """Write what is enough for the plan, and what is to be found."""
    names = [name for name in term.enough if name != "cash"]
    words = [language.message(f"limit-{name}") for name in names]
    enough = ""
    if words:
        key = "plan-takes-allow-many" if len(words) > 1 or names == ["seats"] else "plan-takes-allow-one"
        enough = language.message(key, enough=language.join_names(tuple(words)))
    short = [
        planned.balance.after(cost)
        for planned, cost in _money_rows(term)
        if planned.balance is not None and planned.balance.amount < cost
    ]
    missing = sum_balances(short)
    money = ""
    if "cash" in term.limits and missing is not None and missing.amount:
        amount = missing.written(language, report_data.whole.currency)
        money = language.message("plan-takes-find", amount=amount)
    elif "cash" in term.enough:
        money = language.message("plan-takes-paid")
    if enough and money:
        text = language.message("plan-takes-and", enough=enough, money=money)
    else:
        text = enough or money or language.message("plan-takes")
    return text[:1].upper() + text[1:]


# Hours and seats.


def _staff(term: TermPlan, report_data: ReportData, language: Language) -> Bars | None:
    plans = [plan for plan in term.plans if plan.staff_hours]
    if not plans:
        return None
    most = max(plan.staff_hours or 0 for plan in plans)
    bars = tuple(
        Bar(
            plan.program or planned_sessions([plan], report_data, language),
            language.message("plan-hours", hours=language.number(plan.staff_hours or 0)),
            (plan.staff_hours or 0) / most,
        )
        for plan in plans[:MAX_BARS]
    )
    hours, team = sum(plan.staff_hours or 0 for plan in plans), team_hours(plans[0])
    written = language.number(hours)
    heading, notes = language.message("plan-staff-hours", hours=written), []
    if team:
        heading = language.message("plan-staff-title", share=language.share(hours / team))
        notes.append(language.message("plan-staff-of", hours=written, all=language.number(team)))
    volunteers = total(plans, "volunteer_hours")
    if volunteers is not None and volunteers[0]:
        notes.append(language.message("plan-volunteers", hours=language.number(volunteers[0])))
    return Bars(heading, bars, " ".join(notes))


def _seats(term: TermPlan, report_data: ReportData, language: Language) -> Bars | None:
    filled = [(plan, fill) for plan in term.plans if (fill := seats_filled(plan)) is not None][:MAX_BARS]
    if not filled:
        return None
    is_single = len(filled) == 1
    bars = tuple(
        Bar(
            "" if is_single else plan.program,
            language.message("plan-filled", share=language.share(middle)),
            min(1.0, middle),
            *((None, None) if low is None or high is None else (min(1.0, low), min(1.0, high))),
        )
        for plan, (middle, low, high) in filled
    )
    plan, (middle, low, high) = filled[0]
    range_text, note = "", ""
    heading = language.message("plan-seats-several")
    if is_single:
        free = 1 - middle
        heading = (
            language.message("plan-seats-free", share=language.share(free))
            if free > 0
            else language.message("plan-seats-short")
        )
        seats, people = plan.assumptions["seats_per_session"], plan.assumptions["visits_per_session"]
        note = language.message(
            "plan-seats-note",
            seats=language.number(seats.value or 0),
            people=language.number(people.value or 0),
            known=language.number(seats.n or 0),
        )
        if low is not None and high is not None:
            ends = {"low": language.share(low), "high": language.share(high)}
            range_text = language.message("plan-filled-range", **ends)
    elif any(bar.low is not None for bar in bars):
        range_text = language.message("plan-filled-ranges")
    return Bars(heading, bars, note, range_text)


# Budget.

#: What it is for, how it is worked out, its cost, and what is in hand for it.
BudgetLine = tuple[str, str, float, Balance | None]


def _money_rows(term: TermPlan) -> Iterator[tuple[PlannedProgram, float]]:
    """Yield each program with a known cost, and the cost."""
    for planned in term.programs:
        cost = plan_cash(planned.plan)
        if cost is not None:
            yield planned, cost


def _budget(term: TermPlan, report_data: ReportData, language: Language) -> Grid | None:
    """Build the budget: a row for each program, those that may be run again, the sum and the pledges."""

    def write(amount: float) -> str:
        return cash_text(amount, report_data, language)

    lines: list[BudgetLine] = []
    for planned, cost in list(_money_rows(term))[:MAX_BARS]:
        each = planned.plan.assumptions["cash_per_session"].value or 0
        sessions = planned_sessions([planned.plan], report_data, language)
        how = language.message("plan-times", sessions=sessions, amount=write(each))
        lines.append((planned.program or language.message("scope-all-programs"), how, cost, planned.balance))
    lines += _rounds(report_data, language)
    if not lines:
        return None
    currency = report_data.whole.currency
    rows = [_budget_row(line, language, currency) for line in lines]
    cost = sum(line[2] for line in lines)
    in_hand = sum_balances(line[3] for line in lines)
    bold: tuple[int, ...] = ()
    if len(rows) > 1:
        rows.append(_budget_row((language.message("plan-together"), "", cost, in_hand), language, currency))
        bold = (len(rows) - 1,)
    pledges = _pledges(term, report_data)
    rows += [_pledge_row(line, report_data, language) for line in pledges[:MAX_BARS]]
    names = ("how", "plan", "in-hand", "rest")
    period = long_period(term.months[0], term.months[-1], language)
    headings = (
        language.message("plan-budget-heading", period=period),
        *(language.message(f"plan-budget-{name}") for name in names),
    )
    amounts = {"plan": write(cost)}
    key = "plan-budget-only"
    if in_hand is not None:
        key, amounts["in_hand"] = "plan-budget", in_hand.written(language, currency)
        if pledges:
            key = "plan-budget-pledged"
            amounts["pledged"] = write(sum(line.value or 0.0 for line in pledges))
    note = language.message("plan-budget-note")
    return Grid(language.message(key, **amounts), headings, tuple(rows), (2, 3, 4), note, bold_rows=bold)


def _budget_row(line: BudgetLine, language: Language, currency: str) -> tuple[str, ...]:
    """Write the plan, what is in hand for it, and what is left or to be found, each with its bound."""
    name, how, cost, balance = line
    plan = format_money(cost, language, currency)
    if balance is None:
        return name, how, plan, "–", "–"
    key = "plan-find" if balance.amount < cost else "plan-left"
    rest = language.message(key, amount=balance.after(cost).written(language, currency))
    return name, how, plan, balance.written(language, currency), rest


def _rounds(report_data: ReportData, language: Language) -> list[BudgetLine]:
    """Return the programs that ended lately and may be run again, with the cost of another round."""
    found: list[BudgetLine] = []
    for decision in find_decisions(report_data):
        if decision.kind != "ending":
            continue
        planned = plan_program(report_data, decision.program, report_data.recorded_months)
        if planned is None or not planned.is_round or planned.is_cost_open:
            continue
        sessions = sessions_text(planned.sessions, [report_data.fact(decision.program).kind], language)
        each = cash_text(planned.cost_per_session, report_data, language)
        balance = report_data.program_value("cash_balance", decision.program)
        found.append(
            (
                language.message("plan-round", program=decision.program),
                language.message("plan-times", sessions=sessions, amount=each),
                round_cash(planned.cost),
                read_balance(balance),
            )
        )
    return found


def _pledges(term: TermPlan, report_data: ReportData) -> list[LedgerLine]:
    """Return the cash that others pledged and that is due by the end of the term."""
    own = (LIBRARY, PROJECT)
    return [
        line
        for line in report_data.lines
        if line.kind == "cash"
        and line.status == "pledged"
        and line.value
        and (line.day is None or line.day <= term.end)
        and casefold_name(line.giver or LIBRARY) not in own
    ]


def _pledge_row(line: LedgerLine, report_data: ReportData, language: Language) -> tuple[str, ...]:
    party = party_name(line.giver or OTHER_PARTY, language)
    purpose = language.message("plan-pledged-for", program=line.program) if line.program else ""
    amount = cash_text(line.value or 0, report_data, language)
    pledged = language.message("plan-pledged-amount", amount=amount)
    return language.message("plan-pledged-by", party=party), purpose, "", "", pledged


# What if.


def _what_if(programs: Sequence[PlannedProgram], report_data: ReportData, language: Language) -> Blocks:
    """Build the table of the plan and its variants; a program without a variant stays at its plan."""
    names = [name for name in VARIANTS if any(name in planned.variants for planned in programs)]
    if not names:
        return ()
    plans = [planned.plan for planned in programs]
    period = _season_period(report_data, language)
    variants = {name: [planned.variants.get(name, planned.plan) for planned in programs] for name in names}
    rows = [_variant_row(language.message("plan-variant-plan"), plans, report_data, language)]
    for name, varied in variants.items():
        key = "plan-variant-more-each" if name == "more" and len(programs) > 1 else f"plan-variant-{name}"
        rows.append(_variant_row(language.message(key, period=period), varied, report_data, language))
    word = session_word(plans, report_data, language)
    headings = (
        "",
        word[:1].upper() + word[1:],
        language.message("short-attendance_total"),
        *(language.message(f"plan-what-if-{name}") for name in ("likely", "hours", "cash")),
    )
    heading = language.message("plan-what-if")
    usual, season = total(plans, "visits"), total(variants.get("season", []), "visits")
    if usual is not None and season is not None and usual[1]:
        lost = round_visits(usual[0]) - round_visits(season[0])
        if lost > 0:
            visits = language.number(lost)
            heading = language.message("plan-what-if-season", period=period, visits=visits)
    known = [column for column in range(len(headings)) if any(row[column] != "–" for row in rows)]
    shown = tuple(tuple(row[column] for column in known) for row in rows)
    note = language.message("plan-what-if-note")
    titles, numeric = tuple(headings[column] for column in known), tuple(range(1, len(known)))
    return (Grid(heading, titles, shown, numeric, note, bold_rows=(0,)),)


def _season_period(report_data: ReportData, language: Language) -> str:
    season = report_data.season
    scope = season.earlier.scope if season else report_data.whole.scope
    if scope.start is None or scope.end is None:
        return ""
    return long_period(month_label(scope.start), month_label(scope.end), language)


def _variant_row(
    name: str, plans: Sequence[ProgramTerm], report_data: ReportData, language: Language
) -> tuple[str, ...]:
    visits, hours = total(plans, "visits"), total(plans, "staff_hours")
    costs = [plan_cash(plan) for plan in plans]
    return (
        name,
        language.number(sum(plan.sessions for plan in plans)),
        visits_text(visits[0], language) if visits is not None and visits[1] else "–",
        likely_visits(plans, language) or "–",
        language.number(hours[0]) if hours is not None and hours[1] else "–",
        "–" if None in costs else cash_text(sum(cost or 0 for cost in costs), report_data, language),
    )


# What must hold, and dates.


def _must_hold(term: TermPlan, report_data: ReportData, language: Language) -> Points | None:
    """List what the plan of the leading program is based on."""
    assumed = term.leading.plan.assumptions
    people, pace = assumed["visits_per_session"], assumed["sessions_per_month"]
    cash, hours = assumed["cash_per_session"], assumed["staff_hours_per_session"]
    points = []
    if people.value is not None:
        name = people.source if people.source in ("forecast", "typed") else "measured"
        count = language.number(people.n or 0)
        text = language.message(f"plan-hold-{name}", months=count, sessions=count)
        opening = language.message("plan-hold-people", people=language.number(people.value))
        points.append(Point(BULLET, opening, text))
    if pace.value is not None:
        key = "plan-hold-typed" if pace.source == "typed" else "plan-hold-pace-text"
        text = language.message(key, months=language.number(pace.n or 0))
        opening = language.message("plan-hold-pace", pace=language.number(pace.value, 1))
        points.append(Point(BULLET, opening, text))
    if cash.value:
        opening = language.message("plan-hold-cash", amount=cash_text(cash.value, report_data, language))
        points.append(Point(BULLET, opening, language.message("plan-hold-cash-text")))
    if hours.value:
        opening = language.message("plan-hold-hours", hours=language.number(hours.value, 1))
        points.append(Point(BULLET, opening, language.message("plan-hold-hours-text")))
    heading = language.message("plan-must-hold")
    if len(term.programs) > 1:
        heading = language.message("plan-must-hold-of", program=term.leading.program)
    return Points(heading, tuple(points)) if points else None


def _dates(term: TermPlan, report_data: ReportData, language: Language) -> Points | None:
    """List the dates of the term: pledges, first and last days of programs, a check, and the results."""
    found: list[tuple[date, str]] = []
    for line in _pledges(term, report_data):
        if line.day is not None and line.day >= report_data.as_of:
            amount, party = cash_text(line.value or 0, report_data, language), line.giver or OTHER_PARTY
            values = {"amount": amount, "party": party_name(party, language)}
            found.append((line.day, language.message("plan-date-pledge", **values)))
    for fact in report_data.facts:
        for day, name in ((fact.start, "starts"), (fact.end, "ends")):
            if day is not None and term.start <= day <= term.end:
                found.append((day, language.message(f"plan-date-{name}", program=fact.name)))
    floor = total(term.plans, "low")
    if floor is not None and floor[1]:
        half = last_day(term.months[len(term.months) // 2 - 1])
        visits = visits_text(floor[0] / 2, language)
        found.append((half, language.message("plan-date-check", visits=visits)))
    found = sorted(found)[: MAX_DATES - 1]
    found.append((term.end, language.message("plan-date-results")))
    points = (Point(BULLET, f"{language.day(day, with_year=False)}:", text) for day, text in found)
    return Points(language.message("plan-dates"), tuple(points), is_accented=True)


# A page for each program.


def program_pages(
    term: TermPlan,
    build_heroes: Callable[[Sequence[PlannedProgram], ReportData, Language], tuple[Hero, ...]],
    draw_forecast: Callable[[PlannedProgram, Language], ChartBlock | None],
    report_data: ReportData,
    language: Language,
) -> Blocks:
    """Build a page for each program: its numbers, forecast and variants, and what the plan rests on.

    Parameters
    ----------
    term : TermPlan
        The plan.
    build_heroes, draw_forecast : callable
        Build the large numbers and the chart of a program.
    report_data : ReportData
        Protected report data.
    language : Language
        Language of the text.

    Returns
    -------
    tuple of Block
        A single program has no page of its own: the first two pages are about it.
    """
    is_single = len(term.programs) == 1
    blocks: list[Block] = []
    for planned in term.programs[:MAX_PAGES]:
        if not is_single:
            blocks.append(Heading(planned.program, has_page_break=True))
            blocks.append(Heroes(build_heroes([planned], report_data, language)))
            chart = draw_forecast(planned, language)
            blocks += [chart] if chart is not None else []
            blocks += _what_if([planned], report_data, language)
        so_far = _so_far(planned.program, report_data, language)
        rests_on = _rests_on(planned.plan, report_data, language)
        blocks += [rests_on] if so_far is None else [Columns(((so_far,), (rests_on,)), SO_FAR_AND_BASIS)]
    return tuple(blocks)


def _so_far(program: str, report_data: ReportData, language: Language) -> Grid | None:
    """Build the table of a program's figures so far."""

    def find(metric: str) -> Value | None:
        return report_data.program_value(metric, program) if program else report_data.value(metric)

    known = [(metric, value) for metric in SO_FAR if (value := find(metric)) is not None]
    rows = tuple(
        (metric_name(find_metric(metric), language), text)
        for metric, value in known
        if (text := figure_text(value, language, report_data.whole.currency))
    )
    headings = (language.message("criterion-metric"), language.message("plan-rests-value"))
    return Grid(language.message("plan-so-far"), headings, rows, (1,)) if rows else None


def _rests_on(plan: ProgramTerm, report_data: ReportData, language: Language) -> Grid:
    currency = report_data.whole.currency
    rows = tuple(
        (
            language.message(f"assumption-{name}"),
            assumption_text(plan.assumptions[name], language, currency),
            assumption_source(plan.assumptions[name], language),
        )
        for name in ASSUMPTIONS
        if plan.assumptions[name].value is not None
    )
    headings = tuple(language.message(f"plan-rests-{name}") for name in ("assumption", "value", "source"))
    return Grid(language.message("plan-rests-on"), headings, rows, (1,))
