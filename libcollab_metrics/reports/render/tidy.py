"""Columns of the tidy table of public evaluations, and number formats for printed numbers."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from libcollab_metrics.figures import metric_name, scope_sentence
from libcollab_metrics.localization import Language
from libcollab_metrics.metrics import DEFINITIONS_VERSION, find_metric
from libcollab_metrics.metrics.definition import NUMBER_FIELDS, Value
from libcollab_metrics.protection import PublicEvaluation

Cell = str | float | None

COLUMNS = (
    "metric",
    "label",
    "group",
    "value",
    "unit",
    *NUMBER_FIELDS[1:],
    "certainty",
    "estimated",
    "reason",
    "scope",
    "definitions",
)
#: Columns that identify a row.
KEY = ("metric", "group", "scope")


def tidy_rows(
    evaluations: Sequence[PublicEvaluation], language: Language, caution: str = ""
) -> Iterator[tuple[Cell, ...]]:
    """Yield the rows under `COLUMNS` in the order evaluated; duplicates are dropped.

    `caution` is a warning for readers of any row; it follows the scope in each.
    """
    seen: set[tuple[object, ...]] = set()
    for evaluation in evaluations:
        scope_text = f"{scope_sentence(evaluation.scope, evaluation.as_of, language)} {caution}".rstrip()
        for value in evaluation.values:
            if (key := (value.metric, value.group, scope_text)) not in seen:
                seen.add(key)
                yield _row(value, evaluation.currency, scope_text, language)


def _row(value: Value, currency: str, scope: str, language: Language) -> tuple[Cell, ...]:
    about = find_metric(value.metric)
    group = "; ".join(
        f"{name}: {language.message('not-recorded') if part is None else part}" for name, part in value.group
    )
    unit = f"{about.unit} {currency}".strip() if about.unit == "money" else about.unit
    numbers: dict[str, Cell] = {name: getattr(value, name) for name in NUMBER_FIELDS}
    words: dict[str, Cell] = {
        "metric": value.metric,
        "label": metric_name(about, language),
        "group": group,
        "unit": unit,
        "certainty": value.certainty
        if any(n is not None for n in (value.value, value.low, value.high))
        else "",
        "estimated": language.message("yes") if value.estimated else language.message("no"),
        "reason": language.reason(value) if value.reason else "",
        "scope": scope,
        "definitions": DEFINITIONS_VERSION,
    }
    row = {**numbers, **words}
    return tuple(row[name] for name in COLUMNS)


# Printed numbers as spreadsheet cells: the number, and the format that displays it as printed.

MINUS = "−"
#: Maximum length of a number format.
MAX_FORMAT_LENGTH = 200


@dataclass(frozen=True)
class SheetNumber:
    """Value and number format of a cell: 412 and `"≥ "#,##0` for "≥ 412"."""

    value: float
    pattern: str


def parse_printed_number(text: str, language: Language) -> SheetNumber | None:
    """Parse a printed number; None for a word, a dash, a range or a share below the precision.

    A bound keeps its sign or words, an amount its currency; a share is a fraction of 1. The number is rounded
    as printed; the data sheet has full precision.

    Examples
    --------
    >>> from libcollab_metrics.localization import language
    >>> parse_printed_number("≥ ₱9,150", language("en"))
    SheetNumber(value=9150.0, pattern='"≥ ₱"#,##0')
    >>> parse_printed_number("88%", language("en"))
    SheetNumber(value=0.88, pattern='0%')
    >>> parse_printed_number("5 to 8", language("en")), parse_printed_number("under 0.1%", language("en"))
    (None, None)
    """
    return _parse_number(text, *language.separators, language.bounds)


@lru_cache(maxsize=5_000)
def _parse_number(text: str, decimal: str, group: str, bounds: tuple[str, ...]) -> SheetNumber | None:
    """Parse a number once: the tables of a document print the same ones again."""
    match = _number_pattern(decimal, group, bounds).fullmatch(text)
    if match is None or '"' in text or len(text) > MAX_FORMAT_LENGTH:
        return None
    before, whole, decimals, after = (part or "" for part in match.groups())
    value = float(f"{whole.replace(group, '')}.{decimals or 0}")
    value = -value if MINUS in before else value
    return SheetNumber(
        value / 100 if "%" in after else value, _build_number_format(before, whole, decimals, after)
    )


@cache
def _number_pattern(decimal: str, group: str, bounds: tuple[str, ...]) -> re.Pattern[str]:
    """Return the pattern of a number: certainty and currency or sign, digits, unit."""
    decimal, group = re.escape(decimal), re.escape(group)
    words = "|".join(map(re.escape, bounds))
    return re.compile(
        rf"((?:{words}|[≥≤≈] ?)?[^\d\s]*)(\d(?:\d|{group}(?=\d{{3}}))*)(?:{decimal}(\d+))?(\D*)"
    )


def _build_number_format(before: str, integer_part: str, decimals: str, after: str) -> str:
    """Build the number format; more than three digits without a separator remain without one."""
    digits = "0" if integer_part.isdigit() else "#,##0"
    digits += "." + "0" * len(decimals) if decimals else ""
    unsigned = re.sub(rf"[+{MINUS}]", "", before)
    body = f"{_quote_literal(unsigned)}{digits}{_quote_literal(after)}"
    signed = f"+{body}" if "+" in before else body
    return f"{signed};{MINUS}{body};{body}" if unsigned != before else body


def _quote_literal(text: str) -> str:
    """Quote text inside a format, except "%", which makes the spreadsheet show 0.88 as 88."""
    return "%".join(f'"{part}"' if part else "" for part in text.split("%"))
