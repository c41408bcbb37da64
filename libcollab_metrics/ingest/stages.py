"""The numbers of a lot at each stage, with what was an estimate or a lower bound."""

from __future__ import annotations

from libcollab_metrics.ingest.values import Values
from libcollab_metrics.model.schema import SCHEMA

DELIVERIES = SCHEMA["deliveries"]


def stage_fields(stage: str, reads: Values) -> dict[str, Values]:
    """Return the three fields of one stage from what was read (`Read`)."""
    return {
        stage: reads.map(lambda read: read.value),
        f"{stage}_is_estimate": reads.map(lambda read: read.estimate),
        f"{stage}_at_least": reads.map(lambda read: read.at_least),
    }
