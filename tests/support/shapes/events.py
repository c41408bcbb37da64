"""Logs of events away from the desk: trips, crowds, clubs, online sessions, feedback."""

from __future__ import annotations

from datetime import date, timedelta
from functools import partial
from typing import Any

from tests.support.shapes.definition import Shape, count_figures, sum_columns, wrong_figures
from tests.support.shapes.files import (
    Book,
    Formula,
    format_filipino_date,
    format_spanish_number,
    sum_formula,
    write_csv,
)


def build_semicolons_and_commas() -> Shape:
    """Build a Spanish export with semicolons, decimal commas and a count above a thousand."""
    log: list[tuple[str, str, str, float, int, float]] = [
        ("05/09/2024", "Taller de caligrafía", "Sala infantil", 1.5, 18, 42.5),
        ("13/09/2024", "Cuentos en pijama", "Sala infantil", 1, 26, 0),
        ("20/09/2024", "Feria del libro", "Plaza Mayor", 6, 1020, 1250.8),
        ("03/10/2024", "Taller de caligrafía", "Sala infantil", 1.5, 15, 38.25),
        ("18/10/2024", "Encuentro con autora", "Salón de actos", 2, 64, 350),
        ("31/10/2024", "Noche de miedo", "Salón de actos", 2.5, 71, 128.9),
        ("14/11/2024", "Club de lectura", "Sala de adultos", 1.5, 12, 0),
        ("12/12/2024", "Cuentos de invierno", "Sala infantil", 1, 33, 19.95),
    ]
    rows: list[list[str]] = [
        ["Biblioteca Municipal de Olmocano", *[""] * 6],
        ["Actividades, 2.º semestre de 2024", *[""] * 6],
        [""] * 7,
        ["Fecha", "Actividad", "Lugar", "Duración (h)", "Asistentes", "Gasto (€)", "Observaciones"],
    ]
    for day, title, site, hours, count, spent in log:
        duration = str(hours).replace(".", ",")
        rows.append(
            [day, title, site, duration, format_spanish_number(count, 0), format_spanish_number(spent, 2), ""]
        )
    rows[6][6] = "con el colegio y la asociación de vecinos"
    visits, spending = sum_columns(log, 4, 5)
    rows.append(
        ["Total", "", "", "", format_spanish_number(visits, 0), format_spanish_number(spending, 2), ""]
    )
    small = visits - 1020
    return Shape(
        id="semicolons-and-decimal-commas",
        what="A Spanish CSV with semicolons, decimal commas, 1.020 people at a fair, and a total row.",
        file="actividades_2024.csv",
        content=partial(write_csv, rows, delimiter=";", encoding="cp1252"),
        row_is="session",
        settings={"currency": "EUR"},
        expect=count_figures(visits, len(log)),
        never=(
            *wrong_figures(
                "attendance_total", 2 * visits, small + 1.02, small + 1, small + 2, small + 1.02 * 2
            ),
            *wrong_figures("sessions_held", len(log) + 1),
            *wrong_figures("cost_cash", 2 * spending, 100 * spending, spending - 1250.8 + 1.2508),
        ),
        or_none=(
            ("cost_cash", {}, spending),
            ("contact_hours", {}, sum(hours * count for _, _, _, hours, count, _ in log)),
        ),
    )


def build_onsite_and_online() -> Shape:
    """Build a log of people in the room, on the call, and views, which are not attendance."""
    log = [
        (date(2025, 2, 6), "Medicare 101", 14, 22, 310),
        (date(2025, 3, 6), "Seed starting", 27, 9, 145),
        (date(2025, 4, 3), "Tax help Q&A", 0, 31, 88),
        (date(2025, 5, 1), "Hiking the ridge", 33, 12, 402),
        (date(2025, 9, 4), "Genealogy basics", 18, 26, 267),
        (date(2025, 10, 2), "Heat pumps explained", 21, 17, 190),
    ]
    rows: list[list[Any]] = [
        ["Lunch & Learn series"],
        ["Date", "Topic", "In Person", "Zoom (peak)", "Facebook video views (30 days)", "Total Reach"],
    ]
    for row_number, row in enumerate(log, 3):
        rows.append([*row, Formula(f"=C{row_number}+D{row_number}+E{row_number}", sum(row[2:]))])
    in_person, online, views = sum_columns(log, 2, 3, 4)
    totals = zip("CDEF", (in_person, online, views, in_person + online + views), strict=True)
    rows.append(["TOTALS", None, *(sum_formula(column, 3, 8, value) for column, value in totals)])
    book = Book()
    book.add_sheet("Lunch & Learn", rows)
    visits = in_person + online
    return Shape(
        id="onsite-online-and-views",
        what="Hybrid talks: in person, on Zoom, views of the video, and a 'total reach' that adds all three.",
        file="Lunch and Learn 2025.xlsx",
        content=book.to_bytes,
        row_is="session",
        expect=(("sessions_held", {}, len(log)),),
        or_none=(("attendance_total", {}, visits), ("attendance_per_session", {}, visits / len(log))),
        never=(
            *wrong_figures("attendance_total", visits + views, 2 * (visits + views), views, 2 * visits),
            *wrong_figures("sessions_held", len(log) + 1, len(log) - 1, 2 * len(log) - 1),
        ),
    )


def build_club_with_guests() -> Shape:
    """Build counts such as 5+2: members and the guests they brought, as the heading says."""
    log = [
        ("9/5/2025", "Games night", "12+3", 15),
        ("9/12/2025", "Manga drawing", "9", 9),
        ("9/19/2025", "Games night", "11+4", 15),
        ("9/26/2025", "Karaoke", "8 + 1", 9),
        ("10/3/2025", "Games night", "14", 14),
        ("10/10/2025", "Zine making", "5+2", 7),
        ("10/17/2025", "Scary movie", "16+9", 25),
        ("10/24/2025", "Costume swap", "10+2", 12),
    ]
    rows: list[list[Any]] = [
        ["Teen Club fall 2025", "", "", ""],
        ["Date", "Activity", "Teens (members+guests)", "Pizza"],
        *([day, title, written, ("yes", "no")[n % 2]] for n, (day, title, written, _) in enumerate(log)),
    ]
    members = sum(int(written.split("+")[0]) for _, _, written, _ in log)
    joined = sum(int(written.replace("+", "").replace(" ", "")) for _, _, written, _ in log)
    visits = sum(row[3] for row in log)
    return Shape(
        id="club-with-guests",
        what="A teen club's counts written as members+guests, 5+2, some without guests.",
        file="teen_club.csv",
        content=partial(write_csv, rows),
        row_is="session",
        expect=count_figures(visits, len(log)),
        never=(
            *wrong_figures("attendance_total", members, joined, visits - members),
            *wrong_figures("attendance_per_session", members / len(log)),
        ),
    )


STOPS: tuple[tuple[date, tuple[tuple[str, str, float, int, int, int], ...]], ...] = (
    (
        date(2025, 8, 6),
        (
            ("8:30-9:30", "Hagdan-hagdan ES", 1, 42, 3, 61),
            ("10:00-11:30", "Sitio Lumot chapel", 1.5, 17, 9, 22),
            ("1:30-2:30", "Day care, Tagpuan", 1, 23, 12, 0),
        ),
    ),
    (
        date(2025, 8, 13),
        (("9:00-10:30", "Bagong Ilaw ES", 1.5, 55, 4, 80), ("2:00-3:00", "Fish port", 1, 12, 14, 19)),
    ),
    (date(2025, 8, 27), (("9:00-11:00", "Santolan Norte ES", 2, 61, 6, 94),)),
    (
        date(2025, 9, 3),
        (
            ("8:30-9:30", "Hagdan-hagdan ES", 1, 39, 2, 57),
            ("10:00-11:00", "Sitio Lumot chapel", 1, 20, 8, 31),
            ("1:30-3:00", "Covered court", 1.5, 34, 21, 45),
        ),
    ),
)


def build_mobile_library_stops() -> Shape:
    """Build a log of stops whose date is written once and merged over the stops of a day."""
    rows: list[list[Any]] = [
        ["MOBILE LIBRARY TRIP TICKET SUMMARY"],
        [],
        ["Date", "Time", "Stop", "Children", "Adults", "Books borrowed", "Driver"],
    ]
    merge, driver = ["A1:G1"], "Lakan Dagatlayag"
    for day, stops in STOPS:
        first = len(rows) + 1
        for number, (time, stop, _, *counts) in enumerate(stops):
            rows.append([day if number == 0 else None, time, stop, *counts, driver])
        if len(stops) > 1:
            merge.append(f"A{first}:A{len(rows)}")
    flat = [stop for _, stops in STOPS for stop in stops]
    children, adults, books = sum_columns(flat, 3, 4, 5)
    last = len(rows)
    totals = zip("DEF", (children, adults, books), strict=True)
    rows.append([None, None, "TOTAL", *(sum_formula(column, 4, last, value) for column, value in totals)])
    book = Book()
    book.add_sheet("Aug-Sept", rows, merge=merge, dates="d-mmm-yy")
    visits = children + adults
    return Shape(
        id="mobile-library-stops",
        what="Stops of a mobile library; the date is merged over the stops of a day; books lent in the next column.",
        file="Mobile Library Aug-Sept 2025.xlsx",
        content=book.to_bytes,
        row_is="session",
        expect=(*count_figures(visits, len(flat)), ("participants_unique", {}, None)),
        never=(
            *wrong_figures(
                "attendance_total", visits + books, 2 * visits, 2 * (visits + books), children, books
            ),
            *wrong_figures("sessions_held", len(STOPS), len(flat) + 1),
            *wrong_figures("attendance_per_session", visits / len(STOPS)),
            *wrong_figures("participants_unique", 1),
        ),
        or_none=(("contact_hours", {}, sum(stop[2] * (stop[3] + stop[4]) for stop in flat)),),
        privacy=(driver,),
    )


def build_story_readers_named() -> Shape:
    """Build a Filipino log that names who read the story; readers are not participants."""
    readers = ["Liwayway Mutyahon", "Sibol Parolsilid", "Umaga Salamatin", "Dayang Tabingilog"]
    log = [
        (date(2025, 6, 7), "Ang Batang Takot sa Dilim", 0, 19, 8),
        (date(2025, 6, 21), "Si Kalabaw at ang Ulan", 1, 23, 11),
        (date(2025, 7, 5), "Ang Mahabang Kumot", 0, 15, 6),
        (date(2025, 7, 19), "Buwan sa Balde", 2, 27, 14),
        (date(2025, 8, 2), "Tatlong Tsinelas", 3, 18, 9),
        (date(2025, 8, 16), "Si Kalabaw at ang Ulan", 1, 22, 7),
    ]
    rows: list[list[Any]] = [["Petsa", "Kuwento", "Tagabasa", "Bilang ng bata", "Bilang ng magulang", "Puna"]]
    for day, story, reader, children, parents in log:
        rows.append([format_filipino_date(day), story, readers[reader], children, parents, ""])
    rows[4][5] = "naulit ang kuwento, gusto ng mga bata"
    children, parents = sum_columns(log, 3, 4)
    return Shape(
        id="story-readers-named",
        what="Storytelling in Filipino: the volunteer who read is named, children and parents are counted.",
        file="kuwentuhan.csv",
        content=partial(write_csv, rows, encoding="utf-8-sig"),
        row_is="session",
        expect=(*count_figures(children + parents, len(log)), ("participants_unique", {}, None)),
        never=(
            *wrong_figures("attendance_total", children, parents, len(log)),
            *wrong_figures("participants_unique", len(readers), len(log)),
            *wrong_figures("sessions_held", 5),
        ),
        privacy=tuple(readers),
    )


def build_estimated_crowds() -> Shape:
    """Build a log of crowds in words and ranges; N/A is unknown, not zero."""
    log = [
        ("4/5/2025", "Farmers market table", "approx. 50", 50),
        ("4/26/2025", "Earth Day story walk", "~40", 40),
        ("5/17/2025", "Little League opening day", "100+", 100),
        ("6/7/2025", "Juneberry festival", "20-25", 20),
        ("7/4/2025", "Parade", "N/A", None),
        ("8/2/2025", "Night out in the park", "about 60", 60),
        ("9/13/2025", "Apple fair", "35", 35),
    ]
    rows: list[list[Any]] = [["Date", "Outreach event", "How many?"], *([*row[:3]] for row in log)]
    counted = [count for *_, count in log if count is not None]
    visits = sum(counted)
    return Shape(
        id="estimated-crowds",
        what="Outreach with estimates: approx. 50, ~40, 100+, 20-25, about 60, and one N/A.",
        file="outreach.csv",
        content=partial(write_csv, rows),
        row_is="session",
        expect=(
            ("attendance_total", {}, visits),
            ("sessions_held", {}, len(log)),
            ("attendance_coverage", {}, len(counted) / len(log)),
            ("attendance_per_session", {}, visits / len(counted)),
        ),
        never=(
            *wrong_figures("attendance_total", visits + 5, visits + 2.5, visits + 2005, visits + 25),
            *wrong_figures("attendance_per_session", visits / len(log)),
            *wrong_figures("attendance_coverage", 1.0),
        ),
    )


def build_smiley_feedback() -> Shape:
    """Build a count of stickers on three faces after each workshop, next to the head count."""
    log = [
        ("Paper lanterns", 24, 17, 3, 1),
        ("Sock puppets", 19, 14, 2, 0),
        ("Comic strips", 22, 11, 6, 3),
        ("Shadow theater", 31, 26, 2, 1),
        ("Bookmark loom", 15, 9, 4, 2),
    ]
    start = date(2025, 10, 4)
    rows: list[list[Any]] = [
        ["How was it? Put ONE sticker!"],
        [],
        ["Saturday", "Workshop", "# came", "😀", "😐", "🙁", "Comments kids made"],
    ]
    for week, row in enumerate(log):
        rows.append([start + timedelta(weeks=week), *row])
    rows[5].append("too short!!")
    came, happy, neutral, sad = sum_columns(log, 1, 2, 3, 4)
    totals = zip("CDEF", (came, happy, neutral, sad), strict=True)
    rows.append(["Totals", None, *(sum_formula(column, 4, 8, value) for column, value in totals)])
    stickers = happy + neutral + sad
    book = Book()
    book.add_sheet("stickers", rows, merge=["A1:G1"], dates="mmm d, yyyy")
    return Shape(
        id="smiley-feedback",
        what="Workshops with a head count and stickers counted on a happy, a neutral and a sad face.",
        file="Saturday workshop stickers.xlsx",
        content=book.to_bytes,
        row_is="session",
        expect=(*count_figures(came, len(log)), ("outcome_agreement", {}, None)),
        never=(
            *wrong_figures(
                "attendance_total", came + stickers, stickers, happy, 2 * came, 2 * (came + stickers)
            ),
            *wrong_figures("sessions_held", len(log) + 1, 3),
            *wrong_figures("outcome_agreement", 1.0),
        ),
    )


EVENTS: tuple[Shape, ...] = (
    build_semicolons_and_commas(),
    build_onsite_and_online(),
    build_club_with_guests(),
    build_mobile_library_stops(),
    build_story_readers_named(),
    build_estimated_crowds(),
    build_smiley_feedback(),
)
