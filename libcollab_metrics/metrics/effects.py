"""The effects matrix: what each partner gave, received and thinks of the exchange, kind by kind."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from libcollab_metrics.metrics.definition import EVERYTHING, Evaluation, Value
from libcollab_metrics.metrics.evaluate import evaluate
from libcollab_metrics.metrics.facts import read_facts
from libcollab_metrics.model.dataset import Dataset
from libcollab_metrics.model.names import fold
from libcollab_metrics.model.scope import Scope

Kinds = Mapping[str, Value]


@dataclass(frozen=True)
class Effects:
    """One line of the matrix: values by kind of the ledger, and the partner's own rating of the exchange.

    A kind that is not there is not recorded. A value that is None was given or received without a price; its
    `coverage` tells how many lines have one. `rating` is None where nobody of the partner answered.
    """

    partner: str
    given: Kinds
    received: Kinds
    rating: Value | None


def effects(dataset: Dataset, *, scope: Scope = EVERYTHING, as_of: date) -> tuple[Effects, ...]:
    """Return a line for every partner entered, recorded or asked, in the order of their names.

    Days, programs and sites of the scope narrow what was given and received; a rating is of the whole partnership.
    """
    money = evaluate(dataset, metrics=["partner_given", "partner_received"], scope=scope, as_of=as_of)
    ratings = evaluate(dataset, metrics=["give_take_rating"], scope=_of_partners(scope), as_of=as_of)
    own = {v.groups["party"]: v for v in ratings.values if v.reason is None and v.groups["side"] == "partner"}
    names = _names(dataset, scope, as_of, [money, ratings])
    return tuple(
        Effects(name, _kinds(money, "partner_given", name), _kinds(money, "partner_received", name), own.get(name))
        for name in names
    )


def _of_partners(scope: Scope) -> Scope:
    return Scope(tuple(item for item in scope.where if item[0] == "partner"))


def _names(dataset: Dataset, scope: Scope, as_of: date, found: list[Evaluation]) -> list[str]:
    """Partners of the scope, by one spelling each: as entered, else as first recorded."""
    facts = read_facts(dataset, as_of)
    wanted = {fold(name) for key, values in scope.where if key == "partner" for name in values}
    recorded = [party for e in found for v in e.values if (party := v.groups.get("party")) is not None]
    spelled: dict[str, str] = {}
    for name in (*sorted(facts.partner_names), *recorded):
        if not wanted or fold(name) in wanted:
            spelled.setdefault(fold(name), name)
    return sorted(spelled.values(), key=str.casefold)


def _kinds(money: Evaluation, metric: str, partner: str) -> Kinds:
    mine = [v for v in money.of(metric) if fold(v.groups.get("party") or "") == fold(partner)]
    return MappingProxyType({v.groups["kind"] or "": v for v in mine})
