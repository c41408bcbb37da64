"""Test that neither the spelling nor the choice of a name changes a metric.

These are relations of `test_relations`, checked for every kind of name.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from dataclasses import replace
from random import Random
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from libcollab_metrics.metrics import Evaluation, Value
from libcollab_metrics.model.names import casefold_name
from tests.metrics.test_engines import differences
from tests.support.builders.datasets import everything
from tests.support.builders.random_workspaces import Library, Tables, random_library
from tests.support.builders.small_libraries import FEW, dataset_of, libraries, same

pytestmark = pytest.mark.slow
#: Names as people write them: with accents, special letters and spaces.
SPELLED = {
    "Story hour": "Cuéntame un cuento",
    "Workshop": "Taller de niños",
    "Main": "Doña Remedios Hall",
    "Hall": "San José",
    "Hope": "Fundación Peña",
    "School": "Peñafrancia School",
    "Filipino": "Español",
}
#: The fields that hold names of programs, sites, partners and languages.
NAMED = {
    "p",
    "name",
    "site",
    "from_party",
    "to_party",
    "heard_from",
    "by",
    "partners",
    "language",
    "languages",
    "tongue",
}


def rewritten(value: Any, write: Callable[[str], str]) -> Any:
    """Return a name, or every name of a list or cell of names, in another spelling."""
    if isinstance(value, dict):
        return {write(key): rewritten(inner, write) for key, inner in value.items()}
    if isinstance(value, (list, tuple)):
        return type(value)(write(name) for name in value)
    return "; ".join(write(name) for name in value.split("; ")) if isinstance(value, str) else value


def with_names(tables: Tables, write: Callable[[str], str]) -> Tables:
    """Return the rows with every name of a program, site, partner or language spelled by `write`."""
    changed = {
        table: [{key: rewritten(v, write) if key in NAMED else v for key, v in row.items()} for row in rows]
        for table, rows in tables.items()
        if table != "settings"
    }
    settings = tables["settings"]
    groups = {field: rewritten(sizes, write) for field, sizes in settings["population_by"].items()}
    return changed | {
        "settings": settings | {"sites": rewritten(settings["sites"], write), "population_by": groups}
    }


def by_meaning(evaluation: Evaluation, normalize: Callable[[str], str]) -> dict[tuple[Any, ...], Value]:
    """Return the values by metric and group, with group names mapped by `normalize`."""
    values = {
        (v.metric, tuple((field, name if name is None else normalize(name)) for field, name in v.group)): v
        for v in evaluation.values
    }
    assert len(values) == len(evaluation.values)
    return values


def same_but_names(first: Evaluation, second: Evaluation, normalize: Callable[[str], str]) -> None:
    """Assert that two evaluations are equal, in whatever order their names put them."""
    expected, actual = by_meaning(first, normalize), by_meaning(second, casefold_name)
    assert set(expected) == set(actual), set(expected) ^ set(actual)
    for key, value in expected.items():
        left = replace(value, left_out=tuple(map(normalize, value.left_out)))
        right = replace(actual[key], left_out=tuple(map(casefold_name, actual[key].left_out)))
        compared = (
            replace(v, group=(), judged=(), left_out=tuple(sorted(v.left_out))) for v in (left, right)
        )
        difference = differences(*((v,) for v in compared))
        assert difference == [], (key, difference)


def misspell(random: Random) -> Callable[[str], str]:
    """Return a function that respells a name at random, anew for each cell.

    It changes case, spaces, invisible characters or the Unicode form.
    """
    spellings: tuple[Callable[[str], str], ...] = (
        str,
        str.upper,
        str.lower,
        lambda n: f"  {n} ",
        lambda n: n.replace(" ", "   "),
        lambda n: f"{n}\u200b",
        lambda n: unicodedata.normalize("NFD", n),
        lambda n: n.replace(" ", "\u00a0"),
    )
    return lambda name: random.choice(spellings)(name)


@FEW
@example(
    random_library(74310, sessions=(4, 14)), "site", -526
)  # an age band followed by an invisible character
@given(
    libraries(),
    st.sampled_from(["", "program", "partner", "site", "language", "mother_tongue"]),
    st.integers(),
)
def test_spelling_of_a_name_changes_no_metric(library: Library, by: str, seed: int) -> None:
    rows = with_names(library.rows, lambda name: SPELLED.get(name, name))
    library = replace(library, rows=rows)
    respelled = replace(library, rows=with_names(rows, misspell(Random(seed))))
    same_but_names(
        everything(library.dataset(), by=by), everything(respelled.dataset(), by=by), casefold_name
    )


@FEW
@given(
    libraries(),
    st.sampled_from(["", "partner", "program"]),
    st.permutations(["Zulueta", "Abad", "Mayon", "Bughaw"]),
)
def test_renaming_a_partner_changes_only_its_label(library: Library, by: str, names: list[str]) -> None:
    new_names = dict(zip(("Hope", "School", "Rotary", "Barangay"), names, strict=True))
    renamed = replace(library, rows=with_names(library.rows, lambda name: new_names.get(name, name)))
    before, after = everything(library.dataset(), by=by), everything(renamed.dataset(), by=by)
    same_but_names(before, after, lambda name: casefold_name(new_names.get(name, name)))


@FEW
@given(
    libraries(), st.sampled_from(["", "program", "site", "mother_tongue"]), st.randoms(use_true_random=False)
)
def test_changing_every_pseudonym_changes_no_metric(library: Library, by: str, random: Any) -> None:
    people = sorted(
        {row["who"] for table in ("people", "outcomes") for row in library.rows[table] if row["who"]}
    )
    random.shuffle(people)
    codes = {person: f"{number:03x}" for number, person in enumerate(people)}

    def with_code(row: dict[str, Any]) -> dict[str, Any]:
        return row if row["who"] is None else row | {"who": codes[row["who"]]}

    changed = {table: [with_code(row) for row in library.rows[table]] for table in ("people", "outcomes")}
    same(everything(library.dataset(), by=by), everything(dataset_of(library, **changed), by=by))
