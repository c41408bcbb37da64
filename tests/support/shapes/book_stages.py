"""Book drives and deliveries: books promised, collected, usable, sent and received."""

from __future__ import annotations

from datetime import date
from statistics import median

from tests.support.shapes.definition import (
    NO_ATTENDANCE,
    NO_MONEY,
    NO_VISITS,
    Shape,
    books,
    figure,
    other_figures,
    wrong_figures,
)
from tests.support.shapes.files import Formula, book_of, csv_of, sum_formula


def build_book_drive() -> Shape:
    """Philippine book drive by donor."""
    log = [
        ("Ateneo de Zamboanga SHS", "boxes 1-6", 300, 282, 214, 214, 214, "for Brgy. Labuan"),
        ("Pilar College", "boxes 7-9", 150, 131, 118, 118, 115, "3 nabasa"),
        ("Batch 2001 Zambo High", "boxes 10-12", 120, 140, 96, 96, 96, "more than pledged"),
        ("SM Store customers", "boxes 13-15", 100, 174, 88, 88, None, "in transit, Weesam"),
        ("LGU employees", "boxes 16-17", 80, 65, 52, 52, 52, None),
        ("Sta. Maria Parish", "box 18", 50, 41, 17, None, None, "mostly old magazines, hold"),
        ("FB post donors", "boxes 19-22", 200, 188, 161, 161, 158, None),
        ("NBS Mindpro", "boxes 23-24", 100, 100, 100, 100, None, "in transit"),
        ("WMSU Lib Sci org", "box 25", 60, 57, 49, 49, 49, None),
    ]
    sums = [sum(x[c] or 0 for x in log) for c in range(2, 7)]
    end = 5 + len(log)
    rows = [
        ["PROJECT AKLAT PARA SA ISLA"],
        ["Book drive monitoring (no. of BOOKS)"],
        [],
        ["Donor / source", "Boxes", "From donor", None, "At the library", None, "At the island", "Remarks"],
        [None, None, "Pledged", "Collected", "Usable", "Shipped", "Received", None],
        *[list(x) for x in log],
        ["TOTAL", "25 boxes", *[sum_formula(c, 6, end, v) for c, v in zip("CDEFG", sums, strict=True)]],
    ]
    stages = ("pledged", "collected", "usable", "shipped", "received")
    return Shape(
        id="book-drive",
        what="Philippine book drive by donor: pledged, collected, usable, shipped and received under a two-row heading, box numbers, lots in transit blank, total by formula.",
        file="aklat para sa isla monitoring.xlsx",
        content=book_of(
            ("Monitoring", rows, ["A1:H1", "A2:H2", "C4:D4", "E4:F4", "A4:A5", "B4:B5", "H4:H5"])
        ),
        row_is="book-lot",
        expect=(
            *[figure("books_at_stage", v, stage=s) for s, v in zip(stages, sums, strict=True)],
            *NO_VISITS,
            *NO_MONEY,
        ),
        never=(*[("books_at_stage", 2 * v) for v in sums], *wrong_figures("attendance_total", *sums)),
    )


def build_deliveries_colombia() -> Shape:
    """Colombian deliveries of books to villages."""
    log = [
        (date(2025, 2, 4), "Esc. Rural La Cumbre", 60, 60, date(2025, 2, 6), None),
        (date(2025, 2, 4), "Esc. Rural El Hato", 45, 43, date(2025, 2, 7), "2 perdidos"),
        (date(2025, 2, 11), "Puesto de salud Las Brisas", 20, 20, date(2025, 2, 12), None),
        (date(2025, 2, 18), "Inst. Educ. San Antonio", 120, 118, date(2025, 2, 19), "2 mojados, devueltos"),
        (date(2025, 2, 25), "Vereda Palo Blanco (JAC)", 35, 35, date(2025, 3, 3), "en mula"),
        (date(2025, 3, 4), "Esc. Rural Monteloro", 50, 50, date(2025, 3, 6), None),
        (date(2025, 3, 11), "Hogar comunitario Estrellitas", 30, 30, date(2025, 3, 11), None),
        (date(2025, 3, 18), "Esc. Rural El Hato", 40, 40, date(2025, 3, 21), "segunda entrega"),
        (date(2025, 3, 25), "Resguardo Cañamomo", 75, None, None, "vía cerrada, en espera"),
        (date(2025, 4, 1), "Esc. Rural La Cumbre", 25, 25, date(2025, 4, 2), None),
    ]
    sent, got = sum(x[2] for x in log), sum(x[3] or 0 for x in log)
    rows = [
        ["BIBLIOTECA PÚBLICA DE RIOSUCIO"],
        ["Maletas viajeras: entregas de libros a veredas, 2025"],
        [],
        [
            "Fecha de envío",
            "Lugar",
            "Libros enviados",
            "Libros recibidos",
            "Fecha de recibido",
            "Observaciones",
        ],
        *[list(x) for x in log],
        [None, "Total", sent, got],
    ]
    return Shape(
        id="deliveries-colombia",
        what="Colombian deliveries of books to villages: day sent, place, books sent, books received, day received, one on hold, a total row.",
        file="maletas viajeras 2025.xlsx",
        content=book_of(("Entregas", rows, ["A1:F1", "A2:F2"])),
        row_is="book-lot",
        expect=(
            figure("books_at_stage", sent, stage="shipped"),
            figure("books_at_stage", got, stage="received"),
            *NO_VISITS,
            *NO_MONEY,
        ),
        or_none=(figure("days_to_deliver", float(median((x[4] - x[0]).days for x in log if x[4]))),),
        never=(
            *wrong_figures("books_at_stage", 2 * sent, 2 * got, sent + got, len(log)),
            *wrong_figures("attendance_total", sent, got, sent + got),
        ),
    )


def build_aklat_batanes() -> Shape:
    """Book drive among schools in the Philippines."""
    lots = [
        ("Mabini Elem. School", 150, 132, 101, None),
        ("St. Therese Academy", 200, 246, 219, "may encyclopedia"),
        ("Rizal NHS", 100, 64, 38, "luma na karamihan"),
        ("Bonifacio ES", 80, 80, 71, None),
        ("Montessori de Sta. Cruz", 120, 95, 95, "puro bago!"),
        ("Kapitolyo employees", 50, 41, 30, None),
        ("Parish Youth", 60, None, None, "sa Linggo pa ihahatid"),
        ("Rotaract", 75, 88, 79, None),
        ("Puregold drop box", None, 57, 22, "binasa ng ulan ang iba"),
    ]
    sums = [sum(x[j] or 0 for x in lots) for j in (1, 2, 3)]
    rows = [
        ["AKLAT PARA SA BATANES"],
        ["(bilang ng libro)"],
        [],
        ["Galing sa", "Pinangako", "Nakolekta", "Magagamit pa", "Puna"],
        *[list(x) for x in lots],
        ["KABUUAN", *sums],
        [],
        ["Ang hindi magagamit ay ibinigay sa junk shop, P4/kilo."],
    ]
    return Shape(
        id="aklat-batanes",
        what="Filipino list of a book drive: promised, collected and still usable by giver, one lot not brought yet, one never promised, totals.",
        file="Aklat para sa Batanes.xlsx",
        content=book_of(("Listahan", rows, ["A1:E1", "A2:E2"])),
        row_is="book-lot",
        expect=(
            figure("books_at_stage", sums[0], stage="pledged"),
            figure("books_at_stage", sums[1], stage="collected"),
            figure("books_at_stage", sums[2], stage="usable"),
            figure("attendance_total", None),
        ),
        never=(
            *wrong_figures("books_at_stage", *[2 * s for s in sums], sums[0] + sums[1], sum(sums)),
            *wrong_figures("participants_unique", len(lots), len(lots) + 1),
        ),
    )


def build_readers_delivery() -> Shape:
    """Delivery of supplementary readers to schools in Nigeria."""
    log = [
        ("10/2/25", "LEA Primary, Gwako", 12, 120, "13/2/25", 120, "OK", "Headmistress"),
        ("10/2/25", "LEA Primary, Paso", 12, 150, "14/2/25", 146, "4 short", "Mr. Audu"),
        ("11/2/25", "UBE Dobi", 8, 90, "11/2/25", 90, "OK", "Mrs. Tanko"),
        ("18/2/25", "Community Sch. Kutunku", 15, 200, "24/2/25", 187, "13 soaked by rain", "PTA chair"),
        ("18/2/25", "Jss Gwagwalada North", 10, 110, "20/2/25", 110, "OK", "Librarian"),
        ("4/3/25", "LEA Tunga Maje", 12, 140, "7/3/25", 140, "OK", "Mal. Shehu"),
        ("4/3/25", "Nomadic Sch. Rafin Zurfi", 6, 60, None, None, "driver yet to return", None),
        ("12/3/25", "LEA Zuba", 12, 160, "12/3/25", 158, "2 missing", "Assist. HM"),
        ("12/3/25", "Orphanage, Dagiri", 9, 75, "15/3/25", 75, "OK, very happy", "Sister Monica"),
    ]
    sent, got, titles = sum(x[3] for x in log), sum(x[5] or 0 for x in log), sum(x[2] for x in log)
    rows = [
        ["SUPPLEMENTARY READERS - DELIVERY SCHEDULE (Phase 1)"],
        [
            "S/No",
            "Date sent",
            "School",
            "No. of titles",
            "Copies sent",
            "Date received",
            "Copies received",
            "Condition",
            "Signed by",
        ],
        *[[i, *x] for i, x in enumerate(log, 1)],
        [None, None, "Total", None, sent, None, got],
    ]
    return Shape(
        id="readers-delivery",
        what="Nigerian delivery schedule: titles, copies sent and received with both dates, shortages in words, one lot still on the way, totals.",
        file="delivery schedule phase 1.xlsx",
        content=book_of(("Phase 1", rows, ["A1:I1"])),
        row_is="book-lot",
        expect=(
            figure("books_at_stage", sent, stage="shipped"),
            figure("books_at_stage", got, stage="received"),
            *NO_ATTENDANCE[:2],
        ),
        never=(
            *wrong_figures("books_at_stage", 2 * sent, 2 * got, titles, sent + titles, sent + got),
            *wrong_figures("participants_unique", len(log), len(log) + 1, len(log) - 1),
        ),
    )


def build_libros_cerro() -> Shape:
    """Books sent to Andean villages, boxes and copies."""
    log = [
        ("Ccorimarca", 3, 118, 118, "Prof. Hilda", "completo"),
        ("Pampallacta", 2, 74, 71, "Sr. Quispe", "3 mojados"),
        ("Huayllay Alto", 4, 155, 155, "APAFA", None),
        ("San Juan de Iscos", 1, 40, 40, "Prof. Rubén", None),
        ("Chacapampa", 3, 122, None, None, "huaico, carretera cerrada"),
        ("Ulcumayo", 2, 80, 80, "Teniente gob.", None),
        ("Tres de Mayo", 2, 69, 66, "Sra. Yolanda", "faltaron 3"),
        ("Paccha", 5, 204, 204, "Biblioteca comunal", "pide más en quechua"),
    ]
    boxes, sent, got = (sum(x[j] or 0 for x in log) for j in (1, 2, 3))
    rows = [
        ['Campaña "Libros que suben el cerro"'],
        [None, "ENVIADO", None, "RECIBIDO", None, None],
        ["Comunidad", "Cajas", "Libros", "Libros", "Quién recibió", "Nota"],
        *[list(x) for x in log],
        ["Totales", boxes, sent, got],
        [],
        ["Transporte: camión de la municipalidad (gratis)"],
    ]
    return Shape(
        id="libros-cerro",
        what="Peruvian list of books sent to villages: boxes and books sent, books received, under a two-row heading; one lot stuck; totals.",
        file="envios campaña.xlsx",
        content=book_of(("Envíos", rows, ["A1:F1", "B2:C2", "D2:F2"])),
        row_is="book-lot",
        expect=(
            figure("books_at_stage", sent, stage="shipped"),
            figure("books_at_stage", got, stage="received"),
            *NO_ATTENDANCE[:2],
        ),
        never=wrong_figures("books_at_stage", 2 * sent, 2 * got, boxes, sent + boxes, sent + got),
        privacy=("Quispe",),
    )


def build_bins_september() -> Shape:
    """US collection bins, weekly."""
    log = [
        ("9/8", "Kroger", 4, 131, 98),
        ("9/8", "Post Office", 1, 27, 25),
        ("9/8", "Fire Station 2", 2, 60, 41),
        ("9/15", "Kroger", 5, 168, 120),
        ("9/15", "Post Office", 1, 33, 30),
        ("9/15", "Fire Station 2", 1, 22, 9),
        ("9/22", "Kroger", 3, 104, 77),
        ("9/22", "Post Office", 2, 51, 44),
        ("9/22", "Fire Station 2", "", "", ""),
        ("9/29", "Kroger", 6, 190, 133),
        ("9/29", "Post Office", 1, 30, 28),
        ("9/29", "Fire Station 2", 3, 88, 52),
    ]
    got, good = (sum(x[j] or 0 for x in log) for j in (3, 4))
    boxes = sum(x[2] or 0 for x in log)
    rows = [["Pickup date", "Bin", "Boxes", "Books collected", "Good enough to give", "Comment"]]
    for x in log:
        rows.append(
            [*x, "no one there to unlock" if x[2] == "" else "mostly Reader's Digest" if x[4] == 9 else ""]
        )
    rows.append(["September", "", boxes, got, good, ""])
    return Shape(
        id="bins-september",
        what="US CSV of collection bins: boxes, books collected and good enough by pick-up and bin, one bin not emptied, a row for the month.",
        file="bins.csv",
        content=csv_of(rows),
        row_is="book-lot",
        expect=(
            figure("books_at_stage", got, stage="collected"),
            figure("books_at_stage", good, stage="usable"),
            *NO_ATTENDANCE[:2],
        ),
        never=wrong_figures("books_at_stage", 2 * got, 2 * good, boxes, 2 * boxes, got + boxes, got + good),
    )


def build_book_drive_points() -> Shape:
    """US: a newspaper's book drive by drop point."""
    points = [
        ("Courier front desk", 300, 412, 365, 365, 361),
        ("St. Olaf's parish", 200, 186, 149, 149, 149),
        ("Hillcrest School", 250, 297, 281, 280, 280),
        ("Fire station 2", 100, 64, 41, 41, 40),
        ("Tri-County Credit Union", 150, 133, 120, 118, None),
    ]
    sums = [sum(p[i] or 0 for p in points) for i in range(1, 6)]
    rows = [
        ["'Every Kid a Book' - where are we?"],
        ["after sorting day, Dec 6"],
        [],
        [
            "Drop point",
            "Books promised",
            "Books collected",
            "Fit to give",
            "% fit",
            "Books sent to schools",
            "Books received by schools",
        ],
        *[
            [p[0], p[1], p[2], p[3], f"{p[3] / p[2]:.0%}", p[4], p[5] if p[5] is not None else "no word yet"]
            for p in points
        ],
        ["TOTAL", sums[0], sums[1], sums[2], f"{sums[2] / sums[1]:.0%}", sums[3], sums[4]],
    ]
    stages = ("pledged", "collected", "usable", "shipped", "received")
    return Shape(
        id="book-drive-points",
        what="US book drive by drop point: promised, collected, usable, sent and received, one without an answer yet, a total row.",
        file="where are we.xlsx",
        content=book_of(("drive", rows, ["A1:G1", "A2:G2"])),
        row_is="delivery",
        expect=(*(books(s, v) for s, v in zip(stages, sums, strict=True)), figure("attendance_total", None)),
        never=(
            *other_figures("books_at_stage", sums, *(2 * s for s in sums), sum(sums), sums[4] + points[4][4]),
            *other_figures("attendance_total", (), *sums),
        ),
    )


def build_school_manifest() -> Shape:
    """Spain: delivery of a museum's books to a school."""
    titles = [
        ("9788490000117", "El museo por dentro", "cartoné", 12, 12, None),
        ("9788490000223", "Lorca para niños", "rústica", 30, 29, "1 mojado"),
        ("9788490000314", "Diccionario de arte escolar", "cartoné", 6, 6, None),
        ("9788490000421", "Cuentos del Prado pequeño", "rústica", 30, 30, None),
        ("9788490000520", "Mi primer Goya", "cartoné", 15, 14, "falta 1, reclamado"),
        ("9788490000611", "Poesía en la pared", "rústica", 25, 25, None),
        ("9788490000728", "Atlas de animales pintados", "cartoné", 8, 0, "no vino la caja 4"),
    ]
    sent, got = sum(b[3] for b in titles), sum(b[4] for b in titles)
    rows = [
        ["ALBARÁN DE ENTREGA N.º 2025/037"],
        [
            "De:",
            "Museo de la Imprenta y el Papel - Programa Bibliotecas Amigas",
            None,
            None,
            "Fecha de envío:",
            date(2025, 3, 11),
        ],
        ["A:", "CEIP Rosa Chacel (biblioteca escolar)", None, None, "Recibido el:", date(2025, 3, 14)],
        [],
        ["ISBN", "Título", "Encuadernación", "Ejemplares enviados", "Ejemplares recibidos", "Incidencias"],
        *[list(b) for b in titles],
        [None, "Total ejemplares", None, Formula("=SUM(D6:D12)", sent), Formula("=SUM(E6:E12)", got), None],
        [None, f"Títulos: {len(titles)}"],
        [],
        ["Recibí conforme:", "Amparo Luengo, bibliotecaria escolar"],
    ]
    return Shape(
        id="school-manifest",
        what="Spanish delivery note of books by title: copies sent and received, remarks on missing ones, totals as formulas.",
        file="albaran 2025-037.xlsx",
        content=book_of(("Albarán", rows, ["A1:F1"])),
        row_is="delivery",
        expect=(
            books("shipped", sent),
            books("received", got),
            figure("attendance_total", None),
            figure("cost_cash", None),
        ),
        never=(
            *other_figures("books_at_stage", [sent, got], 2 * sent, 2 * got, sent + got, len(titles)),
            *other_figures("attendance_total", (), sent, got),
        ),
    )


def build_relief_boxes() -> Shape:
    """Philippines: boxes of books for schools on an island."""
    boxes = [
        ("B-01", "storybooks, Bisaya", 48, date(2025, 12, 2), date(2025, 12, 9), 48, None),
        ("B-02", "storybooks, English", 52, date(2025, 12, 2), date(2025, 12, 9), 52, None),
        ("B-03", "Kinder workbooks", 75, date(2025, 12, 2), date(2025, 12, 9), 71, "4 wet"),
        ("B-04", "storybooks, Filipino", 44, date(2025, 12, 2), date(2025, 12, 11), 44, None),
        ("B-05", "reference, Gr. 4-6", 31, date(2025, 12, 5), date(2025, 12, 15), 30, "1 short"),
        ("B-06", "storybooks, Bisaya", 50, date(2025, 12, 5), None, None, "still at the pier"),
        (
            "B-07",
            "coloring books + crayons",
            60,
            date(2025, 12, 5),
            date(2025, 12, 15),
            60,
            "60 coloring books",
        ),
    ]
    packed, arrived = sum(b[2] for b in boxes), sum(b[5] or 0 for b in boxes)
    rows = [
        ["BOOKS FOR NORTHERN ISLAND SCHOOLS - box list"],
        ["Count by piece. One line = one box."],
        [],
        ["Box", "Content", "Books sent (pcs)", "Shipped on", "Arrived on", "Books received (pcs)", "Remarks"],
        *[list(b) for b in boxes],
        [f"{len(boxes)} boxes", None, packed, None, f"{len(boxes) - 1} boxes", arrived, None],
        [],
        ["Shipping care of Coast Guard auxiliary, free of charge"],
    ]
    return Shape(
        id="relief-boxes",
        what="Philippine list of boxes: books sent and received, some wet or missing, one box not yet arrived, a total row.",
        file="box list dec.xlsx",
        content=book_of(("Boxes", rows, ["A1:G1", "A2:G2"])),
        row_is="delivery",
        expect=(books("shipped", packed), books("received", arrived), figure("cost_cash", None)),
        never=other_figures(
            "books_at_stage",
            [packed, arrived],
            2 * packed,
            2 * arrived,
            packed + arrived,
            arrived + 50,
            len(boxes),
            len(boxes) - 1,
        ),
    )


def build_bolivia_handover() -> Shape:
    """Bolivia: books handed over to villages."""
    towns = {
        "Municipio Chayanta": [
            ("Chaquipampa", "12/03/2025", 24, 30, 4, "Prof. Zenón Ari"),
            ("Kollpa Mayu", "12/03/2025", 18, 22, 3, "Junta escolar"),
            ("Irupata", "13/03/2025", 15, 0, 2, "Prof. Nilda Paco"),
        ],
        "Municipio Pocoata": [
            ("Tipa Tipa", "19/03/2025", 30, 35, 5, "Dir. Hugo Flores"),
            ("Molle Pujru", "20/03/2025", 12, 14, 1, "Mallku comunal"),
        ],
    }
    every = [r for t in towns.values() for r in t]
    total = sum(sum(r[2:5]) for r in every)
    kinds = [sum(r[i] for r in every) for i in (2, 3, 4)]
    rows = [
        ["ACTA CONSOLIDADA DE LIBROS RECIBIDOS POR LAS COMUNIDADES - GESTIÓN 2025"],
        [],
        ["Comunidad", "Fecha", "Libros recibidos", None, None, None, "Recibió (firma y sello)"],
        [None, None, "Cuentos", "Textos", "Diccionarios", "Total libros", None],
    ]
    for town, own in towns.items():
        rows.append([town.upper()])
        rows += [[*r[:5], sum(r[2:5]), r[5]] for r in own]
        rows.append(
            [
                "Subtotal",
                None,
                *[sum(r[i] for r in own) for i in (2, 3, 4)],
                sum(sum(r[2:5]) for r in own),
                None,
            ]
        )
    rows.append(["TOTAL GENERAL", None, *kinds, total, None])
    return Shape(
        id="bolivia-handover",
        what="Bolivian record of books that communities received: three kinds across, subtotals by municipality, a grand total.",
        file="acta consolidada libros.xlsx",
        content=book_of(("Acta", rows, ["A1:G1", "A3:A4", "B3:B4", "C3:F3", "G3:G4"])),
        row_is="delivery",
        expect=(books("received", total), figure("attendance_total", None)),
        never=(
            *other_figures("books_at_stage", total, 2 * total, 3 * total, 4 * total, 6 * total),
            *other_figures("attendance_total", (), total),
        ),
    )


BOOK_STAGES: tuple[Shape, ...] = (
    build_book_drive(),
    build_deliveries_colombia(),
    build_aklat_batanes(),
    build_readers_delivery(),
    build_libros_cerro(),
    build_bins_september(),
    build_book_drive_points(),
    build_school_manifest(),
    build_relief_boxes(),
    build_bolivia_handover(),
)
