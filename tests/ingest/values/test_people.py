"""Which spellings are the same person, and that a name is replaced by a keyed code."""

from __future__ import annotations

import hashlib
import random
import unicodedata

import pytest

from libcollab_metrics.ingest.values import people
from libcollab_metrics.ingest.values.lexicon import word_list
from libcollab_metrics.ingest.values.people import (
    is_non_person_row,
    is_placeholder_name,
    normalize_person_name,
    pseudonymize_names,
)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("DELA CRUZ, Juan", "Juan dela Cruz"),
        ("Ana  Reyes", "ana reyes"),
        ("José Rizal", "Jose Rizal"),
        (unicodedata.normalize("NFD", "Peña, Ana"), "Ana Peña"),
        ("Reyes, Ana (NLPA)", "Ana Reyes"),
        ("Santos, Jr.", "Santos Jr"),
    ],
)
def test_spellings_of_one_person_normalize_to_one_name(one: str, other: str) -> None:
    assert normalize_person_name(one) == normalize_person_name(other)


@pytest.mark.parametrize(
    ("one", "other"), [("Ana Peña", "Ana Pena"), ("Juan Cruz Jr.", "Juan Cruz"), ("Ana", "Anna")]
)
def test_different_names_stay_different(one: str, other: str) -> None:
    assert normalize_person_name(one) != normalize_person_name(other)


def test_children_named_null_and_nan_are_people() -> None:
    assert len(set(pseudonymize_names(["Null", "Nan", "None", "NA"], b"k" * 32))) == 4


def test_pseudonyms_depend_on_the_key_and_are_not_plain_hashes() -> None:
    first, second = (pseudonymize_names(["Ana Reyes"], key * 32)[0] for key in (b"a", b"b"))
    assert first != second
    assert first not in hashlib.sha256(b"ana reyes").hexdigest()


def test_blank_name_is_an_unnamed_guest() -> None:
    assert pseudonymize_names([None, "  ", "."], b"k" * 32) == [None, None, None]


#: Everything that may be written in place of a name.
NO_NAMES = [
    *(word for group in ("nobody", "sections", "no_session", "holidays") for word in word_list(group)),
    *("xxx", "x x x", "no hubo", "no circle today", "walang dumating", "sin lista", "123", "-", "..."),
]


@pytest.mark.parametrize("seed", range(20))
def test_shortcut_for_plain_names_changes_no_verdict(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Texts in place of names, in any case, with spaces, commas and words around them."""
    chance = random.Random(seed)
    texts = []
    for word in NO_NAMES:
        word = chance.choice([str, str.upper, str.title])(word)
        word = word.replace(" ", chance.choice([" ", "  ", ", ", "-", " - "]))
        texts.append(chance.choice(["", " ", "Ana "]) + word + chance.choice(["", " ", ",", " Cruz"]))
    quick = [(is_non_person_row(text), is_placeholder_name(text)) for text in texts]
    monkeypatch.setattr(people, "_is_plain_name", lambda text: False)
    assert quick == [(is_non_person_row(text), is_placeholder_name(text)) for text in texts]
