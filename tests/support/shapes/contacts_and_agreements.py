"""Contacts of partners and lists of agreements, without a figure."""

from __future__ import annotations

from datetime import date

from tests.support.shapes.definition import NO_ATTENDANCE, NO_MONEY, Shape, wrong_figures
from tests.support.shapes.files import book_of


def build_partner_contact_numbers() -> Shape:
    """List of partner agencies with contact persons."""
    log = [
        (
            "San Roque ES",
            "Mrs. Imelda Pascua",
            "Principal",
            "0917-555-0134",
            "sanroque.es@example.ph",
            "storytelling, Gr 1-3, abt 120 pupils",
            "2019",
        ),
        (
            "Brgy. San Roque",
            "Kap. Dante Ilagan",
            "Punong Brgy.",
            "0920-555-0187",
            None,
            "venue, tanod",
            "2019",
        ),
        (
            "DSWD MSWDO",
            "Ms. Carla Yap",
            "Focal, ECCD",
            "(044) 555-0112",
            "mswdo@example.ph",
            "14 day care centers",
            "2021",
        ),
        (
            "Rotary Club",
            "Pres. Noel Tiu",
            "President",
            "0918-555-0151",
            "rc.sr@example.ph",
            "school supplies yearly",
            "2020",
        ),
        (
            "BulSU - BLIS students",
            "Prof. Ana Quizon",
            "Coordinator",
            "0995-555-0166",
            "aquizon@example.ph",
            "OJT 2 to 4 students, 200 hrs",
            "2022",
        ),
        ("Puregold", "Store Mgr", None, "0917-555-0109", None, "merienda", "2023"),
        ("Radyo Bulilit", "Kuya Ben", "DJ", "0908-555-0123", None, "announcement, free", "2023"),
        ("PNP Station", "PSMS Ruel Cruz", "PCR", "0998-555-0178", None, "escort for outreach", "2019"),
        (
            "Parish Youth",
            "Sis. Mae Lim",
            "Adviser",
            "0915-555-0141",
            "pymsr@example.ph",
            "volunteers 8-10",
            "2024",
        ),
    ]
    rows = [
        ["LIST OF PARTNERS / LINKAGES, Municipal Library"],
        ["updated 15 Jan 2025"],
        [],
        [
            "No.",
            "Agency",
            "Contact person",
            "Position",
            "Cel / Tel No.",
            "Email",
            "What they help with",
            "Partner since",
        ],
        *[[i, *x[:6], int(x[6])] for i, x in enumerate(log, 1)],
        [],
        [f"Total partners: {len(log)}"],
    ]
    return Shape(
        id="partner-contact-numbers",
        what="List of partner agencies with contact persons, numbers and what they help with in words; nothing to count as visits or money.",
        file="linkages 2025.xlsx",
        content=book_of(("Linkages", rows, ["A1:H1", "A2:H2"])),
        row_is="partner",
        expect=(*NO_ATTENDANCE, *NO_MONEY),
        never=wrong_figures("attendance_total", sum(int(x[6]) for x in log), 45, 120, len(log)),
        privacy=("Pascua", "0917-555-0134", "aquizon@example.ph"),
    )


def build_mou_list() -> Shape:
    """Kenyan list of agreements with type and status."""
    log = [
        (
            "Thika Road Primary School",
            "MoU",
            "14 Mar 2023",
            "13 Mar 2026",
            "space for book corner, 1 teacher",
            "300 books on loan, monthly visit",
            "active",
        ),
        (
            "County Dept. of Education",
            "MoU",
            "2 May 2022",
            "1 May 2025",
            "transport once a term",
            "annual report",
            "EXPIRED - renew",
        ),
        (
            "Book Aid partner depot",
            "Agreement",
            "10 Aug 2023",
            "9 Aug 2025",
            "up to 2,000 books a year",
            "distribution report by Nov",
            "active",
        ),
        (
            "Kenyatta Univ. Library School",
            "Letter",
            "5 Sep 2024",
            "open",
            "4 attachés per semester",
            "supervision, reference letter",
            "active",
        ),
        (
            "Mama Ngina Women's Group",
            "verbal",
            None,
            None,
            "cooking on open day",
            "use of hall 2 days/month",
            "no paper yet",
        ),
        (
            "Youth Enterprise Fund",
            "MoU",
            "20 Jan 2025",
            "19 Jan 2027",
            "10 refurbished laptops",
            "ICT class for 25 youth per intake",
            "active",
        ),
        (
            "St. John Ambulance",
            "Letter",
            "7 Jul 2024",
            "6 Jul 2025",
            "first aiders at events",
            "acknowledgement on posters",
            "renew July",
        ),
        (
            "Ruiru Printing Press",
            "Agreement",
            "1 Nov 2024",
            "31 Oct 2025",
            "20% off printing",
            "logo on posters",
            "active",
        ),
    ]
    rows = [
        ["Community Library, Juja - Agreements with partners"],
        ["Partner", "Type", "Signed", "Expires", "They give", "We give", "Status"],
        *[list(x) for x in log],
        [],
        ["8 partners, 5 active"],
    ]
    rows[-1] = [f"{len(log)} partners, {sum(x[6] == 'active' for x in log)} active"]
    return Shape(
        id="mou-list",
        what="Kenyan list of agreements with type, signed, expires, what each side gives in words, and status; numbers only as promises in the text.",
        file="MoUs.xlsx",
        content=book_of(("MoU", rows, ["A1:G1"])),
        row_is="partner",
        expect=(*NO_ATTENDANCE, *NO_MONEY),
        never=(
            *wrong_figures("attendance_total", 25, 300, 2000, 2300, len(log)),
            *wrong_figures("sessions_held", len(log), len(log) - 1),
            *wrong_figures("books_at_stage", 2300),
        ),
    )


def build_linkages_contacts() -> Shape:
    """Contact list of partners of a Philippine library."""
    people = [
        (
            "DepEd Division Office",
            "Dr. Corazon Ylagan",
            "EPS - Filipino",
            "0917 555 0182",
            "weekday AM only",
            2019,
        ),
        ("MSWDO", "Ms. Jinky Alarcon", "Day care focal", "0998 555 0144", None, 2021),
        ("Rural Health Unit", "Nurse Bea", "RHU 1", "(043) 555-0127", "for nutrition month", 2022),
        ("PNP - Women's Desk", "PSSg Marasigan", None, "0920 555 0109", "text first", 2022),
        ("Jollibee - Poblacion", "Mgr. Paolo", "Store Mgr", "0915 555 0161", "letter 1 month before", 2023),
        (
            "LPU-B CAS extension",
            "Prof. Tin Magsino",
            "Coordinator",
            "0927 555 0135",
            "20 student volunteers",
            2023,
        ),
        ("Rotary Club", "Pres. Obet", "2025-26", "0919 555 0176", "new pres every July", 2018),
        ("Brgy. 4 council", "Kag. Nene", "Comm. on Educ.", "0906 555 0118", None, 2020),
        ("DZBR radio", "Manong Fred", "announcer", "0905 555 0150", "free plug, Sat 7am", 2024),
        ("Coop bank", "Mrs. Atienza", "CSR", "0916 555 0193", "max P5,000/yr", 2024),
    ]
    rows = [
        ["LINKAGES / CONTACT PERSONS"],
        ["updated by Joan, Sept 2025"],
        ["Office / Organization", "Contact person", "Position", "Cel / Tel", "Note", "Partner since"],
        *[list(p) for p in people],
    ]
    return Shape(
        id="linkages-contacts",
        what="Philippine contact list of partner offices with phone numbers, a year and remarks such as '20 student volunteers': no figures.",
        file="LINKAGES.xlsx",
        content=book_of(("contacts", rows, ["A1:F1", "A2:F2"])),
        row_is="partner",
        expect=(*NO_ATTENDANCE[:2], *NO_MONEY),
        never=(
            *wrong_figures("attendance_total", 20, len(people), sum(p[5] for p in people)),
            *wrong_figures("in_kind_value", 5000),
            *wrong_figures("cost_cash", 5000, sum(p[5] for p in people)),
        ),
        privacy=("Ylagan", "Alarcon", "Atienza"),
    )


def build_agreements_on_file() -> Shape:
    """US county library's list of agreements."""
    mous = [
        (
            "MOU-19-02",
            "Pine County Schools",
            "student cards",
            date(2019, 8, 12),
            date(2026, 6, 30),
            "Active",
            None,
        ),
        (
            "MOU-20-01",
            "Workforce Center",
            "resume lab, 2nd Tue",
            date(2020, 1, 6),
            date(2022, 12, 31),
            "Lapsed",
            "renew? ask Dale",
        ),
        (
            "MOU-21-03",
            "Hospice of the Pines",
            "grief shelf",
            date(2021, 5, 3),
            date(2026, 5, 2),
            "Active",
            None,
        ),
        (
            "MOU-22-01",
            "4-H Extension",
            "seed library",
            date(2022, 3, 1),
            date(2025, 2, 28),
            "Renewed",
            "one page addendum",
        ),
        (
            "MOU-22-04",
            "Head Start",
            "15 story kits on loan",
            date(2022, 9, 15),
            date(2025, 9, 14),
            "Expiring",
            None,
        ),
        ("MOU-23-02", "AARP Tax-Aide", "room Feb-Apr", date(2023, 1, 20), date(2026, 4, 15), "Active", None),
        (
            "MOU-24-01",
            "County Jail",
            "book cart, $300 cap",
            date(2024, 2, 2),
            date(2027, 2, 1),
            "Active",
            "paperbacks only",
        ),
        ("MOU-24-05", "Habitat ReStore", "shelving", None, None, "Draft", "with county attorney"),
        (
            "MOU-25-01",
            "Food Bank",
            "summer lunches",
            date(2025, 5, 19),
            date(2025, 8, 8),
            "Done",
            "their numbers, not ours",
        ),
    ]
    rows = [
        ["Agreements on file", None, None, None, None, None, None],
        [],
        ["No.", "With", "About", "Signed", "Ends", "Status", "Note"],
        *[list(m) for m in mous],
    ]
    return Shape(
        id="agreements-on-file",
        what="US list of agreements with number, partner, subject, dates signed and ending, status: no attendance, no money, no books.",
        file="MOUs.xlsx",
        content=book_of(("MOU", rows, ["A1:G1"])),
        row_is="partner",
        expect=(*NO_ATTENDANCE, *NO_MONEY),
        never=(
            *wrong_figures("sessions_held", len(mous), len(mous) - 1),
            *wrong_figures("cost_cash", 300),
            *wrong_figures("books_at_stage", 15),
        ),
    )


CONTACTS_AND_AGREEMENTS: tuple[Shape, ...] = (
    build_partner_contact_numbers(),
    build_mou_list(),
    build_linkages_contacts(),
    build_agreements_on_file(),
)
