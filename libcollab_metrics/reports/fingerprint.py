"""Fingerprint of a document's data: equal in all formats, different whenever a number differs."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import date

from libcollab_metrics.metrics import DEFINITIONS_VERSION
from libcollab_metrics.protection import PublicEvaluation

FINGERPRINT_LENGTH = 12


def compute_fingerprint(
    evaluations: Iterable[PublicEvaluation],
    extra_values: Iterable[object] = (),
    as_of_override: date | None = None,
) -> str:
    """Return twelve hexadecimal digits that depend on numbers, scope, date and definitions.

    `extra_values` is other printed data, by its representation. `as_of_override` replaces the date, to find
    whether an earlier document differs only by its date.
    """
    parts = [DEFINITIONS_VERSION]
    for evaluation in evaluations:
        parts += [
            repr(evaluation.scope),
            (as_of_override or evaluation.as_of).isoformat(),
            evaluation.currency,
        ]
        parts += [repr(value) for value in evaluation.values]
    parts += [repr(value) for value in extra_values]
    return hashlib.sha256("\n".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:FINGERPRINT_LENGTH]
