"""Every issue kind is raised by at least one input; a kind that nothing raises fails the test."""

from __future__ import annotations

from typing import Any

import pytest

from libcollab_metrics.errors import UnreadableFileError
from libcollab_metrics.ingest.files.cells import ErrorCell, SheetCells
from libcollab_metrics.ingest.importer import read_cells
from libcollab_metrics.metrics import check_criteria
from libcollab_metrics.model import ISSUE_KINDS, Edit, RowAddress, Workspace
from tests.ingest.layouts.test_rosters import COMBINED, FORM
from tests.support.sheets import codes, csv_text, dataset, imported, read, xlsx

LOG = ["Date", "Title", "Location", "Attendance"]
LEDGER = ["Program", "Date", "From", "To", "Kind", "Quantity", "Value of one", "Value", "Status"]
DELIVERIES = ["Program", "Lot", "Shipped", "Received"]
PEOPLE = ["Date", "Activity", "Name", "Status"]
NAMES = ("Ana Cruz", "Bea Diaz", "Carla Ruiz", "Ana Cruz", "Bea Diaz", "Dora Gil")


def log(*rows: object, heads: object = LOG) -> bytes:
    return xlsx(Log=[heads, *rows])  # type: ignore[list-item]


def session(
    attended: object, day: object = "2026-03-07", title: str = "Story hour", site: object = "Main"
) -> list[object]:
    return [day, title, site, attended]


def roster(mark: object, learners: int = 12, **more: Any) -> bytes:
    return xlsx(
        Roster=[
            ["Name", "2026-03-07", "2026-03-14"],
            *([f"Learner {n}", mark, mark] for n in range(learners)),
        ]
    )


TALLY = xlsx(
    October=[
        [None, "In-House", None, "Self-Directed", None],
        ["Age Group", "Groups", "Attendance", "Groups", "Attendance"],
        ["Children (0-5)", 8, 120, 2, 61],
    ],
)


SHEETS: dict[str, tuple[bytes, dict[str, Any]]] = {
    "header-below-top": (xlsx(Log=[["Library"], LOG, session(3)]), {}),
    "header-rows-joined": (
        xlsx(
            Log=[
                ["Date", "Title", "Attendance", None],
                [None, None, "Children", "Adults"],
                ["2026-03-07", "Story", 3, 4],
            ]
        ),
        {},
    ),
    "sheet-skipped": (xlsx(Log=[LOG, session(3)], Read=[["Read me"]]), {}),
    "read-from-prose": (xlsx(Memo=[["Mar. 7 Story hour 31"], ["Mar. 14 Story hour 20"]]), {"year": 2026}),
    "members-not-counted": (
        xlsx(Members=[["Reading club"], ["No.", "Name"], [1, "Ana Reyes"], [2, "Ben Diaz"]]),
        {},
    ),
    "school-days-not-counted": (xlsx(June=[*FORM, COMBINED]), {}),
    "answer-not-used": (
        xlsx(Log=[["Date", "Colour"], ["2026-03-07", "red"]]),
        {"row_is": "session", "mapping": {"Colour": "deliveries.received"}},
    ),
    "layout-unknown": (xlsx(Log=[["Colour", "Smell"], ["red", "sweet"]]), {}),
    "ragged-row": (
        b"Date,Title,Attendance\n2026-03-07,Story,hour,18\n2026-03-14,Craft,9\n2026-03-21,Craft,9\n",
        {},
    ),
    "column-assumed": (log(session(3), session(4, "2026-03-14"), heads=["Held on", *LOG[1:]]), {}),
    "column-not-used": (log([*session(3), "sweet"], heads=[*LOG, "Smell"]), {}),
    "personal-column-discarded": (log([*session(3), "0917"], heads=[*LOG, "Contact No."]), {}),
    "totals-row-left-out": (log(session(3), ["TOTAL", None, None, 3]), {}),
    "date-far-off": (log(session(3), session(4, "2026-03-14"), session(5, "2126-03-21")), {}),
    "totals-disagree": (log(session(3), ["TOTAL", None, None, 4]), {}),
    "tables-stacked": (log(session(3), LOG, session(4)), {}),
    "blank-rows-skipped": (
        xlsx(Log=[["Program", "Story"], ["Date", "2026-03-07"], ["No.", "Name"], [1, "Ana"], [2, None]]),
        {},
    ),
    "row-left-out": (log(session(3), [None, "Story hour", "Main", None]), {}),
    "row-without-data": (log(session(3), [None, "someone", None, None]), {}),
    "duplicate-rows": (log(session(3), session(3)), {}),
    "count-of-cancelled": (log(session(3, title="CANCELLED - Story"), session(4)), {}),
    "spelling-joined": (log(session(3), session(4), session(5, site="MAIN")), {}),
    "session-matched": (
        xlsx(Log=[LOG, session(3)], People=[PEOPLE, ["2026-03-07", "Story hour", "Ana", "Present"]]),
        {},
    ),
    "summary-left-out": (
        xlsx(
            Log=[LOG, session(3), session(5, "2026-03-14")],
            Programs=[["Program", "Sessions", "Attendance"], ["Story hour", 2, 8], ["Choir", 1, 9]],
        ),
        {},
    ),
    "summary-perhaps-twice": (
        xlsx(
            Log=[LOG, session(3), session(5, "2026-03-14")],
            Programs=[["Program", "Sessions", "Attendance"], ["Story hour", 2, 9], ["Choir", 1, 9]],
        ),
        {},
    ),
    "status-unclear": (
        log(
            [*session(3), "Held"],
            [*session(4, "2026-03-14"), "Held"],
            [*session(5, "2026-03-21"), "Perhaps"],
            heads=[*LOG, "Status"],
        ),
        {},
    ),
    "remark-open": (
        log([*session(3), "entered twice"], [*session(4), None], heads=[*LOG, "Remarks"]),
        {},
    ),
    "held-unclear": (
        log(
            [*session(None), "van puncture"],
            [*session(4, "2026-03-14"), None],
            heads=[*LOG, "Remarks"],
        ),
        {},
    ),
    "session-perhaps-twice": (
        xlsx(Log=[LOG, session(3)], Roster=[["Name", "2026-03-07", "2026-03-14"], ["Ana", "P", "P"]]),
        {},
    ),
    "numbers-perhaps-twice": (
        xlsx(
            Log=[LOG, session(3), session(4, "2026-03-14"), session(5, "2026-04-21")],
            Board=[["Month", "# of programs", "Attendance"], ["March", 5, 80], ["April", 6, 90]],
        ),
        {},
    ),
    "tab-perhaps-repeats": (
        xlsx(
            Log=[LOG, session(3), session(4, "2026-03-14"), session(5, "2026-03-21")],
            Again=[LOG, session(3), session(4, "2026-03-14"), session(5, "2026-03-21")],
        ),
        {},
    ),
    "tab-within-another": (
        xlsx(
            Ours=[LOG, session(3), session(4, "2026-03-14"), session(5, "2026-03-21")],
            All=[
                *(LOG, session(3), session(4, "2026-03-14"), session(5, "2026-03-21")),
                *(session(9, "2026-03-10"), session(8, "2026-03-17")),
            ],
        ),
        {},
    ),
    "tab-version": (
        xlsx(
            May=[LOG, session(3), session(4, "2026-03-14"), session(5, "2026-03-21")],
            **{"May (2)": [LOG, session(3), session(6, "2026-03-14"), session(5, "2026-03-21")]},
        ),
        {},
    ),
    "corrections-not-used": (
        xlsx(
            May=[LOG, session(3), session(4, "2026-03-14"), session(5, "2026-03-21")],
            Corrections=[["Date", "Was", "Should be"], ["14 March", 4, 14]],
        ),
        {},
    ),
    "session-unclear": (
        csv_text([["Date", "Name"], ["2026-03-07", "Ana Cruz"], ["2026-03-14", "Ben Uy"], ["", "Cy Tan"]]),
        {},
    ),
    "sessions-perhaps-several": (
        csv_text(
            [
                ["Date", "Name", "Corner"],
                ["2026-03-07", "Ana Cruz", "Crafts"],
                ["2026-03-07", "Ben Uy", "Chess"],
                ["2026-03-14", "Ana Cruz", "Crafts"],
                ["2026-03-14", "Cy Tan", "Chess"],
            ]
        ),
        {},
    ),
    "one-session-assumed": (
        xlsx(People=[["Name", "Age"], ["Ana Cruz", 8], ["Ben Diaz", 9], ["Cora Uy", 8]]),
        {"row_is": "person-at-session"},
    ),
    "arrival-times": (
        xlsx(
            People=[
                ["Date", "Name", "Time"],
                ["2026-03-07", "Ana", "9:10"],
                ["2026-03-07", "Ben", "9:25"],
                ["2026-03-07", "Cora", "10:40"],
                ["2026-03-14", "Ana", "9:05"],
            ]
        ),
        {},
    ),
    "homes-assumed": (
        xlsx(
            Visitors=[
                ["Date", "Name", "Barangay"],
                ["2026-03-07", "Ana", "San Juan"],
                ["2026-03-07", "Ben", "Poblacion"],
                ["2026-03-07", "Cora", "Poblacion"],
                ["2026-03-14", "Ana", "San Juan"],
                ["2026-03-14", "Dan", "Sta. Cruz"],
            ]
        ),
        {},
    ),
    "similar-names": (
        xlsx(
            People=[
                PEOPLE,
                ["2026-03-07", "Story", "Ana Reyes", "Present"],
                ["2026-03-14", "Story", "Anna Reyes", "Present"],
            ]
        ),
        {},
    ),
    "several-people-perhaps": (
        xlsx(
            People=[
                PEOPLE,
                ["2026-03-07", "Story", "Ana Reyes & Ben", "Present"],
                ["2026-03-14", "Story", "Carla Ruiz", "Present"],
            ]
        ),
        {},
    ),
    "same-person-perhaps": (
        xlsx(
            People=[
                PEOPLE,
                ["2026-03-07", "Story", "Ana", "Present"],
                ["2026-03-14", "Story", "Anna", "Present"],
            ]
        ),
        {"same_person": [["Ana", "Anna"]]},
    ),
    "date-unreadable": (log(session(3, "one day")), {}),
    "date-missing": (log(session(3, None)), {}),
    "outside-scale": (xlsx(Outcomes=[["Program", "Measure", "Rating"], ["W", "knowledge", 6]]), {}),
    "score-above-scale": (
        xlsx(
            Outcomes=[
                ["Program", "Measure", "Before", "After", "Highest possible score"],
                ["W", "m", 9, 26, 20],
            ]
        ),
        {},
    ),
    "date-order-assumed": (log(session(3, "3/7/2026")), {}),
    "ditto-read": (log(session(3), session('"', '"')), {}),
    "date-from-context": (log(session(3, "7-Mar")), {"year": 2026}),
    "year-missing": (log(session(3, "7-Mar")), {}),
    "times-missing": (log([*session(3), "All Day Event"], heads=[*LOG, "Start Time"]), {}),
    "several-values": (
        xlsx(
            Events=[
                [
                    "Event ID",
                    "Title",
                    "Event Start Date",
                    "Audiences",
                    "Actual Attendance (In-Person)",
                    "Confirmed Registrations",
                    "Online Seats",
                ],
                [1, "Story hour", "2026-03-07", "Adults", 3, 4, 0],
                [2, "Story hour", "2026-03-14", "Preschool (ages 3-6), Adults", 3, 4, 0],
            ]
        ),
        {},
    ),
    "number-from-text": (log(session("1,234")), {}),
    "footnote-dropped": (log(session("18*")), {}),
    "number-unreadable": (log(session("many")), {}),
    "estimate-in-words": (log(session("about 20")), {}),
    "estimate-scaled": (log(session("30/week × 52")), {}),
    "amounts-multiplied": (log([*session(3), 2.5], heads=[*LOG, "Cost (in thousands)"]), {}),
    "range-lower-end": (log(session("15-20")), {}),
    "sum-in-cell": (log(session("3+4")), {}),
    "times-reversed": (log([*session(3), "14:00", "13:30"], heads=[*LOG, "Start Time", "End Time"]), {}),
    "missing-code": (log(session("N/A")), {}),
    "zero-may-mean-none": (log(session(0)), {"zero_means": "not-recorded"}),
    "percent-not-count": (log(session("39%")), {}),
    "sentinel-number": (log(session("9999999999")), {}),
    "size-implausible": (log([*session(90), 30], heads=[*LOG, "Capacity"]), {}),
    "part-missing": (
        log(
            [*session(3), None],
            heads=[*LOG[:3], "Actual Attendance (In-Person)", "Actual Attendance (Online)"],
        ),
        {},
    ),
    "zero-with-events": (log(session(0)), {}),
    "all-zero-block": (
        csv_text(
            [
                ["Year", "Month", "Library", "Events", "Attendance"],
                [2026, 3, "A", 2, 5],
                [2026, 4, "A", 2, 0],
                [2026, 4, "B", 3, 0],
            ]
        ),
        {},
    ),
    "door-count": (csv_text([["Library", "2026-01", "2026-02"], ["Main", 412, 388]]), {}),
    "door-count-perhaps": (
        csv_text([["When", "Count"], ["March 2026", 412], ["April 2026", 388]]),
        {"row_is": "month-total", "mapping": {"When": "period.month", "Count": "sessions.attended"}},
    ),
    "cadence-mixed": (csv_text([["Library", "2026-01", "2026-02", "Total"], ["Main", 412, 388, 800]]), {}),
    "not-sessions": (TALLY, {"year": 2026}),
    "people-without-events": (csv_text([["Year", "Month", "Events", "Attendance"], [2026, 3, 0, 12]]), {}),
    "events-unknown": (csv_text([["Year", "Month", "Events", "Attendance"], [2026, 3, "", 12]]), {}),
    "dominant-value": (
        log(*(session(3, f"2026-03-0{n}") for n in range(1, 6)), session(300, "2026-03-08")),
        {},
    ),
    "unit-named": (log(session(3)), {}),
    "unit-unclear": (log(session(3)), {"people": "people"}),
    "partner-by-mark": (log(session(3, title="Story hour *")), {}),
    "age-band-straddles": (log([*session(3), "Ages 3-6"], heads=[*LOG, "Age Group"]), {}),
    "signature-missing": (
        xlsx(
            List=[
                ["Workshop — 14 March 2026 — Hall"],
                ["No.", "Name", "Signature"],
                [1, "A", "x"],
                [2, "B", "x"],
                [3, "C", None],
            ]
        ),
        {},
    ),
    "people-mixed": (log([*session(3), 4], heads=[*LOG[:3], "Children", "Adults"]), {}),
    "balance-broken": (
        log(
            ["2026-03-07", "Story", "Main", 5, 1, 3, 2],
            heads=[*LOG[:3], "In person", "Online", "Children", "Adults"],
        ),
        {},
    ),
    "zero-in-text": (log(session(3, site="0")), {}),
    "choice-unknown": (log([*session(3), "on the moon"], heads=[*LOG, "Format"]), {}),
    "answer-unreadable": (
        xlsx(
            Feedback=[
                ["Timestamp", "Name", "The workshop was useful"],
                *([f"2026/03/07 10:0{n}:00", f"Ana {n}", "Agree"] for n in range(7)),
                ["2026/03/07 10:08:00", "Ben Diaz", "4 or 5"],
            ]
        ),
        {},
    ),
    "choice-assumed": (
        xlsx(Ledger=[LEDGER, ["Drive", None, "A", "project", "cash", 1, 5, 5, "perhaps"]]),
        {},
    ),
    "cancelled-by-title": (log(session(None, title="CANCELLED - Story hour")), {}),
    "marks-from-totals": (
        xlsx(
            Roster=[
                ["Name", "2026-03-07", "2026-03-14", "2026-03-21"],
                ["Ana", "P", None, "P"],
                ["Bea", "P", "P", "P"],
                ["Total", 2, 1, 2],
            ]
        ),
        {},
    ),
    "marks-from-legend": (
        xlsx(Roster=[["V = present"], ["Name", "2026-03-07", "2026-03-14"], ["Ana", "V", "V"]]),
        {},
    ),
    "marks-from-form": (xlsx(Roster=[["Estudiante", "2026-03-07", "2026-03-14"], ["Ana", "P", "F"]]), {}),
    "rule-not-applied": (
        xlsx(Roster=[["Name", "2026-03-07", "2026-03-14"], ["Ana", "P", "L"], ["3 tardies = 1 absence"]]),
        {},
    ),
    "number-in-roster": (roster(7), {}),
    "holiday-column": (
        xlsx(Roster=[["Name", "2026-03-07", "2026-03-14"], *(["L", mark, "P"] for mark in "FERIADO")]),
        {},
    ),
    "day-without-marks": (
        xlsx(Roster=[["Name", "2026-03-07", "2026-03-14"], ["L", "A", None]]),
        {"marks": {"": "present"}},
    ),
    "day-not-explained": (
        xlsx(Roster=[["Name", "2026-03-07", "2026-03-14"], ["L", "P", "H"], ["M", "P", "H"]]),
        {},
    ),
    "program-from-tab": (
        xlsx(Log=[LOG, session(1)], Story_hour=[["Name", "2026-03-07", "2026-03-14"], ["L", "P", "A"]]),
        {},
    ),
    "program-from-log": (
        xlsx(
            Log=[LOG, *(session(2, f"2026-03-0{day}") for day in (1, 2, 3))],
            Signed_in=[["Date", "Name"], *([f"2026-03-0{n // 2}", name] for n, name in enumerate(NAMES, 2))],
        ),
        {},
    ),
    "day-twice": (xlsx(Roster=[["Name", "2026-03-07", "2026-03-07"], ["L", "P", "P"]]), {}),
    "days-numbered": (
        xlsx(Roster=[["Name", "Attendance"], ["Ana", "P", "P", "A"], ["Bea", "A", "P", "P"]]),
        {},
    ),
    "stay-from-remark": (
        xlsx(Roster=[["Name", "2026-03-07", "2026-03-14", "Remarks"], ["L", "P", None, "T/O 3/10"]]),
        {},
    ),
    "mark-by-custom": (roster("P"), {}),
    "mark-unconfirmed": (roster("x"), {}),
    "presence-implausible": (roster("P"), {}),
    "roster-exceeds-count": (
        xlsx(
            Log=[LOG, session(1)],
            People=[
                PEOPLE,
                ["2026-03-07", "Story hour", "Ana", "Present"],
                ["2026-03-07", "Story hour", "Ben", "Present"],
            ],
        ),
        {},
    ),
    "currency-mixed": (
        xlsx(
            Ledger=[
                LEDGER,
                ["Drive", None, "A", "B", "cash", None, None, "₱500", "spent"],
                ["Drive", None, "A", "B", "cash", None, None, "$9", "spent"],
                ["Drive", None, "A", "B", "cash", None, None, "₱20", "spent"],
            ]
        ),
        {},
    ),
    "opening-balance": (
        xlsx(
            Cash=[
                ["Date", "Details", "In", "Out", "Balance"],
                ["2026-07-01", "Opening balance", None, None, 400],
                ["2026-07-04", "Donation, Rotary Club", 600, None, 1000],
                ["2026-07-09", "Chalk", None, 145, 855],
            ]
        ),
        {},
    ),
    "spent-into-project": (
        xlsx(Ledger=[LEDGER, ["Drive", None, "A", "project", "cash", 1, 5, 5, "spent"]]),
        {},
    ),
    "given-to-library": (
        xlsx(Ledger=[LEDGER, ["Drive", None, "A", "library", "cash", 1, 5, 5, "received"]]),
        {},
    ),
    "value-disagrees": (
        xlsx(Ledger=[LEDGER, ["Drive", None, "A", "project", "cash", 2, 5, 9, "received"]]),
        {},
    ),
    "received-before-sent": (
        xlsx(
            Deliveries=[
                [*DELIVERIES, "Sent on", "Received on"],
                ["Drive", "A", 9, 9, "2026-03-09", "2026-03-01"],
            ]
        ),
        {},
    ),
    "stage-grows": (xlsx(Deliveries=[DELIVERIES, ["Drive", "Lot A", 10, 12]]), {}),
    "facts-differ": (xlsx(Partners=[["Partner", "People it can reach"], ["Hope", 20], ["HOPE", 30]]), {}),
    "partner-unknown": (
        xlsx(
            Partners=[["Partner", "Kind of partner"], ["Hope", "sponsor"]],
            Ledger=[LEDGER, ["A", None, "Hoppe", "project", "cash", 1, 5, 5, "received"]],
        ),
        {},
    ),
    "program-unknown": (xlsx(Log=[LOG, session(3)], Notes=[["Program", "Note"], ["Storytime", "rain"]]), {}),
    "setting-not-read": (xlsx(Settings=[["Setting", "Value"], ["populaton", 12]]), {}),
}
BY_CELLS = {
    "colour-not-read": SheetCells.from_rows(
        "Log", [["Name", "2026-03-07", "2026-03-14"], ["Ana", "P", None]], filled_blanks=("C2",)
    ),
    "formula-error": SheetCells.from_rows("Log", [LOG, [*session(None)[:3], ErrorCell("#DIV/0!")]]),
    "formula-without-value": SheetCells.from_rows(
        "Log", [LOG, session(None)], formulas_without_value=("D2",)
    ),
    "hidden-content": SheetCells.from_rows("Log", [LOG, session(3)], is_hidden=True),
    "number-merged": SheetCells.from_rows("Log", [LOG, session(3), session(None)], merged=((2, 4, 3, 4),)),
    "text-shortened": SheetCells.from_rows("Log", [LOG, session(3)], truncated=("B2",)),
    "encoding-guessed": SheetCells.from_rows(
        "Log", [LOG, session(3)], encoding="cp1252", is_encoding_guessed=True
    ),
}


def by_hand(code: str) -> Workspace:
    """A log whose first row was changed or removed on the records page."""
    imported_file = imported(log(session(3), session(4)))
    first_row = RowAddress(imported_file.sha256[:12], "Log", 2)
    edits = {
        "typed-over": Edit("sessions", (), changed=((first_row, {"attended": 9.0}),)),
        "removed-by-hand": Edit("sessions", (), removed=(first_row,)),
    }
    return Workspace().append(imported_file).append(edits[code])


BY_HAND = ("typed-over", "removed-by-hand")
#: Reported when a person is forgotten (tests/store/test_forgetting.py).
FORGOTTEN = ("person-forgotten",)
#: Reported while several files are read together (tests/test_library.py).
BETWEEN_FILES = ("version-open",)
#: Reported by the check of success criteria, which needs metrics.
BY_METRICS = ("criterion-unknown", "bound-out-of-reach", "band-out-of-order")


@pytest.mark.parametrize("code", BY_HAND)
def test_manual_edit_raises_this_kind(code: str) -> None:
    assert code in codes(by_hand(code).dataset())


@pytest.mark.parametrize(
    ("code", "typed"),
    list(
        zip(
            BY_METRICS,
            (("atendance", 5, None), ("reach_rate", 75, None), ("attendance_total", 30, 10)),
            strict=True,
        )
    ),
)
def test_impossible_criterion_raises_this_kind(code: str, typed: tuple[object, ...]) -> None:
    criteria = [["Program", "Metric", "At least", "At most"], ["Story", *typed]]
    assert code in codes(check_criteria(dataset(xlsx(**{"Success criteria": criteria}))))


@pytest.mark.parametrize("code", SHEETS)
def test_sheet_raises_this_kind(code: str) -> None:
    data, answers = SHEETS[code]
    name = "log.csv" if not data.startswith(b"PK") else "log.xlsx"
    assert code in codes(dataset(data, name, **answers))


@pytest.mark.parametrize("code", BY_CELLS)
def test_cells_raise_this_kind(code: str) -> None:
    assert code in codes(read_cells([BY_CELLS[code]], "log.xlsx", {"hidden_sheets": "read"}, b"k" * 32, "x"))


def test_template_example_is_skipped_and_reported() -> None:
    from libcollab_metrics.ingest import build_blank_template

    assert "example-row-skipped" in codes(read(build_blank_template()))


def test_unreadable_file_error_has_an_issue_kind() -> None:
    with pytest.raises(UnreadableFileError) as caught:
        read(b"%PDF-1.7")
    assert ISSUE_KINDS[caught.value.code].severity == "left-out"


def test_every_issue_kind_is_raised_by_a_test() -> None:
    raised = {
        *SHEETS,
        *BY_CELLS,
        *BY_HAND,
        *FORGOTTEN,
        *BETWEEN_FILES,
        *BY_METRICS,
        "example-row-skipped",
        UnreadableFileError.code,
    }
    assert raised == set(ISSUE_KINDS)


#: The severity of each kind that the list of messy sheets defines.
WEIGHTS = {
    "left-out": (
        """mark-unconfirmed year-missing formula-error totals-row-left-out date-unreadable sentinel-number
        cadence-mixed sheet-skipped ragged-row percent-not-count currency-mixed workbook-unreadable
        formula-without-value door-count"""
    ),
    "assumption": (
        """marks-from-form date-from-context holiday-column spelling-joined zero-in-text all-zero-block
        people-without-events size-implausible age-band-straddles cancelled-by-title date-order-assumed
        number-from-text estimate-in-words range-lower-end sum-in-cell zero-may-mean-none estimate-scaled
        same-person-perhaps partner-by-mark encoding-guessed unit-unclear value-disagrees spent-into-project
        signature-missing read-from-prose session-matched part-missing hidden-content events-unknown
        amounts-multiplied"""
    ),
    "note": (
        """header-below-top marks-from-legend totals-disagree presence-implausible colour-not-read
        header-rows-joined tables-stacked blank-rows-skipped zero-with-events dominant-value several-values
        times-missing missing-code people-mixed unit-named duplicate-rows roster-exceeds-count balance-broken
        stage-grows personal-column-discarded"""
    ),
}


@pytest.mark.parametrize("weight", WEIGHTS)
def test_each_issue_kind_has_the_listed_severity(weight: str) -> None:
    named = WEIGHTS[weight].split()
    assert {code: ISSUE_KINDS[code].severity for code in named} == dict.fromkeys(named, weight)


def test_amount_in_another_currency_is_excluded_from_sums() -> None:
    data, answers = SHEETS["currency-mixed"]
    loaded = dataset(data, "log.xlsx", **answers)
    assert [None if v != v else v for v in loaded.tables["ledger"]["value"].astype(float)] == [500, None, 20]
