"""Lists of names: families that sign in, arrival times, letters in Filipino, punch cards, certificates."""

from __future__ import annotations

from datetime import date, time, timedelta
from typing import Any

from tests.support.shapes.definition import NO_ATTENDANCE, Shape, seeded, wrong_figures
from tests.support.shapes.files import Book
from tests.support.shapes.names import invent_names


def build_sign_in_with_children() -> Shape:
    """One evening's sign-in sheet: each adult writes how many children came along."""
    rng = seeded("sign-in-with-children")
    names = invent_names(rng, "us", 15)
    children = [rng.randint(0, 4) for _ in names]
    rows: list[list[Any]] = [
        ["Dr. Seuss Night SIGN-IN"],
        ["Date: March 2, 2026", None, "Presenter: Miss Dovie"],
        ["Name", "# of children with you", "ZIP"],
    ]
    rows += [[name, number, "441" + str(10 + number)] for name, number in zip(names, children, strict=True)]
    book = Book()
    book.add_sheet("Sign in", rows)
    visits = len(names) + sum(children)
    return Shape(
        id="sign-in-with-children",
        what="One evening's sign-in: each adult signs and writes how many children came along.",
        file="Seuss night sign in.xlsx",
        content=book.to_bytes,
        row_is="person-at-session",
        or_none=(("attendance_total", {}, visits), ("sessions_held", {}, 1)),
        never=(
            *wrong_figures("attendance_total", len(names), sum(children)),
            *wrong_figures("sessions_held", len(names)),
        ),
        privacy=tuple(names),
    )


def build_arrival_times() -> Shape:
    """A register whose cells are the times of arrival; a blank is an absence."""
    rng = seeded("arrival-times")
    names = invent_names(rng, "ph", 12)
    days = [date(2026, 6, 6) + timedelta(weeks=n) for n in range(5)]
    rows: list[list[Any]] = [["READING TUTORIAL - TIME IN"], ["No.", "Name of Child", "Grade", *days]]
    visits = 0
    for number, name in enumerate(names, 1):
        own = [time(8, rng.randint(0, 50)) if rng.random() < 0.75 else None for _ in days]
        own[0] = time(8, number)
        visits += sum(cell is not None for cell in own)
        rows.append([number, name, rng.randint(1, 4), *own])
    book = Book()
    book.add_sheet("June-July", rows)
    return Shape(
        id="arrival-times",
        what="A register of children by date whose cells are arrival times; a blank is an absence.",
        file="tutorial time in.xlsx",
        content=book.to_bytes,
        row_is="person-at-session",
        or_none=(
            ("attendance_total", {}, visits),
            ("sessions_held", {}, len(days)),
            ("participants_unique", {}, len(names)),
        ),
        never=wrong_figures("attendance_total", len(names), len(names) * len(days)),
        privacy=tuple(names),
    )


def build_filipino_letters() -> Shape:
    """A Filipino register with D, L and H, explained below the list."""
    rng = seeded("filipino-letters")
    names = sorted(invent_names(rng, "ph", 14))
    days = [
        f"{month} {day}" for month, day in (("Hul", 4), ("Hul", 11), ("Hul", 18), ("Hul", 25), ("Ago", 1))
    ]
    rows: list[list[Any]] = [
        ["TALAAN NG PAGDALO 2026 - Pagbasa sa Barangay Mahabang Sapa"],
        ["Blg.", "Pangalan ng bata", "Edad", *days],
    ]
    marks: list[str] = []
    for number, name in enumerate(names, 1):
        own = rng.choices("DLH", (75, 15, 10), k=5)
        own[0] = "D"
        marks += own
        rows.append([number, name, rng.randint(6, 12), *own])
    rows += [[], [None, "D - dumalo, L - liban, H - huli"]]
    book = Book()
    book.add_sheet("Pagdalo", rows)
    present = len(marks) - marks.count("L")
    return Shape(
        id="filipino-letters",
        what="A Filipino register with D (dumalo), L (liban) and H (huli), explained below the list.",
        file="Talaan ng pagdalo.xlsx",
        content=book.to_bytes,
        row_is="person-at-session",
        expect=(
            ("attendance_total", {}, present),
            ("sessions_held", {}, 5),
            ("participants_unique", {}, len(names)),
            ("attendance_rate", {}, present / len(marks)),
        ),
        never=(
            *wrong_figures("attendance_total", marks.count("D"), len(marks)),
            *wrong_figures("attendance_rate", 1.0, marks.count("D") / len(marks)),
        ),
        privacy=tuple(names),
    )


def build_punch_card() -> Shape:
    """Punch cards: children down, ten numbered visits across, a prize at ten."""
    rng = seeded("punch-card")
    names = invent_names(rng, "us", 13)
    rows: list[list[Any]] = [["Reader Punch Cards 2026"], ["Child", "Age", *range(1, 11), "Prize picked up"]]
    punches = 0
    for name in names:
        own = rng.randint(2, 10)
        punches += own
        rows.append(
            [name, rng.randint(5, 11), *["X"] * own, *[None] * (10 - own), "yes" if own == 10 else None]
        )
    book = Book()
    book.add_sheet("Cards", rows)
    return Shape(
        id="punch-card",
        what="Punch cards of children: ten numbered punches across, filled from the left, a prize at ten.",
        file="punch cards.xlsx",
        content=book.to_bytes,
        row_is="person-at-session",
        or_none=(("attendance_total", {}, punches), ("participants_unique", {}, len(names))),
        never=(
            *wrong_figures("attendance_total", len(names), 10 * len(names)),
            *wrong_figures("attendance_rate", punches / (10 * len(names))),
        ),
        privacy=tuple(names),
    )


def build_volunteer_availability() -> Shape:
    """A volunteer roster: availability by weekday, no hours and no attendance."""
    rng = seeded("volunteer-availability")
    names = invent_names(rng, "us", 11)
    rows: list[list[Any]] = [
        ["VOLUNTEER ROSTER"],
        ["Name", "Phone", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Background check"],
    ]
    for number, name in enumerate(names):
        own = [rng.choice(["AM", "PM", "Both", None]) for _ in range(6)]
        rows.append([name, f"555-01{number:02}", *own, date(2025, 3, 1) + timedelta(days=number)])
    book = Book()
    book.add_sheet("Roster", rows)
    return Shape(
        id="volunteer-availability",
        what="A volunteer roster: when each person can come, AM, PM or both by weekday; nothing held.",
        file="volunteer roster.xlsx",
        content=book.to_bytes,
        row_is="person",
        expect=NO_ATTENDANCE,
        privacy=tuple(names),
    )


def build_enrolment_form() -> Shape:
    """A list of enrolled children with guardians and allergies, before the first session."""
    rng = seeded("enrolment-form")
    names = invent_names(rng, "es", 16)
    rows: list[list[Any]] = [
        ["INSCRIPCIONES CURSO DE VERANO 2026"],
        [
            "Folio",
            "Nombre del niño(a)",
            "Fecha de nacimiento",
            "Edad",
            "Tutor",
            "Alergias",
            "Taller",
            "Cuota",
        ],
    ]
    guardians = invent_names(rng, "es", 16)
    for number, (name, guardian) in enumerate(zip(names, guardians, strict=True), 1):
        born = date(2015, 1, 1) + timedelta(days=97 * number)
        workshop = ("Cuentacuentos", "Robótica", "Pintura")[number % 3]
        rows.append([number, name, born, 2026 - born.year, guardian, "ninguna", workshop, 150])
    book = Book()
    book.add_sheet("Inscritos", rows, dates="dd/mm/yyyy")
    return Shape(
        id="enrolment-form",
        what="A Mexican list of enrolled children: birth dates, guardians, allergies, workshop, fee; not attendance.",
        file="Inscripciones verano.xlsx",
        content=book.to_bytes,
        row_is="person",
        settings={"currency": "MXN"},
        expect=(("attendance_total", {}, None), ("sessions_held", {}, None)),
        never=wrong_figures("cost_cash", 150, 2400),
        privacy=(*names, *guardians),
    )


def build_sessions_attended_of_eight() -> Shape:
    """A certificate list: how many of eight sessions each person attended."""
    rng = seeded("sessions-attended-of-eight")
    names = invent_names(rng, "us", 12)
    attended = [rng.randint(3, 8) for _ in names]
    rows: list[list[Any]] = [
        ["ESL Conversation Circle, Winter 2026 - 8 sessions"],
        ["Participant", "Sessions attended", "Out of", "Certificate (6+)"],
    ]
    rows += [[name, own, 8, "Y" if own > 5 else "N"] for name, own in zip(names, attended, strict=True)]
    book = Book()
    book.add_sheet("Certificates", rows)
    visits = sum(attended)
    return Shape(
        id="sessions-attended-of-eight",
        what="A certificate list: how many of eight sessions each person attended, and who gets one.",
        file="ESL certificates.xlsx",
        content=book.to_bytes,
        row_is="person",
        or_none=(
            ("attendance_total", {}, visits),
            ("sessions_held", {}, 8),
            ("participants_unique", {}, len(names)),
            ("attendance_rate", {}, visits / 96),
        ),
        never=(
            *wrong_figures("attendance_total", visits + 96, 96, len(names)),
            *wrong_figures("sessions_held", len(names), visits),
        ),
        privacy=tuple(names),
    )


NAME_LISTS = (
    build_sign_in_with_children(),
    build_arrival_times(),
    build_filipino_letters(),
    build_punch_card(),
    build_volunteer_availability(),
    build_enrolment_form(),
    build_sessions_attended_of_eight(),
)
