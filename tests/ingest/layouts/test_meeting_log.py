"""Logs of online meetings: a person counts once per meeting, and an enrolment list gives the absent."""

from __future__ import annotations

from datetime import date
from typing import Any

import pandas as pd
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


def figures(loaded: Dataset) -> Evaluation:
    return evaluate(loaded, as_of=date(2026, 11, 25))


def files(answers: dict[str, Any], *named_rows: tuple[str, list[list[Any]]]) -> Workspace:
    workspace = Workspace()
    for name, rows in named_rows:
        workspace = workspace.append(imported(csv_text(rows, "\t"), name, **answers))
    return workspace


def test_person_who_rejoins_counts_once_per_meeting() -> None:
    """Six lines, three people, from 13:02; they stayed for different times, so that no length is assumed."""
    loaded = dataset(csv_text(LOG, "\t"), "att.csv")
    assert sheet(read(csv_text(LOG, "\t"), "att.csv"), "att").layout == "meeting_log"
    (session,) = loaded.tables["sessions"].to_dict("records")
    assert (str(session["date"].date()), session["start"]) == ("2026-04-24", 13 * 60 + 2)
    assert pd.isna(session["end"])
    assert figures(loaded).value_for("contact_hours").value is None
    total = figures(loaded).value_for("attendance_total")
    assert (total.value, total.certainty, session["format"]) == (3, "exact", "live_virtual")
    assert list(loaded.tables["participation"]["status"]) == ["present"] * 3
    assert codes(loaded) == {"personal-column-discarded"}
    assert figures(loaded).value_for("attendance_rate").reason == "no-absence"


def test_each_day_of_a_log_is_a_separate_meeting() -> None:
    second = [["Rosa Dalisay", "Joined", "4/25/2026, 1:02:46 PM"]]
    late = [
        ["Pedro Dalisay", "Left", "4/26/2026, 0:10:00 AM"]
    ]  # the end of the earlier meeting, not a third one
    loaded = dataset(csv_text([*LOG, *second, *late], "\t"), "att.csv")
    assert list(loaded.tables["sessions"]["date"].dt.day) == [24, 25]
    assert figures(loaded).value_for("attendance_total").value == 4


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_newer_teams_export_lists_people_twice_and_counts_them_once(encoding: str) -> None:
    loaded = dataset(TEAMS.encode(encoding), "teams.csv")
    assert [s.layout for s in loaded.readings[0].sheets] == ["meeting_log"] * 2
    assert figures(loaded).value_for("attendance_total").value == 2
    assert list(loaded.tables["programs"]["name"]) == ["Story hour online"]
    assert "duplicate-rows" in codes(loaded)
    assert all(s.rows_read == s.rows_used + s.rows_left_out for s in loaded.readings[0].sheets)


def test_zoom_export_has_the_name_in_brackets_and_topic_above() -> None:
    loaded = dataset(ZOOM.encode(), "zoom.csv")
    assert figures(loaded).value_for("attendance_total").value == 2
    session = loaded.tables["sessions"].iloc[0]
    assert (session["program_id"], session["start"]) == ("story hour", 14 * 60 + 59)
    assert pd.isna(session["end"])  # 56 and 29 of 61 minutes


def test_meeting_has_a_length_if_everyone_stayed() -> None:
    """Two people for an hour, one of them five minutes late: 117.5 of 120 minutes."""
    log = [
        ["Full Name", "User Action", "Timestamp"],
        ["Rosa Dalisay", "Joined", "4/24/2026, 1:00:00 PM"],
        ["Pedro Dalisay", "Joined", "4/24/2026, 1:02:30 PM"],
        ["Rosa Dalisay", "Left", "4/24/2026, 2:00:00 PM"],
        ["Pedro Dalisay", "Left", "4/24/2026, 2:00:00 PM"],
    ]
    loaded = dataset(csv_text(log, "\t"), "att.csv")
    assert loaded.tables["sessions"]["end"].tolist() == [14 * 60]
    assert figures(loaded).value_for("contact_hours").value == 2


@pytest.mark.parametrize(
    "answers",
    [{"enrolment_of": "att"}, {"sheets": {"names": {"enrolment_of": "att"}}}],
    ids=["for all", "for the list"],
)
@pytest.mark.parametrize("order", [1, -1], ids=["log first", "list first"])
def test_enrolment_list_with_the_log_gives_the_absent(answers: dict[str, Any], order: int) -> None:
    """Four enrolled, two of them came, one walked in: 2 ÷ 4, three visits, each person counted once."""
    loaded = files(answers, *[("att.csv", LOG), ("names.csv", ENROLLED)][::order]).dataset()
    result, people = figures(loaded), loaded.tables["participation"]
    show_up = result.value_for("show_up_rate")
    assert (show_up.numerator, show_up.denominator) == (2, 4)
    assert (result.value_for("attendance_total").value, len(loaded.tables["sessions"])) == (3, 1)
    assert sorted(people["status"]) == ["absent", "absent", "present", "present", "present"]
    assert loaded.tables["sessions"].iloc[0]["registered"] == 4


def test_enrolment_list_may_be_on_another_tab() -> None:
    loaded = dataset(xlsx(att=LOG, names=ENROLLED), enrolment_of="att")
    assert figures(loaded).value_for("show_up_rate").numerator == 2


def test_log_start_time_and_earlier_first_join_are_one_session() -> None:
    titled = [["Meeting title", "Story hour"], [], *LOG]
    log = [
        ["Date", "Title", "Start Time", "Attendance"],
        ["2026-04-24", "Story hour", "13:00", 3],
        ["2026-04-24", "Story hour", "15:00", 9],
    ]
    loaded = dataset(xlsx(att=titled, Log=log))
    assert figures(loaded).value_for("attendance_total").value == 12
    assert "session-matched" in codes(loaded)


def test_undoing_the_enrolment_list_removes_the_absent() -> None:
    workspace = files({"enrolment_of": "att"}, ("att.csv", LOG), ("names.csv", ENROLLED))
    loaded = workspace.undo().dataset()
    assert set(loaded.tables["participation"]["status"]) == {"present"}
    assert figures(loaded).value_for("show_up_rate").reason == "no-list"


def test_bare_list_of_names_is_not_attendance_but_asked_about() -> None:
    result = read(xlsx(att=LOG, names=ENROLLED))
    names = sheet(result, "names")
    assert names.layout == "unknown"
    assert len(result.tables["participation"]) == 3
    (question,) = [q for q in names.questions if q.id == "sheets.names.enrolment_of"]
    assert question.options == (("att", "att"),)


def test_titled_list_of_names_with_a_log_is_not_attendance() -> None:
    result = read(
        xlsx(att=LOG, names=[["Reading club"], ["No.", "Name"], [1, "Rosa Dalisay"], [2, "Nena Dalisay"]])
    )
    names = sheet(result, "names")
    assert (names.layout, names.rows_used) == ("sign_in", 0)
    assert [question.id for question in names.questions] == [
        "sheets.names.row_is",
        "sheets.names.enrolment_of",
    ]
    assert len(result.tables["participation"]) == 3


def test_enrolment_of_a_missing_sheet_is_reported_and_not_counted() -> None:
    loaded = files({"enrolment_of": "atttt"}, ("att.csv", LOG), ("names.csv", ENROLLED)).dataset()
    assert len(loaded.tables["participation"]) == 3
    (issue,) = [i for i in loaded.issues if i.code == "row-left-out"]
    assert (issue.sheet, issue.count) == ("names", 4)


def test_reading_a_log_again_is_identical_and_holds_no_name() -> None:
    for data, name in (
        (csv_text(LOG, "\t"), "att.csv"),
        (TEAMS.encode(), "teams.csv"),
        (ZOOM.encode(), "zoom.csv"),
    ):
        result, again = read(data, name), read(data, name)
        first, second = to_arrow(result.tables), to_arrow(again.tables)
        assert all(first[table].equals(second[table]) for table in first)
        imported_text = repr([table.to_pylist() for table in first.values()]) + repr(result.issues)
        assert not [word for word in ("alisay", "Rosa", "x.ph") if word in imported_text]


def test_registered_people_who_did_not_attend_are_left_out() -> None:
    head = (
        "Attended,User Name (Original Name),Registration Time,Join Time,Leave Time,Time in Session (minutes)"
    )
    came = "Yes,{},03/18/2026 09:12:44 AM,03/27/2026 06:58:12 PM,03/27/2026 08:01:20 PM,64"
    lines = [head, came.format("Rosa Dalisay"), came.format("Lina Cruz")]
    lines.append("No,Nena Dalisay,03/20/2026 02:41:07 PM,--,--,--")
    tables = read("\n".join(lines).encode(), "attendees.csv").tables
    assert len(tables["participation"]) == 2
    assert [row["date"].date() for row in tables["sessions"]] == [date(2026, 3, 27)]


def test_people_who_never_joined_did_not_come() -> None:
    rows: list[list[Any]] = [["Attendee", "Join Time", "Leave Time", "Date"]]
    rows += [["Ana Cruz", "11/9/2026 15:18", "11/9/2026 18:04", "11/9/2026"]]
    rows += [["Ana Cruz", "11/9/2026 13:57", "11/9/2026 15:18", "11/9/2026"]]
    rows += [["Ben Dizon", "--", "--", "11/9/2026"], ["Eva Uy", None, None, "11/9/2026"]]
    rows += [["Lia Sy", "11/9/2026 13:59", "11/9/2026 19:03", "11/9/2026"]]
    found = dataset(xlsx(Attendees=rows))
    numbers = evaluate(found, as_of=date(2026, 12, 1), metrics=["attendance_total", "participants_unique"])
    assert [value.value for value in numbers.values] == [2, 2]
    assert len(found.tables["sessions"]) == 1


def test_times_without_a_day_have_the_day_next_to_them() -> None:
    rows: list[list[Any]] = [["Attendee", "Join Time", "Leave Time", "Date"]]
    rows += [["Ana Cruz", "15:18", "18:04", "11/19/2026"], ["Lia Sy", "13:59", "19:03", "11/20/2026"]]
    assert sorted(dataset(xlsx(Attendees=rows)).tables["sessions"]["date"].dt.day) == [19, 20]
