"""Sheets about partners: gifts, hours, promises, money, deliveries, lists of programs."""

from __future__ import annotations

from datetime import date, time, timedelta
from functools import partial
from statistics import median
from typing import Any

from tests.support.shapes.definition import NO_ATTENDANCE, Shape, seeded, sum_columns, wrong_figures
from tests.support.shapes.files import Book, Formula, sum_formula, write_csv
from tests.support.shapes.names import invent_names


def build_books_with_unit_value() -> Shape:
    """Build a list of donated books by quantity and unit value; one gift has no price."""
    log: list[tuple[date, str, str, int, float | None]] = [
        (date(2025, 1, 20), "Hiraya Foundation", "Storybooks, Filipino", 60, 145),
        (date(2025, 2, 11), "Lumbang Alumni Association", "Used encyclopedia volumes", 24, 80),
        (date(2025, 3, 3), "Kapit-Bisig Civic Club", "Dictionaries", 15, 310.5),
        (date(2025, 3, 28), "Tindahan ni Aling Bebang", "Old magazines", 45, None),
        (date(2025, 6, 9), "Hiraya Foundation", "Big books", 12, 420),
        (date(2025, 7, 17), "Provincial Library of Ilaya", "Assorted, weeded", 130, 35),
    ]
    rows: list[list[Any]] = [
        ["LIST OF DONATED BOOKS 2025"],
        [],
        ["Date Received", "Donor", "Description", "Qty (copies)", "Unit Value (Php)", "Amount (Php)"],
    ]
    for number, (day, donor, title, copies, unit) in enumerate(log, 4):
        amount: Any = "no value" if unit is None else Formula(f"=D{number}*E{number}", copies * unit)
        rows.append([day, donor, title, copies, unit, amount])
    rows[5][5] = "₱ 4,657.50"
    value = sum(copies * unit for *_, copies, unit in log if unit is not None)
    copies = sum(row[3] for row in log)
    units = sum(unit for *_, unit in log if unit is not None)
    stored = value - 4657.5
    rows.append([None, None, "TOTAL", sum_formula("D", 4, 9, copies), None, sum_formula("F", 4, 9, stored)])
    book = Book()
    book.add_sheet("Donations", rows, merge=["A1:F1"], dates="mm/dd/yyyy")
    return Shape(
        id="books-with-unit-value",
        what="Donated books with copies, unit value and amount; one amount is text, so the total is wrong.",
        file="Donated Books 2025.xlsx",
        content=book.to_bytes,
        row_is="payment",
        settings={"currency": "PHP"},
        expect=(*NO_ATTENDANCE, ("in_kind_value", {}, value), ("cost_cash", {}, None)),
        or_none=(("books_at_stage", {"stage": "collected"}, copies),),
        never=(
            *wrong_figures("in_kind_value", stored, value + stored, 2 * value, units, copies, value + units),
            *wrong_figures("cash_balance", value, stored, -value),
            *wrong_figures("attendance_total", copies, len(log)),
        ),
    )


def build_volunteer_times() -> Shape:
    """Build a log of time in and time out; one volunteer forgot to sign out."""
    names = invent_names(seeded("volunteer-times"), "us", 4)
    log: list[tuple[int, int, tuple[int, int], tuple[int, int] | None, str]] = [
        (1, 0, (9, 0), (12, 0), "shelving"),
        (1, 1, (13, 30), (15, 0), "craft prep"),
        (3, 0, (9, 15), (11, 45), "shelving"),
        (8, 2, (16, 0), (18, 30), "homework help"),
        (10, 3, (10, 0), None, "book sale setup"),
        (11, 3, (8, 30), (13, 0), "book sale"),
        (11, 1, (8, 30), (13, 0), "book sale"),
        (15, 2, (16, 0), (18, 0), "homework help"),
    ]
    rows: list[list[Any]] = [["Date", "Volunteer", "In", "Out", "Hours", "What"]]
    hours: list[float] = []
    for number, (day, who, start, end, task) in enumerate(log, 2):
        cells: list[Any] = [time(*start), None, None]
        if end:
            hours.append(end[0] - start[0] + (end[1] - start[1]) / 60)
            cells[1:] = [time(*end), Formula(f"=(D{number}-C{number})*24", hours[-1])]
        rows.append([date(2025, 4, day), names[who], *cells, task])
    total = sum(hours)
    rows += [[], ["April total", None, None, None, sum_formula("E", 2, 9, total)]]
    book = Book()
    sheet = book.add_sheet("April", rows)
    for line in sheet["C2:D9"]:
        for cell in line:
            cell.number_format = "h:mm AM/PM"
    rate = 18.0
    return Shape(
        id="volunteer-times",
        what="Volunteers' time in and out with hours as a formula and a total; one did not sign out.",
        file="Volunteer hours April.xlsx",
        content=book.to_bytes,
        row_is="hours",
        answers={"row_is": "hours"},
        settings={
            "currency": "USD",
            "volunteer_rate": {"low": rate, "rate": rate, "high": rate, "year": 2025, "source": "invented"},
        },
        expect=(*NO_ATTENDANCE, ("volunteer_value", {}, total * rate)),
        never=(
            *wrong_figures("volunteer_value", 2 * total * rate, total * rate * 60, total / 24 * rate),
            *wrong_figures("attendance_total", len(log), len(names)),
            *wrong_figures("sessions_held", len(log), 6),
            *wrong_figures("participants_unique", len(names)),
            *wrong_figures("contact_hours", total),
        ),
        privacy=tuple(names),
    )


def build_duty_roster_weeks() -> Shape:
    """Build a staff duty roster: a block per week, shifts and days off in the cells."""
    rng = seeded("duty-roster-weeks")
    staff = invent_names(rng, "ph", 5)
    rows: list[list[Any]] = [["LUMBANG-ILAYA MUNICIPAL LIBRARY"], ["DUTY SCHEDULE"], []]
    worked = 0
    for week in range(3):
        monday = date(2025, 6, 2) + timedelta(weeks=week)
        days = [monday + timedelta(days=n) for n in range(6)]
        rows += [
            [f"Week of {monday:%B} {monday.day}-{days[-1].day}, {monday.year}"],
            ["Name", *days],
            [None, *(f"{day:%a}".upper() for day in days)],
        ]
        for member in range(len(staff)):
            shifts = [rng.choice(["8-5", "8-5", "9-6", "10-7"]) for _ in days]
            shifts[(member + week) % 6] = "OFF"
            if week == 1:
                shifts[3] = "HOL"
            if (member, week) == (2, 1):
                shifts[5] = "SL"
            worked += sum(shift[0].isdigit() for shift in shifts)
            rows.append([staff[member], *shifts])
        rows.append([])
    rows.append(["OFF - day off   SL - sick leave   HOL - Independence Day"])
    book = Book()
    book.add_sheet("JUNE", rows, merge=["A1:G1", "A2:G2"], dates="d-mmm")
    return Shape(
        id="duty-roster-weeks",
        what="A duty roster of the staff, one block per week with shifts 8-5, OFF, SL and HOL: no visits.",
        file="Duty Schedule June.xlsx",
        content=book.to_bytes,
        row_is="hours",
        expect=(*NO_ATTENDANCE, ("volunteer_value", {}, None), ("attendance_rate", {}, None)),
        never=(
            *wrong_figures("attendance_total", worked, len(staff), 3 * len(staff)),
            *wrong_figures("sessions_held", 18, 6, 3, 1),
            *wrong_figures("participants_unique", len(staff)),
        ),
        privacy=tuple(staff),
    )


def build_partner_directory() -> Shape:
    """Build a list of partners with contacts, strengths in free text and people they reach."""
    contacts = invent_names(seeded("partner-directory"), "ph", 5)
    log = [
        ("Kapit-Bisig Civic Club", "Civic org", "funds, volunteers on weekends", "45", "2019", "active"),
        (
            "Lumbang Central School",
            "School",
            "rooms; 1,200 pupils; teachers as readers",
            "1,200",
            "2015",
            "active",
        ),
        ("Radyo Ilaya 92.7", "Media", "free plugs 2x a day", "approx 8,000 listeners", "2022", "active"),
        ("Brgy. Council of Tagpuan", "LGU", "covered court, tanod, chairs", "640", "2018", "for renewal"),
        ("Samahan ng mga Nanay", "Community", "cooking, can invite mothers", "80", "2023", "inactive"),
    ]
    rows: list[list[Any]] = [
        ["DIRECTORY OF PARTNERS (updated Sept 2025)"],
        [],
        ["No.", "Partner", "Type", "Contact Person", "Mobile No.", "What they are good at"],
    ]
    rows[2] += ["No. of people they can reach", "Partner since", "Status"]
    mobiles = [f"0900-555-{number:04d}" for number in range(1417, 1900, 97)]
    for number, (name, kind, strengths, *rest) in enumerate(log):
        rows.append([number + 1, name, kind, contacts[number], mobiles[number], strengths, *rest])
    book = Book()
    book.add_sheet("Partners", rows, merge=["A1:I1"])
    reached = 45 + 1200 + 8000 + 640 + 80
    return Shape(
        id="partner-directory",
        what="A directory of partners: type, contact person, strengths in free text, people they reach.",
        file="Partners directory.xlsx",
        content=book.to_bytes,
        row_is="partner",
        expect=NO_ATTENDANCE,
        never=(
            *wrong_figures("attendance_total", reached, reached - 8000, 45 + 640 + 80, len(log)),
            *wrong_figures("sessions_held", len(log)),
            *wrong_figures("participants_unique", len(log)),
        ),
        privacy=(*contacts, *mobiles),
    )


def build_agreement_action_plan() -> Shape:
    """Build an action plan: who promised what, worth how much, by when, and its status."""
    club, council, foundation = "Kapit-Bisig Civic Club", "Barangay Council of Tagpuan", "Hiraya Foundation"
    library, school = "Lumbang-Ilaya Municipal Library", "Lumbang Central School"
    log: list[tuple[str, str, float | None, str, str]] = [
        ("Snacks for 40 children, 8 Saturdays", club, 12000, "Feb. 15, 2025", "Done"),
        ("Printing of 200 activity booklets", club, 8000, "March 30, 2025", "Not yet"),
        ("Transportation of children", council, 6000, "Feb. 28, 2025", "Done"),
        ("Sound system, closing program", council, 3500, "April 26, 2025", "Not yet"),
        ("60 storybooks", foundation, 15000, "Jan. 31, 2025", "Done"),
        ("Training of 12 volunteer readers", library, None, "Feb. 8, 2025", "Done"),
        ("Venue, tables and chairs", school, None, "whole duration", "Done"),
    ]
    rows: list[list[Any]] = [
        ["MEMORANDUM OF AGREEMENT"],
        ["Annex B - Action Plan, Project BASA MUNA 2025"],
        [],
        ["Commitment", "Responsible Party", "Amount (Php)", "Due Date", "Status", "Remarks"],
        *([*row] for row in log),
    ]
    promised = sum(row[2] or 0 for row in log)
    rows.append(["TOTAL", None, sum_formula("C", 5, 11, promised)])
    signatory = "Hon. Banaag Yamanlupa"
    rows += [[], ["Noted:", signatory]]
    book = Book()
    book.add_sheet("Action Plan", rows, merge=["A1:F1", "A2:F2"])
    return Shape(
        id="agreement-action-plan",
        what="The action plan of an agreement: commitments, parties, amounts, due dates, done or not yet.",
        file="MOA Annex B Action Plan.xlsx",
        content=book.to_bytes,
        row_is="promise",
        settings={"currency": "PHP"},
        expect=NO_ATTENDANCE,
        or_none=(
            ("pledge_fulfilment", {"party": club}, 12000 / 20000),
            ("pledge_fulfilment", {"party": council}, 6000 / 9500),
            ("pledge_fulfilment", {"party": foundation}, 1.0),
        ),
        never=(
            *wrong_figures("partner_given", 20000, 9500, promised),
            *wrong_figures("cash_balance", promised, 2 * promised, -promised),
            *wrong_figures("cost_cash", promised, 2 * promised),
            *wrong_figures("attendance_total", 40, 52, len(log)),
            *wrong_figures("sessions_held", len(log), 6, 8),
        ),
        privacy=(signatory,),
    )


def build_budget_with_subtotals() -> Shape:
    """Build budget, actual and variance by line, with sections, subtotals and a total."""
    sections: dict[str, list[tuple[str, float, float, str | None]]] = {
        "PROGRAM COSTS": [
            ("Performers", 1800, 1750, None),
            ("Craft supplies", 450, 512.38, "ran out of glue twice"),
            ("Prizes", 600, 588.9, None),
        ],
        "PROMOTION": [("Printing", 300, 274.15, None), ("Yard signs", 150, 0, "donated instead")],
        "OTHER": [("Snacks", 250, 263.77, None), ("Mileage", 120, 98.4, None)],
    }
    rows: list[list[Any]] = [
        ["Summer Reading 2025"],
        ["Budget vs. Actual as of 8/31/2025"],
        [],
        ["Line item", "Budget", "Actual", "Variance", "Notes"],
    ]
    subtotal_rows = []
    for section, lines in sections.items():
        rows.append([section])
        first = len(rows) + 1
        for item, budget, actual, note in lines:
            variance = Formula(f"=B{len(rows) + 1}-C{len(rows) + 1}", budget - actual)
            rows.append([item, budget, actual, variance, note])
        sums = sum_columns(lines, 1, 2)
        cells = [sum_formula("BC"[n], first, len(rows), value) for n, value in enumerate(sums)]
        cells.append(Formula(f"=B{len(rows) + 1}-C{len(rows) + 1}", sums[0] - sums[1]))
        rows.append([f"Subtotal {section.lower()}", *cells])
        subtotal_rows.append(len(rows))
    all_lines = [line for lines in sections.values() for line in lines]
    planned, spent = sum_columns(all_lines, 1, 2)
    totals = [
        Formula("=" + "+".join(f"{column}{row}" for row in subtotal_rows), value)
        for column, value in (("B", planned), ("C", spent), ("D", planned - spent))
    ]
    rows.append(["TOTAL", *totals])
    book = Book()
    sheet = book.add_sheet("SRP", rows)
    for line in sheet[f"B5:D{len(rows)}"]:
        for cell in line:
            cell.number_format = '"$"#,##0.00_);("$"#,##0.00)'
    return Shape(
        id="budget-with-subtotals",
        what="Budget against actual in three sections with subtotals, variance and a total, in dollars.",
        file="SRP 2025 budget.xlsx",
        content=book.to_bytes,
        row_is="budget-line",
        answers={"row_is": "budget-line"},
        settings={"currency": "USD"},
        expect=(*NO_ATTENDANCE, ("cost_cash", {}, spent)),
        never=(
            *wrong_figures("cost_cash", planned, 2 * spent, 3 * spent, planned + spent, planned - spent),
            *wrong_figures("cash_balance", planned - spent, planned, -planned),
            *wrong_figures("attendance_total", len(all_lines), spent),
        ),
    )


def build_book_boxes_by_school() -> Shape:
    """Build deliveries to schools: boxes, books sent and received, dates, who signed."""
    receivers = invent_names(seeded("book-boxes-by-school"), "es", 5)
    log: list[tuple[str, int, int, date, date | None, int | None]] = [
        ("Escuela Primaria Molinuevo", 4, 118, date(2025, 3, 3), date(2025, 3, 7), 118),
        ("Escuela Rural Pradoclaro", 2, 55, date(2025, 3, 3), date(2025, 3, 14), 52),
        ("Jardín de Niños La Loma", 1, 30, date(2025, 3, 10), date(2025, 3, 12), 30),
        ("Telesecundaria Sierraluna", 5, 160, date(2025, 3, 18), date(2025, 3, 27), 157),
        ("Escuela Rural Hontanilla", 3, 84, date(2025, 4, 1), None, None),
    ]
    rows: list[list[Any]] = [
        ["ENTREGA DE LIBROS A ESCUELAS 2025"],
        [],
        ["Escuela", "Cajas", "Libros enviados", "Fecha de envío", "Fecha de recepción", "Libros recibidos"],
    ]
    rows[2] += ["Recibió (nombre y firma)", "Observaciones"]
    for number, row in enumerate(log):
        is_received = row[5] is not None
        rows.append([*row, receivers[number] if is_received else None, None if is_received else "en camino"])
    rows[4][7] = "3 mojados"
    boxes, sent, received = sum_columns(log, 1, 2, 5)
    sent_of_received = sum(row[2] for row in log if row[5] is not None)
    totals = zip("BC", (boxes, sent), strict=True)
    rows.append(["Total", *(sum_formula(column, 4, 8, value) for column, value in totals)])
    rows[-1] += [None, None, sum_formula("F", 4, 8, received)]
    book = Book()
    book.add_sheet("Entregas", rows, merge=["A1:H1"], dates="dd/mm/yyyy")
    transit = [(arrived - dispatched).days for *_, dispatched, arrived, _ in log if arrived]
    return Shape(
        id="book-boxes-by-school",
        what="Books delivered to schools in Spanish: boxes, sent and received, dates, who signed, a total.",
        file="Entrega de libros.xlsx",
        content=book.to_bytes,
        row_is="delivery",
        expect=(
            *NO_ATTENDANCE,
            ("books_at_stage", {"stage": "shipped"}, sent),
            ("books_at_stage", {"stage": "received"}, received),
            ("days_to_deliver", {}, median(transit)),
        ),
        or_none=(("stage_yield", {"stage": "received"}, received / sent_of_received),),
        never=(
            *wrong_figures("books_at_stage", boxes, 2 * sent, 2 * received, boxes + sent, sent + received),
            *wrong_figures("stage_yield", received / sent),
            *wrong_figures("attendance_total", len(log), received),
            *wrong_figures("participants_unique", 4, len(log)),
        ),
        privacy=tuple(receivers[:4]),
    )


def build_program_list_with_targets() -> Shape:
    """Build a list of programs with partners, dates, target and budget: plans, not sessions."""
    coordinators = invent_names(seeded("program-list-with-targets"), "ph", 3)
    log = [
        ("Basa Muna", "Hiraya Foundation; Lumbang Central School", "Jan 2025", "May 2025", 120, 45000, 0),
        ("Kuwentuhan sa Barangay", "Brgy. Tagpuan, Brgy. Santolan", "Feb 2025", "Nov 2025", 400, 18500, 1),
        ("Teen Makers", "-", "June 2025", "Aug 2025", 30, 12000, 2),
        ("Lolo't Lola Reads", "Samahan ng mga Nanay", "Oct 2025", "Dec 2025", 25, 6500, 1),
    ]
    rows: list[list[Any]] = [
        ["LIST OF PROGRAMS AND PROJECTS FOR CY 2025"],
        [],
        ["Program", "Partner/s", "Start", "End", "Target participants", "Budget (Php)", "Coordinator"],
        *([*row[:6], coordinators[row[6]]] for row in log),
    ]
    target, budget = sum_columns(log, 4, 5)
    rows.append(["TOTAL", None, None, None, sum_formula("E", 4, 7, target), sum_formula("F", 4, 7, budget)])
    book = Book()
    book.add_sheet("PPA", rows, merge=["A1:G1"])
    return Shape(
        id="program-list-with-targets",
        what="A list of the year's programs with partners, months, target participants and budget.",
        file="PPAs 2025.xlsx",
        content=book.to_bytes,
        row_is="program",
        settings={"currency": "PHP"},
        expect=(*NO_ATTENDANCE, ("cost_cash", {}, None)),
        never=(
            *wrong_figures("attendance_total", target, 2 * target, len(log)),
            *wrong_figures("sessions_held", len(log)),
            *wrong_figures("cash_balance", budget, -budget, 2 * budget),
        ),
        privacy=tuple(coordinators),
    )


def build_donation_receipts() -> Shape:
    """Build a Spanish list of receipts for gifts of money, one of them cancelled."""
    people = invent_names(seeded("donation-receipts"), "es", 3)
    log: list[tuple[str, str, str, str, float | None, str]] = [
        ("0412", "14/01/2025", people[0], "Cuota amigos de la biblioteca", 250, "efectivo"),
        ("0413", "30/01/2025", "Ferretería El Olmo", "Estantería", 3800, "transferencia"),
        ("0414", "11/02/2025", people[1], "Donativo", 120.5, "efectivo"),
        ("0415", "11/02/2025", "CANCELADO", "", None, ""),
        ("0416", "05/03/2025", "Panadería La Espiga", "Día del libro", 1500, "cheque"),
        ("0417", "23/04/2025", people[2], "Donativo", 75, "efectivo"),
        ("0418", "23/04/2025", people[0], "Donativo", 200, "efectivo"),
    ]
    rows: list[list[Any]] = [
        ["Donativos recibidos 2025", *[""] * 5],
        ["Recibo", "Fecha", "Donante", "Concepto", "Monto (MXN)", "Forma de pago"],
    ]
    for receipt, day, donor, purpose, amount, paid_by in log:
        written = "" if amount is None else f"${amount:,.2f}"
        rows.append([receipt, day, donor, purpose, written, paid_by])
    total = sum(row[4] or 0 for row in log)
    rows.append(["", "", "", "TOTAL", f"${total:,.2f}", ""])
    return Shape(
        id="donation-receipts",
        what="A Spanish receipt book of gifts of money with one cancelled receipt and a total.",
        file="Donativos 2025.csv",
        content=partial(write_csv, rows, delimiter=";"),
        row_is="payment",
        answers={"row_is": "payment", "layout": "ledger"},
        settings={"currency": "MXN"},
        expect=(*NO_ATTENDANCE, ("cash_balance", {}, total)),
        never=(
            *wrong_figures("cash_balance", 2 * total, -total, 412 + 413, sum(range(412, 419))),
            *wrong_figures("cost_cash", total, 2 * total),
            *wrong_figures("attendance_total", len(log), len(log) - 1),
            *wrong_figures("participants_unique", 5, 6),
        ),
        privacy=tuple(people),
    )


PARTNERSHIP: tuple[Shape, ...] = (
    build_books_with_unit_value(),
    build_volunteer_times(),
    build_duty_roster_weeks(),
    build_partner_directory(),
    build_agreement_action_plan(),
    build_budget_with_subtotals(),
    build_book_boxes_by_school(),
    build_program_list_with_targets(),
    build_donation_receipts(),
)
