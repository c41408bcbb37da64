"""Is this the same person? A name becomes a keyed code here, and goes no further."""

from __future__ import annotations

import hmac
import re
import unicodedata
from collections.abc import Sequence

from libcollab_metrics.model.names import tidy

_REMARK = re.compile(r"\([^)]*\)|\[[^\]]*\]")
_ACCENTED = re.compile(r"([aeiou])[\u0300-\u036f]+")
_WORD = re.compile(r"\w+")
_SUFFIXES = {"jr", "sr", "ii", "iii", "iv"}


def fold_person(name: str) -> str:
    """Return the form under which spellings of one person are equal.

    Case, spaces, punctuation, Unicode form and accents on vowels are folded; Ñ and suffixes are kept, and
    "Last, First" is turned. A remark in brackets is not part of the name.

    Examples
    --------
    >>> fold_person("DELA CRUZ, Juán  (NLPA)") == fold_person("Juan dela Cruz")
    True
    >>> fold_person("Peña") == fold_person("Pena")
    False
    """
    text = _REMARK.sub(" ", tidy(name)).casefold()
    if "," in text:
        last, first = text.split(",", 1)
        if re.sub(r"\W", "", first) not in _SUFFIXES:
            text = f"{first} {last}"
    if not text.isascii():
        text = unicodedata.normalize("NFC", _ACCENTED.sub(r"\1", unicodedata.normalize("NFD", text)))
    return " ".join(_WORD.findall(text))


def person_keys(names: Sequence[str | None], key: bytes) -> list[str | None]:
    """Return the pseudonym of each name under the workspace's key; None for a blank (an unnamed guest).

    The pseudonym is HMAC-SHA-256 of the folded name: without the key nobody can test whether a name is in it.
    """
    seen: dict[str | None, str | None] = {None: None}
    for name in names:
        if name not in seen:
            folded = fold_person(name or "")
            seen[name] = hmac.digest(key, folded.encode(), "sha256").hex()[:24] if folded else None
    return [seen[name] for name in names]


def code_of_person(name: str, key: bytes) -> str:
    """Return the pseudonym of a name typed, as it would be read from a sheet; empty for a blank."""
    return person_keys([name], key)[0] or ""
