"""Dataset → Evaluation: what is counted, over which rows, and what the counts mean.

`CATALOG` holds every figure as data, `evaluate` computes them for a selection and a grouping, `worked` and
`definition_text` write the formula of a figure from the same labels that were counted, and `judge_criteria` says
which criteria set beforehand are met. A number that does not exist has a reason and is never 0.
"""

from __future__ import annotations

from libcollab_metrics.metrics.catalog import CATALOG, CORE, EXTENDED
from libcollab_metrics.metrics.choices import check_scope, field_values
from libcollab_metrics.metrics.definition import Evaluation, Measure, Metric, Unit, Value
from libcollab_metrics.metrics.evaluate import evaluate, find_metric, judge_criteria
from libcollab_metrics.metrics.pulse import Note, Pulse, pulse, tags_of
from libcollab_metrics.metrics.verdicts import CriterionVerdict, verdict_of
from libcollab_metrics.metrics.worked import definition_text, formula_text, worked

#: Moves whenever a printed number would change; see "Numbers that change" in the change log.
DEFINITIONS_VERSION = "1"

__all__ = [
    "CATALOG",
    "CORE",
    "DEFINITIONS_VERSION",
    "EXTENDED",
    "CriterionVerdict",
    "Evaluation",
    "Measure",
    "Metric",
    "Note",
    "Pulse",
    "Unit",
    "Value",
    "check_scope",
    "definition_text",
    "evaluate",
    "field_values",
    "find_metric",
    "formula_text",
    "judge_criteria",
    "pulse",
    "tags_of",
    "verdict_of",
    "worked",
]
