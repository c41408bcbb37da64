"""Why metrics of people, places, official forms and hours are undefined."""

from __future__ import annotations

from typing import Any

LISTED = {"roster": "complete"}
ONE = {"sessions": [LISTED | {"on": "2026-03-01"}], "people": [{"at": "s0", "who": "a"}]}
UNNAMED = {"sessions": [{"attended": 9}]}
HOURS = {"settings": {"staff": 2, "staff_hours_per_month": 320}}
VOLUNTEERS = {"kind": "volunteer_hours", "from_party": "Hope", "to_party": "project", "status": "received"}
STAFF = VOLUNTEERS | {"kind": "staff_hours", "from_party": "library"}
STAFF_KNOWN = STAFF | {"quantity": 2}
MOTHER_TONGUES = {"settings": {"population_by": {"mother_tongue": {"Cebuano": 60, "Waray": 40}}}}
NO_VISITS = {"sessions": [LISTED], "people": [{"at": "s0", "who": "a", "status": "absent"}]}
KNOWN_TONGUE = {"sessions": [LISTED], "people": [{"at": "s0", "who": "a", "tongue": "Waray"}]}
REASONS: list[tuple[str, str, dict[str, Any]]] = [
    ("no-counts", "participants_bounds", {"sessions": [{}]}),
    ("no-people", "visits_per_participant", UNNAMED),
    ("zero-base", "visits_per_participant", NO_VISITS),
    ("no-counts", "target_group_per_1000", {"sessions": [{"age_group": "0-5"}]}),
    ("no-population", "target_group_per_1000", {"sessions": [{"age_group": "0-5", "attended": 9}]}),
    ("no-setting", "representativeness", KNOWN_TONGUE),
    ("no-field", "representativeness", ONE | MOTHER_TONGUES),
    ("too-few", "representativeness", KNOWN_TONGUE | MOTHER_TONGUES),
    ("no-setting", "site_coverage", {"sessions": [{"site": "Main"}]}),
    ("no-sessions", "site_coverage", {"settings": {"sites": ["Main"]}}),
    ("no-field", "first_time_share", ONE),
    ("no-field", "contact_hours", {"sessions": [{"attended": 9, "start": 600}]}),
    ("no-field", "contact_hours", {"sessions": [{"attended": 9, "start": 1380, "end": 30}]}),
    ("no-field", "partner_sourced_share", ONE),
    (
        "no-field",
        "partner_sourced_share",
        ONE | {"people": [{"at": "s0", "who": "a", "heard_from": "a poster"}]},
    ),
    ("no-sessions", "imls_grid", {"sessions": [{"format": "recorded", "attended": 9}]}),
    ("no-sessions", "imls_grid", {"sessions": [{}], "programs": [{"name": "Story hour", "official": "no"}]}),
    ("no-field", "seat_fill", UNNAMED),
    ("zero-base", "seat_fill", {"sessions": [{"attended": 0, "capacity": 0}]}),
    ("no-field", "turnout_ratio", UNNAMED),
    ("zero-base", "turnout_ratio", {"sessions": [{"attended": 9, "registered": 0}]}),
    ("no-people", "average_daily_attendance", UNNAMED),
    ("no-field", "average_daily_attendance", {"sessions": [LISTED], "people": [{"at": "s0", "who": "a"}]}),
    ("no-field", "month_attendance_pct", ONE),
    ("no-people", "retention_rate", UNNAMED),
    ("not-yet", "retention_rate", ONE),
    ("no-people", "repeat_rate", UNNAMED),
    ("zero-base", "repeat_rate", NO_VISITS),
    ("no-people", "drop_off_count", UNNAMED),
    (
        "no-absence",
        "drop_off_count",
        {"sessions": [{"roster": "partial"}], "people": [{"at": "s0", "who": "a"}]},
    ),
    ("no-people", "language_known_share", UNNAMED),
    ("no-setting", "staff_deployment", {"sessions": [{"staff_hours": 2, "on": "2026-03-01"}]}),
    ("no-field", "staff_deployment", {"sessions": [{"on": "2026-03-01"}]} | HOURS),
    ("no-field", "staff_deployment", {"sessions": [{"staff_hours": 2}]} | HOURS),
    ("no-field", "attendance_per_staff_hour", UNNAMED),
    ("zero-base", "attendance_per_staff_hour", {"sessions": [{"attended": 9, "staff_hours": 0}]}),
    ("no-field", "volunteer_hours", {"sessions": [{"staff_hours": 2}]}),
    ("no-field", "volunteer_share", {"sessions": [{"staff_hours": 2}]}),
    ("zero-base", "volunteer_share", {"sessions": [{"staff_hours": 0, "volunteer_hours": 0}]}),
    (
        "undecided",
        "volunteer_share",
        {
            "sessions": [{"staff_hours": 2}],
            "ledger": [VOLUNTEERS | {"quantity": 2}, VOLUNTEERS, STAFF, STAFF_KNOWN],
        },
    ),
    ("no-setting", "deployable_sessions", {"sessions": [{"staff_hours": 2, "on": "2026-03-01"}]}),
    ("no-field", "deployable_sessions", {"sessions": [{"staff_hours": 0, "on": "2026-03-01"}]} | HOURS),
    ("no-field", "maintenance", {"programs": [{"name": "Story hour", "recurring": "yes"}]}),
]
UNGUARDED = {
    "site_coverage",
    "staff_deployment",
    "volunteer_hours",
    "volunteer_share",
    "deployable_sessions",
    "maintenance",
}
