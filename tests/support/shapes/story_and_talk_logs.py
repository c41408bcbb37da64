"""Logs of story hours, talks and reading clubs: months as sections or tabs, words for no session."""

from __future__ import annotations

from tests.support.shapes.definition import (
    NO_MONEY,
    NO_PEOPLE,
    Shape,
    count_figures,
    figure,
    larger_figures,
    other_figures,
)
from tests.support.shapes.files import book_of, csv_of


def build_aling_nena() -> Shape:
    """A reading corner with a tab for each month and counts such as 22+3."""
    # date, story, reader, count as written, people (None: no session), remark
    months = {
        "HUNYO": [
            ("Hunyo 7", "Si Pagong at si Matsing", "Aling Nena", 18, 18, None),
            ("Hunyo 14", "Ang Alamat ng Pinya", "Aling Nena", "22+3", 25, "maulan pero madami"),
            ("Hunyo 21", "Papel de Liha", "Ate Joy", 16, 16, None),
            ("Hunyo 28", "Ang Barumbadong Bus", "Aling Nena", "19+2", 21, "merienda galing kay Kap"),
        ],
        "HULYO": [
            ("Hulyo 5", "Sandosenang Sapatos", "Ate Joy", 20, 20, None),
            ("Hulyo 12", "Si Langgam at si Tipaklong", "Aling Nena", 17, 17, None),
            ("Hulyo 19", None, None, "WALA", None, "bagyong Crising, hindi natuloy"),
            ("Hulyo 26", None, None, "WALA", None, "baha pa sa court, kinansela"),
        ],
        "AGOSTO": [
            ("Agosto 2", "Ang Mahiyaing Manok", "Aling Nena", "14+1", 15, "kaunti, may binyagan"),
            ("Agosto 9", "Ang Pambihirang Buhok ni Raquel", "Ate Joy", 23, 23, None),
            ("Agosto 16", "Alamat ng Ampalaya", "Aling Nena", "26+4", 30, "may bisitang taga-munisipyo"),
            ("Agosto 23", "Filemon Mamon", "Ate Joy", 21, 21, None),
            ("Agosto 30", "Si Pilandok", "Aling Nena", 19, 19, None),
        ],
    }
    sheets, total, held, kids, listed = [], 0, 0, 0, 0
    for tab, log in months.items():
        part = sum(x[4] or 0 for x in log)
        rows = [
            ["SULOK-BASAHAN NG BRGY. STA. LUCIA"],
            [f"Kwentuhan tuwing Sabado - {tab} 2025"],
            [],
            ["Petsa", "Kwento", "Nagbasa", "Ilan ang dumating", "Puna"],
            *[[d, k, n, w, p] for d, k, n, w, _, p in log],
            ["KABUUAN", None, None, part],
            [],
            ["Yung +1, +2 etc. ay mga nanay o lola na nakinig din, kasama sila sa kabuuan."],
        ]
        sheets.append((tab, rows, ["A1:E1", "A2:E2"]))
        total += part
        held += sum(x[4] is not None for x in log)
        listed += len(log)
        kids += sum(int(str(x[3]).split("+")[0]) for x in log if x[4])
    return Shape(
        id="aling-nena",
        what="Barangay reading corner in Filipino, a tab for each month, counts such as 22+3 (children + mothers, both counted), two Saturdays lost to the typhoon, a total in every tab.",
        file="kwentuhan sta lucia 2025.xlsx",
        content=book_of(*sheets),
        row_is="session",
        expect=(*count_figures(total, held), *NO_PEOPLE, *NO_MONEY),
        never=(
            *other_figures("attendance_total", total, 2 * total, kids),
            *larger_figures("sessions_held", held, listed, held + 3, listed + 3),
        ),
    )


def build_carol_storytime() -> Shape:
    """Story times with children, adults and their total, and two that were not held."""
    # date, program, kids, adults, notes; kids None: not held
    log = [
        ("1/7/25", "Toddler Time", 9, 7, None),
        ("1/9/25", "Preschool Storytime", 14, 10, None),
        ("1/14/25", "Toddler Time", 11, 8, "2 new families"),
        ("1/16/25", "Preschool Storytime", 12, 9, None),
        ("1/21/25", "Toddler Time", None, None, "SNOW DAY - closed"),
        ("1/23/25", "Preschool Storytime", 8, 6, "roads still bad"),
        ("1/28/25", "Toddler Time", 13, 10, None),
        ("1/30/25", "Preschool Storytime", 15, 11, "puppets!"),
        ("2/4/25", "Toddler Time", 10, 8, None),
        ("2/6/25", "Preschool Storytime", None, None, "canceled, Carol had flu"),
        ("2/11/25", "Toddler Time", 12, 9, None),
        ("2/13/25", "Preschool Storytime", 21, 15, "Valentine party"),
        ("2/18/25", "Toddler Time", 7, 6, None),
        ("2/20/25", "Preschool Storytime", 16, 12, None),
        ("2/25/25", "Toddler Time", 11, 8, None),
        ("2/27/25", "Preschool Storytime", 13, 10, None),
    ]
    held = [x for x in log if x[2] is not None]
    kids, adults = sum(x[2] for x in held), sum(x[3] for x in held)
    total = kids + adults
    rows = [
        ["Storytime log - Miss Carol", "", "", "", "", ""],
        ["Date", "Program", "Kids", "Adults", "Total", "Notes"],
        *[
            [
                d,
                p,
                k if k is not None else "",
                a if a is not None else "",
                k + a if k is not None else "",
                n or "",
            ]
            for d, p, k, a, n in log
        ],
        ["", "", "", "", "", ""],
        ["TOTAL", "", kids, adults, total, ""],
    ]
    return Shape(
        id="carol-storytime",
        what="US storytime log as CSV: kids, adults and total in each row, a snow day and a sick day in the notes with empty counts, a total row.",
        file="storytime log jan-feb.csv",
        content=csv_of(rows),
        row_is="session",
        expect=(*count_figures(total, len(held)), *NO_PEOPLE, *NO_MONEY),
        never=(
            *larger_figures("attendance_total", total, 2 * total, 3 * total, 4 * total),
            *larger_figures("sessions_held", len(held), len(log), len(log) + 1, len(held) + 1),
        ),
    )


def build_kwento_sabado() -> Shape:
    """Story hours in month sections, each with its own headings and total."""
    months = [
        (
            "HUNYO 2025",
            [
                ("Hunyo 7", "Si Pilong Patago-tago", "Bb. Marivic", 21, 6, None),
                ("Hunyo 14", "Ang Alamat ng Ampalaya", "Bb. Marivic", 18, 5, "2 bata umuwi agad"),
                ("Hunyo 21", None, "Kuya Dodong", None, None, "Di natuloy - lubog ang Purok 3"),
                ("Hunyo 28", "Papel de Liha", "Kuya Dodong", 24, 9, "may dalang pansit si Kap"),
            ],
        ),
        (
            "HULYO 2025",
            [
                ("Hulyo 5", "Sandosenang Sapatos", "Bb. Marivic", 27, 8, None),
                ("Hulyo 12", "Ang Barumbadong Bus", "G. Erwin (bisita)", 31, 11, "kulang ang banig"),
                ("Hulyo 19", None, None, None, None, "walang kuwentuhan, bagyo"),
                ("Hulyo 26", "Naku, Nakuu, Nakuuu!", "Bb. Marivic", 16, 4, None),
            ],
        ),
        (
            "AGOSTO 2025",
            [
                ("Agosto 2", "Si Langgam at si Tipaklong", "Kuya Dodong", 22, 7, None),
                ("Agosto 9", "Ang Mahiyaing Manok", "Bb. Marivic", 19, 6, None),
                ("Agosto 16", "Hipon at Biya", "Kuya Dodong", 25, 10, "dumating ang taga-munisipyo"),
                ("Agosto 30", "Buwan ng Wika - tula at bugtong", "lahat", 38, 17, "may premyo"),
            ],
        ),
    ]
    rows = [
        ["BARANGAY SAN ISIDRO READING CENTER"],
        ["Kuwentuhan tuwing Sabado, 9:00 n.u."],
        [],
    ]
    kids_all = adults_all = held = cancelled = 0
    for name, items in months:
        rows += [[name], ["Petsa", "Kuwento", "Nagkuwento", "Bata", "Magulang/ bantay", "Lahat", "Puna"]]
        kids = adults = 0
        for day, story, who, k, a, note in items:
            rows.append([day, story, who, k, a, None if k is None else k + a, note])
            kids, adults = kids + (k or 0), adults + (a or 0)
            held, cancelled = held + (k is not None), cancelled + (k is None)
        rows += [[None, None, "Kabuuan", kids, adults, kids + adults], []]
        kids_all, adults_all = kids_all + kids, adults_all + adults
    total = kids_all + adults_all
    rows += [["Inihanda ni: Marivic D. Salonga, BNS / Reading center in-charge"]]
    return Shape(
        id="kwento-sabado",
        what="Filipino log of Saturday story hours: month sections each with its own heading and Kabuuan row; children, adults and both; two dates not held.",
        file="KUWENTUHAN 2025.xlsx",
        content=book_of(("Sheet1", rows, ["A1:G1", "A2:G2"])),
        row_is="session",
        expect=(*count_figures(total, held), figure("cost_cash", None)),
        or_none=(figure("session_delivery_rate", held / (held + cancelled)),),
        never=(
            *larger_figures("attendance_total", total, 2 * total, total + kids_all, 3 * total, 4 * total),
            *larger_figures("sessions_held", held, held + cancelled, held + 3, held + cancelled + 3),
        ),
        privacy=("Salonga",),
    )


def build_storytime_signups() -> Shape:
    """Story times with those who signed up and those who came."""
    log = [
        ("1/7/25", "Toddler Time", 14, 11, ""),
        ("1/9/25", "Preschool Storytime", 20, 17, ""),
        ("1/14/25", "Toddler Time", 14, 12, "one family left early - ear infection"),
        ("1/16/25", "Preschool Storytime", 20, 21, "2 walk ins"),
        ("1/21/25", "Toddler Time", 14, "snow", "CLOSED at noon"),
        ("1/23/25", "Preschool Storytime", 18, 13, "roads still bad"),
        ("1/28/25", "Toddler Time", 15, 13, ""),
        ("1/30/25", "Preschool Storytime", 18, 16, "fire truck visit!!"),
        ("2/4/25", "Toddler Time", 15, 9, "stomach bug going around"),
        ("2/6/25", "Preschool Storytime", 19, 18, ""),
        ("2/11/25", "Toddler Time", 15, 14, ""),
        ("2/13/25", "Preschool Storytime", 19, 22, "valentine craft"),
        ("2/18/25", "Toddler Time", 15, "cancelled", "Ms. Becky sick"),
        ("2/20/25", "Preschool Storytime", 17, 15, ""),
        ("2/25/25", "Toddler Time", 13, 10, ""),
        ("2/27/25", "Preschool Storytime", 17, 19, ""),
    ]
    counts = [x[3] for x in log if isinstance(x[3], int)]
    signed = sum(x[2] for x in log)
    rows = [["Date", "Program", "Signed up", "Came", "Notes"], *[list(x) for x in log]]
    rows.append(["", "TOTAL", signed, sum(counts), ""])
    total, held = sum(counts), len(counts)
    return Shape(
        id="storytime-signups",
        what="US storytime log in CSV: signed up and came; 'snow' and 'cancelled' in the column of the count; a total row.",
        file="storytime jan feb.csv",
        content=csv_of(rows),
        row_is="session",
        expect=count_figures(total, held),
        or_none=(figure("session_delivery_rate", held / len(log)),),
        never=(
            *larger_figures("attendance_total", total, 2 * total, signed, total + signed, 2 * signed),
            *larger_figures("sessions_held", held, len(log), len(log) + 1, held + 1),
        ),
    )


def build_meet_the_author() -> Shape:
    """Talks with people expected and people who turned up, and a status with remarks."""
    log = [
        ("12-04-2025", "Kothrud", "Smt. Vaidehi Apte", 40, 33, "Held"),
        ("19-04-2025", "Aundh", "Shri R. K. Menon", 50, 62, "Held. Chairs borrowed from school"),
        ("26-04-2025", "Camp", "Dr. Farida Contractor", 60, None, "Postponed, author unwell"),
        ("03-05-2025", "Hadapsar", "Smt. Vaidehi Apte", 40, 27, "Held. Very hot day"),
        ("10-05-2025", "Camp", "Dr. Farida Contractor", 60, 71, "Held (postponed from April)"),
        ("17-05-2025", "Sinhagad Rd", "Shri Nikhil Bose", 35, 30, "Held"),
        ("24-05-2025", "Aundh", "Panel: three poets", 50, 45, "Held"),
        ("31-05-2025", "Kothrud", "Shri Nikhil Bose", 35, None, "Cancelled - municipal election duty"),
        ("14-06-2025", "Hadapsar", "Smt. Lata Jadhav", 30, 38, "Held"),
        ("21-06-2025", "Sinhagad Rd", "Dr. Farida Contractor", 45, 41, "Held"),
    ]
    rows = [
        ["MEET THE AUTHOR SERIES 2025-26 (QUARTER I)"],
        ["Sr. No.", "Date", "Branch", "Author", "Expected", "Turned up", "Status / remarks"],
        *[[i, *x] for i, x in enumerate(log, 1)],
        [None, None, None, "Total", sum(x[3] for x in log), sum(x[4] or 0 for x in log)],
        [],
        ["Submitted to the Chief Librarian for information please."],
    ]
    counts = [x[4] for x in log if x[4] is not None]
    total, held, wanted = sum(counts), len(counts), sum(x[3] for x in log)
    return Shape(
        id="meet-the-author",
        what="Indian quarter report of author talks: expected and turned up, status with remarks, one postponed and one cancelled, total row.",
        file="Meet the Author Q1.xlsx",
        content=book_of(("Q1", rows, ["A1:G1"])),
        row_is="session",
        expect=count_figures(total, held),
        never=(
            *larger_figures("attendance_total", total, 2 * total, wanted, 2 * wanted, total + wanted),
            *larger_figures("sessions_held", held, len(log), len(log) + 1),
        ),
    )


def build_sala_la_higuera() -> Shape:
    """A reading room with minors and adults by sex below two rows of headings."""
    log = [
        ("sáb 1 feb", "El llano en llamas (1a parte)", 4, 3, 6, 2, None),
        ("sáb 8 feb", "El llano en llamas (2a parte)", 3, 3, 7, 2, None),
        ("sáb 15 feb", "Cuentos de la Revolución", 5, 2, 5, 1, "faltó la luz, se leyó en el patio"),
        ("sáb 22 feb", "Aura", 0, 0, 9, 4, "solo adultos"),
        ("sáb 1 mzo", "Aura, 2a sesión", 0, 0, 8, 3, "solo adultos"),
        ("sáb 8 mzo", "Mujeres que escriben", 6, 2, 12, 3, "Día de la Mujer, vino Radio Xochitl"),
        ("sáb 15 mzo", "—", None, None, None, None, "PUENTE, no hubo"),
        ("sáb 22 mzo", "Leyendas del agua", 9, 8, 6, 2, "trajeron a los de la primaria"),
        ("sáb 29 mzo", "Leyendas del agua", 7, 6, 5, 2, None),
        ("sáb 5 abr", "Pedro Páramo (cap. 1-20)", 2, 1, 9, 5, None),
        ("sáb 12 abr", "Pedro Páramo (cap. 21-40)", 2, 2, 8, 5, None),
    ]
    rows = [
        ['Sala de lectura "La Higuera" · Asistencia'],
        ["Mediadora: Profra. Ofelia"],
        ["Fecha", "Lectura", "Menores", None, "Adultos", None, "Total", "Observaciones"],
        [None, None, "Niñas", "Niños", "Mujeres", "Hombres", None, None],
    ]
    sums = [0, 0, 0, 0]
    held = 0
    for day, book, *n, note in log:
        rows.append([day, book, *n, None if n[0] is None else sum(n), note])
        if n[0] is not None:
            held += 1
            sums = [s + v for s, v in zip(sums, n, strict=True)]
    total = sum(sums)
    rows += [
        [None, "SUMAS", *sums, total],
        [None, "Promedio", None, None, None, None, round(total / held, 1)],
    ]
    return Shape(
        id="sala-la-higuera",
        what="Mexican reading room: two-row heading (minors and adults by sex), a date without meeting, sums and average at the end.",
        file="asistencia sala la higuera.xlsx",
        content=book_of(
            ("feb-abr", rows, ["A1:H1", "A2:H2", "A3:A4", "B3:B4", "C3:D3", "E3:F3", "G3:G4", "H3:H4"])
        ),
        row_is="session",
        expect=count_figures(total, held),
        never=(
            *larger_figures(
                "attendance_total", total, 2 * total, 3 * total, 4 * total, total + sums[0] + sums[1]
            ),
            *larger_figures("sessions_held", held, held + 1, held + 2, held + 3),
        ),
    )


def build_tutoring_sections() -> Shape:
    """Tutoring in month sections, with counts in words and weekdays in letters."""
    # date, tutor, as written, number ("off": not held, None: held but not counted), remarks
    months = [
        (
            "JUNE 2025",
            [
                ("June 17 (T)", "Kuya Migs", "12 kids", 12, None),
                ("June 19 (Th)", "Ate Bea", "14 kids", 14, None),
                ("June 24 (T)", "Kuya Migs", "abt 15", 15, "hindi nakapag-sign lahat"),
                ("June 26 (Th)", "Ate Bea", "11", 11, None),
            ],
        ),
        (
            "JULY 2025",
            [
                ("July 1 (T)", "Kuya Migs", 13, 13, None),
                ("July 3 (Th)", "Ate Bea", 16, 16, None),
                ("July 8 (T)", "Kuya Migs", None, None, "tuloy, nakalimutang bilangin"),
                ("July 10 (Th)", "Ate Bea", 12, 12, None),
                ("July 15 (T)", "Kuya Migs", "no session", "off", "brownout"),
                ("July 17 (Th)", "Ate Bea", "10 kids", 10, None),
                ("July 22 (T)", "-", "no session", "off", "walang pasok, habagat"),
                ("July 24 (Th)", "-", "no session", "off", "walang pasok pa rin"),
            ],
        ),
        (
            "AUGUST 2025",
            [
                ("Aug 5 (T)", "Kuya Migs", "abt 20", 20, "may free lugaw"),
                ("Aug 7 (Th)", "Ate Bea", 17, 17, None),
                ("Aug 12 (T)", "Kuya Migs", 15, 15, None),
                ("Aug 14 (Th)", "Ate Bea", "18 kids", 18, None),
            ],
        ),
    ]
    rows = [
        ["TUTOR-TUTORAN SA AKLATAN (Gr. 1-3), T/Th 3:30-5pm"],
        [],
        ["Date", "Tutor", "No. of kids", "Remarks"],
    ]
    merge, total, held, counted, listed = ["A1:D1"], 0, 0, 0, 0
    for m, log in months:
        rows.append([m])
        merge.append(f"A{len(rows)}:D{len(rows)}")
        rows += [[d, t, w, r] for d, t, w, _, r in log]
        part = sum(x[3] for x in log if isinstance(x[3], int))
        rows += [["Total", None, part], []]
        total += part
        listed += len(log)
        held += sum(x[3] != "off" for x in log)
        counted += sum(isinstance(x[3], int) for x in log)
    return Shape(
        id="tutoring-sections",
        what="Tutoring log of a Philippine library, months as sections in one tab, counts such as '12 kids' and 'abt 20', one held session not counted, three without session, a total by month.",
        file="tutor-tutoran.xlsx",
        content=book_of(("Sheet1", rows, merge)),
        row_is="session",
        expect=(*count_figures(total, held, counted), *NO_PEOPLE, *NO_MONEY),
        never=(
            *larger_figures("attendance_total", total, 2 * total),
            *larger_figures("sessions_held", held, listed, listed + 3, held + 3, held + 1, held + 2),
        ),
    )


def build_las_encinas() -> Shape:
    """A reading club with tabs of sessions, members and expenses."""
    sessions = [
        ("16-1-24", "Nada", "C. Laforet", 12),
        ("13-2-24", "Los santos inocentes", "M. Delibes", 14),
        ("12-3-24", "Patria (I)", "F. Aramburu", 11),
        ("16-4-24", "Patria (II)", "F. Aramburu", 9),
        ("14-5-24", "Encuentro con el autor local", "J. Merino", 31),
        ("11-6-24", "Cena fin de curso", "—", 15),
        ("8-10-24", "La voz dormida", "D. Chacón", 13),
        ("12-11-24", "Canto yo y la montaña baila", "I. Solà", "aplazada"),
        ("19-11-24", "Canto yo y la montaña baila", "I. Solà", 10),
        ("10-12-24", "Cuento de Navidad", "Dickens", 12),
    ]
    members = [
        "Asunción Lerma",
        "Begoña Iturralde",
        "Ceferina Polo",
        "Eusebio Calvo",
        "Felisa Marcos",
        "Gregoria Nieto",
        "Hipólito Arce",
        "Isabel Vara",
        "Jacinta Bueno",
        "Leonor Cid",
        "Martina Soto",
        "Nieves Pardo",
        "Olvido Rey",
        "Pilar Quero",
        "Remedios Sanz",
        "Saturnino Gil",
    ]
    costs = [
        ("Lote de préstamo, portes", 18.4),
        ("5 ej. La voz dormida", 64.75),
        ("Dieta J. Merino", 60),
        ("Flores", 22),
        ("Café y pastas (año)", 47.3),
        ("Fotocopias", 9.15),
        ("Marcapáginas Navidad", 31.5),
        ("Portes devolución", 18.4),
    ]
    counts = [s[3] for s in sessions if isinstance(s[3], int)]
    total, held, cost = sum(counts), len(counts), round(sum(c[1] for c in costs), 2)
    one = [
        ['CLUB DE LECTURA "LAS ENCINAS" 2024'],
        ["Fecha", "Libro", "Autor", "Asisten"],
        *[list(s) for s in sessions],
        [None, None, "Total", total],
        [None, None, "Media", round(total / held, 1)],
    ]
    two = [["Nº", "Socia/o", "Alta"], *[[i, m, 2016 + i % 7] for i, m in enumerate(members, 1)]]
    three = [["Gastos 2024"], ["Concepto", "€"], *[list(c) for c in costs], ["Suma", cost]]
    return Shape(
        id="las-encinas",
        what="Spanish reading club, three tabs: sessions with attendance (one put off), members with year of joining, expenses with a sum.",
        file="Las Encinas 2024.xlsx",
        content=book_of(("Sesiones", one, ["A1:D1"]), ("Socios", two, []), ("Gastos", three, [])),
        row_is="session",
        expect=(*count_figures(total, held), figure("cost_cash", cost)),
        never=(
            *larger_figures(
                "attendance_total",
                total,
                2 * total,
                total + len(members),
                sum(2016 + i % 7 for i in range(1, 17)),
            ),
            *larger_figures(
                "sessions_held",
                held,
                len(sessions),
                len(sessions) + 1,
                len(sessions) + 2,
                held + len(members),
            ),
            *larger_figures("cost_cash", cost, 2 * cost),
        ),
        privacy=("Iturralde", "Hipólito"),
    )


STORY_AND_TALK_LOGS = (
    build_aling_nena(),
    build_carol_storytime(),
    build_kwento_sabado(),
    build_storytime_signups(),
    build_meet_the_author(),
    build_sala_la_higuera(),
    build_tutoring_sections(),
    build_las_encinas(),
)
