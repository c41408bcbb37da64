"""Books of drives and deliveries, a little library and the prizes of a summer."""

from __future__ import annotations

from datetime import date
from statistics import median

from tests.support.shapes.definition import Shape, figure, numbers_among, other_figures, wrong_figures
from tests.support.shapes.files import book_of, csv_of


def build_drive_by_school() -> Shape:
    """Book drive by school."""
    # from, target, collected as written, usable, torn, boxes, shipped, received as written, remarks, collected
    log: list[tuple[str, object, object, object, object, object, object, object, str | None, int]] = [
        ("Bilar Central School", 150, 164, 139, 25, 5, 139, 139, None, 164),
        ("Holy Name Univ. (Educ students)", 300, 412, 371, 41, 12, 371, 368, "3 nabasa", 412),
        ("Carmen NHS", 150, "approx 120", 96, 24, 3, 96, 96, None, 120),
        ("Jagna library patrons", 100, 88, 81, 7, 3, 81, "wala pa", "nasa barko pa", 88),
        ("Maribojoc ES", 100, 57, 49, 8, 2, 49, 49, None, 57),
        ("St. Joseph Academy", 200, 233, "?", "?", None, None, None, "di pa na-sort", 233),
        ("BISU Candijay", 250, 198, 170, 28, 6, 150, 150, "20 naiwan, kulang sa kahon", 198),
        ("Walk-in donors", None, 45, 38, 7, 1, 38, 36, "2 nawala", 45),
    ]
    collected = sum(x[9] for x in log)
    target, usable, torn, boxes, shipped, received = (
        sum(numbers_among(x[c] for x in log)) for c in (1, 3, 4, 5, 6, 7)
    )
    sent_known = sum(numbers_among(x[6] for x in log if isinstance(x[7], int)))
    sorted_from = sum(x[9] for x in log if isinstance(x[3], int))
    rows: list[list[object]] = [
        ["BOOK DRIVE PARA SA DINAGAT (Typhoon Odette)"],
        ["Bohol Provincial Library, Jan - Mar 2022"],
        [],
        [
            "Galing sa",
            "Target",
            "Collected",
            "Usable",
            "Torn / outdated",
            "Boxes",
            "Shipped",
            "Received",
            "Remarks",
        ],
        *[list(x[:9]) for x in log],
        [],
        ["TOTAL", target, collected, usable, torn, boxes, shipped, received],
        ["% of target", None, f"{100 * collected / target:.0f}%"],
        [],
        ["Received = count ni Ma'am Liza sa San Jose, Mar 14"],
    ]
    todo: list[list[object]] = [
        ["To do"],
        ["kahon - hingi sa Alturas"],
        ["tawagan ang Cokaliong re: freight"],
        ["thank you letters (8)"],
    ]
    rights = (collected, usable, shipped, received)
    return Shape(
        id="drive-by-school",
        what="Book drive by school: target, collected, usable, torn, boxes, shipped, received; 'approx 120', '?', 'wala pa'; total and % of target below, a second tab of things to do.",
        file="Book drive Odette.xlsx",
        content=book_of(("Drive", rows, ["A1:I1", "A2:I2"]), ("To do", todo, [])),
        row_is="book-lot",
        expect=(
            figure("books_at_stage", collected, stage="collected"),
            figure("books_at_stage", usable, stage="usable"),
            figure("books_at_stage", shipped, stage="shipped"),
            figure("books_at_stage", received, stage="received"),
            figure("attendance_total", None),
            figure("cost_cash", None),
        ),
        or_none=(
            figure("stage_yield", received / sent_known, stage="received"),
            figure("stage_yield", usable / sorted_from, stage="usable"),
        ),
        never=(
            *other_figures(
                "books_at_stage",
                rights,
                target,
                torn,
                boxes,
                usable + torn,
                collected - 120,
                *[2 * x for x in rights],
                received + 81,
                2 * target,
            ),
            *other_figures(
                "stage_yield",
                (received / sent_known, usable / sorted_from),
                received / shipped,
                usable / collected,
                collected / target,
            ),
            *wrong_figures("attendance_total", collected, target, received, boxes),
            *wrong_figures("participants_unique", 8, 9),
        ),
        privacy=("Liza",),
    )


def build_little_library() -> Shape:
    """Log of a little free library."""
    # date, who, in the box on arrival, added, comment; None: not checked
    log: list[tuple[str, str, int | None, int | None, str | None]] = [
        ("4/5", "Bev", 0, 20, "installed!"),
        ("4/12", "Bev", 13, 7, None),
        ("4/19", "Ron", 15, 5, None),
        ("4/26", "Bev", 11, 10, "board books go first"),
        ("5/3", "-", None, None, "skipped - Bev sick"),
        ("5/10", "Ron", 8, 12, "two weeks' worth"),
        ("5/17", "Bev", 24, 0, "somebody left a bunch"),
        ("5/24", "Bev", 15, 4, None),
        ("5/31", "Ron", 12, 8, None),
        ("6/7", "Bev", 10, 10, "hinge loose"),
        ("6/14", "Ron", 13, 6, None),
    ]
    rows: list[list[object]] = [
        ["Little Free Library #148213 - Elm St. & 3rd"],
        ["Steward log, spring 2025"],
        [],
        [
            "Date",
            "Checked by",
            "Books when I got there",
            "Added",
            "In box when I left",
            "Taken since last check",
            "Comments",
        ],
    ]
    last: int | None = None
    taken: list[int] = []
    lefts: list[int] = []
    for day, who, there, added, note in log:
        if there is None or added is None:
            rows.append([day, who, None, None, None, None, note])
            continue
        left = there + added
        gone: object = None
        if last is not None:
            gone = last - there if there <= last else "?"
        if isinstance(gone, int):
            taken.append(gone)
        lefts.append(left)
        rows.append([day, who, there, added, left, gone, note])
        last = left
    added_all, there_all, taken_all = sum(x[3] or 0 for x in log), sum(x[2] or 0 for x in log), sum(taken)
    rows += [["So far", None, None, added_all, None, taken_all]]
    return Shape(
        id="little-library",
        what="Weekly log of a little free library: books found, added, left and taken; a skipped week, a week with '?' because somebody left books; totals 'So far'.",
        file="LFL Elm St.xlsx",
        content=book_of(("log", rows, ["A1:G1"])),
        row_is="other",
        must_be_read=False,
        expect=(figure("attendance_total", None), figure("participants_unique", None)),
        or_none=(figure("books_at_stage", taken_all, stage="in_hands"),),
        never=(
            *wrong_figures(
                "attendance_total", taken_all, added_all, there_all, sum(lefts), 2 * taken_all, 2 * added_all
            ),
            *other_figures(
                "books_at_stage",
                (taken_all, added_all),
                there_all,
                sum(lefts),
                2 * taken_all,
                2 * added_all,
                taken_all + added_all,
                148213,
            ),
            *wrong_figures("sessions_held", 10, 11, 12),
            *wrong_figures("participants_unique", 2, 3),
        ),
    )


def build_summer_prizes() -> Shape:
    """Prizes of a summer."""
    # prize, from, ordered, each, paid, given in six weeks
    log: list[tuple[str, str, object, object, object, list[int | None]]] = [
        ("Tattoos", "Oriental Trading", 300, 0.11, 33.0, [41, 38, 30, 22, 19, 25]),
        ("Slime", "Oriental Trading", 120, 0.85, 102.0, [18, 22, 16, 9, 12, 14]),
        ("Book light", "Demco", 75, 1.92, 144.0, [None, 6, 9, 14, 11, 8]),
        ("Free paperback (finishers)", "Scholastic", 150, 2.5, 375.0, [None, 4, 17, 25, 31, 28]),
        ("Ice cream coupon", "Dairy Queen", 200, "donated", None, [33, 29, 26, 20, 14, 18]),
        ("Pool pass", "Parks & Rec", 60, "donated", None, [12, 9, 10, 7, 5, 6]),
        ("Kindle (drawing)", "Friends", 2, "donated", None, [None, None, None, None, None, 2]),
    ]
    shipping = 18.95
    rows: list[list[object]] = [
        ["2025 Summer Reading Prizes", *[None] * 12],
        [],
        [
            "Prize",
            "From",
            "Ordered",
            "Each $",
            "Paid $",
            "6/9",
            "6/16",
            "6/23",
            "6/30",
            "7/7",
            "7/14",
            "Given",
            "Left",
        ],
    ]
    for what, who, n, each, paid, weeks in log:
        given = sum(x or 0 for x in weeks)
        rows.append([what, who, n, each, paid, *weeks, given, n - given])
    paid_all = round(sum(numbers_among(x[4] for x in log)) + shipping, 2)
    per_week = [sum(x[5][w] or 0 for x in log) for w in range(6)]
    given_all, ordered = sum(per_week), sum(numbers_among(x[2] for x in log))
    rows += [
        ["Shipping", "Oriental Trading", None, None, shipping],
        ["TOTALS", None, ordered, None, paid_all, *per_week, given_all, ordered - given_all],
        [],
        ["Order fewer tattoos next year. More slime!!"],
    ]
    books = sum(x or 0 for x in log[3][5])
    return Shape(
        id="summer-prizes",
        what="CSV of summer reading prizes: ordered, each, paid, given out by week, given, left; three donated, a shipping line without quantity; prizes are neither visits nor people.",
        file="SRP prizes 2025.csv",
        content=csv_of(rows),
        row_is="other",
        must_be_read=False,
        expect=(figure("attendance_total", None), figure("participants_unique", None)),
        or_none=(figure("cost_cash", paid_all), figure("books_at_stage", books, stage="in_hands")),
        never=(
            *wrong_figures("attendance_total", given_all, 2 * given_all, ordered, *per_week, 4 * given_all),
            *other_figures(
                "cost_cash",
                paid_all,
                2 * paid_all,
                ordered,
                sum(numbers_among(x[3] for x in log)),
                given_all,
                round(paid_all - shipping, 2),
            ),
            *wrong_figures("sessions_held", 6, 7, 8, 9),
            *wrong_figures("participants_unique", 7, 8, 9, given_all),
            *other_figures("books_at_stage", books, given_all, ordered, 2 * given_all),
            *wrong_figures("in_kind_value", paid_all, 262.0),
        ),
    )


def build_deliveries_to_schools() -> Shape:
    """Books sent to schools."""
    # school, language, sent on, copies sent, carrier, waybill, received as written, copies received, remarks, days
    counties: list[tuple[str, list[tuple[str, str, str, int, str, object, str, int | None, str | None, int | None]]]] = [
        ("NAIROBI / TURKANA", [
            ("Kibera Olympic Pri.", "English", "05/05/2025", 120, "G4S", 774120, "07/05/2025", 120, None, 2),
            ("Lokichar Girls", "English", "05/05/2025", 85, "Bus", 55213, "14/05/2025", 83, "2 lost", 9),
            ("Lodwar Mixed", "Kiswahili", "12/05/2025", 60, "Bus", 55240, "19/05/2025", 60, None, 7),
            ("Kalokol Pri.", "Ng'aturkana", "12/05/2025", 40, "Bus", 55241, "23/05/2025", 40, None, 11),
        ]),
        ("ISIOLO", [
            ("Isiolo Barracks Pri.", "Kiswahili", "26/05/2025", 75, "G4S", 774388, "28/05/2025", 75, None, 2),
            ("Merti Pri.", "Borana", "26/05/2025", 30, "County lorry", None, "refused", 0, "wants course books only", None),
            ("Garbatulla Sec.", "English", "02/06/2025", 90, "County lorry", None, "on the way", None, None, None),
            ("Oldonyiro Pri.", "English", "02/06/2025", 55, "Boda boda", "n/a", "03/06/2025", 55, None, 1),
            ("Kinna Girls", "Kiswahili", "16/06/2025", 64, "County lorry", None, "30/06/2025", 61, "3 torn", 14),
        ]),
    ]  # fmt: skip
    rows: list[list[object]] = [
        ["BOOKS SENT TO SCHOOLS - TERM 2, 2025"],
        [],
        [
            "S/No.",
            "School",
            "Language",
            "Dispatched",
            "Copies sent",
            "Carrier",
            "Waybill",
            "Received on",
            "Copies received",
            "Remarks",
        ],
    ]
    lots = [x for _, lines in counties for x in lines]
    n = 0
    for county, lines in counties:
        rows.append([None, county])
        for x in lines:
            n += 1
            rows.append([n, *x[:9]])
            if x[9] is not None:
                _a, _b = (date(int(t[6:]), int(t[3:5]), int(t[:2])) for t in (x[2], x[6]))
        rows += [
            [
                None,
                "Sub-total",
                None,
                None,
                sum(x[3] for x in lines),
                None,
                None,
                None,
                sum(x[7] or 0 for x in lines),
            ],
            [],
        ]
    sent, got = sum(x[3] for x in lots), sum(x[7] or 0 for x in lots)
    known = [x for x in lots if x[7] is not None]
    waybills = sum(numbers_among(x[5] for x in lots))
    days = [x[9] for x in lots if x[9] is not None]
    rows += [
        [None, "GRAND TOTAL", None, None, sent, None, None, None, got],
        ["Compiled by: F. Ekai, 04/07/2025"],
    ]
    y = got / sum(x[3] for x in known)
    return Shape(
        id="deliveries-to-schools",
        what="Books sent to schools with dates of dispatch and receipt as day/month/year text, copies sent and received, one refused, one on the way; counties with sub-totals, waybill numbers.",
        file="books to schools T2.xlsx",
        content=book_of(("Term 2", rows, ["A1:J1"])),
        row_is="book-lot",
        expect=(
            figure("books_at_stage", sent, stage="shipped"),
            figure("books_at_stage", got, stage="received"),
            figure("days_to_deliver", float(median(days))),
            figure("attendance_total", None),
        ),
        or_none=(
            figure("stage_yield", y, stage="received"),
            figure("lot_acceptance", sum(x[7] > 0 for x in known if x[7] is not None) / len(known)),
        ),
        never=(
            *other_figures(
                "books_at_stage",
                (sent, got),
                2 * sent,
                3 * sent,
                2 * got,
                3 * got,
                got + 90,
                got + 30,
                sent - 30,
                sent + got,
                waybills,
            ),
            *other_figures("stage_yield", y, got / sent),
            *wrong_figures("lot_acceptance", 7 / 9, 8 / 9),
            *other_figures("days_to_deliver", float(median(days)), sum(days) / len(days)),
            *wrong_figures("attendance_total", sent, got),
            *wrong_figures("sessions_held", 9, 5),
        ),
        privacy=("Ekai",),
    )


DRIVES_AND_PRIZES: tuple[Shape, ...] = (
    build_drive_by_school(),
    build_little_library(),
    build_summer_prizes(),
    build_deliveries_to_schools(),
)
