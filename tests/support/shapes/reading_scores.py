"""Scores of tests before and after: in columns, in two tabs, and in tables next to each other."""

from __future__ import annotations

from collections.abc import Iterable

from tests.support.shapes.definition import NO_MONEY, Shape, figure, mean, other_figures, wrong_figures
from tests.support.shapes.files import book_of, csv_of


def gains(pairs: Iterable[tuple[object, object]]) -> tuple[float, float, int]:
    """Return the mean gain and the share improved of the complete pairs, and their number."""
    both = [(a, b) for a, b in pairs if isinstance(a, int | float) and isinstance(b, int | float)]
    return sum(b - a for a, b in both) / len(both), sum(b > a for a, b in both) / len(both), len(both)


def build_remedial_ph() -> Shape:
    """Pre-test and post-test of a reading remediation."""
    log = [
        ("Abad, Jhon Rey", "2-Mabini", 8, 13, None),
        ("Bautista, Princess", "2-Mabini", 11, 14, None),
        ("Cabrera, Mark", "2-Mabini", 5, 5, "absent often"),
        ("Dizon, Althea", "2-Rizal", 12, 17, None),
        ("Evangelista, CJ", "2-Rizal", 7, None, "transferred to Bulacan"),
        ("Fajardo, Nica", "2-Rizal", 9, 15, None),
        ("Gatchalian, Ron", "2-Mabini", 6, 10, None),
        ("Hilario, Trisha", "2-Rizal", 10, 9, "may sakit nung test"),
        ("Ignacio, Prince", "2-Mabini", None, 12, "late enrollee"),
        ("Javier, Kyla", "2-Rizal", 13, 18, None),
        ("Lacson, Vince", "2-Rizal", 4, 11, None),
        ("Manalo, Jillian", "2-Mabini", 14, 16, None),
        ("Nolasco, Ethan", "2-Mabini", 9, None, "ABS"),
        ("Ocampo, Bea", "2-Rizal", 8, 12, None),
    ]
    mean, share, pairs = gains((x[2], x[3]) for x in log)
    pre, post = [x[2] for x in log if x[2] is not None], [x[3] for x in log if x[3] is not None]
    rows = [
        ["READING REMEDIATION - PRE TEST / POST TEST RESULT"],
        ["20-item comprehension, Grade 2, Municipal Library and Sto. Niño ES"],
        [],
        ["No.", "Name of Pupil", "Section", "Pre-test (June)", "Post-test (Oct)", "Remarks"],
        *[
            [i, n, s, "-" if a is None else a, "-" if b is None else b, r]
            for i, (n, s, a, b, r) in enumerate(log, 1)
        ],
        [None, "MEAN", None, round(sum(pre) / len(pre), 2), round(sum(post) / len(post), 2)],
        [None, "Highest", None, max(pre), max(post)],
        [None, "Lowest", None, min(pre), min(post)],
        [],
        ["Perfect score: 20"],
    ]
    naive = sum(post) / len(post) - sum(pre) / len(pre)
    return Shape(
        id="remedial-ph",
        what="Pre-test and post-test of a reading remediation, dashes for who missed one, remarks, and rows for mean, highest and lowest.",
        file="pre post gr2.xlsx",
        content=book_of(("Result", rows, ["A1:F1", "A2:F2"])),
        row_is="score",
        expect=(
            figure("mean_gain", mean, measure="reading"),
            figure("improved_share", share, measure="reading"),
            *NO_MONEY,
        ),
        or_none=(figure("pair_coverage", pairs / len(pre), measure="reading"),),
        never=(
            *other_figures("mean_gain", mean, naive, (sum(post) - sum(pre)) / len(log)),
            *wrong_figures("attendance_total", sum(pre), sum(post), sum(pre) + sum(post)),
        ),
        any_measure_name=True,
        privacy=("Abad", "Evangelista", "Ocampo"),
    )


def build_lectura_colombia() -> Shape:
    """Colombian reading test as CSV with semicolons and decimal commas."""
    log = [
        ("Luz Adriana Cano", 7, 2.8, 3.6, None),
        ("Brayan Stiven Mejía", 8, 2.1, 3.0, None),
        ("María José Restrepo", 7, 3.4, 4.1, None),
        ("Samuel Zapata", 8, 3.0, 3.0, "igual"),
        ("Salomé Hincapié", 7, 1.9, None, "se retiró"),
        ("Juan Pablo Osorio", 9, 2.5, 3.8, None),
        ("Valentina Giraldo", 8, 3.9, 4.6, None),
        ("Tomás Arango", 7, 2.2, 2.9, None),
        ("Isabella Cardona", 8, 3.3, 3.1, "estaba enferma"),
        ("Kevin Usuga", 9, 1.5, 2.7, None),
        ("Mariana Loaiza", 7, 2.9, 3.9, None),
        ("Emmanuel Henao", 8, 2.7, 3.5, None),
    ]
    mean, share, pairs = gains((x[2], x[3]) for x in log)

    def es(v: float | None) -> str:
        return "" if v is None else f"{v:.1f}".replace(".", ",")

    pre, post = [x[2] for x in log], [x[3] for x in log if x[3] is not None]
    rows = [
        ["Biblioteca Comunitaria El Raizal", "", "", "", "", ""],
        ["Prueba de lectura en voz alta (nota de 1,0 a 5,0)", "", "", "", "", ""],
        ["Nombre", "Edad", "Prueba inicial (marzo)", "Prueba final (junio)", "Diferencia", "Observación"],
        *[
            [n, e, es(a), es(b), es(round(b - a, 1)) if b is not None else "", o or ""]
            for n, e, a, b, o in log
        ],
        ["Promedio", "", es(sum(pre) / len(pre)), es(sum(post) / len(post)), "", ""],
    ]
    return Shape(
        id="lectura-colombia",
        what="Colombian reading test as CSV with semicolons and decimal commas: initial and final mark, difference, one child moved away, an average row.",
        file="prueba lectura 2025-1.csv",
        content=csv_of(rows, ";", "utf-8-sig"),
        row_is="score",
        expect=(
            figure("mean_gain", mean, measure="lectura"),
            figure("improved_share", share, measure="lectura"),
            *NO_MONEY,
        ),
        or_none=(figure("pair_coverage", pairs / len(pre), measure="lectura"),),
        never=(
            *other_figures("mean_gain", mean, 10 * mean, sum(post) / len(post) - sum(pre) / len(pre)),
            *wrong_figures("attendance_total", sum(x[1] for x in log)),
        ),
        any_measure_name=True,
        privacy=("Restrepo", "Hincapié", "Usuga"),
    )


def build_literacy_two_tabs() -> Shape:
    """Kenyan adult literacy class."""
    jan = [
        ("Grace Wanjiku", 34),
        ("Peter Otieno", 41),
        ("Mary Nduta", 28),
        ("Joseph Kiprop", 52),
        ("Halima Abdi", 22),
        ("Esther Mueni", 47),
        ("David Wekesa", 38),
        ("Lydia Chebet", 30),
        ("Samson Mutua", 45),
        ("Agnes Akinyi", 36),
        ("Rose Wambui", 25),
    ]
    july = [
        ("Agnes Akinyi", 49),
        ("David Wekesa", 44),
        ("Esther Mueni", 58),
        ("Grace Wanjiku", 51),
        ("Halima Abdi", 40),
        ("Joseph Kiprop", 50),
        ("Lydia Chebet", 47),
        ("Mary Nduta", 39),
        ("Peter Otieno", 55),
        ("Zipporah Nyambura", 33),
    ]
    after = dict(july)
    mean, share, pairs = gains((s, after.get(n)) for n, s in jan)
    a, b = sum(s for _, s in jan) / len(jan), sum(s for _, s in july) / len(july)
    tabs = []
    for name, month, log, m in (
        ("January test", "January 2025 (before)", jan, a),
        ("July test", "July 2025 (after)", july, b),
    ):
        rows = [
            ["KIBERA COMMUNITY LIBRARY - ADULT LITERACY CLASS"],
            [f"Reading assessment, {month}, marks out of 100"],
            [],
            ["No", "Learner", "Marks"],
        ]
        rows += [[i, n, s] for i, (n, s) in enumerate(log, 1)]
        rows += [[None, "Class average", round(m, 1)]]
        if log is july:
            rows += [
                [],
                ["Samson and Rose found work and did not sit the second test. Zipporah joined in May."],
            ]
        tabs.append((name, rows, ["A1:C1", "A2:C2"]))
    return Shape(
        id="literacy-two-tabs",
        what="Kenyan adult literacy class: marks of January and July in two tabs, other order, two learners stopped and one joined, class average below each list.",
        file="Adult literacy marks 2025.xlsx",
        content=book_of(*tabs),
        row_is="score",
        expect=(
            figure("mean_gain", mean, measure="reading"),
            figure("improved_share", share, measure="reading"),
            *NO_MONEY,
        ),
        or_none=(figure("pair_coverage", pairs / len(jan), measure="reading"),),
        never=(
            *other_figures("mean_gain", mean, b - a),
            *wrong_figures(
                "attendance_total",
                sum(s for _, s in jan),
                sum(s for _, s in july),
                sum(s for _, s in jan + july),
            ),
            *wrong_figures("participants_unique", len(jan) + len(july), len(jan) + len(july) + 2),
        ),
        any_measure_name=True,
        privacy=("Wanjiku", "Nyambura"),
    )


def build_basa_muna_scores() -> Shape:
    """A teacher's list of reading comprehension scores before and after."""
    pupils = [
        ("Abad, Jericho", 3, 8, 14, None),
        ("Balagtas, Princess Mae", 3, 11, 15, None),
        ("Cruzado, John Rey", 4, 6, 6, "kulang sa pansin"),
        ("Dimaculangan, Althea", 3, 13, 18, None),
        ("Espanto, Kyle", 4, 5, None, "lumipat sa Cavite"),
        ("Fajardo, Rhianne", 3, 9, 12, None),
        ("Gatdula, Mark Angelo", 4, 7, 13, None),
        ("Hilario, Sofia", 4, None, 16, "bagong sali, Oktubre"),
        ("Ilagan, Ezekiel", 3, 10, 9, "may sakit nung test"),
        ("Jamora, Kristel", 4, 4, 11, None),
        ("Kalaw, Nathaniel", 3, 12, 17, None),
        ("Lontoc, Angel", 4, 3, None, "absent"),
        ("Magbanua, Trisha", 3, 8, 15, None),
        ("Natividad, Ramon Jr.", 4, 9, 14, None),
    ]
    pre, post = [p[2] for p in pupils], [p[3] for p in pupils]
    gain, share, n = gains(zip(pre, post, strict=True))
    rows = [
        ["BASA MUNA TAYO! - remedial reading sa aklatan"],
        ["Tagapagturo: Gng. Villafuerte          Perpektong puntos: 20"],
        [],
        ["Blg.", "Pangalan ng bata", "Baitang", "Bago (Hulyo)", "Pagkatapos (Nob.)", "Itinaas", "Puna"],
        *[
            [i, w, g, a, b, b - a if a is not None and b is not None else None, note]
            for i, (w, g, a, b, note) in enumerate(pupils, 1)
        ],
        [None, "MEAN", None, round(mean(pre), 2), round(mean(post), 2), round(gain, 2)],
        [None, "Pinakamataas", None, max(v for v in pre if v), max(v for v in post if v)],
    ]
    return Shape(
        id="basa-muna-scores",
        what="Filipino list of scores before and after a remedial reading class, gain column, three without a pair, mean and highest score below.",
        file="Basa Muna Tayo scores.xlsx",
        content=book_of(("Resulta", rows, ["A1:G1", "A2:G2"])),
        row_is="score",
        expect=(
            figure("mean_gain", gain, measure="score"),
            figure("improved_share", share, measure="score"),
            figure("attendance_total", None),
        ),
        never=(
            *other_figures("mean_gain", gain, mean(post) - mean(pre), gain * n / len(pupils)),
            *other_figures("improved_share", share, share * n / len(pupils), share * n / (len(pupils) - 1)),
        ),
        any_measure_name=True,
        privacy=("Dimaculangan", "Espanto", "Villafuerte"),
    )


def build_phonics_side_by_side() -> Shape:
    """Phonics check of two groups, tables next to each other."""
    tuesday = [
        ("Alfie R", 17, 24),
        ("Bethan", 22, 27),
        ("Connor", 11, 19),
        ("Daisy", 25, 31),
        ("Ellis", 9, 9),
        ("Faith O", 19, 28),
        ("Gethin", 14, 22),
    ]
    thursday = [
        ("Harri", 20, 26),
        ("Isla", 28, 33),
        ("Jac", 13, "left"),
        ("Keira", 16, 25),
        ("Lowri", 23, 21),
        ("Mason T", 8, 18),
        ("Nia", 27, 34),
        ("Osian", 15, 20),
    ]
    rows = [
        ["Phonics catch-up, scores out of 40 (same word list both times)"],
        [],
        ["TUESDAY GROUP", None, None, None, "THURSDAY GROUP", None, None],
        ["Child", "Sept", "Dec", None, "Child", "Sept", "Dec"],
    ]
    for i in range(8):
        rows.append([*(tuesday[i] if i < len(tuesday) else (None, None, None)), None, *thursday[i]])
    rows += [
        [
            "average",
            *[round(mean(t[k] for t in tuesday), 1) for k in (1, 2)],
            None,
            "average",
            *[round(mean(t[k] for t in thursday), 1) for k in (1, 2)],
        ],
        [],
        ["Jac moved to Hereford in Nov."],
    ]
    gain, share, n = gains((b, c) for _, b, c in [*tuesday, *thursday])
    one, two = gains((b, c) for _, b, c in tuesday), gains((b, c) for _, b, c in thursday)
    everybody = [*tuesday, *thursday]
    return Shape(
        id="phonics-side-by-side",
        what="UK phonics scores of two groups in two tables next to each other, September and December, an average row, one child who moved away.",
        file="phonics scores.xlsx",
        content=book_of(("Scores", rows, ["A1:G1", "A3:C3", "E3:G3"])),
        row_is="score",
        expect=(
            figure("mean_gain", gain, measure="phonics"),
            figure("improved_share", share, measure="phonics"),
        ),
        never=(
            *other_figures(
                "mean_gain",
                (gain, one[0], two[0]),
                mean(e[2] for e in everybody) - mean(e[1] for e in everybody),
            ),
            *other_figures("improved_share", (share, one[1], two[1]), share * n / len(everybody)),
        ),
        any_measure_name=True,
        privacy=("Gethin", "Osian"),
    )


def build_jss_two_tests() -> Shape:
    """Nigerian spelling and comprehension tests under a two-row heading."""
    classes = [
        (
            "JSS 1",
            [
                ("Aminu K.", 9, 13, 4, 6),
                ("Bolanle T.", 12, 16, 5, 7),
                ("Chidera O.", 7, 12, 3, 3),
                ("David E.", 14, 17, 6, 8),
                ("Esther I.", 10, "ABS", 5, "ABS"),
                ("Fatima S.", 8, 14, 4, 7),
                ("Gabriel U.", 11, 11, 6, 5),
            ],
        ),
        (
            "JSS 2",
            [
                ("Halima Y.", 13, 18, 6, 9),
                ("Ikenna A.", 15, 17, 7, 8),
                ("Joy N.", 10, 15, 5, 8),
                ("Kabiru M.", 6, 10, "-", 5),
                ("Loveth P.", 12, 16, 7, 7),
                ("Musa D.", 9, 8, 4, 6),
            ],
        ),
    ]
    rows = [
        ["READERS' CLUB - RESULTS OF FIRST AND SECOND TESTS"],
        ["S/N", "Name", "Spelling (20)", None, "Comprehension (10)", None],
        [None, None, "Before", "After", "Before", "After"],
    ]
    n = 0
    for label, items in classes:
        rows.append([label])
        for item in items:
            n += 1
            rows.append([n, *item])
        rows.append([None, "Class average", *[round(mean(i[j] for i in items), 1) for j in (1, 2, 3, 4)]])
    everybody = [i for _, items in classes for i in items]
    s, c = gains((i[1], i[2]) for i in everybody), gains((i[3], i[4]) for i in everybody)
    parts = [gains((i[a], i[a + 1]) for i in items) for _, items in classes for a in (1, 3)]
    rights = (s[0], c[0], *(p[0] for p in parts))
    return Shape(
        id="jss-two-tests",
        what="Nigerian school readers' club: two tests, each before and after, under a two-row heading; two classes as sections with averages; ABS and '-'.",
        file="READERS CLUB RESULTS.xlsx",
        content=book_of(("Sheet1", rows, ["A1:F1", "A2:A3", "B2:B3", "C2:D2", "E2:F2"])),
        row_is="score",
        expect=(
            figure("mean_gain", s[0], measure="spelling"),
            figure("mean_gain", c[0], measure="comprehension"),
            figure("improved_share", s[1], measure="spelling"),
            figure("improved_share", c[1], measure="comprehension"),
        ),
        never=other_figures(
            "mean_gain",
            rights,
            *[mean(i[a + 1] for i in everybody) - mean(i[a] for i in everybody) for a in (1, 3)],
            mean(i[3] for i in everybody) - mean(i[2] for i in everybody),
        ),
        any_measure_name=True,
        privacy=("Loveth", "Chidera"),
    )


READING_SCORES: tuple[Shape, ...] = (
    build_remedial_ph(),
    build_lectura_colombia(),
    build_literacy_two_tabs(),
    build_basa_muna_scores(),
    build_phonics_side_by_side(),
    build_jss_two_tests(),
)
