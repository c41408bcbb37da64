"""Whether a partnership holds: a few rules anybody can check, each passed, failed or open, with its evidence."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from statistics import fmean
from typing import Literal

from libcollab_metrics.metrics.counting import Counts
from libcollab_metrics.metrics.definition import EVERYTHING, Value, missing
from libcollab_metrics.metrics.evaluate import evaluate
from libcollab_metrics.metrics.facts import read_facts, rows_of
from libcollab_metrics.metrics.families.partners import OF_PARTNER, Alignment, mean_answers
from libcollab_metrics.metrics.prepare import Prepared
from libcollab_metrics.metrics.verdicts import verdict_of
from libcollab_metrics.model.dataset import Dataset
from libcollab_metrics.model.names import fold
from libcollab_metrics.model.schema import ALIGNMENT_ITEMS
from libcollab_metrics.model.scope import Scope

#: What people write for the kind of a school, in the languages of the documents.
SCHOOL_WORDS = ("school", "paaralan", "eskwela", "escuela", "colegio")
Outcome = Literal["passed", "failed", "open"]
#: The top two of five, as for every agreement.
AGREES = 4.0
#: More than nothing, for rules that ask whether there is any at all.
ANY = 1e-9


@dataclass(frozen=True)
class Rule:
    """One question about a partnership: the figure that answers it and between which ends it is passed.

    `part` is what else the value's group holds beside the party; `grouped` says that the figure is one of the
    programs with the partner, counted by partner, and not one of the party itself.
    """

    id: str
    metric: str
    low: float | None = None
    high: float | None = None
    part: tuple[tuple[str, str], ...] = ()
    grouped: bool = False


#: The rules in the order a reader asks them; their words are the messages "rule-…". All of this project.
RULES: tuple[Rule, ...] = (
    Rule("pledges", "pledge_fulfilment", low=1),
    Rule("benefits", "benefit_delivery", low=1),
    Rule("clear", "fund_clarity", low=1, grouped=True),
    Rule("criteria", "criteria_met_rate", low=1, grouped=True),
    Rule("aligned", "alignment_mean", low=AGREES),
    Rule("fair-to-them", "give_take_rating", low=AGREES, part=(("side", "partner"),)),
    Rule("fair-to-us", "give_take_rating", low=AGREES, part=(("side", "library"),)),
    Rule("relevant", "relevance_flag", high=0, grouped=True),
    Rule("network", "partner_sourced_share", low=ANY),
)


@dataclass(frozen=True)
class Ruling:
    """What the records say to one rule about one partner; `value` is the figure, its `n` the evidence behind it."""

    rule: Rule
    outcome: Outcome
    value: Value


def partners_of(dataset: Dataset) -> tuple[str, ...]:
    """Return every partner that was described, linked to a program or asked, as people sort names."""
    found = [row["name"] for row in rows_of(dataset, "partners")]
    found += [row["partner"] for row in rows_of(dataset, "program_partners")]
    found += [row["partner_id"] for row in rows_of(dataset, "perspectives")]
    named: dict[str, str] = {}
    for name in found:
        if name:
            named.setdefault(fold(name), str(name))
    return tuple(sorted(named.values(), key=str.casefold))


def programs_with(dataset: Dataset, *, scope: Scope = EVERYTHING, as_of: date) -> Mapping[str, tuple[str, ...]]:
    """Return every partner with the programs of the selection it is a partner of, as printed; both as people sort."""
    facts = read_facts(dataset, as_of)
    kept = facts.program_ids(scope)
    found: dict[str, list[str]] = {}
    for pid, partners in facts.links.items():
        for partner in partners if kept is None or pid in kept else ():
            found.setdefault(facts.partners.get(fold(partner), partner), []).append(facts.named(pid).name)
    return {name: tuple(sorted(found[name], key=str.casefold)) for name in sorted(found, key=str.casefold)}


def schools_of(dataset: Dataset) -> frozenset[str]:
    """Return the partners whose kind says that they are a school, by the name they were entered under."""
    described = ((row["name"], fold(str(row["kind"] or ""))) for row in rows_of(dataset, "partners"))
    return frozenset(str(name) for name, kind in described if name and any(word in kind for word in SCHOOL_WORDS))


def rulings(
    dataset: Dataset, partners: Iterable[str], *, scope: Scope = EVERYTHING, as_of: date
) -> dict[str, tuple[Ruling, ...]]:
    """Return, for each of these partners, what the records say to every rule of `RULES`.

    A rule is open while its figure does not exist or may still fall on either side; nothing is added up over
    partners, for two of them may stand behind the same program.
    """
    own = [rule.metric for rule in RULES if not rule.grouped]
    shared = [rule.metric for rule in RULES if rule.grouped]
    of_parties = evaluate(dataset, metrics=dict.fromkeys(own), scope=scope, as_of=as_of).values
    of_programs = evaluate(dataset, metrics=shared, scope=scope, by="partner", as_of=as_of).values
    return {
        partner: tuple(_ruling(rule, partner, of_programs if rule.grouped else of_parties) for rule in RULES)
        for partner in partners
    }


def _ruling(rule: Rule, partner: str, values: tuple[Value, ...]) -> Ruling:
    value = next((v for v in values if v.metric == rule.metric and _is_about(v, rule, partner)), missing("no-answers"))
    verdict = verdict_of(value, rule.low, rule.high)
    outcome: Outcome = "passed" if verdict == "met" else "failed" if verdict == "not met" else "open"
    return Ruling(rule, outcome, value)


def _is_about(value: Value, rule: Rule, partner: str) -> bool:
    groups = value.groups
    named = groups.get("partner" if rule.grouped else "party")
    return named is not None and fold(named) == fold(partner) and all(groups.get(k) == part for k, part in rule.part)


# Every partner's mean and number of answers, statement by statement: all the dots behind a distance.


@dataclass(frozen=True)
class Dot:
    """One partner's mean rating of one statement, from 1 to 5, by `n` people."""

    item: str
    party: str
    mean: float
    n: int


def alignment_dots(dataset: Dataset, *, scope: Scope = EVERYTHING, as_of: date) -> tuple[Dot, ...]:
    """Return what the people of each partner think of each statement, in the order of statements and names.

    Only the scope's partners matter; a partner nobody of which rated a statement has no dot there. The same means
    as in `alignment_gap`, for the library's own screens.
    """
    counts = Counts(Prepared(dataset, as_of, scope, ""), Alignment().measures, "")
    cell = counts.cell(None)
    return tuple(
        Dot(item, party, fmean(means), len(means))
        for item in ALIGNMENT_ITEMS
        for party, means in mean_answers(cell, (item,), OF_PARTNER).items()
    )
