"""Books by stage, scores and ratings, and a list of partners."""

from __future__ import annotations

from tests.support.shapes.definition import (
    NO_ATTENDANCE,
    NO_MONEY,
    Shape,
    figure,
    larger_figures,
    numbers_among,
    other_figures,
    wrong_figures,
)
from tests.support.shapes.files import book_of, sum_formula


def build_drop_off_points() -> Shape:
    """Book drive by drop-off point."""
    # point, contact, target, pledged, collected, usable
    log: list[tuple[str, str, int, int, int, int, str | None]] = [
        ("City Hall lobby", "Ms. Delos Santos", 200, 150, 164, 131, None),
        ("SM Cinema lobby", "Sir Rommel", 300, 260, 238, 207, "2nd pick-up done"),
        ("San Agustin Elem. School", "Mrs. Peralejo", 150, 120, 97, 64, "maraming sirang pahina"),
        ("Parish office", "Sis. Nenita", 100, 80, 85, 71, None),
        ("NORSU library", "Mr. Tubat", 250, 220, 203, 188, "mostly college textbooks"),
        ("Rotary Club", "Engr. Yap", 200, 200, 150, 146, "50 to follow"),
    ]
    rows: list[list[object]] = [
        ["BOOKS FOR CATANDUANES (Typhoon Pepito) - DROP-OFF POINTS"],
        ["Bayawan City Library, as of January 31, 2025"],
        [],
        ["Drop-off point", "Contact person", "Target", "No. of books", None, None, "% of target", "Remarks"],
        [None, None, None, "Pledged", "Collected", "Usable (after sorting)"],
    ]
    rows += [[p, c, t, a, b, u, f"{round(100 * b / t)}%", note] for p, c, t, a, b, u, note in log]
    target, pledged, collected, usable = (sum(x[i] for x in log) for i in (2, 3, 4, 5))  # type: ignore[misc]
    rows += [
        [
            "TOTAL",
            None,
            *[
                sum_formula(c, 6, 11, v)
                for c, v in zip("CDEF", [target, pledged, collected, usable], strict=True)
            ],
            f"{round(100 * collected / target)}%",
        ],
        [],
        ["Rejects (old magazines, moldy) go to the junk shop: 94 kg"],
    ]
    all_right = {pledged, collected, usable}
    wrong = {
        target,
        2 * pledged,
        2 * collected,
        2 * usable,
        2 * target,
        pledged + collected + usable,
        collected + usable,
    } - all_right
    return Shape(
        id="drop-off-points",
        what="Book drive by drop-off point: target, then pledged, collected and usable under a merged heading, percent of target, a total row, kilograms in a note.",
        file="drop off points tally.xlsx",
        content=book_of(("Tally", rows, ["A1:H1", "A2:H2", "D4:F4"])),
        row_is="book-lot",
        expect=(
            figure("books_at_stage", pledged, stage="pledged"),
            figure("books_at_stage", collected, stage="collected"),
            figure("books_at_stage", usable, stage="usable"),
            figure("attendance_total", None),
            figure("sessions_held", None),
        ),
        or_none=(figure("stage_yield", usable / collected, stage="usable"),),
        never=(
            *wrong_figures("books_at_stage", *sorted(wrong)),
            *other_figures("stage_yield", usable / collected, usable / target, collected / target),
            *wrong_figures("participants_unique", 6, 7),
        ),
        privacy=("Peralejo", "Tubat", "Nenita"),
    )


def build_books_handed_to_schools() -> Shape:
    """Spanish list of deliveries to schools."""
    # clave, escuela, alumnos, enviados, recibidos, dañados
    log: list[tuple[str, str, int, int, int | None, int | None, str | None, str | None]] = [
        ("20DPR0114K", "Prim. Benito Juárez, Yalálag", 86, 120, 120, 0, "12/11/2024", None),
        ("20DPR0872C", "Prim. Niños Héroes, Betaza", 54, 80, 78, 3, "12/11/2024", "faltaron 2"),
        ("20DCC0339T", "Preescolar Xóchitl, Yatzachi", 23, 45, 45, 1, "13/11/2024", None),
        ("20DTV0056N", "Telesecundaria 56, Zoogocho", 112, 150, 150, 0, "13/11/2024", None),
        ("20DPR1203Z", "Prim. Morelos, Solaga", 61, 90, None, None, None, "en camino, derrumbe"),
        ("20DPR0440B", "Prim. Margarita Maza, Tavehua", 39, 60, 59, 4, "20/11/2024", "caja mojada"),
        ("20DCC0512M", "Preescolar Juan Escutia, Laxopa", 17, 35, 35, 0, "20/11/2024", None),
    ]
    rows: list[list[object]] = [
        ["ENTREGA DE LIBROS A ESCUELAS DE LA SIERRA NORTE - otoño de 2024"],
        [],
        [
            "Clave",
            "Escuela",
            "Alumnos",
            "Libros enviados",
            "Libros recibidos",
            "Dañados",
            "Libros por alumno",
            "Fecha de recepción",
            "Observaciones",
        ],
    ]
    rows += [
        [k, s, a, e, r, d, round(r / a, 1) if r is not None else None, f, o] for k, s, a, e, r, d, f, o in log
    ]
    pupils, sent, got, bad = (sum(x[i] or 0 for x in log) for i in (2, 3, 4, 5))  # type: ignore[misc]
    known = sum(x[3] for x in log if x[4] is not None)
    rows += [
        ["Total", "7 escuelas", pupils, sent, got, bad, round(got / pupils, 1)],
        [],
        ["Meta de la campaña: 600 libros. Presupuesto de flete: $4,200"],
    ]
    return Shape(
        id="books-handed-to-schools",
        what="Spanish list of deliveries to schools: school code, pupils, sent, received, damaged, books per pupil; one still on its way; total row and goal below.",
        file="entrega sierra norte.xlsx",
        content=book_of(("Entregas", rows, ["A1:I1"])),
        row_is="book-lot",
        expect=(
            figure("books_at_stage", sent, stage="shipped"),
            figure("books_at_stage", got, stage="received"),
            figure("attendance_total", None),
            figure("participants_unique", None),
            figure("cost_cash", None),
        ),
        or_none=(figure("stage_yield", got / known, stage="received"),),
        never=(
            *wrong_figures(
                "books_at_stage",
                *sorted(
                    {600, 2 * sent, 2 * got, sent + got, got + bad, got + 90, pupils, 2 * pupils}
                    - {sent, got}
                ),
            ),
            ("stage_yield", got / sent),
            *wrong_figures("attendance_total", pupils, 2 * pupils, got),
            ("sessions_held", 7.0),
        ),
    )


def build_boxes_by_stage() -> Shape:
    """Filipino list of boxes of books by stage."""
    # kahon, galing kay, nakolekta, maayos pa, naipadala, natanggap, sitio
    log: list[tuple[str, str, int, int, int, object, str]] = [
        ("Kahon A", "UP Libis alumni", 72, 60, 60, 60, "Sitio Ilaya"),
        ("Kahon B", "Mga Kawani ng munisipyo", 48, 37, 37, 37, "Sitio Ilaya"),
        ("Kahon C", "Dalubhasaan ng Lucena", 95, 88, 80, 80, "Sitio Pulo"),
        ("Kahon D", "Aling Belen (palengke)", 26, 14, 14, 13, "Sitio Pulo"),
        ("Kahon E", "Samahang Kabataan", 61, 52, 52, 49, "Day care, Ibabang Palsabangon"),
        ("Kahon F", "Lions Club", 110, 103, 103, "wala pang text", "Day care, Ibabang Palsabangon"),
        ("Kahon G", "walang pangalan", 19, 8, 8, 8, "Sitio Ilaya"),
    ]
    rows: list[list[object]] = [
        ["PAMAMAHAGI NG LIBRO - para sa mga nasalanta ng bagyo"],
        ["Pampublikong Aklatan ng Pagbilao, Oktubre-Nobyembre 2024"],
        [],
        [
            "Kahon",
            "Galing kay/sa",
            "Nakolekta (libro)",
            "Maayos pa / magagamit",
            "Naipadala",
            "Natanggap",
            "Saan dinala",
            "Ilang pamilya roon",
        ],
    ]
    families = {"Sitio Ilaya": 64, "Sitio Pulo": 41, "Day care, Ibabang Palsabangon": 35}
    rows += [[*x, families[x[6]]] for x in log]
    collected, usable, sent = (sum(x[i] for x in log) for i in (2, 3, 4))  # type: ignore[misc]
    got = sum(numbers_among([x[5] for x in log]))
    got_of = sum(x[4] for x in log if isinstance(x[5], int))
    rows += [
        ["KABUUAN", "7 kahon", collected, usable, sent, got],
        [],
        ["8 libro sa Kahon C iniwan sa aklatan, kulang ang espasyo sa jeep"],
    ]
    right = {collected, usable, sent, got}
    return Shape(
        id="boxes-by-stage",
        what="Filipino list of boxes: books collected, usable, sent and received, one not yet confirmed in words, families at the place repeated on every line, a total row.",
        file="pamamahagi ng libro.xlsx",
        content=book_of(("Libro", rows, ["A1:H1", "A2:H2"])),
        row_is="book-lot",
        expect=(
            figure("books_at_stage", collected, stage="collected"),
            figure("books_at_stage", usable, stage="usable"),
            figure("books_at_stage", sent, stage="shipped"),
            figure("books_at_stage", got, stage="received"),
            figure("attendance_total", None),
            figure("participants_unique", None),
        ),
        or_none=(figure("stage_yield", got / got_of, stage="received"),),
        never=(
            *wrong_figures(
                "books_at_stage",
                *sorted(
                    {2 * collected, 2 * usable, 2 * sent, 2 * got, got + 103, sent + got, collected + usable}
                    - right
                ),
            ),
            ("stage_yield", got / sent),
            *wrong_figures("attendance_total", sum(families.values()), sum(families[x[6]] for x in log)),
        ),
        privacy=("Aling Belen",),
    )


def build_sight_words() -> Shape:
    """Scores before and after, with goals."""
    kids: list[tuple[str, int, object, object, str | None]] = [
        ("Abernethy-Voss, Lila", 1, 12, 27, None),
        ("Brockmeyer, Easton", 1, 8, 19, None),
        ("Castellanos, Mateo", 2, 22, 41, None),
        ("Dunleavy, Harper", 2, 30, 38, None),
        ("Espinosa, Jazmin", 1, 5, "moved", "moved to Yuma in Nov."),
        ("Fairweather, Colt", 2, 25, 25, "missed 4 weeks"),
        ("Hollingshead, Ruby", 1, 14, 31, None),
        ("Ibarra, Santiago", 2, 19, 36, None),
        ("Kowalczyk, Emmett", 1, 10, 8, "new glasses needed"),
        ("Littlebear, Autumn", 2, 27, 44, None),
        ("Mondragon, Elias", 1, "absent", 22, "started Oct. 10"),
        ("Pruitt, Savannah", 2, 33, 46, None),
        ("Sizemore, Wyatt", 1, 16, 29, None),
    ]
    rows: list[list[object]] = [
        ["Reading Buddies - sight word check (out of 50)"],
        ["Goal by January: Grade 1 = 25, Grade 2 = 40"],
        [],
        ["Child", "Grade", "Sept. (before)", "Jan. (after)", "Change", "Goal", "Goal met?", "Notes"],
    ]
    for name, grade, a, b, note in kids:
        goal = 25 if grade == 1 else 40
        rows.append(
            [
                name,
                grade,
                a,
                b,
                b - a if isinstance(a, int) and isinstance(b, int) else None,
                goal,
                ("Y" if b >= goal else "N") if isinstance(b, int) else None,
                note,
            ]
        )
    pre, post = numbers_among([k[2] for k in kids]), numbers_among([k[3] for k in kids])
    pairs = [(a, b) for _, _, a, b, _ in kids if isinstance(a, int) and isinstance(b, int)]
    n, up = len(pairs), sum(b > a for a, b in pairs)
    gain = sum(b - a for a, b in pairs) / n
    rows += [
        ["Average", None, round(sum(pre) / len(pre), 1), round(sum(post) / len(post), 1), round(gain, 1)],
        [],
        ["Tested by: Mrs. Kittredge and two high school volunteers"],
    ]
    goal_sum = sum(25 if k[1] == 1 else 40 for k in kids)
    return Shape(
        id="sight-words",
        what="Before and after scores out of 50 with grade, change, goal and goal met; one child absent before, one moved; an average row below.",
        file="sight words Sept-Jan.xlsx",
        content=book_of(("Scores", rows, ["A1:H1", "A2:H2"])),
        row_is="score",
        any_measure_name=True,
        expect=(
            figure("mean_gain", gain, measure="reading"),
            figure("improved_share", up / n, measure="reading"),
            figure("pair_coverage", n / len(pre), measure="reading"),
            figure("attendance_total", None),
        ),
        never=(
            *other_figures(
                "mean_gain",
                gain,
                sum(post) / len(post) - sum(pre) / len(pre),
                (goal_sum / len(kids)) - sum(pre) / len(pre),
                (gain * n + sum(post) / len(post) - sum(pre) / len(pre)) / (n + 1),
                gain * n / len(kids),
                gain * 2,
            ),
            *other_figures(
                "improved_share",
                up / n,
                up / len(kids),
                (up + 1) / (n + 1),
                up / len(pre),
                sum(r[6] == "Y" for r in rows[4:17]) / n,
            ),
            *other_figures("pair_coverage", n / len(pre), 1.0, n / len(kids)),
            *larger_figures("participants_unique", len(kids), len(kids) + 1, len(kids) + 2),
            ("sessions_held", 2.0),
        ),
        privacy=(*(k[0].split(",")[0] for k in kids), "Kittredge"),
    )


def build_parent_rating() -> Shape:
    """Feedback forms with one rating from 1 to 5."""
    answers: list[tuple[object, str, object, str, str | None]] = [
        (5, "Yes", 34, "2", "Loved it!"),
        (4, "Yes", 29, "1", None),
        (5, "Yes", 41, "3", "More Saturdays please"),
        (3, "Maybe", 38, "1", "too hot in the hall"),
        ("N/A", "Yes", 33, "2", "came only for the last 10 min"),
        (5, "Yes", 36, "1", None),
        (2, "No", 45, "2", "could not hear the reader"),
        (4, "Yes", None, "1", None),
        (5, "Yes", 31, "1", None),
        (4, "Maybe", 27, "2", "Tamil stories also"),
        (None, "Yes", 39, "1", None),
        (5, "Yes", 52, "1", "I am the grandmother"),
        (3, "Yes", 30, "2", None),
        (4, "Yes", 35, "1", None),
        (5, "Yes", 37, "4", None),
        (1, "No", 40, "1", "parking"),
    ]
    rows: list[list[object]] = [
        ["Feedback from parents - Story Mela, 23 November 2024"],
        ["Rating: 1 = poor, 2 = fair, 3 = OK, 4 = good, 5 = very good"],
        [],
        [
            "Form no.",
            "How was the programme for your child? (1-5)",
            "Will you come again?",
            "Your age",
            "How many children did you bring?",
            "Comments",
        ],
    ]
    rows += [[i, *a] for i, a in enumerate(answers, 1)]
    valid = numbers_among([a[0] for a in answers])
    mean, top = sum(valid) / len(valid), sum(v >= 4 for v in valid) / len(valid)
    ages = numbers_among([a[2] for a in answers])
    brought = sum(int(a[3]) for a in answers)
    rows += [
        [],
        ["Average", round(mean, 2), None, round(sum(ages) / len(ages), 1)],
        ["Forms given out: 60", None, None, None, None],
    ]
    size = len(answers)
    return Shape(
        id="parent-rating",
        what="Feedback forms with one rating 1-5 (one N/A, one empty), yes/no, age and children brought; scale explained above, an average row and forms given out below.",
        file="Story Mela feedback.xlsx",
        content=book_of(("Feedback", rows, ["A1:F1", "A2:F2"])),
        row_is="answer",
        any_measure_name=True,
        expect=(
            figure("mean_rating", mean, measure="reading"),
            figure("outcome_agreement", top, measure="reading"),
            figure("attendance_total", None),
        ),
        or_none=(figure("sessions_held", 1),),
        never=(
            *other_figures(
                "mean_rating",
                mean,
                sum(valid) / size,
                sum(ages) / len(ages),
                brought / size,
                sum(range(1, size + 1)) / size,
            ),
            *other_figures(
                "outcome_agreement",
                top,
                sum(v >= 4 for v in valid) / size,
                sum(v >= 3 for v in valid) / len(valid),
                (sum(v >= 4 for v in valid) + 1) / (len(valid) + 1),
            ),
            *wrong_figures("attendance_total", size, brought, 60, size + brought),
            *wrong_figures("participants_unique", 60, brought, size + 1, size + 2),
        ),
    )


def build_partner_sheet() -> Shape:
    """List of partners."""
    log: list[tuple[str, str, str, str, object, object, str, str | None]] = [
        (
            "Sunrise Academy",
            "School",
            "Mrs. Beatrice Njambi",
            "0733 555 114",
            2019,
            420,
            "pupils on Fridays, school bus",
            None,
        ),
        (
            "Ward Health Office",
            "Government",
            "Nurse Chepkorir",
            "0711 555 160",
            2022,
            "n/a",
            "health talks",
            None,
        ),
        (
            "Equatorial SACCO",
            "Business",
            "Mr. Kariithi",
            "0722 555 187",
            2023,
            1500,
            "prizes, KSh 10,000 promised",
            "letter sent 3/2/2025",
        ),
        (
            "Book Aid friends, Leeds",
            "NGO",
            "Hazel Thorpe",
            "hazel@example.org",
            2016,
            None,
            "2 cartons of books each year",
            None,
        ),
        ("St. Jude Parish", "Church", "Fr. Onyancha", "0700 555 129", 2020, 650, "hall, chairs (80)", None),
        ("Radio Mlimani", "Media", "DJ Tito", "-", 2024, 20000, "free announcements", "approx listeners"),
        (
            "Kilimo Youth Group",
            "CBO",
            "Ms. Wambura",
            "0790 555 101",
            2021,
            38,
            "volunteers (6)",
            "chair changes in June",
        ),
    ]
    rows: list[list[object]] = [
        ["OUR PARTNERS (updated 14/02/2025)"],
        [],
        [
            "No.",
            "Organisation",
            "Type",
            "Contact person",
            "Phone / e-mail",
            "Partner since",
            "Members / enrolment",
            "What they give",
            "Remarks",
        ],
    ]
    rows += [[i, *x] for i, x in enumerate(log, 1)]
    reach = sum(numbers_among([x[5] for x in log]))
    rows += [
        [],
        ["Total members", None, None, None, None, None, reach],
        ["To visit next: Catholic Women's Guild, Jitegemee Bank"],
    ]
    years = sum(numbers_among([x[4] for x in log]))
    return Shape(
        id="partner-sheet",
        what="List of partners with type, contact, phone, year since, members or enrolment ('n/a', blank), what they give (with numbers in words), a sum of members below.",
        file="Partners list.xlsx",
        content=book_of(("Partners", rows, ["A1:I1"])),
        row_is="partner",
        expect=(*NO_ATTENDANCE, *NO_MONEY),
        never=(
            *wrong_figures("attendance_total", reach, 2 * reach, years, 7),
            *wrong_figures("participants_unique", 7, 8, 9, reach),
            *wrong_figures("sessions_held", 7, 8, 9),
            *wrong_figures("in_kind_value", 10000, reach, years),
            *wrong_figures("cost_cash", 10000, reach, years),
            ("cash_balance", 10000.0),
        ),
        privacy=("Njambi", "Chepkorir", "Kariithi", "Thorpe", "Onyancha", "Wambura"),
    )


DRIVES_SCORES_AND_PARTNERS: tuple[Shape, ...] = (
    build_drop_off_points(),
    build_books_handed_to_schools(),
    build_boxes_by_stage(),
    build_sight_words(),
    build_parent_rating(),
    build_partner_sheet(),
)
