"""Calendars of a month, grids of weeks and weekdays, and hours or visits by person."""

from __future__ import annotations

from datetime import date

from tests.support.shapes.definition import (
    NO_ATTENDANCE,
    Shape,
    count_figures,
    count_people,
    figure,
    larger_figures,
    other_figures,
    wrong_figures,
)
from tests.support.shapes.files import book_of


def build_homework_week_grid() -> Shape:
    """US: homework help by week and weekday."""
    weeks = [
        ("9/8", [7, 9, 12, 5]),
        ("9/15", [8, 11, 10, 6]),
        ("9/22", [10, 9, "closed - staff day", 7]),
        ("9/29", [12, 13, 11, 8]),
        ("10/6", [9, 14, 15, 10]),
        ("10/13", ["holiday", 10, 13, 9]),
        ("10/20", [11, 12, 16, 8]),
        ("10/27", [13, 10, 14, 4]),
        ("11/3", [12, "Election Day", 15, 9]),
    ]
    nums = [v for _, w in weeks for v in w if isinstance(v, int)]
    total, n = sum(nums), len(nums)
    rows = [
        ["Homework Help headcount, Fall 2025 (3:30-5:30)"],
        [],
        ["Week of", "Mon", "Tue", "Wed", "Thu", "Wk total"],
        *[[d, *w, sum(v for v in w if isinstance(v, int))] for d, w in weeks],
        ["Total", *[sum(w[j] for _, w in weeks if isinstance(w[j], int)) for j in range(4)], total],
        [],
        ["Tutors: Jen M/W, Mr. Alcott T/Th"],
    ]
    return Shape(
        id="homework-week-grid",
        what="US homework help: weeks down, weekdays across, closed days in words, totals of weeks and weekdays.",
        file="HW help fall25.xlsx",
        content=book_of(("Sheet1", rows, ["A1:F1"])),
        row_is="other",
        expect=(figure("attendance_total", total),),
        or_none=(figure("sessions_held", n), figure("attendance_per_session", total / n)),
        never=(
            *larger_figures("attendance_total", total, 2 * total, 3 * total, 4 * total),
            *wrong_figures("sessions_held", n + 3, 4 * len(weeks) + 4),
        ),
        privacy=("Alcott",),
    )


def build_volunteer_hours_friends() -> Shape:
    """New Zealand: hours of volunteers by month."""
    people = [
        ("Glenys", [6, 6, 4.5, 6]),
        ("Hemi", [3, None, 3, 2]),
        ("Ros & Colin", [8, 8, 8, 8]),
        ("Barb T.", [None, 2.5, 4, 4]),
        ("Sunita", [5, 5, 5, None]),
        ("Young Jack (D of E)", [2, 2, 2, 2]),
        ("Marguerite", [4, 3.5, None, 4]),
        ("Len", [1.5, 1.5, 1.5, 1.5]),
    ]
    cols = [sum(p[1][j] or 0 for p in people) for j in range(4)]
    total = sum(cols)
    rows = [
        ["Friends of Ōkato Library - volunteer hours 2025"],
        ["Volunteer", "Mar", "Apr", "May", "June", "Total hrs"],
        *[[n, *h, sum(v or 0 for v in h)] for n, h in people],
        ["All", *cols, total],
        [],
        ["Len does the book returns only. Barb away till April."],
    ]
    return Shape(
        id="volunteer-hours-friends",
        what="Hours of volunteers in New Zealand by person and month, totals of both.",
        file="vol hours.xlsx",
        content=book_of(("2025", rows, ["A1:F1"])),
        row_is="other",
        expect=(figure("attendance_total", None), figure("cost_cash", None), figure("cash_balance", None)),
        never=(
            *wrong_figures("attendance_total", total, 2 * total, 4 * total),
            *wrong_figures("in_kind_value", total, 2 * total, 4 * total),
            *wrong_figures("cost_cash", total, 2 * total),
        ),
        privacy=("Marguerite",),
    )


def build_storytime_week_grid() -> Shape:
    """US: three storytimes a week."""
    weeks = [
        (date(2025, 9, 8), (9, 8), (14, 11), (6, 5)),
        (date(2025, 9, 15), (11, 10), (16, 12), (8, 7)),
        (date(2025, 9, 22), (7, 7), (13, 10), (10, 8)),
        (date(2025, 9, 29), (12, 10), ("no storytime - staff day", None), ("no storytime - staff day", None)),
        (date(2025, 10, 6), (10, 9), (15, 13), (7, 6)),
        (date(2025, 10, 13), ("closed - Columbus Day", None), (18, 14), (9, 8)),
        (date(2025, 10, 20), (8, 8), (12, 10), (11, 9)),
        (date(2025, 10, 27), (13, 11), (22, 17), (15, 12)),
    ]
    cells = [c for w in weeks for c in w[1:]]
    ran = [c for c in cells if c[1] is not None]
    kids, grown = sum(c[0] for c in ran), sum(c[1] for c in ran)
    total = kids + grown
    body = []
    for w in weeks:
        body.append([w[0], *[v for c in w[1:] for v in c], sum(a + b for a, b in w[1:] if b is not None)])
    foot = ["Session total"]
    for i in (1, 2, 3):
        foot += [
            sum(w[i][0] for w in weeks if w[i][1] is not None),
            sum(w[i][1] for w in weeks if w[i][1] is not None),
        ]
    rows = [
        ["Fall storytime head counts 2025 - Pine Hollow Branch"],
        [],
        [
            "Week of",
            "Mon 10:15 Baby Lapsit",
            None,
            "Tue 10:15 Toddler Time",
            None,
            "Tue 11:00 Toddler Time (repeat)",
            None,
            "Week total",
        ],
        [None, "Kids", "Grown-ups", "Kids", "Grown-ups", "Kids", "Grown-ups", None],
        *body,
        [*foot, total],
        [],
        ["10/27 = costume week, that's why so high!  -Dee"],
    ]
    merges = ["A1:H1", "A3:A4", "B3:C3", "D3:E3", "F3:G3", "H3:H4", "D8:E8", "F8:G8", "B10:C10"]
    return Shape(
        id="storytime-week-grid",
        what="US storytimes: weeks down, three times across with children and adults, closed days in words, totals of both.",
        file="fall storytime 25.xlsx",
        content=book_of(("Fall", rows, merges)),
        row_is="session",
        expect=count_figures(total, len(ran)),
        never=(
            *other_figures("attendance_total", total, 2 * total, 3 * total, 4 * total, kids, grown),
            *other_figures("sessions_held", len(ran), len(weeks), len(cells), 2 * len(ran), 2 * len(cells)),
        ),
    )


def build_wall_calendar() -> Shape:
    """US: a wall calendar of homework help."""
    weeks = [
        ((1, "CLOSED Labor Day"), (2, 7), (3, 9), (4, 6)),
        ((8, 11), (9, 8), (10, 14), (11, 10)),
        ((15, 13), (16, 9), (17, "early dismissal - no hw help"), (18, 12)),
        ((22, 10), (23, 15), (24, 13), (25, 8)),
        ((29, 16), (30, 12), (None, None), (None, None)),
    ]
    counts = [c for w in weeks for _, c in w if isinstance(c, int)]
    total = sum(counts)
    rows = [
        ["HOMEWORK HELP  -  SEPTEMBER 2025"],
        ["Big number = day. Number underneath = how many kids. (Mon-Thu, 3 to 5 pm)"],
        ["Mon", "Tue", "Wed", "Thu", "Week"],
    ]
    for w in weeks:
        s = sum(c for _, c in w if isinstance(c, int))
        rows += [[*[d for d, _ in w], None], [*[c for _, c in w], s]]
    rows += [[], [None, None, None, "Month:", total]]
    days = sum(d for w in weeks for d, _ in w if d)
    return Shape(
        id="wall-calendar",
        what="A month as a wall calendar: numbers of days and the head count below each, week totals, two closed days.",
        file="hw help sept.xlsx",
        content=book_of(("SEPT", rows, ["A1:E1", "A2:E2"])),
        row_is="session",
        expect=count_figures(total, len(counts)),
        never=(
            *other_figures(
                "attendance_total", total, 2 * total, 3 * total, total + days, days, 2 * total + days
            ),
            *wrong_figures("sessions_held", len(counts) + 1, len(counts) + 2, 5, 10, 20),
        ),
    )


def build_reading_passports() -> Shape:
    """Philippines: stamps in children's reading passports."""
    kids = [
        ("Gemma Lou Abellana", 8, ("Ene 10", "Ene 17", "Ene 24", "Peb 7", "Peb 14")),
        ("Francis Pahayahay", 9, ("Ene 10", "Ene 24")),
        ("Kyle Ompad", 7, ("Ene 17", "Ene 24", "Ene 31", "Peb 7")),
        ("Trixie Cabahug", 8, ("Ene 10",)),
        ("Jun-jun Sarmago", 10, ()),
        ("Lian Mae Gimenez", 9, ("Ene 10", "Ene 17", "Ene 24", "Ene 31", "Peb 7", "Peb 14")),
        ("Rex Inso", 8, ("Peb 7", "Peb 14")),
        ("Althea Cuizon", 7, ("Ene 31", "Peb 14")),
    ]
    total, unique = sum(len(k[2]) for k in kids), sum(bool(k[2]) for k in kids)
    rows = [
        ["Kids' Reading Passport 2026 - Basak Reading Center, Sabado buntag"],
        ["Isulat ang petsa ng tatak. 6 na tatak = libreng libro!"],
        [],
        ["Pangalan", "Edad", "Tatak 1", "Tatak 2", "Tatak 3", "Tatak 4", "Tatak 5", "Tatak 6", "Ilang tatak"],
        *[[n, a, *d, *[None] * (6 - len(d)), len(d)] for n, a, d in kids],
        ["Kabuuan", None, *[sum(len(k[2]) > i for k in kids) for i in range(6)], total],
    ]
    return Shape(
        id="reading-passports",
        what="Stamps in reading passports: each child's own dates in the cells, one child without any, a total row.",
        file="reading passport 2026.xlsx",
        content=book_of(("Passport", rows, [])),
        row_is="person",
        expect=(figure("attendance_total", total), figure("participants_unique", unique)),
        never=(
            *other_figures(
                "attendance_total", total, 2 * total, 3 * total, 6 * len(kids), sum(k[1] for k in kids)
            ),
            *wrong_figures("participants_unique", len(kids), len(kids) + 1),
        ),
        privacy=("Pahayahay", "Abellana"),
    )


def build_homework_calendar() -> Shape:
    """US: a calendar template with the head count of homework help."""
    weeks = [
        ((None, None, 1, 2), (None, None, 14, 11)),
        ((6, 7, 8, 9), (17, 12, 15, 10)),
        ((13, 14, 15, 16), ("Closed", 13, 18, 9)),
        ((20, 21, 22, 23), (16, 19, "early dismissal - no HH", 12)),
        ((27, 28, 29, 30), (21, 15, 13, 7)),
    ]
    rows = [
        ["OCTOBER 2025"],
        ["Homework Help 3:30-5 (Mon-Thu) - how many kids"],
        ["MON", "TUE", "WED", "THU", "week"],
    ]
    counts = []
    for days, heads in weeks:
        own = [h for h in heads if isinstance(h, int)]
        counts += own
        rows += [[*days, None], [*heads, sum(own)]]
    total, n = sum(counts), len(counts)
    rows += [[], ["October total", None, None, None, total]]
    return Shape(
        id="homework-calendar",
        what="A month's calendar with the head count below each day, closed days in words, week totals and a month total.",
        file="HH October.xlsx",
        content=book_of(("Oct", rows, ["A1:E1", "A2:E2"])),
        row_is="session",
        expect=count_figures(total, n),
        never=(
            *other_figures(
                "attendance_total",
                total,
                2 * total,
                3 * total,
                total + sum(d for w in weeks for d in w[0] if d),
            ),
            *other_figures("sessions_held", n, n + 2, 5, 18, 20),
        ),
    )


def build_volunteer_hours_parish() -> Shape:
    """US: hours of a parish's volunteers."""
    people = [
        ("Mrs. Adeyemi", [3, 2.5, None, 3]),
        ("Bro. Cyril", [1.5, None, 2, 2]),
        ("Mr. Hanrahan", [4, 4, 3.5, 4]),
        ("Tess (student, service hours)", [None, 6, 6, 3]),
        ("The Okoro twins", [2, 2, None, None]),
    ]
    cols = [sum(p[1][i] or 0 for p in people) for i in range(4)]
    rows = [
        ["St. Brigid Parish Library - volunteer hours, Lent 2025"],
        [],
        ["", "March 8", "March 15", "March 22", "March 29", "hours"],
        *[[n, *h, sum(x or 0 for x in h)] for n, h in people],
        ["per Saturday", *cols, sum(cols)],
        [],
        ["supper 4/26, hall booked"],
    ]
    return Shape(
        id="volunteer-hours-parish",
        what="Hours of a parish's volunteers: people down, Saturdays across, totals of both; no visits.",
        file="vol hours lent.xlsx",
        content=book_of(("hours", rows, [])),
        row_is="hours",
        expect=(*NO_ATTENDANCE, figure("cost_cash", None)),
        never=(
            *wrong_figures("attendance_total", sum(cols), 2 * sum(cols), 15, 16, 5),
            *wrong_figures("participants_unique", 5, 6),
            *wrong_figures("sessions_held", 4, 5),
        ),
    )


def build_hours_grid() -> Shape:
    """US: hours that learners spent in a conversation circle."""
    days = ["2/3", "2/5", "2/10", "2/12", "2/17", "2/19", "2/24", "2/26"]
    closed = 4
    people = [
        ("Amina D.", "Somalia", "Somali", "Beg", (2, 2, None, 2, None, 2, 1.5, 2)),
        ("Bijay T.", "Bhutan", "Nepali", "Beg", (2, None, 2, 2, None, None, 2, 2)),
        ("Fatuma O.", "Somalia", "Maay Maay", "Lit", (1.5, 2, 2, None, None, 2, 2, None)),
        ("Hsa Moo", "Burma", "Karen", "Lit", (2, 2, 2, 2, None, 2, 2, 2)),
        ("Jean-Luc K.", "DR Congo", "Swahili", "Int", (None, None, 1, 2, None, 2, None, 2)),
        ("Laleh R.", "Afghanistan", "Dari", "Int", (2, 2, 1.5, 2, None, 2, 2, 2)),
        ("Mirwais R.", "Afghanistan", "Dari", "Beg", (2, 2, None, None, None, None, None, None)),
        ("Naw Paw", "Burma", "Karen", "Beg", (None, 2, 2, 2, None, 1, 2, 2)),
        ("Oksana V.", "Ukraine", "Ukrainian", "Int", (None, None, None, None, None, 2, 2, 2)),
        ("Yusra H.", "Syria", "Arabic", "Beg", (2, 1, 2, 2, None, 2, 2, 1.5)),
    ]
    cells = [h for p in people for h in p[4] if h is not None]
    total, hours, held = len(cells), sum(cells), len(days) - 1
    body = []
    for k, p in enumerate(people):
        own = list(p[4])
        if k == 0:
            own[closed] = "Presidents Day - closed"
        got = [h for h in p[4] if h is not None]
        body.append([*p[:4], *own, sum(got), len(got)])
    present = [sum(p[4][i] is not None for p in people) or None for i in range(len(days))]
    rows = [
        ["English Conversation Circle - Feb 2025 - Mon/Wed 10 to 12"],
        ["enter HOURS stayed (2 = whole class), leave empty if not here"],
        [],
        ["Name", "From", "Language", "Level", *days, "Total hours", "Days"],
        *body,
        ["# here", None, None, None, *present, None, total],
        [
            "Hours",
            None,
            None,
            None,
            *[sum(p[4][i] or 0 for p in people) or None for i in range(len(days))],
            hours,
            None,
        ],
        [],
        ["Mirwais found a job in Aurora! Oksana new since the 19th."],
    ]
    return Shape(
        id="hours-grid",
        what="US conversation circle: names down, dates across, hours in the cells, one closed day, totals of hours and of days.",
        file="conv circle FEB25.xlsx",
        content=book_of(("Feb", rows, ["I5:I14"])),
        row_is="person-at-session",
        expect=(*count_figures(total, held), *count_people(len(people))),
        never=(
            *other_figures("attendance_total", total, hours, 2 * total, 2 * hours, total + hours, 3 * hours),
            *other_figures("sessions_held", held, 8, 9, 10),
            *other_figures("participants_unique", len(people), 11, 12),
        ),
    )


def build_homework_grid() -> Shape:
    """Canada: a homework club by week and weekday."""
    weeks = [
        (date(2025, 9, 15), (8, 11, 9, 6)),
        (date(2025, 9, 22), (10, 12, "PD day", 7)),
        (date(2025, 9, 29), (9, "17*", 13, 8)),
        (date(2025, 10, 6), (11, 14, 12, 9)),
        (date(2025, 10, 13), ("Thanksgiving", 10, 11, 7)),
        (date(2025, 10, 20), (12, 15, 10, "no club, power out")),
        (date(2025, 10, 27), (9, 13, 12, 5)),
    ]

    def heads(cell: int | str) -> int | None:
        return 17 if cell == "17*" else cell if isinstance(cell, int) else None

    body, everything = [], []
    for day, cells in weeks:
        own = [h for h in map(heads, cells) if h is not None]
        everything += own
        body.append([day, *cells, sum(own), round(sum(own) / len(own), 1)])
    total, n = sum(everything), len(everything)
    columns = [[h for _, cells in weeks if (h := heads(cells[i])) is not None] for i in range(4)]
    rows = [
        ["HOMEWORK CLUB - how many kids (count at 4:30)"],
        [],
        ["Week starting", "Mon", "Tue", "Wed", "Thu", "Week total", "Avg per day"],
        *body,
        ["Total", *[sum(c) for c in columns], total, None],
        ["Average", *[round(sum(c) / len(c), 1) for c in columns], round(total / len(weeks), 1), None],
        [],
        ["* 6 of them from St. Brigid's, their bus was late"],
        ["Snacks: Dana Mon/Tue, Priya Wed/Thu"],
    ]
    return Shape(
        id="homework-grid",
        what="Homework club: weeks down, weekdays across, totals and averages, one number with an asterisk, closed days in words.",
        file="Homework club fall.xlsx",
        content=book_of(("Sheet1", rows, [])),
        row_is="session",
        expect=count_figures(total, n),
        never=(
            *other_figures("attendance_total", total, 2 * total, 3 * total, 4 * total, total - 17, total + 6),
            *other_figures("sessions_held", n, 28, 7, n - 1, n + 7),
        ),
    )


def build_club_register() -> Shape:
    """Kenya: members of a reading club."""
    people = [
        (1, "Achieng Ouma", "Kilimo Primary", "12/05/2025", 4, 3, 4, 11),
        (2, "Brian Mutiso", "Kilimo Primary", "12/05/2025", 2, 4, 1, 5),
        (3, "Cynthia Wairimu", "St. Teresa", "12/05/2025", 4, 4, 4, 14),
        (4, "Dennis Kiplagat", "St. Teresa", "19/05/2025", 1, None, None, 1),
        (5, "Esther Nyaboke", "Kilimo Primary", "19/05/2025", 3, 2, 4, 9),
        (6, "Faraj Salim", "Madrasa Nur", "02/06/2025", 3, 4, 3, 8),
        (7, "Grace Muthoni", "St. Teresa", "09/06/2025", None, None, None, None),
        (8, "Hussein Bakari", "Madrasa Nur", "16/06/2025", 2, 3, 4, 6),
        (9, "Irene Chebet", "Kilimo Primary", "30/06/2025", None, 4, 4, 7),
        (10, "Jackline Atieno", "home-schooled", "07/07/2025", None, 3, 2, 4),
    ]
    totals = [sum(p[i] or 0 for p in people) for i in (4, 5, 6, 7)]
    total, came = sum(totals[:3]), sum(any(p[4:7]) for p in people)
    rows = [
        ["BOOKWORMS CLUB - MEMBERS"],
        ["Monday club, times attended per month"],
        [],
        [
            "Member no.",
            "Name",
            "School",
            "Joined",
            "June",
            "July",
            "August",
            "Times in all",
            "Books finished",
        ],
        *[[*p[:7], sum(v or 0 for v in p[4:7]), p[7]] for p in people],
        [None, "Total", None, None, *totals[:3], total, totals[3]],
        [],
        [None, "Grace has not come yet, remind her mother"],
    ]
    return Shape(
        id="club-register",
        what="Kenyan club members with the times each came in three months, their sum and books finished, one who has not come yet.",
        file="bookworms 2025.xlsx",
        content=book_of(("Members", rows, [])),
        row_is="person",
        expect=(figure("attendance_total", total), *count_people(came)),
        never=(
            *other_figures(
                "attendance_total",
                total,
                2 * total,
                4 * total,
                total + totals[3],
                2 * (total + totals[3]),
                totals[3],
            ),
            *other_figures("participants_unique", came, len(people), len(people) + 1, came + 1, total),
            *other_figures("sessions_held", (), 10, total),
        ),
    )


CALENDARS_AND_GRIDS: tuple[Shape, ...] = (
    build_homework_week_grid(),
    build_volunteer_hours_friends(),
    build_storytime_week_grid(),
    build_wall_calendar(),
    build_reading_passports(),
    build_homework_calendar(),
    build_volunteer_hours_parish(),
    build_hours_grid(),
    build_homework_grid(),
    build_club_register(),
)
