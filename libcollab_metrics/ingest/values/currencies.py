"""Signs and codes of currencies in cells and headings."""

from __future__ import annotations

import re

from libcollab_metrics.model.currencies import SHARED_SIGNS

#: Codes that are read in capitals, next to a number or in a heading.
_CODES = (
    "ARS|AUD|BDT|BOB|BRL|BWP|CAD|CHF|CLP|CNY|COP|CRC|CZK|DKK|DOP|EGP|ETB|GHS|HKD|HNL|HUF|IDR|INR|JPY|LKR|MAD|MWK"
    "|MXN|MYR|NIO|NOK|NPR|NZD|PEN|PKR|PLN|PYG|RON|RWF|SEK|SGD|THB|TRY|UYU|VND|XAF|XOF|ZMW"
)
_SIGN = re.compile(
    r"(₱|php|pesos?|p(?=\s*\d)|us\$|usd|rd\$|\bc\$|\b(?:r|au?|ca|nz|hk|mx|s)\$|\$|€|eur|£|gbp|₦|ngn"
    r"|\bn(?=\s?\d{3}|\s?\d{1,2},\d{3})"
    r"|\bksh|\bkes\b"
    r"|₹|\brs(?=\.?\s?\d)|\bq(?=\.?\s?\d[\d,]*\.\d\d\b)|\bs/\.?(?=\s?\d)|\bbs(?=\.?\s?\d)|₡|₲|gh[₵¢s]|₵"
    r"|\bl(?=\.?\s?\d[\d,]*\.\d\d\b)|\br(?=\s?\d[\d, ]*\.\d\d\b)|\bugx|\btzs|\bzar|\bgtq|\bpen(?=\s?\d)"
    r"|¥|฿|₫|₺)",
    re.IGNORECASE,
)
_NEAR_NUMBER = re.compile(rf"\b({_CODES})(?=\.?\s?\d)|(?<=\d)\s?({_CODES})\b")
#: What a cell needs to name a currency at all, or one by its code.
_MAY_NAME, _CAPITALS = re.compile(r"[^\d\s.,:+()/-]"), re.compile(r"[A-Z]{3}")
#: Currency of a sign or a word in lower case: a code, or a sign that several share.
_MEANINGS = {
    "₱": "PHP",
    "php": "PHP",
    "peso": "pesos",
    "pesos": "pesos",
    "p": "PHP",
    "us$": "USD",
    "usd": "USD",
    "$": "$",
    "€": "EUR",
    "eur": "EUR",
    "£": "GBP",
    "gbp": "GBP",
    "₦": "NGN",
    "ngn": "NGN",
    "n": "NGN",
    "ksh": "KES",
    "kes": "KES",
    "₹": "INR",
    "rs": "Rs",
    "q": "GTQ",
    "gtq": "GTQ",
    "s/": "PEN",
    "s/.": "PEN",
    "pen": "PEN",
    "bs": "Bs",
    "₡": "CRC",
    "₲": "PYG",
    "gh₵": "GHS",
    "gh¢": "GHS",
    "ghs": "GHS",
    "₵": "GHS",
    "l": "HNL",
    "r": "ZAR",
    "zar": "ZAR",
    "ugx": "UGX",
    "tzs": "TZS",
    "rd$": "DOP",
    "c$": "NIO",
    "r$": "BRL",
    "a$": "AUD",
    "au$": "AUD",
    "ca$": "CAD",
    "nz$": "NZD",
    "hk$": "HKD",
    "mx$": "MXN",
    "s$": "SGD",
    "¥": "¥",
    "฿": "THB",
    "₫": "VND",
    "₺": "TRY",
    **{code.lower(): code for code in _CODES.split("|")},
}
#: Signs and words that name the currency of a heading, whole words in any case.
_HEADING_WORDS = ("php", "usd", "eur", "gbp", "ngn", "ksh", "kes", "ugx", "tzs", "zar", "gtq", "rs", "bs")
_IN_HEADING = re.compile(
    r"(?<![^\W\d_])(?P<sign>us\$|rd\$|c\$|r\$|mx\$|[₱$€£₦₹₡₲₵¥฿₫₺]|s/\.?)"
    rf"|(?<![^\W\d_])(?P<word>{'|'.join(_HEADING_WORDS)}|pesos?)(?![^\W\d_])",
    re.IGNORECASE,
)
#: A code in brackets or alone, or in capitals next to words that are not.
_CODE = re.compile(rf"(?<![^\W_])(?:{_CODES})(?![^\W_])")
#: Most signs next to an amount: "$50 CAD".
MAX_SIGNS = 2


def find_currency(text: str) -> str:
    """Return the currency a cell names: a code, or a sign of `SHARED_SIGNS`; empty when it names none.

    Examples
    --------
    >>> [find_currency(text) for text in ("CHF 40", "R$ 12,50", "$40 MXN", "$40", "CAD class")]
    ['CHF', 'BRL', 'MXN', '$', '']
    """
    if not _MAY_NAME.search(text):
        return ""
    found = [_MEANINGS.get(match[1].lower(), "") for match in _SIGN.finditer(text)]
    if _CAPITALS.search(text):
        found += [match[1] or match[2] for match in _NEAR_NUMBER.finditer(text)]
    codes = [currency for currency in found if currency and currency not in SHARED_SIGNS]
    return next(iter((*codes, *found)), "")


def find_heading_currency(text: str) -> str:
    """Return the currency that a heading names for its amounts; empty when it names none.

    Examples
    --------
    >>> [find_heading_currency(text) for text in ("Monto (MXN)", "amount_usd", "Amount $", "CAD CLASS")]
    ['MXN', 'USD', '$', '']
    """
    code = _CODE.search(text)
    if code and (not text.isupper() or f"({code[0]})" in text or text.strip() == code[0]):
        return code[0]
    match = _IN_HEADING.search(text)
    return _MEANINGS.get((match["sign"] or match["word"]).lower(), "") if match else ""


def strip_currency(text: str, most: int = 0) -> str:
    """Return a text without the signs and codes of currencies, at most `most` of them; 0 for all."""
    if not _MAY_NAME.search(text):
        return text
    bare = _SIGN.sub("", text, count=most)
    return _NEAR_NUMBER.sub("", bare, count=most) if _CAPITALS.search(text) else bare
