"""Workbooks and reports of a project: sessions, costs, gifts and books together."""

from __future__ import annotations

from datetime import date

from openpyxl.comments import Comment

from tests.support.shapes.definition import (
    Shape,
    books,
    count_figures,
    figure,
    larger_figures,
    other_figures,
    wrong_figures,
)
from tests.support.shapes.files import Book, book_of


def build_vacacional_resumen() -> Shape:
    """Ecuador: a vacation program of reading."""
    ses = [
        (date(2025, 7, 7), "Cuento y arcilla", 15),
        (date(2025, 7, 9), "Cuento y arcilla", 18),
        (date(2025, 7, 11), "Mi primer poema", 12),
        (date(2025, 7, 14), "Mi primer poema", 13),
        (date(2025, 7, 16), "Teatro de sombras", 21),
        (date(2025, 7, 18), "Teatro de sombras", 19),
        (date(2025, 7, 21), "Historieta", 16),
        (date(2025, 7, 23), "Historieta", 17),
        (date(2025, 7, 25), "Casa abierta", 44),
    ]
    gas = [
        (date(2025, 7, 3), "Arcilla 20 lb", 18.5),
        (date(2025, 7, 3), "Cartulinas, tijeras", 27.35),
        (date(2025, 7, 10), "Taxi de materiales", 6),
        (date(2025, 7, 15), "Lámpara y tela blanca", 32.9),
        (date(2025, 7, 21), "Copias historieta", 9.6),
        (date(2025, 7, 24), "Colada y empanadas", 48),
        (date(2025, 7, 25), "Facilitador teatro", 120),
    ]
    total, n, c = sum(x[2] for x in ses), len(ses), round(sum(x[2] for x in gas), 2)
    return Shape(
        id="vacacional-resumen",
        what="Ecuadorian workbook: a tab that sums up, sessions and expenses.",
        file="vacacional julio.xlsx",
        content=book_of(
            (
                "Resumen",
                [
                    ["VACACIONAL DE LECTURA 2025 - RESUMEN"],
                    [],
                    ["Talleres realizados", n],
                    ["Asistencias", total],
                    ["Promedio por taller", round(total / n, 1)],
                    ["Gasto total (USD)", c],
                    ["Costo por asistencia", round(c / total, 2)],
                ],
                ["A1:B1"],
            ),
            (
                "Asistencia",
                [["Fecha", "Taller", "Asistentes"], *[list(x) for x in ses], [None, "Total", total]],
                [],
            ),
            ("Gastos", [["Fecha", "Detalle", "Valor USD"], *[list(x) for x in gas], [None, "Suman", c]], []),
        ),
        row_is="session",
        expect=(figure("attendance_total", total), figure("sessions_held", n), figure("cost_cash", c)),
        never=(
            *larger_figures("attendance_total", total, 2 * total, 3 * total, total + n),
            *larger_figures("sessions_held", n, 2 * n, n + 1, n + 7, n + 5),
            *larger_figures("cost_cash", c, 2 * c, 3 * c),
        ),
    )


def build_pier_workbook() -> Shape:
    """Philippines: a youth council's reading project."""
    sessions = [
        (date(2026, 2, 1), "Pantalan ng Calapan", 24, 3),
        (date(2026, 2, 8), "Pantalan ng Calapan", 31, 4),
        (date(2026, 2, 15), "Bagsakan (fish port)", 17, 3),
        (date(2026, 2, 22), "Pantalan ng Calapan", None, None),
        (date(2026, 3, 1), "Bagsakan (fish port)", 22, 5),
        (date(2026, 3, 8), "Pantalan ng Calapan", 35, 5),
    ]
    costs = [
        (date(2026, 1, 29), "Banig, 6 pcs", 1080),
        (date(2026, 1, 30), "Laminated big books", 1450),
        (date(2026, 2, 8), "Biskwit at juice", 620),
        (date(2026, 2, 22), "Pamasahe (balik lang, di natuloy)", 180),
        (date(2026, 3, 8), "Biskwit, juice, kending pamigay", 795),
    ]
    gifts = [
        ("Starlite Ferries crew", "Use of sound system, 5 Sundays", 2500),
        ("Aling Nena's", "Arroz caldo, Mar 8", 1200),
        ("Ate Riza (teacher)", "17 used storybooks", 850),
        ("PCG Auxiliary", "Life vests for demo", None),
    ]
    helpers = [
        ("Kuya Migo", 3, 3, 3, 3),
        ("Jelai", 3, None, 3, 3),
        ("Ate Riza", None, 2, 2, 3),
        ("Bogs", 2, 3, None, 2),
    ]
    plan = [
        ("Mats", 1500),
        ("Printing", 2000),
        ("Snacks x 8 Sundays", 4800),
        ("Transport", 1200),
        ("Honorarium", 3000),
    ]
    ran = [s for s in sessions if s[2] is not None]
    total, cost, kind, planned = (
        sum(s[2] for s in ran),
        sum(c[2] for c in costs),
        sum(g[2] or 0 for g in gifts),
        sum(p[1] for p in plan),
    )
    sheets = [
        (
            "Sessions",
            [
                ["READ-ALONG SA PANTALAN (SK + Calapan City Library)"],
                [],
                ["Date", "Where", "No. of kids", "SK volunteers present", "Notes"],
                *[
                    [*s, "cancelled - gale warning, walang biyahe walang bata" if s[2] is None else None]
                    for s in sessions
                ],
                ["TOTAL", None, total, None, None],
            ],
            [],
        ),
        (
            "Gastos",
            [
                ["Petsa", "Binili", "Halaga"],
                *costs,
                [None, "TOTAL", cost],
                [None, "c/o SK fund, may resibo lahat maliban sa pamasahe"],
            ],
            [],
        ),
        (
            "In-kind",
            [
                ["From", "What", "Est. value (Php)"],
                *gifts,
                ["TOTAL", None, kind],
                ["life vests: hiram lang, di na tinantya"],
            ],
            [],
        ),
        (
            "Volunteer hrs",
            [
                ["Name", "Feb 1", "Feb 8", "Feb 15", "Mar 8"],
                *helpers,
                ["Total hrs", *[sum(h[i] or 0 for h in helpers) for i in range(1, 5)]],
                ["kulang pa: Mar 1 at ang mga bagong volunteer, di nakapag-log ng oras"],
            ],
            [],
        ),
        (
            "PLAN (old)",
            [
                ["Original budget proposal - Dec 2025"],
                ["Item", "Budget"],
                *plan,
                ["TOTAL", planned],
                ["Target: 8 Sundays x 30 kids = 240"],
            ],
            [],
        ),
    ]
    return Shape(
        id="pier-workbook",
        what="Philippine workbook of a project in five tabs: sessions, costs, gifts in kind, hours of volunteers and the first budget.",
        file="Read-Along sa Pantalan 2026.xlsx",
        content=book_of(*sheets),
        row_is="session",
        expect=(
            *count_figures(total, len(ran)),
            figure("participants_unique", None),
            figure("cost_cash", cost),
            figure("in_kind_value", kind),
        ),
        never=(
            *wrong_figures("attendance_total", 2 * total, total + 20, 240, total + 240),
            *wrong_figures("sessions_held", 6, 7, 8, 9, 4),
            *wrong_figures("cost_cash", 2 * cost, planned, cost + planned, cost + kind),
            *wrong_figures("in_kind_value", 2 * kind, kind + cost),
        ),
    )


def build_ngo_camp_report() -> Shape:
    """Philippines: an organization's report on a reading camp."""
    days = ("Mon 4/20", "Tue 4/21", "Wed 4/22", "Thu 4/23", "Fri 4/24")
    schools = [
        ("Mabini ES", (22, 21, 19, 22, 23)),
        ("Del Pilar ES", (15, 14, 15, 12, 15)),
        ("Out-of-school (ALS)", (6, 8, 7, 7, 9)),
    ]
    helpers = (9, 9, 8, 9, 11)
    costs = [
        ("Venue: electricity, gym", 0, 2500),
        ("Snacks, 5 days", 4200, 6300),
        ("Workbooks", 0, 5760),
        ("Storyteller's fee", 5000, 0),
        ("Certificates", 1150, 0),
    ]
    total = sum(sum(s[1]) for s in schools)
    lib, ngo = sum(c[1] for c in costs), sum(c[2] for c in costs)
    rows = [
        ["TERMINAL REPORT: Kampo Pambasa, April 20-24, 2026"],
        ["Submitted by Bukal ng Karunungan Foundation to the San Dionisio Municipal Library"],
        [],
        ["The camp was held as planned on all five days. Of 50 slots, almost all were filled every day."],
        [],
        ["1. Daily attendance of children"],
        ["School", *days, "Total"],
        *[[n, *v, sum(v)] for n, v in schools],
        ["All children", *[sum(s[1][i] for s in schools) for i in range(5)], total],
        ["Volunteers and facilitators", *helpers, sum(helpers)],
        [],
        ["2. Expenses (Php)"],
        ["Item", "Paid by Library", "Paid by Foundation", "Total"],
        *[[n, a, b, a + b] for n, a, b in costs],
        ["Total", lib, ngo, lib + ngo],
        [],
        ["3. Donated goods (not in the expenses above)"],
        ["Donor", "Goods", "Value"],
        ["Gov. Office", "60 school bags", 9000],
        ["Lola's Bakeshop", "Bread, 5 mornings", 2750],
        ["Total", None, 11750],
    ]
    spent, kind = lib + ngo, 11750
    return Shape(
        id="ngo-camp-report",
        what="Philippine report on a camp on one sheet: children by school and day, volunteers, expenses by payer and donated goods.",
        file="Terminal Report Kampo Pambasa.xlsx",
        content=book_of(("Report", rows, ["A1:G1", "A2:G2", "A4:G4"])),
        row_is="session",
        expect=(*count_figures(total, 5), figure("cost_cash", spent), figure("in_kind_value", kind)),
        never=(
            *wrong_figures(
                "attendance_total",
                2 * total,
                4 * total,
                total + sum(helpers),
                2 * total + sum(helpers),
                4 * total + sum(helpers),
                50,
                250,
            ),
            *wrong_figures("sessions_held", 15, 20, 3, 6),
            *wrong_figures("cost_cash", 2 * spent, 4 * spent, spent + kind, lib, ngo),
            *wrong_figures("in_kind_value", 2 * kind, kind + spent),
        ),
    )


def build_cuentos_al_sol() -> Shape:
    """Bolivia: a story project for a donor."""
    sessions = [
        (date(2025, 3, 14), "Tiraque", 14, 11),
        (date(2025, 3, 21), "Vacas", 9, 13),
        (date(2025, 4, 4), "Tiraque", 16, 12),
        (date(2025, 4, 11), "Pojo", 8, 6),
        (date(2025, 4, 25), "Vacas", None, None),
        (date(2025, 5, 9), "Vacas", 10, 15),
        (date(2025, 5, 23), "Pojo", 11, 9),
    ]
    costs = [
        (date(2025, 3, 12), "Gasolina", "F-2281", 180.0),
        (date(2025, 3, 14), "Refrigerio niños", "R-14", 95.5),
        (date(2025, 4, 3), "Papelógrafos y marcadores", "F-2410", 142.0),
        (date(2025, 4, 10), "Pasajes Pojo", "s/f", 120.0),
        (date(2025, 5, 8), "Gasolina", "F-2733", 210.0),
        (date(2025, 5, 23), "Refrigerio cierre", "R-31", 164.0),
    ]
    lots = [("Tiraque", 120, 120), ("Vacas", 100, 96), ("Pojo", 80, 80)]
    ran = [s for s in sessions if s[2] is not None]
    total, spent, sent, got = (
        sum(s[2] + s[3] for s in ran),
        sum(c[3] for c in costs),
        sum(b[1] for b in lots),
        sum(b[2] for b in lots),
    )
    front = [
        ["Proyecto «Cuentos al sol» - Cochabamba"],
        ["RESUMEN al 31 de mayo de 2025"],
        [],
        ["Sesiones realizadas", len(ran)],
        ["Asistencias de niñas y niños", total],
        ["Gastado (Bs)", spent],
        ["Libros recibidos en comunidades", got],
    ]
    one = [
        ["Fecha", "Comunidad", "Niñas", "Niños", "Total", "Nota"],
        *[
            [
                *s,
                None if s[2] is None else s[2] + s[3],
                "no se llegó: bloqueo de caminos" if s[2] is None else None,
            ]
            for s in sessions
        ],
        ["Total", None, sum(s[2] for s in ran), sum(s[3] for s in ran), total],
    ]
    two = [["Fecha", "Detalle", "Comprobante", "Monto Bs"], *costs, [None, None, "TOTAL", spent]]
    three = [["Comunidad", "Libros enviados", "Libros recibidos"], *lots, ["Total", sent, got]]
    return Shape(
        id="cuentos-al-sol",
        what="Bolivian workbook of a project: a tab that sums up, then sessions, costs and books with totals.",
        file="Cuentos al sol - seguimiento.xlsx",
        content=book_of(
            ("Resumen", front, []),
            ("Sesiones", one, []),
            ("Gastos", two, []),
            ("Libros", three, []),
            dates="dd/mm/yyyy",
        ),
        row_is="session",
        expect=(
            *count_figures(total, len(ran)),
            figure("cost_cash", spent),
            books("shipped", sent),
            books("received", got),
        ),
        never=(
            *other_figures("attendance_total", total, 2 * total, 3 * total),
            *other_figures("sessions_held", len(ran), len(sessions), 2 * len(ran), len(ran) + 1),
            *wrong_figures("cost_cash", 2 * spent, 3 * spent),
            *wrong_figures("books_at_stage", 2 * got, 2 * sent, sent + got),
        ),
    )


def build_year_book() -> Shape:
    """US: a town library's story Saturdays."""
    sessions = [
        (date(2025, 9, 13), "Pumpkin tales", "Garden Club", 18, 9),
        (date(2025, 9, 27), "Space stories", None, 15, 8),
        (date(2025, 10, 11), "Fire truck day", "Volunteer Fire Dept", 34, 22),
        (date(2025, 10, 25), "Costume parade", "Garden Club", 29, 20),
        (date(2025, 11, 8), "Soup & stories", None, "cancelled, furnace", None),
        (date(2025, 11, 22), "Thank-you cards", "Senior Center", 16, 14),
        (date(2025, 12, 13), "Cookie tales", "Maple Bakery", 27, 19),
    ]
    bills = [
        (date(2025, 9, 10), "Craft paper, glue", 41.16),
        (date(2025, 10, 8), "Cider and cups", 23.40),
        (date(2025, 10, 21), "Costume prizes", 35.00),
        (date(2025, 11, 19), "Cards, envelopes", 18.75),
        (date(2025, 12, 11), "Storyteller", 75.00),
    ]
    gifts = [
        (date(2025, 9, 12), "Garden Club", "12 pumpkins", 60.00),
        (date(2025, 10, 11), "Volunteer Fire Dept", "plastic helmets, 40", 52.00),
        (date(2025, 12, 12), "Maple Bakery", "6 doz cookies", 90.00),
    ]
    contacts = [
        ("Garden Club", "Edie Larkin", "555-0133"),
        ("Volunteer Fire Dept", "Chief Bob Marsh", "555-0101"),
        ("Senior Center", "Noreen Tull", "555-0168"),
        ("Maple Bakery", "Gus & Ana", "555-0120"),
        ("Town Clerk", "Sheila P.", "555-0100"),
    ]
    ran = [s for s in sessions if isinstance(s[3], int)]
    kids, grown = sum(s[3] for s in ran), sum(s[4] for s in ran)
    total, spent, given = kids + grown, round(sum(b[2] for b in bills), 2), sum(g[3] for g in gifts)
    book = book_of(
        (
            "Story Saturdays",
            [["Date", "Theme", "With", "Children", "Adults"], *sessions, ["Total", None, None, kids, grown]],
            [],
        ),
        (
            "Spent",
            [
                ["Date", "For", "Amount $"],
                *bills,
                ["Total", None, spent],
                ["Budget from town", None, 250.00],
                ["Left", None, round(250 - spent, 2)],
            ],
            [],
        ),
        ("Gifts", [["Date", "From", "What", "Worth about $"], *gifts, [None, None, "Total", given]], []),
        ("Contacts", [["Who", "Person", "Phone"], *contacts], []),
    )
    return Shape(
        id="year-book",
        what="US workbook of a town library in four tabs: sessions, bills with the budget, gifts and contacts.",
        file="Story Saturdays 2025.xlsx",
        content=book,
        row_is="session",
        expect=(
            figure("attendance_total", total),
            figure("sessions_held", len(ran)),
            figure("cost_cash", spent),
            figure("in_kind_value", given),
            figure("participants_unique", None),
        ),
        never=(
            *other_figures("attendance_total", total, kids, grown, 2 * total, total + len(contacts)),
            *other_figures("sessions_held", len(ran), len(sessions), len(sessions) + 1),
            *other_figures(
                "cost_cash",
                spent,
                2 * spent,
                spent + 250,
                500.0,
                round(2 * spent + 250, 2),
                spent + given,
                250.0,
            ),
            *other_figures("in_kind_value", given, 2 * given, 250.0),
            *other_figures("participants_unique", (), 5, 4),
        ),
    )


def build_pta_reading_night() -> Shape:
    """US: a reading evening of a parents' association."""
    grades = [
        ("K", 14, 11, 9),
        ("1st", 18, 15, 13),
        ("2nd", 12, 12, 8),
        ("3rd", 16, 9, 7),
        ("4th", 8, 6, 5),
        ("5th", 7, 3, 2),
    ]
    slips, kids, grown = (sum(g[i] for g in grades) for i in (1, 2, 3))
    t = kids + grown
    money = [
        (date(2025, 10, 30), "Dunmore Hardware, sponsor", 250.0, None),
        (date(2025, 11, 4), "Flashlights (60)", None, 118.8),
        (date(2025, 11, 10), "Cocoa, cups, marshmallows", None, 64.25),
        (date(2025, 11, 12), "Storyteller 'Grandma Bea'", None, 100.0),
        (date(2025, 11, 13), "Donation jar at the door", 87.4, None),
    ]
    got, spent = sum(m[2] or 0 for m in money), round(sum(m[3] or 0 for m in money), 2)
    helpers = [
        ("Lynn C.", "cocoa", 3),
        ("Mr. Abara", "lights", 2.5),
        ("Tasha V.", "door count", 2),
        ("Grandma Bea", "stories", 1.5),
    ]
    plan = [
        ["FLASHLIGHT READING NIGHT - Thursday, Nov 13, 2025, 6-7:30 pm, gym"],
        [],
        ["To do", "Who", "By", "Done?"],
        ["gym key", "Lynn", "11/10", "x"],
        ["flyers in folders (75 slips out)", "Room parents", "10/31", "x"],
        ["buy flashlights", "Tasha", "11/5", "x"],
        ["thank-you to hardware store", "Lynn", "11/20", None],
    ]
    door = [
        ["Who came, Nov 13"],
        ["Grade", "Said yes on slip", "Kids at the door", "Grown-ups at the door"],
        *[list(g) for g in grades],
        ["Total", slips, kids, grown],
        ["family with 2 kids: grown-up is counted once, with the older child"],
    ]
    cash = [
        ["Date", "What", "In", "Out"],
        *[list(m) for m in money],
        [None, "Total", got, spent],
        [None, "Left over", round(got - spent, 2)],
    ]
    hands = [
        ["Helper", "Job", "Hours"],
        *[list(h) for h in helpers],
        ["sum", None, sum(h[2] for h in helpers)],
    ]

    def build() -> bytes:
        book = Book()
        book.add_sheet("Plan", plan, ["A1:D1"])
        sheet = book.add_sheet("Who came", door, ["A1:D1"])
        sheet["C6"].comment = Comment("3rd grade had a basketball game", "Lynn")
        book.add_sheet("Money", cash)
        book.add_sheet("Helpers", hands)
        return book.to_bytes()

    return Shape(
        id="pta-reading-night",
        what="US workbook of one reading evening: tasks, slips and heads by grade, money in and out, hours of helpers.",
        file="reading night 2025.xlsx",
        content=build,
        row_is="session",
        expect=(
            figure("attendance_total", t),
            figure("sessions_held", 1),
            figure("cost_cash", spent),
            figure("cash_balance", round(got - spent, 2)),
        ),
        never=(
            *other_figures(
                "attendance_total",
                t,
                2 * t,
                slips,
                slips + t,
                kids,
                slips + kids,
                t + len(helpers),
                2 * (slips + t),
            ),
            *other_figures("sessions_held", 1, 6, 7, 2, 4),
            *other_figures("cost_cash", spent, 2 * spent, got, got + spent, spent + round(got - spent, 2)),
            *other_figures("cash_balance", round(got - spent, 2), got, 2 * got - 2 * spent, 2 * got - spent),
        ),
    )


def build_relief_one_sheet() -> Shape:
    """Philippines: final report on readings after an earthquake."""
    sessions = [
        ("Nov 15", "Tent school, Lawaan", 31, 6, 3),
        ("Nov 18", "Tent school, Lawaan", 28, 4, 3),
        ("Nov 22", "Pinamihagan CS", 45, 9, 5),
        ("Nov 25", "Parish hall", "cancelled - aftershock", None, None),
        ("Nov 29", "Pinamihagan CS", 39, 7, 4),
        ("Dec 3", "Tent school, Lawaan", 35, 8, 3),
    ]
    costs = [
        ("Nov 14", "OR 5512", "Tarpaulin 2 pcs", 900),
        ("Nov 14", "OR 5513", "Crayons, pad paper", 1645.5),
        ("Nov 21", "AR", "Boat fare, 3 persons", 600),
        ("Dec 2", "OR 0087", "Snacks, 2 sessions", 2130),
    ]
    goods = [
        ("Bookstore chain foundation", "150 storybooks", 18000),
        ("Coast Guard auxiliary", "hauling of 7 boxes", 5000),
        ("Parish women", "lunch for volunteers", 2400),
    ]
    ran = [s for s in sessions if isinstance(s[2], int)]
    kids, grown, vols = (sum(s[i] for s in ran) for i in (2, 3, 4))
    t = kids + grown
    spent, worth = sum(c[3] for c in costs), sum(g[2] for g in goods)
    rows = [
        ["BASA SA TOLDA - terminal report, Nov 15 - Dec 3, 2025"],
        [],
        ["A. READING SESSIONS"],
        ["Date", "Place", "Children", "Parents listening", "Volunteers"],
        *[list(s) for s in sessions],
        ["Total", f"{len(ran)} sessions", kids, grown, vols],
        [],
        ["B. EXPENSES (from municipal fund)"],
        ["Date", "Receipt", "Particulars", "Amount (PHP)"],
        *[list(c) for c in costs],
        ["Total", None, None, spent],
        [],
        ["C. RECEIVED IN KIND"],
        ["From", "What", "Estimated value (PHP)"],
        *[list(g) for g in goods],
        ["Total", None, worth],
        [],
        ["Submitted to the Office of the Mayor, Dec 10, 2025"],
    ]
    return Shape(
        id="relief-one-sheet",
        what="Philippine final report on one sheet: sessions, expenses and gifts in kind in three tables, each with a total.",
        file="terminal report.xlsx",
        content=book_of(("Report", rows, ["A1:E1", "C8:E8"])),
        row_is="session",
        expect=(*count_figures(t, len(ran)), figure("cost_cash", spent), figure("in_kind_value", worth)),
        never=(
            *other_figures("attendance_total", t, 2 * t, t + vols, 2 * (t + vols), kids, t + 150),
            *other_figures(
                "sessions_held", len(ran), len(sessions), len(ran) + 4, len(sessions) + 4, len(ran) + 7
            ),
            *other_figures("cost_cash", spent, 2 * spent, spent + worth),
            *other_figures("in_kind_value", worth, 2 * worth, worth + spent),
        ),
    )


PROJECT_WORKBOOKS: tuple[Shape, ...] = (
    build_vacacional_resumen(),
    build_pier_workbook(),
    build_ngo_camp_report(),
    build_cuentos_al_sol(),
    build_year_book(),
    build_pta_reading_night(),
    build_relief_one_sheet(),
)
