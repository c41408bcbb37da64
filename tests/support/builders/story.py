"""A library in which every metric of the catalog is defined; the engines are compared on it."""

from __future__ import annotations

from itertools import cycle
from typing import Any

import pandas as pd

from libcollab_metrics.model.dataset import Dataset
from libcollab_metrics.model.schema import ALIGNMENT_ITEMS
from tests.support.builders.datasets import dataset
from tests.support.reasons.money import SROI

Row = dict[str, Any]

MARKS = ("present", "present", "late", "absent", "present", "excused", "present")
TONGUES = ("Filipino", "Cebuano", "Waray", None)
PROGRAMS: list[Row] = [
    {
        "name": "Workshop",
        "partners": ["School", "Hope"],
        "population": 300,
        "target_ideal": 60,
        "target_low": 40,
    },
    {
        "name": "Story hour",
        "partners": ["Hope"],
        "target_ideal": 100,
        "ledger_complete": "yes",
        "recurring": "yes",
        "start": pd.Timestamp("2025-11-01"),
    },
]
CRITERIA: list[Row] = [
    {"p": "Workshop", "metric_id": "attendance_rate", "low": 0.5, "declared_on": pd.Timestamp("2026-01-01")},
    {"p": "Story hour", "metric_id": "attendance_total", "low": 500},
    {"p": "Story hour", "metric_id": "attendance_total", "low": 10},
]
SETTINGS: Row = {
    "population": 1200,
    "completion_threshold": 0.6,
    "currency": "PHP",
    "volunteer_rate": {"rate": 75},
    "staff_rate": 95,
    "replacement_price": 10.5,
    "sroi": SROI,
    "staff": 2,
    "agreement_threshold": {"Joy": 8},
    "scale_max": {"philiri_word": 100},
    "staff_hours_per_month": 320,
    "sites": ["main", "Hall", "Chapel"],
    "population_by": {
        "age_group": {"0-5": 420, "6-11": 600},
        "mother_tongue": {"Filipino": 300, "cebuano": 500},
        "person_age": {"6-8": 90, "9+": 60},
    },
}


def story() -> Dataset:
    """Return two programs over five months.

    They have lists, head counts, gaps, money, scores, answers, books and criteria.
    """
    return dataset(
        [*listed(), *counted()],
        people(),
        ledger(),
        [*scores(), *answers()],
        lots(),
        programs=PROGRAMS,
        partners=[{"name": "School"}, {"name": "Hope"}],
        perspectives=opinions(),
        sites=[{"site": "Hall", "population": 120, "languages": "Filipino; Cebuano"}],
        criteria=CRITERIA,
        settings=SETTINGS,
    )


def listed() -> list[Row]:
    """Return the sessions with a list of people."""
    return [
        {
            "id": f"w{n}",
            "p": "Workshop",
            "on": f"2026-0{1 + n}-10",
            "site": "Main" if n % 2 else "Hall",
            "format": "onsite",
            "roster": "complete",
            "registered": 14,
            "language": "Filipino; Cebuano",
            "age_group": "6-11",
            "capacity": 20,
            "start": 600,
            "end": 690,
            "staff_hours": 2.5,
            "volunteer_hours": 2,
        }
        for n in range(5)
    ]


def counted() -> list[Row]:
    """Return the sessions with a head count, or without any count."""
    return [
        {
            "p": "Story hour",
            "on": "2026-02-03",
            "site": "Main",
            "attended": 18,
            "age_group": "0-5",
            "staff_hours": 3,
        },
        {
            "id": "fair",
            "p": "Story hour",
            "on": "2026-05-20",
            "site": "Main",
            "roster": "partial",
            "attended": 40,
        },
        {"p": "Story hour", "on": "2026-03-03", "site": "Main", "attended": 15, "attended_at_least": True},
        {"p": "Story hour", "on": "2026-03-17", "site": None, "status": "cancelled"},
        {"p": "Story hour", "on": None, "site": "Hall", "attended": 22.0, "attended_is_estimate": True},
        {"p": "Story hour", "on": "2026-04-01", "events": 4, "attended": 60, "format": "offsite"},
        {"p": "Story hour", "on": "2026-04-01", "attended": 200, "format": "recorded"},
        {"p": "Story hour", "on": "2026-05-05", "site": "Hall"},
        {"p": "Story hour", "on": "2026-09-09", "site": "Hall", "attended": 99},
    ]


def people() -> list[Row]:
    """Return the people on the lists; some have no name, language or mark."""
    marks, tongues = cycle(MARKS), cycle(TONGUES)
    at_workshops = [
        {
            "at": f"w{n}",
            "who": f"k{k}" if k < 13 else None,
            "status": next(marks) if k != 5 or n != 4 else "unknown",
            "tongue": next(tongues),
            "age": str(7 + k % 3),
            "source": "registration",
            "first_time": ("yes", "no", None)[k % 3] if n == 0 else None,
            "heard_from": ("School", "a poster; Hope", "a friend", None)[k % 4],
        }
        for n in range(5)
        for k in range(14)
    ]
    at_the_fair = [
        {"at": "fair", "who": f"f{k}", "tongue": next(tongues), "age": str(5 + k % 8)} for k in range(40)
    ]
    return [*at_workshops, *at_the_fair]


def ledger() -> list[Row]:
    """Return cash, gifts, hours and pledges, with and without a price."""
    cash = {"kind": "cash", "from_party": "project", "to_party": "shop", "status": "spent"}
    return [
        cash | {"p": "Workshop", "on": "2026-01-12", "value": 3500.25},
        cash | {"p": "Story hour", "on": "2026-03-01", "quantity": 12, "unit_value": 85.1},
        {
            "p": "Workshop",
            "on": "2026-01-02",
            "kind": "cash",
            "from_party": "Hope",
            "to_party": "project",
            "value": 15000,
            "status": "received",
        },
        {"p": "Book drive", "kind": "cash", "to_party": "project", "value": 700, "status": "unclear"},
        {
            "p": "Story hour",
            "on": "2026-02-02",
            "kind": "in_kind",
            "from_party": "Hope",
            "to_party": "project",
            "status": "received",
        },
        {
            "p": "Workshop",
            "on": "2026-05-02",
            "kind": "promotion",
            "from_party": "library",
            "to_party": "Hope",
            "value": 4000,
            "status": "received",
        },
        {
            "p": "Story hour",
            "kind": "volunteer_hours",
            "from_party": "School",
            "to_party": "project",
            "quantity": 8,
            "status": "received",
        },
        {
            "p": "Story hour",
            "on": "2026-02-20",
            "kind": "cash",
            "from_party": "library",
            "to_party": "project",
            "value": 1200,
            "status": "received",
        },
        {
            "p": "Story hour",
            "on": "2026-03-20",
            "kind": "cash",
            "from_party": "project",
            "to_party": "library",
            "value": 150,
            "status": "spent",
            "value_is_estimate": True,
        },
        {
            "p": "Workshop",
            "on": "2026-04-02",
            "kind": "venue",
            "from_party": "School",
            "to_party": "project",
            "value": 800,
            "status": "received",
            "value_at_least": True,
        },
        {
            "p": "Workshop",
            "on": "2026-04-03",
            "kind": "cash",
            "from_party": "Hope",
            "to_party": "project",
            "value": 5000,
            "status": "pledged",
        },
        {
            "p": "Workshop",
            "on": "2026-05-03",
            "kind": "promotion",
            "from_party": "library",
            "to_party": "Hope",
            "status": "pledged",
        },
    ]


def scores() -> list[Row]:
    """Return whole and half scores, single tests, levels, speeds and scores above the maximum."""
    scores = [
        {
            "p": "Workshop",
            "who": f"k{n}",
            "measure": "reading",
            "on": "2026-05-10",
            "before": 8 + n,
            "after": after,
        }
        for n, after in enumerate((12, 12.5, 9, 15, None, 17, 20))
    ]
    unpaired = [
        {"p": "Workshop", "who": "k9", "measure": "reading", "on": "2026-01-10", "before": 6},
        {"p": "Workshop", "who": "k9", "measure": "reading", "on": "2026-05-10", "after": 10},
    ]
    scored = [
        row | ({"scale_max": 20} if row["measure"] == "reading" else {}) for row in (*scores, *unpaired)
    ]
    inventory = [
        {
            "p": "Workshop",
            "who": f"k{n}",
            "measure": measure,
            "on": "2026-05-11",
            "before": b + n,
            "after": a + n / 2,
        }
        for measure, b, a in (("philiri_word", 84, 91), ("philiri_comprehension", 55.5, 70))
        for n in range(11)
    ]
    timed = [
        {
            "p": "Workshop",
            "who": f"k{n}",
            "measure": "reading aloud",
            "on": day,
            "words": 60,
            "seconds": seconds - n,
        }
        for day, seconds in (("2026-01-10", 52), ("2026-03-10", 50), ("2026-05-10", 45))
        for n in range(6)
    ]
    drill = [
        {
            "p": "Workshop",
            "who": f"d{n}",
            "measure": "spelling",
            "on": "2026-05-12",
            "before": n % 4,
            "after": 1 + n % 5,
        }
        for n in range(12)
    ]
    above_maximum = [
        {
            "p": "Workshop",
            "who": f"b{n}",
            "measure": "sums",
            "on": "2026-05-10",
            "before": 10,
            "after": after,
            "scale_max": 20,
        }
        for n, after in enumerate((26, 15, 20))
    ]
    return [*scored, *inventory, *timed, *drill, *above_maximum]


def answers() -> list[Row]:
    """Return answers on several scales."""
    ratings = [
        {
            "p": "Story hour",
            "who": f"r{n}",
            "measure": "confidence",
            "occasion": "May",
            "on": "2026-05-05",
            "rating": r,
        }
        for n, r in enumerate((5, 4, 4, 3, None, 5, 2, 4, 5, 5, 4))
    ]
    trusted = [
        {
            "p": "Workshop",
            "who": f"k{n}",
            "measure": "I trust the library",
            "on": "2026-05-10",
            "rating": 1 + n % 5,
        }
        for n in range(7)
    ]
    other_scales = [
        {
            "p": "Workshop",
            "who": f"k{n}",
            "measure": measure,
            "on": "2026-05-10",
            "rating": rating,
            "scale_max": scale,
        }
        for measure, scale in (("joy", 10), ("calm", 7), ("mixed", 9))
        for n, rating in enumerate((9, 10, 4, 1, 6))
    ]
    other_scales += [{"p": "Workshop", "who": "k0", "measure": "mixed", "on": "2026-05-10", "rating": 2}]
    grant = [
        {
            "p": "Story hour",
            "who": f"r{n}",
            "measure": "I intend to apply what I just learned.",
            "occasion": "May",
            "on": "2026-05-05",
            "rating": r,
        }
        for n, r in enumerate((5, 4, 2, 4))
    ]
    return [*ratings, *trusted, *other_scales, *grant]


def lots() -> list[Row]:
    """Return two lots of books in transit."""
    return [
        {
            "p": "Story hour",
            "lot": "A",
            "language": "Filipino",
            "dispatched_on": pd.Timestamp("2026-03-01"),
            "site": "Hall",
            "pledged": 500,
            "collected": 420,
            "usable": 300,
            "shipped": 300,
            "received": 290,
            "received_on": pd.Timestamp("2026-03-09"),
        },
        {
            "p": "Story hour",
            "lot": "B",
            "site": "Main",
            "pledged": 9,
            "unit": "boxes",
            "books_per_unit": 20,
            "in_hands": 3,
            "received_on": pd.Timestamp("2026-08-09"),
            "dispatched_on": pd.Timestamp("2026-05-09"),
        },
    ]


def opinions() -> list[Row]:
    """Return how each side sees the partnership."""
    return [
        {
            "by": by,
            "side": side,
            "who": f"{by} {n}" if n else None,
            "item": item,
            "on": "2026-02-01",
            "rating": (3 * n + len(item) + len(by)) % 6,
        }
        for by, side in (("Hope", "partner"), ("School", "partner"), ("Hope", "library"), ("School", None))
        for n in range(3)
        for item in ALIGNMENT_ITEMS
    ]
