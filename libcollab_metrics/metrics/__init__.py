"""Compute metrics over a dataset: counts, formulas, criteria verdicts and ledger listings.

`CATALOG` declares every metric as data. `evaluate` computes metrics for a selection and a grouping; an
`Evaluator` answers several such requests about one dataset without counting anything twice. `worked` and
`definition_text` write a metric's formula from the labels of the measures that were counted. `judge_criteria`
evaluates the declared success criteria, and `with_criteria_checked` reports criteria that cannot be
evaluated. `PICTURED` holds tables behind charts: they are not metrics of their own, but `evaluate` and
`protect` treat them as such. `pulse` groups notes with the metrics of their program and month. An undefined
value has a reason and is never 0.
"""

from __future__ import annotations

from libcollab_metrics.metrics.choices import check_scope, field_values
from libcollab_metrics.metrics.criteria import named_metric
from libcollab_metrics.metrics.definition import Evaluation, Measure, Metric, Unit, Value, at_level
from libcollab_metrics.metrics.evaluate import Evaluator, evaluate, find_metric, judge_criteria
from libcollab_metrics.metrics.families import CATALOG, CORE, PICTURED
from libcollab_metrics.metrics.families.peers import PeerBand, band_of
from libcollab_metrics.metrics.families.social_return import Swing
from libcollab_metrics.metrics.formulas import definition_text, formula_text, worked
from libcollab_metrics.metrics.listings import (
    SOMEBODY_ELSE,
    CostPart,
    LedgerLine,
    Lot,
    boxed_lots,
    cost_parts,
    exchanged_lines,
    lots_on_the_way,
    social_return_swings,
    unclear_lines,
    unpriced_lines,
)
from libcollab_metrics.metrics.notes import Note, Pulse, pulse, tags_of
from libcollab_metrics.metrics.partnership import (
    Dot,
    Ruling,
    alignment_dots,
    partners_of,
    programs_with,
    rulings,
    schools_of,
)
from libcollab_metrics.metrics.validation import with_criteria_checked
from libcollab_metrics.metrics.verdicts import CriterionVerdict, verdict_of

#: Changes whenever a printed number would change; see "Numbers that change" in the change log.
DEFINITIONS_VERSION = "3"

__all__ = [
    "CATALOG",
    "CORE",
    "DEFINITIONS_VERSION",
    "PICTURED",
    "SOMEBODY_ELSE",
    "CostPart",
    "CriterionVerdict",
    "Dot",
    "Evaluation",
    "Evaluator",
    "LedgerLine",
    "Lot",
    "Measure",
    "Metric",
    "Note",
    "PeerBand",
    "Pulse",
    "Ruling",
    "Swing",
    "Unit",
    "Value",
    "alignment_dots",
    "at_level",
    "band_of",
    "boxed_lots",
    "check_scope",
    "cost_parts",
    "definition_text",
    "evaluate",
    "exchanged_lines",
    "field_values",
    "find_metric",
    "formula_text",
    "judge_criteria",
    "lots_on_the_way",
    "named_metric",
    "partners_of",
    "programs_with",
    "pulse",
    "rulings",
    "schools_of",
    "social_return_swings",
    "tags_of",
    "unclear_lines",
    "unpriced_lines",
    "verdict_of",
    "with_criteria_checked",
    "worked",
]
