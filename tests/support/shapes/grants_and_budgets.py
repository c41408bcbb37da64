"""Grants and budgets with what was approved and what was spent."""

from __future__ import annotations

from typing import Any

from tests.support.shapes.definition import (
    NO_ATTENDANCE,
    Shape,
    figure,
    larger_figures,
    other_figures,
    wrong_figures,
)
from tests.support.shapes.files import book_of, csv_of, format_spanish_number


def build_presupuesto_csv() -> Shape:
    """Spain: a reading plan's budget and spending."""
    log = [
        ("Cuentacuentos (4 sesiones)", 1200, 900),
        ("Ilustradora, taller de dos días", 650, 650),
        ("Material fungible", 300, 287.35),
        ("Lotes de lectura", 1400, 1318.6),
        ("Cartelería e imprenta", 420, 462.22),
        ("Desplazamientos", 180, 96.4),
        ("Seguro de la actividad", 110, 110),
        ("Catering inauguración", 250, 238.9),
        ("Imprevistos", 200, 0),
    ]

    def euros(amount: float) -> str:
        return format_spanish_number(amount, 2) + " €"

    b, e = sum(x[1] for x in log), round(sum(x[2] for x in log), 2)
    rows = [
        ["Plan de fomento de la lectura 2025", "", "", ""],
        ["Partida", "Presupuestado", "Ejecutado", "Disponible"],
        *[[n, euros(p), euros(q), euros(p - q)] for n, p, q in log],
        ["TOTAL", euros(b), euros(e), euros(b - e)],
    ]
    return Shape(
        id="presupuesto-csv",
        what="Spanish CSV of budget and spending with amounts as text with euro signs, a total row.",
        file="ejecucion_presupuesto.csv",
        content=csv_of(rows, ";", "utf-8-sig"),
        row_is="ledger-line",
        expect=(figure("cost_cash", e), figure("attendance_total", None)),
        never=(
            *larger_figures("cost_cash", e, b, 2 * e, b + e, 2 * b),
            *wrong_figures("attendance_total", 4),
            *wrong_figures("in_kind_value", b, e),
        ),
    )


def build_grant_tracker() -> Shape:
    """US: expenses of a small grant."""
    cats = [
        (
            "Materials",
            [
                ("1/9/2026", "Demco", "book bins, 4", 211.8),
                ("1/14/2026", "Amazon", "STEM kits", 349.95),
                ("1/29/2026", "Amazon", "REFUND damaged kit", -69.99),
                ("2/11/2026", "Lakeshore", "magnetic letters", 88.5),
            ],
        ),
        (
            "Presenters",
            [("1/22/2026", "Reptile Guy", "2 shows", 600), ("2/19/2026", "Ms. Okafor", "drumming", 275)],
        ),
        (
            "Printing",
            [
                ("1/12/2026", "Minuteman Press", "brochures", 164.2),
                ("2/20/2026", "Minuteman Press", "banners (2)", 118),
            ],
        ),
        (
            "Food",
            [("1/22/2026", "Kroger", "snack", 47.13), ("2/19/2026", "Little Caesars", "pizza 9", 71.91)],
        ),
    ]
    rows = [
        ["LSTA mini-grant expense log", None, None, "Award:", "$2,500"],
        ["FY26 Q3"],
        [],
        ["Category", "Date", "Vendor", "For", "Amount"],
    ]
    total = gross = 0.0
    for c, items in cats:
        rows += [[c if i == 0 else None, *x] for i, x in enumerate(items)]
        s = round(sum(x[3] for x in items), 2)
        rows.append([f"{c} subtotal", None, None, None, s])
        total, gross = round(total + s, 2), gross + sum(abs(x[3]) for x in items)
    rows += [
        ["TOTAL SPENT TO DATE", None, None, None, total],
        ["REMAINING", None, None, None, round(2500 - total, 2)],
    ]
    return Shape(
        id="grant-tracker",
        what="US expenses of a grant by category: a refund as a negative amount, subtotals, the total and the remainder.",
        file="LSTA mini grant log.xlsx",
        content=book_of(("Log", rows, [])),
        row_is="ledger-line",
        expect=(figure("cost_cash", total), figure("attendance_total", None), figure("sessions_held", None)),
        never=(
            *larger_figures(
                "cost_cash",
                total,
                round(gross, 2),
                round(total + 69.99, 2),
                2 * total,
                3 * total,
                2500,
                total + 2500,
            ),
            *wrong_figures("in_kind_value", total),
        ),
        privacy=("Okafor",),
    )


def build_grant_budget_quarters() -> Shape:
    """US: budget and spending of a grant by quarter."""
    cats = [
        ("Personnel", [("Bilingual storyteller, 20 sessions", 3000, 900, 1050), ("Evaluator", 1200, 0, 600)]),
        (
            "Supplies",
            [
                ("Picture books, Spanish/English", 2400, 1985.4, 214.15),
                ("Craft supplies", 600, 148.72, 203.9),
                ("Snacks", 450, 96.35, 181.08),
            ],
        ),
        ("Travel", [("Mileage to migrant housing site", 380, 71.4, 103.6)]),
        ("Other", [("Printing of flyers", 220, 220, 0), ("Hotspot lending, 6 mo.", 750, 187.5, 187.5)]),
    ]
    rows = [
        ["LSTA Mini-Grant #25-117  Cuentos en Camino"],
        ["Grantee: Bitterroot Valley Library District      Report period: Oct 2025 - Mar 2026"],
        [],
        [
            "Budget line",
            "Approved budget",
            "Spent Q1 (Oct-Dec)",
            "Spent Q2 (Jan-Mar)",
            "Spent to date",
            "Balance left",
            "% used",
        ],
    ]
    tb = t1 = t2 = 0
    for cat, lines in cats:
        rows.append([cat.upper()])
        for n, b, a, c in lines:
            rows.append([n, b, a, c, round(a + c, 2), round(b - a - c, 2), round((a + c) / b, 2)])
        b, a, c = (round(sum(x[i] for x in lines), 2) for i in (1, 2, 3))
        tb, t1, t2 = tb + b, t1 + a, t2 + c
        rows.append([f"Subtotal {cat}", b, a, c, round(a + c, 2), round(b - a - c, 2), round((a + c) / b, 2)])
    t1, t2 = round(t1, 2), round(t2, 2)
    spent = round(t1 + t2, 2)
    rows += [
        ["GRANT TOTAL", tb, t1, t2, spent, round(tb - spent, 2), round(spent / tb, 2)],
        [],
        ["Request for reimbursement Q2:", t2],
        ["I certify that the above is true and correct.  R. Doolittle, Director"],
    ]
    return Shape(
        id="grant-budget-quarters",
        what="US grant: approved budget and spending in two quarters, subtotals of categories, balance and a request for reimbursement.",
        file="25-117 budget vs actual Q2.xlsx",
        content=book_of(("Financial report", rows, ["A1:G1", "A2:G2"])),
        row_is="budget-line",
        expect=(figure("cost_cash", spent), figure("in_kind_value", None)),
        never=wrong_figures(
            "cost_cash",
            tb,
            tb + spent,
            2 * spent,
            3 * spent,
            4 * spent,
            6 * spent,
            round(tb - spent, 2),
            t1,
            t2,
            spent + t2,
        ),
    )


def build_presupuesto_chile() -> Shape:
    """Chile: budget and spending of a workshop."""
    chapters = [
        (
            "1. HONORARIOS",
            [("Monitora taller de lectura", 1200000, 1200000), ("Ilustradora invitada", 350000, 300000)],
        ),
        (
            "2. OPERACIÓN",
            [
                ("Materiales de arte", 420000, 456780),
                ("Colaciones", 180000, 163200),
                ("Traslado Quellón-Castro", 240000, 252000),
            ],
        ),
        ("3. DIFUSIÓN", [("Afiches", 150000, 148750), ("Cuña radial", 90000, 0)]),
    ]

    def peso(x: int) -> str:
        return "$ " + format_spanish_number(x, 0)

    rows = [
        ["Fondo del Libro - Taller «Palabras de lluvia»", "", "", "", ""],
        ["Rendición al 30-11-2025 (pesos chilenos)", "", "", "", ""],
        ["Ítem", "Presupuestado", "Ejecutado", "Saldo", "Observación"],
    ]
    subs = []
    for title, lines in chapters:
        rows.append([title, "", "", "", ""])
        rows += [
            [name, peso(b), peso(e), peso(b - e), "no se hizo, radio cerró" if not e else ""]
            for name, b, e in lines
        ]
        b, e = sum(x[1] for x in lines), sum(x[2] for x in lines)
        subs.append(e)
        rows.append(["Subtotal", peso(b), peso(e), peso(b - e), ""])
    allb, alle = (sum(x[i] for _, c in chapters for x in c) for i in (1, 2))
    rows.append(["TOTAL", peso(allb), peso(alle), peso(allb - alle), ""])
    return Shape(
        id="presupuesto-chile",
        what="Chilean CSV of budget and spending by chapter with subtotals, pesos with points for thousands, negative balances.",
        file="rendicion_taller.csv",
        content=csv_of(rows, ";"),
        row_is="budget-line",
        expect=(figure("cost_cash", alle), *NO_ATTENDANCE),
        never=other_figures(
            "cost_cash",
            alle,
            allb,
            2 * alle,
            3 * alle,
            alle + allb,
            allb - alle,
            alle + subs[-1],
            alle / 1000,
        ),
    )


def build_csr_budget() -> Shape:
    """Philippines: a bank's grant to libraries."""
    blocks = [
        (
            "A. Reading corners",
            [
                ("Shelves and tables, 4 sites", 120000, 120000, 117450.00, None),
                ("Books (local authors)", 180000, 150000, 146212.50, "2nd PO in March"),
                ("Mats, cushions", 24000, 24000, 21780.00, None),
            ],
        ),
        (
            "B. Training",
            [
                ("Storytelling training, 2 batches", 64000, 32000, 30940.75, "batch 2 in April"),
                ("Manuals, printing", 18000, 18000, 17999.00, None),
            ],
        ),
        (
            "C. Monitoring",
            [
                ("Site visits", 30000, 15000, 8630.00, None),
                ("Endline study", 45000, None, None, "not yet released"),
            ],
        ),
    ]
    lines = [x for _, block in blocks for x in block]
    used, approved, released = (sum(x[i] or 0 for x in lines) for i in (3, 1, 2))

    def line(label: str, own: list[Any]) -> list[Any]:
        a, r, u = (sum(x[i] or 0 for x in own) for i in (1, 2, 3))
        return [label, a, r, u, a - u, f"{100 * u / a:.1f}%"]

    body = []
    for head, block in blocks:
        body.append([head])
        for x in block:
            body.append(
                [f"   {x[0]}", x[1], x[2], x[3], x[1] - (x[3] or 0), f"{100 * (x[3] or 0) / x[1]:.1f}%", x[4]]
            )
        body.append(line("Subtotal", block))
    rows = [
        ["Bayanihan Rural Bank Foundation"],
        ["Project: MUNTING AKLATAN    Grant utilization as of 28 February 2026 (in PHP)"],
        [],
        [
            "Particulars",
            "Approved budget",
            "Released",
            "Utilized to date",
            "Unutilized balance",
            "% utilized",
            "Remarks",
        ],
        *body,
        line("GRAND TOTAL", lines),
        [],
        ["Prepared by: Trina Lacsamana, CSR Officer"],
    ]
    return Shape(
        id="csr-budget",
        what="Philippine grant of a bank: approved, released and used by line, subtotals of components, percentages.",
        file="CSR utilization Feb26.xlsx",
        content=book_of(("Utilization", rows, ["A1:G1", "A2:G2"])),
        row_is="budget-line",
        expect=(figure("cost_cash", used), *NO_ATTENDANCE),
        never=(
            *other_figures(
                "cost_cash",
                used,
                2 * used,
                3 * used,
                approved,
                2 * approved,
                3 * approved,
                released,
                3 * released,
                approved - used,
                used + approved,
                used + released,
                used + released + approved,
            ),
            *other_figures("in_kind_value", (), approved, released, used),
        ),
    )


def build_scots_grant_budget() -> Shape:
    """UK: budget of a grant to a community hub in Scotland."""
    lines = {
        "Staff & sessional": [("Storyteller fees (12 x £80)", 960, 880.0), ("Crèche worker", 540, 405.0)],
        "Books & kit": [
            ("Dual-language picture books", 1200, 1187.45),
            ("Story sacks", 350, 412.6),
            ("Beanbags", 160, 0),
        ],
        "Running costs": [
            ("Hall hire", 600, 450.0),
            ("Tea, juice, biscuits", 240, 198.3),
            ("Printing & posters", 150, 96.75),
        ],
    }
    budget = sum(b for g in lines.values() for _, b, _ in g)
    spent = round(sum(s for g in lines.values() for _, _, s in g), 2)
    body = []
    for name, own in lines.items():
        b, s = sum(x[1] for x in own), round(sum(x[2] for x in own), 2)
        body.append([name])
        body += [[f"   {w}", x, y, round(x - y, 2), f"{y / x:.0%}"] for w, x, y in own]
        body.append([f"Sub-total {name}", b, s, round(b - s, 2), f"{s / b:.0%}"])
    rows = [
        ["Rowanbank Community Hub - 'A' Thegither Reading' - grant ref AFA/24/3317"],
        ["Budget v. spend to 31 December 2024 (grant runs to 31 March 2025)"],
        [],
        ["£", "Budget", "Spent to date", "Left", "% spent"],
        *body,
        ["TOTAL", budget, spent, round(budget - spent, 2), f"{spent / budget:.0%}"],
        [],
        ["Story sacks over because of the VAT. Funder OK'd by e-mail 14/11, to come off Beanbags."],
    ]
    subs = [round(sum(x[2] for x in own), 2) for own in lines.values()]
    return Shape(
        id="scots-grant-budget",
        what="Scottish budget of a grant and what was spent: three sections with subtotals, the remainder and percent, a total row.",
        file="budget v spend dec.xlsx",
        content=book_of(("BvA", rows, ["A1:E1", "A2:E2"])),
        row_is="budget-line",
        expect=(figure("cost_cash", spent), *NO_ATTENDANCE),
        never=(
            *other_figures(
                "cost_cash",
                spent,
                2 * spent,
                3 * spent,
                budget,
                budget + spent,
                round(budget - spent, 2),
                spent + round(budget - spent, 2),
                *subs,
            ),
            *other_figures("cash_balance", round(budget - spent, 2) + 0.001, budget, 2 * budget, 3 * budget),
        ),
    )


GRANTS_AND_BUDGETS: tuple[Shape, ...] = (
    build_presupuesto_csv(),
    build_grant_tracker(),
    build_grant_budget_quarters(),
    build_presupuesto_chile(),
    build_csr_budget(),
    build_scots_grant_budget(),
)
