"""Logs with one line per session: clerks, volunteers and teachers, each in their own way."""

from __future__ import annotations

from datetime import date, time, timedelta
from functools import partial
from typing import Any

from tests.support.shapes.definition import NO_PEOPLE, Shape, column_sum, count_figures, seeded, wrong_figures
from tests.support.shapes.files import Book, Formula, sum_formula, write_csv
from tests.support.shapes.names import invent_names


def build_terse_abbreviations() -> Shape:
    """A US branch's CSV whose headings are all abbreviations; capacity, registered, wait list tempt."""
    log: list[tuple[str, str, str, str, int | None, int | None, int | None, int | None, float]] = [
        ("1/8/26", "Yoga for Beg.", "AD", "Mtg Rm", 20, 20, 6, 17, 1.5),
        ("1/13/26", "PJ Storytm", "JUV", "Chldrn", 40, None, None, 33, 1),
        ("1/22/26", "Resume Lab", "AD", "Comp Lab", 12, 9, 0, 5, 2),
        ("1/27/26", "PJ Storytm", "JUV", "Chldrn", 40, None, None, 28, 1),
        ("2/5/26", "Yoga for Beg.", "AD", "Mtg Rm", 20, 20, 9, 18, 1.5),
        ("2/10/26", "PJ Storytm", "JUV", "Chldrn", 40, None, None, None, 1),
        ("2/14/26", "Valentine Fair", "ALL", "Lobby", None, None, None, 61, 3),
        ("2/19/26", "Teen Bake-off", "YA", "Mtg Rm", 16, 16, 2, 13, 2.5),
        ("2/26/26", "Resume Lab", "AD", "Comp Lab", 12, 4, 0, 3, 2),
        ("3/5/26", "Yoga for Beg.", "AD", "Mtg Rm", 20, 18, 0, 16, 1.5),
        ("3/12/26", "Mario Kart Trny", "YA", "Mtg Rm", 24, 21, 0, 22, 2),
        ("3/24/26", "PJ Storytm", "JUV", "Chldrn", 40, None, None, 36, 1),
    ]
    rows: list[list[Any]] = [["Dt", "Prog", "Aud", "Loc", "Cap", "Reg", "WL", "Attd", "Stf hrs", "Init"]]
    for number, (*start, attended, hours) in enumerate(log):
        cells = ["" if value is None else value for value in start]
        initials = ("kb", "RJ", "kb/RJ")[number % 3]
        rows.append([*cells, "fgt to ct" if attended is None else attended, hours, initials])
    cap, reg, wl, came = (column_sum(log, column) for column in (4, 5, 6, 7))
    hours_all = column_sum(log, 8)
    rows.append(["TOT", "", "", "", cap, reg, wl, came, f"{hours_all:g}", ""])
    counted = [row for row in log if row[7] is not None]
    both = [row for row in counted if row[5] is not None]
    seats = [row for row in counted if row[4] is not None]
    return Shape(
        id="terse-abbreviations",
        what="A US branch's log as CSV, headings abbreviated; capacity, registered, wait list; one not counted.",
        file="prog stats Q3 FY26.csv",
        content=partial(write_csv, rows),
        row_is="session",
        expect=(
            ("attendance_total", {}, came),
            ("sessions_held", {}, len(log)),
            ("attendance_coverage", {}, len(counted) / len(log)),
            ("attendance_per_session", {}, came / len(counted)),
            *NO_PEOPLE,
        ),
        or_none=(
            ("turnout_ratio", {}, column_sum(both, 7) / column_sum(both, 5)),
            ("seat_fill", {}, column_sum(seats, 7) / column_sum(seats, 4)),
            ("attendance_per_staff_hour", {}, came / column_sum(counted, 8)),
        ),
        never=(
            *wrong_figures("attendance_total", cap, reg, wl, reg + wl, 2 * came, came + reg, came + reg + wl),
            *wrong_figures("sessions_held", len(log) + 1, len(log) - 1),
            *wrong_figures("attendance_per_session", came / len(log)),
            *wrong_figures("attendance_coverage", 1.0),
            *wrong_figures("turnout_ratio", came / reg),
        ),
    )


def build_units_in_cells() -> Shape:
    """A barangay worker's notebook in Filipino: the count is written with what was counted."""
    tellers = ["Ka Diwata Tabingilog", "Nanay Yumi Hamogan", "Kuya Lakan Salamatin"]
    log: list[tuple[Any, str, str, int | None, int | None, int, str | None]] = [
        ("Enero 11, 2025", "Purok 3, silong ni Aling Bebang", "25 bata", 25, 25, 0, None),
        ("Enero 25, 2025", "Purok 5", "18 bata at 6 nanay", 24, 18, 1, None),
        ("Peb. 8, 2025", "Kapilya", "31 na bata", 31, 31, 0, "kulang ang upuan"),
        (date(2025, 2, 22), "Purok 3", "walang dumating", 0, 0, 2, "malakas ang ulan"),
        ("Marso 8, 2025", "Covered court", "mga 40 bata", 40, 40, 0, "kasabay ng feeding, 55 na lugaw"),
        ("Marso 22 2025", "Purok 5", "22 bata + 3 tatay", 25, 22, 1, None),
        ("Abril 5, 2025", "Kapilya", "27", 27, 27, 2, None),
        ("ika-26 ng Abril 2025", "Purok 1", "hindi nabilang", None, None, 0, "nawala ang listahan"),
        ("Mayo 10, 2025", "Purok 3, silong ni Aling Bebang", "19 bata at 4 na nanay", 23, 19, 1, None),
    ]
    rows: list[list[Any]] = [
        ["KUWENTUHAN SA PUROK"],
        ["Brgy. Malinaw-linaw, taong 2025"],
        [],
        ["Kailan", "Saan", "Ilan ang dumalo", "Nagkuwento", "Puna"],
    ]
    for when, where, written, _, _, teller, note in log:
        rows.append([when, where, written, tellers[teller], note])
    counted = [row for row in log if row[3] is not None]
    visits = column_sum(counted, 3)
    first_numbers = column_sum(counted, 4)
    book = Book()
    book.add_sheet("Sheet1", rows, merge=["A1:E1", "A2:E2"], dates="mm/dd/yyyy")
    return Shape(
        id="units-in-cells-filipino",
        what="A barangay notebook in Filipino: '18 bata at 6 nanay', 'walang dumating', 'hindi nabilang'.",
        file="kuwentuhan sa purok.xlsx",
        content=book.to_bytes,
        row_is="session",
        expect=(
            ("attendance_total", {}, visits),
            ("sessions_held", {}, len(log)),
            ("attendance_coverage", {}, len(counted) / len(log)),
            ("attendance_per_session", {}, visits / len(counted)),
            *NO_PEOPLE,
        ),
        never=(
            *wrong_figures(
                "attendance_total", 27, first_numbers, 25 + 31 + 27, 25 + 31 + 40 + 27, visits + 55
            ),
            *wrong_figures("sessions_held", 1, len(log) + 1),
            *wrong_figures("attendance_per_session", visits / len(log), visits / (len(counted) - 1)),
            *wrong_figures("participants_unique", len(tellers)),
        ),
        privacy=tuple(tellers),
    )


def build_casual_spanish_log() -> Shape:
    """A Peruvian volunteer's log: headings are questions, dates in long words, with snacks."""
    leaders = ["Profe Graciana Olmocano", "Sra. Melitona Jarallano", "Onofre Cantizalba (voluntario)"]
    log: list[tuple[str, str, int, int, int, str | None]] = [
        ("sábado 8 de marzo de 2025", "Lectura en voz alta", 0, 17, 25, None),
        ("sábado 15 de marzo de 2025", "Pintamos el cuento", 1, 22, 25, None),
        ("sáb. 22 de marzo", "Lectura en voz alta", 0, 14, 20, "llovió"),
        ("sábado 29 de marzo", "Teatro de sombras", 2, 31, 30, "faltó 1 refrigerio"),
        ("sáb. 5 de abril", "Lectura en voz alta", 0, 19, 20, None),
        ("12 de abril de 2025", "Pintamos el cuento", 1, 16, 20, None),
        (
            "sábado 26 de abril",
            "Día del libro, con la escuela",
            2,
            58,
            60,
            "vinieron 2 secciones del 5.º grado",
        ),
        ("sábado 3 de mayo de 2025", "Lectura en voz alta", 0, 12, 15, None),
        ("sábado 10 de mayo de 2025", "Carta a mamá", 1, 27, 30, None),
    ]
    rows: list[list[Any]] = [
        ["Rincón de lectura - Biblioteca Comunal Los Algarrobos"],
        ["cuaderno de actividades 2025 (marzo a mayo)"],
        [],
        ["¿Cuándo?", "¿Qué hicimos?", "¿Quién lo dio?", "Refrigerios", "¿Cuántos vinieron?", "Obs."],
    ]
    for when, what, leader, came, snacks, note in log:
        rows.append([when, what, leaders[leader], snacks, came, note])
    came, snacks = column_sum(log, 3), column_sum(log, 4)
    rows.append([None, None, "Suman", sum_formula("D", 5, 13, snacks), sum_formula("E", 5, 13, came)])
    rows += [[], ["Nota: el 19 de abril no hubo por Semana Santa."]]
    book = Book()
    book.add_sheet("cuaderno", rows)
    return Shape(
        id="casual-questions-spanish",
        what="A Peruvian volunteer's log: headings are questions, long dates partly without a year, snacks.",
        file="Rincón de lectura 2025.xlsx",
        content=book.to_bytes,
        row_is="session",
        expect=(*count_figures(came, len(log)), *NO_PEOPLE),
        never=(
            *wrong_figures("attendance_total", snacks, came + snacks, 2 * came, 2 * (came + snacks)),
            *wrong_figures("sessions_held", len(log) + 1, len(log) + 2, 5, 4),
            *wrong_figures("participants_unique", len(leaders), len(log)),
        ),
        privacy=("Graciana Olmocano", "Melitona Jarallano", "Onofre Cantizalba"),
    )


def build_class_visits() -> Shape:
    """A Philippine school librarian's class visits: with enrolment and ditto marks for the date."""
    advisers = [
        "Gng. Gunita Ulapdagat",
        "G. Tagumpay Luntianan",
        "Bb. Malaya Yamanlupa",
        "Gng. Nilad Abotlangit",
    ]
    sections = {"I-Sampaguita": (34, 0), "II-Ilang-ilang": (38, 1), "III-Rosal": (41, 2), "IV-Camia": (36, 3)}
    log: list[tuple[date, str, str, int | None, str | None]] = [
        (date(2025, 9, 2), "8:00-8:40", "I-Sampaguita", 31, None),
        (date(2025, 9, 2), "9:00-9:40", "III-Rosal", 39, None),
        (date(2025, 9, 4), "8:00-8:40", "II-Ilang-ilang", 35, None),
        (date(2025, 9, 4), "10:00-10:40", "IV-Camia", 36, "perfect attendance!"),
        (date(2025, 9, 9), "8:00-8:40", "I-Sampaguita", None, "walang pasok, bagyo"),
        (date(2025, 9, 9), "9:00-9:40", "III-Rosal", None, "walang pasok, bagyo"),
        (date(2025, 9, 11), "8:00-8:40", "II-Ilang-ilang", 33, None),
        (date(2025, 9, 11), "10:00-10:40", "IV-Camia", 30, "4 may trangkaso"),
        (date(2025, 9, 16), "8:00-8:40", "I-Sampaguita", 32, None),
        (date(2025, 9, 16), "9:00-9:40", "III-Rosal", 40, None),
        (date(2025, 9, 18), "8:00-8:40", "II-Ilang-ilang", 37, None),
        (date(2025, 9, 18), "10:00-10:40", "IV-Camia", 34, None),
    ]
    rows: list[list[Any]] = [
        ["Department of Education", None, None, None, None, None, None, None],
        ["MABATO-BATO ELEMENTARY SCHOOL"],
        ["SCHOOL LIBRARY HUB - Schedule of Class Visits & Reading Hour"],
        ["September, S.Y. 2025-2026"],
        [],
        ["Date", "Oras", "Grade & Section", "Adviser", "Enrolment", "Present", "Activity", "Remarks"],
    ]
    previous: date | None = None
    for day, hour, section, present, note in log:
        shown: Any = '"' if day == previous else day
        previous = day
        enrolled, adviser = sections[section]
        rows.append([shown, hour, section, advisers[adviser], enrolled, "-" if present is None else present])
        rows[-1] += ["Reading hour", note]
    held = [row for row in log if row[3] is not None]
    visits = column_sum(held, 3)
    enrolled = sum(sections[row[2]][0] for row in log)
    enrolled_held = sum(sections[row[2]][0] for row in held)
    rows.append(
        ["TOTAL", None, None, None, sum_formula("E", 7, 18, enrolled), sum_formula("F", 7, 18, visits)]
    )
    rows += [[], ["Prepared by:", None, "Dayang Kawayanlayo", None, "Noted:", None, "School Head"]]
    book = Book()
    book.add_sheet("Sept", rows, merge=["A1:H1", "A2:H2", "A3:H3", "A4:H4"], dates="m/d/yyyy")
    return Shape(
        id="class-visits-with-enrolment",
        what="Class visits to a school library: enrolment next to present, ditto marks for dates, a typhoon day.",
        file="Class Visits SEPT.xlsx",
        content=book.to_bytes,
        row_is="session",
        expect=(*count_figures(visits, len(held)), *NO_PEOPLE),
        or_none=(
            ("session_delivery_rate", {}, len(held) / len(log)),
            ("turnout_ratio", {}, visits / enrolled_held),
        ),
        never=(
            *wrong_figures("attendance_total", enrolled, visits + enrolled, 2 * visits, enrolled_held),
            *wrong_figures("sessions_held", len(log), len(log) + 1, 6, 5),
            *wrong_figures("attendance_per_session", visits / len(log), visits / 5, visits / 6),
            *wrong_figures("attendance_coverage", len(held) / len(log)),
            *wrong_figures("participants_unique", len(advisers), len(sections)),
        ),
        privacy=(
            "Gunita Ulapdagat",
            "Tagumpay Luntianan",
            "Malaya Yamanlupa",
            "Nilad Abotlangit",
            "Dayang Kawayanlayo",
        ),
    )


def build_ages_and_formats() -> Shape:
    """A US log with a two-row heading: ages in person, live online, and views that do not count."""
    log: list[tuple[date, str, tuple[int, int, int, int], int, int | None, str | None]] = [
        (date(2026, 4, 2), "Wee Read", (13, 2, 0, 11), 0, None, None),
        (date(2026, 4, 6), "Author talk: river pilots", (0, 0, 1, 24), 17, 212, None),
        (date(2026, 4, 9), "Wee Read", (16, 1, 0, 12), 0, None, None),
        (date(2026, 4, 14), "Teen poetry slam", (0, 0, 15, 4), 0, 96, None),
        (date(2026, 4, 16), "Wee Read", (9, 0, 0, 8), 0, None, "spring break"),
        (date(2026, 4, 20), "Crochet on Zoom", (0, 0, 0, 0), 12, 54, None),
        (date(2026, 4, 22), "Intro to e-books", (0, 0, 0, 0), 0, None, "no one showed"),
        (date(2026, 4, 25), "Kite day on the lawn", (21, 34, 8, 47), 0, None, None),
        (date(2026, 4, 28), "Money smarts", (0, 0, 3, 14), 9, 131, None),
    ]
    rows: list[list[Any]] = [
        ["Three Creeks District Library", None, None, None, None, None, None, None, None, "rev. 5/4/26"],
        ["Program statistics - April 2026"],
        [],
        [
            "Date",
            "Program",
            "In person",
            None,
            None,
            None,
            "Live virtual",
            "TOTAL LIVE",
            "Recorded (views)",
            "Notes",
        ],
        [None, None, "0-5", "6-11", "12-18", "19+", None, None, "30 days", None],
    ]
    for day, title, ages, virtual, views, note in log:
        line = len(rows) + 1
        total = Formula(f"=SUM(C{line}:G{line})", sum(ages) + virtual)
        rows.append([day, title, *ages, virtual, total, views, note])
    by_age = [sum(row[2][n] for row in log) for n in range(4)]
    virtual, views = column_sum(log, 3), column_sum(log, 4)
    visits = sum(by_age) + virtual
    sums = [*by_age, virtual, visits, views]
    rows.append(["MONTH", None, *(sum_formula(c, 6, 14, v) for c, v in zip("CDEFGHI", sums, strict=True))])
    book = Book()
    merge = ["A1:I1", "A2:I2", "A4:A5", "B4:B5", "C4:F4", "G4:G5", "H4:H5", "J4:J5"]
    book.add_sheet("Apr", rows, merge=merge, dates="ddd m/d")
    return Shape(
        id="ages-and-formats-two-rows",
        what="A US month with ages in person and live online under a two-row heading, their total, and video views.",
        file="Stats 2026-04.xlsx",
        content=book.to_bytes,
        row_is="session",
        expect=(*count_figures(visits, len(log)), *NO_PEOPLE),
        never=(
            *wrong_figures(
                "attendance_total", visits + views, 2 * visits, 4 * visits, 2 * visits + views, views
            ),
            *wrong_figures("attendance_total", sum(by_age), virtual, *by_age),
            *wrong_figures("sessions_held", len(log) + 1, len(log) - 1),
            *wrong_figures("attendance_per_session", visits / (len(log) - 1)),
        ),
    )


def build_form_export_of_sessions() -> Shape:
    """A Colombian form in which facilitators report sessions, some days late, with loans."""
    rng = seeded("form-export-of-sessions")
    people = invent_names(rng, "es", 3)
    mails = [f"{name.split()[0].lower()}@lecturasrurales.example" for name in people]
    log: list[tuple[str, int, str, str, str, int, int, int, str]] = [
        (
            "03/06/2025 19:04:31",
            0,
            "31/05/2025",
            "Vereda El Roble",
            "14",
            14,
            3,
            9,
            "el cuento del armadillo",
        ),
        ("03/06/2025 19:09:02", 0, "02/06/2025", "Vereda La Quebrada", "9", 9, 5, 4, ""),
        ("11/06/2025 8:15:40", 1, "07/06/2025", "Vereda El Roble", "17", 17, 2, 12, "cantar primero"),
        (
            "16/06/2025 21:47:13",
            2,
            "14/06/2025",
            "Alto del Viento",
            "aprox. 20",
            20,
            8,
            0,
            "se juntaron dos familias más",
        ),
        ("23/06/2025 7:58:55", 1, "21/06/2025", "Vereda El Roble", "15", 15, 4, 11, ""),
        ("01/07/2025 18:22:09", 0, "23/06/2025", "Vereda La Quebrada", "11", 11, 6, 7, "trabajar en parejas"),
        ("01/07/2025 18:30:47", 0, "28/06/2025", "Vereda El Roble", "13", 13, 2, 10, ""),
        ("07/07/2025 20:11:18", 2, "05/07/2025", "Alto del Viento", "22", 22, 9, 15, "los títeres"),
        ("14/07/2025 9:40:26", 1, "12/07/2025", "Vereda El Roble", "16", 16, 0, 13, "no vinieron las mamás"),
        ("21/07/2025 19:55:03", 0, "19/07/2025", "Vereda La Quebrada", "8", 8, 4, 5, ""),
    ]
    rows: list[list[Any]] = [
        [
            "Marca temporal",
            "Dirección de correo electrónico",
            "Nombre de quien facilita",
            "Fecha de la sesión",
            "¿En qué vereda?",
            "¿Cuántos niños y niñas asistieron?",
            "¿Cuántas personas adultas asistieron?",
            "¿Cuántos libros se prestaron?",
            "¿Qué funcionó bien?",
        ]
    ]
    for stamp, who, day, place, written, _, adults, loans, note in log:
        rows.append([stamp, mails[who], people[who], day, place, written, adults, loans, note])
    children, adults, loans = (column_sum(log, column) for column in (5, 6, 7))
    visits = children + adults
    return Shape(
        id="form-export-of-sessions",
        what="A Spanish form's answers: one per session, sent days later, children and adults, with loans.",
        file="Reporte de sesiones de lectura (respuestas) - Respuestas de formulario 1.csv",
        content=partial(write_csv, rows, encoding="utf-8"),
        row_is="session",
        expect=(*count_figures(visits, len(log)), *NO_PEOPLE),
        never=(
            *wrong_figures(
                "attendance_total", children, adults, visits + loans, children + loans, loans, visits - 20
            ),
            *wrong_figures("sessions_held", 7, 3, len(log) - 1),
            *wrong_figures("participants_unique", 3, len(log)),
        ),
        privacy=(*people, *mails),
    )


def build_headcount_snapshots() -> Shape:
    """A homework room counted every half hour; the same child is counted several times."""
    rng = seeded("headcount-snapshots")
    rows: list[list[Any]] = [
        ["Homework Help @ Eastside"],
        ["Count heads on the half hour. 'Kids today' = each kid ONE time (from the sign-in clipboard)"],
        [],
        [
            "Date",
            time(15, 30),
            time(16, 0),
            time(16, 30),
            time(17, 0),
            "Kids today",
            "Tutors",
            "Snack bags used",
        ],
    ]
    log: list[tuple[date, list[int], int, int, int]] = []
    day = date(2025, 9, 15)
    while day <= date(2025, 10, 9):
        if day.weekday() in (0, 1, 3) and day != date(2025, 10, 6):
            heads = [rng.randint(6, 12), rng.randint(11, 19), rng.randint(10, 18), rng.randint(3, 9)]
            kids = max(heads) + rng.randint(2, 6)
            log.append((day, heads, kids, rng.randint(1, 3), kids + rng.randint(-3, 4)))
        day += timedelta(days=1)
    for when, heads, kids, tutors, snacks in log:
        rows.append([when, *heads, kids, tutors, snacks])
    last = len(rows)
    kids, tutors, snacks = (column_sum(log, column) for column in (2, 3, 4))
    heads = sum(sum(row[1]) for row in log)
    rows.append(
        [None, None, None, None, "total", sum_formula("F", 5, last, kids), sum_formula("G", 5, last, tutors)]
    )
    rows[-1].append(sum_formula("H", 5, last, snacks))
    rows.append(["10/6 closed, staff day"])
    book = Book()
    sheet = book.add_sheet("Fall", rows, dates="m/d/yyyy")
    for cell in sheet["B4:E4"][0]:
        cell.number_format = "h:mm"
    return Shape(
        id="headcount-snapshots",
        what="A homework room counted on the half hour, then each child once; with tutors and snacks.",
        file="Homework Help fall 25.xlsx",
        content=book.to_bytes,
        row_is="session",
        expect=(*count_figures(kids, len(log)), *NO_PEOPLE),
        never=(
            *wrong_figures(
                "attendance_total", heads, heads + kids, kids + tutors, kids + snacks, snacks, 2 * kids
            ),
            *wrong_figures(
                "attendance_total", heads + kids + tutors + snacks, sum(max(row[1]) for row in log)
            ),
            *wrong_figures("sessions_held", len(log) * 4, len(log) + 1, len(log) + 2),
        ),
    )


def build_present_of_enrolled() -> Shape:
    """A Mexican promoter's CSV: attendance as 18/25, which is not a date."""
    teachers = ["Mtra. Rufina Encinaluz", "Mtro. Nemesio Lomaverde", "Mtra. Jacoba Pradoclaro"]
    log: list[tuple[str, str, int, int, int, str]] = [
        ("04/09/2025", "1.º A", 0, 9, 12, "Adivinanzas"),
        ("04/09/2025", "2.º A", 1, 18, 25, "Adivinanzas"),
        ("11/09/2025", "3.º B", 2, 21, 27, "Leyendas del pueblo"),
        ("18/09/2025", "1.º A", 0, 12, 12, "Trabalenguas"),
        ("18/09/2025", "2.º A", 1, 22, 25, "Trabalenguas"),
        ("25/09/2025", "3.º B", 2, 24, 27, "Calaveritas"),
        ("02/10/2025", "1.º A", 0, 11, 12, "Haikús"),
        ("02/10/2025", "2.º A", 1, 20, 26, "Haikús"),
        ("09/10/2025", "3.º B", 2, 25, 27, "Haikús"),
        ("16/10/2025", "1.º A", 0, 10, 12, "Cuento colectivo"),
    ]
    rows: list[list[Any]] = [
        ["Círculo de lectura en la escuela, ciclo 2025-2026", "", "", "", "", ""],
        ["Fecha", "Grupo", "Docente", "Asistencia (presentes/inscritos)", "Tema", "Firma"],
    ]
    for day, group, teacher, present, enrolled, topic in log:
        rows.append([day, group, teachers[teacher], f"{present}/{enrolled}", topic, "X"])
    present, enrolled = column_sum(log, 3), column_sum(log, 4)
    rows.append(["TOTAL", "", "", f"{present}/{enrolled}", "", ""])
    return Shape(
        id="present-of-enrolled-slash",
        what="A Mexican reading circle: attendance written 18/25 (present of enrolled), one row per group and day.",
        file="circulo_lectura.csv",
        content=partial(write_csv, rows, delimiter=";", encoding="cp1252"),
        row_is="session",
        expect=(*count_figures(present, len(log)), *NO_PEOPLE),
        or_none=(("attendance_rate", {}, present / enrolled), ("turnout_ratio", {}, present / enrolled)),
        never=(
            *wrong_figures("attendance_total", enrolled, present + enrolled, 2 * present, enrolled - present),
            *wrong_figures("attendance_total", sum(r[3] / r[4] for r in log), len(log)),
            *wrong_figures("sessions_held", len(log) + 1, 7, 6, 3),
            *wrong_figures("participants_unique", 3, 12 + 26 + 27, 12 + 25 + 27),
            *wrong_figures("attendance_rate", 1.0),
        ),
        privacy=("Rufina Encinaluz", "Nemesio Lomaverde", "Jacoba Pradoclaro"),
    )


def build_tables_side_by_side() -> Shape:
    """Two tables next to each other on one sheet: children's on the left, adults' on the right."""
    kids = [
        (date(2025, 2, 1), "Lego Saturday", 23),
        (date(2025, 2, 6), "Tales & Tunes", 18),
        (date(2025, 2, 13), "Tales & Tunes", 21),
        (date(2025, 2, 15), "Valentine cards", 30),
        (date(2025, 2, 20), "Tales & Tunes", 16),
        (date(2025, 2, 22), "Lego Saturday", 27),
        (date(2025, 2, 27), "Tales & Tunes", 19),
    ]
    adults = [
        (date(2025, 2, 4), "Mystery readers", 9),
        (date(2025, 2, 11), "Tax help", 14),
        (date(2025, 2, 18), "Tax help", 17),
        (date(2025, 2, 25), "Knit night", 8),
    ]
    rows: list[list[Any]] = [
        ["FEBRUARY 2025"],
        [],
        ["CHILDREN'S DEPT", None, None, None, "ADULT SERVICES"],
        ["Date", "Program", "#", None, "Date", "Program", "#"],
    ]
    for number, row in enumerate(kids):
        rows.append([*row, None, *(adults[number] if number < len(adults) else ())])
    kid_visits, adult_visits = column_sum(kids, 2), column_sum(adults, 2)
    rows[4 + len(adults)] += [None, "Total", sum_formula("G", 5, 8, adult_visits)]
    rows.append([None, "Total", sum_formula("C", 5, 11, kid_visits)])
    rows += [[], ["Director's note: 2/8 Lego moved to 2/15 & became cards because of the boiler"]]
    book = Book()
    book.add_sheet("Feb", rows, merge=["A1:G1", "A3:C3", "E3:G3"], dates="m/d")
    visits = kid_visits + adult_visits
    sessions = len(kids) + len(adults)
    return Shape(
        id="two-tables-side-by-side",
        what="A month with the children's table left and the adults' table right, each with its own total.",
        file="Feb 2025 programs.xlsx",
        content=book.to_bytes,
        row_is="session",
        expect=(*count_figures(visits, sessions), *NO_PEOPLE),
        never=(
            *wrong_figures("attendance_total", kid_visits, adult_visits, 2 * visits, kid_visits * 2),
            *wrong_figures("attendance_total", kid_visits + 2 * adult_visits, 2 * kid_visits + adult_visits),
            *wrong_figures(
                "sessions_held", len(kids), len(adults), sessions + 1, sessions + 2, len(kids) + 1
            ),
        ),
    )


SESSION_LOGS: tuple[Shape, ...] = (
    build_terse_abbreviations(),
    build_units_in_cells(),
    build_casual_spanish_log(),
    build_class_visits(),
    build_ages_and_formats(),
    build_form_export_of_sessions(),
    build_headcount_snapshots(),
    build_present_of_enrolled(),
    build_tables_side_by_side(),
)
