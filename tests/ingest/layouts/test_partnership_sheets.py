"""Sheets about the partnership are read without a template, in English, Spanish and Filipino."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time
from typing import Any

import pandas as pd
import pytest

from libcollab_metrics.ingest.answers import collect_questions
from libcollab_metrics.ingest.layouts.hours import parse_duration
from libcollab_metrics.metrics import evaluate, judge_criteria
from libcollab_metrics.model import Import, Setting, Workspace
from libcollab_metrics.model.schema import ALIGNMENT_ITEMS
from tests.support.sheets import dataset, imported, number, xlsx

AS_OF = date(2026, 11, 25)
Rows = Sequence[Sequence[object]]


def read(tab: str, rows: Rows, **answers: Any) -> Import:
    return imported(xlsx(**{tab: rows}), "sheet.xlsx", **answers)


def layouts(file: Import) -> list[str]:
    return [sheet.layout for sheet in file.reading.sheets]


def cells(file: Import, table: str, *columns: str) -> list[tuple[object, ...]]:
    """Return rows of a table with None where a value is unknown."""
    frame = file.tables[table]
    listed = [frame[c].tolist() if c in frame else [None] * len(frame) for c in columns]
    return [tuple(None if pd.isna(value) else value for value in row) for row in zip(*listed, strict=True)]


def value(metric: str, *files: Import, **settings: Any) -> float | None:
    workspace = Workspace()
    for file in files:
        workspace = workspace.append(file)
    if settings:
        workspace = workspace.append(Setting(settings))
    found = evaluate(workspace.dataset(), metrics=[metric], as_of=AS_OF).values_for(metric)
    return found[0].value


PARTNER_LISTS: dict[str, tuple[str, Rows]] = {
    "English": (
        "Partners",
        [
            ["Partner", "Type", "Contact person", "Phone", "What they bring", "No. of members", "Since"],
            ["San Isidro ES", "School", "Ana Cruz", "0917 555", "classrooms", 340, 2021],
            ["Hope Foundation", "NGO", "Ben Reyes", "0918 555", "grants", None, 2024],
        ],
    ),
    "Spanish": (
        "Aliados",
        [
            ["Directorio de aliados 2026"],
            ["Organización", "Tipo", "Persona de contacto", "Teléfono", "Qué aporta", "Miembros", "Desde"],
            ["San Isidro ES", "School", "Ana Cruz", "0917 555", "classrooms", 340, 2021],
            ["Hope Foundation", "NGO", "Ben Reyes", "0918 555", "grants", None, 2024],
        ],
    ),
    "Filipino": (
        "Mga katuwang",
        [
            ["Katuwang", "Uri", "Taong makakausap", "Telepono", "Ambag", "Bilang ng kasapi", "Mula noong"],
            ["San Isidro ES", "School", "Ana Cruz", "0917 555", "classrooms", 340, 2021],
            ["Hope Foundation", "NGO", "Ben Reyes", "0918 555", "grants", None, 2024],
        ],
    ),
}


@pytest.mark.parametrize("language", PARTNER_LISTS)
def test_partner_list_gives_partners_without_their_contacts(language: str) -> None:
    file = read(*PARTNER_LISTS[language])
    assert layouts(file) == ["partner_list"]
    assert cells(file, "partners", "name", "kind", "strengths", "network_size") == [
        ("San Isidro ES", "School", "classrooms", 340.0),
        ("Hope Foundation", "NGO", "grants", None),
    ]
    assert "Ana Cruz" not in repr(file)
    assert "0917" not in repr(file.tables)


def test_list_of_schools_without_a_word_for_partners_asks() -> None:
    file = read(
        "Sheet1",
        [["School", "Enrollment", "Barangay"], ["Mabini ES", 300, "Centro"], ["Rizal ES", 200, "Uno"]],
    )
    assert layouts(file) == ["unknown"]
    assert [question.key for question in collect_questions(file.reading)] == ["row_is"]
    named = read(
        "Sheet1", [["School", "Enrollment"], ["Mabini ES", 300], ["Rizal ES", 200]], row_is="partner"
    )
    assert cells(named, "partners", "name", "network_size") == [("Mabini ES", 300.0), ("Rizal ES", 200.0)]


AGREEMENTS: dict[str, tuple[str, Rows]] = {
    "English": (
        "MOA",
        [
            ["Memorandum of agreement"],
            ["Partner", "Commitment", "Quantity", "By when", "Status"],
            ["San Isidro ES", "The hall on Saturdays", None, "2026-06-30", "ongoing"],
            ["Hope Foundation", "Books", "200 books", "2026-03-31", "done"],
            ["Rotary", "Volunteers for the fair", "40 hours", "2026-05-01", None],
        ],
    ),
    "Spanish": (
        "Convenio",
        [
            ["Entidad", "Compromiso", "Cantidad", "Fecha límite", "Estado"],
            ["San Isidro ES", "The hall on Saturdays", None, "2026-06-30", "en proceso"],
            ["Hope Foundation", "Books", "200 books", "2026-03-31", "cumplido"],
            ["Rotary", "Volunteers for the fair", "40 hours", "2026-05-01", None],
        ],
    ),
    "Filipino": (
        "Kasunduan",
        [
            ["Katuwang", "Pangako", "Dami", "Takdang petsa", "Katayuan"],
            ["San Isidro ES", "The hall on Saturdays", None, "2026-06-30", "hindi pa"],
            ["Hope Foundation", "Books", "200 books", "2026-03-31", "natupad"],
            ["Rotary", "Volunteers for the fair", "40 hours", "2026-05-01", None],
        ],
    ),
}


@pytest.mark.parametrize("language", AGREEMENTS)
def test_agreement_gives_pledges_with_their_due_day(language: str) -> None:
    file = read(*AGREEMENTS[language])
    assert layouts(file) == ["agreement"]
    assert cells(file, "ledger", "from_party", "kind", "quantity", "status", "to_party") == [
        ("San Isidro ES", "venue", None, "pledged", "project"),
        ("Hope Foundation", "in_kind", 200.0, "received", "project"),
        ("Rotary", "volunteer_hours", 40.0, "pledged", "project"),
    ]
    assert [day.date() for day in file.tables["ledger"]["date"]] == [
        date(2026, 6, 30),
        date(2026, 3, 31),
        date(2026, 5, 1),
    ]
    assert cells(file, "partners", "name") == [("San Isidro ES",), ("Hope Foundation",), ("Rotary",)]
    assumed = [
        issue
        for issue in file.issues
        if issue.code == "choice-assumed" and issue.heading in ("Status", "Estado", "Katayuan")
    ]
    assert [issue.count for issue in assumed] == [1]


def test_cash_of_an_agreement_is_money_whatever_else_is_given() -> None:
    rows: Rows = [
        ["Partner", "They give", None, "Cash (PhP)", None, "Status"],
        [None, "What", "Est. value", "Committed", "Released", None],
        ["San Isidro ES", "room, 2 teachers", None, None, None, "Active"],
        ["Mayor's office", "venue", None, 50000, 30000, "Active, 2nd part in Dec."],
        ["Hope Foundation", "400 books", None, 25000, 25000, "ongoing"],
        ["Rural Bank", "school supplies", 8000, 10000, None, "in force"],
        ["Coop", "-", None, 15000, 15000, "Active"],
    ]
    file = read("Partners & MOA", rows)
    assert layouts(file) == ["agreement"]
    assert collect_questions(file.reading) == ()
    given = cells(file, "ledger", "from_party", "kind", "status", "value")
    money = sorted(row for row in given if row[1] == "cash")
    assert money == [
        ("Coop", "cash", "received", 15000.0),
        ("Hope Foundation", "cash", "received", 25000.0),
        ("Mayor's office", "cash", "pledged", 20000.0),
        ("Mayor's office", "cash", "received", 30000.0),
        ("Rural Bank", "cash", "pledged", 10000.0),
    ]
    assert ("Rural Bank", "in_kind", "pledged", 8000.0) in given


def test_person_who_answers_for_a_task_is_no_partner() -> None:
    file = read(
        "Action plan",
        [
            ["Who", "Action step", "Target date", "Status"],
            ["Ana Cruz", "Print posters", "2026-02-01", "done"],
            ["Ben Reyes", "Book the hall", "2026-02-10", "pending"],
        ],
    )
    assert layouts(file) == ["agreement"]
    assert "partners" not in file.tables
    assert [status for (status,) in cells(file, "ledger", "status")] == ["received", "pledged"]


VOLUNTEER_LOGS: dict[str, tuple[str, Rows]] = {
    "hours": (
        "Volunteers",
        [
            ["Date", "Name", "Program", "Hours"],
            ["2026-03-07", "Ana Cruz", "Story hour", 3],
            ["2026-03-14", "Ben Reyes", "Story hour", 2.5],
        ],
    ),
    "minutes": (
        "Sheet1",
        [
            ["Date", "Volunteer", "Program", "Minutes"],
            ["2026-03-07", "Ana Cruz", "Story hour", 180],
            ["2026-03-14", "Ben Reyes", "Story hour", 150],
        ],
    ),
    "times": (
        "Horas de voluntarios",
        [
            ["Fecha", "Nombre", "Programa", "Hora de entrada", "Hora de salida"],
            ["2026-03-07", "Ana Cruz", "Story hour", "9:00", "12:00"],
            ["2026-03-14", "Ben Reyes", "Story hour", "9:00", "11:30"],
        ],
    ),
    "words": (
        "Boluntaryo",
        [
            ["Petsa", "Pangalan", "Gawain", "Bilang ng oras"],
            ["2026-03-07", "Ana Cruz", "Story hour", "3 hrs"],
            ["2026-03-14", "Ben Reyes", "Story hour", "2h 30m"],
        ],
    ),
    "signed": (
        "Voluntarios",
        [
            ["Fecha", "Nombre", "Actividad", "Tiempo", "Firma"],
            ["2026-03-07", "Ana Cruz", "Story hour", "3 h", "✓"],
            ["2026-03-14", "Ben Reyes", "Story hour", "2 h 30 min", "✓"],
        ],
    ),
}


@pytest.mark.parametrize("shape", VOLUNTEER_LOGS)
def test_volunteer_log_gives_hours_by_program_and_no_visit(shape: str) -> None:
    file = read(*VOLUNTEER_LOGS[shape])
    assert layouts(file) == ["volunteer_log"]
    assert cells(file, "ledger", "program_id", "kind", "quantity", "unit", "to_party", "status") == [
        ("Story hour", "volunteer_hours", 3.0, "hours", "project", "received"),
        ("Story hour", "volunteer_hours", 2.5, "hours", "project", "received"),
    ]
    assert "Ana Cruz" not in repr(file)
    rate = {"low": 20, "rate": 20, "high": 20, "year": 2026, "source": "test"}
    assert value("volunteer_value", file, currency="PHP", volunteer_rate=rate) == 110
    assert value("attendance_total", file) is None


UNNAMED_HOURS: Rows = [
    ["start", "stop"],
    [datetime(2026, 3, 7, 7), datetime(2026, 3, 7, 12)],
    [datetime(2026, 3, 8, 15, 15), datetime(2026, 3, 8, 17)],
]


def test_hours_of_unnamed_workers_are_asked_about() -> None:
    file = read("hours", UNNAMED_HOURS, row_is="hours")
    (question,) = [q for q in collect_questions(file.reading) if q.key == "kinds"]
    assert [option for option, _ in question.options] == ["volunteer_hours", "staff_hours"]
    assert cells(file, "ledger", "kind", "quantity") == [("volunteer_hours", 5.0), ("volunteer_hours", 1.75)]
    spent: Rows = [["Date", "Item", "Amount paid"], ["2026-03-07", "Paper", 20], ["2026-03-08", "Glue", 10]]
    data = xlsx(hours=UNNAMED_HOURS, Expenses=spent)
    assert number(data, "volunteer_hours", sheets={"hours": {"row_is": "hours"}}) == (6.75, "partial")
    assert number(data, "cost_cash", sheets={"hours": {"row_is": "hours"}}) == (30, "exact")


def test_moments_typed_as_text_are_times() -> None:
    rows = [["start", "stop"], ["2026-03-07 07:00", "2026-03-07T12:00:00"], ["2026-03-08 15:15", "17:00"]]
    assert cells(read("hours", rows, row_is="hours"), "ledger", "quantity") == [(5.0,), (1.75,)]


@pytest.mark.parametrize(("kind", "hours"), [("volunteer_hours", (6.75, "exact")), ("staff_hours", None)])
def test_answer_settles_who_worked_the_hours(kind: str, hours: tuple[float, str] | None) -> None:
    answers = {"row_is": "hours", "kinds": {"": kind}}
    file = read("hours", UNNAMED_HOURS, **answers)
    assert not collect_questions(file.reading)
    assert {row for (row,) in cells(file, "ledger", "kind")} == {kind}
    found = number(xlsx(hours=UNNAMED_HOURS), "volunteer_hours", sheets={"hours": answers})
    assert found == (hours or (None, found[1]))


def test_clock_that_disagrees_with_the_typed_hours_is_reported() -> None:
    rows: Rows = [
        ["Date", "Volunteer", "Time in", "Time out", "Hours"],
        ["2026-03-07", "Ana", "9:00", "12:00", 3],
        ["2026-03-14", "Ben", "9:00", "12:00", 5],
        ["2026-03-21", "Cai", "9:00", None, None],
        ["2026-03-28", "Dan", None, None, 400],
    ]
    file = read("Volunteers", rows)
    assert cells(file, "ledger", "quantity") == [(3.0,), (5.0,)]
    assert [issue.cells for issue in file.issues if issue.code == "value-disagrees"] == [("E3",)]
    assert file.reading.sheets[0].rows_left_out == 2


STAFF_SHIFTS = [
    ("8:00 AM - 12:00 NN", 4),
    ("1:00-5:00 PM", 4),
    ("8-12", 4),
    ("8:00-5:00", 9),
    ("10 PM to 2 AM", 4),
]


@pytest.mark.parametrize(("shift", "hours"), STAFF_SHIFTS)
def test_duty_roster_gives_hours_of_the_library_staff(shift: str, hours: float) -> None:
    rows: Rows = [
        ["Staff duty roster"],
        ["Date", "Staff", "Shift", "Program"],
        ["2026-03-07", "Ana", shift, "Story hour"],
    ]
    file = read("March", rows)
    assert layouts(file) == ["staff_roster"]
    assert cells(file, "ledger", "from_party", "kind", "quantity", "status") == [
        ("library", "staff_hours", hours, "spent")
    ]


def test_durations_are_parsed_in_every_way_of_writing_them() -> None:
    typed = [3.0, "3", "3 hrs", "2h 30m", "2 oras", "90 min", "1:45", time(2, 30), "half a day", None]
    expected = [3.0, 3.0, 3.0, 2.5, 2.0, 1.5, 1.75, 2.5, None, None]
    assert [parse_duration(cell) for cell in typed] == expected


def test_targets_become_criteria_when_the_librarian_says_so() -> None:
    """Two of three programs have a target: two criteria, judged by their attendance."""
    rows = [
        ["List of programs"],
        ["Program", "Partners", "Target attendance"],
        ["Story hour", "San Isidro School", 20],
        ["Book club", "Hope Foundation", 50],
        ["Film night", "Hope Foundation", None],
    ]
    log = [
        ["Date", "Program", "Attendance"],
        ["2026-03-07", "Story hour", 25],
        ["2026-03-14", "Book club", 9],
    ]
    content = xlsx(List=rows, Log=log)
    questions = imported(content).reading.sheets[0].questions
    (asked,) = [question for question in questions if question.id.endswith("target_is_criterion")]
    assert "2 programs" in asked.text
    assert dataset(content).is_empty("criteria")
    answered = dataset(content, sheets={"List": {"target_is_criterion": "yes"}})
    verdicts = {v.program: v.verdict for v in judge_criteria(answered, date(2026, 12, 31))}
    assert verdicts == {"Story hour": "met", "Book club": "not met"}


def test_program_list_gives_programs_with_partners_and_targets() -> None:
    rows: Rows = [
        ["Program", "Partners", "Start date", "End date", "Target audience", "Target participants", "Budget"],
        ["Story hour", "San Isidro ES; Rotary", "2026-01-10", "2026-06-30", "Grade 1-3", 300, 20000],
        ["Reading clinic", "Hope Foundation", "2026-02-01", "2026-05-30", "readers", 60, 15000],
    ]
    for tab in ("Programs", "Sheet1"):
        file = read(tab, rows)
        assert layouts(file) == ["program_list"]
        assert cells(file, "programs", "name", "partner_ids", "audience", "target_ideal") == [
            ("Story hour", "San Isidro ES; Rotary", "Grade 1-3", 300.0),
            ("Reading clinic", "Hope Foundation", "readers", 60.0),
        ]
        assert set(file.tables) == {"programs"}


def test_books_by_donor_are_gifts_in_kind_and_collected_books() -> None:
    rows: Rows = [
        ["Donor", "Title", "No. of copies", "Date", "Status"],
        ["Hope Foundation", "Readers", 120, "2026-02-01", "received"],
        ["Rotary", "Atlases", "15 books", "2026-02-08", None],
        ["Lions", "Mixed", 50, "2026-03-08", "pledged"],
    ]
    file = read("Book drive", rows)
    assert layouts(file) == ["books_by_donor"]
    assert cells(file, "ledger", "from_party", "kind", "quantity", "status") == [
        ("Hope Foundation", "in_kind", 120.0, "received"),
        ("Rotary", "in_kind", 15.0, "received"),
        ("Lions", "in_kind", 50.0, "pledged"),
    ]
    assert cells(file, "deliveries", "collected", "pledged") == [(120.0, None), (15.0, None), (None, 50.0)]


def test_worth_of_books_has_the_currency_of_its_heading() -> None:
    rows: Rows = [["Donor", "No. of copies", "Value (USD)", "Date"], ["Rotary", 40, "~200", "2026-02-01"]]
    file = read("Book drive", rows)
    assert cells(file, "ledger", "value", "value_is_estimate", "currency") == [(200.0, True, "USD")]


def test_books_with_unclear_status_ask_and_are_not_collected() -> None:
    rows: Rows = [
        ["Donor", "Title", "No. of copies", "Date", "Status"],
        ["Hope Foundation", "Readers", 120, "2026-02-01", "received"],
        ["Rotary", "Atlases", 15, "2026-02-08", "zzz"],
        ["Lions", "Mixed", 50, "2026-03-08", None],
    ]
    file = read("Book drive", rows)
    assert cells(file, "ledger", "quantity", "status") == [
        (120.0, "received"),
        (15.0, "unclear"),
        (50.0, "received"),
    ]
    assert cells(file, "deliveries", "collected", "pledged") == [(120.0, None), (None, None), (50.0, None)]
    assert [(question.key, question.name) for question in collect_questions(file.reading)] == [
        ("marks", "zzz")
    ]
    assert [issue.cells for issue in file.issues if issue.code == "choice-assumed"] == [("E3", "E4")]


def test_titles_without_copies_are_at_least_as_many_books() -> None:
    file = read(
        "Donated books",
        [["Donor", "No. of titles", "Date"], ["Hope", 12, "2026-02-01"], ["Lions", 4, "2026-02-02"]],
    )
    assert cells(file, "deliveries", "collected", "collected_at_least") == [(12.0, True), (4.0, True)]


def test_partner_survey_gives_ratings_of_the_known_statements() -> None:
    rows: Rows = [
        [
            "Partner",
            "Position",
            "We want the same thing for the people we serve",
            "Roles are clear",
            "Food was good",
            "Comments",
        ],
        ["San Isidro ES", "Principal", 5, "4 - Agree", 1, "thank you"],
        ["Hope Foundation", "Officer", "Strongly agree", 9, 2, None],
    ]
    file = read("Survey", rows)
    assert layouts(file) == ["partner_survey"]
    assert cells(file, "perspectives", "partner_id", "side", "item", "rating") == [
        ("San Isidro ES", "partner", ALIGNMENT_ITEMS[0], 5.0),
        ("Hope Foundation", "partner", ALIGNMENT_ITEMS[0], 5.0),
        ("San Isidro ES", "partner", ALIGNMENT_ITEMS[1], 4.0),
    ]
    assert {"outside-scale", "column-not-used"} <= {issue.code for issue in file.issues}
    assert "thank you" not in repr(file)
    assert "Principal" not in repr(file.tables)


@pytest.mark.parametrize("heads", [["2025 budget", "2025 spent"], ["Budget 2025", "Actual 2025"]])
def test_budget_of_the_latest_year_is_read(heads: list[str]) -> None:
    rows: Rows = [["Line item", "2024 actual", *heads, "Left"], ["Snacks", 900, 5000, 4200, 800]]
    file = read("Plan", [*rows, ["Books", 800, 20000, 18000, 2000]])
    assert layouts(file) == ["budget"]
    spent = [(4200.0, "spent"), (18000.0, "spent")]
    assert cells(file, "ledger", "value", "status") == [(5000.0, "budgeted"), (20000.0, "budgeted"), *spent]


def test_budget_is_separate_from_what_was_spent() -> None:
    rows: Rows = [
        ["Item", "Budget", "Actual", "Balance"],
        ["Snacks", 5000, 4200, 800],
        ["Books", 20000, 18000, 2000],
        ["Total", 25000, 22200, 2800],
    ]
    file = read("Budget", rows)
    assert layouts(file) == ["budget"]
    spent = [(4200.0, "spent"), (18000.0, "spent")]
    assert cells(file, "ledger", "value", "status") == [(5000.0, "budgeted"), (20000.0, "budgeted"), *spent]
    assert value("cost_cash", file) == 22200


@pytest.mark.parametrize("kind", ["partner", "promise", "hours", "program", "budget-line"])
def test_unknown_headings_are_read_once_their_meaning_is_given(kind: str) -> None:
    rows: Rows = [["Alpha", "Beta", "Gamma"], ["North", 3, "2026-03-07"], ["South", 2, "2026-03-14"]]
    fields = {
        "partner": {"Alpha": "partners.name", "Beta": "partners.network_size"},
        "promise": {"Alpha": "ledger.from_party", "Beta": "ledger.value", "Gamma": "ledger.date"},
        "hours": {"Beta": "ledger.quantity", "Gamma": "ledger.date"},
        "program": {"Alpha": "programs.name", "Gamma": "programs.start"},
        "budget-line": {"Alpha": "ledger.note", "Beta": "ledger.value"},
    }
    file = read("Sheet1", rows, row_is=kind, mapping=fields[kind])
    assert file.reading.sheets[0].rows_used == 2
    assert [issue.message for issue in file.issues if issue.code == "answer-not-used"] == []


def test_log_of_events_with_partners_is_no_list_of_partners() -> None:
    rows = [["Events our partners ran here"], ["Date", "Event", "Run by", "What we gave", "Partner says"]]
    rows += [
        ["Jan 30", "Money talk", "Credit union", "room", 14],
        ["Feb 12", "Clinic", "Health office", "room", 88],
    ]
    result = read("Partner events", rows)
    assert [found.layout for found in result.reading.sheets] == ["unknown"]
    assert "row_is" in [asked.key for asked in collect_questions(result.reading)]


def test_section_lines_of_a_budget_with_subtotals_are_no_lines() -> None:
    rows: list[list[object]] = [["Activity budget and expenditure"]]
    rows += [["Code", "Item", "Qty", "Unit cost", "Budget", "Actual"]]
    rows += [["A", "TENTS", None, None, 30000, 30900], ["A1", "Canvas", 2, 8500, 17000, 16400]]
    rows += [["A2", "Mats", 20, 350, 7000, 7000], ["A3", "Transport", 4, 1500, 6000, 7500]]
    rows += [["B", "BOOKS", None, None, 29000, 26400], ["B1", "Readers", 120, 180, 21600, 21600]]
    rows += [["B2", "Notebooks", 200, 25, 5000, 4800], ["B3", "Printing", 60, 40, 2400, None]]
    rows += [[None, "TOTAL", None, None, 59000, 57300]]
    ledger = read("Budget", rows).tables["ledger"]
    assert ledger.groupby("status")["value"].sum().to_dict() == {"budgeted": 59000, "spent": 57300}


def hours_by_kind(rows: list[list[object]]) -> dict[str, float]:
    found: dict[str, float] = {}
    for row in imported(xlsx(Hours=rows)).tables["ledger"].to_dict("records"):
        found[row["kind"]] = found.get(row["kind"], 0.0) + row["quantity"]
    return found


def test_column_says_whether_staff_or_volunteers_worked() -> None:
    rows: list[list[object]] = [["ORAS NG STAFF AT VOLUNTEER"], []]
    rows += [["Petsa", "Pangalan", "Staff / Volunteer", "Oras (hrs)", "Ginawa"]]
    rows += [
        ["2026-08-01", "Lorna A.", "staff", 3, "libro"],
        ["2026-08-01", "Rowena C.", "volunteer", 2.5, "k"],
    ]
    rows += [["2026-08-08", "Dodong R.", "Staff", 2, "k"], ["2026-08-08", "Rowena C.", "Boluntaryo", 4, "k"]]
    assert hours_by_kind(rows) == {"staff_hours": 5, "volunteer_hours": 6.5}


def test_staff_and_volunteers_may_each_have_a_column_of_hours() -> None:
    rows: list[list[object]] = [["Who worked what"], [], [None, None, "Paid staff", None, "Volunteers", None]]
    rows += [["Event", "Date", "people", "hours (all together)", "people", "hours (all together)"]]
    rows += [["Book sale", "2026-03-06", 3, 6, 4, 60], ["Puzzle Swap", "2026-03-20", 1, 4, 6, 18]]
    rows += [["TOTAL", None, 4, 10, 10, 78]]
    assert hours_by_kind(rows) == {"staff_hours": 10, "volunteer_hours": 78}
    (read_as,) = imported(xlsx(Hours=rows)).reading.sheets
    mapped = {m.heading: m.field for m in read_as.mapping}
    assert mapped["Volunteers hours (all together)"] == "ledger.quantity"


def test_row_without_hours_of_staff_and_volunteers_is_reported() -> None:
    rows: list[list[object]] = [["Who worked what"], [], [None, None, "Paid staff", None, "Volunteers", None]]
    rows += [["Event", "Date", "people", "hours (all together)", "people", "hours (all together)"]]
    rows += [["Book sale", "2026-03-06", 3, 6, 4, 60], ["Puzzle Swap", "soon", 1, 4, 6, 18]]
    rows += [["Movie", "2026-04-03", 2, None, 1, None], ["Fair", "2026-04-10", 2, 4, 5, 12]]
    assert hours_by_kind(rows) == {"staff_hours": 14, "volunteer_hours": 90}
    cells = {issue.code: issue.cells for issue in imported(xlsx(Hours=rows)).issues}
    assert (cells["date-unreadable"], cells["row-left-out"]) == (("B6",), ("A7",))


def test_only_what_was_paid_of_a_nested_budget_is_spent() -> None:
    heads = ["Clave", "Descripción", "Aprobado", "Devengado", "Ejercido", "Pagado", "Por ejercer"]
    lines = [(1000, 960, 810, 700), (1200, 960, 810, 700), (12101, 960, 810, 700)]
    lines += [(2000, 1010, 480, 330), (2100, 1010, 480, 330), (21101, 500, 180, 130), (21501, 510, 300, 200)]
    rows: list[list[object]] = [["Estado del presupuesto"], heads]
    rows += [[code, "PARTIDA", plan, used + 5, used, paid, plan - used] for code, plan, used, paid in lines]
    rows += [[None, "TOTAL", 1970, 1300, 1290, 1030, 680]]
    ledger = read("Presupuesto", rows).tables["ledger"]
    assert ledger.groupby("status")["value"].sum().to_dict() == {"budgeted": 1970, "spent": 1030}


def test_chapters_without_outline_numbers_are_the_sums_of_their_items() -> None:
    rows: list[list[object]] = [["EJERCICIO DEL PRESUPUESTO"]]
    rows += [["Clave", "Partida", "Autorizado", "Pagado", "Por ejercer"]]
    rows += [[2000, "MATERIALES", 41000, 7200, 33800], [2111, "Útiles", 11000, 7200, 3800]]
    rows += [[2151, "Impresos", 30000, 0, 30000], [3000, "SERVICIOS", 54500, 8974.5, 45525.5]]
    rows += [[3251, "Transporte", 36500, 0, 36500], [3611, "Difusión", 18000, 8974.5, 9025.5]]
    rows += [[None, "TOTAL", 95500, 16174.5, 79325.5]]
    ledger = read("Presupuesto", rows).tables["ledger"]
    assert ledger.groupby("status")["value"].sum().to_dict() == {"budgeted": 95500, "spent": 16174.5}


@pytest.mark.parametrize("heading", ["S/V", "Staff o Volunteer?"])
def test_letters_say_whether_staff_or_volunteers_worked(heading: str) -> None:
    rows: list[list[object]] = [
        ["Literacy Corner - hours in August 2026"],
        ["Date", "Name", heading, "Hours"],
    ]
    rows += [["2026-08-01", "Maya Finch", "S", 3], ["2026-08-01", "Ruby Rooney", "V", 2.5]]
    rows += [["2026-08-08", "Maya Finch", "S", 2], ["2026-08-08", "Theo Finch", "V", 4]]
    assert hours_by_kind(rows) == {"staff_hours": 5, "volunteer_hours": 6.5}


@pytest.mark.parametrize(
    ("tab", "heading", "stage"),
    [
        ("Prometidos", "Libros", "pledged"),
        ("Lista", "Libros ofrecidos", "pledged"),
        ("Lista", "Libros", "collected"),
    ],
)
def test_books_that_are_only_promised_are_pledged(tab: str, heading: str, stage: str) -> None:
    rows: Rows = [["Un libro por la sierra"], ["Donante", heading]]
    rows += [["Colegio Los Nogales", 300], ["Imprenta Qori", 150]]
    assert cells(read(tab, rows), "deliveries", stage) == [(300.0,), (150.0,)]


def test_revenue_in_a_list_of_costs_was_received() -> None:
    rows = [["Month", "Category", "Budget", "Actual"], ["2026-01-01", "Revenue", 900, 1000]]
    rows += [
        ["2026-01-01", "Rent", 300, 310],
        ["2026-01-01", "Printing", 100, 90],
        ["2026-01-01", "Tea", 20, 25],
    ]
    data = xlsx(Budget=rows)
    assert [number(data, name)[0] for name in ("cost_cash", "cash_balance")] == [425, 575]


PLEDGES: dict[str, Rows] = {
    "Pledges": [
        ["List of pledges"],
        ["#", "Name", "Pledge", "Status"],
        [1, "Rotary Club", 10000, "given"],
        [2, "Tres Hermanas Bakery", 2000, "ff up"],
        [3, "PTA Malusak", 4000, "given"],
    ],
    "Received": [
        ["Date received", "From", "Amount", "Mode"],
        ["2026-08-03", "Rotary Club", 10000, "check"],
        ["2026-08-21", "PTA Malusak", 4000, "cash"],
        ["2026-09-12", "Walk-in", 1236, "cash"],
    ],
}


def test_promise_called_given_and_the_gift_may_be_one() -> None:
    """Received are 15,236; "given" on the list of pledges would add 14,000, and change every share."""
    answers: dict[str, Any] = {"Pledges": {"row_is": "promise", "marks": {"ff up": "pledged"}}}
    (asked,) = imported(xlsx(**PLEDGES), sheets=answers).reading.sheets[0].questions
    assert asked.id == "sheets.Pledges.column_of.ledger.value"
    answers["Pledges"]["column_of"] = {"ledger.value": "Pledge"}
    loaded = dataset(xlsx(**PLEDGES), sheets=answers)
    assert "numbers-perhaps-twice" in {issue.code for issue in loaded.issues}
    found = evaluate(loaded, as_of=date(2026, 12, 31))
    assert found.value_for("fund_share", party="Rotary Club", kind="cash").certainty == "partial"
    assert found.value_for("partner_given", party="Rotary Club", kind="cash").certainty != "exact"


def test_names_of_partners_are_asked_for() -> None:
    rows = [
        ["Who", "Phone", "They bring"],
        ["Kiwanis", "5155550177", "t-shirts"],
        ["4-H", "5155550102", "kits"],
    ]
    (asked,) = imported(xlsx(Log=rows), row_is="partner").reading.sheets[0].questions
    assert (asked.id, asked.options[0][0]) == ("sheets.Log.column_of.partners.name", "Who")
    named = imported(xlsx(Log=rows), row_is="partner", column_of={"partners.name": "Who"})
    assert named.reading.sheets[0].rows_used == 2


def test_day_of_a_volunteer_log_is_carried_down() -> None:
    """3 + 4 + 2 + 4.5 + 3 hours; the row of the month and that without a sign-out have none."""
    rows: list[list[object]] = [
        ["Pinecrest Library - volunteer desk book"],
        ["Date", "Day", "Who", "In", "Out", "Hrs", "What"],
        ["2026-09-01", "Tue", "Ed S.", "10:00", "13:00", 3, "desk"],
        ["2026-09-05", "Sat", "Tuck", "10:30", "14:30", 4, "cataloging"],
        [None, None, "Roland", "13:30", "15:30", 2, "shelving"],
        [None, None, "Lucille", None, None, 4.5, "mending at home"],
        [None, None, "SEPT total", None, None, 13.5],
        [],
        ["2026-10-03", "Sat", "Ed S.", "10:00", "13:00", 3, "desk"],
        [None, None, "Joanie", "10:00", None, None, "forgot to sign out"],
    ]
    data = xlsx(Desk=rows)
    assert number(data, "volunteer_hours") == (16.5, "partial")
    days = [day.date().isoformat() for day in dataset(data).tables["ledger"]["date"]]
    assert days == ["2026-09-01", "2026-09-05", "2026-09-05", "2026-09-05", "2026-10-03"]


def test_days_before_their_month_are_carried_down() -> None:
    rows: list[list[object]] = [["Volunteer log"], ["Date", "Volunteer", "Hours"]]
    rows += [["28/4/2026", "Ana Reyes", 2], [None, "Ben Diaz", 3], ["5/5/2026", "Ana Reyes", 1]]
    assert number(xlsx(Log=rows), "volunteer_hours") == (6, "exact")
