"""Sheets about money, gifts, books, scores, opinions, hours and agreements."""

from __future__ import annotations

from datetime import date
from functools import partial
from statistics import median
from typing import Any

from tests.support.shapes.definition import (
    NO_ATTENDANCE,
    NO_MONEY,
    Figure,
    Shape,
    column_sum,
    seeded,
    wrong_figures,
)
from tests.support.shapes.files import Book, Formula, format_spanish_number, sum_formula, write_csv
from tests.support.shapes.names import invent_names


def build_petty_cash_book() -> Shape:
    """A petty cash book with receipts, disbursements and a running balance."""
    log: list[tuple[date, str, str, str, float | None, float | None]] = [
        (date(2025, 3, 3), "Donation for Reading Caravan", "Samahang Bukas-Palad", "OR 1123", 10000, None),
        (date(2025, 3, 4), "Cartolina, glue, crayons", "JM School Supplies", "SI 0455", None, 1862.75),
        (date(2025, 3, 7), "Fuel, L300 van", "Petrol station", "SI 7781", None, 1500),
        (date(2025, 3, 10), "Financial assistance", "Office of the Mayor", "OR 1124", 5000, None),
        (date(2025, 3, 14), "Snacks 120 pcs @ 18", "Aling Rosa's Bakery", "AR 12", None, 2160),
        (date(2025, 3, 14), "Token for storyteller", "Guest storyteller", "AR 13", None, 1000),
        (date(2025, 3, 21), "Fuel, L300 van", "Petrol station", "SI 7902", None, 1450.5),
        (date(2025, 3, 28), "Tarpaulin 3x6 ft", "Printing shop", "SI 330", None, 540),
        (date(2025, 4, 2), "Snacks 85 pcs @ 18", "Aling Rosa's Bakery", "AR 14", None, 1530),
    ]
    rows: list[list[Any]] = [
        ["PETTY CASH BOOK"],
        ["Project: Reading Caravan 2025"],
        [],
        [
            "Date",
            "Particulars",
            "Received from / Paid to",
            "Ref. No.",
            "Receipts",
            "Disbursements",
            "Balance",
        ],
    ]
    balances: list[float] = []
    balance = 0.0
    for day, what, party, number, receipt, paid in log:
        balance += (receipt or 0) - (paid or 0)
        balances.append(balance)
        line = len(rows) + 1
        formula = f"=E{line}" if line == 5 else f"=G{line - 1}+E{line}-F{line}"
        rows.append([day, what, party, number, receipt, paid, Formula(formula, balance)])
    received, paid = column_sum(log, 4), column_sum(log, 5)
    rows.append(
        [None, "TOTALS", None, None, sum_formula("E", 5, 13, received), sum_formula("F", 5, 13, paid)]
    )
    rows[-1].append(Formula("=E14-F14", received - paid))
    rows += [[], ["Custodian: Malaya Tabingilog"]]
    book = Book()
    sheet = book.add_sheet("Cash Book", rows, merge=["A1:G1", "A2:G2"], dates="mm/dd/yy")
    for cells in sheet["E5:G14"]:
        for cell in cells:
            cell.number_format = "#,##0.00"
    return Shape(
        id="petty-cash-with-balance",
        what="A Philippine petty cash book: receipts, disbursements, a running balance and a total row.",
        file="Petty Cash Reading Caravan.xlsx",
        content=book.to_bytes,
        row_is="payment",
        settings={"currency": "PHP"},
        expect=(*NO_ATTENDANCE, ("cost_cash", {}, paid), ("cash_balance", {}, received - paid)),
        never=(
            *wrong_figures(
                "cost_cash", 2 * paid, received, received + paid, sum(balances), paid + sum(balances)
            ),
            *wrong_figures(
                "cash_balance", sum(balances), received, 2 * (received - paid), -paid, received + paid
            ),
            *wrong_figures("in_kind_value", received, paid),
            *wrong_figures("attendance_total", 205, 120, 85, len(log)),
        ),
        privacy=("Malaya Tabingilog",),
    )


def build_budget_proposal() -> Shape:
    """An Ecuadorian proposal: quantities, unit costs and who would contribute; nothing is spent."""
    log: list[tuple[str, str, float, float, str]] = [
        ("Cuentos ilustrados", "ejemplar", 60, 8.5, "Municipio"),
        ("Alfombra y cojines", "juego", 1, 145, "Biblioteca"),
        ("Refrigerios", "niño/sesión", 480, 0.75, "Comité de padres"),
        ("Honorarios narradora", "sesión", 12, 30, "Municipio"),
        ("Movilización", "viaje", 12, 5, "Biblioteca"),
        ("Impresión de afiches", "unidad", 40, 0.6, "Comité de padres"),
    ]
    rows: list[list[Any]] = [
        ["PROPUESTA DE PRESUPUESTO"],
        ["Proyecto «Sábados de cuento» - a presentar al Municipio, enero de 2026"],
        [],
        ["Rubro", "Unidad", "Cantidad", "Costo unitario (USD)", "Costo total (USD)", "Aportaría"],
    ]
    for item, unit, quantity, price, giver in log:
        line = len(rows) + 1
        rows.append([item, unit, quantity, price, Formula(f"=C{line}*D{line}", quantity * price), giver])
    subtotal = sum(row[2] * row[3] for row in log)
    rows.append(["Subtotal", None, None, None, sum_formula("E", 5, 10, subtotal)])
    rows.append(["Imprevistos 5%", None, None, None, Formula("=E11*0.05", subtotal * 0.05)])
    rows.append(["TOTAL", None, None, None, Formula("=E11+E12", subtotal * 1.05)])
    rows += [[], ["12 sesiones, 40 niños por sesión (meta)"]]
    book = Book()
    book.add_sheet("Presupuesto", rows, merge=["A1:F1", "A2:F2"])
    return Shape(
        id="budget-proposal-spanish",
        what="A Spanish budget proposal: quantity, unit cost, total, who would contribute, a reserve, and a goal.",
        file="Propuesta sábados de cuento.xlsx",
        content=book.to_bytes,
        row_is="budget-line",
        settings={"currency": "USD"},
        expect=(*NO_ATTENDANCE, *NO_MONEY),
        never=(
            *wrong_figures("cost_cash", subtotal, subtotal * 1.05, 2 * subtotal, subtotal * 3.1),
            *wrong_figures("cash_balance", subtotal, -subtotal, subtotal * 1.05, -subtotal * 1.05),
            *wrong_figures("in_kind_value", subtotal, 384, 205),
            *wrong_figures("attendance_total", 480, 40, 605, len(log)),
            *wrong_figures("sessions_held", 12, 6),
        ),
    )


def build_cash_and_goods() -> Shape:
    """A list of donations with cash and goods in one column of amounts."""
    receiver = "Habagat Yamanlupa"
    log: list[tuple[str, str, str, str, float | None, str]] = [
        ("06/05/2025", "Rotaract ng Silangan", "Cash", "for school supplies", 5000, "5,000.00"),
        ("06/09/2025", "Aling Nena's Sari-sari Store", "In Kind", "2 boxes biscuits", 900, "900 (est.)"),
        ("06/12/2025", "PTA, Silangan ES", "In Kind", "40 chairs, loan for 1 day", None, "n/a"),
        ("06/18/2025", "Tindahang Aklat Bayani", "In Kind", "35 storybooks", 4375, "P 4,375.00"),
        ("06/20/2025", "Batch '98 Alumni", "Cash", "t-shirts of volunteers", 7500, "7,500.00"),
        ("06/27/2025", "Dr. (name withheld)", "Cash", "none specified", 1000, "1,000"),
        ("07/04/2025", "Water Refilling ni Mang Tino", "In-Kind", "10 gal. water x 6 Sat.", 1800, "P1,800"),
        ("07/11/2025", "Rotaract ng Silangan", "In kind", "LCD projector, used", 6500, "6,500.00 (est.)"),
    ]
    rows: list[list[Any]] = [
        ["BASA BAYAN 2025"],
        ["LIST OF DONATIONS RECEIVED (as of July 15, 2025)"],
        [],
        ["Date", "Donor", "Cash / In Kind", "Particulars", "Amount or Est. Value (PhP)", "Received by"],
    ]
    for day, donor, kind, what, _, written in log:
        rows.append([day, donor, kind, what, written, receiver])
    cash = sum(row[4] or 0 for row in log if row[2] == "Cash")
    goods = sum(row[4] or 0 for row in log if row[2] != "Cash")
    rows += [
        [],
        [None, None, None, "Total Cash", f"{cash:,.2f}"],
        [None, None, None, "Total In Kind", f"{goods:,.2f}"],
        [None, None, None, "GRAND TOTAL", f"{cash + goods:,.2f}"],
    ]
    book = Book()
    book.add_sheet("Donations", rows, merge=["A1:F1", "A2:F2"])
    return Shape(
        id="cash-and-goods-in-one-column",
        what="Donations received, cash and in kind in one column as text, some estimated, one unpriced, three totals.",
        file="Donations Basa Bayan.xlsx",
        content=book.to_bytes,
        row_is="payment",
        settings={"currency": "PHP"},
        expect=(
            *NO_ATTENDANCE,
            ("in_kind_value", {}, goods),
            ("cash_balance", {}, cash),
            ("cost_cash", {}, None),
        ),
        never=(
            *wrong_figures("in_kind_value", goods + cash, 2 * goods, goods + 2 * (goods + cash), cash),
            *wrong_figures("in_kind_value", 4375 + 1800, 35 * 4375),
            *wrong_figures("cash_balance", goods + cash, 2 * cash, goods, cash + 2 * (goods + cash), -cash),
            *wrong_figures("attendance_total", len(log), 40, 35),
            *wrong_figures("participants_unique", 1, 7),
        ),
        privacy=(receiver,),
    )


def build_book_drive() -> Shape:
    """A US book drive: goal, collected, keepers, sent, arrived per drop-off site; one not arrived."""
    log: list[tuple[str, int, int, int, int, int, date, date | None, int | None]] = [
        ("Fire Station 4", 300, 342, 271, 9, 268, date(2025, 11, 3), date(2025, 11, 10), 268),
        ("Credit Union lobby", 150, 118, 97, 3, 97, date(2025, 11, 3), date(2025, 11, 12), 95),
        ("Ridge Middle School", 500, 611, 488, 16, 480, date(2025, 11, 10), date(2025, 11, 14), 480),
        ("Grace Church", 100, 87, 52, 2, 52, date(2025, 11, 17), date(2025, 11, 25), 51),
        ("Main Library", 400, 455, 390, 13, 384, date(2025, 11, 24), None, None),
    ]
    rows: list[list[Any]] = [
        ["BOOKS FOR THE VALLEY - flood relief book drive"],
        [],
        [
            "Drop-off site",
            "Goal",
            "Collected",
            "Keepers (good cond.)",
            "Boxes",
            "Books shipped",
            "Ship date",
            "Arrived",
            "Books rec'd at school",
        ],
        *([*row] for row in log),
    ]
    rows[7][7] = "on truck"
    goal, collected, keepers, boxes, shipped = (column_sum(log, column) for column in (1, 2, 3, 4, 5))
    received = column_sum(log, 8)
    sums = [goal, collected, keepers, boxes, shipped]
    rows.append(["TOTAL", *(sum_formula(c, 4, 8, v) for c, v in zip("BCDEF", sums, strict=True)), None, None])
    rows[-1].append(sum_formula("I", 4, 8, received))
    book = Book()
    book.add_sheet("drive", rows, dates="m/d")
    days = [(row[7] - row[6]).days for row in log if row[7]]
    return Shape(
        id="book-drive-with-goal",
        what="A US book drive by drop-off site: goal, collected, keepers, boxes, shipped, received; one on the truck.",
        file="Books for the Valley tally.xlsx",
        content=book.to_bytes,
        row_is="delivery",
        expect=(
            *NO_ATTENDANCE,
            ("books_at_stage", {"stage": "collected"}, collected),
            ("books_at_stage", {"stage": "usable"}, keepers),
            ("books_at_stage", {"stage": "shipped"}, shipped),
            ("books_at_stage", {"stage": "received"}, received),
        ),
        or_none=(("days_to_deliver", {}, median(days)),),
        never=(
            *wrong_figures(
                "books_at_stage", goal, boxes, 2 * collected, 2 * keepers, 2 * shipped, 2 * received
            ),
            *wrong_figures("books_at_stage", collected + keepers, received + 384, goal + collected),
            *wrong_figures("attendance_total", goal, collected, received, len(log)),
            *wrong_figures("sessions_held", 5, 4, 3),
        ),
    )


def build_scores_long() -> Shape:
    """A Spanish teacher's marks with one row per pupil and test, decimal commas, NP for absent."""
    rng = seeded("scores-long")
    pupils = invent_names(rng, "es", 17)
    before: dict[str, float | None] = {}
    after: dict[str, float | None] = {}
    for n, who in enumerate(pupils):
        first = rng.randint(6, 15) / 2
        before[who] = None if n in (5,) else first
        after[who] = None if n in (2, 11) else min(10, first + rng.randint(-1, 6) / 2)
    missing_row = pupils[11]
    rows: list[list[Any]] = [["Alumno/a", "Curso", "Prueba", "Fecha", "Nota (0-10)"]]
    for test, day, scores in (("Inicial", "06/10/2025", before), ("Final", "19/01/2026", after)):
        for n, who in enumerate(pupils):
            score = scores[who]
            if score is None and who == missing_row:
                continue
            written = "NP" if score is None else format_spanish_number(score, 1).removesuffix(",0")
            rows.append([who, ("4.º A", "4.º B")[n % 2], test, day, written])
    pairs = [(a, b) for who in pupils if (a := before[who]) is not None and (b := after[who]) is not None]
    gain = sum(b - a for a, b in pairs) / len(pairs)
    known_before = [score for score in before.values() if score is not None]
    known_after = [score for score in after.values() if score is not None]
    wrong = sum(known_after) / len(known_after) - sum(known_before) / len(known_before)
    measure = {"measure": "reading"}
    return Shape(
        id="scores-one-row-per-test",
        what="A Spanish CSV of marks, one row per pupil and test (Inicial, Final), decimal commas, NP.",
        file="comprension_lectora_4.csv",
        content=partial(write_csv, rows, delimiter=";", encoding="cp1252"),
        row_is="score",
        any_measure_name=True,
        expect=(
            *NO_ATTENDANCE,
            ("mean_gain", measure, gain),
            ("improved_share", measure, sum(b > a for a, b in pairs) / len(pairs)),
            ("pair_coverage", measure, len(pairs) / len(known_before)),
        ),
        never=(
            *wrong_figures("mean_gain", wrong, 10 * gain, -gain, sum(b - a for a, b in pairs) / len(pupils)),
            *wrong_figures("pair_coverage", 1.0, len(pairs) / len(pupils)),
            *wrong_figures("attendance_total", len(pupils), len(rows) - 1, len(pairs)),
            *wrong_figures("sessions_held", 2, len(rows) - 1),
            *wrong_figures("participants_unique", len(pupils)),
        ),
        privacy=tuple(pupils),
    )


def build_survey_tally() -> Shape:
    """A consolidated evaluation of a seminar: how many ticked 5, 4, 3, 2, 1 for each statement."""
    statements = {
        "The seminar taught me new ways of telling stories": (17, 11, 3, 1, 0),
        "I can use what I learned in our barangay": (14, 12, 4, 1, 0),
        "The speakers were easy to understand": (21, 9, 2, 0, 0),
        "The venue and food were satisfactory": (8, 10, 9, 4, 1),
    }
    rows: list[list[Any]] = [
        ["CONSOLIDATED EVALUATION RESULT"],
        ["Seminar-Workshop on Storytelling, October 4, 2025"],
        ["No. of evaluation forms retrieved: 32 out of 38 participants"],
        [],
        ["Indicators", "5", "4", "3", "2", "1", "Total", "Weighted Mean", "Interpretation"],
        [None, "Strongly Agree", "Agree", "Neutral", "Disagree", "Strongly Disagree"],
    ]
    figures: list[Figure] = []
    wrong: list[float] = []
    for statement, counts in statements.items():
        line, answers = len(rows) + 1, sum(counts)
        mean = sum(value * count for value, count in zip((5, 4, 3, 2, 1), counts, strict=True)) / answers
        formula = Formula(f"=(B{line}*5+C{line}*4+D{line}*3+E{line}*2+F{line})/G{line}", mean)
        rows.append([statement, *counts, Formula(f"=SUM(B{line}:F{line})", answers), formula])
        rows[-1].append("Very Satisfactory" if mean >= 4 else "Satisfactory")
        figures.append(("outcome_agreement", {"measure": statement}, (counts[0] + counts[1]) / answers))
        wrong += [counts[0] / answers, (counts[0] + counts[1]) / 38]
        wrong += [(counts[0] + counts[1]) / 32] if answers != 32 else []
    means = [
        sum(v * c for v, c in zip((5, 4, 3, 2, 1), counts, strict=True)) / sum(counts)
        for counts in statements.values()
    ]
    rows.append(["Overall mean", *[None] * 6, Formula("=AVERAGE(H7:H10)", sum(means) / 4)])
    total = sum(map(sum, statements.values()))
    book = Book()
    book.add_sheet("Evaluation", rows, merge=["A1:I1", "A2:I2", "A3:I3", "A5:A6"])
    known = {value for _, _, value in figures}
    return Shape(
        id="survey-tallied-by-statement",
        what="A seminar's evaluation already tallied: how many answered 5 to 1 per statement, weighted means.",
        file="Consolidated Evaluation Oct 4.xlsx",
        content=book.to_bytes,
        row_is="answer",
        any_measure_name=True,
        expect=tuple(figures),
        or_none=(("attendance_total", {}, 38), ("sessions_held", {}, 1)),
        never=(
            *wrong_figures("outcome_agreement", *(value for value in wrong if value not in known)),
            *wrong_figures("attendance_total", 32, total, 2 * total, 70),
            *wrong_figures("sessions_held", 4, 5),
            *wrong_figures("participants_unique", 4, 5, 32),
            *wrong_figures("mean_rating", 32, 8),
        ),
    )


def build_four_point_survey() -> Shape:
    """A paper survey typed in: three statements on a scale from 1 to 4, with age and zip code."""
    rng = seeded("four-point-survey")
    items = [
        "I learned something useful",
        "I feel more confident helping my child read",
        "I will use the library more",
    ]
    weights = [(1, 2, 9, 10), (1, 4, 10, 7), (0, 3, 8, 11)]
    answers: list[list[int | None]] = []
    rows: list[list[Any]] = [
        ["Parent workshop survey 5/8/2025   4=Strongly agree  3=Agree  2=Disagree  1=Strongly disagree"],
        ["Survey #", *items, "Age", "Zip code", "Comments"],
    ]
    for n in range(22):
        own: list[int | None] = [rng.choices((1, 2, 3, 4), weight)[0] for weight in weights]
        if n in (4, 15):
            own[1] = None
        if n == 9:
            own[2] = None
        answers.append(own)
        comment = {3: "4 stars!", 9: "ran out of time", 17: "more Spanish please"}.get(n)
        rows.append([n + 1, *own, rng.randint(23, 58), 93200 + rng.randint(1, 9), comment])
    figures: list[Figure] = []
    wrong: list[float] = []
    for column, item in enumerate(items):
        valid = [value for own in answers if (value := own[column]) is not None]
        agree = sum(value >= 3 for value in valid) / len(valid)
        figures.append(("outcome_agreement", {"measure": item}, agree))
        wrong.append(sum(value == 4 for value in valid) / len(valid))
        if len(valid) < len(answers):
            wrong.append(sum(value >= 3 for value in valid) / len(answers))
    known = {value for _, _, value in figures}
    rows.append(["AVG"])
    for column, letter in enumerate("BCD"):
        valid = [value for own in answers if (value := own[column]) is not None]
        rows[-1].append(Formula(f"=AVERAGE({letter}3:{letter}24)", sum(valid) / len(valid)))
    book = Book()
    book.add_sheet("Surveys", rows, merge=["A1:G1"])
    return Shape(
        id="survey-on-four-points",
        what="A paper survey typed in: three statements from 1 to 4, blanks, age and zip code, an average row.",
        file="Parent workshop surveys.xlsx",
        content=book.to_bytes,
        row_is="answer",
        settings={"agreement_threshold": 3},
        any_measure_name=True,
        expect=(*NO_ATTENDANCE, *figures),
        never=(
            *wrong_figures("outcome_agreement", *(value for value in wrong if value not in known)),
            *wrong_figures("attendance_total", 22, 23, 253),
            *wrong_figures("sessions_held", 22, 23),
            *wrong_figures("participants_unique", 22, 23),
        ),
    )


def build_volunteer_months() -> Shape:
    """Volunteers' hours by month with totals, the year they began and a phone number."""
    rng = seeded("volunteer-months")
    names = invent_names(rng, "us", 7)
    months = ["Jan", "Feb", "Mar", "Apr", "May", "June"]
    hours = {(who, n): rng.choice([None, 2, 3, 4, 4.5, 6, 7.5, 8]) for who in names for n in range(6)}
    hours[names[3], 2] = 5
    rows: list[list[Any]] = [
        ["VOLUNTEER HOURS 2025 (Jan - June)"],
        ["Friends of the Harlow Public Library"],
        [],
        ["Name", "Since", "Phone", *months, "Total", "Goal"],
    ]
    phones: list[str] = []
    for n, who in enumerate(names):
        line = len(rows) + 1
        own: list[Any] = [hours[who, month] for month in range(6)]
        total = sum(value or 0 for value in own)
        if n == 3:
            own[2] = "5 hrs"
        phones.append(f"555-01{rng.randint(10, 99)}")
        stored = total - (5 if n == 3 else 0)
        rows.append([who, 2012 + n, phones[-1], *own, Formula(f"=SUM(D{line}:I{line})", stored), 30])
    by_month = [sum(hours[who, month] or 0 for who in names) for month in range(6)]
    total = sum(by_month)
    stored_months = [value - (5 if month == 2 else 0) for month, value in enumerate(by_month)]
    rows.append(
        [
            "TOTAL",
            None,
            None,
            *(sum_formula(c, 5, 11, v) for c, v in zip("DEFGHI", stored_months, strict=True)),
        ]
    )
    rows[-1] += [sum_formula("J", 5, 11, total - 5), 210]
    book = Book()
    book.add_sheet("Hours", rows, merge=["A1:K1", "A2:K2"])
    rate = 30.0
    return Shape(
        id="volunteer-hours-by-month",
        what="Volunteers' hours by month: names down, six months across, one cell '5 hrs', totals that miss it, a goal.",
        file="Volunteer hours 2025.xlsx",
        content=book.to_bytes,
        row_is="hours",
        settings={
            "currency": "USD",
            "volunteer_rate": {"low": rate, "rate": rate, "high": rate, "year": 2025, "source": "invented"},
        },
        expect=(*NO_ATTENDANCE, ("volunteer_value", {}, total * rate)),
        never=(
            *wrong_figures("volunteer_value", 2 * total * rate, (total - 5) * rate, (2 * total - 5) * rate),
            *wrong_figures(
                "volunteer_value", 210 * rate, (total + 210) * rate, (2 * total - 10) * rate, 4 * total * rate
            ),
            *wrong_figures("attendance_total", total, total - 5, 7, len([v for v in hours.values() if v])),
            *wrong_figures("sessions_held", 6, 7, 8),
            *wrong_figures("participants_unique", 7, 8),
        ),
        privacy=(*names, *phones),
    )


def build_agreement_tracker() -> Shape:
    """A tracker of agreements: dates, sessions and money promised, people who would benefit."""
    log: list[tuple[str, str, str, str, int, int, str, str]] = [
        ("Silangan Elementary School", "School", "June 10, 2024", "June 9, 2027", 20, 640, "-", "Active"),
        (
            "Kooperatiba ng Magsasaka",
            "Cooperative",
            "Aug. 1, 2024",
            "July 31, 2025",
            4,
            120,
            "15,000/yr",
            "Expired, for renewal",
        ),
        ("Radyo Silangan 88.3", "Media", "Jan. 15, 2025", "Jan. 14, 2026", 12, 5000, "airtime", "Active"),
        ("Brgy. Council of Lawa", "LGU", "March 3, 2025", "until revoked", 6, 210, "8,000/yr", "Active"),
        ("Silangan State College", "HEI", "for signing", "", 10, 300, "-", "Draft w/ legal"),
    ]
    contacts = invent_names(seeded("agreement-tracker"), "ph", 5)
    rows: list[list[Any]] = [
        ["MOA / MOU TRACKER - MUNICIPAL LIBRARY"],
        ["updated: 09/30/2025"],
        [],
        [
            "Partner",
            "Type",
            "Date Signed",
            "Valid Until",
            "Sessions per year (commitment)",
            "Target beneficiaries",
            "Counterpart fund",
            "Status",
            "Focal person",
            "Contact no.",
        ],
    ]
    mobiles = [f"0917-555-{number:04d}" for number in (1033, 1187, 1246, 1390, 1451)]
    for n, row in enumerate(log):
        rows.append([*(value or None for value in row), contacts[n], mobiles[n]])
    sessions, people = column_sum(log, 4), column_sum(log, 5)
    rows.append(["TOTAL", None, None, None, sum_formula("E", 5, 9, sessions), sum_formula("F", 5, 9, people)])
    book = Book()
    book.add_sheet("MOA", rows, merge=["A1:J1", "A2:J2"])
    return Shape(
        id="agreement-tracker",
        what="A tracker of partners' agreements: signed, valid until, sessions and money promised, target people, status.",
        file="MOA tracker.xlsx",
        content=book.to_bytes,
        row_is="partner",
        settings={"currency": "PHP"},
        expect=(*NO_ATTENDANCE, *NO_MONEY),
        never=(
            *wrong_figures("attendance_total", people, 2 * people, 5000, len(log), people + sessions),
            *wrong_figures("sessions_held", sessions, 2 * sessions, len(log), len(log) + 1, 4),
            *wrong_figures("participants_unique", people, len(log)),
            *wrong_figures("cash_balance", 23000, 15000, 8000, -23000),
            *wrong_figures("cost_cash", 23000),
        ),
        privacy=(*contacts, *mobiles),
    )


RESOURCE_LISTS: tuple[Shape, ...] = (
    build_petty_cash_book(),
    build_budget_proposal(),
    build_cash_and_goods(),
    build_book_drive(),
    build_scores_long(),
    build_survey_tally(),
    build_four_point_survey(),
    build_volunteer_months(),
    build_agreement_tracker(),
)
