"""Steps of every kind for tests of the store; the same number gives the same steps."""

from __future__ import annotations

from datetime import date
from functools import cache
from random import Random

import pandas as pd

from libcollab_metrics.model import (
    Answer,
    Edit,
    FileReading,
    Import,
    Merge,
    Scope,
    Sent,
    SentFigure,
    Setting,
    Step,
    Workspace,
)
from tests.support.sheets import csv_text, imported

DAY = date(2026, 3, 14)
LOG = ["Date", "Title", "Location", "Attendance", "Notes"]
PEOPLE = ["Date", "Activity", "Name", "Status", "Age"]
SITES = ("Main", "Hall", "Barangay hall")
CHILDREN = ("Tala Bituin", "Ligaya Dimaculangan", "Isagani Punzalan", "Peña, Marisol", "Jun-jun Sarmiento")


@cache
def sheet_file(number: int) -> Import:
    """Return the import of a small file with a log and an attendee list; each number is another file."""
    random = Random(number)
    log = [
        [
            f"2026-{month:02d}-{random.randint(1, 28):02d}",
            random.choice(["Story hour", "Craft"]),
            random.choice(SITES),
            random.choice([None, "about 20", random.randint(1, 40)]),
            "rain",
        ]
        for month in range(1, 7)
    ]
    list_ = [
        [f"2026-0{random.randint(1, 6)}-03", "Reading", child, random.choice(["Present", "Absent"]), 7]
        for child in CHILDREN
    ]
    # CSV, because a workbook stores when it was made, and another process must make the same file.
    first, second = (
        imported(csv_text([LOG, *log]), "Log.csv"),
        imported(csv_text([PEOPLE, *list_]), "People.csv"),
    )
    reading = FileReading(f"file {number}.xlsx", (*first.reading.sheets, *second.reading.sheets))
    return Import({**second.tables, **first.tables}, reading, (*first.issues, *second.issues), first.sha256)


def any_step(random: Random, number: int) -> Step:
    """Return one step of any kind, the same for the same random numbers.

    A file comes twice only if its number does.
    """
    kind = random.choice(["import", "merge", "answer", "setting", "edit", "sent"])
    if kind == "import":
        answers = {"marks": {"x": "present", "": "absent"}, "year": 2026}
        return sheet_file(number), Answer(f"headings {number}", answers)
    if kind == "merge":
        return (Merge("sessions.site", random.choice(SITES), random.choice(SITES)),)
    if kind == "answer":
        return (Answer("abc", {"date_order": "day-first"}),)
    if kind == "setting":
        return (Setting({"population": random.randint(50, 500), "sites": ("Main", "Hall")}),)
    if kind == "sent":
        figures = (SentFigure("attendance_total", "1,605", 1605.0), SentFigure("reach_rate", "60 % to 80 %"))
        scope = Scope((("site", (random.choice(SITES),)),), DAY)
        return (Sent("Rotary Club", "sponsor", "pdf", "en", scope, DAY, DAY, "2", "abcdef012345", figures),)
    row = {"program_id": "Craft", "date": pd.Timestamp("2026-05-02"), "attended": 9.0, "events": 1.0}
    return (Edit("sessions", (row,)),)


def state(workspace: Workspace) -> tuple[object, ...]:
    """Return what distinguishes a workspace from the one a step before; sent documents change no version."""
    undone = Workspace(workspace.undone_steps)
    return workspace.version, workspace.sent_documents, undone.version, undone.sent_documents
