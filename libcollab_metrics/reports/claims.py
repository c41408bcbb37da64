"""Claims of page one: the headline, the large numbers and the result of each program.

A claim is chosen by strength × relevance. Strength 4: scores of the same people before and after, at least
ten, with a printable interval above zero. 3: a count with a coverage of at least 80%, or books delivered.
2: a coverage of 60 to 79%, or growth of the same term. 1: a lower coverage. 0: hidden or unknown.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

from libcollab_metrics.figures import format_money_figure, part_name, strongest_change
from libcollab_metrics.figures.text import format_figure
from libcollab_metrics.localization import Language
from libcollab_metrics.metrics import Change, find_metric
from libcollab_metrics.metrics.definition import Value
from libcollab_metrics.reports.document import Hero
from libcollab_metrics.reports.report_data import ReportData

Family = Literal["change", "goods", "growth", "attendance"]
#: Relevance of each family of claims to each audience, 0 to 3.
RELEVANCE: Mapping[str, Mapping[Family, int]] = MappingProxyType(
    {
        "sponsor": {"change": 3, "goods": 3, "growth": 2, "attendance": 2},
        "board": {"change": 2, "goods": 1, "growth": 2, "attendance": 2},
        "school": {"change": 3, "goods": 2, "growth": 1, "attendance": 2},
        "planning": {"change": 1, "goods": 1, "growth": 3, "attendance": 3},
    }
)
#: Fewest people in an average of scores, and smallest coverages of a strong and of a usable count.
MIN_READERS, FULL_COVERAGE, FAIR_COVERAGE = 10, 0.8, 0.6
#: Stages at which books have reached somebody, the strongest claim first.
DELIVERED_STAGES = ("in_hands", "received")


@dataclass(frozen=True)
class Claim:
    """One thing that the records show.

    Attributes
    ----------
    family : str
        Key of `RELEVANCE`.
    strength : int
        0 to 4.
    value : Value
        Protected value.
    people : float
        People it is about; decides between equal scores.
    change : Change or None
        Of growth, the two values.
    """

    family: Family
    strength: int
    value: Value
    people: float = 0.0
    change: Change | None = None

    @property
    def program(self) -> str:
        """Program it is about; empty for all."""
        return self.value.groups.get("program") or ""


def ranked_claims(report_data: ReportData, audience: str, more: Iterable[Claim] = ()) -> tuple[Claim, ...]:
    """Return the claims for an audience, the best first.

    Parameters
    ----------
    report_data : ReportData
        Protected report data.
    audience : str
        Key of `RELEVANCE`.
    more : iterable of Claim, default ()
        Claims of a family that the report data has none of.

    Returns
    -------
    tuple of Claim
        At most one of each family, none with strength 0.
    """
    found = (
        best_gain(report_data),
        delivered_books(report_data),
        strongest_growth(report_data),
        attendance_claim(report_data),
        *more,
    )
    weights = RELEVANCE[audience]
    known = [claim for claim in found if claim is not None and claim.strength]
    return tuple(sorted(known, key=lambda c: (-c.strength * weights[c.family], -c.people)))


def is_clear_gain(value: Value) -> bool:
    """Return whether an average gain of at least ten people has a printable interval above zero."""
    return (
        value.value is not None
        and (value.n or 0) >= MIN_READERS
        and value.ci_low is not None
        and value.ci_high is not None
        and value.ci_low > 0
    )


def best_gain(report_data: ReportData, program: str = "") -> Claim | None:
    """Return the average gain that is declared as a criterion, else the largest relative to its start."""
    source = report_data.programs if program else report_data.whole
    gains = [
        value
        for value in source.values_for("mean_gain")
        if value.group and is_clear_gain(value) and (not program or value.groups.get("program") == program)
    ]
    if not gains:
        return None
    declared = {verdict.part for verdict in report_data.verdicts if verdict.metric_id == "mean_gain"}
    best = max(gains, key=lambda v: (v.groups.get("measure") in declared, _relative_gain(v, report_data)))
    return Claim("change", 4, best, float(best.n or 0))


def _relative_gain(gain: Value, report_data: ReportData) -> float:
    before = score_side(report_data, gain.groups.get("measure") or "", "before")
    return (gain.value or 0) / before if before else 0.0


def score_side(report_data: ReportData, measure: str, side: str) -> float | None:
    """Return the average score of one side of the pairs of a measure: "before" or "after"."""
    found = [
        value.value
        for value in report_data.whole.values_for("paired_scores")
        if value.groups.get("measure") == measure and value.groups.get("side") == side
    ]
    return found[0] if len(found) == 1 else None


def delivered_books(report_data: ReportData, program: str = "") -> Claim | None:
    """Return the books in readers' hands, else those received; a floor of delivered books is strong."""
    source = report_data.programs if program else report_data.whole
    for stage in DELIVERED_STAGES:
        for value in source.values_for("books_at_stage"):
            is_own = not program or value.groups.get("program") == program
            if value.groups.get("stage") == stage and value.value and is_own:
                return Claim("goods", 3, value, float(value.value))
    return None


def strongest_growth(report_data: ReportData) -> Claim | None:
    """Return the clearest rise of people per session of one program since a comparable period."""
    if report_data.change is None:
        return None
    change = strongest_change(report_data.change.programs)
    if change is None or change.direction != "up":
        return None
    return Claim("growth", 2, change.now, float(change.now.numerator or 0), change)


def attendance_claim(report_data: ReportData) -> Claim | None:
    """Return the visits, with a strength by their coverage."""
    visits, coverage = report_data.value("attendance_total"), report_data.value("attendance_coverage")
    if visits is None or not visits.value:
        return None
    known = 0.0 if coverage is None or coverage.value is None else float(coverage.value)
    strength = 3 if known >= FULL_COVERAGE else 2 if known >= FAIR_COVERAGE else 1
    return Claim("attendance", strength, visits, float(visits.value))


# Sentences and large numbers of claims.


def measure_name(measure: str, language: Language) -> str:
    """Return what a measure is about in plain words: "understanding what they read"."""
    return language.messages.get(f"topic-{measure}", "") or part_name(measure, language)


def change_clause(claim: Claim, language: Language) -> str:
    """Write what changed as the second half of a headline: "children understand more of what they read"."""
    measure = claim.value.groups.get("measure") or ""
    known = f"change-{measure}"
    if known in language.messages:
        return language.message(known)
    return language.message(
        "change-other", measure=measure_name(measure, language), gain=gain_text(claim.value, language)
    )


def gain_text(value: Value, language: Language) -> str:
    """Format a gain with its sign: "+6.6"."""
    return f"+{language.number(value.value or 0, 1)}"


def likely_range(value: Value, language: Language) -> str:
    """Write the interval of a gain: "likely between +3.6 and +9.6"; empty without one."""
    if value.ci_low is None or value.ci_high is None:
        return ""
    low, high = (signed(end, language) for end in (value.ci_low, value.ci_high))
    return language.message("likely-between", low=low, high=high)


def signed(number: float, language: Language) -> str:
    """Format a number with one decimal and its sign."""
    return ("+" if number > 0 else "") + language.number(number, 1)


def figure_text(value: Value, language: Language, currency: str = "") -> str:
    """Format a value as printed on page one: "1,605+", "86%", "₱520"."""
    metric = find_metric(value.metric)
    if metric.unit == "money" and value.value is not None:
        return format_money_figure(value, language, currency)
    return format_figure(value, metric, language, currency)


def sessions_text(count: float, kinds: Iterable[str], language: Language) -> str:
    """Write a number of sessions with the word of their kind, if all are of one: "67 readings"."""
    named = set(kinds)
    kind = named.pop() if len(named) == 1 else ""
    key = f"held-{kind}" if f"held-{kind}-one" in language.messages else "held"
    return language.plural(count, key, count=language.number(count))


def held_text(held: Value | None, kinds: Iterable[str], language: Language) -> str:
    """Write the sessions held with the word of their kind; "at least" or "up to" if it is a bound."""
    sessions = sessions_text((held.value or 0) if held else 0, kinds, language)
    certainty = held.certainty if held else "exact"
    if certainty in ("at_least", "at_most"):
        return language.message("held-least" if certainty == "at_least" else "held-most", sessions=sessions)
    return sessions


def heroes(report_data: ReportData, language: Language) -> tuple[Hero, ...]:
    """Return up to three large numbers: reach, goods and change; sessions where only reach is known.

    Parameters
    ----------
    report_data : ReportData
        Protected report data.
    language : Language
        Language of the text.

    Returns
    -------
    tuple of Hero
    """
    visits = attendance_claim(report_data)
    books, gain = delivered_books(report_data), best_gain(report_data)
    found = []
    if visits is not None and visits.strength >= 2:
        found.append(visits_hero(report_data, visits.value, language))
    if books is not None:
        found.append(books_hero(books.value, language))
    if gain is not None:
        found.append(gain_hero(gain.value, language))
    if len(found) < 2 and (held := sessions_hero(report_data, language)) is not None:
        found.insert(0, held)
    return tuple(found)


def heroes_for_newcomers(report_data: ReportData, language: Language) -> tuple[Hero, ...]:
    """Return the large numbers for a reader who is new to the library: sessions, growth and books first."""
    growth, books, gain = (
        strongest_growth(report_data),
        delivered_books(report_data),
        best_gain(report_data),
    )
    visits = attendance_claim(report_data)
    found = (
        sessions_hero(report_data, language),
        growth_hero(growth, report_data, language) if growth else None,
        books_hero(books.value, language) if books else None,
        visits_hero(report_data, visits.value, language) if visits and visits.strength > 1 else None,
        gain_hero(gain.value, language) if gain else None,
    )
    return tuple(hero for hero in found if hero is not None)


def visits_hero(report_data: ReportData, visits: Value, language: Language) -> Hero:
    """Build the large number of visits, with the share of sessions that was counted."""
    held, coverage = report_data.value("sessions_held"), report_data.value("attendance_coverage")
    kinds = [report_data.fact(program).kind for program in report_data.program_names]
    sessions = held_text(held, kinds, language)
    note = ""
    if coverage is not None and coverage.value is not None and coverage.value < 1:
        note = language.message("note-counted", share=language.share(coverage.value))
    return Hero(figure_text(visits, language), language.message("unit-visits", sessions=sessions), note)


def sessions_hero(report_data: ReportData, language: Language) -> Hero | None:
    """Build the large number of sessions, with how many of the planned ones were held."""
    held, rate = report_data.value("sessions_held"), report_data.value("session_delivery_rate")
    if held is None or not held.value:
        return None
    note = ""
    if rate is not None and rate.value is not None and rate.denominator:
        planned = language.number(rate.denominator)
        note = language.message("note-all-held" if rate.value == 1 else "note-planned", planned=planned)
    unit = language.plural(held.value, "unit-sessions")
    return Hero(figure_text(held, language), unit, note)


def books_hero(books: Value, language: Language) -> Hero:
    """Build the large number of books, with the deliveries that were counted."""
    stage = books.groups.get("stage") or ""
    note = ""
    if books.coverage and books.n and books.coverage < 1:
        lots = round(books.n / books.coverage)
        note = language.message("note-deliveries", known=language.number(books.n), lots=language.number(lots))
    return Hero(figure_text(books, language), language.message(f"unit-books-{stage}"), note)


def growth_hero(claim: Claim, report_data: ReportData, language: Language) -> Hero | None:
    """Build the large number of a rise in people per session, in percent."""
    change = claim.change
    if change is None or change.relative is None or report_data.change is None:
        return None
    kind = report_data.fact(claim.program).kind
    unit = f"unit-per-{kind}" if f"unit-per-{kind}" in language.messages else "unit-per-session"
    note = language.message(
        f"note-growth-{report_data.change.against}",
        now=language.number(change.now.value or 0),
        before=language.number(change.earlier.value or 0),
    )
    return Hero(f"+{language.share(change.relative)}", language.message(unit), note)


def gain_hero(gain: Value, language: Language) -> Hero:
    """Build the large number of an average gain, with the readers and the likely range."""
    measure = gain.groups.get("measure") or ""
    unit = language.messages.get(f"hero-{measure}") or language.message(
        "unit-points", measure=measure_name(measure, language)
    )
    note = language.message(
        "note-tested", n=language.number(gain.n or 0), likely=likely_range(gain, language)
    )
    return Hero(gain_text(gain, language), unit, note)


# What came of a program: a result and one detail.


def program_result(report_data: ReportData, program: str, language: Language) -> tuple[str, str]:
    """Write what came of a program, and one detail: books, people, or visits.

    Parameters
    ----------
    report_data : ReportData
        Protected report data.
    program : str
        Printed name.
    language : Language
        Language of the text.

    Returns
    -------
    tuple of (str, str)
        Both empty where nothing is known.
    """
    if delivered_books(report_data, program) is not None:
        return _books_result(report_data, program, language)
    held = report_data.program_value("sessions_held", program)
    if held is None or not held.value:
        return "", ""
    sessions = held_text(held, [report_data.fact(program).kind], language)
    people = report_data.program_value("participants_unique", program)
    visits = report_data.program_value("attendance_total", program)
    if people is not None and people.value and (people.coverage or 0) >= FAIR_COVERAGE:
        result = language.message("result-people", sessions=sessions, people=figure_text(people, language))
    elif visits is not None and visits.value:
        result = language.message("result-visits", sessions=sessions, visits=figure_text(visits, language))
    else:
        result = language.message("result-sessions", sessions=sessions)
    return result, _session_detail(report_data, program, language)


def _session_detail(report_data: ReportData, program: str, language: Language) -> str:
    """Write how attendance changed, else the attendance rate, else the average."""
    change = report_data.change.find("attendance_per_session", program) if report_data.change else None
    if change is not None and report_data.change is not None and change == strongest_change((change,)):
        return growth_sentence(change, report_data.change.against, language)
    rate = report_data.program_value("attendance_rate", program)
    if rate is not None and rate.value is not None and (rate.coverage or 0) >= FAIR_COVERAGE:
        return language.message("detail-rate", share=figure_text(rate, language))
    average = report_data.program_value("attendance_per_session", program)
    if average is not None and average.value and (average.coverage or 0) >= FAIR_COVERAGE:
        return language.message("detail-average", people=language.number(average.value))
    return ""


def growth_sentence(change: Change, against: str, language: Language) -> str:
    """Write a change of people per session: "A session now draws 23 people, up from 18 a year earlier."."""
    return language.message(
        f"detail-{change.direction}-{against}",
        now=language.number(change.now.value or 0),
        before=language.number(change.earlier.value or 0),
    )


def _books_result(report_data: ReportData, program: str, language: Language) -> tuple[str, str]:
    received = report_data.program_value("books_at_stage", program, stage="received")
    hands = report_data.program_value("books_at_stage", program, stage="in_hands")
    numbers = {
        name: figure_text(value, language) if value is not None and value.value else ""
        for name, value in (("received", received), ("hands", hands))
    }
    kinds = "both" if all(numbers.values()) else "received" if numbers["received"] else "hands"
    details = []
    match = report_data.program_value("book_language_match", program)
    if match is not None and match.value is not None:
        details.append(language.message("detail-language", share=figure_text(match, language)))
    sent = [lot.books for lot in report_data.in_transit if lot.program == program]
    transit = sum(books for books in sent if books is not None)
    if transit:
        count = language.number(transit) + ("+" if None in sent else "")
        details.append(language.message("detail-transit", count=count))
    detail = (
        language.message("detail-two", first=details[0], second=details[1])
        if len(details) > 1
        else (f"{details[0]}." if details else "")
    )
    return language.message(f"result-books-{kinds}", **numbers), detail[:1].upper() + detail[1:]
