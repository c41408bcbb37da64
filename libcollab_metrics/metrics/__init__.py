"""Metrics over a dataset: counts, formulas, verdicts, listings, and the version of the definitions.

`CATALOG` declares every metric as data. `evaluate` computes metrics for a selection and a grouping; an
`Evaluator` answers several such requests about one dataset without counting anything twice.
`format_worked_formula` and `format_definition` write a metric's formula from the labels of the measures that
were counted. `judge_criteria` evaluates the declared success criteria, and `check_criteria` reports criteria
that cannot be evaluated. `PICTURED` holds tables behind charts: they are not metrics of their own, but
`evaluate` and `protect` treat them as such. `collect_period_notes` groups notes with the metrics of their
program and month. An undefined value has a reason and is never 0.
"""

from __future__ import annotations

from libcollab_metrics.metrics.choices import check_scope, field_values, programs_by_first_session
from libcollab_metrics.metrics.comparison import (
    AGAINST,
    Change,
    Comparison,
    compare,
    compare_periods,
    latest_recorded_scope,
    pair_changes,
    shift_scope,
)
from libcollab_metrics.metrics.criteria import CriterionVerdict, judge_value, parse_metric_name
from libcollab_metrics.metrics.definition import Evaluation, Measure, Metric, Unit, Value, select_cost_level
from libcollab_metrics.metrics.evaluate import Evaluator, evaluate, find_metric, judge_criteria
from libcollab_metrics.metrics.facts import read_facts
from libcollab_metrics.metrics.families import CATALOG, CORE, FAMILIES, PICTURED
from libcollab_metrics.metrics.families.peers import PeerBand, find_peer_band
from libcollab_metrics.metrics.families.social_return import Swing
from libcollab_metrics.metrics.formulas import format_definition, format_formula, format_worked_formula
from libcollab_metrics.metrics.frames import MAX_ROWS_IN_MEMORY
from libcollab_metrics.metrics.listings import (
    CASH_SPENT,
    LIBRARY_CASH,
    OTHER_PARTY,
    BookLot,
    CostPart,
    LedgerLine,
    Lot,
    compute_cost_parts,
    list_boxed_lots,
    list_cash_parties,
    list_exchanged_lines,
    list_incomplete_ledgers,
    list_lines,
    list_lots,
    list_overdue_pledges,
    list_pledges,
    list_unclear_lines,
    list_unpriced_lines,
    lots_in_transit,
    social_return_swings,
)
from libcollab_metrics.metrics.notes import Note, PeriodNotes, collect_period_notes, list_tags
from libcollab_metrics.metrics.partnership import (
    Dot,
    Ruling,
    compute_alignment_dots,
    find_schools,
    judge_partnerships,
    kinds_by_partner,
    list_partners,
    programs_by_partner,
)
from libcollab_metrics.metrics.partnership_status import PartnerStatus, judge_partner_statuses
from libcollab_metrics.metrics.presets import PRESETS, preset_scope
from libcollab_metrics.metrics.session_list import (
    ListedSession,
    has_dated_sessions,
    list_sessions,
    uncounted_sessions,
)
from libcollab_metrics.metrics.validation import check_criteria

#: Changes whenever a printed number would change; see "Numbers that change" in the change log.
DEFINITIONS_VERSION = "10"

__all__ = [
    "AGAINST",
    "CASH_SPENT",
    "CATALOG",
    "CORE",
    "DEFINITIONS_VERSION",
    "FAMILIES",
    "LIBRARY_CASH",
    "MAX_ROWS_IN_MEMORY",
    "OTHER_PARTY",
    "PICTURED",
    "PRESETS",
    "BookLot",
    "Change",
    "Comparison",
    "CostPart",
    "CriterionVerdict",
    "Dot",
    "Evaluation",
    "Evaluator",
    "LedgerLine",
    "ListedSession",
    "Lot",
    "Measure",
    "Metric",
    "Note",
    "PartnerStatus",
    "PeerBand",
    "PeriodNotes",
    "Ruling",
    "Swing",
    "Unit",
    "Value",
    "check_criteria",
    "check_scope",
    "collect_period_notes",
    "compare",
    "compare_periods",
    "compute_alignment_dots",
    "compute_cost_parts",
    "evaluate",
    "field_values",
    "find_metric",
    "find_peer_band",
    "find_schools",
    "format_definition",
    "format_formula",
    "format_worked_formula",
    "has_dated_sessions",
    "judge_criteria",
    "judge_partner_statuses",
    "judge_partnerships",
    "judge_value",
    "kinds_by_partner",
    "latest_recorded_scope",
    "list_boxed_lots",
    "list_cash_parties",
    "list_exchanged_lines",
    "list_incomplete_ledgers",
    "list_lines",
    "list_lots",
    "list_overdue_pledges",
    "list_partners",
    "list_pledges",
    "list_sessions",
    "list_tags",
    "list_unclear_lines",
    "list_unpriced_lines",
    "lots_in_transit",
    "pair_changes",
    "parse_metric_name",
    "preset_scope",
    "programs_by_first_session",
    "programs_by_partner",
    "read_facts",
    "select_cost_level",
    "shift_scope",
    "social_return_swings",
    "uncounted_sessions",
]
