"""Plausible libraries from a seed, each with other names, counts, currency, language and gaps.

`seeded_library(7)` is the same library on every machine. Unlike `random_workspaces`, whose rows try every
rule of counting, these are libraries as they are: workbooks in the layout of the template, of which some have
no ledger, no scores, no targets, no partners or no head counts, and some have one program and others eight.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import Any

from libcollab_metrics.model import Dataset, Setting, Workspace
from tests.support.sheets import imported, xlsx

#: Day of the documents.
AS_OF = date(2026, 6, 30)
Sheet = list[list[Any]]
LIBRARIES = (
    "Pinewood Public Library",
    "Biblioteca Municipal José María Arguedas de San Juan de Lurigancho",
    "Malinaw Municipal Library",
    "Øst Bibliotek",
    "The Reading Room",
    "",
)
CURRENCIES = ("PHP", "USD", "EUR", "MXN", "COP", "KES", "JPY", "")
PROGRAMS = (
    ("Story hour", "reading_session"),
    ("Taller de lectura para niñas y niños de tercer grado", "workshop"),
    ("Homework help", "reading_session"),
    ("Digital skills for adults and job seekers, beginners and returning learners", "workshop"),
    ("Book drive", "book_drive"),
    ("Pagbasa sa barangay", "reading_session"),
    ("Chess", "other"),
    ("Summer reading challenge", "other"),
)
GIVERS = (
    "Hope Foundation",
    "Rotary Club of San Sebastián and Surrounding Municipalities",
    "Banco del Pueblo",
    "J. P. Reyes & Sons",
)
PARTNERS = (
    ("Central School", "school"),
    ("Parents’ Association", "community group"),
    ("City Hall", "agency"),
)
MEASURES = ("reading score", "Phil-IRI comprehension", "confidence")
COSTS = ("books", "paper and printing", "snacks", "bus", "trainer")


@dataclass(frozen=True)
class SeededLibrary:
    """A library with the language its documents are made in, and the sponsor they are addressed to."""

    seed: int
    dataset: Dataset
    language: str
    sponsor: str


def seeded_library(seed: int) -> SeededLibrary:
    """Return the library of this seed."""
    writer = _Writer(Random(seed), seed)
    sheets = {name: rows for name, rows in writer.sheets().items() if len(rows) > 1}
    workspace = Workspace().append(imported(xlsx(**sheets)), Setting(writer.settings()))
    sponsor = writer.givers[0] if writer.has("ledger") and writer.givers else ""
    return SeededLibrary(seed, workspace.dataset(), ("en", "es", "fil")[seed % 3], sponsor)


class _Writer:
    """Writes the sheets of one library."""

    def __init__(self, random: Random, seed: int) -> None:
        self.random = random
        parts = ("ledger", "scores", "targets", "partners", "counts", "deliveries", "names")
        self.missing = {part for number, part in enumerate(parts) if (seed + number) % 4 == 0}
        self.programs = random.sample(PROGRAMS, random.randint(1, len(PROGRAMS)))
        self.givers = random.sample(GIVERS, random.randint(1, len(GIVERS)))
        self.months = random.choice((2, 7, 13, 18))

    def has(self, part: str) -> bool:
        return part not in self.missing

    def settings(self) -> dict[str, Any]:
        documents = {"contact": "12 Mabini Street · hello@library.example · 555 010-0170"}
        name, currency = self.random.choice(LIBRARIES), self.random.choice(CURRENCIES)
        return {"library": name, "currency": currency, "documents": documents if self.has("names") else {}}

    def sheets(self) -> dict[str, Sheet]:
        return {
            "Programs": [["Program *", "Kind", "Partners", "Start", "End", "Recurring"], *self._programs()],
            "Sessions": [
                ["Program", "Date", "Planned", "Held", "Attendance", "Staff hours"],
                *self._sessions(),
            ],
            "Ledger": [
                ["Program", "Date", "From", "To", "Kind", "Value", "Status", "Note"],
                *(self._ledger() if self.has("ledger") else ()),
            ],
            "Partners": [
                ["Partner", "Kind of partner"],
                *([list(partner) for partner in PARTNERS] if self.has("partners") else ()),
                *([name, "sponsor"] for name in self.givers),
            ],
            "Outcomes": [
                [
                    "Program *",
                    "Name or code",
                    "Date",
                    "Measure *",
                    "Before",
                    "After",
                    "Highest possible score",
                ],
                *(self._scores() if self.has("scores") else ()),
            ],
            "Success_criteria": [
                ["Program *", "Metric *", "At least", "Ideal", "At most"],
                *(self._targets() if self.has("targets") else ()),
            ],
            "Deliveries": [
                ["Program *", "Lot *", "Site", "Unit", "Received", "In readers' hands"],
                *(self._deliveries() if self.has("deliveries") else ()),
            ],
        }

    def _programs(self) -> Iterator[list[Any]]:
        for name, kind in self.programs:
            ends = self.random.random() < 0.3
            end = AS_OF - timedelta(self.random.randint(-40, 150)) if ends else None
            partners = self.random.sample(PARTNERS, self.random.randint(0, 2)) if self.has("partners") else ()
            named = "; ".join(partner for partner, _ in partners)
            yield [name, kind, named, self._first_day(), end, "no" if ends else "yes"]

    def _first_day(self) -> date:
        month = AS_OF.month - 1 - self.months + 1 + 12 * AS_OF.year
        return date(month // 12, month % 12 + 1, 1)

    def _sessions(self) -> Iterator[list[Any]]:
        for name, kind in self.programs:
            usual = self.random.randint(3, 60)
            a_month = 1 if kind == "book_drive" else self.random.randint(1, 5)
            for month in range(self.months):
                first = self._first_day().toordinal() + month * 30
                for number in range(a_month):
                    held = self.random.random() < 0.93
                    is_counted = held and self.has("counts") and self.random.random() < 0.85
                    count = max(0, round(self.random.gauss(usual * (1 + month / 60), usual / 5)))
                    day = date.fromordinal(first + 1 + 6 * number)
                    yield [name, day, "yes", "yes" if held else "no", count if is_counted else None, 2]

    def _ledger(self) -> Iterator[list[Any]]:
        random = self.random
        for name, _ in self.programs:
            given = 0
            for giver in random.sample(self.givers, random.randint(1, len(self.givers))):
                amount = random.randint(1, 400) * 250
                given += amount
                priced = "" if random.random() < 0.1 else amount
                yield [name, self._some_day(), giver, "project", "cash", priced, "received", ""]
            for note in random.sample(COSTS, random.randint(1, 4)):
                cost = round(given * random.uniform(0.02, 0.3))
                yield [name, self._some_day(), "project", "Shop", "cash", cost, "spent", note]
            if random.random() < 0.2:
                yield [
                    name,
                    self._some_day(),
                    "",
                    "Bus company",
                    "cash",
                    random.randint(50, 900),
                    "unclear",
                    "",
                ]
        pledge = ["2026-08-15", self.givers[0], "project", "cash", random.randint(1, 40) * 500, "pledged", ""]
        yield [self.programs[0][0], *pledge]

    def _some_day(self) -> date:
        return AS_OF - timedelta(self.random.randint(1, 28 * self.months))

    def _scores(self) -> Iterator[list[Any]]:
        for measure in self.random.sample(MEASURES, self.random.randint(1, 2)):
            gain = self.random.uniform(-0.5, 3)
            for reader in range(self.random.choice((6, 9, 14, 32))):
                before = self.random.randint(4, 14)
                after = min(20, max(0, round(before + self.random.gauss(gain, 2))))
                yield [self.programs[0][0], f"R{reader}", AS_OF - timedelta(30), measure, before, after, 20]

    def _targets(self) -> Iterator[list[Any]]:
        for name, _ in self.programs:
            yield [name, "attendance_total", self.random.randint(50, 3000), None, None]
            if self.random.random() < 0.6:
                yield [name, "session_delivery_rate", 0.9, 1, None]

    def _deliveries(self) -> Iterator[list[Any]]:
        for name, kind in self.programs:
            if kind == "book_drive":
                for lot in "ABCD"[: self.random.randint(1, 4)]:
                    received = self.random.randint(5, 900)
                    hands = self.random.randint(0, received) if self.random.random() < 0.8 else None
                    yield [name, f"Lot {lot}", "Main", "books", received, hands]
