"""Sheets as small libraries keep them: what a person sees at once, and no heading says."""

from __future__ import annotations

import io
from datetime import date
from typing import Any

import pytest
from openpyxl import Workbook as ExcelFile

from libcollab_metrics.ingest.answers import collect_questions
from libcollab_metrics.metrics import evaluate
from tests.support.sheets import codes, dataset, imported, number, read, xlsx

Rows = list[list[Any]]
AS_OF = date(2026, 11, 25)


def test_cash_book_with_points_in_thousands_is_read() -> None:
    """96.000 + 134.500 were spent, 800.000 came in; a void receipt leaves the balance as it was."""
    rows: Rows = [
        ["Amigos de la biblioteca - libro de caja (pesos)"],
        ["Fecha", "Concepto", "Soporte", "Entra", "Sale", "Saldo"],
        [None, "Saldo que viene de julio", None, None, None, "1.186.400"],
        ["03/08/2026", "Donación Cooperativa", "R-041", "800.000", None, "1.986.400"],
        ["05/08/2026", "Refrigerios", "F-118", None, "96.000", "1.890.400"],
        ["06/08/2026", "Recibo anulado", "R-042", None, None, "1.890.400"],
        ["08/08/2026", "Cartulina", "F-119", None, "134.500", "1.755.900"],
    ]
    assert number(xlsx(Caja=rows), "cost_cash") == (230_500, "exact")
    assert number(xlsx(Caja=rows), "cash_from_others") == (800_000, "exact")


CASH: Rows = [
    ["Petty cash book"],
    ["Petsa", "Particulars", "Pasok (In)", "Labas (Out)", "Balanse"],
    ["2026-10-01", "Beginning balance (from Sept.)", 1240, None, 1240],
    ["2026-10-02", "Replenishment", 5000, None, 6240],
    ["2026-10-05", "Bond paper", None, 470, 5770],
    ["2026-10-09", "Merienda", None, 1225, 4545],
]


def test_opening_balance_in_the_column_of_income_is_none() -> None:
    """5000 − 470 − 1225; the petty cash was filled up with the library's own money."""
    assert number(xlsx(Cash=CASH), "cash_from_others")[0] is None
    assert number(xlsx(Cash=CASH), "cost_cash") == (1695, "exact")
    assert number(xlsx(Cash=CASH), "cash_balance")[0] == 3305
    grant = ["2026-10-12", "Grant of the Rotary Club", 500, None, 5045]
    assert number(xlsx(Cash=[*CASH, grant]), "cash_from_others") == (500, "exact")


@pytest.mark.parametrize(("balance", "certainty"), [(4545, "exact"), (4445, "at_least"), (None, "at_least")])
def test_line_without_an_amount_may_have_been_paid(balance: float | None, certainty: str) -> None:
    """The same balance says that nothing was."""
    line = ["2026-10-23", "Tarpaulin, paid by the councilor", None, None, balance]
    assert number(xlsx(Cash=[*CASH, line]), "cost_cash") == (1695, certainty)


@pytest.mark.parametrize(
    ("start", "end", "hours"),
    [("8:00", "2:00", 6), ("9:00", "1:00", 4), ("22:00", "2:00", 4), ("1:00", "4:30", 3.5)],
)
def test_clock_of_twelve_hours_ends_in_the_afternoon(start: str, end: str, hours: float) -> None:
    rows = [["Date", "Volunteer", "Time in", "Time out"], ["2026-10-17", "Ed", start, end]]
    assert [row["quantity"] for row in read(xlsx(Volunteers=rows)).tables["ledger"]] == [hours]


def test_days_in_brackets_below_headings_are_notes() -> None:
    """(4 + 3 − 1) ÷ 3."""
    rows: Rows = [
        ["Child", "Grade", "Before", "After", "Notes"],
        [None, None, "(Sept 15)", "(Nov 19)", None],
        ["Aiden M.", 2, 7, 11, None],
        ["Brianna T.", 2, 9, 12, None],
        ["Destiny W.", 2, 12, "-", "moved in Oct."],
        ["Grace L.", 3, 15, 14, None],
    ]
    data = xlsx(Scores=[["Reading Buddies 2026"], *rows])
    (gain,) = evaluate(dataset(data), metrics=["mean_gain"], as_of=AS_OF).values_for("mean_gain")
    assert (gain.value, gain.n) == (2, 3)


def test_count_of_learners_at_each_level_is_no_score() -> None:
    """(6 + 6) ÷ 2; the table below counts the learners."""
    rows: Rows = [["Name", "Pre", "Post"], ["Ana Cruz", 6, 12], ["Ben Reyes", 11, 17]]
    rows += [[], ["SUMMARY"], ["Level", "Pre", "Post"]]
    rows += [["Frustration", 5, 3], ["Instructional", 4, 5], ["Independent", 0, 3], ["Non-reader", 2, 0]]
    found = evaluate(dataset(xlsx(Test=rows)), metrics=["mean_gain"], as_of=AS_OF).values_for("mean_gain")
    assert [(value.value, value.n) for value in found] == [(6, 2)]


def test_question_over_before_and_after_names_the_gain() -> None:
    """2 + 1 for the two who answered both."""
    rows: Rows = [["1 = nada / muy malo ... 5 = mucho / muy bueno"], []]
    asked = "¿Qué tan seguro se siente leyendo?"
    rows += [["Hoja", "Trato de la tallerista", f"{asked} Antes del taller", f"{asked} Después del taller"]]
    rows += [[1, 5, 2, 4], [2, 4, 3, 4], [3, "s/r", "s/r", 4], [4, 5, 3, "s/r"]]
    found = evaluate(dataset(xlsx(Encuesta=rows)), metrics=["mean_gain"], as_of=AS_OF).values_for("mean_gain")
    assert [(value.groups["measure"], value.value) for value in found] == [(asked, 1.5)]


TUTORING: Rows = [
    ["Tutorial sa aklatan"],
    [None, None, "OKTUBRE 2026", None, None, "NOBYEMBRE 2026", None],
    ["No.", "Pangalan", 3, 10, 24, 7, 14],
    [1, "Abrenica, Jhon Mark", "/", "A", "WALANG TUTORIAL - signal #2", "/", "/"],
    [2, "Balagtas, Princess", "/", "/", None, "A", "/"],
    [3, "Cudiamat, Rhea Mae", "A", "/", None, "/", "/"],
    [],
    [None, "/ = present    A = absent"],
]


def test_day_without_tutoring_is_no_session_and_has_its_year() -> None:
    data = xlsx(Attendance=TUTORING)
    assert number(data, "sessions_held") == (4, "exact")
    keys = [question.key for question in collect_questions(imported(data).reading)]
    assert "year" not in keys
    assert "marks" not in keys


def test_marks_of_absence_in_a_grid_of_hours_are_none() -> None:
    rows: Rows = [
        ["Biblioteca Popular - Planilla de horas de voluntarios"],
        ["Voluntario/a", "3/10", "10/10", "12/10", "17/10", "Total horas"],
        ["Graciela Pedernera", 3, 3, "feriado", "AV", 6],
        ["Hugo Tisera", 2, "F", None, 2, 4],
        ["Ofelia Bustos", "AV", "F", None, "F", 0],
        [],
        ["AV = avisó que no venía (justificado)     F = faltó"],
    ]
    assert number(xlsx(Voluntarios=rows), "volunteer_hours") == (10, "exact")
    rows[2][4] = "??"
    assert number(xlsx(Voluntarios=rows), "volunteer_hours") == (10, "at_least")


SPONSORS: Rows = [
    ["LIST OF SPONSORS"],
    ["Sponsor", "Cash (Php)", "In kind - ano", "In kind - estimated value (Php)", "Date received"],
    ["Mayor Ybañez", 10000, None, None, "2026-08-28"],
    ["Kakilala Hardware", 3000, "5 gal. pintura", 4500, "2026-09-02"],
    ["Bicol Savers Mart", None, "100 loot bags", 6000, "2026-09-10"],
    ["Dr. Bonifacio", None, "free dental check-up", None, "day of event"],
    ["Riders Club", "2,000 (pledge)", None, None, None],
    ["Water District", 4000, None, None, "2026-09-18"],
]


def test_pledge_in_place_of_an_amount_did_not_come() -> None:
    """10000 + 3000 + 4000 came, and goods of 4500 + 6000; one gift has no value."""
    data = xlsx(Sponsors=SPONSORS)
    assert number(data, "cash_from_others") == (17000, "exact")
    assert number(data, "in_kind_value") == (10500, "at_least")
    file = imported(data)
    assert not collect_questions(file.reading)
    ledger = file.tables["ledger"]
    pledged = ledger[ledger["status"] == "pledged"]
    assert pledged[["from_party", "kind", "value"]].to_numpy().tolist() == [["Riders Club", "cash", 2000]]


def test_words_in_place_of_one_amount_leave_the_other() -> None:
    """3000 came in cash next to a gift without a value, and goods of 500 next to a promise."""
    rows = [list(row) for row in SPONSORS]
    rows[3][3], rows[6][2:4] = "donated", ["chairs", 500]
    data = xlsx(Sponsors=rows)
    assert number(data, "cash_from_others") == (17000, "exact")
    assert number(data, "in_kind_value")[0] == 6500


@pytest.mark.parametrize("amount", ["pending", "500 (pending)"])
def test_pending_expense_is_not_spent(amount: str) -> None:
    rows: Rows = [["Expenses 2026"], ["Date", "Item", "Vendor", "Amount paid"]]
    rows += [["2026-03-01", "Paper", "Shop", 20], ["2026-03-08", "Glue", "Shop", 10]]
    rows += [["2026-03-09", "Printing", "Shop", amount]]
    assert number(xlsx(Expenses=rows), "cost_cash") == (30, "at_least")


def test_cash_value_of_goods_is_no_money() -> None:
    rows: Rows = [["In-kind donations"], ["Date received", "Donor", "Item", "Cash value"]]
    rows += [["2026-03-01", "Ana", "40 books", 200], ["2026-03-08", "Ben", "2 chairs", 50]]
    assert number(xlsx(Gifts=rows), "in_kind_value") == (250, "exact")
    assert number(xlsx(Gifts=rows), "cash_from_others")[0] is None


def test_pending_amount_of_a_gift_is_a_pledge() -> None:
    rows: Rows = [["Donaciones recibidas"], ["Fecha", "Donante", "Qué donó", "Valor"]]
    rows += [["2026-08-12", "Familia Gil", "Aporte", 150000], ["2026-09-18", "Junta", "Aporte", 400000]]
    rows += [["2026-10-22", "Cooperativa", "Aporte", "pendiente"]]
    rows += [["2026-11-19", "Familia Gil", "Aporte", 150000]]
    assert number(xlsx(Donaciones=rows), "cash_from_others")[0] == 700000
    ledger = imported(xlsx(Donaciones=rows)).tables["ledger"]
    assert ledger["status"].tolist() == ["received", "received", "pledged", "received"]


AGREEMENTS: Rows = [
    ["Partners and Agreements"],
    ["Partner", "Ano ang pangako nila", "Uri", "Halaga", None, "Status"],
    [None, None, None, "Pangako", "Natanggap na", None],
    ["Rotary Club", "Cash for shelves", "Cash", 20000, 20000, "Tapos na"],
    ["Central School", "Venue, 6 Saturdays", "In-kind", 6000, 4000, "4 of 6 Saturdays pa lang"],
    ["Barangay Council", "Snacks", "In-kind", 7500, 7500, "Tapos na"],
    ["Water District", "Cash for tokens", "Cash", 10000, 4000, "Kulang pa P6,000; follow up"],
    ["Lions", "Cash for printing", "Cash", 5000, 0, "Umatras Oct."],
]


def test_amounts_promised_and_received_need_no_status() -> None:
    """20000 + 4000 came in cash, 4000 + 7500 in kind; the school gave 4000 of 6000."""
    data = xlsx(MOA=AGREEMENTS)
    assert number(data, "cash_from_others") == (24000, "exact")
    assert number(data, "in_kind_value") == (11500, "exact")
    assert not collect_questions(imported(data).reading)
    found = evaluate(dataset(data), metrics=["pledge_fulfilment"], as_of=AS_OF).values_for(
        "pledge_fulfilment"
    )
    assert {value.groups["party"]: value.value for value in found}["Central School"] == pytest.approx(2 / 3)


def test_gift_promised_without_a_price_has_an_unknown_value() -> None:
    bakery = ["Bakery", "Pandesal every session", "In-kind", "walang presyo", "-", "Tuloy-tuloy"]
    assert number(xlsx(MOA=[*AGREEMENTS, bakery]), "in_kind_value") == (11500, "at_least")


STOPS: Rows = [
    ["Date", "Stop", "Adults", "Kids", "Notes"],
    ["2026-09-01", "Maple Court", 6, 14, None],
    [None, "Senior Living", 11, 0, None],
    ["2026-09-08", "Maple Court", 4, 9, None],
    [None, "Senior Living", None, None, "no visit - facility closed, flu"],
    ["2026-09-10", "Head Start", 3, 18, None],
]


def test_next_stop_of_a_day_has_its_day() -> None:
    """20 + 11 + 13 + 21 visits at four stops; one was not served."""
    data = xlsx(**{"Sept 2026": [["Bookmobile Log"], *STOPS]})
    assert number(data, "sessions_held") == (4, "exact")
    assert number(data, "attendance_total") == (65, "exact")
    assert number(data, "session_delivery_rate") == (0.8, "exact")
    assert "date-missing" not in codes(read(data))


@pytest.mark.parametrize("row", [3, 5])
def test_other_blank_days_are_unknown(row: int) -> None:
    """A stop that is the same as the one above, or only one blank, says nothing."""
    rows = [list(line) for line in STOPS]
    rows[row - 1][1] = "Maple Court"
    rows[row][0] = rows[row][0] or "2026-09-09"
    assert "date-missing" in codes(read(xlsx(**{"Sept 2026": [["Bookmobile Log"], *rows]})))


REPORT: Rows = [
    ["Director's report, October 2026"],
    [None, "This month", None, "Year to date (since July 1)", None],
    ["Program", "# held", "Attendance", "# held", "Attendance"],
    ["CHILDREN", None, None, None, None],
    ["Toddler Time", 4, 71, 15, 262],
    ["LEGO Club", 2, 31, 7, 118],
    ["Total Children", 6, 102, 22, 380],
    ["TEENS", None, None, None, None],
    ["Anime Club", 2, 13, 7, 52],
    ["Study Lounge", 4, 22, 9, 47],
    ["Total Teens", 6, 35, 16, 99],
    ["TOTAL ALL PROGRAMS", 12, 137, 38, 479],
]


def test_month_next_to_the_year_to_date_is_counted() -> None:
    data = xlsx(Oct=REPORT)
    assert number(data, "sessions_held") == (12, "exact")
    assert number(data, "attendance_total") == (137, "exact")
    assert len(read(data).tables["sessions"]) == 4


def test_numbers_below_the_overall_total_are_asked_about() -> None:
    below: Rows = [[], ["Checkouts", 3412, 3287], ["Door count", 2764, 2650], ["New cards", 37, 29]]
    below += [["Wi-Fi sessions", 1120, 1043], ["Libby", 988, 841]]
    data = xlsx(Oct=[*REPORT, *below])
    asked = [q for q in collect_questions(imported(data).reading) if q.key == "doubtful_rows"]
    assert [question.likely for question in asked] == ["leave-out"]
    answers = {"Oct": {"doubtful_rows": {"it is below the total": "leave-out"}}}
    assert number(data, "attendance_total", sheets=answers)[0] == 137


def test_line_over_walk_ins_is_no_person() -> None:
    """Two people and a walk-in: "Closed" is merged over all rows."""
    rows: Rows = [["Tech help, fall 2026"], ["Name", "Oct 7", "Oct 14", "Nov 11"]]
    rows += [["Abbott, Carol", "X", "X", "CLOSED Veterans Day"], ["Dupree, Wanda", "X", "X", None]]
    rows += [["Walk-ins:", None, None, None], ["Hal Brandt", None, "X", None]]
    book = ExcelFile()
    tab = book.active
    for row in rows:
        tab.append(row)
    tab.merge_cells("D3:D6")
    data = io.BytesIO()
    book.save(data)
    answers = {"marks": {"x": "present", "": "absent"}}
    people = read(data.getvalue(), **answers).tables["participation"]
    assert len({row["person_key"] for row in people}) == 3
    assert len(people) == 6
