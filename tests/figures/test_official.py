"""The two margins of the official form stand as evaluated, and say when they do not balance."""

from __future__ import annotations

from libcollab_metrics.figures import official_balance, official_margin, official_note, official_recorded
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
    assert by_age[-2:] == (("In no official class", "1", "9"), ("Total", "2", "21"))
    assert official_note(found, ENGLISH)
    assert official_balance(found, ENGLISH) == (
        "The two margins do not balance. Of 2 sessions, those in no class are 1 session by intended audience and none "
        "by format: until somebody says what they were, the classes add up to different totals."
    )


def test_margins_that_balance_say_so_and_recordings_are_apart() -> None:
    held = {"age_class": "0-5", "format": "onsite", "attended": 12}
    recording = {"format": "recorded", "attended": 40}
    found = everything(dataset([held, held, recording]), metrics=["imls_grid"])
    assert official_balance(found, ENGLISH) == "The two margins balance: both hold 2 sessions, each in one class."
    assert official_recorded(found, ENGLISH).startswith("Recorded presentations: 1, viewed 40 times.")


def test_sessions_in_no_class_of_either_margin_balance_and_are_told_all_the_same() -> None:
    found = everything(dataset([{"attended": 12}, {"attended": 9}]), metrics=["imls_grid"])
    assert "balance, but not every session is on the form" in official_balance(found, ENGLISH)
    assert official_recorded(found, ENGLISH) == "Recorded presentations: none in the sheets."


def test_nothing_held_has_no_margin() -> None:
    found = everything(dataset(), metrics=["imls_grid"])
    assert official_margin(found, "age", ENGLISH).rows == ()
    assert official_note(found, ENGLISH) == official_balance(found, ENGLISH) == official_recorded(found, ENGLISH) == ""
