"""Delivery logs of other shapes than ours: lots and boxes from pledged to readers' hands, summed by hand."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest

from libcollab_metrics.ingest.worker.protocol import to_arrow
from libcollab_metrics.metrics import evaluate
from libcollab_metrics.metrics.definition import Value
from libcollab_metrics.model import Dataset
from tests.support.sheets import codes, dataset, read, sheet, xlsx

HEADS = ["Lot", "Unit", "Pledged", "Collected", "Usable", "Shipped", "Received", "In hands"]
#: Fixture i: two lots in books, a third in boxes.
LOTS: list[list[object]] = [
    HEADS,
    ["A", "books", 500, 420, 300, 300, 290, None],
    ["B", "books", 200, 200, None, 150, 150, 120],
    ["C", "boxes", 9, 9, None, None, 9, None],
]


def lots(rows: list[list[object]], **answers: Any) -> list[dict[str, Any]]:
    return [dict(row) for row in read(xlsx(Books=rows), **answers).tables["deliveries"]]


def stages(made: Dataset) -> dict[str, Value]:
    found = evaluate(made, metrics=["books_at_stage"], as_of=date(2026, 12, 31)).values
    return {dict(value.group)["stage"]: value for value in found}


def step(made: Dataset, before: str, after: str) -> tuple[float, float]:
    """Books after and before over the lots with both known, in books."""
    rows = made.tables["deliveries"]
    rows = rows[(rows["unit"] != "boxes") & rows[before].notna() & rows[after].notna()]
    return float(rows[after].sum()), float(rows[before].sum())


def test_fixture_i_two_lots_in_books_and_one_in_boxes() -> None:
    """Usable 300 of 420, lot A only; in hands 120 of 150, lot B only; received 290 + 150 = 440, never 449."""
    made = dataset(xlsx(Books=LOTS))
    assert step(made, "collected", "usable") == (300, 420)
    assert step(made, "received", "in_hands") == (120, 150)
    found = stages(made)
    assert [found[stage].value for stage in found] == [700, 620, 300, 450, 440, 120]
    assert (found["received"].certainty, found["received"].coverage) == ("at_least", 2 / 3)
    assert made.tables["deliveries"]["unit"].tolist() == ["books", "books", "boxes"]
    assert codes(made) == set()


@pytest.mark.parametrize(
    "third", [["C (boxes)", 9, 9, None, None, 9, None], ["C", "9 boxes", 9, None, None, 9, None]]
)
def test_boxes_are_known_without_a_column_of_units(third: list[object]) -> None:
    rows = [
        [h for h in HEADS if h != "Unit"],
        ["A", 500, 420, 300, 300, 290, None],
        ["B", 200, 200, None, 150, 150, 120],
        third,
    ]
    assert stages(dataset(xlsx(Books=rows)))["received"].value == 440


def test_reading_a_delivery_log_again_gives_identical_tables() -> None:
    data = xlsx(Books=LOTS)
    first, second = to_arrow(read(data).tables), to_arrow(read(data).tables)
    assert first["deliveries"].equals(second["deliveries"])


def test_rows_in_another_order_and_a_total_change_no_figure() -> None:
    total = ["TOTAL", None, 700, 620, 300, 450, 440, 120]
    made = dataset(xlsx(Books=[HEADS, *reversed(LOTS[1:]), total]))
    assert [value.value for value in stages(made).values()] == [700, 620, 300, 450, 440, 120]
    assert codes(made) == {"totals-row-left-out"}
    total[6] = 450
    assert "totals-disagree" in codes(dataset(xlsx(Books=[*LOTS, total])))


@pytest.mark.parametrize("name", ["Books", "Deliveries"])
def test_an_estimate_stays_one_and_a_lower_bound_a_bound_also_on_our_own_sheet(name: str) -> None:
    """About 300 shipped, 290+ received: an estimate, and at least that many."""
    rows = [["Program", "Lot", "Collected", "Shipped", "Received"], ["Drive", "A", 320, "about 300", "290+"]]
    found = read(xlsx(**{name: rows}))
    assert sheet(found, name).layout == ("template" if name == "Deliveries" else "deliveries")
    made = stages(dataset(xlsx(**{name: rows})))
    assert [made[s].estimated for s in ("collected", "shipped", "received")] == [False, True, True]
    assert [made[s].certainty for s in ("collected", "shipped", "received")] == ["exact", "exact", "at_least"]
    assert "estimate-in-words" in codes(found)


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
def test_stages_are_known_in_three_languages(heads: list[object]) -> None:
    (row,) = lots([heads, ["A", 6, 5, 4, 3, 2, 1]])
    assert [row[s] for s in ("pledged", "collected", "usable", "shipped", "received", "in_hands")] == [
        6,
        5,
        4,
        3,
        2,
        1,
    ]


def test_days_sites_and_languages_of_a_lot_are_kept() -> None:
    rows = [
        ["Box No.", "School", "Language", "Shipped", "Received", "Date Sent", "Date Received"],
        ["7", "San Isidro", "Filipino", 40, 38, "2026-02-01", "2026-02-09"],
    ]
    (row,) = lots(rows)
    assert (row["lot"], row["site"], row["language"]) == ("7", "San Isidro", "Filipino")
    assert (row["dispatched_on"], row["received_on"]) == (datetime(2026, 2, 1), datetime(2026, 2, 9))


def test_one_step_a_row_is_put_together_lot_by_lot_and_a_second_sending_is_a_second_row() -> None:
    rows = [
        ["Lot", "Stage", "Books", "Date"],
        ["A", "pledged", 500, "2026-01-01"],
        ["A", "sent", 300, "2026-02-01"],
        ["B", "Naipadala", 100, "2026-02-01"],
        ["A", "recibido", "about 290", "2026-02-09"],
        ["A", "sent", 20, "2026-03-01"],
        ["B", "lost", 3, None],
    ]
    found = lots(rows)
    assert [(r["lot"], r.get("pledged"), r.get("shipped"), r.get("received")) for r in found] == [
        ("A", 500, 300, 290),
        ("B", None, 100, None),
        ("A", None, 20, None),
    ]
    assert found[0]["dispatched_on"] == datetime(2026, 2, 1)
    assert (found[0]["received_is_estimate"], found[0]["received_on"]) == (True, datetime(2026, 2, 9))
    issue = next(i for i in read(xlsx(Books=rows)).issues if i.code == "choice-unknown")
    assert (issue.cell, issue.value) == ("B7", "lost")


def test_a_day_or_a_tick_beside_the_number_of_a_lot_says_how_far_it_got_and_is_told() -> None:
    dated = [
        ["Box No.", "No. of books", "Date Sent", "Date Received"],
        ["1", 40, "2026-02-01", "2026-02-09"],
        ["2", 35, "2026-02-01", None],
    ]
    ticked = [["Box No.", "No. of books", "Shipped", "Received"], ["1", 40, "x", "x"], ["2", 35, "x", None]]
    for rows in (dated, ticked):
        assert [(r["shipped"], r["received"]) for r in lots(rows)] == [(40, 40), (35, None)]
        assert "choice-assumed" in codes(read(xlsx(Books=rows)))


def test_books_are_read_where_boxes_are_counted_beside_them() -> None:
    rows = [["Lot", "Boxes shipped", "Books shipped", "Books received"], ["A", 4, 120, 118]]
    (row,) = lots(rows)
    assert (row["unit"], row["shipped"], row["received"]) == ("books", 120, 118)
    assert "column-not-used" in codes(read(xlsx(Books=rows)))


def test_boxes_in_a_row_of_books_are_left_out_as_typed() -> None:
    rows = [["Lot", "Unit", "Shipped", "Received"], ["A", "books", "4 boxes", 118]]
    (row,) = lots(rows)
    assert (row["shipped"], row["received"]) == (None, 118)
    issue = next(i for i in read(xlsx(Books=rows)).issues if i.code == "number-unreadable")
    assert (issue.cell, issue.value) == ("C2", "4 boxes")


def test_a_stage_that_grows_is_told_and_asked_and_may_be_left_out() -> None:
    """310 received of 300 shipped; usable is not known, so shipped is compared with collected."""
    rows = [["Lot", "Collected", "Usable", "Shipped", "Received"], ["A", 320, None, 300, 310]]
    found, made = read(xlsx(Books=rows)), dataset(xlsx(Books=rows))
    issue = next(i for i in made.issues if i.code == "stage-grows")
    assert (issue.severity, issue.cell, issue.value) == ("note", "E2", "310")
    (question,) = sheet(found, "Books").questions
    assert (question.id, question.default) == ("sheets.Books.mapping.Received", "deliveries.received")
    kept = read(xlsx(Books=rows), mapping={"Received": "deliveries.received"})
    assert not sheet(kept, "Books").questions
    left = dataset(xlsx(Books=rows), mapping={"Received": "check"})
    assert stages(left)["received"].value is None
    skipping = dataset(xlsx(Books=[rows[0], ["A", 200, None, 250, 240]]))
    assert next(i for i in skipping.issues if i.code == "stage-grows").cell == "D2"


@pytest.mark.parametrize(
    ("typed", "number"),
    [("1,200", 1200), ("1.200", 1200), (-5, None), ("N/A", None), ("some", None), (0, 0), ("35 libros", 35)],
)
def test_a_number_of_a_stage_is_read_as_typed_or_unknown(typed: object, number: float | None) -> None:
    rows = [["Lot", "Collected", "Shipped", "Received"], ["A", 5000, 5000, typed]]
    assert lots(rows)[0]["received"] == number


def test_a_lot_of_which_nothing_is_known_lowers_the_coverage_and_a_remark_is_no_lot() -> None:
    rows = [
        *LOTS[:2],
        ["D", "books", None, None, None, None, None, None],
        ["the rest comes in May", *[None] * 7],
    ]
    made = dataset(xlsx(Books=rows))
    assert len(made.tables["deliveries"]) == 2
    assert stages(made)["received"].coverage == 1 / 2
    assert "row-left-out" in codes(made)


def test_an_empty_delivery_log_is_told() -> None:
    found = read(xlsx(Books=[HEADS], More=LOTS))
    assert [s.layout for s in found.reading.sheets] == ["skipped", "deliveries"]


def test_a_log_of_sessions_with_books_received_stays_one() -> None:
    rows = [
        ["Date", "Title", "Attendance", "Books received", "Books shipped"],
        ["2026-03-07", "Story", 18, 4, 2],
    ]
    assert sheet(read(xlsx(Log=rows))).layout == "session_log"
