"""Logs with one line per session: clerks, volunteers and teachers, each in their own way."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from tests.support.shapes.definition import NO_PEOPLE, Shape, column_sum, count_figures, seeded, wrong_figures
from tests.support.shapes.files import Book, Formula, sum_formula
from tests.support.shapes.names import invent_names


def build_two_fiscal_years() -> Shape:
    """Two tabs for two fiscal years in different column orders, a tab of lists, a read-me."""
    rng = seeded("two-fiscal-years")
    first: list[tuple[date, str, int, int, int, float | None]] = []
    second: list[tuple[date, str, str, int, int, float | None, str | None]] = []
    titles = ["Magic show", "Genealogy drop-in", "Paws to read", "Trivia night", "Garden talk"]
    for n in range(9):
        kids, teens, adults = rng.randint(0, 25), rng.randint(0, 6), rng.randint(3, 20)
        day = date(2023, 7, 12) + timedelta(days=37 * n)
        first.append((day, titles[n % 5], adults, teens, kids, 150.0 if n % 5 == 0 else None))
    for n in range(11):
        came = rng.randint(6, 44)
        day = date(2024, 7, 10) + timedelta(days=31 * n)
        fee = (175.0, 60.0)[n % 2] if n % 5 in (0, 4) else None
        title = titles[(n + 1) % 5]
        registered = came + rng.randint(-4, 9)
        second.append((day, title, ("Family", "Adult", "Kids")[n % 3], registered, came, fee, None))
    old: list[list[Any]] = [
        ["Date of Program", "Name of Program", "Room", "Adults", "Teens", "Kids", "Total #", "Presenter fee"]
    ]
    for day, title, *ages, fee in first:
        line = len(old) + 1
        old.append(
            [
                day,
                title,
                ("Large", "Small")[line % 2],
                *ages,
                Formula(f"=SUM(D{line}:F{line})", sum(ages)),
                fee,
            ]
        )
    old_visits = sum(row[2] + row[3] + row[4] for row in first)
    fees_old, fees_new = column_sum(first, 5), column_sum(second, 5)
    old.append(
        [
            "FY24 TOTAL",
            None,
            None,
            *(sum_formula(c, 2, 10, column_sum(first, n)) for c, n in zip("DEF", (2, 3, 4), strict=False)),
        ]
    )
    old[-1] += [sum_formula("G", 2, 10, old_visits), sum_formula("H", 2, 10, fees_old)]
    new: list[list[Any]] = [
        ["PROGRAMS - FISCAL YEAR 2025 (July 1, 2024 - June 30, 2025)"],
        ["DATE", "AUDIENCE", "PROGRAM TITLE", "# REGISTERED", "# ATTENDED", "FEE PAID", "COMMENTS"],
    ]
    for day, title, audience, registered, came, fee, _ in second:
        new.append([day, audience, title, registered, came, fee])
    new[5].append("great reviews")
    registered, new_visits = column_sum(second, 3), column_sum(second, 4)
    new += [
        [],
        ["TOTALS", None, None, sum_formula("D", 3, 13, registered), sum_formula("E", 3, 13, new_visits)],
    ]
    new[-1].append(sum_formula("F", 3, 13, fees_new))
    read_me = [
        ["How to fill this in"],
        ["1. One line per program"],
        ["2. Count everybody in the room except staff"],
    ]
    lists = [["Rooms", "Seats", None, "Audience"], ["Large", 80, None, "Adult"], ["Small", 15, None, "Kids"]]
    lists.append(["Lawn", 200, None, "Family"])
    book = Book()
    book.add_sheet("READ ME", read_me)
    book.add_sheet("FY25", new, merge=["A1:G1"])
    book.add_sheet("FY24", old, dates="mm/dd/yy")
    book.add_sheet("Lists", lists)
    visits, sessions = old_visits + new_visits, len(first) + len(second)
    return Shape(
        id="two-fiscal-years-and-lists",
        what="Two fiscal years on two tabs with different headings and order, a tab of room seats, a read-me.",
        file="Program stats (all years).xlsx",
        content=book.to_bytes,
        row_is="session",
        settings={"currency": "USD"},
        expect=(*count_figures(visits, sessions), *NO_PEOPLE),
        or_none=(("cost_cash", {}, fees_old + fees_new),),
        never=(
            *wrong_figures("attendance_total", old_visits, new_visits, 2 * visits, visits + registered),
            *wrong_figures(
                "attendance_total", old_visits + registered, visits + 295, 295, visits + old_visits
            ),
            *wrong_figures(
                "sessions_held", len(first), len(second), sessions + 2, sessions + 1, sessions + 3
            ),
        ),
    )


def build_program_sections() -> Shape:
    """One sheet in sections: the name of the program above its dates, a subtotal below each."""
    rng = seeded("program-sections")
    sections = [
        ("LAPSIT (birth-18 mo.)   Tuesdays", date(2025, 10, 7), 7, 6, (5, 12)),
        ("TODDLER TALES   Wednesdays", date(2025, 10, 8), 7, 7, (9, 20)),
        ("CUENTOS BILINGÜES   1st Saturday", date(2025, 10, 4), 28, 2, (14, 26)),
        ("TWEEN BOOK BITES   Thursdays, every other", date(2025, 10, 9), 14, 4, (4, 11)),
    ]
    rows: list[list[Any]] = [
        ["Children's programs, fall session"],
        ["Date", "Attendance", "New families", "Theme / notes"],
    ]
    merge = ["A1:D1"]
    counts: list[tuple[int, int]] = []
    subtotals: list[int] = []
    for title, start, step, number, size in sections:
        rows.append([title])
        merge.append(f"A{len(rows)}:D{len(rows)}")
        first = len(rows) + 1
        own = [(rng.randint(*size), rng.randint(0, 3)) for _ in range(number)]
        for n, (came, new) in enumerate(own):
            rows.append([start + timedelta(days=step * n), came, new, None])
        came, new = column_sum(own, 0), column_sum(own, 1)
        rows.append(
            ["Subtotal", sum_formula("B", first, len(rows), came), sum_formula("C", first, len(rows), new)]
        )
        subtotals.append(came)
        rows.append([])
        counts += own
    rows[5][3] = "pumpkins"
    visits, new = column_sum(counts, 0), column_sum(counts, 1)
    rows.append(["GRAND TOTAL", visits, new])
    book = Book()
    book.add_sheet("Fall 25", rows, merge=merge, dates="d-mmm-yy")
    sessions = len(counts)
    return Shape(
        id="sections-named-above",
        what="Sections named after the program, headings only once at the top, subtotals and a grand total.",
        file="Childrens fall 2025.xlsx",
        content=book.to_bytes,
        row_is="session",
        expect=(*count_figures(visits, sessions), *NO_PEOPLE),
        never=(
            *wrong_figures("attendance_total", 2 * visits, 3 * visits, visits + new, new, *subtotals),
            *wrong_figures("sessions_held", sessions + 4, sessions + 5, len(sections)),
            *wrong_figures("attendance_per_session", visits / len(sections)),
        ),
    )


def build_subsets_next_to_total() -> Shape:
    """A Philippine report by sex with 'of which' columns, which are part of the total."""
    log: list[tuple[str, str, str, int, int, int, int, int]] = [
        ("January 18, 2025", "Basa at Likha", "Poblacion", 14, 22, 2, 0, 11),
        ("Feb. 1, 2025", "Lola Basyang Hour", "San Lorenzo Ilaya", 9, 17, 0, 6, 8),
        ("Feb 15, 2025", "Basa at Likha", "Balite", 16, 19, 1, 2, 14),
        ("March 1, 2025", "Computer Literacy para sa Nanay", "Poblacion", 2, 24, 1, 4, 19),
        ("March 15, 2025", "Lola Basyang Hour", "Balite", 11, 20, 0, 7, 9),
        ("March 29, 2025", "Basa at Likha", "San Lorenzo Ilaya", 18, 15, 3, 1, 12),
    ]
    rows: list[list[Any]] = [
        ["Republic of the Philippines"],
        ["MUNICIPAL LIBRARY - GAD ACCOMPLISHMENT REPORT"],
        ["1st Quarter CY 2025"],
        [],
        [
            "Date",
            "Activity",
            "Barangay",
            "No. of Participants",
            None,
            None,
            "Of which:",
            None,
            None,
            "Amount Utilized",
        ],
        [None, None, None, "M", "F", "Total", "PWD", "Senior Cit.", "4Ps", None],
    ]
    spent = ["1,200.00", "850.00", "1,200.00", "3,475.50", "850.00", "1,310.00"]
    for n, (day, title, barangay, male, female, *subsets) in enumerate(log):
        line = len(rows) + 1
        total = Formula(f"=D{line}+E{line}", male + female)
        rows.append([day, title, barangay, male, female, total, *subsets, spent[n]])
    male, female, pwd, senior, poor = (column_sum(log, column) for column in (3, 4, 5, 6, 7))
    visits = male + female
    sums = [male, female, visits, pwd, senior, poor]
    cost = 1200 + 850 + 1200 + 3475.5 + 850 + 1310
    rows.append(
        ["TOTAL", None, None, *(sum_formula(c, 7, 12, v) for c, v in zip("DEFGHI", sums, strict=True))]
    )
    rows[-1].append(f"{cost:,.2f}")
    rows += [
        [],
        ["Prepared by:", None, "Certified correct:"],
        ["Indayog Bungangsibol", None, "GAD Focal Person"],
    ]
    book = Book()
    merge = ["A1:J1", "A2:J2", "A3:J3", "A5:A6", "B5:B6", "C5:C6", "D5:F5", "G5:I5", "J5:J6"]
    book.add_sheet("GAD Q1", rows, merge=merge)
    subsets = pwd + senior + poor
    return Shape(
        id="subsets-next-to-total",
        what="A Philippine report by sex and total, with PWD, senior and 4Ps as part of the total, and money spent.",
        file="GAD AR 1st Qtr.xlsx",
        content=book.to_bytes,
        row_is="session",
        settings={"currency": "PHP"},
        expect=(*count_figures(visits, len(log)), *NO_PEOPLE),
        or_none=(("cost_cash", {}, cost),),
        never=(
            *wrong_figures(
                "attendance_total", visits + subsets, 2 * visits, 2 * visits + subsets, 4 * visits
            ),
            *wrong_figures("attendance_total", male, female, subsets, male + female + visits + subsets),
            *wrong_figures("sessions_held", len(log) + 1, 3),
            *wrong_figures("cost_cash", 2 * cost),
            *wrong_figures("cash_balance", cost, 2 * cost),
        ),
        privacy=("Indayog Bungangsibol",),
    )


def build_summary_box_above() -> Shape:
    """A log with a box of totals, average and highest above it."""
    rng = seeded("summary-box-above-log")
    facilitators = invent_names(rng, "ph", 3)
    counts = [rng.randint(12, 41) for _ in range(13)]
    days = [date(2025, 6, 14) + timedelta(weeks=n) for n in range(13)]
    visits, sessions = sum(counts), len(counts)
    first, last = 11, 10 + sessions
    rows: list[list[Any]] = [
        ["SATURDAY READING CLUB"],
        ["Bayan ng Maliwalo Public Library"],
        [],
        ["SUMMARY"],
        ["Total no. of sessions", Formula(f"=COUNT(D{first}:D{last})", sessions)],
        ["Total attendance", sum_formula("D", first, last, visits)],
        ["Average per session", Formula(f"=AVERAGE(D{first}:D{last})", visits / sessions)],
        ["Highest / target per session", Formula(f"=MAX(D{first}:D{last})", max(counts)), 30],
        [],
        ["Session No.", "Date", "Facilitator", "No. of Kids", "Mobile No. of Facilitator", "Story Read"],
    ]
    mobiles = ["09175550143", "09285550177", "09395550112"]
    for n, (day, came) in enumerate(zip(days, counts, strict=True)):
        rows.append([n + 1, day, facilitators[n % 3], came, mobiles[n % 3], f"Aklat blg. {40 + n}"])
    book = Book()
    book.add_sheet("Reading Club", rows, merge=["A1:F1", "A2:F2"], dates="mmm d, yyyy")
    return Shape(
        id="summary-box-above-log",
        what="A numbered log below a box with the number of sessions, the total, the average and the highest.",
        file="Sat Reading Club.xlsx",
        content=book.to_bytes,
        row_is="session",
        expect=(*count_figures(visits, sessions), *NO_PEOPLE),
        never=(
            *wrong_figures(
                "attendance_total", 2 * visits, visits + sessions, visits + max(counts), sum(range(1, 14))
            ),
            *wrong_figures("attendance_total", sessions + visits + max(counts) + 30, visits + 30),
            *wrong_figures("sessions_held", sessions + 1, sessions + 4, 2 * sessions, sum(range(1, 14))),
            *wrong_figures("participants_unique", 3),
        ),
        privacy=(*facilitators, *mobiles),
    )


def build_school_visits() -> Shape:
    """Visits of school groups to a Spanish library: planned and real pupils, phones, one cancelled."""
    log: list[tuple[str, str, str, str, str, int, int | None, int | None, str | None]] = [
        ("CEIP Las Encinas", "2.º Prim.", "955 550 118", "14/01/2026", "14/01/2026", 25, 23, 2, None),
        ("CEIP Las Encinas", "3.º Prim.", "955 550 118", "21/01/2026", "21/01/2026", 26, 26, 2, None),
        (
            "Colegio Santa Rita",
            "Inf. 5 años",
            "955 550 164",
            "28/01/2026",
            "anulada",
            22,
            None,
            None,
            "aviso por nieve",
        ),
        (
            "CEIP El Molino",
            "4.º Prim.",
            "955 550 190",
            "04/02/2026",
            "06/02/2026",
            24,
            21,
            1,
            "cambian de día",
        ),
        ("IES Valdeolmos", "1.º ESO", "955 550 127", "11/02/2026", "11/02/2026", 30, 27, 2, None),
        ("Colegio Santa Rita", "1.º Prim.", "955 550 164", "25/02/2026", "25/02/2026", 23, 22, 3, None),
        ("CEIP El Molino", "Inf. 4 años", "955 550 190", "04/03/2026", "04/03/2026", 19, 15, 2, "varicela"),
        (
            "CRA La Sierra",
            "multigrado",
            "955 550 109",
            "por fijar",
            "",
            17,
            None,
            None,
            "llamar después de Semana Santa",
        ),
    ]
    rows: list[list[Any]] = [
        ["VISITAS ESCOLARES - CURSO 2025/26"],
        [],
        [
            "Centro",
            "Curso",
            "Tel.",
            "Fecha prevista",
            "Fecha visita",
            "Alumnos prev.",
            "Alumnado",
            "Profes.",
            "Total",
            "Observ.",
        ],
    ]
    for centre, year, phone, planned, real, expected, pupils, teachers, note in log:
        line = len(rows) + 1
        total = (
            None if pupils is None or teachers is None else Formula(f"=G{line}+H{line}", pupils + teachers)
        )
        rows.append([centre, year, phone, planned, real or None, expected, pupils, teachers, total, note])
    held = [row for row in log if row[6] is not None]
    expected, pupils, teachers = (column_sum(log, column) for column in (5, 6, 7))
    visits = pupils + teachers
    sums = [expected, pupils, teachers, visits]
    rows.append(
        [
            "TOTAL",
            None,
            None,
            None,
            None,
            *(sum_formula(c, 4, 11, v) for c, v in zip("FGHI", sums, strict=True)),
        ]
    )
    book = Book()
    book.add_sheet("Visitas", rows, merge=["A1:J1"])
    return Shape(
        id="school-visits-planned-and-real",
        what="School visits in Spanish: phone, planned and real date, pupils planned, came, teachers; one cancelled, one not fixed.",
        file="Visitas escolares 25-26.xlsx",
        content=book.to_bytes,
        row_is="session",
        expect=(*count_figures(visits, len(held)), *NO_PEOPLE),
        never=(
            *wrong_figures(
                "attendance_total", expected, pupils, visits + expected, 2 * visits, visits + pupils
            ),
            *wrong_figures("sessions_held", len(log), len(log) + 1, len(log) - 1, 5),
            *wrong_figures("attendance_per_session", visits / len(log), visits / (len(log) - 1)),
        ),
    )


def build_grade_headings() -> Shape:
    """A school club counted by grade: the headings are K and the numbers 1 to 5."""
    rng = seeded("grade-number-headings")
    days = [date(2026, 1, 12) + timedelta(days=n) for n in (0, 2, 7, 9, 14, 16, 21, 23, 28)]
    log = [(day, [rng.choice((0, 0, 1, 2, 3, 4, 5)) for _ in range(6)], rng.randint(1, 2)) for day in days]
    rows: list[list[Any]] = [
        ["Lunch Bunch readers"],
        ["(Mon/Wed, lunch recess, library loft)"],
        ["Date", "Grade", None, None, None, None, None, "Total", "Parent helpers"],
        [None, "K", 1, 2, 3, 4, 5],
    ]
    for day, grades, helpers in log:
        line = len(rows) + 1
        shown = [value or None for value in grades]
        rows.append([day, *shown, Formula(f"=SUM(B{line}:G{line})", sum(grades)), helpers])
    sums = [sum(row[1][n] for row in log) for n in range(6)]
    visits, helpers = sum(sums), column_sum(log, 2)
    last = len(rows)
    rows.append(["Total", *(sum_formula(c, 5, last, v) for c, v in zip("BCDEFG", sums, strict=True))])
    rows[-1] += [sum_formula("H", 5, last, visits), sum_formula("I", 5, last, helpers)]
    book = Book()
    book.add_sheet(
        "Jan-Feb", rows, merge=["A1:I1", "A2:I2", "B3:G3", "A3:A4", "H3:H4", "I3:I4"], dates="m/d/yy"
    )
    return Shape(
        id="grade-number-headings",
        what="A lunch club counted by grade K, 1-5 under a two-row heading; a blank is a grade from which no one came.",
        file="Lunch Bunch.xlsx",
        content=book.to_bytes,
        row_is="session",
        expect=(*count_figures(visits, len(log)), *NO_PEOPLE),
        never=(
            *wrong_figures(
                "attendance_total", 2 * visits, 4 * visits, visits + helpers, sum(sums[1:]), visits + 15
            ),
            *wrong_figures("sessions_held", 5, 6, len(log) + 1, 6 * len(log)),
        ),
    )


def build_prefilled_year() -> Shape:
    """All Saturdays of a year are written already; only the first months are filled in."""
    rng = seeded("year-prefilled-half-done")
    saturdays = [date(2026, 1, 3) + timedelta(weeks=n) for n in range(52)]
    filled = 24
    no_session = {13: "Black Saturday, sarado", 18: "fiesta, walang sesyon"}
    counts = {n: (rng.randint(5, 16), rng.randint(6, 18)) for n in range(filled) if n not in no_session}
    rows: list[list[Any]] = [
        ["KUWENTUHANG SABADO 2026", None, None, None, None, None],
        ["Petsa", "Tagapagkuwento", "Lalaki", "Babae", "Kabuuan", "Puna"],
    ]
    for n, day in enumerate(saturdays):
        line = len(rows) + 1
        boys, girls = counts.get(n, (None, None))
        total = Formula(f"=C{line}+D{line}", (boys or 0) + (girls or 0))
        teller = ("Ate Banaag", "Kuya Sibol")[n % 2] if n in counts else None
        rows.append([day, teller, boys, girls, total, no_session.get(n)])
    boys, girls = (sum(pair[n] for pair in counts.values()) for n in range(2))
    visits, held = boys + girls, len(counts)
    rows.append(
        [
            "KABUUAN",
            None,
            *(sum_formula(c, 3, 54, v) for c, v in zip("CDE", (boys, girls, visits), strict=True)),
        ]
    )
    book = Book()
    book.add_sheet("2026", rows, merge=["A1:F1"], dates="mmm d")
    return Shape(
        id="year-prefilled-half-done",
        what="Every Saturday of 2026 in Filipino, filled in until mid-June; the total formula shows 0 in empty rows.",
        file="Kuwentuhang Sabado 2026.xlsx",
        content=book.to_bytes,
        row_is="session",
        expect=(
            ("attendance_total", {}, visits),
            ("attendance_per_session", {}, visits / held),
            *NO_PEOPLE,
        ),
        never=(
            *wrong_figures("attendance_total", 2 * visits, 4 * visits, boys, girls),
            *wrong_figures("sessions_held", 52, 53, 50, filled),
            *wrong_figures(
                "attendance_per_session", visits / 52, visits / 50, visits / 47, visits / 45, visits / filled
            ),
        ),
    )


COUNT_LOGS: tuple[Shape, ...] = (
    build_two_fiscal_years(),
    build_program_sections(),
    build_subsets_next_to_total(),
    build_summary_box_above(),
    build_school_visits(),
    build_grade_headings(),
    build_prefilled_year(),
)
