"""Logs of counts as people keep them: words among numbers, tallies, door counters, sentences."""

from __future__ import annotations

from tests.support.shapes.definition import NO_PEOPLE, Shape, count_figures, figure, wrong_figures
from tests.support.shapes.files import Formula, book_of, sum_formula


def build_story_hour_comments() -> Shape:
    """Story hours with words among the counts."""
    # (date as written, book, reader, how many as written, remark, held, heads or None)
    log = [
        ("Enero 11, 2025", "Ang Alamat ng Ampalaya", "Tita Baby", 14, None, 1, 14),
        ("Jan. 18, 2025", "Si Pilandok", "Ma'am Cora", 19, None, 1, 19),
        ("25 January 2025", "Where's My Teddy?", "Ma'am Cora", "9 kids + 3 moms", "rainy", 1, 12),
        ("Pebrero 1, 2025", "Ang Mahiyaing Manok", "Tita Baby", "cancelled - fiesta", None, 0, None),
        ("Feb. 8, 2025", "Chenelyn! Chenelyn!", "Ms. Dang (PTA)", 22, "w/ snacks from PTA", 1, 22),
        ("15 Feb 2025", "Naku, Naku, Nakuu!", "Tita Baby", "not counted", "nawala ang papel", 1, None),
        ("Feb 22 2025", "The Day the Crayons Quit", "Ma'am Cora", "17 pax", None, 1, 17),
        ("Marso 1, 2025", "Sandosenang Sapatos", "Ms. Dang (PTA)", 25, "biggest so far!", 1, 25),
        (
            "8-Mar-2025",
            "Ang Pambihirang Buhok ni Lola",
            "Tita Baby",
            "none came",
            "brownout; we waited until 11",
            1,
            0,
        ),
        ("Mar. 15, 2025", "Bakit Matagal ang Sundo Ko?", "Ma'am Cora", 16, None, 1, 16),
        ("March 22, 2025", "Papel de Liha", "Tita Baby", "8 kids + 2 lolas", None, 1, 10),
        ("29 Marso 2025", "Dr. Seuss", "Ma'am Cora", "CANCELLED (graduation)", None, 0, None),
    ]
    rows = [
        ["Story Hour - Sta. Monica Community Library (every Sat 10 am)"],
        [],
        ["Date", "Book read", "Reader", "How many?", "Remarks"],
    ]
    for n, line in enumerate(log):
        if n in (3, 7):
            rows.append([])
        rows.append(list(line[:5]))
    rows += [[], ["*ask Tita Baby for the Feb 15 number"]]
    held = sum(line[5] for line in log)
    known = [line[6] for line in log if line[6] is not None]
    total = sum(known)
    numbers = [line[3] for line in log if isinstance(line[3], int)]
    return Shape(
        id="story-hour-comments",
        what="Story hours with dates in many styles and words among the counts: kids + moms, cancelled, not counted, pax, none came.",
        file="STORY HOUR Jan-Mar.xlsx",
        content=book_of(("Sheet1", rows, ["A1:E1"])),
        row_is="session",
        expect=(
            figure("attendance_total", total),
            figure("sessions_held", held),
            figure("attendance_coverage", len(known) / held),
            figure("attendance_per_session", total / len(known)),
            *NO_PEOPLE,
        ),
        never=(
            *wrong_figures(
                "attendance_total",
                sum(numbers),
                sum(numbers) + 17,
                total - 5,
                sum(numbers) + 9 + 8,
                total + 11,
            ),
            *wrong_figures("sessions_held", 12, 11, 13, len(numbers)),
            *wrong_figures("attendance_per_session", total / 12, total / held, total / (len(known) - 1)),
        ),
        or_none=(figure("session_delivery_rate", held / 12),),
        privacy=("Tita Baby", "Ma'am Cora", "Ms. Dang"),
    )


def build_same_as_last_week() -> Shape:
    """Weeks of which two counts say that they are those of the week before."""
    log = [
        ("Week 1", "Sept 3", 11, "first day!"),
        ("Week 2", "Sept 10", 13, None),
        ("Week 3", "Sept 17", "same as last week", None),
        ("Week 4", "Sept 24", 9, "school pictures"),
        ("Week 5", "Oct 1", 15, None),
        ("Week 6", "Oct 8", "ditto", "+ new family?"),
        ("Week 7", "Oct 15", 12, None),
        ("Week 8", "Oct 22", 8, "flu"),
        ("Week 9", "Oct 29", 21, "costumes"),
        ("Week 10", "Nov 5", 10, None),
    ]
    rows = [
        ["TODDLER TIME - fall session 2025"],
        ["Wednesdays at 10 w/ Miss Jolene; count = little ones AND grown-ups"],
        [],
        ["Wk", "Date", "# here", "Notes"],
        *log,
        [],
        ["next session starts Jan 14"],
    ]
    known = [v for *_, v, _ in log if isinstance(v, int)]
    known_sum = sum(known)
    resolved = known_sum + 13 + 15
    return Shape(
        id="same-as-last-week",
        what="Ten weeks of toddler time, two counts written 'same as last week' and 'ditto'.",
        file="toddler time fall.xlsx",
        content=book_of(("Fall", rows, [])),
        row_is="session",
        expect=(figure("sessions_held", 10), *NO_PEOPLE),
        never=(
            *wrong_figures("attendance_per_session", known_sum / 10, resolved / 8, known_sum / 11),
            *wrong_figures(
                "attendance_total", sum(range(1, 11)), known_sum + 55, known_sum + 14, known_sum + 2
            ),
            *wrong_figures("sessions_held", 8, 11, 12),
        ),
        privacy=("Jolene",),
    )


def build_door_counter() -> Shape:
    """Readings of a door counter, halved."""
    start = 48210
    counts = [
        ("Mon", 112),
        ("Tue", 97),
        ("Wed", 134),
        ("Thu", 88),
        ("Fri", 121),
        ("Sat", 76),
        ("Sun", None),
        ("Mon", 105),
        ("Tue", 91),
        ("Wed", 149),
        ("Thu", 83),
        ("Fri", 117),
        ("Sat", 64),
        ("Sun", None),
    ]
    rows = [
        ["Front door counter, May 2025", None, None, None, None],
        [
            "Write down what the counter says when you open & close. Each person clicks it twice (in and out), so divide by 2!"
        ],
        [],
        ["Date", "Day", "Open", "Close", "Clicks", "People (÷2)", "Init."],
    ]
    reading, total, clicks_all, readings = start, 0, 0, 0
    for n, (day, people_in) in enumerate(counts):
        when = f"5/{5 + n}"
        if people_in is None:
            rows.append([when, day, "closed"])
            continue
        clicks = 2 * people_in
        rows.append([when, day, reading, reading + clicks, clicks, people_in, "JB" if n % 3 else "KM"])
        readings += 2 * reading + clicks
        reading += clicks
        total += people_in
        clicks_all += clicks
    rows += [[], [None, None, None, "2 weeks", clicks_all, total]]
    return Shape(
        id="door-counter",
        what="Door counter with readings at opening and closing, clicks and clicks halved; closed Sundays. Not attendance of programs.",
        file="door count may.csv.xlsx",
        content=book_of(("door", rows, ["A2:G2"])),
        row_is="nothing",
        or_none=(figure("attendance_total", total), figure("attendance_per_session", total / 12)),
        never=(
            *wrong_figures(
                "attendance_total",
                clicks_all,
                clicks_all + total,
                readings,
                readings + clicks_all + total,
                2 * total + clicks_all,
                reading,
            ),
            *wrong_figures("sessions_held", 14, 13),
        ),
        expect=NO_PEOPLE,
        must_be_read=False,
    )


def build_weekday_tally() -> Shape:
    """Weeks down and school days across, with words for days without a session."""
    weeks = [
        ("Hunyo 16-20", [18, 21, 15, 24, 19]),
        ("Hunyo 23-27", [20, "walang pasok (bagyo)", None, 17, 22]),
        ("Hun 30 - Hul 4", [23, 19, 25, 21, 16]),
        ("Hulyo 7-11", [17, 22, 20, "brownout", 18]),
        ("Hulyo 14-18", [26, 24, 19, 23, 21]),
        ("Hulyo 21-25", ["suspended", "suspended", "suspended", 14, 20]),
        ("Hul 28 - Ago 1", [22, 18, 24, 20, 23]),
    ]
    rows = [
        ["READING NOOK TALLY - pupils who joined the recess read-aloud"],
        ["Malanday Elem. School Library, SY 2025-26"],
        [],
        ["Week", "Lun", "Mar", "Miy", "Huw", "Biy", "Kabuuan"],
    ]
    numbers = [[v for v in row if isinstance(v, int)] for _, row in weeks]
    for (label, row), own in zip(weeks, numbers, strict=True):
        rows.append([label, *row, sum(own)])
    per_day = [sum(row[i] for _, row in weeks if isinstance(row[i], int)) for i in range(5)]
    total, filled = sum(per_day), sum(map(len, numbers))
    rows.append(
        [
            "Kabuuan",
            *(sum_formula("BCDEF"[i], 5, 11, per_day[i]) for i in range(5)),
            sum_formula("G", 5, 11, total),
        ]
    )
    return Shape(
        id="weekday-tally",
        what="Weeks down, school days across in Filipino abbreviations, totals right and below; words for days without a read-aloud.",
        file="reading nook tally.xlsx",
        content=book_of(("Tally", rows, ["A1:G1", "A2:G2"])),
        row_is="session",
        expect=(figure("attendance_total", total), *NO_PEOPLE),
        or_none=(figure("sessions_held", filled), figure("attendance_per_session", total / filled)),
        never=(
            *wrong_figures("attendance_total", 2 * total, 3 * total, 4 * total, total + 2025),
            *wrong_figures("sessions_held", 40, 42, 48, 8, 35),
        ),
    )


def build_summer_reading_minutes() -> Shape:
    """Minutes read at home, week by week: no one attended."""
    kids = [
        ("Addison P.", 7, [120, 90, 140, 60, 0, 100]),
        ("Beckett R.", 9, [200, 180, 220, 240, 150, 210]),
        ("Cora Jean H.", 6, [45, 60, None, None, None, None]),
        ("Diego M.", 8, [100, 100, 120, 80, 140, 160]),
        ("Ezra T.", 10, [300, 260, 280, 310, 240, 330]),
        ("Frankie L.", 7, [60, None, 80, 75, 90, None]),
        ("Gwen O.", 11, [150, 175, 160, 200, 190, 170]),
        ("Hattie B.", 5, [30, 40, 35, 50, 45, 60]),
        ("Isaac W.", 9, [None, 110, 95, 120, 100, 85]),
        ("June S.", 8, [80, 85, 90, 70, 110, 95]),
        ("Knox D.", 10, [240, 200, None, 260, 210, 220]),
        ("Lila V.", 6, [55, 65, 70, 60, 80, 75]),
        ("Micah F.", 12, [180, None, None, 150, None, 200]),
        ("Nell C.", 7, [90, 95, 100, 85, 105, 120]),
    ]
    rows = [
        ["COLOR OUR WORLD - Summer Reading Log 2025"],
        ["MINUTES read each week.  Goal = 500 min for the prize book"],
        [],
        ["Reader", "Age", "Wk1", "Wk2", "Wk3", "Wk4", "Wk5", "Wk6", "Total min", "Prize?"],
    ]
    minutes, prizes, cells = 0, 0, 0
    for name, age, weeks in kids:
        own = sum(v or 0 for v in weeks)
        minutes += own
        prizes += own >= 500
        cells += sum(v is not None for v in weeks)
        rows.append([name, age, *weeks, own, "YES" if own >= 500 else None])
    rows += [[], ["Signed up", len(kids)], ["Finished", prizes], ["Minutes all kids", minutes]]
    return Shape(
        id="summer-reading-minutes",
        what="Summer reading log of minutes read at home each week, age, goal and prizes: no one attended anything.",
        file="SRP 2025 minutes.xlsx",
        content=book_of(("log", rows, ["A1:J1", "A2:J2"])),
        row_is="nothing",
        expect=(figure("attendance_total", None), figure("sessions_held", None)),
        or_none=(figure("participants_unique", len(kids)), figure("completion_rate", prizes / len(kids))),
        never=(
            *wrong_figures(
                "attendance_total",
                minutes,
                2 * minutes,
                3 * minutes,
                cells,
                sum(a for _, a, _ in kids),
                minutes + prizes + 14,
            ),
            *wrong_figures("participants_unique", prizes, len(kids) + 3, len(kids) + 1),
        ),
        privacy=tuple(name for name, *_ in kids),
        must_be_read=False,
    )


def build_bottom_sum() -> Shape:
    """A log whose sum at the bottom has no word."""
    log = [
        ("4/2", "Bingo at Sunrise Manor", 17),
        ("4/5", "Egg hunt on the lawn", 64),
        ("4/9", "Sr. Center book talk", 12),
        ("4/12", "Lego", 23),
        ("4/16", "Bingo at Sunrise Manor", 15),
        ("4/17", "Poetry night", 8),
        ("4/19", "Lego", 19),
        ("4/23", "Sr. Center book talk", 14),
        ("4/24", "Poem in your Pocket table", 41),
        ("4/26", "Lego", 21),
        ("4/30", "Bingo at Sunrise Manor", 18),
    ]
    total = sum(r[2] for r in log)
    n = len(log)
    rows = [
        ["April 2025"],
        ["date", "what", "people"],
        *log,
        [],
        [None, None, sum_formula("C", 3, 2 + n, total)],
        [None, None, Formula(f"=C{4 + n}/{n}", round(total / n, 1))],
    ]
    return Shape(
        id="bottom-sum-no-word",
        what="Short list of a month; below the counts are the sum and the average without a word.",
        file="april.xlsx",
        content=book_of(("Sheet1", rows, [])),
        row_is="session",
        expect=(*count_figures(total, n), *NO_PEOPLE),
        never=(
            *wrong_figures(
                "attendance_total", 2 * total, 2 * total + round(total / n, 1), total + round(total / n, 1)
            ),
            *wrong_figures("sessions_held", n + 1, n + 2),
        ),
    )


def build_narrative_column() -> Shape:
    """A board report typed into one column, with counts inside the sentences."""
    lines = [
        ("Tues Mar 4 - Storytime w/ Miss Dee. 14 kids, 6 adults. Read 3 bear books.", 20),
        ("Thurs Mar 6 - Knitters: 9 people.", 9),
        ("Tues Mar 11 - Storytime. 11 kids, 5 adults.", 16),
        ("Sat Mar 15 - St. Patrick's craft. 27 came, ran out of glue by 11:30.", 27),
        ("Tues Mar 18 - Storytime. 16 kids, 7 adults. New family from Elm St.", 23),
        ("Thurs Mar 20 - Knitters: 7 people.", 7),
        ("Tues Mar 25 - No storytime (Miss Dee at training).", None),
    ]
    rows = [
        ["LIBRARIAN'S REPORT TO THE BOARD, March 2025"],
        [],
        ["Programs:"],
        *([text] for text, _ in lines),
        [],
        ["Building: furnace man came twice, $310."],
        ["Circulation was 1,204, up from 1,131."],
        ["We have 2 new cards for every 1 that expired."],
        [],
        ["Respectfully submitted, Dolores Ahlquist"],
    ]
    known = [n for _, n in lines if n is not None]
    total = sum(known)
    return Shape(
        id="narrative-one-column",
        what="A board report typed into one column: the counts are inside the sentences; a furnace bill and the circulation below.",
        file="March report.xlsx",
        content=book_of(("Sheet1", rows, [])),
        row_is="session",
        or_none=(
            figure("attendance_total", total),
            figure("sessions_held", len(known)),
            figure("attendance_per_session", total / len(known)),
            figure("cost_cash", 310.0),
        ),
        never=(
            *wrong_figures(
                "attendance_total",
                total + 1204,
                total + 1204 + 1131,
                14 + 9 + 11 + 27 + 16 + 7,
                1204,
                4 + 6 + 11 + 15 + 18 + 20 + 25,
            ),
            *wrong_figures("sessions_held", 7, 10, len(lines) + 5),
            *wrong_figures("cost_cash", 1204, 1514, 1131),
        ),
        privacy=("Ahlquist", "Miss Dee"),
        must_be_read=False,
    )


def build_computer_lab_log() -> Shape:
    """A log of a computer room with a line for each use."""
    uses = [
        ("Lun 2 junio", "Yuliana Restrepo Cano", "1037582214", 3, "8:15", "9:00", "tarea"),
        ("Lun 2 junio", "Don Hernán Zuluaga", "70254418", 1, "8:40", "10:00", "pensión en línea"),
        ("Lun 2 junio", "Brayan Stiven Mosquera", "1193044721", 5, "10:05", "11:00", "hoja de vida"),
        ("Mar 3 junio", "Yuliana Restrepo Cano", "1037582214", 2, "2:00", "3:30", "tarea"),
        ("Mar 3 junio", "Luz Dary Agudelo", "43567190", 1, "2:10", "2:50", "citas EPS"),
        ("Mar 3 junio", "Kevin Andrés Palacios", "1020881345", 4, "3:00", "4:00", "juegos"),
        ("Mar 3 junio", "Maicol Palacios", "1020993310", 6, "3:00", "4:00", "juegos"),
        ("Mié 4 junio", "Don Hernán Zuluaga", "70254418", 1, "9:00", "9:45", "correo"),
        ("Mié 4 junio", "Nubia Giraldo Ossa", "21785630", 3, "9:20", "10:30", "SENA"),
        ("Mié 4 junio", "Brayan Stiven Mosquera", "1193044721", 5, "10:00", "11:30", "SENA"),
        ("Jue 5 junio", "Yuliana Restrepo Cano", "1037582214", 3, "2:05", "4:00", "tarea"),
        ("Jue 5 junio", "Valentina Hincapié", "1036440092", 4, "2:05", "4:00", "tarea c/ Yuliana"),
        ("Vie 6 junio", "Luz Dary Agudelo", "43567190", 2, "8:30", "9:10", "citas EPS"),
        ("Vie 6 junio", "Kevin Andrés Palacios", "1020881345", 6, "3:10", "4:00", "juegos"),
        ("Vie 6 junio", "Ferney Tobón", "98544120", 1, "3:15", "4:00", "factura luz"),
        ("Vie 6 junio", "Nubia Giraldo Ossa", "21785630", 3, "4:05", "5:00", "SENA"),
    ]
    rows = [
        ["BIBLIOTECA PÚBLICA MPAL. DE VILLA ROSALES"],
        ["Sala de cómputo - control de usuarios - semana del 2 al 6 de junio de 2025"],
        [],
        [
            "Fecha",
            "Nombre del usuario",
            "Documento",
            "Equipo No.",
            "Hora entrada",
            "Hora salida",
            "Actividad",
        ],
    ]
    last = None
    for use in uses:
        if last and use[0] != last:
            rows.append([])
        last = use[0]
        rows.append(list(use))
    rows += [[], ["OBS.: el equipo 7 sigue dañado, se reportó a la alcaldía"]]
    n = len(uses)
    who = {u[1] for u in uses}
    return Shape(
        id="computer-lab-log",
        what="Colombian log of a computer room: one line for each use, dates without year, ID numbers, station numbers, a blank row between days.",
        file="control sala computo junio.xlsx",
        content=book_of(("jun 2-6", rows, ["A1:G1", "A2:G2"])),
        row_is="person-at-session",
        or_none=(figure("attendance_total", n), figure("participants_unique", len(who))),
        never=(
            *wrong_figures(
                "attendance_total",
                sum(u[3] for u in uses),
                n + 1,
                n + 4,
                len(who),
                sum(int(u[2]) for u in uses),
            ),
            *wrong_figures("sessions_held", sum(u[3] for u in uses)),
            *wrong_figures("participants_unique", n),
        ),
        privacy=(*sorted(who), *sorted({u[2] for u in uses})),
        must_be_read=False,
    )


INFORMAL_LOGS = (
    build_story_hour_comments(),
    build_same_as_last_week(),
    build_door_counter(),
    build_weekday_tally(),
    build_summer_reading_minutes(),
    build_bottom_sum(),
    build_narrative_column(),
    build_computer_lab_log(),
)
