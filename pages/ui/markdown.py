"""Escape text of sheets for Markdown."""

from __future__ import annotations

import re

#: Positions where Markdown creates automatic links and an invisible character must be inserted.
_AUTOLINK_POSITIONS = re.compile(r"(?<=http)(?=s?:)|(?<=https)(?=:)|(?<=www)(?=\.)|(?<=@)", re.IGNORECASE)
_WORD_JOINER = "\u2060"


def escape_markdown(text: str) -> str:
    """Escape text from a sheet for Markdown: it is shown as typed, never as markup.

    Markdown detects links after unescaping, so a word joiner is inserted to break them.
    """
    broken = _AUTOLINK_POSITIONS.sub(_WORD_JOINER, text)
    return "".join("\\" + letter if letter in "\\`*_{}[]()#+!|<>~:$" else letter for letter in broken)
