"""Surveys: one form or slip in a row, and answers counted by hand."""

from __future__ import annotations

from tests.support.shapes.definition import (
    NO_MONEY,
    NO_VISITS,
    Shape,
    figure,
    mean,
    other_figures,
    wrong_figures,
)
from tests.support.shapes.files import Formula, book_of, csv_of


def build_workshop_forms() -> Shape:
    """Encoded evaluation forms of a seminar."""
    questions = [
        "The speaker was clear",
        "I learned something new",
        "I will use what I learned",
        "The venue was comfortable",
    ]
    log = [
        (5, 5, 4, 3, "more time pls"),
        (4, 5, 5, 4, None),
        (5, 5, 5, 2, "mainit po"),
        (3, 4, 4, 3, None),
        (5, 4, None, 4, None),
        (4, 4, 4, 3, "sana may part 2"),
        (5, 5, 5, 5, None),
        (4, 3, 4, 2, "aircon"),
        (5, 5, 5, 4, "Thank you po!"),
        (4, 5, 4, None, None),
        (5, 4, 5, 3, None),
        (5, 5, 4, 4, None),
        (3, 4, 3, 3, None),
    ]
    means = []
    for q in range(4):
        own = [x[q] for x in log if x[q] is not None]
        means.append(sum(own) / len(own))
    rows = [
        ["EVALUATION - Seminar on Storytelling for Day Care Workers, Sept 12, 2025"],
        ["5 = strongly agree, 4 = agree, 3 = neutral, 2 = disagree, 1 = strongly disagree"],
        [],
        ["Form #", *questions, "Comments"],
        *[[i, *x] for i, x in enumerate(log, 1)],
        ["Average", *[round(m, 2) for m in means]],
        ["Over-all", round(sum(means) / 4, 2)],
    ]
    return Shape(
        id="workshop-forms",
        what="Encoded evaluation forms of a seminar, one form a row, four statements rated 1 to 5, two blanks, comments, average and over-all rows below.",
        file="eval encoded.xlsx",
        content=book_of(("Eval", rows, ["A1:F1", "A2:F2"])),
        row_is="answer",
        expect=(
            *[figure("mean_rating", m, measure=q) for q, m in zip(questions, means, strict=True)],
            *NO_MONEY,
        ),
        never=(
            *wrong_figures("attendance_total", *{sum(x[q] or 0 for x in log) for q in range(4)}),
            *wrong_figures(
                "mean_rating",
                7.0,
                sum(x[2] or 0 for x in log) / len(log),
                sum(x[3] or 0 for x in log) / len(log),
            ),
            *wrong_figures("participants_unique", len(log) + 1, len(log) + 2),
        ),
        any_measure_name=True,
    )


def build_author_survey() -> Shape:
    """Spanish survey counted by hand after an author's visit."""
    log = [
        ("¿Le gustó la charla del autor?", [14, 6, 2, 0, 1]),
        ("¿El horario fue adecuado?", [7, 9, 4, 3, 0]),
        ("¿El espacio fue cómodo?", [5, 8, 6, 3, 1]),
        ("¿Se entendió el sonido?", [3, 6, 7, 5, 2]),
        ("¿La atención del personal?", [18, 4, 1, 0, 0]),
        ("¿Volvería a un evento así?", [16, 5, 2, 0, 0]),
        ("¿Le interesa leer el libro?", [12, 7, 3, 1, 0]),
        ("¿Recomendaría la biblioteca?", [17, 4, 2, 0, 0]),
    ]
    rows = [
        ["ENCUESTA DE SATISFACCIÓN - Visita de la autora Pilar Oviedo, 24 de abril de 2025"],
        ["23 encuestas contestadas (conteo a mano)"],
        [],
        ["Pregunta", "Excelente (5)", "Bueno (4)", "Regular (3)", "Malo (2)", "Muy malo (1)", "Total"],
        *[[q, *c, Formula(f"=SUM(B{r}:F{r})", sum(c))] for r, (q, c) in enumerate(log, 5)],
        ["TOTAL", *[sum(c[i] for _, c in log) for i in range(5)], sum(sum(c) for _, c in log)],
    ]
    means = [sum(n * p for n, p in zip(c, (5, 4, 3, 2, 1), strict=True)) / sum(c) for _, c in log]
    everything = sum(sum(c) for _, c in log)
    return Shape(
        id="author-survey",
        what="Spanish survey counted by hand after an author's visit: questions as rows, numbers of answers from Excelente (5) to Muy malo (1) across, totals.",
        file="encuesta autora.xlsx",
        content=book_of(("Conteo", rows, ["A1:G1", "A2:G2"])),
        row_is="other",
        expect=NO_MONEY,
        or_none=tuple(figure("mean_rating", m, measure=q) for (q, _), m in zip(log, means, strict=True)),
        never=(
            *wrong_figures(
                "attendance_total",
                everything,
                2 * everything,
                *sorted({sum(c[i] for _, c in log) for i in range(5)}),
            ),
            *wrong_figures("sessions_held", len(log), len(log) + 1),
            *wrong_figures("participants_unique", everything, len(log), len(log) + 1),
            *wrong_figures(
                "mean_rating", sum(c[0] for _, c in log) / len(log), sum(c[1] for _, c in log) / len(log)
            ),
        ),
        any_measure_name=True,
    )


def build_gardening_slips() -> Shape:
    """US feedback slips keyed in by a volunteer."""
    forms = [
        (5, 5, 4, "loved it"),
        (4, 5, 3, ""),
        (5, 4, 4, "too cold in the room"),
        (3, 4, 2, "went too fast for me"),
        (5, 5, None, ""),
        (4, 4, 4, ""),
        (5, 5, 5, "do one on taxes"),
        (2, 3, 2, "could not hear"),
        (4, None, 3, ""),
        (5, 5, 4, "Carol is wonderful"),
        (4, 4, 3, ""),
        (5, 5, 5, ""),
        (3, 4, 3, "parking"),
        (5, 4, None, ""),
    ]
    labels = ["I learned something new", "The presenter knew her stuff", "I will use this at home"]
    means = [mean(f[j] for f in forms) for j in range(3)]
    rows = [
        ["Gardening 101 comment slips (4/12/25)   1 = no way ... 5 = absolutely"],
        ["Slip", *labels, "Comments"],
        *[[i, a, b, c, t or None] for i, (a, b, c, t) in enumerate(forms, 1)],
        ["AVG", *[round(m, 2) for m in means]],
    ]
    zeros = [sum(f[j] or 0 for f in forms) / len(forms) for j in range(3)]
    return Shape(
        id="gardening-slips",
        what="US comment slips, three statements rated 1 to 5 with blanks, comments, an average row.",
        file="gardening 101 slips.xlsx",
        content=book_of(("Sheet1", rows, ["A1:E1"])),
        row_is="answer",
        expect=(
            *[figure("mean_rating", m, measure=label) for m, label in zip(means, labels, strict=True)],
            figure("attendance_total", None),
            figure("sessions_held", None),
        ),
        never=(
            *other_figures("mean_rating", means, zeros[1], zeros[2], mean(range(1, 15))),
            *wrong_figures("attendance_total", len(forms), len(forms) + 1),
        ),
        any_measure_name=True,
    )


def build_encuesta_taller() -> Shape:
    """Peruvian survey in a CSV with semicolons."""
    answers = [
        ("03/05/2025", "F", 34, 5, "Sí", "que haya más seguido"),
        ("03/05/2025", "M", 61, 4, "Sí", ""),
        ("03/05/2025", "F", 27, 5, "Sí", "el profesor explica con paciencia"),
        ("03/05/2025", "F", 45, 3, "No sé", "muy lejos de mi casa"),
        ("10/05/2025", "M", 52, 4, "Sí", ""),
        ("10/05/2025", "F", 38, 5, "Sí", "gracias"),
        ("10/05/2025", "F", 66, 2, "No", "la letra de la hoja es chiquita"),
        ("10/05/2025", "M", 19, 5, "Sí", ""),
        ("17/05/2025", "F", 41, 5, "Sí", ""),
        ("17/05/2025", "F", 30, "", "Sí", "no contestó la nota"),
        ("17/05/2025", "M", 58, 3, "No sé", "faltan sillas"),
        ("17/05/2025", "F", 23, 5, "Sí", "traeré a mi hermana"),
    ]
    marks = [a[3] for a in answers if a[3] != ""]
    rows = [
        [
            "N",
            "Fecha",
            "Sexo",
            "Edad",
            "¿Cómo califica el taller? (1 malo - 5 excelente)",
            "¿Volvería?",
            "Comentario",
        ],
        *[[i, *a] for i, a in enumerate(answers, 1)],
    ]
    value = sum(marks) / len(marks)
    return Shape(
        id="encuesta-taller",
        what="Peruvian survey typed into a CSV with semicolons: date, sex, age, a mark from 1 to 5 (one missing), would come again, comment.",
        file="encuesta_taller_mayo.csv",
        content=csv_of(rows, ";", "utf-8-sig"),
        row_is="answer",
        expect=(figure("mean_rating", value, measure="taller"), figure("cost_cash", None)),
        never=other_figures(
            "mean_rating", value, sum(marks) / len(answers), mean(a[2] for a in answers), mean(range(1, 13))
        ),
        any_measure_name=True,
    )


def build_hospital_parent_slips() -> Shape:
    """Slips of parents about readings in a hospital."""
    slips = [
        (1, "Rainbow", 5, 5, 4, None),
        (2, "Rainbow", 4, 5, 5, "please also in Turkish"),
        (3, "Lagoon", 5, None, 5, "my son slept"),
        (4, "Rainbow", 5, 4, 3, None),
        (5, "Lagoon", 3, 4, 2, "too early in the morning"),
        (6, "Day onc.", 5, 5, 5, "the best hour of the week"),
        (7, "Lagoon", 5, 5, 4, None),
        (8, "Day onc.", 4, 3, None, None),
        (9, "Rainbow", 5, 5, 5, "Thank you Hanneke!"),
        (10, "Lagoon", 4, 4, 4, None),
    ]
    titles = ["The reader was kind (1-5)", "My child enjoyed it (1-5)", "It took our mind off things (1-5)"]
    right = [mean(s[i] for s in slips) for i in (2, 3, 4)]
    zeroed = [sum(s[i] or 0 for s in slips) / len(slips) for i in (2, 3, 4)]
    rows = [
        ["PARENT SLIPS - bedside reading, May 2025"],
        ["5 = very much, 1 = not at all. Empty = parent left it empty."],
        [],
        ["Slip", "Ward", *titles, "What they wrote"],
        *[list(s) for s in slips],
        [None, "average", *[round(r, 1) for r in right], None],
    ]
    return Shape(
        id="hospital-parent-slips",
        what="Feedback slips of parents in a hospital, one a row: three statements rated from 1 to 5, some not answered, remarks, averages at the foot.",
        file="parent slips may.xlsx",
        content=book_of(("slips", rows, ["A1:F1", "A2:F2"])),
        row_is="answer",
        expect=(
            *(figure("mean_rating", r, measure=q) for r, q in zip(right, titles, strict=True)),
            *NO_VISITS,
        ),
        never=(
            *other_figures("mean_rating", right, *zeroed, mean(range(1, 11)), *[6 - r for r in right]),
            *other_figures("attendance_total", (), 10, 55),
        ),
        any_measure_name=True,
    )


def build_madrid_teacher_form() -> Shape:
    """Spain: online form about a museum's visits."""
    answers = [
        ("04/02/2025 9:12:40", "CEIP Fuente del Berro", "4.º Primaria", 9, 8, "Volveremos"),
        ("06/02/2025 13:05:11", "CEIP Rosa Chacel", "5.º Primaria", 10, 9, ""),
        ("06/02/2025 14:40:02", "IES Arganzuela Norte", "2.º ESO", 7, 5, "Demasiado texto para mis alumnos"),
        ("18/02/2025 8:55:30", "CEIP Los Almendros", "3.º Primaria", 9, 10, "La mediadora, estupenda"),
        ("20/02/2025 16:20:09", "CEIP Rosa Chacel", "6.º Primaria", 8, "", ""),
        ("28/02/2025 10:01:55", "IES Arganzuela Norte", "1.º ESO", 6, 7, "Faltó tiempo"),
    ]
    titles = ["Valore la visita en conjunto (0-10)", "¿Fue útil el material previo? (0-10)"]
    right = [mean(a[i] for a in answers) for i in (3, 4)]
    zeroed = [sum(a[i] or 0 for a in answers) / len(answers) for i in (3, 4)]
    rows = [["Marca temporal", "Centro educativo", "Curso", *titles, "Comentarios"], *answers]
    return Shape(
        id="madrid-teacher-form",
        what="Spanish CSV of an online form: teachers rate a visit to a museum and its material from 0 to 10, one answer missing.",
        file="Valoración visitas (respuestas).csv",
        content=csv_of(rows),
        row_is="answer",
        expect=(
            *(figure("mean_rating", r, measure=q) for r, q in zip(right, titles, strict=True)),
            *NO_VISITS,
        ),
        never=(
            *other_figures("mean_rating", right, *zeroed, sum(right) / 2),
            *other_figures("attendance_total", (), 6, 5, 49, 39),
        ),
        any_measure_name=True,
    )


COMMENT_SLIPS: tuple[Shape, ...] = (
    build_workshop_forms(),
    build_author_survey(),
    build_gardening_slips(),
    build_encuesta_taller(),
    build_hospital_parent_slips(),
    build_madrid_teacher_form(),
)
