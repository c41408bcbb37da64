"""Book drives by section and week, and books that children take home."""

from __future__ import annotations

from tests.support.shapes.definition import Shape, books, figure, larger_figures, other_figures, wrong_figures
from tests.support.shapes.files import Formula, book_of, sum_formula


def build_book_drive_sections() -> Shape:
    """Philippines: a school's book drive by section."""
    lots = [
        ("7", "Sampaguita", 50, 43, 36),
        ("7", "Rosal", 40, 40, 31),
        ("7", "Ilang-ilang", 45, 22, 20),
        ("8", "Narra", 60, 64, 48),
        ("8", "Molave", 50, 37, 33),
        ("8", "Yakal", 40, 29, 21),
        ("9", "Rizal", 50, 51, 44),
        ("9", "Mabini", 50, 18, 12),
        ("10", "Aquino", 30, 26, 26),
        ("10", "Ninoy", 35, 33, 25),
        ("", "Faculty", 25, 31, 31),
    ]
    p, c, u = (sum(x[j] for x in lots) for j in (2, 3, 4))
    rows = [
        ['"ISANG AKLAT, ISANG PANGARAP" Book Drive'],
        ["San Rafael NHS - for the library of Brgy. Talisay (Typhoon Kristine)"],
        [],
        [
            "Grade",
            "Section",
            "Commitment (no. of books)",
            "Turned over",
            "OK / good condition",
            "For discard",
        ],
    ]
    for g in ("7", "8", "9", "10", ""):
        part = [x for x in lots if x[0] == g]
        rows += [
            [(int(g) if g else None) if i == 0 else None, x[1], x[2], x[3], x[4], x[3] - x[4]]
            for i, x in enumerate(part)
        ]
        if g:
            rows.append(
                [
                    None,
                    f"Total G{g}",
                    *[sum(x[j] for x in part) for j in (2, 3, 4)],
                    sum(x[3] - x[4] for x in part),
                ]
            )
    rows += [["GRAND TOTAL", None, p, c, u, c - u], [], ["c/o Sir Benjo, SSLG adviser"]]
    return Shape(
        id="book-drive-sections",
        what="Philippine book drive by section: promised, collected, good and to discard, subtotals of grades, a total row.",
        file="book drive tally.xlsx",
        content=book_of(("Tally", rows, ["A1:F1", "A2:F2"])),
        row_is="book-lot",
        expect=(
            books("pledged", p),
            books("collected", c),
            books("usable", u),
            figure("attendance_total", None),
        ),
        never=larger_figures("books_at_stage", p, 2 * p, 3 * p, 2 * c, 2 * u, 3 * c, 3 * u),
        privacy=("Benjo",),
    )


def build_class_book_drive() -> Shape:
    """Philippines: a student council's book drive."""
    sections = [
        ("7-Rizal", 14, 22, 9, 17),
        ("7-Mabini", 8, 15, 12, 6),
        ("8-Luna", 31, 18, 0, 25),
        ("8-Bonifacio", 11, 9, 13, 10),
        ("9-Silang", 20, None, 16, 28),
        ("10-Jacinto", 7, 12, 19, 33),
    ]
    totals = [sum(v or 0 for v in s[1:]) for s in sections]
    total = sum(totals)
    usable, thin, lost = total - 58 - 23, 58, 23
    rows = [
        ["SSLG BOOK DRIVE: Libro Mo, Kuwento Ko (Sept 2025)"],
        ["No. of books collected per section"],
        [],
        [
            "Section",
            "Week 1 (Sept 1-5)",
            "Week 2 (8-12)",
            "Week 3 (15-19)",
            "Week 4 (22-26)",
            "Total",
            "Rank",
        ],
    ]
    rank = sorted(totals, reverse=True)
    rows += [[*s, n, rank.index(n) + 1] for s, n in zip(sections, totals, strict=True)]
    rows += [
        ["TOTAL", *[sum(s[i] or 0 for s in sections) for i in range(1, 5)], total, None],
        ["9-Silang: no collection in week 2, all on field trip"],
        [],
        ["AFTER SORTING (Sept 29)", "No. of books"],
        ["Usable, for donation", usable],
        ["Outdated textbooks - to junk shop", thin],
        ["Torn / incomplete pages", lost],
        ["Total sorted", total],
    ]
    return Shape(
        id="class-book-drive",
        what="School book drive: sections down, weeks across, totals and ranks, and the result of sorting in a second table.",
        file="book drive tally.xlsx",
        content=book_of(("Tally", rows, ["A1:G1"])),
        row_is="delivery",
        expect=(books("collected", total), books("usable", usable)),
        never=wrong_figures(
            "books_at_stage", 2 * total, 3 * total, 4 * total, total + 21, total + usable, total + thin + lost
        ),
    )


def build_giveaway() -> Shape:
    """US: books that children take home."""
    stops = [
        ("3/3/2026", "Head Start - Elm St.", 34, 30, 26, 12, 4),
        ("3/5/2026", "Laundromat on 5th", 17, 21, 8, 5, 11),
        ("3/10/2026", "WIC clinic", 28, 19, 33, 7, 6),
        ("3/12/2026", "Pre-K at Lincoln", 41, 55, 20, 7, 0),
        ("3/17/2026", "Food pantry (St. Jude)", 22, 24, 15, 9, 15),
        ("3/24/2026", "WIC clinic", 31, 20, 36, 8, 2),
    ]
    kids, en, es, bi, left = (sum(x[i] for x in stops) for i in range(2, 7))
    total = en + es + bi
    n = len(stops)
    rows = [
        ["Every Child a Bookshelf - books given to children to keep, March 2026"],
        [],
        [
            "Date",
            "Stop",
            "Kids who picked books",
            "Books given away",
            None,
            None,
            None,
            "Left over, back to closet",
        ],
        [None, None, None, "English", "Spanish", "Bilingual", "All", None],
    ]
    for i, x in enumerate(stops):
        r = 5 + i
        rows.append([*x[:6], Formula(f"=D{r}+E{r}+F{r}", x[3] + x[4] + x[5]), x[6]])
    rows.append(
        [
            "March",
            None,
            *[
                sum_formula(c, 5, 4 + n, v)
                for c, v in zip("CDEFGH", (kids, en, es, bi, total, left), strict=True)
            ],
        ]
    )
    return Shape(
        id="giveaway",
        what="US giveaway of books by stop and language, all as formulas, books not given, a total row.",
        file="ECAB March.xlsx",
        content=book_of(("Mar", rows, ["A1:H1", "D3:G3", "A3:A4", "B3:B4", "C3:C4", "H3:H4"])),
        row_is="delivery",
        expect=(books("in_hands", total),),
        never=wrong_figures(
            "books_at_stage",
            2 * total,
            3 * total,
            4 * total,
            total + left,
            total + kids,
            2 * (total + left),
            kids,
            left,
        ),
    )


def build_drop_boxes() -> Shape:
    """US: boxes of a book drive."""
    stops = [
        ("Kroger, Route 9", "3/3", 4, 131, 88),
        ("Fire Station 2", "3/3", 2, 57, 41),
        ("Lincoln Middle School", "3/5", 7, 214, 190),
        ("Kroger, Route 9", "3/10", 3, 96, 60),
        ("YMCA", "3/10", 1, 28, 11),
        ("Fire Station 2", "3/12", 0, 0, 0),
        ("Lincoln Middle School", "3/12", 5, 163, 149),
        ("Kroger, Route 9", "3/17", 2, 74, 52),
    ]
    got, keep = sum(s[3] for s in stops), sum(s[4] for s in stops)
    boxes = sum(s[2] for s in stops)
    rows = [
        ["March into Reading 2025 - pick ups"],
        [],
        [None, None, "DRIVER", None, "SORTERS", None],
        [
            "Stop",
            "Picked up",
            "Boxes",
            "Books collected",
            "Good - usable",
            "Recycled (mold, torn, Readers Digest)",
        ],
        *[[*s, s[3] - s[4]] for s in stops],
        [None, None, boxes, got, keep, got - keep],
        [],
        ["Thanks to Stu for the truck!!"],
    ]
    return Shape(
        id="drop-boxes",
        what="US book drive: boxes, books collected, usable and recycled at each stop, sums without a label.",
        file="pickups.xlsx",
        content=book_of(("March", rows, ["C3:D3", "E3:F3"])),
        row_is="delivery",
        expect=(books("collected", got), books("usable", keep), figure("attendance_total", None)),
        never=wrong_figures("books_at_stage", 2 * got, 2 * keep, boxes, got - keep, got + keep, 2 * boxes),
    )


def build_wbd_giveaway() -> Shape:
    """UK: World Book Day books for schools."""
    log = [
        ("Ashby Juniors", 240, 238, 2),
        ("Holy Cross RC", 180, 180, 0),
        ("Meadow Bank Infants", 150, 141, 9),
        ("Thornley Primary", 210, 203, 7),
        ("The Cedars (PRU)", 20, 14, 6),
        ("Library counter", 100, 77, 23),
    ]
    got, given, left = (sum(x[i] for x in log) for i in (1, 2, 3))
    rows = [
        ["World Book Day 2025 - £1 books given away free"],
        [],
        ["Where", "Books received", "Books given to children", "Left over (to food bank)"],
        *log,
        ["All", Formula("=SUM(B4:B9)", got), Formula("=SUM(C4:C9)", given), Formula("=SUM(D4:D9)", left)],
        [],
        ["2024 for comparison", 850, 790, 60],
    ]
    return Shape(
        id="wbd-giveaway",
        what="UK gift books by school: received, given to children and remaining, a total row, last year's numbers below it.",
        file="WBD25.xlsx",
        content=book_of(("WBD", rows, [])),
        row_is="delivery",
        expect=(books("received", got), books("in_hands", given), figure("attendance_total", None)),
        never=(
            *wrong_figures(
                "books_at_stage",
                2 * got,
                2 * given,
                got + 850,
                given + 790,
                2 * got + 850,
                2 * given + 790,
                got + given,
            ),
            *wrong_figures("attendance_total", given, got),
        ),
    )


def build_drive_sorting() -> Shape:
    """Philippines: a library club's book drive."""
    sections = [
        ("Grade 7", (42, 31, 18)),
        ("Grade 8", (25, 40, 22)),
        ("Grade 9", (17, 12, 35)),
        ("Grade 10", (30, 28, 9)),
        ("Teachers", (15, None, 44)),
        ("Alumni", (None, 60, 26)),
    ]
    sorted_ = [
        ("Story and picture books", 141, 12),
        ("Textbooks (before 2010)", 0, 96),
        ("Textbooks (2010 on)", 78, 9),
        ("Novels", 64, 7),
        ("Reference", 31, 16),
    ]
    weekly = [sum(s[1][i] or 0 for s in sections) for i in range(3)]
    collected = sum(weekly)
    good, bad = sum(x[1] for x in sorted_), sum(x[2] for x in sorted_)
    assert good + bad == collected
    rows = [
        ["BOOKS FOR BICOL - Library Club book drive, November 2025"],
        [],
        ["Collected, number of books"],
        ["From", "Nov 3-7", "Nov 10-14", "Nov 17-21", "Total"],
        *[[name, *weeks, sum(w or 0 for w in weeks)] for name, weeks in sections],
        ["All", *weekly, collected],
        [],
        [],
        ["After sorting (Nov 24-25)"],
        ["Kind", "Usable", "Not usable (torn, moldy, outdated)", "Total"],
        *[[name, a or None, b, a + b] for name, a, b in sorted_],
        ["All", good, bad, good + bad],
        [],
        ["Not usable: sold to junk shop, P312.00 went to tape and string"],
    ]
    return Shape(
        id="drive-sorting",
        what="Book drive: books collected by section and week, and a second table with usable and unusable books after sorting.",
        file="book drive tally.xlsx",
        content=book_of(("Tally", rows, [])),
        row_is="delivery",
        expect=(books("collected", collected), books("usable", good)),
        never=(
            *other_figures(
                "books_at_stage",
                (collected, good),
                2 * collected,
                3 * collected,
                4 * collected,
                collected + good,
                collected + good + bad,
                2 * good,
                bad,
            ),
            *other_figures("attendance_total", (), collected, good, 2 * collected),
            *other_figures("participants_unique", (), 6, 7),
        ),
    )


def build_hospital_gift_books() -> Shape:
    """Books that children in a hospital take home."""
    months = [
        ("Jan 2025", 120, 96, 71),
        ("Feb 2025", 40, 37, 54),
        ("Mar 2025", 85, 70, 58),
        ("Apr 2025", 0, 0, 31),
        ("May 2025", 150, 139, 88),
        ("Jun 2025", 62, 55, 79),
    ]
    sums = [sum(m[i] for m in months) for i in (1, 2, 3)]
    rows = [
        ["A BOOK TO TAKE HOME - children's floor, St. Columb's Hospital"],
        [],
        [
            "Month",
            "Books collected (donations)",
            "Books usable after infection control",
            "Books given to children to keep",
        ],
        *[list(m) for m in months],
        ["Half year", *sums],
        ["left on the shelf", None, None, sums[1] - sums[2]],
        [],
        ["Infection control: nothing with fabric, spiral or sound module!"],
    ]
    return Shape(
        id="hospital-gift-books",
        what="Books for children in a hospital by month: collected, usable and given, a total row and the stock below it.",
        file="take home books.xlsx",
        content=book_of(("2025", rows, ["A1:D1"])),
        row_is="delivery",
        expect=(
            books("collected", sums[0]),
            books("usable", sums[1]),
            books("in_hands", sums[2]),
            figure("attendance_total", None),
        ),
        never=(
            *other_figures(
                "books_at_stage",
                sums,
                *(2 * s for s in sums),
                sum(sums),
                sums[2] + sums[1],
                sums[2] + 2 * (sums[1] - sums[2]),
            ),
            *other_figures("attendance_total", (), *sums, 2 * sums[2]),
        ),
    )


BOOK_DRIVES_AND_GIVEAWAYS: tuple[Shape, ...] = (
    build_book_drive_sections(),
    build_class_book_drive(),
    build_giveaway(),
    build_drop_boxes(),
    build_wbd_giveaway(),
    build_drive_sorting(),
    build_hospital_gift_books(),
)
