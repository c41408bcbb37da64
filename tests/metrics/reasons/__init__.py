"""When each figure does not exist, and which figures count no people; one file a group of metrics.

`REASONS` holds (reason, metric, rows for `build.dataset`); `UNGUARDED` the metrics that rule R9 never hides.
"""

from __future__ import annotations

from tests.support.reasons import core, money, outcomes, people, planning

REASONS = [*core.REASONS, *money.REASONS, *outcomes.REASONS, *people.REASONS, *planning.REASONS]
UNGUARDED = {*core.UNGUARDED, *money.UNGUARDED, *outcomes.UNGUARDED, *people.UNGUARDED, *planning.UNGUARDED}
