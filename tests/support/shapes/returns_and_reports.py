"""Monthly, quarterly and yearly returns, and rooms let to outside groups."""

from __future__ import annotations

from tests.support.shapes.definition import (
    Shape,
    count_figures,
    figure,
    larger_figures,
    other_figures,
    wrong_figures,
)
from tests.support.shapes.files import book_of


def build_branch_monthly() -> Shape:
    """US: statistics of a branch by month."""
    months = [
        ("Jan", 8, 142, 2, 11, 3, 27),
        ("Feb", 9, 160, 2, 9, 4, 41),
        ("Mar", 8, 151, 3, 22, 4, 36),
        ("Apr", 10, 203, 2, 14, 5, 58),
        ("May", 6, 97, 1, 5, 4, 33),
        ("Jun", 14, 388, 4, 46, 3, 29),
        ("Jul", 15, 412, 5, 51, 3, 25),
        ("Aug", 7, 120, 2, 13, 4, 39),
    ]
    rows = [
        ["Tamarack County Library - Wheeler Branch"],
        ["Program statistics CY2025 (Jan thru Aug)"],
        [],
        ["Month", "Children (0-11)", None, "Teens (12-18)", None, "Adults (19+)", None, "ALL", None],
        [None, "# Progs", "Attend.", "# Progs", "Attend.", "# Progs", "Attend.", "# Progs", "Attend."],
        *[[*m, m[1] + m[3] + m[5], m[2] + m[4] + m[6]] for m in months],
    ]
    sums = [sum(m[i] for m in months) for i in range(1, 7)]
    n, total = sums[0] + sums[2] + sums[4], sums[1] + sums[3] + sums[5]
    rows += [["YTD", *sums, n, total], [], ["Sept numbers due to Director by 10/5 -- Carol"]]
    return Shape(
        id="branch-monthly",
        what="US branch statistics: months down, age groups with programs and attendance across, totals of both.",
        file="Wheeler prog stats 2025.xlsx",
        content=book_of(("2025", rows, ["A1:I1", "A2:I2", "A4:A5", "B4:C4", "D4:E4", "F4:G4", "H4:I4"])),
        row_is="month-total",
        expect=count_figures(total, n),
        never=(
            *larger_figures(
                "attendance_total", total, 2 * total, 3 * total, 4 * total, total + n, 2 * total + 2 * n
            ),
            *larger_figures("sessions_held", n, 2 * n, 3 * n, 4 * n),
        ),
    )


def build_room_lettings() -> Shape:
    """UK: rooms let to outside groups."""
    log = [
        ("Mon 6th Oct", "Knit & Natter", "10-12", 11, 0),
        ("Mon 6th Oct", "Parish Council planning cttee", "7-9", 9, 12),
        ("Tue 7th Oct", "Slimming club", "5.30-7", 24, 18),
        ("Weds 8th Oct", "NHS health checks", "9-1", None, 25),
        ("Thurs 9th Oct", "U3A French", "2-4", 8, 10),
        ("Mon 13th Oct", "Knit & Natter", "10-12", 9, 0),
        ("Tue 14th Oct", "Slimming club", "5.30-7", 27, 18),
        ("Weds 15th Oct", "Bell ringers AGM", "7-8.30", 14, 10),
        ("Thurs 16th Oct", "U3A French", "2-4", 7, 10),
        ("Sat 18th Oct", "Party (Ahmed)", "1-4", "20ish", 30),
    ]
    f = sum(x[4] for x in log)
    rows = [
        ["Reading Room lettings, October"],
        [],
        ["Date", "Hirer", "Time", "No. attending", "Fee £", "Paid?"],
        *[[*x, "n/c" if x[4] == 0 else "yes"] for x in log],
        [None, None, None, "Fees taken", f],
    ]
    return Shape(
        id="room-lettings",
        what="UK list of outside groups that hire a room, with people and the fee, one number as '20ish', the fees at the foot.",
        file="Lettings Oct.xlsx",
        content=book_of(("Oct 25", rows, ["A1:F1"])),
        row_is="other",
        expect=(figure("cost_cash", None), figure("in_kind_value", None)),
        or_none=(figure("cash_balance", f),),
        never=(
            *wrong_figures("cost_cash", f, 2 * f),
            *larger_figures("cash_balance", f, 2 * f),
            *wrong_figures("attendance_total", f, 2 * f),
        ),
        privacy=("Ahmed",),
    )


def build_ulat_kuwarter() -> Shape:
    """Philippines: a municipal library's report by month."""
    q = [
        [("Enero", 6, 118), ("Pebrero", 7, 143), ("Marso", 8, 166)],
        [("Abril", 4, 97), ("Mayo", 9, 231), ("Hunyo", 5, 104)],
        [("Hulyo", 7, 152), ("Agosto", 6, 139), ("Setyembre", 8, 177)],
    ]
    rows = [
        ["Republika ng Pilipinas"],
        ["PAMPUBLIKONG AKLATAN NG BAYAN NG SAN ROQUE"],
        ["Ulat ng mga Gawaing Pang-aklatan, 2025"],
        [],
        ["Buwan", "Bilang ng gawain", "Bilang ng dumalo", "Target na dadalo", "Paliwanag"],
    ]
    notes = {
        "Abril": "Semana Santa, sarado ng 1 linggo",
        "Mayo": "kasama ang summer reading camp",
        "Hunyo": "balik-eskuwela",
    }
    n = total = 0
    for i, items in enumerate(q, 1):
        rows += [[m, a, b, 140, notes.get(m)] for m, a, b in items]
        x, y = sum(k[1] for k in items), sum(k[2] for k in items)
        rows.append([f"Ika-{i} kuwarter", x, y, 420])
        n, total = n + x, total + y
    rows += [
        ["KABUUAN", n, total, 1260],
        [],
        ["Inihanda ni:", None, "Pinagtibay ni:"],
        ["ELVIRA S. MAGTANGGOL", None, "Kgg. na Punong Bayan"],
        ["Librarian II"],
    ]
    return Shape(
        id="ulat-kuwarter",
        what="Filipino monthly report with activities, participants and target, totals of quarters and of the year.",
        file="Ulat 2025 Q1-Q3.xlsx",
        content=book_of(("Ulat", rows, ["A1:E1", "A2:E2", "A3:E3"])),
        row_is="month-total",
        expect=count_figures(total, n),
        never=(
            *larger_figures("attendance_total", total, 2 * total, 3 * total, 1260 + total, 2 * 1260),
            *larger_figures("sessions_held", n, 2 * n, 3 * n),
        ),
        privacy=("MAGTANGGOL",),
    )


def build_mayor_stats() -> Shape:
    """Philippines: a half-year report to a mayor."""
    months = ("Jan", "Feb", "Mar", "Apr", "May", "Jun")
    services = [
        ("Walk-in users (door count)", (612, 588, 701, 340, 295, 655)),
        ("Books borrowed", (210, 196, 244, 120, 98, 231)),
        ("Internet users", (188, 172, 203, 164, 151, 190)),
    ]
    programs = [
        ("Storytelling", (3, 4, 4, 2, 1, 4), (71, 96, 102, 55, 31, 110)),
        ("Film showing", (1, 2, 1, 0, 0, 2), (34, 77, 40, 0, 0, 68)),
        ("Training / seminar", (0, 1, 1, 2, 1, 0), (0, 28, 25, 61, 22, 0)),
    ]
    rows = [
        ["Republic of the Philippines"],
        ["MUNICIPALITY OF SAN DIONISIO"],
        ["MUNICIPAL LIBRARY - ACCOMPLISHMENT REPORT, January to June 2025"],
        [],
        ["Particulars", *months, "Total", "Same period 2024"],
        ["A. LIBRARY SERVICES"],
    ]
    rows += [[n, *v, sum(v), round(sum(v) * 0.93)] for n, v in services]
    rows += [["B. PROGRAMS CONDUCTED"]]
    last_year = [(15, 402), (7, 251), (4, 99)]
    for (n, c, v), (lc, lv) in zip(programs, last_year, strict=True):
        rows += [[n], ["   No. of sessions", *c, sum(c), lc], ["   No. of participants", *v, sum(v), lv]]
    total, n = sum(sum(p[2]) for p in programs), sum(sum(p[1]) for p in programs)
    tm = [sum(p[2][i] for p in programs) for i in range(6)]
    nm = [sum(p[1][i] for p in programs) for i in range(6)]
    rows += [
        ["TOTAL PROGRAMS", *nm, n, 26],
        ["TOTAL PARTICIPANTS", *tm, total, 752],
        [],
        ["Prepared by:", "Consolacion D. Aniban, Municipal Librarian I"],
        ["Noted by:", "Hon. Feliciano R. Tabuena, Municipal Mayor"],
    ]
    door, loans, net = (sum(v) for _, v in services)
    return Shape(
        id="mayor-stats",
        what="Philippine report of half a year: services and programs down, months across, totals and the same period of last year.",
        file="accomplishment report 1st sem 2025.xlsx",
        content=book_of(("1st sem", rows, ["A1:I1", "A2:I2", "A3:I3"])),
        row_is="month-total",
        expect=(figure("attendance_total", total), figure("sessions_held", n)),
        never=(
            *wrong_figures(
                "attendance_total",
                2 * total,
                4 * total,
                door,
                total + door,
                total + door + net,
                total + 752,
                752,
                door + loans + net,
                total + n,
            ),
            *wrong_figures("sessions_held", 2 * n, 4 * n, n + 26, 18, 6),
        ),
    )


def build_mayor_report_quarter() -> Shape:
    """Philippines: a quarterly report to a mayor."""
    lines = [
        ("Story hour, Poblacion", 12, 11, 240, 263, 6000, 5480.0),
        ("Story hour, barangays", 8, 6, 200, 171, 12000, 9350.5),
        ("Computer literacy for seniors", 6, 6, 60, 52, 3000, 2210.0),
        ("Kwentong Lolo (heritage talk)", 2, 3, 80, 118, 4000, 4725.0),
        ("Library orientation for Gr. 7", 4, 4, 160, 188, 0, 0),
    ]
    tot = [sum(x[i] for x in lines) for i in range(1, 7)]
    rows = [
        ["Republic of the Philippines"],
        ["MUNICIPALITY OF STA. LUCIA"],
        ["Municipal Library"],
        [],
        ["ACCOMPLISHMENT REPORT, 2nd Quarter CY 2025"],
        [],
        ["Program / Activity", "No. of sessions", None, "Attendance (head count)", None, "Funds (PHP)", None],
        [None, "Target", "Actual", "Target", "Actual", "Budget", "Spent"],
        *lines,
        ["TOTAL", *tot],
        [
            "% accomplished",
            None,
            f"{tot[1] / tot[0]:.0%}",
            None,
            f"{tot[3] / tot[2]:.0%}",
            None,
            f"{tot[5] / tot[4]:.0%}",
        ],
        [],
        ["Submitted by:", None, None, "Approved:"],
        [],
        ["ESTRELLA B. NAVAL", None, None, "HON. DANILO C. RUFINO"],
        ["Municipal Librarian", None, None, "Municipal Mayor"],
    ]
    return Shape(
        id="mayor-report-quarter",
        what="Philippine quarterly report: target and actual sessions and attendance, budget and spending by program, a total row and percentages.",
        file="Q2 accomplishment.xlsx",
        content=book_of(("Q2", rows, ["A7:A8", "B7:C7", "D7:E7", "F7:G7"])),
        row_is="month-total",
        expect=(*count_figures(tot[3], tot[1]), figure("cost_cash", tot[5])),
        never=(
            *other_figures("attendance_total", tot[3], tot[2], 2 * tot[3], tot[2] + tot[3], tot[3] + tot[1]),
            *other_figures("sessions_held", tot[1], tot[0], 2 * tot[1], tot[0] + tot[1], len(lines)),
            *other_figures("cost_cash", tot[5], tot[4], 2 * tot[5], tot[4] + tot[5]),
        ),
    )


def build_kenya_months() -> Shape:
    """Kenya: returns of half a year."""
    months = ["January", "February", "March", "April", "May", "June"]
    data = [  # sessions, people per program
        (4, 61, 8, 203, 2, 17),
        (4, 58, 8, 188, 3, 26),
        (5, 83, 9, 231, 2, 19),
        (2, 24, 4, 97, None, None),
        (4, 66, 8, 215, 3, 31),
        (4, 71, 7, 190, 2, 22),
    ]
    last = (21, 308, 41, 1012, 9, 75)
    body, sums = [], [sum(d[i] or 0 for d in data) for i in range(6)]
    for m, d in zip(months, data, strict=True):
        body.append([m, *d, sum(d[i] or 0 for i in (1, 3, 5))])
    n, total = sums[0] + sums[2] + sums[4], sums[1] + sums[3] + sums[5]
    before = last[1] + last[3] + last[5]
    rows = [
        ["KIBOKONI COMMUNITY LIBRARY"],
        ["Programme returns, January - June 2026"],
        [],
        [
            "Month",
            "Toto Storytime",
            None,
            "After-school reading",
            None,
            "Adult literacy circle",
            None,
            "Total persons",
        ],
        [None, "Sessions", "Attended", "Sessions", "Attended", "Sessions", "Attended", None],
        *body,
        ["Total 2026", *sums, total],
        ["Jan-June 2025", *last, before],
        [
            "Change",
            *[f"{round(100 * (a - b) / b)}%" for a, b in zip(sums, last, strict=True)],
            f"{round(100 * (total - before) / before)}%",
        ],
        [],
        ["April: school holidays, adult circle on break for planting."],
        ["Submitted by: Mwanajuma Kesi, Librarian"],
    ]
    old = last[0] + last[2] + last[4]
    return Shape(
        id="kenya-months",
        what="Kenyan returns of half a year: months down, three programs with sessions and people across, last year and the change at the foot.",
        file="returns Jan-Jun 2026.xlsx",
        content=book_of(("Returns", rows, ["A1:H1", "A2:H2", "A4:A5", "B4:C4", "D4:E4", "F4:G4", "H4:H5"])),
        row_is="month-total",
        expect=count_figures(total, n),
        never=(
            *other_figures(
                "attendance_total",
                total,
                2 * total,
                3 * total,
                total + before,
                2 * total + before,
                total + n,
                before,
                2 * (total + before),
                sums[1],
                sums[3],
            ),
            *other_figures("sessions_held", n, 2 * n, n + old, old, 6, 17, 18),
        ),
    )


def build_quarter_form() -> Shape:
    """Peru: a ministry's quarterly form."""
    lines = [
        ("1. Servicios", None, None),
        ("Días de atención al público", (21, 20, 22), 61),
        ("Usuarios en sala de lectura", (412, 388, 451), 1190),
        ("Préstamos a domicilio", (133, 120, 158), 377),
        ("Carnés nuevos", (14, 9, 22), 31),
        ("2. Fomento de la lectura", None, None),
        ("Actividades realizadas", (6, 5, 8), 15),
        ("Asistentes a las actividades: niños", (94, 71, 139), 233),
        ("Asistentes a las actividades: jóvenes", (22, 18, 31), 54),
        ("Asistentes a las actividades: adultos", (35, 29, 47), 98),
        ("Total de asistentes a las actividades", (151, 118, 217), 385),
        ("3. Personal", None, None),
        ("Bibliotecarios", (2, 2, 2), 2),
        ("Voluntarios", (3, 3, 4), 2),
    ]
    by = {name: values for name, values, _ in lines if values}
    assert all(
        sum(by[n][i] for n in by if n.startswith("Asistentes"))
        == by["Total de asistentes a las actividades"][i]
        for i in range(3)
    )
    body = []
    for name, values, old in lines:
        shown = (
            None
            if values is None
            else values[-1]
            if name in ("Bibliotecarios", "Voluntarios")
            else sum(values)
        )
        body.append([name, *(values or ()), *([shown, old] if values else [])])
    total, n = sum(by["Total de asistentes a las actividades"]), sum(by["Actividades realizadas"])
    users = sum(by["Usuarios en sala de lectura"])
    rows = [
        ["SISTEMA NACIONAL DE BIBLIOTECAS"],
        ["Formulario trimestral de estadística - I trimestre 2026"],
        ["Biblioteca:", "Municipal «Clorinda Matto», Acomayo"],
        ["Responsable:", "Yeni Ttito Mamani"],
        [],
        ["Indicador", "Enero", "Febrero", "Marzo", "Total trimestre", "I trim. 2025"],
        *body,
        [],
        ["Fecha de envío: 07/04/2026"],
    ]
    return Shape(
        id="quarter-form",
        what="Peruvian quarterly form: indicators down, months across, the total and the same quarter of last year.",
        file="estadistica I trim 2026.xlsx",
        content=book_of(("Formulario", rows, ["A1:F1", "A2:F2"])),
        row_is="month-total",
        expect=count_figures(total, n),
        never=(
            *other_figures(
                "attendance_total",
                total,
                2 * total,
                4 * total,
                total + 385,
                2 * (total + 385),
                users,
                total + users,
                385,
            ),
            *other_figures("sessions_held", n, 2 * n, n + 15, 2 * n + 15, 15, 63, 3),
            *other_figures("participants_unique", (), users, 45, total),
        ),
    )


RETURNS_AND_REPORTS: tuple[Shape, ...] = (
    build_branch_monthly(),
    build_room_lettings(),
    build_ulat_kuwarter(),
    build_mayor_stats(),
    build_mayor_report_quarter(),
    build_kenya_months(),
    build_quarter_form(),
)
