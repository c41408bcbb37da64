"""Sign-in sheets, registers, a checklist of one visit, and answers that name the session."""

from __future__ import annotations

from datetime import date, time
from typing import Any

from tests.support.shapes.definition import Shape, count_figures, figure, larger_figures, other_figures
from tests.support.shapes.files import book_of, csv_of


def build_numbered_sign_in() -> Shape:
    """Numbered sign-in sheet of one activity."""
    people_in: list[tuple[str, int | None, str, str, str | None]] = [
        ("Arceo, Minda", 41, "0917-555-0131", "Poblacion", "Y"),
        ("Bantilan, Jhun", 12, "-", "Poblacion", "Y"),
        ("Cabrales, Trixie", 11, "-", "Tabunok", "N"),
        ("Dagohoy, Rowena", 38, "0928-555-0177", "Tabunok", "N"),
        ("Dagohoy, Prince", 9, "-", "Tabunok", "Y"),
        ("Eltanal, Rogelio", 63, "0906-555-0120", "San Isidro", "N"),
        ("Fuentebella, Kyla", 10, "-", "San Isidro", "Y"),
        ("Gonzaga, Maricel", 35, "0939-555-0118", "Poblacion", "Y"),
        ("Hinampas, Dexter", 13, "0917-555-0162", "Lawaan", None),
        ("Inocian, Lea", 29, "0945-555-0199", "Lawaan", "Y"),
        ("Jumao-as, Bebot", 47, "0917-555-0106", "Lawaan", "N"),
        ("Katipunan, Nico", 8, "-", "Poblacion", "Y"),
        ("Labrador, Sheena", 14, "0912-555-0145", "Tabunok", "N"),
        ("Mansueto, Alma", None, "0933-555-0151", "San Isidro", "Y"),
        ("Navarrosa, Edgar", 52, "0917-555-0183", "Poblacion", None),
        ("Oyao, Princess", 10, "-", "Lawaan", "Y"),
    ]
    rows: list[list[object]] = [
        ["ATTENDANCE SHEET"],
        ["Activity:", "Family Reading Day"],
        ["Date:", "March 15, 2025 (Sat)", None, "Time:", "9:00 AM - 11:30 AM"],
        ["Venue:", "Talisay Public Library, 2nd floor"],
        [],
        ["No.", "Name (Last, First)", "Age", "Contact no.", "Barangay", "First time? (Y/N)", "Signature"],
    ]
    rows += [[i, *p, "sgd"] for i, p in enumerate(people_in, 1)]
    rows += [[i] for i in range(len(people_in) + 1, 26)]
    rows += [[], ["Prepared by:", "Ms. Corazon Villaflor, Librarian I"]]
    n, yes, known = (
        len(people_in),
        sum(p[4] == "Y" for p in people_in),
        sum(p[4] is not None for p in people_in),
    )
    ages = [p[1] for p in people_in if p[1]]
    return Shape(
        id="numbered-sign-in",
        what="Sign-in sheet of one activity, date and venue above, ages and phone numbers, lines numbered up to 25 of which the last nine are empty.",
        file="ATTENDANCE family reading day.xlsx",
        content=book_of(("Sheet1", rows, ["A1:G1"])),
        row_is="person",
        expect=(figure("participants_unique", n), figure("attendance_total", n), figure("sessions_held", 1)),
        or_none=(
            figure("first_time_share", yes / known),
            figure("attendance_per_session", n),
            figure("contact_hours", 2.5 * n),
        ),
        never=(
            *larger_figures("participants_unique", n, 25, n + 1, 27),
            *larger_figures(
                "attendance_total", n, 25, n + 1, sum(ages), sum(range(1, 26)), sum(range(1, n + 1))
            ),
            *larger_figures("sessions_held", 1, n, 25, 5),
            *other_figures("first_time_share", yes / known, yes / n, yes / 25),
        ),
        privacy=tuple(w for p in people_in for w in p[0].split(", ") if len(w) > 5),
    )


def build_clinic_register() -> Shape:
    """Register of a reading clinic with marks."""
    dates = ["Mon 13/1", "Wed 15/1", "Mon 20/1", "Wed 22/1", "Mon 27/1", "Wed 29/1", "Mon 3/2", "Wed 5/2"]
    pupils = [
        ("4471", "Atieno Ruth Ogola", 9, "PPAPPPP"),
        ("4475", "Cherono Dan Kirui", 10, "PLPPAPP"),
        ("4480", "Gathoni Ann Muriuki", 9, "PPPPPPP"),
        ("4492", "Kiplagat Noah Rotich", 11, "APPAPLP"),
        ("4493", "Makena Tess Kinoti", 9, "PPPPPAP"),
        ("4501", "Mumbua Ivy Musyoka", 10, "PAAPPPP"),
        ("4507", "Nekesa Pam Wafula", 10, "PPLPPPA"),
        ("4512", "Okello Sam Oduor", 11, "AAPPAPP"),
        ("4518", "Rehema Zuri Mwachiro", 9, "PPPPLPP"),
        ("4520", "Tanui Gil Kosgei", 10, "PPAPPAP"),
        ("4533", "Wairimu Bea Ngatia", 9, "PPPTTTT"),
    ]
    closed = 5
    rows: list[list[object]] = [
        ["READING CLINIC REGISTER - TERM 1 2025"],
        [
            "Nyahururu Community Library with Maina Primary, Grade 4",
            None,
            None,
            None,
            "P = present, A = absent, L = came late, T = transferred",
        ],
        [],
        ["Adm. No.", "Name", "Age", *dates, "Days present", "%"],
    ]
    for adm, name, age, marks in pupils:
        cells: list[object] = [*marks[:closed], None, *marks[closed:]]
        here = sum(m in "PL" for m in marks)
        rows.append(
            [int(adm), name, age, *cells, here, f"{round(100 * here / sum(m in 'PLA' for m in marks))}%"]
        )
    rows[4][3 + closed] = "CLOSED - staff training"
    per_day = [sum(p[3][d] in "PL" for p in pupils) for d in range(7)]
    total, listed = sum(per_day), sum(m in "PLA" for p in pupils for m in p[3])
    rows += [
        [None, "Total present", None, *per_day[:closed], None, *per_day[closed:], total],
        [
            None,
            "Total absent",
            None,
            *[sum(p[3][d] == "A" for p in pupils) for d in range(closed)],
            None,
            *[sum(p[3][d] == "A" for p in pupils) for d in range(closed, 7)],
        ],
    ]
    n = len(pupils)
    late = sum(m == "L" for p in pupils for m in p[3])
    return Shape(
        id="clinic-register",
        what="Register with marks P, A, L, T explained above, one closed day (merged down), days present and percent at the right, total present and total absent below.",
        file="Register Reading Clinic T1.xlsx",
        content=book_of(("T1 2025", rows, ["A1:M1", f"I5:I{4 + n}"])),
        row_is="person",
        expect=(
            figure("participants_unique", n),
            figure("attendance_total", total),
            figure("sessions_held", 7),
            figure("attendance_rate", total / listed),
        ),
        or_none=(figure("attendance_per_session", total / 7),),
        never=(
            *larger_figures(
                "attendance_total",
                total,
                2 * total,
                3 * total,
                n * 7,
                n * 8,
                listed,
                sum(p[2] for p in pupils) + total,
            ),
            *larger_figures("sessions_held", 7, 8, 9, 10, n),
            *larger_figures("participants_unique", n, n + 1, n + 2),
            *other_figures(
                "attendance_rate",
                total / listed,
                (total - late) / listed,
                total / (n * 7),
                total / (n * 8),
                (total - late) / (n * 7),
            ),
        ),
        privacy=tuple(w for p in pupils for w in p[1].split() if len(w) > 5),
    )


def build_saturday_register() -> Shape:
    """Filipino register of Saturdays with check marks."""
    petsa = ["Peb 1", "Peb 8", "Peb 15", "Peb 22", "Mar 1", "Mar 8"]
    bata = [
        ("Alibudbud, Junjun", "Gr 2", "101101"),
        ("Bagtas, Ericka", "Gr 1", "111111"),
        ("Cuevas, Nathaniel", "Gr 3", "011010"),
        ("Dimaano, Precious", "Gr 2", "110111"),
        ("Evangelista, Kurt", "Gr 1", "000000"),
        ("Gatchalian, Mika", "Gr 3", "111011"),
        ("Hernaez, Paulo", "Gr 2", "010110"),
        ("Lacsamana, Rhian", "Gr 1", "101111"),
        ("Macaraeg, Zandro", "Gr 3", "100101"),
        ("Pangilinan, Althea", "Gr 2", "111110"),
        ("Quiambao, Jericho", "Gr 1", "001011"),
        ("Sumulong, Bianca", "Gr 2", "110101"),
    ]
    rows: list[list[object]] = [
        ["TALAAN NG MGA BATA - SABADO SA AKLATAN 2025"],
        ["Aklatang Pambarangay ng Malinao"],
        ["✓ = dumating     walang marka = hindi dumating"],
        [],
        ["Blg.", "Pangalan", "Baitang", *petsa, "Ilang beses"],
    ]
    rows += [
        [i, name, g, *["✓" if m == "1" else None for m in marks], marks.count("1")]
        for i, (name, g, marks) in enumerate(bata, 1)
    ]
    per_day = [sum(b[2][d] == "1" for b in bata) for d in range(6)]
    total, n = sum(per_day), sum("1" in b[2] for b in bata)
    rows += [
        [None, "KABUUAN", None, *per_day, total],
        [],
        ["Si Kurt ay nagpalista pero hindi nakadalo kahit minsan."],
    ]
    return Shape(
        id="saturday-register",
        what="Filipino register of Saturdays with check marks, blank explained as not come, one child who never came, sums at the right and below.",
        file="talaan sabado 2025.xlsx",
        content=book_of(("Talaan", rows, ["A1:J1", "A2:J2", "A3:J3"])),
        row_is="person",
        expect=(
            figure("participants_unique", n),
            figure("attendance_total", total),
            figure("sessions_held", 6),
            figure("attendance_per_session", total / 6),
        ),
        or_none=(figure("attendance_rate", total / (6 * len(bata))),),
        never=(
            *larger_figures(
                "attendance_total", total, 2 * total, 3 * total, 6 * len(bata), sum(range(1, 13)) + total
            ),
            *larger_figures("sessions_held", 6, 7, 8, len(bata)),
            *larger_figures("participants_unique", n, len(bata), len(bata) + 1, len(bata) + 2),
            ("attendance_rate", 1.0),
        ),
        privacy=tuple(w for b in bata for w in b[0].split(", ") if len(w) > 5),
    )


def build_form_answers() -> Shape:
    """Answers of an online sign-in form."""
    days = ["Sat 11 Jan", "Sat 18 Jan", "Sat 25 Jan", "Sat 1 Feb"]
    kids = [
        ("Imogen Tarrant", 8, "1111"),
        ("Callum Pettifer", 9, "1011"),
        ("Aisha Rahmanzai", 7, "0110"),
        ("Freddie Longstaff", 8, "1100"),
        ("Niamh Gallowglass", 10, "0011"),
        ("Oskar Wieczorek", 9, "1101"),
        ("Poppy Skelhorne", 7, "1000"),
        ("Theo Bramhall", 8, "0111"),
        ("Zainab Chaudhary", 10, "1010"),
        ("Jude Entwhistle", 9, "0001"),
    ]
    rows: list[list[object]] = [
        [
            "Timestamp",
            "Which session did your child come to?",
            "Child's name",
            "Age",
            "School",
            "Parent's mobile",
            "Anything we should know?",
        ]
    ]
    clock = 0
    for d, day in enumerate(days):
        for k, (name, age, marks) in enumerate(kids):
            if marks[d] == "1":
                clock += 1
                stamp = (
                    f"{(11, 18, 25)[d]:02d}/01/2025 11:{10 + clock:02d}:07"
                    if d < 3
                    else f"01/02/2025 11:{clock:02d}:41"
                )
                typed = (
                    name.lower() if (d, k) in ((1, 0), (3, 5)) else (name + " " if (d, k) == (2, 7) else name)
                )
                rows.append(
                    [
                        stamp,
                        day,
                        typed,
                        age,
                        ("St Oswin's", "Fell Lane Primary")[k % 2],
                        f"07700 900{100 + k}",
                        "nut allergy" if k == 2 else None,
                    ]
                )
    total, n = sum(m.count("1") for *_, m in kids), len(kids)
    assert total == clock
    return Shape(
        id="form-answers",
        what="Answers of an online sign-in form (UK): one row per child and Saturday, the session chosen from a list, the same child several times, twice in small letters.",
        file="Chatterbooks sign-in (Responses).csv",
        content=csv_of([[c if c is not None else "" for c in r] for r in rows]),
        row_is="person",
        expect=(
            figure("attendance_total", total),
            figure("sessions_held", 4),
            figure("participants_unique", n),
            figure("attendance_per_session", total / 4),
        ),
        or_none=(
            figure("repeat_rate", sum(m.count("1") > 1 for *_, m in kids) / n),
            figure("visits_per_participant", total / n),
        ),
        never=(
            *larger_figures(
                "attendance_total", total, total + 1, sum(r[3] for r in rows[1:] if isinstance(r[3], int))
            ),
            *larger_figures("sessions_held", 4, 8, total),
            *larger_figures("participants_unique", n, n + 1, n + 2, n + 3, total),
            ("attendance_rate", 1.0),
        ),
        privacy=tuple(w for k in kids for w in k[0].split() if len(w) > 5),
    )


def build_davao_remedial() -> Shape:
    """Philippines: daily attendance of a remedial reading class."""
    days = [
        (4, "M"),
        (6, "W"),
        (8, "F"),
        (11, "M"),
        (13, "W"),
        (15, "F"),
        (18, "M"),
        (20, "W"),
        (22, "F"),
        (27, "W"),
        (29, "F"),
    ]
    off = 7  # 20 August
    boys = [
        ("ABELLANA, Jhon Rey P.", "//X////.//L", None),
        ("BANGCAS, Kent Ivan", "///////.XX/", None),
        ("CAÑETE, Rodel S.", "/X/XX//./X/", "4Ps"),
        ("DUMAGUIT, Prince Lyod", "//////", "T/O to Tagum 8/15"),
        ("ESPARAGOZA, Zian M.", "L//L///.///", None),
        ("PANDIAN, Al-Raffy", "//XX///.L//", None),
    ]
    girls = [
        ("AGUSTIN, Princess Mae", "///////.///", "perfect"),
        ("BALUCANAG, Cristel Joy", "/X//X//.//X", None),
        ("LUMANDONG, Rhea", "X//////.///", None),
        ("MATURAN, Althea Nicole D.", "/////X/.X//", None),
        ("SALIGUMBA, Honey Grace", "//L/XXX./L/", None),
    ]

    def came(marks: str) -> int:
        return sum(c in "/L" for c in marks)

    everyone = boys + girls
    total = sum(came(n[1]) for n in everyone)
    held = len(days) - 1
    absent = sum(n[1].count("X") for n in everyone)

    def line(number: int, who: tuple[str, str, str | None]) -> list[Any]:
        name, marks, remark = who
        cells = [None if c == "." else c for c in marks.ljust(len(days), ".")]
        return [number, name, *cells, came(marks), remark]

    def foot(label: str, group: list[tuple[str, str, str | None]]) -> list[Any]:
        per_day = [
            None if i == off else sum(i < len(m) and m[i] in "/L" for _, m, _ in group)
            for i in range(len(days))
        ]
        return [None, label, *per_day, sum(came(m) for _, m, _ in group), None]

    rows = [
        ["Department of Education - Region XI - Division of Davao City"],
        ["MALAGOS HILLSIDE ELEMENTARY SCHOOL"],
        ["READING REMEDIATION (Project BASA NA) - DAILY ATTENDANCE"],
        [
            "Grade 3 - Waling-waling",
            None,
            None,
            None,
            "Month: AUGUST 2025",
            None,
            None,
            None,
            "3:30-4:30 PM M-W-F",
        ],
        [],
        ["No.", "Name of Learner", *[d for d, _ in days], "Total Present", "Remarks"],
        [None, None, *[w for _, w in days], None, None],
        [None, "BOYS"],
        *[line(i, n) for i, n in enumerate(boys, 1)],
        foot("Boys - total per day", boys),
        [None, "GIRLS"],
        *[line(i, n) for i, n in enumerate(girls, 1)],
        foot("Girls - total per day", girls),
        foot("COMBINED", everyone),
        [],
        [None, "Legend:  / - present    X - absent    L - late (present)    T/O - transferred out"],
        [None, "Aug. 20 - no remediation, classes suspended (heavy rain)"],
        [],
        [None, "Prepared by: MARITES C. OBENZA", None, None, None, None, "Noted: School Head"],
    ]
    rows[8][2 + off] = "SUSPENDED"
    merges = ["A1:N1", "A2:N2", "A3:N3", "J9:J14"]
    return Shape(
        id="davao-remedial",
        what="Philippine register of a remedial reading class: strokes by day, boys and girls with totals of each and of both, one day suspended.",
        file="Remediation Attendance AUG.xlsx",
        content=book_of(("AUG", rows, merges)),
        row_is="person-at-session",
        expect=(*count_figures(total, held), figure("participants_unique", len(everyone))),
        never=(
            *other_figures(
                "attendance_total", total, 2 * total, 3 * total, total + absent, absent, len(everyone) * held
            ),
            *other_figures("sessions_held", held, len(days)),
            *other_figures(
                "participants_unique", len(everyone), len(everyone) + 2, len(everyone) + 3, len(everyone) + 5
            ),
        ),
    )


def build_homework_help_signin() -> Shape:
    """US: sign-in sheet of homework help."""
    days = {
        date(2025, 10, 7): [
            ("Mia Torvald", "tutor", "10"),
            ("Jaden Okpara", "student", "4"),
            ("Lucia Bramante", "student", "5"),
            ("Noah Pfister", "student", "3"),
            ("Deshawn Lyle", "tutor", "11"),
        ],
        date(2025, 10, 9): [
            ("Jaden Okpara", "student", "4"),
            ("Mia Torvald", "tutor", "10"),
            ("Ivy Castellane", "student", "6"),
            ("Noah Pfister", "student", "3"),
        ],
        date(2025, 10, 14): [
            ("Deshawn Lyle", "tutor", "11"),
            ("Lucia Bramante", "student", "5"),
            ("Ivy Castellane", "student", "6"),
            ("Samir Haddou", "student", "4"),
            ("Priya Venkatesan", "tutor", "9"),
            ("Jaden Okpara", "student", "4"),
        ],
        date(2025, 10, 16): [
            ("Mia Torvald", "tutor", "10"),
            ("Samir Haddou", "student", "4"),
            ("Noah Pfister", "student", "3"),
            ("Lucia Bramante", "student", "5"),
            ("Bea Novotny", "student", "2"),
        ],
        date(2025, 10, 21): [
            ("Priya Venkatesan", "tutor", "9"),
            ("Deshawn Lyle", "tutor", "11"),
            ("Bea Novotny", "student", "2"),
            ("Jaden Okpara", "student", "4"),
            ("Ivy Castellane", "student", "6"),
        ],
    }
    starts = [time(15, 35), time(15, 40), time(15, 45), time(15, 50), time(16, 0), time(16, 5)]
    ends = [time(16, 45), time(17, 0), time(17, 0), time(16, 30), time(17, 0), time(17, 0)]
    subjects = {"4": "math", "5": "spelling", "3": "reading", "6": "science", "2": "reading"}
    people = [(d, *p) for d, ps in days.items() for p in ps]
    students = [p for p in people if p[2] == "student"]
    tutors = [p for p in people if p[2] == "tutor"]
    names = {p[1] for p in students}
    body = []
    for day, here in days.items():
        for i, (name, role, grade) in enumerate(here):
            body.append(
                [
                    day if i == 0 else None,
                    name,
                    role,
                    grade,
                    starts[i],
                    ends[i],
                    subjects.get(grade) if role == "student" else None,
                ]
            )
    rows = [
        ["HOMEWORK HELP - sign in please!   Maplewick Public Library teen room"],
        ["Date", "Name", "student or tutor?", "Grade", "In", "Out", "Help with"],
        *body,
        [],
        ["Tutors: your service hours are worked out from In/Out, so DON'T FORGET to sign out - Ms. Renee"],
    ]
    return Shape(
        id="homework-help-signin",
        what="US sign-in sheet of homework help: each date once, pupils and the teenage tutors who help them in one list.",
        file="HH sign in Oct.xlsx",
        content=book_of(("October", rows, ["A1:G1"])),
        row_is="person-at-session",
        expect=(*count_figures(len(students), len(days)), figure("participants_unique", len(names))),
        never=(
            *other_figures("attendance_total", len(students), len(people), len(tutors), len(people) + 1),
            *other_figures(
                "participants_unique", len(names), len({p[1] for p in people}), len({p[1] for p in tutors})
            ),
            *other_figures("sessions_held", len(days), len(people), len(days) + 1),
        ),
    )


def build_field_trip() -> Shape:
    """Philippines: a class visits the library."""
    learners = [
        ("ALIVIO, Kurt Dave", "/", "/", None),
        ("BAROT, Shaira Mae", "/", "/", None),
        ("CUIZON, Ethan James", "/", "X", "fever"),
        ("DELA PEÑA, Xyrelle", "/", "/", "asthma, inhaler in bag"),
        ("ESCOBAL, Marvin", "X", "X", "no slip"),
        ("FLORES, Rica Joy", "/", "/", None),
        ("GUMANIT, Datu Omar", "/", "/", None),
        ("HITALIA, Jessa", "/", "/", "vegetarian"),
        ("INTONG, Clyde", "X", "X", "no slip"),
        ("JUMAWAN, Ashley", "/", "/", None),
        ("LAGUMBAY, Nathaniel", "/", "X", "did not come to school"),
        ("MONTECILLO, Precious", "/", "/", None),
        ("NAVAL, Jhon Lester", "/", "/", None),
        ("PALCO, Angeline", "/", "/", None),
    ]
    staff = [
        "Mrs. Corazon Dinopol - adviser",
        "Mr. Reynan Sumalpong - utility",
        "Nurse Gay - school clinic",
    ]
    joined = sum(p[2] == "/" for p in learners)
    slips = sum(p[1] == "/" for p in learners)
    rows = [
        ["CABANTIAN UPPER ELEMENTARY SCHOOL"],
        ["Educational visit to the City Library - story hour with the librarian"],
        ["Date: September 19, 2025 (Friday)", None, None, "Grade 2 - Narra"],
        [],
        ["No.", "Learner", "Parent's consent", "Joined", "Remarks"],
        *[[i, *p] for i, p in enumerate(learners, 1)],
        [None, "TOTAL", slips, joined, None],
        [],
        ["ACCOMPANYING PERSONNEL"],
        *[[i, name, "n/a", "/", None] for i, name in enumerate(staff, 1)],
        [],
        ["/ = yes   X = no"],
    ]
    return Shape(
        id="field-trip",
        what="Philippine checklist of a class for one visit to the library: consent of parents and who came, a total row, school personnel in a second list below.",
        file="G2 Narra visit.xlsx",
        content=book_of(("Checklist", rows, ["A1:E1", "A2:E2", "A3:C3", "A22:E22"])),
        row_is="person-at-session",
        expect=(*count_figures(joined, 1), figure("participants_unique", joined)),
        never=(
            *other_figures(
                "attendance_total",
                joined,
                slips,
                len(learners),
                joined + len(staff),
                2 * joined,
                joined + slips,
                len(learners) + len(staff),
            ),
            *other_figures("sessions_held", 1, 2, joined),
            *other_figures(
                "participants_unique",
                joined,
                slips,
                len(learners),
                joined + len(staff),
                len(learners) + len(staff),
            ),
        ),
    )


ATTENDANCE_LISTS: tuple[Shape, ...] = (
    build_numbered_sign_in(),
    build_clinic_register(),
    build_saturday_register(),
    build_form_answers(),
    build_davao_remedial(),
    build_homework_help_signin(),
    build_field_trip(),
)
