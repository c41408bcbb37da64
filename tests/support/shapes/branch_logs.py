"""Logs of story hours, workshops and class visits, readings in a hospital, and exports of events."""

from __future__ import annotations

from datetime import date

from tests.support.shapes.definition import (
    NO_PEOPLE,
    Shape,
    count_figures,
    figure,
    larger_figures,
    numbers_among,
    other_figures,
    wrong_figures,
)
from tests.support.shapes.files import book_of, csv_of, sum_formula


def build_story_hour() -> Shape:
    """Season of story hours with seats and sign-ups."""
    log: list[tuple[str, str, int, int | None, object, int, str | None]] = [
        ("9/7/2024", "Mushroom Rain", 25, 18, 15, 2, None),
        ("9/14/2024", "Last Stop on Market Street", 25, 22, 19, 2, "2 strollers in the aisle"),
        ("9/21/2024", "Strega Nona", 25, 20, 17, 1, None),
        ("9/28/2024", "Blueberries for Sal", 25, 25, 23, 2, "waitlist of 4"),
        ("10/5/2024", "Leaf Man", 25, 12, 0, 1, "nobody came - homecoming parade"),
        ("10/12/2024", "Room on the Broom", 25, 24, 21, 2, None),
        ("10/26/2024", "Pumpkin party (Legion Hall)", 60, 48, 44, 5, None),
        ("11/2/2024", "Bear Snores On", 25, 16, 13, 1, None),
        ("11/9/2024", "Thank You, Omu!", 25, 19, "forgot to count", 2, "Deb subbing"),
        ("11/16/2024", "Owl Moon", 25, 21, 18, 2, None),
        ("11/23/2024", "Cranberry Thanksgiving", 25, 17, None, 0, "CANCELLED - ice storm"),
        ("12/7/2024", "The Snowy Day", 25, 23, 20, 2, None),
        ("12/14/2024", "The Mitten", 25, 25, 24, 3, "cookies from Hy-Vee"),
    ]
    rows: list[list[object]] = [
        ["Saturday Story Hour - Fall 2024"],
        ["Ridgeway Public Library, 118 Main St, (563) 555-0142"],
        [],
        ["Date", "Book / theme", "Max seats", "Signed up", "Attended", "Volunteers", "Comments"],
        *[list(x) for x in log],
        [],
        ["Our goal is 20 a week, 260 for the season!"],
    ]
    held = [x for x in log if x[6] is None or "CANCELLED" not in x[6]]
    known = [x for x in held if isinstance(x[4], int)]
    total, signed, seats = (
        sum(numbers_among([x[4] for x in log])),
        sum(x[3] or 0 for x in log),
        sum(x[2] for x in log),
    )
    n, k = len(held), len(known)
    return Shape(
        id="story-hour",
        what="Season of story hours with seats, sign-ups, attended, volunteers; one zero, one 'forgot to count', one cancelled; a goal in a note below.",
        file="Story Hour fall 24.xlsx",
        content=book_of(
            ("Fall", rows, ["A1:G1", "A2:G2"]),
            ("Supplies", [["Item", "Have", "Need"], ["Glue sticks", 40, 20], ["Carpet squares", 22, 8]], []),
        ),
        row_is="session",
        expect=(*count_figures(total, n, k), *NO_PEOPLE),
        or_none=(
            figure("session_delivery_rate", n / len(log)),
            figure("seat_fill", total / sum(x[2] for x in known)),
            figure("turnout_ratio", total / sum(x[3] or 0 for x in known)),
        ),
        never=(
            *larger_figures(
                "attendance_total",
                total,
                signed,
                seats,
                260,
                2 * total,
                total + sum(x[5] for x in log),
                total + signed,
            ),
            *larger_figures("sessions_held", n, len(log), len(log) + 1),
            *other_figures(
                "attendance_per_session",
                total / k,
                total / n,
                total / (k - 1),
                total / len(log),
                signed / len(log),
            ),
        ),
    )


def build_barangay_story_log() -> Shape:
    """Log of story hours with children, parents and their sum under one heading."""
    # petsa, gawain, lugar, bata, magulang, volunteers, tala
    log: list[tuple[str, str, str, object, object, object, str | None]] = [
        ("Hulyo 6, 2024", "Kuwentuhan", "covered court", 27, 8, 3, None),
        ("Hulyo 13, 2024", "Kuwentuhan", "library", 19, 5, 2, "umuulan"),
        ("Hulyo 20, 2024", "Puppet show", "covered court", 41, 16, 6, "kasama ang NSTP"),
        ("Hulyo 27, 2024", "Kuwentuhan", "library", None, None, None, "HINDI NATULOY - bagyong Carina"),
        ("Agosto 3, 2024", "Kuwentuhan", "library", 22, 7, 2, None),
        ("Agosto 10, 2024", "Tula at awit", "library", 18, 4, 2, None),
        ("Agosto 17, 2024", "Kuwentuhan", "daycare", 24, 11, 2, None),
        ("Agosto 24, 2024", "Buwan ng Wika program", "covered court", 58, 23, 8, "may pa-lugaw si Kap"),
        ("Agosto 31, 2024", "Kuwentuhan", "library", 16, 3, 1, None),
        ("Setyembre 7, 2024", "Kuwentuhan", "library", 21, 6, 2, None),
        ("Setyembre 14, 2024", "Drawing contest", "library", 30, 9, 4, "12 ang nanalo ng premyo"),
    ]
    rows: list[list[object]] = [
        ["KUWENTUHAN SA BARANGAY - listahan ng mga dumalo"],
        ["Target: 40 na bata kada Sabado"],
        [],
        ["Petsa", "Gawain", "Saan", "Mga dumalo", None, None, "Volunteers (di kasama sa bilang)", "Tala"],
        [None, None, None, "Bata", "Magulang", "Kabuuan"],
    ]
    for when, what, where, kids, parents, helpers, note in log:
        both = kids + parents if isinstance(kids, int) and isinstance(parents, int) else None
        rows.append([when, what, where, kids, parents, both, helpers, note])
    kids, parents, helpers = (sum(numbers_among([x[i] for x in log])) for i in (3, 4, 5))
    total, n = kids + parents, sum(isinstance(x[3], int) for x in log)
    rows += [["Kabuuan", None, None, kids, parents, total, helpers], [], ["Salamat po sa lahat! -Ate Weng"]]
    return Shape(
        id="barangay-story-log",
        what="Taglish log with children, parents and their sum under a merged heading, volunteers said not to be counted, one session not pushed through, a target above.",
        file="kuwentuhan dumalo.xlsx",
        content=book_of(("2024", rows, ["A1:H1", "D4:F4"])),
        row_is="session",
        expect=(*count_figures(total, n), *NO_PEOPLE),
        or_none=(figure("session_delivery_rate", n / len(log)),),
        never=(
            *larger_figures(
                "attendance_total",
                total,
                total + helpers,
                2 * total,
                3 * total,
                4 * total,
                total + 40,
                40 * n,
            ),
            *larger_figures("sessions_held", n, len(log), n + 2),
            *other_figures(
                "attendance_per_session",
                total / n,
                total / len(log),
                (total + helpers) / n,
                2 * total / n,
                2 * total / (n + 1),
            ),
        ),
        privacy=("Ate Weng",),
    )


def build_workshop_control() -> Shape:
    """Spanish attendance control of a workshop."""
    log: list[tuple[str, str, int, int | None, str | None]] = [
        ("8-feb-25", "Presentación y diagnóstico", 22, 20, None),
        ("15-feb-25", "Adivinanzas", 22, 18, None),
        ("22-feb-25", "Lectura en parejas", 22, 19, None),
        ("1-mar-25", "La leyenda del maíz", 23, 17, "se inscribió 1 niña más"),
        ("8-mar-25", "Mujeres que escriben", 23, 21, "vinieron mamás"),
        ("15-mar-25", "Trabalenguas", 23, None, "SUSPENDIDA por puente"),
        ("22-mar-25", "Teatro de sombras", 23, 22, None),
        ("29-mar-25", "Lectura en parejas", 23, 16, None),
        ("5-abr-25", "Hacemos un libro", 21, 15, "2 bajas"),
        ("12-abr-25", "Hacemos un libro (2)", 21, 18, None),
        ("3-may-25", "Cierre y entrega de diplomas", 21, 21, "pastel"),
    ]
    rows: list[list[object]] = [
        ['BIBLIOTECA PÚBLICA MUNICIPAL NO. 4127 "PROFRA. LUZ AMARO"'],
        ['Taller "Leer sin miedo" - control de asistencia, febrero a mayo de 2025'],
        [],
        ["Sesión", "Fecha", "Tema", "Inscritos", "Asistieron", "Faltaron", "Observaciones"],
    ]
    rows += [
        [i, when, theme, reg, came, reg - came if came is not None else None, note]
        for i, (when, theme, reg, came, note) in enumerate(log, 1)
    ]
    held = [x for x in log if x[3] is not None]
    total, n = sum(x[3] or 0 for x in held), len(held)
    reg_held, reg_all = sum(x[2] for x in held), sum(x[2] for x in log)
    last = len(rows)
    rows += [
        [
            "TOTAL",
            None,
            None,
            None,
            sum_formula("E", 5, last, total),
            sum_formula("F", 5, last, reg_held - total),
        ],
        ["PROMEDIO", None, None, None, round(total / n, 1), round((reg_held - total) / n, 1)],
        [],
        ["Cupo máximo del taller: 25 niñas y niños de 8 a 11 años"],
    ]
    return Shape(
        id="workshop-control",
        what="Spanish control of a workshop: enrolled, attended and missing per session, one suspended, TOTAL and PROMEDIO rows, number of the library in the title, capacity below.",
        file="asistencia taller leer sin miedo.xlsx",
        content=book_of(("Asistencia", rows, ["A1:G1", "A2:G2"])),
        row_is="session",
        expect=(*count_figures(total, n), *NO_PEOPLE),
        or_none=(figure("turnout_ratio", total / reg_held), figure("session_delivery_rate", n / len(log))),
        never=(
            *larger_figures(
                "attendance_total",
                total,
                reg_held,
                reg_all,
                2 * total,
                total + round(total / n, 1),
                2 * total + round(total / n, 1),
                total + sum(range(1, 12)),
            ),
            *larger_figures("sessions_held", n, len(log), len(log) + 1, len(log) + 2),
            *other_figures("attendance_per_session", total / n, total / len(log), 2 * total / (n + 1)),
            *wrong_figures("participants_unique", 21, 22, 23, 25),
            *other_figures("turnout_ratio", total / reg_held, total / reg_all),
        ),
    )


def build_event_export() -> Shape:
    """Export of an event calendar."""
    # id, title, start, status, seats, registered, wait list, attended
    log: list[tuple[int, str, str, str, object, object, object, object]] = [
        (9120411, "Baby Bounce", "2025-03-03 10:00", "Published", 20, 14, 0, 12),
        (9120412, "Homework Help", "2025-03-04 15:30", "Published", "", "", "", 7),
        (9120413, "Baby Bounce", "2025-03-10 10:00", "Published", 20, 16, 0, 15),
        (9120417, "Intro to Excel", "2025-03-11 18:00", "Published", 10, 10, 3, 8),
        (9120418, "Homework Help", "2025-03-11 15:30", "Published", "", "", "", 9),
        (9120425, "Author Visit: R. Teague", "2025-03-13 18:30", "Canceled", 80, 37, 0, ""),
        (9120426, "Baby Bounce", "2025-03-17 10:00", "Published", 20, 15, 0, 15),
        (9120430, "Homework Help", "2025-03-18 15:30", "Published", "", "", "", ""),
        (9120431, "Seed Library Kickoff", "2025-03-22 11:00", "Published", 40, 33, 0, 29),
        (9120438, "Baby Bounce", "2025-03-24 10:00", "Published", 20, 13, 0, 10),
        (9120439, "Homework Help", "2025-03-25 15:30", "Published", "", "", "", 6),
        (9120440, "Intro to Excel", "2025-03-25 18:00", "Published", 10, 9, 0, 7),
        (9120452, "Baby Bounce", "2025-03-31 10:00", "Published", 20, 17, 0, 16),
    ]
    rows: list[list[object]] = [
        [
            "Event ID",
            "Title",
            "Start",
            "Status",
            "Seats",
            "Registrations",
            "Wait list",
            "Attendance",
            "Branch",
            "Organizer",
        ]
    ]
    rows += [[*x, "Main", "K. Oberg"] for x in log]
    held = [x for x in log if x[3] != "Canceled"]
    known = [x for x in held if isinstance(x[7], int)]
    both = [x for x in known if isinstance(x[5], int)]
    total, n, k = sum(numbers_among([x[7] for x in known])), len(held), len(known)
    reg, seats = sum(numbers_among([x[5] for x in log])), sum(numbers_among([x[4] for x in log]))
    came = sum(numbers_among([x[7] for x in both]))
    return Shape(
        id="event-export",
        what="CSV export of an event calendar with ids, seats, registrations, wait list and attendance; one canceled, one without a count, drop-ins without registration.",
        file="events_export_2025-03.csv",
        content=csv_of(rows),
        row_is="session",
        expect=(*count_figures(total, n, k), *NO_PEOPLE),
        or_none=(
            figure("turnout_ratio", came / sum(numbers_among([x[5] for x in both]))),
            figure("seat_fill", came / sum(numbers_among([x[4] for x in both]))),
            figure("session_delivery_rate", n / len(log)),
        ),
        never=(
            *larger_figures("attendance_total", total, reg, seats, total + reg, sum(x[0] for x in log)),
            *larger_figures("sessions_held", n, len(log), len(log) + 1),
            *other_figures("attendance_per_session", total / k, total / n, total / len(log)),
            *other_figures("turnout_ratio", came / sum(numbers_among([x[5] for x in both])), total / reg),
        ),
        privacy=("Oberg",),
    )


def build_class_visits() -> Shape:
    """Log of class visits."""
    # date, school, year group, roll, pupils, adults, books borrowed, comment
    log: list[tuple[str, str, str, int, int | None, int | None, int | None, str | None]] = [
        ("29/04/2025", "Holm Road Primary", "Y3", 214, 27, 4, 31, None),
        ("01/05/2025", "St Bede's RC", "Y1", 168, 22, 5, 25, "1 wheelchair user - use side door"),
        ("06/05/2025", "Holm Road Primary", "Y4", 214, 29, 3, 30, None),
        ("08/05/2025", "Castlegate Infants", "R", 122, 30, 6, 0, "no tickets yet"),
        ("13/05/2025", "St Bede's RC", "Y2", 168, 24, 4, 26, None),
        (
            "15/05/2025",
            "Aldersyke Academy",
            "Y7",
            1046,
            None,
            None,
            None,
            "cancelled - coach broke down, rebooked for 12/06",
        ),
        ("20/05/2025", "Castlegate Infants", "Y1", 122, 28, 5, 27, None),
        ("22/05/2025", "Holm Road Primary", "Y5", 214, 31, 3, 35, "brilliant questions!"),
        ("03/06/2025", "Fenwick Special School", "mixed", 64, 8, 7, 8, None),
        ("05/06/2025", "St Bede's RC", "Y4", 168, 26, 3, 28, None),
        ("12/06/2025", "Aldersyke Academy", "Y7", 1046, 54, 4, 20, "in two halves of the hall, one visit"),
        ("17/06/2025", "Castlegate Infants", "Y2", 122, 29, 4, 33, None),
    ]
    rows: list[list[object]] = [
        ["Class visits - summer term 2025"],
        [],
        [
            "Date",
            "School",
            "Year",
            "School roll",
            "Pupils",
            "Adults with class",
            "Total visitors",
            "Books borrowed",
            "Comments",
        ],
    ]
    rows += [
        [w, s, y, roll, p, a, p + a if p is not None and a is not None else None, b, c]
        for w, s, y, roll, p, a, b, c in log
    ]
    kids, adults, books_out = (sum(x[i] or 0 for x in log) for i in (4, 5, 6))  # type: ignore[misc]
    total, n = kids + adults, sum(x[4] is not None for x in log)
    rows += [
        [],
        ["Total", None, None, None, kids, adults, total, books_out],
        ["Last summer", None, None, None, 241, 37, 278, 260],
    ]
    return Shape(
        id="class-visits",
        what="Class visits (UK) with the roll of the school, pupils, adults and their sum, books borrowed; one cancelled and rebooked; a total and last summer's total below.",
        file="Class visits summer 25.xlsx",
        content=book_of(
            ("Summer", rows, ["A1:I1"]),
            (
                "Schools",
                [
                    ["School", "Head", "Tel."],
                    ["Holm Road Primary", "Mrs Ashdown", "01632 960112"],
                    ["St Bede's RC", "Mr Quill", "01632 960187"],
                ],
                [],
            ),
        ),
        row_is="session",
        expect=(*count_figures(total, n), *NO_PEOPLE),
        or_none=(figure("session_delivery_rate", n / len(log)),),
        never=(
            *larger_figures(
                "attendance_total",
                total,
                2 * total,
                2 * total + 278,
                total + 278,
                4 * total,
                total + books_out,
                sum(x[3] for x in log),
                3 * total + 556,
            ),
            *larger_figures("sessions_held", n, len(log), n + 2, n + 3, len(log) + 2),
            *other_figures(
                "attendance_per_session",
                total / n,
                total / len(log),
                2 * total / (n + 1),
                (total + 278) / (n + 1),
            ),
            *wrong_figures("participants_unique", total, kids),
        ),
        privacy=("Ashdown", "Quill"),
    )


def build_hospital_rounds() -> Shape:
    """Readings at the bedsides of a hospital's wards."""
    rounds = [
        (date(2025, 5, 6), 6, 4, 3, "Hanneke"),
        (date(2025, 5, 8), 5, "isolation", 4, "Hanneke"),
        (date(2025, 5, 13), 7, "isolation", 2, "Mr. Obi"),
        (date(2025, 5, 15), 4, 5, 5, "Hanneke"),
        (date(2025, 5, 20), 8, 6, "closed", "Mr. Obi"),
        (date(2025, 5, 22), 3, 4, 6, "Mr. Obi"),
        (date(2025, 5, 27), 6, 7, 4, "Hanneke"),
        (date(2025, 5, 29), 5, 3, 5, "Hanneke + Mr. Obi"),
    ]
    heads = [sum(numbers_among(r[1:4])) for r in rounds]
    t = sum(heads)
    columns = [sum(r[i] for r in rounds if isinstance(r[i], int)) for i in (1, 2, 3)]
    beds = (14, 12, 8)
    rows = [
        ["BOOK TROLLEY - bedside reading, children's floor"],
        ["May 2025. Put the number of children who were read to. Parents and siblings are not counted."],
        [],
        ["Date", "Rainbow ward", "Lagoon ward", "Day oncology", "Children on this round", "Reader"],
        ["beds:", *beds],
        *[[*r[:4], n, r[4]] for r, n in zip(rounds, heads, strict=True)],
        [],
        ["May", *columns, t],
    ]
    return Shape(
        id="hospital-rounds",
        what='Readings at bedsides in a hospital: wards across, "isolation" or "closed" in place of a count, a row with the number of beds under the headings.',
        file="trolley may.xlsx",
        content=book_of(("May", rows, ["A1:F1", "A2:F2"])),
        row_is="session",
        expect=(figure("attendance_total", t),),
        never=other_figures(
            "attendance_total", t, 2 * t, 3 * t, 4 * t, t + sum(beds), 2 * t + sum(beds), *columns
        ),
    )


def build_daycare_cards() -> Shape:
    """US: cards of story circles at a day care."""
    cards = [
        (
            "Mon 9/8/2025",
            "Ladybugs",
            "Ms. Ann",
            "The Snowy Day",
            11,
            3,
            "Marco turned the pages for everybody",
        ),
        ("Wed 9/10/2025", "Otters", "Ms. Ann", "Owl Babies", 13, 2, "asked for it again"),
        ("Mon 9/15/2025", "Ladybugs", "Mr. Teo", "Rosie's Walk", 12, 2, None),
        (
            "Wed 9/17/2025",
            "Otters",
            "Ms. Ann",
            "Corduroy",
            None,
            None,
            "no circle today - fire drill ran over",
        ),
        (
            "Mon 9/22/2025",
            "Ladybugs",
            "Librarian Kay (visit)",
            "Tap the Magic Tree",
            14,
            0,
            "Kay left 10 books on loan",
        ),
        ("Wed 9/24/2025", "Otters", "Mr. Teo", "Corduroy", 10, 5, "stomach bug going round"),
        ("Mon 9/29/2025", "Ladybugs", "Ms. Ann", "Hairy Maclary", 9, 5, None),
    ]
    ran = [c for c in cards if c[4] is not None]
    t, gone = sum(c[4] for c in ran), sum(c[5] for c in ran)
    rows = [["LITTLE HARBOR DAY CARE - story circle cards, September"], []]
    for day, room, reader, book, here, away, note in cards:
        rows += [
            ["Date:", day, "Room:", room],
            ["Read by:", reader, "Book:", book],
            ["Children here:", here, "Children away:", away],
            ["Notes:", note],
            [],
        ]
    return Shape(
        id="daycare-cards",
        what="US cards of story circles at a day care, one below the other: children present and absent, one circle not held.",
        file="story circle sept.xlsx",
        content=book_of(("Cards", rows, ["A1:D1"])),
        row_is="session",
        expect=count_figures(t, len(ran)),
        never=(
            *other_figures("attendance_total", t, t + gone, gone, t + 10, 2 * t),
            *other_figures("sessions_held", len(ran), len(cards), 1),
        ),
    )


def build_madrid_bookings() -> Shape:
    """Spain: export of a museum's bookings."""
    bookings = [
        ("R-24117", "03/02/2025 10:00", "CEIP Fuente del Berro", "Cuadros que cuentan", 25, 23, "Realizada"),
        ("R-24121", "05/02/2025 10:00", "CEIP Rosa Chacel", "Cuadros que cuentan", 27, 27, "Realizada"),
        ("R-24122", "05/02/2025 12:00", "IES Arganzuela Norte", "Leer un retrato", 30, 26, "Realizada"),
        (
            "R-24130",
            "10/02/2025 10:00",
            "CEIP Los Almendros",
            "Cuadros que cuentan",
            24,
            "",
            "Anulada por el centro",
        ),
        ("R-24133", "12/02/2025 11:00", "Centro de mayores Delicias", "Leer un retrato", 15, 12, "Realizada"),
        ("R-24138", "17/02/2025 10:00", "CEIP Los Almendros", "Cuadros que cuentan", 24, 22, "Realizada"),
        ("R-24140", "19/02/2025 10:00", "CEIP Rosa Chacel", "Cuadros que cuentan", 26, 25, "Realizada"),
        ("R-24144", "21/02/2025 17:30", "Club de lectura Bib. Usera", "Leer un retrato", 18, 19, "Realizada"),
        (
            "R-24151",
            "26/02/2025 10:00",
            "CEIP Fuente del Berro",
            "Cuadros que cuentan",
            25,
            "",
            "Anulada por el museo",
        ),
        ("R-24152", "26/02/2025 12:00", "IES Arganzuela Norte", "Leer un retrato", 30, 28, "Realizada"),
    ]
    ran = [b for b in bookings if b[6] == "Realizada"]
    t, booked, reserved = sum(b[5] for b in ran), sum(b[4] for b in bookings), sum(b[4] for b in ran)
    rows = [
        ["Localizador", "Fecha y hora", "Grupo", "Actividad", "Plazas reservadas", "Asistentes", "Estado"],
        *bookings,
    ]
    return Shape(
        id="madrid-bookings",
        what="Spanish CSV of a museum's bookings: places reserved and people who came, groups cancelled by either side.",
        file="reservas_museo_biblioteca_feb25.csv",
        content=csv_of(rows, ";", "cp1252"),
        row_is="session",
        expect=count_figures(t, len(ran)),
        never=(
            *other_figures("attendance_total", t, booked, reserved, t + booked),
            *other_figures("sessions_held", len(ran), len(bookings)),
        ),
    )


BRANCH_LOGS: tuple[Shape, ...] = (
    build_story_hour(),
    build_barangay_story_log(),
    build_workshop_control(),
    build_event_export(),
    build_class_visits(),
    build_hospital_rounds(),
    build_daycare_cards(),
    build_madrid_bookings(),
)
