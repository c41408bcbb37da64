"""Partner by partner: who gives what, who bears which part, who keeps their word, and where views lie apart."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Protocol

from libcollab_metrics.figures import findings
from libcollab_metrics.figures.captions import alt_text
from libcollab_metrics.figures.drafting import chart_of, ordered, point_of, titled, with_caveat
from libcollab_metrics.figures.layout import lengths, points_of
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


def given_by_kind(evaluation: Evaluated, language: Language) -> Chart:
    """What each partner gave, its parts the kinds of gifts; what has no price is not drawn and told."""
    return _by_kind("given", "partner_given", "given-most", evaluation, language)


def received_by_kind(evaluation: Evaluated, language: Language) -> Chart:
    """What each partner received from the project or the library, its parts the kinds of benefits."""
    return _by_kind("received", "partner_received", "received-most", evaluation, language)


def fund_shares(evaluation: Evaluated, language: Language) -> Chart:
    """Who bears which part of the cash, and of the gifts that have a price."""
    values = {(str(v.groups.get("kind")), _party(v, language)): v for v in evaluation.of("fund_share") if v.group}
    kinds = list(dict.fromkeys(kind for kind, _ in values))
    parties = list(dict.fromkeys(party for _, party in values))
    chart = _stacked("fund-shares", "fund_share", kinds, parties, values, evaluation, language)
    return titled(chart, _largest_share(values, evaluation, language), language)


def pledges_kept(evaluation: Evaluated, language: Language) -> Chart:
    """How much of what each partner promised has come."""
    return _by_party("pledges", "pledge_fulfilment", evaluation, language)


def through_partners(evaluation: Evaluated, language: Language) -> Chart:
    """Which share of the people came through each partner."""
    return _by_party("through", "partner_sourced_share", evaluation, language)


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
    given, received = _kinds_of(evaluation, "partner_given"), _kinds_of(evaluation, "partner_received")
    used = [kind for kind in LEDGER_KINDS if any(kind == k for _, k in (*given, *received))]
    headings = (
        language.say("category-partner"), "", *(_kind(kind, language) for kind in used), language.say("own-rating"),
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


def _kinds_of(evaluation: Evaluated, metric: str) -> dict[tuple[str | None, str | None], Value]:
    return {(v.groups.get("party"), v.groups.get("kind")): v for v in evaluation.of(metric) if v.group}


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


def _by_kind(key: str, metric: str, finding: str, evaluation: Evaluated, language: Language) -> Chart:
    values = {(party or "", kind or ""): value for (party, kind), value in _kinds_of(evaluation, metric).items()}
    parties = list(dict.fromkeys(party for party, _ in values))
    kinds = [kind for kind in LEDGER_KINDS if any(kind == k for _, k in values)]
    chart = _stacked(key, metric, parties, kinds, values, evaluation, language)
    if chart.is_empty:
        return chart
    bars = dict(zip((point.label for point in points_of(chart)), lengths(chart), strict=True))
    most = max(bars, key=lambda party: bars[party])
    only = "-only" if len(bars) == 1 else ""
    return titled(chart, language.say(f"{finding}{only}", partner=most), language)


def _stacked(
    key: str, metric: str, rows: Sequence[str], parts: Sequence[str], values: Mapping[tuple[str, str], Value],
    evaluation: Evaluated, language: Language,
) -> Chart:  # fmt: skip
    """A row a bar, a part a series; a part that has no number has no length and says why in the table."""
    about = find_metric(metric)
    told = [(row, value) for (row, _), value in values.items()] or [("", v) for v in evaluation.of(metric)]
    title = findings.compared(told, about, language, evaluation.currency)
    chart = chart_of(key, "stacked", title, told, about, _heading(metric, language), evaluation, language, ())
    series = tuple(
        Series(_kind(part, language), tuple(_part(row, values.get((row, part)), language) for row in rows))
        for part in parts
    )
    chart = replace(chart, series=series)
    return replace(chart, alt=alt_text(chart, language))


def _heading(metric: str, language: Language) -> str:
    return language.say("category-kind" if metric == "fund_share" else "category-partner")


def _part(row: str, value: Value | None, language: Language) -> Point:
    label = _kind(row, language)
    return Point(label, None) if value is None else point_of(label, value, language)


def _kind(name: str, language: Language) -> str:
    """A kind of the ledger in words; any other name as it is."""
    return language.messages.get(f"kind-{name}", name)


def _party(value: Value, language: Language) -> str:
    return value.groups.get("party") or language.say("nobody-named")


def _by_party(key: str, metric: str, evaluation: Evaluated, language: Language) -> Chart:
    about = find_metric(metric)
    rows = ordered([(value.groups.get("party") or language.say("whole"), value) for value in evaluation.of(metric)])
    title = findings.compared(rows, about, language, evaluation.currency)
    return with_caveat(key, "bars", title, rows, about, language.say("category-partner"), evaluation, language)


def _largest_share(values: Mapping[tuple[str, str], Value], evaluation: Evaluated, language: Language) -> str:
    """Who bears the largest part of the cash."""
    cash = [(party, value) for (kind, party), value in values.items() if kind == "cash" and value.value is not None]
    if not cash:
        return findings.compared(
            [("", v) for v in evaluation.of("fund_share")], find_metric("fund_share"), language, evaluation.currency
        )
    party, value = max(cash, key=lambda row: row[1].value or 0.0)
    return language.say("bears-most", partner=party, share=language.share(value.value or 0.0))


def _dot(item: str, answer: Answer | None, language: Language) -> Point:
    if answer is None:
        return Point(part_name(item, language), None, note=language.say("not-recorded-yet"))
    return Point(part_name(item, language), answer.mean, note=language.say("by-people", n=language.number(answer.n)))
