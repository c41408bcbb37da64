"""When each figure does not exist, and which figures count no people; one file a group of metrics.

`REASONS` holds (reason, metric, rows for `build.dataset`); `UNGUARDED` the metrics that rule R9 never hides.
"""

from __future__ import annotations

from tests.metrics.reasons import core, outcomes, planning

REASONS = [*core.REASONS, *outcomes.REASONS, *planning.REASONS]
UNGUARDED = {*core.UNGUARDED, *outcomes.UNGUARDED, *planning.UNGUARDED}
