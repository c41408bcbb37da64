"""Reports of counts by branch, program and month: targets, running totals, percentages."""

from __future__ import annotations

from datetime import date

from tests.support.shapes.definition import NO_PEOPLE, Shape, count_figures, figure, wrong_figures
from tests.support.shapes.files import book_of, write_csv


def build_mayor_report() -> Shape:
    """Indicators of several kinds down, months across, and last year's column."""
    months = ["Enero", "Pebrero", "Marso", "Abril", "Mayo", "Hunyo"]
    story_n, story_a = [4, 4, 5, 3, 2, 4], [62, 71, 88, 40, 31, 69]
    tut_n, tut_a = [8, 8, 7, 0, 0, 8], [96, 104, 87, 0, 0, 99]
    users, loans, new = [412, 455, 498, 301, 287, 520], [133, 140, 162, 98, 77, 151], [0, 25, 0, 12, 0, 40]
    last_year = {
        "story_n": 20,
        "story_a": 298,
        "tut_n": 30,
        "tut_a": 341,
        "users": 2310,
        "loans": 655,
        "new": 51,
    }
    rows = [
        ["Republic of the Philippines"],
        ["Municipality of Tagkawayan, Quezon"],
        ["MUNICIPAL LIBRARY"],
        ["ACCOMPLISHMENT REPORT, 1st Semester CY 2025"],
        [],
        ["INDICATORS", *months, "TOTAL", "Same period 2024"],
        ["A. PROGRAMS"],
        ["   No. of story hours conducted", *story_n, sum(story_n), last_year["story_n"]],
        ["   Children who attended story hours", *story_a, sum(story_a), last_year["story_a"]],
        ["   No. of tutorial sessions conducted", *tut_n, sum(tut_n), last_year["tut_n"]],
        ["   Learners who attended tutorials", *tut_a, sum(tut_a), last_year["tut_a"]],
        ["B. SERVICES"],
        ["   Library users (logbook)", *users, sum(users), last_year["users"]],
        ["   Books borrowed", *loans, sum(loans), last_year["loans"]],
        ["C. COLLECTION"],
        ["   New books received (copies)", *new, sum(new), last_year["new"]],
        [],
        ["Prepared by:", None, None, "Noted:"],
        ["ZENAIDA P. ALMOZARA", None, None, "HON. RODEL V. ESCAMILLAS"],
        ["Librarian I", None, None, "Municipal Mayor"],
    ]
    visits, sessions = sum(story_a) + sum(tut_a), sum(story_n) + sum(tut_n)
    last_a, last_n = 298 + 341, 50
    return Shape(
        id="mayor-report",
        what="Half-year report to the mayor: indicators down, months across, TOTAL and last year's column; sessions, attendance, library users and loans in one block.",
        file="Accomplishment Report 1st Sem 2025.xlsx",
        content=book_of(("1st Sem", rows, ["A1:I1", "A2:I2", "A3:I3", "A4:I4"])),
        row_is="month-total",
        expect=(figure("attendance_total", visits), figure("sessions_held", sessions), *NO_PEOPLE),
        or_none=(figure("books_at_stage", sum(new), stage="received"),),
        never=(
            *wrong_figures(
                "attendance_total",
                2 * visits,
                visits + last_a,
                2 * visits + last_a,
                last_a,
                visits + sum(users),
                visits + sum(users) + sum(loans),
                visits + sessions,
                sum(users),
                sum(story_a),
                sum(tut_a),
            ),
            *wrong_figures(
                "sessions_held", 2 * sessions, sessions + last_n, 2 * sessions + last_n, last_n, 6, 12
            ),
        ),
        privacy=("ALMOZARA", "ESCAMILLAS"),
    )


def build_target_actual_rows() -> Shape:
    """Programs with a row of targets and a row of what happened, months across."""
    months = ["Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
    data = {
        "Storytime": ([40] * 6, [37, 44, 51, 39, 33, 28]),
        "Teen Maker": ([15] * 6, [9, 12, 16, 11, 8, 10]),
        "ESL Conversation": ([20, 20, 25, 25, 25, 20], [18, 23, 26, 31, 22, 14]),
        "Book Club (adults)": ([10] * 6, [12, 9, 11, 10, 13, 7]),
    }
    rows = [
        ["Program attendance vs. target, FY26 first half"],
        ["Target set by Board 6/12/25"],
        [],
        ["Program", None, *months, "6-mo."],
    ]
    merges = []
    for name, (target, actual) in data.items():
        merges.append(f"A{len(rows) + 1}:A{len(rows) + 2}")
        rows.append([name, "Target", *target, sum(target)])
        rows.append([None, "Actual", *actual, sum(actual)])
    goal, came = (sum(sum(pair[i]) for pair in data.values()) for i in (0, 1))
    merges.append(f"A{len(rows) + 1}:A{len(rows) + 2}")
    rows.append(["ALL", "Target", *(sum(t[i] for t, _ in data.values()) for i in range(6)), goal])
    rows.append([None, "Actual", *(sum(a[i] for _, a in data.values()) for i in range(6)), came])
    return Shape(
        id="target-actual-rows",
        what="Programs down with a line Target and a line Actual under a merged name, months across, sums right and in a last pair of lines.",
        file="FY26 targets.xlsx",
        content=book_of(("H1", rows, merges)),
        row_is="month-total",
        expect=(figure("attendance_total", came), *NO_PEOPLE),
        or_none=(figure("target_attainment", came / goal),),
        never=(
            *wrong_figures(
                "attendance_total",
                goal,
                goal + came,
                2 * came,
                4 * came,
                2 * goal,
                2 * (goal + came),
                4 * (goal + came),
            ),
            *wrong_figures("target_attainment", 1.0, goal / came),
            *wrong_figures("sessions_held", 24, 48, 60, 12),
        ),
    )


def build_cumulative_to_date() -> Shape:
    """Weeks with sessions, people and the running totals of both."""
    weeks = [(2, 23), (3, 41), (2, 18), (0, 0), (3, 37), (3, 44), (2, 29), (1, 12), (3, 40)]
    rows = [
        ["Read-aloud in the health centre waiting room"],
        ["Kisumu Ndogo Community Library  |  term 2, 2025"],
        [],
        ["Week ending", "Sessions", "Sessions to date", "People", "People to date", "Remarks"],
    ]
    ends = ["9 May", "16 May", "23 May", "30 May", "6 June", "13 June", "20 June", "27 June", "4 July"]
    notes = [
        None,
        "immunisation day",
        None,
        "nurses' strike, no session",
        None,
        None,
        None,
        "Madam Atieno sick",
        "vaccine day again",
    ]
    s = p = s_cum = p_cum = 0
    for end, (n, heads), note in zip(ends, weeks, notes, strict=True):
        s, p = s + n, p + heads
        s_cum, p_cum = s_cum + s, p_cum + p
        rows.append([end, n, s, heads, p, note])
    return Shape(
        id="cumulative-to-date",
        what="Weekly numbers of sessions and people, each next to its cumulative column, no total line.",
        file="waiting room readaloud T2.xlsx",
        content=book_of(("Term 2", rows, [])),
        row_is="month-total",
        expect=(*count_figures(p, s), *NO_PEOPLE),
        never=(
            *wrong_figures("attendance_total", p_cum, p_cum + p, s, s + p, s_cum + p_cum),
            *wrong_figures("sessions_held", 9, 8, s_cum, s_cum + s),
        ),
        privacy=("Atieno",),
    )


def build_class_visits_percent() -> Shape:
    """Class visits with the share of the class that came."""
    days = [
        (
            "Tues 14 Oct",
            [
                ("3-Rizal", "Mrs. Obnamia", 38, 35),
                ("3-Bonifacio", "Ms. Verzosa", 41, 36),
                ("4-Luna", "Mr. Saludo", 36, 36),
            ],
        ),
        ("Wed 15 Oct", [("4-Jacinto", "Mrs. Tadeo", 40, 31), ("5-Silang", "Mrs. Quirino", 35, 33)]),
        (
            "Tues 21 Oct",
            [
                ("5-Aguinaldo", "Mr. Bernabe", 39, 30),
                ("6-Mabini", "Mrs. Lagman", 42, 40),
                ("6-del Pilar", "Ms. Roxas", 37, 28),
            ],
        ),
        ("Wed 22 Oct", [("3-Rizal", "Mrs. Obnamia", 38, 37), ("SPED", "Ms. Cuevas", 9, 8)]),
        ("Thurs 23 Oct", [("2-Sampaguita", "Mrs. Dumlao", 34, 29), ("2-Ilang-ilang", "Mrs. Pacis", 33, 30)]),
    ]
    rows = [
        ["LIBRARY ORIENTATION - CLASS VISITS, October 2025"],
        [],
        ["Date", "Gr. & Section", "Adviser", "Enrolment", "Present", "%"],
    ]
    merges, enrolled, came, n, teachers, sum_pct = [], 0, 0, 0, [], 0.0
    for day, classes in days:
        first = len(rows) + 1
        for i, (section, teacher, roll, present) in enumerate(classes):
            pct = round(100 * present / roll, 1)
            rows.append([day if i == 0 else None, section, teacher, roll, present, pct])
            enrolled, came, n, sum_pct = enrolled + roll, came + present, n + 1, sum_pct + pct
            teachers.append(teacher)
        merges.append(f"A{first}:A{len(rows)}")
    rows.append([None, None, "TOTAL", enrolled, came, round(100 * came / enrolled, 1)])
    return Shape(
        id="class-visits-percent",
        what="Class visits with a merged date over several classes, enrolment, present and percent in neighbouring columns.",
        file="class visits OCT.xlsx",
        content=book_of(("Oct", rows, merges)),
        row_is="session",
        expect=(*count_figures(came, n), *NO_PEOPLE),
        never=(
            *wrong_figures(
                "attendance_total",
                enrolled,
                enrolled + came,
                2 * came,
                2 * enrolled,
                round(sum_pct, 1),
                sum_pct,
            ),
            *wrong_figures("sessions_held", 5, n + 1),
        ),
        privacy=tuple(sorted({t.split()[1] for t in teachers} - {"Roxas", "Quirino"})),
    )


def build_csv_adults_in_total() -> Shape:
    """A Spanish list of activities in which the adults are included in the total."""
    log = [
        ("10/01/2025", "Bebecuentos", 24, 12, "aforo completo"),
        ("17/01/2025", "Bebecuentos", 19, 10, ""),
        ("18/01/2025", "Hora del cuento", 31, 11, ""),
        ("24/01/2025", "Bebecuentos", 22, 11, ""),
        ("25/01/2025", "Taller de cómic", 14, 2, "muy bien"),
        ("31/01/2025", "Bebecuentos", 16, 8, "lluvia"),
        ("01/02/2025", "Hora del cuento", 27, 9, ""),
        ("08/02/2025", "Club de mayores", 18, 18, ""),
        ("14/02/2025", "Bebecuentos", 25, 13, ""),
        ("15/02/2025", "Hora del cuento", 35, 14, "grupo del AMPA"),
        ("21/02/2025", "Bebecuentos", 20, 10, ""),
        ("22/02/2025", "Taller de cómic", 12, 1, ""),
        ("28/02/2025", "Carnaval", 58, 26, "disfraces"),
    ]
    rows = [["Fecha", "Actividad", "Total asistentes", "De ellos adultos", "Observaciones"], *log]
    total, adults, n = sum(r[2] for r in log), sum(r[3] for r in log), len(log)
    return Shape(
        id="csv-adultos-incluidos",
        what="Spanish CSV with semicolons in Windows encoding: 'Total asistentes' next to 'De ellos adultos', which it includes.",
        file="actividades_ene-feb.csv",
        content=lambda: write_csv(rows, ";", "cp1252"),
        row_is="session",
        expect=(*count_figures(total, n), *NO_PEOPLE),
        never=(
            *wrong_figures("attendance_total", total + adults, adults, total - adults),
            *wrong_figures("sessions_held", n + 1, 5),
        ),
    )


def build_cancelled_expected() -> Shape:
    """Programs with expected and actual attendance, some of them cancelled."""
    log = [
        (date(2025, 3, 4), "Tax help", "Adults", 12, "Held", 9),
        (date(2025, 3, 6), "Preschool Story", "0-5", 25, "Held", 27),
        (date(2025, 3, 8), "Chess Saturday", "All", 16, "CANCELLED - snow", None),
        (date(2025, 3, 11), "Tax help", "Adults", 12, "Held", 12),
        (date(2025, 3, 13), "Preschool Story", "0-5", 25, "Held", 22),
        (date(2025, 3, 15), "Seed Swap", "All", 40, "Held", 53),
        (date(2025, 3, 18), "Tax help", "Adults", 12, "Cancelled (volunteer ill)", 0),
        (date(2025, 3, 20), "Preschool Story", "0-5", 25, "Held", 19),
        (date(2025, 3, 22), "Chess Saturday", "All", 16, "Held", 11),
        (date(2025, 3, 25), "Tax help", "Adults", 12, "Held", 8),
        (date(2025, 3, 27), "Preschool Story", "0-5", 25, "Cancelled", None),
        (date(2025, 3, 29), "Chess Saturday", "All", 16, "Held", 14),
    ]
    rows = [
        ["MARCH PROGRAM CALENDAR & COUNTS"],
        [],
        ["Date", "Program", "Who", "Room set for", "Status", "Came"],
        *log,
    ]
    came = sum(r[5] or 0 for r in log)
    held = sum(r[4] == "Held" for r in log)
    setting = sum(r[3] for r in log)
    seats = sum(r[3] for r in log if r[4] == "Held")
    rows += [[], ["Room set for = chairs put out"]]
    return Shape(
        id="cancelled-expected",
        what="Month's programs with chairs put out, a status that names three cancelled ones (one with a 0) and the heads.",
        file="March programs.xlsx",
        content=book_of(("March", rows, ["A1:F1"])),
        row_is="session",
        expect=(
            *count_figures(came, held),
            figure("session_delivery_rate", held / len(log)),
            figure("attendance_coverage", 1.0),
            *NO_PEOPLE,
        ),
        or_none=(figure("seat_fill", came / seats),),
        never=(
            *wrong_figures("attendance_total", setting, came + setting, seats, 2 * came),
            *wrong_figures("sessions_held", 12, 10, 11, 13),
            *wrong_figures("attendance_per_session", came / 12, came / 10),
            *wrong_figures("seat_fill", came / setting),
        ),
    )


def build_outreach_blocks() -> Shape:
    """A block of rows for each branch, with subtotals."""
    branches = {
        "MAIN": [
            ("1/9", "Head Start", 34),
            ("1/16", "WIC clinic table", 52),
            ("1/23", "Head Start", 31),
            ("2/13", "Rotary lunch talk", 26),
        ],
        "EASTSIDE": [
            ("1/14", "Boys & Girls Club", 28),
            ("2/4", "Boys & Girls Club", 25),
            ("2/18", "Laundromat storytime", 9),
            ("2/25", "Laundromat storytime", 11),
        ],
        "DRY CREEK": [("1/30", "Migrant Ed family night", 67), ("2/27", "Migrant Ed family night", 73)],
        "N. VALLEY": [],
    }
    rows = [["OUTREACH LOG BY BRANCH  Jan-Feb 2026"], []]
    total = n = 0
    for name, visits in branches.items():
        rows.append([name])
        if not visits:
            rows += [[None, "(branch closed for remodel)"], []]
            continue
        rows.append(["Date", "Where", "# reached"])
        rows += [list(v) for v in visits]
        own = sum(v[2] for v in visits)
        rows += [[None, f"Subtotal {name.title()}", own], []]
        total, n = total + own, n + len(visits)
    rows.append([None, "GRAND TOTAL ALL BRANCHES", total])
    return Shape(
        id="outreach-branch-blocks",
        what="Outreach in a block per branch stacked on one sheet, each with its heading row and subtotal, one branch empty, grand total below.",
        file="outreach log jan feb.xlsx",
        content=book_of(("Outreach", rows, ["A1:C1"])),
        row_is="session",
        expect=(*count_figures(total, n), *NO_PEOPLE),
        never=(
            *wrong_figures(
                "attendance_total",
                2 * total,
                3 * total,
                sum(v[2] for v in branches["MAIN"]),
                sum(v[2] for v in branches["EASTSIDE"]),
            ),
            *wrong_figures("sessions_held", n + 1, n + 3, n + 4, 4, 3),
        ),
    )


def build_bookmobile() -> Shape:
    """Stops of a bookmobile with patrons, loans and children."""
    stops = [
        ("Tu 6/10", "Gilman PO", "9:15-10:00", 11, 34, 4),
        ("Tu 6/10", "Hannibal town hall", "10:30-11:15", 7, 25, 0),
        ("Tu 6/10", "Pine Ridge Apts", "1:00-2:00", 19, 41, 13),
        ("Th 6/12", "Lublin church lot", "9:30-10:30", 8, 30, 2),
        ("Th 6/12", "Jump River store", "11:00-11:45", "broke down - no stop", None, None),
        ("Tu 6/24", "Gilman PO", "9:15-10:00", 13, 29, 5),
        ("Tu 6/24", "Hannibal town hall", "10:30-11:15", 5, 18, 1),
        ("Tu 6/24", "Pine Ridge Apts", "1:00-2:00", 23, 52, 16),
        ("Th 6/26", "Lublin church lot", "9:30-10:30", 10, 27, 3),
        ("Th 6/26", "Jump River store", "11:00-11:45", 6, 22, 0),
    ]
    patrons = sum(s[3] for s in stops if isinstance(s[3], int))
    items = sum(s[4] or 0 for s in stops)
    kids = sum(s[5] or 0 for s in stops)
    made = len(stops) - 1
    rows = [
        ["BOOKMOBILE RUN SHEET - June 2025", None, None, None, None, None],
        ["driver: Gary"],
        [],
        ["Day", "Stop", "Time", "Patrons", "Circ", "incl. kids"],
    ]
    for n, stop in enumerate(stops):
        if n in (3, 5, 8):
            rows.append([])
        rows.append(list(stop))
    rows += [[], ["June", None, None, patrons, items, kids], ["May", None, None, 96, 250, 39]]
    return Shape(
        id="bookmobile-stops",
        what="Bookmobile stops with patrons, circulation and 'incl. kids'; one stop not made; a line for June and last month's line at the bottom.",
        file="bookmobile june.xlsx",
        content=book_of(("june", rows, [])),
        row_is="session",
        or_none=(
            figure("attendance_total", patrons),
            figure("sessions_held", made),
            figure("attendance_per_session", patrons / made),
        ),
        expect=NO_PEOPLE,
        never=(
            *wrong_figures(
                "attendance_total",
                items,
                patrons + kids,
                patrons + items + kids,
                2 * patrons,
                2 * patrons + 96,
                patrons + 96,
                kids,
                patrons - kids,
            ),
            *wrong_figures("sessions_held", 10, 11, 12, items),
        ),
        privacy=("Gary",),
        must_be_read=False,
    )


INDICATOR_REPORTS = (
    build_mayor_report(),
    build_target_actual_rows(),
    build_cumulative_to_date(),
    build_class_visits_percent(),
    build_csv_adults_in_total(),
    build_cancelled_expected(),
    build_outreach_blocks(),
    build_bookmobile(),
)
