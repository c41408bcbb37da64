"""When two spellings are one name, and which of them is printed."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping

_INVISIBLE = dict.fromkeys([*range(0x200B, 0x2010), 0x2060, 0xFEFF, 0xAD])


def tidy(text: str) -> str:
    """Return text as a person sees it: one Unicode form, no invisible characters, single spaces.

    Examples
    --------
    >>> tidy("  Story\\u200b   hour ")
    'Story hour'
    """
    if not text.isascii():
        text = unicodedata.normalize("NFC", text).translate(_INVISIBLE)
    return " ".join(text.split())


def fold(text: str) -> str:
    """Return the key under which spellings of a program, site or partner are one: tidied, case folded.

    Examples
    --------
    >>> fold("Story  HOUR ") == fold("story hour")
    True
    """
    return tidy(text).casefold()


def plain(text: str) -> str:
    """Return text for comparing headings and words: folded, without accents, underscores or final punctuation.

    Examples
    --------
    >>> plain("N\\u00ba de  Asistentes:"), plain("start_day_utc")
    ('no de asistentes', 'start day utc')
    """
    bare = text.lower()
    if not text.isascii():
        bare = unicodedata.normalize("NFKD", tidy(text)).casefold()
        bare = "".join(c for c in bare if not unicodedata.combining(c))
    return " ".join(bare.replace("_", " ").split()).strip(" .:;?!*")


def preferred_spellings(values: Iterable[str] | Mapping[str, int]) -> dict[str, str]:
    """Return spelling → the spelling printed for it: the most frequent of its kind, the first seen on a tie.

    `values` are spellings, or how often each stands, in the order in which they were seen.

    Examples
    --------
    >>> preferred_spellings(["Main", "main ", "Main", "Hall"])["main "]
    'Main'
    """
    counts = Counter(values)
    chosen: dict[str, str] = {}
    for spelling, count in counts.items():
        best = chosen.get(fold(spelling))
        if best is None or count > counts[best]:
            chosen[fold(spelling)] = spelling
    return {spelling: tidy(chosen[fold(spelling)]) for spelling in counts}
