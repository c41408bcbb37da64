"""Lists of learners and partners: registers, sign-in lists, tests, feedback and pairs."""

from __future__ import annotations

from datetime import date
from typing import Any

from tests.support.shapes.definition import (
    NO_ATTENDANCE,
    Shape,
    count_figures,
    count_people,
    figure,
    larger_figures,
    numbers_among,
    other_figures,
    wrong_figures,
)
from tests.support.shapes.files import book_of


def build_class_register_with_typhoon() -> Shape:
    """Class register with a suspended day."""
    days = ["7-Jun", "14-Jun", "21-Jun", "28-Jun", "5-Jul", "12-Jul", "19-Jul"]
    off = 3
    pupils = [
        ("Abalos, Jhunrey", 8, "M", "PPP-PLP"),
        ("Bautista, Crislyn", 9, "F", "PAP-PPP"),
        ("Catacutan, Mark Joel", 8, "M", "APP-AEP"),
        ("Dimasupil, Rhea Mae", 8, "F", "PPP-PPP"),
        ("Estabillo, Kevin", 10, "M", "AAA-AAA"),
        ("Fabros, Angeline", 8, "F", "LPP-PAP"),
        ("Galang, John Rey", 9, "M", "PP -   "),
        ("Hilario, Princess", 8, "F", "PEP-PPA"),
        ("Ilagan, Dominic", 9, "M", "PPA-PPL"),
        ("Lacson, Trisha Nicole", 8, "F", "PPP-APP"),
        ("Magbanua, Roderick", 11, "M", "ALP-PPA"),
        ("Nolasco, Jasmine", 8, "F", "PPP-PPP"),
    ]
    marks = "".join(p[3] for p in pupils)
    came = marks.count("P") + marks.count("L")
    absent = marks.count("A")
    unique = sum(any(c in "PL" for c in p[3]) for p in pupils)
    held = len(days) - 1
    rows: list[list[Any]] = [
        ["REMEDIAL READING WORKSHOP - GRADE 3 (June-July 2025)"],
        ["Municipal Library with Mabini Elementary School, Teacher: Mrs. Soriano"],
        [],
        ["No.", "Name of Pupil", "Age", "Sex", *days, "Days present", "Remarks"],
    ]
    for n, (name, age, sex, line) in enumerate(pupils, 1):
        cells: list[Any] = [c if c in "PALE" else None for c in line]
        if n == 1:
            cells[off] = "SUSPENDED signal no. 2"
        rows.append(
            [
                n,
                name,
                age,
                sex,
                *cells,
                line.count("P") + line.count("L"),
                {
                    "Galang, John Rey": "transferred to Cebu 6/16",
                    "Estabillo, Kevin": "never came, parent informed",
                }.get(name),
            ]
        )
    rows.append(
        [
            None,
            "PRESENT",
            None,
            None,
            *[None if n == off else sum(p[3][n] in "PL" for p in pupils) for n in range(len(days))],
            came,
        ]
    )
    rows += [[], ["Legend: P = present, L = late, A = absent, E = excused"]]
    return Shape(
        id="class-register-with-typhoon",
        what="Class register with P, L, A, E and a legend, days across as '7-Jun', one column suspended by a typhoon (merged, in words), ages, days present at the right and a row PRESENT below; one child never came, one moved away.",
        file="Remedial reading attendance.xlsx",
        content=book_of(("Gr 3", rows, ["A1:M1", "A2:M2", "H5:H16"])),
        row_is="person",
        expect=(*count_people(unique), *count_figures(came, held)),
        or_none=(figure("attendance_rate", came / (came + absent)),),
        never=(
            *larger_figures("participants_unique", unique, len(pupils), len(pupils) + 1, unique + 1),
            *larger_figures(
                "attendance_total",
                came,
                2 * came,
                3 * came,
                came + absent,
                came + marks.count("E"),
                len(pupils) * 7,
                sum(p[1] for p in pupils),
            ),
            *larger_figures("sessions_held", held, 7, 8, 9, len(pupils)),
            *other_figures(
                "attendance_per_session",
                came / held,
                came / 7,
                marks.count("P") / held,
                2 * came / held,
                2 * came / 7,
            ),
            *other_figures(
                "attendance_rate",
                came / (came + absent),
                came / (12 * 7),
                marks.count("P") / len(marks),
                1.0,
                absent / (came + absent),
            ),
        ),
        privacy=(*tuple(p[0] for p in pupils), "Soriano", "Jhunrey", "Dimasupil", "Magbanua"),
    )


def build_sign_in_blocks() -> Shape:
    """Sign-in lists below one another."""
    kids = {
        "Brian Otieno": (8, "Std 3", "0722 410 118"),
        "Faith Wanjiku": (7, "Std 2", "0733 905 221"),
        "Kevin Kiprop": (10, "Std 5", "0710 338 746"),
        "Mercy Achieng": (9, "Std 4", "0722 410 118"),
        "Samuel Mwangi": (6, "Std 1", "0725 660 392"),
        "Joy Nekesa": (8, "Std 3", "0701 547 803"),
        "Dennis Mutua": (11, "Std 6", "0734 112 659"),
        "Esther Njeri": (7, "Std 2", "0720 818 277"),
        "Abdi Hassan": (9, "Std 4", "0716 294 035"),
        "Lilian Chebet": (10, "Std 5", "0728 473 910"),
    }
    blocks: list[tuple[str, list[str]]] = [
        ("SATURDAY 1 FEBRUARY 2025 - STORY HOUR", ["Brian Otieno", "Faith Wanjiku", "Kevin Kiprop", "Mercy Achieng", "Joy Nekesa", "Dennis Mutua"]),
        ("SATURDAY 8 FEBRUARY 2025 - STORY HOUR", ["Faith Wanjiku", "Mercy Achieng", "Samuel Mwangi", "brian otieno", "Esther Njeri", "Joy Nekesa", "Abdi Hassan"]),
        ("SATURDAY 15 FEBRUARY 2025 - NO STORY HOUR, HEAVY RAIN", []),
        ("SATURDAY 22 FEBRUARY 2025 - STORY HOUR", ["Kevin Kiprop", "Esther Njeri", "Samuel Mwangi", "Joy Nekesa", "Mercy Achieng"]),
        ("SATURDAY 1 MARCH 2025 - STORY HOUR", ["Abdi Hassan", "Lilian Chebet", "Faith Wanjiku", "Brian Otieno", "Joy Nekesa", "Samuel Mwangi", "Esther Njeri", "Dennis Mutua"]),
    ]  # fmt: skip
    rows: list[list[Any]] = [["MTAA READING CORNER, NAKURU - CHILDREN WHO CAME"], []]
    for title, names in blocks:
        rows.append([title])
        if names:
            rows.append(["No.", "Name", "Age", "Class", "Parent's phone"])
            rows += [[n, name, *kids[name.title()]] for n, name in enumerate(names, 1)]
            rows.append([None, "Total today", None, None, f"{len(names)} children"])
        rows.append([])
    everyone = [name.title() for _, names in blocks for name in names]
    total, unique, held = len(everyone), len(set(everyone)), sum(bool(names) for _, names in blocks)
    ages = sum(kids[n][0] for n in everyone)
    return Shape(
        id="sign-in-blocks",
        what="Typed sign-in lists below one another, each under a line with the date and with the heading repeated, numbered from 1 each time, with age, class and phone, 'Total today' in words; one Saturday rained off; one name in small letters; siblings share a phone.",
        file="story hour children feb-mar.xlsx",
        content=book_of(("names", rows, ["A1:E1"])),
        row_is="person",
        expect=(*count_people(unique), *count_figures(total, held)),
        never=(
            *larger_figures("participants_unique", unique, unique + 1, unique + 2, total, total + held),
            *larger_figures(
                "attendance_total",
                total,
                total + held,
                2 * total,
                ages,
                sum(n for _, names in blocks for n in range(1, len(names) + 1)),
            ),
            *larger_figures("sessions_held", held, held + 1, 8, total),
            *other_figures(
                "attendance_per_session",
                total / held,
                total / (held + 1),
                (total + held) / held,
                ages / total,
            ),
        ),
        privacy=(*kids, "brian otieno", "0722 410 118", "0734 112 659"),
    )


def build_test_on_two_tabs() -> Shape:
    """A test before and after on two tabs."""
    before: list[tuple[str, int, object, str]] = [
        ("Aisha Malik", 3, 14, "orange"),
        ("Ben Thwaite", 3, 11, "green"),
        ("Callum Reid", 4, 19, "turquoise"),
        ("Chloe Pugh", 3, 9, "green"),
        ("Dylan Okoro", 4, 22, "purple"),
        ("Evie Marsh", 3, 16, "orange"),
        ("Freddie Lunt", 4, 13, "orange"),
        ("Olivia Bains", 3, 17, "turquoise"),
        ("Olivia Tranter", 4, 20, "turquoise"),
        ("Poppy Shale", 3, 12, "green"),
        ("Ravi Desai", 4, 15, "orange"),
        ("Zak Holroyd", 4, 18, "turquoise"),
    ]
    after: list[tuple[str, int, object, str]] = [
        ("Aisha Malik", 3, 22, "purple"),
        ("Ben Thwaite", 3, 15, "orange"),
        ("Chloe Pugh", 3, 18, "turquoise"),
        ("Evie Marsh", 3, 15, "orange"),
        ("Olivia Bains ", 3, 25, "gold"),
        ("Poppy Shale", 3, 20, "turquoise"),
        ("Zofia Nowak", 3, 21, "purple"),
        ("Callum Reid", 4, 19, "turquoise"),
        ("Dylan Okoro", 4, 27, "gold"),
        ("Freddie Lunt", 4, "absent", "-"),
        ("Olivia Tranter", 4, 24, "purple"),
        ("Ravi Desai", 4, 26, "gold"),
        ("Theo Larkin", 4, 17, "orange"),
    ]
    first = {name.strip(): s for name, _, s, _ in before if isinstance(s, int)}
    second = {name.strip(): s for name, _, s, _ in after if isinstance(s, int)}
    pairs = [(s, second[name]) for name, s in first.items() if name in second]
    n = len(pairs)
    gain, up = sum(b - a for a, b in pairs) / n, sum(b > a for a, b in pairs)
    m1, m2 = sum(first.values()) / len(first), sum(second.values()) / len(second)

    def tab(title: str, learners: list[tuple[str, int, object, str]], mean: float) -> list[list[object]]:
        return [
            ["Reading Buddies - " + title],
            ["Sentence reading test, out of 40"],
            [],
            ["Name", "Yr", "Score /40", "Book band"],
            *[list(x) for x in learners],
            [],
            ["Group average", None, round(mean, 1)],
        ]

    info: list[list[object]] = [
        ["Reading Buddies, Thursdays 3.30-4.15, Slaithwaite Library with the Junior School"],
        ["Zak moved away at Christmas. Zofia and Theo started in January."],
    ]
    with_mean = [*pairs, (m1, m2)]
    return Shape(
        id="test-on-two-tabs",
        what="A reading test before and after on two tabs, in another order and with a blank after a name; leavers, newcomers, one absent; a group average below each; an info tab.",
        file="reading buddies scores.xlsx",
        content=book_of(
            ("Info", info, []),
            ("September", tab("September (before)", before, m1), []),
            ("March", tab("March (after)", after, m2), []),
        ),
        row_is="score",
        any_measure_name=True,
        expect=(
            figure("mean_gain", gain, measure="reading"),
            figure("improved_share", up / n, measure="reading"),
            figure("pair_coverage", n / len(first), measure="reading"),
            figure("attendance_total", None),
        ),
        never=(
            *other_figures(
                "mean_gain",
                gain,
                m2 - m1,
                round(m2, 1) - round(m1, 1),
                sum(b - a for a, b in with_mean) / (n + 1),
                sum(b - a for a, b in pairs) / 12,
                sum(b - a for a, b in pairs) / 13,
            ),
            *other_figures("improved_share", up / n, (up + 1) / (n + 1), up / 12, up / 13, up / 14),
            *other_figures("pair_coverage", n / len(first), 1.0, n / 13, n / 14, (n + 1) / (len(first) + 1)),
            *wrong_figures("participants_unique", 25, 26, 15),
            *wrong_figures("sessions_held", 2),
        ),
        privacy=tuple(sorted({x[0].strip().split(" ")[1] for x in before + after})),
    )


def build_levels_in_short_words() -> Shape:
    """Reading levels in short words."""
    code = {"NR": 0, "FRU": 1, "INS": 2, "IND": 3}
    boys: list[tuple[str, int, str, str | None, str | None]] = [
        ("Abarquez, Jayson", 9, "FRU", "INS", None),
        ("Bulanadi, Mark Angelo", 5, "NR", "FRU", None),
        ("Catindig, Reniel", 13, "INS", "INS", None),
        ("Evangelio, Jomar", 7, "FRU", None, "transferred out 1/13"),
        ("Guanzon, Kian", 11, "FRU", "FRU", None),
        ("Magbanua, Rhenz", 12, "INS", "IND", None),
        ("Salvaleon, Dave", 4, "NR", "NR", "for Brigada Pagbasa"),
    ]
    girls: list[tuple[str, int, str, str | None, str | None]] = [
        ("Alcoriza, Trisha Mae", 12, "INS", "IND", None),
        ("Baluntong, Jenny", 10, "FRU", "INS", None),
        ("Dimaculangan, Lyka", 13, "INS", "FRU", "many absences"),
        ("Hernaez, Precious", 8, "FRU", "IND", None),
        ("Lagrosas, Ella", 9, "FRU", None, "absent during post-test"),
        ("Panganiban, Mika", 13, "IND", "IND", None),
        ("Tabuzo, Angel Joy", 10, "FRU", "INS", None),
    ]
    everyone = boys + girls
    rows: list[list[object]] = [
        ["Phil-IRI Individual Assessment in Filipino, SY 2024-2025"],
        ["Grade IV - Sampaguita / Library reading clinic learners"],
        [],
        [
            "No.",
            "Name of Learner",
            "GST score (20)",
            "Pre-test level (Sept)",
            "Post-test level (March)",
            "Remarks",
        ],
    ]
    for label, group in (("MALE", boys), ("FEMALE", girls)):
        rows.append([None, label])
        rows += [[n, *x] for n, x in enumerate(group, 1)]
    rows += [[], [None, "SUMMARY", None, "Pre", "Post"]]
    for short, long in (
        ("IND", "Independent"),
        ("INS", "Instructional"),
        ("FRU", "Frustration"),
        ("NR", "Non-reader"),
    ):
        rows.append(
            [
                None,
                f"{long} ({short})",
                None,
                sum(x[2] == short for x in everyone),
                sum(x[3] == short for x in everyone),
            ]
        )
    tested = [sum(x[c] is not None for x in everyone) for c in (2, 3)]
    rows += [[None, "Total tested", None, *tested]]
    moves = [code[x[3]] - code[x[2]] for x in everyone if x[3] is not None]
    n, up, down = len(moves), sum(m > 0 for m in moves), sum(m < 0 for m in moves)
    group_net = (sum(x[3] == "IND" for x in everyone) - sum(x[2] == "IND" for x in everyone)) / n
    return Shape(
        id="levels-in-short-words",
        what="Phil-IRI levels in short words before and after, boys and girls under sub-headings, a screening score that is no pre-test, a transfer and an absence, a summary of levels below.",
        file="Phil-IRI G4 Sampaguita.xlsx",
        content=book_of(("Filipino", rows, ["A1:F1", "A2:F2"])),
        row_is="score",
        any_measure_name=True,
        expect=(
            figure("philiri_moved_up", up / n, measure="philiri_level"),
            figure("philiri_net_move", (up - down) / n, measure="philiri_level"),
            figure("attendance_total", None),
        ),
        or_none=(figure("pair_coverage", n / len(everyone), measure="philiri_level"),),
        never=(
            *other_figures(
                "philiri_moved_up",
                up / n,
                up / len(everyone),
                (up + 1) / (n + 1),
                (up + 2) / (n + 4),
                (up + 3) / (n + 5),
            ),
            *other_figures(
                "philiri_net_move", (up - down) / n, (up - down) / len(everyone), sum(moves) / n, group_net
            ),
            *wrong_figures("participants_unique", 18, 19, 16),
            *wrong_figures("sessions_held", 2),
        ),
        privacy=tuple(x[0].split(",")[0] for x in everyone),
    )


def build_feedback_added_up() -> Shape:
    """Feedback forms added up."""
    # statement, strongly agree .. strongly disagree, left blank
    items: list[tuple[str, str, list[int], int]] = [
        ("knowledge", "I learned something new today", [14, 12, 3, 1, 0], 1),
        ("confidence", "I feel more confident reading with my child", [10, 13, 4, 2, 0], 2),
        ("application", "I will use the ideas at home", [17, 9, 2, 0, 1], 2),
        ("awareness", "I know more about what the library offers", [12, 11, 5, 1, 1], 1),
        ("", "The room was comfortable", [8, 9, 6, 5, 3], 0),
    ]
    forms = 31
    rows: list[list[object]] = [
        ["Family Phonics Workshop, Sat 8 Feb 2025 - feedback forms added up"],
        ["Forms handed back: 31 (40 printed)"],
        [],
        [
            "",
            "Strongly agree",
            "Agree",
            "Not sure",
            "Disagree",
            "Strongly disagree",
            "Left blank",
            "Total",
            "% agree",
        ],
    ]
    agree: list[float] = []
    wrong: list[float] = []
    for _, text, n, blank in items:
        share = (n[0] + n[1]) / sum(n)
        agree.append(share)
        wrong += [(n[0] + n[1]) / forms, n[0] / sum(n), n[0] / forms, (n[0] + n[1] + n[2]) / sum(n)]
        rows.append([text, *n, blank, forms, f"{100 * share:.0f}%"])
    heard = [("Letter from school", 13), ("Friend / family", 7), ("Facebook", 5), ("Poster", 4), ("Other", 2)]
    rows += [
        [],
        ["How did you hear about it?", "No."],
        *[list(x) for x in heard],
        [],
        ["Comments"],
        ["'More of these please!'"],
        ["'Too hot in the back room.'"],
        ["'My lad loved the puppets'"],
    ]
    means = [sum(w * x for w, x in zip((5, 4, 3, 2, 1), n, strict=True)) / sum(n) for _, _, n, _ in items]
    plain = [sum(n) / 5 for _, _, n, _ in items]
    named = [(m, a) for (m, *_), a in zip(items, agree, strict=True) if m]
    return Shape(
        id="feedback-added-up",
        what="Feedback forms added up: statements down, answers across with the number of ticks, blanks, total and % agree; 'how did you hear' and comments below.",
        file="phonics workshop feedback.xlsx",
        content=book_of(("Totals", rows, ["A1:I1", "A2:I2"])),
        row_is="answer",
        any_measure_name=True,
        expect=(
            *[figure("outcome_agreement", a, measure=m, occasion="after") for m, a in named],
            figure("attendance_total", None),
        ),
        never=(
            *other_figures("outcome_agreement", tuple(agree), *wrong, 1.0, sum(agree) / 5),
            *other_figures(
                "mean_rating",
                tuple(means),
                *plain,
                forms,
                *[float(n[0]) for _, _, n, _ in items],
                *[n[0] / 5 for _, _, n, _ in items],
            ),
            *wrong_figures("attendance_total", forms, 40, 5 * forms, 10 * forms, 6 * forms),
            *wrong_figures("participants_unique", 5, 10, forms, 40),
            *wrong_figures("sessions_held", 5, 10),
        ),
    )


def build_partner_contacts() -> Shape:
    """Partners and contacts."""
    # organisation, contact, tel, status, since, people, last spoke, red-amber-green, strength, next step
    groups: list[tuple[str, list[tuple[str, str, object, str, object, object, str, str, object, str | None]]]] = [
        ("SCHOOLS", [("St Oswald's C of E Primary", "Mrs Penhallow", "01736 555 014", "Active", 2018, 212, "12/05/25", "Green", 5, "Book week Oct"), ("Trewidden Academy", "Mr K. Rundle", "01736 555 188", "Active", 2021, 640, "03/03/25", "Amber", 3, "new head - reintroduce"), ("Newlyn Nursery", "Jodie", None, "Prospect", None, "approx 45", "28/04/25", "Amber", 2, "visit them")]),
        ("HEALTH & CARE", [("Penlee GP surgery", "Dr Anscombe (practice mgr: Tina)", "01736 555 100", "Active", 2023, 8400, "19/05/25", "Green", 4, "Bookstart leaflets"), ("Chy Lowen care home", "Marguerite", "n/a", "Lapsed", 2016, 38, "?", "Red", 1, None)]),
        ("BUSINESS / CLUBS", [("Co-op, Market Jew St", "store mgr", "01736 555 161", "Active", 2022, None, "01/04/25", "Green", 4, "snacks for summer"), ("Rotary", "Mr P. Hosking", "07700 900 215", "Active", 2019, 26, "22/05/25", "Green", 5, "ask re: minibus"), ("Newlyn Art Gallery", "Effie", None, "Paused", 2020, None, "11/11/24", "Red", 2, "funding gone")]),
    ]  # fmt: skip
    rows: list[list[object]] = [
        ["PARTNERS & CONTACTS - Penmarrow Library"],
        ["updated 27 May 2025 (SB)"],
        [],
        [
            "Organisation",
            "Contact",
            "Tel",
            "Status",
            "Partner since",
            "Members / pupils",
            "Last spoke",
            "R/A/G",
            "How strong? (1-5)",
            "Next step",
        ],
    ]
    every = [x for _, lines in groups for x in lines]
    for label, lines in groups:
        rows += [[label], *[list(x) for x in lines], []]
    reach = sum(numbers_among(x[5] for x in every)) + 45
    rows += [["8 partners (5 active)", None, None, None, None, reach]]
    strength = numbers_among(x[8] for x in every)
    years = sum(numbers_among(x[4] for x in every))
    return Shape(
        id="partner-contacts",
        what="List of partners and contacts under sub-headings: status, since (a year), members or pupils, last spoke, red/amber/green, strength 1-5, next step; a total of members.",
        file="Partners.xlsx",
        content=book_of(("Partners", rows, ["A1:J1"])),
        row_is="partner",
        expect=(*NO_ATTENDANCE, figure("cost_cash", None)),
        never=(
            *wrong_figures("attendance_total", reach, 2 * reach, reach - 45, years),
            *wrong_figures("participants_unique", 8, 9, 7, reach, 11),
            *wrong_figures("sessions_held", 8, 7, 9),
            *wrong_figures("mean_rating", sum(strength) / len(strength)),
            *wrong_figures("outcome_agreement", sum(s >= 4 for s in strength) / len(strength)),
            *wrong_figures("in_kind_value", reach, years),
            *wrong_figures("alignment_mean", sum(strength) / len(strength)),
        ),
        privacy=("Penhallow", "Rundle", "Jodie", "Anscombe", "Marguerite", "Hosking", "Effie"),
    )


def build_class_list_for_weeks() -> Shape:
    """Class list with empty weeks."""
    # admission no., name, sex, birth, mother tongue, father's mobile, library card
    boys: list[tuple[int, str, str, str, object, object]] = [
        (4471, "Aarush Kolekar", "14-06-2015", "Marathi", 9800000112, 2201),
        (4475, "Devansh Purohit", "02-11-2015", "Hindi", 9800000145, 2202),
        (4480, "Harshad Waghmare", "23-01-2016", "Marathi", 9800000171, None),
        (4502, "Ibrahim Tamboli", "30-08-2015", "Urdu", 9800000188, 2204),
        (4511, "Omkar Bhalerao", "19-03-2016", "Marathi", None, 2205),
        (4516, "Rudra Chougule", "07-07-2015", "Marathi", 9800000209, 2206),
        (4530, "Soham Deshpande", "11-12-2015", "Marathi", 9800000230, "lost"),
    ]
    girls: list[tuple[int, str, str, str, object, object]] = [
        (4473, "Anvi Salunkhe", "05-05-2016", "Marathi", 9800000256, 2208),
        (4478, "Fiza Mulani", "27-09-2015", "Urdu", 9800000264, 2209),
        (4488, "Gauri Nimbalkar", "16-02-2016", "Marathi", 9800000283, 2210),
        (4495, "Kashvi Rathod", "21-10-2015", "Hindi", 9800000291, None),
        (4509, "Mrunal Ghatge", "09-04-2016", "Marathi", 9800000317, 2212),
        (4524, "Siddhi Yadav", "13-08-2015", "Hindi", None, 2213),
    ]
    weeks = ["Wk 1", "Wk 2", "Wk 3", "Wk 4", "Wk 5", "Wk 6"]
    rows: list[list[object]] = [
        ["Z.P. Primary School, Ambegaon - Std. 4 B, class list 2025-26"],
        ["for library period, Tuesdays"],
        [],
        ["Roll No.", "Adm. No.", "Name", "DOB", "Mother tongue", "Father's mobile", "Library card", *weeks],
    ]
    number = 0
    for label, group in (("Boys", boys), ("Girls", girls)):
        rows.append([None, None, label])
        for x in group:
            number += 1
            rows.append([number, *x])
    rows += [
        [],
        [None, None, f"Boys {len(boys)}, Girls {len(girls)}, Total", number],
        [None, None, "Class teacher: Smt. Jadhav"],
    ]
    everyone = boys + girls
    cards = sum(x[5] is not None for x in everyone)
    return Shape(
        id="class-list-for-weeks",
        what="Class list with admission numbers, birthdays, mother tongue, phones and library cards, boys and girls under sub-headings, and six columns of weeks in which nothing has been written.",
        file="Std 4B list.xlsx",
        content=book_of(("4B", rows, ["A1:M1"])),
        row_is="person",
        expect=NO_ATTENDANCE,
        never=(
            *wrong_figures(
                "attendance_total", 13, 6 * 13, 78, 26, cards, sum(x[0] for x in everyone), sum(range(1, 14))
            ),
            *wrong_figures("participants_unique", 13, 15, 16, 14),
            *wrong_figures("sessions_held", 1, 6, 13),
            *wrong_figures("attendance_rate", 1.0),
            *wrong_figures("average_daily_attendance", 13),
            *wrong_figures("language_match_rate", 1.0),
        ),
        privacy=(*tuple(x[1].split(" ")[1] for x in everyone), "Jadhav"),
    )


def build_tutor_pairs() -> Shape:
    """Tutors and their pupils."""
    # tutor, phone, pupil, grade, when, started, planned, met, hours, level, note
    log: list[tuple[str, object, str, int, str, object, int, object, object, str, str | None]] = [
        ("Gladys Overby", "555-0142", "Mateo Urrutia", 2, "Mon 3:45", date(2025, 1, 13), 16, 14, 10.5, "G", None),
        ("Gladys Overby", "555-0142", "Keisha Dunmore", 3, "Wed 3:45", date(2025, 1, 15), 16, 12, 9, "K", "2 snow days"),
        ("Phil Stannard", "555-0119", "Jonah Whitcraft", 2, "Tue 4:00", date(2025, 1, 14), 16, 6, 4.5, "E", "Phil's knee - stopped 2/25"),
        ("Rosemary Applebaum", "555-0177", "Jonah Whitcraft", 2, "Tue 4:00", date(2025, 3, 4), 9, 8, 6, "F", "took over from Phil"),
        ("Rosemary Applebaum", "555-0177", "Linh Vuong", 4, "Thu 3:45", date(2025, 1, 16), 16, 15, 11.25, "N", None),
        ("Dale Eichhorn", "555-0160", "Tariq Sefton", 3, "Thu 4:30", date(2025, 2, 6), 13, 11, 8.25, "J", None),
        ("Hope Navarrette", "n/a", "Brielle Castonguay", 2, "?", "waiting - bkgd check", 16, None, None, "D", "call mom"),
        ("Merle & Jean Tofte", "555-0103", "Addie Pemberton", 3, "Sat 10:30", date(2025, 1, 18), 14, 13, 13, "L", "1 hr each"),
    ]  # fmt: skip
    planned, met, hours = (
        sum(x[6] for x in log),
        sum(numbers_among(x[7] for x in log)),
        sum(numbers_among(x[8] for x in log)),
    )
    rows: list[list[object]] = [
        ["Grand Pals reading tutors - pairs, spring 2025"],
        ["45 min. one-on-one unless noted. As of May 2"],
        [],
        [
            "Tutor",
            "Phone",
            "Student",
            "Gr",
            "Day/time",
            "Started",
            "Mtgs planned",
            "Mtgs so far",
            "Hours so far",
            "Level now",
            "Notes",
        ],
        *[list(x) for x in log],
        [],
        ["8 pairs", None, None, None, None, None, planned, met, hours],
        ["% of planned", None, None, None, None, None, None, f"{100 * met / planned:.0f}%"],
    ]
    seen = {x[2] for x in log if isinstance(x[7], int)}
    return Shape(
        id="tutor-pairs",
        what="Tutors and their pupils, one row for each pair: planned meetings, meetings so far, hours, level; a pupil handed over to another tutor, one waiting; tutors are not participants.",
        file="Grand Pals pairs.xlsx",
        content=book_of(("Spring", rows, ["A1:K1"])),
        row_is="other",
        must_be_read=False,
        or_none=(*count_people(len(seen)), figure("attendance_total", met), figure("sessions_held", met)),
        never=(
            *other_figures("participants_unique", len(seen), 8, 9, 7, len(seen) + 6, 14, 5),
            *wrong_figures("attendance_total", planned, 2 * met, met + planned, hours, 8, 7),
            *other_figures("sessions_held", met, planned, 8, 9, 7, 2 * met),
            *wrong_figures("cost_cash", hours),
        ),
        privacy=(
            *tuple(sorted({x[2].split(" ")[1] for x in log})),
            "Overby",
            "Stannard",
            "Applebaum",
            "Eichhorn",
            "Navarrette",
            "Tofte",
        ),
    )


LEARNERS_AND_PARTNERS: tuple[Shape, ...] = (
    build_class_register_with_typhoon(),
    build_sign_in_blocks(),
    build_test_on_two_tabs(),
    build_levels_in_short_words(),
    build_feedback_added_up(),
    build_partner_contacts(),
    build_class_list_for_weeks(),
    build_tutor_pairs(),
)
