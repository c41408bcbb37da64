"""The questions of a file as a single screen asks them, and the answers that result."""

from __future__ import annotations

from datetime import datetime

from libcollab_metrics.ingest import (
    StoredAnswer,
    collect_questions,
    find_answer,
    list_answers,
    make_answers,
    merge_answers,
    redact_people,
    remove_answer,
    replace_answer,
    storable_answers,
)
from libcollab_metrics.model import FileReading, NearSpelling, Question, SheetReading
from tests.support.sheets import ROSTER, codes, read, xlsx

TRUE_FALSE = (("true", "yes"), ("false", "no"))
APRIL = [[cell.replace(month=4) if isinstance(cell, datetime) else cell for cell in row] for row in ROSTER]
CAME = (("present", "came"), ("absent", "did not come"))


def reading(**sheets: tuple[Question, ...]) -> FileReading:
    return FileReading(
        "a.xlsx",
        tuple(SheetReading(name, "roster", questions=questions) for name, questions in sheets.items()),
    )


def year(sheet: str) -> Question:
    return Question(f"sheets.{sheet}.year", "Which year?", (), "")


def test_questions_are_ordered_by_dependency() -> None:
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
    questions = collect_questions(
        reading(A=tuple(Question(f"sheets.A.{path}", path, CAME, "") for path in paths))
    )
    keys = ["layout", "activity", "mapping", "marks", "year", "date_order", "people", "partner_mark"]
    assert [question.key for question in questions] == keys


def test_same_question_on_several_sheets_is_asked_once_with_counts() -> None:
    april = [*APRIL, [6, "Learner 06", "x", "x", "x", 3]]
    result = read(xlsx(March=ROSTER, April=april), program="Reading club")
    questions = collect_questions(result.reading)
    assert [(question.text, question.sheets) for question in questions] == [
        ("What does “x” mean?", ("March", "April")),
        ("What does a blank mean?", ("March", "April")),
    ]
    assert questions[0].details == (
        ("March", "“x” appears 11 times, a blank 4 times."),
        ("April", "“x” appears 14 times, a blank 4 times."),
    )
    assert len(collect_questions(result.reading, per_sheet=True)) == 4


def test_one_answer_applies_to_every_sheet_that_asked() -> None:
    data = xlsx(March=ROSTER, April=APRIL)
    result = read(data, program="Reading club")
    chosen = [
        (question, "present" if question.name else "absent") for question in collect_questions(result.reading)
    ]
    answers = make_answers(chosen, result.reading)
    marks = {"marks": {"x": "present", "": "absent"}}
    assert answers == {"sheets": {"March": marks, "April": marks}}
    assert "mark-unconfirmed" not in codes(read(data, **answers))


def test_unanswered_question_gives_no_answer() -> None:
    result = read(xlsx(March=ROSTER))
    assert (
        make_answers([(question, "") for question in collect_questions(result.reading)], result.reading) == {}
    )


def test_sheet_names_marks_and_labels_may_contain_dots() -> None:
    all_questions = (
        Question("sheets.Mar. 2026.marks.a.m.", "a.m.?", CAME, ""),
        Question("sheets.Mar. 2026.age_class.Ages 3.5-6", "class?", (("0-5", "0-5"),), ""),
    )
    file = FileReading("a.xlsx", (SheetReading("Mar. 2026", "roster", questions=all_questions),))
    chosen = [
        (question, "present" if question.key == "marks" else "0-5") for question in collect_questions(file)
    ]
    assert make_answers(chosen, file) == {
        "sheets": {"Mar. 2026": {"marks": {"a.m.": "present"}, "age_class": {"Ages 3.5-6": "0-5"}}}
    }


def test_year_asked_by_every_table_becomes_a_shared_answer() -> None:
    both_ask = reading(October=(year("October"),), January=(year("January"),))
    assert make_answers([(question, 2025) for question in collect_questions(both_ask)], both_ask) == {
        "year": 2025
    }
    one_asks = reading(October=(year("October"),), January=())
    assert make_answers([(question, 2025) for question in collect_questions(one_asks)], one_asks) == {
        "sheets": {"October": {"year": 2025}}
    }


def test_partner_mark_is_typed_text_and_month_finished_is_boolean() -> None:
    file = reading(
        A=(
            Question("sheets.A.partner_mark.*", "Who?", (), ""),
            Question("sheets.A.month_finished", "Done?", TRUE_FALSE, "true"),
        )
    )
    questions = {question.key: question for question in collect_questions(file)}
    assert questions["partner_mark"].is_text
    assert not questions["month_finished"].is_text
    chosen = [(questions["partner_mark"], "School district"), (questions["month_finished"], "false")]
    assert make_answers(chosen, file) == {
        "sheets": {"A": {"partner_mark": {"*": "School district"}, "month_finished": False}}
    }


def test_yes_joins_names_and_no_keeps_people_apart() -> None:
    sheet = SheetReading("A", "roster", near_names=(("", 4, "Anna Reyes", 9, "Ana Reyes"),))
    file = FileReading("a.xlsx", (sheet,))
    join = NearSpelling("Program", "programs.name", "Storytym", 2, "Storytime", 31)
    questions = collect_questions(file, [join])
    assert [question.text for question in questions] == [
        "Are “Anna Reyes” (row 4) and “Ana Reyes” (row 9) one person?",
        "Is “Storytym” the same program as “Storytime”? 2 rows and 31 rows.",
    ]
    assert make_answers([(question, "yes") for question in questions], file) == {
        "same_person": [["Anna Reyes", "Ana Reyes"]],
        "spelling": {"Storytym": "Storytime"},
    }
    apart = make_answers([(question, "no") for question in questions], file)
    assert apart == {"different_people": [["Anna Reyes", "Ana Reyes"]]}
    assert [find_answer(question, apart) for question in questions] == ["no", None]
    joined = replace_answer(questions[0], "yes", apart, file)
    assert joined == {"same_person": [["Anna Reyes", "Ana Reyes"]], "sheets": {}}


def test_new_answers_are_merged_over_earlier_ones() -> None:
    before = {"same_person": [["A", "B"]], "sheets": {"A": {"marks": {"x": "present"}, "year": 2025}}}
    more = {"same_person": [["C", "D"]], "sheets": {"A": {"marks": {"": "absent"}, "year": 2026}}}
    assert merge_answers(before, more) == {
        "same_person": [["A", "B"], ["C", "D"]],
        "sheets": {"A": {"marks": {"x": "present", "": "absent"}, "year": 2026}},
    }


def test_answers_that_name_a_person_are_not_stored_or_copied() -> None:
    pair = [["Anna Reyes", "Ana Reyes"]]
    answers = {
        "same_person": pair,
        "different_people": pair,
        "spelling": {"Storytym": "Storytime"},
        "sheets": {"A": {"same_person": pair, "marks": {"x": "present"}}, "B": {"same_person": pair}},
    }
    assert storable_answers(answers, "A") == {
        "spelling": {"Storytym": "Storytime"},
        "marks": {"x": "present"},
    }
    assert storable_answers({"sheets": {"A": {"same_person": pair}}}, "A") == {}
    assert redact_people(answers) == {
        "spelling": {"Storytym": "Storytime"},
        "sheets": {"A": {"marks": {"x": "present"}}, "B": {}},
    }


def test_each_answer_can_be_removed_and_the_others_stay() -> None:
    answers = {
        "year": 2026,
        "same_person": [["A", "B"], ["C", "D"]],
        "spelling": {"Storytym": "Storytime"},
        "sheets": {"A": {"marks": {"x": "present", "": "absent"}}, "B": {"marks": {"x": "present"}}},
    }
    stored_answers = list_answers(answers)
    assert StoredAnswer("marks", "x", "present", ("A", "B")) in stored_answers
    assert len(stored_answers) == 6
    assert remove_answer(answers, StoredAnswer("marks", "x", "present")) == answers | {
        "sheets": {"A": {"marks": {"": "absent"}}, "B": {}}
    }
    assert remove_answer(answers, StoredAnswer("same_person", None, ["A", "B"]))["same_person"] == [
        ["C", "D"]
    ]
    for stored in stored_answers:
        answers = remove_answer(answers, stored)
    assert answers == {"sheets": {"A": {}, "B": {}}}


def test_replaced_answer_leaves_the_others_and_can_be_withdrawn() -> None:
    """Two sheets ask about the mark x: one answer for both, then another for one of them, then none."""
    mark = ("What does x mean?", (("present", "came"), ("absent", "did not come")), "unknown")
    sheets = tuple(
        SheetReading(name, "roster", questions=(Question(f"sheets.{name}.marks.x", *mark),))
        for name in ("March", "April")
    )
    file = FileReading("a.xlsx", sheets)
    (both,) = collect_questions(file)
    march, april = collect_questions(file, per_sheet=True)
    answers = replace_answer(both, "present", {"year": 2026}, file)
    assert (find_answer(both, answers), find_answer(april, answers)) == ("present", "present")
    changed = replace_answer(march, "absent", answers, file)
    assert (find_answer(march, changed), find_answer(april, changed)) == ("absent", "present")
    withdrawn = replace_answer(both, None, changed, file)
    assert find_answer(both, withdrawn) is None
    assert withdrawn["year"] == 2026


def test_only_case_and_dots_make_two_spellings_likely_the_same() -> None:
    def likely(old: str, new: str) -> str:
        join = NearSpelling("Site", "sessions.site", old, 1, new, 5)
        return collect_questions(FileReading("a.xlsx", ()), [join])[0].likely

    assert [likely("Brgy. Hall", "Brgy hall"), likely("STORY HOUR", "Story hour")] == ["yes", "yes"]
    assert [likely("Storyhour", "Story hour"), likely("Circle*", "Circle")] == ["", ""]
