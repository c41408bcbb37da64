"""Lists of names: families that sign in, arrival times, letters in Filipino, certificates, a waiting list."""

from __future__ import annotations

from datetime import date, time, timedelta
from typing import Any

from tests.support.shapes.definition import (
    NO_ATTENDANCE,
    Shape,
    count_figures,
    figure,
    other_figures,
    seeded,
    wrong_figures,
)
from tests.support.shapes.files import Book, book_of, csv_of
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


def build_esl_waiting_list() -> Shape:
    """US: waiting list for an English conversation circle."""
    people = [
        ("Yusra Al-Homsi", "614-555-0142", "Arabic", "1/6", "low", "2/3", "in Tues. group since 2/4"),
        ("Fatou Diallo", "614-555-0177", "Fulani / French", "1/9", "none", "2/3", "in Tues. group since 2/4"),
        ("Nelson Quispe", "614-555-0108", "Spanish", "1/13", "mid", "2/3, 2/10", "left msg. twice"),
        ("Thuy Pham", "614-555-0121", "Vietnamese", "1/15", "low", "2/5", "found class at church, take off"),
        ("Marie-Ange Desir", "614-555-0190", "Haitian Creole", "1/22", "none", None, None),
        ("Goran Petkovski", "614-555-0133", "Macedonian", "1/28", "mid", None, "only evenings"),
        ("Selam Tesfaye", "614-555-0116", "Amharic", "2/3", "low", None, None),
        ("her sister Hanna", "same phone", "Amharic", "2/3", "none", None, "together w/ Selam please"),
        ("Ildar Safin", "614-555-0155", "Russian / Tatar", "2/12", "high", None, "maybe volunteer instead?"),
    ]
    rows = [
        ["WAITING LIST - English conversation circle, spring (room holds 12!!)"],
        [],
        ["#", "Name", "Phone", "Speaks", "Asked on", "English?", "Called", "What happened"],
        *[[i, *p] for i, p in enumerate(people, 1)],
        *[[i] for i in range(len(people) + 1, 14)],
    ]
    return Shape(
        id="esl-waiting-list",
        what="US waiting list for a conversation circle: day of the request, calls and results, numbered empty lines at the foot.",
        file="ESL wait list.xlsx",
        content=book_of(("list", rows, ["A1:H1"])),
        row_is="person",
        expect=(*NO_ATTENDANCE, figure("cost_cash", None)),
        never=(
            *other_figures("attendance_total", (), len(people), 13, 12),
            *other_figures("sessions_held", (), 1, 3, 5),
        ),
    )


def build_kerala_workshop() -> Shape:
    """India: register of a workshop for librarians."""
    people = [
        ("Sri. Abhilash K.R.", "Jawahar Library, Edamon", "Librarian", "Sd/-", "Sd/-"),
        ("Smt. Bindu Sasidharan", "Navodaya Grandhasala, Ottakkal", "Librarian", "Sd/-", "Sd/-"),
        ("Smt. Deepthi Mol", "EMS Vayanasala, Punnala", "Secretary", "Sd/-", "Ab"),
        ("Sri. Gireesan Pillai", "Jawahar Library, Edamon", "Committee member", "Ab", "Ab"),
        ("Sri. Haridas V.", "Sree Chithira Library, Alayamon", "Librarian", "Sd/-", "Sd/-"),
        ("Smt. Jameela Beevi", "Prabhath Library, Karavaloor", "Librarian", "Sd/-", "Sd/-"),
        ("Sri. Mathew Chacko", "Deepam Library, Anchal", "Secretary", "Ab", "Sd/-"),
        ("Smt. Omana Gopi", "Navodaya Grandhasala, Ottakkal", "Secretary", "Sd/-", "Sd/-"),
        ("Sri. Shaji Neduvila", "EMS Vayanasala, Punnala", "Librarian", "Sd/-", "Sd/-"),
        ("Smt. Usha Kumari T.", "Sree Chithira Library, Alayamon", "Balavedi convenor", "Sd/-", "Ab"),
    ]
    faculty = [
        ("Dr. K. Sreekumar", "Dept. of Library Science", "Sd/-", "Sd/-"),
        ("Smt. Anjana Mohan", "District Library Council", "Sd/-", "-"),
    ]
    t = sum(c == "Sd/-" for p in people for c in p[3:])
    names = sum("Sd/-" in p for p in people)
    signed_faculty = sum(c == "Sd/-" for p in faculty for c in p)
    rows = [
        ["Taluk Library Council - Children's library corner: training for librarians"],
        ["Venue: Taluk Office Conference Hall", None, None, None, "10.05.2025 & 11.05.2025"],
        [],
        ["Attendance of participants"],
        ["Sl.No", "Name", "Library", "Designation", "10.05.2025", "11.05.2025"],
        *[[i, *p] for i, p in enumerate(people, 1)],
        [None, None, None, "Present", *[sum(p[i] == "Sd/-" for p in people) for i in (3, 4)]],
        [],
        ["Resource persons"],
        ["Sl.No", "Name", "Institution", None, "10.05.2025", "11.05.2025"],
        *[[i, p[0], p[1], None, p[2], p[3]] for i, p in enumerate(faculty, 1)],
        [],
        ["Sd/- = signed in the register;  Ab = absent"],
    ]
    return Shape(
        id="kerala-workshop",
        what="Indian register of a workshop of two days with Sd/- for a signature and Ab for absent, resource persons in a second list below.",
        file="training may 2025.xlsx",
        content=book_of(("Register", rows, ["A1:F1"])),
        row_is="person-at-session",
        expect=(*count_figures(t, 2), figure("participants_unique", names)),
        never=(
            *other_figures(
                "attendance_total",
                t,
                t + signed_faculty,
                2 * t,
                2 * len(people),
                2 * (len(people) + len(faculty)),
            ),
            *other_figures(
                "participants_unique", names, len(people), names + len(faculty), len(people) + len(faculty)
            ),
            *other_figures("sessions_held", 2, 1, 4, 3),
        ),
    )


def build_certificate_list() -> Shape:
    """US: children who earn a certificate of a reading program."""
    kids = [
        ("Room 4", "Adaeze N.", 8, 12),
        ("Room 4", "Benji T.", 6, 5),
        ("Room 4", "Carmen R.", 7, 9),
        ("Room 4", "Dov S.", 3, 2),
        ("Room 6", "Elif K.", 8, 15),
        ("Room 6", "Frankie W.", 5, 4),
        ("Room 6", "Gus L.", 7, 7),
        ("Room 6", "Hana M.", 8, 10),
        ("Room 9", "Ines P.", 6, 6),
        ("Room 9", "Jonah B.", 2, 1),
        ("Room 9", "Kaya D.", 7, 11),
    ]
    t, books = sum(k[2] for k in kids), sum(k[3] for k in kids)
    enough = [k for k in kids if k[2] >= 6]
    rows = [
        ["READING BUDDIES - who gets a certificate?"],
        ["8 Mondays, Jan 27 - Mar 24 (none on Presidents' Day). 6 or more = certificate."],
        [],
        ["Room", "Child", "Mondays here (of 8)", "Books finished", "Certificate"],
        *[[*k, "YES" if k[2] >= 6 else "no - sticker"] for k in kids],
        [],
        ["print:", f"{len(enough)} certificates", None, f"{books} books!!", None],
    ]
    return Shape(
        id="certificate-list",
        what="US list of children with the number of Mondays attended out of eight and of books finished, for certificates.",
        file="buddies certificates.xlsx",
        content=book_of(("Sheet1", rows, ["A1:E1", "A2:E2"])),
        row_is="person",
        expect=(figure("attendance_total", t), figure("participants_unique", len(kids))),
        or_none=(figure("sessions_held", 8),),
        never=(
            *other_figures("attendance_total", t, books, t + books, len(enough), 8 * len(kids), len(kids)),
            *other_figures("participants_unique", len(kids), len(enough), t),
            *other_figures("sessions_held", 8, len(kids), 1),
        ),
    )


def build_reader_cards() -> Shape:
    """Guatemala: register of library cards."""
    people = [
        ("0101", "Tojín Raymundo, Elena", "F", "12", "Xoncá", "14/01/2025", "7", "ixil"),
        ("0102", "Brito Cobo, Miguel", "M", "9", "Xoncá", "14/01/2025", "3", "ixil"),
        ("0103", "Cedillo Pérez, Ana", "F", "34", "Centro", "16/01/2025", "1", "español"),
        ("0104", "Raymundo Bernal, Pedro", "M", "11", "Pulay", "21/01/2025", "0", "ixil"),
        ("0105", "Marcos Guzaro, Juana", "F", "10", "Pulay", "21/01/2025", "5", "ixil"),
        ("0106", "Ceto Brito, Diego", "M", "15", "Centro", "04/02/2025", "2", "ixil"),
        ("0107", "Velasco López, Rosa", "F", "27", "Centro", "11/02/2025", "4", "español"),
        ("0108", "Chel Santiago, Teresa", "F", "8", "Xoncá", "11/02/2025", "6", "ixil"),
    ]
    rows = [
        [
            "No. carné",
            "Apellidos y nombres",
            "Sexo",
            "Edad",
            "Aldea",
            "Fecha de inscripción",
            "Libros prestados a la fecha",
            "Idioma",
        ],
        *people,
    ]
    loans = sum(int(p[6]) for p in people)
    return Shape(
        id="reader-cards",
        what="Guatemalan CSV of library cards with the day of enrolment and the loans so far.",
        file="padron_lectores.csv",
        content=csv_of(rows, ",", "utf-8-sig"),
        row_is="person",
        expect=(*NO_ATTENDANCE, figure("books_at_stage", None)),
        never=(
            *other_figures("attendance_total", (), len(people), loans),
            *other_figures("sessions_held", (), 5, len(people)),
            *other_figures("books_at_stage", (), loans),
        ),
    )


NAME_LISTS = (
    build_sign_in_with_children(),
    build_arrival_times(),
    build_filipino_letters(),
    build_punch_card(),
    build_volunteer_availability(),
    build_enrolment_form(),
    build_sessions_attended_of_eight(),
    build_esl_waiting_list(),
    build_kerala_workshop(),
    build_certificate_list(),
    build_reader_cards(),
)
