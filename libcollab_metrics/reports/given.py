"""What was given, in words: ledger lines of one kind and unit are added up."""

from __future__ import annotations

from collections.abc import Iterable

from libcollab_metrics.figures import format_money
from libcollab_metrics.localization import Language
from libcollab_metrics.metrics import LedgerLine

#: Kinds of ledger lines that are hours of people, and those whose unit says what was given.
HOURS, IN_UNITS = ("staff_hours", "volunteer_hours"), ("in_kind", "venue")


def gift_items(lines: Iterable[LedgerLine], language: Language, currency: str) -> tuple[tuple[str, str], ...]:
    """Return what was given, and its value where every line has one.

    Parameters
    ----------
    lines : iterable of LedgerLine
        Lines of one giver.
    language : Language
        Language of the text.
    currency : str
        ISO code of the currency.

    Returns
    -------
    tuple of (str, str)
        Such as ("48 hours of staff", "₱5,760"); the value is empty where it is not known, and for cash.
    """
    groups: dict[tuple[str, str], list[LedgerLine]] = {}
    for line in lines:
        unit = line.unit or "" if line.kind in IN_UNITS and line.quantity else ""
        groups.setdefault((line.kind or "other", unit), []).append(line)
    items = [_gift_item(kind, unit, rows, language, currency) for (kind, unit), rows in groups.items()]
    return tuple(sorted(items, key=lambda item: not item[1] and item[0] == language.message("given-in_kind")))


def _gift_item(
    kind: str, unit: str, lines: list[LedgerLine], language: Language, currency: str
) -> tuple[str, str]:
    value = ""
    if all(line.value for line in lines):
        value = format_money(sum(line.value or 0.0 for line in lines), language, currency)
        if any(line.at_least for line in lines):
            value += "+"
        elif any(line.estimated for line in lines):
            value = language.message("letter-about", value=value)
    if kind == "cash":
        return (language.message("given-cash", value=value) if value else language.message("kind-cash")), ""
    quantity = sum(line.quantity or 0.0 for line in lines)
    number = language.number(quantity)
    if kind in HOURS and all(line.quantity for line in lines):
        return language.plural(quantity, f"given-{kind}", count=number), value
    if unit and kind == "venue":
        return language.message("given-venue-units", count=number, unit=unit), value
    if unit:
        return f"{number} {unit}", value
    return language.message(f"given-{kind}"), value


def with_value(item: tuple[str, str], language: Language) -> str:
    """Write what was given with its value in parentheses."""
    text, value = item
    return language.message("given-valued", what=text, value=value) if value else text
