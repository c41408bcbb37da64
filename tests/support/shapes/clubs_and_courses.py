"""Book clubs, craft groups, courses and tutoring, as a log, as forms or with a tab for each."""

from __future__ import annotations

from datetime import date
from typing import Any

from tests.support.shapes.definition import (
    Shape,
    count_figures,
    count_people,
    figure,
    larger_figures,
    other_figures,
    wrong_figures,
)
from tests.support.shapes.files import Formula, book_of, csv_of, sum_formula


def build_club_lectura_csv() -> Shape:
    """Spain: a book club."""
    log = [
        ("14/01/2025", "La lluvia amarilla", 15, 12, ""),
        ("28/01/2025", "La lluvia amarilla", 15, 13, ""),
        ("11/02/2025", "Nada", 16, 11, "gripe"),
        ("25/02/2025", "Nada", 16, 14, ""),
        ("11/03/2025", "El camino", 17, 16, "viene Pilar, nueva"),
        ("25/03/2025", "El camino", 17, 13, ""),
        ("08/04/2025", "Los girasoles ciegos", 17, 15, ""),
        ("22/04/2025", "Los girasoles ciegos", 17, "", "suspendida: sin calefacción"),
        ("06/05/2025", "Los girasoles ciegos", 17, 14, ""),
        ("20/05/2025", "Ordesa", 18, 17, "merienda fin de curso"),
    ]
    ran = [x for x in log if x[3] != ""]
    total = sum(x[3] for x in ran)
    rows = [["Fecha", "Lectura", "Inscritos", "Asisten", "Observaciones"], *log]
    return Shape(
        id="club-lectura-csv",
        what="Spanish CSV of a book club with members enrolled and attending, one session suspended.",
        file="club_lectura_martes.csv",
        content=csv_of(rows, ";", "cp1252"),
        row_is="session",
        expect=count_figures(total, len(ran)),
        never=(
            *larger_figures(
                "attendance_total",
                total,
                sum(x[2] for x in log),
                sum(x[2] for x in ran),
                total + sum(x[2] for x in log),
            ),
            ("sessions_held", len(log)),
        ),
        privacy=("Pilar",),
    )


def build_computer_batches() -> Shape:
    """India: computer classes of two batches."""
    a = [
        ("02-07-2025", "Mouse, keyboard", 16, None),
        ("04-07-2025", "Typing practice", 15, None),
        ("07-07-2025", "MS Word - 1", 17, None),
        ("09-07-2025", "MS Word - 2", 14, "power cut 20 min."),
        ("11-07-2025", "Internet, email", 16, None),
        ("14-07-2025", "Email contd.", None, "No class - bandh"),
        ("16-07-2025", "DigiLocker", 13, None),
        ("18-07-2025", "Revision & certificates", 18, None),
    ]
    b = [
        ("03-07-2025", "Mouse, keyboard", 12, None),
        ("05-07-2025", "Typing practice", 11, None),
        ("08-07-2025", "MS Word - 1", 12, None),
        ("10-07-2025", "MS Word - 2", 9, "one PC not working"),
        ("12-07-2025", "Internet, email", 10, None),
        ("15-07-2025", "UPI safety", 12, None),
        ("17-07-2025", "DigiLocker", 11, None),
    ]

    def tab(label: str, strength: int, log: list[Any]) -> list[list[Any]]:
        return [
            [f"Basic Computer Course - {label}"],
            [f"Strength: {strength}   Instructor: Shri M. Raghavan"],
            [],
            ["Sl.No.", "Date", "Topic covered", "No. present", "Remarks"],
            *[[i, *x] for i, x in enumerate(log, 1)],
        ]

    ta, tb = sum(x[2] or 0 for x in a), sum(x[2] for x in b)
    na, nb = sum(x[2] is not None for x in a), len(b)
    summ = [
        ["Abstract for the month of July 2025"],
        [],
        ["Batch", "Strength", "Classes held", "Total attendance", "Avg."],
        ["Batch I (ladies)", 18, na, ta, round(ta / na, 1)],
        ["Batch II (sr. citizens)", 12, nb, tb, round(tb / nb, 1)],
        ["Total", 30, na + nb, ta + tb, None],
        [],
        ["Submitted to the District Library Officer on 31-07-2025"],
    ]
    total, n = ta + tb, na + nb
    return Shape(
        id="computer-batches",
        what="Indian computer classes: two tabs of batches and a tab that sums them up, one class not held.",
        file="Computer course July 2025.xlsx",
        content=book_of(
            ("Batch I", tab("Batch I", 18, a), []),
            ("Batch II", tab("Batch II", 12, b), []),
            ("Abstract", summ, ["A1:E1"]),
        ),
        row_is="session",
        expect=count_figures(total, n),
        never=(
            *larger_figures("attendance_total", total, 2 * total, 3 * total, total + 30),
            *wrong_figures("sessions_held", n + 1, 2 * n, 2 * n + 1, n + 2, n + 3),
        ),
        privacy=("Raghavan",),
    )


def build_karnataka_forms() -> Shape:
    """India: reports of weekend activities on forms."""
    forms = [
        (
            "05-07-2025",
            "Panchatantra stories with puppets",
            "Smt. Savitha Hegde",
            14,
            17,
            3,
            "Good response. Power cut for 20 min.",
        ),
        ("12-07-2025", "Newspaper reading and quiz", "Sri Manjunath B.", 19, 12, 2, "Prizes: 5 pens"),
        ("19-07-2025", "Kannada poem recitation", "Smt. Savitha Hegde", 11, 20, 3, ""),
        (
            "26-07-2025",
            "Science corner: water filter",
            "Agastya volunteers",
            22,
            21,
            4,
            "43 children, 1 water filter made by each group of 6",
        ),
        ("02-08-2025", "Story writing", "Sri Manjunath B.", 9, 16, 2, "Heavy rain, less children"),
        (
            "16-08-2025",
            "Freedom fighters - picture talk",
            "Retd. HM Sri Gowda",
            24,
            18,
            5,
            "9th Aug session not conducted due to Varamahalakshmi festival week",
        ),
    ]
    boys, girls, vols = (sum(f[i] for f in forms) for i in (3, 4, 5))
    total = boys + girls
    rows = [["GRAMA PANCHAYAT LIBRARY, HOSAHALLI - WEEKEND ACTIVITY REPORTS"], []]
    for n, (d, topic, who, b, g, v, rem) in enumerate(forms, 1):
        rows += [
            [f"ACTIVITY REPORT No. {n}"],
            ["Date:", d, "Time:", "10.30 to 12.00"],
            ["Topic:", topic],
            ["Resource person:", who],
            ["Boys:", b, "Girls:", g],
            ["Total children present:", b + g],
            ["Volunteers on duty:", v],
            ["Remarks:", rem or None],
            [],
        ]
    return Shape(
        id="karnataka-forms",
        what="Six report forms of an Indian village library one below the other: boys, girls, their total and volunteers.",
        file="Activity reports Jul-Aug 25.xlsx",
        content=book_of(("Reports", rows, [])),
        row_is="session",
        expect=count_figures(total, len(forms)),
        never=(
            *wrong_figures("attendance_total", total + vols, 2 * total, 2 * total + vols, boys, girls),
            *wrong_figures("sessions_held", len(forms) + 1, len(forms) - 1),
        ),
    )


def build_knit_and_natter() -> Shape:
    """UK: a weekly craft group."""
    log = [
        ("9 Jan", 11, 2, "Pam, Sue", 8.4, None),
        ("16 Jan", None, None, None, None, "SNOW - library shut all day"),
        ("23 Jan", 13, 1, "Pam", 9.1, "Ivy's 90th, cake!"),
        ("30 Jan", 12, 0, "Sue, Jean", 7.75, None),
        ("6 Feb", 10, 3, "Pam, Sue", 11.2, "three ladies from Fern Court"),
        ("13 Feb", 14, 0, "Jean", 9.6, None),
        ("20 Feb", None, None, None, None, "half term, no group"),
        ("27 Feb", 15, 1, "Pam, Jean", 10.3, None),
        ("6 Mar", 16, 2, "Sue", 12.05, "ran out of chairs"),
        ("13 Mar", 13, 0, "Pam, Sue", 8.9, None),
        ("20 Mar", 12, 1, "Jean, Sue", 8.2, "squares for the blanket handed in: 46"),
        ("27 Mar", 17, 0, "Pam, Sue, Jean", 11.5, None),
    ]
    ran = [x for x in log if x[1] is not None]
    reg, new = sum(x[1] for x in ran), sum(x[2] for x in ran)
    total = reg + new
    body = [
        [x[0], x[1], x[2], None if x[1] is None else Formula(f"=B{i}+C{i}", x[1] + x[2]), *x[3:]]
        for i, x in enumerate(log, 4)
    ]
    tin = round(sum(x[4] for x in ran), 2)
    rows = [
        ["Knit & Natter, Thursdays 2-4, Little Brampton Library     Jan-Mar 2025"],
        [],
        ["Date", "Regulars", "New faces", "All", "On the rota", "Tea tin £", "Notes"],
        *body,
        [
            "TOTAL",
            sum_formula("B", 4, 15, reg),
            sum_formula("C", 4, 15, new),
            sum_formula("D", 4, 15, total),
            None,
            sum_formula("F", 4, 15, tin),
            None,
        ],
        [],
        ["Tea tin goes to the Friends, see Margaret's book"],
    ]
    helpers = sum(len(x[3].split(", ")) for x in ran)
    return Shape(
        id="knit-and-natter",
        what="UK craft group: regulars, newcomers and all as formulas, names of helpers, money for tea, two weeks without a meeting.",
        file="K&N register.xlsx",
        content=book_of(("2025 Q1", rows, [])),
        row_is="session",
        expect=count_figures(total, len(ran)),
        never=(
            *other_figures(
                "attendance_total", total, reg, 2 * total, total + helpers, 4 * total, total + reg
            ),
            *other_figures("sessions_held", len(ran), len(log), len(log) + 1),
        ),
    )


def build_club_fichas() -> Shape:
    """Spain: a reading club with a block for each session."""
    blocks = [
        ("16/01/2025", "Nada, de Carmen Laforet", 11, 3, 2, "Marisa y Toñi"),
        ("20/02/2025", "El camino, de Delibes", 13, 2, 1, "Pilar"),
        ("20/03/2025", "Los santos inocentes", 9, 4, 4, "gripe general"),
        ("24/04/2025", "Entre visillos", 12, 1, 0, None),
        ("15/05/2025", "La tía Julia y el escribidor", 10, 2, 3, None),
        ("19/06/2025", "Lectura libre y merienda", 15, 0, 1, "Andrés"),
    ]
    rows = [["Club de lectura «Las Tardes» · Biblioteca Municipal de Villarroya · 18 inscritos"], []]
    for n, (day, work, here, online, excused, who) in enumerate(blocks, 1):
        rows += [
            [f"SESIÓN {n}"],
            ["Fecha:", day],
            ["Obra:", work],
            ["Asistentes en sala:", here],
            ["Asistentes en línea:", online],
            ["Total asistentes:", here + online],
            ["Excusan:", excused, who],
            [],
        ]
    total = sum(b[2] + b[3] for b in blocks)
    rows += [
        ["SESIÓN 7"],
        ["Fecha:", "17/07/2025"],
        ["SUSPENDIDA por la ola de calor; pasa a septiembre"],
        [],
        [f"Balance del curso: {len(blocks)} sesiones, {total} asistencias"],
    ]
    return Shape(
        id="club-fichas",
        what="Spanish reading club: a block of labels and values for each session, people in the room and online, the last one suspended.",
        file="fichas club.xlsx",
        content=book_of(("Fichas", rows, [])),
        row_is="session",
        expect=count_figures(total, len(blocks)),
        never=(
            *other_figures(
                "attendance_total",
                total,
                2 * total,
                3 * total,
                total + sum(b[4] for b in blocks),
                sum(b[2] for b in blocks),
                18,
            ),
            *other_figures("sessions_held", len(blocks), 7),
        ),
    )


def build_tech_tuesday() -> Shape:
    """Australia: appointments of an afternoon of technical help."""
    log = [
        ("4/02/2025", "1.00", "C014", "iPhone", "photos full", "Came"),
        ("4/02/2025", "1.30", "C022", "Laptop", "printer", "Came"),
        ("4/02/2025", "2.00", "C008", "Tablet", "myGov", "No show"),
        ("4/02/2025", "2.30", "C031", "Android", "WhatsApp", "Came"),
        ("11/02/2025", "1.00", "C014", "iPhone", "photos again", "Came"),
        ("11/02/2025", "1.30", "C035", "Laptop", "email attachments", "Cancelled by client"),
        ("11/02/2025", "2.00", "C008", "Tablet", "myGov", "Came"),
        ("11/02/2025", "2.30", "", "", "", "slot empty"),
        ("18/02/2025", "1.00", "C040", "Android", "QR codes", "Came"),
        ("18/02/2025", "1.30", "C022", "Laptop", "printer STILL", "Came"),
        ("18/02/2025", "2.00", "C041", "iPad", "library app", "No show"),
        ("18/02/2025", "2.30", "C042", "iPhone", "library app", "Came"),
        ("25/02/2025", "1.00", "C041", "iPad", "library app", "Came"),
        ("25/02/2025", "1.30", "C014", "iPhone", "hearing aid pairing", "Came"),
        ("25/02/2025", "2.00", "C043", "Android", "scam texts", "Cancelled by client"),
        ("25/02/2025", "2.30", "C031", "Android", "WhatsApp groups", "Came"),
    ]
    came = [x for x in log if x[5] == "Came"]
    total, people = len(came), len({x[2] for x in came})
    rows = [["Date", "Slot (pm)", "Client no.", "Device", "Wanted help with", "Result"], *log]
    return Shape(
        id="tech-tuesday",
        what="Tab-separated appointments for technical help: who came, who did not, two cancelled, one time not booked; clients as numbers.",
        file="tech_tuesday_feb.tsv",
        content=csv_of(rows, "\t"),
        row_is="person-at-session",
        expect=(figure("attendance_total", total), *count_people(people)),
        never=(
            *other_figures("attendance_total", total, len(log), len(log) - 1, len(log) - 3, total + 2),
            *other_figures(
                "participants_unique",
                people,
                len({x[2] for x in log if x[2]}),
                len({x[2] for x in log}),
                total,
            ),
        ),
    )


def build_tutor_tabs() -> Shape:
    """US: a tutor's log with a tab for each learner."""
    tabs = [
        (
            "Rosa",
            "Rosa Quintanar",
            "pass citizenship test, read to her son",
            [
                (date(2025, 9, 8), "6:00", "7:30", 1.5, "Intake. Reads slowly but understands well."),
                (date(2025, 9, 15), "6:00", "7:30", 1.5, "Civics cards 1-20"),
                (date(2025, 9, 22), None, None, None, "no show, phone off"),
                (date(2025, 9, 29), "6:15", "7:30", 1.25, "cards 21-40, bus was late"),
                (date(2025, 10, 6), "6:00", "7:30", 1.5, "Read Goodnight Moon twice!!"),
                (date(2025, 10, 13), None, None, None, "library closed, Columbus Day"),
                (date(2025, 10, 20), "6:00", "7:30", 1.5, "cards 41-60, mock interview"),
            ],
        ),
        (
            "Emeka",
            "Emeka Nwachuku",
            "GED reading",
            [
                (date(2025, 9, 10), "5:30", "7:00", 1.5, "placement passages"),
                (date(2025, 9, 17), "5:30", "7:00", 1.5, "main idea"),
                (date(2025, 9, 24), "5:30", "7:00", 1.5, "main idea again, inference"),
                (date(2025, 10, 1), None, None, None, "he had to work a double shift - skipped"),
                (date(2025, 10, 8), "5:30", "7:15", 1.75, "graphs and tables"),
                (date(2025, 10, 15), "5:30", "7:00", 1.5, "practice test 1"),
                (date(2025, 10, 22), None, None, None, "I was sick, called him"),
                (date(2025, 10, 29), "5:30", "7:00", 1.5, "went over practice test"),
            ],
        ),
        (
            "Halina",
            "Halina Wrzos",
            "emails at work",
            [
                (date(2025, 10, 2), "10:00", "11:00", 1, "first meeting, typed an email to her boss"),
                (date(2025, 10, 9), "10:00", "11:30", 1.5, "past tense"),
                (date(2025, 10, 16), "10:00", "11:30", 1.5, "phone messages"),
                (date(2025, 10, 23), "10:00", "11:30", 1.5, "past tense, again"),
            ],
        ),
    ]
    sheets, held, hours, written = [], 0, 0.0, 0
    for tab, name, goal, log in tabs:
        met = [x for x in log if x[3] is not None]
        held, hours, written = held + len(met), hours + sum(x[3] for x in met), written + len(log)
        last = 5 + len(log)
        sheets.append(
            (
                tab,
                [
                    ["Learner:", name],
                    ["Tutor:", "Walt Pekarsky"],
                    ["Goal:", goal],
                    [],
                    ["Date", "Start", "End", "Hours", "What we did"],
                    *log,
                    ["Total hours", None, None, sum_formula("D", 6, last, sum(x[3] for x in met))],
                ],
                [],
            )
        )
    return Shape(
        id="tutor-tabs",
        what="One-to-one tutoring in the US: a tab for each learner with the name above the table, hours with a total, days without a meeting as remarks.",
        file="tutoring log W Pekarsky.xlsx",
        content=book_of(*sheets),
        row_is="person-at-session",
        expect=(*count_figures(held, held), *count_people(len(tabs))),
        never=(
            *other_figures("attendance_total", held, written, hours, 2 * hours),
            *other_figures("sessions_held", held, written, len(tabs)),
            *other_figures("participants_unique", len(tabs), held, written, 4, 1),
        ),
    )


def build_ohio_prison_club() -> Shape:
    """US: a book club in a prison."""
    log = [
        ("1/7/25", "C dorm", "Of Mice and Men ch 1-2", 9, 2, None),
        ('"', "F dorm", '"', 6, 2, None),
        ("1/14", "C dorm", "Of Mice and Men ch 3-4", 11, 2, None),
        ('"', "F dorm", '"', "LOCKDOWN", None, "sent home at the gate"),
        ("1/21", "C dorm", "Of Mice and Men end", 10, 1, "Dolores out w/ flu"),
        ('"', "F dorm", '"', 7, 1, None),
        ("1/28", "C dorm", "poetry packets", 8, 2, "count didn't clear till 7, only 40 min."),
        ('"', "F dorm", '"', 8, 2, None),
        ("2/4", "C dorm", "The Old Man and the Sea 1st half", "LOCKDOWN", None, None),
        ('"', "F dorm", '"', "LOCKDOWN", None, "both, wrote letters to the men instead"),
        ("2/11", "C dorm", "The Old Man and the Sea 1st half", 12, 2, "12 is the max the room takes"),
        ('"', "F dorm", '"', 5, 2, None),
        ("2/18", "C dorm", "The Old Man and the Sea end", 12, 3, "new vol. Walt, shadowing"),
        ('"', "F dorm", '"', 9, 3, None),
    ]
    ran = [r for r in log if isinstance(r[3], int)]
    men, vols = sum(r[3] for r in ran), sum(r[4] for r in ran)
    rows = [
        ["SECOND CHAPTER book club - Marl Creek Correctional, Ohio"],
        ["winter 2025, Tuesdays, C at 6:30 and F at 7:45"],
        [],
        ["Date", "Where", "What we read", "Men", "Vols", "Notes"],
        *[[*r[:3], "12 (full)" if r[3] == 12 else r[3], *r[4:]] for r in log],
        [],
        [None, None, "so far", men, vols],
        [],
        ["Chaplain wants the total every quarter. Don't put names in this file!"],
    ]
    return Shape(
        id="ohio-prison-club",
        what="US log of a prison book club: two dormitories an evening, ditto marks, LOCKDOWN in place of a count.",
        file="2nd chapter log.xlsx",
        content=book_of(("Sheet1", rows, [])),
        row_is="session",
        expect=count_figures(men, len(ran)),
        never=(
            *other_figures("attendance_total", men, 2 * men, men + vols, 2 * (men + vols), vols),
            *other_figures("sessions_held", len(ran), len(log), len({r[0] for r in log}) - 1, len(log) + 1),
        ),
    )


def build_scots_hub_groups() -> Shape:
    """UK: groups of a community hub in Scotland by week."""
    weeks = [
        date(2025, 1, 13),
        date(2025, 1, 20),
        date(2025, 1, 27),
        date(2025, 2, 3),
        date(2025, 2, 10),
        date(2025, 2, 17),
        date(2025, 2, 24),
        date(2025, 3, 3),
    ]
    under = {
        "Bookbug (Mon)": ([14, 17, 15, 18, "x", 16, 19, 21], 118),
        "Wee Readers after school (Wed)": ([8, 9, 11, 9, "x", 10, 12, 11], 64),
    }
    grown = {
        "Conversation café (Tue)": ([6, 7, 5, 9, 8, 9, 7, 10], 41),
        "Knit & natter & audiobook (Thu)": ([11, 12, "x", 12, 10, 13, 12, 12], 97),
        "Blether about books (last Fri)": (["x", "x", 9, "x", "x", "x", 7, "x"], 15),
    }
    groups = {**under, **grown}
    cells = [c for w, _ in groups.values() for c in w]
    ran = [c for c in cells if c != "x"]
    t, before = sum(ran), sum(p for _, p in groups.values())

    def total(w: list[Any]) -> int:
        return sum(c for c in w if c != "x")

    def line(name: str) -> list[Any]:
        w, past = groups[name]
        s = total(w)
        return [name, *w, s, round(s / sum(c != "x" for c in w), 1), past, f"{(s - past) / past:+.0%}"]

    per_week = [sum(w[i] for w, _ in groups.values() if w[i] != "x") for i in range(len(weeks))]
    rows = [
        ["Strathlaggan Community Hub & Library - numbers through the groups, winter term"],
        [
            "Head counts, everybody in the room bar our own staff.   x = group not on that week (storm, mid-term, no room)"
        ],
        [],
        ["Week beginning", *weeks, "Total", "Average", "Same weeks 2024", "Change"],
        ["Bairns & families"],
        *[line(n) for n in under],
        ["Adults"],
        *[line(n) for n in grown],
        ["All groups", *per_week, t, None, before, f"{(t - before) / before:+.0%}"],
    ]
    kids = sum(total(w) for w, _ in under.values())
    return Shape(
        id="scots-hub-groups",
        what="Scottish groups of a community hub by week, x for weeks without a meeting, totals, averages and last year's total.",
        file="groups winter term.xlsx",
        content=book_of(("Winter 25", rows, ["A1:M1", "A2:M2"])),
        row_is="session",
        expect=count_figures(t, len(ran)),
        never=(
            *other_figures(
                "attendance_total", t, 2 * t, 3 * t, t + before, before, 2 * (t + before), kids, t - kids
            ),
            *other_figures("sessions_held", len(ran), len(cells), len(weeks), len(groups)),
        ),
    )


CLUBS_AND_COURSES: tuple[Shape, ...] = (
    build_club_lectura_csv(),
    build_computer_batches(),
    build_karnataka_forms(),
    build_knit_and_natter(),
    build_club_fichas(),
    build_tech_tuesday(),
    build_tutor_tabs(),
    build_ohio_prison_club(),
    build_scots_hub_groups(),
)
