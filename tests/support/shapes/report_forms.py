"""Reports, calendars and forms in which a session is not simply a line."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from tests.support.shapes.definition import (
    NO_ATTENDANCE,
    NO_PEOPLE,
    Shape,
    column_sum,
    count_figures,
    seeded,
    wrong_figures,
)
from tests.support.shapes.files import Book, Formula, sum_formula


def build_activity_report_forms() -> Shape:
    """A vertical activity report on a tab each, Philippine style, and the empty template."""
    log: list[dict[str, Any]] = [
        {
            "tab": "Feb 14",
            "title": "Pag-ibig sa Pagbasa",
            "date": "February 14, 2025",
            "venue": "Kalayaan Elementary School",
            "time": "8:00 AM - 11:00 AM",
            "target": "60 pupils (Gr. 1-3)",
            "male": 24,
            "female": 31,
            "spent": 3450.0,
            "who": "Kalinaw Mutyahon",
            "text": "The 2 teachers asked for another visit. 40 booklets were given away.",
        },
        {
            "tab": "Mar 7",
            "title": "Pag-ibig sa Pagbasa, Part 2",
            "date": "March 7, 2025",
            "venue": "Kalayaan Elementary School",
            "time": "8:00 AM - 11:00 AM",
            "target": "60 pupils",
            "male": 19,
            "female": 28,
            "spent": 2980.5,
            "who": "Kalinaw Mutyahon",
            "text": "Heavy rain, some pupils were absent.",
        },
        {
            "tab": "Apr 23",
            "title": "World Book Day sa Palengke",
            "date": "April 23, 2025",
            "venue": "Public Market",
            "time": "1:00 PM - 4:00 PM",
            "target": "100 persons",
            "male": 37,
            "female": 52,
            "spent": 5200.0,
            "who": "Pagasa Gatasniyog",
            "text": "Vendors' children joined. 12 new library cards.",
        },
        {
            "tab": "May 16",
            "title": "Basahan sa Brigada",
            "date": "May 16, 2025",
            "venue": "Dao Day Care Center",
            "time": "9:00 AM - 10:30 AM",
            "target": "30 children",
            "male": 15,
            "female": 13,
            "spent": 1120.0,
            "who": "Pagasa Gatasniyog",
            "text": "Parents stayed outside.",
        },
    ]

    def form(report: dict[str, Any] | None) -> list[list[Any]]:
        get = (report or {}).get
        total = get("male", 0) + get("female", 0)
        spent = f"Php {report['spent']:,.2f}" if report else "Php"
        return [
            ["Republic of the Philippines"],
            ["MUNICIPALITY OF DAO-DAO"],
            ["Municipal Library"],
            [],
            ["ACTIVITY REPORT"],
            [],
            ["Title of Activity:", get("title")],
            ["Date Conducted:", get("date")],
            ["Venue:", get("venue")],
            ["Time:", get("time")],
            ["Target Participants:", get("target")],
            ["Actual Participants:", "Male", get("male")],
            [None, "Female", get("female")],
            [None, "Total", Formula("=C12+C13", total)],
            ["Amount Spent:", spent],
            ["Facilitator/s:", get("who")],
            ["Highlights:", get("text")],
            [],
            ["Prepared by:", None, "Noted by:"],
        ]

    book = Book()
    merge = ["A1:D1", "A2:D2", "A3:D3", "A5:D5", "B17:D17"]
    for report in log:
        book.add_sheet(report["tab"], form(report), merge=merge)
    book.add_sheet("TEMPLATE", form(None), merge=merge)
    visits = sum(report["male"] + report["female"] for report in log)
    male = sum(report["male"] for report in log)
    cost = sum(report["spent"] for report in log)
    target = 60 + 60 + 100 + 30
    return Shape(
        id="activity-report-forms",
        what="Vertical activity reports, one tab each, labels left and values right, and the empty template.",
        file="Activity Reports 2025.xlsx",
        content=book.to_bytes,
        row_is="session",
        settings={"currency": "PHP"},
        expect=(*count_figures(visits, len(log)), *NO_PEOPLE),
        or_none=(("cost_cash", {}, cost),),
        never=(
            *wrong_figures(
                "attendance_total", target, 2 * visits, male, visits - male, visits + 52, visits + target
            ),
            *wrong_figures("sessions_held", 5, 3, 1, 12),
            *wrong_figures("participants_unique", 2, 4),
        ),
        privacy=("Kalinaw Mutyahon", "Pagasa Gatasniyog"),
    )


def build_physical_report() -> Shape:
    """A Philippine physical report: indicators down, target and quarters across."""
    lines: list[tuple[str, int, list[int | None]] | str] = [
        "A. Storytelling and Reading Program",
        ("   No. of storytelling sessions conducted", 24, [5, 7, 6, None]),
        ("   No. of children who attended", 720, [148, 231, 187, None]),
        "B. Library Service",
        ("   No. of library users served", 4000, [842, 1105, 978, None]),
        ("   No. of books used / borrowed", 3500, [655, 901, 740, None]),
        "C. Training of Barangay Reading Volunteers",
        ("   No. of trainings conducted", 4, [1, 1, 0, None]),
        ("   No. of participants trained", 100, [27, 22, 0, None]),
    ]
    rows: list[list[Any]] = [
        ["QUARTERLY PHYSICAL REPORT OF OPERATION"],
        ["Office: Municipal Library"],
        ["As of September 30, 2025"],
        [],
        [
            "Program / Performance Indicator",
            "Annual Target CY 2025",
            "Accomplishment",
            None,
            None,
            None,
            "Total",
            "% of Target",
        ],
        [None, None, "1st Qtr", "2nd Qtr", "3rd Qtr", "4th Qtr", None, None],
    ]
    for line in lines:
        if isinstance(line, str):
            rows.append([line])
            continue
        indicator, target, quarters = line
        n, total = len(rows) + 1, sum(value or 0 for value in quarters)
        rows.append([indicator, target, *quarters, Formula(f"=SUM(C{n}:F{n})", total)])
        rows[-1].append(Formula(f"=ROUND(G{n}/B{n}*100,1)", round(total / target * 100, 1)))
    book = Book()
    merge = ["A1:H1", "A2:H2", "A3:H3", "A5:A6", "B5:B6", "C5:F5", "G5:G6", "H5:H6"]
    book.add_sheet("QPRO", rows, merge=merge)
    children, trained = 148 + 231 + 187, 27 + 22
    sessions, trainings = 5 + 7 + 6, 2
    users, books = 842 + 1105 + 978, 655 + 901 + 740
    visits, held = children + trained, sessions + trainings
    all_counts = visits + held + users + books
    return Shape(
        id="physical-report-by-quarter",
        what="Indicators by quarter with annual targets and percentages; sessions and people on alternate lines.",
        file="QPRO 3rd Qtr 2025.xlsx",
        content=book.to_bytes,
        row_is="nothing",
        expect=NO_PEOPLE,
        or_none=(
            ("attendance_total", {}, visits),
            ("sessions_held", {}, held),
            ("attendance_per_session", {}, visits / held),
        ),
        never=(
            *wrong_figures(
                "attendance_total", visits + users, all_counts, 2 * all_counts, 2 * visits, 720, 820
            ),
            *wrong_figures(
                "attendance_total", visits + users + books, users, visits + held, 8348, 2 * children
            ),
            *wrong_figures("sessions_held", 28, 24, 6, 8, 3, 4, 2 * held),
            *wrong_figures("attendance_per_session", children / 6, visits / 6, visits / 3),
        ),
    )


def build_calendar_grid() -> Shape:
    """A wall calendar typed into a sheet: the program and its count are in the day's box."""
    events = {
        2: ["Storytime 10:30 - 14"],
        4: ["Saturday movie 1pm - 22"],
        7: ["Knit Wits 6pm - 8"],
        9: ["Storytime 10:30 - 17"],
        11: ["Pumpkin craft 11am - 31", "Chess 2pm - 6"],
        16: ["Storytime 10:30 - 12"],
        21: ["Knit Wits 6pm - 9"],
        23: ["Storytime 10:30 - 19"],
        25: ["Trunk-or-treat 4pm - 140"],
        28: ["Book group 5:30 - 7"],
        30: ["Storytime 10:30 - 21"],
    }
    counts = [14, 22, 8, 17, 31, 6, 12, 9, 19, 140, 7, 21]
    rows: list[list[Any]] = [["OCTOBER 2025"], ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"]]
    first = date(2025, 10, 1)
    offset = (first.weekday() + 1) % 7
    cells: list[int | None] = [None] * offset + list(range(1, 32))
    cells += [None] * (-len(cells) % 7)
    for start in range(0, len(cells), 7):
        week = cells[start : start + 7]
        rows.append([*week])
        rows.append([None if day is None else "\n".join(events.get(day, [])) or None for day in week])
    holiday = next(n for n, row in enumerate(rows) if 13 in row)
    rows[holiday + 1][rows[holiday].index(13)] = "CLOSED"
    rows.append(["(number after the dash = how many came)"])
    book = Book()
    book.add_sheet("Oct", rows, merge=["A1:G1"])
    visits, sessions = sum(counts), len(counts)
    return Shape(
        id="calendar-month-boxes",
        what="A month typed as a wall calendar; each box holds day, program, hour and how many came.",
        file="October calendar w counts.xlsx",
        content=book.to_bytes,
        row_is="session",
        expect=NO_PEOPLE,
        or_none=(
            ("attendance_total", {}, visits),
            ("sessions_held", {}, sessions),
            ("attendance_per_session", {}, visits / sessions),
        ),
        never=(
            *wrong_figures(
                "attendance_total", sum(range(1, 32)), visits + sum(range(1, 32)), visits - 6, visits - 140
            ),
            *wrong_figures("sessions_held", 31, 30, 11, 7, 5, 10, 1),
        ),
    )


def build_average_only() -> Shape:
    """A director's table that keeps only the weeks run and the average per week."""
    log = [
        ("Baby Bounce", "Mon 10:00", 12, 9.5, 18),
        ("Story & Craft", "Wed 4:00", 12, 17.25, 30),
        ("Chess for Kids", "Thu 4:00", 10, 8.4, 16),
        ("ESL Conversation", "Tue 6:30", 14, 11.5, 20),
        ("Write On!", "alt. Sat", 6, 5.5, 12),
    ]
    rows: list[list[Any]] = [
        ["Weekly programs, Jan 6 - April 12, 2025"],
        [],
        ["Program", "When", "Weeks run", "Avg. attendance/wk", "Max room", "Keep?"],
        *([*row, "Y"] for row in log),
    ]
    rows[7][5] = "?"
    averages = column_sum(log, 3)
    rows += [["Average of averages", None, None, Formula("=AVERAGE(D4:D8)", averages / len(log))]]
    weeks = column_sum(log, 2)
    visits = sum(row[2] * row[3] for row in log)
    book = Book()
    book.add_sheet("spring", rows)
    return Shape(
        id="average-per-week-only",
        what="Programs with the weeks run and the average per week only; totals must be multiplied out.",
        file="weekly programs spring 2025.xlsx",
        content=book.to_bytes,
        row_is="program",
        expect=NO_PEOPLE,
        or_none=(
            ("attendance_total", {}, visits),
            ("sessions_held", {}, weeks),
            ("attendance_per_session", {}, visits / weeks),
        ),
        never=(
            *wrong_figures("attendance_total", averages, averages + averages / 5, weeks, column_sum(log, 4)),
            *wrong_figures("sessions_held", len(log), len(log) + 1),
            *wrong_figures("attendance_per_session", averages / 5, averages / weeks, averages / 6),
        ),
    )


def build_indicators_by_month() -> Shape:
    """A Spanish library's half-year: indicators down, months across; visits and loans among them."""
    lines: list[tuple[str, list[int]] | str] = [
        "SERVICIOS",
        ("Visitas a la biblioteca", [1204, 1187, 1342, 1090, 1276, 998]),
        ("Préstamos", [811, 790, 902, 744, 860, 655]),
        ("Carnés nuevos", [14, 9, 17, 22, 12, 8]),
        "ACTIVIDADES",
        ("Infantil - n.º de actividades", [3, 4, 4, 5, 4, 2]),
        ("Infantil - asistentes", [61, 77, 83, 128, 74, 35]),
        ("Adultos - n.º de actividades", [2, 2, 3, 2, 2, 1]),
        ("Adultos - asistentes", [23, 28, 41, 30, 19, 11]),
    ]
    rows: list[list[Any]] = [
        ["BIBLIOTECA PÚBLICA MUNICIPAL DE VALDEOLMOS"],
        ["Estadística 1.er semestre 2025"],
        [],
        [None, "ene", "feb", "mar", "abr", "may", "jun", "TOTAL"],
    ]
    for line in lines:
        if isinstance(line, str):
            rows.append([line])
        else:
            n = len(rows) + 1
            rows.append([line[0], *line[1], Formula(f"=SUM(B{n}:G{n})", sum(line[1]))])
    values = {line[0]: line[1] for line in lines if not isinstance(line, str)}
    visits = sum(values["Infantil - asistentes"]) + sum(values["Adultos - asistentes"])
    held = sum(values["Infantil - n.º de actividades"]) + sum(values["Adultos - n.º de actividades"])
    doors, loans, cards = (
        sum(values[key]) for key in ("Visitas a la biblioteca", "Préstamos", "Carnés nuevos")
    )
    book = Book()
    book.add_sheet("1S 2025", rows, merge=["A1:H1", "A2:H2"])
    return Shape(
        id="indicators-by-month-spanish",
        what="A Spanish half-year: door visits, loans, cards, activities and their audience down, months across.",
        file="estadistica 1er semestre.xlsx",
        content=book.to_bytes,
        row_is="month-total",
        expect=NO_PEOPLE,
        or_none=(
            ("attendance_total", {}, visits),
            ("sessions_held", {}, held),
            ("attendance_per_session", {}, visits / held),
        ),
        never=(
            *wrong_figures(
                "attendance_total", doors, visits + doors, 2 * visits, visits + held, doors + loans + cards
            ),
            *wrong_figures("attendance_total", doors + loans + cards + visits + held, 2 * doors, loans),
            *wrong_figures("sessions_held", 2 * held, 6, 7, 12, 14, 36, 42),
            *wrong_figures("attendance_per_session", visits / 6, visits / 12, doors / held, doors / 6),
        ),
    )


def build_blank_monthly_form() -> Shape:
    """A barangay's monthly form that came back empty, with the example line still in it."""
    rows: list[list[Any]] = [
        ["BUWANANG ULAT NG BARANGAY READING CENTER"],
        ["Barangay: ____________________", None, None, "Buwan: ____________  Taon: ______"],
        [],
        ["Blg.", "Petsa", "Gawain", "Batang Lalaki", "Batang Babae", "Magulang", "Kabuuan"],
        ["Hal.", "Hunyo 1, 2025", "Kuwentuhan", 10, 12, 3, 25],
    ]
    for n in range(1, 16):
        line = len(rows) + 1
        rows.append([n, None, None, None, None, None, Formula(f"=SUM(D{line}:F{line})", 0)])
    rows.append([None, None, "KABUUAN", *(sum_formula(c, 6, 20, 0) for c in "DEFG")])
    rows.append(
        [None, None, "Karaniwan bawat gawain", None, None, None, Formula("=G21/COUNT(B6:B20)", "#DIV/0!")]
    )
    rows += [[], ["Lagda ng Reading Center Focal Person: ______________________"]]
    book = Book()
    book.add_sheet("Form RC-2", rows, merge=["A1:G1", "A2:C2", "D2:G2"])
    return Shape(
        id="monthly-form-with-example",
        what="A Filipino monthly form that was not filled in: an example line, 15 numbers, formulas that give 0.",
        file="Form RC-2 Buwanang Ulat.xlsx",
        content=book.to_bytes,
        row_is="nothing",
        expect=NO_ATTENDANCE,
        never=(
            *wrong_figures("attendance_total", 25, 50, 22, 120, 145),
            *wrong_figures("sessions_held", 1, 15, 16, 17),
            *wrong_figures("participants_unique", 15, 16, 1),
        ),
    )


def build_schedule_of_readers() -> Shape:
    """Next year's plan of who will read: dates, names, expected children, crafts to prepare."""
    rng = seeded("schedule-of-readers")
    names = [
        f"{first} {last}"
        for first, last in zip(
            ["Elspeth", "Horace", "Maude", "Lyle", "Sabra"],
            ["Eddingwood", "Hickoryhill", "Oakhanger", "Nightwater", "Gorsebank"],
            strict=True,
        )
    ]
    themes = ["Mittens", "Groundhogs", "Hearts", "Bears", "Trains", "Soup", "Mud", "Kites", "Ducks", "Seeds"]
    rows: list[list[Any]] = [
        ["Storytime leaders, winter/spring 2027"],
        ["please initial if you CAN do it!"],
        ["Date", "Leader", "Back-up", "Theme", "# kids expected", "Crafts to prep", "Confirmed?"],
    ]
    expected: list[int] = []
    for n, theme in enumerate(themes):
        expected.append(rng.randint(12, 22))
        day = date(2027, 1, 13) + timedelta(weeks=n)
        confirmed = ("yes", "yes", "", "asked 11/20")[n % 4]
        rows.append([day, names[n % 5], names[(n + 2) % 5], theme, expected[-1], expected[-1] + 3, confirmed])
    total = sum(expected)
    rows.append([None, None, None, "crafts total", None, sum_formula("F", 4, 13, total + 30)])
    book = Book()
    book.add_sheet("2027", rows, dates="ddd, mmm d")
    return Shape(
        id="schedule-of-readers-next-year",
        what="A plan of next year's story times: leader, back-up, children expected, crafts, confirmed or not.",
        file="Storytime leaders 2027.xlsx",
        content=book.to_bytes,
        row_is="session",
        expect=NO_ATTENDANCE,
        never=(
            *wrong_figures("attendance_total", total, total + 30, 2 * total + 30, 10, 5),
            *wrong_figures("sessions_held", 10, 11, 5, 6),
            *wrong_figures("participants_unique", 5, 10),
        ),
        privacy=tuple(names),
    )


REPORT_FORMS: tuple[Shape, ...] = (
    build_activity_report_forms(),
    build_physical_report(),
    build_calendar_grid(),
    build_average_only(),
    build_indicators_by_month(),
    build_blank_monthly_form(),
    build_schedule_of_readers(),
)
