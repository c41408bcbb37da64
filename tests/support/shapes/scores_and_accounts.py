"""Tests, surveys, budgets, sales, gifts and delivery receipts, each in an office's own arrangement."""

from __future__ import annotations

from datetime import date
from typing import Any

from tests.support.shapes.definition import (
    NO_ATTENDANCE,
    Shape,
    figure,
    gains,
    mean,
    naive_gain,
    other_figures,
    seeded,
    sum_columns,
    wrong_figures,
)
from tests.support.shapes.files import Book, book_of, sum_formula
from tests.support.shapes.names import invent_names


def build_tests_side_by_side() -> Shape:
    """Pre-test on the left and post-test on the right, each sorted by its own score."""
    rng = seeded("tests-side-by-side")
    names = invent_names(rng, "ph", 10)
    before = {name: rng.randint(4, 12) for name in names}
    after = {name: before[name] + rng.randint(0, 7) for name in names[1:]}
    left = sorted(before.items(), key=lambda pair: (-pair[1], pair[0]))
    right = sorted(after.items(), key=lambda pair: (-pair[1], pair[0]))
    rows: list[list[Any]] = [
        ["READING COMPREHENSION TEST (20 items)"],
        ["PRE-TEST", None, None, "POST-TEST", None],
        ["Name", "Score", None, "Name", "Score"],
    ]
    for n in range(len(left)):
        rows.append([*left[n], None, *(right[n] if n < len(right) else (None, None))])
    book = Book()
    book.add_sheet("Scores", rows, merge=["A2:B2", "D2:E2", "A1:E1"])
    gain = sum(after[name] - before[name] for name in after) / len(after)
    by_row = sum(right[n][1] - left[n][1] for n in range(len(right))) / len(right)
    return Shape(
        id="tests-side-by-side",
        what="A pre-test list left and a post-test list right, each sorted by its own score, one child missing.",
        file="pre and post.xlsx",
        content=book.to_bytes,
        row_is="test-result",
        or_none=(("mean_gain", {}, gain), *((metric, group, 0) for metric, group, _ in NO_ATTENDANCE)),
        never=wrong_figures("mean_gain", *({by_row} - {gain})),
        privacy=tuple(names),
    )


def build_reading_levels() -> Shape:
    """Phil-IRI levels before and after in two languages."""
    rng = seeded("reading-levels-two-languages")
    names = invent_names(rng, "ph", 12)
    levels = ("Frustration", "Instructional", "Independent")
    rows: list[list[Any]] = [
        ["PHIL-IRI RESULTS, Grade 4 remedial readers"],
        ["Name of Learner", "English", None, "Filipino", None],
        [None, "Pre", "Post", "Pre", "Post"],
    ]
    moved = [0, 0]
    for name in names:
        line: list[Any] = [name]
        for language in range(2):
            first = rng.randint(0, 2)
            last = min(2, first + rng.randint(0, 1))
            moved[language] += last > first
            line += [levels[first], levels[last]]
        rows.append(line)
    book = Book()
    book.add_sheet("Grade 4", rows, merge=["B2:C2", "D2:E2", "A2:A3"])
    return Shape(
        id="reading-levels-two-languages",
        what="Phil-IRI levels before and after for English and Filipino under a two-row heading.",
        file="phil-iri g4.xlsx",
        content=book.to_bytes,
        row_is="test-result",
        expect=tuple(("improved_share", {"measure": "level"}, number / 12) for number in moved),
        or_none=tuple((metric, group, 0) for metric, group, _ in NO_ATTENDANCE),
        never=(
            *wrong_figures("improved_share", sum(moved) / 24),
            *wrong_figures("attendance_total", 12, 24, 48),
        ),
        any_measure_name=True,
        privacy=tuple(names),
    )


def build_tally_by_answer() -> Shape:
    """A tallied evaluation: under each question its answer options, each with a count."""
    options = ("Strongly agree", "Agree", "Neutral", "Disagree", "Strongly disagree")
    questions = {
        "1. I learned something new.": (14, 9, 2, 1, 0),
        "2. I will use what I learned.": (11, 10, 4, 0, 1),
        "3. I would come again.": (20, 5, 1, 0, 0),
    }
    rows: list[list[Any]] = [["Workshop evaluation - 26 forms returned"], ["Answer", "Count"]]
    for question, counts in questions.items():
        rows += [[question], *([option, count] for option, count in zip(options, counts, strict=True))]
        rows.append(["Total", sum(counts)])
    agreed = [counts[0] + counts[1] for counts in questions.values()]
    book = Book()
    book.add_sheet("Tally", rows)
    return Shape(
        id="tally-by-answer",
        what="A tallied evaluation: below each question its five answers with a count, and a total.",
        file="workshop eval tally.xlsx",
        content=book.to_bytes,
        row_is="answer",
        expect=tuple(("outcome_agreement", {"measure": "any"}, number / 26) for number in agreed),
        or_none=(("attendance_total", {}, 0), ("sessions_held", {}, 0)),
        any_measure_name=True,
        never=wrong_figures("attendance_total", 26, 78, 156),
    )


def build_checkbox_survey() -> Shape:
    """A Spanish form in which several answers may be ticked; no ratings, no attendance."""
    rng = seeded("checkbox-survey")
    choices = ("Cuentos", "Computación", "Inglés", "Manualidades")
    rows: list[list[Any]] = [
        ["Marca temporal", "¿Qué talleres le interesan?", "¿Cuántos hijos tiene?", "¿Qué día puede venir?"]
    ]
    for n in range(14):
        picked = ", ".join(rng.sample(choices, rng.randint(1, 3)))
        day = ("sábado", "domingo", "entre semana")[n % 3]
        rows.append([f"{5 + n // 3}/03/2026 10:{n:02}:15", picked, rng.randint(0, 4), day])
    book = Book()
    book.add_sheet("Respuestas de formulario 1", rows)
    return Shape(
        id="checkbox-survey",
        what="A Spanish survey of wishes: workshops ticked, number of children, which day; no visit counted.",
        file="Encuesta de intereses (respuestas).xlsx",
        content=book.to_bytes,
        row_is="answer",
        expect=NO_ATTENDANCE,
        never=wrong_figures("attendance_total", 14, 28),
    )


def build_budget_with_income() -> Shape:
    """A program budget: income above, expenses below, budgeted and actual."""
    income = [("Friends of the Library", 1500, 1500), ("State grant", 4000, 3600), ("Bake sale", 300, 412)]
    expenses = [
        ("Performers", 2400, 2250),
        ("Supplies", 1200, 1344.5),
        ("Snacks", 400, 388.2),
        ("Prizes", 600, 0),
    ]
    rows: list[list[Any]] = [["SUMMER READING BUDGET 2026"], [None, "Budget", "Actual"], ["INCOME"]]
    rows += [list(line) for line in income]
    received, spent = sum_columns(income, 2)[0], sum_columns(expenses, 2)[0]
    rows += [
        ["Total income", sum_formula("B", 4, 6, 5800), sum_formula("C", 4, 6, received)],
        [],
        ["EXPENSES"],
    ]
    rows += [list(line) for line in expenses]
    rows += [["Total expenses", sum_formula("B", 10, 13, 4600), sum_formula("C", 10, 13, spent)], []]
    rows.append(["Balance", 1200, received - spent])
    book = Book()
    book.add_sheet("Budget", rows)
    return Shape(
        id="budget-with-income",
        what="A summer budget: an income section, an expense section, budget and actual, totals and a balance.",
        file="SRP budget 2026.xlsx",
        content=book.to_bytes,
        row_is="budget-line",
        settings={"currency": "USD"},
        or_none=(("cost_cash", {}, spent), ("cash_balance", {}, received - spent)),
        expect=(("cost_cash", {}, spent),),
        never=(
            *wrong_figures("cost_cash", spent + received, 2 * spent, 4600, 5800, 10400, received),
            *wrong_figures("cash_balance", -spent - received, 1200),
        ),
    )


def build_book_sale() -> Shape:
    """A book sale's takings by day: cash, checks and cards, change taken out, customers."""
    rows: list[list[Any]] = [
        ["Friends Book Sale"],
        ["Day", "Customers", "Cash", "Checks", "Card", "Total", "Less: starting change", "Deposit"],
    ]
    log = [
        (date(2025, 11, 6), 112, 640.5, 85, 210),
        (date(2025, 11, 7), 84, 402.25, 40, 155),
        (date(2025, 11, 8), 171, 911, 120, 388.5),
    ]
    deposit = 0.0
    for day, customers, *paid in log:
        deposit += sum(paid) - 100
        rows.append([day, customers, *paid, sum(paid), 100, sum(paid) - 100])
    rows.append(["Total", 367, *sum_columns(log, 2, 3, 4), deposit + 300, 300, deposit])
    book = Book()
    book.add_sheet("Nov", rows)
    return Shape(
        id="book-sale-takings",
        what="A book sale's takings by day: customers, cash, checks, card, total, change, deposit.",
        file="book sale nov.xlsx",
        content=book.to_bytes,
        row_is="payment",
        settings={"currency": "USD"},
        or_none=(("cost_cash", {}, 0), ("cash_balance", {}, deposit), ("attendance_total", {}, 367)),
        never=(
            *wrong_figures("cash_balance", deposit + 300, 2 * deposit, -deposit),
            *wrong_figures("attendance_total", 734),
        ),
    )


def build_gifts_in_words() -> Shape:
    """A Philippine list of donations: what was given is written in words, some with a value."""
    rng = seeded("gifts-in-words")
    donors = invent_names(rng, "ph", 4)
    rows: list[list[Any]] = [
        ["LISTAHAN NG MGA DONASYON 2026"],
        ["Petsa", "Nagbigay", "Donasyon", "Tinatayang halaga", "Tinanggap ni"],
        ["Enero 9, 2026", donors[0], "15 aklat pambata", 2250, donors[3]],
        ["Pebrero 2, 2026", "Rotary Club ng Sapangbato", "1 electric fan", "P1,800.00", donors[3]],
        ["Pebrero 20, 2026", donors[1], "Cash", 5000, donors[3]],
        ["Marso 14, 2026", donors[2], "3 kahon ng lumang magasin", None, donors[3]],
        ["Abril 1, 2026", "Kooperatiba ng Sapangbato", "Pagkain para sa 40 bata", "P3,200", donors[3]],
    ]
    book = Book()
    book.add_sheet("Donasyon", rows)
    return Shape(
        id="gifts-in-words",
        what="A Filipino list of donations in words, one of them cash, estimated values, one without.",
        file="Donasyon 2026.xlsx",
        content=book.to_bytes,
        row_is="payment",
        settings={"currency": "PHP"},
        or_none=(("in_kind_value", {}, 7250), ("cash_balance", {}, 5000), ("cost_cash", {}, 0)),
        expect=(("attendance_total", {}, None),),
        never=(
            *wrong_figures("in_kind_value", 12250, 2250),
            *wrong_figures("cash_balance", 12250, -12250, 7250),
        ),
        privacy=tuple(donors),
    )


def build_delivery_receipt() -> Shape:
    """A delivery receipt: one school, quantities of titles, unit price and amount."""
    items = [
        ("pcs", "Picture books, Filipino", 60, 95),
        ("pcs", "Picture books, English", 40, 120),
        ("sets", "Big books (6 titles)", 3, 1450),
        ("pcs", "Wall charts", 12, 35),
    ]
    rows: list[list[Any]] = [
        ["DELIVERY RECEIPT", None, None, None, "No. 0148"],
        ["Delivered to:", "Lumbang-Ilaya Elementary School", None, "Date:", date(2026, 2, 11)],
        [],
        ["Qty", "Unit", "Description", "Unit Price", "Amount"],
    ]
    rows += [[qty, unit, what, price, qty * price] for unit, what, qty, price in items]
    total = sum(qty * price for _, _, qty, price in items)
    rows += [
        [None, None, None, "TOTAL", total],
        [],
        ["Received the above goods in good order:"],
        ["Liwayway Hamogan", None, None, "Date received:", date(2026, 2, 12)],
    ]
    book = Book()
    book.add_sheet("DR 0148", rows)
    return Shape(
        id="delivery-receipt",
        what="A delivery receipt to one school: quantity, unit, description, unit price, amount, received by.",
        file="DR 0148.xlsx",
        content=book.to_bytes,
        row_is="delivery",
        settings={"currency": "PHP"},
        or_none=(("cost_cash", {}, total), ("in_kind_value", {}, total)),
        expect=NO_ATTENDANCE,
        never=(
            *wrong_figures("cost_cash", 2 * total, 1700, 115),
            *wrong_figures("in_kind_value", 2 * total),
            *wrong_figures("books_at_stage", 2 * 115),
        ),
        privacy=("Liwayway Hamogan",),
    )


def build_grant_report() -> Shape:
    """A grant's financial report: approved, spent this quarter, spent to date, balance."""
    lines = [
        ("Personnel", 8000, 1900, 5700),
        ("Books and materials", 5000, 750, 4100),
        ("Travel", 1000, 120, 460),
        ("Printing", 500, 0, 500),
    ]
    rows: list[list[Any]] = [
        ["LSTA Mini-grant - Financial report, quarter ending March 31, 2026"],
        ["Category", "Approved", "Spent this quarter", "Spent to date", "Balance", "% spent"],
    ]
    rows += [[*line, line[1] - line[3], line[3] / line[1]] for line in lines]
    approved, quarter, spent = sum_columns(lines, 1, 2, 3)
    rows.append(["Total", approved, quarter, spent, approved - spent, spent / approved])
    book = Book()
    book.add_sheet("Financial", rows)
    return Shape(
        id="grant-financial-report",
        what="A grant's financial report by category: approved, spent this quarter, spent to date, balance, percent.",
        file="LSTA Q3 financial.xlsx",
        content=book.to_bytes,
        row_is="budget-line",
        settings={"currency": "USD"},
        or_none=(("cost_cash", {}, spent),),
        never=(
            *wrong_figures("cost_cash", quarter + spent, 2 * spent, approved, approved + spent, quarter),
            *wrong_figures("cash_balance", approved),
        ),
    )


def build_petty_expenses() -> Shape:
    """A Mexican list of expenses by receipt, with VAT apart and one refund in brackets."""
    lines = [
        ("03/02/2026", "F-118", "Papelería La Pluma", "Cartulinas", 431.03, 68.97),
        ("10/02/2026", "F-231", "Librería El Faro", "Cuentos infantiles", 1850, 0),
        ("17/02/2026", "s/n", "Tienda Doña Chole", "Galletas y jugo", 240, 0),
        ("24/02/2026", "NC-14", "Librería El Faro", "Devolución de un libro", -185, 0),
        ("03/03/2026", "F-260", "Imprenta Sol", "Carteles", 603.45, 96.55),
    ]
    rows: list[list[Any]] = [
        ["COMPROBACIÓN DE GASTOS - Club de Lectura"],
        ["Fecha", "Factura", "Proveedor", "Concepto", "Subtotal", "IVA", "Total"],
    ]
    spent = 0.0
    for day, number, seller, what, net, tax in lines:
        total = net + tax
        spent += total
        cells = [net, tax, total] if total > 0 else [f"({-net:.2f})", None, f"({-total:.2f})"]
        rows.append([day, number, seller, what, *cells])
    rows.append([None, None, None, "Suma", None, None, spent])
    book = Book()
    book.add_sheet("Gastos", rows)
    return Shape(
        id="expenses-with-tax",
        what="A Mexican list of expenses by invoice: subtotal, VAT, total, one refund in brackets, a sum.",
        file="Gastos club de lectura.xlsx",
        content=book.to_bytes,
        row_is="payment",
        settings={"currency": "MXN"},
        expect=(("cost_cash", {}, spent), ("attendance_total", {}, None)),
        never=wrong_figures("cost_cash", 2 * spent, spent + 370, spent + 185, spent - 165.52),
    )


def build_prison_retest() -> Shape:
    """US: reading tests of learners in a prison."""
    tests = [
        ("1/15/2025", "70114", "Andre P.", "Intake", 482),
        ("1/15/2025", "70251", "Luis M.", "Intake", 455),
        ("1/15/2025", "70388", "Curtis W.", "Intake", 510),
        ("1/22/2025", "70409", "Dale F.", "Intake", 431),
        ("1/22/2025", "70512", "Omar S.", "Intake", 498),
        ("2/5/2025", "70630", "Travis K.", "Intake", 467),
        ("5/14/2025", "70114", "Andre P.", "Retest", 517),
        ("5/14/2025", "70251", "Luis M.", "Retest", 463),
        ("5/14/2025", "70388", "Curtis W.", "Retest", 506),
        ("5/21/2025", "70512", "Omar S.", "Retest", 531),
        ("5/21/2025", "70630", "Travis K.", "Retest", 489),
    ]
    before = {r[1]: r[4] for r in tests if r[3] == "Intake"}
    after = {r[1]: r[4] for r in tests if r[3] == "Retest"}
    g, share, again = gains([(s, after.get(i)) for i, s in before.items()])
    diff = mean(after.values()) - mean(before.values())
    rows = [["Test date", "Number", "Name", "Intake / Retest", "Reading scale score", "Remark"]]
    rows += [[*r, None] for r in tests]
    rows[4][5] = "transferred to Chillicothe 4/2, no retest"
    rows += [[], ["Andre moved up a whole level - told him in person!!"]]
    return Shape(
        id="prison-retest",
        what="US reading tests in a prison, one test a row: the first at intake, the second months later, one learner without a second.",
        file="reading tests 2025.xlsx",
        content=book_of(("tests", rows, [])),
        row_is="score",
        expect=(
            figure("mean_gain", g, measure="Reading scale score"),
            figure("improved_share", share, measure="Reading scale score"),
            figure("attendance_total", None),
        ),
        never=(
            *other_figures("mean_gain", g, diff, sum(after.values()) / 6 - mean(before.values())),
            *other_figures("improved_share", share, share * again),
        ),
        any_measure_name=True,
    )


def build_daycare_letters() -> Shape:
    """US: letters that children of a day care know."""
    rooms = {
        "LADYBUGS (3s)": [
            ("Aria", 2, 9),
            ("Beckett", 0, 6),
            ("Cleo", 5, 14),
            ("Dario", 1, 1),
            ("Esme", 3, 12),
        ],
        "OTTERS (4s)": [
            ("Farrah", 11, 24),
            ("Grady", 8, 19),
            ("Hugo", 14, 26),
            ("Isla", 6, None),
            ("Jae", 17, 26),
            ("Kenji", 9, 22),
        ],
    }
    every = [k for r in rooms.values() for k in r]
    pairs = [k[1:] for k in every]
    g, share, again = gains(pairs)
    n = sum(None not in pair for pair in pairs)
    rows = [["How many letters does each child know? (out of 26)"], []]
    room_gains = []
    for room, kids in rooms.items():
        room_gains.append(gains([k[1:] for k in kids])[0])
        rows += [
            [room],
            ["Child", "September", "May", "Gained"],
            *[
                [n_, x, y if y is not None else "moved", y - x if y is not None else None]
                for n_, x, y in kids
            ],
            [
                "Room average",
                round(mean(k[1] for k in kids), 1),
                round(mean(k[2] for k in kids), 1),
                round(gains([k[1:] for k in kids])[0], 1),
            ],
            [],
        ]
    averages = [
        (round(mean(k[1] for k in kids), 1), round(mean(k[2] for k in kids), 1)) for kids in rooms.values()
    ]
    with_averages = (g * n + sum(y - x for x, y in averages)) / (n + 2)
    return Shape(
        id="daycare-letters",
        what="US letters that children know in September and May: a table for each room with an average row, one child moved away.",
        file="letters 24-25.xlsx",
        content=book_of(("letters", rows, ["A1:D1", "A3:D3"])),
        row_is="score",
        expect=(
            figure("mean_gain", g, measure="letters"),
            figure("improved_share", share, measure="letters"),
            figure("attendance_total", None),
        ),
        never=(
            *other_figures(
                "mean_gain", g, naive_gain(pairs), sum(room_gains) / 2, *room_gains, with_averages
            ),
            *other_figures("improved_share", share, 1.0, share * again, (share * n + 2) / (n + 2)),
        ),
        any_measure_name=True,
    )


SCORES_AND_ACCOUNTS = (
    build_tests_side_by_side(),
    build_reading_levels(),
    build_tally_by_answer(),
    build_checkbox_survey(),
    build_budget_with_income(),
    build_book_sale(),
    build_gifts_in_words(),
    build_delivery_receipt(),
    build_grant_report(),
    build_petty_expenses(),
    build_prison_retest(),
    build_daycare_letters(),
)
