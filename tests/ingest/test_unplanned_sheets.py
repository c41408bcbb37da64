"""Sheets that nobody designed for a computer: read when their rows are named, never silently wrong."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest

from libcollab_metrics.errors import LibCollabError
from libcollab_metrics.ingest.answers import check_answers, collect_questions
from libcollab_metrics.ingest.question_kinds import ROW_KINDS
from libcollab_metrics.metrics import evaluate
from libcollab_metrics.model import Dataset, Workspace
from tests.support.builders.layout_samples import SAMPLES
from tests.support.sheets import Rows, codes, dataset, imported, number, read, sheet, xlsx

DAY = date(2026, 12, 31)
PEOPLE = [["Ana Reyes"], ["Ben Diaz"], ["Carla Ocampo"]]


def value(loaded: Dataset, metric: str) -> Any:
    return evaluate(loaded, metrics=[metric], as_of=DAY).value_for(metric).value


def layout(rows: Rows, **answers: Any) -> str:
    return read(xlsx(Sheet1=rows), **answers).reading.sheets[0].layout


# What one row is, named by hand


def test_unknown_sheet_is_read_once_its_rows_are_named() -> None:
    """Three visits on two days, under headings that mean nothing to the program."""
    rows = [["Kiedy", "Kto"], ["2026-03-07", "Ana"], ["2026-03-07", "Ben"], ["2026-03-14", "Ana"]]
    assert layout(rows) == "unknown"
    named = {
        "row_is": "person-at-session",
        "mapping": {"Kiedy": "sessions.date", "Kto": "participation.person_key"},
    }
    loaded = dataset(xlsx(Sheet1=rows), **named)
    assert [value(loaded, m) for m in ("attendance_total", "sessions_held", "participants_unique")] == [
        3,
        2,
        2,
    ]


def test_table_without_headings_is_read_by_column_letters() -> None:
    """The first row is data: four payments of 10.50, 20, 30 and 5."""
    rows = [["Printing", 10.5], ["Snacks", 20], ["Bus", 30], ["Chalk", 5]]
    (found,) = read(xlsx(Sheet1=rows)).reading.sheets
    assert [question.id for question in found.questions] == ["sheets.Sheet1.row_is"]
    assert "without headings" in found.questions[0].text
    named = {"row_is": "payment", "mapping": {"column A": "ledger.note", "column B": "ledger.value"}}
    result = read(xlsx(Sheet1=rows), sheets={"Sheet1": named})
    assert [row["value"] for row in result.tables["ledger"]] == [10.5, 20, 30, 5]
    assert [row["note"] for row in result.tables["ledger"]] == ["Printing", "Snacks", "Bus", "Chalk"]


def test_first_row_that_may_be_data_is_asked_about() -> None:
    """Two people at the first of two events, and one of them at the second: three visits."""
    rows = [["Book fair", "Reyes, Ana"], ["Book fair", "Diaz, Ben"], ["Picnic", "Reyes, Ana"]]
    (found,) = read(xlsx(Sheet1=rows)).reading.sheets
    assert "sheets.Sheet1.header_row" in [question.id for question in found.questions]
    named = {
        "row_is": "person-at-session",
        "header_row": 0,
        "mapping": {"column A": "sessions.program_id", "column B": "participation.person_key"},
    }
    loaded = dataset(xlsx(Sheet1=rows), sheets={"Sheet1": named})
    assert [value(loaded, m) for m in ("attendance_total", "participants_unique")] == [3, 2]


@pytest.mark.parametrize(
    ("kind", "mapping", "table"),
    [
        ("session", {"Q": "sessions.date", "R": "sessions.attended"}, "sessions"),
        ("payment", {"Q": "sessions.date", "R": "ledger.value"}, "ledger"),
        ("delivery", {"Q": "deliveries.received_on", "R": "deliveries.received"}, "deliveries"),
        ("month-total", {"Q": "period.month", "R": "sessions.attended"}, "sessions"),
    ],
)
def test_table_without_known_headings_is_read_as_named(
    kind: str, mapping: dict[str, str], table: str
) -> None:
    """A date of a session stands for the date of whatever the row is."""
    rows = [["Q", "R"], ["2026-03-07", 12], ["2026-03-14", 15]]
    if kind == "month-total":
        rows = [["Q", "R"], ["March 2026", 12], ["April 2026", 15]]
    result = read(xlsx(Sheet1=rows), row_is=kind, mapping=mapping)
    assert (result.reading.sheets[0].rows_used, len(result.tables[table])) == (2, 2)
    assert "answer-not-used" not in {issue.code for issue in result.issues}


@pytest.mark.parametrize(
    ("kind", "mapping", "outcomes"),
    [
        ("score", {"R": "outcomes.before", "S": "outcomes.after"}, 2),
        ("answer", {"R": "outcomes.rating", "S": "outcomes.rating"}, 4),
    ],
)
def test_results_of_people_are_read_as_named(kind: str, mapping: dict[str, str], outcomes: int) -> None:
    """Two people: one row each of scores before and after, or one for each rating."""
    rows = [["Q", "R", "S"], ["Ana", 3, 5], ["Ben", 4, 2]]
    mapping = mapping | {"Q": "outcomes.respondent_key"}
    result = read(xlsx(Sheet1=rows), row_is=kind, mapping=mapping)
    assert len(result.tables["outcomes"]) == outcomes
    assert "Ana" not in str(result.tables["outcomes"])


def test_rows_named_person_with_days_across_are_a_roster() -> None:
    rows = [["Kto", "2026-03-07", "2026-03-14"], ["Ana", "P", "A"], ["Ben", "P", "P"]]
    loaded = dataset(
        xlsx(Sheet1=rows), row_is="person-at-session", mapping={"Kto": "participation.person_key"}
    )
    assert (value(loaded, "attendance_total"), value(loaded, "sessions_held")) == (3, 2)


def test_mapping_that_the_layout_cannot_use_is_reported() -> None:
    rows = [["Date", "Attendance", "Colour"], ["2026-03-07", 12, "red"]]
    result = read(xlsx(Sheet1=rows), row_is="session", mapping={"Colour": "deliveries.received"})
    (issue,) = [issue for issue in result.issues if issue.code == "answer-not-used"]
    assert (issue.heading, issue.cell) == ("Colour", "C1")
    assert 'no use for "Deliveries: ' in issue.message


@pytest.mark.parametrize("field", ["programs.target_ideal", "partners.kind", "ledger.from_party"])
def test_field_that_a_session_log_cannot_fill_is_reported(field: str) -> None:
    rows = [["Date", "Attendance", "Colour"], ["2026-03-07", 12, "red"]]
    result = read(xlsx(Sheet1=rows), mapping={"Colour": field})
    assert [issue.heading for issue in result.issues if issue.code == "answer-not-used"] == ["Colour"]


def test_partners_of_the_program_are_those_of_the_session() -> None:
    rows = [
        ["Date", "Title", "Attendance", "With whom"],
        ["2026-03-07", "Story hour", 12, "Rizal Elem. School"],
        ["2026-03-14", "Story hour", 9, "Rizal Elem. School"],
    ]
    loaded = dataset(xlsx(Log=rows), mapping={"With whom": "programs.partner_ids"})
    assert list(loaded.tables["partners"]["name"]) == ["Rizal Elem. School"]
    assert set(loaded.tables["sessions"]["partners"]) == {"Rizal Elem. School"}


def test_second_column_mapped_to_one_field_is_reported() -> None:
    rows = [["Q", "R", "S"], ["2026-03-07", "2026-03-08", 12]]
    mapping = {"Q": "sessions.date", "R": "sessions.date", "S": "sessions.attended"}
    result = read(xlsx(Sheet1=rows), row_is="session", mapping=mapping)
    (issue,) = [issue for issue in result.issues if issue.code == "answer-not-used"]
    assert (issue.heading, "already" in issue.message) == ("R", True)


def test_named_rows_without_the_needed_column_say_what_is_missing() -> None:
    result = read(xlsx(Sheet1=[["Q", "R"], ["red", "blue"], ["green", "grey"]]), row_is="payment")
    assert result.reading.sheets[0].rows_used == 0
    (issue,) = [issue for issue in result.issues if issue.code == "answer-not-used"]
    assert "no amount" in issue.message


def test_heading_of_a_named_table_means_what_its_noun_means() -> None:
    """Gifts of 40 and 15; the expected amount is no gift."""
    rows = [["Donor name", "Gift amount", "Expected amount"], ["Ana", 40, 100], ["Ben", 15, 20]]
    loaded = dataset(xlsx(Sheet1=rows), row_is="payment")
    assert loaded.tables["ledger"]["value"].tolist() == [40, 15]
    assert set(loaded.tables["ledger"]["status"]) == {"received"}


@pytest.mark.parametrize("heading", ["Pledge amount", "Amount spent", "Amount due", "Donation budget amount"])
def test_amounts_promised_or_spent_are_never_read_as_received(heading: str) -> None:
    mapping = {heading: "ledger.value", "Donor name": "ledger.from_party"}
    rows = [["Donor name", heading], ["Ana", 40], ["Ben", 15]]
    result = read(xlsx(Sheet1=rows), row_is="payment", mapping=mapping)
    assert set(result.tables["ledger"].column("status")) == {"unclear"}


def test_gifts_read_as_received_are_still_asked_about() -> None:
    rows = [["Donor name", "Gift amount"], ["Ana", 40], ["Ben", 15]]
    (question,) = read(xlsx(Sheet1=rows), row_is="payment").reading.sheets[0].questions
    assert (question.id, question.default) == ("sheets.Sheet1.marks.", "received")


@pytest.mark.parametrize("other", ["Online attendance", "Attendance 2019", "Expected attendance"])
def test_count_next_to_another_is_never_added_by_its_noun(other: str) -> None:
    """The 12 of the column Attendance; what is next to it may be a part, another year or a plan."""
    rows = [["Date", "Attendance", other], ["2026-03-07", 12, 90]]
    loaded = dataset(xlsx(Sheet1=rows), row_is="session")
    assert value(loaded, "attendance_total") == 12


def test_two_headings_with_one_noun_are_left_for_the_user() -> None:
    rows = [["Date", "Morning attendance", "Evening attendance"], ["2026-03-07", 12, 9]]
    result = read(xlsx(Sheet1=rows), row_is="session")
    fields = {mapped.heading: mapped.field for mapped in result.reading.sheets[0].mapping}
    assert (fields["Morning attendance"], fields["Evening attendance"]) == ("", "")


# Evidence that people came


@pytest.mark.parametrize("title", ["Reading club", "Story hour"])
def test_titled_list_of_names_is_a_list_of_members(title: str) -> None:
    rows = [[title], ["No.", "Name"], *[[n, *person] for n, person in enumerate(PEOPLE, 1)]]
    loaded = dataset(xlsx(Sheet1=rows))
    assert value(loaded, "attendance_total") is None
    assert not value(loaded, "sessions_held")
    assert "members-not-counted" in codes(loaded)


def test_members_count_when_the_user_says_they_came() -> None:
    rows = [["Reading club"], ["No.", "Name"], *[[n, *person] for n, person in enumerate(PEOPLE, 1)]]
    loaded = dataset(xlsx(Sheet1=rows), row_is="person-at-session")
    assert (value(loaded, "attendance_total"), value(loaded, "sessions_held")) == (3, 1)


def test_members_declared_enrolled_give_the_absent() -> None:
    """Of three members two came."""
    members = [["Reading club"], ["No.", "Name"], *[[n, *person] for n, person in enumerate(PEOPLE, 1)]]
    log = [["Date", "Name"], ["2026-03-07", "Ana Reyes"], ["2026-03-07", "Ben Diaz"]]
    answers = {"Members": {"row_is": "person", "enrolment_of": "Log"}}
    loaded = dataset(xlsx(Members=members, Log=log), sheets=answers)
    assert value(loaded, "show_up_rate") == pytest.approx(2 / 3)


def test_form_without_signatures_has_no_visits_even_with_a_day() -> None:
    form = [["Story hour"], ["Date: 7 March 2026"], ["Name", "Signature"], *[[*p, None] for p in PEOPLE]]
    signed = [*form[:3], *[[*p, "x"] for p in PEOPLE]]
    assert value(dataset(xlsx(Sheet1=form)), "attendance_total") is None
    assert value(dataset(xlsx(Sheet1=signed)), "attendance_total") == 3


def test_paid_fees_are_no_visits() -> None:
    rows = [
        ["Name", "1st Fee", "Date", "2nd Fee", "Date", "Balance"],
        ["Ana Reyes", 500, "2026-03-07", 500, "2026-04-07", 0],
        ["Ben Diaz", 500, "2026-03-08", None, None, 500],
    ]
    loaded = dataset(xlsx(Sheet1=rows))
    assert (layout(rows), value(loaded, "attendance_total")) == ("unknown", None)


# Days and header rows


def test_day_column_without_a_mark_is_no_session() -> None:
    """Marks on two of three days; the third is reported at its heading."""
    days = ["2026-03-07", "2026-03-14", "2026-03-21"]
    rows = [["Name", *days], ["Ana Reyes", "P", None, "P"], ["Ben Diaz", "A", None, "P"]]
    loaded = dataset(xlsx(Sheet1=rows))
    assert (value(loaded, "sessions_held"), value(loaded, "attendance_total")) == (2, 3)
    (issue,) = [issue for issue in loaded.issues if issue.code == "day-without-marks"]
    assert (issue.cell, issue.count) == ("C1", 1)


def test_row_of_weekdays_below_the_days_is_no_person() -> None:
    rows = [["Name", "2026-03-07", "2026-03-14"], ["Day", "Sat", "Sat"], ["Ana Reyes", "P", "A"]]
    loaded = dataset(xlsx(Sheet1=rows))
    assert (value(loaded, "participants_unique"), value(loaded, "attendance_total")) == (1, 1)


@pytest.mark.parametrize(
    "header",
    [
        [["Name", "Date", None], [None, "2026-03-07", "2026-03-14"]],
        [["Date", "2026-03-07", "2026-03-14"], ["Name", None, None]],
    ],
    ids=["names above days", "days above names"],
)
def test_names_and_days_in_two_rows_are_one_header(header: list[list[Any]]) -> None:
    loaded = dataset(xlsx(Sheet1=[*header, ["Ana Reyes", "P", "A"], ["Ben Diaz", "P", "P"]]))
    assert (value(loaded, "attendance_total"), value(loaded, "sessions_held")) == (3, 2)


@pytest.mark.parametrize(
    "typed", ["2026-03-07 (Saturday)", "Sat 2026-03-07", "2026-03-07, Sabado", "2026-03-07  9:05"]
)
def test_weekday_and_time_around_a_date_are_ignored(typed: str) -> None:
    loaded = dataset(xlsx(Sheet1=[["Date", "Title", "Attendance"], [typed, "Story hour", 12]]))
    assert str(loaded.tables["sessions"]["date"].iloc[0].date()) == "2026-03-07"


def test_row_of_data_is_never_taken_for_headings() -> None:
    """Days over days, and numbers that count on, are data whatever else the row holds."""
    days = [["Q", "R", "S"], *[["red", f"2026-03-0{n}", f"195{n}-05-07"] for n in range(1, 8)]]
    numbers = [["Q", "R", "S", "T"], *[[n, f"Ana Reyes {n}", n + 4, n + 9] for n in range(1, 9)]]
    assert read(xlsx(Sheet1=days)).reading.sheets[0].header_row == 1
    assert read(xlsx(Sheet1=numbers)).reading.sheets[0].header_row == 1


def test_possible_names_and_codes_are_not_quoted_as_headings() -> None:
    rows = [["Lumina Dalisay", "DNI 52958343", "Smell"], ["red", "blue", "sweet"], ["grey", "green", "sour"]]
    (question,) = read(xlsx(Sheet1=rows)).reading.sheets[0].questions
    assert "Lumina" not in question.text
    assert "52958343" not in question.text
    assert "column A, column B" in question.text


def test_legend_in_a_phrase_explains_a_mark() -> None:
    rows = [
        ["A = was in attendance"],
        ["U = unexcused"],
        ["Name", "2026-03-07", "2026-03-14"],
        ["Ana Reyes", "A", "U"],
        ["Ben Diaz", "A", "A"],
    ]
    assert value(dataset(xlsx(Sheet1=rows)), "attendance_total") == 3


def test_drop_off_of_days_without_a_year_is_unknown() -> None:
    rows = [["Name", "7-3", "14-3", "21-3"], ["Ana Reyes", "A", "A", "A"], ["Ben Diaz", "P", "P", "P"]]
    result = evaluate(dataset(xlsx(Sheet1=rows)), metrics=["drop_off_count"], as_of=DAY).value_for(
        "drop_off_count"
    )
    assert (result.value, result.reason) == (None, "no-dates")


# Questions


def test_like_tabs_ask_once_what_a_row_is() -> None:
    """Two tabs that are not understood: one question, with what was seen on each."""
    rows = [["Alpha", "Beta", "Gamma"], ["x1", "red", 40], ["x2", "blue", 15]]
    (question,) = collect_questions(read(xlsx(Spring=rows, Autumn=[*rows, ["x3", "red", 5]])).reading)
    assert (question.text, question.sheets) == ("What is one row of this sheet?", ("Spring", "Autumn"))
    assert [sheet for sheet, _ in question.details] == ["Spring", "Autumn"]


def test_unlike_tabs_ask_separately_what_a_row_is() -> None:
    boxes = [["Alpha", "Beta", "Gamma"], ["x1", "red", 40], ["x2", "blue", 15]]
    thanks = [["To", "Card sent"], ["Market", "yes"], ["Church", "yes"], ["Mayor", "not yet"]]
    questions = collect_questions(imported(xlsx(Boxes=boxes, Thanks=thanks)).reading)
    assert {q.sheets for q in questions if q.key == "row_is"} == {("Boxes",), ("Thanks",)}


def test_like_tabs_of_gifts_ask_once_what_became_of_them() -> None:
    gifts = [["Donor ID", "Donor name", "Gift amount"], [0, "Ana", 40], [1, "Ben", 15]]
    (question,) = collect_questions(read(xlsx(Spring=gifts, Autumn=[*gifts, [2, "Carla", 5]])).reading)
    assert (question.key, question.sheets) == ("marks", ("Spring", "Autumn"))


def test_enrolment_is_asked_only_if_a_sheet_has_visits() -> None:
    members = [["Reading club"], ["No.", "Name"], *[[n, *person] for n, person in enumerate(PEOPLE, 1)]]
    log = [["Date", "Title", "Attendance"], ["2026-03-07", "Story hour", 12]]
    alone = collect_questions(read(xlsx(A=members, B=members)).reading)
    assert [question.key for question in alone] == ["row_is"]
    with_log = collect_questions(read(xlsx(A=members, Log=log)).reading)
    assert [question.key for question in with_log] == ["row_is", "enrolment_of"]
    assert [value for value, _ in with_log[1].options] == ["Log"]


@pytest.mark.parametrize("kind", ROW_KINDS)
@pytest.mark.parametrize("sample", SAMPLES)
def test_sheet_named_as_any_row_kind_is_read_or_explained(sample: str, kind: str) -> None:
    """Every row is used or left out, also where the name is wrong, and where no row can be used."""
    sheet = SAMPLES[sample].sheet()
    remarks = [[*row, "Remarks" if n == 0 else None] for n, row in enumerate(sheet)]
    words = [sheet[0], *[["red" for _ in row] for row in sheet[1:4]]]
    for rows in (sheet, remarks, words):
        for reading in read(xlsx(Sheet1=rows), row_is=kind).reading.sheets:
            assert reading.rows_read == reading.rows_used + reading.rows_left_out


# What a sheet that was not understood means for figures


def test_figures_without_data_name_the_sheet_that_was_not_read() -> None:
    rows = [["Alpha", "Beta"], ["2026-03-07", "red"], ["2026-03-14", "blue"]]
    workspace = Workspace().append(imported(xlsx(Sheet1=rows), "sheet.xlsx"))
    found = evaluate(workspace.dataset(), as_of=date(2026, 11, 25))
    for metric in ("attendance_total", "sessions_held", "participants_unique", "cost_cash"):
        assert found.value_for(metric).reason == "sheet-not-read"
    named = {"row_is": "session", "mapping": {"Alpha": "sessions.date", "Beta": "programs.name"}}
    answered = evaluate(
        Workspace().append(imported(xlsx(Sheet1=rows), "sheet.xlsx", **named)).dataset(),
        as_of=date(2026, 11, 25),
    )
    assert answered.value_for("sessions_held").value == 2
    assert answered.value_for("attendance_total").reason == "no-counts"


def test_question_about_an_unknown_sheet_is_short() -> None:
    headings = [f"A rather long heading of column number {number}" for number in range(8)]
    (asked,) = collect_questions(
        read(xlsx(Odd=[headings, *[["red", n, n, "x", n, n, n, n] for n in range(4)]])).reading
    )
    assert len(asked.text) <= 240
    assert asked.text.endswith("What is one row of this sheet?")
    assert asked.options[-1][0] == "nothing"


BOOKED: list[list[object]] = [["day", "who", "here?"], ["2026-09-07", "Ana Cruz", "Y"]]
BOOKED += [["2026-09-07", "Ben Uy", "N"], ["2026-09-14", "Ana Cruz", "Y"], ["2026-09-14", "Ben Uy", "Y"]]


def test_named_row_asks_for_the_column_it_needs() -> None:
    asked = {q.id: q for q in sheet(read(xlsx(Log=BOOKED), row_is="person-at-session")).questions}
    question = asked["sheets.Log.column_of.participation.person_key"]
    assert [value for value, _ in question.options] == ["who", "none"]
    for answer, people in (("who", 2), ("none", None)):
        data = dataset(
            xlsx(Log=BOOKED), row_is="person-at-session", column_of={"participation.person_key": answer}
        )
        assert not any("column_of" in q.id for q in data.readings[0].sheets[0].questions)
        given = evaluate(data, as_of=date(2026, 12, 1))
        assert given.value_for("participants_unique").value == people
        assert given.value_for("attendance_total").value == 3


def test_names_of_people_are_never_offered_as_programs() -> None:
    rows = [[day, who, "x", here] for day, who, here in BOOKED[1:]]
    for heading in ("kid", "quien"):
        found = read(xlsx(Log=[["day", heading, "x", "here?"], *rows]), row_is="person-at-session")
        offered = [value for question in sheet(found).questions for value, _ in question.options]
        assert f"={heading}" not in offered


def test_tabs_without_days_are_sessions_of_their_own() -> None:
    week = [["Name", "Came?"], ["Ana Cruz", "y"], ["Ben Uy", "n"], ["Cy Tan", "y"]]
    tabs = {f"wk{number}": week for number in range(1, 5)}
    data = dataset(xlsx(**tabs), row_is="person-at-session", program="Homework club")
    given = evaluate(data, as_of=date(2026, 12, 1))
    found = [given.value_for(m).value for m in ("sessions_held", "attendance_total", "participants_unique")]
    assert found == [4, 8, 2]


#: Two of three people came to the first outing, one to the second, none to the third.
MARKED = [["Manager", "E1", "E2", "E3"], [17, 1, 0, None], [4, 1, 1, 0], [9, 0, 0, 0]]


def test_columns_of_marks_of_people_are_asked_about() -> None:
    question = sheet(read(xlsx(Log=MARKED), row_is="person")).questions[0]
    assert question.id == "sheets.Log.mark_columns"
    assert "B to D" in question.text
    assert number(xlsx(Log=MARKED), "attendance_total", row_is="person")[0] is None


def test_columns_of_marks_can_be_sessions() -> None:
    answers = {"row_is": "person", "mark_columns": "sessions"}
    question = sheet(read(xlsx(Log=MARKED), **answers)).questions[0]
    assert question.id == "sheets.Log.column_of.participation.person_key"
    answers |= {"column_of": {"participation.person_key": "Manager"}, "marks": {"0": "absent", "": "absent"}}
    assert number(xlsx(Log=MARKED), "attendance_total", **answers) == (3, "exact")
    assert number(xlsx(Log=MARKED), "participants_unique", **answers) == (2, "exact")
    assert number(xlsx(Log=MARKED), "sessions_held", **answers) == (3, "exact")


def test_numbered_sessions_of_people_need_no_question() -> None:
    rows = [["Member", *MARKED[0][1:]], *MARKED[1:]]
    answers = {"row_is": "person", "marks": {"0": "absent", "": "absent"}}
    answers |= {"column_of": {"participation.person_key": "Member"}}
    assert number(xlsx(Log=rows), "attendance_total", **answers) == (3, "exact")


def test_columns_of_marks_can_be_people() -> None:
    rows = [["Day", "Rohan", "Vikash", "Arijit"], ["2026-06-19", "Present", "Absent", "Present"]]
    rows += [["2026-06-26", "Present", "Absent", "Absent"]]
    answers = {"row_is": "session", "mark_columns": "people"}
    assert number(xlsx(Log=rows), "attendance_total", **answers) == (3, "exact")
    assert number(xlsx(Log=rows), "sessions_held", **answers) == (2, "exact")
    assert number(xlsx(Log=rows), "participants_unique", **answers) == (2, "exact")


def test_columns_of_marks_that_are_neither_stay_unused() -> None:
    found = sheet(read(xlsx(Log=MARKED), row_is="person", mark_columns="none"))
    assert found.layout == "member_list"
    assert not any("mark_columns" in question.id for question in found.questions)


def test_totals_without_a_program_may_be_counts_of_a_door() -> None:
    rows = [["When", "Count"], ["March 2026", 412], ["April 2026", 388]]
    answers = {"row_is": "month-total", "mapping": {"When": "period.month", "Count": "sessions.attended"}}
    assert "sheets.Log.activity" in {q.id for q in sheet(read(xlsx(Log=rows), **answers)).questions}
    assert number(xlsx(Log=rows), "attendance_total", **answers) == (800, "at_most")
    assert number(xlsx(Log=rows), "attendance_total", **answers, activity="program") == (800, "exact")
    assert number(xlsx(Log=rows), "attendance_total", **answers, activity="door-count")[0] is None
    named = {**answers, "program": "Story hour", "activity": "door-count"}
    assert number(xlsx(Log=rows), "attendance_total", **named)[0] is None
    attended = [["When", "Attendance"], *rows[1:]]
    answers["mapping"] = {"When": "period.month", "Attendance": "sessions.attended"}
    assert number(xlsx(Log=attended), "attendance_total", **answers) == (800, "exact")


VISITORS = [["Nombre"], ["Manuel Peralta"], ["Ana Ruiz"], ["Eva Gil"]]


def test_list_without_a_day_asks_for_it() -> None:
    named = {"row_is": "person-at-session"}
    (asked,) = (q for q in sheet(read(xlsx(Log=VISITORS), **named)).questions if "session_day" in q.id)
    assert [value for value, _ in asked.options] == ["one", "several"]
    assert number(xlsx(Log=VISITORS), "sessions_held", **named) == (1, "at_least")
    assert number(xlsx(Log=VISITORS), "sessions_held", **named, session_day="several") == (1, "at_least")
    for answer in ("one", "2026-03-07"):
        given = {**named, "session_day": answer}
        assert number(xlsx(Log=VISITORS), "sessions_held", **given) == (1, "exact")
        rows = read(xlsx(Log=VISITORS), **given).tables["participation"]
        assert {row["date"] for row in rows} == {None if answer == "one" else datetime(2026, 3, 7)}
    for wrong in ("last Tuesday", "2026-02-30", "0203-03-07"):
        with pytest.raises(LibCollabError, match="must be a day such as 2026-03-07"):
            check_answers({"session_day": wrong})
    dated = [["Date: 14 March 2026"], ["Nombre", "Colonia"], *([*row, "Centro"] for row in VISITORS[1:])]
    rows = read(xlsx(Log=dated), **named, session_day="2026-03-07").tables["participation"]
    assert {row["date"] for row in rows} == {datetime(2026, 3, 14)}


def test_column_of_days_is_asked_for_before_the_day() -> None:
    lesson = "Data em que ocorreu a aula"
    rows = [["Carimbo de data/hora", "Nome completo", lesson]]
    rows += [
        ["2026-03-07 10:02:11", "Ana Cruz", "2026-03-05"],
        ["2026-03-14 9:58:40", "Ben Uy", "2026-03-12"],
    ]
    found = sheet(read(xlsx(Log=rows), row_is="person-at-session"))
    keys = [question.id.removeprefix("sheets.Log.") for question in found.questions]
    assert keys[0] == "column_of.participation.date"
    days = {"column_of": {"participation.date": lesson}}
    assert number(xlsx(Log=rows), "sessions_held", row_is="person-at-session", **days) == (2, "exact")
    none = {"column_of": {"participation.date": "none"}}
    found = sheet(read(xlsx(Log=rows), row_is="person-at-session", **none))
    assert "sheets.Log.session_day" in {question.id for question in found.questions}


def test_column_of_short_codes_of_people_is_asked_for() -> None:
    rows = [["idEvento", "idPersona"], ["E101", "A101"], ["E101", "A102"], ["E102", "A104"], ["E102", "A101"]]
    named: dict[str, Any] = {"row_is": "person-at-session"}
    (question,) = [q for q in sheet(read(xlsx(Log=rows), **named)).questions if ".column_of." in q.id]
    assert question.id == "sheets.Log.column_of.participation.person_key"
    named |= {"column_of": {"participation.person_key": "idPersona"}, "program": "=idEvento"}
    assert number(xlsx(Log=rows), "participants_unique", **named)[0] == 3


def test_people_who_stayed_some_minutes_came() -> None:
    """Numbers of members are asked for; 0 minutes are asked about, and 4 of 5 came."""
    rows = [["Control", "Minutos"], ["M14092345", 0], ["17121676", 165], ["18121960", 1165]]
    rows += [["18121968", 1395], ["18121970", 12]]
    named: dict[str, Any] = {"row_is": "person-at-session", "mapping": {"Minutos": "participation.status"}}
    assert "sheets.Log.column_of.participation.person_key" in {
        question.id for question in sheet(read(xlsx(Log=rows), **named)).questions
    }
    named["column_of"] = {"participation.person_key": "Control"}
    assert number(xlsx(Log=rows), "attendance_total", **named, marks={"0": "absent"})[0] == 4
    coded = [row if n == 0 else [row[0], n] for n, row in enumerate(rows)]
    assert number(xlsx(Log=coded), "attendance_total", **named)[0] != 5
