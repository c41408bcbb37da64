"""Partner tables and figures: columns of the comparison, exchange, ratings, rules, donations form."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Protocol

from libcollab_metrics.figures import findings
from libcollab_metrics.figures.chart import Chart, ChartTable, Point, Series
from libcollab_metrics.figures.chart_builder import alt_text, build_chart_with_caveat
from libcollab_metrics.figures.costs import LedgerLine, by_party_and_kind, contribution_text, kind_name
from libcollab_metrics.figures.text import EvaluationLike, format_value, part_name, party_name
from libcollab_metrics.localization import Language
from libcollab_metrics.metrics import find_metric
from libcollab_metrics.metrics.definition import Value
from libcollab_metrics.model.names import casefold_name
from libcollab_metrics.model.schema import ALIGNMENT_ITEMS, LEDGER_KINDS, LIBRARY


class ItemRating(Protocol):
    """One partner's mean rating of one statement, by `n` people."""

    @property
    def item(self) -> str: ...
    @property
    def party(self) -> str: ...
    @property
    def mean(self) -> float: ...
    @property
    def n(self) -> int: ...


class RuleInfo(Protocol):
    """A rule: its id and the metric it evaluates."""

    @property
    def id(self) -> str: ...
    @property
    def metric(self) -> str: ...


class RuleOutcome(Protocol):
    """The outcome of one rule for one partner."""

    @property
    def rule(self) -> RuleInfo: ...
    @property
    def outcome(self) -> str: ...
    @property
    def value(self) -> Value: ...


def alignment_by_item(answers: Sequence[ItemRating], evaluation: EvaluationLike, language: Language) -> Chart:
    """Build a chart of every partner's mean rating of every statement.

    Parameters
    ----------
    answers : Sequence[Answer]
        Mean ratings with the number of respondents.
    evaluation : EvaluationLike
        Evaluated metrics, with `alignment_gap`.
    language : Language
        Language of the text.

    Returns
    -------
    Chart
        One series of dots per partner, on a scale from 1 to 5.
    """
    metric = find_metric("alignment_gap")
    by_item_and_party = {(answer.item, answer.party): answer for answer in answers}
    parties = list(dict.fromkeys(answer.party for answer in answers))
    series = tuple(
        Series(
            party,
            tuple(
                _rating_point(item, by_item_and_party.get((item, party)), language)
                for item in ALIGNMENT_ITEMS
            ),
        )
        for party in parties
    )
    gaps = [(str(value.groups.get("item")), value) for value in evaluation.values_for(metric.id)]
    title = findings.largest_gap_finding(gaps, language)
    chart = build_chart_with_caveat(
        "alignment", "dots", title, gaps, metric, language.message("category-statement"), evaluation, language
    )
    chart = replace(chart, series=series, measure=language.message("measure-rating"), scale=(1.0, 5.0))
    return replace(chart, alt=alt_text(chart, language))


def effects_table(evaluation: EvaluationLike, partners: Iterable[str], language: Language) -> ChartTable:
    """Build a table of each partner's contributions and benefits by kind, and its own rating.

    A cell without a record is "not recorded"; an item without a price is marked as unpriced. Cells of two
    partners may include the same program and are never added.

    Parameters
    ----------
    evaluation : EvaluationLike
        Evaluated metrics.
    partners : Iterable[str]
        Names of the partners in the order shown.
    language : Language
        Language of the text.

    Returns
    -------
    ChartTable
        Two rows per partner: contributions and benefits.
    """
    contributed, received = (
        by_party_and_kind(evaluation, "partner_given"),
        by_party_and_kind(evaluation, "partner_received"),
    )
    used = [kind for kind in LEDGER_KINDS if any(kind == k for _, k in (*contributed, *received))]
    headings = (
        language.message("category-partner"),
        "",
        *(kind_name(kind, language) for kind in used),
        language.message("own-rating"),
    )
    rows: list[tuple[str, ...]] = []
    for partner in partners:
        for direction, sides in (("gives", contributed), ("receives", received)):
            cells = [_value_text(sides.get((partner, kind)), evaluation, language) for kind in used]
            rating = _own_rating(evaluation, partner, language) if direction == "gives" else ""
            rows.append(
                (partner if direction == "gives" else "", language.message(direction), *cells, rating)
            )
    return ChartTable(headings, tuple(rows), tuple(range(2, len(headings))))


#: Columns that compare partners: a metric and its group parts.
COMPARISON_COLUMNS: tuple[tuple[str, tuple[tuple[str, str], ...]], ...] = (
    ("partner_programs", (("kind", "all"),)),
    ("give_take_balance", (("kind", "all"),)),
    ("give_take_rating", (("side", "partner"),)),
    ("give_take_rating", (("side", "library"),)),
    ("alignment_mean", ()),
    ("pledge_fulfilment", ()),
    ("partner_sourced_share", ()),
)


def partner_comparison_table(
    evaluation: EvaluationLike, rulings: Mapping[str, Sequence[RuleOutcome]], language: Language
) -> ChartTable:
    """Build a table that compares partners: counts, ratings of both sides, and rules passed.

    Values of two partners may include the same program, so rows are never added.

    Parameters
    ----------
    evaluation : EvaluationLike
        Evaluated metrics.
    rulings : Mapping[str, Sequence[RuleOutcome]]
        Rule outcomes by partner.
    language : Language
        Language of the text.

    Returns
    -------
    ChartTable
        One row per partner.
    """
    headings = [language.message("category-partner")]
    for metric, parts in COMPARISON_COLUMNS:
        headings.append(language.message("-".join(["side", metric, *(part for _, part in parts)])))
    headings.append(language.message("side-rules"))
    rows = []
    for partner, ruled in rulings.items():
        figures = [
            _comparison_cell(evaluation, metric, partner, parts, language)
            for metric, parts in COMPARISON_COLUMNS
        ]
        rows.append((partner, *figures, _rule_counts_text(ruled, language)))
    return ChartTable(tuple(headings), tuple(rows), tuple(range(1, len(headings))))


def _comparison_cell(
    evaluation: EvaluationLike,
    metric: str,
    partner: str,
    parts: tuple[tuple[str, str], ...],
    language: Language,
) -> str:
    wanted = {"party": partner, **dict(parts)}
    values = [
        v for v in evaluation.values_for(metric) if wanted.items() <= v.groups.items() and v.value is not None
    ]
    if not values:
        return language.message("not-recorded-yet")
    value = values[0]
    if metric in ("give_take_rating", "alignment_mean"):
        return language.message(
            "rating-by", value=language.average(value.value or 0.0), n=language.number(value.n or 0)
        )
    return format_value(value, find_metric(metric), language, evaluation.currency)


def _rule_counts_text(rule_outcomes: Sequence[RuleOutcome], language: Language) -> str:
    outcomes = [rule.outcome for rule in rule_outcomes]
    counts = {name: outcomes.count(name) for name in ("passed", "failed", "open")}
    return language.message("rules-counted", **counts)


def rules_table(rule_outcomes: Sequence[RuleOutcome], language: Language, currency: str = "") -> ChartTable:
    """Build a table of one partner's rules: outcome, value, and number of records as evidence.

    Parameters
    ----------
    rule_outcomes : Sequence[RuleOutcome]
        Rule outcomes of the partner.
    language : Language
        Language of the text.
    currency : str, default ""
        ISO code of the currency; empty for numbers without a symbol.

    Returns
    -------
    ChartTable
        One row per rule.
    """
    headings = tuple(
        language.message(name) for name in ("rule", "rule-outcome", "rule-figure", "rule-evidence")
    )
    return ChartTable(headings, tuple(_rule_row(rule, language, currency) for rule in rule_outcomes), ())


def _rule_row(rule_outcome: RuleOutcome, language: Language, currency: str) -> tuple[str, ...]:
    metric, value = find_metric(rule_outcome.rule.metric), rule_outcome.value
    shown = language.reason(value) if value.reason else format_value(value, metric, language, currency)
    if metric.unit == "yes_no" and value.value is not None:
        shown = language.message("doubt-yes" if value.value else "doubt-no")
    noun = metric.counts if metric.counts and value.n != 1 else "n"
    n = "" if value.n is None else language.message(f"caption-{noun}", n=language.number(value.n))
    return (
        language.message(f"rule-{rule_outcome.rule.id}"),
        language.message(f"outcome-{rule_outcome.outcome}"),
        shown,
        n.rstrip("."),
    )


def _value_text(value: Value | None, evaluation: EvaluationLike, language: Language) -> str:
    if value is None:
        return language.message("not-recorded-yet")
    if value.value is None:
        return language.message("unpriced")
    return format_value(value, find_metric(value.metric), language, evaluation.currency)


def _own_rating(evaluation: EvaluationLike, partner: str, language: Language) -> str:
    ratings = [v for v in evaluation.values_for("give_take_rating") if v.groups.get("party") == partner]
    own = [v for v in ratings if v.groups.get("side") == "partner" and v.value is not None]
    if not own:
        return language.message("not-recorded-yet")
    return language.message(
        "rating-by", value=language.average(own[0].value or 0.0), n=language.number(own[0].n or 0)
    )


def _rating_point(item: str, answer: ItemRating | None, language: Language) -> Point:
    if answer is None:
        return Point(part_name(item, language), None, note=language.message("not-recorded-yet"))
    return Point(
        part_name(item, language),
        answer.mean,
        note=language.message("by-people", n=language.number(answer.n)),
    )


# Tables released about partners: overview, comparison with the library by kind, donations form.

#: A partner with a value of one of these has a row in the partner table.
PARTNER_TABLE_METRICS = ("partner_programs", "partner_given", "partner_received")
#: Metrics shown in the partner table after what the partner gave and received.
FULFILMENT_METRICS = ("pledge_fulfilment", "benefit_delivery")
#: Ledger statuses that the donations form calls received.
ARRIVED_STATUSES = frozenset({"received", "spent"})
#: Spelling of the currency on the form.
FORM_CURRENCY = {"PHP": "Php"}


class Contribution(LedgerLine, Protocol):
    """A ledger line that also records whether its value is an estimate or a lower bound."""

    @property
    def estimated(self) -> bool: ...
    @property
    def at_least(self) -> bool: ...


def partners_table(evaluation: EvaluationLike, language: Language) -> ChartTable:
    """Build the partner overview: shared programs, amounts by kind, share of pledges fulfilled.

    Values of two partners may include the same program and are never added.

    Parameters
    ----------
    evaluation : EvaluationLike
        Evaluated metrics.
    language : Language
        Language of the text.

    Returns
    -------
    ChartTable
        One row per partner.
    """
    headings = tuple(
        language.message(f"glance-{name}")
        for name in ("partner", "programs", "gave", "received", *FULFILMENT_METRICS)
    )
    return ChartTable(
        headings, tuple(_partner_row(name, evaluation, language) for name in _partners(evaluation)), (1, 4, 5)
    )


def _partners(evaluation: EvaluationLike) -> list[str]:
    """Return the partners with a shared program, contribution or benefit, without the library."""
    names = {v.groups.get("party") for metric in PARTNER_TABLE_METRICS for v in evaluation.values_for(metric)}
    return sorted((name for name in names if name and name != LIBRARY), key=str.casefold)


def _partner_row(partner: str, evaluation: EvaluationLike, language: Language) -> tuple[str, ...]:
    programs = party_value(evaluation, "partner_programs", partner, "all")
    return (
        party_name(partner, language),
        _value_or_dash(programs, evaluation, language),
        _amounts_by_kind("partner_given", partner, evaluation, language),
        _amounts_by_kind("partner_received", partner, evaluation, language),
        *(
            _value_or_dash(party_value(evaluation, metric, partner), evaluation, language)
            for metric in FULFILMENT_METRICS
        ),
    )


def total_given(evaluation: EvaluationLike) -> tuple[Value | None, Value | None]:
    """Return what all partners gave together, and the cash in it.

    Every line has one giver, so that the parts add up. A part without a price makes the total a lower bound.

    Parameters
    ----------
    evaluation : EvaluationLike
        With `partner_given`.

    Returns
    -------
    tuple of (Value or None, Value or None)
        None where nothing with a price was given.
    """
    parts = [value for value in evaluation.values_for("partner_given") if value.group]
    return _sum_values(parts), _sum_values([v for v in parts if v.groups.get("kind") == "cash"])


def _sum_values(parts: Sequence[Value]) -> Value | None:
    priced = [value.value for value in parts if value.value is not None]
    if not priced:
        return None
    is_exact = len(priced) == len(parts) and all(value.certainty == "exact" for value in parts)
    total = Value("partner_given", value=sum(priced), n=len(parts))
    return total.with_certainty("exact" if is_exact else "at_least")


def party_value(evaluation: EvaluationLike, metric: str, party: str, kind: str = "") -> Value | None:
    """Return one party's value of a metric, for one kind where given.

    Parameters
    ----------
    evaluation : EvaluationLike
        Evaluated metrics.
    metric : str
        Id of the metric.
    party : str
        Name of the party; case is ignored.
    kind : str, default ""
        Ledger kind; empty for a metric without kinds.

    Returns
    -------
    Value | None
        The first matching value, or None.
    """
    wanted = {"party": casefold_name(party), **({"kind": kind} if kind else {})}
    for value in evaluation.values_for(metric):
        groups = {name: casefold_name(part or "") for name, part in value.group}
        if wanted.items() <= groups.items():
            return value
    return None


def _value_or_dash(value: Value | None, evaluation: EvaluationLike, language: Language) -> str:
    """Format a value with its qualifier; a dash where there is none."""
    if value is None or value.reason is not None:
        return "–"
    return format_value(value, find_metric(value.metric), language, evaluation.currency)


def _amounts_by_kind(metric: str, partner: str, evaluation: EvaluationLike, language: Language) -> str:
    """Format what a partner gave or received, by kind, as one cell."""
    values = [(kind, party_value(evaluation, metric, partner, kind)) for kind in LEDGER_KINDS]
    amounts = [
        language.message(
            "worth-of-kind", kind=_kind(kind, language), worth=_worth_text(value, evaluation, language)
        )
        for kind, value in values
        if value is not None
    ]
    return language.message("joined-by-semicolon").join(amounts) or "–"


def _kind(kind: str, language: Language) -> str:
    return language.messages.get(f"kind-{kind}", kind)


def _worth_text(value: Value | None, evaluation: EvaluationLike, language: Language) -> str:
    if value is None:
        return "–"
    if value.value is None:
        return language.message("unpriced")
    return format_value(value, find_metric(value.metric), language, evaluation.currency)


def contribution_table(lines: Iterable[Contribution], language: Language, currency: str = "") -> ChartTable:
    """Build a table of contributions in the columns of a school's donations form.

    Date and amount are filled in only for contributions that arrived. For a pledge or an unclear line the
    amount is part of the purpose; an item without a price is marked as unpriced. Region and Division are tick
    boxes for the school to fill in.

    Parameters
    ----------
    lines : Iterable[Contribution]
        Contributions, numbered in this order.
    language : Language
        Language of the text.
    currency : str, default ""
        ISO code of the currency; empty for numbers without a symbol.

    Returns
    -------
    ChartTable
        One row per contribution.
    """
    written = FORM_CURRENCY.get(currency, currency)
    amount = (
        language.message("form-amount", currency=written)
        if written
        else language.message("form-amount-plain")
    )
    names = ("number", "donor", "purpose", "date", "region", "division")
    headings = (
        *(language.message(f"form-{name}") for name in names),
        amount,
        language.message("form-status"),
    )
    rows = tuple(_contribution_row(number, line, language, currency) for number, line in enumerate(lines, 1))
    return ChartTable(headings, rows, (6,))


def _contribution_row(number: int, line: Contribution, language: Language, currency: str) -> tuple[str, ...]:
    arrived = line.status in ARRIVED_STATUSES
    day = line.day.isoformat() if line.day and arrived else ""
    amount = _amount_text(line, language) if arrived else ""
    status = language.message("form-received" if arrived else f"form-{line.status or 'unclear'}")
    return (
        str(number),
        party_name(line.giver, language),
        _purpose_text(line, language, currency),
        day,
        "",
        "",
        amount,
        status,
    )


def _amount_text(line: Contribution, language: Language) -> str:
    if line.value is None:
        return language.message("unpriced")
    sign = "≥ " if line.at_least else "≈ " if line.estimated else ""
    return sign + language.number(line.value, 0 if line.value % 1 == 0 else 2)


def _purpose_text(line: Contribution, language: Language, currency: str) -> str:
    """Describe the item and its program.

    For a line that did not arrive for certain, the recorded amount is included.
    """
    purpose = contribution_text(line, language)
    if line.status not in ARRIVED_STATUSES and line.value is not None:
        money = language.money(line.value, currency)
        purpose = language.message(f"form-purpose-{line.status or 'unclear'}", what=purpose, money=money)
    return (
        language.message("form-purpose-of", what=purpose, program=line.program) if line.program else purpose
    )
