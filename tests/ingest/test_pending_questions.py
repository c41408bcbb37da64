"""The questions of a file as one screen asks them, and the answers they make."""

from __future__ import annotations

from libcollab_metrics.ingest import (
    StoredAnswer,
    collect_questions,
    list_answers,
    make_answers,
    merge_answers,
    redact_people,
    remove_answer,
    storable_answers,
)
from libcollab_metrics.model import FileReading, NearSpelling, Question, SheetReading
from tests.support.sheets import ROSTER, codes, read, xlsx

TRUE_FALSE = (("true", "yes"), ("false", "no"))
CAME = (("present", "came"), ("absent", "did not come"))


def reading(**sheets: tuple[Question, ...]) -> FileReading:
    return FileReading(
        "a.xlsx", tuple(SheetReading(name, "roster", questions=asked) for name, asked in sheets.items())
    )


def year(sheet: str) -> Question:
    return Question(f"sheets.{sheet}.year", "Which year?", (), "")


def test_questions_come_in_the_order_of_what_depends_on_what() -> None:
    paths = [
        "partner_mark.*",
        "date_order",
        "marks.",
        "layout",
        "people",
        "mapping.Heads",
        "year",
        "activity",
    ]
    asked = collect_questions(
        reading(A=tuple(Question(f"sheets.A.{path}", path, CAME, "") for path in paths))
    )
    keys = ["layout", "activity", "mapping", "marks", "year", "date_order", "people", "partner_mark"]
    assert [one.key for one in asked] == keys


def test_the_same_question_on_several_sheets_is_asked_once_with_what_each_counted() -> None:
    found = read(xlsx(March=ROSTER, April=[*ROSTER, [6, "Learner 06", "x", "x", "x", 3]]))
    asked = collect_questions(found.reading)
    assert [(one.text, one.sheets) for one in asked] == [
        ("What does x mean?", ("March", "April")),
        ("What does a blank mean?", ("March", "April")),
    ]
    assert asked[0].details == (
        ("March", "x appears 11 times, blank 4 times: which came?"),
        ("April", "x appears 14 times, blank 4 times: which came?"),
    )
    assert len(collect_questions(found.reading, per_sheet=True)) == 4


def test_one_answer_holds_for_every_sheet_that_asked_and_reads_them_all() -> None:
    data = xlsx(March=ROSTER, April=ROSTER)
    found = read(data)
    chosen = [(one, "present" if one.name else "absent") for one in collect_questions(found.reading)]
    answers = make_answers(chosen, found.reading)
    marks = {"marks": {"x": "present", "": "absent"}}
    assert answers == {"sheets": {"March": marks, "April": marks}}
    assert "mark-unconfirmed" not in codes(read(data, **answers))


def test_a_question_left_as_it_is_is_no_answer() -> None:
    found = read(xlsx(March=ROSTER))
    assert make_answers([(one, "") for one in collect_questions(found.reading)], found.reading) == {}


def test_sheets_marks_and_labels_may_hold_dots() -> None:
    asked = (
        Question("sheets.Mar. 2026.marks.a.m.", "a.m.?", CAME, ""),
        Question("sheets.Mar. 2026.age_class.Ages 3.5-6", "class?", (("0-5", "0-5"),), ""),
    )
    file = FileReading("a.xlsx", (SheetReading("Mar. 2026", "roster", questions=asked),))
    chosen = [(one, "present" if one.key == "marks" else "0-5") for one in collect_questions(file)]
    assert make_answers(chosen, file) == {
        "sheets": {"Mar. 2026": {"marks": {"a.m.": "present"}, "age_class": {"Ages 3.5-6": "0-5"}}}
    }


def test_a_year_that_every_table_asks_for_is_the_year_of_the_first_and_stands_at_the_top() -> None:
    every = reading(October=(year("October"),), January=(year("January"),))
    assert make_answers([(one, 2025) for one in collect_questions(every)], every) == {"year": 2025}
    one_of_two = reading(October=(year("October"),), January=())
    assert make_answers([(one, 2025) for one in collect_questions(one_of_two)], one_of_two) == {
        "sheets": {"October": {"year": 2025}}
    }


def test_the_partner_behind_a_mark_is_typed_and_a_month_finished_is_true_or_false() -> None:
    file = reading(
        A=(
            Question("sheets.A.partner_mark.*", "Who?", (), ""),
            Question("sheets.A.month_finished", "Done?", TRUE_FALSE, "true"),
        )
    )
    asked = {one.key: one for one in collect_questions(file)}
    assert asked["partner_mark"].is_text
    assert not asked["month_finished"].is_text
    chosen = [(asked["partner_mark"], "School district"), (asked["month_finished"], "false")]
    assert make_answers(chosen, file) == {
        "sheets": {"A": {"partner_mark": {"*": "School district"}, "month_finished": False}}
    }


def test_a_yes_joins_two_people_and_two_spellings_and_a_no_joins_nothing() -> None:
    sheet = SheetReading("A", "roster", near_names=((4, "Anna Reyes", 9, "Ana Reyes"),))
    file = FileReading("a.xlsx", (sheet,))
    join = NearSpelling("Program", "programs.name", "Storytym", 2, "Storytime", 31)
    asked = collect_questions(file, [join])
    assert [one.text for one in asked] == [
        "Are “Anna Reyes” (row 4) and “Ana Reyes” (row 9) one person?",
        "Is “Storytym” (2 rows) the same program as “Storytime” (31 rows)?",
    ]
    assert make_answers([(one, "yes") for one in asked], file) == {
        "same_person": [["Anna Reyes", "Ana Reyes"]],
        "spelling": {"Storytym": "Storytime"},
    }
    assert make_answers([(one, "no") for one in asked], file) == {}


def test_more_answers_go_on_top_of_those_given_before() -> None:
    before = {"same_person": [["A", "B"]], "sheets": {"A": {"marks": {"x": "present"}, "year": 2025}}}
    more = {"same_person": [["C", "D"]], "sheets": {"A": {"marks": {"": "absent"}, "year": 2026}}}
    assert merge_answers(before, more) == {
        "same_person": [["A", "B"], ["C", "D"]],
        "sheets": {"A": {"marks": {"x": "present", "": "absent"}, "year": 2026}},
    }


def test_what_names_a_person_is_never_kept_or_copied() -> None:
    pair = [["Anna Reyes", "Ana Reyes"]]
    given = {
        "same_person": pair,
        "spelling": {"Storytym": "Storytime"},
        "sheets": {"A": {"same_person": pair, "marks": {"x": "present"}}, "B": {"same_person": pair}},
    }
    assert storable_answers(given, "A") == {"spelling": {"Storytym": "Storytime"}, "marks": {"x": "present"}}
    assert storable_answers({"sheets": {"A": {"same_person": pair}}}, "A") == {}
    assert redact_people(given) == {
        "spelling": {"Storytym": "Storytime"},
        "sheets": {"A": {"marks": {"x": "present"}}, "B": {}},
    }


def test_each_answer_can_be_taken_back_and_the_rest_stays() -> None:
    given = {
        "year": 2026,
        "same_person": [["A", "B"], ["C", "D"]],
        "spelling": {"Storytym": "Storytime"},
        "sheets": {"A": {"marks": {"x": "present", "": "absent"}}, "B": {"marks": {"x": "present"}}},
    }
    found = list_answers(given)
    assert StoredAnswer("marks", "x", "present", ("A", "B")) in found
    assert len(found) == 6
    assert remove_answer(given, StoredAnswer("marks", "x", "present")) == given | {
        "sheets": {"A": {"marks": {"": "absent"}}, "B": {}}
    }
    assert remove_answer(given, StoredAnswer("same_person", None, ["A", "B"]))["same_person"] == [["C", "D"]]
    for one in found:
        given = remove_answer(given, one)
    assert given == {"sheets": {"A": {}, "B": {}}}
