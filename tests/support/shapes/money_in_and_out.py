"""Cash books, and workbooks with money in and money out in tables of their own."""

from __future__ import annotations

from tests.support.shapes.definition import (
    Shape,
    count_figures,
    figure,
    larger_figures,
    other_figures,
    wrong_figures,
)
from tests.support.shapes.files import book_of, format_spanish_number

NO_VISITS = (figure("attendance_total", None), figure("sessions_held", None))


NO_VISITS = (figure("attendance_total", None), figure("sessions_held", None))


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


def build_year_workbook_uk() -> Shape:
    """UK community library's half-year workbook."""
    sessions = [
        ("Sat 11 Jan", "Code Club", 3, 11, None),
        ("Sat 25 Jan", "Rhyme Time", 9, 12, None),
        ("Sat 8 Feb", "Code Club", 2, 9, None),
        ("Sat 22 Feb", "Rhyme Time", 7, 9, "rugby on"),
        ("Thu 6 Mar", "World Book Day visit, Year 2", 4, 28, "great!"),
        ("Sat 8 Mar", "Code Club", None, None, "didn't run - Sanjay poorly"),
        ("Sat 22 Mar", "Rhyme Time", 10, 13, None),
        ("Sat 5 Apr", "Code Club", 3, 10, None),
        ("Sat 26 Apr", "Rhyme Time", 8, 11, None),
        ("Sat 10 May", "Code Club", 2, 12, "2 on waiting list"),
        ("Sat 24 May", "Rhyme Time", None, None, "not run, bank hol"),
        ("Sat 7 Jun", "Code Club", 3, 8, None),
    ]
    income = [
        ("5 Jan", "Parish Council grant", 400),
        ("6 Mar", "Cake stall", 62.4),
        ("12 Apr", "Friends of Library", 150),
        ("10 May", "Donation tin", 23.15),
    ]
    spend = [
        ("10 Jan", "Micro:bits x 6", 108),
        ("24 Jan", "Shaker eggs", 17.99),
        ("3 Mar", "World Book Day bunting, stickers", 21.5),
        ("6 Mar", "Squash and biscuits", 12.35),
        ("4 Apr", "Batteries", 14),
        ("9 May", "Ukulele for Rhyme Time", 34.95),
        ("6 Jun", "Public liability insurance", 95),
    ]
    vols = [("Sanjay", 14), ("Hilary", 9.5), ("Mo", 11), ("Pat T", 6)]
    ok = [x for x in sessions if x[2] is not None]
    adults, kids = sum(x[2] for x in ok), sum(x[3] for x in ok)
    total, cash_in, out, hours = (
        adults + kids,
        round(sum(x[2] for x in income), 2),
        round(sum(x[2] for x in spend), 2),
        sum(x[1] for x in vols),
    )
    s_rows = [
        ["Wickham Community Library - sessions Jan-Jun 2025"],
        [],
        ["Date", "What", "Adults", "Children", "All", "Notes"],
        *[[d, w, a, c, None if a is None else a + c, n] for d, w, a, c, n in sessions],
        [None, "Totals", adults, kids, total],
    ]
    i_rows = [
        ["MONEY IN"],
        ["Date", "From", "Income £"],
        *[list(x) for x in income],
        [None, "Total", cash_in],
    ]
    o_rows = [
        ["MONEY OUT"],
        ["Date", "Spent on", "Expenditure £"],
        *[list(x) for x in spend],
        [None, "Total", out],
    ]
    v_rows = [["Volunteers' hours Jan-Jun"], ["Name", "Hours"], *[list(x) for x in vols], ["Total", hours]]
    n_rows = [
        ["To do"],
        ["Ask school for Year 3 date"],
        ["Renew insurance next June"],
        ["Code Club: 12 is the max with our laptops!"],
    ]
    return Shape(
        id="year-workbook-uk",
        what="UK community library's half-year workbook: tabs Sessions, Money in, Money out, Volunteers and To do, each with its total; two sessions that did not run.",
        file="Wickham library 2025.xlsx",
        content=book_of(
            ("Sessions", s_rows, ["A1:F1"]),
            ("Money in", i_rows, []),
            ("Money out", o_rows, []),
            ("Volunteers", v_rows, []),
            ("To do", n_rows, []),
        ),
        row_is="session",
        expect=(
            *count_figures(total, len(ok)),
            figure("in_kind_value", None),
            figure("participants_unique", None),
            figure("cost_cash", out),
            figure("cash_balance", round(cash_in - out, 2)),
        ),
        never=(
            *larger_figures("attendance_total", total, 2 * total, 3 * total, 4 * total, total + hours),
            *wrong_figures("sessions_held", len(sessions), len(sessions) + 1, len(ok) + 1),
            *larger_figures("cost_cash", out, 2 * out, cash_in, out + cash_in),
            *other_figures(
                "cash_balance",
                cash_in - out,
                2 * cash_in,
                cash_in - 2 * out,
                2 * (cash_in - out),
                cash_in + out,
            ),
        ),
    )


def build_las_encinas() -> Shape:
    """Reading club of a Spanish village: sessions, members and expenses on three tabs."""
    sessions = [
        ("16-1-24", "Nada", "C. Laforet", 12),
        ("13-2-24", "Los santos inocentes", "M. Delibes", 14),
        ("12-3-24", "Patria (I)", "F. Aramburu", 11),
        ("16-4-24", "Patria (II)", "F. Aramburu", 9),
        ("14-5-24", "Encuentro con el autor local", "J. Merino", 31),
        ("11-6-24", "Cena fin de curso", "—", 15),
        ("8-10-24", "La voz dormida", "D. Chacón", 13),
        ("12-11-24", "Canto yo y la montaña baila", "I. Solà", "aplazada"),
        ("19-11-24", "Canto yo y la montaña baila", "I. Solà", 10),
        ("10-12-24", "Cuento de Navidad", "Dickens", 12),
    ]
    members = [
        "Asunción Lerma",
        "Begoña Iturralde",
        "Ceferina Polo",
        "Eusebio Calvo",
        "Felisa Marcos",
        "Gregoria Nieto",
        "Hipólito Arce",
        "Isabel Vara",
        "Jacinta Bueno",
        "Leonor Cid",
        "Martina Soto",
        "Nieves Pardo",
        "Olvido Rey",
        "Pilar Quero",
        "Remedios Sanz",
        "Saturnino Gil",
    ]
    costs = [
        ("Lote de préstamo, portes", 18.4),
        ("5 ej. La voz dormida", 64.75),
        ("Dieta J. Merino", 60),
        ("Flores", 22),
        ("Café y pastas (año)", 47.3),
        ("Fotocopias", 9.15),
        ("Marcapáginas Navidad", 31.5),
        ("Portes devolución", 18.4),
    ]
    counts = [s[3] for s in sessions if isinstance(s[3], int)]
    total, held, cost = sum(counts), len(counts), round(sum(c[1] for c in costs), 2)
    one = [
        ['CLUB DE LECTURA "LAS ENCINAS" 2024'],
        ["Fecha", "Libro", "Autor", "Asisten"],
        *[list(s) for s in sessions],
        [None, None, "Total", total],
        [None, None, "Media", round(total / held, 1)],
    ]
    two = [["Nº", "Socia/o", "Alta"], *[[i, m, 2016 + i % 7] for i, m in enumerate(members, 1)]]
    three = [["Gastos 2024"], ["Concepto", "€"], *[list(c) for c in costs], ["Suma", cost]]
    return Shape(
        id="las-encinas",
        what="Spanish reading club, three tabs: sessions with attendance (one put off), members with year of joining, expenses with a sum.",
        file="Las Encinas 2024.xlsx",
        content=book_of(("Sesiones", one, ["A1:D1"]), ("Socios", two, []), ("Gastos", three, [])),
        row_is="session",
        expect=(*count_figures(total, held), figure("cost_cash", cost)),
        never=(
            *larger_figures(
                "attendance_total",
                total,
                2 * total,
                total + len(members),
                sum(2016 + i % 7 for i in range(1, 17)),
            ),
            *larger_figures(
                "sessions_held",
                held,
                len(sessions),
                len(sessions) + 1,
                len(sessions) + 2,
                held + len(members),
            ),
            *larger_figures("cost_cash", cost, 2 * cost),
        ),
        privacy=("Iturralde", "Hipólito"),
    )


MONEY_IN_AND_OUT: tuple[Shape, ...] = (
    build_cash_book_ph(),
    build_caravan_cashbook(),
    build_westham_treasurer(),
    build_hornero_dos_hojas(),
    build_year_workbook_uk(),
    build_las_encinas(),
)
