"""Stops of mobile libraries and visits of outreach workers."""

from __future__ import annotations

from datetime import date
from typing import Any

from tests.support.shapes.definition import (
    Shape,
    count_figures,
    figure,
    larger_figures,
    other_figures,
    wrong_figures,
)
from tests.support.shapes.files import Formula, book_of, csv_of


def build_mobile_stops() -> Shape:
    """New Zealand: a bookbus with a section for each day."""
    weeks = [
        (
            "Tues 4 Feb",
            [
                ("Waipuna School gate", "9.15", 31, 74, None),
                ("Kererū Flat hall", "11.00", 9, 40, None),
                ("Marae o Te Rau", "1.30", 14, 33, "kaumātua lunch day"),
                ("Bush Rd corner", "3.00", 6, 21, None),
            ],
        ),
        (
            "Tues 11 Feb",
            [
                ("Waipuna School gate", "9.15", 28, 69, None),
                ("Kererū Flat hall", "11.00", 11, 47, None),
                ("Marae o Te Rau", "1.30", 8, 25, None),
                ("Bush Rd corner", "3.00", None, None, "slip on road, didn't get there"),
            ],
        ),
        (
            "Tues 18 Feb",
            [
                ("Waipuna School gate", "9.15", 33, 81, None),
                ("Kererū Flat hall", "11.00", 7, 30, None),
                ("Marae o Te Rau", "1.30", 12, 29, None),
                ("Bush Rd corner", "3.00", 5, 17, None),
            ],
        ),
        (
            "Tues 25 Feb",
            [
                ("Waipuna School gate", "9.15", 26, 70, None),
                ("Kererū Flat hall", "11.00", 10, 38, "new reader, 4 yrs"),
                ("Marae o Te Rau", "1.30", 13, 31, None),
                ("Bush Rd corner", "3.00", 8, 26, None),
            ],
        ),
    ]
    rows = [["Bookbus - southern run 2025"], ["Stop", "Arr.", "People on board", "Issues", "Comments"]]
    typed = {
        ("Tues 4 Feb", "Marae o Te Rau"): "14 (9 kaumātua)",
        ("Tues 18 Feb", "Waipuna School gate"): "abt 33",
    }
    total = n = iss = 0
    for label, stops in weeks:
        rows += [[label], *[[x[0], x[1], typed.get((label, x[0]), x[2]), *x[3:]] for x in stops]]
        p, q = sum(s[2] or 0 for s in stops), sum(s[3] or 0 for s in stops)
        rows += [["Day total", None, p, q], []]
        total, iss, n = total + p, iss + q, n + sum(s[2] is not None for s in stops)
    rows.append(["FEBRUARY", None, total, iss])
    return Shape(
        id="mobile-stops",
        what="Mobile library in New Zealand: each day a section with stops, people and loans, day totals, a total of the month, one stop not reached.",
        file="bookbus feb.xlsx",
        content=book_of(("Feb", rows, ["A1:E1"])),
        row_is="session",
        expect=(figure("attendance_total", total),),
        or_none=(figure("sessions_held", n), figure("attendance_per_session", total / n)),
        never=(
            *larger_figures(
                "attendance_total", total, 2 * total, 3 * total, iss, 2 * iss, total + iss, 3 * iss
            ),
            *wrong_figures("sessions_held", n + 1, n + 6),
        ),
    )


def build_brigadas_ecuador() -> Shape:
    """Ecuador: visits of a reading brigade."""
    log = [
        (date(2025, 5, 6), "Comunidad San Isidro", 18, 6, 3),
        (date(2025, 5, 8), "Escuela Fiscal Simón Bolívar", 41, 2, 0),
        (date(2025, 5, 13), "Recinto El Guabo", 12, 9, 5),
        (date(2025, 5, 15), "Centro de salud La Troncal", 8, 14, 7),
        (date(2025, 5, 20), "Parque central (feria)", 33, 21, 6),
        (date(2025, 5, 22), "Escuela Fiscal Simón Bolívar", 38, 3, 0),
        (date(2025, 5, 27), "Comunidad San Isidro", 20, 8, 4),
        (date(2025, 5, 29), "Asilo Santa Marianita", 0, 5, 23),
        (date(2025, 6, 3), "Recinto El Guabo", 15, 7, 6),
    ]
    rows = [
        ["BRIGADAS DE LECTURA - GAD PARROQUIAL"],
        ["Responsable: Lcda. Verónica Chiluisa"],
        [],
        ["Fecha", "Lugar", "Personas", None, None, "Total"],
        [None, None, "Niños", "Adultos", "Ad. mayores", None],
    ]
    for i, x in enumerate(log, 6):
        rows.append([*x, Formula(f"=SUM(C{i}:E{i})", sum(x[2:]))])
    end = 5 + len(log)
    total = sum(sum(x[2:]) for x in log)
    rows.append(
        [
            None,
            "TOTAL",
            *[
                Formula(f"=SUM({c}6:{c}{end})", sum(x[j] for x in log))
                for j, c in ((2, "C"), (3, "D"), (4, "E"))
            ],
            Formula(f"=SUM(F6:F{end})", total),
        ]
    )
    return Shape(
        id="brigadas-ecuador",
        what="Ecuadorian outreach with a heading of two rows: children, adults and older people, their total and the total row as formulas.",
        file="brigadas mayo-junio.xlsx",
        content=book_of(("Brigadas", rows, ["A1:F1", "A4:A5", "B4:B5", "C4:E4", "F4:F5"])),
        row_is="session",
        expect=count_figures(total, len(log)),
        never=(
            *larger_figures("attendance_total", total, 2 * total, 3 * total, 4 * total),
            ("sessions_held", len(log) + 1),
        ),
        privacy=("Chiluisa",),
    )


def build_veredas() -> Shape:
    """Colombia: read-alouds on the route of a rural library."""
    log = [
        (date(2025, 3, 4), "El Rosal, escuela", 41210, 41238, 23, 4, 17, None),
        (
            date(2025, 3, 6),
            "La Cocha, salón comunal",
            41238,
            41301,
            31,
            9,
            22,
            "llegaron de la vereda vecina",
        ),
        (date(2025, 3, 11), "Mapachico, escuela", 41301, 41325, 18, 2, 11, None),
        (
            date(2025, 3, 13),
            "San Fernando Alto",
            41325,
            41360,
            None,
            None,
            None,
            "No se pudo subir: derrumbe en el km 9, nos devolvimos",
        ),
        (date(2025, 3, 18), "Jamondino, escuela", 41360, 41377, 27, 3, 19, None),
        (date(2025, 3, 20), "San Fernando Alto", 41377, 41412, 15, 6, 8, "se repuso la del 13"),
        (date(2025, 3, 25), "El Rosal, escuela", 41412, 41440, 25, 5, 21, None),
        (date(2025, 3, 27), "La Cocha, salón comunal", 41440, 41503, 29, 11, 24, None),
        (date(2025, 4, 1), "Mapachico, escuela", 41503, 41527, 20, 0, 14, "sin adultos, estaban en la minga"),
    ]
    ran = [x for x in log if x[4] is not None]
    kids, adults, loans = (sum(x[i] for x in ran) for i in (4, 5, 6))
    total = kids + adults
    rows = [
        ["BIBLIOTECA RURAL ITINERANTE «El Burrito Lector» - Pasto, Nariño"],
        ["Lectura en voz alta en las veredas. Promotor: Segundo Jojoa"],
        [],
        [
            "Fecha",
            "Vereda / lugar",
            "Kilometraje",
            None,
            "Asistentes a la lectura",
            None,
            "Libros prestados",
            "Novedades",
        ],
        [None, None, "Salida", "Llegada", "Niños", "Adultos", None, None],
        *log,
        ["TOTAL", None, None, log[-1][3] - log[0][2], kids, adults, loans, None],
        [],
        ["Nota: el kilometraje va para el vale de gasolina de la Alcaldía."],
    ]
    return Shape(
        id="veredas",
        what="Colombian read-aloud route with a heading of two rows: kilometers and loans next to children and adults, one road closed, a total row.",
        file="ruta lectura marzo 2025.xlsx",
        content=book_of(
            ("Marzo", rows, ["A1:H1", "A2:H2", "A4:A5", "B4:B5", "C4:D4", "E4:F4", "G4:G5", "H4:H5"])
        ),
        row_is="session",
        expect=count_figures(total, len(ran)),
        never=(
            *other_figures(
                "attendance_total",
                total,
                2 * total,
                kids,
                kids + adults + loans,
                2 * (total + loans),
                total + loans + log[-1][3] - log[0][2],
            ),
            *other_figures("sessions_held", len(ran), len(log), len(log) + 1),
        ),
    )


def build_outreach_form() -> Shape:
    """US: answers to a form that outreach staff fill in after a visit."""
    log = [
        (
            "9/8/2025 12:41:07",
            "Keisha",
            "9/8/2025",
            "Bright Start Preschool",
            "Yes",
            17,
            3,
            1,
            "loved the bear puppet",
        ),
        ("9/9/2025 16:02:55", "Marco", "9/9/2025", "Elm Street Laundromat", "Yes", 6, 4, 2, ""),
        (
            "9/11/2025 11:30:12",
            "Keisha",
            "9/11/2025",
            "Head Start Room B",
            "Yes",
            14,
            2,
            1,
            "need more board books",
        ),
        (
            "9/15/2025 13:15:40",
            "Dana",
            "9/15/2025",
            "Bright Start Preschool",
            "No",
            "",
            "",
            "",
            "pink eye, they asked us not to come",
        ),
        ("9/16/2025 17:44:21", "Marco", "9/16/2025", "Elm Street Laundromat", "Yes", 9, 7, 1, ""),
        (
            "9/19/2025 08:20:03",
            "Dana",
            "9/18/2025",
            "Head Start Room B",
            "Yes",
            15,
            2,
            1,
            "forgot to send yesterday, sorry",
        ),
        ("9/22/2025 12:58:37", "Keisha", "9/22/2025", "Bright Start Preschool", "Yes", 19, 3, 2, ""),
        (
            "9/23/2025 16:11:49",
            "Marco",
            "9/23/2025",
            "Elm Street Laundromat",
            "No",
            "",
            "",
            "",
            "van battery dead",
        ),
        ("9/25/2025 11:36:28", "Dana", "9/25/2025", "Head Start Room B", "Yes", 13, 1, 1, "one left early"),
        ("9/30/2025 16:25:02", "Marco", "9/30/2025", "Elm Street Laundromat", "Yes", 4, 4, 1, ""),
    ]
    ran = [x for x in log if x[4] == "Yes"]
    kids, grown, staff = (sum(x[i] for x in ran) for i in (5, 6, 7))
    total = kids + grown
    head = [
        "Timestamp",
        "Your name",
        "Date of the visit",
        "Where?",
        "Did it happen?",
        "How many children?",
        "How many grown-ups (not us)?",
        "Total people (not us)",
        "How many library staff went?",
        "Anything we should know?",
    ]
    rows = [head, *[[*x[:7], x[5] + x[6] if x[4] == "Yes" else "", *x[7:]] for x in log]]
    return Shape(
        id="outreach-form",
        what="CSV of form answers about outreach visits: children, adults, their total and library staff; two visits did not take place.",
        file="Outreach visits (Responses).csv",
        content=csv_of(rows),
        row_is="session",
        expect=count_figures(total, len(ran)),
        never=(
            *other_figures("attendance_total", total, 2 * total, kids, total + staff, 2 * total + staff),
            *other_figures("sessions_held", len(ran), len(log)),
        ),
    )


def build_kariton_pages() -> Shape:
    """Philippines: log of a book cart on two printed pages."""
    log = [
        ("Ago 2", "Sitio Ilaya", 4, 6, 7, 9, 2, 3, 3, 11),
        ("Ago 9", "Sitio Pulo", 3, 5, 6, 4, 5, 1, 2, 9),
        ("Ago 16", "Sitio Ilaya", 5, 5, 8, 9, 1, 4, 3, 10),
        ("Ago 23", "Sitio Bakawan", None, None, None, None, None, None, None, None),
        ("Ago 30", "Sitio Bakawan", 2, 3, 11, 8, 4, 6, 4, 12),
        ("Set 6", "Sitio Pulo", 6, 4, 5, 7, 3, 2, 2, 8),
        ("Set 13", "Sitio Ilaya", 4, 7, 9, 10, 2, 5, 3, 11),
        ("Set 20", "Sitio Hulo", 8, 6, 12, 9, 7, 5, 5, 14),
        ("Set 27", "Sitio Bakawan", 3, 3, 10, 9, 3, 4, 3, 12),
        ("Okt 4", "Sitio Hulo", 7, 8, 10, 12, 6, 6, 4, 13),
    ]

    def line(x: tuple[Any, ...]) -> list[Any]:
        if x[2] is None:
            return [x[0], x[1], "HINDI NATULOY - bagyo", *[None] * 8]
        return [x[0], x[1], *x[2:8], sum(x[2:8]), x[8], x[9]]

    def sums(part: list[Any]) -> list[int]:
        own = [x for x in part if x[2] is not None]
        cols = [sum(x[i] for x in own) for i in range(2, 10)]
        return [*cols[:6], sum(cols[:6]), *cols[6:]]

    head = [
        [
            "Petsa",
            "Lugar",
            "Kinder",
            None,
            "Grade 1-3",
            None,
            "Grade 4-6",
            None,
            "Kabuuan",
            "Volunteer",
            "Aklat na nabasa",
        ],
        [None, None, "L", "B", "L", "B", "L", "B", None, None, None],
    ]
    one, two = log[:5], log[5:]
    rows = [
        ["AKLAT SA KARITON - Talaan ng dumalo, 2025"],
        ["L = lalaki, B = babae. Ang volunteer ay hindi kasama sa kabuuan."],
        *head,
        *map(line, one),
        ["SUBTOTAL, pahina 1", None, *sums(one)],
        [],
        *head,
        ["Dala mula sa pahina 1", None, *sums(one)],
        *map(line, two),
        ["KABUUAN", None, *sums(log)],
        [],
        ["Inihanda ni:", None, "Rosalie M. Untalan"],
        [None, None, "Library Aide"],
    ]
    ran = [x for x in log if x[2] is not None]
    total, vol, read = sums(log)[6:]
    merges = [
        "A1:K1",
        "A3:A4",
        "B3:B4",
        "C3:D3",
        "E3:F3",
        "G3:H3",
        "C8:H8",
        "A12:A13",
        "B12:B13",
        "C12:D12",
        "E12:F12",
        "G12:H12",
    ]
    p1 = sums(one)[6]
    return Shape(
        id="kariton-pages",
        what="Filipino log of a book cart by grade and sex on two printed pages: the subtotal of the first is carried over to the second, one day cancelled.",
        file="kariton 2025.xlsx",
        content=book_of(("Talaan", rows, merges)),
        row_is="session",
        expect=count_figures(total, len(ran)),
        never=(
            *other_figures(
                "attendance_total",
                total,
                2 * total,
                total + p1,
                total + 2 * p1,
                total + vol,
                total + vol + read,
                2 * total + p1,
            ),
            *other_figures("sessions_held", len(ran), len(log), len(ran) + 1, len(ran) + 2),
        ),
    )


def build_bookmobile() -> Shape:
    """Mexico: a driver's log of the stops of a bookmobile."""
    months = [
        (
            "MARZO",
            [
                ("03/03/2025", "San Miguel Yotao", "10:15", 14, 11, 6, 2, 38, ""),
                ("03/03/2025", "Santa Cruz Tagui", "13:40", 9, 8, 3, 0, 21, ""),
                (
                    "06/03/2025",
                    "El Porvenir",
                    "10:00",
                    17,
                    19,
                    4,
                    3,
                    44,
                    "cuento en zapoteco con doña Eufrosina",
                ),
                (
                    "10/03/2025",
                    "La Merced Chico",
                    "10:30",
                    None,
                    None,
                    None,
                    None,
                    None,
                    "No se llegó, bloqueo en la carretera",
                ),
                ("13/03/2025", "San Miguel Yotao", "10:10", 12, 13, 5, 1, 33, ""),
                ("20/03/2025", "El Porvenir", "10:05", 15, 18, 7, 2, 40, ""),
            ],
        ),
        (
            "ABRIL",
            [
                ("01/04/2025", "La Merced Chico", "10:30", 8, 6, 9, 4, 19, "se repuso la visita de marzo"),
                ("03/04/2025", "Santa Cruz Tagui", "10:20", 11, 7, 2, 1, 25, ""),
                (
                    "08/04/2025",
                    "San Miguel Yotao",
                    "",
                    None,
                    None,
                    None,
                    None,
                    None,
                    "Unidad en el taller, balatas",
                ),
                ("10/04/2025", "El Porvenir", "10:00", 16, 14, 3, 2, 37, ""),
                (
                    "28/04/2025",
                    "San Miguel Yotao",
                    "10:15",
                    21,
                    24,
                    12,
                    6,
                    52,
                    "festejo adelantado del Día del Niño",
                ),
            ],
        ),
    ]
    rows = [
        ["BIBLIOBÚS «TORTUGA» - BITÁCORA DE PARADAS 2025"],
        ["Operador: Hermilo Cortés"],
        [],
        [
            "FECHA",
            "COMUNIDAD",
            "LLEGADA",
            "NIÑAS",
            "NIÑOS",
            "MUJERES",
            "HOMBRES",
            "TOTAL",
            "LIBROS PRESTADOS",
            "OBSERVACIONES",
        ],
    ]
    total = n = loans = kids = 0
    for month, log in months:
        ran = [x for x in log if x[3] is not None]
        parts = [sum(x[i] for x in ran) for i in range(3, 8)]
        for x in log:
            rows.append(
                [
                    *x[:3],
                    *["" if v is None else v for v in x[3:7]],
                    sum(x[3:7]) if x[3] is not None else "",
                    "" if x[7] is None else x[7],
                    x[8],
                ]
            )
        rows.append([f"TOTAL {month}", "", "", *parts[:4], sum(parts[:4]), parts[4], ""])
        total, n, loans, kids = (
            total + sum(parts[:4]),
            n + len(ran),
            loans + parts[4],
            kids + parts[0] + parts[1],
        )
    rows.append(["TOTAL BIMESTRE", "", "", "", "", "", "", total, loans, ""])
    planned = sum(len(log) for _, log in months)
    return Shape(
        id="bookmobile",
        what="Mexican CSV of bookmobile stops with semicolons: four numbers of people, their total and loans, month totals, two stops not reached.",
        file="bitacora_bibliobus.csv",
        content=csv_of(rows, ";", "utf-8-sig"),
        row_is="session",
        expect=count_figures(total, n),
        never=(
            *other_figures(
                "attendance_total", total, 2 * total, 3 * total, 4 * total, kids, total + loans, total - kids
            ),
            *other_figures("sessions_held", n, planned, planned + 2, planned + 3, n + 2, 9 + 9),
        ),
    )


ROUTES_AND_OUTREACH: tuple[Shape, ...] = (
    build_mobile_stops(),
    build_brigadas_ecuador(),
    build_veredas(),
    build_outreach_form(),
    build_kariton_pages(),
    build_bookmobile(),
)
