"""Letter to a school or other partner, one page for each: what its part achieved, and what is next."""

from __future__ import annotations

from libcollab_metrics.figures import long_period
from libcollab_metrics.figures.story_charts import growth_columns, score_pairs
from libcollab_metrics.localization import Language
from libcollab_metrics.metrics import LedgerLine
from libcollab_metrics.metrics.definition import Value
from libcollab_metrics.model.names import casefold_name
from libcollab_metrics.model.schema import LIBRARY
from libcollab_metrics.protection import PublicEvaluation
from libcollab_metrics.reports.about import about_numbers
from libcollab_metrics.reports.audiences.sections import OPEN_STATUSES, Audience, Blocks
from libcollab_metrics.reports.audiences.sponsor import CHART_AND_QUOTE, chosen_quote
from libcollab_metrics.reports.claims import (
    FAIR_COVERAGE,
    Claim,
    attendance_claim,
    best_gain,
    figure_text,
    gain_hero,
    gain_text,
    held_text,
    measure_name,
    ranked_claims,
    score_side,
    sessions_hero,
    visits_hero,
)
from libcollab_metrics.reports.document import (
    Block,
    ChartBlock,
    Columns,
    Heading,
    Hero,
    Heroes,
    Lead,
    Point,
    Points,
    ReplySlip,
    Text,
)
from libcollab_metrics.reports.given import gift_items, with_value
from libcollab_metrics.reports.partner_part import (
    books_of_partner,
    chosen_partners,
    count_books,
    has_own_books,
    is_given,
    is_received,
    part_of_partner,
)
from libcollab_metrics.reports.report_data import ReportData

#: Metrics of one party to the exchange.
EXCHANGE_METRICS = (
    "partner_programs",
    "partner_given",
    "partner_received",
    "pledge_fulfilment",
    "benefit_delivery",
    "fund_share",
    "partner_sourced_share",
)
PARTNER_METRICS = frozenset(
    {
        "sessions_held",
        "session_delivery_rate",
        "attendance_total",
        "attendance_coverage",
        "attendance_rate",
        "participants_unique",
        "mean_gain",
        "paired_scores",
        *EXCHANGE_METRICS,
    }
)
#: Most large numbers of a letter, lines of what one side gave, and statements on the reply slip.
MAX_HEROES, MAX_GIVEN, MAX_STATEMENTS = 3, 7, 3


def title(report_data: ReportData, language: Language) -> str:
    """Write the finding about the one partner's part, or a title for several letters."""
    partners = chosen_partners(report_data)
    if len(partners) != 1:
        return language.message("school-title")
    if report_data.options.headline:
        return report_data.options.headline
    return finding(part_of_partner(report_data, partners[0]), partners[0], language)


def finding(part: ReportData, partner: str, language: Language) -> str:
    """Write the strongest finding about a partner's part, by its relevance to a school."""
    books = books_of_partner(part)
    claims = ranked_claims(part, "school", (books,) if books else ())
    if claims:
        return f"{_claim_text(claims[0], part, partner, language)}."
    held = part.value("sessions_held")
    if held is not None and held.value:
        return f"{language.message('letter-sessions', sessions=held_text(held, (), language))}."
    has_given = any(is_given(line, partner) for line in part.lines)
    return language.message("letter-thanks" if has_given else "school-title-one", partner=partner)


def _claim_text(claim: Claim, part: ReportData, partner: str, language: Language) -> str:
    if claim.family == "change":
        return _change_text(claim.value, part, language)
    if claim.family == "goods":
        stage = claim.value.groups.get("stage") or ""
        place = "own" if has_own_books(part, partner) else "program"
        books = figure_text(claim.value, language)
        return language.message(f"letter-books-{stage}-{place}", books=books, partner=partner)
    if claim.family == "growth" and claim.change is not None and part.change is not None:
        now, before = (language.number(v.value or 0) for v in (claim.change.now, claim.change.earlier))
        return language.message(f"story-growth-up-{part.change.against}", now=now, before=before)
    held = part.value("sessions_held")
    sessions = held_text(held, _kinds(part, partner), language)
    return language.message("letter-visits", sessions=sessions, visits=figure_text(claim.value, language))


def _change_text(gain: Value, part: ReportData, language: Language) -> str:
    """Write a change of the average score, as before and after where the test is a percentage."""
    measure = gain.groups.get("measure") or ""
    before, after = (score_side(part, measure, side) for side in ("before", "after"))
    if f"letter-{measure}" in language.messages and before is not None and after is not None:
        shares = {"before": language.share(before / 100), "after": language.share(after / 100)}
        return language.message(f"letter-{measure}", **shares)
    return language.message(
        "letter-change", measure=measure_name(measure, language), gain=gain_text(gain, language)
    )


def _kinds(part: ReportData, partner: str) -> tuple[str, ...]:
    return tuple(part.fact(program).kind for program in part.links.get(partner, ()))


def letters(report_data: ReportData, language: Language) -> Blocks:
    """Build the letter to the one partner, or a letter to each on a page of its own."""
    partners = chosen_partners(report_data)
    if not partners:
        return (Text(language.message("school-no-partner")),)
    months = report_data.recorded_months
    if len(partners) == 1:
        return letter(part_of_partner(report_data, partners[0]), partners[0], months, language)
    blocks: list[Block] = []
    for partner in partners:
        part = part_of_partner(report_data, partner)
        blocks.append(Heading(partner, has_page_break=partner != partners[0]))
        blocks.append(Heading(finding(part, partner, language), 2))
        blocks += letter(part, partner, months, language)
    return tuple(blocks)


def letter(part: ReportData, partner: str, months: tuple[str, ...], language: Language) -> Blocks:
    """Build the letter below its title: thanks, numbers, chart, both sides, next step, reply slip, strip."""
    numbers = _heroes(part, partner, language)
    slip = _reply_slip(part, partner, language)
    has_visits = any(isinstance(value, Value) and value.metric == "attendance_total" for value, _ in numbers)
    return (
        *_thanks(part, partner, language, has_slip=slip is not None),
        *((Heroes(tuple(hero for _, hero in numbers)),) if numbers else ()),
        *_proof(part, partner, language),
        *_both_sides(part, partner, language),
        *_next_step(part, partner, language, has_slip=slip is not None),
        *((slip,) if slip else ()),
        Text(_about(part, months, language, has_visits), is_small=True),
    )


def _thanks(part: ReportData, partner: str, language: Language, *, has_slip: bool) -> Blocks:
    """Thank the partner, naming what it gave and for which programs."""
    given = [line for line in part.lines if is_given(line, partner) and line.status == "received"]
    items = gift_items(given, language, part.whole.currency)
    sentences = []
    if items:
        programs = tuple(dict.fromkeys(line.program for line in given if line.program))
        names = language.join_names(programs, most=3)
        key = "letter-gave-for" if names else "letter-gave"
        things = language.join_names(tuple(text for text, _ in items), most=4)
        sentences.append(language.message(key, things=things, programs=names))
    elif part.links.get(partner):
        names = language.join_names(part.links[partner], most=3)
        sentences.append(language.message("letter-worked", programs=names))
    sentences.append(language.message("letter-asks" if has_slip else "letter-shows"))
    return (Lead(language.message("thanks"), " ".join(sentences)),)


# Numbers and the chart.


def _heroes(part: ReportData, partner: str, language: Language) -> list[tuple[Value, Hero]]:
    """Return at most three large numbers: attendance rate, gain, books, visits, else sessions."""
    found: list[tuple[Value, Hero]] = []
    rate, gain, books = part.value("attendance_rate"), best_gain(part), books_of_partner(part)
    visits = attendance_claim(part)
    if rate is not None and rate.value is not None and (rate.coverage or 0) >= FAIR_COVERAGE:
        note = ""
        if rate.numerator is not None and rate.denominator is not None:
            came, possible = language.number(rate.numerator), language.number(rate.denominator)
            note = language.message("letter-rate-note", came=came, possible=possible)
        found.append((rate, Hero(figure_text(rate, language), language.message("letter-rate"), note)))
    if gain is not None:
        found.append((gain.value, gain_hero(gain.value, language)))
    if books is not None:
        found.append((books.value, _books_hero(part, partner, books.value, language)))
    if visits is not None and visits.strength >= 2:
        found.append((visits.value, visits_hero(part, visits.value, language)))
    held = part.value("sessions_held")
    if len(found) < 2 and held is not None and (hero := sessions_hero(part, language)) is not None:
        found.insert(0, (held, hero))
    return found[:MAX_HEROES]


def _books_hero(part: ReportData, partner: str, books: Value, language: Language) -> Hero:
    """Build the number of books, with how many were delivered and how many are on their way."""
    stage = books.groups.get("stage") or ""
    notes = []
    received = count_books(part.lots, "received")
    if stage == "in_hands" and received is not None and received.value:
        key = "letter-books-of" if has_own_books(part, partner) else "letter-books-of-program"
        notes.append(language.message(key, books=figure_text(received, language)))
    on_the_way = sum(lot.books or 0 for lot in part.in_transit)
    if on_the_way:
        notes.append(language.message("letter-books-more", books=language.number(on_the_way)))
    return Hero(figure_text(books, language), language.message(f"unit-books-{stage}"), " ".join(notes))


def _proof(part: ReportData, partner: str, language: Language) -> Blocks:
    """Build the one chart, for a school with the range of its reading levels, and a quote next to it."""
    gain, chart = best_gain(part), None
    if gain is not None:
        measure, is_school = gain.value.groups.get("measure") or "", _is_school(part, partner)
        chart = score_pairs(part.whole, measure, language, months=part.test_months, has_levels=is_school)
    if chart is None or chart.is_empty:
        chart = growth_columns(part.months, part.change, language)
    quote = chosen_quote(part, language)
    if chart is None or chart.is_empty:
        return (quote,) if quote else ()
    block = ChartBlock(chart)
    return (Columns(((block,), (quote,)), CHART_AND_QUOTE),) if quote else (block,)


# Both sides, the next step and the reply slip.


def _both_sides(part: ReportData, partner: str, language: Language) -> Blocks:
    """Build what the partner gave and what it received, side by side."""
    currency = part.whole.currency

    def rows(lines: list[LedgerLine], more: tuple[str, ...] = ()) -> tuple[Point, ...]:
        received = [line for line in lines if line.status == "received"]
        pledged = [line for line in lines if line.status in OPEN_STATUSES]
        texts = [with_value(item, language) for item in gift_items(received, language, currency)]
        promised = [with_value(item, language) for item in gift_items(pledged, language, currency)]
        texts += [*more, *(language.message("letter-promised", what=what) for what in promised)]
        if len(texts) > MAX_GIVEN:
            rest = language.message("more", count=len(texts) - MAX_GIVEN + 1)
            texts = [*texts[: MAX_GIVEN - 1], rest]
        return tuple(Point("", "", text) for text in texts)

    gave = rows([line for line in part.lines if is_given(line, partner)])
    got = rows(
        [line for line in part.lines if is_received(line, partner)], _books_received(part, partner, language)
    )
    sides = [
        (Points(language.message(f"letter-{side}"), points, is_accented=side == "received"),)
        for side, points in (("given", gave), ("received", got))
        if points
    ]
    return (
        (Columns(tuple(sides), (1, 1)),)
        if len(sides) == 2
        else tuple(block for side in sides for block in side)
    )


def _books_received(part: ReportData, partner: str, language: Language) -> tuple[str, ...]:
    if not has_own_books(part, partner):
        return ()
    received = count_books(part.lots, "received")
    on_the_way = sum(lot.books or 0 for lot in part.in_transit)
    texts = []
    if received is not None and received.value:
        texts.append(language.message("letter-books-delivered", books=figure_text(received, language)))
    if on_the_way:
        texts.append(language.message("letter-books-coming", books=language.number(on_the_way)))
    return tuple(texts)


def _next_step(part: ReportData, partner: str, language: Language, *, has_slip: bool) -> Blocks:
    """Write the next step with the day of the answer, and sign the letter."""
    reply = part.options.reply_by
    sentences = []
    if goals := _goals(part, partner):
        names = language.join_names(goals, most=3)
        sentences.append(language.message("letter-next", programs=names))
    if has_slip and reply is not None:
        sentences.append(language.message("letter-answer-by", day=language.day(reply, with_year=False)))
    elif has_slip:
        sentences.append(language.message("letter-answer"))
    sentences.append(language.message("letter-closing"))
    library = part.options.letterhead.library
    signature = Lead(language.message("letter-librarian"), "", library)
    return (Text(" ".join(sentences)), signature)


def _reply_slip(part: ReportData, partner: str, language: Language) -> ReplySlip | None:
    """Build the slip from the records: another round or term, the tests again, and books to confirm."""
    statements = []
    if goals := _goals(part, partner):
        key = "slip-again" if _has_ended(part, goals[0]) else "slip-go-on"
        key = f"{key}-room" if _gave_room(part, partner, goals) else key
        statements.append(language.message(key, programs=language.join_names(goals, most=3)))
    if best_gain(part) is not None and _is_school(part, partner):
        statements.append(language.message("slip-test"))
    books = sum(lot.books or 0 for lot in part.in_transit)
    if books:
        statements.append(language.message("slip-books", books=language.number(books)))
    if not statements:
        return None
    fields = (language.message("slip-name"), language.message("slip-date"))
    return ReplySlip(
        language.message("slip-title"),
        language.message("slip-hint"),
        tuple(statements[:MAX_STATEMENTS]),
        fields,
    )


def _gave_room(part: ReportData, partner: str, programs: tuple[str, ...]) -> bool:
    """Return whether the partner gave a room for one of the programs."""
    return any(
        line.kind == "venue" and line.status == "received" and line.program in programs
        for line in part.lines
        if is_given(line, partner)
    )


def _is_school(part: ReportData, partner: str) -> bool:
    return casefold_name(partner) in {casefold_name(name) for name in part.schools}


def _goals(part: ReportData, partner: str) -> tuple[str, ...]:
    """Return the programs with sessions that may have another round, else those that go on."""
    meeting = [program for program in part.links.get(partner, ()) if _meets(part, program)]
    ended = tuple(program for program in meeting if _has_ended(part, program))
    return ended or tuple(meeting)


def _has_ended(part: ReportData, program: str) -> bool:
    fact = part.fact(program)
    return fact.recurring == "no" and fact.end is not None and fact.end <= part.as_of


def _meets(part: ReportData, program: str) -> bool:
    """Return whether a program has sessions and does not only deliver books."""
    held = part.program_value("sessions_held", program)
    delivers = any(
        value.groups.get("program") == program and (value.value or value.is_hidden)
        for value in part.programs.values_for("books_at_stage")
    )
    return held is not None and bool(held.value or held.is_hidden) and not delivers


def _about(part: ReportData, months: tuple[str, ...], language: Language, has_visits: bool) -> str:
    """Write the strip of one letter: period, what was counted, whose scores, and the method."""
    books = books_of_partner(part)
    text = about_numbers(part, language, has_visits=has_visits, books=books.value if books else None)
    period = long_period(months[0], months[-1], language) if months else ""
    return f"{period[:1].upper()}{period[1:]}. {text}" if period else text


def only_this_partner(report_data: ReportData) -> tuple[PublicEvaluation, ...]:
    """Return the evaluations for the partners of the document.

    They exclude other parties' money and metrics of the library alone.
    """
    partners = {casefold_name(name) for name in chosen_partners(report_data)}

    def concerns(value: Value) -> bool:
        party, partner = value.groups.get("party"), value.groups.get("partner")
        return (
            value.metric in PARTNER_METRICS
            and (party is None or casefold_name(party) in {*partners, LIBRARY})
            and ("partner" not in value.groups or casefold_name(partner or "") in partners)
        )

    evaluations = (report_data.whole, report_data.months, report_data.sites, report_data.partners)
    return tuple(evaluation.filter_values(concerns) for evaluation in evaluations)


def addressee(report_data: ReportData, language: Language) -> str:
    """Return the name of the one partner."""
    partners = chosen_partners(report_data)
    return partners[0] if len(partners) == 1 else ""


AUDIENCE = Audience(
    (letters,),
    ("attendance_rate", "attendance_total", "books_at_stage", "mean_gain"),
    title=title,
    addressee=addressee,
    select_evaluations=only_this_partner,
    is_one_page=True,
    is_letter=True,
)
