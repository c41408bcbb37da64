"""Cash books, and money in and money out in tables of their own."""

from __future__ import annotations

from itertools import zip_longest

from tests.support.shapes.definition import (
    NO_VISITS,
    Shape,
    figure,
    larger_figures,
    other_figures,
    wrong_figures,
)
from tests.support.shapes.files import Formula, book_of, format_spanish_number, sum_formula


def build_cash_book_ph() -> Shape:
    """Filipino cash book."""
    log = [
        ("Mayo 3", "Galing kay Konsehal Reyes", 3000, None),
        ("Mayo 5", "Crayons at bond paper, National", None, 684),
        ("Mayo 9", "Pamasahe, tricycle", None, 120),
        ("Mayo 10", "Merienda ng mga bata (pandesal, juice)", None, 455.5),
        ("Mayo 17", "Tinda ng lumang dyaryo", 210, None),
        ("Mayo 17", "Merienda", None, 390),
        ("Mayo 24", "Donasyon, Samahan ng Kababaihan", 1500, None),
        ("Mayo 24", "Merienda", None, 412),
        ("Mayo 30", "Tarpaulin", None, 600),
        ("Hunyo 7", "Merienda", None, 448),
        ("Hunyo 13", "Load, pantext sa magulang", None, 50),
        ("Hunyo 14", "Plastic cover, tape", None, 236.75),
        ("Hunyo 21", "Donasyon, Tita Cely (balikbayan)", 1000, None),
        ("Hunyo 28", "Sertipiko at premyo", None, 775),
    ]
    rows = [
        ["TALAAN NG PERA - Kwentuhan sa Brgy. Malaya 2025"],
        ["Hawak ni: Ate Luz"],
        [],
        ["Petsa", "Para saan / Galing kanino", "Pasok (₱)", "Labas (₱)", "Natira (₱)"],
    ]
    balance = out = cash_in = sums = 0.0
    for d, w, i, o in log:
        balance = round(balance + (i or 0) - (o or 0), 2)
        out, cash_in, sums = out + (o or 0), cash_in + (i or 0), sums + balance
        rows.append([d, w, i, o, balance])
    rows += [
        ["KABUUAN", None, cash_in, out, balance],
        [],
        ["Natira sa kahon June 28:", None, None, None, balance],
        ["May resibo lahat maliban sa tricycle."],
    ]
    return Shape(
        id="cash-book-ph",
        what="Filipino cash book: pasok, labas, natira in each row from the first gift on, a total row and the rest of the money written again below.",
        file="talaan ng pera.xlsx",
        content=book_of(("Pera", rows, ["A1:E1"])),
        row_is="ledger-line",
        expect=(
            figure("cost_cash", out),
            figure("cash_balance", cash_in - out),
            *NO_VISITS,
            figure("participants_unique", None),
        ),
        never=(
            *larger_figures("cost_cash", out, 2 * out, cash_in, out + cash_in, sums),
            *other_figures(
                "cash_balance", cash_in - out, cash_in, 2 * (cash_in - out), -out, cash_in - 2 * out, sums
            ),
            *wrong_figures("in_kind_value", cash_in),
        ),
        privacy=("Tita Cely",),
    )


def build_caravan_cashbook() -> Shape:
    """Cash book of a municipal library's reading caravan."""
    months = [
        (
            "MAY",
            [
                ("May 5", None, "Donation, Sangguniang Kabataan", 8000, None),
                ("May 6", "OR 3391", "Tarpaulin 4x6", None, 720),
                ("May 9", "OR 00817", "Snacks, 35 children", None, 1225),
                ("May 9", None, "Coin bank at circulation desk", 438.75, None),
                ("May 20", "no OR", "Habal-habal to Sitio Malinao", None, 200),
                ("May 27", "OR 3407", "Crayons, pad paper", None, 865.5),
            ],
        ),
        (
            "JUNE",
            [
                ("June 2", None, "Lions Club (c/o Dr. Uy)", 5000, None),
                ("June 4", "OR 118823", "Diesel for LGU van", None, 1500),
                ("June 13", "OR 00841", "Snacks, 50 children", None, 1750),
                ("June 13", None, "Honorarium, puppeteer", None, 1000),
                ("June 30", None, "Coin bank", 291, None),
            ],
        ),
        (
            "JULY",
            [
                ("July 7", "OR 3466", "Plastic envelopes", None, 340),
                ("July 18", "OR 00867", "Snacks, 42 children", None, 1470),
                ("July 18", "no OR", "Tricycle", None, 80),
                ("July 25", None, "Alumni '98", 3000, None),
            ],
        ),
    ]
    rows = [
        ["READING CARAVAN - CASH BOOK"],
        ["In charge: Ma. Theresa L."],
        [],
        ["DATE", "OR #", "PARTICULARS", "RECEIVED", "PAID OUT", "ON HAND"],
    ]
    got = paid = 0
    for name, items in months:
        rows.append([name])
        g = p = 0
        for day, ref, what, i, o in items:
            g, p = g + (i or 0), p + (o or 0)
            rows.append([day, ref, what, i, o, got + g - paid - p])
        got, paid = got + g, paid + p
        rows.append([None, None, f"Total for {name.title()}", g, p, got - paid])
    rows += [
        [None, None, "GRAND TOTAL", got, paid, got - paid],
        [],
        ["Counted and found correct. July 31, 2025"],
    ]
    return Shape(
        id="caravan-cashbook",
        what="Philippine cash book with received, paid out and on hand, months as sections with totals, grand total, 'no OR'.",
        file="cash book caravan.xlsx",
        content=book_of(("CASH", rows, ["A1:F1"])),
        row_is="ledger-line",
        expect=(figure("cost_cash", paid), figure("cash_balance", got - paid), *NO_VISITS),
        never=(
            *larger_figures("cost_cash", paid, 2 * paid, 3 * paid, got, got + paid),
            *larger_figures("cash_balance", got - paid, 2 * (got - paid), 3 * (got - paid), got),
            *wrong_figures("attendance_total", 127),
            *wrong_figures("in_kind_value", got),
        ),
    )


def build_westham_treasurer() -> Shape:
    """UK treasurer's book: receipts, and to their right payments with analysis columns."""
    receipts = [
        ("1 Oct", "Parish council grant", 400),
        ("9 Oct", "Coffee morning", 86.4),
        ("25 Oct", "Book sale", 143.2),
        ("8 Nov", "Mrs Plumb, donation", 50),
        ("22 Nov", "Raffle", 97.5),
    ]
    payments = [
        ("3 Oct", "Hobbycraft", 34.6, "C"),
        ("9 Oct", "Co-op, milk & biscuits", 11.85, "R"),
        ("17 Oct", "Storyteller's train fare", 28.7, "T"),
        ("18 Oct", "The Book Nook", 126.93, "B"),
        ("1 Nov", "Baker Ross", 41.2, "C"),
        ("8 Nov", "Co-op", 9.4, "R"),
        ("15 Nov", "Storyteller's train fare", 28.7, "T"),
        ("29 Nov", "The Book Nook", 88.45, "B"),
        ("6 Dec", "Mince pies", 23, "R"),
    ]
    rows = [
        ["FRIENDS OF WESTHAM LIBRARY: book of account Oct-Dec 2024"],
        ["RECEIPTS", None, None, None, "PAYMENTS"],
        ["Date", "From", "£", None, "Date", "To", "£", "Crafts", "Refreshm'ts", "Travel", "Books"],
    ]
    for i, (d, to, v, kind) in enumerate(payments):
        receipt = list(receipts[i]) if i < len(receipts) else [None, None, None]
        rows.append([*receipt, None, d, to, v, *[v if kind == k else None for k in "CRTB"]])
    got, spent = round(sum(r[2] for r in receipts), 2), round(sum(p[2] for p in payments), 2)
    rows.append(
        [
            None,
            "Total",
            got,
            None,
            None,
            "Total",
            spent,
            *[round(sum(p[2] for p in payments if p[3] == k), 2) for k in "CRTB"],
        ]
    )
    return Shape(
        id="westham-treasurer",
        what="UK treasurer's book: receipts on the left, payments on the right with a total column and four analysis columns, totals at the foot.",
        file="Friends accounts autumn 24.xlsx",
        content=book_of(("Oct-Dec", rows, ["A1:K1", "A2:C2", "E2:K2"])),
        row_is="ledger-line",
        expect=(figure("cost_cash", spent), figure("cash_balance", round(got - spent, 2)), *NO_VISITS),
        never=(
            *larger_figures(
                "cost_cash",
                spent,
                round(2 * spent, 2),
                round(3 * spent, 2),
                round(4 * spent, 2),
                got,
                round(got + spent, 2),
            ),
            *larger_figures("cash_balance", round(got - spent, 2), got, round(2 * (got - spent), 2)),
        ),
        privacy=("Plumb",),
    )


def build_hornero_dos_hojas() -> Shape:
    """Income and expenses of an Argentine popular library on two tabs, amounts as text."""
    incomes = [
        ("03/03/2025", "Cuotas de socios febrero", 86400),
        ("07/03/2025", "Rifa de Pascua (1° parte)", 112500),
        ("12/03/2025", "Subsidio municipal", 250000),
        ("20/03/2025", "Venta de libros usados", 37850),
        ("02/04/2025", "Cuotas de socios marzo", 91200),
        ("15/04/2025", "Rifa de Pascua (2° parte)", 148000),
        ("28/04/2025", "Aporte Cooperativa Eléctrica", 120000),
    ]
    outs = [
        ("05/03/2025", "Narradora Hora del Cuento", 60000.0),
        ("06/03/2025", "Luz", 31420.75),
        ("11/03/2025", "Títeres - compra de tela", 24300.0),
        ("18/03/2025", "Premios rifa", 45900.0),
        ("21/03/2025", "Libros infantiles (feria)", 138750.5),
        ("03/04/2025", "Narradora Hora del Cuento", 60000.0),
        ("04/04/2025", "Luz", 29876.1),
        ("10/04/2025", "Arreglo estufa", 52000.0),
        ("16/04/2025", "Chocolate y facturas para los chicos", 38640.0),
        ("29/04/2025", "Remis a la escuela rural", 27500.0),
    ]

    def money(v: float) -> str:
        return f"$ {format_spanish_number(v, 2)}"

    got, spent = sum(x[2] for x in incomes), round(sum(x[2] for x in outs), 2)
    one = [
        ['Biblioteca Popular "El Hornero"'],
        ["INGRESOS"],
        ["Fecha", "Detalle", "Importe"],
        *[[d, w, money(v)] for d, w, v in incomes],
        [None, "Total ingresos", money(got)],
    ]
    two = [
        ['Biblioteca Popular "El Hornero"'],
        ["EGRESOS"],
        ["Fecha", "Detalle", "Importe"],
        *[[d, w, money(v)] for d, w, v in outs],
        [None, "Total egresos", money(spent)],
        [],
        [None, "Saldo (ingresos - egresos)", money(got - spent)],
    ]
    return Shape(
        id="hornero-dos-hojas",
        what="Argentine workbook with a tab of income and a tab of expenses, amounts typed as text with $ and decimal commas, totals and balance.",
        file="caja marzo abril.xlsx",
        content=book_of(("Ingresos", one, []), ("Egresos", two, [])),
        row_is="ledger-line",
        expect=(figure("cost_cash", spent), figure("cash_balance", round(got - spent, 2)), *NO_VISITS),
        never=(
            *larger_figures(
                "cost_cash",
                spent,
                2 * spent,
                got,
                got + spent,
                spent + got - spent,
                2 * spent + round(got - spent, 2),
            ),
            *larger_figures("cash_balance", round(got - spent, 2), got, 2 * round(got - spent, 2), 2 * got),
        ),
    )


def build_rotary_cash_book() -> Shape:
    """India: cash book of a club's literacy project."""
    page1 = [
        ("02/07/2024", "R-118", "Members' literacy levy, 22 members", 22000.0, None),
        ("11/07/2024", "V-41", "Steel bookshelves, Anand Furniture (2 nos.)", None, 9400.0),
        ("19/07/2024", "V-42", "Story books, Bodhi Book House", None, 6850.5),
        ("03/08/2024", "R-119", "Donation - Dr. Kuruvilla's family", 5000.0, None),
        ("09/08/2024", "V-43", "Auto hire, books to Ward 6 school", None, 450.0),
    ]
    page2 = [
        ("01/09/2024", "V-44", "Refreshment, literacy day", None, 1320.0),
        ("08/09/2024", "V-45", "Banner", None, 680.0),
        ("21/09/2024", "R-120", "District grant no. 24-07", 15000.0, None),
        ("04/10/2024", "V-46", "Reading glasses, 30 nos.", None, 4500.0),
        ("04/10/2024", "V-47", "Story books, Bodhi Book House", None, 7210.0),
        ("18/10/2024", "V-48", "Printing of reading cards", None, 1150.0),
    ]
    opening = 3275.5
    spent = sum(r[4] or 0 for r in page1 + page2)
    got = sum(r[3] or 0 for r in page1 + page2)
    balance, body = opening, []
    body.append(["01/07/2024", None, "Balance brought forward", opening, None, opening])
    for r in page1:
        balance += (r[3] or 0) - (r[4] or 0)
        body.append([*r, balance])
    in1, out1 = opening + sum(r[3] or 0 for r in page1), sum(r[4] or 0 for r in page1)
    middle = balance
    body.append([None, None, "Total of page 1", in1, out1, None])
    body.append([None, None, "Carried to page 2", None, None, middle])
    body.append([])
    body.append(["Date", "Vr. No.", "Particulars", "Receipt Rs.", "Payment Rs.", "Balance Rs."])
    body.append([None, None, "Brought from page 1", None, None, middle])
    for r in page2:
        balance += (r[3] or 0) - (r[4] or 0)
        body.append([*r, balance])
    in2, out2 = sum(r[3] or 0 for r in page2), sum(r[4] or 0 for r in page2)
    body.append([None, None, "Total of page 2", in2, out2, None])
    body.append([None, None, "Closing balance 31/10/2024", None, None, balance])
    rows = [
        ["ROTARY CLUB OF PERINKULAM"],
        ["Literacy Project 'Oru Pusthakam' - Cash Book July - October 2024"],
        [],
        ["Date", "Vr. No.", "Particulars", "Receipt Rs.", "Payment Rs.", "Balance Rs."],
        *body,
        [],
        ["Hon. Secretary", None, "Treasurer"],
    ]
    return Shape(
        id="rotary-cash-book",
        what="Indian cash book on two pages with a running balance, carried from the first page to the second.",
        file="literacy cash book.xlsx",
        content=book_of(("Cash", rows, ["A1:F1", "A2:F2"])),
        row_is="payment",
        expect=(
            figure("cost_cash", spent),
            figure("attendance_total", None),
            figure("participants_unique", None),
        ),
        never=(
            *other_figures(
                "cost_cash",
                spent,
                2 * spent,
                spent + out1,
                spent + out2,
                got,
                got + spent,
                out1,
                out2,
                spent + balance,
                spent + middle,
            ),
            *other_figures(
                "cash_balance", balance, 2 * got - spent, in1 + in2 + got - spent, balance + middle
            ),
        ),
    )


def build_pta_book_fair() -> Shape:
    """US: account of a parents' association's book fair."""
    money_in = [
        ("Thu sales, cash box", 412.75),
        ("Thu sales, cards", 688.2),
        ("Fri sales, cash box", 530.5),
        ("Fri sales, cards", 901.35),
        ("Bake table", 147.0),
        ("Dunmore Hardware, sponsor", 250.0),
    ]
    money_out = [
        ("Publisher - 70% of book sales", 1772.96),
        ("Card reader fee", 41.33),
        ("Tablecloths, tape, price dots", 36.48),
        ("Pizza for set-up crew", 58.0),
    ]
    got, spent = round(sum(v for _, v in money_in), 2), round(sum(v for _, v in money_out), 2)
    left = round(got - spent, 2)
    body = []
    for a, b in zip_longest(money_in, money_out, fillvalue=(None, None)):
        body.append([*a, None, *b])
    rows = [
        ["Brookfield Elementary PTA - Fall Book Fair, Oct 16-17, 2025"],
        [],
        ["MONEY IN", None, None, "MONEY OUT", None],
        ["What", "$", None, "What", "$"],
        *body,
        ["Total in", sum_formula("B", 5, 10, got), None, "Total out", sum_formula("E", 5, 8, spent)],
        [],
        ["LEFT FOR THE SCHOOL LIBRARY", Formula("=B11-E11", left)],
        ["Goal was 700", None],
        ["audited by L. Cho 10/24"],
    ]
    return Shape(
        id="pta-book-fair",
        what="US account of a book fair: money in and money out side by side, totals and profit as formulas, a goal.",
        file="book fair money.xlsx",
        content=book_of(("Fair", rows, ["A1:E1", "A3:B3", "D3:E3"])),
        row_is="payment",
        expect=(figure("cost_cash", spent), figure("cash_balance", left), figure("attendance_total", None)),
        never=(
            *other_figures(
                "cost_cash", spent, 2 * spent, got, got + spent, spent + left, 2 * got, spent + 700
            ),
            *other_figures("cash_balance", left, 2 * left, got, -spent, left + 700, got + left, 700),
        ),
    )


MONEY_IN_AND_OUT: tuple[Shape, ...] = (
    build_cash_book_ph(),
    build_caravan_cashbook(),
    build_westham_treasurer(),
    build_hornero_dos_hojas(),
    build_rotary_cash_book(),
    build_pta_book_fair(),
)
