"""Story hours, read-alouds and reading mornings with the number of people who came."""

from __future__ import annotations

from datetime import date

from tests.support.shapes.definition import (
    Shape,
    count_figures,
    figure,
    larger_figures,
    other_figures,
    wrong_figures,
)
from tests.support.shapes.files import Formula, book_of, sum_formula


def build_kuwentuhan() -> Shape:
    """Philippines: a barangay's Saturday readings."""
    log = [
        ("Ene. 11", "Si Langgam at si Tipaklong", "Ate Weng", 19, 6, None),
        ("Ene. 18", "Ang Pambihirang Buhok ni Raquel", "Ate Weng", 23, 4, "may dumating galing Sitio Ilaya"),
        ("Ene. 25", "Papel de Liha", "Kuya Dodong", 15, 5, None),
        (
            "Peb. 1",
            "Chenelyn! Chenelyn!",
            "Ate Weng",
            None,
            None,
            "DI NATULOY - malakas ang ulan, walang dumating na tagabasa",
        ),
        ("Peb. 8", "Chenelyn! Chenelyn!", "Ate Weng", 27, 8, "inulit ang naudlot"),
        ("Peb. 15", "Bakit Matagal ang Sundo Ko?", "Gng. Salonga", 21, 7, None),
        ("Peb. 22", "Ang Mahiyaing Manok", "Kuya Dodong", 18, 3, "pista sa kabila kaya konti"),
        ("Mar. 1", "Sandosenang Sapatos", "Ate Weng", 30, 11, "may meryenda c/o Kap"),
        ("Mar. 8", "Araw sa Palengke", "Gng. Salonga", 24, 6, None),
        ("Mar. 15", "Og Uhog", "Kuya Dodong", 26, 9, None),
    ]
    ran = [x for x in log if x[3] is not None]
    total = sum(x[3] + x[4] for x in ran)
    rows = [
        ["Barangay Reading Center ng Malusak"],
        ["KUWENTUHAN TUWING SABADO, Enero-Marso 2025"],
        [],
        ["Petsa", "Aklat", "Nagbasa", "Bata", "Magulang/bantay", "Lahat", "Puna"],
        *[[d, b, n, k, m, k + m if k is not None else None, p] for d, b, n, k, m, p in log],
        [None, None, "KABUUAN", sum(x[3] for x in ran), sum(x[4] for x in ran), total],
        [],
        ["Inihanda ni: Rowena P. Salonga, BRC volunteer"],
    ]
    return Shape(
        id="kuwentuhan",
        what="Filipino log of Saturday story hours with children, carers and both, one called off and repeated, a total row.",
        file="kuwentuhan sabado 2025.xlsx",
        content=book_of(("Sheet1", rows, ["A1:G1", "A2:G2"])),
        row_is="session",
        expect=count_figures(total, len(ran)),
        never=(
            *larger_figures("attendance_total", total, 2 * total, 3 * total, 4 * total),
            *wrong_figures("sessions_held", len(log), len(log) + 1),
        ),
    )


def build_hora_cuento_meses() -> Shape:
    """Mexico: a story hour with a section for each month."""
    months = [
        (
            "SEPTIEMBRE",
            [
                (5, "El ratón vaquero", 22, 8),
                (12, "Cuentos de espantos", 30, 12),
                (19, "La patria chiquita", 17, 5),
                (26, "Títeres", 34, 15),
            ],
        ),
        (
            "OCTUBRE",
            [
                (3, "Choco encuentra una mamá", 19, 7),
                (10, "Leyendas de Oaxaca", 25, 9),
                (17, "Donde viven los monstruos", 28, 10),
                (24, "Calaveritas", 31, 13),
                (31, "Noche de brujas", 47, 29),
            ],
        ),
        (
            "NOVIEMBRE",
            [
                (7, "Ofrenda de palabras", 24, 11),
                (14, "Adivinanzas", 16, 4),
                (21, "La Revolución para niños", 20, 6),
                (28, "El nahual", 23, 9),
            ],
        ),
    ]
    rows = [
        ['BIBLIOTECA PÚBLICA MUNICIPAL "ANDRÉS HENESTROSA"'],
        ["Hora del cuento, viernes 5 pm (otoño 2025)"],
        [],
    ]
    total = n = k = 0
    for m, items in months:
        rows += [
            [m],
            ["Día", "Actividad", "Niñas y niños", "Adultos", "Total"],
            *[[f"vie {d}", a, x, y, x + y] for d, a, x, y in items],
        ]
        s = sum(x[2] + x[3] for x in items)
        rows += [[None, f"Suma {m.lower()}", sum(x[2] for x in items), sum(x[3] for x in items), s], []]
        total, n, k = total + s, n + len(items), k + sum(x[2] for x in items)
    rows.append([None, "TOTAL DEL TRIMESTRE", k, total - k, total])
    return Shape(
        id="hora-cuento-meses",
        what="Mexican story hour: each month a section with its own headings and sum, a total of the quarter.",
        file="hora del cuento otoño.xlsx",
        content=book_of(("Hoja1", rows, ["A1:E1", "A2:E2"])),
        row_is="session",
        expect=count_figures(total, n),
        never=(
            *larger_figures("attendance_total", total, 2 * total, 3 * total, 4 * total, 6 * total),
            *wrong_figures("sessions_held", n + 3, n + 4),
        ),
    )


def build_toy_library_nz() -> Shape:
    """New Zealand: open sessions of a toy library."""
    log = [
        (date(2025, 8, 2), 14, 11, 37, 42.5, "Trish, Aroha"),
        (date(2025, 8, 6), 6, 5, 15, 12, "Trish"),
        (date(2025, 8, 9), 17, 14, 44, 51, "Aroha, Jill"),
        (date(2025, 8, 13), 4, 4, 9, 8.5, "Jill"),
        (date(2025, 8, 16), 21, 15, 52, 60, "Trish, Jill"),
        (date(2025, 8, 20), None, None, None, None, "shut - chickenpox!!"),
        (date(2025, 8, 23), 12, 10, 30, 33, "Aroha"),
        (date(2025, 8, 27), 7, 6, 16, 14, "Trish"),
        (date(2025, 8, 30), 19, 16, 48, 55.5, "All hands"),
    ]
    ran = [x for x in log if x[1] is not None]
    s = [sum(x[j] for x in ran) for j in (1, 2, 3, 4)]
    rows = [
        ["Toy Library open sessions - Aug"],
        [],
        ["Date", "Kids", "Grown-ups", "Toys out", "Takings $", "On duty"],
        *[list(x) for x in log],
        ["Month", *s],
    ]
    total = s[0] + s[1]
    return Shape(
        id="toy-library-nz",
        what="Toy library in New Zealand: children, adults, toys lent and takings of each session, one called off, a total row.",
        file="Toy lib Aug 25.xlsx",
        content=book_of(("Aug", rows, ["A1:F1"])),
        row_is="session",
        expect=(
            figure("attendance_total", total),
            figure("sessions_held", len(ran)),
            figure("cost_cash", None),
        ),
        or_none=(figure("cash_balance", s[3]), figure("attendance_per_session", total / len(ran))),
        never=(
            *larger_figures(
                "attendance_total", total, total + s[2], 2 * total, 2 * (total + s[2]), total + s[2] + s[3]
            ),
            *wrong_figures("sessions_held", len(log), len(log) + 1),
            *wrong_figures("books_at_stage", s[2], 2 * s[2]),
        ),
        privacy=("Aroha",),
    )


def build_lugaw_at_kwento() -> Shape:
    """Philippines: a health worker's record of readings with a meal."""
    weeks = [
        [
            (date(2025, 8, 5), "Ang Ambisyosong Istetoskop", 12, 15, 38, 4, None),
            (date(2025, 8, 7), "Si Emang Engkantada", 14, 13, 35, 2, None),
            (date(2025, 8, 9), "Alamat ng Ampalaya", 10, 17, 41, 0, "kulang ng 3 mangkok"),
        ],
        [
            (date(2025, 8, 12), "Ang Barumbadong Bus", 13, 18, 40, 5, None),
            (date(2025, 8, 14), "Emang", None, None, None, None, "HINDI NATULOY, may lamay sa covered court"),
            (
                date(2025, 8, 16),
                "Tiktaktok at Pikpakbum",
                16,
                14,
                0,
                None,
                "basa lang, walang lugaw - naubusan ng gasul",
            ),
        ],
        [
            (date(2025, 8, 19), "Ang Pitong Duwende", 11, 12, 30, 6, None),
            (date(2025, 8, 23), "Bru-ha-ha-ha-ha", 15, 19, 46, 1, "may buntis at nanay ding kumain"),
        ],
    ]
    rows = [
        ["BARANGAY MAPULANG LUPA - LUGAW AT KWENTO (supplemental feeding + reading)"],
        ["Agosto 2025"],
        [],
        [
            "Petsa",
            "Kuwentong binasa",
            "Mga batang nakinig",
            None,
            None,
            "Nabigyan ng lugaw*",
            "Natirang mangkok",
            "Puna",
        ],
        [None, None, "Lalaki", "Babae", "Kabuuan", None, None, None],
    ]
    for n, week in enumerate(weeks, 1):
        rows += [
            [d, k, m, f, m + f if m is not None else None, bowls, x, p] for d, k, m, f, bowls, x, p in week
        ]
        ok = [w for w in week if w[2] is not None]
        rows.append(
            [
                f"Linggo {n}",
                None,
                sum(w[2] for w in ok),
                sum(w[3] for w in ok),
                sum(w[2] + w[3] for w in ok),
                sum(w[4] for w in ok),
                sum(w[5] or 0 for w in ok),
                None,
            ]
        )
    ran = [w for week in weeks for w in week if w[2] is not None]
    m, f, fed, left = (sum(w[i] or 0 for w in ran) for i in (2, 3, 4, 5))
    total = m + f
    rows += [
        ["BUONG BUWAN", None, m, f, total, fed, left, None],
        [],
        ["*kasama ang mga kapatid, nanay at iba pang dumaan lang para kumain"],
        ["Inihanda: Luzviminda Paras, BNS"],
    ]
    return Shape(
        id="lugaw-at-kwento",
        what="Filipino log of readings with a meal: listeners by sex and in total, bowls served to others too, weekly subtotals, one day called off.",
        file="lugaw at kwento AUG.xlsx",
        content=book_of(
            ("Agosto", rows, ["A1:H1", "A2:H2", "A4:A5", "B4:B5", "C4:E4", "F4:F5", "G4:G5", "H4:H5"])
        ),
        row_is="session",
        expect=count_figures(total, len(ran)),
        never=(
            *other_figures(
                "attendance_total",
                total,
                2 * total,
                3 * total,
                4 * total,
                6 * total,
                fed,
                total + fed,
                2 * total + fed,
                total + fed + left,
                2 * total + fed + left,
            ),
            *other_figures(
                "sessions_held",
                len(ran),
                len(ran) + 1,
                len(ran) + len(weeks),
                len(ran) + len(weeks) + 1,
                len(ran) + len(weeks) + 2,
            ),
        ),
    )


def build_srp_running_total() -> Shape:
    """US: log of a summer reading program with a running total."""
    log = [
        ("6/10/25", "Kick-off: Bubbles on the Lawn", "Youth Svcs", "74", None),
        ("6/12/25", "Lego free build", "Youth Svcs", "19", None),
        ("6/17/25", "Zoomobile - reptiles", "County Zoo", "88", "2 rows of chairs short"),
        ("6/19/25", "CLOSED - Juneteenth", None, None, None),
        ("6/24/25", "Teen pizza & paperbacks", "J. Trujillo", "11", None),
        ("6/26/25", "Lego free build", "Youth Svcs", "23", None),
        ("7/1/25", "Ukulele sing-along", "Sunny Strings", "abt 60", "moved inside, lost count"),
        ("7/8/25", "Paper airplane derby", "Youth Svcs", "37", None),
        ("7/10/25", "Lego free build", "Youth Svcs", "16", None),
        ("7/15/25", "Magician", "The Great Waldo", "-", "CANCELED by performer, flat tire"),
        ("7/22/25", "Read to a therapy dog", "Paws4Books", "14", "14 readers, 3 dogs"),
        ("7/29/25", "Finale & prize drawing", "Youth Svcs", "91", None),
    ]

    def heads(typed: str | None) -> int | None:
        return int(typed.replace("abt ", "")) if typed and typed != "-" else None

    run = 0
    rows = [
        ["SUMMER READING 2025 - program log"],
        [],
        ["Date", "What", "Who", "Head count", "Running total", "Notes"],
    ]
    runs = []
    for x in log:
        n = heads(x[3])
        run += n or 0
        rows.append([x[0], x[1], x[2], x[3], run if n is not None else None, x[4]])
        if n is not None:
            runs.append(run)
    held = len(runs)
    rows += [
        [None, None, "Summer 2025", None, run, None],
        [None, None, "Summer 2024", None, 391, None],
        [None, None, "change", None, f"{(run - 391) / 391:+.0%}", None],
    ]
    return Shape(
        id="srp-running-total",
        what="US summer log: head counts typed as text, one as 'abt 60', a cumulative column, two days without a program, last year's total at the foot.",
        file="SRP 2025 log.xlsx",
        content=book_of(("log", rows, ["A1:F1"])),
        row_is="session",
        expect=(figure("attendance_total", run), figure("sessions_held", held)),
        never=(
            *other_figures(
                "attendance_total",
                run,
                sum(runs),
                run + sum(runs),
                2 * run,
                run + 391,
                run - 60,
                run + 3,
                run + run + 391,
            ),
            *wrong_figures("sessions_held", len(log), len(log) - 1, held + 2, held + 3),
        ),
    )


def build_brigada_pagbasa() -> Shape:
    """Philippines: a school's Saturday reading sessions by grade."""
    log = [
        ("Okt. 4", 6, 11, 9, 7, 5),
        ("Okt. 11", 8, 13, 10, 6, 6),
        ("Okt. 18", 5, 9, 12, 8, 4),
        ("Okt. 25", 7, 12, 11, 9, 6),
        ("Nob. 8", 4, 10, 8, 10, 5),
        ("Nob. 15", 9, 14, 12, 7, 7),
        ("Nob. 22", 6, 12, 13, 9, 6),
    ]
    kids = [sum(x[1:5]) for x in log]
    total, tutors = sum(kids), sum(x[5] for x in log)
    n = len(log)
    rows = [
        ["Brigada Pagbasa - Aklatan ng Mababang Paaralan ng Tubigan"],
        ["Sabado, 8:00-10:00 n.u., S.Y. 2025-2026"],
        [],
        [
            "Petsa",
            "Kinder",
            "Baitang 1",
            "Baitang 2",
            "Baitang 3",
            "Kabuuan ng mga bata",
            "Mga tutor",
            "Lahat ng nasa bulwagan (kasama ang tutor)",
            "Karaniwang bata bawat tutor",
        ],
    ]
    for i, x in enumerate(log):
        r = i + 5
        rows.append(
            [
                *x[:5],
                Formula(f"=SUM(B{r}:E{r})", kids[i]),
                x[5],
                Formula(f"=F{r}+G{r}", kids[i] + x[5]),
                round(kids[i] / x[5], 1),
            ]
        )
    last = 4 + n
    rows.append(
        [
            "KABUUAN",
            *[
                sum_formula(c, 5, last, v)
                for c, v in zip(
                    "BCDEFGH",
                    [*[sum(x[i] for x in log) for i in range(1, 5)], total, tutors, total + tutors],
                    strict=True,
                )
            ],
            None,
        ]
    )
    rows += [[], ["Walang pagbasa noong Nob. 1 (Undas)."]]
    return Shape(
        id="brigada-pagbasa",
        what="Filipino log with children by grade and tutors: one total without and one with the tutors, all as formulas, a total row.",
        file="brigada pagbasa okt-nob 2025.xlsx",
        content=book_of(("Talaan", rows, ["A1:I1", "A2:I2"])),
        row_is="session",
        expect=count_figures(total, n),
        never=(
            *wrong_figures(
                "attendance_total",
                total + tutors,
                2 * total,
                2 * total + tutors,
                3 * total + 2 * tutors,
                4 * total,
            ),
            *wrong_figures("sessions_held", n + 1, n + 2),
        ),
    )


def build_pulo_diary() -> Shape:
    """Philippines: a volunteer's diary of readings on an island."""
    log = [
        (
            "Marso 1, 2025",
            "Tumawid kami 6 am. Dumalo: 21 bata. Binasa ang 'Si Pilong Patago-tago', dalawang beses.",
            21,
        ),
        ("Marso 8, 2025", "Dumalo: 26 bata. Inabot ng 3 oras. Kulang ang krayola, 2 kahon lang.", 26),
        ("Marso 15, 2025", "Malakas ang alon, hindi kami nakatawid. Walang basa.", None),
        ("Marso 22, 2025", "Dumalo: 18 bata. Ang iba nasa anihan ng seaweeds.", 18),
        ("Marso 29, 2025", "Dumalo: 30 bata! Dala ni Ms. Arceo ang 45 aklat galing sa munisipyo.", 30),
        ("Abril 5, 2025", "Dumalo: 24 bata. Huling basa bago ang Mahal na Araw.", 24),
    ]
    ran = [x for x in log if x[2]]
    total = sum(x[2] for x in ran)
    rows = [
        ["Talaarawan ng Basa sa Pulo (Isla Tagpuan)"],
        ["Petsa", "Nangyari", "Sumulat"],
        *[[d, text, "T. Weng" if i % 2 else "T. Lito"] for i, (d, text, _) in enumerate(log)],
    ]
    return Shape(
        id="pulo-diary",
        what="Filipino diary of readings on an island: the number of children is part of a sentence, one day without a crossing.",
        file="basa sa pulo.xlsx",
        content=book_of(("talaarawan", rows, [])),
        row_is="session",
        expect=count_figures(total, len(ran)),
        never=(
            *other_figures(
                "attendance_total", total, total + 3, total + 45, total + 48, total + 50, total + 2
            ),
            *other_figures("sessions_held", len(ran), len(log)),
        ),
    )


def build_bakery_breakfasts() -> Shape:
    """UK: a bakery's list of the story breakfasts it hosts."""
    log = [
        ("Sat 1 Feb", 12, 9, 34.5, "Gingerbread Man"),
        ("Sat 8 Feb", 15, 11, 41.0, "Stone Soup"),
        ("Sat 15 Feb", None, None, None, "oven repair - shut"),
        ("Sat 22 Feb", 17, 13, 48.25, "Pancakes, Pancakes!"),
        ("Sat 1 Mar", 10, 8, 29.75, "Little Red Hen"),
        ("Sat 8 Mar", 19, 14, 55.5, "Gingerbread Man (again, by request)"),
        ("Sat 15 Mar", 14, 10, 40.0, "The Runaway Pancake"),
    ]
    ran = [x for x in log if x[1] is not None]
    kids, grown, worth = sum(x[1] for x in ran), sum(x[2] for x in ran), sum(x[3] for x in ran)
    total = kids + grown
    rows = [
        ["Crumb & Co. / Fairfield Library - Story Breakfasts 2025"],
        ["Pastries given free by us, at shop price. Librarian reads 9 to 9.45."],
        [],
        ["When", "Children", "Grown-ups", "Donated pastries, value £", "Story"],
        *log,
        [
            "so far",
            sum_formula("B", 5, 11, kids),
            sum_formula("C", 5, 11, grown),
            Formula("=SUM(D5:D11)", worth),
            None,
        ],
    ]
    return Shape(
        id="bakery-breakfasts",
        what="List of a partner bakery: children, adults and the value of the pastries it gave, one Saturday closed, a total row of formulas.",
        file="story breakfasts - crumb & co.xlsx",
        content=book_of(("2025", rows, [])),
        row_is="session",
        expect=(*count_figures(total, len(ran)), figure("cost_cash", None)),
        or_none=(figure("in_kind_value", worth),),
        never=(
            *other_figures("attendance_total", total, 2 * total, kids, total + worth),
            *other_figures("sessions_held", len(ran), len(log), len(log) + 1),
            *wrong_figures("in_kind_value", 2 * worth),
            *wrong_figures("cost_cash", worth, 2 * worth),
        ),
    )


def build_rhyme_diary() -> Shape:
    """UK: a branch assistant's diary of rhyme times."""
    log = [
        ("Tue 4 March", 14, 11, "Pancake songs"),
        ("Tue 11 March", 9, 8, "Wind! Bubbles indoors"),
        (
            "Tue 18 March",
            None,
            "forgot to count - busy, both mats full",
            "Shakers. Lost one, found under radiator",
        ),
        ("Tue 25 March", 12, 10, "New family from Totnes"),
        ("Tue 1 April", 16, 13, "Ducks"),
        ("Tue 8 April", None, None, "NO RHYMETIME - boiler broken, library shut"),
        ("Tue 15 April", 19, 15, "Easter hols, big brothers and sisters too"),
        ("Tue 22 April", 11, 9, "Quiet one"),
        ("Tue 29 April", 13, 12, "Bear hunt"),
    ]
    body = []
    for when, kids, grown, what in log:
        how = f"{kids} children, {grown} adults" if kids else grown
        body.append([when, how, what])
    counted = [x for x in log if x[1]]
    kids, adults = sum(x[1] for x in counted), sum(x[2] for x in counted)
    held = len(counted) + 1
    rows = [["Rhymetime diary 2025"], [], ["When", "How many", "What we did / remarks"], *body]
    total = kids + adults
    return Shape(
        id="rhyme-diary",
        what="Rhyme time diary with children and adults in one cell as words, one day without a count and one cancelled.",
        file="rhymetime diary.xlsx",
        content=book_of(("Diary", rows, [])),
        row_is="session",
        expect=count_figures(total, held, len(counted)),
        never=(
            *other_figures("attendance_total", total, kids, adults),
            *other_figures("sessions_held", held, len(log), 2 * len(counted)),
        ),
    )


def build_helper_hours() -> Shape:
    """US: reading afternoons of a scout pack with the hours of helpers."""
    log = [
        (date(2026, 1, 10), "Board games & books", 17, 2, 5, "Jo, Mina"),
        (date(2026, 1, 24), "Map reading", 12, 2.5, 4, "Jo, Mr. Abe"),
        (date(2026, 2, 7), "Valentine poems", 21, 2, 7.5, "Jo, Mina, Carla"),
        (date(2026, 2, 21), "Snow day - called off", None, None, None, None),
        (date(2026, 3, 7), "Birdhouse stories", 19, 3, 6, "Mina, Mr. Abe"),
        (date(2026, 3, 21), "Kite books", 24, 2.5, 8, "Jo, Mina, Carla, Mr. Abe"),
    ]
    ran = [x for x in log if x[2] is not None]
    total, staff, helpers = (sum(x[i] for x in ran) for i in (2, 3, 4))
    rows = [
        ["Saturday reading afternoons, winter 2026 - Pack 31 with Linden Library"],
        [],
        ["Date", "Theme", "Children", "Library staff hours", "Volunteer hours", "Volunteers"],
        *log,
        ["Total", None, total, staff, helpers, None],
        [],
        ["Hours incl. set-up and cleaning"],
    ]
    return Shape(
        id="helper-hours",
        what="Reading afternoons with children, hours of library staff, hours of volunteers and their names, one called off.",
        file="reading afternoons hours.xlsx",
        content=book_of(("Winter", rows, [])),
        row_is="session",
        expect=(
            *count_figures(total, len(ran)),
            figure("volunteer_share", helpers / (helpers + staff)),
            figure("attendance_per_staff_hour", total / staff),
        ),
        never=(
            *other_figures(
                "attendance_total",
                total,
                2 * total,
                total + staff,
                total + helpers,
                total + staff + helpers,
                total + 13,
            ),
            *other_figures("sessions_held", len(ran), 6, 7),
            *other_figures("participants_unique", (), 4, 13, 5),
            *other_figures(
                "volunteer_share", helpers / (helpers + staff), helpers / (helpers + staff + total)
            ),
        ),
    )


STORY_HOURS: tuple[Shape, ...] = (
    build_kuwentuhan(),
    build_hora_cuento_meses(),
    build_toy_library_nz(),
    build_lugaw_at_kwento(),
    build_srp_running_total(),
    build_brigada_pagbasa(),
    build_pulo_diary(),
    build_bakery_breakfasts(),
    build_rhyme_diary(),
    build_helper_hours(),
)
