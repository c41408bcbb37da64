"""Logs of online meetings: a person counts once a meeting, and an enrolment list gives the absent."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from libcollab_metrics.ingest.worker.protocol import to_arrow
from libcollab_metrics.metrics import Evaluation, evaluate
from libcollab_metrics.model import Dataset, Workspace
from tests.support.sheets import codes, csv_text, dataset, imported, read, sheet, xlsx

LOG = [
    ["Full Name", "User Action", "Timestamp"],
    ["Rosa Dalisay", "Joined before", "4/24/2026, 1:02:46 PM"],
    ["Pedro Dalisay", "Joined", "4/24/2026, 1:04:46 PM"],
    ["Pedro Dalisay", "Left", "4/24/2026, 1:10:00 PM"],
    ["Pedro  dalisay", "Joined", "4/24/2026, 1:12:00 PM"],
    ["Lina Dalisay (Guest)", "Joined", "4/24/2026, 1:15:00 PM"],
    ["Rosa Dalisay", "Left", "4/24/2026, 1:40:02 PM"],
]
ENROLLED = [["Full Name"], ["Rosa Dalisay"], ["Dalisay, Pedro"], ["Nena Dalisay"], ["Tomas Dalisay"]]
TEAMS = """1. Summary
Meeting title\tStory hour online
Attended participants\t2
Start time\t3/14/26, 2:58:00 PM
End time\t3/14/26, 4:01:00 PM

2. Participants
Name\tFirst Join\tLast Leave\tIn-Meeting Duration\tEmail\tParticipant ID (UPN)\tRole
Rosa Dalisay\t3/14/26, 2:58:10 PM\t3/14/26, 4:00:10 PM\t1h 2m\tr@x.ph\tr@x.ph\tOrganizer
Pedro Dalisay\t3/14/26, 3:00:00 PM\t3/14/26, 3:50:00 PM\t40m\t\t\tPresenter

3. In-Meeting Activities
Name\tJoin Time\tLeave Time\tDuration\tEmail\tRole
Rosa Dalisay\t3/14/26, 2:58:10 PM\t3/14/26, 4:00:10 PM\t1h 2m\tr@x.ph\tOrganizer
Pedro Dalisay\t3/14/26, 3:00:00 PM\t3/14/26, 3:20:00 PM\t20m\t\tPresenter
Pedro Dalisay\t3/14/26, 3:30:00 PM\t3/14/26, 3:50:00 PM\t20m\t\tPresenter
"""
ZOOM = """Meeting ID,Topic,Start Time,End Time,User Email,Duration (Minutes),Participants
123 456,Story hour,03/14/2026 03:00:00 PM,03/14/2026 04:00:00 PM,host@x.ph,60,3

Name (Original Name),User Email,Join Time,Leave Time,Duration (Minutes),Guest,In Waiting Room
Rosa Dalisay,r@x.ph,03/14/2026 02:59:00 PM,03/14/2026 03:05:00 PM,61,No,No
Rosie (Rosa Dalisay),,03/14/2026 03:10:00 PM,03/14/2026 04:00:00 PM,50,Yes,No
Pedro Dalisay,,03/14/2026 03:01:00 PM,03/14/2026 03:30:00 PM,29,Yes,No
"""


def figures(made: Dataset) -> Evaluation:
    return evaluate(made, as_of=date(2026, 11, 25))


def files(answers: dict[str, Any], *given: tuple[str, list[list[Any]]]) -> Workspace:
    workspace = Workspace()
    for name, rows in given:
        workspace = workspace.append(imported(csv_text(rows, "\t"), name, **answers))
    return workspace


def test_who_leaves_and_joins_again_is_one_person_at_one_meeting() -> None:
    """Six lines, three people; from 13:02 to 13:40."""
    made = dataset(csv_text(LOG, "\t"), "att.csv")
    assert sheet(read(csv_text(LOG, "\t"), "att.csv"), "att").layout == "meeting_log"
    (session,) = made.tables["sessions"].to_dict("records")
    assert (str(session["date"].date()), session["start"], session["end"]) == (
        "2026-04-24",
        13 * 60 + 2,
        13 * 60 + 40,
    )
    total = figures(made).value_for("attendance_total")
    assert (total.value, total.certainty, session["format"]) == (3, "exact", "live_virtual")
    assert list(made.tables["participation"]["status"]) == ["present"] * 3
    assert codes(made) == {"personal-column-discarded"}
    assert figures(made).value_for("attendance_rate").reason == "no-absence"


def test_each_day_of_a_log_is_a_meeting_of_its_own() -> None:
    second = [["Rosa Dalisay", "Joined", "4/25/2026, 1:02:46 PM"]]
    late = [
        ["Pedro Dalisay", "Left", "4/26/2026, 0:10:00 AM"]
    ]  # the end of the meeting before it, not a third
    made = dataset(csv_text([*LOG, *second, *late], "\t"), "att.csv")
    assert list(made.tables["sessions"]["date"].dt.day) == [24, 25]
    assert figures(made).value_for("attendance_total").value == 4


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_the_newer_export_of_teams_lists_everybody_twice_and_counts_once(encoding: str) -> None:
    made = dataset(TEAMS.encode(encoding), "teams.csv")
    assert [s.layout for s in made.readings[0].sheets] == ["meeting_log"] * 2
    assert figures(made).value_for("attendance_total").value == 2
    assert list(made.tables["programs"]["name"]) == ["Story hour online"]
    assert "duplicate-rows" in codes(made)
    assert all(s.rows_read == s.rows_used + s.rows_left_out for s in made.readings[0].sheets)


def test_zooms_export_names_the_person_in_brackets_and_the_topic_above() -> None:
    made = dataset(ZOOM.encode(), "zoom.csv")
    assert figures(made).value_for("attendance_total").value == 2
    session = made.tables["sessions"].iloc[0]
    assert (session["program_id"], session["start"], session["end"]) == ("story hour", 14 * 60 + 59, 16 * 60)


@pytest.mark.parametrize(
    "answers",
    [{"enrolment_of": "att"}, {"sheets": {"names": {"enrolment_of": "att"}}}],
    ids=["for all", "for the list"],
)
@pytest.mark.parametrize("order", [1, -1], ids=["log first", "list first"])
def test_an_enrolment_list_beside_the_log_gives_the_absent(answers: dict[str, Any], order: int) -> None:
    """Four enrolled, two of them came, one walked in: 2 ÷ 4, three visits, nobody counted twice."""
    made = files(answers, *[("att.csv", LOG), ("names.csv", ENROLLED)][::order]).dataset()
    found, people = figures(made), made.tables["participation"]
    show_up = found.value_for("show_up_rate")
    assert (show_up.numerator, show_up.denominator) == (2, 4)
    assert (found.value_for("attendance_total").value, len(made.tables["sessions"])) == (3, 1)
    assert sorted(people["status"]) == ["absent", "absent", "present", "present", "present"]
    assert made.tables["sessions"].iloc[0]["registered"] == 4


def test_the_list_may_stand_on_a_tab_beside_the_log() -> None:
    made = dataset(xlsx(att=LOG, names=ENROLLED), enrolment_of="att")
    assert figures(made).value_for("show_up_rate").numerator == 2


def test_a_log_that_says_one_o_clock_and_a_first_join_before_it_are_one_session() -> None:
    titled = [["Meeting title", "Story hour"], [], *LOG]
    log = [
        ["Date", "Title", "Start Time", "Attendance"],
        ["2026-04-24", "Story hour", "13:00", 3],
        ["2026-04-24", "Story hour", "15:00", 9],
    ]
    made = dataset(xlsx(att=titled, Log=log))
    assert figures(made).value_for("attendance_total").value == 12
    assert "session-matched" in codes(made)


def test_taking_the_list_back_takes_the_absent_back() -> None:
    workspace = files({"enrolment_of": "att"}, ("att.csv", LOG), ("names.csv", ENROLLED))
    made = workspace.undo().dataset()
    assert set(made.tables["participation"]["status"]) == {"present"}
    assert figures(made).value_for("show_up_rate").reason == "no-list"


def test_a_bare_list_of_names_is_no_visit_and_is_asked_whose_enrolment_it_is() -> None:
    found = read(xlsx(att=LOG, names=ENROLLED))
    names = sheet(found, "names")
    assert names.layout == "unknown"
    assert len(found.tables["participation"]) == 3
    (question,) = [q for q in names.questions if q.id == "sheets.names.enrolment_of"]
    assert question.options == (("att", "att"),)


def test_a_titled_list_of_names_beside_a_log_is_no_visit_either() -> None:
    found = read(
        xlsx(att=LOG, names=[["Reading club"], ["No.", "Name"], [1, "Rosa Dalisay"], [2, "Nena Dalisay"]])
    )
    assert sheet(found, "names").layout == "unknown"
    assert len(found.tables["participation"]) == 3


def test_an_enrolment_of_a_sheet_that_is_not_there_is_told_and_counts_nobody() -> None:
    made = files({"enrolment_of": "atttt"}, ("att.csv", LOG), ("names.csv", ENROLLED)).dataset()
    assert len(made.tables["participation"]) == 3
    (issue,) = [i for i in made.issues if i.code == "row-left-out"]
    assert (issue.sheet, issue.count) == ("names", 4)


def test_reading_a_log_again_is_identical_and_keeps_nobodys_name() -> None:
    for data, name in (
        (csv_text(LOG, "\t"), "att.csv"),
        (TEAMS.encode(), "teams.csv"),
        (ZOOM.encode(), "zoom.csv"),
    ):
        found, again = read(data, name), read(data, name)
        first, second = to_arrow(found.tables), to_arrow(again.tables)
        assert all(first[table].equals(second[table]) for table in first)
        kept = repr([table.to_pylist() for table in first.values()]) + repr(found.issues)
        assert not [word for word in ("alisay", "Rosa", "x.ph") if word in kept]
