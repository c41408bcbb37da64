"""Funding metrics: clarity, balance, in-kind contributions, leverage, shares and pledges."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from libcollab_metrics.metrics import measures as m
from libcollab_metrics.metrics.counting import GroupCounts, Key, Tally, sum_tallies
from libcollab_metrics.metrics.definition import (
    OF_MONEY,
    OF_SESSIONS,
    FormulaWriter,
    Measure,
    Metric,
    Recipe,
    Value,
    compute_share,
    undefined_value,
)
from libcollab_metrics.metrics.families.attendance import VisitCount, compute_visits
from libcollab_metrics.metrics.families.cost import (
    bound_open_sides,
    compute_cost,
    cost_measures,
    is_mostly_known,
    read_ledger_declarations,
)
from libcollab_metrics.metrics.families.partners import CONTRIBUTION_MEASURES, add_line_coverage, party_group
from libcollab_metrics.model.schema import LIBRARY


@dataclass(frozen=True)
class RowShare(Recipe):
    """Ledger lines that meet a condition over all lines of their kind."""

    part: Measure
    whole: Measure

    @property
    def top(self) -> Measure:
        return self.part

    @property
    def bottom(self) -> Measure:
        return self.whole

    @property
    def measures(self) -> tuple[Measure, ...]:
        return (self.part, self.whole)

    def values(self, cell: GroupCounts) -> tuple[Value, ...]:
        part, rows = cell.count(self.part), cell.count(self.whole)
        if not rows:
            return (undefined_value("no-cost"),)
        return (
            Value("", value=part / rows, numerator=part, denominator=rows, n=rows).with_certainty("exact"),
        )


@dataclass(frozen=True)
class PricedSum(Recipe):
    """Sum of the lines with a value; at least that if a value is missing or a bound, or a line is unclear.

    `lines` are those behind the sum, `unclear` lines may belong to it, and `field` names what is missing if
    there is no value.
    """

    total: Measure
    lines: m.Lines
    field: str
    unclear: tuple[Measure, ...] = ()

    @property
    def top(self) -> Measure:
        return self.total

    @property
    def measures(self) -> tuple[Measure, ...]:
        return (self.total, *self.lines, *self.unclear)

    def values(self, cell: GroupCounts) -> tuple[Value, ...]:
        total, (rows, priced, estimated, bounded) = cell[self.total], map(cell.count, self.lines)
        if total is None:
            return (undefined_value("no-field", field=self.field),)
        value = Value(
            "",
            value=total,
            numerator=total,
            n=priced,
            coverage=compute_share(priced, rows),
            estimated=estimated > 0,
        )
        is_open = priced < rows or bounded + sum(map(cell.count, self.unclear)) > 0
        return (value.with_certainty("at_least" if is_open else "exact"),)


@dataclass(frozen=True)
class CashBalance(Recipe):
    """Cash received less cash spent; an unclear line leaves its side open.

    Where no amount was spent, what was received is the most that can be left.
    """

    top = m.CASH_IN
    bottom = m.CASH_COST
    is_ratio = False
    grows = False
    is_balance = True

    @property
    def measures(self) -> tuple[Measure, ...]:
        received = (m.CASH_IN, m.CASH_IN_ROWS, m.CASH_IN_PRICED, m.CASH_IN_ESTIMATED, m.CASH_IN_BOUNDED)
        return (*cost_measures("cash"), *received, m.UNCLEAR_IN, m.UNCLEAR_OUT)

    def values(self, cell: GroupCounts) -> tuple[Value, ...]:
        return (self._balance(cell),)

    def _balance(self, cell: GroupCounts) -> Value:
        received, spent = cell[m.CASH_IN], cell[m.CASH_COST]
        if received is None and spent is None:
            return undefined_value("no-cost")
        if received is None:
            return undefined_value("no-field", field="money received, with its amount")
        rows, priced = cell.count(m.CASH_IN_ROWS), cell.count(m.CASH_IN_PRICED)
        declared = {
            cell.facts.program_by_id(pid).ledger_complete or cell.facts.settings.ledger_complete
            for pid in cell.programs
        }
        more = priced < rows or cell.count(m.CASH_IN_BOUNDED) + cell.count(m.UNCLEAR_IN) > 0
        unpriced = cell.count(m.CASH_COST_PRICED) < cell.count(m.CASH_COST_ROWS)
        unspent = spent is None and declared != {"yes"}
        less = (
            unspent
            or unpriced
            or cell.count(m.CASH_COST_BOUNDED) + cell.count(m.UNCLEAR_OUT) > 0
            or "no" in declared
        )
        if more and less:
            return undefined_value("undecided")
        lines, known = rows + cell.count(m.CASH_COST_ROWS), priced + cell.count(m.CASH_COST_PRICED)
        value = Value(
            "",
            value=received - (spent or 0.0),
            numerator=received,
            denominator=0.0 if spent is None and not unspent and not unpriced else spent,
            n=known,
            coverage=compute_share(known, lines),
            estimated=cell.count(m.CASH_IN_ESTIMATED) + cell.count(m.CASH_COST_ESTIMATED) > 0,
            note=compute_cost(cell.programs, "cash", cell.facts).note,
        )
        return value.with_certainty("at_least" if more else "at_most" if less else "exact")

    def formula(self, value: Value, write: FormulaWriter) -> str:
        if value.value is not None and value.denominator is None:  # what was spent is unknown, not 0
            return write(self.top, value.numerator)
        return f"{write(self.top, value.numerator)} − {write(self.bottom, value.denominator)}"


@dataclass(frozen=True)
class Leverage(Recipe):
    """Contributions of others over those of the library, cash and priced in-kind.

    Contributions without a named giver are excluded from both.
    """

    top = m.OTHERS_CONTRIBUTION
    bottom = m.LIBRARY_CONTRIBUTION
    measures = CONTRIBUTION_MEASURES

    def values(self, cell: GroupCounts) -> tuple[Value, ...]:
        parts = {part: tally for part, tally in cell.parts(m.CONTRIBUTIONS).items() if part[0] is not None}
        ours = sum_tallies(
            (tally for part, tally in parts.items() if part[0] == LIBRARY), CONTRIBUTION_MEASURES
        )
        theirs = sum_tallies(
            (tally for part, tally in parts.items() if part[0] != LIBRARY), CONTRIBUTION_MEASURES
        )
        own, others = ours[m.CONTRIBUTIONS], theirs[m.CONTRIBUTIONS]
        if not own:
            return (undefined_value("zero-base"),)
        if others is None:
            return (undefined_value("one-sided"),)
        value = Value("", value=others / own, numerator=others, denominator=own)
        value = add_line_coverage(value, sum_tallies(parts.values(), CONTRIBUTION_MEASURES))
        more, less = (
            theirs.count(m.CONTRIBUTIONS_BOUNDED) > 0,
            others != 0 and ours.count(m.CONTRIBUTIONS_BOUNDED) > 0,
        )
        return (bound_open_sides(value, more, less, "undecided"),)


@dataclass(frozen=True)
class VolunteerValue(Recipe):
    """Volunteer hours at the entered rates; a range if a lowest and a highest rate are given."""

    top = m.VOLUNTEER_HOURS
    bottom = m.VOLUNTEER_RATE
    measures = (m.VOLUNTEER_HOURS, m.VOLUNTEER_LINES, m.VOLUNTEER_LINES_KNOWN, *m.VOLUNTEER_WORTH_LINES)

    def values(self, cell: GroupCounts) -> tuple[Value, ...]:
        rates = cell.facts.settings.volunteer_rate
        low, rate, high = (rates.get(key) for key in ("low", "rate", "high"))
        low, high = rate if low is None else low, rate if high is None else high
        if low is None or high is None:
            return (undefined_value("no-setting", name="volunteer_rate"),)
        hours, known, lines = (
            cell[m.VOLUNTEER_HOURS],
            cell.count(m.VOLUNTEER_LINES_KNOWN),
            cell.count(m.VOLUNTEER_LINES),
        )
        if hours is None:
            return (undefined_value("no-field", field="volunteer hours"),)
        value = Value(
            "",
            numerator=hours,
            denominator=rate,
            n=hours,
            coverage=compute_share(known, lines),
            estimated=cell.count(m.VOLUNTEER_WORTH_LINES.estimated) > 0,
        )
        if low != high:
            return (
                replace(
                    value, low=hours * low, high=hours * high if known == lines else None, certainty="range"
                ),
            )
        return (replace(value, value=hours * low).with_certainty("exact" if known == lines else "at_least"),)

    def definition(self) -> str:
        return "volunteer hours × the value of an hour, from the lowest to the highest rate entered"

    def formula(self, value: Value, write: FormulaWriter) -> str:
        hours = write(self.top, value.numerator)
        return hours if value.denominator is None else f"{hours} × {write(self.bottom, value.denominator)}"


@dataclass(frozen=True)
class ReplacementValue(Recipe):
    """Attendance times the price of a visit elsewhere.

    The price is an assumption, so the result is never added to other amounts.
    """

    top = m.VISITS
    bottom = m.REPLACEMENT_PRICE
    measures = VisitCount().measures

    def values(self, cell: GroupCounts) -> tuple[Value, ...]:
        price = cell.facts.settings.replacement_price
        if price is None:
            return (undefined_value("no-setting", name="replacement_price"),)
        (visits,) = VisitCount().values(cell)
        if visits.value is None:
            return (visits,)
        return (
            replace(visits, value=visits.value * price, denominator=price).with_certainty(visits.certainty),
        )

    def formula(self, value: Value, write: FormulaWriter) -> str:
        return f"{write(self.top, value.numerator)} × {write(self.bottom, value.denominator)}"


# Metrics by party: shares of funding, fulfilment of pledges, and a sponsor's cost per visit.

CASH, IN_KIND = "cash", "in_kind"
Sides = Mapping[Key, Tally]


@dataclass(frozen=True)
class FundShare(Recipe):
    """Each party's share of all contributions, cash and in-kind separately.

    Contributions without a named giver count as one separate party.
    """

    top = m.CONTRIBUTIONS
    bottom = m.ALL_CONTRIBUTIONS
    grows = False
    measures = CONTRIBUTION_MEASURES

    def values(self, cell: GroupCounts) -> tuple[Value, ...]:
        parts = cell.parts(m.CONTRIBUTIONS)
        cash = _sum_by_party({part: tally for part, tally in parts.items() if part[1] == CASH})
        gifts = _sum_by_party({part: tally for part, tally in parts.items() if part[1] != CASH})
        return (*_compute_shares(cash, CASH), *_compute_shares(gifts, IN_KIND)) or (
            undefined_value("zero-base"),
        )


def _sum_by_party(parts: Sides) -> dict[str | None, Tally]:
    tallies: dict[str | None, list[Tally]] = {}
    for (party, _), tally in parts.items():
        tallies.setdefault(party, []).append(tally)
    ordered = sorted(tallies, key=lambda party: (party is None, party != LIBRARY, party or ""))
    return {party: sum_tallies(tallies[party], CONTRIBUTION_MEASURES) for party in ordered}


def _compute_shares(parties: Mapping[str | None, Tally], kind: str) -> tuple[Value, ...]:
    everything = sum_tallies(parties.values(), CONTRIBUTION_MEASURES)
    return tuple(
        replace(_compute_share(tally, everything), group=party_group(party, kind))
        for party, tally in parties.items()
    )


def _compute_share(tally: Tally, everything: Tally) -> Value:
    """Return one party's share of the priced contributions.

    If the party's own contributions are a lower bound, its share is one too; if the others' are, it is an
    upper bound.
    """
    contributed, total = tally[m.CONTRIBUTIONS], everything[m.CONTRIBUTIONS]
    if not total:
        return undefined_value("zero-base")
    if contributed is None:
        return undefined_value("no-field", field="a value for what was given")
    value = add_line_coverage(
        Value("", value=contributed / total, numerator=contributed, denominator=total), everything
    )
    own = tally.count(m.CONTRIBUTIONS_BOUNDED)
    others = everything.count(m.CONTRIBUTIONS_BOUNDED) - own
    return bound_open_sides(
        value, own > 0 and contributed != total, others > 0 and contributed != 0, "undecided"
    )


@dataclass(frozen=True)
class Fulfilment(Recipe):
    """A party's contributions and spending over its pledges, contributions and spending.

    Unclear lines are excluded from both.
    """

    top = m.FULFILLED
    bottom = m.PROMISED

    @property
    def measures(self) -> tuple[Measure, ...]:
        priced = (m.PROMISED_PRICED, m.PROMISED_ESTIMATED, m.PROMISED_BOUNDED)
        return (m.FULFILLED, m.FULFILLED_ROWS, m.FULFILLED_BOUNDED, m.PROMISED, m.PROMISED_ROWS, *priced)

    def values(self, cell: GroupCounts) -> tuple[Value, ...]:
        values = (
            replace(self._compute_rate(tally), group=(("party", party),))
            for (party,), tally in cell.parts(m.PROMISED).items()
        )
        return tuple(values) or (undefined_value("zero-base"),)

    def _compute_rate(self, tally: Tally) -> Value:
        fulfilled, promised, priced = tally[m.FULFILLED], tally[m.PROMISED], tally.count(m.PROMISED_PRICED)
        if not promised:
            return undefined_value("zero-base")
        if fulfilled is None and tally.count(m.FULFILLED_ROWS):
            return undefined_value("no-field", field="a value for what was received")
        fulfilled = fulfilled or 0
        value = Value(
            "",
            value=fulfilled / promised,
            numerator=fulfilled,
            denominator=promised,
            n=priced,
            coverage=compute_share(priced, tally.count(m.PROMISED_ROWS)),
            estimated=tally.count(m.PROMISED_ESTIMATED) > 0,
        )
        came = tally.count(m.FULFILLED_BOUNDED)
        owed = tally.count(m.PROMISED_BOUNDED) - came
        return bound_open_sides(
            value, came > 0 and fulfilled != promised, owed > 0 and fulfilled != 0, "undecided"
        )


@dataclass(frozen=True)
class BenefitDelivery(Recipe):
    """Benefits delivered to a sponsor over those promised, by line, without unclear lines."""

    top = m.BENEFITS_DELIVERED
    bottom = m.BENEFITS
    measures = (m.BENEFITS_DELIVERED, m.BENEFITS)

    def values(self, cell: GroupCounts) -> tuple[Value, ...]:
        values = [
            replace(_delivery_rate(tally), group=(("party", party),))
            for (party,), tally in cell.parts(m.BENEFITS).items()
        ]
        return tuple(values) or (_undefined_delivery(),)


def _delivery_rate(tally: Tally) -> Value:
    delivered, promised = tally.count(m.BENEFITS_DELIVERED), tally.count(m.BENEFITS)
    if not promised:
        return _undefined_delivery()
    return Value(
        "", value=delivered / promised, numerator=delivered, denominator=promised, n=promised
    ).with_certainty("exact")


def _undefined_delivery() -> Value:
    return undefined_value("no-field", field="promotion promised or given to a sponsor")


@dataclass(frozen=True)
class SponsorCostPerVisit(Recipe):
    """A sponsor's cash over visits, over the programs it funded that have attendance."""

    needs_whole_programs = True

    top = m.CONTRIBUTIONS
    bottom = m.VISITS
    measures = (*CONTRIBUTION_MEASURES, m.SPONSOR_UNCLEAR, *VisitCount().measures)

    def values(self, cell: GroupCounts) -> tuple[Value, ...]:
        sponsors = [
            party
            for party, kind in cell.parts(m.CONTRIBUTIONS)
            if kind == CASH and party not in (None, LIBRARY)
        ]
        values = [replace(self._compute_cost(cell, party), group=(("party", party),)) for party in sponsors]
        return tuple(values) or (undefined_value("no-cost"),)

    def _compute_cost(self, cell: GroupCounts, sponsor: str | None) -> Value:
        promised = cell.count_part_by_program(m.SPONSOR_UNCLEAR, (sponsor,))
        gave = {
            pid: tally
            for pid, tally in cell.count_part_by_program(m.CONTRIBUTIONS, (sponsor, CASH)).items()
            if tally[m.CONTRIBUTIONS] is not None
        }
        both = [pid for pid in gave if pid in cell.programs and cell.programs[pid][m.VISITS] is not None]
        if not gave:
            return undefined_value("no-cost")
        if not both:
            return undefined_value("no-counts")
        left_out = tuple(cell.facts.program_by_id(pid).name for pid in gave if pid not in both)
        visits = compute_visits(sum_tallies((cell.programs[pid] for pid in both), VisitCount().measures))
        unclear = any(promised[pid].count(m.SPONSOR_UNCLEAR) for pid in both if pid in promised)
        more = unclear or "no" in read_ledger_declarations(both, cell.facts)
        value = _cost_per_visit(sum_tallies((gave[pid] for pid in both), CONTRIBUTION_MEASURES), more, visits)
        return value if value.value is None else replace(value, left_out=left_out)


def _cost_per_visit(contribution: Tally, may_rise: bool, visits: Value) -> Value:
    """Return money over visits.

    A lower bound if there may be `may_rise` money, an upper bound if the visits are incomplete; partial if
    both are and most of each is known.
    """
    money, number = contribution[m.CONTRIBUTIONS] or 0, visits.value
    if not number:
        return undefined_value("zero-base")
    partly = (
        may_rise
        or contribution.count(m.CONTRIBUTIONS_PRICED) < contribution.count(m.CONTRIBUTION_ROWS)
        or contribution.count(m.CONTRIBUTIONS_BOUNDED) > 0
    )
    whole = visits.certainty == "exact"
    priced, lines = contribution.count(m.CONTRIBUTIONS_PRICED), contribution.count(m.CONTRIBUTION_ROWS)
    if partly and not whole and not is_mostly_known(priced, lines, visits.coverage):
        return undefined_value("both-partial")
    value = Value(
        "",
        value=money / number,
        numerator=money,
        denominator=number,
        n=number,
        coverage=visits.coverage,
        estimated=visits.estimated or contribution.count(m.CONTRIBUTIONS_ESTIMATED) > 0,
    )
    if partly and not whole:
        return value.with_certainty("partial")
    return value.with_certainty("at_least" if partly else "exact" if whole else "at_most")


METRICS: tuple[Metric, ...] = (
    Metric(
        "cost_coverage",
        "Cost coverage",
        "Of how many cost lines do we know the value?",
        "share",
        "higher",
        "This project",
        "cost",
        RowShare(m.COST_PRICED, m.COST_ROWS),
        OF_MONEY,
        caveat="Cash outlays and gifts to the project; gifts without a price are never counted as 0.",
        is_core=True,
        counts="lines",
    ),
    Metric(
        "fund_share",
        "Share of funds",
        "Who pays which share?",
        "share",
        "neutral",
        "Concept of DepEd Annex C",
        "cost",
        FundShare(),
        OF_MONEY,
        ("party", "kind"),
        caveat="Cash and gifts apart; what has no price is in neither. An expense "
        "without a payer counts only where its program received no money.",
        counts="lines",
    ),
    Metric(
        "fund_clarity",
        "Expenses with a known payer",
        "Is it clear who pays?",
        "share",
        "higher",
        "This project",
        "cost",
        RowShare(m.CASH_CLEAR, m.CASH_ROWS),
        OF_MONEY,
        caveat="Below 100%, reports to sponsors are held back.",
        is_core=True,
        counts="lines",
    ),
    Metric(
        "pledge_fulfilment",
        "Pledge fulfilment",
        "How much of what was promised came?",
        "share",
        "higher",
        "This project",
        "cost",
        Fulfilment(),
        OF_MONEY,
        ("party",),
        caveat=(
            "A pledge paid in part is two lines; unclear lines and those without a price are left out and"
            " listed."
        ),
        counts="lines",
    ),
    Metric(
        "cash_from_others",
        "Cash from others",
        "How much money did others give?",
        "money",
        "neutral",
        "This project",
        "cost",
        PricedSum(m.OTHERS_PAID, m.OTHERS_PAID_LINES, "money from others, with its amount", (m.UNCLEAR_IN,)),
        OF_MONEY,
        caveat=(
            "Money that came to the project and bills that others paid for it; the library's own money,"
            " promises and gifts in kind are not in it."
        ),
        counts="lines",
    ),
    Metric(
        "cash_balance",
        "Cash received minus spent",
        "Is there money left, or who pays the rest?",
        "money",
        "neutral",
        "This project",
        "cost",
        CashBalance(),
        OF_MONEY,
        caveat="Below 0 somebody still has to pay.",
        counts="lines",
    ),
    Metric(
        "leverage_ratio",
        "Leverage",
        "How much do others give for each unit the library gives?",
        "ratio",
        "neutral",
        "Usual name",
        "cost",
        Leverage(),
        OF_MONEY,
        caveat="Cash and priced gifts in the ledger, received or spent; hours of sessions are not in it.",
        counts="lines",
    ),
    Metric(
        "volunteer_value",
        "Value of volunteer hours",
        "What would the volunteers' hours have cost?",
        "money",
        "neutral",
        "2 CFR 200.306(e) for grants of the United States",
        "cost",
        VolunteerValue(),
        OF_MONEY,
        caveat="A valuation, no money: hours at the rates entered, lowest to highest; one number misleads.",
        counts="hours",
    ),
    Metric(
        "in_kind_value",
        "Value of gifts",
        "What are the gifts worth?",
        "money",
        "neutral",
        "Fair market value, 2 CFR 200.306",
        "cost",
        PricedSum(m.GIFTS, m.GIFT_LINES, "a gift with a value"),
        OF_MONEY,
        caveat=(
            "Everything given to the project but cash, hours in the ledger too; gifts without a price are"
            " listed."
        ),
        counts="lines",
    ),
    Metric(
        "replacement_value",
        "Replacement value of attendance",
        "What would the visits have cost elsewhere?",
        "money",
        "neutral",
        "Library value calculators",
        "cost",
        ReplacementValue(),
        OF_SESSIONS,
        caveat="An assumption: visits times a price entered; never added to other values.",
        guards="numerator",
        counts="counted-sessions",
    ),
    Metric(
        "sponsor_cost_per_visit",
        "Sponsor's contribution per visit",
        "How much did a sponsor give for each visit?",
        "money",
        "band",
        "Usual name",
        "cost",
        SponsorCostPerVisit(),
        OF_MONEY,
        ("party",),
        caveat=(
            "Cash only, over the programs the sponsor gave to; sponsors of one program overlap and do not"
            " add up."
        ),
        guards="denominator",
        counts="visits",
    ),
    Metric(
        "benefit_delivery",
        "Sponsor benefits delivered",
        "Did sponsors get what they were promised?",
        "share",
        "higher",
        "This project",
        "cost",
        BenefitDelivery(),
        OF_MONEY,
        ("party",),
        caveat="Lines of promotion to the sponsor; unclear ones are left out.",
        counts="lines",
    ),
)
