"""Reports of a month or a year: live and passive programs, targets, pivots, indicators, two languages."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from tests.support.shapes.definition import (
    NO_MONEY,
    NO_PEOPLE,
    Shape,
    count_figures,
    other_figures,
    seeded,
    sum_columns,
    wrong_figures,
)
from tests.support.shapes.files import Book, Formula, book_of


def build_live_and_passive() -> Shape:
    """A children's room log in which some rows are take-home kits and scavenger hunts."""
    log: list[tuple[date, str, str, int | None, int | None]] = [
        (date(2026, 4, 1), "Toddler Time", "Live, in person", 21, None),
        (date(2026, 4, 4), "Spring Scavenger Hunt", "Self-directed", None, 64),
        (date(2026, 4, 8), "Toddler Time", "Live, in person", 18, None),
        (date(2026, 4, 11), "Bunny craft kit", "Take-home kit", None, 80),
        (date(2026, 4, 15), "Toddler Time", "Live, in person", 24, None),
        (date(2026, 4, 18), "Earth Day Hike", "Live, off site", 33, None),
        (date(2026, 4, 22), "Toddler Time", "Live, in person", 0, None),
        (date(2026, 4, 25), "Guess the Book jar", "Self-directed", None, 112),
    ]
    rows: list[list[Any]] = [
        ["Youth Services, April 2026"],
        ["Date", "Program", "Program type", "Live attendance", "Passive participation / kits taken"],
        *map(list, log),
    ]
    came = [line[3] for line in log if line[3] is not None]
    taken = sum(line[4] or 0 for line in log)
    rows.append(["Total", None, None, sum(came), taken])
    book = Book()
    book.add_sheet("April", rows)
    return Shape(
        id="live-and-passive",
        what="A children's room log: live programs with attendance, kits and hunts with a number of their own.",
        file="YS April 2026.xlsx",
        content=book.to_bytes,
        row_is="session",
        expect=(("attendance_total", {}, sum(came)), ("sessions_held", {}, len(came)), *NO_PEOPLE),
        never=(
            *wrong_figures("attendance_total", sum(came) + taken, taken, 2 * sum(came)),
            *wrong_figures("sessions_held", 9),
        ),
    )


def build_report_in_sentences() -> Shape:
    """A director's report to the board: each program's numbers are in a sentence."""
    rows: list[list[Any]] = [
        ["Director's Report to the Board of Trustees"],
        ["March 2026"],
        [],
        ["Circulation", "4,218 items, up 3% from February"],
        ["Story time", "5 sessions, 71 attendance"],
        ["Book club", "1 session, 9 attended"],
        ["Visits (door)", "3,905"],
        ["Grants", "$2,500 awarded by the Rotary"],
        ["Next month", "Poetry night April 16, expecting 40"],
    ]
    book = Book()
    book.add_sheet("Report", rows)
    return Shape(
        id="report-in-sentences",
        what="A director's report to the board with numbers in sentences: 5 sessions, 71 attendance.",
        file="Directors report March.xlsx",
        content=book.to_bytes,
        row_is="month-total",
        or_none=(
            ("attendance_total", {}, 80),
            ("sessions_held", {}, 6),
            ("cost_cash", {}, 0),
        ),
        never=(
            *wrong_figures("attendance_total", 3905, 4218, 120, 71, 9),
            *wrong_figures("sessions_held", 1, 5, 7, 9),
        ),
    )


def build_bilingual_headings() -> Shape:
    """A log with headings in two languages, a merged title, and ages that sum to a total."""
    rng = seeded("bilingual-headings")
    rows: list[list[Any]] = [
        ["Programa Familias que Leen / Families That Read"],
        ["Fecha / Date", "Lugar / Place", "Niños / Children", "Adultos / Adults", "Total", "Notas / Notes"],
    ]
    counts: list[tuple[int, int]] = []
    for n in range(8):
        children, adults = rng.randint(6, 20), rng.randint(4, 12)
        counts.append((children, adults))
        place = ("Iglesia San Pablo", "Parque Norte", "Biblioteca / Library")[n % 3]
        total = Formula(f"=C{n + 3}+D{n + 3}", children + adults)
        rows.append([date(2025, 10, 3) + timedelta(weeks=n), place, children, adults, total, None])
    rows[5][5] = "llovió / rain"
    children, adults = sum_columns(counts, 0, 1)
    visits = children + adults
    rows.append(["TOTAL", None, children, adults, visits])
    book = Book()
    book.add_sheet("Otoño-Fall", rows, merge=["A1:F1"])
    return Shape(
        id="bilingual-headings",
        what="A log with every heading in Spanish and English, children, adults, total, a total row.",
        file="Familias que leen.xlsx",
        content=book.to_bytes,
        row_is="session",
        expect=(*count_figures(visits, len(counts)), *NO_PEOPLE),
        never=(
            *wrong_figures("attendance_total", 2 * visits, children, adults, 4 * visits),
            *wrong_figures("sessions_held", len(counts) + 1, 3),
        ),
    )


def build_targets_and_accomplishment() -> Shape:
    """A Philippine accomplishment report: targets, accomplishment and money per activity."""
    log = [
        ("Storytelling sessions in day care centers", 12, 10, 300, 264, 18000, 14500),
        ("Digital literacy training for seniors", 4, 4, 80, 71, 12000, 11200),
        ("Book caravan", 6, 5, 600, 655, 30000, 28350),
    ]
    rows: list[list[Any]] = [
        ["CITY LIBRARY OF BAGONG LUNTIAN"],
        ["ACCOMPLISHMENT REPORT, JANUARY - JUNE 2026"],
        ["Program / Activity", "No. of Sessions", None, "No. of Beneficiaries", None, "Budget (PhP)", None],
        [None, "Target", "Actual", "Target", "Actual", "Allotment", "Utilized"],
        *map(list, log),
    ]
    sums = sum_columns(log, 1, 2, 3, 4, 5, 6)
    rows.append(["TOTAL", *sums])
    rows += [[], ["Prepared by:"], ["Dayang Mutyahon"]]
    book = Book()
    book.add_sheet("1st Sem", rows, merge=["B3:C3", "D3:E3", "F3:G3", "A3:A4", "A1:G1", "A2:G2"])
    return Shape(
        id="targets-and-accomplishment",
        what="A Philippine half-year report: sessions, beneficiaries and money, each with target and actual.",
        file="Accomplishment 1st sem 2026.xlsx",
        content=book.to_bytes,
        row_is="month-total",
        settings={"currency": "PHP"},
        or_none=(
            ("attendance_total", {}, sums[3]),
            ("sessions_held", {}, sums[1]),
            ("cost_cash", {}, sums[5]),
        ),
        expect=(("attendance_total", {}, sums[3]),),
        never=(
            *wrong_figures("attendance_total", sums[2], sums[2] + sums[3], 2 * sums[3]),
            *wrong_figures("sessions_held", sums[0], sums[0] + sums[1], 3, 4),
            *wrong_figures("cost_cash", sums[4], sums[4] + sums[5], 2 * sums[5]),
        ),
        privacy=("Dayang Mutyahon",),
    )


def build_new_and_returning() -> Shape:
    """A computer class counted by new and returning students, with machines in use."""
    rng = seeded("new-and-returning")
    rows: list[list[Any]] = [["Date", "Class", "New", "Returning", "Laptops used", "Instructor hrs"]]
    counts: list[tuple[int, int]] = []
    laptops = 0
    for n in range(11):
        new, returning = rng.randint(0, 5), rng.randint(3, 9)
        counts.append((new, returning))
        machines = new + returning - n % 3
        laptops += machines
        title = ("Email basics", "Using your phone", "Online safety")[n % 3]
        rows.append([date(2026, 1, 6) + timedelta(weeks=n), title, new, returning, machines, 1.5])
    new, returning = sum_columns(counts, 0, 1)
    book = Book()
    book.add_sheet("Classes", rows)
    return Shape(
        id="new-and-returning",
        what="A computer class: new and returning students, laptops used and the instructor's hours.",
        file="Computer classes.xlsx",
        content=book.to_bytes,
        row_is="session",
        expect=(*count_figures(new + returning, len(counts)), *NO_PEOPLE),
        never=(
            *wrong_figures("attendance_total", new, returning, laptops, new + returning + laptops),
            *wrong_figures("attendance_total", new + laptops, returning + laptops),
        ),
    )


def build_pivot_table() -> Shape:
    """A pivot table pasted as values: months, below each its programs, a grand total."""
    rng = seeded("pivot-table")
    titles = ["Chess Club", "Story Hour", "Teen Anime"]
    rows: list[list[Any]] = [[], [], ["Row Labels", "Count of Date", "Sum of Attendance"]]
    held = visits = 0
    for month in ("January", "February", "March"):
        own = [(rng.randint(2, 5), rng.randint(18, 70)) for _ in titles]
        of_month = sum_columns(own, 0, 1)
        rows.append([month, *of_month])
        rows += [[title, *pair] for title, pair in zip(titles, own, strict=True)]
        held, visits = held + of_month[0], visits + of_month[1]
    rows.append(["Grand Total", held, visits])
    book = Book()
    book.add_sheet("Pivot", rows)
    return Shape(
        id="pivot-table",
        what="A pivot table pasted as values: months and below each its programs, count of date, sum of attendance.",
        file="Q1 pivot.xlsx",
        content=book.to_bytes,
        row_is="month-total",
        or_none=(("attendance_total", {}, visits), ("sessions_held", {}, held)),
        never=(
            *wrong_figures("attendance_total", 2 * visits, 3 * visits, held),
            *wrong_figures("sessions_held", 2 * held, 3 * held, 9, 12, 13, 3),
        ),
    )


def build_row_per_audience() -> Shape:
    """A long list: one row per session and audience, so that a session is up to three rows."""
    rng = seeded("row-per-audience")
    rows: list[list[Any]] = [["Event date", "Event", "Audience", "Headcount"]]
    sessions, visits, lines = 5, 0, 0
    for n in range(sessions):
        for audience in ("Children", "Teens", "Adults")[: 2 + n % 2]:
            came = rng.randint(5, 25)
            visits, lines = visits + came, lines + 1
            rows.append([date(2026, 5, 2) + timedelta(weeks=n), "Family Game Day", audience, came])
    book = Book()
    book.add_sheet("Data", rows)
    return Shape(
        id="row-per-audience",
        what="A long list with one row per session and audience: five game days in twelve rows.",
        file="game day data.xlsx",
        content=book.to_bytes,
        row_is="session",
        or_none=(("attendance_total", {}, visits), ("sessions_held", {}, sessions)),
        never=(
            *wrong_figures("sessions_held", lines, lines + 1),
            *wrong_figures("attendance_per_session", visits / lines),
        ),
    )


def build_indicators_of_units() -> Shape:
    """A Mexican library's indicators: rows of different units, months across, a total."""
    rng = seeded("indicators-of-units")
    units = [
        ("Sesiones de lectura realizadas", (4, 9)),
        ("Asistentes a las sesiones", (40, 120)),
        ("Libros prestados a domicilio", (200, 400)),
        ("Horas de voluntariado", (10, 30)),
        ("Gasto en materiales (MXN)", (500, 2000)),
    ]
    months = ("Enero", "Febrero", "Marzo", "Abril", "Mayo", "Junio")
    rows: list[list[Any]] = [
        ["INDICADORES 2026 - Biblioteca Pública Municipal Xocotitlán"],
        ["Indicador", *months, "Total semestre"],
    ]
    totals: list[int] = []
    for label, (low, high) in units:
        own = [rng.randint(low, high) for _ in months]
        totals.append(sum(own))
        rows.append([label, *own, sum(own)])
    sessions, visits, loans, _, spent = totals
    book = Book()
    book.add_sheet("Indicadores", rows)
    return Shape(
        id="indicators-of-units",
        what="A Mexican half-year: sessions, people, loans, volunteer hours and pesos down, months across.",
        file="Indicadores 2026.xlsx",
        content=book.to_bytes,
        row_is="month-total",
        settings={"currency": "MXN"},
        expect=(*count_figures(visits, sessions), *NO_PEOPLE, ("cost_cash", {}, spent)),
        never=(
            *wrong_figures("attendance_total", 2 * visits, sum(totals), visits + loans, loans, spent),
            *wrong_figures("sessions_held", 2 * sessions, 5, 6, 30),
        ),
    )


def build_staff_hours_by_program() -> Shape:
    """A staff time study: staff down, programs across, hours in the cells."""
    rng = seeded("staff-hours-by-program")
    programs = ("Story time", "Outreach", "Teen", "Desk")
    staff = ("Quenby O.", "Lyle K.", "Verna G.")
    rows: list[list[Any]] = [["Staff time study, week of May 4, 2026 (hours)"], ["Staff", *programs, "Total"]]
    hours = 0.0
    for person in staff:
        own = [rng.randint(1, 20) / 2 for _ in programs]
        hours += sum(own)
        rows.append([person, *own, sum(own)])
    book = Book()
    book.add_sheet("Time", rows)
    return Shape(
        id="staff-hours-by-program",
        what="A staff time study: staff down, programs across, hours in the cells and their total.",
        file="time study.xlsx",
        content=book.to_bytes,
        row_is="person",
        or_none=(
            ("attendance_total", {}, 0),
            ("sessions_held", {}, 0),
            ("participants_unique", {}, 0),
        ),
        expect=NO_MONEY,
        never=wrong_figures("volunteer_value", hours),
        privacy=staff,
    )


def build_guatemala_return() -> Shape:
    """Guatemala: statistical return of a municipal library for the year."""
    data = {
        "Enero": ((3, 41), (1, 12), (0, 0)),
        "Febrero": ((4, 58), (2, 27), (1, 34)),
        "Marzo": ((4, 63), (2, 25), (2, 71)),
        "Abril": ((2, 22), (1, 9), (1, 28)),
        "Mayo": ((4, 55), (2, 31), (2, 66)),
        "Junio": ((4, 49), (3, 38), (1, 30)),
        "Julio": ((5, 72), (2, 24), (2, 59)),
        "Agosto": ((4, 60), (2, 29), (3, 97)),
        "Septiembre": ((3, 37), (1, 15), (1, 42)),
        "Octubre": ((4, 51), (2, 22), (2, 64)),
    }
    before = ((38, 466), (15, 201), (12, 388))
    months = list(data)

    def line(label: str, kinds: tuple[tuple[int, int], ...]) -> list[Any]:
        flat = [v for k in kinds for v in k]
        return [label, *flat, sum(k[0] for k in kinds), sum(k[1] for k in kinds)]

    def add(names: list[str]) -> tuple[tuple[int, int], ...]:
        return tuple((sum(data[m][i][0] for m in names), sum(data[m][i][1] for m in names)) for i in range(3))

    body = []
    for i in range(0, len(months), 3):
        part = months[i : i + 3]
        body += [line(m, data[m]) for m in part]
        if len(part) == 3:
            body.append(
                line(
                    f"Subtotal {i // 3 + 1}.er trimestre" if i // 3 in (0, 2) else "Subtotal 2.º trimestre",
                    add(part),
                )
            )
    body += [["Noviembre"], ["Diciembre"]]
    whole = add(months)
    sessions, t = sum(k[0] for k in whole), sum(k[1] for k in whole)
    old_sessions, old = sum(k[0] for k in before), sum(k[1] for k in before)
    rows = [
        ["MINISTERIO DE CULTURA - RED DE BIBLIOTECAS - BOLETA ESTADÍSTICA 2025"],
        ["Biblioteca:", "Municipal de San Andrés Itzapar", None, None, "Código:", "04-117"],
        [],
        ["Mes", "Hora del cuento", None, "Talleres", None, "Visitas de escuelas", None, "TOTAL", None],
        [
            None,
            "Sesiones",
            "Asistentes",
            "Sesiones",
            "Asistentes",
            "Sesiones",
            "Asistentes",
            "Sesiones",
            "Asistentes",
        ],
        *body,
        line("TOTAL A LA FECHA", whole),
        line("Total año 2024", before),
    ]
    return Shape(
        id="guatemala-return",
        what="Guatemalan return of a year: sessions and attendance of three activities by month, subtotals of quarters, last year's total, two months still empty.",
        file="boleta estadistica 2025.xlsx",
        content=book_of(("Boleta", rows, ["A1:I1", "A4:A5", "B4:C4", "D4:E4", "F4:G4", "H4:I4"])),
        row_is="month-total",
        expect=count_figures(t, sessions),
        never=(
            *other_figures(
                "attendance_total",
                t,
                2 * t,
                3 * t,
                4 * t,
                t + old,
                old,
                2 * t + old,
                t + sessions,
                whole[0][1],
            ),
            *other_figures(
                "sessions_held",
                sessions,
                2 * sessions,
                3 * sessions,
                sessions + old_sessions,
                old_sessions,
                len(data),
                len(data) - 1,
                12,
                30,
            ),
        ),
    )


MONTHLY_REPORTS = (
    build_live_and_passive(),
    build_report_in_sentences(),
    build_bilingual_headings(),
    build_targets_and_accomplishment(),
    build_new_and_returning(),
    build_pivot_table(),
    build_row_per_audience(),
    build_indicators_of_units(),
    build_staff_hours_by_program(),
    build_guatemala_return(),
)
