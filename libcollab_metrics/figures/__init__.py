"""From an evaluation to a figure: what it shows, what it says, and the table behind it.

`build` has one function a question; each returns a `Chart`, which has no format. `findings` says in plain words what
the numbers support and no more, `words` writes a number with everything that qualifies it, `table` is what stands
behind a figure. `to_plotly` draws a chart for the screen, `to_vega` for paper.
"""

from __future__ import annotations

from libcollab_metrics.figures.books import books_by_site, lots_table, stage_yields
from libcollab_metrics.figures.build import (
    BY_GROUP,
    attendance_by_group,
    attendance_over_time,
    attendance_per_session,
    attendance_rate_by_group,
    book_funnel,
    cash_cost_by_group,
    completion_by_group,
    cost_per_attendance_by_group,
    cost_per_participant_by_group,
    coverage_over_time,
    fund_clarity,
    give_and_take,
    language_match_by_group,
    metric_by_group,
    outcome_agreement,
    participants_by_group,
    project_success,
    reach_by_group,
)
from libcollab_metrics.figures.calendar import sessions_calendar
from libcollab_metrics.figures.costs import PER_UNIT, cost_parts_table, ledger_table, swings_table, unit_costs
from libcollab_metrics.figures.drafting import shortened
from libcollab_metrics.figures.exchange import (
    AT_A_GLANCE,
    contribution_table,
    exchange_table,
    pair_shares,
    partners_table,
    party_value,
)
from libcollab_metrics.figures.forecasts import attendance_forecast
from libcollab_metrics.figures.funds import (
    cash_shares,
    fund_shares,
    given_by_kind,
    pledges_kept,
    received_by_kind,
    through_partners,
)
from libcollab_metrics.figures.official import official_balance, official_margin, official_note, official_recorded
from libcollab_metrics.figures.outcomes import before_and_after, level_flow, mean_gain, score_moves
from libcollab_metrics.figures.partners import alignment_by_item, effects_table, rules_table, side_by_side
from libcollab_metrics.figures.parts import parts_table
from libcollab_metrics.figures.peers import peers_sentence
from libcollab_metrics.figures.plans import (
    assumption_interval,
    assumption_source,
    assumption_text,
    assumptions_table,
    broken_limits,
    outcome_made_of,
    outcome_text,
    plan_note,
    plan_table,
    what_must_be_true,
)
from libcollab_metrics.figures.sentences import delivered
from libcollab_metrics.figures.spec import Chart, Point, Series
from libcollab_metrics.figures.table import ChartTable, chart_table
from libcollab_metrics.figures.targets import standings_table, way_to_target
from libcollab_metrics.figures.to_plotly import CONFIG as PLOTLY_CONFIG
from libcollab_metrics.figures.to_plotly import to_plotly
from libcollab_metrics.figures.to_vega import to_png, to_svg, to_vega
from libcollab_metrics.figures.trends import trend_sentence
from libcollab_metrics.figures.words import (
    Evaluated,
    group_name,
    metric_name,
    part_name,
    party_name,
    scope_sentence,
    value_in_full,
    value_words,
)

__all__ = [
    "AT_A_GLANCE",
    "BY_GROUP",
    "PER_UNIT",
    "PLOTLY_CONFIG",
    "Chart",
    "ChartTable",
    "Evaluated",
    "Point",
    "Series",
    "alignment_by_item",
    "assumption_interval",
    "assumption_source",
    "assumption_text",
    "assumptions_table",
    "attendance_by_group",
    "attendance_forecast",
    "attendance_over_time",
    "attendance_per_session",
    "attendance_rate_by_group",
    "before_and_after",
    "book_funnel",
    "books_by_site",
    "broken_limits",
    "cash_cost_by_group",
    "cash_shares",
    "chart_table",
    "completion_by_group",
    "contribution_table",
    "cost_parts_table",
    "cost_per_attendance_by_group",
    "cost_per_participant_by_group",
    "coverage_over_time",
    "delivered",
    "effects_table",
    "exchange_table",
    "fund_clarity",
    "fund_shares",
    "give_and_take",
    "given_by_kind",
    "group_name",
    "language_match_by_group",
    "ledger_table",
    "level_flow",
    "lots_table",
    "mean_gain",
    "metric_by_group",
    "metric_name",
    "official_balance",
    "official_margin",
    "official_note",
    "official_recorded",
    "outcome_agreement",
    "outcome_made_of",
    "outcome_text",
    "pair_shares",
    "part_name",
    "participants_by_group",
    "partners_table",
    "parts_table",
    "party_name",
    "party_value",
    "peers_sentence",
    "plan_note",
    "plan_table",
    "pledges_kept",
    "project_success",
    "reach_by_group",
    "received_by_kind",
    "rules_table",
    "scope_sentence",
    "score_moves",
    "sessions_calendar",
    "shortened",
    "side_by_side",
    "stage_yields",
    "standings_table",
    "swings_table",
    "through_partners",
    "to_plotly",
    "to_png",
    "to_svg",
    "to_vega",
    "trend_sentence",
    "unit_costs",
    "value_in_full",
    "value_words",
    "way_to_target",
    "what_must_be_true",
]  # fmt: skip
