"""Counts with sessions, weekdays or kinds of programs across the top, and workbooks with several tabs."""

from __future__ import annotations

from datetime import date

from tests.support.shapes.definition import (
    NO_MONEY,
    NO_PEOPLE,
    Shape,
    count_figures,
    figure,
    larger_figures,
    other_figures,
    wrong_figures,
)
from tests.support.shapes.files import Book, book_of, sum_formula


def build_computer_classes() -> Shape:
    """A morning and an afternoon session in each row, booked and came."""
    # date, tutor, (booked, came) morning, (booked, came) afternoon, notes
    log = [
        (date(2025, 3, 3), "Gwen", 8, 7, 6, 5, None),
        (date(2025, 3, 10), "Gwen", 8, 8, 6, 4, "Windows updates took half the morning"),
        (date(2025, 3, 17), "Raj", 7, 5, 8, 8, None),
        (date(2025, 3, 24), "Gwen", 8, 6, 5, None, "pm cancelled - heating off"),
        (date(2025, 3, 31), "Raj", 6, 6, 7, 6, None),
        (date(2025, 4, 7), "Raj", 5, 4, 4, 3, "Easter hols start"),
        (date(2025, 4, 28), "Gwen", 8, 7, 8, 7, None),
        (date(2025, 5, 12), "Gwen", 7, 7, 6, 6, None),
        (date(2025, 5, 19), "Raj", 8, None, 7, 5, "am cancelled, Raj's train"),
        (date(2025, 6, 2), "Gwen", 6, 5, 5, 5, None),
    ]
    am, pm = sum(x[3] or 0 for x in log), sum(x[5] or 0 for x in log)
    bam, bpm = sum(x[2] for x in log), sum(x[4] for x in log)
    total, booked = am + pm, bam + bpm
    held = sum((x[3] is not None) + (x[5] is not None) for x in log)
    end = 5 + len(log)
    rows = [
        ["Get Online! computer classes, Penarth Library, spring 2025"],
        [],
        [],
        ["Date", "Tutor", "Morning session (10-12)", None, "Afternoon session (2-4)", None, "Notes"],
        [None, None, "Booked", "Came", "Booked", "Came", None],
        *[
            [d, t, a, "cancelled" if b is None else b, c, "cancelled" if e is None else e, n]
            for d, t, a, b, c, e, n in log
        ],
        [
            "Total",
            None,
            sum_formula("C", 6, end, bam),
            sum_formula("D", 6, end, am),
            sum_formula("E", 6, end, bpm),
            sum_formula("F", 6, end, pm),
        ],
        [],
        ["Max 8 laptops per session"],
    ]
    return Shape(
        id="computer-classes",
        what="UK computer classes: a two-row heading, morning and afternoon session next to each other with booked and came, two half-days cancelled, totals as formulas.",
        file="Get Online spring.xlsx",
        content=book_of(("Spring 2025", rows, ["A1:G1", "C4:D4", "E4:F4", "A4:A5", "B4:B5", "G4:G5"])),
        row_is="session",
        expect=(*count_figures(total, held), *NO_PEOPLE, *NO_MONEY),
        never=(
            *other_figures("attendance_total", total, booked, 2 * total, booked + total, 2 * booked),
            *wrong_figures("sessions_held", 20, 21, 22),
        ),
    )


def build_homework_weekgrid() -> Shape:
    """Weeks as rows and weekdays across, with words for closed days."""
    weeks = [
        ("w/b 8 Sept", [6, 9, 7, 4], None),
        ("w/b 15 Sept", [8, 11, 9, 5], None),
        ("w/b 22 Sept", [10, 12, "closed", 6], "Wed - boiler"),
        ("w/b 29 Sept", [9, 14, 11, 7], None),
        ("w/b 6 Oct", [12, 13, 10, 5], "Mon: 2 sent home, no table left"),
        ("w/b 13 Oct", [11, "INSET", 9, 6], None),
        ("w/b 20 Oct", ["half term", "half term", "half term", "half term"], None),
        ("w/b 27 Oct", [7, 10, 8, 3], "slow start back"),
        ("w/b 3 Nov", [10, 15, 12, 6], None),
    ]
    rows = [
        ["Homework Club, Brindle Street Library", None, None, None, None, None, None],
        ["children at the tables at 4.15 (one count per afternoon)"],
        [],
        ["Week", "Mon", "Tue", "Wed", "Thu", "Week total", "anything odd"],
    ]
    total = held = empty = 0
    for name, cells, note in weeks:
        part = [c for c in cells if isinstance(c, int)]
        rows.append([name, *cells, sum(part) or None, note])
        total, held, empty = total + sum(part), held + len(part), empty + 4 - len(part)
    rows += [["Total", *[sum(w[1][j] for w in weeks if isinstance(w[1][j], int)) for j in range(4)], total]]
    return Shape(
        id="homework-weekgrid",
        what="UK homework club: weeks as rows, weekdays across, a count per afternoon; 'closed', 'INSET' and 'half term' in cells, totals both ways.",
        file="homework club counts.xlsx",
        content=book_of(("Autumn", rows, ["A1:G1"])),
        row_is="other",
        expect=(
            figure("attendance_total", total),
            figure("sessions_held", held),
            figure("participants_unique", None),
        ),
        never=(
            *larger_figures("attendance_total", total, 2 * total, 3 * total, 4 * total),
            *larger_figures("sessions_held", held, held + empty, held + empty + 4),
        ),
    )


def build_india_months() -> Shape:
    """Sessions planned and held by month, with totals of quarters."""
    # month, planned, held, boys, girls, remarks
    quarters = [
        (
            "Q1",
            [
                ("Apr-24", 4, 4, 46, 51, None),
                ("May-24", 4, 2, 30, 28, "summer heat, 2 sessions dropped"),
                ("Jun-24", 4, 4, 52, 57, "school reopened"),
            ],
        ),
        (
            "Q2",
            [
                ("Jul-24", 5, 5, 61, 70, None),
                ("Aug-24", 4, 3, 39, 41, "one clash with Independence Day rehearsal"),
                ("Sep-24", 4, 4, 55, 60, None),
            ],
        ),
        (
            "Q3",
            [
                ("Oct-24", 4, 2, 21, 26, "Dasara holidays"),
                ("Nov-24", 4, 4, 58, 63, "Children's Day + Library Week"),
                ("Dec-24", 4, 4, 49, 47, None),
            ],
        ),
        (
            "Q4",
            [
                ("Jan-25", 4, 4, 53, 56, None),
                ("Feb-25", 4, 4, 57, 59, None),
                ("Mar-25", 5, 1, 9, 12, "exams"),
            ],
        ),
    ]
    rows = [
        ["Taluk Branch Library, Sirsi - Children's Story Hour, monthly abstract 2024-25"],
        ["Month", "Sessions planned", "Sessions held", "Boys", "Girls", "Total children", "Remarks"],
    ]
    tot = [0] * 5
    for q, months in quarters:
        part = [0] * 5
        for m, p, h, b, g, n in months:
            rows.append([m, p, h, b, g, b + g, n])
            part = [x + y for x, y in zip(part, (p, h, b, g, b + g), strict=True)]
        rows.append([f"{q} total", *part])
        tot = [x + y for x, y in zip(tot, part, strict=True)]
    rows += [["Year total", *tot], [], ["Submitted to District Central Library on 04-04-2025"]]
    planned, held, total = tot[0], tot[1], tot[4]
    return Shape(
        id="india-months",
        what="Indian monthly abstract of story hours: planned and held sessions, boys, girls and total, quarter totals between the months and a year total.",
        file="story hour abstract 2024-25.xlsx",
        content=book_of(("Abstract", rows, ["A1:G1"])),
        row_is="month-total",
        expect=(*count_figures(total, held), *NO_PEOPLE, *NO_MONEY),
        or_none=(figure("session_delivery_rate", held / planned),),
        never=(
            *larger_figures("attendance_total", total, 2 * total, 3 * total, 4 * total, 6 * total),
            *larger_figures("sessions_held", held, planned, 2 * held, 3 * held, 2 * planned, planned + held),
            *wrong_figures("sessions_held", 12, 16, 17),
        ),
    )


def build_extension_statement() -> Shape:
    """Three kinds of programs by month, each with its number and attendance."""
    months = [
        ("April", 4, 92, 1, 35, 2, 48),
        ("May", 6, 171, 2, 88, 2, 51),
        ("June", 3, 66, 1, 29, 1, 22),
        ("July", 4, 84, None, None, 2, 39),
        ("August", 5, 118, 2, 140, 2, 45),
        ("September", 4, 97, 1, 41, 1, 27),
        ("October", 2, 38, 1, 33, None, None),
        ("November", 6, 204, 3, 176, 2, 60),
        ("December", 3, 73, 1, 37, 2, 44),
    ]
    rows = [
        ["DISTRICT CENTRAL LIBRARY, EXTENSION SECTION"],
        ["Statement of programmes, April to December 2024"],
        [
            "Month",
            "Children's hour",
            None,
            "School visits",
            None,
            "Senior citizens' forum",
            None,
            "Total",
            None,
        ],
        [None, "Nos.", "Attend.", "Nos.", "Attend.", "Nos.", "Attend.", "Nos.", "Attend."],
    ]
    sums = [0] * 8
    for q in range(3):
        part = [0] * 8
        for name, *v in months[3 * q : 3 * q + 3]:
            line = [*v, sum(x or 0 for x in v[::2]), sum(x or 0 for x in v[1::2])]
            rows.append([name, *[x if x is not None else "-" for x in line]])
            part = [a + (b or 0) for a, b in zip(part, line, strict=True)]
        rows.append([f"Quarter {'I' * (q + 1)}", *part])
        sums = [a + b for a, b in zip(sums, part, strict=True)]
    rows.append(["Grand total", *sums])
    held, total = sums[6], sums[7]
    return Shape(
        id="extension-statement",
        what="Indian statement by month: three kinds of programmes with number and attendance and a total under a two-row heading, quarters and grand total.",
        file="Extension statement Apr-Dec.xlsx",
        content=book_of(("Statement", rows, ["A1:I1", "A2:I2", "A3:A4", "B3:C3", "D3:E3", "F3:G3", "H3:I3"])),
        row_is="month-total",
        expect=count_figures(total, held),
        never=(
            *larger_figures(
                "attendance_total", total, 2 * total, 3 * total, 4 * total, 6 * total, total + held
            ),
            *larger_figures("sessions_held", held, 2 * held, 3 * held, 4 * held, 6 * held),
        ),
    )


def build_toy_library() -> Shape:
    """Openings of a toy library with families, people, toys and fees."""
    # date, families, children, adults, out, back, fees
    log = [
        (date(2025, 1, 11), 9, 13, 10, 18, 4, 9.0, None),
        (date(2025, 1, 18), 7, 9, 7, 14, 11, 7.0, None),
        (date(2025, 1, 25), None, None, None, None, None, None, "closed, storm Éowyn"),
        (date(2025, 2, 1), 11, 16, 13, 22, 15, 11.5, None),
        (date(2025, 2, 8), 8, 12, 9, 15, 17, 8.0, None),
        (date(2025, 2, 15), 14, 22, 17, 27, 13, 14.0, "half term, busy!"),
        (date(2025, 2, 22), 6, 8, 6, 11, 20, 6.0, None),
        (date(2025, 3, 1), 10, 14, 11, 19, 12, 10.0, None),
        (date(2025, 3, 8), 9, 12, 10, 17, 16, 9.5, "new jigsaws in"),
        (date(2025, 3, 15), 12, 17, 14, 24, 18, 12.0, None),
        (date(2025, 3, 22), None, None, None, None, None, None, "no volunteers, didn't open"),
        (date(2025, 3, 29), 10, 15, 12, 20, 21, 10.0, None),
    ]
    ok = [x for x in log if x[1] is not None]
    s = [sum(x[c] for x in ok) for c in range(1, 7)]
    total, fees = s[1] + s[2], s[5]
    rows = [
        ["LEITH TOY LIBRARY - Saturday opening, Jan to Mar 2025"],
        [],
        [
            "Date",
            "Families",
            "Children",
            "Adults",
            "Total people",
            "Toys out",
            "Toys back",
            "Fees £",
            "Notes",
        ],
        *[[x[0], x[1], x[2], x[3], None if x[1] is None else x[2] + x[3], *x[4:]] for x in log],
        ["Total", s[0], s[1], s[2], total, *s[3:]],
    ]
    return Shape(
        id="toy-library",
        what="Scottish toy library: Saturday openings with families, children, adults, total people, toys out and back, fees taken; two Saturdays closed; a total row.",
        file="toy library Q1.xlsx",
        content=book_of(("Jan-Mar", rows, ["A1:I1"])),
        row_is="session",
        expect=(*count_figures(total, len(ok)), figure("cost_cash", None), *NO_PEOPLE),
        or_none=(figure("cash_balance", fees),),
        never=(
            *larger_figures(
                "attendance_total", total, 2 * total, total + s[0], 3 * total, 4 * total, total + s[0] + s[3]
            ),
            *wrong_figures("sessions_held", len(log), len(log) + 1, len(ok) + 1),
            *wrong_figures("cost_cash", fees, 2 * fees),
        ),
    )


def build_toy_library_term() -> Shape:
    """Openings of a toy library below two rows of headings."""
    log = [
        (date(2025, 2, 6), 9, 13, 22, 31, 0, "opening day - no returns yet"),
        (date(2025, 2, 13), 7, 10, 17, 24, 26, None),
        (date(2025, 2, 20), 11, 15, 26, 35, 22, "trike came back w/out pedal"),
        (date(2025, 2, 27), 8, 9, 17, 21, 33, None),
        (date(2025, 3, 6), 10, 14, 24, 30, 25, None),
        (date(2025, 3, 13), None, None, None, None, None, "hall used for voting"),
        (date(2025, 3, 20), 12, 18, 30, 41, 28, "two new families"),
        (date(2025, 3, 27), 9, 12, 21, 27, 36, None),
        (date(2025, 4, 3), 6, 8, 14, 18, 29, "rain"),
    ]
    total, held = sum(r[3] or 0 for r in log), sum(r[3] is not None for r in log)
    sums = [sum(r[j] or 0 for r in log) for j in range(1, 6)]
    rows = [
        ["Koolabah Toy Library (Thurs 9.30-11.30)"],
        [None, "PEOPLE", None, None, "TOYS", None, None],
        ["Date", "Grown-ups", "Children", "All", "Out", "Back", "Comments"],
        *[list(r) for r in log],
        ["Term 1", *sums],
    ]

    def content():
        book = Book()
        book.add_sheet("Term 1", rows, ["A1:G1", "B2:D2", "E2:F2"], "dd/mm/yy")
        return book.to_bytes()

    return Shape(
        id="toy-library-term",
        what="Australian toy library: grown-ups, children and all, toys out and back under a two-row heading; one Thursday without; term totals.",
        file="toy library T1.xlsx",
        content=content,
        row_is="session",
        expect=(*count_figures(total, held), figure("cost_cash", None)),
        never=(
            *larger_figures(
                "attendance_total",
                total,
                2 * total,
                3 * total,
                4 * total,
                total + sums[3],
                total + sums[3] + sums[4],
                sums[3],
                sums[4],
                total + sums[1],
            ),
            *larger_figures("sessions_held", held, len(log), len(log) + 1),
        ),
    )


def build_summer_tabs() -> Shape:
    """A summary for the board, followed by a tab for each month."""
    months = {
        "June": [
            ("Tue 6/3", "Kickoff ice cream social", 112),
            ("Wed 6/4", "Crafternoon", 18),
            ("Tue 6/10", "Reptile guy", 87),
            ("Wed 6/11", "Crafternoon", 22),
            ("Tue 6/17", "Bubble science", 54),
            ("Wed 6/18", "Crafternoon", 20),
            ("Tue 6/24", "Juggler", 61),
        ],
        "July": [
            ("Tue 7/1", "Drum circle", 43),
            ("Wed 7/2", "Crafternoon", 15),
            ("Tue 7/8", "Magic w/ Mr. Kip", 78),
            ("Wed 7/9", "Crafternoon", 19),
            ("Tue 7/15", "Outdoor movie", "RAINED OUT"),
            ("Wed 7/16", "Crafternoon", 24),
            ("Tue 7/22", "Therapy dogs", 35),
            ("Wed 7/23", "Crafternoon", 17),
        ],
        "Aug": [("Fri 8/1", "Outdoor movie (take 2)", 66), ("Sat 8/9", "Finale + prizes", 94)],
    }
    sums = {
        m: (sum(isinstance(x[2], int) for x in log), sum(x[2] for x in log if isinstance(x[2], int)))
        for m, log in months.items()
    }
    held, total = sum(s[0] for s in sums.values()), sum(s[1] for s in sums.values())
    summary = [
        ["Summer Reading 2025 - for the Board"],
        [],
        ["Month", "# programs", "Attendance"],
        *[[m, *s] for m, s in sums.items()],
        ["Total", held, total],
    ]
    tabs = [("Summary", summary, ["A1:C1"])]
    for m, log in months.items():
        tabs.append(
            (
                m,
                [
                    [f"{m} programs"],
                    ["Date", "Program", "Head count"],
                    *[list(x) for x in log],
                    [None, "total", sums[m][1]],
                ],
                [],
            )
        )
    return Shape(
        id="summer-tabs",
        what="US summer reading workbook: a summary for the board first, then a tab a month with head counts and a total; one event rained out.",
        file="SRP 2025 head counts.xlsx",
        content=book_of(*tabs),
        row_is="session",
        expect=count_figures(total, held),
        never=(
            *larger_figures("attendance_total", total, 2 * total, 3 * total, 4 * total),
            *larger_figures("sessions_held", held, held + 1, 2 * held, held + 3, held + 4),
        ),
    )


def build_year_workbook_uk() -> Shape:
    """Sessions, money in, money out and volunteers of half a year."""
    sessions = [
        ("Sat 11 Jan", "Code Club", 3, 11, None),
        ("Sat 25 Jan", "Rhyme Time", 9, 12, None),
        ("Sat 8 Feb", "Code Club", 2, 9, None),
        ("Sat 22 Feb", "Rhyme Time", 7, 9, "rugby on"),
        ("Thu 6 Mar", "World Book Day visit, Year 2", 4, 28, "great!"),
        ("Sat 8 Mar", "Code Club", None, None, "didn't run - Sanjay poorly"),
        ("Sat 22 Mar", "Rhyme Time", 10, 13, None),
        ("Sat 5 Apr", "Code Club", 3, 10, None),
        ("Sat 26 Apr", "Rhyme Time", 8, 11, None),
        ("Sat 10 May", "Code Club", 2, 12, "2 on waiting list"),
        ("Sat 24 May", "Rhyme Time", None, None, "not run, bank hol"),
        ("Sat 7 Jun", "Code Club", 3, 8, None),
    ]
    income = [
        ("5 Jan", "Parish Council grant", 400),
        ("6 Mar", "Cake stall", 62.4),
        ("12 Apr", "Friends of Library", 150),
        ("10 May", "Donation tin", 23.15),
    ]
    spend = [
        ("10 Jan", "Micro:bits x 6", 108),
        ("24 Jan", "Shaker eggs", 17.99),
        ("3 Mar", "World Book Day bunting, stickers", 21.5),
        ("6 Mar", "Squash and biscuits", 12.35),
        ("4 Apr", "Batteries", 14),
        ("9 May", "Ukulele for Rhyme Time", 34.95),
        ("6 Jun", "Public liability insurance", 95),
    ]
    vols = [("Sanjay", 14), ("Hilary", 9.5), ("Mo", 11), ("Pat T", 6)]
    ok = [x for x in sessions if x[2] is not None]
    adults, kids = sum(x[2] for x in ok), sum(x[3] for x in ok)
    total, cash_in, out, hours = (
        adults + kids,
        round(sum(x[2] for x in income), 2),
        round(sum(x[2] for x in spend), 2),
        sum(x[1] for x in vols),
    )
    s_rows = [
        ["Wickham Community Library - sessions Jan-Jun 2025"],
        [],
        ["Date", "What", "Adults", "Children", "All", "Notes"],
        *[[d, w, a, c, None if a is None else a + c, n] for d, w, a, c, n in sessions],
        [None, "Totals", adults, kids, total],
    ]
    i_rows = [
        ["MONEY IN"],
        ["Date", "From", "Income £"],
        *[list(x) for x in income],
        [None, "Total", cash_in],
    ]
    o_rows = [
        ["MONEY OUT"],
        ["Date", "Spent on", "Expenditure £"],
        *[list(x) for x in spend],
        [None, "Total", out],
    ]
    v_rows = [["Volunteers' hours Jan-Jun"], ["Name", "Hours"], *[list(x) for x in vols], ["Total", hours]]
    n_rows = [
        ["To do"],
        ["Ask school for Year 3 date"],
        ["Renew insurance next June"],
        ["Code Club: 12 is the max with our laptops!"],
    ]
    return Shape(
        id="year-workbook-uk",
        what="UK community library's half-year workbook: tabs Sessions, Money in, Money out, Volunteers and To do, each with its total; two sessions that did not run.",
        file="Wickham library 2025.xlsx",
        content=book_of(
            ("Sessions", s_rows, ["A1:F1"]),
            ("Money in", i_rows, []),
            ("Money out", o_rows, []),
            ("Volunteers", v_rows, []),
            ("To do", n_rows, []),
        ),
        row_is="session",
        expect=(
            *count_figures(total, len(ok)),
            figure("in_kind_value", None),
            figure("participants_unique", None),
            figure("cost_cash", out),
            figure("cash_balance", round(cash_in - out, 2)),
        ),
        never=(
            *larger_figures("attendance_total", total, 2 * total, 3 * total, 4 * total, total + hours),
            *wrong_figures("sessions_held", len(sessions), len(sessions) + 1, len(ok) + 1),
            *larger_figures("cost_cash", out, 2 * out, cash_in, out + cash_in),
            *other_figures(
                "cash_balance",
                cash_in - out,
                2 * cash_in,
                cash_in - 2 * out,
                2 * (cash_in - out),
                cash_in + out,
            ),
        ),
    )


COUNTS_ACROSS = (
    build_computer_classes(),
    build_homework_weekgrid(),
    build_india_months(),
    build_extension_statement(),
    build_toy_library(),
    build_toy_library_term(),
    build_summer_tabs(),
    build_year_workbook_uk(),
)
