"""Logs and reports of sessions by reading corners, village libraries, a branch and a mobile library."""

from __future__ import annotations

from datetime import date

from tests.support.shapes.definition import (
    NO_MONEY,
    NO_PEOPLE,
    Shape,
    count_figures,
    figure,
    larger_figures,
    other_figures,
    wrong_figures,
)
from tests.support.shapes.files import book_of, csv_of, sum_formula


def build_sitio_story_hour() -> Shape:
    """Aling Mercy's notebook of Saturday readings, typed by her niece."""
    # petsa, sitio, lalaki, babae, nagbasa, puna ; None = hindi natuloy
    log = [
        ("Hunyo 7", "Sitio Mabolo", 9, 14, "Ate Mercy", "unang araw, maingay pero masaya"),
        ("Hunyo 14", "Sitio Mabolo", 11, 12, "Ate Mercy", None),
        ("Hunyo 21", "Purok 5, tabi ng kapilya", 6, 10, "Kuya Dodong", "walang upuan, banig lang"),
        ("Hunyo 28", "Purok 5, tabi ng kapilya", None, None, None, "HINDI NATULOY, baha ang daan"),
        ("Hulyo 5", "Sitio Ilaya", 13, 17, "Ate Mercy", "may lugaw galing kay Kap"),
        ("Hulyo 12", "Sitio Ilaya", 10, 15, "Ate Mercy", None),
        ("Hulyo 19", "Sitio Mabolo", None, None, None, "HINDI NATULOY, may lamay"),
        ("Hulyo 26", "Daycare center", 18, 16, "Tchr. Luz", "kasama ang daycare"),
        ("Agosto 2", "Purok 5, tabi ng kapilya", 7, 9, "Kuya Dodong", None),
        ("Agosto 9", "Sitio Ilaya", 12, 11, "Ate Mercy", None),
        ("Agosto 16", "Daycare center", 15, 19, "Tchr. Luz", "pinakamarami ang babae"),
        ("Agosto 30", "Sitio Mabolo", 8, 8, "Ate Mercy", "huling Sabado"),
    ]
    held = [x for x in log if x[2] is not None]
    boys, girls = sum(x[2] for x in held), sum(x[3] for x in held)
    total = boys + girls
    rows = [
        ["KUWENTUHAN SA BARANGAY SAN ROQUE 2025"],
        ["Tuwing Sabado, 3:00 ng hapon"],
        [],
        ["Petsa", "Saan", "Lalaki", "Babae", "Kabuuan", "Nagbasa", "Puna"],
        *[[p, s, m, f, None if m is None else m + f, n, t] for p, s, m, f, n, t in log],
        ["KABUUAN", None, boys, girls, total],
        [],
        ["Inihanda ni: Mercedita Obrero, BNS"],
    ]
    return Shape(
        id="sitio-story-hour",
        what="Filipino log of Saturday readings with boys, girls and both, two Saturdays called off, a total row.",
        file="kuwentuhan san roque.xlsx",
        content=book_of(("Kuwentuhan", rows, ["A1:G1", "A2:G2"])),
        row_is="session",
        expect=(*count_figures(total, len(held)), *NO_PEOPLE, *NO_MONEY),
        or_none=(figure("session_delivery_rate", len(held) / len(log)),),
        never=(
            *larger_figures("attendance_total", total, 2 * total, 4 * total, 3 * total),
            *larger_figures("sessions_held", len(held), len(log), len(log) + 1, len(held) + 1),
            *other_figures(
                "attendance_per_session", total / len(held), total / len(log), 2 * total / len(held)
            ),
        ),
        privacy=("Obrero",),
    )


def build_toddler_time_months() -> Shape:
    """US branch: toddler time with months as sections."""
    # day, theme, kids, grown-ups, note
    months = [
        (
            "SEPTEMBER",
            9,
            [
                (4, "Apples", 11, 9, None),
                (11, "Tractors", 14, 11, "2 sets of twins!"),
                (18, "Owls", 9, 8, None),
                (25, None, None, None, "No program - staff in-service"),
            ],
        ),
        (
            "OCTOBER",
            10,
            [
                (2, "Leaves", 12, 10, None),
                (9, "Spiders", 16, 13, "ran out of glue sticks"),
                (16, "Pumpkins", 21, 17, "used the big room"),
                (23, "Bats", 13, 12, None),
                (30, "Costume parade", 34, 29, "down Main St. to the bank and back"),
            ],
        ),
        (
            "NOVEMBER",
            11,
            [
                (6, "Bears", 10, 8, None),
                (13, "Pie", 8, 8, "rainy"),
                (20, None, None, None, "No program - Miss Deb sick"),
                (27, None, None, None, "Thanksgiving - closed"),
            ],
        ),
        (
            "DECEMBER",
            12,
            [
                (4, "Snow", 15, 11, None),
                (11, "Trains", 17, 14, None),
                (18, "Cookies", 19, 16, "last one till January"),
            ],
        ),
    ]
    rows = [["Toddler Time  -  Thursdays 10:15  -  Fall 2025"], []]
    kids = adults = held = listed = 0
    for name, m, days in months:
        rows += [[name], ["Date", "Theme", "Kids", "Grown-ups", "Total", "Notes"]]
        first = len(rows) + 1
        k_sum = a_sum = 0
        for d, theme, k, a, note in days:
            rows.append([f"{m}/{d}", theme, k, a, None if k is None else k + a, note])
            listed += 1
            if k is not None:
                held, k_sum, a_sum = held + 1, k_sum + k, a_sum + a
        last = len(rows)
        rows.append(
            [
                "Month",
                None,
                sum_formula("C", first, last, k_sum),
                sum_formula("D", first, last, a_sum),
                sum_formula("E", first, last, k_sum + a_sum),
            ]
        )
        rows.append([])
        kids, adults = kids + k_sum, adults + a_sum
    total = kids + adults
    rows.append(["FALL TOTAL", None, kids, adults, total])
    return Shape(
        id="toddler-time-months",
        what="Toddler time with each month a section with its own heading and total; weeks without a program listed.",
        file="Toddler Time Fall 25.xlsx",
        content=book_of(("Fall 25", rows, ["A1:F1"])),
        row_is="session",
        expect=(*count_figures(total, held), *NO_MONEY),
        never=(
            *larger_figures(
                "attendance_total", total, 2 * total, 3 * total, total + kids, 4 * total, 6 * total
            ),
            *larger_figures("sessions_held", held, listed, held + 4, held + 5, listed + 4, listed + 5),
        ),
    )


def build_homework_club_csv() -> Shape:
    """Ireland: homework club, numbers as the volunteer typed them."""
    # date, on duty, numbers, remarks, value (None: closed)
    log = [
        ("Tue 14 Jan", "Noreen", "7", "first night back", 7),
        ("Thu 16 Jan", "Noreen/Padraig", "9", "", 9),
        ("Tue 21 Jan", "Noreen", "8 kids", "two lads sent out to cool down", 8),
        ("Thu 23 Jan", "", "closed", "storm, red warning", None),
        ("Tue 28 Jan", "Noreen", "10", "", 10),
        ("Thu 30 Jan", "Padraig", "11+1", "a mam stayed the hour", 12),
        ("Tue 4 Feb", "Noreen", "9", "", 9),
        ("Thu 6 Feb", "Padraig", "12", "Irish essay due, all hands", 12),
        ("Tue 11 Feb", "Noreen", "12 kids", "", 12),
        ("Thu 13 Feb", "Grainne", "abt 10", "forgot to count, G. says ten", 10),
        ("Tue 18 Feb", "", "closed", "mid-term", None),
        ("Thu 20 Feb", "", "closed", "mid-term", None),
        ("Tue 25 Feb", "Noreen", "6", "flu going round", 6),
        ("Thu 27 Feb", "Noreen/Grainne", "9+2", "two dads", 11),
        ("Tue 4 Mar", "Noreen", "13", "pancakes", 13),
    ]
    held = [x for x in log if x[4] is not None]
    total = sum(x[4] for x in held)
    rows = [
        ["Homework Club, Ballyhale Library, spring 2025", "", "", ""],
        ["(+ means parents who stayed, they count too)", "", "", ""],
        ["Night", "Who was on", "Numbers", "Remarks"],
        *[list(x[:4]) for x in log],
        ["Total to 4 Mar", "", total, f"{len(held)} nights"],
    ]
    return Shape(
        id="homework-club-csv",
        what="CSV of a homework club in Ireland with numbers such as '8 kids', '11+1', 'abt 10' and 'closed'; a total that the volunteer worked out.",
        file="homework club.csv",
        content=csv_of(rows),
        row_is="session",
        expect=(*count_figures(total, len(held)), *NO_PEOPLE),
        never=(
            *larger_figures("attendance_total", total, 2 * total, total + len(held)),
            *larger_figures("sessions_held", len(held), len(log), len(log) + 1, len(held) + 1),
        ),
    )


def build_bibliomovil_paradas() -> Shape:
    """Chile: stops of the mobile library with a heading of two rows."""
    # fecha, parada, niños, jóvenes, adultos, préstamos, devoluciones, observación
    log = [
        (date(2025, 4, 1), "Escuela Los Maitenes", 23, 0, 3, 31, 0, None),
        (date(2025, 4, 1), "Posta Rural El Peumo", 2, 1, 11, 14, 2, "señoras esperando control"),
        (date(2025, 4, 3), "Caleta Chica", 7, 2, 5, 9, 4, None),
        (date(2025, 4, 8), "Villa Los Aromos", 12, 6, 8, 22, 10, "piden más manga"),
        (date(2025, 4, 8), "Sede Adulto Mayor", 0, 0, 16, 18, 7, None),
        (date(2025, 4, 10), "Escuela Los Maitenes", 25, 0, 2, 33, 28, None),
        (
            date(2025, 4, 15),
            "Posta Rural El Peumo",
            None,
            None,
            None,
            None,
            None,
            "no se llegó, camino cortado",
        ),
        (date(2025, 4, 17), "Caleta Chica", 5, 3, 4, 8, 9, "mucho viento"),
        (date(2025, 4, 22), "Villa Los Aromos", 14, 9, 6, 27, 19, None),
        (date(2025, 4, 24), "Feria del Libro, plaza", 38, 21, 44, 0, 0, "solo muestra, sin préstamos"),
        (date(2025, 4, 29), "Escuela Los Maitenes", 22, 0, 4, 30, 31, None),
    ]
    held = [x for x in log if x[2] is not None]
    sums = [sum(x[c] for x in held) for c in range(2, 7)]
    total = sum(sums[:3])
    rows = [
        ["BIBLIOMÓVIL COMUNA DE QUEULE"],
        ["Recorridos de abril 2025"],
        [],
        ["Fecha", "Parada", "Personas atendidas", None, None, None, "Libros", None, "Observaciones"],
        [None, None, "Niños", "Jóvenes", "Adultos", "Total", "Préstamos", "Devol.", None],
        *[[f, p, n, j, a, None if n is None else n + j + a, pr, de, o] for f, p, n, j, a, pr, de, o in log],
        ["Total mes", None, *sums[:3], total, *sums[3:]],
        [],
        ["Kilometraje del mes: 412 km"],
    ]
    return Shape(
        id="bibliomovil-paradas",
        what="Stops of a mobile library in Chile: heading of two rows, people by age with a total, loans and returns next to them, one stop not reached.",
        file="Bibliomóvil abril.xlsx",
        content=book_of(("Abril", rows, ["A1:I1", "A2:I2", "C4:F4", "G4:H4", "A4:A5", "B4:B5", "I4:I5"])),
        row_is="session",
        expect=(*count_figures(total, len(held)), *NO_PEOPLE, *NO_MONEY),
        never=(
            *larger_figures(
                "attendance_total",
                total,
                2 * total,
                4 * total,
                total + sums[3],
                total + sums[3] + sums[4],
                2 * total + sums[3] + sums[4],
            ),
            *larger_figures("sessions_held", len(held), len(log), len(log) + 1, len(held) + 1),
        ),
    )


def build_program_room_csv() -> Shape:
    """US: what ran in the program room, expected and actual."""
    # date, program, set-up, expected, actual, comment
    log = [
        ("1/6/25", "Tax Help", "tables", 20, "17", ""),
        ("1/8/25", "Knit Wits", "circle", 10, "12", "new lady from Bethel"),
        ("1/11/25", "Lego Saturday", "floor", 30, "41", "kids + parents"),
        ("1/13/25", "Tax Help", "tables", 20, "20", ""),
        ("1/15/25", "Knit Wits", "circle", 10, "9", ""),
        ("1/18/25", "Seed Swap", "rows", 40, "CANCELLED", "ice"),
        ("1/20/25", "Tax Help", "tables", 20, "CANCELLED", "MLK, closed"),
        ("1/22/25", "Knit Wits", "circle", 10, "11", ""),
        ("1/25/25", "Lego Saturday", "floor", 30, "36", ""),
        ("1/27/25", "Tax Help", "tables", 20, "19", "long lines, need another vol."),
        ("1/29/25", "Knit Wits", "circle", 10, "10", ""),
        ("1/30/25", "Local author: D. Prewitt", "rows", 50, "23", "sold 8 books"),
    ]
    held = [x for x in log if x[4].isdigit()]
    total = sum(int(x[4]) for x in held)
    expected = sum(x[3] for x in log)
    held_expected = sum(x[3] for x in held)
    rows = [["Date", "Program", "Set-up", "Expected", "Actual", "Comments"], *[list(x) for x in log]]
    return Shape(
        id="program-room-csv",
        what="CSV of programs in the program room of a US library with expected and actual numbers; two cancelled.",
        file="program_room_jan.csv",
        content=csv_of(rows),
        row_is="session",
        expect=(*count_figures(total, len(held)), *NO_PEOPLE, *NO_MONEY),
        or_none=(figure("session_delivery_rate", len(held) / len(log)),),
        never=(
            *other_figures("attendance_total", total, expected, held_expected, expected + total),
            *wrong_figures("sessions_held", len(log)),
        ),
    )


def build_aldea_months() -> Shape:
    """Guatemala: activities of a village library by month."""
    months = {
        "ENERO": [
            (8, "Hora del cuento", 5, 9),
            (10, "Apoyo a tareas", 7, 6),
            (15, "Hora del cuento", 6, 8),
            (17, "Apoyo a tareas", 8, 11),
            (22, "Hora del cuento", 4, 10),
            (24, "Círculo de señoras lectoras", 0, 13),
            (29, "Hora del cuento", 9, 12),
        ],
        "FEBRERO": [
            (5, "Hora del cuento", 8, 9),
            (7, "Apoyo a tareas", 6, 9),
            (12, "No hubo, fiesta patronal", None, None),
            (14, "Cuentos del cariño", 15, 21),
            (19, "Hora del cuento", 7, 7),
            (21, "Círculo de señoras lectoras", 0, 11),
            (26, "Hora del cuento", 5, 11),
            (28, "Apoyo a tareas", 9, 8),
        ],
        "MARZO": [
            (5, "Hora del cuento", 7, 10),
            (7, "Apoyo a tareas", 10, 9),
            (12, "Hora del cuento", 6, 9),
            (14, "No hubo, sin luz", None, None),
            (19, "Hora del cuento", 8, 12),
            (21, "Círculo de señoras lectoras", 1, 14),
            (26, "Hora del cuento", 6, 8),
        ],
    }
    every = [r for rows in months.values() for r in rows]
    ran = [r for r in every if r[2] is not None]
    men, women = sum(r[2] for r in ran), sum(r[3] for r in ran)
    t = men + women
    sheets, summary = [], []
    for month, log in months.items():
        own = [r for r in log if r[2] is not None]
        h, w = sum(r[2] for r in own), sum(r[3] for r in own)
        body = [[*r, r[2] + r[3] if r[2] is not None else None] for r in log]
        rows = [
            ["Biblioteca Comunitaria Chuwila' - Aldea Xepatán, Sololá"],
            [f"REGISTRO DE ACTIVIDADES, MES DE {month} DE 2025"],
            [],
            ["Día", "Actividad", "Asistencia", None, None],
            [None, None, "Hombres", "Mujeres", "Total"],
            *body,
            ["TOTAL DEL MES", None, h, w, h + w],
            [],
            ["Responsable: Catarina Ixcoy", None, None, "Vo.Bo. COCODE"],
        ]
        last = 5 + len(body)
        sheets.append(
            (
                month.capitalize(),
                rows,
                ["A1:E1", "A2:E2", "A4:A5", "B4:B5", "C4:E4", f"A{last + 1}:B{last + 1}"],
            )
        )
        summary.append([month.capitalize(), len(own), h, w, h + w])
    resumen = [
        ["RESUMEN PRIMER TRIMESTRE 2025"],
        ["Mes", "Actividades realizadas", "Hombres", "Mujeres", "Total"],
        *summary,
        ["TRIMESTRE", len(ran), men, women, t],
    ]
    return Shape(
        id="aldea-months",
        what="Guatemalan tabs of three months with the number of the day, men and women, and a tab that sums up the quarter.",
        file="registro actividades 2025.xlsx",
        content=book_of(*sheets, ("Resumen", resumen, ["A1:E1"])),
        row_is="session",
        expect=count_figures(t, len(ran)),
        never=(
            *other_figures("attendance_total", t, 2 * t, 3 * t, 4 * t, men, women),
            *other_figures("sessions_held", len(ran), len(every), 2 * len(ran), len(ran) + 3, len(every) + 3),
        ),
    )


def build_kerala_fortnight() -> Shape:
    """India: programs of a reading fortnight."""
    log = [
        (
            "19.06.2025",
            "Inauguration, P.N. Panicker remembrance",
            "Library hall",
            "Smt. Radhamani, Ward Member",
            64,
        ),
        (
            "20.06.2025",
            "Aksharamuttam - story telling for LP students",
            "Govt. LPS Chirakkara",
            "Sri. Balagopalan Master",
            47,
        ),
        ("22.06.2025", "Book discussion: Khasakkinte Ithihasam", "Library hall", "Dr. Sheeja Nair", 28),
        ("24.06.2025", "Reading with mothers (Amma Vayana)", "Anganwadi no. 14", "Smt. Leelamma", None),
        ("25.06.2025", "Quiz - UP section", "Library hall", "Library committee", 39),
        ("28.06.2025", "Reading with mothers (Amma Vayana)", "Anganwadi no. 14", "Smt. Leelamma", 22),
        ("29.06.2025", "Poets' meet", "Library hall", "Sri. Thankachan Kuzhivila", 35),
        ("02.07.2025", "Visit to house-bound readers' gathering", "Pakal Veedu", "Women's section", 17),
        (
            "07.07.2025",
            "Closing meeting and prize distribution",
            "Govt. LPS Chirakkara",
            "Sri. Rajan, Panchayat President",
            88,
        ),
    ]
    ran = [r for r in log if r[4] is not None]
    t = sum(r[4] for r in ran)
    body = [[i, *r[:4], f"{r[4]} nos." if r[4] is not None else "-", None] for i, r in enumerate(log, 1)]
    body[3][6] = "Postponed to 28.06.2025 (red alert)"
    body[7][6] = "tea by Kudumbashree"
    rows = [
        ["DESASEVINI GRANDHASALA & VAYANASALA, CHIRAKKARA   Reg. No. 2231"],
        ["Vayana Paksham 2025 (19.06.2025 to 07.07.2025) - Report of programmes"],
        [],
        ["Sl. No.", "Date", "Programme", "Venue", "Chief guest / led by", "Participants", "Remarks"],
        *body,
        [None, None, "Total", None, None, f"{t} nos.", None],
        [],
        ["Secretary (Sd/-)", None, None, None, "President (Sd/-)"],
        ["Copy to: Taluk Library Council"],
    ]
    return Shape(
        id="kerala-fortnight",
        what='Indian report of a reading fortnight: dates with points, numbers such as "47 nos.", one program postponed and held later, a total row.',
        file="Vayana paksham 2025.xlsx",
        content=book_of(("Report", rows, ["A1:G1", "A2:G2"])),
        row_is="session",
        expect=count_figures(t, len(ran)),
        never=(
            *other_figures("attendance_total", t, 2 * t, t + 22),
            *other_figures("sessions_held", len(ran), len(log), len(log) + 1),
        ),
    )


def build_evacuation_corner() -> Shape:
    """Philippines: reading corners in evacuation centers."""
    centers = {
        "Brgy. Lawaan covered court": [
            (date(2025, 11, 6), 84, 12, 15, 3, None),
            (date(2025, 11, 7), 84, 14, 19, 3, None),
            (date(2025, 11, 8), 81, None, None, None, "no session, relief distribution"),
            (date(2025, 11, 10), 66, 11, 9, 2, None),
        ],
        "Pinamihagan Central School": [
            (date(2025, 11, 6), 131, 22, 18, 4, "very noisy, classes upstairs"),
            (date(2025, 11, 7), 131, 20, 23, 4, None),
            (date(2025, 11, 9), 119, 17, 16, 4, None),
            (date(2025, 11, 11), 92, 13, 14, 2, "last day, school to be cleaned"),
        ],
        "Parish hall, San Roque": [
            (date(2025, 11, 8), 37, 8, 6, 2, None),
            (date(2025, 11, 10), 37, 7, 9, 2, None),
            (date(2025, 11, 12), 20, 4, 5, 2, None),
        ],
    }
    every = [r for log in centers.values() for r in log]
    ran = [r for r in every if r[2] is not None]
    boys, girls, helpers = (sum(r[i] for r in ran) for i in (2, 3, 4))
    families = sum(r[1] for r in every)
    t = boys + girls
    rows = [
        ["READING CORNER IN EVACUATION CENTERS - Typhoon response, November 2025"],
        ["Municipal Library w/ MSWDO and Youth Council"],
        [],
    ]
    merges = ["A1:G1", "A2:G2"]
    for place, log in centers.items():
        rows.append([place])
        merges.append(f"A{len(rows)}:G{len(rows)}")
        rows.append(
            ["Date", "Families in center", "Boys", "Girls", "Children joined", "Volunteer readers", "Remarks"]
        )
        for d, f, b, g, v, note in log:
            rows.append([d, f, b, g, b + g if b is not None else None, v, note])
        own = [r for r in log if r[2] is not None]
        b, g = sum(r[2] for r in own), sum(r[3] for r in own)
        rows += [["Sub-total", None, b, g, b + g, None, None], []]
    rows.append(["GRAND TOTAL", None, boys, girls, t, None, f"{len(ran)} sessions"])
    return Shape(
        id="evacuation-corner",
        what="Philippine reading corners in three evacuation centers: a table for each with the families in the center, boys, girls, both and helpers, subtotals, a grand total.",
        file="EC reading corner Nov 2025.xlsx",
        content=book_of(("EC", rows, merges)),
        row_is="session",
        expect=count_figures(t, len(ran)),
        never=(
            *other_figures(
                "attendance_total",
                t,
                2 * t,
                3 * t,
                4 * t,
                t + helpers,
                t + families,
                2 * t + helpers,
                families,
                t + helpers + families,
                boys,
                girls,
            ),
            *other_figures("sessions_held", len(ran), len(every), len(ran) + 3, len(ran) + 4, 3),
        ),
    )


NEIGHBORHOOD_LOGS: tuple[Shape, ...] = (
    build_sitio_story_hour(),
    build_toddler_time_months(),
    build_homework_club_csv(),
    build_bibliomovil_paradas(),
    build_program_room_csv(),
    build_aldea_months(),
    build_kerala_fortnight(),
    build_evacuation_corner(),
)
