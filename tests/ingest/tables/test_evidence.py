"""Layouts are chosen by weighted evidence, and columns by their words and cells."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random

import pytest

from libcollab_metrics.ingest.layouts import LAYOUTS
from libcollab_metrics.ingest.tables.clues import CLUES
from libcollab_metrics.ingest.tables.layout_scores import LAYOUT_EVIDENCE, TITLED
from libcollab_metrics.ingest.tables.row_kinds import ROW_LAYOUTS
from libcollab_metrics.ingest.values.lexicon import known_headings
from libcollab_metrics.model import Import
from tests.support.builders.generated_sheets import generate
from tests.support.builders.layout_samples import SAMPLES
from tests.support.generated_outcomes import read_generated
from tests.support.sheets import imported, xlsx

DAYS = ["2026-03-07", "2026-03-14", "2026-03-21"]


def read(rows: Sequence[Sequence[object]], tab: str = "Sheet1") -> Import:
    return imported(xlsx(**{tab: rows}), "sheet.xlsx")


def layout(rows: Sequence[Sequence[object]], tab: str = "Sheet1") -> str:
    return read(rows, tab).reading.sheets[0].layout


def test_every_clue_has_a_weight_and_a_sentence() -> None:
    for clue in CLUES.values():
        assert clue.weight > 0
        assert clue.meaning.endswith(".")


def test_evidence_names_known_clues_roles_and_layouts() -> None:
    used = {clue for entry in LAYOUT_EVIDENCE for need in (*entry.needs, entry.against) for clue in need}
    assert used - {TITLED} - set(CLUES) == {clue for clue in used if clue.startswith("own:")}
    for entry in LAYOUT_EVIDENCE:
        roles = {known.role for known in known_headings(entry.layout).values()}
        own = {clue[4:] for need in entry.needs for clue in need if clue.startswith("own:")}
        assert own <= roles, entry.layout


def test_every_layout_that_is_not_generated_has_evidence() -> None:
    with_evidence = {entry.layout for entry in LAYOUT_EVIDENCE}
    generated = {name for name, about in LAYOUTS.items() if about.is_generated}
    assert set(LAYOUTS) - with_evidence == generated | {"prose", "member_list"}
    assert set(ROW_LAYOUTS.values()) <= set(LAYOUTS)


@pytest.mark.parametrize(
    "sample", ["session_log", "attendee_log", "registration_export", "month_grid", "libcal"]
)
def test_order_of_columns_does_not_change_the_layout(sample: str) -> None:
    rows = [list(row) for row in SAMPLES[sample].sheet()]
    expected = layout(rows)
    width = max(map(len, rows))
    padded = [[*row, *[None] * (width - len(row))] for row in rows]
    for seed in range(5):
        order = Random(seed).sample(range(width), width)
        assert layout([[row[place] for place in order] for row in padded]) == expected


def test_dates_under_an_unknown_heading_are_days_of_sessions() -> None:
    file = read([["Held on", "Turnout"], *zip(DAYS, [12, 9, 15], strict=True)])
    assert [day.date().isoformat() for day in file.tables["sessions"]["date"]] == DAYS
    assert file.tables["sessions"]["attended"].tolist() == [12, 9, 15]
    assumed = [issue for issue in file.issues if issue.code == "column-assumed"]
    assert [(issue.heading, issue.message) for issue in assumed] == [
        ("Held on", "read as Sessions: Date"),
        ("Turnout", "read as Sessions: Attendance"),
    ]


def test_word_for_people_means_what_its_cells_are() -> None:
    counted = read([["Fecha", "Participantes"], *zip(DAYS, [12, 9, 15], strict=True)])
    assert counted.tables["sessions"]["attended"].tolist() == [12, 9, 15]
    named = read([["Fecha", "Participantes"], *zip(DAYS, ["Ana Cruz", "Ben Reyes", "Ana Cruz"], strict=True)])
    assert "sessions" not in named.tables
    assert len(named.tables["participation"]) == 3


@pytest.mark.parametrize(
    "heading",
    [
        "Alumnos prev.",
        "Niños previstos",
        "Expected participants",
        "Target attendance",
        "Participants last year",
        "Registered kids",
        "% present",
    ],
)
def test_number_that_is_planned_or_compared_is_no_head_count(heading: str) -> None:
    file = read([["Date", "Activity", heading], *zip(DAYS, ["A", "B", "C"], [12, 9, 15], strict=True)])
    assert (
        "attended" not in file.tables.get("sessions", {}) or file.tables["sessions"]["attended"].isna().all()
    )


def test_postponed_in_place_of_a_day_is_no_remark() -> None:
    rows = [["Visit", "Planned", "Visited", "People"]]
    rows += [["A", day, day, number] for day, number in zip(DAYS, ("8", "9", "7"), strict=True)]
    rows.append(["A", "2026-03-28", "postponed", ""])
    fields = {mapped.heading: mapped.field for mapped in read(rows).reading.sheets[0].mapping}
    assert fields["Visited"] != "notes.text"


def test_actual_count_is_used_next_to_an_expected_one() -> None:
    rows = [
        ["When", "What we did: activity", "Expected kids", "Kids who came"],
        *zip(DAYS, ["A", "B", "C"], [30, 30, 30], [12, 9, 15], strict=True),
    ]
    assert read(rows).tables["sessions"]["attended"].tolist() == [12, 9, 15]


def test_two_columns_that_say_the_same_are_not_chosen_between() -> None:
    rows = [
        ["Date", "Activity", "Kids", "Learners who came"],
        *zip(DAYS, ["A", "B", "C"], [3, 4, 5], [12, 9, 15], strict=True),
    ]
    file = read([["Date", "Activity", "Visitors upstairs", "Visitors downstairs"], *rows[1:]])
    assert file.tables.get("sessions") is None or file.tables["sessions"]["attended"].isna().all()


def test_row_numbers_are_no_head_counts() -> None:
    rows = [["Participants", "Date", "Activity"], *zip([1, 2, 3], DAYS, ["A", "B", "C"], strict=True)]
    file = read(rows)
    assert "sessions" not in file.tables or file.tables["sessions"]["attended"].isna().all()


@pytest.mark.parametrize("first", range(0, 60, 20))
def test_generated_sheets_are_read_or_asked_about(first: int) -> None:
    outcomes = {seed: read_generated(generate(seed)) for seed in range(first, first + 20, 2)}
    assert {seed: outcome for seed, outcome in outcomes.items() if outcome[0] in ("wrong", "refused")} == {}
    assert sum(outcome == "right" for outcome, _ in outcomes.values()) >= 6


@pytest.mark.long
@pytest.mark.parametrize("first", range(1, 4000, 400))
def test_generated_sheets_of_the_other_half_are_read_or_asked(first: int) -> None:
    outcomes = {seed: read_generated(generate(seed)) for seed in range(first, first + 400, 2)}
    counted = [outcome for outcome, _ in outcomes.values()]
    print({kind: counted.count(kind) for kind in sorted(set(counted))})
    assert {seed: outcome for seed, outcome in outcomes.items() if outcome[0] in ("wrong", "refused")} == {}
    assert counted.count("right") >= 150


def test_hours_that_people_offer_are_no_hours_worked() -> None:
    """Who would help, when they were born, and the hours they could give: no hours were worked yet."""
    rows = [
        ["Nombre", "Fecha de nacimiento", "Horas diarias", "Turno"],
        ["Ana Cruz", "1990-03-07", 4, "AM"],
        ["Ben Reyes", "1985-01-14", 6, "PM"],
    ]
    for tab in ("Sheet1", "Voluntarios"):
        file = read(rows, tab)
        assert "ledger" not in file.tables
        assert "sessions" not in file.tables


def test_date_of_birth_is_no_day_of_a_session() -> None:
    file = read([["Born on", "Name"], ["2015-03-07", "Ana Cruz"], ["2016-03-07", "Ben Reyes"]])
    assert "participation" not in file.tables or file.tables["participation"]["date"].isna().all()


def test_money_on_a_list_of_people_counts_against_visits() -> None:
    file = read([["Name", "Date", "Amount paid"], ["Ana Cruz", DAYS[0], 50], ["Ben Reyes", DAYS[1], 50]])
    assert "participation" not in file.tables
    assert file.reading.sheets[0].layout == "unknown"


@pytest.mark.parametrize("promised", ["Pledge (P)", "Promesa", "Amount ₱"])
def test_pledges_of_people_are_no_visits(promised: str) -> None:
    rows = [
        ["Name", "Date", promised],
        *(
            [name, f"2026-03-{day:02d}", 500 * day]
            for day, name in enumerate(("Ana Cruz", "Ben Uy", "Eva Lim"), 1)
        ),
    ]
    assert layout(rows) not in ("attendee_log", "sign_in")


def test_things_lent_to_classes_are_no_sessions() -> None:
    rows = [
        ["Bag", "Who has it", "Out", "Due", "Back", "Kids in class"],
        *(
            [f"B-{n}", f"Room {n}", f"2026-03-{n:02d}", f"2026-03-{n + 14}", None, 12 + n]
            for n in range(1, 7)
        ),
    ]
    assert layout(rows) != "session_log"


def test_many_unnamed_rows_of_a_day_are_no_sessions() -> None:
    """Each row may be a family, as at a food pantry."""
    rows: list[list[object]] = [["Date", "Case #", "Adults", "Kids"]]
    rows += [[f"2026-10-{6 + 7 * (n // 6):02d}", f"H{n}", 2, n % 4] for n in range(18)]
    assert layout(rows) == "unknown"
    timed = [["Start time", *rows[0]], *([f"{9 + n % 6}:00", *row] for n, row in enumerate(rows[1:]))]
    assert layout(timed) == "session_log"


@pytest.mark.parametrize("heading", ["User Name", "NOMBRE-INSTALACION"])
def test_host_of_every_session_is_no_person(heading: str) -> None:
    rows: list[list[object]] = [["Topic", heading, "Date", "Participants"]]
    rows += [[f"Topic {n % 3}", "Programs Desk", f"2026-03-{n + 1:02d}", 8 + n % 5] for n in range(16)]
    file = read(rows)
    assert file.reading.sheets[0].layout == "session_log"
    assert file.tables["sessions"]["attended"].sum() == sum(8 + n % 5 for n in range(16))


def test_start_with_its_day_dates_each_session() -> None:
    rows: list[list[object]] = [["Topic", "Creation Time", "Start Time", "Participants"]]
    rows += [["Story hour", "01/02/2026 09:00:00", f"03/{14 + n}/2026 10:00:00", 8 + n] for n in range(5)]
    days = read(rows).tables["sessions"]["date"]
    assert days.dt.month.tolist() == [3] * 5


def test_last_row_before_a_sum_is_no_header() -> None:
    """Two columns of days would look like the days of a register."""
    rows = [
        ["Qtr", "Activity", "Target date", "Target pax", "Actual date", "Actual pax"],
        ["Q1", "Storytelling", "Jan 29, 2026", 80, "Jan 29, 2026", 94],
        [None, "Orientation", "Feb 17, 2026", 35, "Feb 19, 2026", 31],
        [None, "Braille day", "Mar 12, 2026", 25, None, None],
        [None, "Book cart", "Mar 24, 2026", 50, "Mar 24, 2026", 62],
        [None, "Sub-total", None, 190, None, 187],
        ["Q2", "Reading week", "Apr 14, 2026", 60, "Apr 14, 2026", 55],
    ]
    assert layout(rows) == "session_log"


def test_payments_next_to_who_came_are_a_list_of_visits() -> None:
    rows = [["Bookings for 14 March"], [], ["Ref", "Name", "Paid", "Attended?"]]
    rows += [["B1", "Ana Cruz", "5", "Y"], ["B2", "Ben Reyes", "5", "N"], ["B3", "Eva Lim", "0", "Y"]]
    file = read(rows)
    assert file.tables["participation"]["status"].tolist() == ["present", "absent", "present"]
    unfilled = read([*rows[:3], *([*row[:3], ""] for row in rows[3:])])
    assert "participation" not in unfilled.tables


def test_money_on_a_log_of_sessions_is_not_used() -> None:
    rows = [
        ["Held on", "Activity", "Kids", "Donation value"],
        [DAYS[0], "A", 12, 500],
        [DAYS[1], "B", 9, 300],
    ]
    file = read(rows)
    assert file.tables["sessions"]["attended"].tolist() == [12, 9]
    assert "ledger" not in file.tables


@pytest.mark.parametrize("heading", ["Visitors", "Bisita", "Visitantes", "Reader"])
def test_visitors_of_the_building_are_no_head_count(heading: str) -> None:
    file = read([["Month", heading, "Loans"], ["January 2026", 900, 300], ["February 2026", 800, 310]])
    assert file.reading.sheets[0].layout == "unknown"


def test_parts_are_added_and_their_sum_is_not() -> None:
    rows = [
        ["Petsa", "Ilang Lalaki", "Ilang Babae", "Lahat ng Bata"],
        [DAYS[0], 11, 14, 25],
        [DAYS[1], 9, 12, 21],
        [DAYS[2], 13, 17, 30],
    ]
    assert read(rows).tables["sessions"]["attended"].tolist() == [25, 21, 30]


def test_single_part_is_never_all_who_came() -> None:
    rows = [["Fecha", "Libro", "Vinieron", "de ellos, hombres"], [DAYS[0], "A", 15, 3], [DAYS[1], "B", 14, 2]]
    assert read(rows).tables["sessions"]["attended"].tolist() == [15, 14]


def test_unknown_part_below_the_label_of_parts_is_added() -> None:
    rows = [
        ["No.", "Fecha", "Lugar", "Cuántos llegaron", None, None, "Anotaciones"],
        [None, None, None, "Niños", "Niñas", "Personas grandes", None],
        [1, DAYS[0], "Biblioteca", 8, 11, 6, None],
        [2, DAYS[1], "Parque", 9, 7, 4, "lluvia"],
    ]
    assert read(rows).tables["sessions"]["attended"].tolist() == [25, 20]


def test_weekday_and_day_number_are_a_day_of_a_register() -> None:
    rows = [
        ["Control de asistencia, junio 2024"],
        ["Alumno/a", "lun 3", "mié 5", "vie 7"],
        ["Brenda Morales", "P", "P", "A"],
        ["Carlos Tuy", "P", "A", "P"],
    ]
    file = read(rows)
    assert file.reading.sheets[0].layout == "roster"
    assert len(file.tables["participation"]) == 6


def test_answers_in_sentences_are_no_places() -> None:
    answers = ["More of it, please, at the library next year too", "It was fine but the room was very cold"]
    rows = [["Held on", "Your library?", "Turnout"]]
    rows += [[day, text, number] for day, text, number in zip(DAYS, answers * 2, [12, 9, 15], strict=False)]
    fields = [mapped.field for mapped in read(rows).reading.sheets[0].mapping]
    assert "sessions.site" not in fields


#: A survey with an open question about where something helped, and answers that are known words.
SURVEY: list[list[object]] = [
    ["Sex", "Sample situations where it helped", "I learned a lot", "I enjoyed it"],
    ["Male", "A song", "Agree", "Strongly agree"],
    ["Female", "A song", "Agree", "Agree"],
    ["Male", "Reading aloud", "Disagree", "Agree"],
]


def test_open_question_of_a_survey_is_no_place() -> None:
    result = imported(xlsx(Survey=SURVEY), "sheet.xlsx", row_is="answer")
    assert not [m.heading for m in result.reading.sheets[0].mapping if m.field.endswith(".site")]
    assert len(result.tables["outcomes"]) == 6


def test_row_with_repeated_cells_is_no_header() -> None:
    """Answers such as Male and No are also words of headings."""
    rows: list[list[object]] = [["Sex", "Age group", "Used the app", "I learned a lot", "I enjoyed it"]]
    rows += [["Male", "18 to 24", "No", *SURVEY[1][2:]], ["Male", "18 to 24", "No", *SURVEY[3][2:]]]
    file = imported(xlsx(Survey=rows), "sheet.xlsx", row_is="answer")
    asked = [question.id for question in file.reading.sheets[0].questions]
    assert not [name for name in asked if name.endswith(".header_row")]


@pytest.mark.parametrize("note", ["%", "target", "expected"])
def test_note_in_brackets_rules_a_count_out(note: str) -> None:
    rows = [["Date", "Program", f"Attendance ({note})", "Attendance"], ["2026-03-07", "Chess", 20, 16]]
    assert read(rows).tables["sessions"]["attended"].tolist() == [16]


def test_number_of_absentees_is_no_head_count() -> None:
    rows = [["Event", "Date", "Attended", "No-show"], ["Story hour", "2026-03-07", 15, 5]]
    file = read(rows)
    assert file.tables["sessions"]["attended"].tolist() == [15]
    assert not [q for q in file.reading.sheets[0].questions if q.id.endswith(".head_count")]


@pytest.mark.parametrize(
    ("tab", "day", "precision"),
    [("March 7, 2026", "2026-03-07", "day"), ("March 2026", "2026-03-01", "month")],
)
def test_tab_dates_a_log_without_days(tab: str, day: str, precision: str) -> None:
    sessions = read([["Activity", "Pax"], ["Chess", 12], ["Craft", 15]], tab).tables["sessions"]
    assert [str(date)[:10] for date in sessions["date"]] == [day, day]
    assert sessions["date_precision"].tolist() == [precision, precision]


def test_row_of_scores_is_no_header() -> None:
    """10, 12, 15 increase like the days of a month."""
    rows = [["Name", "Pre", "Mid", "Post"], ["Ana Reyes", 10, 12, 15], ["Ben Diaz", 8, 9, 14]]
    asked = [question.id for question in read(rows).reading.sheets[0].questions]
    assert not [name for name in asked if name.endswith(".header_row")]


def test_matrix_of_who_does_what_where_is_asked_about() -> None:
    heads = ["Organization", "Activity", "Start date", "People reached"]
    rows = [heads, ["#org", "#activity", "#date+start", "#reached"], ["Relief", "Tents", "2026-01-26", 255]]
    rows += [["Caravan", "Kits", "2026-01-27", 120], ["Sagip", "Kits", "2026-01-28", 130]]
    assert imported(xlsx(Sheet1=rows)).reading.sheets[0].layout == "unknown"
    assert imported(xlsx(**{"Matriz 345W": [heads, *rows[2:]]})).reading.sheets[0].layout == "unknown"


def test_repeated_headings_do_not_hide_a_table() -> None:
    heads = ["library_id", "name", "A1.10 City", "cardholders", "location_id", "A1.10 City"]
    rows = [heads, [98, "Ajax", "Addison", 1311, 1, "Addison"], [4, "Barrie", "Ajax", 32047, 2, "Ajax"]]
    assert "row_is" in {
        q.id.rpartition(".")[2] for q in imported(xlsx(Open=rows)).reading.sheets[0].questions
    }


def test_row_of_hours_with_decimals_is_no_header() -> None:
    """1.5 is a number of hours, and not the first of May: no name is shown as a heading."""
    rows: list[list[object]] = [
        ["Volunteer", "w/c 7 Sep", "w/c 14 Sep", "w/c 21 Sep", "Total hrs"],
        ["Maureen Tibbs", 2, 2, None, 4],
        ["Alan Prewett", 1.5, 4, 2.5, 8],
        ["Sheila Okafor", 3, 4, 2, 9],
    ]
    headings = [mapping.heading for mapping in read(rows).reading.sheets[0].mapping]
    assert headings == rows[0]


def test_number_of_first_visits_is_not_the_head_count() -> None:
    rows = [["Date", "Saan", "Ilang bata", "Ilan dito ang first time"]]
    rows += [[day, "Purok 1", 21 + n, n] for n, day in enumerate(DAYS)]
    sessions = read(rows).tables["sessions"]
    assert sorted(sessions["attended"]) == [21, 22, 23]
