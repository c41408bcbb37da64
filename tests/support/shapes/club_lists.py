"""Lists of people at workshops, webinars, clubs and reading rooms, and of volunteers."""

from __future__ import annotations

from tests.support.shapes.definition import Shape, count_people, figure, other_figures, wrong_figures
from tests.support.shapes.files import book_of, csv_of


def build_signup_status() -> Shape:
    """Sign-up list of one workshop with confirmed."""
    # name, phone, status, came as written, came
    listed = [
        ("Adeyemi, Folake", "2271", "Confirmed", "yes", 1),
        ("Barrientos, Luz", "8840", "Confirmed", "yes", 1),
        ("Chowdhury, Daniel", "1193", "Confirmed", "no", 0),
        ("Delacroix, Remy", "5527", "Confirmed", "late", 1),
        ("Engstrom, Patti", "7015", "Cancelled", None, 0),
        ("Farah, Idil", "3364", "Confirmed", "yes", 1),
        ("Gutowski, Len", "9982", "Confirmed", "no - called", 0),
        ("Hinojosa, Marta", "4406", "Confirmed", "yes", 1),
        ("Ivey, Carol Ann", "6178", "Confirmed", "yes", 1),
        ("Jankowiak, Ted", "2059", "Confirmed", "yes", 1),
        ("Khoury, Nadia", "7731", "Confirmed", "no", 0),
        ("Lindqvist, Bo", "8123", "Confirmed", "yes", 1),
        ("Mbeki, Thandi", "5490", "Waitlist", "yes", 1),
        ("Nakai, Roland", "6612", "Waitlist", None, 0),
        ("Oquendo, Ivette", "3907", "Waitlist", "yes", 1),
        ("Pruitt, Darla", "1846", "Waitlist", "no", 0),
    ]
    walk = [("Quist, Amos", None), ("Ramaswamy, Usha", None), ("Sandoval, Pilar", None)]
    rows: list[list[object]] = [
        ["Spreadsheets for Job Seekers - Sat Aug 9, 2025, 10-12, Computer Lab (12 seats)"],
        [],
        ["#", "Name", "Phone (last 4)", "Status", "Came?"],
    ]
    rows += [[n, name, int(ph), status, came] for n, (name, ph, status, came, _) in enumerate(listed, 1)]
    rows += [
        ["WALK-INS (added at door)"],
        *[[n, name, ph, "walk-in", "yes"] for n, (name, ph) in enumerate(walk, 17)],
    ]
    came = sum(x[4] for x in listed) + len(walk)
    return Shape(
        id="signup-status",
        what="Sign-up list of one workshop with confirmed, waitlisted and cancelled people, a column 'Came?' (yes, no, late, empty) and walk-ins below a sub-heading.",
        file="Aug 9 signup FINAL (2).xlsx",
        content=book_of(("Sheet1", rows, ["A1:E1"])),
        row_is="person-at-session",
        expect=(*count_people(came), figure("attendance_total", came)),
        or_none=(figure("sessions_held", 1),),
        never=(
            *other_figures("participants_unique", came, 19, 16, 12, 11, 20),
            *other_figures("attendance_total", came, 19, 16, 12, 20, came - 1, sum(range(1, 20))),
            *wrong_figures("show_up_rate", came / 16, came / 11, came / 12, came / 19, 1.0),
            *wrong_figures("seat_fill", 19 / 12, 16 / 12),
        ),
        privacy=(*tuple(x[0].split(",")[0] for x in listed), "Quist", "Ramaswamy", "Sandoval"),
    )


def build_webinar_report() -> Shape:
    """Webinar attendee report as CSV."""
    head = [
        "Attended",
        "User Name (Original Name)",
        "First Name",
        "Last Name",
        "Email",
        "Registration Time",
        "Join Time",
        "Leave Time",
        "Time in Session (minutes)",
        "Is Guest",
    ]

    def yes(first: str, last: str, join: str, leave: str, minutes: int) -> list[object]:
        return [
            "Yes",
            f"{first} {last}",
            first,
            last,
            f"{first[0].lower()}{last.lower()}@example.org",
            "03/18/2025 09:12:44 AM",
            f"03/27/2025 {join} PM",
            f"03/27/2025 {leave} PM",
            minutes,
            "Yes",
        ]

    def no(first: str, last: str) -> list[object]:
        return [
            "No",
            f"{first} {last}",
            first,
            last,
            f"{first[0].lower()}{last.lower()}@example.org",
            "03/20/2025 02:41:07 PM",
            "--",
            "--",
            "--",
            "Yes",
        ]

    attendees = [
        yes("Alma", "Brightwater", "06:58:12", "08:01:20", 64),
        yes("Benoit", "Cyrenne", "07:00:45", "07:22:10", 22),
        yes("Benoit", "Cyrenne", "07:24:31", "08:01:15", 37),
        yes("Carla", "Dussault", "07:01:02", "08:01:22", 61),
        no("Desmond", "Eastlake"),
        yes("Eleni", "Foukas", "07:03:33", "07:48:02", 45),
        yes("Frank", "Gervais", "06:59:40", "08:01:19", 62),
        no("Gita", "Hebbar"),
        yes("Hugo", "Iverson", "07:10:21", "07:15:44", 6),
        yes("Hugo", "Iverson", "07:16:30", "07:19:02", 3),
        yes("Hugo", "Iverson", "07:21:50", "08:01:23", 40),
        yes("Irene", "Jobin", "07:00:11", "08:01:18", 62),
        yes("Jasmin", "Kettle", "07:02:57", "08:00:59", 58),
        no("Kofi", "Larbi"),
        yes("Leanne", "Moosomin", "07:00:02", "07:55:30", 56),
        yes("Marc", "Nantel", "07:05:15", "08:01:25", 57),
        no("Nora", "Ouellet"),
        yes("Owen", "Pelly", "07:00:29", "08:01:11", 61),
    ]
    came = len({str(r[1]) for r in attendees if r[0] == "Yes"})
    asked = len({str(r[1]) for r in attendees})
    yes_rows = sum(r[0] == "Yes" for r in attendees)
    rows: list[list[object]] = [
        ["Attendee Report"],
        ["Report Generated:", "03/28/2025 10:02:31 AM"],
        [
            "Topic",
            "Webinar ID",
            "Actual Start Time",
            "Actual Duration (minutes)",
            "# Registered",
            "# Cancelled",
            "Unique Viewers",
            "Total Users",
            "Max Concurrent Views",
        ],
        [
            "Tracing Your Prairie Roots",
            "845 2210 9934",
            "03/27/2025 06:45:03 PM",
            76,
            asked,
            0,
            came,
            came + 3,
            11,
        ],
        ["Host Details"],
        head[:2] + head[4:5] + head[6:9],
        [
            "Yes",
            "Headingley Library",
            "programs@example.org",
            "03/27/2025 06:45:03 PM",
            "03/27/2025 08:01:30 PM",
            76,
        ],
        ["Panelist Details"],
        head[:2] + head[4:5] + head[6:9],
        [
            "Yes",
            "Winnifred Tait",
            "wtait@example.org",
            "03/27/2025 06:50:11 PM",
            "03/27/2025 08:01:27 PM",
            71,
        ],
        [
            "Yes",
            "Joyce (tech help)",
            "joyce@example.org",
            "03/27/2025 06:47:39 PM",
            "03/27/2025 08:01:29 PM",
            74,
        ],
        ["Attendee Details"],
        head,
        *attendees,
    ]
    return Shape(
        id="webinar-report",
        what="Webinar attendee report as CSV: summary, host, panelists and attendees as tables below one another; people who rejoined have several rows; 'No' for no-shows.",
        file="attendee_84522109934_2025_03_28.csv",
        content=csv_of(rows),
        row_is="person-at-session",
        must_be_read=False,
        or_none=(
            *count_people(came),
            figure("attendance_total", came),
            figure("show_up_rate", came / asked),
            figure("sessions_held", 1),
        ),
        never=(
            *other_figures(
                "participants_unique", came, asked, yes_rows, len(attendees), came + 3, yes_rows + 3
            ),
            *other_figures(
                "attendance_total", came, asked, yes_rows, len(attendees), came + 3, yes_rows + 3, asked + 3
            ),
            *other_figures("show_up_rate", came / asked, yes_rows / len(attendees), 1.0),
        ),
        privacy=(*tuple({str(r[3]) for r in attendees}), "Winnifred", "Tait"),
    )


def build_challenge_log() -> Shape:
    """A reading challenge."""
    log = [
        ("6/2", "Tobias W.", "2nd", "Frog and Toad", 64, 20),
        ("6/2", "Maribel C.", "4th", "Ramona the Brave", 35, 30),
        ("6/3", "Tobias W.", "2nd", "Frog and Toad", 0, 15),
        ("6/4", "Ngozi A.", "3rd", "Dory Fantasmagory", 80, 45),
        ("6/5", "Maribel C.", "4th", "Ramona the Brave", 41, 30),
        ("6/5", "Eli & Sam P.", "K", "read-alouds (5 books)", None, 60),
        ("6/6", "Priya D.", "5th", "The Wild Robot", 52, 50),
        ("6/9", "Ngozi A.", "3rd", "Dory Fantasmagory", 72, 40),
        ("6/9", "Tobias W.", "2nd", "Owl at Home", 64, 25),
        ("6/10", "Priya D.", "5th", "The Wild Robot", 60, 55),
        ("6/10", "Wren K.", "1st", "Biscuit", 26, 10),
        ("6/11", "Wren K.", "1st", "Biscuit Wants to Play", 26, 10),
        ("6/12", "Maribel C.", "4th", "Ramona the Brave", 60, 45),
        ("6/13", "Hassan O.", "6th", "Percy Jackson 1", 110, 120),
        ("6/16", "Hassan O.", "6th", "Percy Jackson 1", 95, 90),
        ("6/16", "Ngozi A.", "3rd", "Jasmine Toguchi", 61, 35),
        ("6/17", "Priya D.", "5th", "The Wild Robot Escapes", 44, 40),
        ("6/18", "Tobias W.", "2nd", "Mouse Soup", 64, 20),
        ("6/19", "Hassan O.", "6th", "Percy Jackson 2", 130, 150),
        ("6/20", "Wren K.", "1st", "Fly Guy", 30, 15),
        ("6/23", "Maribel C.", "4th", "Ramona and Her Father", 50, 40),
        ("6/24", "Priya D.", "5th", "The Wild Robot Escapes", 70, 60),
    ]
    rows: list[list[object]] = [
        ["Color Our World reading challenge - log (one line per time you read!)"],
        ["Date", "Reader", "Grade", "Title", "Pages", "Minutes"],
        *[list(x) for x in log],
    ]
    pages, minutes = sum(x[4] or 0 for x in log), sum(x[5] for x in log)
    rows.append([None, None, None, "All of us", pages, minutes])
    return Shape(
        id="challenge-log",
        what="A reading challenge: one line for each time a child read at home, with pages and minutes; not attendance; two siblings on one line.",
        file="SRP log 2025.xlsx",
        content=book_of(("log", rows, ["A1:F1"])),
        row_is="nothing",
        must_be_read=False,
        never=(
            *wrong_figures(
                "attendance_total",
                pages,
                minutes,
                pages + minutes,
                2 * minutes,
                2 * pages,
                len(log),
                len(log) + 1,
            ),
            *wrong_figures("sessions_held", len(log), len(log) + 1),
            *wrong_figures("participants_unique", len(log), len(log) + 1),
            *wrong_figures("contact_hours", minutes / 60),
        ),
        privacy=("Tobias", "Maribel", "Ngozi", "Priya", "Wren", "Hassan"),
    )


def build_kids_club_codes() -> Shape:
    """Register of a kids' club with 1/0/N/T."""
    boys = [
        ("Abad, Jericho", "10111011"),
        ("Baluyot, Kenneth", "11111111"),
        ("Dumlao, Prince", "NN111011"),
        ("Garcia, Mark Lester", "00000000"),
        ("Ocampo, Rafael", "11010110"),
        ("Salonga, Vince", "1111TTTT"),
    ]
    girls = [
        ("Aquino, Princess Mae", "11111101"),
        ("Bautista, Althea", "01101111"),
        ("Cortez, Jhoanna", "11111111"),
        ("Dela Peña, Kyla", "NNN11110"),
        ("Mercado, Zia", "10110110"),
        ("Reyes, Angelica", "11011111"),
        ("Tiongson, Bea", "11101110"),
    ]
    dates = [6, 13, 20, 27, 4, 11, 18, 25]
    rows: list[list[object]] = [
        ["KIDS' BOOK CLUB - Saturdays 2025"],
        ["1 = came, 0 = absent, N = not yet a member, T = transferred to another town"],
        ["No.", "Name", "September", None, None, None, "October", None, None, None, "Nov", "Times here"],
        [None, None, *dates, 1, None],
    ]

    def block(label: str, members: list[tuple[str, str]]) -> list[int]:
        rows.append([None, label])
        day_sums = [0] * 8
        for n, (name, marks) in enumerate(members, 1):
            rows.append(
                [
                    n,
                    name,
                    *[int(m) if m in "01" else m for m in marks],
                    "UNDAS" if n == 1 else None,
                    marks.count("1"),
                ]
            )
            day_sums = [a + (m == "1") for a, m in zip(day_sums, marks, strict=True)]
        rows.append([None, "Here today", *day_sums, None, sum(day_sums)])
        return day_sums

    b, g = block("BOYS", boys), block("GIRLS", girls)
    total = sum(b) + sum(g)
    rows.append([None, "Boys + girls", *[x + y for x, y in zip(b, g, strict=True)], None, total])
    every = boys + girls
    absent = sum(m.count("0") for _, m in every)
    came = sum("1" in m for _, m in every)
    return Shape(
        id="kids-club-codes",
        what="Register of a kids' club with 1/0/N/T, months merged above days, boys and girls under sub-headings with sums, a Saturday without club, a child who never came.",
        file="kids book club attendance.xlsx",
        content=book_of(("Club", rows, ["A1:L1", "C3:F3", "G3:J3"])),
        row_is="person-at-session",
        expect=(
            *count_people(came),
            figure("attendance_total", total),
            figure("attendance_rate", total / (total + absent)),
        ),
        or_none=(figure("sessions_held", 8), figure("attendance_per_session", total / 8)),
        never=(
            *other_figures("participants_unique", came, 16, 15, 18, 11),
            *other_figures("attendance_total", total, 2 * total, 3 * total, 4 * total),
            *other_figures("sessions_held", 8, 10, 1, 13),
            *other_figures(
                "attendance_rate",
                total / (total + absent),
                total / (13 * 8),
                total / (13 * 9),
                total / (12 * 8),
            ),
        ),
        privacy=tuple(n.split(",")[0] for n, _ in every),
    )


def build_volunteer_matrix() -> Shape:
    """Volunteers down."""
    people_hours = [
        ("Dot H.", "shelving", [4, 4, 3.5, 0, 4]),
        ("Emmett R.", "homebound delivery", [6, None, 6, 6, None]),
        ("Sister Joan", "ESL tutor", [3, 3, 3, 3, 1.5]),
        ("Kayleigh (NHS)", "storytime helper", [2, 2, None, 2, 2]),
        ("Marv & Lois T.", "book sale sort", [8, 8, 10, 8, None]),
        ("Tran P.", "computer help", [2.5, 2.5, 2.5, 2.5, 2.5]),
        ("Walt", "gardening", [None, 3, None, 4, 3]),
        ("Yesenia M.", "storytime helper", [2, None, 2, 2, 2]),
    ]
    rows: list[list[object]] = [
        ["Volunteer hours - October 2025"],
        ["Enter hours, not times. Value of an hour this year: $34.79"],
        [
            "Volunteer",
            "Job",
            "wk of 9/29",
            "wk of 10/6",
            "wk of 10/13",
            "wk of 10/20",
            "wk of 10/27",
            "Hours",
            "Value",
        ],
    ]
    every = 0.0
    for name, job, hours in people_hours:
        part = sum(h or 0 for h in hours)
        every += part
        rows.append([name, job, *hours, part, round(part * 34.79, 2)])
    rows.append(
        [
            "ALL",
            None,
            *[sum(h[2][n] or 0 for h in people_hours) for n in range(5)],
            every,
            round(every * 34.79, 2),
        ]
    )
    value = round(every * 34.79, 2)
    return Shape(
        id="volunteer-matrix",
        what="Volunteers down, weeks across, hours in the cells, hours and their value at the right, 'ALL' below: no attendance, no participants, no cash.",
        file="vol hrs Oct.xlsx",
        content=book_of(("Oct", rows, ["A1:I1", "A2:I2"])),
        row_is="nothing",
        must_be_read=False,
        expect=(figure("attendance_total", None), figure("cost_cash", None)),
        or_none=(figure("in_kind_value", value),),
        never=(
            *wrong_figures("participants_unique", 8, 9),
            *wrong_figures("sessions_held", 5, 8, 9),
            *wrong_figures("attendance_total", every, 2 * every, 31, 34),
            *wrong_figures("in_kind_value", 2 * value, every),
            *wrong_figures("cost_cash", value),
        ),
        privacy=("Emmett", "Kayleigh", "Yesenia", "Sister Joan"),
    )


def build_reading_room() -> Shape:
    """Daily register of a reading room."""
    kids = {
        "A4": ("Anjali R.", 4),
        "A7": ("Anjali R.", 7),
        "B": ("Basil J.", 6),
        "C": ("Christy P.", 5),
        "D": ("Devika S.", 4),
        "F": ("Fathima N.", 6),
        "G": ("Gokul K.", 7),
        "H": ("Hari M.", 5),
        "I": ("Ishaan V.", 3),
        "J": ("Jyothi L.", 7),
    }
    days = [
        ("1-4-25", "A4 B C A7 F"),
        ("2-4-25", "D A4 G H"),
        ("3-4-25", "B F A7 J C I"),
        ("4-4-25", "A4 A7 D H"),
        ("7-4-25", "G J B F I C D"),
        ("8-4-25", "A7 H"),
        ("9-4-25", "A4 I B F J G"),
    ]
    rows: list[list[object]] = [
        ["GRAMEENA VAYANASALA, KUTTOOR - Children's reading room, summer vacation 2025"],
        [],
        ["Date", "Sl.", "Name", "Std.", "In", "Out", "Book"],
    ]
    books = ["Balarama", "Panchatantra", "Tinkle", "Aithihyamala", "Atlas", "Tenali Raman"]
    visits: list[tuple[str, int]] = []
    for d, who in days:
        for n, key in enumerate(who.split(), 1):
            name, std = kids[key]
            rows.append(
                [
                    d if n == 1 else None,
                    n,
                    name,
                    std,
                    round(3 + n * 0.05, 2),
                    round(4.3 + n * 0.1, 2),
                    books[(n + len(visits)) % 6],
                ]
            )
            visits.append(kids[key])
    total, different = len(visits), len(set(visits))
    return Shape(
        id="reading-room",
        what="Daily register of a reading room: date only on the first line of a day, serial numbers start anew each day, times as decimals, two children of one name in different classes on the same days.",
        file="vayanasala register april.xlsx",
        content=book_of(("April", rows, ["A1:G1"])),
        row_is="person-at-session",
        expect=(figure("attendance_total", total),),
        or_none=(
            *count_people(different),
            figure("sessions_held", 7),
            figure("attendance_per_session", total / 7),
        ),
        never=(
            *other_figures("participants_unique", different, total, 9, 7, 28),
            *other_figures("attendance_total", total, 7, 10, 9, sum(s for _, s in visits), 135),
            *other_figures("sessions_held", 7, total, 28),
            *wrong_figures("attendance_per_session", 1.0),
        ),
        privacy=("Anjali", "Basil", "Christy", "Devika", "Fathima", "Gokul", "Jyothi"),
    )


CLUB_LISTS = (
    build_signup_status(),
    build_webinar_report(),
    build_challenge_log(),
    build_kids_club_codes(),
    build_volunteer_matrix(),
    build_reading_room(),
)
