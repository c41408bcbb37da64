"""Scores before and after, ratings, and workbooks that also have attendance."""

from __future__ import annotations

from datetime import date

from tests.support.shapes.definition import (
    NO_MONEY,
    NO_PEOPLE,
    Shape,
    blank_is_zero,
    count_figures,
    figure,
    gains,
    larger_figures,
    naive_gain,
    other_figures,
)
from tests.support.shapes.files import book_of, csv_of, sum_formula


def build_gr4_pretest_posttest() -> Shape:
    """Philippines: pre-test and post-test of a remedial reading class."""
    log = [
        ("Abrenica, Jomar", 7, 12, None),
        ("Balmes, Princess Joy", 11, 15, None),
        ("Catacutan, Mark", 4, 9, None),
        ("Dela Rama, Althea", 13, 13, "same"),
        ("Enriquez, Jericho", 6, None, "lumipat sa Bulacan"),
        ("Fontanilla, Rhea", 9, 14, None),
        ("Gatdula, Vince", 5, 4, "may sakit nung post"),
        ("Hipolito, Trixie", 10, 16, None),
        ("Ignacio, Kyle", 8, 10, None),
        ("Lacson, Nica", None, 12, "late enrollee"),
        ("Manansala, Jed", 3, 8, None),
        ("Ocampo, Shane", 12, 17, None),
        ("Pineda, Carl", 6, 11, None),
    ]
    pairs = [(x[1], x[2]) for x in log]
    g, share, cover = gains(pairs)
    a, b = [x for x, _ in pairs if x is not None], [x for _, x in pairs if x is not None]
    rows = [
        ["Project BASA - Grade 4 Sampaguita"],
        ["Pre-test: July 8, 2025        Post-test: October 10, 2025        20 items"],
        [],
        ["No.", "Name of learner", "Pre-test", "Post-test", "Gain", "Remarks"],
        *[
            [i, n, p, q if q is not None else "ABS", None if p is None or q is None else q - p, r]
            for i, (n, p, q, r) in enumerate(log, 1)
        ],
        [None, "MEAN", round(sum(a) / len(a), 2), round(sum(b) / len(b), 2)],
        [],
        [None, "Teacher: Mrs. L. Buenaflor"],
    ]
    return Shape(
        id="gr4-pretest-posttest",
        what="Pre-test and post-test of a class in the Philippines with gain, one who moved away (ABS), one without a pre-test, a row of means.",
        file="Project BASA Gr4.xlsx",
        content=book_of(("Gr 4", rows, ["A1:F1", "A2:F2"])),
        row_is="score",
        expect=(
            figure("mean_gain", g),
            figure("improved_share", share),
            *NO_MONEY,
            figure("attendance_total", None),
        ),
        or_none=(figure("pair_coverage", cover),),
        never=(
            *other_figures("mean_gain", g, naive_gain(pairs), blank_is_zero(pairs), -g),
            *other_figures(
                "improved_share",
                share,
                share * len([1 for p, q in pairs if p is not None and q is not None]) / len(log),
            ),
        ),
        any_measure_name=True,
        privacy=("Abrenica", "Catacutan", "Buenaflor"),
    )


def build_comprension_notas_chile() -> Shape:
    """Chile: marks from 1,0 to 7,0 in a diagnostic and a final test, decimal commas."""
    log = [
        ("Aravena P., Maite", "5°A", "3,8", "4,9"),
        ("Bustos L., Vicente", "5°A", "4,5", "5,1"),
        ("Carrasco M., Antonia", "5°B", "5,2", "6,0"),
        ("Díaz S., Benjamín", "5°B", "2,9", "4,0"),
        ("Fuentes R., Isidora", "5°A", "4,1", "4,1"),
        ("González V., Tomás", "5°B", "3,3", "s/n"),
        ("Henríquez C., Florencia", "5°A", "6,1", "6,6"),
        ("Leiva O., Matías", "5°B", "3,0", "2,8"),
        ("Muñoz T., Josefa", "5°A", "4,8", "5,9"),
        ("Oyarzún B., Agustín", "5°B", "3,6", "4,7"),
        ("Poblete N., Emilia", "5°A", "5,0", "5,5"),
    ]

    def num(s):
        return float(s.replace(",", ".")) if s != "s/n" else None

    pairs = [(num(x[2]), num(x[3])) for x in log]
    g, share, cover = gains(pairs)
    rows = [
        ["Taller de comprensión lectora - Biblioteca CRA", "", "", ""],
        ["s/n = sin nota (no rindió)", "", "", ""],
        ["Estudiante", "Curso", "Diagnóstico (abril)", "Prueba final (agosto)"],
        *[list(x) for x in log],
    ]
    return Shape(
        id="comprension-notas-chile",
        what="Semicolon CSV of marks 1,0 to 7,0 in Chile, diagnostic and final test, one without a final mark (s/n).",
        file="notas taller.csv",
        content=csv_of(rows, ";"),
        row_is="score",
        expect=(
            figure("mean_gain", g),
            figure("improved_share", share),
            *NO_MONEY,
            figure("attendance_total", None),
        ),
        or_none=(figure("pair_coverage", cover),),
        never=(*other_figures("mean_gain", g, naive_gain(pairs), blank_is_zero(pairs), 10 * g, -g),),
        any_measure_name=True,
        privacy=("Aravena", "Oyarzún"),
    )


def build_adult_literacy_two_tests() -> Shape:
    """US: adult learners, reading and math, fall and spring."""
    # id, tutor, reading fall/spring, math fall/spring
    log = [
        ("AL-03", "Peg", 412, 436, 388, 401),
        ("AL-07", "Peg", 455, 470, 420, None),
        ("AL-08", "Ron", 389, 421, 375, 399),
        ("AL-11", "Ron", 501, 498, 466, 480),
        ("AL-12", "Suri", 430, 447, 402, 402),
        ("AL-15", "Suri", 377, None, 361, None),
        ("AL-16", "Peg", 468, 489, 441, 463),
        ("AL-19", "Dale", 402, 433, None, None),
        ("AL-20", "Dale", 444, 452, 437, 429),
        ("AL-22", "Suri", 419, 440, 398, 417),
    ]
    read, math = [(x[2], x[3]) for x in log], [(x[4], x[5]) for x in log]

    def gain(a, b):
        return None if a is None or b is None else b - a

    rows = [
        ["Adult Learning Center - test scores 2024-25"],
        [],
        ["Learner", "Tutor", "Reading", None, None, "Math", None, None],
        [None, None, "Fall", "Spring", "Gain", "Fall", "Spring", "Gain"],
        *[[i, t, a, b, gain(a, b), c, d, gain(c, d)] for i, t, a, b, c, d in log],
        [],
        ["AL-15 got a job on second shift, stopped coming. AL-19 only wants reading."],
    ]
    gr, sr, _ = gains(read)
    gm, sm, _ = gains(math)
    return Shape(
        id="adult-literacy-two-tests",
        what="US adult learners with numbers instead of names: reading and math, fall and spring and gain, heading of two rows, gaps.",
        file="test scores 24-25.xlsx",
        content=book_of(("Scores", rows, ["A1:H1", "C3:E3", "F3:H3", "A3:A4", "B3:B4"])),
        row_is="score",
        expect=(
            figure("mean_gain", gr, measure="reading"),
            figure("mean_gain", gm, measure="math"),
            figure("improved_share", sr, measure="reading"),
            figure("improved_share", sm, measure="math"),
            *NO_MONEY,
            figure("attendance_total", None),
        ),
        never=(
            *other_figures(
                "mean_gain",
                (gr, gm),
                naive_gain(read),
                naive_gain(math),
                blank_is_zero(read),
                blank_is_zero(math),
            ),
        ),
        any_measure_name=True,
    )


def build_workshop_ratings_csv() -> Shape:
    """Ghana: rating forms of a reading workshop for teachers, typed in by the national service man."""
    log = [
        (1, "F", 5, 4, 5, "more practicals"),
        (2, "M", 4, 4, 3, ""),
        (3, "F", 5, 5, 4, "God bless you"),
        (4, "F", 3, 4, 4, "time too short"),
        (5, "M", 5, 5, 5, ""),
        (6, "M", 4, 3, "", "did not see the books"),
        (7, "F", 5, 4, 4, "bring it to Wa too"),
        (8, "F", 4, "", 5, ""),
        (9, "M", 2, 3, 3, "lunch was late"),
        (10, "F", 5, 5, 5, ""),
        (11, "M", 4, 4, 4, "we need follow up"),
        (12, "F", 5, 5, 3, ""),
        (13, "F", 4, 5, 4, ""),
        (14, "M", 5, 4, 5, ""),
    ]
    heads = ["The facilitator explained well", "I can use this in my class", "The books were suitable"]
    means, zero = [], []
    for c in (2, 3, 4):
        v = [x[c] for x in log if x[c] != ""]
        means.append(sum(v) / len(v))
        zero.append(sum(v) / len(log))
    rows = [
        ["Form no.", "Sex", *[f"{h} (1-5)" for h in heads], "Any comment"],
        *[list(x) for x in log],
        ["Average", "", *[round(m, 1) for m in means], ""],
    ]
    return Shape(
        id="workshop-ratings-csv",
        what="CSV of rating forms in Ghana: three statements rated 1 to 5, two answers left out, comments, a row of averages.",
        file="evaluation forms.csv",
        content=csv_of(rows),
        row_is="answer",
        expect=(
            *(figure("mean_rating", m, measure=q) for m, q in zip(means, heads, strict=True)),
            *NO_MONEY,
            figure("attendance_total", None),
        ),
        never=(*other_figures("mean_rating", means, *(z for z in zero), sum(x[0] for x in log) / len(log)),),
        any_measure_name=True,
    )


def build_encuesta_taller_digital() -> Shape:
    """Colombia: satisfaction of older adults after a mobile-phone course."""
    log = [
        ("Sra. Myriam", 68, 5, 5, "Ahora le escribo a mi nieta"),
        ("Don Evelio", 74, 4, 5, "La letra muy chiquita"),
        ("Sra. Rosalba", 71, 5, 4, None),
        ("Sra. Leonor", 66, 5, 5, "Que haya segundo nivel"),
        ("Don Hernando", 80, 3, "NR", "No oigo bien"),
        ("Sra. Fanny", 69, 4, 4, None),
        ("Sra. Teresa", 77, 5, 5, "Gracias profe Camilo"),
        ("Don Álvaro", 72, "NR", 4, None),
        ("Sra. Ligia", 65, 4, 3, "Muchos en el salón"),
        ("Sra. Dora", 70, 5, 5, None),
        ("Don Saúl", 73, 4, 5, "Más internet"),
    ]
    questions = ("¿Cómo le pareció el curso?", "¿Cómo fue el trato del profesor?")
    means = []
    for c in (2, 3):
        v = [x[c] for x in log if x[c] != "NR"]
        means.append(sum(v) / len(v))
    ages = sum(x[1] for x in log) / len(log)
    rows = [
        ["ENCUESTA DE SATISFACCIÓN"],
        ["Curso «Mi celular y yo» - adultos mayores, mayo de 2025"],
        ["1 = muy malo ... 5 = muy bueno. NR = no respondió"],
        [],
        ["Nombre", "Edad", *questions, "Comentarios"],
        *[list(x) for x in log],
    ]
    return Shape(
        id="encuesta-taller-digital",
        what="Satisfaction survey in Colombia: age, two questions from 1 to 5, NR for no answer, comments; the scale in a line above.",
        file="encuesta celular.xlsx",
        content=book_of(("Encuesta", rows, ["A1:E1", "A2:E2", "A3:E3"])),
        row_is="answer",
        expect=(
            *(figure("mean_rating", m, measure=q) for m, q in zip(means, questions, strict=True)),
            *NO_MONEY,
            figure("attendance_total", None),
        ),
        never=(*other_figures("mean_rating", means, ages, *(m * (len(log) - 1) / len(log) for m in means)),),
        any_measure_name=True,
        privacy=("Rosalba", "Hernando"),
    )


def build_tutoring_two_tabs() -> Shape:
    """South Africa: tutoring, one tab of attendance and one of marks."""
    dates = [date(2025, 5, d) for d in (3, 10, 17, 24, 31)]
    log = [
        ("Ayanda", "yyyny", 34, 48),
        ("Bonga", "yyyyy", 41, 55),
        ("Chantelle", "nyyyn", 50, 47),
        ("Dineo", "yynny", 28, 36),
        ("Elroy", "yyyyn", 39, 52),
        ("Fezeka", "ynnnn", 45, None),
        ("Gift", "yyyyy", 22, 40),
        ("Hlengiwe", "nyyyy", 57, 63),
        ("Imraan", "yynyy", 48, 48),
    ]
    per = [sum(m[i] == "y" for _, m, _, _ in log) for i in range(5)]
    total, came = sum(per), sum("y" in x[1] for x in log)
    pairs = [(x[2], x[3]) for x in log]
    g, share, cover = gains(pairs)
    att = [
        ["Saturday tutoring, Gugulethu library - May"],
        ["y = here, n = not here"],
        ["Learner", *dates],
        *[[n, *m] for n, m, _, _ in log],
        ["Here", *per],
    ]
    marks = [
        ["English marks (%)"],
        [],
        ["Learner", "Before (Term 1)", "After (June)"],
        *[[n, a, b if b is not None else "-"] for n, _, a, b in log],
    ]
    return Shape(
        id="tutoring-two-tabs",
        what="South African tutoring workbook: a tab of attendance with y and n by date, a tab of marks before and after.",
        file="Sat tutoring.xlsx",
        content=book_of(("Attendance", att, ["A1:F1"]), ("Marks", marks, ["A1:C1"])),
        row_is="person",
        expect=(
            *count_figures(total, len(dates)),
            figure("participants_unique", came),
            figure("mean_gain", g),
            figure("improved_share", share),
            *NO_MONEY,
        ),
        or_none=(figure("pair_coverage", cover),),
        never=(
            *larger_figures("attendance_total", total, 2 * total, len(log) * 5),
            *larger_figures("participants_unique", came, came + 1, 2 * came),
            *other_figures("mean_gain", g, naive_gain(pairs), blank_is_zero(pairs)),
        ),
        any_measure_name=True,
        privacy=("Hlengiwe", "Chantelle"),
    )


def build_two_groups_side_by_side() -> Shape:
    """Guatemala: reading test of two groups in tables next to each other."""
    left = [
        ("Ixchel", 8, 11),
        ("Mateo", 10, 14),
        ("Lucía", 6, 9),
        ("Diego", 12, 12),
        ("Marleny", 5, 10),
        ("Wilson", 9, 13),
        ("Estela", 7, 12),
        ("Byron", 11, 10),
    ]
    right = [
        ("Catarina", 4, 8),
        ("Tomás", 7, 11),
        ("Pascual", 6, 6),
        ("Micaela", 9, 15),
        ("Diego", 3, 8),
        ("Ana", 8, 12),
    ]
    pairs = [(a, b) for _, a, b in left + right]
    g, share, _ = gains(pairs)
    rows = [
        ["Refuerzo de lectura, Santiago Atitlán 2025"],
        ["Prueba sobre 15 puntos"],
        [],
        ["GRUPO MAÑANA", None, None, None, "GRUPO TARDE"],
        ["Nombre", "Antes", "Después", None, "Nombre", "Antes", "Después"],
    ]
    for i in range(max(len(left), len(right))):
        rows.append(
            [
                *(left[i] if i < len(left) else (None, None, None)),
                None,
                *(right[i] if i < len(right) else (None, None, None)),
            ]
        )
    av = [round(sum(x[c] for x in t) / len(t), 1) for t in (left, right) for c in (1, 2)]
    rows += [[], ["Promedio", *av[:2], None, "Promedio", *av[2:]]]
    return Shape(
        id="two-groups-side-by-side",
        what="Reading test before and after in Guatemala, morning and afternoon group in tables next to each other, a child called Diego in each, averages below.",
        file="prueba lectura atitlan.xlsx",
        content=book_of(("Prueba", rows, ["A1:G1", "A2:G2", "A4:C4", "E4:G4"])),
        row_is="score",
        expect=(
            figure("mean_gain", g),
            figure("improved_share", share),
            *NO_MONEY,
            figure("attendance_total", None),
        ),
        never=(*other_figures("mean_gain", g, -g),),
        any_measure_name=True,
        privacy=("Ixchel", "Micaela"),
    )


def build_proyecto_completo_espana() -> Shape:
    """Spain: one workbook for the whole project with sessions, expenses and a summary."""
    ses = [
        ("15/10/2024", "Presentación", 18),
        ("29/10/2024", "Cuentos de miedo", 32),
        ("12/11/2024", "Haikus", 14),
        ("26/11/2024", "Visita de la ilustradora", 41),
        ("10/12/2024", "Cartas de invierno", 22),
        ("14/01/2025", "Cómic", None),
        ("28/01/2025", "Cómic (recuperada)", 19),
        ("11/02/2025", "Fin de curso con familias", 57),
    ]
    gas = [
        ("16/10/2024", "Cartelería", "F-2291", 84.7),
        ("25/10/2024", "Caramelos y velas LED", "ticket", 23.15),
        ("27/11/2024", "Honorarios ilustradora", "F-18/24", 302.5),
        ("28/11/2024", "Tren ilustradora", "billete", 46.4),
        ("04/12/2024", "Sobres y sellos", "ticket", 31.85),
        ("20/01/2025", "Cuadernos de cómic", "F-0117", 129.6),
        ("10/02/2025", "Merienda familias", "F-0209", 168.3),
    ]
    held = [x for x in ses if x[2] is not None]
    total, spent = sum(x[2] for x in held), round(sum(x[3] for x in gas), 2)
    s_rows = [
        ["Sesiones"],
        ["Fecha", "Tema", "Asistentes", "Observaciones"],
        *[[d, t, n, "SUSPENDIDA, calefacción rota" if n is None else None] for d, t, n in ses],
        ["Total", None, total],
    ]
    g_rows = [
        ["Gastos"],
        ["Fecha", "Concepto", "Justificante", "Importe (€)"],
        *[list(x) for x in gas],
        [None, "Total gastado", None, sum_formula("D", 3, 2 + len(gas), spent)],
    ]
    r_rows = [
        ["MEMORIA DEL PROYECTO «TARDES DE PAPEL»"],
        ["Biblioteca Municipal de Almazán"],
        [],
        ["Sesiones realizadas", len(held)],
        ["Asistentes en total", total],
        ["Media por sesión", round(total / len(held), 1)],
        ["Gasto total (€)", spent],
        ["Coste por asistente (€)", round(spent / total, 2)],
    ]
    return Shape(
        id="proyecto-completo-espana",
        what="Spanish workbook of a whole project: a summary, a tab of sessions with one suspended, a tab of expenses.",
        file="Tardes de papel.xlsx",
        content=book_of(
            ("Resumen", r_rows, ["A1:D1", "A2:D2"]), ("Sesiones", s_rows, []), ("Gastos", g_rows, [])
        ),
        row_is="session",
        expect=(*count_figures(total, len(held)), figure("cost_cash", spent), *NO_PEOPLE),
        or_none=(figure("cost_per_attendance", spent / total), figure("cost_per_session", spent / len(held))),
        never=(
            *larger_figures("attendance_total", total, 2 * total, 3 * total),
            *larger_figures(
                "sessions_held", len(held), len(ses), len(held) + len(ses), 2 * len(held), len(ses) + 1
            ),
            *larger_figures("cost_cash", spent, 2 * spent, 3 * spent),
        ),
    )


def build_getting_online_quiz() -> Shape:
    """Ireland: quiz scores before and after an evening course, by first name and initial."""
    log = [
        ("Assumpta G.", 3, 7),
        ("Bernard L.", 5, 8),
        ("Carmel O'D.", 2, 6),
        ("Dermot H.", 6, 6),
        ("Eithne McN.", 4, 9),
        ("Fintan B.", 7, 8),
        ("Gertie W.", 1, 5),
        ("Hugh K.", 4, None),
        ("Imelda F.", 5, 9),
        ("Jarlath T.", 6, 5),
        ("Kitty D.", 3, 8),
    ]
    pairs = [(a, b) for _, a, b in log]
    g, share, cover = gains(pairs)
    rows = [
        ["Getting Online, Wednesday evenings"],
        ["Ten-question quiz on the first night and again on the last"],
        [],
        ["Learner", "First night /10", "Last night /10", "Up or down"],
        *[
            [
                n,
                a,
                "didn't finish" if b is None else b,
                None if b is None else ("up" if b > a else "down" if b < a else "same"),
            ]
            for n, a, b in log
        ],
    ]
    return Shape(
        id="getting-online-quiz",
        what="Irish evening course: quiz out of ten on the first and last night, up or down in words, one who did not finish.",
        file="Getting Online quiz.xlsx",
        content=book_of(("Quiz", rows, ["A1:D1", "A2:D2"])),
        row_is="score",
        expect=(
            figure("mean_gain", g),
            figure("improved_share", share),
            *NO_MONEY,
            figure("attendance_total", None),
        ),
        or_none=(figure("pair_coverage", cover),),
        never=(
            *other_figures("mean_gain", g, naive_gain(pairs), blank_is_zero(pairs), -g),
            *other_figures("improved_share", share, share * 10 / 11),
        ),
        any_measure_name=True,
        privacy=("Assumpta", "Jarlath"),
    )


def build_reading_buddies_chart() -> Shape:
    """Philippines: chart of a reading club with check marks and dashes, months over the dates."""
    dates = ["Aug 2", "Aug 9", "Aug 16", "Aug 30", "Sept 6", "Sept 13", "Sept 27"]
    log = [
        ("Althea Mae", 8, "1111111"),
        ("Bea", 9, "1101101"),
        ("Chito", 7, "0110000"),
        ("Darlene", 10, "1111011"),
        ("Enzo", 8, "1011110"),
        ("Francine", 9, "0000000"),
        ("Gelo", 7, "1100111"),
        ("Hannah Grace", 8, "1110111"),
        ("Ivan", 10, "0011101"),
        ("Jhepoy", 9, "1000000"),
        ("Kisses", 8, "1111110"),
    ]
    per = [sum(m[i] == "1" for _, _, m in log) for i in range(7)]
    total, came = sum(per), sum("1" in m for _, _, m in log)
    rows = [
        ["READING BUDDIES - Brgy. Poblacion Reading Center"],
        ["✓ dumalo    – wala"],
        ["Pangalan", "Edad", "AUGUST", None, None, None, "SEPTEMBER", None, None, "Ilang beses"],
        [None, None, *dates, None],
        *[[n, a, *["✓" if c == "1" else "–" for c in m], m.count("1")] for n, a, m in log],
        ["Dumalo", None, *per, total],
        [],
        ["Walang sesyon noong Aug 23 (fiesta) at Sept 20 (bagyo)."],
    ]
    return Shape(
        id="reading-buddies-chart",
        what="Filipino reading club: check marks and dashes by date under merged months, ages, counts at the right and below, one child who never came; two Saturdays without a session in a note.",
        file="reading buddies.xlsx",
        content=book_of(("Chart", rows, ["A1:J1", "A2:J2", "C3:F3", "G3:I3", "A3:A4", "B3:B4", "J3:J4"])),
        row_is="person",
        expect=(*count_figures(total, 7), figure("participants_unique", came), *NO_MONEY),
        or_none=(
            figure("attendance_rate", total / (7 * len(log))),
            figure("repeat_rate", sum(m.count("1") > 1 for _, _, m in log) / came),
        ),
        never=(
            *larger_figures("attendance_total", total, 2 * total, 3 * total, 7 * len(log)),
            *larger_figures("participants_unique", came, len(log), len(log) + 1),
            *larger_figures("sessions_held", 7, 8, 9, len(log)),
        ),
        privacy=("Darlene", "Jhepoy"),
    )


SCORES_AND_EVALUATIONS: tuple[Shape, ...] = (
    build_gr4_pretest_posttest(),
    build_comprension_notas_chile(),
    build_adult_literacy_two_tests(),
    build_workshop_ratings_csv(),
    build_encuesta_taller_digital(),
    build_tutoring_two_tabs(),
    build_two_groups_side_by_side(),
    build_proyecto_completo_espana(),
    build_getting_online_quiz(),
    build_reading_buddies_chart(),
)
