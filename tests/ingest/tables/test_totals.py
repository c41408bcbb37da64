"""A total is compared and is not a session, wherever it is and whatever its label."""

from __future__ import annotations

import random
from datetime import date

import pytest

from libcollab_metrics.ingest.files.cells import CellColumn
from libcollab_metrics.ingest.tables import rows as table_rows
from libcollab_metrics.ingest.values.lexicon import word_list
from libcollab_metrics.metrics import evaluate
from libcollab_metrics.model.names import normalize_heading
from tests.support.sheets import LOG, codes, dataset, read, xlsx


@pytest.mark.parametrize(
    "rows",
    [
        [["TOTAL", None, None, 38, None], *LOG[1:-1]],
        [*LOG[1:-1], [None, None, None, 38, None]],
        [LOG[1], ["Subtotal", None, None, 18, None], *LOG[2:-1], ["Grand Total", None, None, 38, None]],
        [*LOG[1:-1], ["Total for March", None, None, 38, None]],
    ],
)
def test_total_is_not_a_session_wherever_it_is(rows: list[list[object]]) -> None:
    result = read(xlsx(Log=[LOG[0], *rows]))
    assert [r["attended"] for r in result.tables["sessions"]] == [18, 20, None]
    assert "totals-disagree" not in codes(result)


@pytest.mark.parametrize(
    "label",
    [
        "Total attendance",
        "March total",
        "Total no. of participants",
        "Monthly total",
        "Overall",
        "Average",
        "TOTAL: 28",
        "Grand Total",
        "Kabuuan",
        "All Branches (Total) ",
    ],
)
@pytest.mark.parametrize("column", [0, 1])
def test_total_label_is_recognized_in_date_or_title_column(label: str, column: int) -> None:
    last: list[object] = [None, None, None, 28, None]
    last[column] = label
    result = read(xlsx(Log=[LOG[0], LOG[1], ["2026-03-08", "Story hour", "Main", 10, None], last]))
    assert [r["attended"] for r in result.tables["sessions"]] == [18, 10]
    assert next(i for i in result.issues if i.code == "totals-row-left-out").cell == ("A4", "B4")[column]


def test_disagreeing_total_is_reported_and_rows_are_used() -> None:
    result = read(xlsx(Log=[*LOG[:-1], ["TOTAL", None, None, 40, None]]))
    assert "totals-disagree" in codes(result)
    assert sum(r["attended"] or 0 for r in result.tables["sessions"]) == 38


def test_program_starting_with_total_is_not_a_total() -> None:
    result = read(xlsx(Log=[LOG[0], ["2026-03-07", "Total Recall film", "Hall", 12, None]]))
    assert result.tables["sessions"][0]["attended"] == 12


MONTHS: list[list[object]] = [["Monthly statistics 2024"], ["Month", "Programs", "Program attendance"]]
MONTHS += [["January", 9, 121], ["February", 8, 98], ["March", 11, 167], ["TOTAL 2024", 28, 386]]


def test_averages_and_totals_of_last_year_are_no_months() -> None:
    rows = [*MONTHS, ["Avg / month", 9.3, 128.7], ["TOTAL 2023", 24, 301], ["% change", "17%", "28%"], []]
    result = read(xlsx(Desk=[*rows, ["Attendance is the sum of the sheets at the desk"]]))
    assert [row["attended"] for row in result.tables["sessions"]] == [121, 98, 167]
    assert "totals-disagree" not in codes(result)


def test_total_of_this_year_that_differs_is_asked_about() -> None:
    result = read(xlsx(Desk=[*MONTHS[:-1], ["TOTAL 2024", 28, 380]]))
    assert "totals-disagree" in codes(result)


#: Labels of totals and footers, and words of examples.
ODD_WORDS = [
    *(
        word
        for key in ("everyone", "words", "averages", "statistics", "carried")
        for word in word_list("totals", key)
    ),
    *(word for key in ("leading", "inside", "shares") for word in word_list("totals", key)),
    *(
        *word_list("footers"),
        *word_list("signed_by"),
        *word_list("examples"),
        *word_list("examples", "anywhere"),
    ),
    *(
        "t o t a l",
        "Total",
        "______",
        "_ _ _ _ _",
        "no. of learners present",
        "Attendance / Total",
        "x = absent",
        "Story hour",
    ),
]


@pytest.mark.parametrize("seed", range(20))
def test_search_of_long_columns_finds_every_odd_text(seed: int) -> None:
    """The search for a whole column may find more than the odd texts and signatures, and never fewer."""
    chance = random.Random(seed)
    texts = []
    for word in ODD_WORDS * 3:
        word = chance.choice([str, str.upper, str.title])(word)
        word = word.replace(" ", chance.choice([" ", "  ", "_", " "]))
        before, after = (
            chance.choice(["", " ", "*", "Main ", "(", "%"]),
            chance.choice(["", ":", " ", ".", " 2"]),
        )
        texts.append(before + word + after)
    titles = frozenset({"date", "how many came", "no"})
    column = CellColumn.from_cells([None, *texts, *(f"Name {n}" for n in range(500))])
    texts = [str(text) for text in column.cells[1:-500]]
    found = table_rows._mask_possibly_odd(column, titles)
    odd = [
        table_rows._is_odd(text, normalize_heading(text), titles) or table_rows._is_signature_line(text)
        for text in texts
    ]
    assert any(odd)
    assert [
        text for text, is_odd, is_found in zip(texts, odd, found[1:], strict=False) if is_odd > is_found
    ] == []
    assert not any(found[1 + len(texts) :])


def test_sums_carried_to_the_next_page_are_no_gifts() -> None:
    rows: list[list[object]] = [["Sl. No.", "Date", "Received from", "No. of copies", "Approx. value (Rs.)"]]
    rows += [[1, "2026-01-25", "Library", 29, 1740], [2, "2026-01-28", "Shri. Kulthe", 3, 180]]
    rows += [[None, None, "C/F", 32, 1920], [None, None, "B/F", 32, 1920]]
    rows += [[3, "2026-02-14", "Lions Club", 58, 2320], [None, None, "Total", 90, 4240]]
    gifts = read(xlsx(Register=[["Register of gift books received"], *rows])).tables["ledger"]
    assert sum(row["quantity"] for row in gifts) == 90


DRIVE = [
    ["date", "from", "boxes", "books"],
    ["2026-03-02", "Kroger bin", 4, 64],
    ["2026-03-03", "Mrs. Lindqvist", 1, 14],
    [None, "so far", 5, 78],
    [None, "goal", None, 1000],
]


@pytest.mark.parametrize("label", ["goal", "Target", "our goal", "Meta", "Layunin", "still needed"])
def test_goal_below_a_total_of_books_is_no_gift(label: str) -> None:
    rows = [*DRIVE[:-1], [None, label, None, 1000]]
    loaded = dataset(xlsx(Book_drive=rows))
    assert loaded.tables["ledger"]["quantity"].sum() == 78
    assert "totals-disagree" not in codes(loaded)
    found = evaluate(loaded, metrics=["books_at_stage"], as_of=date(2026, 12, 31)).values
    assert [(v.value, v.certainty) for v in found if v.groups["stage"] == "collected"] == [(78, "exact")]


def test_doubtful_gift_of_books_leaves_their_number_open() -> None:
    more = [[f"2026-03-{day}", "Girl Scouts", 1, 10] for day in (10, 11, 12)]
    rows = [*DRIVE[:-2], *more, [None, "Rotary", 2, 30]]
    found = evaluate(dataset(xlsx(Book_drive=rows)), metrics=["books_at_stage"], as_of=date(2026, 12, 31))
    collected = next(value for value in found.values if value.groups["stage"] == "collected")
    assert (collected.value, collected.certainty) == (138, "at_most")


@pytest.mark.parametrize(
    "label", ["Goal for the SY", "% of goal", "SHORTFALL", "Target for this year", "Meta anual"]
)
def test_goal_below_months_is_no_month(label: str) -> None:
    rows = [
        ["Month", "Sessions conducted", "Learners who attended"],
        ["August 2025", 4, 108],
        ["September 2025", 3, 84],
    ]
    rows += [["TOTAL", 7, 192], [label, 32, 900]]
    counted = read(xlsx(Report=rows)).tables["sessions"]
    assert sum(row["attended"] for row in counted) == 192


def test_summary_next_to_its_sessions_is_counted_once() -> None:
    """18 + 21 = 39 and 12 + 10 = 22: 61 people, listed by day at the left and by activity at the right."""
    rows = [
        ["FECHA", "ACTIVIDAD", "ASISTENTES", None, "Actividad", "Veces", "Personas"],
        ["04/07/2026", "Hora del cuento", 18, None, "Hora del cuento", 2, 39],
        ["09/07/2026", "Origami", 12, None, "Origami", 2, 22],
        ["11/07/2026", "Hora del cuento", 21, None, "Total", 4, 61],
        ["16/07/2026", "Origami", 10, None, None, None, None],
    ]
    loaded = dataset(xlsx(Hoja=rows))
    assert loaded.tables["sessions"]["attended"].sum() == 61
    assert "summary-left-out" in codes(loaded)


def test_undated_session_of_a_log_is_no_summary() -> None:
    """A session without a day counts, although others of its program have one."""
    rows = [["Date", "Program", "Attendance"], ["2026-03-07", "Craft", 12], ["2026-03-14", "Craft", 9]]
    loaded = dataset(xlsx(Log=[*rows, [None, "Craft", 20]]))
    assert loaded.tables["sessions"]["attended"].sum() == 41
    assert not {"summary-left-out", "summary-perhaps-twice"} & codes(loaded)


def test_words_in_place_of_a_month_are_no_month() -> None:
    """A row without a month, a title and a place is left out, and the sum is then a lower bound."""
    rows = [
        ["Month", "Learners who attended"],
        ["August 2025", 108],
        ["September 2025", 84],
        ["Foo bar", 900],
    ]
    loaded = dataset(xlsx(Report=rows))
    found = evaluate(loaded, metrics=["attendance_total"], as_of=date(2026, 12, 31)).values[0]
    assert (found.value, found.certainty) == (192, "at_least")
    named = [
        ["Month", "Program", "Attended"],
        ["August 2025", "Craft", 108],
        ["?", "Craft", 9],
        ["June 2026", "Craft", 1],
    ]
    assert dataset(xlsx(Report=named)).tables["sessions"]["attended"].sum() == 118


def test_rate_below_a_log_is_no_session() -> None:
    rows = [["Class date", "Topic", "Showed"], ["2026-03-11", "Email", 10], ["2026-03-25", "Excel", 9]]
    found = read(xlsx(Classes=[*rows, [None, None, None], [None, "Show rate", 0.7]])).tables["sessions"]
    assert [row["attended"] for row in found] == [10, 9]


def test_average_in_a_box_at_the_side_excludes_nothing() -> None:
    rows = [
        ["Petsa", "Ilang bata", "Remarks", None, "SUMMARY", None],
        ["2026-03-07", 12, None, None, "Sessions", 3],
        ["2026-03-14", 9, None, None, "Average", 10],
        ["2026-03-21", 9, None, None, "Total", 30],
    ]
    assert sum(row["attended"] for row in read(xlsx(Log=rows)).tables["sessions"]) == 30
