"""Partner by partner: what each is given and gives, how each sees it, and where views lie apart."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Protocol

from libcollab_metrics.figures import findings
from libcollab_metrics.figures.captions import alt_text
from libcollab_metrics.figures.drafting import with_caveat
from libcollab_metrics.figures.funds import by_party_and_kind, kind_name
from libcollab_metrics.figures.spec import Chart, Point, Series
from libcollab_metrics.figures.table import ChartTable
from libcollab_metrics.figures.words import Evaluated, part_name, value_words
from libcollab_metrics.metrics import find_metric
from libcollab_metrics.metrics.definition import Value
from libcollab_metrics.model.schema import ALIGNMENT_ITEMS, LEDGER_KINDS
from libcollab_metrics.wording import Language


class Answer(Protocol):
    """One partner's mean rating of one statement, by `n` people."""

    @property
    def item(self) -> str: ...
    @property
    def party(self) -> str: ...
    @property
    def mean(self) -> float: ...
    @property
    def n(self) -> int: ...


class Asked(Protocol):
    """A rule: its id and the figure it looks at."""

    @property
    def id(self) -> str: ...
    @property
    def metric(self) -> str: ...


class Ruled(Protocol):
    """What the records say to one rule about one partner."""

    @property
    def rule(self) -> Asked: ...
    @property
    def outcome(self) -> str: ...
    @property
    def value(self) -> Value: ...


def alignment_by_item(answers: Sequence[Answer], evaluation: Evaluated, language: Language) -> Chart:
    """Every partner's mean on every statement: all dots, with how many people stand behind each."""
    metric = find_metric("alignment_gap")
    by_place = {(answer.item, answer.party): answer for answer in answers}
    parties = list(dict.fromkeys(answer.party for answer in answers))
    series = tuple(
        Series(party, tuple(_dot(item, by_place.get((item, party)), language) for item in ALIGNMENT_ITEMS))
        for party in parties
    )
    gaps = [(str(value.groups.get("item")), value) for value in evaluation.of(metric.id)]
    title = findings.lie_apart(gaps, language)
    chart = with_caveat(
        "alignment", "dots", title, gaps, metric, language.say("category-statement"), evaluation, language
    )
    chart = replace(chart, series=series, measure=language.say("measure-rating"), scale=(1.0, 5.0))
    return replace(chart, alt=alt_text(chart, language))


def effects_table(evaluation: Evaluated, partners: Iterable[str], language: Language) -> ChartTable:
    """What the collaboration is for every partner: given and received by kind, and its own rating of the exchange.

    A cell is "not recorded" until something is; a thing without a price says so. Cells of two partners may stand on
    the same program and are never added.
    """
    given, received = by_party_and_kind(evaluation, "partner_given"), by_party_and_kind(evaluation, "partner_received")
    used = [kind for kind in LEDGER_KINDS if any(kind == k for _, k in (*given, *received))]
    headings = (
        language.say("category-partner"), "", *(kind_name(kind, language) for kind in used), language.say("own-rating"),
    )  # fmt: skip
    rows: list[tuple[str, ...]] = []
    for partner in partners:
        for said, sides in (("gives", given), ("receives", received)):
            cells = [_worth(sides.get((partner, kind)), evaluation, language) for kind in used]
            rating = _own_rating(evaluation, partner, language) if said == "gives" else ""
            rows.append((partner if said == "gives" else "", language.say(said), *cells, rating))
    return ChartTable(headings, tuple(rows), tuple(range(2, len(headings))))


#: The figures partners are set side by side by: metric and which of its parts.
SIDE_BY_SIDE: tuple[tuple[str, tuple[tuple[str, str], ...]], ...] = (
    ("partner_programs", (("kind", "all"),)),
    ("give_take_balance", (("kind", "all"),)),
    ("give_take_rating", (("side", "partner"),)),
    ("give_take_rating", (("side", "library"),)),
    ("alignment_mean", ()),
    ("pledge_fulfilment", ()),
    ("partner_sourced_share", ()),
)


def side_by_side(evaluation: Evaluated, rulings: Mapping[str, Sequence[Ruled]], language: Language) -> ChartTable:
    """Every partner in one row: what is counted with it, how each side sees it, and how many rules are passed.

    Figures of two partners may stand on the same program, so no row is ever added to another.
    """
    headings = [language.say("category-partner")]
    for metric, parts in SIDE_BY_SIDE:
        headings.append(language.say("-".join(["side", metric, *(part for _, part in parts)])))
    headings.append(language.say("side-rules"))
    rows = []
    for partner, ruled in rulings.items():
        figures = [_side(evaluation, metric, partner, parts, language) for metric, parts in SIDE_BY_SIDE]
        rows.append((partner, *figures, _passed(ruled, language)))
    return ChartTable(tuple(headings), tuple(rows), tuple(range(1, len(headings))))


def _side(
    evaluation: Evaluated, metric: str, partner: str, parts: tuple[tuple[str, str], ...], language: Language
) -> str:
    wanted = {"party": partner, **dict(parts)}
    found = [v for v in evaluation.of(metric) if wanted.items() <= v.groups.items() and v.value is not None]
    if not found:
        return language.say("not-recorded-yet")
    value = found[0]
    if metric in ("give_take_rating", "alignment_mean"):
        return language.say("rating-by", value=language.average(value.value or 0.0), n=language.number(value.n or 0))
    return value_words(value, find_metric(metric), language, evaluation.currency)


def _passed(ruled: Sequence[Ruled], language: Language) -> str:
    outcomes = [one.outcome for one in ruled]
    counts = {name: outcomes.count(name) for name in ("passed", "failed", "open")}
    return language.say("rules-counted", **counts)


def rules_table(ruled: Sequence[Ruled], language: Language, currency: str = "") -> ChartTable:
    """Each rule about one partner: passed, failed or open, the figure behind it, and how much evidence there is."""
    headings = tuple(language.say(name) for name in ("rule", "rule-outcome", "rule-figure", "rule-evidence"))
    return ChartTable(headings, tuple(_rule_row(one, language, currency) for one in ruled), ())


def _rule_row(one: Ruled, language: Language, currency: str) -> tuple[str, ...]:
    metric, value = find_metric(one.rule.metric), one.value
    shown = language.reason(value) if value.reason else value_words(value, metric, language, currency)
    if metric.unit == "yes_no" and value.value is not None:
        shown = language.say("doubt-yes" if value.value else "doubt-no")
    noun = metric.counts if metric.counts and value.n != 1 else "n"
    n = "" if value.n is None else language.say(f"caption-{noun}", n=language.number(value.n))
    return language.say(f"rule-{one.rule.id}"), language.say(f"outcome-{one.outcome}"), shown, n.rstrip(".")


def _worth(value: Value | None, evaluation: Evaluated, language: Language) -> str:
    if value is None:
        return language.say("not-recorded-yet")
    if value.value is None:
        return language.say("unpriced")
    return value_words(value, find_metric(value.metric), language, evaluation.currency)


def _own_rating(evaluation: Evaluated, partner: str, language: Language) -> str:
    ratings = [v for v in evaluation.of("give_take_rating") if v.groups.get("party") == partner]
    own = [v for v in ratings if v.groups.get("side") == "partner" and v.value is not None]
    if not own:
        return language.say("not-recorded-yet")
    return language.say("rating-by", value=language.average(own[0].value or 0.0), n=language.number(own[0].n or 0))


def _dot(item: str, answer: Answer | None, language: Language) -> Point:
    if answer is None:
        return Point(part_name(item, language), None, note=language.say("not-recorded-yet"))
    return Point(part_name(item, language), answer.mean, note=language.say("by-people", n=language.number(answer.n)))
