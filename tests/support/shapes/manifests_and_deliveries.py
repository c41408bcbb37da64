"""Manifests, packing lists and records of books sent and received."""

from __future__ import annotations

from datetime import date
from statistics import median

from tests.support.shapes.definition import (
    NO_ATTENDANCE,
    Shape,
    books,
    figure,
    larger_figures,
    other_figures,
    wrong_figures,
)
from tests.support.shapes.files import book_of, csv_of


def build_deliveries_uganda() -> Shape:
    """Uganda: books for schools."""
    lots = [
        ("Bwera P/S", "12/3/25", 120, "14/3/25", 118, "2 missing in box 3"),
        ("Kisinga Parents", "12/3/25", 80, "14/3/25", 80, None),
        ("Nyabirongo P/S", "13/3/25", 100, "20/3/25", 97, "rain damaged 3"),
        ("Kitholhu SS", "19/3/25", 150, "21/3/25", 150, None),
        ("Ihandiro Health Centre (ward library)", "19/3/25", 40, "26/3/25", 40, "boda boda"),
        ("Mpondwe Customs P/S", "26/3/25", 110, "27/3/25", 104, "6 gone at the road block"),
        ("Karambi community", "26/3/25", 60, None, None, "not yet confirmed, phone off"),
        ("Rwenzori Deaf School", "2/4/25", 75, "4/4/25", 75, "large print"),
    ]
    s, r = sum(x[2] for x in lots), sum(x[4] or 0 for x in lots)
    rows = [
        ["BOOK DISTRIBUTION TERM ONE 2025"],
        [],
        ["S/N", "Destination", "Date sent", "Books sent", "Date recvd", "Books recvd", "Remarks"],
        *[[i, *x] for i, x in enumerate(lots, 1)],
        [None, "GRAND TOTAL", None, s, None, r],
        [],
        ["Transport by Masereka (pick-up UAX)."],
    ]
    return Shape(
        id="deliveries-uganda",
        what="Ugandan deliveries: books sent and received by place, one not confirmed, a total row.",
        file="Book distribution T1.xlsx",
        content=book_of(("Distribution", rows, ["A1:G1"])),
        row_is="book-lot",
        expect=(
            books("shipped", s),
            books("received", r),
            figure("attendance_total", None),
            figure("cost_cash", None),
        ),
        never=(*larger_figures("books_at_stage", s, 2 * s, 2 * r, s + r), *wrong_figures("cost_cash", s, r)),
        privacy=("Masereka",),
    )


def build_books_relief() -> Shape:
    # place, language, packed, arrived, given to children
    """Philippines: books for an island after a typhoon."""
    lots = [
        (
            "Manila hub > Virac",
            [
                ("Bigaa ES", "Filipino", 130, 130),
                ("Bigaa ES", "English", 70, 66),
                ("Gogon Day Care", "Filipino", 45, 45),
            ],
        ),
        (
            "Manila hub > San Andres",
            [
                ("Codon ES", "Filipino", 110, 102),
                ("Codon ES", "English", 85, 85),
                ("Evac. center, gym", "Filipino", 60, 58),
            ],
        ),
        (
            "Naga > Caramoran",
            [
                ("Toytoy ES", "Bikol", 38, 38),
                ("Toytoy ES", "Filipino", 92, 90),
                ("Datag ES", "English", 55, None),
            ],
        ),
    ]
    rows = [
        ["Books for Catanduanes - what left and what arrived"],
        [],
        ["Drop point", "Language", "Qty. shipped", "Qty. received", "Shortage", "Signed by"],
    ]
    s = r = 0
    signers = iter(
        [
            "Ma'am Ivy",
            "Ma'am Ivy",
            "Tchr Lot",
            "Sir Boyet",
            "Sir Boyet",
            "MDRRMO",
            "Ma'am Cora",
            "Ma'am Cora",
            "di pa nakakarating, nasa pier pa",
        ]
    )
    for label, items in lots:
        rows.append([label.upper()])
        rows += [
            [place, language, a, b, a - b if b is not None and a != b else None, next(signers)]
            for place, language, a, b in items
        ]
        x, y = sum(i[2] for i in items), sum(i[3] or 0 for i in items)
        rows += [["subtotal", None, x, y], []]
        s, r = s + x, r + y
    rows.append(["ALL ROUTES", None, s, r])
    return Shape(
        id="books-relief",
        what="Philippine relief books by route: shipped and received by place and language, subtotals, one lot on the way.",
        file="Catanduanes books.xlsx",
        content=book_of(("Shipments", rows, ["A1:F1"])),
        row_is="book-lot",
        expect=(books("shipped", s), books("received", r), *NO_ATTENDANCE),
        never=(
            *larger_figures("books_at_stage", s, 2 * s, 3 * s, 2 * r, 3 * r, s + r),
            *wrong_figures("cost_cash", s, r),
        ),
    )


def build_island_manifest_districts() -> Shape:
    """Philippines: books by boat to three districts."""
    districts = [
        (
            "LUBANG DISTRICT",
            [
                ("Tilik Central School", 6, 312, "1/12/2026", "1/15/2026", 312, "A. Insigne"),
                ("Maligaya ES", 3, 145, "1/12/2026", "1/16/2026", 141, "R. Torreliza - 4 basa, di na mabasa"),
                ("Vigo ES", 2, 98, "1/12/2026", "1/19/2026", 98, "M. Zubiri"),
            ],
        ),
        (
            "LOOC DISTRICT",
            [
                ("Agkawayan ES", 4, 201, "1/20/2026", "1/22/2026", 199, "2 kulang"),
                ("Bulacan ES", 2, 87, "1/20/2026", None, None, "nasa pantalan pa, walang biyahe"),
            ],
        ),
        (
            "GOLO ISLAND",
            [
                ("Talaotao ES", 3, 133, "1/20/2026", "2/2/2026", 133, "C. Tria"),
                ("Ambil ES", 1, 40, "1/20/2026", "2/2/2026", 40, "c/o brgy. captain"),
            ],
        ),
    ]
    lots = [x for _, d in districts for x in d]
    boxes, shipped = sum(x[1] for x in lots), sum(x[2] for x in lots)
    got = sum(x[5] or 0 for x in lots)
    rows = [
        ["BOOKS ACROSS THE SEA - DELIVERY MANIFEST"],
        ["Occidental Mindoro, January 2026"],
        [],
        [
            "School",
            "No. of boxes",
            "Books shipped",
            "Date shipped",
            "Date received",
            "Books received",
            "Received by / remarks",
        ],
    ]
    for name, d in districts:
        rows += [
            [name],
            *map(list, d),
            [
                "Sub-total",
                sum(x[1] for x in d),
                sum(x[2] for x in d),
                None,
                None,
                sum(x[5] or 0 for x in d),
                None,
            ],
        ]
    rows += [["GRAND TOTAL", boxes, shipped, None, None, got, "as of Feb. 3"]]

    def day(typed: str) -> date:
        month, number, year = map(int, typed.split("/"))
        return date(year, month, number)

    days = [(day(x[4]) - day(x[3])).days for x in lots if x[4]]
    merges = [
        "A1:G1",
        "A2:G2",
        *[f"A{i}:G{i}" for i, r in enumerate(rows, 1) if len(r) == 1 and r[0] in {n for n, _ in districts}],
    ]
    return Shape(
        id="island-manifest-districts",
        what="Philippine manifest by district: boxes, books shipped and received, subtotals, one lot on the way.",
        file="manifest jan 2026.xlsx",
        content=book_of(("Manifest", rows, merges)),
        row_is="delivery",
        expect=(books("shipped", shipped), books("received", got), figure("days_to_deliver", median(days))),
        never=wrong_figures(
            "books_at_stage",
            2 * shipped,
            3 * shipped,
            2 * got,
            3 * got,
            boxes,
            2 * boxes,
            shipped + boxes,
            got + boxes,
        ),
    )


def build_title_packing_list() -> Shape:
    """Philippines: a publisher's packing list as it was checked."""
    lines = [
        (1, "9786214010031", "Ang Unang Baboy sa Langit", "Filipino", 25, 25, 0),
        (2, "9786214010178", "Si Pilong Patago-tago", "Filipino", 25, 24, 0),
        (3, "9789715089941", "Filemon Mamon", "Filipino/English", 30, 30, 1),
        (4, "9786214200412", "The Rocking Horse", "English", 15, 15, 0),
        (5, "9786214200559", "Hating Kapatid", "Filipino", 20, 0, 0),
        (6, "9786219550017", "An Bakunawa", "Bikol", 40, 40, 2),
        (7, "9786219550024", "Si Pagong asin si Amo", "Bikol", 40, 39, 0),
        (8, "9789715088722", "Araw sa Palengke", "Filipino", 25, 26, 0),
    ]
    ship, got, bad = (sum(x[i] for x in lines) for i in (4, 5, 6))
    rows = [
        ["PACKING LIST", None, None, "Ref.: PL-2025-0448"],
        ["Ship to:", "Aklatang Panlalawigan, Sorsogon City"],
        ["Shipped:", "October 6, 2025", None, "Received:", "October 14, 2025"],
        [],
        ["Line", "ISBN", "Title", "Language", "Qty shipped", "Qty received", "of which damaged", "Remarks"],
        *[
            [
                *x,
                {
                    2: "1 short",
                    5: "carton not in the truck - claim filed with courier",
                    7: "1 short",
                    8: "1 extra - keep per Ms. Lorna",
                }.get(x[0]),
            ]
            for x in lines
        ],
        [None, None, "TOTAL", None, ship, got, bad, None],
        [],
        ["Checked by: J. Balmaceda / D. Escandor, 10/15/25"],
    ]
    return Shape(
        id="title-packing-list",
        what="Packing list by title with ISBN: shipped, received and damaged among the received, one carton missing and one copy more.",
        file="PL-2025-0448 checked.xlsx",
        content=book_of(("PL", rows, [])),
        row_is="delivery",
        expect=(books("shipped", ship), books("received", got)),
        never=wrong_figures("books_at_stage", 2 * ship, 2 * got, ship + got, got + bad, bad),
    )


def build_island_manifest_boxes() -> Shape:
    """Philippines: numbered boxes to island schools."""
    boxes = [
        (1, "Kinder big books", 24, "Maniwaya ES", "7/14/2025", 24, "Ma'am Rowena", None),
        (2, "Gr 1-3 Filipino", 60, "Maniwaya ES", "7/14/2025", 60, "Ma'am Rowena", None),
        (
            3,
            "Gr 1-3 English",
            55,
            "Mongpong ES",
            "7/14/2025",
            53,
            "Sir Dexter",
            "2 pcs basa, di na tinanggap",
        ),
        (4, "Gr 4-6 Filipino", 48, "Mongpong ES", "7/14/2025", 48, "Sir Dexter", None),
        (5, "Encyclopedia set", 20, "Polo NHS", "7/21/2025", 20, "Ms. Lacsamana", None),
        (6, "Araling Panlipunan", 36, "Polo NHS", "7/21/2025", 35, "Ms. Lacsamana", "kulang 1"),
        (7, "Gr 1-3 Filipino", 60, "Salomague ES", "8/4/2025", None, None, "nasa pier pa, walang biyahe"),
        (8, "Coloring / activity", 75, "Salomague ES", "8/4/2025", None, None, "nasa pier pa"),
    ]
    sent, got = sum(b[2] for b in boxes), sum(b[5] or 0 for b in boxes)
    rows = [
        ["PROVINCIAL LIBRARY - Delivery manifest, 'Libro sa Isla' 2025"],
        [],
        [
            "Box No.",
            "Contents",
            "Copies",
            "Consignee",
            "Date shipped",
            "Copies received",
            "Received by",
            "Remarks",
        ],
        *boxes,
        ["8 boxes", None, f"{sent} copies", None, None, got, None, None],
        [],
        ["Released by: Nestor Rejano, Driver"],
    ]
    return Shape(
        id="island-manifest-boxes",
        what="Philippine manifest of boxes to island schools: copies shipped and received, two boxes on the way, a total row with a word in the cell.",
        file="manifest LIBRO SA ISLA.xlsx",
        content=book_of(("manifest", rows, [])),
        row_is="delivery",
        expect=(books("shipped", sent), books("received", got), figure("attendance_total", None)),
        never=(
            *wrong_figures("books_at_stage", 2 * sent, 2 * got, sent + got, 36 + sent + sent, 8, 8 + sent),
            *wrong_figures("attendance_total", got, sent),
        ),
    )


def build_acta_entrega() -> Shape:
    """Guatemala: book collections for schools."""
    schools = [
        ("EORM Chuacruz", "Sololá", 150, 150, 150, "12/05/2025", "18/05/2025"),
        ("EORM Pujujil II", "Sololá", 150, 140, 138, "12/05/2025", "19/05/2025"),
        ("EORM Xecotoj", "Sololá", 100, 100, 100, "12/05/2025", "18/05/2025"),
        ("Escuela La Ceibita", "Izabal", 200, 180, 171, "02/06/2025", "11/06/2025"),
        ("Escuela Río Salado", "Izabal", 120, None, None, None, None),
        ("Instituto Básico Cahaboncito", "Alta Verapaz", 90, 90, 90, "16/06/2025", "25/06/2025"),
    ]
    sums = [sum(s[i] or 0 for s in schools) for i in (2, 3, 4)]

    def cell(x: int | str | None) -> str:
        return "pendiente" if x is None else x if isinstance(x, str) else f"{x} libros"

    rows = [
        ["Proyecto «Mi primer estante»", "", "", "", "", "", "", ""],
        [
            "Escuela",
            "Departamento",
            "Ofrecidos",
            "Enviados",
            "Recibidos conforme",
            "Fecha de envío",
            "Fecha de recepción",
            "Observaciones",
        ],
        *[[s[0], s[1], *map(cell, s[2:]), "camino cortado" if s[3] is None else ""] for s in schools],
        ["Total", "", *[f"{x} libros" for x in sums], "", "", ""],
    ]
    return Shape(
        id="acta-entrega",
        what="Guatemalan CSV of book collections: promised, sent and received with 'libros' in the cells, one school pending.",
        file="entregas_estantes.csv",
        content=csv_of(rows),
        row_is="delivery",
        expect=tuple(
            books(stage, n) for n, stage in zip(sums, ("pledged", "shipped", "received"), strict=True)
        ),
        never=(
            *wrong_figures("books_at_stage", *[2 * x for x in sums], sums[0] + sums[1]),
            *wrong_figures("attendance_total", *sums),
        ),
    )


def build_truck_manifest() -> Shape:
    """Philippines: manifest of one trip of a truck."""
    stops = [
        ("1", "Cabalian Elementary", 4, 156, "P. Diongson", 156, None),
        ("2", "Himayangan ES", 3, 120, "R. Gaviola", 117, "3 missing, box 2 was torn"),
        ("3", "Day care Brgy. Catig", 1, 45, "Nanay Ising", 45, None),
        ("4", "Pangi Multigrade School", 2, 84, None, 0, "closed, fiesta - boxes back to library"),
        ("5", "Magbagacay Learning Hub", 5, 210, "J. Tirol", 212, "counted 2 more than list"),
        ("6", "Brgy. Hall reading corner, Lilo-an", 2, 70, "Kap. Ebe", 68, "2 wet"),
    ]
    boxes, out, there = (sum(s[i] for s in stops) for i in (2, 3, 5))
    rows = [
        ["DELIVERY MANIFEST"],
        ["Books for Southern Leyte - trip no. 3"],
        ["Truck:", "Elf, KAB 2214", None, "Driver:", "Dodong Mahinay"],
        ["Date out:", date(2026, 1, 17), None, "Date back:", date(2026, 1, 18)],
        [],
        [
            "Stop",
            "Delivered to",
            "Boxes",
            "Books per list",
            "Received by",
            "Books counted on arrival",
            "Short / over",
            "Remarks",
        ],
        *[[*s[:6], s[5] - s[3] or None, s[6]] for s in stops],
        [None, "TOTAL", boxes, out, None, there, there - out, None],
        [],
        ["Released by: Library warehouse, Emy Sotto"],
    ]
    return Shape(
        id="truck-manifest",
        what="Philippine truck manifest: books on the list and counted on arrival, the difference, one school closed.",
        file="manifest trip3.xlsx",
        content=book_of(("Trip 3", rows, ["A1:H1", "A2:H2"])),
        row_is="delivery",
        expect=(books("shipped", out), books("received", there)),
        never=(
            *other_figures(
                "books_at_stage",
                (out, there),
                2 * out,
                2 * there,
                boxes,
                2 * boxes,
                out + boxes,
                there + boxes,
            ),
            *other_figures("attendance_total", (), out, there),
        ),
    )


def build_actas_entrega() -> Shape:
    """Peru: records of delivery to rural libraries."""
    sent = [
        ("12/02/2026", "Acta 001", "C.E.I. Huancarani", 35, 25, "20/02/2026", 60, None),
        (
            "12/02/2026",
            "Acta 002",
            "I.E. 50412 Paucarpata",
            60,
            40,
            "25/02/2026",
            98,
            "faltaron 2 en quechua",
        ),
        ("12/02/2026", "Acta 003", "I.E. 50640 Mollebamba", 40, 40, "27/02/2026", 80, None),
        ("03/03/2026", "Acta 004", "I.E. 501 Checca", 25, 30, "11/03/2026", 55, None),
        (
            "03/03/2026",
            "Acta 005",
            "I.E. 50733 Tumibamba",
            50,
            45,
            None,
            None,
            "carga en Sicuani, carretera cortada",
        ),
        ("10/03/2026", "Acta 006", "C.E.I. Ayarcachi", 20, 20, "19/03/2026", 39, "1 mojado"),
        ("10/03/2026", "Acta 007", "I.E. 50901 Quehue", 45, 55, None, None, "en camino"),
    ]
    spanish, quechua = sum(s[3] for s in sent), sum(s[4] for s in sent)
    out, there = spanish + quechua, sum(s[6] or 0 for s in sent)
    rows = [
        ["DOTACIÓN DE LIBROS - RED DE BIBLIOTECAS RURALES"],
        ["Control de actas de entrega, al 25 de marzo de 2026"],
        [],
        [
            "Fecha de envío",
            "N.° de acta",
            "Institución",
            "Libros enviados",
            None,
            None,
            "Fecha de recepción",
            "Libros recibidos (según acta firmada)",
            "Observaciones",
        ],
        [None, None, None, "Castellano", "Quechua", "Total", None, None, None],
        *[[*s[:5], s[3] + s[4], *s[5:]] for s in sent],
        ["TOTAL", None, None, spanish, quechua, out, None, there, None],
    ]
    return Shape(
        id="actas-entrega",
        what="Peruvian records of delivery: books sent in two languages and in total, received later, two lots on the way.",
        file="actas de entrega.xlsx",
        content=book_of(
            ("Actas", rows, ["A1:I1", "A2:I2", "A4:A5", "B4:B5", "C4:C5", "D4:F4", "G4:G5", "H4:H5", "I4:I5"])
        ),
        row_is="delivery",
        expect=(books("shipped", out), books("received", there)),
        never=(
            *other_figures(
                "books_at_stage",
                (out, there, spanish, quechua),
                2 * out,
                3 * out,
                4 * out,
                2 * there,
                out + there,
            ),
            *other_figures("attendance_total", (), out, there),
        ),
    )


def build_consignments() -> Shape:
    """Kenya: consignments of donated books."""
    lots = [
        ("BK-01", "Hands Across Readers (UK)", 800, 19, 40, "Mombasa 14/01/2026", 758),
        ("BK-02", "Hands Across Readers (UK)", 600, 15, 40, "Mombasa 14/01/2026", 600),
        ("BK-03", "Uhuru Publishers, Nairobi", 250, 10, 25, "by lorry 22/01/2026", 250),
        ("BK-04", "Diaspora Mothers, Minneapolis", 1000, 18, 50, "Mombasa 09/02/2026", 871),
        ("BK-05", "Uhuru Publishers, Nairobi", 300, 9, 25, "by lorry 20/02/2026", 225),
    ]
    pledged, cartons, there = (sum(x[i] for x in lots) for i in (2, 3, 6))
    shipped = sum(x[3] * x[4] for x in lots)
    rows = [
        [
            "Consignment no.",
            "Donor",
            "Books pledged",
            "Cartons shipped",
            "Books per carton",
            "Books shipped",
            "Arrival",
            "Books received in store",
        ],
        *[[*x[:5], x[3] * x[4], *x[5:]] for x in lots],
        ["", "TOTAL", pledged, cartons, "", shipped, "", there],
    ]
    return Shape(
        id="consignments",
        what="Kenyan CSV of consignments: pledged, cartons times books per carton, shipped and received.",
        file="consignments_2026.csv",
        content=csv_of(rows),
        row_is="delivery",
        expect=(books("pledged", pledged), books("shipped", shipped), books("received", there)),
        never=(
            *other_figures(
                "books_at_stage",
                (pledged, shipped, there),
                2 * pledged,
                2 * shipped,
                2 * there,
                cartons,
                2 * cartons,
                180,
                cartons + shipped,
            ),
        ),
    )


MANIFESTS_AND_DELIVERIES: tuple[Shape, ...] = (
    build_deliveries_uganda(),
    build_books_relief(),
    build_island_manifest_districts(),
    build_title_packing_list(),
    build_island_manifest_boxes(),
    build_acta_entrega(),
    build_truck_manifest(),
    build_actas_entrega(),
    build_consignments(),
)
