"""Lists of gifts and cash books: columns found by their products and sums, and income next to expenses."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from libcollab_metrics.metrics import evaluate
from libcollab_metrics.model import Dataset
from tests.support.sheets import codes, dataset, imported, number, read, sheet, xlsx

AS_OF = date(2026, 12, 1)


def lines(rows: list[list[object]]) -> list[dict[str, Any]]:
    return [dict(row) for row in read(xlsx(Sheet1=rows)).tables.get("ledger", ())]


def figure(metric: str, rows: list[list[object]]) -> tuple[float | None, str]:
    value = evaluate(dataset(xlsx(Sheet1=rows)), as_of=AS_OF, metrics=[metric]).values_for(metric)[0]
    return value.value, str(value.certainty)


@pytest.mark.parametrize(
    ("title", "headings"),
    [
        ("Prizes donated by businesses", ["Business", "Item", "How many", "Value each", "Total value"]),
        ("Premios donados", ["Empresa", "Artículo", "Cuántos", "Valor c/u", "Valor total"]),
        ("Mga donasyon", ["Negosyo", "Bagay", "Ilan", "Halaga bawat isa", "Kabuuang halaga"]),
    ],
)
def test_number_times_value_of_each_is_a_gift_in_kind(title: str, headings: list[str]) -> None:
    rows: list[list[object]] = [[title], [*headings], ["Dairy Barn", "Cone", 60, 2.5, 150]]
    rows += [
        ["Bowl", "Pass", 24, 6, 144],
        ["Diner", "Card", 10, 9.5, 95],
        ["Orchard", "Apples", 15, None, None],
    ]
    assert figure("in_kind_value", rows) == (389, "at_least")
    assert [(row["from_party"], row["quantity"]) for row in lines(rows)][:2] == [
        ("Dairy Barn", 60),
        ("Bowl", 24),
    ]


def test_people_times_something_else_stay_people() -> None:
    rows = [["Date", "Activity", "How many", "Snacks each"], ["2026-03-05", "Craft", 20, 2]]
    rows += [["2026-03-12", "Chess", 25, 1], ["2026-03-19", "Lego", 15, 2]]
    sessions = read(xlsx(Log=rows)).tables["sessions"]
    assert [row["attended"] for row in sessions] == [20, 25, 15]


@pytest.mark.parametrize(
    ("each", "total"), [("Kids each", "Total kids"), ("Hours each", "Total hours"), ("Books each", "Total")]
)
def test_products_of_people_hours_or_books_are_no_money(each: str, total: str) -> None:
    rows = [["Partner", "Item", "Groups", each, total], ["Library", "Visit", 2, 15, 30]]
    assert lines([*rows, ["School", "Visit", 3, 12, 36], ["Church", "Visit", 1, 20, 20]]) == []


@pytest.mark.parametrize(("missing", "adds_up"), [(60_000, True), (50_000, False)])
def test_promised_is_received_and_missing_by_kind(missing: int, adds_up: bool) -> None:
    rows = [["Socio", "Tipo", "Comprometido", "Recibido", "Falta"]]
    rows += [["Naviera", "especie", 180_000, 120_000, missing], ["Panadería", "especie", 150_000, 150_000]]
    rows += [["Club", "efectivo", 500_000, None, 500_000], ["Totales", None, 830_000, 270_000, 560_000]]
    found = [(row["kind"], row["status"], row["value"]) for row in lines(rows)]
    received = [("in_kind", "received", 120_000), ("in_kind", "received", 150_000)]
    pledged = [("in_kind", "pledged", 60_000), ("cash", "pledged", 500_000)]
    assert found == ([*pledged, *received] if adds_up else [])


@pytest.mark.parametrize("sides", [("Income", "Expense"), ("Ingreso", "Gasto"), ("Kita", "Gastos")])
def test_expenses_next_to_income_are_paid_from_it(sides: tuple[str, str]) -> None:
    rows = [["Date", "Description", "Type", "Amount"], ["2025-06-02", "Ad", sides[1], 64]]
    rows += [["2025-06-07", "Saturday", sides[0], 300], ["2025-06-08", "Fees", sides[1], 36]]
    assert figure("cash_balance", rows)[0] == 200


def test_gifts_in_kind_on_a_list_of_expenses_were_received() -> None:
    rows = [["Outreach: gastos"], ["Particulars", "Cash (P)", "Sino ang nagbigay", "In kind, est. value (P)"]]
    rows += [["Diesel", 3200, "LGU", None], ["Bigas", None, "Kap. Ruben", 2300], ["Lapis", 800, "LGU", None]]
    assert figure("in_kind_value", rows) == (2300, "exact")
    assert figure("cost_cash", rows)[0] == 4000


@pytest.mark.parametrize(("overall", "spent"), [("Q 1,110.00", 1110), ("Q 1,200.00", None)])
def test_overall_sum_below_the_totals_says_that_amounts_were_spent(overall: str, spent: float | None) -> None:
    rows = [["FEBRERO"], ["Fecha", "Vale No.", "Concepto", "Valor"], ["3/02/2025", 41, "Café", "Q 60.00"]]
    rows += [["7/02/2025", 42, "Tinta", "Q 50.00"], ["9/02/2025", 43, "ANULADO - tinta", "Q 50.00"]]
    rows += [["20/02/2025", 44, "Flete", "Q 1,000.00"], [None, None, "Total febrero", "Q 1,110.00"], []]
    rows += [[None, None, "Gastado en el mes", overall], [None, None, "Queda en caja", "Q 390.00"]]
    assert figure("cost_cash", rows)[0] == spent


@pytest.mark.parametrize(
    ("title", "kind"), [("Book sale income", "cash"), ("Gifts, income in kind", "in_kind")]
)
def test_things_that_were_sold_are_money(title: str, kind: str) -> None:
    rows = [[title], ["Item", "Qty", "Unit price", "Total"], ["Novels", 60, 2.5, 150], ["Maps", 24, 6, 144]]
    assert {row["kind"] for row in lines([*rows, ["Bags", 10, 9.5, 95]])} == {kind}


def test_how_many_next_to_a_donor_counts_things() -> None:
    rows: list[list[object]] = [
        ["Petsa", "Donor", "Ano ang ibinigay", "Ilan", "Tinatayang halaga (in kind)", "Cash"]
    ]
    rows += [["2026-03-02", "Hardware", "Bookshelf", 2, 7600, None]]
    rows += [["2026-03-09", "Gng. Baybay", "Mga libro", 45, 2250, None]]
    rows += [["2026-03-30", "Lions Club", "para sa aircon", None, None, 15000]]
    assert figure("in_kind_value", rows)[0] == 9850
    assert not read(xlsx(Sheet1=rows)).tables.get("sessions")


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("Aportes no monetarios (en especie)", "in_kind"),
        ("IN-KIND DONATIONS 2026", "in_kind"),
        ("Cash and in-kind donations", "cash"),
        ("Donations for the books of our school", "cash"),
    ],
)
def test_title_says_whether_all_gifts_are_things(title: str, kind: str) -> None:
    rows: list[list[object]] = [[title], ["First half of the year"], [None], ["Date", "Donor", "Value"]]
    rows += [["2026-03-02", "Hardware", 7600], ["2026-03-09", "Bakery", 2250]]
    assert [line["kind"] for line in lines(rows)] == [kind, kind]


def test_estimated_value_is_that_of_things() -> None:
    rows: list[list[object]] = [["Date", "Donor", "What was given", "Estimated value"]]
    rows += [["2026-03-02", "Hardware", "paint", 7600], ["2026-03-09", "Bakery", "snacks", 2250]]
    assert [line["kind"] for line in lines(rows)] == ["in_kind", "in_kind"]


def test_totals_in_the_column_of_kinds_are_no_gifts() -> None:
    rows: list[list[object]] = [["Date", "Donor", "Cash / In kind", "Amount"]]
    rows += [["2026-06-08", "Hon. Reyes", "Cash", 2000], ["2026-06-15", "Rotary", "In kind", 18500]]
    rows += [[None, None, "Total cash", 2000], [None, None, "Total in kind", 18500]]
    assert [line["value"] for line in lines(rows)] == [2000, 18500]


MATCH: list[list[object]] = [
    ["Mini-grant budget"],
    ["CASH", "Budgeted", "Spent to date"],
    ["Giveaway books", 2400, 2287.46],
    ["Snacks", 350, 318.9],
    ["Mileage", 150, 88.44],
    ["IN-KIND MATCH (no cash)", "Planned", "Value to date"],
    ["Community room", 600, 600],
    ["Volunteer time", 1200, 980],
]


def test_section_of_a_budget_given_in_kind_is_not_spent() -> None:
    assert figure("cost_cash", MATCH) == (2694.8, "exact")
    assert figure("in_kind_value", MATCH) == (1580, "exact")


@pytest.mark.parametrize(
    "section",
    [
        [["MATCH (in kind, no cash changes hands)"], ["Donated by / what", "Promised", "Value to date"]],
        [["IN-KIND MATCH"]],
    ],
    ids=["above other headings", "above the rows"],
)
def test_line_above_a_section_says_it_is_in_kind(section: list[list[object]]) -> None:
    rows = [*MATCH[:5], *section, *MATCH[6:]]
    assert figure("cost_cash", rows) == (2694.8, "exact")
    assert figure("in_kind_value", rows) == (1580, "exact")


def test_unreadable_amount_of_a_budget_leaves_its_sum_open() -> None:
    rows = [*MATCH[:4], ["Mileage", 150, "see receipt"]]
    assert figure("cost_cash", rows) == (2606.36, "at_least")


PLEDGES: list[list[object]] = [
    ["Donor", "Pledged", "Date of pledge", "Paid so far", "Still owes"],
    ["Rotary", 1000, "2026-03-01", "$1,000.00", 0],
    ["Dr. Reyes", 500, "2026-03-03", 250, 250],
    ["Bakery", 150, "2026-03-05", None, 150],
    ["Ms. Luz", 100, "2026-03-07", 150, 0],
]
#: Of each giver what was received and what is missing; Ms. Luz gave more than she promised.
PAID_AND_OWED = {"Rotary": (1000, 0), "Dr. Reyes": (250, 250), "Bakery": (0, 150), "Ms. Luz": (150, 0)}


def paid_and_owed(rows: list[list[object]], **answers: Any) -> dict[str, tuple[float, float]]:
    found = read(xlsx(Sheet1=rows), **answers).tables.get("ledger", ())
    sums: dict[str, tuple[float, float]] = {}
    for row in found:
        paid, owed = sums.get(row["from_party"], (0, 0))
        value, is_paid = row["value"] or 0, row["status"] == "received"
        sums[row["from_party"]] = (paid + value * is_paid, owed + value * (not is_paid))
    return sums


@pytest.mark.parametrize("columns", [5, 4])
def test_pledges_are_what_was_paid_and_what_is_missing(columns: int) -> None:
    assert paid_and_owed([row[:columns] for row in PLEDGES]) == PAID_AND_OWED


@pytest.mark.parametrize(
    "headings",
    [
        ["Pangalan", "Pangako", "Petsa", "Bigay na", "Kulang"],
        ["Donante", "Prometió", "Fecha", "Entregó", "Falta"],
        ["Who", "Pledged", "Day", "Rec'd to date", "Balance"],
    ],
)
def test_pledges_are_found_under_other_headings(headings: list[object]) -> None:
    total: list[object] = ["TOTAL", 1750, None, 1400, 400]
    assert paid_and_owed([["Pledges 2026"], headings, *PLEDGES[1:], total]) == PAID_AND_OWED


def test_day_of_a_pledge_is_not_that_of_its_payment() -> None:
    assert {line["date"] for line in lines(PLEDGES)} == {None}
    heads = ["Donor", "Pledged", "Date rec'd", "Received"]
    days = {(line["status"], line["date"] is None) for line in lines([heads, *(r[:4] for r in PLEDGES[1:])])}
    assert days == {("received", False), ("pledged", True)}


def test_pledges_of_books_are_no_money() -> None:
    rows: list[list[object]] = [["Books pledged for the drive"], *PLEDGES]
    assert paid_and_owed(rows) == {}
    assert paid_and_owed(rows, row_is="promise") == PAID_AND_OWED


def test_pledges_that_do_not_add_up_are_asked_about() -> None:
    rows = [PLEDGES[0], ["Rotary", 1000, "2026-03-01", 900, 50], *PLEDGES[2:]]
    assert paid_and_owed(rows) == {}


def test_budget_line_is_no_giver() -> None:
    rows = [["Line", "Committed", "Day", "Paid", "Balance"], *PLEDGES[1:]]
    assert paid_and_owed(rows) == {}


@pytest.mark.parametrize("sides", [("In", "Out", "Balance"), ("Pasok", "Labas", "Balanse")])
def test_stock_that_comes_and_goes_is_no_money(sides: tuple[str, str, str]) -> None:
    rows: list[list[object]] = [["Storybooks - stock card"], ["Date", "From / to", *sides]]
    rows += [["2026-03-02", "book drive", 420, None, 420], ["2026-03-16", "Calao ES", None, 110, 310]]
    rows += [["2026-03-23", "Bantayan CS", None, 90, 220], ["2026-04-06", "Rotary", 150, None, 370]]
    assert lines(rows) == []


def test_gifts_next_to_money_are_in_kind_whatever_their_unit() -> None:
    """50 + 20 + 5 × 10 in kind, one gift without a value; the money is not part of them."""
    rows: list[list[object]] = [
        ["List of donors"],
        ["Date", "Donor", "Item", "Qty", "CASH (₱)", "IN KIND - estimated value (₱)"],
    ]
    rows += [
        ["2025-11-03", "Store", "juice", "10 boxes", None, 50],
        ["2025-11-04", "Romy", "for prizes", None, 100, None],
        ["2025-11-05", "Parents", "pancit", 3, None, 20],
        ["2025-11-06", "Dante", "sound system", "1 set", None, "TBD"],
        *([f"2025-11-{day:02d}", "Rotary", "chairs", "2 pcs", None, 10] for day in range(7, 12)),
    ]
    assert figure("in_kind_value", rows) == (120, "at_least")
    assert {line["kind"] for line in lines(rows)} == {"cash", "in_kind"}
    assert len(lines(rows)) == 9


def test_money_that_came_in_is_no_attendance() -> None:
    """500 + 75 of what was promised came in: received, with 25 still promised, and no visits."""
    rows: list[list[object]] = [["TIRE FUND"], ["Who", "Promised", "Came in", "Date in"]]
    rows += [["Rotary", 500, 500, "2026-05-20"], ["VFW post", 100, 75, "2026-06-15"]]
    rows += [["Feed store", 150, 150, "2026-05-28"], ["Doyle", 100, None, None]]
    assert figure("attendance_total", rows)[0] is None
    received = sum(line["value"] for line in lines(rows) if line["status"] == "received")
    assert received == 725


def test_boxes_of_a_donor_are_no_number_of_books() -> None:
    """34 + 51 books; two boxes and a bag hold an unknown number."""
    rows = [["BOOK DRIVE"], ["Day", "From", "Books"], ["10/1/2026", "Mrs. Okafor", 34]]
    rows += [["10/1/2026", "Mr. Lindqvist", 51], ["10/2/2026", "Ramos family", "2 boxes"]]
    rows += [["10/6/2026", "Mrs. Abbott", "1 bag"]]
    found = dataset(xlsx(Drive=rows))
    values = evaluate(found, as_of=AS_OF, metrics=["books_at_stage"]).values
    (collected,) = [value for value in values if value.groups.get("stage") == "collected"]
    assert (collected.value, collected.certainty) == (85, "at_least")


@pytest.mark.parametrize(
    ("typed", "amount"), [("80 mil", 80_000), ("1,400 (35/head)", 1400), ("960 (@ 120 each)", 960)]
)
def test_amounts_with_a_rate_or_in_thousands_are_read(typed: str, amount: float) -> None:
    rows: list[list[object]] = [["Gastos 2026"], ["fecha", "en qué se gastó", "cuánto"]]
    rows += [
        ["2026-02-06", "Transporte", typed],
        ["2026-02-13", "Fotocopias", 12500],
        ["2026-02-20", "Tablero", 900],
    ]
    assert lines(rows)[0]["value"] == amount


GIVEN = [
    ["Sponsor", "What they gave", "Cash or in-kind", "Value", "Status", "Date rec'd"],
    ["Hal Pugh", "wood for reading nook", "in-kind", 75, "received", "2026-05-14"],
    ["Rotary Club", "check, for snacks", "cash", 200, "received", "2026-05-14"],
    ["Kiwanis", "check for prizes", "cash", 70, "pledged – not in yet", None],
    ["Skate Zone", "30 passes", "In Kind", 250, "pledged – not in yet", None],
    ["Sonic", "cups", "in-kind", 40, "received", "2026-06-19"],
    [None, None, "TOTAL incl. pledges", 635, None, None],
]


def test_kind_is_read_above_the_label_of_a_total() -> None:
    """75 and 40 in kind are here; the passes are a promise, and a check is money."""
    assert figure("in_kind_value", GIVEN) == (115, "exact")


def test_notes_that_begin_with_money_are_no_goods() -> None:
    rows = [[row[0], row[1], *row[3:]] for row in GIVEN[:-1]]
    assert figure("in_kind_value", rows) == (115, "exact")


def test_day_of_receipt_says_that_gifts_are_here() -> None:
    rows = [["Mga tumulong – 2026"], [], ["Petsa natanggap", "Nagbigay", "Pera o gamit", "Halaga (PHP)"]]
    rows += [["2026-01-15", "Rural Bank", "pera", 2500], ["2026-02-13", "Puregold", "gamit", 1500]]
    assert figure("in_kind_value", rows) == (1500, "exact")
    rows[2][0] = "Petsa"
    assert figure("in_kind_value", rows)[0] is None


def test_title_names_the_giver_of_all_gifts() -> None:
    rows: list[list[object]] = [["Aportes de: Municipalidad"], ["Fecha", "Aporte", "Tipo", "Valor", "Estado"]]
    rows += [["2026-02-05", "Transferencia", "Dinero", 300, "Entregado"]]
    rows += [["2026-03-18", "Libros", "Especie", 175, "Entregado"]]
    assert {row["from_party"] for row in lines(rows)} == {"Municipalidad"}
    two: list[list[object]] = [["Aportes de: Municipalidad"]]
    two += [["Fecha", "Concepto", "Entradas", "Salidas"]]
    two += [["2026-02-05", "Transferencia", 300, None], ["2026-02-09", "Papel", None, 80]]
    found = imported(xlsx(Aportes=two))
    givers = [(row["status"], row["from_party"]) for row in found.tables["ledger"].to_dict("records")]
    assert givers == [("received", "Municipalidad"), ("spent", "project")]
    assert sum("names the giver" in issue.message for issue in found.issues) == 1
    rows[0] = ["Donaciones de libros"]
    assert {row["from_party"] for row in lines(rows)} == {None}


def test_gifts_below_a_line_of_pledges_are_not_received() -> None:
    rows: list[list[object]] = [
        ["BRIGADA - donations in kind"],
        ["Donor", "Item", "Total value", "Date received"],
    ]
    rows += [["Rural Bank", "electric fan", 2900, "2026-06-08"], ["GPTA", "curtains", 1400, "2026-06-21"]]
    rows += [["Water District", "dispenser", 4100, "2026-06-25"], ["TOTAL RECEIVED", None, 8400, None]]
    rows += [
        ["PLEDGED, NOT YET DELIVERED"],
        ["Alumni", "printer", 6995, None],
        ["Rotary", "books", 3500, None],
    ]
    statuses = {(row["status"], row["value"]) for row in lines(rows)}
    assert statuses == {
        *(("received", 2900), ("received", 1400), ("received", 4100)),
        *(("pledged", 6995), ("pledged", 3500)),
    }


def test_number_of_valued_gifts_is_no_attendance() -> None:
    rows: list[list[object]] = [["Petsa", "Galing sa", "Ano", "Ilan", "Halaga kung bibilhin (P)"]]
    rows += [
        ["2026-06-03", "RM Hardware", "pintura", 3, 1950],
        ["2026-06-15", "RJ Bakery", "pandesal", 300, 900],
    ]
    result = read(xlsx(Natanggap=rows))
    assert "sessions" not in result.tables
    assert [row["value"] for row in result.tables["ledger"]] == [1950, 900]


def test_value_of_one_is_not_the_value_of_all() -> None:
    """3 boxes at 450, 2 tents at 1,500 and 10 cases at 180 are 6,150, whatever the units."""
    rows = [
        ["In-kind contributions"],
        ["DONOR", "ITEM", "QTY", "EST. UNIT VALUE (Php)", "EST. TOTAL (Php)", "STATUS"],
    ]
    rows += [["Nena's store", "Snacks", "3 boxes", 450, 1350, "Delivered"]]
    rows += [["Brgy. Poblacion", "Tents", 2, 1500, 3000, "Delivered"]]
    rows += [["Isarog Water", "Water", "10 cases", 180, 1800, "Delivered"]]
    assert number(xlsx(Kind=rows), "in_kind_value") == (6150, "exact")


GIFTS: list[list[object]] = [
    ["BRIGADA BASA 2026 - MGA DONASYON (IN-KIND)"],
    [None],
    ["Petsa", "Donor", "Item", "Qty", "Halaga bawat isa", "Kabuuan", "Remarks"],
    ["2026-09-14", "Aling Nena", "notebook", 100, 18, 1800, None],
    ["2026-09-14", "Rotary Club", "storybooks", 60, 150, 9000, None],
    ["2026-09-21", "Kap. Rodel", "chairs", 12, 320, 3840, None],
    ["2026-09-28", "Hardware", "pintura", 4, 685, None, "di pa na-total"],
    ["2026-10-05", "PTA", "lapis", 30, 65, 1950, None],
    [None, "Pahina 1", None, None, None, 19330, None],
    ["2026-10-12", "Santos", "crayons", 50, 42, 2100, None],
    [None],
    [None, "LAHAT (natanggap na)", None, None, None, 21430, None],
]


def in_kind(loaded: Dataset) -> float | None:
    """Value of the gifts in kind."""
    found = evaluate(loaded, as_of=date(2026, 12, 1), metrics=["in_kind_value"])
    return found.values_for("in_kind_value")[0].value


def test_sums_of_gifts_include_those_without_a_total() -> None:
    """The paint has no total: 4 x 685 = 2740."""
    loaded = dataset(xlsx(Gifts=GIFTS))
    assert in_kind(loaded) == 21430
    assert "totals-disagree" not in {issue.code for issue in loaded.issues}


def test_long_name_of_a_sum_is_no_gift() -> None:
    rows = [*GIFTS[:5], [None, None, "Suma especie (ya recibido y en uso)", None, None, 10800, None]]
    assert in_kind(dataset(xlsx(Gifts=rows))) == 10800


def test_purpose_of_cash_is_no_gift_in_kind() -> None:
    cash: list[list[object]] = [["CASH DONATIONS"], ["Petsa", "Donor", "Halaga", "Remarks"]]
    cash += [["2026-09-14", "Ruby", 5000, None], ["2026-09-14", "Tricycle Club", 1500, "pang-snacks"]]
    cash += [["2026-10-05", "Mrs. Abad", 2000, "gcash"]]
    loaded = dataset(xlsx(Cash=cash))
    assert set(loaded.tables["ledger"]["kind"]) == {"cash"}


@pytest.mark.parametrize(
    ("what", "value", "kinds"),
    [
        ("What they gave", "approx value", {"in_kind"}),
        ("Items donated", "Value", {"in_kind", "cash"}),
        ("Gift", "Amount", {"in_kind"}),
        ("Donation", "Value", {"in_kind"}),
        ("Purpose", "Amount", {"cash"}),
    ],
)
def test_list_of_things_is_no_money(what: str, value: str, kinds: set[str]) -> None:
    rows: list[list[object]] = [["Donor", what, value], ["Rotary Club", "50 custard coupons", 150]]
    rows += [["Stearns Bank", "2 bikes", 240], ["Pizza Ranch", "30 buffets", 210]]
    rows += [["PTA", "check", 75]] if len(kinds) > 1 else []
    found = read(xlsx(Donations=rows)).tables["ledger"]
    assert {row["kind"] for row in found} == kinds
    assert {row["status"] for row in found} == {"received"}


def test_gifts_of_money_with_a_value_are_money() -> None:
    rows: list[list[object]] = [["Donor", "Donation", "Value"], ["Rotary Club", "General donation", 150]]
    rows += [["Stearns Bank", "for the summer reading", 240], ["Ana Cruz", "in memory of her aunt", 50]]
    assert {row["kind"] for row in read(xlsx(Donations=rows)).tables["ledger"]} == {"cash"}


@pytest.mark.parametrize(
    ("headings", "cells"),
    [
        (["Partner", "Type", "Pledged amount", "Received amount"], ["In kind", "Cash", "In kind"]),
        (["Aliado", "Tipo de aporte", "Valor pactado", "Valor entregado"], ["Especie", "Dinero", "Especie"]),
        (["Partner agency", "Type", "Amount pledged", "Amount released"], ["In kind", "Cash", "In kind"]),
    ],
)
def test_pledges_of_partners_are_what_came_and_what_is_missing(headings: list[str], cells: list[str]) -> None:
    """Of 9,600 in kind 6,400 came, of 20,000 in cash 10,000, and nothing of 4,000 in kind."""
    amounts = [("Comfam", 9600, 6400), ("Eco Club", 20000, 10000), ("Claro", 4000, None)]
    rows = [[name, kind, *paid] for (name, *paid), kind in zip(amounts, cells, strict=True)]
    found = read(xlsx(Partners=[headings, *rows])).tables["ledger"]
    values = {(row["from_party"], row["kind"], row["status"]): row["value"] for row in found}
    assert values == {
        ("Comfam", "in_kind", "pledged"): 3200,
        ("Eco Club", "cash", "pledged"): 10000,
        ("Claro", "in_kind", "pledged"): 4000,
        ("Comfam", "in_kind", "received"): 6400,
        ("Eco Club", "cash", "received"): 10000,
    }


@pytest.mark.parametrize("partner", ["Partner", "Organization", "Katuwang", "Aliado"])
@pytest.mark.parametrize("given", ["Contribution", "Type of support", "Aporte"])
def test_contributions_of_partners_are_gifts(partner: str, given: str) -> None:
    rows = [["Comfam", "paper", 2000], ["Bakery", "snacks", 300], ["Rotary", "cash", 500]]
    found = read(xlsx(Partners=[[partner, given, "Value"], *rows])).tables["ledger"]
    assert [(row["from_party"], row["kind"], row["status"], row["value"]) for row in found] == [
        ("Comfam", "in_kind", "received", 2000),
        ("Bakery", "in_kind", "received", 300),
        ("Rotary", "cash", "received", 500),
    ]


def test_what_partners_are_good_at_is_no_gift() -> None:
    rows = [["Comfam", "Ana", "venue"], ["Bakery", "Ben", "snacks"], ["Rotary", "Cy", "volunteers"]]
    found = read(xlsx(Partners=[["Partner", "Contact", "Contribution"], *rows]))
    assert "ledger" not in found.tables
    yearly = [[*row[:2], 500] for row in rows]
    found = read(xlsx(Partners=[["Partner", "Contact", "Annual contribution"], *yearly]))
    assert "ledger" not in found.tables


def test_statuses_below_received_are_read_and_their_total_is_none() -> None:
    rows: list[list[object]] = [["item", "from", "value Rs", "rcd?"], ["story books", "Rotary", 9000, "rcd"]]
    rows += [["fan", "Murthy Electricals", 3600, "rcd"], ["tablets", "XL Soft", 45000, "promised for Jan"]]
    rows += [["T (rcd only)", None, 12600, None]]
    found = read(xlsx(**{"in kind": rows})).tables["ledger"]
    assert [(row["value"], row["status"]) for row in found] == [
        (9000, "received"),
        (3600, "received"),
        (45000, "pledged"),
    ]


def test_estimated_values_of_pledges_are_no_money() -> None:
    rows: list[list[object]] = [["Partner", "Pledge", "Est. value (PHP)", "Date received", "Status"]]
    rows += [["Brgy. Council", "Venue, 10 Saturdays", 10000, "2026-11-28", "Received"]]
    rows += [["Rotary Club", "60 storybooks", 9000, "2026-08-22", "Received"]]
    rows += [["Lions Club", "Cash", 5500, "2026-09-01", "Received"]]
    found = read(xlsx(Partners=rows)).tables["ledger"]
    kinds = {row["from_party"]: row["kind"] for row in found}
    assert kinds == {"Brgy. Council": "in_kind", "Rotary Club": "in_kind", "Lions Club": "cash"}


def test_deliveries_of_partners_with_quantities_are_goods() -> None:
    rows: list[list[object]] = [["Fecha", "Aliado", "Qué entregó", "Cantidad", "Valor"]]
    rows += [["2026-09-05", "Librería Gandhi", "libros infantiles", 45, 6750]]
    rows += [["2026-09-12", "Panadería La Espiga", "pan dulce", 4, 1200]]
    rows += [
        ["2026-09-19", "DIF Municipal", "despensas", 20, 6000],
        [None, None, "Total recibido", None, 13950],
    ]
    found = read(xlsx(Entregas=rows)).tables["ledger"]
    assert {row["kind"] for row in found} == {"in_kind"}
    assert sum(row["value"] for row in found) == 13950


@pytest.mark.parametrize(
    ("paid", "worth"),
    [("paid", "worth (if donated)"), ("Spent", "Donated value"), ("Gasto", "Valor (si es donado)")],
)
def test_worth_of_what_was_donated_is_not_spent(paid: str, worth: str) -> None:
    rows: list[list[object]] = [
        ["date", "store", "what for", paid, worth],
        ["2026-06-02", "Dollar Tree", "prize bin", 45, None],
        ["2026-06-09", "Amazon", "cushions", 119.96, None],
        ["2026-06-15", "Kroger", "juice", None, 60],
        ["2026-07-24", "Pizza Hut", "12 gift certificates", None, 120],
    ]
    assert figure("cost_cash", rows) == (164.96, "exact")
    assert figure("in_kind_value", rows) == (180, "exact")
    assert [row["from_party"] for row in lines(rows) if row["kind"] == "in_kind"] == ["Kroger", "Pizza Hut"]


@pytest.mark.parametrize("given", ["bigay - Kap. Reyes", "donated - Kap. Reyes", "in kind", "donado"])
def test_column_says_what_was_given_and_what_was_paid(given: str) -> None:
    rows: list[list[object]] = [
        ["Gastos 2026"],
        ["Petsa", "Ano", "Halaga", "Saan galing"],
        ["2026-08-07", "Manila paper", 160, "cash"],
        ["2026-08-14", "Storybook", 1548, "cash"],
        ["2026-08-21", "Pandesal", 1080, given],
    ]
    assert figure("cost_cash", rows) == (1708, "exact")
    assert figure("in_kind_value", rows) == (1080, "exact")


def test_sums_by_kind_below_the_gifts_are_no_gifts() -> None:
    """3000 + 4500 + 2400 = 9900 was given in kind; the line that says so is not another gift."""
    rows: list[list[object]] = [["Agency", "What", "Cash / in kind", "Promised", "Given", "When given"]]
    rows += [["Library", "story books", "in kind", 3000, 3000, "July 4"]]
    rows += [["Service Club", "for snacks", "cash", 8000, 5000, "July 10"]]
    rows += [["Service Club", "raincoats", "in kind", 6000, 4500, "Aug 1"]]
    rows += [["Bakery", "bread", "in kind", 2400, 2400, "all"], []]
    rows += [[None, None, "Given, in kind", None, 9900], [None, None, "Given, cash", None, 5000]]
    assert number(xlsx(Give=[["Who promised what (PHP)"], [], *rows]), "in_kind_value")[0] == 9900


@pytest.mark.parametrize(
    "headings",
    [
        ["Name", "Amount", "Date"],
        ["Donor", "Amount", "Date"],
        ["Member", "Gift amount", "Date"],
        ["Name", "Amount", "Date", "Gift Aid status"],
    ],
)
def test_dated_gifts_of_people_below_a_title_were_received(headings: list[object]) -> None:
    people = ("Ana Cruz", "Ben Dizon", "Eva Uy")
    rows: list[list[object]] = [headings]
    rows += [
        [name, 100, f"2026-03-{n + 1:02d}", "Unclaimed"][: len(headings)] for n, name in enumerate(people)
    ]
    for title in ("Donations", "Donativos 2026", "Donasyon"):
        assert number(xlsx(**{title: rows}), "cash_balance")[0] == 300
    assert number(xlsx(Donations_pledged=rows), "cash_balance")[0] != 300


@pytest.mark.parametrize(
    ("title", "heading"), [("Gifts", "Name"), ("Donations", "Child"), ("Gifts", "Child")]
)
def test_names_of_those_who_were_given_gifts_are_not_stored(title: str, heading: str) -> None:
    rows: list[list[object]] = [[heading, "Amount", "Date"]]
    rows += [[name, 20, "2026-12-20"] for name in ("Zuriel Abad", "Quirina Uy", "Wendell Sy")]
    for answers in ({}, {"row_is": "payment"}):
        tables = imported(xlsx(**{title: rows}), **answers).tables
        assert not any("Zuriel" in str(table.to_dict()) for table in tables.values())


def test_costs_below_a_title_of_gifts_are_not_received() -> None:
    rows: list[list[object]] = [["Name", "Cost", "Date"]]
    rows += [["Ana Cruz", 100, f"2026-03-{n + 1:02d}"] for n in range(4)]
    assert number(xlsx(Donations=rows), "cash_balance") == (None, "exact")


@pytest.mark.parametrize("headings", [["When", "In", "Out", "What"], ["Date", "Inflows", "Outflows", "What"]])
def test_amounts_in_and_out_need_no_balance(headings: list[object]) -> None:
    rows: list[list[object]] = [headings, ["2026-03-01", 153.28, None, "grant"]]
    rows += [["2026-03-02", None, 37.09, "pens"], ["2026-03-04", None, 5, "food"]]
    assert (number(xlsx(Log=rows), "cost_cash"), number(xlsx(Log=rows), "cash_balance")) == (
        (42.09, "exact"),
        (111.19, "exact"),
    )


def test_things_that_come_and_go_are_no_money() -> None:
    rows: list[list[object]] = [["Date", "In", "Out", "What"], ["2026-03-01", 20, None, "readers"]]
    rows += [["2026-03-02", None, 5, "readers"], ["2026-03-04", None, 5, "atlases"]]
    assert number(xlsx(Log=rows), "cost_cash") == (None, "exact")


def test_way_of_payment_is_not_what_was_given() -> None:
    rows: list[list[object]] = [["Donors", "Donation Date", "Donation Amount", "Donation Payment Type"]]
    rows += [["Arthur Mills", "2026-01-05", 6000, "Check"], ["Moira Hart", "2026-02-07", 7500, "Family Gift"]]
    rows += [["Peter Casey", "2026-02-20", 500, "Cash"], ["Kessler Fund", "2026-03-01", 2500, "In kind/DAF"]]
    found = read(xlsx(Donations=rows), marks={"": "received"}).tables["ledger"]
    assert [(row["kind"], row["value"]) for row in found] == [("cash", n) for n in (6000, 7500, 500, 2500)]
    assert [row["from_party"] for row in found] == [row[0] for row in rows[1:]]
    assert all(row["date"] for row in found)


def test_unknown_words_for_kinds_of_gifts_are_asked_about() -> None:
    """Money and things in one column: 5,000 + 3,000 in cash, and 40 kilos of rice that have no price."""
    rows = [
        ["Date", "Donor", "Kind", "Amount", "Status"],
        ["2026-02-16", "Ana Cruz", "cash", 5000, "received"],
        ["2026-02-17", "Ben Uy", "argent", 3000, "received"],
        ["2026-02-18", "Eva Lim", "nature", None, "received"],
    ]
    asked = [q for q in sheet(read(xlsx(Gifts=rows)), "Gifts").questions if ".kinds." in q.id]
    assert [(q.id.rpartition(".")[2], q.options[0][0]) for q in asked] == [
        ("argent", "cash"),
        ("nature", "cash"),
    ]
    kinds = {"argent": "cash", "nature": "in_kind"}
    answered = read(xlsx(Gifts=rows), kinds=kinds)
    assert [row["kind"] for row in answered.tables["ledger"]] == ["cash", "cash", "in_kind"]
    assert not [q for q in sheet(answered, "Gifts").questions if ".kinds." in q.id]
    assert "choice-unknown" not in codes(answered)


def test_partners_with_cash_next_to_gifts_in_kind() -> None:
    """Two columns of amounts: 750 + 500 in cash, 400 + 1,200 in kind, and what was applied for is pledged."""
    rows = [
        ["Who", "Since", "Cash $ 2026", "In-kind est. $", "Status"],
        ["Harlan Elementary", 2019, None, 400, "active"],
        ["Kiwanis", 2015, 750, None, "active"],
        ["First Lutheran", 2021, None, 1200, "active"],
        ["Farmers Co-op", 2018, 500, None, "active"],
        ["Casey Foundation", 2026, "applied $3,000", None, "pending"],
        ["Totals", None, 1250, 1600, None],
    ]
    result = read(xlsx(Partners=rows), marks={"active": "received", "pending": "pledged"})
    given = [(row["from_party"], row["kind"], row["value"]) for row in result.tables["ledger"]]
    assert sorted(given, key=str) == [
        ("Casey Foundation", "cash", None),
        ("Farmers Co-op", "cash", 500.0),
        ("First Lutheran", "in_kind", 1200.0),
        ("Harlan Elementary", "in_kind", 400.0),
        ("Kiwanis", "cash", 750.0),
    ]


def test_filipino_list_of_gifts_counts_only_what_was_received() -> None:
    """Cash 2,000 + 1,000 received and 5,000 not yet; in kind 6,750 + 750 received and 8,000 not yet."""
    rows: list[list[object]] = [["Mga nagbigay sa reading corner"]]
    rows += [["Petsa", "Pangalan", "CASH (P)", "IN-KIND", "Halaga ng in-kind (P)", "Natanggap na?"]]
    rows += [["2026-06-07", "Kap. Ben Arceo", 2000, None, None, "oo"]]
    rows += [["2026-06-08", "Fam. Villegas", None, "storybooks", 6750, "oo"]]
    rows += [["2026-07-05", "Kgd. Mercy Tan", 1000, "banig", 750, "oo"]]
    rows += [["2026-07-12", "Konsehal Dy", 5000, None, None, "HINDI PA"]]
    rows += [["2026-11-08", "ABC Computer Shop", None, "lumang PC, 1", 8000, "HINDI PA"]]
    assert figure("cash_from_others", rows)[0] == 3000
    assert figure("in_kind_value", rows)[0] == 7500
    assert [row["note"] for row in lines(rows) if row["value"] == 6750] == ["storybooks"]


def test_spanish_cash_next_to_the_value_of_gifts_in_kind() -> None:
    """A gift that was promised in a remark is asked about."""
    rows: list[list[object]] = [["Donativos a la campaña"]]
    rows += [["Donante", "Fecha", "Efectivo / transf.", "Especie: qué", "Especie: valor factura", "Nota"]]
    rows += [["Ferretería El Yunque", "2026-02-10", None, "libreros, 4", 9600, None]]
    rows += [["Club Activo", "2026-03-02", 8500, None, None, "dos depósitos"]]
    rows += [["Transportes Chávez", "2026-03-14", None, "flete", 4200, None]]
    rows += [["Presidencia Municipal", "2026-04-01", 10000, None, None, "COMPROMETIDO, no ha depositado"]]
    assert sorted((row["value"], row["kind"]) for row in lines(rows)) == [
        (4200, "in_kind"),
        (8500, "cash"),
        (9600, "in_kind"),
        (10000, "cash"),
    ]
    assert "remark-open" in codes(dataset(xlsx(Sheet1=rows), marks={"": "received"}))


def test_pledges_paid_in_installments_and_gifts_in_kind_below() -> None:
    """25000 + 15000 + 12000 + 2000 were paid, more than one pledge; no. 4 has an amount to follow."""
    rows: list[list[object]] = [
        ["Pledges for the roof (as of Nov 28, 2026)"],
        [],
        ["A.  CASH"],
        [None, None, None, None, "P A I D"],
        ["No.", "Sponsor", "Date of pledge", "Pledge (P)", "1st", "2nd", "3rd", "Balance", "AR No."],
        [1, "Electric Coop", "2026-07-06", 25000, 10000, 15000, None, 0, "101,118"],
        [2, "Batch 2001", "2026-07-11", 20000, 5000, 5000, 5000, 5000, "103,112,125"],
        [3, "Dra. Villaruel", "2026-07-20", 10000, 12000, None, None, 0, "106"],
        [4, "Mr. Samonte", "2026-08-05", "to follow"],
        [5, "Councilor Abrenica", "2026-08-06", 15000, None, None, None, 15000],
        [6, "Anonymous", None, None, 2000, None, None, None, "116"],
        ["TOTAL CASH", None, None, 70000, 29000, 20000, 5000, 20000],
        [],
        ["B.  IN KIND (all delivered)"],
        ["No.", "Donor", "Date deliv.", "Est. value", "Item"],
        [1, "Mr. Samonte", "2026-09-02", 8400, "GI sheets 14 pcs"],
        [2, "Furniture Shop", "2026-09-16", 9000, "6 tables, repainted"],
        [3, "Paint Depot", "2026-10-21", 3650, "paint, 4 gal."],
        [None, "TOTAL IN KIND", None, 21050],
    ]
    data = xlsx(Pledges=rows)
    assert number(data, "cash_from_others") == (54000, "exact")
    assert number(data, "in_kind_value")[0] == 21050
    assert [question for sheet in imported(data).reading.sheets for question in sheet.questions] == []
