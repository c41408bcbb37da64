"""The two margins of the official form stand as evaluated, and say when they do not balance."""

from __future__ import annotations

from libcollab_metrics.figures import official_margin, official_note
from libcollab_metrics.wording import language
from tests.metrics.build import dataset, everything

ENGLISH = language("en")


def test_margins_are_sessions_and_visits_by_class_with_the_rest_last() -> None:
    """
    date    audience  format    attended     by age: 0-5   1 session, 12 visits; unclassified 1 session, 9
    Mar 7   0-5       onsite          12     by format: onsite 1 session, 12; offsite 1 session, 9
    Mar 8   –         offsite          9
    """
    data = dataset(
        [
            {"on": "2026-03-07", "age_class": "0-5", "format": "onsite", "attended": 12},
            {"on": "2026-03-08", "format": "offsite", "attended": 9},
        ]
    )
    found = everything(data, metrics=["imls_grid"])
    by_format = {row[0]: row[1:] for row in official_margin(found, "format", ENGLISH).rows}
    assert by_format["Onsite"] == ("1", "12")
    assert by_format["Offsite"] == ("1", "9")
    by_age = official_margin(found, "age", ENGLISH).rows
    assert by_age[0] == ("0-5", "at least 1", "at least 12")
    assert by_age[-1] == ("In no official class", "1", "9")
    assert official_note(found, ENGLISH)


def test_nothing_held_has_no_margin() -> None:
    found = everything(dataset(), metrics=["imls_grid"])
    assert official_margin(found, "age", ENGLISH).rows == ()
    assert official_note(found, ENGLISH) == ""
