"""Who bears which part, who gave and received what, and who keeps their word, party by party."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from libcollab_metrics.figures import findings
from libcollab_metrics.figures.captions import alt_text
from libcollab_metrics.figures.drafting import Row, chart_of, ordered, point_of, titled, with_caveat
from libcollab_metrics.figures.layout import lengths, points_of
from libcollab_metrics.figures.spec import Chart, Point, Series
from libcollab_metrics.figures.theme import MAX_SERIES
from libcollab_metrics.figures.words import Evaluated, party_name
from libcollab_metrics.metrics import find_metric
from libcollab_metrics.metrics.definition import Metric, Value
from libcollab_metrics.model.schema import LEDGER_KINDS
from libcollab_metrics.wording import Language


def given_by_kind(evaluation: Evaluated, language: Language) -> Chart:
    """What each partner gave, its parts the kinds of gifts; what has no price is not drawn and told."""
    return _by_kind("given", "partner_given", "given-most", evaluation, language)


def received_by_kind(evaluation: Evaluated, language: Language) -> Chart:
    """What each partner received from the project or the library, its parts the kinds of benefits."""
    return _by_kind("received", "partner_received", "received-most", evaluation, language)


def fund_shares(evaluation: Evaluated, language: Language) -> Chart:
    """Who bears which part of the cash, and of the gifts that have a price; of more than five the largest four."""
    values = {(str(v.groups.get("kind")), _party(v, language)): v for v in evaluation.of("fund_share") if v.group}
    kinds = list(dict.fromkeys(kind for kind, _ in values))
    parties = list(dict.fromkeys(party for _, party in values))
    chart = _stacked("fund-shares", "fund_share", kinds, parties, values, evaluation, language)
    return titled(chart, _borne(_of_cash(evaluation, language), find_metric("fund_share"), language), language)


def cash_shares(evaluation: Evaluated, language: Language) -> Chart:
    """Who bears which part of the cash, a bar a party, the largest first."""
    metric = find_metric("fund_share")
    rows = _of_cash(evaluation, language)
    title = _borne(rows, metric, language)
    category = language.say("category-partner")
    chart = with_caveat("cash-shares", "bars", title, ordered(rows), metric, category, evaluation, language)
    return replace(chart, measure=language.say("measure-cash-share"))


def _of_cash(evaluation: Evaluated, language: Language) -> list[tuple[str, Value]]:
    """Each party's share of the cash, or the one value that says why there is none."""
    shares = evaluation.of("fund_share")
    return [(_party(v, language), v) for v in shares if v.groups.get("kind") == "cash" or not v.group]


def pledges_kept(evaluation: Evaluated, language: Language) -> Chart:
    """How much of what each partner promised has come."""
    chart, metric = _by_party("pledges", "pledge_fulfilment", evaluation, language), find_metric("pledge_fulfilment")
    rows = [(_party(value, language), value) for value in evaluation.of(metric.id)]
    return titled(chart, _kept(rows, metric, language), language)


def through_partners(evaluation: Evaluated, language: Language) -> Chart:
    """Which share of the people came through each partner."""
    return _by_party("through", "partner_sourced_share", evaluation, language)


def _by_kind(key: str, metric: str, finding: str, evaluation: Evaluated, language: Language) -> Chart:
    values = {
        (party_name(party, language), kind or ""): value
        for (party, kind), value in by_party_and_kind(evaluation, metric).items()
    }
    parties = list(dict.fromkeys(party for party, _ in values))
    kinds = [kind for kind in LEDGER_KINDS if any(kind == k for _, k in values)]
    chart = _stacked(key, metric, parties, kinds, values, evaluation, language)
    if chart.is_empty:
        return chart
    bars = dict(zip((point.label for point in points_of(chart)), lengths(chart), strict=True))
    most = tuple(party for party, length in bars.items() if length == max(bars.values()))
    only = "-only" if len(bars) == 1 else ""
    return titled(chart, language.say(f"{finding}{only}", partner=language.listing(most)), language)


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
        Series(kind_name(part, language), tuple(_part(row, values.get((row, part)), language) for row in rows))
        for part in parts
    )
    chart = replace(chart, series=_within_five(series, language))
    return replace(chart, alt=alt_text(chart, language))


def _within_five(series: tuple[Series, ...], language: Language) -> tuple[Series, ...]:
    """The largest four and the sum of the others where there are more than five; what has no number stays told."""
    if len(series) <= MAX_SERIES:
        return series
    sizes = {one.name: sum(point.value or 0.0 for point in one.points) for one in series}
    largest = sorted(sizes, key=lambda name: -sizes[name])[: MAX_SERIES - 1]
    rest = [one.points for one in series if one.name not in largest]
    others = Series(language.say("series-others", count=len(rest)), tuple(map(_together, zip(*rest, strict=True))))
    return (*(one for one in series if one.name in largest), others)


def _together(points: Sequence[Point]) -> Point:
    """Several parts of one bar as one: the sum of what is known, and each remark once."""
    known = [point.value for point in points if point.value is not None]
    remarks = dict.fromkeys(point.note for point in points if point.note)
    return Point(points[0].label, sum(known) if known else None, note="; ".join(remarks))


def _heading(metric: str, language: Language) -> str:
    return language.say("category-kind" if metric == "fund_share" else "category-partner")


def _part(row: str, value: Value | None, language: Language) -> Point:
    label = kind_name(row, language)
    return Point(label, None) if value is None else point_of(label, value, language)


def _by_party(key: str, metric: str, evaluation: Evaluated, language: Language) -> Chart:
    about = find_metric(metric)
    rows = ordered(
        [(_party(value, language) if value.group else language.say("whole"), value) for value in evaluation.of(metric)]
    )
    title = findings.compared(rows, about, language, evaluation.currency)
    return with_caveat(key, "bars", title, rows, about, language.say("category-partner"), evaluation, language)


def by_party_and_kind(evaluation: Evaluated, metric: str) -> dict[tuple[str | None, str | None], Value]:
    return {(v.groups.get("party"), v.groups.get("kind")): v for v in evaluation.of(metric) if v.group}


def kind_name(name: str, language: Language) -> str:
    """A kind of the ledger in words; any other name as it is."""
    return language.messages.get(f"kind-{name}", name)


def _party(value: Value, language: Language) -> str:
    return party_name(value.groups.get("party") or None, language)


def _borne(rows: Sequence[Row], metric: Metric, language: Language) -> str:
    """Say who bears the largest part of the cash, or all of it, as far as that is recorded."""
    shown = [(party, value) for party, value in rows if value.value is not None]
    if not shown:
        return findings.nothing([value for _, value in rows], metric, language)
    if (gaps := findings.too_many_gaps([value for _, value in shown], metric, language)) or len(shown) == 1:
        return gaps or language.say("bears-all" + findings.as_recorded(rows), partner=shown[0][0])
    largest = max(value.value or 0.0 for _, value in shown)
    ahead = tuple(party for party, value in shown if value.value == largest)
    several = "-several" if len(ahead) > 1 else ""
    said = {"partner": language.listing(ahead), "share": language.share(largest)}
    return language.say(f"bears-most{several}{findings.as_recorded(rows)}", **said)


def _kept(rows: Sequence[Row], metric: Metric, language: Language) -> str:
    """Say how many of those who pledged gave all of it, as far as that is recorded."""
    shown = [(party, value) for party, value in rows if value.value is not None]
    if not shown:
        return findings.nothing([value for _, value in rows], metric, language)
    if gaps := findings.too_many_gaps([value for _, value in shown], metric, language):
        return gaps
    claim = findings.as_recorded(rows)
    if len(shown) == 1:
        party, value = shown[0]
        return language.say(f"pledge-one{claim}", partner=party, share=language.share(value.value or 0.0))
    full = sum(1 for _, value in shown if (value.value or 0.0) >= 1)
    return language.say(f"pledges-{'all' if full == len(shown) else 'some'}{claim}", kept=full, parties=len(shown))
