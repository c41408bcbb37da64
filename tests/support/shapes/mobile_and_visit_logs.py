"""Logs of mobile libraries, visits to schools and outreach: stops, routes, and counts in words."""

from __future__ import annotations

from tests.support.shapes.definition import (
    NO_MONEY,
    NO_PEOPLE,
    Shape,
    count_figures,
    figure,
    larger_figures,
    wrong_figures,
)
from tests.support.shapes.files import Formula, book_of


def build_kenya_mobile() -> Shape:
    """Stops in two route sections with dashes for those that were not reached."""
    # date, stop, boys, girls, teachers, books lent, remarks
    routes = [
        (
            "ROUTE 1 - KISERIAN",
            [
                ("4 Feb 2025", "Olteyani Primary", 24, 31, 2, 48, None),
                ("11 Feb 2025", "Naserian Academy", 18, 15, 1, 30, None),
                ("18 Feb 2025", "Kibiko Pry School", 22, 27, 2, 41, "asked for more Swahili readers"),
                ("25 Feb 2025", "Oloolua Primary", None, None, None, None, "Did not reach, van puncture"),
                ("4 Mar 2025", "Olteyani Primary", 26, 29, 2, 44, None),
                ("11 Mar 2025", "Naserian Academy", 17, 19, 1, 33, None),
            ],
        ),
        (
            "ROUTE 2 - KAJIADO EAST",
            [
                ("6 Feb 2025", "Isinya Market stage", 12, 9, 0, 17, "many adults also looked"),
                ("13 Feb 2025", "Kitengela Township Pry", 40, 38, 3, 66, None),
                ("20 Feb 2025", "Enkasiti Primary", 21, 25, 2, 39, None),
                ("27 Feb 2025", "Isinya Market stage", 10, 13, 0, 16, None),
                (
                    "6 Mar 2025",
                    "Enkasiti Primary",
                    None,
                    None,
                    None,
                    None,
                    "Road flooded, turned back at the river",
                ),
                ("13 Mar 2025", "Kitengela Township Pry", 37, 42, 3, 70, None),
            ],
        ),
    ]
    rows = [
        ["MOBILE LIBRARY - DAILY STOPS, TERM 1 2025"],
        ["Driver/Assistant: J. Lekishon"],
        [],
        ["Date", "Stop", "Boys", "Girls", "Teachers", "Total readers", "Books lent", "Remarks"],
    ]
    total = held = listed = books = 0
    merge = ["A1:H1", "A2:H2"]
    for title, log in routes:
        rows.append([title])
        merge.append(f"A{len(rows)}:H{len(rows)}")
        parts = [0] * 5
        for d, s, b, g, t, k, n in log:
            listed += 1
            if b is None:
                rows.append([d, s, "-", "-", "-", "-", "-", n])
                continue
            rows.append([d, s, b, g, t, b + g + t, k, n])
            held += 1
            parts = [p + v for p, v in zip(parts, (b, g, t, b + g + t, k), strict=True)]
        rows.append([None, "Sub total", *parts])
        rows.append([])
        total, books = total + parts[3], books + parts[4]
    rows.append([None, "GRAND TOTAL", None, None, None, total, books])
    return Shape(
        id="kenya-mobile",
        what="Kenyan mobile library stops in two route sections: boys, girls, teachers, total readers and books lent, dashes for stops not reached, sub totals and a grand total.",
        file="Mobile library stops T1.xlsx",
        content=book_of(("Term 1", rows, merge)),
        row_is="session",
        expect=(*count_figures(total, held), *NO_PEOPLE, *NO_MONEY),
        never=(
            *larger_figures("attendance_total", total, 2 * total, 3 * total, total + books, 4 * total),
            *wrong_figures("attendance_total", books),
            *larger_figures("sessions_held", held, listed, listed + 2, listed + 3, held + 3),
        ),
        privacy=("Lekishon",),
    )


def build_bibliobus() -> Shape:
    """Two routes next to each other, with snow and a breakdown in place of counts."""
    north = [
        ("lun 03/03/25", "Villafría", 14, 22),
        ("mar 04/03/25", "Castrillo", 9, 13),
        ("lun 10/03/25", "Robledo", 11, 17),
        ("mar 11/03/25", "Villafría", 16, 25),
        ("lun 17/03/25", "Castrillo", "nieve", None),
        ("mar 18/03/25", "Robledo", 8, 10),
        ("lun 24/03/25", "Villafría", 15, 21),
        ("mar 25/03/25", "Castrillo", 10, 12),
        ("lun 31/03/25", "Robledo", 12, 18),
    ]
    south = [
        ("mié 05/03/25", "Fuentelera", 21, 34),
        ("jue 06/03/25", "El Molar (colegio)", 38, 52),
        ("mié 12/03/25", "Navalices", 13, 15),
        ("jue 13/03/25", "Fuentelera", 19, 31),
        ("mié 19/03/25", "San José, festivo", None, None),
        ("jue 20/03/25", "El Molar (colegio)", 41, 60),
        ("mié 26/03/25", "Navalices", "avería", None),
        ("jue 27/03/25", "Fuentelera", 23, 36),
    ]
    sums = []
    for log in (north, south):
        ok = [x for x in log if isinstance(x[2], int)]
        sums.append((sum(x[2] for x in ok), sum(x[3] for x in ok), len(ok)))
    total, loans, held = (sum(s[i] for s in sums) for i in range(3))
    rows = [
        ["BIBLIOBÚS COMARCAL - PARADAS DE MARZO 2025"],
        [],
        ["RUTA NORTE", None, None, None, None, "RUTA SUR"],
        ["Fecha", "Parada", "Usuarios", "Préstamos", None, "Fecha", "Parada", "Usuarios", "Préstamos"],
    ]
    for i in range(max(len(north), len(south))):
        right = south[i] if i < len(south) else (None,) * 4
        rows.append([*north[i], None, *right])
    rows.append([None, "Total norte", *sums[0][:2], None, None, "Total sur", *sums[1][:2]])
    rows += [
        [],
        ["Total usuarios marzo:", None, total],
        ["Nieve: no se salió el 17. Avería del embrague el 26, no se salió."],
    ]
    return Shape(
        id="bibliobus",
        what="Spanish mobile library: two routes side by side, users and loans per stop, snow, breakdown and a holiday in the cells, totals by route and of the month.",
        file="bibliobus marzo.xlsx",
        content=book_of(("Marzo", rows, ["A1:I1", "A3:D3", "F3:I3"])),
        row_is="session",
        expect=(*count_figures(total, held), *NO_PEOPLE, *NO_MONEY),
        never=(
            *larger_figures("attendance_total", total, 2 * total, 3 * total, total + loans),
            *wrong_figures("attendance_total", loans, sums[0][1], sums[1][1]),
            *larger_figures("sessions_held", held, len(north) + len(south), held + 1, held + 2),
        ),
    )


def build_bookbus_route_c() -> Shape:
    """Stops as rows and days across, with visitors in the cells."""
    runs = ["4 Sep", "18 Sep", "2 Oct", "16 Oct", "30 Oct"]
    stops = [
        ("Little Haddow, green", "9.40", [11, 9, 12, 8, "n/s"]),
        ("Crossways Farm shop", "10.30", [4, 6, 5, 3, "n/s"]),
        ("Wick primary school", "11.15", [38, 41, 36, 40, "n/s"]),
        ("Wick, Fox & Hounds", "12.00", [7, 5, "n/s", 6, "n/s"]),
        ("Elmsett Court (sheltered hsg)", "1.30", [13, 14, 12, 15, "n/s"]),
        ("Nether Elmsett bus shelter", "2.20", [2, 1, 3, 2, "n/s"]),
        ("Brook Lane playgroup", "3.00", [17, 19, 16, 21, "n/s"]),
        ("Tolby village hall", "3.50", [9, 12, 10, 11, "n/s"]),
    ]
    rows = [
        ["MOBILE ROUTE C (alternate Thursdays) - people through the door"],
        ["Driver/librarian: Gwen"],
        [],
        ["Stop", "Time", *runs, "Total"],
    ]
    for i, (stop, at, cells) in enumerate(stops):
        rows.append(
            [
                stop,
                at,
                *cells,
                Formula(f"=SUM(C{5 + i}:G{5 + i})", sum(c for c in cells if isinstance(c, int))),
            ]
        )
    per_run = [sum(s[2][j] for s in stops if isinstance(s[2][j], int)) for j in range(len(runs))]
    total = sum(per_run)
    rows += [
        [
            "ALL STOPS",
            None,
            *[Formula(f"=SUM({c}5:{c}12)", v) for c, v in zip("CDEFG", per_run, strict=True)],
            Formula("=SUM(H5:H12)", total),
        ],
        [],
        ["n/s = not served. 2 Oct: F&H car park full of scaffolding. 30 Oct: van in for brakes."],
    ]
    return Shape(
        id="bookbus-route-c",
        what="UK mobile library: stops as rows, runs across, visitors in the cells, 'n/s' where not served, totals as formulas both ways.",
        file="Route C autumn.xlsx",
        content=book_of(("Route C", rows, ["A1:H1"])),
        row_is="other",
        expect=(figure("attendance_total", total), figure("participants_unique", None)),
        never=(
            *larger_figures("attendance_total", total, 2 * total, 3 * total, 4 * total),
            *wrong_figures("participants_unique", len(stops), len(stops) + 1, total),
        ),
    )


def build_daycare_visits() -> Shape:
    """Visits whose counts are typed as sums, estimates or with a unit."""
    log = [
        ("Mon Mar 3", "Little Sprouts", "22+3", 25, "kids + teachers"),
        ("Mon Mar 3", "Miss Tanya's (home daycare)", "6+1", 7, None),
        ("Wed Mar 5", "Head Start - AM", "abt 20", 20, "they came and went"),
        ("Wed Mar 5", "Head Start - PM", "17+2", 19, None),
        ("Mon Mar 10", "Little Sprouts", "19+3", 22, None),
        ("Wed Mar 12", "Bethel Preschool", "12 kids", 12, None),
        ("Mon Mar 17", "Little Sprouts", "24+4", 28, "green everything"),
        ("Mon Mar 17", "Miss Tanya's (home daycare)", "no visit", None, "pink eye"),
        ("Wed Mar 19", "Head Start - AM", 18, 18, None),
        ("Wed Mar 19", "Head Start - PM", 16, 16, None),
        ("Mon Mar 24", "Bethel Preschool", "14 kids", 14, "wanted the dinosaur book AGAIN"),
        ("Wed Mar 26", "YMCA after care", "31", 31, None),
        ("Mon Mar 31", "Little Sprouts", "21+3", 24, None),
    ]
    rows = [
        ["Daycare & preschool visits - Deb", None, None, None],
        [],
        ["When", "Where", "How many", "Books read", "Notes"],
        *[
            [d, w, n, b, note]
            for (d, w, n, _, note), b in zip(log, [3, 2, 3, 3, 2, 3, 3, None, 2, 2, 4, 2, 3], strict=True)
        ],
    ]
    counts = [x[3] for x in log if x[3] is not None]
    total, held = sum(counts), len(counts)
    return Shape(
        id="daycare-visits",
        what="US outreach log: counts typed as '22+3', 'abt 20', '12 kids' or a number; one 'no visit'; a column of books read.",
        file="daycare visits march.xlsx",
        content=book_of(("Mar", rows, ["A1:E1"])),
        row_is="session",
        expect=count_figures(total, held),
        never=(
            *wrong_figures("attendance_total", total + 32, total - 20),
            *larger_figures("sessions_held", held, len(log)),
            *wrong_figures("books_at_stage", 32),
        ),
    )


def build_visitas_abril() -> Shape:
    """Visits of classes, one of which did not arrive and came later."""
    log = [
        ("07/04/25", "I.E. 20987 San Martín", "3° A", 28, 1, "visita guiada"),
        ("07/04/25", "I.E. 20987 San Martín", "3° B", 26, 1, "visita guiada"),
        ("09/04/25", "I.E.P. Los Rosales", "5°", 19, 2, "hora del cuento"),
        ("14/04/25", "I.E. 1140 Túpac Amaru", "2° A", 31, 1, "hora del cuento"),
        ("16/04/25", "I.E. 1140 Túpac Amaru", "2° B", None, None, "no llegaron, paro de transporte"),
        ("21/04/25", "PRONOEI Gotitas", "inicial", 15, 2, "títeres"),
        ("23/04/25", "I.E. Santa Ana", "4° y 5°", 37, 2, "Día del Libro"),
        ("23/04/25", "I.E.P. Los Rosales", "6°", 22, 1, "Día del Libro"),
        ("28/04/25", "I.E. 1140 Túpac Amaru", "2° B", 29, 1, "reprogramada"),
        ("30/04/25", "CEBE Luz de Esperanza", "varios", 9, 4, "lectura en señas"),
    ]
    rows = [
        ["MUNICIPALIDAD DISTRITAL - BIBLIOTECA"],
        ["VISITAS DE INSTITUCIONES EDUCATIVAS / ABRIL"],
        [],
        ["N°", "Fecha", "Institución", "Grado", "Alumnos", "Docentes", "Total", "Actividad"],
        *[
            [i, d, s, g, a, t, None if a is None else a + t, act]
            for i, (d, s, g, a, t, act) in enumerate(log, 1)
        ],
    ]
    pupils, staff = sum(x[3] or 0 for x in log), sum(x[4] or 0 for x in log)
    total, held = pupils + staff, sum(x[3] is not None for x in log)
    rows += [["TOTAL", None, None, None, pupils, staff, total], [], ["V°B° Jefatura"]]
    return Shape(
        id="visitas-abril",
        what="Peruvian list of school visits: pupils, teachers and both, one class that did not arrive and came later, total row.",
        file="Visitas abril.xlsx",
        content=book_of(("Abril", rows, ["A1:H1", "A2:H2", "A15:D15"])),
        row_is="session",
        expect=count_figures(total, held),
        never=(
            *larger_figures("attendance_total", total, 2 * total, 3 * total, 4 * total, total + pupils),
            *larger_figures("sessions_held", held, len(log), len(log) + 1),
        ),
    )


def build_ph_outreach() -> Shape:
    """Outreach of a quarter with expected and actual people, and a sheet that was lost."""
    # date, activity, venue, expected, actual, status ("ok", "off", "lost"), books given, remarks
    log = [
        ("Jul 5, 2025", "Storytelling", "Brgy. Mabini DCC", 40, 36, "ok", 20, None),
        ("Jul 8, 2025", "Library tour", "Gr. 3 San Isidro ES", 45, 47, "ok", None, "w/ 2 teachers na"),
        ("Jul 12, 2025", "Book talk w/ author (Ms. Tolentino)", "City Library AVR", 80, 62, "ok", None, None),
        (
            "Jul 19, 2025",
            "Storytelling",
            "Brgy. Poblacion",
            40,
            None,
            "off",
            None,
            "POSTPONED due to typhoon, moved to Aug 2",
        ),
        ("Jul 26, 2025", "Puppet show", "SM Activity Center", 100, 131, "ok", None, "very good turn out"),
        ("Aug 2, 2025", "Storytelling", "Brgy. Poblacion", 40, 33, "ok", 20, "resched from Jul 19"),
        ("Aug 9, 2025", "Book giving", "Sitio Kalubihan", 60, 58, "ok", 116, "2 books each"),
        (
            "Aug 14, 2025",
            "Library tour",
            "Gr. 5 Rizal CS",
            50,
            None,
            "lost",
            None,
            "natuloy, naiwan ang attendance sheet sa school",
        ),
        ("Aug 16, 2025", "Storytelling", "Brgy. Mabini DCC", 40, 29, "ok", 15, None),
        ("Aug 22, 2025", "Reading tutorial launch", "San Isidro ES", 30, 26, "ok", None, None),
        ("Aug 29, 2025", "Puppet show", "Plaza", 150, None, "off", None, "CANCELLED - no sound system"),
        ("Sep 6, 2025", "Storytelling", "Brgy. Tagumpay", 40, 41, "ok", 20, None),
    ]
    counted = [x for x in log if x[5] == "ok"]
    held = sum(x[5] != "off" for x in log)
    total, expected, books = sum(x[4] for x in counted), sum(x[3] for x in log), sum(x[6] or 0 for x in log)
    rows = [
        ["Republic of the Philippines"],
        ["CITY LIBRARY - EXTENSION & OUTREACH SERVICES"],
        ["3rd Quarter Accomplishment, CY 2025"],
        [],
        ["Date", "Activity", "Venue / Group", "Expected pax", "Actual pax", "Books given", "Remarks"],
        *[[d, a, v, e, c, b, r] for d, a, v, e, c, _, b, r in log],
        ["TOTAL", None, None, expected, total, books],
        [],
        ["Prepared by:", None, None, None, "Noted by:"],
        ["M. DELA PEÑA, Lib. I", None, None, None, "City Librarian"],
    ]
    return Shape(
        id="ph-outreach",
        what="Quarterly outreach list of a Philippine city library: expected and actual pax, books given, a postponed and a cancelled line, one held session whose sheet is lost, signatures.",
        file="Q3 outreach accomplishment.xlsx",
        content=book_of(("Q3", rows, ["A1:G1", "A2:G2", "A3:G3"])),
        row_is="session",
        expect=(*count_figures(total, held, len(counted)), *NO_PEOPLE, *NO_MONEY),
        never=(
            *larger_figures(
                "attendance_total", total, expected, 2 * total, 2 * expected, total + expected, total + books
            ),
            *wrong_figures("sessions_held", held + 1, len(log), len(log) + 1),
        ),
        privacy=("DELA PEÑA",),
    )


def build_aklatang_gumugulong() -> Shape:
    """Places visited, next to a table of expenses."""
    visits = [
        ("Set. 3", "Sitio Kulapi", 26, 9),
        ("Set. 10", "Sitio Bulalo", 19, 7),
        ("Set. 17", "Pook ni Banal", 33, 14),
        ("Set. 24", "Sitio Kulapi", 24, 8),
        ("Okt. 1", "Day Care Alitao", 22, 5),
        ("Okt. 8", "Sitio Bulalo", None, None),
        ("Okt. 15", "Pook ni Banal", 29, 12),
        ("Okt. 22", "Sitio Ilayang Ilog", 17, 10),
    ]
    costs = [
        ("gasolina, motor", 300),
        ("tinapay at juice", 845),
        ("photocopy ng kuwento", 126),
        ("gasolina, motor", 300),
        ("pamasahe sa bangka", 240),
        ("tinapay at juice", 790),
        ("pentel pen, manila paper", 183.25),
    ]
    rows = [
        ["AKLATANG GUMUGULONG - SETYEMBRE/OKTUBRE"],
        [],
        ["MGA PINUNTAHAN", None, None, None, None, None, "MGA GASTOS", None],
        ["Petsa", "Lugar", "Bata", "Nanay/tatay", "Lahat", None, "Saan ginastos", "Magkano (P)"],
    ]
    for i, (d, p, k, a) in enumerate(visits):
        left = [d, p, k, a, k + a] if k else [d, p, "hindi natuloy, landslide", None, None]
        rows.append([*left, None, *(costs[i] if i < len(costs) else (None, None))])
    kids, grown, cost = (
        sum(v[2] or 0 for v in visits),
        sum(v[3] or 0 for v in visits),
        sum(c[1] for c in costs),
    )
    total, held = kids + grown, sum(v[2] is not None for v in visits)
    rows.append([None, "SUMA", kids, grown, total, None, "SUMA", cost])
    return Shape(
        id="aklatang-gumugulong",
        what="Filipino outreach sheet with two tables side by side: places visited with children, parents and both; and expenses; a visit that did not happen.",
        file="Aklatang Gumugulong Set-Okt.xlsx",
        content=book_of(("Set-Okt", rows, ["A1:H1", "A3:E3", "G3:H3", "C10:E10"])),
        row_is="session",
        expect=(*count_figures(total, held), figure("cost_cash", cost)),
        never=(
            *larger_figures("attendance_total", total, 2 * total, total + kids, 4 * total),
            *larger_figures("sessions_held", held, len(visits), len(visits) + 1),
            *larger_figures("cost_cash", cost, 2 * cost),
        ),
    )


MOBILE_AND_VISIT_LOGS = (
    build_kenya_mobile(),
    build_bibliobus(),
    build_bookbus_route_c(),
    build_daycare_visits(),
    build_visitas_abril(),
    build_ph_outreach(),
    build_aklatang_gumugulong(),
)
