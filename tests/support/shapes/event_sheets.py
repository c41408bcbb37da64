"""Sheets of events and series, with parts, tickets, partners and hidden columns."""

from __future__ import annotations

from datetime import date, datetime

from tests.support.shapes.definition import NO_PEOPLE, Shape, figure, other_figures, wrong_figures
from tests.support.shapes.files import book_of, hide_columns, write_tally


def build_camel_route() -> Shape:
    """Camel library."""
    head = ["Mon 3", "Tue 4", "Wed 5", "Thu 6", "Mon 10", "Tue 11", "Wed 12", "Thu 13"]
    stops = [
        ("Bulla Iftin Pri.", {0: (41, 63), 4: (38, 57)}),
        ("Maendeleo", {0: (27, 30), 4: (31, 35)}),
        ("Saka Junction", {1: (18, 22), 5: (21, 19)}),
        ("Balambala Girls", {1: (52, 70), 5: None}),
        ("Danyere", {2: (24, 28), 6: (19, 23)}),
        ("Shimbirey", {2: (33, 41), 6: (36, 44)}),
        ("Korakora market", {3: (12, 15), 7: (16, 14)}),
        ("Raya mobile sch.", {3: (29, 29), 7: (25, 33)}),
    ]
    rows: list[list[object]] = [
        ["CAMEL LIBRARY - GARISSA ROUTE, FEB 2025"],
        ["readers / books lent"],
        ["Stop", *head],
    ]
    people_all = books_all = held = 0
    for name, cells in stops:
        row: list[object] = [name]
        for n in range(8):
            if n not in cells:
                row.append(None)
            elif cells[n] is None:
                row.append("camel sick")
            else:
                p, b = cells[n]
                row.append(f"{p}/{b}")
                people_all, books_all, held = people_all + p, books_all + b, held + 1
        rows.append(row)
    rows += [
        ["Herder:", "Abdi", "Abdi", "Noor", "Noor", "Abdi", "Abdi", "Noor", "Noor"],
        [],
        ["Signed: Librarian i/c"],
    ]
    return Shape(
        id="camel-route",
        what="Camel library: stops down, days across, each cell 'readers/books lent'; one stop not reached.",
        file="camel route feb.xlsx",
        content=book_of(("Route", rows, ["A1:I1"])),
        row_is="nothing",
        must_be_read=False,
        expect=NO_PEOPLE,
        or_none=(figure("attendance_total", people_all), figure("sessions_held", held)),
        never=(
            *other_figures("attendance_total", people_all, books_all, people_all + books_all),
            *other_figures("sessions_held", held, 8, 16, 64),
        ),
        privacy=("Abdi", "Noor"),
    )


def build_yearly_report_with_carried_sums() -> Shape:
    """Spanish yearly report with sub-headings."""
    blocks = [
        (
            "CUENTACUENTOS",
            [
                ("11 de enero", "Cuentos de invierno", 14, 22),
                ("8 de febrero", "Historias con títeres", 11, 19),
                ("8 de marzo", "Mujeres que cuentan", 16, 25),
                ("12 de abril", "Cuentos al sol", 9, 17),
            ],
        ),
        (
            "CLUB DE LECTURA",
            [
                ("16 de enero", "Nada, de C. Laforet", 12, 0),
                ("13 de febrero", "El camino", 13, 0),
                ("13 de marzo", "La tregua", 11, 0),
                ("10 de abril", "Como agua para chocolate", 15, 0),
            ],
        ),
        (
            "TALLERES Y CHARLAS",
            [
                ("24 de enero", "Taller de móvil para mayores", 18, 0),
                ("21 de febrero", "Haz tu propio libro", 6, 20),
                ("23 de abril", "Día del Libro: lectura pública", 45, 38),
                ("30 de abril", "Charla: aves del pueblo", 27, 8),
            ],
        ),
    ]
    rows: list[list[object]] = [
        ["BIBLIOTECA MUNICIPAL DE VALDEOLMOS"],
        ["Memoria de actividades, enero - abril de 2025"],
        [],
        ["Fecha", "Actividad", "Adultos", "Niños/as", "Asistentes"],
    ]
    total = adults = children = held = 0
    carried: list[int] = []
    for n, (label, lines) in enumerate(blocks):
        rows.append([label])
        for d, t, a, k in lines:
            rows.append([d, t, a, k, a + k])
            total, adults, children, held = total + a + k, adults + a, children + k, held + 1
        if n < 2:
            rows += [
                [None, "Suma y sigue", adults, children, total],
                [],
                ["Fecha", "Actividad", "Adultos", "Niños/as", "Asistentes"],
                [None, "Suma anterior", adults, children, total],
            ]
            carried += [total, total]
    rows.append([None, "SUMA", adults, children, total])
    return Shape(
        id="memoria-suma-y-sigue",
        what="Spanish yearly report with sub-headings, adults + children = attendants, and 'Suma y sigue' / 'Suma anterior' at page breaks, heading repeated.",
        file="Memoria actividades 2025 (enero-abril).xlsx",
        content=book_of(("Memoria", rows, ["A1:E1", "A2:E2"])),
        row_is="session",
        expect=(
            figure("attendance_total", total),
            figure("sessions_held", held),
            figure("attendance_per_session", total / held),
            *NO_PEOPLE,
        ),
        never=(
            *other_figures(
                "attendance_total",
                total,
                2 * total,
                adults,
                children,
                total + sum(carried),
                2 * total + sum(carried),
                total + sum(carried) // 2,
                3 * total,
            ),
            *other_figures("sessions_held", held, held + 1, held + 2, held + 3, held + 4, held + 5, 4, 3),
        ),
    )


def build_bilingual_series() -> Shape:
    """One row for each series of programs with French/English headings."""
    series = [
        ("Bébé-contes / Baby Time", "0-2", 12, 96, 14),
        ("L'heure du conte / Storytime", "3-5", 10, 154, 22),
        ("Club d'été TD / TD Summer Club", "6-12", 7, 182, 41),
        ("Lego", "6-12", 6, 75, None),
        ("Ados et manga / Teen Manga", "13-17", 5, 31, 9),
        ("Café tricot / Knit Café", "18+", 14, 119, None),
        ("Généalogie / Genealogy", "18+", 3, 28, 12),
        ("Soirée cinéma / Movie night", "tous / all", 4, 147, None),
        ("Visite de la GRC / RCMP visit", "tous / all", 1, 63, None),
    ]
    rows: list[list[object]] = [
        ["Bibliothèque publique de Rivière-aux-Pins Public Library"],
        ["Programmes / Programs: été 2025 / Summer 2025"],
        [],
        [
            "Programme / Program",
            "Âge / Age",
            "Séances / Sessions",
            "Inscrits / Registered",
            "Moyenne / Average",
            "Présences / Attendance",
        ],
    ]
    for name, age, n, v, reg in series:
        rows.append(
            [name, age, n, "sans / drop-in" if reg is None else reg, f"{v / n:.1f}".replace(".", ","), v]
        )
    total, held = sum(s[3] for s in series), sum(s[2] for s in series)
    reg_all = sum(s[4] or 0 for s in series)
    averages = sum(round(s[3] / s[2], 1) for s in series)
    rows.append(["Somme / Sum", None, held, reg_all, f"{total / held:.1f}".replace(".", ","), total])
    return Shape(
        id="bilingual-series",
        what="One row for each series of programs with French/English headings: sessions, registered or 'drop-in', average with decimal comma, attendance; 'Somme / Sum'.",
        file="Été-Summer 2025 programmes.xlsx",
        content=book_of(("Été 2025", rows, ["A1:F1", "A2:F2"])),
        row_is="month-total",
        expect=(figure("attendance_total", total), figure("sessions_held", held), *NO_PEOPLE),
        or_none=(figure("attendance_per_session", total / held),),
        never=(
            *other_figures(
                "attendance_total", total, 2 * total, reg_all, total + reg_all, averages, total + held
            ),
            *other_figures("sessions_held", held, 9, 10, 2 * held),
            *other_figures("attendance_per_session", total / held, total / 9, averages / 9, 2 * total / 10),
        ),
    )


def build_tally_marks() -> Shape:
    """Tally marks of boys and girls as strokes."""
    log = [
        ("2/6", 7, 9),
        ("3/6", 5, 11),
        ("4/6", 8, 8),
        ("5/6", 0, 4),
        ("6/6", 12, 10),
        ("9/6", 6, 13),
        ("10/6", 9, 7),
        ("11/6", 4, 6),
        ("12/6", 10, 12),
        ("13/6", 3, 8),
        ("16/6", 11, 9),
        ("17/6", 6, 5),
        ("18/6", 7, 14),
        ("19/6", 2, 3),
        ("20/6", 13, 11),
    ]
    rows: list[list[object]] = [
        ["Children's hour 4-5 pm, Thalassery branch, June 2025"],
        ["one stroke = one child, every 5th crosses"],
        [],
        ["Date", "Boys", "Girls", "Children", "Whose duty"],
    ]
    for n, (d, b, g) in enumerate(log):
        rows.append([d, write_tally(b) or None, write_tally(g), b + g, ("Sheeja", "Vinod")[n % 2]])
    total = sum(b + g for _, b, g in log)
    rows.append(["ALL TOLD", sum(b for _, b, _ in log), sum(g for *_, g in log), total])
    return Shape(
        id="tally-marks",
        what="Tally marks of boys and girls as strokes, with the sum as a number next to them; last line 'ALL TOLD'.",
        file="children hour tally.xlsx",
        content=book_of(("June", rows, [])),
        row_is="session",
        expect=(
            figure("attendance_total", total),
            figure("sessions_held", 15),
            figure("attendance_per_session", total / 15),
            *NO_PEOPLE,
        ),
        never=(
            *other_figures("attendance_total", total, 2 * total, 3 * total),
            *other_figures("sessions_held", 15, 16, 17, 14),
        ),
        privacy=("Sheeja", "Vinod"),
    )


def build_friends_events() -> Shape:
    """A Friends group's events with seats."""
    log = [
        (date(2025, 1, 23), "Author talk: J. Prather", 60, 48, 52, 780),
        (date(2025, 2, 14), "Trivia & Chocolate", 40, 40, 38, 600),
        (date(2025, 3, 8), "Used book sale (members' night)", None, None, 74, 912.5),
        (date(2025, 3, 22), "Local history lunch", 32, 29, 27, 435),
        (date(2025, 4, 12), "Garden tour", 25, 25, 25, 500),
        (date(2025, 5, 3), "Author talk: D. Oyelaran", 60, 33, 31, 495),
        (date(2025, 6, 7), "Mystery dinner", 48, 46, 45, 1610),
        (date(2025, 8, 16), "Lawn concert", None, None, 130, 0),
        (date(2025, 9, 20), "Bourbon & Books", 36, 36, 34, 1260),
        (date(2025, 10, 18), "Author talk: M. Salcido", 60, 57, 55, 855),
        (date(2025, 11, 15), "Holiday card workshop", 20, 14, 13, 210),
    ]
    rows: list[list[object]] = [
        ["Friends of the Tully Library - 2025 events"],
        [],
        ["Date", "Event", "Seats", "Tickets sold", "Attended", "Proceeds $"],
        *[list(x) for x in log],
        [],
        [
            None,
            "Season",
            sum(x[2] or 0 for x in log),
            sum(x[3] or 0 for x in log),
            sum(x[4] for x in log),
            sum(x[5] for x in log),
        ],
    ]
    total, n = sum(x[4] for x in log), len(log)
    seated = sum(x[4] for x in log if x[2])
    seats, tickets, money = sum(x[2] or 0 for x in log), sum(x[3] or 0 for x in log), sum(x[5] for x in log)
    return Shape(
        id="friends-events",
        what="A Friends group's events with seats, tickets sold, attended and proceeds (income, not cost); two without tickets; last line 'Season'.",
        file="Friends events 2025.xlsx",
        content=book_of(("events", rows, [])),
        row_is="session",
        expect=(
            figure("attendance_total", total),
            figure("sessions_held", n),
            figure("attendance_per_session", total / n),
            figure("seat_fill", seated / seats),
            figure("cost_cash", None),
            *NO_PEOPLE,
        ),
        never=(
            *other_figures("attendance_total", total, 2 * total, tickets, total + tickets, seats),
            *other_figures("sessions_held", n, n + 1, 9),
            *other_figures("seat_fill", seated / seats, total / seats, tickets / seats),
            *wrong_figures("cost_cash", money, 2 * money),
            *wrong_figures("cash_balance", -money),
        ),
    )


def build_hidden_column() -> Shape:
    """A hidden column holds an older count of attendance."""
    log = [
        ((2025, 2, 4), "Chess", 11, 9),
        ((2025, 2, 6), "Homework help", 16, 14),
        ((2025, 2, 11), "Chess", 12, 12),
        ((2025, 2, 13), "Homework help", 20, 13),
        ((2025, 2, 18), "Chess", 8, 8),
        ((2025, 2, 20), "Homework help", 19, 17),
        ((2025, 2, 25), "Chess", 13, 10),
        ((2025, 2, 27), "Homework help", 22, 18),
        ((2025, 3, 4), "Chess", 9, 9),
        ((2025, 3, 6), "Homework help", 17, 15),
        ((2025, 3, 11), "Chess", 14, 11),
        ((2025, 3, 13), "Homework help", 21, 16),
    ]
    rows: list[list[object]] = [
        ["After-school at Kibera Community Library - Term 1"],
        ["Date", "Club", "Attendance (old count with siblings, don't use)", "row", "Attendance", "Remarks"],
    ]
    rows += [
        [datetime(*d), c, old, n, new, "recounted from cards" if old != new else None]
        for n, (d, c, old, new) in enumerate(log, 101)
    ]
    total, old_all = sum(x[3] for x in log), sum(x[2] for x in log)
    return Shape(
        id="hidden-column",
        what="A hidden column holds an older count of attendance, marked not to be used, and another hidden one row numbers; the visible one holds the recount.",
        file="after school term 1.xlsx",
        content=hide_columns(book_of(("Term1", rows, ["A1:F1"])), 1, 3, 4),
        row_is="session",
        expect=(
            figure("attendance_total", total),
            figure("sessions_held", 12),
            figure("attendance_per_session", total / 12),
            *NO_PEOPLE,
        ),
        never=(
            *other_figures("attendance_total", total, old_all, total + old_all, sum(range(101, 113))),
            *other_figures("sessions_held", 12, 13, 24),
        ),
    )


def build_events_with_two_counts() -> Shape:
    """Events run by partners with two counts of the same people."""
    log = [
        ("Jan 30", "Money Smart for newcomers", "Credit union", "room, screen", 14, 14),
        ("Feb 12", "Flu shot clinic", "County Health", "room", 88, 71),
        ("Feb 27", "FAFSA night", "High school", "room, 1 staff", 35, 33),
        ("Mar 13", "Master Gardeners", "Extension Office", "room", 22, 22),
        ("Mar 27", "Resume lab", "Workforce Center", "6 laptops", 9, 8),
        ("Apr 10", "Tax aide", "AARP", "room", 41, 26),
        ("Apr 24", "Kindergarten round-up", "School Dist. 14", "storytime, 2 staff", 64, 60),
        ("May 8", "Senior scams talk", "Sheriff", "room", 30, 27),
        ("May 22", "Citizenship class", "Catholic Charities", "room", 12, 12),
        ("Jun 12", "Bike rodeo", "Kiwanis", "table, 1 staff", 150, 104),
    ]
    rows: list[list[object]] = [
        ["Events our partners ran here (or with us)"],
        ["They always count high! Use our clicker for the report."],
        [],
        ["Date", "Event", "Run by", "What we gave", "Partner says", "Our clicker"],
        *[list(x) for x in log],
    ]
    ours, theirs = sum(x[5] for x in log), sum(x[4] for x in log)
    return Shape(
        id="partner-two-counts",
        what="Events run by partners with two counts of the same people, 'Partner says' and 'Our clicker', and a note which one to use.",
        file="partner events spring.xlsx",
        content=book_of(("Partner events", rows, ["A1:F1", "A2:F2"])),
        row_is="session",
        expect=(figure("sessions_held", 10), *NO_PEOPLE),
        or_none=(figure("attendance_total", ours), figure("attendance_per_session", ours / 10)),
        never=(
            *wrong_figures("attendance_total", theirs, ours + theirs),
            *wrong_figures("sessions_held", 11, 12, 20),
            *wrong_figures("seat_fill", ours / theirs),
        ),
    )


def build_grade_section() -> Shape:
    """One library period for each section."""
    log = [
        ("GRADE 4", [("Mabini", 18, 20, 17, 18), ("Bonifacio", 19, 17, 15, 16), ("Rizal", 20, 21, 20, 21)]),
        ("GRADE 5", [("Narra", 22, 18, 19, 18), ("Molave", 17, 19, 14, 17), ("Yakal", 21, 16, 18, 15)]),
        (
            "GRADE 6",
            [
                ("Sampaguita", 16, 22, 16, 20),
                ("Ilang-ilang", 20, 20, 17, 19),
                ("Camia", 18, 17, 13, 14),
                ("Rosal", 15, 19, 15, 18),
            ],
        ),
    ]
    rows: list[list[object]] = [
        ["Malaya Central School - School Library Hub"],
        ["LIBRARY PERIOD, one period per section, July 7-18, 2025"],
        [],
        ["Section", "Adviser", "Enrolled", None, None, "Present at library period", None, None],
        [None, None, "M", "F", "T", "M", "F", "T"],
    ]
    advisers = iter(
        [
            "Mrs. Dizon",
            "Mr. Pangan",
            "Mrs. Lacson",
            "Ms. Yutuc",
            "Mr. Guevarra",
            "Mrs. Tolentino",
            "Ms. Sunga",
            "Mrs. Manalo",
            "Mr. Cunanan",
            "Mrs. Bondoc",
        ]
    )
    every = [0] * 4
    held = 0
    for grade, sections in log:
        rows.append([grade])
        part = [0] * 4
        for name, *v in sections:
            rows.append([name, next(advisers), v[0], v[1], v[0] + v[1], v[2], v[3], v[2] + v[3]])
            part = [a + b for a, b in zip(part, v, strict=True)]
            held += 1
        rows.append(
            [
                grade.title() + " all",
                None,
                part[0],
                part[1],
                part[0] + part[1],
                part[2],
                part[3],
                part[2] + part[3],
            ]
        )
        every = [a + b for a, b in zip(every, part, strict=True)]
    rows.append(
        ["School", None, every[0], every[1], every[0] + every[1], every[2], every[3], every[2] + every[3]]
    )
    total, enrolled = every[2] + every[3], every[0] + every[1]
    return Shape(
        id="grade-section",
        what="One library period for each section: enrolled and present as M, F, T under merged headings, sub-headings of grades, sums of grades and of the school.",
        file="Library period by section (July).xlsx",
        content=book_of(("July", rows, ["A1:H1", "A2:H2", "C4:E4", "F4:H4"])),
        row_is="session",
        expect=(figure("attendance_total", total), *NO_PEOPLE),
        or_none=(
            figure("sessions_held", held),
            figure("attendance_per_session", total / held),
            figure("turnout_ratio", total / enrolled),
        ),
        never=(
            *other_figures(
                "attendance_total",
                total,
                2 * total,
                3 * total,
                4 * total,
                6 * total,
                enrolled,
                enrolled + total,
                2 * (enrolled + total),
                every[2],
                every[3],
            ),
            *other_figures("sessions_held", held, 13, 14, 17, 3),
        ),
        privacy=(
            "Dizon",
            "Pangan",
            "Lacson",
            "Yutuc",
            "Guevarra",
            "Tolentino",
            "Sunga",
            "Manalo",
            "Cunanan",
            "Bondoc",
        ),
    )


def build_pivot_workbook() -> Shape:
    """A workbook with the raw sessions."""
    log = [
        ((2025, 1, 8), "Central", "Rhyme Time", 19),
        ((2025, 1, 11), "Central", "Scrabble", 8),
        ((2025, 1, 15), "Eastgate", "Rhyme Time", 12),
        ((2025, 1, 22), "Central", "Rhyme Time", 21),
        ((2025, 1, 29), "Eastgate", "ESL Circle", 15),
        ((2025, 2, 5), "Central", "Rhyme Time", 17),
        ((2025, 2, 8), "Central", "Scrabble", 6),
        ((2025, 2, 12), "Eastgate", "Rhyme Time", 14),
        ((2025, 2, 19), "Central", "Rhyme Time", 20),
        ((2025, 2, 26), "Eastgate", "ESL Circle", 18),
        ((2025, 3, 5), "Central", "Rhyme Time", 23),
        ((2025, 3, 8), "Central", "Scrabble", 9),
        ((2025, 3, 12), "Eastgate", "Rhyme Time", 11),
        ((2025, 3, 19), "Central", "Rhyme Time", 16),
        ((2025, 3, 26), "Eastgate", "ESL Circle", 22),
        ((2025, 3, 29), "Eastgate", "Spring Fair", 67),
    ]
    raw: list[list[object]] = [
        ["Event date", "Branch", "Program", "Attendance"],
        *[[datetime(*d), b, p, v] for d, b, p, v in log],
    ]
    pivot: list[list[object]] = [
        ["Sum of Attendance", "Column Labels"],
        ["Row Labels", "Central", "Eastgate", "Grand Total"],
    ]
    for m, label in ((1, "Jan"), (2, "Feb"), (3, "Mar")):
        c = sum(v for d, b, _, v in log if d[1] == m and b == "Central")
        e = sum(v for d, b, _, v in log if d[1] == m and b == "Eastgate")
        pivot.append([label, c, e, c + e])
    total = sum(x[3] for x in log)
    central = sum(x[3] for x in log if x[1] == "Central")
    pivot.append(["Grand Total", central, total - central, total])
    lists: list[list[object]] = [
        ["Branch", "Program", "Typical"],
        ["Central", "Rhyme Time", 20],
        ["Eastgate", "Scrabble", 8],
        [None, "ESL Circle", 15],
        [None, "Spring Fair", 50],
    ]
    return Shape(
        id="pivot-workbook",
        what="A workbook with the raw sessions, a pivot of the same by month and branch, and a sheet of drop-down values with typical numbers.",
        file="Q1 program data (with pivot).xlsx",
        content=book_of(("Pivot", pivot, []), ("Raw", raw, []), ("Lists", lists, [])),
        row_is="session",
        expect=(
            figure("attendance_total", total),
            figure("sessions_held", 16),
            figure("attendance_per_session", total / 16),
            *NO_PEOPLE,
        ),
        never=(
            *other_figures(
                "attendance_total", total, 2 * total, 3 * total, 5 * total, total + 93, 2 * total + 93
            ),
            *other_figures("sessions_held", 16, 19, 20, 23, 3),
        ),
    )


EVENT_SHEETS = (
    build_camel_route(),
    build_yearly_report_with_carried_sums(),
    build_bilingual_series(),
    build_tally_marks(),
    build_friends_events(),
    build_hidden_column(),
    build_events_with_two_counts(),
    build_grade_section(),
    build_pivot_workbook(),
)
