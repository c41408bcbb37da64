"""Tabs that repeat the others: a line with the sums of each tab, or the same rows again."""

from __future__ import annotations

from datetime import date

import pytest

from libcollab_metrics.metrics import evaluate
from tests.support.sheets import dataset, number, read, sheet, xlsx


def test_line_for_each_tab_is_its_sum() -> None:
    main = [["Date", "Program", "Attendance"], ["2026-03-02", "Lego", 40], ["2026-03-08", "Knit", 34]]
    east = [
        ["Program", "When", "Kids", "Adults"],
        ["Craft", "2026-03-04", 9, 1],
        ["Craft", "2026-03-11", 8, 4],
    ]
    lines = [["Branch", "Programs", "Attendance"], ["Main", 2, 74], ["East", 2, 22]]
    result = read(xlsx(Main=main, East=east, Branches=lines))
    assert sum(row["attended"] for row in result.tables["sessions"]) == 96
    assert sheet(result, "Branches").layout == "skipped"
    lines[1][2] = 75
    assert sheet(read(xlsx(Main=main, East=east, Branches=lines)), "Branches").layout != "skipped"


def deliveries(*lots: list[object]) -> list[list[object]]:
    return [["Box", "Shipped on", "Books shipped", "Books received"], *lots]


ADAMS = [["A-1", "2026-02-11", 46, 46], ["A-2", "2026-09-07", 37, 36]]
BIRCH = [["B-1", "2026-02-22", 53, 52], ["B-2", "2026-02-25", 26, 25]]


def test_tab_with_the_rows_of_all_others_is_skipped() -> None:
    together = [["School", *deliveries()[0]], *([" ", *lot] for lot in (*BIRCH, *ADAMS))]
    book = xlsx(Adams=deliveries(*ADAMS), Birch=deliveries(*BIRCH), All_schools=together)
    result = read(book)
    assert sum(row["shipped"] for row in result.tables["deliveries"]) == 162
    assert sheet(result, "All schools").layout == "skipped"
    together[1][3] = 54
    other = read(xlsx(Adams=deliveries(*ADAMS), Birch=deliveries(*BIRCH), All_schools=together))
    assert sheet(other, "All schools").layout == "deliveries"


def test_statement_with_a_line_for_each_month_is_skipped() -> None:
    months = {"ENE": ((120, None), (None, 45.5), (None, 30)), "FEB": ((80, None), (None, 60), (None, 5))}
    tabs = {
        name: [["Fecha", "Concepto", "Entradas", "Salidas", "Saldo"]]
        + [
            [f"2026-0{number}-{10 + line}", "Papelería", coming, going, 100 + line]
            for line, (coming, going) in enumerate(lines)
        ]
        for number, (name, lines) in enumerate(months.items(), 1)
    }
    statement = [["Mes", "Entradas", "Salidas"], ["Enero", 120, 75.5], ["Febrero", 80, 65]]
    result = read(xlsx(**tabs, Estado=statement))
    assert sheet(result, "Estado").layout == "skipped"
    assert sum(row["value"] for row in result.tables["ledger"]) == 340.5


def test_payments_of_invoices_are_not_paid_twice() -> None:
    invoices = [["FACTURAS RECIBIDAS"], ["Folio", "Fecha factura", "Proveedor", "Importe", "Estado"]]
    paid = [["PAGOS REALIZADOS"], ["Fecha de pago", "Folio", "Proveedor", "Importe pagado"]]
    for place, amount in enumerate((6740, 1661.5, 3243, 409)):
        folio, state = f"F-{1040 + place}", "Pendiente" if place == 3 else "Pagada"
        invoices.append([folio, f"2026-03-0{place + 1}", "Librería Macondo", amount, state])
        if state == "Pagada":
            paid.append([f"2026-04-1{place}", folio, "Librería Macondo", amount])
    result = read(xlsx(Facturas=invoices, Pagos=paid))
    spent = [row["value"] for row in result.tables["ledger"] if row["status"] == "spent"]
    assert spent == [6740, 1661.5, 3243]


def test_lots_of_one_size_in_two_tabs_are_all_counted() -> None:
    lots = [
        ["Title", "Copies sent", "Copies received"],
        ["Atlas", 50, 50],
        ["Tales", 40, 40],
        ["Poems", 30, 30],
    ]
    schools = {name: [["Delivery of books"], [], *lots] for name in ("North_School", "South_School")}
    assert sum(row["shipped"] for row in read(xlsx(**schools)).tables["deliveries"]) == 240


def test_few_equal_counts_on_the_same_days_are_chance() -> None:
    """Each number of the last school is also that of another school on that Monday."""
    days = ("2026-03-02", "2026-03-09", "2026-03-16")
    counts = {"A": (5, 6, 7), "B": (6, 5, 7), "C": (5, 5, 6), "D": (6, 6, 5), "E": (6, 6, 7)}
    tabs = {
        name: [["Date", "Children"], *map(list, zip(days, own, strict=True))] for name, own in counts.items()
    }
    rows = read(xlsx(**tabs)).tables["sessions"]
    assert sum(row["attended"] for row in rows) == sum(map(sum, counts.values()))


STOPS = [["Date", "Children"], *([f"2026-06-{1 + 7 * week:02}", 6 + week] for week in range(3))]


def test_copy_of_a_tab_leaves_the_figures_open() -> None:
    """Two corners may have the same numbers on the same days: the second is left out, and asked about."""
    found = dataset(xlsx(Maple_Ct=STOPS, Elm_and_4th=STOPS))
    value = evaluate(found, as_of=date(2026, 12, 1), metrics=["attendance_total"]).values[0]
    assert (value.value, value.certainty) == (21, "at_least")
    both = dataset(xlsx(Maple_Ct=STOPS, Elm_and_4th=STOPS), sheets={"Elm and 4th": {"layout": "session_log"}})
    assert evaluate(both, as_of=date(2026, 12, 1), metrics=["attendance_total"]).values[0].value == 42


def test_list_with_a_row_more_outranks_its_parts() -> None:
    may = [["Date", "Children"], ["2026-05-04", 8], ["2026-05-11", 9]]
    whole = [*STOPS, *may[1:], ["2026-07-06", 12]]
    result = read(xlsx(May=may, June=STOPS, All=whole))
    assert [sheet(result, name).layout for name in ("May", "June", "All")] == [
        "skipped",
        "skipped",
        "session_log",
    ]
    assert sum(row["attended"] for row in result.tables["sessions"]) == 21 + 17 + 12


def test_lots_by_school_and_by_route_are_counted_once() -> None:
    head = ["Fecha", "Lote", "Libros recibidos"]
    lots = [[f"2026-06-{day:02}", f"Lote {day}", 20 + day] for day in range(1, 9)]
    schools = {"Norte": lots[:4], "Sur": lots[4:]}
    routes = {"Ruta_1": lots[::2], "Ruta_2": lots[1::2]}
    tabs = {name: [["Libros recibidos"], [], head, *own] for name, own in (schools | routes).items()}
    found = dataset(xlsx(**tabs))
    value = evaluate(found, as_of=date(2026, 12, 1), metrics=["books_at_stage"]).values_for("books_at_stage")
    received = next(v for v in value if ("stage", "received") in v.group)
    assert (received.value, received.certainty) == (196, "at_least")
    assert [sheet(read(xlsx(**tabs)), name).layout for name in ("Sur", "Ruta 1")] == ["deliveries", "skipped"]


def test_summary_with_other_sums_leaves_the_figures_open() -> None:
    lines: list[list[object]] = [
        ["Branch", "Date", "Children"],
        ["Main", "2026-06-30", 21],
        ["East", "2026-06-30", 17],
    ]

    def attendance(**tabs: list[list[object]]) -> tuple[float | None, str]:
        found = dataset(xlsx(**tabs))
        (value,) = evaluate(found, as_of=date(2026, 12, 1), metrics=["attendance_total"]).values
        return value.value, value.certainty

    assert attendance(June=STOPS, Summary=lines) == (21, "at_least")
    assert attendance(June=STOPS, Summary=lines[:2]) == (21, "exact")


def test_table_below_the_word_example_is_no_data() -> None:
    guide = [["How to fill in this workbook"], ["Example:"], STOPS[0], ["2025-01-15", 39], ["2025-01-16", 9]]
    result = read(xlsx(READ_ME=guide, Entry=STOPS))
    assert [row["attended"] for row in result.tables["sessions"]] == [6, 7, 8]
    assert "example-row-skipped" in {issue.code for issue in result.issues}


def ledger_of(**tabs: list[list[object]]) -> list[tuple[object, object]]:
    rows = read(xlsx(**tabs)).tables["ledger"]
    return [(row["status"], row["value"]) for row in rows]


def test_money_moved_between_two_accounts_is_not_spent() -> None:
    heads = ["Fecha", "Concepto", "Entradas", "Salidas", "Saldo"]
    bank = [
        heads,
        ["2026-01-02", "Cuotas", 300, None, 300],
        ["2026-01-12", "Traspaso a caja", None, 100, 200],
    ]
    bank += [["2026-02-01", "Imprenta", None, 52, 148]]
    till = [heads, ["2026-01-12", "Del banco", 100, None, 100], ["2026-01-22", "Merienda", None, 26, 74]]
    till += [["2026-01-30", "Sellos", None, 6, 68]]
    assert ledger_of(Banco=bank, Caja=till) == [("received", 300), ("spent", 52), ("spent", 26), ("spent", 6)]
    bank[2][1] = "Libros"
    assert len(ledger_of(Banco=bank, Caja=till)) == 6


def test_boys_and_girls_of_a_register_share_its_sessions() -> None:
    days = ["2026-08-07", "2026-08-14", "2026-08-28"]
    boys: list[list[object]] = [
        ["Pangalan", *days],
        ["Balagtas, Rodel", "P", "P", "A"],
        ["Ocampo, Renz", "P", "A", "P"],
    ]
    girls: list[list[object]] = [
        ["Pangalan", *days],
        ["Macaraeg, Kyla", "P", "P", "P"],
        ["Matapang, Aira", "A", "P", "P"],
    ]

    def held(**tabs: list[list[object]]) -> float | None:
        return (
            evaluate(dataset(xlsx(**tabs)), as_of=date(2026, 12, 1), metrics=["sessions_held"])
            .values[0]
            .value
        )

    assert held(Lalaki=boys, Babae=girls) == 3
    assert held(Grade_3=boys, Grade_4=girls) == 6


def test_session_that_a_remark_places_on_two_tabs_counts_once() -> None:
    priya: list[list[object]] = [["Date", "Program", "# people", "Notes"]]
    priya += [["2026-03-21", "Game day", 31, "with Theo, he has it too"], ["2026-07-09", "Anime", 21, None]]
    theo: list[list[object]] = [["Program", "Date", "Attendance"], ["Chess", "2026-01-17", 21]]
    theo += [["Game day", "2026-03-21", 31], ["Film club", "2026-07-09", 21]]
    result = read(xlsx(Priya=priya, Theo=theo))
    assert sorted(row["attended"] for row in result.tables["sessions"]) == [21, 21, 21, 31]
    assert [issue.cells for issue in result.issues if issue.code == "session-matched"] == [("A3",)]
    priya[1][3] = None
    assert len(read(xlsx(Priya=priya, Theo=theo)).tables["sessions"]) == 5


def test_leftovers_of_the_tab_that_was_copied_count_once() -> None:
    heads = ["Date", "Program", "Children"]
    october: list[list[object]] = [heads, ["2026-10-21", "Wiggle", 19], ["2026-10-28", "Wiggle", 25]]
    november: list[list[object]] = [heads, ["2026-11-04", "Wiggle", 30], ["2026-10-28", "Wiggle", 25]]
    rows = read(xlsx(Oct=october, Nov=november)).tables["sessions"]
    assert sorted(row["attended"] for row in rows) == [19, 25, 30]


def test_tab_with_examples_for_other_tabs_is_no_data() -> None:
    heads = ["Date", "Class", "Students", "Status"]
    start: list[list[object]] = [["How to fill in your tab"], heads, ["2026-09-01", "2nd", 24, "done"]]
    school: list[list[object]] = [
        ["Lincoln"],
        heads,
        ["2026-09-21", "4th", 21, "done"],
        ["2026-09-23", "2nd", 24, "done"],
    ]
    result = read(xlsx(START_HERE=start, Lincoln=school))
    assert sheet(result, "START HERE").layout == "skipped"
    assert sum(row["attended"] for row in result.tables["sessions"]) == 45


def test_route_that_is_only_planned_has_sent_nothing() -> None:
    heads = ["Stop", "Place", "Books sent", "Books received"]
    north: list[list[object]] = [["Driven on 9/19/2026"], heads, [1, "Pantry", 18, 18], [2, "Church", 76, 70]]
    hill: list[list[object]] = [
        ["Going out 12/8/2026 - PLANNED"],
        heads,
        [1, "Barber", 80, None],
        [2, "Store", 24, None],
    ]
    lots = read(xlsx(North=north, Hill=hill)).tables["deliveries"]
    assert sum(row["shipped"] or 0 for row in lots) == 94


@pytest.mark.parametrize("year", ["2026", ""])
def test_tab_with_the_sums_of_each_month_is_skipped(year: str) -> None:
    months = ["Jan", "Feb", "Mar"]

    def branch(title: str, held: list[int], people: list[int], other: int) -> list[list[object]]:
        rows: list[list[object]] = [[title], [None, *months], ["Programs held", *held]]
        return [*rows, ["Program attendance", *people], ["New cards", other, 21, 7]]

    tabs = {
        "Central": branch("Central 2026", [18, 21, 9], [426, 210, 300], 60),
        "Eastgate": branch("Eastgate 2026", [6, 6, 5], [164, 62, 158], 18),
        "System": branch(f"Both branches {year}", [24, 27, 14], [590, 272, 458], 99),
    }
    result = read(xlsx(**tabs))
    assert sheet(result, "System").layout == "skipped"
    assert sum(row["attended"] for row in result.tables["sessions"]) == 1320
    tabs["System"][3][1] = 591
    assert sheet(read(xlsx(**tabs)), "System").layout == "cross_table"


def test_draft_of_a_tab_is_left_out_and_asked_about() -> None:
    draft: list[list[object]] = [
        ["DRAFT, the counts are wrong"],
        *([day, people + 1] for day, people in STOPS[1:]),
    ]
    draft.insert(1, STOPS[0])
    for name, layout in (("Elm", "session_log"), ("Elm (2)", "skipped")):
        assert sheet(read(xlsx(**{"Elm": STOPS, "Elm (2)": draft})), name).layout == layout
        assert sheet(read(xlsx(**{"Elm": draft, "Elm (2)": STOPS})), name).layout != layout
    found = dataset(xlsx(**{"Elm": STOPS, "Elm (2)": draft}))
    value = evaluate(found, as_of=date(2026, 12, 1), metrics=["attendance_total"]).values[0]
    assert (value.value, value.certainty) == (21, "partial")


def test_report_of_the_visits_on_registers_is_skipped() -> None:
    days = ["2026-09-08", "2026-09-10", "2026-09-15"]
    register: list[list[object]] = [
        ["Learner", *days],
        ["Ana Cruz", "P", "P", "A"],
        ["Ben Diaz", "P", "A", "P"],
    ]
    later: list[list[object]] = [["Learner", "2026-10-01", "2026-10-06", "2026-10-08"], *register[1:]]
    report: list[list[object]] = [
        ["Month", "Classes", "Attendance"],
        ["September 2026", 3, 4],
        ["October 2026", 3, 4],
    ]
    result = read(xlsx(September=register, October=later, Report=report))
    assert sheet(result, "Report").layout == "skipped"


REGISTER: list[list[object]] = [
    ["No.", "Name", "2026-03-07", "2026-03-14", "2026-03-21"],
    [1, "Cruz, Ana", "P", "P", "A"],
    [2, "Diaz, Bea", "P", "A", "P"],
    [3, "Lim, Eva", "P", "P", "P"],
]


def attendance(**tabs: list[list[object]]) -> tuple[float | None, str]:
    found = evaluate(dataset(xlsx(**tabs)), as_of=date(2026, 12, 1), metrics=["attendance_total"])
    value = found.value_for("attendance_total")
    return value.value, str(value.certainty)


@pytest.mark.parametrize("name", ["Copy of March", "Kopya ng March", "March - copia", "March (2)"])
@pytest.mark.parametrize("columns", [5, 4], ids=["all days", "fewer days"])
def test_copy_of_a_register_counts_once(name: str, columns: int) -> None:
    copied = [row[:columns] for row in REGISTER]
    assert attendance(March=REGISTER, **{name: copied}) == (7, "exact")


def test_register_with_the_marks_of_another_is_asked_about() -> None:
    """Morning and afternoon may have the same children, or one tab repeats the other."""
    assert attendance(Morning=REGISTER, Afternoon=REGISTER) == (7, "at_least")
    others = [REGISTER[0], *([number, f"{name} B", *marks] for number, name, *marks in REGISTER[1:])]
    assert attendance(Morning=REGISTER, Afternoon=others) == (14, "exact")


def test_copy_of_a_list_without_a_day_counts_once() -> None:
    signed = [["No.", "Name", "Signature"], *([n, f"Learner {n:02}", "x"] for n in range(1, 5))]
    fewer = signed[:-1]
    for other, visits in ((signed, 4), (fewer, 7)):
        found = read(xlsx(**{"Week 1": signed, "Week 1 (2)": other}), row_is="person-at-session")
        assert len(found.tables["participation"]) == visits


def test_earlier_copy_of_the_answers_to_a_form_is_skipped() -> None:
    heads = ["Timestamp", "How useful was it? (1 = not useful, 5 = very useful)", "Comment"]
    answers = [[f"2026/08/22 11:1{n}:00 AM", rating, None] for n, rating in enumerate((5, 4, 5, 3, 4))]
    result = read(xlsx(**{"Responses": [heads, *answers], "Copy of Responses": [heads, *answers[:3]]}))
    assert [row["rating"] for row in result.tables["outcomes"]] == [5, 4, 5, 3, 4]


def test_copy_with_other_rows_is_another_version() -> None:
    log: list[list[object]] = [["Date", "Activity", "How many came"], ["2026-10-05", "Tales", 31]]
    log += [["2026-10-12", "Tales", 28], ["2026-10-19", "Tales", 30]]
    changed = [*log[:2], ["2026-10-12", "Tales", 29]]
    assert attendance(**{"School": log, "Copy of School": changed})[1] == "partial"
    filled_anew = [log[0], ["2026-11-02", "Tales", 12], ["2026-11-09", "Tales", 13]]
    assert attendance(**{"School": log, "Copy of School": filled_anew}) == (114, "exact")


def test_totals_of_tabs_are_skipped_though_one_is_not_read() -> None:
    tabs: dict[str, list[list[object]]] = {
        "Central": [["Date", "Under 5s", "Carers"], ["2026-09-07", 11, 10], ["2026-09-14", 13, 12]],
        "Westfield": [["Date", "Under 5s", "Carers"], ["2026-09-03", 14, 12], ["2026-09-10", 6, 6]],
        "Dalby Road": [["Who", "How"], ["the usual crowd", "fine"]],
        "For Elaine": [["Branch", "Sessions run", "Total attendance"]],
    }
    tabs["For Elaine"] += [["Central", 2, 46], ["Westfield", 2, 38], ["Dalby Road", 4, 51], ["All", 8, 135]]
    result = read(xlsx(**tabs))
    assert sheet(result, "For Elaine").layout == "skipped"
    assert sum(row["attended"] for row in result.tables["sessions"]) == 84


BY_DONOR: list[list[object]] = [
    ["Donor", "Pledged", "Books collected"],
    ["Rotaract", 200, 186],
    ["HOA", 100, 64],
]
BY_BOX: list[list[object]] = [["Box", "Books collected", "Usable"], ["B-01", 98, 81], ["B-02", 152, 104]]


def collected(**tabs: list[list[object]]) -> tuple[float | None, str]:
    found = evaluate(dataset(xlsx(**tabs)), as_of=date(2026, 12, 1), metrics=["books_at_stage"])
    value = next(v for v in found.values_for("books_at_stage") if v.group == (("stage", "collected"),))
    return value.value, str(value.certainty)


def test_books_counted_by_donor_and_by_box_count_once() -> None:
    assert collected(Donors=BY_DONOR, Sorting=BY_BOX) == (250, "at_least")
    assert collected(Donors=BY_DONOR, Sorting=[*BY_BOX[:2], ["B-02", 153, 104]]) == (501, "exact")


def test_rows_of_a_log_are_found_without_their_year() -> None:
    """The bookings have the year in their title, the list for the report has none."""
    rows = [["15 Sept", "Lego", 28], ["17 Sept", "Tales", 31], ["29 Sept", "Chess", 26]]
    log = [["Visits, autumn 2026"], ["Date", "Activity", "Children came"], *rows]
    again = [["Date", "Activity", "Children came"], *reversed(rows)]
    assert attendance(Visits=log, Report=again) == (85, "at_least")


def test_report_with_the_sums_of_stages_counts_none_twice() -> None:
    sent = [["Box", "Shipped"], ["1-4", 160], ["5-8", 155]]
    report = [["For the mayor"], ["Pledged", 530], ["Collected", 409], ["Shipped", 315]]
    lots = read(xlsx(Sent=sent, Report=report)).tables["deliveries"]
    assert sum(row["shipped"] or 0 for row in lots) == 315
    assert sum(row["pledged"] or 0 for row in lots) == 530
    report[3][1] = 320
    assert (
        sum(row["shipped"] or 0 for row in read(xlsx(Sent=sent, Report=report)).tables["deliveries"]) == 635
    )


@pytest.mark.parametrize(("people", "layout"), [(18, "skipped"), (19, "unknown")])
def test_unread_lines_with_the_sums_of_tabs_are_left_out(people: int, layout: str) -> None:
    days = [f"2026-03-{day:02}" for day in (2, 9, 16)]
    tabs = {
        name: [["Fecha", "Niños", "Adultos"], *([day, children, 2] for day in days)]
        for name, children in (("El Filo", 4), ("La Palmita", 7), ("Buenavista", 9))
    }
    heads = ["Vereda", "Visitas hechas", "Personas (niños + adultos)", "Préstamos"]
    lines = [["El Filo", 3, people, 12], ["La Palmita", 3, 27, 30], ["Buenavista", 3, 33, 9]]
    result = read(xlsx(**tabs, **{"Total veredas": [heads, *lines, ["Total", 9, people + 60, 51]]}))
    assert sheet(result, "Total veredas").layout == layout


def stages(**tabs: list[list[object]]) -> dict[str, float]:
    lots = dataset(xlsx(**tabs)).tables["deliveries"]
    return {stage: lots[stage].sum() for stage in ("pledged", "collected", "usable") if lots[stage].any()}


COLLECTED: list[list[object]] = [["Donor", "Books pledged", "Books collected"]]
COLLECTED += [["Rotary", 150, 138], ["Council", 200, 200], ["Bookshop", 80, 80], ["Neighbors", 60, 41]]


def test_lots_of_one_stage_on_the_next_tab_count_once() -> None:
    usable = [["Donor", "Collected", "In good condition"], ["Rotary", 138, 96], ["Council", 200, 188]]
    usable += [["Bookshop", 80, 80], ["Neighbors", 41, 25]]
    found = stages(Collection=COLLECTED, Sorting=usable)
    assert found == {"pledged": 490, "collected": 459, "usable": 389}


def test_tabs_with_the_same_stages_both_count() -> None:
    other = [COLLECTED[0], ["PTA", 150, 138], ["School", 200, 200], ["Choir", 80, 80], ["Mayor", 60, 41]]
    assert stages(March=COLLECTED, April=other)["collected"] == 918


def test_books_that_donors_pledged_are_lots() -> None:
    pledges = [["Donor", "Date of pledge", "No. of books pledged"], ["Rotary", "2026-05-04", 300]]
    pledges += [["PTA", "2026-05-09", 180], ["Sacco", "2026-05-11", 120], ["TOTAL", None, 600]]
    assert stages(Pledges=pledges) == {"pledged": 600}


@pytest.mark.parametrize(("heading", "stage"), [("Books collected", "collected"), ("Books usable", "usable")])
def test_books_of_donors_at_one_stage_are_lots(heading: str, stage: str) -> None:
    rows = [["Donor", "Date picked up", heading], ["Rotary", "2026-06-20", 110], ["PTA", "2026-06-21", 64]]
    rows += [["Bookshop", "2026-06-22", 200], ["Total", None, 374]]
    assert stages(Drive=rows) == {stage: 374}


PLAN: list[list[object]] = [
    ["Budget line", "Approved budget", "Actual spent"],
    ["Books", 5000, 4800],
    ["Snacks", 900, 850.5],
    ["Travel", 600, 575],
]


@pytest.mark.parametrize("name", ["Copy of Plan", "Plan (2)", "Copy for Board mtg 11-30"])
def test_equal_tab_that_is_called_a_copy_is_skipped(name: str) -> None:
    once, twice = ledger_of(Plan=PLAN), ledger_of(**{"Plan": PLAN, name: PLAN})
    assert once == twice != []


SCHOOLS = {"Hill": [(60, 38), (60, 41), (55, 33)], "Lake": [(45, 28), (45, 31)]}


@pytest.mark.parametrize("names", [("All", "Hill", "Lake"), ("Sheet1", "Sheet2", "Sheet3")])
def test_lines_with_sums_of_tabs_count_once(names: tuple[str, ...]) -> None:
    heads = ["Books collected", "Usable books"]
    sums: list[list[object]] = [["School", *heads], ["Hill", 175, 112], ["Lake", 90, 59]]
    tabs = [
        [["Class", *heads], *([f"Class {n}", *pair] for n, pair in enumerate(pairs, 1))]
        for pairs in SCHOOLS.values()
    ]
    assert stages(**dict(zip(names, [sums, *tabs], strict=True)))["collected"] == 265


def test_table_that_is_on_a_sheet_twice_counts_once() -> None:
    rows: list[list[object]] = [["Date", "Program", "Attendance"], ["2026-03-07", "Club", 12]]
    rows += [["2026-03-14", "Club", 15], ["2026-03-21", "Club", 9]]
    assert attendance(Log=[*rows, [], [], *rows]) == (36, "exact")
    other = [*rows[:-1], ["2026-03-21", "Club", 10]]
    assert attendance(Log=[*rows, [], [], *other])[0] != 36


@pytest.mark.parametrize("page", ["Page 2", "Register p. 2", "Register - Page 2"])
def test_later_page_of_a_register_adds_no_sessions(page: str) -> None:
    days = ["2026-03-07", "2026-03-14", "2026-03-21"]
    first: list[list[object]] = [["Name", *days], ["Ana Cruz", "P", "P", "A"], ["Ben Diaz", "P", "A", "P"]]
    later: list[list[object]] = [["Name", *days], ["Cora Uy", "P", "P", "P"], ["Dan Lim", "A", "P", "P"]]
    data = dataset(xlsx(**{"Register": first, page: later}))
    found = evaluate(data, as_of=date(2026, 12, 1), metrics=["sessions_held", "attendance_total"]).values
    assert [value.value for value in found] == [3, 9]


def test_summary_for_a_board_is_not_added_to_its_branches() -> None:
    """5 + 4 + 6 came to Conversation; the tab for the board says so again."""
    log: list[list[object]] = [
        ["Date", "Program", "People"],
        ["2026-09-16", "Conversation", 5],
        ["2026-09-30", "Quiz", 4],
    ]
    log += [["2026-10-14", "Conversation", 6]]
    board: list[list[object]] = [["Branch", "Programs run", "People"], ["Harbour", 3, 15]]
    data = xlsx(**{"SUMMARY (board)": board, "Harbour": log})
    assert number(data, "attendance_total")[0] == 15
