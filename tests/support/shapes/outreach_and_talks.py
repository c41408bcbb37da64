"""Outreach, talks and returns: targets, ages, two blocks, bookings, recordings and report forms."""

from __future__ import annotations

from datetime import date
from typing import Any

from tests.support.shapes.definition import (
    NO_PEOPLE,
    Shape,
    count_figures,
    figure,
    larger_figures,
    other_figures,
)
from tests.support.shapes.files import Formula, book_of, colored_book_of, csv_of


def build_target_and_actual() -> Shape:
    """Target and actual of an outreach log."""
    quarters: list[tuple[str, list[tuple[str, date, int, int | None, int, str, str | None]]]] = [
        (
            "1st Quarter",
            [
                ("San Isidro ES", date(2025, 1, 17), 40, 36, 3, "", None),
                ("Lumban Central School", date(2025, 1, 31), 60, 63, 5, "", "more came than expected"),
                ("Balubad ES", date(2025, 2, 14), 40, 29, 3, "", "many at the fiesta"),
                ("Wawa Day Care Center", date(2025, 2, 28), 25, 22, 2, "", None),
                ("Maytalang ES", date(2025, 3, 7), 40, None, 3, "x", "moved to April 11, exam week"),
                ("Salac ES", date(2025, 3, 21), 35, 31, 4, "", None),
            ],
        ),
        (
            "2nd Quarter",
            [
                ("Maytalang ES", date(2025, 4, 11), 40, 38, 3, "", "from March 7"),
                ("Barangay Hall, Primera Parang", date(2025, 5, 9), 50, 34, 4, "", "summer"),
                ("San Isidro ES", date(2025, 6, 20), 40, 41, 3, "", "opening of classes"),
                ("Balubad ES", date(2025, 6, 27), 40, None, 3, "?", "held, teacher's list not yet submitted"),
            ],
        ),
    ]
    every = [r for _, lines in quarters for r in lines]
    counted = [r for r in every if r[5] == ""]
    total, held, known = sum(r[3] or 0 for r in counted), sum(r[5] != "x" for r in every), len(counted)
    target, helpers = sum(r[2] for r in every), sum(r[4] for r in every)
    rows: list[list[Any]] = [
        ["READ-ALONG SA BARANGAY 2025"],
        ["Lumban Municipal Library / DepEd District / Rotary Club"],
        [],
        ["No.", "Venue", "Date", "Target pax", "Actual pax", "%", "Volunteers", "Remarks"],
    ]
    n = 0
    for label, lines in quarters:
        for place, day, goal, came, helping, _, note in lines:
            n += 1
            rows.append(
                [n, place, day, goal, came, None if came is None else round(came / goal, 2), helping, note]
            )
        goal, came = sum(r[2] for r in lines), sum(r[3] or 0 for r in lines)
        rows.append([None, label, None, goal, came, round(came / goal, 2), sum(r[4] for r in lines)])
    rows += [
        [None, "Year to date", None, target, total, round(total / target, 2), helpers],
        [],
        ["Annual target as per AIP: 1,000 children"],
    ]
    return Shape(
        id="target-and-actual",
        what="Outreach log with target and actual pax, percent as a fraction and volunteers; lines '1st Quarter' and '2nd Quarter' without the word total, 'Year to date'; one visit moved to a later line, one held whose count is still owed; rows in colors without meaning.",
        file="READ-ALONG 2025 target vs actual.xlsx",
        content=colored_book_of(
            "2025",
            rows,
            ["A1:H1", "A2:H2"],
            "dd-mmm-yy",
            {5: "FCE4D6", 6: "FCE4D6", 8: "DDEBF7", 13: "E2EFDA"},
        ),
        row_is="session",
        expect=(*count_figures(total, held, known), *NO_PEOPLE),
        never=(
            *larger_figures(
                "attendance_total",
                total,
                2 * total,
                3 * total,
                target,
                2 * target,
                3 * target,
                total + helpers,
                total + target,
                1000,
                total + 1000,
            ),
            *larger_figures("sessions_held", held, len(every), len(every) + 2, len(every) + 3),
            *other_figures(
                "attendance_per_session",
                total / known,
                total / held,
                total / len(every),
                2 * total / (known + 2),
                3 * total / (known + 3),
            ),
        ),
    )


def build_sums_above_the_rows() -> Shape:
    """A line of sums above the rows."""
    log = [
        (date(2025, 1, 14), "Winter story walk", 9, 12, 3, 15, None),
        (date(2025, 1, 28), "Bedtime stories", 11, 7, 0, 10, None),
        (date(2025, 2, 11), "Valentine cards", 4, 16, 8, 9, None),
        (date(2025, 2, 25), "Bedtime stories", 13, 8, 0, 12, None),
        (date(2025, 3, 11), "Robot petting zoo", 6, 24, 13, 17, "with the HS robotics team"),
        (date(2025, 3, 25), "Bedtime stories", None, None, None, None, "canceled, flu"),
        (date(2025, 4, 8), "Bedtime stories", 10, 9, 1, 11, None),
        (date(2025, 4, 22), "Poem in your pocket", 0, 5, 14, 22, "open mike"),
        (date(2025, 5, 13), "Bedtime stories", 12, 11, 0, 13, None),
        (date(2025, 5, 27), "Seed swap", 3, 4, 2, 31, None),
    ]
    good = [r for r in log if r[2] is not None]
    ages = [sum(r[n] for r in good) for n in (2, 3, 4, 5)]
    total, held = sum(ages), len(good)
    rows: list[list[Any]] = [
        ["Program attendance by age, January-May 2025"],
        [],
        ["Date", "Event", "TOTAL", "0-5", date(2025, 6, 11), date(2025, 12, 18), "19+", "Note"],
        [
            None,
            "So far this year",
            Formula("=SUM(C5:C14)", total),
            *[Formula(f"=SUM({'DEFG'[n]}5:{'DEFG'[n]}14)", v) for n, v in enumerate(ages)],
        ],
    ]
    for n, r in enumerate(log, 5):
        rows.append([r[0], r[1], Formula(f"=SUM(D{n}:G{n})", sum(v or 0 for v in r[2:6])), *r[2:]])
    rows += [[], ["ages: 0 to 5, 6 to 11, 12 to 18, grownups (Excel keeps changing my headings!)"]]
    return Shape(
        id="sums-above-the-rows",
        what="The total at the left of the ages and a line of sums at the top; two headings of ages, 6-11 and 12-18, that the program has turned into dates; a cancelled evening whose formula gives 0.",
        file="by age 2025.xlsx",
        content=colored_book_of("ages", rows, ["A1:H1"], "d-mmm", {}),
        row_is="session",
        expect=(*count_figures(total, held), *NO_PEOPLE),
        or_none=(figure("attendance_coverage", 1.0), figure("session_delivery_rate", held / (held + 1))),
        never=(
            *larger_figures(
                "attendance_total",
                total,
                2 * total,
                3 * total,
                4 * total,
                total + ages[0] + ages[3],
                total + ages[1] + ages[2],
            ),
            *other_figures("attendance_total", total, ages[1] + ages[2], 2 * (ages[1] + ages[2])),
            *larger_figures("sessions_held", held, held + 1, held + 2, 2 * held, 4 * held, 20, 22),
            *other_figures(
                "attendance_per_session",
                total / held,
                total / len(log),
                2 * total / (held + 1),
                2 * total / (held + 2),
            ),
        ),
    )


def build_two_blocks_of_a_return() -> Shape:
    """Two programs below one another."""
    rhyme: list[tuple[str, int | None, int | None, str, str | None]] = [
        ("06/05/2025", 13, 11, "", None),
        ("13/05/2025", 15, 14, "", None),
        ("20/05/2025", 12, 10, "", "Health visitor came"),
        ("27/05/2025", None, None, "x", "Half term - none"),
        ("03/06/2025", 17, 15, "", None),
        ("10/06/2025", 14, 13, "", None),
        ("17/06/2025", None, None, "x", "Library closed - boiler"),
        ("24/06/2025", 19, 16, "", None),
    ]
    code: list[tuple[str, int, int, int | None, str, str | None]] = [
        ("07/05/2025", 12, 2, 9, "", None),
        ("14/05/2025", 12, 3, 11, "", None),
        ("21/05/2025", 12, 0, 8, "", None),
        ("04/06/2025", 12, 4, 12, "", None),
        ("11/06/2025", 12, 1, None, "?", "Register mislaid, ask Gareth"),
        ("18/06/2025", 11, 0, 10, "", None),
        ("25/06/2025", 10, 0, 7, "", "Eisteddfod clash"),
    ]
    children, parents = sum(r[1] or 0 for r in rhyme), sum(r[2] or 0 for r in rhyme)
    booked, waiting, came = sum(r[1] for r in code), sum(r[2] for r in code), sum(r[3] or 0 for r in code)
    a = children + parents
    total = a + came
    held = sum(r[3] == "" for r in rhyme) + len(code)
    known = held - 1
    rows: list[list[Any]] = [
        ["Cwm Glas Community Library"],
        ["Children's sessions, summer term 2025, for the council return"],
        [],
        ["RHYME TIME"],
        ["Date", "Children", "Parents/carers", "All", "Comments"],
    ]
    rows += [[d, k, p, k + p if kind == "" else None, note] for d, k, p, kind, note in rhyme]
    rows += [
        ["Total", children, parents, a],
        [],
        [],
        ["CODE CLUB (max 12)"],
        ["Date", "Booked", "Waiting list", "Came", "% of booked", "Comments"],
    ]
    rows += [
        [d, b, w, "n/k" if c is None else c, None if c is None else f"{round(100 * c / b)}%", note]
        for d, b, w, c, _, note in code
    ]
    rows += [
        ["Total", booked, waiting, came],
        [],
        ["Both together", None, None, total],
        ["Same term 2024", None, None, 201],
    ]
    turnout = came / sum(r[1] for r in code if r[3] is not None)
    return Shape(
        id="two-blocks-of-a-return",
        what="Two programs below one another with different columns: children, carers and all; booked, waiting list, came and percent; closed weeks, 'n/k', a total under each, 'Both together' and last year's sum; dates day first.",
        file="Summer term return.xlsx",
        content=book_of(("Summer 25", rows, ["A1:F1", "A2:F2"])),
        row_is="session",
        expect=(*count_figures(total, held, known), *NO_PEOPLE),
        or_none=(figure("turnout_ratio", turnout),),
        never=(
            *larger_figures(
                "attendance_total",
                total,
                2 * total,
                3 * total,
                total + 201,
                3 * total + 201,
                total + a,
                total + came,
                a + booked,
                a + booked + waiting,
                total + booked,
                total + booked + waiting,
            ),
            *larger_figures("sessions_held", held, held + 1, held + 2, held + 3, held + 4, held + 5),
            *other_figures(
                "attendance_per_session",
                total / known,
                total / held,
                total / (held + 2),
                (a + booked) / held,
                came / len(code),
            ),
            *other_figures(
                "turnout_ratio", turnout, came / booked, total / booked, came / (booked + waiting)
            ),
        ),
        privacy=("Gareth",),
    )


def build_booking_calendar() -> Shape:
    """Export of a booking calendar."""
    # id, title, day, start, end, hours, place, seats, registrations, waiting, anticipated, actual, status
    log: list[tuple[int, str, date, str, str, float, str, Any, int, int, Any, int | None, str]] = [
        (13250417, "Baby Lapsit", date(2025, 3, 4), "10:00am", "10:30am", 0.5, "Story Room", "", 0, 0, 20, 18, "Published"),
        (13250418, "Baby Lapsit", date(2025, 3, 11), "10:00am", "10:30am", 0.5, "Story Room", "", 0, 0, 20, 22, "Published"),
        (13261902, "Tax Prep Help", date(2025, 3, 8), "9:00am", "1:00pm", 4.0, "Meeting Room A", 24, 24, 6, 24, 21, "Published"),
        (13263355, "Cookbook Club", date(2025, 3, 13), "6:00pm", "7:30pm", 1.5, "Meeting Room A", 15, 14, 0, 12, 12, "Published"),
        (13263871, "Author Visit: L. Farrow", date(2025, 3, 15), "2:00pm", "3:30pm", 1.5, "Meeting Room A", 60, 52, 0, 60, None, "Published"),
        (13264400, "Canva Basics", date(2025, 3, 18), "5:30pm", "7:00pm", 1.5, "Online", 30, 19, 0, 15, 12, "Published"),
        (13250420, "Baby Lapsit", date(2025, 3, 18), "10:00am", "10:30am", 0.5, "Story Room", "", 0, 0, 20, 16, "Published"),
        (13265118, "Excel for Job Seekers", date(2025, 3, 20), "1:00pm", "3:00pm", 2.0, "Computer Lab", 10, 10, 3, 10, None, "Cancelled"),
        (13265119, "Excel for Job Seekers", date(2025, 3, 27), "1:00pm", "3:00pm", 2.0, "Computer Lab", 10, 10, 2, 10, 8, "Published"),
        (13250421, "Baby Lapsit", date(2025, 3, 25), "10:00am", "10:30am", 0.5, "Story Room", "", 0, 0, 20, 0, "Published"),
        (13267004, "Teen Volunteer Orientation", date(2025, 3, 29), "11:00am", "12:00pm", 1.0, "Meeting Room B", 20, 17, 0, 15, 13, "Published"),
    ]  # fmt: skip
    good = [r for r in log if r[12] == "Published"]
    counted = [r for r in good if r[11] is not None]
    total, held, known = sum(r[11] or 0 for r in counted), len(good), len(counted)
    signed, hoped = sum(r[8] for r in log), sum(r[10] for r in log)
    signed_held = sum(r[8] for r in good)
    hours = sum((r[11] or 0) * r[5] for r in counted)
    seats = [r for r in counted if r[7] != ""]
    rows: list[list[Any]] = [
        [
            "Event ID",
            "Event Title",
            "Start Date",
            "Start Time",
            "End Time",
            "Location",
            "Seats",
            "Registrations",
            "Waiting List",
            "Anticipated Attendance",
            "Actual Attendance",
            "Status",
            "Internal Notes",
        ]
    ]
    for i, title, day, start, end, _, place, cap, reg, wait, guess, actual, status in log:
        rows.append(
            [
                i,
                title,
                f"{day:%A, %B} {day.day}, {day.year}",
                start,
                end,
                place,
                cap,
                reg,
                wait,
                guess,
                "" if actual is None else actual,
                status,
                {
                    13250421: "no one came - spring break",
                    13263871: "count not entered",
                    13265118: "instructor ill",
                }.get(i, ""),
            ]
        )
    fill = sum(r[11] or 0 for r in seats) / sum(r[7] for r in seats)
    return Shape(
        id="booking-calendar",
        what="CSV export of a booking calendar: event number, long dates, am/pm times, seats (empty if open), registrations, waiting list, anticipated and actual attendance, status; one cancelled with registrations, one held without an actual count, one with 0.",
        file="lc_events_20250401_0912.csv",
        content=csv_of(rows, encoding="utf-8-sig"),
        row_is="session",
        expect=(*count_figures(total, held, known), *NO_PEOPLE),
        or_none=(
            figure("contact_hours", hours),
            figure("seat_fill", fill),
            figure("session_delivery_rate", held / len(log)),
        ),
        never=(
            *other_figures(
                "attendance_total",
                total,
                signed,
                signed_held,
                hoped,
                total + signed,
                total + 52,
                total + 60,
                total + sum(r[9] for r in log),
            ),
            *larger_figures("sessions_held", held, len(log), len(log) + 1),
            *other_figures(
                "attendance_per_session",
                total / known,
                total / held,
                total / len(log),
                total / (known - 1),
                signed / len(log),
                hoped / len(log),
            ),
            *other_figures(
                "contact_hours", hours, sum(r[5] for r in log), sum(r[5] for r in good), 60 * hours
            ),
            *other_figures(
                "seat_fill",
                fill,
                total / sum(r[7] for r in seats),
                total / sum(r[7] for r in log if r[7] != ""),
            ),
        ),
    )


def build_hybrid_talks() -> Shape:
    """Talks in a room and on Zoom."""
    log: list[tuple[str, str, int | None, int | None, int | None]] = [
        ("Tue 14 Jan", "Lichens of the estuary", 27, 12, 143),
        ("Tue 28 Jan", "A mill town in pictures", 34, 9, 210),
        ("Tue 11 Feb", "Writing a family history", 19, 15, 88),
        ("Tue 25 Feb", "Curlews", 31, 22, 265),
        ("Tue 11 Mar", "The lost railway", 46, 18, 512),
        ("Tue 25 Mar", "Film only: walk round the old dock", None, None, 388),
        ("Tue 8 Apr", "Wool and weavers", 22, 7, None),
        ("Tue 22 Apr", "Bees in a small garden", 38, 11, 97),
    ]
    live = [r for r in log if r[2] is not None]
    room, zoom, views = (
        sum(r[2] or 0 for r in live),
        sum(r[3] or 0 for r in live),
        sum(r[4] or 0 for r in log),
    )
    total, held = room + zoom, len(live)
    rows: list[list[Any]] = [
        ["TUESDAY TALKS 2025 (funded by the Civic Society)"],
        ["We count one for each screen on Zoom"],
        [],
        ["Date", "Talk", "In the room", "On Zoom", "Together", "YouTube views after 30 days"],
    ]
    rows += [
        [
            d,
            t,
            "-" if a is None else a,
            "-" if z is None else z,
            "-" if a is None or z is None else a + z,
            "not recorded" if v is None else v,
        ]
        for d, t, a, z, v in log
    ]
    rows += [["Season", None, room, zoom, total, views], ["Hall holds", None, 50]]
    return Shape(
        id="hybrid-talks",
        what="Talks with people in the room, on Zoom, both together and views of the recording; one evening was only a film on YouTube; below, the season's sums and the number the hall holds.",
        file="Tuesday Talks numbers.xlsx",
        content=book_of(("Talks", rows, ["A1:F1", "A2:F2"])),
        row_is="session",
        expect=(figure("attendance_total", total), *NO_PEOPLE),
        or_none=(figure("sessions_held", held), figure("attendance_per_session", total / held)),
        never=(
            *larger_figures(
                "attendance_total",
                total,
                2 * total,
                4 * total,
                total + views,
                views,
                total + 388,
                2 * (total + views),
                total + 50,
                2 * total + views,
            ),
            *larger_figures("sessions_held", held, held + 2, held + 3, 2 * held, 2 * held + 1),
            *other_figures(
                "attendance_per_session",
                total / held,
                total / len(log),
                2 * total / (held + 1),
                (total + views) / held,
                (total + views) / len(log),
            ),
        ),
    )


def build_report_forms_of_a_year() -> Shape:
    """Report forms, one for each activity."""
    forms = [
        ("Puppets", "Puppet show and storytelling", date(2025, 7, 12), "Covered court, Brgy. Talaga", "Sangguniang Kabataan", 60, 52, 21, 26, 5, "9:00 AM", "11:00 AM", 2.0, "1,850.00"),
        ("Poetry", "Tula ng Bayan: poetry afternoon", date(2025, 8, 22), "Library reading area", "Talaga National High School", 40, 33, 12, 17, 3, "1:30 PM", "4:00 PM", 2.5, "920.00"),
        ("Book fair", "Book fair and read-a-thon", date(2025, 11, 26), "Municipal gym", "Rotary Club; DepEd", 150, 0, 71, 88, 12, "8:00 AM", "3:00 PM", 7.0, "6,400.00"),
    ]  # fmt: skip
    total = sum(f[7] + f[8] for f in forms)
    hours = sum((f[7] + f[8]) * f[12] for f in forms)
    labels = [
        "Title of activity",
        "Date conducted",
        "Venue",
        "Partner agency",
        "Target no. of participants",
        "No. pre-registered",
        "Actual participants - male",
        "Actual participants - female",
        "TOTAL PARTICIPANTS",
        "Facilitators / volunteers",
        "Time started",
        "Time ended",
        "Amount spent (PhP)",
    ]
    sheets: list[tuple[str, list[list[Any]], list[str]]] = []
    for tab, title, day, place, partner, goal, signed, men, women, helping, start, end, _, money in forms:
        values = [
            title,
            day,
            place,
            partner,
            goal,
            signed or "none, walk-in",
            men,
            women,
            men + women,
            helping,
            start,
            end,
            money,
        ]
        sheets.append(
            (
                tab,
                [
                    ["ACTIVITY REPORT FORM"],
                    ["Talaga Public Library, Form 4 rev. 2019"],
                    [],
                    *[[a, b] for a, b in zip(labels, values, strict=True)],
                    [],
                    ["Prepared by:", "L. Reyes, Librarian I"],
                ],
                ["A1:B1", "A2:B2"],
            )
        )
    sheets.append(
        (
            "BLANK",
            [
                ["ACTIVITY REPORT FORM"],
                ["Talaga Public Library, Form 4 rev. 2019"],
                [],
                *[[a] for a in labels],
                [],
                ["Prepared by:"],
            ],
            ["A1:B1", "A2:B2"],
        )
    )
    targets, signed_all, helpers = (
        sum(f[5] for f in forms),
        sum(f[6] for f in forms),
        sum(f[9] for f in forms),
    )
    return Shape(
        id="report-forms-of-a-year",
        what="A workbook of activity report forms, one tab each, labels in column A and answers in column B (target, pre-registered, male, female, total, volunteers, amount), and an empty form as the last tab.",
        file="Activity reports 2025 (Form 4).xlsx",
        content=book_of(*sheets),
        row_is="session",
        expect=(*count_figures(total, len(forms)), *NO_PEOPLE),
        or_none=(figure("contact_hours", hours), figure("cost_cash", 1850 + 920 + 6400)),
        never=(
            *larger_figures(
                "attendance_total",
                total,
                2 * total,
                targets,
                total + helpers,
                total + signed_all,
                total + targets,
                2 * total + targets + signed_all + helpers,
                total + 2019,
            ),
            *larger_figures("sessions_held", len(forms), 4, len(labels), len(labels) * 3, 39, 16, 48),
            *other_figures(
                "attendance_per_session", total / 3, total / 4, targets / 3, total / 6, 2 * total / 3
            ),
        ),
        privacy=("L. Reyes",),
    )


OUTREACH_AND_TALKS: tuple[Shape, ...] = (
    build_target_and_actual(),
    build_sums_above_the_rows(),
    build_two_blocks_of_a_return(),
    build_booking_calendar(),
    build_hybrid_talks(),
    build_report_forms_of_a_year(),
)
