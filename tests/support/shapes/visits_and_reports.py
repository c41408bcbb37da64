"""Registers of classes and clubs, visits to schools, and reports to an authority."""

from __future__ import annotations

from datetime import date

from tests.support.shapes.definition import (
    NO_MONEY,
    NO_PEOPLE,
    Shape,
    count_figures,
    figure,
    larger_figures,
)
from tests.support.shapes.files import book_of, sum_formula


def build_computer_class_register() -> Shape:
    """Ghana: register of a computer class with P, A and E."""
    days = [
        date(2025, 2, 3),
        date(2025, 2, 5),
        date(2025, 2, 10),
        date(2025, 2, 12),
        date(2025, 2, 17),
        date(2025, 2, 19),
    ]
    people = [
        ("Agyeman, Kofi", "M", "PPPAPP"),
        ("Asare, Abena", "F", "PPPPPP"),
        ("Baidoo, Efua", "F", "PAPPAP"),
        ("Danso, Yaw", "M", "AAPPPP"),
        ("Frimpong, Akosua", "F", "PPEPPP"),
        ("Gyasi, Kwabena", "M", "PPAAAA"),
        ("Lartey, Naa", "F", "PPPPPA"),
        ("Mensah, Kojo", "M", "AAAAAA"),
        ("Nortey, Adjoa", "F", "PPPEPP"),
        ("Ofori, Nana", "M", "PAPAPP"),
        ("Quaye, Esi", "F", "PPPPAP"),
        ("Tetteh, Ebo", "M", "APPPPP"),
    ]
    per_day = [sum(m[i] == "P" for _, _, m in people) for i in range(len(days))]
    total = sum(per_day)
    came = sum("P" in m for _, _, m in people)
    rows = [
        ["TEMA COMMUNITY 8 BRANCH LIBRARY"],
        ["ICT FOR BEGINNERS - CLASS REGISTER, FEBRUARY 2025"],
        ["P = Present   A = Absent   E = Excused"],
        [],
        ["S/N", "NAME", "SEX", *days, "DAYS PRESENT"],
        *[[i, n, s, *m, m.count("P")] for i, (n, s, m) in enumerate(people, 1)],
        [None, "NO. PRESENT", None, *per_day, total],
        [],
        [None, "Instructor: Mr. Amoah"],
    ]
    return Shape(
        id="computer-class-register",
        what="Class register of a computer class in Ghana: people as rows, P/A/E by date, days present at the right and number present below.",
        file="ICT REGISTER FEB.xlsx",
        content=book_of(("REGISTER", rows, ["A1:J1", "A2:J2", "A3:J3"])),
        row_is="person",
        expect=(*count_figures(total, len(days)), figure("participants_unique", came), *NO_MONEY),
        or_none=(figure("visits_per_participant", total / came),),
        never=(
            *larger_figures("attendance_total", total, 2 * total, 3 * total, len(people) * len(days)),
            *larger_figures("participants_unique", came, len(people), len(people) + 1, len(people) + 2),
            *larger_figures("sessions_held", len(days), len(days) + 1, len(people)),
        ),
        privacy=("Agyeman", "Frimpong", "Mensah"),
    )


def build_club_lectura_x() -> Shape:
    """Colombia: reading club, an X for who came and an empty cell for who did not."""
    dates = ["5-mar", "12-mar", "19-mar", "26-mar", "2-abr", "9-abr", "23-abr", "30-abr"]
    people = [
        ("Arboleda Cuesta Luz Dary", "X X X X   X X X"),
        ("Bedoya Ríos Jhon Fredy", "X   X     X    "),
        ("Cifuentes Marta Inés", "X X X X X X X X"),
        ("Echeverri Omaira", "    X X X   X  "),
        ("Gaviria Londoño Rubén", "X X     X X X X"),
        ("Hincapié Duque Nubia", "               "),
        ("Jaramillo Sara Sofía", "X X X X X X   X"),
        ("Montoya Hoyos Iván", "  X X   X X X X"),
        ("Ospina Gloria", "X   X X X X X X"),
        ("Piedrahíta Elkin", "X              "),
        ("Quintero Blanca", "X X X X X   X X"),
        ("Zuluaga Toro Amparo", "  X X X X X X  "),
    ]
    marks = [(n, [("X" if m[2 * i] == "X" else None) for i in range(len(dates))]) for n, m in people]
    per_day = [sum(m[i] == "X" for _, m in marks) for i in range(len(dates))]
    total, came = sum(per_day), sum("X" in m for _, m in marks)
    rows = [
        ["Club de lectura «Tinto y novela»"],
        ["Biblioteca Municipal de Jericó - primer ciclo 2025 (miércoles 4 p.m.)"],
        ["Marcar X a quien asistió"],
        ["Nombre", "Teléfono", *dates, "Veces"],
        *[
            [n, f"31{4 + i % 6} 55{i % 10}{(i * 7) % 10} 0{i % 10}{(3 * i) % 10}{i % 7}", *m, m.count("X")]
            for i, (n, m) in enumerate(marks)
        ],
        ["Asistieron", None, *per_day, total],
        [],
        ["16 de abril no hubo club por Semana Santa"],
    ]
    return Shape(
        id="club-lectura-x",
        what="Reading club in Colombia: names and phone numbers, X for who came and nothing for who did not, one person who never came, counts at the right and below.",
        file="asistencia tinto y novela.xlsx",
        content=book_of(("Ciclo 1", rows, ["A1:K1", "A2:K2"])),
        row_is="person",
        expect=(*count_figures(total, len(dates)), figure("participants_unique", came), *NO_MONEY),
        or_none=(figure("attendance_rate", total / (len(people) * len(dates))),),
        never=(
            *larger_figures("attendance_total", total, 2 * total, 3 * total, len(people) * len(dates)),
            *larger_figures("participants_unique", came, len(people), len(people) + 1),
            *larger_figures("sessions_held", len(dates), len(dates) + 1, len(people)),
        ),
        privacy=("Arboleda", "Hincapié", "Piedrahíta"),
    )


def build_author_visits() -> Shape:
    """South Africa: an author tours schools; learners by grade and educators."""
    # date, school, gr 4..7, educators, remark
    log = [
        ("4 Aug", "Thembalethu Primary", 41, 38, 0, 0, 3, "Hall, no mic"),
        ("4 Aug", "Blanco Primary", 0, 29, 33, 0, 2, None),
        ("5 Aug", "Conville Primary", 36, 0, 31, 28, 4, "Gr 5 writing a test"),
        ("5 Aug", "Pacaltsdorp Library", 12, 9, 7, 6, 2, "after school, walk-ins"),
        ("6 Aug", "Hoogekraal Primary", 18, 22, 19, 0, 2, None),
        ("7 Aug", "Touwsranten Primary", 24, 21, 17, 20, 3, "Author signed 11 books"),
        ("8 Aug", "Herold Primary", 8, 6, 9, 7, 1, "multigrade, all in one class"),
        ("8 Aug", "Uniondale Library", 10, 14, 0, 5, 2, None),
    ]
    sums = [sum(x[c] for x in log) for c in range(2, 7)]
    learners, total = sum(sums[:4]), sum(sums)
    rows = [
        ["AUTHOR TOUR AUGUST 2025 - George libraries"],
        [],
        ["Date", "Venue", "Learners", None, None, None, "Educators", "All present", "Remarks"],
        [None, None, "Gr 4", "Gr 5", "Gr 6", "Gr 7", None, None, None],
        *[
            [d, s, *[g or None for g in (a, b, c, e)], t, a + b + c + e + t, r]
            for d, s, a, b, c, e, t, r in log
        ],
        [],
        ["TOTAL", None, *sums, total],
    ]
    return Shape(
        id="author-visits",
        what="Author tour of schools in South Africa: heading of two rows, learners by grade, educators, all present, a total after an empty row.",
        file="Author tour Aug.xlsx",
        content=book_of(("Tour", rows, ["A1:I1", "C3:F3", "A3:A4", "B3:B4", "G3:G4", "H3:H4", "I3:I4"])),
        row_is="session",
        expect=(*count_figures(total, len(log)), *NO_MONEY),
        never=(
            *larger_figures(
                "attendance_total", total, 2 * total, total + learners, 4 * total, 2 * (total + learners)
            ),
            *larger_figures("sessions_held", len(log), len(log) + 1, 4 * len(log), 5 * len(log)),
        ),
    )


def build_report_to_mayor() -> Shape:
    """Philippines: accomplishment report by month with number of times conducted and clients."""
    months = [
        (
            "JANUARY",
            [
                ("Storytelling at Daycare Centers", 4, 118, "w/ puppet"),
                ("Library orientation, Gr. 3", 2, 76, None),
                ("Tutorial (Math/Reading)", 8, 64, None),
            ],
        ),
        (
            "FEBRUARY",
            [
                ("Storytelling at Daycare Centers", 4, 131, None),
                ("Bookmobile to upland brgys.", 3, 142, "4x4 c/o MDRRMO"),
                ("Tutorial (Math/Reading)", 7, 59, None),
                ("Arts Month poster making", 1, 33, None),
            ],
        ),
        (
            "MARCH",
            [
                ("Storytelling at Daycare Centers", 3, 97, None),
                ("Bookmobile to upland brgys.", 2, 88, "1 trip cancelled, not included"),
                ("Tutorial (Math/Reading)", 6, 51, None),
                ("Women's Month livelihood reading", 1, 27, None),
            ],
        ),
    ]
    rows = [
        ["Republic of the Philippines"],
        ["MUNICIPALITY OF SAN ISIDRO - MUNICIPAL LIBRARY"],
        ["ACCOMPLISHMENT REPORT, 1st QUARTER CY 2025"],
        ["For: Hon. Rogelio T. Abainza, Municipal Mayor"],
        [],
        ["Month", "Activity", "No. of times conducted", "No. of clients served", "Remarks"],
    ]
    times = clients = 0
    merge = [f"A{r}:E{r}" for r in range(1, 5)]
    for name, acts in months:
        first = len(rows) + 1
        for i, (what, t, c, note) in enumerate(acts):
            rows.append([name if i == 0 else None, what, t, c, note])
        merge.append(f"A{first}:A{len(rows)}")
        t_sum, c_sum = sum(a[1] for a in acts), sum(a[2] for a in acts)
        rows.append(
            [
                None,
                "Sub-total",
                sum_formula("C", first, len(rows), t_sum),
                sum_formula("D", first, len(rows), c_sum),
            ]
        )
        times, clients = times + t_sum, clients + c_sum
    rows += [
        [None, "TOTAL, 1st QUARTER", times, clients],
        [],
        ["Prepared by:", "FELINA G. SORIANO, Librarian I"],
    ]
    return Shape(
        id="report-to-mayor",
        what="Quarterly report to the mayor in the Philippines: activities by month with times conducted and clients served, months merged, sub-totals and a total.",
        file="Accomplishment Report Q1.xlsx",
        content=book_of(("Q1", rows, merge)),
        row_is="month-total",
        expect=(figure("attendance_total", clients), figure("sessions_held", times), *NO_PEOPLE, *NO_MONEY),
        or_none=(figure("attendance_per_session", clients / times),),
        never=(
            *larger_figures("attendance_total", clients, 2 * clients, 3 * clients, clients + times),
            *larger_figures("sessions_held", times, 2 * times, 3 * times),
        ),
    )


def build_outreach_quarters() -> Shape:
    """Canada: outreach log with a tab for each quarter and a tab for the year."""
    quarters = {
        "Jan-Mar": [
            ("Jan 9", "Maple Manor", "Book talk", 14),
            ("Jan 22", "Friendship Centre", "Story circle", 19),
            ("Feb 5", "Maple Manor", "Book talk", 12),
            ("Feb 19", "YMCA preschool", "Storytime", 23),
            ("Mar 12", "Legion Hall", "Scam-proofing talk", 31),
        ],
        "Apr-Jun": [
            ("Apr 2", "Maple Manor", "Book talk", 15),
            ("Apr 16", "YMCA preschool", "Storytime", 22),
            ("May 7", "Farmers' Market", "Pop-up library", 58),
            ("May 21", "Friendship Centre", "Story circle", 17),
            ("Jun 4", "Farmers' Market", "Pop-up library", 63),
            ("Jun 18", "Maple Manor", "Book talk", 11),
        ],
        "Jul-Sep": [
            ("Jul 9", "Splash pad", "Pop-up library", 47),
            ("Jul 30", "Splash pad", "Pop-up library", 52),
            ("Aug 13", "Fall Fair grounds", "Pop-up library", 86),
            ("Sep 24", "Maple Manor", "Book talk", 13),
        ],
        "Oct-Dec": [
            ("Oct 8", "YMCA preschool", "Storytime", 25),
            ("Oct 22", "Friendship Centre", "Story circle", 21),
            ("Nov 19", "Maple Manor", "Book talk", 16),
            ("Dec 3", "Legion Hall", "Carol singalong", 44),
        ],
    }
    sheets, year = [], []
    for q, log in quarters.items():
        s = sum(x[3] for x in log)
        sheets.append(
            (
                q,
                [
                    ["Outreach " + q + " 2024"],
                    [],
                    ["Date", "Where", "What", "# people"],
                    *[list(x) for x in log],
                    [None, None, "Total", sum_formula("D", 4, 3 + len(log), s)],
                ],
                ["A1:D1"],
            )
        )
        year.append((q, len(log), s))
    visits, total = sum(y[1] for y in year), sum(y[2] for y in year)
    summary = [
        ["Outreach 2024 - for the Board"],
        [],
        ["Quarter", "Visits made", "People reached"],
        *[list(y) for y in year],
        ["Year", visits, total],
    ]
    return Shape(
        id="outreach-quarters",
        what="Canadian workbook with a tab of outreach visits for each quarter, totals, and a tab for the board that sums them up.",
        file="Outreach 2024.xlsx",
        content=book_of(("For the Board", summary, ["A1:C1"]), *sheets),
        row_is="session",
        expect=(*count_figures(total, visits), *NO_PEOPLE, *NO_MONEY),
        never=(
            *larger_figures("attendance_total", total, 2 * total, 3 * total, 4 * total, total + visits),
            *larger_figures(
                "sessions_held", visits, visits + 4, 2 * visits, visits + 5, visits + 8, 3 * visits
            ),
        ),
    )


VISITS_AND_REPORTS: tuple[Shape, ...] = (
    build_computer_class_register(),
    build_club_lectura_x(),
    build_author_visits(),
    build_report_to_mayor(),
    build_outreach_quarters(),
)
