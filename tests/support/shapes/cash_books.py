"""Cash books, check registers and petty cash."""

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
from tests.support.shapes.files import book_of


def build_friends_cash_book_us() -> Shape:
    """US: check register of a seed library."""
    log = [
        ("3/3/25", "dep", "Friends - seed money for Seed Library", 500, None),
        ("3/5/25", "1041", "Ace Hardware, potting soil", None, 46.18),
        ("3/5/25", "1042", "Burpee seed packets", None, 132.4),
        ("3/12/25", "1043", "Staples - envelopes, labels", None, 38.77),
        ("3/20/25", "dep", "Bake sale", 211.5, None),
        ("4/1/25", "1044", "Speaker - Master Gardener (mileage)", None, 25),
        ("4/9/25", "1045", "Card catalog off Craigslist!", None, 150),
        ("4/15/25", "dep", "Garden Club check", 100, None),
        ("4/22/25", "1046", "Earth Day cookies, Hy-Vee", None, 31.96),
        ("5/2/25", "1047", "Little shovels x 30", None, 59.7),
    ]
    bal, body = 0.0, []
    for d, n, w, i, o in log:
        bal = round(bal + (i or 0) - (o or 0), 2)
        body.append([d, n, w, i, o, bal])
    i, o = sum(x[3] or 0 for x in log), round(sum(x[4] or 0 for x in log), 2)
    rows = [
        ["Seed Library checkbook"],
        [],
        ["Date", "Ck #", "To/From", "In", "Out", "Bal."],
        *body,
        [None, None, "totals", i, o, bal],
    ]
    return Shape(
        id="friends-cash-book-us",
        what="US check register with in, out and balance from zero, a total row.",
        file="seed library $.xlsx",
        content=book_of(("Sheet1", rows, [])),
        row_is="ledger-line",
        expect=(
            figure("cost_cash", o),
            figure("cash_balance", round(i - o, 2)),
            figure("attendance_total", None),
        ),
        never=(
            *larger_figures("cost_cash", o, 2 * o, i, o + i, sum(r[5] for r in body)),
            *larger_figures("cash_balance", i - o, 2 * (i - o), i),
        ),
    )


def build_uganda_cash_months() -> Shape:
    """Uganda: a cash book with a tab for each month."""
    months = [
        (
            "Jan",
            [
                (8, "Received from Book Aid small grant", 1500000, None),
                (10, "Airtime, MTN", None, 20000),
                (13, "Carpenter, 2 benches", None, 260000),
                (20, "Transport to Kagadi", None, 45000),
                (27, "Facilitator allowance", None, 100000),
            ],
        ),
        (
            "Feb",
            [
                (3, "Tea & mandazi, 1st meeting", None, 38500),
                (7, "Membership fees", 64000, None),
                (14, "Exercise books 10 doz", None, 96000),
                (24, "Facilitator allowance", None, 100000),
            ],
        ),
        (
            "Mar",
            [
                (4, "Photocopy, primers", None, 57200),
                (11, "Membership fees", 42000, None),
                (18, "Solar lamp repair", None, 70000),
                (24, "Facilitator allowance", None, 100000),
                (28, "Lunch, LC III visitors", None, 85000),
            ],
        ),
    ]
    sheets, summ, bal, inn, out = (
        [],
        [["Quarter 1 summary (UGX)"], ["Month", "Received", "Spent", "Balance c/d"]],
        0,
        0,
        0,
    )
    for m, (label, items) in enumerate(months, 1):
        rows = [[f"CASH BOOK {label.upper()} 2025"], ["Date", "Details", "Receipts", "Payments", "Balance"]]
        if m > 1:
            rows.append([date(2025, m, 1), "Balance b/d", None, None, bal])
        for d, w, i, o in items:
            bal += (i or 0) - (o or 0)
            rows.append([date(2025, m, d), w, i, o, bal])
        a, b = sum(x[2] or 0 for x in items), sum(x[3] or 0 for x in items)
        rows.append([None, "Total", a, b, bal])
        summ.append([label, a, b, bal])
        inn, out = inn + a, out + b
        sheets.append((label, rows, []))
    summ.append(["TOTAL", inn, out, bal])
    return Shape(
        id="uganda-cash-months",
        what="Ugandan cash book: a tab for each month with the balance brought down, and a tab that sums them up.",
        file="Cash book Q1 2025.xlsx",
        content=book_of(*sheets, ("Q1", summ, [])),
        row_is="ledger-line",
        expect=(figure("cost_cash", out), figure("cash_balance", inn - out)),
        never=(
            *larger_figures("cost_cash", out, 2 * out, 3 * out, 4 * out, inn, inn + out),
            *larger_figures("cash_balance", inn - out, 2 * (inn - out), inn, 2 * inn),
        ),
    )


def build_cash_book() -> Shape:
    """Philippines: cash book of a library association."""
    months = [
        (
            "Enero",
            [
                ("Ene 8", "Butaw ng 14 na kasapi", "0412", 1400, None),
                ("Ene 11", "Bond paper, 2 ream", "77120", None, 560),
                ("Ene 25", "Meryenda ng mga bata", "w/o OR", None, 845.5),
            ],
        ),
        (
            "Pebrero",
            [
                ("Peb 3", "Abuloy ni Kons. Malvar", "0413", 3000, None),
                ("Peb 5", "Tarpaulin", "1189", None, 1200),
                ("Peb 14", "Krayola at papel", "90233", None, 1375.25),
                ("Peb 22", "Pamasahe ng storyteller", "w/o OR", None, 400),
            ],
        ),
        (
            "Marso",
            [
                ("Mar 1", "Butaw ng 12 na kasapi", "0414", 1200, None),
                ("Mar 9", "Ilaw at extension cord", "5567", None, 980),
                ("Mar 21", "Napagbentahan ng kakanin", "0415", 2150, None),
                ("Mar 28", "Meryenda, recognition day", "w/o OR", None, 1690),
            ],
        ),
    ]
    balance = 5230.75
    rows = [
        ["SAMAHAN NG MGA KAIBIGAN NG AKLATAN NG LUMBANGAN"],
        ["Talaan ng Salapi 2025 (ingat-yaman: Gng. Erlinda Casapao)"],
        [],
        ["Petsa", "Paliwanag", "Resibo Blg.", "Pumasok", "Lumabas", "Balanse"],
        [None, "Balanse mula 2024", None, None, None, balance],
    ]
    ins = outs = 0
    for name, lines in months:
        for d, what, ref, i, o in lines:
            balance += (i or 0) - (o or 0)
            rows.append([d, what, ref, i, o, balance])
        mi, mo = sum(x[3] or 0 for x in lines), sum(x[4] or 0 for x in lines)
        ins, outs = ins + mi, outs + mo
        rows.append([None, f"Kabuuan ng {name}", None, mi, mo, balance])
    rows += [
        [],
        [None, "Kabuuang pumasok", None, ins],
        [None, "Kabuuang lumabas", None, None, outs],
        [None, "Natitirang salapi", None, None, None, balance],
        [],
        ["Tama at wasto:", "E. Casapao", None, "Sinuri:", "P. Malvar"],
    ]
    return Shape(
        id="cash-book",
        what="Filipino cash book: balance of last year, running balance, month totals and a summary at the foot.",
        file="talaan ng salapi 2025.xlsx",
        content=book_of(("2025", rows, ["A1:F1", "A2:F2"])),
        row_is="payment",
        expect=(figure("cost_cash", outs), figure("in_kind_value", None), figure("attendance_total", None)),
        never=(
            *wrong_figures("cost_cash", 2 * outs, 3 * outs, ins, ins + outs, balance, outs + balance),
            *wrong_figures("cash_balance", outs - ins, 2 * (ins - outs), 3 * (ins - outs), ins, 2 * ins),
        ),
    )


def build_friends_checkbook() -> Shape:
    """US: checks and deposits of a Friends group."""
    checks = [
        ("101", "7/8/2025", "Harland Clarke", "checks & deposit slips", "$38.50"),
        ("102", "7/15/2025", "Tidewater Library", "SRP prizes", "$250.00"),
        ("103", "7/22/2025", "Costco", "VOID - wrong amount", "$81.17"),
        ("104", "7/22/2025", "Costco", "volunteer lunch", "$87.11"),
        ("105", "8/19/2025", "P. Quackenbush", "reimb. sale signs", "$24.63"),
        ("106", "9/9/2025", "Tidewater Library", "museum pass renewal", "$425.00"),
        ("107", "9/30/2025", "USPS", "postage, newsletter", "$73.00"),
    ]
    deposits = [
        ("7/1/2025", "opening gift from old FOL chapter", 600),
        ("8/4/2025", "book cart July", 112.75),
        ("8/16/2025", "summer sale", 731.5),
        ("9/2/2025", "book cart Aug", 96.25),
        ("9/15/2025", "dues, 11 members @ $15", 165),
    ]
    out = round(sum(float(c[4].strip("$")) for c in checks if "VOID" not in c[3]), 2)
    inn = round(sum(d[2] for d in deposits), 2)
    left = round(inn - out, 2)
    rows = [
        ["FRIENDS OF TIDEWATER LIBRARY - checking acct (opened 7/1/2025)"],
        [],
        ["CHECKS WRITTEN"],
        ["Check #", "Date", "Payee", "For", "Amount"],
        *map(list, checks),
        [None, None, None, "Total checks", f"${out:,.2f}"],
        [],
        ["DEPOSITS"],
        ["Date", "Source", "Amount"],
        *map(list, deposits),
        [None, "Total deposits", inn],
        [],
        [None, "Book balance 9/30/2025", left],
        [None, "Bank stmt balance 9/30 (ck 107 not cleared)", round(left + 73, 2)],
    ]
    voided = 81.17
    return Shape(
        id="friends-checkbook",
        what="US checks as text with one voided, deposits in a second table below, balances of the book and of the bank.",
        file="FOTL checkbook.xlsx",
        content=book_of(("Q3", rows, ["A1:E1"])),
        row_is="payment",
        expect=(figure("cost_cash", out), figure("cash_balance", left)),
        never=(
            *wrong_figures("cost_cash", round(out + voided, 2), 2 * out, round(2 * out + voided, 2), inn),
            *wrong_figures(
                "cash_balance",
                round(left - voided, 2),
                round(left + 73, 2),
                inn,
                -left,
                round(inn * 2 - out, 2),
                round(2 * left, 2),
            ),
        ),
    )


def build_friends_cash_book_two_sided() -> Shape:
    """UK: a Friends group's cash book with two sides."""
    got = [
        (date(2025, 1, 11), "Book sale", 214.5),
        (date(2025, 1, 30), "Subs (14 x £5)", 70.0),
        (date(2025, 2, 15), "Coffee morning", 96.35),
        (date(2025, 3, 8), "Book sale", 188.2),
        (date(2025, 3, 21), "Parish council grant", 250.0),
    ]
    paid = [
        (date(2025, 1, 14), "Hall hire", "101", 36.0),
        (date(2025, 1, 29), "Puppet theatre, deposit", "102", 80.0),
        (date(2025, 2, 15), "Milk, biscuits", "cash", 17.84),
        (date(2025, 2, 26), "Puppet theatre, balance", "103", 145.0),
        (date(2025, 3, 5), "WBD book tokens", "104", 60.0),
        (date(2025, 3, 12), "Printing of leaflets", "105", 42.5),
        (date(2025, 3, 28), "Insurance", "106", 118.9),
    ]
    bf = 412.37
    spent, income = round(sum(p[3] for p in paid), 2), round(sum(g[2] for g in got), 2)
    cf = round(bf + income - spent, 2)
    left = [(date(2025, 1, 1), "Balance b/f", bf), *got, (None, None, None), (None, None, None)]
    right = [*paid, (date(2025, 3, 31), "Balance c/f", None, cf)]
    rows = [
        ["FRIENDS OF MILLGATE LIBRARY - Cash book, quarter to 31 March 2025"],
        ["RECEIPTS", None, None, None, "PAYMENTS"],
        ["Date", "From", "£", None, "Date", "To", "Chq", "£"],
        *[[*a, None, *b] for a, b in zip(left, right, strict=True)],
        [None, None, bf + income, None, None, None, None, round(spent + cf, 2)],
    ]
    return Shape(
        id="friends-cash-book-two-sided",
        what="UK cash book with receipts on one side and payments on the other, balance brought forward and carried forward.",
        file="Cash book Q1.xlsx",
        content=book_of(("Jan-Mar", rows, ["A2:C2", "E2:H2"]), dates="dd/mm/yyyy"),
        row_is="payment",
        expect=(figure("cost_cash", spent), figure("attendance_total", None)),
        never=(
            *other_figures(
                "cost_cash",
                spent,
                2 * spent,
                spent + cf,
                2 * (spent + cf),
                spent + income,
                spent + income + bf,
                income,
                spent + cf + bf + income,
            ),
            *wrong_figures("cash_balance", 0),
        ),
    )


def build_petty_cash_tin() -> Shape:
    """Australia: petty cash of a branch."""
    log = [
        ("3/2/25", "Float from Council", None, 150.0, None, None),
        ("5/2/25", "Milk, bikkies - Storytime", "R1", None, 11.4, 0),
        ("11/2/25", "Foam sheets, googly eyes", "R2", None, 23.85, 1),
        ("14/2/25", "Stamps x 10", "R3", None, 15.0, 2),
        ("24/2/25", "Batteries for the bug torches", "R4", None, 18.5, 1),
        ("3/3/25", "Morning tea seniors", "R5", None, 34.2, 0),
        ("6/3/25", "Top up", None, 100.0, None, None),
        ("12/3/25", "Parcel to Swan Hill", "R6", None, 13.65, 2),
        ("19/3/25", "Harmony Day flags + tape", "R7", None, 27.9, 1),
        ("28/3/25", "Milk", "R8", None, 4.8, 0),
    ]
    spent, got = round(sum(x[4] or 0 for x in log), 2), sum(x[3] or 0 for x in log)
    balance, body, cols = 0, [], [0, 0, 0]
    for day, what, voucher, money_in, out, code in log:
        balance = round(balance + (money_in or 0) - (out or 0), 2)
        split = [out if code == i else None for i in range(3)]
        for i in range(3):
            cols[i] = round(cols[i] + (split[i] or 0), 2)
        body.append([day, what, voucher, money_in, out, balance, *split])
    rows = [
        ["PETTY CASH - Wattle Flat Branch", None, None, None, None, None, "of which"],
        [
            "Date",
            "Details",
            "Receipt",
            "In",
            "Out",
            "Balance",
            "4110 Refreshm.",
            "4120 Program mat.",
            "4205 Postage",
        ],
        *body,
        [None, "Totals", None, got, spent, None, *cols],
        [None, "In tin 31/3 (counted)", None, None, None, balance],
        [],
        ["Signed  K. Pappas        Checked"],
    ]
    return Shape(
        id="petty-cash-tin",
        what="Australian petty cash: in, out, running balance and three columns that repeat the payments by purpose.",
        file="petty cash wattle flat.xlsx",
        content=book_of(("Feb-Mar", rows, ["G1:I1"])),
        row_is="payment",
        expect=(
            figure("cost_cash", spent),
            figure("cash_balance", balance),
            figure("attendance_total", None),
        ),
        never=(
            *other_figures("cost_cash", spent, 2 * spent, 3 * spent, 4 * spent, spent + got, got),
            *other_figures(
                "cash_balance",
                balance,
                round(got - 2 * spent, 2),
                2 * balance,
                got,
                round(got - 4 * spent, 2),
            ),
        ),
    )


def build_friends_cashbook() -> Shape:
    """UK: a Friends group's cash book with columns by purpose."""
    opening = 412.36
    received = [
        (date(2025, 4, 3), "Subs - 6 members", 60.00, "Subs"),
        (date(2025, 4, 26), "Spring book sale", 187.45, "Sales"),
        (date(2025, 5, 9), "Mrs L Trevanion", 25.00, "Gifts"),
        (date(2025, 5, 30), "Subs - 3 members", 30.00, "Subs"),
        (date(2025, 6, 14), "Cream tea", 143.20, "Sales"),
        (date(2025, 6, 28), "Town Council small grant", 300.00, "Gifts"),
    ]
    paid = [
        (date(2025, 4, 11), "Quay Press - posters", "000412", 38.50, "Sundries"),
        (date(2025, 4, 29), "Rainy-day picture books", "000413", 126.84, "Books"),
        (date(2025, 5, 17), "Storyteller fee, S Yabsley", "000414", 120.00, "Events"),
        (date(2025, 6, 2), "Hall hire", "BACS", 45.00, "Events"),
        (date(2025, 6, 13), "Cream, jam, paper plates", "cash", 51.17, "Events"),
        (date(2025, 6, 20), "Large-print set", "000415", 89.95, "Books"),
        (date(2025, 6, 30), "Stamps", "cash", 8.70, "Sundries"),
    ]
    got, spent = round(sum(r[2] for r in received), 2), round(sum(p[3] for p in paid), 2)
    closing = round(opening + got - spent, 2)
    left = [
        [date(2025, 4, 1), "Balance b/f", opening, None, None, None],
        *[
            [r[0], r[1], r[2], *[r[2] if r[3] == c else None for c in ("Subs", "Sales", "Gifts")]]
            for r in received
        ],
    ]
    right = [
        [p[0], p[1], p[2], p[3], *[p[3] if p[4] == c else None for c in ("Books", "Events", "Sundries")]]
        for p in paid
    ]
    right.append([date(2025, 6, 30), "Balance c/f", None, closing, None, None, None])
    height = max(len(left), len(right))
    left += [[None] * 6] * (height - len(left))
    total = round(opening + got, 2)
    by_in = [round(sum(r[2] for r in received if r[3] == c), 2) for c in ("Subs", "Sales", "Gifts")]
    by_out = [round(sum(p[3] for p in paid if p[4] == c), 2) for c in ("Books", "Events", "Sundries")]
    rows = [
        ["FRIENDS OF STAVERCOMBE LIBRARY - CASH BOOK, quarter to 30 June 2025"],
        [],
        ["RECEIPTS", *[None] * 6, "PAYMENTS"],
        [
            "Date",
            "From",
            "£",
            "Subs",
            "Sales & teas",
            "Gifts & grants",
            None,
            "Date",
            "To",
            "Chq no.",
            "£",
            "Books",
            "Events",
            "Sundries",
        ],
        *[[*a, None, *b] for a, b in zip(left, right, strict=True)],
        [None, "Total", total, *by_in, None, None, "Total", None, total, *by_out],
        [],
        ["Bank statement 30 June agreed. B. Luscombe, Hon. Treasurer"],
    ]
    return Shape(
        id="friends-cashbook",
        what="UK cash book with receipts and payments side by side, columns by purpose, balances brought and carried forward.",
        file="cash book Q1.xlsx",
        content=book_of(("Apr-Jun", rows, ["A1:N1", "A3:F3", "H3:N3"])),
        row_is="payment",
        expect=(figure("cost_cash", spent), *NO_ATTENDANCE),
        never=(
            *other_figures(
                "cost_cash",
                spent,
                total,
                2 * spent,
                round(spent + closing, 2),
                round(total + spent, 2),
                2 * total,
                got,
                round(got + spent, 2),
                closing,
            ),
            *other_figures("in_kind_value", (), got, spent, 325.0),
            *other_figures("cash_balance", (), total, 2 * closing),
        ),
    )


def build_apafa_box() -> Shape:
    """Peru: cash book of a parents' association."""
    log = [
        ("14/03/2025", "Cuota de padres, 22 familias a S/ 10", "recibo 001-022", 220.00, None),
        ("17/03/2025", "Estantes de madera, maestro Quispe", "B/V 0145", None, 130.00),
        ("28/03/2025", "Pollada pro biblioteca", "lista", 486.50, None),
        ("02/04/2025", "Insumos de la pollada (pollos, carbón, papas)", "B/V 2231", None, 214.30),
        ("09/04/2025", "Aporte Municipalidad de Ccorca", "cheque", 300.00, None),
        ("15/04/2025", "Cuentos en quechua, librería Qantu", "Fact. F01-88", None, 275.00),
        ("15/04/2025", "Pasaje Cusco ida y vuelta", "declaración jurada", None, 16.00),
        ("05/05/2025", "Cuota de padres, 5 familias que faltaban", "recibo 023-027", 50.00, None),
        ("12/05/2025", "Forro plástico y cinta", "B/V 0391", None, 38.60),
        ("26/05/2025", "Refrigerio Día de la Lectura", "B/V 0402", None, 72.50),
    ]
    body, balance, month = [], 0.0, None
    names = {"03": "MARZO", "04": "ABRIL", "05": "MAYO"}
    income: dict[str, float] = {}
    outgo: dict[str, float] = {}
    for k, (day, what, paper, came, went) in enumerate(log, 1):
        now = day[3:5]
        if now != month:
            body.append([None, None, names[now]])
            month = now
        balance = round(balance + (came or 0) - (went or 0), 2)
        income[now], outgo[now] = income.get(now, 0) + (came or 0), outgo.get(now, 0) + (went or 0)
        body.append(
            [
                k,
                day,
                what,
                paper,
                f"S/ {came:,.2f}" if came else None,
                f"S/ {went:,.2f}" if went else None,
                f"S/ {balance:,.2f}",
            ]
        )
        if k == len(log) or log[k][0][3:5] != now:
            body.append(
                [
                    None,
                    None,
                    f"Total {names[now].lower()}",
                    None,
                    f"S/ {income[now]:,.2f}",
                    f"S/ {outgo[now]:,.2f}",
                    None,
                ]
            )
    got, spent = round(sum(income.values()), 2), round(sum(outgo.values()), 2)
    rows = [
        ["I.E. N.° 50987 - Ccorca"],
        ["LIBRO DE CAJA - BIBLIOTECA ESCOLAR (APAFA) 2025"],
        ["Se abrió la caja el 14 de marzo, sin saldo anterior."],
        [],
        ["N.°", "Fecha", "Detalle", "Comprobante", "Ingreso", "Egreso", "Saldo"],
        *body,
        [
            None,
            None,
            "TOTAL GENERAL",
            None,
            f"S/ {got:,.2f}",
            f"S/ {spent:,.2f}",
            f"S/ {round(got - spent, 2):,.2f}",
        ],
        [],
        ["La UGEL entregó además 40 cuadernos, no pasa por caja."],
        [None, None, "Dir. Nicanor Huamaní"],
    ]
    return Shape(
        id="apafa-box",
        what="Peruvian cash book with amounts as text with S/, months as sections with totals, a running balance.",
        file="libro caja biblioteca.xlsx",
        content=book_of(("Caja", rows, ["A1:G1", "A2:G2", "A3:G3"])),
        row_is="payment",
        expect=(figure("cost_cash", spent), figure("cash_balance", round(got - spent, 2))),
        never=(
            *other_figures("cost_cash", spent, 2 * spent, 3 * spent, got, got + spent),
            *other_figures(
                "cash_balance",
                round(got - spent, 2),
                2 * (got - spent),
                3 * (got - spent),
                got,
                got + spent,
                -spent,
            ),
            *other_figures("in_kind_value", (), 40, got, spent),
        ),
    )


CASH_BOOKS: tuple[Shape, ...] = (
    build_friends_cash_book_us(),
    build_uganda_cash_months(),
    build_cash_book(),
    build_friends_checkbook(),
    build_friends_cash_book_two_sided(),
    build_petty_cash_tin(),
    build_friends_cashbook(),
    build_apafa_box(),
)
