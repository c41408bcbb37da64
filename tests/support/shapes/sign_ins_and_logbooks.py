"""Sign-in sheets and logbooks of names at trainings, camps and tutorials."""

from __future__ import annotations

from datetime import date, timedelta

from tests.support.shapes.definition import (
    Shape,
    count_figures,
    count_people,
    figure,
    other_figures,
    wrong_figures,
)
from tests.support.shapes.files import book_of


def build_esl_sign_in() -> Shape:
    """US: sign-in sheet of a conversation table."""
    log = [
        ("10/2/25", ["Yusuf A.", "Mei-Ling C.", "Rosa Tejada", "Tigist B."]),
        ("10/9/25", ["Rosa Tejada", "Yusuf A.", "Oksana P.", "Mei-Ling C.", "Hector Luna"]),
        ("10/16/25", ["Oksana P.", "Tigist B.", "Rosa Tejada"]),
        ("10/23/25", ["Yusuf A.", "Hector Luna", "Oksana P.", "Danielle N.", "Mei-Ling C."]),
        ("10/30/25", ["Rosa Tejada", "Danielle N.", "Yusuf A.", "Tigist B.", "Oksana P.", "Bao V."]),
    ]
    country = {
        "Yusuf A.": "Somalia",
        "Mei-Ling C.": "China",
        "Rosa Tejada": "DR",
        "Tigist B.": "Ethiopia",
        "Oksana P.": "Ukraine",
        "Hector Luna": "Mexico",
        "Danielle N.": "Congo",
        "Bao V.": "Vietnam",
    }
    rows = [["Conversation Table sign in - Thursdays 6 pm"], [], ["Date", "Name", "From", "Time in"]]
    for d, names in log:
        for i, n in enumerate(names):
            rows.append(
                [d if i == 0 else None, n, country[n], ["6:00", "5:55", "6:05", "6:10", "6:00", "6:20"][i]]
            )
        rows.append([])
    total, u = sum(len(n) for _, n in log), len(country)
    return Shape(
        id="esl-sign-in",
        what="US sign-in sheet with the date only next to the first name of an evening; people come again.",
        file="conv table oct sign-in.xlsx",
        content=book_of(("Oct", rows, ["A1:D1"])),
        row_is="person",
        expect=(
            figure("attendance_total", total),
            figure("participants_unique", u),
            figure("sessions_held", len(log)),
        ),
        never=(
            *wrong_figures("participants_unique", total, total + 4),
            *wrong_figures("sessions_held", total),
        ),
        privacy=("Tejada", "Oksana"),
    )


def build_homework_corner() -> Shape:
    """Philippines: logbook of a homework corner."""
    days = [
        (
            "Hulyo 14, 2025",
            [
                ("Althea Magbanua", "G4", "3:10", "4:30", "Math module"),
                ("Jhon Rey Sumagaysay", "G5", "3:15", "5:00", "Research sa Sci"),
                ("Princess Dimaunahan", "G4", "3:15", "4:30", "Math module"),
                ("Kian Balasbas", "G6", "3:40", "5:00", "print ng assignment"),
                ("Rhian Balasbas", "G3", "3:40", "5:00", "nagbasa"),
            ],
        ),
        (
            "Hulyo 15, 2025",
            [
                ("Jhon Rey Sumagaysay", "G5", "3:05", "4:45", "Research sa Sci"),
                ("Mark Lester Ocampo", "G5", "3:20", "4:45", "Research sa Sci"),
                ("Althea Magbanua", "G4", "3:20", "4:00", "Filipino"),
                ("Kian Balasbas", "G6", "3:45", "5:00", "AP"),
                ("Rhian Balasbas", "G3", "3:45", "5:00", "nagbasa"),
                ("Zyrille Gonowon", "G6", "4:00", "5:00", "AP"),
            ],
        ),
        ("Hulyo 16, 2025", []),
        (
            "Hulyo 17, 2025",
            [
                ("Zyrille Gonowon", "G6", "3:10", "4:10", "EPP"),
                ("Princess Dimaunahan", "G4", "3:10", "4:30", "English"),
                ("Kian Balasbas", "G6", "3:30", "5:00", "AP"),
                ("Rhian Balasbas", "G3", "3:30", "5:00", "nagbasa"),
            ],
        ),
        (
            "Hulyo 18, 2025",
            [
                ("Althea Magbanua", "G4", "3:00", "4:30", "project"),
                ("Princess Dimaunahan", "G4", "3:00", "4:30", "project"),
                ("Mark Lester Ocampo", "G5", "3:10", "4:45", "nagbasa"),
                ("Jhon Rey Sumagaysay", "G5", "3:10", "4:45", "nagbasa"),
                ("Hannah Mae Tolentino", "G2", "3:25", "4:15", "nagbasa"),
                ("Zyrille Gonowon", "G6", "3:30", "5:00", "EPP"),
                ("Rhian Balasbas", "G3", "3:40", "5:00", "nagbasa"),
            ],
        ),
    ]
    rows = [
        ["HOMEWORK CORNER - Aklatang Pambarangay ng Sto. Niño"],
        ["Logbook, ika-3 linggo ng Hulyo 2025 (in-encode ni Kuya Bong)"],
        [],
        ["Petsa", "Pangalan", "Baitang", "Dating", "Uwi", "Ginawa"],
    ]
    for day, kids in days:
        if not kids:
            rows += [[day, "WALANG HOMEWORK CORNER - suspendido ang klase, signal no. 1"], []]
            continue
        rows += [[day if i == 0 else None, *k] for i, k in enumerate(kids)]
        rows += [[None, f"Bilang ng bata: {len(kids)}"], []]
    ran = [k for _, k in days if k]
    names = {x[0] for k in ran for x in k}
    total = sum(len(k) for k in ran)
    return Shape(
        id="homework-corner",
        what="Filipino logbook of names: the date on the first line of a day only, a line with the number after each day, one suspended day.",
        file="homework corner hulyo wk3.xlsx",
        content=book_of(("Sheet1", rows, [])),
        row_is="person-at-session",
        expect=(*count_figures(total, len(ran)), figure("participants_unique", len(names))),
        never=(
            *other_figures(
                "attendance_total", total, 2 * total, total + 1, total + len(ran), total + len(ran) + 1
            ),
            *wrong_figures("sessions_held", len(days), total),
            *other_figures(
                "participants_unique",
                len(names),
                total,
                len(names) + 1,
                len(names) + len(ran),
                len(names) + len(ran) + 1,
            ),
        ),
        privacy=("Magbanua", "Dimaunahan", "Gonowon"),
    )


def build_two_block_signin() -> Shape:
    """Philippines: sign-in sheet of a training in two blocks."""
    left = [
        ("Rosalie Bucag", "Poblacion I"),
        ("Imelda Tagulinao", "Malainen"),
        ("Jocelyn Pantoja", "Timalan"),
        ("Ma. Fe Ilagan", "Bagong Karsada"),
        ("Nenita Cuevo", "Poblacion II"),
        ("Arlene Dimapilis", "Sapa"),
        ("Vilma Rustia", "Malainen"),
        ("Gina Apolonio", "Mabolo"),
        ("Teresita Nazareno", "Calubcob"),
        ("Leonora Diones", "Muzon"),
        ("Evangeline Crizaldo", "Santulan"),
        ("Rowena Bocalan", "Bucana"),
    ]
    right = [
        ("Susana Poblete", "Labac"),
        ("Marites Angcaya", "Halang"),
        ("Cristeta Manalaysay", "Palangue"),
        ("Dolores Unas", "Molino"),
        ("Fely Camañag", "Balsahan"),
    ]
    n = len(left) + len(right)
    rows = [
        ["ATTENDANCE SHEET"],
        ["Activity: Storytelling Skills for Day Care Workers"],
        ["Date: February 21, 2026 (Saturday)     Venue: Municipal Library, 2nd floor"],
        [],
        ["No.", "Name", "Day Care Center", "Signature", None, "No.", "Name", "Day Care Center", "Signature"],
    ]
    for i in range(12):
        r = right[i] if i < len(right) else None
        rows.append([i + 1, *left[i], "(sgd.)", None, i + 13, *((*r, "(sgd.)") if r else (None, None, None))])
    rows += [
        [],
        ["Resource speaker:", "Dr. Honorata Villamin (PNU)"],
        ["Secretariat:", "E. Reyes, J. Torres (library staff)"],
        ["Certified correct:", "Estela R. Reyes, RL", "Municipal Librarian"],
    ]
    return Shape(
        id="two-block-signin",
        what="Philippine sign-in sheet of one training: numbered lines in two blocks side by side, unused lines, speaker and staff at the foot.",
        file="attendance feb 21.xlsx",
        content=book_of(("Sheet1", rows, ["A1:I1", "A2:I2", "A3:I3"])),
        row_is="person-at-session",
        expect=(figure("attendance_total", n), figure("sessions_held", 1), figure("participants_unique", n)),
        never=(
            *wrong_figures("attendance_total", 12, 24, n + 1, n + 2, n + 3, n + 4, len(right)),
            *wrong_figures("participants_unique", 12, 24, n + 1, n + 2, n + 3, n + 4),
            *wrong_figures("sessions_held", 2, 17, 24),
        ),
        privacy=("Bucag", "Crizaldo"),
    )


def build_tutorial_logbook() -> Shape:
    """Philippines: logbook of free reading tutorials."""
    days = [
        (
            "Hunyo 17, 2025 (Martes)",
            "Bantay: Ate Joy",
            [
                ("Jomar Delos Santos", "Gr 2", "3:05", "4:30"),
                ("Althea Mae Ricafort", "Gr 1", "3:05", "4:30"),
                ("Kian Bautista", "Gr 3", "3:10", "4:30"),
                ("Princess Lualhati", "Gr 2", "3:20", "4:15"),
                ("Renz Gaspar", "Gr 4", "3:20", "4:30"),
            ],
        ),
        (
            "Hunyo 19, 2025 (Huwebes)",
            "Bantay: Ate Joy, Kuya Ben",
            [
                ("Jomar Delos Santos", "Gr 2", "3:00", "4:30"),
                ("Shaina Villarba", "Gr 1", "3:00", "4:30"),
                ("Kian Bautista", "Gr 3", "3:15", "4:30"),
                ("Renz Gaspar", "Gr 4", "3:15", "4:30"),
                ("Mark Joseph Talusan", "Gr 3", "3:30", "4:30"),
                ("Aira Catacutan", "Gr 2", "3:30", "4:20"),
                ("Althea Mae Ricafort", "Gr 1", "3:35", "4:30"),
            ],
        ),
        ("Hunyo 24, 2025 (Martes)", None, None),
        (
            "Hunyo 26, 2025 (Huwebes)",
            "Bantay: Kuya Ben",
            [
                ("Aira Catacutan", "Gr 2", "3:00", "4:30"),
                ("Princess Lualhati", "Gr 2", "3:05", "4:30"),
                ("Jomar Delos Santos", "Gr 2", "3:05", "4:30"),
                ("Lester Quimbo", "Gr 5", "3:10", "4:00"),
            ],
        ),
        (
            "Hulyo 1, 2025 (Martes)",
            "Bantay: Ate Joy",
            [
                ("Renz Gaspar", "Gr 4", "3:00", "4:30"),
                ("Shaina Villarba", "Gr 1", "3:00", "4:30"),
                ("Kian Bautista", "Gr 3", "3:05", "4:30"),
                ("Lester Quimbo", "Gr 5", "3:05", "4:30"),
                ("Mark Joseph Talusan", "Gr 3", "3:10", "4:30"),
                ("Jomar Delos Santos", "Gr 2", "3:40", "4:30"),
            ],
        ),
    ]
    rows = [
        ["Brgy. Malusak Reading Center"],
        ["BASA TAYO - libreng tutorial sa pagbasa, logbook"],
        [],
        ["Blg.", "Pangalan", "Baitang", "Pasok", "Uwi", "Pirma"],
    ]
    for day, guard, names in days:
        if names is None:
            rows.append([f"{day} - WALANG TUTORIAL, pista ni San Juan"])
        else:
            rows.append([f"{day}   {guard}"])
            rows += [[i, *x, "ok"] for i, x in enumerate(names, 1)]
    visits = [n for _, _, names in days for n in names or ()]
    total, held, people = len(visits), sum(1 for d in days if d[2]), len({v[0] for v in visits})
    rows += [
        [],
        ["Kabuuan (pirma):", None, None, None, None, total],
        [],
        ["Tinipon ni: Joylyn Abrenica, volunteer"],
    ]
    return Shape(
        id="tutorial-logbook",
        what="Filipino logbook: a line with the day, then the children who signed, one feast day without a tutorial.",
        file="BASA TAYO logbook hunyo.xlsx",
        content=book_of(("logbook", rows, [])),
        row_is="person-at-session",
        expect=(*count_figures(total, held), *count_people(people)),
        never=(
            *other_figures("attendance_total", total, 2 * total, total + 5, people, total + 1),
            *other_figures("sessions_held", held, len(days), total, 1),
            *other_figures("participants_unique", people, total, people + 2, people + 3),
        ),
    )


def build_daycare_signin() -> Shape:
    """Philippines: attendance sheet of a training of day care workers."""
    people = [
        ("Abecia, Teresita", "CDW", "Bagong Silang", True),
        ("Boquiren, Analyn", "CDW", "Poblacion", True),
        ("Cabral, Myrna", "CDW", "San Roque", False),
        ("De Vera, Jocelyn", "CDW", "Tambo", True),
        ("Estacio, Rowena", "CDW", "San Roque", True),
        ("Flores, Imelda", "CDW", "Cawayan", True),
        ("Gatdula, Nenita", "CDW", "Malinao", False),
        ("Hipolito, Cherry", "CDW", "Poblacion", True),
        ("Isidro, Ma. Fe", "CDW", "Tambo", True),
        ("Javier, Lorna", "CDW", "Malinao", True),
        ("Kalaw, Gemma", "CDW", "Cawayan", True),
        ("Lagman, Virginia", "BNS", "Bagong Silang", True),
        ("Mallari, Jhun", "SK Kagawad", "Poblacion", True),
    ]
    came = sum(x[3] for x in people)
    rows = [
        ["Republic of the Philippines"],
        ["Municipality of San Vicente"],
        ["MUNICIPAL LIBRARY"],
        [],
        ["ATTENDANCE SHEET"],
        ["Activity:", None, "Storytelling Training for Child Development Workers"],
        ["Date:", None, "June 14, 2025"],
        ["Venue:", None, "Sangguniang Bayan Session Hall"],
        [],
        ["No.", None, "Name", "Position", "Barangay", "Signature"],
        *[[i, None, *x[:3], "(sgd.)" if x[3] else None] for i, x in enumerate(people, 1)],
        *[[i, None, None, None, None, None] for i in range(14, 21)],
        [],
        ["Total present:", None, came],
        [],
        ["Prepared by:", None, None, None, "Noted by:"],
        [],
        ["LOURDES P. MANALASTAS", None, None, None, "ENGR. RODEL C. SISON"],
        ["Municipal Librarian", None, None, None, "Municipal Administrator"],
    ]
    return Shape(
        id="daycare-signin",
        what="Philippine attendance sheet with the names of those invited, two without a signature, empty numbered lines, the number present and signatories.",
        file="attendance June 14.xlsx",
        content=book_of(("Sheet1", rows, ["A1:F1", "A2:F2", "A3:F3", "A5:F5"])),
        row_is="person-at-session",
        expect=(*count_figures(came, 1), *count_people(came)),
        never=(
            *other_figures("attendance_total", came, len(people), 20, len(people) + 2, came + 1, came + 2),
            *other_figures(
                "participants_unique", came, len(people), 20, len(people) + 2, len(people) + 1, came + 2
            ),
            *wrong_figures("sessions_held", came, 20),
        ),
    )


def build_two_day_training() -> Shape:
    """Philippines: a district training of two days."""
    people = [
        ("Arriola, Dennis", "Bulo ES", "//"),
        ("Bungcayao, Liza", "Bulo ES", "//"),
        ("Cachero, Fely", "San Jose ES", "/-"),
        ("Dacanay, Ruby", "San Jose ES", "//"),
        ("Espejo, Noel", "Lawang Bato ES", "-/"),
        ("Fontanilla, Grace", "Lawang Bato ES", "//"),
        ("Galang, Merly", "Punturin ES", "//"),
        ("Hernaez, Joel", "Punturin ES", "--"),
        ("Ilagan, Cora", "Bignay ES", "//"),
        ("Jacinto, Perla", "Bignay ES", "/-"),
    ]
    team = [
        ("Sumulong, Dr. Edna", "District Supervisor", "//"),
        ("Tolosa, Rhea", "City Librarian", "//"),
        ("Urbano, Gil", "Technical", "/-"),
    ]

    def tick(x: tuple[str, str, str]) -> list[str | None]:
        return [None if c == "-" else c for c in x]

    d1, d2 = sum(p[2][0] == "/" for p in people), sum(p[2][1] == "/" for p in people)
    who = sum("/" in p[2] for p in people)
    rows = [
        ["District Training on Remedial Reading"],
        ["November 8-9, 2025, Bignay Elementary School"],
        [],
        ["No.", "Name of Participant", "School", "Day 1", "Day 2"],
        [None, None, None, "Nov. 8", "Nov. 9"],
        *[[i, p[0], p[1], *tick(p[2])] for i, p in enumerate(people, 1)],
        [None, "Total participants present", None, d1, d2],
        [],
        ["FACILITATORS / SECRETARIAT"],
        *[[i, p[0], p[1], *tick(p[2])] for i, p in enumerate(team, 1)],
        [],
        [None, "/ - present     blank - absent"],
    ]
    total = d1 + d2
    f = sum(p[2].count("/") for p in team)
    return Shape(
        id="two-day-training",
        what="Philippine training of two days with ticks by day, facilitators in a block of their own, one person who never came.",
        file="training attendance nov.xlsx",
        content=book_of(("Attendance", rows, [])),
        row_is="person",
        expect=(*count_figures(total, 2), *count_people(who)),
        never=(
            *other_figures("attendance_total", total, total + f, 2 * total, 2 * len(people)),
            *other_figures("participants_unique", who, len(people), who + len(team), len(people) + len(team)),
            *wrong_figures("sessions_held", 1, 4, total),
        ),
    )


def build_camp_days() -> Shape:
    """US: a parish reading camp with a tab for each day."""
    groups = {
        "Sparrows (Grade 1) - Ate Tess": [
            "Angelo Vidal",
            "Chesca Morte",
            "Dan-dan Osorio",
            "Kyla Bunag",
            "Uriel Sison",
        ],
        "Doves (Grade 2) - Kuya Nonoy": [
            "Bea Cuevas",
            "Elmer Tago",
            "Faith Roldan",
            "Gelo Ibarra",
            "Mika Salonga",
            "Tintin Abad",
        ],
        "Robins (Grade 3) - Sr. Amparo": [
            "Hazel Quiambao",
            "Ivan Laurel",
            "Jed Maceda",
            "Niña Flores",
            "Paolo Reyno",
        ],
    }
    away = {  # day: who did not write themselves in
        "Mon": {"Kyla Bunag", "Tintin Abad", "Paolo Reyno", "Jed Maceda"},
        "Tue": {"Tintin Abad", "Uriel Sison"},
        "Wed": {"Angelo Vidal", "Gelo Ibarra", "Ivan Laurel", "Tintin Abad", "Niña Flores"},
        "Thu": {"Dan-dan Osorio", "Hazel Quiambao"},
        "Fri": {"Paolo Reyno"},
    }
    helpers = {
        "Mon": "Liza, Boyet, Mrs. Cinco",
        "Tue": "Liza, Mrs. Cinco",
        "Wed": "Boyet",
        "Thu": "Liza, Boyet",
        "Fri": "Liza, Boyet, Mrs. Cinco, Fr. Dom",
    }
    sheets, total, seen = [], 0, set()
    for k, (day, missing) in enumerate(away.items()):
        when = date(2025, 5, 5) + timedelta(days=k)
        columns = [[n for n in names if n not in missing] for names in groups.values()]
        longest = max(map(len, columns))
        body = [[c[i] if i < len(c) else None for c in columns] for i in range(longest)]
        sheets.append(
            (
                day,
                [
                    ["ST. JEROME PARISH SUMMER READING CAMP"],
                    [f"Sign-in, {when.strftime('%A, %B')} {when.day}, {when.year}, 9:00-11:00"],
                    [],
                    list(groups),
                    *body,
                    [],
                    [f"{len(c)} present" for c in columns],
                    [f"Helpers today: {helpers[day]}"],
                ],
                ["A1:C1", "A2:C2"],
            )
        )
        total += sum(map(len, columns))
        seen |= {n for c in columns for n in c}
    staff = 3 * 5
    return Shape(
        id="camp-days",
        what="Sign-in of a parish camp: a tab for each day, a column for each of three groups with its leader in the heading, helpers in a line.",
        file="camp sign-in.xlsx",
        content=book_of(*sheets),
        row_is="person-at-session",
        expect=(*count_figures(total, 5), *count_people(len(seen))),
        never=(
            *other_figures(
                "attendance_total", total, 2 * total, total + staff, total + 12, total + 15, total + 27
            ),
            *other_figures("sessions_held", 5, 15, 1, 3),
            *other_figures(
                "participants_unique", len(seen), len(seen) + 3, total, len(seen) + 7, len(seen) + 8
            ),
        ),
    )


def build_parent_signin() -> Shape:
    """Philippines: sign-in sheet of a workshop for parents."""
    people = [
        ("Marites Olarte", "Purok 1", "F", 34, "Y"),
        ("Josefa Bernal", "Purok 1", "F", 29, "N"),
        ("Rodel Sabado", "Purok 2", "M", 41, "Y"),
        ("Cherry Lopena", "Purok 2", "F", 26, "Y"),
        ("Gina Marasigan", "Purok 3", "F", 38, "N"),
        ("Nenita Dagohoy", "Purok 3", "F", 61, "N"),
        ("Alvin Castro", "Purok 4", "M", 33, "Y"),
        ("Rowena Castro", "Purok 4", "F", 31, "Y"),
        ("Liezl Padua", "Purok 4", "F", 24, "N"),
        ("Ester Villamin", "Purok 5", "F", 45, "N"),
        ("Jun Matibag", "Purok 5", "M", 39, "Y"),
        ("Dolor Matibag", "Purok 5", "F", 37, "Y"),
        ("Analyn Recto", "Purok 5", "F", 28, "N"),
        ("Perla Sumulong", "Purok 6", "F", 52, "Y"),
    ]
    n = len(people)
    staff = [
        ("Teresita Ocampo", "Municipal Librarian"),
        ("Kenneth Uy", "Library aide"),
        ("Hon. Badong Reyes", "Kagawad, Committee on Education"),
    ]
    rows = [
        ["Republic of the Philippines"],
        ["Municipality of Lumbia - Municipal Library"],
        ["ATTENDANCE SHEET"],
        [],
        ["Activity:", "Basa Tayo, Nanay! - read-aloud workshop for parents"],
        ["Date:", "September 20, 2025"],
        ["Time:", "1:00 - 4:00 PM"],
        ["Venue:", "Covered court, Brgy. Hulo"],
        [],
        ["No.", "NAME", "ADDRESS", "SEX", "AGE", "FIRST TIME? (Y/N)", "SIGNATURE"],
        *[[k, *p, "sgd."] for k, p in enumerate(people, 1)],
        *[[k] for k in range(n + 1, 21)],
        [],
        ["SECRETARIAT / FACILITATORS"],
        ["No.", "NAME", "POSITION", None, None, None, "SIGNATURE"],
        *[[k, name, post, None, None, None, "sgd."] for k, (name, post) in enumerate(staff, 1)],
    ]
    new = sum(p[4] == "Y" for p in people)
    return Shape(
        id="parent-signin",
        what="Philippine sign-in sheet of one workshop: empty numbered lines, first time yes or no, facilitators in a block of their own.",
        file="attendance basa tayo nanay.xlsx",
        content=book_of(("Sheet1", rows, [f"A{k}:G{k}" for k in (1, 2, 3)])),
        row_is="person-at-session",
        expect=(*count_figures(n, 1), *count_people(n), figure("first_time_share", new / n)),
        never=(
            *other_figures("attendance_total", n, n + 3, 20, 23, new, sum(p[3] for p in people)),
            *other_figures("sessions_held", 1, n, n + 3),
            *other_figures("participants_unique", n, n + 3, 20, 23, new),
        ),
    )


SIGN_INS_AND_LOGBOOKS: tuple[Shape, ...] = (
    build_esl_sign_in(),
    build_homework_corner(),
    build_two_block_signin(),
    build_tutorial_logbook(),
    build_daycare_signin(),
    build_two_day_training(),
    build_camp_days(),
    build_parent_signin(),
)
