"""Currencies as written next to amounts: codes, and signs that several currencies share."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

#: Currencies that write their amounts with a shared sign or word.
SHARED_SIGNS: Mapping[str, frozenset[str]] = {
    "$": frozenset(
        (
            *("USD", "CAD", "AUD", "NZD", "HKD", "SGD", "TWD", "BBD", "BSD", "BZD", "FJD", "GYD"),
            *("JMD", "LRD", "NAD", "SRD", "TTD", "XCD", "MXN", "COP", "CLP", "ARS", "UYU", "DOP"),
            *("CUP", "NIO"),
        )
    ),
    "pesos": frozenset(("PHP", "MXN", "COP", "CLP", "ARS", "UYU", "DOP", "CUP")),
    "Rs": frozenset(("INR", "PKR", "LKR", "NPR", "MUR", "SCR")),
    "Bs": frozenset(("BOB", "VES")),
    "¥": frozenset(("JPY", "CNY")),
}


def is_same_currency(written: str, other: str) -> bool:
    """Return whether two codes or signs may be of one currency.

    Examples
    --------
    >>> is_same_currency("$", "MXN"), is_same_currency("$", "PHP"), is_same_currency("USD", "MXN")
    (True, False, False)
    """
    if written == other:
        return True
    first, second = (SHARED_SIGNS.get(sign, frozenset((sign,))) for sign in (written, other))
    return bool(first & second)


def choose_currency(written: Sequence[str]) -> str:
    """Return the first of some codes and signs, the most frequent first; for a shared sign, a code it may be.

    Examples
    --------
    >>> choose_currency(["$", "PHP", "MXN"]), choose_currency(["$", "PHP"]), choose_currency([])
    ('MXN', '$', '')
    """
    first = written[0] if written else ""
    meant = [code for code in written if code in SHARED_SIGNS.get(first, ())]
    return next(iter(meant), first)
