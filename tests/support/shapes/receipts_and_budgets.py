"""Receipts, budgets by item, and events with what they cost."""

from __future__ import annotations

from datetime import date

from tests.support.shapes.definition import (
    NO_ATTENDANCE,
    NO_VISITS,
    Shape,
    count_figures,
    figure,
    larger_figures,
    other_figures,
    wrong_figures,
)
from tests.support.shapes.files import Book, Formula, book_of, csv_of, format_spanish_number, sum_formula


def build_receipts_us() -> Shape:
    """US list of receipts as CSV with dollar signs."""
    log = [
        ("6/3/25", "Dollar General", "sidewalk chalk, bubbles", 23.5, "Jen", "Y"),
        ("6/5/25", "Walmart", "snacks for kickoff", 61.82, "library card", "n/a"),
        ("6/9/25", "Oriental Trading", "prizes (12 dz)", 148.9, "library card", "n/a"),
        ("6/12/25", "Hobby Lobby", "canvas bags, 40", 79.6, "Jen", "Y"),
        ("6/12/25", "Hobby Lobby", "fabric paint - VOID, rang twice", 0, "Jen", "n/a"),
        ("6/17/25", "Snake Guy (Reptile Show)", "performer", 350, "check #2217", "n/a"),
        ("6/20/25", "Casey's", "pizza for teens, 8", 103.92, "Barb", "not yet"),
        ("6/26/25", "Amazon", "slime supplies", 44.17, "library card", "n/a"),
        ("7/1/25", "USPS", "mail prizes", 9.85, "Barb", "Y"),
        ("7/8/25", "Magic by Randall", "performer", 275, "check #2231", "n/a"),
        ("7/15/25", "Walmart", "popsicles", 18.44, "Jen", "not yet"),
        ("7/22/25", "Pool - City of Alden", "pool passes 30 @ $4", 120, "check #2240", "n/a"),
    ]
    total = round(sum(x[3] for x in log), 2)

    def usd(v: float) -> str:
        return f"${v:,.2f}"

    rows = [
        ["SRP receipts 2025", "", "", "", "", ""],
        ["Date", "Store / Payee", "What", "Amount", "Paid by", "Reimbursed?"],
        *[[*x[:3], usd(x[3]), *x[4:]] for x in log],
        ["", "", "TOTAL SPENT", usd(total), "", ""],
        ["", "", "Budget", "$1,500.00", "", ""],
        ["", "", "Left", usd(1500 - total), "", ""],
    ]
    return Shape(
        id="receipts-us",
        what="US list of receipts as CSV with dollar signs, check numbers, who paid and whether reimbursed; below total spent, budget and the rest.",
        file="srp receipts.csv",
        content=csv_of(rows),
        row_is="ledger-line",
        expect=(figure("cost_cash", total), *NO_VISITS, figure("in_kind_value", None)),
        never=(
            *larger_figures(
                "cost_cash",
                total,
                2 * total,
                1500,
                total + 1500,
                2 * total + 1500,
                3000,
                2 * total + 3000 - total,
            ),
            *wrong_figures("cash_balance", 1500 - 2 * total),
            *wrong_figures("in_kind_value", total),
        ),
        privacy=("Randall",),
    )


def build_summer_receipts() -> Shape:
    """US list of receipts for a summer program."""
    log = [
        ("5/19", "Dollar Tree", "buckets, chalk, bubbles", 31.25, "Lib card"),
        ("5/21", "Oriental Trading", "prizes", 148.6, "Lib card"),
        ("5/28", "Walmart", "popsicles", 22.48, "me - reimb. 6/10"),
        ("6/2", "Reptile Encounters LLC", "show", 275, "Friends ck 1187"),
        ("6/3", "Staples", "laminating", 18.99, "Lib card"),
        ("6/9", "Michaels", "yarn - VOID, took it back same day", 36.4, "Lib card"),
        ("6/11", "Aldi", "lemonade, cookies", 27.13, "me - reimb. 6/24"),
        ("6/17", "Kip Doyle Magic", "show", 225, "Friends ck 1190"),
        ("6/23", "Dollar Tree", "more bubbles", 12.5, "Lib card"),
        ("7/1", "Little Caesars", "teen pizza x6", 41.94, "Lib card"),
        ("7/14", "Amazon", "book prizes (24)", 119.76, "Lib card"),
        ("7/25", "Aldi", "finale snacks", 53.87, "me - NOT reimbursed yet"),
    ]
    paid = round(sum(x[3] for x in log if "VOID" not in x[2]), 2)
    rows = [
        ["Summer receipts - keep w/ envelope!!"],
        ["Date", "Store", "For", "$", "Paid how"],
        *[list(x) for x in log],
        [],
        [None, None, "Total (w/o the void)", paid],
    ]
    void = 36.4
    return Shape(
        id="summer-receipts",
        what="US list of receipts with store, purpose, amount, how paid; one voided purchase still in the list; total without it.",
        file="SRP receipts.xlsx",
        content=book_of(("receipts", rows, [])),
        row_is="ledger-line",
        expect=(figure("cost_cash", paid), figure("in_kind_value", None), *NO_VISITS),
        never=(
            *larger_figures("cost_cash", paid, paid + void, 2 * paid, 2 * paid + void),
            *wrong_figures("cash_balance", paid, paid + void),
        ),
    )


def build_budget_mexico() -> Shape:
    """Mexican budget and spending by item."""
    parts = [
        (
            "Papelería y materiales",
            [
                ("Hojas, cartulinas y plumones", 2500, 2318.4),
                ("Títeres y telas", 1800, 1950),
                ("Impresión de carteles", 1200, 980),
            ],
        ),
        (
            "Honorarios",
            [("Cuentacuentos (4 funciones)", 8000, 6000), ("Tallerista de ilustración", 4500, 4500)],
        ),
        (
            "Traslados y alimentos",
            [
                ("Gasolina camioneta del municipio", 2000, 1435.6),
                ("Refrigerios", 1500, 1612.5),
                ("Comida de voluntarios", 900, None),
            ],
        ),
        ("Acervo", [("Libros infantiles, Educal", 6000, 5874), ("Forros y etiquetas", 600, 412)]),
    ]
    rows = [
        ['PROYECTO "LEER EN LA PLAZA" - PRESUPUESTO Y EJERCICIO 2025'],
        ["Biblioteca Pública Mpal. de Zacatlán. Corte: 30 de septiembre de 2025"],
        [],
        ["Partida", "Concepto", "Presupuestado", "Ejercido", "Por ejercer"],
    ]
    b_all = s_all = 0.0
    for head, items in parts:
        b, s = sum(x[1] for x in items), sum(x[2] or 0 for x in items)
        first = len(rows) + 1
        rows += [
            [head if i == 0 else None, w, x, y, round(x - (y or 0), 2)] for i, (w, x, y) in enumerate(items)
        ]
        last = len(rows)
        rows.append(
            [
                None,
                "Subtotal",
                sum_formula("C", first, last, b),
                sum_formula("D", first, last, round(s, 2)),
                round(b - s, 2),
            ]
        )
        b_all, s_all = b_all + b, s_all + s
    s_all = round(s_all, 2)
    rows += [
        ["TOTAL", None, b_all, s_all, round(b_all - s_all, 2)],
        [],
        ["La comida de voluntarios se paga en octubre. Cantidades en pesos."],
    ]
    return Shape(
        id="budget-mexico",
        what="Mexican budget and spending by item: presupuestado, ejercido, por ejercer, the heading only in the first row of its part, subtotals by formula and a total.",
        file="presupuesto leer en la plaza.xlsx",
        content=book_of(("Presupuesto", rows, ["A1:E1", "A2:E2"])),
        row_is="ledger-line",
        expect=(figure("cost_cash", s_all), *NO_VISITS, figure("in_kind_value", None)),
        never=(
            *larger_figures(
                "cost_cash", s_all, b_all, 2 * s_all, 3 * s_all, b_all + s_all, 2 * b_all, 3 * b_all
            ),
            *wrong_figures("in_kind_value", b_all, s_all),
            *wrong_figures("cash_balance", b_all, b_all - 3 * s_all),
        ),
    )


def build_plan_lectura_gasto() -> Shape:
    """Spanish budget against spending, by chapter."""
    chapters = [
        (
            "1. Actividades",
            [
                ("Cuentacuentos (8 sesiones)", 1600, 1400),
                ("Taller de cómic", 450, 450),
                ("Encuentro con autora", 380, 412.5),
            ],
        ),
        (
            "2. Fondos",
            [
                ("Lote club de lectura juvenil", 720, 698.35),
                ("Lectura fácil", 500, 463.1),
                ("Tebeos", 250, None),
            ],
        ),
        ("3. Difusión", [("Cartelería", 180, 166.98), ("Marcapáginas", 90, 90)]),
        ("4. Varios", [("Meriendas", 200, 237.4), ("Desplazamientos", 150, 61.2)]),
    ]
    rows = [
        ["PLAN DE FOMENTO DE LA LECTURA 2024 - Biblioteca Municipal de Valdearcos"],
        ["Seguimiento económico a 31 de diciembre (importes en euros)"],
        [],
        ["Partida", "Presupuestado", "Ejecutado", "Diferencia", "Comentario"],
    ]
    planned = spent = 0
    for name, items in chapters:
        b, s = sum(i[1] for i in items), round(sum(i[2] or 0 for i in items), 2)
        rows.append([name])
        rows += [
            [w, x, y, round(x - (y or 0), 2), "sin ejecutar, pasa a 2025" if y is None else None]
            for w, x, y in items
        ]
        rows.append([f"Suma {name[3:].lower()}", b, s, round(b - s, 2)])
        planned, spent = planned + b, round(spent + s, 2)
    rows.append(
        [
            "TOTAL PLAN",
            planned,
            spent,
            round(planned - spent, 2),
            f"ejecución {100 * spent / planned:.1f} %".replace(".", ","),
        ]
    )
    return Shape(
        id="plan-lectura-gasto",
        what="Spanish budget and spending by chapter: budgeted, spent, difference; sums by chapter, grand total, one item not spent.",
        file="seguimiento plan lectura 2024.xlsx",
        content=book_of(("Seguimiento", rows, ["A1:E1", "A2:E2"])),
        row_is="ledger-line",
        expect=(figure("cost_cash", spent), figure("in_kind_value", None), *NO_VISITS),
        never=(
            *larger_figures(
                "cost_cash", spent, planned, 2 * spent, 3 * spent, planned + spent, 2 * planned, 3 * planned
            ),
            *wrong_figures("in_kind_value", planned, spent),
            *wrong_figures("cash_balance", planned),
        ),
    )


def build_naira_items() -> Shape:
    """Nigerian grant expenses with quantity and unit price, CSV."""
    items = [
        ("Primary readers (Bk 1)", 60, 1800, "Bookcraft Stores", "paid"),
        ("Primary readers (Bk 2)", 60, 1950, "Bookcraft Stores", "paid"),
        ("Plastic chairs", 24, 6500, "Gbagi market", "paid"),
        ("Floor mats", 6, 9200, "Gbagi market", "paid"),
        ("Whiteboard", 1, 28000, "Kola & Sons", "paid"),
        ("Markers, pkt", 5, 3500, "Kola & Sons", "paid"),
        ("Banner 8ft x 4ft", 1, 16000, "Prints Hub", "paid"),
        ("Lunch packs, launch day", 75, 1500, "Mama Tawa", "paid"),
        ("Generator fuel (litres)", 20, 980, "NNPC station", "paid"),
        ("Solar lamp", 4, None, "", "not bought - price went up"),
        ("Transport of chairs", 1, 12000, "driver", "paid"),
    ]

    def naira(v: int) -> str:
        return f"N{v:,}"

    total = sum(q * u for _, q, u, _, _ in items if u)
    rows = [
        ["READ-ALOUD GRANT: HOW THE MONEY WAS SPENT"],
        [],
        ["S/N", "Item", "Qty", "Unit price", "Amount", "Bought from", "Remark"],
        *[
            [i, w, q, naira(u) if u else "", naira(q * u) if u else "", v, r]
            for i, (w, q, u, v, r) in enumerate(items, 1)
        ],
        ["", "TOTAL", "", "", naira(total), "", ""],
        ["", "Grant received", "", "", naira(750000), "", "Zenith, 14 Jan"],
    ]
    unit = sum(u for _, _, u, _, _ in items if u)
    return Shape(
        id="naira-items",
        what="Nigerian CSV of grant spending: quantity, unit price and amount with N and thousands commas, one item not bought, total, grant received below.",
        file="grant expenses.csv",
        content=csv_of(rows),
        row_is="ledger-line",
        expect=(figure("cost_cash", total), figure("in_kind_value", None), *NO_VISITS),
        or_none=(figure("cash_balance", 750000 - total),),
        never=(
            *larger_figures(
                "cost_cash", total, 2 * total, total + unit, total + 750000, 2 * total + 750000, 750000
            ),
            *wrong_figures("cost_cash", unit),
            *wrong_figures("books_at_stage", sum(i[1] for i in items)),
        ),
    )


def build_eventos_y_gastos() -> Shape:
    """Mexican events with attendance and what each cost."""
    log = [
        (date(2025, 4, 5), "Trueque de libros", 46, 0, 380, 150),
        (date(2025, 4, 12), "Taller de papalotes", 28, 640, 420, 0),
        (date(2025, 4, 26), "Maratón de lectura", 83, 215.5, 1260, 300),
        (date(2025, 4, 30), "Día del Niño", 140, 1180, 2350, 0),
        (date(2025, 5, 10), "Cartas a mamá", 37, 295, 510, 0),
        (date(2025, 5, 17), "Lectura en el tianguis", 52, 0, 0, 220),
        (date(2025, 5, 24), "Cine y libro", None, None, None, None),
        (date(2025, 5, 31), "Cuentacuentos invitado", 64, 0, 700, 1500),
        (date(2025, 6, 14), "Papás que leen", 31, 180, 460, 0),
        (date(2025, 6, 28), "Clausura", 75, 350, 1890, 400),
    ]
    rows = [
        ['BIBLIOTECA PÚBLICA MUNICIPAL "ROSARIO CASTELLANOS"'],
        ["Eventos y gastos, abril-junio"],
        [None, None, None, "GASTOS ($)", None, None, None],
        ["Fecha", "Evento", "Asistentes", "Material", "Refrigerio", "Transporte y otros", "Total"],
    ]
    for r in log:
        rows.append(
            [*r, None if r[2] is None else sum(r[3:])]
            if r[2] is not None
            else [r[0], r[1], "SUSPENDIDO (proyector descompuesto)"]
        )
    sums = [sum(r[j] or 0 for r in log) for j in range(2, 6)]
    cost, total, held = sum(sums[1:]), sums[0], sum(r[2] is not None for r in log)
    last = 4 + len(log)
    rows.append(
        [
            "TOTALES",
            None,
            *[Formula(f"=SUM({c}5:{c}{last})", v) for c, v in zip("CDEF", sums, strict=True)],
            Formula(f"=SUM(G5:G{last})", cost),
        ]
    )

    def content():
        book = Book()
        book.add_sheet("abr-jun", rows, ["A1:G1", "A2:G2", "D3:G3", "C11:G11"], "dd/mm/yyyy")
        return book.to_bytes()

    return Shape(
        id="eventos-y-gastos",
        what="Mexican list of events with attendance and costs under a merged heading: material, snacks, transport and total; one suspended, totals by formula.",
        file="eventos trimestre 2.xlsx",
        content=content,
        row_is="session",
        expect=(*count_figures(total, held), figure("cost_cash", cost)),
        never=(
            *larger_figures("attendance_total", total, 2 * total),
            *larger_figures("sessions_held", held, len(log), len(log) + 1),
            *larger_figures("cost_cash", cost, 2 * cost, 3 * cost, 4 * cost, cost + total),
        ),
    )


def build_bolivia_liquidation() -> Shape:
    """Bolivia: liquidation of an advance for a bookmobile."""
    groups = {
        "Combustible y mantenimiento": [
            (date(2025, 6, 3), "48812", "Surtidor San Cristóbal", "Diésel 60 lt", 223.2),
            (date(2025, 6, 17), "49120", "Surtidor San Cristóbal", "Diésel 60 lt", 223.2),
            (date(2025, 6, 19), "731", "Taller El Rápido", "Parchado de llanta", 85.0),
        ],
        "Alimentación y viáticos": [
            (date(2025, 6, 4), "S/F", "Sra. Primitiva Mamani", "Almuerzos equipo (recibo)", 150.0),
            (date(2025, 6, 18), "2204", "Pensión Doña Julia", "Almuerzos equipo", 168.5),
        ],
        "Material": [
            (date(2025, 6, 2), "10877", "Librería Olimpia", "Cartulinas, marcadores, cola", 412.3),
            (date(2025, 6, 9), "10931", "Librería Olimpia", "Cuentos ilustrados (18 ejemplares)", 1260.0),
            (date(2025, 6, 10), "560", "Imprenta Sur", "Fichas de lectura", 340.0),
        ],
    }
    advance = 3000.0
    spent = round(sum(r[4] for g in groups.values() for r in g), 2)
    subtotals = [round(sum(r[4] for r in g), 2) for g in groups.values()]
    rest = round(advance - spent, 2)
    body, n = [], 0
    for name, lines in groups.items():
        body.append([name.upper()])
        for d, invoice, who, what, amount in lines:
            n += 1
            body.append([n, d, invoice, who, what, format_spanish_number(amount, 2)])
        body.append([None, None, None, None, "Subtotal", format_spanish_number(sum(r[4] for r in lines), 2)])
    rows = [
        ["ONG LIBROS EN CAMINO"],
        ["RENDICIÓN DE CUENTAS DE FONDO EN AVANCE"],
        ["Proyecto:", "Bibliobús Norte", None, None, "Responsable:", "Eulogio Condori"],
        [
            "Mes:",
            "Junio 2025",
            None,
            None,
            "Fondo recibido (cheque 0912) Bs",
            format_spanish_number(advance, 2),
        ],
        [],
        ["N°", "Fecha", "N° factura", "Proveedor", "Detalle", "Importe Bs"],
        *body,
        [None, None, None, None, "TOTAL GASTADO Bs", format_spanish_number(spent, 2)],
        [None, None, None, None, "SALDO A DEVOLVER Bs", format_spanish_number(rest, 2)],
        [],
        ["Firma responsable", None, None, "Firma contabilidad"],
        ["S/F = sin factura"],
    ]
    return Shape(
        id="bolivia-liquidation",
        what="Bolivian liquidation of an advance: invoices by budget line with subtotals, amounts as Spanish text, the remainder to be returned.",
        file="rendicion junio.xlsx",
        content=book_of(("Rendición", rows, ["A1:F1", "A2:F2"])),
        row_is="payment",
        expect=(figure("cost_cash", spent), *NO_ATTENDANCE),
        or_none=(figure("cash_balance", rest),),
        never=(
            *other_figures(
                "cost_cash",
                spent,
                2 * spent,
                3 * spent,
                spent + advance,
                advance,
                spent + rest,
                2 * spent + rest,
                *subtotals,
            ),
            *other_figures("in_kind_value", (), 1260.0, spent),
        ),
    )


def build_kerala_petty_cash() -> Shape:
    """India: petty cash of a village library."""
    vouchers = [
        ("P-31", "02.12.2024", "Newspaper bill, Nov.", 640, None),
        ("P-32", "05.12.2024", "Auto fare, book bundle from Taluk", 120, None),
        ("P-33", "09.12.2024", "Tea and vada, storytelling day", 385, None),
        ("P-34", "09.12.2024", "CANCELLED", None, "written by mistake"),
        ("P-35", "13.12.2024", "Bulb and holder, children's corner", 95, None),
        ("P-36", "18.12.2024", "Chart paper, sketch pens", 276, "Balavedi"),
        ("P-37", "21.12.2024", "Prizes for drawing contest (6 books)", 1150, "Balavedi"),
        ("P-38", "24.12.2024", "Xmas star", 160, None),
        ("P-39", "31.12.2024", "Sweeping charges", 500, "Smt. Kamala"),
    ]
    spent = sum(v[3] or 0 for v in vouchers)

    def rupees(n: int | None) -> str:
        return f"{n:,}/-" if n is not None else "-"

    rows = [
        ["GRAMEENA VAYANASALA, MUTTUCHIRA"],
        ["Petty cash vouchers - December 2024"],
        [],
        ["Voucher", "Date", "Towards", "Amount (Rs.)", "Remarks"],
        *[[a, b, c, rupees(n), e] for a, b, c, n, e in vouchers],
        [None, None, "Total", rupees(spent), None],
        ["Rupees three thousand three hundred and twenty six only"],
        [],
        ["Librarian", None, None, "Secretary"],
    ]
    return Shape(
        id="kerala-petty-cash",
        what='Indian vouchers of petty cash with amounts such as "1,150/-", one cancelled, the total in words too.',
        file="petty cash dec.xlsx",
        content=book_of(("Dec 24", rows, ["A1:E1", "A2:E2"])),
        row_is="payment",
        expect=(figure("cost_cash", spent), *NO_ATTENDANCE),
        never=other_figures("cost_cash", spent, 2 * spent, spent - 1150, spent - 1150 + 1.15, spent + 6),
    )


RECEIPTS_AND_BUDGETS: tuple[Shape, ...] = (
    build_receipts_us(),
    build_summer_receipts(),
    build_budget_mexico(),
    build_plan_lectura_gasto(),
    build_naira_items(),
    build_eventos_y_gastos(),
    build_bolivia_liquidation(),
    build_kerala_petty_cash(),
)
