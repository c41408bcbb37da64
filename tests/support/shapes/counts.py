"""Grids and periodic reports of head counts: by hour, day, month, branch or barangay."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from openpyxl.utils import get_column_letter

from tests.support.shapes.definition import NO_ATTENDANCE, Shape, count_figures, seeded, wrong_figures
from tests.support.shapes.files import FILIPINO_MONTHS, Book, Formula, format_filipino_date, sum_formula


def build_door_counter_grid() -> Shape:
    """Build a door counter's month: hours down, days across; these are not people at programs."""
    rng = seeded("door-counter-hours-by-days")
    hours: list[Any] = ["9-10 am", "10-11 am", "11-12 noon", "12-1 pm", "1-2 pm", "2-3 pm", "3-4", "4-5"]
    hours[-2:] = [date(2025, 3, 4), date(2025, 4, 5)]  # Excel takes a typed 3-4 for a date
    days = [date(2025, 6, day) for day in range(1, 31)]
    open_days = [day for day in days if day.weekday() != 6 and day.day != 19]
    counts = {(hour, day): rng.randint(2, 24) for hour in range(len(hours)) for day in open_days}
    first, last, total_column = 6, 5 + len(hours), len(days) + 2
    rows: list[list[Any]] = [
        ["Hartwell Memorial Library"],
        ["DOOR COUNT - JUNE 2025   (counter reading divided by 2)"],
        [],
        ["Hour", *(day.day for day in days), "TOTAL"],
        [None, *(("M", "Tu", "W", "Th", "F", "Sa", "Su")[day.weekday()] for day in days)],
    ]
    for hour, label in enumerate(hours):
        values = [counts.get((hour, day)) for day in days]
        row_number = first + hour
        total = sum(value or 0 for value in values)
        rows.append([label, *values, Formula(f"=SUM(B{row_number}:AE{row_number})", total)])
    rows[first - 1][19] = "CLOSED"
    totals: list[Any] = ["Total"]
    for column in range(2, total_column):
        day_total = sum(counts.get((hour, days[column - 2]), 0) for hour in range(len(hours)))
        totals.append(sum_formula(get_column_letter(column), first, last, day_total))
    visits = sum(counts.values())
    rows += [[*totals, sum_formula("AF", first, last, visits)], [], ["Closed 6/19 Juneteenth"]]
    book = Book()
    book.add_sheet("June", rows, merge=["A1:L1", "A2:L2"], dates="d-mmm")
    return Shape(
        id="door-counter-hours-by-days",
        what="A month's door counter: hours down, days across, totals both ways; two hours became dates.",
        file="Gate Count June 2025.xlsx",
        content=book.to_bytes,
        row_is="nothing",
        expect=NO_ATTENDANCE,
        never=(
            *wrong_figures("attendance_total", visits, 2 * visits, 4 * visits, sum(range(1, 31))),
            *wrong_figures("sessions_held", len(open_days), len(days), len(hours), len(counts)),
            *wrong_figures("participants_unique", visits, len(hours)),
        ),
    )


def build_daily_statistics() -> Shape:
    """Build daily statistics: six unrelated counts per day, two of which are about programs."""
    rng = seeded("daily-statistics-mixed-measures")
    programs = {2: [14], 4: [22, 9], 7: [11], 9: [17], 11: [31], 14: [12], 16: [0], 18: [26, 8], 21: [10]}
    programs |= {23: [15], 25: [58], 28: [13], 30: [19], 31: [44, 12]}
    notes = {16: "Poetry night, nobody came", 25: "Pumpkin painting", 31: "Trick or read + teen movie"}
    days = [date(2025, 10, day) for day in range(1, 32) if date(2025, 10, day).weekday() != 6]
    door = {day: rng.randint(90, 260) for day in days}
    rows: list[list[Any]] = [
        ["Ferncliff Public Library", None, "Daily Statistics"],
        ["Month:", "October 2025"],
        ["Date", "Day", "Door Count", "Reference Qs", "Computer Users", "Wi-Fi", "# of Programs"],
    ]
    rows[2] += ["Program Attendance", "Notes"]
    for day in days:
        held = programs.get(day.day)
        other = [door[day], rng.randint(3, 19), rng.randint(8, 40), rng.randint(10, 60)]
        of_programs = [len(held), sum(held)] if held else [None, None]
        rows.append([day, day.strftime("%a"), *other, *of_programs, notes.get(day.day)])
    first, last = 4, 3 + len(days)
    held_count = sum(map(len, programs.values()))
    visits = sum(map(sum, programs.values()))
    totals = [sum(row[column] or 0 for row in rows[3:]) for column in range(2, 8)]
    rows.append(
        ["TOTAL", None, *(sum_formula("CDEFGH"[n], first, last, total) for n, total in enumerate(totals))]
    )
    averages = [round(total / len(days), 2) for total in totals[:4]]
    rows.append(
        [
            "AVERAGE",
            None,
            *(
                Formula(f"=ROUND(AVERAGE({c}4:{c}{last}),2)", a)
                for c, a in zip("CDEF", averages, strict=True)
            ),
        ]
    )
    book = Book()
    book.add_sheet("Oct", rows)
    return Shape(
        id="daily-statistics-mixed-measures",
        what="Daily statistics: door, reference, computers and Wi-Fi next to programs and their attendance.",
        file="Daily Stats.xlsx",
        content=book.to_bytes,
        row_is="session",
        expect=count_figures(visits, held_count),
        never=(
            *wrong_figures("attendance_total", totals[0], totals[0] + visits, 2 * visits, sum(totals)),
            *wrong_figures("sessions_held", len(days), len(programs), 2 * held_count, held_count - 1),
            *wrong_figures("attendance_per_session", visits / len(days), visits / len(programs)),
        ),
    )


BRANCHES: dict[str, list[tuple[int, int, int] | None]] = {
    "Maple Street": [(12, 208, 3), (14, 251, 4), (11, 187, 3)],
    "Old Mill": [(7, 96, 2), (9, 133, 2), (8, 120, 1)],
    "Ferncliff": [(6, 71, 1), None, (5, 64, 0)],
    "Harbor Point": [(15, 342, 6), (13, 288, 5), (16, 377, 6)],
}


def build_consolidated_branch_report() -> Shape:
    """Build a report with a row per branch and month, each branch named once, and subtotals."""
    rows: list[list[Any]] = [
        ["TRI-VALLEY LIBRARY SYSTEM"],
        ["Consolidated Program Report, 1st Quarter FY 2025 (July - September 2024)"],
        [],
        ["Branch", "Month", "No. of Programs", "Attendance", "Volunteers", "Remarks"],
    ]
    merge, total = ["A1:F1", "A2:F2"], [0, 0, 0]
    for branch, months in BRANCHES.items():
        first = len(rows) + 1
        for number, values in enumerate(months):
            month = ("July 2024", "August 2024", "September 2024")[number]
            counts: list[Any] = [*values] if values else ["not submitted", None, None]
            rows.append(
                [branch if number == 0 else None, month, *counts, None if values else "see e-mail 9/4"]
            )
        merge.append(f"A{first}:A{first + 2}")
        sums = [sum(values[n] for values in months if values) for n in range(3)]
        total = [a + b for a, b in zip(total, sums, strict=True)]
        cells = [sum_formula("CDE"[n], first, first + 2, value) for n, value in enumerate(sums)]
        rows.append([f"{branch} Subtotal", None, *cells])
    rows.append(
        [
            "SYSTEM TOTAL",
            None,
            *(Formula(f"={c}8+{c}12+{c}16+{c}20", v) for c, v in zip("CDE", total, strict=True)),
        ]
    )
    book = Book()
    book.add_sheet("Q1", rows, merge=merge)
    programs, visits, volunteers = total
    return Shape(
        id="branches-by-month-consolidated",
        what="A system's quarter: one row per branch and month, merged branch names, subtotals, one gap.",
        file="FY25 Q1 Branch Consolidated.xlsx",
        content=book.to_bytes,
        row_is="session",
        expect=count_figures(visits, programs),
        never=(
            *wrong_figures("attendance_total", 2 * visits, 3 * visits, visits + volunteers),
            *wrong_figures("sessions_held", 2 * programs, 3 * programs, 11, 12, 16, 17),
            *wrong_figures("attendance_per_session", visits / 11, visits / 12),
        ),
    )


def build_program_month_pairs() -> Shape:
    """Build a grid of programs by month with two columns per month: events and attendance."""
    rng = seeded("program-by-month-pairs")
    offered = {
        "Baby Lapsit": "111111",
        "Toddler Time": "111111",
        "Brick Club": "011110",
        "Teen Advisory Board": "001110",
        "Evening Book Group": "111101",
        "Summer Reading Finale": "100000",
    }
    months = [date(2024, month, 1) for month in range(7, 13)]
    pairs: dict[tuple[str, int], tuple[int, int]] = {}
    for program, pattern in offered.items():
        for month, is_offered in enumerate(pattern):
            if is_offered == "1":
                events = 1 if program.endswith("Finale") else rng.randint(1, 5)
                pairs[program, month] = (events, events * rng.randint(6, 21) + rng.randint(0, 3))
    rows: list[list[Any]] = [["Programs FY 2025, first half"], [], ["Program"], [None]]
    for start in months:
        rows[2] += [start, None]
    rows[2] += ["YTD"]
    rows[3] += ["#", "Att."] * 7
    for row_number, program in enumerate(offered, 5):
        cells = [pairs.get((program, month), (None, None)) for month in range(6)]
        of_program = [pair for (name, _), pair in pairs.items() if name == program]
        ytd = [
            Formula(
                "=" + "+".join(f"{get_column_letter(2 + n + 2 * m)}{row_number}" for m in range(6)),
                sum(p[n] for p in of_program),
            )
            for n in range(2)
        ]
        rows.append([program, *(value for pair in cells for value in pair), *ytd])
    last = len(rows)
    totals: list[Any] = ["TOTAL"]
    for month in range(6):
        for n in range(2):
            value = sum(pair[n] for (_, m), pair in pairs.items() if m == month)
            totals.append(sum_formula(get_column_letter(2 + n + 2 * month), 5, last, value))
    events, visits = (sum(pair[n] for pair in pairs.values()) for n in range(2))
    totals += [sum_formula("N", 5, last, events), sum_formula("O", 5, last, visits)]
    rows.append(totals)
    book = Book()
    merge = [f"{get_column_letter(c)}3:{get_column_letter(c + 1)}3" for c in range(2, 15, 2)]
    book.add_sheet("FY25", rows, merge=merge, dates="mmm-yy")
    return Shape(
        id="program-by-month-pairs",
        what="Programs down, months across with two columns each (# and Att.), year to date, a total row.",
        file="Program Stats FY2025.xlsx",
        content=book.to_bytes,
        row_is="month-total",
        expect=count_figures(visits, events),
        never=(
            *wrong_figures(
                "attendance_total", 2 * visits, 4 * visits, visits + events, 2 * (visits + events)
            ),
            *wrong_figures("sessions_held", 2 * events, 4 * events, len(pairs), len(offered), 7),
            *wrong_figures("attendance_per_session", visits / len(pairs), visits / len(offered)),
        ),
    )


def build_school_year_months() -> Shape:
    """Build a Filipino report by month of a school year; the months have no year."""
    months = (*FILIPINO_MONTHS[7:], *FILIPINO_MONTHS[:5])
    values = [(4, 92), (5, 131), (4, 118), (3, 77), None, (4, 101), (4, 96), (5, 142), (2, 38), (1, 27)]
    rows: list[list[Any]] = [
        ["AKLATANG PAMBAYAN NG LUMBANG-ILAYA"],
        ["Taunang Ulat ng Kuwentuhan"],
        ["Taong Panuruan 2024-2025"],
        [],
        ["Buwan", "Bilang ng Sesyon", "Bilang ng Dumalo", "Puna"],
    ]
    for month, pair in zip(months, values, strict=True):
        rows.append([month, *(pair or ("-", "-")), None if pair else "Bakasyon"])
    rows[8][3] = "bagyo, dalawang Sabado"
    sessions, visits = (sum(pair[n] for pair in values if pair) for n in range(2))
    rows.append(["Kabuuan", sum_formula("B", 6, 15, sessions), sum_formula("C", 6, 15, visits)])
    preparer = "Gng. Rangya Luntianan"
    rows += [[], ["Inihanda ni:"], [preparer, None, "Tagapangasiwa ng Aklatan"]]
    book = Book()
    book.add_sheet("Sheet1", rows, merge=["A1:D1", "A2:D2", "A3:D3"])
    return Shape(
        id="school-year-months",
        what="Sessions and visits by month of a school year, in Filipino, months without a year, a total.",
        file="Ulat ng Kuwentuhan TP 2024-2025.xlsx",
        content=book.to_bytes,
        row_is="session",
        expect=count_figures(visits, sessions),
        never=(
            *wrong_figures("attendance_total", 2 * visits, visits + sessions),
            *wrong_figures("sessions_held", 2 * sessions, 9, 10, 11),
            *wrong_figures("attendance_per_session", visits / 9, visits / 10),
        ),
        privacy=(preparer, "Rangya", "Luntianan"),
    )


def build_weekly_and_cumulative() -> Shape:
    """Build weekly counts next to the running total so far."""
    weekly = [18, 23, 21, 0, 26, 24, 19, 30]
    days = [date(2025, 7, 5) + timedelta(weeks=week) for week in range(len(weekly))]
    rows: list[list[Any]] = [
        ["BASA TAYO! Saturday Reading Camp 2025"],
        [],
        ["Linggo", "Petsa", "Bilang ng batang dumalo", "Kabuuan hanggang ngayon", "Puna"],
    ]
    running = []
    for number, (day, count) in enumerate(zip(days, weekly, strict=True), 1):
        running.append(sum(weekly[:number]))
        written = format_filipino_date(day)
        text = f"=C{number + 3}" if number == 1 else f"=D{number + 2}+C{number + 3}"
        rows.append(
            [number, written, count, Formula(text, running[-1]), None if count else "walang dumating, bumaha"]
        )
    visits = sum(weekly)
    book = Book()
    book.add_sheet("Camp", rows, merge=["A1:E1"])
    return Shape(
        id="weekly-and-cumulative",
        what="A weekly count next to the running total; in one week no one came, and the note says so.",
        file="Reading Camp Weekly.xlsx",
        content=book.to_bytes,
        row_is="session",
        expect=count_figures(visits, len(weekly)),
        never=(
            *wrong_figures("attendance_total", sum(running), visits + sum(running)),
            *wrong_figures("sessions_held", len(weekly) - 1, len(weekly) + 1),
            *wrong_figures("attendance_per_session", visits / 7, sum(running) / 8),
        ),
    )


def build_outreach_barangay_columns() -> Shape:
    """Build an outreach log with one column per barangay, their sum, and a total row."""
    barangays = ["Poblacion", "Bagong Ilaw", "Tagpuan", "Santolan Norte"]
    log: list[tuple[date, str, list[int | None]]] = [
        (date(2025, 2, 8), "Kuwentuhan", [34, None, 21, None]),
        (date(2025, 2, 22), "Kuwentuhan", [29, 18, None, None]),
        (date(2025, 3, 8), "Papet", [None, 25, 27, 40]),
        (date(2025, 3, 22), "Kuwentuhan", [31, 16, 19, None]),
        (date(2025, 4, 26), "Gawaing sining", [45, None, None, 33]),
        (date(2025, 5, 17), "Kuwentuhan at feeding", [None, 52, 48, None]),
        (date(2025, 6, 14), "Brigada Basa", [60, 22, 26, 37]),
    ]
    rows: list[list[Any]] = [
        ["Outreach ng Aklatan 2025"],
        ["bilang ng mga batang dumalo sa bawat barangay"],
        ["Petsa", "Gawain", *barangays, "KABUUAN"],
    ]
    for number, (day, activity, counts) in enumerate(log, 4):
        total = sum(count or 0 for count in counts)
        cells = ["-" if count is None else count for count in counts]
        rows.append([day, activity, *cells, Formula(f"=SUM(C{number}:F{number})", total)])
    by_site = [sum(counts[n] or 0 for _, _, counts in log) for n in range(4)]
    visits = sum(by_site)
    last = 3 + len(log)
    rows.append(["KABUUAN", None, *(sum_formula("CDEF"[n], 4, last, v) for n, v in enumerate(by_site))])
    rows[-1].append(sum_formula("G", 4, last, visits))
    book = Book()
    book.add_sheet("2025", rows, merge=["A1:G1", "A2:G2"], dates="dd/mm/yyyy")
    return Shape(
        id="outreach-barangay-columns",
        what="Outreach days with one column per barangay, their sum and a total row, in Filipino.",
        file="Outreach 2025 per Barangay.xlsx",
        content=book.to_bytes,
        row_is="session",
        expect=(("attendance_total", {}, visits), ("participants_unique", {}, None)),
        never=(
            *wrong_figures("attendance_total", 2 * visits, 4 * visits, *by_site),
            *wrong_figures("sessions_held", len(log) + 1, 28, 32),
        ),
    )


def build_dates_across() -> Shape:
    """Build a log whose columns are sessions: dates across, children and caregivers down."""
    days = [date(2025, 3, 4) + timedelta(weeks=week) for week in range(8)]
    children = [9, 11, 7, 12, 10, 8, 13, 9]
    caregivers = [8, 9, 7, 10, 9, 8, 11, 7]
    totals = [a + b for a, b in zip(children, caregivers, strict=True)]
    visits = sum(totals)
    columns = "BCDEFGHI"
    rows: list[list[Any]] = [
        ["Toddler Time, Spring 2025 (Tuesdays 10:15)"],
        [],
        [None, *days, "Total"],
        ["Children", *children, Formula("=SUM(B4:I4)", sum(children))],
        ["Caregivers", *caregivers, Formula("=SUM(B5:I5)", sum(caregivers))],
        [
            "Total",
            *(Formula(f"={c}4+{c}5", t) for c, t in zip(columns, totals, strict=True)),
            Formula("=SUM(B6:I6)", visits),
        ],
        ["Weather", "sun", "rain", "snow", "", "sun", "rain", "sun", "sun"],
    ]
    book = Book()
    book.add_sheet("Toddler Time", rows, merge=["A1:J1"], dates="m/d")
    return Shape(
        id="dates-across-counts-down",
        what="A log turned on its side: one column per date, rows for children, caregivers and their total.",
        file="Toddler Time Spring.xlsx",
        content=book.to_bytes,
        row_is="session",
        expect=(("participants_unique", {}, None),),
        or_none=(("attendance_total", {}, visits), ("sessions_held", {}, len(days))),
        never=(
            *wrong_figures(
                "attendance_total", 2 * visits, 4 * visits, sum(children), sum(caregivers), 24, 32
            ),
            *wrong_figures("sessions_held", 1, 3, 4, 9),
            *wrong_figures("participants_unique", 1, 2, 3, 4),
        ),
    )


MONTH_TABS = {
    "ENERO": [(11, "Cuentacuentos", 18, 7), (18, "Taller de títeres", 14, 5), (25, "Cuentacuentos", 21, 9)],
    "FEBRERO": [(1, "Cuentacuentos", 16, 8), (8, "Club de lectura", 0, 12), (15, "Cuentacuentos", 19, 6)],
    "MARZO": [(1, "Cuentacuentos", 23, 10), (8, "Taller de cómic", 17, 1), (22, "Cuentacuentos", 20, 8)],
}


def build_month_tabs_with_summary() -> Shape:
    """Build a tab per month and a summary tab whose formulas add up the others."""
    book = Book()
    leaders = ["Edelmira Brezomonte", "Toribio Naranjalto"]
    summary: list[list[Any]] = [["RESUMEN TRIMESTRAL"], [], ["Mes", "Talleres", "Asistentes"]]
    sessions = visits = 0
    for month, (tab, log) in enumerate(MONTH_TABS.items(), 1):
        rows: list[list[Any]] = [
            ["Biblioteca Popular Riosonado"],
            [f"Asistencia a talleres, {tab.lower()} de 2025"],
            [],
            ["Fecha", "Taller", "Tallerista", "Niños", "Adultos", "Total"],
        ]
        for day, title, children, adults in log:
            total = Formula(f"=D{len(rows) + 1}+E{len(rows) + 1}", children + adults)
            leader = leaders[title != "Cuentacuentos"]
            rows.append([date(2025, month, day), title, leader, children, adults, total])
        month_sum = sum(children + adults for _, _, children, adults in log)
        rows += [[], ["Total del mes", None, None, None, None, sum_formula("F", 5, len(rows), month_sum)]]
        book.add_sheet(tab, rows, merge=["A1:F1", "A2:F2"], dates="dd/mm/yyyy")
        summary.append([tab.title(), len(log), Formula(f"={tab}!F{len(rows)}", month_sum)])
        sessions, visits = sessions + len(log), visits + month_sum
    summary.append(["TOTAL", sum_formula("B", 4, 6, sessions), sum_formula("C", 4, 6, visits)])
    book.add_sheet("RESUMEN", summary)
    children_only = sum(row[2] for log in MONTH_TABS.values() for row in log)
    return Shape(
        id="month-tabs-with-summary",
        what="A tab of sessions for each month and a tab that sums them, in Spanish; leaders are named.",
        file="Asistencia talleres 2025.xlsx",
        content=book.to_bytes,
        row_is="session",
        expect=(*count_figures(visits, sessions), ("participants_unique", {}, None)),
        never=(
            *wrong_figures("attendance_total", 2 * visits, 3 * visits, 4 * visits, children_only),
            *wrong_figures("sessions_held", 2 * sessions, 3 * sessions, sessions + 3, sessions + 4),
            *wrong_figures("participants_unique", 2),
        ),
        privacy=tuple(leaders),
    )


COUNTS: tuple[Shape, ...] = (
    build_door_counter_grid(),
    build_daily_statistics(),
    build_consolidated_branch_report(),
    build_program_month_pairs(),
    build_school_year_months(),
    build_weekly_and_cumulative(),
    build_outreach_barangay_columns(),
    build_dates_across(),
    build_month_tabs_with_summary(),
)
