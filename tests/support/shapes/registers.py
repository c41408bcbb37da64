"""Lists of people: registers, sign-in sheets, reading logs, test scores, survey answers."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import partial
from typing import Any

from openpyxl.utils import get_column_letter

from tests.support.shapes.definition import NO_ATTENDANCE, Figure, Shape, seeded, wrong_figures
from tests.support.shapes.files import Book, Formula, write_csv
from tests.support.shapes.names import invent_names, invent_people


def build_month_over_day() -> Shape:
    """Build a Spanish register with the month above the day; one pupil leaves."""
    rng = seeded("month-over-day")
    pupils = sorted(f"{last}, {first}" for first, last in invent_people(rng, "es", 17))
    days = [(3, d) for d in (3, 10, 17, 24, 31)] + [(4, d) for d in (7, 14, 28)]
    marks: dict[tuple[str, int], str] = {}
    left = pupils[11]
    for pupil in pupils:
        for day in range(3 if pupil == left else len(days)):
            is_first = day == 0
            marks[pupil, day] = "P" if is_first else rng.choices("PFJ", (80, 14, 6))[0]
    rows: list[list[Any]] = [
        ["TALLER DE LECTURA EN VOZ ALTA"],
        ["Biblioteca Comunal de Jarallano", None, "Registro de asistencia, marzo y abril de 2025"],
        [],
        ["N.º", "Apellidos y nombres", "MARZO", None, None, None, None, "ABRIL", None, None, "TOTAL"],
        [None, None, *(day for _, day in days), "Asist.", "Faltas", "Observaciones"],
    ]
    for number, pupil in enumerate(pupils, 1):
        own = [marks.get((pupil, day)) for day in range(len(days))]
        cells = f"C{number + 5}:J{number + 5}"
        totals = [Formula(f'=COUNTIF({cells},"{mark}")', own.count(mark)) for mark in "PF"]
        rows.append([number, pupil, *own, *totals, "Se retiró el 20/03" if pupil == left else None])
    rows += [[], [None, "P = presente    F = falta    J = falta justificada"]]
    written = list(marks.values())
    present, absent, excused = (written.count(mark) for mark in "PFJ")
    book = Book()
    book.add_sheet("Registro", rows, merge=["A1:M1", "C4:G4", "H4:J4", "K4:L4", "A4:A5", "B4:B5"])
    return Shape(
        id="month-over-day",
        what="A Spanish register with the month above the day, P, F and J, totals, one pupil who left.",
        file="Registro taller 2025.xlsx",
        content=book.to_bytes,
        row_is="person-at-session",
        expect=(
            ("attendance_total", {}, present),
            ("sessions_held", {}, len(days)),
            ("participants_unique", {}, len(pupils)),
            ("attendance_rate", {}, present / (present + absent)),
        ),
        never=(
            *wrong_figures("attendance_total", present + absent, 2 * present, len(pupils), absent),
            *wrong_figures("sessions_held", 10, 11, 2, 1),
            *wrong_figures("participants_unique", len(pupils) + 1),
            *wrong_figures("attendance_rate", present / (len(pupils) * len(days))),
            *wrong_figures("attendance_rate", (present + excused) / len(written)),
        ),
        privacy=tuple(pupils),
    )


def build_check_marks_by_week() -> Shape:
    """Build a class list with check marks by week; a week without a mark was not held."""
    rng = seeded("check-marks-by-week")
    people = sorted(invent_people(rng, "us", 14), key=lambda person: person[1])
    weeks = [(month, week) for month in ("SEPTEMBER", "OCTOBER", "NOVEMBER") for week in range(1, 5)]
    not_held = 6
    marks = {
        (person, week): rng.choices("✓A", (83, 17))[0]
        for person in people
        for week in range(len(weeks))
        if week != not_held
    }
    rows: list[list[Any]] = [
        ["READING BUDDIES - FALL 2024"],
        ["✓ = present   A = absent"],
        [],
        ["Last Name", "First Name", "Gr."],
        [None, None, None],
    ]
    for month, week in weeks:
        rows[3].append(month if week == 1 else None)
        rows[4].append(f"Wk {week}")
    rows[3].append("Times here")
    for number, person in enumerate(people, 6):
        own = [marks.get((person, week)) for week in range(len(weeks))]
        times = Formula(f'=COUNTIF(D{number}:O{number},"✓")', own.count("✓"))
        rows.append([person[1], person[0], rng.randint(1, 3), *own, times])
    rows += [[], ["no meeting Oct. wk 3, staff training day"]]
    present = list(marks.values()).count("✓")
    book = Book()
    months = [f"{get_column_letter(column)}4:{get_column_letter(column + 3)}4" for column in (4, 8, 12)]
    book.add_sheet("Fall", rows, merge=["A1:P1", *months])
    held = len(weeks) - 1
    return Shape(
        id="check-marks-by-week",
        what="A class list with check marks for numbered weeks under merged months; one week is blank.",
        file="Reading Buddies Fall 2024.xlsx",
        content=book.to_bytes,
        row_is="person-at-session",
        expect=(
            ("attendance_total", {}, present),
            ("sessions_held", {}, held),
            ("participants_unique", {}, len(people)),
            ("attendance_rate", {}, present / len(marks)),
        ),
        never=(
            *wrong_figures("attendance_total", 2 * present, len(marks), len(people)),
            *wrong_figures("sessions_held", len(weeks), len(weeks) + 1, 4, 3, 1),
            *wrong_figures("attendance_rate", present / (len(people) * len(weeks))),
        ),
        privacy=tuple(name for person in people for name in person),
    )


def build_sign_in_tab_per_session() -> Shape:
    """Build a tab per session with the names of those who signed, and an empty form."""
    rng = seeded("sign-in-tab-per-session")
    pool = invent_names(rng, "ph", 20)
    regulars, others = pool[:2], pool[2:]
    dates = ["Marso 7, 2025", "Marso 14, 2025", "Marso 21, 2025", "Abril 4, 2025"]
    schools = ["Hagdan-hagdan ES", "Lumbang Central School", "Tagpuan NHS"]
    at_session = [rng.sample(regulars + rng.sample(others, size), size + 2) for size in (12, 10, 13, 9)]
    book = Book()
    for number, names in enumerate([*at_session, []], 1):
        is_form = not names
        rows: list[list[Any]] = [
            ["PAGSASANAY SA PAGKUKUWENTO"],
            ["Petsa:", None if is_form else dates[number - 1]],
            ["Lugar:", None if is_form else "Aklatang Pambayan ng Lumbang-Ilaya"],
            [],
            ["Blg.", "Pangalan", "Paaralan / Opisina", "Kasarian", "Lagda"],
        ]
        for line in range(25):
            cells: list[Any] = []
            if line < len(names):
                name = names[line]
                if name == regulars[0] and number == 3:
                    name = name.upper()
                if name == regulars[1] and number == 2:
                    name += " "
                person = pool.index(names[line])
                cells = [name, schools[person % 3], "FFM"[person // 3 % 3], "(sgd.)"]
            rows.append([line + 1, *cells])
        book.add_sheet("FORM" if is_form else f"Sesyon {number}", rows, merge=["A1:E1"])
    visits = sum(map(len, at_session))
    people = {name for names in at_session for name in names}
    return Shape(
        id="sign-in-tab-per-session",
        what="A tab of sign-in names for each session, in Filipino, 25 printed numbers, and an empty form.",
        file="Attendance Pagsasanay.xlsx",
        content=book.to_bytes,
        row_is="person-at-session",
        expect=(
            ("attendance_total", {}, visits),
            ("sessions_held", {}, len(at_session)),
            ("participants_unique", {}, len(people)),
        ),
        never=(
            *wrong_figures("attendance_total", 100, 125, len(people), visits + 25),
            *wrong_figures("sessions_held", 5, 1),
            *wrong_figures("participants_unique", visits, len(people) + 1, len(people) + 2),
        ),
        privacy=(*pool, regulars[0].upper()),
    )


def build_family_sign_in() -> Shape:
    """Build a sign-in sheet with one row per family: a family is several people."""
    rng = seeded("family-sign-in")
    families = [last for _, last in invent_people(rng, "us", 60)]
    families = list(dict.fromkeys(families))[:13]
    counts = [(rng.randint(1, 2), rng.randint(1, 4)) for _ in families]
    rows: list[list[Any]] = [
        ["Family Literacy Night"],
        ["Thursday, October 16, 2025, 6:00-7:30 PM, Ferncliff Elementary"],
        [],
        ["Family name", "# adults", "# kids", "How did you hear?"],
    ]
    for family, (adults, children) in zip(families, counts, strict=True):
        rows.append([family, adults, children, rng.choice(["school flyer", "library", "friend", ""])])
    adults, children = (sum(pair[n] for pair in counts) for n in range(2))
    book = Book()
    book.add_sheet("Sheet1", rows)
    return Shape(
        id="family-sign-in",
        what="One evening's sign-in by family, with the number of adults and of children.",
        file="Family night sign in.xlsx",
        content=book.to_bytes,
        row_is="session",
        or_none=(("attendance_total", {}, adults + children), ("sessions_held", {}, 1)),
        never=(
            *wrong_figures("attendance_total", len(families), adults, children),
            *wrong_figures("sessions_held", len(families)),
            *wrong_figures("participants_unique", len(families)),
        ),
        privacy=tuple(families),
    )


def build_reading_minutes_by_week() -> Shape:
    """Build a list of children with minutes read per week, which are not visits."""
    rng = seeded("reading-minutes-by-week")
    people = invent_names(rng, "us", 22)
    rows: list[list[Any]] = [
        ["SUMMER READING 2025 - minutes logged"],
        ["Reader", "Age", *(f"Week {n}" for n in range(1, 9)), "Total min.", "Prize?"],
    ]
    minutes = [[rng.choice([None, 20, 40, 60, 90, 120, 150]) for _ in range(8)] for _ in people]
    prizes = 0
    for number, (person, weeks) in enumerate(zip(people, minutes, strict=True), 3):
        total = sum(value or 0 for value in weeks)
        prizes += total > 500
        prize = "Y" if total > 500 else ""
        rows.append([person, rng.randint(4, 12), *weeks, Formula(f"=SUM(C{number}:J{number})", total), prize])
    filled = [value for weeks in minutes for value in weeks if value is not None]
    rows.append(["Total minutes", *[None] * 9, Formula("=SUM(K3:K24)", sum(filled))])
    book = Book()
    book.add_sheet("Minutes", rows)
    return Shape(
        id="reading-minutes-by-week",
        what="A summer reading log: one row per child, minutes in eight weeks, a total, prizes.",
        file="SRP minutes.xlsx",
        content=book.to_bytes,
        row_is="nothing",
        expect=NO_ATTENDANCE,
        never=(
            *wrong_figures(
                "attendance_total", sum(filled), 2 * sum(filled), len(filled), len(people), prizes
            ),
            *wrong_figures("sessions_held", 8, 9, len(people)),
            *wrong_figures("contact_hours", sum(filled), sum(filled) / 60),
        ),
        privacy=tuple(people),
    )


def build_scores_of_two_classes() -> Shape:
    """Build two tabs of scores before and after, with highest score and mean rows."""
    rng = seeded("scores-of-two-classes")
    names = [f"{last}, {first}" for first, last in invent_people(rng, "ph", 27)]
    book = Book()
    scores: list[tuple[int | None, int | None]] = []
    for tab, members in (("Gr 3 - Sampaguita", names[:14]), ("Gr 3 - Rosal", names[14:])):
        rows: list[list[Any]] = [
            ["PROYEKTONG BASA MUNA"],
            [f"Baitang 3 - {tab.split()[-1]}", None, "Resulta ng pagsusulit sa pag-unawa"],
            [],
            ["Blg.", "Pangalan ng Mag-aaral", "Pre-Test", "Post-Test"],
            [None, "Highest Possible Score", 20, 20],
        ]
        of_class: list[tuple[int | None, int | None]] = []
        for number, name in enumerate(sorted(members), 1):
            before = rng.randint(5, 14)
            pair: tuple[int | None, int | None] = (before, min(20, before + rng.randint(-1, 6)))
            if number in (4, 9):
                pair = (before, None) if number == 4 else (None, rng.randint(14, 19))
            of_class.append(pair)
            rows.append([number, name, *pair])
        means = []
        for n in range(2):
            known = [value for pair in of_class if (value := pair[n]) is not None]
            cells = f"{'CD'[n]}6:{'CD'[n]}{5 + len(members)}"
            means.append(
                (Formula(f"=AVERAGE({cells})", sum(known) / len(known)), sum(known) / len(known) / 20)
            )
        rows.append([None, "MEAN", *(mean for mean, _ in means)])
        percentages = [
            Formula(f"={'CD'[n]}{len(rows)}/20*100", share * 100) for n, (_, share) in enumerate(means)
        ]
        rows.append([None, "MPS", *percentages])
        book.add_sheet(tab, rows, merge=["A1:D1"])
        scores += of_class
    pairs = [(a, b) for a, b in scores if a is not None and b is not None]
    gains = [after - before for before, after in pairs]
    before_all = [a for a, _ in scores if a is not None]
    after_all = [b for _, b in scores if b is not None]
    gain, measure = sum(gains) / len(pairs), {"measure": "reading"}
    hake = gain / (20 - sum(a for a, _ in pairs) / len(pairs))
    return Shape(
        id="scores-of-two-classes",
        what="Pre-test and post-test on a tab for each class, with highest score, mean and MPS rows.",
        file="Basa Muna Pre-Post.xlsx",
        content=book.to_bytes,
        row_is="score",
        any_measure_name=True,
        expect=(
            *NO_ATTENDANCE,
            ("mean_gain", measure, gain),
            ("pair_coverage", measure, len(pairs) / len(before_all)),
            ("improved_share", measure, sum(g > 0 for g in gains) / len(pairs)),
        ),
        or_none=(("normalized_gain", {}, hake),),
        never=(
            *wrong_figures("mean_gain", sum(after_all) / len(after_all) - sum(before_all) / len(before_all)),
            *wrong_figures("mean_gain", sum(gains) / (len(pairs) + 1), sum(gains) / (len(pairs) + 2)),
            *wrong_figures("attendance_total", len(names), len(pairs)),
            *wrong_figures("participants_unique", len(names), len(names) + 2),
        ),
        privacy=tuple(names),
    )


STATEMENTS = (
    "Aprendí algo nuevo en el taller",
    "Me siento con más confianza para leerles a mis hijos",
    "Recomendaría el taller a otra familia",
)
AGREEMENT = (
    "Totalmente en desacuerdo",
    "En desacuerdo",
    "Ni de acuerdo ni en desacuerdo",
    "De acuerdo",
    "Totalmente de acuerdo",
)


def build_survey_in_spanish_words() -> Shape:
    """Build answers in Spanish words of agreement, some blank, one 'No aplica'."""
    rng = seeded("survey-in-spanish-words")
    moment = datetime(2025, 5, 24, 11, 58, 12)
    rows: list[list[str]] = [["Marca temporal", *STATEMENTS, "¿Qué le gustó más?", "¿Asistiría otra vez?"]]
    weights_by_statement = ((2, 3, 5, 10, 9), (1, 2, 4, 8, 14), (0, 1, 2, 9, 17))
    ratings: list[list[int | None]] = []
    for number in range(28):
        moment += timedelta(seconds=rng.randint(20, 400))
        own: list[int | None] = [rng.choices(range(1, 6), weights)[0] for weights in weights_by_statement]
        if number in (6, 19):
            own[1] = None
        ratings.append(own)
        blank = "No aplica" if number == 6 else ""
        words = [AGREEMENT[rating - 1] if rating else blank for rating in own]
        liked = rng.choice(["los títeres", "el cuento", "todo", "", "la merienda"])
        rows.append(
            [moment.strftime("%d/%m/%Y %H:%M:%S"), *words, liked, rng.choice(["Sí", "Sí", "Tal vez"])]
        )
    figures: list[Figure] = []
    wrong: list[float] = []
    for column, statement in enumerate(STATEMENTS):
        valid = [rating for own in ratings if (rating := own[column]) is not None]
        agree = sum(rating >= 4 for rating in valid)
        figures.append(("outcome_agreement", {"measure": statement}, agree / len(valid)))
        wrong += [agree / len(ratings)] if len(valid) < len(ratings) else []
    return Shape(
        id="survey-in-spanish-words",
        what="An online form in Spanish: three statements with words of agreement, blanks and No aplica.",
        file="Evaluación del taller (respuestas).csv",
        content=partial(write_csv, rows, encoding="utf-8-sig"),
        row_is="answer",
        any_measure_name=True,
        expect=(*NO_ATTENDANCE, *figures),
        never=(
            *wrong_figures("outcome_agreement", *wrong),
            *wrong_figures("attendance_total", 28),
            *wrong_figures("sessions_held", 28),
        ),
    )


REGISTERS: tuple[Shape, ...] = (
    build_month_over_day(),
    build_check_marks_by_week(),
    build_sign_in_tab_per_session(),
    build_family_sign_in(),
    build_reading_minutes_by_week(),
    build_scores_of_two_classes(),
    build_survey_in_spanish_words(),
)
