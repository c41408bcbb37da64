"""Counts of programs, by session and by month, in one sheet, in two and side by side."""

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
from tests.support.shapes.files import Formula, book_of, colored_book_of, csv_of, sum_formula


def build_story_times_of_two_years() -> Shape:
    """Two years of story times on two tabs."""
    # (date, program, kids, adults, kind): kind "" held, "?" held without a count, "x" cancelled
    now: list[tuple[date, str, int | None, int | None, str, str | None]] = [
        (date(2024, 9, 11), "Storytime", 12, 7, "", None),
        (date(2024, 9, 18), "Storytime", 15, 9, "", "new family from Elk Rd"),
        (date(2024, 9, 25), "Storytime", 11, 6, "", None),
        (date(2024, 10, 2), "Storytime", None, None, "?", "Forgot to count, sorry!! - D."),
        (date(2024, 10, 9), "Storytime", 14, 8, "", None),
        (date(2024, 10, 12), "Saturday Craft", 21, 10, "", "pumpkins, ran out of paint"),
        (date(2024, 10, 16), "Storytime", 9, 5, "", None),
        (date(2024, 11, 6), "Storytime", 13, 8, "", None),
        (date(2024, 11, 9), "Saturday Craft", 17, 9, "", "Rotary brought cider"),
        (date(2024, 11, 13), "Storytime", 0, 0, "", "Nobody came, opening day of elk season"),
        (date(2024, 12, 4), "Storytime", None, None, "x", "CANCELLED - snow"),
        (date(2024, 12, 11), "Storytime", 16, 11, "", "45 min instead of 30"),
        (date(2024, 12, 14), "Saturday Craft", 26, 14, "", None),
        (date(2025, 1, 8), "Storytime", None, None, "x", "cancelled, furnace"),
        (date(2025, 1, 15), "Storytime", 10, 6, "", None),
        (date(2025, 1, 22), "Storytime", 12, 7, "", None),
    ]
    before = [
        (date(2023, 9, 13), "Storytime", 16),
        (date(2023, 9, 20), "Storytime", 13),
        (date(2023, 10, 4), "Storytime", 18),
        (date(2023, 10, 14), "Saturday Craft", 29),
        (date(2023, 10, 18), "Storytime", 15),
        (date(2023, 11, 8), "Storytime", 12),
        (date(2023, 11, 11), "Saturday Craft", 24),
        (date(2023, 12, 6), "Storytime", 19),
        (date(2023, 12, 9), "Saturday Craft", 34),
        (date(2024, 1, 10), "Storytime", 11),
        (date(2024, 1, 17), "Storytime", 14),
    ]
    counted = [r for r in now if r[4] == ""]
    kids, adults = sum(r[2] or 0 for r in counted), sum(r[3] or 0 for r in counted)
    a, b = kids + adults, sum(r[2] for r in before)
    held = sum(r[4] != "x" for r in now) + len(before)
    known = len(counted) + len(before)
    rows: list[list[Any]] = [
        ["Alder Creek Public Library"],
        ["Storytime and Saturday Craft, 2024-25"],
        [],
        ["Date", "Program", "Kids", "Grownups", "Total", "Who ran it", "Notes"],
    ]
    month = 9
    for day, what, k, g, kind, note in now:
        if day.month != month:
            rows.append([])
            month = day.month
        line = len(rows) + 1
        rows.append(
            [
                day,
                what,
                k,
                g,
                Formula(f"=C{line}+D{line}", (k or 0) + (g or 0)) if kind == "" else None,
                "Dot" if len(rows) % 3 else "Marlene",
                note,
            ]
        )
    first, last = 5, len(rows)
    rows += [
        [],
        [
            "TOTAL",
            None,
            Formula(f"=SUM(C{first}:C{last})", kids),
            Formula(f"=SUM(D{first}:D{last})", adults),
            Formula(f"=SUM(E{first}:E{last})", a),
        ],
        [],
        ["Yellow = Marlene's week (I think)"],
    ]
    old: list[list[Any]] = [
        ["Last year 2023-24"],
        ["Date", "Program", "Attendance", "Notes"],
        *[[*r, None] for r in before],
        [None, "Total", b],
        [None, "Average", round(b / len(before), 1)],
    ]
    total = a + b
    return Shape(
        id="story-times-of-two-years",
        what="Story-time log with kids, grown-ups and a formula of both, a blank row between months, a cancelled and an uncounted date, a zero; last year's log on a second tab with other columns and an average below.",
        file="Storytime log.xlsx",
        content=colored_book_of(
            "2024-25",
            rows,
            ["A1:G1", "A2:G2"],
            "m/d/yyyy",
            {6: "FFFF00", 9: "FFFF00", 14: "CCFFCC"},
            ("2023-24", old),
        ),
        row_is="session",
        expect=(*count_figures(total, held, known), *NO_PEOPLE),
        or_none=(figure("session_delivery_rate", held / (held + 2)),),
        never=(
            *larger_figures(
                "attendance_total",
                total,
                2 * total,
                total + a,
                total + b,
                3 * a + b,
                4 * a + 2 * b,
                total + round(b / len(before), 1),
            ),
            *larger_figures("sessions_held", held, held + 1, held + 2, held + 3, held + 4),
            *other_figures(
                "attendance_per_session",
                total / known,
                total / held,
                total / (held + 2),
                a / (len(counted) + 1),
                a / len(now),
            ),
        ),
    )


def build_answers_after_programs() -> Shape:
    """Answers of the staff after each program."""
    log = [
        ("10/7/2025 17:02:11", "Family Storytime", "10/7/2025", "10:30 AM", "17", 17, "11", 11, "1", ""),
        ("10/9/2025 9:14:50", "Teen Anime Club", "10/8/2025", "4:00 PM", "0", 0, "9", 9, "0", "Wi-Fi was down for 20 minutes"),
        ("10/13/2025 8:55:03", "LEGO Saturday", "10/11/2025", "10:00 AM", "22 kids", 22, "14", 14, "2", "biggest ever for the morning"),
        ("10/13/2025 8:57:40", "LEGO Saturday", "10/11/2025", "2:00 PM", "15", 15, "8", 8, "2", ""),
        ("10/14/2025 16:31:19", "Family Storytime", "10/14/2025", "10:30 AM", "", None, "", None, "1", "the clicker broke and I did not count, about the usual crowd"),
        ("10/16/2025 12:20:00", "Teen Anime Club", "10/15/2025", "4:00 PM", "none", 0, "7", 7, "0", ""),
        ("10/21/2025 18:44:27", "Family Storytime", "10/21/2025", "10:30 AM", "19", 19, "12", 12, "1", "2 kids from the 4-H group"),
        ("10/23/2025 10:00:12", "Teen Anime Club", "10/22/2025", "4:00 PM", "0", 0, "0", 0, "0", "CANCELLED - power out, whole building"),
        ("10/27/2025 9:40:33", "LEGO Saturday", "10/25/2025", "10:00 AM", "18", 18, "10", 10, "2", ""),
        ("10/30/2025 11:05:58", "Family Storytime", "10/28/2025", "10:30 AM", "24", 24, "16", 16, "3", "costumes!"),
        ("11/3/2025 8:31:45", "Trunk or Treat at Grange", "10/31/2025", "5:00 PM", "86", 86, "41", 41, "6", "budget $75, spent $60"),
    ]  # fmt: skip
    cancelled = [r for r in log if r[9].startswith("CANCELLED")]
    good = [r for r in log if r not in cancelled]
    kids, adults = sum(r[5] or 0 for r in good), sum(r[7] or 0 for r in good)
    helpers = sum(int(r[8]) for r in good)
    total, held, known = kids + adults, len(good), sum(r[5] is not None for r in good)
    rows: list[list[Any]] = [
        [
            "Timestamp",
            "Email Address",
            "Which program was it?",
            "Date of program",
            "Start time",
            "How many children (0-12)?",
            "How many teens and adults (13 and up)?",
            "How many volunteers helped?",
            "Anything we should know?",
        ]
    ]
    for n, (stamp, what, day, start, k, _, g, _, v, note) in enumerate(log):
        rows.append(
            [stamp, ("jo" if n % 2 else "front.desk") + "@example.org", what, day, start, k, g, v, note]
        )
    return Shape(
        id="answers-after-programs",
        what="CSV of the answers to a Google form that staff fill in after each program: children and adults apart without a sum, timestamp next to the date, '22 kids', 'none', an empty count, two sessions on one day, one cancelled with zeros.",
        file="After-Program Count (Responses) - Form Responses 1.csv",
        content=csv_of(rows),
        row_is="session",
        expect=(*count_figures(total, held, known), *NO_PEOPLE),
        or_none=(figure("session_delivery_rate", held / (held + 1)),),
        never=(
            *larger_figures("attendance_total", total, total + helpers, 2 * total, total + 2025 * len(log)),
            *larger_figures("sessions_held", held, len(log), len(log) + 1),
            *other_figures("attendance_total", total, total - 22, kids + helpers, adults + helpers),
            *other_figures(
                "attendance_per_session", total / known, total / held, total / len(log), total / (known + 1)
            ),
        ),
    )


def build_programs_side_by_side() -> Shape:
    """Two programs side by side."""
    # (date, cell, count, kind, note); kind as above
    left: list[tuple[str, Any, int | None, str, str | None]] = [
        ("Sept 10", 14, 14, "", None),
        ("Sept 17", 16, 16, "", None),
        ("Sept 24", 11, 11, "", "lots of colds"),
        ("Oct 1", 15, 15, "", None),
        ("Oct 8", "cancelled", None, "x", "roof leak"),
        ("Oct 15", 18, 18, "", None),
        ("Oct 22", 17, 17, "", None),
        ("Oct 29", 23, 23, "", "parade to the bank"),
        ("Nov 5", "?", None, "?", "sub didn't write it down"),
        ("Nov 12", 13, 13, "", None),
        ("Nov 19", 12, 12, "", None),
        ("Dec 3", 19, 19, "", None),
    ]
    right: list[tuple[str, Any, int | None, str, str | None]] = [
        ("Sept 12", 5, 5, "", "2 tutors"),
        ("Sept 19", 7, 7, "", "2 tutors"),
        ("Sept 26", 6, 6, "", "1 tutor"),
        ("Oct 3", 8, 8, "", "3 tutors"),
        ("Oct 10", "n/a", None, "x", "fall break, did not meet"),
        ("Oct 17", 9, 9, "", "3 tutors"),
        ("Oct 24", 4, 4, "", "game night at HS"),
        ("Nov 7", 10, 10, "", "3 tutors, report cards"),
        ("Nov 14", 7, 7, "", "2 tutors"),
    ]
    both = [*left, *right]
    total, held, known = (
        sum(r[2] or 0 for r in both),
        sum(r[3] != "x" for r in both),
        sum(r[2] is not None for r in both),
    )
    a, b = sum(r[2] or 0 for r in left), sum(r[2] or 0 for r in right)
    rows: list[list[Any]] = [
        ["WHO CAME - FALL 2024 - Ashby branch"],
        [],
        ["TODDLER TIME (Tuesdays)", None, None, None, "HOMEWORK HELP (Thursdays)", None, None],
        ["Date", "#", "Notes", None, "Date", "#", "Notes"],
    ]
    for n in range(max(len(left), len(right))):
        x = [left[n][0], left[n][1], left[n][4]] if n < len(left) else [None] * 3
        y = [right[n][0], right[n][1], right[n][4]] if n < len(right) else [None] * 3
        rows.append([*x, None, *y])
    rows += [
        [
            "Total",
            sum_formula("B", 5, len(rows), a),
            None,
            None,
            "Total",
            sum_formula("F", 5, len(rows), b),
            None,
        ],
        [],
        ["no Toddler Time Thanksgiving week"],
    ]
    return Shape(
        id="programs-side-by-side",
        what="Two programs side by side in one sheet, each with date, '#' and notes under a merged heading, of unequal length, with 'cancelled', '?' and 'n/a - did not meet' and a total under each.",
        file="who came fall 24.xlsx",
        content=book_of(("Sheet1", rows, ["A1:G1", "A3:C3", "E3:G3"])),
        row_is="session",
        expect=(*count_figures(total, held, known), *NO_PEOPLE),
        or_none=(figure("session_delivery_rate", held / (held + 2)),),
        never=(
            *larger_figures("attendance_total", total, 2 * total, total + a, total + b, total + 19),
            *larger_figures("sessions_held", held, held + 1, held + 2, held + 3, held + 4),
            *other_figures(
                "attendance_per_session",
                total / known,
                total / held,
                total / len(both),
                2 * total / (known + 2),
                a / 11,
                a / 12,
                b / 9,
            ),
        ),
    )


def build_desk_statistics() -> Shape:
    """A year of desk statistics."""
    months: list[tuple[str, int, int, int, int, int, int | None, int, int]] = [
        # month, days open, door, checkouts, programs, volunteer hours, program attendance, PC users, room uses
        ("January", 25, 1412, 1987, 9, 14, 121, 188, 11),
        ("February", 23, 1388, 1874, 8, 12, 98, 171, 9),
        ("March", 26, 1570, 2103, 11, 18, 167, 203, 14),
        ("April", 25, 1524, 2011, 10, 16, 143, 195, 13),
        ("May", 25, 1466, 1932, 7, 15, 88, 180, 10),
        ("June", 25, 2218, 3340, 16, 41, 412, 230, 8),
        ("July", 25, 2307, 3528, 17, 44, 438, 241, 7),
        ("August", 26, 1745, 2480, 6, 20, None, 214, 9),
        ("September", 24, 1490, 1966, 9, 13, 117, 192, 12),
        ("October", 26, 1602, 2045, 12, 17, 206, 199, 15),
        ("November", 22, 1297, 1803, 8, 11, 94, 164, 10),
        ("December", 21, 1184, 1655, 7, 9, 139, 150, 6),
    ]
    total, programs = sum(m[6] or 0 for m in months), sum(m[4] for m in months)
    known = sum(m[4] for m in months if m[6] is not None)
    door, loans, pcs, rooms = (sum(m[n] for m in months) for n in (2, 3, 7, 8))
    last = {"programs": 112, "attendance": 1701, "door": 18011}
    rows: list[list[Any]] = [
        ["BENSON MEMORIAL LIBRARY"],
        ["Monthly statistics 2024"],
        [],
        [
            "Month",
            "Days open",
            "Door count",
            "Checkouts",
            "Programs",
            "Vol. hrs",
            "Program attendance",
            "PC users",
            "Mtg room uses",
        ],
    ]
    rows += [[*m[:6], "log is missing" if m[6] is None else m[6], *m[7:]] for m in months]
    sums = [sum(m[n] or 0 for m in months) for n in range(1, 9)]
    rows += [
        [
            "TOTAL 2024",
            *[Formula(f"=SUM({'BCDEFGHI'[n]}5:{'BCDEFGHI'[n]}16)", s) for n, s in enumerate(sums)],
        ],
        [
            "Avg / month",
            *[round(s / 12, 1) for s in sums[:5]],
            round(total / 11, 1),
            *[round(s / 12, 1) for s in sums[6:]],
        ],
        ["TOTAL 2023", 294, last["door"], 26440, last["programs"], 212, last["attendance"], 2310, 131],
        [
            "% change",
            None,
            f"{round(100 * (door - last['door']) / last['door'])}%",
            None,
            f"{round(100 * (programs - last['programs']) / last['programs'])}%",
        ],
        [],
        ["Door count is the counter at the front door divided by 2"],
    ]
    return Shape(
        id="desk-statistics",
        what="Monthly desk statistics: days open, door count, checkouts, programs, volunteer hours, program attendance, PCs and rooms; one month's attendance is missing in words; below, the total, the average, last year's total and % change.",
        file="STATS 2024.xlsx",
        content=book_of(("2024", rows, ["A1:I1", "A2:I2"])),
        row_is="month-total",
        expect=(*count_figures(total, programs, known), *NO_PEOPLE),
        never=(
            *larger_figures(
                "attendance_total",
                total,
                2 * total,
                total + last["attendance"],
                2 * total + last["attendance"],
                door,
                2 * door,
                loans,
                door + total,
                total + pcs,
                pcs,
                total + programs,
                total + round(total / 11, 1),
            ),
            *larger_figures(
                "sessions_held",
                programs,
                2 * programs,
                programs + last["programs"],
                2 * programs + last["programs"],
                programs + rooms,
                sums[0],
            ),
            *other_figures(
                "attendance_per_session",
                total / known,
                total / programs,
                total / 12,
                total / 11,
                (total + last["attendance"]) / (known + last["programs"]),
                door / programs,
            ),
        ),
    )


def build_note_without_headings() -> Shape:
    """A note without headings."""
    lines: list[tuple[str, Any, int | None, str, str | None]] = [
        ("Jan 4", 23, 23, "", None),
        ("Jan 11", 17, 17, "", "rain"),
        ("Jan 18", "no story hour - brownout", None, "x", None),
        ("Jan 25", 26, 26, "", "Mrs. Yap brought pandesal"),
        ("Feb 1", "?", None, "?", "Ate Nene has the paper"),
        ("Feb 8", 21, 21, "", None),
        ("Feb 15", 30, 30, "", "with 6 parents, parents not counted"),
        ("Feb 22", 19, 19, "", None),
        ("Mar 1", 24, 24, "", None),
        ("Mar 8", "no story hour, fiesta", None, "x", None),
        ("Mar 15", 28, 28, "", None),
        ("Mar 22", 25, 25, "", "new book: Ang Pambihirang Buhok ni Raquel"),
        ("Mar 29", 22, 22, "", None),
    ]
    total, held, known = (
        sum(r[2] or 0 for r in lines),
        sum(r[3] != "x" for r in lines),
        sum(r[2] is not None for r in lines),
    )
    rows: list[list[Any]] = [["SATURDAY STORY HOUR 2025 - how many children came"], []]
    month = "Jan"
    for day, cell, _, _, note in lines:
        if day[:3] != month:
            rows.append([])
            month = day[:3]
        rows.append([day, cell, note])
    rows += [[], [None, sum_formula("B", 3, len(rows), total)], [], ["last year", 189, "same three months"]]
    return Shape(
        id="note-without-headings",
        what="A note of two columns without any headings: day and how many children came, words where there was no story hour, a '?', a sum without a label, and last year's sum below.",
        file="story hour.xlsx",
        content=book_of(("Sheet1", rows, [])),
        row_is="session",
        expect=(*count_figures(total, held, known), *NO_PEOPLE),
        or_none=(figure("session_delivery_rate", held / (held + 2)),),
        never=(
            *larger_figures(
                "attendance_total", total, 2 * total, total + 189, 2 * total + 189, total + 6, total + 2025
            ),
            *larger_figures("sessions_held", held, held + 1, held + 2, held + 3, held + 4),
            *other_figures(
                "attendance_per_session",
                total / known,
                total / held,
                total / len(lines),
                2 * total / (known + 1),
                (2 * total + 189) / (known + 2),
            ),
        ),
    )


def build_log_with_monthly_subtotals() -> Shape:
    """Mexican log with sub-totals."""
    log: list[tuple[str, str, int, Any, Any, Any, str, str | None]] = [
        ("sáb 8-feb", "Sábado de cuentos", 30, 9, 7, 8, "", None),
        ("sáb 15-feb", "Sábado de cuentos", 30, 11, 8, 10, "", None),
        ("mié 19-feb", "Visita esc. prim. B. Juárez", 45, 19, 21, 2, "", "grupo 3.º B"),
        ("sáb 22-feb", "Sábado de cuentos", 30, "-", "-", "-", "x", "Suspendido por lluvia"),
        ("sáb 1-mar", "Sábado de cuentos", 30, 8, 6, 9, "", None),
        ("sáb 8-mar", "Taller de alebrijes", 20, 10, 9, 6, "", "patrocina Papelería Lupita"),
        ("mié 12-mar", "Visita esc. prim. B. Juárez", 45, 18, 22, 2, "", "grupo 3.º A"),
        ("sáb 15-mar", "Sábado de cuentos", 30, "s/d", "s/d", "s/d", "?", "se perdió la lista, sí hubo"),
        ("sáb 22-mar", "Sábado de cuentos", 30, 12, 10, 11, "", None),
        ("sáb 29-mar", "Sábado de cuentos", 30, 7, 9, 8, "", None),
        ("sáb 5-abr", "Sábado de cuentos", 30, 13, 11, 12, "", None),
        ("mié 9-abr", "Visita sec. técnica 14", 45, 15, 17, 3, "", "2 maestras + 1 prefecto"),
        ("mié 30-abr", "Día del Niño", 120, 48, 52, 37, "", "aprox. 15 min tarde"),
    ]
    names = {"feb": "febrero", "mar": "marzo", "abr": "abril"}
    counted = [r for r in log if r[6] == ""]
    girls, boys, adults = (sum(r[n] for r in counted) for n in (3, 4, 5))
    total, held, known = girls + boys + adults, sum(r[6] != "x" for r in log), len(counted)
    seats = sum(r[2] for r in counted)
    rows: list[list[Any]] = [
        ['Biblioteca Pública Municipal "Rosario Castellanos"'],
        ["Registro de asistentes 2025"],
        [],
        ["Fecha", "Actividad", "Cupo", "Niñas", "Niños", "Adultos", "Total", "Observaciones"],
    ]
    for month, label in names.items():
        part = [r for r in log if r[0].endswith(month)]
        for r in part:
            rows.append([*r[:6], r[3] + r[4] + r[5] if r[6] == "" else r[3], r[7]])
        g, b, a = (sum(r[n] for r in part if r[6] == "") for n in (3, 4, 5))
        rows.append([None, f"Subtotal {label}", None, g, b, a, g + b + a])
    rows += [
        ["TOTAL GENERAL", None, None, girls, boys, adults, total],
        [],
        ["s/d = sin dato", None, None, None, None, None, None, "Elaboró: Lic. Ofelia Tun"],
    ]
    return Shape(
        id="log-with-monthly-subtotals",
        what="Mexican log with 'sáb 8-feb' dates, capacity, girls, boys, adults and total, 'Subtotal febrero' under each month, TOTAL GENERAL, one suspended with dashes and one 's/d'.",
        file="Registro asistentes feb-abr.xlsx",
        content=book_of(("Registro", rows, ["A1:H1", "A2:H2"])),
        row_is="session",
        expect=(*count_figures(total, held, known), *NO_PEOPLE),
        or_none=(figure("seat_fill", total / seats), figure("session_delivery_rate", held / (held + 1))),
        never=(
            *larger_figures(
                "attendance_total",
                total,
                2 * total,
                3 * total,
                6 * total,
                seats,
                total + seats,
                sum(r[2] for r in log),
            ),
            *larger_figures("sessions_held", held, held + 1, held + 3, held + 4, held + 5),
            *other_figures(
                "attendance_per_session",
                total / known,
                total / held,
                total / len(log),
                2 * total / (known + 3),
                3 * total / (known + 4),
            ),
            *other_figures(
                "seat_fill",
                total / seats,
                total / sum(r[2] for r in log),
                total / sum(r[2] for r in log if r[6] != "x"),
                2 * total / seats,
            ),
        ),
        privacy=("Ofelia",),
    )


def build_times_and_people_by_month() -> Shape:
    """Two lines for each program, months across."""
    months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun"]
    grid: list[tuple[str, list[tuple[int, int] | None]]] = [
        ("Toddler storytime", [(4, 58), (4, 61), (5, 77), (4, 52), (3, 39), (8, 171)]),
        ("After-school LEGO", [(3, 34), (4, 47), (4, 51), (3, 38), (2, 19), None]),
        ("Book club (adults)", [(1, 9), (1, 8), (1, 11), (1, 10), (1, 7), (1, 6)]),
        ("Class visits, Lincoln Elem.", [(2, 44), (3, 66), (2, 43), (3, 65), (4, 92), None]),
        ("Senior tech help day", [(2, 11), None, (2, 14), (2, 9), (1, 5), (2, 12)]),
        ("Summer kickoff", [None, None, None, None, None, (1, 236)]),
    ]
    cells = [c for _, line in grid for c in line if c]
    held, total = sum(c[0] for c in cells), sum(c[1] for c in cells)
    rows: list[list[Any]] = [
        ["Program counts January - June 2025, Waverly Twp. Library"],
        [],
        ["Program", None, *months, "Total"],
    ]
    merge = ["A1:I1"]
    for name, line in grid:
        n = len(rows) + 1
        merge.append(f"A{n}:A{n + 1}")
        for k, label in enumerate(("times", "people")):
            part = [c[k] if c else None for c in line]
            rows.append(
                [
                    name if k == 0 else None,
                    label,
                    *part,
                    Formula(f"=SUM(C{n + k}:H{n + k})", sum(v or 0 for v in part)),
                ]
            )
    for k, label in enumerate(("times", "people")):
        by = [sum(line[m][k] for _, line in grid if line[m]) for m in range(6)]
        rows.append(["Everything" if k == 0 else None, label, *by, sum(by)])
    rows += [
        [
            None,
            "avg",
            *[
                round(
                    sum(line[m][1] for _, line in grid if line[m])
                    / sum(line[m][0] for _, line in grid if line[m]),
                    1,
                )
                for m in range(6)
            ],
            round(total / held, 1),
        ],
        [],
        ["Kickoff: the 236 is from the wristbands"],
    ]
    return Shape(
        id="times-and-people-by-month",
        what="Programs down and months across, two lines for each program, 'times' and 'people', empty where it did not run, totals at the right, 'Everything' and an average below.",
        file="half year counts.xlsx",
        content=book_of(("Jan-Jun", rows, merge)),
        row_is="month-total",
        expect=(*count_figures(total, held), *NO_PEOPLE),
        never=(
            *larger_figures(
                "attendance_total",
                total,
                2 * total,
                4 * total,
                total + held,
                2 * (total + held),
                4 * (total + held),
            ),
            *larger_figures("sessions_held", held, 2 * held, 4 * held, held + total),
            *other_figures(
                "attendance_per_session",
                total / held,
                total / len(cells),
                total / 6,
                (total + held) / (2 * len(cells)),
                (total + held) / len(cells),
            ),
        ),
    )


PROGRAM_COUNTS: tuple[Shape, ...] = (
    build_story_times_of_two_years(),
    build_answers_after_programs(),
    build_programs_side_by_side(),
    build_desk_statistics(),
    build_note_without_headings(),
    build_log_with_monthly_subtotals(),
    build_times_and_people_by_month(),
)
