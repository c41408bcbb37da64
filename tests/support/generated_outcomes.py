"""How well the reader does on a generated sheet: right, asked, refused, or silently wrong."""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime
from typing import Literal

import pandas as pd

from libcollab_metrics.errors import LibCollabError
from libcollab_metrics.ingest.values.lexicon import all_known_headings
from libcollab_metrics.model import Import
from libcollab_metrics.model.names import normalize_heading
from tests.support.builders.generated_sheets import Generated
from tests.support.sheets import imported, xlsx

#: Questions about the name of a program, and whether "at least 12" is all: they change no number.
CHANGE_NO_NUMBER = (".program", ".list_complete")

Outcome = Literal["right", "right after a question", "asked", "refused", "wrong"]


def read_generated(sheet: Generated) -> tuple[Outcome, str]:
    """Return how a sheet was read, and the layout that was found.

    A sheet is right if every table that counts something equals the expected one; it is "asked" if it is not
    and a question says so.
    """
    try:
        file = imported(xlsx(**{sheet.tab: sheet.cells}), "sheet.xlsx")
    except LibCollabError:
        return "refused", "refused"
    layout = file.reading.sheets[0].layout
    questions = [
        question
        for reading in file.reading.sheets
        for question in reading.questions
        if not question.id.endswith(CHANGE_NO_NUMBER)
    ]
    if _gives_expected_rows(file, sheet):
        return ("right after a question" if questions else "right"), layout
    return ("asked" if questions else "wrong"), layout


def _gives_expected_rows(file: Import, sheet: Generated) -> bool:
    counted = {"sessions", "participation", "ledger", "outcomes", "deliveries", "perspectives"}
    counted -= {"sessions"} if "participation" in sheet.expected else set()  # a roster's days are sessions
    if any(len(file.tables[table]) for table in counted & set(file.tables) - set(sheet.expected)):
        return False
    for table, rows in sheet.expected.items():
        if table not in file.tables:
            return False
        frame, fields = file.tables[table], sorted({field for row in rows for field in row})
        if table == "participation":
            frame = frame[frame["status"] == "present"]
        given = Counter(tuple(_plain(row.get(field)) for field in fields) for row in frame.to_dict("records"))
        wanted = Counter(tuple(_plain(row.get(field)) for field in fields) for row in rows)
        if given != wanted:
            return False
    return True


def _plain(value: object) -> object:
    if value is None or value is pd.NA or (isinstance(value, float) and pd.isna(value)) or value is pd.NaT:
        return None
    if isinstance(value, (datetime, pd.Timestamp)):
        return value.date()
    if isinstance(value, date) or not isinstance(value, (int, float)):
        return value
    return float(value)


def unknown_headings(sheets: list[Generated]) -> tuple[int, int]:
    """Return how many distinct headings of sheets no layout knows, and how many there are."""
    texts = {normalize_heading(heading) for sheet in sheets for heading in sheet.headings}
    words = {text for text in texts if text and not text[0].isdigit()}
    return len(words - all_known_headings()), len(words)
