"""Scores before and after: sums of pairs computed by hand, names are not stored, levels are coded."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from libcollab_metrics.ingest.tables.heading import parse_score_heading
from libcollab_metrics.ingest.worker.protocol import to_arrow
from libcollab_metrics.metrics import CATALOG, evaluate
from libcollab_metrics.metrics.definition import Value
from libcollab_metrics.model import Dataset
from tests.support.sheets import codes, dataset, read, sheet, xlsx

BEFORE = (10, 12, 8, 15, 11, 9, None)
AFTER = (14, 15, 8, 18, 15, None, 19)
LEVEL_BEFORE = (
    "Frustration",
    "Instructional",
    "Frustration",
    "Instructional",
    "Frustration",
    "Frustration",
    None,
)
LEVEL_AFTER = (
    "Instructional",
    "Independent",
    "Frustration",
    "Independent",
    "Instructional",
    None,
    "Independent",
)
NAMES = ("Rosa", "Pedro", "Lina", "Tomas", "Nena", "Berto", "Ines")
#: Fixture k: seven readers, five with both scores, and their levels.
TESTS: list[list[object]] = [
    [
        "No.",
        "Name",
        "Pre-test (of 20)",
        "Post-test (of 20)",
        "Reading Level (pre)",
        "Reading Level (post)",
        "Gain",
    ],
    *(
        [n, f"{name} Dalisay", before, after, low, high, None]
        for n, (name, before, after, low, high) in enumerate(
            zip(NAMES, BEFORE, AFTER, LEVEL_BEFORE, LEVEL_AFTER, strict=True), 1
        )
    ),
]


def outcomes(rows: list[list[object]], **answers: Any) -> list[dict[str, Any]]:
    return [dict(row) for row in read(xlsx(Tests=rows), **answers).tables["outcomes"]]


def gains(loaded: Dataset) -> dict[str, Value]:
    result = evaluate(loaded, metrics=["mean_gain"], as_of=date(2026, 12, 31)).values
    return {dict(value.group)["measure"]: value for value in result}


def hake(loaded: Dataset, measure: str) -> float:
    """Hake's normalized gain over the pairs: the gain in per cent, divided by the largest possible gain."""
    rows = loaded.tables["outcomes"]
    rows = rows[(rows["measure"] == measure) & rows["before"].notna() & rows["after"].notna()]
    before, after = (float((100 * rows[side] / rows["scale_max"]).mean()) for side in ("before", "after"))
    return (after - before) / (100 - before)


def test_fixture_k_five_pairs_of_seven_readers() -> None:
    """Gains 4 3 0 3 4: 14 over 5 pairs, not a difference of means; 5 of 6; Hake (70 − 56) ÷ 44."""
    loaded = dataset(xlsx(Tests=TESTS))
    gain = gains(loaded)["score"]
    assert (gain.value, gain.numerator, gain.denominator, gain.coverage) == (2.8, 14, 5, 5 / 6)
    assert round(hake(loaded, "score"), 2) == 0.32
    effects = [metric.id for metric in CATALOG if metric.id.startswith("effect_")]
    assert all(v.value is None for v in evaluate(loaded, metrics=effects, as_of=date(2026, 12, 31)).values)
    levels = loaded.tables["outcomes"][loaded.tables["outcomes"]["measure"] == "philiri_level"]
    assert levels["before"].dropna().tolist() == [1, 2, 1, 2, 1, 1]
    assert levels["after"].dropna().tolist() == [2, 3, 1, 3, 2, 3]
    assert gains(loaded)["philiri_level"].value == 4 / 5
    assert set(loaded.tables["outcomes"]["scale_max"].dropna()) == {20}
    assert codes(loaded) == {"personal-column-discarded"}


def test_imported_scores_hold_no_name_and_reading_again_is_identical() -> None:
    data = xlsx(Tests=TESTS)
    first, second = to_arrow(read(data).tables), to_arrow(read(data).tables)
    assert first["outcomes"].equals(second["outcomes"])
    text = repr(first["outcomes"].to_pylist()) + repr(read(data).issues)
    assert not [name for name in (*NAMES, "Dalisay") if name in text]
    assert len(set(first["outcomes"]["respondent_key"].to_pylist())) == 7


def test_rows_in_another_order_do_not_change_the_gain() -> None:
    assert gains(dataset(xlsx(Tests=[TESTS[0], *reversed(TESTS[1:])])))["score"].value == 2.8


@pytest.mark.parametrize(
    ("before", "after", "measure", "best"),
    [
        ("Before", "After", "score", None),
        ("Pretest", "Posttest", "score", None),
        ("Pre reading", "Post reading", "reading", None),
        ("Pre-test score /50", "Post-test score /50", "score", 50),
        ("Word Reading Pre", "Word Reading Post", "philiri_word", None),
        ("wpm (pre)", "wpm (post)", "wpm", None),
        ("Antes (de 20)", "Después (de 20)", "score", 20),
        ("Prueba inicial", "Prueba final", "score", None),
        ("Panimulang pagtatasa", "Panapos na pagtatasa", "score", None),
        ("Pre-test (20 items)", "Post-test (20 items)", "score", 20),
        ("Pre-test %", "Post-test %", "score", 100),
    ],
)
def test_heading_gives_phase_measure_and_highest_score(
    before: str, after: str, measure: str, best: float | None
) -> None:
    result = outcomes([["Name", before, after], ["Rosa", 10, 14], ["Pedro", 8, None]])
    assert [(r["measure"], r["before"], r["after"], r["scale_max"]) for r in result] == [
        (measure, 10, 14, best),
        (measure, 8, None, best),
    ]


@pytest.mark.parametrize("heading", ["Postal code", "Preparation", "Grade 2", "Name", "Beforehand"])
def test_other_headings_are_not_scores(heading: str) -> None:
    assert parse_score_heading(heading).phase == ""


@pytest.mark.parametrize(
    ("typed", "score", "best"),
    [
        ("14/20", 14, 20),
        ("85%", 85, 100),
        ("12,5", 12.5, None),
        (0, 0, None),
        (None, None, None),
        ("–", None, None),
        ("absent", None, None),
        ("NT", None, None),
        ("liban", None, None),
        ("about 12", 12, None),
        (-3, None, None),
        ("good", None, None),
    ],
)
def test_score_is_read_as_typed_or_as_not_tested(
    typed: object, score: float | None, best: float | None
) -> None:
    (row,) = outcomes([["Name", "Pre-test", "Post-test"], ["Rosa", 10, typed]])
    assert (row["before"], row["after"], row["scale_max"]) == (10, score, best)


def test_two_header_rows_are_read_together() -> None:
    rows = [
        ["Name", "Before", None, "After", None],
        [None, "Word Reading", "Comprehension", "Word Reading", "Comprehension"],
        ["Rosa", 90, 60, 97, 80],
        ["Pedro", "absent", 40, 88, "-"],
    ]
    assert [(r["measure"], r["before"], r["after"]) for r in outcomes(rows)] == [
        ("philiri_word", 90, 97),
        ("philiri_word", None, 88),
        ("philiri_comprehension", 60, 80),
        ("philiri_comprehension", 40, None),
    ]


def test_one_tab_per_test_pairs_people_by_their_pseudonym() -> None:
    headings = ["Name", "Word Reading", "Reading Level"]
    loaded = dataset(
        xlsx(
            **{
                "Pre-test": [headings, ["Rosa Dalisay", 90, "Instructional"], ["Pedro", 80, "Frustration"]],
                "Post-test": [headings, ["DALISAY, Rosa", 97, "Independent"]],
            }
        )
    )
    assert {m: (g.value, g.n, g.coverage) for m, g in gains(loaded).items()} == {
        "philiri_word": (7, 1, 0.5),
        "philiri_level": (1, 1, 0.5),
    }


def test_rows_per_test_are_paired_and_unknown_phase_is_excluded() -> None:
    rows = [
        ["Name", "Test", "Score", "Date"],
        ["Rosa", "Pre-test", 10, "2026-03-01"],
        ["Rosa", "Post-test", "14/20", "2026-06-01"],
        ["Pedro", "midway", 3, None],
    ]
    loaded, result = dataset(xlsx(Tests=rows)), read(xlsx(Tests=rows))
    assert (gains(loaded)["score"].value, gains(loaded)["score"].n) == (4, 1)
    assert (sheet(result, "Tests").rows_used, sheet(result, "Tests").rows_left_out) == (2, 1)
    assert next(i for i in result.issues if i.code == "choice-unknown").cell == "B4"


def test_measures_in_rows_are_recorded_separately() -> None:
    rows = [
        ["Name", "Subject", "Pre-test", "Post-test", "Total items"],
        ["Rosa", "Filipino", 10, 14, 20],
        ["Rosa", "English", 5, 6, 30],
    ]
    assert [(r["measure"], r["before"], r["after"], r["scale_max"]) for r in outcomes(rows)] == [
        ("Filipino", 10, 14, 20),
        ("English", 5, 6, 30),
    ]


def test_highest_score_row_sets_the_scale_and_averages_are_excluded() -> None:
    rows = [
        ["Name", "Pre-test", "Post-test"],
        ["Highest possible score", 20, 20],
        ["Rosa", 10, 14],
        ["Pedro", None, None],
        ["Average", 10, 14],
    ]
    result = read(xlsx(Tests=rows))
    assert [(r["before"], r["after"], r["scale_max"]) for r in result.tables["outcomes"]] == [(10, 14, 20)]
    assert {"totals-row-left-out", "row-without-data"} <= codes(result)
    assert "row-left-out" not in codes(result)
    assert sheet(result, "Tests").rows_used == 1


@pytest.mark.parametrize("label", ["max marks", "Full marks", "Max. score", "Puntaje máximo posible", "HPS"])
def test_row_of_highest_scores_is_no_person(label: str) -> None:
    rows = [["Roll", "Name", "Baseline", "Endline"], [None, label, 50, 50]]
    rows += [[1, "Aarav S", 18, 29], [2, "Bhavya R", 22, "Ab"], [3, "Max Cruz", 15, 20]]
    result = read(xlsx(Tests=rows))
    scores = [(row["before"], row["after"]) for row in result.tables["outcomes"]]
    assert scores == [(18, 29), (22, None), (15, 20)]
    assert "number-unreadable" not in codes(result)


def test_highest_scores_may_be_next_to_numbers_of_people() -> None:
    rows: list[list[object]] = [["LRN", "Pangalan", "Pre-test", "Post-test"]]
    rows += [["136095460674", "Max", 4, 9], ["136096443938", "Ana", 7, 13], [None, "HPS", 20, 20]]
    result = read(xlsx(Tests=rows))
    assert [(row["before"], row["after"]) for row in result.tables["outcomes"]] == [(4, 9), (7, 13)]


def test_tests_of_different_length_give_no_gain() -> None:
    loaded = dataset(xlsx(Tests=[["Name", "Pre-test (20 items)", "Post-test (25 items)"], ["Rosa", 10, 14]]))
    assert {gain.reason for gain in gains_or_none(loaded)} == {"no-pairs"}
    assert "choice-assumed" in codes(loaded)


def gains_or_none(loaded: Dataset) -> tuple[Value, ...]:
    return evaluate(loaded, metrics=["mean_gain"], as_of=date(2026, 12, 31)).values


def test_duplicate_person_is_reported_and_dropped_only_when_answered() -> None:
    rows = [["Name", "Pre-test", "Post-test"], ["Rosa", 10, 14], ["rosa ", 11, 15]]
    assert len(outcomes(rows)) == 2
    assert "duplicate-rows" in codes(read(xlsx(Tests=rows)))
    assert [r["before"] for r in outcomes(rows, duplicates="drop")] == [10]


def test_similar_names_are_proposed_and_joined_when_answered() -> None:
    rows = [
        ["Name", "Test", "Score"],
        ["Rosalinda Cruz", "Pre-test", 10],
        ["Rosalinde Cruz", "Post-test", 14],
    ]
    result = read(xlsx(Tests=rows))
    assert sheet(result, "Tests").near_names
    joined = dataset(xlsx(Tests=rows), same_person=[["Rosalinda Cruz", "Rosalinde Cruz"]])
    assert gains(joined)["score"].value == 4


def test_score_mapped_by_hand_is_used() -> None:
    rows = [["Name", "Pre-test", "Retake"], ["Rosa", 10, 14]]
    assert [(r["before"], r.get("after")) for r in outcomes(rows)] == [(10, None)]
    by_hand = outcomes(rows, mapping={"Pre-test": "outcomes.before", "Retake": "outcomes.after"})
    assert [(r["measure"], r["before"], r["after"]) for r in by_hand] == [("score", 10, 14)]


def test_roster_or_log_with_test_columns_keeps_its_layout() -> None:
    roster = [["Name", "2026-03-07", "2026-03-14", "Pre-test", "Post-test"], ["Rosa", "P", "P", 3, 4]]
    assert sheet(read(xlsx(Log=roster))).layout == "roster"
    log = [["Date", "Title", "Attendance", "Pre-test", "Post-test"], ["2026-03-07", "Story", 18, 3, 4]]
    assert sheet(read(xlsx(Log=log))).layout == "session_log"


def test_empty_score_sheet_is_skipped() -> None:
    result = read(xlsx(Tests=[TESTS[0]], More=TESTS))
    assert [s.layout for s in result.reading.sheets] == ["skipped", "scores"]


PUPILS: list[list[object]] = [
    ["No.", "Name of Pupil", "Pre-Test", "Post-Test"],
    [1, "Rosa", 4, 9],
    [2, "Berto", 6, 8],
    [3, "Lina", 5, 10],
]


@pytest.mark.parametrize("label", ["HIGHEST", "Lowest score", "Min", "SD", "Pinakamababa", "MPS", "Media"])
def test_statistic_below_the_pupils_is_no_pupil(label: str) -> None:
    result = read(xlsx(Log=[*PUPILS, [None, label, 6, 10]]))
    assert [(row["before"], row["after"]) for row in result.tables["outcomes"]] == [(4, 9), (6, 8), (5, 10)]
    assert sheet(result).reasons == (("a total of other rows", 1, (5,)),)


def test_pupil_named_min_counts_in_a_list_without_numbers() -> None:
    unnumbered = [row[1:] for row in PUPILS]
    result = read(xlsx(Log=[*unnumbered, ["Min", 6, 10], ["Highest", 6, 10]]))
    assert [row["after"] for row in result.tables["outcomes"]] == [9, 8, 10, 10]


def test_levels_of_two_languages_are_two_measures() -> None:
    rows = [
        ["Name", "English pre", "English post", "Filipino pre", "Filipino post"],
        ["Ana Cruz", "Frustration", "Instructional", "Frustration", "Frustration"],
        ["Ben Reyes", "Frustration", "Frustration", "Instructional", "Independent"],
    ]
    scores = [
        (row["measure"], row["before"], row["after"]) for row in read(xlsx(Log=rows)).tables["outcomes"]
    ]
    assert scores == [
        ("reading level english", 1, 2),
        ("reading level english", 1, 1),
        ("reading level filipino", 1, 1),
        ("reading level filipino", 2, 3),
    ]


def test_one_row_for_each_test_says_initial_or_final() -> None:
    rows = [["Alumno", "Prueba", "Nota (0-10)"], ["Ana Cruz", "Inicial", 5], ["Ana Cruz", "Final", 7]]
    scores = read(xlsx(Log=rows)).tables["outcomes"]
    assert [(row["before"], row["after"]) for row in scores] == [(5, None), (None, 7)]


def test_one_measure_under_two_seasons_is_before_and_after() -> None:
    rows = [
        ["ORAL READING FLUENCY"],
        [None, None, "FALL (Sept 15)", None, "WINTER (Jan 20)", None],
        ["Student", "Gr", "WCPM", "%ile", "WCPM", "%ile"],
        ["Learner 01", 2, 31, 22, 47, 39],
        ["Learner 02", 2, 44, 30, None, None],
    ]
    result = read(xlsx(ORF=rows))
    found = [(r["measure"], r["before"], r["after"]) for r in result.tables["outcomes"]]
    assert found == [("wpm", 31, 47), ("wpm", 44, None)]


def test_tabs_before_and_after_are_paired_by_name() -> None:
    first = [["EVALUACIÓN INICIAL"], ["No.", "Alumno/a", "Punteo /30"], [1, "Ana", 14], [2, "Ben", 9]]
    second = [["EVALUACIÓN FINAL"], ["Alumno/a", "Punteo /30", "Lugar"], ["Ben", 15, 2], ["Ana", 20, 1]]
    result = read(xlsx(inicial=first, final=second))
    assert [s.layout for s in result.reading.sheets] == ["scores", "scores"]
    loaded = dataset(xlsx(inicial=first, final=second))
    gain = evaluate(loaded, as_of=date(2026, 12, 1), metrics=["mean_gain"]).values_for("mean_gain")
    assert [value.value for value in gain] == [6.0]


def test_levels_with_their_months_are_one_measure() -> None:
    rows = [["Name", "Pre-test level (Sept)", "Post-test level (March)"], ["Reyes, Ana", "FRU", "INS"]]
    rows += [["Cruz, Ben", "NR", "NR"], [], ["SUMMARY", "Pre", "Post"], ["Frustration (FRU)", 1, 0]]
    outcomes = read(xlsx(Levels=[*rows, ["Non-reader (NR)", 1, 1]])).tables["outcomes"]
    assert [(row["measure"], row["before"], row["after"]) for row in outcomes] == [
        ("philiri_level", 1, 2),
        ("philiri_level", 0, 0),
    ]


def test_months_of_two_tests_name_one_measure() -> None:
    rows = [["Child", "Sept. (before)", "Jan. (after)"], ["Rosa", 12, 27], ["Pedro", 8, 19], ["Lina", 22, 41]]
    outcomes = read(xlsx(Scores=rows)).tables["outcomes"]
    assert [(row["before"], row["after"]) for row in outcomes] == [(12, 27), (8, 19), (22, 41)]


@pytest.mark.parametrize(
    ("title", "layout"), [("Reading scores", "scores"), ("Library visits", "sign_in"), ("Class", "sign_in")]
)
def test_two_months_below_a_title_of_scores_are_a_pair(title: str, layout: str) -> None:
    rows = [[title], ["Child", "Sept", "Dec"], ["Alfie R", 17, 24], ["Bethan", 22, "left"], ["Cai", 9, 11]]
    result = read(xlsx(Sheet1=rows))
    assert sheet(result, "Sheet1").layout == layout
    pairs = [(row["before"], row["after"]) for row in result.tables.get("outcomes", ())]
    assert pairs == ([(17, 24), (22, None), (9, 11)] if layout == "scores" else [])


def test_months_in_both_headings_name_the_occasion() -> None:
    rows = [["Child", "June 2025 (before)", "March 2026 (after)"], ["Rosa", 12, 27], ["Pedro", 8, 19]]
    assert {row["occasion"] for row in outcomes(rows)} == {"June 2025 to March 2026"}


def test_headings_with_one_month_name_no_occasion() -> None:
    rows = [["Child", "June (before)", "June (after)"], ["Rosa", 12, 27], ["Pedro", 8, 19]]
    assert [row.get("occasion") for row in outcomes(rows)] == [None, None]


FIRST_AND_LAST: list[tuple[str, str, str, bool]] = [
    ("Quiz of the course", "First night /10", "Last night /10", True),
    ("Comprensión", "Diagnóstico (abril)", "Prueba final (agosto)", True),
    ("Iskor sa pagbasa", "Simula", "Huling linggo", True),
    ("Steps walked", "First week", "Last week", False),
    ("Library visits and test days", "First week", "Last week", False),
]


@pytest.mark.parametrize(("title", "first", "last", "is_pair"), FIRST_AND_LAST)
def test_first_and_last_times_of_scores_are_a_pair(title: str, first: str, last: str, is_pair: bool) -> None:
    rows = [[title], ["Learner", first, last], ["Alfie R", 3, 7], ["Bethan", 5, "didn't finish"]]
    outcomes = read(xlsx(Sheet1=[*rows, ["Cai", 4, 9], ["Dilys", 6, 6]])).tables.get("outcomes", ())
    expected = [(3, 7), (5, None), (4, 9), (6, 6)] if is_pair else []
    assert [(row["before"], row["after"]) for row in outcomes] == expected


@pytest.mark.parametrize(("gains", "is_pair"), [((4, 2, 5), True), ((1, 1, 1), False)])
def test_seasons_with_their_gain_are_scores(gains: tuple[int, int, int], is_pair: bool) -> None:
    rows = [["Center"], ["Learner", "Tutor", "Reading", None, None, "Math"]]
    rows += [[None, None, "Fall", "Spring", "Gain", "Fall", "Spring", "Gain"]]
    scores = [("AL-1", "Peg", 43, 47), ("AL-2", "Ron", 50, 52), ("AL-3", "Peg", 41, 46)]
    rows += [[*score, gain, 30, 31, 5] for score, gain in zip(scores, gains, strict=True)]
    outcomes = read(xlsx(Sheet1=rows)).tables.get("outcomes", ())
    expected = [("reading", 43, 47), ("reading", 50, 52), ("reading", 41, 46)] if is_pair else []
    assert [(row["measure"], row["before"], row["after"]) for row in outcomes] == expected


def test_surname_that_begins_like_a_remark_is_a_learner() -> None:
    rows = [["Name", "Pre-test", "Post-test"], ["Fuentes R., Isidora", 4, 5], ["Leiva, Mateo", 3, 6]]
    outcomes = read(xlsx(Scores=[*rows, ["Fuente: registro de la escuela"]])).tables["outcomes"]
    assert [(row["before"], row["after"]) for row in outcomes] == [(4, 5), (3, 6)]


def test_start_and_end_below_several_labels_are_scores() -> None:
    rows = [
        ["Alumno", "Comprensión", None, "Vocabulario", None],
        [None, "Inicio", "Final", "Inicio", "Final"],
    ]
    rows += [["Alanís Renata", 5, 8, 6, 7], ["Bermúdez Iker", 3, 6, 4, 8], ["Chávez Ximena", 7, 7, 8, 9]]
    outcomes = read(xlsx(Sheet1=rows)).tables["outcomes"]
    expected = [(5, 8), (3, 6), (7, 7), (6, 7), (4, 8), (8, 9)]
    assert [(row["before"], row["after"]) for row in outcomes] == expected
    hours = [["Alumno", "Horas lunes", None, "Horas martes", None], *rows[1:]]
    assert "outcomes" not in read(xlsx(Sheet1=hours)).tables


def test_number_of_takers_is_no_learner() -> None:
    rows = [["No.", "Name", "Pretest", "Posttest"], [1, "Abad, Jomar", 8, 13], [2, "Cadiz, Lia", 5, 9]]
    rows += [[None, "MEAN", 6.5, 11], [None, "No. of takers", 2, 2], [None, "Highest", 8, 13]]
    assert len(read(xlsx(Sheet1=rows)).tables["outcomes"]) == 2


def test_months_next_to_a_phase_name_no_measure() -> None:
    rows: list[list[object]] = [["Student", "WPM Sept (before)", "WPM May (after)"]]
    result = read(xlsx(Tutoring=[*rows, ["S-01", 42, 71], ["S-02", 38, 60], ["S-03", 55, None]]))
    outcomes = result.tables["outcomes"]
    assert {row["measure"] for row in outcomes} == {"wpm"}
    assert [(row["before"], row["after"]) for row in outcomes][:2] == [(42, 71), (38, 60)]


def test_scores_of_one_measure_on_two_tabs_are_pairs() -> None:
    heads = ["Adm No", "Name", "Words correct per min"]
    tabs = {
        "Baseline (May)": [heads, [1200, "Achieng Mercy", 51], [1203, "Barasa Kevin", 40]],
        "Endline (Oct)": [heads, [1203, "BARASA KEVIN", 47], [1200, "Achieng Mercy", 70]],
    }
    assert [
        v.value for v in evaluate(dataset(xlsx(**tabs)), as_of=date(2026, 11, 1)).values_for("mean_gain")
    ] == [13]


def test_counts_of_levels_below_scores_are_no_learners() -> None:
    """Two of three learners have both scores; the counts of each level are no scores of a learner."""
    rows = [
        ["Name of Learner", "Pre-test (20)", "Level", "Post-test (20)", "Level"],
        ["ANGELO PACALDO", 13, "Instructional", 17, "Independent"],
        ["RENZ ABELLANA", 4, "Frustration", 6, "Frustration"],
        ["MARK LUMAYAG", 9, "Frustration", None, None],
        ["SUMMARY", None, None, None, None],
        ["Frustration", 2, None, 1, None],
        ["Instructional Level", 1, None, 0, None],
        ["Independent", 0, None, 1, None],
    ]
    found = evaluate(dataset(xlsx(Phil_IRI=rows)), as_of=date(2026, 11, 30))
    assert [v.value for v in found.values_for("mean_gain") if v.group] == [3]
    assert [v.value for v in found.values_for("pair_coverage") if v.group] == [2 / 3]


def test_rows_named_after_levels_in_words_are_no_learners() -> None:
    """Letter, word and story are levels without a number: nothing is compared."""
    rows = [
        ["Name", "Baseline (Feb)", "Endline (Oct)"],
        ["Abdi Noor", "Letter", "Word"],
        ["Diana Moraa", "Word", "Story"],
        ["Irene Wairimu", "Word", "Word"],
        ["How many at each level", None, None],
        ["Letter", 3, 0],
        ["Word", 4, 4],
        ["Story", 0, 1],
    ]
    found = evaluate(dataset(xlsx(Levels=rows), row_is="score"), as_of=date(2026, 11, 30))
    assert {v.value for v in found.values_for("mean_gain")} == {None}


def test_learner_named_like_a_level_has_a_score() -> None:
    rows = [["Name", "Pre-test", "Post-test"], ["Malaya", 4, 9], ["Ana", 5, 6], ["Ben", 5, 9]]
    found = evaluate(dataset(xlsx(Scores=rows)), as_of=date(2026, 11, 30))
    assert [v.value for v in found.values_for("mean_gain") if v.group] == [10 / 3]


def test_tabs_before_and_after_are_matched_by_number() -> None:
    """12 → 14 and 11 → 16 and 5 → 5: 7 / 3 on average; a name is spelled differently."""
    before = [["ID", "Student", "Fluency check (of 20)"]]
    before += [[40934, "Abbott, Hugo", 12], [40222, "Benson, Nora", 11], [40106, "Boyd, Willa", 5]]
    after = [["Student name", "ID", "Fluency check (of 20)"]]
    after += [["Hugo Abbot", 40934, 14], ["Nora Benson", 40222, 16], ["Willa Boyd", 40106, 5]]
    loaded = dataset(xlsx(Sept_BEFORE=before, Nov_AFTER=after))
    found = evaluate(loaded, as_of=date(2026, 12, 1), metrics=["mean_gain"]).values_for("mean_gain")
    assert found[0].value == pytest.approx(7 / 3)


def test_number_of_all_days_is_no_best_score() -> None:
    rows = [["After school"], ["Student", "Days present (of 20)"], ["Hugo Abbott", 12], ["Nora Benson", 11]]
    assert "outcomes" not in read(xlsx(After=rows)).tables


def test_numbers_of_the_tests_name_no_measure() -> None:
    """The gains are 13 and 11; "Postest" is one word for a test after."""
    for heads in (["Test 1 (before)", "Test 2 (after)"], ["Pretest", "Postest"]):
        rows: list[list[object]] = [["Student", *heads], ["Aarav K.", 22, 35], ["Bhavna S.", 18, 29]]
        found = evaluate(dataset(xlsx(Marks=rows)), as_of=date(2026, 12, 1), metrics=["mean_gain"])
        assert [value.value for value in found.values_for("mean_gain") if value.value is not None] == [12]


def test_scores_by_admission_number_need_no_names() -> None:
    """Four were tested twice, with gains of 13, 3, 11 and 0."""
    rows: list[list[object]] = [
        ["Reading clinic - marks out of 50"],
        ["Adm No", "Class", "Before (Feb)", "After (Jul)"],
    ]
    rows += [[3301, "Gr 4", 27, 40], [3441, "Gr 5", 33, 36], [3315, "Gr 4", 20, 31], [3371, "Gr 4", 27, None]]
    rows += [[3434, "Gr 5", 15, 15]]
    found = evaluate(dataset(xlsx(Marks=rows)), as_of=date(2026, 12, 1), metrics=["mean_gain"])
    assert [value.value for value in found.values_for("mean_gain") if value.value is not None] == [6.75]


def test_months_with_a_dot_are_two_times() -> None:
    rows = [["Words correct per minute"], ["Student", "Sept. WPM", "Nov. WPM"]]
    rows += [["Ana", 42, 51], ["Ben", 57, 68], ["Cora", 39, 37], ["Dan", None, 97]]
    results = [dict(row) for row in read(xlsx(Scores=rows)).tables["outcomes"]]
    assert [row["before"] for row in results] == [42, 57, 39, None]
    assert [row["after"] for row in results] == [51, 68, 37, 97]


def test_highest_score_reached_is_no_maximum_score() -> None:
    """Gains of 18, 8 and 20: their mean is 46 ÷ 3, on one scale."""
    rows = [["Palabras por minuto"], ["Nombre", "Entrada", "Salida"], ["Luz", 34, 52], ["Aldair", 41, 49]]
    rows += [["Yésica", 28, 48], ["Promedio", 34.3, 49.7], ["Máximo", 41, 52], ["Mínimo", 28, 48]]
    found = evaluate(dataset(xlsx(Notas=rows)), as_of=date(2026, 12, 1), metrics=["mean_gain"])
    assert [v.value for v in found.values_for("mean_gain") if v.group] == pytest.approx([46 / 3])


def test_tabs_named_entry_and_exit_are_before_and_after() -> None:
    """14 to 19 and 9 to 15: five and six more, 5.5 on average."""
    first = [["Código", "Nombre", "Puntaje /30"], ["E01", "Sara Gómez", 14], ["E02", "Juan Mesa", 9]]
    last = [["Código", "Nombre", "Puntaje /30"], ["E02", "Juan Mesa", 15], ["E01", "Sara Gómez", 19]]
    data = dataset(xlsx(Entrada=first, Salida=last))
    found = evaluate(data, as_of=date(2026, 12, 1), metrics=["mean_gain"]).values_for("mean_gain")
    assert [(value.value, value.n) for value in found] == [(5.5, 2)]


def test_first_and_last_of_three_seasons_are_compared() -> None:
    rows = [
        ["Student", "Tutor", "BOY ORF", "BOY status", "MOY ORF", "MOY status", "EOY ORF", "EOY goal"],
        ["Ana Cruz", "Mrs. Dale", 30, "Below", 50, "Below", 61, 87],
        ["Ben Diaz", "Mrs. Dale", 14, "Below", 22, "Below", 31, 87],
        ["Cora Uy", "Mr. Ortiz", 12, "Below", 33, "Below", None, 87],
    ]
    scores = read(xlsx(Export=rows)).tables["outcomes"]
    assert [(row["before"], row["after"]) for row in scores] == [(30, 61), (14, 31), (12, None)]


@pytest.mark.parametrize("title", ["BILIS NG PAGBASA BAGO AT PAGKATAPOS", "Pre-test list"])
def test_phase_of_each_row_outranks_the_title(title: str) -> None:
    rows = [[title], ["Petsa", "Pangalan ng Mag-aaral", "Yugto", "SKM"]]
    rows += [["2026-08-11", "Ana Cruz", "Bago", 32], ["2026-11-10", "Ana Cruz", "Pagkatapos", 40]]
    rows += [["2026-08-11", "Ben Diaz", "Bago", 19], ["2026-11-10", "Ben Diaz", "Pagkatapos", 36]]
    scores = read(xlsx(Pagbasa=rows)).tables["outcomes"]
    assert sorted((row["before"] or 0, row["after"] or 0) for row in scores) == [
        (0, 36),
        (0, 40),
        (19, 0),
        (32, 0),
    ]


def test_titles_of_two_rounds_name_no_programs() -> None:
    tabs = {}
    for tab, title, points in (("Marzo", "Evaluación diagnóstica", 13), ("Octubre", "Evaluación final", 19)):
        tabs[tab] = [
            [f"{title} de comprensión lectora — 10 de octubre de 2026"],
            ["Código", "Alumno/a", "Puntaje"],
            ["L01", "Abril Cárdenas", points],
            ["L02", "Bruno Paz", points + 1],
        ]
    found = read(xlsx(**tabs)).tables["outcomes"]
    assert [row["program_id"] for row in found] == [None] * 4


def test_scores_of_several_months_are_no_before_and_after() -> None:
    rows = [["Quiz scores"], ["Student", "Sept", "Oct", "Nov"], ["Ana Cruz", 3, 4, 5], ["Ben Diaz", 4, 4, 6]]
    assert "outcomes" not in read(xlsx(Log=rows)).tables


@pytest.mark.parametrize("times", [("1st test", "2nd test"), ("Unang pagsusulit", "Ikalawang pagsusulit")])
def test_second_of_two_tests_is_the_last(times: tuple[str, str]) -> None:
    rows = [["Reading test scores (out of 20)"], ["No.", "Name", *times, "Change"]]
    rows += [[1, "Ana Cruz", 7, 11, 4], [2, "Ben Diaz", 4, 9, 5], [3, "Cora Uy", 6, "abs", "-"]]
    scores = read(xlsx(Log=rows)).tables["outcomes"]
    assert [(row["before"], row["after"]) for row in scores] == [(7, 11), (4, 9), (6, None)]


def test_second_of_three_tests_is_not_the_last() -> None:
    rows = [["Reading test scores"], ["Name", "1st test", "2nd test", "3rd test"]]
    rows += [["Ana Cruz", 7, 11, 4], ["Ben Diaz", 4, 9, 5], ["Cora Uy", 6, 8, 9]]
    assert "outcomes" not in read(xlsx(Log=rows)).tables


@pytest.mark.parametrize("group", ["control", "Grupo de control", "Comparison group"])
def test_scores_of_a_control_group_are_asked_about(group: str) -> None:
    rows = [
        ["Name", "Group", "Pre", "Post"],
        ["Ana Cruz", "Program", 10, 30],
        ["Ben Diaz", "Program", 12, 34],
    ]
    rows += [["Cora Uy", group, 11, 12], ["Dan Lim", group, 9, 9]]
    asked = next(q for q in read(xlsx(Log=rows)).reading.sheets[0].questions if ".doubtful_rows." in q.id)
    assert group in asked.text

    def gain(rows: list[list[Any]], **answers: Any) -> tuple[float | None, str]:
        loaded = dataset(xlsx(Log=rows), **answers)
        found = evaluate(loaded, as_of=date(2026, 12, 31), metrics=["mean_gain"]).value_for(
            "mean_gain", measure="score"
        )
        return found.value, found.certainty

    assert gain(rows)[1] != "exact"
    assert gain(rows, doubtful_rows="leave-out") == (21, "exact")
    assert gain(rows, program="=Group", doubtful_rows="leave-out") == (21, "exact")
    everyone = [*rows[:1], *([name, group, *scores] for name, _, *scores in rows[1:])]
    assert gain(everyone)[1] == "exact"


def test_days_of_the_tests_are_no_scores() -> None:
    """Gains 33 and 14; 9/9 and 11/18 are days."""
    rows: list[list[object]] = [["Learner", "PRE", None, "POST", None]]
    rows += [[None, "Date", "Score", "Date", "Score"]]
    rows += [["Ana B.", "9/9", 418, "11/18", 451], ["Ben T.", "9/9", 403, "11/18", 417]]
    result = evaluate(dataset(xlsx(Tests=rows)), metrics=["mean_gain"], as_of=date(2026, 12, 1))
    assert [value.value for value in result.values if value.value is not None] == [23.5]


def test_two_measures_at_two_times_are_named_in_their_headings() -> None:
    """Speed: 15, 16 and 18 gained; comprehension: 3, 1 and 0."""
    rows: list[list[object]] = [
        ["Refuerzo lector 2026. Palabras por minuto (ppm) y comprensión sobre 10. NP = no presentó"],
        ["GRADO SEGUNDO"],
        ["#", "Estudiante", "ppm entrada", "ppm salida", "Compr. entrada", "Compr. salida", "Institución"],
        [1, "Arango Luisa F.", 34, 49, 6, 9, "CER La Palma"],
        [2, "Bedoya Samuel", 47, 63, 4, 5, "CER La Palma"],
        [3, "Cardona Emily", 35, 53, 4, 4, "IE San Judas"],
        [4, "Henao Juan", 43, "NP", 4, "NP", "IE San Judas"],
        [None, "Promedio", 39.8, 55, 4.5, 6],
    ]
    found = dataset(xlsx(Pruebas=rows)).tables["outcomes"]
    gains = (found["after"] - found["before"]).groupby(found["measure"]).sum()
    assert gains.to_dict() == {"wpm": 49, "compr": 4}


def test_two_days_below_a_measure_are_before_and_after() -> None:
    """Speed: 10, 4 and 18 gained; comprehension: 0, -1 and -1. No one came on a day."""
    rows: list[list[object]] = [
        ["READING BUDDIES Grade 2 fall 2026"],
        ["WCPM = words correct per minute. Compr. out of 10."],
        [None, "WCPM", None, None, "Compr. (10)", None, None],
        ["Student", "Sept 14", "Nov 18", "+/-", "Sept 14", "Nov 18", "Rm"],
        ["Amara J", 46, 56, 10, 7, 7, 5],
        ["Beckett S", 29, 33, 4, 4, 3, 5],
        ["Cruz M", 49, None, None, 3, 7, 5],
        ["Daisy W", 51, 69, 18, 3, 2, 5],
        [],
        ["class avg", 43.8, 52.7, 10.7, 4.3, 4.8],
    ]
    data = dataset(xlsx(Gr2=rows))
    assert not len(data.tables["participation"])
    found = data.tables["outcomes"]
    gains = (found["after"] - found["before"]).groupby(found["measure"]).sum()
    assert gains.to_dict() == {"wpm": 32, "compr": 2}
