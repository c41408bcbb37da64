"""Which spellings are the same person, and that a name is replaced by a keyed code."""

from __future__ import annotations

import hashlib
import unicodedata

import pytest

from libcollab_metrics.ingest.values.people import normalize_person_name, pseudonymize_names


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
