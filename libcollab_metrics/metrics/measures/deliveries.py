"""Deliveries: one row a lot."""

from __future__ import annotations

from types import MappingProxyType

from libcollab_metrics.metrics.measures.counted import counted
from libcollab_metrics.model.schema import STAGES

LOTS = counted("deliveries", "lots", "rows", "lots", one="lot")
BOOKS = MappingProxyType(
    {s: counted("deliveries", f"books_{s}", "sum", f"books {s.replace('_', ' ')}", f"books_{s}") for s in STAGES}
)
LOTS_KNOWN = MappingProxyType(
    {s: counted("deliveries", f"lots_{s}", "rows", "lots with a number", where=f"known_{s}") for s in STAGES}
)
LOTS_ESTIMATED = MappingProxyType(
    {
        s: counted("deliveries", f"estimated_{s}", "rows", "lots that are estimates", where=f"estimated_{s}")
        for s in STAGES
    }
)
LOTS_BOUNDED = MappingProxyType(
    {
        s: counted("deliveries", f"bounded_{s}", "rows", "lots that are lower bounds", where=f"bounded_{s}")
        for s in STAGES
    }
)
