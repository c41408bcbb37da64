"""A quiz, a survey, bills and gifts, boxes and bags of books, and agreements."""

from __future__ import annotations

from datetime import date

from tests.support.shapes.definition import Shape, figure, other_figures, wrong_figures
from tests.support.shapes.files import book_of, csv_of


def build_reading_quiz() -> Shape:
    """Pre- and post-test with percent columns next to the marks."""
    log: list[tuple[str, object, object, str | None]] = [
        ("Achieng, Mercy", 8, 13, None),
        ("Barasa, Kelvin", 11, 12, None),
        ("Chebet, Faith", 14, 17, None),
        ("Odhiambo, Brian", 6, "abs", "malaria"),
        ("Wanjiru, Joy", 15, 15, None),
        ("Kiprono, Ezra", 9, 14, None),
        ("Mutiso, Purity", "abs", 11, "joined late"),
        ("Njoroge, Samuel", 12, 10, "was sleepy"),
        ("Otieno, Sharon", 7, 12, None),
        ("Simiyu, Dennis", 10, 16, None),
        ("Wekesa, Lavender", 13, 18, None),
        ("Hassan, Yusuf", 5, "T/O", "moved to Isiolo"),
        ("Kamau, Grace", 16, 19, None),
        ("Nyambura, Esther", 9, 11, None),
    ]
    rows: list[list[object]] = [
        ["Class 3 holiday reading camp - comprehension quiz, marks out of 20"],
        ["Kakamega Community Library, April & August 2025"],
        [],
        ["No.", "Pupil", "Pre-test (20)", "%", "Post-test (20)", "%", "Remarks"],
    ]
    for n, (name, a, b, note) in enumerate(log, 1):
        rows.append(
            [
                n,
                name,
                a,
                a * 5 if isinstance(a, int) else None,
                b,
                b * 5 if isinstance(b, int) else None,
                note,
            ]
        )
    pre = [a for _, a, _, _ in log if isinstance(a, int)]
    post = [b for _, _, b, _ in log if isinstance(b, int)]
    pairs = [(a, b) for _, a, b, _ in log if isinstance(a, int) and isinstance(b, int)]
    rows += [
        [
            None,
            "CLASS MEAN",
            round(sum(pre) / len(pre), 1),
            round(5 * sum(pre) / len(pre)),
            round(sum(post) / len(post), 1),
            round(5 * sum(post) / len(post)),
        ],
        [None, "Highest", max(pre), max(pre) * 5, max(post), max(post) * 5],
    ]
    n = len(pairs)
    gain = sum(b - a for a, b in pairs) / n
    up = sum(b > a for a, b in pairs)
    more = [*pairs, (sum(pre) / len(pre), sum(post) / len(post)), (max(pre), max(post))]
    return Shape(
        id="reading-quiz",
        what="Pre- and post-test with percent columns next to the marks, absent and transferred pupils in words, rows 'CLASS MEAN' and 'Highest' below.",
        file="holiday camp quiz.xlsx",
        content=book_of(("Class 3", rows, ["A1:G1", "A2:G2"])),
        row_is="score",
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
                5 * gain,
                sum(post) / len(post) - sum(pre) / len(pre),
                sum(b - a for a, b in more) / (n + 2),
                sum(b - a for a, b in pairs) / 14,
            ),
            *other_figures(
                "improved_share", up / n, up / 14, (up + 2) / (n + 2), (up + 1) / (n + 1), up / len(pre)
            ),
            *other_figures("pair_coverage", n / len(pre), 1.0, n / 14, (n + 2) / (len(pre) + 2)),
            *wrong_figures("participants_unique", 16, 15),
        ),
        privacy=tuple(x[0].split(",")[0] for x in log),
        any_measure_name=True,
    )


def build_survey_with_code_for_blank() -> Shape:
    """Likert answers 1-5."""
    items = [
        "I learned something new",
        "I feel more confident using e-books",
        "I will use what I learned",
        "I know more about what the library offers",
    ]
    answers = [
        (5, 4, 4, 5),
        (4, 4, 5, 4),
        (5, 5, 99, 5),
        (3, 2, 3, 4),
        (4, 99, 4, 99),
        (5, 4, 5, 5),
        (2, 1, 2, 3),
        (4, 4, 4, 99),
        (5, 3, 4, 5),
        (99, 99, 99, 99),
        (4, 5, 5, 4),
        (3, 3, 4, 4),
        (5, 4, 4, 5),
        (4, 2, 3, 99),
        (5, 5, 5, 5),
    ]
    ages = [
        "60+",
        "60+",
        "40-59",
        "60+",
        "60+",
        "18-39",
        "60+",
        "40-59",
        "60+",
        "60+",
        "40-59",
        "60+",
        "18-39",
        "60+",
        "60+",
    ]
    rows: list[list[object]] = [
        ["Resp.", *items, "Age"],
        *[[f"R{n:02d}", *a, g] for n, (a, g) in enumerate(zip(answers, ages, strict=True), 1)],
        [],
        ["1 = strongly disagree ... 5 = strongly agree, 99 = left empty"],
    ]
    wrong_mean: list[float] = []
    wrong_share: list[float] = []
    right_mean: list[float] = []
    right_share: list[float] = []
    for q in range(4):
        column = [a[q] for a in answers]
        valid = [v for v in column if v != 99]
        right_mean.append(sum(valid) / len(valid))
        right_share.append(sum(v >= 4 for v in valid) / len(valid))
        wrong_mean += [sum(column) / 15, sum(valid) / 15]
        wrong_share += [sum(v >= 4 for v in column) / 15, sum(v in (4, 5) for v in column) / 15]
    right = {round(x, 9) for x in right_share}
    right_m = {round(x, 9) for x in right_mean}
    return Shape(
        id="survey-99",
        what="Likert answers 1-5, one row for each answer sheet, 99 for items left empty, the legend below the table.",
        file="ebook workshop survey (entered).csv",
        content=csv_of(rows),
        row_is="answer",
        expect=(figure("attendance_total", None), figure("sessions_held", None)),
        never=(
            *wrong_figures("mean_rating", *sorted(x for x in set(wrong_mean) if round(x, 9) not in right_m)),
            *wrong_figures(
                "outcome_agreement", *sorted(x for x in set(wrong_share) if round(x, 9) not in right)
            ),
            *wrong_figures("attendance_total", 15, 16),
            *wrong_figures("participants_unique", 16, 17),
        ),
    )


def build_grant_budget() -> Shape:
    """Proposed budget of a grant application with a column for each funder."""
    lines = [
        (
            "PERSONNEL",
            [
                ("Outreach assistant, 8 hrs/wk x 30 wks", 0, 4320, 0, 0),
                ("Supervision, branch manager", 0, 0, 2150, 0),
            ],
        ),
        (
            "PROGRAM",
            [
                ("Story kits (25 @ $64)", 1600, 0, 0, 0),
                ("Spanish/English picture books", 2750, 0, 0, 500),
                ("Performers (3)", 900, 0, 0, 450),
                ("Snacks", 0, 0, 0, 360),
            ],
        ),
        ("TRAVEL", [("Mileage, 1,850 mi @ 0.70", 0, 0, 1295, 0)]),
        (
            "EQUIPMENT",
            [
                ("Portable PA", 389, 0, 0, 0),
                ("Pop-up canopy", 275, 0, 0, 0),
                ("Hotspots (4) + 9 mo. service", 1480, 0, 640, 0),
            ],
        ),
        ("OTHER", [("Printing, bilingual flyers", 220, 0, 180, 0), ("Evaluation", 386, 0, 0, 0)]),
    ]
    heads = ["LSTA request", "County", "Library match (in-kind)", "Friends"]
    rows: list[list[object]] = [
        ["PROPOSED BUDGET - Cuentos on Wheels, LSTA mini-grant application, due March 14, 2026"],
        ["Applicant: Vado Public Library"],
        [],
        ["Line item", *heads, "Total"],
    ]
    sums = [0] * 4
    for label, items in lines:
        rows.append([label])
        for what, *v in items:
            rows.append([what, *[x or None for x in v], sum(v)])
            sums = [a + b for a, b in zip(sums, v, strict=True)]
    rows += [
        ["TOTAL PROJECT", *sums, sum(sums)],
        ["Share", *[f"{round(100 * s / sum(sums))}%" for s in sums], "100%"],
        [],
        ["Nothing may be spent before the award letter!"],
    ]
    total = sum(sums)
    return Shape(
        id="grant-budget",
        what="Proposed budget of a grant application with a column for each funder, sub-headings of categories and percent below: planned, nothing spent.",
        file="LSTA budget form v4.xlsx",
        content=book_of(("Budget", rows, ["A1:F1"])),
        row_is="payment",
        expect=(figure("cost_cash", None), figure("attendance_total", None)),
        or_none=(figure("in_kind_value", None),),
        never=(
            *wrong_figures("cost_cash", total, 2 * total, sums[0], total - sums[2], 4 * total, 3 * total),
            *wrong_figures("in_kind_value", total, sums[2], 2 * total),
            *wrong_figures("cash_balance", -total, total, -sums[0]),
            *wrong_figures("attendance_total", total),
        ),
    )


def build_rupee_receipts() -> Shape:
    """Bills with amounts as 'Rs. 1."""
    # date, bill, paid to, for, amount as written, GST, amount, counted
    log: list[tuple[str, object, str, str, object, object, float, int]] = [
        ("3/4/25", 10442, "Navneet Stationers", "registers, pens", "Rs. 1,250/-", 190.68, 1250, 1),
        ("7/4/25", 10460, "Navneet Stationers", "chart paper", "480/-", 73.22, 480, 1),
        ("9/4/25", "C-118", "Sharma Caterers", "snacks, 1st reading day", "₹ 2,400.00", 114.29, 2400, 1),
        ("12/4/25", 771, "Raju Tempo", "hire of tempo to 4 villages", "1,800", None, 1800, 1),
        ("15/4/25", 10471, "Navneet Stationers", "CANCELLED BILL", "Rs. 960/-", 146.44, 960, 0),
        ("15/4/25", 10472, "Navneet Stationers", "sketch pens (corrected bill)", "Rs. 690/-", 105.25, 690, 1),
        (
            "22/4/25",
            "INV/25/0309",
            "Pratham Pustak Bhandar",
            "children's books, 142 copies",
            "12,425.50",
            None,
            12425.5,
            1,
        ),
        ("30/4/25", None, "Smt. Kamala", "cleaning, April (no bill)", 1500, None, 1500, 1),
        (
            "5/5/25",
            "INV/25/0340",
            "Pratham Pustak Bhandar",
            "solar lamps and almirah",
            "1,05,000/-",
            16016.95,
            105000,
            1,
        ),
        ("8/5/25", 802, "Raju Tempo", "hire of tempo", 1800, None, 1800, 1),
        ("16/5/25", "C-131", "Sharma Caterers", "snacks, puppet show", "₹ 3,150.00", 150, 3150, 1),
        ("31/5/25", None, "Smt. Kamala", "cleaning, May (no bill)", 1500, None, 1500, 1),
    ]
    total = sum(x[6] for x in log if x[7])
    gst = sum(x[5] for x in log if isinstance(x[5], float | int))
    rows: list[list[object]] = [
        ["Gram Pustakalaya, Chhatarpur - bills paid out of the ABC Trust grant 2025-26"],
        ["Dt.", "Bill no.", "Paid to", "Towards", "Amount", "of which GST"],
        *[list(x[:6]) for x in log],
        [],
        [None, None, None, "G. Total (12 bills, 1 cancelled)", "1,31,995.50", None],
    ]
    assert total == 131995.5, total
    return Shape(
        id="rupee-receipts",
        what="Bills with amounts as 'Rs. 1,250/-', '₹ 2,400.00', '1,05,000/-'; tax as a part of them; one bill cancelled and replaced; bill numbers as numbers.",
        file="bills ABC trust.xlsx",
        content=book_of(("Bills", rows, ["A1:F1"])),
        row_is="payment",
        expect=(figure("cost_cash", total), figure("attendance_total", None)),
        never=(
            *other_figures(
                "cost_cash",
                total,
                total + 960,
                2 * total,
                total + gst,
                gst,
                total - 105000,
                total - 105000 + 1.05,
                6600.0,
                4800.0,
                total - 12425.5,
                3300.0,
            ),
            *wrong_figures("in_kind_value", total),
            *wrong_figures("attendance_total", 142, total),
        ),
    )


def build_in_kind_kinds() -> Shape:
    """Donations of goods."""
    log: list[tuple[object, str, str, str, object, object, object]] = [
        (date(2025, 7, 2), "Jollibee Tanauan", "goods", "kiddie meals", 60, 89, 5340),
        (date(2025, 7, 2), "Brgy. Poblacion 3", "service", "sound system", 1, 1500, 1500),
        (date(2025, 7, 9), "National Book Store", "goods", "crayons (box of 8)", 100, 24.75, 2475),
        (date(2025, 7, 9), "Mrs. Ilagan", "goods", "pancit, 1 bilao", 2, 450, 900),
        (date(2025, 7, 12), "Rotary Club", "cash", "for prizes", 1, 5000, 5000),
        (
            date(2025, 7, 16),
            "First Asia (NSTP)",
            "service",
            "8 student volunteers x 4 hrs",
            32,
            "no value given",
            None,
        ),
        (date(2025, 7, 23), "Anvil Publishing", "goods", "picture books", 45, 150, 6750),
        (date(2025, 7, 23), "Mrs. Ilagan", "cash", "pang-snacks", 1, 1000, 1000),
        (date(2025, 7, 30), "LGU Tanauan", "service", "van + driver, 2 days", 2, 2500, 5000),
        (date(2025, 8, 6), "Anonymous", "goods", "old encyclopedia set", 1, "?", None),
        (date(2025, 8, 6), "Puregold", "goods", "juice drink (pack of 10)", 12, 95, 1140),
        (date(2025, 8, 13), "Kapamilya Printing", "service", "tarpaulin 4x6 ft", 3, 480, 1440),
    ]
    priced = sum(x[6] for x in log if x[2] != "cash" and isinstance(x[6], int | float))
    cash = sum(x[6] for x in log if x[2] == "cash" and isinstance(x[6], int | float))
    each = sum(x[5] for x in log if x[2] != "cash" and isinstance(x[5], int | float))
    rows: list[list[object]] = [
        ["DONATIONS RECEIVED - Summer Reading Camp 2025, Tanauan City Library"],
        [],
        ["Date", "Donor", "Kind", "What", "Qty", "Value each (₱)", "Value (₱)"],
        *[list(x) for x in log],
        ["TOTAL incl. cash", None, None, None, None, None, priced + cash],
    ]
    return Shape(
        id="in-kind-kinds",
        what="Donations of goods, services and cash in one list, with quantity, value each and value; two without a value; the total includes the cash.",
        file="Donations SRC 2025.xlsx",
        content=book_of(("donations", rows, ["A1:G1"])),
        row_is="payment",
        expect=(figure("in_kind_value", priced), figure("attendance_total", None)),
        or_none=(figure("cash_balance", cash),),
        never=(
            *other_figures(
                "in_kind_value",
                priced,
                priced + cash,
                2 * (priced + cash),
                each,
                each + cash,
                priced + each,
                2 * priced + cash,
            ),
            *wrong_figures("cost_cash", cash, priced + cash, priced, 2 * (priced + cash)),
            *wrong_figures("participants_unique", 11, 12),
            *wrong_figures("cash_balance", priced + cash, -cash),
        ),
    )


def build_box_manifest() -> Shape:
    """Manifest of boxes sent and received with truck sub-headings and '5 boxes' sums."""
    # box, content, language, sent, received
    log = [
        (
            "TRUCK 1",
            [
                (101, "picture books", "Filipino", 42, 42),
                (102, "picture books", "Waray", 38, 38),
                (103, "readers Gr 1-2", "Filipino", 60, 57),
                (104, "readers Gr 3-4", "English", 55, 55),
                (105, "big books", "Waray", 12, 12),
            ],
        ),
        (
            "TRUCK 2",
            [
                (106, "textbooks Science 5", "English", 40, 40),
                (107, "textbooks Math 5", "English", 40, 36),
                (108, "chapter books", "English", 73, 73),
                (109, "coloring books", "-", 120, 118),
                (110, "dictionaries", "English", 15, 15),
            ],
        ),
        (
            "RORO (by sea)",
            [
                (111, "picture books", "Filipino", 44, None),
                (112, "readers Gr 1-2", "Waray", 66, 66),
                (113, "reference", "English", 21, 21),
                (114, "picture books", "English", 50, 49),
            ],
        ),
    ]
    rows: list[list[object]] = [
        ["BOOKS FOR SAMAR - MANIFEST"],
        ["From: Friends of Marikina Library   To: Basey Central School", None, None, None, None, None],
        [],
        ["Box no.", "Contents", "Language", "Copies sent", "Copies received", "Remarks"],
    ]
    sent = got = both = boxes = 0
    for label, lines in log:
        rows.append([label])
        s = g = 0
        for no, what, lang, a, b in lines:
            rows.append(
                [
                    no,
                    what,
                    lang,
                    a,
                    b,
                    "still at Matnog port" if b is None else (f"{a - b} short" if a != b else None),
                ]
            )
            s, g = s + a, g + (b or 0)
            both += a if b is not None else 0
            boxes += no
        rows.append([f"{len(lines)} boxes", None, None, s, g])
        sent, got = sent + s, got + g
    rows += [
        ["14 boxes in all", None, None, sent, got],
        [],
        ["Received by:", "Mrs. Corazon Cabus, Aug 20, 2025"],
    ]
    return Shape(
        id="box-manifest",
        what="Manifest of boxes sent and received with truck sub-headings and '5 boxes' sums; box numbers as numbers, 'n short' remarks, a box still on the way.",
        file="Manifest Samar.xlsx",
        content=book_of(("manifest", rows, ["A1:F1", "A2:F2"])),
        row_is="delivery",
        expect=(
            figure("books_at_stage", sent, stage="shipped"),
            figure("books_at_stage", got, stage="received"),
            figure("attendance_total", None),
        ),
        or_none=(figure("stage_yield", got / both, stage="received"),),
        never=(
            *wrong_figures(
                "books_at_stage", 2 * sent, 3 * sent, 2 * got, 3 * got, boxes, sent + got, got + 44
            ),
            *wrong_figures("stage_yield", got / sent),
            *wrong_figures("attendance_total", sent, got, 14),
        ),
        privacy=("Corazon", "Cabus"),
    )


def build_book_bags() -> Shape:
    """Loans of book bags to classes."""
    log = [
        ("B-03", "Dinosaurs", "Little Sprouts Daycare", "Sep 2", "Sep 16", "Sep 15", 10, 14),
        ("B-07", "Feelings", "Mrs. Abernathy, K", "Sep 3", "Sep 17", "Sep 17", 12, 21),
        ("B-01", "ABC", "YMCA Head Start", "Sep 3", "Sep 17", "Sep 24 LATE", 10, 18),
        ("B-11", "Farm", "Mr. Tsosie, PreK", "Sep 8", "Sep 22", "Sep 19", 9, 16),
        ("B-05", "Space", "Mrs. Abernathy, K", "Sep 17", "Oct 1", "Oct 1", 12, 21),
        ("B-03", "Dinosaurs", "Mr. Tsosie, PreK", "Sep 22", "Oct 6", "Oct 3", 10, 16),
        ("B-02", "Numbers", "Little Sprouts Daycare", "Sep 23", "Oct 7", "Oct 7", 10, 14),
        ("B-09", "Fall", "St. Anne's, 1st", "Sep 29", "Oct 13", "Oct 13 - 1 missing", 11, 23),
        ("B-07", "Feelings", "YMCA Head Start", "Oct 1", "Oct 15", None, 12, 18),
        ("B-11", "Farm", "St. Anne's, 1st", "Oct 13", "Oct 27", None, 9, 23),
        ("B-03", "Dinosaurs", "Mrs. Abernathy, K", "Oct 14", "Oct 28", None, 10, 21),
    ]
    books_all, kids = sum(x[6] for x in log), sum(x[7] for x in log)
    rows: list[list[object]] = [
        ["BOOK BAGS OUT  - fall 2025 (2 weeks, 1 renewal)"],
        ["Bag", "Theme", "Who has it", "Out", "Due", "Back", "Books in bag", "Kids in class"],
        *[list(x) for x in log],
        [None, None, None, None, None, "so far", books_all, kids],
    ]
    return Shape(
        id="book-bags",
        what="Loans of book bags to classes, out, due and back, with the books in a bag and the children of the class: loans, no attendance; the same class several times.",
        file="book bags.xlsx",
        content=book_of(("Bags", rows, ["A1:H1"])),
        row_is="nothing",
        must_be_read=False,
        expect=(figure("attendance_total", None),),
        never=(
            *wrong_figures(
                "attendance_total", books_all, kids, 2 * kids, 2 * books_all, books_all + kids, 11
            ),
            *wrong_figures("participants_unique", kids, 11, 12, 2 * kids),
            *wrong_figures("sessions_held", 11, 12),
            *wrong_figures("books_at_stage", 2 * books_all),
        ),
        privacy=("Abernathy", "Tsosie"),
    )


def build_mou_tracker() -> Shape:
    """Tracker of agreements with partners in Spanish."""
    log = [
        (
            "Colegio San Martín",
            "school",
            "Prof. Edith Huamán",
            "987 654 321",
            "firmado",
            "15/03/2024",
            "14/03/2026",
            240,
            "visitas de aula",
        ),
        (
            "ONG Semillas",
            "NGO",
            "Luis Carbajal",
            "912 001 455",
            "firmado",
            "02/05/2024",
            "01/05/2025",
            80,
            "libros, voluntarios",
        ),
        ("Puesto de Salud", "gobierno", "Obst. Nelly Ríos", "-", "verbal", None, None, 35, "charlas"),
        (
            "UGEL 05",
            "gobierno",
            "Sra. Maritza Poma",
            "01 447 2210",
            "en trámite",
            None,
            None,
            1200,
            "difusión",
        ),
        (
            "Asoc. de Jubilados",
            "asociación",
            "Don Hermógenes Quispe",
            "955 310 278",
            "firmado",
            "10/10/2023",
            "indefinido",
            45,
            "sala, sillas",
        ),
        (
            "Radio Chosica",
            "empresa",
            "Katy Salas",
            "933 808 112",
            "vencido",
            "01/01/2023",
            "31/12/2024",
            None,
            "avisos",
        ),
        (
            "Municipalidad (Cultura)",
            "gobierno",
            "Arq. Javier Oré",
            "01 360 0511",
            "firmado",
            "20/01/2025",
            "31/12/2026",
            600,
            "local, movilidad",
        ),
        (
            "Panadería El Molino",
            "empresa",
            "Sra. Flor",
            "-",
            "verbal",
            None,
            None,
            None,
            "panes para el cuento",
        ),
        (
            "IE 1190 Felipe Huamán",
            "school",
            "Dir. Óscar Leyva",
            "946 220 731",
            "firmado",
            "07/04/2025",
            "06/04/2027",
            310,
            "visitas de aula",
        ),
    ]
    rows: list[list[object]] = [
        ["CONVENIOS - Biblioteca Comunal Lurigancho (actualizado 12/08/2025)"],
        [],
        [
            "Institución",
            "Tipo",
            "Contacto",
            "Teléfono",
            "Estado",
            "Desde",
            "Hasta",
            "Beneficiarios (estimado)",
            "Qué aportan",
        ],
        *[list(x) for x in log],
        [None, None, None, None, "9 convenios", None, None, sum(x[7] or 0 for x in log)],
    ]
    reach = sum(x[7] or 0 for x in log)
    return Shape(
        id="mou-tracker",
        what="Tracker of agreements with partners in Spanish: status, from, to ('indefinido'), estimated beneficiaries, what they give; a name of a school that holds a person's name.",
        file="Convenios 2025.xlsx",
        content=book_of(("Convenios", rows, ["A1:I1"])),
        row_is="partner",
        expect=(figure("attendance_total", None), figure("sessions_held", None), figure("cost_cash", None)),
        never=(
            *wrong_figures("attendance_total", reach, 2 * reach),
            *wrong_figures("participants_unique", 9, 10, reach),
            *wrong_figures("sessions_held", 9, 10),
            *wrong_figures("in_kind_value", reach),
            *wrong_figures("reach_rate", 1.0),
        ),
        privacy=(
            "Edith Huamán",
            "Carbajal",
            "Nelly",
            "Maritza",
            "Hermógenes",
            "Quispe",
            "Katy",
            "Javier",
            "Óscar Leyva",
        ),
    )


QUIZZES_AND_MANIFESTS = (
    build_reading_quiz(),
    build_survey_with_code_for_blank(),
    build_grant_budget(),
    build_rupee_receipts(),
    build_in_kind_kinds(),
    build_box_manifest(),
    build_book_bags(),
    build_mou_tracker(),
)
