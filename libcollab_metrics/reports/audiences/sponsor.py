"""Report to a sponsor, on one page: what the gift did, what it became, and the next request."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from libcollab_metrics.figures import format_money, long_month
from libcollab_metrics.figures.story_charts import MIN_MONTHS, growth_columns, score_pairs
from libcollab_metrics.localization import Language
from libcollab_metrics.metrics import Note, find_metric
from libcollab_metrics.metrics.definition import Value
from libcollab_metrics.model.names import casefold_name
from libcollab_metrics.protection import PublicEvaluation
from libcollab_metrics.reports.about import about_numbers
from libcollab_metrics.reports.asks import (
    NextYear,
    PlannedProgram,
    Purchase,
    amounts_beyond,
    buy,
    plan_next_year,
    usual_program,
)
from libcollab_metrics.reports.audiences.sections import (
    Audience,
    Blocks,
    definitions_of,
    known_metrics,
    largest_note,
)
from libcollab_metrics.reports.audiences.sponsor_story import story
from libcollab_metrics.reports.audiences.sponsor_tables import may_print_money, month_table, sheets
from libcollab_metrics.reports.claims import (
    Claim,
    best_gain,
    change_clause,
    figure_text,
    held_text,
    heroes,
    program_result,
    ranked_claims,
    sessions_text,
)
from libcollab_metrics.reports.document import (
    Bar,
    Bars,
    ChartBlock,
    Columns,
    GiftLevel,
    GiftRow,
    GiftRows,
    Grid,
    Heroes,
    Lead,
    Photo,
    PlainBlock,
    Quote,
    Request,
    StorySlide,
)
from libcollab_metrics.reports.gifts import (
    Gift,
    GiftPart,
    find_gift,
    gift_amounts,
    gift_money,
    gift_remark,
    in_hand_money,
    part_amounts,
)
from libcollab_metrics.reports.photo import photo_block
from libcollab_metrics.reports.report_data import ReportData

#: Most amounts next to each other, programs with a bar, and parts of a gift above a table of months.
MAX_LEVELS, MAX_PROGRAMS, MAX_PARTS = 3, 10, 4
#: Most characters of a headline.
MAX_HEADLINE = 95
#: Most words of a quote; a longer one is cut.
MAX_QUOTE_WORDS = 25
#: Widths of the chart and of the quote next to it.
CHART_AND_QUOTE = (11, 5)


def title(report_data: ReportData, language: Language) -> str:
    """Write the headline: what the gift did, and what changed, by strength and relevance."""
    if report_data.options.headline:
        return report_data.options.headline
    gift = find_gift(report_data, report_data.options.recipient)
    claims = ranked_claims(report_data, "sponsor")
    counted = next((claim for claim in claims if claim.family in ("goods", "attendance")), None)
    change = next((claim for claim in claims if claim.family == "change"), None)
    first = _first_clause(gift, counted, report_data, language)
    if change is None:
        return f"{first}."
    both = language.message("headline-and", first=first, change=change_clause(change, language))
    return f"{both}." if len(both) < MAX_HEADLINE else f"{first}."


def _first_clause(gift: Gift, claim: Claim | None, report_data: ReportData, language: Language) -> str:
    """Write what the gift, or everybody together, did."""
    currency = report_data.whole.currency
    who = language.message("gift-none")
    if gift.amount:
        amount = gift_money(gift.amount, gift.is_floor, language, currency)
        who = language.message("gift-your" if gift.party else "gift-all", amount=amount)
    how = "sole" if gift.is_sole else "helped"
    if claim is not None and claim.family == "goods":
        stage = claim.value.groups.get("stage") or ""
        return language.message(
            f"headline-books-{stage}-{how if gift.amount else 'sole'}",
            gift=who,
            books=figure_text(claim.value, language),
        )
    held = report_data.value("sessions_held")
    if held is None or not held.value:
        return language.message("headline-supported", gift=who)
    kinds = [report_data.fact(program).kind for program in report_data.program_names]
    sessions = held_text(held, kinds, language)
    how = how if gift.amount else "together"
    if claim is not None and claim.strength > 1:
        visits = figure_text(claim.value, language)
        return language.message(f"headline-visits-{how}", gift=who, sessions=sessions, visits=visits)
    return language.message(f"headline-sessions-{how}", gift=who, sessions=sessions)


def addressee(report_data: ReportData, language: Language) -> str:
    """Write the line that names the recipient."""
    name = report_data.options.recipient
    return language.message("addressee", name=name) if name else language.message("addressee-all")


def _thanks(report_data: ReportData, language: Language) -> Blocks:
    """Thank the sponsor, with the share of the cash and who else helped."""
    gift = find_gift(report_data, report_data.options.recipient)
    sentences = []
    if gift.party and gift.share is not None and gift.may_print_share:
        key = "thanks-all" if gift.share == 1 else "thanks-share"
        sentences.append(language.message(key, share=language.share(gift.share)))
    held = report_data.value("sessions_held")
    if held is not None and held.value:
        kinds = [report_data.fact(program).kind for program in report_data.program_names]
        sessions = held_text(held, kinds, language)
        helpers = language.join_names(gift.helpers, most=3)
        key = "thanks-together" if helpers else "thanks-carried"
        key = key if gift.party and gift.amount else f"{key}-all"
        sentences.append(language.message(key, helpers=helpers, sessions=sessions))
    return (Lead(language.message("thanks"), " ".join(sentences)),)


def _heroes(report_data: ReportData, language: Language) -> Blocks:
    found = heroes(report_data, language)
    return (Heroes(found),) if found else ()


def _gift_rows(report_data: ReportData, language: Language) -> Blocks:
    """Build a row for each purpose of the gift; the last line adds up."""
    gift = find_gift(report_data, report_data.options.recipient)
    largest = max((part.amount for part in gift.parts), default=0.0)
    rows = tuple(_gift_row(part, largest, report_data, language) for part in gift.parts)
    if not rows:
        return ()
    received, spent, in_hand = gift_amounts(gift, report_data, language)
    key = "gift-total" if gift.spent is not None else "gift-received"
    total = language.message(key, received=received, spent=spent, in_hand=in_hand)
    headings = tuple(
        language.message(f"gift-heading-{name}") for name in ("amount", "purpose", "use", "result")
    )
    heading = language.message("section-gift-one" if gift.party else "section-gift-all")
    return (GiftRows(heading, headings, rows, total, gift_remark(gift, report_data, language)),)


def _gift_row(part: GiftPart, largest: float, report_data: ReportData, language: Language) -> GiftRow:
    amount, spent, in_hand = part_amounts(part, report_data, language)
    key = "gift-use-shared" if part.is_shared else "gift-use"
    use = language.message(key, spent=spent, in_hand=in_hand) if spent else ""
    result, detail = program_result(report_data, part.program, language)
    purpose = part.program or language.message("gift-any-purpose")
    share = None if part.spent is None else part.spent / part.amount
    return GiftRow(amount, purpose, use, result, detail, part.amount / largest, share)


def _proof(report_data: ReportData, language: Language) -> Blocks:
    photo = photo_block(report_data.options.photo, "sponsor", report_data.as_of, language)
    return proof_blocks(report_data, language, (photo,) if photo else ())


def proof_blocks(report_data: ReportData, language: Language, photos: tuple[Photo, ...] = ()) -> Blocks:
    """Build the one chart, with a photo and the quote next to it."""
    gain = best_gain(report_data)
    chart = None
    if gain is not None:
        chart = score_pairs(
            report_data.whole,
            gain.value.groups.get("measure") or "",
            language,
            months=report_data.test_months,
        )
    if chart is None or chart.is_empty:
        chart = growth_columns(report_data.months, report_data.change, language)
    quote = chosen_quote(report_data, language)
    voice: tuple[PlainBlock, ...] = (*photos, quote) if quote is not None else photos
    if chart is None or chart.is_empty:
        if not voice:
            return _largest_programs(report_data, language) or _first_months(report_data, language)
        return (Columns(((photos[0],), voice[1:]), (1, 1)),) if photos and voice[1:] else voice
    block = ChartBlock(chart, is_half_width=False)
    return (Columns(((block,), voice), CHART_AND_QUOTE),) if voice else (block,)


def _largest_programs(report_data: ReportData, language: Language) -> tuple[Bars, ...]:
    """Show visits, else sessions, by program, if there is no chart, quote, gift or request."""
    if find_gift(report_data, report_data.options.recipient).parts or request_block(report_data, language):
        return ()
    for metric in ("attendance_total", "sessions_held"):
        found = [
            (program, value)
            for program in report_data.program_names
            if (value := report_data.program_value(metric, program)) is not None and value.value
        ]
        if len(found) > 1:
            return (_program_bars(found, language.message(f"proof-{metric}"), language),)
    return ()


def _program_bars(found: list[tuple[str, Value]], title: str, language: Language) -> Bars:
    """Draw a bar for each of the largest programs, the largest first."""
    ranked = sorted(found, key=lambda each: (-float(each[1].value or 0), each[0].casefold()))
    most = float(ranked[0][1].value or 1)
    bars = tuple(
        Bar(program, figure_text(value, language), float(value.value or 0) / most)
        for program, value in ranked[:MAX_PROGRAMS]
    )
    return Bars(title, bars, largest_note(len(ranked), MAX_PROGRAMS, language))


def _first_months(report_data: ReportData, language: Language) -> tuple[Grid, ...]:
    """Show the sessions and visits of each month, if they are too few for a chart and the page has room."""
    if len(find_gift(report_data, report_data.options.recipient).parts) > MAX_PARTS:
        return ()
    table = month_table(report_data, language)
    return (replace(table, bold_columns=(0,)),) if 1 < len(table.rows) < MIN_MONTHS else ()


def chosen_quote(report_data: ReportData, language: Language) -> Quote | None:
    """Return the newest quote that was chosen for the document, of at most 25 words."""
    note = next(iter(report_data.options.notes), None)
    if note is None:
        return None
    words = note.text.split()
    text = note.text if len(words) <= MAX_QUOTE_WORDS else " ".join(words[:MAX_QUOTE_WORDS]) + " …"
    return Quote(text, quote_source(note, language))


def quote_source(note: Note, language: Language) -> str:
    """Write who said it, and that there is written consent; empty if neither is recorded."""
    consent = language.message("quote-consent") if note.consent else ""
    return " · ".join(filter(None, (note.tag, consent)))


def request_block(report_data: ReportData, language: Language) -> Request | None:
    """Build the request: the missing amount for another year, and what other amounts pay for.

    Where a cost or the money in hand is only a bound, the amount is a floor or left out, without levels.
    """
    plan = plan_next_year(report_data)
    typed = report_data.options.ask
    reply_by = reply_by_text(report_data, language)
    if plan is None or plan.request == 0:
        if typed:
            return Request(language.message("request-title-typed"), typed, reply_by)
        return None if plan is None else _no_request(plan, report_data, language)
    text = typed or _reasons(plan, report_data, language)
    if plan.request is None:
        return Request(language.message("request-title-open"), text, reply_by)
    key = "request-title-least" if plan.is_floor else "request-title"
    amount = format_money(plan.request, language, report_data.whole.currency)
    levels = gift_levels(plan, report_data, language)
    return Request(language.message(key, amount=amount), text, reply_by, levels)


def reply_by_text(report_data: ReportData, language: Language) -> str:
    """Write by when a reply is needed; empty without a day."""
    day = report_data.options.reply_by
    return language.message("reply-by", day=language.day(day, with_year=False)) if day else ""


def _no_request(plan: NextYear, report_data: ReportData, language: Language) -> Request:
    currency = report_data.whole.currency
    key = "request-none" if may_print_money(report_data) else "request-none-plain"
    text = language.message(
        key,
        in_hand=in_hand_money(plan.in_hand, plan.may_be_spent, plan.may_be_received, language, currency),
        sessions=plan_text(plan.programs, report_data, language),
    )
    return Request(language.message("request-none-title"), text)


def plan_text(programs: Iterable[PlannedProgram], report_data: ReportData, language: Language) -> str:
    """Write the sessions of a plan: "45 readings and 24 workshop sessions"; those of one word added up."""
    counts: dict[str, int] = {}
    for planned in programs:
        kind = report_data.fact(planned.program).kind
        word = kind if f"held-{kind}-one" in language.messages else ""
        counts[word] = counts.get(word, 0) + planned.sessions
    return language.join_names(tuple(sessions_text(n, [word], language) for word, n in counts.items()))


def _reasons(plan: NextYear, report_data: ReportData, language: Language) -> str:
    """Write what the year costs, what is in hand for it, and which pledges are not part of the request."""
    currency = report_data.whole.currency
    numbers = {
        "sessions": plan_text(plan.programs, report_data, language),
        "cost": gift_money(plan.cost, plan.has_open_cost, language, currency),
        "in_hand": in_hand_money(plan.in_hand, plan.may_be_spent, plan.may_be_received, language, currency),
    }
    gift = find_gift(report_data, report_data.options.recipient)
    key = "request-cost-in-hand" if plan.in_hand else "request-cost"
    if plan.in_hand and (gift.in_hand or 0) > plan.in_hand:
        key = "request-cost-part-in-hand"
        numbers["all"] = gift_amounts(gift, report_data, language)[2]
    if not may_print_money(report_data):
        key = "request-plain-open" if plan.request is None or plan.is_floor else "request-plain"
    sentences = [language.message(key, **numbers)]
    if len(plan.programs) == 1 and (visits := plan.programs[0].visits_per_session):
        expected = int(plan.programs[0].sessions * visits // 10 * 10)
        if expected:
            sentences.append(language.message("request-visits", visits=language.number(expected)))
    for line in gift.pledges:
        amount = format_money(line.value or 0, language, currency)
        if line.day and line.day >= report_data.as_of:
            month = long_month(f"{line.day:%Y-%m}", language)
            sentences.append(language.message("request-pledge", amount=amount, month=month))
        else:
            sentences.append(language.message("request-pledge-open", amount=amount))
    return " ".join(sentences)


def gift_levels(plan: NextYear, report_data: ReportData, language: Language) -> tuple[GiftLevel, ...]:
    """Build the amounts: the smallest useful one, the request, and one step more; typed ones replace them."""
    currency = report_data.whole.currency
    if report_data.options.tiers:
        return _typed_levels(plan, report_data, language)
    if plan.request is None or (plan.smallest is None and plan.larger is None):
        return ()
    request = GiftLevel(
        format_money(plan.request, language, currency),
        language.message("level-year"),
        plan_text(plan.programs, report_data, language),
        language.message("level-request"),
    )
    levels = [request]
    if plan.smallest is not None:
        levels.insert(0, _level(plan.smallest, "level-more", report_data, language))
    if plan.larger is not None:
        more = _level(plan.larger, "level-extra", report_data, language)
        detail = ", ".join(filter(None, (more.buys, more.detail)))
        levels.append(GiftLevel(more.amount, language.message("level-year-and-more"), detail))
    return tuple(levels)


def _typed_levels(plan: NextYear, report_data: ReportData, language: Language) -> tuple[GiftLevel, ...]:
    """Build the first three typed amounts with what they pay for; those beyond measured cost are left out."""
    beyond, usual = amounts_beyond(plan, report_data.options.tiers), usual_program(plan)
    levels: list[GiftLevel] = []
    for tier in report_data.options.tiers:
        if tier in beyond or len(levels) == MAX_LEVELS:
            continue
        bought = None if plan.has_open_cost else buy(tier.amount, tier.amount, usual)
        made = _level(bought, "level-more", report_data, language) if bought else None
        detail = ", ".join(filter(None, (made.buys, made.detail))) if made else ""
        levels.append(
            GiftLevel(format_money(tier.amount, language, report_data.whole.currency), tier.name, detail)
        )
    return tuple(levels)


def _level(bought: Purchase, key: str, report_data: ReportData, language: Language) -> GiftLevel:
    sessions = sessions_text(bought.sessions, [report_data.fact(bought.program).kind], language)
    of_visits = "level-extra-visits" if key == "level-extra" else "level-visits"
    visits = language.message(of_visits, visits=language.number(bought.visits)) if bought.visits else ""
    amount = format_money(bought.amount, language, report_data.whole.currency)
    return GiftLevel(amount, language.message(key, sessions=sessions), visits)


def _request(report_data: ReportData, language: Language) -> Blocks:
    """Build the request; without a known cost it is a visit."""
    block = request_block(report_data, language)
    if block is None and report_data.options.letterhead.contact:
        block = Request(language.message("pitch-invitation"), language.message("request-visit"))
    return (block,) if block is not None else ()


def about(report_data: ReportData, language: Language) -> str:
    """Write the strip about the numbers."""
    block = request_block(report_data, language)
    has_levels = bool(block and block.levels)
    return about_numbers(
        report_data, language, has_levels=has_levels, names_bills=not _gift_rows(report_data, language)
    )


def slides(report_data: ReportData, language: Language) -> tuple[StorySlide, ...]:
    """Build the slides with the content of the page."""
    blocks = tuple(block for section in AUDIENCE.sections for block in section(report_data, language))
    method = definitions_of(known_metrics(AUDIENCE.defined_metrics, report_data), language)
    headline = title(report_data, language)
    quote, strip = chosen_quote(report_data, language), about(report_data, language)
    return story(report_data, language, headline, blocks, quote, method, strip)


def only_theirs(report_data: ReportData) -> tuple[PublicEvaluation, ...]:
    """Return the evaluations without what other parties gave, received or promised.

    Sums of money are left out too where they would reveal the amount of the only other giver.
    """
    recipient = casefold_name(report_data.options.recipient)
    has_money = may_print_money(report_data)

    def concerns(value: Value) -> bool:
        parties = (value.groups.get(name) for name in PARTY_GROUPS)
        return (
            all(party is None or casefold_name(party) == recipient for party in parties)
            and value.metric not in PRIVATE_METRICS
            and (has_money or find_metric(value.metric).unit != "money")
        )

    shown = (report_data.whole, report_data.programs, report_data.months)
    return tuple(evaluation.filter_values(concerns) for evaluation in shown)


#: Groups that name a party.
PARTY_GROUPS = ("party", "partner", "giver", "taker")
#: Metrics that a sponsor's data leaves out: ratings of partners, what others gave, promised and received, and
#: hours at their rates.
PRIVATE_METRICS = frozenset(
    {
        "give_take_balance",
        "give_take_rating",
        "alignment_mean",
        "alignment_gap",
        "partner_lift",
        "leverage_ratio",
        "pledge_fulfilment",
        "cash_from_others",
        "in_kind_value",
        "volunteer_value",
        "fund_share",
        "partner_sourced_share",
    }
)

AUDIENCE = Audience(
    (_thanks, _heroes, _gift_rows, _proof, _request),
    ("sessions_held", "attendance_total", "books_at_stage", "mean_gain", "cost_per_session"),
    title=title,
    addressee=addressee,
    about=about,
    select_evaluations=only_theirs,
    story=slides,
    sheets=sheets,
    is_one_page=True,
)
