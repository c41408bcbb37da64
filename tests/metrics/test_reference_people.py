"""People, school days, seats and hours: the engine and a reference in fractions agree on random sheets."""

from __future__ import annotations

import pytest
from hypothesis import given

from libcollab_metrics.metrics import Evaluation
from tests.metrics.test_reference import agree
from tests.support.builders.datasets import everything
from tests.support.builders.random_rows import PROGRAMS, Tables, build, sheets
from tests.support.examples import examples
from tests.support.references.people import PeopleReference

PLAIN = (
    "visits_per_participant",
    "first_time_share",
    "repeat_rate",
    "contact_hours",
    "seat_fill",
    "turnout_ratio",
    "attendance_per_staff_hour",
    "average_daily_attendance",
    "language_known_share",
    "drop_off_count",
    "volunteer_share",
)
pytestmark = pytest.mark.slow


def compare(evaluation: Evaluation, reference: PeopleReference, **group: str) -> None:
    """Every metric of one group is the fraction the reference gives."""
    for metric in PLAIN:
        value = evaluation.value_for(metric, **group)
        agree(value.value, None if value.reason == "undecided" else getattr(reference, metric)(), metric)
    bounds, expected = evaluation.value_for("participants_bounds", **group), reference.bounds()
    assert (bounds.low, bounds.high) == (expected or (None, None)), (bounds, expected)


@examples(60)
@given(sheets())
def test_whole_selection_matches_the_reference(tables: Tables) -> None:
    compare(everything(build(tables), metrics=(*PLAIN, "participants_bounds")), PeopleReference(tables))


@examples(10)
@given(sheets())
def test_every_program_and_partner_matches_the_reference(tables: Tables) -> None:
    compared = (*PLAIN, "participants_bounds")
    by_program = everything(build(tables), by="program", metrics=compared)
    by_partner = everything(build(tables), by="partner", metrics=compared)
    for name in PROGRAMS:
        compare(by_program, PeopleReference(tables, lambda row, name=name: row["p"] == name), program=name)
    for partner in {name for p in tables["programs"] for name in p["partners"]}:
        theirs = {p["name"] for p in tables["programs"] if partner in p["partners"]}
        compare(
            by_partner,
            PeopleReference(tables, lambda row, theirs=theirs: row["p"] in theirs),
            partner=partner,
        )
