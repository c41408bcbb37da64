"""Books by stage, partners, agreements, hours of volunteers and contributions."""

from __future__ import annotations

from datetime import date
from statistics import median

from tests.support.shapes.definition import (
    NO_ATTENDANCE,
    NO_MONEY,
    Shape,
    books,
    figure,
    larger_figures,
    wrong_figures,
)
from tests.support.shapes.files import book_of, csv_of, sum_formula


def build_aklat_drive_schools() -> Shape:
    """Philippines: book drive by school, for schools hit by a typhoon."""
    # school, pangako, nakolekta, pwede pa, naipadala, remarks
    log = [
        ("Mabini Central ES", 150, 163, 121, 121, "sobra sa pangako!"),
        ("St. Therese Academy", 200, 184, 170, 170, None),
        ("Lapu-Lapu NHS", 100, 72, 38, 38, "karamihan sira / nabasa"),
        ("Holy Rosary College", 250, 240, 211, 200, "11 naiwan, di kasya sa box"),
        ("Rizal ES", 80, 55, 49, 49, None),
        ("UP Alumni chapter", 300, 275, 268, 268, "bago halos lahat"),
        ("PTA Bagong Silang", 60, 31, 12, 12, "pahabol daw"),
        ("SK Federation", 120, 98, 77, 77, None),
    ]
    s = [sum(x[c] for x in log) for c in range(1, 5)]
    rows = [
        ["OPLAN AKLAT PARA SA CATANDUANES"],
        ["Tala ng Aklatang Panlungsod, hanggang Disyembre 12"],
        [],
        ["Blg.", "Galing sa", "Ipinangako", "Nakolekta", "Maayos pa", "Naipadala", "Remarks"],
        *[[i, *x] for i, x in enumerate(log, 1)],
        [None, "KABUUAN", *[sum_formula(c, 5, 12, v) for c, v in zip("CDEF", s, strict=True)]],
        [],
        ["May darating pa raw galing Rizal ES, di pa kasama rito."],
    ]
    return Shape(
        id="aklat-drive-schools",
        what="Filipino book drive by giver: promised, collected, still good, sent, a total row.",
        file="oplan aklat.xlsx",
        content=book_of(("Tala", rows, ["A1:G1", "A2:G2"])),
        row_is="book-lot",
        expect=(
            books("pledged", s[0]),
            books("collected", s[1]),
            books("usable", s[2]),
            books("shipped", s[3]),
            *NO_ATTENDANCE,
            *NO_MONEY,
        ),
        never=wrong_figures("books_at_stage", *(2 * v for v in s), sum(s), 2 * sum(s)),
    )


def build_ghana_box_deliveries() -> Shape:
    """Ghana: boxes of books to schools, one still on the way."""
    # sent, to, boxes, books sent, received on, books received, signed
    log = [
        (date(2025, 1, 14), "Nsaba D/A Primary", 4, 212, date(2025, 1, 16), 212, "Headmistress"),
        (date(2025, 1, 14), "Duakwa Methodist JHS", 3, 168, date(2025, 1, 20), 165, "Mr. Eshun - 3 missing"),
        (
            date(2025, 1, 28),
            "Swedru Community Library",
            7,
            390,
            date(2025, 1, 28),
            390,
            "collected by themselves",
        ),
        (date(2025, 2, 4), "Asafo R/C Primary", 2, 96, date(2025, 2, 11), 96, "Sister Monica"),
        (date(2025, 2, 4), "Kwanyako SHS", 5, 274, date(2025, 2, 7), 251, "23 fell in water"),
        (date(2025, 2, 18), "Bobikuma D/A JHS", 3, 150, date(2025, 3, 3), 150, "Circuit Supervisor"),
        (date(2025, 3, 4), "Nkum Island School", 2, 88, None, None, "no word from them yet"),
        (date(2025, 3, 11), "Odoben Presby Primary", 4, 205, date(2025, 3, 14), 205, "Headmaster"),
    ]
    boxes, sent, got = sum(x[2] for x in log), sum(x[3] for x in log), sum(x[5] or 0 for x in log)
    rows = [
        ["DISTRICT LIBRARY - BOOK DISTRIBUTION JAN-MAR 2025"],
        [],
        [
            "DATE SENT",
            "SCHOOL / PLACE",
            "BOXES",
            "BOOKS",
            "DATE RECEIVED",
            "BOOKS RECEIVED",
            "SIGNED BY / REMARK",
        ],
        *[list(x) for x in log],
        ["TOTAL", None, boxes, sent, None, got],
    ]

    return Shape(
        id="ghana-box-deliveries",
        what="Distribution of books in Ghana: boxes and books sent, date and number received, one lot not arrived, a total row.",
        file="BOOK DISTRIBUTION.xlsx",
        content=book_of(("Sheet1", rows, ["A1:G1"])),
        row_is="book-lot",
        expect=(books("shipped", sent), books("received", got), *NO_ATTENDANCE, *NO_MONEY),
        or_none=(figure("days_to_deliver", median((x[4] - x[0]).days for x in log if x[4])),),
        never=wrong_figures("books_at_stage", boxes, 2 * sent, 2 * got, sent + boxes, 2 * boxes),
        privacy=("Eshun",),
    )


def build_donaciones_lotes() -> Shape:
    """Spain: lots of given books, sorted and sent to a prison and schools."""
    # lote, procedencia, recogidos, en buen estado, a expurgo, enviados, destino
    log = [
        ("D-01", "Vecinos C/ Olmo", 48, 31, 31, "CEIP La Vega"),
        ("D-02", "Herencia familia Sanchís", 312, 140, 120, "Centro penitenciario"),
        ("D-03", "Librería Babel (cierre)", 205, 205, 205, "CEIP La Vega / IES Jalón"),
        ("D-04", "AMPA IES Jalón", 76, 58, 58, "IES Jalón"),
        ("D-05", "Anónimo, caja en la puerta", 22, 0, 0, "al contenedor, moho"),
        ("D-06", "Parroquia San Blas", 64, 37, 30, "Residencia Los Álamos"),
        ("D-07", "Club de lectura", 19, 19, 19, "Residencia Los Álamos"),
        ("D-08", "Don Anselmo, maestro jubilado", 130, 92, 0, "pendiente, sin furgoneta"),
    ]
    col, ok, sent = (sum(x[c] for x in log) for c in (2, 3, 4))
    rows = [
        ["Donaciones de libros - campaña de otoño"],
        [],
        ["Lote", "Procedencia", "Libros recogidos", "En buen estado", "A expurgo", "Enviados", "Destino"],
        *[[a, b, c, d, c - d, e, f] for a, b, c, d, e, f in log],
        ["", "Suma", col, ok, col - ok, sent],
    ]
    return Shape(
        id="donaciones-lotes",
        what="Semicolon CSV of lots of given books in Spain: collected, in good state, weeded, sent, destination, a sum.",
        file="donaciones_otoño.csv",
        content=csv_of(rows, ";", "cp1252"),
        row_is="book-lot",
        expect=(
            books("collected", col),
            books("usable", ok),
            books("shipped", sent),
            *NO_ATTENDANCE,
            *NO_MONEY,
        ),
        never=wrong_figures("books_at_stage", 2 * col, 2 * ok, 2 * sent, col + ok, 2 * (col - ok)),
        privacy=("Sanchís",),
    )


def build_bins_and_shelters() -> Shape:
    """US: book drive with a tab for the bins, one for deliveries, and one that sums up."""
    weeks = ["wk of 4/7", "wk of 4/14", "wk of 4/21", "wk of 4/28"]
    bins = [
        ("City Hall lobby", 22, 31, 18, 40),
        ("Hy-Market", 64, 58, 71, 90),
        ("Fire Station 2", 12, 9, None, 15),
        ("Community college", 35, 28, 44, 12),
        ("Library main", 80, 77, 69, 103),
        ("YWCA", None, 14, 11, 20),
    ]
    out = [
        ("5/6/2025", "Harbor House shelter", 180, 180),
        ("5/6/2025", "County WIC office", 120, 120),
        ("5/8/2025", "Head Start - Oak St.", 210, 204),
        ("5/8/2025", "Head Start - Pine St.", 165, 165),
        ("5/13/2025", "Family court waiting room", 60, 60),
        ("5/15/2025", "Laundromats (4)", 100, 97),
    ]
    col = sum(v or 0 for b in bins for v in b[1:])
    per_week = [sum(b[i] or 0 for b in bins) for i in range(1, 5)]
    sent, got = sum(x[2] for x in out), sum(x[3] for x in out)
    bin_rows = [
        ["What came in, by bin"],
        [],
        ["Bin", *weeks, "Books collected"],
        *[[b[0], *b[1:], sum(v or 0 for v in b[1:])] for b in bins],
        ["All bins", *per_week, col],
    ]
    out_rows = [
        ["Where they went"],
        [],
        ["Date", "Dropped at", "Books sent", "Books received (their count)"],
        *[list(x) for x in out],
        [None, "Total", sent, got],
    ]
    top = [
        ["Read & Pass It On 2025"],
        [],
        ["Books collected", col],
        ["Books sent out", sent],
        ["Books received", got],
        ["Still in the basement / recycled", col - sent],
    ]
    return Shape(
        id="bins-and-shelters",
        what="US book drive of three tabs: a summary, books by bin and week, deliveries with books sent and received.",
        file="Read and Pass It On.xlsx",
        content=book_of(
            ("At a glance", top, []), ("Bins", bin_rows, ["A1:F1"]), ("Went out", out_rows, ["A1:D1"])
        ),
        row_is="book-lot",
        expect=(
            books("collected", col),
            books("shipped", sent),
            books("received", got),
            *NO_ATTENDANCE,
            *NO_MONEY,
        ),
        never=wrong_figures("books_at_stage", 2 * col, 2 * sent, 2 * got, 3 * col, 3 * sent, 4 * col),
    )


def build_partner_contacts_us() -> Shape:
    """US: contact list of the outreach librarian."""
    log = [
        (
            "Pine Ridge Elementary",
            "School",
            "Ms. Carla Hutchens, media spec.",
            "270-555-0114",
            412,
            "3rd graders come in Oct.",
        ),
        ("Boys & Girls Club", "Nonprofit", "Tyrell B.", "270-555-0139", 95, "wants snacks"),
        ("WKU Extension", "Gov't", "Joyce Ann Pell", "270-555-0177", None, "4-H babysitting class"),
        ("Barren Co. Jail", "Gov't", "Chaplain Dow", "270-555-0102", 130, "paperbacks only!"),
        ("Glenview Health & Rehab", "Senior", "activities desk", "270-555-0155", 68, "large print"),
        ("Iglesia Nueva Vida", "Church", "Pastor Raúl", "270-555-0180", 150, "ESL class Wed nights"),
        ("Rotary", "Civic", "Hal Simmons", "270-555-0121", 34, "gave $500 in '23"),
        ("Farm Bureau", "Business", "front desk", "270-555-0166", None, "ag literacy books"),
        ("Barren River Health Dept.", "Gov't", "Nurse Keels", "270-555-0190", None, None),
    ]
    n = sum(x[4] or 0 for x in log)
    rows = [
        ["Partners - who to call (updated 8/2025)"],
        [],
        ["Organization", "Type", "Contact", "Phone", "# people they serve", "Notes"],
        *[list(x) for x in log],
    ]
    return Shape(
        id="partner-contacts-us",
        what="US contact list of partners with phone numbers and the number of people each serves; nothing was held or paid.",
        file="partner contacts.xlsx",
        content=book_of(("Contacts", rows, ["A1:F1"])),
        row_is="partner",
        expect=(*NO_ATTENDANCE, *NO_MONEY),
        never=(
            *wrong_figures("attendance_total", n),
            *wrong_figures("sessions_held", len(log)),
            *wrong_figures("participants_unique", n, len(log)),
            *wrong_figures("in_kind_value", 500, n),
            *wrong_figures("cost_cash", 500, n),
        ),
        privacy=("Hutchens", "Simmons", "Pell"),
    )


def build_mou_renewals() -> Shape:
    """Philippines: list of memoranda with what each side gives."""
    log = [
        (
            "DepEd Division of Guimaras",
            "Feb. 3, 2024",
            "Feb. 2, 2027",
            "teachers as storytellers, list of learners",
            "venue, books, snacks",
            "EPS Villareal",
            "active",
        ),
        (
            "Guimaras State University",
            "Mar 11, 2024",
            "Mar 10, 2026",
            "2 LIS interns / sem",
            "supervision, OJT cert.",
            "Dean Gallego",
            "active",
        ),
        (
            "Rotary Club of Jordan",
            "12 June 2024",
            "1 year",
            "P20,000 worth of books",
            "logo sa tarp, acknowledgment",
            "Pres. Tony",
            "EXPIRED - for renewal",
        ),
        (
            "BJMP",
            "July 2, 2024",
            "open-ended",
            "escort, venue",
            "50 books / quarter",
            "JO2 Sumagaysay",
            "active",
        ),
        ("Globe Telecom", "draft", None, "wifi 12 mos.", "none stated", "thru email lang", "legal review"),
        (
            "Parish of San Isidro",
            "Aug 15, 2024",
            "Aug 14, 2025",
            "hall every Sat.",
            "maintain reading corner",
            "Fr. Jun",
            "active",
        ),
        (
            "LGU Sibunag",
            "unsigned",
            None,
            "service vehicle 2x/mo.",
            "training of BLGU staff",
            "Sec. Mila",
            "for SB resolution",
        ),
        (
            "Mango Growers Coop",
            "Nov. 4 2024",
            "Nov. 3, 2025",
            "mangoes for reading camp :)",
            "agri pamphlets",
            "Mang Cardo",
            "active",
        ),
    ]
    rows = [
        ["PROVINCIAL LIBRARY - MOA / MOU MONITORING"],
        [],
        [
            "No.",
            "Partner",
            "Date signed",
            "Valid until",
            "Ibibigay nila",
            "Ibibigay natin",
            "Focal person",
            "Status",
        ],
        *[[i, *x] for i, x in enumerate(log, 1)],
        [],
        ["Prepared by: Ma. Corazon Tupas"],
    ]
    return Shape(
        id="mou-renewals",
        what="Monitoring of memoranda in the Philippines: signed, valid until, what they give, what we give, focal person and status.",
        file="MOA monitoring.xlsx",
        content=book_of(("MOA", rows, ["A1:H1"])),
        row_is="partner",
        expect=(*NO_ATTENDANCE, figure("cost_cash", None), figure("cash_balance", None)),
        never=(
            *wrong_figures("sessions_held", len(log), 5, 6),
            *wrong_figures("participants_unique", len(log)),
            *wrong_figures("cost_cash", 20000),
            *wrong_figures("attendance_total", 50),
        ),
        privacy=("Villareal", "Sumagaysay", "Tupas"),
    )


def build_volunteer_hours_grid() -> Shape:
    """Canada: hours of volunteers by month, for the volunteer tea."""
    months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun"]
    log = [
        ("Beaulieu, Denise", "Home delivery", 6, 6, 8, 6, 6, 4),
        ("Chartrand, Guy", "Shelving", 12, 10, 12, 11.5, 9, None),
        ("Dhaliwal, Simran", "Homework pals", 8, 8, 8, 8, 8, 6),
        ("Fehr, Agatha", "Mending", 4, 3.5, 5, 4, None, None),
        ("Ironside, Mel", "Book sale", None, None, None, 22, 3, None),
        ("Kowalchuk, Orest", "Computer buddy", 5, 5, 4, 6, 5, 5),
        ("Moosomin, Kayleigh", "Homework pals", 6, 8, 7, 8, 8, None),
        ("Penner, Lorna", "Story bags", 3, 2, 3, 2.5, 4, 3),
        ("Sinclair, Joe", "Snow & chairs", 7, 9, 4, None, None, None),
        ("Wiebe, Tina", "Home delivery", 5, 5, 5, 5, 5, 5),
    ]
    per = [sum(x[i] or 0 for x in log) for i in range(2, 8)]
    total = sum(per)
    rows = [
        ["VOLUNTEER HOURS 2025"],
        [],
        ["Name", "Job", *months, "Total"],
        *[[*x, sum(v or 0 for v in x[2:])] for x in log],
        ["Hours in all", None, *per, total],
        [],
        ["25+ hours = gets a mug"],
    ]
    return Shape(
        id="volunteer-hours-grid",
        what="Hours of volunteers in Canada by month with totals at the right and below; no attendance and no money.",
        file="Volunteer hours.xlsx",
        content=book_of(("2025", rows, ["A1:I1"])),
        row_is="other",
        expect=(
            figure("attendance_total", None),
            figure("sessions_held", None),
            figure("cost_cash", None),
            figure("cash_balance", None),
        ),
        never=(
            *wrong_figures(
                "attendance_total",
                total,
                2 * total,
                3 * total,
                sum(v is not None for x in log for v in x[2:]),
            ),
            *wrong_figures("cost_cash", total, 2 * total),
            *wrong_figures("in_kind_value", total, 2 * total, 4 * total),
            *wrong_figures("participants_unique", total),
        ),
        privacy=("Beaulieu", "Chartrand", "Moosomin"),
    )


def build_aportes_convenios() -> Shape:
    """Chile: contributions of partners, in money and valued, promised and arrived."""
    # socio, aporte, tipo, comprometido, recibido, nota
    log = [
        ("Salmonera Aguas Claras", "Dinero para libros", "efectivo", 800000, 800000, "transferencia 14/03"),
        ("Municipalidad", "Dinero para monitor", "efectivo", 1200000, 600000, "primera cuota"),
        ("Junta de Vecinos N° 7", "Uso de la sede", "especie", 240000, 240000, None),
        ("Naviera Quellón", "Pasajes lancha", "especie", 180000, 120000, "8 de 12 pasajes"),
        ("Panadería La Espiga", "Colaciones", "especie", 150000, 150000, None),
        ("Colegio San Pablo", "Fotocopias", "especie", 60000, 45000, None),
        ("Club de Leones", "Dinero para estantes", "efectivo", 500000, 0, "prometen para junio"),
        ("Ferretería Don Beto", "Madera", "especie", 95000, 95000, "la cortó gratis"),
    ]
    cash = sum(x[4] for x in log if x[2] == "efectivo")
    kind = sum(x[4] for x in log if x[2] == "especie")
    prom = sum(x[3] for x in log)
    prom_kind = sum(x[3] for x in log if x[2] == "especie")
    rows = [
        ["APORTES AL PROYECTO «LANCHA LECTORA»"],
        ["Estado al 30 de abril de 2025 (pesos)"],
        [],
        ["Socio", "Aporte", "Tipo", "Comprometido", "Recibido", "Falta", "Nota"],
        *[[a, b, c, d, e or None, d - e or None, f] for a, b, c, d, e, f in log],
        ["Totales", None, None, prom, cash + kind, prom - cash - kind],
    ]
    return Shape(
        id="aportes-convenios",
        what="Contributions of partners in Chile: money or in kind, promised, received, missing and a total row over both kinds.",
        file="aportes lancha lectora.xlsx",
        content=book_of(("Aportes", rows, ["A1:G1", "A2:G2"])),
        row_is="ledger-line",
        expect=(figure("in_kind_value", kind), figure("cost_cash", None), *NO_ATTENDANCE),
        or_none=(figure("cash_balance", cash),),
        never=(
            *larger_figures(
                "in_kind_value",
                kind,
                prom_kind,
                cash + kind,
                prom,
                2 * kind,
                prom_kind + kind,
                2 * (cash + kind),
            ),
            *wrong_figures("cost_cash", cash, cash + kind, prom, kind, 2 * (cash + kind)),
        ),
    )


def build_summer_reading_signup() -> Shape:
    """US: list of children signed up for summer reading with minutes."""
    weeks = ["June 9", "June 16", "June 23", "June 30"]
    log = [
        ("Addy K.", 7, "Lincoln", (120, 140, 90, 160), "Y"),
        ("Braxton O.", 9, "Lincoln", (60, None, None, None), "N"),
        ("Cora Mae D.", 6, "home", (200, 210, 185, 240), "Y"),
        ("Dmitri V.", 8, "St. Ann", (100, 100, 100, 100), "Y"),
        ("Ellie R.", 10, "Lincoln", (None, None, None, None), "N"),
        ("Fynn S.", 5, "pre-K", (45, 60, 60, 75), "Y"),
        ("Graciela M.", 11, "Middle", (300, 280, 330, 310), "Y"),
        ("Hudson T.", 8, "Lincoln", (90, 80, None, 40), "N"),
        ("Isla P.", 7, "St. Ann", (110, 125, 95, 130), "Y"),
        ("Jaxon P.", 9, "St. Ann", (70, 65, 80, 85), "Y"),
        ("Kenzie W.", 6, "home", (150, None, 160, 170), "Y"),
        ("Leo B.", 10, "Lincoln", (55, 50, None, None), "N"),
    ]
    per = [sum(x[3][i] or 0 for x in log) for i in range(4)]
    total = sum(per)
    rows = [
        ["Name", "Age", "School", *[f"Min. {w}" for w in weeks], "Total min.", "Finished?"],
        *[
            [n, a, s, *["" if v is None else v for v in m], sum(v or 0 for v in m), f]
            for n, a, s, m, f in log
        ],
        ["TOTAL", "", "", *per, total, sum(x[4] == "Y" for x in log)],
    ]
    return Shape(
        id="summer-reading-signup",
        what="CSV of children signed up for summer reading in the US with minutes read by week, total and whether they finished; no sessions.",
        file="srp_minutes.csv",
        content=csv_of(rows),
        row_is="person",
        expect=(figure("attendance_total", None), *NO_MONEY),
        never=(
            *wrong_figures("attendance_total", total, 2 * total, 3 * total, sum(x[1] for x in log)),
            *wrong_figures("participants_unique", len(log) + 1, total),
            *wrong_figures("mean_gain", (per[3] - per[0]) / len(log)),
        ),
        privacy=("Graciela", "Braxton"),
    )


def build_depot_delivery_notes() -> Shape:
    """South Africa: delivery notes from the depot, counted on arrival."""
    # note, date, branch, titles, sent, counted, spoilt, remark
    log = [
        ("DN 3301", "13/02/2025", "Riebeek Kasteel", 45, 90, 90, 0, ""),
        ("DN 3302", "13/02/2025", "Riebeek Wes", 45, 90, 88, 0, "2 short, phoned Tannie Ria"),
        ("DN 3309", "27/02/2025", "Koringberg wheelie wagon", 30, 30, 30, 4, "box got wet on bakkie"),
        ("DN 3310", "27/02/2025", "Moorreesburg", 120, 240, 240, 0, ""),
        ("DN 3318", "13/03/2025", "Chatsworth", 38, 76, 71, 2, "5 short"),
        ("DN 3319", "13/03/2025", "Kalbaskraal", 22, 44, 44, 0, ""),
        ("DN 3325", "27/03/2025", "Darling", 64, 128, 128, 1, ""),
        ("DN 3326", "27/03/2025", "Yzerfontein", 27, 54, 54, 0, "signed by cleaner"),
    ]
    titles, sent, got, bad = (sum(x[c] for x in log) for c in (3, 4, 5, 6))
    rows = [
        ["Delivery note", "Date", "Branch", "Titles", "Books sent", "Books received", "Spoilt", "Remarks"],
        *[list(x) for x in log],
        ["", "", "TOTAL", titles, sent, got, bad, ""],
    ]
    return Shape(
        id="depot-delivery-notes",
        what="CSV of delivery notes to branches in South Africa: titles, books sent, received and spoilt, a total.",
        file="delivery notes Q1.csv",
        content=csv_of(rows, ";"),
        row_is="book-lot",
        expect=(books("shipped", sent), books("received", got), *NO_ATTENDANCE, *NO_MONEY),
        never=wrong_figures(
            "books_at_stage", 2 * sent, 2 * got, titles, 2 * titles, bad, 2 * bad, sent + titles
        ),
    )


DELIVERIES_AND_AGREEMENTS: tuple[Shape, ...] = (
    build_aklat_drive_schools(),
    build_ghana_box_deliveries(),
    build_donaciones_lotes(),
    build_bins_and_shelters(),
    build_partner_contacts_us(),
    build_mou_renewals(),
    build_volunteer_hours_grid(),
    build_aportes_convenios(),
    build_summer_reading_signup(),
    build_depot_delivery_notes(),
)
