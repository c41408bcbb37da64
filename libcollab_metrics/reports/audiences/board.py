"""Board report: what must be decided, targets and results, a year earlier, risks and money on page one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from libcollab_metrics.figures import (
    format_money,
    long_month,
    long_period,
    party_name,
    short_period,
    spell_number,
    strongest_change,
)
from libcollab_metrics.localization import Language
from libcollab_metrics.metrics import OTHER_PARTY
from libcollab_metrics.model.scope import month_label
from libcollab_metrics.reports.about import about_board
from libcollab_metrics.reports.audiences.board_decisions import write_decision
from libcollab_metrics.reports.audiences.board_details import (
    DETAILED_METRICS,
    FIGURE_SECTIONS,
    FURTHER_SECTIONS,
)
from libcollab_metrics.reports.audiences.sections import Audience, Blocks, Section
from libcollab_metrics.reports.balances import read_balance
from libcollab_metrics.reports.comparison import compared_row
from libcollab_metrics.reports.decisions import (
    DecisionNeeded,
    Risk,
    find_decisions,
    find_risks,
    shown_targets,
    sum_lines,
)
from libcollab_metrics.reports.document import (
    Columns,
    Counter,
    Counters,
    Decisions,
    Grid,
    Heading,
    Point,
    Points,
    Strip,
    TargetBars,
)
from libcollab_metrics.reports.report_data import PeriodChange, ReportData
from libcollab_metrics.reports.target_texts import (
    MET,
    TO_DECIDE,
    target_bar,
)

AT_RISK = "▲"
#: Most decisions, risks and targets of page one; the others are on page two.
MAX_DECISIONS, MAX_RISKS, MAX_TARGETS = 3, 3, 8
#: Widths of the comparison and of the risks next to it.
COMPARISON_AND_RISKS = (11, 7)
#: Metrics of the comparison over all programs.
COMPARED_IN_TOTAL = ("sessions_held", "session_delivery_rate", "staff_deployment", "cost_cash")


def title(report_data: ReportData, language: Language) -> str:
    """Write the headline: how many targets are met, and how many decisions are needed."""
    if report_data.options.headline:
        return report_data.options.headline
    targets, count = shown_targets(report_data), len(find_decisions(report_data))
    sentences = [_met_sentence([target.verdict for target in targets], language)] if targets else []
    if count:
        sentences.append(language.plural(count, "board-decide", count=spell_number(count, language)))
    else:
        sentences.append(language.message("board-decide-none"))
    return " ".join(sentence[:1].upper() + sentence[1:] for sentence in sentences)


def _met_sentence(verdicts: Sequence[str], language: Language) -> str:
    met, every = verdicts.count("met"), len(verdicts)
    numbers = {"met": spell_number(met, language), "all": spell_number(every, language)}
    if met == every:
        return language.plural(every, "board-met-all", **numbers)
    if not met:
        return language.plural(every, "board-met-none", **numbers)
    return language.plural(met, "board-met", **numbers)


def addressee(report_data: ReportData, language: Language) -> str:
    """Write what the document is, and for which month."""
    return language.message("board-heading", month=long_month(month_label(report_data.as_of), language))


def _counters(report_data: ReportData, language: Language) -> Blocks:
    """Build the three counts; that of the targets is left out where none can be shown."""
    decisions, risks = find_decisions(report_data), find_risks(report_data)
    found = [
        _counter("decision", TO_DECIDE, len(decisions), MAX_DECISIONS, language),
        _counter("risk", AT_RISK, len(risks), MAX_RISKS, language),
    ]
    targets = shown_targets(report_data)
    if targets:
        met = [target for target in targets if target.verdict == "met"]
        ideal = sum(target.where == "ideal" for target in met)
        note = (
            language.plural(ideal, "counter-met-ideal", count=spell_number(ideal, language)) if ideal else ""
        )
        label = language.plural(len(met), "counter-met")
        found.append(Counter(MET, language.number(len(met)), label, note))
    return (Counters(tuple(found)),)


def _counter(name: str, symbol: str, count: int, most: int, language: Language) -> Counter:
    note = ""
    if count > most:
        note = language.message("counter-more", shown=spell_number(most, language))
    elif count:
        note = language.message(f"counter-{name}-note")
    label = language.plural(count, f"counter-{name}")
    return Counter(symbol, language.number(count), label, note, is_accented=count > 0)


# Decisions.


def _decisions(report_data: ReportData, language: Language) -> Blocks:
    needed = find_decisions(report_data)[:MAX_DECISIONS]
    return (_decisions_block("", needed, 1, report_data, language),) if needed else ()


def _further_decisions(report_data: ReportData, language: Language) -> Blocks:
    needed = find_decisions(report_data)[MAX_DECISIONS:]
    if not needed:
        return ()
    heading = language.message("board-decisions-more")
    return (_decisions_block(heading, needed, MAX_DECISIONS + 1, report_data, language),)


def _decisions_block(
    heading: str,
    needed: Iterable[DecisionNeeded],
    first: int,
    report_data: ReportData,
    language: Language,
) -> Decisions:
    return Decisions(
        heading,
        language.message("recommend"),
        tuple(language.message(f"answer-{name}") for name in ("agreed", "changed", "deferred")),
        tuple(write_decision(decision, report_data, language) for decision in needed),
        first,
    )


# Targets.


def _targets(report_data: ReportData, language: Language) -> Blocks:
    return _target_bars("board-targets", slice(None, MAX_TARGETS), report_data, language)


def _further_targets(report_data: ReportData, language: Language) -> Blocks:
    return _target_bars("board-targets-more", slice(MAX_TARGETS, None), report_data, language)


def _target_bars(heading: str, part: slice, report_data: ReportData, language: Language) -> Blocks:
    """Build the bars of some targets; where there are too many for page one, those to decide come first."""
    decisions, targets = find_decisions(report_data), shown_targets(report_data)
    bars = [target_bar(target, decisions, report_data, language) for target in targets]
    if len(bars) > MAX_TARGETS:
        bars.sort(key=lambda bar: not bar.is_accented)
    names = ("program", "name", "aim", "bar", "result", "status")
    headings = tuple(language.message(f"target-heading-{name}") for name in names)
    shown = tuple(bars[part])
    key = language.message("board-targets-key")
    return (TargetBars(language.message(heading), key, headings, shown),) if shown else ()


# The same months a year earlier, and what is at risk.


def _comparison_and_risks(report_data: ReportData, language: Language) -> Blocks:
    comparison = _comparison(report_data.change, report_data, language) if report_data.change else None
    risks = find_risks(report_data)[:MAX_RISKS]
    listed = _points("risk-title", risks, report_data, language) if risks else None
    if comparison is not None and listed is not None:
        return (Columns(((comparison,), (listed,)), COMPARISON_AND_RISKS),)
    return tuple(block for block in (comparison, listed) if block is not None)


def _comparison(change: PeriodChange, report_data: ReportData, language: Language) -> Grid | None:
    """Build the table of two comparable periods; its title is the clearest change."""
    clearest = strongest_change(change.programs)
    average = clearest or change.find("attendance_per_session")
    rows = [
        row
        for one in (average, *(change.find(metric) for metric in COMPARED_IN_TOTAL))
        if one is not None and (row := compared_row(one, report_data, language))
    ]
    if len(rows) < 2:
        return None
    heading = language.message(f"compared-{change.against}")
    if clearest is not None:
        heading = language.message(
            f"compared-{clearest.direction}",
            program=clearest.now.groups.get("program"),
            now=language.number(clearest.now.value or 0),
            before=language.number(clearest.earlier.value or 0),
        )
    periods = [
        short_period(scope.start, scope.end, language) for scope in (change.earlier_scope, change.scope)
    ]
    headings = ("", *periods, language.message("compared-change"))
    return Grid(heading, headings, tuple(rows), (1, 2, 3), bold_columns=(2,))


def _further_risks(report_data: ReportData, language: Language) -> Blocks:
    risks = find_risks(report_data)[MAX_RISKS:]
    return (_points("risk-title-more", risks, report_data, language),) if risks else ()


def _points(heading: str, risks: Iterable[Risk], report_data: ReportData, language: Language) -> Points:
    points = tuple(Point(AT_RISK, *_risk_texts(risk, report_data, language)) for risk in risks)
    return Points(language.message(heading), points, is_accented=True)


def _risk_texts(risk: Risk, report_data: ReportData, language: Language) -> tuple[str, str]:
    """Write the first words of a risk, and the sentence after them."""
    if risk.kind == "path" and risk.reached is not None:
        reached = language.number(risk.reached.value or 0)
        numbers = {
            "reached": f"{reached}+" if risk.reached.certainty == "at_least" else reached,
            "expected": language.number(risk.expected),
        }
        return (
            language.message("risk-path", program=risk.program),
            language.message("risk-path-text", **numbers),
        )
    if risk.kind == "season" and risk.reached is not None:
        return language.message("risk-season"), _season_text(risk, report_data, language)
    if risk.kind == "pledge" and risk.line is not None:
        return _pledge_texts(risk, report_data, language)
    return _delivery_texts(risk, language)


def _season_text(risk: Risk, report_data: ReportData, language: Language) -> str:
    assert risk.reached is not None
    assert report_data.season is not None
    scope = report_data.season.earlier.scope
    planned, held = risk.reached.denominator or 0, risk.reached.numerator or 0
    first, last = (month_label(day or report_data.as_of) for day in (scope.start, scope.end))
    cancelled = round(planned - held)
    text = language.plural(
        cancelled,
        "risk-season-text",
        cancelled=spell_number(cancelled, language),
        planned=language.number(planned),
        program=risk.program or language.message("scope-all-programs"),
        period=long_period(first, last, language),
    )
    return text[:1].upper() + text[1:]


def _pledge_texts(risk: Risk, report_data: ReportData, language: Language) -> tuple[str, str]:
    line = risk.line
    assert line is not None
    day: date = line.day or report_data.as_of
    opening = language.message(
        "risk-overdue" if day < report_data.as_of else "risk-due",
        amount=format_money(line.value or 0, language, report_data.whole.currency),
        day=language.day(day, with_year=day.year != report_data.as_of.year),
    )
    party = party_name(line.giver or OTHER_PARTY, language)
    key = "risk-pledge-program" if line.program else "risk-pledge-text"
    return opening, language.message(key, party=party, program=line.program)


def _delivery_texts(risk: Risk, language: Language) -> tuple[str, str]:
    books = sum(lot.books or 0 for lot in risk.lots)
    opening = (
        language.message("risk-books", books=language.number(books))
        if books
        else language.message("risk-delivery")
    )
    oldest = min(risk.lots, key=lambda lot: lot.sent_on)
    day = language.day(oldest.sent_on, with_year=False)
    if len(risk.lots) > 1:
        count = language.number(len(risk.lots))
        return opening, language.message("risk-delivery-many", count=count, day=day)
    key = "risk-delivery-one" if oldest.site else "risk-delivery-nowhere"
    return opening, language.message(key, site=oldest.site, day=day)


def _money(report_data: ReportData, language: Language) -> Blocks:
    """Build the line of the money: what came in, what was spent, what is in hand and in question."""
    spent, balance = report_data.value("cost_cash"), report_data.value("cash_balance")
    if spent is None or not spent.value or not report_data.recorded_months:
        return ()

    currency = report_data.whole.currency

    def write(amount: float) -> str:
        return format_money(amount, language, currency)

    since = language.message("money-since", month=long_month(report_data.recorded_months[0], language))
    question = sum_lines(report_data.unclear)
    may_be_more = spent.certainty != "exact" and not question
    used = language.message("money-spent", amount=write(spent.value) + ("+" if may_be_more else ""))
    in_hand = read_balance(balance)
    if in_hand is None:
        return (Strip((since, used)),)
    received = in_hand.amount + float(spent.value)
    came = language.message("money-in", amount=write(received) + ("+" if in_hand.may_be_more else ""))
    if in_hand.amount < 0:
        rest = language.message("money-short", amount=in_hand.after(0).written(language, currency))
    elif question:
        amount = write(in_hand.amount)
        rest = language.message("money-question", amount=amount, question=write(question))
    else:
        rest = language.message("money-in-hand", amount=in_hand.written(language, currency))
    return (Strip((since, came, used, rest)),)


def _details(report_data: ReportData, language: Language) -> Blocks:
    """Build everything after page one, which has room for the figures if there are no targets."""

    def build(sections: Iterable[Section]) -> Blocks:
        return tuple(block for section in sections for block in section(report_data, language))

    figures = build((_further_decisions, _further_targets, _further_risks, *FIGURE_SECTIONS))
    further = build(FURTHER_SECTIONS)
    on_page_one, after = ((), (*figures, *further)) if shown_targets(report_data) else (figures, further)
    heading = Heading(language.message("board-details"), has_page_break=True, may_share_page=True)
    return (*on_page_one, heading, *after) if after else on_page_one


AUDIENCE = Audience(
    (_counters, _decisions, _targets, _comparison_and_risks, _money, _details),
    DETAILED_METRICS,
    title=title,
    addressee=addressee,
    about=about_board,
)
