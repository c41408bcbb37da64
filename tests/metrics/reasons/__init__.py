"""When each metric is undefined, and which metrics count no people; one file per group of metrics.

`REASONS` holds (reason, metric, rows for `dataset`); `UNGUARDED` the metrics that rule R9 never suppresses.
"""

from __future__ import annotations

from tests.support.reasons import core, money, outcomes, people, planning

REASONS = [*core.REASONS, *money.REASONS, *outcomes.REASONS, *people.REASONS, *planning.REASONS]
UNGUARDED = {*core.UNGUARDED, *money.UNGUARDED, *outcomes.UNGUARDED, *people.UNGUARDED, *planning.UNGUARDED}
