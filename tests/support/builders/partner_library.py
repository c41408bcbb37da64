"""A library with two partners, and the sheet that one of them fills in and returns."""

from __future__ import annotations

import io
from collections.abc import Mapping
from datetime import date

from openpyxl import load_workbook

from libcollab_metrics.ingest import build_partner_sheet
from libcollab_metrics.model import Dataset, Workspace
from tests.support.sheets import imported, xlsx

SCHOOL, FUND = "Malinaw School", "Secret Fund"
DAY = date(2026, 7, 1)
#: Texts that must not be on the school's sheet: the other partner, its own program, people, notes and words.
CANARIES = (
    FUND,
    "Vault drive",
    "Maria Canary",
    "Nota Canary",
    "Remark Canary",
    "Kept apart",
    "Lote Canary",
    "77777",
)
PARTNERS = [
    ["Partner", "Kind of partner", "Strengths"],
    [SCHOOL, "school", ""],
    [FUND, "sponsor", "Kept apart"],
]
PROGRAMS = [
    ["Program", "Partners", "Start", "End", "People to be served"],
    ["Story hour", f"{SCHOOL}; {FUND}", "2026-01-10", None, 77777],
    ["Vault drive", FUND, "2026-02-01", None, None],
]
LEDGER_HEADS = ["Program", "Date", "From", "To", "Kind", "Quantity", "Unit", "Value", "Status", "Note"]
LEDGER = [
    LEDGER_HEADS,
    [
        "Story hour",
        "2026-02-18",
        SCHOOL,
        "project",
        "staff_hours",
        40,
        "hours",
        None,
        "received",
        "Remark Canary",
    ],
    ["Story hour", "2026-03-02", FUND, SCHOOL, "cash", None, None, 15000, "pledged", None],
    ["Vault drive", "2026-03-03", FUND, "project", "cash", None, None, 77777, "received", None],
]
DELIVERIES = [
    ["Program", "Lot", "Site", "Unit", "Pledged", "Received"],
    ["Story hour", "Lot A", "San Isidro", "books", 500, 290],
    ["Vault drive", "Lote Canary", "Vault", "books", 77777, None],
]
PEOPLE = [["Program", "Date", "Name", "Status"], ["Story hour", "2026-03-07", "Maria Canary", "present"]]
NOTES = [["Program", "Date", "Note", "Tag"], ["Story hour", "2026-03-07", "Nota Canary", "x"]]
RATED = [
    ["Partner", "Side", "Respondent", "Item", "Rating", "Date"],
    [SCHOOL, "partner", "Maria Canary", "We know who does what", 2, "2026-02-01"],
]

Cells = Mapping[tuple[str, str], object]


def library(**changed: object) -> Workspace:
    """Return a workspace with both partners; sheets given by name replace those above."""
    sheets = {
        "Partners": PARTNERS,
        "Programs": PROGRAMS,
        "Ledger": LEDGER,
        "Deliveries": DELIVERIES,
        "Participants": PEOPLE,
        "Notes": NOTES,
        "Perspectives": RATED,
        **changed,
    }
    return Workspace().append(imported(xlsx(**sheets), "Library.xlsx"))  # type: ignore[arg-type]


def made(dataset: Dataset | None = None, partner: str = SCHOOL) -> bytes:
    """Return the sheet for a partner."""
    return build_partner_sheet(dataset or library().dataset(), partner, DAY)


def ref_of(data: bytes, title: str, what: str = "") -> str:
    """Return the code of the line whose title begins so, or of a fact below it by its label."""
    sheet = load_workbook(io.BytesIO(data))["What we recorded"]
    is_in_line = False
    for row in sheet.iter_rows(min_row=6, values_only=True):
        if row[0] and "-" not in str(row[0]):
            is_in_line = str(row[1]).startswith(title)
            if is_in_line and not what:
                return str(row[0])
        elif is_in_line and row[0] and str(row[1]).startswith(what):
            return str(row[0])
    raise KeyError((title, what))


def filled(
    data: bytes,
    facts: Mapping[str, tuple[object, object]],
    ratings: Mapping[int, object] | None = None,
    comments: Mapping[int, str] | None = None,
    role: object = "Coordinator",
    day: object = "2026-07-02",
) -> bytes:
    """Return the sheet as filled in.

    `facts` gives the cells under Right? and Should be by code; `ratings` and `comments` are by number.
    """
    workbook = load_workbook(io.BytesIO(data))
    sheet = workbook["What we recorded"]
    for row in range(6, sheet.max_row + 1):
        right, correction = facts.get(str(sheet.cell(row, 1).value), (None, None))
        sheet.cell(row, 4).value, sheet.cell(row, 5).value = right, correction
    sheet = workbook["How you see it"]
    sheet["B4"], sheet["B5"] = role, day
    for number, rating in (ratings or {}).items():
        sheet.cell(7 + number, 3).value = rating
    for number, comment in (comments or {}).items():
        sheet.cell(7 + number, 4).value = comment
    stream = io.BytesIO()
    workbook.save(stream)
    return stream.getvalue()
