"""A printed number as a spreadsheet holds it: the number, and the format that shows it as it is printed."""

from __future__ import annotations

import re
from dataclasses import dataclass

from libcollab_metrics.wording import Language

MINUS = "−"
#: The longest text a number format may have.
LONGEST_FORMAT = 200


@dataclass(frozen=True)
class SheetNumber:
    """What stands in the cell, and its format: 412 and `"≥ "#,##0` for "≥ 412"."""

    value: float
    pattern: str


def as_number(text: str, language: Language) -> SheetNumber | None:
    """Return what a spreadsheet can reckon with; None for a word, a dash, a range, a share too small to be printed.

    A bound keeps its sign or words, an amount its currency, and a share is a part of 1. The number is the one printed,
    rounded as it is there; the sheet of data holds it in full.

    Examples
    --------
    >>> from libcollab_metrics.wording import language
    >>> as_number("≥ ₱9,150", language("en"))
    SheetNumber(value=9150.0, pattern='"≥ ₱"#,##0')
    >>> as_number("88 %", language("en"))
    SheetNumber(value=0.88, pattern='0" "%')
    >>> as_number("5 to 8", language("en")), as_number("under 0.1 %", language("en"))
    (None, None)
    """
    found = _printed_number(language).fullmatch(text)
    if found is None or '"' in text or len(text) > LONGEST_FORMAT:
        return None
    _, group = language.separators
    before, whole, decimals, after = (part or "" for part in found.groups())
    value = float(f"{whole.replace(group, '')}.{decimals or 0}")
    value = -value if MINUS in before else value
    return SheetNumber(value / 100 if "%" in after else value, _pattern(before, whole, decimals, after))


def _printed_number(language: Language) -> re.Pattern[str]:
    """A sign of certainty, a currency or a sign before it, the digits, and a unit behind them."""
    decimal, group = map(re.escape, language.separators)
    bounds = "|".join(re.escape(language.say(bound, value="")) for bound in ("at_least", "at_most"))
    return re.compile(rf"((?:{bounds}|[≥≤≈] ?)?[^\d\s]*)(\d(?:\d|{group}(?=\d{{3}}))*)(?:{decimal}(\d+))?(\D*)")


def _pattern(before: str, whole: str, decimals: str, after: str) -> str:
    """The format of a spreadsheet; digits beyond three without a sign between them are to stand without one."""
    digits = "0" if whole.isdigit() else "#,##0"
    digits += "." + "0" * len(decimals) if decimals else ""
    unsigned = re.sub(rf"[+{MINUS}]", "", before)
    body = f"{_as_written(unsigned)}{digits}{_as_written(after)}"
    signed = f"+{body}" if "+" in before else body
    return f"{signed};{MINUS}{body};{body}" if unsigned != before else body


def _as_written(text: str) -> str:
    """Text inside a format; a percent sign alone is left as the spreadsheet's own, which makes 0.88 an 88."""
    return "%".join(f'"{part}"' if part else "" for part in text.split("%"))
