"""Pseudonymize names of persons, and detect rows that are not persons.

Names are replaced by keyed codes here and are not passed on.
"""

from __future__ import annotations

import hmac
import re
import unicodedata
from collections.abc import Sequence
from functools import cache

from libcollab_metrics.ingest.values.lexicon import word_list
from libcollab_metrics.model.names import plain, tidy

_REMARK = re.compile(r"\([^)]*\)|\[[^\]]*\]")
_ACCENTED = re.compile(r"([aeiou])[\u0300-\u036f]+")
_WORD = re.compile(r"\w+")
_SUFFIXES = {"jr", "sr", "ii", "iii", "iv"}


def fold_person(name: str) -> str:
    """Normalize a person's name, so that spellings of the same name are equal.

    Case, spaces, punctuation, Unicode form and accents on vowels are normalized; Ñ and suffixes such as Jr.
    are preserved, and "Last, First" is reordered. Remarks in brackets are removed.

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
    """Compute the pseudonym of each name under the workspace's key; None for blanks (guests).

    The pseudonym is the HMAC-SHA-256 of the normalized name, truncated to 24 hex digits. Without the key it
    is not possible to test whether a given name is in the data.
    """
    seen: dict[str | None, str | None] = {None: None}
    for name in names:
        if name not in seen:
            folded = fold_person(name or "")
            seen[name] = hmac.digest(key, folded.encode(), "sha256").hex()[:24] if folded else None
    return [seen[name] for name in names]


def code_of_person(name: str, key: bytes) -> str:
    """Compute the pseudonym of a typed name, as it would be computed from a sheet.

    Parameters
    ----------
    name : str
        Name as typed.
    key : bytes
        Secret of the workspace for pseudonyms.

    Returns
    -------
    str
        24 hex digits; empty for a blank name.
    """
    return person_keys([name], key)[0] or ""


# Rows in a list of people that are not persons: section headings, placeholders, ditto marks, "nothing
# follows".

_BETWEEN_WORDS = re.compile(r"[\W_]+")


def is_nobody(text: str) -> bool:
    """Return whether a text is a placeholder (n/a, -, x-x-x, -do-, *** nothing follows ***).

    Examples
    --------
    >>> [is_nobody(text) for text in ("n/a", "x-x-x", "***", "-do-", "*** Nothing follows ***", "Ana", "Nona")]
    [True, True, True, True, True, False, False]
    """
    return _is_placeholder(_bare(text))


def is_no_person(text: str) -> bool:
    """Return whether a row is a placeholder or a section heading rather than a person."""
    bare = _bare(text)
    return _is_placeholder(bare) or bare in _sections() or text.rstrip().endswith(":")


def is_group(text: str) -> bool:
    """Return whether a row is a section heading: MALE, Teachers:, or any text ending in a colon.

    Examples
    --------
    >>> is_group("MALE"), is_group("Teachers:"), is_group("Grade 4 - Rizal:"), is_group("Ana Cruz")
    (True, True, True, False)
    """
    return text.rstrip().endswith(":") or _bare(text) in _sections()


def _is_placeholder(bare: str) -> bool:
    return not bare or bare in _placeholders() or not bare.replace(" ", "").strip("x")


def _bare(text: str) -> str:
    folded = plain(text)
    plainly = folded.replace(" ", "").isalnum()  # the fast path: most names are letters and spaces only
    return folded if plainly else _BETWEEN_WORDS.sub(" ", folded).strip()


@cache
def _placeholders() -> frozenset[str]:
    return frozenset(_bare(word) for word in word_list("nobody"))


@cache
def _sections() -> frozenset[str]:
    return frozenset(_bare(word) for word in word_list("sections"))
