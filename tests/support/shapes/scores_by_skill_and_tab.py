"""Test scores in several skills, or with a tab for each test."""

from __future__ import annotations

from typing import Any

from tests.support.shapes.definition import Shape, figure, gains, mean, other_figures
from tests.support.shapes.files import book_of


def build_diagnostico_dos() -> Shape:
    """Mexico: comprehension and vocabulary of a class."""
    kids = [
        ("Alanís Soto Renata", 5, 8, 6, 7),
        ("Bermúdez Gil Iker", 3, 6, 4, 8),
        ("Chávez Ochoa Ximena", 7, 7, 8, 9),
        ("Domínguez Paz Leo", 4, 5, 5, 4),
        ("Esquivel Mora Dana", 6, 9, 7, 7),
        ("Fierro Lara Mateo", 2, 5, 3, 6),
        ("Galindo Ruiz Zoé", 8, 9, 6, 9),
        ("Huerta Tun Emiliano", 5, 4, 5, 7),
        ("Jasso Villa Regina", 6, 8, 7, 10),
        ("Kú Canul Ángel", 4, 7, 2, 5),
    ]
    rows = [
        ['Taller "Leo y comprendo" 4o. B - Biblioteca Escolar Justo Sierra'],
        [],
        ["N.L.", "Alumno", "Comprensión", None, "Vocabulario", None],
        [None, None, "Inicio", "Final", "Inicio", "Final"],
        *[[i, *k] for i, k in enumerate(kids, 1)],
        [None, "Promedio", *[round(mean(k[j] for k in kids), 1) for j in (1, 2, 3, 4)]],
        [],
        ["Calificación sobre 10. Aplicó: Mtra. Socorro"],
    ]
    c, v = [(k[1], k[2]) for k in kids], [(k[3], k[4]) for k in kids]
    comprehension, vocabulary = gains(c), gains(v)
    return Shape(
        id="diagnostico-dos",
        what="Mexican marks at the start and the end in two skills with a heading of two rows, an average row.",
        file="diagnostico 4B.xlsx",
        content=book_of(("4B", rows, ["A1:F1", "C3:D3", "E3:F3", "A3:A4", "B3:B4"])),
        row_is="score",
        any_measure_name=True,
        expect=(
            figure("mean_gain", comprehension[0], measure="Comprensión"),
            figure("improved_share", comprehension[1], measure="Comprensión"),
            figure("mean_gain", vocabulary[0], measure="Vocabulario"),
            figure("improved_share", vocabulary[1], measure="Vocabulario"),
        ),
        never=(
            *other_figures(
                "mean_gain",
                [comprehension[0], vocabulary[0]],
                mean(k[3] - k[2] for k in kids),
                mean(k[3] - k[1] for k in kids),
                mean(k[4] - k[1] for k in kids),
            ),
            ("participants_unique", 11),
        ),
        privacy=("Bermúdez", "Socorro"),
    )


def build_pre_post_tabs_uk() -> Shape:
    """UK: reading and writing of adult learners."""
    pre = {
        "Tendai": 22,
        "Jo B.": 31,
        "Farouk": 18,
        "Maureen": 40,
        "Kasia": 27,
        "Dermot": 35,
        "Lan": 15,
        "Precious": 29,
        "Stu": 38,
    }
    post = {
        "Dermot": 37,
        "Farouk": 29,
        "Jo B.": 36,
        "Kasia": 27,
        "Lan": 26,
        "Precious": 41,
        "Stu": 37,
        "Tendai": 33,
        "Winsome": 30,
    }
    pairs = [(v, post[n]) for n, v in pre.items() if n in post]
    a = [
        ["Reading & writing check - September (out of 50)"],
        [],
        ["Learner", "Score", "Tutor"],
        *[[n, v, "Bev" if i % 2 else "Alan"] for i, (n, v) in enumerate(pre.items())],
    ]
    b = [
        ["Reading & writing check - March (out of 50)"],
        [],
        ["Learner", "Score", "Tutor"],
        *[[n, v, "Alan" if i % 2 else "Bev"] for i, (n, v) in enumerate(post.items())],
        [],
        ["Maureen left - got a job! Winsome joined Nov."],
    ]
    gain, up, _ = gains(pairs)
    return Shape(
        id="pre-post-tabs-uk",
        what="UK scores in a tab for September and one for March in another order, one learner gone and one new.",
        file="literacy checks 24-25.xlsx",
        content=book_of(("Sept", a, []), ("March", b, [])),
        row_is="score",
        any_measure_name=True,
        expect=(figure("mean_gain", gain, measure="Score"), figure("improved_share", up, measure="Score")),
        or_none=(figure("participants_unique", 10),),
        never=(
            *other_figures("mean_gain", gain, mean(post.values()) - mean(pre.values())),
            ("participants_unique", 18),
        ),
        privacy=("Precious", "Winsome"),
    )


def build_dos_pruebas() -> Shape:
    """Chile: two comprehension tests of a class."""
    before = {
        "Antonia Huenchumil": 14,
        "Benjamín Oyarzún": 21,
        "Catalina Riffo": 18,
        "Diego Sanhueza": 9,
        "Emilia Curiqueo": 25,
        "Joaquín Llancapán": 12,
        "Martina Saldivia": 20,
        "Vicente Barría": 16,
    }
    after = {
        "Vicente Barría": 19,
        "Sofía Quilodrán": 22,
        "Martina Saldivia": 20,
        "Joaquín Llancapán": 17,
        "Emilia Curiqueo": 27,
        "Catalina Riffo": 24,
        "Benjamín Oyarzún": 20,
        "Antonia Huenchumil": 20,
    }
    pairs = [(score, after.get(name)) for name, score in before.items()]
    gain, up, coverage = gains(pairs)
    both = round(coverage * len(before))

    def head(what: str) -> list[list[str]]:
        return [
            ["Biblioteca CRA - Escuela Los Coihues, 5° básico"],
            [what],
            [],
            ["Estudiante", "Puntaje (máx. 30)"],
        ]

    sheets = [
        (
            "Antes",
            [
                *head("Prueba inicial de comprensión, 17 de marzo de 2025"),
                *map(list, before.items()),
                ["Promedio curso", round(mean(before.values()), 1)],
            ],
            [],
        ),
        (
            "Después",
            [
                *head("Prueba final de comprensión, 24 de noviembre de 2025"),
                *map(list, after.items()),
                ["Promedio curso", round(mean(after.values()), 1)],
                [],
                ["Diego se cambió de colegio en agosto; Sofía llegó en junio."],
            ],
            [],
        ),
    ]
    return Shape(
        id="dos-pruebas",
        what="Chilean scores in two tabs in another order, one pupil gone and one new, averages at the foot.",
        file="comprension 5to.xlsx",
        content=book_of(*sheets),
        row_is="score",
        expect=(figure("mean_gain", gain), figure("improved_share", up)),
        never=(
            *other_figures(
                "mean_gain",
                gain,
                round(mean(after.values()), 1) - round(mean(before.values()), 1),
                mean(after.values()) - mean(before.values()),
            ),
            *other_figures("improved_share", up, up * coverage, (up * both + 1) / (both + 1)),
        ),
        privacy=("Huenchumil", "Sofía Quilodrán"),
    )


def build_dos_destrezas() -> Shape:
    """Ecuador: decoding and comprehension of a class."""
    kids = [
        ("Anchundia, Kerly", 4, 7, 6, 8),
        ("Bravo, Steven", 5, 5, 3, 6),
        ("Chila, Domenica", 2, 6, 4, 4),
        ("Delgado, Ariel", 7, 9, 8, 9),
        ("Intriago, Noelia", 3, 6, 5, 9),
        ("Mero, Josué", 6, None, 7, None),
        ("Pincay, Scarlet", 4, 8, 2, 5),
        ("Quijije, Maykel", 5, 6, 6, 5),
        ("Zambrano, Emily", 1, 4, 3, 7),
    ]
    g1, g2 = (gains([(k[i], k[i + 1]) for k in kids])[0] for i in (1, 3))
    means = [mean(k[i] for k in kids) for i in (1, 2, 3, 4)]
    rows = [
        ["UNIDAD EDUCATIVA «5 DE JUNIO» - Biblioteca"],
        ["Refuerzo lector, 4.º EGB, año lectivo 2025-2026. Cada destreza sobre 10"],
        [],
        ["N.º", "Estudiante", "Decodificación", None, "Comprensión", None, "Observación"],
        [None, None, "Antes", "Después", "Antes", "Después", None],
        *[[i, *k, "se retiró en septiembre" if k[2] is None else None] for i, k in enumerate(kids, 1)],
        [None, "Promedio", *[round(m, 2) for m in means], None],
    ]
    return Shape(
        id="dos-destrezas",
        what="Ecuadorian scores before and after in two skills with a heading of two rows, one child withdrew, an average row.",
        file="refuerzo 4to.xlsx",
        content=book_of(("4to EGB", rows, ["A1:G1", "A2:G2", "A4:A5", "B4:B5", "C4:D4", "E4:F4", "G4:G5"])),
        row_is="score",
        any_measure_name=True,
        expect=(
            figure("mean_gain", g1, measure="Decodificación"),
            figure("mean_gain", g2, measure="Comprensión"),
        ),
        never=other_figures(
            "mean_gain",
            (g1, g2),
            round(means[1], 2) - round(means[0], 2),
            round(means[3], 2) - round(means[2], 2),
            means[1] - means[0],
            means[3] - means[2],
        ),
        privacy=("Anchundia", "Quijije"),
    )


def build_badge_quiz_tabs() -> Shape:
    """US: a quiz of a computer class by badge number."""
    pre = [(101, 3), (102, 5), (103, 4), (104, 7), (105, 2), (106, 6), (107, 5), (108, 8), (109, 3), (110, 4)]
    post = [
        (104, 8),
        (101, 7),
        (109, 6),
        (111, 9),
        (102, 5),
        (110, 8),
        (108, 7),
        (105, 6),
        (112, 7),
        (107, 9),
    ]
    after = dict(post)
    gain, up, coverage = gains([(score, after.get(badge)) for badge, score in pre])
    better = up * coverage * len(pre)
    mean_pre, mean_post = mean(v for _, v in pre), mean(v for _, v in post)
    by_row = gains([(b, a) for (_, b), (_, a) in zip(pre, post, strict=True)])
    first = [
        ["Computer Basics, winter 2025 - quiz BEFORE (Jan 14)"],
        ["Badge", "Score (out of 10)"],
        *pre,
        ["avg", round(mean_pre, 1)],
    ]
    last = [
        ["Computer Basics, winter 2025 - quiz AFTER (Mar 4)"],
        ["as they handed it in"],
        ["Badge", "Score (out of 10)"],
        *post,
        ["avg", round(mean_post, 1)],
    ]
    return Shape(
        id="badge-quiz-tabs",
        what="US quiz before and after in two tabs by badge number in another order, some people in one tab only, averages at the foot.",
        file="comp basics quiz.xlsx",
        content=book_of(("before", first, []), ("after", last, [])),
        row_is="score",
        expect=(
            figure("mean_gain", gain, measure="score"),
            figure("improved_share", up, measure="score"),
            figure("pair_coverage", coverage, measure="score"),
        ),
        never=(
            *other_figures(
                "mean_gain",
                gain,
                mean_post - mean_pre,
                round(mean_post, 1) - round(mean_pre, 1),
                sum(v for _, v in post) / 10 - mean_pre,
                by_row[0],
            ),
            *other_figures("improved_share", up, better / 10, better / 12, by_row[1]),
        ),
        any_measure_name=True,
    )


def build_two_tests() -> Shape:
    """UK: the same test in autumn and spring."""
    before = [
        ("Okafor, Zara", 21),
        ("Bennett, Theo", 15),
        ("Singh, Jas", 28),
        ("Price, Millie", 17),
        ("Novak, Adam", 12),
        ("Hughes, Lowri", 33),
        ("Doyle, Cian", 19),
        ("Farah, Ilham", 24),
        ("Cole, Ruby", 9),
    ]
    after = [
        ("Cole, Ruby", 18),
        ("Farah, Ilham", 30),
        ("Hughes, Lowri", 33),
        ("Bennett, Theo", 22),
        ("Price, Millie", 26),
        ("Singh, Jas", 27),
        ("Okafor, Zara", 29),
        ("Reid, Callum", 25),
        ("Novak, Adam", 20),
    ]
    second = dict(after)
    pairs = [(score, second.get(name)) for name, score in before]
    gain, up, coverage = gains(pairs)
    both = round(coverage * len(before))

    def tab(head: str, scores: list[tuple[str, int]]) -> list[list[object]]:
        return [
            [head],
            ["Max 40"],
            [],
            ["Pupil", "Score", "Comment"],
            *[
                [n, s, {"Novak, Adam": "glasses!", "Reid, Callum": "new in January"}.get(n)]
                for n, s in scores
            ],
            ["Class mean", round(mean(s for _, s in scores), 1)],
        ]

    apart = mean(s for _, s in after) - mean(s for _, s in before)
    return Shape(
        id="two-tests",
        what="UK scores of the same test in two tabs in another order, one pupil gone and one new, means at the foot.",
        file="Y4 reading test.xlsx",
        content=book_of(
            ("Pre-test Sept 2025", tab("Year 4 comprehension, Pre-test, 15 September 2025", before), []),
            ("Post-test March 2026", tab("Year 4 comprehension, Post-test, 16 March 2026", after), []),
        ),
        row_is="score",
        expect=(figure("mean_gain", gain), figure("improved_share", up), figure("pair_coverage", coverage)),
        never=(
            *other_figures("mean_gain", gain, apart, gain * both / 9, gain * both / 10),
            *other_figures("improved_share", up, up * both / 9, up * both / 10),
            *other_figures("participants_unique", (), 18, 20),
        ),
    )


def build_three_skills() -> Shape:
    """Philippines: three early reading skills of a class."""
    kids = [
        ("Baluyot, Ram", 14, 22, 18, 31, 3, 6),
        ("Cayabyab, Lia", 20, 25, 30, 44, 5, 8),
        ("De Vera, Sol", 9, 15, 7, 12, 1, 1),
        ("Estrella, Juno", 26, 26, 41, 47, 7, 9),
        ("Gatchalian, Bim", 11, 19, 12, 29, 2, 4),
        ("Jocson, Tala", 17, 24, 22, 20, 4, 7),
        ("Lazo, Migs", 13, 21, 16, None, 3, None),
        ("Nieves, Pau", 22, 25, 35, 46, 6, 6),
    ]
    pairs = [[(k[i], k[i + 1]) for k in kids if k[i + 1] is not None] for i in (1, 3, 5)]
    found = [gains(p) for p in pairs]
    means = [round(mean(k[i] for k in kids), 1) for i in range(1, 7)]
    rows = [
        ["EARLY READING CHECK - Grade 1 Sampaguita, S.Y. 2025-2026"],
        [],
        [
            "Name of pupil",
            "Letter sounds (26)",
            None,
            "Sight words (50)",
            None,
            "Story questions (10)",
            None,
            "Remarks",
        ],
        [None, "June", "Nov", "June", "Nov", "June", "Nov", None],
        *[[*k, "sick in November, only letter sounds" if k[4] is None else None] for k in kids],
        ["Class average", *means],
    ]
    names = ("letter sounds", "sight words", "story questions")
    return Shape(
        id="three-skills",
        what="Philippine scores of three skills in June and November with a heading of two rows, one child tested in part, an average row.",
        file="Grade 1 reading check.xlsx",
        content=book_of(("Sampaguita", rows, ["A1:H1", "A3:A4", "B3:C3", "D3:E3", "F3:G3", "H3:H4"])),
        row_is="score",
        expect=(
            *[figure("mean_gain", g, measure=n) for n, (g, _, _) in zip(names, found, strict=True)],
            *[figure("improved_share", u, measure=n) for n, (_, u, _) in zip(names, found, strict=True)],
        ),
        never=(
            *other_figures(
                "mean_gain",
                [g for g, _, _ in found],
                sum(b - a for a, b in pairs[1]) / 8,
                sum(b - a for a, b in pairs[2]) / 8,
                means[3] - means[2],
                means[5] - means[4],
                sum(b - a for p in pairs for a, b in p) / sum(map(len, pairs)),
            ),
            *other_figures("improved_share", [u for _, u, _ in found], 5 / 8, 4 / 8),
        ),
        any_measure_name=True,
    )


def build_guatemala_two_tabs() -> Shape:
    """Guatemala: first and last evaluation of a reading club."""
    first = [
        ("Ixcoy Tum, Lidia", 42),
        ("Batz Morales, Kevin", 55),
        ("Tuy Cúmez, Estela", 38),
        ("Chavajay, Wilmer", 61),
        ("Yax Pop, Gladis", 47),
        ("Saloj Bixcul, Óscar", 50),
        ("Ajú Panjoj, Irma", 29),
    ]
    last = [
        ("Ajú Panjoj, Irma", 52),
        ("Batz Morales, Kevin", 63),
        ("Chavajay, Wilmer", 60),
        ("Ixcoy Tum, Lidia", 58),
        ("Mendoza Sicay, Brenda", 71),
        ("Saloj Bixcul, Óscar", 66),
        ("Tuy Cúmez, Estela", 57),
    ]
    after = dict(last)
    g, share, again = gains([(s, after.get(name)) for name, s in first])
    a, b = mean(s for _, s in first), mean(s for _, s in last)

    def tab(title: str, when: str, people: list[tuple[str, int]]) -> list[list[Any]]:
        return [
            ["Club de lectura «Los Barriletes»"],
            [title],
            [f"Fecha: {when}", None, "Punteo sobre 100"],
            [],
            ["No.", "Nombre", "Punteo"],
            *[[i, *p] for i, p in enumerate(people, 1)],
            [None, "Promedio", round(mean(s for _, s in people), 1)],
        ]

    t1 = tab("EVALUACIÓN DIAGNÓSTICA", "11 de febrero de 2025", first)
    t2 = tab("EVALUACIÓN FINAL", "14 de octubre de 2025", last)
    t1.append([None, "Gladis Yax se fue a la capital en mayo"])
    return Shape(
        id="guatemala-two-tabs",
        what="Guatemalan scores of a reading club in a tab for each test, in another order, one child gone and one new.",
        file="evaluaciones lectura.xlsx",
        content=book_of(("Diagnóstica", t1, ["A1:C1", "A2:C2"]), ("Final", t2, ["A1:C1", "A2:C2"])),
        row_is="score",
        expect=(figure("mean_gain", g, measure="Punteo"), figure("improved_share", share, measure="Punteo")),
        never=(
            *other_figures(
                "mean_gain",
                g,
                b - a,
                round(b - a, 1),
                sum(q[1] - p[1] for p, q in zip(first, last, strict=True)) / 7,
            ),
            *other_figures(
                "improved_share",
                share,
                sum(q[1] > p[1] for p, q in zip(first, last, strict=True)) / 7,
                share * again,
            ),
        ),
        any_measure_name=True,
    )


SCORES_BY_SKILL_AND_TAB: tuple[Shape, ...] = (
    build_diagnostico_dos(),
    build_pre_post_tabs_uk(),
    build_dos_pruebas(),
    build_dos_destrezas(),
    build_badge_quiz_tabs(),
    build_two_tests(),
    build_three_skills(),
    build_guatemala_two_tabs(),
)
