"""The content of the sample: an invented library with its three projects, partners and money."""

from __future__ import annotations

from datetime import date

STORYBOOK = "Storybook reading"
WORKSHOP = "Workshop for slow readers"
BOOKS = "Book drive for Malinaw"

SCHOOL = "Malinaw Elementary School"
AGENCY = "Malinaw Disaster Office"
CIRCLE = "Tulay Reading Circle"
SPONSOR = "Banaag Book Foundation"

READ_ME = (
    "Malinaw Municipal Library - our records, January 2025 to June 2026",
    "This workbook is a sample. Every person, place and organisation in it is invented.",
    "Story log: one line for every storybook reading, kept by whoever was on duty. Some days nobody counted.",
    "Readers and Roster May: who was there. Sessions: the workshop and the book drive.",
    "The other sheets are those of the blank template.",
    "One bus line in the ledger is still unclear: we have not asked yet who pays for it.",
)
LOG_TITLE = (
    "Malinaw Municipal Library",
    "STORYBOOK READING LOG 2025-2026",
    "Count everybody in the room. Leave the box empty if nobody counted.",
)
LOG_HEADINGS = (
    "Date",
    "Title",
    "Location",
    "Attendance",
    "Language",
    "Age Group",
    "Staff Hours",
    "In-Person Seats",
    "Sign-ups",
    "Notes",
)
READERS_HEADINGS = (
    "Date",
    "Activity",
    "Name",
    "Status",
    "Mother tongue",
    "Age",
    "First time",
    "How did you learn about this program",
)

LIBRARY_ROOM, HALL, CHAPEL = "Municipal library", "Barangay hall", "Riverside chapel"
SITE_CYCLE = (LIBRARY_ROOM, HALL, LIBRARY_ROOM, CHAPEL)
MISSPELLED_SITES = {13: "Barangay Hall ", 29: "barangay  hall", 34: "Municipal Library "}
LANGUAGE_CYCLE = ("Filipino", "Cebuano; Filipino", "Filipino", "Cebuano", "Filipino")
ESTIMATED = {10, 25, 37, 52}
REMARKS = {
    4: "a class came along",
    10: "counted from the photo",
    16: "puppets",
    25: "rain, few families",
    31: "first time with the reading circle",
    47: "new books from the drive",
    60: "standing room only",
}
STORMS = {
    date(2025, 7, 19): "typhoon",
    date(2025, 8, 23): "flood, road closed",
    date(2025, 9, 27): "typhoon",
    date(2025, 11, 8): "typhoon",
    date(2026, 6, 13): "storm signal no. 2",
}
NO_STORY_DAYS = {
    date(2025, 4, 19),
    date(2025, 11, 1),
    date(2025, 12, 27),
    date(2026, 1, 3),
    date(2026, 4, 4),
}
NO_WORKSHOP_DAYS = {date(2025, 9, 24), date(2025, 12, 24), date(2025, 12, 31)}
LOST_WORKSHOP_DAY = date(2025, 9, 24)

# Name, age, mother tongue, how they heard of the workshop.
LEARNERS = (
    ("Amihan Dulay", 8, "Cebuano", SCHOOL),
    ("Basilio Navarro", 9, "Cebuano", SCHOOL),
    ("Carmela Ocampo", 8, "Filipino", SCHOOL),
    ("Danilo Peralta", 9, "Cebuano", CIRCLE),
    ("Estrella Quizon", 8, "Hiligaynon", SCHOOL),
    ("Felino Robles", 10, "Cebuano", SCHOOL),
    ("Gloria Santillan", 9, "Filipino", "a neighbour"),
    ("Honesto Tadeo", 8, "Cebuano", SCHOOL),
    ("Imelda Urbano", 9, "Hiligaynon", CIRCLE),
    ("Jacinto Valdez", 10, "Cebuano", SCHOOL),
    ("Kalaya Wenceslao", 8, "Filipino", SCHOOL),
    ("Lakandula Yambao", 9, "Cebuano", None),
    ("Marikit Zamora", 8, None, SCHOOL),
    ("Nonito Abrera", 9, "Filipino", "a poster"),
    ("Ofelia Bacani", 10, "Hiligaynon", SCHOOL),
    ("Pilar Cudia", 8, "Cebuano", CIRCLE),
    ("Quirino Dizon", 9, "Filipino", SCHOOL),
    ("Rosalinda Espino", 8, None, SCHOOL),
)
JOINED_LATE = {6, 13}
MOVED_AWAY = 9
OFTEN_AWAY = {"Felino Robles", "Jacinto Valdez", "Nonito Abrera"}

# Five learners of the workshop also come to the readings; this list gives family names first.
LISTENERS = (
    ("Dulay, Amihan", 8, "Cebuano"),
    ("Ocampo, Carmela", 8, "Filipino"),
    ("Quizon, Estrella", 8, "Hiligaynon"),
    ("Tadeo, Honesto", 8, "Cebuano"),
    ("Cudia, Pilar", 8, "Cebuano"),
    ("Flores, Sinag", 6, "Filipino"),
    ("Garcia, Tala", 5, "Cebuano"),
    ("Hilario, Ulan", 7, "Filipino"),
    ("Ignacio, Vilma", 6, "Cebuano"),
    ("Jimenez, Wigan", 5, "Filipino"),
    ("Kalaw, Ximena", 7, "Cebuano"),
    ("Lumibao, Yulo", 6, "Filipino"),
    ("Magsino, Zenaida", 5, "Filipino"),
    ("Natividad, Agila", 6, None),
    ("Olivar, Bituin", 7, "Cebuano"),
    ("Pascua, Celso", 6, "Filipino"),
    ("Querubin, Diwa", 5, "Hiligaynon"),
    ("Reyno, Elpidio", 7, "Filipino"),
    ("Sarmiento, Fidela", 6, "Cebuano"),
    ("Tolentino, Ginto", 5, "Filipino"),
    ("Umali, Hiraya", 7, "Filipino"),
    ("Villegas, Isagani", 6, "Cebuano"),
)

PARTNERS = (
    {"name": SCHOOL, "kind": "school", "strengths": "teachers, classrooms, parents", "network_size": 420},
    {
        "name": AGENCY,
        "kind": "agency",
        "strengths": "trucks, knows which sites need what",
        "network_size": 1500,
    },
    {"name": CIRCLE, "kind": "community group", "strengths": "readers in two languages", "network_size": 35},
    {"name": SPONSOR, "kind": "sponsor", "strengths": "money, books, printing", "network_size": 900},
)
PROGRAMS = (
    {
        "name": STORYBOOK,
        "kind": "reading_session",
        "partner_ids": f"{CIRCLE}; {SPONSOR}",
        "start": date(2025, 1, 11),
        "population": 120,
        "audience": "children of the town",
        "language": "Filipino",
        "target_low": 1000,
        "target_ideal": 1200,
        "target_high": 1600,
        "target_unit": "visits",
        "official": "yes",
        "ledger_complete": "yes",
        "recurring": "yes",
    },
    {
        "name": WORKSHOP,
        "kind": "workshop",
        "partner_ids": f"{SCHOOL}; {SPONSOR}",
        "start": date(2025, 8, 6),
        "end": date(2026, 2, 18),
        "population": 32,
        "audience": "Grade 2-4, slow readers",
        "language": "Filipino",
        "target_low": 320,
        "target_ideal": 380,
        "target_high": 480,
        "target_unit": "visits",
        "official": "yes",
        "ledger_complete": "yes",
        "recurring": "no",
    },
    {
        "name": BOOKS,
        "kind": "book_drive",
        "partner_ids": f"{AGENCY}; {SCHOOL}; {SPONSOR}",
        "start": date(2025, 10, 4),
        "end": date(2026, 6, 30),
        "population": 310,
        "audience": "families at the shelters",
        "language": "Cebuano",
        "target_low": 120,
        "target_ideal": 160,
        "target_high": 240,
        "target_unit": "visits",
        "official": "no",
        "ledger_complete": "no",
        "recurring": "no",
    },
)

_BOOK_DRIVE = {"program_id": BOOKS, "status": "held", "events": 1}
OTHER_SESSIONS = (
    {
        **_BOOK_DRIVE,
        "date": date(2025, 10, 18),
        "site": LIBRARY_ROOM,
        "format": "onsite",
        "language": "Filipino",
        "age_group": "adults",
        "attended": 26,
        "staff_hours": 5,
        "volunteer_hours": 18,
    },
    {
        **_BOOK_DRIVE,
        "date": date(2025, 11, 29),
        "site": "Malinaw shelter",
        "format": "offsite",
        "language": "Cebuano",
        "age_group": "all ages",
        "attended": 64,
        "staff_hours": 8,
        "volunteer_hours": 12,
    },
    {
        **_BOOK_DRIVE,
        "date": date(2026, 2, 21),
        "site": "Malinaw shelter",
        "format": "offsite",
        "language": "Cebuano; Filipino",
        "age_group": "all ages",
        "attended": 58,
        "staff_hours": 8,
        "volunteer_hours": 10,
    },
)


def _ledger_line(
    program: str,
    day: date,
    from_party: str | None,
    to_party: str,
    kind: str,
    status: str,
    value: float | None,
    note: str,
    quantity: float | None = None,
    unit: str | None = None,
    unit_value: float | None = None,
) -> dict[str, str | float | date | None]:
    """Return one line of the ledger."""
    return {
        "program_id": program,
        "date": day,
        "from_party": from_party,
        "to_party": to_party,
        "kind": kind,
        "quantity": quantity,
        "unit": unit,
        "unit_value": unit_value,
        "value": value,
        "status": status,
        "note": note,
    }


LEDGER = (
    _ledger_line(
        STORYBOOK,
        date(2025, 1, 20),
        SPONSOR,
        "project",
        "cash",
        "received",
        24000,
        "grant, two years of reading",
    ),
    _ledger_line(
        STORYBOOK, date(2025, 2, 3), "project", "Print shop", "cash", "spent", 4200, "posters, sign-in sheets"
    ),
    _ledger_line(
        STORYBOOK,
        date(2025, 2, 10),
        "project",
        "Bookshop",
        "cash",
        "spent",
        8650,
        "for the reading corner",
        62,
        "picture books",
    ),
    _ledger_line(
        STORYBOOK,
        date(2025, 9, 15),
        "library",
        "Stationery shop",
        "cash",
        "spent",
        1150,
        "paper, glue, puppets",
    ),
    _ledger_line(
        STORYBOOK,
        date(2026, 1, 12),
        "project",
        "Bookshop",
        "cash",
        "spent",
        5400,
        "for the families from Cebu",
        36,
        "Cebuano titles",
    ),
    _ledger_line(
        STORYBOOK,
        date(2026, 6, 20),
        CIRCLE,
        "project",
        "volunteer_hours",
        "received",
        None,
        "reading aloud and setting up",
        84,
        "hour",
        75,
    ),
    _ledger_line(
        STORYBOOK,
        date(2025, 6, 14),
        "library",
        CIRCLE,
        "in_kind",
        "received",
        3200,
        "training in reading aloud",
    ),
    _ledger_line(
        STORYBOOK, date(2025, 3, 1), "library", SPONSOR, "promotion", "received", 6000, "name on every poster"
    ),
    _ledger_line(
        STORYBOOK,
        date(2026, 3, 7),
        "library",
        SPONSOR,
        "promotion",
        "received",
        9000,
        "page in the newsletter",
    ),
    _ledger_line(
        WORKSHOP, date(2025, 7, 28), SPONSOR, "project", "cash", "received", 18000, "grant for the workshop"
    ),
    _ledger_line(
        WORKSHOP,
        date(2025, 8, 4),
        "project",
        "Bookshop",
        "cash",
        "spent",
        9600,
        "three levels",
        60,
        "graded readers",
    ),
    _ledger_line(
        WORKSHOP, date(2025, 8, 5), "project", "Print shop", "cash", "spent", 2350, "reading cards and tests"
    ),
    _ledger_line(
        WORKSHOP, date(2026, 2, 16), "library", "Food stall", "cash", "spent", 1480, "snacks on the last day"
    ),
    _ledger_line(
        WORKSHOP,
        date(2026, 2, 18),
        SCHOOL,
        "project",
        "staff_hours",
        "received",
        None,
        "teachers who tested and helped",
        48,
        "hour",
        120,
    ),
    _ledger_line(
        WORKSHOP,
        date(2026, 2, 18),
        "library",
        "project",
        "staff_hours",
        "received",
        None,
        "two librarians, preparation included",
        72,
        "hour",
        110,
    ),
    _ledger_line(
        WORKSHOP,
        date(2026, 2, 18),
        SCHOOL,
        "project",
        "venue",
        "received",
        6000,
        "a classroom",
        24,
        "afternoons",
    ),
    _ledger_line(
        WORKSHOP,
        date(2026, 2, 20),
        "project",
        SCHOOL,
        "in_kind",
        "received",
        4500,
        "the graded readers stay there",
    ),
    _ledger_line(BOOKS, date(2025, 10, 6), SPONSOR, "project", "cash", "received", 15000, "first half"),
    _ledger_line(
        BOOKS,
        date(2026, 5, 4),
        SPONSOR,
        "project",
        "cash",
        "pledged",
        15000,
        "second half, promised for July",
    ),
    _ledger_line(
        BOOKS, date(2025, 11, 27), "project", "Packing shop", "cash", "spent", 3900, "boxes and plastic"
    ),
    _ledger_line(
        BOOKS, date(2025, 11, 28), "project", "Petrol station", "cash", "spent", 5250, "fuel for the truck"
    ),
    _ledger_line(
        BOOKS,
        date(2026, 2, 20),
        None,
        "Bus company",
        "cash",
        "unclear",
        3500,
        "bus for the helpers: who pays?",
    ),
    _ledger_line(
        BOOKS,
        date(2025, 11, 28),
        AGENCY,
        "project",
        "in_kind",
        "received",
        8000,
        "truck and driver, two days",
    ),
    _ledger_line(
        BOOKS,
        date(2025, 10, 18),
        CIRCLE,
        "project",
        "volunteer_hours",
        "received",
        None,
        "sorting",
        36,
        "hour",
        75,
    ),
    _ledger_line(
        BOOKS, date(2025, 12, 6), "library", AGENCY, "promotion", "received", 2500, "thanks in the newsletter"
    ),
    _ledger_line(
        BOOKS, date(2025, 12, 6), "library", SPONSOR, "promotion", "received", 7500, "banner at the hand-over"
    ),
    _ledger_line(
        BOOKS,
        date(2026, 7, 15),
        "library",
        SPONSOR,
        "promotion",
        "pledged",
        5000,
        "exhibition of photographs",
    ),
    _ledger_line(
        BOOKS, date(2025, 10, 18), SCHOOL, "project", "in_kind", "received", None, "shelves, not priced yet"
    ),
)

_BOOK_LOT = {"program_id": BOOKS, "unit": "books"}
DELIVERIES = (
    {
        **_BOOK_LOT,
        "lot": "Lot A",
        "site": "Malinaw shelter",
        "language": "Filipino",
        "pledged": 500,
        "collected": 420,
        "usable": 300,
        "shipped": 300,
        "received": 290,
        "in_hands": 271,
        "dispatched_on": date(2025, 11, 20),
        "received_on": date(2025, 11, 28),
    },
    {
        **_BOOK_LOT,
        "lot": "Lot B",
        "site": SCHOOL,
        "language": "Cebuano",
        "pledged": 200,
        "collected": 200,
        "shipped": 150,
        "received": 150,
        "in_hands": 120,
        "dispatched_on": date(2025, 12, 3),
        "received_on": date(2025, 12, 9),
    },
    {
        **_BOOK_LOT,
        "lot": "Lot C",
        "site": "Malinaw shelter",
        "language": "English",
        "pledged": 160,
        "collected": 148,
        "usable": 92,
        "shipped": 92,
        "received": 92,
        "in_hands": 60,
        "dispatched_on": date(2026, 2, 11),
        "received_on": date(2026, 2, 20),
    },
    {
        **_BOOK_LOT,
        "lot": "Lot D",
        "site": SCHOOL,
        "language": "Cebuano",
        "pledged": 120,
        "collected": 110,
        "usable": 104,
        "shipped": 104,
        "dispatched_on": date(2026, 6, 22),
    },
    {
        "program_id": BOOKS,
        "unit": "boxes",
        "lot": "Lot E",
        "site": "Malinaw shelter",
        "language": "Filipino",
        "pledged": 8,
        "collected": 8,
        "shipped": 7,
        "received": 7,
        "dispatched_on": date(2026, 2, 11),
        "received_on": date(2026, 2, 24),
    },
)

# Partner, side, respondent, day, then a rating for each statement in the order of the sheet.
PERSPECTIVES = (
    (SCHOOL, "partner", "Reading coordinator", date(2026, 2, 23), (5, 4, 4, 5, 5)),
    (SCHOOL, "partner", "Principal", date(2026, 2, 23), (4, 4, 5, 4, 5)),
    (SCHOOL, "library", "Librarian", date(2026, 2, 25), (5, 4, 4, 4, 5)),
    (AGENCY, "partner", "Logistics officer", date(2026, 3, 4), (4, 2, 3, 2, 3)),
    (AGENCY, "library", "Librarian", date(2026, 2, 25), (4, 3, 4, 3, 4)),
    (CIRCLE, "partner", "Chair", date(2026, 5, 31), (5, 5, 4, 5, 5)),
    (CIRCLE, "library", "Librarian", date(2026, 6, 2), (5, 4, 5, 5, 5)),
    (SPONSOR, "partner", "Programme officer", date(2026, 3, 10), (4, 4, 4, 4, 4)),
    (SPONSOR, "library", "Librarian", date(2026, 2, 25), (4, 4, 3, 4, 5)),
)


def _criterion(
    program: str, metric: str, low: float | None, ideal: float | None, high: float | None, declared_on: date
) -> dict[str, object]:
    """Return one success criterion."""
    return {
        "program_id": program,
        "metric_id": metric,
        "low": low,
        "ideal": ideal,
        "high": high,
        "declared_on": declared_on,
    }


CRITERIA = (
    _criterion(STORYBOOK, "attendance_total", 1000, 1200, None, date(2025, 1, 6)),
    _criterion(STORYBOOK, "session_delivery_rate", 0.85, 0.95, None, date(2025, 1, 6)),
    _criterion(STORYBOOK, "reach_rate", 0.5, 0.7, None, date(2025, 1, 6)),
    _criterion(WORKSHOP, "attendance_rate", 0.75, 0.85, None, date(2025, 7, 30)),
    _criterion(WORKSHOP, "reach_rate", 0.5, 0.6, None, date(2025, 7, 30)),
    _criterion(WORKSHOP, "completion_rate", 0.6, 0.75, None, date(2025, 7, 30)),
    _criterion(WORKSHOP, "cost_cash", None, None, 15000, date(2025, 9, 3)),
    _criterion(BOOKS, "attendance_total", 120, 160, 240, date(2025, 10, 1)),
    _criterion(BOOKS, "fund_clarity", 1, 1, None, date(2025, 10, 1)),
)
NOTES = (
    {"program_id": STORYBOOK, "date": date(2025, 7, 19), "text": "Typhoon, no ferry", "tag": "weather"},
    {"program_id": STORYBOOK, "date": date(2025, 8, 23), "text": "River over the road", "tag": "weather"},
    {
        "program_id": STORYBOOK,
        "date": date(2025, 9, 27),
        "text": "Typhoon, families at the shelter",
        "tag": "weather",
    },
    {
        "program_id": STORYBOOK,
        "date": date(2026, 3, 14),
        "text": "Grandmothers asked for Cebuano",
        "tag": "language",
    },
    {
        "program_id": WORKSHOP,
        "date": date(2026, 1, 14),
        "text": "Harvest: some walk home early",
        "tag": "season",
    },
    {
        "program_id": BOOKS,
        "date": date(2026, 2, 20),
        "text": "Nobody knows who pays for the bus",
        "tag": "money",
    },
)
SITES = (
    {"site": LIBRARY_ROOM, "population": 4800, "languages": "Filipino; Cebuano"},
    {"site": HALL, "population": 640, "languages": "Cebuano; Filipino"},
    {"site": CHAPEL, "population": 280, "languages": "Cebuano"},
    {"site": SCHOOL, "population": 420, "languages": "Cebuano; Filipino"},
    {"site": "Malinaw shelter", "population": 310, "languages": "Cebuano; Filipino"},
)
SETTINGS = (
    {"key": "library", "value": "Malinaw Municipal Library"},
    {"key": "population", "value": "4800"},
    {"key": "currency", "value": "PHP"},
    {"key": "staff", "value": "3"},
    {"key": "staff_hours_per_month", "value": "480"},
    {"key": "staff_rate", "value": "110"},
    {"key": "completion_threshold", "value": "0.75"},
)
