"""Findings (titles of figures): when groups are compared, and a difference, gain or trend is claimed."""

from __future__ import annotations

from collections.abc import Sequence

from libcollab_metrics.figures.text import (
    format_value,
    format_value_with_unit,
    is_range,
    metric_name,
    part_name,
)
from libcollab_metrics.localization import NO_INTERVAL, Language
from libcollab_metrics.metrics.definition import Metric, Value
from libcollab_metrics.metrics.families.peers import PeerBand
from libcollab_metrics.planning import Trend, TrendHalf

#: Minimum coverage to compare groups: below it, missing records could change the order.
MIN_COVERAGE = 0.5
#: Shares that differ by less than this are reported as about the same.
SIMILAR_SHARE_MARGIN = 0.05
#: Minimum n to compare rates: with fewer units, one unit changes a rate by over five points.
MIN_UNITS_TO_COMPARE = 20

Row = tuple[str, Value]


def comparison_finding(
    rows: Sequence[Row],
    metric: Metric,
    language: Language,
    currency: str = "",
    place_message: str = "place-for",
) -> str:
    """Describe which group has the highest or lowest value, or why groups cannot be compared.

    Nothing is claimed over groups that are hidden, mostly unrecorded or too few to compare; where a value is
    a lower bound, the claim is limited to "as far as recorded". `place_message` is the id of the message that
    puts a group into the sentence ("for Story hour", "in Mar 2026").
    """
    shown = [(label, value) for label, value in rows if value.value is not None]
    if len(shown) < 2:
        return _single_value_finding(rows, shown, metric, language, currency)
    values = [value for _, value in shown]
    if gaps := coverage_gap_finding(values, metric, language):
        return gaps
    fewest = min((v.n for v in values if v.n is not None), default=MIN_UNITS_TO_COMPARE)
    if metric.unit == "share" and metric.guards and fewest < MIN_UNITS_TO_COMPARE:
        return language.message("finding-few", label=metric_name(metric, language), n=language.number(fewest))
    if metric.unit == "share" and (finding := _similar_shares_finding(values, metric, language)):
        return finding
    group, value = _best_groups(shown, metric, language)
    if not group:
        message = "finding-same"
    else:
        message = "finding-lowest" if metric.direction == "lower" else "finding-highest"
    placeholders = {
        "label": metric_name(metric, language),
        "place": language.message(place_message, group=group),
    }
    placeholders["value"] = format_value_with_unit(value, metric, language, currency)
    return language.message(message + _claim_suffix(rows), **placeholders)


def _single_value_finding(
    rows: Sequence[Row], known_rows: Sequence[Row], metric: Metric, language: Language, currency: str
) -> str:
    """Describe a single number or range, or report that there is none."""
    if not known_rows:
        ranges = [(label, value) for label, value in rows if is_range(value)]
        if len(ranges) != 1:
            return no_data_finding([value for _, value in rows], metric, language)
        known_rows = ranges
    label, value = known_rows[0]
    return language.message(
        "finding-one",
        label=metric_name(metric, language),
        group=label,
        value=format_value_with_unit(value, metric, language, currency),
    )


def no_data_finding(values: Sequence[Value], metric: Metric, language: Language) -> str:
    """Report that there is nothing to show, with the reason if all values share one."""
    reasons = {language.reason(value) for value in values}
    why = reasons.pop() if len(reasons) == 1 else language.message("finding-none-why")
    return language.message("finding-none", label=metric_name(metric, language), why=why)


def _has_hidden(rows: Sequence[Row]) -> bool:
    return any(value.is_hidden for _, value in rows)


def _claim_suffix(rows: Sequence[Row]) -> str:
    if _has_hidden(rows):
        return "-shown"
    if any(value.certainty != "exact" or value.value is None for _, value in rows):
        return "-recorded"
    return ""


def _similar_shares_finding(values: Sequence[Value], metric: Metric, language: Language) -> str:
    """Describe shares that hardly differ; empty where they differ or are all equal."""
    numbers = [value.value for value in values if value.value is not None]
    low, high = min(numbers), max(numbers)
    if low == high or high - low >= SIMILAR_SHARE_MARGIN:
        return ""
    ends = {"low": language.share(low), "high": language.share(high)}
    return language.message("finding-alike", label=metric_name(metric, language), **ends)


def _best_groups(known_rows: Sequence[Row], metric: Metric, language: Language) -> tuple[str, Value]:
    """Return the names of the groups with the best value, and the value.

    The names are empty when all groups are equal.
    """
    numbers = [value.value for _, value in known_rows if value.value is not None]
    best = min(numbers) if metric.direction == "lower" else max(numbers)
    ahead = [(label, value) for label, value in known_rows if value.value == best]
    labels = tuple(label for label, _ in ahead)
    return ("" if len(ahead) == len(known_rows) else language.join_names(labels)), ahead[0][1]


def coverage_finding(rows: Sequence[Row], metric: Metric, language: Language) -> str:
    """Describe in how many months every session has a number."""
    shares = [value.value for _, value in rows if value.value is not None]
    if not shares:
        return no_data_finding([value for _, value in rows], metric, language)
    full = sum(1 for share in shares if share >= 1)
    message = "coverage-full" if full == len(shares) else "coverage-part"
    return language.plural(len(shares), message, full=full, months=len(shares))


def gain_finding(rows: Sequence[Row], metric: Metric, language: Language) -> str:
    """Describe whether scores rose; a rise is claimed only where the interval excludes zero."""
    shown = [(label, value) for label, value in rows if value.value is not None]
    if not shown:
        return no_data_finding([value for _, value in rows], metric, language)
    # Without an interval, a measure's gain can be neither clear nor unclear.
    shown = [row for row in shown if row[1].note != NO_INTERVAL] or shown[:1]
    if len(shown) == 1:
        return _single_gain_finding(*shown[0], language)
    rose = sum(1 for _, value in shown if value.ci_low is not None and value.ci_low > 0)
    fell = sum(1 for _, value in shown if value.ci_high is not None and value.ci_high < 0)
    return language.message(
        "gain-both-ways" if fell else "gain-several", rose=rose, fell=fell, measures=len(shown)
    )


def _single_gain_finding(label: str, value: Value, language: Language) -> str:
    gain = value.value or 0.0
    label = label[:1].upper() + label[1:]
    size, n = language.number(abs(gain), 1), language.number(value.n or 0)
    if value.note == NO_INTERVAL:
        return language.message(
            "gain-without-interval", measure=label, size=_format_signed(gain, language), n=n
        )
    if value.ci_low is None or value.ci_high is None:
        return language.message("gain-unsure", measure=label, size=_format_signed(gain, language), n=n)
    interval = {
        "low": _format_signed(value.ci_low, language),
        "high": _format_signed(value.ci_high, language),
    }
    if value.ci_low <= 0 <= value.ci_high:
        return language.message(
            "gain-unclear", measure=label, size=_format_signed(gain, language), n=n, **interval
        )
    return language.message(
        "gain-rose" if gain > 0 else "gain-fell", measure=label, size=size, n=n, **interval
    )


def format_gain(value: Value, language: Language) -> str:
    """Format a gain with its interval and n: "+2.8 (0.8 to 4.8; n = 12)".

    The interval is omitted where it is not known.
    """
    gain, n = _format_signed(value.value or 0.0, language), language.number(value.n or 0)
    if value.ci_low is None or value.ci_high is None:
        return language.message("gain-bare", gain=gain, n=n)
    ends = {"low": _format_signed(value.ci_low, language), "high": _format_signed(value.ci_high, language)}
    return language.message("gain-with-interval", gain=gain, n=n, **ends)


def _format_signed(number: float, language: Language) -> str:
    return ("+" if number > 0 else "") + language.number(number, 1)


def agreement_finding(rows: Sequence[Row], metric: Metric, language: Language) -> str:
    """Describe where agreement is highest, only if its interval does not overlap any other."""
    shown = [(label, value) for label, value in rows if value.value is not None]
    if len(shown) < 2:
        return _single_value_finding(rows, shown, metric, language, "")
    ordered = sorted(shown, key=lambda row: row[1].value or 0.0, reverse=True)
    (label, first), rest = ordered[0], [value for _, value in ordered[1:]]
    if first.ci_low is not None and all(v.ci_high is not None and v.ci_high < first.ci_low for v in rest):
        group_text = language.message("place-for", group=label)
        return language.message(
            "finding-highest",
            label=metric_name(metric, language),
            place=group_text,
            value=format_value(first, metric, language),
        )
    span = [language.share(value.value or 0.0) for value in (ordered[-1][1], first)]
    return language.message("agreement-alike", label=metric_name(metric, language), low=span[0], high=span[1])


def book_flow_finding(rows: Sequence[Row], metric: Metric, language: Language) -> str:
    """Describe how many of the books at the first counted stage reached the last counted stage."""
    counted = [(label, value) for label, value in rows if value.value is not None]
    if len(counted) < 2:
        return _single_value_finding(rows, counted, metric, language, "")
    (first_stage, first), (last_stage, last) = counted[0], counted[-1]
    names = {"first": first_stage.casefold(), "last": last_stage}
    numbers = {"n": format_value(last, metric, language), "of": format_value(first, metric, language)}
    gaps = any(v.certainty != "exact" or (v.coverage is not None and v.coverage < 1) for v in (first, last))
    return language.message("books-gaps" if gaps else "books-arrived", **names, **numbers)


def balance_finding(rows: Sequence[Row], metric: Metric, language: Language) -> str:
    """Describe how many partners give more than they receive, of those with both sides priced."""
    shown = [(label, value) for label, value in rows if value.value is not None]
    if not shown:
        return no_data_finding([value for _, value in rows], metric, language)
    if len(shown) == 1:
        label, value = shown[0]
        side = "even" if not value.value else "gives" if value.value > 0 else "receives"
        return language.message(
            f"balance-{side}", partner=label, value=language.in_unit(value.value or 0.0, "balance")
        )
    giving = sum(1 for _, value in shown if (value.value or 0.0) > 0)
    return language.message("balance-several", giving=giving, partners=len(shown))


def recorded_suffix(rows: Sequence[Row]) -> str:
    """Return the message suffix that limits a claim to recorded data; empty for complete data."""
    return "-recorded" if _claim_suffix(rows) else ""


def coverage_gap_finding(values: Sequence[Value], metric: Metric, language: Language) -> str:
    """Return the sentence that too little is recorded to compare; empty where coverage suffices."""
    lowest = min((value.coverage for value in values if value.coverage is not None), default=1.0)
    if lowest >= MIN_COVERAGE:
        return ""
    return language.message("finding-gaps", label=metric_name(metric, language), share=language.share(lowest))


def largest_gap_finding(gaps: Sequence[Row], language: Language) -> str:
    """Describe on which statement the partners' means differ most."""
    shown = [(item, value) for item, value in gaps if value.value is not None]
    if not shown:
        return language.message(
            "apart-unknown", why=language.reason(gaps[0][1]) if gaps else language.message("not-known")
        )
    item, value = max(shown, key=lambda row: row[1].value or 0.0)
    if not value.value:
        return language.message("apart-nowhere")
    return language.message(
        "apart-most", item=part_name(item, language), points=language.average(value.value)
    )


def score_moves_finding(rows: Sequence[Row], metric: Metric, language: Language) -> str:
    """Describe how many readers with both scores scored higher, for a single measure.

    For several measures, the sentence only states that they are shown.
    """
    measures = {value.groups.get("measure") for _, value in rows if value.group}
    ups = [value for _, value in rows if value.groups.get("move") == "up"]
    if not measures:
        return no_data_finding([value for _, value in rows], metric, language)
    if (
        len(measures) > 1
        or _has_hidden(rows)
        or not ups
        or ups[0].value is None
        or ups[0].denominator is None
    ):
        return language.message("moved-several")
    counts = {"up": language.number(ups[0].value), "pairs": language.number(ups[0].denominator)}
    measure = part_name(str(ups[0].groups.get("measure")), language)
    return language.message("moved-up", measure=measure[:1].upper() + measure[1:], **counts)


def level_moves_finding(
    rows: Sequence[Row], moved_up: Sequence[Value], metric: Metric, language: Language
) -> str:
    """Describe how many readers moved up a level.

    Without that number, or with hidden flows, the sentence only states that the levels are shown.
    """
    if not any(value.group for _, value in rows):
        return no_data_finding([value for _, value in rows], metric, language)
    risen = moved_up[0] if moved_up and not _has_hidden(rows) else None
    if risen is None or risen.value is None or risen.numerator is None or risen.denominator is None:
        return language.message("levels-shown")
    rose, pairs = language.number(risen.numerator), language.number(risen.denominator)
    return language.message("levels-moved", rose=rose, pairs=pairs, share=language.share(risen.value))


def lowest_yield_finding(rows: Sequence[Row], metric: Metric, language: Language) -> str:
    """Describe at which stage the most books were lost."""
    shown = [(stage, value) for stage, value in rows if value.value is not None]
    if len(shown) < 2:
        return _single_value_finding(rows, shown, metric, language, "")
    stage, value = min(shown, key=lambda row: row[1].value or 0.0)
    if (value.value or 0.0) >= 1:
        return language.message("yield-whole")
    return language.message("yield-lowest", stage=stage.casefold(), share=language.share(value.value or 0.0))


# Findings on a single value: projects, sessions, cash lines.


def success_finding(value: Value, language: Language) -> str:
    """Describe how many projects met every criterion, and how many are undecided."""
    if value.denominator is None or value.low is None or value.high is None:
        return language.message("success-none", why=language.reason(value))
    declared = round(value.denominator)
    met, possible = round(value.low * declared), round(value.high * declared)
    message = "success-decided" if met == possible else "success-open"
    return language.plural(declared, message, met=met, declared=declared, open=possible - met)


def cancellation_sentence(value: Value, language: Language) -> str:
    """Describe how many of the planned sessions were cancelled.

    Parameters
    ----------
    value : Value
        Value of the metric, with numerator (held) and denominator (planned).
    language : Language
        Language of the text.

    Returns
    -------
    str
        A sentence; empty where either number is not known.
    """
    if value.value is None or value.numerator is None or value.denominator is None:
        return ""
    cancelled = round(value.denominator - value.numerator)
    message = "cancelled-none" if not cancelled else "cancelled-one" if cancelled == 1 else "cancelled-many"
    planned = language.number(value.denominator)
    return language.message(message, cancelled=language.number(cancelled), planned=planned)


def fund_clarity_finding(value: Value, language: Language) -> str:
    """Describe whether every line of cash has a known payer."""
    if value.value is None:
        return language.message("clarity-none", why=language.reason(value))
    if value.value >= 1:
        return language.message("clarity-full")
    if value.numerator is None or value.denominator is None:
        return language.message("clarity-part", share=language.share(value.value))
    unclear, lines = round(value.denominator - value.numerator), round(value.denominator)
    return language.message("clarity-lines", unclear=unclear, lines=lines)


# Trend of attendance.

TREND_MESSAGES = {1: "trend-rose", -1: "trend-fell", 0: "trend-same"}


def trend_sentence(trend: Trend, language: Language) -> str:
    """Describe whether attendance per session rose, fell, or did not change beyond chance.

    Parameters
    ----------
    trend : Trend
        Trend of attendance per session.
    language : Language
        Language of the text.

    Returns
    -------
    str
        A sentence, or the reason why the trend is undefined.
    """
    if trend.before is None or trend.after is None:
        return language.plural(trend.months, f"trend-{trend.reason}", months=trend.months)
    sentence = language.message(
        TREND_MESSAGES[_reported_direction(trend, language)],
        before=language.average(trend.before.average),
        after=language.average(trend.after.average),
        first=_span(trend.before, language),
        last=_span(trend.after, language),
    )
    return language.message("trend-estimated", said=sentence) if trend.is_estimated else sentence


def _reported_direction(trend: Trend, language: Language) -> int:
    """Return the direction to report: 1, -1, or 0 where it would contradict the averages shown.

    The averages weigh sessions, the trend weighs months, so the two can disagree.
    """
    if trend.before is None or trend.after is None:
        return 0
    rise = trend.after.average - trend.before.average
    same = language.average(trend.after.average) == language.average(trend.before.average)
    return 0 if same or rise * trend.direction <= 0 else trend.direction


def _span(half: TrendHalf, language: Language) -> str:
    first, last = language.month(half.first), language.month(half.last)
    return language.message("range", low=first, high=last)


# Comparison with libraries of similar size.

#: Quantiles in the sentence.
SHOWN_QUANTILES = {"low": 0.25, "middle": 0.5, "high": 0.75}


def peers_sentence(band: PeerBand, language: Language) -> str:
    """Describe the distribution of attendance over the libraries of a size band.

    Parameters
    ----------
    band : PeerBand
        Size band with its quantiles.
    language : Language
        Language of the text.

    Returns
    -------
    str
        A sentence with the number of libraries, the quartiles and the median.

    Examples
    --------
    >>> from libcollab_metrics.metrics.families.peers import find_peer_band
    >>> from libcollab_metrics.localization import language
    >>> peers_sentence(find_peer_band(1_500), language("en"))[:67]
    'Among 1,328 US public libraries serving 1,000 to 2,499 people, a qu'
    """
    spread = dict(band.quantiles)
    ends = {name: language.average(spread[share]) for name, share in SHOWN_QUANTILES.items()}
    return language.message(
        "peers-compared", n=language.number(band.libraries), peers=part_name(band.name, language), **ends
    )
