"""What a file adds, in words, before it is added."""

from __future__ import annotations

from typing import Any

import pytest

from libcollab_metrics.model.import_summary import summarize_import
from tests.support.sheets import LOG, ROSTER, imported, xlsx

PARTNERS = [["Partner", "Kind of partner"], ["Hope", "sponsor"], ["Mabini School", "school"]]
MONEY = [["Date", "Donor", "Amount", "Status"], ["2026-03-07", "Hope", 500, "received"]]


#: A school's form, of which nothing counts before somebody says whose sessions it lists.
SCHOOL_FORM: list[list[object]] = [
    ["School Form 2 (SF2) Daily Attendance Report of Learners"],
    ["School Year", "2026-2027", "Report for the Month of", "June"],
    ["LEARNER'S NAME", 9, 10, 11, "ABSENT", "TARDY"],
    [None, "T", "W", "TH", None, None],
    ["LEARNER 01", None, "x", None, 1, None],
    ["LEARNER 02", None, None, None, None, None],
    ["Combined TOTAL PER DAY", 2, 1, 2, None, None],
]


@pytest.mark.parametrize(
    ("sheets", "answers", "label", "effect", "details"),
    [
        ({"Log": LOG}, {}, "Story hour session log, March 2026", "2 sessions", ("1 program", "1 cancelled")),
        (
            {"Roster": ROSTER},
            {"program": "Reading club"},
            "Reading club attendance list, March 2026",
            "3 sessions",
            ("1 program", "5 people"),
        ),
        ({"Partners": PARTNERS}, {}, "Partner list", "2 partners", ()),
        (
            {"Log": LOG, "Partners": PARTNERS},
            {},
            "Story hour session log, March 2026",
            "2 sessions and 2 partners",
            ("1 program", "1 cancelled"),
        ),
        (
            {"Log": LOG, "Partners": PARTNERS, "Money": MONEY},
            {},
            "Story hour workbook, March 2026",
            "2 sessions and 3 other rows",
            ("1 program", "1 cancelled"),
        ),
        ({"Other": [["Colour", "Smell"], ["red", "sweet"]]}, {}, "Sheet that was not understood", "", ()),
        ({"SF2 June": SCHOOL_FORM}, {}, "School attendance form", "", ()),
    ],
)
def test_file_is_summarized_by_what_it_adds(
    sheets: dict[str, Any], answers: dict[str, Any], label: str, effect: str, details: tuple[str, ...]
) -> None:
    summary = summarize_import(imported(xlsx(**sheets), **answers))
    assert (summary.label, summary.effect, summary.details) == (label, effect, details)


def test_missing_head_counts_and_months_are_named() -> None:
    rows = [["Date", "Title", "Attendance"], ["2025-12-07", "Craft", 5], ["2026-02-07", "Craft", None]]
    summary = summarize_import(imported(xlsx(Log=rows)))
    assert summary.label == "Craft session log, December 2025–February 2026"
    assert summary.details == ("1 program", "1 head count missing")
