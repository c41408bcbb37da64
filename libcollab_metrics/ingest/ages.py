"""The official audience class of an age label: one of five, or none where a band straddles two."""

from __future__ import annotations

import re

from libcollab_metrics.ingest.lexicon import words
from libcollab_metrics.model.names import plain

#: The classes of the public libraries survey, with the first and last age in them.
CLASSES = {"0-5": (0.0, 5.99), "6-11": (6.0, 11.99), "12-18": (12.0, 18.99), "19+": (19.0, 130.0)}
GENERAL = "general interest"
UNCLASSIFIED = "unclassified"
_BAND = re.compile(
    r"(?<!\d)(\d+(?:\.\d+)?)\s*(months?|mos?|m)?\s*(?:-|–|—|to|a|hanggang)\s*(\d+(?:\.\d+)?)\s*(months?|mos?|m\b)?"
)
_UP = re.compile(r"(?<!\d)(\d+)\s*(?:\+|and (?:up|over|older)|pataas|y mas|o mas)|(?:over|mas de) (\d+)")
_UNDER = re.compile(r"(?:up to|under|below|hasta|menores de|hanggang) (?:age )?(\d+)")
_MONTH = 1 / 12


def official_class(label: str) -> str:
    """Return the class an age label lies wholly inside, "general interest", or "unclassified".

    A band that straddles two classes is unclassified until the librarian chooses; "18+" counts as adults.

    Examples
    --------
    >>> [official_class(label) for label in ("Children (0-5)", "Ages 3-6", "13-18 years", "18+")]
    ['0-5', 'unclassified', '12-18', '19+']
    >>> official_class("All Ages"), official_class("18 months-3"), official_class("Family")
    ('general interest', '0-5', 'unclassified')
    """
    folded = plain(label)
    if words("audience").get(folded) and not re.search(r"\d", folded):
        return words("audience")[folded]
    ages = _ages(folded)
    if ages is None:
        named = {meaning for word, meaning in words("audience").items() if re.search(rf"\b{re.escape(word)}\b", folded)}
        return named.pop() if len(named) == 1 else UNCLASSIFIED
    low, high = ages
    inside = [name for name, (first, last) in CLASSES.items() if first <= low and high <= last]
    return inside[0] if inside else UNCLASSIFIED


def straddles(label: str) -> bool:
    """True for a label with ages that lie in no single class: the librarian is asked for its class."""
    folded = plain(label)
    return official_class(label) == UNCLASSIFIED and (_ages(folded) is not None or folded in ("family", "families"))


def names_audience(label: str) -> bool:
    """True for a label that is known as an audience by itself."""
    return official_class(label) != UNCLASSIFIED or straddles(label)


def _ages(folded: str) -> tuple[float, float] | None:
    if found := _UP.search(folded):
        first = float(found.group(1) or found.group(2))
        return (19.0 if first == 18 else first), 130.0
    if found := _BAND.search(folded):
        low, low_unit, high, high_unit = found.groups()
        months_low = low_unit or (high_unit if not low_unit and high_unit else None)
        return float(low) * (_MONTH if months_low else 1), float(high) * (_MONTH if high_unit else 1)
    if found := _UNDER.search(folded):
        return 0.0, float(found.group(1))
    return None
