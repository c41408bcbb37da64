"""Registers and sign-in sheets: marks across the days, days written once, times per week."""

from __future__ import annotations

from datetime import date

from tests.support.shapes.definition import (
    NO_MONEY,
    Shape,
    count_figures,
    figure,
    larger_figures,
    other_figures,
    wrong_figures,
)
from tests.support.shapes.files import Book, Formula, book_of


def build_club_lectura() -> Shape:
    """Ticks of children across the days, with a suspended day in a merged cell."""
    dates = ["05-feb", "12-feb", "19-feb", "26-feb", "05-mar", "12-mar", "19-mar", "26-mar"]
    off = 5  # 12-mar
    names = [
        ("Ximena Arriaga Luna", 9, "✓✓F✓✓-✓✓"),
        ("Emiliano Becerril", 10, "✓✓✓✓F-✓F"),
        ("Regina Cárdenas Soto", 9, "F✓✓✓✓-✓✓"),
        ("Santiago Domínguez", 11, "✓FF✓✓-F✓"),
        ("Camila Espinoza Ríos", 8, "✓✓✓✓✓-✓✓"),
        ("Leonardo Fierro", 10, "✓✓F F-✓✓".replace(" ", "✓")),
        ("Valeria Galindo", 9, "FF✓✓✓-✓✓"),
        ("Iker Hinojosa Paz", 8, "✓✓✓FJ-✓✓"),
        ("Danna Ibarra", 10, "✓F✓✓✓-J✓"),
        ("Mateo Juárez Lira", 9, "✓✓✓✓✓-✓F"),
        ("Sofía Lozano", 11, "✓✓F✓F-✓✓"),
        ("Axel Montiel", 10, "F✓✓F✓-F✓"),
    ]
    total = sum(m.count("✓") for _, _, m in names)
    held = len(dates) - 1
    rows = [
        ['CLUB DE LECTURA INFANTIL "LOS TLACUACHES"'],
        ["Biblioteca Pública Municipal de Tepoztlán - Lista de asistencia feb-mar 2025, miércoles 16:00"],
        [],
        ["No.", "Nombre", "Edad", *dates, "Asist."],
    ]
    for i, (n, e, m) in enumerate(names, 1):
        marks = list(m)
        marks[off] = "SUSPENDIDO" if i == 1 else None
        rows.append([i, n, e, *marks, Formula(f'=COUNTIF(D{4 + i}:K{4 + i},"✓")', m.count("✓"))])
    rows.append(
        [
            None,
            "Total del día",
            None,
            *[sum(m[j] == "✓" for _, _, m in names) if j != off else None for j in range(8)],
            total,
        ]
    )
    rows += [
        [],
        [None, "✓ = asistió   F = falta   J = falta justificada"],
        [None, "El 12 de marzo se suspendió (junta de maestros)."],
    ]
    return Shape(
        id="club-lectura",
        what="Mexican children's reading club: people as rows, ticks, F and J across, one date suspended (vertical merged cell), count per child and per day, legend below.",
        file="Lista club de lectura feb-mar.xlsx",
        content=book_of(("Lista", rows, ["A1:L1", "A2:L2", "I5:I16"])),
        row_is="person",
        expect=(*count_figures(total, held), figure("participants_unique", len(names)), *NO_MONEY),
        never=(
            *larger_figures(
                "attendance_total",
                total,
                2 * total,
                3 * total,
                total + len(names),
                sum(a for _, a, _ in names) + total,
            ),
            *wrong_figures("sessions_held", held + 1, held + 2),
            *wrong_figures("participants_unique", len(names) + 1, len(names) + 2, len(names) + 3),
        ),
        privacy=("Arriaga", "Becerril", "Lozano"),
    )


def build_reading_buddies() -> Shape:
    """Marks of two sections in two tabs, explained in one line."""
    groups = [
        (
            "G2 Sampaguita (Mon)",
            ["7-Jul", "14-Jul", "21-Jul", "28-Jul", "4-Aug"],
            [
                ("Agustin, Lian", "///L/"),
                ("Belmonte, Yuan", "//x//"),
                ("Castro, Jewel", "/////"),
                ("De Vera, Miko", "x/x//"),
                ("Estrella, Faith", "//L/x"),
                ("Flores, Zian", "/x///"),
                ("Guinto, Alexa", "//x/x"),
            ],
            None,
        ),
        (
            "G3 Rosal (Wed)",
            ["9-Jul", "16-Jul", "23-Jul", "30-Jul", "6-Aug"],
            [
                ("Herrera, Kian", "// //"),
                ("Inocencio, Rhea", "/x //"),
                ("Jacinto, Paolo", "x/ /L"),
                ("Kabigting, Aya", "// x/"),
                ("Legaspi, Sean", "// //"),
                ("Mendiola, Trix", "/x xx"),
                ("Natividad, Gab", "L/ //"),
                ("Olivar, Shane", "// /x"),
            ],
            2,
        ),
    ]
    tabs, total, held, people, late = [], 0, 0, 0, 0
    present = absent = 0
    for tab, dates, names, off in groups:
        n = 0
        rows = [
            ["READING BUDDIES - ATTENDANCE"],
            [f"{tab}  SY 2025-26  3:00-4:00 pm"],
            ["/ present    x absent    L late"],
            [],
            ["No.", "Name", *dates, "Total present"],
        ]
        for i, (who, marks) in enumerate(names, 1):
            own = [m for m in marks if m in "/L"]
            cells = [None if m == " " else m for m in marks]
            if off is not None and i == 1:
                cells[off] = "no class - flood"
            rows.append([i, who, *cells, len(own)])
            n += len(own)
            late += marks.count("L")
            absent += marks.count("x")
        rows.append(
            [
                None,
                "Present",
                *[None if j == off else sum(m[j] in "/L" for _, m in names) for j in range(5)],
                n,
            ]
        )
        merge = ["A1:H1", "A2:H2", "A3:H3"]
        if off is not None:
            merge.append(f"E6:E{5 + len(names)}")
        tabs.append((tab, rows, merge))
        total += n
        present += n
        people += len(names)
        held += 5 - (off is not None)
    return Shape(
        id="reading-buddies",
        what="Reading buddies of two sections in two tabs: /, x and L across the dates, legend, one Wednesday without class in a merged column, counts in the last row and column.",
        file="Reading buddies attendance.xlsx",
        content=book_of(*tabs),
        row_is="person",
        expect=(*count_figures(total, held), figure("participants_unique", people), *NO_MONEY),
        or_none=(figure("attendance_rate", present / (present + absent)),),
        never=(
            *other_figures("attendance_total", total, total - late, 2 * total, 3 * total, total + absent),
            *wrong_figures("sessions_held", held + 1, held + 2),
            *wrong_figures("participants_unique", people + 1, people + 2),
        ),
        privacy=("Belmonte", "Kabigting"),
    )


def build_computer_register() -> Shape:
    """P and A by day, with the times present of each person."""
    days = [
        date(2025, 3, 3),
        date(2025, 3, 5),
        date(2025, 3, 10),
        date(2025, 3, 12),
        date(2025, 3, 17),
        date(2025, 3, 19),
        date(2025, 3, 24),
        date(2025, 3, 26),
    ]
    people = [
        ("Adebayo Funmilayo", "F", "PPPPPAPP"),
        ("Chukwu Ifeanyi", "M", "PPAPPPPP"),
        ("Danjuma Sadiq", "M", "PAPPAPPA"),
        ("Effiong Blessing", "F", "PPPPPPPP"),
        ("Garba Hauwa", "F", "APPPPAPP"),
        ("Ibekwe Tochukwu", "M", "PPPAAAAA"),
        ("Lawal Rukayat", "F", "PPAPPPAP"),
        ("Nwosu Emeka", "M", "PAPAPPPP"),
        ("Ogundele Sunday", "M", "PPPPPPPA"),
        ("Okafor Ngozi", "F", "APPPPPPP"),
        ("Suleiman Bashir", "M", "PPPPAPAP"),
        ("Udoh Grace", "F", "PPPPPPAP"),
    ]
    rows = [
        ["STATE LIBRARY BOARD, ZONAL BRANCH"],
        ["BASIC COMPUTER APPRECIATION - ATTENDANCE REGISTER, MARCH 2025"],
        ["Facilitator: Mr. Olatunji"],
        [],
        ["S/N", "NAME (Surname first)", "SEX", *days, "NO. OF TIMES PRESENT", "REMARK"],
    ]
    remarks = {"Ibekwe Tochukwu": "stopped coming, got work", "Effiong Blessing": "100%, prize given"}
    for i, (name, sex, marks) in enumerate(people, 1):
        rows.append([i, name, sex, *marks, marks.count("P"), remarks.get(name)])
    by_day = [sum(p[2][j] == "P" for p in people) for j in range(len(days))]
    total, absences = sum(by_day), sum(p[2].count("A") for p in people)
    rows += [
        [None, "TOTAL PRESENT", None, *by_day, total],
        [],
        [None, "P = Present   A = Absent"],
    ]

    def content():
        book = Book()
        book.add_sheet("March", rows, ["A1:M1", "A2:M2"], "d/m")
        return book.to_bytes()

    return Shape(
        id="computer-register",
        what="Nigerian register of a computer class: P and A by date, times present per person, total present by day.",
        file="COMPUTER CLASS REGISTER.xlsx",
        content=content,
        row_is="person",
        expect=(
            *count_figures(total, len(days)),
            figure("participants_unique", len(people)),
            figure("attendance_rate", total / (total + absences)),
        ),
        never=(
            *larger_figures("attendance_total", total, 2 * total, 3 * total, total + absences),
            *larger_figures("participants_unique", len(people), len(people) + 1, len(people) + 2),
            *larger_figures("sessions_held", len(days), len(days) + 1),
        ),
        privacy=("Funmilayo", "Tochukwu", "Effiong"),
    )


def build_alfabetizacion_agosto() -> Shape:
    """P, A and T by day with a legend and a holiday."""
    days = ["5/8", "7/8", "12/8", "14/8", "19/8", "21/8", "26/8", "28/8"]
    marks = [
        ("ACUÑA, Ramona", "PPPAFPTP"),
        ("BENÍTEZ, Crisólogo", "PAPPFPPA"),
        ("CABRERA, Nélida", "PPPPFPPP"),
        ("DUARTE, Feliciano", "TPAPFTPP"),
        ("ESCALANTE, Irma", "PPAAFPPP"),
        ("FRANCO, Gumersindo", "PPPAFAAA"),
        ("GAUNA, Teresita", "APPPFPTP"),
        ("LEDESMA, Rosa del Carmen", "PPPTFPPP"),
        ("MEZA, Ceferino", "PAAPFPAP"),
        ("OJEDA, Blanca", "PPPPFPPT"),
        ("ROMERO, Anastasio", "APPAFPPP"),
    ]
    notes = {"FRANCO, Gumersindo": "consiguió changa, ver si vuelve", "CABRERA, Nélida": "trae a la nieta"}
    came = [sum(m[1][j] in "PT" for m in marks) for j in range(len(days))]
    total, absences = sum(came), sum(m[1].count("A") for m in marks)
    held = sum(c > 0 for c in came)
    rows = [
        ["Biblioteca Popular Bernardino Rivadavia - Alfabetización de adultos"],
        ["Planilla de asistencia AGOSTO - martes y jueves 18 a 20 hs - Docente: Mirta"],
        ["Apellido y nombre", *days, "Pres.", "Aus.", "Obs."],
    ]
    for who, m in marks:
        cells = ["feriado" if c == "F" else c for c in m]
        rows.append([who, *cells, m.count("P") + m.count("T"), m.count("A"), notes.get(who)])
    rows += [
        ["Presentes por día", *[c or None for c in came], total, absences],
        [],
        ["P presente / A ausente / T llegó tarde (cuenta como presente)"],
    ]
    return Shape(
        id="alfabetizacion-agosto",
        what="Argentine register of an adult literacy course: P, A, T by date with a legend, a holiday column, present and absent per person and a row of presences by day.",
        file="planilla agosto.xlsx",
        content=book_of(("AGOSTO", rows, ["A1:L1", "A2:L2"])),
        row_is="person",
        expect=(
            *count_figures(total, held),
            figure("participants_unique", len(marks)),
            figure("attendance_rate", total / (total + absences)),
        ),
        never=(
            *larger_figures("attendance_total", total, 2 * total, 3 * total, total + absences),
            *larger_figures("sessions_held", held, len(days)),
            *larger_figures("participants_unique", len(marks), len(marks) + 1, len(marks) + 2),
        ),
        privacy=("ESCALANTE", "Gumersindo"),
    )


def build_tutee_weeks() -> Shape:
    """How many times each child came per week."""
    kids = [
        ("Bryle", "Gr 2", [3, 3, 2, 3, 3, 2], None),
        ("Cha-cha", "Gr 2", [2, 3, 3, 3, 1, 3], "mas gusto w/ Ate Lyn"),
        ("Denden", "Gr 3", [3, 2, 3, None, 3, 3], "wk 4 sick"),
        ("Ethan M.", "Gr 2", [1, 1, 2, 2, 3, 3], "improving"),
        ("Gelo", "Gr 3", [None, None, None, None, None, None], "enrolled only, never came"),
        ("Iya", "Gr 2", [3, 3, 3, 3, 3, 3], "perfect!"),
        ("Jun-jun", "Gr 3", [2, 1, None, 1, None, None], "works in palengke AM"),
        ("Kaye", "Gr 3", [3, 3, 3, 2, 2, 3], None),
        ("Macky", "Gr 2", [2, 2, 3, 3, 2, 3], None),
        ("Nicole B.", "Gr 3", [None, 3, 3, 3, 3, 2], "started wk 2"),
    ]
    rows = [
        ["KAIBIGAN SA PAGBASA - tutorials every M-W-F, 10 to 11"],
        ["no. of times each tutee came, per week"],
        [],
        ["Tutee", "Level", "Wk1", "Wk2", "Wk3", "Wk4", "Wk5", "Wk6", "TOTAL", "Remarks"],
        *[[n, g, *w, sum(v or 0 for v in w), note] for n, g, w, note in kids],
        [
            "Total",
            None,
            *[sum(k[2][j] or 0 for k in kids) for j in range(6)],
            sum(v or 0 for k in kids for v in k[2]),
        ],
    ]
    total = sum(v or 0 for k in kids for v in k[2])
    came = sum(any(k[2]) for k in kids)
    return Shape(
        id="tutee-weeks",
        what="Philippine tutorial record: times each child came per week, totals per child and week, one who was enrolled and never came.",
        file="tutees wk1-6.xlsx",
        content=book_of(("tally", rows, ["A1:J1"])),
        row_is="person",
        expect=(figure("attendance_total", total), figure("participants_unique", came)),
        never=(
            *larger_figures("attendance_total", total, 2 * total, 3 * total, 4 * total),
            *larger_figures("participants_unique", came, len(kids), len(kids) + 1),
        ),
        privacy=("Cha-cha", "Jun-jun"),
    )


def build_tech_help_signin() -> Shape:
    """Sign-ins with the day on the first line of each day."""
    visits = [
        ("Tues 4 Feb", ["Joan Petrie", "Des Halloran", "Lorna Quigg", "Stavros K", "Bev Anstey"]),
        ("Tues 11 Feb", ["Lorna Quigg", "Joan Petrie", "Bev Anstey", "Merv Tuckwell"]),
        (
            "Tues 18 Feb",
            ["joan petrie", "Des Halloran", "Merv Tuckwell", "Stavros K", "Dot Nankivell", "Lorna Quigg"],
        ),
        ("Tues 25 Feb", ["Dot Nankivell", "Bev Anstey", "Stavros K", "Merv Tuckwell"]),
        ("Tues 4 March", ["Joan Petrie", "Dot Nankivell", "Alan Shrubb", "Des Halloran"]),
    ]
    help_with = [
        "MyGov",
        "email",
        "photos off phone",
        "iPad",
        "WhatsApp",
        "printing",
        "scam text??",
        "password again",
    ]
    rows = [
        ["Tech Help Tuesdays - sign in (typed up from the book by Pam)"],
        [],
        ["Date", "Name", "Wanted help with"],
    ]
    k = 0
    for day, names in visits:
        for i, name in enumerate(names):
            rows.append([day if i == 0 else None, name, help_with[k % len(help_with)]])
            k += 3
    total = sum(len(v[1]) for v in visits)
    people = len({n.casefold() for v in visits for n in v[1]})
    return Shape(
        id="tech-help-signin",
        what="Australian sign-in list, one line per person and day with the date on the first line of a day only; names come back, once in lower case.",
        file="Tech Help sign in.xlsx",
        content=book_of(("Feb-Mar", rows, ["A1:C1"])),
        row_is="person",
        expect=(*count_figures(total, len(visits)), figure("participants_unique", people)),
        never=(
            *larger_figures("participants_unique", people, people + 1, total, total + 1),
            *wrong_figures("sessions_held", total),
        ),
        privacy=("Halloran", "Nankivell", "Quigg"),
    )


def build_homework_signin() -> Shape:
    """Sign-ins with the day on the first line, and their number below."""
    # day, [(name, grade, school, time in)]
    days = [
        (
            "Sept 9",
            [
                ("Aaliyah Brooks", 4, "Lincoln", "3:20"),
                ("Diego Ramos", 5, "Lincoln", "3:25"),
                ("Tommy Nguyen", 3, "St. Pat's", "3:40"),
            ],
        ),
        (
            "Sept 11",
            [
                ("Diego Ramos", 5, "Lincoln", "3:20"),
                ("Aaliyah Brooks", 4, "Lincoln", "3:20"),
                ("Kiera Walsh", 6, "Middle", "3:50"),
                ("Sam Okafor", 6, "Middle", "3:50"),
            ],
        ),
        ("Sept 16", [("Tommy Nguyen", 3, "St. Pat's", "3:35"), ("Diego Ramos", 5, "Lincoln", "3:20")]),
        (
            "Sept 18",
            [
                ("Aaliyah Brooks", 4, "Lincoln", "3:22"),
                ("Kiera Walsh", 6, "Middle", "3:48"),
                ("Lena Novak", 4, "Lincoln", "3:30"),
                ("Sam Okafor", 6, "Middle", "3:52"),
                ("Diego Ramos", 5, "Lincoln", "3:20"),
            ],
        ),
        (
            "Sept 23",
            [
                ("Lena Novak", 4, "Lincoln", "3:25"),
                ("Aaliyah Brooks", 4, "Lincoln", "3:25"),
                ("Marcus Hill", 5, "Lincoln", "4:05"),
            ],
        ),
        (
            "Sept 25",
            [
                ("Marcus Hill", 5, "Lincoln", "3:30"),
                ("Diego Ramos", 5, "Lincoln", "3:20"),
                ("Kiera Walsh", 6, "Middle", "3:50"),
                ("Tommy Nguyen", 3, "St. Pat's", "3:40"),
            ],
        ),
    ]
    visits = [visit for _, own in days for visit in own]
    total, people = len(visits), len({v[0] for v in visits})
    rows = [
        ["HOMEWORK HELP SIGN-IN  Tues/Thurs 3:15-5:00"],
        ["Year: 2025"],
        ["Date", "Name", "Grade", "School", "Time in"],
    ]
    for d, log in days:
        rows += [[d if i == 0 else None, *v] for i, v in enumerate(log)]
    rows += [[], ["Total sign-ins", total]]
    return Shape(
        id="homework-signin",
        what="US homework help sign-in sheet, one row a visit, the date only in the first row of the day, regulars come again, total of sign-ins below.",
        file="hw help signin sept.xlsx",
        content=book_of(("Sept", rows, ["A1:E1"])),
        row_is="person",
        expect=(*count_figures(total, len(days)), figure("participants_unique", people), *NO_MONEY),
        never=(
            *wrong_figures("attendance_total", total + 1, 2 * total, sum(v[1] for v in visits), len(days)),
            *wrong_figures("sessions_held", total, total + 1),
            *wrong_figures("participants_unique", total, total + 1, people + 1),
        ),
        privacy=("Okafor", "Novak", "Nguyen"),
    )


def build_summer_reading() -> Shape:
    """Children who signed up for a summer, with minutes and books read."""
    log = [
        ("Maddie K.", 7, "2nd", "6/2", 640, 12, "Y"),
        ("Owen K.", 9, "4th", "6/2", 1210, 9, "Y"),
        ("Jaxon Brill", 6, "K", "6/3", 300, 15, "Y"),
        ("Harper Stoltz", 8, "3rd", "6/3", 885, 11, "Y"),
        ("Liam Voss", 10, "5th", "6/4", None, None, None),
        ("Nora Petrak", 7, "1st", "6/4", 520, 14, "Y"),
        ("Eli Petrak", 11, "6th", "6/4", 1500, 7, "Y"),
        ("Ruby Sandoval", 9, "4th", "6/6", 760, 8, "Y"),
        ("Wyatt Haas", 8, "2nd", "6/9", 120, 3, "N"),
        ("Ivy Haas", 5, "PreK", "6/9", 410, 22, "Y"),
        ("Carter Dunn", 12, "6th", "6/10", None, None, "N"),
        ("Zoe Lindgren", 10, "5th", "6/12", 975, 6, "Y"),
        ("Mason Ott", 7, "1st", "6/16", 200, 6, "N"),
        ("Ella Fry", 9, "3rd", "6/17", 1040, 10, "Y"),
        ("Sadie Moon", 6, "K", "6/20", 360, 17, "Y"),
    ]
    minutes, books = sum(x[4] or 0 for x in log), sum(x[5] or 0 for x in log)
    rows = [
        ["Color Our World! SRP 2025 sign-up & logs"],
        ["Goal: 300 minutes. Finishers get a free book + pool pass"],
        [],
        ["Name", "Age", "Entering grade", "Signed up", "Minutes read", "Books", "Finished?"],
        *[list(x) for x in log],
        [
            f"{len(log)} signed up",
            None,
            None,
            None,
            minutes,
            books,
            f"{sum(x[6] == 'Y' for x in log)} finished",
        ],
    ]
    return Shape(
        id="summer-reading",
        what="US summer reading sign-up list: name, age, grade, day signed up, minutes and books read, finished; last row sums minutes and books.",
        file="SRP25 kids.xlsx",
        content=book_of(("Kids", rows, ["A1:G1", "A2:G2"])),
        row_is="person",
        expect=NO_MONEY,
        or_none=(figure("participants_unique", len(log)),),
        never=(
            *wrong_figures(
                "attendance_total", minutes, 2 * minutes, books, 2 * books, sum(x[1] for x in log)
            ),
            *wrong_figures("participants_unique", len(log) + 1),
            *wrong_figures("mean_rating", 8.27),
            *(("books_at_stage", v) for v in (books, 2 * books)),
        ),
        privacy=("Stoltz", "Petrak", "Sandoval"),
    )


SIGNED_REGISTERS = (
    build_club_lectura(),
    build_reading_buddies(),
    build_computer_register(),
    build_alfabetizacion_agosto(),
    build_tutee_weeks(),
    build_tech_help_signin(),
    build_homework_signin(),
    build_summer_reading(),
)
