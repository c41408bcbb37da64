"""Cash books, budgets, pledges and gifts, and the report of a grant."""

from __future__ import annotations

from tests.support.shapes.definition import Shape, figure, numbers_among, other_figures, wrong_figures
from tests.support.shapes.files import Formula, book_of, sum_formula


def build_petty_cash_of_two_months() -> Shape:
    """Petty cash book of two months."""
    # date, voucher, particulars, in, out
    months: list[tuple[str, list[tuple[str, object, str, int | None, int | None]]]] = [
        (
            "March",
            [
                ("03/03/2025", 61, "Matatu to Ruaka Pri. (story hour)", None, 200),
                ("06/03/2025", 62, "Manila paper, felt pens", None, 640),
                ("10/03/2025", None, "Reimbursed from main a/c, chq 000412", 5000, None),
                ("13/03/2025", 63, "Milk & mandazi, 32 children", None, 960),
                ("18/03/2025", 64, "Boda boda, collect books at post office", None, 150),
                ("18/03/2025", 65, "CANCELLED", None, None),
                ("24/03/2025", 66, "Airtime to call parents", None, 200),
                ("28/03/2025", 67, "Photocopy 120 pgs @ 5/-", None, 600),
            ],
        ),
        (
            "April",
            [
                ("02/04/2025", 68, "Padlock for book box", None, 450),
                ("07/04/2025", 69, "Matatu to Ruaka Pri., 2 staff", None, 400),
                ("10/04/2025", None, "Reimbursed from main a/c, chq 000437", 3000, None),
                ("11/04/2025", 70, "Milk & mandazi, approx 40 children", None, 1200),
                ("16/04/2025", 71, "Cellotape, covering film", None, 835),
                ("25/04/2025", 72, "Storyteller (Mama Njeri), fare", None, 1000),
                ("30/04/2025", 73, "Soap, tissue", None, 270),
            ],
        ),
    ]
    rows: list[list[object]] = [
        ["PETTY CASH BOOK - Ruaka Community Library"],
        ["Imprest KSh 5,000"],
        [],
        ["Date", "PV No.", "Particulars", "Receipts (KSh)", "Payments (KSh)", "Balance (KSh)", "Sign"],
    ]
    opening = balance = 1840
    spent = topped = books_in = 0
    balances: list[int] = []
    vouchers = 0
    for n, (month, lines) in enumerate(months):
        start = balance
        rows.append(
            ["01" + lines[0][0][2:], None, "Balance b/f" if n == 0 else "Balance b/d", start, None, start]
        )
        balances.append(start)
        out = inn = 0
        for day, pv, what, i, o in lines:
            balance += (i or 0) - (o or 0)
            balances.append(balance)
            out, inn = out + (o or 0), inn + (i or 0)
            vouchers += pv if isinstance(pv, int) else 0
            rows.append([day, pv, what, i, o, balance, "WK"])
        rows += [
            [None, None, f"Total {month}", start + inn, out],
            [None, None, "Balance c/d", None, None, balance],
            [],
        ]
        spent, topped, books_in = spent + out, topped + inn, books_in + start + inn
    rows += [
        [None, None, "Spent March + April", None, spent],
        ["Cash count 30/04/2025: 1000 x 2, 500 x 1, 200 x 2, coins 35. Agrees. W. Kariuki"],
    ]
    return Shape(
        id="petty-cash-of-two-months",
        what="Petty cash book in shillings: receipts, payments and a running balance, b/f and c/d lines, two months with totals, a cancelled voucher, the cash count below.",
        file="Petty cash 2025.xlsx",
        content=book_of(("Mar-Apr", rows, ["A1:G1"])),
        row_is="ledger-line",
        expect=(figure("cost_cash", spent), figure("attendance_total", None)),
        never=(
            *other_figures(
                "cost_cash",
                spent,
                2 * spent,
                3 * spent,
                topped,
                books_in,
                spent + topped,
                sum(balances),
                spent + balance,
                spent + balance + 4090,
                vouchers,
                spent + opening,
                opening + topped,
            ),
            *wrong_figures("cash_balance", sum(balances), books_in - spent, topped, books_in),
            *wrong_figures("attendance_total", 72, 32, 40, 112),
            *wrong_figures("in_kind_value", topped, spent),
            *wrong_figures("sessions_held", 13, 15, 17),
        ),
        privacy=("Kariuki", "Njeri"),
    )


def build_budget_of_a_summer() -> Shape:
    """Budget and spending of a summer."""
    # line, last year, budget, spent as written, note
    sections: list[tuple[str, list[tuple[str, object, float, object, str | None]]]] = [
        ("PERFORMERS", [("Magician (kickoff)", 450, 500, 475, None), ("Raptor center", 400, 425, 425, None), ("Ukulele workshop", None, 300, "not billed yet", "emailed 8/20")]),
        ("SUPPLIES", [("Craft supplies", 612.4, 650, 703.18, "over - extra tie dye"), ("Snacks", 188.2, 200, 164.75, None), ("Paint & canvas", None, 220, 231.9, None)]),
        ("PRIZES", [("Paperback prize books", 890, 950, 912.35, None), ("Bikes (grand prize)", 300, 0, 0, "Lions Club donated this year"), ("Ribbons, certificates", 74.5, 80, 68, None)]),
        ("PUBLICITY", [("Banner", 135, 150, 142.5, None), ("Facebook ads", 60, 75, 75, None)]),
    ]  # fmt: skip
    rows: list[list[object]] = [
        ["Summer Reading 2025 - Budget vs. Actual (as of 8/31/25)"],
        ["Acct 4410 / Director: J. Haskell"],
        [],
        ["Line item", "2024 actual", "2025 budget", "2025 spent", "Left", "% used", "Notes"],
    ]
    last = plan = spent = 0.0
    for label, lines in sections:
        rows.append([label])
        first = len(rows) + 1
        a = b = c = 0.0
        for what, before, budget, actual, note in lines:
            used = actual if isinstance(actual, int | float) else 0
            r = len(rows) + 1
            rows.append(
                [
                    what,
                    before,
                    budget,
                    actual,
                    Formula(f"=C{r}-N(D{r})", round(budget - used, 2)),
                    f"{round(100 * used / budget)}%" if budget else "n/a",
                    note,
                ]
            )
            a, b, c = a + (before if isinstance(before, int | float) else 0), b + budget, c + used
        end = len(rows)
        rows.append(
            [
                f"Subtotal {label.lower()}",
                sum_formula("B", first, end, round(a, 2)),
                sum_formula("C", first, end, b),
                sum_formula("D", first, end, round(c, 2)),
                round(b - c, 2),
                f"{round(100 * c / b)}%",
            ]
        )
        rows.append([])
        last, plan, spent = last + a, plan + b, spent + c
    spent, last = round(spent, 2), round(last, 2)
    rows += [
        ["TOTAL", last, plan, spent, round(plan - spent, 2), f"{round(100 * spent / plan)}%"],
        [],
        ["Need Board OK for anything over 10% of a line"],
    ]
    wish_list = [("Button maker", 329), ("Storytime rug", 475), ("Canopy", 189.99)]
    wishes = sum(x[1] for x in wish_list)
    wish: list[list[object]] = [
        ["Ask the Friends for 2026"],
        ["Item", "Est. cost"],
        *[list(x) for x in wish_list],
        ["Total ask", wishes],
    ]
    return Shape(
        id="budget-of-a-summer",
        what="Budget against actual of a summer program: last year's actual, budget, spent, left, per cent; sub-totals of sections, one line 'not billed yet'; a second tab with wishes.",
        file="SRP 2025 budget.xlsx",
        content=book_of(("2025", rows, ["A1:G1"]), ("Wish list", wish, [])),
        row_is="ledger-line",
        expect=(figure("cost_cash", spent), figure("attendance_total", None)),
        never=(
            *other_figures(
                "cost_cash",
                spent,
                plan,
                last,
                2 * spent,
                3 * spent,
                round(plan - spent, 2),
                round(spent + plan, 2),
                round(spent + last, 2),
                round(spent + plan + last, 2),
                round(spent + wishes, 2),
                spent + 300,
                wishes,
                2 * plan,
            ),
            *wrong_figures("in_kind_value", spent, plan, last, 300),
            *wrong_figures("attendance_total", spent, plan, 2024, 2025),
            *wrong_figures("cash_balance", plan, plan - spent),
        ),
        privacy=("Haskell",),
    )


def build_pledged_and_given() -> Shape:
    """Pledged and given side by side."""
    # name, phone, pledged, given, date, OR number, remarks
    log: list[tuple[str, object, object, object, str | None, object, str | None]] = [
        ("Rotary Club of Lucban", 9175550142, 20000, 20000, "Jan 18", 10231, None),
        ("Fam. Deveza (Canada)", None, 15000, 10000, "Feb 3", 10238, "balance sa Mayo daw"),
        ("Lucban Rural Bank", 425403310, 10000, None, None, None, "for board approval"),
        ("Batch '98 LNHS", 9285550177, 8000, 8000, "Feb 9", 10240, None),
        ("Coop Palengke", 9995550103, 5000, 2500, "Feb 21", 10244, "1st of 2"),
        ("Kgg. Villamarzo (SB)", None, 5000, None, None, None, "to follow"),
        ("Tindahan ni Aling Cely", None, None, 500, "Feb 22", 10245, "walk-in, no pledge"),
        ("Teachers, Lucban CS", 9175550119, 6500, 6500, "Mar 4", 10251, None),
        ("Papeleria Lucbanin", 425401187, "5 reams bond paper", "delivered", "Mar 6", "n/a", "in kind"),
        ("Parish Pastoral Council", 425402026, 3000, 3000, "Mar 17", 10255, None),
    ]
    pledged, given = sum(numbers_among(x[2] for x in log)), sum(numbers_among(x[3] for x in log))
    rest = [p - (g if isinstance(g, int) else 0) for _, _, p, g, *_ in log if isinstance(p, int)]
    left = sum(rest)
    rows: list[list[object]] = [
        ["PISO PARA SA AKLAT 2025"],
        ["Lucban Municipal Library", None, None, None, "Goal:", 100000],
        [],
        [
            "No.",
            "Donor",
            "Contact no.",
            "Pledged (₱)",
            "Given (₱)",
            "Date given",
            "OR No.",
            "Balance (₱)",
            "Remarks",
        ],
    ]
    for n, (who, phone, p, g, day, receipt, note) in enumerate(log, 1):
        rows.append(
            [
                n,
                who,
                phone,
                p,
                g,
                day,
                receipt,
                p - (g if isinstance(g, int) else 0) if isinstance(p, int) else None,
                note,
            ]
        )
    rows += [
        [None, "TOTAL", None, pledged, given, None, None, left],
        [],
        [None, "% of goal", None, f"{pledged / 1000:.1f}%", f"{given / 1000:.1f}%"],
        [None, "Deposited LBP 3/28/2025", None, None, given],
    ]
    receipts = sum(numbers_among(x[5] for x in log))
    return Shape(
        id="pledged-and-given",
        what="Donors with pledged, given and balance side by side, phones and receipt numbers as numbers, a gift in kind in words, a gift without a pledge, the goal above and the deposit below.",
        file="Piso para sa Aklat - donors.xlsx",
        content=book_of(("Donors", rows, ["A1:I1"])),
        row_is="ledger-line",
        expect=(figure("cost_cash", None), figure("attendance_total", None)),
        or_none=(figure("cash_balance", given), figure("pledge_fulfilment", given / (given + left))),
        never=(
            *wrong_figures(
                "cash_balance",
                pledged,
                pledged + given,
                2 * given,
                -given,
                given + left,
                given + pledged + left,
                left,
                100000,
                100000 + given,
                receipts,
                given + receipts,
            ),
            *wrong_figures("cost_cash", given, pledged, left),
            *wrong_figures("in_kind_value", given, pledged, 5),
            *wrong_figures("participants_unique", 10, 11),
            *wrong_figures("sessions_held", 7, 8, 10, 11),
        ),
        privacy=("Deveza", "Villamarzo", "Cely"),
    )


def build_cash_and_kind_by_month() -> Shape:
    """Cash and gifts in kind by month."""
    # date, donor, what, cash as written, in kind as written, receipt, cash, in kind
    months: list[tuple[str, list[tuple[str, str, str, object, object, int, float, float]]]] = [
        (
            "marzo",
            [
                ("03/03/2025", "Farmacia San Rafael", "para refrigerios", "$1,500.00", None, 118, 1500, 0),
                ("05/03/2025", "Papelería La Pluma", "20 cajas de colores", None, 640, 119, 0, 640),
                ("12/03/2025", "Sra. Ofelia Cantú", "37 libros usados", None, "s/valor", 120, 0, 0),
                ("24/03/2025", "Club Rotario Linares", "bocina y micrófono", None, "$3,850.00", 121, 0, 3850),
            ],
        ),
        (
            "abril",
            [
                ("02/04/2025", "Purificadora El Manantial", "6 garrafones", None, 270, 122, 0, 270),
                ("08/04/2025", "Caja Popular", "apoyo Día del Niño", 4000, None, 123, 4000, 0),
                ("22/04/2025", "DIF Municipal", "50 cuentos infantiles", None, "$4,250.00", 124, 0, 4250),
                (
                    "30/04/2025",
                    "Tortillería Lupita",
                    "taquitos Día del Niño",
                    None,
                    "aprox. 900",
                    125,
                    0,
                    900,
                ),
            ],
        ),
        (
            "mayo",
            [
                ("06/05/2025", "Maderería Treviño", "2 libreros", None, 3200, 126, 0, 3200),
                ("14/05/2025", "Ing. Saúl Garza", "para pintura", 800, None, 127, 800, 0),
                ("21/05/2025", "Imprenta Norte", "2 lonas", None, 760, 128, 0, 760),
            ],
        ),
    ]
    rows: list[list[object]] = [
        ["Biblioteca Pública Municipal «Prof. Emeterio Lozano»"],
        ["Relación de donativos recibidos, marzo-mayo 2025"],
        [],
        [
            "Fecha",
            "Donante",
            "Concepto",
            "Efectivo",
            "En especie (valor estimado)",
            "Recibo No.",
            "Observaciones",
        ],
    ]
    cash = kind = 0.0
    receipts = 0
    for month, lines in months:
        for day, who, what, c, k, no, *_ in lines:
            rows.append([day, who, what, c, k, no, "falta valuar" if k == "s/valor" else None])
            receipts += no
        rows.append(
            [None, None, f"Subtotal {month}", sum(x[6] for x in lines) or None, sum(x[7] for x in lines)]
        )
        cash, kind = cash + sum(x[6] for x in lines), kind + sum(x[7] for x in lines)
    rows += [
        [None, None, "Total general", cash, kind],
        [None, None, "Efectivo + especie", None, cash + kind],
        [],
        ["Pendiente: Gasolinera del Centro prometió $2,000 para junio (no recibido)"],
        ["Elaboró: Rosalba Ibarra"],
    ]
    return Shape(
        id="cash-and-kind-by-month",
        what="Spanish list of gifts with cash and in-kind value in two columns, some amounts as text, 'aprox. 900', 's/valor', sub-totals of months, receipt numbers, a promise below.",
        file="Donativos 2025.xlsx",
        content=book_of(("mar-may", rows, ["A1:G1", "A2:G2"])),
        row_is="ledger-line",
        expect=(figure("in_kind_value", kind), figure("cost_cash", None), figure("attendance_total", None)),
        or_none=(figure("cash_balance", cash),),
        never=(
            *other_figures(
                "in_kind_value",
                kind,
                2 * kind,
                3 * kind,
                cash + kind,
                2 * kind + cash,
                cash,
                kind + 2000,
                receipts,
                kind - 900,
                kind - 3850 - 4250,
                kind - 3850 - 4250 - 900,
            ),
            *wrong_figures("cost_cash", cash, kind, cash + kind),
            *wrong_figures(
                "cash_balance", cash + kind, 2 * cash, 3 * cash, -cash, cash + 2000, cash - 1500, kind
            ),
            *wrong_figures("participants_unique", 11, 12),
            *wrong_figures("sessions_held", 11, 14),
        ),
        privacy=("Ofelia", "Cantú", "Saúl", "Rosalba"),
    )


def build_grant_in_thousands() -> Shape:
    """Report of a grant in thousand pesos."""
    lines: list[tuple[str, float, list[float | None]]] = [
        ("Honoraria, storytellers", 60, [12, 15, 15, 14.5]),
        ("Supplies and materials", 48, [20.4, 6.2, 9.1, 8.8]),
        ("Children's books", 120, [84.6, None, 31.5, None]),
        ("Travel", 22, [3.1, 4.4, 2.9, 5.2]),
        ("Food", 30, [5.5, 8.25, 7.75, 8]),
        ("Printing", 12, [None, None, 4.6, 6.9]),
        ("Contingency", 8, [None, None, None, None]),
    ]
    rows: list[list[object]] = [
        ["STATUS OF FUNDS - Aklatang Gumagala Project"],
        ["Grant No. 2025-0417, January to December 2025"],
        ["(amounts in thousand pesos)"],
        [],
        ["Expense item", "Approved budget", "Actual expenses", None, None, None, None, "Unspent", "% spent"],
        [None, None, "Q1", "Q2", "Q3", "Q4", "Total"],
    ]
    quarters = [0.0] * 4
    for what, budget, q in lines:
        part = round(sum(x or 0 for x in q), 2)
        rows.append(
            [
                what,
                budget,
                *["-" if x is None else x for x in q],
                part or "-",
                round(budget - part, 2),
                f"{100 * part / budget:.0f}%",
            ]
        )
        quarters = [round(a + (b or 0), 2) for a, b in zip(quarters, q, strict=True)]
    total, approved, released = round(sum(quarters), 2), sum(x[1] for x in lines), 270.0
    rows += [
        ["TOTAL", approved, *quarters, total, round(approved - total, 2), f"{100 * total / approved:.0f}%"],
        [],
        ["Funds released:"],
        ["  1st tranche, Feb 12", 210.0],
        ["  2nd tranche, Aug 29", 60.0],
        ["  final tranche", "upon approval of this report"],
        [],
        ["Certified correct:", None, "Noted:"],
        ["Municipal Librarian", None, "Municipal Accountant"],
    ]
    return Shape(
        id="grant-in-thousands",
        what="Financial report to a grantor in thousand pesos: approved, four quarters, total, unspent and per cent under two lines of headings; tranches and signatures below.",
        file="NCCA status of funds Dec 2025.xlsx",
        content=book_of(("SOF", rows, ["A1:I1", "A2:I2", "A3:I3", "C5:G5"])),
        row_is="ledger-line",
        expect=(figure("attendance_total", None),),
        or_none=(figure("cost_cash", total * 1000),),
        never=(
            *wrong_figures(
                "cost_cash",
                total,
                approved,
                1000 * approved,
                2 * total,
                2000 * total,
                4000 * total,
                1000 * (approved - total),
                *[1000 * q for q in quarters],
                *quarters,
                1000 * released,
                1000 * (total + approved),
            ),
            *wrong_figures("in_kind_value", total, 1000 * total, 1000 * approved),
            *wrong_figures(
                "cash_balance", released - total, approved - total, 1000 * (approved - total), approved
            ),
            *wrong_figures("attendance_total", total, approved),
            *wrong_figures("sessions_held", 4, 7),
        ),
    )


ACCOUNTS_AND_GIFTS: tuple[Shape, ...] = (
    build_petty_cash_of_two_months(),
    build_budget_of_a_summer(),
    build_pledged_and_given(),
    build_cash_and_kind_by_month(),
    build_grant_in_thousands(),
)
