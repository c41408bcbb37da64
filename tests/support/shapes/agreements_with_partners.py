"""Contacts, agreements and commitments of partners, and contacts of volunteers."""

from __future__ import annotations

from datetime import date

from tests.support.shapes.definition import (
    NO_ATTENDANCE,
    NO_MONEY,
    Shape,
    figure,
    other_figures,
    wrong_figures,
)
from tests.support.shapes.files import book_of, csv_of, sum_formula


def build_partner_contacts_ph() -> Shape:
    """Philippines: a municipal library's partners."""
    rows = [
        ["LIST OF PARTNERS / LINKAGES (as of Sept. 2025)"],
        ["Municipal Library of Santa Lucia"],
        [],
        ["#", "Agency", "Contact person", "Designation", "Mobile no.", "What they can help with", "Since"],
        [
            1,
            "DepEd Santa Lucia District",
            "Mrs. Felicidad Arboleda",
            "PSDS",
            "0917-555-0142",
            "pupils, reading teachers",
            2019,
        ],
        [2, "MSWDO", "Ms. Gina Rabanal", "SWO II", "0998-555-0177", "4Ps families", 2020],
        [
            3,
            "Rotary Club of SL",
            "Engr. Noel Sibayan",
            "President 25-26",
            "0920-555-0119",
            "sponsor - books, snacks",
            2021,
        ],
        [4, "Sta. Lucia Water District", "c/o admin", None, "(077) 555-0130", "drinking water", 2023],
        [
            5,
            "PNP Santa Lucia",
            "PSSg Dela Torre",
            "PCR PNCO",
            "0915-555-0188",
            "security, storyteller in uniform",
            2022,
        ],
        [6, "Ladies of Charity", "Mrs. Nena Gorospe", "Treas.", None, "feeding, 50 kids max", 2018],
        [7, "Brgy. Nagsayaoan", "Kap. Rudy Pajarillo", "PB", "0939-555-0155", "venue, tricycle", 2019],
        [
            8,
            "NNHS Supreme Student Gov't",
            "Kyla Domingo",
            "SSG Pres.",
            "messenger only",
            "volunteers 10-15",
            2024,
        ],
        [],
        ["Pls. update numbers after the barangay election."],
    ]
    return Shape(
        id="partner-contacts-ph",
        what="Philippine contact list of partners; no figures.",
        file="Linkages 2025.xlsx",
        content=book_of(("Partners", rows, ["A1:G1", "A2:G2"])),
        row_is="partner",
        expect=(*NO_ATTENDANCE, *NO_MONEY),
        never=(*wrong_figures("attendance_total", 50, 36, 60), ("sessions_held", 8)),
        privacy=("Arboleda", "0917-555-0142"),
    )


def build_convenios_honduras() -> Shape:
    """Honduras: agreements with institutions."""
    rows = [
        [
            "Institución",
            "No. convenio",
            "Firmado",
            "Vence",
            "Qué aporta la contraparte",
            "Qué aporta la biblioteca",
            "Estado",
        ],
        [
            "Alcaldía Municipal de Gracias",
            "AM-014-2023",
            "12-ene-2023",
            "12-ene-2027",
            "local y energía",
            "informe anual",
            "vigente",
        ],
        [
            "Plan Sur (ONG)",
            "S/N",
            "3-mar-2024",
            "3-mar-2026",
            "L. 40,000 por año",
            "talleres en 6 aldeas",
            "vigente, falta 2o desembolso",
        ],
        [
            "Instituto Ramón Rosa",
            "02-2024",
            "19-abr-2024",
            "19-abr-2025",
            "alumnos de servicio social (12)",
            "constancias",
            "VENCIDO",
        ],
        [
            "Dirección Departamental de Educación",
            "DDE-L-88",
            "7-jun-2024",
            "indefinido",
            "permiso a maestros",
            "capacitación 2 al año",
            "vigente",
        ],
        [
            "Radio Celaque 98.1",
            "verbal",
            "2022",
            "-",
            "cuña diaria",
            "programa de lectura, domingos",
            "renovar por escrito",
        ],
        [
            "Cooperativa Nueva Vida",
            "CNV-3",
            "25-ago-2024",
            "25-ago-2025",
            "300 cuadernos",
            "logo en el mural",
            "VENCIDO, hablar con gerencia",
        ],
        ["Iglesia San Marcos", "verbal", "2021", "-", "salón parroquial", "-", "vigente"],
        [
            "Universidad (CURLE)",
            "en trámite",
            "-",
            "-",
            "practicantes",
            "espacio de práctica",
            "lo tiene el abogado",
        ],
    ]
    return Shape(
        id="convenios-honduras",
        what="Honduran CSV of agreements: what each side promises in words, dates and status.",
        file="convenios biblioteca.csv",
        content=csv_of(rows, ";", "utf-8-sig"),
        row_is="partner",
        expect=(*NO_ATTENDANCE, figure("cost_cash", None), figure("cash_balance", None)),
        never=(
            *wrong_figures("cost_cash", 40000),
            *wrong_figures("cash_balance", 40000),
            *wrong_figures("in_kind_value", 40000, 300, 40300),
            *wrong_figures("books_at_stage", 300),
            *wrong_figures("attendance_total", 12),
        ),
    )


def build_moa_register() -> Shape:
    """Philippines: register of agreements."""
    moas = [
        (
            "2023-01",
            "Schools Division of Sta. Rita",
            "Books and storytellers",
            "Venue, list of slow readers",
            "June 1, 2023",
            3,
            5,
            "for renewal 2026",
        ),
        (
            "2023-04",
            "Kiwanis Club of Sta. Rita",
            "Banner with logo at events",
            "Snacks for 4 events a year",
            "Sept. 12, 2023",
            2,
            3,
            "expired Sept 2025, not renewed",
        ),
        (
            "2024-02",
            "BJMP City Jail",
            "Reading corner, 2 visits a month",
            "Security and space",
            "March 4, 2024",
            3,
            4,
            "active",
        ),
        (
            "2025-01",
            "Sta. Rita State College (BLIS dept.)",
            "200 hrs practicum for interns",
            "6 interns each semester",
            "Jan. 20, 2025",
            5,
            7,
            "active",
        ),
        (
            "2025-03",
            "GMA Cable TV 12",
            "Content for kids' slot",
            "10-min airtime weekly",
            "July 15, 2025",
            1,
            2,
            "active, CSC to review",
        ),
    ]
    rows = [
        ["REGISTER OF MEMORANDA OF AGREEMENT - City Library of Sta. Rita"],
        [],
        [
            "MOA No.",
            "Partner",
            "What the library gives",
            "What the partner gives",
            "Date signed",
            "Term (years)",
            "Pages",
            "Status",
        ],
        *moas,
        [],
        ["Nothing follows. Total: 5 MOAs, 3 active, originals with City Legal Office."],
    ]
    return Shape(
        id="moa-register",
        what="Philippine register of agreements: what each side gives in words; terms and pages are the only numbers.",
        file="MOA register.xlsx",
        content=book_of(("MOA", rows, ["A1:H1"])),
        row_is="partner",
        expect=(*NO_ATTENDANCE, *NO_MONEY),
        never=(
            *wrong_figures("attendance_total", 14, 21, 5),
            *wrong_figures("sessions_held", 5),
            *wrong_figures("cost_cash", 14, 21, 200),
            *wrong_figures("in_kind_value", 14, 21, 5),
        ),
    )


def build_dbs_contacts() -> Shape:
    """UK: volunteers of a library."""
    people = [
        ("Gwen Ashdown", "Home delivery", "07700 900112", "12/03/2023", "Y", "Mon am, Thu"),
        ("Raj Bhatt", "Code Club", "07700 900145", "05/09/2024", "Y", "Wed after 4"),
        ("Hilary Crane", "Rhyme Time", "07700 900151", "applied", "n/a", "Fri"),
        ("Peter Dunmore", "Home delivery", "07700 900160", "30/01/2022", "Y", "has car"),
        ("Lois Everitt", "Reading Friends", "07700 900177", "17/06/2024", "Y", "Tue pm"),
        ("Mo Farouk", "Code Club", "07700 900183", "02/10/2024", "Y", "term time only"),
        ("Bridget Gale", "Rhyme Time", "07700 900190", "renew!! exp.", "N", "poorly until Easter"),
    ]
    rows = [
        ["Volunteers - Ashby Community Library", None, None, None, None, "last updated 14 Feb 2025 (HB)"],
        ["Name", "Helps with", "Mobile", "DBS issued", "Induction done", "Available"],
        *people,
    ]
    return Shape(
        id="dbs-contacts",
        what="UK contact list of volunteers with background checks and inductions; no attendance.",
        file="volunteers CONFIDENTIAL.xlsx",
        content=book_of(("Current", rows, [])),
        row_is="person",
        expect=NO_ATTENDANCE,
        never=(
            *wrong_figures("attendance_total", 5, 7),
            *wrong_figures("participants_unique", 5, 6, 7),
            *wrong_figures("sessions_held", 1, 4, 5, 6, 7),
        ),
    )


def build_moa_tracker() -> Shape:
    """Philippines: commitments in kind and their delivery."""
    lines = [
        ("Lions Club Host", "Electric fans, 4 units", 9600.0, "delivered", "8/12/2025"),
        ("Lions Club Host", "Repainting of reading nook", 15000.0, "not yet", None),
        ("Rural Bank of Tagkawayan", "Storybooks, 80 titles", 16000.0, "delivered", "9/1/2025"),
        ("Rural Bank of Tagkawayan", "Shelves, 2 units", 7000.0, "not yet", None),
        ("Kabataan Coop", "Tarpaulin and certificates", 1850.0, "delivered", "7/30/2025"),
        ("Dr. Salonga Optical", "Eye check of 60 pupils", 12000.0, "delivered", "10/3/2025"),
        ("LGU-MSWDO", "Feeding during reading camp", 8400.0, "not yet", None),
    ]
    done, open_ = (sum(x[2] for x in lines if x[3] == s) for s in ("delivered", "not yet"))
    rows = [
        ["MOA MONITORING - Project READ, S.Y. 2025-2026"],
        ["(all in kind, no cash changes hands)"],
        [],
        ["Partner", "What they committed", "Value (PhP)", "Status", "Date received"],
        *lines,
        ["Total committed", None, sum_formula("C", 5, 11, done + open_), None, None],
        ["Delivered so far", None, done, None, None],
        [],
        ["Our part: logo on tarpaulin, plaque at recognition day"],
    ]
    return Shape(
        id="moa-tracker",
        what="Philippine commitments in kind with their value, delivered or not yet, totals of what was committed and delivered.",
        file="MOA monitoring.xlsx",
        content=book_of(("MOA", rows, [])),
        row_is="promise",
        expect=(figure("in_kind_value", done), figure("cost_cash", None), *NO_ATTENDANCE),
        never=(
            *other_figures(
                "in_kind_value",
                done,
                done + open_,
                open_,
                2 * done,
                2 * done + open_,
                2 * (done + open_) + done,
            ),
            *wrong_figures("cost_cash", done, done + open_),
            *wrong_figures("attendance_total", 60, 80, 4),
        ),
    )


def build_partner_promises() -> Shape:
    """Philippines: what partners committed and gave."""
    lines = [
        ("Golden Pages Bookstore", "goods", "150 storybooks", 18000, 14400, "120 came", "logo on the tarp"),
        ("Golden Pages Bookstore", "goods", "prizes for the quiz", 2500, 2500, "complete", None),
        (
            "Barangay Mabini",
            "service",
            "covered court, 4 Saturdays",
            4000,
            4000,
            "complete",
            "priority seats for residents",
        ),
        ("Barangay Mabini", "goods", "snacks, 4 Saturdays", 8000, 6000, "3 Saturdays only", None),
        (
            "Rural Bank of Alaminos",
            "cash",
            "honoraria of storytellers",
            10000,
            10000,
            "deposited Sept 3",
            "name in press release",
        ),
        ("Parents' Assoc. (PTA)", "service", "cooks and marshals", 3600, 3600, "complete", None),
        ("Tri-Star Transport", "service", "van for 2 trips", 6000, None, "withdrew, van broke down", None),
    ]
    promised, came = sum(x[3] for x in lines), sum(x[4] or 0 for x in lines)
    cash = sum(x[4] or 0 for x in lines if x[1] == "cash")
    kind = came - cash
    rows = [
        ["PARTNERS' COMMITMENTS - Sabado ng Kwento 2025 (MOA signed August 15, 2025)"],
        [],
        [
            "Partner",
            "Kind",
            "What they committed",
            "Committed value (PHP)",
            "Value received (PHP)",
            "Status",
            "What they get from us",
        ],
        *lines,
        ["TOTAL", None, None, promised, came, f"{100 * came / promised:.0f}%", None],
    ]
    return Shape(
        id="partner-promises",
        what="Philippine commitments of partners: cash, goods and services, value committed and received, one partner withdrew.",
        file="MOA tracker.xlsx",
        content=book_of(("Commitments", rows, ["A1:G1"])),
        row_is="promise",
        expect=(figure("in_kind_value", kind), *NO_ATTENDANCE),
        or_none=(figure("cash_balance", cash),),
        never=(
            *other_figures(
                "in_kind_value",
                kind,
                came,
                promised,
                promised - 10000,
                promised + came,
                kind + promised,
                2 * kind,
                2 * came,
                kind + 6000,
            ),
            *other_figures("cash_balance", cash, came, promised),
            *other_figures("cost_cash", (), came, promised, 2 * came),
        ),
    )


def build_madrid_agreements() -> Shape:
    """Spain: agreements of a museum with schools and others."""
    deals = [
        (
            "CEIP Rosa Chacel",
            "Colegio",
            date(2023, 9, 18),
            "31/08/2026",
            6,
            "Autobús, dos docentes",
            "Entradas, mediación, lote de libros",
            "Amparo Luengo",
            "Vigente",
        ),
        (
            "IES Arganzuela Norte",
            "Instituto",
            date(2024, 10, 2),
            "31/08/2025",
            4,
            "Profesorado de Lengua",
            "Taller «Leer un retrato»",
            "Iván Roldán",
            "Vigente, renovar en junio",
        ),
        (
            "Biblioteca Municipal de Usera",
            "Biblioteca",
            date(2022, 1, 27),
            "indefinida",
            10,
            "Club de lectura, sala",
            "Préstamo de la maleta Goya",
            "Begoña Tárrega",
            "Vigente",
        ),
        (
            "Fundación Pan y Letras",
            "Fundación",
            None,
            None,
            3,
            "Cuentacuentos",
            "Sala los sábados",
            "por designar",
            "En negociación",
        ),
        (
            "Centro de mayores Delicias",
            "Serv. sociales",
            date(2024, 2, 12),
            "12/02/2026",
            5,
            "Transporte adaptado",
            "Visita y merienda",
            "Sor Angustias",
            "Vigente",
        ),
        (
            "Librería El Tranvía",
            "Empresa",
            date(2021, 5, 6),
            "06/05/2024",
            0,
            "Descuento 10 %",
            "Logotipo en folletos",
            "Jacobo Sanz",
            "Caducado",
        ),
    ]
    foreseen = sum(d[4] for d in deals)
    rows = [
        ["CONVENIOS Y ACUERDOS - Programa Bibliotecas Amigas"],
        ["Actualizado a 3 de marzo de 2025"],
        [],
        [
            "Entidad",
            "Tipo",
            "Fecha de firma",
            "Vigencia hasta",
            "Visitas previstas por curso",
            "Qué aporta la entidad",
            "Qué aporta el museo",
            "Contacto",
            "Estado",
        ],
        *[[v if v is not None else "pendiente" for v in d] for d in deals],
        [f"{len(deals)} entidades", None, None, None, foreseen],
    ]
    return Shape(
        id="madrid-agreements",
        what="Spanish list of a museum's agreements: date of signature, end, visits planned, what each side gives in words.",
        file="convenios.xlsx",
        content=book_of(("Convenios", rows, ["A1:I1", "A2:I2"])),
        row_is="partner",
        expect=(*NO_ATTENDANCE, figure("cost_cash", None), figure("in_kind_value", None)),
        never=(
            *other_figures("attendance_total", (), foreseen, 2 * foreseen),
            *other_figures("sessions_held", (), foreseen, len(deals), 4, 5),
        ),
    )


AGREEMENTS_WITH_PARTNERS: tuple[Shape, ...] = (
    build_partner_contacts_ph(),
    build_convenios_honduras(),
    build_moa_register(),
    build_dbs_contacts(),
    build_moa_tracker(),
    build_partner_promises(),
    build_madrid_agreements(),
)
