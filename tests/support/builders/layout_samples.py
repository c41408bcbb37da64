"""One sheet of every layout as a library keeps it, in parts.

Tests combine the parts in other ways.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from libcollab_metrics.metrics import evaluate
from libcollab_metrics.model import Dataset

Row = Sequence[object]
AS_OF = date(2026, 12, 31)


@dataclass(frozen=True)
class Sample:
    """A sheet in parts: rows above the headings, the headings, rows in any order, rows below.

    `moves` are the columns that may be reordered, `answers` the librarian's answers. `fixed` means that the
    layout's headings have no synonyms.
    """

    layout: str
    heads: Sequence[Row]
    rows: Sequence[Row]
    above: Sequence[Row] = ()
    below: Sequence[Row] = ()
    moves: Sequence[int] = ()
    answers: Mapping[str, Any] = field(default_factory=dict)
    fixed: bool = False

    def sheet(self, **parts: Sequence[Row]) -> list[list[object]]:
        """Return the whole sheet, with some parts replaced."""
        named = ("above", "heads", "rows", "below")
        return [list(row) for name in named for row in parts.get(name, getattr(self, name))]

    @property
    def width(self) -> int:
        """The number of columns."""
        return max(len(row) for row in self.heads)


def day(month: int, number: int) -> datetime:
    """Return a day of 2026 as Excel stores it."""
    return datetime(2026, month, number)


LEARNERS = [f"Learner {number:02d}" for number in range(1, 7)]
LOG = Sample(
    "session_log",
    [["Date", "Title", "Location", "Attendance", "Staff Hours"]],
    [
        [day(1, 10), "Story hour", "Main", 18, 2.5],
        [day(1, 17), "Story hour", "Hall", None, 2],
        [day(2, 14), "Craft", "Main", 0, 1.25],
        [day(2, 21), "Story hour", "Main", "about 20", 2],
        [day(3, 7), "CANCELLED - Craft", "Main", None, None],
        [day(3, 14), "Craft", "Hall", 31, 2],
    ],
    moves=(0, 1, 2, 3, 4),
)
GROUPED = Sample(
    "aggregated_log",
    [["Library", "Event Year", "Event Month", "Program", "Age Group", "Events", "Attendance"]],
    [
        ["Main", 2026, 3, "Storytime", "Preschool (ages 3-5), Family", 4, 96],
        ["Main", 2026, 3, "Crafts", "All Ages", 2, None],
        ["Hall", 2026, 4, "Storytime", "Adults", 3, 40],
        ["Main", 2026, 4, "Crafts", "Teens (12-17)", 1, 7],
    ],
    moves=(0, 1, 2, 3, 4, 5, 6),
)
PEOPLE = Sample(
    "attendee_log",
    [["Date", "Activity", "Name", "Status"]],
    [
        [day(3, day_), "Workshop A", who, status]
        for day_, who, status in [
            (14, LEARNERS[0], "Present"),
            (14, LEARNERS[1], "No-show"),
            (14, LEARNERS[2], "Late"),
            (21, LEARNERS[0], "Present"),
            (21, LEARNERS[1], "Present"),
            (21, LEARNERS[3], "Excused"),
        ]
    ],
    moves=(0, 1, 2, 3),
)
ROSTER = Sample(
    "roster",
    [["No.", "Name", day(3, 7), day(3, 14), day(3, 21), "Total"]],
    [
        [1, LEARNERS[0], "x", "x", None, 2],
        [2, LEARNERS[1], "x", None, "x", 2],
        [3, LEARNERS[2], "x", "x", "x", 3],
        [4, LEARNERS[3], None, "x", "x", 2],
        [5, LEARNERS[4], "x", None, "x", 2],
    ],
    above=[["Program", "Reading club"]],
    moves=(2, 3, 4),
    answers={"marks": {"x": "present", "": "absent"}},
)
SF2 = Sample(
    "sf2",
    [
        ["LEARNER'S NAME (Last Name, First Name, Middle Name)", 9, 10, 11, 15, "ABSENT", "TARDY", "REMARK/S"],
        [None, "T", "W", "TH", "M", None, None, None],
    ],
    [
        ["LEARNER 01", None, "x", None, None, 1, None, None],
        ["LEARNER 02", None, None, None, "x", 1, None, None],
        ["LEARNER 03", None, None, "AM", None, None, 1, None],
        ["LEARNER 04", "x", None, None, None, 1, None, None],
    ],
    above=[
        ["School Form 2 (SF2) Daily Attendance Report of Learners"],
        ["School Year", "2026-2027", "Report for the Month of", "June", "Grade Level", 2],
    ],
    below=[["Combined TOTAL PER DAY", 3, 3, 4, 3, None, None, None]],
    answers={"whose": "library"},
)
SIGN_IN = Sample(
    "sign_in",
    [["No.", "Name", "Office/School", "Sex", "Contact", "Signature"]],
    [
        [1, LEARNERS[0], "School A", "F", "0917", "x"],
        [2, LEARNERS[1], "School B", "M", None, "x"],
        [3, LEARNERS[2], "School A", "F", None, None],
        [4, LEARNERS[3], "School C", "F", "0918", "x"],
    ],
    above=[["READING WORKSHOP — 14 March 2026 — Municipal Library"]],
    below=[[5], [6], [7]],
    moves=(1, 2, 3, 4, 5),
)
TALLY = Sample(
    "tally_grid",
    [
        [None, "In-House", None, "Outreach", None],
        ["Age Group", "Groups", "Attendance", "Groups", "Attendance"],
    ],
    [["Children (0-5)", 8, 120, 2, 61], ["Teens (12-18)", 2, 30, None, None], ["Adults", 1, 9, 1, 12]],
    above=[["Programs of October 2026"]],
    below=[["TOTAL", 11, 159, 3, 73]],
)
MONTHS = Sample(
    "month_grid",
    [["Library", "2026-01", "2026-02", "2026-03"]],
    [["Main", 412, None, 388], ["Hall", 20, 31, 0]],
    moves=(1, 2, 3),
    answers={"activity": "program"},
)
CROSS = Sample(
    "cross_table",
    [["Program", "Jan Programs", "Jan Attendance", "Feb Programs", "Feb Attendance"]],
    [["Story hour", 4, 61, 3, 50], ["Craft", 1, 12, None, None]],
    above=[["Programs of 2026"]],
    below=[["TOTAL", 5, 73, 3, 50]],
)
LIBCAL = Sample(
    "libcal",
    [["Event ID", "Title", "Event Start Date", "Start Time", "End Time", "Location", "In-Person Seats",
      "Confirmed Registrations", "Waiting-List Registrations", "Actual Attendance (In-Person)", "Event URL"]],
    [[1, "Story hour", "2026-03-14", "10:00", "11:30", "Main", 30, 22, 3, 18, "a"],
     [2, "Story hour", "2026-03-21", "10:00", "11:00", "Main", 30, 22, 0, 0, "b"],
     [3, "CANCELLED - Craft", "2026-03-28", "10:00", "11:00", "Hall", 30, 5, 0, None, "c"],
     [4, "Book sale", "2026-03-29", "All Day Event", None, "Hall", None, None, None, 25, "d"]],
    moves=tuple(range(11)), fixed=True,
)  # fmt: skip
ORDERS = Sample(
    "registration_export",
    [
        [
            "Order #",
            "Order Date",
            "First Name",
            "Last Name",
            "Email",
            "Quantity",
            "Attendee Status",
            "Checked In",
        ]
    ],
    [
        [1001, day(2, 27), "Learner", "One", "a@x.ph", 3, "Attending", "Yes"],
        [1003, day(2, 28), "Learner", "Three", "c@x.ph", 2, "Attending", "No"],
        [1004, day(3, 1), "Learner", "Four", "d@x.ph", 1, "Refunded", None],
        [1002, day(2, 27), "Learner", "Two", "b@x.ph", 1, "Attending", "Yes"],
    ],
    above=[["Story hour — 14 March 2026 — Main"]],
    moves=tuple(range(8)),
    fixed=True,
)
SENT = "3/14/2026 16:27:59"
FORM = Sample(
    "form_responses",
    [["Timestamp", "Which session?", "I learned something new", "I feel more confident"]],
    [
        [SENT, "Story hour", "Agree", "Strongly agree"],
        [SENT, "Story hour", "N/A", "Disagree"],
        [SENT, "Craft", "Strongly agree", None],
    ],
    moves=(0, 1, 2, 3),
    fixed=True,
)
MEETING = Sample(
    "meeting_log",
    [["Full Name", "User Action", "Timestamp"]],
    [
        [LEARNERS[0], "Joined before", "4/24/2026, 1:02:46 PM"],
        [LEARNERS[1], "Joined", "4/24/2026, 1:04:46 PM"],
        [LEARNERS[1], "Left", "4/24/2026, 1:10:00 PM"],
        [LEARNERS[1], "Joined", "4/24/2026, 1:12:00 PM"],
        [LEARNERS[2], "Joined", "4/24/2026, 1:15:00 PM"],
        [LEARNERS[0], "Left", "4/24/2026, 1:40:02 PM"],
    ],
    moves=(0, 1, 2),
    fixed=True,
)
SAMPLES = {
    sample.layout: sample
    for sample in (
        LOG,
        GROUPED,
        PEOPLE,
        ROSTER,
        SF2,
        SIGN_IN,
        TALLY,
        MONTHS,
        CROSS,
        LIBCAL,
        ORDERS,
        FORM,
        MEETING,
    )
}


def figures(data: Dataset) -> list[tuple[Any, ...]]:
    """Return every value of a dataset, in total and by site and by month."""
    evaluations: list[dict[str, Any]] = [{}, {"by": "site"}, {"by": "month"}]
    return [
        (
            v.metric,
            tuple(v.groups.items()),
            v.value,
            v.numerator,
            v.denominator,
            v.coverage,
            v.certainty,
            v.estimated,
            v.reason,
        )
        for options in evaluations
        for v in evaluate(data, as_of=AS_OF, **options).values
    ]
