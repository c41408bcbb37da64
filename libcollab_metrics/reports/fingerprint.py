"""The fingerprint of a document's data: the same in every format, another whenever a number is another."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

from libcollab_metrics.metrics import DEFINITIONS_VERSION
from libcollab_metrics.protection import PublicEvaluation

LETTERS = 12


def fingerprint_of(evaluations: Iterable[PublicEvaluation]) -> str:
    """Return twelve letters that change whenever a number, its reason, the selection, the day or a definition does."""
    said = [DEFINITIONS_VERSION]
    for evaluation in evaluations:
        said += [repr(evaluation.scope), evaluation.as_of.isoformat(), evaluation.currency]
        said += [repr(value) for value in evaluation.values]
    return hashlib.sha256("\n".join(said).encode("utf-8", "surrogatepass")).hexdigest()[:LETTERS]
