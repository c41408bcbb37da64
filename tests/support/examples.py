"""The number of examples of a property test."""

from __future__ import annotations

import os
from typing import Any

from hypothesis import HealthCheck, settings

#: Whether the properties are searched with random examples, as `make test-long` does.
SEARCHING = os.environ.get("LIBCOLLAB_EXAMPLES") == "search"
#: Part of the examples that `make test` tries, always the same ones.
FIXED_PART = 4


def examples(count: int, **options: Any) -> settings:
    """Return settings of a slow property: `count` random examples in a search, a quarter otherwise.

    How long an example takes is never asserted, so that a slow or busy machine fails no test.
    """
    number = count if SEARCHING else max(3, count // FIXED_PART)
    checks = [HealthCheck.too_slow, *options.pop("suppress_health_check", ())]
    return settings(max_examples=number, deadline=None, suppress_health_check=checks, **options)
