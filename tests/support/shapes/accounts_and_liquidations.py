"""Receipts, invoices, settlements of events, liquidations and yearly accounts."""

from __future__ import annotations

from tests.support.shapes.definition import (
    NO_ATTENDANCE,
    Shape,
    figure,
    larger_figures,
    other_figures,
    wrong_figures,
)
from tests.support.shapes.files import Formula, book_of, csv_of, format_spanish_number, sum_formula


def build_resibo_list() -> Shape:
    """Philippines: receipts of a reading day."""
    log = [
        ("Hunyo 4", "OR 20117", "NBS SM Lucena", "colored paper, pentel pen", 1286.75, True),
        ("Hunyo 4", "OR 5531", "Lola Remy's Kakanin", "snacks 40 katao", 1600, True),
        ("Hunyo 9", "SI 0882", "Quezon Enterprises", "tarpaulin 4x6", 720, True),
        ("Hunyo 11", "OR 20155", "NBS SM Lucena", "big books (3)", 897, False),
        ("Hunyo 11", "OR 20156", "NBS SM Lucena", "big books (3)", 807, True),
        ("Hunyo 13", "walang resibo", "tricycle", "hatid ng mga upuan", 150, True),
        ("Hunyo 18", "OR 5560", "Lola Remy's Kakanin", "snacks 35 katao", 1400, True),
        ("Hunyo 20", "SI 11904", "Mercury Drug", "alcohol, first aid", 413.5, True),
        ("Hunyo 25", "OR 771", "DJ Sound", "renta ng sound system", 1000, True),
    ]
    total = round(sum(x[4] for x in log if x[5]), 2)
    v = sum(x[4] for x in log if not x[5])
    rows = [
        ["Mga Resibo - Araw ng Pagbasa 2025"],
        [],
        ["Petsa", "Resibo blg.", "Tindahan", "Para saan", "Halaga", "Tala"],
        *[
            [*x[:4], f"₱{x[4]:,.2f}", None if x[5] else "VOID - mali ang presyo, pinalitan ng OR 20156"]
            for x in log
        ],
        [None, None, None, "KABUUAN", f"₱{total:,.2f}"],
        [],
        ["Pondo mula sa SB: ₱10,000.00"],
        [f"Isasauli: ₱{10000 - total:,.2f}"],
    ]
    return Shape(
        id="resibo-list",
        what="Filipino list of receipts with amounts as text, one void and replaced, the fund and the remainder at the foot.",
        file="resibo araw ng pagbasa.xlsx",
        content=book_of(("Resibo", rows, ["A1:F1"])),
        row_is="ledger-line",
        expect=(figure("cost_cash", total), figure("attendance_total", None), figure("sessions_held", None)),
        never=(
            *larger_figures(
                "cost_cash",
                total,
                total + v,
                2 * total,
                2 * total + v,
                10000,
                total + 10000,
                2 * total + 10000,
            ),
            *wrong_figures("attendance_total", 40, 75),
        ),
    )


def build_ingresos_egresos() -> Shape:
    """Honduras: income and expenses of a children's corner."""
    inc = [
        ("02/05/25", "Aporte de la municipalidad", 12000),
        ("09/05/25", "Rifa", 3450),
        ("16/05/25", "Venta de nacatamales", 1890),
        ("23/05/25", "Don Toribio, donación", 1000),
        ("30/05/25", "Kermés", 4275),
    ]
    exp = [
        ("05/05/25", "Pintura y brochas", 2310.5, "F-4471"),
        ("06/05/25", "Mano de obra, pintor", 1500, "recibo"),
        ("12/05/25", "Estante de madera", 3800, "recibo"),
        ("13/05/25", "Refrescos inauguración", 640, "F-0092"),
        ("19/05/25", "Libros, Librería Guaymuras", 5125, "F-20031"),
        ("20/05/25", "Bus a Tegucigalpa", 360, "-"),
        ("27/05/25", "Lona impresa", 850, "F-318"),
        ("31/05/25", "Papel, marcadores", 412.75, "F-4502"),
    ]
    i, e = sum(x[2] for x in inc), sum(x[2] for x in exp)
    rows = [
        ["CUENTAS DEL RINCÓN INFANTIL, MAYO 2025"],
        [],
        ["INGRESOS", None, None, None, "EGRESOS"],
        ["Fecha", "Concepto", "Lps.", None, "Fecha", "Concepto", "Lps.", "Comprobante"],
    ]
    for n in range(len(exp)):
        rows.append([*(inc[n] if n < len(inc) else (None,) * 3), None, *exp[n]])
    rows += [[None, "Total ingresos", i, None, None, "Total egresos", e], [], [None, "SALDO EN CAJA", i - e]]
    return Shape(
        id="ingresos-egresos",
        what="Honduran income and expenses side by side with totals and a balance.",
        file="cuentas rincón mayo.xlsx",
        content=book_of(("Mayo", rows, ["A1:H1", "A3:C3", "E3:H3"])),
        row_is="ledger-line",
        expect=(figure("cost_cash", e), figure("cash_balance", i - e), figure("attendance_total", None)),
        never=(
            *larger_figures("cost_cash", e, 2 * e, i, i + e, 2 * i),
            *larger_figures("cash_balance", i - e, i, 2 * i, 2 * (i - e)),
        ),
        privacy=("Toribio",),
    )


def build_gastos_matriz() -> Shape:
    """Mexico: expenses of a reading room."""
    log = [
        ("Papelería", [480, 215.5, 390, None, 610]),
        ("Transporte a comunidades", [900, 900, 1200, 600, 1200]),
        ("Honorarios talleristas", [2500, 2500, 2500, 2500, 3750]),
        ("Alimentos", [350, None, 420.8, 310, 1140]),
        ("Impresiones", [None, 288, None, 174, 520]),
        ("Reparación bocina", [None, None, 650, None, None]),
        ("Internet (recarga)", [200, 200, 200, 200, 200]),
        ("Varios", [64, 118.5, None, 45, 230]),
    ]
    cols = [sum(x[1][j] or 0 for x in log) for j in range(5)]
    total = sum(cols)
    rows = [
        ['GASTOS DE LA SALA DE LECTURA "LA CEIBA" 2025 (pesos)'],
        [],
        ["Rubro", "Ene", "Feb", "Mar", "Abr", "May", "Total"],
        *[[r, *v, Formula(f"=SUM(B{i}:F{i})", sum(a or 0 for a in v))] for i, (r, v) in enumerate(log, 4)],
        ["Total", *cols, total],
        [],
        ["Fuente: apoyo PACMyC. Falta comprobar mayo."],
    ]
    return Shape(
        id="gastos-matriz",
        what="Mexican expenses: purposes down, months across, totals of both.",
        file="gastos sala La Ceiba.xlsx",
        content=book_of(("gastos", rows, ["A1:G1"])),
        row_is="other",
        expect=(figure("cost_cash", total), figure("attendance_total", None)),
        never=larger_figures("cost_cash", total, 2 * total, 3 * total, 4 * total),
    )


def build_rifa() -> Shape:
    """Guatemala: accounts of a raffle."""
    left = [
        ("08/08/2025", "Venta de números (312 a Q5)", 1560),
        ("15/08/2025", "Donación Farmacia El Pino", 200),
        ("16/08/2025", "Venta de tostadas", 485),
        ("16/08/2025", "Venta de atol", 262.5),
        ("23/08/2025", "Números pagados tarde (9)", 45),
    ]
    right = [
        ("05/08/2025", "Impresión de talonarios", 120),
        ("12/08/2025", "Primer premio: licuadora", 425),
        ("12/08/2025", "Segundo premio: canasta", 210),
        ("15/08/2025", "Ingredientes tostadas y atol", 318.75),
        ("16/08/2025", "Alquiler de bocina", 150),
        ("25/08/2025", "Estantería de pino para biblioteca", 875),
        ("26/08/2025", "Flete de la estantería", 60),
    ]
    inn, out = sum(x[2] for x in left), sum(x[2] for x in right)
    rows = [
        ["Biblioteca Comunitaria Kemel Na'oj - Comité de Padres"],
        ["CUENTAS DE LA RIFA, AGOSTO 2025 (quetzales)"],
        [],
        ["INGRESOS", None, None, None, "EGRESOS", None, None],
        ["Fecha", "Concepto", "Q", None, "Fecha", "Concepto", "Q"],
    ]
    for i in range(len(right)):
        rows.append([*(left[i] if i < len(left) else (None, None, None)), None, *right[i]])
    rows += [
        [None, "Total ingresos", inn, None, None, "Total egresos", out],
        [],
        [None, "Saldo a favor", inn - out],
        [None, "(entregado a la tesorera doña Marta Xicay el 30/08)"],
    ]
    return Shape(
        id="rifa",
        what="Guatemalan accounts of a raffle: income and expenses side by side, totals and a balance.",
        file="cuentas rifa.xlsx",
        content=book_of(("Rifa", rows, ["A1:G1", "A2:G2", "A4:C4", "E4:G4"])),
        row_is="payment",
        expect=(figure("cost_cash", out), figure("cash_balance", inn - out)),
        never=(
            *wrong_figures("cost_cash", inn, 2 * out, inn + out, inn - out),
            *wrong_figures("cash_balance", out - inn, 2 * (inn - out), inn, inn + out, 3 * (inn - out)),
        ),
    )


def build_facturas_csv() -> Shape:
    """Spain: invoices of a library."""
    log = [
        ("F25-0031", "14/01/2025", "Librería Maravillas S.L.", "Novedades infantil", 612.4, 4, ""),
        ("F25-0047", "29/01/2025", "Títeres Trotamundos", "Función Día de la Paz", 350, 21, ""),
        ("F25-0102", "04/03/2025", "Librería Maravillas S.L.", "Club de lectura (18 ej.)", 291.6, 4, ""),
        (
            "F25-0118",
            "11/03/2025",
            "Copistería Duero",
            "Carteles",
            48,
            21,
            "ANULADA, sustituida por F25-0121",
        ),
        ("F25-0121", "13/03/2025", "Copistería Duero", "Carteles", 42, 21, ""),
        ("F25-0160", "22/04/2025", "Autocares Hnos. Calvo", "Salida a la Feria del Libro", 385, 10, ""),
        ("F25-0199", "30/05/2025", "Ilustra Talleres", "Taller de cómic (4 sesiones)", 1240, 21, ""),
    ]

    def euros(amount: float) -> str:
        return format_spanish_number(amount, 2) + " €"

    def tax_of(net: float, percent: int) -> float:
        return round(net * percent / 100, 2)

    ok = [x for x in log if not x[6]]
    base, tax = round(sum(x[4] for x in ok), 2), round(sum(tax_of(x[4], x[5]) for x in ok), 2)
    total = round(base + tax, 2)
    bad = log[3]
    rows = [
        ["Biblioteca Municipal de Villaescusa", "Ejercicio 2025, 1.er semestre"],
        [
            "N.º factura",
            "Fecha",
            "Proveedor",
            "Concepto",
            "Base imponible",
            "% IVA",
            "Cuota IVA",
            "Total factura",
            "Observaciones",
        ],
        *[
            [
                x[0],
                x[1],
                x[2],
                x[3],
                euros(x[4]),
                f"{x[5]} %",
                euros(tax_of(x[4], x[5])),
                euros(x[4] + tax_of(x[4], x[5])),
                x[6],
            ]
            for x in log
        ],
        ["", "", "", "TOTAL (sin anuladas)", euros(base), "", euros(tax), euros(total), ""],
    ]
    return Shape(
        id="facturas-csv",
        what="Spanish CSV of invoices: net amount, tax and total as text with euro signs, one annulled, a total row without it.",
        file="facturas_biblioteca_1S.csv",
        content=csv_of(rows, ";", "cp1252"),
        row_is="payment",
        expect=(figure("cost_cash", total),),
        never=wrong_figures(
            "cost_cash",
            base,
            tax,
            2 * total,
            round(total + bad[4] + tax_of(bad[4], bad[5]), 2),
            round(base + bad[4], 2),
            round(2 * total + bad[4] + tax_of(bad[4], bad[5]), 2),
        ),
    )


def build_liquidation_reading_month() -> Shape:
    """Philippines: liquidation report of a reading month."""
    items = [
        ("10/31/2025", "SI 20418", "Golden Pen School Supplies", "Manila paper, pentel pen, tape", 862.5),
        ("11/04/2025", "OR 7731", "Lutong Bahay ni Aling Nena", "Snacks for 60 pupils, opening", 3000.0),
        ("11/04/2025", "AR s/n", "T. Marites Ocampo", "Storyteller's transportation", 500.0),
        ("11/11/2025", "SI 20533", "Golden Pen School Supplies", "Certificates, specialty paper", 415.75),
        ("11/18/2025", "OR 1150", "Jerome Tarpaulin Printing", "Tarpaulin 4 x 6 ft", 480.0),
        ("11/25/2025", "OR 7790", "Lutong Bahay ni Aling Nena", "Snacks, culminating", 3250.0),
        ("11/26/2025", "SI 88214", "Bookworld Trading", "Storybooks as prizes, 15 pcs", 2985.0),
    ]
    spent, advance = round(sum(x[4] for x in items), 2), 12000.0
    rows = [
        ["LIQUIDATION REPORT"],
        ["Entity: Sta. Rita Central School", None, None, "Serial No.: 2025-11-04"],
        ["Period covered: November 2025 (National Reading Month)"],
        [],
        ["Date", "Reference", "Payee", "PARTICULARS", "AMOUNT"],
        *items,
        ["TOTAL AMOUNT SPENT", None, None, None, sum_formula("E", 6, 12, spent)],
        ["AMOUNT OF CASH ADVANCE PER DV NO. 25-10-311, DTD 10/28/2025", None, None, None, advance],
        [
            "AMOUNT REFUNDED PER OR NO. 0045182",
            None,
            None,
            None,
            Formula("=E14-E13", round(advance - spent, 2)),
        ],
        ["AMOUNT TO BE REIMBURSED", None, None, None, None],
        [],
        ["Certified correct:", None, None, "Received:"],
        ["AMELITA R. DUMLAO", None, None, "CARMELO S. ANG"],
        ["Claimant", None, None, "Head, Accounting"],
    ]
    return Shape(
        id="liquidation-reading-month",
        what="Philippine liquidation report: receipts, the amount spent, the cash advance and the refund.",
        file="liquidation reading month.xlsx",
        content=book_of(("LR", rows, ["A1:E1", "A13:D13", "A14:D14", "A15:D15"])),
        row_is="payment",
        expect=(figure("cost_cash", spent), *NO_ATTENDANCE),
        never=(
            *other_figures(
                "cost_cash",
                spent,
                2 * spent,
                spent + advance,
                advance,
                2 * spent + advance,
                round(2 * spent + advance + advance - spent, 2),
            ),
            *wrong_figures("attendance_total", 60, 15, 7),
        ),
    )


def build_kermes() -> Shape:
    """Peru: settlement of a school fair."""
    income = [
        ("Venta de anticuchos (118 palitos x S/ 3)", 354.0),
        ("Gaseosas", 142.5),
        ("Rifa, 96 boletos x S/ 2", 192.0),
        ("Tómbola", 87.0),
        ("Donativo Botica San Blas", 50.0),
    ]
    outlays = [
        ("Carne, carbón, ají", 171.8),
        ("Gaseosas (5 cajas)", 95.0),
        ("Impresión de boletos", 18.0),
        ("Alquiler de sonido", 80.0),
        ("Premio de la rifa: olla arrocera", 119.9),
    ]
    got, spent = sum(x[1] for x in income), round(sum(x[1] for x in outlays), 2)
    net = round(got - spent, 2)
    rows = [
        ["APAFA I.E. 50214 - KERMÉS PRO BIBLIOTECA, 28 de junio de 2025"],
        [],
        ["INGRESOS", "S/"],
        *income,
        ["Total ingresos", sum_formula("B", 4, 8, got)],
        [],
        ["EGRESOS", "S/"],
        *outlays,
        ["Total egresos", sum_formula("B", 12, 16, spent)],
        [],
        ["UTILIDAD NETA PARA LIBROS", Formula("=B9-B17", net)],
        [],
        ["Sra. Yeny Huamán", "Prof. Abel Ccori"],
        ["Tesorera", "Director"],
    ]
    return Shape(
        id="kermes",
        what="Peruvian settlement of a school fair: income, expenses and profit in one column, signatures.",
        file="kermes cuentas.xlsx",
        content=book_of(("Cuentas", rows, [])),
        row_is="payment",
        expect=(figure("cost_cash", spent), figure("cash_balance", net), figure("attendance_total", None)),
        never=(
            *other_figures(
                "cost_cash",
                spent,
                2 * spent,
                got,
                got + spent,
                2 * (got + spent),
                2 * (got + spent) + net,
                got + spent + net,
                spent + net,
            ),
            *other_figures("cash_balance", net, 2 * net, got, 0),
            *wrong_figures("attendance_total", 118, 96),
        ),
    )


def build_liquidation_by_group() -> Shape:
    """Philippines: liquidation report of a day of reading."""
    groups = [
        (
            "Meals and snacks",
            [
                ("08/22/25", "Aling Nena's Eatery", "OR 5512", "packed lunch, 38 pax x 85", 3230.00),
                ("08/22/25", "Sari-sari, Brgy. Hall", "no OR, RER", "bottled water 4 cases", 760.00),
            ],
        ),
        (
            "Transportation",
            [
                ("08/21/25", "J. Palabrica (jeep rental)", "RER", "Hinigaran - Sitio Mambugsay, vv", 2500.00),
                ("08/23/25", "Petron Hinigaran", "OR 0089127", "diesel", 1350.75),
            ],
        ),
        (
            "Materials",
            [
                ("08/20/25", "National Book", "OR 77120", "bond paper, crayons, glue", 1874.50),
                ("08/20/25", "Tarp Express", "OR 3046", "tarpaulin 4x6 ft", 480.00),
                ("08/20/25", "Handy Gifts", "OR 1290", "tokens for storytellers, 3", 900.00),
            ],
        ),
    ]
    spent = sum(x[4] for _, g in groups for x in g)
    advance = 12000.00
    body = []
    for head, items in groups:
        body += [[head], *items, [None, None, None, "Sub-total", sum(x[4] for x in items)]]
    back = round(advance - spent, 2)
    rows = [
        ["LIQUIDATION REPORT"],
        ["Activity: Read-A-Thon sa Sitio, August 22, 2025    Entity: Hinigaran Central School Library"],
        [],
        ["DATE", "PAYEE", "OR / RER NO.", "PARTICULARS", "AMOUNT"],
        *body,
        [],
        [None, None, None, "TOTAL AMOUNT SPENT", spent],
        [None, None, None, "AMOUNT OF CASH ADVANCE per DV No. 25-08-114", advance],
        [None, None, None, "AMOUNT REFUNDED per OR No. 440187 dated 09/01/25", back],
        [],
        ["Submitted by: Teacher Gladys Montero"],
    ]
    return Shape(
        id="liquidation-by-group",
        what="Philippine liquidation report: expenses by group with subtotals, the amount spent, the cash advance and the refund.",
        file="liquidation read-a-thon.xlsx",
        content=book_of(("Liquidation", rows, ["A1:E1", "A2:E2"])),
        row_is="payment",
        expect=(figure("cost_cash", spent), *NO_ATTENDANCE),
        never=(
            *other_figures(
                "cost_cash",
                spent,
                2 * spent,
                3 * spent,
                advance,
                spent + advance,
                spent + back,
                spent + advance + back,
                3 * spent + advance + back,
                3 * spent + back,
                2 * spent + back,
                2 * spent + advance + back,
            ),
            *other_figures("attendance_total", (), 38),
        ),
    )


def build_accounts_page() -> Shape:
    """UK: yearly receipts and payments of a village library."""
    income = [
        ("Members' subscriptions", 515, 480),
        ("Plant and cake stall", 368, 291),
        ("Donations", 240, 655),
        ("Parish Council grant", 750, 750),
        ("100 Club", 612, 598),
    ]
    costs = [
        ("New books", 1094, 1210),
        ("Summer reading prizes", 136, 98),
        ("Visiting author and travel", 285, 0),
        ("Heating contribution", 420, 380),
        ("Insurance", 97, 92),
        ("100 Club prizes", 300, 300),
        ("Stationery and post", 44, 61),
    ]
    got, spent, old_got, old_spent = (
        sum(x[i] for x in part) for part, i in ((income, 1), (costs, 1), (income, 2), (costs, 2))
    )
    opening = 1326
    rows = [
        ["LLANFECHAN COMMUNITY LIBRARY"],
        ["Receipts and Payments Account for the year ended 31 March 2026"],
        [],
        [None, "2025/26 £", "2024/25 £"],
        ["RECEIPTS"],
        *income,
        ["Total receipts", got, old_got],
        [],
        ["PAYMENTS"],
        *[(name, a, b or "-") for name, a, b in costs],
        ["Total payments", spent, old_spent],
        [],
        [
            "Surplus / (deficit) for the year",
            got - spent,
            f"({old_spent - old_got})" if old_got < old_spent else old_got - old_spent,
        ],
        [],
        ["Bank balance 1 April", opening, opening - (old_got - old_spent)],
        ["Bank balance 31 March", opening + got - spent, opening],
        [],
        ["Examined and found correct: G. Prosser"],
    ]
    rest = got - spent
    return Shape(
        id="accounts-page",
        what="UK yearly account on one page: receipts and payments of this year and last year, totals, surplus and bank balances.",
        file="accounts 2025-26 AGM.xlsx",
        content=book_of(("Accounts", rows, ["A1:C1", "A2:C2"])),
        row_is="payment",
        expect=(figure("cost_cash", spent), figure("cash_balance", rest), *NO_ATTENDANCE),
        never=(
            *other_figures(
                "cost_cash",
                spent,
                2 * spent,
                spent + old_spent,
                2 * (spent + old_spent),
                old_spent,
                got,
                got + spent,
                2 * (got + spent),
            ),
            *other_figures(
                "cash_balance", rest, opening + rest, got, 2 * got, rest + old_got - old_spent, got + old_got
            ),
        ),
    )


ACCOUNTS_AND_LIQUIDATIONS: tuple[Shape, ...] = (
    build_resibo_list(),
    build_ingresos_egresos(),
    build_gastos_matriz(),
    build_rifa(),
    build_facturas_csv(),
    build_liquidation_reading_month(),
    build_kermes(),
    build_liquidation_by_group(),
    build_accounts_page(),
)
