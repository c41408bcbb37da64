"""Money of small libraries: cash books, budgets, receipts, petty cash and sales."""

from __future__ import annotations

from datetime import date

from tests.support.shapes.definition import (
    NO_ATTENDANCE,
    Shape,
    figure,
    larger_figures,
    other_figures,
    wrong_figures,
)
from tests.support.shapes.files import book_of, csv_of, format_spanish_number, sum_formula


def build_friends_cash_book() -> Shape:
    """Canada: cash book of the Friends of the Library, as exported from their laptop."""
    # date, what, cheque, in, out
    log = [
        ("03-Mar-25", "Memberships x 14", "", 140.0, None),
        ("05-Mar-25", "Coffee and cups - Co-op", "101", None, 38.65),
        ("11-Mar-25", "Book sale, Saturday", "", 612.4, None),
        ("12-Mar-25", "Hall rent (book sale)", "102", None, 75.0),
        ("19-Mar-25", "Puppet theatre frame", "103", None, 219.99),
        ("26-Mar-25", "Donation, Lions Club", "", 300.0, None),
        ("02-Apr-25", "Craft supplies, March Break", "104", None, 96.27),
        ("09-Apr-25", "Stamps", "105", None, 12.42),
        ("16-Apr-25", "Memberships x 5", "", 50.0, None),
        ("23-Apr-25", "Author reading, travel for M. Duguay", "106", None, 184.0),
        ("30-Apr-25", "Bank fee", "", None, 4.5),
    ]
    got, spent = sum(x[3] or 0 for x in log), round(sum(x[4] or 0 for x in log), 2)

    def money(v):
        return "" if v is None else f"${v:,.2f}"

    balance = 1086.13
    opening = balance
    rows = [
        ["Friends of Kaslo Library", "", "", "", "", ""],
        ["Date", "Details", "Chq", "Money in", "Money out", "Balance"],
        ["01-Mar-25", "Brought forward", "", "", "", money(balance)],
    ]
    for d, what, chq, i, o in log:
        balance += (i or 0) - (o or 0)
        rows.append([d, what, chq, money(i), money(o), money(round(balance, 2))])
    rows.append(["", "Totals Mar-Apr", "", money(got), money(spent), money(round(balance, 2))])
    return Shape(
        id="friends-cash-book",
        what="CSV cash book of a friends' group in Canada with dollar signs, cheque numbers, running balance, a balance brought forward and totals.",
        file="friends cash book.csv",
        content=csv_of(rows),
        row_is="ledger-line",
        expect=(figure("cost_cash", spent), *NO_ATTENDANCE),
        never=(
            *larger_figures(
                "cost_cash",
                spent,
                2 * spent,
                got,
                spent + got,
                2 * (spent + got),
                opening,
                spent + opening,
                round(balance, 2),
            ),
            *wrong_figures("in_kind_value", got, spent, opening),
            *other_figures("cash_balance", got - spent, got - 2 * spent, 2 * (got - spent), 2 * got - spent),
        ),
        privacy=("Duguay",),
    )


def build_presupuesto_ejecutado() -> Shape:
    """Colombia: budget and spending of a reading plan in pesos as text."""
    # rubro, concepto, presupuesto, ejecutado
    lines = [
        ("Talento humano", "Promotor de lectura (4 meses)", 6400000, 6400000),
        ("Talento humano", "Tallerista ilustración", 900000, 900000),
        ("Materiales", "Papelería y témperas", 480000, 512300),
        ("Materiales", "Morrales viajeros (20)", 1300000, 1275000),
        ("Materiales", "Libros álbum", 2500000, 2389900),
        ("Logística", "Refrigerios", 720000, 655000),
        ("Logística", "Transporte a veredas", 1100000, 940000),
        ("Logística", "Alquiler de sonido", 250000, 0),
        ("Divulgación", "Pendón y afiches", 320000, 298000),
    ]

    def pesos(v):
        return "$ " + format_spanish_number(v, 0)

    budget, spent = sum(x[2] for x in lines), sum(x[3] for x in lines)
    rows = [
        ["PLAN DE LECTURA «VEREDAS QUE LEEN»"],
        ["Ejecución presupuestal a 30 de noviembre de 2024"],
        [],
        ["Rubro", "Concepto", "Presupuestado", "Ejecutado", "Por ejecutar", "Nota"],
    ]
    _previous, merge = None, ["A1:F1", "A2:F2"]
    for head in dict.fromkeys(x[0] for x in lines):
        own = [x for x in lines if x[0] == head]
        first = len(rows) + 1
        rows += [
            [
                head if i == 0 else None,
                c,
                pesos(b),
                pesos(s),
                pesos(b - s) if b >= s else "-" + pesos(s - b),
                "no se usó, lo prestó la JAC" if s == 0 else None,
            ]
            for i, (_, c, b, s) in enumerate(own)
        ]
        if len(own) > 1:
            merge.append(f"A{first}:A{len(rows)}")
        rows.append(
            [None, f"Subtotal {head.lower()}", pesos(sum(x[2] for x in own)), pesos(sum(x[3] for x in own))]
        )
    rows += [
        ["TOTAL", None, pesos(budget), pesos(spent), pesos(budget - spent)],
        [],
        ["Fuente: convenio con la Secretaría de Cultura"],
    ]
    return Shape(
        id="presupuesto-ejecutado",
        what="Budget and spending of a reading plan in Colombia, pesos as text with points for thousands, sub-totals by heading, a total.",
        file="Ejecución Veredas que leen.xlsx",
        content=book_of(("Ejecución", rows, merge)),
        row_is="ledger-line",
        expect=(figure("cost_cash", spent), figure("in_kind_value", None), *NO_ATTENDANCE),
        never=(
            *larger_figures(
                "cost_cash", spent, budget, 2 * spent, 3 * spent, budget + spent, 2 * budget, 3 * budget
            ),
            *wrong_figures("cash_balance", budget, -budget, budget - 3 * spent),
        ),
    )


def build_liquidation_report() -> Shape:
    """Philippines: liquidation of a cash advance for a reading camp."""
    advance = 15000.0
    # date, OR, payee, particulars, amount
    log = [
        ("05/06/25", "001247", "Nelia's Carinderia", "AM snacks, 50 pax x P45", 2250.0),
        ("05/06/25", "88213", "Gaisano", "Mineral water 3 boxes", 435.0),
        ("05/06/25", "0561", "J & R Trading", "Cartolina, pentel pen, masking tape", 1182.75),
        ("05/07/25", "001251", "Nelia's Carinderia", "Lunch, 50 pax x P90", 4500.0),
        ("05/07/25", "RER", "R. Bacalso", "Habal-habal, 4 trips (no OR)", 320.0),
        ("05/08/25", "001255", "Nelia's Carinderia", "Lunch, 48 pax x P90", 4320.0),
        ("05/08/25", "3390", "Printwell", "Certificates 50 pcs, tarpaulin", 1150.0),
        ("05/08/25", "RER", "R. Bacalso", "Pamasahe ng facilitators", 280.0),
    ]
    spent = round(sum(x[4] for x in log), 2)
    refund = round(advance - spent, 2)
    rows = [
        ["LIQUIDATION REPORT"],
        ["Period covered: May 6-8, 2025", None, None, None, "LR No. 2025-05-11"],
        ["Purpose: Summer Reading Camp, Mun. of Argao"],
        [],
        ["Date", "OR No.", "Payee", "Particulars", "Amount"],
        *[list(x) for x in log],
        [None, None, None, "TOTAL AMOUNT SPENT", sum_formula("E", 6, 5 + len(log), spent)],
        [None, None, None, "AMOUNT OF CASH ADVANCE PER DV NO. 25-04-388", advance],
        [None, None, None, "AMOUNT REFUNDED PER OR NO. 7719204", refund],
        [],
        ["Certified correct:", None, None, "CRISTY P. ALBURO, Admin Aide IV"],
    ]
    return Shape(
        id="liquidation-report",
        what="Liquidation report of a cash advance in the Philippines: receipts, total spent, advance and refund at the foot.",
        file="LR reading camp.xlsx",
        content=book_of(("LR", rows, ["A1:E1", "A3:E3"])),
        row_is="ledger-line",
        expect=(figure("cost_cash", spent), figure("in_kind_value", None), *NO_ATTENDANCE),
        never=(
            *larger_figures(
                "cost_cash",
                spent,
                2 * spent,
                spent + advance,
                2 * spent + advance,
                2 * spent + advance + refund,
                advance,
                spent + refund,
                spent + advance + refund,
            ),
        ),
        privacy=("Bacalso", "Alburo"),
    )


def build_toy_library_side_by_side() -> Shape:
    """South Africa: income and expenses of a toy library next to each other."""
    income = [
        ("2 May", "Membership fees (22 x R30)", 660),
        ("9 May", "Late fees", 85),
        ("16 May", "Donation - Rotary Anns", 2500),
        ("23 May", "Cake table", 742.5),
        ("30 May", "Membership fees (9 x R30)", 270),
    ]
    costs = [
        ("5 May", "Batteries AA & C", 312.9),
        ("8 May", "Zip bags, labels", 148.5),
        ("12 May", "Puzzles, PEP", 459.95),
        ("14 May", "Taxi fare to crèche", 60),
        ("20 May", "Wooden blocks x 3 sets", 1197),
        ("22 May", "Dettol & cloths", 96.4),
        ("28 May", "Airtime", 55),
    ]
    got, spent = sum(x[2] for x in income), round(sum(x[2] for x in costs), 2)
    rows = [
        ["MASIPHUMELELE TOY LIBRARY  *  MAY 2025"],
        [],
        ["INCOME", None, None, None, "EXPENSES", None, None],
        ["Date", "From", "R", None, "Date", "For", "R"],
    ]
    for i in range(max(len(income), len(costs))):
        left = list(income[i]) if i < len(income) else [None, None, None]
        rows.append([*left, None, *costs[i]])
    last = len(rows)
    rows += [
        [
            None,
            "Total in",
            sum_formula("C", 5, last, got),
            None,
            None,
            "Total out",
            sum_formula("G", 5, last, spent),
        ],
        [],
        [None, "Left over for June", round(got - spent, 2)],
    ]
    return Shape(
        id="toy-library-side-by-side",
        what="Income and expenses of a toy library in South Africa in two tables next to each other, each with a total, and what is left below.",
        file="Toy lib May.xlsx",
        content=book_of(("May", rows, ["A1:G1", "A3:C3", "E3:G3"])),
        row_is="ledger-line",
        expect=(figure("cost_cash", spent), figure("cash_balance", round(got - spent, 2)), *NO_ATTENDANCE),
        never=(
            *larger_figures("cost_cash", spent, got, 2 * spent, got + spent, 2 * (got + spent), 2 * got),
            *other_figures(
                "cash_balance",
                round(got - spent, 2),
                -spent,
                got - 2 * spent,
                2 * got - spent,
                -(got + spent),
                2 * (got - spent),
                2 * got - 2 * spent + got - spent,
            ),
        ),
    )


def build_caja_chica_guatemala() -> Shape:
    """Guatemala: petty cash in quetzales with one voucher annulled."""
    # mes -> (día, vale, concepto, valor, válido)
    months = [
        (
            "FEBRERO",
            [
                ("3/02", 41, "Café y champurradas, cuentacuentos", 68.0, True),
                ("7/02", 42, "Marcadores", 45.5, True),
                ("12/02", 43, "Pasaje a Chichicastenango", 30.0, True),
                ("19/02", 44, "ANULADO - tinta", 185.0, False),
                ("20/02", 45, "Tinta impresora", 165.0, True),
                ("27/02", 46, "Candado nuevo", 39.0, True),
            ],
        ),
        (
            "MARZO",
            [
                ("4/03", 47, "Refacción club de lectura (18)", 126.0, True),
                ("11/03", 48, "Cartulinas y silicón", 57.25, True),
                ("18/03", 49, "Flete de libros donados", 250.0, True),
                ("25/03", 50, "Recarga teléfono", 25.0, True),
            ],
        ),
        (
            "ABRIL",
            [
                ("1/04", 51, "Pan para el Día del Libro Infantil", 94.0, True),
                ("8/04", 52, "Premio rifa (libro)", 79.9, True),
                ("22/04", 53, "Foco de la sala", 22.0, True),
            ],
        ),
    ]
    rows = [["Biblioteca comunitaria «Rafael Álvarez»"], ["CAJA CHICA - fondo Q 1,500.00"], []]
    spent = void = 0.0
    vouchers = 0
    for name, items in months:
        rows += [[name], ["Fecha", "Vale No.", "Concepto", "Valor"]]
        rows += [[d, v, c, f"Q {x:,.2f}"] for d, v, c, x, _ in items]
        part = sum(x for *_, x, ok in items if ok)
        rows += [[None, None, "Total " + name.lower(), f"Q {part:,.2f}"], []]
        spent, void, vouchers = (
            spent + part,
            void + sum(x for *_, x, ok in items if not ok),
            vouchers + sum(x[1] for x in items),
        )
    spent = round(spent, 2)
    rows += [
        [None, None, "Gastado en los tres meses", f"Q {spent:,.2f}"],
        [None, None, "Queda en caja", f"Q {1500 - spent:,.2f}"],
    ]
    return Shape(
        id="caja-chica-guatemala",
        what="Petty cash in Guatemala by month as sections, amounts as text with Q, one voucher annulled, totals by month and for all three, what is left.",
        file="caja chica feb-abr.xlsx",
        content=book_of(("Caja chica", rows, ["A1:D1", "A2:D2"])),
        row_is="ledger-line",
        expect=(figure("cost_cash", spent), figure("in_kind_value", None), *NO_ATTENDANCE),
        never=(
            *larger_figures(
                "cost_cash",
                spent,
                spent + void,
                2 * spent,
                3 * spent,
                3 * spent + void,
                2 * spent + void,
                1500,
                vouchers,
                spent + 1500,
            ),
        ),
    )


def build_outreach_trip_costs() -> Shape:
    """Philippines: costs of an outreach, who paid in cash and who lent or gave."""
    # particulars, cash, who, gift value
    log = [
        ("Diesel, 2 sasakyan", 3200, "LGU", None),
        ("Pump boat, balikan", 2400, "LGU", None),
        ("Pananghalian, 60 katao", 4800, "Rotary Club of Maasin", None),
        ("Bigas, 1 sako", None, "Kap. Ruben", 2300),
        ("Storybooks 40 pcs", 3560, "Library fund", None),
        ("Lapis at papel", 890, "Library fund", None),
        ("Sound system, hiram", None, "Parish", 1500),
        ("School bags, 60", None, "DSWD", 9000),
        ("Tarpaulin 3x6", 450, "Library fund", None),
        ("Tubig, 5 container", None, "Aling Coring", 175),
        ("Load / text blast", 150, "Library fund", None),
        ("Kakanin", None, "Women's group", 600),
    ]
    cash, gift = sum(x[1] or 0 for x in log), sum(x[3] or 0 for x in log)
    rows = [
        ["LIBRARY OUTREACH SA ISLA LIMASAWA"],
        ["Sept. 13, 2025 - gastos at tulong"],
        [],
        ["Particulars", "Cash (P)", "Sino ang nagbayad / nagbigay", "In kind, est. value (P)"],
        *[list(x) for x in log],
        ["TOTAL", cash, None, gift],
        ["Lahat-lahat", cash + gift],
    ]
    return Shape(
        id="outreach-trip-costs",
        what="Costs of an outreach to an island in the Philippines: cash in one column, value of gifts in another, who paid or gave, totals and the sum of both.",
        file="Limasawa gastos.xlsx",
        content=book_of(("Gastos", rows, ["A1:D1", "A2:D2"])),
        row_is="ledger-line",
        expect=(figure("cost_cash", cash), figure("in_kind_value", gift), *NO_ATTENDANCE),
        never=(
            *larger_figures("cost_cash", cash, cash + gift, 2 * cash, 3 * cash + gift, 2 * cash + gift),
            *larger_figures("in_kind_value", gift, cash + gift, 2 * gift, cash),
        ),
        privacy=("Coring",),
    )


def build_book_sale_ledger() -> Shape:
    """US: ledger of a book sale with a column Income / Expense."""
    log = [
        (date(2025, 6, 2), "Ad in the Gazette", "Expense", 64.0),
        (date(2025, 6, 5), "Table rental (8)", "Expense", 96.0),
        (date(2025, 6, 6), "Cash box, starting change", "", None),
        (date(2025, 6, 6), "Preview night admissions", "Income", 215.0),
        (date(2025, 6, 7), "Saturday sales", "Income", 1384.75),
        (date(2025, 6, 7), "Pizza for helpers", "Expense", 71.43),
        (date(2025, 6, 8), "Bag day", "Income", 406.0),
        (date(2025, 6, 9), "Square fees", "Expense", 22.18),
        (date(2025, 6, 9), "Dumpster for leftovers", "Expense", 150.0),
        (date(2025, 6, 12), "Late sale, box of westerns", "Income", 40.0),
        (date(2025, 6, 20), "Story rug for children's room", "Expense", 389.0),
    ]
    got, spent = (
        sum(x[3] for x in log if x[2] == "Income"),
        round(sum(x[3] for x in log if x[2] == "Expense"), 2),
    )
    rows = [
        ["2025 Book Sale"],
        [],
        ["Date", "Description", "Type", "Amount", "Initials"],
        *[[d, w, t or None, a, "JK" if i % 3 else "BW"] for i, (d, w, t, a) in enumerate(log)],
        [],
        [None, "Total income", None, got],
        [None, "Total expenses", None, spent],
        [None, "NET", None, round(got - spent, 2)],
    ]
    return Shape(
        id="book-sale-ledger",
        what="Ledger of a US book sale: amounts without sign and a column Income or Expense, a line without an amount, totals and the net below.",
        file="Book Sale 2025.xlsx",
        content=book_of(("Ledger", rows, ["A1:E1"])),
        row_is="ledger-line",
        expect=(
            figure("cost_cash", spent),
            figure("cash_balance", round(got - spent, 2)),
            *NO_ATTENDANCE,
            figure("in_kind_value", None),
        ),
        never=(
            *larger_figures("cost_cash", spent, got, got + spent, 2 * spent, 2 * (got + spent)),
            *other_figures(
                "cash_balance",
                round(got - spent, 2),
                -(got + spent),
                got + spent,
                got - 2 * spent,
                2 * got - spent,
                2 * (got - spent),
            ),
        ),
    )


FUNDS_AND_SALES: tuple[Shape, ...] = (
    build_friends_cash_book(),
    build_presupuesto_ejecutado(),
    build_liquidation_report(),
    build_toy_library_side_by_side(),
    build_caja_chica_guatemala(),
    build_outreach_trip_costs(),
    build_book_sale_ledger(),
)
