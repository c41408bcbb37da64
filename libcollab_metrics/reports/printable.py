"""Text as it may be written into a file: as typed, without what no reader can see."""

from __future__ import annotations

import re
import unicodedata

#: Marks that turn the direction of writing and may make a text look like another.
_TURNING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufffe\uffff")


def printable(text: str) -> str:
    """Return the text in one line, without control characters and halves of characters.

    Examples
    --------
    >>> printable("Story\\thour\\x07 at\\nMain")
    'Story hour at Main'
    """
    kept = (" " if c in "\t\r\n\v\f" else c for c in text if c in "\t\r\n\v\f" or not _is_unprintable(c))
    return re.sub(" {2,}", " ", "".join(kept)).strip()


def is_turned(text: str) -> bool:
    """True for a text that is read from right to left: its first letter says so."""
    kinds = (unicodedata.bidirectional(character) for character in text)
    return next((kind for kind in kinds if kind in ("L", "R", "AL")), "L") != "L"


def _is_unprintable(character: str) -> bool:
    return unicodedata.category(character) in ("Cc", "Cs") or character in _TURNING
