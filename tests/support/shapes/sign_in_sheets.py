"""Sign-in sheets, registers and lists with names: blocks, marks, dittos, walk-ins."""

from __future__ import annotations

from tests.support.shapes.definition import Shape, count_figures, figure, wrong_figures
from tests.support.shapes.files import book_of


def build_signin_barangay() -> Shape:
    """An afternoon's sign-in sheet with more numbered lines than names."""
    came = [
        ("Aira Mae Dimaculangan", 8, 2),
        ("Jomar Pantaleon", 9, 2),
        ("Princess Joy Abrenica", 7, 1),
        ("Kian Umali", 10, 4),
        ("Rhea Lyn Magsino", 8, 4),
        ("John Mark Catapang", 11, 3),
        ("Althea Bonsol", 6, 3),
        ("Renz Villapando", 9, 5),
        ("Angel Grace Maralit", 8, 5),
        ("Mark Joseph Tolentino", 12, 1),
        ("Shaina Landicho", 7, 6),
        ("Prince Carl Hernaez", 8, 6),
        ("Trisha Mae Ilagan", 10, 7),
        ("Jhon Rey Panganiban", 9, 7),
        ("Mikaela Sevilla", 6, 2),
        ("Cyrus Alcantara", 11, 1),
        ("Lovely Ann Katigbak", 7, 4),
    ]
    rows = [
        ["Republika ng Pilipinas"],
        ["Barangay San Roque, Pila, Laguna"],
        ["TALAAN NG DUMALO"],
        ["Gawain: Kuwentuhan sa Barangay Reading Center"],
        ["Petsa: Marso 14, 2025 (Biyernes)      Oras: 2:00 - 4:00 n.h."],
        [],
        ["Blg.", "Pangalan", "Edad", "Purok", "Lagda"],
    ]
    for n in range(1, 25):
        if n <= len(came):
            name, age, purok = came[n - 1]
            rows.append([n, name, age, purok, "".join(part[0] for part in name.split())])
        else:
            rows.append([n, None, None, None, None])
    rows += [
        [],
        [None, "Inihanda ni:", None, "Pinagtibay ni:"],
        [None, "LOURDES BANAAG", None, "KGG. ERNESTO MALABANAN"],
        [None, "Reading Center in-charge", None, "Punong Barangay"],
    ]
    n = len(came)
    return Shape(
        id="signin-barangay",
        what="Filipino sign-in sheet of one afternoon, 24 numbered lines of which 17 are filled; date above, signatories below.",
        file="Talaan ng Dumalo Marso 14.xlsx",
        content=book_of(("Sheet1", rows, ["A1:E1", "A2:E2", "A3:E3", "A4:E4", "A5:E5"])),
        row_is="person-at-session",
        expect=(figure("attendance_total", n), figure("sessions_held", 1), figure("participants_unique", n)),
        never=(
            *wrong_figures(
                "attendance_total",
                24,
                n + 1,
                n + 2,
                n + 4,
                sum(a for _, a, _ in came),
                sum(p for *_, p in came),
            ),
            *wrong_figures("participants_unique", 24, n + 1, n + 2, n + 4),
            *wrong_figures("sessions_held", 24, n),
        ),
        or_none=(figure("contact_hours", 2.0 * n),),
        privacy=(*(name for name, *_ in came), "LOURDES BANAAG", "ERNESTO MALABANAN"),
    )


def build_signin_side_by_side() -> Shape:
    """A sign-in sheet with two blocks of names side by side."""
    left = [
        ("Marlene Kowalczyk", 54481),
        ("Doug Ostby", 54482),
        ("Patty Ostby", 54482),
        ("Jeanne Lindqvist", 54481),
        ("Harold Zwicky", 54467),
        ("Renee Thao", 54481),
        ("Bill Szymanski", 54409),
        ("Carla Dombrowski", 54481),
        ("Ed Vander Hei", 54467),
        ("Sue Glodowski", 54443),
        ("Mai Yang", 54481),
        ("Tom Burclaw", 54482),
        ("Lois Hintz", 54481),
        ("Ginny Trzebiatowski", 54407),
        ("Ray Felckowski", 54481),
    ]
    right = [
        ("Arlene Pliska", 54482),
        ("Dan Pliska", 54482),
        ("Kay Wanserski", 54467),
        ("Pa Houa Lor", 54481),
        ("Steve Brilowski", 54443),
        ("Nora Eiden", 54481),
        ("Jim Gruna", 54409),
        ("Betty Soik", 54481),
        ("Phyllis Makuski", 54482),
        ("Walt Jakusz", 54407),
        ("Emma Redfield", 54481),
    ]
    rows = [
        ["Friends of the Plover Library"],
        ["AUTHOR TALK - please sign in!    Thursday, October 9, 2025, 6:30 pm"],
        [],
        ["#", "Name", "Zip", None, "#", "Name", "Zip"],
    ]
    for n in range(15):
        second = right[n] if n < len(right) else (None, None)
        rows.append([n + 1, *left[n], None, n + 16, *second])
    rows += [[], ["Cookies: Lois.  Next talk: Nov 13"]]
    n = len(left) + len(right)
    names = [name for name, _ in left + right]
    return Shape(
        id="signin-side-by-side",
        what="Sign-in sheet with two blocks of names side by side (1-15, 16-30), the second partly empty; zip codes as numbers.",
        file="author talk signin 10-9-25.xlsx",
        content=book_of(("sign in", rows, ["A1:G1", "A2:G2"])),
        row_is="person-at-session",
        expect=(figure("attendance_total", n), figure("sessions_held", 1), figure("participants_unique", n)),
        never=(
            *wrong_figures(
                "attendance_total", 15, 11, 30, 4, sum(z for _, z in left), sum(z for _, z in left + right)
            ),
            *wrong_figures("participants_unique", 15, 11, 30),
            *wrong_figures("sessions_held", 15, 26, 30),
        ),
        privacy=tuple(names),
    )


def build_tutoring_register() -> Shape:
    """A tutoring register with letters, late entries and a holiday."""
    days = ["9/8", "9/15", "9/22", "9/29", "10/6", "10/13", "10/20", "10/27"]
    marks = {
        "Abdi, Hodan": "PPPLPHPP",
        "Barnes, Tyrell": "PAPPAHAP",
        "Castillo, Mia": "PPPPPHPP",
        "Doyle, Keegan": "APPAPHPA",
        "Espinoza, Luis": "--PPPHLP",
        "Farah, Ilhan": "PPAPPHPP",
        "Gordon, Tasha": "LPPPAHPP",
        "Hassan, Yusuf": "PPPPPHPL",
        "Iverson, Beau": "PAAAAHAA",
        "Jimenez, Camila": "PPLPPHPP",
        "Kelley, Dontae": "--APPHPP",
        "Lopez, Ximena": "PPPPLHAP",
    }
    came = {name: sum(m in "PL" for m in row) for name, row in marks.items()}
    absent = sum(row.count("A") for row in marks.values())
    present = sum(came.values())
    late = sum(row.count("L") for row in marks.values())
    rows = [
        ["AFTER-SCHOOL READING TUTORS - Attendance Register"],
        [
            "Fall 2025",
            None,
            None,
            "Mondays 3:30-4:30, Carver Branch",
            None,
            None,
            None,
            None,
            None,
            "Coordinator: Ms. Pruitt",
        ],
        [],
        ["Student", "Gr", *days, "Days here"],
    ]
    grades = [2, 3, 2, 1, 3, 4, 2, 3, 1, 4, 2, 3]
    for (name, row), grade in zip(marks.items(), grades, strict=True):
        rows.append([name, grade, *(None if m == "-" else m for m in row), came[name]])
    per_day = [sum(row[i] in "PL" for row in marks.values()) for i in range(8)]
    rows.append(["Here today", None, *[n if i != 5 else None for i, n in enumerate(per_day)], present])
    rows += [[], ["Luis and Dontae started 9/22."]]
    legend = [
        ["Mark", "Meaning"],
        ["P", "present"],
        ["A", "absent"],
        ["L", "came late (counts as here)"],
        ["H", "holiday - library closed, no tutoring (Columbus / Indigenous Peoples' Day)"],
    ]
    held = sum(n > 0 for n in per_day)
    assert (held, per_day[5]) == (7, 0)
    return Shape(
        id="tutoring-register",
        what="Tutoring register with P/A/L, one column H for a holiday, blanks before two children joined, counts right and below, legend on a tab.",
        file="Tutoring register fall 2025.xlsx",
        content=book_of(("Register", rows, ["A1:K1"]), ("Key", legend, [])),
        row_is="person-at-session",
        expect=(
            figure("attendance_total", present),
            figure("sessions_held", held),
            figure("participants_unique", len(marks)),
            figure("attendance_rate", present / (present + absent)),
            figure("visits_per_participant", present / len(marks)),
            figure("repeat_rate", sum(v > 1 for v in came.values()) / len(marks)),
        ),
        never=(
            *wrong_figures(
                "attendance_total", present - late, present + 12, 2 * present, 3 * present, present + absent
            ),
            *wrong_figures("sessions_held", 8, 12, 13, 9),
            *wrong_figures("participants_unique", 13, 14),
            *wrong_figures(
                "attendance_rate",
                present / (12 * 8),
                present / (12 * 7),
                (present - late) / (present + absent),
            ),
        ),
        privacy=(*marks, "Pruitt"),
    )


def build_registro_club() -> Shape:
    """A reading club with a tab for each month and marks under day numbers."""
    tabs = {
        "Octubre": (
            ["2", "9", "16", "23"],
            {
                "Lucía Barrientos Gil": ("5ºA", "1111"),
                "Hugo Cendón Prieto": ("5ºA", "1 11"),
                "Noa Ferreiro Lago": ("5ºB", "11 1"),
                "Martín Outeiral Souto": ("5ºB", " 111"),
                "Valeria Quispe Mamani": ("6ºA", "1111"),
                "Iker Rial Vence": ("6ºA", "1  1"),
                "Carla Tojo Abuín": ("6ºB", "11  "),
                "Youssef El Amrani": ("6ºB", "1111"),
                "Sabela Mouriño Rey": ("5ºA", " 1 1"),
                "Bruno Lema Castro": ("5ºB", "1 1 "),
            },
        ),
        "Noviembre": (
            ["6", "13", "20", "27"],
            {
                "Lucía Barrientos Gil": ("5ºA", "11 1"),
                "Hugo Cendón Prieto": ("5ºA", "1111"),
                "Noa Ferreiro Lago": ("5ºB", " 111"),
                "Martín Outeiral Souto": ("5ºB", "11 1"),
                "Valeria Quispe Mamani": ("6ºA", "1111"),
                "Carla Tojo Abuín": ("6ºB", "1 1 "),
                "Youssef El Amrani": ("6ºB", "11 1"),
                "Sabela Mouriño Rey": ("5ºA", "111 "),
                "Daniela Pose Figueira": ("6ºA", "1111"),
                "Xoel Vidal Nogueira": ("5ºA", " 11 "),
                "Bruno Lema Castro": ("5ºB", "1  1"),
            },
        ),
        "Diciembre": (
            ["4", "11", "18"],
            {
                "Lucía Barrientos Gil": ("5ºA", "111"),
                "Hugo Cendón Prieto": ("5ºA", "11 "),
                "Noa Ferreiro Lago": ("5ºB", "1 1"),
                "Martín Outeiral Souto": ("5ºB", "111"),
                "Valeria Quispe Mamani": ("6ºA", "1 1"),
                "Youssef El Amrani": ("6ºB", "111"),
                "Sabela Mouriño Rey": ("5ºA", " 11"),
                "Daniela Pose Figueira": ("6ºA", "111"),
                "Xoel Vidal Nogueira": ("5ºA", "1 1"),
            },
        ),
    }
    sheets, names, visits, sessions, lines = [], set(), 0, 0, 0
    for month, (days, marks) in tabs.items():
        rows = [
            ["CLUB DE LECTURA INFANTIL - Biblioteca Municipal de Outes"],
            [f"Control de asistencia · {month} 2025 · jueves 17:30"],
            [],
            ["Nº", "Nombre y apellidos", "Curso", *(int(d) for d in days), "Total"],
        ]
        for n, (name, (course, row)) in enumerate(marks.items(), 1):
            rows.append([n, name, course, *(1 if m == "1" else None for m in row), row.count("1")])
            names.add(name)
            visits += row.count("1")
            lines += 1
        per_day = [sum(row[i] == "1" for _, row in marks.values()) for i in range(len(days))]
        assert all(per_day)
        sessions += len(days)
        rows.append([None, "Asistentes", None, *per_day, sum(per_day)])
        if month == "Diciembre":
            rows += [[], ["Vacaciones de Navidad: no hay club los días 25 de diciembre y 1 de enero."]]
        sheets.append((month, rows, ["A1:H1"]))
    return Shape(
        id="registro-club-meses",
        what="Spanish reading club, a tab for each month with 1 or blank under the day's number, sums right and below, nearly the same children each month.",
        file="club lectura asistencia 4T.xlsx",
        content=book_of(*sheets),
        row_is="person-at-session",
        expect=(
            *count_figures(visits, sessions),
            figure("participants_unique", len(names)),
            figure("visits_per_participant", visits / len(names)),
        ),
        never=(
            *wrong_figures("attendance_total", 2 * visits, 3 * visits, 4 * visits),
            *wrong_figures("sessions_held", 12, 4, 3, sessions + 3, 13),
            *wrong_figures("participants_unique", lines, len(names) + 1, lines + 3),
        ),
        privacy=tuple(sorted(names)),
    )


def build_library_club_x() -> Shape:
    """A class list on which x is absent and a blank is present."""
    days = ["04", "11", "18", "25"]
    boys = {
        "AQUINO, Nathaniel R.": " x  ",
        "BALDERAS, Jericho M.": "    ",
        "CORDOVA, Gian Carlo P.": "x x ",
        "DACUMOS, Elijah T.": "    ",
        "FAJARDO, Kenji L.": "   x",
        "GAMBOA, Railey S.": " xx ",
    }
    girls = {
        "ALMAZAN, Bea Nicole D.": "    ",
        "CABUTAJE, Zyra Mae F.": "x   ",
        "ESTEBAN, Hannah Joy V.": "    ",
        "IGNACIO, Precious A.": "  x ",
        "LACBAYAN, Samantha G.": "    ",
        "MEDRANO, Kyla B.": " x x",
        "PASCUA, Jillian C.": "    ",
        "RAMISCAL, Dianne O.": "    ",
    }
    rows = [
        ["Library Hour Attendance - Grade IV Mabini"],
        [
            "School: Bantay East Central School",
            None,
            None,
            "Month: July 2025",
            None,
            None,
            None,
            "SY 2025-2026",
        ],
        [],
        [
            "No.",
            "LEARNER'S NAME (Last Name, First Name, MI)",
            *("F" for _ in days),
            "Total for the month",
            None,
        ],
        [None, None, *(int(d) for d in days), "ABSENT", "PRESENT"],
    ]
    totals = []
    for label, group in (("BOYS", boys), ("GIRLS", girls)):
        for n, (name, row) in enumerate(group.items(), 1):
            rows.append([n, name, *(m if m == "x" else None for m in row), row.count("x"), row.count(" ")])
        per = [sum(row[i] == " " for row in group.values()) for i in range(4)]
        absent = sum(row.count("x") for row in group.values())
        rows.append([None, f"{label} | TOTAL Per Day", *per, absent, sum(per)])
        totals.append((per, absent, sum(per)))
    both = [a + b for a, b in zip(totals[0][0], totals[1][0], strict=True)]
    absent = totals[0][1] + totals[1][1]
    present = totals[0][2] + totals[1][2]
    rows.append([None, "COMBINED TOTAL PER DAY", *both, absent, present])
    rows += [
        [],
        ["CODES: (blank) - Present; (x) - Absent"],
        ["Adviser: Mrs. Cristeta Bringas", None, None, "Librarian: Mr. Noel Tabios"],
    ]
    n = len(boys) + len(girls)
    assert present == n * 4 - absent
    return Shape(
        id="library-club-x-absent",
        what="Philippine class list of the library hour: x is absent and blank present (said below), boys and girls with sums of each and together.",
        file="Gr4 Mabini library hour JULY.xlsx",
        content=book_of(("JULY", rows, ["A1:H1", "G4:H4", "A4:A5", "B4:B5"])),
        row_is="person-at-session",
        expect=(
            *count_figures(present, 4),
            figure("participants_unique", n),
            figure("attendance_rate", present / (4 * n)),
        ),
        never=(
            *wrong_figures(
                "attendance_total", absent, 2 * present, 3 * present, 4 * n, totals[0][2], totals[1][2]
            ),
            *wrong_figures("participants_unique", n + 1, n + 2, n + 3, len(boys), len(girls)),
            *wrong_figures("attendance_rate", absent / (4 * n), 1.0),
            *wrong_figures("sessions_held", 5, 6, n, 1),
        ),
        privacy=(*boys, *girls, "Cristeta Bringas", "Noel Tabios"),
    )


def build_homework_ditto() -> Shape:
    """A sign-in sheet with the day on its first line only, and a closed day."""
    days = [
        (
            "Mon 2/3",
            [
                ("Aaliyah Brooks", "Lincoln El.", 4, "math", "Mr. Feeney"),
                ("Omar Siddiqui", '"', 5, "math", '"'),
                ("Josie Tran", '"', 3, "reading", "Ms. Ida"),
                ("Caleb Nuñez", "St. Ann's", 6, "science", '"'),
            ],
        ),
        (
            "Wed 2/5",
            [
                ("Aaliyah Brooks", "Lincoln El.", 4, "math", "Mr. Feeney"),
                ("Josie Tran", '"', 3, "reading", '"'),
                ("Marcus Bell", '"', 5, "spelling", "Ms. Ida"),
            ],
        ),
        (
            "Mon 2/10",
            [
                ("Omar Siddiqui", "Lincoln El.", 5, "math", "Mr. Feeney"),
                ("Caleb Nuñez", "St. Ann's", 6, "science", '"'),
                ("Faith Nuñez", '"', 2, "reading", "Ms. Ida"),
                ("Aaliyah Brooks", "Lincoln El.", 4, "math", '"'),
                ("Marcus Bell", '"', 5, "math", '"'),
            ],
        ),
        (
            "Wed 2/12",
            [
                ("Josie Tran", "Lincoln El.", 3, "reading", "Ms. Ida"),
                ("Deja Whitlock", "Roosevelt", 4, "math", '"'),
            ],
        ),
        ("Mon 2/17", None),
        (
            "Wed 2/19",
            [
                ("Aaliyah Brooks", "Lincoln El.", 4, "project", "Mr. Feeney"),
                ("Omar Siddiqui", '"', 5, "project", '"'),
                ("Deja Whitlock", "Roosevelt", 4, "math", "Ms. Ida"),
                ("Faith Nuñez", "St. Ann's", 2, "reading", '"'),
                ("Caleb Nuñez", '"', 6, "math", '"'),
                ("Josie Tran", "Lincoln El.", 3, "reading", '"'),
            ],
        ),
    ]
    rows = [
        ["Homework Help sign-in, February 2025"],
        ["Kids: please print!"],
        [],
        ["Date", "Student", "School", "Grade", "Working on", "Helper"],
    ]
    visits, held, who, grades = 0, 0, set(), 0
    for label, kids in days:
        if kids is None:
            rows.append([label, "PRESIDENTS DAY - CLOSED"])
            continue
        held += 1
        for n, kid in enumerate(kids):
            rows.append([label if n == 0 else None, *kid])
            visits += 1
            who.add(kid[0])
            grades += kid[2]
    return Shape(
        id="homework-ditto",
        what="Homework help sign-in with the date on the first line of each day, ditto marks under school and helper, one closed day as a line.",
        file="HW help feb.xlsx",
        content=book_of(("Feb", rows, ["A1:F1", "B19:F19"])),
        row_is="person-at-session",
        expect=(
            figure("attendance_total", visits),
            figure("sessions_held", held),
            figure("participants_unique", len(who)),
            figure("attendance_per_session", visits / held),
        ),
        never=(
            *wrong_figures("attendance_total", visits + 1, held, grades, held + 1),
            *wrong_figures("sessions_held", held + 1, visits, visits + 1, 4),
            *wrong_figures("participants_unique", visits, visits + 1, len(who) + 1, len(who) + 2),
        ),
        privacy=(*sorted(who), "Feeney"),
    )


def build_workshop_walkins() -> Shape:
    """A registration list with who attended, walk-ins below, and a summary."""
    registered = [
        ("Abad", "Rowena", "Aug 4", "Poblacion", "Yes"),
        ("Bacani", "Ferdinand", "Aug 4", "San Isidro", "No"),
        ("Castro", "Melinda", "Aug 5", "Poblacion", "Yes"),
        ("Dizon", "Arturo", "Aug 5", "Sta. Cruz", "Yes"),
        ("Enriquez", "Joy", "Aug 5", "Bagong Silang", "No"),
        ("Fabian", "Teresita", "Aug 6", "San Isidro", "Yes"),
        ("Galang", "Roderick", "Aug 6", "Poblacion", "Yes"),
        ("Herrera", "Analyn", "Aug 7", "Sta. Cruz", "Yes"),
        ("Isidro", "Ma. Luisa", "Aug 7", "Poblacion", "No"),
        ("Javier", "Benedict", "Aug 8", "Malaya", "Yes"),
        ("Lacson", "Imelda", "Aug 8", "Malaya", "No"),
        ("Manalo", "Gregorio", "Aug 11", "San Isidro", "Yes"),
        ("Natividad", "Charito", "Aug 11", "Poblacion", "Yes"),
        ("Ocampo", "Wilfredo", "Aug 11", "Bagong Silang", "No"),
        ("Punzalan", "Leonora", "Aug 12", "Sta. Cruz", "Yes"),
        ("Quiambao", "Dante", "Aug 12", "Poblacion", "No"),
        ("Reyes", "Maricel", "Aug 13", "Malaya", "Yes"),
        ("Santos", "Edgardo", "Aug 13", "San Isidro", "Yes"),
    ]
    walk = [
        ("Tiongson", "Alma", None, "Poblacion", "Yes"),
        ("Usman", "Jamilah", None, "Malaya", "Yes"),
        ("Valdez", "Rogelio", None, "Sta. Cruz", "Yes"),
        ("Yumul", "Corazon", None, "Poblacion", "Yes"),
    ]
    came = sum(r[4] == "Yes" for r in registered)
    n = len(registered)
    rows = [
        ["BASIC COMPUTER LITERACY FOR PARENTS"],
        ["Municipal Library, August 16, 2025 (Saturday), 9 AM - 12 NN"],
        [],
        ["No.", "Last name", "First name", "Registered on", "Barangay", "Attended?"],
    ]
    rows += [[i, *r] for i, r in enumerate(registered, 1)]
    rows += [[], ["WALK-INS"]]
    rows += [[i, *r] for i, r in enumerate(walk, 1)]
    rows += [
        [],
        [None, "Registered", n],
        [None, "Came", came],
        [None, "Walk-ins", len(walk)],
        [None, "TOTAL ATTENDANCE", came + len(walk)],
    ]
    total = came + len(walk)
    return Shape(
        id="workshop-walkins",
        what="Registration list with Attended? Yes/No, walk-ins under a heading below, a small summary at the bottom.",
        file="Registration_Basic Comp Lit_Aug16.xlsx",
        content=book_of(("Aug 16", rows, ["A1:F1", "A2:F2"])),
        row_is="person-at-session",
        expect=(
            figure("attendance_total", total),
            figure("sessions_held", 1),
            figure("participants_unique", total),
            figure("show_up_rate", came / n),
        ),
        never=(
            *wrong_figures("attendance_total", n, n + len(walk), came, 2 * total, n + len(walk) + 4),
            *wrong_figures("participants_unique", n, n + len(walk), came, n + len(walk) + 4),
            *wrong_figures("show_up_rate", total / n, total / (n + len(walk)), 1.0),
            *wrong_figures("sessions_held", n, n + len(walk), 7),
        ),
        or_none=(figure("turnout_ratio", total / n), figure("contact_hours", 3.0 * total)),
        privacy=(
            "Rowena",
            "Bacani",
            "Melinda",
            "Quiambao",
            "Natividad",
            "Jamilah",
            "Tiongson",
            "Corazon",
            "Punzalan",
        ),
    )


SIGN_IN_SHEETS = (
    build_signin_barangay(),
    build_signin_side_by_side(),
    build_tutoring_register(),
    build_registro_club(),
    build_library_club_x(),
    build_homework_ditto(),
    build_workshop_walkins(),
)
