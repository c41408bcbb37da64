"""Logs with one row per session and a head count, as libraries keep them by hand."""

from __future__ import annotations

from datetime import date, timedelta
from functools import partial
from typing import Any

from tests.support.shapes.definition import Shape, count_figures, seeded, wrong_figures
from tests.support.shapes.files import Book, Formula, format_filipino_date, sum_formula, write_csv


def build_story_time_with_subtotals() -> Shape:
    """Build a log of children, adults and total, with a subtotal under each month."""
    rng = seeded("story-time-with-subtotals")
    rows: list[list[Any]] = [
        ["Story Time Log 2025"],
        ["Date", "Story Time", "Children", "Adults", "Total", "Notes"],
    ]
    counts: list[tuple[int | None, int | None, int]] = []
    subtotal_rows: list[int] = []
    for month, name in ((1, "January"), (2, "February"), (3, "March"), (4, "April")):
        first = len(rows) + 1
        thursdays = [date(2025, month, d) for d in range(1, 29) if date(2025, month, d).weekday() == 3]
        of_month = 0
        for week, day in enumerate(thursdays):
            children, adults = rng.randint(7, 22), rng.randint(4, 13)
            total = children + adults
            title = ("Toddler Tales", "Family Story Time")[week % 2]
            split: list[Any] = [children, adults, Formula(f"=C{len(rows) + 1}+D{len(rows) + 1}", total), None]
            if (month, week) == (3, 1):
                split = [None, None, total, "sub forgot to split kids/adults"]
            counts.append((split[0], split[1], total))
            rows.append([day, title, *split])
            of_month += total
        kids = sum(c[0] or 0 for c in counts[-len(thursdays) :])
        grown = sum(c[1] or 0 for c in counts[-len(thursdays) :])
        values = zip("CDE", (kids, grown, of_month), strict=True)
        rows.append([f"{name} total", None, *(sum_formula(c, first, len(rows), v) for c, v in values)])
        subtotal_rows.append(len(rows))
        rows.append([])
    visits = sum(total for _, _, total in counts)
    split_visits = sum((children or 0) + (adults or 0) for children, adults, _ in counts)
    grand = Formula("=" + "+".join(f"E{row}" for row in subtotal_rows), visits)
    rows.append(["YEAR TO DATE", None, None, None, grand])
    book = Book()
    book.add_sheet("Log", rows, dates="m/d/yy")
    return Shape(
        id="story-time-with-subtotals",
        what="Story times with children, adults, total; a total row under each month; one row not split.",
        file="Storytime 2025.xlsx",
        content=book.to_bytes,
        row_is="session",
        expect=count_figures(visits, len(counts)),
        never=(
            *wrong_figures("attendance_total", 2 * visits, 3 * visits, 4 * visits, split_visits),
            *wrong_figures("sessions_held", len(counts) + 4, len(counts) + 5),
        ),
    )


def build_boys_girls_and_ages() -> Shape:
    """Build counts by sex and again by age, with headings over two rows."""
    log: list[tuple[date, str, int, int, int, int, int]] = [
        (date(2025, 1, 18), "Sitio Lumot", 12, 15, 6, 17, 4),
        (date(2025, 2, 1), "Brgy. Tagpuan", 9, 11, 5, 13, 2),
        (date(2025, 2, 15), "Paaralang Hagdan-hagdan", 21, 19, 0, 36, 4),
        (date(2025, 3, 1), "Sitio Lumot", 10, 14, 7, 15, 2),
        (date(2025, 3, 15), "Plaza", 26, 31, 18, 30, 9),
        (date(2025, 4, 5), "Brgy. Santolan", 8, 8, 3, 11, 2),
        (date(2025, 5, 10), "Brgy. Tagpuan", 13, 10, 8, 12, 3),
    ]
    rows: list[list[Any]] = [
        ["KARABANA NG KUWENTO 2025"],
        [],
        ["Petsa", "Lugar", "Kasarian", None, "Edad", None, None, "Puna"],
        [None, None, "Lalaki", "Babae", "0-5", "6-12", "13 pataas"],
    ]
    rows += [[format_filipino_date(day), site, *counts] for day, site, *counts in log]
    rows[6].append("may bisitang guro")
    sums = [sum(int(row[n]) for row in rows[4:]) for n in range(2, 7)]
    rows.append(["KABUUAN", None, *(sum_formula(c, 5, 11, v) for c, v in zip("CDEFG", sums, strict=True))])
    visits = sums[0] + sums[1]
    book = Book()
    merge = ["A1:H1", "A3:A4", "B3:B4", "C3:D3", "E3:G3", "H3:H4"]
    book.add_sheet("Karabana", rows, merge=merge)
    return Shape(
        id="boys-girls-and-ages",
        what="Storytelling trips counted by sex and again by age, headings over two rows, in Filipino.",
        file="Karabana ng Kuwento.xlsx",
        content=book.to_bytes,
        row_is="session",
        expect=count_figures(visits, len(log)),
        never=(
            *wrong_figures("attendance_total", 2 * visits, 4 * visits, *sums),
            *wrong_figures("sessions_held", len(log) + 1, 4),
        ),
    )


def build_morning_and_afternoon() -> Shape:
    """Build morning and afternoon counts of a camp, with a holiday written across the cells."""
    start = date(2025, 4, 21)
    counts = {0: (31, 24), 1: (35, 29), 2: (33, 30), 3: (36, 27), 4: (28, 0)}
    counts |= {7: (34, 28), 8: (37, 31), 9: (38, 26), 11: (41, 39)}
    rows: list[list[Any]] = [["Summer Reading Camp"], [], ["Date", "Day", "AM", "PM", "TOTAL", "Remarks"]]
    for offset in (0, 1, 2, 3, 4, 7, 8, 9, 10, 11):
        day = start + timedelta(days=offset)
        cells: list[Any] = ["HOLIDAY - Labor Day, no camp"]
        if offset in counts:
            row_number = len(rows) + 1
            cells = [*counts[offset], Formula(f"=C{row_number}+D{row_number}", sum(counts[offset]))]
        rows.append([day, day.strftime("%A"), *cells])
    rows[7].append("brownout, PM session sent home")
    visits = sum(map(sum, counts.values()))
    mornings = sum(morning for morning, _ in counts.values())
    values = zip("CDE", (mornings, visits - mornings, visits), strict=True)
    rows.append(["TOTAL", None, *(sum_formula(column, 4, 13, value) for column, value in values)])
    book = Book()
    book.add_sheet("Camp 2025", rows, merge=["A1:F1", "C12:E12"], dates="d-mmm-yy")
    return Shape(
        id="morning-and-afternoon",
        what="A camp's days with AM, PM and total; a holiday across merged cells; one afternoon with 0.",
        file="Reading Camp Attendance.xlsx",
        content=book.to_bytes,
        row_is="session",
        expect=count_figures(visits, len(counts)),
        never=(
            *wrong_figures("attendance_total", 2 * visits, 4 * visits, mornings, visits - mornings),
            *wrong_figures("sessions_held", len(counts) + 1, len(counts) + 2),
            *wrong_figures("attendance_per_session", visits / 10),
        ),
    )


WEEKS: tuple[tuple[str, dict[int, tuple[str, int, int]]], ...] = (
    ("June 2", {0: ("Kickoff party", 63, 41), 2: ("Wiggle & Read", 17, 9), 5: ("Chess", 8, 2)}),
    ("June 9", {1: ("Bubble science", 34, 20), 2: ("Wiggle & Read", 14, 8), 5: ("Chess", 6, 1)}),
    ("June 16", {2: ("Wiggle & Read", 19, 11), 4: ("Puppet show", 47, 28)}),
    ("June 23", {1: ("Reptile visit", 58, 33), 2: ("Wiggle & Read", 15, 8), 5: ("Chess", 9, 3)}),
)


def build_weekly_blocks() -> Shape:
    """Build a block per week below the other, each with title, headings, weekdays and total."""
    rows: list[list[Any]] = []
    visits = sessions = 0
    for week, programs in WEEKS:
        rows += [[f"Week of {week}, 2025"], ["Day", "Program", "Kids", "Grown-ups", "Total"]]
        first, of_week = len(rows) + 1, 0
        for number, day in enumerate(("Mon", "Tues", "Wed", "Thurs", "Fri", "Sat")):
            cells: list[Any] = ["-"]
            if number in programs:
                title, kids, adults = programs[number]
                cells = [title, kids, adults, Formula(f"=C{len(rows) + 1}+D{len(rows) + 1}", kids + adults)]
                of_week += kids + adults
            rows.append([day, *cells])
        rows += [["Week total", None, None, None, sum_formula("E", first, len(rows), of_week)], []]
        visits, sessions = visits + of_week, sessions + len(programs)
    book = Book()
    book.add_sheet("Summer", rows)
    kids = sum(program[1] for _, programs in WEEKS for program in programs.values())
    first_week = sum(a + b for _, a, b in WEEKS[0][1].values())
    return Shape(
        id="weekly-blocks",
        what="Four weekly blocks below each other; the date is only in the title of the week.",
        file="Summer program attendance.xlsx",
        content=book.to_bytes,
        row_is="session",
        expect=count_figures(visits, sessions),
        never=(
            *wrong_figures("attendance_total", 2 * visits, 3 * visits, 4 * visits, kids, first_week),
            *wrong_figures("sessions_held", 24, 28, sessions + 4, 4, 3),
        ),
    )


def build_expected_and_actual() -> Shape:
    """Build a log of replies, expected and actual numbers; one evening was not counted."""
    speakers = ["Opaline Fallowmere", "Rufus Jackdaw", "Zora Inglebrook", "Cyril Pennyroyal"]
    log: list[tuple[str, str, int, int, int | None, int, str]] = [
        ("1/16/2025", "Quilts of the county", 22, 30, 27, 0, ""),
        ("2/20/2025", "Growing up on Route 9", 14, 30, 11, 1, "icy roads"),
        ("3/20/2025", "Birds of Lake Edding", 31, 35, 38, 2, "extra chairs"),
        ("4/17/2025", "Poems & pie", 18, 30, None, 3, "count sheet lost"),
        ("5/15/2025", "The canal diaries", 25, 30, 24, 1, ""),
        ("9/18/2025", "Quilts, part two", 40, 45, 43, 0, ""),
        ("10/16/2025", "Ghost stories", 36, 50, 52, 3, "standing room"),
    ]
    rows: list[list[Any]] = [["Date", "Book Talk", "Speaker", "RSVPs", "Expected", "Actual", "Notes"]]
    for day, title, replies, estimate, came, speaker, note in log:
        rows.append([day, title, speakers[speaker], replies, estimate, "" if came is None else came, note])
    counted = [(replies, estimate, came) for _, _, replies, estimate, came, _, _ in log if came is not None]
    visits = sum(came for _, _, came in counted)
    return Shape(
        id="expected-next-to-actual",
        what="Book talks with RSVPs, expected and actual; the number of one evening was lost.",
        file="book_talks_2025.csv",
        content=partial(write_csv, rows),
        row_is="session",
        expect=(
            ("attendance_total", {}, visits),
            ("sessions_held", {}, len(log)),
            ("attendance_coverage", {}, len(counted) / len(log)),
            ("attendance_per_session", {}, visits / len(counted)),
            ("participants_unique", {}, None),
        ),
        never=(
            *wrong_figures("attendance_total", sum(row[3] for row in log), sum(row[2] for row in log)),
            *wrong_figures("attendance_total", visits + 30, visits + 18, 2 * visits),
            *wrong_figures("attendance_per_session", visits / len(log)),
            *wrong_figures("participants_unique", 4),
        ),
        or_none=(("turnout_ratio", {}, visits / sum(replies for replies, _, _ in counted)),),
        privacy=tuple(speakers),
    )


def build_day_ranges() -> Shape:
    """Build a report with inclusive dates such as 3–5 June 2025: one entry, one count."""
    log = [
        ("11-12 April 2025", "Book fair at the plaza", "Plaza", 312, 2),
        ("26 April 2025", "Storytelling", "Library", 38, 1),
        ("3–5 June 2025", "Librarians' camp", "Municipal Gym", 54, 3),
        ("June 14, 2025", "Tree planting and reading", "Brgy. Tagpuan", 71, 1),
        ("28 July – 1 August 2025", "Puppet-making workshop", "Library", 24, 5),
        ("Aug. 15, 2025", "Storytelling", "Library", 41, 1),
        ("September 8 to 12, 2025", "Literacy week", "Central School", 460, 5),
    ]
    rows: list[list[Any]] = [
        ["ACCOMPLISHMENT REPORT - LIBRARY EVENTS CY 2025"],
        [],
        ["Inclusive Dates", "Activity", "Venue", "No. of Participants"],
        *([dates, title, venue, count] for dates, title, venue, count, _ in log),
    ]
    visits = sum(row[3] for row in log)
    rows += [[None, None, "TOTAL", sum_formula("D", 4, 10, visits)], [], ["Prepared by:"], ["Nilad Hamogan"]]
    book = Book()
    book.add_sheet("CY2025", rows, merge=["A1:D1"])
    days = sum(row[4] for row in log)
    return Shape(
        id="day-ranges",
        what="Events with inclusive dates in many ways of writing; a range of days is one entry.",
        file="Accomplishment Events 2025.xlsx",
        content=book.to_bytes,
        row_is="session",
        expect=(("attendance_total", {}, visits), ("sessions_held", {}, len(log))),
        never=(
            *wrong_figures("attendance_total", 2 * visits, sum(row[3] * row[4] for row in log)),
            *wrong_figures("sessions_held", days, len(log) + 1, 3),
        ),
        privacy=("Nilad Hamogan",),
    )


def build_cancelled_in_notes() -> Shape:
    """Build a log in which only the note says that a session did not happen."""
    log: list[tuple[int, str, int | None, str, bool]] = [
        (7, "Lapsit", 16, "", True),
        (14, "Lapsit", None, "Cancelled - snow", False),
        (21, "Lapsit", 19, "2 families cancelled, still a full room", True),
        (28, "Lapsit", 14, "", True),
        (35, "Lapsit", None, "no program, presenter sick", False),
        (42, "Lapsit", 17, "", True),
        (49, "Lapsit", None, "library closed - water main break", False),
        (56, "Lapsit", 21, "first time for 4 babies", True),
        (63, "Lapsit", 18, "", True),
    ]
    rows: list[list[Any]] = [["Date", "Program", "Attendance", "Notes"]]
    rows += [[date(2024, 12, 31) + timedelta(days=n), *cells] for n, *cells, _ in log]
    held = [count for _, _, count, _, is_held in log if is_held and count is not None]
    book = Book()
    book.add_sheet("Sheet1", rows)
    return Shape(
        id="cancelled-in-notes",
        what="A weekly log in which a cancelled session is a blank count and a note.",
        file="lapsit winter.xlsx",
        content=book.to_bytes,
        row_is="session",
        expect=(
            *count_figures(sum(held), len(held)),
            ("attendance_coverage", {}, 1.0),
            ("session_delivery_rate", {}, len(held) / len(log)),
        ),
        never=(
            *wrong_figures("sessions_held", len(log), len(held) - 1, len(held) + 1, len(held) + 2),
            *wrong_figures("attendance_coverage", len(held) / len(log)),
            *wrong_figures("attendance_per_session", sum(held) / len(log)),
        ),
    )


def build_carried_over_pages() -> Shape:
    """Build a Filipino log over three pages with totals carried over and brought forward."""
    rng = seeded("carried-over-pages")
    rows: list[list[Any]] = [["TALAAN NG MGA GAWAIN, 2025"], []]
    day = date(2025, 1, 11)
    counts: list[int] = []
    running: list[int] = []
    for page, size in enumerate((6, 6, 4)):
        rows.append(["Petsa", "Gawain", "Bilang ng dumalo", "Puna"])
        if page:
            rows.append(["Dala mula sa nakaraang pahina", None, sum(counts)])
        for number in range(size):
            counts.append(rng.randint(12, 48))
            title = ("Kuwentuhan", "Tulaan", "Kuwentuhan ", "Sining at basa")[number % 4]
            rows.append([format_filipino_date(day), title, counts[-1]])
            day += timedelta(days=14)
        running.append(sum(counts))
        label = "KABUUAN" if page == 2 else "Dadalhin sa susunod na pahina"
        rows += [[label, None, sum(counts)], []]
    visits = sum(counts)
    book = Book()
    book.add_sheet("Talaan", rows)
    return Shape(
        id="carried-over-pages",
        what="A log in Filipino over three pages, each with headings, brought forward and carried over.",
        file="Talaan ng Gawain 2025.xlsx",
        content=book.to_bytes,
        row_is="session",
        expect=count_figures(visits, len(counts)),
        never=(
            *wrong_figures("attendance_total", visits + sum(running), 2 * visits + sum(running[:2]) * 2),
            *wrong_figures("attendance_total", visits + sum(running[:2]), 2 * visits, running[0], running[1]),
            *wrong_figures("sessions_held", len(counts) + 2, len(counts) + 3, len(counts) + 5, 6, 12),
        ),
    )


LOGS: tuple[Shape, ...] = (
    build_story_time_with_subtotals(),
    build_boys_girls_and_ages(),
    build_morning_and_afternoon(),
    build_weekly_blocks(),
    build_expected_and_actual(),
    build_day_ranges(),
    build_cancelled_in_notes(),
    build_carried_over_pages(),
)
