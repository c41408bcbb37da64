"""The fingerprint of a document's data: the same in every format, another whenever a number is another."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import date

from libcollab_metrics.metrics import DEFINITIONS_VERSION
from libcollab_metrics.protection import PublicEvaluation

LETTERS = 12


def fingerprint_of(evaluations: Iterable[PublicEvaluation], as_if_on: date | None = None) -> str:
    """Return twelve letters that change whenever a number, its reason, the selection, the day or a definition does.

    With `as_if_on` they are those the same numbers would have had on that day: equal to an earlier document's where
    nothing but the day has moved.
    """
    said = [DEFINITIONS_VERSION]
    for evaluation in evaluations:
        said += [repr(evaluation.scope), (as_if_on or evaluation.as_of).isoformat(), evaluation.currency]
        said += [repr(value) for value in evaluation.values]
    return hashlib.sha256("\n".join(said).encode("utf-8", "surrogatepass")).hexdigest()[:LETTERS]
