"""Sheets with a line, a column or a scan per person."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from functools import partial
from typing import Any

from openpyxl.utils import get_column_letter

from tests.support.shapes.definition import Shape, seeded, wrong_figures
from tests.support.shapes.files import Book, Formula, sum_formula, write_csv
from tests.support.shapes.names import invent_names, invent_people


def build_camp_like_school_form() -> Shape:
    """A reading camp's register in the manner of a school form: blank is present, x absent."""
    rng = seeded("camp-like-school-form")
    people = [f"{last.upper()}, {first}" for first, last in invent_people(rng, "ph", 20)]
    boys, girls = sorted(people[:11]), sorted(people[11:])
    days = [date(2026, 7, 6) + timedelta(days=n) for n in (0, 1, 2, 3, 4, 7, 8, 9, 10, 11)]
    marks = {(who, day): rng.choices(("", "x", "T"), (80, 14, 6))[0] for who in people for day in days}
    for day in days:
        marks[boys[0], day] = ""
    width = 2 + len(days)
    rows: list[list[Any]] = [
        ["Daily Attendance Report of Learners - SUMMER READING CAMP"],
        [
            "School ID",
            300412,
            "School Year",
            None,
            "2026-2027",
            None,
            None,
            "Report for the Month of",
            None,
            "JULY 2026",
        ],
        [
            "Name of School",
            "Bagong Liwanag Elementary School",
            None,
            None,
            "Grade Level",
            None,
            3,
            "Section",
            None,
            "MABINI",
        ],
        [],
        [
            "No.",
            "LEARNER'S NAME (Last, First)",
            "(1st row for date)",
            *[None] * (len(days) - 1),
            "Total for the Month",
            None,
            "REMARKS",
        ],
        [None, None, *(day.day for day in days), "ABSENT", "TARDY"],
        [None, None, *(("M", "T", "W", "TH", "F")[day.weekday()] for day in days)],
    ]

    def present(group: list[str], day: date) -> int:
        return sum(marks[who, day] != "x" for who in group)

    for label, group in (("MALE", boys), ("FEMALE", girls)):
        first = len(rows) + 1
        for n, who in enumerate(group, 1):
            line = len(rows) + 1
            own = [marks[who, day] for day in days]
            cells = f"C{line}:{get_column_letter(width)}{line}"
            totals = [Formula(f'=COUNTIF({cells},"{mark}")', own.count(mark)) for mark in ("x", "T")]
            rows.append([n, who, *(mark or None for mark in own), *totals])
        last = len(rows)
        counts = [
            Formula(f'=ROWS({c}{first}:{c}{last})-COUNTIF({c}{first}:{c}{last},"x")', present(group, day))
            for day, c in zip(days, map(get_column_letter, range(3, width + 1)), strict=True)
        ]
        rows.append([len(group), f"<=== {label} | TOTAL Per Day ===>", *counts])
    everyone = boys + girls
    rows.append([len(everyone), "Combined TOTAL PER DAY", *(present(everyone, day) for day in days)])
    absent = sum(mark == "x" for mark in marks.values())
    tardy = sum(mark == "T" for mark in marks.values())
    here = len(marks) - absent
    average = here / len(days)
    rows += [
        [],
        ["1. CODES FOR CHECKING ATTENDANCE"],
        ["(blank) - Present; (x) - Absent; T - Tardy"],
        [None, "Summary", "M", "F", "TOTAL"],
        [None, "Enrolment as of 1st day", len(boys), len(girls), len(everyone)],
        [None, "Average Daily Attendance", None, None, round(average, 2)],
        [None, "Percentage of Attendance", None, None, f"{average / len(everyone):.1%}"],
        [],
        [
            "I certify that this is a true and correct report.",
            None,
            None,
            "Balani Parolsilid",
            None,
            None,
            "Teacher",
        ],
    ]
    book = Book()
    book.add_sheet("JULY", rows, merge=["A1:O1", "C5:L5", "M5:N5", "A5:A7", "B5:B7"])
    return Shape(
        id="camp-register-blank-is-present",
        what="A reading camp's register like a Philippine school form: boys and girls, blank present, x absent, T tardy.",
        file="Reading Camp SF July 2026.xlsx",
        content=book.to_bytes,
        row_is="person-at-session",
        expect=(
            ("attendance_total", {}, here),
            ("sessions_held", {}, len(days)),
            ("participants_unique", {}, len(everyone)),
            ("attendance_rate", {}, here / len(marks)),
        ),
        or_none=(
            ("average_daily_attendance", {}, average),
            ("month_attendance_pct", {}, average / len(everyone)),
        ),
        never=(
            *wrong_figures(
                "attendance_total",
                absent,
                tardy,
                absent + tardy,
                here - tardy,
                2 * here,
                3 * here,
                len(marks),
            ),
            *wrong_figures("sessions_held", 12, 11, 31, 5),
            *wrong_figures("participants_unique", 21, 22, 23, 11, 9),
            *wrong_figures("attendance_rate", absent / len(marks), tardy / (absent + tardy), 1.0),
            *wrong_figures("attendance_rate", (here - tardy) / len(marks)),
        ),
        privacy=(*people, "Balani Parolsilid"),
    )


def build_hours_in_cells() -> Shape:
    """An Argentine course in which the cells hold the hours that each person attended."""
    rng = seeded("hours-in-cells")
    people = sorted(f"{last} {first}" for first, last in invent_people(rng, "es", 12))
    days = ["4/8", "11/8", "18/8", "25/8", "1/9", "8/9"]
    hours = {(who, n): rng.choices((2, 1.5, 1, 0), (60, 12, 8, 20))[0] for who in people for n in range(6)}
    for who in people:
        hours[who, 0] = 2
    rows: list[list[Any]] = [
        ["Taller de celular para personas mayores - 2025"],
        ["Horas asistidas (cada encuentro dura 2 h; 0 = no vino)"],
        [],
        ["Apellido y nombre", "Edad", "DNI", *days, "Total hs", "% (de 12 hs)"],
    ]
    for who in people:
        line = len(rows) + 1
        own = [hours[who, n] for n in range(6)]
        ident = f"{rng.randint(6, 14)}.{rng.randint(100, 999)}.{rng.randint(100, 999)}"
        rows.append([who, rng.randint(61, 84), ident, *own, Formula(f"=SUM(D{line}:I{line})", sum(own))])
        rows[-1].append(Formula(f"=ROUND(J{line}/12*100,0)", round(sum(own) / 12 * 100)))
    by_day = [sum(hours[who, n] for who in people) for n in range(6)]
    all_hours = sum(by_day)
    rows.append(
        ["Total hs", None, None, *(sum_formula(c, 5, 16, v) for c, v in zip("DEFGHI", by_day, strict=True))]
    )
    rows[-1].append(sum_formula("J", 5, 16, all_hours))
    came = sum(value > 0 for value in hours.values())
    book = Book()
    book.add_sheet("Asistencia", rows, merge=["A1:K1", "A2:K2"])
    return Shape(
        id="hours-attended-in-cells",
        what="A Spanish course register whose cells are hours attended, with age, identity number, total and percent.",
        file="Taller celular - asistencia.xlsx",
        content=book.to_bytes,
        row_is="person-at-session",
        expect=(
            ("attendance_total", {}, came),
            ("sessions_held", {}, 6),
            ("participants_unique", {}, 12),
        ),
        or_none=(
            ("attendance_rate", {}, came / len(hours)),
            ("contact_hours", {}, all_hours),
        ),
        never=(
            *wrong_figures("attendance_total", all_hours, 2 * all_hours, len(hours), 4 * all_hours, 12),
            *wrong_figures("sessions_held", 12, 72, 8, 7),
            *wrong_figures("attendance_per_session", all_hours / 6, all_hours / 12),
            *wrong_figures("attendance_rate", 1.0, all_hours / 144),
            *wrong_figures("volunteer_value", all_hours),
            *wrong_figures("participants_unique", 13),
        ),
        privacy=(*people, *(str(row[2]) for row in rows[4:-1])),
    )


def build_ones_and_blanks() -> Shape:
    """A Chilean class list: 1 for each time a child came, otherwise nothing; one child never came."""
    rng = seeded("ones-and-blanks")
    children = invent_names(rng, "es", 16)
    days = [date(2025, 5, 7) + timedelta(weeks=n) for n in range(7)]
    came = {(who, day): rng.random() < 0.68 for who in children for day in days}
    for day in days:
        came[children[9], day] = False
        came[children[2], day] = True
    rows: list[list[Any]] = [
        ["Bebeteca y pequeños lectores", None, None, None, "miércoles 16:00"],
        [],
        ["#", "Nombre", "Edad", "Apoderado - fono", *days, "Veces"],
    ]
    phones: list[str] = []
    for n, who in enumerate(children, 1):
        line = len(rows) + 1
        own = [1 if came[who, day] else None for day in days]
        phones.append(f"9 5550 {rng.randint(1000, 9999)}")
        rows.append([n, who, rng.randint(1, 6), phones[-1], *own])
        rows[-1].append(Formula(f"=SUM(E{line}:K{line})", sum(value or 0 for value in own)))
    by_day = [sum(came[who, day] for who in children) for day in days]
    visits = sum(by_day)
    rows.append(
        [
            None,
            "Total niños",
            None,
            None,
            *(sum_formula(c, 4, 19, v) for c, v in zip("EFGHIJK", by_day, strict=True)),
        ]
    )
    rows[-1].append(sum_formula("L", 4, 19, visits))
    people = sum(any(came[who, day] for day in days) for who in children)
    book = Book()
    book.add_sheet("mayo-junio", rows, dates="dd-mm")
    return Shape(
        id="ones-and-blanks-register",
        what="A Spanish class list with 1 or nothing for each week, with ages and phones; one child never came.",
        file="lista bebeteca.xlsx",
        content=book.to_bytes,
        row_is="person-at-session",
        expect=(
            ("attendance_total", {}, visits),
            ("sessions_held", {}, len(days)),
            ("participants_unique", {}, people),
        ),
        or_none=(("attendance_rate", {}, visits / len(came)),),
        never=(
            *wrong_figures(
                "attendance_total", 2 * visits, 4 * visits, len(came), len(children), len(came) - visits
            ),
            *wrong_figures("sessions_held", 8, 9, 1, 16),
            *wrong_figures("participants_unique", len(children) + 1, 1),
            *wrong_figures("attendance_rate", 1.0),
        ),
        privacy=(*children, *phones),
    )


def build_names_across() -> Shape:
    """A mothers' reading circle in Mexico: dates down, the nine women across."""
    rng = seeded("names-across")
    women = [
        "Doña Petronila",
        "Benilde",
        "Venancia L.",
        "Rufina",
        "Iluminada",
        "Edelmira",
        "Dorotea",
        "Sinforosa",
        "Jacoba M.",
    ]
    days = [date(2025, 1, 16) + timedelta(weeks=n) for n in range(10)]
    suspended = 4
    marks = {(n, who): rng.random() < 0.72 for n in range(10) if n != suspended for who in women}
    for who in range(9):
        marks[0, women[who]] = who != 5
    rows: list[list[Any]] = [
        ["Círculo de lectura de mamás - jueves 5 pm"],
        ["✓ = asistió     ✗ = no asistió"],
        [],
        ["Fecha", *women, "Total", "Libro"],
    ]
    for n, day in enumerate(days):
        if n == suspended:
            rows.append([day, "SE SUSPENDE - frente frío"])
            continue
        line = len(rows) + 1
        own = [marks[n, who] for who in women]
        rows.append(
            [
                day,
                *("✓" if mark else "✗" for mark in own),
                Formula(f'=COUNTIF(B{line}:J{line},"✓")', sum(own)),
            ]
        )
        rows[-1].append(("Capítulos 1-3", "Capítulos 4-6", "Poemas")[n % 3])
    by_woman = [sum(mark for (_, name), mark in marks.items() if name == who) for who in women]
    visits = sum(by_woman)
    columns = "BCDEFGHIJ"
    rows.append(
        ["Veces", *(Formula(f'=COUNTIF({c}5:{c}14,"✓")', v) for c, v in zip(columns, by_woman, strict=True))]
    )
    rows[-1].append(sum_formula("K", 5, 14, visits))
    book = Book()
    book.add_sheet("Jueves", rows, merge=["A1:L1", "A2:L2", "B9:J9"], dates="d-mmm-yy")
    held = len(days) - 1
    people = sum(times > 0 for times in by_woman)
    return Shape(
        id="names-across-dates-down",
        what="A register turned round: dates down, nine names across, check marks and crosses, one evening suspended.",
        file="círculo mamás.xlsx",
        content=book.to_bytes,
        row_is="person-at-session",
        expect=(
            ("attendance_total", {}, visits),
            ("sessions_held", {}, held),
            ("participants_unique", {}, people),
            ("attendance_rate", {}, visits / len(marks)),
        ),
        never=(
            *wrong_figures("attendance_total", 2 * visits, len(marks), 90, len(marks) - visits),
            *wrong_figures("sessions_held", 10, 11, 1),
            *wrong_figures("attendance_per_session", visits / 10),
            *wrong_figures("participants_unique", 10, 11, 12),
            *wrong_figures("attendance_rate", visits / 90, 1.0),
        ),
        privacy=tuple(women),
    )


def build_names_in_one_cell() -> Shape:
    """A youth circle's notebook: everyone who came is named in one cell, separated by commas and 'at'."""
    rng = seeded("names-in-one-cell")
    pool = [
        "Yumi A.",
        "Sibol",
        "Rangya",
        "Tagumpay",
        "Habagat",
        "Gunita",
        "Balani D.",
        "Malaya",
        "Umaga",
        "Nilad",
        "Lakan",
    ]
    sizes = [6, 8, 5, 7, 9, 4, 7]
    attended = [rng.sample(pool, size) for size in sizes]
    rows: list[list[Any]] = [
        ["BARKADA READS - logbook"],
        [],
        ["Date", "What we read", "Who came", "Snacks by"],
    ]
    for n, names in enumerate(attended):
        day = date(2025, 8, 2) + timedelta(weeks=n)
        joined = ", ".join(names[:-1]) + (f" at {names[-1]}" if n % 2 else f", {names[-1]}")
        rows.append([day, ("short stories", "komiks", "essays")[n % 3], joined, names[0]])
    visits = sum(sizes)
    people = len({name for names in attended for name in names})
    book = Book()
    book.add_sheet("Sheet1", rows, dates="m/d/yyyy")
    return Shape(
        id="names-in-one-cell",
        what="A youth circle's log in which everyone who came is named in one cell, without a number.",
        file="barkada reads log.xlsx",
        content=book.to_bytes,
        row_is="session",
        expect=(("sessions_held", {}, len(sizes)),),
        or_none=(
            ("attendance_total", {}, visits),
            ("participants_unique", {}, people),
            ("attendance_per_session", {}, visits / len(sizes)),
        ),
        never=(
            *wrong_figures("attendance_total", len(sizes), 2 * len(sizes), visits + len(sizes)),
            *wrong_figures("participants_unique", len(sizes), len({names[0] for names in attended})),
            *wrong_figures("attendance_per_session", 1),
        ),
        privacy=tuple(pool),
    )


def build_scans_in_and_out() -> Shape:
    """A school's QR scans on two days: everyone is scanned in, most also out, some twice."""
    rng = seeded("scans-in-and-out")
    people = invent_people(rng, "ph", 34)
    idents = {who: f"2024-{rng.randint(100, 999):05d}" for who in people}
    while len(set(idents.values())) < len(idents):
        idents = {who: f"2024-{rng.randint(100, 999):05d}" for who in people}
    sections = ["7-Narra", "7-Molave", "8-Yakal"]
    rows: list[list[Any]] = [["Timestamp", "Student No.", "Name", "Grade & Section", "Event", "Scan"]]
    attended: list[tuple[int, tuple[str, str]]] = []
    scans = 0
    for event, (day, size) in enumerate(((datetime(2025, 11, 24), 27), (datetime(2025, 11, 25), 23))):
        crowd = rng.sample(people, size)
        lines: list[tuple[datetime, list[Any]]] = []
        for n, who in enumerate(crowd):
            attended.append((event, who))
            start = day + timedelta(hours=7, minutes=40, seconds=rng.randint(0, 2400))
            moments = [(start, "IN")]
            if n in (3, 11):
                moments.append((start + timedelta(seconds=4), "IN"))
            if n % 6 != 5:
                moments.append((day + timedelta(hours=11, seconds=rng.randint(0, 1500)), "OUT"))
            for moment, scan in moments:
                title = f"Book Week Day {event + 1}"
                name = f"{who[1]}, {who[0]}"
                lines.append((moment, [idents[who], name, sections[people.index(who) % 3], title, scan]))
        for moment, cells in sorted(lines, key=lambda line: line[0]):
            stamp = f"{moment.month}/{moment.day}/{moment.year} {moment:%I:%M:%S %p}"
            rows.append([stamp, *cells])
            scans += 1
    visits, unique = len(attended), len({who for _, who in attended})
    ins = sum(row[5] == "IN" for row in rows)
    return Shape(
        id="scans-in-and-out",
        what="QR scans of pupils on two days, IN and OUT, some without OUT and two scanned in twice.",
        file="bookweek_scans.csv",
        content=partial(write_csv, rows),
        row_is="person-at-session",
        expect=(
            ("attendance_total", {}, visits),
            ("sessions_held", {}, 2),
            ("participants_unique", {}, unique),
        ),
        never=(
            *wrong_figures("attendance_total", scans, ins, scans - ins, scans - 4),
            *wrong_figures("sessions_held", scans, 4, 6, ins),
            *wrong_figures("participants_unique", scans, visits, 34),
            *wrong_figures("attendance_rate", 1.0, ins / scans),
        ),
        privacy=tuple(text for who in people for text in (f"{who[1]}, {who[0]}", idents[who])),
    )


def build_ticket_export() -> Shape:
    """A ticket site's attendee export for two events: checked in, attending, not attending."""
    rng = seeded("ticket-export")
    people = invent_people(rng, "us", 41)
    events = [
        ("Local Authors' Night", "2026-03-12 18:30", 26),
        ("Seed Swap & Storytime", "2026-04-11 10:00", 22),
    ]
    rows: list[list[Any]] = [
        [
            "Order #",
            "Order Date",
            "First Name",
            "Last Name",
            "Email",
            "Quantity",
            "Ticket Type",
            "Event Name",
            "Event Start Date",
            "Attendee #",
            "Attendee Status",
            "Total Paid",
        ]
    ]
    checked: list[tuple[int, int]] = []
    no_show = cancelled = 0
    mails: list[str] = []
    for event, (title, start, size) in enumerate(events):
        crowd = rng.sample(range(len(people)), size)
        for n, who in enumerate(crowd):
            first, last = people[who]
            status = rng.choices(("Checked In", "Attending", "Not Attending"), (68, 22, 10))[0]
            if status == "Checked In":
                checked.append((event, who))
            no_show += status == "Attending"
            cancelled += status == "Not Attending"
            ordered = date(2026, 2, 20) + timedelta(days=event * 25 + rng.randint(0, 19))
            mail = f"{first}.{last}@postbox.example".lower()
            mails.append(mail)
            kind = ("General", "Youth")[n % 4 == 3]
            rows.append(
                [
                    7714200000 + rng.randint(10, 99999),
                    ordered.isoformat(),
                    first,
                    last,
                    mail,
                    1,
                    kind,
                    title,
                    start,
                ]
            )
            rows[-1] += [99010 + len(rows), status, "0.00"]
    attended, unique = len(checked), len({who for _, who in checked})
    total = sum(size for *_, size in events)
    order_days = len({row[1] for row in rows[1:]})
    return Shape(
        id="ticket-export-two-events",
        what="A ticket site's export: one row per ticket for two events, Checked In, Attending, Not Attending.",
        file="attendees-report.csv",
        content=partial(write_csv, rows),
        row_is="person-at-session",
        expect=(
            ("attendance_total", {}, attended),
            ("sessions_held", {}, 2),
            ("participants_unique", {}, unique),
        ),
        or_none=(
            ("show_up_rate", {}, attended / (attended + no_show)),
            ("attendance_rate", {}, attended / (attended + no_show)),
        ),
        never=(
            *wrong_figures("attendance_total", total, attended + no_show, no_show, total + 1),
            *wrong_figures("sessions_held", order_days, total, 1),
            *wrong_figures("participants_unique", total, attended + no_show, 41),
            *wrong_figures("show_up_rate", 1.0, attended / total, (attended + no_show) / total),
        ),
        privacy=(*sorted(set(mails)), *(f"{first} {last}" for first, last in people)),
    )


def build_two_column_sign_in() -> Shape:
    """A Philippine attendance sheet printed in two columns of names, 1-20 and 21-40."""
    rng = seeded("two-column-sign-in")
    names = [
        f"{last}, {first} {chr(65 + n % 20)}." for n, (first, last) in enumerate(invent_people(rng, "ph", 33))
    ]
    rows: list[list[Any]] = [
        ["ATTENDANCE SHEET"],
        ["Orientation of Barangay Reading Volunteers"],
        ["September 13, 2025 / 8:00 AM / Session Hall, Municipal Building"],
        [],
        [
            "No.",
            "NAME (Surname, First, M.I.)",
            "SIGNATURE",
            "No.",
            "NAME (Surname, First, M.I.)",
            "SIGNATURE",
        ],
    ]
    for n in range(20):
        right = names[20 + n] if 20 + n < len(names) else None
        rows.append([n + 1, names[n], "(signed)", n + 21, right, "(signed)" if right else None])
    rows += [[], [None, "Prepared by: Umaga Dagatlayag", None, None, "Meals: 40 packs"]]
    book = Book()
    book.add_sheet("Attendance", rows, merge=["A1:F1", "A2:F2", "A3:F3"])
    return Shape(
        id="sign-in-printed-in-two-columns",
        what="One meeting's sign-in printed in two columns, numbers 1-20 and 21-40, 33 names, the rest empty.",
        file="Attendance Orientation Volunteers.xlsx",
        content=book.to_bytes,
        row_is="person-at-session",
        expect=(
            ("attendance_total", {}, len(names)),
            ("sessions_held", {}, 1),
            ("participants_unique", {}, len(names)),
        ),
        never=(
            *wrong_figures("attendance_total", 20, 13, 40, 34, 2 * len(names), sum(range(1, 41))),
            *wrong_figures("sessions_held", 20, 2, 40),
            *wrong_figures("participants_unique", 20, 13, 40, 34),
        ),
        privacy=(*names, "Umaga Dagatlayag"),
    )


PEOPLE_LISTS: tuple[Shape, ...] = (
    build_camp_like_school_form(),
    build_hours_in_cells(),
    build_ones_and_blanks(),
    build_names_across(),
    build_names_in_one_cell(),
    build_scans_in_and_out(),
    build_ticket_export(),
    build_two_column_sign_in(),
)
