"""Metrics by partner: exchange, shared programs, ratings, and when relevance is in doubt.

Values of two partners of one program overlap and must not be summed.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from statistics import fmean
from typing import NamedTuple

from libcollab_metrics.metrics import measures as m
from libcollab_metrics.metrics.counting import GroupCounts, Key, Tally, sum_tallies
from libcollab_metrics.metrics.definition import (
    OF_MONEY,
    OF_PARTNERS,
    OF_PROGRAMS,
    FormulaWriter,
    Measure,
    Metric,
    Recipe,
    Value,
    compute_share,
    undefined_value,
)
from libcollab_metrics.metrics.families.cost import bound_open_sides
from libcollab_metrics.metrics.intervals import bootstrap_interval
from libcollab_metrics.model.names import casefold_name
from libcollab_metrics.model.schema import ALIGNMENT_ITEMS, LEDGER_KINDS, LIBRARY
from libcollab_metrics.model.scope import PERIODS

CONTRIBUTION_MEASURES = (
    m.CONTRIBUTIONS,
    m.CONTRIBUTION_ROWS,
    m.CONTRIBUTIONS_PRICED,
    m.CONTRIBUTIONS_ESTIMATED,
    m.CONTRIBUTIONS_BOUNDED,
)
BENEFIT_MEASURES = (m.RECEIVED, m.RECEIVED_ROWS, m.RECEIVED_PRICED, m.RECEIVED_ESTIMATED, m.RECEIVED_BOUNDED)


def add_line_coverage(
    value: Value, tally: Tally, measures: tuple[Measure, ...] = CONTRIBUTION_MEASURES
) -> Value:
    """Return the value with its number of priced lines and whether some are estimates."""
    _, rows, priced, estimated, _ = measures
    n = tally.count(priced)
    with_coverage = replace(
        value, n=n, coverage=compute_share(n, tally.count(rows)), estimated=tally.count(estimated) > 0
    )
    return with_coverage.with_certainty("exact")


def party_group(party: str | None, kind: str | None) -> tuple[tuple[str, str | None], ...]:
    """Return the group of a value of one party and kind."""
    return (("party", party), ("kind", kind))


def list_parties(cell: GroupCounts) -> tuple[str, ...]:
    """Return the parties of the exchange other than the library, sorted by name.

    A party that only received and is not a partner is excluded: it is a vendor, not a side of the exchange.
    """
    gave = {party for party, *_ in cell.parts(m.CONTRIBUTIONS)}
    took = {
        party for party, *_ in cell.parts(m.RECEIVED) if casefold_name(party or "") in cell.facts.partners
    }
    return tuple(sorted(party for party in gave | took if party not in (None, LIBRARY)))


@dataclass(frozen=True)
class Balance(Recipe):
    """Contributions less benefits of a party, over their sum; priced lines only."""

    top = m.CONTRIBUTIONS
    bottom = m.RECEIVED
    measures = (*CONTRIBUTION_MEASURES, *BENEFIT_MEASURES)

    def values(self, cell: GroupCounts) -> tuple[Value, ...]:
        contributed, received = (
            _sum_by_party(cell, CONTRIBUTION_MEASURES),
            _sum_by_party(cell, BENEFIT_MEASURES),
        )
        balances = (
            replace(
                _compute_balance(contributed.get(party, Tally()), received.get(party, Tally())),
                group=party_group(party, "all"),
            )
            for party in list_parties(cell)
        )
        return tuple(balances) or (undefined_value("zero-base"),)

    def formula(self, value: Value, write: FormulaWriter) -> str:
        less, both = value.numerator, value.denominator
        known = less is not None and both is not None
        gave = write(self.top, ((both or 0) + (less or 0)) / 2 if known else None)
        got = write(self.bottom, ((both or 0) - (less or 0)) / 2 if known else None)
        return f"({gave} − {got}) ÷ ({gave} + {got})"


def _sum_by_party(cell: GroupCounts, measures: tuple[Measure, ...]) -> dict[str | None, Tally]:
    """Return the counts of each party over all kinds."""
    tallies_by_party: dict[str | None, list[Tally]] = {}
    for (party, _), tally in cell.parts(measures[0]).items():
        tallies_by_party.setdefault(party, []).append(tally)
    return {party: sum_tallies(tallies, measures) for party, tallies in tallies_by_party.items()}


def _compute_balance(contribution: Tally, benefit: Tally) -> Value:
    contributed, received = contribution[m.CONTRIBUTIONS], benefit[m.RECEIVED]
    if contributed is None and received is None:
        return undefined_value("zero-base")
    if contributed is None or received is None:
        return undefined_value("one-sided")
    both = contributed + received
    if not both:
        return undefined_value("zero-base")
    estimated = contribution.count(m.CONTRIBUTIONS_ESTIMATED) + benefit.count(m.RECEIVED_ESTIMATED) > 0
    less = contributed - received
    value = Value("", value=less / both, numerator=less, denominator=both, estimated=estimated)
    # If one side is 0, the ratio does not depend on the amount of the other.
    return bound_open_sides(
        value,
        received != 0 and contribution.count(m.CONTRIBUTIONS_BOUNDED) > 0,
        contributed != 0 and benefit.count(m.RECEIVED_BOUNDED) > 0,
        "undecided",
    )


#: Fewest matched sessions on each side of a comparison.
MIN_MATCHED = 8


@dataclass(frozen=True)
class PartnerLift(Recipe):
    """Attendance per session with a partner less without one, over matched sessions.

    Sessions are matched by site, month and kind of program. Each match with sessions on both sides gives one
    difference of averages, weighted by the smaller number of sessions.
    """

    top = m.STRATUM_VISITS
    bottom = m.STRATUM_EVENTS
    measures = (m.STRATUM_VISITS, m.STRATUM_EVENTS, m.STRATUM_ESTIMATES, m.COUNTED_ROWS)

    def values(self, cell: GroupCounts) -> tuple[Value, ...]:
        if not cell.count(m.COUNTED_ROWS):
            return (undefined_value("no-counts"),)
        sides = (_sum_strata(cell, "with"), _sum_strata(cell, "without"))
        matched = sorted(sides[0].keys() & sides[1].keys())
        events = [[side[key].events for key in matched] for side in sides]
        if min(map(sum, events), default=0) < MIN_MATCHED:
            few = undefined_value(
                "too-few",
                n=str(MIN_MATCHED),
                things="sessions with and without a partner in the same month and place",
            )
            return (few,)
        means = [[side[key].visits / side[key].events for key in matched] for side in sides]
        weights = [min(pair) for pair in zip(*events, strict=True)]
        differences = [with_one - without for with_one, without in zip(*means, strict=True)]
        lift = sum(d * w for d, w in zip(differences, weights, strict=True)) / sum(weights)
        interval = bootstrap_interval(differences, weights) or (None, None)
        value = Value(
            "",
            value=lift,
            numerator=sum(sides[0][key].visits for key in matched),
            denominator=sum(sides[1][key].visits for key in matched),
            n=sum(map(sum, events)),
            coverage=compute_share(sum(map(sum, events)), _count_events(sides)),
            estimated=any(side[key].estimates for side in sides for key in matched),
            ci_low=interval[0],
            ci_high=interval[1],
        )
        return (value.with_certainty("exact"),)

    def formula(self, value: Value, write: FormulaWriter) -> str:
        each = f"{write(self.top, None)} ÷ {write(self.bottom, None)}"
        return write.message("formula-lift", each=each)


class _Stratum(NamedTuple):
    """Visits, sessions and estimated rows of one side of a match."""

    visits: float = 0
    events: float = 0
    estimates: float = 0


#: Sums by site, month and kind of program.
_Strata = Mapping[tuple[str, str, str], _Stratum]


def _sum_strata(cell: GroupCounts, side: str) -> _Strata:
    """Return the sums of one side by site, month and kind of program."""
    strata: dict[tuple[str, str, str], _Stratum] = {}
    for (site, month, program, own_side), tally in cell.parts(m.STRATUM_VISITS).items():
        if own_side != side:
            continue
        kind = cell.facts.program_by_id(program).kind if program else ""
        key = (site or "", month or "", kind or program or "")
        before = strata.get(key, _Stratum())
        strata[key] = _Stratum(
            before.visits + tally.count(m.STRATUM_VISITS),
            before.events + tally.count(m.STRATUM_EVENTS),
            before.estimates + tally.count(m.STRATUM_ESTIMATES),
        )
    return strata


def _count_events(sides: Iterable[_Strata]) -> float:
    return sum(stratum.events for side in sides for stratum in side.values())


@dataclass(frozen=True)
class ExchangeByKind(Recipe):
    """Each partner's contributions or benefits by kind; unpriced lines lower the coverage."""

    line_measures: tuple[Measure, ...]

    @property
    def top(self) -> Measure:
        return self.line_measures[0]

    @property
    def measures(self) -> tuple[Measure, ...]:
        return tuple(dict.fromkeys((*self.line_measures, m.CONTRIBUTIONS, m.RECEIVED)))

    def values(self, cell: GroupCounts) -> tuple[Value, ...]:
        parties, parts = list_parties(cell), cell.parts(self.top)
        ordered = sorted((part for part in parts if part[0] in parties), key=_reading_order)
        values = tuple(
            replace(self._compute_value(parts[part]), group=party_group(*part)) for part in ordered
        )
        return values or (undefined_value("no-field", field=f"anything {self.top.label} by or to a partner"),)

    def _compute_value(self, tally: Tally) -> Value:
        total, rows, priced, _, bounded = self.line_measures
        worth = tally[total]
        if worth is None:
            return undefined_value("no-field", field="a value for what was " + total.label)
        value = add_line_coverage(Value("", value=worth, numerator=worth), tally, self.line_measures)
        whole = tally.count(priced) == tally.count(rows) and not tally.count(bounded)
        return value.with_certainty("exact" if whole else "at_least")


def _reading_order(part: Key) -> tuple[str, int, str]:
    party, kind = part
    order = LEDGER_KINDS.index(kind) if kind in LEDGER_KINDS else len(LEDGER_KINDS)
    return str(party), order, str(kind)


@dataclass(frozen=True)
class SharedPrograms(Recipe):
    """Programs with each partner, and how many of them began after the first."""

    top = m.PROGRAMS_TOGETHER
    measures = ()

    def values(self, cell: GroupCounts) -> tuple[Value, ...]:
        together: dict[str, list[str]] = {}
        for pid in filter(cell.has_begun, cell.chosen_programs()):
            for partner in cell.facts.links.get(pid, ()):
                together.setdefault(partner, []).append(pid)
        values = [
            replace(value, group=party_group(partner, kind))
            for partner, programs in sorted(together.items())
            if cell.can_include_partner(partner)
            for kind, value in _count_shared_programs(cell, programs)
        ]
        return tuple(values) or (undefined_value("no-field", field="a program with a partner"),)


def _count_shared_programs(cell: GroupCounts, programs: Iterable[str]) -> tuple[tuple[str, Value], ...]:
    """Return a partner's number of programs, and how many began after the first one."""
    names = tuple(programs)
    starts = [day for pid in names if (day := cell.first_day(pid)) is not None]
    known, count = len(starts), len(names)
    total = Value("", value=count, numerator=count, n=count).with_certainty("exact")
    if not starts:
        return ("all", total), (
            "after-first",
            undefined_value("no-field", field="the first day of a program"),
        )
    later = sum(day > min(starts) for day in starts)
    after = Value("", value=later, numerator=later, n=known, coverage=known / count)
    return ("all", total), ("after-first", after.with_certainty("exact" if known == count else "at_least"))


# Metrics of ratings of a partnership: fairness, alignment, distance and relevance; each partner by its own
# people.

FAIRNESS_ITEM, RELEVANCE_ITEM = ALIGNMENT_ITEMS[2], ALIGNMENT_ITEMS[3]
#: Highest mean rating at which a partner's people are considered to doubt the relevance of libraries.
AT_RISK = 2.5
#: Sides with answers that represent the partner: all but the library's; a blank side is the partner's.
PARTNER_SIDES = frozenset({"partner", None})

Answers = Mapping[str, tuple[float, ...]]


def compute_mean_answers(cell: GroupCounts, items: Collection[str], sides: Collection[str | None]) -> Answers:
    """Return the mean rating of each respondent over some statements, by partner.

    A statement rated twice by one person counts once, with the mean of the two. Unnamed ratings cannot be
    assigned to people: the number of unnamed respondents is the largest number of ratings of any one
    statement, and each of them gets the mean of all, in which every statement has the same weight. Partners
    without a valid rating are omitted; the others are sorted by name.
    """
    by_person: dict[tuple[str, str], list[float]] = {}
    nameless: dict[str, dict[str, list[tuple[float, int]]]] = {}
    for (party, side, item, respondent), tally in cell.parts(m.OPINION_POINTS).items():
        points, ratings = tally[m.OPINION_POINTS], tally.count(m.OPINIONS)
        if party is None or item is None or item not in items or side not in sides or points is None:
            continue
        # Ratings under "partner" and under a blank side belong to the same people.
        if respondent is None:
            nameless.setdefault(party, {}).setdefault(item, []).append((points, ratings))
        else:
            by_person.setdefault((party, respondent), []).append(points / ratings)
    means_by_party: dict[str, list[float]] = {}
    for (party, _), means in by_person.items():
        means_by_party.setdefault(party, []).append(fmean(means))
    for party, rated in nameless.items():
        means_by_party.setdefault(party, []).extend(_unnamed_means(rated.values()))
    return {party: tuple(means) for party, means in sorted(means_by_party.items())}


def _unnamed_means(statements: Collection[Sequence[tuple[float, int]]]) -> list[float]:
    """Return the means of unnamed people, from the points and the ratings of each statement."""
    people = max(sum(ratings for _, ratings in statement) for statement in statements)
    mean = fmean(
        sum(points for points, _ in statement) / sum(ratings for _, ratings in statement)
        for statement in statements
    )
    return [mean] * people


class RatingRecipe(Recipe):
    """Base of the metrics of ratings from 1 to 5, by person."""

    top = m.OPINION_POINTS
    bottom = m.OPINION_GIVERS
    measures = (m.OPINION_POINTS, m.OPINIONS, m.OPINION_GIVERS)


@dataclass(frozen=True)
class Fairness(RatingRecipe):
    """Mean rating of "the exchange is fair", by partner and side."""

    def values(self, cell: GroupCounts) -> tuple[Value, ...]:
        sides = sorted({side or "" for _, side, _, _ in cell.parts(m.OPINION_POINTS)})
        values = tuple(
            replace(_compute_mean(means), group=(("party", party), ("side", side or None)))
            for side in sides
            for party, means in compute_mean_answers(cell, (FAIRNESS_ITEM,), (side or None,)).items()
        )
        return tuple(sorted(values, key=lambda value: str(value.group))) or (undefined_value("no-answers"),)

    def definition(self) -> str:
        return f'{self.top.label} ÷ {self.bottom.label} for "{FAIRNESS_ITEM}", each side apart'


@dataclass(frozen=True)
class Alignment(RatingRecipe):
    """Mean over all statements for each person, and over a partner's people for the partner."""

    def values(self, cell: GroupCounts) -> tuple[Value, ...]:
        means_by_party = compute_mean_answers(cell, ALIGNMENT_ITEMS, PARTNER_SIDES)
        means = tuple(
            replace(_compute_mean(means), group=(("party", party),))
            for party, means in means_by_party.items()
        )
        return means or (undefined_value("no-answers"),)

    def definition(self) -> str:
        return f"{self.top.label} on average by each person ÷ {self.bottom.label}, partner by partner"


def _compute_mean(means: Iterable[float]) -> Value:
    people = tuple(means)
    mean, n = fmean(people), len(people)
    return Value("", value=mean, numerator=mean * n, denominator=n, n=n).with_certainty("exact")


@dataclass(frozen=True)
class RatingGap(RatingRecipe):
    """Distance between the partners' highest and lowest mean, by statement."""

    top = m.HIGHEST_MEAN
    bottom = m.LOWEST_MEAN

    def values(self, cell: GroupCounts) -> tuple[Value, ...]:
        if not compute_mean_answers(cell, ALIGNMENT_ITEMS, PARTNER_SIDES):
            return (_undefined_gap(),)
        return tuple(
            replace(_compute_gap(compute_mean_answers(cell, (item,), PARTNER_SIDES)), group=(("item", item),))
            for item in ALIGNMENT_ITEMS
        )

    def formula(self, value: Value, write: FormulaWriter) -> str:
        return f"{write(self.top, value.numerator)} − {write(self.bottom, value.denominator)}"


def _undefined_gap() -> Value:
    return undefined_value("too-few", n="2", things="partners")


def _compute_gap(answers: Answers) -> Value:
    means = sorted(fmean(people) for people in answers.values())
    if len(means) < 2:
        return _undefined_gap()
    lowest, highest = means[0], means[-1]
    return Value(
        "",
        value=highest - lowest,
        numerator=highest,
        denominator=lowest,
        n=len(means),
        lowest=lowest,
        highest=highest,
    ).with_certainty("exact")


@dataclass(frozen=True)
class Relevance(RatingRecipe):
    """Whether the people of any partner doubt that libraries are relevant."""

    top = m.PARTNERS_IN_DOUBT
    bottom = m.PARTNERS_ASKED

    def values(self, cell: GroupCounts) -> tuple[Value, ...]:
        means = [
            fmean(people) for people in compute_mean_answers(cell, (RELEVANCE_ITEM,), PARTNER_SIDES).values()
        ]
        if not means:
            return (undefined_value("no-answers"),)
        doubting = sum(mean <= AT_RISK for mean in means)
        value = Value("", value=int(doubting > 0), numerator=doubting, denominator=len(means), n=len(means))
        return (value.with_certainty("exact"),)

    def definition(self) -> str:
        rated = f'a mean rating of "{RELEVANCE_ITEM}" of {AT_RISK} or less'
        return f"yes when there are {self.top.label} among the {self.bottom.label}: {rated}"

    def formula(self, value: Value, write: FormulaWriter) -> str:
        part, everybody = write(self.top, value.numerator), write(self.bottom, value.denominator)
        return write.message("formula-among", part=part, all=everybody)


#: Caveat of every metric of ratings.
_PRIVACY_CAVEAT = "Answers of few people, for the library alone until the partner agrees"

METRICS: tuple[Metric, ...] = (
    Metric(
        "partner_given",
        "Given by partner",
        "What does each partner give?",
        "money",
        "neutral",
        "This project",
        "partners",
        ExchangeByKind(CONTRIBUTION_MEASURES),
        OF_MONEY,
        ("party", "kind"),
        caveat="Priced lines, received or spent; those without a price are in the coverage only.",
        counts="lines",
    ),
    Metric(
        "partner_received",
        "Benefits to partner",
        "What does each partner receive?",
        "money",
        "neutral",
        "This project",
        "partners",
        ExchangeByKind(BENEFIT_MEASURES),
        OF_MONEY,
        ("party", "kind"),
        caveat=("Priced lines from project or library; those without a price are in the coverage only."),
        counts="lines",
    ),
    Metric(
        "give_take_balance",
        "Give-and-take balance",
        "Who gives more than they receive?",
        "balance",
        "band",
        "This project; concept of reciprocity",
        "partners",
        Balance(),
        OF_MONEY,
        ("party", "kind"),
        caveat="From −1 (only receives) to +1 (only gives); priced items only, and not a score of fairness.",
        is_core=True,
    ),
    Metric(
        "give_take_rating",
        "The exchange is fair",
        "Does each side find the exchange fair?",
        "points",
        "higher",
        "This project",
        "partners",
        Fairness(),
        OF_PARTNERS,
        ("party", "side"),
        caveat=f"From 1 to 5. {_PRIVACY_CAVEAT}.",
        counts="people",
        audience="library",
    ),
    Metric(
        "alignment_mean",
        "Shared-goal agreement",
        "Do the partner's people want what we want?",
        "points",
        "higher",
        "Concepts of PARTNER, VicHealth and Wilder",
        "partners",
        Alignment(),
        OF_PARTNERS,
        ("party",),
        caveat=(
            "From 1 to 5, each person the same weight; answers of the library's side are not in it. "
            f"{_PRIVACY_CAVEAT}."
        ),
        counts="people",
        audience="library",
    ),
    Metric(
        "alignment_gap",
        "Distance between partners",
        "On what do partners see things differently?",
        "points",
        "lower",
        "This project",
        "partners",
        RatingGap(),
        OF_PARTNERS,
        ("item",),
        caveat=f"Grows with the number of partners: look at all of them. {_PRIVACY_CAVEAT}.",
        counts="partners",
        audience="library",
    ),
    Metric(
        "relevance_flag",
        "Libraries are relevant: at risk",
        "Does a partner doubt that libraries are relevant?",
        "yes_no",
        "lower",
        "This project",
        "partners",
        Relevance(),
        OF_PARTNERS,
        caveat=f"An early warning, not a verdict. {_PRIVACY_CAVEAT}.",
        counts="partners",
        audience="library",
    ),
    Metric(
        "partner_lift",
        "Attendance with a partner",
        "How many more people come to a session when a partner takes part?",
        "people",
        "higher",
        "This project",
        "partners",
        PartnerLift(),
        ("program", "site", *PERIODS),
        caveat=(
            "A difference, not a cause: sessions of one month, place and kind of program are compared. "
            "Sessions without a match are not in it."
        ),
        guards="numerator",
        counts="sessions",
        audience="screen",
    ),
    Metric(
        "partner_programs",
        "Programs with this partner",
        "How often do we work together, and did we do it again?",
        "programs",
        "neutral",
        "This project",
        "partners",
        SharedPrograms(),
        OF_PROGRAMS,
        ("party", "kind"),
        caveat="A program with two partners counts for both: partners do not add up.",
    ),
)
