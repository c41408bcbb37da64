"""Published bank statements, cash books, budgets and lists of payments and gifts."""

from __future__ import annotations

import pytest

from tests.support.sheets import csv_text, layouts, number, read, xlsx

Rows = list[list[object]]


def test_numbers_of_the_columns_are_no_row() -> None:
    rows: Rows = [
        ["Gender issue", "GAD activity", "Approved GAD budget", "Actual GAD cost or expenditure"],
        ["(1)", "(2)", "(3)", "(4)"],
        ["Few fathers read", "Storytelling", 40000, 36480.5],
        ["Low awareness", "Purchase of books", 55000, 54310],
        ["Few women train", "Book talk", 30000, 30000],
    ]
    assert number(xlsx(GAD=rows), "cost_cash")[0] == 120790.5


BANK: Rows = [
    ["Account Name", "FRIENDS OF THE LIBRARY"],
    ["Date Range", "01/12/2026 to 06/30/2026"],
    [],
    ["Post Date", "Description", "Debit", "Credit", "Balance"],
    ["06/22/2026", "CHECK 1005", "250.00", "", "1190.28"],
    ["06/10/2026", "DEPOSIT", "", "140.00", "1440.28"],
    ["05/29/2026", "SERVICE CHARGE", "5.00", "", "1300.28"],
    ["05/11/2026", "PROMOTION", "218.43", "", "1305.28"],
    ["05/04/2026", "DEPOSIT", "", "95.00", "1523.71"],
    ["04/15/2026", "CHECK 1003", "52.60", "", "1428.71"],
    ["04/13/2026", "SQUARE", "", "1481.31", "1481.31"],
]


def test_bank_statement_lists_the_newest_first() -> None:
    assert layouts(csv_text(BANK), "bank.csv") == ["ledger"]
    assert number(csv_text(BANK), "cost_cash", "bank.csv")[0] == pytest.approx(526.03)


def test_debits_are_what_balances_say() -> None:
    """In a treasurer's own book, money received is the debit."""
    rows: Rows = [[*row[:2], row[3], row[2], row[4]] if len(row) == 5 else row for row in BANK]
    rows[3] = BANK[3]
    assert number(csv_text(rows), "cost_cash", "book.csv")[0] == pytest.approx(526.03)


def test_cash_book_says_in_a_column_which_way_money_went() -> None:
    rows: Rows = [
        ["DATE", "HEADER", "CR/DR", "NAME", "AMOUNT"],
        ["13-6-2019", "MEMBER FEE", "CR", "amar kr singhal", 1000],
        ["14-6-2019", "DONATION", "CR", "girish aggarwal", 3100],
        ["19-6-2019", "EXPENSES", "DR", "zerox", 20],
        ["19-6-2019", "EXPENSES", "DR", "stationery", 24],
    ]
    assert layouts(xlsx(Cashbook=rows)) == ["ledger"]
    assert number(xlsx(Cashbook=rows), "cost_cash")[0] == 44
    assert number(xlsx(Cashbook=rows), "cash_balance")[0] == 4056
    assert "singhal" not in repr(read(xlsx(Cashbook=rows)).tables)


def test_payee_of_money_received_paid_it() -> None:
    rows: Rows = [
        ["Date", "Payee", "Category", "Outflow", "Inflow", "Running Balance"],
        ["09/18/2025", "Starting Balance", "Income", "$0.00", "$2275.09", "$2275.09"],
        ["09/19/2025", "City Fund", "Income", "$0.00", "$1783.36", "$4058.45"],
        ["09/19/2025", "Web host", "Bills", "$7.99", "$0.00", "$4050.46"],
        ["09/20/2025", "Bagels", "Food", "$6.10", "$0.00", "$4044.36"],
        ["09/21/2025", "Rides", "Travel", "$14.00", "$0.00", "$4030.36"],
        ["09/22/2025", "Books", "Books", "$100.00", "$0.00", "$3930.36"],
    ]
    ledger = list(read(csv_text(rows), "register.csv").tables["ledger"])
    received = [
        (row["from_party"], row["value"]) for row in ledger if row["status"] == "received" and row["value"]
    ]
    assert received == [("City Fund", 1783.36)]
    assert number(csv_text(rows), "cost_cash", "register.csv")[0] == pytest.approx(128.09)


def test_gifts_by_type_have_their_value_in_two_columns() -> None:
    rows: Rows = [
        ["Gift Type", "Donor Name", "Gift Date", "Amount ($)", "Fair Market Value ($)"],
        ["CHECK", "Harold Minton", "2026-01-14", 250, None],
        ["CREDIT CARD", "Monique Aubert", "2026-01-30", 40, None],
        ["IN-KIND", "Bluebird Bakery", "2026-01-17", None, 85],
        ["IN-KIND", "Corner Books LLC", "2026-02-11", None, 640],
    ]
    assert number(xlsx(Gifts=rows), "in_kind_value")[0] == 725


def test_hours_and_pay_of_tutors_are_no_visits() -> None:
    heads = ["Name", "Rate", "Hours", "Date", "Start Time", "End Time", "Calc Pay"]
    rows: Rows = [heads, ["Imran Qadir", "24", "1.67", "6/26/22", "8:45 AM", "10:25 AM", "40.08"]]
    rows += [["Adeline Chesler", "20", "1", "7/23/22", "2:30 PM", "3:30 PM", "20"]]
    rows += [["Imran Qadir", "24", "1.67", "7/24/22", "8:45 AM", "10:25 AM", "40.08"]]
    assert number(csv_text(rows), "attendance_total", "pay.csv")[0] is None


def test_kinds_of_payments_next_to_their_sum_are_no_side() -> None:
    heads = [
        "Date",
        "Payee",
        "Cash advance received",
        "Disbursement",
        "Balance",
        "Office supplies",
        "Electricity",
    ]
    rows: Rows = [
        ["CASH DISBURSEMENT REGISTER"],
        heads,
        ["2026-07-06", "Cash advance, July", 21500, None, 21500, None, None],
        ["2026-07-09", "Trading", None, 4380, 17120, 4380, None],
        ["2026-07-14", "Power company", None, 5217.36, 11902.64, None, 5217.36],
        ["2026-07-20", "Internet", None, 1899, 10003.64, None, None],
        ["2026-08-05", "Cash advance, August", 21500, None, 31503.64, None, None],
        ["2026-08-10", "Power company", None, 6031.92, 25471.72, None, 6031.92],
    ]
    assert number(xlsx(CDR=rows), "cost_cash")[0] == pytest.approx(17528.28)
    assert number(xlsx(CDR=rows), "cash_balance")[0] == pytest.approx(25471.72)


def test_sums_of_an_outline_are_not_spent_again() -> None:
    rows: Rows = [["Concepto", "Presupuesto", "Gasto realizado"], ["1. Material", 1170, 1089.75]]
    rows += [["1.1 Lotes de libros", 900, 874.3], ["1.2 Papelería", 150, 96.45], ["1.3 Grabadora", 120, 119]]
    rows += [["2. Personal externo", 1150, 950], ["2.1 Narradora", 800, 600], ["2.2 Maquetación", 350, 350]]
    rows += [["TOTAL", 2320, 2039.75]]
    assert number(xlsx(Gastos=rows), "cost_cash")[0] == pytest.approx(2039.75)


@pytest.mark.parametrize(("charges", "spent"), [("Charges KES", 14564), ("VAT", 14564)])
def test_charges_on_top_of_an_amount_are_spent_too(charges: str, spent: float) -> None:
    rows: Rows = [["Date", "Paid to", "Being", "Amount KES", charges, "Total KES"]]
    rows += [
        ["2026-05-12", "Hardware", "timber", 8450, 57, 8507],
        ["2026-05-15", "Fundi", "labour", 6000, 57, 6057],
    ]
    assert number(xlsx(Payments=rows), "cost_cash")[0] == spent


def test_number_next_to_an_amount_is_no_charge() -> None:
    rows: Rows = [["Date", "Paid to", "Being", "Amount", "Voucher", "Total"]]
    rows += [
        ["2026-05-12", "Hardware", "timber", 8450, 57, 8450],
        ["2026-05-15", "Fundi", "labour", 6000, 58, 6000],
    ]
    assert number(xlsx(Payments=rows), "cost_cash")[0] == 14450


def test_line_without_a_number_is_no_sum_of_an_outline() -> None:
    rows: Rows = [["Concepto", "Presupuesto", "Gasto realizado"], ["1. Material", 0, 0]]
    rows += [["1.1 Libros", 0, 0], ["1.2 Papelería", 0, 0], ["Refrigerio", 50, 40]]
    assert number(xlsx(Gastos=rows), "cost_cash")[0] == 40


def test_sum_that_not_every_row_has_is_not_the_amount() -> None:
    rows: Rows = [["Date", "Paid to", "Being", "Amount", "Charges", "Total"]]
    rows += [
        ["2026-05-12", "Hardware", "timber", 8450, 57, 8507],
        ["2026-05-15", "Fundi", "labour", 6000, 57, 6057],
    ]
    rows += [["2026-05-18", "Market", "tea", 500, None, None]]
    assert number(xlsx(Payments=rows), "cost_cash")[0] == 14950


def test_total_of_what_was_spent_is_not_added() -> None:
    rows: Rows = [
        ["Rubro", "Trimestre I", None, "Trimestre II", None, "Total gastado"],
        [None, "Presup.", "Gastado", "Presup.", "Gastado", None],
        ["Honorarios", 300, 280, 450, 430, 710],
        ["Libros", 450, 430, 450, 465.25, 895.25],
        ["Transporte", 600, 580, 450, 450, 1030],
        ["TOTAL", 1350, 1290, 1350, 1345.25, 2635.25],
    ]
    assert number(xlsx(Hoja=rows), "cost_cash") == (2635.25, "exact")


@pytest.mark.parametrize(
    "heading", ["Gastado al 30/9 ($)", "Spent to 30 Sept", "Actual as of Sept. 30, 2026"]
)
def test_what_was_spent_up_to_a_day_is_a_cost(heading: str) -> None:
    rows: Rows = [
        ["Rubro", "Budget", heading],
        ["Luz", 1450, 1122],
        ["Libros", 900, 415],
        ["Viaje", 320, 341],
    ]
    assert number(xlsx(Hoja=rows), "cost_cash")[0] == 1878
    rows[0][2] = "Remaining to be spent by 30 Sept"
    assert number(xlsx(Hoja=rows), "cost_cash")[0] is None
