"""Budget, pledges, petty cash, and gifts in two sections."""

from __future__ import annotations

from datetime import date

from tests.support.shapes.definition import Shape, figure, larger_figures, other_figures, wrong_figures
from tests.support.shapes.files import book_of


def build_budget_and_actual_by_line() -> Shape:
    """Budget and what was spent, by line."""
    lines: list[tuple[str, list[tuple[str, float, float | None, str | None]]]] = [
        (
            "Workshops",
            [
                ("Storyteller fees (6)", 900, 750, "5 paid, 1 in July"),
                ("Room hire, Methodist Hall", 240, 240, None),
                ("Refreshments", 150, 172.4, "over!"),
            ],
        ),
        (
            "Books & kit",
            [
                ("Dyslexia-friendly books", 600, 588.75, None),
                ("Book bags", 180, 164.5, None),
                ("Coloured overlays", 60, None, "not ordered yet"),
            ],
        ),
        ("Getting there", [("Minibus, 4 trips", 320, 240, "3 so far"), ("Parking", 40, 18, None)]),
        ("Publicity", [("Posters and flyers", 110, 96.2, None), ("Local paper advert", 85, 85, None)]),
    ]
    rows: list[list[object]] = [
        ["Read On! project - money at 30 June 2025"],
        ["Grant awarded by Copthorne Trust: £3,000 (paid Jan 2025)"],
        [],
        ["Heading", "Item", "Budget £", "Spent £", "Left £", "% spent", "Notes"],
    ]
    budget = spent = 0.0
    for head, items in lines:
        b_part = s_part = 0.0
        for i, (item, b, s, note) in enumerate(items):
            rows.append(
                [
                    head if i == 0 else None,
                    item,
                    b,
                    s,
                    round(b - (s or 0), 2),
                    f"{round(100 * (s or 0) / b)}%",
                    note,
                ]
            )
            b_part, s_part = b_part + b, s_part + (s or 0)
        rows.append([None, f"Sub-total {head}", b_part, round(s_part, 2), round(b_part - s_part, 2)])
        budget, spent = budget + b_part, spent + s_part
    spent = round(spent, 2)
    rows += [
        ["TOTAL", None, budget, spent, round(budget - spent, 2), f"{round(100 * spent / budget)}%"],
        [],
        ["Contingency still in the bank: £315"],
    ]
    return Shape(
        id="budget-and-actual-by-line",
        what="Budget, spent, left and percent by item with sub-totals by heading and a total (UK); one item not ordered; the grant named in a line above.",
        file="Read On budget June.xlsx",
        content=book_of(("Budget", rows, ["A1:G1", "A2:G2"])),
        row_is="ledger-line",
        expect=(
            figure("cost_cash", spent),
            figure("attendance_total", None),
            figure("sessions_held", None),
            figure("in_kind_value", None),
        ),
        never=(
            *larger_figures(
                "cost_cash", spent, budget, 2 * spent, 3 * spent, budget + spent, 2 * budget, 3 * budget, 3000
            ),
            *wrong_figures("cash_balance", -budget, budget - 3 * spent),
            *wrong_figures("in_kind_value", budget, spent),
        ),
    )


def build_promised_and_paid() -> Shape:
    """Spanish list of money promised and paid."""
    # patrocinador, prometido, recibido, fecha, recibo
    log: list[tuple[str, float, float, str | None, object, str | None]] = [
        ("Ferretería El Tornillo", 2000, 2000, "10/03/2025", 151, None),
        ("Club Rotario Tehuacán", 8000, 5000, "14/03/2025", 152, "el resto en mayo"),
        ("Farmacia Santa Rita", 1500, 1500, "14/03/2025", 153, None),
        ("Sra. Olvera (panadería)", 600, 600, "18/03/2025", 154, None),
        ("Transportes Zaragoza", 3000, 0, None, None, "dice que la próxima semana"),
        ("Caja Popular La Merced", 5000, 5000, "27/03/2025", 155, "transferencia"),
        ("Regidora de Cultura", 4000, 0, None, None, "sin respuesta"),
        ("Despacho Luna y Asociados", 2500, 1250, "02/04/2025", 156, "la mitad"),
    ]
    rows: list[list[object]] = [
        ['CAMPAÑA "UN LIBRO PARA LA SIERRA" - APORTACIONES EN EFECTIVO'],
        ["Biblioteca Pública de Ajalpan, corte al 30/04/2025"],
        [],
        [
            "No.",
            "Patrocinador",
            "Prometido ($)",
            "Recibido ($)",
            "Falta ($)",
            "Fecha de pago",
            "Recibo No.",
            "Notas",
        ],
    ]
    rows += [
        [i, who, p, r or None, p - r or None, d, no, note]
        for i, (who, p, r, d, no, note) in enumerate(log, 1)
    ]
    p_all, r_all = sum(x[1] for x in log), sum(x[2] for x in log)
    rows += [
        [None, "TOTAL", p_all, r_all, p_all - r_all],
        [None, "Meta", 30000],
        [],
        ["Todo lo recibido está en la cuenta de la Asociación de Amigos, no se ha gastado nada."],
    ]
    return Shape(
        id="promised-and-paid",
        what="Spanish list of cash promised, received and missing by sponsor, receipt numbers, total and goal rows; a note says that nothing was spent.",
        file="aportaciones campaña sierra.xlsx",
        content=book_of(("Aportaciones", rows, ["A1:H1", "A2:H2"])),
        row_is="ledger-line",
        expect=(
            figure("cost_cash", None),
            figure("in_kind_value", None),
            figure("attendance_total", None),
            figure("sessions_held", None),
        ),
        or_none=(figure("cash_balance", r_all), figure("pledge_fulfilment", r_all / p_all)),
        never=(
            *wrong_figures("cost_cash", p_all, r_all, p_all - r_all, p_all + r_all, 2 * r_all),
            *larger_figures("cash_balance", r_all, p_all, 2 * r_all, p_all + r_all, 2 * p_all, 30000),
            *other_figures(
                "pledge_fulfilment",
                r_all / p_all,
                r_all / (r_all + p_all),
                r_all / 30000,
                1.0 * r_all / (2 * p_all),
            ),
        ),
        privacy=("Olvera",),
    )


def build_petty_cash() -> Shape:
    """Petty cash book with a cancelled line."""
    months: list[tuple[str, list[tuple[int, object, str, float | None, float | None, bool]]]] = [
        (
            "July",
            [
                (1, "DV 25-0713", "Replenishment, City Treasurer", 5000, None, True),
                (3, 20881, "Bond paper, 5 reams", None, 1175, True),
                (8, 4402, "Merienda, storytellers (12 pax)", None, 960, True),
                (11, 118, "Tricycle fare to Brgy. Lipata", None, 120, True),
                (15, 20930, "Art paper, glue", None, 642.5, True),
                (22, 4419, "CANCELLED - merienda, no session", None, 960, False),
                (29, 771, "Lamination of badges", None, 350, True),
            ],
        ),
        (
            "August",
            [
                (4, "DV 25-0820", "Replenishment, City Treasurer", 3247.5, None, True),
                (5, 4450, "Merienda, reading camp (45 pax)", None, 2025, True),
                (12, 129, "Van gasoline, delivery of books", None, 1500, True),
                (19, None, "Load for texting parents", None, 100, True),
                (26, 21014, "Certificates paper, 2 packs", None, 318, True),
            ],
        ),
    ]
    opening = 412.25
    rows: list[list[object]] = [
        ["PETTY CASH BOOK - Reading Camp 2025"],
        ["Custodian: L. Tumulak"],
        [],
        ["Date", "OR / Ref. No.", "Particulars", "Cash In", "Cash Out", "Balance"],
        [None, None, "Balance forwarded", None, None, opening],
    ]
    balance, out, cash_in, void, refs, balances = opening, 0.0, 0.0, 0.0, 0, opening
    for m, (label, items) in enumerate(months, 7):
        i_part = o_part = 0.0
        for day, ref, what, i, o, ok in items:
            balance += (i or 0) - (o or 0) if ok else 0
            rows.append([date(2025, m, day), ref, what, i, o, round(balance, 2)])
            i_part, o_part, void = (
                i_part + (i or 0),
                o_part + (o or 0 if ok else 0),
                void + (0 if ok else o or 0),
            )
            balances, refs = balances + balance, refs + (ref if isinstance(ref, int) else 0)
        rows.append([None, None, f"Total, {label}", i_part, o_part, round(balance, 2)])
        out, cash_in = out + o_part, cash_in + i_part
    rows += [[], [None, None, "Cash on hand, Aug 31", None, None, round(balance, 2)]]
    return Shape(
        id="petty-cash",
        what="Petty cash book with in, out and running balance, receipt numbers as numbers, a cancelled line, totals by month, a balance brought forward.",
        file="Petty cash reading camp.xlsx",
        content=book_of(("PCF", rows, ["A1:F1"])),
        row_is="ledger-line",
        expect=(figure("cost_cash", out), figure("attendance_total", None), figure("sessions_held", None)),
        never=(
            *larger_figures(
                "cost_cash",
                out,
                2 * out,
                out + void,
                2 * out + void,
                out + cash_in,
                cash_in,
                balances,
                refs,
                out + opening,
            ),
            *wrong_figures("attendance_total", 12, 45, 57),
            *wrong_figures("in_kind_value", cash_in, out, opening),
        ),
        privacy=("Tumulak",),
    )


def build_gifts_two_blocks() -> Shape:
    """Gifts of money and in kind, in two sections."""
    cash = [
        ("Kiwanis Club of Elkton", 500, "4/2/2025", "yes"),
        ("Farmers Coop", 250, "4/9/2025", "yes"),
        ("In memory of H. Sorley", 75, "4/16/2025", "no address"),
        ("First State Bank", 400, "5/1/2025", "yes"),
    ]
    kind: list[tuple[str, str, object, str, str]] = [
        ("Elkton Printing", "200 bookmarks, 50 posters", 180, "4/4/2025", "yes"),
        ("Dairy Queen", "40 coupons", 120, "4/11/2025", "yes"),
        ("Mrs. Lindqvist", "quilt for the raffle", "n/a", "4/18/2025", "yes"),
        ("Lumber Mart", "lumber for 2 little free libraries", 265.5, "4/25/2025", "no"),
        ("School District", "use of the gym, 1 day", 150, "5/3/2025", "yes"),
        ("Pizza Barn", "6 pizzas", 84, "5/3/2025", "yes"),
        ("Ag Museum", "6 family passes", "?", "5/6/2025", "no"),
    ]
    cash_sum, kind_sum = sum(x[1] for x in cash), sum(x[2] for x in kind if isinstance(x[2], int | float))
    rows: list[list[object]] = [
        ["SUMMER READING 2025 - WHO GAVE WHAT"],
        [],
        ["CASH DONATIONS"],
        ["Donor", "Amount", "Date received", "Thank-you sent?"],
        *[list(x) for x in cash],
        ["Total cash", cash_sum],
        [],
        ["IN-KIND DONATIONS"],
        ["Donor", "What", "Est. value", "Date received", "Thank-you sent?"],
        *[list(x) for x in kind],
        ["Total in-kind", None, kind_sum],
        [],
        ["All gifts together", None, cash_sum + kind_sum],
    ]
    return Shape(
        id="gifts-two-blocks",
        what="Two blocks in one tab: cash donations and in-kind donations with an estimated value (n/a and ?), each with a total, and the sum of both below.",
        file="SRP donors 2025.xlsx",
        content=book_of(("Donors", rows, ["A1:E1", "A3:E3"])),
        row_is="ledger-line",
        expect=(
            figure("in_kind_value", kind_sum),
            figure("cost_cash", None),
            figure("attendance_total", None),
            figure("sessions_held", None),
        ),
        or_none=(figure("cash_balance", cash_sum),),
        never=(
            *larger_figures(
                "in_kind_value",
                kind_sum,
                2 * kind_sum,
                kind_sum + cash_sum,
                2 * (kind_sum + cash_sum),
                cash_sum,
                3 * kind_sum + cash_sum,
            ),
            *wrong_figures("cost_cash", cash_sum, kind_sum, cash_sum + kind_sum, 2 * cash_sum),
            *larger_figures(
                "cash_balance", cash_sum, 2 * cash_sum, cash_sum + kind_sum, 2 * cash_sum + kind_sum
            ),
            *wrong_figures("participants_unique", len(cash) + len(kind), len(kind), len(cash)),
        ),
        privacy=("Sorley", "Lindqvist"),
    )


CASH_AND_PLEDGES: tuple[Shape, ...] = (
    build_budget_and_actual_by_line(),
    build_promised_and_paid(),
    build_petty_cash(),
    build_gifts_two_blocks(),
)
