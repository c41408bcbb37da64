"""Random libraries from a seed: rows as a librarian would write them, and the workspace they make.

`random_library(7)` is the same library on every machine. It has one to six programs that share partners,
sites, ten months of sessions (some cancelled, undated, without a site, later than the day of the evaluation,
recorded, or several per row), head counts that are known, zero, unknown, estimated or a lower bound,
complete and partial lists of people, people in several programs, languages and ages with gaps, a ledger,
lots of books, scores and answers, opinions, criteria and settings. Its `rows` are the short rows of
`tests.support.builders.datasets`, which the references in fractions use too; its `dataset()` replays a
workspace, as the app does, and holds the same rows.

`few=True` makes programs of one to twelve people and head counts below ten, so that nearly every table has
small cells; `sessions` gives the least and the most rows of sessions. One evaluation of the catalog takes 0.1
to 0.5 s. What is rare by itself is added by `tests.support.builders.random_extras`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import Any

import pandas as pd

from libcollab_metrics.model import FileReading, Import, Setting, SheetReading, Workspace
from libcollab_metrics.model.dataset import Dataset, frame_from_rows
from libcollab_metrics.model.schema import ALIGNMENT_ITEMS
from tests.support.builders.datasets import AS_OF
from tests.support.builders.random_extras import with_seldom

Row = dict[str, Any]
Tables = dict[str, Any]
FIRST_DAY = date(2025, 9, 1)
PROGRAMS = ("Story hour", "Book drive", "Workshop", "Reading camp", "Homework club", "Family night")
PARTNERS = ("Hope", "School", "Rotary", "Barangay", "Parents")
SITES = ("Main", "Hall", "Chapel", "Market", "Park")
TONGUES = ("Filipino", "Cebuano", "Waray")
AGES = ("5", "7", "8", "11", "14", "30")
CAME = ("present", "late")
#: The names of short rows → the field names of the schema.
FIELDS = {
    "p": "program_id",
    "on": "date",
    "who": "person_key",
    "tongue": "mother_tongue",
    "age": "age_group",
    "by": "partner_id",
}


@dataclass(frozen=True, repr=False)
class Library:
    """The records of one library: rows by table, named as in `tests.support.builders.datasets`."""

    seed: int
    rows: Tables

    def __repr__(self) -> str:
        return f"Library({self.seed})"

    def _repr_pretty_(self, printer: Any, cycle: bool) -> None:
        printer.text(repr(self))  # hypothesis would print every row

    def workspace(self) -> Workspace:
        """Return the import of one file with a sheet per table, followed by the settings."""
        tables = {name: frame_from_rows(name, rows) for name, rows in _schema_rows(self.rows).items() if rows}
        sheets = tuple(SheetReading(name, "template", name, 1, len(t), len(t)) for name, t in tables.items())
        read = Import(tables, FileReading(f"Library {self.seed}.xlsx", sheets), (), f"{self.seed:064x}")
        return Workspace().append(read).append(Setting(self.rows["settings"]))

    def dataset(self) -> Dataset:
        """Return the dataset of the workspace."""
        return self.workspace().dataset()


def random_library(seed: int, *, sessions: tuple[int, int] = (5, 60), few: bool = False) -> Library:
    """Return the library of this seed; `few` makes small cells frequent."""
    writer = _Writer(Random(seed), few)
    return Library(seed, with_seldom(writer.write(*sessions), writer.people, seed, few))


class _Writer:
    """Writes one library, table after table."""

    def __init__(self, random: Random, few: bool) -> None:
        self.random, self.few = random, few
        self.programs = self._sample(PROGRAMS, 1)
        self.partners = self._sample(PARTNERS, 0)
        self.sites = self._sample(SITES, 1)
        self.crowd = 12 if few else 40
        everybody = [self._person(number) for number in range(random.randint(1, self.crowd * 2))]
        self.people = {
            name: self._some_of(everybody, random.randint(1, self.crowd)) for name in self.programs
        }

    def write(self, least: int, most: int) -> Tables:
        """Return every table, for `tests.support.builders.datasets.dataset`."""
        sessions = _without_ambiguous_counts(
            [self._session(number) for number in range(self.random.randint(least, most))]
        )
        people = [mark for session in sessions for mark in self._list_of(session)]
        for session in sessions:
            _complete_if_proven(session, people)
        return {
            "sessions": sessions,
            "people": people,
            "ledger": self._many(20, self._line),
            "outcomes": [*self._scores(), *self._many(25, self._answer)],
            "deliveries": self._many(5, self._lot),
            "criteria": self._many(4, self._criterion),
            "programs": [self._program(name) for name in self.programs],
            "partners": [{"name": name} for name in self.partners],
            "perspectives": self._many(15, self._opinion) if self.partners else [],
            "sites": [self._site(name) for name in self.sites if self.random.random() < 0.7],
            "settings": self._settings(),
        }

    def _sample(self, names: Sequence[str], least: int) -> list[str]:
        return self.random.sample(names, self.random.randint(least, len(names)))

    def _some_of(self, things: Sequence[Any], most: int) -> list[Any]:
        return self.random.sample(things, min(most, len(things)))

    def _many(self, most: int, row: Any) -> list[Row]:
        return [row(number) for number in range(self.random.randint(0, most))]

    def _maybe(self, value: Any, chance: float = 0.5) -> Any:
        return value if self.random.random() < chance else None

    def _day(self, known: float = 0.95) -> str | None:
        """Return a day from the first one to the day of the evaluation, rarely a later one."""
        day = FIRST_DAY + timedelta(self.random.randint(0, (AS_OF - FIRST_DAY).days + 15))
        return self._maybe(day.isoformat(), known)

    def _stamp(self, known: float = 0.8) -> pd.Timestamp | None:
        day = self._day(known)
        return None if day is None else pd.Timestamp(day)

    def _head_count(self) -> int:
        return self.random.choice([0, *range(1, 10), *([] if self.few else range(10, 60))])

    def _person(self, number: int) -> Row:
        pick = self.random.choice
        friend = pick([None, "a poster", "a friend", *self.partners])
        return {
            "who": f"person {number}",
            "tongue": pick([*TONGUES, None]),
            "age": pick([*AGES, None]),
            "heard_from": friend,
        }

    def _session(self, number: int) -> Row:
        pick, listed = self.random.choice, self.random.random() < 0.4
        attended = self._maybe(self._head_count(), 0.2 if listed else 0.8)
        counted = attended is not None and not listed
        start = self._maybe(pick([540, 600, 840]), 0.6)
        return {
            "id": f"s{number}",
            "p": pick(self.programs),
            "on": self._day(),
            "site": self._maybe(pick(self.sites), 0.9),
            "format": pick(
                ["onsite"] * 5 + ["offsite", "live_virtual", None] + ([] if listed else ["recorded"])
            ),
            "status": "cancelled" if not listed and self.random.random() < 0.1 else "held",
            "events": 1 if listed else pick([1] * 8 + [3, None]),
            "attended": attended,
            "attended_is_estimate": counted and self.random.random() < 0.1,
            "attended_at_least": counted and self.random.random() < 0.1,
            "roster": pick(["complete", "complete", "partial"]) if listed else "none",
            "registered": None,
            "capacity": self._maybe(pick([10, 20, 40])),
            "start": start,
            "end": None if start is None else start + pick([45, 60, 90]),
            "staff_hours": self._maybe(pick([0, 1, 2, 2.5]), 0.6),
            "volunteer_hours": self._maybe(pick([1, 1.5]), 0.3),
            "language": pick([None, "Filipino", "Cebuano", "Filipino; Waray"]),
            "age_group": pick(["0-5", "6-11", "12-18", None]),
            "session_no": f"Meeting {number}" if listed else None,  # two lists are never one meeting
        }

    def _list_of(self, session: Row) -> list[Row]:
        """Return the marks of one session: people of the program, sometimes a guest without a name."""
        if session["roster"] == "none":
            return []
        members = self.people[session["p"]]
        sign_in_source = "sign_in" if session["roster"] == "partial" else "roster"
        source = self.random.choice(["roster", "registration", sign_in_source])
        listed = self._some_of(members, self.random.randint(1, len(members)))
        guests = [{"who": None, "tongue": None, "age": None, "heard_from": None}] * self.random.choice(
            [0, 0, 0, 1]
        )
        session["registered"] = self._maybe(len(listed) + len(guests) + self.random.choice([0, 0, 2]), 0.6)
        return [self._mark(session, person, source) for person in [*listed, *guests]]

    def _mark(self, session: Row, person: Row, source: str) -> Row:
        away = ["absent", "absent", "excused"] if source != "sign_in" else []
        unknown = ["unknown"] if session["roster"] == "partial" and source != "sign_in" else []
        status = self.random.choice(["present"] * 7 + ["late"] + away + unknown)
        first = self.random.choice(["yes", "no", "no", "unknown", None])
        return {"at": session["id"], "status": status, "source": source, "first_time": first} | person

    def _line(self, _: int) -> Row:
        pick = self.random.choice
        party = ["project", "library", "shop", None, *self.partners]
        priced = self.random.random() < 0.7
        kinds = ["cash"] * 5 + ["in_kind", "promotion", "venue", "volunteer_hours", "staff_hours"]
        return {
            "p": pick(self.programs),
            "on": self._day(0.9),
            "kind": pick(kinds),
            "from_party": pick(party),
            "to_party": pick([*party, "project", "project"]),
            "status": pick(["pledged", "received", "received", "spent", "spent", "unclear", None]),
            "value": round(self.random.uniform(0, 900), 2) if priced else self._maybe(0, 0.1),
            "quantity": self._maybe(pick([1, 3, 8]), 0.6),
            "unit_value": self._maybe(pick([0.1, 85.35])),
        }

    def _scores(self) -> list[Row]:
        """Return scores before and after for some people of each program, and reading levels."""
        rows = []
        for name, members in self.people.items():
            for measure, highest in self._some_of((("reading", 20), ("philiri_word", 100)), 2):
                tested = self._some_of(members, self.random.randint(0, len(members)))
                rows += [self._pair(name, person["who"], measure, highest) for person in tested]
        return rows

    def _outcome(self, program: str, who: str | None, measure: str, **known: Any) -> Row:
        blank = dict.fromkeys(("occasion", "before", "after", "rating", "scale_max", "words", "seconds"))
        return {"p": program, "who": who, "measure": measure, "on": self._day()} | blank | known

    def _pair(self, program: str, who: str, measure: str, highest: int) -> Row:
        before, after = (self._maybe(self.random.randint(0, highest), 0.85) for _ in range(2))
        return self._outcome(program, who, measure, before=before, after=after, scale_max=highest)

    def _answer(self, number: int) -> Row:
        pick = self.random.choice
        program = pick(self.programs)
        who = self._maybe(pick(self.people[program])["who"], 0.7)
        rating = pick([1, 2, 3, 4, 4, 5, 5, None, 7])
        measure = pick(["confidence", "learned", "I intend to apply what I just learned."])
        return self._outcome(program, who, measure, rating=rating, occasion=pick(["March", None]))

    def _lot(self, number: int) -> Row:
        pick = self.random.choice
        numbers = {
            stage: self._maybe(pick([0, 4, 45, 300]), 0.7)
            for stage in ("pledged", "collected", "usable", "shipped", "received", "in_hands")
        }
        boxed = self.random.random() < 0.2
        sent = self._stamp()
        arrived = None if sent is None else self._maybe(sent + timedelta(pick([2, 9, 40])), 0.7)
        return numbers | {
            "p": pick(self.programs),
            "lot": f"Lot {number}",
            "site": self._maybe(pick(self.sites), 0.8),
            "unit": "boxes" if boxed else "books",
            "books_per_unit": self._maybe(20) if boxed else None,
            "language": self._maybe(pick(TONGUES)),
            "dispatched_on": sent,
            "received_on": arrived,
        }

    def _criterion(self, _: int) -> Row:
        pick = self.random.choice
        metric = pick(
            ["attendance_total", "participants_unique", "cost_cash", "attendance_rate", "mean_gain: reading"]
        )
        return {
            "p": pick(self.programs),
            "metric_id": metric,
            "low": self._maybe(pick([0, 0.5, 10, 200])),
            "high": self._maybe(500, 0.3),
            "declared_on": self._stamp(),
        }

    def _program(self, name: str) -> Row:
        pick = self.random.choice
        target = self._maybe(pick([20, 120]))
        return {
            "name": name,
            "population": self._maybe(pick([50, 80, 300])),
            "target_ideal": target,
            "target_low": None if target is None else target // 2,
            "target_unit": pick(["visits", "participants"]),
            "ledger_complete": pick(["yes", "no", None]),
            "recurring": pick(["yes", None]),
            "official": pick(["yes", "yes", "no", None]),
            "start": self._maybe(pd.Timestamp(FIRST_DAY)),
            "partners": self._some_of(self.partners, self.random.randint(0, 3)),
        }

    def _opinion(self, _: int) -> Row:
        pick = self.random.choice
        return {
            "by": pick(self.partners),
            "side": pick(["partner", "partner", "library", None]),
            "who": pick(["Coordinator", "Teacher", None]),
            "item": pick(ALIGNMENT_ITEMS),
            "rating": pick([1, 2, 3, 4, 5, None]),
            "on": self._day(),
        }

    def _site(self, name: str) -> Row:
        spoken = "; ".join(self._some_of(TONGUES, self.random.randint(1, 2)))
        return {"site": name, "population": self._maybe(self.random.choice([40, 300])), "languages": spoken}

    def _settings(self) -> dict[str, Any]:
        groups = {"mother_tongue": {"Filipino": 300, "Cebuano": 500}, "age_group": {"0-5": 90, "6-11": 120}}
        return {
            "population": self._maybe(1200),
            "population_by": self._maybe(groups) or {},
            "completion_threshold": self._maybe(0.6),
            "excused": self.random.choice(["ignore", "absent"]),
            "volunteer_rate": self._maybe({"rate": 75}) or {},
            "staff_rate": self._maybe(95),
            "replacement_price": self._maybe(12.5),
            "staff": self._maybe(2),
            "staff_hours_per_month": self._maybe(160),
            "sites": self._maybe(tuple(SITES)) or (),
        }


def _without_ambiguous_counts(sessions: Sequence[Row]) -> list[Row]:
    """Return the sessions without head counts on the day of a list of the same program.

    A replay might take the two for one meeting.
    """
    listed = {(s["p"], s["on"]) for s in sessions if s["roster"] != "none" and s["on"] is not None}
    return [s for s in sessions if s["roster"] != "none" or (s["p"], s["on"]) not in listed]


def _complete_if_proven(session: Row, people: Sequence[Row]) -> None:
    """Call a partial list complete if it names as many people as were counted, as a replay does."""
    named = sum(p["at"] == session["id"] and p["status"] in CAME and p["who"] is not None for p in people)
    if session["roster"] == "partial" and named == session["attended"] and named:
        session["roster"] = "complete"


def _schema_rows(rows: Tables) -> dict[str, list[Row]]:
    """Return the rows with the schema's names, as a sheet of each table would give them."""
    meetings = {
        s["id"]: {k: s[k] for k in ("p", "on", "site", "start", "session_no")} for s in rows["sessions"]
    }
    tables = {
        "partners": rows["partners"],
        "programs": [row | {"partner_ids": "; ".join(row["partners"]) or None} for row in rows["programs"]],
        "sessions": rows["sessions"],
        "participation": [row | meetings[row["at"]] for row in rows["people"]],
        **{name: rows[name] for name in ("ledger", "criteria", "deliveries", "sites")},
        **{
            name: [row | {"respondent_key": row["who"]} for row in rows[name]]
            for name in ("outcomes", "perspectives")
        },
    }
    return {
        name: [_schema_row(name, n, row) for n, row in enumerate(table_rows, 2)]
        for name, table_rows in tables.items()
    }


def _schema_row(sheet: str, number: int, row: Row) -> Row:
    named = {FIELDS.get(key, key): value for key, value in row.items()}
    return named | {"import_id": "random", "sheet": sheet, "row": number}
