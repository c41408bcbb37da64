"""Why metrics of answers, scores, reading levels, criteria and books are undefined."""

from __future__ import annotations

from typing import Any

import pandas as pd

Row = dict[str, Any]
LISTED = {"roster": "complete"}
CASH = {"kind": "cash", "status": "spent", "from_party": "project", "to_party": "shop"}
ONE_PERSON = {"sessions": [LISTED], "people": [{"at": "s0", "who": "a"}]}
ONLY_BEFORE = {"outcomes": [{"who": "a", "measure": "m", "before": 9}]}
SENT, ARRIVED = pd.Timestamp("2026-03-01"), pd.Timestamp("2026-03-09")


def _pairs(n: int, before: float, gains: tuple[float, ...], **more: Any) -> dict[str, list[Row]]:
    """Return outcomes of `n` people, each with a before score and one of the gains in turn."""
    rows = [
        {
            "who": f"k{k}",
            "measure": "m",
            "before": before + k % 2,
            "after": before + k % 2 + gains[k % len(gains)],
        }
        for k in range(n)
    ]
    return {"outcomes": [row | more for row in rows]}


def _levels(before: float, after: float) -> dict[str, list[Row]]:
    return {"outcomes": [{"who": "a", "measure": "philiri_level", "before": before, "after": after}]}


REASONS: list[tuple[str, str, dict[str, Any]]] = [
    ("no-answers", "lsta_agreement", {"outcomes": [{"measure": "confidence", "rating": 5}]}),
    ("no-answers", "mean_rating", {"outcomes": [{"measure": "confidence", "rating": 9}]}),
    ("no-answers", "net_agreement", {}),
    *(
        ("no-setting", metric, {"outcomes": [{"measure": "learned", "rating": 9, "scale_max": 10}]})
        for metric in ("outcome_agreement", "lsta_agreement", "net_agreement")
    ),
    (
        "undecided",
        "mean_rating",
        {"outcomes": [{"measure": "m", "rating": 3, "scale_max": s} for s in (4, 5)]},
    ),
    ("no-people", "survey_response_rate", {"outcomes": [{"who": "a", "measure": "m", "rating": 4}]}),
    ("no-answers", "survey_response_rate", ONE_PERSON | ONLY_BEFORE),
    ("no-field", "survey_response_rate", ONE_PERSON | {"outcomes": [{"measure": "m", "rating": 4}]}),
    (
        "undecided",
        "survey_response_rate",
        {
            "sessions": [LISTED, {}],
            "people": [{"at": "s0", "who": "a"}],
            "outcomes": [{"measure": "m", "rating": 4}, {"who": "a", "measure": "m", "rating": 4}],
        },
    ),
    (
        "zero-base",
        "survey_response_rate",
        {
            "sessions": [LISTED],
            "people": [{"at": "s0", "who": "a", "status": "absent"}],
            "outcomes": [{"who": "a", "measure": "m", "rating": 4}],
        },
    ),
    ("no-pairs", "pair_coverage", ONLY_BEFORE),
    ("no-pairs", "improved_share", ONLY_BEFORE),
    ("no-pairs", "normalized_gain", ONLY_BEFORE),
    ("no-field", "normalized_gain", _pairs(2, 5, (1,))),
    ("ceiling", "normalized_gain", _pairs(1, 10, (0,), scale_max=10)),
    ("no-pairs", "effect_dz", ONLY_BEFORE),
    ("too-few", "effect_dz", _pairs(9, 5, (1, 2))),
    ("no-spread", "effect_dz", _pairs(10, 5, (2,))),
    ("no-pairs", "effect_dav", {}),
    ("too-few", "effect_dav", _pairs(9, 5, (1, 2))),
    (
        "no-spread",
        "effect_dav",
        {"outcomes": [{"who": f"k{k}", "measure": "m", "before": 0.1, "after": 0.3} for k in range(10)]},
    ),
    ("no-pairs", "philiri_moved_up", _pairs(3, 5, (1,))),
    ("no-pairs", "philiri_net_move", {}),
    (
        "no-pairs",
        "reading_speed_gain",
        {"outcomes": [{"who": "a", "measure": "m", "words": 60, "seconds": 30}]},
    ),
    ("no-criteria", "declared_first_share", {}),
    ("not-yet", "declared_first_share", {"criteria": [{"metric_id": "attendance_total", "low": 5}]}),
    (
        "no-field",
        "declared_first_share",
        {"sessions": [{"on": "2026-03-01"}], "criteria": [{"metric_id": "attendance_total", "low": 5}]},
    ),
    ("no-field", "stage_yield", {"deliveries": [{"lot": "A", "pledged": 5, "usable": 4}]}),
    ("no-cost", "cost_per_book", {"deliveries": [{"lot": "A", "received": 5}]}),
    (
        "no-field",
        "cost_per_book",
        {"deliveries": [{"lot": "A", "pledged": 5}], "ledger": [CASH | {"value": 9}]},
    ),
    (
        "zero-base",
        "cost_per_book",
        {"deliveries": [{"lot": "A", "received": 0}], "ledger": [CASH | {"value": 9}]},
    ),
    (
        "both-partial",
        "cost_per_book",
        {"deliveries": [{"lot": "A", "received": 5}, {"lot": "B"}], "ledger": [CASH | {"value": 9}, CASH]},
    ),
    (
        "no-field",
        "books_per_child",
        {"deliveries": [{"lot": "A", "pledged": 5}], "settings": {"population": 9}},
    ),
    ("no-population", "books_per_child", {"deliveries": [{"lot": "A", "received": 5, "site": "Main"}]}),
    (
        "zero-base",
        "books_per_child",
        {"deliveries": [{"lot": "A", "received": 5, "site": "M"}], "sites": [{"site": "M", "population": 0}]},
    ),
    ("no-field", "book_language_match", {"deliveries": [{"lot": "A", "received": 5, "language": "Waray"}]}),
    (
        "zero-base",
        "book_language_match",
        {
            "deliveries": [{"lot": "A", "received": 0, "language": "Waray", "site": "M"}],
            "sites": [{"site": "M", "languages": "Waray"}],
        },
    ),
    ("no-field", "lot_acceptance", {"deliveries": [{"lot": "A", "shipped": 5}]}),
    ("no-field", "days_to_deliver", {"deliveries": [{"lot": "A", "shipped": 5, "dispatched_on": SENT}]}),
]

UNGUARDED = {
    "declared_first_share",
    "stage_yield",
    "cost_per_book",
    "books_per_child",
    "book_language_match",
    "lot_acceptance",
    "days_to_deliver",
}
