"""Is this the same person? A name becomes a keyed code here, and goes no further."""

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


# Lines of a list of people that name nobody: headings inside it, placeholders, dittos, "nothing follows".

_BETWEEN_WORDS = re.compile(r"[\W_]+")


def is_nobody(text: str) -> bool:
    """True for what stands where a name would, and is none: n/a, none, -, x-x-x, -do-, *** nothing follows ***.

    Examples
    --------
    >>> [is_nobody(text) for text in ("n/a", "x-x-x", "***", "-do-", "*** Nothing follows ***", "Ana", "Nona")]
    [True, True, True, True, True, False, False]
    """
    return _is_placeholder(_bare(text))


def is_no_person(text: str) -> bool:
    """True for a line that names nobody or heads a group."""
    bare = _bare(text)
    return _is_placeholder(bare) or bare in _sections() or text.rstrip().endswith(":")


def is_group(text: str) -> bool:
    """True for a line that heads a group of people: MALE, Teachers:, and anything else that ends with a colon.

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
    plainly = folded.replace(" ", "").isalnum()  # as most names are
    return folded if plainly else _BETWEEN_WORDS.sub(" ", folded).strip()


@cache
def _placeholders() -> frozenset[str]:
    return frozenset(_bare(word) for word in word_list("nobody"))


@cache
def _sections() -> frozenset[str]:
    return frozenset(_bare(word) for word in word_list("sections"))
