"""Why each core metric is undefined: the reason, the metric and the smallest tables that show it."""

from __future__ import annotations

from typing import Any

LISTED = {"roster": "complete"}
CASH = {"kind": "cash", "status": "spent", "from_party": "project", "to_party": "shop"}
GONE = {"criteria": [{"metric_id": "attendance_total", "low": 5}]}
REASONS: list[tuple[str, str, dict[str, Any]]] = [
    ("no-sessions", "sessions_held", {}),
    ("no-sessions", "attendance_coverage", {"sessions": [{"format": "recorded", "attended": 9}]}),
    ("no-sessions", "session_delivery_rate", {}),
    ("no-counts", "attendance_total", {"sessions": [{}]}),
    ("no-counts", "attendance_per_session", {"sessions": [{}]}),
    ("no-counts", "attendance_per_1000", {"sessions": [{}], "settings": {"population": 9}}),
    (
        "no-counts",
        "target_attainment",
        {"sessions": [{}], "programs": [{"name": "Story hour", "target_ideal": 9}]},
    ),
    ("no-counts", "cost_per_attendance", {"sessions": [{}], "ledger": [CASH | {"value": 9}]}),
    ("no-people", "participants_unique", {"sessions": [{"attended": 9}]}),
    ("no-people", "reach_rate", {"sessions": [{"attended": 9}], "settings": {"population": 9}}),
    ("no-people", "attendance_rate", {}),
    ("no-people", "completion_rate", {"settings": {"completion_threshold": 0.5}}),
    ("no-people", "cost_per_participant", {"sessions": [{"attended": 9}], "ledger": [CASH | {"value": 9}]}),
    ("no-population", "reach_rate", {"sessions": [LISTED], "people": [{"at": "s0", "who": "a"}]}),
    ("no-population", "attendance_per_1000", {"sessions": [{"attended": 9}]}),
    (
        "no-setting",
        "completion_rate",
        {"sessions": [LISTED | {"on": "2026-03-01"}], "people": [{"at": "s0", "who": "a"}]},
    ),
    ("no-field", "sessions_held", {"sessions": [{"events": None}]}),
    ("no-field", "attendance_per_session", {"sessions": [{"events": None, "attended": 9}]}),
    ("no-field", "target_attainment", {"sessions": [{"attended": 9}]}),
    ("no-field", "books_at_stage", {}),
    ("no-field", "language_match_rate", {"sessions": [LISTED], "people": [{"at": "s0", "who": "a"}]}),
    ("no-list", "show_up_rate", {"sessions": [LISTED], "people": [{"at": "s0", "who": "a"}]}),
    (
        "no-absence",
        "attendance_rate",
        {"sessions": [{"roster": "partial"}], "people": [{"at": "s0", "who": "a"}]},
    ),
    ("no-criteria", "criteria_met_rate", {}),
    ("no-criteria", "project_success_rate", {}),
    ("undecided", "criteria_met_rate", {"sessions": [{}], **GONE}),
    ("undecided", "project_success_rate", {"sessions": [{}], **GONE}),
    (
        "undecided",
        "completion_rate",
        {
            "sessions": [LISTED | {"on": "2026-03-01"}],
            "people": [{"at": "s0", "who": "a", "status": "unknown"}],
            "settings": {"completion_threshold": 0.5},
        },
    ),
    ("no-answers", "outcome_agreement", {"outcomes": [{"who": "a", "measure": "m", "rating": 9}]}),
    ("no-pairs", "mean_gain", {"outcomes": [{"who": "a", "measure": "m", "before": 9}]}),
    ("no-cost", "cost_cash", {}),
    ("no-cost", "cost_coverage", {}),
    ("no-cost", "fund_clarity", {}),
    ("no-cost", "cost_per_attendance", {"sessions": [{"attended": 9}]}),
    ("no-cost", "cost_per_participant", {}),
    (
        "both-partial",
        "cost_per_attendance",
        {"sessions": [{"attended": 9}, {}], "ledger": [CASH | {"value": 9}, CASH]},
    ),
    (
        "both-partial",
        "cost_per_participant",
        {
            "sessions": [LISTED, {}],
            "people": [{"at": "s0", "who": "a"}],
            "ledger": [CASH | {"value": 9}, CASH],
        },
    ),
    ("zero-base", "cost_per_attendance", {"sessions": [{"attended": 0}], "ledger": [CASH | {"value": 9}]}),
    (
        "zero-base",
        "cost_per_participant",
        {
            "sessions": [LISTED],
            "people": [{"at": "s0", "who": "a", "status": "absent"}],
            "ledger": [CASH | {"value": 9}],
        },
    ),
    (
        "zero-base",
        "target_attainment",
        {"sessions": [{"attended": 9}], "programs": [{"name": "Story hour", "target_ideal": 0}]},
    ),
    ("zero-base", "give_take_balance", {}),
    ("one-sided", "give_take_balance", {"ledger": [CASH | {"from_party": "Hope", "value": 9}]}),
]

UNGUARDED = {
    "sessions_held",
    "attendance_coverage",
    "session_delivery_rate",
    "criteria_met_rate",
    "project_success_rate",
    "cost_cash",
    "cost_coverage",
    "fund_clarity",
    "give_take_balance",
    "books_at_stage",
}
