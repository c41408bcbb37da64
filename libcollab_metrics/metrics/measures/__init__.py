"""Everything that is counted, each over one table at its own grain; one file a table."""

from __future__ import annotations

from libcollab_metrics.metrics.measures.counted import MONEY_PARTS
from libcollab_metrics.metrics.measures.deliveries import *
from libcollab_metrics.metrics.measures.effort import *
from libcollab_metrics.metrics.measures.entered import *
from libcollab_metrics.metrics.measures.hours import *
from libcollab_metrics.metrics.measures.ledger import *
from libcollab_metrics.metrics.measures.outcomes import *
from libcollab_metrics.metrics.measures.people import *
from libcollab_metrics.metrics.measures.perspectives import *
from libcollab_metrics.metrics.measures.sessions import *

__all__ = ["MONEY_PARTS"]
