"""Use of rooms and hours of volunteers, in which few or no sessions are counted."""

from __future__ import annotations

from collections.abc import Iterable

from tests.support.shapes.definition import (
    NO_ATTENDANCE,
    NO_MONEY,
    NO_PEOPLE,
    Shape,
    figure,
    larger_figures,
    other_figures,
    wrong_figures,
)
from tests.support.shapes.files import Formula, book_of, sum_formula


def build_room_use() -> Shape:
    """Programs in a community room with an expected and a head count."""
    # date, start, end, hours, program, set-up, expected, head count
    log = [
        ("Mon 9/8", "10:00 AM", "11:00 AM", 1, "Baby Lapsit", "rug, no chairs", 20, 17),
        ("Mon 9/8", "6:00 PM", "7:30 PM", 1.5, "Knit Night", "2 tables", 10, 8),
        ("Tue 9/9", "4:00 PM", "5:00 PM", 1, "Lego Club", "5 tables", 15, 19),
        ("Thu 9/11", "1:00 PM", "2:00 PM", 1, "Genealogy help", "projector", 12, 6),
        ("Sat 9/13", "10:30 AM", "11:30 AM", 1, "Family Storytime", "rug", 30, 27),
        ("Mon 9/15", "10:00 AM", "11:00 AM", 1, "Baby Lapsit", "rug, no chairs", 20, 14),
        ("Tue 9/16", "4:00 PM", "5:00 PM", 1, "Lego Club", "5 tables", 15, 16),
        ("Wed 9/17", "6:30 PM", "8:00 PM", 1.5, "Adult Book Club", "circle", 12, 11),
        ("Thu 9/18", "1:00 PM", "2:00 PM", 1, "Genealogy help", "projector", 12, "no show"),
        ("Sat 9/20", "2:00 PM", "3:30 PM", 1.5, "Author visit: Dale Hoek", "60 chairs", 60, 43),
        ("Mon 9/22", "10:00 AM", "11:00 AM", 1, "Baby Lapsit", "rug, no chairs", 20, "CANCELLED"),
        ("Mon 9/22", "6:00 PM", "7:30 PM", 1.5, "Knit Night", "2 tables", 10, 9),
        ("Tue 9/23", "4:00 PM", "5:00 PM", 1, "Lego Club", "5 tables", 15, 18),
        ("Sat 9/27", "10:30 AM", "11:30 AM", 1, "Family Storytime", "rug", 30, 31),
    ]
    counted = [x for x in log if isinstance(x[7], int)]
    total, expected = sum(x[7] for x in counted), sum(x[6] for x in log)
    rows = [
        ["COMMUNITY ROOM - LIBRARY PROGRAMS ONLY (outside groups are in the other binder)"],
        ["September 2025"],
        ["Date", "Start", "End", "Program", "Set-up", "Expected", "Head count"],
        *[[d, s, e, p, u, x, n] for d, s, e, _, p, u, x, n in log],
        [],
        [None, None, None, None, "Month total", expected, total],
    ]
    return Shape(
        id="room-use",
        what="US community room list of library programs with start, end, set-up, expected and head count; one CANCELLED and one 'no show' in the count column, a month total.",
        file="room sept 25.xlsx",
        content=book_of(("Sept", rows, ["A1:G1"])),
        row_is="session",
        expect=(figure("attendance_total", total), *NO_PEOPLE, *NO_MONEY),
        # No one came to one: the sheet does not say whether it was a session held with 0.
        never=(
            *larger_figures("attendance_total", total, expected, 2 * total, total + expected, 2 * expected),
            *wrong_figures("sessions_held", len(log), len(log) + 1),
        ),
    )


def build_community_room() -> Shape:
    """A diary of a room with programs and hirers."""
    log = [
        ("Mon 3 Mar", "Knit & Natter", "10-12", 14, None),
        ("Mon 3 Mar", "Cllr surgery", "5-6.30", 6, None),
        ("Tue 4 Mar", "Baby Bounce (ours)", "9.30-10", 23, "buggies in corridor"),
        ("Wed 5 Mar", "ESOL conversation", "1-3", 11, None),
        ("Thu 6 Mar", "Slimming group", "6-8", None, "no-show, still invoiced"),
        ("Sat 8 Mar", "Lego Club (ours)", "11-12", 18, None),
        ("Mon 10 Mar", "Knit & Natter", "10-12", 12, None),
        ("Tue 11 Mar", "Baby Bounce (ours)", "9.30-10", 26, None),
        ("Wed 12 Mar", "ESOL conversation", "1-3", 9, None),
        ("Thu 13 Mar", "Slimming group", "6-8", 16, None),
        ("Fri 14 Mar", "Blood pressure checks, NHS", "10-2", 41, "queue to the door"),
        ("Sat 15 Mar", "Lego Club (ours)", "11-12", 20, "2 dads built a cathedral"),
    ]
    total = sum(x[3] or 0 for x in log)
    held = sum(x[3] is not None for x in log)
    rows = [
        ["Community Room diary: who actually used it (max 45)"],
        ["Day", "Group", "Time", "Heads", "Seats set out", "Remarks"],
    ]
    seats = [20, 10, 30, 15, 25, 24, 20, 30, 15, 25, 12, 24]
    rows += [[d, g, t, n, s, r] for (d, g, t, n, r), s in zip(log, seats, strict=True)]
    rows += [[None, "Total heads", None, total]]
    return Shape(
        id="community-room",
        what="UK diary of a community room: own programs and hirers, heads, seats set out, a hirer who did not show up, total heads.",
        file="room diary March.xlsx",
        content=book_of(("March", rows, ["A1:F1"])),
        row_is="session",
        expect=(figure("participants_unique", None), figure("cost_cash", None)),
        or_none=(figure("attendance_total", total), figure("attendance_per_session", total / held)),
        never=larger_figures("attendance_total", total, 2 * total, sum(seats), total + sum(seats)),
    )


def build_volunteer_hours() -> Shape:
    """Hours of volunteers by month."""
    names = [
        ("Betty Lund", "desk", [6, 8, 8, 4]),
        ("Chuck Aldrich", "book sale", [0, 12.5, 3, None]),
        ("Dee Marsh", "storytime help", [4, 4, 4, 4]),
        ("Fran Oberg", "shelving", [10, 9, 10.5, 8]),
        ("Gil Torres", "homework help", [None, 6, 6, 5]),
        ("Joan Pike", "desk", [8, 8, None, None]),
        ("Lou Haskell", "mending", [5, 5.5, 6, 4]),
        ("Marge Dietz", "shelving", [7, 6, 8, 7.5]),
        ("Teen volunteers (group)", "summer reading", [None, None, 22, 30]),
        ("Vi Swenson", "outreach, nursing home", [3, 3, 3, 3]),
    ]
    cols = [sum(h[i] or 0 for _, _, h in names) for i in range(4)]
    total = sum(cols)
    rows = [
        ["Friends of the Library - VOLUNTEER HOURS"],
        ["Name", "Job", "May", "June", "July", "August", "Total"],
        *[
            [n, j, *h, Formula(f"=SUM(C{r}:F{r})", sum(x or 0 for x in h))]
            for r, (n, j, h) in enumerate(names, 3)
        ],
        [
            "Total hours",
            None,
            *[sum_formula(c, 3, 2 + len(names), v) for c, v in zip("CDEF", cols, strict=True)],
            total,
        ],
        [],
        ["Joan moved to Tucson in July :("],
    ]
    return Shape(
        id="volunteer-hours",
        what="US volunteer hours: names as rows, months across, hours in the cells, a blank where no one came, totals both ways; no attendance in it.",
        file="vol hours summer.xlsx",
        content=book_of(("2025", rows, ["A1:G1"])),
        row_is="other",
        expect=(figure("attendance_total", None), figure("sessions_held", None), *NO_MONEY),
        never=(
            *wrong_figures("attendance_total", total, 2 * total, 3 * total, 4 * total),
            *wrong_figures("cost_cash", total, 2 * total),
            *wrong_figures("participants_unique", len(names) + 1),
        ),
        privacy=("Oberg", "Swenson"),
    )


def build_friends_hours() -> Shape:
    """Hours of volunteers by month, with what they do."""
    people = [
        ("Sheila", "shelving, home delivery", [6, 8, 8, 4]),
        ("Raj", "homework club", [10, 10, 7.5, 12]),
        ("Moira", "rhyme time", [4, 4, None, 4]),
        ("Phil D", "local history desk", [12, 9, 12, 12]),
        ("Phil W", "IT buddy", [3, 3, 4.5, 3]),
        ("Agnieszka", "Polish story corner", [None, 2, 2, 2]),
        ("Tom (D of E)", "anything", [5, 5, 5, None]),
        ("Hilary", "garden", [None, None, 6, 9]),
    ]
    rows = [
        ["FRIENDS OF CASTLE STREET LIBRARY", None, None, None, None, None, None],
        ["Hours given Jan to April"],
        ["Who", "What they do", "Jan", "Feb", "Mar", "Apr", "Total hrs"],
        *[[w, d, *h, sum(v or 0 for v in h)] for w, d, h in people],
        [
            "Total",
            None,
            *[sum(p[2][j] or 0 for p in people) for j in range(4)],
            sum(v or 0 for p in people for v in p[2]),
        ],
        [],
        ["(At the real living wage that is over £2,000 of help!)"],
    ]
    total = sum(v or 0 for p in people for v in p[2])
    return Shape(
        id="friends-hours",
        what="UK list of volunteers' hours by month with what they do, totals both ways and a proud remark about their worth: no attendance, no money.",
        file="Friends hours.xlsx",
        content=book_of(("Hours", rows, ["A1:G1"])),
        row_is="other",
        expect=(
            figure("attendance_total", None),
            figure("sessions_held", None),
            figure("cost_cash", None),
            figure("cash_balance", None),
        ),
        never=(
            *wrong_figures("attendance_total", total, 2 * total),
            *wrong_figures("participants_unique", len(people) + 1),
            *wrong_figures("in_kind_value", total, 2 * total, 2000),
            *wrong_figures("cost_cash", total, 2000),
        ),
        privacy=("Agnieszka",),
    )


def build_teen_hours() -> Shape:
    """US: hours of teenage volunteers."""
    teens = [
        ("Beaumont, Cory", "North HS", (2, 4.5, 3, 3.5), 20),
        ("Dang, Vivian", "North HS", (6, 5.5, 7, 4), 20),
        ("Eze, Chidera", "St. Bride's", (0, 2.25, 1.5, None), 15),
        ("Halvorsen, Finn", "home school", (3, 3, 3, 3), None),
        ("Marquez, Aileen", "North HS", (8, 6, 7.75, 9), 25),
        ("Roy, Tanvi", "St. Bride's", (None, None, 5, 6.5), 15),
    ]

    def add(h: Iterable[float | None]) -> float:
        return sum(v or 0 for v in h)

    months = [sum(t[2][i] or 0 for t in teens) for i in range(4)]
    total = sum(months)
    rows = [
        ["Teen Advisory & Volunteers - service hours"],
        [
            "Fall semester 2025. Shelving, summer wrap-up, craft prep, reading buddies. Round to the quarter hour."
        ],
        [],
        ["Teen", "School", "Sept", "Oct", "Nov", "Dec", "Total hrs", "Needs for school", "Letter signed?"],
        *[
            [n, s, *h, add(h), goal or "-", "yes" if goal and add(h) >= goal else None]
            for n, s, h, goal in teens
        ],
        ["TOTAL", None, *months, total, None, None],
    ]
    return Shape(
        id="teen-hours",
        what="US hours of teenage volunteers by month, with the hours that each needs for school.",
        file="teen hrs fall25.xlsx",
        content=book_of(("hours", rows, ["A1:I1", "A2:I2"])),
        row_is="hours",
        expect=(*NO_ATTENDANCE, figure("cost_cash", None)),
        never=(
            *other_figures("attendance_total", (), total, 2 * total, len(teens)),
            *other_figures("sessions_held", (), 4, total),
        ),
    )


ROOMS_AND_HOURS = (
    build_room_use(),
    build_community_room(),
    build_volunteer_hours(),
    build_friends_hours(),
    build_teen_hours(),
)
