"""Pitch to someone new, on two pages: the request and its proof; costs, targets, benefits, partners."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from math import ceil

from libcollab_metrics.figures import format_money, kind_name, long_month
from libcollab_metrics.localization import Language
from libcollab_metrics.metrics import OTHER_PARTY
from libcollab_metrics.metrics.definition import Value
from libcollab_metrics.model.names import casefold_name
from libcollab_metrics.model.schema import LIBRARY
from libcollab_metrics.reports.about import about_numbers
from libcollab_metrics.reports.asks import NextYear, PlannedProgram, plan_next_year
from libcollab_metrics.reports.audiences.sections import (
    Audience,
    Blocks,
    build_section,
    definitions_of,
    known_metrics,
)
from libcollab_metrics.reports.audiences.sponsor import (
    chosen_quote,
    gift_levels,
    only_theirs,
    plan_text,
    proof_blocks,
    reply_by_text,
)
from libcollab_metrics.reports.audiences.story_slides import (
    answer_slide,
    method_slides,
    need_slides,
    proof_slides,
    request_slide,
)
from libcollab_metrics.reports.bought_items import bought_items
from libcollab_metrics.reports.claims import (
    attendance_claim,
    figure_text,
    held_text,
    heroes_for_newcomers,
    sessions_text,
)
from libcollab_metrics.reports.document import (
    Bar,
    Bars,
    Columns,
    Grid,
    Heading,
    Hero,
    Heroes,
    Lead,
    PlainBlock,
    Point,
    Points,
    Request,
    StorySlide,
    Strip,
    Text,
)
from libcollab_metrics.reports.document_options import split_need
from libcollab_metrics.reports.gifts import gift_money, in_hand_money
from libcollab_metrics.reports.photo import photo_block
from libcollab_metrics.reports.report_data import ReportData
from libcollab_metrics.reports.target_texts import target_rows

#: Most partners and targets listed.
MAX_PARTNERS, MAX_TARGETS = 4, 6
#: Targets of the library's own bookkeeping.
PRIVATE_TARGETS = frozenset({"fund_clarity", "cost_coverage"})
#: Months after the agreement at which the new sponsor hears from the library.
REPORT_MONTHS = (6, 12)


def title(report_data: ReportData, language: Language) -> str:
    """Write what the requested amount makes possible."""
    if report_data.options.headline:
        return report_data.options.headline
    plan = plan_next_year(report_data)
    if plan is None or not plan.request or plan.is_floor:
        return _recorded_title(report_data, language)
    amount = format_money(plan.request, language, report_data.whole.currency)
    sessions = plan_text(plan.programs, report_data, language)
    visits = [p.sessions * p.visits_per_session for p in plan.programs if p.visits_per_session]
    if len(visits) < len(plan.programs):
        return language.message("pitch-headline-sessions", amount=amount, sessions=sessions)
    expected = int(sum(visits) // 10 * 10)
    return language.message(
        "pitch-headline", amount=amount, sessions=sessions, visits=language.number(expected)
    )


def _recorded_title(report_data: ReportData, language: Language) -> str:
    """Write what was held so far, where no amount can be requested."""
    held, visits = report_data.value("sessions_held"), attendance_claim(report_data)
    if held is None or not held.value:
        return language.message("pitch-title")
    kinds = [report_data.fact(program).kind for program in report_data.program_names]
    sessions = held_text(held, kinds, language)
    if visits is None or visits.strength < 2:
        return language.message("pitch-headline-held", sessions=sessions)
    return language.message(
        "pitch-headline-recorded", sessions=sessions, visits=figure_text(visits.value, language)
    )


def addressee(report_data: ReportData, language: Language) -> str:
    """Write the line that names the recipient of the proposal."""
    name = report_data.options.recipient
    return language.message("pitch-for", name=name) if name else language.message("pitch-subtitle")


def _cover(report_data: ReportData, language: Language) -> Blocks:
    photo = photo_block(report_data.options.photo, "pitch", report_data.as_of, language, is_cover=True)
    return (photo,) if photo else ()


def _need(report_data: ReportData, language: Language) -> Blocks:
    """Print the need in the library's own words, with its source."""
    lines, source = split_need(report_data.options.need)
    if not lines:
        return ()
    cited = language.message("definition-source", source=source) if source else ""
    return (*(Lead("", line) for line in lines[:-1]), Lead("", lines[-1], cited))


def _heroes(report_data: ReportData, language: Language) -> Blocks:
    """Show sessions, growth and books; visits or a gain where one of them is missing."""
    shown = heroes_for_newcomers(report_data, language)[:3]
    return (Heroes(shown),) if shown else ()


def _possible(report_data: ReportData, language: Language) -> Blocks:
    """Show what each amount pays for, or the request in the library's own words."""
    plan, typed = plan_next_year(report_data), report_data.options.ask
    levels = gift_levels(plan, report_data, language) if plan is not None and plan.request else ()
    text = typed or (language.message("pitch-levels-note") if levels else "")
    if not text:
        return ()
    return (Request(language.message("pitch-possible"), text, reply_by_text(report_data, language), levels),)


def _invitation(report_data: ReportData, language: Language) -> Blocks:
    """Invite to a session; with the day by which a reply is needed, if there is no request to print it."""
    contact = report_data.options.letterhead.contact
    reply_by = "" if _possible(report_data, language) else reply_by_text(report_data, language)
    parts = tuple(filter(None, (reply_by, contact)))
    return (Strip((language.message("pitch-invitation"), *parts)),) if parts else ()


def _costs(report_data: ReportData, language: Language) -> Blocks:
    """Build page two: what another year costs, by program, what is in hand, and the request."""
    plan, currency = plan_next_year(report_data), report_data.whole.currency
    if plan is None:
        return ()
    key = "pitch-page-two" if _targets(report_data, language) else "pitch-page-costs"
    heading = Heading(language.message(key), has_page_break=True)
    rows = [_cost_row(planned, report_data, language) for planned in plan.programs]
    totals = [("pitch-cost", gift_money(plan.cost, plan.has_open_cost, language, currency))]
    if plan.in_hand:
        bounds = plan.may_be_spent, plan.may_be_received
        totals.append(("pitch-in-hand", in_hand_money(plan.in_hand, *bounds, language, currency)))
    if plan.request and not plan.is_floor:
        totals.append(("pitch-request", format_money(plan.request, language, currency)))
    rows += [(language.message(name), "", amount) for name, amount in totals]
    headings = tuple(language.message(name) for name in ("program", "pitch-how", "pitch-amount"))
    note = language.message("pitch-cost-note")
    given = report_data.value("in_kind_value")
    if given is not None and given.value:
        worth = format_money(float(given.value), language, currency)
        note = f"{note} {language.message('pitch-in-kind', worth=worth)}"
    table = Grid(language.message("pitch-cost-title"), headings, tuple(rows), (2,), note)
    return (heading, *_items(plan, report_data, language), table)


def _cost_row(planned: PlannedProgram, report_data: ReportData, language: Language) -> tuple[str, ...]:
    """Write the cost of a program's sessions and of one of them: "45 readings at ₱290 each"."""
    currency, is_open = report_data.whole.currency, planned.is_cost_open
    each = gift_money(planned.cost_per_session, is_open, language, currency)
    sessions = sessions_text(planned.sessions, [report_data.fact(planned.program).kind], language)
    how = language.message("pitch-times", sessions=sessions, amount=each)
    return planned.program, how, gift_money(planned.cost, is_open, language, currency)


def _items(plan: NextYear, report_data: ReportData, language: Language) -> Blocks:
    """Show what the cash of the planned programs bought, if the ledger names most of it by unit."""
    items = bought_items(report_data, {planned.program for planned in plan.programs})
    if not items:
        return ()
    largest = max(item.amount for item in items)
    bars = tuple(
        Bar(
            language.message("pitch-item", count=language.number(item.quantity), item=item.name)
            if item.name
            else language.message("pitch-items-other"),
            gift_money(item.amount, item.is_floor, language, report_data.whole.currency),
            item.amount / largest,
            is_rest=not item.name,
        )
        for item in items
    )
    return (Bars(language.message("pitch-bought"), bars),)


def _calendar(report_data: ReportData, language: Language) -> Blocks:
    """Show when the sponsor decides and hears from the library."""
    columns: tuple[tuple[PlainBlock, ...], ...] = tuple(
        (Points(step.value, (Point("", step.unit, step.note),)),) for step in _steps(report_data, language)
    )
    return (Heading(language.message("pitch-calendar")), Columns(columns, (1,) * len(columns)))


def _steps(report_data: ReportData, language: Language) -> tuple[Hero, ...]:
    """Return the month or day of each step, what happens then, and what it is about."""
    start = report_data.options.reply_by or report_data.as_of
    later = (add_months(start, months) for months in REPORT_MONTHS)
    return tuple(
        Hero(
            language.day(day)
            if day == report_data.options.reply_by
            else long_month(f"{day:%Y-%m}", language),
            language.message(f"pitch-step-{name}"),
            language.message(f"pitch-step-{name}-text"),
        )
        for name, day in [("yes", start), *zip(("half", "report"), later, strict=True)]
    )


def _point(opening: str, text: str, language: Language) -> Point:
    return Point("", language.message(opening), language.message(text))


def add_months(day: date, months: int) -> date:
    """Return the first day of a later month.

    Examples
    --------
    >>> add_months(date(2026, 7, 31), 6)
    datetime.date(2027, 1, 1)
    """
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, 1)


def _measured(report_data: ReportData, language: Language) -> Blocks:
    """Show targets with the last result, and what sponsors get, next to each other."""
    left, right = _targets(report_data, language), _benefits(report_data, language)
    if left and right:
        return (Columns((left, right), (1, 1)),)
    return (*left, *right)


def _targets(report_data: ReportData, language: Language) -> tuple[PlainBlock, ...]:
    rows = tuple(
        (f"{name}, {program}", result, aim)
        for target, (program, name, aim, result) in target_rows(report_data, language)
        if target.metric_id not in PRIVATE_TARGETS and target.verdict != "undecided"
    )
    if not rows:
        return ()
    rows = rows[:MAX_TARGETS]
    headings = tuple(language.message(name) for name in ("pitch-target", "pitch-last", "pitch-aim"))
    return (Grid(language.message("pitch-measured"), headings, rows, (1, 2)),)


def _benefits(report_data: ReportData, language: Language) -> tuple[PlainBlock, ...]:
    """List what sponsors get in return, and how many promised benefits were delivered so far."""
    offers = report_data.options.offers
    if not offers:
        return ()
    blocks: list[PlainBlock] = [
        Points(language.message("pitch-return"), tuple(Point("✓", offer, "") for offer in offers))
    ]
    delivered = [v for v in report_data.whole.values_for("benefit_delivery") if v.denominator]
    promised = sum(value.denominator or 0 for value in delivered)
    if promised:
        done = language.number(sum(value.numerator or 0 for value in delivered))
        blocks.append(
            Text(language.message("pitch-delivered", done=done, promised=language.number(promised)))
        )
    return tuple(blocks)


def _risks(report_data: ReportData, language: Language) -> Blocks:
    """Say what could go differently: cancelled sessions, and money that is not needed."""
    columns = tuple((Points("", (point,)),) for point in _risk_points(report_data, language))
    return (Heading(language.message("pitch-risks")), Columns(columns, (1,) * len(columns)))


def _risk_points(report_data: ReportData, language: Language) -> tuple[Point, ...]:
    points = []
    rate = report_data.value("session_delivery_rate")
    if rate is not None and rate.denominator and rate.numerator is not None:
        cancelled = rate.denominator - rate.numerator
        if cancelled:
            text = language.message(
                "pitch-cancelled", count=language.number(cancelled), planned=language.number(rate.denominator)
            )
            points.append(Point("", language.message("pitch-risk-cancelled"), text))
    points.append(_point("pitch-risk-money", "pitch-money", language))
    return tuple(points)


def _partners(report_data: ReportData, language: Language) -> Blocks:
    """Name the partners with what they gave, without amounts."""
    named = _named_partners(report_data, language)
    columns = tuple((Points("", (Point("", name, given),)),) for name, given in named)
    return build_section(
        "pitch-behind", (Columns(columns, (1,) * len(columns)),) if columns else (), language
    )


def _named_partners(report_data: ReportData, language: Language) -> list[tuple[str, str]]:
    """Return the partners other than the reader, with the kinds of what they gave."""
    given: dict[str, list[str]] = {name: [] for name in report_data.links}
    for value in report_data.whole.values_for("partner_given"):
        party = value.groups.get("party") or ""
        if _is_given(value) and casefold_name(party) not in (LIBRARY, OTHER_PARTY):
            given.setdefault(party, []).append(kind_name(value.groups.get("kind") or "", language))
    reader = casefold_name(report_data.options.recipient)
    others = [name for name in given if name and casefold_name(name) != reader]
    named = sorted(others, key=lambda name: (not given[name], name.casefold()))[:MAX_PARTNERS]
    return [(name, language.join_names(tuple(dict.fromkeys(given[name])), most=3)) for name in named]


def _is_given(value: Value) -> bool:
    return bool(value.value) or value.value is None


def about(report_data: ReportData, language: Language) -> str:
    """Write the strip about the numbers."""
    plan = plan_next_year(report_data)
    return about_numbers(
        report_data, language, has_levels=plan is not None and bool(plan.request), names_bills=True
    )


#: Most steps, or partners, next to each other on a slide.
MAX_STEPS = 3


def slides(report_data: ReportData, language: Language) -> tuple[StorySlide, ...]:
    """Build the slides with the content of the two pages: the request before what it is measured by."""
    method = definitions_of(known_metrics(AUDIENCE.defined_metrics, report_data), language)
    shown = heroes_for_newcomers(report_data, language)[:3]
    requests = [block for block in _possible(report_data, language) if isinstance(block, Request)]
    return (
        answer_slide(title(report_data, language), shown, language),
        *need_slides(report_data, "pitch", language),
        *proof_slides(report_data, chosen_quote(report_data, language), language),
        *_cost_slides(report_data, language),
        *(request_slide(request, request.title, language) for request in requests),
        *_steps_slides("pitch-calendar", _steps(report_data, language), language),
        *_promise_slides(report_data, language),
        *_steps_slides("pitch-risks", map(_risk_step, _risk_points(report_data, language)), language),
        *_steps_slides("pitch-behind", map(_partner_step, _named_partners(report_data, language)), language),
        *_invitation_slides(report_data, language),
        *method_slides(method, about(report_data, language), language),
    )


def _cost_slides(report_data: ReportData, language: Language) -> Iterator[StorySlide]:
    """Yield what another year costs, below what of it is in hand, and what the cash bought so far."""
    plan, currency = plan_next_year(report_data), report_data.whole.currency
    blocks = _costs(report_data, language)
    for block in reversed(blocks):
        if isinstance(block, Grid):
            heading = block.title
            if plan is not None and plan.in_hand and plan.request and not plan.is_floor:
                bounds = plan.may_be_spent, plan.may_be_received
                cost = gift_money(plan.cost, plan.has_open_cost, language, currency)
                in_hand = in_hand_money(plan.in_hand, *bounds, language, currency)
                heading = language.message("slide-costs", cost=cost, in_hand=in_hand)
            yield _table_slide(replace(block, title=heading), language)
        elif isinstance(block, Bars):
            headings = (language.message("line-what"), language.message("pitch-amount"))
            rows = tuple((bar.name, bar.value) for bar in block.bars)
            yield _table_slide(Grid(block.title, headings, rows, (1,), block.note), language)


def _promise_slides(report_data: ReportData, language: Language) -> Iterator[StorySlide]:
    """Yield the targets with the last result, and what sponsors get, with what was delivered so far."""
    notes = (language.message("slide-notes-pitch"),)
    for block in _targets(report_data, language):
        if isinstance(block, Grid):
            yield _table_slide(block, language)
    benefits = _benefits(report_data, language)
    delivered = " ".join(block.text for block in benefits if isinstance(block, Text))
    for block in benefits:
        if isinstance(block, Points):
            offers = tuple(Text(point.opening) for point in block.points)
            yield StorySlide("need", block.title, offers, delivered, notes)


def _invitation_slides(report_data: ReportData, language: Language) -> Iterator[StorySlide]:
    for block in _invitation(report_data, language):
        if isinstance(block, Strip):
            invitation, *parts = block.parts
            yield StorySlide("need", invitation, tuple(map(Text, parts)))


def _table_slide(table: Grid, language: Language) -> StorySlide:
    return StorySlide("table", table.title, (table,), table.note, (language.message("slide-notes-pitch"),))


def _steps_slides(key: str, steps: Iterable[Hero], language: Language) -> Iterator[StorySlide]:
    """Yield short texts next to each other, about as many on each slide."""
    notes = (language.message("slide-notes-pitch"),)
    listed = tuple(steps)
    size = ceil(len(listed) / max(ceil(len(listed) / MAX_STEPS), 1))
    for first in range(0, len(listed), size or 1):
        shown = Heroes(listed[first : first + size])
        yield StorySlide("steps", language.message(key), (shown,), "", notes)


def _risk_step(point: Point) -> Hero:
    return Hero(point.opening, "", point.text)


def _partner_step(named: tuple[str, str]) -> Hero:
    name, given = named
    return Hero(name, "", given)


AUDIENCE = Audience(
    (
        _cover,
        _need,
        proof_blocks,
        _heroes,
        _possible,
        _invitation,
        _costs,
        _calendar,
        _measured,
        _risks,
        _partners,
    ),
    ("sessions_held", "attendance_total", "books_at_stage", "mean_gain", "cost_per_session"),
    title=title,
    addressee=addressee,
    about=about,
    select_evaluations=only_theirs,
    story=slides,
    has_definitions=False,
)
