"""Sheets as libraries might write them, with the rows that must be read from them.

Headings come from the lists below and not from the words that the reader knows. Sheets of even seeds are for
development; those of odd seeds only report how well the reader does, and nothing is ever tuned to them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

Cells = list[list[object]]
#: Expected rows by table: each row is a mapping of field to value.
Expected = Mapping[str, Sequence[Mapping[str, object]]]

#: Headings by role and language.
HEADINGS: Mapping[str, Mapping[str, Sequence[str]]] = {
    "day": {
        "en": [
            "Date",
            "Date of activity",
            "Date conducted",
            "When",
            "Session date",
            "Day",
            "Date held",
            "Event date",
            "Held on",
            "Activity date",
            "Date of session",
        ],
        "es": ["Fecha", "Fecha de la actividad", "Día", "Fecha del evento", "Cuándo", "Fecha de realización"],
        "fil": ["Petsa", "Petsa ng gawain", "Araw", "Kailan", "Petsa ng sesyon"],
    },
    "title": {
        "en": [
            "Activity",
            "Title",
            "Name of activity",
            "Program",
            "Event",
            "Program title",
            "Session title",
            "Title of program",
            "Name of event",
        ],
        "es": ["Actividad", "Título", "Nombre de la actividad", "Programa", "Evento", "Taller"],
        "fil": ["Gawain", "Pamagat", "Programa", "Pangalan ng gawain", "Aktibidad"],
    },
    "count": {
        "en": [
            "Attendance",
            "Number of participants",
            "No. of pax",
            "Total attendees",
            "Participants",
            "Attendees",
            "How many came",
            "Turnout",
            "Head count",
            "People present",
            "Actual attendance",
            "No. of attendees",
            "Number present",
            "Total present",
            "Kids attended",
        ],
        "es": [
            "Asistentes",
            "Número de asistentes",
            "Asistencia",
            "Participantes",
            "Total de participantes",
            "Cuántos vinieron",
            "Personas",
        ],
        "fil": [
            "Bilang ng dumalo",
            "Dumalo",
            "Bilang ng kalahok",
            "Mga kalahok",
            "Ilan ang dumalo",
            "Bilang ng bata",
        ],
    },
    "place": {
        "en": ["Venue", "Place", "Where", "Location", "Branch", "Site", "Held at"],
        "es": ["Lugar", "Sede", "Dónde", "Biblioteca", "Local"],
        "fil": ["Lugar", "Lokasyon", "Saan", "Pinagdausan", "Sangay"],
    },
    "name": {
        "en": [
            "Name",
            "Full name",
            "Name of participant",
            "Participant",
            "Name of child",
            "Attendee",
            "Child's name",
            "Student name",
            "Learner",
        ],
        "es": [
            "Nombre",
            "Nombre completo",
            "Nombre del participante",
            "Apellidos y nombres",
            "Estudiante",
            "Alumno",
        ],
        "fil": ["Pangalan", "Pangalan ng bata", "Pangalan ng kalahok", "Mag-aaral"],
    },
    "age": {"en": ["Age", "Age in years"], "es": ["Edad"], "fil": ["Edad", "Gulang"]},
    "giver": {
        "en": ["Donor", "From", "Name of donor", "Sponsor", "Given by", "Source of funds"],
        "es": ["Donante", "Nombre del donante", "Patrocinador", "De parte de"],
        "fil": ["Nagbigay", "Pangalan ng nagbigay", "Donor", "Mula kay"],
    },
    "money": {
        "en": ["Amount", "Amount received", "Donation amount", "Value", "Total amount"],
        "es": ["Monto", "Importe", "Monto recibido", "Valor"],
        "fil": ["Halaga", "Halagang natanggap", "Kabuuang halaga"],
    },
    "hours": {
        "en": ["Hours", "No. of hours", "Hours worked", "Hours rendered", "Total hours"],
        "es": ["Horas", "Horas trabajadas", "Número de horas"],
        "fil": ["Oras", "Bilang ng oras", "Oras na ibinigay"],
    },
    "volunteer": {
        "en": ["Volunteer", "Name of volunteer", "Volunteer name"],
        "es": ["Voluntario", "Nombre del voluntario", "Voluntaria"],
        "fil": ["Boluntaryo", "Pangalan ng boluntaryo"],
    },
    "partner": {
        "en": ["Partner", "Name of partner", "Partner organization", "Partner agency"],
        "es": ["Aliado", "Nombre del aliado", "Entidad colaboradora"],
        "fil": ["Katuwang", "Pangalan ng katuwang", "Kaagapay"],
    },
    "kind": {
        "en": ["Type", "Type of organization", "Sector", "Category"],
        "es": ["Tipo", "Tipo de organización", "Sector"],
        "fil": ["Uri", "Uri ng samahan"],
    },
    "reach": {
        "en": ["No. of members", "Members", "People it can reach"],
        "es": ["Miembros", "Número de miembros"],
        "fil": ["Bilang ng kasapi", "Mga kasapi"],
    },
    "promise": {
        "en": ["Commitment", "Deliverable", "What they will give", "Responsibilities"],
        "es": ["Compromiso", "Qué aporta", "Obligaciones"],
        "fil": ["Pangako", "Ibibigay", "Tungkulin"],
    },
    "due": {
        "en": ["By when", "Deadline", "Due date", "Target date"],
        "es": ["Fecha límite", "Plazo", "Para cuándo"],
        "fil": ["Takdang petsa", "Hanggang kailan"],
    },
}
#: Columns that no figure uses, with a value for a row.
EXTRAS: Mapping[str, Sequence[tuple[str, Callable[[Random], object]]]] = {
    "en": [
        ("Facilitator", lambda r: r.choice(["Ms. Lee", "Mr. Tan", "Ana"])),
        ("Remarks", lambda r: r.choice([None, "ok", "rainy", "good"])),
        ("Expected participants", lambda r: r.randint(20, 60)),
        ("Target", lambda r: r.randint(20, 60)),
        ("Materials used", lambda r: r.choice(["books", "paper"])),
        ("Weather", lambda r: r.choice(["sunny", "rain"])),
        ("Last year", lambda r: r.randint(3, 40)),
    ],
    "es": [
        ("Facilitador", lambda r: r.choice(["Sra. Ruiz", "Sr. Paz"])),
        ("Observaciones", lambda r: r.choice([None, "bien"])),
        ("Asistentes esperados", lambda r: r.randint(20, 60)),
        ("Meta", lambda r: r.randint(20, 60)),
    ],
    "fil": [
        ("Tagapagdaloy", lambda r: r.choice(["Gng. Cruz", "G. Reyes"])),
        ("Puna", lambda r: r.choice([None, "maayos"])),
        ("Inaasahang dadalo", lambda r: r.randint(20, 60)),
    ],
}
TITLES = [
    "Story hour",
    "Reading club",
    "Book fair",
    "Puppet show",
    "Craft day",
    "Cuentacuentos",
    "Kuwentuhan",
]
PLACES = ["Main hall", "San Isidro ES", "Plaza", "Branch 2", "Barangay hall"]
PEOPLE = [
    "Ana Cruz",
    "Ben Reyes",
    "Carla Diaz",
    "Dino Santos",
    "Ella Ramos",
    "Felix Lim",
    "Gina Torres",
    "Hugo Vera",
    "Iris Luna",
    "Juan Perez",
    "Karla Sy",
    "Luis Mora",
]
GIVERS = ["Hope Foundation", "Rotary Club", "San Isidro ES", "Mayor's Office", "Lions Club"]
PROMISES = ["books for the fair", "snacks for the readers", "posters", "a bus for the children"]
ABOVE = {
    "en": ["Municipal Library", "Monthly report", "List of activities 2026"],
    "es": ["Biblioteca Municipal", "Informe mensual"],
    "fil": ["Aklatang Bayan", "Ulat ng gawain"],
}
TOTALS = {"en": "Total", "es": "Total", "fil": "Kabuuan"}


@dataclass(frozen=True)
class Generated:
    """A sheet and what must be read from it.

    Attributes
    ----------
    kind : str
        Kind of sheet, such as "session log".
    tab : str
        Name of the tab.
    cells : list of list
        Rows of the sheet.
    expected : Expected
        Rows by table that a correct reading gives.
    headings : tuple of str
        Headings used.
    """

    kind: str
    tab: str
    cells: Cells
    expected: Expected
    headings: tuple[str, ...]


class _Sheet:
    """Columns of a sheet that is being made, in one language."""

    def __init__(self, random: Random) -> None:
        self.random = random
        self.language = random.choice(["en", "en", "es", "fil"])
        self.columns: list[tuple[str, list[object]]] = []
        self.summed: set[str] = set()

    def add(self, role: str, values: Sequence[object], *, is_summed: bool = False) -> None:
        heading = self.random.choice(HEADINGS[role][self.language])
        if self.random.random() < 0.2:
            heading = heading.upper()
        self.columns.append((heading, list(values)))
        if is_summed:
            self.summed.add(heading)

    def add_extras(self, rows: int, *, counts: bool = True) -> None:
        for heading, make in self.random.sample(EXTRAS[self.language], self.random.randint(0, 2)):
            values = [make(self.random) for _ in range(rows)]
            if counts or not any(isinstance(value, int) for value in values):
                self.columns.append((heading, values))

    def finish(self, *, shuffled: bool = True, numbered: bool = True) -> tuple[Cells, tuple[str, ...]]:
        random = self.random
        if shuffled:
            random.shuffle(self.columns)
        rows = len(self.columns[0][1])
        if numbered and random.random() < 0.3:
            self.columns.insert(0, (random.choice(["No.", "#"]), list(range(1, rows + 1))))
        headings = [heading for heading, _ in self.columns]
        cells: Cells = [list(headings)]
        cells += [[values[row] for _, values in self.columns] for row in range(rows)]
        if self.summed and random.random() < 0.4:
            cells.append(self._total_row(headings))
        above = [[text] for text in random.sample(ABOVE[self.language], random.randint(0, 2))]
        if above and random.random() < 0.5:
            above.append([None])
        return [*above, *cells], tuple(headings)

    def _total_row(self, headings: Sequence[str]) -> list[object]:
        row: list[object] = [
            sum(value for value in values if isinstance(value, (int, float)))
            if heading in self.summed
            else None
            for heading, values in self.columns
        ]
        first = next((n for n, heading in enumerate(headings) if heading not in self.summed), None)
        if first is not None:
            row[first] = TOTALS[self.language]
        return row


def _days(random: Random, rows: int) -> list[date]:
    first = date(2026, random.randint(1, 6), random.randint(1, 28))
    return [first + timedelta(days=7 * n) for n in range(rows)]


def _write_days(random: Random, days: Sequence[date]) -> list[object]:
    """Write days as dates or as one of several texts, all in the same way."""
    style = random.randrange(4)
    if style == 0:
        return [day.isoformat() for day in days]
    if style == 1:
        return [f"{day:%B} {day.day}, {day.year}" for day in days]
    if style == 2:
        return [f"{day.day}-{day:%b}-{day.year}" for day in days]
    return list(days)


def session_log(random: Random) -> Generated:
    """A log with one session per row and a head count."""
    sheet, rows = _Sheet(random), random.randint(3, 15)
    days = _days(random, rows)
    titles = [random.choice(TITLES) for _ in range(rows)]
    counts = [
        random.choice([None, *range(2, 60)]) if random.random() < 0.1 else random.randint(2, 60)
        for _ in range(rows)
    ]
    sheet.add("day", _write_days(random, days))
    sheet.add("count", counts, is_summed=True)
    has_title, has_place = random.random() < 0.8, random.random() < 0.6
    places = [random.choice(PLACES) for _ in range(rows)]
    if has_title:
        sheet.add("title", titles)
    if has_place:
        sheet.add("place", places)
    sheet.add_extras(rows)
    cells, headings = sheet.finish()
    expected = [
        {"date": day, "attended": count, "site": place if has_place else None}
        for day, count, place in zip(days, counts, places, strict=True)
    ]
    return Generated("session log", "Log", cells, {"sessions": expected}, headings)


def attendee_log(random: Random) -> Generated:
    """A list with one person at one session per row."""
    sheet, rows = _Sheet(random), random.randint(4, 20)
    days = sorted(random.choice(_days(random, 3)) for _ in range(rows))
    people = [random.choice(PEOPLE) for _ in range(rows)]
    sheet.add("day", _write_days(random, days))
    sheet.add("name", people)
    if random.random() < 0.5:
        sheet.add("age", [random.randint(5, 14) for _ in range(rows)])
    sheet.add_extras(rows, counts=False)
    cells, headings = sheet.finish()
    expected = [{"date": day, "status": "present"} for day in days]
    return Generated("attendee log", "Attendance", cells, {"participation": expected}, headings)


def roster(random: Random) -> Generated:
    """A register with people in rows and days across the top."""
    sheet, rows = _Sheet(random), random.randint(3, 12)
    days = _days(random, random.randint(2, 8))
    marks = random.choice([("P", "A"), ("/", None), ("1", "0"), ("x", None), ("Present", "Absent")])
    sheet.add("name", random.sample(PEOPLE, rows))
    cells, _ = sheet.finish(shuffled=False, numbered=True)
    header = next(
        n
        for n, row in enumerate(cells)
        if row[-1] in {h for hs in HEADINGS["name"].values() for h in (*hs, *map(str.upper, hs))}
    )
    came = [[random.random() < 0.7 for _ in days] for _ in range(rows)]
    came[0] = [True] * len(days)
    style = [day.isoformat() for day in days] if random.random() < 0.5 else list(days)
    cells[header] += style
    for row, there in zip(cells[header + 1 :], came, strict=False):
        row += [marks[0] if is_there else marks[1] for is_there in there]
    present = [
        {"date": day, "status": "present"}
        for there in came
        for day, is_there in zip(days, there, strict=True)
        if is_there
    ]
    headings = tuple(str(cell) for cell in cells[header])
    return Generated("roster", "Register", cells, {"participation": present}, headings)


def gifts(random: Random) -> Generated:
    """A list of gifts of money with the donor of each."""
    sheet, rows = _Sheet(random), random.randint(3, 10)
    days = _days(random, rows)
    givers = [random.choice(GIVERS) for _ in range(rows)]
    amounts = [100 * random.randint(5, 300) for _ in range(rows)]
    sheet.add("day", _write_days(random, days))
    sheet.add("giver", givers)
    sheet.add("money", amounts, is_summed=True)
    sheet.add_extras(rows, counts=False)
    cells, headings = sheet.finish()
    expected = [
        {"date": day, "from_party": giver, "value": amount}
        for day, giver, amount in zip(days, givers, amounts, strict=True)
    ]
    return Generated("gifts", "Donations", cells, {"ledger": expected}, headings)


def volunteer_log(random: Random) -> Generated:
    """A log of the hours of volunteers."""
    sheet, rows = _Sheet(random), random.randint(3, 10)
    days = _days(random, rows)
    hours = [random.choice([1, 1.5, 2, 2.5, 3, 4]) for _ in range(rows)]
    sheet.add("day", _write_days(random, days))
    sheet.add("volunteer", [random.choice(PEOPLE) for _ in range(rows)])
    sheet.add("hours", hours, is_summed=True)
    sheet.add_extras(rows, counts=False)
    cells, headings = sheet.finish()
    expected = [
        {"date": day, "kind": "volunteer_hours", "quantity": number}
        for day, number in zip(days, hours, strict=True)
    ]
    return Generated("volunteer log", "Sheet1", cells, {"ledger": expected}, headings)


def partner_list(random: Random) -> Generated:
    """A directory of partners."""
    sheet, rows = _Sheet(random), random.randint(2, 5)
    names = random.sample(GIVERS, rows)
    kinds = [random.choice(["school", "NGO", "agency"]) for _ in range(rows)]
    members = [random.randint(10, 900) for _ in range(rows)]
    sheet.add("partner", names)
    sheet.add("kind", kinds)
    sheet.add("reach", members)
    cells, headings = sheet.finish()
    expected = [
        {"name": name, "kind": kind, "network_size": size}
        for name, kind, size in zip(names, kinds, members, strict=True)
    ]
    return Generated("partner list", "Sheet1", cells, {"partners": expected}, headings)


def agreement(random: Random) -> Generated:
    """An agreement with one promise per row."""
    sheet, rows = _Sheet(random), random.randint(2, 5)
    givers = random.sample(GIVERS, rows)
    days = _days(random, rows)
    sheet.add("partner", givers)
    sheet.add("promise", [random.choice(PROMISES) for _ in range(rows)])
    sheet.add("due", _write_days(random, days))
    cells, headings = sheet.finish()
    expected = [
        {"from_party": giver, "date": day, "status": "pledged"}
        for giver, day in zip(givers, days, strict=True)
    ]
    return Generated("agreement", "MOA", cells, {"ledger": expected}, headings)


KINDS: Sequence[Callable[[Random], Generated]] = (
    session_log,
    session_log,
    session_log,
    attendee_log,
    attendee_log,
    roster,
    gifts,
    volunteer_log,
    partner_list,
    agreement,
)


def generate(seed: int) -> Generated:
    """Return the sheet of a seed."""
    random = Random(seed)
    return random.choice(KINDS)(random)
