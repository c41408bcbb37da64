"""Large sheets like those of libraries, generated in code: the same rows as XLSX or CSV."""

from __future__ import annotations

import csv
import io
import random
from collections.abc import Callable, Iterator
from datetime import date, timedelta

import xlsxwriter

FIRST = date(2024, 1, 1)
Rows = Iterator[tuple[object, ...]]

ATTENDEES = (
    "Date",
    "Program",
    "Location",
    "Partner",
    "Name",
    "Age",
    "Gender",
    "School",
    "Language",
    "Status",
    "First visit",
    "Notes",
)
LOG = ("Date", "Title", "Location", "Attendance", "Language", "Notes")
LIBCAL = (
    "Event ID",
    "Title",
    "Description",
    "Event Start Date",
    "Event End Date",
    "Start Time",
    "End Time",
    "Setup",
    "Teardown",
    "Location",
    "Library/Branch",
    "Event Organizer",
    "Presenter",
    "Audiences",
    "Categories",
    "Publishing status",
    "Internal Tags",
    "Event Note",
    "Registration Required",
    "In-Person Seats",
    "Online Seats",
    "Confirmed Registrations",
    "Waiting-List Registrations",
    "Cancelled Registrations",
    "Anticipated Attendance",
    "Actual Attendance (In-Person)",
    "Actual Attendance (Online)",
    "Confirmed Attendance",
    "Event URL",
)
ORDERS = (
    "Order #",
    "Order Date",
    "Event Name",
    "Event Start Date",
    "First Name",
    "Last Name",
    "Email",
    "Quantity",
    "Attendee Status",
    "Checked In",
)


def attendees(count: int) -> Rows:
    """One row per person and session: 20,000 people, 700 days, 40 programs."""
    yield ATTENDEES
    chance = random.Random(7)
    for row in range(count):
        person = chance.randrange(20_000)
        yield (
            FIRST + timedelta(days=row * 700 // count),
            f"Program {row % 40}",
            f"Site {row % 12}",
            f"Partner {row % 9}",
            f"Learner {person:05d}",
            4 + person % 60,
            "FM"[person % 2],
            f"School {person % 30}",
            ("Filipino", "English", "Cebuano")[person % 3],
            ("Present", "Present", "No-show")[chance.randrange(3)],
            ("yes", "no")[chance.randrange(2)],
            "" if row % 10 else f"note {row % 300}",
        )


def log(count: int) -> Rows:
    """One row per session."""
    yield LOG
    for row in range(count):
        day = FIRST + timedelta(days=row % 2000)
        yield (
            day,
            f"Program {row % 40}",
            f"Site {row % 12}",
            row % 37,
            "Filipino",
            f"note {row}" if row % 5 else "",
        )


def libcal(count: int) -> Rows:
    """One row per event of a calendar export; some counts disagree, some parts are blank."""
    yield LIBCAL
    for row in range(count):
        day = (FIRST + timedelta(days=row % 700)).isoformat()
        came, online = row % 31, row % 7 if row % 3 else None
        yield (
            500_000 + row,
            f"Program {row % 40}",
            f"What happens at event {row}",
            day,
            day,
            f"{8 + row % 9}:00 AM",
            f"{9 + row % 9}:00 AM",
            15,
            15,
            f"Room {row % 9}",
            f"Branch {row % 5}",
            "Staff",
            "Guest",
            ("Kids", "Kids, Families", "Adults")[row % 3],
            ("Storytime", "Crafts")[row % 2],
            "Published",
            "",
            "",
            "Yes",
            30,
            10 if row % 3 else 0,
            row % 25,
            row % 4,
            row % 3,
            20,
            came,
            online,
            came + (online or 0) + (not row % 50),
            f"https://example.org/event/{500_000 + row}",
        )


def orders(count: int) -> Rows:
    """One row per order of a registration export, for 500 meetings."""
    yield ORDERS
    chance = random.Random(7)
    for row in range(count):
        person, meeting = chance.randrange(20_000), row * 500 // count
        yield (
            100_000 + row,
            (FIRST + timedelta(days=meeting)).isoformat(),
            f"Workshop {meeting % 40}",
            (FIRST + timedelta(days=meeting + 7)).isoformat(),
            f"Learner {person:05d}",
            f"Family {person % 900}",
            f"learner{person:05d}@example.org",
            1 + (not row % 9),
            "Attending" if row % 11 else "Refunded",
            ("Yes", "No", "")[row % 3],
        )


def xlsx(rows: Rows, *, inline: bool = False) -> bytes:
    """The rows as a workbook; `inline` stores every text in its cell, otherwise in the shared strings."""
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"constant_memory": inline, "strings_to_urls": False}) as book:
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        sheet = book.add_worksheet("Sheet")
        for number, row in enumerate(rows):
            for column, value in enumerate(row):
                if isinstance(value, date):
                    sheet.write_datetime(number, column, value, day)
                elif value not in ("", None):
                    sheet.write(number, column, value)
    return stream.getvalue()


def csv_text(rows: Rows) -> bytes:
    """The rows as UTF-8 text with commas."""
    stream = io.StringIO()
    csv.writer(stream).writerows(rows)
    return stream.getvalue().encode()


#: The layout that a sheet must be recognized as → its rows.
LAYOUTS: dict[str, Callable[[int], Rows]] = {
    "attendee_log": attendees,
    "session_log": log,
    "libcal": libcal,
    "registration_export": orders,
}


def roster(days: int, people: int) -> Rows:
    """One row per person and one column per day, with P or A."""
    yield ("Name", *(FIRST + timedelta(day) for day in range(days)))
    chance = random.Random(7)
    for person in range(people):
        yield (f"Person {person}", *chance.choices("PA", k=days))


def fields(columns: int, rows: int) -> Rows:
    """Columns of numbers under headings that no layout knows."""
    yield ("Name", *(f"Field {column}" for column in range(columns)))
    chance = random.Random(7)
    for row in range(rows):
        yield (f"Person {row}", *chance.choices(range(1, 50), k=columns))


#: The layout that a wide sheet must be recognized as → its columns and rows.
WIDE: dict[str, Callable[[int, int], Rows]] = {"roster": roster, "unknown": fields}
