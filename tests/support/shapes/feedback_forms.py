"""Answers to feedback forms and surveys, one row for each form."""

from __future__ import annotations

from tests.support.shapes.definition import Shape, figure, mean, other_figures, wrong_figures
from tests.support.shapes.files import book_of, csv_of


def build_ratings_uk() -> Shape:
    """UK: feedback slips of a family history day."""
    heads = ["I enjoyed it", "I learnt something new", "The room was comfortable", "I'd come again"]
    ans = [
        (5, 4, 3, 5),
        (5, 5, 2, 5),
        (4, 4, 3, 4),
        (5, 3, 4, 5),
        (3, 4, 2, 3),
        (5, 5, 3, None),
        (4, 5, 1, 5),
        (5, 4, 4, 5),
        (4, 2, 3, 4),
        (5, 5, None, 5),
        (5, 4, 2, 5),
    ]
    com = [
        None,
        "Cold!",
        None,
        "more like this pls",
        "couldn't hear at the back",
        None,
        "radiator broken??",
        None,
        None,
        "Lovely tea",
        None,
    ]
    rows = [
        ["Family history day - feedback slips (1 = no, 5 = yes very much)"],
        [],
        ["Slip", *heads, "Any comments"],
        *[[i, *a, c] for i, (a, c) in enumerate(zip(ans, com, strict=True), 1)],
        ["Av.", *[round(mean(a[j] for a in ans), 1) for j in range(4)]],
    ]
    e = tuple(figure("mean_rating", mean(a[j] for a in ans), measure=h) for j, h in enumerate(heads))
    return Shape(
        id="ratings-uk",
        what="UK feedback slips with ratings from 1 to 5 on four statements, two blanks, comments, an average row.",
        file="fam hist feedback.xlsx",
        content=book_of(("Sheet1", rows, ["A1:F1"])),
        row_is="answer",
        any_measure_name=True,
        expect=e,
        never=(
            *wrong_figures("attendance_total", 66, len(ans) * 2),
            ("mean_rating", mean(range(1, 12))),
            *other_figures(
                "mean_rating",
                [x[2] for x in e],
                sum(a[3] or 0 for a in ans) / 11,
                sum(a[2] or 0 for a in ans) / 11,
            ),
        ),
    )


def build_ratings_fil() -> Shape:
    """Philippines: children's feedback."""
    heads = ["Nagustuhan ko ang kuwento", "Naintindihan ko ang wika", "Gusto kong bumalik"]
    ans = [
        ("Gr 2", "5 - sobra!", 5, 5),
        ("Gr 2", 5, 4, 5),
        ("Gr 3", 4, 3, 5),
        ("Gr 1", 5, 2, "4"),
        ("Gr 3", 3, 3, 3),
        ("Gr 2", 4, 5, 5),
        ("Gr 1", 5, 3, 5),
        ("Gr 3", 5, 4, 4),
        ("Gr 2", 2, 1, 3),
        ("Gr 1", 4, "wala", 5),
        ("Gr 3", 5, 5, 5),
        ("Gr 2", 4, 4, 5),
    ]

    def stars(cell: int | str) -> int | None:
        if isinstance(cell, int):
            return cell
        return int(cell[0]) if cell[0].isdigit() else None

    rows = [
        ["Baitang", *heads],
        *[list(a) for a in ans],
        [],
        ["5 pinakamataas, 1 pinakamababa. Itinuro ng mga volunteer sa mga bata kung paano sagutan."],
    ]
    vals = [mean(stars(a[j]) for a in ans) for j in (1, 2, 3)]
    return Shape(
        id="ratings-fil",
        what="Filipino CSV of children's ratings from 1 to 5, one with words and one without an answer.",
        file="feedback mga bata.csv",
        content=csv_of(rows),
        row_is="answer",
        any_measure_name=True,
        expect=(figure("mean_rating", vals[2], measure=heads[2]),),
        or_none=(
            figure("mean_rating", vals[0], measure=heads[0]),
            figure("mean_rating", vals[1], measure=heads[1]),
        ),
        never=(
            *other_figures("mean_rating", vals, sum(stars(a[2]) or 0 for a in ans) / 12),
            *wrong_figures("attendance_total", 46, 39, 54, 139),
        ),
    )


def build_kobo_exit() -> Shape:
    """Philippines: exit interviews of an organization."""
    rows_in = [
        ("Sitio Bato", 5, 4, 3, "Gusto ko may mas maraming libro"),
        ("Sitio Bato", 4, 4, 4, ""),
        ("Sitio Kalaw", 5, 5, 2, "malayo"),
        ("Sitio Kalaw", 3, 4, 2, "init kaayo ang tent"),
        ("Sitio Kalaw", 5, 5, "", ""),
        ("Purok 7", 4, 3, 4, ""),
        ("Purok 7", 5, 5, 5, "salamat!"),
        ("Purok 7", 2, 4, 3, ""),
        ("Purok 7", 4, 4, 4, "5 ko sa inyong tanan"),
    ]
    q = [
        "The reading session was useful for my child (1-5)",
        "I feel more confident reading to my child (1-5)",
        "The venue was comfortable (1-5)",
    ]
    head = [
        "start",
        "end",
        "today",
        "enumerator",
        "Location",
        *q,
        "Other comments",
        "_id",
        "_uuid",
        "_submission_time",
        "__version__",
        "_index",
    ]
    out = [head]
    for i, (loc, a, b, c, com) in enumerate(rows_in):
        m = 7 + 6 * i
        out.append(
            [
                f"2026-04-18T09:{m:02d}:12.401+08:00",
                f"2026-04-18T09:{m + 4:02d}:50.118+08:00",
                "2026-04-18",
                "enum_02" if i % 3 else "enum_01",
                loc,
                a,
                b,
                c,
                com,
                418203311 + 17 * i,
                f"7c1e0f{i}a-4b2d-4f0e-9a{i}1-0d5e77c2b9{i}4",
                f"2026-04-18T05:{20 + i}:31",
                "vRtG7uWq2",
                i + 1,
            ]
        )
    means = [sum(r[i] for r in rows_in if r[i] != "") / sum(r[i] != "" for r in rows_in) for i in (1, 2, 3)]
    return Shape(
        id="kobo-exit",
        what="Export of a form server: three ratings among ids, times and versions, one blank.",
        file="Exit_interview_-_all_versions_-_labels.csv",
        content=csv_of(out, ";"),
        row_is="answer",
        any_measure_name=True,
        expect=tuple(figure("mean_rating", m, measure=x) for m, x in zip(means, q, strict=True)),
        never=(
            *other_figures("mean_rating", means, sum(r[3] or 0 for r in rows_in) / 9, 5.0),
            *wrong_figures("attendance_total", 9, 18),
        ),
    )


def build_eval_rows() -> Shape:
    """Spain: questionnaires of a mobile phone workshop."""
    answers = [
        (5, 4, 5, 4),
        (4, 4, 5, "NS/NC"),
        (5, 5, 5, 5),
        (3, 2, 4, 3),
        (5, 4, 4, "NS/NC"),
        (4, 3, 5, 4),
        (2, 3, 4, 2),
        (5, 5, 5, 5),
        (4, "", 5, 4),
        (5, 4, 5, 3),
        (4, 4, 3, "NS/NC"),
    ]
    q = [
        "El taller me ha resultado útil",
        "Ahora me manejo mejor con el móvil",
        "El profesor explica bien",
        "El horario es adecuado",
    ]
    nums = [[a[i] for a in answers if isinstance(a[i], int)] for i in range(4)]
    means = [sum(n) / len(n) for n in nums]
    rows = [
        ["BIBLIOTECA MUNICIPAL DE PEÑAFRÍA"],
        ["Cuestionario del taller «El móvil sin miedo», mayo de 2025"],
        ["1 = nada de acuerdo ... 5 = totalmente de acuerdo. NS/NC = no sabe, no contesta"],
        [],
        ["Cuest.", *q],
        *[[i, *[v if v != "" else None for v in a]] for i, a in enumerate(answers, 1)],
        ["Media", *[round(m, 2) for m in means]],
        ["Respuestas", *map(len, nums)],
        ["% de acuerdo (4 y 5)", *[f"{int(100 * sum(v >= 4 for v in n) / len(n) + 0.5)}%" for n in nums]],
    ]
    return Shape(
        id="eval-rows",
        what="Spanish questionnaires row by row, 'NS/NC' and blanks, mean, number of answers and share of agreement at the foot.",
        file="encuesta movil mayo.xlsx",
        content=book_of(("Datos", rows, ["A1:E1", "A2:E2", "A3:E3"])),
        row_is="answer",
        any_measure_name=True,
        expect=(
            *[figure("mean_rating", m, measure=x) for m, x in zip(means, q, strict=True)],
            figure("outcome_agreement", sum(v >= 4 for v in nums[3]) / len(nums[3]), measure=q[3]),
        ),
        never=(
            *other_figures(
                "mean_rating",
                means,
                *[(sum(n) + len(n)) / (len(n) + 1) for n in nums],
                *[(sum(n) + len(n) + round(m, 2)) / (len(n) + 2) for n, m in zip(nums, means, strict=True)],
                sum(nums[3]) / 11,
                sum(nums[1]) / 11,
            ),
            *other_figures(
                "outcome_agreement",
                sum(v >= 4 for v in nums[3]) / len(nums[3]),
                sum(v >= 4 for v in nums[3]) / 11,
            ),
            *wrong_figures("attendance_total", 11, 22),
        ),
    )


def build_kobo_caregivers() -> Shape:
    """Philippines: caregivers' ratings of a reading camp."""
    answers = [
        ("Mambugan", "nanay", 5, 4, "sana linggo-linggo"),
        ("Mambugan", "lola", 4, 5, ""),
        ("Dalig", "nanay", 5, 5, "nagbabasa na sa gabi"),
        ("Dalig", "tatay", 3, 4, "malayo"),
        ("Dalig", "nanay", 4, "", ""),
        ("San Luis", "nanay", 5, 5, ""),
        ("San Luis", "ate", 2, 3, "maingay"),
        ("San Luis", "nanay", 4, 5, "salamat po"),
        ("Mambugan", "tatay", 5, 4, ""),
        ("San Luis", "lola", 4, 4, ""),
    ]
    rows = [
        [
            "start",
            "end",
            "barangay",
            "relasyon_sa_bata",
            "Mas gusto na ng bata magbasa (1-5)",
            "Isasali ko ulit ang bata (1-5)",
            "komento",
            "_id",
            "_uuid",
            "_submission_time",
        ]
    ]
    for i, (place, who, a, b, words) in enumerate(answers):
        rows.append(
            [
                f"2025-05-{17 + i // 4}T09:{10 + i}:04.000+08:00",
                f"2025-05-{17 + i // 4}T09:{14 + i}:39.000+08:00",
                place,
                who,
                a,
                b,
                words,
                518204410 + i * 3,
                f"b{i}f2c7e0-51{i}d-4a1c-9e3{i}",
                f"2025-05-{17 + i // 4}T12:0{i % 10}:11",
            ]
        )
    first = sum(x[2] for x in answers) / len(answers)
    second = [x[3] for x in answers if x[3] != ""]
    mean2 = sum(second) / len(second)
    return Shape(
        id="kobo-caregivers",
        what="Export of a form server with two ratings from 1 to 5 of caregivers, one blank, ids and times.",
        file="Caregiver_survey_reading_camp.csv",
        content=csv_of(rows, ";"),
        row_is="answer",
        expect=(figure("mean_rating", first, measure="a"), figure("mean_rating", mean2, measure="b")),
        never=(
            *wrong_figures("mean_rating", sum(second) / len(answers)),
            *wrong_figures(
                "attendance_total",
                sum(x[2] for x in answers),
                sum(second),
                sum(x[2] for x in answers) + sum(second),
            ),
        ),
        any_measure_name=True,
    )


def build_encuesta_bebeteca() -> Shape:
    """Spain: satisfaction with a baby library."""
    answers = [
        (5, 4, "NS/NC", "Sí"),
        (4, 4, 3, "Sí"),
        (5, 5, 4, "Sí"),
        (3, 2, 2, "No"),
        (5, 4, 5, "Sí"),
        (4, "NS/NC", 4, "Sí"),
        (5, 5, "NS/NC", "Sí"),
        (4, 3, 1, "No"),
        (5, 4, 3, "Sí"),
        ("NS/NC", 4, 4, "Sí"),
        (4, 5, 4, "Sí"),
        (5, 5, 3, "Sí"),
    ]
    heads = ["Contenido de las sesiones", "Trato del personal", "Horario"]
    rows = [
        ["Encuesta de satisfacción BEBETECA, mayo 2025. De 1 (nada satisfecho) a 5 (muy satisfecho)"],
        [],
        ["Cuestionario", *heads, "¿Repetiría?"],
        *[[i, *a] for i, a in enumerate(answers, 1)],
    ]
    cols = [[a[i] for a in answers if a[i] != "NS/NC"] for i in range(3)]
    means = [sum(c) / len(c) for c in cols]
    rows += [[], ["MEDIA", *[round(m, 2) for m in means], None]]
    return Shape(
        id="encuesta-bebeteca",
        what="Spanish questionnaires row by row: three ratings from 1 to 5 with 'NS/NC', yes or no, averages at the foot.",
        file="encuesta bebeteca.xlsx",
        content=book_of(("Datos", rows, [])),
        row_is="answer",
        expect=tuple(figure("mean_rating", m, measure=f"m{i}") for i, m in enumerate(means)),
        never=(
            *wrong_figures("mean_rating", *[sum(c) / len(answers) for c in cols]),
            *wrong_figures("participants_unique", 13),
            *wrong_figures("attendance_total", sum(map(sum, cols))),
        ),
        any_measure_name=True,
    )


def build_form_answers_camp() -> Shape:
    """US: parents' ratings of a story camp."""
    answers = [
        ("2025-08-02 14:03:11", 6, 5, 5, 4, "Loved the puppets"),
        ("2025-08-02 14:05:40", 4, 4, 5, 3, ""),
        ("2025-08-02 14:22:09", 8, 5, 4, 5, "more Saturdays please"),
        ("2025-08-02 15:47:55", 7, 3, 4, 2, "Too loud for him"),
        ("2025-08-02 19:12:30", 5, 5, 5, "", ""),
        ("2025-08-03 08:01:17", 6, 4, 5, 4, "Parking!"),
        ("2025-08-03 09:30:02", 9, 2, 3, 3, "he is too old now"),
        ("2025-08-04 12:15:48", 5, 5, 5, 5, "Thank you"),
        ("2025-08-05 20:44:01", 7, 4, "", 4, ""),
        ("2025-08-06 07:58:36", 6, 5, 5, 4, "n/a"),
    ]
    heads = [
        "How did your child like the story camp? (1-5)",
        "How helpful were the staff? (1-5)",
        "We read more at home now (1 = not at all, 5 = very much)",
    ]
    rows = [["Timestamp", "Age of your child", *heads, "Anything else?"], *answers]
    columns = [[a[i] for a in answers if a[i] != ""] for i in (2, 3, 4)]
    means = [sum(c) / len(c) for c in columns]
    ages = sum(a[1] for a in answers) / len(answers)
    return Shape(
        id="form-answers-camp",
        what="CSV of an online form with three ratings from 1 to 5, the child's age and remarks, two blanks.",
        file="Story camp feedback (Responses).csv",
        content=csv_of(rows),
        row_is="answer",
        expect=tuple(figure("mean_rating", m, measure=h) for m, h in zip(means, heads, strict=True)),
        never=(
            *other_figures(
                "mean_rating",
                means,
                ages,
                sum(columns[1]) / 10,
                sum(columns[2]) / 10,
                sum(map(sum, columns)) / sum(map(len, columns)),
            ),
            *other_figures("attendance_total", (), 10, 63),
            *other_figures("sessions_held", (), 10),
        ),
        any_measure_name=True,
    )


def build_encuesta() -> Shape:
    """Mexico: exit survey of a workshop."""
    ta, a, n, d, td = (
        "Totalmente de acuerdo",
        "De acuerdo",
        "Ni de acuerdo ni en desacuerdo",
        "En desacuerdo",
        "Totalmente en desacuerdo",
    )
    answers = [
        ("Mujer", ta, a, n),
        ("Mujer", ta, ta, d),
        ("Hombre", a, n, d),
        ("Mujer", a, ta, a),
        ("Hombre", n, a, td),
        ("Mujer", ta, a, None),
        ("Mujer", ta, ta, a),
        ("Hombre", d, n, n),
        ("Mujer", a, a, a),
        ("Hombre", ta, None, d),
        ("Mujer", a, d, ta),
        ("Mujer", ta, a, n),
        ("Hombre", a, ta, d),
    ]
    heads = [
        "Aprendí algo nuevo en el taller",
        "Me siento más segura/o al leer en voz alta",
        "El horario me conviene",
    ]
    columns = [[x[i] for x in answers if x[i]] for i in (1, 2, 3)]
    shares = [sum(v in (ta, a) for v in c) / len(c) for c in columns]
    rows = [
        ["Encuesta de salida - Taller «Leer en voz alta», Biblioteca de Etla, 31 de mayo de 2025"],
        [],
        ["N.º", "Sexo", *heads, "Sugerencias"],
        *[[k, *x, {4: "que sea por la tarde", 9: "más cuentos"}.get(k)] for k, x in enumerate(answers, 1)],
        [],
        ["Contestaron 13 de 17 asistentes."],
    ]
    return Shape(
        id="encuesta",
        what="Mexican survey with agreement in words, two blanks, suggestions, the number of answers at the foot.",
        file="encuesta de salida.xlsx",
        content=book_of(("Respuestas", rows, ["A1:F1"])),
        row_is="answer",
        expect=tuple(figure("outcome_agreement", s, measure=h) for s, h in zip(shares, heads, strict=True)),
        never=(
            *other_figures(
                "outcome_agreement",
                shares,
                sum(v in (ta, a) for v in columns[1]) / 13,
                sum(v in (ta, a) for v in columns[2]) / 13,
                *[sum(v == ta for v in c) / len(c) for c in columns],
            ),
        ),
        any_measure_name=True,
    )


FEEDBACK_FORMS: tuple[Shape, ...] = (
    build_ratings_uk(),
    build_ratings_fil(),
    build_kobo_exit(),
    build_eval_rows(),
    build_kobo_caregivers(),
    build_encuesta_bebeteca(),
    build_form_answers_camp(),
    build_encuesta(),
)
