"""The two margins of the official form are shown as evaluated, with a remark when they do not balance."""

from __future__ import annotations

from libcollab_metrics.figures import official_margin, official_note, official_recorded
from libcollab_metrics.localization import language
from tests.support.builders.datasets import dataset, everything

ENGLISH = language("en")


def test_margins_list_classes_with_unclassified_and_total_last() -> None:
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
    evaluation = everything(data, metrics=["imls_grid"])
    by_format = {row[0]: row[1:] for row in official_margin(evaluation, "format", ENGLISH).rows}
    assert by_format["Onsite"] == ("1", "12")
    assert by_format["Offsite"] == ("1", "9")
    by_age = official_margin(evaluation, "age", ENGLISH).rows
    assert by_age[0] == ("0-5", "1+", "12+")
    assert by_age[-2:] == (("In no official class", "1", "9"), ("Total", "2", "21"))
    assert official_note(evaluation, ENGLISH)


def test_recordings_have_a_sentence_of_their_own() -> None:
    held = {"age_class": "0-5", "format": "onsite", "attended": 12}
    recording = {"format": "recorded", "attended": 40}
    evaluation = everything(dataset([held, held, recording]), metrics=["imls_grid"])
    sentence = "Recorded presentations: 1, viewed 40 times. They are in no total."
    assert official_recorded(evaluation, ENGLISH) == sentence
    assert official_recorded(everything(dataset([held]), metrics=["imls_grid"]), ENGLISH) == ""


def test_rows_with_unknown_session_count_leave_margins_balanced() -> None:
    """One onsite for 6-11; a row for an unknown number offsite for 0-5; and a row of five in no class."""
    rows = [
        {"attended": 20, "format": "onsite", "age_class": "6-11"},
        {"attended": 100, "events": None, "format": "offsite", "age_class": "0-5"},
        {"attended": 25, "events": 5.0},
    ]
    evaluation = everything(dataset(rows), metrics=["imls_grid"])
    assert {official_margin(evaluation, margin, ENGLISH).rows[-1] for margin in ("age", "format")} == {
        ("Total", "6+", "145")
    }


def test_empty_dataset_has_no_margins() -> None:
    evaluation = everything(dataset(), metrics=["imls_grid"])
    assert official_margin(evaluation, "age", ENGLISH).rows == ()
    assert official_note(evaluation, ENGLISH) == official_recorded(evaluation, ENGLISH) == ""
