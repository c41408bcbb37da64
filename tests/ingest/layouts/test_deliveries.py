"""Delivery logs in other layouts: lots and boxes from pledged to in hands; expected sums computed by hand."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest

from libcollab_metrics.ingest import collect_questions
from libcollab_metrics.ingest.worker.protocol import to_arrow
from libcollab_metrics.metrics import evaluate
from libcollab_metrics.metrics.definition import Value
from libcollab_metrics.model import Dataset
from tests.support.sheets import codes, dataset, imported, read, sheet, xlsx

HEADINGS = ["Lot", "Unit", "Pledged", "Collected", "Usable", "Shipped", "Received", "In hands"]
#: Fixture i: two lots in books, a third in boxes.
LOTS: list[list[object]] = [
    HEADINGS,
    ["A", "books", 500, 420, 300, 300, 290, None],
    ["B", "books", 200, 200, None, 150, 150, 120],
    ["C", "boxes", 9, 9, None, None, 9, None],
]


def lots(rows: list[list[object]], **answers: Any) -> list[dict[str, Any]]:
    return [dict(row) for row in read(xlsx(Books=rows), **answers).tables["deliveries"]]


def stages(loaded: Dataset) -> dict[str, Value]:
    result = evaluate(loaded, metrics=["books_at_stage"], as_of=date(2026, 12, 31)).values
    return {dict(value.group)["stage"]: value for value in result}


def step(loaded: Dataset, stage_before: str, stage_after: str) -> tuple[float, float]:
    """Books after and before, over the lots in books where both are known."""
    rows = loaded.tables["deliveries"]
    rows = rows[(rows["unit"] != "boxes") & rows[stage_before].notna() & rows[stage_after].notna()]
    return float(rows[stage_after].sum()), float(rows[stage_before].sum())


def test_fixture_i_two_lots_in_books_and_one_in_boxes() -> None:
    """Usable 300 of 420, lot A only; in hands 120 of 150, lot B only; received 290 + 150 = 440, not 449."""
    loaded = dataset(xlsx(Books=LOTS))
    assert step(loaded, "collected", "usable") == (300, 420)
    assert step(loaded, "received", "in_hands") == (120, 150)
    result = stages(loaded)
    assert [result[stage].value for stage in result] == [700, 620, 300, 450, 440, 120]
    assert (result["received"].certainty, result["received"].coverage) == ("at_least", 2 / 3)
    assert loaded.tables["deliveries"]["unit"].tolist() == ["books", "books", "boxes"]
    assert codes(loaded) == set()


@pytest.mark.parametrize(
    "third", [["C (boxes)", 9, 9, None, None, 9, None], ["C", "9 boxes", 9, None, None, 9, None]]
)
def test_boxes_are_recognized_without_a_unit_column(third: list[object]) -> None:
    rows = [
        [h for h in HEADINGS if h != "Unit"],
        ["A", 500, 420, 300, 300, 290, None],
        ["B", 200, 200, None, 150, 150, 120],
        third,
    ]
    assert stages(dataset(xlsx(Books=rows)))["received"].value == 440


def test_reading_a_delivery_log_again_gives_identical_tables() -> None:
    data = xlsx(Books=LOTS)
    first, second = to_arrow(read(data).tables), to_arrow(read(data).tables)
    assert first["deliveries"].equals(second["deliveries"])


def test_row_order_and_total_row_do_not_change_figures() -> None:
    total = ["TOTAL", None, 700, 620, 300, 450, 440, 120]
    loaded = dataset(xlsx(Books=[HEADINGS, *reversed(LOTS[1:]), total]))
    assert [value.value for value in stages(loaded).values()] == [700, 620, 300, 450, 440, 120]
    assert codes(loaded) == {"totals-row-left-out"}
    total[6] = 450
    assert "totals-disagree" in codes(dataset(xlsx(Books=[*LOTS, total])))


@pytest.mark.parametrize("name", ["Books", "Deliveries"])
def test_estimates_and_lower_bounds_are_recorded_as_such(name: str) -> None:
    """About 300 shipped, 290+ received: an estimate, and at least that many."""
    rows = [["Program", "Lot", "Collected", "Shipped", "Received"], ["Drive", "A", 320, "about 300", "290+"]]
    result = read(xlsx(**{name: rows}))
    assert sheet(result, name).layout == ("template" if name == "Deliveries" else "deliveries")
    loaded = stages(dataset(xlsx(**{name: rows})))
    assert [loaded[s].estimated for s in ("collected", "shipped", "received")] == [False, True, True]
    assert [loaded[s].certainty for s in ("collected", "shipped", "received")] == [
        "exact",
        "exact",
        "at_least",
    ]
    assert "estimate-in-words" in codes(result)


@pytest.mark.parametrize(
    "heads",
    [
        ["Lote", "Prometidos", "Recolectados", "Útiles", "Enviados", "Recibidos", "Entregados"],
        ["Kahon", "Ipinangako", "Nakolekta", "Magagamit", "Naipadala", "Natanggap", "Naipamahagi"],
        [
            "Box No.",
            "Books pledged",
            "No. of books collected",
            "Usable books",
            "Books shipped",
            "Received (books)",
            "Delivered",
        ],
    ],
    ids=["spanish", "filipino", "english"],
)
def test_stages_are_recognized_in_three_languages(heads: list[object]) -> None:
    (row,) = lots([heads, ["A", 6, 5, 4, 3, 2, 1]])
    assert [row[s] for s in ("pledged", "collected", "usable", "shipped", "received", "in_hands")] == [
        6,
        5,
        4,
        3,
        2,
        1,
    ]


def test_dates_site_and_language_of_a_lot_are_read() -> None:
    rows = [
        ["Box No.", "School", "Language", "Shipped", "Received", "Date Sent", "Date Received"],
        ["7", "San Isidro", "Filipino", 40, 38, "2026-02-01", "2026-02-09"],
    ]
    (row,) = lots(rows)
    assert (row["lot"], row["site"], row["language"]) == ("7", "San Isidro", "Filipino")
    assert (row["dispatched_on"], row["received_on"]) == (datetime(2026, 2, 1), datetime(2026, 2, 9))


def test_stage_rows_are_merged_by_lot_and_repeats_start_rows() -> None:
    rows = [
        ["Lot", "Stage", "Books", "Date"],
        ["A", "pledged", 500, "2026-01-01"],
        ["A", "sent", 300, "2026-02-01"],
        ["B", "Naipadala", 100, "2026-02-01"],
        ["A", "recibido", "about 290", "2026-02-09"],
        ["A", "sent", 20, "2026-03-01"],
        ["B", "lost", 3, None],
    ]
    result = lots(rows)
    assert [(r["lot"], r.get("pledged"), r.get("shipped"), r.get("received")) for r in result] == [
        ("A", 500, 300, 290),
        ("B", None, 100, None),
        ("A", None, 20, None),
    ]
    assert result[0]["dispatched_on"] == datetime(2026, 2, 1)
    assert (result[0]["received_is_estimate"], result[0]["received_on"]) == (True, datetime(2026, 2, 9))
    issue = next(i for i in read(xlsx(Books=rows)).issues if i.code == "row-left-out")
    assert (issue.cell, issue.value) == ("B7", "lost")


def test_date_or_tick_per_stage_gives_stage_and_is_reported() -> None:
    dated = [
        ["Box No.", "No. of books", "Date Sent", "Date Received"],
        ["1", 40, "2026-02-01", "2026-02-09"],
        ["2", 35, "2026-02-01", None],
    ]
    ticked = [["Box No.", "No. of books", "Shipped", "Received"], ["1", 40, "x", "x"], ["2", 35, "x", None]]
    for rows in (dated, ticked):
        assert [(r["shipped"], r["received"]) for r in lots(rows)] == [(40, 40), (35, None)]
        assert "choice-assumed" in codes(read(xlsx(Books=rows)))


def test_books_are_used_where_boxes_are_also_counted() -> None:
    rows = [["Lot", "Boxes shipped", "Books shipped", "Books received"], ["A", 4, 120, 118]]
    (row,) = lots(rows)
    assert (row["unit"], row["shipped"], row["received"]) == ("books", 120, 118)
    assert "column-not-used" in codes(read(xlsx(Books=rows)))


def test_boxes_in_row_of_books_are_left_out_as_typed() -> None:
    rows = [["Lot", "Unit", "Shipped", "Received"], ["A", "books", "4 boxes", 118]]
    (row,) = lots(rows)
    assert (row["shipped"], row["received"]) == (None, 118)
    issue = next(i for i in read(xlsx(Books=rows)).issues if i.code == "number-unreadable")
    assert (issue.cell, issue.value) == ("C2", "4 boxes")


def test_growing_stage_is_reported_and_asked_and_can_be_excluded() -> None:
    """310 received of 300 shipped; usable is not known, so shipped is compared with collected."""
    rows = [["Lot", "Collected", "Usable", "Shipped", "Received"], ["A", 320, None, 300, 310]]
    result, loaded = read(xlsx(Books=rows)), dataset(xlsx(Books=rows))
    issue = next(i for i in loaded.issues if i.code == "stage-grows")
    assert (issue.severity, issue.cell, issue.value) == ("note", "E2", "310")
    (question,) = sheet(result, "Books").questions
    assert (question.id, question.default) == ("sheets.Books.mapping.Received", "deliveries.received")
    confirmed = read(xlsx(Books=rows), mapping={"Received": "deliveries.received"})
    assert not sheet(confirmed, "Books").questions
    excluded = dataset(xlsx(Books=rows), mapping={"Received": "check"})
    assert stages(excluded)["received"].value is None
    with_unknown_stage = dataset(xlsx(Books=[rows[0], ["A", 200, None, 250, 240]]))
    assert next(i for i in with_unknown_stage.issues if i.code == "stage-grows").cell == "D2"


@pytest.mark.parametrize(
    ("typed", "number"),
    [("1,200", 1200), ("1.200", 1200), (-5, None), ("N/A", None), ("some", None), (0, 0), ("35 libros", 35)],
)
def test_stage_number_is_read_as_typed_or_unknown(typed: object, number: float | None) -> None:
    rows = [["Lot", "Collected", "Shipped", "Received"], ["A", 5000, 5000, typed]]
    assert lots(rows)[0]["received"] == number


def test_lot_without_numbers_lowers_coverage_and_remark_is_left_out() -> None:
    rows = [
        *LOTS[:2],
        ["D", "books", None, None, None, None, None, None],
        ["the rest comes in May", *[None] * 7],
    ]
    loaded = dataset(xlsx(Books=rows))
    assert len(loaded.tables["deliveries"]) == 2
    assert stages(loaded)["received"].coverage == 1 / 2
    assert "row-without-data" in codes(loaded)


def test_empty_delivery_log_is_skipped() -> None:
    result = read(xlsx(Books=[HEADINGS], More=LOTS))
    assert [s.layout for s in result.reading.sheets] == ["skipped", "deliveries"]


def test_session_log_with_books_received_stays_a_session_log() -> None:
    rows = [
        ["Date", "Title", "Attendance", "Books received", "Books shipped"],
        ["2026-03-07", "Story", 18, 4, 2],
    ]
    assert sheet(read(xlsx(Log=rows))).layout == "session_log"


def test_stage_headings_above_days_hold_dates_of_the_stage() -> None:
    """Of 120 books sent, 118 arrived in the week after, by the column of numbers that names a place."""
    rows = [
        ["Drop-off site", "Books sent", "Sent date", "Arrived", "No. of books rec'd at the barangay"],
        ["Fire station", 120, datetime(2026, 3, 2), datetime(2026, 3, 9), 118],
        ["Church hall", 80, datetime(2026, 3, 2), "on truck", None],
    ]
    first, second = lots(rows)
    assert (first["shipped"], first["received"], first["received_on"]) == (120, 118, datetime(2026, 3, 9))
    assert (second["shipped"], second["received"], second["received_on"]) == (80, None, None)


def test_one_number_with_days_below_stages_reached_them() -> None:
    rows = [["Lot", "Books", "Shipped", "Delivered"], ["A", 60, "2026-03-02", "2026-03-09"]]
    rows.append(["B", 40, "2026-03-03", None])
    assert [(row["shipped"], row["received"]) for row in lots(rows)] == [(60, 60), (40, None)]


def test_stage_with_its_place_is_read_next_to_other_stages() -> None:
    rows = [
        ["Aliado", "Prometidos", "Recolectados", "Recibidos en Chosica", "Utilizables"],
        ["Colegio", 300, 264, 196, 201],
        ["Parroquia", 80, 46, 30, 30],
    ]
    found = read(xlsx(Campaña=rows)).tables["deliveries"]
    assert [(row["pledged"], row["collected"], row["received"]) for row in found] == [
        (300, 264, 196),
        (80, 46, 30),
    ]


def test_column_of_boxes_is_no_unit_of_larger_numbers() -> None:
    rows = [["From", "Collected", "Boxes", "Received"], ["School A", 164, 5, 139], ["School B", 88, 3, 81]]
    units = {row["unit"] for row in read(xlsx(Drive=[*rows, ["% of target", "105%"]])).tables["deliveries"]}
    assert units == {None}  # books


def test_column_of_boxes_is_the_unit_of_as_many() -> None:
    rows = [["From", "Boxes", "Shipped", "Received"], ["School A", 5, 5, 4], ["School B", 3, 3, 3]]
    units = {row["unit"] for row in read(xlsx(Drive=rows)).tables["deliveries"]}
    assert units == {"boxes"}


@pytest.mark.parametrize(
    ("heading", "usable"),
    [("Usable / in good condition", 60), ("Maayos pa / magagamit", 60), ("Usable / sent on", None)],
)
def test_stage_may_be_named_twice_in_one_heading(heading: str, usable: float | None) -> None:
    rows = [["Box", "Collected", heading, "Received"], ["Box A", 72, 60, 60], ["Box B", 40, 31, 31]]
    assert read(xlsx(Drive=rows)).tables["deliveries"][0].get("usable") == usable


@pytest.mark.parametrize(
    "headings",
    [
        ["Pinangako", "Nakolekta", "Magagamit pa", "Ipinadala", "Natanggap"],
        ["Prometidos", "Recolectados", "Aptos", "Enviados", "Recibidos"],
        ["Promised", "Brought in", "Good enough to give", "Sent", "Received"],
    ],
)
def test_stages_are_known_under_their_usual_words(headings: list[str]) -> None:
    rows: list[list[object]] = [
        ["Galing sa", *headings],
        ["Ana", 10, 12, 9, 9, 8],
        ["Ben", 20, 18, 15, 15, 15],
    ]
    result = read(xlsx(Books=rows))
    stages = ("pledged", "collected", "usable", "shipped", "received")
    assert [tuple(row[stage] for stage in stages) for row in result.tables["deliveries"]] == [
        (10, 12, 9, 9, 8),
        (20, 18, 15, 15, 15),
    ]
    assert not sheet(result, "Books").questions  # more may be given than was promised


def test_names_of_boxes_are_no_number_of_boxes() -> None:
    rows: list[list[object]] = [["Donor", "Boxes", "Collected", "Usable", "Shipped"]]
    rows += [["Ana", "boxes 1-6", 300, 282, 214], ["Ben", "box 7", 50, 41, 17]]
    assert [row["unit"] for row in lots(rows)] == [None, None]


def test_who_received_the_books_is_no_stage() -> None:
    rows: list[list[object]] = [[None, "ENVIADO", None, "RECIBIDO", None]]
    rows += [["Comunidad", "Cajas", "Libros", "Libros", "Quién"], ["Paccha", 3, 118, 116, "Hilda"]]
    assert [(row["shipped"], row["received"]) for row in lots(rows)] == [(118, 116)]


@pytest.mark.parametrize(
    ("sent", "books", "received"),
    [
        ("DATE SENT", "BOOKS", "BOOKS RECEIVED"),
        ("Fecha de envío", "Libros", "Libros recibidos"),
        ("Petsa ng padala", "Bilang ng aklat", "Aklat na natanggap (bilang nila)"),
    ],
)
def test_books_next_to_their_day_of_sending_are_shipped(sent: str, books: str, received: str) -> None:
    rows = [[sent, "School", "Boxes", books, "Date received", received]]
    rows += [["2025-01-14", "Nsaba Primary", 4, 212, "2025-01-16", 212], ["2025-01-14", "Duakwa", 3, 168]]
    rows += [["TOTAL", None, 7, 380, None, 212]]
    found = [(row["shipped"], row["received"], row["unit"]) for row in lots(rows)]
    assert found == [(212, 212, "books"), (168, None, "books")]


def test_letters_with_the_day_they_were_sent_are_no_lots() -> None:
    rows = [
        ["Date sent", "School", "Letters"],
        ["2025-01-14", "Nsaba Primary", 4],
        ["2025-01-15", "Duakwa", 3],
    ]
    assert "deliveries" not in read(xlsx(Letters=rows)).tables


@pytest.mark.parametrize(("first", "is_sum"), [(53, True), (54, False)])
def test_books_that_add_up_the_weeks_have_a_stage(first: int, is_sum: bool) -> None:
    rows = [["Bin", "wk of 4/7", "wk of 4/14", "Books collected"], ["City Hall", 22, 31, first]]
    rows += [["Market", 64, 58, 122], ["Fire Station", 12, None, 12], ["All bins", 98, 89, first + 134]]
    deliveries = read(xlsx(Bins=rows)).tables.get("deliveries", ())
    assert [row["collected"] for row in deliveries] == ([53, 122, 12] if is_sum else [])


def test_title_and_stages_make_a_delivery_log() -> None:
    rows: list[list[object]] = [["Books for Catanduanes"], ["Drop point", "Qty. shipped", "Qty. received"]]
    rows += [["Bigaa ES", 130, 130], ["Codon ES", 110, 102]]
    assert [(row["shipped"], row["received"]) for row in lots(rows)] == [(130, 130), (110, 102)]
    assert sheet(read(xlsx(Books=[["Chairs for Catanduanes"], *rows[1:]])), "Books").layout == "deliveries"
    assert sheet(read(xlsx(Sheet1=[["Chairs"], *rows[1:]])), "Sheet1").layout == "unknown"


def test_books_delivered_to_places_are_a_delivery_log() -> None:
    rows: list[list[object]] = [["Date", "School", "Books delivered"]]
    rows += [["2026-03-01", "San Roque ES", 50], ["2026-03-02", "Silang ES", 60], ["Total", None, 110]]
    assert [row["received"] for row in lots(rows)] == [50, 60]
    rows[0] = ["Date", "School", "Books delivered, return by May"]
    assert sheet(read(xlsx(Sheet1=rows)), "Sheet1").layout == "unknown"


def test_sum_without_a_word_for_a_total_is_no_lot() -> None:
    rows: list[list[object]] = [["Box No.", "Contents", "Date shipped", "Copies received", "Received by"]]
    rows += [[n, "Readers", "2025-07-14", 20 + n, "Ivy"] for n in range(1, 5)]
    rows += [["4 boxes", None, None, 90, None]]
    assert [row["received"] for row in lots(rows)] == [21, 22, 23, 24]


def test_sum_of_columns_without_a_stage_is_no_lot() -> None:
    rows: list[list[object]] = [["Month", "Books collected", "Books fit for the ward"]]
    rows += [["Jan", 120, 96], ["Feb", 40, 37], ["Mar", 85, 70], ["Half year", 245, 203]]
    collected = read(xlsx(Books=rows), row_is="delivery").tables["deliveries"]
    assert [row["collected"] for row in collected] == [120, 40, 85]


def test_last_lot_in_proportion_to_those_above_is_no_sum() -> None:
    rows: list[list[object]] = [["School", "Boxes", "Books collected"]]
    rows += [["Bigaa ES", 1, 30], ["Codon ES", 1, 30], ["Gogon ES", 1, 30], ["Virac CS", 3, 90]]
    collected = read(xlsx(Books=rows), row_is="delivery").tables["deliveries"]
    assert [row["collected"] for row in collected] == [30, 30, 30, 90]


def test_title_says_what_became_of_the_books_of_places() -> None:
    rows: list[list[object]] = [
        ["Book Drive - books collected"],
        [],
        ["Date", "Drop-off site", "Boxes", "Books counted"],
    ]
    rows += [["2026-01-12", "Kroger", 3, 118], ["2026-01-13", "YMCA", 5, 207], [None, "GRAND TOTAL", 8, 325]]
    assert [row["collected"] for row in lots([*rows, [None, "Goal", None, 1500]])] == [118, 207]
    rows[0] = ["Book Drive"]
    assert sheet(read(xlsx(Sheet1=rows)), "Sheet1").layout == "unknown"


@pytest.mark.parametrize(
    ("word", "certainty"), [("Not yet - road closed", "exact"), ("Half of them", "at_least")]
)
def test_unknown_stage_leaves_the_books_open(word: str, certainty: str) -> None:
    """Books that are not there yet are no part of those delivered."""
    rows: list[list[object]] = [["#", "Recipient school", "Date delivered", "No. of books", "Status"]]
    rows += [[1, "Bagong Silang ES", "2026-07-14", 150, "Delivered"], [2, "Malinta ES", None, 200, word]]
    value = stages(dataset(xlsx(Books=[*rows, [3, "Lourdes ES", "2026-08-19", 95, "Delivered"]])))["received"]
    assert (value.value, value.certainty) == (245, certainty)


@pytest.mark.parametrize("heading", ["Donor", "Date due back"])
def test_gifts_and_loans_of_places_are_no_deliveries(heading: str) -> None:
    rows: list[list[object]] = [["School", "Date received", "No. of books", heading]]
    rows += [["San Roque ES", "2026-03-01", 50, "2026-04-01"], ["Silang ES", "2026-03-02", 60, "2026-04-02"]]
    assert sheet(read(xlsx(Sheet1=rows)), "Sheet1").layout != "deliveries"


def test_condition_of_the_books_of_branches_is_no_stage() -> None:
    rows: list[list[object]] = [["Branch", "No. of books", "Status"], ["Main", 300, "On the shelf"]]
    assert sheet(read(xlsx(Sheet1=[*rows, ["North", 200, "Received"]])), "Sheet1").layout == "unknown"


@pytest.mark.parametrize(
    "headings",
    [
        ["Barangay", "Petsa", "Libro na tinanggap ng brgy", "Naipamigay na sa mga bata", "Natira"],
        ["School", "Date", "Books received by the school", "Given out to the children", "Left"],
        ["Escuela", "Fecha", "CANT. RECEPCIONADA (libros)", "Entregadas a los niños", "Saldo"],
    ],
)
def test_stage_in_the_words_of_a_heading(headings: list[object]) -> None:
    rows = [headings, ["Malitlit", "2026-08-03", 80, 67, 13], ["Dila", "2026-08-07", 100, 85, 15]]
    result = stages(dataset(xlsx(Sheet=rows)))
    assert (result["received"].value, result["in_hands"].value) == (180, 152)


def test_books_not_received_reach_no_stage() -> None:
    rows: list[list[object]] = [["School", "Books not received", "Children who received books"]]
    rows += [["Malitlit", 80, 67], ["Dila", 100, 85], ["Labas", 60, 57]]
    assert "deliveries" not in read(xlsx(Sheet=rows)).tables


BOX = [
    ["Kailan hinulog", "Kanino galing", "Ilang libro", "Anong klase"],
    ["Mar 2", "Rotary", 40, "pambata"],
    ["Mar 9", "Mrs. Cruz", 15, "halo-halo"],
    ["Mar 16", "Grade 4", 22, "pambata"],
]


def test_table_without_a_stage_asks_about_its_books() -> None:
    """40 + 15 + 22 = 77 books, collected or given to readers as the answer says."""
    file = imported(xlsx(Nakolekta=BOX), row_is="delivery")
    (question,) = [q for q in collect_questions(file.reading) if q.key == "mapping"]
    assert question.name == "Ilang libro"
    for stage in ("collected", "in_hands"):
        assert f"deliveries.{stage}" in {value for value, _ in question.options}
        answers = {"row_is": "delivery", "mapping": {"Ilang libro": f"deliveries.{stage}"}}
        found = stages(dataset(xlsx(Nakolekta=BOX), **answers))
        assert (found[stage].value, found[stage].certainty) == (77, "exact")
        again = imported(xlsx(Nakolekta=BOX), **answers)
        assert "mapping" not in {q.key for q in collect_questions(again.reading)}


def test_titled_list_of_books_given_holds_no_sessions() -> None:
    """42 + 74 = 116 books; the children of a school and the books for each are no books and no visits."""
    rows = [
        ["Fecha", "Escuela", "No. de niños", "Libros x niño", "Libros entregados a niños"],
        ["2026-05-04", "EORM Chuacorral", 42, 1, 42],
        ["2026-05-06", "EORM Xepocol", 37, 2, 74],
    ]
    loaded = dataset(xlsx(Entregas=rows))
    assert stages(loaded)["in_hands"].value == 116
    assert len(loaded.tables["sessions"]) == 0


def test_books_by_language_given_to_children_are_no_visits() -> None:
    rows = [
        ["Week of", "English books given to child", "Spanish books given to child", "Given by"],
        ["2026-08-03", 14, 9, "RC"],
        ["2026-08-10", 11, 12, "RC"],
        ["2026-08-17", 17, 6, "TD"],
    ]
    loaded = dataset(xlsx(Visits=rows))
    assert len(loaded.tables["sessions"]) == 0


def test_table_of_books_is_proposed_as_deliveries_first() -> None:
    """It is read after one more question; nothing that gives no visit is proposed."""
    rows = [["Week ending", "Crates", "Books", "Emptied by"]]
    rows += [[f"2026-05-{day:02}", 1, 30 + day, "Jo"] for day in (8, 15, 22)]
    questions = collect_questions(imported(xlsx(Book_box=rows)).reading)
    (question,) = [q for q in questions if q.key == "row_is"]
    assert question.options[0][0] == "delivery"
    assert "one more question" in question.text
    assert "0 visits" not in question.text


@pytest.mark.parametrize(
    ("last", "collected"), [("Books collected - total", 219), ("Books collected wk 3", None)]
)
def test_total_of_several_columns_of_a_stage_is_used(last: str, collected: float | None) -> None:
    """159 + 60 = 219; without a total, no week is taken for all of them."""
    rows = [
        ["Bin location", "Books collected wk 1", "Books collected wk 2", last, "Status"],
        ["Tanner Elementary", 41, 118, 159, "picked up"],
        ["Westgate YMCA", 18, 42, 60, "picked up"],
    ]
    assert stages(dataset(xlsx(Book_bins=rows)))["collected"].value == collected


@pytest.mark.parametrize(
    ("place", "heading", "stage"),
    [
        ("Escuela", "Libros entregados", "received"),
        ("School", "Books delivered", "received"),
        ("School", "Books given to children", "in_hands"),
        ("Barangay", "Books delivered", "in_hands"),
    ],
)
def test_books_handed_to_schools_are_not_yet_with_readers(place: str, heading: str, stage: str) -> None:
    rows = [[f"Place {n}", date(2026, 2, n), 80 + n] for n in range(1, 5)]
    found = stages(dataset(xlsx(Entregas=[[place, "Fecha de entrega", heading], *rows])))
    assert {name: value.value for name, value in found.items() if value.value is not None} == {stage: 330}


def test_books_counted_on_arrival_are_those_received() -> None:
    """64 + 38 arrived of 64 + 41 sent; the third box is on its way."""
    rows: list[list[object]] = [
        ["Box", "Bilang ng libro", "Pinadala", "Natanggap", "Bilang pagdating"],
        [1, 64, date(2026, 6, 2), date(2026, 6, 9), 64],
        [2, 41, date(2026, 6, 2), date(2026, 6, 10), 38],
        [3, 66, date(2026, 6, 16), None, None],
    ]
    found = stages(dataset(xlsx(Boxes=rows)))
    assert (found["shipped"].value, found["received"].value) == (171, 102)


@pytest.mark.parametrize(
    ("name", "count"),
    [
        ("Pangalan ng bata", "Bilang ng librong tinanggap"),
        ("Child's name", "Books collected"),
        ("Alumno", "Libros recibidos"),
    ],
)
def test_books_that_children_received_are_in_their_hands(name: str, count: str) -> None:
    rows = [[name, count], ["Aira Mabanta", 2], ["Jomar Obrero", 3], ["Nica Talusan", 1]]
    lots = read(xlsx(List=rows), row_is="delivery").tables["deliveries"]
    assert [row["in_hands"] for row in lots] == [2, 3, 1]
    assert "received" not in lots.columns
    assert "collected" not in lots.columns


def test_books_received_by_schools_are_not_in_hands() -> None:
    rows = [["School", "Books received"], ["Oak Elementary", 20], ["Hill School", 30], ["Bay School", 10]]
    lots = read(xlsx(List=rows), row_is="delivery").tables["deliveries"]
    assert [row["received"] for row in lots] == [20, 30, 10]


def test_books_given_to_children_are_in_their_hands() -> None:
    rows: list[list[object]] = [
        ["BOOKS GIVEN TO CHILDREN"],
        ["No.", "Name of student", "Marathi", "English", "Total"],
    ]
    rows += [[n, f"{'ABCDEF'[n]}na Cruz", n, 1, n + 1] for n in range(1, 5)]
    assert stages(dataset(xlsx(List=rows)))["in_hands"].value == 14
    rows[0] = ["BOOKS READ BY CHILDREN"]
    assert "deliveries" not in read(xlsx(List=rows)).tables


@pytest.mark.parametrize(("third", "is_read"), [("Lucía", True), (None, False)])
def test_books_handed_to_schools_need_every_receipt(third: str | None, is_read: bool) -> None:
    rows: list[list[object]] = [
        ["ACTA DE ENTREGA DE LIBROS"],
        ["I.E.", "Cuentos", "Novelas", "Total", "Recibí conforme"],
    ]
    rows += [["I.E. 1", 30, 20, 50, "Ana"], ["I.E. 2", 10, 5, 15, "Bea"], ["I.E. 3", 1, 2, 3, third]]
    assert ("deliveries" in read(xlsx(Acta=rows)).tables) == is_read
    if is_read:
        assert stages(dataset(xlsx(Acta=rows)))["received"].value == 68


def test_tick_means_all_that_was_sent() -> None:
    rows: list[list[object]] = [["No.", "School", "Books sent", "Date sent", "Received"]]
    rows += [[n, f"School {n}", 40 * n, "2026-02-03", "✓" if n != 2 else None] for n in range(1, 5)]
    found = stages(dataset(xlsx(Books=rows)))
    assert (found["shipped"].value, found["received"].value) == (400, 320)
    rows = [["School", "Books sent", "Books received", "Given to pupils"]]
    rows += [["Bigaa ES", 110, 108, "✓"], ["Codon ES", 60, 60, None], ["Gogon ES", 40, 39, "✓"]]
    assert stages(dataset(xlsx(Books=rows)))["in_hands"].value == 147


def test_lot_with_its_day_of_dispatch_was_sent() -> None:
    rows: list[list[object]] = [["Fecha envío", "Destino", "Cajas", "Libros", "Estado", "Fecha entrega"]]
    rows += [["2026-04-07", "Escuela El Tablón", 2, 64, "Entregado", "2026-04-11"]]
    rows += [["2026-05-12", "Escuela La Loma", 5, 70, "En tránsito", None]]
    found = stages(dataset(xlsx(Guias=rows)))
    assert (found["shipped"].value, found["received"].value) == (134, 64)
    assert found["in_hands"].value is None
    rows += [["2026-06-02", "Escuela Sur", 1, 30, "Pendiente", None]]
    found = stages(dataset(xlsx(Guias=rows)))
    assert (found["shipped"].value, found["received"].value) == (164, 64)


def test_several_kinds_of_books_are_counted_by_their_total() -> None:
    rows: list[list[object]] = [
        ["Books received by schools"],
        ["Date", "School", "Storybooks", "Workbooks", "Total"],
    ]
    rows += [["2026-09-03", "Malinao ES", 60, 40, 100], ["2026-09-03", "Tagbak ES", 45, 30, 75]]
    rows += [["2026-09-04", "Lumbia ES", 5, 4, 9], [None, "GRAND TOTAL", None, None, 184]]
    assert stages(dataset(xlsx(Page=rows)))["received"].value == 184
    rows.insert(2, [None, "Forwarded from p.1", 10, 10, 20])
    assert stages(dataset(xlsx(Page=rows[:-1])))["received"].value == 184


def receipt(number: int, school: str, day: str, *boxes: tuple[int, int]) -> list[list[object]]:
    lines = [[f"#{place}", "mixed", sent, received] for place, (sent, received) in enumerate(boxes, 1)]
    return [
        ["DELIVERY RECEIPT", None, "No.", number],
        ["Deliver to:", school, "Date:", day],
        ["Box", "Contents", "Books sent", "Books received"],
        *lines,
        ["Total", None, sum(sent for sent, _ in boxes), sum(received for _, received in boxes)],
        [f"Received by: clerk {number}"],
        [],
    ]


def test_numbers_of_stacked_receipts_are_no_books() -> None:
    rows: list[list[object]] = [["Books on Wheels"], []]
    rows += receipt(1012, "Lincoln School", "2026-10-05", (48, 48), (21, 20))
    rows += receipt(1013, "Valley School", "2026-10-07", (50, 50), (45, 44))
    found = stages(dataset(xlsx(Receipts=rows)))
    assert (found["shipped"].value, found["received"].value) == (164, 162)


def test_list_of_schools_repeats_their_tabs() -> None:
    schools = {"IE_20145": [[9, 9], [14, 13]], "IE_14008": [[27, 27], [21, 20]]}
    tabs = {
        name: [["Acta de entrega"], [], ["Título", "Ejemplares enviados", "Ejemplares recibidos"]]
        + [[f"Libro {place}", *pair] for place, pair in enumerate(pairs)]
        for name, pairs in schools.items()
    }
    lines = [
        [name.replace("_", " "), sum(a for a, _ in pairs), sum(b for _, b in pairs)]
        for name, pairs in schools.items()
    ]
    head = [["Entregas de libros"], [], ["Escuela", "Enviados", "Recibidos"]]
    book = xlsx(Entregas=[*head, *lines], **tabs)
    found = stages(dataset(book))
    assert (found["shipped"].value, found["received"].value) == (71, 69)
    both = stages(dataset(book, sheets={"Entregas": {"layout": "deliveries"}}))
    assert both["shipped"].value == 142
    lines[0][1] = 24  # one line differs from its tab: nothing shows that the lists are the same
    other = xlsx(Entregas=[*head, *lines], **tabs)
    assert stages(dataset(other))["shipped"].value == 71 + 72


def test_stage_above_dates_and_books_is_theirs() -> None:
    rows: list[list[object]] = [["Escuela", "ENVÍO", None, None, "RECEPCIÓN", None, None]]
    rows += [[None, "Fecha", "Cajas", "Libros", "Fecha", "Libros", "Maltratados"]]
    rows += [["I.E. Muruhuay", "2026-05-15", 4, 132, "2026-05-25", 127, 0]]
    rows += [["I.E. Santa Teresa", "2026-05-28", 2, 80, "2026-06-10", 79, 3]]
    lots = read(xlsx(Tarma=rows)).tables["deliveries"]
    assert [(row["shipped"], row["received"]) for row in lots] == [(132, 127), (80, 79)]
    assert [f"{row['received_on']:%m-%d}" for row in lots] == ["05-25", "06-10"]


def test_number_of_pupils_of_a_school_is_no_attendance() -> None:
    rows: list[list[object]] = [
        ["ENTREGA DE ACERVOS"],
        ["Escuela", "Alumnos", "Libros prometidos", "Libros recibidos"],
    ]
    rows += [["Prim. Zaragoza", 26, 30, 25], ["Telesec. 118", 22, 50, 45], ["CONAFE", 71, 30, None]]
    result = read(xlsx(Zona=rows))
    assert "sessions" not in result.tables
    assert [row["pledged"] for row in result.tables["deliveries"]] == [30, 50, 30]


def test_arrived_counts_books_next_to_loaded_and_given() -> None:
    """ "Dumating" alone would be people who came; a lot that did not arrive has no number."""
    rows: list[list[object]] = [["AKLAT PARA SA MGA NASALANTA (bilang ng aklat)"], []]
    rows += [["Petsa", "Evacuation center", "Nilagay sa trak", "Dumating", "Naibigay sa bata"]]
    rows += [["2026-11-07", "Ilaya", 120, 120, 112], ["2026-11-08", "Hall", 80, 80, 65]]
    rows += [["2026-11-21", "Chapel", 60, "hindi nakarating", None], ["KABUUAN", None, 260, 200, 177]]
    result = read(xlsx(Sheet1=rows))
    stages = [
        [row[stage] for stage in ("shipped", "received", "in_hands")] for row in result.tables["deliveries"]
    ]
    assert stages == [[120, 120, 112], [80, 80, 65], [60, None, None]]
    assert "sessions" not in result.tables


STAGES_IN_ROWS: list[list[Any]] = [
    ["Libros para la sierra"],
    [],
    ["Paso", "Tlacuitepec", "La Cumbre", "SUMA"],
    ["Prometidos por las escuelas", 200, 120, 320],
    ["Recolectados en el centro de acopio", 185, 95, 280],
    ["En buen estado después de revisar", 141, 80, 221],
    ["Enviados", 140, 80, 220],
    ["Recibidos en la comunidad", 140, "pendiente", 140],
    ["Ya en manos de los lectores", 96, None, 96],
    [],
    ["Recibe", "Comisariado", "Comité", None],
]


def test_stages_in_rows_by_place_are_lots() -> None:
    result = read(xlsx(Entregas=STAGES_IN_ROWS))
    stages = ("pledged", "collected", "usable", "shipped", "received", "in_hands")
    assert [[row[stage] for stage in stages] for row in result.tables["deliveries"]] == [
        [200, 185, 141, 140, 140, 96],
        [120, 95, 80, 80, None, None],
    ]
    unread = [issue.cells for issue in result.issues if issue.code == "number-unreadable"]
    assert unread == [("C8",)]  # the cell as it was typed


def test_stages_in_rows_of_one_lot_are_a_lot() -> None:
    rows = [
        ["LOTE 1"],
        ["Destino:", "Esc. 4312"],
        [],
        ["Paso", "Fecha", "Cantidad de libros", "Observaciones"],
    ]
    rows += [["Prometidos", "2026-04-03", 150, None], ["Recolectados", "2026-05-04", 138, None]]
    rows += [["Enviados", "2026-07-06", 120, "mojados"], ["Entregados a los chicos", "2026-09-08", 96, None]]
    (lot,) = read(xlsx(Lote=rows)).tables["deliveries"]
    assert [lot[stage] for stage in ("pledged", "collected", "shipped", "in_hands")] == [150, 138, 120, 96]


def test_lots_with_a_column_of_stages_are_no_such_sheet() -> None:
    rows = [["Stage", "Books", "Date"], ["Pledged", 40, "2026-03-02"], ["Pledged", 30, "2026-03-03"]]
    rows += [["Received", 60, "2026-03-09"], ["Shipped", 65, "2026-03-05"]]
    assert "stages of the books are in the rows" not in repr(read(xlsx(Sheet1=rows)).issues)


def test_stage_with_its_day_or_what_came_before_is_known() -> None:
    heads = ["Donor", "Pledged", "Collected", "Usable after sorting", "Shipped Nov 9", "Received at site"]
    data = xlsx(Tally=[heads, ["School", 120, 104, 81, 80, 79], ["Homes", 90, 47, 22, 20, 20]])
    reached = {name: found.value for name, found in stages(dataset(data)).items() if found.value is not None}
    assert reached == {"pledged": 210, "collected": 151, "usable": 103, "shipped": 100, "received": 99}


def test_town_that_begins_like_a_remark_is_a_row() -> None:
    heads = ["Municipio", "Enviados", "Recibidos", "Entregados"]
    rows = [["Villar", 236, 234, 197], ["Fuente Blanca", 88, 0, 0], ["Cerro", 173, 164, 109]]
    result = read(xlsx(Lotes=[heads, *rows]))
    assert [row["shipped"] for row in map(dict, result.tables["deliveries"])] == [236, 88, 173]


def test_dated_books_of_one_stage_are_lots() -> None:
    rows: list[list[object]] = [["Date", "Via", "No. of books shipped"], ["Sept 7", "Jeep", 140]]
    rows += [["Sept 14", "LBC", 96], [None, "TOTAL", 236]]
    assert [row["shipped"] for row in lots(rows)] == [140, 96]


def test_stage_with_its_place_next_to_three_others_is_read() -> None:
    rows: list[list[object]] = [
        ["Box #", "Pcs collected", "Pcs usable", "Pcs shipped", "Pcs received sa site"]
    ]
    rows += [["A-01", 62, 55, 55, 55], ["A-02", 70, 66, 66, 60]]
    assert [row["received"] for row in lots(rows)] == [55, 60]


@pytest.mark.parametrize(
    ("headings", "stage"),
    [
        (["Box #", "From", "Date received", "Books"], "collected"),
        (["Kahon", "Galing kay", "Petsa tinanggap", "Bilang ng libro"], "collected"),
        (["Box #", "School", "Date received", "Books"], "received"),
    ],
)
def test_boxes_from_donors_are_collected(headings: list[str], stage: str) -> None:
    day = datetime(2026, 11, 2)
    rows = [[1, "Hill Elementary", day, 48], [2, "Lake Elementary", day, 51], [3, "Oak School", day, 44]]
    found = read(xlsx(Boxes=[headings, *rows])).tables["deliveries"]
    assert [row[stage] for row in found] == [48, 51, 44]
    assert all(row.get("received_on") is None for row in found) == (stage == "collected")


@pytest.mark.parametrize("carrier", ["Courier", "Waybill", "Guía"])
def test_books_with_a_courier_were_shipped(carrier: str) -> None:
    day = datetime(2026, 11, 9)
    rows = [["AP 9", day, "Hill School", 180, 1450], ["AP 10", day, "Lake School", 140, 1180]]
    found = read(xlsx(Shipments=[[carrier, "Date", "To", "Books", "Fee"], *rows])).tables["deliveries"]
    assert [(row["site"], row["shipped"]) for row in found] == [("Hill School", 180), ("Lake School", 140)]


def test_words_of_stages_are_read_under_any_heading() -> None:
    """120 sent, 118 arrived and 105 given; the totals below repeat them."""
    rows: list[list[object]] = [["dt", "what", "school", "copies"], ["2026-02-03", "sent", "Kapedo", 120]]
    rows += [["2026-02-09", "arrvd", "Kapedo", 118], ["2026-02-16", "given to kids", "Kapedo", 105]]
    rows += [["2026-03-02", "sent", "Lokori", 95], [], [None, "tot sent", None, 215]]
    found = read(xlsx(log=rows)).tables["deliveries"]
    sums = {stage: sum(row.get(stage) or 0 for row in found) for stage in ("shipped", "received", "in_hands")}
    assert sums == {"shipped": 215, "received": 118, "in_hands": 105}


def test_log_of_stages_needs_no_places() -> None:
    rows: list[list[object]] = [["Books for Appalachia 2026"], ["date", "what", "books", "note"]]
    steps = [("collected", 205), ("Collected", 88), ("sorted", 150), ("SORTED", 164), ("shipped", 140)]
    rows += [[f"2026-09-{12 + n}", step, books, "4 ctns"] for n, (step, books) in enumerate(steps)]
    lots = read(xlsx(tally=rows)).tables["deliveries"]
    sums = {stage: sum(lot.get(stage) or 0 for lot in lots) for stage in ("collected", "usable", "shipped")}
    assert sums == {"collected": 293, "usable": 314, "shipped": 140}
    assert len(lots) == 5


def test_other_things_than_books_are_left_out() -> None:
    rows = [["Petsa", "Barangay", "Gamit", "Naibigay sa mga bata"]]
    rows += [["2026-10-05", "Malinao", thing, count] for thing, count in (("Aklat", 76), ("Kuwaderno", 38))]
    rows += [["2026-10-12", "Ilaya", thing, count] for thing, count in (("Aklat", 104), ("Lapis", 104))]
    found = read(xlsx(Log=rows), row_is="delivery").tables["deliveries"]
    assert [row["in_hands"] for row in found] == [76, 104]


def test_remarks_about_bags_leave_no_books_out() -> None:
    rows = [["School", "Sent", "Received", "Remarks"], ["Hill", 60, 58, "books wet"]]
    rows += [["Lake", 75, 75, "2 bags torn"], ["Oak", 40, 40, None]]
    found = read(xlsx(Log=rows), row_is="delivery").tables["deliveries"]
    assert [row["received"] for row in found] == [58, 75, 40]


def test_blocks_from_and_to_are_two_tables() -> None:
    """188 + 94 came in; what was dropped off is not added, nor is the line "all together"."""
    rows: list[list[object]] = [["Books for the fire towns"], [], ["PICKED UP"]]
    rows += [["when", "from", "boxes", "books"], ["Sept 3", "Coulee Elementary", 6, 188]]
    rows += [["Sept 3", "Lutheran church", 3, 94], [None, "all together", 9, 282], []]
    rows += [["DROPPED OFF"], ["when", "to", "boxes", "books", "signed for by"]]
    rows += [["Oct 2", "Heron Flats school", 7, 205, "L. Kettle"], ["Oct 9", "Ash Creek hall", 2, 58, "Ron"]]
    found = evaluate(dataset(xlsx(Sheet1=rows)), as_of=date(2026, 12, 1), metrics=["books_at_stage"])
    collected = [v.value for v in found.values if v.groups.get("stage") == "collected"]
    assert collected == [282]


CARAVAN = [
    ["Book caravan - delivery monitoring"],
    ["DR No.", "Date", "Recipient School", "No. of boxes", "Pcs sent", "Pcs rec'd", "Status"],
    ["DR-14", "2026-02-09", "Sta. Monica ES", 3, 120, 120, "Delivered"],
    ["DR-15", "2026-02-09", "Bagong Pag-asa ES", 2, 80, 78, "Delivered"],
    ["DR-16", "2026-02-23", "Sitio Kalinga Day Care", 1, 35, 35, "Delivered"],
    ["DR-18", "2026-03-05", "Pulong Bato PS", 2, 75, None, "CANCELLED, road closed"],
    ["DR-19", "2026-06-22", "Mapalad NHS", 4, 160, 150, "Delivered"],
    ["DR-21", "2026-11-25", "Isla Verde ES", 5, 210, None, "in transit"],
    ["DR-22", "2026-12-14", "Tabing-Ilog ES", 2, 90, None, "sched."],
]


def test_books_that_were_never_sent_are_asked_about() -> None:
    """Sent are 120 + 80 + 35 + 160 + 210; one delivery was cancelled, one is only scheduled."""
    data = xlsx(Log=CARAVAN)
    asked = {q.id.removeprefix("sheets.Log.doubtful_rows.") for q in sheet(read(data)).questions}
    assert {'a remark speaks of "cancelled"', 'a remark speaks of "sched"'} <= asked
    stages = evaluate(dataset(data, doubtful_rows="leave-out"), as_of=date(2026, 12, 31))
    assert stages.value_for("books_at_stage", stage="shipped").value == 605
    stages = evaluate(dataset(data), as_of=date(2026, 12, 31))
    assert stages.value_for("books_at_stage", stage="shipped").certainty == "at_most"


def test_last_row_without_a_day_may_be_a_total() -> None:
    rows = [["Fecha", "Escuela", "Cajas", "Libros entregados"]]
    rows += [["2026-01-19", "Niños Héroes", 4, 70], ["2026-01-19", "Lázaro Cárdenas", 3, 54]]
    rows += [["2026-02-03", "CONAFE El Sauz", 1, 20], ["2026-12-10", "Sor Juana", 3, 90]]
    rows += [[None, "Entregados (sin Sor Juana)", 8, 144]]
    mapping = {"Libros entregados": "deliveries.received"}
    found = sheet(read(xlsx(Log=rows), row_is="delivery", mapping=mapping))
    assert any("it has no day" in question.id for question in found.questions)


def test_received_column_next_to_two_days_is_a_delivery() -> None:
    """Received 240 + 152; the third lot has no number yet."""
    rows: list[list[object]] = [["Book delivery monitoring"]]
    rows += [["DR No.", "Consignee", "Date dispatched", "Boxes", "Qty received", "Date received"]]
    rows += [["0141", "Hinabangan CES", "2026-08-03", 6, 240, "2026-08-11"]]
    rows += [["0142", "Bagacay ES", "2026-08-03", 4, 152, "2026-08-12"]]
    rows += [["0149", "Kagbana ES", "2026-11-20", 4, None, None]]
    assert [row["received"] for row in lots(rows)] == [240, 152, None]
    assert [row["site"] for row in lots(rows)] == ["Hinabangan CES", "Bagacay ES", "Kagbana ES"]


def test_packed_total_and_what_a_site_got_are_stages() -> None:
    """Packed 60 + 70 + 35, received 60 + 68; the last site was closed."""
    rows: list[list[object]] = [["Free books, driven to sites"]]
    rows += [["Drop date", "Site", "Books packed", None, "Packed total", "Site says got"]]
    rows += [[None, None, "Board", "Picture", None, None]]
    rows += [["2026-02-17", "WIC office", 40, 20, 60, 60], ["2026-03-10", "Food pantry", 40, 30, 70, 68]]
    rows += [["2026-03-24", "Laundromat", 15, 20, 35, None]]
    assert [row["usable"] for row in lots(rows)] == [60, 70, 35]
    assert [row["received"] for row in lots(rows)] == [60, 68, None]
