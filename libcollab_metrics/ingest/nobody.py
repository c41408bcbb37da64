"""Lines of a list of people that name nobody: headings inside it, placeholders, dittos, "nothing follows"."""

from __future__ import annotations

import re
from functools import cache

from libcollab_metrics.ingest.lexicon import word_list
from libcollab_metrics.model.names import plain

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
