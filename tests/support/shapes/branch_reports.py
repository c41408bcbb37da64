"""Counts by day and month, a summary for the board, and report forms."""

from __future__ import annotations

from datetime import date

from tests.support.shapes.definition import (
    NO_PEOPLE,
    Shape,
    count_figures,
    figure,
    larger_figures,
    numbers_among,
    other_figures,
    wrong_figures,
)
from tests.support.shapes.files import book_of, sum_formula


def build_monthly_india() -> Shape:
    """Monthly statistics of a branch."""
    # month, working days, programmes, children, adults, gate count, books issued
    months = [
        ("April 2024", 24, 4, 86, 21, 912, 388),
        ("May 2024", 25, 7, 203, 44, 1340, 611),
        ("June 2024", 25, 3, 71, 12, 880, 402),
        ("July 2024", 26, 4, 92, 17, 954, 431),
        ("August 2024", 24, 5, 134, 38, 1021, 440),
        ("September 2024", 24, 4, 88, 25, 933, 397),
        ("October 2024", 22, 3, 64, 19, 790, 344),
        ("November 2024", 24, 6, 171, 52, 1102, 468),
        ("December 2024", 25, 4, 97, 23, 899, 376),
        ("January 2025", 25, 0, 0, 0, 715, 290),
        ("February 2025", 23, 4, 79, 28, 868, 352),
        ("March 2025", 24, 3, 58, 16, 806, 333),
    ]
    heads = [
        "Sl. No.",
        "Month",
        "Working days",
        "No. of programmes",
        "Attendance at programmes",
        None,
        None,
        "Gate count",
        "Books issued",
        "Remarks",
    ]
    rows: list[list[object]] = [
        ["TALUK BRANCH LIBRARY, MANVI - STATISTICS FOR THE YEAR 2024-25"],
        [],
        heads,
        [None, None, None, None, "Children", "Adults", "Total"],
    ]
    for n, (label, days, count, kids, adults, gate, issued) in enumerate(months, 1):
        note = {
            "May 2024": "summer camp",
            "November 2024": "Library Week 14-20 Nov",
            "January 2025": "hall under repair, no programme",
        }.get(label)
        rows.append([n, label, days, count, kids, adults, kids + adults, gate, issued, note])
    sums = [sum(m[i] for m in months) for i in range(1, 7)]
    days, held, kids, adults, gate, issued = sums
    total = kids + adults
    last = len(rows)
    rows += [
        [
            None,
            "TOTAL",
            *[
                sum_formula(c, 5, last, v)
                for c, v in zip("CDEFGHI", [days, held, kids, adults, total, gate, issued], strict=True)
            ],
        ],
        [
            None,
            "Average per month",
            *[round(v / 12, 1) for v in (days, held, kids, adults, total, gate, issued)],
        ],
        [],
        ["Submitted to the District Library Officer on 07-04-2025"],
    ]
    return Shape(
        id="monthly-india",
        what="Monthly statistics of a branch, with working days, gate count and loans next to programmes and attendance under a merged heading; total and average rows; a month of zero.",
        file="Annual Stat 2024-25 Manvi.xlsx",
        content=book_of(("Stat", rows, ["A1:J1", "E3:G3"])),
        row_is="month-total",
        expect=(
            figure("attendance_total", total),
            figure("sessions_held", held),
            figure("attendance_per_session", total / held),
            *NO_PEOPLE,
        ),
        never=(
            *larger_figures(
                "attendance_total",
                total,
                2 * total,
                gate,
                gate + total,
                total + held,
                total + days,
                issued,
                2 * total + round(total / 12, 1),
                total + round(total / 12, 1),
                4 * total,
            ),
            *larger_figures("sessions_held", held, days, 2 * held, held + days, held + round(held / 12, 1)),
            *wrong_figures("participants_unique", total, kids, 12),
        ),
    )


def build_month_tabs() -> Shape:
    """One tab per month, and a summary of them for the board."""
    months: list[tuple[str, int, list[tuple[int, str, int | None, str | None]]]] = [
        (
            "Sept",
            90,
            [
                (5, "Toddler Time", 13, None),
                (10, "Pages & Pints book club", 8, "at the brewery"),
                (12, "Toddler Time", 11, None),
                (19, "Toddler Time", 15, None),
                (26, "Toddler Time", 12, None),
                (28, "Community read kickoff", 36, None),
            ],
        ),
        (
            "Oct",
            100,
            [
                (3, "Toddler Time", 14, None),
                (8, "Pages & Pints book club", 9, None),
                (10, "Toddler Time", None, "cancelled, no water in bldg"),
                (17, "Toddler Time", 10, None),
                (24, "Toddler Time", 16, "costumes"),
                (31, "Trunk or Treat table reading", 52, None),
            ],
        ),
        (
            "Nov",
            80,
            [
                (7, "Toddler Time", 12, None),
                (12, "Pages & Pints book club", 7, None),
                (14, "Toddler Time", 13, None),
                (21, "Toddler Time", 9, None),
            ],
        ),
    ]
    month_no = {"Sept": 9, "Oct": 10, "Nov": 11}
    sheets, summary = (
        [],
        [["Programs 2024 - for the board"], ["Month", "# of programs", "Attendance", "Goal", "% of goal"]],
    )
    total = n = rows_all = 0
    for label, goal, lines in months:
        rows: list[list[object]] = [
            [f"{label} 2024 programs"],
            [],
            ["Date", "Program", "How many came", "Notes"],
        ]
        rows += [[date(2024, month_no[label], d), what, v, note] for d, what, v, note in lines]
        part, count = sum(v or 0 for *_, v, _ in lines), sum(v is not None for *_, v, _ in lines)
        rows += [[None, "Total", sum_formula("C", 4, 3 + len(lines), part)]]
        sheets.append((label, rows, ["A1:D1"]))
        summary.append([label, count, part, goal, f"{round(100 * part / goal)}%"])
        total, n, rows_all = total + part, n + count, rows_all + len(lines)
    summary.append(
        [
            "Fall total",
            n,
            total,
            sum(m[1] for m in months),
            f"{round(100 * total / sum(m[1] for m in months))}%",
        ]
    )
    return Shape(
        id="month-tabs",
        what="One tab per month with dated programs and a total, and a last tab for the board that repeats the sums next to goals and percent.",
        file="Programs fall 2024.xlsx",
        content=book_of(*sheets, ("Board", summary, ["A1:E1"])),
        row_is="session",
        expect=(*count_figures(total, n), *NO_PEOPLE),
        or_none=(figure("session_delivery_rate", n / rows_all),),
        never=(
            *larger_figures("attendance_total", total, 2 * total, 3 * total, 4 * total, total + 270, 270),
            *larger_figures("sessions_held", n, rows_all, 2 * n, 3 * n, n + rows_all, n + 3, n + 4, n + 7),
            *other_figures(
                "attendance_per_session",
                total / n,
                total / rows_all,
                2 * total / (n + 3),
                4 * total / (2 * n + 4),
            ),
        ),
    )


def build_day_sheet() -> Shape:
    """Sheet of the days of a month with three activities."""
    # day: under-fives, homework club, adult literacy; February 2025 begins on a Saturday
    clubs: dict[int, tuple[int | None, int | None, int | None]] = {
        1: (21, None, None),
        3: (None, 14, None),
        4: (None, 12, 6),
        6: (None, 15, 7),
        8: (18, None, None),
        10: (None, 13, None),
        11: (None, 16, 5),
        13: (None, 11, 8),
        15: (24, None, None),
        17: (None, 17, None),
        18: (None, 12, 6),
        20: (None, 14, 9),
        22: (19, None, None),
        24: (None, 10, None),
        25: (None, 13, 7),
        27: (None, 15, 6),
    }
    names = ["Sat", "Sun", "Mon", "Tue", "Wed", "Thu", "Fri"]
    rows: list[list[object]] = [
        ["DAILY ACTIVITY SHEET"],
        ["Library: Kapsabet", None, "Month: February 2025"],
        ["Write number of people at each activity. Leave empty if there was no activity that day."],
        [],
        ["Date", "Day", "Under-fives story", "Homework club", "Adult literacy", "Total", "Rained?"],
    ]
    for day in range(1, 29):
        counts = clubs.get(day, (None, None, None))
        rows.append(
            [
                day,
                names[(day - 1) % 7],
                *counts,
                sum(numbers_among(list(counts))) or None,
                "yes" if day in (6, 11, 25) else None,
            ]
        )
    sums = [sum(c[i] or 0 for c in clubs.values()) for i in range(3)]
    total, n = sum(sums), sum(v is not None for c in clubs.values() for v in c)
    rows += [
        ["TOTAL", None, *[sum_formula(c, 6, 33, v) for c, v in zip("CDEF", [*sums, total], strict=True)]],
        ["No. of sessions", None, *[sum(c[i] is not None for c in clubs.values()) for i in range(3)], n],
    ]
    return Shape(
        id="day-sheet",
        what="Days 1 to 28 down, three activities across, empty where there was none, sum per day, totals and numbers of sessions below (Kenya).",
        file="Feb daily sheet Kapsabet.xlsx",
        content=book_of(("Feb", rows, ["A1:G1", "A3:G3"])),
        row_is="session",
        expect=(
            figure("attendance_total", total),
            figure("sessions_held", n),
            figure("attendance_per_session", total / n),
            *NO_PEOPLE,
        ),
        never=(
            *larger_figures(
                "attendance_total",
                total,
                2 * total,
                4 * total,
                3 * total,
                total + sum(range(1, 29)),
                total + n,
                2 * total + n,
                2 * (total + n),
            ),
            *larger_figures("sessions_held", n, 28, 29, 30, 84, 2 * n, n + 1, n + 3, n + 16, 112),
            *other_figures(
                "attendance_per_session", total / n, total / 28, total / 84, total / len(clubs), 2 * total / n
            ),
        ),
    )


def build_session_forms() -> Shape:
    """Five report forms, one below the other."""
    forms = [
        (
            "Saturday 8 February 2025",
            "Social hall, Matungulu",
            40,
            15,
            18,
            3,
            2,
            "Children asked for more riddles.",
        ),
        (
            "Saturday 22 February 2025",
            "Social hall, Matungulu",
            40,
            12,
            17,
            2,
            2,
            "Started late, keys not found.",
        ),
        ("Saturday 8 March 2025", "AIC church, Tala", 50, 22, 24, 4, 3, "Pastor offered benches."),
        ("Saturday 22 March 2025", "AIC church, Tala", 50, 19, 26, 3, 1, None),
        ("Saturday 5 April 2025", "Social hall, Matungulu", 40, 9, 11, 2, 2, "Heavy rain."),
    ]
    rows: list[list[object]] = []
    for n, (when, where, expected, boys, girls, stories, helpers, note) in enumerate(forms, 1):
        rows += [
            [f"STORY SATURDAY - REPORT FORM {n:03d}"],
            ["Date:", when, None, "Time:", "10 a.m. - 12 noon"],
            ["Venue:", where, None, "Led by:", "Mr. Mutua (0722 555 018)"],
            ["Number expected:", expected, None, "Stories read:", stories],
            ["Boys:", boys, None, "Girls:", girls],
            ["Total children who came:", boys + girls, None, "Volunteers helping:", helpers],
            ["Remarks:", note or "-"],
            [],
        ]
    total, n = sum(f[3] + f[4] for f in forms), len(forms)
    return Shape(
        id="session-forms",
        what="Five report forms one below the other in one tab: labels with values next to them in two columns; expected, boys, girls, total, stories, volunteers.",
        file="Story Saturday forms.xlsx",
        content=book_of(("Forms", rows, [f"A{1 + 8 * i}:E{1 + 8 * i}" for i in range(n)])),
        row_is="session",
        expect=(figure("attendance_total", total), figure("sessions_held", n), *NO_PEOPLE),
        or_none=(figure("attendance_per_session", total / n), figure("contact_hours", 2 * total)),
        never=(
            *larger_figures(
                "attendance_total",
                total,
                2 * total,
                sum(f[2] for f in forms),
                total + sum(f[6] for f in forms),
                total + sum(f[5] for f in forms),
            ),
            *larger_figures("sessions_held", n, 40, 10, 35, 39, sum(f[5] for f in forms)),
            ("participants_unique", float(total)),
        ),
        privacy=("Mutua",),
    )


def build_youth_running() -> Shape:
    """Men and women by session, with running totals and quarters."""
    quarters: list[tuple[str, list[tuple[str, str, int | None, int | None, str | None]]]] = [
        (
            "1st Quarter",
            [
                ("18-Jan-2025", "Book talk: Dekada '70", 6, 11, None),
                ("1-Feb-2025", "Zine making", 5, 14, None),
                ("15-Feb-2025", "Blind date with a book", 8, 9, None),
                ("1-Mar-2025", "Women's Month film", 7, 19, "w/ SK Council"),
                ("15-Mar-2025", "Spoken word night", 12, 16, None),
            ],
        ),
        (
            "2nd Quarter",
            [
                ("5-Apr-2025", "Outdoor reading", 9, 10, None),
                ("19-Apr-2025", "Board games", None, None, "not held, Black Saturday"),
                ("3-May-2025", "Media literacy", 10, 13, "election season"),
                ("17-May-2025", "Board games", 13, 7, None),
                ("7-Jun-2025", "Zine making", 4, 12, None),
                ("21-Jun-2025", "Pride reading", 6, 15, None),
            ],
        ),
    ]
    rows: list[list[object]] = [
        ["TEEN CORNER 2025 - Sex-disaggregated data for the GAD report"],
        ["City Library of Calbayog"],
        [],
        ["Date", "Activity", "Male", "Female", "Total", "Running total", "Remarks"],
    ]
    running = n = lines = men = women = run_sum = 0
    for label, items in quarters:
        rows.append([label.upper()])
        start = (men, women)
        for when, what, m, f, note in items:
            lines += 1
            if m is None or f is None:
                rows.append([when, what, "-", "-", "-", running, note])
            else:
                men, women, running, n = men + m, women + f, running + m + f, n + 1
                rows.append([when, what, m, f, m + f, running, note])
            run_sum += running
        rows.append(
            [f"Subtotal, {label}", None, men - start[0], women - start[1], men + women - sum(start), running]
        )
    rows += [
        ["GRAND TOTAL", None, men, women, men + women],
        ["Percent", None, f"{round(100 * men / running)}%", f"{round(100 * women / running)}%", "100%"],
        [],
        ["Annual target: 400 youth (15-24 y/o)"],
    ]
    total = running
    return Shape(
        id="youth-running",
        what="Male, female, total and running total by session, quarters as lines inside the table with subtotals, a grand total and percent, a yearly target below.",
        file="Teen Corner GAD data 2025.xlsx",
        content=book_of(("GAD", rows, ["A1:G1", "A2:G2"])),
        row_is="session",
        expect=(*count_figures(total, n), *NO_PEOPLE),
        or_none=(figure("session_delivery_rate", n / lines),),
        never=(
            *larger_figures(
                "attendance_total",
                total,
                2 * total,
                3 * total,
                run_sum,
                total + run_sum,
                4 * total,
                6 * total,
                400,
            ),
            *larger_figures("sessions_held", n, lines, lines + 2, lines + 4, n + 3, n + 2),
            *other_figures(
                "attendance_per_session",
                total / n,
                total / lines,
                2 * total / (n + 2),
                3 * total / (n + 3),
                run_sum / lines,
            ),
        ),
    )


BRANCH_REPORTS: tuple[Shape, ...] = (
    build_monthly_india(),
    build_month_tabs(),
    build_day_sheet(),
    build_session_forms(),
    build_youth_running(),
)
