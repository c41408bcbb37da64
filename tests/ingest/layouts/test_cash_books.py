"""Cash books, accounts in sections and words for amounts that were never paid."""

from __future__ import annotations

import io
from datetime import date

import openpyxl
import pytest
from openpyxl.styles import Font

from libcollab_metrics.ingest.answers import collect_questions
from tests.support.sheets import imported, layouts, number, xlsx

DAYS = [date(2026, 8, day) for day in (3, 5, 8, 15, 22)]


@pytest.mark.parametrize("title", ["AKLAT NG SALAPI", "Petty cash of the book club", "Aklat ng petty cash"])
def test_cash_book_of_a_library_is_about_money(title: str) -> None:
    """418 + 120 + 742 = 1280 went out; 3000 + 2000 came in, and the balance is no amount."""
    rows: list[list[object]] = [["Petsa", "OR / Vale", "Para saan", "Pumasok", "Lumabas", "Natira"]]
    rows += [[DAYS[0], None, "Paunang pondo", 3000, None, 3000], [DAYS[1], "OR 1", "Papel", None, 418, 2582]]
    rows += [[DAYS[2], "Vale 1", "Pamasahe", None, 120, 2462], [DAYS[3], "OR 2", "Meryenda", None, 742, 1720]]
    rows += [[DAYS[4], None, "Dagdag pondo", 2000, None, 3720]]
    data = xlsx(Sheet1=[[title], ["Silid-aklatan ng San Roque"], *rows])
    assert layouts(data) == ["ledger"]
    assert number(data, "cost_cash")[0] == 1280


def test_stock_of_books_that_comes_and_goes_is_no_money() -> None:
    rows: list[list[object]] = [["Petsa", "Detalye", "Pumasok", "Lumabas", "Natira"]]
    rows += [[DAYS[0], "Galing sa Maynila", 300, None, 300], [DAYS[1], "Sa paaralan", None, 40, 260]]
    rows += [[DAYS[2], "Sa barangay", None, 60, 200], [DAYS[3], "Galing sa donor", 50, None, 250]]
    data = xlsx(Sheet1=[["Imbentaryo ng aklat"], *rows])
    assert number(data, "cost_cash")[0] is None


@pytest.mark.parametrize(
    "status",
    ["planned, nothing paid", "quote only - didn't rent", "CANCELADA", "denied", "not buying, too dear"],
)
def test_amount_that_was_never_paid_is_no_cost(status: str) -> None:
    """45 and 30 were paid."""
    rows: list[list[object]] = [["Date", "Item", "Vendor", "Amount", "Status"]]
    rows += [[DAYS[0], "Snacks", "Kroger", 45, "pd"], [DAYS[1], "Tent", "Rent-All", 200, status]]
    rows += [[DAYS[2], "Printing", "Copy shop", 30, "pd cash"]]
    assert number(xlsx(Spending=rows), "cost_cash") == (75, "exact")


def test_paid_and_then_cancelled_is_still_asked_about() -> None:
    rows: list[list[object]] = [["Date", "Item", "Vendor", "Amount", "Status"]]
    rows += [[DAYS[0], "Snacks", "Kroger", 45, "paid"], [DAYS[1], "Tent", "Rent-All", 200, "paid, cancelled"]]
    rows += [[DAYS[2], "Printing", "Copy shop", 30, "paid"]]
    assert number(xlsx(Spending=rows), "cost_cash")[1] != "exact"


def test_sections_of_help_and_spending_are_apart() -> None:
    """3480 + 1200 were spent; 5000 + 1500 were given, and so were goods of 2500."""
    rows: list[list[object]] = [["Talaan ng tulong at gastos, 2026"], []]
    rows += [["A. TULONG NA PERA (natanggap)"], ["Petsa", "Mula kay", None, "Halaga"]]
    rows += [["Hul 3", "Mayor Sarte", None, 5000], ["Hul 10", "Samahan ng Tricycle", None, 1500], []]
    rows += [["B. TULONG NA GAMIT"], ["Petsa", "Mula kay", "Ano", "Halaga kung bibilhin"]]
    rows += [["Hul 5", "Aling Senyang", "Pansit, 5 bilao", 1500], ["Hul 9", "Hardware", "Plywood", 1000], []]
    rows += [["C. GASTOS"], ["Petsa", "Para saan", None, "Halaga"]]
    rows += [["Hul 6", "Aklat pambata", None, 3480], ["Hul 12", "Karpintero", None, 1200]]
    assert number(xlsx(**{"2026": rows}), "cost_cash")[0] == 4680


def test_cumulative_spending_of_a_report_is_the_cost() -> None:
    """1200 + 1650 and 3310 + 1422 are 7582; prior and current spending are parts of it."""
    headings: list[object] = ["Line", "Budget category", "Approved budget", "Prior expenditures"]
    headings += ["This period", "Cumulative expenditures", "Remaining"]
    rows: list[list[object]] = [["A", "Teaching artist", 4000, 1200, 1650, 2850, 1150]]
    rows += [["B", "Book kits", 5250, 3310, 1422, 4732, 518], ["C", "Travel", 800, 0, 0, 0, 800]]
    assert number(xlsx(Report=[headings, *rows]), "cost_cash")[0] == 7582


#: 642.25 + 285 came in, and 410 + 88.50 went out: 428.75 is left.
REPORT: list[list[object]] = [
    ["INCOME"],
    ["Book sale", 600, 642.25],
    ["Dues", 300, 285],
    ["Total income", 900, 927.25],
    [],
    ["EXPENSES"],
    ["Books", 500, 410],
    ["Snacks", 100, 88.5],
    ["Total expenses", 600, 498.5],
]


@pytest.mark.parametrize("rest", ["Net", "Net income (loss)", "Surplus", "Left in the bank for spring", None])
@pytest.mark.parametrize("label", ["Item", None])
def test_sections_of_a_budget_are_income_and_spending(label: str | None, rest: str | None) -> None:
    rows = [["TREASURER'S REPORT"], [label, "Budget 2026", "Actual"], *REPORT]
    rows += [[], [rest, 300, 428.75]] if rest else []
    data = xlsx(Sheet1=rows)
    assert layouts(data) == ["budget"]
    assert number(data, "cost_cash")[0] == 498.5
    assert number(data, "cash_balance")[0] == 428.75


@pytest.mark.parametrize(
    ("income", "expenses"), [("INCOME", "EXPENSES"), ("INGRESOS", "EGRESOS"), ("Kita", "Gastos")]
)
def test_sections_of_a_list_of_amounts_need_no_question(income: str, expenses: str) -> None:
    names = {"INCOME": income, "EXPENSES": expenses}
    rows = [[names.get(str(row[0]), row[0]), *row[2:]] if row else [] for row in REPORT]
    rows += [[], ["SALE FACTS"], ["Shoppers", 342], ["Boxes left", 64]]
    data = xlsx(Sheet1=[["Spring sale 2026"], ["Item", "Amount"], *rows])
    assert number(data, "cost_cash")[0] == 498.5
    assert number(data, "cash_balance")[0] == 428.75


def test_payment_called_off_makes_no_budget_of_a_log() -> None:
    """650 + 2388 + 96 were paid; the budget of the other tab adds them up by kind."""
    log: list[list[object]] = [["Date", "Item", "Vendor", "Amount", "Status"]]
    log += [["2026-03-02", "Chairs", "Mary", 650, "Paid"], ["2026-03-09", "Books", "La Tinta", 2388, "Paid"]]
    log += [["2026-05-15", "Copies", "Max", 96, "Paid"], ["2026-05-30", "Taxi", "Sitio 4", 220, "Cancelled"]]
    budget: list[list[object]] = [["Category", "Budget", "Actual", "Left"], ["Events", 800, 650, 150]]
    budget += [["Books", 2500, 2388, 112], ["Supplies", 500, 96, 404], ["Total", 3800, 3134, 666]]
    assert number(xlsx(Sheet1=log, Sheet2=budget), "cost_cash")[0] == 3134


@pytest.mark.parametrize("columns", [3, 2])
def test_goods_below_the_sections_are_no_income(columns: int) -> None:
    """40 + 60 was given in kind, below a line of its own; the balance is that of the money alone."""
    rows = [*REPORT, [], ["IN-KIND RECEIVED"], ["Chairs from the parish", 50, 40], ["Printing", 60, 60]]
    heads = ["Item", "Budget", "Actual"] if columns == 3 else ["Item", "Amount"]
    listed = [row if columns == 3 else [*row[:1], *row[2:]] for row in [*rows, ["Total in-kind", 110, 100]]]
    data = xlsx(Sheet1=[["REPORT"], heads, *listed])
    assert number(data, "cost_cash")[0] == 498.5
    assert number(data, "cash_balance")[0] == 428.75
    assert number(data, "in_kind_value")[0] == 100


@pytest.mark.parametrize(
    "sides",
    [
        ("Received", "Spent"),
        ("Amount received", "Amount spent"),
        ("Donations", "Expenses"),
        ("Recibido", "Gastado"),
        ("Natanggap", "Nagastos"),
    ],
)
def test_plain_words_for_both_sides_are_enough(sides: tuple[str, str]) -> None:
    """100 + 40 came in, 30 + 20 were spent."""
    rows: list[list[object]] = [["Date", "What", *sides], [DAYS[0], "Gift", 100, None]]
    rows += [[DAYS[1], "Raffle", 40, None], [DAYS[2], "Paper", None, 30], [DAYS[3], "Snacks", None, 20]]
    assert number(xlsx(Sheet1=rows), "cost_cash") == (50, "exact")
    assert number(xlsx(Sheet1=rows), "cash_balance") == (90, "exact")


def test_several_columns_of_amounts_chosen_by_hand_are_added() -> None:
    """10 + 20 + 5.50 + 7.25 were spent in the two terms; an empty cell is no amount."""
    rows: list[list[object]] = [["Item", "Spring", "Autumn"], ["Paper", 10, 20], ["Snacks", None, 5.5]]
    rows += [["Pens", 7.25, None]]
    chosen = {"Spring": "ledger.value", "Autumn": "ledger.value"}
    answers = {"row_is": "payment", "mapping": chosen, "marks": {"": "spent"}}
    assert number(xlsx(Terms=rows), "cost_cash", **answers) == (42.75, "exact")


@pytest.mark.parametrize(
    "text", ["Balanse mula 2025", "Balance from 2025", "Saldo del año 2025", "Carried over from 2025"]
)
def test_balance_from_before_is_no_money_received(text: str) -> None:
    """500 came in; the 3420 were there before."""
    rows: list[list[object]] = [["Petsa", "Detalye", "Pumasok", "Lumabas", "Natira"]]
    rows += [[DAYS[0], text, 3420, None, 3420], [DAYS[1], "Donasyon ni Aling Nena", 500, None, 3920]]
    rows += [[DAYS[2], "Plastic cover", None, 435, 3485], [DAYS[3], "Pamasahe", None, 120, 3365]]
    data = xlsx(Pondo=[["Pondo ng Silid-Aklatan"], *rows])
    assert number(data, "cost_cash")[0] == 555
    assert number(data, "cash_balance") == (500 - 555, "partial")


def test_sign_behind_a_heading_outranks_its_words() -> None:
    """65 + 36.24 came in, 3.24 + 11.59 + 24.65 went out."""
    rows: list[list[object]] = [["Date", "Description", "Debit (+)", "Credit (-)", "Balance"]]
    rows += [[DAYS[0], "Funding from the team", 36.24, None, 36.24], [DAYS[1], "Domain", None, 24.65, 11.59]]
    rows += [[DAYS[2], "Server", None, 11.59, 0], [DAYS[3], "Donations (minus fees)", 65, 3.24, 61.76]]
    data = xlsx(Sheet1=[["Detailed view of expenses and donations"], *rows])
    assert number(data, "cost_cash") == (39.48, "exact")
    assert number(data, "cash_from_others") == (101.24, "exact")


LIQUIDATION: list[list[object]] = [
    ["LIQUIDATION REPORT"],
    ["A. FUNDS RECEIVED"],
    ["Date", None, "Source", None, "Mode", None, "Amount", "Remarks"],
    [DAYS[0], None, "Rotary Club", None, "check", None, 20000, None],
    [DAYS[1], None, "SK Federation", None, "cash", None, 7500, "AR #118"],
    [DAYS[2], None, "Teodora Blanco", None, "GCash", None, 2500, None],
]
SPENT: list[list[object]] = [
    [None, None, "Total funds received", None, None, None, 30000, None],
    [],
    ["B. EXPENSES"],
    ["Date", "OR No.", "Particulars", "Payee", "Chargeable to", None, "Amount", "Remarks"],
    [DAYS[3], "OR 1", "Storybooks", "Adarna House", "Rotary", None, 6840, None],
    [DAYS[4], "OR 2", "Packed lunch", "Aling Baby", "SK", None, 2925, None],
]


@pytest.mark.parametrize("amount", ["(5,000)", 5000])
def test_pledge_among_the_funds_received_did_not_come(amount: object) -> None:
    pledge = ["-", None, "Coop", None, "pledge", None, amount, "pledged, hindi pa naibibigay"]
    data = xlsx(Report=[*LIQUIDATION, pledge, *SPENT])
    assert number(data, "cash_from_others") == (30000, "exact")
    file = imported(data)
    ledger = file.tables["ledger"]
    assert ledger[ledger["status"] == "pledged"][["from_party", "value"]].values.tolist() == [["Coop", 5000]]
    assert not collect_questions(file.reading)


def test_pledge_that_was_paid_is_no_promise() -> None:
    paid = ["-", None, "Coop", None, "cash", None, 5000, "pledge paid in July"]
    assert number(xlsx(Report=[*LIQUIDATION, paid, *SPENT]), "cash_from_others")[0] != 30000


@pytest.mark.parametrize(
    ("amount", "worth"), [("in kind", None), ("donated (worth about ₱900)", 900), ("Donated", None)]
)
def test_gift_in_place_of_an_amount_is_no_cost(amount: str, worth: float | None) -> None:
    """6840 + 2925 were spent."""
    gift = [DAYS[4], None, "Merienda", "c/o Kap. Ramirez", None, None, amount, "walang resibo"]
    data = xlsx(Report=[*LIQUIDATION, *SPENT, gift])
    assert number(data, "cost_cash") == (9765, "exact")
    assert number(data, "in_kind_value")[0] == worth
    assumed = [issue for issue in imported(data).issues if "in kind" in str(issue.message)]
    assert [issue.code for issue in assumed] == ["choice-assumed"]


def book_of_two_sides() -> bytes:
    """Money in at the left and out at the right; the void check at the right is crossed out."""
    rows: list[list[object]] = [
        ["MONEY IN", None, None, None, None, "MONEY OUT"],
        ["Date", "From", "What for", "Amt", None, "Date", "Ck #", "Paid to", "What for", "Amt"],
        [
            DAYS[0],
            "Balance brought fwd",
            "2025 book",
            1846,
            None,
            DAYS[0],
            1401,
            "Valley Power",
            "electric",
            88,
        ],
        [DAYS[1], "Township", "levy", 2400, None, DAYS[1], 1402, "H. Brandt", "snow", 60],
        [DAYS[2], "Lions Club", "books", 300, None, DAYS[2], 1403, "Crafts Inc.", "VOID - wrong amt", 268],
        [DAYS[3], "From SAVINGS", "for the furnace", 1200, None, DAYS[3], 1404, "Crafts Inc.", "prizes", 186],
        [DAYS[4], "Book sale", None, 296, None, DAYS[4], 1405, "To SAVINGS", "set aside", 1000],
        [],
        ["TOTAL IN", None, None, 6042, None, "TOTAL OUT (w/o void)", None, None, None, 1334],
        [],
        ["On hand 11/30/26", None, None, 4708],
    ]
    book = openpyxl.load_workbook(io.BytesIO(xlsx(Book=rows)))
    for column in "FGHIJ":
        book.active[f"{column}5"].font = Font(strike=True)
    data = io.BytesIO()
    book.save(data)
    return data.getvalue()


def test_moves_between_own_accounts_are_asked_about() -> None:
    """2400 + 300 + 296 came in, and 88 + 60 + 186 went out."""
    reasons = ['a remark speaks of "from savings"', 'a remark speaks of "to savings"']
    data = book_of_two_sides()
    questions = collect_questions(imported(data).reading)
    assert [question.key for question in questions].count("doubtful_rows") == len(reasons)
    answers = {"doubtful_rows": dict.fromkeys(reasons, "leave-out")}
    assert number(data, "cash_from_others", **answers) == (2996, "exact")
    assert number(data, "cost_cash", **answers) == (334, "exact")


def test_balance_paid_to_someone_is_a_payment() -> None:
    rows: list[list[object]] = [
        ["Date", "Ck #", "To / From", "What for", "Payment (-)", "Deposit (+)", "Balance"],
        [DAYS[0], None, None, "balance forward", None, None, 900],
        [DAYS[1], 1047, "Zany Magic", "summer kickoff, deposit", 150, None, 750],
        [DAYS[2], 1050, "Zany Magic", "balance", 200, None, 550],
        [DAYS[3], None, "Rotary Club", "gift", None, 300, 850],
    ]
    assert number(xlsx(Book=rows), "cost_cash") == (350, "exact")
    assert number(xlsx(Book=rows), "cash_from_others") == (300, "exact")
