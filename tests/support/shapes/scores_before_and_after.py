"""Test scores before and after on one sheet."""

from __future__ import annotations

from typing import Any

from tests.support.shapes.definition import (
    Shape,
    blank_is_zero,
    figure,
    gains,
    mean,
    naive_gain,
    numbers_among,
    other_figures,
    wrong_figures,
)
from tests.support.shapes.files import book_of, csv_of


def build_pre_post_ph() -> Shape:
    """Philippines: a remedial reading class."""
    kids = [
        ("Agbayani, Carl", 8, 14),
        ("Balagtas, Ynah", 11, 15),
        ("Cruz, John Mark", 6, 6),
        ("De Guzman, Liezel", 12, 17),
        ("Estrella, Kian", 9, 13),
        ("Fabian, Rose Ann", 5, None),
        ("Galang, Mico", 10, 9),
        ("Hernandez, Thea", 13, 18),
        ("Isip, Renz", 7, 12),
        ("Javier, Angelo", None, 11),
        ("Lualhati, Cha", 9, 16),
        ("Magno, Jay-r", 4, 10),
    ]
    pairs = [k[1:] for k in kids]
    rows = [
        ["READING REMEDIATION - GRADE 4 PANGKAT SAMPAGUITA"],
        ["20-item comprehension test"],
        [],
        ["", "Pangalan", "Pre-test (Hunyo 16)", "Post-test (Okt 6)", "Remarks"],
        *[
            [
                i,
                n,
                a,
                b if b is not None else "lumipat",
                "late enrollee" if a is None else ("transferred to Lipa" if b is None else None),
            ]
            for i, (n, a, b) in enumerate(kids, 1)
        ],
        [None, "MEAN", round(mean(a for a, _ in pairs), 2), round(mean(b for _, b in pairs), 2)],
        [None, "Highest", 13, 18],
        [None, "Lowest", 4, 6],
    ]
    gain, up, coverage = gains(pairs)
    return Shape(
        id="pre-post-ph",
        what="Philippine scores before and after: one pupil moved away, one enrolled late, mean, highest and lowest at the foot.",
        file="pre-post Sampaguita.xlsx",
        content=book_of(("Scores", rows, ["A1:E1", "A2:E2"])),
        row_is="score",
        any_measure_name=True,
        expect=(
            figure("mean_gain", gain, measure="Pre-test"),
            figure("improved_share", up, measure="Pre-test"),
        ),
        or_none=(figure("participants_unique", 12), figure("pair_coverage", coverage, measure="Pre-test")),
        never=(
            *other_figures("mean_gain", gain, naive_gain(pairs), blank_is_zero(pairs)),
            *wrong_figures("participants_unique", 13, 14, 15),
        ),
        privacy=("Agbayani", "Lualhati"),
    )


def build_gst_pre_post() -> Shape:
    """Philippines: a screening test of one class."""
    kids = [
        ("Abad, Jomar", 8, 13),
        ("Bernabe, Cyrille", 11, 15),
        ("Cadiz, Nathalie", 5, 9),
        ("Dioquino, Ace", 14, None),
        ("Espina, Mikaela", 9, 9),
        ("Faustino, Rovic", 12, 17),
        ("Gabay, Alliah", 7, None),
        ("Hilario, Sean", 10, 8),
        ("Ibarra, Trisha", 6, 14),
        ("Javellana, Kurt", None, 11),
        ("Lagman, Ysabel", 13, 18),
        ("Macaraeg, Dan", 4, 7),
    ]
    pairs = [k[1:] for k in kids]
    gain, up, coverage = gains(pairs)
    pre, post = mean(k[1] for k in kids), mean(k[2] for k in kids)
    rows = [
        ["San Roque ES - Group Screening Test, Grade 4 Sampaguita, SY 2025-26"],
        ["Perfect score: 20"],
        [],
        ["No.", "Name of learner", "PRETEST (July 2025)", "POSTTEST (Nov 2025)", "Remarks"],
        *[
            [
                i,
                n,
                a if a is not None else "n/a",
                b if b is not None else "AB",
                "transferred in Aug" if a is None else ("dropped out" if n.startswith("Gabay") else None),
            ]
            for i, (n, a, b) in enumerate(kids, 1)
        ],
        [None, "MEAN", round(pre, 2), round(post, 2), None],
        [None, "No. of takers", 11, 10, None],
        [None, "Highest", 14, 18, None],
        [None, "Lowest", 4, 7, None],
    ]
    return Shape(
        id="gst-pre-post",
        what="Philippine scores before and after with pupils absent from either, mean, number of takers, highest and lowest at the foot.",
        file="GST G4 Sampaguita.xlsx",
        content=book_of(("GST", rows, ["A1:E1"])),
        row_is="score",
        expect=(figure("mean_gain", gain), figure("improved_share", up), figure("pair_coverage", coverage)),
        never=(
            *other_figures("mean_gain", gain, round(post, 2) - round(pre, 2), post - pre),
            *other_figures("improved_share", up, sum(b > a for _, a, b in kids if a and b) / len(kids)),
        ),
        privacy=("Dioquino", "Javellana"),
    )


def build_slash_scores() -> Shape:
    """India: a reading test at a village library."""
    kids = [
        ("Aarti Bhoir", "9/25", "14/25"),
        ("Chetan Vartha", "6/25", "13/25"),
        ("Ganesh Dhodi", "15/25", "15/25"),
        ("Kavita Padvale", "11/25", "19/25"),
        ("Mahesh Umbarsada", "4/25", "Ab"),
        ("Nanda Kharpade", "12/25", "18/25"),
        ("Pooja Ravate", "8/25", "17/25"),
        ("Roshan Gavit", "Ab", "10/25"),
        ("Sunita Lahare", "13/25", "20/25"),
        ("Vikas Bhoye", "10/25", "9/25"),
    ]

    def mark(typed: str) -> int | None:
        return None if typed == "Ab" else int(typed.split("/")[0])

    pairs = [(mark(a), mark(b)) for _, a, b in kids]
    gain, up, _ = gains(pairs)
    better = sum(b > a for a, b in pairs if a is not None and b is not None)
    rows = [
        ["Jan Vachanalaya, Talasari - Std. V reading comprehension"],
        ["Ab = absent"],
        ["Sr. No.", "Name of student", "Baseline test (16 June 2025)", "Endline test (13 Dec 2025)"],
        *[[i, *k] for i, k in enumerate(kids, 1)],
        [],
        ["Tests set and corrected by: Smt. Shubhangi Thakare"],
    ]
    return Shape(
        id="slash-scores",
        what="Indian scores written as 9/25 before and after, 'Ab' for absent.",
        file="Std V baseline endline.xlsx",
        content=book_of(("Std V", rows, [])),
        row_is="score",
        expect=(figure("mean_gain", gain), figure("improved_share", up)),
        never=(
            *other_figures("mean_gain", gain, naive_gain(pairs), gain / 25),
            *other_figures("improved_share", up, better / len(kids)),
        ),
        privacy=("Umbarsada", "Padvale"),
    )


def build_oral_reading() -> Shape:
    """Philippines: oral reading of a Grade 3 class."""
    boys = [
        ("Abad, Rico", 7, 12),
        ("Castro, Jhonel", 9, 9),
        ("Dimaculangan, Ezekiel", 5, 11),
        ("Lontoc, Prince", 12, None),
        ("Marasigan, Kurt", 8, 15),
        ("Vergara, Aldrin", None, 10),
    ]
    girls = [
        ("Atienza, Zyra", 11, 16),
        ("Bathan, Mikaela", 13, 17),
        ("Cueto, Rhian", 6, 5),
        ("Hernandez, Chloe", 10, 14),
        ("Mendoza, Alyanna", 14, 18),
    ]
    note = {"Lontoc, Prince": "T/O Sept.", "Vergara, Aldrin": "T/I Aug."}

    def lines(group: list[tuple[str, int | None, int | None]]) -> list[list[Any]]:
        return [
            [i, n, b, a, None if b is None or a is None else a - b, note.get(n)]
            for i, (n, b, a) in enumerate(group, 1)
        ]

    both = boys + girls
    pairs = [k[1:] for k in both]
    gain, up, coverage = gains(pairs)
    better = sum(a > b for b, a in pairs if a is not None and b is not None)
    n = round(coverage * len([b for b, _ in pairs if b is not None]))
    pre, post = [b for _, b, _ in both if b is not None], [a for _, _, a in both if a is not None]
    mb, ma = round(sum(pre) / len(pre), 2), round(sum(post) / len(post), 2)
    rows = [
        ["GRADE 3 - MABINI"],
        ["Oral Reading Comprehension, 20 items      SY 2025-2026"],
        [],
        ["No.", "Name of Learner", "Pre-test (July)", "Post-test (Nov.)", "Gain", "Remarks"],
        ["BOYS"],
        *lines(boys),
        ["GIRLS"],
        *lines(girls),
        [],
        [None, "No. of takers", len(pre), len(post)],
        [None, "Total score", sum(pre), sum(post)],
        [None, "Mean", mb, ma],
        [None, "MPS", f"{mb / 20:.2%}", f"{ma / 20:.2%}"],
        [],
        ["Prepared by:", "JENNELYN A. CATAPANG"],
        [None, "Adviser"],
    ]
    return Shape(
        id="oral-reading",
        what="Philippine scores of boys and girls before and after, one transferred out and one in, takers, mean and percentage at the foot.",
        file="G3 Mabini oral reading.xlsx",
        content=book_of(("G3-Mabini", rows, [])),
        row_is="score",
        expect=(
            figure("mean_gain", gain, measure="score"),
            figure("improved_share", up, measure="score"),
            figure("pair_coverage", coverage, measure="score"),
            figure("attendance_total", None),
        ),
        never=(
            *other_figures(
                "mean_gain", gain, ma - mb, gain * n / len(both), (gain * n + sum(post) - sum(pre)) / (n + 1)
            ),
            *other_figures("improved_share", up, better / len(both), better / len(pre)),
        ),
        any_measure_name=True,
    )


def build_notas_comprension() -> Shape:
    """Colombia: marks in reading comprehension."""
    kids = [
        ("Arango Vélez Sofía", "3A", 2.4, 3.6),
        ("Bermúdez Gil Tomás", "3A", 3.1, 3.1),
        ("Cardona Ríos Luciana", "3B", 1.8, 3.0),
        ("Duque Mesa Samuel", "3B", 2.9, None),
        ("Echeverri Paz Antonia", "3A", 3.7, 4.5),
        ("Franco Loaiza Jerónimo", "3B", 2.2, 2.0),
        ("Giraldo Toro Salomé", "3A", 4.0, 4.4),
        ("Henao Cano Martín", "3B", None, 3.3),
        ("Jaramillo Ossa Violeta", "3B", 2.6, 3.9),
    ]

    def mark(x: float | None) -> str:
        return "NP" if x is None else f"{x:.1f}".replace(".", ",")

    pairs = [k[2:] for k in kids]
    gain, up, coverage = gains(pairs)
    both = [(b, a) for b, a in pairs if b is not None and a is not None]
    better = sum(a > b for b, a in both)
    mb, ma = mean(b for b, _ in pairs), mean(a for _, a in pairs)
    rows = [
        ["I.E. La Quiebra - Prueba de comprensión lectora 2025 (0,0 a 5,0)", "", "", "", ""],
        ["Estudiante", "Grupo", "Diagnóstica (feb.)", "Final (nov.)", "Observación"],
        *[
            [
                k[0],
                k[1],
                mark(k[2]),
                mark(k[3]),
                "se trasladó" if k[3] is None else "llegó en abril" if k[2] is None else "",
            ]
            for k in kids
        ],
        ["PROMEDIO", "", f"{mb:.2f}".replace(".", ","), f"{ma:.2f}".replace(".", ","), ""],
        ["NP: no presentó", "", "", "", ""],
    ]
    return Shape(
        id="notas-comprension",
        what="Colombian CSV of marks before and after with decimal commas, 'NP' for not taken, an average row.",
        file="comprension 3ro.csv",
        content=csv_of(rows, ";", "cp1252"),
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
                ma - mb,
                gain * 10,
                gain * len(both) / len(kids),
                (gain * len(both) + ma - mb) / (len(both) + 1),
            ),
            *other_figures("improved_share", up, (better + 1) / (len(both) + 1), better / len(kids)),
        ),
        any_measure_name=True,
    )


def build_marks_of_twenty() -> Shape:
    """Australia: a reading group's marks."""
    kids = [
        ("Archie", "9/20", "14/20"),
        ("Billie", "15/20", "17/20"),
        ("Cooper", "abs", "12/20"),
        ("Daisy", "11/20", "11/20"),
        ("Eli", "6/20", "13/20"),
        ("Frankie", "17/20", "16/20"),
        ("Gus", "8/20", "abs"),
        ("Harper", "12/20", "18/20"),
        ("Indi", "10/20", "12/20"),
        ("Jarrah", "13/20", "19/20"),
    ]

    def mark(typed: str) -> int | None:
        return None if typed == "abs" else int(typed[:-3])

    pairs = [(mark(b), mark(a)) for _, b, a in kids]
    gain, up, _ = gains(pairs)
    both = [(b, a) for b, a in pairs if b is not None and a is not None]
    better = sum(a > b for b, a in both)
    enjoyed = [
        "Bluey books",
        None,
        "trucks",
        None,
        "being the page turner",
        "jokes",
        None,
        "poems",
        None,
        "footy cards",
    ]
    rows = [
        ["Reading Recovery @ the library - Mrs Tully's group"],
        ["Child", "Start (Wk 1)", "End (Wk 9)", "what they enjoyed"],
        *[[*k, w] for k, w in zip(kids, enjoyed, strict=True)],
        [],
        ["going backwards:", "Frankie - tired, new baby at home"],
    ]
    return Shape(
        id="marks-of-twenty",
        what="Australian marks written as 14/20 at the start and the end, 'abs' for absent, a remark at the foot.",
        file="tully group.xlsx",
        content=book_of(("T3", rows, [])),
        row_is="score",
        expect=(
            figure("mean_gain", gain, measure="score"),
            figure("improved_share", up, measure="score"),
            figure("attendance_total", None),
        ),
        never=(
            *other_figures(
                "mean_gain", gain, gain / 20, gain * len(both) / 10, naive_gain(pairs), gain + 12 / 8
            ),
            *other_figures("improved_share", up, better / 10, better / 9),
        ),
        any_measure_name=True,
    )


def build_camp_test() -> Shape:
    """Philippines: test of a summer reading camp."""
    tutors = [
        ("Tutor: Ate Weng", [("Arnel", 7, 12), ("Bing", 11, 14), ("Carding", 5, 5), ("Dolly", 13, 17)]),
        ("Tutor: Kuya Rex", [("Edgar", 9, "absent"), ("Fely", 6, 11), ("Gerry", 15, 14), ("Helen", 8, 13)]),
        ("Tutor: Mrs. Laxa", [("Ising", 10, 16), ("Joy", "late enrollee", 12), ("Kulas", 4, 9)]),
    ]
    kids = [k for _, block in tutors for k in block]
    pre, post = numbers_among(k[1] for k in kids), numbers_among(k[2] for k in kids)
    pairs = [(a, b) for _, a, b in kids if isinstance(a, int) and isinstance(b, int)]
    gain, up, _ = gains(pairs)
    better, n = sum(b > a for a, b in pairs), len(pairs)
    body = []
    for tutor, block in tutors:
        body.append([tutor])
        for name, a, b in block:
            body.append([name, a, b, b - a if isinstance(a, int) and isinstance(b, int) else "-"])
    rows = [
        ["SUMMER READING CAMP - oral reading test, 20 items"],
        ["Pre-test April 21, Post-test May 16, 2025"],
        [],
        ["Name", "Pre-test", "Post-test", "Gain"],
        *body,
        ["Average", round(mean(pre), 2), round(mean(post), 2), round(gain, 2)],
        ["Highest", max(pre), max(post), None],
        ["Lowest", min(pre), min(post), None],
    ]
    return Shape(
        id="camp-test",
        what="Philippine scores before and after by tutor, one pupil absent and one enrolled late, average, highest and lowest at the foot.",
        file="camp test results.xlsx",
        content=book_of(("Results", rows, [])),
        row_is="score",
        expect=(figure("mean_gain", gain), figure("improved_share", up)),
        never=(
            *other_figures(
                "mean_gain",
                gain,
                mean(post) - mean(pre),
                (sum(post) - sum(pre)) / len(kids),
                gain * n / len(kids),
            ),
            *other_figures(
                "improved_share", up, better / len(kids), (better + 2) / (n + 2), (better + 1) / (n + 1)
            ),
        ),
    )


def build_adult_scores() -> Shape:
    """US: scale scores of adult learners."""
    learners = [
        ("L-1041", "ABE 2", "09/08/2025", 204, "12/15/2025", 211),
        ("L-1043", "ESL 3", "09/08/2025", 196, "12/15/2025", 203),
        ("L-1047", "ESL 1", "09/10/2025", 178, "", ""),
        ("L-1052", "ABE 3", "09/15/2025", 219, "12/17/2025", 216),
        ("L-1053", "ESL 2", "09/15/2025", 187, "01/12/2026", 198),
        ("L-1058", "ESL 2", "09/22/2025", 190, "", ""),
        ("L-1060", "ABE 2", "09/22/2025", 207, "12/17/2025", 215),
        ("L-1066", "ESL 3", "10/06/2025", 199, "01/12/2026", 199),
        ("L-1071", "ABE 1", "10/06/2025", 195, "01/14/2026", 206),
        ("L-1075", "ESL 1", "10/20/2025", 181, "", ""),
        ("L-1078", "ABE 3", "10/20/2025", 222, "01/14/2026", 229),
    ]
    pairs = [(x[3], x[5]) for x in learners if x[5] != ""]
    gain, up, _ = gains(pairs)
    before, after = sum(x[3] for x in learners), sum(b for _, b in pairs)
    rows = [
        [
            "Learner ID",
            "Level at intake",
            "Pretest Date",
            "Pretest Score",
            "Posttest Date",
            "Posttest Score",
            "Instruction Hours",
        ],
        *[[*x, 40 + 3 * k if x[5] != "" else 12 + k] for k, x in enumerate(learners)],
    ]
    n = len(learners)
    return Shape(
        id="adult-scores",
        what="US export of adult learners by number: first and second scale score with dates, three without a second one.",
        file="learner_assessments.csv",
        content=csv_of(rows),
        row_is="score",
        expect=(
            figure("mean_gain", gain),
            figure("improved_share", up),
            figure("pair_coverage", len(pairs) / n),
        ),
        never=(
            *other_figures(
                "mean_gain",
                gain,
                gain * len(pairs) / n,
                after / len(pairs) - before / n,
                (after - before) / n,
            ),
            *other_figures("improved_share", up, up * len(pairs) / n, 9 / 11),
        ),
    )


def build_davao_pre_post() -> Shape:
    """Philippines: a reading comprehension test of one class."""
    learners = [
        ("Abapo, Rex Marvin", 6, 11),
        ("Bonilla, Kyla", 9, 14),
        ("Cabrera, Jomel", 4, None),
        ("Dacalos, Mary Faith", 12, 17),
        ("Emboy, Cyrus", 8, 8),
        ("Felisilda, Nora May", 10, 15),
        ("Gabales, Hanz", 7, 6),
        ("Hamor, Sittie", 5, 13),
        ("Ibañez, Lance", None, 16),
        ("Joromo, Trixie", 11, 16),
        ("Labadan, Vince", 3, 9),
        ("Mondejar, Chloe", 9, 12),
    ]

    def level(s: int | None) -> str | None:
        if s is None:
            return None
        return "Independent" if s >= 15 else "Instructional" if s >= 9 else "Frustration"

    pairs = [(a, b) for _, a, b in learners]
    g, share, _ = gains(pairs)
    n = sum(None not in pair for pair in pairs)
    pre, post = mean(a for a, _ in pairs), mean(b for _, b in pairs)
    body = []
    for i, (name, a, b) in enumerate(learners, 1):
        body.append(
            [
                i,
                name,
                a if a is not None else "-",
                level(a),
                b if b is not None else "ABSENT",
                level(b),
                b - a if None not in (a, b) else "-",
            ]
        )
    body[8][3] = "transferred in, Nov."
    rows = [
        ["MALAGOS HILLSIDE ELEMENTARY SCHOOL - Grade 4 Camia"],
        ["RESULT OF READING COMPREHENSION TEST, S.Y. 2024-2025 (20 items)"],
        [],
        ["No.", "Name of Pupil", "PRE-TEST (July)", None, "POST-TEST (March)", None, "Increase"],
        [None, None, "Score", "Level", "Score", "Level", None],
        *body,
        [None, "Mean", round(pre, 2), None, round(post, 2), None, round(post - pre, 2)],
        [None, "MPS", f"{pre / 20:.2%}", None, f"{post / 20:.2%}", None, None],
        [],
        [None, "Prepared by: Marites C. Obenza, Reading Coordinator"],
    ]
    return Shape(
        id="davao-pre-post",
        what="Philippine scores before and after with levels in words, rows of means and of mean percentage scores, two pupils tested only once.",
        file="reading result G4.xlsx",
        content=book_of(("G4 Camia", rows, ["A1:G1", "A2:G2", "A4:A5", "B4:B5", "C4:D4", "E4:F4", "G4:G5"])),
        row_is="score",
        expect=(
            figure("mean_gain", g, measure="reading"),
            figure("improved_share", share, measure="reading"),
            figure("attendance_total", None),
        ),
        never=(
            *other_figures(
                "mean_gain",
                g,
                naive_gain(pairs),
                round(post - pre, 2),
                blank_is_zero(pairs),
                (g * n + post - pre) / (n + 1),
                -g,
            ),
            *other_figures("improved_share", share, share * n / len(learners), (share * n + 1) / (n + 1)),
        ),
        any_measure_name=True,
    )


SCORES_BEFORE_AND_AFTER: tuple[Shape, ...] = (
    build_pre_post_ph(),
    build_gst_pre_post(),
    build_slash_scores(),
    build_oral_reading(),
    build_notas_comprension(),
    build_marks_of_twenty(),
    build_camp_test(),
    build_adult_scores(),
    build_davao_pre_post(),
)
