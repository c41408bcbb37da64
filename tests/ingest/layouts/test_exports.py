"""Exports of event calendars and registrations: what counts as attended or registered, and what does not."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from libcollab_metrics.ingest.values.categories import find_labels, split_tags
from libcollab_metrics.ingest.worker.protocol import to_arrow
from libcollab_metrics.metrics import Evaluation, evaluate
from libcollab_metrics.model import Dataset
from tests.support.sheets import codes, csv_text, dataset, number, read, sheet, xlsx

#: The 29 columns of a LibCal export.
LIBCAL = [
    "Event ID",
    "Title",
    "Description",
    "Event Start Date",
    "Event End Date",
    "Start Time",
    "End Time",
    "Setup",
    "Teardown",
    "Location",
    "Library/Branch",
    "Event Organizer",
    "Presenter",
    "Audiences",
    "Categories",
    "Publishing status",
    "Internal Tags",
    "Event Note",
    "Registration Required",
    "In-Person Seats",
    "Online Seats",
    "Confirmed Registrations",
    "Waiting-List Registrations",
    "Cancelled Registrations",
    "Anticipated Attendance",
    "Actual Attendance (In-Person)",
    "Actual Attendance (Online)",
    "Confirmed Attendance",
    "Event URL",
]
IN_PERSON, ONLINE, CONFIRMED = LIBCAL[25:28]
ORDERS = [
    "Order #",
    "Order Date",
    "First Name",
    "Last Name",
    "Email",
    "Quantity",
    "Attendee Status",
    "Checked In",
]


def event(day: int = 7, title: str = "Story hour", **more: Any) -> list[object]:
    filled = {
        "Event ID": day,
        "Title": title,
        "Event Start Date": f"2026-03-{day:02d}",
        "Start Time": "10:00",
        "End Time": "11:00",
        "Location": "Room A",
        "Library/Branch": "Main",
        "Event Organizer": "Rosa Organizer",
        "Presenter": "Pedro Presenter",
        "Publishing status": "Published",
        "In-Person Seats": 30,
        "Confirmed Registrations": 22,
        "Waiting-List Registrations": 4,
        "Cancelled Registrations": 2,
    } | more
    return [filled.get(heading) for heading in LIBCAL]


def libcal(*events: list[object], **answers: Any) -> Dataset:
    return dataset(xlsx(Events=[LIBCAL, *events]), **answers)


def figures(loaded: Dataset) -> Evaluation:
    return evaluate(loaded, as_of=date(2026, 11, 25))


FIXTURE_C = [
    event(7, **{IN_PERSON: 12}),
    event(14, **{IN_PERSON: 0}),
    event(21, **{IN_PERSON: 30}),
    event(28),
    event(29, "CANCELLED - Story hour"),
    event(30, "Book sale", **{"Start Time": "All Day Event", "End Time": None, IN_PERSON: 25}),
]


def test_fixture_c_an_event_export_of_29_columns() -> None:
    """Held 12, 0, 30, blank and 25, one cancelled: at least 67 visits, four of five events counted."""
    loaded = libcal(*FIXTURE_C)
    result = figures(loaded)
    total = result.value_for("attendance_total")
    assert (total.value, total.certainty, result.value_for("sessions_held").value) == (67, "at_least", 5)
    assert result.value_for("attendance_coverage").value == 4 / 5
    assert result.value_for("session_delivery_rate").value == pytest.approx(5 / 6)
    sessions = loaded.tables["sessions"]
    assert list(sessions["status"]).count("cancelled") == 1
    assert set(sessions["registered"]) == {22.0}  # without the waiting list and the cancelled registrations
    has_times = sessions["attended"].notna() & sessions["start"].notna() & sessions["end"].notna()
    assert has_times.sum() == 3  # the sessions over which contact hours are known
    assert codes(loaded) == {
        "cancelled-by-title",
        "unit-named",
        "times-missing",
        "personal-column-discarded",
        "column-not-used",
        "zero-with-events",
    }


def test_reading_event_export_again_is_identical_and_holds_no_name() -> None:
    data = xlsx(Events=[LIBCAL, *FIXTURE_C])
    first, second = to_arrow(read(data).tables), to_arrow(read(data).tables)
    assert all(first[name].equals(second[name]) for name in first)
    text = repr([table.to_pylist() for table in first.values()]) + repr(read(data).issues)
    assert not [word for word in ("Rosa", "Pedro") if word in text]


@pytest.mark.parametrize(
    ("cells", "attended", "lower"),
    [
        ({IN_PERSON: 12, ONLINE: 5, CONFIRMED: 17, "Online Seats": 20}, 17, False),
        ({IN_PERSON: 12, CONFIRMED: 40}, 12, False),
        ({CONFIRMED: 40}, 40, False),
        ({IN_PERSON: 12, "Online Seats": 20}, 12, True),
        ({ONLINE: 9, "In-Person Seats": None, "Online Seats": 20}, 9, False),
    ],
    ids=[
        "both parts",
        "one part and no online side",
        "confirmed only",
        "an online side nobody counted",
        "online only",
    ],
)
def test_in_person_and_online_are_added_with_confirmed_as_fallback(
    cells: dict[str, Any], attended: float, lower: bool
) -> None:
    other_event = event(8, **{IN_PERSON: 1, ONLINE: 1, "Online Seats": 5})
    row = libcal(event(7, **cells), other_event).tables["sessions"].iloc[0]
    assert (row["attended"], bool(row["attended_at_least"])) == (attended, lower)


def test_confirmed_number_that_disagrees_is_reported() -> None:
    loaded = libcal(event(7, **{IN_PERSON: 12, CONFIRMED: 40}))
    assert "totals-disagree" in codes(loaded)


def test_capacity_adds_both_seat_columns_and_site_is_the_branch() -> None:
    row = libcal(event(**{"Online Seats": 20})).tables["sessions"].iloc[0]
    assert (row["capacity"], row["site"], row["registered"]) == (50, "Main", 22)
    assert libcal(event(**{"Library/Branch": None})).tables["sessions"].iloc[0]["site"] == "Room A"


def test_event_with_cancelled_publishing_status_is_cancelled() -> None:
    assert (
        libcal(event(**{"Publishing status": "Cancelled"})).tables["sessions"].iloc[0]["status"]
        == "cancelled"
    )


def test_anticipated_attendance_is_a_target_only_when_answered() -> None:
    events = [event(7, **{"Anticipated Attendance": 20}), event(14, **{"Anticipated Attendance": 25})]
    assert libcal(*events).tables["programs"]["target_ideal"].isna().all()
    with_target = libcal(*events, mapping={"Anticipated Attendance": "programs.target_ideal"})
    assert list(with_target.tables["programs"]["target_ideal"]) == [45]


def test_labels_with_commas_are_not_split() -> None:
    loaded = libcal(
        event(7, Audiences="Adults", **{IN_PERSON: 3}),
        event(14, Audiences="Preschool (ages 3, 4), Adults", **{IN_PERSON: 5}),
    )
    issue = next(i for i in loaded.issues if i.code == "several-values")
    assert "Preschool (ages 3, 4); Adults" in issue.message
    assert figures(loaded).value_for("attendance_total").value == 8


def test_longest_known_label_is_matched_first() -> None:
    labels = find_labels(["Craft", "Arts, Music & More", "Craft, Arts, Music & More"])
    assert split_tags("Craft, Arts, Music & More", labels) == ("Craft", "Arts, Music & More")


def orders(*checked: object, **answers: Any) -> Dataset:
    return dataset(order_sheet(*checked), **answers)


def order_sheet(*checked: object) -> bytes:
    """Fixture d: quantities 3, 1, 1, 2 and one refunded, with these check-ins."""
    orders_data = zip(
        (1001, 1002, 1003, 1004), ("Rosa", "Pedro", "Lina", "Tomas"), (3, 1, 1, 2), checked, strict=True
    )
    rows = [
        [n, "2026-02-27", first_name, "Dalisay", f"{first_name}@x.ph", seats, "Attending", mark]
        for n, first_name, seats, mark in orders_data
    ]
    refunded = [1005, "2026-03-01", "Nena", "Dalisay", "n@x.ph", 1, "Refunded", None]
    return xlsx(Orders=[["Story hour — 14 March 2026 — Main"], ORDERS, *rows, refunded])


def test_fixture_d_a_registration_export_with_guests() -> None:
    """3 Yes, 1 Yes, 1 blank, 2 No, 1 refunded: 7 registered, 4 attended, show-up 4/7; 2 present by name."""
    loaded = orders("Yes", "Yes", None, "No")
    result = figures(loaded)
    session, people = loaded.tables["sessions"].iloc[0], loaded.tables["participation"]
    assert (session["registered"], result.value_for("attendance_total").value) == (7, 4)
    show_up = result.value_for("show_up_rate")
    assert (show_up.numerator, show_up.denominator) == (4, 7)
    assert people["person_key"][people["status"] == "present"].notna().sum() == 2
    assert result.value_for("participants_unique").value == 2
    assert str(session["date"].date()) == "2026-03-14"  # not the day of the order
    assert codes(loaded) == {
        "row-without-data",
        "marks-from-form",
        "date-from-context",
        "header-below-top",
        "personal-column-discarded",
    }
    assert next(i.severity for i in loaded.issues if i.code == "marks-from-form") == "assumption"


def test_attendance_without_any_check_in_is_unknown_not_zero() -> None:
    for without_check_in in (orders(None, None, None, None), orders("No", "No", "No", "No")):
        result = figures(without_check_in)
        assert (result.value_for("attendance_total").value, result.value_for("attendance_total").reason) == (
            None,
            "no-counts",
        )
        assert result.value_for("show_up_rate").reason == "no-list"
        assert without_check_in.tables["sessions"].iloc[0]["registered"] == 7
        assert "mark-unconfirmed" in codes(without_check_in)


def test_blank_check_in_is_asked_about_and_can_be_unknown() -> None:
    data = order_sheet("Yes", "Yes", None, "No")
    (question,) = [q for q in sheet(read(data), "Orders").questions if q.id.endswith("blank_checkin")]
    assert (question.id, question.default) == ("sheets.Orders.blank_checkin", "absent")
    result = figures(dataset(data, blank_checkin="unknown")).value_for("show_up_rate")
    assert (result.numerator, result.denominator) == (4, 6)
    assert "marks-from-form" not in codes(dataset(data, blank_checkin="absent"))


@pytest.mark.parametrize(
    "state", ["Refunded", "Deleted", "Transferred", "Unpaid", "Pending", "Waiting List", "Cancelled"]
)
def test_excluded_order_status_is_not_registered(state: str) -> None:
    rows = [
        ORDERS,
        [1, "2026-02-27", "A", "B", "", 1, "Attending", "Yes"],
        [2, "2026-02-27", "C", "D", "", 3, state, "Yes"],
    ]
    loaded = dataset(xlsx(Orders=rows))
    assert (loaded.tables["sessions"].iloc[0]["registered"], len(loaded.tables["participation"])) == (1, 1)
    assert "row-without-data" in codes(loaded)


def test_order_date_is_not_used_as_the_session_date() -> None:
    loaded = dataset(xlsx(Orders=[ORDERS, [1, "2026-02-27", "A", "B", "", 1, "Attending", "Yes"]]))
    assert loaded.tables["sessions"]["date"].isna().all()
    assert "date-missing" in codes(loaded)


def test_reading_a_registration_export_again_is_identical_without_names() -> None:
    data = order_sheet("Yes", "Yes", None, "No")
    first, second = to_arrow(read(data).tables), to_arrow(read(data).tables)
    assert all(first[name].equals(second[name]) for name in first)
    text = repr([table.to_pylist() for table in first.values()]) + repr(read(data).issues)
    assert not [word for word in ("Rosa", "Dalisay", "x.ph") if word in text]


def test_confirmed_attendance_is_used_when_totals_are_answered_sheet() -> None:
    headings = [
        "Event ID",
        "Title",
        "Event Start Date",
        "Confirmed Registrations",
        "Waiting-List Registrations",
        "Actual Attendance (In-Person)",
        "Actual Attendance (Online)",
        "Confirmed Attendance",
    ]
    rows = [
        [1, "Story hour", "2026-03-07", 20, 0, 12, 3, 17],
        [2, "Story hour", "2026-03-14", 20, 0, 10, 2, 12],
    ]
    data = xlsx(Log=[headings, *rows])
    result = read(data)
    assert [question.id for question in result.reading.sheets[0].questions] == ["sheets.Log.totals"]
    assert [row["attended"] for row in result.tables["sessions"]] == [15, 12]
    assert [row["attended"] for row in read(data, totals="sheet").tables["sessions"]] == [17, 12]


ANNOUNCED = [
    ["Event ID", "Title", "Start Date/Time", "End Date/Time", "Actual Attendance", "Status"],
    ["901", "Seed swap", "03/09/2026 10:00 AM", "03/09/2026 11:00 AM", "14", "Published"],
    ["902", "Seed swap", "03/16/2026 10:00 AM", "03/16/2026 11:00 AM", "", "Cancelled"],
    ["903", "Zine night", "03/20/2026 6:00 PM", "03/20/2026 8:00 PM", "9", "Published"],
    ["904", "Zine night", "03/27/2026 6:00 PM", "03/27/2026 8:00 PM", "6", "Open"],
]


def test_published_event_with_attendance_was_held() -> None:
    result = read(csv_text(ANNOUNCED), "events.csv")
    sessions = list(result.tables["sessions"])
    assert [row["status"] for row in sessions] == ["held", "cancelled", "held", "held"]
    assert [row["date"].day for row in sessions] == [9, 16, 20, 27]
    assert "choice-unknown" not in codes(result)


@pytest.mark.parametrize("count", ["", "0"])
def test_published_event_without_attendance_is_reported(count: str) -> None:
    rows = [*ANNOUNCED, ["905", "Zine night", "04/03/2026 6:00 PM", "04/03/2026 8:00 PM", count, "Published"]]
    issue = next(i for i in read(csv_text(rows), "events.csv").issues if i.code == "choice-unknown")
    assert (issue.cell, issue.count) == ("F6", 1)


def test_export_of_gifts_is_a_ledger() -> None:
    rows: list[list[object]] = [
        ["Opportunity Name", "Account Name", "Close Date", "Amount", "Stage", "Opportunity Record Type"],
        ["Garza Donation", "Garza Household", "7/2/2026", "$50.00", "Closed Won", "Donation"],
        ["Page & Quill In-Kind", "Page & Quill Books", "7/9/2026", "$640.00", "Closed Won", "In-Kind Gift"],
        ["Rotary Grant", "Rotary Club of Benton", "7/15/2026", "$2,000.00", "Closed Won", "Grant"],
        ["Abrams Pledge", "Abrams Household", "9/30/2026", "$300.00", "Pledged", "Donation"],
        ["Toy Barn In-Kind", "Toy Barn", "9/12/2026", "$250.00", "Closed Lost", "In-Kind Gift"],
    ]
    found = read(xlsx(Report=rows)).tables["ledger"]
    assert [(row["from_party"], row["kind"], row["status"], row["value"]) for row in found] == [
        ("Garza Household", "cash", "received", 50),
        ("Page & Quill Books", "in_kind", "received", 640),
        ("Rotary Club of Benton", "cash", "received", 2000),
        ("Abrams Household", "cash", "pledged", 300),
    ]


def test_events_with_start_and_actual_attendance_are_dated() -> None:
    heads = ["Event ID", "Title", "Start Time", "End Time", "Event Organizer", "Location", "Seats"]
    heads += ["Confirmed Registrations", "Waiting-List Registrations", "Cancelled Registrations"]
    heads += ["Anticipated Attendance", "Actual Attendance", "Event URL"]
    when = "10:00 AM, Thursday, October {}, 2026"
    rows: list[list[object]] = [heads]
    for day, title, came in ((1, "Lapsit", 19), (8, "Lapsit", 22), (12, "LIBRARY CLOSED - holiday", None)):
        rows.append(
            [day, title, when.format(day), when.format(day), "Desk", "Room", 24, 17, 0, 3, 20, came, "u"]
        )
    found = read(xlsx(Events=rows)).tables["sessions"]
    assert [(row["date"].day, row["attended"], row["status"]) for row in found] == [
        (1, 19, "held"),
        (8, 22, "held"),
        (12, None, "cancelled"),
    ]


def test_times_of_filling_in_a_form_are_no_hours() -> None:
    heads = ["start", "end", "Nombre", "Fecha de la sesión", "Niñas presentes", "Niños presentes", "_uuid"]
    stamps = ["2026-08-18T11:20:00.114-06:00", "2026-08-18T11:26:00.902-06:00"]
    rows = [heads, [*stamps, "Marta", "2026-08-18", 9, 7, "1717-7b1c"]]
    assert "ledger" not in read(xlsx(Form=rows)).tables


GUESTS: list[list[object]] = [
    ["guest_id", "name", "email", "created_at", "approval_status", "checked_in_at", "ticket_name"],
    ["g1", "Ana Cruz", "a@x.org", "2026-09-15T13:00:07Z", "approved", "2026-10-16T21:30:00Z", "Free"],
    ["g2", "Ben Diaz", "b@x.org", "2026-09-16T13:00:07Z", "approved", "2026-10-16T21:31:00Z", "Free"],
    ["g3", "Cora Uy", "c@x.org", "2026-09-16T14:00:07Z", "approved", None, "Free"],
    ["g4", "Dan Poe", "d@x.org", "2026-09-17T13:00:07Z", "declined", None, "Free"],
]


@pytest.mark.parametrize("answers", [{}, {"row_is": "person-at-session"}])
def test_guests_who_checked_in_came(answers: dict[str, str]) -> None:
    """Two of the three guests who were approved checked in."""
    data = xlsx(Guests=GUESTS)
    assert read(data, **answers).reading.sheets[0].layout == "registration_export"
    assert number(data, "attendance_total", **answers) == (2, "exact")


TICKETS: list[list[Any]] = [
    [
        "Order number",
        "First Name",
        "Last Name",
        "Company",
        "Title",
        "Number of tickets",
        "Checkin Date (UTC)",
    ],
    ["A1", "Ana", "Cruz", "School", "Teacher", 1, "2026-03-18 03:12:47+00:00"],
    ["A2", "Ben", "Dizon", None, None, 1, None],
    ["A3", "Eva", "Uy", "School", "Student", 1, "2026-03-18 02:38:45+00:00"],
    ["A4", "Lia", "Sy", None, "Student", 1, "2026-03-18 02:26:40+00:00"],
]


def test_tickets_with_a_time_of_checking_in_are_one_meeting() -> None:
    loaded = dataset(xlsx(attendees=TICKETS))
    numbers = evaluate(loaded, as_of=date(2026, 12, 1), metrics=["attendance_total", "sessions_held"])
    assert [value.value for value in numbers.values] == [3, 1]
    assert loaded.tables["sessions"]["date"].dt.date.tolist() == [date(2026, 3, 18)]
    assert loaded.tables["sessions"]["program_id"].isna().all()


def test_check_ins_of_several_days_give_no_day() -> None:
    rows = [list(row) for row in TICKETS]
    rows[-1][-1] = "2026-03-19 02:26:40+00:00"
    assert dataset(xlsx(attendees=rows)).tables["sessions"]["date"].isna().all()


def test_title_next_to_a_day_is_what_people_came_to() -> None:
    rows = [["Date", "Title", "Name", "Organization"]]
    rows += [
        ["2026-03-02", "Story hour", "Ana Cruz", "School"],
        ["2026-03-09", "Craft", "Ben Dizon", "School"],
    ]
    assert dataset(xlsx(Log=rows)).tables["sessions"]["program_id"].tolist() == ["story hour", "craft"]
