"""Rules about a partnership: metric, threshold and order of each; and which partners are schools."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from statistics import fmean
from typing import Literal

from libcollab_metrics.metrics.counting import Counts
from libcollab_metrics.metrics.criteria import judge_value
from libcollab_metrics.metrics.definition import EVERYTHING, Value, undefined_value
from libcollab_metrics.metrics.evaluate import evaluate
from libcollab_metrics.metrics.facts import read_facts, read_rows
from libcollab_metrics.metrics.families.partners import PARTNER_SIDES, Alignment, compute_mean_answers
from libcollab_metrics.metrics.prepare import PreparedTables
from libcollab_metrics.model.dataset import Dataset
from libcollab_metrics.model.names import casefold_name
from libcollab_metrics.model.schema import ALIGNMENT_ITEMS, LIBRARY
from libcollab_metrics.model.scope import Scope

#: Words that identify a school in a partner's kind, in the languages of the documents.
SCHOOL_WORDS = ("school", "paaralan", "eskwela", "escuela", "colegio")
Outcome = Literal["passed", "failed", "open"]
#: Agreement threshold: the top two of five points, as for every agreement.
AGREEMENT_THRESHOLD = 4.0
#: Side of the answers of the library's own people.
LIBRARY_SIDE = frozenset({LIBRARY})
#: Smallest value that counts as more than 0, for rules that ask whether there is any at all.
ABOVE_ZERO = 1e-9


@dataclass(frozen=True)
class Rule:
    """One rule about a partnership: the metric that answers it and the band that passes.

    `part` lists the other group items of the value, in addition to the partner. `is_grouped` marks a metric
    of the partner's programs, grouped by partner, as opposed to a metric about the partner itself.
    """

    id: str
    metric: str
    low: float | None = None
    high: float | None = None
    part: tuple[tuple[str, str], ...] = ()
    is_grouped: bool = False


#: Rules in display order, defined by this project; their texts are the messages "rule-…".
RULES: tuple[Rule, ...] = (
    Rule("pledges", "pledge_fulfilment", low=1),
    Rule("benefits", "benefit_delivery", low=1),
    Rule("clear", "fund_clarity", low=1, is_grouped=True),
    Rule("criteria", "criteria_met_rate", low=1, is_grouped=True),
    Rule("aligned", "alignment_mean", low=AGREEMENT_THRESHOLD),
    Rule("fair-to-them", "give_take_rating", low=AGREEMENT_THRESHOLD, part=(("side", "partner"),)),
    Rule("fair-to-us", "give_take_rating", low=AGREEMENT_THRESHOLD, part=(("side", "library"),)),
    Rule("relevant", "relevance_flag", high=0, is_grouped=True),
    Rule("network", "partner_sourced_share", low=ABOVE_ZERO),
)


@dataclass(frozen=True)
class Ruling:
    """Outcome of one rule for one partner.

    Attributes
    ----------
    rule : Rule
    outcome : {"passed", "failed", "open"}
    value : Value
        The metric; its `n` is the amount of evidence.
    """

    rule: Rule
    outcome: Outcome
    value: Value


def list_partners(dataset: Dataset) -> tuple[str, ...]:
    """Return every partner that is described, linked to a program or rated in a survey.

    Parameters
    ----------
    dataset : Dataset

    Returns
    -------
    tuple of str
        Names, sorted case-insensitively.
    """
    names = [row["name"] for row in read_rows(dataset, "partners")]
    names += [row["partner"] for row in read_rows(dataset, "program_partners")]
    names += [row["partner_id"] for row in read_rows(dataset, "perspectives")]
    named: dict[str, str] = {}
    for name in names:
        if name:
            named.setdefault(casefold_name(name), str(name))
    return tuple(sorted(named.values(), key=str.casefold))


def kinds_by_partner(dataset: Dataset) -> Mapping[str, str]:
    """Return the kind of each partner that is described, such as "school".

    Parameters
    ----------
    dataset : Dataset

    Returns
    -------
    mapping of str to str
        Case-folded name to kind as entered.
    """
    rows = read_rows(dataset, "partners")
    return {casefold_name(str(row["name"])): str(row["kind"]) for row in rows if row["name"] and row["kind"]}


def programs_by_partner(dataset: Dataset, *, scope: Scope = EVERYTHING) -> Mapping[str, tuple[str, ...]]:
    """Return the programs of each partner in a selection.

    Parameters
    ----------
    dataset : Dataset
    scope : Scope
        Programs outside the scope are excluded.

    Returns
    -------
    mapping of str to tuple of str
        Partner to printed program names, both sorted case-insensitively.
    """
    facts = read_facts(dataset)
    selected = facts.program_ids(scope)
    programs: dict[str, list[str]] = {}
    for pid, partners in facts.links.items():
        for partner in partners if selected is None or pid in selected else ():
            programs.setdefault(facts.partners.get(casefold_name(partner), partner), []).append(
                facts.program_by_id(pid).name
            )
    return {
        name: tuple(sorted(programs[name], key=str.casefold)) for name in sorted(programs, key=str.casefold)
    }


def find_schools(dataset: Dataset) -> frozenset[str]:
    """Return the partners whose kind says that they are a school.

    Parameters
    ----------
    dataset : Dataset

    Returns
    -------
    frozenset of str
        Names as entered.
    """
    described = (
        (row["name"], casefold_name(str(row["kind"] or ""))) for row in read_rows(dataset, "partners")
    )
    return frozenset(
        str(name) for name, kind in described if name and any(word in kind for word in SCHOOL_WORDS)
    )


def judge_partnerships(
    dataset: Dataset, partners: Iterable[str], *, scope: Scope = EVERYTHING, as_of: date
) -> dict[str, tuple[Ruling, ...]]:
    """Return the outcome of every rule of `RULES` for each partner.

    A rule is open while its metric is undefined or may still fall on either side of the band. Nothing is
    summed over partners, because two partners may share a program.

    Parameters
    ----------
    dataset : Dataset
    partners : iterable of str
    scope : Scope
    as_of : date
        Day for which the metrics are evaluated.

    Returns
    -------
    dict of str to tuple of Ruling
        One ruling per rule, in the order of `RULES`.
    """
    own = [rule.metric for rule in RULES if not rule.is_grouped]
    shared = [rule.metric for rule in RULES if rule.is_grouped]
    of_parties = evaluate(dataset, metrics=dict.fromkeys(own), scope=scope, as_of=as_of).values
    of_programs = evaluate(dataset, metrics=shared, scope=scope, by="partner", as_of=as_of).values
    return {
        partner: tuple(
            _judge_rule(rule, partner, of_programs if rule.is_grouped else of_parties) for rule in RULES
        )
        for partner in partners
    }


def _judge_rule(rule: Rule, partner: str, values: tuple[Value, ...]) -> Ruling:
    value = next(
        (v for v in values if v.metric == rule.metric and _is_about(v, rule, partner)),
        undefined_value("no-answers"),
    )
    verdict = judge_value(value, rule.low, rule.high)
    outcome: Outcome = "passed" if verdict == "met" else "failed" if verdict == "not met" else "open"
    return Ruling(rule, outcome, value)


def _is_about(value: Value, rule: Rule, partner: str) -> bool:
    groups = value.groups
    named = groups.get("partner" if rule.is_grouped else "party")
    return (
        named is not None
        and casefold_name(named) == casefold_name(partner)
        and all(groups.get(k) == part for k, part in rule.part)
    )


# Mean rating and number of answers by partner and statement: the points behind a distance.


@dataclass(frozen=True)
class Dot:
    """Mean rating of one statement by one partner's people.

    Attributes
    ----------
    item : str
        Key of the statement.
    party : str
        Name of the partner.
    mean : float
        Mean of the people's ratings, 1 to 5.
    n : int
        Number of people.
    """

    item: str
    party: str
    mean: float
    n: int


def compute_alignment_dots(
    dataset: Dataset, *, scope: Scope = EVERYTHING, as_of: date, by_library: bool = False
) -> tuple[Dot, ...]:
    """Return each partner's mean rating of each alignment statement.

    Uses the same means as `alignment_gap`; for the library's own screens only.

    Parameters
    ----------
    dataset : Dataset
    scope : Scope
        Only its partners matter.
    as_of : date
    by_library : bool, default False
        Whether to return how the library rates each partnership, instead of how the partner does.

    Returns
    -------
    tuple of Dot
        In the order of statements and names; a partner without a rating of a statement has no entry for it.
    """
    counts = Counts(PreparedTables(dataset, as_of, scope, ""), Alignment().measures, "")
    cell = counts.group_counts(None)
    sides = LIBRARY_SIDE if by_library else PARTNER_SIDES
    return tuple(
        Dot(item, party, fmean(means), len(means))
        for item in ALIGNMENT_ITEMS
        for party, means in compute_mean_answers(cell, (item,), sides).items()
    )
