"""Gifts, expenses, budgets and cash books; books received and sent; partners and agreements."""

from __future__ import annotations

from datetime import date

from tests.support.shapes.definition import NO_ATTENDANCE, Shape, figure, wrong_figures
from tests.support.shapes.files import book_of


def build_donation_list() -> Shape:
    """Gifts of money and of things in two columns, with the year's goal below."""
    gifts = [
        ("1/8/26", "Dr. & Mrs. Alan Petrakis", 250, None, None, "x"),
        ("1/12/26", "Anonymous (book drop)", 20, None, None, None),
        ("1/15/26", "Hometown Bakery", None, "4 doz cookies, author tea", 60, "x"),
        ("1/20/26", "VFW Post 2217", 500, None, None, "x"),
        ("1/22/26", "Marjorie Blount", None, "puzzles (11)", None, None),
        ("2/2/26", "Kiwanis", None, "folding tables, 2", 138, "x"),
        ("2/3/26", "Elaine Tsosie", 35, None, None, "x"),
        ("2/14/26", "First State Bank", 300, "pens & bags", 75, "x"),
        ("2/19/26", "In memory of Walt Kimball - the Kimball family", 180, None, None, "x"),
        ("2/27/26", "Ace Hardware", None, "paint for teen room", 94.5, None),
    ]
    cash = sum(g[2] or 0 for g in gifts)
    kind = sum(g[4] or 0 for g in gifts)
    rows = [
        ["FRIENDS OF THE LIBRARY - Gifts received 2026"],
        [],
        ["Date", "From", "Cash $", "Gift in kind", "Est. value $", "Thank-you sent"],
        *gifts,
        [],
        [None, "So far", cash, None, kind, None],
        [None, "Goal for the year", 5000, None, None, None],
    ]
    return Shape(
        id="donation-list",
        what="Gifts to the Friends: cash and in-kind in two columns, one gift without a value, 'So far' and the year's goal below. Nothing was spent.",
        file="gifts 2026.xlsx",
        content=book_of(("2026", rows, ["A1:F1"])),
        row_is="payment",
        expect=(figure("in_kind_value", kind), *NO_ATTENDANCE[:2]),
        or_none=(figure("cash_balance", cash),),
        never=(
            *wrong_figures("cost_cash", cash, cash + kind, 5000, 2 * cash, 5000 + cash),
            *wrong_figures("in_kind_value", cash + kind, 2 * kind, kind + 11, 2 * (cash + kind), kind + 5000),
            *wrong_figures("cash_balance", cash + kind, 2 * cash, 5000, cash + 5000, 2 * cash + 5000, -cash),
            *wrong_figures("attendance_total", 10, cash, 11),
        ),
        privacy=("Petrakis", "Marjorie Blount", "Elaine Tsosie", "Kimball"),
    )


def build_liquidation() -> Shape:
    """A liquidation report with the cash advance and the refund below its total."""
    spent = [
        ("Hulyo 3, 2025", "OR 20418", "Bond paper, 5 reams", 1125),
        ("Hulyo 3, 2025", "OR 20418", "Crayons 24s, 20 boxes", 1580),
        ("Hulyo 5, 2025", "RER", "Tricycle fare, volunteers", 240),
        ("Hulyo 7, 2025", "OR 118", "Snacks - pandesal at juice, 60 pax", 1845.75),
        ("Hulyo 7, 2025", "OR 0077", "Sound system rental", 2500),
        ("Hulyo 8, 2025", "OR 3391", "Storybooks, 12 pcs", 3468),
        ("Hulyo 8, 2025", "RER", "Load for hotline", 100),
        ("Hulyo 9, 2025", "OR 441", "Tarpaulin 4x6 ft", 480),
    ]
    advance = 15000
    total = sum(r[3] for r in spent)
    rows = [
        ["LIQUIDATION REPORT"],
        ["LGU Culion - Municipal Library"],
        ["Period covered: July 1-15, 2025", None, None, "Report No. 2025-07-011"],
        [],
        ["Date", "Ref.", "PARTICULARS", "AMOUNT"],
        *spent,
        [],
        [None, None, "TOTAL AMOUNT SPENT", total],
        [None, None, "AMOUNT OF CASH ADVANCE PER DV NO. 330", advance],
        [None, None, "AMOUNT REFUNDED PER OR NO. 5512", advance - total],
        [None, None, "AMOUNT TO BE REIMBURSED", 0],
        [],
        ["Prepared by: MERLINDA S. ABAYA"],
    ]
    return Shape(
        id="liquidation",
        what="Philippine liquidation report: eight outlays, then the sum, the cash advance, the refund and what is to be reimbursed as lines below.",
        file="LIQUIDATION Nutrition Month storytelling.xlsx",
        content=book_of(("LR", rows, ["A1:D1", "A2:D2"])),
        row_is="payment",
        expect=(figure("cost_cash", total), *NO_ATTENDANCE[:2]),
        never=(
            *wrong_figures(
                "cost_cash",
                2 * total,
                advance,
                total + advance,
                2 * total + advance,
                2 * advance,
                2 * total + 2 * advance - total,
                advance - total,
                total + 2 * advance,
            ),
            *wrong_figures("attendance_total", 60, 8, 20, 92),
        ),
        privacy=("ABAYA",),
    )


def build_budget_actual() -> Shape:
    """A budget next to what was spent, in groups with sub-totals."""
    groups = {
        "Storytelling festival": [
            ("Honoraria", 12000, 10500),
            ("Materials", 6000, 6840),
            ("Food", 9000, 9275),
        ],
        "Reading camp": [("Venue", 5000, 0), ("Workbooks", 8000, 7960), ("Transport", 3500, 4120)],
        "Mobile library": [("Fuel", 14000, 11380), ("Repairs", 4000, 6150)],
    }
    rows = [
        ["FY 2025 PROGRAM BUDGET vs ACTUAL (in rand)"],
        ["Masibambane Community Library Trust"],
        [],
        ["Line", "Budget", "Actual spent", "Variance", "% used"],
    ]
    budget = actual = 0
    for name, lines in groups.items():
        b, a = sum(x[1] for x in lines), sum(x[2] for x in lines)
        rows.append([name])
        rows += [[f"   {n}", x, y, x - y, round(100 * y / x)] for n, x, y in lines]
        rows += [[f"Sub-total {name.lower()}", b, a, b - a, round(100 * a / b)], []]
        budget, actual = budget + b, actual + a
    rows.append(["GRAND TOTAL", budget, actual, budget - actual, round(100 * actual / budget)])
    return Shape(
        id="budget-actual",
        what="Budget next to what was spent, variance and per cent, in three groups with sub-totals and a grand total.",
        file="budget vs actual 2025.xlsx",
        content=book_of(("2025", rows, [])),
        row_is="payment",
        expect=(figure("cost_cash", actual), *NO_ATTENDANCE[:2]),
        never=(
            *wrong_figures(
                "cost_cash",
                budget,
                budget + actual,
                2 * actual,
                3 * actual,
                2 * budget,
                3 * budget,
                budget - actual,
                3 * (budget + actual),
            ),
            *wrong_figures("attendance_total", actual, budget, 8),
        ),
    )


def build_two_currencies() -> Shape:
    """Expenses in two currencies, with a column that converts them."""
    lines = [
        (date(2025, 2, 3), "Storybooks from US partner (freight)", "USD", 180, 58.2, 10476),
        (date(2025, 2, 10), "Local transport, pier to library", "PHP", 3200, None, 3200),
        (date(2025, 2, 18), "Shelves (carpenter)", "PHP", 14500, None, 14500),
        (date(2025, 3, 1), "Barcode labels (online)", "USD", 45, 57.8, 2601),
        (date(2025, 3, 12), "Snacks at turnover", "PHP", 4150, None, 4150),
        (date(2025, 3, 28), "Website one year", "USD", 60, 57.5, 3450),
        (date(2025, 4, 4), "Paint, brushes", "PHP", 2875, None, 2875),
    ]
    assert all(peso == round(amount * (rate or 1), 2) for *_, amount, rate, peso in lines)
    peso = sum(r[5] for r in lines)
    mixed = sum(r[3] for r in lines)
    usd = sum(r[3] for r in lines if r[2] == "USD")
    php = sum(r[3] for r in lines if r[2] == "PHP")
    rows = [
        ["Reading corner project - expenses Feb-Apr 2025"],
        ["Paid from grant; dollars converted at the day's rate"],
        [],
        ["Date", "Particulars", "Cur.", "Amount", "Rate", "In pesos"],
        *lines,
        [None, "TOTAL", None, None, None, peso],
    ]
    return Shape(
        id="two-currencies",
        what="Expenses in dollars and pesos in one column Amount, with the rate and a column 'In pesos' that alone can be summed.",
        file="expenses reading corner.xlsx",
        content=book_of(("exp", rows, ["A1:F1"])),
        row_is="payment",
        expect=(figure("cost_cash", peso),),
        never=(
            *wrong_figures(
                "cost_cash", mixed, mixed + peso, 2 * peso, usd, php, usd + peso, mixed + 2 * peso
            ),
            *wrong_figures("attendance_total", 7, mixed, peso),
        ),
    )


def build_cashbook() -> Shape:
    """A cash book with a running balance and balances carried between months."""
    entries = [
        ("1 Jul", "Opening balance b/f", None, None),
        ("4 Jul", "Donation, Chief Obuasi", 600, None),
        ("9 Jul", "Chalk and paper", None, 145),
        ("15 Jul", "Rent of hall for spelling bee", None, 300),
        ("18 Jul", "Entry fees spelling bee (40 x 5)", 200, None),
        ("18 Jul", "Prizes", None, 385),
        ("31 Jul", "Balance c/d", None, None),
        ("1 Aug", "Balance b/d", None, None),
        ("6 Aug", "District Assembly support", 1500, None),
        ("13 Aug", "Readers, 30 copies", None, 1260),
        ("20 Aug", "Taxi to collect readers", None, 80),
        ("29 Aug", "Electricity", None, 215.5),
        ("31 Aug", "Balance c/d", None, None),
    ]
    rows = [
        ["TWIFO HEMANG COMMUNITY LIBRARY"],
        ["Cash book, July - August 2025 (GHS)"],
        [],
        ["Date", "Details", "In", "Out", "Balance"],
    ]
    balance = 412.0
    balances, ins, outs = [], 0, 0
    for day, what, got, paid in entries:
        balance += (got or 0) - (paid or 0)
        ins, outs = ins + (got or 0), outs + (paid or 0)
        balances.append(balance)
        rows.append([day, what, got, paid, balance])
    return Shape(
        id="cashbook-balance",
        what="Ghanaian cash book with In, Out and running Balance, and balances brought and carried between two months, no sums.",
        file="cash book jul aug.xlsx",
        content=book_of(("cash", rows, [])),
        row_is="payment",
        expect=(figure("cost_cash", outs), *NO_ATTENDANCE[:2]),
        never=(
            *wrong_figures(
                "cost_cash",
                ins,
                ins + outs,
                sum(balances),
                outs + sum(balances),
                outs + 412,
                balances[6],
                balances[-1],
                outs + balances[6] + balances[-1],
            ),
            *wrong_figures("cash_balance", sum(balances), outs - ins, ins, ins - outs + sum(balances)),
            *wrong_figures("attendance_total", 40, 30, 13),
        ),
        privacy=("Obuasi",),
    )


def build_copies_titles() -> Shape:
    """Books received, with boxes, titles and copies."""
    lots = [
        ("Jan 22", "DR 0114", "Adarna House thru Rotary", "Balibago ES", 2, 18, 72),
        ("Jan 22", "DR 0115", "Adarna House thru Rotary", "Sto. Domingo ES", 2, 18, 54),
        ("Feb 5", "DR 0120", "Books for Barrios", "Balibago ES", 6, 131, 240),
        ("Feb 5", "DR 0121", "Books for Barrios", "Pulong Sta. Cruz", 4, 97, 165),
        ("Feb 19", "none", "Mrs. Kapunan (personal)", "Sto. Domingo ES", 1, 23, 23),
        ("Mar 3", "DR 0133", "NBDB", "Municipal Lib.", 3, 40, 120),
        ("Mar 10", "DR 0139", "NBDB", "Pulong Sta. Cruz", 1, 15, 45),
        ("Mar 12", "DR 0141", "DepEd Division", "Balibago ES", 5, 8, 400),
    ]
    boxes, titles, copies = (sum(r[i] for r in lots) for i in (4, 5, 6))
    rows = [
        ["BOOKS RECEIVED, 1st Quarter 2025"],
        ["Municipal Library of Sta. Rosa - Extension Services"],
        [],
        ["Date rec'd", "DR No.", "From", "For", "Boxes", "Titles", "Copies"],
        *lots,
        [None, None, None, "TOTAL", boxes, titles, copies],
    ]
    return Shape(
        id="copies-titles",
        what="Books received with boxes, titles and copies in three columns, delivery receipt numbers, total line.",
        file="books received Q1.xlsx",
        content=book_of(("Q1", rows, ["A1:G1", "A2:G2"])),
        row_is="delivery",
        expect=(figure("books_at_stage", copies, stage="collected"), *NO_ATTENDANCE[:2]),
        never=(
            *wrong_figures(
                "books_at_stage",
                titles,
                boxes,
                titles + copies,
                boxes + titles + copies,
                2 * copies,
                2 * titles,
            ),
            *wrong_figures("attendance_total", copies, titles, boxes, 8),
        ),
        privacy=("Kapunan",),
    )


def build_book_drive() -> Shape:
    """A book drive by ally and stage, with a line of percentages."""
    sites = [
        ("Colegio San Martín", 300, 264, 201, 200, 196),
        ("IE La Esperanza", 150, 171, 122, 120, 120),
        ("Parroquia", 80, 46, 30, 30, 30),
        ("Club de Leones", 200, 0, 0, 0, 0),
        ("Librería El Ateneo", 120, 120, 118, 118, None),
        ("Vecinos (puerta a puerta)", None, 233, 97, 95, 88),
    ]
    rows = [
        ['Campaña "Un libro para la sierra" - damnificados por huaicos'],
        [],
        [
            "Aliado",
            "Prometidos",
            "Recolectados",
            "En buen estado",
            "Enviados",
            "Recibidos en Chosica",
            "Nota",
        ],
    ]
    notes = [None, "más de lo prometido", None, "no cumplió", "falta confirmar llegada", "sin promesa"]
    rows += [[*s, note] for s, note in zip(sites, notes, strict=True)]
    totals = [sum(s[i] or 0 for s in sites) for i in range(1, 6)]
    rows += [
        ["TOTAL", *totals, None],
        [
            None,
            None,
            f"{100 * totals[1] / totals[0]:.0f} %",
            f"{100 * totals[2] / totals[1]:.0f} %",
            f"{100 * totals[3] / totals[2]:.0f} %",
            f"{100 * totals[4] / totals[3]:.0f} %",
            None,
        ],
    ]

    def pair(i: int, j: int) -> float:
        both = [s for s in sites if s[i] is not None and s[j] is not None]
        return sum(s[j] for s in both) / sum(s[i] for s in both)

    return Shape(
        id="book-drive-stages",
        what="Peruvian book drive: pledged, collected, usable, sent and received by ally, one not yet confirmed, one without a pledge, a total and a line of naive percentages.",
        file="campaña libros sierra.xlsx",
        content=book_of(("resumen", rows, ["A1:G1"])),
        row_is="delivery",
        expect=(
            figure("books_at_stage", totals[0], stage="pledged"),
            figure("books_at_stage", totals[1], stage="collected"),
            figure("books_at_stage", totals[2], stage="usable"),
            figure("books_at_stage", totals[3], stage="shipped"),
            figure("books_at_stage", totals[4], stage="received"),
            figure("stage_yield", pair(1, 2), stage="collected"),
            figure("stage_yield", pair(4, 5), stage="received"),
            *NO_ATTENDANCE[:2],
        ),
        never=(
            *wrong_figures("books_at_stage", *(2 * t for t in totals), sum(totals)),
            *wrong_figures("stage_yield", totals[1] / totals[0], totals[4] / totals[3]),
            *wrong_figures("attendance_total", *totals),
        ),
    )


def build_partners_moa() -> Shape:
    """A directory of partners, and the status of agreements with them."""
    partners = [
        ("Holy Child Parish", "Fr. Andoy Lim", "0917-555-0142", "religious", 2019),
        ("Barangay Council of Tuburan", "Kgd. Sheila Pacaldo", "0928 555 7731", "LGU", 2021),
        ("Cebu Teachers' Coop", "Ms. Norma Ybañez", "(032) 555-8820", "coop", 2023),
        ("Lions Club D-301", "Engr. Vic Sarmiento", "0999-555-4410", "civic", 2020),
        ("Tuburan NHS - SSG", "Mr. Dexter Ompad", "none", "school", 2024),
    ]
    moa = [
        (
            "Holy Child Parish",
            "Venue free of charge",
            "story hours on feast days",
            "Jan 10, 2024",
            "Jan 9, 2027",
            "active",
            "in effect",
        ),
        (
            "Barangay Council of Tuburan",
            "PhP 20,000 / yr (subject to approval)",
            "40 learners tutored",
            "Marso 5, 2025",
            "Marso 4, 2026",
            "for renewal",
            "unsigned by Kap.",
        ),
        (
            "Cebu Teachers' Coop",
            "200 books; 10 volunteers",
            "logo on bookmarks",
            "06/01/2023",
            "05/31/2025",
            "expired",
            None,
        ),
        (
            "Lions Club D-301",
            "eyeglasses, 25 pairs",
            "list of slow readers w/ poor eyesight",
            "pending",
            None,
            "draft",
            "w/ legal",
        ),
        (
            "Tuburan NHS - SSG",
            "12 student readers",
            "service hrs certificate",
            "Ago 12, 2024",
            "until revoked",
            "active",
            None,
        ),
    ]
    one_tab = [
        ["PARTNERS DIRECTORY"],
        [],
        ["Name of partner", "Contact person", "Tel.", "Type", "Partner since"],
        *partners,
    ]
    two_tab = [
        ["STATUS OF MOAs / MOUs as of Oct. 2025"],
        [],
        [
            "Partner",
            "Partner's commitment",
            "Library's commitment",
            "Date signed",
            "Valid until",
            "Status",
            "Remarks",
        ],
        *moa,
    ]
    return Shape(
        id="partners-moa",
        what="A directory of partners with phones and years, and a tab of agreements whose commitments hold numbers that never happened yet.",
        file="Partners & MOA.xlsx",
        content=book_of(("Directory", one_tab, []), ("MOA", two_tab, ["A1:G1"])),
        row_is="partner",
        expect=(*NO_ATTENDANCE[:2], figure("cost_cash", None), figure("in_kind_value", None)),
        never=(
            *wrong_figures("attendance_total", 5, 10, 40, 12, 22, sum(p[4] for p in partners)),
            *wrong_figures("participants_unique", 5, 10),
            *wrong_figures("sessions_held", 5, 4, 10),
            *wrong_figures("cost_cash", 20000, sum(p[4] for p in partners)),
            *wrong_figures("books_at_stage", sum(p[4] for p in partners), 225, 247),
        ),
        privacy=(
            "Andoy Lim",
            "Sheila Pacaldo",
            "Norma Ybañez",
            "Vic Sarmiento",
            "Dexter Ompad",
            "0917-555-0142",
            "0928 555 7731",
        ),
        must_be_read=False,
    )


GIFTS_AND_CASH_BOOKS = (
    build_donation_list(),
    build_liquidation(),
    build_budget_actual(),
    build_two_currencies(),
    build_cashbook(),
    build_copies_titles(),
    build_book_drive(),
    build_partners_moa(),
)
