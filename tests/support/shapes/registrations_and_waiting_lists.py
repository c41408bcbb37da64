"""Lists of registered, invited and waiting people, of card holders and of families."""

from __future__ import annotations

from datetime import date

from tests.support.shapes.definition import (
    NO_ATTENDANCE,
    NO_MONEY,
    Shape,
    count_figures,
    count_people,
    figure,
    other_figures,
    wrong_figures,
)
from tests.support.shapes.files import book_of, csv_of


def build_summer_register() -> Shape:
    """US: children registered for summer reading."""
    kids = [
        ("Harper Quist", 8, "Lincoln", 12, "Y"),
        ("Mason Quist", 6, "Lincoln", 20, "Y"),
        ("Ellie Brandt", 9, "Prairie View", 7, "N"),
        ("Noah Stroud", 10, "homeschool", 15, "Y"),
        ("Ava Ruiz", 7, "Lincoln", 3, "N"),
        ("Liam Fetterman", 11, "Prairie View", 9, "Y"),
        ("Zoey Pike", 5, "K in fall", 31, "Y"),
        ("Owen Dahl", 8, "Lincoln", 0, "N"),
        ("Maya Ostrow", 10, "St. Anne", 14, "Y"),
        ("Eli Garrison", 9, "Lincoln", 6, "N"),
        ("Ruby Tan", 7, "Prairie View", 18, "Y"),
        ("Caleb Moss", 6, "Lincoln", 11, "Y"),
    ]
    b = sum(k[3] for k in kids)
    rows = [
        ["Kid's name", "Age", "School", "Books read", "Got prize?"],
        *[list(k) for k in kids],
        [],
        [f"{len(kids)} kids signed up", None, None, b, f"{sum(k[4] == 'Y' for k in kids)} prizes"],
    ]
    return Shape(
        id="summer-register",
        what="US summer reading register: books read by each child, prizes, a line that sums them up; no sessions.",
        file="SRP signups kids.xlsx",
        content=book_of(("Sheet1", rows, [])),
        row_is="person",
        expect=(figure("cost_cash", None), figure("in_kind_value", None)),
        or_none=(figure("participants_unique", len(kids)),),
        never=(
            *wrong_figures("attendance_total", b, 2 * b, sum(k[1] for k in kids)),
            *wrong_figures("participants_unique", len(kids) + 1),
            ("books_at_stage", b),
            ("books_at_stage", 2 * b),
        ),
        privacy=("Quist", "Ostrow"),
    )


def build_parent_form_responses() -> Shape:
    """Philippines: parents who registered for one of two workshops."""
    a, b = "Sat, Sept 20, 2025 - 10 AM", "Sat, Sept 27, 2025 - 10 AM"
    log = [
        ("9/2/2025 8:14:02", "Sheena Malabanan", "0917 555 0101", a, "3, 5", "FB page", "Yes"),
        ("9/2/2025 9:30:41", "Rodel Gatdula", "0918 555 0102", a, "4", "School group chat", "Yes"),
        ("9/2/2025 9:31:15", "Rodel Gatdula", "0918 555 0102", a, "4", "School group chat", "double entry"),
        ("9/3/2025 12:02:55", "Anna Liza Comia", "0919 555 0103", b, "2", "FB page", "Yes"),
        ("9/4/2025 19:45:10", "Jerome Panganiban", "0920 555 0104", a, "6", "Friend", "No"),
        ("9/5/2025 6:58:33", "Kristel Marasigan", "0921 555 0105", a, "1, 4, 7", "FB page", "Yes"),
        ("9/5/2025 7:20:19", "Kristel Marasigan", "0921 555 0105", b, "1, 4, 7", "FB page", "Yes"),
        ("9/8/2025 15:11:47", "Noel Hernandez", "0922 555 0106", b, "5", "Barangay", "No - sick child"),
        ("9/9/2025 21:05:08", "Maricel Atienza", "0923 555 0107", b, "3", "Barangay", "Yes"),
        ("9/10/2025 10:10:10", "Lovely Joy Katigbak", "0924 555 0108", a, "5", "School group chat", "Yes"),
        ("9/12/2025 18:22:36", "Maricel Atienza", "0923 555 0107", b, "3", "Barangay", "double entry"),
        ("9/15/2025 8:08:00", "Ramil Dimaculangan", "0925 555 0109", b, "4, 4", "FB page", "Yes"),
        ("9/19/2025 23:40:12", "Cherry Mendoza", "0926 555 0110", a, "2", "Friend", "Yes"),
        ("9/19/2025 23:58:59", "Jerome Panganiban", "0920 555 0104", b, "6", "Friend", "Yes"),
    ]
    came = [x for x in log if x[6] == "Yes"]
    total, people = len(came), len({x[1] for x in came})
    rows = [
        [
            "Timestamp",
            "Full name of parent",
            "Mobile number",
            "Which session will you attend?",
            "Age/s of your child/children",
            "How did you hear about it?",
            "ATTENDED? (library will fill this up)",
        ],
        *log,
    ]
    return Shape(
        id="parent-form-responses",
        what="CSV of form responses for two workshops with double entries; the library filled in who attended.",
        file="Read-to-your-child workshop (Responses) - Form Responses 1.csv",
        content=csv_of(rows),
        row_is="person-at-session",
        expect=(
            figure("attendance_total", total),
            figure("sessions_held", 2),
            figure("participants_unique", people),
        ),
        never=(
            *wrong_figures("attendance_total", len(log), len(log) - 2, total + 2, total + 1),
            *wrong_figures("participants_unique", len({x[1] for x in log}), total, len(log)),
            *other_figures("sessions_held", 2, len(log), len({x[0][:9] for x in log})),
        ),
        privacy=("Malabanan", "0917 555 0101", "Katigbak"),
    )


def build_waiting_list_tutorial() -> Shape:
    """Philippines: waiting list of a tutorial."""
    kids = [
        ("Jayden Prado", 7, "Liza", "Mayo 5", "Naka-enroll na (Hunyo 9)"),
        ("Ayesha Mangorsi", 8, "Norhaya", "Mayo 5", "Naka-enroll na (Hunyo 9)"),
        ("Migs Tan-Uy", 6, "Bing", "Mayo 12", "Naghihintay"),
        ("Precious Arcega", 9, "Weng", "Mayo 12", "Umatras - lumipat ng Cavite"),
        ("Rafael Bautista Jr.", 7, "Dang", "Mayo 19", "Naka-enroll na (Hulyo 7)"),
        ("Zia Lacsamana", 8, "Joy", "Mayo 26", "Naghihintay"),
        ("Prince Gab Oña", 7, "Tess", "Hunyo 2", "Naghihintay"),
        ("Sophia Anonuevo", 6, "Mayet", "Hunyo 2", "Naghihintay (kapatid ni Zion, isabay)"),
        ("Zion Anonuevo", 8, "Mayet", "Hunyo 2", "Naghihintay"),
        ("Crisanto Villaluz", 10, "Lola Ines", "Hunyo 16", "Tawagan ulit, walang sagot"),
    ]
    rows = [
        ["WAITING LIST - libreng tutorial sa pagbasa 2025"],
        ["12 slots lang bawat batch"],
        [],
        ["#", "Pangalan ng bata", "Edad", "Nanay/bantay", "Petsa ng paglista", "Katayuan"],
        *[[i, *k] for i, k in enumerate(kids, 1)],
        [],
        ["Naka-enroll", 3],
        ["Naghihintay", 5],
        ["Iba pa", 2],
    ]
    return Shape(
        id="waiting-list-tutorial",
        what="Philippine waiting list of a tutorial with the date of listing and the status; no attendance.",
        file="waiting list tutorial.xlsx",
        content=book_of(("Listahan", rows, [])),
        row_is="nothing",
        expect=NO_ATTENDANCE,
        never=(
            *wrong_figures("attendance_total", 10, 3, 5, 8, 12),
            *wrong_figures("participants_unique", 10, 3, 5, 8),
            *wrong_figures("sessions_held", 1, 6, 10),
        ),
        privacy=("Mangorsi", "Lacsamana"),
    )


def build_esl_waiting() -> Shape:
    """US: waiting list of conversation circles."""
    people = [
        (date(2025, 1, 6), "Hoang, Linh", "Vietnamese", "eve", "called 2/3, left msg"),
        (
            date(2025, 1, 9),
            "Diallo, Mamadou",
            "French / Pulaar",
            "any",
            "offered Tues eve 2/4 - ACCEPTED, starts 3/4",
        ),
        (date(2025, 1, 15), "Restrepo, Yamile", "Spanish", "morning", None),
        (date(2025, 1, 15), "Restrepo, Wilmar", "Spanish", "eve only (works)", None),
        (date(2025, 1, 28), "Petrenko, Oksana", "Ukrainian", "morning", "needs child care"),
        (date(2025, 2, 10), "Haile, Selam", "Tigrinya", "any", "declined, moving to Dayton"),
        (date(2025, 2, 11), "Nguyen, Tam", "Vietnamese", "eve", None),
        (date(2025, 2, 20), "Costa, Renata", "Portuguese", "morning", "wrong number, try e-mail"),
        (date(2025, 3, 3), "Abdi, Hodan", "Somali", "morning", None),
    ]
    rows = [
        ["ESL Conversation Circle - WAITING LIST (oldest first)"],
        ["circles hold 12, call in order!"],
        [],
        ["#", "Added", "Name", "Home language", "Can come", "What happened"],
        *[[i, *x] for i, x in enumerate(people, 1)],
        [],
        ["still waiting:", len(people) - 2],
    ]
    return Shape(
        id="esl-waiting",
        what="Waiting list of conversation circles with calls and their outcome; no attendance.",
        file="ESL wait list.xlsx",
        content=book_of(("wait list", rows, [])),
        row_is="person",
        expect=NO_ATTENDANCE,
        never=(
            *wrong_figures("attendance_total", len(people), len(people) - 2, 1, 12),
            *wrong_figures("participants_unique", len(people), len(people) - 2),
        ),
    )


def build_koha_patrons() -> Shape:
    """Chile: new library cards of a quarter."""
    people = [
        (4411, "Villegas Soto", "Carolina", "ADULTO", "CENTRAL", "02/01/2025", "02/01/2028"),
        (4412, "Ruiz Peña", "Bastián", "INFANTIL", "CENTRAL", "02/01/2025", "02/01/2028"),
        (4413, "Muñoz Leal", "Aracely", "ADULTO", "BIBLIOMOVIL", "07/01/2025", "07/01/2028"),
        (4414, "Carrasco Toro", "Vicente", "JUVENIL", "CENTRAL", "14/01/2025", "14/01/2028"),
        (4415, "Sanhueza Vera", "Isidora", "INFANTIL", "BIBLIOMOVIL", "21/01/2025", "21/01/2028"),
        (4416, "Oyarzún Díaz", "Elba", "ADULTO MAYOR", "CENTRAL", "30/01/2025", "30/01/2028"),
        (4417, "Fica Henríquez", "Damián", "JUVENIL", "CENTRAL", "11/02/2025", "11/02/2028"),
        (4418, "Paredes Lagos", "Rayén", "INFANTIL", "BIBLIOMOVIL", "20/02/2025", "20/02/2028"),
    ]
    rows = [
        [
            "borrowernumber",
            "surname",
            "firstname",
            "categorycode",
            "branchcode",
            "dateenrolled",
            "dateexpiry",
        ],
        *people,
    ]
    n = len(people)
    return Shape(
        id="koha-patrons",
        what="Chilean library system's export of new card holders with dates; no attendance.",
        file="usuarios_nuevos_T1.csv",
        content=csv_of(rows, ";"),
        row_is="person",
        expect=NO_ATTENDANCE,
        never=(
            *wrong_figures("attendance_total", n, sum(p[0] for p in people)),
            *wrong_figures("participants_unique", n),
            *wrong_figures("sessions_held", 7, n, 1),
        ),
    )


def build_scout_evenings() -> Shape:
    """US: scouts at evenings for a reading badge."""
    days = [("October", (7, 14, 21, 28)), ("November", (4, 11, 18))]
    patrols = [
        (
            "Beaver Patrol",
            [
                ("Aiden Kowal", "xx xx x"),
                ("Ben Strand", "xxxex x"),
                ("Caleb Oyler", "x xxx x"),
                ("Dev Rao", "xxxxx x"),
            ],
        ),
        (
            "Fox Patrol",
            [
                ("Eli Marsh", "xex x x"),
                ("Finn Delgado", "xxxx  x"),
                ("Gus Thornley", " xxxx e"),
                ("Hugo Lindt", "e      "),
                ("Isaac Bloom", "xxx x x"),
            ],
        ),
    ]
    leaders = [
        ("Mr. Strand (Scoutmaster)", "xxxxx x"),
        ("Mrs. Rao", "x x x x"),
        ("Ms. Petrosyan (library)", "xxxxx x"),
    ]
    scouts = [own for _, members in patrols for _, own in members]
    visits = sum(own.count("x") for own in scouts)
    came = sum("x" in own for own in scouts)
    staff = sum(own.count("x") for _, own in leaders)
    held = 6

    def line(name: str, own: str) -> list[object]:
        return [name, *[None if m == " " else m for m in own], own.count("x")]

    body = []
    for patrol, members in patrols:
        body += [[patrol], *[line(*member) for member in members]]
    rows = [
        ["Troop 88 - Reading merit badge evenings at Larkspur Library, fall 2025"],
        ["Tuesdays 6:30 pm   x = here   e = excused, parent called   blank = absent"],
        [],
        ["Name", "October", None, None, None, "November", None, None, "Total"],
        [None, *days[0][1], 4, "11 no mtg (Veterans Day)", 18, None],
        *body,
        ["Scouts here", *[sum(own[i] == "x" for own in scouts) or None for i in range(7)], visits],
        [],
        ["Leaders and parents"],
        *[line(*leader) for leader in leaders],
    ]
    return Shape(
        id="scout-evenings",
        what="US evenings for a reading badge: months above days, patrols, x for present and e for excused, one evening not held, adults listed after the total.",
        file="troop88 reading badge.xlsx",
        content=book_of(("Fall 25", rows, ["B4:E4", "F4:H4", "A4:A5"])),
        row_is="person-at-session",
        expect=(*count_figures(visits, held), *count_people(came)),
        never=(
            *other_figures(
                "attendance_total",
                visits,
                visits + staff,
                2 * visits,
                2 * visits + staff,
                3 * visits,
                visits + 4,
                visits + 4 + staff,
            ),
            *other_figures("sessions_held", held, 7, 8),
            *other_figures("participants_unique", came, came + 1, came + 3, came + 4, came + 5, came + 6),
        ),
    )


def build_orientation_list() -> Shape:
    """Philippines: a class list with the day of each pupil's orientation."""
    first, makeup = date(2025, 8, 4), date(2025, 8, 18)
    boys = [
        ("ABELLANA, Mark Joseph", first),
        ("BUENAFE, Carl", first),
        ("DELA PEÑA, Ryan", makeup),
        ("ESPORAS, Lito", first),
        ("GALAN, Vince", "not yet"),
        ("JARANILLA, Noel", first),
        ("LABRADOR, Sean", first),
        ("PALMES, Kobe", makeup),
    ]
    girls = [
        ("AGUIRRE, Sheena", first),
        ("BOLIVAR, Jessa", first),
        ("CATALAN, Rhea", first),
        ("DEMONTEVERDE, Iya", makeup),
        ("FUENTES, Claire", first),
        ("GERONA, Trixie", "transferred out"),
        ("MONTALBAN, Kaye", first),
        ("SALCEDO, Pia", first),
        ("TUPAS, Nicole", first),
        ("YULO, Andrea", makeup),
    ]
    rows = [
        ["GRADE 7 - ACACIA    S.Y. 2025-2026    Adviser: Mrs. D. Hilado"],
        ["Library orientation & issuance of library card"],
        [],
        ["No.", "Name", "Age", "Orientation attended", "Card no."],
        [None, "BOYS"],
    ]
    card = 2251
    listed = 0
    for head, names in ((None, boys), ("GIRLS", girls)):
        if head:
            rows.append([None, head])
        for k, (name, when) in enumerate(names, 1):
            listed += 1
            has = isinstance(when, date)
            rows.append([k, name, 12 + (listed % 4 == 0), when, f"25-{card}" if has else None])
            card += has
    came = sum(isinstance(w, date) for _, w in (*boys, *girls))
    rows += [[], [None, "Boys 8, Girls 10, Total 18"]]
    return Shape(
        id="orientation-list",
        what="Philippine class list with the date of each pupil's library orientation; one not yet and one transferred.",
        file="G7 Acacia orientation.xlsx",
        content=book_of(("Acacia", rows, [])),
        row_is="person-at-session",
        expect=(*count_figures(came, 2), *count_people(came)),
        never=(
            *other_figures("attendance_total", came, listed, listed + 2),
            *other_figures("sessions_held", 2, 1, came, listed),
            *other_figures("participants_unique", came, listed, listed + 2, 17),
        ),
    )


def build_waiting_list_computer_class() -> Shape:
    """US: waiting list of a computer class."""
    asked = [
        (date(2026, 1, 6), "Mrs. Aldous", "555-0114", "mornings", date(2026, 2, 2), "enrolled (spring)"),
        (date(2026, 1, 6), "Tom Birdsall", "555-0172", "any", date(2026, 2, 2), "enrolled (spring)"),
        (
            date(2026, 1, 9),
            "Gloria Esposito",
            "555-0190",
            "mornings",
            date(2026, 2, 2),
            "declined, has a ride problem",
        ),
        (
            date(2026, 1, 13),
            "Mr. Haddad + wife",
            "555-0131",
            "evenings",
            date(2026, 2, 3),
            "enrolled (spring), both",
        ),
        (date(2026, 1, 20), "Ines Kubiak", "555-0108", "mornings", date(2026, 2, 3), "left message"),
        (date(2026, 1, 22), "Delroy Hinds", "555-0155", "any", date(2026, 2, 3), "enrolled (spring)"),
        (date(2026, 2, 10), "Pat Novotny", "555-0126", "evenings", None, "waiting"),
        (date(2026, 2, 11), "S. Okonjo", "555-0143", "mornings", None, "waiting"),
        (
            date(2026, 2, 17),
            "Betty Crane",
            "555-0187",
            "mornings",
            None,
            "waiting, uses a walker - 1st floor please",
        ),
        (date(2026, 3, 3), "Lou Ferrante", "555-0119", "any", None, "waiting"),
        (date(2026, 3, 3), "Mai Xiong", "555-0162", "evenings", None, "waiting"),
    ]
    rows = [
        ["COMPUTER BASICS - WAITING LIST (class holds 8)"],
        ["Call in order! Write what they said."],
        [],
        ["Asked on", "Name", "Phone", "Prefers", "Called", "Outcome"],
        *asked,
    ]
    n = len(asked)
    return Shape(
        id="waiting-list-computer-class",
        what="Waiting list of a computer class with calls and their outcome; no attendance.",
        file="waiting list computer basics.xlsx",
        content=book_of(("List", rows, [])),
        row_is="person",
        expect=(figure("attendance_total", None), figure("sessions_held", None), *NO_MONEY),
        never=(
            *other_figures("participants_unique", (), n, n + 1, n - 1),
            *other_figures("attendance_total", (), n, n + 1, 4, 5, 6, 8),
            *other_figures("sessions_held", (), n, 6, 8, 3),
        ),
    )


def build_code_camp() -> Shape:
    """US: registrations and check-in of a camp."""
    people = [
        ("Lena Orwig", 9, "S", "peanuts", "✓", "✓", "✓"),
        ("Marcus Teal", 10, "M", None, "✓", None, "✓"),
        ("Nora Vandiver", 8, "S", None, "✓", "✓", "✓"),
        ("Owen Pruitt", 11, "L", None, None, None, None),
        ("Priya Nair", 9, "M", "vegetarian", "✓", "✓", "✓"),
        ("Quinn Abbot", 10, "M", None, "✓ late", "✓", None),
        ("Rosie Kemp", 8, "S", "bee stings!", "✓", "✓", "✓"),
        ("Sam Hatley", 12, "L", None, None, "✓", "✓"),
        ("Tessa Brule", 9, "M", None, "✓", "✓", "✓"),
        ("Umar Siddiq", 11, "L", "no pork", "✓", "✓", "✓ late"),
        ("Vera Stokes", 10, "M", None, None, None, None),
        ("Wyatt Lemke", 9, "S", None, "✓", None, None),
    ]
    per_day = [sum(bool(p[i]) for p in people) for i in (4, 5, 6)]
    total, came = sum(per_day), sum(any(p[4:7]) for p in people)
    rows = [
        ["Code & Story Camp, July 14-16, 2025 - registrations and check-in"],
        [],
        ["Child", "Age", "T-shirt", "Allergies / food", "Parent phone", "Mon 7/14", "Tue 7/15", "Wed 7/16"],
        *[[*p[:4], f"555-02{k:02d}", *p[4:]] for k, p in enumerate(people, 11)],
        ["here", None, None, None, None, *per_day],
        [],
        ["T-shirts to order: 4 S, 5 M, 3 L"],
    ]
    assert [sum(p[2] == s for p in people) for s in "SML"] == [4, 5, 3]
    return Shape(
        id="code-camp",
        what="Camp registrations with allergies and shirts, ticks on three days, some 'late', two children who never came.",
        file="code camp check in.xlsx",
        content=book_of(("Check-in", rows, [])),
        row_is="person-at-session",
        expect=(*count_figures(total, 3), *count_people(came)),
        never=(
            *other_figures("attendance_total", total, 36, 2 * total, 12, total - 2),
            *other_figures("sessions_held", 3, 1, 12),
            *other_figures("participants_unique", came, 12, 13, 11),
        ),
    )


def build_family_night() -> Shape:
    """UK: replies for one family night and who came."""
    families = [
        ("Ashworth", 2, 1, 2, 1),
        ("Begum", 1, 3, 1, 3),
        ("Carew", 2, 2, 0, 0),
        ("Dalgleish", 1, 1, 1, 2),
        ("Eastaugh", 2, 2, 1, 2),
        ("Farrant", 1, 2, 1, 2),
        ("Goss", 2, 4, 2, 4),
        ("Hext", 1, 1, 0, 0),
        ("Iqbal", 2, 3, 2, 2),
    ]
    walkins = [("Jewell", 1, 2), ("Kirby", 2, 1)]
    adults = sum(f[3] for f in families) + sum(w[1] for w in walkins)
    kids = sum(f[4] for f in families) + sum(w[2] for w in walkins)
    replied = sum(f[1] + f[2] for f in families)
    rows = [
        ["Family Reading Night, Thursday 6 November 2025, 5.30pm, school library"],
        [],
        ["Family", "Said they would come", None, "Came", None],
        [None, "Adults", "Children", "Adults", "Children"],
        *families,
        ["Came without a reply:"],
        *[[name, None, None, a, c] for name, a, c in walkins],
        ["Totals", sum(f[1] for f in families), sum(f[2] for f in families), adults, kids],
        [],
        ["30 chairs put out, 24 hot chocolates left over"],
    ]
    total = adults + kids
    return Shape(
        id="family-night",
        what="One family night: adults and children of each family that replied, those who came, two families without a reply.",
        file="family reading night.xlsx",
        content=book_of(("Nov 6", rows, ["A3:A4", "B3:C3", "D3:E3"])),
        row_is="person-at-session",
        expect=(figure("attendance_total", total), figure("sessions_held", 1)),
        never=(
            *other_figures(
                "attendance_total",
                total,
                replied,
                total + replied,
                2 * total,
                2 * (total + replied),
                adults,
                kids,
                9,
                11,
            ),
            *other_figures("sessions_held", 1, 9, 11, 12),
        ),
    )


REGISTRATIONS_AND_WAITING_LISTS: tuple[Shape, ...] = (
    build_summer_register(),
    build_parent_form_responses(),
    build_waiting_list_tutorial(),
    build_esl_waiting(),
    build_koha_patrons(),
    build_scout_evenings(),
    build_orientation_list(),
    build_waiting_list_computer_class(),
    build_code_camp(),
    build_family_night(),
)
