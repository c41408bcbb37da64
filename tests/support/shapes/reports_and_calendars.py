"""Calendars, reports by month and logs whose lines are sums, weeks or void."""

from __future__ import annotations

from datetime import date

from tests.support.shapes.definition import NO_PEOPLE, Shape, figure, other_figures, wrong_figures
from tests.support.shapes.files import book_of, csv_of


def build_calendar_grid() -> Shape:
    """A wall calendar as a grid of weeks."""
    # April 2025 begins on a Tuesday.
    events: dict[int, list[tuple[str, int | None, int]]] = {
        1: [("Storytime 10:30", 14, 1)],
        3: [("Teen D&D 4p", 7, 1)],
        5: [("LEGO Club 11", 18, 1)],
        8: [("Storytime 10:30", 11, 1)],
        9: [("Book Club 6p", 9, 1)],
        10: [("Teen D&D 4p", 6, 1)],
        12: [("Seed Swap 10", 33, 1)],
        15: [("Storytime 10:30", None, 0)],
        16: [("Tax help 1p", 5, 1)],
        17: [("Teen D&D 4p", 8, 1)],
        22: [("Storytime 10:30", 16, 1), ("Earth Day craft 4p", 21, 1)],
        23: [("Knitting 2p", 4, 1)],
        24: [("Teen D&D 4p", 9, 1)],
        26: [("LEGO Club 11", 15, 1)],
        29: [("Storytime 10:30", 12, 1)],
    }
    rows: list[list[object]] = [
        ["APRIL 2025 - Dove Creek Public Library - count in ( ) after each program"],
        ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"],
    ]
    day = 1 - 2
    while day <= 30:
        week = [d if 1 <= d <= 30 else None for d in range(day, day + 7)]
        rows.append(list(week))
        rows.append(
            [
                "\n".join(f"{t} ({c})" if held else f"{t} CANCELLED - sick" for t, c, held in events[d])
                if d in events
                else ("CLOSED" if d in (18, 20) else None)
                for d in week
            ]
        )
        day += 7
    rows.append(["Happy Spring! Turn in by May 5"])
    every = [e for one_day in events.values() for e in one_day]
    total = sum(c for _, c, _ in every if c is not None)
    held = sum(h for *_, h in every)
    return Shape(
        id="calendar-grid",
        what="A wall calendar as a grid of weeks: a row of day numbers, then cells such as 'Storytime 10:30 (14)'; one cancelled.",
        file="april calendar w counts.xlsx",
        content=book_of(("April", rows, ["A1:G1"])),
        row_is="nothing",
        must_be_read=False,
        expect=NO_PEOPLE,
        or_none=(figure("attendance_total", total), figure("sessions_held", held)),
        never=(
            *other_figures("attendance_total", total, sum(range(1, 31)), sum(range(1, 31)) + total),
            *other_figures("sessions_held", held, 16, 30, 31, 12),
        ),
    )


def build_state_report() -> Shape:
    """State report of a fiscal year."""
    months = [
        ("July", 9, 214, 3, 22, 4, 31),
        ("August", 6, 121, 2, 15, 4, 28),
        ("September", 8, 143, 2, 17, 6, 52),
        ("October", 10, 266, 3, 29, 6, 61),
        ("November", 7, 118, 2, 11, 5, 39),
        ("December", 5, 174, 1, 8, 3, 47),
        ("January", 7, 95, 2, 12, 5, 33),
        ("February", 8, 127, 2, 14, 5, 41),
        ("March", 9, 158, 3, 25, 6, 58),
        ("April", 9, 149, 3, 19, 7, 72),
        ("May", 6, 88, 2, 16, 5, 44),
        ("June", 11, 327, 4, 36, 4, 30),
    ]
    rows: list[list[object]] = [
        ["STATE ANNUAL REPORT WORKSHEET   FY 2024-25 (July 1 - June 30)"],
        ["Library: Minden-Hays Joint Library", None, None, None, "Prepared by: Arlene"],
        [],
        ["Month", "Juvenile", None, "Young Adult", None, "Adult", None, "All ages", None],
        [
            None,
            "Programs",
            "Attendance",
            "Programs",
            "Attendance",
            "Programs",
            "Attendance",
            "Programs",
            "Attendance",
        ],
    ]

    def line(label: str, values: list[int]) -> list[object]:
        return [label, *values, values[0] + values[2] + values[4], values[1] + values[3] + values[5]]

    quarter = [0] * 6
    year = [0] * 6
    for n, (label, *values) in enumerate(months, 1):
        rows.append(line(label, values))
        quarter = [a + b for a, b in zip(quarter, values, strict=True)]
        if n % 3 == 0:
            rows.append(line(f"Quarter {n // 3}", quarter))
            year = [a + b for a, b in zip(year, quarter, strict=True)]
            quarter = [0] * 6
    rows += [line("Reported to State Library", year), [], ["Juvenile = 0-11, YA = 12-18"]]
    total, held = year[1] + year[3] + year[5], year[0] + year[2] + year[4]
    return Shape(
        id="state-report",
        what="State report of a fiscal year: juvenile, YA and adult programs and attendance by month, with quarters, a total of ages and a last line in other words.",
        file="FY25 state report worksheet.xlsx",
        content=book_of(("FY25", rows, ["A1:I1", "B4:C4", "D4:E4", "F4:G4", "H4:I4"])),
        row_is="month-total",
        expect=(figure("attendance_total", total), figure("sessions_held", held), *NO_PEOPLE),
        or_none=(figure("attendance_per_session", total / held),),
        never=(
            *other_figures(
                "attendance_total",
                total,
                2 * total,
                3 * total,
                4 * total,
                6 * total,
                total + held,
                year[1],
                year[1] + year[3],
            ),
            *other_figures("sessions_held", held, 2 * held, 3 * held, 6 * held, 12, 36, year[0], 17),
        ),
        privacy=("Arlene",),
    )


def build_two_years_side_by_side() -> Shape:
    """Two fiscal years side by side by month."""
    months = [
        ("Apr", 8, 96, 9, 131),
        ("May", 7, 88, 8, 104),
        ("Jun", 6, 71, 7, 93),
        ("Jul", 12, 310, 14, 402),
        ("Aug", 11, 287, 12, 341),
        ("Sep", 9, 122, 9, 118),
        ("Oct", 10, 165, 11, 179),
        ("Nov", 8, 101, 9, 126),
        ("Dec", 5, 143, 5, 139),
        ("Jan", 7, 77, 8, 95),
        ("Feb", 8, 90, 8, 99),
        ("Mar", 9, 128, 10, 152),
    ]
    a = sum(m[2] for m in months)
    b = sum(m[4] for m in months)
    na, nb = sum(m[1] for m in months), sum(m[3] for m in months)
    rows: list[list[object]] = [
        ["Spiritwood Regional Library - Program stats, two fiscal years (1 April - 31 March)"],
        [],
        [None, "FY 2023-24", None, "FY 2024-25", None, "Change", None],
        ["Month", "# Programs", "Attendance", "# Programs", "Attendance", "Attendance", "%"],
    ]
    for label, p, v, q, w in months:
        rows.append([label, p, v, q, w, w - v, f"{round(100 * (w - v) / v)}%"])
    rows += [
        ["Year", na, a, nb, b, b - a, f"{round(100 * (b - a) / a)}%"],
        [],
        ["For the Board, May meeting"],
    ]
    return Shape(
        id="two-years-side",
        what="Two fiscal years side by side by month, with a column of change whose heading is 'Attendance' too.",
        file="Two-year comparison for Board.xlsx",
        content=book_of(("Compare", rows, ["A1:G1", "B3:C3", "D3:E3", "F3:G3"])),
        row_is="month-total",
        expect=NO_PEOPLE,
        or_none=(figure("attendance_total", a + b), figure("sessions_held", na + nb)),
        never=(
            *other_figures(
                "attendance_total",
                a + b,
                b - a,
                a + b + (b - a),
                2 * (a + b),
                2 * b,
                2 * a,
                2 * (a + b) + 2 * (b - a),
                a + b + na + nb,
            ),
            *other_figures("sessions_held", na + nb, 12, 24, 13, 2 * (na + nb)),
        ),
    )


def build_running_sum() -> Shape:
    """Weekly totals next to columns of running sums."""
    weeks = [
        (6, 7, 4, 62),
        (6, 14, 5, 81),
        (6, 21, 5, 77),
        (6, 28, 4, 69),
        (7, 5, 2, 18),
        (7, 12, 5, 90),
        (7, 19, 6, 104),
        (7, 26, 5, 83),
        (8, 2, 0, 0),
        (8, 9, 4, 57),
        (8, 16, 3, 49),
        (8, 23, 2, 26),
    ]
    rows: list[list[object]] = [
        ["SUMMER AT THE LIBRARY 2025 - weekly numbers", None, None, None, None],
        [],
        ["Week ending (Sat)", "Programs", "People", "Programs so far", "People so far", "Notes"],
    ]
    p_all = v_all = 0
    sum_p = sum_v = 0
    for m, d, p, v in weeks:
        p_all, v_all = p_all + p, v_all + v
        sum_p, sum_v = sum_p + p_all, sum_v + v_all
        rows.append(
            [
                date(2025, m, d),
                p or "-",
                v or "-",
                p_all,
                v_all,
                {(7, 5): "holiday week", (8, 2): "floors being waxed, no programs"}.get((m, d)),
            ]
        )
    rows += [[], ["What we tell the Trustees:", None, None, p_all, v_all]]
    return Shape(
        id="running-sum",
        what="Weekly totals next to columns of running sums; one week without programs; the last line repeats the sums.",
        file="summer weekly.xlsx",
        content=book_of(("weekly", rows, [])),
        row_is="month-total",
        expect=(figure("attendance_total", v_all), figure("sessions_held", p_all), *NO_PEOPLE),
        or_none=(figure("attendance_per_session", v_all / p_all),),
        never=(
            *other_figures("attendance_total", v_all, sum_v, sum_v + v_all, 2 * v_all, v_all + sum_v + v_all),
            *other_figures("sessions_held", p_all, 12, 11, sum_p, sum_p + p_all, 2 * p_all),
        ),
    )


def build_approximations() -> Shape:
    """Counts such as 'approx 30'."""
    log = [
        ("May 3", "Read-aloud, Purok 2", "approx 30"),
        ("May 10", "Read-aloud, Purok 5", "30+"),
        ("May 17", "Puppet show, covered court", "~25"),
        ("May 24", "Read-aloud, Purok 1", 22),
        ("May 31", "Brigada clean-up & reading", "20-25"),
        ("June 7", "Read-aloud, Purok 4", "mga 15"),
        ("June 14", "Storytelling contest", "full house"),
        ("June 21", "Read-aloud, Purok 3", 19),
        ("June 28", "Puppet show, chapel", "40 plus parents"),
        ("July 5", "Read-aloud, Purok 2", "25-ish"),
        ("July 12", "Drawing + story", 27),
        ("July 19", "not held, baha (flood)", None),
        ("July 26", "Read-aloud, Purok 5", "less than 10"),
        ("Aug 2", "Buwan ng Wika opening", "more or less 60"),
    ]
    rows: list[list[object]] = [
        ["BARANGAY READING CENTER - ACTIVITIES 2025"],
        ["Brgy. San Roque, prepared by Kgd. Lolita Umali"],
        [],
        ["Date", "Activity", "No. of children"],
        *[list(x) for x in log],
        [],
        ["We will try to count better next time :)"],
    ]
    exact = 22 + 19 + 27
    low = exact + 30 + 30 + 25 + 20 + 15 + 40 + 25 + 60
    return Shape(
        id="approximations",
        what="Counts such as 'approx 30', '30+', '~25', '20-25', 'mga 15', 'full house', 'less than 10'; one not held.",
        file="activities reading center 2025.xlsx",
        content=book_of(("2025", rows, [])),
        row_is="session",
        expect=(figure("sessions_held", 13), *NO_PEOPLE),
        never=(
            *wrong_figures("sessions_held", 14, 3, 4, 15),
            *wrong_figures("attendance_total", low + 2025 - 20, exact + 2025, low + 2005, low + 2025),
            *wrong_figures("attendance_per_session", exact / 13, exact / 14, low / 14, low / 13),
            *wrong_figures("attendance_coverage", 1.0),
        ),
        privacy=("Lolita", "Umali"),
    )


def build_units_csv() -> Shape:
    """Semicolon CSV in Windows letters with units in headings."""
    log = [
        ("07/01/2025", "Bebeteca", 18, 1.0, 2, 12.5),
        ("14/01/2025", "Hora del cuento", 26, 1.0, 1, 0),
        ("21/01/2025", "Bebeteca", 15, 1.0, 2, 0),
        ("28/01/2025", "Taller de haikus", 9, 2.0, 1, 60),
        ("04/02/2025", "Bebeteca", 17, 1.0, 2, 0),
        ("11/02/2025", "Club de lectura", 12, 1.5, 1, 0),
        ("18/02/2025", "Cuentos en lengua de signos", 31, 1.5, 3, 120),
        ("25/02/2025", "Hora del cuento", 24, 1.0, 1, 0),
        ("04/03/2025", "Bebeteca", 14, 1.0, 2, 8.75),
        ("11/03/2025", "Club de lectura", 11, 1.5, 1, 0),
        ("18/03/2025", "Encuentro con la autora", 43, 1.5, 2, 150.5),
        ("25/03/2025", "Hora del cuento", 28, 1.0, 1, 0),
    ]

    def comma(x: float) -> str:
        return f"{x:g}".replace(".", ",")

    rows: list[list[object]] = [
        ["Fecha", "Actividad", "Personal (pers.)", "Duración (h)", "Asistencia (pers.)", "Gasto (€)"]
    ]
    rows += [[d, a, staff, comma(h), n, f"{c:.2f}".replace(".", ",")] for d, a, n, h, staff, c in log]
    total, staff_all = sum(x[2] for x in log), sum(x[4] for x in log)
    money = sum(x[5] for x in log)
    hours = sum(x[2] * x[3] for x in log)
    return Shape(
        id="units-csv",
        what="Semicolon CSV in Windows letters with units in headings: staff (pers.), duration (h) with decimal commas, attendance (pers.), expense (€).",
        file="actividades_1T_2025.csv",
        content=csv_of(rows, ";", "cp1252"),
        row_is="session",
        expect=(
            figure("attendance_total", total),
            figure("sessions_held", 12),
            figure("attendance_per_session", total / 12),
            figure("attendance_coverage", 1.0),
            *NO_PEOPLE,
        ),
        or_none=(figure("cost_cash", money), figure("contact_hours", hours)),
        never=(
            *other_figures("attendance_total", total, staff_all, total + staff_all),
            *other_figures("sessions_held", 12, 13),
            *other_figures("cost_cash", money, money * 100, 1250 + 6000 + 12000 + 875 + 15050),
            *other_figures("contact_hours", hours, sum(x[3] for x in log), hours * 10),
        ),
    )


def build_merged_months() -> Shape:
    """Month in a merged cell."""
    months = [
        (
            "January",
            [
                (4, "Sat", "Bal Sabha", 21),
                (11, "Sat", "Pustak charcha", 13),
                (18, "Sat", "Bal Sabha", 24),
                (26, "Sun", "Republic Day quiz", 47),
            ],
        ),
        (
            "February",
            [
                (1, "Sat", "Bal Sabha", 19),
                (8, "Sat", "Drawing", 22),
                (15, "Sat", "Bal Sabha", "no count"),
                (22, "Sat", "Pustak charcha", 16),
            ],
        ),
        (
            "March",
            [(1, "Sat", "Bal Sabha", 18), (8, "Sat", "Women's Day talk", 35), (22, "Sat", "Bal Sabha", 12)],
        ),
        (
            "April",
            [
                (5, "Sat", "Bal Sabha", 20),
                (12, "Sat", "Pustak charcha", 14),
                (19, "Sat", "Bal Sabha", 23),
                (23, "Wed", "World Book Day fair", 88),
            ],
        ),
    ]
    rows: list[list[object]] = [
        ["Sarvajanik Vachanalaya, Wai - karyakram nond 2025"],
        [],
        ["Month", "Date", "Day", "Programme", "Present"],
    ]
    merge, total, held, known = ["A1:E1"], 0, 0, 0
    days = 0
    for label, lines in months:
        first = len(rows) + 1
        for n, (d, w, what, v) in enumerate(lines):
            rows.append([label if n == 0 else None, d, w, what, v])
            days += d
        merge.append(f"A{first}:A{len(rows)}")
        part = sum(v for *_, v in lines if isinstance(v, int))
        rows.append([None, None, None, "carried to summary", part])
        total, held, known = (
            total + part,
            held + len(lines),
            known + sum(isinstance(v, int) for *_, v in lines),
        )
    rows.append([None, None, None, "Ekun (all)", total])
    return Shape(
        id="merged-months",
        what="Month in a merged cell, the day of the month as a bare number, sub-totals called 'carried to summary' and a last line 'Ekun (all)'; one 'no count'.",
        file="karyakram nond.xlsx",
        content=book_of(("2025", rows, merge)),
        row_is="session",
        expect=(
            figure("attendance_total", total),
            figure("sessions_held", held),
            figure("attendance_coverage", known / held),
            figure("attendance_per_session", total / known),
            *NO_PEOPLE,
        ),
        never=(
            *other_figures("attendance_total", total, 2 * total, 3 * total, days, days + total),
            *other_figures("sessions_held", held, known, held + 4, held + 5, 4),
            *other_figures("attendance_per_session", total / known, total / held, 3 * total / (known + 5)),
        ),
    )


def build_weekday_list() -> Shape:
    """Activities by week with sub-headings inside the table."""
    weeks = [
        (
            "WEEK 1 (June 2-6)",
            [
                ("Mon", "Read-aloud", "Grade 1", 24),
                ("Tue", "Read-aloud", "Grade 2", 27),
                ("Wed", "Library orientation", "Grade 7", 38),
                ("Fri", "Film + talk", "Grade 5", 41),
            ],
        ),
        (
            "WEEK 2 (June 9-13)",
            [
                ("Mon", "Read-aloud", "Grade 1", 22),
                ("Tue", "Read-aloud", "Grade 2", 25),
                ("Wed", "Library orientation", "Grade 8", 36),
                ("Thu", "HOLIDAY - Araw ng Kalayaan", None, None),
                ("Fri", "Flag poster making", "Grade 4", 33),
            ],
        ),
        (
            "WEEK 3 (June 16-20)",
            [
                ("Mon", "Read-aloud", "Grade 1", 26),
                ("Tue", "Read-aloud", "Grade 2", 24),
                ("Tue", "Book talk", "Grade 10", 19),
                ("Wed", "NO CLASSES - typhoon signal no. 2", None, None),
                ("Fri", "Film + talk", "Grade 6", 40),
            ],
        ),
        (
            "WEEK 4 (June 23-27)",
            [
                ("Mon", "Read-aloud", "Grade 1", 23),
                ("Wed", "Library orientation", "Grade 9", 34),
                ("Thu", "Reading buddies", "Gr 3 & 6", 44),
                ("Fri", "Spelling bee", "Grade 5", 29),
            ],
        ),
    ]
    rows: list[list[object]] = [
        ["LIBRARY ACTIVITIES - JUNE 2025"],
        ["Day", "Activity", "Class", "Attendance (pax)"],
    ]
    total = held = 0
    for label, lines in weeks:
        rows.append([label])
        part = 0
        for d, a, g, v in lines:
            rows.append([d, a, g, v])
            part += v or 0
            held += v is not None
        rows.append([None, None, "This week:", part])
        total += part
    return Shape(
        id="weekday-list",
        what="Activities by week with sub-headings inside the table, weekdays instead of dates, holidays as rows, 'This week:' sums, heading 'Attendance (pax)'.",
        file="June accomplishment.xlsx",
        content=book_of(("June", rows, ["A1:D1", "A3:D3"])),
        row_is="session",
        expect=(
            figure("attendance_total", total),
            figure("sessions_held", held),
            figure("attendance_per_session", total / held),
            *NO_PEOPLE,
        ),
        never=(
            *other_figures("attendance_total", total, 2 * total, total + 26),
            *other_figures("sessions_held", held, held + 2, held + 4, held + 6, held + 8, 20, 5),
            *other_figures(
                "attendance_per_session", total / held, total / (held + 2), 2 * total / (held + 4)
            ),
        ),
        or_none=(figure("session_delivery_rate", held / (held + 2)),),
    )


def build_void_rows() -> Shape:
    """A log whose crossed-out rows say VOID in the comment."""
    log = [
        ("9/3", "Preschool Storytime", 17, None),
        ("9/4", "Chair Yoga", 11, None),
        ("9/10", "Preschool Storytime", 15, None),
        ("9/11", "Chair Yoga", 12, None),
        ("9/11", "Chair Yoga", 12, "VOID - entered twice"),
        ("9/17", "Preschool Storytime", 19, None),
        ("9/18", "Chair Yoga", 9, None),
        ("9/20", "VOID Fall Festival", 140, "not ours - Chamber event"),
        ("9/24", "Preschool Storytime", 14, None),
        ("9/25", "Chair Yoga", 10, None),
        ("9/27", "Banned Books Read-Out", 23, None),
        ("10/1", "Preschool Storytime", 16, None),
        ("10/2", "Chair Yoga", 8, None),
        ("VOID", "Preschool Storytime", 61, "typo, see next line"),
        ("10/8", "Preschool Storytime", 16, None),
        ("10/9", "Chair Yoga", 13, None),
        ("10/15", "Preschool Storytime", 18, None),
        ("10/16", "Chair Yoga", 11, None),
        ("10/18", "Pumpkin Painting", 34, None),
        ("10/22", "Preschool Storytime", 20, None),
        ("10/23", "Chair Yoga", 12, None),
    ]
    void = [x for x in log if any(isinstance(c, str) and c.startswith("VOID") for c in x)]
    good = [x for x in log if x not in void]
    total, every = sum(x[2] for x in good), sum(x[2] for x in log)
    rows: list[list[object]] = [
        ["Program log FY26 - DO NOT DELETE LINES, write VOID"],
        ["Date", "Program", "Attendance", "Comment"],
        *[list(x) for x in log],
    ]
    return Shape(
        id="void-rows",
        what="A log whose crossed-out rows say VOID in the comment, in the name of the program or instead of the date, with their numbers left in.",
        file="program log FY26.xlsx",
        content=book_of(("log", rows, ["A1:D1"])),
        row_is="session",
        expect=(
            figure("attendance_total", total),
            figure("sessions_held", len(good)),
            figure("attendance_per_session", total / len(good)),
            *NO_PEOPLE,
        ),
        never=(
            *other_figures(
                "attendance_total",
                total,
                every,
                every - 12,
                every - 140,
                every - 61,
                every - 152,
                every - 73,
                every - 201,
            ),
            *other_figures("sessions_held", len(good), len(log), len(log) - 1, len(log) - 2),
            *other_figures("attendance_per_session", total / len(good), every / len(log), total / len(log)),
        ),
    )


REPORTS_AND_CALENDARS = (
    build_calendar_grid(),
    build_state_report(),
    build_two_years_side_by_side(),
    build_running_sum(),
    build_approximations(),
    build_units_csv(),
    build_merged_months(),
    build_weekday_list(),
    build_void_rows(),
)
