"""Visits of classes and authors, planned and held, and programs that branches report."""

from __future__ import annotations

from datetime import date
from typing import Any

from tests.support.shapes.definition import (
    NO_ATTENDANCE,
    NO_MONEY,
    Shape,
    count_figures,
    figure,
    larger_figures,
    other_figures,
    wrong_figures,
)
from tests.support.shapes.files import book_of


def build_author_visits_uk() -> Shape:
    """UK: author visits of a book week."""
    log = [
        ("Mon 3 March", "Priya Holloway", "St Wilfrid's", "Y3/4", 60, 54, 4, None),
        ("Mon 3 March", "Priya Holloway", "Brackenfield", "Y5", 30, 28, 2, None),
        ("Tues 4 March", "Tom Ashdown", "Mere Lane Primary", "Y6", 58, 57, 5, "sold 22 books"),
        ("Weds 5 March", "Tom Ashdown", "Brackenfield", "Y1/2", 50, 46, 6, None),
        ("Thurs 6 March", "Priya Holloway", "Holy Rood", "whole sch", 110, 103, 9, "World Book Day!"),
        ("Thurs 6 March", "Bea Lomax", "Library (home ed group)", "mixed", 20, 13, 8, None),
        ("Fri 7 March", "Bea Lomax", "Thornhay", "Y4", 31, None, None, "school closed, boiler - to rebook"),
        ("Fri 7 March", "Tom Ashdown", "Mere Lane Primary", "Y2", 29, 29, 3, None),
        ("Weds 12 March", "Bea Lomax", "Oakshott Academy", "Y7", 90, 84, 4, None),
    ]
    ran = [x for x in log if x[5] is not None]
    p, a, e = sum(x[5] for x in ran), sum(x[6] for x in ran), sum(x[4] for x in log)
    rows = [
        ["Author visits - Book Week 2025"],
        [],
        ["When", "Author", "School", "Class", "Expected", "Children", "Adults", "Comments"],
        *[list(x) for x in log],
        [None, None, None, "Totals", e, p, a],
        [],
        ["Fees paid by Arts Council, see separate claim."],
    ]
    return Shape(
        id="author-visits-uk",
        what="UK author visits with expected children, children who came and adults, one to be arranged again, a total row.",
        file="Author visits BW25.xlsx",
        content=book_of(("Visits", rows, ["A1:H1"])),
        row_is="session",
        expect=(figure("attendance_total", p + a), figure("sessions_held", len(ran))),
        never=(
            *larger_figures("attendance_total", p + a, e, e + p + a, 2 * (p + a), e + a),
            ("sessions_held", len(log)),
            ("sessions_held", len(log) + 1),
        ),
        privacy=("Holloway",),
    )


def build_draft_final() -> Shape:
    """US: a month's programs as a draft and as the final list."""
    log = [
        ("9/3", "Toddler Time", 21),
        ("9/5", "LEGO Club", 14),
        ("9/10", "Toddler Time", 24),
        ("9/12", "Teen D&D", 7),
        ("9/16", "Medicare 101", 18),
        ("9/17", "Toddler Time", 19),
        ("9/19", "LEGO Club", 16),
        ("9/24", "Toddler Time", 26),
        ("9/26", "Teen D&D", 9),
        ("9/27", "Banned Books Read-In", 33),
        ("9/30", "Medicare 101", 22),
    ]
    draft = [(d, p, n) for d, p, n in log[:8]]
    draft[5] = ("9/17", "Toddler Time", "?")
    t = sum(x[2] for x in log)
    dt = sum(x[2] for x in draft if x[2] != "?")
    typed = {("9/5", 14): "14 kids", ("9/10", 24): "22+2 nannies", ("9/27", 33): "abt 33"}

    def tab(label: str, items: list[Any], total: int) -> list[list[Any]]:
        return [
            [f"September 2025 programs {label}"],
            [],
            ["Date", "Program", "Head count"],
            *[[d, p, typed.get((d, n), n)] for d, p, n in items],
            [None, "TOTAL", total],
        ]

    return Shape(
        id="draft-final",
        what="US list of programs twice: a draft tab with the first eight and a final tab with all, numbers such as '22+2 nannies'.",
        file="Sept programs.xlsx",
        content=book_of(
            ("Sept DRAFT", tab("- DRAFT as of 9/25, ask Deb re 9/17", draft, dt), []),
            ("Sept FINAL", tab("- FINAL for board", log, t), []),
        ),
        row_is="session",
        expect=(figure("attendance_total", t), figure("sessions_held", len(log))),
        or_none=(figure("attendance_per_session", t / len(log)),),
        never=(
            *larger_figures("attendance_total", t, t + dt, 2 * t, 2 * (t + dt)),
            *wrong_figures("sessions_held", len(log) + 8, len(log) + 7),
        ),
    )


def build_ghana_class_visits() -> Shape:
    """Ghana: class visits of a term."""
    log = [
        ("B4 A", "13/01/2026", 42, "13/01/2026", 38, ""),
        ("B4 B", "15/01/2026", 40, "15/01/2026", 40, ""),
        ("B5", "20/01/2026", 46, "20/01/2026", 41, ""),
        ("B6", "22/01/2026", 39, "29/01/2026", 36, "moved: vaccination day on 22nd"),
        ("JHS 1", "27/01/2026", 51, "27/01/2026", 44, ""),
        ("JHS 2", "03/02/2026", 48, "-", "", "not held - inter-schools athletics"),
        ("B4 A", "10/02/2026", 42, "10/02/2026", 39, ""),
        ("B4 B", "12/02/2026", 40, "12/02/2026", 37, ""),
        ("B5", "17/02/2026", 46, "18/02/2026", 45, "teacher asked for Wed."),
        ("B6", "19/02/2026", 39, "-", "", "not held - no bus"),
        ("JHS 1", "24/02/2026", 51, "24/02/2026", 47, ""),
        ("JHS 2", "26/02/2026", 48, "26/02/2026", 43, ""),
    ]
    ran = [x for x in log if x[4] != ""]
    total, roll, roll_ran = sum(x[4] for x in ran), sum(x[2] for x in log), sum(x[2] for x in ran)
    rows = [
        ["Asuofua Community Library - Class visits, Term 2 2025/26"],
        [],
        ["Class", "Planned date", "No. on roll", "Actual date", "Pupils who came", "Remarks"],
        *[[v if v != "" else None for v in x] for x in log],
        ["Total", len(log), roll, len(ran), total, f"{len(ran)} of {len(log)} visits took place"],
    ]
    return Shape(
        id="ghana-class-visits",
        what="Class visits in Ghana with planned and actual date, number on roll and pupils who came; two not held and two on another day.",
        file="Class visits T2.xlsx",
        content=book_of(("Term 2", rows, [])),
        row_is="session",
        expect=(*count_figures(total, len(ran)), figure("session_delivery_rate", len(ran) / len(log))),
        never=(
            *other_figures(
                "attendance_total", total, roll, roll_ran, total + roll, 2 * total, total + roll_ran
            ),
            *other_figures("sessions_held", len(ran), len(log), len(log) + 1, len(ran) + 1),
        ),
    )


def build_plan_2027() -> Shape:
    """Philippines: a calendar of activities proposed for next year."""
    plan = [
        (
            "Enero 23, 2027",
            "Read-aloud: Buwan ng Batang Manunulat",
            "Munisipyo covered court",
            150,
            "MSWDO",
            8500,
        ),
        ("Marso 13, 2027", "Women's Month storytelling", "Brgy. Sabang", 80, "KALIPI", 4000),
        ("Hulyo 24, 2027", "Children's Book Day caravan", "3 paaralan", 450, "DepEd district", 22000),
        ("Agosto 28, 2027", "Buwan ng Wika: balagtasan para sa bata", "Aklatan", 60, "LGU tourism", 6500),
        ("Setyembre 18, 2027", "Senior citizens' reading hour", "OSCA hall", 40, "OSCA", 3000),
        (
            "Nobyembre 20, 2027",
            "Library and Information Services Month open house",
            "Aklatan",
            200,
            "SK Federation",
            12000,
        ),
    ]
    people, money = sum(p[3] for p in plan), sum(p[5] for p in plan)
    rows = [
        ["PANUKALANG KALENDARYO NG GAWAIN 2027"],
        ["Pampublikong Aklatan ng Bayan ng San Dionisio"],
        ["(para sa budget hearing, Nob. 2026 - hindi pa aprubado)"],
        [],
        ["Petsa", "Gawain", "Lugar", "Inaasahang dadalo", "Katuwang", "Kailangang pondo (Php)"],
        *plan,
        ["KABUUAN", None, None, people, None, money],
    ]
    return Shape(
        id="plan-2027",
        what="Filipino plan of next year's activities with expected participants and the money needed; none has been held.",
        file="kalendaryo 2027 PROPOSED.xlsx",
        content=book_of(("2027", rows, ["A1:F1", "A2:F2", "A3:F3"])),
        row_is="nothing",
        expect=(*NO_ATTENDANCE, *NO_MONEY),
        never=(
            *wrong_figures("attendance_total", people, 2 * people),
            *wrong_figures("sessions_held", len(plan), len(plan) + 1),
            *wrong_figures("cost_cash", money, 2 * money),
        ),
    )


def build_museum_visits() -> Shape:
    """UK: school visits to a museum by term."""
    autumn = [
        ("A1", date(2024, 9, 24), "St Bede's Primary", "Y3", 30, 28, "Romans", 90),
        ("A2", date(2024, 10, 8), "Harrow Lane", "Y5", 56, 55, "Victorians", 165),
        ("A3", date(2024, 10, 15), "Oakfield Infants", "Y2", 24, None, "Toys", 0),
        ("A4", date(2024, 11, 12), "St Bede's Primary", "Y4", 31, 31, "Maps", 90),
        ("A5", date(2024, 12, 3), "Home ed group", "mixed", 15, 18, "Victorian Christmas", 45),
    ]
    spring = [
        ("S1", date(2025, 1, 21), "Oakfield Infants", "Y2", 24, 22, "Toys (moved from Oct)", 70),
        ("S2", date(2025, 2, 11), "Moorside Academy", "Y6", 60, 57, "Evacuees", 165),
        ("S3", date(2025, 3, 4), "Harrow Lane", "Y3", 28, None, "Romans", 0),
        ("S4", date(2025, 3, 18), "Langley Special School", "KS2", 9, 8, "Handling session", 0),
    ]
    why = {"A3": "school cancelled, no coach driver", "S3": "school cancelled - norovirus", "S4": "no charge"}

    def lines(term: list[Any]) -> list[list[Any]]:
        return [[*x[:5], "-" if x[5] is None else x[5], *x[6:], why.get(x[0])] for x in term]

    def total(label: str, term: list[Any]) -> list[Any]:
        return [
            label,
            None,
            None,
            None,
            sum(x[4] for x in term),
            sum(x[5] or 0 for x in term),
            None,
            sum(x[7] for x in term),
            None,
        ]

    both = autumn + spring
    ran = [x for x in both if x[5] is not None]
    t, booked, fee = sum(x[5] for x in ran), sum(x[4] for x in both), sum(x[7] for x in both)
    rows = [
        ["Wexcombe Museum & Library - school sessions 2024/25 (children only, teachers not counted)"],
        [],
        ["Ref", "Date", "School", "Year", "Booked", "Came", "Session", "Fee £", "Notes"],
        ["AUTUMN TERM"],
        *lines(autumn),
        total("Autumn", autumn),
        [],
        ["SPRING TERM"],
        *lines(spring),
        total("Spring", spring),
        [],
        total("YEAR SO FAR", both),
    ]
    return Shape(
        id="museum-visits",
        what="School visits to a museum in two terms: pupils booked, pupils who came and fee, two cancelled, totals of the terms and of the year.",
        file="school sessions 24-25.xlsx",
        content=book_of(("Bookings", rows, []), dates="dd/mm/yyyy"),
        row_is="session",
        expect=count_figures(t, len(ran)),
        never=(
            *other_figures("attendance_total", t, booked, 2 * t, 3 * t, t + booked, t + fee),
            *other_figures("sessions_held", len(ran), len(both), len(ran) + 2, len(ran) + 3),
        ),
    )


def build_branches_pasted() -> Shape:
    """US: summer programs as three branches reported them."""
    main = [
        (date(2025, 6, 10), "Magic Mike", 64),
        (date(2025, 6, 17), "Reptile Guy", 81),
        (date(2025, 6, 24), "Paint a pot", 22),
        (date(2025, 7, 8), "Foam party", 97),
    ]
    east = [
        ("6/11", "Storytime", 14),
        ("6/18", "Storytime", 17),
        ("6/25", "Lego", 11),
        ("7/2", "Storytime", None),
        ("7/9", "Storytime", 19),
        ("7/16", "Lego", 13),
    ]
    hill = [
        (date(2025, 6, 12), "Craft cart", 9, 2, 5),
        (date(2025, 6, 26), "Movie", 12, 7, 8),
        (date(2025, 7, 10), "Craft cart", 8, 0, 6),
    ]
    m, e = sum(x[2] for x in main), sum(x[2] or 0 for x in east)
    cols = [sum(x[i] for x in hill) for i in (2, 3, 4)]
    total, n = m + e + sum(cols), len(main) + len(east) - 1 + len(hill)
    rows = [
        ["Summer 2025 program numbers as sent in by branches"],
        [],
        ["MAIN"],
        ["Date", "Program", "Attendance"],
        *main,
        ["total", None, m],
        [],
        ["EAST SIDE (from Trish)"],
        ["When", "# of people", "What"],
        *[[d, "canceled, AC broken" if v is None else v, w] for d, w, v in east],
        ["sum", e, None],
        [],
        ["HILLTOP"],
        ["Date", "Kids", "Teens", "Adults", "Program"],
        *[[d, k, te, a, w] for d, w, k, te, a in hill],
        ["Totals", *cols, None],
        [],
        ["SYSTEM TOTAL", None, total],
    ]
    return Shape(
        id="branches-pasted",
        what="Lists of three branches one below the other, each with other headings and its own total, one program cancelled, a total of all.",
        file="summer 25 numbers.xlsx",
        content=book_of(("Sheet1", rows, [])),
        row_is="session",
        expect=count_figures(total, n),
        never=(
            *other_figures(
                "attendance_total",
                total,
                2 * total,
                3 * total,
                m + e + cols[0],
                total + m + e,
                total + sum(cols),
            ),
            *other_figures("sessions_held", n, n + 1, n + 4, n + 5),
        ),
    )


def build_library_hour() -> Shape:
    """Philippines: classes that use a high-school library."""
    weeks = [
        [
            (date(2026, 1, 12), 2, "7 - Narra", 18, 21, "Library orientation", "Ms. Suplido"),
            (None, 5, "8 - Rizal", 15, 19, "Research: Panay epics", "Mr. Golez"),
            (date(2026, 1, 13), 3, "9 - Neon", 17, 16, "Silent reading", "Mrs. Tupas"),
            (date(2026, 1, 15), 1, "7 - Ipil", 20, 17, "Library orientation", "Ms. Suplido"),
            (None, 4, "10 - Diamond", 14, 22, "Research: Panay epics", "Mr. Golez"),
            (None, 6, "8 - Luna", 16, 15, "Silent reading", "Mrs. Tupas"),
        ],
        [
            (date(2026, 1, 19), 2, "7 - Narra", 17, 20, "Book talk", "Ms. Suplido"),
            (None, 5, "8 - Rizal", "quarterly exam, class did not come", None, None, "Mr. Golez"),
            (date(2026, 1, 20), 3, "9 - Neon", 16, 16, "Book talk", "Mrs. Tupas"),
            (date(2026, 1, 22), 1, "7 - Ipil", 19, 17, "Silent reading", "Ms. Suplido"),
        ],
        [
            (date(2026, 1, 26), "DINAGYANG HOLIDAY - NO CLASSES", None, None, None, None, None),
            (date(2026, 1, 27), 3, "9 - Neon", 17, 14, "Silent reading", "Mrs. Tupas"),
            (date(2026, 1, 29), 1, "7 - Ipil", 20, 16, "Book talk", "Ms. Suplido"),
            (None, 4, "10 - Diamond", 13, 21, "Debate materials", "Mr. Golez"),
            (None, 6, "8 - Luna", 16, 13, "Book talk", "Mrs. Tupas"),
        ],
    ]
    rows = [
        ["Sta. Rosalia National High School"],
        ["LIBRARY HOUR UTILIZATION, January 2026"],
        [],
        ["Date", "Period", "Grade & Section", "M", "F", "Total", "Activity", "Subject Teacher"],
    ]
    total = n = boys = girls = 0
    merges = ["A1:H1", "A2:H2"]
    for k, week in enumerate(weeks, 1):
        m = f = 0
        for day, period, section, a, b, activity, teacher in week:
            if isinstance(a, int):
                rows.append([day, period, section, a, b, a + b, activity, teacher])
                m, f, n = m + a, f + b, n + 1
            else:
                rows.append([day, period, section, a, b, None, activity, teacher])
        rows.append([f"Total, week {k}", None, None, m, f, m + f])
        boys, girls, total = boys + m, girls + f, total + m + f
    rows += [
        ["GRAND TOTAL", None, None, boys, girls, total],
        [],
        ["Prepared:", "MARIVIC S. ONGCHUA", None, None, None, None, "Noted:", "Principal II"],
    ]
    slots = sum(map(len, weeks))
    return Shape(
        id="library-hour",
        what="Philippine log of library hours: the date on the first line of a day only, boys, girls and total, weekly sums, an exam and a holiday.",
        file="Library Hour Jan.xlsx",
        content=book_of(("JAN", rows, merges)),
        row_is="session",
        expect=count_figures(total, n),
        never=(
            *other_figures("attendance_total", total, 2 * total, 3 * total, 4 * total, boys, girls),
            *other_figures("sessions_held", n, slots, slots - 1, slots + 3, slots + 4, 7, 8),
        ),
    )


def build_outreach_plan() -> Shape:
    """Philippines: a university's outreach activities, planned and held."""
    plan = [
        (
            "College of Education",
            [
                ("Storytelling at Brgy. Ligaya", date(2025, 8, 16), date(2025, 8, 16), 40, 37, 8, "Done"),
                (
                    "Read-along at Sitio Bato ES",
                    date(2025, 8, 30),
                    date(2025, 9, 6),
                    40,
                    52,
                    10,
                    "Done, moved because of typhoon",
                ),
                ("Phonics clinic, batch 1", date(2025, 9, 20), date(2025, 9, 20), 25, 19, 6, "Done"),
                ("Phonics clinic, batch 2", date(2025, 10, 4), None, 25, None, None, "Cancelled - no bus"),
            ],
        ),
        (
            "College of Nursing",
            [
                ("Health story hour, RHU", date(2025, 9, 13), date(2025, 9, 13), 30, 28, 5, "Done"),
                ("Health story hour, day care", date(2025, 10, 11), date(2025, 10, 11), 30, 33, 5, "Done"),
            ],
        ),
        (
            "University Library",
            [
                ("Komiks-making workshop", date(2025, 9, 27), date(2025, 9, 27), 20, 22, 4, "Done"),
                (
                    "Senior citizens' reading morning",
                    date(2025, 10, 18),
                    None,
                    35,
                    None,
                    None,
                    "Cancelled - venue used as evacuation center",
                ),
                ("Library tour for ALS learners", date(2025, 10, 25), date(2025, 10, 25), 30, 26, 3, "Done"),
                ("Book fair reading corner", date(2025, 11, 8), date(2025, 11, 8), 60, 71, 12, "Done"),
            ],
        ),
    ]
    lines = [x for _, block in plan for x in block]
    done = [x for x in lines if x[4] is not None]
    total, target, students = sum(x[4] for x in done), sum(x[3] for x in lines), sum(x[5] for x in done)
    body = []
    k = 0
    for college, block in plan:
        body.append([None, college])
        for x in block:
            k += 1
            body.append(
                [
                    k,
                    x[0],
                    x[1],
                    x[2],
                    x[3],
                    x[4],
                    f"{round(100 * x[4] / x[3])}%" if x[4] else None,
                    x[5],
                    x[6],
                ]
            )
    rows = [
        ["Office of Extension and Outreach"],
        ["Accomplishment vs. Plan, 1st Semester AY 2025-2026"],
        [],
        ["No.", "Activity", "Date", None, "Participants", None, "%", "Student facilitators", "Remarks"],
        [None, None, "Planned", "Actual", "Target", "Actual", None, None, None],
        *body,
        [None, "TOTAL", None, None, target, total, f"{round(100 * total / target)}%", students, None],
    ]
    return Shape(
        id="outreach-plan",
        what="Philippine outreach activities by college: planned and actual date, target and actual participants, student facilitators, two cancelled.",
        file="extension accomplishment.xlsx",
        content=book_of(
            (
                "1st Sem",
                rows,
                ["A1:I1", "A2:I2", "A4:A5", "B4:B5", "C4:D4", "E4:F4", "G4:G5", "H4:H5", "I4:I5"],
            )
        ),
        row_is="session",
        expect=(*count_figures(total, len(done)), figure("session_delivery_rate", len(done) / len(lines))),
        never=(
            *other_figures(
                "attendance_total", total, target, total + target, 2 * total, total + students, 2 * target
            ),
            *other_figures("sessions_held", len(done), len(lines), len(lines) + 1, len(lines) + 4),
        ),
    )


def build_bolivia_plan_actual() -> Shape:
    """Bolivia: visits of a bookmobile to villages."""
    log = [
        ("Chaquipampa", date(2025, 4, 7), date(2025, 4, 7), 30, 34, None),
        ("Villa Esperanza", date(2025, 4, 9), date(2025, 4, 9), 40, 27, "coincidió con vacunación"),
        ("Kollpa Mayu", date(2025, 4, 14), None, 25, None, "bloqueo de caminos, no se reprogramó"),
        ("Tipa Tipa", date(2025, 4, 16), date(2025, 4, 23), 35, 38, "reprogramado"),
        ("Chaquipampa", date(2025, 5, 5), date(2025, 5, 5), 30, 29, None),
        ("Villa Esperanza", date(2025, 5, 7), date(2025, 5, 7), 40, 43, None),
        ("Kollpa Mayu", date(2025, 5, 12), date(2025, 5, 13), 25, 31, None),
        ("Tipa Tipa", date(2025, 5, 14), None, 35, None, "sin combustible"),
        ("Molle Pujru", date(2025, 5, 19), date(2025, 5, 19), 20, 16, "comunidad nueva"),
    ]
    ran = [r for r in log if r[4] is not None]
    planned, t = sum(r[3] for r in log), sum(r[4] for r in ran)
    body = [
        [
            i,
            c,
            p,
            r if r else "-",
            plan,
            got if got is not None else "-",
            f"{got / plan:.0%}" if got is not None else "0%",
            note,
        ]
        for i, (c, p, r, plan, got, note) in enumerate(log, 1)
    ]
    rows = [
        ["ONG LIBROS EN CAMINO - Potosí"],
        ["Cumplimiento de visitas del bibliobús, abril - mayo 2025"],
        [],
        ["N°", "Comunidad", "Fecha", None, "Participantes", None, "% cumpl.", "Observaciones"],
        [None, None, "Programada", "Realizada", "Meta", "Asistieron", None, None],
        *body,
        [None, "TOTAL", f"{len(log)} visitas", f"{len(ran)} visitas", planned, t, f"{t / planned:.0%}", None],
        [],
        ["Elaborado por: Lic. Wilma Choque", None, None, None, "Revisado: Coordinación"],
    ]
    return Shape(
        id="bolivia-plan-actual",
        what="Bolivian visits of a bookmobile, planned and made: target and people who came, one visit on another day and two not made.",
        file="cumplimiento abr-may.xlsx",
        content=book_of(
            ("Cumplimiento", rows, ["A1:H1", "A2:H2", "A4:A5", "B4:B5", "C4:D4", "E4:F4", "G4:G5", "H4:H5"])
        ),
        row_is="session",
        expect=count_figures(t, len(ran)),
        never=(
            *other_figures("attendance_total", t, 2 * t, planned, planned + t, 2 * (planned + t)),
            *other_figures("sessions_held", len(ran), len(log), len(log) + 1),
        ),
    )


VISITS_PLANNED_AND_HELD: tuple[Shape, ...] = (
    build_author_visits_uk(),
    build_draft_final(),
    build_ghana_class_visits(),
    build_plan_2027(),
    build_museum_visits(),
    build_branches_pasted(),
    build_library_hour(),
    build_outreach_plan(),
    build_bolivia_plan_actual(),
)
