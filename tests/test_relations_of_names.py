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
from tests.support.builders.small_libraries import FEW, libraries, same, told

pytestmark = pytest.mark.slow
#: Names as people write them: with accents, a letter of their own, and spaces inside.
SPELLED = {
    "Story hour": "Cuéntame un cuento",
    "Workshop": "Taller de niños",
    "Main": "Doña Remedios Hall",
    "Hall": "San José",
    "Hope": "Fundación Peña",
    "School": "Peñafrancia School",
    "Filipino": "Español",
}
#: Where the names of programs, places, partners and languages stand.
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
    """A name, or every name of a list or a cell of names, in another spelling."""
    if isinstance(value, dict):
        return {write(key): rewritten(inner, write) for key, inner in value.items()}
    if isinstance(value, (list, tuple)):
        return type(value)(write(name) for name in value)
    return "; ".join(write(name) for name in value.split("; ")) if isinstance(value, str) else value


def with_names(tables: Tables, write: Callable[[str], str]) -> Tables:
    """The same rows with every name of a program, place, partner or language as `write` spells it."""
    changed = {
        table: [{key: rewritten(v, write) if key in NAMED else v for key, v in row.items()} for row in rows]
        for table, rows in tables.items()
        if table != "settings"
    }
    known = tables["settings"]
    groups = {field: rewritten(sizes, write) for field, sizes in known["population_by"].items()}
    return changed | {
        "settings": known | {"sites": rewritten(known["sites"], write), "population_by": groups}
    }


def by_meaning(found: Evaluation, mean: Callable[[str], str]) -> dict[tuple[Any, ...], Value]:
    """The values under the metric and the names of their group, read as `mean` says."""
    named = {
        (v.metric, tuple((field, name if name is None else mean(name)) for field, name in v.group)): v
        for v in found.values
    }
    assert len(named) == len(found.values)
    return named


def same_but_names(here: Evaluation, there: Evaluation, mean: Callable[[str], str]) -> None:
    """The same figures, in whatever order the names put them."""
    ours, theirs = by_meaning(here, mean), by_meaning(there, casefold_name)
    assert set(ours) == set(theirs), set(ours) ^ set(theirs)
    for key, value in ours.items():
        mine = replace(value, left_out=tuple(map(mean, value.left_out)))
        other = replace(theirs[key], left_out=tuple(map(casefold_name, theirs[key].left_out)))
        bare = (replace(v, group=(), judged=(), left_out=tuple(sorted(v.left_out))) for v in (mine, other))
        found = differences(*((v,) for v in bare))
        assert found == [], (key, found)


def misspell(random: Random) -> Callable[[str], str]:
    """Another case, other spaces, invisible characters or another Unicode form, drawn anew for each cell."""
    ways: tuple[Callable[[str], str], ...] = (
        str,
        str.upper,
        str.lower,
        lambda n: f"  {n} ",
        lambda n: n.replace(" ", "   "),
        lambda n: f"{n}\u200b",
        lambda n: unicodedata.normalize("NFD", n),
        lambda n: n.replace(" ", "\u00a0"),
    )
    return lambda name: random.choice(ways)(name)


@FEW
@example(
    random_library(74310, sessions=(4, 14)), "site", -526
)  # an age band with an invisible letter behind it
@given(
    libraries(),
    st.sampled_from(["", "program", "partner", "site", "language", "mother_tongue"]),
    st.integers(),
)
def test_spelling_of_a_name_changes_no_metric(library: Library, by: str, seed: int) -> None:
    rows = with_names(library.rows, lambda name: SPELLED.get(name, name))
    library = replace(library, rows=rows)
    other = replace(library, rows=with_names(rows, misspell(Random(seed))))
    same_but_names(everything(library.dataset(), by=by), everything(other.dataset(), by=by), casefold_name)


@FEW
@given(
    libraries(),
    st.sampled_from(["", "partner", "program"]),
    st.permutations(["Zulueta", "Abad", "Mayon", "Bughaw"]),
)
def test_renaming_a_partner_changes_only_its_label(library: Library, by: str, names: list[str]) -> None:
    new = dict(zip(("Hope", "School", "Rotary", "Barangay"), names, strict=True))
    renamed = replace(library, rows=with_names(library.rows, lambda name: new.get(name, name)))
    here, there = everything(library.dataset(), by=by), everything(renamed.dataset(), by=by)
    same_but_names(here, there, lambda name: casefold_name(new.get(name, name)))


@FEW
@given(
    libraries(), st.sampled_from(["", "program", "site", "mother_tongue"]), st.randoms(use_true_random=False)
)
def test_changing_every_pseudonym_changes_no_metric(library: Library, by: str, random: Any) -> None:
    people = sorted(
        {row["who"] for table in ("people", "outcomes") for row in library.rows[table] if row["who"]}
    )
    random.shuffle(people)
    codes = {who: f"{number:03x}" for number, who in enumerate(people)}

    def coded(row: dict[str, Any]) -> dict[str, Any]:
        return row if row["who"] is None else row | {"who": codes[row["who"]]}

    changed = {table: [coded(row) for row in library.rows[table]] for table in ("people", "outcomes")}
    same(everything(library.dataset(), by=by), everything(told(library, **changed), by=by))
