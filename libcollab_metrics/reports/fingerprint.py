"""The fingerprint of a document's data: the same in every format, another whenever a number is another."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import date

from libcollab_metrics.metrics import DEFINITIONS_VERSION
from libcollab_metrics.protection import PublicEvaluation

LETTERS = 12


def fingerprint_of(
    evaluations: Iterable[PublicEvaluation], beside: Iterable[object] = (), as_if_on: date | None = None
) -> str:
    """Return twelve letters that change whenever a number, its reason, the selection, the day or a definition does.

    `beside` is what else is printed of the data and is no figure: values that say all of themselves. With `as_if_on`
    the letters are those the same numbers would have had on that day: equal to an earlier document's where nothing but
    the day has moved.
    """
    said = [DEFINITIONS_VERSION]
    for evaluation in evaluations:
        said += [repr(evaluation.scope), (as_if_on or evaluation.as_of).isoformat(), evaluation.currency]
        said += [repr(value) for value in evaluation.values]
    said += [repr(value) for value in beside]
    return hashlib.sha256("\n".join(said).encode("utf-8", "surrogatepass")).hexdigest()[:LETTERS]
