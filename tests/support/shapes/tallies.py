"""Counts of a desk: tally strokes, places or weekdays across, counts in words."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from tests.support.shapes.definition import (
    NO_PEOPLE,
    Shape,
    count_figures,
    seeded,
    sum_columns,
    wrong_figures,
)
from tests.support.shapes.files import Book, Formula, sum_formula


def build_tally_strokes() -> Shape:
    """A craft table's tally in strokes, one line per Saturday, with fives written IIII/."""
    rng = seeded("tally-strokes")
    days = [date(2025, 7, 5) + timedelta(weeks=n) for n in range(6)]
    counts = [(rng.randint(3, 14), rng.randint(2, 9)) for _ in days]

    def strokes(count: int) -> str:
        return " ".join(["IIII/"] * (count // 5) + ["I" * (count % 5)] * (count % 5 > 0))

    rows: list[list[Any]] = [["Craft table tally - Summer"], [], ["Saturday", "Kids", "Grown-ups"]]
    rows += [[day, strokes(kids), strokes(adults)] for day, (kids, adults) in zip(days, counts, strict=True)]
    kids, adults = sum_columns(counts, 0, 1)
    book = Book()
    book.add_sheet("Tally", rows)
    return Shape(
        id="tally-strokes",
        what="A craft table's tally in strokes, IIII/ for five, children and adults, one line per Saturday.",
        file="craft tally summer.xlsx",
        content=book.to_bytes,
        row_is="session",
        expect=(*count_figures(kids + adults, len(days)), *NO_PEOPLE),
        never=(
            *wrong_figures("attendance_total", kids, adults, 2 * len(days), len(days)),
            *wrong_figures("sessions_held", 2 * len(days)),
        ),
    )


def build_two_columns_per_month() -> Shape:
    """Programs down, two columns for each month in one heading row."""
    rng = seeded("two-columns-per-month")
    months = ("Jan", "Feb", "Mar", "Apr")
    titles = ["Baby Bounce", "Chair Yoga", "Lego Club", "Tech Tutor", "Book Group"]
    rows: list[list[Any]] = [
        ["Programs 2026, Carrow County Library"],
        [],
        ["Program", *(f"{month} {what}" for month in months for what in ("Progs", "Attend."))],
    ]
    rows[2] += ["Total Progs", "Total Attend."]
    held = visits = 0
    for title in titles:
        own = [(rng.randint(1, 5), rng.randint(11, 60)) for _ in months]
        held_here, came = sum_columns(own, 0, 1)
        rows.append([title, *(number for pair in own for number in pair), held_here, came])
        held, visits = held + held_here, visits + came
    book = Book()
    book.add_sheet("2026", rows)
    return Shape(
        id="two-columns-per-month",
        what="Programs down, two columns for each month (Jan Progs, Jan Attend.), totals on the right.",
        file="program stats jan-apr.xlsx",
        content=book.to_bytes,
        row_is="month-total",
        expect=(*count_figures(visits, held), *NO_PEOPLE),
        never=(
            *wrong_figures("attendance_total", 2 * visits, visits + held, 2 * (visits + held), held),
            *wrong_figures("sessions_held", 5, 20, 40, 2 * held),
        ),
    )


def build_branches_across() -> Shape:
    """A weekly story time at three branches, one column for each, and their sum."""
    rng = seeded("branches-across")
    branches = ("Main", "Eastlake", "Tollgate Rd.")
    weeks = [date(2026, 2, 3) + timedelta(weeks=n) for n in range(9)]
    rows: list[list[Any]] = [["STORY TIME ATTENDANCE BY BRANCH"], ["Week of", *branches, "All branches"]]
    counts: list[list[int | None]] = []
    for number, week in enumerate(weeks, 3):
        own: list[int | None] = [rng.randint(8, 30) for _ in branches]
        if number == 6:
            own[1] = None
        counts.append(own)
        total = sum(value or 0 for value in own)
        rows.append([week, *own, Formula(f"=SUM(B{number}:D{number})", total)])
    sums = sum_columns(counts, 0, 1, 2)
    visits = sum(sums)
    rows.append(["Total", *(sum_formula("BCD"[n], 3, 11, sums[n]) for n in range(3)), visits])
    sessions = 3 * len(weeks) - 1
    book = Book()
    book.add_sheet("Spring", rows)
    return Shape(
        id="branches-across",
        what="A weekly story time at three branches: one column per branch, their sum, one blank, totals.",
        file="Story time by branch.xlsx",
        content=book.to_bytes,
        row_is="session",
        answers={"columns_of_places": "held"},
        expect=(("attendance_total", {}, visits), ("sessions_held", {}, sessions), *NO_PEOPLE),
        without_answers=(("attendance_total", {}, visits),),
        never=(
            *wrong_figures("attendance_total", 2 * visits, 4 * visits, *sums),
            *wrong_figures("sessions_held", len(weeks), len(weeks) + 1, 3 * len(weeks)),
            *wrong_figures("attendance_per_session", visits / len(weeks)),
        ),
    )


def build_weekdays_across() -> Shape:
    """Homework help: one row per week, one column per weekday; a holiday in words."""
    rng = seeded("weekdays-across")
    weeks = [date(2025, 9, 8) + timedelta(weeks=n) for n in range(7)]
    rows: list[list[Any]] = [
        ["Homework Help - students served"],
        ["Week beginning", "Mon", "Tue", "Wed", "Thu", "Week total"],
    ]
    counts: list[int] = []
    for week in weeks:
        own: list[Any] = [rng.randint(4, 19) for _ in range(4)]
        if week == date(2025, 10, 13):
            own[0] = "CLOSED"
        numbers = [value for value in own if isinstance(value, int)]
        counts += numbers
        rows.append([week, *own, sum(numbers)])
    rows.append(["TOTAL", None, None, None, None, sum(counts)])
    visits, sessions = sum(counts), len(counts)
    book = Book()
    book.add_sheet("Fall", rows)
    return Shape(
        id="weekdays-across",
        what="Homework help: a row per week, a column per weekday, the week's total, one day closed.",
        file="HW help fall.xlsx",
        content=book.to_bytes,
        row_is="session",
        expect=(*count_figures(visits, sessions), *NO_PEOPLE),
        never=(
            *wrong_figures("attendance_total", 2 * visits, 3 * visits),
            *wrong_figures("sessions_held", len(weeks), len(weeks) + 1, 4 * len(weeks), 4),
            *wrong_figures("attendance_per_session", visits / len(weeks)),
        ),
    )


def build_counts_in_spanish_words() -> Shape:
    """A Mexican reading room's notebook: who came is written in words."""
    log = [
        ("12/01/2026", "Cuentos de invierno", "23 niños y 4 adultos", 27),
        ("19/01/2026", "Teatro guiñol", "15 niñas, 12 niños y 3 maestras", 30),
        ("26/01/2026", "Taller de papel", "no vino nadie", 0),
        ("02/02/2026", "La Candelaria en cuentos", "9 mamás con 14 bebés", 23),
        ("09/02/2026", "Lectura en voz alta", "suspendida por lluvia", None),
        ("16/02/2026", "Adivinanzas", "8 niños, 1 abuelita", 9),
        ("23/02/2026", "Cine club", "31 jóvenes", 31),
    ]
    rows: list[list[Any]] = [["SALA DE LECTURA EL MEZQUITE"], ["Fecha", "Actividad", "¿Quiénes vinieron?"]]
    rows += [list(line[:3]) for line in log]
    counts = [line[3] for line in log if line[3] is not None]
    book = Book()
    book.add_sheet("Bitácora", rows)
    return Shape(
        id="counts-in-spanish-words",
        what="A Mexican notebook: '23 niños y 4 adultos', '9 mamás con 14 bebés', 'no vino nadie'.",
        file="bitacora sala de lectura.xlsx",
        content=book.to_bytes,
        row_is="session",
        expect=(*count_figures(sum(counts), len(counts)), *NO_PEOPLE),
        never=(
            *wrong_figures("attendance_total", 23 + 15 + 9 + 8 + 31),
            *wrong_figures("sessions_held", len(log), 1),
        ),
    )


def build_present_of_enrolled() -> Shape:
    """Classes visited by a bookmobile: present/enrolled in one cell, one class absent."""
    rng = seeded("present-of-enrolled")
    log: list[tuple[date, str, int, int]] = []
    for n in range(10):
        enrolled = rng.randint(16, 27)
        day = date(2026, 3, 3) + timedelta(days=2 * n)
        log.append((day, f"Grade {n % 5 + 1}", enrolled - rng.randint(1, 6), enrolled))
    rows: list[list[Any]] = [["Date", "Class", "Teacher", "Present/Enrolled", "Books read aloud"]]
    rows += [
        [day, grade, ("Mrs. A", "Mr. B")[n % 2], f"{present}/{enrolled}", 1 + n % 3]
        for n, (day, grade, present, enrolled) in enumerate(log)
    ]
    present, enrolled = sum_columns(log, 2, 3)
    book = Book()
    book.add_sheet("Class visits", rows)
    return Shape(
        id="present-and-enrolled-in-one-cell",
        what="Class visits with present/enrolled in one cell such as 18/22, under a heading that says so.",
        file="Class visits March.xlsx",
        content=book.to_bytes,
        row_is="session",
        expect=(*count_figures(present, len(log)), *NO_PEOPLE),
        never=wrong_figures(
            "attendance_total", enrolled, present + enrolled, sum(1 + n % 3 for n in range(10))
        ),
    )


TALLIES = (
    build_tally_strokes(),
    build_two_columns_per_month(),
    build_branches_across(),
    build_weekdays_across(),
    build_counts_in_spanish_words(),
    build_present_of_enrolled(),
)
