"""Format values with units and qualifiers, names of metrics and groups, and the scope sentence."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from libcollab_metrics.localization import Language
from libcollab_metrics.metrics.definition import EvaluationLike, Metric, Value
from libcollab_metrics.model.scope import SCOPE_FIELDS, Scope

__all__ = [
    "EvaluationLike",
    "caveat_sentence",
    "field_name",
    "format_value",
    "format_value_with_unit",
    "format_with_unit",
    "group_name",
    "is_range",
    "metric_name",
    "part_name",
    "scope_sentence",
    "value_remark",
]

HIDDEN = "small-cell"
#: Units written as a word after the number; the others (share, money, balance) are part of the formatted
#: number.
WORD_UNITS = frozenset({"sessions", "visits", "people", "books", "criteria", "programs", "points"})


def metric_name(metric: Metric, language: Language) -> str:
    """Return the localized name of a metric.

    Parameters
    ----------
    metric : Metric
        Metric to name.
    language : Language
        Language of the text.

    Returns
    -------
    str
        Name in the given language.
    """
    return language.translate(metric.label, "metric")


def caveat_sentence(metric: Metric, language: Language) -> str:
    """Return the metric's caveat as a sentence: what the figure does not prove."""
    return language.translate(metric.caveat, "caveat")


def field_name(field: str, language: Language) -> str:
    """Return the localized name of a grouping field; an unknown field is returned unchanged."""
    return language.translate(SCOPE_FIELDS.get(field, field), "field")


def format_value(value: Value, metric: Metric, language: Language, currency: str = "") -> str:
    """Format a value with its qualifier: "at least 412", "60% to 80%", or its reason.

    Units that are words are omitted; see `format_value_with_unit`.

    Parameters
    ----------
    value : Value
        Value to format.
    metric : Metric
        Metric of the value.
    language : Language
        Language of the text.
    currency : str, default ""
        ISO code of the currency; empty for numbers without a symbol.

    Returns
    -------
    str
        The number with its qualifier, or the reason why there is none.
    """
    return language.format_value_with_estimate(value, metric, currency)


def format_figure(value: Value, metric: Metric, language: Language, currency: str = "") -> str:
    """Format a value as a figure on a screen: "1,605+", "≤ ₱17,650", "446–566", "~20", "86%".

    A partial value has no sign: its marker says how much was counted.

    Parameters
    ----------
    value : Value
        Value to format.
    metric : Metric
        Metric of the value.
    language : Language
        Language of the text.
    currency : str, default ""
        ISO code of the currency; empty for numbers without a symbol.

    Returns
    -------
    str
        The figure; empty if nothing is known.

    Examples
    --------
    >>> from libcollab_metrics.localization import language
    >>> from libcollab_metrics.metrics import find_metric
    >>> visits, english = find_metric("attendance_total"), language("en")
    >>> format_figure(Value("attendance_total", value=1605).with_certainty("at_least"), visits, english)
    '1,605+'
    >>> format_figure(Value("attendance_total", value=20, rough=True), visits, english)
    '~20'
    >>> format_figure(Value("attendance_total", low=446, high=566, certainty="range"), visits, english)
    '446–566'
    """

    def write(number: float) -> str:
        return language.in_unit(number, metric.unit, currency)

    if value.reason is not None:
        return ""
    low, high = (value.low, value.high) if value.value is None else (None, None)
    if low is not None and high is not None:
        return f"{write(low)}–{write(high)}"
    if low is not None or value.certainty == "at_least":
        known = value.value if low is None else low
        return "" if known is None else f"{write(known)}+"
    if high is not None or value.certainty == "at_most":
        known = value.value if high is None else high
        return "" if known is None else f"≤ {write(known)}"
    if value.value is None:
        return ""
    is_rough = value.rough and value.certainty == "exact"
    return f"~{write(value.value)}" if is_rough else write(value.value)


def format_value_with_unit(value: Value, metric: Metric, language: Language, currency: str = "") -> str:
    """Format a value with its unit: "at least 412 visits", "1 session", "88%".

    Parameters
    ----------
    value : Value
        Value to format.
    metric : Metric
        Metric of the value.
    language : Language
        Language of the text.
    currency : str, default ""
        ISO code of the currency; empty for numbers without a symbol.

    Returns
    -------
    str
        The number with qualifier and unit, or the reason why there is none.
    """
    words = format_value(value, metric, language, currency)
    if value.value is None or metric.unit not in WORD_UNITS:
        return words
    number = language.in_unit(value.value, metric.unit, currency)
    return words.replace(number, format_with_unit(value.value, metric.unit, language, currency), 1)


def format_with_unit(number: float, unit: str, language: Language, currency: str = "") -> str:
    """Format a number with its unit: "412 visits", "1 visit", "88%"."""
    written = language.in_unit(number, unit, currency)
    if unit not in WORD_UNITS:
        return written
    return language.message(f"{unit}-one" if written == "1" else f"{unit}-many", value=written)


def is_range(value: Value) -> bool:
    """Return whether only bounds of a value are known."""
    return value.value is None and value.reason is None and (value.low is not None or value.high is not None)


def value_remark(value: Value, language: Language) -> str:
    """Return a short remark on a mark, "at least" or "hidden to protect a small group"."""
    if value.reason == HIDDEN:
        return language.message("hidden", **value.reason_values)
    if value.value is None and not is_range(value):
        return language.reason(value)
    marks = []
    if value.certainty == "partial":
        marks.append(language.message("mark-partial", share=language.share(value.coverage or 0.0)))
    elif value.certainty != "exact":
        marks.append(language.message(f"mark-{value.certainty}"))
    if value.estimated:
        marks.append(language.message("mark-estimated"))
    return ", ".join(marks)


def part_name(part: str, language: Language) -> str:
    """Return the localized name of a group part; an unknown part is returned as typed.

    Parameters
    ----------
    part : str
        Part of a value's group.
    language : Language
        Language of the text.

    Returns
    -------
    str
        Name in the given language.
    """
    translations = (language.messages.get(f"{kind}-{part}") for kind in ("part", "party"))
    return next(filter(None, translations), "") or language.translate(part, "part")


def party_name(party: str | None, language: Language) -> str:
    """Return the localized name of a donor or recipient, or the text for an unnamed party.

    Parameters
    ----------
    party : str | None
        Name of the partner, `OTHER_PARTY`, or None when no name was recorded.
    language : Language
        Language of the text.

    Returns
    -------
    str
        Name in the given language.
    """
    if not party:
        return language.message("no-one-named")
    return language.messages.get(f"party-{party}", party)


def group_name(value: Value, field: str, language: Language) -> str:
    """Return the name of a value's group: "Mar 2026" for a month, "not recorded" if unknown.

    Parameters
    ----------
    value : Value
        Value with its group.
    field : str
        Grouping field.
    language : Language
        Language of the text.

    Returns
    -------
    str
        Name in the given language.
    """
    name = value.groups.get(field)
    if name is None:
        return language.message("group-unknown", field=field_name(field, language))
    if field == "month":
        return language.month(name)
    known = f"{field}-{name}"
    return language.message(known) if known in language.messages else name


def scope_sentence(scope: Scope, as_of: date, language: Language) -> str:
    """Describe the rows included in a figure, in one sentence.

    Parameters
    ----------
    scope : Scope
        Filters and period.
    as_of : date
        Date of the evaluation.
    language : Language
        Language of the text.

    Returns
    -------
    str
        Sentence with programs, site, other filters, period and date.

    Examples
    --------
    >>> from libcollab_metrics.localization import language
    >>> scope_sentence(Scope(), date(2026, 6, 30), language("en"))
    'All programs, all dates, as of 30 June 2026.'
    >>> scope = Scope((("program", ("Story hour",)), ("site", ("Main",))), date(2026, 1, 1),
    ...     date(2026, 3, 31))
    >>> scope_sentence(scope, date(2026, 6, 30), language("en"))
    'Story hour at Main, 1 January to 31 March 2026, as of 30 June 2026.'
    """
    filters = dict(scope.where)
    programs = _list_names(filters.pop("program", ()), "program", language) or language.message(
        "scope-all-programs"
    )
    where = (
        language.message("scope-at", who=programs, site=_list_names(filters.pop("site"), "site", language))
        if "site" in filters
        else programs
    )
    rest = [_filter_text(name, values, language) for name, values in filters.items()]
    parts = [
        where,
        *rest,
        _period_text(scope, language),
        language.message("scope-as-of", day=language.day(as_of)),
    ]
    return ", ".join(parts) + "."


def _filter_text(name: str, values: Iterable[str], language: Language) -> str:
    return language.message(
        "scope-field", field=field_name(name, language), values=_list_names(values, name, language)
    )


def _list_names(values: Iterable[str], field: str, language: Language) -> str:
    written = tuple(language.month(v) if field == "month" else v for v in values)
    return language.join_names(written)


def _period_text(scope: Scope, language: Language) -> str:
    start, end = scope.start, scope.end
    if start and end:
        first = language.day(start, with_year=start.year != end.year)
        return language.message("scope-between", start=first, end=language.day(end))
    if start:
        return language.message("scope-from", start=language.day(start))
    return (
        language.message("scope-until", end=language.day(end)) if end else language.message("scope-all-dates")
    )
