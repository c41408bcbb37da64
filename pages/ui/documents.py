"""A document, made when it is asked for, from what was chosen and nothing else."""

from __future__ import annotations

from datetime import date, datetime

from libcollab_metrics.model import Dataset, Scope
from libcollab_metrics.reports import publish
from libcollab_metrics.wording import language


def make(dataset: Dataset, audience: str, fmt: str, scope: Scope, as_of: date, accept_unclear: bool) -> bytes:
    """Return the bytes of a document; runs outside the session, so everything it needs is given."""
    now = datetime.now().replace(microsecond=0)
    made = publish(
        dataset,
        audience=audience,
        fmt=fmt,
        scope=scope,
        as_of=as_of,
        generated_at=now,
        language=language("en"),
        accept_unclear=accept_unclear,
    )
    return made.data
