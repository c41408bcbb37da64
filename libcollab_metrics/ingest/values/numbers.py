"""Parse numbers: estimates, lower bounds, ranges, sums, currencies, and the largest plausible count."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache

from libcollab_metrics.ingest.values.currencies import MAX_SIGNS, strip_currency
from libcollab_metrics.ingest.values.lexicon import word_list
from libcollab_metrics.ingest.values.worded_counts import parse_worded_count
from libcollab_metrics.messages import Message
from libcollab_metrics.model.names import clean_spaces, normalize_heading

_DIGITS = re.compile(r"[1-9][0-9]{0,8}|0")
_PLAIN = r"[+-]?\d[\d.,' \u00a0\u202f]*"
_GROUPED = re.compile(r"^[1-9]\d{0,2}([.,' \u00a0\u202f])\d{3}(\1\d{3})*$")
#: A space next to a point or a comma separates two numbers: "8, 9" is not 8.9.
_SPACED_SEPARATOR = re.compile(r"[.,]\s+\d|\d\s+[.,]")
#: A space or an apostrophe inside a number must separate thousands; otherwise there are two numbers, as in
#: "18 21".
_SPACE_SEPARATED = re.compile(r"\d[' \u00a0\u202f]+\d")
_THOUSANDS = re.compile(r"^[+-]?[1-9]\d{0,2}(?:[' \u00a0\u202f]\d{3})+(?:[.,]\d*)?$")
#: Thousands and hundreds of thousands as written in India: "1,05,000.50".
_LAKHS = re.compile(r"[+-]?\d{1,2}(?:,\d{2})+,\d{3}(?:\.\d*)?")
_AS_TEXT = re.compile(r"^['’]\d")
#: A negative amount of money in accounts: "(2,000.00)", "2,000-".
_NEGATIVE = re.compile(r"^\(\s*([^()-]*\d[^()-]*)\s*\)$|^([^-]*\d)\s*-$")
#: Two numbers on separate lines of one cell.
_LINES = re.compile(r"^\s*[\d.,]+\s*[\r\n]\s*[\d.,]+\s*$")
_SEVERAL_UNITS = re.compile(
    r"^([\d.,]+)\s+([^\W\d_]+)\s*(?:/|&|\b(?:y|e|and|at)\b)\s*([^\W\d_]+)$", re.IGNORECASE
)
_RANGE = re.compile(rf"^({_PLAIN})\s*(?:-|–|—|to|hanggang|a)\s*({_PLAIN})$")
_SUM = re.compile(r"^([\d.,\s+]+\+[\d.,\s+]+)(?:=\s*([\d.,\s]+))?$")
_SCALED = re.compile(rf"^([^x×*]+?)\s*[x×*]\s*({_PLAIN})\s*([^\W\d_]*)\s*(?:=\s*({_PLAIN}))?$", re.IGNORECASE)
#: A score with its maximum, and a percentage.
_OUT_OF = re.compile(r"^\s*(\d+(?:[.,]\d+)?)\s*(?:/|out of|of)\s*(\d+)\s*$", re.IGNORECASE)
_PERCENT = re.compile(r"^\s*(\d+(?:[.,]\d+)?)\s*%\s*$")
#: A number and a remark in brackets that has a word and no number.
_REMARKED = re.compile(r"^([\d.,]+)\s*[(\[]([^()\[\]\d]*[^\W\d_]{3}[^()\[\]\d]*)[)\]]$")
#: A number and a remark behind a dash: "26 - Halloween".
_DASHED = re.compile(r"^([\d.,]+)\s+[-–—]\s+(\D*[^\W\d_]{3}\D*)$")
#: A number and a note behind it; the note of a number that was replaced: "no 92".
_NOTED = re.compile(r"(\d{1,4})\s*[(\[]([^()\[\]]*[^\W\d_]{2}[^()\[\]]*)[)\]]")
_IN_PLACE = re.compile(r"[^\W\d_]+\s+\d{1,4}")
#: An amount and the rate behind it: "1,400 (35/head)"; a number of thousands in words: "80 mil".
_RATED = re.compile(
    r"^(.+?)\s*[(\[]\s*(?:[@x×]\s*)?[\d.,]+\s*(?:/|@|x|×|per |each|c/u|por |bawat )[^()\[\]]*[)\]]$"
)
_IN_THOUSANDS = re.compile(r"^(.*?\d[\d.,]*)\s*(?:mil|k|thousand|libo)$", re.IGNORECASE)
#: Words of a remark that limits the number to a part of the people.
_LIMITS = frozenset(("only", "lang", "lamang", "solo", "solamente"))
#: Footnote marker after a number. A letter in round brackets may be a unit: "18 (a)".
_FOOTNOTE = re.compile(r"^(.+?)\s*(?:[*†‡§¶]{1,3}|[⁰¹²³⁴-⁹]{1,2}|\[(?:\d{1,2}|[a-e])\]|\(\*{1,3}\))$")

#: Maximum count of a single session; a larger number is a typing error or a code.
MAX_COUNT = 1_000_000


@dataclass(frozen=True)
class ParsedNumber:
    """Parsed number.

    Attributes
    ----------
    value : float or None
        Number; None when unknown.
    code : str
        Issue code; empty when there is no issue.
    message : str
        Message of the issue.
    is_estimate : bool
        Whether the number is an estimate.
    is_lower_bound : bool
        Whether the number is a lower bound.
    """

    value: float | None
    code: str = ""
    message: str = ""
    is_estimate: bool = False
    is_lower_bound: bool = False


#: Points before three digits each: several of them, and any in an amount of money, separate thousands.
_POINTS = re.compile(r"[+-]?[1-9]\d{0,2}(\.\d{3})+")


def detect_decimal_mark(texts: Iterable[str], *, is_money: bool = False) -> str:
    """Detect the decimal mark of a column, "." or ",", from its unambiguous cells.

    Examples
    --------
    >>> detect_decimal_mark(["1.250.000", "32.300"]), detect_decimal_mark(["32.300"])
    (',', '.')
    >>> detect_decimal_mark(["$ 32.300", "$ 0"], is_money=True), detect_decimal_mark(["32.30"], is_money=True)
    (',', '.')
    """
    votes = {".": 0, ",": 0}
    for text in texts:
        bare = strip_currency(text).strip()
        bare = re.sub(r"^([+-])\s+", r"\1", bare)
        if _POINTS.fullmatch(bare) and (is_money or bare.count(".") > 1):
            votes[","] += 1
            continue
        both = re.match(r"^[+-]?[\d.,]*([.,])\d*$", bare)
        if "." in bare and "," in bare and both:
            votes[both.group(1)] += 1
        elif re.match(r"^[+-]?\d+[.,](\d{1,2}|\d{4,})$", bare):
            votes[bare[re.search(r"[.,]", bare).start()]] += 1  # type: ignore[union-attr]
    return "," if votes[","] > votes["."] else "."


@lru_cache(maxsize=1 << 17)
def parse_number(
    text: str, decimal: str = ".", *, is_count: bool = True, ranges: str = "low", allow_share: bool = False
) -> ParsedNumber:
    """Parse a text as a number.

    Parameters
    ----------
    text : str
        Cell as typed.
    decimal : str, default "."
        Decimal mark of the column.
    is_count : bool, default True
        Whether the field counts people, events or books, so that "35.262" means 35,262.
    ranges : {"low", "high"}, default "low"
        End of a range such as "15-20" to use.
    allow_share : bool, default False
        Whether the field may hold a share, so that "75 %" means 0.75.

    Returns
    -------
    ParsedNumber
        Number with its issue, if any; its value is None when the text is not a number.

    Examples
    --------
    >>> parse_number("about 20").value, parse_number("15+").is_lower_bound, parse_number("N/A").code
    (20.0, True, 'missing-code')
    >>> parse_number("$9.600.000", is_count=False).value, parse_number("9.60.000", is_count=False).value
    (9600000.0, None)
    >>> parse_number("35.262+2557+8.264= 46.083").value, parse_number("(2,000.00)", is_count=False).value
    (46083.0, -2000.0)
    """
    typed = clean_spaces(text)
    if not typed:
        return ParsedNumber(None)
    if _DIGITS.fullmatch(typed) and typed not in _missing_words():
        return _reject_implausible(ParsedNumber(float(typed)), is_count)
    if _LINES.search(text):
        return ParsedNumber(
            None, "number-unreadable", Message('"{value}" holds several numbers', value=typed)
        )
    if normalize_heading(typed) in _missing_words() or typed in _missing_words():
        return ParsedNumber(None, "missing-code", Message('"{value}" means no number', value=typed))
    if typed.endswith("%") and allow_share:
        part = _parse_figure(typed.rstrip("% "), decimal, is_count)
        return _unreadable_number(typed) if part is None else ParsedNumber(part / 100)
    if typed.endswith("%"):
        return ParsedNumber(
            None, "percent-not-count", Message('"{value}" is a percentage, not a count', value=typed)
        )
    bare = _parse_figure(typed, decimal, is_count)
    if bare is not None:
        if _is_plain_number(typed, decimal):
            return _reject_implausible(ParsedNumber(bare), is_count)
        message = Message('"{value}" read as {number}', value=typed, number=bare)
        return _reject_implausible(ParsedNumber(bare, "number-from-text", message), is_count)
    return _reject_implausible(_parse_phrase(typed, decimal, is_count, ranges), is_count)


def split_score(text: str) -> tuple[str, float] | None:
    """Split a score such as "14/20", "14 out of 20" or "85 %" into the score as typed and its maximum.

    Returns None for any other text.

    Examples
    --------
    >>> split_score("14 of 20"), split_score("85 %"), split_score("14")
    (('14', 20.0), ('85', 100.0), None)
    """
    if match := _OUT_OF.match(text):
        return match[1], float(match[2])
    if match := _PERCENT.match(text):
        return match[1], 100.0
    return None


def _parse_phrase(typed: str, decimal: str, is_count: bool, ranges: str) -> ParsedNumber:
    for key in ("at_least_before", "at_least_after", "before", "after"):
        if (value := _parse_estimate(typed, key, decimal, is_count)) is not None:
            is_bound = key.startswith("at_least")
            template = (
                Message('"{value}" read as at least {number}', value=typed, number=value)
                if is_bound
                else Message('"{value}" read as {number}, an estimate', value=typed, number=value)
            )
            return ParsedNumber(value, "estimate-in-words", template, True, is_bound)
    return (
        _parse_range(typed, decimal, is_count, ranges)
        or _parse_sum(typed, decimal, is_count)
        or _parse_product(typed, decimal, is_count)
        or _parse_footnoted(typed, decimal, is_count)
        or (_parse_noted(typed) if is_count else None)
        or (_parse_remarked(typed, decimal) if is_count else _parse_amount(typed, decimal))
        or (_parse_several_units(typed, decimal) if is_count else None)
        or (_parse_words(typed) if is_count else None)
        or _unreadable_number(typed)
    )


def _parse_estimate(typed: str, key: str, decimal: str, is_count: bool) -> float | None:
    """Return the number before or after a word for an estimate or a lower bound."""
    low = typed.casefold()
    for word in word_list("estimate", key):
        is_before = key.endswith("before")
        if low.startswith(word) if is_before else low.endswith(word):
            rest = typed[len(word) :] if is_before else typed[: -len(word)]
            if (value := _parse_figure(rest, decimal, is_count)) is not None:
                return value
    return None


def _parse_words(typed: str) -> ParsedNumber | None:
    """Parse people counted in words or strokes, perhaps after a word for an estimate."""
    value = parse_worded_count(typed)
    if value is not None:
        return ParsedNumber(
            value, "number-from-text", Message('"{value}" read as {number}', value=typed, number=value)
        )
    begin = next((w for w in word_list("estimate", "before") if typed.casefold().startswith(f"{w} ")), "")
    value = parse_worded_count(typed[len(begin) :].strip()) if begin else None
    message = (
        Message('"{value}" read as {number}, an estimate', value=typed, number=value)
        if value is not None
        else ""
    )
    return None if value is None else ParsedNumber(value, "estimate-in-words", message, True)


def _unreadable_number(typed: str) -> ParsedNumber:
    return ParsedNumber(None, "number-unreadable", Message('"{value}" is not a number', value=typed))


def _parse_range(typed: str, decimal: str, is_count: bool, ranges: str) -> ParsedNumber | None:
    match = _RANGE.match(typed)
    if not match:
        return None
    ends = [_parse_figure(end, decimal, is_count) for end in match.groups()]
    if ends[0] is None or ends[1] is None or ends[0] > ends[1]:
        return None
    value = ends[1] if ranges == "high" else ends[0]
    return ParsedNumber(
        value,
        "range-lower-end",
        Message('"{value}" read as {number}, an estimate', value=typed, number=value),
        True,
        ranges != "high",
    )


def _parse_sum(typed: str, decimal: str, is_count: bool) -> ParsedNumber | None:
    match = _SUM.match(typed)
    if not match:
        return None
    parts = [_parse_figure(part, decimal, is_count) for part in match.group(1).split("+")]
    if any(part is None for part in parts):
        return None
    total = sum(part for part in parts if part is not None)
    if match.group(2) and _parse_figure(match.group(2), decimal, is_count) != total:
        return ParsedNumber(
            None, "number-unreadable", Message('"{value}" does not add up, so it is not used', value=typed)
        )
    return ParsedNumber(
        total, "sum-in-cell", Message('"{value}" read as {number}', value=typed, number=total)
    )


def _parse_product(typed: str, decimal: str, is_count: bool) -> ParsedNumber | None:
    """Parse a count times a number of periods: "120 x 52", "30/week × 52 weeks"."""
    match = _SCALED.match(typed)
    if not match:
        return None
    per = "|".join(re.escape(word) for word in word_list("periods", "per"))
    once = re.sub(rf"\s*({per})?\s*\b({_period_pattern()})$", "", match.group(1).strip(), flags=re.IGNORECASE)
    parts = [_parse_figure(once, decimal, is_count), _parse_figure(match.group(2), decimal, is_count)]
    if (
        parts[0] is None
        or parts[1] is None
        or not re.fullmatch(_period_pattern() + "|", match.group(3), re.IGNORECASE)
    ):
        return None
    total = parts[0] * parts[1]
    if match.group(4) and _parse_figure(match.group(4), decimal, is_count) != total:
        return ParsedNumber(
            None,
            "estimate-scaled",
            Message('"{value}" is not what it says it comes to, so it is not used', value=typed),
        )
    return ParsedNumber(
        total,
        "estimate-scaled",
        Message(
            '"{value}" read as {number}, an estimate of visits, not of sessions', value=typed, number=total
        ),
        True,
    )


def _parse_footnoted(typed: str, decimal: str, is_count: bool) -> ParsedNumber | None:
    """Parse a number with a footnote marker: "18*", "33 [1]"."""
    match = _FOOTNOTE.match(typed)
    value = _parse_figure(match.group(1), decimal, is_count) if match else None
    return (
        None
        if value is None
        else ParsedNumber(
            value,
            "footnote-dropped",
            Message('"{value}" read as {number}, without its mark', value=typed, number=value),
        )
    )


#: Remarks in brackets, and an amount between remarks without digits: "paid £75 (trade price)".
_BRACKETS = re.compile(r"\([^()]*\)")
_REMARKED_AMOUNT = re.compile(
    r"(?P<before>(?:[^\W\d_]{2,}\s+)?)(?P<amount>\S*\s?[\d.,]*\d[\d.,]*)(?P<after>[^\d]*)"
)


def _parse_remarked(typed: str, decimal: str) -> ParsedNumber | None:
    """Parse a number of people with a remark, "12 (full)", unless it says planned or limits it to a part.

    A running total may be behind it: "38 (van 79)". A remark that calls the session off is none.

    Examples
    --------
    >>> [_parse_remarked(text, ".") for text in ("12 (cancelled)", "20 - registered", "15 - estimate")]
    [None, None, None]
    >>> _parse_remarked("26 - Halloween", ".").value
    26.0
    """
    match = _REMARKED.match(typed) or _DASHED.match(typed) or _running_total_pattern().match(typed)
    value = _parse_figure(match.group(1), decimal, True) if match else None
    if match is None or value is None:
        return None
    words = re.findall(r"[^\W\d_]+", match.group(2).casefold())
    guesses = {word.strip("().") for key in ("before", "after") for word in word_list("estimate", key)}
    others = {*word_list("not_counted"), *_LIMITS, *guesses}
    if set(words) & others or any(map(_calling_off_pattern().match, words)):
        return None
    message = Message('"{value}" read as {number}', value=typed, number=value)
    return ParsedNumber(value, "number-from-text", message)


def _parse_noted(typed: str) -> ParsedNumber | None:
    """Parse a number with a note: what it replaces, a part of it, the helpers next to people, or its boxes.

    Examples
    --------
    >>> [_parse_noted(text).value for text in ("29 (no 92)", "38 (2 incluidos)", "34 (plus 2 volunteers)")]
    [29.0, 38.0, 34.0]
    >>> _parse_noted("12 (+2 helpers)").value, _parse_noted("12 (+2 adults)")
    (12.0, None)
    >>> _parse_noted("84 (3 boxes)").value, _parse_noted("3 (84 books)")
    (84.0, None)
    >>> _parse_noted("18 (9 boys, 9 girls)").value, _parse_noted("18 (9 boys, 8 girls)")
    (18.0, None)
    >>> _parse_noted("34 (plus 2 babies)"), _parse_noted("11 (eran 13)")
    (None, None)
    """
    match = _NOTED.fullmatch(typed)
    if match is None:
        return None
    note = match[2].casefold().strip()
    words = re.findall(r"[^\W\d_]+", normalize_heading(note))
    first = words[0] if words else ""
    is_replaced = first in word_list("number_notes", "replaced") and _IN_PLACE.fullmatch(note) is not None
    is_part = bool(set(words) & set(word_list("number_notes", "included"))) and not set(words) & _LIMITS
    is_added = note.startswith("+") or first in word_list("number_notes", "plus")
    helpers = is_added and words[-1:] != [] and words[-1] in word_list("helpers")
    numbers = [int(number) for number in re.findall(r"\d+", note)]
    are_parts = len(numbers) > 1 and sum(numbers) == int(match[1])
    is_packed = len(numbers) == 1 and numbers[0] < int(match[1])
    is_packed &= bool(words) and set(words) <= {*word_list("number_notes", "containers"), "in", "en", "sa"}
    if not (is_replaced or is_part or helpers or are_parts or is_packed):
        return None
    value = float(match[1])
    message = Message('"{value}" read as {number}', value=typed, number=value)
    return ParsedNumber(value, "number-from-text", message)


def _parse_several_units(typed: str, decimal: str) -> ParsedNumber | None:
    """Parse one number of several groups of people: "38 niños y padres", "17 niños/as"."""
    match = _SEVERAL_UNITS.match(typed)
    units = {normalize_heading(word) for word in word_list("units")} | {"as", "os"}
    if match is None or not {normalize_heading(word) for word in match.groups()[1:]} <= units:
        return None
    value = _parse_figure(match[1], decimal, True)
    message = Message('"{value}" read as {number}', value=typed, number=value)
    return None if value is None else ParsedNumber(value, "number-from-text", message)


@cache
def _calling_off_pattern() -> re.Pattern[str]:
    stems = [word.rstrip("*") for word in word_list("doubtful", "sessions") if word.endswith("*")]
    return re.compile("|".join(map(re.escape, stems)))


@cache
def _running_total_pattern() -> re.Pattern[str]:
    words = "|".join(re.escape(word) for word in word_list("running_totals"))
    return re.compile(rf"^([\d.,]+)\s*[(\[](\s*(?:{words})\b[^()\[\]\d]*)\d+\s*[)\]]$", re.IGNORECASE)


def _parse_amount(typed: str, decimal: str) -> ParsedNumber | None:
    """Parse an amount of money with its rate or how it was paid, in thousands, or that nothing was paid.

    Examples
    --------
    >>> [_parse_amount(text, ".").value for text in ("1,400 (35/head)", "80 mil", "900.00 paid", "waived")]
    [1400.0, 80000.0, 900.0, 0.0]
    >>> _parse_amount("900 (promised)", "."), _parse_amount("not paid 900", ".")
    (None, None)
    """
    bare = normalize_heading(_BRACKETS.sub(" ", typed))
    if bare in word_list("amount_remarks", "free"):
        return ParsedNumber(
            0.0, "number-from-text", Message('"{value}" read as {number}', value=typed, number=0)
        )
    remarked = _REMARKED_AMOUNT.fullmatch(typed)
    if remarked and _says_paid(remarked["after"]):
        is_paid = normalize_heading(remarked["before"]) in word_list("amount_remarks", "before")
        amount = remarked["amount"] if is_paid else remarked["before"] + remarked["amount"]
        value = _parse_figure(amount.strip(), decimal, False)
        if value is not None:
            message = Message('"{value}" read as {number}', value=typed, number=value)
            return ParsedNumber(value, "number-from-text", message)
    for pattern, factor in ((_RATED, 1), (_IN_THOUSANDS, 1000)):
        match = pattern.match(typed)
        value = _parse_figure(match[1].strip(), decimal, False) if match else None
        if value is not None:
            value *= factor
            message = Message('"{value}" read as {number}', value=typed, number=value)
            return ParsedNumber(value, "number-from-text", message)
    return None


def _says_paid(remark: str) -> bool:
    """Return whether every word of a remark only says how an amount was paid."""
    words = " ".join(re.findall(r"[^\W\d_]+", remark.casefold()))
    is_without_receipt = words in word_list("amount_remarks", "no_receipt")
    return is_without_receipt or set(words.split()) <= set(word_list("amount_remarks"))


@cache
def _period_pattern() -> str:
    return "|".join(re.escape(word) for word in word_list("periods"))


def _parse_figure(text: str, decimal: str, is_count: bool) -> float | None:
    """Parse one number with an optional currency and known units; None for other texts."""
    if not is_count and (negative := _NEGATIVE.match(text)):
        value = _parse_figure(negative[1] or negative[2], decimal, is_count)
        return None if value is None else -value
    bare = text[1:] if _AS_TEXT.match(text) else text  # a leading apostrophe marks text in spreadsheets
    bare = strip_currency(bare, MAX_SIGNS).strip(" :.") if re.search(r"\d", text) else ""
    bare = bare.removesuffix("/=").removesuffix("/-")  # no cents, behind shillings and rupees
    bare = re.sub(r"^[a-z]+\.?\s+of\s+", "", bare, flags=re.IGNORECASE)
    for ending in _unit_patterns() if _any_unit_pattern().search(bare) else ():
        bare = ending.sub("", bare)
    bare = bare.strip()
    if not re.fullmatch(_PLAIN, bare) or (_SPACED_SEPARATOR.search(bare) and not _GROUPED.match(bare)):
        return None
    if _SPACE_SEPARATED.search(bare) and not _THOUSANDS.match(bare):
        return None
    if _LAKHS.fullmatch(bare):
        return float(bare.replace(",", ""))
    digits = re.sub(r"['\s\u00a0\u202f]", "", bare)
    separator = "," if decimal == "." else "."
    if is_count and _GROUPED.match(bare) and not (decimal in bare and separator in bare):
        digits = re.sub(r"[.,]", "", digits)
    elif separator in digits and not re.match(
        rf"^[+-]?[1-9]\d{{0,2}}({re.escape(separator)}\d{{3}})+({re.escape(decimal)}\d*)?$", digits
    ):
        if digits.count(separator) > 1 or decimal in digits:
            return None
        digits = digits.replace(separator, ".")
        return float(digits)
    if digits.count(decimal) > 1 and _GROUPED.match(digits):  # "9.600.000" has no decimals
        return float(digits.replace(decimal, ""))
    digits = digits.replace(separator, "").replace(decimal, ".")
    return float(digits) if digits.count(".") <= 1 else None


def _is_plain_number(typed: str, decimal: str) -> bool:
    return re.fullmatch(rf"[+-]?\d+({re.escape(decimal)}\d+)?", typed) is not None and not re.fullmatch(
        rf"[1-9]\d{{0,2}}{re.escape(decimal)}\d{{3}}", typed
    )


def _reject_implausible(read: ParsedNumber, is_count: bool) -> ParsedNumber:
    """Reject a count that is negative or implausibly large, such as a telephone number."""
    value = read.value
    if value is None or not is_count:
        return read
    if value < 0:
        return ParsedNumber(None, "number-unreadable", Message("{number} is below zero", number=value))
    digits = f"{value:.0f}"
    if value > MAX_COUNT or (len(digits) == 10 and len(set(digits)) == 1):
        return ParsedNumber(None, "sentinel-number", Message("{number} is no count of people", number=digits))
    return read


@cache
def _unit_patterns() -> tuple[re.Pattern[str], ...]:
    """Return the patterns of known units at the end of a text, with or without brackets."""
    return tuple(re.compile(rf"\s*\(?\b{word}\b\)?$", re.IGNORECASE) for word in word_list("units"))


@cache
def _any_unit_pattern() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(word_list('units'))})\b\)?$", re.IGNORECASE)


@cache
def _missing_words() -> frozenset[str]:
    return frozenset(word_list("missing")) | frozenset(
        normalize_heading(word) for word in word_list("missing") if normalize_heading(word)
    )
