"""Words of a remark, a section or a legend that say that a row may not count."""

from __future__ import annotations

import re
from functools import cache

from libcollab_metrics.ingest.values.columns import cell_text
from libcollab_metrics.ingest.values.lexicon import word_list
from libcollab_metrics.ingest.values.people import is_closing_notice
from libcollab_metrics.model.names import normalize_heading

#: What denies the word behind it.
_DENIED = re.compile(r"\b(?:not|never|wasn['’]t|weren['’]t|isn['’]t|hindi|di)\s+$", re.IGNORECASE)
#: A number of people or sessions, unlike that of an account or a time of day.
_COUNT = re.compile(r"(?<![\d-])(?<!\d:)\d{1,3}(?![\d-]|:\d)")


def explains_color(text: str, groups: tuple[str, ...]) -> bool:
    """Return whether a text says that rows of a color do not count.

    Examples
    --------
    >>> explains_color("Yellow = did not happen", ("sessions",)), explains_color("Blue = Ana", ("sessions",))
    (True, False)
    """
    words = set(re.findall(r"[^\W\d_]+", normalize_heading(text)))
    if not words & set(word_list("colors")):
        return False
    return is_closing_notice(text) or bool(find_doubtful_word(text, ("any", *groups)))


def find_doubtful_word(remark: str, groups: tuple[str, ...] = ("any",)) -> str:
    """Return the first listed word of a remark that may exclude its row; "" if there is none.

    A number before the word limits the remark to a part of the row, unless it speaks of an error. Numbers of
    accounts limit nothing.

    Examples
    --------
    >>> find_doubtful_word("(entered twice, sorry)"), find_doubtful_word("same children as last week")
    ('entered twice', '')
    >>> find_doubtful_word("class cancelled", ("sessions",)), find_doubtful_word("2 cancelled", ("sessions",))
    ('cancelled', '')
    >>> find_doubtful_word("TFR 40-11-62 00817723 SAVINGS", ("money",))
    'savings'
    >>> find_doubtful_word("key - not returned", ("money",)), find_doubtful_word("returned", ("money",))
    ('', 'returned')
    """
    text = cell_text(remark)
    match = _search_doubt(text, groups)
    if match and _COUNT.search(text[: match.start()]):
        match = _search_doubt(text, ("any",))
    return match.group(0).strip().lower() if match else ""


def _search_doubt(text: str, groups: tuple[str, ...]) -> re.Match[str] | None:
    """Return the first doubtful word of a text that is not denied: "not returned"."""
    found = _pattern(groups).finditer(text)
    return next((match for match in found if not _DENIED.search(text[: match.start()])), None)


@cache
def possible_words_pattern(groups: tuple[str, ...]) -> str:
    """Return a pattern in the syntax of Arrow that matches at least every text with a doubtful word."""
    words = sorted({word.rstrip("*") for group in ("any", *groups) for word in word_list("doubtful", group)})
    return "|".join([r"[^\x00-\x7F]", *(r"\s+".join(map(re.escape, word.split())) for word in words)])


@cache
def _pattern(groups: tuple[str, ...]) -> re.Pattern[str]:
    """Return a pattern of the words of some groups; a word that ends in * also begins longer words."""
    words = sorted({word for group in groups for word in word_list("doubtful", group)}, key=len, reverse=True)
    listed = "|".join(
        re.escape(word.rstrip("*")) + (r"\w*" if word.endswith("*") else r"\b") for word in words
    )
    return re.compile(rf"\b(?:{listed})", re.IGNORECASE)
