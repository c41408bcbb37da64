"""Cost figures and tables: unit costs, cost parts, ledger lines, donors and pledges.

Unit costs are tables, because three cost levels cannot share one axis.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Protocol

from libcollab_metrics.figures import findings
from libcollab_metrics.figures.chart import Chart, ChartTable, Point, Series
from libcollab_metrics.figures.chart_builder import (
    Row,
    alt_text,
    build_chart,
    build_chart_with_caveat,
    build_point,
    replace_title,
    sort_rows,
)
from libcollab_metrics.figures.layout import points_of, stacked_bar_lengths
from libcollab_metrics.figures.text import EvaluationLike, format_value, metric_name, party_name
from libcollab_metrics.figures.theme import MAX_SERIES
from libcollab_metrics.localization import Language
from libcollab_metrics.metrics import find_metric
from libcollab_metrics.metrics.definition import Metric, Value
from libcollab_metrics.metrics.families.cost import LEVELS
from libcollab_metrics.model.names import casefold_name
from libcollab_metrics.model.schema import LEDGER_KINDS

#: Ledger kinds measured in hours by definition, and unit names that would repeat it.
HOUR_KINDS = frozenset({"staff_hours", "volunteer_hours"})
HOUR_UNITS = frozenset({"h", "hr", "hrs", "hour", "hours", "oras", "hora", "horas"})
#: Number of assumptions shown for a social return.
MAX_SWINGS = 2
#: Unit costs in reading order.
UNIT_COST_METRICS = (
    "cost_per_attendance",
    "cost_per_participant",
    "cost_per_session",
    "cost_per_contact_hour",
    "cost_per_completer",
    "cost_per_improved_reader",
    "cost_per_book",
)


class CostPart(Protocol):
    """One part of the cost at one level."""

    @property
    def level(self) -> str: ...
    @property
    def label(self) -> str: ...
    @property
    def amount(self) -> float | None: ...
    @property
    def lines(self) -> int: ...
    @property
    def priced(self) -> int: ...
    @property
    def is_subtracted(self) -> bool: ...


class LedgerLine(Protocol):
    """One ledger line as recorded; None where nothing was entered."""

    @property
    def program(self) -> str: ...
    @property
    def day(self) -> date | None: ...
    @property
    def kind(self) -> str | None: ...
    @property
    def giver(self) -> str | None: ...
    @property
    def taker(self) -> str | None: ...
    @property
    def quantity(self) -> float | None: ...
    @property
    def unit(self) -> str | None: ...
    @property
    def value(self) -> float | None: ...
    @property
    def status(self) -> str | None: ...


class AssumedRange(Protocol):
    """An assumed number from low to high, with its source."""

    @property
    def name(self) -> str: ...
    @property
    def low(self) -> float: ...
    @property
    def high(self) -> float: ...
    @property
    def source(self) -> str: ...


class AssumptionSwing(Protocol):
    """Range of a social return when one assumption varies and all others stay at the middle."""

    @property
    def outcome(self) -> str: ...
    @property
    def assumption(self) -> AssumedRange: ...
    @property
    def low(self) -> float: ...
    @property
    def high(self) -> float: ...


def swings_table(swings: Sequence[AssumptionSwing], language: Language) -> ChartTable:
    """Build a table of the two assumptions that change a social return most.

    Parameters
    ----------
    swings : Sequence[AssumptionSwing]
        Assumptions with the resulting range of the return, largest effect first.
    language : Language
        Language of the text.

    Returns
    -------
    ChartTable
        One row per assumption: name, its range, its source, range of the return.
    """
    headings = tuple(
        language.message(f"swing-{name}") for name in ("assumption", "between", "source", "return")
    )
    return ChartTable(headings, tuple(_swing_row(swing, language) for swing in swings[:MAX_SWINGS]), ())


def _swing_row(swing: AssumptionSwing, language: Language) -> tuple[str, ...]:
    assumed = swing.assumption
    between, moved = (
        language.message("range", low=language.in_unit(low, "ratio"), high=language.in_unit(high, "ratio"))
        for low, high in ((assumed.low, assumed.high), (swing.low, swing.high))
    )
    name = language.translate(assumed.name.replace("_", " "), "assumption")
    return f"{swing.outcome}: {name}", between, assumed.source, moved


def unit_costs_table(evaluation: EvaluationLike, language: Language) -> ChartTable:
    """Build a table of the cost per visit, person, session, hour, completer, reader and book.

    Each cost level has its own column; levels are never mixed. A cell is exact, "at least" or "at most";
    otherwise it gives the reason why the number is missing.

    Parameters
    ----------
    evaluation : EvaluationLike
        Evaluated metrics.
    language : Language
        Language of the text.

    Returns
    -------
    ChartTable
        One row per metric of `UNIT_COST_METRICS`, one column per cost level.
    """
    headings = (language.message("cost-of-one"), *(language.message(f"level-{level}") for level in LEVELS))
    rows = tuple(_unit_row(metric, evaluation, language) for metric in UNIT_COST_METRICS)
    return ChartTable(headings, rows, (1, 2, 3))


def _unit_row(metric: str, evaluation: EvaluationLike, language: Language) -> tuple[str, ...]:
    values = evaluation.values_for(metric)
    by_level = {value.groups.get("level"): value for value in values}
    alone = values[0] if values and not values[0].group else None
    return metric_name(find_metric(metric), language), *(
        _unit_cost_text(by_level.get(level, alone), evaluation, language) for level in LEVELS
    )


def _unit_cost_text(value: Value | None, evaluation: EvaluationLike, language: Language) -> str:
    if value is None:
        return language.message("not-known")
    return format_value(value, find_metric(value.metric), language, evaluation.currency)


def cost_parts_table(parts: Sequence[CostPart], language: Language, currency: str = "") -> ChartTable:
    """Build a table of the parts of each level's cost, with the number of unpriced lines.

    Parameters
    ----------
    parts : Sequence[Part]
        Cost parts in the order shown.
    language : Language
        Language of the text.
    currency : str, default ""
        ISO code of the currency; empty for numbers without a symbol.

    Returns
    -------
    ChartTable
        One row per part: level, part, amount, unpriced lines.
    """
    headings = tuple(
        language.message(name) for name in ("cost-level", "cost-part", "cost-amount", "cost-unpriced")
    )
    return ChartTable(headings, tuple(_part_row(part, language, currency) for part in parts), (2, 3))


def _part_row(part: CostPart, language: Language, currency: str) -> tuple[str, ...]:
    amount = language.message("unpriced") if part.amount is None else language.money(part.amount, currency)
    label = language.translate(part.label, "measure")
    label = language.message("cost-less", part=label) if part.is_subtracted else label
    without = language.message("lines-without", count=part.lines - part.priced, lines=part.lines)
    return language.message(f"level-{part.level}"), label, amount, without


def ledger_table(lines: Iterable[LedgerLine], language: Language, currency: str = "") -> ChartTable:
    """Build a table of ledger lines, as recorded or as prepared for release.

    Unnamed donors and recipients have no name in the table.

    Parameters
    ----------
    lines : Iterable[Line]
        Ledger lines in the order shown.
    language : Language
        Language of the text.
    currency : str, default ""
        ISO code of the currency; empty for numbers without a symbol.

    Returns
    -------
    ChartTable
        One row per line: program, date, donor, recipient, item, value, status.
    """
    names = ("program", "line-day", "line-from", "line-to", "line-what", "line-value", "line-status")
    headings = tuple(language.message(name) for name in names)
    return ChartTable(headings, tuple(_line_row(line, language, currency) for line in lines), (5,))


def contribution_text(line: LedgerLine, language: Language) -> str:
    """Describe the item of a ledger line: "84 volunteer hours", "goods (3 boxes)", "cash".

    Parameters
    ----------
    line : LedgerLine
        Line to describe.
    language : Language
        Language of the text.

    Returns
    -------
    str
        Quantity, unit and kind, as far as they are recorded.
    """
    kind = language.messages.get(f"kind-{line.kind}", line.kind or "")
    unit = (
        ""
        if (line.kind or "") in HOUR_KINDS and casefold_name(line.unit or "") in HOUR_UNITS
        else line.unit or ""
    )
    amount = (
        "" if line.quantity is None else language.number(line.quantity, 0 if line.quantity % 1 == 0 else 1)
    )
    if unit and kind:
        number = " ".join(filter(None, (amount, unit)))
        return language.message("given-units", what=kind, number=number)
    return " ".join(part for part in (amount, unit, kind) if part)


def _line_row(line: LedgerLine, language: Language, currency: str) -> tuple[str, ...]:
    purpose = contribution_text(line, language)
    value = language.message("no-value") if line.value is None else language.money(line.value, currency)
    day = language.day(line.day) if line.day else ""
    status = language.messages.get(f"status-{line.status}", line.status or "")
    recipient = "" if line.taker is None else party_name(line.taker, language)
    return line.program, day, party_name(line.giver, language), recipient, purpose, value, status


# Contributions, benefits, funding shares and pledges per party.


def contributions_by_kind(evaluation: EvaluationLike, language: Language) -> Chart:
    """Build a chart of each partner's contributions, stacked by kind.

    A contribution without a price has no length and is listed in the data table.

    Parameters
    ----------
    evaluation : EvaluationLike
        Evaluated metrics.
    language : Language
        Language of the text.

    Returns
    -------
    Chart
        Stacked bars, one per partner.
    """
    return _chart_by_kind("given", "partner_given", "given-most", evaluation, language)


def benefits_by_kind(evaluation: EvaluationLike, language: Language) -> Chart:
    """Build a chart of what each partner received from the project or the library, by kind.

    Parameters
    ----------
    evaluation : EvaluationLike
        Evaluated metrics.
    language : Language
        Language of the text.

    Returns
    -------
    Chart
        Stacked bars, one per partner.
    """
    return _chart_by_kind("received", "partner_received", "received-most", evaluation, language)


def fund_shares(evaluation: EvaluationLike, language: Language) -> Chart:
    """Build a chart of each party's share of the cash and of the priced in-kind contributions.

    With more than five parties, the largest four are drawn and the others are summed.

    Parameters
    ----------
    evaluation : EvaluationLike
        Evaluated metrics.
    language : Language
        Language of the text.

    Returns
    -------
    Chart
        Stacked bars, one per kind of funding.
    """
    values = {
        (str(v.groups.get("kind")), _party(v, language)): v
        for v in evaluation.values_for("fund_share")
        if v.group
    }
    kinds = list(dict.fromkeys(kind for kind, _ in values))
    parties = list(dict.fromkeys(party for _, party in values))
    chart = _build_stacked_chart("fund-shares", "fund_share", kinds, parties, values, evaluation, language)
    return replace_title(
        chart,
        _cash_share_finding(_cash_share_rows(evaluation, language), find_metric("fund_share"), language),
        language,
    )


def cash_shares(evaluation: EvaluationLike, language: Language) -> Chart:
    """Build a bar chart of each party's share of the cash, largest first.

    Parameters
    ----------
    evaluation : EvaluationLike
        Evaluated metrics.
    language : Language
        Language of the text.

    Returns
    -------
    Chart
        One bar per party.
    """
    metric = find_metric("fund_share")
    rows = _cash_share_rows(evaluation, language)
    title = _cash_share_finding(rows, metric, language)
    category = language.message("category-partner")
    chart = build_chart_with_caveat(
        "cash-shares", "bars", title, sort_rows(rows), metric, category, evaluation, language
    )
    return replace(chart, measure=language.message("measure-cash-share"))


def _cash_share_rows(evaluation: EvaluationLike, language: Language) -> list[tuple[str, Value]]:
    """Return each party's share of the cash, or the one value with the reason why there is none."""
    shares = evaluation.values_for("fund_share")
    return [(_party(v, language), v) for v in shares if v.groups.get("kind") == "cash" or not v.group]


def pledge_fulfilment(evaluation: EvaluationLike, language: Language) -> Chart:
    """Build a chart of the fulfilled share of each partner's pledges.

    Parameters
    ----------
    evaluation : EvaluationLike
        Evaluated metrics.
    language : Language
        Language of the text.

    Returns
    -------
    Chart
        One bar per partner.
    """
    chart, metric = (
        _chart_by_party("pledges", "pledge_fulfilment", evaluation, language),
        find_metric("pledge_fulfilment"),
    )
    rows = [(_party(value, language), value) for value in evaluation.values_for(metric.id)]
    return replace_title(chart, _pledge_finding(rows, metric, language), language)


def participants_by_partner(evaluation: EvaluationLike, language: Language) -> Chart:
    """Build a chart of the share of participants who came through each partner.

    Parameters
    ----------
    evaluation : EvaluationLike
        Evaluated metrics.
    language : Language
        Language of the text.

    Returns
    -------
    Chart
        One bar per partner.
    """
    return _chart_by_party("through", "partner_sourced_share", evaluation, language)


def _chart_by_kind(
    key: str, metric: str, finding: str, evaluation: EvaluationLike, language: Language
) -> Chart:
    values = {
        (party_name(party, language), kind or ""): value
        for (party, kind), value in by_party_and_kind(evaluation, metric).items()
    }
    parties = list(dict.fromkeys(party for party, _ in values))
    kinds = [kind for kind in LEDGER_KINDS if any(kind == k for _, k in values)]
    chart = _build_stacked_chart(key, metric, parties, kinds, values, evaluation, language)
    if chart.is_empty:
        return chart
    bars = dict(zip((point.label for point in points_of(chart)), stacked_bar_lengths(chart), strict=True))
    most = tuple(party for party, length in bars.items() if length == max(bars.values()))
    only = "-only" if len(bars) == 1 else ""
    return replace_title(
        chart, language.message(f"{finding}{only}", partner=language.join_names(most)), language
    )


def _build_stacked_chart(
    key: str,
    metric: str,
    rows: Sequence[str],
    parts: Sequence[str],
    values: Mapping[tuple[str, str], Value],
    evaluation: EvaluationLike,
    language: Language,
) -> Chart:
    """Build a stacked chart with one bar per row and one series per part.

    A part without a number has length 0 and its reason in the data table.
    """
    about = find_metric(metric)
    row_values = [(row, value) for (row, _), value in values.items()] or [
        ("", v) for v in evaluation.values_for(metric)
    ]
    title = findings.comparison_finding(row_values, about, language, evaluation.currency)
    chart = build_chart(
        key, "stacked", title, row_values, about, _heading(metric, language), evaluation, language, ()
    )
    series = tuple(
        Series(
            kind_name(part, language),
            tuple(_part_point(row, values.get((row, part)), language) for row in rows),
        )
        for part in parts
    )
    chart = replace(chart, series=_limit_series(series, language))
    return replace(chart, alt=alt_text(chart, language))


def _limit_series(series: tuple[Series, ...], language: Language) -> tuple[Series, ...]:
    """Reduce more than five series to the largest four and the sum of the others.

    Remarks on parts without a number are preserved.
    """
    if len(series) <= MAX_SERIES:
        return series
    sizes = {part.name: sum(point.value or 0.0 for point in part.points) for part in series}
    largest = sorted(sizes, key=lambda name: -sizes[name])[: MAX_SERIES - 1]
    rest = [part.points for part in series if part.name not in largest]
    others = Series(
        language.message("series-others", count=len(rest)), tuple(map(_merge_points, zip(*rest, strict=True)))
    )
    return (*(part for part in series if part.name in largest), others)


def _merge_points(points: Sequence[Point]) -> Point:
    """Merge several parts of one bar: sum the known numbers and list each remark once."""
    known = [point.value for point in points if point.value is not None]
    remarks = dict.fromkeys(point.note for point in points if point.note)
    return Point(points[0].label, sum(known) if known else None, note="; ".join(remarks))


def _heading(metric: str, language: Language) -> str:
    return language.message("category-kind" if metric == "fund_share" else "category-partner")


def _part_point(row: str, value: Value | None, language: Language) -> Point:
    label = kind_name(row, language)
    return Point(label, None) if value is None else build_point(label, value, language)


def _chart_by_party(key: str, metric: str, evaluation: EvaluationLike, language: Language) -> Chart:
    about = find_metric(metric)
    rows = sort_rows(
        [
            (_party(value, language) if value.group else language.message("whole"), value)
            for value in evaluation.values_for(metric)
        ]
    )
    title = findings.comparison_finding(rows, about, language, evaluation.currency)
    return build_chart_with_caveat(
        key, "bars", title, rows, about, language.message("category-partner"), evaluation, language
    )


def by_party_and_kind(evaluation: EvaluationLike, metric: str) -> dict[tuple[str | None, str | None], Value]:
    """Return the values of a metric by party and kind of contribution, without the ungrouped ones."""
    return {
        (v.groups.get("party"), v.groups.get("kind")): v for v in evaluation.values_for(metric) if v.group
    }


def kind_name(name: str, language: Language) -> str:
    """Return the localized name of a ledger kind; any other name is returned unchanged.

    Parameters
    ----------
    name : str
        Ledger kind.
    language : Language
        Language of the text.

    Returns
    -------
    str
        Name in the given language.
    """
    return language.messages.get(f"kind-{name}", name)


def _party(value: Value, language: Language) -> str:
    return party_name(value.groups.get("party") or None, language)


def _cash_share_finding(rows: Sequence[Row], metric: Metric, language: Language) -> str:
    """Describe who paid the largest part of the cash, or all of it, as far as recorded."""
    shown = [(party, value) for party, value in rows if value.value is not None]
    if not shown:
        return findings.no_data_finding([value for _, value in rows], metric, language)
    if (gaps := findings.coverage_gap_finding([value for _, value in shown], metric, language)) or len(
        shown
    ) == 1:
        return gaps or language.message("pays-all" + findings.recorded_suffix(rows), partner=shown[0][0])
    largest = max(value.value or 0.0 for _, value in shown)
    ahead = tuple(party for party, value in shown if value.value == largest)
    several = "-several" if len(ahead) > 1 else ""
    placeholders = {"partner": language.join_names(ahead), "share": language.share(largest)}
    return language.message(f"pays-most{several}{findings.recorded_suffix(rows)}", **placeholders)


def _pledge_finding(rows: Sequence[Row], metric: Metric, language: Language) -> str:
    """Describe how many parties fulfilled their pledges, as far as recorded."""
    shown = [(party, value) for party, value in rows if value.value is not None]
    if not shown:
        return findings.no_data_finding([value for _, value in rows], metric, language)
    if gaps := findings.coverage_gap_finding([value for _, value in shown], metric, language):
        return gaps
    claim = findings.recorded_suffix(rows)
    if len(shown) == 1:
        party, value = shown[0]
        return language.message(f"pledge-one{claim}", partner=party, share=language.share(value.value or 0.0))
    full = sum(1 for _, value in shown if (value.value or 0.0) >= 1)
    return language.message(
        f"pledges-{'all' if full == len(shown) else 'some'}{claim}", kept=full, parties=len(shown)
    )
