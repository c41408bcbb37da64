"""Registers with a mark for each person and day, by month, group or week."""

from __future__ import annotations

from datetime import date
from typing import Any

from tests.support.shapes.definition import (
    Shape,
    count_figures,
    count_people,
    figure,
    larger_figures,
    other_figures,
    wrong_figures,
)
from tests.support.shapes.files import book_of


def build_tutoring_marks() -> Shape:
    """Uganda: a remedial reading class."""
    days = [date(2025, 6, d) for d in (3, 5, 10, 12, 17, 19, 24, 26)]
    kids = [
        ("Nakato Prossy", "P.4", "PPPPAPPP"),
        ("Okello Denis", "P.4", "PAPPPPAP"),
        ("Akello Sharon", "P.5", "PPPPPPPP"),
        ("Mugisha Brian", "P.3", "AAPPPAPP"),
        ("Namubiru Joan", "P.4", "PPAPPPPA"),
        ("Wasswa Ivan", "P.3", "PPPPPPAP"),
        ("Kato Emma", "P.3", "PPPAPPAP"),
        ("Atim Grace", "P.5", "PAPAPAPP"),
        ("Ssebunya Alex", "P.5", "APPPAPPP"),
        ("Birungi Esther", "P.4", "PPPPPPPA"),
        ("Opio Moses", "P.3", "PPAAPPPP"),
    ]
    total = sum(k[2].count("P") for k in kids)
    rows = [
        ["KASESE COMMUNITY LIBRARY - REMEDIAL READING, JUNE 2025"],
        ["P = present   A = absent"],
        [],
        ["No", "Name of pupil", "Class", *days, "Days present"],
        *[[i, n, c, *m, m.count("P")] for i, (n, c, m) in enumerate(kids, 1)],
        [None, "Total present", None, *[sum(k[2][j] == "P" for k in kids) for j in range(8)], total],
        [],
        ["Teacher in charge: Tr. Kabugho Loyce"],
    ]
    return Shape(
        id="tutoring-marks",
        what="Ugandan register with P and A on eight dates, totals of pupils and of days.",
        file="Remedial June.xlsx",
        content=book_of(("June", rows, ["A1:L1"])),
        row_is="person",
        expect=(
            *count_figures(total, 8),
            figure("participants_unique", len(kids)),
            figure("attendance_rate", total / (8 * len(kids))),
        ),
        never=(
            *larger_figures("attendance_total", total, 2 * total, 3 * total, 8 * len(kids)),
            *wrong_figures("participants_unique", len(kids) + 1, len(kids) + 2),
            ("sessions_held", 9),
        ),
        privacy=("Nakato", "Kabugho"),
    )


def build_reading_club_slash() -> Shape:
    """Philippines: a reading club by boys and girls."""
    days = ["Hul 7", "Hul 14", "Hul 21", "Hul 28", "Ago 4", "Ago 11", "Ago 18"]
    boys = [
        ("Bautista, Jerome", "///x///"),
        ("Cabrera, Lito Jr.", "/x//E//"),
        ("Dimaculangan, Ren", "///////"),
        ("Evangelista, Paolo", "x//x///"),
        ("Gatchalian, Ivan", "//////x"),
    ]
    girls = [
        ("Abad, Kristel", "///////"),
        ("Belen, Mary Joy", "//x////"),
        ("Fajardo, Althea", "/E///x/"),
        ("Laxamana, Trisha", "//////E"),
        ("Manalo, Precious", "x//////"),
        ("Ocampo, Jasmine", "////x//"),
        ("Samson, Nicole", "/////x/"),
    ]

    def block(label: str, group: list[tuple[str, str]]) -> list[list[Any]]:
        return [
            [None, label],
            *[[i, n, *m, m.count("/")] for i, (n, m) in enumerate(group, 1)],
            [
                None,
                f"Total {label.lower()}",
                *[sum(m[j] == "/" for _, m in group) for j in range(7)],
                sum(m.count("/") for _, m in group),
            ],
        ]

    both = boys + girls
    total = sum(m.count("/") for _, m in both)
    ab = sum(m.count("x") for _, m in both)
    rows = [
        ["Mabini Elementary School LRC"],
        ["BASA TAYO! Reading Club (Grade 3) - every Monday after class, SY 2025-2026"],
        ["Legend:  / present   x absent   E excused"],
        [],
        ["No.", "Name", *days, "Total"],
        *block("BOYS", boys),
        *block("GIRLS", girls),
        [None, "COMBINED", *[sum(m[j] == "/" for _, m in both) for j in range(7)], total],
        [],
        ["Prepared by:", "MA. TERESA V. QUIAMBAO", None, None, "Noted:", "School Head"],
    ]
    return Shape(
        id="reading-club-slash",
        what="Philippine register of boys and girls with / for present, x for absent and E for excused, totals of each group and of both.",
        file="Basa Tayo attendance G3.xlsx",
        content=book_of(("Hul-Ago", rows, ["A1:J1", "A2:J2", "A3:J3"])),
        row_is="person",
        expect=(*count_figures(total, 7), figure("participants_unique", len(both))),
        never=(
            *larger_figures("attendance_total", total, 2 * total, 3 * total, 7 * len(both), total + ab),
            *wrong_figures("participants_unique", len(both) + 1, len(both) + 3, len(both) + 5),
            ("sessions_held", 8),
        ),
        privacy=("Dimaculangan", "QUIAMBAO"),
    )


def build_circulo_month_tabs() -> Shape:
    """Mexico: a reading circle with a tab for each month."""
    months = [
        (
            "SEPT",
            "SEPTIEMBRE 2025",
            (4, 11, 18, 25),
            {
                "Citlali Xochihua": "//F/",
                "Ernesto Palomeque": "////",
                "Doña Lucha Armenta": "/J//",
                "Beto Zúñiga": "F/F/",
                "Maricruz Tejeda": "//J/",
                "Ángel Pizaña": "/F//",
            },
        ),
        (
            "OCT",
            "OCTUBRE 2025",
            (2, 9, 16, 23, 30),
            {
                "Citlali Xochihua": "///F/",
                "Ernesto Palomeque": "//F//",
                "Doña Lucha Armenta": "/////",
                "Beto Zúñiga": "FFFFF",
                "Maricruz Tejeda": "/J///",
                "Ángel Pizaña": "F////",
                "Yolanda Cuéllar": "F////",
            },
        ),
        (
            "NOV",
            "NOVIEMBRE 2025",
            (6, 13, 27),
            {
                "Citlali Xochihua": "///",
                "Ernesto Palomeque": "F//",
                "Doña Lucha Armenta": "//J",
                "Maricruz Tejeda": "///",
                "Ángel Pizaña": "/F/",
                "Yolanda Cuéllar": "//F",
            },
        ),
    ]
    sheets, total, sessions, names = [], 0, 0, {}
    for tab, title, days, people in months:
        rows = [
            ["SALA DE LECTURA «LAS CIGARRAS»"],
            [f"LISTA DE ASISTENCIA {title} (jueves 17:00)"],
            ["/ = asistió    F = faltó    J = falta justificada"],
            ["Nombre", *days, "Asist.", "Faltas"],
        ]
        for name, marks in people.items():
            n = marks.count("/")
            rows.append([name, *marks, n, len(marks) - n])
            names.setdefault(name, {})[tab] = n
        per_day = [sum(m[i] == "/" for m in people.values()) for i in range(len(days))]
        s = sum(per_day)
        rows.append(["Asistentes", *per_day, s, sum(len(m) for m in people.values()) - s])
        if tab == "NOV":
            rows += [[], ["El 20 no hubo: asueto. Beto ya no viene (cambió de turno)."]]
        sheets.append((tab, rows, ["A1:G1"]))
        total, sessions = total + s, sessions + len(days)
    summary = [
        ["RESUMEN TRIMESTRAL PARA COORDINACIÓN ESTATAL"],
        [],
        ["Integrante", "SEPT", "OCT", "NOV", "Total"],
        *[[n, v.get("SEPT"), v.get("OCT"), v.get("NOV"), sum(v.values())] for n, v in names.items()],
        [
            "Total de asistencias",
            *[sum(v.get(t, 0) for v in names.values()) for t in ("SEPT", "OCT", "NOV")],
            total,
        ],
        ["Sesiones", *[len(m[2]) for m in months], sessions],
    ]
    sheets.append(("RESUMEN", summary, []))
    absent = sum(len(m) - m.count("/") for x in months for m in x[3].values())
    return Shape(
        id="circulo-month-tabs",
        what="Mexican reading circle: a register for each month and a tab that sums them up.",
        file="Las Cigarras asistencia.xlsx",
        content=book_of(*sheets),
        row_is="person",
        expect=(*count_figures(total, sessions), figure("participants_unique", len(names))),
        never=(
            *other_figures(
                "attendance_total", total, 2 * total, 3 * total, total + absent, absent, 4 * total
            ),
            *other_figures("sessions_held", sessions, 2 * sessions, 3, sessions + 1),
            *other_figures(
                "participants_unique",
                len(names),
                sum(len(x[3]) for x in months),
                len(names) + 1,
                len(names) + 2,
                len(names) + 3,
            ),
        ),
        privacy=("Xochihua", "Palomeque", "Cuéllar"),
    )


def build_taller_prfj() -> Shape:
    """Peru: a teacher's register of a reading workshop."""
    days = ("07/04", "14/04", "21/04", "28/04", "05/05", "12/05", "19/05")
    kids = [
        ("ALIAGA QUISPE, Dayana", "3° A", "PPPFPPP"),
        ("CCORI MAMANI, Jhosep", "3° B", "PRPPPJP"),
        ("HUAMÁN SOTO, Brisa", "3° A", "FPPPRPP"),
        ("INGA POMA, Luis Fernando", "4° A", "PPPP---"),
        ("LLACTA ROJAS, Mía", "3° B", "PFJPPPP"),
        ("ÑAUPARI VEGA, Thiago", "4° A", "FFFFFFF"),
        ("PALOMINO CRUZ, Anghelo", "3° A", "RRPPFPR"),
        ("TICONA APAZA, Yamilé", "4° B", "PPPPPPP"),
        ("YUPANQUI LEÓN, Sheyla", "4° B", "--PPPFP"),
    ]

    def came(marks: str) -> int:
        return marks.count("P") + marks.count("R")

    total = sum(came(k[2]) for k in kids)
    per_day = [sum(k[2][i] in "PR" for k in kids) for i in range(len(days))]
    rows = [
        ["I.E. 30214 «Virgen de Cocharcas» - BIBLIOTECA ESCOLAR"],
        ["Taller de comprensión lectora, lunes 14:00 a 15:30, I bimestre 2025"],
        [],
        ["N°", "Apellidos y nombres", "Grado", *days, "P", "R", "F", "J"],
        *[[i, n, g, *m, *[m.count(c) or None for c in "PRFJ"]] for i, (n, g, m) in enumerate(kids, 1)],
        [None, "Presentes por día", None, *per_day, None, None, None, None],
        [],
        ["Leyenda:", "P = presente"],
        [None, "R = llegó tarde (sí asistió)"],
        [None, "F = falta"],
        [None, "J = falta justificada"],
        [None, "- = no inscrito ese día (Inga se retiró el 02/05; Yupanqui ingresó el 17/04)"],
    ]
    unique = sum(came(k[2]) > 0 for k in kids)
    return Shape(
        id="taller-prfj",
        what="Peruvian register with P, R for late, F and J for excused, dashes before joining and after leaving, one child who never came.",
        file="registro taller lectura.xlsx",
        content=book_of(("I BIM", rows, ["A1:N1", "A2:N2"])),
        row_is="person",
        expect=(*count_figures(total, len(days)), figure("participants_unique", unique)),
        never=(
            *other_figures(
                "attendance_total",
                total,
                2 * total,
                sum(k[2].count("P") for k in kids),
                len(kids) * len(days),
                total + sum(k[2].count("J") for k in kids),
                total + sum(k[2].count("-") for k in kids),
            ),
            *wrong_figures("participants_unique", len(kids), len(kids) + 1),
            *wrong_figures("sessions_held", len(days) + 4, len(days) + 1),
        ),
        privacy=("CCORI MAMANI", "Yamilé"),
    )


def build_titeres_tabs() -> Shape:
    """Argentina: a puppet workshop with a tab for each month."""
    months = [
        (
            "Marzo",
            [8, 15, 22, 29],
            {},
            [
                ("Acosta, Brisa", 8, "PPAP"),
                ("Benítez, Ciro", 9, "PPPP"),
                ("Coria, Lautaro", 7, "APPJ"),
                ("Domínguez, Emma", 10, "PAPP"),
                ("Ferreyra, Olivia", 8, "PPPA"),
                ("Ledesma, Thiago", 9, "AAAA"),
                ("Quiroga, Juana", 11, "PPJP"),
            ],
        ),
        (
            "Abril",
            [5, 12, 19, 26],
            {19: "Pascua"},
            [
                ("Acosta, Brisa", 8, "PP-A"),
                ("Benítez, Ciro", 9, "AP-P"),
                ("Coria, Lautaro", 7, "PP-P"),
                ("Domínguez, Emma", 10, "PJ-P"),
                ("Ferreyra, Olivia", 8, "PP-P"),
                ("Gauna, Ramiro", 9, "AP-P"),
                ("Quiroga, Juana", 11, "PA-P"),
                ("Villalba, Zoe", 8, "PP-P"),
            ],
        ),
        (
            "Mayo",
            [3, 10, 17, 24],
            {10: "lluvia, no hubo"},
            [
                ("Acosta, Brisa", 8, "P-PP"),
                ("Benítez, Ciro", 10, "P-PA"),
                ("Coria, Lautaro", 7, "P-AA"),
                ("Ferreyra, Olivia", 8, "J-PP"),
                ("Gauna, Ramiro", 9, "P-PP"),
                ("Montiel, Uma", 7, "P-PP"),
                ("Quiroga, Juana", 11, "P-PP"),
                ("Villalba, Zoe", 8, "A-PP"),
            ],
        ),
    ]
    sheets, total, held, who, enrolled = [], 0, 0, set(), set()
    for title, days, off, kids in months:
        rows = [
            [f"TALLER DE TÍTERES - {title.upper()} 2025 - Biblioteca Popular Alfonsina, sábados 10 h"],
            ["Coordinan: Nora y Beto"],
            ["Nº", "Apellido y nombre", "Edad", "Días", None, None, None, "Total"],
            [None, None, None, *days, None],
        ]
        for n, (name, age, marks) in enumerate(kids, 1):
            cells = [None if m == "-" else m for m in marks]
            came = marks.count("P")
            total += came
            enrolled.add(name)
            if came:
                who.add(name)
            rows.append([n, name, age, *cells, came])
        for day, why in off.items():
            rows[4][3 + days.index(day)] = why
        counts = [sum(k[2][i] == "P" for k in kids) for i in range(4)]
        held += sum(d not in off for d in days)
        rows += [
            [
                None,
                "Presentes",
                None,
                *[None if d in off else c for d, c in zip(days, counts, strict=True)],
                sum(counts),
            ],
            [],
            ["P presente   A ausente   J ausente con aviso"],
        ]
        merges = ["A3:A4", "B3:B4", "C3:C4", "D3:G3", "H3:H4"]
        merges += [f"{'DEFG'[days.index(d)]}5:{'DEFG'[days.index(d)]}{4 + len(kids)}" for d in off]
        sheets.append((title, rows, merges))
    return Shape(
        id="titeres-tabs",
        what="Argentine puppet workshop: a tab for each month, days across with P, A and J, two Saturdays without a session, one child who never came.",
        file="titeres 2025.xlsx",
        content=book_of(*sheets),
        row_is="person",
        expect=(*count_figures(total, held), *count_people(len(who))),
        never=(
            *other_figures("attendance_total", total, 2 * total, 3 * total),
            *other_figures("sessions_held", held, 12, 11),
            *other_figures(
                "participants_unique",
                len(who),
                len(enrolled),
                sum(len(m[3]) for m in months),
                len(who) + 1,
                len(who) + 2,
            ),
        ),
    )


def build_sala_lista() -> Shape:
    """Mexico: the list of a reading room."""
    days = ["10-ene", "17-ene", "24-ene", "31-ene", "7-feb", "14-feb", "21-feb", "28-feb", "7-mar"]
    kids = [
        ("Aguilar Tun Ximena", "✓✓✓R✓S✓✓✓"),
        ("Balam Poot Santiago", "✓X✓✓✓SX✓✓"),
        ("Caamal Ek Regina", "✓✓XXBAJA"),
        ("Chi Dzul Leonardo", "R✓✓✓XS✓✓R"),
        ("Ek Canul Renata", "✓✓✓✓✓S✓✓✓"),
        ("Koh Uc Emiliano", "XX✓RXS✓X✓"),
        ("Kumul May Fátima", "--✓✓✓S✓✓✓"),
        ("May Chan Iker", "✓✓X✓✓SX✓✓"),
        ("Pech Noh Camila", "✓RX✓✓S✓✓X"),
        ("Tuz Cob Mateo", "XX✓XXSX✓X"),
    ]
    grid = []
    for name, marks in kids:
        if "BAJA" in marks:
            cells = [*marks[:4], "BAJA", "S", None, None, None]
        else:
            cells = [None if m == "-" else m for m in marks]
        grid.append((name, cells))
    came = [[c in ("✓", "R") for c in cells] for _, cells in grid]
    per_day = [sum(row[i] for row in came) for i in range(9)]
    total, held, people = sum(per_day), 8, sum(any(row) for row in came)
    faults = sum(c == "X" for _, cells in grid for c in cells)
    rows = [
        ["SALA DE LECTURA «U TAAN PEEK'»  Valladolid, Yuc."],
        ["Lista de asistencia, viernes 4 pm, enero-marzo 2025"],
        [],
        ["No.", "Nombre", *days, "Asist.", "Faltas"],
        *[
            [i, name, *cells, sum(row), sum(c == "X" for c in cells)]
            for i, ((name, cells), row) in enumerate(zip(grid, came, strict=True), 1)
        ],
        [
            None,
            "Total por sesión",
            *[None if d == "14-feb" else n for d, n in zip(days, per_day, strict=True)],
            total,
            faults,
        ],
        [],
        [None, "✓ = vino   X = no vino   R = llegó tarde (cuenta)   S = suspendida, no hubo sesión"],
        [None, "Fátima entró el 24 de enero"],
    ]
    return Shape(
        id="sala-lista",
        what="Mexican list with ticks, X for absent, R for late and S for a suspended session, one child who stopped coming and one who joined later.",
        file="lista sala ene-mar.xlsx",
        content=book_of(("Lista", rows, [])),
        row_is="person",
        expect=(*count_figures(total, held), *count_people(people)),
        never=(
            *other_figures(
                "attendance_total",
                total,
                faults,
                2 * total,
                total + faults,
                total - sum(c == "R" for _, cells in grid for c in cells),
            ),
            *other_figures("sessions_held", held, 9, 10),
        ),
    )


def build_daycare() -> Shape:
    """Philippines: readings at a day care center."""
    boys = ["Abueva, Jomar", "Balingit, Kian", "Corpuz, Zaldy", "Manalo, Eljay", "Ponce, Rafa"]
    girls = [
        "Alcaraz, Mia",
        "Dimaano, Princess",
        "Hernandez, Ysa",
        "Lualhati, Bea",
        "Ramos, Jelai",
        "Tolentino, Aira",
    ]
    marks = {  # / came, x did not, blank no class
        "Abueva, Jomar": ("//x /", "/x///", "     "),
        "Balingit, Kian": ("/// /", "/////", "///x "),
        "Corpuz, Zaldy": ("x// /", "//x//", "//// "),
        "Manalo, Eljay": ("xxx x", "xxxxx", "xxxx "),
        "Ponce, Rafa": ("//x x", "/////", "x/// "),
        "Alcaraz, Mia": ("/// /", "/////", "//// "),
        "Dimaano, Princess": ("/x/ /", "x////", "//x/ "),
        "Hernandez, Ysa": ("/// x", "///x/", "//// "),
        "Lualhati, Bea": (None, "x////", "//// "),
        "Ramos, Jelai": ("x// /", "/x///", "/x// "),
        "Tolentino, Aira": ("/// /", "//x/x", "xx// "),
    }
    weeks = [
        ("HUNYO 9 - 13, 2025", (9, 10, 11, 12, 13)),
        ("HUNYO 16 - 20, 2025", (16, 17, 18, 19, 20)),
        ("HUNYO 23 - 27, 2025", (23, 24, 25, 26, 27)),
    ]
    closed = {(0, 3): "Araw ng Kalayaan - walang pasok", (2, 4): "suspendido - baha"}
    rows = [
        ["TALAAN NG PUMASOK - BAHAY BULILIT DAY CARE CENTER, Brgy. Sampaloc"],
        ["Kwentuhan at basahan, 8:00 - 10:00 ng umaga    Day Care Worker: Luz Magbitang"],
        [],
    ]
    merges = ["A1:H1", "A2:H2"]
    visits, came = 0, set()
    for w, (title, days) in enumerate(weeks):
        rows += [
            [title],
            ["Blg.", "Pangalan ng bata", "Lun", "Mar", "Miy", "Huw", "Biy", "Bilang"],
            [None, None, *days, None],
        ]
        first = len(rows) + 1
        per_day, block = [0] * 5, 0
        for head, names in (("LALAKI", boys), ("BABAE", girls)):
            rows.append([None, head])
            number = 0
            for name in names:
                own = marks[name][w]
                if own is None:
                    continue
                number += 1
                shown = name + " (lumipat na sa Bulacan)" if (name, w) == ("Abueva, Jomar", 2) else name
                times = own.count("/")
                if times:
                    came.add(name)
                for d in range(5):
                    per_day[d] += own[d] == "/"
                block += times
                rows.append([number, shown, *[None if m == " " else m for m in own], times or None])
        for d in range(5):
            if (w, d) in closed:
                rows[first - 1] = [*rows[first - 1], *[None] * (7 - len(rows[first - 1]))]
                rows[first - 1][2 + d] = closed[w, d]
                merges.append(f"{'CDEFG'[d]}{first}:{'CDEFG'[d]}{len(rows)}")
        rows += [[None, "Kabuuan", *[n or None for n in per_day], block], []]
        visits += block
    rows += [["/ = pumasok", None, "x = hindi pumasok"], ["Inihanda ni: L. Magbitang"]]
    held = 4 + 5 + 4
    listed = len(marks)
    return Shape(
        id="daycare",
        what="Filipino register of a day care center: a block for each week, boys and girls, a holiday and a day of flooding, one child who never came.",
        file="talaan hunyo 2025.xlsx",
        content=book_of(("Hunyo", rows, merges)),
        row_is="person-at-session",
        expect=(*count_figures(visits, held), *count_people(len(came))),
        never=(
            *other_figures("attendance_total", visits, 2 * visits, 3 * visits),
            *other_figures("sessions_held", held, 15, 3, 5),
            *other_figures("participants_unique", len(came), listed, listed + 1),
        ),
    )


MARKED_REGISTERS: tuple[Shape, ...] = (
    build_tutoring_marks(),
    build_reading_club_slash(),
    build_circulo_month_tabs(),
    build_taller_prfj(),
    build_titeres_tabs(),
    build_sala_lista(),
    build_daycare(),
)
