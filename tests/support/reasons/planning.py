"""Why planning metrics are undefined."""

from __future__ import annotations

from typing import Any

REASONS: list[tuple[str, str, dict[str, Any]]] = [
    ("no-counts", "peer_band", {"sessions": [{}], "settings": {"population": 900}}),
    (
        "no-field",
        "peer_band",
        {"sessions": [{"events": None, "attended": 9}], "settings": {"population": 900}},
    ),
    ("no-population", "peer_band", {"sessions": [{"attended": 9}]}),
]
UNGUARDED: set[str] = set()
