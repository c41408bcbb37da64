"""Workbooks of several tabs or tables, plans, hours of volunteers, and reading tests."""

from __future__ import annotations

from statistics import mean

from tests.support.shapes.definition import (
    NO_ATTENDANCE,
    NO_PEOPLE,
    Shape,
    count_figures,
    figure,
    wrong_figures,
)
from tests.support.shapes.files import book_of, sum_formula, write_csv


def build_month_tabs_ytd() -> Shape:
    """A tab for each month, one for the year to date, one for abbreviations."""
    tabs = {
        "JUL": [
            ("7/2", "Lap Sit", "J", 16),
            ("7/5", "Rocket Craft", "J", 38),
            ("7/9", "Lap Sit", "J", 14),
            ("7/10", "Anime Club", "YA", 9),
            ("7/16", "Lap Sit", "J", 18),
            ("7/22", "Medicare 101", "A", 21),
            ("7/24", "Anime Club", "YA", 7),
            ("7/30", "Ice Cream Social", "AA", 112),
        ],
        "AUG": [
            ("8/6", "Lap Sit", "J", 11),
            ("8/7", "Anime Club", "YA", 8),
            ("8/13", "Lap Sit", "J", 13),
            ("8/19", "Canning Basics", "A", 15),
            ("8/20", "Lap Sit", "J", 12),
        ],
        "SEP": [
            ("9/3", "Lap Sit", "J", 17),
            ("9/4", "Anime Club", "YA", 12),
            ("9/10", "Lap Sit", "J", 19),
            ("9/16", "Genealogy Night", "A", 24),
            ("9/17", "Lap Sit", "J", 20),
            ("9/18", "Anime Club", "YA", 11),
            ("9/24", "Lap Sit", "J", 15),
        ],
        "OCT": [],
    }
    sheets, per, total, n = [], {}, 0, 0
    for tab, log in tabs.items():
        own = sum(r[3] for r in log)
        rows = [[f"{tab} 2025 programs"], ["Date", "Program", "Aud", "Att"], *log]
        rows += [[None] * 4] * (12 - len(log))
        rows.append(["# progs", len(log), "Total", sum_formula("D", 3, 14, own)])
        sheets.append((tab, rows, ["A1:D1"]))
        for _, program, _, heads in log:
            old = per.get(program, (0, 0))
            per[program] = (old[0] + 1, old[1] + heads)
        total, n = total + own, n + len(log)
    ytd = [
        ["YEAR TO DATE (FY 25-26)"],
        ["Program", "Times", "Att"],
        *([p, *v] for p, v in per.items()),
        ["TOTAL", n, total],
    ]
    key = [
        ["J", "juvenile 0-11"],
        ["YA", "12-18"],
        ["A", "adult"],
        ["AA", "all ages"],
        ["Att", "everybody in the room"],
    ]
    return Shape(
        id="month-tabs-ytd",
        what="A tab for each month (the last an empty form), a YTD tab with the same programs summed, a tab of abbreviations.",
        file="Programs FY26.xlsx",
        content=book_of(*sheets, ("YTD", ytd, []), ("KEY", key, [])),
        row_is="session",
        expect=(*count_figures(total, n), *NO_PEOPLE),
        never=(
            *wrong_figures("attendance_total", 2 * total, 3 * total, 4 * total, total + n, 2 * (total + n)),
            *wrong_figures("sessions_held", 2 * n, n + 12, n + 4, n + 3, n + len(per), n + len(per) + 1, 48),
        ),
    )


def build_school_tabs() -> Shape:
    """A tab for each school in its own layout, one of them an empty form."""
    a = [("Peb 4, 2026", "BR", 21, 24), ("Peb 11, 2026", "PS", 19, 25), ("Peb 25, 2026", "BR", 23, 22)]
    b = [
        ("Feb. 6", "Book reading", 47),
        ("Feb. 13", "Puppet show", 52),
        ("Feb. 20", "Book reading", 49),
        ("Feb. 27", "Book reading", 44),
    ]
    c = [("02/17/2026", 14, 17, 12, 9), ("02/24/2026", 13, 16, 15, 8)]
    sheet_a = [
        ["SAN AGUSTIN ES"],
        ["Book Caravan SY 25-26"],
        [],
        ["Petsa", "Gawain", "Lalaki", "Babae", "Kabuuan"],
        *([*r, r[2] + r[3]] for r in a),
        ["Kabuuan", None, sum(r[2] for r in a), sum(r[3] for r in a), sum(r[2] + r[3] for r in a)],
    ]
    sheet_b = [
        ["Date (2026)", "Activity", "Pupils"],
        *b,
        [],
        ["Sir Edwin (principal) asked for more Filipino titles."],
    ]
    sheet_c = [
        ["LUMBANGAN PRIMARY SCHOOL"],
        ["Multigrade - book reading only"],
        [],
        [None, "Learners who joined", None, None, None, None],
        ["Date", "Kinder", "Gr 1", "Gr 2", "Gr 3", "All"],
        *([*r, sum(r[1:])] for r in c),
    ]
    sheet_d = [["BUROL ES"], [], ["Date", "Activity", "Learners"], ["postponed to March - measles"]]
    legend = [
        ["Legend / mga daglat"],
        ["BR", "book reading"],
        ["PS", "puppet show"],
        ["ES", "Elementary School"],
    ]
    total = sum(r[2] + r[3] for r in a) + sum(r[2] for r in b) + sum(sum(r[1:]) for r in c)
    n = len(a) + len(b) + len(c)
    return Shape(
        id="school-tabs",
        what="A tab for each school in the school's own layout (boys/girls, one count, grades across), one school postponed, legend first.",
        file="Book caravan per school.xlsx",
        content=book_of(
            ("Legend", legend, []),
            ("San Agustin", sheet_a, []),
            ("Pag-asa", sheet_b, []),
            ("Lumbangan", sheet_c, ["B4:F4"]),
            ("Burol", sheet_d, []),
        ),
        row_is="session",
        expect=(*count_figures(total, n), *NO_PEOPLE),
        never=(
            *wrong_figures(
                "attendance_total",
                total + sum(r[2] + r[3] for r in a),
                total + sum(sum(r[1:]) for r in c),
                total + 2 * sum(r[2] + r[3] for r in a),
                total + 3 * sum(r[2] + r[3] for r in a) + sum(sum(r[1:]) for r in c),
                sum(r[2] for r in b),
                total - sum(sum(r[1:]) for r in c),
            ),
            *wrong_figures("sessions_held", n + 1, n + 2, len(a), len(b), 4),
        ),
        privacy=("Edwin",),
    )


def build_volunteer_log() -> Shape:
    """Hours of volunteers and staff by day and task."""
    log = [
        ("Sat 10/4", "Marguerite Fontaine", "V", "shelving", 3),
        ("Sat 10/4", "Tad Okonkwo", "V", "book sale sort", 4.5),
        ("Sat 10/4", "Lena (staff)", "S", "book sale sort", 4.5),
        ("Tue 10/7", "Marguerite Fontaine", "V", "mending", 2),
        ("Tue 10/7", "Ingrid Solheim", "V", "mending", 2),
        ("Sat 10/11", "Tad Okonkwo", "V", "BOOK SALE", 7),
        ("Sat 10/11", "Rupert Dasgupta", "V", "BOOK SALE cashier", 7),
        ("Sat 10/11", "Ingrid Solheim", "V", "BOOK SALE", 3.5),
        ("Sat 10/11", "Lena (staff)", "S", "BOOK SALE", 8),
        ("Sun 10/12", "Rupert Dasgupta", "V", "clean-up", 2.5),
        ("Sun 10/12", "teens from NHS (3 x 2 hrs)", "V", "clean-up", 6),
        ("Tue 10/14", "Marguerite Fontaine", "V", "shelving", 2.5),
        ("Tue 10/21", "Marguerite Fontaine", "V", "shelving", "forgot to write"),
        ("Tue 10/28", "Ingrid Solheim", "V", "Halloween decor", 1.5),
    ]
    v = sum(r[4] for r in log if r[2] == "V" and not isinstance(r[4], str))
    s = sum(r[4] for r in log if r[2] == "S")
    rows = [
        ["Friends volunteer hours - October 2025"],
        [],
        ["Date", "Name", "V/S", "Task", "Hrs"],
        *log,
        [],
        [None, None, None, "Volunteers", v],
        [None, None, None, "Staff", s],
        [None, None, None, "All", v + s],
        [],
        ["book sale took in $1,146.50 - thank you all!!"],
    ]
    return Shape(
        id="volunteer-log",
        what="Hours of volunteers and one staff member by day and task, hours not written once, three sums below; no attendance at all.",
        file="vol hours Oct.xlsx",
        content=book_of(("Oct", rows, ["A1:E1"])),
        row_is="nothing",
        expect=NO_ATTENDANCE,
        or_none=(figure("volunteer_share", v / (v + s)),),
        never=(
            *wrong_figures("attendance_total", v, s, v + s, len(log), 2 * (v + s), 3 * (v + s)),
            *wrong_figures("sessions_held", len(log), 8, 9),
            *wrong_figures("participants_unique", 5, 6, 4),
            *wrong_figures("volunteer_share", 1.0, 2 * v / (3 * (v + s))),
            *wrong_figures("cost_cash", 1146.5, v, v + s),
        ),
        privacy=("Marguerite Fontaine", "Tad Okonkwo", "Ingrid Solheim", "Rupert Dasgupta", "Lena"),
        must_be_read=False,
    )


def build_planned_done() -> Shape:
    """Sessions and attendance, each planned and reached, under two heading rows."""
    plan = [
        ("Cuentacuentos en la plaza", 8, 6, 160, 143, "2 suspendidas x lluvia"),
        ("Círculo de lectura adultos mayores", 10, 10, 120, 131, None),
        ("Taller de alebrijes", 4, 4, 60, 57, None),
        ("Cineclub", 6, 3, 150, 61, "se descompuso el proyector"),
        ("Visitas guiadas primarias", 12, 11, 360, 348, "Esc. Juárez canceló"),
        ("Alfabetización digital", 16, 14, 192, 149, None),
        ("Feria del libro", 1, 1, 500, 622, "récord"),
    ]
    p_n, d_n, p_a, d_a = (sum(r[i] for r in plan) for i in (1, 2, 3, 4))
    rows = [
        ['Biblioteca Pública Municipal "Amalia Solórzano"', None, None, None, None, None],
        ["INFORME TRIMESTRAL  abril-junio 2025"],
        [],
        ["Actividad", "Sesiones", None, "Asistentes", None, "Observaciones"],
        [None, "Progr.", "Realiz.", "Meta", "Logro", None],
        *plan,
        ["SUMA", p_n, d_n, p_a, d_a, None],
    ]
    return Shape(
        id="planned-done",
        what="Mexican quarterly report with two heading rows: sessions planned and held, attendance aimed for and reached, sum line SUMA.",
        file="informe trim abr-jun.xlsx",
        content=book_of(("Trimestre II", rows, ["A1:F1", "A2:F2", "B4:C4", "D4:E4", "A4:A5", "F4:F5"])),
        row_is="month-total",
        expect=(*count_figures(d_a, d_n), *NO_PEOPLE),
        or_none=(figure("target_attainment", d_a / p_a), figure("session_delivery_rate", d_n / p_n)),
        never=(
            *wrong_figures(
                "attendance_total", p_a, p_a + d_a, 2 * d_a, 2 * p_a, d_a + d_n, p_a + d_a + p_n + d_n
            ),
            *wrong_figures("sessions_held", p_n, p_n + d_n, 2 * d_n, 7, 8, 14),
        ),
    )


def build_two_tables() -> Shape:
    """A report with a table of attendance above a table of expenses."""
    days = [
        ("Mon Apr 21", 26),
        ("Tue Apr 22", 31),
        ("Wed Apr 23", 29),
        ("Thu Apr 24", 33),
        ("Fri Apr 25", 38),
    ]
    costs = [
        ("snacks 5 days", 3150, "Rotary"),
        ("art materials", 1875.5, "library"),
        ("certificates (50 pcs)", 400, "library"),
        ("fare of storyteller", 600, "Rotary"),
        ("tarpaulin", 750, "Brgy."),
    ]
    total, spent = sum(c for _, c in days), sum(c for _, c, _ in costs)
    rows = [
        ["SUMMER BOOK CAMP 2025 - terminal report"],
        ["Venue: covered court.  Registered: 45 children."],
        [],
        ["I. Attendance"],
        ["Day", "Children present"],
        *days,
        ["Total", total],
        [],
        ["II. Expenses (PhP)"],
        ["Item", "Amount", "Paid by"],
        *costs,
        ["Total", spent],
        [],
        ["III. Remarks"],
        ["Budget approved was PhP 8,000. The rest was returned."],
    ]
    return Shape(
        id="two-tables-one-sheet",
        what="Terminal report with an attendance table over an expense table on one sheet, a budget and a number registered in the notes.",
        file="book camp terminal report.xlsx",
        content=book_of(("report", rows, ["A1:C1", "A2:C2"])),
        row_is="session",
        expect=(*count_figures(total, 5), *NO_PEOPLE, figure("cost_cash", spent)),
        or_none=(figure("cost_per_attendance", spent / total, level="cash"), figure("fund_clarity", 1.0)),
        never=(
            *wrong_figures(
                "attendance_total", 2 * total, 45, total + 45, total + spent, 2 * total + 2 * spent
            ),
            *wrong_figures("sessions_held", 6, 10, 11, 12),
            *wrong_figures("cost_cash", 2 * spent, 8000, spent + 8000, spent + total, 2 * (spent + total)),
        ),
    )


def build_pre_post_absent() -> Shape:
    """Scores before and after, with absences and statistics below."""
    scores = [
        ("Balagtas, Ronalyn", 7, 11),
        ("Cabuhat, Jericho", 9, 9),
        ("Dela Peña, Marites", 5, 10),
        ("Evangelista, Paul", 12, 15),
        ("Fontanilla, Aira", 8, "abs"),
        ("Guzman, Rex", 10, 14),
        ("Hilario, Nica", 6, 5),
        ("Isip, Jayson", 11, 16),
        ("Jacob, Ella", "abs", 13),
        ("Kalaw, Drew", 4, 9),
        ("Laurel, Mica", 13, 17),
        ("Mendiola, Troy", 9, "transferred"),
        ("Navarro, Bianca", 7, 12),
    ]
    both = [(a, b) for _, a, b in scores if isinstance(a, int) and isinstance(b, int)]
    pre = [a for _, a, _ in scores if isinstance(a, int)]
    post = [b for *_, b in scores if isinstance(b, int)]
    gains = [b - a for a, b in both]
    rows = [
        ["READING COMPREHENSION - BAWAT BATA BUMABASA remedial group"],
        ["20 items.  Pre: Sept 2, 2025   Post: Nov 28, 2025"],
        [],
        ["#", "Name", "Pre (20)", "Post (20)", "Gain"],
    ]
    rows += [
        [n, name, a, b, b - a if isinstance(a, int) and isinstance(b, int) else "-"]
        for n, (name, a, b) in enumerate(scores, 1)
    ]
    rows += [
        [None, "Mean", round(mean(pre), 2), round(mean(post), 2), round(mean(gains), 2)],
        [None, "MPS (%)", round(5 * mean(pre), 1), round(5 * mean(post), 1), None],
        [None, "Highest", max(pre), max(post), None],
        [None, "Lowest", min(pre), min(post), None],
    ]
    n = len(both)
    return Shape(
        id="pre-post-absent",
        what="Before and after scores of 20 items, 'abs' and 'transferred' among them, gain column, and Mean, MPS, Highest, Lowest as last lines.",
        file="pretest posttest BBB.xlsx",
        content=book_of(("scores", rows, ["A1:E1", "A2:E2"])),
        row_is="score",
        expect=(
            figure("mean_gain", sum(gains) / n, measure="reading"),
            figure("pair_coverage", n / len(pre), measure="reading"),
            figure("improved_share", sum(g > 0 for g in gains) / n, measure="reading"),
            figure("attendance_total", None),
        ),
        never=(
            *wrong_figures(
                "mean_gain",
                mean(post) - mean(pre),
                (sum(post) - sum(pre)) / 13,
                sum(gains) / 13,
                mean(post),
                round(mean(post), 2),
            ),
            *wrong_figures("pair_coverage", n / 13, 1.0, (n + 1) / (len(pre) + 1), (n + 4) / (len(pre) + 4)),
            *wrong_figures(
                "improved_share",
                sum(g > 0 for g in gains) / 13,
                (sum(g > 0 for g in gains) + 4) / (n + 4),
                sum(g >= 0 for g in gains) / n,
            ),
            *wrong_figures("attendance_total", 13, sum(pre), sum(post), n),
        ),
        privacy=tuple(name for name, *_ in scores),
        any_measure_name=True,
    )


def build_pre_post_tabs() -> Shape:
    """A tab of scores before and one after, in other orders."""
    pre = {
        "Ximena Toc": 14,
        "Ángel Caal": 9,
        "Rosa Ixchop": 17,
        "Mateo Chub": 6,
        "Lesly Pop": 11,
        "Elmer Xol": 13,
        "Heidy Coc": 8,
        "Josué Tiul": 19,
        "Marvin Che": 10,
        "Ingrid Sagui": 12,
        "Dulce Bac": 7,
    }
    post = {
        "Ángel Caal": 15,
        "Heidy Coc": 13,
        "Dulce Bac": 7,
        "Elmer Xol": 18,
        "Ximena Toc": 20,
        "Rosa Ixchop": 16,
        "Mateo Chub": 14,
        "Josué Tiul": 24,
        "Lesly Pop": 16,
        "Wilson Quib": 21,
    }
    both = sorted(set(pre) & set(post))
    gains = [post[k] - pre[k] for k in both]
    n = len(both)
    ranked = {k: i for i, k in enumerate(sorted(post, key=lambda k: -post[k]), 1)}
    first = [
        ['Programa "Leamos juntos" - Aldea Chirrequiché, Cobán'],
        ["EVALUACIÓN INICIAL  (febrero 2025)"],
        ["No.", "Alumno/a", "Grado", "Punteo /30"],
        *([i, k, 2 + i % 2, v] for i, (k, v) in enumerate(pre.items(), 1)),
        [None, "Promedio", None, round(mean(pre.values()), 1)],
    ]
    second = [
        ['Programa "Leamos juntos"'],
        ["EVALUACIÓN FINAL  (octubre 2025)"],
        [],
        ["Alumno/a", "Punteo /30", "Lugar"],
        *([k, v, ranked[k]] for k, v in post.items()),
        [],
        ["Promedio", round(mean(post.values()), 1), None],
        ["Marvin e Ingrid se fueron a la finca con sus papás."],
    ]
    return Shape(
        id="pre-post-tabs",
        what="Guatemalan reading test, before and after on two tabs in a different order and layout, two children gone and one new, averages below, a rank at the right.",
        file="evaluacion lectura leamos juntos.xlsx",
        content=book_of(("inicial", first, []), ("final", second, [])),
        row_is="score",
        expect=(
            figure("mean_gain", sum(gains) / n, measure="reading"),
            figure("pair_coverage", n / len(pre), measure="reading"),
            figure("improved_share", sum(g > 0 for g in gains) / n, measure="reading"),
        ),
        never=(
            *wrong_figures(
                "mean_gain",
                mean(post.values()) - mean(pre.values()),
                (sum(post.values()) - sum(pre.values())) / 11,
                sum(gains) / 11,
                (sum(gains) + round(mean(post.values()), 1) - round(mean(pre.values()), 1)) / (n + 1),
            ),
            *wrong_figures("pair_coverage", 1.0, n / 12, 10 / 11, (n + 1) / 12),
            *wrong_figures(
                "improved_share", sum(g > 0 for g in gains) / 11, 1.0, sum(g > 0 for g in gains) / 10
            ),
            *wrong_figures("attendance_total", 11, 10, 21, n, sum(pre.values()), sum(post.values())),
        ),
        privacy=(*sorted({*pre, *post}),),
        any_measure_name=True,
    )


def build_words_correct() -> Shape:
    """Words read correctly per minute in fall and winter."""
    kids = [
        ("A. Whitefeather", 2, 31, 22, 47, 39),
        ("B. LaRoque", 2, 44, 30, 66, 45),
        ("C. Iron Cloud", 3, 58, 41, 71, 60),
        ("D. Peltier", 3, 72, 55, 90, 71),
        ("E. Azure", 2, 27, 14, None, None),
        ("F. Belgarde", 3, 65, 52, 69, 66),
        ("G. Davis", 2, 38, 29, 55, 50),
        ("H. Keplin", 3, 80, 64, 78, 82),
    ]
    # (name, grade, fall wcpm, fall goal-percentile, winter wcpm, winter percentile)
    paired = [(f, w) for _, _, f, _, w, _ in kids if w is not None]
    gain = sum(w - f for f, w in paired) / len(paired)
    rows = [
        ["ORAL READING FLUENCY - Title I pull-out w/ library aide"],
        [],
        [None, None, "FALL (Sept 15)", None, "WINTER (Jan 20)", None, None],
        ["Student", "Gr", "WCPM", "%ile", "WCPM", "%ile", "Benchmark (winter)"],
    ]
    rows += [[*k, 84 if k[1] == 2 else 97] for k in kids]
    rows += [
        [],
        ["WCPM = words correct per minute, grade-level passage", None],
        ["E. moved to Belcourt in Nov."],
    ]
    return Shape(
        id="words-correct",
        what="Words correct per minute in autumn and winter under merged headings, each next to a percentile, with the benchmark as last column.",
        file="ORF fall winter.xlsx",
        content=book_of(("ORF", rows, ["A1:G1", "C3:D3", "E3:F3"])),
        row_is="score",
        expect=(figure("reading_speed_gain", gain, measure="reading"),),
        never=(
            *wrong_figures(
                "reading_speed_gain",
                sum(w - f for f, w in paired) / 8,
                (sum(w for _, w in paired) - sum(k[2] for k in kids)) / 8,
                sum(w for _, w in paired) / 7 - sum(k[2] for k in kids) / 8,
                sum((k[5] or 0) - k[3] for k in kids) / 8,
                sum(k[5] - k[3] for k in kids if k[5]) / 7,
                sum((84 if k[1] == 2 else 97) - k[2] for k in kids) / 8,
            ),
            *wrong_figures("attendance_total", 8, 7, sum(k[2] for k in kids)),
        ),
        or_none=(
            figure("pair_coverage", 7 / 8, measure="reading"),
            figure("improved_share", sum(w > f for f, w in paired) / 7, measure="reading"),
        ),
        privacy=tuple(k[0] for k in kids),
        any_measure_name=True,
    )


def build_google_form() -> Shape:
    """Answers to a survey form about a workshop."""
    scale = {"Strongly agree": 5, "Agree": 4, "Neutral": 3, "Disagree": 2, "Strongly disagree": 1}
    answers = [
        ("9/20/2025 11:52:08", "Yes", 34, "Agree", "Salamat po!", "rosemarie.t@example.com"),
        ("9/20/2025 11:53:41", "Yes", 51, "Strongly agree", "", ""),
        ("9/20/2025 11:53:59", "Yes", 28, "Strongly agree", "more computers pls", "dondon88@example.com"),
        ("9/20/2025 11:54:30", "Yes", 46, "Neutral", "mabilis masyado", ""),
        ("9/20/2025 11:55:12", "Yes", 39, "Agree", "", ""),
        ("9/20/2025 11:55:15", "Yes", 62, "Disagree", "hindi ko makita ang screen", ""),
        (
            "9/20/2025 11:56:47",
            "Yes",
            30,
            "Strongly agree",
            "ang galing ni Sir Paolo",
            "jenny.mae@example.com",
        ),
        ("9/20/2025 11:58:03", "Yes", 44, "", "", ""),
        ("9/20/2025 12:01:22", "Yes", 57, "Agree", "N/A", ""),
        ("9/20/2025 12:04:10", "Yes", 25, "Strongly agree", "none", "kuyamark@example.com"),
        ("9/20/2025 19:40:55", "Yes", 33, "Agree", "late answer sorry", ""),
    ]
    valid = [scale[a[3]] for a in answers if a[3]]
    rows = [
        [
            "Timestamp",
            "I agree that my answers are used for the library's report. / Pumapayag ako.",
            "Edad / Age",
            "I learned something I can use at work or at home. (May natutunan akong magagamit ko.)",
            "Comments / Mungkahi",
            "Email (optional)",
        ],
        *answers,
    ]
    n = len(valid)
    return Shape(
        id="google-form",
        what="Export of a two-language web form: timestamp, a consent question that also says 'I agree', age, one item of agreement with a blank, comments, mail.",
        file="Workshop Feedback (Responses) - Form Responses 1.csv",
        content=lambda: write_csv(rows),
        row_is="answer",
        expect=(
            figure("outcome_agreement", sum(v >= 4 for v in valid) / n, measure="reading", occasion="after"),
            figure("mean_rating", sum(valid) / n, measure="reading", occasion="after"),
        ),
        or_none=(
            figure(
                "net_agreement",
                (sum(v >= 4 for v in valid) - sum(v <= 2 for v in valid)) / n,
                measure="reading",
                occasion="after",
            ),
        ),
        never=(
            *wrong_figures(
                "outcome_agreement",
                1.0,
                sum(v >= 4 for v in valid) / 11,
                (sum(v >= 4 for v in valid) + 11) / (n + 11),
            ),
            *wrong_figures("mean_rating", sum(valid) / 11, mean(a[2] for a in answers)),
            *wrong_figures("attendance_total", sum(a[2] for a in answers), n),
        ),
        privacy=(
            "rosemarie.t@example.com",
            "dondon88@example.com",
            "jenny.mae@example.com",
            "kuyamark@example.com",
            "Sir Paolo",
        ),
        any_measure_name=True,
    )


WORKBOOKS = (
    build_month_tabs_ytd(),
    build_school_tabs(),
    build_volunteer_log(),
    build_planned_done(),
    build_two_tables(),
    build_pre_post_absent(),
    build_pre_post_tabs(),
    build_words_correct(),
    build_google_form(),
)
