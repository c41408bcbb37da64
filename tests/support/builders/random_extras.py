"""What random libraries rarely have by themselves.

These are full lists of many people, reading levels, timed readings and a social return. The rows are drawn
separately from those of `tests.support.builders.random_workspaces`, whose rows stay the same for every seed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from random import Random
from typing import Any

import pandas as pd

Row = dict[str, Any]
KNOWN = {"source": "a guess", "author": "the library"}
#: Days before the first session of any random library.
DAYS = ("2025-08-04", "2025-08-11", "2025-08-18")


def with_seldom(
    rows: dict[str, Any], people: Mapping[str, Sequence[Row]], seed: int, few: bool
) -> dict[str, Any]:
    """Return the rows of a library with some of each added, only for programs that it has."""
    random = Random(f"seldom {seed}")
    sessions, marks = _full_lists(random, people, few)
    programs = list(people)
    return rows | {
        "sessions": [*rows["sessions"], *sessions],
        "people": [*rows["people"], *marks],
        "ledger": [*rows["ledger"], *(line for p in programs for line in _money(random, p))],
        "outcomes": [*rows["outcomes"], *(line for p in programs for line in _readers(random, p, people[p]))],
        "deliveries": [*rows["deliveries"], *(_lot(p) for p in programs if random.random() < 0.3)],
        "settings": rows["settings"] | _settings(random, rows["settings"]),
    }


def _full_lists(
    random: Random, people: Mapping[str, Sequence[Row]], few: bool
) -> tuple[list[Row], list[Row]]:
    """Return the first meetings of some programs with everyone listed; few people if `few`."""
    sessions, marks = [], []
    for program, members in people.items():
        if random.random() < 0.5:
            continue
        newcomers = (
            [] if few else [_newcomer(random, program, number) for number in range(random.randint(20, 50))]
        )
        for day in DAYS[: random.randint(1, 3)]:
            meeting = f"first {program} {day}"
            sessions.append(_session(random, program, meeting, day))
            marks += [_mark(random, meeting, person) for person in (*members, *newcomers)]
    return sessions, marks


def _newcomer(random: Random, program: str, number: int) -> Row:
    pick = random.choice
    return {
        "who": f"newcomer {program} {number}",
        "tongue": pick(["Filipino", "Cebuano", "Waray", None]),
        "age": pick(["5", "7", "8", "11", "30", None]),
        "heard_from": pick([None, "a poster"]),
    }


def _session(random: Random, program: str, meeting: str, day: str) -> Row:
    blank = dict.fromkeys(("site", "attended", "registered", "capacity", "start", "end", "volunteer_hours"))
    return blank | {
        "id": meeting,
        "p": program,
        "on": day,
        "format": "onsite",
        "status": "held",
        "events": 1,
        "attended_is_estimate": False,
        "attended_at_least": False,
        "roster": "complete",
        "staff_hours": random.choice([None, 2]),
        "language": "Filipino",
        "age_group": "6-11",
        "session_no": meeting,
    }


def _mark(random: Random, meeting: str, person: Row) -> Row:
    status = random.choice(["present"] * 6 + ["absent"])
    return {"at": meeting, "status": status, "source": "roster", "first_time": None} | person


def _money(random: Random, program: str) -> list[Row]:
    line = {"p": program, "on": "2026-01-15", "kind": "cash", "quantity": None, "unit_value": None}
    spent = line | {"from_party": "project", "to_party": "shop", "status": "spent", "value": 340.25}
    paid = line | {"from_party": "library", "to_party": "project", "status": "received", "value": 120}
    gift = paid | {"kind": "in_kind", "value": 75.5}
    return [row for row in (spent, paid, gift) if random.random() < 0.5]


def _readers(random: Random, program: str, members: Sequence[Row]) -> list[Row]:
    """Return word reading and comprehension of some readers, levels of others, and timed readings."""
    blank = dict.fromkeys(("occasion", "before", "after", "rating", "scale_max", "words", "seconds"))
    line = blank | {"p": program, "on": "2026-03-01"}
    rows: list[Row] = []
    for person in members if random.random() < 0.6 else ():
        reader = {"who": f"reader {person['who']}"}
        tests = ("philiri_level",) if random.random() < 0.3 else ("philiri_word", "philiri_comprehension")
        for test in tests:
            scores = (
                range(4) if test == "philiri_level" else (40, 58, 58.5, 59, 79.5, 80, 89.4, 90, 96.5, 97, 100)
            )
            before, after = (random.choice([*scores, None]) for _ in range(2))
            rows.append(line | reader | {"measure": test, "before": before, "after": after})
        timed = line | reader | {"measure": "reading aloud", "words": 60}
        days = random.sample(["2026-01-10", "2026-03-01", "2026-05-10", "2026-08-01"], random.randint(0, 3))
        rows += [timed | {"on": day, "seconds": random.choice([30, 45, 52, None])} for day in days]
    return rows


def _lot(program: str) -> Row:
    numbers = {
        "pledged": 120,
        "collected": 100,
        "usable": 90,
        "shipped": 90,
        "received": 80,
        "in_hands": None,
    }
    return numbers | {
        "p": program,
        "lot": f"Lot of {program}",
        "site": None,
        "unit": "books",
        "books_per_unit": None,
        "language": None,
        "dispatched_on": pd.Timestamp("2026-02-02"),
        "received_on": pd.Timestamp("2026-02-20"),
    }


def _settings(random: Random, known: Mapping[str, Any]) -> dict[str, Any]:
    """Return a social return, and population by age if other populations are known."""
    ages = {"person_age": {"0-7": 150, "8-12": 210, "13+": 640}} if known["population_by"] else {}
    settings: dict[str, Any] = {"population_by": known["population_by"] | ages}
    if random.random() < 0.6:
        outcome = {
            "outcome": "Children who read at home",
            "years": random.choice([1, 3]),
            "quantity": {"low": 10, "high": 30} | KNOWN,
            "value": {"low": 20, "high": 45.5} | KNOWN,
            "deadweight": {"low": 0.4, "high": 0.2} | KNOWN,
            "drop_off": {"low": 0.5, "high": 0.25} | KNOWN,
        }
        settings["sroi"] = {"outcomes": [outcome]}
    return settings
