"""Dataset → Evaluation: what is counted, over which rows, and what the counts mean.

`CATALOG` holds every figure as data, `evaluate` computes them for a selection and a grouping, `worked` and
`definition_text` write the formula of a figure from the same labels that were counted, `judge_criteria` says
which criteria set beforehand are met and `with_criteria_checked` which of them name no figure. An `Evaluator` gives
the same answers to several questions about one dataset, and counts nothing twice. `PICTURED` are tables behind
pictures: counts of people that `evaluate` and `protect` treat like figures. `pulse` sets notes beside the figures of
their program and period. A number that does not exist has a reason and is never 0.
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

#: Moves whenever a printed number would change; see "Numbers that change" in the change log.
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
