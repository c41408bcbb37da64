"""Text as it may be written into a file: as typed, without what no reader can see or no page can hold."""

from __future__ import annotations

import re
import unicodedata

#: Characters in a row without a place to break a line; a longer word gets invisible places.
LONGEST_WORD = 30
#: Marks that turn the direction of writing and may make a text look like another.
_TURNING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufffe\uffff")
_BREAK = "\u200b"


def printable(text: str) -> str:
    """Return the text in one line, without control characters and halves of characters.

    Examples
    --------
    >>> printable("Story\\thour\\x07 at\\nMain")
    'Story hour at Main'
    """
    kept = (" " if c in "\t\r\n\v\f" else c for c in text if c in "\t\r\n\v\f" or not _is_unprintable(c))
    return re.sub(" {2,}", " ", "".join(kept)).strip()


def _is_unprintable(character: str) -> bool:
    return unicodedata.category(character) in ("Cc", "Cs") or character in _TURNING


def breakable(text: str) -> str:
    """Return printable text with invisible places to break words that no line could hold.

    Examples
    --------
    >>> len(breakable("a" * 65)) - 65
    2
    """
    return re.sub(rf"(\S{{{LONGEST_WORD}}})(?=\S)", rf"\1{_BREAK}", printable(text))
