"""Ledgers in other layouts: who gave or paid what, and its status; expected sums computed by hand."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from libcollab_metrics.errors import LibCollabError
from libcollab_metrics.ingest.worker.protocol import to_arrow
from libcollab_metrics.metrics import evaluate
from libcollab_metrics.metrics.definition import Value
from libcollab_metrics.model import Dataset
from tests.support.sheets import codes, csv_text, dataset, number, read, sheet, xlsx

#: The donation form of Philippine schools.
FORM = [
    "#",
    "Name of Donor",
    "Purpose",
    "Date Received",
    "Region",
    "Division",
    "Total Amount Received by the School (Php)",
    "Status",
]
#: Fixture j: 15,000 received, 2,000 promised, 5,000 with an unclear status, 9,000 spent, 40 hours, ticks.
DONATIONS: list[list[object]] = [
    FORM,
    [1, "Hope Foundation", "Books", "2026-01-12", None, "x", "15,000", "received"],
    [2, "Rotary Club", "Bus", None, "x", None, 2000, "to follow"],
    [3, "Town hall", "Paint", None, "x", None, 5000, "ongoing"],
    [4, "Library", "Snacks", "2026-01-20", None, "x", 9000, "spent"],
    [5, "Youth club", "40 volunteer hours", None, None, "x", None, "given"],
]


def ledger(rows: list[list[object]], **answers: Any) -> list[dict[str, Any]]:
    return [dict(row) for row in read(xlsx(Donations=rows), **answers).tables["ledger"]]


def figure(loaded: Dataset, metric: str) -> Value:
    return evaluate(loaded, metrics=[metric], as_of=date(2026, 12, 31)).value_for(metric)


def cash_in(loaded: Dataset) -> float:
    """Cash received by the project, summed from the rows."""
    rows = loaded.tables["ledger"]
    is_cash_in = (rows["kind"] == "cash") & (rows["status"] == "received") & (rows["to_party"] == "project")
    return float(rows["value"][is_cash_in].sum())


def test_fixture_j_a_donation_form_in_pesos() -> None:
    loaded = dataset(xlsx(Donations=DONATIONS))
    assert cash_in(loaded) == 15_000
    assert figure(loaded, "cost_cash").value == 9_000
    clarity = figure(loaded, "fund_clarity")
    assert (clarity.numerator, clarity.denominator) == (3, 4)
    volunteer_line = loaded.tables["ledger"].iloc[4]
    assert volunteer_line[["kind", "quantity", "unit"]].tolist() == ["volunteer_hours", 40, "hours"]
    assert loaded.tables["ledger"]["value"].isna().tolist() == [False, False, False, False, True]
    assert (figure(loaded, "cost_coverage").numerator, figure(loaded, "cost_coverage").denominator) == (1, 2)
    priced = dataset(xlsx(Donations=DONATIONS), settings={"volunteer_rate": {"rate": 75}})
    assert figure(priced, "cost_coverage").numerator == 2
    assert codes(loaded) == {"number-from-text", "choice-assumed", "column-not-used"}


def test_x_in_donation_form_is_category_not_attendance_mark() -> None:
    result = read(xlsx(Donations=DONATIONS))
    assert "participation" not in result.tables
    assert [row["note"] for row in result.tables["ledger"]] == [
        "Books; Division",
        "Bus; Region",
        "Paint; Region",
        "Snacks; Division",
        "40 volunteer hours; Division",
    ]
    ticks = [i for i in result.issues if i.heading in ("Region", "Division")]
    assert {(i.code, i.severity) for i in ticks} == {("column-not-used", "note")}


def test_unknown_status_is_unclear_and_asked_and_answer_is_used() -> None:
    result = read(xlsx(Donations=DONATIONS))
    (question,) = sheet(result, "Donations").questions
    assert (question.id, question.default) == ("sheets.Donations.marks.ongoing", "unclear")
    loaded = dataset(xlsx(Donations=DONATIONS), marks={"Ongoing": "received"})
    assert (cash_in(loaded), figure(loaded, "fund_clarity").value) == (20_000, 1)
    with pytest.raises(LibCollabError, match="marks"):
        read(xlsx(Donations=DONATIONS), marks={"ongoing": "lost"})


def test_reading_a_ledger_again_gives_identical_tables() -> None:
    data = xlsx(Donations=DONATIONS)
    first, second = to_arrow(read(data).tables), to_arrow(read(data).tables)
    assert first["ledger"].equals(second["ledger"])


def test_rows_in_another_order_give_the_same_figures() -> None:
    loaded = dataset(xlsx(Donations=[FORM, *reversed(DONATIONS[1:])]))
    assert (cash_in(loaded), figure(loaded, "cost_cash").value, figure(loaded, "fund_clarity").value) == (
        15_000,
        9_000,
        0.75,
    )


@pytest.mark.parametrize("label", ["TOTAL", "Grand Total", "Kabuuan", "Total donations"])
@pytest.mark.parametrize("place", [0, 1, 2])
def test_ledger_total_is_compared_and_not_counted(label: str, place: int) -> None:
    total: list[object] = [None, None, None, None, None, None, 31_000, None]
    total[place] = label
    loaded = dataset(xlsx(Donations=[*DONATIONS, total]))
    assert len(loaded.tables["ledger"]) == 5
    assert "totals-disagree" not in codes(loaded)
    total[6] = 32_000
    issue = next(i for i in read(xlsx(Donations=[*DONATIONS, total])).issues if i.code == "totals-disagree")
    assert (issue.cell, issue.value, "31000" in issue.message) == ("G7", "32000", True)


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("15,000.00", 15_000),
        ("P15,000", 15_000),
        ("₱ 15,000.50", 15_000.5),
        ("Php 1,500", 1_500),
        ("$20", 20),
        (-250, -250),
        ("N/A", None),
        (None, None),
        ("2 boxes", None),
        ("many", None),
    ],
)
def test_amount_is_read_as_typed_or_unknown(typed: object, value: float | None) -> None:
    rows = [
        ["Date", "Donor", "Purpose", "Amount", "Status"],
        ["2026-01-12", "Hope", "Books", typed, "received"],
    ]
    (row,) = ledger([*rows])
    assert row["value"] == value
    assert (row["quantity"], row["unit"]) == ((2, "boxes") if typed == "2 boxes" else (None, None))


def test_estimated_amount_gives_an_estimated_cost() -> None:
    rows = [
        ["Date", "Paid by", "Paid to", "Amount", "Status"],
        ["2026-01-12", "Hope", "Shop", "about 500", "paid"],
    ]
    cost = figure(dataset(xlsx(L=rows)), "cost_cash")
    assert (cost.value, cost.estimated) == (500, True)


WORDS = {
    "english": (
        "Date | Kind | From | To | Quantity | Unit | Unit cost | Value | Status | Program",
        "cash",
        "in kind",
        "volunteer hours",
        "received",
        "to follow",
    ),
    "spanish": (
        "Fecha | Tipo | De | Para | Cantidad | Unidad | Precio unitario | Importe | Estado | Programa",
        "efectivo",
        "en especie",
        "voluntarios",
        "recibido",
        "prometido",
    ),
    "filipino": (
        "Petsa | Uri | Mula kay | Para kay | Bilang | Yunit | Presyo | Halaga | Katayuan | Proyekto",
        "pera",
        "gamit",
        "boluntaryo",
        "natanggap",
        "susunod",
    ),
}


@pytest.mark.parametrize("language", WORDS)
def test_general_ledger_layout_is_recognized_in_three_languages(language: str) -> None:
    headings, cash, goods, hours, received, pledged = WORDS[language]
    result = ledger(
        [
            headings.split(" | "),
            ["2026-01-12", cash, "Hope", "project", None, None, None, 15_000, received, "Drive"],
            ["2026-01-13", goods, "Store", "project", 20, "sacks", 50, None, pledged, "Drive"],
            ["2026-01-14", hours, "Youth club", "project", 40, None, None, None, received, "Drive"],
        ]
    )
    assert [(r["kind"], r["status"], r["program_id"]) for r in result] == [
        ("cash", "received", "Drive"),
        ("in_kind", "pledged", "Drive"),
        ("volunteer_hours", "received", "Drive"),
    ]
    assert [(r["value"], r["quantity"], r["unit_value"]) for r in result] == [
        (15_000, None, None),
        (None, 20, 50),
        (None, 40, None),
    ]


def test_amounts_without_status_are_spent_only_between_named_parties() -> None:
    paid = [
        ["Date", "Item", "Amount", "Paid by", "Paid to"],
        ["2026-01-12", "Pens", 500, "Library", "Shop"],
        ["2026-01-13", "Ink", 300, "Library", None],
        ["2026-01-14", "Tape", 20, None, None],
    ]
    assert [r["status"] for r in ledger(paid)] == ["spent", "unclear", "unclear"]
    (question,) = sheet(read(xlsx(Donations=paid)), "Donations").questions
    assert (question.id, question.default) == ("sheets.Donations.marks.", "unclear")
    assert "2 rows" in question.text
    answered = dataset(xlsx(Donations=paid), marks={"": "spent"})
    assert figure(answered, "cost_cash").value == 820
    assert not sheet(read(xlsx(Donations=paid), marks={"": "spent"}), "Donations").questions


def test_blank_answered_absent_has_no_effect_in_a_ledger() -> None:
    rows = [["Date", "Item", "Cost", "Paid by"], ["2026-01-12", "Pens", 500, "Library"]]
    assert ledger(rows, marks={"": "absent", "x": "present"})[0]["status"] == "unclear"


def test_column_per_funding_source_makes_one_row_each() -> None:
    headings = [
        "Program",
        "Corporate sponsorship",
        "Friends of the Library",
        "Grant",
        "In-kind contributions (outreach/donations)",
        "Total",
    ]
    rows = [
        headings,
        ["Story hour", 500, "1,200", None, 300, 2000],
        ["Craft", None, None, 2000, None, 2000],
        ["TOTAL", 500, 1200, 2000, 300, 4000],
    ]
    result = ledger(rows, marks={"": "received"})
    assert sorted(
        (r["program_id"], r["kind"], r["value"], r["from_party"]) for r in result if r["from_party"]
    ) == [("Story hour", "cash", 1200, "Friends of the Library")]
    assert {(r["program_id"], r["kind"], r["value"], r["to_party"]) for r in result} == {
        ("Story hour", "cash", 500, "project"),
        ("Story hour", "cash", 1200, "project"),
        ("Craft", "cash", 2000, "project"),
        ("Story hour", "in_kind", 300, "project"),
    }


def test_income_and_expense_columns_are_received_and_spent() -> None:
    rows = [
        ["Date", "Particulars", "Income", "Expenses", "Balance"],
        [None, "Balance forward", 700, None, 700],
        ["2026-01-05", "From the town", 500, None, 1200],
        ["2026-01-06", "Pens", None, 200, 1000],
    ]
    loaded = dataset(xlsx(Book=rows))
    assert (cash_in(loaded), figure(loaded, "cost_cash").value, len(loaded.tables["ledger"])) == (500, 200, 2)
    assert "totals-row-left-out" in codes(loaded)


def test_second_currency_is_excluded_from_sums() -> None:
    headings = ["Date", "Donor", "Amount", "Currency", "Status"]
    rows = [
        headings,
        ["2026-01-05", "A", 500, "PHP", "received"],
        ["2026-01-06", "B", 50, "USD", "received"],
        ["2026-01-07", "C", 20, "PHP", "received"],
    ]
    currency_column = dataset(xlsx(L=rows))
    typed = [("A", "₱500"), ("B", "$50"), ("C", "₱20")]
    currency_in_cell = dataset(
        xlsx(L=[[*headings[:3], "Status"], *(["2026-01-05", *row, "received"] for row in typed)])
    )
    for loaded in (currency_column, currency_in_cell):
        assert cash_in(loaded) == 520
        assert "currency-mixed" in codes(loaded)
        assert figure(loaded, "fund_clarity").denominator == 3


def test_disagreeing_value_is_used_as_typed_and_reported() -> None:
    rows = [
        ["Date", "Kind", "From", "To", "Qty", "Unit cost", "Value", "Status"],
        ["2026-01-05", "goods", "A", "project", 10, 50, 450, "received"],
        ["2026-01-06", "cash", "B", "project", None, None, 800, "spent"],
    ]
    loaded = dataset(xlsx(L=rows))
    assert list(loaded.tables["ledger"]["value"]) == [450, 800]
    assert {"value-disagrees", "spent-into-project"} <= codes(loaded)


def test_unknown_kind_becomes_a_note_and_amount_is_cash() -> None:
    rows = [["Date", "Category", "Item", "Cost", "Status"], ["2026-01-05", "Transport", "Bus", 300, "paid"]]
    (row,) = ledger(rows)
    assert (row["kind"], row["note"], row["status"]) == ("cash", "Transport; Bus", "spent")


def test_item_starting_with_total_is_not_a_total_row() -> None:
    rows = [
        ["Item", "Cost", "Status"],
        ["Total station rental", 1200, "paid"],
        ["Pens", 20, "paid"],
        ["Total", 1220, None],
    ]
    assert [r["value"] for r in ledger(rows)] == [1200, 20]


def test_session_log_with_a_cost_stays_a_session_log() -> None:
    rows = [
        ["Date", "Title", "Location", "Attendance", "Cost", "Status"],
        ["2026-03-07", "Story hour", "Main", 18, 250, "held"],
    ]
    result = read(xlsx(Log=rows))
    assert sheet(result).layout == "session_log"
    assert [(r["value"], r["status"]) for r in result.tables["ledger"]] == [(250, "spent")]


def test_empty_ledger_is_skipped_and_other_sheets_are_read() -> None:
    result = read(xlsx(Donations=[FORM], More=DONATIONS))
    assert [s.layout for s in result.reading.sheets] == ["skipped", "ledger"]


def test_ledger_as_csv_gives_the_same_rows_as_a_workbook() -> None:
    typed = to_arrow(read(csv_text(DONATIONS), "Donations.csv").tables)["ledger"].drop(["import_id"])
    assert typed.equals(to_arrow(read(xlsx(Donations=DONATIONS)).tables)["ledger"].drop(["import_id"]))


SPENDING: list[list[object]] = [
    ["LIQUIDATION REPORT"],
    ["Project: Reading corner"],
    [],
    ["Date", "Supplier", "Particulars", "Amount"],
    ["2026-03-06", "Reyes Hardware", "shelf", 640],
    ["2026-03-08", "Cruz Store", "paper", 120.5],
    ["TOTAL AMOUNT SPENT", None, None, 760.5],
    ["AMOUNT OF CASH ADVANCE", None, None, 1000],
    ["AMOUNT REFUNDED", None, None, 239.5],
]


@pytest.mark.parametrize(
    ("title", "status"),
    [
        ("LIQUIDATION REPORT", "spent"),
        ("Rendición de gastos", "spent"),
        ("Ulat ng mga gastos", "spent"),
        ("Proposed budget and liquidation", "unclear"),
        ("Liquidation of donations", "unclear"),
        ("How the money was spent", "spent"),
        ("Purchases", "unclear"),
    ],
)
def test_title_of_a_report_of_expenses_means_spent(title: str, status: str) -> None:
    rows = read(xlsx(Sheet1=[[title], *SPENDING[1:6], ["TOTAL", None, None, 760.5]])).tables["ledger"]
    assert [(row["value"], row["status"]) for row in rows] == [(640, status), (120.5, status)]


@pytest.mark.parametrize(
    ("tab", "headings", "status"),
    [
        ("Gastos", ["Date", "Item", "Amount"], "spent"),
        ("Gastos previstos", ["Date", "Item", "Amount"], "unclear"),
        ("Marzo", ["Fecha", "Concepto", "Gasto"], "spent"),
        ("March", ["Date", "Item", "Cost"], "unclear"),
    ],
)
def test_tab_or_amount_heading_of_expenses_means_spent(tab: str, headings: list[str], status: str) -> None:
    """A list with amounts under "Cost" may be a plan: the user is asked once."""
    result = read(xlsx(**{tab: [headings, ["2026-03-06", "paper", 640], ["2026-03-08", "pens", 120]]}))
    assert [row["status"] for row in result.tables["ledger"]] == [status, status]
    asked = [question.id for question in sheet(result, tab).questions]
    assert asked == ([] if status == "spent" else [f"sheets.{tab}.marks."])


@pytest.mark.parametrize(("receipt", "status"), [("OR No.", "spent"), ("Brand", "unclear")])
def test_payees_with_receipts_mean_spent(receipt: str, status: str) -> None:
    rows = [["Date", "Item", "Supplier", receipt, "Amount"], ["2026-03-06", "paper", "Cruz", "A-17", 64]]
    assert [row["status"] for row in read(xlsx(March=rows)).tables["ledger"]] == [status]


def test_amounts_in_brackets_or_before_a_dash_are_negative() -> None:
    rows = [["Date", "Item", "Amount"], ["2026-03-06", "paper", "(1,200.50)"], ["2026-03-08", "ink", "30-"]]
    assert [row["value"] for row in read(xlsx(Expenses=rows)).tables["ledger"]] == [-1200.5, -30]


def test_type_of_income_or_expense_is_the_status() -> None:
    rows = [["Date", "Item", "Type", "Amount"], ["2026-03-06", "grant", "Income", 5000]]
    rows.append(["2026-03-08", "ink", "Expense", 30])
    result = read(xlsx(March=rows))
    assert [row["status"] for row in result.tables["ledger"]] == ["received", "spent"]
    assert not sheet(result, "March").questions


def test_signed_amounts_that_lead_to_balances_have_two_sides() -> None:
    """5,000 came in, 300 and 200 went out; without the balance nothing says which is which."""
    rows = [["Date", "Item", "Amount", "Balance"], ["2026-03-06", "grant", 5000, 5000]]
    rows += [["2026-03-08", "ink", -300, 4700], ["2026-03-09", "pens", -200, 4500]]
    result = read(xlsx(March=rows))
    sides = [(row["value"], row["status"]) for row in result.tables["ledger"]]
    assert sorted(sides) == [(200, "spent"), (300, "spent"), (5000, "received")]
    rows[3][3] = 4400
    assert {row["status"] for row in read(xlsx(March=rows)).tables["ledger"]} == {"unclear"}


def test_text_in_place_of_the_date_is_a_balance() -> None:
    reasons = sheet(read(xlsx(Donations=SPENDING)), "Donations").reasons
    assert ("a text in place of the date, and nothing else: a total or a balance", 2, (8, 9)) in reasons
    bare = [["Date", "Amount"], ["first week", 20], ["2026-03-08", 30]]
    assert [row["value"] for row in ledger(bare, layout="ledger")] == [20, 30]


def test_unit_cost_of_a_gift_does_not_mean_spent() -> None:
    rows = [
        ["Date", "Donor", "Kind", "Qty", "Unit cost", "Amount"],
        ["2026-03-06", "Ana", "In kind", 4, 25, 100],
    ]
    assert [row["status"] for row in ledger(rows)] == ["received"]
    assert [q.default for q in sheet(read(xlsx(Donations=rows)), "Donations").questions] == ["received"]


def test_gifts_next_to_one_of_money_are_things() -> None:
    rows: list[list[object]] = [["Date", "Donor", "Donation", "Estimated value"]]
    rows += [["2026-01-09", "Rotary Club", "Electric fan", 1800], ["2026-02-20", "Ana Cruz", "Cash", 5000]]
    assert [(row["kind"], row["value"]) for row in ledger(rows)] == [("in_kind", 1800), ("cash", 5000)]


BUDGET: list[list[object]] = [
    ["PROGRAM BUDGET"],
    [None, "Budget", "Actual"],
    ["INCOME"],
    ["Friends", 1500, 1400],
    ["Total income", 1500, 1400],
    ["EXPENSES"],
    ["Prizes", 900, 700],
    ["Snacks", 300, 320],
    ["Total expenses", 1200, 1020],
    ["Balance", 300, 380],
]


def test_income_section_of_a_budget_was_received() -> None:
    loaded = dataset(xlsx(Budget=BUDGET))
    assert figure(loaded, "cost_cash").value == 1020
    assert figure(loaded, "cash_balance").value == 1400 - 1020


def test_estimated_value_next_to_cash_is_that_of_goods() -> None:
    rows: list[list[object]] = [
        ["Gifts received 2026"],
        ["Date", "From", "Cash $", "Gift in kind", "Est. value $"],
        ["1/8/2026", "Ana Cruz", 250, None, None],
        ["1/12/2026", "Bakery", None, "pies", 60],
        ["1/15/2026", "Bank", 300, "pens", 75],
        ["1/20/2026", "Ben Diaz", None, "puzzles (11)", None],
        [None, "So far", 550, None, 135],
        [None, "Goal for the year", 5000, None, None],
    ]
    found = sorted((row["row"], row["kind"], row["value"] or 0, row["status"]) for row in ledger(rows))
    assert found == [
        (3, "cash", 250, "received"),
        (4, "in_kind", 60, "received"),
        (5, "cash", 300, "received"),
        (5, "in_kind", 75, "received"),
        (6, "in_kind", 0, "received"),
    ]


def test_undated_rows_below_the_total_are_no_payments() -> None:
    rows: list[list[object]] = [
        ["LIQUIDATION REPORT"],
        ["Date", "PARTICULARS", "AMOUNT"],
        ["2026-07-03", "Bond paper", 1125],
        ["2026-07-05", "Fare", 240],
        [None, "TOTAL AMOUNT SPENT", 1365],
        [None, "AMOUNT OF CASH ADVANCE", 2000],
        [None, "AMOUNT REFUNDED", 635],
    ]
    assert [row["value"] for row in ledger(rows)] == [1125, 240]
    assert "row-left-out" not in codes(read(xlsx(Ledger=rows)))
    assert "row-left-out" in codes(read(xlsx(Ledger=[*rows, [None, "Pens", 90]])))
    late = [*rows, ["2026-07-06", "Snacks", 90]]
    assert [row["value"] for row in ledger(late)] == [1125, 240, 2000, 635, 90]


TABS = [("Cash", 5), ("July", 5), ("Cash", 4), ("July", 4), ("Stock", 4)]


@pytest.mark.parametrize(("tab", "columns"), TABS)
def test_in_and_out_are_money_by_balance_or_title(tab: str, columns: int) -> None:
    rows: list[list[object]] = [
        ["Date", "Details", "In", "Out", "Balance"],
        ["2026-07-01", "Opening balance b/f", None, None, 412],
        ["2026-07-04", "Donation", 600, None, 1012],
        ["2026-07-09", "Chalk", None, 145, 867],
        ["2026-07-31", "Balance c/d", None, None, 867],
    ]
    result = read(xlsx(**{tab: [row[:columns] for row in rows]}))
    found = [(row["value"], row["status"]) for row in result.tables.get("ledger", ())]
    is_read = columns == len(rows[0]) or tab == "Cash"
    assert found == ([(600, "received"), (145, "spent")] if is_read else [])
    assert "row-left-out" not in codes(result)


BALANCES = [
    ("Opening balance", None, 400, True),
    ("Saldo anterior", 400, 400, True),
    ("Opening balance", None, 0, False),
    ("balance forward", None, 400, True),
    ("Balance b/f", None, None, False),
]


@pytest.mark.parametrize(("name", "coming", "balance", "is_reported"), BALANCES)
@pytest.mark.parametrize("is_latest_first", [False, True])
def test_opening_balance_leaves_only_what_is_left_partial(
    name: str, coming: object, balance: object, is_reported: bool, is_latest_first: bool
) -> None:
    """600 received less 145 spent is 455, but the cash box may hold 400 more."""
    entries: list[list[object]] = [
        ["2026-07-01", name, coming, None, balance],
        ["2026-07-04", "Donation, Rotary Club", 600, None, 1000],
        ["2026-07-09", "Chalk", None, 145, 855],
        ["2026-07-31", "Balance c/d", None, None, 855],
    ]
    rows = [["Date", "Details", "In", "Out", "Balance"], *entries[:: -1 if is_latest_first else 1]]
    data = dataset(xlsx(Cash=rows))
    assert ("opening-balance" in codes(data)) == is_reported
    given = evaluate(data, as_of=date(2026, 12, 1), metrics=["cost_cash", "cash_balance"])
    cost, balance_left = given.value_for("cost_cash"), given.value_for("cash_balance")
    assert (cost.value, cost.certainty) == (145, "exact")
    assert (balance_left.value, balance_left.certainty) == (455, "partial" if is_reported else "exact")


def test_words_without_a_heading_next_to_days_are_notes() -> None:
    """A treasurer's book: the days and what was paid for have no heading."""
    rows: list[list[object]] = [["Story Sack Group"], [None, None, "In £", "Out £", "Bal"]]
    rows += [
        [date(2026, 4, 1), "Balance b/f", None, None, 812],
        [date(2026, 4, 14), "Grant", 1000, None, 1812],
    ]
    rows += [[date(2026, 5, 2), "To deposit a/c", None, 600, 1212]]
    rows += [[date(2026, 5, 20), "Picture books", None, 214, 998]]
    data = dataset(xlsx(**{"Current a-c": rows}))
    assert {"opening-balance", "remark-open"} <= codes(data)
    assert list(data.tables["ledger"]["note"]) == ["Grant", "To deposit a/c", "Picture books"]


def test_amounts_in_one_currency_replace_those_in_several() -> None:
    rows: list[list[object]] = [
        ["Project expenses"],
        ["Date", "Particulars", "Cur.", "Amount", "Rate", "In pesos"],
        ["2026-02-03", "Freight", "USD", 180, 58.2, 10476],
        ["2026-02-10", "Transport", "PHP", 3200, None, 3200],
        [None, "TOTAL", None, None, None, 13676],
    ]
    assert [row["value"] for row in ledger(rows)] == [10476, 3200]
    bare = [row[:4] for row in rows]
    assert sorted(str(row["value"]) for row in ledger(bare)) == ["180.0", "None"]


TWO_SECTIONS: list[list[object]] = [
    ["CASH DONATIONS"],
    ["Donor", "Amount", "Date received", "Thanked?"],
    ["Kiwanis Club", 500, "2025-04-02", "yes"],
    ["Farmers Coop", 250, "2025-04-09", "yes"],
    ["Total cash", 750],
    [],
    ["IN-KIND DONATIONS"],
    ["Donor", "What", "Est. value", "Date received", "Thanked?"],
    ["Elkton Printing", "bookmarks", 180, "2025-04-04", "yes"],
    ["Dairy Queen", "coupons", 120, "2025-04-11", "no"],
    ["Ag Museum", "family passes", "?", "2025-05-06", "no"],
    ["Total in-kind", None, 300],
]


def test_sections_of_gifts_are_read_with_their_kinds() -> None:
    rows = read(xlsx(Donors=TWO_SECTIONS)).tables["ledger"]
    assert [(row["from_party"], row["kind"], row["value"]) for row in rows] == [
        ("Kiwanis Club", "cash", 500),
        ("Farmers Coop", "cash", 250),
        ("Elkton Printing", "in_kind", 180),
        ("Dairy Queen", "in_kind", 120),
        ("Ag Museum", "in_kind", None),
    ]
    assert cash_in(dataset(xlsx(Donors=TWO_SECTIONS))) == 750


def test_section_of_two_kinds_names_none() -> None:
    rows = [["Cash and in-kind donations"], *TWO_SECTIONS[1:5]]
    assert {row["kind"] for row in ledger(rows)} == {"cash"}
    rows[0] = ["In-kind donations"]
    assert {row["kind"] for row in ledger(rows)} == {"in_kind"}


@pytest.mark.parametrize(
    ("label", "status"), [("TOTAL SPENT", "spent"), ("Total ingresos", "received"), ("TOTAL", "unclear")]
)
def test_label_of_the_total_says_what_became_of_amounts(label: str, status: str) -> None:
    rows = [*SPENDING[3:6], [label, None, None, 760.5]]
    assert {row["status"] for row in read(xlsx(March=rows)).tables["ledger"]} == {status}


@pytest.mark.parametrize(
    ("title", "heading", "status"),
    [
        ("Receipts", "Store", "spent"),
        ("Receipts", "Item", "unclear"),
        ("Money in", "Item", "received"),
        ("Expected income", "Item", "unclear"),
        ("Income and expenses", "Item", "unclear"),
    ],
)
def test_title_says_in_which_direction_money_went(title: str, heading: str, status: str) -> None:
    rows = [[title], ["Date", heading, "$"], ["2026-03-06", "Cruz", 64], ["2026-03-07", "Reyes", 20]]
    result = read(xlsx(March=rows))
    assert {row["status"] for row in result.tables["ledger"]} == {status}
    assert bool(sheet(result, "March").questions) == (status == "unclear")


def test_title_of_a_register_of_gifts_means_received() -> None:
    rows = [
        ["Gifts register"],
        ["Date", "From", "Description", "Cash", "In-kind value"],
        ["2026-03-06", "Ana", "chairs", None, 900],
        ["2026-03-07", "Ben", "money", 500, None],
    ]
    found = {row["kind"]: (row["value"], row["status"]) for row in ledger(rows)}
    assert found == {"in_kind": (900, "received"), "cash": (500, "received")}


def test_words_for_money_and_things_are_the_kind() -> None:
    rows = [
        ["Donaciones"],
        ["Fecha", "Donante", "Efectivo o especie", "Detalle", "Valor"],
        ["2026-03-06", "Banco", "Efectivo", "apoyo", 100],
        ["2026-03-07", "Ana", "Especie", "libros", 50],
    ]
    assert [(row["kind"], row["value"]) for row in ledger(rows)] == [("cash", 100), ("in_kind", 50)]


def test_fund_received_below_the_total_paid_for_the_rows() -> None:
    """300 came and 220 was spent; "Left" is the difference."""
    rows = [["How the grant was spent"], ["No.", "Item", "Amount"], [1, "books", 150], [2, "pens", 70]]
    rows += [[None, "TOTAL", 220], [None, "Fund released", 300], [None, "Left", 80]]
    loaded = dataset(xlsx(Grant=rows))
    assert figure(loaded, "cash_balance").value == 300 - 220
    assert figure(loaded, "cost_cash").value == 220


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        *(("N1,800", 1800), ("₦1,800", 1800), ("KSh 1,800", 1800), ("Rs. 1,800", 1800), ("1,800/=", 1800)),
        ("₹ 1,05,000.50", 105000.5),
    ],
)
def test_amount_is_read_next_to_its_currency(typed: str, value: float) -> None:
    rows = [["Date", "Item", "Amount"], ["2026-03-06", "paper", typed]]
    assert [row["value"] for row in read(xlsx(Expenses=rows)).tables["ledger"]] == [value]


@pytest.mark.parametrize(
    ("title", "party", "status"),
    [
        ("Payments", "To", "spent"),
        ("Payments", "From", "unclear"),
        ("Payments received", "Item", "unclear"),
        ("Pending payments", "To", "unclear"),
        ("Bills to pay", "Supplier", "unclear"),
    ],
)
def test_payments_are_spent_where_their_payees_are_named(title: str, party: str, status: str) -> None:
    rows = [[title], ["Date", party, "Amount"], ["2026-03-06", "Cruz", 64], ["2026-03-07", "Reyes", 20]]
    assert {row["status"] for row in read(xlsx(March=rows)).tables["ledger"]} == {status}


EXPENSES: list[list[object]] = [
    ["Date", "Payee", "Type", "Amount", "OR No."],
    ["2026-03-02", "Cruz Store", "Food", 100, 11],
    ["2026-03-03", "Reyes Supply", "Materials", 101, 12],
]


def test_words_for_things_bought_are_categories() -> None:
    """What was paid to a shop for food or materials is money, and no gift in kind."""
    assert figure(dataset(xlsx(March=EXPENSES)), "cost_cash").value == 201


@pytest.mark.parametrize(
    ("headings", "words"),
    [
        (["Date", "Payee", "Cash or in kind", "Amount", "OR No."], ["Food", "Materials"]),
        (["Date", "Payee", "Type", "Amount", "OR No."], ["In kind", "Materials"]),
        (["Date", "Donor", "Type", "Amount", "Purpose"], ["Food", "Materials"]),
    ],
)
def test_words_for_kinds_of_gifts_remain_kinds(headings: list[str], words: list[str]) -> None:
    rows = [headings, *([*row[:2], word, *row[3:]] for word, row in zip(words, EXPENSES[1:], strict=True))]
    assert {row["kind"] for row in read(xlsx(March=rows)).tables["ledger"]} == {"in_kind"}


def test_two_sided_cash_book_with_balances() -> None:
    rows: list[list[object]] = [["RECEIPTS", None, None, None, "PAYMENTS"]]
    rows += [["Date", "From", "£", None, "Date", "To", "£"]]
    rows += [["2025-01-01", "Balance b/f", 412.5, None, "2025-01-14", "Hall hire", 36]]
    rows += [["2025-01-11", "Book sale", 214.5, None, "2025-01-29", "Puppets", 80]]
    rows += [["2025-02-15", "Coffee morning", 96, None, "2025-03-31", "Balance c/f", 607]]
    rows += [[None, None, 723, None, None, None, 723]]
    assert figure(dataset(xlsx(Cash=rows)), "cost_cash").value == 116


def test_amount_alone_below_a_list_is_its_total() -> None:
    rows: list[list[object]] = [["Date", "Item", "Amount"], ["2026-03-06", "paper", 20]]
    rows += [["2026-03-07", "ink", 30], [None, None, 50]]
    assert figure(dataset(xlsx(Expenses=rows)), "cost_cash").certainty == "exact"
    rows[3][2] = 51
    found = figure(dataset(xlsx(Expenses=rows)), "cost_cash")
    assert (found.value, found.certainty) == (50, "at_least")
    rows[3][1] = "tape"
    assert [row["value"] for row in read(xlsx(Expenses=rows)).tables["ledger"]] == [20, 30, 51]


def test_numbers_of_checks_next_to_cash_are_no_money() -> None:
    rows: list[list[object]] = [["Donations"], ["Date", "Donor", "Cash", "Check"]]
    rows += [["2026-03-07", "Ana", 500, 1011], ["2026-03-08", "Ben", 300, 1012]]
    assert [row["value"] for row in read(xlsx(Sheet1=rows)).tables["ledger"]] == [500, 300]


def test_kinds_below_a_title_of_contributions_remain_kinds() -> None:
    rows: list[list[object]] = [["In-kind contributions"], ["Date", "Type", "Details", "Value"]]
    rows += [["2026-03-07", "Food", "bread", 100], ["2026-03-08", "Materials", "paper", 50]]
    assert {row["kind"] for row in read(xlsx(March=rows)).tables["ledger"]} == {"in_kind"}


@pytest.mark.parametrize(("first", "value"), [("Cash", 3000), ("Amount", None)])
def test_check_is_money_next_to_cash_only(first: str, value: float | None) -> None:
    rows: list[list[object]] = [["Date", "Received from", first, "Check"]]
    rows += [["2025-07-02", "Mercado", 5000, None], ["2025-07-04", "Ibay", None, 3000]]
    values = [row["value"] for row in read(xlsx(Sheet1=[["Donations"], *rows])).tables["ledger"]]
    assert sorted(filter(None, values)) == sorted(filter(None, [5000, value]))


def test_unknown_status_leaves_totals_open() -> None:
    rows: list[list[object]] = [["Donor", "Kind", "Value", "Status"], ["Ana", "goods", 100, "received"]]
    rows += [["Ben", "goods", 50, "three Saturdays only"]]
    found = figure(dataset(xlsx(Donations=rows)), "in_kind_value")
    assert (found.value, found.certainty) == (100, "at_least")


def test_expense_without_an_amount_leaves_the_total_open() -> None:
    rows: list[list[object]] = [["Expenses"], ["Date", "What for", "Amount", "Who paid"]]
    rows += [["2026-03-06", "Snacks", 850, "Library"], ["2026-03-07", "Books", 1200, "Rotary Club"]]
    assert figure(dataset(xlsx(March=rows)), "cost_cash").certainty == "exact"
    found = figure(dataset(xlsx(March=[*rows, ["2026-03-09", "Snacks", None, "Library"]])), "cost_cash")
    assert (found.value, found.certainty) == (2050, "at_least")


EXPENSES_AND_SUMS: list[list[object]] = [
    ["Summer Reading expenses"],
    ["Date", "Where", "What for", "Kind", "Amount", None, "Kind", "Total"],
    ["2025-05-12", "Oriental", "prizes", "Prizes", 148.77, None, "Prizes", 308.37],
    ["2025-05-19", "Walmart", "glue", "Supplies", 63.12, None, "Supplies", 105.98],
    ["2025-06-03", "Hy-Vee", "popsicles", "Supplies", 42.86, None, "Total", 414.35],
    ["2025-07-29", "Half Price Books", "books", "Prizes", 159.6],
    [None, None, None, "TOTAL", 414.35],
]


@pytest.mark.parametrize(("total", "cost"), [(308.37, 414.35), (300, 820.33)])
def test_sums_by_kind_next_to_the_payments_are_not_added(total: float, cost: float) -> None:
    rows = [list(row) for row in EXPENSES_AND_SUMS]
    rows[2][7] = total
    if total != 308.37:
        rows[4] = rows[4][:6]
    found = evaluate(dataset(xlsx(Sheet1=rows)), as_of=date(2026, 11, 1), metrics=["cost_cash"]).values[0]
    assert found.value == pytest.approx(cost)


@pytest.mark.parametrize("title", ["Receipts and Payments Account", "Our account"])
def test_label_of_a_side_says_what_became_of_its_amounts(title: str) -> None:
    rows: list[list[object]] = [[title], [], ["RECEIPTS", None, None, None, "PAYMENTS"]]
    rows += [["Date", "Item", "£", None, "Date", "Item", "£"]]
    rows += [["2024-05-11", "Plant sale", 236.5, None, "2024-05-20", "Hall hire", 36]]
    rows += [["2024-06-30", "Subs", 155, None, "2024-07-12", "Medals", 187.5]]
    ledger = read(xlsx(Accounts=rows)).tables["ledger"]
    known = ["received", "received", "spent", "spent"]
    assert [row["status"] for row in ledger] == (known if "Receipts" in title else ["unclear"] * 4)


def test_total_paid_after_tax_and_value_in_kind_are_amounts() -> None:
    rows: list[list[object]] = [["Fecha", "Proveedor", "Concepto", "Subtotal", "IVA", "Total pagado"]]
    rows += [
        ["2024-11-05", "Imprenta", "Lonas", 1850, 296, 2146],
        ["2024-11-08", "Papelería", "Hojas", 640, 100, 740],
    ]
    assert [row["value"] for row in read(xlsx(Gastos=rows)).tables["ledger"]] == [2146, 740]
    rows = [["Donations received"], ["Date", "From", "How", "Amount $", "In-kind value (est.) $"]]
    rows += [["2025-01-14", "Haverkamp", "check", 250, None], ["2025-02-20", "Bakery", "in-kind", None, 85]]
    gifts = read(xlsx(Gifts=rows)).tables["ledger"]
    assert {(row["kind"], row["value"]) for row in gifts} >= {("cash", 250), ("in_kind", 85)}


def test_sums_of_sections_after_tax_are_no_payments() -> None:
    rows: list[list[object]] = [
        ["RELACIÓN DE GASTOS"],
        ["Concepto", "Comprobante", "Subtotal", "IVA", "Total"],
    ]
    rows += [["DIFUSIÓN"], ["Lonas", "F-1", 1680, 268.8, 1948.8], ["Volantes", "F-2", 1150, 184, 1334]]
    rows += [["Perifoneo", "recibo", 900, 0, 900], ["Suma difusión", None, 3730, 452.8, 4182.8], []]
    rows += [["INVITADOS"], ["Cuentos", "F-3", 6500, 1040, 7540], ["Hotel", "F-9", 2840, 454.4, 3294.4]]
    rows += [["Comida", "F-7", 1300, 208, 1508], ["Suma invitados", None, 10640, 1702.4, 12342.4]]
    found = evaluate(dataset(xlsx(Gastos=rows)), as_of=date(2026, 11, 1), metrics=["cost_cash"]).values[0]
    assert found.value == pytest.approx(16525.2)


def test_quotation_among_expenses_is_asked_about() -> None:
    rows: list[list[object]] = [["Expenses May"], ["Date", "Details", "Amount", "Remarks"]]
    rows += [
        ["2025-05-02", "Transport", 2400],
        ["2025-05-15", "Bookshelf", 9500, "QUOTATION ONLY not bought"],
    ]
    rows += [["2025-05-20", "Printing", 1200], ["2025-05-22", "Airtime", 500]]
    found = evaluate(dataset(xlsx(May=rows)), as_of=date(2026, 11, 1), metrics=["cost_cash"]).values[0]
    assert (found.value, found.certainty) == (13600, "at_most")


@pytest.mark.parametrize("below", [[], [["Prepared by Ana"]]])
def test_last_item_in_proportion_to_those_above_is_a_payment(below: list[list[object]]) -> None:
    rows: list[list[object]] = [["Expenses for T-shirts"], ["Date", "Item", "Pieces", "Amount"]]
    rows += [["2025-05-02", "S", 1, 100], ["2025-05-02", "M", 1, 100], ["2025-05-02", "L", 1, 100]]
    rows += [["2025-05-02", "XL", 3, 300], *below]
    found = evaluate(dataset(xlsx(May=rows)), as_of=date(2026, 11, 1), metrics=["cost_cash"]).values[0]
    assert (found.value, found.certainty) == (600, "exact")


def test_income_as_much_as_the_dated_expenses_is_no_sum() -> None:
    rows: list[list[object]] = [["Receipts and Payments"], ["RECEIPTS", None, None, "PAYMENTS"]]
    rows += [["Item", "Amount", None, "Date", "Item", "Amount"]]
    rows += [["Grant", 500, None, "2025-05-02", "Books", 400], ["Fees", 200, None, "2025-05-09", "Bus", 200]]
    rows += [[None, None, None, "2025-05-16", "Snacks", 100]]
    ledger = read(xlsx(May=rows)).tables["ledger"]
    assert sum(row["value"] for row in ledger) == 1400


def test_sum_from_another_page_is_no_payment() -> None:
    first = [["LIQUIDATION REPORT"], [], ["Date", "OR No.", "Particulars", "Amount"]]
    first += [["2026-11-03", "SI-1", "Snacks", 220.5], ["2026-11-04", "SI-2", "Tarpaulin", 100]]
    first += [[None, None, "Sub-total, carried to page 2", 320.5]]
    second = [["LIQUIDATION REPORT - page 2"], [], ["Date", "OR No.", "Particulars", "Amount"]]
    second += [[None, None, "Balance forwarded from page 1", 320.5]]
    second += [["2026-11-05", "SI-3", "Jeep rental", 80], ["2026-11-06", "SI-4", "Water", 50]]
    second += [[None, None, "TOTAL AMOUNT SPENT", 450.5], [None, None, "Amount to be refunded", 49.5]]
    data = dataset(xlsx(Page_1=first, Page_2=second))
    found = evaluate(data, as_of=date(2026, 12, 1), metrics=["cost_cash"]).values_for("cost_cash")[0]
    assert found.value == 450.5


def test_expenses_next_to_gifts_are_spent() -> None:
    rows: list[list[object]] = [["READING CAMP (gastos, donasyon)"], []]
    rows += [["MGA GASTOS", None, None, None, "DONASYON (hindi pera)"]]
    rows += [["Petsa", "Binili", "Halaga", None, "Galing kay", "Gamit", "Halaga (tantya)"]]
    rows += [["2026-04-12", "tinapay", 440, None, "Jollibee", "notebooks", 1200]]
    rows += [["2026-04-15", "krayola", 324, None, "PTA", "upuan", 500]]
    rows += [["2026-04-18", "papel", 36], ["2026-04-19", "tubig", 100]]
    found = evaluate(dataset(xlsx(Camp=rows)), as_of=date(2026, 12, 1), metrics=["cost_cash"])
    assert found.values_for("cost_cash")[0].value == 900


def test_void_check_is_no_payment() -> None:
    rows: list[list[object]] = [
        ["Check register - July"],
        ["Ck #", "Date", "Pay to the order of", "Line", "Amount"],
    ]
    rows += [
        [2105, "2026-07-06", "Caleb Tran", "Buses", 318.11],
        [2106, "2026-07-10", "Ann", "Pens", 167, "VOID"],
    ]
    rows += [[2107, "2026-07-24", "Grocery Depot", "Printing", 297.02]]
    paid = {row["to_party"]: row["value"] for row in ledger(rows)}
    assert paid == {"Caleb Tran": 318.11, "Grocery Depot": 297.02}


def test_subtotal_excludes_void_payments_under_any_name() -> None:
    rows: list[list[object]] = [["Date", "Supplier", "What", "Net", "VAT", "Gross", "Paid by"]]
    rows += [
        ["2026-07-04", "Hall", "room", 120, 0, 120, "BACS"],
        ["2026-07-11", "Shop", "glue", 60, 12, 72, "card"],
    ]
    rows += [["2026-07-18", "Sign", "banner", 80, 16, 96, "card"]]
    rows += [["2026-07-18", "Sign", "banner", 80, 16, 96, "VOID - entered twice"]]
    rows += [
        [None, "Q2 (Jul-Sep)", None, 260, 28, 288, None],
        ["2026-10-03", "Hall", "room", 180, 0, 180, "BACS"],
    ]
    assert sorted(row["value"] for row in ledger(rows)) == [72, 96, 120, 180]


@pytest.mark.parametrize(
    ("label", "stated"), [("Spent to date", 225), ("upto Sept paid", 160), ("Natanggap na", 129)]
)
def test_undated_sum_of_dated_amounts_is_no_amount(label: str, stated: float) -> None:
    """225 is the sum of all, 160 of the first two, and 129 of all but the second."""
    rows: list[list[object]] = [["What we bought"], ["Date", "What", "Cost"]]
    rows += [["2026-03-02", "Beanbags", 64], ["2026-04-11", "Story sacks", 96], ["2026-06-01", "Medals", 65]]
    lines = read(xlsx(Sheet1=[*rows, [None, label, stated]])).tables["ledger"]
    assert [row["value"] for row in lines] == [64, 96, 65]
    others = read(xlsx(Sheet1=[*rows, [None, label, stated + 2]])).tables["ledger"]
    assert len(others) == 4


def test_status_with_the_number_of_a_check_is_known() -> None:
    rows: list[list[object]] = [["Date", "Payee", "Budget line", "Amount", "Status"]]
    rows += [
        ["2026-02-11", "Depot", "Books", 912.4, "Paid ck 1041"],
        ["2026-03-14", "Mart", "Snacks", 64.27, "Paid debit"],
    ]
    rows += [["2026-04-18", "Bus", "Transport", 480, "INVOICE NOT PAID YET"]]
    assert [row["status"] for row in read(xlsx(Sheet1=rows)).tables["ledger"]] == [
        "spent",
        "spent",
        "unclear",
    ]


def test_title_of_expenses_makes_amounts_a_ledger() -> None:
    rows: list[list[object]] = [
        ["LISTAHAN NG GASTOS"],
        ["Petsa", "Pinamili", "Saan", "Ilan", "Presyo bawat isa", "Halaga"],
    ]
    rows += [
        ["6/13/2026", "Krayola", "Aklatan", 24, 48, 1152],
        ["6/16/2026", "Arkila ng jeep", "Mang Dado", 1, 1800, 1800],
    ]
    lines = read(xlsx(Gastos=rows)).tables["ledger"]
    assert [(row["status"], row["value"]) for row in lines] == [("spent", 1152), ("spent", 1800)]


def sums(data: bytes) -> dict[tuple[str, str], float]:
    ledger = dataset(data).tables["ledger"]
    return dict(ledger.groupby(["status", "kind"])["value"].sum())


@pytest.mark.parametrize("heading", ["Paid", "Pagado"])
def test_numbers_below_paid_are_what_was_spent(heading: str) -> None:
    rows = [["Date", "Program", "Item", heading], ["2026-02-19", "Teens", "paper goods", 41.2]]
    rows += [["2026-03-28", "Library", "paint", 63.75], ["2026-06-01", "Summer", "books", 418.9]]
    assert sums(xlsx(Expenses=rows)) == {("spent", "cash"): pytest.approx(523.85)}


@pytest.mark.parametrize("tab", ["In-kind", "En especie"])
def test_tab_called_in_kind_lists_gifts_that_came(tab: str) -> None:
    rows = [
        ["Petsa", "Galing kay", "Ano", "Katumbas na halaga (₱)"],
        ["2026-06-07", "Panaderya", "pandesal", 500],
    ]
    rows += [["2026-06-14", "Hardware", "pintura", 1300], ["2026-06-15", "SK", "labor", 2400]]
    assert sum(sums(xlsx(**{tab: rows})).values()) == 4200
    assert {status for status, _ in sums(xlsx(**{tab: rows}))} == {"received"}


def test_amounts_to_be_collected_are_not_received_yet() -> None:
    rows = [["Fecha", "Concepto", "Importe $", "Estado"], ["05/03/2026", "Subsidio", 180000, "cobrado"]]
    rows += [["20/03/2026", "Cuotas", 46500, "cobrado"], ["30/06/2026", "Subsidio", 180000, "A COBRAR"]]
    assert sums(xlsx(INGRESOS=rows)) == {("received", "cash"): 226500, ("pledged", "cash"): 180000}


def test_title_that_people_were_paid_makes_names_payees() -> None:
    rows = [["Pagos a talleristas ($)"], ["Nombre", "Concepto", "Pagado", "Comprobante"]]
    rows += [
        ["Luciana Berardi", "historietas", 96000, "recibo C 12"],
        ["Ovidio Manzur", "cine", 45000, "C 13"],
    ]
    data = xlsx(
        Talleristas=[*rows, ["Florencia Achával", "charlas", 38000, "factura B"], ["Total", None, 179000]]
    )
    assert sums(data) == {("spent", "cash"): 179000}
    assert "Berardi" not in dataset(data).tables["ledger"].to_csv()


@pytest.mark.parametrize(("title", "status"), [("Payments Q1", "spent"), ("Fees Q1", "unclear")])
def test_amounts_paid_are_spent_below_a_title_of_payments(title: str, status: str) -> None:
    rows = [[title], ["No.", "Date", "Description", "Amount paid"], [1, "2026-01-14", "Van hire", 2400]]
    rows += [[2, "2026-02-02", "Storybooks", 19800], [3, "2026-03-11", "Airtime", 1000]]
    assert sums(xlsx(Q1=rows)) == {(status, "cash"): 23200}


def test_balance_carried_into_a_month_is_no_income() -> None:
    def month(name: str, before: int, *rows: list[object]) -> list[list[object]]:
        heads = ["Día", "Detalle", "Entra", "Sale", "Saldo"]
        return [[f"CAJA – {name} 2026"], heads, [1, "Saldo anterior", before, None, before], *rows]

    july = month("JULIO", 0, [3, "Bingo", 320000, None, 320000], [8, "Estantería", None, 140000, 180000])
    august = month(
        "AGOSTO", 180000, [5, "Aporte", 100000, None, 280000], [12, "Cartillas", None, 97500, 182500]
    )
    found = sums(xlsx(Julio=july, Agosto=august))
    assert found == {("received", "cash"): 420000, ("spent", "cash"): 237500}


DONORS = [["Co-op", "fruit", 60], ["Joinery", "chair", 350], ["Church", "hall", 25]]


@pytest.mark.parametrize(
    ("tab", "heads"),
    [
        ("In kind", ["Who", "What", "Worth about £"]),
        ("En especie", ["Quién", "Qué", "Valor aprox."]),
        ("In-kind received", ["Donor", "Item", "Value"]),
    ],
)
def test_list_titled_in_kind_was_given(tab: str, heads: list[str]) -> None:
    assert number(xlsx(**{tab: [heads, *DONORS]}), "in_kind_value") == (435, "exact")
    two = [[heads[1], heads[2]], *(row[1:] for row in DONORS)]
    assert number(xlsx(**{tab: two}), "in_kind_value") == (435, "exact")


@pytest.mark.parametrize("tab", ["In-kind wanted", "In-kind needed", "In kind (pledged)"])
def test_list_of_what_is_wanted_in_kind_was_not_given(tab: str) -> None:
    assert number(xlsx(**{tab: [["Donor", "Item", "Value"], *DONORS]}), "in_kind_value")[0] is None


@pytest.mark.parametrize("worth", ["lots", "?", None])
def test_unpriced_gift_in_kind_has_an_unknown_value(worth: str | None) -> None:
    rows = [["Given by", "What", "Worth"], *DONORS[:2], ["Church", "hall", worth]]
    for tab in ("In kind", "Donations received"):
        assert number(xlsx(**{tab: rows}), "in_kind_value") == (410, "at_least")


@pytest.mark.parametrize(
    "heads",
    [("Amount pledged", "Amount received"), ("Amount promised", "Amount given"), ("Pledged", "Received")],
)
def test_amount_next_to_what_was_pledged_was_received(heads: tuple[str, str]) -> None:
    """5,000 + 15,000 + 6,250 came in; 5,000 and 1,000 are still promised."""
    gifts = [["Lions", 5000, 5000], ["ABC Co", 20000, 15000], ["Council", 1000, None], ["Alumni", None, 6250]]
    data = xlsx(Donations=[["Name of donor", *heads], *gifts])
    assert number(data, "cash_balance")[0] == 26250


SPENT = [
    ["Date", "What", "Paid with", "Amount"],
    ["2026-03-02", "Seeds", "card", 118.4],
    ["2026-03-04", "Cabinet", "Priya - personal", 65],
    ["2026-04-11", "Donuts", "Priya - personal", 31.5],
    ["2026-04-11", "Cups", "Marcus - personal", 47.35],
]


def test_list_of_reimbursements_has_no_open_question() -> None:
    paid_back = [["Date", "To", "For", "Amount"], ["2026-04-28", "Priya", "items", 65]]
    paid_back += [["2026-04-28", "Priya", "items", 31.5], ["2026-04-28", "Marcus", "cups", 47.35]]
    assert number(xlsx(Expenses=SPENT, Reimbursements=paid_back), "cost_cash") == (262.25, "exact")


@pytest.mark.parametrize(
    ("amounts", "cost"),
    [((65, 31.5, 47.35), (262.25, "exact")), ((65, 31.5, 40), (398.75, "at_most"))],
    ids=["all", "some"],
)
def test_reimbursements_pay_for_what_was_spent(amounts: tuple[float, ...], cost: tuple[float, str]) -> None:
    """118.40 + 65 + 31.50 + 47.35; the second time, 40 was paid back for something that is not listed."""
    paid_back = [["Date", "To", "For", "Amount"], *(["2026-04-28", "Priya", "items", own] for own in amounts)]
    value, certainty = number(
        xlsx(Expenses=SPENT, Reimbursements=[["Staff expenses paid back"], *paid_back]), "cost_cash"
    )
    assert (round(value or 0, 2), certainty) == cost


@pytest.mark.parametrize(("tab", "status"), [("Costs", "spent"), ("Vouchers", "spent"), ("March", "unclear")])
def test_dated_lines_of_costs_were_spent(tab: str, status: str) -> None:
    rows = [["Date", "For", "£"], ["2026-03-06", "Boxes", 34.8], ["2026-04-17", "Courier", 41.25]]
    assert {row["status"] for row in read(xlsx(**{tab: rows})).tables["ledger"]} == {status}
    undated = [["For", "£"], ["Boxes", 34.8], ["Courier", 41.25], ["Tape", 4]]
    assert {row["status"] for row in read(xlsx(**{tab: undated})).tables.get("ledger", [])} <= {"unclear"}


def test_gift_behind_its_kind_is_in_kind() -> None:
    rows = [
        ["Date", "Donor", "Mode", "Amount", "Status"],
        ["2026-01-09", "Deodhar", "Cheque", 25000, "Received"],
    ]
    rows += [["2026-02-02", "Lions Club", "NEFT", 40000, "Received"]]
    rows += [["2026-02-18", "Book Depot", "Kind - 120 story books", 14400, "Received"]]
    data = xlsx(Donors=rows)
    assert (number(data, "in_kind_value")[0], number(data, "cash_balance")[0]) == (14400, 65000)


def test_income_on_a_tab_of_reimbursements_counts() -> None:
    """65 came from the council; the tab's other amount is among the expenses."""
    rows = [["Date", "From", "To", "For", "Amount", "Status"]]
    rows += [["2026-04-28", "Council", "project", "grant", 65, "received"]]
    rows += [["2026-04-28", "project", "Priya", "cabinet", 31.5, "spent"]]
    ledger = dataset(xlsx(Expenses=SPENT, Reimbursements=rows)).tables["ledger"]
    assert ledger.loc[ledger["status"] == "received", "value"].tolist() == [65]


def test_things_given_out_were_not_received_in_kind() -> None:
    rows = [["Given to", "Item", "Value"], ["North School", "books", 85], ["East School", "shelf", 240]]
    for tab in ("In kind given out", "In kind"):
        data = xlsx(**{tab: [*rows, ["West School", "paper", 60]]})
        assert number(data, "in_kind_value")[0] is None


def test_sum_below_a_refund_is_a_total_under_any_name() -> None:
    rows: list[list[object]] = [["dt", "particulars", "budget", "actual", "in kind (value)"]]
    rows += [["2026-05-04", "hall hire", 6000, 6000, None], ["2026-05-06", "books", 7500, 8150, None]]
    rows += [["2026-05-08", "snacks - Lions Club gave", 3000, None, 3500]]
    rows += [["2026-05-13", "tent refund", None, -500, None], ["2026-05-16", "banner", 1500, 1880, None]]
    rows += [[None, "Everything", 18000, 15530, 3500]]
    assert figure(dataset(xlsx(exp=rows)), "cost_cash").value == 15530


def test_paid_dues_are_asked_about() -> None:
    """Those who paid their dues paid the project; "paid" on a list of expenses is money spent."""
    rows: list[list[object]] = [["depto", "mes", "cuota", "monto_pagado", "estado"]]
    rows += [[101, "enero", 150, 150, "pagado"], [102, "enero", 150, 0, "pendiente"]]
    answers = {"marks": {"pagado": "received", "pendiente": "pledged"}}
    assert number(xlsx(Log=rows), "cost_cash")[0] is None
    assert number(xlsx(Log=rows), "cash_balance", **answers)[0] == 150


def test_budget_above_a_list_of_expenses_leaves_them_spent() -> None:
    rows: list[list[object]] = [["Summer reading - what we spent"], ["budget from Friends: $1,000"], []]
    rows += [["Date", "Vendor", "What", "Amount"], ["2026-05-19", "Oriental Traders", "stickers", 86.4]]
    rows += [["2026-06-11", "Zappo", "show", 350], ["2026-06-30", "Dollar Barn", "prizes", 31.25]]
    assert number(xlsx(Expenses=rows), "cost_cash") == (467.65, "exact")


def test_advance_and_refund_below_the_total_leave_nothing_open() -> None:
    """The government's liquidation form: 4,275 + 2,250 were spent of an advance of 25,000."""
    rows = [
        ["LIQUIDATION REPORT"],
        [],
        ["Date", "OR No.", "Payee", "Particulars", "Amount", "Sub-total"],
        ["A. MEALS"],
        ["Sept. 11, 2026", "OR 4471", "Carinderia", "packed lunch", 4275, None],
        ["Sept. 12, 2026", "OR 4480", "Carinderia", "snacks", 2250, 6525],
        ["TOTAL AMOUNT SPENT", None, None, None, None, 6525],
        ["AMOUNT OF CASH ADVANCE", None, None, None, None, 25000],
        ["AMOUNT REFUNDED per OR No. 887121, Sept. 24", None, None, None, None, 18475],
        ["AMOUNT TO BE REIMBURSED", None, None, None, None, "-"],
    ]
    assert number(xlsx(Liquidation=rows), "cost_cash") == (6525, "exact")
